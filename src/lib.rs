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
