//! What is the same across the articles of a store, and what the user decided on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use oxigraph::model::Quad;
use rayon::prelude::*;

use super::refresh;
use crate::identity::{DecisionError, Decisions, Doubt, Identity, Reading, read};
use crate::rdf::{DEFAULT_BASE, identity_graph};
use crate::store::{ArticleInfo, Store, StoreError};

/// Name of the derived graph.
pub(super) const NAME: &str = "identity";
/// Raised when the same articles give other quads.
const VERSION: &str = "5";
/// Name of the file in the folder of a store that spares reading all articles again.
const STATE: &str = "identity.state";
/// Of so many articles one may have changed since that file was written.
const KEPT: usize = 16;
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

/// Joins of names made on evidence, and names that may have been joined or kept apart wrongly.
///
/// # Errors
/// If the store or its decisions cannot be read.
pub fn doubts(store: &Store) -> Result<Vec<Doubt>, DecisionsError> {
    Ok(identity(store)?.identity.doubts())
}

/// What the graph depends on beside the articles.
pub(super) fn version(store: &Store) -> Result<String, DecisionsError> {
    let decisions = decisions(store)?;
    Ok(format!("{VERSION} {}", &blake3::hash(decisions.to_string().as_bytes()).to_hex()[..16]))
}

/// The graph's name and quads.
pub(super) fn quads(store: &Store) -> Result<(String, Vec<Quad>), DecisionsError> {
    let Found { identity, read } = identity(store)?;
    // a few articles are sooner read again than everything is written again
    if read * KEPT > store.articles().count() {
        keep(store, &identity);
    }
    let quads = identity.quads();
    let graph = quads.first().map(|quad| quad.graph_name.to_string());
    let graph = graph.map(|name| name.trim_matches(['<', '>']).to_owned());
    Ok((graph.unwrap_or_else(|| identity_graph(DEFAULT_BASE).into_string()), quads))
}

struct Found {
    identity: Identity,
    /// Articles that were read or forgotten for it.
    read: usize,
}

/// Reads what is not known from last time, and forgets what is gone.
fn identity(store: &Store) -> Result<Found, DecisionsError> {
    let Known { mut identity, articles: known } = known(store);
    let now: BTreeMap<&str, &ArticleInfo> = store.articles().map(|article| (article.graph.as_str(), article)).collect();
    let is_known = |graph: &str| now.get(graph).is_some_and(|article| known.get(graph) == Some(&fingerprint(article)));
    let gone: Vec<String> = known.keys().filter(|graph| !is_known(graph)).cloned().collect();
    let new: Vec<&&ArticleInfo> = now.values().filter(|article| !is_known(&article.graph)).collect();
    let readings: Vec<Vec<Reading>> =
        new.par_iter().map(|article| Ok(read(&store.article_quads(&article.key)?))).collect::<Result<_, StoreError>>()?;
    let decisions = decisions(store)?;
    if *identity.decisions() != decisions {
        identity.decide(decisions);
    }
    if !gone.is_empty() || !new.is_empty() {
        identity.update(gone.iter().map(String::as_str), readings.into_iter().flatten().collect());
    }
    Ok(Found { identity, read: gone.len() + new.len() })
}

/// What was found last time: a file that can be taken away at any time.
#[derive(Default)]
struct Known {
    identity: Identity,
    /// Graph of an article → what it was made of.
    articles: BTreeMap<String, String>,
}

fn fingerprint(article: &ArticleInfo) -> String {
    format!("{} {} {}", article.sha256, article.tool_version, article.frame_set)
}

/// The file: a checksum, the length of the list of articles, that list as JSON, the state.
fn known(store: &Store) -> Known {
    let read = || {
        let bytes = fs::read(store.folder().join(STATE)).ok()?;
        let (checksum, body) = bytes.split_at_checked(blake3::OUT_LEN)?;
        let (length, body) = body.split_at_checked(8)?;
        let (articles, state) = body.split_at_checked(u64::from_le_bytes(length.try_into().ok()?) as usize)?;
        if blake3::hash(&bytes[blake3::OUT_LEN..]).as_bytes() != checksum {
            return None;
        }
        Some(Known { articles: serde_json::from_slice(articles).ok()?, identity: Identity::from_bytes(state, &state_version())? })
    };
    read().unwrap_or_default()
}

/// Keeps what was found for the next time. That it cannot be kept is no error: it is found again.
fn keep(store: &Store, identity: &Identity) {
    let known: BTreeMap<&str, String> = store.articles().map(|article| (article.graph.as_str(), fingerprint(article))).collect();
    let articles = serde_json::to_vec(&known).unwrap_or_default();
    let mut bytes = vec![0; blake3::OUT_LEN];
    bytes.extend((articles.len() as u64).to_le_bytes());
    bytes.extend(articles);
    bytes.extend(identity.to_bytes(&state_version()));
    let checksum = blake3::hash(&bytes[blake3::OUT_LEN..]);
    bytes[..blake3::OUT_LEN].copy_from_slice(checksum.as_bytes());
    let path = store.folder().join(STATE);
    let new = path.with_extension("new");
    let _ = fs::write(&new, bytes).and_then(|()| fs::rename(&new, &path));
}

fn state_version() -> String {
    format!("{VERSION} {}", env!("CARGO_PKG_VERSION"))
}
