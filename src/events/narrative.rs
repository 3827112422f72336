//! The day that a report goes on with where a sentence has none of its own.
//!
//! ```text
//! "Ruiz said on Friday that talks failed. … She added that …"   both statements: Friday
//! "The shop burned on Sunday. A guard was hurt."                both events: Sunday
//! "The awards were given at a ceremony on Friday. … Ruiz was praised at the event."   praised: Friday
//! "Six people have been killed. … Shots were fired in a cafe on Friday."   killed: Friday, the one day of such news
//! ```
//! A sentence in the simple past without a date goes on at the day that the story was last at, if that day is news: at most
//! [`NEWS_DAYS`] old. What people said goes on at the day of what was said, what happened at the day of what happened. States,
//! perfects, nouns and sentences with a time of their own do not.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::cluster::Candidate;
use super::dates::days_between;
use super::participants::Participant;
use super::retold::retold;
use super::types::EventTime;
use crate::calendar::{Precision, TimeValue};
use crate::document::{EntityType, SentenceId, TimeId, TokenId};
use crate::frames::{FrameSet, Quotes, Syntax, find_time, goes_on};
use crate::resources::Ontology;

/// Days before the anchor that still are the news of the article.
const NEWS_DAYS: i64 = 7;

/// Classes of happenings that people speak at.
const GATHERINGS: [&str; 3] = ["DiplomaticEvent", "ProtestEvent", "Trial"];

/// Classes of happenings that people come to harm in, and of the harm.
const VIOLENCE: [&str; 3] = ["ConflictEvent", "HazardEvent", "ProtestEvent"];
const HARM: [&str; 5] = ["Killing", "Injury", "Death", "Abduction", "Displacement"];
const BLOWS: [&str; 2] = ["ConflictEvent", "HazardEvent"];
const INJURIES: [&str; 3] = ["Killing", "Injury", "Death"];

/// What a report finds out by asking for itself, on whatever day.
const ASKED_FOR: &str = "NonConfirmation";

/// Sentences that a dated one without a shared participant reaches.
const REACH: u32 = 2;

/// Sentences at the beginning that sum up the rest.
const LEAD: u32 = 2;

/// Days that an occasion lasts at most.
const OCCASION_DAYS: i64 = 6;

/// Days that what was said together long ago takes at most: a month.
const ASIDE_DAYS: i64 = 30;

/// A day that the article tells of.
struct Scene {
    sentence: SentenceId,
    verb: TokenId,
    block: u32,
    time: EventTime,
    participants: BTreeSet<usize>,
    actors: BTreeSet<usize>,
    speech: bool,
    /// People came together, so that what was said there was said then.
    gathering: bool,
    /// Violence, or a disaster.
    blow: bool,
    /// No frame knows what happened.
    bare: bool,
}

/// A happening that has a day of its own.
struct Happened {
    sentence: SentenceId,
    class: Arc<str>,
    time: EventTime,
    actors: BTreeSet<usize>,
    /// Told of others than those just told of: `Two others were hurt`.
    others: bool,
}

/// An expression that moves the story: an adverbial, with the verb that it belongs to.
struct Adverbial {
    sentence: SentenceId,
    time: TimeId,
    verb: TokenId,
    /// Somebody's words, not the article's.
    told: bool,
}

/// The days that an article tells of, in the order of its text.
pub(super) struct Narrative<'a> {
    syntax: &'a Syntax<'a>,
    frames: &'a FrameSet,
    ontology: &'a Ontology,
    quotes: Quotes,
    scenes: Vec<Scene>,
    /// Days and months of long ago at which somebody spoke, and times of violence.
    asides: Vec<Scene>,
    adverbials: Vec<Adverbial>,
    /// What happened on a day of the news, but for speech.
    happened: Vec<Happened>,
    /// Nouns for a gathering, with their day.
    occasions: Vec<(TokenId, EventTime)>,
    /// Triggers of what a later clause tells the day of, with that day.
    retold: Vec<(TokenId, EventTime)>,
    /// By candidate: the day that an undated one goes on with.
    pub continued: Vec<Option<EventTime>>,
}

impl<'a> Narrative<'a> {
    /// Reads the days of the candidates; `silent` are mentions of speech that are no events, but tell when somebody spoke.
    pub fn new(
        syntax: &'a Syntax<'a>,
        frames: &'a FrameSet,
        ontology: &'a Ontology,
        candidates: &[Candidate<'_>],
        silent: &[Candidate<'_>],
    ) -> Self {
        let times = (0..syntax.document.times.len()).map(|i| TimeId(i as u32));
        let quotes = Quotes::find(syntax);
        let occasions = occasions(syntax, frames);
        let mut narrative = Narrative {
            syntax,
            frames,
            ontology,
            quotes,
            scenes: Vec::new(),
            asides: Vec::new(),
            adverbials: Vec::new(),
            happened: Vec::new(),
            occasions,
            retold: Vec::new(),
            continued: Vec::new(),
        };
        narrative.retold = narrative.days_retold(candidates);
        narrative.adverbials = times.filter_map(|time| narrative.adverbial(time)).collect();
        let mut all: Vec<(&Candidate<'_>, bool)> = candidates.iter().map(|c| (c, false)).chain(silent.iter().map(|c| (c, true))).collect();
        // stable: readings of one trigger keep their order
        all.sort_by_key(|(c, _)| c.mention.trigger);
        for (candidate, _) in &all {
            let (Some(value), Some(evidence)) = (candidate.time, candidate.mention.time) else { continue };
            let time = EventTime { value, evidence };
            let scene = narrative.scene(candidate, time);
            match narrative.tells(candidate) {
                // "This morning she said she was afraid," Ruiz said
                _ if scene.speech && narrative.is_quoted(candidate) => {}
                true if narrative.is_news(time, candidate) => narrative.scenes.push(scene),
                true if is_within(time, ASIDE_DAYS) && narrative.narrates(candidate) => narrative.asides.push(scene),
                _ if scene.blow && narrative.narrates(candidate) && narrative.is_told_with(candidate) => narrative.asides.push(scene),
                _ => {}
            }
        }
        narrative.happened = candidates.iter().filter_map(|c| narrative.happening(c)).collect();
        narrative.scenes.extend(narrative.bare_scenes(&all));
        narrative.scenes.sort_by_key(|s| s.sentence);
        let mut told: Vec<Scene> = Vec::new();
        for (candidate, is_silent) in all {
            let time = narrative.continue_at(candidate, &told);
            // the first lines sum up, and nothing goes on with them
            if let Some(time) = time.filter(|_| !narrative.sums_up(candidate)) {
                told.push(narrative.scene(candidate, time));
            }
            let time = time.or_else(|| narrative.happened_below(candidate)).or_else(|| narrative.told_later(candidate));
            if !is_silent {
                narrative.continued.push(time);
            }
        }
        narrative
    }

    fn scene(&self, candidate: &Candidate<'_>, time: EventTime) -> Scene {
        Scene {
            sentence: candidate.sentence,
            verb: clause(candidate),
            block: self.syntax.document.sentence(candidate.sentence).block,
            time,
            participants: participants(candidate, None),
            actors: participants(candidate, Some("actor")),
            speech: self.is_speech(candidate),
            gathering: self.is_gathering(&candidate.mention.class),
            blow: self.is_of(&candidate.mention.class, &BLOWS),
            bare: false,
        }
    }

    /// Days on which something happened that no frame knows: `Workers gathered at the gate on Monday. A man was arrested.`
    fn bare_scenes(&self, all: &[(&Candidate<'_>, bool)]) -> Vec<Scene> {
        let document = self.syntax.document;
        let is_known = |verb: TokenId| all.iter().any(|(c, _)| clause(c) == verb || c.mention.trigger == verb);
        let happens = |a: &&Adverbial| !a.told && !self.syntax.reports(a.verb) && !is_known(a.verb) && self.is_told(a.verb, true);
        let days = self.adverbials.iter().filter(happens).filter_map(|a| {
            let time = EventTime { value: document.times[a.time.index()].value?, evidence: a.time };
            let (sentence, block) = (a.sentence, document.sentence(a.sentence).block);
            let (participants, actors) = (BTreeSet::new(), BTreeSet::new());
            let scene = Scene {
                sentence,
                verb: a.verb,
                block,
                time,
                participants,
                actors,
                speech: false,
                gathering: false,
                blow: false,
                bare: true,
            };
            self.is_day(time, 1).then_some(scene)
        });
        days.collect()
    }

    fn is_gathering(&self, class: &str) -> bool {
        self.is_of(class, &GATHERINGS)
    }

    fn is_of(&self, class: &str, classes: &[&str]) -> bool {
        classes.iter().any(|c| self.ontology.is_subclass(class, c))
    }

    /// The day of the scene that an undated mention belongs to; `told` are earlier ones that go on with a day.
    fn continue_at(&self, candidate: &Candidate<'_>, told: &[Scene]) -> Option<EventTime> {
        let speech = self.is_speech(candidate);
        let at = candidate.sentence;
        let spoken = |verb: TokenId| self.scenes.iter().chain(told).find(move |s| s.speech && s.verb == verb);
        if let Some(verb) = self.said_with(candidate).filter(|_| candidate.mention.time.is_none()) {
            return spoken(verb).map(|s| s.time);
        }
        if let Some(verb) = self.declared_by(candidate).filter(|_| candidate.mention.time.is_none() && !self.has_time(candidate)) {
            let actors = participants(candidate, Some("actor"));
            if let Some(scene) = spoken(verb).filter(|s| !s.actors.is_disjoint(&actors)) {
                return Some(scene.time);
            }
        }
        if self.sums_up(candidate) {
            return self.told_below(candidate);
        }
        let is_told = speech && !self.performs(candidate) && self.reporting(clause(candidate)).next().is_some();
        if candidate.mention.time.is_some() || is_told || !self.tells(candidate) || self.has_time(candidate) {
            return None;
        }
        if let Some(time) = self.aside(candidate, told) {
            return Some(time);
        }
        let performs = self.performs(candidate);
        let before = || self.scenes.iter().chain(told).filter(|s| s.sentence < at || performs && s.speech && s.sentence == at);
        if speech {
            let actors = participants(candidate, Some("actor"));
            let same_speaker = |s: &&Scene| s.speech && !s.actors.is_disjoint(&actors);
            let speaker = || before().filter(same_speaker).max_by_key(|s| s.sentence);
            let later = || self.scenes.iter().filter(|s| s.sentence > at).find(same_speaker);
            if let Some(scene) = speaker().or_else(later).filter(|s| !self.is_led_away(s, at)) {
                return Some(scene.time);
            }
            // what nobody is said to say may be the author's own
            if performs && candidate.mention.context.sources.is_empty() || &*candidate.mention.class == ASKED_FOR {
                return None;
            }
        }
        let fits = |s: &&Scene| if speech { s.time.value.precision == Precision::Day && !s.bare } else { !s.speech };
        let scene = before().filter(fits).max_by_key(|s| s.sentence)?;
        let distance = at.0 - scene.sentence.0;
        let block = self.syntax.document.sentence(at).block;
        let shares = !scene.participants.is_disjoint(&participants(candidate, None));
        let answers = scene.speech && self.answers(candidate);
        // who speaks of what happened, or after somebody else with whom he does not talk, need not have spoken on that day
        let is_alike = speech == scene.speech && (!speech || performs);
        let goes_on = block == scene.block && (is_alike || scene.gathering) || !speech && distance == 1;
        let near = distance <= REACH && (goes_on || shares || answers)
            || distance <= 3 * REACH && (shares || self.narrates(candidate) && !speech && !scene.speech);
        (near && self.undisturbed(scene, at)).then_some(scene.time)
    }

    /// `Ruiz has criticised Canada` in the first lines: what the article goes on to tell in the past.
    fn sums_up(&self, candidate: &Candidate<'_>) -> bool {
        self.is_speech(candidate)
            && self.is_summary(clause(candidate), candidate.sentence)
            && candidate.mention.context.is_fact()
            && !self.has_time(candidate)
    }

    /// Whether a verb sums up in the perfect what the article goes on to tell.
    fn is_summary(&self, verb: TokenId, sentence: SentenceId) -> bool {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let is_lead = document.lead().is_some_and(|first| sentence >= first && sentence.0 - first.0 < LEAD);
        is_lead && syntax.is_present_perfect(verb) && matches!(syntax.relation(verb), "root" | "conj" | "parataxis")
    }

    fn happening(&self, candidate: &Candidate<'_>) -> Option<Happened> {
        let time = EventTime { value: candidate.time?, evidence: candidate.mention.time? };
        let is_fact = candidate.mention.context.is_fact() && !self.is_quoted(candidate);
        let counts = !self.is_speech(candidate) && is_fact && self.is_news(time, candidate);
        let (class, actors) = (candidate.mention.class.clone(), participants(candidate, Some("actor")));
        let others = is_of_others(self.syntax, self.frames, candidate);
        counts.then_some(Happened { sentence: candidate.sentence, class, time, actors, others })
    }

    /// `Six people have been killed in a shooting` in the first lines: the one day on which the article goes on to tell that such happened.
    fn happened_below(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let (syntax, mention) = (self.syntax, candidate.mention);
        let (verb, class) = (clause(candidate), &*mention.class);
        let is_blow = |class: &str| self.is_of(class, &BLOWS);
        // "Six people have been killed. … Shots were fired on Monday"
        let comes_with = |other: &str| is_blow(other) && is_blow(class);
        let is_same = |other: &str| self.ontology.is_subclass(other, class) || self.ontology.is_subclass(class, other);
        // "Peru has bombed a port. … Rebels attacked an airport on Monday"
        let actors = participants(candidate, Some("actor"));
        let is_other = |h: &Happened| is_blow(&h.class) && !actors.is_empty() && !h.actors.is_empty() && actors.is_disjoint(&h.actors);
        let is_alike = |h: &Happened| (is_same(&h.class) || comes_with(&h.class)) && !is_other(h);
        let first = syntax.document.lead()?;
        let is_lead = candidate.sentence >= first && candidate.sentence.0 - first.0 < LEAD;
        let sums_up = || {
            let is_noun = syntax.is_noun(verb) && is_blow(class) && !syntax.is_definite(verb);
            is_noun || self.is_summary(verb, candidate.sentence)
        };
        let is_plain = is_lead && mention.time.is_none() && mention.context.is_fact() && !mention.context.is_negated();
        let happens = !self.is_speech(candidate) && !self.is_of(class, &["StateOfAffairs"]);
        if !is_plain || !happens || !sums_up() || self.has_time(candidate) {
            return None;
        }
        // "Five men have been killed. Two others were hurt on Monday"
        let goes_on = |h: &&Happened| h.others && h.sentence.0 == candidate.sentence.0 + 1 && self.is_of(&h.class, &INJURIES);
        let is_harm = is_blow(class) || self.is_of(class, &INJURIES);
        if let Some(next) = self.happened.iter().find(goes_on).filter(|_| is_harm) {
            return Some(next.time);
        }
        let mut below = self.happened.iter().filter(|h| h.sentence > candidate.sentence && is_alike(h));
        let time = below.next()?.time;
        let is_day = time.value.precision == Precision::Day;
        below.all(|h| h.time.value == time.value).then_some(time).filter(|_| is_day)
    }

    fn days_retold(&self, candidates: &[Candidate<'_>]) -> Vec<(TokenId, EventTime)> {
        let day = |verb: TokenId| {
            let (evidence, reach) = find_time(self.syntax, self.frames, verb, verb)?;
            let time = EventTime { value: reach.of(&self.syntax.document.times[evidence.index()])?, evidence };
            is_within(time, ASIDE_DAYS).then_some(time)
        };
        let retold = retold(self.syntax, self.frames, self.ontology, candidates);
        retold.into_iter().filter_map(|(trigger, verb)| Some((trigger, day(verb)?))).collect()
    }

    /// `A man was stabbed. It happened on Monday.`: Monday.
    fn told_later(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let is_undated = candidate.mention.time.is_none() && !self.has_time(candidate);
        self.retold.iter().find(|(trigger, _)| *trigger == candidate.mention.trigger && is_undated).map(|(_, time)| *time)
    }

    /// The one day on which the article tells that somebody spoke.
    fn told_below(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let actors = participants(candidate, Some("actor"));
        let is_said = |s: &&Scene| s.speech && self.syntax.reports(s.verb);
        let mut said = self.scenes.iter().filter(is_said).filter(|s| s.sentence > candidate.sentence && !s.actors.is_disjoint(&actors));
        let time = said.next()?.time;
        said.all(|s| s.time.value == time.value).then_some(time)
    }

    /// The time of long ago at which the speaker of the sentence before goes on, or what happened there to the same people: `In May 2019 Ruiz
    /// said … She also praised …`, `Ruiz was shot in May 2019. He was rushed to hospital.`
    fn aside(&self, candidate: &Candidate<'_>, told: &[Scene]) -> Option<EventTime> {
        let speech = self.is_speech(candidate);
        let before = |s: &&Scene| s.sentence.0 + 1 == candidate.sentence.0 && s.speech == speech;
        let people = participants(candidate, Some("actor").filter(|_| speech));
        // "On 3 May, a gunman opened fire. Two children were killed."
        let opens = |s: &&Scene| {
            let expression = self.syntax.document.times[s.time.evidence.index()].span.start;
            let first = self.syntax.document.sentence(s.sentence).tokens.start;
            !speech && expression.0 <= first.0 + 1 && s.time.value.precision == Precision::Day
        };
        let shares = |s: &&Scene| opens(s) || !people.is_disjoint(if speech { &s.actors } else { &s.participants });
        let goes_on = self.narrates(candidate) && !self.scenes.iter().chain(told).any(|s| before(&s));
        // "Ruiz was attacked in 2017. He suffered burns."
        let is_hurt = self.is_of(&candidate.mention.class, &INJURIES);
        let is_close = |s: &&Scene| speech || is_within(s.time, 0) || s.blow && is_hurt && !people.is_disjoint(&s.participants);
        self.asides.iter().rfind(|s| goes_on && before(s) && is_close(s) && shares(s)).map(|s| s.time)
    }

    /// Whether the article itself goes on telling: not in words of others, nor in an aside about somebody.
    fn narrates(&self, candidate: &Candidate<'_>) -> bool {
        !self.is_quoted(candidate) && !self.syntax.is(clause(candidate), "acl")
    }

    fn is_quoted(&self, candidate: &Candidate<'_>) -> bool {
        self.quotes.passage(candidate.mention.trigger).is_some()
    }

    /// The verb of saying in `Ruiz said …, adding that`.
    fn said_with(&self, candidate: &Candidate<'_>) -> Option<TokenId> {
        let verb = clause(candidate);
        let is_beside = self.is_speech(candidate) && goes_on(self.syntax, self.frames, verb);
        self.syntax.head(verb).filter(|said| is_beside && self.syntax.reports(*said))
    }

    /// The verb of saying in `Ruiz said on Friday that she opposes it`: whoever says so of himself in the present does so by saying it.
    fn declared_by(&self, candidate: &Candidate<'_>) -> Option<TokenId> {
        let verb = clause(candidate);
        let is_present = self.syntax.has_feature(verb, "Tense=Pres") && self.syntax.has_feature(verb, "VerbForm=Fin");
        self.reporting(verb).next().filter(|_| self.is_speech(candidate) && is_present)
    }

    /// The time of the occasion at which something happened: `At that meeting, she promised`, `was honoured at the event`; `of_event` gives the
    /// class and date of the event that a noun expresses.
    pub fn setting(&self, candidate: &Candidate<'_>, of_event: &dyn Fn(TokenId) -> Option<(&'a str, EventTime)>) -> Option<EventTime> {
        let syntax = self.syntax;
        if candidate.mention.time.is_some() {
            return None;
        }
        if candidate.mention.nominal && clause(candidate) == candidate.mention.trigger {
            return self.of_harm(candidate, of_event);
        }
        if let Some(time) = self.lasting_since(candidate, of_event) {
            return Some(time);
        }
        // "a shooting in which two were killed", "the attack that left many hurt and killed two"
        let first = |t: TokenId| syntax.head(t).filter(|_| syntax.is(t, "conj")).unwrap_or(t);
        let verb = clause(candidate);
        let is_perfect = syntax.is_perfect(verb);
        let about = self.antecedent(first(verb)).filter(|_| !self.is_speech(candidate) && !is_perfect);
        if let Some((_, time)) = about.and_then(of_event).filter(|(class, _)| !self.ontology.is_subclass(class, "CommunicationEvent")) {
            return Some(time);
        }
        let is_setting = |t: &TokenId| ["while", "place"].iter().any(|kind| self.frames.is_listed(&syntax.case(*t), kind));
        let phrases: Vec<_> = syntax.children_by(clause(candidate), "obl").filter(is_setting).collect();
        // "was killed in the attack"
        let harms = |class: &str| self.is_of(class, &VIOLENCE) && self.is_of(&candidate.mention.class, &HARM);
        let takes_place = |class: &str| self.is_gathering(class) || harms(class);
        let is_closed = |time: &EventTime| time.value.begin.is_some() && time.value.end.is_some();
        let dated = |t: TokenId, fits: &dyn Fn(&str) -> bool| {
            of_event(t).filter(|(class, time)| fits(class) && is_closed(time)).map(|(_, time)| time)
        };
        let occasion = || phrases.iter().find_map(|t| self.occasion(*t));
        // "the attack killed 12 and left six hurt"
        let subjects = || [verb, first(verb)].into_iter().flat_map(|v| syntax.children_by(v, "nsubj"));
        let cause = || subjects().find_map(|t| dated(t, &harms));
        phrases
            .iter()
            .find_map(|t| dated(*t, &takes_place))
            .or_else(occasion)
            .or_else(cause)
            .or_else(|| self.violence(candidate, of_event).filter(|_| !is_perfect))
            .or_else(|| self.with_others(candidate, of_event))
    }

    /// `Rebels shot a guard on Monday. Two others were hurt.`: on the day of the harm that the sentence before tells of.
    fn with_others(&self, candidate: &Candidate<'_>, of_event: &dyn Fn(TokenId) -> Option<(&'a str, EventTime)>) -> Option<EventTime> {
        let document = self.syntax.document;
        let is_harm = self.is_of(&candidate.mention.class, &INJURIES) && candidate.mention.context.is_fact();
        if !is_harm || self.has_time(candidate) || !is_of_others(self.syntax, self.frames, candidate) {
            return None;
        }
        let before = document.sentence(SentenceId(candidate.sentence.0.checked_sub(1)?)).tokens;
        let told = before.iter().filter_map(of_event).find(|(class, _)| self.is_of(class, &VIOLENCE) || self.is_of(class, &INJURIES));
        told.map(|(_, time)| time).filter(|time| self.is_day(*time, 1))
    }

    /// `Nine were killed in the shooting`: the day of the harm that the violence did.
    fn of_harm(&self, candidate: &Candidate<'_>, of_event: &dyn Fn(TokenId) -> Option<(&'a str, EventTime)>) -> Option<EventTime> {
        let (syntax, noun) = (self.syntax, candidate.mention.trigger);
        let is_blow = self.frames.is_listed(syntax.lemma(noun), "blow") && candidate.mention.context.is_fact();
        let comes = syntax.is(noun, "obl:agent") || syntax.is(noun, "obl") && self.frames.is_listed(&syntax.case(noun), "place");
        let harm = syntax.head(noun).filter(|_| is_blow && comes && !self.has_time(candidate))?;
        let (class, time) = of_event(harm)?;
        (self.is_of(class, &INJURIES) && self.is_day(time, 1)).then_some(time)
    }

    /// `has sent aid since the invasion`, `The war began on 7 October. It has since killed 40,000`: from the day of the other event on.
    fn lasting_since(&self, candidate: &Candidate<'_>, of_event: &dyn Fn(TokenId) -> Option<(&'a str, EventTime)>) -> Option<EventTime> {
        let syntax = self.syntax;
        // "have since killed 40 and wounded 100"
        let own = clause(candidate);
        let verb = syntax.head(own).filter(|_| syntax.is(own, "conj") && !syntax.has_own_subject(own)).unwrap_or(own);
        let anchor = syntax.document.article.anchor_date().map(|d| d.date);
        let begun = |(_, time): (&'a str, EventTime)| {
            let begin = time.value.begin.filter(|day| anchor.is_none_or(|a| *day <= a))?;
            Some(EventTime { value: TimeValue::since(begin), evidence: time.evidence })
        };
        let is_since = |word: &str| self.frames.is_listed(word, "since");
        let mut phrases = ["obl", "advcl"].into_iter().flat_map(|r| syntax.children_by(verb, r)).filter(|t| is_since(&syntax.case(*t)));
        let told = || {
            let first = SentenceId(candidate.sentence.0.saturating_sub(REACH));
            let before = syntax.document.sentence(first).tokens.start.0..syntax.document.sentence(candidate.sentence).tokens.start.0;
            before.rev().find_map(|t| of_event(TokenId(t)))
        };
        // "since then"
        let is_then = |t: TokenId| is_since(&syntax.case(t)) && self.frames.is_listed(syntax.lemma(t), "then");
        let words = || ["advmod", "obl"].into_iter().flat_map(|r| syntax.children_by(verb, r));
        let has_since = || syntax.is_perfect(verb) && words().any(|t| is_since(syntax.lemma(t)) || is_then(t));
        phrases.find_map(of_event).or_else(|| has_since().then(told).flatten()).and_then(begun)
    }

    /// `after a wave of strikes, with 12 people killed`: harm comes with the violence that the same clause tells of.
    fn violence(&self, candidate: &Candidate<'_>, of_event: &dyn Fn(TokenId) -> Option<(&'a str, EventTime)>) -> Option<EventTime> {
        let document = self.syntax.document;
        if !self.is_of(&candidate.mention.class, &INJURIES) || self.has_time(candidate) {
            return None;
        }
        let trigger = candidate.mention.trigger;
        let goes_with = |t: &TokenId| document.subtree(clause(candidate)).contains(*t) || document.subtree(*t).contains(trigger);
        let others = document.sentence(candidate.sentence).tokens.iter().filter(|t| *t != trigger && goes_with(t));
        let news = |time: &EventTime| self.is_day(*time, 1);
        others.filter_map(of_event).find(|(class, _)| self.is_of(class, &VIOLENCE)).map(|(_, time)| time).filter(news)
    }

    /// The noun that a relative clause is about.
    fn antecedent(&self, verb: TokenId) -> Option<TokenId> {
        let syntax = self.syntax;
        let is_relative = |t: TokenId| syntax.has_feature(t, "PronType=Rel");
        let relates = |t: &TokenId| is_relative(*t) || syntax.children_by(*t, "det").any(is_relative);
        syntax.head(verb).filter(|_| syntax.relation(verb) == "acl:relcl" && syntax.children(verb).iter().any(relates))
    }

    /// `the event`, `that meeting`: the last such gathering before it that has a day.
    fn occasion(&self, noun: TokenId) -> Option<EventTime> {
        let syntax = self.syntax;
        let is_known = syntax.children_by(noun, "det").any(|d| !syntax.has_feature(d, "Definite=Ind"));
        let fits = |other: TokenId| syntax.lemma(other) == syntax.lemma(noun) || self.frames.is_listed(syntax.lemma(noun), "any-occasion");
        let is_named =
            |t: TokenId| self.frames.is_listed(syntax.lemma(t), "occasion") || self.frames.is_listed(syntax.lemma(t), "any-occasion");
        if !is_known || !is_named(noun) {
            return None;
        }
        let anchor = syntax.document.article.anchor_date().map(|d| d.date);
        let is_over = |time: &EventTime| anchor.is_none() || time.value.begin <= anchor;
        self.occasions.iter().rev().find(|(other, time)| *other < noun && fits(*other) && is_over(time)).map(|(_, time)| *time)
    }

    /// Whether the sentence moves the happening to a time of its own; the day on which it is told does not, nor a day that is spoken of.
    fn has_time(&self, candidate: &Candidate<'_>) -> bool {
        let (document, verb) = (self.syntax.document, clause(candidate));
        // "Asked on Monday about it, Ruiz replied that"
        let asked = |v: TokenId| self.syntax.is(v, "advcl") && self.frames.is_listed(self.syntax.lemma(v), "asked");
        let tells_of = |a: &Adverbial| {
            let told = if asked(a.verb) { self.syntax.head(a.verb).unwrap_or(a.verb) } else { a.verb };
            self.reporting(verb).any(|v| v == told)
        };
        let is_vague = |a: &Adverbial| document.times[a.time.index()].is_duration;
        let is_spoken_of = |a: &Adverbial| a.told && self.is_speech(candidate) && !self.performs(candidate);
        // "Police gathered on Monday. A man was arrested at 7 a.m."
        let is_clock = |a: &&Adverbial| &*document.times[a.time.index()].rule == "clock";
        let mut own = self.adverbials.iter().filter(|a| a.sentence == candidate.sentence && !is_clock(a));
        own.any(|a| a.verb == verb || !is_vague(a) && !tells_of(a) && !is_spoken_of(a))
    }

    /// The verbs of saying that a verb stands in the content of.
    fn reporting(&self, verb: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let document = self.syntax.document;
        let below = std::iter::successors(Some(verb), |t| document.token(*t).head);
        below
            .filter(|t| matches!(self.syntax.relation(*t), "ccomp"))
            .filter_map(|t| document.token(t).head)
            .filter(|v| self.syntax.reports(*v))
    }

    /// Whether no other time in between has taken the story elsewhere, or one has brought it back.
    fn undisturbed(&self, scene: &Scene, at: SentenceId) -> bool {
        let document = self.syntax.document;
        let between = self.adverbials.iter().filter(|a| scene.sentence < a.sentence && a.sentence < at);
        let mut is_there = true;
        for adverbial in between {
            let time = &document.times[adverbial.time.index()];
            let of_speech = || !scene.speech && self.scenes.iter().any(|s| s.speech && s.time.evidence == adverbial.time);
            if time.value == Some(scene.time.value) {
                is_there = true;
            } else if self.moves(adverbial, scene) && !of_speech() {
                is_there = false;
            }
        }
        is_there
    }

    /// `In 2019 her posts drew anger. She spoke of …`: whether a time in front of a sentence just before leads away from a day.
    fn is_led_away(&self, scene: &Scene, at: SentenceId) -> bool {
        let document = self.syntax.document;
        let opens = |a: &&Adverbial| {
            let start = document.times[a.time.index()].span.start;
            let is_between = a.sentence < at && at.0 - a.sentence.0 <= REACH && !(a.sentence..at).contains(&scene.sentence);
            is_between && start.0 <= document.sentence(a.sentence).tokens.start.0 + 1
        };
        let anchor = document.article.anchor_date().map(|d| d.date);
        // a month may only tell what is spoken of
        let is_long_ago = |a: &Adverbial, v: &TimeValue| {
            v.end < anchor && (v.precision == Precision::Year || v.precision == Precision::Month && a.sentence.0 + 1 == at.0)
        };
        let is_other = |a: &Adverbial| document.times[a.time.index()].value.is_some_and(|v| is_long_ago(a, &v)) && self.moves(a, scene);
        self.adverbials.iter().filter(opens).any(is_other)
    }

    /// Whether an adverbial leads away from a day of the past: not what lasts, lies ahead, is said in the present, or by somebody in
    /// a course of speech.
    fn moves(&self, adverbial: &Adverbial, scene: &Scene) -> bool {
        let document = self.syntax.document;
        let time = &document.times[adverbial.time.index()];
        let is_open = time.value.is_some_and(|v| v.begin.is_none() || v.end.is_none());
        let is_ahead = time.value.and_then(|v| v.begin) > document.article.anchor_date().map(|d| d.date);
        let is_present = matches!(document.token(adverbial.verb).xpos.as_str(), "VBZ" | "VBP");
        // "three days after a raid": on to the raid
        let next = time.span.end;
        let days = time.timex.as_deref().is_some_and(|t| t.starts_with('P') && !t.starts_with("PT"));
        let counts = days && document.sentence(adverbial.sentence).tokens.contains(next) && self.orders(self.syntax.lemma(next));
        !(time.is_duration && (scene.speech || !counts) || is_open || is_ahead || is_present || adverbial.told && scene.speech)
    }

    /// Whether a word puts what follows it at another time: `after`, `before`.
    fn orders(&self, word: &str) -> bool {
        ["later", "earlier"].iter().any(|order| self.frames.is_listed(word, order))
    }

    /// `In response, Ruiz said`, `Ruiz replied`: said on the day of what it answers.
    fn answers(&self, candidate: &Candidate<'_>) -> bool {
        let is_answer = |t: TokenId| self.frames.is_listed(self.syntax.lemma(t), "answer");
        let verb = clause(candidate);
        let is_bare = |t: &TokenId| self.syntax.children(*t).iter().all(|c| matches!(self.syntax.relation(*c), "case" | "punct"));
        is_answer(verb) || self.syntax.children_by(verb, "obl").filter(is_bare).any(is_answer)
    }

    /// `"I condemn it," Ruiz said`, `"This government is determined to end it," Ruiz said`: saying so is the act.
    fn performs(&self, candidate: &Candidate<'_>) -> bool {
        let (syntax, verb) = (self.syntax, clause(candidate));
        let is_first = |t: TokenId| syntax.has_feature(t, "Person=1");
        let is_near =
            |t: TokenId| syntax.has_feature(t, "PronType=Dem") && syntax.has_feature(t, "Number=Sing") && syntax.lemma(t) == "this";
        let is_own = |t: TokenId| {
            let speaks_for = || syntax.children_by(t, "nmod:poss").any(is_first) || syntax.children_by(t, "det").any(is_near);
            self.is_quoted(candidate)
                && syntax.mentioned(t).is_some_and(|m| syntax.document.type_of(m).is_a(EntityType::Agent))
                && speaks_for()
        };
        let is_present = |t: TokenId| syntax.has_feature(t, "Tense=Pres");
        let is_said = is_present(verb) || syntax.children_by(verb, "cop").any(is_present);
        self.is_speech(candidate) && is_said && syntax.children_by(verb, "nsubj").any(|t| is_first(t) || is_own(t))
    }

    /// A verb in the simple past that states something in a clause of its own.
    fn tells(&self, candidate: &Candidate<'_>) -> bool {
        let mention = candidate.mention;
        let verb = clause(candidate);
        if self.performs(candidate) && !mention.context.hypothetical && !mention.context.is_negated() {
            return true;
        }
        let happens = !self.is_speech(candidate);
        self.is_told(verb, happens)
            && !self.ontology.is_subclass(&mention.class, "StateOfAffairs")
            && !mention.context.hypothetical
            && (happens || !mention.context.is_negated())
    }

    /// `survived an attack in 2017`: whether the verb of a happening, or above it, tells it.
    fn is_told_with(&self, candidate: &Candidate<'_>) -> bool {
        let (syntax, word) = (self.syntax, clause(candidate));
        let verb = syntax.head(word).filter(|_| syntax.is(word, "obj")).unwrap_or(word);
        candidate.mention.context.is_fact() && self.is_told(verb, true)
    }

    /// Whether a verb in the simple past stands in a clause of its own below the headline; of what `happens` also in a relative clause.
    fn is_told(&self, verb: TokenId, happens: bool) -> bool {
        let syntax = self.syntax;
        let auxiliaries: Vec<_> = syntax.children_by(verb, "aux").collect();
        let is_past = |t| syntax.has_feature(t, "Tense=Past") && syntax.has_feature(t, "VerbForm=Fin");
        let simple_past =
            (is_past(verb) || auxiliaries.iter().any(|a| is_past(*a))) && !auxiliaries.iter().any(|a| syntax.lemma(*a) == "have");
        // "hours after the army said it had shot": not now
        let mut above = std::iter::once(verb).chain(syntax.document.ancestors(verb)).take(8);
        let is_ordered = above.any(|t| syntax.is(t, "advcl") && self.orders(&syntax.case(t)));
        // "was out of sight when the agent opened fire"
        let beside =
            || syntax.is(verb, "advcl") && syntax.children(verb).iter().any(|t| self.frames.is_listed(syntax.lemma(*t), "meanwhile"));
        let main = matches!(syntax.relation(verb), "root" | "conj" | "parataxis" | "ccomp")
            || happens && (syntax.is(verb, "acl:relcl") || beside());
        simple_past && main && !is_ordered && !syntax.document.is_headline(syntax.document.sentence_of(verb))
    }

    fn is_speech(&self, candidate: &Candidate<'_>) -> bool {
        self.ontology.is_subclass(&candidate.mention.class, "CommunicationEvent")
    }

    /// A day, or for what was not said a night, that is news.
    fn is_news(&self, time: EventTime, candidate: &Candidate<'_>) -> bool {
        self.is_day(time, i64::from(!self.is_speech(candidate)))
    }

    /// A time of the news that ends so many days after it begins, at most.
    fn is_day(&self, time: EventTime, days: i64) -> bool {
        let anchor = self.syntax.document.article.anchor_date().map(|d| d.date);
        let (Some(first), Some(last), Some(anchor)) = (time.value.begin, time.value.end, anchor) else { return false };
        days_between(first, last) <= days && (-1..=NEWS_DAYS).contains(&days_between(first, anchor))
    }

    /// The verb that an expression belongs to: `On Friday she left`, `in a talk on Friday she said`; none for `the vote in May`.
    fn adverbial(&self, time: TimeId) -> Option<Adverbial> {
        let (syntax, document) = (self.syntax, self.syntax.document);
        let span = document.times[time.index()].span;
        let top = span.iter().find(|t| syntax.head(*t).is_none_or(|h| !span.contains(h)))?;
        let mut verb = syntax.head(top)?;
        if syntax.is_noun(verb) && syntax.is(verb, "obl") {
            verb = syntax.head(verb)?;
        }
        let is_predicate = syntax.is_verb(verb) || syntax.children_by(verb, "cop").next().is_some();
        // "it was late on Friday," she said
        let is_quoted = |t: TokenId| syntax.children_by(t, "parataxis").any(|p| syntax.reports(p));
        let told = || {
            self.quotes.passage(span.start).is_some()
                || self.reporting(verb).next().is_some()
                || std::iter::once(verb).chain(document.ancestors(verb)).any(is_quoted)
        };
        is_predicate.then(|| Adverbial { sentence: document.sentence_of(span.start), time, verb, told: told() })
    }
}

/// Nouns for gatherings that have a day: of their own, or of what happened at them.
fn occasions(syntax: &Syntax<'_>, frames: &FrameSet) -> Vec<(TokenId, EventTime)> {
    let tokens = (0..syntax.document.tokens.len()).map(|i| TokenId(i as u32));
    let nouns = tokens.filter(|t| syntax.is_noun(*t) && frames.is_listed(syntax.lemma(*t), "occasion"));
    nouns
        .filter_map(|noun| {
            let host = || syntax.head(noun).filter(|_| syntax.is(noun, "obl")).and_then(|verb| find_time(syntax, frames, verb, verb));
            let (evidence, reach) = find_time(syntax, frames, noun, noun).or_else(host)?;
            let time = EventTime { value: reach.of(&syntax.document.times[evidence.index()])?, evidence };
            is_within(time, OCCASION_DAYS).then_some((noun, time))
        })
        .collect()
}

/// `Two others were hurt`, `A woman was also hurt`: harm told beside other harm.
pub(super) fn is_of_others(syntax: &Syntax<'_>, frames: &FrameSet, candidate: &Candidate<'_>) -> bool {
    let is_listed = |t: TokenId| frames.is_listed(syntax.lemma(t), "others");
    let verb = clause(candidate);
    let hurt = candidate.roles.get("affected").into_iter().flatten().map(|f| f.head);
    let is_own = |c: &TokenId| matches!(syntax.relation(*c), "amod" | "det");
    let is_other = |head: TokenId| is_listed(head) || syntax.children(head).iter().filter(|c| is_own(c)).any(|c| is_listed(*c));
    // "killed seven people and injured 27 others": others than those seven
    let is_first = || matches!(syntax.relation(verb), "root" | "ccomp" | "parataxis");
    syntax.is_verb(verb) && is_first() && (hurt.into_iter().any(is_other) || syntax.children_by(verb, "advmod").any(is_listed))
}

/// Whether a time is no longer than some days.
fn is_within(time: EventTime, days: i64) -> bool {
    matches!((time.value.begin, time.value.end), (Some(begin), Some(end)) if days_between(begin, end) <= days)
}

/// The highest predicate that expresses the happening.
fn clause(candidate: &Candidate<'_>) -> TokenId {
    candidate.mention.context.clause.unwrap_or(candidate.mention.trigger)
}

/// Entities that fill one role, or any.
fn participants(candidate: &Candidate<'_>, role: Option<&str>) -> BTreeSet<usize> {
    let wanted = candidate.roles.iter().filter(|(name, _)| role.is_none_or(|r| ***name == *r));
    wanted
        .flat_map(|(_, fillers)| fillers)
        .filter_map(|f| if let Participant::Entity(e) = f.participant { Some(e) } else { None })
        .collect()
}
