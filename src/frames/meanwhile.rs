//! Dates of what goes on, or begins, at the time of something else.
//!
//! ```text
//! "As talks opened on Friday, workers marched."           marched: Friday, through what happened meanwhile
//! "has been closed since the attack on Monday"            closed: from Monday on
//! "in January, when Li visited"                           visited: January
//! ```

use super::when::{Reach, Search};
use crate::calendar::Precision;
use crate::document::{TimeId, TokenId};

impl Search<'_> {
    /// `Speaking on Monday, he apologised`, `Asked on Monday, he said`, `As talks opened on Friday, workers marched`: what goes on beside it.
    pub(super) fn meanwhile(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let opens = |c: TokenId| c < verb && self.is_gerund(c) && !syntax.has(c, "mark");
        let asked = |c: TokenId| c < verb && syntax.document.token(c).xpos == "VBN" && syntax.is_listed(c, "asked");
        // "two died and ten were hurt when rebels attacked on Monday"
        let clauses = || std::iter::once(verb).chain(syntax.children_by(verb, "conj")).flat_map(|v| syntax.children_by(v, "advcl"));
        let beside = clauses()
            .filter(|c| syntax.is_verb(*c) && (opens(*c) || asked(*c) || self.is_beside(*c) || *c > verb && self.comes_at_once(*c, verb)));
        let is_day = |t: &TimeId| syntax.document.times[t.index()].value.is_none_or(|v| v.is_closed());
        // "Looking ahead to the vote on 30 October, she said"
        let is_its = |c: TokenId, t: TimeId| {
            let span = syntax.document.times[t.index()].span;
            // "Speaking to a class of pilots in May, she said"
            let above = || syntax.document.ancestors(span.start).skip_while(|t| span.contains(*t)).take_while(|t| *t != c);
            let speaks = || syntax.lemma(c) == "speak" && !above().any(|t| self.is_happening(t) || self.is_gathering(t));
            !opens(c) || span.iter().any(|s| syntax.head(s) == Some(c)) || speaks()
        };
        // "Asked about the vote on Monday, she said": the day at the end is that of the asking
        let last = |c: TokenId| {
            let phrase = syntax.document.subtree(c);
            let end = phrase.iter().rev().find(|t| syntax.pos(*t) != "PUNCT")?;
            self.dating(end).filter(|_| asked(c))
        };
        // "when rebels shelled the port and burned it down on Monday"
        let also = |c: TokenId| if self.is_beside(c) { syntax.children_by(c, "conj").find_map(|n| self.own(n)) } else { None };
        beside.filter_map(|c| self.own(c).filter(|t| is_its(c, *t)).or_else(|| last(c)).or_else(|| also(c))).find(is_day)
    }

    /// Whether a clause is marked by `as`, `when`, `while`.
    pub(super) fn is_beside(self, clause: TokenId) -> bool {
        let syntax = self.syntax;
        let marks = |t: &TokenId| syntax.is_listed(*t, "meanwhile");
        let is_mark = |t: &TokenId| matches!(syntax.relation(*t), "mark" | "advmod");
        syntax.children(clause).iter().any(|t| is_mark(t) && marks(t))
    }

    /// Such a clause that tells what happened, or what happens beside what does: `has struggled this month as rains flood the south`.
    pub(super) fn is_meanwhile(self, clause: TokenId) -> bool {
        let syntax = self.syntax;
        let is_present = |t: TokenId| matches!(syntax.document.token(t).xpos.as_str(), "VBZ" | "VBP");
        let has_present = |verb: TokenId| is_present(verb) || syntax.children_by(verb, "aux").any(is_present);
        let mut auxiliaries = syntax.children_by(clause, "aux");
        let happened = syntax.is_preterite(clause) || auxiliaries.any(|a| syntax.is_preterite(a) && syntax.lemma(a) != "have");
        self.is_beside(clause) && (happened || has_present(clause) && syntax.head(clause).is_some_and(has_present))
    }

    /// `was killed after a man opened fire`, `were hurt on Monday after what police called an attack`: harm comes at once, unless the distance
    /// is told.
    pub(super) fn comes_at_once(self, cause: TokenId, harm: TokenId) -> bool {
        let syntax = self.syntax;
        syntax.has_case(cause, "later") && syntax.is_listed(harm, "at-once") && !self.is_counted(cause)
    }

    /// `a year after rebels seized it`: how long after is told.
    pub(super) fn is_counted(self, cause: TokenId) -> bool {
        let syntax = self.syntax;
        let mark = syntax.children(cause).iter().copied().find(|c| matches!(syntax.relation(*c), "case" | "mark"));
        let before = mark.and_then(|m| m.0.checked_sub(1)).and_then(|t| syntax.time(TokenId(t)));
        before.is_some_and(|t| syntax.document.times[t.index()].is_duration)
    }

    /// `became leader in 2021 after Marsh died`: in the same year, though not at once.
    pub(super) fn is_of_same_year(self, cause: TokenId, verb: TokenId) -> bool {
        let syntax = self.syntax;
        let is_year = |t: &TimeId| syntax.document.times[t.index()].value.is_some_and(|v| v.precision == Precision::Year);
        // "In 2021, after sacking the minister, he"
        let is_behind = |t: TimeId| self.is_gerund(cause) && syntax.document.times[t.index()].span.start < cause && cause < verb;
        !self.is_counted(cause)
            && syntax.is_marked_by(cause, "after")
            && !syntax.is_perfect(cause)
            && self.own(verb).filter(is_year).is_some_and(|t| self.is_finite_past(cause) || is_behind(t))
    }

    /// `died on the day Marsh visited Oslo in July`: then too.
    pub(super) fn of_same_day(self, verb: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let is_day = |t: &TokenId| syntax.lemma(*t) == "day" && syntax.case(*t) == "on" && *t > verb;
        let day = syntax.children_by(verb, "obl").find(is_day)?;
        syntax.children_by(day, "acl").find_map(|clause| self.own(clause))
    }

    /// `has been closed since the attack on Monday`, `since the police shot him on Monday`: it lasts from then on.
    pub fn since(self, clause: TokenId) -> Option<(TimeId, Reach)> {
        let syntax = self.syntax;
        if !syntax.is_perfect(clause) {
            return None;
        }
        let is_start = |c: &TokenId| ["obl", "advcl"].iter().any(|r| syntax.is(*c, r)) && syntax.has_case(*c, "since");
        let gerunds = || syntax.children(clause).iter().copied().filter(|c| self.is_gerund(*c));
        let mut below = std::iter::once(clause).chain(gerunds()).flat_map(|c| syntax.children(c).iter().copied());
        let start = below.find(is_start)?;
        let is_day = |t: &TimeId| syntax.document.times[t.index()].value.is_some_and(|v| v.is_closed());
        if self.is_count(start) {
            return None;
        }
        self.own(start).filter(is_day).map(|time| (time, Reach::Since))
    }

    /// `in January when Li visited`, `since 7 October, when rebels attacked`, `the 7 October attack on Israel, when rebels killed`: the time right
    /// in front of a clause about it, also for what else is new in the clause and at no other time.
    pub fn at_time(self, word: TokenId) -> Option<(TimeId, Reach)> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let is_told = |t: TokenId| {
            let is_reported = || syntax.is(t, "ccomp") && syntax.head(t).is_some_and(|h| syntax.reports(h));
            let is_apart = || self.is_ordered(t) || syntax.is_perfect(t) || syntax.is_noun(t) && !self.is_new(t);
            self.own(t).is_none() && !is_apart() && !is_reported()
        };
        let above = std::iter::once(word).chain(document.ancestors(word)).take_while(|t| is_told(*t));
        let when_of = |clause: TokenId| {
            let is_when = |c: &TokenId| *c < clause && syntax.is(*c, "advmod") && syntax.is_listed(*c, "meanwhile");
            syntax.children(clause).iter().copied().find(is_when)
        };
        let when = above.take(6).find_map(when_of)?;
        let sentence = document.sentence(document.sentence_of(word)).tokens;
        let before = (sentence.start.0..when.0).rev().map(TokenId).find(|t| syntax.pos(*t) != "PUNCT")?;
        let phrase = || std::iter::once(before).chain(document.ancestors(before).take_while(|t| syntax.is_noun(*t))).take(4);
        let time = syntax
            .time(before)
            .filter(|t| !document.times[t.index()].is_duration)
            .or_else(|| phrase().find(|t| self.is_happening(*t)).and_then(|noun| self.own(noun)))?;
        let is_open = document.times[time.index()].value.is_some_and(|v| !v.is_closed());
        Some((time, if is_open { Reach::Begin } else { Reach::Whole }))
    }

    /// `In an attack on Monday, police said, two were killed`, `Over the past week, officials said, 40 have fled`, `In 2019, prosecutors say, she stole`:
    /// a day of what happened, a time that lasts until now, or one gone by in front of a verb of saying is that of what is said.
    pub fn opening(self, report: TokenId) -> Option<TimeId> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let subject = syntax.children_by(report, "nsubj").next()?;
        let first = document.sentence(document.sentence_of(report)).tokens.iter().find(|t| syntax.pos(*t) != "PUNCT")?;
        let content =
            syntax.children_by(report, "ccomp").next().or_else(|| syntax.head(report).filter(|_| syntax.is(report, "parataxis")))?;
        let opens = |t: &TokenId| *t < subject && *t < content && document.subtree(*t).start == first;
        let top = [report, content].into_iter().flat_map(|v| syntax.children(v).iter().copied()).find(opens)?;
        let happens = |t: TokenId| {
            let is_told = ["incident", "blow"].iter().any(|kind| syntax.is_listed(t, kind));
            is_told && syntax.case(t) == "in"
        };
        if happens(top) {
            // "In another development on Monday, Marsh said that he had to go": what happened is that he said so
            let is_state = syntax.is_listed(content, "state") || syntax.has_copula(content);
            return self.own(top).filter(|_| self.has_happened(content) && !is_state);
        }
        let time = document.subtree(top).iter().find_map(|t| self.dating(t))?;
        let value = document.times[time.index()].value?;
        let today = document.today();
        let is_long = value.begin.is_some() && value.begin < today && value.precision != Precision::Day;
        let lasts = (value.end.is_none() || value.end == today) && syntax.is_perfect(content);
        // "In March alone, police said, 40 were killed"
        let is_counted = || syntax.children(top).iter().any(|c| syntax.is_listed(*c, "whole"));
        // "In 2019, prosecutors say, she stole": what they say now
        let is_now = matches!(syntax.tag(report), "VBZ" | "VBP") && value.end.is_some() && value.end < today;
        (is_long && lasts || (is_now || is_long && is_counted()) && self.has_happened(content)).then_some(time)
    }

    /// `In April, the army said its drones hit the port`, `On Tuesday, officials said five had been killed`: a month in front of a report is that
    /// of what it tells, too, and a day that of the harm, which is told at once.
    pub(super) fn shared_with(self, report: TokenId, content: TokenId) -> Option<TimeId> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let subject = syntax.children_by(report, "nsubj").next()?;
        let time = self.own(report).filter(|t| document.times[t.index()].span.start < subject)?;
        let value = document.times[time.index()].value.filter(|v| v.is_closed())?;
        let is_month = || value.precision == Precision::Month && value.end < document.today();
        let is_harm = || value.precision == Precision::Day && syntax.is_listed(content, "harm") && syntax.is_passive(content);
        (self.has_happened(content) && (is_month() || is_harm())).then_some(time)
    }
}
