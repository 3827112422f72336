//! The way back from cleaned text to the source file: cleaned `"a & b"` from `"<p>a &amp; b</p>"`.

use super::TextRange;

/// Maps byte offsets of a cleaned text to code-point offsets of the decoded source it came from.
///
/// It is a list of runs, in order of the cleaned text; within a run cleaned and source text are the same,
/// between runs the source had something that the cleaned text has not (tags, entities, spaces).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// First byte in the cleaned text.
    clean: u32,
    /// First code point in the source.
    source: u32,
    /// Code points of the source for each one of the cleaned text: 1, or the length of an entity such as `&amp;`.
    step: u32,
}

/// Bytes of the longest run that [`OffsetMap::push_text`] makes; keeps look-ups short in long texts.
const LONGEST_RUN: usize = 256;

impl OffsetMap {
    /// A map that says: cleaned text and source are the same.
    pub fn identity() -> Self {
        Self::default()
    }

    /// Adds a run: from byte `clean` of the cleaned text on, text is taken from code point `source` of the source.
    /// Runs must be added in rising order of `clean`; one at the same place replaces the last.
    pub fn push(&mut self, clean: usize, source: usize) {
        self.push_wide(clean, source, 1);
    }

    /// Adds a run like [`OffsetMap::push`] whose characters each stand for `step` code points of the source, as `&` does for `&amp;`.
    pub fn push_wide(&mut self, clean: usize, source: usize, step: usize) {
        let run = Run { clean: clean as u32, source: source as u32, step: step as u32 };
        if self.runs.last().is_some_and(|last| last.clean >= run.clean) {
            self.runs.pop();
        }
        self.runs.push(run);
    }

    /// Adds `text`, which stands at byte `clean` of the cleaned text and, unchanged, at code point `source` of the source.
    pub fn push_text(&mut self, text: &str, clean: usize, source: usize) {
        let mut next = 0;
        for (code_point, (byte, _)) in text.char_indices().enumerate() {
            if byte >= next {
                self.push(clean + byte, source + code_point);
                next = byte + LONGEST_RUN;
            }
        }
    }

    /// Code points of the source that the range of `text` (the cleaned text) came from, start and end.
    pub fn source(&self, text: &str, range: TextRange) -> (usize, usize) {
        let start = self.at(text, range.start);
        // The end is found from the last byte of the range, so that a gap right behind it does not count.
        let last = range.of(text).chars().next_back().map_or(0, char::len_utf8) as u32;
        let end = if last == 0 { start } else { self.place(text, range.end - last).1 };
        (start, end.max(start))
    }

    fn at(&self, text: &str, byte: u32) -> usize {
        self.place(text, byte).0
    }

    /// First and one past the last code point of the source for the character at `byte`.
    fn place(&self, text: &str, byte: u32) -> (usize, usize) {
        let index = self.runs.partition_point(|run| run.clean <= byte);
        let run = index.checked_sub(1).map_or(Run { clean: 0, source: 0, step: 1 }, |i| self.runs[i]);
        let between = text.get(run.clean as usize..byte as usize).map_or(0, |t| t.chars().count());
        let start = run.source as usize + between * run.step as usize;
        (start, start + run.step as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_back_over_tags_and_entities() {
        // source: <p>a &amp; b</p>
        let text = "a & b";
        let mut map = OffsetMap::default();
        map.push(0, 3);
        map.push_wide(2, 5, 5);
        map.push(3, 10);
        assert_eq!(map.source(text, TextRange::new(0, 1)), (3, 4));
        assert_eq!(map.source(text, TextRange::new(0, 3)), (3, 10));
        assert_eq!(map.source(text, TextRange::new(4, 5)), (11, 12));
        assert_eq!(OffsetMap::identity().source("é b", TextRange::new(3, 4)), (2, 3));
    }

    #[test]
    fn long_texts_are_cut_into_runs_without_changing_the_map() {
        let text = "né ".repeat(500);
        let mut map = OffsetMap::default();
        map.push_text(&text, 0, 7);
        for (code_point, (byte, c)) in text.char_indices().enumerate() {
            assert_eq!(map.source(&text, TextRange::new(byte, byte + c.len_utf8())), (code_point + 7, code_point + 8));
        }
    }
}
