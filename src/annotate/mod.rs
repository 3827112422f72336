//! Annotation: [`Article`](crate::source::Article) → [`Document`](crate::document::Document), layer by layer.
//!
//! ```text
//! text ─ tokens, sentences ─ tags, lemmas, tree, name tags (model) ─ mentions ─ time expressions ─ chains
//! ```

mod language;
mod sentences;
mod tmp;
mod tokens;
pub use tmp::{find_chains, find_mentions, find_times};
pub use tokens::tokenize;

pub use language::apply_model;
