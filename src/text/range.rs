//! A half-open byte range: `5..8` of `"Zoë met Xi"` is `"met"`.

use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 byte offsets (0-based, end exclusive) into an article's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TextRange {
    /// A range; an end before the start is taken as empty at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        // Articles are limited to 4 GiB at the source, so the cast keeps every offset.
        let (start, end) = (start as u32, end as u32);
        Self { start, end: end.max(start) }
    }

    /// The text inside the range; empty if the range does not lie on character boundaries of `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the range holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: TextRange) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: TextRange) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest range that holds both.
    pub fn join(self, other: TextRange) -> TextRange {
        TextRange { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}
