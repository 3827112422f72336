//! How central the nodes of a graph are, which hang together, and which belong to one community.
//!
//! All measures but PageRank take the graph as undirected and parallel edges as one. The same graph gives the same figures.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use super::graph::EventGraph;
use super::neighbours::keep;

/// Figures of a node.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// Number of neighbours.
    pub degree: usize,
    /// PageRank (Page et al. 1999) with damping 0.85, over the directed edges; sums to 1.
    pub pagerank: f64,
    /// Share of the shortest ways between other nodes that lead through it (Freeman 1977), 0 to 1.
    pub betweenness: f64,
    /// Number of its connected component, 0 for the largest.
    pub component: usize,
    /// Number of its community (label propagation, Raghavan et al. 2007), 0 for the largest.
    pub community: usize,
}

/// A measure to rank entities by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rank {
    /// Number of neighbours.
    #[default]
    Degree,
    /// PageRank.
    Pagerank,
    /// Betweenness.
    Betweenness,
}

const DAMPING: f64 = 0.85;
const ROUNDS: usize = 50;

/// The figures of all nodes, by their index.
pub fn measures(graph: &EventGraph) -> Vec<Measures> {
    let neighbours = neighbours(graph);
    let (pagerank, betweenness) = (pagerank(graph), betweenness(&neighbours));
    let (component, community) = (by_size(&components(graph)), by_size(&communities(&neighbours)));
    let of = |i: usize| Measures {
        degree: neighbours[i].len(),
        pagerank: pagerank[i],
        betweenness: betweenness[i],
        component: component[i],
        community: community[i],
    };
    (0..graph.node_count()).map(of).collect()
}

/// The so many highest nodes of a rank, and all edges among them that leave no node alone.
pub(super) fn highest(graph: &EventGraph, rank: Rank, count: usize) -> EventGraph {
    let measures = measures(graph);
    let value = |m: &Measures| match rank {
        Rank::Degree => m.degree as f64,
        Rank::Pagerank => m.pagerank,
        Rank::Betweenness => m.betweenness,
    };
    let mut order: Vec<usize> = (0..measures.len()).collect();
    order.sort_by(|a, b| value(&measures[*b]).total_cmp(&value(&measures[*a])).then(a.cmp(b)));
    let chosen: BTreeSet<usize> = order.into_iter().take(count).collect();
    let mut part = keep(graph, |node| chosen.contains(&node.index()));
    part.retain_nodes(|part, node| part.neighbors_undirected(node).next().is_some());
    part
}

fn neighbours(graph: &EventGraph) -> Vec<Vec<usize>> {
    let sorted = |node| graph.neighbors_undirected(node).map(|n| n.index()).collect::<BTreeSet<_>>().into_iter().collect();
    graph.node_indices().map(sorted).collect()
}

fn pagerank(graph: &EventGraph) -> Vec<f64> {
    let count = graph.node_count();
    let out: Vec<usize> = graph.node_indices().map(|node| graph.edges(node).count()).collect();
    let mut rank = vec![1.0 / count as f64; count];
    for _ in 0..ROUNDS {
        // What ends in a node without edges out is spread over all.
        let lost: f64 = (0..count).filter(|i| out[*i] == 0).map(|i| rank[i]).sum();
        let mut next = vec![(1.0 - DAMPING + DAMPING * lost) / count as f64; count];
        for edge in graph.edge_references() {
            let from = edge.source().index();
            next[edge.target().index()] += DAMPING * rank[from] / out[from] as f64;
        }
        rank = next;
    }
    rank
}

/// Brandes 2001.
fn betweenness(neighbours: &[Vec<usize>]) -> Vec<f64> {
    let count = neighbours.len();
    let mut score = vec![0.0; count];
    for start in 0..count {
        let (mut order, mut before) = (Vec::new(), vec![Vec::new(); count]);
        let (mut ways, mut distance) = (vec![0.0; count], vec![usize::MAX; count]);
        (ways[start], distance[start]) = (1.0, 0);
        let mut open = VecDeque::from([start]);
        while let Some(node) = open.pop_front() {
            order.push(node);
            for &next in &neighbours[node] {
                if distance[next] == usize::MAX {
                    distance[next] = distance[node] + 1;
                    open.push_back(next);
                }
                if distance[next] == distance[node] + 1 {
                    ways[next] += ways[node];
                    before[next].push(node);
                }
            }
        }
        let mut share = vec![0.0; count];
        for &node in order.iter().rev() {
            for &earlier in &before[node] {
                share[earlier] += ways[earlier] / ways[node] * (1.0 + share[node]);
            }
            if node != start {
                score[node] += share[node];
            }
        }
    }
    let pairs = (count.saturating_sub(1) * count.saturating_sub(2)).max(1) as f64;
    score.iter().map(|score| score / pairs).collect()
}

fn components(graph: &EventGraph) -> Vec<usize> {
    let mut sets = UnionFind::new(graph.node_count());
    for edge in graph.edge_references() {
        sets.union(edge.source().index(), edge.target().index());
    }
    sets.into_labeling()
}

/// Each node takes the label that most of its neighbours have, in the order of the nodes, until nothing changes.
fn communities(neighbours: &[Vec<usize>]) -> Vec<usize> {
    let mut label: Vec<usize> = (0..neighbours.len()).collect();
    for _ in 0..ROUNDS {
        let mut changed = false;
        for node in 0..neighbours.len() {
            let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
            for &other in &neighbours[node] {
                *votes.entry(label[other]).or_default() += 1;
            }
            let most = votes.values().max().copied().unwrap_or(0);
            // Its own label if that is among the best, else the smallest of them.
            if votes.get(&label[node]) != Some(&most)
                && let Some((best, _)) = votes.iter().find(|(_, count)| **count == most)
            {
                label[node] = *best;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    label
}

/// Groups numbered from the largest on; of equal ones the one with the first node.
fn by_size(label: &[usize]) -> Vec<usize> {
    let mut groups: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (node, group) in label.iter().enumerate() {
        groups.entry(*group).or_insert((0, node)).0 += 1;
    }
    let mut order: Vec<_> = groups.iter().map(|(group, (size, first))| (std::cmp::Reverse(*size), *first, *group)).collect();
    order.sort();
    let number: BTreeMap<usize, usize> = order.into_iter().enumerate().map(|(number, (.., group))| (group, number)).collect();
    label.iter().map(|group| number[group]).collect()
}
