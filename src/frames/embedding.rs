//! Which predicate above a clause or noun it hangs in: `said`, `an attempt to`, `accused by X of`.
//!
//! ```text
//! "took steps to close the port"      close → steps, whose clause the parser hangs on the verb
//! "accused by the mayor of stealing"  stealing → accused, not the mayor
//! ```

use super::attribution::accepts;
use super::context::Reader;
use super::file::EmbedderEntry;
use super::frame_set::Embedder;
use super::slot::Step;
use super::syntax::Syntax;
use crate::document::{TokenId, is_relation};

impl Reader<'_, '_> {
    /// The embedding predicate and what it does: the governor, or another that the clause belongs to, wherever the parser hung it.
    pub(super) fn embedder(&self, governor: TokenId, node: TokenId) -> Option<(TokenId, &Embedder)> {
        let own = || self.embedders_of(governor).find(|e| self.is_meant(e, governor, node) && self.hangs_in(&e.slot, governor, node));
        self.noun_of_light_verb(governor, node)
            .or_else(|| self.verb_of_gerund(governor, node))
            .or_else(|| own().map(|e| (governor, e)))
            .or_else(|| self.noun_of_content(governor, node))
            .or_else(|| self.noun_of_passive(governor, node))
            .or_else(|| self.speech_above(governor, node))
            .or_else(|| self.verb_of_agent(governor, node))
            .or_else(|| self.verb_of_counted(governor, node))
    }

    /// Whether an entry is for the word below, and not for what another is called on to do: `called to apologise`, but `called on him to`.
    fn is_meant(&self, e: &Embedder, governor: TokenId, node: TokenId) -> bool {
        let is_of = e.entry.of.is_empty() || e.is_of(self.syntax.lemma(node));
        is_of && !(e.entry.past && self.syntax.one_called_on(node, governor).is_some())
    }

    /// `steps` in `took steps to`, `attempt` in `made an attempt to`: the parser may hang the clause on the verb.
    fn noun_of_light_verb(&self, governor: TokenId, node: TokenId) -> Option<(TokenId, &Embedder)> {
        let is_aim = self.syntax.relation(node) == "advcl" && self.syntax.is_marked_by(node, "to");
        self.syntax.children_by(governor, "obj").filter(|_| is_aim).find_map(|o| self.as_noun(o))
    }

    /// `demands` in `demands were made to release him`; but `the president is expected to go`.
    fn noun_of_passive(&self, governor: TokenId, node: TokenId) -> Option<(TokenId, &Embedder)> {
        let is_aim = self.syntax.relation(node) == "xcomp" && self.syntax.is_marked_by(node, "to");
        self.syntax.children_by(governor, "nsubj:pass").filter(|_| is_aim).find_map(|s| self.as_noun(s))
    }

    /// `claims` in `claims have surfaced that`: the clause is what is claimed.
    fn noun_of_content(&self, governor: TokenId, node: TokenId) -> Option<(TokenId, &Embedder)> {
        let is_content = self.syntax.relation(node) == "ccomp" && self.syntax.is_marked_by(node, "that");
        let noun = self.syntax.children_by(governor, "nsubj").find(|n| is_content && self.is_speech_noun(*n))?;
        self.embedders_of(noun).find(|e| is_noun(e) && e.entry.claim.source).map(|e| (noun, e))
    }

    /// `allegations` in `allegations from the opposition that`: the clause is what is alleged.
    fn speech_above(&self, governor: TokenId, node: TokenId) -> Option<(TokenId, &Embedder)> {
        let is_content = self.syntax.relation(node) == "acl" && self.syntax.is_marked_by(node, "that");
        let noun = self.syntax.head(governor).filter(|n| is_content && self.syntax.is(governor, "nmod") && self.is_speech_noun(*n))?;
        self.as_noun(noun)
    }

    /// `stopped` in `stopped rebels reaching the town`: what hangs on the object is the verb's complement.
    fn verb_of_gerund(&self, governor: TokenId, node: TokenId) -> Option<(TokenId, &Embedder)> {
        if self.syntax.tag(node) != "VBG" || self.syntax.has(node, "mark") {
            return None;
        }
        let verb = match self.syntax.relation(node) {
            "acl" => self.syntax.head(governor).filter(|_| self.syntax.relation(governor) == "obj"),
            "xcomp" | "advcl" => Some(governor).filter(|v| self.syntax.children_by(*v, "obj").any(|o| o < node)),
            _ => None,
        }?;
        let takes = |e: &&Embedder| self.is_meant(e, governor, node) && e.entry.pos == "VERB" && accepts(&e.slot, "acl");
        self.embedders_of(verb).find(takes).map(|e| (verb, e))
    }

    /// `accused` in `accused by the mayor of stealing`: the parser may hang the clause on who accuses.
    fn verb_of_agent(&self, governor: TokenId, node: TokenId) -> Option<(TokenId, &Embedder)> {
        let is_below_agent = self.syntax.is(governor, "obl:agent") && self.syntax.relation(node) == "acl";
        let verb = self.syntax.head(governor).filter(|_| is_below_agent)?;
        let is_marked = |s: &Step| matches!(s, Step::Clause(Some(m)) if self.syntax.is_marked_by(node, m));
        let takes = |e: &&Embedder| self.is_meant(e, governor, node) && e.slot.iter().any(is_marked);
        self.embedders_of(verb).find(takes).map(|e| (verb, e))
    }

    /// `reported` in `reported 40 people killed`.
    fn verb_of_counted(&self, governor: TokenId, node: TokenId) -> Option<(TokenId, &Embedder)> {
        let is_result = self.syntax.relation(node) == "acl" && self.is_bare_participle(node);
        let is_counted = || self.syntax.is(governor, "obj") && self.syntax.has(governor, "nummod");
        let verb = self.syntax.head(governor).filter(|_| is_result && is_counted())?;
        self.embedders_of(verb).find(|e| e.entry.claim.source && accepts(&e.slot, "ccomp")).map(|e| (verb, e))
    }

    /// A noun with what it does to the clause that is its content.
    fn as_noun(&self, noun: TokenId) -> Option<(TokenId, &Embedder)> {
        self.embedders_of(noun).find(|e| is_noun(e)).map(|e| (noun, e))
    }

    /// Entries of the predicate's lemma whose part of speech, particle and voice it has.
    pub(super) fn embedders_of(&self, predicate: TokenId) -> impl Iterator<Item = &Embedder> {
        let fits = move |entry: &EmbedderEntry| {
            let is_progressive = || self.syntax.tag(predicate) == "VBG" && self.syntax.has(predicate, "aux");
            let is_impersonal = || self.syntax.is_passive(predicate) && self.syntax.logical_subject(predicate).is_none();
            entry.pos == self.syntax.pos(predicate)
                && has_particle(self.syntax, entry, predicate)
                && (!entry.impersonal || is_impersonal())
                && (!entry.past || self.is_past(predicate))
                && (entry.by.is_empty()
                    || self.syntax.logical_subject(predicate).is_some_and(|s| entry.by.iter().any(|l| l == self.syntax.lemma(s))))
                && (!entry.progressive || is_progressive())
                && (entry.adverb.is_empty()
                    || self.syntax.children_by(predicate, "advmod").any(|a| entry.adverb.iter().any(|l| l == self.syntax.lemma(a))))
        };
        self.syntax.embedders(predicate).iter().filter(move |e| fits(&e.entry))
    }

    pub(super) fn hangs_in(&self, slot: &[Step], governor: TokenId, node: TokenId) -> bool {
        let relation = match self.syntax.relation(node) {
            "obj" if self.syntax.is_verb(node) => "ccomp",
            // "what police called an attack"
            "obj" if self.is_in_free_relative(governor) => "xcomp",
            relation => relation,
        };
        slot.iter().any(|step| match step {
            Step::Object => self.syntax.logical_object(governor) == Some(node),
            Step::Subject => matches!(relation, "nsubj" | "csubj"),
            Step::Clause(mark) => {
                matches!(relation, "advcl" | "xcomp" | "ccomp" | "acl") && mark.as_ref().is_none_or(|m| self.syntax.is_marked_by(node, m))
            }
            // a relative clause, or a participle (`a deal laid out by Biden`), says more of the noun, not what the noun is about
            Step::Child { relation: wanted, .. } if wanted == "acl" && (relation == "acl:relcl" || self.is_bare_participle(node)) => false,
            Step::Child { relation: wanted, case: None } => is_relation(relation, wanted),
            Step::Child { relation: wanted, case: Some(case) } => is_relation(relation, wanted) && self.syntax.is_marked_by(node, case),
            _ => false,
        })
    }

    pub(super) fn is_bare_participle(&self, word: TokenId) -> bool {
        self.syntax.tag(word) == "VBN"
            && !self.syntax.children(word).iter().any(|c| *c < word && ["mark", "aux", "nsubj"].iter().any(|r| self.syntax.is(*c, r)))
    }

    /// `called` in `what police called an attack`.
    pub(super) fn is_in_free_relative(&self, verb: TokenId) -> bool {
        let head = self.syntax.head(verb).filter(|_| self.syntax.relation(verb) == "acl:relcl");
        head.is_some_and(|h| self.syntax.pos(h) == "PRON")
    }
}

/// Whether the predicate has the particle that the entry asks for: `off` in `called off`.
pub(super) fn has_particle(syntax: &Syntax<'_>, entry: &EmbedderEntry, predicate: TokenId) -> bool {
    let is_wanted = |p: &TokenId| entry.particle.iter().any(|l| l == syntax.lemma(*p));
    entry.particle.is_empty() || syntax.children(predicate).iter().any(is_wanted)
}

/// Whether the entry is for a noun with a clause for its content.
fn is_noun(embedder: &Embedder) -> bool {
    embedder.entry.pos == "NOUN" && accepts(&embedder.slot, "acl")
}
