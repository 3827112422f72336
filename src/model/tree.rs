//! Arc scores -> a dependency tree with exactly one root and no crossing arcs (Eisner, COLING 1996).
//!
//! Example: in "comes after Peru on Friday launched strikes" the words "on Friday" may not hang on "comes", as their arc would cross
//! the one from "Peru" to "launched". The best head of every word is such a tree in nine sentences of ten; only the rest are searched.

/// Stands for "impossible"; finite, so that sums of it stay ordered.
const NEVER: f64 = -1e9;

/// `scores[d * (n + 1) + h]`: how well word `d` stands under `h`, where `h` 0 is the root and `h` k is word k - 1.
/// Returns the head of each word in the same numbering. Nothing heads itself, whatever its score. Cubic in `n` where the best heads
/// are no tree.
pub fn decode(scores: &[f32], n: usize) -> Vec<usize> {
    let score = |d: usize, h: usize| match f64::from(scores[d * (n + 1) + h]) {
        _ if h == d + 1 => NEVER,
        score if score.is_finite() => score.max(NEVER / 2.0),
        _ => NEVER / 2.0,
    };
    let best = |d: usize| (0..=n).fold(0, |a, h| if score(d, h) > score(d, a) { h } else { a });
    let heads: Vec<usize> = (0..n).map(best).collect();
    if n == 0 || is_tree(&heads) { heads } else { Spans::fill(&score, n).heads(&score) }
}

/// One root above all, and every other arc spans nothing but words below its head.
fn is_tree(heads: &[usize]) -> bool {
    let above = |v: usize| std::iter::successors(Some(v), |&v| (v > 0).then(|| heads[v - 1])).take(heads.len() + 1);
    let reaches = |v: usize, head: usize| above(v).any(|a| a == head);
    let covers = |d: usize, h: usize| h == 0 || (h.min(d)..h.max(d)).all(|v| reaches(v, h));
    let hangs_well = |(i, &h): (usize, &usize)| reaches(i + 1, 0) && covers(i + 1, h);
    heads.iter().filter(|&&h| h == 0).count() == 1 && heads.iter().enumerate().all(hangs_well)
}

/// What a span of words from `i` to `j` is: a finished half-tree whose head is its last or first word, or one with an arc between both
/// ends whose dependent still lacks what lies on its other side.
#[derive(Clone, Copy)]
enum Kind {
    HeadedByLast,
    HeadedByFirst,
    ArcFromLast,
    ArcFromFirst,
}

/// The best score of every span and kind, and the word after which it is put together from two smaller ones.
struct Spans {
    n: usize,
    best: Vec<(f64, usize)>,
}

impl Spans {
    fn fill(score: &impl Fn(usize, usize) -> f64, n: usize) -> Spans {
        use Kind::{ArcFromFirst, ArcFromLast, HeadedByFirst, HeadedByLast};
        let mut spans = Spans { n, best: vec![(0.0, 0); 4 * n * n] };
        for (i, j) in (1..n).flat_map(|width| (0..n - width).map(move |i| (i, i + width))) {
            let (inner, k) = highest(i..j, |k| spans.of(HeadedByFirst, i, k) + spans.of(HeadedByLast, k + 1, j));
            spans.set(ArcFromLast, i, j, (inner + score(i, j + 1), k));
            spans.set(ArcFromFirst, i, j, (inner + score(j, i + 1), k));
            let last = highest(i..j, |k| spans.of(HeadedByLast, i, k) + spans.of(ArcFromLast, k, j));
            spans.set(HeadedByLast, i, j, last);
            let first = highest(i + 1..j + 1, |k| spans.of(ArcFromFirst, i, k) + spans.of(HeadedByFirst, k, j));
            spans.set(HeadedByFirst, i, j, first);
        }
        spans
    }

    fn index(&self, kind: Kind, i: usize, j: usize) -> usize {
        (kind as usize * self.n + i) * self.n + j
    }

    fn of(&self, kind: Kind, i: usize, j: usize) -> f64 {
        self.best[self.index(kind, i, j)].0
    }

    fn set(&mut self, kind: Kind, i: usize, j: usize, best: (f64, usize)) {
        let index = self.index(kind, i, j);
        self.best[index] = best;
    }

    /// Heads of the best tree: the root is the word with the best half-trees on both of its sides.
    fn heads(&self, score: &impl Fn(usize, usize) -> f64) -> Vec<usize> {
        let last = self.n - 1;
        let (_, root) = highest(0..self.n, |r| self.of(Kind::HeadedByLast, 0, r) + self.of(Kind::HeadedByFirst, r, last) + score(r, 0));
        let mut heads = vec![0; self.n];
        let mut open = vec![(Kind::HeadedByLast, 0, root), (Kind::HeadedByFirst, root, last)];
        while let Some((kind, i, j)) = open.pop() {
            if i == j {
                continue;
            }
            let k = self.best[self.index(kind, i, j)].1;
            match kind {
                Kind::HeadedByLast => open.extend([(Kind::HeadedByLast, i, k), (Kind::ArcFromLast, k, j)]),
                Kind::HeadedByFirst => open.extend([(Kind::ArcFromFirst, i, k), (Kind::HeadedByFirst, k, j)]),
                Kind::ArcFromLast | Kind::ArcFromFirst => {
                    let (dependent, head) = if matches!(kind, Kind::ArcFromLast) { (i, j) } else { (j, i) };
                    heads[dependent] = head + 1;
                    open.extend([(Kind::HeadedByFirst, i, k), (Kind::HeadedByLast, k + 1, j)]);
                }
            }
        }
        heads
    }
}

/// The highest value and where it is first reached.
fn highest(of: std::ops::Range<usize>, value: impl Fn(usize) -> f64) -> (f64, usize) {
    let values = of.map(|k| (value(k), k));
    values.reduce(|a, b| if b.0 > a.0 { b } else { a }).unwrap_or((NEVER, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Best total over all head choices that are trees with one root and no crossing.
    fn brute_force(scores: &[f32], n: usize) -> f32 {
        let choices = (0..(n + 1).pow(n as u32)).map(|code| (0..n).map(|d| code / (n + 1).pow(d as u32) % (n + 1)).collect::<Vec<usize>>());
        let total = |heads: &Vec<usize>| heads.iter().enumerate().map(|(d, h)| scores[d * (n + 1) + h]).sum();
        choices.filter(|heads| is_tree(heads)).map(|heads| total(&heads)).fold(f32::MIN, f32::max)
    }

    #[test]
    fn the_best_tree_is_found() {
        let mut state = 7u64;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 40) % 1000) as f32 / 100.0
        };
        for n in (1..=5).cycle().take(300) {
            let scores: Vec<f32> = (0..n * (n + 1)).map(|_| random()).collect();
            let heads = decode(&scores, n);
            assert!(is_tree(&heads), "{heads:?}");
            let total: f32 = heads.iter().enumerate().map(|(d, &h)| scores[d * (n + 1) + h]).sum();
            assert!((total - brute_force(&scores, n)).abs() < 1e-3, "{scores:?}");
        }
    }

    #[test]
    fn crossing_arcs_and_rings_are_no_trees() {
        assert!(is_tree(&[2, 0, 2, 3]));
        assert!(!is_tree(&[3, 0, 2, 2]), "1 under 3 crosses 2 under the root");
        assert!(!is_tree(&[2, 1, 0]), "a ring");
        assert!(!is_tree(&[0, 0]), "two roots");
        assert!(!is_tree(&[3, 4, 0, 3]), "crossing arcs");
    }

    #[test]
    fn degenerate_scores_still_give_a_tree() {
        for value in [0.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -1e30] {
            assert!(is_tree(&decode(&[value; 4 * 5], 4)));
        }
        assert!(decode(&[], 0).is_empty());
        assert_eq!(decode(&[-5.0, 9.0], 1), [0]);
    }
}
