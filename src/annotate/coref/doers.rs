//! Whom a noun means that says no more than that somebody did something bad: the last of whom such a deed was told.
//!
//! ```text
//! "Gunmen raided a bank in Leeds. The attackers fled."      {Gunmen, The attackers}
//! "APT-9 broke into Tolmec. The hackers stole emails."      {APT-9, The hackers}
//! "Police shot at rioters. The attackers fled."             the attackers: nobody told of before
//! ```

use super::Context;
use super::clusters::Clusters;
use super::lone::{is_known, modifiers, since};
use crate::document::{EntityType, MentionId, MentionKind, TokenId, is_relation};

/// Sentences back in which the deed is told.
const WITHIN: usize = 3;

/// Kinds of doers that a plural noun means.
const KINDS: [EntityType; 3] = [EntityType::Group, EntityType::ArmedGroup, EntityType::ThreatActor];

/// Who did what `the attackers` did.
pub(super) fn antecedent(context: &Context, clusters: &Clusters, id: MentionId) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    let mention = &document.mentions[id.index()];
    let token = document.token(mention.head);
    let is_bare = mention.kind == MentionKind::Nominal && is_known(context, id) && modifiers(context, mention.head).next().is_none();
    if !is_bare || !token.is_plural_noun() || !lexicon.doer_nouns.contains(&token.lemma) {
        return None;
    }
    let here = document.sentence_of(mention.head).index();
    let from = document.sentences[here.saturating_sub(WITHIN)].tokens.start;
    let is_doer = |m: &MentionId| {
        let facts = clusters.facts(*m);
        // "a crew of 20 raided": but no committee
        let are_many = |c: TokenId| document.is_marked_by(c, "of") && document.token(c).is_plural_noun();
        let is_band = || document.children_by(document.mentions[m.index()].head, "nmod").any(are_many);
        let fits = facts.is_plural || facts.entity_type != Some(EntityType::Group) || is_band();
        fits && facts.entity_type.is_some_and(|t| KINDS.iter().any(|k| t.is_a(*k))) && does_harm(context, document.mentions[m.index()].head)
    };
    since(context, id, from).find(is_doer).filter(|m| clusters.compatible(*m, id))
}

/// Whether a word is the doer of a verb of harm: `gunmen` in `gunmen raided a bank` and in `was raided by gunmen`.
fn does_harm(context: &Context, doer: TokenId) -> bool {
    let Context { document, lexicon, .. } = *context;
    let token = document.token(doer);
    let is_doer = token.deprel == "nsubj" || is_relation(&token.deprel, "obl:agent");
    // "easier for hackers to break in", "hackers could steal": whoever they may be
    let is_told = |verb: TokenId| {
        let is_open = document.children_by(verb, "aux").any(|a| document.token(a).xpos == "MD");
        document.token(verb).xpos != "VB" && !is_open && lexicon.harming_verbs.contains(&document.token(verb).lemma)
    };
    token.head.is_some_and(|verb| is_doer && is_told(verb))
}
