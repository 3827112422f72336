//! Quads → N-Quads, TriG, Turtle, JSON-LD and other RDF syntaxes.

use std::io::{self, Write};

pub use oxigraph::io::RdfFormat;
use oxigraph::io::RdfSerializer;
use oxigraph::model::{Quad, QuadRef, TripleRef};

use super::vocabulary::PREFIXES;

/// Writes the quads. In a syntax without graphs (Turtle, N-Triples, RDF/XML) triples of all graphs are written, each once.
pub fn serialize<'q, W: Write>(quads: impl IntoIterator<Item = &'q Quad>, format: RdfFormat, out: W) -> io::Result<W> {
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, iri) in PREFIXES {
        serializer = serializer.with_prefix(*prefix, *iri).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(out);
    if format.supports_datasets() {
        for quad in quads {
            writer.serialize_quad(QuadRef::from(quad))?;
        }
    } else {
        let mut seen = rustc_hash::FxHashSet::default();
        for quad in quads {
            let triple = TripleRef::from(QuadRef::from(quad));
            if seen.insert(triple) {
                writer.serialize_triple(triple)?;
            }
        }
    }
    writer.finish()
}
