//! The graph as it is drawn: offices stand under the names of those who hold them, relations between the same two share a line.
//!
//! ```text
//! (Donald Tusk) ──holds position──▶ (Polish Prime Minister)   →   [ Donald Tusk          ]
//!                                                                 [ Polish Prime Minister ]
//! ```

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use super::graph::{EdgeKind, EventGraph, edges, sorted_nodes};
use super::style::{self, EdgeStyle, NodeStyle, shorten, wrap};
use crate::document::EntityType;
use crate::resources::Ontology;

/// The relation that stands as a line under a name.
const HOLDS: &str = "holdsPosition";
/// Characters of a line in a box and of a caption.
const BOX: usize = 26;
const CAPTION: usize = 30;
/// Captions on one line; what is left is counted.
const CAPTIONS: usize = 3;
/// Characters that show when the mouse rests on something.
const TOOLTIP: usize = 400;

/// Boxes and lines.
pub(super) struct Picture {
    pub boxes: Vec<Box>,
    pub lines: Vec<Line>,
}

/// An entity as it is drawn.
pub(super) struct Box {
    /// Its name, broken into lines.
    pub name: Vec<String>,
    /// Offices it holds, broken into lines.
    pub note: Vec<String>,
    pub style: &'static NodeStyle,
    pub tooltip: String,
}

/// Relations of one kind from one box to another, by their indices.
pub(super) struct Line {
    pub from: usize,
    pub to: usize,
    pub kind: EdgeKind,
    pub style: EdgeStyle,
    pub captions: Vec<String>,
    /// In points.
    pub width: f32,
    pub tooltip: String,
}

impl Picture {
    /// What is drawn of a graph.
    pub fn new(graph: &EventGraph) -> Picture {
        let offices = offices(graph);
        let folded: BTreeSet<NodeIndex> = offices.values().flatten().copied().collect();
        let mut place = vec![usize::MAX; graph.node_count()];
        let mut boxes = Vec::new();
        for index in sorted_nodes(graph).into_iter().filter(|index| !folded.contains(index)) {
            place[index.index()] = boxes.len();
            let node = &graph[index];
            let note = offices.get(&index).into_iter().flatten().map(|office| graph[*office].name.as_str()).collect::<Vec<_>>().join(", ");
            boxes.push(Box {
                name: wrap(&shorten(&node.name, 2 * BOX), BOX),
                note: wrap(&shorten(&note, 2 * BOX), BOX + 4),
                style: style::node(node.entity_type),
                tooltip: format!("{} · {}", node.entity_type.name(), node.iri),
            });
        }
        let mut joined: BTreeMap<(usize, usize, EdgeKind), Vec<&super::Edge>> = BTreeMap::new();
        for (from, to, edge) in edges(graph).filter(|(_, to, _)| !folded.contains(to)) {
            joined.entry((place[from.index()], place[to.index()], edge.kind)).or_default().push(edge);
        }
        let lines = joined.into_iter().map(|((from, to, kind), edges)| line(from, to, kind, &edges)).collect();
        Picture { boxes, lines }
    }
}

/// The offices of each holder: those of which nothing is said but that somebody holds them.
fn offices(graph: &EventGraph) -> BTreeMap<NodeIndex, BTreeSet<NodeIndex>> {
    let holds = Ontology::embedded().label(HOLDS);
    let is_office = |to: NodeIndex, edge: &super::Edge| {
        graph[to].entity_type == EntityType::Position && edge.kind == EdgeKind::Fact && edge.relation == holds
    };
    let tied: BTreeSet<NodeIndex> =
        edges(graph).filter(|(_, to, edge)| !is_office(*to, edge)).flat_map(|(from, to, _)| [from, to]).collect();
    let mut found: BTreeMap<NodeIndex, BTreeSet<NodeIndex>> = BTreeMap::new();
    for (from, to, edge) in edges(graph) {
        if is_office(to, edge) && !tied.contains(&to) {
            found.entry(from).or_default().insert(to);
        }
    }
    found
}

fn line(from: usize, to: usize, kind: EdgeKind, edges: &[&super::Edge]) -> Line {
    // where several share a line, a mark shows where each begins
    let mark = if edges.len() > 1 { "•\u{a0}" } else { "" };
    let caption = |edge: &&super::Edge| wrap(&shorten(&format!("{mark}{}", edge.caption()), 110), CAPTION);
    let mut captions: Vec<String> = edges.iter().take(CAPTIONS).flat_map(caption).collect();
    if edges.len() > CAPTIONS {
        captions.push(format!("+ {} more", edges.len() - CAPTIONS));
    }
    let articles: BTreeSet<&String> = edges.iter().flat_map(|edge| &edge.articles).collect();
    let tooltip = edges.iter().map(|edge| format!("{}: {}", edge.caption(), edge.quotes())).collect::<Vec<_>>().join("\n");
    Line {
        from,
        to,
        kind,
        style: style::edge(kind),
        captions,
        width: 1.3 + 0.5 * (articles.len() as f32).log2(),
        tooltip: shorten(&tooltip, TOOLTIP),
    }
}
