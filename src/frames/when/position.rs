//! Times by where they stand, whatever the parser made of them: right behind a verb, between a subject and its verb, behind an aside.
//!
//! ```text
//! "said Tuesday reports of fraud were false"       said: Tuesday
//! "a protester in Cambridge on Monday shouted"     shouted: Monday
//! ```

use super::Search;
use crate::document::{TimeId, TokenId};
use crate::frames::speaker::is_document;

impl Search<'_> {
    /// `said Tuesday reports of …`, `said on Tuesday`, `told the court on Tuesday`: a time right behind a verb or its object dates it.
    pub(super) fn behind(self, verb: TokenId) -> Option<TimeId> {
        if !self.syntax.is_verb(verb) {
            return None;
        }
        let time = self.time_at(TokenId(verb.0 + 1)).filter(|t| self.verb_before(*t) == Some(verb));
        time.or_else(|| {
            let object = self.syntax.children(verb).iter().copied().find(|c| self.syntax.relation(*c) == "obj" && *c > verb)?;
            let phrase = self.syntax.document.subtree(object);
            let time = self.time_at(phrase.end).filter(|_| phrase.start.0 == verb.0 + 1 && !self.is_happening(object))?;
            // what the parser hangs on a word in front of the verb can only be the verb's
            let misses = |t: TokenId| self.syntax.head(t).is_some_and(|h| h < verb);
            let span = self.syntax.document.times[time.index()].span;
            (span.iter().any(misses) && !self.stands_before_noun(time)).then_some(time)
        })
    }

    /// The verb that an expression stands right behind, at most a preposition between.
    pub(super) fn verb_before(self, time: TimeId) -> Option<TokenId> {
        let span = self.syntax.document.times[time.index()].span;
        let before = |token: TokenId| token.0.checked_sub(1).map(TokenId);
        let word = before(span.start).and_then(|t| if self.is_preposition(t) { before(t) } else { Some(t) })?;
        (self.syntax.is_verb(word) && !self.stands_before_noun(time)).then_some(word)
    }

    /// The expression that begins at a token of the sentence, or behind a preposition there.
    pub(super) fn time_at(self, token: TokenId) -> Option<TimeId> {
        let document = self.syntax.document;
        let sentence = document.sentence(document.sentence_of(TokenId(token.0 - 1))).tokens;
        let next = [token, TokenId(token.0 + 1)].into_iter().filter(|t| sentence.contains(*t));
        next.take_while(|t| *t == token || self.is_preposition(token)).find_map(|t| self.dating(t))
    }

    /// `Friday's meeting`, `the June 16 attack`; but in `said Tuesday reports of` the day is the verb's.
    fn stands_before_noun(self, time: TimeId) -> bool {
        let span = self.syntax.document.times[time.index()].span;
        span.iter().any(|t| {
            let head = self.syntax.head(t).filter(|h| *h >= span.end && self.syntax.is_noun(*h));
            head.is_some() && (self.syntax.relation(t) != "compound" || span.start.0 > 0 && !self.syntax.is_verb(TokenId(span.start.0 - 1)))
        })
    }

    /// `a protester in Cambridge on Monday shouted`: a time between a subject and its verb dates the verb.
    pub(super) fn ahead(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let is_finite = |t: &TokenId| syntax.has_feature(*t, "VerbForm=Fin");
        let helpers = || syntax.children_by(verb, "aux").filter(|a| *a < verb);
        if !syntax.is_verb(verb) || !is_finite(&verb) && !helpers().any(|a| is_finite(&a)) {
            return None;
        }
        let subject = syntax.children_by(verb, "nsubj").next()?;
        let before = |t: TokenId| t.0.checked_sub(1).map(TokenId);
        let last = before(helpers().min().unwrap_or(verb))?;
        // "Peru, in 2019, banned"
        let last = if syntax.document.form(last) == "," { before(last)? } else { last };
        // "A report in May also found"
        let last = if syntax.is(last, "advmod") && syntax.head(last) == Some(verb) { before(last)? } else { last };
        let time = self.dating(last).filter(|_| last > subject)?;
        let span = syntax.document.times[time.index()].span;
        let top = self.top_of(span)?;
        let above: Vec<_> = syntax.document.ancestors(top).take_while(|t| *t != verb).collect();
        // "the man arrested on Monday denied", "Reyes, who was mayor in 2019, denied", "the attack on Monday drew"
        (above.contains(&subject)
            && !above.iter().any(|t| {
                syntax.is_verb(*t)
                    || syntax.is(*t, "acl")
                    || self.is_happening(*t) && syntax.mention(*t).is_none() && !is_document(syntax, *t)
            }))
        .then_some(time)
    }

    /// `arrived in Rome, where most are Catholics, on Monday`: a time gone by, behind a comma, that the parser hangs on an aside in the present.
    pub(super) fn behind_aside(self, verb: TokenId) -> Option<TimeId> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        if !syntax.is_verb(verb) || !self.has_happened(verb) {
            return None;
        }
        let is_present = |t: TokenId| matches!(document.token(t).xpos.as_str(), "VBZ" | "VBP");
        let asides = document.subtree(verb).iter().filter(|t| *t > verb && syntax.relation(*t) == "acl:relcl" && is_present(*t));
        let is_apart = |time: &TimeId| {
            let start = document.times[time.index()].span.start;
            let first = start.0.checked_sub(1).map(TokenId).filter(|t| self.is_preposition(*t)).unwrap_or(start);
            first.0.checked_sub(1).is_some_and(|t| document.form(TokenId(t)) == ",")
        };
        asides
            .into_iter()
            .find_map(|aside| syntax.children(aside).iter().filter(|c| **c > aside).find_map(|c| self.dating(*c).filter(is_apart)))
    }
}
