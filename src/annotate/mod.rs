//! `Article` → `Document`, a layer a module: tokens and sentences, mentions, time expressions, coreference chains.

mod coref;
mod lexicon;
mod names;
mod sentences;
mod time;
mod tokens;

pub use coref::find_chains;
pub use names::find_mentions;
pub use time::{find_times, timex_value};
pub use tokens::tokenize;
