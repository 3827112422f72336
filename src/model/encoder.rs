//! The encoder: word pieces -> one vector of 384 floats a piece, through six layers of self-attention.
//!
//! Example: the pieces of two sentences, one after the other, are one matrix for all projections; attention alone looks
//! at where a sentence starts and ends. So nothing is padded, and a sentence never feels its neighbours.

use super::ModelError;
use super::kernels::{Isa, Quantised, dispatch, gemm};
use super::math::{Columns, LANES, add_and_norm, exp, fold, larger, norm, quantise};
use super::weights::{File, Linear, Table, check};
use std::ops::Range;

pub const HIDDEN: usize = 384;
const HEADS: usize = 12;
const HEAD: usize = HIDDEN / HEADS;

struct Norm {
    gain: Vec<f32>,
    bias: Vec<f32>,
}

struct Layer {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    inner: Linear,
    outer: Linear,
    norm2: Norm,
}

pub struct Encoder {
    words: Table,
    positions: Table,
    shapes: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

/// The pieces of some sentences, one after the other, marks included.
#[derive(Default)]
pub struct Pieces {
    pub ids: Vec<u32>,
    pub shapes: Vec<usize>,
    pub sentences: Vec<Range<usize>>,
}

impl Encoder {
    pub fn load(file: &File, vocabulary: usize, shapes: usize) -> Result<Encoder, ModelError> {
        let norm = |name: &str| {
            let part = |p: &str| file.floats(&format!("{name}.{p}"), HIDDEN);
            let out = Norm { gain: part("gain")?, bias: part("bias")? };
            check(name, out.gain.len() == HIDDEN && out.bias.len() == HIDDEN)?;
            Ok::<_, ModelError>(out)
        };
        let linear = |name: String, inputs: usize, outputs: Option<usize>| {
            let out = file.linear(&name)?;
            check(&name, out.inputs == inputs && outputs.is_none_or(|n| n == out.outputs && n == out.width()))?;
            Ok::<_, ModelError>(out)
        };
        let mut layers = Vec::new();
        while file.has(&format!("layer{}.qkv", layers.len())) {
            let p = format!("layer{}", layers.len());
            let inner = linear(format!("{p}.inner"), HIDDEN, None)?;
            check(&p, inner.outputs == inner.width())?;
            layers.push(Layer {
                qkv: linear(format!("{p}.qkv"), HIDDEN, Some(3 * HIDDEN))?,
                out: linear(format!("{p}.out"), HIDDEN, Some(HIDDEN))?,
                norm1: norm(&format!("{p}.norm1"))?,
                outer: linear(format!("{p}.outer"), inner.outputs, Some(HIDDEN))?,
                inner,
                norm2: norm(&format!("{p}.norm2"))?,
            });
        }
        let encoder = Encoder {
            words: file.table("words", HIDDEN)?,
            positions: file.table("positions", HIDDEN)?,
            shapes: file.floats("shapes", HIDDEN)?,
            norm: norm("norm")?,
            layers,
        };
        check("words", encoder.words.rows() == vocabulary)?;
        check("shapes", encoder.shapes.len() == shapes * HIDDEN)?;
        Ok(encoder)
    }

    /// Longest sentence in pieces, marks included.
    pub fn window(&self) -> usize {
        self.positions.rows()
    }

    /// One vector a piece.
    pub fn run(&self, isa: Isa, pieces: &Pieces) -> Vec<f32> {
        let mut x = vec![0.0; pieces.ids.len() * HIDDEN];
        for range in &pieces.sentences {
            for (position, at) in range.clone().enumerate() {
                let row = &mut x[at * HIDDEN..(at + 1) * HIDDEN];
                let shape = pieces.shapes[at];
                row.copy_from_slice(&self.shapes[shape * HIDDEN..(shape + 1) * HIDDEN]);
                self.words.add_row(pieces.ids[at] as usize, row);
                self.positions.add_row(position, row);
            }
        }
        norm(isa, &mut x, &self.norm.gain, &self.norm.bias);
        let (mut q, mut wide, mut narrow) = (Quantised::default(), Vec::new(), Vec::new());
        let mut room = Vec::new();
        let all = |columns| Columns { stride: columns, start: 0, count: columns, gelu: false };
        for layer in &self.layers {
            quantise(isa, &mut x, all(HIDDEN), &mut q);
            gemm(isa, &q, &layer.qkv, &mut wide);
            narrow.clear();
            narrow.resize(x.len(), 0.0);
            for range in &pieces.sentences {
                let rows = &wide[range.start * 3 * HIDDEN..range.end * 3 * HIDDEN];
                attend(isa, rows, &mut narrow[range.start * HIDDEN..range.end * HIDDEN], &mut room);
            }
            quantise(isa, &mut narrow, all(HIDDEN), &mut q);
            gemm(isa, &q, &layer.out, &mut wide);
            add_and_norm(isa, &mut x, &wide, &layer.norm1.gain, &layer.norm1.bias);
            quantise(isa, &mut x, all(HIDDEN), &mut q);
            gemm(isa, &q, &layer.inner, &mut wide);
            quantise(isa, &mut wide, Columns { gelu: true, ..all(layer.inner.outputs) }, &mut q);
            gemm(isa, &q, &layer.outer, &mut narrow);
            add_and_norm(isa, &mut x, &narrow, &layer.norm2.gain, &layer.norm2.bias);
        }
        x
    }
}

dispatch! {
    /// Self-attention of one sentence: rows of queries, keys, values (384 each) -> rows of 384. `room` is scratch.
    fn attend(qkv: &[f32], out: &mut [f32], room: &mut Vec<f32>) {
        let n = qkv.len() / (3 * HIDDEN);
        // Keys are laid out by dimension and padded to whole lanes, so that a query meets 16 keys at a time.
        let padded = n.next_multiple_of(LANES);
        room.clear();
        room.resize((HEAD + 1) * padded, 0.0);
        let (keys, scores) = room.split_at_mut(HEAD * padded);
        let scale = 1.0 / (HEAD as f32).sqrt();
        for head in 0..HEADS {
            let column = head * HEAD;
            for (j, row) in qkv.chunks_exact(3 * HIDDEN).enumerate() {
                for d in 0..HEAD {
                    keys[d * padded + j] = row[HIDDEN + column + d] * scale;
                }
            }
            for (row, out) in qkv.chunks_exact(3 * HIDDEN).zip(out.chunks_exact_mut(HIDDEN)) {
                scores.fill(0.0);
                // Four dimensions at a time: the scores are read and written a quarter as often.
                for (q, keys) in row[column..column + HEAD].as_chunks::<4>().0.iter().zip(keys.chunks_exact(4 * padded)) {
                    let (k01, k23) = keys.split_at(2 * padded);
                    let ((k0, k1), (k2, k3)) = (k01.split_at(padded), k23.split_at(padded));
                    for ((((s, k0), k1), k2), k3) in scores.iter_mut().zip(k0).zip(k1).zip(k2).zip(k3) {
                        *s = *s + q[0] * k0 + q[1] * k1 + q[2] * k2 + q[3] * k3;
                    }
                }
                scores[n..].fill(f32::MIN);
                let total = exponentials(scores);
                let mut sum = [0.0f32; HEAD];
                for (p, rows) in scores[..n].chunks(4).zip(qkv.chunks(4 * 3 * HIDDEN)) {
                    let values = |j: usize| -> &[f32] { &rows[j * 3 * HIDDEN + 2 * HIDDEN + column..][..HEAD] };
                    if let [p0, p1, p2, p3] = p {
                        let (v0, v1, v2, v3) = (values(0), values(1), values(2), values(3));
                        for i in 0..HEAD {
                            sum[i] = sum[i] + p0 * v0[i] + p1 * v1[i] + p2 * v2[i] + p3 * v3[i];
                        }
                    } else {
                        for (j, p) in p.iter().enumerate() {
                            for (sum, v) in sum.iter_mut().zip(values(j)) {
                                *sum += p * v;
                            }
                        }
                    }
                }
                for (o, sum) in out[column..column + HEAD].iter_mut().zip(sum) {
                    *o = sum / total;
                }
            }
        }
    }
}

/// Scores of a query -> e to their distance from the largest; returns the sum. The length is a multiple of [`LANES`].
#[inline(always)]
fn exponentials(scores: &mut [f32]) -> f32 {
    let mut tops = [f32::MIN; LANES];
    for s in scores.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            tops[i] = larger(s[i], tops[i]);
        }
    }
    let top = fold(tops, larger);
    let mut sums = [0.0f32; LANES];
    for s in scores.as_chunks_mut::<LANES>().0 {
        for i in 0..LANES {
            s[i] = exp(s[i] - top);
            sums[i] += s[i];
        }
    }
    fold(sums, |a, b| a + b)
}
