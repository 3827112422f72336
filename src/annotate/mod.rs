//! `Article` → `Document`, a layer a module: tokens and sentences, …, time expressions.

mod sentences;
mod time;
mod tokens;

pub use time::{find_times, timex_value};
pub use tokens::tokenize;
