//! What a store promises, proven: whole records, an index that says the same, and graphs that keep to `ontology/shapes.ttl`.

use oxigraph::model::{GraphName, NamedNode, Quad};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::index::{self, Index};
use super::record::Head;
use super::segments::Segments;
use super::shapes::{Constraint, constraints};
use super::{QueryError, QueryOptions, StoreError, names, query};

/// Articles that are read at once.
const CHUNK: usize = 256;
/// Problems told of each constraint.
const SHOWN: usize = 5;

/// All problems, first those of records, then those of the index.
pub(super) fn run(segments: &Segments, index: &Index) -> Result<Vec<String>, StoreError> {
    let mut problems = Vec::new();
    // Quads of graphs that articles share, each once; the number of all others.
    let (mut shared, mut own): (FxHashSet<Quad>, usize) = (FxHashSet::default(), 0);
    for chunk in segments.contents.entries().chunks(CHUNK) {
        let checked: Vec<_> = chunk.par_iter().map(|entry| segments.log.check(*entry)).collect();
        for record in checked {
            let (head, quads) = match record {
                Ok(record) => record,
                Err(error) => {
                    problems.push(error.to_string());
                    continue;
                }
            };
            let (name, graph, count) = match head {
                Head::Article(info) => (format!("article {}", info.key), info.graph, info.quads),
                Head::Derived(_) | Head::Removal { .. } => continue,
            };
            if quads.len() != count {
                problems.push(format!("{name}: {} quads instead of {count}", quads.len()));
            }
            if NamedNode::new(&graph).is_err() && count > 0 {
                problems.push(format!("{name}: {graph:?} is no name of a graph"));
            }
            let lost = quads.par_iter().filter(|quad| !index.store.contains(*quad).unwrap_or(false)).count();
            if lost > 0 {
                problems.push(format!("{name}: {lost} quads are not in the index"));
            }
            for quad in quads {
                match &quad.graph_name {
                    GraphName::NamedNode(name) if name.as_str() == graph => own += 1,
                    _ => drop(shared.insert(quad)),
                }
            }
        }
    }
    if problems.is_empty() && !segments.is_as_told()? {
        problems.push("the table of contents is not that of the log; take away articles.toc".to_owned());
    }
    for derived in segments.contents.graphs() {
        let mut quads: FxHashSet<Quad> = FxHashSet::default();
        for (removed, added) in derived.entries.iter().filter_map(|entry| segments.log.change(*entry).ok()) {
            for quad in &removed {
                quads.remove(quad);
            }
            quads.extend(added);
        }
        let (name, count) = (&derived.info.name, derived.info.quads);
        if quads.len() != count {
            problems.push(format!("graph {name}: {} quads instead of {count}", quads.len()));
        }
        let lost = quads.par_iter().filter(|quad| !index.store.contains(*quad).unwrap_or(false)).count();
        if lost > 0 {
            problems.push(format!("graph {name}: {lost} quads are not in the index"));
        }
        own += quads.len();
    }
    let ontology = index.store.quads_for_pattern(None, None, None, Some(index::ontology().as_ref().into())).count();
    let (expected, found) = (own + shared.len() + ontology, index.len()?);
    if expected != found {
        problems.push(format!("the index has {found} quads instead of {expected}; `dateline store rebuild` makes it anew"));
    }
    let failed = |name: &str, error| match error {
        QueryError::Store(error) => error,
        other => StoreError::Shape { name: name.to_owned(), problem: other.to_string() },
    };
    let told: FxHashSet<String> = index.names().map_err(|error| failed("names", error))?.into_iter().collect();
    if !names::all(index).map_err(|error| failed("names", error))?.iter().all(|name| told.contains(name)) {
        problems.push("the file of names lacks some; take away index.names".to_owned());
    }
    problems.extend(shapes(index, failed)?);
    Ok(problems)
}

/// What breaks a shape: the first few of each constraint.
fn shapes(index: &Index, failed: impl Fn(&str, QueryError) -> StoreError + Sync) -> Result<Vec<String>, StoreError> {
    let options = QueryOptions::default();
    let broken = |constraint: &Constraint| -> Result<Vec<String>, StoreError> {
        let answer = query::run(index, &constraint.sparql, &options).map_err(|error| failed(&constraint.name, error))?;
        let rows = answer.text_rows();
        let mut problems: Vec<String> =
            rows.iter().take(SHOWN).map(|row| format!("{}: {}", constraint.name, row.first().map_or("", String::as_str))).collect();
        if rows.len() > SHOWN {
            problems.push(format!("{}: and {} more", constraint.name, rows.len() - SHOWN));
        }
        Ok(problems)
    };
    let found: Vec<Vec<String>> = constraints().par_iter().map(broken).collect::<Result<_, _>>()?;
    Ok(found.into_iter().flatten().collect())
}
