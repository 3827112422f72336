//! `Article` → `Document`, a layer a module: tokens and sentences, …, time expressions.

mod sentences;
mod tokens;

pub use tokens::tokenize;
