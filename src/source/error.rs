//! What can be wrong with a source: every message names the place, what is wrong, and what to do about it.

use thiserror::Error;

/// Why a file, stream or record gave no article. `place` is a path, `-` or an origin given by the caller, with `:line` for records.
#[derive(Debug, Error)]
pub enum SourceError {
    /// It cannot be opened or read.
    #[error("{place}: cannot be read: {source}")]
    Io {
        /// Where.
        place: String,
        /// Why.
        source: std::io::Error,
    },
    /// No file has this name, or matches this pattern.
    #[error("{place}: no such file, folder or pattern with a match")]
    NotFound {
        /// The path or pattern.
        place: String,
    },
    /// It is longer than the limit.
    #[error("{place}: longer than the limit of {limit} bytes; raise the limit or split it into JSON lines")]
    TooLarge {
        /// Where.
        place: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// It holds nothing, or only white space.
    #[error("{place}: empty")]
    Empty {
        /// Where.
        place: String,
    },
    /// It is not text.
    #[error("{place}: binary data, not text; give articles as text, HTML or JSON records")]
    Binary {
        /// Where.
        place: String,
    },
    /// It is of a kind that is known but not read.
    #[error("{place}: {what} is not read; give articles as text, HTML or JSON records")]
    Unsupported {
        /// Where.
        place: String,
        /// The kind.
        what: &'static str,
    },
    /// It is not a JSON object with a body.
    #[error("{place}: bad record: {problem}; expected {{\"title\": …, \"published\": …, \"text\": …}}, or name fields with --map")]
    BadRecord {
        /// Where.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// A page without an article in it.
    #[error("{place}: no article found on the page; if it has one, give its text instead")]
    NoArticle {
        /// Where.
        place: String,
    },
}
