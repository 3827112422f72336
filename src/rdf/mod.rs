//! Events, claims and entities of an article → quads, in the model of `ontology/dateline.ttl`.
//!
//! ```text
//! "Blinken traveled to China on June 16."
//! graph …/graph/article/KEY
//!   …/event/travel-3ab77e41  a dl:Travel ; dl:actor …/person/antony-blinken ; dl:destination …/country/china ;
//!                            dl:date "2023-06-16"^^xsd:date ; dl:status dl:Asserted …
//!   …/claim/2578341f9c       dl:aboutEvent … ; dl:factuality dl:CTpos ; dl:evidence <…/KEY#char=0,37> …
//!   …/person/antony-blinken  dl:travelledTo …/country/china          (with a dl:ShortcutStatement behind it)
//! graph …/graph/entities     names, types and links of Blinken and China
//! ```
//! Only this module makes IRIs. The result depends on nothing but its arguments: no clock, no counters, no randomness.

mod article;
mod edtf;
mod entity;
mod event;
mod fact;
mod hash;
mod iri;
mod serialize;
pub mod vocabulary;
mod writer;

pub use edtf::edtf;
pub use fact::{Fact, facts};
pub use hash::hash_after;
pub use iri::{
    DEFAULT_BASE, Iris, article_iri, base_of, canonical_event_iri, entities_graph, homonym_iri, identity_graph, is_local, ontology_graph,
    slug,
};
pub use serialize::{RdfFormat, serialize};

use oxigraph::model::Quad;

use crate::events::Extraction;
use writer::Writer;

/// What to write.
#[derive(Clone, Debug, PartialEq)]
pub struct RdfOptions {
    /// Under which resources are named; ends in `/`.
    pub base: String,
    /// How much to write.
    pub detail: Detail,
    /// Which asserted events also give a plain triple.
    pub shortcuts: Shortcuts,
    /// Least confidence, 0 to 1, of an event and its claim for a plain triple.
    pub min_confidence: f32,
    /// Whether each plain triple also gets a reifier of RDF 1.2, `?statement rdf:reifies <<( s p o )>>`.
    pub rdf12: bool,
    /// Version of the program, for the record of the extraction.
    pub tool_version: String,
    /// Hash of the frames and word lists, for the record of the extraction.
    pub frame_set: String,
}

impl Default for RdfOptions {
    fn default() -> Self {
        Self {
            base: DEFAULT_BASE.into(),
            detail: Detail::Normal,
            shortcuts: Shortcuts::Attributed,
            min_confidence: 0.5,
            rdf12: false,
            tool_version: env!("CARGO_PKG_VERSION").into(),
            frame_set: String::new(),
        }
    }
}

/// How much to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Events, claims, the text and the dates they rest on.
    #[default]
    Normal,
    /// Besides: every mention, every time expression, links, frames, all aliases, selectors of the Web Annotation model, and what
    /// goes without saying in claims.
    Full,
}

/// Which asserted events also give a plain triple.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shortcuts {
    /// Those that somebody states as certain: the article or a source it names.
    #[default]
    Attributed,
    /// Those that the article's own voice states as certain.
    OwnVoice,
    /// None.
    Off,
}

/// All quads of an article: its own graph first, then what it adds to the graph of entities. Without duplicates.
pub fn quads(extraction: &Extraction, options: &RdfOptions) -> Vec<Quad> {
    let mut writer = Writer::new(extraction, options);
    article::write(&mut writer);
    event::write(&mut writer);
    entity::write(&mut writer);
    writer.finish()
}
