//! A store → a graph of entities and the relations between them → DOT, SVG, GraphML, CSV.
//!
//! ```text
//! (Storm-0558) ──targeted · from 2023-05-15──▶ (US Department of State)
//! (Storm-0558) ┄┄linked to? · hedged · The New York Times┄┄▶ (China)
//! ```
//! Solid lines are facts; what is hedged, disputed, denied or planned is drawn dashed and says so.

mod dot;
mod graph;
mod layout;
mod style;
mod svg;
mod tables;

pub use dot::dot;
pub use graph::{Edge, EdgeKind, EventGraph, Evidence, GraphOptions, Node, build};
pub use svg::svg;
pub use tables::{csv, graphml};
