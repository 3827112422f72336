//! Events of a store as a graph: nodes are entities, edges are who did what to whom, with date, status, sources and words.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use oxigraph::model::Term;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::calendar::Date;
use crate::document::EntityType;
use crate::rdf::is_local;
use crate::rdf::vocabulary::DL;
use crate::resources::{EventClass, Ontology};
use crate::store::{Answer, QueryError, QueryOptions, Store};

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
}

/// All events that put two entities in the same relation with the same standing.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The relation in words: `travelled to`.
    pub relation: String,
    /// How it stands with it.
    pub kind: EdgeKind,
    /// Classes of the events.
    pub classes: BTreeSet<String>,
    /// Dates of the events as EDTF.
    pub dates: BTreeSet<String>,
    /// Highest confidence of a claim behind it, 0 to 1.
    pub confidence: f32,
    /// IRIs of the events.
    pub events: BTreeSet<String>,
    /// IRIs of the articles.
    pub articles: BTreeSet<String>,
    /// Names of the sources, without the subject itself; empty for the articles' own voice.
    pub sources: BTreeSet<String>,
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

/// Which part of a store to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct GraphOptions {
    /// Only what lies around the entities of this name.
    pub entity: Option<String>,
    /// How many steps around.
    pub depth: usize,
    /// Only events of this class or below it: `CyberEvent`.
    pub class: Option<String>,
    /// Only events that end on this day or later. Events without a date are left out then.
    pub from: Option<Date>,
    /// Only events that begin on this day or earlier.
    pub to: Option<Date>,
    /// Least confidence of a claim, 0 to 1.
    pub min_confidence: f32,
    /// Only what articles state in their own voice.
    pub strict: bool,
    /// Also what is hedged, disputed, denied, planned or tried; drawn dashed.
    pub contested: bool,
    /// Also entities that are known in one article only.
    pub local: bool,
}

impl Default for GraphOptions {
    fn default() -> Self {
        Self {
            entity: None,
            depth: 1,
            class: None,
            from: None,
            to: None,
            min_confidence: 0.5,
            strict: false,
            contested: true,
            local: false,
        }
    }
}

/// Roles that may end an edge when the class has no rule of its own, most telling first.
const ENDS: &[&str] = &["target", "affected", "recipient", "coActor", "destination", "position", "item", "topic", "instrument", "place"];

const EVENTS: &str = "SELECT ?event ?class ?status ?article ?begin ?end ?edtf ?phase {
    ?event dl:inArticle ?article ; dl:status ?status ; a ?class .
    OPTIONAL { ?event dl:beginDate ?begin } OPTIONAL { ?event dl:endDate ?end } OPTIONAL { ?event dl:edtf ?edtf }
    OPTIONAL { ?event dl:phase ?phase } }";
const ROLES: &str = "SELECT DISTINCT ?event ?role ?entity ?name ?type {
    ?role rdfs:subPropertyOf dl:role . ?event ?role ?entity . ?entity skos:prefLabel ?name ; a ?type }";
const CLAIMS: &str = "SELECT ?event ?factuality ?author ?confidence ?source ?words ?quote {
    ?claim dl:aboutEvent ?event ; dl:factuality ?factuality ; dl:confidence ?confidence ;
           dl:evidence ?words . ?words dl:quote ?quote .
    OPTIONAL { ?claim dl:authorFactuality ?author } OPTIONAL { ?claim dl:accordingTo/skos:prefLabel ?source } }";

/// An event as the store has it.
#[derive(Default)]
struct Event {
    class: String,
    status: String,
    phase: String,
    article: String,
    edtf: Option<String>,
    begin: Option<Date>,
    end: Option<Date>,
    roles: BTreeMap<String, BTreeSet<String>>,
    claims: Vec<Claim>,
}

struct Claim {
    factuality: String,
    own_voice: bool,
    confidence: f32,
    source: Option<String>,
    evidence: Evidence,
}

/// Reads the part of the store that the options ask for. Entities without a relation are left out; edges and nodes are sorted.
pub fn build(store: &Store, options: &GraphOptions) -> Result<EventGraph, QueryError> {
    let mut entities: BTreeMap<String, Node> = BTreeMap::new();
    let events = read(store, &mut entities)?;
    let mut edges: BTreeMap<(String, String, String, EdgeKind), Edge> = BTreeMap::new();
    for (iri, event) in &events {
        if let Some(class) = Ontology::embedded().class(&event.class)
            && wanted(event, options)
        {
            add_edges(&mut edges, iri, event, class, &entities, options);
        }
    }
    let edges = match &options.entity {
        None => edges,
        Some(name) => around(edges, &entities, name, options.depth),
    };
    let mut graph = EventGraph::new();
    let mut index: BTreeMap<String, NodeIndex> = BTreeMap::new();
    for ((subject, object, ..), edge) in edges {
        let mut node = |iri: &String| *index.entry(iri.clone()).or_insert_with(|| graph.add_node(entities[iri].clone()));
        let (subject, object) = (node(&subject), node(&object));
        graph.add_edge(subject, object, edge);
    }
    Ok(graph)
}

fn read(store: &Store, entities: &mut BTreeMap<String, Node>) -> Result<BTreeMap<String, Event>, QueryError> {
    let mut events: BTreeMap<String, Event> = BTreeMap::new();
    for row in rows(store, EVENTS)? {
        let day = |name: &str| row.get(name).and_then(|day| day.parse().ok());
        let get = |name: &str| row.get(name).cloned().unwrap_or_default();
        let event = events.entry(get("event")).or_default();
        (event.class, event.status, event.phase) = (local(get("class")), local(get("status")), local(get("phase")));
        (event.article, event.edtf) = (get("article"), row.get("edtf").cloned());
        (event.begin, event.end) = (day("begin"), day("end"));
    }
    for mut row in rows(store, ROLES)? {
        let mut take = |name: &str| row.remove(name).unwrap_or_default();
        let (entity, name, entity_type) = (take("entity"), take("name"), local(take("type")));
        let Some(event) = events.get_mut(&take("event")) else { continue };
        event.roles.entry(local(take("role"))).or_default().insert(entity.clone());
        let entity_type = EntityType::from_name(&entity_type).unwrap_or(EntityType::Entity);
        let node = entities.entry(entity.clone()).or_insert_with(|| Node { iri: entity, name: name.clone(), entity_type });
        // Of several names the first by alphabet, of several types the narrower.
        node.name = name.min(node.name.clone());
        if entity_type.is_a(node.entity_type) {
            node.entity_type = entity_type;
        }
    }
    for mut row in rows(store, CLAIMS)? {
        let source = row.remove("source");
        let mut take = |name: &str| row.remove(name).unwrap_or_default();
        let Some(event) = events.get_mut(&take("event")) else { continue };
        event.claims.push(Claim {
            factuality: local(take("factuality")),
            own_voice: source.is_none() || local(take("author")) == "CTpos",
            confidence: take("confidence").parse().unwrap_or(0.0),
            source,
            evidence: Evidence { iri: take("words"), quote: take("quote") },
        });
    }
    Ok(events)
}

fn rows(store: &Store, sparql: &str) -> Result<Vec<BTreeMap<String, String>>, QueryError> {
    let Answer::Solutions { variables, rows } = store.query(sparql, &QueryOptions::default())? else { return Ok(Vec::new()) };
    let text = |term: Term| match term {
        Term::NamedNode(node) => node.into_string(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    };
    let named = |row: Vec<Option<Term>>| variables.iter().cloned().zip(row).filter_map(|(name, term)| Some((name, text(term?)))).collect();
    Ok(rows.into_iter().map(named).collect())
}

fn local(iri: String) -> String {
    iri.strip_prefix(DL).map_or(iri.clone(), str::to_owned)
}

fn wanted(event: &Event, options: &GraphOptions) -> bool {
    let class = options.class.as_ref().is_none_or(|class| Ontology::embedded().is_subclass(&event.class, class));
    let period = options.from.is_some() || options.to.is_some();
    let dated = !period || event.begin.is_some() || event.end.is_some();
    let late_enough = options.from.is_none_or(|from| event.end.or(event.begin).is_none_or(|end| end >= from));
    let early_enough = options.to.is_none_or(|to| event.begin.or(event.end).is_none_or(|begin| begin <= to));
    let kind = kind(event);
    class && dated && late_enough && early_enough && kind.is_some_and(|kind| kind == EdgeKind::Fact || options.contested)
}

/// `None` for events that nobody commits to.
fn kind(event: &Event) -> Option<EdgeKind> {
    let ended = event.phase == "End" && Ontology::embedded().is_subclass(&event.class, "StateOfAffairs");
    Some(match event.status.as_str() {
        "Asserted" if matches!(event.phase.as_str(), "Attempted" | "Failed" | "Foiled") => EdgeKind::Attempted,
        "Asserted" if ended => EdgeKind::Ended,
        "Asserted" => EdgeKind::Fact,
        "Hedged" => EdgeKind::Hedged,
        "Disputed" => EdgeKind::Disputed,
        "Negated" => EdgeKind::Denied,
        "Planned" => EdgeKind::Planned,
        _ => return None,
    })
}

fn add_edges(
    edges: &mut BTreeMap<(String, String, String, EdgeKind), Edge>,
    iri: &str,
    event: &Event,
    class: &EventClass,
    entities: &BTreeMap<String, Node>,
    options: &GraphOptions,
) {
    let Some(kind) = kind(event) else { return };
    let fact = kind == EdgeKind::Fact;
    let claims: Vec<&Claim> = event
        .claims
        .iter()
        .filter(|claim| claim.confidence >= options.min_confidence && (!fact || claim.factuality == "CTpos"))
        .filter(|claim| !options.strict || claim.own_voice)
        .collect();
    if claims.is_empty() {
        return;
    }
    let named = |role: &str| {
        let all = event.roles.get(role).into_iter().flatten();
        all.filter(|iri| entities.contains_key(*iri) && (options.local || !is_local(iri))).collect::<Vec<_>>()
    };
    let (subjects, relation, objects) = match &class.shortcut {
        Some(rule) => {
            let objects: Vec<_> = rule.objects.iter().flat_map(|role| named(role)).collect();
            (named(&rule.subject), Ontology::embedded().label(&rule.predicate), objects)
        }
        // The most telling role only: one event, one relation.
        None => {
            (named("actor"), class.label.as_str(), ENDS.iter().map(|role| named(role)).find(|found| !found.is_empty()).unwrap_or_default())
        }
    };
    for (subject, object) in subjects.iter().flat_map(|s| objects.iter().map(move |o| (*s, *o))).filter(|(s, o)| s != o) {
        let key = (subject.clone(), object.clone(), relation.to_owned(), kind);
        let edge = edges.entry(key).or_insert_with(|| Edge {
            relation: relation.to_owned(),
            kind,
            classes: BTreeSet::new(),
            dates: BTreeSet::new(),
            confidence: 0.0,
            events: BTreeSet::new(),
            articles: BTreeSet::new(),
            sources: BTreeSet::new(),
            evidence: BTreeSet::new(),
        });
        edge.classes.insert(event.class.clone());
        edge.dates.extend(event.edtf.clone());
        edge.events.insert(iri.to_owned());
        edge.articles.insert(event.article.clone());
        for claim in &claims {
            edge.confidence = edge.confidence.max(claim.confidence);
            edge.sources.extend(claim.source.clone().filter(|source| *source != entities[subject].name));
            edge.evidence.insert(claim.evidence.clone());
        }
    }
}

/// Keeps the edges within `depth` steps, in either direction, of the entities of that name.
fn around(
    edges: BTreeMap<(String, String, String, EdgeKind), Edge>,
    entities: &BTreeMap<String, Node>,
    name: &str,
    depth: usize,
) -> BTreeMap<(String, String, String, EdgeKind), Edge> {
    let wanted = name.to_lowercase();
    let starts = entities.values().filter(|node| node.name.to_lowercase() == wanted || node.iri == name);
    let mut distance: BTreeMap<&str, usize> = starts.map(|node| (node.iri.as_str(), 0)).collect();
    let mut open: VecDeque<&str> = distance.keys().copied().collect();
    while let Some(node) = open.pop_front() {
        let next = distance[node] + 1;
        for (subject, object, ..) in edges.keys() {
            let other = match node {
                _ if node == subject => object.as_str(),
                _ if node == object => subject.as_str(),
                _ => continue,
            };
            if next <= depth && !distance.contains_key(other) {
                distance.insert(other, next);
                open.push_back(other);
            }
        }
    }
    let inside: BTreeSet<String> = distance.keys().map(|iri| (*iri).to_owned()).collect();
    edges.into_iter().filter(|((subject, object, ..), _)| inside.contains(subject) && inside.contains(object)).collect()
}

impl Edge {
    /// What stands on the line: `targeted · from 2023-05-15 · 3 articles`, `linked to? (hedged, The New York Times)`.
    pub fn caption(&self) -> String {
        let doubt = if self.kind == EdgeKind::Hedged { "?" } else { "" };
        let mut caption = format!("{}{doubt}", self.relation);
        let dates: Vec<String> = self.dates.iter().map(|date| readable(date)).collect();
        match dates.as_slice() {
            [] => {}
            [date] => caption += &format!(" · {date}"),
            [first, .., last] => caption += &format!(" · {first} … {last} ({}×)", self.events.len()),
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
