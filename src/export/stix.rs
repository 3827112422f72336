//! The graph as a STIX 2.1 bundle: threat actors, identities, locations; what is stated as relationships; articles as reports.
//!
//! ```text
//! (Storm-0558) ──targeted──▶ (Microsoft)      →  relationship threat-actor "targets" identity, with dates, confidence and quotes
//! (Storm-0558) ┄┄linked to? · hedged┄┄▶ China →  note "hedged: Storm-0558 linked to China", never a relationship
//! ```

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::graph::{Edge, EdgeKind, EventGraph, edges};
use super::select::Selection;
use crate::document::EntityType;

/// Moment of what has no date: STIX demands one, and the clock would give other bytes each time.
const NO_DATE: &str = "1970-01-01T00:00:00.000Z";

/// The graph as a bundle.
pub fn stix(selection: &Selection) -> String {
    let graph = &selection.graph;
    let tool = id("identity", "dateline");
    let mut objects = vec![json!({
        "type": "identity", "spec_version": "2.1", "id": tool, "created": NO_DATE, "modified": NO_DATE,
        "name": "Dateline", "identity_class": "system", "description": "Made from news articles by a program; each relation carries the words it rests on.",
    })];
    let refs: Vec<Option<String>> =
        graph.node_indices().map(|node| thing(graph, node)).map(|thing| thing.map(|(kind, iri)| id(kind, iri))).collect();
    let mut reports: BTreeMap<&String, BTreeSet<String>> = BTreeMap::new();
    let mut seen: BTreeMap<usize, String> = BTreeMap::new();
    for (from, to, edge) in edges(graph) {
        let (Some(a), Some(b)) = (&refs[from.index()], &refs[to.index()]) else { continue };
        let moment = edge.articles.iter().filter_map(|article| selection.articles.get(article)?.published).min().map(moment);
        let moment = moment.unwrap_or_else(|| NO_DATE.to_owned());
        let object = relation(edge, (&graph[from].name, a), (&graph[to].name, b), &moment);
        let parts = [a.clone(), b.clone(), object["id"].as_str().unwrap_or_default().to_owned()];
        for article in &edge.articles {
            reports.entry(article).or_default().extend(parts.iter().cloned());
        }
        for node in [from, to] {
            let first = seen.entry(node.index()).or_insert_with(|| moment.clone());
            *first = moment.clone().min(first.clone());
        }
        objects.push(object);
    }
    for node in graph.node_indices() {
        if let (Some(id), Some(moment)) = (&refs[node.index()], seen.get(&node.index())) {
            objects.push(described(graph, node, id, moment));
        }
    }
    for (article, parts) in reports {
        let row = selection.articles.get(article).cloned().unwrap_or_default();
        let moment = row.published.map_or_else(|| NO_DATE.to_owned(), moment);
        let mut report = json!({
            "type": "report", "spec_version": "2.1", "id": id("report", article), "created": moment, "modified": moment, "published": moment,
            "name": row.headline.unwrap_or_else(|| article.clone()), "report_types": ["threat-report"], "object_refs": parts,
        });
        if let (Some(url), Value::Object(report)) = (row.url, &mut report) {
            let source = row.publisher.unwrap_or_else(|| "news".to_owned());
            report.insert("external_references".into(), json!([{ "source_name": source, "url": url }]));
        }
        objects.push(report);
    }
    for object in objects.iter_mut().skip(1) {
        object["created_by_ref"] = json!(tool);
    }
    let whole = json!({ "type": "bundle", "id": id("bundle", &json!(objects).to_string()), "objects": objects });
    format!("{whole}\n")
}

/// A stated relation as a relationship; anything less as a note on both ends.
fn relation(edge: &Edge, (from, a): (&str, &str), (to, b): (&str, &str), moment: &str) -> Value {
    let key = format!("{a} {} {} {b}", edge.relation, edge.kind.word());
    if edge.kind != EdgeKind::Fact {
        return json!({
            "type": "note", "spec_version": "2.1", "id": id("note", &key), "created": moment, "modified": moment,
            "abstract": format!("{}: {from} {} {to}", edge.kind.word(), edge.relation), "content": edge.quotes(), "object_refs": [a, b],
            "confidence": percent(edge.confidence),
        });
    }
    let kind = match edge.relation.as_str() {
        "targeted" | "attacked" => "targets",
        "based in" => "located-at",
        "linked to" if a.starts_with("threat-actor") => "attributed-to",
        "exploited" => "uses",
        other => &other.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-"),
    };
    let mut object = json!({
        "type": "relationship", "spec_version": "2.1", "id": id("relationship", &key), "created": moment, "modified": moment,
        "relationship_type": kind, "source_ref": a, "target_ref": b, "description": edge.quotes(), "confidence": percent(edge.confidence),
    });
    if let (Some(begin), Value::Object(object)) = (&edge.period.0, &mut object) {
        object.insert("start_time".into(), json!(format!("{begin}T00:00:00.000Z")));
        if let Some(end) = edge.period.1.as_ref().filter(|end| *end >= begin) {
            object.insert("stop_time".into(), json!(format!("{end}T23:59:59.000Z")));
        }
    }
    object
}

/// What kind of object a node is; `None` for what STIX has no object for: offices, laws, sums of money.
fn thing(graph: &EventGraph, node: NodeIndex) -> Option<(&'static str, &str)> {
    let kind = match graph[node].entity_type {
        EntityType::ThreatActor => "threat-actor",
        EntityType::Malware => "malware",
        EntityType::Vulnerability => "vulnerability",
        EntityType::System => "infrastructure",
        EntityType::Product => "tool",
        t if t.is_a(EntityType::Place) => "location",
        t if t.is_a(EntityType::Agent) => "identity",
        _ => return None,
    };
    Some((kind, &graph[node].iri))
}

fn described(graph: &EventGraph, node: NodeIndex, id: &str, moment: &str) -> Value {
    let node = &graph[node];
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| drop(object.insert(name.into(), value));
    let kind = id.split("--").next().unwrap_or_default();
    put("type", json!(kind));
    put("spec_version", json!("2.1"));
    put("id", json!(id));
    put("created", json!(moment));
    put("modified", json!(moment));
    put("name", json!(node.name));
    let others: Vec<&String> = node.other_names.iter().filter(|name| **name != node.name).collect();
    match kind {
        "threat-actor" => {
            put("threat_actor_types", json!(["unknown"]));
            if !others.is_empty() {
                put("aliases", json!(others));
            }
        }
        "malware" => put("is_family", json!(true)),
        "infrastructure" => put("infrastructure_types", json!(["unknown"])),
        "tool" => put("tool_types", json!(["unknown"])),
        // ISO 3166 keeps ZZ for a country that is not known; the name says which place it is.
        "location" => put("country", json!("ZZ")),
        "identity" => put(
            "identity_class",
            json!(match node.entity_type {
                EntityType::Person => "individual",
                t if t.is_a(EntityType::Organization) => "organization",
                EntityType::Group => "group",
                _ => "unspecified",
            }),
        ),
        _ => {}
    }
    if !node.links.is_empty() {
        let source = |link: &str| link.split('/').nth(2).unwrap_or("link").to_owned();
        let references: Vec<Value> = node.links.iter().map(|link| json!({ "source_name": source(link), "url": link })).collect();
        put("external_references", json!(references));
    }
    Value::Object(object)
}

fn id(kind: &str, key: &str) -> String {
    format!("{kind}--{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{}{kind}/{key}", crate::rdf::DEFAULT_BASE).as_bytes()))
}

fn moment(day: crate::calendar::Date) -> String {
    format!("{day}T00:00:00.000Z")
}

fn percent(confidence: f32) -> u8 {
    (confidence.clamp(0.0, 1.0) * 100.0).round() as u8
}
