//! From an article to an annotated document; each part adds one layer.

pub mod coref;
mod lexicon;
pub mod names;
