#![doc = include_str!("../README.md")]
#![warn(clippy::unwrap_used)]

pub mod annotate;
pub mod calendar;
pub mod cli;
pub mod document;
pub mod eval;
pub mod events;
pub mod export;
pub mod frames;
pub mod identity;
pub mod link;
pub mod model;
pub mod pipeline;
pub mod rdf;
pub mod resources;
pub mod source;
pub mod store;
pub mod text;

pub use export::EventGraph as Graph;
pub use pipeline::Extractor;
pub use store::Store;

/// What most programs that call the library need: `use dateline::prelude::*;`
pub mod prelude {
    pub use crate::document::EntityType;
    pub use crate::events::{Claim, Entity, Event, Extraction, Factuality, Filler, Stance, Status};
    pub use crate::export::{Filter, Selection, select};
    pub use crate::pipeline::{IngestReport, Step, ingest};
    pub use crate::rdf::RdfOptions;
    pub use crate::source::{Article, ReadOptions, open};
    pub use crate::store::{Access, Answer, AnswerFormat, QueryOptions, saved_query};
    pub use crate::{Extractor, Graph, Store};
}
