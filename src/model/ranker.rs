//! The coreference ranker: vectors and features of two mentions → how much speaks for the later one meaning the same as the earlier.
//!
//! Example: for *it* in "Microsoft said it …" the score of *Microsoft* and the score of there being no antecedent; a softmax over all
//! of them gives probabilities. *He* and *she* have weights of their own, as they are learned from other texts than the rest.
//! `training/coref.py` makes the weights, and `ranker.tsv`, the scores that it expects.

use super::ModelError;
use super::encoder::HIDDEN;
use super::math::{LANES, dot};
use super::weights::{File, check};

/// Width to which the vector of a mention's head is cut.
const CUT: usize = 48;
/// Hidden units of the scorer of a pair.
const PAIR: usize = 64;
/// Hidden units of the scorer of no antecedent.
const ALONE: usize = 32;
/// Dimensions in which two mentions are compared.
const COMPARED: usize = 32;

/// The loaded ranker; threads can share it.
pub struct Ranker {
    persons: Net,
    others: Net,
    pair_features: Vec<f32>,
    alone_features: Vec<f32>,
}

/// What a mention is: the weights by which it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anaphor {
    /// *He* or *she*.
    Person,
    /// Anything else.
    Other,
}

struct Net {
    cut: Vec<f32>,
    cut_bias: Vec<f32>,
    /// Rows of `PAIR + COMPARED + ALONE` outputs for the later mention.
    later: Vec<f32>,
    /// Rows of `PAIR + COMPARED` outputs for the earlier mention.
    earlier: Vec<f32>,
    /// What every pair has in common beside its features.
    pair_common: Vec<f32>,
    alone_common: Vec<f32>,
    pair_out: Vec<f32>,
    alone_out: Vec<f32>,
    alone_bias: f32,
}

/// A mention as the ranker sees it.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    later: Vec<f32>,
    earlier: Vec<f32>,
}

impl Ranker {
    /// Uses the weights of `data/models/en/coref.bin`; `features` are the numbers of features of a pair and of a mention.
    ///
    /// # Errors
    /// If the file is none, or was made for other features.
    pub fn from_bytes(bytes: &'static [u8], features: (usize, usize)) -> Result<Ranker, ModelError> {
        let file = File::parse(bytes)?;
        let sized = |name: &str, rows: usize, columns: usize| {
            let out = file.floats(name, columns)?;
            check(name, out.len() == rows * columns)?;
            Ok::<_, ModelError>(out)
        };
        let net = |whom: &str| {
            let sized = |name: &str, rows: usize, columns: usize| sized(&format!("{whom}.{name}"), rows, columns);
            Ok::<_, ModelError>(Net {
                cut: sized("cut", CUT, HIDDEN)?,
                cut_bias: sized("cut.bias", 1, CUT)?,
                later: sized("later", PAIR + COMPARED + ALONE, CUT)?,
                earlier: sized("earlier", PAIR + COMPARED, CUT)?,
                pair_common: sized("pair.common", 1, PAIR)?,
                alone_common: sized("alone.common", 1, ALONE)?,
                pair_out: sized("pair.out", 1, PAIR)?,
                alone_out: sized("alone.out", 1, ALONE)?,
                alone_bias: sized("alone.bias", 1, 1)?[0],
            })
        };
        Ok(Ranker {
            persons: net("persons")?,
            others: net("others")?,
            pair_features: sized("pair.features", features.0, PAIR)?,
            alone_features: sized("alone.features", features.1, ALONE)?,
        })
    }

    fn net(&self, anaphor: Anaphor) -> &Net {
        if anaphor == Anaphor::Person { &self.persons } else { &self.others }
    }

    /// Prepares a mention by the vector of its head, for the judgement of anaphors of a kind.
    pub fn see(&self, anaphor: Anaphor, vector: &[f32]) -> Seen {
        let net = self.net(anaphor);
        let mut cut: Vec<f32> = net.cut.chunks_exact(HIDDEN).zip(&net.cut_bias).map(|(row, b)| dot(row, vector) + b).collect();
        cut.iter_mut().for_each(|x| *x = x.max(0.0));
        let times = |rows: &[f32]| rows.chunks_exact(CUT).map(|row| dot(row, &cut)).collect();
        Seen { later: times(&net.later), earlier: times(&net.earlier) }
    }

    /// How much speaks for `later` meaning the same as `earlier`.
    pub fn pair(&self, anaphor: Anaphor, later: &Seen, earlier: &Seen, features: &[u16]) -> f32 {
        let net = self.net(anaphor);
        let mut hidden = [0.0; PAIR];
        for ((h, a), b) in hidden.iter_mut().zip(&later.later).zip(&earlier.earlier) {
            *h = a + b;
        }
        add(&mut hidden, &self.pair_features, &net.pair_common, features);
        dot(&hidden, &net.pair_out) + dot(&later.later[PAIR..PAIR + COMPARED], &earlier.earlier[PAIR..])
    }

    /// How much speaks for a mention having no antecedent.
    pub fn alone(&self, anaphor: Anaphor, mention: &Seen, features: &[u16]) -> f32 {
        let net = self.net(anaphor);
        let mut hidden = [0.0; ALONE];
        hidden.copy_from_slice(&mention.later[PAIR + COMPARED..]);
        add(&mut hidden, &self.alone_features, &net.alone_common, features);
        dot(&hidden, &net.alone_out) + net.alone_bias
    }
}

/// Adds the rows of the features and the common one, and cuts what is negative.
fn add<const N: usize>(hidden: &mut [f32; N], table: &[f32], common: &[f32], features: &[u16]) {
    const { assert!(N.is_multiple_of(LANES)) }
    let rows = features.iter().map(|f| &table[usize::from(*f) * N..(usize::from(*f) + 1) * N]);
    for row in rows.chain([common]) {
        for (h, w) in hidden.iter_mut().zip(row) {
            *h += w;
        }
    }
    hidden.iter_mut().for_each(|h| *h = h.max(0.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_those_of_training() {
        let counts = crate::annotate::COREF_FEATURES;
        let ranker = Ranker::from_bytes(crate::resources::COREF, counts).unwrap();
        let vector = |k: usize| (0..HIDDEN).map(|i| (0.37 * (k as f64 + 1.0) * (i as f64 + 1.0)).sin() as f32).collect::<Vec<_>>();
        let features = |k: usize, count: usize, size: usize| (0..size).map(|i| ((131 * k + 57 * i) % count) as u16).collect::<Vec<_>>();
        let mut lines = 0;
        for line in include_str!("ranker.tsv").lines() {
            let mut fields = line.split('\t').map(|f| f.parse::<f32>().unwrap());
            let (k, alone, pair) = (fields.next().unwrap() as usize, fields.next().unwrap(), fields.next().unwrap());
            let whom = if k % 2 == 0 { Anaphor::Person } else { Anaphor::Other };
            let (later, earlier) = (ranker.see(whom, &vector(k)), ranker.see(whom, &vector(k + 8)));
            assert!((ranker.alone(whom, &later, &features(k, counts.1, 15)) - alone).abs() < 2e-3, "{line}");
            assert!((ranker.pair(whom, &later, &earlier, &features(k, counts.0, 26)) - pair).abs() < 2e-3, "{line}");
            lines += 1;
        }
        assert_eq!(lines, 8);
        assert!(Ranker::from_bytes(crate::resources::COREF, (1, 1)).is_err());
    }
}
