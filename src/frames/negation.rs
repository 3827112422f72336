//! Negation: by a word below a predicate, in one of its participants, or shared with the verb before it.
//!
//! ```text
//! "did not attack"   "no group attacked"   "had not seen it or confirmed it"
//! ```

use super::context::Reader;
use crate::document::TokenId;
use crate::events::Factuality;

impl Reader<'_, '_> {
    /// `did not attack`, `no group attacked`.
    pub(super) fn is_negated(&self, word: TokenId) -> bool {
        let negates = |c: TokenId| self.negates(c, self.syntax.relation(c)) && !self.is_focused(c);
        self.syntax.children(word).iter().any(|c| self.is_negative_argument(*c) || negates(*c) || self.is_left_out(word, *c))
    }

    /// `Rather than arrest Marsh, police warned him`.
    fn is_left_out(&self, clause: TokenId, marker: TokenId) -> bool {
        let marks = ["cc", "mark", "case"].iter().any(|r| self.syntax.is(marker, r));
        marks && self.syntax.is(clause, "advcl") && self.syntax.frames.is_listed(&self.syntax.with_fixed(marker).to_lowercase(), "instead")
    }

    /// Whether a word negates in a relation.
    fn negates(&self, word: TokenId, relation: &str) -> bool {
        self.syntax.modifiers(word).any(|m| m.factuality == Factuality::CTneg && m.is(relation))
    }

    /// `no group attacked`, `killed nobody`: the negation stands in a participant.
    pub(super) fn is_negative_argument(&self, child: TokenId) -> bool {
        let has = |relation: &str| self.syntax.children_by(child, relation).any(|d| self.negates(d, relation));
        // "Not a single soldier", but not "not all soldiers"
        let is_sole = || self.syntax.children(child).iter().any(|c| self.syntax.is_listed(*c, "sole"));
        let has_negation = || has("det") || has("cc:preconj") || has("advmod") && is_sole();
        // "No 10 said" is of a house
        let is_number = || self.syntax.pos(child) == "NUM";
        matches!(self.syntax.relation(child), "nsubj" | "nsubj:pass" | "obj")
            && (self.negates(child, "argument") || !is_number() && has_negation())
    }

    /// `not only`, `not because`: the negation does not reach the event; nor does that of `whether or not`.
    pub(super) fn is_focused(&self, negation: TokenId) -> bool {
        let before = |n: u32| negation.0.checked_sub(n).map(TokenId);
        if before(1).is_some_and(|t| self.syntax.is(t, "cc")) && before(2).is_some_and(|t| self.syntax.is(t, "mark")) {
            return true;
        }
        // "was not told until August": then it was
        let is_until = |verb: TokenId| {
            let mut later = ["obl", "advcl"].into_iter().flat_map(|r| self.syntax.children_by(verb, r));
            later.any(|t| ["until", "till"].iter().any(|word| self.syntax.is_marked_by(t, word)))
        };
        if self.syntax.relation(negation) == "advmod" && self.syntax.head(negation).is_some_and(|v| self.is_past(v) && is_until(v)) {
            return true;
        }
        let next = TokenId(negation.0 + 1);
        next.index() < self.syntax.document.tokens.len()
            && self.syntax.relation(negation) == "advmod"
            && self.syntax.is_listed(next, "focus")
    }

    /// `had not seen it or confirmed it`: the negation reaches the second verb.
    pub(super) fn shares_negation(&self, conjunct: TokenId) -> bool {
        let own = self.syntax.children(conjunct).iter().any(|c| self.syntax.is(*c, "aux") || self.syntax.is(*c, "nsubj"));
        let first = self.syntax.head(conjunct).filter(|_| self.syntax.is(conjunct, "conj") && !own);
        first.is_some_and(|f| self.is_negated(f))
            && self.syntax.children_by(conjunct, "cc").any(|c| matches!(self.syntax.lemma(c), "or" | "nor"))
    }
}
