//! Tense and mood of a clause: whether it tells what is over, what goes on, or what may be.
//!
//! ```text
//! "would have killed"   Uu      "has killed"   Past      "if rebels attack"   hypothetical
//! ```

use super::context::Reader;
use super::file::ModifierEntry;
use crate::document::TokenId;
use crate::events::{Factuality, Temporality};

impl Reader<'_, '_> {
    pub(super) fn read_tense(&mut self, verb: TokenId) {
        if self.context.temporality != Temporality::TimeUnknown {
            return;
        }
        let auxiliaries: Vec<_> = self.syntax.children_by(verb, "aux").chain(self.syntax.children_by(verb, "cop")).collect();
        let has =
            |feature: &str| self.syntax.has_feature(verb, feature) || auxiliaries.iter().any(|a| self.syntax.has_feature(*a, feature));
        let perfect = auxiliaries.iter().any(|a| self.syntax.lemma(*a) == "have");
        self.context.temporality = if has("Tense=Past") && has("VerbForm=Fin") && !has("Tense=Pres") || perfect {
            Temporality::Past
        } else if has("Tense=Pres") && has("VerbForm=Fin") && !self.syntax.is_passive(verb) {
            Temporality::Current
        } else {
            Temporality::Past
        };
    }

    pub(super) fn read_auxiliaries(&mut self, verb: TokenId) {
        // "shots could be heard": they were
        if self.syntax.is_passive(verb) && self.syntax.is_listed(verb, "perceiving") && !self.is_negated(verb) {
            return;
        }
        // "before Peru could sign the deal"
        let is_open =
            self.syntax.is_marked_by(verb, "before") && self.syntax.children_by(verb, "aux").any(|a| self.syntax.lemma(a) == "could");
        self.context.hypothetical |= is_open;
        for aux in self.syntax.children_by(verb, "aux") {
            self.syntax.modifiers(aux).filter(|m| m.is("aux")).for_each(|modifier| self.modify(modifier, verb));
        }
    }

    /// `Patch your printer now`: advice, not an event.
    pub(super) fn read_mood(&mut self, verb: TokenId) {
        let has_subject = self.syntax.children(verb).iter().any(|c| self.syntax.is(*c, "nsubj"));
        let document = self.syntax.document;
        // headlines leave out subjects and auxiliaries
        let in_headline = document.is_headline(document.sentence_of(verb));
        // "Hang him", they shouted: the parser may hang the quotation on the verb of saying
        let opens_quote = || verb.0 > 0 && matches!(document.form(TokenId(verb.0 - 1)), "\"" | "“" | "``" | "‘");
        let is_bare = || document.token(verb).xpos == "VB" && opens_quote() && !self.has_auxiliary(verb);
        if (self.syntax.has_feature(verb, "Mood=Imp") || is_bare()) && !has_subject && !in_headline {
            self.context.hypothetical = true;
        }
    }

    /// `if`, `whether`, `to` in front of the clause, and what kind of clause it is.
    pub(super) fn read_marks(&mut self, verb: TokenId) {
        let relation = self.syntax.relation(verb);
        if self.is_subjunctive(verb) {
            self.plan();
        }
        self.context.hypothetical |= self.is_inverted(verb) || self.is_measured(verb);
        for mark in self.syntax.children_by(verb, "mark") {
            let lemma = self.syntax.lemma(mark);
            for modifier in self.syntax.frames.modifiers(lemma) {
                if !modifier.is("mark") && !(modifier.is("mark:present") && self.is_present(verb)) {
                    continue;
                }
                match modifier.factuality {
                    Factuality::Uu => self.open(),
                    factuality => self.weaken(factuality),
                }
                if let Some(temporality) = modifier.temporality {
                    self.context.temporality = temporality;
                }
            }
            // "have yet to arrive"
            if lemma == "to" && mark.0.checked_sub(1).is_some_and(|t| self.syntax.is_listed(TokenId(t), "unrealised")) {
                self.weaken(Factuality::CTneg);
            }
            if lemma == "to" && !self.has_auxiliary_before(verb, mark) && !self.is_gerundial(verb) {
                // "tells workers how to strike"
                let asks = |c: TokenId| c < mark && self.syntax.has_feature(c, "PronType=Int");
                self.context.hypothetical |= self.syntax.children_by(verb, "advmod").any(asks);
                match relation {
                    // headline English: "Blinken to visit China"
                    _ if self.syntax.is_headline_infinitive(verb) => self.plan(),
                    "root" | "parataxis" => self.plan(),
                    // a purpose, unless an embedder above says otherwise
                    "advcl" => self.is_purpose = true,
                    _ => {}
                }
            }
        }
    }

    /// `being jailed` in `a reaction to her being jailed`: no infinitive, and what somebody does or suffers.
    fn is_gerundial(&self, verb: TokenId) -> bool {
        let is_gerund = |t: TokenId| self.syntax.tag(t) == "VBG";
        (is_gerund(verb) || self.syntax.children_by(verb, "aux").any(is_gerund)) && self.syntax.has_own_subject(verb)
    }

    /// `if he went, he could be arrested`: what holds only under a condition is hypothetical.
    pub(super) fn read_condition(&mut self, verb: TokenId) {
        // "looks as if it came from a bank": no condition
        let is_likeness = |clause: TokenId| self.syntax.is_marked_by(clause, "as");
        let has_condition = || self.syntax.children_by(verb, "advcl").any(|clause| self.is_condition(clause) && !is_likeness(clause));
        let may_be = self.has_auxiliary(verb) && self.context.factuality != Factuality::CTpos;
        // "if an alarm sounds, crews leave for the port"
        let is_habit = || matches!(self.syntax.tag(verb), "VBZ" | "VBP") && !self.has_auxiliary(verb);
        if (may_be || is_habit()) && has_condition() {
            self.context.hypothetical = true;
        }
    }

    /// Whether the clause is marked by `if`, `unless`, `whether`, or by an auxiliary in front of its subject.
    pub(super) fn is_condition(&self, clause: TokenId) -> bool {
        let condition = |m: &ModifierEntry| m.factuality == Factuality::Uu && m.is("mark");
        self.syntax.children_by(clause, "mark").any(|mark| self.syntax.modifiers(mark).any(condition))
            || self.is_inverted(clause)
            || self.is_measured(clause)
    }

    /// `The sooner Russia agrees, the sooner …`: whether it is so is left open.
    fn is_measured(&self, clause: TokenId) -> bool {
        let first = self.syntax.document.subtree(clause).start;
        let is_the = |c: TokenId| c == first && self.syntax.has_feature(c, "Definite=Def");
        let is_more = |c: TokenId| matches!(self.syntax.tag(c), "RBR" | "JJR") && self.syntax.children_by(c, "det").any(is_the);
        self.syntax.is(clause, "advcl") && self.syntax.children_by(clause, "advmod").any(is_more)
    }

    /// `insisted that Chile withdraw its troops`, `ordered that he be held`: what is to be.
    fn is_subjunctive(&self, verb: TokenId) -> bool {
        let syntax = self.syntax;
        let helpers: Vec<TokenId> = syntax.children_by(verb, "aux").collect();
        let is_base = match helpers.as_slice() {
            [] => syntax.tag(verb) == "VB",
            [be] => syntax.tag(*be) == "VB" && syntax.lemma(*be) == "be",
            _ => false,
        };
        is_base && syntax.relation(verb) == "ccomp" && syntax.is_marked_by(verb, "that") && syntax.has_own_subject(verb)
    }

    /// `Had Russia attacked, …`
    fn is_inverted(&self, clause: TokenId) -> bool {
        let opens = |aux: TokenId| {
            let first = self.syntax.document.subtree(clause).start;
            aux == first && self.syntax.children_by(clause, "nsubj").any(|s| s > first && s < clause)
        };
        self.syntax.is(clause, "advcl") && self.syntax.children_by(clause, "aux").any(opens)
    }

    /// `killed`, `has killed`, `was killed`; not `would have killed`.
    pub(super) fn is_past(&self, verb: TokenId) -> bool {
        let is_modal = |aux: TokenId| self.syntax.is_listed(aux, "aux");
        let tells = |t: TokenId| {
            self.syntax.has_feature(t, "Tense=Past") && self.syntax.has_feature(t, "VerbForm=Fin")
                || self.syntax.lemma(t) == "have" && t != verb
        };
        self.syntax.verb_group(verb).any(tells) && !self.syntax.children_by(verb, "aux").any(is_modal)
    }

    fn is_present(&self, verb: TokenId) -> bool {
        self.syntax.verb_group(verb).any(|t| {
            self.syntax.has_feature(t, "Tense=Pres") && self.syntax.has_feature(t, "VerbForm=Fin") && self.syntax.lemma(t) != "have"
        })
    }

    fn has_auxiliary(&self, verb: TokenId) -> bool {
        self.syntax.has(verb, "aux")
    }

    /// `had to go`; the `are` of `are to be released` stands before `to`, and is no other verb.
    fn has_auxiliary_before(&self, verb: TokenId, mark: TokenId) -> bool {
        self.syntax.children_by(verb, "aux").any(|a| a < mark && self.syntax.lemma(a) != "be")
    }

    pub(super) fn plan(&mut self) {
        self.weaken(Factuality::PSpos);
        self.context.temporality = Temporality::Future;
    }
}
