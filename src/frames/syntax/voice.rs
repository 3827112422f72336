//! Voice: who does it and whom it is done to, whatever the verb's form; tense and finiteness as far as they tell.
//!
//! ```text
//! "Accounts were hacked by Storm-0558"   logical subject: Storm-0558   logical object: Accounts
//! "attacked and killed civilians"        logical object of both: civilians
//! ```

use super::Syntax;
use crate::document::TokenId;

impl Syntax<'_> {
    /// Who does it: the active subject, the passive agent.
    pub fn logical_subject(&self, verb: TokenId) -> Option<TokenId> {
        self.logical_subject_within(verb, 12)
    }

    pub(super) fn logical_subject_within(&self, verb: TokenId, fuel: usize) -> Option<TokenId> {
        if self.is_passive(verb) {
            let by = self.children_by(verb, "obl").find(|c| self.is_marked_by(*c, "by"));
            let agent = by.or_else(|| self.children_by(verb, "obl:agent").next());
            // "was arrested and charged by police": the agent stands with the last verb
            let of_last = || self.children_by(verb, "conj").last().and_then(|last| self.children_by(last, "obl:agent").next());
            return agent.or_else(of_last).or_else(|| self.stray_agent(verb));
        }
        self.surface_subject_within(verb, fuel)
    }

    /// `was accused of fraud by prosecutors`: a by-phrase at the end that the parser hung on the phrase before it.
    fn stray_agent(&self, verb: TokenId) -> Option<TokenId> {
        let last =
            self.children(verb).iter().copied().rfind(|c| *c > verb && matches!(self.relation(*c), "obl" | "xcomp" | "advcl" | "obj"))?;
        let below = self
            .children(last)
            .iter()
            .copied()
            .find(|c| matches!(self.relation(*c), "obl" | "nmod" | "obl:agent") && self.is_marked_by(*c, "by"))?;
        (!self.is_passive(last)).then_some(below)
    }

    /// Whom it is done to: the active object, the passive subject, the noun that a reduced relative modifies.
    pub fn logical_object(&self, verb: TokenId) -> Option<TokenId> {
        if self.is_passive(verb) {
            let own = self.children_by(verb, "nsubj:pass").next();
            return match own {
                Some(subject) => Some(self.antecedent_of_relative(subject, verb).unwrap_or(subject)),
                None => self.surface_subject(verb),
            };
        }
        if let Some(object) = self.children_by(verb, "obj").next() {
            return Some(self.antecedent_of_relative(object, verb).unwrap_or(object));
        }
        if let Some(object) = self.shared_object(verb) {
            return Some(object);
        }
        // "called Netanyahu a butcher": of two predicates, the first is the object
        let mut predicates = self.children_by(verb, "xcomp").filter(|c| self.is_noun(*c) && *c > verb && self.case(*c).is_empty());
        if let (Some(object), Some(_)) = (predicates.next(), predicates.next()) {
            return Some(object);
        }
        // "the man police arrested": a relative clause with a subject of its own and a gap for the object
        let has_relative_pronoun = self.children(verb).iter().any(|c| self.has_feature(*c, "PronType=Rel"));
        let is_gap = self.is(verb, "acl") && self.has_own_subject(verb) && !has_relative_pronoun && !self.has(verb, "mark");
        is_gap.then(|| self.head(verb)).flatten()
    }

    /// `attacked and killed civilians`: the object of the other verb, when it stands behind both.
    fn shared_object(&self, verb: TokenId) -> Option<TokenId> {
        let other = if self.is(verb, "conj") { self.head(verb) } else { self.children_by(verb, "conj").next() }?;
        if !self.is_verb(other) || self.is_passive(other) || other.0.abs_diff(verb.0) > 3 {
            return None;
        }
        self.children_by(other, "obj").find(|o| *o > verb && *o > other)
    }

    /// Whether a verb is passive: by an auxiliary, a passive subject, or as a past participle behind a noun or a passive conjunct.
    pub fn is_passive(&self, verb: TokenId) -> bool {
        if self.children(verb).iter().any(|c| matches!(self.relation(*c), "aux:pass" | "nsubj:pass" | "obl:agent" | "csubj:pass")) {
            return true;
        }
        let has_active_subject = self.children(verb).iter().any(|c| self.relation(*c) == "nsubj");
        if has_active_subject || !self.is_past_participle(verb) || self.has(verb, "aux") {
            return false;
        }
        match self.relation(verb) {
            "acl" | "amod" => true,
            "conj" => !self.has_own_subject(verb) && self.head(verb).is_some_and(|h| self.is_verb(h) && self.is_passive(h)),
            "advcl" | "xcomp" | "ccomp" | "root" | "parataxis" => !self.has_own_subject(verb) && !self.has(verb, "obj"),
            _ => false,
        }
    }

    fn is_past_participle(&self, verb: TokenId) -> bool {
        self.tag(verb) == "VBN" || self.has_feature(verb, "VerbForm=Part") && self.has_feature(verb, "Tense=Past")
    }

    /// Whether the token heads a clause with all that belongs to it: a verb, or a predicate with its subject, `lives are at risk`.
    pub fn is_clause(&self, token: TokenId) -> bool {
        self.is_verb(token) || self.has_copula(token) && self.has(token, "nsubj")
    }

    /// `the envoy is late`, `being the envoy`: whether the token is a predicate by a copula.
    pub fn has_copula(&self, token: TokenId) -> bool {
        self.has(token, "cop")
    }

    /// `has gone`, `had gone`.
    pub fn is_perfect(&self, verb: TokenId) -> bool {
        self.children_by(verb, "aux").any(|a| self.lemma(a) == "have")
    }

    /// `have agreed`, which goes with no time that is over.
    pub fn is_present_perfect(&self, verb: TokenId) -> bool {
        self.children_by(verb, "aux").any(|a| self.lemma(a) == "have" && self.has_feature(a, "Tense=Pres"))
    }

    /// `went on to accuse`, `tried to leave`: whether an infinitive is what the verb above it is about, at the same time.
    pub fn is_done_by(&self, infinitive: TokenId, verb: TokenId) -> bool {
        let is_below = self.head(infinitive) == Some(verb) && (self.is(infinitive, "xcomp") || self.is(infinitive, "advcl"));
        is_below && self.is_marked_by(infinitive, "to") && self.is_listed(verb, "doing") && !self.has_own_subject(infinitive)
    }

    /// `had agreed`.
    pub fn is_pluperfect(&self, verb: TokenId) -> bool {
        self.children_by(verb, "aux").any(|a| self.lemma(a) == "have" && self.has_feature(a, "Tense=Past"))
    }

    /// `said`, `was`: whether a verb is finite and in the past tense.
    pub fn is_preterite(&self, verb: TokenId) -> bool {
        self.has_feature(verb, "Tense=Past") && self.has_feature(verb, "VerbForm=Fin")
    }

    /// Whether a predicate is finite by itself, its auxiliaries or its copula.
    pub fn is_finite(&self, predicate: TokenId) -> bool {
        self.verb_group(predicate).any(|t| self.has_feature(t, "VerbForm=Fin"))
    }

    /// The same without the copula: in `Peru said this was in order to help clubs`, Peru helps.
    pub(super) fn is_finite_verb(&self, verb: TokenId) -> bool {
        std::iter::once(verb).chain(self.children_by(verb, "aux")).any(|t| self.has_feature(t, "VerbForm=Fin"))
    }

    /// A predicate with its auxiliaries and its copula.
    pub fn verb_group(&self, predicate: TokenId) -> impl Iterator<Item = TokenId> {
        std::iter::once(predicate).chain(self.children_by(predicate, "aux")).chain(self.children_by(predicate, "cop"))
    }

    /// A verb, or a word of which something is said.
    pub fn is_predicate(&self, token: TokenId) -> bool {
        self.is_verb(token) || self.has_own_subject(token) || self.has_copula(token)
    }

    /// Whether a subject hangs on the verb itself.
    pub fn has_own_subject(&self, verb: TokenId) -> bool {
        self.children(verb).iter().any(|c| self.is(*c, "nsubj") || self.is(*c, "csubj"))
    }

    /// `Biden to visit Vietnam`: an infinitive that a headline hangs on a bare noun means the future.
    pub fn is_headline_infinitive(&self, verb: TokenId) -> bool {
        let hangs_on_bare_noun = self
            .head(verb)
            .is_some_and(|h| h < verb && self.is_noun(h) && self.relation(h) == "root" && !self.has_copula(h) && !self.has(h, "det"));
        hangs_on_bare_noun && matches!(self.relation(verb), "xcomp" | "acl" | "advcl" | "parataxis") && self.is_marked_by(verb, "to")
    }
}
