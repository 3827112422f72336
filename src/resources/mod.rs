//! Knowledge that the program reads: the ontology, word lists, frames, the entity registry.

mod frames;
mod model;
mod ontology;

pub use frames::FRAME_FILES;
pub use model::MODEL;
pub use ontology::{EntityClass, EventClass, Ontology, OntologyError, Role, RoleKind, ShortcutRule};
