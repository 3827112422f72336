//! What the clause of an event says of it: tense, negation, adverbs and auxiliaries, `if` and `to`, the imperative.
//!
//! ```text
//! "Russia could not have attacked"   could, not, have → Uu, Past
//! ```

use super::compile::Embedder;
use super::context::{Reader, is_aside};
use super::file::{LightSubject, ModifierEntry};
use super::trigger::light_verb;
use crate::document::TokenId;
use crate::events::{Factuality, Temporality};

impl Reader<'_, '_> {
    /// What the trigger and its light verb say themselves; returns the predicate of the clause.
    pub(super) fn read_trigger(&mut self, trigger: TokenId) -> TokenId {
        self.read_modifiers(trigger);
        if let Some(name) = self.syntax.holder(trigger).filter(|n| is_aside(self.syntax, trigger) && *n > trigger) {
            self.read_phase_before(trigger, name);
        }
        if !self.syntax.is_noun(trigger) {
            self.read_tense(trigger);
            self.read_marks(trigger);
            self.read_condition(trigger);
            self.read_mood(trigger);
            return trigger;
        }
        let Some((verb, light)) = light_verb(self.syntax, trigger) else {
            return trigger;
        };
        // "the attacks do not change the war": what is not so is not the attacks
        // "the invasion is not going to plan": it goes on, however it goes
        let goes_on = || self.is_negated(verb) && !self.syntax.is_listed(verb, "coming-about");
        if light.subject == LightSubject::Event && self.syntax.is_definite(trigger) && (self.has_real_object(verb) || goes_on()) {
            return trigger;
        }
        self.read_modifiers(verb);
        self.read_tense(verb);
        self.read_marks(verb);
        self.context.phase = self.context.phase.or(light.phase);
        // "faces a sentence"
        let is_meant = |e: &&Embedder| e.is_of(self.syntax.lemma(trigger)) && self.hangs_in(&e.slot, verb, trigger);
        // "announced the closure of its plant": whoever announces what is his own doing stands for it
        let is_word = |e: &&Embedder| e.entry.of.is_empty() && e.entry.claim.source && self.hangs_in(&e.slot, verb, trigger);
        let claim = self.embedders_of(verb).find(|e| is_meant(e) || is_word(e)).map(|e| e.entry.claim);
        if let Some(claim) = claim {
            self.apply(&claim, None, verb);
        }
        verb
    }

    /// Adjectives of a noun that leave it open whether it was so: `a suspected strike`.
    pub(super) fn read_doubt(&mut self, noun: TokenId) {
        for adjective in self.syntax.children_by(noun, "amod") {
            for modifier in self.modifiers_at(adjective) {
                if modifier.rel.iter().any(|r| r == "amod") && matches!(modifier.factuality, Factuality::PRpos | Factuality::PSpos) {
                    self.weaken(self.strength(modifier, noun));
                    self.context.hearsay |= modifier.hearsay;
                }
            }
        }
    }

    /// Negation, adverbs, auxiliaries and adjectives below a word.
    pub(super) fn read_modifiers(&mut self, word: TokenId) {
        // "any attack": none in particular, so that only to deny it says something of it
        self.context.hypothetical |= self.is_listed_beside(word, "det", "any");
        for &child in self.syntax.children(word) {
            let relation = self.syntax.relation(child);
            // "not deterred by X, nor by the strikes": it is not the strikes that are denied
            if relation == "cc" && self.syntax.is_noun(word) {
                continue;
            }
            // "it'd found" is "it had found", "it'd find" is "it would find"
            if relation == "aux" && self.syntax.tag(word) == "VBN" && self.syntax.document.form(child).starts_with(['\'', '’']) {
                continue;
            }
            let time = self.syntax.time(child).map(|t| &self.syntax.document.times[t.index()]);
            self.context.recurring |= time.is_some_and(|t| t.is_set());
            if child != self.trigger && self.is_negative_argument(child) {
                self.weaken(Factuality::CTneg);
            }
            // "nearly attacked", but "attacked nearly 100" and "nearly doubled"
            let is_next = || child.0 + 1 == word.0 && relation == "advmod" && !self.syntax.is_listed(word, "degree");
            let stands = |r: &String| r == relation || r == "advmod:next" && is_next();
            for modifier in self.modifiers_at(child) {
                if relation != "mark" && modifier.rel.iter().any(stands) && !self.is_focused(child) {
                    self.weaken(self.strength(modifier, word));
                    self.context.hearsay |= modifier.hearsay;
                    self.context.recurring |= modifier.recurring;
                    self.context.phase = self.context.phase.or(modifier.phase);
                    if let Some(temporality) = modifier.temporality {
                        self.context.temporality = temporality;
                    }
                }
            }
        }
    }

    /// `falsely claimed`; what is `often falsely` claimed may be true at times.
    pub(super) fn is_false_claim(&self, predicate: TokenId) -> bool {
        let is_false = |c: TokenId| self.syntax.is_listed(c, "claim");
        self.syntax.children_by(predicate, "advmod").any(|c| is_false(c) && !self.syntax.has(c, "advmod"))
    }

    /// Whether a word below stands in a list of modifiers: `any` in `any attack`.
    pub(super) fn is_listed_beside(&self, word: TokenId, relation: &str, list: &str) -> bool {
        self.syntax.children_by(word, relation).any(|c| self.syntax.is_listed(c, list))
    }

    /// `former` in `former President Trump`, which the parser hangs on the name.
    fn read_phase_before(&mut self, title: TokenId, name: TokenId) {
        let words = self.syntax.children(name).iter().filter(|c| **c < title && self.syntax.is(**c, "amod"));
        let phase = words.flat_map(|c| self.modifiers_at(*c)).find_map(|m| m.phase);
        self.context.phase = self.context.phase.or(phase);
    }

    /// What the modifier does here: `could` differs from `could not` and from `could have done`.
    pub(super) fn strength(&self, modifier: &ModifierEntry, word: TokenId) -> Factuality {
        let negated = modifier.negated.filter(|_| self.is_negated(word));
        negated.or_else(|| modifier.perfect.filter(|_| self.syntax.is_perfect(word))).unwrap_or(modifier.factuality)
    }

    /// `no group attacked`, `killed nobody`: the negation stands in a participant.
    pub(super) fn is_negative_argument(&self, child: TokenId) -> bool {
        let negates = |word: TokenId, relation: &str| {
            let negative = |m: &ModifierEntry| m.factuality == Factuality::CTneg && m.rel.iter().any(|r| r == relation);
            self.syntax.modifiers(word).any(negative)
        };
        matches!(self.syntax.relation(child), "nsubj" | "nsubj:pass" | "obj")
            && (negates(child, "argument")
                // "No 10 said" is of a house
                || self.syntax.pos(child) != "NUM"
                    && ["det", "cc:preconj"].iter().any(|r| self.syntax.children_by(child, r).any(|d| negates(d, r))))
    }

    /// `not only`, `not because`: the negation does not reach the event; nor does that of `whether or not`.
    pub(super) fn is_focused(&self, negation: TokenId) -> bool {
        let before = |n: u32| negation.0.checked_sub(n).map(TokenId);
        if before(1).is_some_and(|t| self.syntax.is(t, "cc")) && before(2).is_some_and(|t| self.syntax.is(t, "mark")) {
            return true;
        }
        let next = TokenId(negation.0 + 1);
        next.index() < self.syntax.document.tokens.len()
            && self.syntax.relation(negation) == "advmod"
            && self.syntax.is_listed(next, "focus")
    }

    /// `an attack that killed 12 people`: what a clause tells of as past has happened.
    pub(super) fn is_told_of(&self, noun: TokenId) -> bool {
        self.syntax.children(noun).iter().any(|c| self.syntax.relation(*c) == "acl:relcl" && self.is_past(*c))
    }

    /// `killed`, `has killed`, `was killed`; not `would have killed`.
    pub(super) fn is_past(&self, verb: TokenId) -> bool {
        let is_modal = |aux: TokenId| self.syntax.modifiers(aux).any(|m| m.rel.iter().any(|r| r == "aux"));
        let tells = |t: TokenId| {
            self.syntax.has_feature(t, "Tense=Past") && self.syntax.has_feature(t, "VerbForm=Fin")
                || self.syntax.lemma(t) == "have" && t != verb
        };
        self.finite_words(verb).any(tells) && !self.syntax.children_by(verb, "aux").any(is_modal)
    }

    /// An object with words of its own; the `place` in `take place` has none.
    pub(super) fn has_real_object(&self, verb: TokenId) -> bool {
        self.syntax.children_by(verb, "obj").any(|o| !self.syntax.children(o).is_empty() || self.syntax.pos(o) != "NOUN")
    }

    /// `Patch your printer now`: advice, not an event.
    fn read_mood(&mut self, verb: TokenId) {
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

    fn read_tense(&mut self, verb: TokenId) {
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

    /// `if`, `whether`, `to` in front of the clause, and what kind of clause it is.
    pub(super) fn read_marks(&mut self, verb: TokenId) {
        let relation = self.syntax.relation(verb);
        self.context.hypothetical |= self.is_inverted(verb) || self.is_measured(verb);
        for mark in self.syntax.children_by(verb, "mark") {
            let lemma = self.syntax.lemma(mark);
            for modifier in self.syntax.frames.modifiers(lemma) {
                if !modifier.rel.iter().any(|r| r == "mark" || r == "mark:present" && self.is_present(verb)) {
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
            if lemma == "to" && !self.has_auxiliary_before(verb, mark) {
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

    fn is_present(&self, verb: TokenId) -> bool {
        self.finite_words(verb).any(|t| {
            self.syntax.has_feature(t, "Tense=Pres") && self.syntax.has_feature(t, "VerbForm=Fin") && self.syntax.lemma(t) != "have"
        })
    }

    pub(super) fn is_finite(&self, clause: TokenId) -> bool {
        self.finite_words(clause).any(|t| self.syntax.has_feature(t, "VerbForm=Fin"))
    }

    fn finite_words(&self, verb: TokenId) -> impl Iterator<Item = TokenId> {
        std::iter::once(verb).chain(self.syntax.children_by(verb, "aux")).chain(self.syntax.children_by(verb, "cop"))
    }

    fn has_auxiliary(&self, verb: TokenId) -> bool {
        self.syntax.has(verb, "aux")
    }

    /// `had to go`; the `are` of `are to be released` stands before `to`, and is no other verb.
    fn has_auxiliary_before(&self, verb: TokenId, mark: TokenId) -> bool {
        self.syntax.children_by(verb, "aux").any(|a| a < mark && self.syntax.lemma(a) != "be")
    }

    /// `if he went, he could be arrested`: what holds only under a condition is hypothetical.
    fn read_condition(&mut self, verb: TokenId) {
        let has_condition = || self.syntax.children_by(verb, "advcl").any(|clause| self.is_condition(clause));
        if self.has_auxiliary(verb) && self.context.factuality != Factuality::CTpos && has_condition() {
            self.context.hypothetical = true;
        }
    }

    /// Whether the clause is marked by `if`, `unless`, `whether`, or by an auxiliary in front of its subject.
    pub(super) fn is_condition(&self, clause: TokenId) -> bool {
        let condition = |m: &ModifierEntry| m.factuality == Factuality::Uu && m.rel.iter().any(|r| r == "mark");
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

    /// `Had Russia attacked, …`
    fn is_inverted(&self, clause: TokenId) -> bool {
        let opens = |aux: TokenId| {
            let first = self.syntax.document.subtree(clause).start;
            aux == first && self.syntax.children_by(clause, "nsubj").any(|s| s > first && s < clause)
        };
        self.syntax.is(clause, "advcl") && self.syntax.children_by(clause, "aux").any(opens)
    }

    fn plan(&mut self) {
        self.weaken(Factuality::PSpos);
        self.context.temporality = Temporality::Future;
    }
}

impl<'d> Reader<'_, 'd> {
    /// Modifier entries of a word, by its lemma, and by its form for a participle: the parser takes `suspected` in `a suspected raid` for a
    /// form of the verb.
    fn modifiers_at(&self, word: TokenId) -> Vec<&'d ModifierEntry> {
        let (frames, document) = (self.syntax.frames, self.syntax.document);
        let is_participle = self.syntax.relation(word) == "amod" && matches!(document.token(word).xpos.as_str(), "VBN" | "VBD" | "VBG");
        let form = document.form(word).to_lowercase();
        // "Houthi-claimed strikes": who claims them stands there
        let is_bare = self.syntax.children(word).iter().all(|c| matches!(self.syntax.relation(*c), "advmod" | "punct"));
        let is_other = is_participle && form != self.syntax.lemma(word) && is_bare;
        let by_form = frames.modifiers(&form).filter(|_| is_other);
        let is_fixed = self.syntax.has(word, "fixed");
        let as_whole = is_fixed.then(|| self.syntax.with_fixed(word));
        let by_whole = as_whole.iter().flat_map(|whole| frames.modifiers(whole));
        self.syntax.modifiers(word).chain(by_form).chain(by_whole).collect()
    }
}
