//! Sources: a file, folder, page or record → [`Article`]s with cleaned text, metadata and publication date.
//!
//! ```text
//! <p>Blinken left for <a href="…">China</a>.</p>   →   "Blinken left for China."  + link hint + offset map
//! ```
//!
//! [`open`] finds and reads files, [`read_bytes`] what is in memory already. The format is told by the content:
//! JSON records (one a line, a list, or one), HTML pages, text with HTML in it, plain text; each also gzipped.

mod article;
mod build;
mod data;
mod dates;
mod decode;
mod error;
mod html;
mod kinds;
mod mixed;
mod open;
mod plain;
mod read;
mod record;
mod text;

pub use article::{Article, Block, BlockKind, DateKind, DocumentDate, Link};
pub use dates::YEAR_HINT_RULE;
pub use error::SourceError;
pub use open::open;
pub use read::{ReadResult, read_bytes};

use crate::calendar::Date;

/// How to read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// The day of publication of everything that is read; wins over what the sources say.
    pub published: Option<Date>,
    /// Fields of records: what they are (`text`, `title`, `published` …) and how this source calls them (dots go into objects).
    pub field_map: Vec<(String, String)>,
    /// Longest source, or line of JSON lines, in bytes after unpacking.
    pub max_bytes: u64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { published: None, field_map: Vec::new(), max_bytes: 64 << 20 }
    }
}
