//! The two articles as a graph, and the graph in each format.

mod articles;

use dateline::export::{EdgeKind, EventGraph, GraphOptions, build, csv, dot, graphml, svg};
use dateline::store::{Access, ArticleRecord, Store};

fn store(records: Vec<ArticleRecord>) -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    store.insert_all(records).unwrap();
    (dir, store)
}

fn graph(options: &GraphOptions) -> EventGraph {
    let (_dir, store) = store(vec![articles::record(&articles::ledger()), articles::record(&articles::courier())]);
    build(&store, options).unwrap()
}

fn captions(graph: &EventGraph) -> Vec<String> {
    let ends = |e| graph.edge_endpoints(e).map(|(a, b)| (&graph[a].name, &graph[b].name)).unwrap();
    let mut lines: Vec<String> = graph.edge_indices().map(|e| format!("{} → {}: {}", ends(e).0, ends(e).1, graph[e].caption())).collect();
    lines.sort();
    lines
}

#[test]
fn edges_say_when_and_how_firmly() {
    assert_eq!(
        captions(&graph(&GraphOptions::default())),
        [
            "Ana Kovač → Brazil: travelled to · 2024-03-04 … 2024-03-05 (2×) · 2\u{a0}articles",
            "Storm-0999 → Brazil: attacked (attempted)",
            "Storm-0999 → Foreign Ministry: targeted (denied, Ana Kovač)",
            "Storm-0999 → Harbor Lines: targeted (denied)",
            "Storm-0999 → Harbor Lines: targeted · 2024-03-04",
            "Storm-0999 → Port Authority: targeted",
            "Storm-0999 → Ruritania: linked to? (hedged, analysts)",
            "United States → Storm-0999: sanctioned · 2024-04 (planned)",
        ]
    );
}

#[test]
fn options_narrow_the_graph() {
    let count = |options: GraphOptions| graph(&options).edge_count();
    let all = GraphOptions::default;
    assert_eq!(count(GraphOptions { contested: false, ..all() }), 3);
    assert_eq!(count(GraphOptions { contested: false, strict: true, ..all() }), 1, "the journey");
    assert_eq!(count(GraphOptions { class: Some("CyberEvent".into()), ..all() }), 4);
    assert_eq!(count(GraphOptions { from: Some("2024-03-05".parse().unwrap()), ..all() }), 2);
    assert_eq!(count(GraphOptions { to: Some("2024-03-04".parse().unwrap()), ..all() }), 2);
    assert_eq!(count(GraphOptions { min_confidence: 0.85, ..all() }), 0);
    assert_eq!(count(GraphOptions { entity: Some("ana kovač".into()), ..all() }), 1);
    assert_eq!(count(GraphOptions { entity: Some("Ana Kovač".into()), depth: 2, ..all() }), 2);
    assert_eq!(count(GraphOptions { entity: Some("Nobody".into()), ..all() }), 0);
}

#[test]
fn contested_relations_are_dashed_and_text_is_escaped() {
    let mut extraction = articles::ledger();
    extraction.entities[1].name = "Harbor <Lines> & \"Co\"\\".into();
    let (_dir, store) = store(vec![articles::record(&extraction)]);
    let graph = build(&store, &GraphOptions::default()).unwrap();
    assert!(graph.edge_weights().any(|edge| edge.kind == EdgeKind::Planned));
    let dot = dot(&graph, "A & B");
    assert!(dot.contains("Harbor &lt;Lines&gt; &amp; &quot;Co&quot;\\") && dot.contains("<b>A &amp; B</b>"), "{dot}");
    for line in dot.lines().filter(|line| line.contains("hedged") && line.contains("->")) {
        assert!(line.contains("style=dashed"), "{line}");
    }
    assert_eq!(dot.matches("style=solid, penwidth").count(), 2, "the hack and the journey");
    for xml in [svg(&graph, "A & B"), graphml(&graph)] {
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        assert!(xml.contains("Harbor &lt;Lines&gt; &amp; &quot;Co&quot;"));
    }
    let csv = csv(&graph).unwrap();
    assert_eq!(csv.lines().count(), 1 + graph.edge_count());
}

#[test]
fn pictures_of_any_size_are_drawn() {
    let empty = EventGraph::new();
    assert!(dot(&empty, "").starts_with("digraph") && svg(&empty, "").ends_with("</svg>\n"));
    // A ring has no beginning: some edge must be drawn backwards.
    let mut ring = graph(&GraphOptions::default());
    let nodes: Vec<_> = ring.node_indices().collect();
    let edge = ring.edge_weights().next().unwrap().clone();
    for pair in nodes.windows(2) {
        ring.add_edge(pair[0], pair[1], edge.clone());
    }
    ring.add_edge(*nodes.last().unwrap(), nodes[0], edge);
    assert_eq!(svg(&ring, "").matches("<rect x=").count() - 4, ring.node_count() + 1);
}

/// Writes pictures to look at: `DATELINE_PICTURES=DIR cargo test --release --test export -- --ignored`.
#[test]
#[ignore = "writes files for people to look at"]
fn draw() {
    let dir = std::path::PathBuf::from(std::env::var_os("DATELINE_PICTURES").unwrap());
    let write = |name: &str, graph: &EventGraph| {
        std::fs::write(dir.join(name).with_extension("dot"), dot(graph, "Storm-0999, March 2024")).unwrap();
        std::fs::write(dir.join(name).with_extension("svg"), svg(graph, "Storm-0999, March 2024")).unwrap();
    };
    write("small", &graph(&GraphOptions::default()));
    for (name, articles) in [("middle", 5), ("large", 45)] {
        let records = (0..articles).map(|n| articles::record(&articles::variant(n))).collect();
        let (_dir, store) = store(records);
        write(name, &build(&store, &GraphOptions::default()).unwrap());
    }
}
