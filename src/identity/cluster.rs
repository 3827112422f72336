//! Pairs of reports that are alike → clusters, the same whatever the order in which the reports came.
//!
//! Pairs are taken from the most alike to the least, equal ones in the order of their IRIs; two clusters become one if no report
//! of the one contradicts a report of the other. So a chain of likenesses does not tie together what contradicts. Of many reports a
//! few may be wrong, so that where many meet many a small share of contradictions is let pass.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::report::Iri;

/// Reports that are alike, with how much.
pub(super) type Edges = FxHashMap<Iri, BTreeMap<Iri, f32>>;

/// Of so many pairs of reports of two clusters one may contradict.
const ONE_WRONG_IN: usize = 12;
/// Reports of a cluster, the first that came together, that speak for it.
const SPEAKERS: usize = 64;

/// Clusters of the reports, each sorted, in the order of their first members. `reports` are closed under `edges`.
pub(super) fn clusters(reports: &[Iri], edges: &Edges, compatible: impl Fn(usize, usize) -> bool) -> Vec<Vec<Iri>> {
    let place: FxHashMap<&Iri, usize> = reports.iter().zip(0..).collect();
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (a, neighbours) in reports.iter().zip(0..).filter_map(|(report, place)| Some((place, edges.get(report)?))) {
        pairs.extend(
            neighbours.iter().filter_map(|(b, score)| Some((*score, a, *place.get(b)?))).filter(|(_, a, b)| reports[*a] < reports[*b]),
        );
    }
    pairs.sort_by(|(score, a, b), (other, c, d)| {
        other.total_cmp(score).then_with(|| (&reports[*a], &reports[*b]).cmp(&(&reports[*c], &reports[*d])))
    });
    let mut cluster: Vec<usize> = (0..reports.len()).collect();
    let mut members: Vec<Vec<usize>> = cluster.iter().map(|place| vec![*place]).collect();
    // two clusters that contradicted, and how large they were: they are asked again when they have grown
    let mut apart: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for (_, a, b) in pairs {
        let (a, b) = (cluster[a], cluster[b]);
        let size = members[a].len() + members[b].len();
        if a == b || apart.get(&(a.min(b), a.max(b))).is_some_and(|then| size < 2 * then) {
            continue;
        }
        let speakers = |cluster: usize| members[cluster].iter().take(SPEAKERS);
        let contradictions = speakers(a).flat_map(|a| speakers(b).map(move |b| (*a, *b))).filter(|(a, b)| !compatible(*a, *b));
        let bearable = speakers(a).count() * speakers(b).count() / ONE_WRONG_IN;
        if contradictions.take(bearable + 1).count() <= bearable {
            let joined = std::mem::take(&mut members[b]);
            joined.iter().for_each(|member| cluster[*member] = a);
            members[a].extend(joined);
        } else {
            apart.insert((a.min(b), a.max(b)), size);
        }
    }
    let mut clusters: Vec<Vec<Iri>> =
        members.into_iter().filter(|m| !m.is_empty()).map(|m| m.into_iter().map(|i| reports[i].clone()).collect()).collect();
    clusters.iter_mut().for_each(|members: &mut Vec<Iri>| members.sort_unstable());
    clusters.sort_unstable();
    clusters
}

/// The reports that hang together with `start`, sorted.
pub(super) fn component(start: impl IntoIterator<Item = Iri>, edges: &Edges) -> Vec<Iri> {
    let mut open: Vec<Iri> = start.into_iter().collect();
    let mut found = std::collections::BTreeSet::new();
    while let Some(report) = open.pop() {
        if let Some(neighbours) = edges.get(&report) {
            open.extend(neighbours.keys().filter(|other| !found.contains(*other)).cloned());
        }
        found.insert(report);
    }
    found.into_iter().collect()
}
