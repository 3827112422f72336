//! Events as a graph: nodes are entities, edges are who did what to whom, with date, status, sources and words.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::read::{ArticleRow, EventRow};
use super::select::{Filter, voices};
use super::style::shorten;
use crate::document::EntityType;
use crate::rdf::is_local;
use crate::resources::{EventClass, Ontology};

/// Entities and the relations between them.
pub type EventGraph = DiGraph<Node, Edge>;

/// An entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub name: String,
    /// Its class.
    pub entity_type: EntityType,
    /// Other names.
    pub other_names: BTreeSet<String>,
    /// Addresses of the same thing elsewhere: Wikidata, GeoNames, ATT&CK.
    pub links: BTreeSet<String>,
}

/// All events that put two entities in the same relation with the same standing.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The relation in words: `travelled to`.
    pub relation: String,
    /// How it stands with it.
    pub kind: EdgeKind,
    /// What is said or meant, where the relation alone does not tell: `attack on Kherson`.
    pub about: BTreeSet<String>,
    /// Classes of the events.
    pub classes: BTreeSet<String>,
    /// Dates of the events as EDTF.
    pub dates: BTreeSet<String>,
    /// First and last day of the events, as `2024-03-04`.
    pub period: (Option<String>, Option<String>),
    /// Highest confidence of a claim behind it, 0 to 1.
    pub confidence: f32,
    /// IRIs of the events.
    pub events: BTreeSet<String>,
    /// IRIs of the articles.
    pub articles: BTreeSet<String>,
    /// Names of the sources, without the subject itself; empty for the articles' own voice.
    pub sources: BTreeSet<String>,
    /// Different voices behind it: sources, and publishers for what they state themselves.
    pub voices: BTreeSet<String>,
    /// The words it rests on.
    pub evidence: BTreeSet<Evidence>,
}

/// Words of an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// IRI of the stretch of text: `…/article/KEY#char=10,14`.
    pub iri: String,
    /// The words.
    pub quote: String,
}

/// How it stands with a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// Somebody says so, and nobody denies it.
    Fact,
    /// Only likely or possible.
    Hedged,
    /// One says so, another denies it.
    Disputed,
    /// Said not to be so.
    Denied,
    /// Announced or expected.
    Planned,
    /// Tried, without success or with the outcome open.
    Attempted,
    /// Was so, and is no longer.
    Ended,
}

/// Roles that may end an edge when the class has no rule of its own, most telling first.
const ENDS: &[&str] = &["target", "affected", "recipient", "coActor", "destination", "position", "item", "topic", "instrument", "place"];

/// Characters of a caption that tell what it is about.
const ABOUT: usize = 40;

/// Subject, relation and object of an edge, and how it stands with it.
type Key = (String, String, String, EdgeKind);

pub(super) fn build_graph(
    events: &BTreeMap<String, EventRow>,
    entities: &BTreeMap<String, Node>,
    articles: &BTreeMap<String, ArticleRow>,
    filter: &Filter,
) -> EventGraph {
    let mut edges: BTreeMap<Key, Edge> = BTreeMap::new();
    for (iri, event) in events {
        let (Some(class), Some(kind)) = (Ontology::embedded().class(&event.class), event.kind()) else { continue };
        let (subjects, relation, objects) = ends(event, class, |iri| entities.contains_key(iri) && (filter.local || !is_local(iri)));
        for (subject, object) in subjects.iter().flat_map(|s| objects.iter().map(move |o| (*s, *o))).filter(|(s, o)| s != o) {
            let key = (subject.clone(), object.clone(), relation.to_owned(), kind);
            let edge = edges.entry(key).or_insert_with(|| Edge::new(relation, kind));
            edge.add(iri, event, &entities[subject].name);
            edge.about.extend(event.about.iter().filter(|what| **what != entities[object].name).cloned());
            edge.voices.extend(voices(event, articles));
        }
    }
    let mut graph = EventGraph::new();
    let mut index: BTreeMap<String, NodeIndex> = BTreeMap::new();
    for ((subject, object, ..), edge) in edges {
        let mut node = |iri: &String| *index.entry(iri.clone()).or_insert_with(|| graph.add_node(entities[iri].clone()));
        let (subject, object) = (node(&subject), node(&object));
        graph.add_edge(subject, object, edge);
    }
    graph
}

/// Who stands in which relation to whom in the event, as far as the entities are wanted.
pub(super) fn ends<'e>(
    event: &'e EventRow,
    class: &'static EventClass,
    is_wanted: impl Fn(&str) -> bool,
) -> (Vec<&'e String>, &'static str, Vec<&'e String>) {
    let named = |role: &str| event.roles.get(role).into_iter().flatten().filter(|iri| is_wanted(iri)).collect::<Vec<_>>();
    match &class.shortcut {
        Some(rule) => {
            let objects = rule.objects.iter().flat_map(|role| named(role)).collect();
            (named(&rule.subject), Ontology::embedded().label(&rule.predicate), objects)
        }
        // The most telling role only: one event, one relation.
        None => {
            let objects = ENDS.iter().map(|role| named(role)).find(|found| !found.is_empty()).unwrap_or_default();
            (named("actor"), class.label.as_str(), objects)
        }
    }
}

impl Edge {
    fn new(relation: &str, kind: EdgeKind) -> Edge {
        Edge {
            relation: relation.to_owned(),
            kind,
            about: BTreeSet::new(),
            classes: BTreeSet::new(),
            dates: BTreeSet::new(),
            period: (None, None),
            confidence: 0.0,
            events: BTreeSet::new(),
            articles: BTreeSet::new(),
            sources: BTreeSet::new(),
            voices: BTreeSet::new(),
            evidence: BTreeSet::new(),
        }
    }

    fn add(&mut self, iri: &str, event: &EventRow, subject: &str) {
        self.classes.insert(event.class.clone());
        self.dates.extend(event.edtf.clone());
        let (begin, end) = (event.begin.map(|day| day.to_string()), event.end.map(|day| day.to_string()));
        self.period.0 = [self.period.0.take(), begin].into_iter().flatten().min();
        self.period.1 = [self.period.1.take(), end].into_iter().flatten().max();
        self.events.insert(iri.to_owned());
        self.articles.insert(event.article.clone());
        self.confidence = self.confidence.max(event.confidence());
        for claim in &event.claims {
            self.sources.extend(claim.source.clone().filter(|source| source != subject));
            self.evidence.insert(claim.evidence.clone());
        }
    }

    /// What stands on the line: `statement: attack on Kherson`, `targeted · from 2023-05-15 · 3 articles`, `linked to? (hedged, The New York Times)`.
    pub fn caption(&self) -> String {
        let doubt = if self.kind == EdgeKind::Hedged { "?" } else { "" };
        let mut caption = format!("{}{doubt}", self.relation);
        if let Some(first) = self.about.first() {
            caption += &format!(": {}", shorten(first, ABOUT));
            if self.about.len() > 1 {
                caption += &format!(" +{}", self.about.len() - 1);
            }
        }
        let dates: Vec<String> = self.dates.iter().map(|date| readable(date)).collect();
        match dates.as_slice() {
            [] => {}
            [date] => caption += &format!(" · {date}"),
            [first, .., last] => {
                caption += &format!(" · {first} … {last}");
                // of one event in each article nobody knows how often it was
                if self.events.len() > self.articles.len() {
                    caption += &format!(" ({}×)", self.events.len());
                }
            }
        }
        if self.kind != EdgeKind::Fact {
            let source = match self.sources.iter().collect::<Vec<_>>().as_slice() {
                [] => String::new(),
                [source] => format!(", {source}"),
                [source, rest @ ..] => format!(", {source} +{}", rest.len()),
            };
            caption += &format!(" ({}{source})", self.kind.word());
        }
        if self.articles.len() > 1 {
            caption += &format!(" · {}\u{a0}articles", self.articles.len());
        }
        caption
    }

    /// The words it rests on, one stretch after the other.
    pub fn quotes(&self) -> String {
        self.evidence.iter().map(|evidence| evidence.quote.as_str()).collect::<Vec<_>>().join(" | ")
    }
}

impl EdgeKind {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            EdgeKind::Fact => "stated",
            EdgeKind::Hedged => "hedged",
            EdgeKind::Disputed => "disputed",
            EdgeKind::Denied => "denied",
            EdgeKind::Planned => "planned",
            EdgeKind::Attempted => "attempted",
            EdgeKind::Ended => "ended",
        }
    }
}

/// `2023-05-15/..` → `from 2023-05-15`, `2023-05-16~` → `about 2023-05-16`.
fn readable(edtf: &str) -> String {
    let about = if edtf.contains('~') { "about " } else { "" };
    let plain = edtf.replace('~', "");
    match plain.split_once('/') {
        Some((begin, "..")) => format!("from {about}{begin}"),
        Some(("..", end)) => format!("until {about}{end}"),
        Some((begin, end)) => format!("{about}{begin} to {end}"),
        None => format!("{about}{plain}"),
    }
}

/// Nodes by name, for outputs that list them.
pub(super) fn sorted_nodes(graph: &EventGraph) -> Vec<NodeIndex> {
    let mut nodes: Vec<NodeIndex> = graph.node_indices().collect();
    nodes.sort_by(|a, b| (&graph[*a].name, &graph[*a].iri).cmp(&(&graph[*b].name, &graph[*b].iri)));
    nodes
}

/// Edges with their ends, in the order of the graph, which is that of the IRIs.
pub(super) fn edges(graph: &EventGraph) -> impl Iterator<Item = (NodeIndex, NodeIndex, &Edge)> {
    graph.edge_references().map(|edge| (edge.source(), edge.target(), edge.weight()))
}
