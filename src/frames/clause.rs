//! What the clause of an event says of it: tense, negation, adverbs and auxiliaries, `if` and `to`, the imperative.
//!
//! ```text
//! "Russia could not have attacked"   could, not, have → Uu, Past
//! ```

use super::context::{Reader, is_aside};
use super::file::{LightSubject, ModifierEntry};
use super::frame_set::Embedder;
use super::light::light_verb;
use crate::document::TokenId;
use crate::events::Factuality;

impl<'d> Reader<'_, 'd> {
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
                if modifier.is("amod") && matches!(modifier.factuality, Factuality::PRpos | Factuality::PSpos) {
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
            let stands = |m: &ModifierEntry| m.is(relation) || m.is("advmod:next") && is_next();
            for modifier in self.modifiers_at(child) {
                if relation != "mark" && stands(modifier) && !self.is_focused(child) {
                    self.modify(modifier, word);
                }
            }
        }
    }

    /// Takes what a modifier does to the word that it belongs to.
    pub(super) fn modify(&mut self, modifier: &ModifierEntry, word: TokenId) {
        self.weaken(self.strength(modifier, word));
        self.context.hearsay |= modifier.hearsay;
        self.context.recurring |= modifier.recurring;
        self.context.phase = self.context.phase.or(modifier.phase);
        self.context.temporality = modifier.temporality.unwrap_or(self.context.temporality);
    }

    /// `falsely claimed`, `a fake video showed`; what is `often falsely` claimed may be true at times.
    pub(super) fn is_false_claim(&self, predicate: TokenId) -> bool {
        let is_false = |c: TokenId| self.syntax.is_listed(c, "claim") && !self.syntax.has(c, "advmod");
        let of_source = self.syntax.children_by(predicate, "nsubj").flat_map(|s| self.syntax.children_by(s, "amod"));
        self.syntax.children_by(predicate, "advmod").chain(of_source).any(is_false)
    }

    /// `The rumour that Marsh had resigned was false`: whether the article itself says that what is told is not so.
    pub(super) fn is_found_false(&self, noun: TokenId) -> bool {
        let judged = self.syntax.head(noun).filter(|_| self.syntax.is_noun(noun) && self.syntax.is(noun, "nsubj"));
        judged.is_some_and(|j| self.syntax.is_listed(j, "claim") && self.syntax.has_copula(j) && !self.is_negated(j))
    }

    /// `admitted charges of bribery`, `pleaded guilty to charges of it`, `was convicted on charges of it`: whether what is charged is shown or
    /// admitted to be so.
    pub(super) fn is_owned_up(&self, noun: TokenId) -> bool {
        let syntax = self.syntax;
        let Some(above) = syntax.head(noun).filter(|_| syntax.is_listed(noun, "charge") && matches!(syntax.relation(noun), "obj" | "obl"))
        else {
            return false;
        };
        // "pleaded guilty to": the parser may hang the charge on the verb
        let guilty = syntax.children_by(above, "xcomp").find(|c| syntax.pos(*c) == "ADJ");
        let owns = |t: TokenId| syntax.is_listed(t, "owning-up") && !self.is_negated(t);
        !self.is_negated(above) && (owns(above) || guilty.is_some_and(owns))
    }

    /// `unconfirmed reports say`, `some say`: whether who says so is nobody to go by.
    pub(super) fn is_unsure(&self, predicate: TokenId) -> bool {
        let syntax = self.syntax;
        let is_nobody =
            |s: TokenId| syntax.is_listed(s, "whoever-says") || syntax.children_by(s, "amod").any(|t| syntax.is_listed(t, "unsure"));
        syntax.children_by(predicate, "nsubj").any(is_nobody)
    }

    /// `In the novel, Peru attacks Chile`, `the film tells of a man who bombed the port`: whether what stands at a word happens in a story only.
    pub(super) fn is_fiction(&self, word: TokenId) -> bool {
        let syntax = self.syntax;
        let is_within = |c: TokenId| syntax.is_listed(c, "fiction") && matches!(syntax.case(c).as_str(), "in" | "during");
        let tells = || syntax.is_listed(word, "depicting") && syntax.children_by(word, "nsubj").any(|s| syntax.is_listed(s, "fictional"));
        syntax.children_by(word, "obl").any(is_within) || tells()
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

    /// `an attack that killed 12 people`: what a clause tells of as past has happened.
    pub(super) fn is_told_of(&self, noun: TokenId) -> bool {
        self.syntax.children(noun).iter().any(|c| self.syntax.relation(*c) == "acl:relcl" && self.is_past(*c))
    }

    /// An object with words of its own; the `place` in `take place` has none.
    pub(super) fn has_real_object(&self, verb: TokenId) -> bool {
        self.syntax.children_by(verb, "obj").any(|o| !self.syntax.children(o).is_empty() || self.syntax.pos(o) != "NOUN")
    }
}
