//! From articles to extractions, and from many articles into a store.

mod check;
mod extractor;
mod ingest;

pub use check::{CheckReport, check_frames};
pub use extractor::{Extractor, ExtractorError};
pub use ingest::{BATCH, IngestReport, Step, ingest};
