//! Two sets of coreference chains → MUC, B³ and CEAFe, as in the CoNLL 2012 shared task.
//!
//! A mention is any value that compares equal when it is the same (a range of the text). Chains of one mention count as given.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::AddAssign;

/// Numerators and denominators of precision and recall; they can be summed over documents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Ratio {
    pub precision: (f64, f64),
    pub recall: (f64, f64),
}

impl AddAssign for Ratio {
    fn add_assign(&mut self, other: Ratio) {
        for (sum, part) in [(&mut self.precision, other.precision), (&mut self.recall, other.recall)] {
            *sum = (sum.0 + part.0, sum.1 + part.1);
        }
    }
}

impl Ratio {
    /// Precision and recall, 0 to 1.
    pub fn rates(&self) -> (f64, f64) {
        let rate = |(part, whole): (f64, f64)| if whole == 0.0 { 0.0 } else { part / whole };
        (rate(self.precision), rate(self.recall))
    }
}

type Chains<M> = [Vec<M>];

fn chain_of<M: Eq + Hash + Copy>(chains: &Chains<M>) -> HashMap<M, usize> {
    chains.iter().enumerate().flat_map(|(number, chain)| chain.iter().map(move |mention| (*mention, number))).collect()
}

/// Links: how many cuts the other side makes in each chain (Vilain et al. 1995).
pub(super) fn muc<M: Eq + Hash + Copy>(gold: &Chains<M>, found: &Chains<M>) -> Ratio {
    let links = |chains: &Chains<M>, others: &Chains<M>| {
        let other = chain_of(others);
        let kept = |chain: &Vec<M>| {
            let mut parts: Vec<usize> = chain.iter().filter_map(|m| other.get(m).copied()).collect();
            let alone = chain.len() - parts.len();
            parts.sort_unstable();
            parts.dedup();
            chain.len() - parts.len() - alone
        };
        let whole: usize = chains.iter().map(|c| c.len().saturating_sub(1)).sum();
        (chains.iter().map(kept).sum::<usize>() as f64, whole as f64)
    };
    Ratio { precision: links(found, gold), recall: links(gold, found) }
}

/// Mentions: how much of each mention's chain the other side shares (Bagga and Baldwin 1998).
pub(super) fn b_cubed<M: Eq + Hash + Copy>(gold: &Chains<M>, found: &Chains<M>) -> Ratio {
    let shares = |chains: &Chains<M>, others: &Chains<M>| {
        let other = chain_of(others);
        let share = |chain: &Vec<M>| {
            let mut sizes: HashMap<usize, usize> = HashMap::new();
            chain.iter().filter_map(|m| other.get(m)).for_each(|number| *sizes.entry(*number).or_default() += 1);
            let mut squares: Vec<usize> = sizes.into_values().map(|n| n * n).collect();
            squares.sort_unstable();
            squares.into_iter().sum::<usize>() as f64 / chain.len().max(1) as f64
        };
        (chains.iter().map(share).sum::<f64>(), chains.iter().map(Vec::len).sum::<usize>() as f64)
    };
    Ratio { precision: shares(found, gold), recall: shares(gold, found) }
}

/// Chains: the best one-to-one pairing by shared mentions (Luo 2005, entity-based).
pub(super) fn ceaf_e<M: Eq + Hash + Copy>(gold: &Chains<M>, found: &Chains<M>) -> Ratio {
    let (rows, columns) = if gold.len() <= found.len() { (gold, found) } else { (found, gold) };
    let column_of = chain_of(columns);
    let gains: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| {
            let mut gains = vec![0.0; columns.len()];
            for column in row.iter().filter_map(|m| column_of.get(m)) {
                gains[*column] += 2.0 / (row.len() + columns[*column].len()) as f64;
            }
            gains
        })
        .collect();
    let best = assignment(&gains);
    Ratio { precision: (best, found.len() as f64), recall: (best, gold.len() as f64) }
}

/// Greatest sum of gains when each row gets a column of its own; there are at least as many columns as rows (Kuhn and Munkres).
fn assignment(gains: &[Vec<f64>]) -> f64 {
    let columns = gains.first().map_or(0, Vec::len);
    // potentials of rows and columns; column 0 is a sentinel, `row_of` holds 1-based rows
    let (mut u, mut v) = (vec![0.0; gains.len() + 1], vec![0.0; columns + 1]);
    let mut row_of = vec![0; columns + 1];
    for row in 1..=gains.len() {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut way = vec![0; columns + 1];
        let mut done = vec![false; columns + 1];
        while row_of[column] != 0 {
            done[column] = true;
            let at = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for j in (1..=columns).filter(|j| !done[*j]) {
                let cost = -gains[at - 1][j - 1] - u[at] - v[j];
                if cost < least[j] {
                    (least[j], way[j]) = (cost, column);
                }
                if least[j] < step {
                    (step, next) = (least[j], j);
                }
            }
            for j in 0..=columns {
                if done[j] {
                    u[row_of[j]] += step;
                    v[j] -= step;
                } else {
                    least[j] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[way[column]];
            column = way[column];
        }
    }
    (1..=columns).filter(|j| row_of[*j] != 0).map(|j| gains[row_of[j] - 1][j - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(ratio: Ratio, precision: f64, recall: f64) {
        let (p, r) = ratio.rates();
        assert!((p - precision).abs() < 1e-9 && (r - recall).abs() < 1e-9, "{p} {r}");
    }

    #[test]
    fn equal_chains_score_one() {
        let chains = vec![vec![1, 2, 3], vec![4, 5]];
        near(muc(&chains, &chains), 1.0, 1.0);
        near(b_cubed(&chains, &chains), 1.0, 1.0);
        near(ceaf_e(&chains, &chains), 1.0, 1.0);
    }

    #[test]
    fn the_example_of_the_reference_scorer() {
        // key {a b c} {d e f g}; response {a b} {c d} {f g h i}
        let gold = vec![vec!['a', 'b', 'c'], vec!['d', 'e', 'f', 'g']];
        let found = vec![vec!['a', 'b'], vec!['c', 'd'], vec!['f', 'g', 'h', 'i']];
        near(muc(&gold, &found), 2.0 / 5.0, 2.0 / 5.0);
        near(b_cubed(&gold, &found), 4.0 / 8.0, (5.0 / 3.0 + 5.0 / 4.0) / 7.0);
        near(ceaf_e(&gold, &found), 1.3 / 3.0, 1.3 / 2.0);
    }

    #[test]
    fn the_best_pairing_is_not_the_greedy_one() {
        assert!((assignment(&[vec![0.9, 0.8, 0.0], vec![0.9, 0.1, 0.0]]) - 1.7).abs() < 1e-9);
        assert_eq!(assignment(&[]), 0.0);
    }
}
