//! A part of a store as quads: the selected events with their claims, words, dates and plain triples, and what these point to.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};

use super::select::Selection;
use crate::rdf::vocabulary as v;
use crate::resources::Ontology;
use crate::store::{Store, StoreError};

/// The quads of the selection, in the order of the store's. Graphs stay whole in what they say of an event, an entity or an article.
pub fn quads(store: &Store, selection: &Selection) -> Result<Vec<Quad>, StoreError> {
    let all = store.quads()?;
    let rules = Ontology::embedded().event_classes().filter_map(|class| class.shortcut.as_ref());
    let shortcuts: BTreeSet<String> = rules.map(|rule| format!("{}{}", v::DL, rule.predicate)).collect();
    let is_fact = |quad: &Quad| shortcuts.contains(quad.predicate.as_str());
    let mut wanted: BTreeSet<&str> = selection.events.keys().map(String::as_str).collect();
    let (mut triples, mut graphs) = (BTreeSet::new(), BTreeSet::new());
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
    for article in selection.articles.keys() {
        if let Some((base, key)) = article.split_once("id/article/") {
            graphs.insert(format!("{base}graph/article/{key}"));
        }
    }
    let keeps = |quad: &&Quad| {
        let subject = named(&quad.subject).unwrap_or_default();
        let of_graph = graphs.contains(subject);
        let inside = match &quad.graph_name {
            GraphName::NamedNode(graph) => graphs.contains(graph.as_str()) || graph.as_str().ends_with("graph/entities"),
            _ => false,
        };
        let unselected = object(quad).is_some_and(|other| other.contains("/event/") && !selection.events.contains_key(other));
        let fact = is_fact(quad) && !facts.contains(&[subject, quad.predicate.as_str(), object(quad).unwrap_or_default()]);
        inside && (of_graph || wanted.contains(subject)) && !unselected && !fact && quad.predicate != v::MENTIONS
    };
    Ok(all.iter().filter(keeps).cloned().collect())
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
