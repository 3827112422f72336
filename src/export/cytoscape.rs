//! The graph as Cytoscape JSON (Cytoscape, Cytoscape.js, networkx).

use serde_json::{Map, Value, json};

use super::columns::{self, EDGE, Kind, NODE};
use super::graph::{EventGraph, edges, sorted_nodes};

/// The graph as one JSON object.
pub fn cytoscape(graph: &EventGraph) -> String {
    let values = columns::nodes(graph);
    let node = |index: petgraph::graph::NodeIndex| {
        let mut data = data(NODE, &values[index.index()]);
        data.insert("id".into(), json!(graph[index].iri));
        // Twice, since networkx takes the one and Cytoscape the other.
        data.insert("value".into(), json!(graph[index].iri));
        data.insert("name".into(), json!(graph[index].name));
        json!({ "data": data })
    };
    let edge = |(number, (from, to, edge)): (usize, (_, _, &super::Edge))| {
        let (from, to): (petgraph::graph::NodeIndex, petgraph::graph::NodeIndex) = (from, to);
        let mut data = data(EDGE, &columns::edge(edge));
        data.insert("id".into(), json!(format!("e{number}")));
        data.insert("source".into(), json!(graph[from].iri));
        data.insert("target".into(), json!(graph[to].iri));
        data.insert("key".into(), json!(number));
        data.insert("interaction".into(), json!(edge.relation));
        json!({ "data": data })
    };
    let nodes: Vec<Value> = sorted_nodes(graph).into_iter().map(node).collect();
    let edges: Vec<Value> = edges(graph).enumerate().map(edge).collect();
    let whole = json!({
        "format_version": "1.0",
        "generated_by": concat!("dateline ", env!("CARGO_PKG_VERSION")),
        "target_cytoscapejs_version": "~3",
        // As networkx has it.
        "directed": true,
        "multigraph": true,
        "data": { "name": "dateline" },
        "elements": { "nodes": nodes, "edges": edges },
    });
    format!("{whole}\n")
}

fn data(columns: &[(&str, Kind)], values: &[Value]) -> Map<String, Value> {
    columns.iter().zip(values).map(|((name, _), value)| ((*name).to_owned(), value.clone())).collect()
}
