//! What is the same across the articles of a store, and what the user decided on it.

use std::fs;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::identity::{Change, DecisionError, Decisions, Difference, Doubts, Identity, IdentityError, Reading, read};
use crate::rdf::{DEFAULT_BASE, identity_graph};
use crate::store::{HALF, Store, StoreError, has_grown};

/// Name of the derived graph.
const NAME: &str = "identity";
/// Raised when the same articles give other quads, or the file has other tables.
const VERSION: &str = "12";
/// Version of a graph in which some articles are still missing.
const UNFINISHED: &str = "unfinished";
/// Name of the file in the folder of a store that spares reading all articles again.
const STATE: &str = "identity.redb";
/// Articles that are put in together: enough for all cores, few enough for memory.
const BATCH: usize = 128;
/// How many times the quads of the graph may be written as changes before it is written as a whole.
const WRITTEN: usize = 4;
/// Name of the file of decisions in the folder of a store.
const DECISIONS: &str = "entities.decisions";

/// Why the user's decisions cannot be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum DecisionsError {
    /// A line of the file.
    #[error("{path}: {problem}")]
    Line {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: DecisionError,
    },
    /// The operating system refused.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        error: std::io::Error,
    },
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is known from last time cannot be read or written.
    #[error(transparent)]
    Identity(#[from] IdentityError),
}

/// The decisions kept beside a store, in `entities.decisions`; none if there is no such file.
///
/// # Errors
/// If the file cannot be read, or a line of it is no decision.
pub fn decisions(store: &Store) -> Result<Decisions, DecisionsError> {
    let path = store.folder().join(DECISIONS);
    match fs::read_to_string(&path) {
        Ok(text) => Decisions::parse(&text).map_err(|problem| DecisionsError::Line { path, problem }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Decisions::default()),
        Err(error) => Err(DecisionsError::Io { path, error }),
    }
}

/// Keeps the decisions in place of those of before, and makes the identity graph anew.
///
/// # Errors
/// If the file or the store cannot be written.
pub fn decide(store: &mut Store, decisions: &Decisions) -> Result<(), DecisionsError> {
    let path = store.folder().join(DECISIONS);
    let new = path.with_extension("new");
    let written = fs::write(&new, decisions.to_string()).and_then(|()| fs::rename(&new, &path));
    written.map_err(|error| DecisionsError::Io { path, error })?;
    refresh(store)
}

/// Joins of names made on evidence, and names that may have been joined or kept apart wrongly, in a fixed order.
///
/// # Errors
/// If the store or its decisions cannot be read.
pub fn doubts(store: &Store) -> Result<Doubts, DecisionsError> {
    let decisions = decisions(store)?;
    if store.is_derived(NAME, &version(&decisions))
        && let Ok(identity) = Identity::open(&store.folder().join(STATE), &state_version())
        && store.derived_hash(NAME).is_some_and(|(hash, _)| identity.hashes().is_ok_and(|(_, now)| now == hash))
    {
        return Ok(identity.doubts()?);
    }
    // a store that cannot be written, or that another has open
    let mut identity = Identity::aside()?;
    identity.decide(decisions)?;
    let keys: Vec<String> = store.articles().map(|(key, _)| key.to_owned()).collect();
    for keys in keys.chunks(BATCH) {
        identity.update([], read_all(store, keys.iter().map(String::as_str))?)?;
    }
    Ok(identity.doubts()?)
}

/// Brings the graph of what is the same across articles to what the articles say now. Only what new, changed and removed articles
/// touch is found anew, and only what changes is written.
///
/// # Errors
/// If the store or what the user decided cannot be read, or the store cannot be written.
pub fn refresh(store: &mut Store) -> Result<(), DecisionsError> {
    let decisions = decisions(store)?;
    let version = version(&decisions);
    if store.is_derived(NAME, &version) {
        return Ok(());
    }
    let base = store.articles().find_map(|(_, article)| Some(article.graph.split_once("graph/")?.0.to_owned()));
    let graph = identity_graph(base.as_deref().unwrap_or(DEFAULT_BASE)).into_string();
    let path = store.folder().join(STATE);
    let mut identity = Identity::open(&path, &state_version())?;
    if !goes_on(store, &identity)? {
        drop(identity);
        let _ = fs::remove_file(&path);
        identity = Identity::open(&path, &state_version())?;
        store.set_derived(NAME, UNFINISHED, &graph, Vec::new())?;
    }
    if identity.decisions()? != decisions {
        step(store, &mut identity, |identity| identity.decide(decisions))?;
    }
    let Difference { gone, new } =
        identity.difference(store.articles().map(|(_, article)| (&*article.graph, article.version.to_string())))?;
    let mut new: Vec<(u64, String)> = store
        .articles()
        .filter(|(_, article)| new.contains(&*article.graph))
        .map(|(key, article)| (article.stored, key.to_owned()))
        .collect();
    // what came at one time has more in common
    new.sort_unstable();
    for graphs in gone.chunks(BATCH) {
        step(store, &mut identity, |identity| identity.update(graphs.iter().map(String::as_str), Vec::new()))?;
    }
    for keys in new.chunks(BATCH) {
        let readings = read_all(store, keys.iter().map(|(_, key)| key.as_str()))?;
        step(store, &mut identity, |identity| identity.update([], readings))?;
    }
    identity.compact_if(&path, |bytes, last| has_grown(bytes, last, HALF))?;
    if store.derived_hash(NAME).is_some_and(|(_, times)| times > WRITTEN) {
        store.set_derived(NAME, UNFINISHED, &graph, Vec::new())?;
        let mut next = Some(0);
        while let Some(from) = next {
            let (quads, after) = identity.some_quads(from)?;
            store.change_derived(NAME, UNFINISHED, Vec::new(), quads)?;
            next = after;
        }
    }
    Ok(store.change_derived(NAME, &version, Vec::new(), Vec::new())?)
}

/// Gives back what room a store has no use for: outdated records of its log, and gaps in what identity keeps beside it. Bytes saved.
///
/// # Errors
/// If the store cannot be written.
pub fn compact(store: &mut Store) -> Result<u64, DecisionsError> {
    let saved = store.compact()?;
    let path = store.folder().join(STATE);
    let size = || fs::metadata(&path).map_or(0, |file| file.len());
    let before = size();
    if before > 0 {
        Identity::open(&path, &state_version())?.compact(&path)?;
    }
    Ok(saved + before.saturating_sub(size()))
}

/// What the graph depends on beside the articles.
fn version(decisions: &Decisions) -> String {
    format!("{VERSION} {}", &blake3::hash(decisions.to_string().as_bytes()).to_hex()[..16])
}

/// One change: noted in the file first, then written to the store, so that after a crash in between it is written from the file.
fn step(
    store: &mut Store,
    identity: &mut Identity,
    change: impl FnOnce(&mut Identity) -> Result<Change, IdentityError>,
) -> Result<(), DecisionsError> {
    let Change { removed, added } = change(identity)?;
    if !removed.is_empty() || !added.is_empty() {
        store.change_derived(NAME, UNFINISHED, removed, added)?;
    }
    Ok(())
}

/// Whether the file and the graph in the store are of one moment, or the store lacks the last change alone, which it gets.
fn goes_on(store: &mut Store, identity: &Identity) -> Result<bool, DecisionsError> {
    let Some((found, _)) = store.derived_hash(NAME) else { return Ok(false) };
    let (before, now) = identity.hashes()?;
    if found == now {
        return Ok(true);
    }
    let is_last = found == before;
    if is_last {
        let Change { removed, added } = identity.last_change()?;
        store.change_derived(NAME, UNFINISHED, removed, added)?;
    }
    Ok(is_last)
}

fn read_all<'k>(store: &Store, keys: impl Iterator<Item = &'k str>) -> Result<Vec<Reading>, StoreError> {
    let reading = |key: &str| -> Result<Vec<Reading>, StoreError> {
        let made_of = store.article(key).map(|article| article.version.to_string()).unwrap_or_default();
        Ok(read(&store.article_quads(key)?).into_iter().map(|reading| reading.made_of(&made_of)).collect())
    };
    Ok(keys.collect::<Vec<_>>().into_par_iter().map(reading).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// What the file depends on.
fn state_version() -> String {
    let ontology = blake3::hash(include_bytes!("../../ontology/dateline.ttl")).to_hex();
    format!("{VERSION} {} {}", env!("CARGO_PKG_VERSION"), &ontology[..16])
}
