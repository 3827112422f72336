//! What is the same across the articles of a store, and what the user decided on it.

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
    Ok(identity(store)?.doubts())
}

/// What the graph depends on beside the articles.
pub(super) fn version(store: &Store) -> Result<String, DecisionsError> {
    let decisions = decisions(store)?;
    Ok(format!("{VERSION} {}", &blake3::hash(decisions.to_string().as_bytes()).to_hex()[..16]))
}

/// The graph's name and quads.
pub(super) fn quads(store: &Store) -> Result<(String, Vec<Quad>), DecisionsError> {
    let quads = identity(store)?.quads();
    let graph = quads.first().map(|quad| quad.graph_name.to_string());
    let graph = graph.map(|name| name.trim_matches(['<', '>']).to_owned());
    Ok((graph.unwrap_or_else(|| identity_graph(DEFAULT_BASE).into_string()), quads))
}

fn identity(store: &Store) -> Result<Identity, DecisionsError> {
    let articles: Vec<&ArticleInfo> = store.articles().collect();
    let readings: Vec<Vec<Reading>> =
        articles.par_iter().map(|article| Ok(read(&store.article_quads(&article.key)?))).collect::<Result<_, StoreError>>()?;
    let mut identity = Identity::default();
    identity.decide(decisions(store)?);
    identity.update([], readings.into_iter().flatten().collect());
    Ok(identity)
}
