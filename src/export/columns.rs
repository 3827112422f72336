//! What every format for other programs says of a node and of an edge: the same columns everywhere.

use serde_json::{Value, json};

use super::graph::{Edge, EventGraph};
use super::measures::{Measures, measures};

/// Kind of value in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Number,
}

/// Columns of a node after its IRI.
pub(super) const NODE: &[(&str, Kind)] = &[
    ("label", Kind::Text),
    ("type", Kind::Text),
    ("other_names", Kind::Text),
    ("links", Kind::Text),
    ("degree", Kind::Integer),
    ("pagerank", Kind::Number),
    ("betweenness", Kind::Number),
    ("component", Kind::Integer),
    ("community", Kind::Integer),
];

/// Columns of an edge after its ends.
pub(super) const EDGE: &[(&str, Kind)] = &[
    ("relation", Kind::Text),
    ("status", Kind::Text),
    ("classes", Kind::Text),
    ("dates", Kind::Text),
    ("first_day", Kind::Text),
    ("last_day", Kind::Text),
    ("weight", Kind::Integer),
    ("events", Kind::Integer),
    ("voices", Kind::Integer),
    ("confidence", Kind::Number),
    ("sources", Kind::Text),
    ("evidence", Kind::Text),
];

/// Values of all nodes, by index, in the order of [`NODE`].
pub(super) fn nodes(graph: &EventGraph) -> Vec<Vec<Value>> {
    let figures = measures(graph);
    let row = |(node, m): (&super::Node, &Measures)| {
        vec![
            json!(node.name),
            json!(node.entity_type.name()),
            json!(list(&node.other_names)),
            json!(list(&node.links)),
            json!(m.degree),
            number(m.pagerank),
            number(m.betweenness),
            json!(m.component),
            json!(m.community),
        ]
    };
    graph.node_weights().zip(&figures).map(row).collect()
}

/// Values of an edge in the order of [`EDGE`]. The weight is the number of articles.
pub(super) fn edge(edge: &Edge) -> Vec<Value> {
    vec![
        json!(edge.relation),
        json!(edge.kind.word()),
        json!(list(&edge.classes)),
        json!(list(&edge.dates)),
        json!(edge.period.0.clone().unwrap_or_default()),
        json!(edge.period.1.clone().unwrap_or_default()),
        json!(edge.articles.len()),
        json!(edge.events.len()),
        json!(edge.voices.len()),
        number(f64::from(edge.confidence)),
        json!(list(&edge.sources)),
        json!(edge.quotes()),
    ]
}

/// A value as text, without quotation marks.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn list(items: &std::collections::BTreeSet<String>) -> String {
    items.iter().map(String::as_str).collect::<Vec<_>>().join("; ")
}

/// Six digits after the point are enough, and the same on every machine.
fn number(value: f64) -> Value {
    json!((value * 1e6).round() / 1e6)
}
