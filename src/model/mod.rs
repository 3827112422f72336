//! The language model: sentences of words -> tags, lemmas, a dependency tree and names, from one encoder.
//!
//! Example: `model.analyze(&[vec!["Iran", "tested", "missiles", "."]])` says that "Iran" is a proper noun, the subject of
//! "tested" and a location. The weights come from `training/`, which also documents how they were made.
//!
//! A sentence's analysis does not depend on the other sentences of the call, nor on the kind of processor.

mod chars;
mod encoder;
mod heads;
mod kernels;
mod lemma;
mod math;
mod names;
mod ranker;
mod tree;
mod weights;
mod windows;
mod wordpiece;

pub use math::exp;
pub use names::{NameTag, NameType};
pub use ranker::{Anaphor, Ranker, Seen};

use encoder::{Encoder, HIDDEN, Pieces};
use heads::Heads;
use kernels::Isa;
use weights::{File, check};
use windows::Window;
use wordpiece::{SHAPES, Vocabulary};

/// Why a weights file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// Not the format.
    #[error("the data is no weights file: make one with training/export.py")]
    NotAModel,
    /// Another version of the format.
    #[error("weights file has version {found}, this program reads {expected}: export the model again")]
    Version {
        /// That of the file.
        found: u32,
        /// That of the program.
        expected: u32,
    },
    /// The end is missing, or the checksum is wrong.
    #[error("weights file is cut short or damaged: copy it again")]
    Truncated,
    /// A tensor is not there.
    #[error("weights file lacks the tensor {name:?} or has it in another form: export the model again")]
    Missing {
        /// The tensor.
        name: String,
    },
    /// A tensor has another size.
    #[error("tensor {name:?} of the weights file has an unexpected size: export the model again")]
    Shape {
        /// The tensor.
        name: String,
    },
    /// The file of temperatures.
    #[error("temperatures of the model: {0}; write `upos`, `head` and `name`, each a number")]
    Temperatures(String),
    /// A label that the program cannot use.
    #[error("weights file has the unusable label {tag:?}: export the model again")]
    Tag {
        /// The label.
        tag: String,
    },
}

/// What the model says about a sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SentenceAnalysis {
    /// Its words, in order.
    pub words: Vec<WordAnalysis>,
    /// What the encoder makes of each word in its sentence: [`VECTOR`] values a word.
    pub vectors: Vec<f32>,
}

/// Values in the vector of a word.
pub const VECTOR: usize = HIDDEN;

/// What the model says about a word. Labels are those of Universal Dependencies as English-EWT 2.15 uses them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordAnalysis {
    /// Universal part of speech, such as `PROPN`.
    pub upos: &'static str,
    /// Penn Treebank tag, such as `NNP`.
    pub xpos: &'static str,
    /// Morphological features as in CoNLL-U: `Number=Plur`, or `_`.
    pub feats: &'static str,
    /// Dictionary form.
    pub lemma: String,
    /// Probability of `upos`.
    pub tag_prob: f32,
    /// Index of the head word; the one word without is the root.
    pub head: Option<usize>,
    /// Probability of the head among all words of the sentence.
    pub head_prob: f32,
    /// Relation to the head, such as `nsubj:pass`.
    pub deprel: &'static str,
    /// Its part in a name, if it has one.
    pub name: Option<NameTag>,
    /// Probability of `name` (also of there being none) for this word by itself.
    pub name_prob: f32,
}

/// Pieces worked on at a time: enough to read the weights seldom, few enough that the layers stay in cache.
const BATCH: usize = 256;

/// The loaded model; threads can share it.
pub struct Model {
    isa: Isa,
    vocabulary: Vocabulary,
    encoder: Encoder,
    /// Shape vectors added to the words, `2 * SHAPES` rows.
    word_shapes: Vec<f32>,
    heads: Heads,
}

impl Model {
    /// Uses the weights where they lie: `include_bytes!`, or a file read once and leaked.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Model, ModelError> {
        let file = File::parse(bytes)?;
        let pieces = file.strings("vocab")?;
        let word_shapes = file.floats("word_shapes", HIDDEN)?;
        check("shape_names", file.strings("shape_names")?.len() == SHAPES)?;
        check("word_shapes", word_shapes.len() == 2 * SHAPES * HIDDEN)?;
        let mark = || ModelError::Missing { name: "vocab: [UNK], [CLS], [SEP]".to_owned() };
        let encoder = Encoder::load(&file, pieces.len(), 2 * SHAPES)?;
        check("positions", encoder.window() >= 64)?;
        Ok(Model {
            isa: Isa::detect(),
            vocabulary: Vocabulary::new(&pieces).ok_or_else(mark)?,
            encoder,
            word_shapes,
            heads: Heads::load(&file)?,
        })
    }

    /// Probabilities made with the temperatures of a TOML file; without them, each is 1.
    ///
    /// # Errors
    /// A file of another form.
    pub fn with_temperatures(self, toml: &str) -> Result<Model, ModelError> {
        Ok(Model { heads: self.heads.with_temperatures(toml)?, ..self })
    }

    /// Analyses sentences given as lists of words; results in the same order.
    pub fn analyze(&self, sentences: &[Vec<&str>]) -> Vec<SentenceAnalysis> {
        let mut out: Vec<SentenceAnalysis> = sentences.iter().map(|_| SentenceAnalysis::default()).collect();
        let mut batch: Vec<Window> = Vec::new();
        let mut size = 0;
        for (index, words) in sentences.iter().enumerate() {
            for window in windows::split(&self.vocabulary, index, words, self.encoder.window()) {
                if size + window.pieces.len() > BATCH && !batch.is_empty() {
                    self.run(&batch, &mut out);
                    batch.clear();
                    size = 0;
                }
                size += window.pieces.len();
                batch.push(window);
            }
        }
        if !batch.is_empty() {
            self.run(&batch, &mut out);
        }
        out
    }

    /// Analyses a batch and appends each window to its sentence.
    fn run(&self, batch: &[Window], out: &mut [SentenceAnalysis]) {
        let mut pieces = Pieces::default();
        for window in batch {
            let start = pieces.ids.len();
            window.lay_out(&self.vocabulary, &mut pieces);
            pieces.sentences.push(start..pieces.ids.len());
        }
        let encoded = self.encoder.run(self.isa, &pieces);
        let mut vectors = self.word_vectors(batch, &pieces, &encoded);
        let words: Vec<&[&str]> = batch.iter().map(|w| w.words).collect();
        let mut start = HIDDEN; // behind the root's row
        for window in batch {
            let end = start + window.words.len() * HIDDEN;
            out[window.sentence].vectors.extend_from_slice(&vectors[start..end]);
            start = end + HIDDEN;
        }
        for (window, words) in batch.iter().zip(self.heads.run(self.isa, &mut vectors, &words)) {
            windows::join(&mut out[window.sentence].words, words);
        }
    }

    /// For each window a row for the root (the vector of `[CLS]`) and one a word: the mean of its pieces, and its shape.
    fn word_vectors(&self, batch: &[Window], pieces: &Pieces, encoded: &[f32]) -> Vec<f32> {
        let rows: usize = batch.iter().map(|w| w.words.len() + 1).sum();
        let mut out = Vec::with_capacity(rows * HIDDEN);
        for (window, range) in batch.iter().zip(&pieces.sentences) {
            let mut at = range.start;
            for count in std::iter::once(1).chain(window.counts.iter().copied()) {
                let start = out.len();
                out.resize(start + HIDDEN, 0.0);
                let row = &mut out[start..];
                for piece in encoded[at * HIDDEN..(at + count) * HIDDEN].chunks_exact(HIDDEN) {
                    for (o, x) in row.iter_mut().zip(piece) {
                        *o += x;
                    }
                }
                let shape = &self.word_shapes[pieces.shapes[at] * HIDDEN..(pieces.shapes[at] + 1) * HIDDEN];
                for (o, s) in row.iter_mut().zip(shape) {
                    *o = *o / count as f32 + s;
                }
                at += count;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests;
