//! A store → a selection of it → pictures, graph files, tables, timelines, STIX and RDF.
//!
//! ```text
//! (Storm-0558) ──targeted · from 2023-05-15──▶ (US Department of State)
//! (Storm-0558) ┄┄linked to? · hedged · The New York Times┄┄▶ (China)
//! ```
//! [`select`] takes the wanted events out of a store and makes an [`EventGraph`] of them; one function a format writes that.
//! Solid lines are facts; what is hedged, disputed, denied or planned is drawn dashed and says so.

mod columns;
mod cytoscape;
mod dot;
mod graph;
mod layout;
mod measures;
mod mermaid;
mod neighbours;
mod picture;
mod rdf;
mod read;
mod select;
mod stix;
mod style;
mod svg;
mod tables;
mod timeline;
mod xml;

pub use cytoscape::cytoscape;
pub use dot::dot;
pub use graph::{Edge, EdgeKind, EventGraph, Evidence, Node};
pub use measures::{Measures, Rank, measures};
pub use mermaid::mermaid;
pub use neighbours::{around, between};
pub use rdf::quads;
pub use read::{ArticleRow, ClaimRow, EventRow};
pub use select::{Filter, SelectError, Selection, select};
pub use stix::stix;
pub use svg::svg;
pub use tables::{csv, events, neo4j_nodes, neo4j_relationships};
pub use timeline::{icalendar, timeline};
pub use xml::{gexf, graphml};
