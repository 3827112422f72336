//! Places in text: byte ranges, code-point offsets, and the way back from cleaned text to its source.
//!
//! Inside the library every position is a **byte offset** into the article's cleaned text; on the way out
//! (JSON, RDF) it becomes a **code-point offset**, because that is what other languages count.
//!
//! ```
//! use dateline::text::{CodePoints, TextRange};
//!
//! let text = "Zoë met Xi";
//! let range = TextRange::new(5, 8);
//! assert_eq!(range.of(text), "met");
//! assert_eq!(CodePoints::new(text).range(range), (4, 7)); // `ë` is two bytes, one code point
//! ```

mod code_points;
mod fingerprint;
mod normalize;
mod offset_map;
mod quotations;
mod range;

pub use code_points::CodePoints;
pub use fingerprint::{Fingerprint, NoFingerprint};
pub use normalize::{folded, normalized};
pub use offset_map::OffsetMap;
pub use quotations::quotations;
pub use range::TextRange;
