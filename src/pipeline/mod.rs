//! From articles to extractions, and from many articles into a store.

mod check;
mod extractor;
mod identity;
mod ingest;
mod limits;

pub use check::{CheckReport, check_contexts, check_frames};

pub use extractor::{Extractor, ExtractorError};
pub use identity::{DecisionsError, compact, decide, decisions, doubts, refresh};
pub use ingest::{BATCH, IngestReport, Step, ingest};
