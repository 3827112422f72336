//! From articles to extractions, and from many articles into a store.

mod check;
mod derived;
mod extractor;
mod ingest;
mod limits;

pub use check::{CheckReport, check_contexts, check_frames};
pub use derived::refresh;
pub use extractor::{Extractor, ExtractorError};
pub use ingest::{BATCH, IngestReport, Step, ingest};
