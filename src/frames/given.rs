//! What the words around an event take as given, apart, or no part of what a predicate above says.
//!
//! ```text
//! "did not say why it attacked"          the attack is given, only the reason is open
//! "plans to leave following the raid"    the raid stands beside the plan
//! "no group claimed the attack"          what nobody did to it leaves it as it is
//! ```

use super::context::Reader;
use super::file::LightSubject;
use crate::document::{ADDING, TokenId};
use crate::events::Stance;

impl Reader<'_, '_> {
    /// `to secure the release of hostages`: such a noun is as real as the verb that brings it about, however definite.
    pub(super) fn is_brought_about(&self, noun: TokenId) -> bool {
        let Some(verb) = self.syntax.head(noun).filter(|v| self.syntax.is_verb(*v)) else { return false };
        let is_listed = |list: &str| self.syntax.is_listed(verb, list);
        match self.syntax.relation(noun) {
            "obj" | "nsubj:pass" => is_listed("bring-about"),
            // "elections leading to the formation of a government"
            "obl" => is_listed("outcome") && self.syntax.relation(verb).starts_with("acl"),
            _ => false,
        }
    }

    /// `calls to end military aid`: there is what is to end.
    pub(super) fn is_ended(&self, noun: TokenId) -> bool {
        let first = if self.syntax.is(noun, "conj") { self.syntax.head(noun).unwrap_or(noun) } else { noun };
        let verb = self.syntax.head(first).filter(|_| matches!(self.syntax.relation(first), "obj" | "nsubj:pass"));
        verb.is_some_and(|v| self.syntax.is_verb(v) && self.syntax.is_listed(v, "ending")) && !self.syntax.is_indefinite(noun)
    }

    /// `according to a budget approved in May`, `despite the pressure`, `following the raid`: not part of what is planned or denied above.
    pub(super) fn stands_beside(&self, node: TokenId) -> bool {
        let case = self.syntax.case(node);
        let is_listed = |list: &str| self.syntax.frames.is_listed(&case, list);
        let is_known_blow = || self.syntax.is_definite(node) && self.syntax.is_listed(node, "blow");
        self.syntax.relation(node).starts_with("obl")
            && (is_listed("source") || is_listed("beside") || is_listed("later") && is_known_blow())
    }

    /// `during protests` beside a deed: what went on around it is no part of what somebody is accused of.
    pub(super) fn is_setting_of(&self, noun: TokenId, deed: TokenId) -> bool {
        noun != deed && self.syntax.is(noun, "obl") && self.syntax.has_case(noun, "while")
    }

    /// `with the army shelling the port`: what goes on beside a plan is no part of it.
    pub(super) fn is_beside(&self, clause: TokenId) -> bool {
        self.syntax.is_marked_by(clause, "with") && self.syntax.has(clause, "nsubj")
    }

    /// `Peru, which has attacked Lima since 2022`, `– a remark that Peru condemned`: set off by a comma or dash from the name of which it
    /// says more, or from what is said.
    pub(super) fn is_added(&self, node: TokenId) -> bool {
        let document = self.syntax.document;
        let first = document.subtree(node).start;
        let is_name = |t: u32| self.syntax.pos(TokenId(t)) == "PROPN";
        // of "threats by Peru, which" the parser may take either noun
        let is_known = || first.0.checked_sub(1).is_some_and(is_name) || first.0.checked_sub(2).is_some_and(is_name);
        let is_set_off = || document.is_set_off(node, ADDING);
        // "a raid in Lima, during which": more is said of the raid
        let opening = || (first.0..node.0).take(2).map(TokenId);
        let tells_of_course = || opening().any(|t| self.syntax.frames.is_listed(&document.form(t).to_lowercase(), "while"));
        let is_known = || is_known() && !tells_of_course();
        is_set_off() && (self.syntax.relation(node) == "appos" || self.syntax.relation(node) == "acl:relcl" && is_known())
    }

    /// `why it attacked`, `at which point it attacked`: such a clause asks about what happened, `whether it attacked` asks if it did.
    pub(super) fn asks_about(&self, clause: TokenId) -> bool {
        let opening = || (self.syntax.document.subtree(clause).start.0..clause.0).take(2).map(TokenId);
        let is_modal = |aux: TokenId| self.syntax.is_listed(aux, "aux");
        self.syntax.is_finite(clause)
            && !self.syntax.children_by(clause, "aux").any(is_modal)
            && opening().any(|t| self.syntax.has_feature(t, "PronType=Int"))
    }

    /// `the talks are due to begin`, `the vote is expected to be held`: whether the infinitive only says that the noun happens.
    pub(super) fn is_to_happen(&self, predicate: TokenId) -> bool {
        self.syntax.children_by(predicate, "xcomp").any(|verb| {
            let wanted = if self.syntax.is_passive(verb) { LightSubject::Agent } else { LightSubject::Event };
            // "the strikes are to destroy depots"
            let has_victims = self.syntax.children_by(verb, "obj").any(|o| self.syntax.tag(o) == "NNS");
            !has_victims && !self.has_real_object(verb) && self.syntax.lights(verb).any(|l| l.subject == wanted)
        })
    }

    /// `denied reports that it would close`: the denial is of what they say, not of a mere possibility.
    pub(super) fn is_contested(&self, noun: TokenId) -> bool {
        let above = || self.syntax.head(noun).and_then(|verb| self.embedder(verb, noun));
        self.is_speech_noun(noun) && above().is_some_and(|(verb, e)| e.entry.claim.stance == Stance::Denies && !self.is_negated(verb))
    }

    /// `tariffs` in `tariffs on goods made in Peru`: a noun phrase that is not, and does not count, the happening itself.
    pub(super) fn is_thing_beside(&self, noun: TokenId, happening: TokenId) -> bool {
        self.syntax.is_noun(noun)
            && matches!(self.syntax.relation(noun), "obj" | "obl" | "nmod")
            && self.syntax.counted(noun) != Some(happening)
    }

    /// `have shown no proof that`, `did not present evidence that`: what bears out a happening is not there.
    pub(super) fn is_not_given(&self, noun: TokenId) -> bool {
        let verb = self.syntax.head(noun).filter(|_| self.syntax.is_noun(noun) && self.syntax.is(noun, "obj"));
        self.syntax.is_listed(noun, "bearing-out") && verb.is_some_and(|v| self.is_negated(v))
    }

    /// `saying`, `condemning` in `a statement saying that`, `a letter condemning the attack`: the noun does so.
    pub(super) fn is_told_by(&self, clause: TokenId) -> bool {
        self.syntax.relation(clause) == "acl" && self.syntax.tag(clause) == "VBG" && !self.syntax.has(clause, "mark")
    }

    /// A noun that is itself an act of speech: to deny an accusation is not to say that there was none.
    pub(super) fn is_speech_noun(&self, noun: TokenId) -> bool {
        self.syntax.is_noun(noun) && self.syntax.embedders(noun).iter().any(|e| e.entry.pos == "NOUN" && e.entry.claim.source)
    }
}
