//! Who can speak, and whose word a document is.
//!
//! ```text
//! "Bell's report found …"   report → Bell      "the siege continues"   siege → nobody
//! ```

use super::compile::FrameSet;
use super::syntax::Syntax;
use crate::document::{EntityType, TokenId};

/// Whether the phrase means people, a body, or a place that has a voice: `the hospital said`, `her office said`.
pub fn can_speak(syntax: &Syntax<'_>, token: TokenId) -> bool {
    let entity_type = syntax.mentioned(token).map(|m| syntax.document.type_of(m));
    entity_type.is_some_and(|t| t.is_a(EntityType::Agent) || matches!(t, EntityType::City | EntityType::Facility | EntityType::Entity))
}

/// A word for something written, or for people: a `report`, a `source`.
pub fn is_document(syntax: &Syntax<'_>, frames: &FrameSet, token: TokenId) -> bool {
    frames.is_listed(syntax.lemma(token), "speaker")
}

/// Bell in `Bell's report`, the speaker in `our investigation`: whose word a document is.
pub fn author_of(syntax: &Syntax<'_>, document: TokenId) -> Option<TokenId> {
    let owner = || syntax.authors(document).into_iter().find(|p| can_speak(syntax, *p) || syntax.has_feature(*p, "Person=1"));
    // "a Defense Department news release"
    let publisher = || syntax.children_by(document, "compound").find(|c| syntax.mention(*c).is_some() && can_speak(syntax, *c));
    owner().or_else(publisher)
}
