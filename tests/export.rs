//! The two articles as a graph, and the graph in each format.

mod articles;

use dateline::export::{self, EdgeKind, EventGraph, Filter, Rank, SelectError, Selection, measures, select};
use dateline::identity::{Decision, Decisions};
use dateline::pipeline::decide;
use dateline::store::{Access, ArticleRecord, Store};

fn store(records: Vec<ArticleRecord>) -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    store.insert_all(records).unwrap();
    (dir, store)
}

fn both() -> (tempfile::TempDir, Store) {
    store(vec![articles::record(&articles::ledger()), articles::record(&articles::courier())])
}

fn selection(options: &Filter) -> Selection {
    select(&both().1, options).unwrap()
}

fn graph(options: &Filter) -> EventGraph {
    selection(options).graph
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
        captions(&graph(&Filter::default())),
        [
            "Ana Kovač → Brazil: travelled to · 2024-03-04 … 2024-03-05 · 2\u{a0}articles",
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
    let count = |options: Filter| graph(&options).edge_count();
    let all = Filter::default;
    assert_eq!(count(Filter { contested: false, ..all() }), 3);
    assert_eq!(count(Filter { contested: false, strict: true, ..all() }), 1, "the journey");
    assert_eq!(count(Filter { class: Some("CyberEvent".into()), ..all() }), 4);
    assert_eq!(count(Filter { from: Some("2024-03-05".parse().unwrap()), ..all() }), 2);
    assert_eq!(count(Filter { to: Some("2024-03-04".parse().unwrap()), ..all() }), 2);
    assert_eq!(count(Filter { min_confidence: 0.85, ..all() }), 0);
    assert_eq!(count(Filter { entity: Some("ana kovač".into()), ..all() }), 1);
    assert_eq!(count(Filter { entity: Some("Ana Kovač".into()), depth: 2, ..all() }), 2);
    let storm = Some("Storm-0999".to_owned());
    assert_eq!(count(Filter { entity: Some("Ana Kovač".into()), path_to: storm.clone(), ..all() }), 2, "over Brazil");
    assert_eq!(count(Filter { entity: Some("Ana Kovač".into()), path_to: Some("Ruritania".into()), ..all() }), 3);
    assert_eq!(count(Filter { source: Some("analysts".into()), ..all() }), 1);
    assert_eq!(count(Filter { source: Some("Evening Courier".into()), ..all() }), 3, "in its own voice");
    assert_eq!(count(Filter { min_sources: 2, ..all() }), 1, "both papers have the journey");
    assert_eq!(count(Filter { top: Some(2), rank: Rank::Betweenness, ..all() }), 1);
}

#[test]
fn unknown_names_are_answered_with_names_like_them() {
    let ask = |filter: &Filter| select(&both().1, filter).unwrap_err();
    let error = ask(&Filter { entity: Some("Ana Kovac".into()), ..Filter::default() });
    assert!(matches!(&error, SelectError::UnknownEntity { near, .. } if near == &["Ana Kovač"]), "{error}");
    let error = ask(&Filter { class: Some("CyberEvnt".into()), ..Filter::default() });
    assert!(error.to_string().contains("did you mean CyberEvent"), "{error}");
    assert!(!ask(&Filter { entity: Some("Xqz".into()), ..Filter::default() }).to_string().contains("did you mean"));
}

#[test]
fn figures_say_who_stands_in_the_middle() {
    let graph = graph(&Filter::default());
    let figures = measures(&graph);
    let of = |name: &str| figures[graph.node_indices().find(|n| graph[*n].name == name).unwrap().index()];
    let storm = of("Storm-0999");
    // Everything but Ana Kovač, who is beyond Brazil, has Storm-0999 as its only neighbour.
    assert_eq!((storm.degree, of("Brazil").degree, of("Ana Kovač").degree), (6, 2, 1));
    assert!((storm.betweenness - 20.0 / 21.0).abs() < 1e-9, "{storm:?}");
    assert!((of("Brazil").betweenness - 6.0 / 21.0).abs() < 1e-9);
    assert!((figures.iter().map(|m| m.pagerank).sum::<f64>() - 1.0).abs() < 1e-9);
    assert!(figures.iter().all(|m| m.component == 0));
    assert_eq!(figures, measures(&graph));
}

#[test]
fn denied_and_planned_is_no_relationship_in_stix_and_no_certain_entry_in_a_calendar() {
    let selection = selection(&Filter::default());
    let bundle: serde_json::Value = serde_json::from_str(&export::stix(&selection)).unwrap();
    let of = |kind: &str| bundle["objects"].as_array().unwrap().iter().filter(|o| o["type"] == kind).count();
    assert_eq!((of("relationship"), of("note"), of("threat-actor"), of("report")), (3, 5, 1, 2));
    let calendar = export::icalendar(&selection);
    let statuses: Vec<&str> = calendar.lines().filter_map(|line| line.strip_prefix("STATUS:")).collect();
    assert_eq!(statuses, ["CONFIRMED", "CONFIRMED", "CONFIRMED", "TENTATIVE"], "the sanction is planned");
    assert!(calendar.lines().all(|line| line.len() <= 75) && calendar.ends_with("END:VCALENDAR\r\n"));
}

#[test]
fn joined_entities_are_one_node_until_they_are_told_apart() {
    let (_dir, mut store) = both();
    let graph = |store: &Store| select(store, &Filter::default()).unwrap().graph;
    let apart = graph(&store);
    let iri = |name: &str| apart.node_weights().find(|node| node.name == name).unwrap().iri.clone();
    let mut decisions = Decisions::default();
    decisions.make(Decision::Join(iri("Harbor Lines"), iri("Port Authority")));
    decide(&mut store, &decisions).unwrap();
    let joined = graph(&store);
    assert_eq!(joined.node_count(), apart.node_count() - 1);
    let one = joined.node_weights().find(|node| node.name == "Harbor Lines").unwrap();
    assert!(one.other_names.contains("Port Authority"), "{one:?}");
    assert_eq!(joined.edge_weights().filter(|edge| edge.relation == "targeted" && edge.kind == EdgeKind::Fact).count(), 1);
    decide(&mut store, &Decisions::default()).unwrap();
    assert_eq!(captions(&graph(&store)), captions(&apart));
}

#[test]
fn rdf_is_narrowed_to_the_events_with_their_words() {
    let (_dir, store) = both();
    let travel = select(&store, &Filter { class: Some("Travel".into()), ..Filter::default() }).unwrap();
    let quads = export::quads(&store, &travel).unwrap();
    let text: Vec<String> = quads.iter().map(ToString::to_string).collect();
    let count = |part: &str| text.iter().filter(|quad| quad.contains(part)).count();
    assert_eq!(
        (count("ns#status>"), count("ns#aboutEvent>"), count("ns#travelledTo> <https://w3id.org/dateline/id/"), count("ns#targeted>")),
        (2, 2, 2, 0)
    );
    assert!(count("ns#quote>") >= 4 && count("Harbor Lines said") == 0, "{text:#?}");
    assert!(quads.len() < store.quads().unwrap().len() / 2);
}

#[test]
fn contested_relations_are_dashed_and_text_is_escaped() {
    let mut extraction = articles::ledger();
    extraction.entities[1].name = "Harbor <Lines> & \"Co\"\\".into();
    let (_dir, store) = store(vec![articles::record(&extraction)]);
    let selection = select(&store, &Filter::default()).unwrap();
    let graph = &selection.graph;
    assert!(graph.edge_weights().any(|edge| edge.kind == EdgeKind::Planned));
    let dot = export::dot(graph, "A & B");
    assert!(dot.contains("Harbor &lt;Lines&gt; &amp; &quot;Co&quot;\\") && dot.contains("<b>A &amp; B</b>"), "{dot}");
    for line in dot.lines().filter(|line| line.contains("hedged") && line.contains("->")) {
        assert!(line.contains("style=dashed"), "{line}");
    }
    assert_eq!(dot.matches("style=solid, penwidth").count(), 2, "the hack and the journey");
    for xml in [export::svg(graph, "A & B"), export::graphml(graph).unwrap(), export::gexf(graph).unwrap()] {
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        assert!(xml.contains("Harbor &lt;Lines&gt; &amp; &quot;Co&quot;"));
    }
    for table in [export::csv(graph), export::neo4j_relationships(graph)] {
        assert_eq!(table.unwrap().lines().count(), 1 + graph.edge_count());
    }
    assert_eq!(export::neo4j_nodes(graph).unwrap().lines().count(), 1 + graph.node_count());
    assert_eq!(export::events(&selection).unwrap().lines().count(), 1 + selection.events.len());
    let mermaid = export::mermaid(graph);
    assert!(mermaid.contains("Harbor #lt;Lines#gt; #amp; #quot;Co#quot;") && mermaid.contains("-.->|"), "{mermaid}");
}

#[test]
fn pictures_of_any_size_are_drawn() {
    let empty = EventGraph::new();
    assert!(export::dot(&empty, "").starts_with("digraph") && export::svg(&empty, "").ends_with("</svg>\n"));
    assert!(measures(&empty).is_empty());
    // A ring has no beginning: some edge must be drawn backwards.
    let mut ring = graph(&Filter::default());
    let nodes: Vec<_> = ring.node_indices().collect();
    let edge = ring.edge_weights().next().unwrap().clone();
    for pair in nodes.windows(2) {
        ring.add_edge(pair[0], pair[1], edge.clone());
    }
    ring.add_edge(*nodes.last().unwrap(), nodes[0], edge);
    let drawn = export::svg(&ring, "");
    assert_eq!(drawn.matches("<g><title>").count(), ring.node_count());
    assert!(!drawn.contains("NaN"));
}
