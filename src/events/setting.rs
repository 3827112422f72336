//! The day of another event in whose course something happened: an occasion, violence, what it has lasted since.
//!
//! ```text
//! "The awards were given at a ceremony on Friday. … Ruiz was praised at the event."   praised: Friday
//! "Two were killed in the attack."                                                    killed: the day of the attack
//! "The war began on 7 October. It has since killed 40,000."                           killed: from 7 October on
//! ```

use super::candidate::Candidate;
use super::classes::{DANGERS, GATHERINGS, HARM};
use super::dates::{is_recent, lasts, time_of};
use super::harm::is_of_others;
use super::narrative::{NEWS_DAYS, REACH};
use super::participants::Filled;
use super::telling::Telling;
use super::types::EventTime;
use crate::calendar::TimeValue;
use crate::document::{MentionKind, SentenceId, TokenId};
use crate::frames::Syntax;

/// What people suffer where others come to harm.
const SUFFERED: [&str; 5] = ["Killing", "Injury", "Death", "Abduction", "Displacement"];

/// Days that an occasion lasts at most.
const OCCASION_DAYS: i64 = 6;

/// The dated events of an article, as settings of others.
pub(super) struct Settings<'a> {
    telling: &'a Telling<'a>,
    /// Nouns for a gathering, with their day.
    occasions: Vec<(TokenId, EventTime)>,
    /// The class and date of the event that a word expresses.
    event_of: &'a dyn Fn(TokenId) -> Option<(&'a str, EventTime)>,
}

impl<'a> Settings<'a> {
    pub fn new(telling: &'a Telling<'a>, event_of: &'a dyn Fn(TokenId) -> Option<(&'a str, EventTime)>) -> Self {
        Settings { telling, occasions: occasions(telling.syntax), event_of }
    }

    /// The time of the event in whose course an undated one happened.
    pub fn of(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        if candidate.mention.time.is_some() {
            return None;
        }
        let verb = candidate.clause();
        if candidate.mention.nominal && verb == candidate.mention.trigger {
            return self.of_harm(candidate);
        }
        let is_perfect = self.telling.syntax.is_perfect(verb);
        self.lasting_since(candidate)
            .or_else(|| self.told_of(candidate).filter(|_| !is_perfect))
            .or_else(|| self.occasion(candidate))
            .or_else(|| self.cause(candidate))
            .or_else(|| self.violence_beside(candidate).filter(|_| !is_perfect))
            .or_else(|| self.harm_before(candidate))
            .or_else(|| self.harm_told(candidate))
    }

    /// The date of the event of a word, if its class fits.
    fn dated(&self, word: TokenId, fits: &dyn Fn(&str) -> bool) -> Option<EventTime> {
        (self.event_of)(word).filter(|(class, _)| fits(class)).map(|(_, time)| time)
    }

    fn is_of(&self, class: &str, classes: &[&str]) -> bool {
        self.telling.ontology.is_any_of(class, classes)
    }

    /// A day of the news, or a night.
    fn is_news(&self, time: &EventTime) -> bool {
        is_recent(self.telling.syntax.document, *time, 1, NEWS_DAYS)
    }

    /// `a shooting in which two were killed`, `the attack that left many hurt and killed two`: that of the noun that a relative clause is about.
    fn told_of(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let syntax = self.telling.syntax;
        let verb = self.first(candidate.clause());
        let is_of_noun = syntax.relation(verb) == "acl:relcl" && syntax.children(verb).iter().any(|t| syntax.relates(*t));
        let noun = syntax.head(verb).filter(|_| is_of_noun)?;
        self.dated(noun, &|class| !self.is_of(class, &["CommunicationEvent"])).filter(|_| !self.telling.is_speech(candidate))
    }

    /// The first of two verbs in a row.
    fn first(&self, verb: TokenId) -> TokenId {
        self.telling.syntax.head(verb).filter(|_| self.telling.syntax.is(verb, "conj")).unwrap_or(verb)
    }

    /// Whether what the candidate tells comes with happenings of a class.
    fn harms(&self, class: &str, candidate: &Candidate<'_>) -> bool {
        self.is_of(class, &DANGERS) && self.telling.is_of(candidate, &SUFFERED)
    }

    /// `At that meeting, she promised`, `was honoured at the event`, `was killed in the attack`.
    fn occasion(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let syntax = self.telling.syntax;
        let is_setting = |t: &TokenId| syntax.has_case(*t, "while") || syntax.has_case(*t, "place");
        let phrases = || syntax.children_by(candidate.clause(), "obl").filter(is_setting);
        let takes_place = |class: &str| self.is_of(class, &GATHERINGS) || self.harms(class, candidate);
        let known = phrases().find_map(|t| self.dated(t, &takes_place).filter(|time| time.value.is_closed()));
        known.or_else(|| phrases().find_map(|t| self.gathering(t)))
    }

    /// `the event`, `that meeting`: the last such gathering before it that has a day.
    fn gathering(&self, noun: TokenId) -> Option<EventTime> {
        let syntax = self.telling.syntax;
        let is_known = syntax.children_by(noun, "det").any(|d| !syntax.has_feature(d, "Definite=Ind"));
        let is_any = syntax.is_listed(noun, "any-occasion");
        if !is_known || !(is_any || syntax.is_listed(noun, "occasion")) {
            return None;
        }
        let today = syntax.document.today();
        let is_over = |time: &EventTime| today.is_none() || time.value.begin <= today;
        let is_meant = |other: TokenId| other < noun && (is_any || syntax.lemma(other) == syntax.lemma(noun));
        self.occasions.iter().rev().find(|(other, time)| is_meant(*other) && is_over(time)).map(|(_, time)| *time)
    }

    /// `the attack killed 12 and left six hurt`.
    fn cause(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let verb = candidate.clause();
        let mut subjects = [verb, self.first(verb)].into_iter().flat_map(|v| self.telling.syntax.children_by(v, "nsubj"));
        subjects.find_map(|t| self.dated(t, &|class| self.harms(class, candidate)).filter(|time| time.value.is_closed()))
    }

    /// `Rebels shot a guard on Monday. Two others were hurt.`, `A storm struck the coast in 2008. At least 24 people died.`: at the time of the
    /// violence or disaster that the sentence before tells of.
    fn harm_before(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let (telling, syntax) = (self.telling, self.telling.syntax);
        let is_harm = telling.is_of(candidate, &SUFFERED) && candidate.mention.context.is_fact();
        if !is_harm || telling.has_time(candidate) {
            return None;
        }
        // of somebody with a name, or known by now, more than one sentence tells
        let is_known = |f: &Filled| syntax.mentioned(f.head).is_some_and(|m| m.kind != MentionKind::Nominal);
        let goes_on = || {
            let mut victims = candidate.fillers("affected").chain(candidate.fillers("target"));
            telling.tells(candidate) && telling.narrates(candidate) && !victims.any(is_known)
        };
        let is_past = |time: &EventTime| time.value.is_closed() && time.value.end < syntax.document.today() && !self.is_news(time);
        let before = syntax.document.sentence(SentenceId(candidate.sentence.0.checked_sub(1)?)).tokens;
        let time = before.iter().find_map(|t| self.dated(t, &|class| self.is_of(class, &DANGERS)))?;
        (is_of_others(syntax, candidate) && self.is_news(&time) || is_past(&time) && goes_on()).then_some(time)
    }

    /// `Rebels shot a guard on Monday. … The army said that two had been killed`, `Five were among those killed`: of the days of harm that the
    /// sentences before tell of the only one.
    fn harm_told(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let (telling, syntax) = (self.telling, self.telling.syntax);
        let verb = self.first(candidate.clause());
        let is_told = syntax.is(verb, "ccomp") && syntax.is_pluperfect(verb) && syntax.is_passive(verb);
        let is_among =
            syntax.is(verb, "acl") && syntax.head(verb).is_some_and(|t| syntax.has_feature(t, "PronType=Dem") && syntax.case(t) == "among");
        let is_harm = telling.is_of(candidate, &HARM) && candidate.mention.context.is_fact() && !telling.has_time(candidate);
        if !(is_told || is_among) || !is_harm {
            return None;
        }
        let start = |sentence: SentenceId| syntax.document.sentence(sentence).tokens.start.0;
        let before = start(SentenceId(candidate.sentence.0.saturating_sub(2 * REACH)))..start(candidate.sentence);
        let mut days = before.filter_map(|t| self.dated(TokenId(t), &|class| self.is_of(class, &DANGERS)));
        let day = days.next().filter(|time| self.is_news(time))?;
        days.all(|other| other.value == day.value).then_some(day)
    }

    /// `Nine were killed in the shooting`: the day of the harm that the violence did.
    fn of_harm(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let (syntax, noun) = (self.telling.syntax, candidate.mention.trigger);
        let is_blow = syntax.is_listed(noun, "blow") && candidate.mention.context.is_fact();
        let comes = syntax.is(noun, "obl:agent") || syntax.is(noun, "obl") && syntax.has_case(noun, "place");
        let harm = syntax.head(noun).filter(|_| is_blow && comes && !self.telling.has_time(candidate))?;
        self.dated(harm, &|class| self.is_of(class, &HARM)).filter(|time| self.is_news(time))
    }

    /// `after a wave of strikes, with 12 people killed`: harm comes with the violence that the same clause tells of.
    fn violence_beside(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let document = self.telling.syntax.document;
        if !self.telling.is_of(candidate, &HARM) || self.telling.has_time(candidate) {
            return None;
        }
        let (trigger, own) = (candidate.mention.trigger, document.subtree(candidate.clause()));
        let goes_with = |t: &TokenId| *t != trigger && (own.contains(*t) || document.subtree(*t).contains(trigger));
        let mut others = document.sentence(candidate.sentence).tokens.iter().filter(goes_with);
        others.find_map(|t| self.dated(t, &|class| self.is_of(class, &DANGERS))).filter(|time| self.is_news(time))
    }

    /// `has sent aid since the invasion`, `The war began on 7 October. It has since killed 40,000`: from the day of the other event on.
    fn lasting_since(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let syntax = self.telling.syntax;
        // "have since killed 40 and wounded 100"
        let own = candidate.clause();
        let verb = if syntax.has_own_subject(own) { own } else { self.first(own) };
        let mut phrases = ["obl", "advcl"].into_iter().flat_map(|r| syntax.children_by(verb, r)).filter(|t| syntax.has_case(*t, "since"));
        let told = || {
            let start = |sentence: SentenceId| syntax.document.sentence(sentence).tokens.start.0;
            let before = start(SentenceId(candidate.sentence.0.saturating_sub(REACH)))..start(candidate.sentence);
            before.rev().find_map(|t| (self.event_of)(TokenId(t)))
        };
        // "since then"
        let is_then = |t: TokenId| syntax.has_case(t, "since") && syntax.is_listed(t, "then");
        let mut words = ["advmod", "obl"].into_iter().flat_map(|r| syntax.children_by(verb, r));
        let mut has_since = || syntax.is_perfect(verb) && words.any(|t| syntax.is_listed(t, "since") || is_then(t));
        let (_, time) = phrases.find_map(self.event_of).or_else(|| has_since().then(told).flatten())?;
        let begin = time.value.begin.filter(|day| syntax.document.today().is_none_or(|today| *day <= today))?;
        Some(EventTime { value: TimeValue::since(begin), evidence: time.evidence })
    }
}

/// Nouns for gatherings that have a day: of their own, or of what happened at them.
pub(super) fn occasions(syntax: &Syntax<'_>) -> Vec<(TokenId, EventTime)> {
    let tokens = (0..syntax.document.tokens.len()).map(|i| TokenId(i as u32));
    let nouns = tokens.filter(|t| syntax.is_noun(*t) && syntax.is_listed(*t, "occasion"));
    let host = |noun: TokenId| syntax.head(noun).filter(|_| syntax.is(noun, "obl")).and_then(|verb| time_of(syntax, verb));
    let dated = nouns.filter_map(|noun| Some((noun, time_of(syntax, noun).or_else(|| host(noun))?)));
    dated.filter(|(_, time)| lasts(*time, OCCASION_DAYS)).collect()
}
