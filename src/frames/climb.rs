//! The climb from the clause of an event to the root of its sentence: each predicate above may report, deny, plan or suspect the event.
//!
//! ```text
//! "Bell denied that rebels plan to attack the port."    attack → plan to: Future, PSpos → denied by Bell: PSneg
//! "Bell regrets the attack on the port."                attack: given, whatever Bell feels
//! ```
//! What a relative clause, a clause of time or cause, or a definite noun says is taken as given there: from then on the climb is `settled`, and
//! predicates further up only add sources.

use super::attribution::accepts;
use super::claims::{is_mere_source, only_source};
use super::context::Reader;
use super::file::{ClaimEntry, ModifierEntry};
use super::syntax::Syntax;
use crate::document::TokenId;
use crate::events::{Factuality, Phase, Stance, Temporality};

/// Steps after which the climb ends in very deep trees.
const STEPS: usize = 40;

/// Where a climb stands, and what it has met.
struct Climb {
    /// The word of the event.
    trigger: TokenId,
    /// Where it begins: the predicate of the clause, or the first of the nouns that the trigger is coordinated with.
    start: TokenId,
    /// The word below the next governor, and the one below that.
    node: TokenId,
    below: TokenId,
    /// Whether the event is told by a noun alone, without a light verb.
    is_bare_noun: bool,
    /// Whether that noun is known to the reader.
    is_given: bool,
    /// Whether what is told of the word at hand is told of the event.
    is_clausal: bool,
    /// Whether the event is taken as given, so that no predicate further up changes what is said of it.
    settled: bool,
    /// Whether the article adds it in passing: its own word, whoever speaks around it.
    is_added: bool,
    /// Whether somebody gets or forces another to do it.
    is_brought_about: bool,
}

impl Reader<'_, '_> {
    /// Takes up what stands above the clause.
    pub(super) fn climb(&mut self, trigger: TokenId, clause: TokenId) {
        let mut climb = self.begin(trigger, clause);
        for _ in 0..STEPS {
            self.read_source_phrases(climb.node, climb.below);
            self.read_name_before_colon(climb.node);
            self.context.hypothetical |= !climb.is_given && self.is_fiction(climb.node);
            let Some(governor) = self.syntax.head(climb.node) else { break };
            self.step(&mut climb, governor);
            climb.below = std::mem::replace(&mut climb.node, governor);
        }
        if self.is_purpose && !climb.settled && self.syntax.head(climb.start).is_some_and(|above| self.is_announced(above)) {
            self.is_purpose = false;
            self.plan();
        }
        self.context.hypothetical |= self.is_purpose || !climb.settled && is_open_question(self.syntax, trigger);
    }

    /// `will visit Peru to meet Marsh`: what is done to an end is planned, and so is the end.
    fn is_announced(&self, verb: TokenId) -> bool {
        let is_future = |m: &ModifierEntry| m.is("aux") && m.temporality == Some(Temporality::Future);
        self.syntax.children_by(verb, "aux").any(|aux| self.syntax.modifiers(aux).any(is_future)) && !self.is_negated(verb)
    }

    fn begin(&mut self, trigger: TokenId, clause: TokenId) -> Climb {
        let syntax = self.syntax;
        let is_bare_noun = syntax.is_noun(trigger) && clause == trigger;
        // "called for a ceasefire and the release of hostages": what is said of the first noun is said of all
        let first = |t: TokenId| syntax.head(t).filter(|h| is_bare_noun && syntax.is(t, "conj") && syntax.is_noun(*h));
        let mut start = clause;
        while let Some(noun) = first(start) {
            self.read_source_phrases(start, trigger);
            start = noun;
        }
        let is_known = || syntax.is_definite(trigger) || self.is_told_of(trigger) || self.is_ended(trigger);
        // "a deal for a truce and the freeing of captives": the second is no better known than the first
        let is_new = start != trigger && syntax.is_indefinite(start);
        let is_given = is_bare_noun && is_known() && !is_new && !self.is_brought_about(start);
        // "would not confirm who was behind the attacks": what is left open is who, not the attacks
        let is_asked_about = is_given && syntax.has_copula(trigger);
        // "plans to join the Iran-backed alliance"
        let is_attribute = syntax.is_verb(trigger) && syntax.relation(trigger) == "amod";
        Climb {
            trigger,
            start,
            node: start,
            below: trigger,
            is_bare_noun,
            is_given,
            is_clausal: !is_bare_noun,
            settled: is_asked_about || is_attribute,
            is_added: false,
            is_brought_about: false,
        }
    }

    /// What the next word above does to the event.
    fn step(&mut self, climb: &mut Climb, governor: TokenId) {
        let (syntax, node) = (self.syntax, climb.node);
        let relation = syntax.relation(node);
        let shares = self.shares_reality(climb, governor);
        if let Some((predicate, claim, negated)) = self.embedder(governor, node).map(|(p, e)| (p, e.entry.claim, e.entry.negated)) {
            self.embed(climb, predicate, &claim, negated);
            self.read_purpose(climb, predicate, &claim);
            climb.is_clausal = true;
        } else if climb.is_clausal && !climb.settled {
            self.pass(governor, node, relation);
        } else if shares && self.is_negated(governor) && syntax.is_listed(governor, "attitude") {
            // "did not support a strike": it is not said that there was none
            self.context.hypothetical = true;
        } else if shares {
            self.read_modifiers(governor);
            self.read_marks(governor);
        } else if self.is_judged(climb, governor) {
            self.read_auxiliaries(governor);
        }
        self.read_course(climb, governor);
        climb.settled |= climb.is_given || self.settles(node, governor);
        match relation {
            "nsubj" | "nsubj:pass" | "obj" | "obl" | "nmod" | "nmod:poss" | "compound" | "iobj" | "obl:agent" | "appos" | "amod" => {
                climb.is_clausal = shares;
            }
            "ccomp" | "xcomp" | "acl" | "advcl" => climb.is_clausal = true,
            _ => {}
        }
        if climb.is_clausal && !climb.settled && self.is_condition(governor) {
            self.open();
        }
        climb.is_added |= climb.settled && self.is_added(node);
    }

    /// What an embedding predicate does to the event.
    fn embed(&mut self, climb: &mut Climb, predicate: TokenId, claim: &ClaimEntry, when_negated: Option<ClaimEntry>) {
        let (node, is_negated) = (climb.node, self.is_negated(predicate));
        if self.takes_as_given(climb, predicate, claim) {
            climb.settled = true;
        } else if node != climb.start && is_mere_source(claim) && self.is_thing_beside(node, climb.start) {
            // "announced tariffs on goods made in Peru": what is announced is the tariffs
        } else if climb.settled {
            // a reporting clause behind covers all of the sentence; what a demand or promise takes as given, it does not say
            // "did not say it was behind the attack": it is not the one that speaks of it
            // "no group claimed the attack that killed 12"
            // "stopped short of accusing Peru of the attack": it is not said to be Peru's
            self.context.hypothetical |= matches!(claim.factuality, Factuality::CTneg | Factuality::Uu) && self.accuses(node);
            let speaks_of_it = claim.stance != Stance::Plans && (!climb.is_added || predicate > node) && !is_negated;
            if speaks_of_it && !self.is_not_given(predicate) {
                self.apply(&only_source(claim), None, predicate);
            }
        } else if self.is_speech_noun(predicate) && self.is_told_by(node) && !is_negated {
            // "a statement saying that it attacked": no mere claim, but what says so
        } else if !self.is_denied_speech(climb, claim) && !self.is_contested(predicate) {
            self.claim(climb, predicate, claim, when_negated);
        }
    }

    /// `did not say why it attacked`: that it did is taken as given; `arrested for waving flags during protests`: there were protests.
    fn takes_as_given(&self, climb: &Climb, predicate: TokenId, claim: &ClaimEntry) -> bool {
        let is_open = claim.factuality == Factuality::Uu || self.is_negated(predicate);
        is_open && self.asks_about(climb.node) || claim.stance == Stance::Accuses && self.is_setting_of(climb.start, climb.node)
    }

    /// To deny an accusation is not to say that there was none.
    fn is_denied_speech(&self, climb: &Climb, claim: &ClaimEntry) -> bool {
        climb.node == climb.start && claim.stance == Stance::Denies && self.is_speech_noun(climb.trigger)
    }

    /// What a predicate claims where the words beside it show that it is so.
    fn as_shown(&self, predicate: TokenId, claim: &ClaimEntry) -> ClaimEntry {
        let syntax = self.syntax;
        let given = ClaimEntry { factuality: Factuality::CTpos, author: Factuality::CTpos, ..*claim };
        // "the first time for a ship to cross the strait": it crossed
        let is_counted = || syntax.children_by(predicate, "amod").any(|c| syntax.has_feature(c, "NumType=Ord"));
        // "used its power to arrest them": it did
        let used = syntax.head(predicate).filter(|v| syntax.is(predicate, "obj") && syntax.is_listed(*v, "using"));
        let is_done = |verb: TokenId| !self.is_negated(verb) && !syntax.has(verb, "aux") && syntax.tag(verb) != "VB";
        let is_open = claim.factuality == Factuality::Uu && syntax.is_noun(predicate);
        if is_open && (is_counted() || used.is_some_and(is_done)) {
            given
        } else if self.is_owned_up(predicate) {
            ClaimEntry { source: claim.source && self.source_of(claim, predicate).is_some(), stance: Stance::Asserts, ..given }
        } else {
            *claim
        }
    }

    /// Applies what a predicate claims, and its own certainty where the event is as real as it.
    fn claim(&mut self, climb: &mut Climb, predicate: TokenId, claim: &ClaimEntry, when_negated: Option<ClaimEntry>) {
        let (syntax, node) = (self.syntax, climb.node);
        let relation = syntax.relation(node);
        let claim = &self.as_shown(predicate, claim);
        let is_negated = self.is_negated(predicate) || self.shares_negation(predicate) || self.is_not_given(predicate);
        self.apply(claim, (is_negated && relation != "obl").then_some(when_negated), predicate);
        // "trying to get both sides to agree": what is tried is not that they agree
        self.context.hypothetical |= claim.phase == Some(Phase::Attempted) && climb.is_brought_about;
        // "will continue to attack": it is as real as the continuing
        let is_real = claim.factuality == Factuality::CTpos && claim.author == Factuality::CTpos;
        // "could be heard chanting": they did
        let is_perceived = syntax.is_passive(predicate) && syntax.is_listed(predicate, "perceiving");
        let is_bare = relation == "xcomp" || syntax.is_marked_by(node, "to") || relation == "ccomp" && !syntax.is_finite(node);
        if is_real && !is_perceived && is_bare {
            self.read_auxiliaries(predicate);
        }
        climb.is_brought_about |= is_real && claim.phase.is_none() && syntax.children_by(predicate, "obj").any(|o| o < node);
        self.context.hypothetical |= self.is_listed_beside(predicate, "det", "any");
        // "I want to stress that it attacked": who says so does so, and it is as he says
        climb.settled |= claim.source && self.performed(predicate).is_some();
        if self.is_found_false(predicate) {
            (self.context.factuality, self.context.author) = (Factuality::CTneg, Factuality::CTneg);
        } else if self.is_false_claim(predicate) {
            self.context.author = Factuality::CTneg;
        } else if claim.source && self.is_unsure(predicate) {
            self.weaken(Factuality::PRpos);
        }
    }

    /// `is travelling to help deliver aid`: a predicate may itself be no more than a purpose.
    fn read_purpose(&mut self, climb: &Climb, predicate: TokenId, claim: &ClaimEntry) {
        self.is_purpose &= climb.node != climb.start;
        let is_infinitive = self.syntax.tag(predicate) == "VB" && self.syntax.is_marked_by(predicate, "to");
        let does = claim.factuality == Factuality::CTpos && !claim.source;
        let opens_purpose = does && is_infinitive && self.syntax.is(predicate, "advcl");
        self.is_purpose |= !climb.settled && opens_purpose && !self.syntax.is_headline_infinitive(predicate);
    }

    /// `may spark protests`: an indefinite event is as real as what is said of it.
    fn shares_reality(&self, climb: &Climb, governor: TokenId) -> bool {
        let is_argument = || match self.syntax.relation(climb.node) {
            "obj" | "nsubj" | "nsubj:pass" => true,
            "obl" => self.syntax.is_listed(governor, "outcome"),
            _ => false,
        };
        climb.is_bare_noun && !climb.is_given && climb.node == climb.start && self.syntax.is_verb(governor) && is_argument()
    }

    /// `an attack would be a mistake`, `the state's election will be fair`.
    fn is_judged(&self, climb: &Climb, governor: TokenId) -> bool {
        climb.is_bare_noun
            && (!climb.is_given || self.syntax.is_listed(climb.node, "contest"))
            && climb.node == climb.start
            && self.syntax.relation(climb.node) == "nsubj"
            && self.syntax.has_copula(governor)
    }

    /// `the talks are due to begin`; but `the strikes were aiming to destroy depots`: they go on.
    fn read_course(&mut self, climb: &Climb, governor: TokenId) {
        let is_subject = matches!(self.syntax.relation(climb.node), "nsubj" | "nsubj:pass");
        if !climb.is_bare_noun || climb.node != climb.start || !is_subject || !self.is_to_happen(governor) {
            return;
        }
        let claim = self.embedders_of(governor).find(|e| accepts(&e.slot, "xcomp")).map(|e| e.entry.claim);
        if let Some(claim) = claim {
            self.apply(&claim, None, governor);
        }
    }

    /// Whether what stands at a word is taken as given by what is above it.
    fn settles(&self, node: TokenId, governor: TokenId) -> bool {
        let syntax = self.syntax;
        let settles = match syntax.relation(node) {
            "acl:relcl" => true,
            // "ensure the return of residents displaced by attacks"
            "acl" => syntax.is_passive(node) && !self.is_listed_beside(governor, "det", "any"),
            "advcl" => {
                syntax.is_finite(node) && !self.is_condition(node) || self.is_listed_beside(node, "mark", "given") || self.is_beside(node)
            }
            // "vowed revenge for a strike": what is answered has happened
            "nmod" => syntax.is_listed(governor, "in-return"),
            _ => false,
        };
        settles || self.stands_beside(node)
    }
}

/// Whether the sentence is a question that may be answered with no; `why did Russia attack` takes the attack as given.
fn is_open_question(syntax: &Syntax<'_>, token: TokenId) -> bool {
    let document = syntax.document;
    let sentence = document.sentence(document.sentence_of(token));
    let mut last_words = sentence.tokens.iter().rev().take(2);
    // He said: "Will it?": the question is the quotation's
    let opens = |t: TokenId| matches!(document.form(t), "\"" | "“" | "``" | "‘");
    let is_quoted = |mark: TokenId| (token.0 + 1..mark.0).map(TokenId).any(opens);
    let asks = |t: TokenId| document.form(t) == "?" && !is_quoted(t);
    last_words.any(asks) && !sentence.tokens.iter().any(|t| syntax.has_feature(t, "PronType=Int"))
}
