//! Parts of a graph by distance: what lies around some entities, and the shortest ways between some and others.

use std::collections::BTreeSet;

use petgraph::algo::dijkstra;
use petgraph::graph::NodeIndex;
use petgraph::visit::UndirectedAdaptor;

use super::graph::EventGraph;

/// The nodes within `depth` steps, in either direction, of the entities with those IRIs, and all edges among them.
pub fn around(graph: &EventGraph, iris: &BTreeSet<String>, depth: usize) -> EventGraph {
    let distance = distances(graph, iris);
    keep(graph, |node| distance[node.index()] <= depth)
}

/// The nodes on shortest ways, in either direction, from some entities to others, and the edges of those ways.
pub fn between(graph: &EventGraph, from: &BTreeSet<String>, to: &BTreeSet<String>) -> EventGraph {
    let (near, far) = (distances(graph, from), distances(graph, to));
    let length = |node: NodeIndex| near[node.index()].saturating_add(far[node.index()]);
    let shortest = graph.node_indices().map(length).min().unwrap_or(usize::MAX);
    let on_the_way = |node: NodeIndex| shortest < usize::MAX && length(node) == shortest;
    let mut part = keep(graph, on_the_way);
    let place: Vec<usize> = graph.node_indices().filter(|node| on_the_way(*node)).map(|node| near[node.index()]).collect();
    // An edge between two nodes at the same distance is no part of a way.
    part.retain_edges(|part, edge| part.edge_endpoints(edge).is_some_and(|(a, b)| place[a.index()] != place[b.index()]));
    part
}

/// Steps from the nearest of the entities to each node; `usize::MAX` if there is no way.
fn distances(graph: &EventGraph, iris: &BTreeSet<String>) -> Vec<usize> {
    let mut distance = vec![usize::MAX; graph.node_count()];
    for start in graph.node_indices().filter(|node| iris.contains(&graph[*node].iri)) {
        for (node, steps) in dijkstra(UndirectedAdaptor(graph), start, None, |_| 1) {
            distance[node.index()] = distance[node.index()].min(steps);
        }
    }
    distance
}

/// The nodes that are wanted, and all edges among them, in the same order.
pub(super) fn keep(graph: &EventGraph, wanted: impl Fn(NodeIndex) -> bool) -> EventGraph {
    graph.filter_map(|index, node| wanted(index).then(|| node.clone()), |_, edge| Some(edge.clone()))
}
