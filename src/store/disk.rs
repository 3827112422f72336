//! The index on disk: RocksDB beside the log, with a note of what it holds, so that it is opened at once and only caught up.
//!
//! ```text
//! DIR/index        RocksDB
//! DIR/index.json   graph of each article → fingerprint of the version that is in the index
//! ```
//! The log is the truth. The note is written after the index, so that after a crash some articles are put in once more, which
//! changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::index::{Articles, Index};
use super::log::Log;
use super::{Access, ArticleInfo, StoreError};

/// What the index on disk holds.
#[derive(Debug)]
pub(super) struct State {
    path: PathBuf,
    graphs: BTreeMap<String, String>,
}

/// Opens the index of a store. A reader of an index that lags behind the log gets one in memory, for only a writer may change it.
pub(super) fn open(dir: &Path, access: Access, log: &Log, articles: &Articles) -> Result<Index, StoreError> {
    let path = dir.join("index.json");
    let held: Option<BTreeMap<String, String>> = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let wanted = fingerprints(articles);
    let place = dir.join("index");
    match (access, &held) {
        (Access::Read, Some(held)) if *held == wanted => {
            return Ok(Index { store: oxigraph::store::Store::open_read_only(&place)?, state: None });
        }
        (Access::Read, _) => return Index::in_memory(log, articles),
        (Access::Write, _) => {}
    }
    let store = oxigraph::store::Store::open(&place)?;
    let fresh = held.as_ref().is_none_or(|held| held.get(ONTOLOGY) != wanted.get(ONTOLOGY));
    let held = if fresh { BTreeMap::new() } else { held.unwrap_or_default() };
    let mut index = Index { store, state: Some(State { path, graphs: held.clone() }) };
    if fresh {
        index.store.clear()?;
        index.load_ontology()?;
    }
    let stale: BTreeSet<String> =
        held.iter().filter(|(graph, print)| wanted.get(*graph) != Some(print)).map(|(graph, _)| graph.clone()).collect();
    let missing: Vec<_> = articles.values().filter(|(info, _)| held.get(&info.graph) != Some(&fingerprint(info))).collect();
    // an article that a crash left in the index without a note goes out before it comes in again
    index.drop_graphs(&stale.into_iter().chain(missing.iter().map(|(info, _)| info.graph.clone())).filter(|g| g != ONTOLOGY).collect())?;
    index.load(log, missing.into_iter().map(|(_, entry)| *entry))?;
    index.settle(articles)?;
    Ok(index)
}

/// Key of the ontology's own fingerprint; no graph has an empty name.
const ONTOLOGY: &str = "";

fn fingerprints(articles: &Articles) -> BTreeMap<String, String> {
    let ontology = (ONTOLOGY.to_owned(), env!("CARGO_PKG_VERSION").to_owned());
    articles.values().map(|(info, _)| (info.graph.clone(), fingerprint(info))).chain([ontology]).collect()
}

fn fingerprint(info: &ArticleInfo) -> String {
    format!("{} {} {}", info.sha256, info.tool_version, info.frame_set)
}

impl State {
    /// Notes what the index holds, in one step.
    pub fn settle(&mut self, articles: &Articles) -> Result<(), StoreError> {
        let now = fingerprints(articles);
        if now == self.graphs && self.path.exists() {
            return Ok(());
        }
        let new = self.path.with_extension("json.new");
        let bytes = serde_json::to_vec(&now).unwrap_or_default();
        fs::write(&new, bytes).and_then(|()| fs::rename(&new, &self.path)).map_err(StoreError::at(&self.path, "write"))?;
        self.graphs = now;
        Ok(())
    }
}
