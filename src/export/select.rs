//! Which part of a store is wanted: events by class, time, source and certainty, and what lies around an entity.
//!
//! ```no_run
//! use dateline::export::{Filter, select};
//! use dateline::store::{Access, Store};
//!
//! let store = Store::open("news.store", Access::Read)?;
//! let around = Filter { entity: Some("Elena Marsh".into()), depth: 2, min_sources: 2, ..Filter::default() };
//! let selection = select(&store, &around)?;
//! println!("{} events, {} relations", selection.events.len(), selection.graph.edge_count());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{EdgeKind, EventGraph, Node, build_graph};
use super::measures::{Rank, highest};
use super::neighbours::{around, between};
use super::read::{ArticleRow, EventRow, News, read};
use crate::calendar::Date;
use crate::resources::Ontology;
use crate::store::{QueryError, Store};

/// What is wanted. The default is everything that somebody commits to, without things known in one article only.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// Only what lies around the entities of this name, other name or IRI.
    pub entity: Option<String>,
    /// How many steps around.
    pub depth: usize,
    /// Only the shortest ways from `entity` to the entities of this name.
    pub path_to: Option<String>,
    /// Only events of this class or below it: `CyberEvent`.
    pub class: Option<String>,
    /// Only events that end on this day or later. Events without a date are left out then.
    pub from: Option<Date>,
    /// Only events that begin on this day or earlier.
    pub to: Option<Date>,
    /// Only what this source says: the name of who is quoted, or of a publisher for what it states itself.
    pub source: Option<String>,
    /// Least number of different voices behind a relation: sources quoted, and publishers for what they state themselves.
    pub min_sources: usize,
    /// Least confidence of a claim, 0 to 1.
    pub min_confidence: f32,
    /// Only what articles state in their own voice.
    pub strict: bool,
    /// Also what is hedged, disputed, denied, planned or tried; drawn dashed.
    pub contested: bool,
    /// Also entities that are known in one article only.
    pub local: bool,
    /// Only the so many most central entities.
    pub top: Option<usize>,
    /// By which measure the most central entities are found.
    pub rank: Rank,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            entity: None,
            depth: 1,
            path_to: None,
            class: None,
            from: None,
            to: None,
            source: None,
            min_sources: 1,
            min_confidence: 0.5,
            strict: false,
            contested: true,
            local: false,
            top: None,
            rank: Rank::default(),
        }
    }
}

/// A part of a store: events with their articles, and the graph of who did what to whom that they make.
#[derive(Debug)]
pub struct Selection {
    /// Events by IRI.
    pub events: BTreeMap<String, EventRow>,
    /// Entities that take part in events, by IRI.
    pub entities: BTreeMap<String, Node>,
    /// Articles of the events by IRI.
    pub articles: BTreeMap<String, ArticleRow>,
    /// The relations.
    pub graph: EventGraph,
}

/// Why there is no selection.
#[derive(Debug, thiserror::Error)]
pub enum SelectError {
    /// The store does not answer.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// No entity of that name takes part in an event.
    #[error("nothing in the store is called {name:?}{}", did_you_mean(.near))]
    UnknownEntity {
        /// The name asked for.
        name: String,
        /// Names like it.
        near: Vec<String>,
    },
    /// No event class of that name.
    #[error("class {name:?} is not in the ontology{}", did_you_mean(.near))]
    UnknownClass {
        /// The name asked for.
        name: String,
        /// Names like it.
        near: Vec<String>,
    },
}

fn did_you_mean(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) }
}

/// Reads the wanted part of a store. Entities without a relation are not in the graph; everything is in the order of the IRIs.
///
/// # Errors
/// For a class that the ontology does not have, and for an entity that the store does not have, with names that are near.
pub fn select(store: &Store, filter: &Filter) -> Result<Selection, SelectError> {
    if let Some(name) = &filter.class
        && Ontology::embedded().class(name).is_none()
    {
        let classes = Ontology::embedded().event_classes().map(|class| class.name.as_str());
        return Err(SelectError::UnknownClass { name: name.clone(), near: similar(name, classes) });
    }
    let News { mut events, entities, articles } = read(store)?;
    for event in events.values_mut() {
        let publisher = articles.get(&event.article).and_then(|article| article.publisher.as_deref());
        narrow(event, publisher, filter);
    }
    events.retain(|_, event| !event.claims.is_empty() && wanted(event, filter));
    let whole = build_graph(&events, &entities, &articles, filter);
    let unconnected: BTreeSet<String> = {
        let connected: BTreeSet<&String> = whole.edge_weights().flat_map(|edge| &edge.events).collect();
        events.keys().filter(|iri| !connected.contains(iri)).cloned().collect()
    };
    let start = filter.entity.as_ref().map(|name| named(name, &entities)).transpose()?;
    let end = filter.path_to.as_ref().map(|name| named(name, &entities)).transpose()?;
    let mut graph =
        whole.filter_map(|_, node| Some(node.clone()), |_, edge| (edge.voices.len() >= filter.min_sources).then(|| edge.clone()));
    if let Some(start) = &start {
        graph = match &end {
            Some(end) => between(&graph, start, end),
            None => around(&graph, start, filter.depth),
        };
    }
    graph.retain_nodes(|graph, node| graph.neighbors_undirected(node).next().is_some());
    if let Some(count) = filter.top {
        graph = highest(&graph, filter.rank, count);
    }
    let kept: BTreeSet<&String> = graph.edge_weights().flat_map(|edge| &edge.events).collect();
    let alone = |iri: &String, event: &EventRow| {
        let near = start.as_ref().is_none_or(|start| event.roles.values().flatten().any(|filler| start.contains(filler)));
        unconnected.contains(iri) && near && end.is_none() && filter.top.is_none() && voices(event, &articles).len() >= filter.min_sources
    };
    events.retain(|iri, event| kept.contains(iri) || alone(iri, event));
    let used: BTreeSet<&String> = events.values().map(|event| &event.article).collect();
    let articles = articles.iter().filter(|(iri, _)| used.contains(iri)).map(|(iri, row)| (iri.clone(), row.clone())).collect();
    Ok(Selection { events, entities, articles, graph })
}

/// Takes away the claims that are not wanted.
fn narrow(event: &mut EventRow, publisher: Option<&str>, filter: &Filter) {
    let fact = event.kind() == Some(EdgeKind::Fact);
    let same = |name: Option<&str>, wanted: &str| name.is_some_and(|name| name.to_lowercase() == wanted.to_lowercase());
    event.claims.retain(|claim| {
        claim.confidence >= filter.min_confidence
            && (!fact || claim.factuality == "CTpos")
            && (!filter.strict || claim.own_voice)
            && filter.source.as_deref().is_none_or(|wanted| same(claim.source.as_deref().or(publisher), wanted))
    });
}

fn wanted(event: &EventRow, filter: &Filter) -> bool {
    let class = filter.class.as_ref().is_none_or(|class| Ontology::embedded().is_subclass(&event.class, class));
    let period = filter.from.is_some() || filter.to.is_some();
    let dated = !period || event.begin.is_some() || event.end.is_some();
    let late_enough = filter.from.is_none_or(|from| event.end.or(event.begin).is_none_or(|end| end >= from));
    let early_enough = filter.to.is_none_or(|to| event.begin.or(event.end).is_none_or(|begin| begin <= to));
    let kind = event.kind();
    class && dated && late_enough && early_enough && kind.is_some_and(|kind| kind == EdgeKind::Fact || filter.contested)
}

/// Who stands behind an event: sources by name, and the publisher, or else the article, where it speaks itself.
pub(super) fn voices(event: &EventRow, articles: &BTreeMap<String, ArticleRow>) -> BTreeSet<String> {
    let publisher = articles.get(&event.article).and_then(|article| article.publisher.clone());
    let own = publisher.unwrap_or_else(|| event.article.clone());
    event.claims.iter().map(|claim| claim.source.clone().unwrap_or_else(|| own.clone())).collect()
}

/// IRIs of the entities of that name, other name or IRI.
fn named(name: &str, entities: &BTreeMap<String, Node>) -> Result<BTreeSet<String>, SelectError> {
    let wanted = name.to_lowercase();
    let is_called = |node: &&Node| {
        node.iri == name || node.name.to_lowercase() == wanted || node.other_names.iter().any(|other| other.to_lowercase() == wanted)
    };
    let found: BTreeSet<String> = entities.values().filter(is_called).map(|node| node.iri.clone()).collect();
    if found.is_empty() {
        let near = similar(name, entities.values().map(|node| node.name.as_str()));
        return Err(SelectError::UnknownEntity { name: name.to_owned(), near });
    }
    Ok(found)
}

/// Up to five names like the one that was asked for: those that contain it, then those spelt like it.
fn similar<'n>(name: &str, all: impl Iterator<Item = &'n str>) -> Vec<String> {
    const LIKE: f64 = 0.6;
    let wanted = name.to_lowercase();
    let score = |other: &str| {
        let other = other.to_lowercase();
        let contains = if other.contains(&wanted) { 1.0 } else { 0.0 };
        contains + rapidfuzz::distance::levenshtein::normalized_similarity(wanted.chars(), other.chars())
    };
    let mut scored: Vec<(f64, &str)> = all.collect::<BTreeSet<_>>().into_iter().map(|other| (score(other), other)).collect();
    scored.retain(|(score, _)| *score >= LIKE);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().take(5).map(|(_, other)| other.to_owned()).collect()
}
