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

mod below;
mod closing;
mod position;
mod tense;

use super::syntax::Syntax;
use crate::calendar::{Precision, TimeValue};
use crate::document::{EntityType, MentionKind, TimeExpression, TimeId, TokenId, TokenSpan};
use crate::resources::Lexicon;

/// The expression that dates the event: below the trigger, else below the predicate of its clause, else of a governing clause
/// that is not a report.
pub fn find_time(syntax: &Syntax<'_>, trigger: TokenId, clause: TokenId) -> Option<(TimeId, Reach)> {
    let search = Search { syntax };
    // "was put off to 5 November", but "unless he was elected on 5 November"
    let is_early = |word: TokenId| syntax.is_verb(word) && search.has_happened(word) && !syntax.is(word, "advcl");
    // "was postponed until May"
    let is_new_day = |word: TokenId, time: TimeId| search.is_until(time) && syntax.is_listed(word, "put-off");
    let may_be = |word: TokenId, time: TimeId| !(search.is_ahead(time) && is_early(word) || is_new_day(word, time));
    let of = |word: TokenId| search.own(word).filter(|time| may_be(word, *time));
    // "The arrest of the mayor was announced on Monday": whenever he was arrested
    let is_announced = || {
        let noun = syntax.is_listed(trigger, "made-known") && syntax.is(trigger, "nsubj");
        noun && syntax.is_passive(clause) && syntax.speaks(clause)
    };
    // "the hostages were handed over on Monday": whenever they were taken
    let is_part = || syntax.is_noun(trigger) && Lexicon::shipped().is_person(syntax.lemma(trigger));
    let own = of(trigger).or_else(|| if clause == trigger || is_announced() || is_part() { None } else { of(clause) });
    // "was not told until August": then
    let is_negated = || syntax.children_by(clause, "advmod").any(|t| syntax.has_feature(t, "Polarity=Neg"));
    let whole = |time| (time, if search.is_until(time) && is_negated() { Reach::Begin } else { Reach::Whole });
    // "The ousted president has been held since May": not as president
    let since = || if is_part() && clause != trigger { None } else { search.since(clause) };
    let lent = || since().or_else(|| search.at_time(clause)).or_else(|| search.lent(trigger, clause).map(whole));
    own.map(whole).or_else(lent)
}

/// How much of the time that an expression names is that of the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of it.
    Whole,
    /// The time that it is counted from or to: `since 7 October, when rebels attacked`, `was not told until August`.
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
pub fn goes_on(syntax: &Syntax<'_>, participle: TokenId) -> bool {
    Search { syntax }.goes_on(participle)
}

/// The search for the expression that belongs to a word.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    pub syntax: &'a Syntax<'a>,
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

    /// The expression at a token, unless it is one that dates nothing.
    pub fn dating(self, token: TokenId) -> Option<TimeId> {
        self.syntax
            .time(token)
            .filter(|t| !self.syntax.document.times[t.index()].is_duration && !self.ends_a_count(*t) && !self.is_base(*t))
    }

    /// `until August`.
    fn is_until(self, time: TimeId) -> bool {
        matches!(self.syntax.lemma(self.syntax.document.times[time.index()].span.start), "until" | "till")
    }

    /// `fell by 2% from a year ago`, `rose 62% from 2022`: what a figure is compared with.
    fn is_base(self, time: TimeId) -> bool {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let time = &document.times[time.index()];
        let before = |at: u32| time.span.start.0.checked_sub(at).map(TokenId);
        let is_figure = |t: TokenId| syntax.pos(t) == "NUM" || document.form(t) == "%" || syntax.lemma(t) == "percent";
        let is_day = || time.value.is_none_or(|v| v.precision == Precision::Day);
        let is_compared = || time.span.len() == 1 && !is_day() && before(2).is_some_and(is_figure);
        let is_old = || &*time.rule == "ago" || is_compared();
        before(1).is_some_and(|t| syntax.is_listed(t, "base")) && is_old()
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

    /// Whether a noun may express an event; in `Kano state` it names a place.
    pub fn is_happening(self, noun: TokenId) -> bool {
        let syntax = self.syntax;
        let is_place = || syntax.mentioned(noun).is_some_and(|m| m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Place));
        syntax.pos(noun) == "NOUN" && syntax.is_event_noun(noun) && !is_place()
    }

    /// Whether a noun is new in the text: `an attack`, `allegations`.
    pub fn is_new(self, noun: TokenId) -> bool {
        let syntax = self.syntax;
        // "at July's election": the day in front makes it no known one
        let owned = |t: TokenId| syntax.relation(t) == "nmod:poss" && syntax.time(t).is_none();
        let known = |t: &TokenId| owned(*t) || syntax.is(*t, "det") && !syntax.has_feature(*t, "Definite=Ind");
        syntax.pos(noun) == "NOUN" && !syntax.children(noun).iter().any(known)
    }

    /// `at the hearing`, `during the debate`.
    pub fn is_setting(self, noun: TokenId) -> bool {
        self.syntax.has_case(noun, "while") || self.syntax.has_case(noun, "place")
    }

    /// Whether a phrase is at another time than what it stands with: `ahead of the vote`, `in retaliation for the attack`.
    pub fn is_apart(self, phrase: TokenId) -> bool {
        ["earlier", "apart"].iter().any(|order| self.syntax.has_case(phrase, order)) || self.syntax.is_listed(phrase, "apart")
    }

    /// `after`, `before`, `since`, `if` in front of a clause: it is not at the time of the one above.
    pub fn is_ordered(self, clause: TokenId) -> bool {
        ["later", "earlier", "apart"].iter().any(|order| self.syntax.has_case(clause, order))
    }

    /// A word for people coming together, or to the polls.
    pub fn is_gathering(self, noun: TokenId) -> bool {
        ["occasion", "contest"].iter().any(|kind| self.syntax.is_listed(noun, kind))
    }

    /// `flew to Kyiv for talks`.
    pub fn is_purpose(self, noun: TokenId) -> bool {
        self.syntax.case(noun) == "for" && self.is_gathering(noun) && self.is_new(noun)
    }

    /// `climbing`, whether the parser calls it a gerund or a participle.
    pub fn is_gerund(self, verb: TokenId) -> bool {
        self.syntax.tag(verb) == "VBG"
    }

    /// `criticised for saying`, `accused of saying`: what somebody is praised or blamed for came first; `arrested for climbing` is no judgement.
    pub fn is_reason(self, verb: TokenId, clause: TokenId) -> bool {
        let judges = self.syntax.speaks(verb);
        judges && ["for", "of"].iter().any(|mark| self.syntax.is_marked_by(clause, mark))
    }

    /// Whether a word means somebody, by all that is said of it.
    fn is_somebody(self, token: TokenId) -> bool {
        self.syntax.mentioned(token).is_some_and(|m| self.syntax.document.type_of(m).is_a(EntityType::Agent))
    }

    fn is_preposition(self, token: TokenId) -> bool {
        self.syntax.pos(token) == "ADP" && self.syntax.time(token).is_none()
    }

    /// The word of an expression that hangs on a word outside it.
    fn top_of(self, time: TokenSpan) -> Option<TokenId> {
        time.iter().find(|t| self.syntax.head(*t).is_none_or(|h| !time.contains(h)))
    }
}
