//! Through whom a word came, and who is named as its speaker by a mark alone.
//!
//! ```text
//! "Reuters reported, citing officials, that"      → officials, by way of Reuters
//! "the Globe quoted Bell as saying that"          → Bell, by way of the Globe
//! "Police: Driver fled", "Driver fled: police"    → police
//! ```

use super::context::Reader;
use super::speaker::{can_speak, is_document, voice_of};
use crate::document::{EntityType, TokenId};
use crate::events::Factuality;

/// Words of the longest name beside a colon.
const NAME: usize = 6;

impl Reader<'_, '_> {
    /// `…: minister` and `… – police` at the end of a headline: whose word it is.
    pub(super) fn read_headline_tag(&mut self, trigger: TokenId) {
        let document = self.syntax.document;
        let sentence = document.sentence_of(trigger);
        if !document.is_headline(sentence) {
            return;
        }
        let tokens = document.sentence(sentence).tokens;
        let is_mark = |t: &TokenId| matches!(document.form(*t), ":" | "-" | "–" | "—");
        let Some(mark) = tokens.iter().rev().take(NAME).find(is_mark).filter(|m| *m > trigger) else { return };
        let mut tag = (mark.0 + 1..tokens.end.0).map(TokenId);
        let is_nominal = |t: TokenId| matches!(self.syntax.pos(t), "DET" | "ADJ" | "NOUN" | "PROPN" | "PART");
        let last = tag.clone().next_back().filter(|_| tag.all(is_nominal));
        let speaks = |t: &TokenId| (self.syntax.is_agent(*t) || is_document(self.syntax, *t)) && !self.syntax.is_a(*t, EntityType::Place);
        if let Some(last) = last.filter(speaks) {
            self.add_source(last);
        }
    }

    /// `Police: Driver fled scene`, `Marsh: "We will not pay"`: whoever stands before the colon says what stands behind it.
    pub(super) fn read_name_before_colon(&mut self, clause: TokenId) {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let Some(name) = syntax.head(clause).filter(|n| syntax.relation(clause) == "parataxis" && syntax.is_noun(*n)) else { return };
        let start = document.sentence(document.sentence_of(name)).tokens.start;
        let is_first = syntax.head(name).is_none() && name.0 - start.0 < NAME as u32;
        let is_speaker = is_first && syntax.is_agent(name) && !syntax.is_a(name, EntityType::Place);
        let has_colon =
            || (name.0 + 1..clause.0).take(NAME).map(TokenId).find(|t| syntax.pos(*t) == "PUNCT").map(|t| document.form(t)) == Some(":");
        if is_speaker && has_colon() {
            self.add_source(name);
        }
    }

    /// `officials` in `Reuters reported, citing officials`: the cited stand nearer to the event than those from `at` on, who cite them.
    pub(super) fn add_cited(&mut self, citing: TokenId, at: usize) {
        let speaks = |c: &TokenId| can_speak(self.syntax, *c) || is_document(self.syntax, *c);
        let cited = self.syntax.children_by(citing, "obj").next().filter(|c| speaks(c) && !self.context.sources.contains(c));
        if let Some(cited) = cited.map(|c| voice_of(self.syntax, c)) {
            // "citing unnamed sources": who cites those vouches for them
            let is_nobody = self.syntax.children_by(cited, "amod").any(|a| self.syntax.is_listed(a, "unnamed"));
            let at = if is_nobody { self.context.sources.len() } else { at };
            self.context.sources.insert(at, cited);
            self.context.author = Factuality::Uu;
        }
    }

    /// Bell in `the Globe quoted Bell as saying`.
    pub(super) fn quoted_as(&self, saying: TokenId) -> Option<TokenId> {
        let verb = self.syntax.head(saying).filter(|v| self.syntax.is_marked_by(saying, "as") && self.syntax.is_listed(*v, "citing"))?;
        self.syntax.logical_object(verb).filter(|o| can_speak(self.syntax, *o) || is_document(self.syntax, *o))
    }

    /// The Globe in `the Globe quoted Bell as saying`: through whom the word came.
    pub(super) fn add_quoter(&mut self, saying: TokenId) {
        let Some(verb) = self.quoted_as(saying).and_then(|_| self.syntax.head(saying)) else { return };
        let quoter = self.syntax.logical_subject(verb).filter(|s| can_speak(self.syntax, *s) || is_document(self.syntax, *s));
        quoter.into_iter().for_each(|q| self.add_source(q));
    }

    /// Of an act of speech, through whom it is known: `the mayor, quoted by state media, said`, `the Globe quotes Bell as saying`.
    pub(super) fn read_quoter(&mut self, verb: TokenId) {
        let syntax = self.syntax;
        let has_words = || syntax.children_by(verb, "advcl").any(|c| syntax.is_marked_by(c, "as"));
        if syntax.is_listed(verb, "citing") && !syntax.is_passive(verb) && has_words() {
            let quoter = syntax.logical_subject(verb).filter(|s| can_speak(syntax, *s));
            quoter.into_iter().for_each(|q| self.add_source(q));
        } else if syntax.reports(verb) || syntax.head(verb).is_some_and(|first| syntax.is(verb, "conj") && syntax.reports(first)) {
            let subject = syntax.logical_subject(verb);
            let quoted =
                subject.and_then(|s| syntax.children_by(s, "acl").find(|c| syntax.is_listed(*c, "citing") && syntax.is_passive(*c)));
            quoted.into_iter().for_each(|q| self.add_relay(q));
        }
    }

    /// `state media` in `was quoted by state media`: through whom the word came.
    pub(super) fn add_relay(&mut self, verb: TokenId) {
        let said = self.syntax.children_by(verb, "advcl").flat_map(|c| self.syntax.children_by(c, "obl:agent"));
        let relay = self.syntax.children_by(verb, "obl:agent").chain(said).find(|a| can_speak(self.syntax, *a));
        if let Some(relay) = relay.filter(|r| !self.context.sources.contains(r)) {
            self.context.sources.push(relay);
        }
    }
}
