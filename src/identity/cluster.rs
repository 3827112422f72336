//! Pairs of reports that are alike → clusters, the same whatever the order in which the reports came.
//!
//! Pairs are taken from the most alike to the least, equal ones in the order of their IRIs; two clusters become one if no report
//! of the one contradicts a report of the other. So a chain of likenesses does not tie together what contradicts. Of many reports a
//! few may be wrong, so that where many meet many a small share of contradictions is let pass.

use rustc_hash::FxHashMap;

/// Of so many pairs of reports of two clusters one may contradict.
const ONE_WRONG_IN: usize = 12;
/// Reports of a cluster, the first that came together, that speak for it.
const SPEAKERS: usize = 64;

/// Clusters of so many reports, each sorted, in the order of their first members. Reports are known by their places in the order of
/// their IRIs; `pairs` are those that are alike, with how much.
pub(super) fn clusters(reports: usize, mut pairs: Vec<(f32, usize, usize)>, compatible: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    pairs.sort_by(|(score, a, b), (other, c, d)| other.total_cmp(score).then_with(|| (a, b).cmp(&(c, d))));
    let mut cluster: Vec<usize> = (0..reports).collect();
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
    let mut clusters: Vec<Vec<usize>> = members.into_iter().filter(|members| !members.is_empty()).collect();
    clusters.iter_mut().for_each(|members| members.sort_unstable());
    clusters.sort_unstable();
    clusters
}
