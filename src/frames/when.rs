//! Which time expression dates an event.
//!
//! ```text
//! "Four were arrested for climbing a fence last week."      arrested: last week, through the clause of what they did
//! "He was treated at home, a doctor said yesterday."        said: yesterday; the treatment has no date
//! "She has condemned calls for protests this weekend."      protests: this weekend, since that does not go with the perfect
//! ```
//! The expression right behind a verb belongs to it, whatever the parser made of it. Else the nearest below the trigger dates it,
//! else that of its light verb, of a relative clause about it, or of the clause that it is part of. A verb of saying does not
//! lend its date to what is said.

use super::compile::FrameSet;
use super::speaker::is_document;
use super::syntax::Syntax;
use crate::calendar::{Precision, TimeValue};
use crate::document::{EntityType, TimeExpression, TimeId, TokenId, TokenSpan};

/// The expression that dates the event: below the trigger, else below the predicate of its clause, else of a governing clause
/// that is not a report.
pub fn find_time(syntax: &Syntax<'_>, frames: &FrameSet, trigger: TokenId, clause: TokenId) -> Option<(TimeId, Reach)> {
    let search = Search { syntax, frames };
    // "was put off to 5 November", but "unless he was elected on 5 November"
    let is_early = |word: TokenId| syntax.is_verb(word) && search.has_happened(word) && !syntax.is(word, "advcl");
    let of = |word: TokenId| search.own(word).filter(|time| !(search.is_ahead(*time) && is_early(word)));
    // "The arrest of the mayor was announced on Monday": whenever he was arrested
    let is_announced = || {
        let noun = syntax.is_listed(trigger, "made-known") && syntax.is(trigger, "nsubj");
        noun && syntax.is_passive(clause) && search.speaks(clause)
    };
    let own = of(trigger).or_else(|| if clause == trigger || is_announced() { None } else { of(clause) });
    let whole = |time| (time, Reach::Whole);
    let lent = || search.since(clause).or_else(|| search.at_time(clause)).or_else(|| search.lent(trigger, clause).map(whole));
    own.map(whole).or_else(lent)
}

/// How much of the time that an expression names is that of the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of it.
    Whole,
    /// Its first day: `since 7 October, when rebels attacked`.
    Begin,
    /// It and all that follows: `has been closed since the attack on Monday`.
    Since,
}

impl Reach {
    /// That part of an expression's time.
    pub fn of(self, time: &TimeExpression) -> Option<TimeValue> {
        let value = time.value?;
        match self {
            Reach::Whole => Some(value),
            // of "since July" TIMEX3 keeps the month
            Reach::Begin => time.timex.as_deref().and_then(|t| t.parse().ok()).or(value.begin.map(TimeValue::day)),
            Reach::Since => value.begin.map(TimeValue::since),
        }
    }
}

/// Whether a participle goes on with what the verb above it says: `said …, adding`.
pub fn goes_on(syntax: &Syntax<'_>, frames: &FrameSet, participle: TokenId) -> bool {
    Search { syntax, frames }.goes_on(participle)
}

/// The search for the expression that belongs to a word.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    pub syntax: &'a Syntax<'a>,
    pub frames: &'a FrameSet,
}

impl Search<'_> {
    /// Behind the word, or below it, or between it and its subject, or at the end of its phrase.
    pub fn own(self, word: TokenId) -> Option<TimeId> {
        self.behind(word)
            .or_else(|| self.below(word))
            .or_else(|| self.ahead(word))
            .or_else(|| self.closing(word))
            .or_else(|| self.behind_aside(word))
    }

    /// `triggered by the attack on the port on Monday`, `followed a raid on Monday`: the time at the end of the phrase of a happening that
    /// is set apart from the verb, which the parser hangs on the verb.
    fn closing(self, word: TokenId) -> Option<TimeId> {
        if !self.syntax.is_noun(word) && !self.syntax.is_verb(word) {
            return None;
        }
        let end = self.syntax.document.subtree(word).end;
        self.syntax.document.tokens.get(end.index())?;
        self.time_at(end).filter(|t| self.closed_by(*t) == Some(word))
    }

    /// Whether the tense of a verb rules a time out: what is over does not go with `has accused` or `will say`, what is to come not with `accused`.
    fn is_misfit(self, verb: TokenId, time: TimeId) -> bool {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let anchor = document.article.anchor_date().map(|d| d.date);
        let value = document.times[time.index()].value;
        let is_over = value.is_some_and(|v| v.begin.is_some() && v.end.is_some() && v.end < anchor);
        let is_future = || syntax.children_by(verb, "aux").any(|a| syntax.tag(a) == "MD" && syntax.lemma(a) == "will");
        // "are appalled by calls for protests this weekend"
        let says = || {
            let is_present = |t: TokenId| matches!(syntax.tag(t), "VBZ" | "VBP");
            self.speaks(verb) && (is_present(verb) || syntax.children_by(verb, "aux").any(is_present))
        };
        is_over && (syntax.is_present_perfect(verb) || is_future()) || self.is_ahead(time) && (self.has_happened(verb) || says())
    }

    /// Whether a time is a year, or years, before that of the article.
    fn is_year_gone(self, time: TimeId) -> bool {
        let document = self.syntax.document;
        let is_year = |v: &TimeValue| v.precision == Precision::Year;
        let end = document.times[time.index()].value.filter(is_year).and_then(|v| v.end);
        end.zip(document.article.anchor_date()).is_some_and(|(end, anchor)| end < anchor.date)
    }

    pub fn is_ahead(self, time: TimeId) -> bool {
        let document = self.syntax.document;
        let begin = document.times[time.index()].value.and_then(|v| v.begin);
        begin.zip(document.article.anchor_date()).is_some_and(|(begin, anchor)| begin > anchor.date)
    }

    /// Whether a finite verb tells what is over: `accused`, `has been accused`, `had said`.
    pub fn has_happened(self, verb: TokenId) -> bool {
        let syntax = self.syntax;
        let is_past = |t: TokenId| syntax.tag(t) == "VBD";
        let helpers = || ["aux", "aux:pass"].into_iter().flat_map(move |r| syntax.children_by(verb, r));
        let is_modal = helpers().any(|a| syntax.tag(a) == "MD");
        !is_modal && (is_past(verb) || syntax.is_perfect(verb) || syntax.tag(verb) == "VBN" && helpers().any(is_past))
    }

    /// What ends with the time in a clause whose verb does not go with it: protests in `warned against protests this weekend`, making in
    /// `has been accused of making threats in 2012`; of several in one another the last.
    fn fitting(self, verb: TokenId, time: TimeId) -> Option<TokenId> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let span = document.times[time.index()].span;
        let is_somebody = |t: TokenId| syntax.mentioned(t).is_some_and(|m| document.type_of(m).is_a(EntityType::Agent));
        let may_happen = |t: &TokenId| {
            let is_deed = || syntax.is_verb(*t) && !self.reports(*t) && !self.is_misfit(*t, time) && !syntax.is_present_perfect(*t);
            self.is_happening(*t) && !is_somebody(*t) || is_deed()
        };
        let below = (verb.0 + 1..span.start.0).rev().map(TokenId).filter(|t| document.ancestors(*t).any(|above| above == verb));
        below.filter(|t| self.is_closed(*t, span)).find(may_happen)
    }

    /// The head of the phrase that a time ends, where it is set apart from the word that the time hangs on.
    fn closed_by(self, time: TimeId) -> Option<TokenId> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let span = document.times[time.index()].span;
        let top = span.iter().find(|t| syntax.head(*t).is_none_or(|h| !span.contains(h)))?;
        let ends = |c: &TokenId| self.is_closed(*c, span);
        let verb = syntax.head(top)?;
        if !syntax.is_verb(verb) {
            // "a survivor of the attack on the port on Monday": of the nouns in a row the one that happens
            let is_somebody = |t: TokenId| syntax.mentioned(t).is_some_and(|m| document.type_of(m).is_a(EntityType::Agent));
            let is_apart = |t: TokenId| syntax.is_listed(t, "apart");
            // "close to the vote on Monday"
            let is_bare =
                |t: TokenId| syntax.pos(t) == "ADJ" || syntax.is_noun(t) && (!self.is_happening(t) || is_somebody(t) || is_apart(t));
            // but "found guilty of theft on Monday"
            let is_phrase =
                |c: TokenId| syntax.is(c, "nmod") || syntax.is(c, "obl") && syntax.head(c) == Some(verb) && syntax.case(c) != "of";
            let inside = |c: &TokenId| document.ancestors(*c).take_while(|t| *t != verb).all(is_phrase);
            let below = document.subtree(verb).iter().filter(|c| *c > verb && is_phrase(*c) && document.ancestors(*c).any(|t| t == verb));
            return below.filter(|c| is_bare(verb) && ends(c) && inside(c)).find(|c| self.is_happening(*c));
        }
        // "in retaliation for a raid on the town at the weekend"
        let answers = |c: &TokenId| syntax.is_listed(*c, "apart");
        let happens = |c: &TokenId| (self.is_happening(*c) || answers(c)) && !syntax.is_agent(*c);
        let is_apart = |c: &TokenId| match syntax.relation(*c) {
            "obl:agent" | "obj" => happens(c) && syntax.is_listed(verb, "sequence"),
            // "before the vote on Monday", but "before a judge on Monday"
            // "have been charged over the killing on Monday": no day of the past goes with the perfect
            "obl" => {
                let is_other = || self.is_apart(*c) || self.has_case(*c, "later") || syntax.is_present_perfect(verb);
                self.has_case(*c, "apart") || happens(c) && is_other()
            }
            // "ahead of the vote on Monday"
            "advmod" => self.is_apart(*c),
            // "accused him of stealing the funds in 1997"
            "advcl" | "xcomp" | "ccomp" => {
                self.is_gerund(*c) && ["of", "for"].iter().any(|m| syntax.is_marked_by(*c, m)) && self.is_year_gone(time)
            }
            _ => false,
        };
        let deeper = || {
            // "a review following the death of her uncle in 2016"
            let orders = |c: &TokenId| ["later", "earlier", "apart"].iter().any(|order| self.has_case(*c, order));
            let inside = |c: &TokenId| document.ancestors(*c).take_while(|t| *t != verb).all(|t| syntax.is_noun(t));
            let is_below = |c: &TokenId| syntax.is(*c, "nmod") && document.ancestors(*c).any(|t| t == verb);
            let nouns = || (verb.0 + 1..span.start.0).map(TokenId);
            // "spoke of protests sparked by the death of a student in May 2022"
            let is_cause = |c: &TokenId| {
                let caused = syntax.head(*c).filter(|v| syntax.is(*c, "obl:agent") && syntax.is(*v, "acl"));
                caused.is_some_and(|v| syntax.is_listed(v, "sequence"))
            };
            let ahead = nouns().filter(is_below).filter(|c| self.is_happening(*c) && orders(c) && ends(c)).find(inside);
            ahead.or_else(|| nouns().find(|c| is_cause(c) && self.is_happening(*c) && ends(c)))
        };
        let fitting = || if self.is_misfit(verb, time) { self.fitting(verb, time) } else { None };
        syntax.children(verb).iter().copied().find(|c| ends(c) && is_apart(c)).or_else(deeper).or_else(fitting)
    }

    /// Whether a time stands at the end of what hangs below a word, at most a preposition between.
    pub fn is_closed(self, word: TokenId, time: TokenSpan) -> bool {
        let end = self.syntax.document.subtree(word).end;
        word < time.start && (end == time.start || end.0 + 1 == time.start.0 && self.is_preposition(end))
    }

    /// Whether a phrase is at another time than what it stands with: `ahead of the vote`, `in retaliation for the attack`.
    pub fn is_apart(self, phrase: TokenId) -> bool {
        ["earlier", "apart"].iter().any(|order| self.has_case(phrase, order)) || self.syntax.is_listed(phrase, "apart")
    }

    /// `said Tuesday reports of …`, `said on Tuesday`, `told the court on Tuesday`: a time right behind a verb or its object dates it.
    fn behind(self, verb: TokenId) -> Option<TimeId> {
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

    /// The expression that begins at a token of the sentence, or behind a preposition there.
    fn time_at(self, token: TokenId) -> Option<TimeId> {
        let document = self.syntax.document;
        let sentence = document.sentence(document.sentence_of(TokenId(token.0 - 1))).tokens;
        let next = [token, TokenId(token.0 + 1)].into_iter().filter(|t| sentence.contains(*t));
        next.take_while(|t| *t == token || self.is_preposition(token)).find_map(|t| self.dating(t))
    }

    /// `a protester in Cambridge on Monday shouted`: a time between a subject and its verb dates the verb.
    fn ahead(self, verb: TokenId) -> Option<TimeId> {
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
        let top = span.iter().find(|t| syntax.head(*t).is_none_or(|h| !span.contains(h)))?;
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

    /// The verb that an expression stands right behind, at most a preposition between.
    fn verb_before(self, time: TimeId) -> Option<TokenId> {
        let span = self.syntax.document.times[time.index()].span;
        let before = |token: TokenId| token.0.checked_sub(1).map(TokenId);
        let word = before(span.start).and_then(|t| if self.is_preposition(t) { before(t) } else { Some(t) })?;
        (self.syntax.is_verb(word) && !self.stands_before_noun(time)).then_some(word)
    }

    fn is_preposition(self, token: TokenId) -> bool {
        self.syntax.pos(token) == "ADP" && self.syntax.time(token).is_none()
    }

    /// `Friday's meeting`, `the June 16 attack`; but in `said Tuesday reports of` the day is the verb's.
    fn stands_before_noun(self, time: TimeId) -> bool {
        let span = self.syntax.document.times[time.index()].span;
        span.iter().any(|t| {
            let head = self.syntax.head(t).filter(|h| *h >= span.end && self.syntax.is_noun(*h));
            head.is_some() && (self.syntax.relation(t) != "compound" || span.start.0 > 0 && !self.syntax.is_verb(TokenId(span.start.0 - 1)))
        })
    }

    /// Nearest dating expression below a word, not through another clause.
    fn below(self, word: TokenId) -> Option<TimeId> {
        let syntax = self.syntax;
        let mut level = vec![word];
        // a report may tell at length where it was made
        for _ in 0..if self.reports(word) { 5 } else { 3 } {
            let mut next = Vec::new();
            let mut found: Vec<(u32, TimeId)> = Vec::new();
            for token in level {
                // "a suspect in the June 16 attack": what stands in front of a noun dates that noun only
                let belongs = |child: TokenId| token == word || child > token || self.shares_time(word, token);
                for &child in syntax.children(token) {
                    if let Some(time) = self.dating(child)
                        && syntax.time(word) != Some(time)
                        && belongs(child)
                        && self.may_have(word, token, time)
                    {
                        found.push((child.0.abs_diff(word.0), time));
                    } else if self.passes(word, token, child) {
                        next.push(child);
                    }
                }
            }
            if let Some((_, nearest)) = found.iter().min_by_key(|(distance, _)| *distance) {
                // "Last year rebels attacked the town on 7 October"
                let finer = found.iter().find(|(_, time)| self.is_part(*time, *nearest));
                return Some(finer.map_or(*nearest, |(_, time)| *time));
            }
            level = next;
        }
        None
    }

    /// Whether a time is a part of another: 7 October 2023 of 2023.
    fn is_part(self, time: TimeId, of: TimeId) -> bool {
        let value = |t: TimeId| self.syntax.document.times[t.index()].value.filter(|v| v.begin.is_some() && v.end.is_some());
        value(time).zip(value(of)).is_some_and(|(part, whole)| part != whole && whole.contains(&part))
    }

    /// Whether a time that hangs below `word` is not the one of another verb that it stands right behind.
    fn may_have(self, word: TokenId, parent: TokenId, time: TimeId) -> bool {
        if self.closed_by(time).is_some_and(|noun| noun != word && !self.has_case(noun, "later")) {
            return false;
        }
        // "it will not look into complaints about a show on 5 August"
        let is_out = || self.is_misfit(word, time) && (self.is_ahead(time) || !self.syntax.is_present_perfect(word));
        if parent != word && self.syntax.is_verb(word) && is_out() {
            return false;
        }
        if self.reports(word) && self.opening(word) == Some(time) {
            return false;
        }
        // "reported sales growth in the second quarter": the quarter of the sales
        let is_of_figures = || matches!(&*self.syntax.document.times[time.index()].rule, "quarter" | "half" | "first-months" | "up-to");
        if self.speaks(word)
            && self.syntax.children_by(word, "obj").any(|o| o < self.syntax.document.times[time.index()].span.start)
            && is_of_figures()
        {
            return false;
        }
        let Some(verb) = self.verb_before(time) else { return true };
        verb == word || verb == parent || !(self.reports(verb) || self.syntax.has(verb, "nsubj"))
    }

    /// `in a Wednesday briefing`, `during September's debate`, `died in the July 2022 explosion`: what happens in it shares its day.
    fn shares_time(self, verb: TokenId, noun: TokenId) -> bool {
        let syntax = self.syntax;
        let below = syntax.is_verb(verb) && syntax.is(noun, "obl") && syntax.head(noun) == Some(verb);
        // "in Monday's Mirror"
        let is_name = || syntax.pos(noun) == "PROPN";
        self.takes_part(verb, noun)
            || below
                && (self.has_case(noun, "while")
                    || self.has_case(noun, "place") && (is_name() || self.is_new(noun) || self.is_gathering(noun))
                    || self.comes_in(noun, verb))
    }

    /// `won the 2020 election`, `attended Monday's summit`: its date is that of the vote, or the meeting.
    fn takes_part(self, verb: TokenId, noun: TokenId) -> bool {
        let syntax = self.syntax;
        let is_object = syntax.is(noun, "obj") && syntax.head(noun) == Some(verb);
        is_object && self.is_gathering(noun) && syntax.is_listed(verb, "take-part")
    }

    /// A word for people coming together, or to the polls.
    fn is_gathering(self, noun: TokenId) -> bool {
        ["occasion", "contest"].iter().any(|kind| self.syntax.is_listed(noun, kind))
    }

    /// `flew to Kyiv for talks`.
    pub fn is_purpose(self, noun: TokenId) -> bool {
        self.syntax.case(noun) == "for" && self.is_gathering(noun) && self.is_new(noun)
    }

    /// `arrived in Rome, where most are Catholics, on Monday`: a time gone by, behind a comma, that the parser hangs on an aside in the present.
    fn behind_aside(self, verb: TokenId) -> Option<TimeId> {
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

    /// `at the hearing`, `during the debate`.
    pub fn is_setting(self, noun: TokenId) -> bool {
        self.has_case(noun, "while") || self.has_case(noun, "place")
    }

    /// Whether the preposition or conjunction in front is of a kind.
    pub fn has_case(self, noun: TokenId, kind: &str) -> bool {
        self.syntax.has_case(noun, kind)
    }

    /// The expression at a token, unless it is one that dates nothing.
    pub fn dating(self, token: TokenId) -> Option<TimeId> {
        self.syntax
            .time(token)
            .filter(|t| !self.syntax.document.times[t.index()].is_duration && !self.ends_a_count(*t) && !self.is_base(*t))
    }

    /// `fell by 2% from a year ago`: what a figure is compared with.
    fn is_base(self, time: TimeId) -> bool {
        let document = self.syntax.document;
        let time = &document.times[time.index()];
        let before = time.span.start.0.checked_sub(1).map(TokenId);
        &*time.rule == "ago" && before.is_some_and(|t| self.syntax.is_listed(t, "base"))
    }

    /// `the first call since March 2021`, `the biggest attack since May`: how long it had not happened, not when it did.
    fn ends_a_count(self, time: TimeId) -> bool {
        let time = &self.syntax.document.times[time.index()];
        time.value.is_some_and(|v| v.begin.is_some() && v.end.is_none()) && self.is_count(time.span.start)
    }

    /// Whether something is counted or ranked in front of a word: `the first call since`, `the biggest attack since`.
    pub fn is_count(self, word: TokenId) -> bool {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let from = document.sentence(document.sentence_of(word)).tokens.start.0.max(word.0.saturating_sub(16));
        // "at least" ranks nothing
        let ranks = |t: TokenId| syntax.has_feature(t, "Degree=Sup") || syntax.has_feature(t, "NumType=Ord");
        // "the most complex weather since"
        let is_most = |t: TokenId| syntax.is(t, "advmod") && syntax.head(t).is_some_and(|h| h == TokenId(t.0 + 1) && syntax.is(h, "amod"));
        let counts = |t: TokenId| ranks(t) && (syntax.relation(t) == "amod" || is_most(t));
        (from..word.0).map(TokenId).any(counts)
    }

    /// Whether the search for a date may go through a dependent: phrases yes, clauses and subjects no; a gerund of what was done
    /// yes, and the clause of a letter in which something is said.
    fn passes(self, word: TokenId, parent: TokenId, child: TokenId) -> bool {
        let syntax = self.syntax;
        let relation = syntax.relation(child);
        if syntax.is_verb(child) {
            let bare = !syntax.has(child, "nsubj") && !self.reports(child);
            let gerund = self.is_gerund(child) && !self.is_ordered(child) && !self.is_reason(word, child);
            let letter = parent != word && self.reports(word) && syntax.is(parent, "obl") && syntax.has_feature(child, "VerbForm=Part");
            return bare && (relation == "advcl" && gerund && syntax.is_verb(word) && child > word || relation == "acl" && letter);
        }
        if matches!(relation, "obl" | "nmod" | "advmod") && self.is_apart(child) {
            return false;
        }
        // "blames Israel for the killing last month": a known happening keeps its date to itself
        // "in some of the attacks this year"
        let phrase = if syntax.is_noun(parent) || syntax.is_verb(parent) { child } else { parent };
        // "In her first speech in the role on Monday, Ruiz said", "told editors on the sidelines of the summit on Monday"
        let hears = |t: TokenId| syntax.is(t, "obj") && self.reports(word);
        let within = || {
            self.is_setting(parent) && (self.is_setting(phrase) || syntax.case(phrase) == "of") || hears(parent) && self.is_setting(phrase)
        };
        let is_setting = || syntax.relation(phrase) == "obl" && self.is_setting(phrase) || syntax.is(phrase, "nmod") && within();
        // "told the programme on Monday that"
        let is_told = || parent == word && hears(child) && syntax.has(word, "ccomp");
        // "signed the law on 4 March": a law is made, and does not happen
        let is_law = || syntax.mentioned(child).is_some_and(|m| m.entity_type == EntityType::Law);
        if syntax.is_verb(word)
            && !self.is_new(child)
            && self.is_happening(child)
            && !is_setting()
            && !is_told()
            && !is_law()
            && !self.takes_part(word, child)
        {
            return false;
        }
        matches!(
            relation,
            "obl"
                | "obl:unmarked"
                | "obl:tmod"
                | "obl:npmod"
                | "nmod"
                | "nmod:unmarked"
                | "obj"
                | "advmod"
                | "compound"
                | "iobj"
                | "nmod:tmod"
                | "xcomp"
        )
    }

    /// Whether a noun may express an event.
    pub fn is_happening(self, noun: TokenId) -> bool {
        self.syntax.pos(noun) == "NOUN" && self.syntax.is_event_noun(noun)
    }

    /// Whether a noun is new in the text: `an attack`, `allegations`.
    pub fn is_new(self, noun: TokenId) -> bool {
        let syntax = self.syntax;
        // "at July's election": the day in front makes it no known one
        let owned = |t: TokenId| syntax.relation(t) == "nmod:poss" && syntax.time(t).is_none();
        let known = |t: &TokenId| owned(*t) || syntax.is(*t, "det") && !syntax.has_feature(*t, "Definite=Ind");
        syntax.pos(noun) == "NOUN" && !syntax.children(noun).iter().any(known)
    }

    pub fn reports(self, verb: TokenId) -> bool {
        self.syntax.reports(verb)
    }

    /// `criticised for saying`, `accused of saying`: what somebody is praised or blamed for came first; `arrested for climbing` is no judgement.
    pub fn is_reason(self, verb: TokenId, clause: TokenId) -> bool {
        let judges = self.syntax.speaks(verb);
        judges && ["for", "of"].iter().any(|mark| self.syntax.is_marked_by(clause, mark))
    }

    /// `climbing`, whether the parser calls it a gerund or a participle.
    pub fn is_gerund(self, verb: TokenId) -> bool {
        self.syntax.tag(verb) == "VBG"
    }

    /// `after`, `before`, `since`, `if` in front of a clause: it is not at the time of the one above.
    pub fn is_ordered(self, clause: TokenId) -> bool {
        ["later", "earlier", "apart"].iter().any(|order| self.has_case(clause, order))
    }
}
