//! Knowledge that the program reads: the ontology, word lists, frames, the entity registry.

mod ontology;

pub use ontology::{EntityClass, EventClass, Ontology, OntologyError, Role, RoleKind, ShortcutRule};
