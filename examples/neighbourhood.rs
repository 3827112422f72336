//! What lies around somebody: a neighbourhood of the graph, measured with petgraph, written as DOT and GraphML.
//!
//! `cargo run --release --example neighbourhood > marsh.dot`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "examples show what they find")]

use std::path::PathBuf;

use dateline::export::{dot, graphml, measures};
use dateline::prelude::*;
use petgraph::algo::connected_components;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let extractor = Extractor::shipped()?;
    let dir = tempfile::tempdir()?;
    let mut store = Store::open(dir.path(), Access::Write)?;
    let articles = open(&[PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/demo"))], &ReadOptions::default());
    ingest(&extractor, &mut store, articles, &RdfOptions::default(), |_| {})?;

    // Two steps around Elena Marsh, facts only.
    let filter = Filter { entity: Some("Elena Marsh".into()), depth: 2, contested: false, ..Filter::default() };
    let graph: Graph = select(&store, &filter)?.graph;

    // It is a graph of petgraph, so all its algorithms work.
    eprintln!("{} entities, {} relations, {} part", graph.node_count(), graph.edge_count(), connected_components(&graph));
    let figures = measures(&graph);
    let central = graph.node_indices().max_by(|a, b| figures[a.index()].betweenness.total_cmp(&figures[b.index()].betweenness));
    if let Some(node) = central {
        eprintln!("most ways lead through {}", graph[node].name);
        for edge in graph.edges(node) {
            eprintln!("  {}", edge.weight().caption());
        }
    }
    eprintln!("as GraphML: {} bytes", graphml(&graph)?.len());
    print!("{}", dot(&graph, "Around Elena Marsh"));
    Ok(())
}
