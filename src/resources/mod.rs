//! Knowledge that the program reads: the ontology, word lists, frames, the entity registry.

mod control;
mod demo;
mod frames;
mod inflection;
mod lexicon;
mod model;
mod ontology;
mod quantity;

pub use control::Control;
pub use demo::DEMO_FILES;
pub use frames::{BUILT_FRAMES, FRAME_FILES, OPEN_RELATIONS};
pub use inflection::{irregular, irregular_noun, spelling, stems, verb, written_out};
pub use lexicon::{Lexicon, Noun, Pronoun, PronounKind};
pub use model::{COREF, MODEL, TEMPERATURES};
pub use ontology::{EntityClass, EventClass, Ontology, OntologyError, Role, RoleKind, ShortcutRule};
pub use quantity::{exact_number, least, number, numeral};
