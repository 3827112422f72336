//! Arc scores -> a dependency tree with exactly one root.
//!
//! Example: if "saw" and "dog" each prefer the other as head, the cycle is broken where that costs the least. The best
//! head of every word is a tree in nine sentences of ten; only the rest need Chu-Liu/Edmonds.

/// Stands for "impossible"; finite, so that sums of it stay ordered.
const NEVER: f64 = -1e9;

/// `scores[d * (n + 1) + h]`: how well word `d` stands under `h`, where `h` 0 is the root and `h` k is word k - 1.
/// Returns the head of each word in the same numbering. Nothing heads itself, whatever its score.
pub fn decode(scores: &[f32], n: usize) -> Vec<usize> {
    let mut matrix = Matrix { n: n + 1, scores: vec![NEVER; (n + 1) * (n + 1)] };
    for d in 1..=n {
        for h in (0..=n).filter(|&h| h != d) {
            let score = f64::from(scores[(d - 1) * (n + 1) + h]);
            matrix.scores[d * (n + 1) + h] = if score.is_finite() { score.max(NEVER / 2.0) } else { NEVER / 2.0 };
        }
    }
    let best = matrix.best_heads();
    let roots: Vec<usize> = (1..=n).filter(|&d| best[d] == 0).collect();
    if n == 0 || roots.len() == 1 && cycle(&best).is_none() {
        return best[1..].to_vec();
    }
    // One maximal tree for every plausible root; the best total wins.
    let fallback = (1..=n).max_by(|&a, &b| matrix.at(a, 0).total_cmp(&matrix.at(b, 0)).then(b.cmp(&a)));
    let candidates = if roots.is_empty() { fallback.into_iter().collect() } else { roots };
    let trees = candidates.into_iter().map(|root| {
        let mut fixed = matrix.clone();
        for d in 1..=n {
            fixed.scores[d * (n + 1)] = NEVER;
        }
        for h in 0..=n {
            fixed.scores[root * (n + 1) + h] = if h == 0 { matrix.at(root, 0) } else { NEVER };
        }
        let heads = fixed.maximal_tree();
        let total: f64 = (1..=n).map(|d| matrix.at(d, heads[d])).sum();
        (total, heads)
    });
    let best = trees.reduce(|a, b| if b.0 > a.0 { b } else { a });
    best.map_or_else(Vec::new, |(_, heads)| heads[1..].to_vec())
}

/// Square: `at(d, h)`; node 0 is the root.
#[derive(Clone)]
struct Matrix {
    n: usize,
    scores: Vec<f64>,
}

impl Matrix {
    fn at(&self, d: usize, h: usize) -> f64 {
        self.scores[d * self.n + h]
    }

    fn best_heads(&self) -> Vec<usize> {
        let best = |d: usize| (0..self.n).fold(0, |a, h| if self.at(d, h) > self.at(d, a) { h } else { a });
        (0..self.n).map(|d| if d == 0 { 0 } else { best(d) }).collect()
    }

    /// Chu-Liu/Edmonds: contract a cycle to one node, solve the smaller graph, open the cycle where the solution enters.
    fn maximal_tree(&self) -> Vec<usize> {
        let mut heads = self.best_heads();
        let Some(ring) = cycle(&heads) else { return heads };
        let rest: Vec<usize> = (0..self.n).filter(|v| !ring.contains(v)).collect();
        let new = rest.len();
        let inner: f64 = ring.iter().map(|&v| self.at(v, heads[v])).sum();
        let mut small = Matrix { n: new + 1, scores: vec![NEVER; (new + 1) * (new + 1)] };
        // For every outside node: where it would enter the ring, and which ring node would head it.
        let (mut enter, mut leave) = (vec![ring[0]; new], vec![ring[0]; new]);
        for (i, &v) in rest.iter().enumerate() {
            for (j, &u) in rest.iter().enumerate() {
                small.scores[i * (new + 1) + j] = self.at(v, u);
            }
            let gain = |c: usize| self.at(c, v) - self.at(c, heads[c]);
            enter[i] = ring.iter().copied().fold(ring[0], |a, c| if gain(c) > gain(a) { c } else { a });
            small.scores[new * (new + 1) + i] = inner + gain(enter[i]);
            if v != 0 {
                leave[i] = ring.iter().copied().fold(ring[0], |a, c| if self.at(v, c) > self.at(v, a) { c } else { a });
                small.scores[i * (new + 1) + new] = self.at(v, leave[i]);
            }
        }
        let solved = small.maximal_tree();
        for (i, &v) in rest.iter().enumerate().skip(1) {
            heads[v] = if solved[i] == new { leave[i] } else { rest[solved[i]] };
        }
        heads[enter[solved[new]]] = rest[solved[new]];
        heads
    }
}

/// The nodes of one cycle, if there is one; node 0 has no head.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen_by = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut node = start;
        while node != 0 && seen_by[node] == 0 {
            seen_by[node] = start;
            node = heads[node];
        }
        if node != 0 && seen_by[node] == start {
            let ring = std::iter::successors(Some(heads[node]), |&v| (v != node).then(|| heads[v]));
            return Some(ring.collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Best total over all head choices that are trees with one root.
    fn brute_force(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::MIN;
        for mut code in 0..(n + 1).pow(n as u32) {
            let mut heads = vec![0; n + 1];
            for head in &mut heads[1..] {
                *head = code % (n + 1);
                code /= n + 1;
            }
            if heads[1..].iter().filter(|&&h| h == 0).count() == 1 && cycle(&heads).is_none() {
                best = best.max((1..=n).map(|d| scores[(d - 1) * (n + 1) + heads[d]]).sum());
            }
        }
        best
    }

    #[test]
    fn always_a_tree_and_nearly_always_the_best() {
        let mut state = 7u64;
        let (mut best, mut tries) = (0, 0);
        for n in 1..=5 {
            for _ in 0..60 {
                let scores: Vec<f32> = (0..n * (n + 1))
                    .map(|_| {
                        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                        ((state >> 40) % 1000) as f32 / 100.0
                    })
                    .collect();
                let heads = decode(&scores, n);
                assert_eq!(heads.iter().filter(|&&h| h == 0).count(), 1);
                let with_root: Vec<usize> = std::iter::once(0).chain(heads.iter().copied()).collect();
                assert!(cycle(&with_root).is_none());
                let total: f32 = heads.iter().enumerate().map(|(d, &h)| scores[d * (n + 1) + h]).sum();
                tries += 1;
                best += usize::from((total - brute_force(&scores, n)).abs() < 1e-3);
            }
        }
        // Only roots the words themselves prefer are tried, which random scores can punish.
        assert!(best * 10 >= tries * 8, "{best} of {tries}");
    }

    #[test]
    fn degenerate_scores_still_give_a_tree() {
        for value in [0.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -1e30] {
            let heads = decode(&[value; 4 * 5], 4);
            assert_eq!(heads.len(), 4);
            assert_eq!(heads.iter().filter(|&&h| h == 0).count(), 1);
        }
        assert!(decode(&[], 0).is_empty());
        assert_eq!(decode(&[-5.0, 9.0], 1), [0]);
    }
}
