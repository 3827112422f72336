//! The graph for other programs: GraphML (Gephi, yEd, Cytoscape) and CSV (spreadsheets).

use std::fmt::Write;
use std::io;

use super::graph::{EventGraph, edges, sorted_nodes};
use super::style::escape;

/// Columns of an edge, the same in both syntaxes.
const COLUMNS: &[&str] = &["relation", "status", "dates", "confidence", "events", "articles", "sources", "evidence"];

/// The graph as GraphML.
pub fn graphml(graph: &EventGraph) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (key, of) in [("label", "node"), ("type", "node")].into_iter().chain(COLUMNS.iter().map(|column| (*column, "edge"))) {
        let kind = match key {
            "confidence" => "double",
            "events" | "articles" => "int",
            _ => "string",
        };
        let _ = writeln!(out, "  <key id=\"{key}\" for=\"{of}\" attr.name=\"{key}\" attr.type=\"{kind}\"/>");
    }
    out.push_str("  <graph edgedefault=\"directed\">\n");
    for index in sorted_nodes(graph) {
        let node = &graph[index];
        let _ = writeln!(
            out,
            "    <node id=\"{}\"><data key=\"label\">{}</data><data key=\"type\">{}</data></node>",
            escape(&node.iri),
            escape(&node.name),
            node.entity_type.name()
        );
    }
    for (from, to, edge) in edges(graph) {
        let _ = write!(out, "    <edge source=\"{}\" target=\"{}\">", escape(&graph[from].iri), escape(&graph[to].iri));
        for (column, value) in COLUMNS.iter().zip(values(edge)) {
            let _ = write!(out, "<data key=\"{column}\">{}</data>", escape(&value));
        }
        out.push_str("</edge>\n");
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

/// The edges as CSV, one a line, with a header.
pub fn csv(graph: &EventGraph) -> io::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["subject", "subject_type", "object", "object_type"].iter().chain(COLUMNS))?;
    for (from, to, edge) in edges(graph) {
        let (from, to) = (&graph[from], &graph[to]);
        let ends = [from.name.clone(), from.entity_type.name().into(), to.name.clone(), to.entity_type.name().into()];
        writer.write_record(ends.into_iter().chain(values(edge)))?;
    }
    let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn values(edge: &super::Edge) -> [String; 8] {
    let list = |items: &std::collections::BTreeSet<String>| items.iter().cloned().collect::<Vec<_>>().join("; ");
    [
        edge.relation.clone(),
        edge.kind.word().to_owned(),
        list(&edge.dates),
        format!("{:.2}", edge.confidence),
        edge.events.len().to_string(),
        edge.articles.len().to_string(),
        list(&edge.sources),
        edge.evidence.iter().map(|evidence| evidence.quote.as_str()).collect::<Vec<_>>().join(" | "),
    ]
}
