//! The index on disk: RocksDB beside the log, with a note of what it holds, so that it is opened at once and only caught up.
//!
//! ```text
//! DIR/index        RocksDB
//! DIR/index.json   graph → fingerprint of the version that is in the index
//! ```
//! The log is the truth. The note is written now and then, always after the index is on disk, so that after a crash some articles are
//! put in once more, which changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::index::Index;
use super::log::{Entry, sync_folder};
use super::segments::{self, Contents, Derived, Segments};
use super::{Access, ArticleInfo, StoreError};

/// Changes after which the note is written again, as a share of what the index holds.
const NOTED: usize = 8;

/// What the index on disk holds.
#[derive(Debug)]
pub(super) struct State {
    path: PathBuf,
    graphs: BTreeMap<String, String>,
    changes: usize,
}

/// Opens the index of a store; `None` for a reader if it lags behind the log or a writer has it open, who gets one in memory when he asks.
pub(super) fn open(segments: &Segments, access: Access) -> Result<Option<Index>, StoreError> {
    let path = segments.dir.join("index.json");
    let held: Option<BTreeMap<String, String>> = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let wanted = fingerprints(&segments.contents);
    let place = segments.dir.join("index");
    match (access, &held) {
        (Access::Read, Some(held)) if *held == wanted => {
            // a writer may put in more than was noted, and take files away
            let unwritten = segments::keep_writers_out(&segments.dir);
            let store = unwritten.as_ref().and_then(|_| oxigraph::store::Store::open_read_only(&place).ok());
            return Ok(store.map(|store| Index { store, state: None }));
        }
        (Access::Read, _) => return Ok(None),
        (Access::Write, _) => {}
    }
    let store = oxigraph::store::Store::open(&place)?;
    let fresh = held.as_ref().is_none_or(|held| held.get(ONTOLOGY) != wanted.get(ONTOLOGY));
    let held = if fresh { BTreeMap::new() } else { held.unwrap_or_default() };
    let state = State { path, graphs: held.clone(), changes: usize::MAX };
    let mut index = Index { store, state: Some(state) };
    if fresh {
        index.store.clear()?;
        index.load_ontology()?;
    } else if held.iter().any(|(graph, print)| wanted.get(graph) != Some(print) && !is_derived(&segments.contents, graph)) {
        // Shared graphs may hold what only those articles stated, and their old records may be gone from the log.
        index.store.clear()?;
        index.load_ontology()?;
        index.load_all(segments)?;
        index.settle(&segments.contents)?;
        return Ok(Some(index));
    }
    let Segments { log, contents, .. } = segments;
    let articles: Vec<(String, Entry)> = contents.articles.values().map(|(info, entry)| (info.graph.clone(), *entry)).collect();
    let missing: BTreeMap<String, Entry> = articles.into_iter().filter(|(graph, _)| !held.contains_key(graph)).collect();
    let outdated = |derived: &&Derived| derived.is_out || held.get(&derived.info.graph) != Some(&derived.info.hash);
    let outdated: Vec<&Derived> = contents.derived.values().filter(outdated).collect();
    // what a crash left in the index without a note goes out before it comes in again
    let graphs = missing.keys().chain(outdated.iter().map(|derived| &derived.info.graph));
    index.drop_graphs(&graphs.cloned().collect::<BTreeSet<_>>())?;
    index.load(log, missing.into_values().collect())?;
    outdated.iter().filter(|derived| !derived.is_out).try_for_each(|derived| index.load_derived(log, derived))?;
    index.settle(contents)?;
    Ok(Some(index))
}

/// Takes the index away; it is built again when the store is next opened.
pub(super) fn remove(dir: &Path) -> Result<(), StoreError> {
    for path in [dir.join("index.json"), dir.join("index")] {
        let gone = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match gone {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::at(&path, "remove the old index")(error)),
            _ => {}
        }
    }
    Ok(())
}

/// Key of the ontology's own fingerprint; no graph has an empty name.
const ONTOLOGY: &str = "";

fn is_derived(contents: &Contents, graph: &str) -> bool {
    contents.derived.values().any(|derived| derived.info.graph == graph)
}

fn fingerprints(contents: &Contents) -> BTreeMap<String, String> {
    let ontology = (ONTOLOGY.to_owned(), env!("CARGO_PKG_VERSION").to_owned());
    let articles = contents.articles.values().map(|(info, _)| (info.graph.clone(), fingerprint(info)));
    let derived = contents.graphs().map(|derived| (derived.info.graph.clone(), derived.info.hash.clone()));
    articles.chain(derived).chain([ontology]).collect()
}

fn fingerprint(info: &ArticleInfo) -> String {
    format!("{} {} {}", info.sha256, info.tool_version, info.frame_set)
}

impl State {
    /// Notes what the index holds, if that has changed much.
    pub fn settle(&mut self, store: &oxigraph::store::Store, contents: &Contents) -> Result<(), StoreError> {
        self.changes = self.changes.saturating_add(1);
        if self.changes > self.graphs.len() / (NOTED * 64) { self.settle_now(store, contents) } else { Ok(()) }
    }

    /// Notes what the index holds, in one step.
    pub fn settle_now(&mut self, store: &oxigraph::store::Store, contents: &Contents) -> Result<(), StoreError> {
        self.changes = 0;
        let now = fingerprints(contents);
        if now == self.graphs && self.path.exists() {
            return Ok(());
        }
        store.flush()?;
        let new = self.path.with_extension("json.new");
        let bytes = serde_json::to_vec(&now).unwrap_or_default();
        let written = fs::write(&new, bytes).and_then(|()| File::open(&new)?.sync_all()).and_then(|()| fs::rename(&new, &self.path));
        written.map_err(StoreError::at(&self.path, "write"))?;
        self.graphs = now;
        sync_folder(&self.path)
    }
}
