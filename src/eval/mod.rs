//! Figures for every layer: gold files that others annotated, and what the program makes of the same text → [`Report`]s.
//!
//! ```text
//! events/*.json   ─ events      ┐
//! *.conllu        ─ parse       │
//! *.iob2          ─ names       ├─> Report: rows of right / found / gold, and a list of what is missed or spurious
//! *.tsv           ─ dates, plover, gap
//! CASIE, MEANTIME ─ casie, meantime
//! *.conll         ─ coref       ┘
//! ```
//!
//! The corpora have classes, roles and labels of their own; `data/eval/` says which of ours answer to them.

mod calibration;
mod casie;
mod chains;
mod columns;
mod coref;
mod dates;
mod error;
mod events;
mod gap;
mod input;
mod mapping;
mod meantime;
mod names;
mod naming;
mod parse;
mod plover;
mod report;
mod treebank;

pub use casie::casie;
pub use coref::coref;
pub use dates::{meantime_dates, timenorm};
pub use error::EvalError;
pub use events::events;
pub use gap::gap;
pub use meantime::meantime;
pub use names::{NameLayer, names};
pub use parse::{parse_gold_tokens, parse_raw};
pub use plover::plover;
pub use report::{Counts, Figure, Miss, MissKind, Report, Row};
