//! Who does not mean himself where a verb tells what somebody did in answer to others (implicit causality; Garvey and Caramazza 1974).
//!
//! ```text
//! "Police arrested two men after they climbed a fence."      they: not the police
//! "The mayor thanked them for their help."                   their: not the mayor
//! "Police arrested two men after they searched a house."     they: anybody, since the police search
//! ```

use super::Context;
use super::info::Info;
use super::quotes::mention_at;
use crate::document::{MentionId, TokenId, is_relation};

/// Whom a pronoun does not mean: who answered with an arrest, a fine or thanks what it stands for has done.
pub(super) fn prompter(context: &Context, info: &Info) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    let verb = cause_of(context, info.head).filter(|verb| lexicon.answering_verbs.contains(&document.token(*verb).lemma))?;
    let one = |relation: &str| document.children(verb).find(|c| document.token(*c).deprel == relation);
    let (doer, object) = one("nsubj").zip(one("obj")).or_else(|| one("obl:agent").zip(one("nsubj:pass")))?;
    let is_plural = document.token(object).is_plural_noun() || document.has(object, "conj");
    (info.pronoun?.is_plural == is_plural).then(|| mention_at(document, doer)).flatten()
}

/// The verb of which a clause or phrase with a pronoun for its doer tells the cause: `arrested … after they climbed`, `thanked … for their help`.
fn cause_of(context: &Context, pronoun: TokenId) -> Option<TokenId> {
    let Context { document, lexicon, .. } = *context;
    let token = document.token(pronoun);
    let cause = token.head?;
    let above = document.token(cause).head?;
    if token.deprel == "nmod:poss" {
        let verb = if document.token(above).deprel == "obj" { document.token(above).head? } else { above };
        return document.is_marked_by(cause, "for").then_some(verb);
    }
    let is_clause = is_relation(&token.deprel, "nsubj") && document.token(cause).deprel == "advcl";
    let is_told = document.markers(cause).any(|m| lexicon.cause_conjunctions.contains(&document.token(m).lemma));
    (is_clause && is_told && !lexicon.finding_verbs.contains(&document.token(cause).lemma)).then_some(above)
}
