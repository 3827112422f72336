//! Relative clauses and participles behind nouns: which noun they are about.
//!
//! ```text
//! "a strike on a school that killed 12"                     that: strike, since harm comes of it
//! "the director of the hospital, hit by a missile"           hit: director, or else hospital
//! ```

use super::Syntax;
use crate::document::TokenId;

impl Syntax<'_> {
    /// `which`, `whose end`: whether a phrase joins its clause to a noun.
    pub fn relates(&self, word: TokenId) -> bool {
        let is_relative = |t: TokenId| self.document.token(t).is_relative();
        is_relative(word) || self.children(word).iter().any(|c| is_relative(*c))
    }

    /// `the group that hacked`: the antecedent of `that`, if `pronoun` is a relative pronoun in the relative clause of `verb`.
    pub fn antecedent_of_relative(&self, pronoun: TokenId, verb: TokenId) -> Option<TokenId> {
        // "two wards, both located in Derby"
        if matches!(self.pos(pronoun), "DET" | "ADV") && self.relation(verb) == "acl" && self.children(pronoun).is_empty() {
            return self.head(verb);
        }
        if !self.has_feature(pronoun, "PronType=Rel") {
            return None;
        }
        // the relative clause may be the governor of the verb (control, coordination)
        let clause = std::iter::once(verb).chain(self.document.ancestors(verb)).find(|t| self.is(*t, "acl:relcl"));
        clause.and_then(|c| Some(self.blow_above(self.head(c)?, verb)))
    }

    /// `strike` in `a strike on a school that killed 12`: harm comes of the blow, and not of what it hits.
    fn blow_above(&self, noun: TokenId, verb: TokenId) -> TokenId {
        let is_target = self.is_marked_by_one(noun, &["on", "in", "at", "against", "near", "outside", "of"]);
        let blow = self.head(noun).filter(|above| self.is(noun, "nmod") && self.is_listed(*above, "blow"));
        blow.filter(|_| is_target && self.harms(verb)).unwrap_or(noun)
    }

    fn harms(&self, verb: TokenId) -> bool {
        self.is_listed(verb, "harm") && !self.is_passive(verb)
    }

    /// Nouns that a relative clause or participle may be about besides the one it hangs on: those below it, nearest to the clause last, and
    /// those above, nearest first. `hospital` in `the director of the hospital, hit by a missile`, `flaws` in `flaws in the router that hackers
    /// exploited`; but `an attack on Chile, which killed ten`, is no deed of Chile's.
    pub fn other_antecedents(&self, verb: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let nearest = self.head(verb).filter(|noun| self.is(verb, "acl") && self.is_noun(*noun));
        let above = move |t: &TokenId| self.head(*t).filter(|h| self.is(*t, "nmod") && self.is_noun(*h));
        let is_blow = nearest.is_some_and(|noun| self.is_listed(noun, "blow") && self.harms(verb));
        let below = move |t: &TokenId| self.children_by(*t, "nmod").filter(|c| *c > *t && *c < verb && self.is_noun(*c) && !is_blow).last();
        std::iter::successors(nearest, below).skip(1).chain(std::iter::successors(nearest, above).skip(1))
    }
}
