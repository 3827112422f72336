//! What a governor that is no embedder still does to the clause below it.
//!
//! ```text
//! "will visit Beijing and meet Xi"           meet: shares `will`
//! "a plan to attack"                         attack: hypothetical
//! "will attack Kyiv, killing thousands"      killing: shares `will`
//! ```

use super::attribution::accepts;
use super::context::Reader;
use crate::document::TokenId;
use crate::events::Factuality;

impl Reader<'_, '_> {
    /// No embedder: what the governor still does to the clause below it.
    pub(super) fn pass(&mut self, governor: TokenId, node: TokenId, relation: &str) {
        match relation {
            "xcomp" => {
                self.read_modifiers(governor);
                self.read_marks(governor);
                // after a predicate that is not listed, an infinitive is no more than wished for
                if self.syntax.is_marked_by(node, "to") && !self.syntax.is_headline_infinitive(node) {
                    self.context.hypothetical = true;
                }
            }
            "conj" => {
                // "will visit Beijing and meet Xi": a conjunct without auxiliary and subject of its own shares them, but not "would not
                // go but said"
                let has_own = |c: &TokenId| self.syntax.is(*c, "aux") || self.syntax.is(*c, "nsubj");
                let own = self.syntax.children(node).iter().any(has_own) || self.has_tense_apart(node, governor);
                if !own && self.syntax.is_verb(node) && self.syntax.is_verb(governor) {
                    self.read_auxiliaries(governor);
                    self.read_marks(governor);
                    self.read_hearsay(governor);
                    // "neither attacked nor fled": *nor* has said so
                    if self.context.clause == Some(node) && self.shares_negation(node) && !self.is_negated(node) {
                        self.weaken(Factuality::CTneg);
                    }
                }
            }
            // "sending troops would be a mistake"
            "csubj" if !self.syntax.is_finite(node) => self.read_auxiliaries(governor),
            "acl" if self.syntax.is_marked_by(node, "to") && (self.is_ranked(governor) || self.is_among_doers(governor, node)) => {
                self.read_auxiliaries(governor);
            }
            // "a plan to attack", but "a reaction to being attacked"
            "acl" if self.syntax.is_marked_by(node, "to") && !self.syntax.is_headline_infinitive(node) => {
                self.context.hypothetical |= !self.syntax.is_listed(governor, "in-return");
            }
            // "US to send jets as Iran threatens Israel": what goes on is not planned
            "advcl"
                if self.syntax.is_marked_by(governor, "to")
                    && !self.syntax.is_finite(node)
                    && !self.is_listed_beside(node, "mark", "given") =>
            {
                self.read_marks(governor);
            }
            // "will attack Kyiv, killing thousands"
            "advcl" if node > governor && self.is_gerund(node) && !self.is_saying(node) => {
                self.read_auxiliaries(governor);
                self.read_hearsay(governor);
            }
            // "allegedly followed her before hitting her"
            "advcl" if node > governor && !self.syntax.is_finite(node) && !self.is_saying(node) => self.read_hearsay(governor),
            _ => {}
        }
    }

    /// `allegedly` in `allegedly broke in and stole a car`.
    fn read_hearsay(&mut self, verb: TokenId) {
        for adverb in self.syntax.children_by(verb, "advmod").filter(|a| *a < verb) {
            let hearsay = self.syntax.modifiers(adverb).filter(|m| m.is("advmod") && m.hearsay);
            hearsay.for_each(|modifier| self.modify(modifier, verb));
        }
    }

    /// `said` in `would not go but said`: a finite form does not go with the auxiliary of the first verb.
    fn has_tense_apart(&self, conjunct: TokenId, first: TokenId) -> bool {
        let form = |t: TokenId| self.syntax.tag(t);
        matches!(form(conjunct), "VBD" | "VBZ") && form(first) == "VB"
    }

    /// `claiming` in `will not meet them, claiming that they lie`: what is said of a plan is not part of it.
    fn is_saying(&self, verb: TokenId) -> bool {
        self.embedders_of(verb).any(|e| e.entry.claim.source && accepts(&e.slot, "ccomp"))
    }

    /// `the latest firm to close a plant`, `the first woman to win`: who is told apart from others by doing it has done it.
    fn is_ranked(&self, agent: TokenId) -> bool {
        let is_top = |c: TokenId| ["Degree=Sup", "NumType=Ord"].iter().any(|f| self.syntax.has_feature(c, f));
        // "the most senior general to have been killed"
        let ranks = |c: TokenId| is_top(c) || self.syntax.children_by(c, "advmod").any(is_top) || self.syntax.is_listed(c, "rank");
        let is_best = |c: TokenId| self.syntax.is_listed(c, "fitness");
        self.syntax.is_agent(agent) && self.syntax.children_by(agent, "amod").any(|c| ranks(c) && !is_best(c))
    }

    /// `was one of several leaders to condemn it`, `is among the firms to have left`: who is counted among those who did it has done it, but
    /// not `was one of three candidates to lead it`.
    fn is_among_doers(&self, predicate: TokenId, infinitive: TokenId) -> bool {
        let syntax = self.syntax;
        let group = if syntax.is_one_of(predicate) {
            syntax.children_by(predicate, "nmod").find(|c| syntax.is_marked_by(*c, "of"))
        } else {
            Some(predicate).filter(|p| syntax.is_marked_by(*p, "among"))
        };
        let was = syntax.children_by(predicate, "cop").any(|c| syntax.has_feature(c, "Tense=Past"));
        let is_done = syntax.is_perfect(infinitive) || was && !syntax.is_passive(infinitive);
        let may_do_it = |t: TokenId| syntax.is_listed(t, "fitness");
        group.is_some_and(|g| syntax.is_agent(g) && !may_do_it(g) && !syntax.children_by(g, "amod").any(may_do_it)) && is_done
    }

    /// `killing` in `will attack Kyiv, killing thousands`; what it comes after (`after killing`) and what others do (`with Rome
    /// saying`) is another matter.
    fn is_gerund(&self, clause: TokenId) -> bool {
        !self.syntax.is_finite(clause)
            && !self.syntax.has(clause, "nsubj")
            && !self.syntax.is_passive(clause)
            && !self.syntax.is_marked_by(clause, "to")
            && !self.is_listed_beside(clause, "mark", "given")
    }
}
