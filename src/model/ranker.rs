//! The coreference ranker: vectors and features of two mentions → how much speaks for the later one meaning the same as the earlier.
//!
//! Example: for *it* in "Microsoft said it …" the score of *Microsoft* and the score of there being no antecedent; a softmax over all
//! of them gives probabilities. `training/coref.py` makes the weights, and `ranker.tsv`, the scores that it expects.

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
    cut: Vec<f32>,
    cut_bias: Vec<f32>,
    /// Rows of `PAIR + COMPARED + ALONE` outputs for the later mention.
    later: Vec<f32>,
    /// Rows of `PAIR + COMPARED` outputs for the earlier mention.
    earlier: Vec<f32>,
    pair_features: Vec<f32>,
    alone_features: Vec<f32>,
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
        Ok(Ranker {
            cut: sized("cut", CUT, HIDDEN)?,
            cut_bias: sized("cut.bias", 1, CUT)?,
            later: sized("later", PAIR + COMPARED + ALONE, CUT)?,
            earlier: sized("earlier", PAIR + COMPARED, CUT)?,
            pair_features: sized("pair.features", features.0 + 1, PAIR)?,
            alone_features: sized("alone.features", features.1 + 1, ALONE)?,
            pair_out: sized("pair.out", 1, PAIR)?,
            alone_out: sized("alone.out", 1, ALONE)?,
            alone_bias: sized("alone.bias", 1, 1)?[0],
        })
    }

    /// Prepares a mention by the vector of its head.
    pub fn see(&self, vector: &[f32]) -> Seen {
        let mut cut: Vec<f32> = self.cut.chunks_exact(HIDDEN).zip(&self.cut_bias).map(|(row, b)| dot(row, vector) + b).collect();
        cut.iter_mut().for_each(|x| *x = x.max(0.0));
        let times = |rows: &[f32]| rows.chunks_exact(CUT).map(|row| dot(row, &cut)).collect();
        Seen { later: times(&self.later), earlier: times(&self.earlier) }
    }

    /// How much speaks for `later` meaning the same as `earlier`.
    pub fn pair(&self, later: &Seen, earlier: &Seen, features: &[u16]) -> f32 {
        let mut hidden = [0.0; PAIR];
        for ((h, a), b) in hidden.iter_mut().zip(&later.later).zip(&earlier.earlier) {
            *h = a + b;
        }
        add(&mut hidden, &self.pair_features, features);
        dot(&hidden, &self.pair_out) + dot(&later.later[PAIR..PAIR + COMPARED], &earlier.earlier[PAIR..])
    }

    /// How much speaks for a mention having no antecedent.
    pub fn alone(&self, mention: &Seen, features: &[u16]) -> f32 {
        let mut hidden = [0.0; ALONE];
        hidden.copy_from_slice(&mention.later[PAIR + COMPARED..]);
        add(&mut hidden, &self.alone_features, features);
        dot(&hidden, &self.alone_out) + self.alone_bias
    }
}

/// Adds the rows of the features and the last, common one, and cuts what is negative.
fn add<const N: usize>(hidden: &mut [f32; N], table: &[f32], features: &[u16]) {
    const { assert!(N.is_multiple_of(LANES)) }
    let common = table.len() / N - 1;
    for f in features.iter().map(|f| usize::from(*f)).chain([common]) {
        for (h, w) in hidden.iter_mut().zip(&table[f * N..(f + 1) * N]) {
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
            let (later, earlier) = (ranker.see(&vector(k)), ranker.see(&vector(k + 8)));
            assert!((ranker.alone(&later, &features(k, counts.1, 15)) - alone).abs() < 2e-3, "{line}");
            assert!((ranker.pair(&later, &earlier, &features(k, counts.0, 26)) - pair).abs() < 2e-3, "{line}");
            lines += 1;
        }
        assert_eq!(lines, 8);
        assert!(Ranker::from_bytes(crate::resources::COREF, (1, 1)).is_err());
    }
}
