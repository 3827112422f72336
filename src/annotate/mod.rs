//! Annotation: [`Article`](crate::source::Article) → [`Document`](crate::document::Document), layer by layer.
//!
//! ```text
//! text ─ tokens, sentences ─ tags, lemmas, tree, name tags (model) ─ mentions ─ time expressions ─ chains
//! ```

mod language;
pub mod tokens_tmp;

pub use language::apply_model;
