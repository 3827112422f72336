//! From articles to extractions, and from many articles into a store.

mod extractor;

pub use extractor::{Extractor, ExtractorError};
