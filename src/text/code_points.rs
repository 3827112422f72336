//! Byte offsets → code-point offsets: byte 5 of `"Zoë met Xi"` is code point 4.

use super::TextRange;

/// Translates byte offsets of one text into code-point offsets (0-based).
///
/// Building it reads the text once; a look-up is constant time plus at most 64 bytes.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `i * STEP`.
    marks: Vec<u32>,
}

const STEP: usize = 64;

impl<'t> CodePoints<'t> {
    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for (i, byte) in text.bytes().enumerate() {
            if i % STEP == 0 {
                marks.push(count);
            }
            count += u32::from(is_first_byte(byte));
        }
        Self { text, marks }
    }

    /// Code points before the byte offset; offsets past the end count as the end.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let mark = (byte / STEP).min(self.marks.len().saturating_sub(1));
        let before = self.marks.get(mark).copied().unwrap_or(0) as usize;
        let rest = &self.text.as_bytes()[(mark * STEP).min(byte)..byte];
        before + rest.iter().filter(|b| is_first_byte(**b)).count()
    }

    /// Start and end of a range in code points.
    pub fn range(&self, range: TextRange) -> (usize, usize) {
        (self.at(range.start as usize), self.at(range.end as usize))
    }
}

fn is_first_byte(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points_on_both_sides_of_a_mark() {
        let text = "é".repeat(100) + "abc";
        let points = CodePoints::new(&text);
        for (code_point, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(byte), code_point);
        }
        assert_eq!(points.at(text.len()), 103);
        assert_eq!(points.at(usize::MAX), 103);
        assert_eq!(CodePoints::new("").at(0), 0);
    }
}
