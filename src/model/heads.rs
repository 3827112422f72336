//! Word vectors -> part of speech, features, lemma, head, relation and name of every word.
//!
//! Example: "Iran tested missiles" gives `Iran PROPN nsubj(2) B-LOC`, `tested VERB root`, `missiles NOUN obj(2)`, lemma
//! `missile`. All heads read the same vectors, so their first layers are one matrix.

use super::encoder::HIDDEN;
use super::kernels::{Isa, Quantised, dispatch, gemm};
use super::lemma::Lemmas;
use super::math::{Columns, argmax, dot, gelu_all, probability, quantise};
use super::names::Names;
use super::weights::{File, Linear, check};
use super::{ModelError, WordAnalysis, tree};
use serde::Deserialize;
use std::ops::Range;

// Columns of the shared first matrix, as `training/export.py` joins them.
const TAG: Range<usize> = 0..384;
const NAME: Range<usize> = 384..640;
const DEPENDENT: Range<usize> = 640..896;
const HEAD: Range<usize> = 896..1152;
/// For labels: two halves of 256, one added and one multiplied.
const LABEL_DEPENDENT: Range<usize> = 1152..1664;
const LABEL_HEAD: Range<usize> = 1664..2176;
const ARC: usize = 256;
const LABEL: usize = 256;

pub struct Heads {
    first: Linear,
    tags: Linear,
    names: Linear,
    arc: Linear,
    labels: Linear,
    upos: Vec<&'static str>,
    xpos: Vec<&'static str>,
    feats: Vec<&'static str>,
    scripts: usize,
    deprels: Vec<&'static str>,
    root: usize,
    lemmas: Lemmas,
    name_tags: Names,
    temperatures: Temperatures,
}

/// Divisors of the scores before they become probabilities, which a network gives too boldly; `training/temperature.py` fits them.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Temperatures {
    upos: f32,
    head: f32,
    name: f32,
}

impl Heads {
    pub fn load(file: &File) -> Result<Heads, ModelError> {
        let scripts = file.strings("scripts")?;
        let deprels = file.strings("deprels")?;
        let root = deprels.iter().position(|d| *d == "root").ok_or(ModelError::Tag { tag: "root".to_owned() })?;
        let heads = Heads {
            first: file.linear("heads")?,
            tags: file.linear("head.tags")?,
            names: file.linear("head.names")?,
            arc: file.linear("head.arc_u")?,
            labels: file.linear("head.labels")?,
            upos: file.strings("upos")?,
            xpos: file.strings("xpos")?,
            feats: file.strings("feats")?,
            lemmas: Lemmas::new(&scripts, &file.strings("known_lemmas")?)?,
            name_tags: Names::new(&file.strings("names")?)?,
            scripts: scripts.len(),
            deprels,
            root,
            temperatures: Temperatures { upos: 1.0, head: 1.0, name: 1.0 },
        };
        let sizes = [heads.upos.len(), heads.xpos.len(), heads.feats.len(), heads.scripts, heads.deprels.len()];
        let tags: usize = sizes[..4].iter().sum();
        check("heads", heads.first.inputs == HIDDEN && heads.first.width() == LABEL_HEAD.end && sizes.iter().all(|&n| n > 0))?;
        check("head.tags", heads.tags.inputs == TAG.len() && heads.tags.outputs == tags)?;
        check("head.names", heads.names.inputs == NAME.len() && heads.names.outputs == heads.name_tags.len())?;
        check("head.arc_u", heads.arc.inputs == ARC && heads.arc.width() == ARC)?;
        check("head.labels", heads.labels.inputs == LABEL && heads.labels.outputs == heads.deprels.len())?;
        Ok(heads)
    }

    /// Probabilities made with the temperatures of a TOML file.
    pub fn with_temperatures(self, toml: &str) -> Result<Heads, ModelError> {
        let temperatures: Temperatures = toml::from_str(toml).map_err(|e| ModelError::Temperatures(e.message().to_owned()))?;
        if [temperatures.upos, temperatures.head, temperatures.name].iter().any(|t| !(0.1..=10.0).contains(t)) {
            return Err(ModelError::Temperatures("each must lie between 0.1 and 10".to_owned()));
        }
        Ok(Heads { temperatures, ..self })
    }

    /// `vectors` has for each sentence a row for the root and then one a word.
    pub fn run(&self, isa: Isa, vectors: &mut [f32], sentences: &[&[&str]]) -> Vec<Vec<WordAnalysis>> {
        let mut q = Quantised::default();
        quantise(isa, vectors, Columns { stride: HIDDEN, start: 0, count: HIDDEN, gelu: false }, &mut q);
        let mut first = Vec::new();
        gemm(isa, &q, &self.first, &mut first);
        let stride = self.first.width();
        let mut second = |range: Range<usize>, w: &Linear| {
            quantise(isa, &mut first, Columns { stride, start: range.start, count: range.len(), gelu: true }, &mut q);
            let mut out = Vec::new();
            gemm(isa, &q, w, &mut out);
            out
        };
        let tags = second(TAG, &self.tags);
        let names = second(NAME, &self.names);
        let dependents = second(DEPENDENT, &self.arc);
        let mut heads: Vec<f32> = first.chunks_exact(stride).flat_map(|row| &row[HEAD]).copied().collect();
        gelu_all(isa, &mut heads);

        // Arcs and trees; `under` is the row of each row's head.
        let mut start = 0;
        let (mut under, mut head_probs) = (Vec::new(), Vec::new());
        let mut scores = Vec::new();
        for words in sentences {
            let n = words.len();
            let rows = start * ARC..(start + n + 1) * ARC;
            arc_scores(isa, &dependents[rows.clone()], &heads[rows], &mut scores);
            let tree = tree::decode(&scores, n);
            under.push(start);
            head_probs.push(1.0);
            for (row, &head) in scores.chunks_exact(n + 1).zip(&tree) {
                under.push(start + head);
                head_probs.push(probability(row, head, self.temperatures.head));
            }
            start += n + 1;
        }

        // Labels of the chosen arcs.
        let mut hidden = vec![0.0; under.len() * LABEL];
        for ((out, row), &head) in hidden.chunks_exact_mut(LABEL).zip(first.chunks_exact(stride)).zip(&under) {
            let (add, multiply) = row[LABEL_DEPENDENT].split_at(LABEL);
            let (head_add, head_multiply) = first[head * stride..(head + 1) * stride][LABEL_HEAD].split_at(LABEL);
            for i in 0..LABEL {
                out[i] = add[i] + head_add[i] + multiply[i] * head_multiply[i];
            }
        }
        quantise(isa, &mut hidden, Columns { stride: LABEL, start: 0, count: LABEL, gelu: true }, &mut q);
        let mut labels = Vec::new();
        gemm(isa, &q, &self.labels, &mut labels);

        let mut out = Vec::with_capacity(sentences.len());
        let mut start = 0;
        for words in sentences {
            let row = |k: usize| start + 1 + k;
            let width = self.names.width();
            let names =
                self.name_tags.decode((0..words.len()).map(|k| &names[row(k) * width..(row(k) + 1) * width]), self.temperatures.name);
            let analyse = |(k, (form, (name, name_prob)))| {
                let r = row(k);
                let head = under[r] - start;
                let labels = &mut labels[r * self.labels.width()..][..self.deprels.len()];
                labels[self.root] = f32::MIN;
                let scores = &tags[r * self.tags.width()..(r + 1) * self.tags.width()];
                self.word(
                    form,
                    scores,
                    WordAnalysis {
                        head: head.checked_sub(1),
                        head_prob: head_probs[r],
                        deprel: if head == 0 { "root" } else { self.deprels[argmax(labels)] },
                        name,
                        name_prob,
                        ..WordAnalysis::default()
                    },
                )
            };
            out.push(words.iter().copied().zip(names).enumerate().map(analyse).collect());
            start += words.len() + 1;
        }
        out
    }

    /// Fills in what the tag scores tell: part of speech, features, lemma.
    fn word(&self, form: &str, scores: &[f32], word: WordAnalysis) -> WordAnalysis {
        let (upos, rest) = scores.split_at(self.upos.len());
        let (xpos, rest) = rest.split_at(self.xpos.len());
        let (feats, rest) = rest.split_at(self.feats.len());
        let tag = argmax(upos);
        let fine = self.xpos[argmax(xpos)];
        WordAnalysis {
            upos: self.upos[tag],
            xpos: fine,
            feats: self.feats[argmax(feats)],
            lemma: self.lemmas.lemma(form, self.upos[tag], fine, argmax(&rest[..self.scripts])),
            tag_prob: probability(upos, tag, self.temperatures.upos),
            ..word
        }
    }
}

dispatch! {
    /// `out[(d - 1) * rows + h]`: word d under h; the root's own row of dependents is skipped.
    fn arc_scores(dependents: &[f32], heads: &[f32], out: &mut Vec<f32>) {
        out.clear();
        for d in dependents.chunks_exact(ARC).skip(1) {
            for h in heads.chunks_exact(ARC) {
                out.push(dot(d, h));
            }
        }
    }
}
