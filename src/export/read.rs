//! A store → its events, entities and articles as plain rows, read with a few queries. Entities that were judged to be one are one.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Term;

use super::graph::{EdgeKind, Evidence, Node};
use crate::calendar::Date;
use crate::document::EntityType;
use crate::rdf::vocabulary::DL;
use crate::resources::Ontology;
use crate::store::{Answer, QueryError, QueryOptions, Store};

const EVENTS: &str = "SELECT ?event ?class ?status ?article ?label ?begin ?end ?edtf ?phase {
    ?event dl:inArticle ?article ; dl:status ?status ; dl:eventLabel ?label ; a ?class .
    OPTIONAL { ?event dl:beginDate ?begin } OPTIONAL { ?event dl:endDate ?end } OPTIONAL { ?event dl:edtf ?edtf }
    OPTIONAL { ?event dl:phase ?phase } }";
const ROLES: &str = "SELECT DISTINCT ?event ?role ?entity ?name ?type {
    ?role rdfs:subPropertyOf dl:role . ?event ?role ?entity . ?entity skos:prefLabel ?name ; a ?type }";
const SAME: &str = "SELECT ?entity ?main ?name { ?entity dl:sameEntityAs ?main . ?main skos:prefLabel ?name }";
const NAMES: &str = "SELECT DISTINCT ?entity ?other ?link { { ?entity skos:altLabel ?other } UNION { ?entity skos:exactMatch ?link } }";
const ABOUT: &str = "SELECT DISTINCT ?event ?what {
    { ?event dl:content ?what } UNION { ?event dl:topic/(dl:eventLabel|skos:prefLabel) ?what } }";
const CLAIMS: &str = "SELECT ?event ?factuality ?author ?confidence ?by ?source ?words ?quote {
    ?claim dl:aboutEvent ?event ; dl:factuality ?factuality ; dl:confidence ?confidence ;
           dl:evidence ?words . ?words dl:quote ?quote .
    OPTIONAL { ?claim dl:authorFactuality ?author } OPTIONAL { ?claim dl:accordingTo ?by . ?by skos:prefLabel ?source } }";
const ARTICLES: &str = "SELECT ?article ?headline ?published ?url ?publisher { ?article a dl:Article .
    OPTIONAL { ?article dl:headline ?headline } OPTIONAL { ?article dl:anchorDate/dl:resolvedDate ?published }
    OPTIONAL { ?article dcterms:source ?url } OPTIONAL { ?article dl:publisher/skos:prefLabel ?publisher } }";

/// An event as the store has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventRow {
    /// Local name of its class.
    pub class: String,
    /// In a line: `Antony Blinken travelled to China, 2023-06-16`.
    pub label: String,
    /// Local name of its status.
    pub status: String,
    /// Local name of its phase; empty if it has none.
    pub phase: String,
    /// IRI of its article.
    pub article: String,
    /// When, as EDTF.
    pub edtf: Option<String>,
    /// First day.
    pub begin: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// IRIs of the entities in each role.
    pub roles: BTreeMap<String, BTreeSet<String>>,
    /// What is said, or what it is about, in the text's words or those of another event's label.
    pub about: BTreeSet<String>,
    /// Who says what of it.
    pub claims: Vec<ClaimRow>,
}

/// A claim as the store has it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimRow {
    /// Local name of what the source commits to.
    pub factuality: String,
    /// Whether the article itself commits to it.
    pub own_voice: bool,
    /// Belief that the text says this, 0 to 1.
    pub confidence: f32,
    /// Name of the source; `None`: the article.
    pub source: Option<String>,
    /// The words.
    pub evidence: Evidence,
}

/// An article as the store has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleRow {
    /// Headline.
    pub headline: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Address.
    pub url: Option<String>,
    /// Name of the publisher.
    pub publisher: Option<String>,
}

/// All rows by IRI.
pub(super) struct News {
    pub events: BTreeMap<String, EventRow>,
    pub entities: BTreeMap<String, Node>,
    pub articles: BTreeMap<String, ArticleRow>,
}

impl EventRow {
    /// How it stands with the event; `None` if nobody commits to it.
    pub fn kind(&self) -> Option<EdgeKind> {
        let ended = self.phase == "End" && Ontology::embedded().is_subclass(&self.class, "StateOfAffairs");
        Some(match self.status.as_str() {
            "Asserted" if matches!(self.phase.as_str(), "Attempted" | "Failed" | "Foiled") => EdgeKind::Attempted,
            "Asserted" if ended => EdgeKind::Ended,
            "Asserted" => EdgeKind::Fact,
            "Hedged" => EdgeKind::Hedged,
            "Disputed" => EdgeKind::Disputed,
            "Negated" => EdgeKind::Denied,
            "Planned" => EdgeKind::Planned,
            _ => return None,
        })
    }

    /// Highest confidence of a claim, 0 to 1.
    pub fn confidence(&self) -> f32 {
        self.claims.iter().map(|claim| claim.confidence).fold(0.0, f32::max)
    }
}

pub(super) fn read(store: &Store) -> Result<News, QueryError> {
    let mut events: BTreeMap<String, EventRow> = BTreeMap::new();
    let mut entities: BTreeMap<String, Node> = BTreeMap::new();
    let mut articles: BTreeMap<String, ArticleRow> = BTreeMap::new();
    for mut row in rows(store, EVENTS)? {
        let event = events.entry(row.need("event")).or_default();
        (event.class, event.status, event.phase) = (row.local("class"), row.local("status"), row.local("phase"));
        (event.article, event.label, event.edtf) = (row.need("article"), row.need("label"), row.take("edtf"));
        (event.begin, event.end) = (row.date("begin"), row.date("end"));
    }
    let same = same(store)?;
    for mut row in rows(store, ROLES)? {
        let (mut iri, mut name, entity_type) = (row.need("entity"), row.need("name"), row.local("type"));
        let mut other_name = None;
        if let Some((main, main_name)) = same.get(&iri) {
            iri.clone_from(main);
            other_name = Some(std::mem::replace(&mut name, main_name.clone()));
        }
        let Some(event) = events.get_mut(&row.need("event")) else { continue };
        event.roles.entry(row.local("role")).or_default().insert(iri.clone());
        let entity_type = EntityType::from_name(&entity_type).unwrap_or(EntityType::Entity);
        let new = || Node { iri: iri.clone(), name: name.clone(), entity_type, other_names: BTreeSet::new(), links: BTreeSet::new() };
        let node = entities.entry(iri.clone()).or_insert_with(new);
        // Of several names the first by alphabet, of several types the narrower.
        node.name = name.min(node.name.clone());
        node.other_names.extend(other_name);
        if entity_type.is_a(node.entity_type) {
            node.entity_type = entity_type;
        }
    }
    for mut row in rows(store, NAMES)? {
        let iri = row.need("entity");
        let Some(node) = entities.get_mut(same.get(&iri).map_or(&iri, |(main, _)| main)) else { continue };
        node.other_names.extend(row.take("other"));
        node.links.extend(row.take("link"));
    }
    for node in entities.values_mut() {
        node.other_names.remove(&node.name);
    }
    for mut row in rows(store, ABOUT)? {
        if let Some(event) = events.get_mut(&row.need("event")) {
            event.about.insert(row.need("what"));
        }
    }
    for mut row in rows(store, CLAIMS)? {
        let Some(event) = events.get_mut(&row.need("event")) else { continue };
        let by = row.need("by");
        let source = row.take("source").map(|name| same.get(&by).map_or(name, |(_, main_name)| main_name.clone()));
        event.claims.push(ClaimRow {
            factuality: row.local("factuality"),
            own_voice: source.is_none() || row.local("author") == "CTpos",
            confidence: row.need("confidence").parse().unwrap_or(0.0),
            source,
            evidence: Evidence { iri: row.need("words"), quote: row.need("quote") },
        });
    }
    for event in events.values_mut() {
        event.claims.sort_by(|a, b| (&a.evidence, &a.source, &a.factuality).cmp(&(&b.evidence, &b.source, &b.factuality)));
    }
    for mut row in rows(store, ARTICLES)? {
        let article = articles.entry(row.need("article")).or_default();
        (article.headline, article.published) = (row.take("headline"), row.date("published"));
        (article.url, article.publisher) = (row.take("url"), row.take("publisher"));
    }
    Ok(News { events, entities, articles })
}

/// Entity → the one that it was judged to be the same as, and what that is called.
fn same(store: &Store) -> Result<BTreeMap<String, (String, String)>, QueryError> {
    let mut same: BTreeMap<String, (String, String)> = BTreeMap::new();
    for mut row in rows(store, SAME)? {
        let (entity, main, name) = (row.need("entity"), row.need("main"), row.need("name"));
        let known = same.entry(entity).or_insert_with(|| (main, name.clone()));
        known.1 = name.min(known.1.clone());
    }
    Ok(same)
}

/// A row of an answer by the names of its columns.
struct Row(BTreeMap<String, String>);

impl Row {
    fn take(&mut self, column: &str) -> Option<String> {
        self.0.remove(column)
    }

    fn need(&mut self, column: &str) -> String {
        self.take(column).unwrap_or_default()
    }

    /// The local name of a term of the ontology.
    fn local(&mut self, column: &str) -> String {
        let iri = self.need(column);
        iri.strip_prefix(DL).map(str::to_owned).unwrap_or(iri)
    }

    fn date(&mut self, column: &str) -> Option<Date> {
        self.take(column)?.parse().ok()
    }
}

fn rows(store: &Store, sparql: &str) -> Result<Vec<Row>, QueryError> {
    let Answer::Solutions { variables, rows } = store.query(sparql, &QueryOptions::default())? else { return Ok(Vec::new()) };
    let text = |term: Term| match term {
        Term::NamedNode(node) => node.into_string(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    };
    let named = |row: Vec<Option<Term>>| variables.iter().cloned().zip(row).filter_map(|(name, term)| Some((name, text(term?)))).collect();
    Ok(rows.into_iter().map(|row| Row(named(row))).collect())
}
