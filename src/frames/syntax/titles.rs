//! Titles and offices: who bears one.
//!
//! ```text
//! "Chinese leader Xi Jinping"     leader: Xi Jinping
//! "Bell, an executive"            executive: Bell
//! ```

use super::Syntax;
use crate::document::{EntityType, Mention, MentionKind, TokenId};
use crate::events::Phase;

impl<'d> Syntax<'d> {
    /// The office that an adjective tells: `president` for `presidential`.
    pub fn office(&self, token: TokenId) -> Option<&'d str> {
        self.frames.office(self.lemma(token))
    }

    /// Who bears a title: the name right behind it (`Chinese leader Xi Jinping`) or in apposition to it (`the mayor of Leeds, Sarah Fox`),
    /// else the head that it describes (`Bell, an executive`); titles in a row have one holder, a plural one has several.
    pub fn holder(&self, title: TokenId) -> Option<TokenId> {
        // "Attorney General Ann Coe": no general
        if self.is(title, "amod") && self.head(title).is_some_and(|first| first < title) {
            return None;
        }
        let holder = self.holder_within(title, 6).or_else(|| self.named_before(title))?;
        let is_one = self.has_feature(title, "Number=Plur") && !self.has(holder, "conj");
        (!is_one || self.is(holder, "conj")).then_some(holder)
    }

    /// Who bears a title; a plural one belongs to all that are coordinated, `Lam and Chung, editors of the Herald`, but in front of a name not
    /// to those named before: `Mayor Lam and editors Chung and Holt`.
    pub fn holders(&self, title: TokenId) -> Vec<TokenId> {
        let Some(holder) = self.holder(title) else { return Vec::new() };
        let first = self.head(holder).filter(|_| self.is(holder, "conj")).unwrap_or(holder);
        let is_meant = |other: &TokenId| title > holder || *other > title;
        if self.has_feature(title, "Number=Plur") { self.conjuncts(first).into_iter().filter(is_meant).collect() } else { vec![holder] }
    }

    fn holder_within(&self, title: TokenId, fuel: usize) -> Option<TokenId> {
        let fuel = fuel.checked_sub(1)?;
        let person = |t: TokenId| {
            let mention = self.mentioned(t)?;
            (mention.kind == MentionKind::Name && mention.entity_type.is_a(EntityType::Person)).then_some(mention)
        };
        let next = TokenId(title.0 + 1);
        // of a name the head need not be the first word
        let of_name = self.document.tokens.get(next.index()).into_iter().flat_map(|t| [Some(next), t.head]);
        let behind = of_name.flatten().find(|t| person(*t).is_some_and(|m| m.span.start == next));
        let in_apposition = |c: &TokenId| *c > title && matches!(self.relation(*c), "appos" | "flat") && person(*c).is_some();
        if let Some(name) = behind.or_else(|| self.children(title).iter().copied().find(in_apposition)) {
            return Some(name);
        }
        let head = self.head(title)?;
        match self.relation(title) {
            "nmod:desc" | "compound" | "flat" | "amod" => (title < head).then_some(head),
            "appos" => (head < title).then_some(head),
            // "Nadella, chief of Microsoft and director of the foundation": the parser coordinates with the name
            "conj" if person(head).is_some() => {
                let is_title = |c: &TokenId| self.relation(*c) == "appos" && *c > head && *c < title && self.is_noun(*c);
                self.children(head).iter().any(is_title).then_some(head)
            }
            "conj" => self.holder_within(head, fuel),
            _ => None,
        }
    }

    /// `the former president`, `the Ukrainian leader` further on in the article: the person's last name before it. A bare `the president` is too often
    /// another one. `The mayor of Leeds` before who it is is told: the first name behind it, unless that bears the title itself.
    fn named_before(&self, title: TokenId) -> Option<TokenId> {
        let mention = self.mentioned(title).filter(|m| m.kind == MentionKind::Nominal && m.head == title)?;
        let is_country = |t: TokenId| self.is_a(t, EntityType::Country);
        let is_past = |t: TokenId| self.modifiers(t).any(|m| m.phase == Some(Phase::End));
        let is_named = |t: TokenId| {
            self.mentioned(t).is_some_and(|m| {
                m.kind == MentionKind::Name && (m.entity_type.is_a(EntityType::Organization) || m.entity_type.is_a(EntityType::Place))
            })
        };
        let is_owned = ["nmod", "nmod:poss", "compound"].iter().any(|r| self.children_by(title, r).any(is_named));
        let is_told_apart = self.children_by(title, "amod").any(|c| is_country(c) || is_past(c));
        let is_the = self.children_by(title, "det").any(|d| self.has_feature(d, "Definite=Def"));
        let chain = &self.document.chains[mention.chain.filter(|_| is_the && (is_told_apart || is_owned))?.index()];
        let mentions = chain.mentions.iter().map(|m| &self.document.mentions[m.index()]);
        let names: Vec<TokenId> =
            mentions.filter(|m| m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Person)).map(|m| m.head).collect();
        let bears_it = |name: TokenId| {
            let titles = ["nmod:desc", "appos", "compound"].into_iter().flat_map(|r| self.children_by(name, r));
            titles.into_iter().any(|t| self.lemma(t) == self.lemma(title))
        };
        let is_told = names.iter().any(|name| bears_it(*name));
        let behind = || names.iter().copied().filter(|_| is_owned && !is_told).min();
        let before = names.iter().copied().filter(|name| *name < title).max();
        if before.is_some() { before.filter(|_| is_told_apart) } else { behind() }
    }

    /// Reyes in `Inspector-General Reyes said`, where the parser takes either for a subject.
    pub fn bearer_behind(&self, title: TokenId) -> Option<TokenId> {
        let title = self.mentioned(title).filter(|m| m.entity_type == EntityType::Position)?;
        let is_bearer = |m: &&Mention| m.span.start == title.span.end && m.kind == MentionKind::Name && m.entity_type == EntityType::Person;
        let is_beside = |name: &TokenId| self.head(*name).is_some() && self.head(*name) == self.head(title.head);
        self.document.mentions.iter().find(is_bearer).map(|m| m.head).filter(is_beside)
    }
}
