//! Who is named as the source of an event: `according to`, reporting clauses in parentheses and behind, the voice behind a predicate of saying.
//!
//! ```text
//! "Rebels attacked the port, Bell said, and two died, according to police."   attacked → Bell   died → police
//! ```

use super::context::Reader;
use super::file::ClaimEntry;
use super::frame_set::Embedder;
use super::light::light_verb;
use super::slot::Step;
use super::speaker::{author_of, can_speak, is_document, voice_of};
use crate::document::TokenId;
use crate::events::{Factuality, Stance};

impl Reader<'_, '_> {
    /// `according to X` below a predicate, and a reporting clause in parentheses: `…, Bell said, …`. What is told of X (`below`) does
    /// not come from X.
    pub(super) fn read_source_phrases(&mut self, node: TokenId, below: TokenId) {
        for &child in self.syntax.children(node).iter().filter(|c| **c != below) {
            let relation = self.syntax.relation(child);
            if relation.starts_with("obl") && self.cites(child) {
                self.add_source(child);
            } else if relation == "advcl" && self.syntax.is_listed(child, "citing") {
                self.add_cited(child, 0);
            } else if relation == "parataxis" || relation == "advcl" && self.syntax.is_marked_by(child, "as") {
                let takes_content = |e: &&Embedder| accepts(&e.slot, "ccomp") || accepts(&e.slot, "parataxis");
                let reports = self.embedders_of(child).find(|e| e.entry.claim.source && takes_content(e));
                // "– claims the party denied"
                let has_content = self.syntax.children(child).iter().any(|c| matches!(self.syntax.relation(*c), "ccomp" | "xcomp" | "acl"));
                // "…, the mayor was quoted as saying by the agency"
                let quoted = self.syntax.children_by(child, "nsubj:pass").next();
                if let Some(quoted) = quoted.filter(|_| self.syntax.is_listed(child, "citing")) {
                    self.add_source(quoted);
                    self.add_relay(child);
                } else if let Some(embedder) = reports
                    && !has_content
                {
                    let (claim, before) = (embedder.entry.claim, self.context.sources.len());
                    self.apply(&claim, None, child);
                    // "…, Reuters reported, citing police"
                    let citing = self.syntax.children_by(child, "advcl").find(|c| self.syntax.is_listed(*c, "citing"));
                    citing.into_iter().for_each(|c| self.add_cited(c, before));
                }
            }
        }
    }

    /// Whether a phrase names a source: `according to police`, `per Reuters`, but not `per state`.
    fn cites(&self, noun: TokenId) -> bool {
        let case = self.syntax.case(noun);
        let is_measure = || {
            let is_bare =
                !self.syntax.children(noun).iter().any(|c| matches!(self.syntax.relation(*c), "det" | "amod" | "compound" | "nmod:poss"));
            is_bare && self.syntax.pos(noun) == "NOUN" && !self.syntax.has_feature(noun, "Number=Plur")
        };
        self.syntax.frames.is_listed(&case, "source") && !(self.syntax.frames.is_listed(&case, "rate") && is_measure())
    }

    /// `…, according to X` behind a clause covers all that leads up to it, on whichever of the verbs the parser hung it: those that share a
    /// subject, and what is subordinate to them.
    pub(super) fn read_last_words(&mut self, trigger: TokenId, clause: TokenId) {
        let syntax = self.syntax;
        let is_given = syntax.is_noun(trigger) && clause == trigger && syntax.is_definite(trigger);
        if is_given || self.context.hearsay || !self.context.sources.is_empty() {
            return;
        }
        let path: Vec<TokenId> = std::iter::successors(Some(clause), |t| syntax.head(*t)).take(40).collect();
        if path.iter().any(|t| self.is_added(*t)) {
            return;
        }
        // "two died and three were hurt, according to": one breath
        let is_joined = |t: TokenId| {
            let is_free = |c: TokenId| c.0.checked_sub(1).is_some_and(|b| syntax.pos(TokenId(b)) != "PUNCT");
            syntax.children_by(t, "cc").next().is_some_and(is_free)
        };
        let is_low = |t: TokenId| match syntax.relation(t) {
            "conj" => is_joined(t) || !syntax.children(t).iter().any(|c| syntax.is(*c, "nsubj")),
            relation => matches!(relation, "advcl" | "acl" | "xcomp" | "obl" | "obl:agent" | "obj" | "nmod" | "nmod:poss" | "appos"),
        };
        let tokens = syntax.document.sentence(syntax.document.sentence_of(trigger)).tokens;
        let behind = tokens.iter().filter(|t| *t > trigger && syntax.is_noun(*t) && self.cites(*t));
        let found = behind.into_iter().find(|source| {
            let above = std::iter::successors(syntax.head(*source), |t| syntax.head(*t).filter(|_| is_low(*t)));
            syntax.document.is_set_off(*source, &[","]) && above.take(40).last().is_some_and(|top| path.contains(&top))
        });
        if let Some(source) = found {
            self.add_source(source);
        }
    }

    /// Whose word a predicate of saying, or a noun for what is said, brings.
    pub(super) fn source_of(&self, claim: &ClaimEntry, governor: TokenId) -> Option<TokenId> {
        if self.syntax.is_noun(governor) {
            let possessor = || self.syntax.children_by(governor, "nmod:poss").next();
            // who receives a report does not make it
            let gives = |v: &TokenId| !self.syntax.is_listed(*v, "receiving");
            let voicer = || light_verb(self.syntax, governor).filter(|(v, _)| gives(v)).and_then(|(v, _)| self.syntax.logical_subject(v));
            // "claimed responsibility for the attack", "repeated claims that"
            let is_voiced = |v: &TokenId| self.syntax.is(governor, "obj") && self.syntax.is_listed(*v, "voicing");
            let owner = || self.syntax.head(governor).filter(is_voiced).and_then(|v| self.syntax.logical_subject(v));
            return possessor().or_else(|| author_of(self.syntax, governor)).or_else(voicer).or_else(owner);
        }
        if let Some(quoted) = self.quoted_as(governor) {
            return Some(quoted);
        }
        if let Some(bench) = self.bench_told(governor).filter(|_| claim.stance == Stance::Asserts) {
            return Some(bench);
        }
        // of the subjects that the verb may share, the first that can speak; "was told" tells nothing
        let shared = self.syntax.other_subjects(governor).filter(|_| !self.syntax.is_passive(governor));
        let subjects = self.syntax.logical_subject(governor).into_iter().chain(shared);
        let mut subjects = subjects.peekable();
        let first = subjects.peek().copied();
        // who says it speaks, whatever he is called: "the law says"
        let is_unknown = |s: &TokenId| {
            let is_own = self.syntax.head(*s) == Some(governor) && self.syntax.is_noun(*s);
            // "as the siege continues"
            let is_aside = self.syntax.relation(governor) == "advcl";
            claim.stance == Stance::Asserts && is_own && !is_aside && self.syntax.mention(*s).is_none()
        };
        // "the court's press service said"
        let is_part = |s: &TokenId| {
            self.syntax.relation(governor) != "advcl" && self.syntax.children_by(*s, "nmod:poss").any(|p| can_speak(self.syntax, p))
        };
        let speaks = |s: &TokenId| is_document(self.syntax, *s) || is_unknown(s) || claim.stance == Stance::Asserts && is_part(s);
        let spoken_of = || self.name_before_relative(governor).or_else(|| self.syntax.bearer_behind(first?));
        subjects.find(|s| can_speak(self.syntax, *s)).or_else(|| first.filter(speaks)).or_else(spoken_of)
    }

    /// The jury in `the jury was told that`: what is said there is said by somebody in court.
    fn bench_told(&self, verb: TokenId) -> Option<TokenId> {
        let is_told = self.syntax.is_passive(verb) && self.syntax.logical_subject(verb).is_none();
        self.syntax.surface_subject(verb).filter(|s| is_told && self.syntax.is_listed(*s, "court"))
    }

    /// Hezbollah in `at a high cost to Hezbollah, which concedes`: the parser may hang the clause on a noun that cannot speak.
    fn name_before_relative(&self, verb: TokenId) -> Option<TokenId> {
        let clause = Some(verb).filter(|v| self.syntax.relation(*v) == "acl:relcl")?;
        let first = Some(self.syntax.document.subtree(clause).start).filter(|t| self.syntax.has_feature(*t, "PronType=Rel"))?;
        let before = (0..first.0).rev().map(TokenId).find(|t| self.syntax.pos(*t) != "PUNCT")?;
        std::iter::successors(Some(before), |t| self.syntax.head(*t)).take(3).find(|t| *t < first && can_speak(self.syntax, *t))
    }

    pub(super) fn add_source(&mut self, source: TokenId) {
        self.context.author = Factuality::Uu;
        let source = voice_of(self.syntax, source);
        if !self.context.sources.contains(&source) {
            self.context.sources.push(source);
        }
        let Some(verb) = self.syntax.children_by(source, "acl").find(|c| self.syntax.is_listed(*c, "citing")) else { return };
        if self.syntax.is_passive(verb) {
            // "the mayor, quoted by state media, said"
            self.add_relay(verb);
        } else if let Some(at) = self.context.sources.iter().position(|s| *s == source) {
            // "the Globe, citing officials, said"
            self.add_cited(verb, at);
        }
    }
}

/// Whether the slot takes a child with the relation.
pub(super) fn accepts(slot: &[Step], relation: &str) -> bool {
    slot.iter().any(|s| matches!(s, Step::Child { relation: r, case: None } if r == relation))
}
