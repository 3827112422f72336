//! Sources: a file, folder, page or record → [`Article`]s with cleaned text, metadata and publication date.
//!
//! ```text
//! <p>Blinken left for <a href="…">China</a>.</p>   →   "Blinken left for China."  + link hint + offset map
//! ```

mod article;

pub use article::{Article, Block, BlockKind, DateKind, DocumentDate, Link};
