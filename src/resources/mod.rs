//! The files of `data/` and `ontology/`: embedded in the binary, checked when loaded.

mod ontology;

pub use ontology::Ontology;
