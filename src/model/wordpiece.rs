//! Word -> word pieces of the uncased vocabulary, and the word's case shape, which the pieces do not show.
//!
//! Example: `Zürich's` -> the pieces `zurich`, `'`, `s` and the shape *capital*. `training/wordpiece.py` does the same;
//! both sides must agree piece by piece.

use super::chars::{is_ideograph, is_invisible, is_punctuation, plain};
use std::collections::HashMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Pieces kept of one word: the tail of a long address tells nothing.
pub const MAX_PIECES: usize = 12;
/// Longer runs of letters are one unknown piece, as in BERT.
const MAX_CHARS: usize = 100;
/// Case shapes of a word inside a sentence; a second set serves the first word, where a capital says little.
pub const SHAPES: usize = 12;

/// The vocabulary, split into word-initial pieces and continuations (`##s`).
pub struct Vocabulary {
    initial: HashMap<&'static str, u32>,
    inner: HashMap<&'static str, u32>,
    pub unknown: u32,
    pub cls: u32,
    pub sep: u32,
}

impl Vocabulary {
    /// `None` when one of the marks `[UNK]`, `[CLS]`, `[SEP]` is missing.
    pub fn new(pieces: &[&'static str]) -> Option<Vocabulary> {
        let (mut initial, mut inner) = (HashMap::with_capacity(pieces.len()), HashMap::new());
        for (id, piece) in (0u32..).zip(pieces) {
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => inner.insert(rest, id),
                _ => initial.insert(*piece, id),
            };
        }
        let mark = |name| initial.get(name).copied();
        let (unknown, cls, sep) = (mark("[UNK]")?, mark("[CLS]")?, mark("[SEP]")?);
        Some(Vocabulary { initial, inner, unknown, cls, sep })
    }

    /// Appends the pieces of `word` to `out`: at least one, at most [`MAX_PIECES`].
    pub fn encode(&self, word: &str, out: &mut Vec<u32>) {
        // Most words are plain lower-case ASCII and stand in the vocabulary as they are.
        if word.bytes().all(|b| b.is_ascii_lowercase())
            && let Some(&id) = self.initial.get(word)
        {
            out.push(id);
            return;
        }
        let start = out.len();
        let mut run = String::new();
        for c in simplify(word).nfd() {
            if is_combining_mark(c) {
                continue;
            }
            let alone = is_punctuation(c) || is_ideograph(c);
            if alone || c.is_whitespace() {
                self.encode_run(&run, out);
                run.clear();
            }
            if alone {
                run.push(c);
                self.encode_run(&run, out);
                run.clear();
            } else if !c.is_whitespace() {
                run.push(c);
            }
        }
        self.encode_run(&run, out);
        out.truncate(start + MAX_PIECES);
        if out.len() == start {
            out.push(self.unknown);
        }
    }

    /// Longest match first; a run that cannot be covered is unknown as a whole.
    fn encode_run(&self, run: &str, out: &mut Vec<u32>) {
        if run.is_empty() {
            return;
        }
        if run.chars().nth(MAX_CHARS).is_some() {
            return out.push(self.unknown);
        }
        let (before, mut start) = (out.len(), 0);
        while start < run.len() {
            let pieces = if start == 0 { &self.initial } else { &self.inner };
            let ends = run[start..].char_indices().rev().map(|(i, c)| start + i + c.len_utf8());
            let found = ends.into_iter().find_map(|end| Some((end, *pieces.get(&run[start..end])?)));
            let Some((end, id)) = found else {
                out.truncate(before);
                return out.push(self.unknown);
            };
            out.push(id);
            start = end;
        }
    }
}

/// Lower case, typographic variants made plain, invisible characters dropped.
fn simplify(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    for c in word.chars().filter(|&c| !is_invisible(c)) {
        match plain(c) {
            Some(sign) => text.push_str(sign),
            None => text.push(c),
        }
    }
    text.to_lowercase()
}

/// Index of the word's case shape; see `SHAPES` in `training/wordpiece.py` for the names.
pub fn shape(word: &str, first: bool) -> usize {
    let (mut upper, mut lower, mut digit, mut alpha, mut length) = (0, 0, 0, 0, 0);
    let mut head_is_upper = None;
    for c in word.chars() {
        length += 1;
        if c.is_uppercase() {
            upper += 1;
            head_is_upper.get_or_insert(true);
        } else if c.is_lowercase() {
            lower += 1;
            head_is_upper.get_or_insert(false);
        }
        digit += usize::from(c.is_numeric());
        alpha += usize::from(c.is_alphabetic());
    }
    let index = match (digit, upper, lower) {
        (1.., 0, 0) if digit == length => 6,
        (1.., 0, 0) => 7,
        (1.., _, _) => 8,
        (0, 0, 0) if alpha > 0 => 10,
        (0, 0, 0) => 9,
        (0, 0, _) => 1,
        (0, 1, 0) => 3,
        (0, _, 0) => 4,
        (0, 1, _) if head_is_upper == Some(true) => 2,
        (0, _, _) => 5,
    };
    index + if first { SHAPES } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(word: &str) -> Vec<u32> {
        let vocabulary = Vocabulary::new(&["[UNK]", "[CLS]", "[SEP]", "zurich", "'", "s", "play", "##ing", ".", "国"]).unwrap();
        let mut out = Vec::new();
        vocabulary.encode(word, &mut out);
        out
    }

    #[test]
    fn words_become_pieces() {
        assert_eq!(pieces("Zürich’s"), [3, 4, 5]);
        assert_eq!(pieces("PLAYING"), [6, 7]);
        assert_eq!(pieces("playingx"), [0]);
        assert_eq!(pieces("…"), [8, 8, 8]);
        assert_eq!(pieces("国国"), [9, 9]);
        assert_eq!(pieces(""), [0]);
        assert_eq!(pieces("\u{200b}"), [0]);
        assert_eq!(pieces(&"s.".repeat(40)).len(), MAX_PIECES);
        assert_eq!(pieces(&"s".repeat(101)), [0]);
    }

    #[test]
    fn shapes_tell_case() {
        let shapes = ["lower", "Capital", "A", "NATO", "iPhone", "2024", "3.5", "F-16", "--", "国", "'Tis"];
        let found: Vec<_> = shapes.iter().map(|w| shape(w, false)).collect();
        assert_eq!(found, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 2]);
        assert_eq!(shape("Capital", true), 2 + SHAPES);
    }
}
