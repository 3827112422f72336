//! A part of a store as quads: the selected events with their claims, words, dates and plain triples, and what these point to.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::select::Selection;
use crate::rdf::vocabulary as v;
use crate::resources::Ontology;
use crate::store::{Store, StoreError, sort_quads};

/// The quads of the selection, in the order of the store's. Graphs stay whole in what they say of an event, an entity or an article.
pub fn quads(store: &Store, selection: &Selection) -> Result<Vec<Quad>, StoreError> {
    let all = around(store, selection)?;
    let rules = Ontology::embedded().event_classes().filter_map(|class| class.shortcut.as_ref());
    let shortcuts: BTreeSet<String> = rules.map(|rule| format!("{}{}", v::DL, rule.predicate)).collect();
    let is_fact = |quad: &Quad| shortcuts.contains(quad.predicate.as_str());
    let mut wanted: BTreeSet<&str> = selection.events.keys().map(String::as_str).collect();
    let (mut triples, graphs) = (BTreeSet::new(), graphs(selection));
    // What points to an event: claims, and statements with their plain triples.
    for quad in &all {
        if [v::ABOUT_EVENT, v::FROM_EVENT].contains(&quad.predicate.as_ref())
            && let (Some(subject), Some(event)) = (named(&quad.subject), object(quad))
            && selection.events.contains_key(event)
        {
            wanted.insert(subject);
            if quad.predicate == v::FROM_EVENT {
                triples.insert(subject);
            }
        }
    }
    let facts: BTreeSet<[&str; 3]> = statements(&all, &triples);
    // What those point to, and so on. Events point to other events, which are followed only if they are selected themselves.
    let mut grown = true;
    while grown {
        let before = wanted.len();
        for quad in &all {
            if let Some(next) = object(quad)
                && named(&quad.subject).is_some_and(|subject| wanted.contains(subject))
                && !is_fact(quad)
                && quad.predicate != v::MENTIONS
                && (selection.events.contains_key(next) || !next.contains("/event/"))
            {
                wanted.insert(next);
            }
        }
        grown = wanted.len() > before;
    }
    let keeps = |quad: &&Quad| {
        let subject = named(&quad.subject).unwrap_or_default();
        let of_graph = graphs.contains(subject);
        let inside = match &quad.graph_name {
            GraphName::NamedNode(graph) => graphs.contains(graph.as_str()) || is_shared(graph.as_str()),
            _ => false,
        };
        let unselected = object(quad).is_some_and(|other| other.contains("/event/") && !selection.events.contains_key(other));
        let fact = is_fact(quad) && !facts.contains(&[subject, quad.predicate.as_str(), object(quad).unwrap_or_default()]);
        inside && (of_graph || wanted.contains(subject)) && !unselected && !fact && quad.predicate != v::MENTIONS
    };
    Ok(all.iter().filter(keeps).cloned().collect())
}

/// Names of the graphs of the selected articles.
fn graphs(selection: &Selection) -> BTreeSet<String> {
    let parts = selection.articles.keys().filter_map(|article| article.split_once("id/article/"));
    parts.map(|(base, key)| format!("{base}graph/article/{key}")).collect()
}

fn is_shared(graph: &str) -> bool {
    graph.ends_with("graph/entities")
}

/// What the articles of the selection say, and what any article says of the entities that they name, in the order of the store's.
fn around(store: &Store, selection: &Selection) -> Result<Vec<Quad>, StoreError> {
    let graphs = graphs(selection);
    let articles: Vec<&str> = store.articles().filter(|(_, article)| graphs.contains(&*article.graph)).map(|(key, _)| key).collect();
    let read: Vec<Vec<Quad>> = articles.into_par_iter().map(|key| store.article_quads(key)).collect::<Result<_, _>>()?;
    let mut quads: Vec<Quad> = read.into_iter().flatten().collect();
    let named: FxHashSet<NamedOrBlankNode> = quads.iter().filter(|quad| is_in_shared(quad)).map(|quad| quad.subject.clone()).collect();
    for entity in &named {
        quads.extend(store.quads_about(entity)?.into_iter().filter(is_in_shared));
    }
    sort_quads(&mut quads);
    quads.dedup();
    Ok(quads)
}

fn is_in_shared(quad: &Quad) -> bool {
    matches!(&quad.graph_name, GraphName::NamedNode(graph) if is_shared(graph.as_str()))
}

/// Subject, predicate and object of the statements.
fn statements<'q>(all: &'q [Quad], wanted: &BTreeSet<&str>) -> BTreeSet<[&'q str; 3]> {
    let mut parts: BTreeMap<&str, [&'q str; 3]> = BTreeMap::new();
    for quad in all {
        let place = [v::RDF_SUBJECT, v::RDF_PREDICATE, v::RDF_OBJECT].iter().position(|part| quad.predicate.as_str() == *part);
        if let (Some(place), Some(subject), Some(value)) = (place, named(&quad.subject), object(quad))
            && wanted.contains(subject)
        {
            parts.entry(subject).or_default()[place] = value;
        }
    }
    parts.into_values().collect()
}

fn named(subject: &NamedOrBlankNode) -> Option<&str> {
    match subject {
        NamedOrBlankNode::NamedNode(node) => Some(node.as_str()),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}

fn object(quad: &Quad) -> Option<&str> {
    match &quad.object {
        Term::NamedNode(node) => Some(node.as_str()),
        _ => None,
    }
}
