//! Bodies that their nouns tell apart.
//!
//! ```text
//! "The ministry fined the union. The hospital was hit."       the hospital: neither of them
//! "Labour leads. The union called a strike."                  the union: no party
//! "Norton Bank lost data. The lender apologised."             {Norton Bank, The lender}
//! ```

use compact_str::CompactString;
use rustc_hash::FxHashSet;

use super::Context;
use super::clusters::Clusters;
use crate::document::{EntityType, MentionId, MentionKind};

/// Whether a noun says of what kind a body is, and what went before is of another.
pub(super) fn is_of_another_kind(context: &Context, clusters: &Clusters, noun: &str, antecedent: MentionId) -> bool {
    let Context { document, lexicon, .. } = *context;
    let Some(kind) = lexicon.bodies.iter().find(|b| b.nouns.contains(noun)) else { return false };
    let facts = clusters.facts(antecedent);
    let mentions = || facts.mentions.iter().map(|m| &document.mentions[m.index()]);
    let nouns = || mentions().filter(|m| m.kind == MentionKind::Nominal).map(|m| &document.token(m.head).lemma);
    if is_named_by(context, clusters, antecedent, &kind.nouns) || nouns().chain(&facts.attributes).any(|n| kind.nouns.contains(n)) {
        return false;
    }
    // a name that may be of any organisation tells nothing
    let is_telling = |t: &EntityType| t.is_a(EntityType::Organization) && *t != EntityType::Organization;
    let is_other = |t: EntityType| !kind.may_be.iter().any(|k| t.is_a(*k));
    nouns().any(|n| lexicon.bodies.iter().any(|b| b.nouns.contains(n)))
        || facts.is_named && facts.entity_type.filter(is_telling).is_some_and(is_other)
}

/// Whether a name of something has one of the words: `ministry` in `Chile's Foreign Ministry`.
pub(super) fn is_named_by(context: &Context, clusters: &Clusters, id: MentionId, words: &FxHashSet<CompactString>) -> bool {
    let document = context.document;
    let has_word = |name: &str| name.split(' ').any(|word| words.contains(&*word.to_lowercase()));
    let mut mentions = clusters.facts(id).mentions.iter().map(|m| &document.mentions[m.index()]);
    mentions.any(|m| m.kind == MentionKind::Name && has_word(document.text_of(m.span)))
}
