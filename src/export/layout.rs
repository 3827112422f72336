//! Places for a picture: nodes in layers from left to right, ordered so that lines cross little (Sugiyama, in its simplest form).

use petgraph::graph::NodeIndex;

use super::graph::{EventGraph, edges, sorted_nodes};

/// Passes over the layers that put nodes beside their neighbours.
const SWEEPS: usize = 8;

/// The layers, each from top to bottom. Every node is in one.
pub(super) fn layers(graph: &EventGraph) -> Vec<Vec<NodeIndex>> {
    let depth = depths(graph);
    let count = depth.iter().max().map_or(0, |deepest| deepest + 1);
    let mut layers: Vec<Vec<NodeIndex>> = vec![Vec::new(); count];
    for node in sorted_nodes(graph) {
        layers[depth[node.index()]].push(node);
    }
    for sweep in 0..SWEEPS {
        let place = places(&layers, graph.node_count());
        for layer in &mut layers {
            // Neighbours on one side in turn, then on both.
            let middle = |node: NodeIndex| {
                let side = |other: &NodeIndex| match sweep % 2 {
                    0 => depth[other.index()] < depth[node.index()],
                    _ => depth[other.index()] > depth[node.index()],
                };
                let around: Vec<f32> = graph.neighbors_undirected(node).filter(side).map(|n| place[n.index()]).collect();
                if around.is_empty() { place[node.index()] } else { around.iter().sum::<f32>() / around.len() as f32 }
            };
            layer.sort_by(|a, b| middle(*a).total_cmp(&middle(*b)));
        }
    }
    layers
}

/// Where each node stands in its layer, 0 at the top to 1.
fn places(layers: &[Vec<NodeIndex>], count: usize) -> Vec<f32> {
    let mut place = vec![0.0; count];
    for layer in layers {
        for (i, node) in layer.iter().enumerate() {
            place[node.index()] = (i as f32 + 0.5) / layer.len() as f32;
        }
    }
    place
}

/// Length of the longest way to each node, over edges that close no circle.
fn depths(graph: &EventGraph) -> Vec<usize> {
    let forward = acyclic(graph);
    let mut depth = vec![0; graph.node_count()];
    // As many rounds as the longest way has edges; fewer than there are nodes.
    for _ in 0..graph.node_count() {
        let mut changed = false;
        for &(from, to) in &forward {
            if depth[to] < depth[from] + 1 {
                depth[to] = depth[from] + 1;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    depth
}

/// The edges without those that lead back to a node on the way (found by depth-first search from the busiest actors on).
fn acyclic(graph: &EventGraph) -> Vec<(usize, usize)> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); graph.node_count()];
    for (from, to, _) in edges(graph) {
        next[from.index()].push(to.index());
    }
    let mut starts: Vec<usize> = sorted_nodes(graph).into_iter().map(NodeIndex::index).collect();
    let incoming = |node: usize| edges(graph).filter(|(_, to, _)| to.index() == node).count();
    starts.sort_by_key(|node| (incoming(*node), std::cmp::Reverse(next[*node].len())));
    let (mut open, mut done) = (vec![false; next.len()], vec![false; next.len()]);
    let mut kept = Vec::new();
    for start in starts {
        if done[start] {
            continue;
        }
        let mut stack = vec![(start, 0)];
        while let Some((node, i)) = stack.pop() {
            open[node] = true;
            match next[node].get(i) {
                None => (open[node], done[node]) = (false, true),
                Some(&other) => {
                    stack.push((node, i + 1));
                    if !open[other] {
                        kept.push((node, other));
                        if !done[other] {
                            stack.push((other, 0));
                        }
                    }
                }
            }
        }
    }
    kept
}
