//! Annotation: [`Article`](crate::source::Article) → [`Document`](crate::document::Document), layer by layer.
//!
//! ```text
//! text ─ tokens, sentences ─ tags, lemmas, tree, name tags (model) ─ mentions ─ time expressions ─ chains
//! ```

mod coref;
mod language;
mod names;
mod repair;
mod sentences;
mod time;
mod tokens;

pub use coref::{COREF_FEATURES, CorefSample, coref_samples, find_chains};
pub use language::apply_model;
pub use names::find_mentions;
pub use repair::repair_trees;
pub use time::{find_times, timex_type, timex_value};
pub use tokens::tokenize;
