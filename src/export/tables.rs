//! The graph as tables: one line an edge for spreadsheets, nodes and relationships for Neo4j, events in the way of GDELT and PLOVER.

use std::collections::BTreeSet;
use std::io;

use super::columns::{self, EDGE, Kind, NODE, text};
use super::graph::{EventGraph, edges, ends, sorted_nodes};
use super::select::{Selection, voices};
use crate::calendar::Date;
use crate::resources::Ontology;

/// The edges as CSV, one a line, with the names of their ends.
pub fn csv(graph: &EventGraph) -> io::Result<String> {
    let header = ["subject", "subject_type", "object", "object_type"].into_iter().chain(EDGE.iter().map(|(name, _)| *name));
    let rows = edges(graph).map(|(from, to, edge)| {
        let (from, to) = (&graph[from], &graph[to]);
        let ends = [from.name.clone(), from.entity_type.name().into(), to.name.clone(), to.entity_type.name().into()];
        ends.into_iter().chain(columns::edge(edge).iter().map(text)).collect()
    });
    table(header.map(str::to_owned).collect(), rows)
}

/// The nodes as `neo4j-admin database import` reads them.
pub fn neo4j_nodes(graph: &EventGraph) -> io::Result<String> {
    let mut header = vec!["iri:ID".to_owned(), ":LABEL".into()];
    header.extend(NODE.iter().map(|column| neo4j(*column)));
    let values = columns::nodes(graph);
    let rows = sorted_nodes(graph).into_iter().map(|index| {
        let node = &graph[index];
        let own = [node.iri.clone(), format!("Entity;{}", node.entity_type.name())];
        own.into_iter().chain(values[index.index()].iter().map(text)).collect()
    });
    table(header, rows)
}

/// The edges as `neo4j-admin database import` reads them. The type says what is stated (`TARGETED`) and what is not (`DENIED_TARGETED`).
pub fn neo4j_relationships(graph: &EventGraph) -> io::Result<String> {
    let mut header = vec![":START_ID".to_owned(), ":END_ID".into(), ":TYPE".into()];
    header.extend(EDGE.iter().map(|column| neo4j(*column)));
    let rows = edges(graph).map(|(from, to, edge)| {
        let mark = if edge.kind == super::EdgeKind::Fact { String::new() } else { format!("{}_", edge.kind.word()) };
        let relation = format!("{mark}{}", edge.relation).to_uppercase().replace(|c: char| !c.is_alphanumeric(), "_");
        let own = [graph[from].iri.clone(), graph[to].iri.clone(), relation];
        own.into_iter().chain(columns::edge(edge).iter().map(text)).collect()
    });
    table(header, rows)
}

fn neo4j((name, kind): (&str, Kind)) -> String {
    match kind {
        Kind::Text if name.ends_with("_day") => format!("{name}:date"),
        Kind::Text => name.to_owned(),
        Kind::Integer => format!("{name}:int"),
        Kind::Number => format!("{name}:double"),
    }
}

/// Columns of the table of events.
const EVENT: &[&str] = &[
    "event_id",
    "event_date",
    "begin",
    "end",
    "edtf",
    "event_class",
    "plover_type",
    "plover_mode",
    "cameo_code",
    "actor",
    "actor_type",
    "actor_id",
    "recipient",
    "recipient_type",
    "recipient_id",
    "place",
    "status",
    "phase",
    "confidence",
    "num_voices",
    "sources",
    "publisher",
    "article_date",
    "headline",
    "url",
    "quote",
];

/// The events as CSV, one a line: who, to whom, what by class and by the codes of PLOVER and CAMEO, where, when, who says so.
pub fn events(selection: &Selection) -> io::Result<String> {
    let rows = selection.events.iter().map(|(iri, event)| {
        let class = Ontology::embedded().class(&event.class);
        let (actors, recipients) = match class {
            Some(class) => {
                let (subjects, _, objects) = ends(event, class, |iri| selection.entities.contains_key(iri));
                (subjects, objects)
            }
            None => (Vec::new(), Vec::new()),
        };
        let names = |iris: &[&String]| list(iris.iter().filter_map(|iri| selection.entities.get(*iri)).map(|node| node.name.clone()));
        let types =
            |iris: &[&String]| list(iris.iter().filter_map(|iri| selection.entities.get(*iri)).map(|node| node.entity_type.name().into()));
        let ids = |iris: &[&String]| list(iris.iter().map(|iri| (*iri).clone()));
        let places: Vec<&String> = ["place", "destination"].iter().filter_map(|role| event.roles.get(*role)).flatten().collect();
        let article = selection.articles.get(&event.article).cloned().unwrap_or_default();
        let plover = class.and_then(|class| class.plover.first()).map_or("", String::as_str);
        let (plover_type, plover_mode) = plover.split_once(':').unwrap_or((plover, ""));
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let quote = event.claims.first().map(|claim| claim.evidence.quote.clone()).unwrap_or_default();
        vec![
            iri.clone(),
            // GDELT's SQLDATE, for events of one day.
            event.begin.filter(|begin| event.end == Some(*begin)).map(|day| day.strftime("%Y%m%d").to_string()).unwrap_or_default(),
            day(event.begin),
            day(event.end),
            event.edtf.clone().unwrap_or_default(),
            event.class.clone(),
            plover_type.to_owned(),
            plover_mode.to_owned(),
            class.map(|class| class.cameo.join("; ")).unwrap_or_default(),
            names(&actors),
            types(&actors),
            ids(&actors),
            names(&recipients),
            types(&recipients),
            ids(&recipients),
            names(&places),
            event.status.clone(),
            event.phase.clone(),
            format!("{:.2}", event.confidence()),
            voices(event, &selection.articles).len().to_string(),
            list(event.claims.iter().filter_map(|claim| claim.source.clone())),
            article.publisher.unwrap_or_default(),
            day(article.published),
            article.headline.unwrap_or_default(),
            article.url.unwrap_or_default(),
            quote,
        ]
    });
    table(EVENT.iter().map(|name| (*name).to_owned()).collect(), rows)
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
}

fn table(header: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> io::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}
