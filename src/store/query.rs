//! SPARQL over the union of all graphs: read-only, with prefixes declared, with clear errors.

use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, QuerySolution, SparqlEvaluator};

use super::index::Index;
use super::syntax::{self, Mistake};
use super::{Answer, SavedQueryError, StoreError};
use crate::rdf::vocabulary::PREFIXES;

/// Bytes of stack for a query: as many as the first thread has.
const STACK: usize = 8 << 20;

/// How to answer a query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueryOptions {
    /// Rows or triples after which the answer ends; `None`: all.
    pub limit: Option<usize>,
    /// Time after which the query is given up; `None`: never. The engine stops as soon as it reads on; until then a thread of its own
    /// goes on.
    pub timeout: Option<Duration>,
}

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// Nothing is asked.
    #[error("query: it is empty; ask, for example, SELECT ?name {{ ?x a dl:Person ; skos:prefLabel ?name }}")]
    Empty,
    /// Not SPARQL.
    #[error("query: {0}")]
    Syntax(Mistake),
    /// `INSERT`, `DELETE`, `LOAD` and the like.
    #[error("query: updates are not allowed here; `dateline ingest` and `dateline store remove` change a store")]
    Update,
    /// The query asks another server.
    #[error("query: SERVICE is not allowed; this program never asks another server")]
    Service,
    /// It took too long.
    #[error("query: gave up after {} s; ask for less, or start from rarer terms", .0.as_secs_f32())]
    Timeout(Duration),
    /// The saved query cannot be filled in.
    #[error(transparent)]
    Saved(#[from] SavedQueryError),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It failed while it ran.
    #[error("query: {0}")]
    Evaluation(QueryEvaluationError),
}

/// Answers a query.
pub(super) fn run(index: &Index, sparql: &str, options: &QueryOptions) -> Result<Answer, QueryError> {
    if sparql.trim().is_empty() {
        return Err(QueryError::Empty);
    }
    let token = CancellationToken::new();
    let mut query = match evaluator().with_cancellation_token(token.clone()).parse_query(sparql) {
        Ok(query) => query,
        Err(_) if evaluator().parse_update(sparql).is_ok() => return Err(QueryError::Update),
        Err(_) => return Err(QueryError::Syntax(syntax::explain(sparql, |sparql| evaluator().parse_query(sparql).err()))),
    };
    // FROM and FROM NAMED are the user's own choice of graphs.
    if query.dataset().is_default_dataset() {
        query.dataset_mut().set_default_graph_as_union();
    }
    let limit = options.limit.unwrap_or(usize::MAX);
    let (store, given_up) = (index.store.clone(), token.clone());
    let answer = move || collect(query.on_store(&store).execute()?, limit, &token);
    let answer = match options.timeout {
        None => answer(),
        Some(timeout) => within(timeout, &given_up, answer),
    };
    answer.map_err(|error| match error {
        QueryEvaluationError::Cancelled => QueryError::Timeout(options.timeout.unwrap_or_default()),
        QueryEvaluationError::Service(_) | QueryEvaluationError::UnsupportedService(_) => QueryError::Service,
        other => QueryError::Evaluation(other),
    })
}

fn evaluator() -> SparqlEvaluator {
    PREFIXES.iter().fold(SparqlEvaluator::new(), |evaluator, (prefix, iri)| {
        evaluator.with_prefix(*prefix, *iri).expect("the prefixes are IRIs, as a test shows")
    })
}

/// Runs the work on a thread of its own, and gives it up when the time is over.
fn within(
    timeout: Duration,
    token: &CancellationToken,
    work: impl FnOnce() -> Result<Answer, QueryEvaluationError> + Send + 'static,
) -> Result<Answer, QueryEvaluationError> {
    let (done, wait) = std::sync::mpsc::channel();
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || drop(done.send(work())));
    let worker = worker.map_err(|error| QueryEvaluationError::Unexpected(error.into()))?;
    match wait.recv_timeout(timeout) {
        Ok(answer) => answer,
        Err(RecvTimeoutError::Timeout) => {
            token.cancel();
            Err(QueryEvaluationError::Cancelled)
        }
        Err(RecvTimeoutError::Disconnected) => match worker.join() {
            Ok(()) => Err(QueryEvaluationError::Cancelled),
            Err(panic) => std::panic::resume_unwind(panic),
        },
    }
}

fn collect(results: QueryResults<'_>, limit: usize, token: &CancellationToken) -> Result<Answer, QueryEvaluationError> {
    Ok(match results {
        QueryResults::Boolean(value) => Answer::Boolean(value),
        QueryResults::Graph(triples) => {
            let mut seen = rustc_hash::FxHashSet::default();
            let mut graph = Vec::new();
            for triple in triples {
                let triple = triple?;
                if graph.len() < limit && seen.insert(triple.clone()) {
                    graph.push(triple);
                }
            }
            Answer::Graph(graph)
        }
        QueryResults::Solutions(solutions) => {
            let variables: Vec<String> = solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
            // The engine looks at the token when it reads quads, not when it multiplies rows that it holds.
            let row = |solution: Result<QuerySolution, _>| match token.is_cancelled() {
                true => Err(QueryEvaluationError::Cancelled),
                false => solution.map(|solution| solution.values().to_vec()),
            };
            let rows = solutions.take(limit).map(row).collect::<Result<_, _>>()?;
            Answer::Solutions { variables, rows }
        }
    })
}
