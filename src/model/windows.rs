//! Sentences -> windows the encoder can take, and their analyses joined again.
//!
//! Example: a list of 500 words without a full stop becomes three windows, cut after commas where there are any; the
//! root of each later one hangs on the root before as `parataxis`. Ordinary sentences are one window.

use super::WordAnalysis;
use super::encoder::Pieces;
use super::wordpiece::{Vocabulary, shape};

/// Longest window in words: beyond, arcs are guesses and attention is slow.
const MAX_WORDS: usize = 200;

/// Consecutive words of a sentence with their pieces.
pub struct Window<'a> {
    /// Index of the sentence in the call.
    pub sentence: usize,
    /// Whether the first word is the first of the sentence.
    first: bool,
    pub words: &'a [&'a str],
    pub pieces: Vec<u32>,
    /// Pieces of each word.
    pub counts: Vec<usize>,
}

impl Window<'_> {
    /// Appends the window's pieces, between the marks of BERT.
    pub fn lay_out(&self, vocabulary: &Vocabulary, out: &mut Pieces) {
        out.ids.push(vocabulary.cls);
        out.shapes.push(0);
        for (k, (word, &count)) in self.words.iter().zip(&self.counts).enumerate() {
            out.shapes.extend(std::iter::repeat_n(shape(word, self.first && k == 0), count));
        }
        out.ids.extend(&self.pieces);
        out.ids.push(vocabulary.sep);
        out.shapes.push(0);
    }
}

/// Cuts a sentence so that no window exceeds `limit` pieces with its two marks.
pub fn split<'a>(vocabulary: &Vocabulary, sentence: usize, words: &'a [&'a str], limit: usize) -> Vec<Window<'a>> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let (mut pieces, mut counts) = (Vec::new(), Vec::new());
        for word in &words[start..] {
            let before = pieces.len();
            vocabulary.encode(word, &mut pieces);
            if counts.len() == MAX_WORDS || pieces.len() + 2 > limit {
                pieces.truncate(before);
                break;
            }
            counts.push(pieces.len() - before);
        }
        // More to come: cut after the last sign in the second half, if there is one.
        let taken = counts.len();
        if start + taken < words.len() {
            let sign = |word: &&str| matches!(*word, "." | ";" | "," | ":" | "!" | "?" | "-" | "–" | "—" | ")");
            let half = taken / 2;
            if let Some(k) = words[start + half..start + taken].iter().rposition(sign) {
                counts.truncate(half + k + 1);
                pieces.truncate(counts.iter().sum());
            }
        }
        let end = start + counts.len();
        out.push(Window { sentence, first: start == 0, words: &words[start..end], pieces, counts });
        start = end;
    }
    out
}

/// Appends the words of a further window of a sentence.
pub fn join(sentence: &mut Vec<WordAnalysis>, mut words: Vec<WordAnalysis>) {
    let offset = sentence.len();
    let root = sentence.iter().position(|w| w.head.is_none());
    for word in &mut words {
        match (word.head, root) {
            (Some(head), _) => word.head = Some(head + offset),
            (None, Some(root)) => (word.head, word.deprel) = (Some(root), "parataxis"),
            (None, None) => {}
        }
    }
    sentence.append(&mut words);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_cover_the_sentence() {
        let vocabulary = Vocabulary::new(&["[UNK]", "[CLS]", "[SEP]", "a", ","]).unwrap();
        let mut words = vec!["a"; 450];
        words[150] = ",";
        let windows = split(&vocabulary, 3, &words, 512);
        assert_eq!(windows.iter().map(|w| w.words.len()).collect::<Vec<_>>(), [151, 200, 99]);
        assert!(windows[0].first && !windows[1].first && windows.iter().all(|w| w.sentence == 3));
        let windows = split(&vocabulary, 0, &words, 64);
        assert!(windows.iter().all(|w| w.pieces.len() <= 62));
        assert_eq!(windows.iter().map(|w| w.words.len()).sum::<usize>(), 450);
        assert!(split(&vocabulary, 0, &[], 64).is_empty());
    }

    #[test]
    fn later_roots_hang_on_the_first() {
        let word = |head, deprel| WordAnalysis { head, deprel, ..WordAnalysis::default() };
        let mut sentence = Vec::new();
        join(&mut sentence, vec![word(Some(1), "nsubj"), word(None, "root")]);
        join(&mut sentence, vec![word(None, "root"), word(Some(0), "obj")]);
        let heads: Vec<_> = sentence.iter().map(|w| (w.head, w.deprel)).collect();
        assert_eq!(heads, [(Some(1), "nsubj"), (None, "root"), (Some(1), "parataxis"), (Some(2), "obj")]);
    }
}
