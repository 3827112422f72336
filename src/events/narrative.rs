//! The day that a report goes on with where a sentence has none of its own.
//!
//! ```text
//! "Ruiz said on Friday that talks failed. … She added that …"   both statements: Friday
//! "The shop burned on Sunday. A guard was hurt."                both events: Sunday
//! "In May 2019 Ruiz said … She praised Canada."                 praised: May 2019
//! ```
//! A sentence in the simple past without a date goes on at the day that the story was last at, if that day is news: at most
//! [`NEWS_DAYS`] old. What people said goes on at the day of what was said, what happened at the day of what happened. States,
//! perfects, nouns and sentences with a time of their own do not.

use std::collections::BTreeSet;

use super::candidate::Candidate;
use super::classes::{BLOWS, GATHERINGS, HARM};
use super::dates::{is_recent, lasts, time_of};
use super::retold::Retold;
use super::setting::occasions;
use super::summary::Happened;
use super::telling::{Adverbial, Telling};
use super::types::EventTime;
use crate::calendar::{Precision, TimeValue};
use crate::document::{SentenceId, TokenId};

/// Days before the article that still are its news.
pub(super) const NEWS_DAYS: i64 = 7;

/// What a report finds out by asking for itself, on whatever day.
const ASKED_FOR: &str = "NonConfirmation";

/// How it begins for somebody whom courts deal with.
const ARREST: &str = "Arrest";

/// Sentences that a dated one without a shared participant reaches.
pub(super) const REACH: u32 = 2;

/// Sentences that a debate or a hearing reaches.
const SESSION: u32 = 12;

/// Days that what was said together long ago takes at most: a month.
const ASIDE_DAYS: i64 = 30;

/// A day that the article tells of.
pub(super) struct Scene {
    pub sentence: SentenceId,
    pub verb: TokenId,
    pub time: EventTime,
    pub participants: BTreeSet<usize>,
    pub actors: BTreeSet<usize>,
    pub kind: Kind,
    /// Violence, or a disaster.
    pub blow: bool,
    /// What courts and prisons do with somebody once he is arrested.
    pub judged: bool,
}

/// What makes a scene.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// Somebody speaks.
    Speech,
    /// People come together, so that what is said there is said then.
    Gathering,
    /// A debate or a hearing that no frame need know, at which several speak.
    Session,
    /// Anything else that happens.
    Deed,
    /// Something happens that no frame knows.
    Bare,
}

impl Scene {
    pub fn is_speech(&self) -> bool {
        self.kind == Kind::Speech
    }
}

/// The days that an article tells of, in the order of its text.
pub(super) struct Narrative<'a> {
    pub telling: &'a Telling<'a>,
    pub scenes: Vec<Scene>,
    /// Undated mentions read so far that go on with a day.
    told: Vec<Scene>,
    /// Days and months of long ago at which somebody spoke, and times of violence.
    asides: Vec<Scene>,
    /// What happened on a day of the news, but for speech.
    pub happened: Vec<Happened>,
}

/// By candidate: the day that an undated one goes on with; `silent` are mentions of speech that are no events, but tell when somebody spoke.
pub(super) fn continue_story(
    telling: &Telling<'_>,
    candidates: &[Candidate<'_>],
    silent: &[Candidate<'_>],
    retold: &Retold,
) -> Vec<Option<EventTime>> {
    let mut all: Vec<(&Candidate<'_>, bool)> = candidates.iter().map(|c| (c, false)).chain(silent.iter().map(|c| (c, true))).collect();
    // stable: readings of one trigger keep their order
    all.sort_by_key(|(c, _)| c.mention.trigger);
    let mut narrative = Narrative { telling, scenes: Vec::new(), told: Vec::new(), asides: Vec::new(), happened: Vec::new() };
    narrative.read(&all, candidates);
    let mut continued = Vec::new();
    for (candidate, is_silent) in all {
        let time = narrative.continue_at(candidate);
        // the first lines sum up, and nothing goes on with them
        if let Some(time) = time.filter(|_| !telling.sums_up(candidate)) {
            narrative.told.push(narrative.scene(candidate, time));
        }
        if !is_silent {
            let later = || narrative.happened_below(candidate).or_else(|| told_later(telling, candidate, retold));
            continued.push(time.or_else(later));
        }
    }
    continued
}

/// `A man was stabbed. It happened on Monday.`: Monday.
fn told_later(telling: &Telling<'_>, candidate: &Candidate<'_>, retold: &Retold) -> Option<EventTime> {
    let day = |verb: TokenId| time_of(telling.syntax, verb).filter(|time| lasts(*time, ASIDE_DAYS));
    retold.verbs(&[candidate.mention.trigger]).filter(|_| telling.is_undated(candidate)).find_map(day)
}

impl Narrative<'_> {
    /// Collects the scenes of the dated mentions.
    fn read(&mut self, all: &[(&Candidate<'_>, bool)], candidates: &[Candidate<'_>]) {
        for (candidate, _) in all {
            let Some(time) = candidate.dated() else { continue };
            let scene = self.scene(candidate, time);
            let narrates = self.telling.narrates(candidate);
            match self.telling.tells(candidate) {
                // "This morning she said she was afraid," Ruiz said
                _ if scene.is_speech() && self.telling.is_quoted(candidate) => {}
                true if self.is_news(time, candidate) => self.scenes.push(scene),
                true if narrates && lasts(time, ASIDE_DAYS) => self.asides.push(scene),
                _ if narrates && scene.blow && self.telling.is_told_with(candidate) => self.asides.push(scene),
                _ => {}
            }
        }
        self.happened = candidates.iter().filter_map(|c| self.happening(c)).collect();
        self.scenes.extend(self.bare_scenes(all));
        self.scenes.extend(self.sessions());
        self.scenes.sort_by_key(|s| s.sentence);
    }

    fn scene(&self, candidate: &Candidate<'_>, time: EventTime) -> Scene {
        let kind = match () {
            () if self.telling.is_speech(candidate) => Kind::Speech,
            () if self.telling.is_of(candidate, &GATHERINGS) => Kind::Gathering,
            () => Kind::Deed,
        };
        Scene {
            participants: candidate.entities(None),
            actors: candidate.actors(),
            blow: self.telling.is_of(candidate, &BLOWS),
            judged: self.telling.is_of(candidate, &["JusticeEvent"]) && *candidate.mention.class != *ARREST,
            ..self.unknown(candidate.clause(), time, kind)
        }
    }

    /// A scene of which nobody knows who is in it.
    fn unknown(&self, verb: TokenId, time: EventTime, kind: Kind) -> Scene {
        let sentence = self.telling.syntax.document.sentence_of(verb);
        Scene { sentence, verb, time, participants: BTreeSet::new(), actors: BTreeSet::new(), kind, blow: false, judged: false }
    }

    /// Days on which something happened that no frame knows: `Workers gathered at the gate on Monday. A man was arrested.`
    fn bare_scenes(&self, all: &[(&Candidate<'_>, bool)]) -> Vec<Scene> {
        let telling = self.telling;
        let is_known = |verb: TokenId| all.iter().any(|(c, _)| c.clause() == verb || c.mention.trigger == verb);
        let happens = |a: &&Adverbial| !a.told && !telling.reports(a.verb) && !is_known(a.verb) && telling.is_told(a.verb, true);
        let scene = |a: &Adverbial| {
            let time = telling.time_of(a).filter(|time| is_recent(telling.syntax.document, *time, 1, NEWS_DAYS))?;
            Some(self.unknown(a.verb, time, Kind::Bare))
        };
        telling.adverbials.iter().filter(happens).filter_map(scene).collect()
    }

    /// Debates and hearings with a day: `Ruiz gave no answer at Monday's debate. … Marsh accused her of …`
    fn sessions(&self) -> Vec<Scene> {
        let syntax = self.telling.syntax;
        let is_news = |time: &EventTime| is_recent(syntax.document, *time, 1, NEWS_DAYS);
        // "ahead of Tuesday's debate" on Tuesday
        let is_over = |noun: TokenId, time: &EventTime| {
            let is_told = syntax.head(noun).is_some_and(|verb| syntax.is(noun, "obl") && self.telling.is_told(verb, true));
            time.value.begin < syntax.document.today() || is_told && (syntax.has_case(noun, "while") || syntax.has_case(noun, "place"))
        };
        let is_held = |(noun, time): &(TokenId, EventTime)| syntax.is_listed(*noun, "session") && is_news(time) && is_over(*noun, time);
        let held = occasions(syntax).into_iter().filter(is_held);
        held.map(|(noun, time)| self.unknown(noun, time, Kind::Session)).collect()
    }

    /// A day, or for what was not said a night, that is news.
    pub fn is_news(&self, time: EventTime, candidate: &Candidate<'_>) -> bool {
        is_recent(self.telling.syntax.document, time, i64::from(!self.telling.is_speech(candidate)), NEWS_DAYS)
    }

    /// The day of the scene that an undated mention belongs to.
    fn continue_at(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let telling = self.telling;
        let is_dated = candidate.mention.time.is_some();
        if let Some(verb) = telling.said_with(candidate).filter(|_| !is_dated) {
            return self.spoken(verb).map(|s| s.time);
        }
        let actors = candidate.actors();
        let declared = telling.declared_by(candidate).filter(|_| telling.is_undated(candidate)).and_then(|verb| self.spoken(verb));
        if let Some(scene) = declared.filter(|s| !s.actors.is_disjoint(&actors)) {
            return Some(scene.time);
        }
        if telling.sums_up(candidate) {
            return self.told_below(candidate);
        }
        let is_told =
            || telling.is_speech(candidate) && !telling.performs(candidate) && telling.reporting(candidate.clause()).next().is_some();
        if is_dated || is_told() || !telling.tells(candidate) || telling.has_time(candidate) {
            return None;
        }
        if let Some(scene) = self.aside(candidate).or_else(|| self.of_speaker(candidate)) {
            return Some(scene.time);
        }
        // what nobody is said to say may be the author's own
        let is_authors = || telling.performs(candidate) && candidate.mention.context.sources.is_empty();
        if telling.is_speech(candidate) && (is_authors() || &*candidate.mention.class == ASKED_FOR) {
            return None;
        }
        self.nearest(candidate).or_else(|| self.session(candidate)).map(|s| s.time)
    }

    /// The debate or the hearing at which somebody speaks: at a debate anybody, in court who has a part in trials.
    fn session(&self, candidate: &Candidate<'_>) -> Option<&Scene> {
        let (telling, at) = (self.telling, candidate.sentence);
        let is_held = |s: &&Scene| s.kind == Kind::Session || s.kind == Kind::Gathering && s.judged && telling.speaks_in_court(candidate);
        let last = self.scenes.iter().filter(|s| s.sentence < at).rfind(is_held);
        let rules = telling.is_of(candidate, &["JusticeEvent"]) && telling.speaks_in_court(candidate);
        let speaks = (telling.is_speech(candidate) || rules) && !telling.speaks_elsewhere(candidate);
        last.filter(|s| speaks && at.0 - s.sentence.0 <= SESSION && self.undisturbed(s, at))
    }

    /// The scene of a verb of saying.
    fn spoken(&self, verb: TokenId) -> Option<&Scene> {
        self.scenes.iter().chain(&self.told).chain(&self.asides).find(|s| s.is_speech() && s.verb == verb)
    }

    /// Scenes before a candidate, for an act done by saying so also those of who speaks in its sentence.
    fn before(&self, candidate: &Candidate<'_>) -> impl Iterator<Item = &Scene> {
        let (at, performs) = (candidate.sentence, self.telling.performs(candidate));
        self.scenes.iter().chain(&self.told).filter(move |s| s.sentence < at || performs && s.is_speech() && s.sentence == at)
    }

    /// The scene at which the speaker last spoke, or else will speak.
    fn of_speaker(&self, candidate: &Candidate<'_>) -> Option<&Scene> {
        let (at, actors) = (candidate.sentence, candidate.actors());
        let same_speaker = |s: &&Scene| s.is_speech() && !s.actors.is_disjoint(&actors);
        let later = || self.scenes.iter().filter(|s| s.sentence > at).find(same_speaker);
        let scene = self.before(candidate).filter(same_speaker).max_by_key(|s| s.sentence).or_else(later);
        scene.filter(|s| self.telling.is_speech(candidate) && !self.is_led_away(s, at))
    }

    /// The last scene before a candidate, if the story goes on from there.
    fn nearest(&self, candidate: &Candidate<'_>) -> Option<&Scene> {
        let (telling, at) = (self.telling, candidate.sentence);
        let speech = telling.is_speech(candidate);
        let fits = |s: &&Scene| match s.kind {
            Kind::Speech => speech && s.time.value.precision == Precision::Day,
            Kind::Session => false,
            Kind::Bare => !speech,
            Kind::Gathering | Kind::Deed => !speech || s.time.value.precision == Precision::Day,
        };
        // "Ruiz was freed on Friday. He was arrested after a raid": that was before
        let is_of_same = |s: &Scene| !s.participants.is_disjoint(&candidate.entities(None));
        let is_earlier = |s: &Scene| s.judged && *candidate.mention.class == *ARREST && is_of_same(s);
        let scene = self.before(candidate).filter(fits).max_by_key(|s| s.sentence).filter(|s| !is_earlier(s))?;
        let distance = at.0 - scene.sentence.0;
        let block = |sentence: SentenceId| telling.syntax.document.sentence(sentence).block;
        let shares = !scene.participants.is_disjoint(&candidate.entities(None));
        // who speaks of what happened, or after somebody else with whom he does not talk, need not have spoken on that day
        let is_alike = speech == scene.is_speech() && (!speech || telling.performs(candidate));
        let goes_on = block(at) == block(scene.sentence) && (is_alike || scene.kind == Kind::Gathering) || !speech && distance == 1;
        let answers = || scene.is_speech() && telling.answers(candidate);
        let narrates = || !speech && !scene.is_speech() && telling.narrates(candidate);
        let is_near = distance <= REACH && (goes_on || shares || answers()) || distance <= 3 * REACH && (shares || narrates());
        Some(scene).filter(|s| is_near && self.undisturbed(s, at))
    }

    /// The scene of long ago at which the speaker of the sentence before goes on, or what happened there to the same people: `In May 2019
    /// Ruiz said … She also praised …`, `Ruiz was shot in May 2019. He was rushed to hospital.`
    fn aside(&self, candidate: &Candidate<'_>) -> Option<&Scene> {
        let telling = self.telling;
        let speech = telling.is_speech(candidate);
        let before = |s: &&Scene| s.sentence.0 + 1 == candidate.sentence.0 && s.is_speech() == speech;
        if !telling.narrates(candidate) || self.scenes.iter().chain(&self.told).any(|s| before(&s)) {
            return None;
        }
        let people = if speech { candidate.actors() } else { candidate.entities(None) };
        // "On 3 May, a gunman opened fire. Two children were killed."
        let opens = |s: &Scene| !speech && s.time.value.precision == Precision::Day && telling.opens(s.time.evidence, s.sentence);
        let shares = |s: &Scene| opens(s) || !people.is_disjoint(if speech { &s.actors } else { &s.participants });
        // "Ruiz was attacked in 2017. He suffered burns."
        let is_hurt = |s: &Scene| s.blow && telling.is_of(candidate, &HARM) && !people.is_disjoint(&s.participants);
        let is_close = |s: &Scene| speech || lasts(s.time, 0) || is_hurt(s);
        self.asides.iter().rfind(|s| before(s) && is_close(s) && shares(s))
    }

    /// Whether no other time in between has taken the story elsewhere, or one has brought it back.
    fn undisturbed(&self, scene: &Scene, at: SentenceId) -> bool {
        let between = self.telling.adverbials.iter().filter(|a| scene.sentence < a.sentence && a.sentence < at);
        let mut is_there = true;
        for adverbial in between {
            let of_speech = || !scene.is_speech() && self.scenes.iter().any(|s| s.is_speech() && s.time.evidence == adverbial.time);
            if self.telling.expression(adverbial.time).value == Some(scene.time.value) {
                is_there = true;
            } else if self.moves(adverbial, scene) && !of_speech() {
                is_there = false;
            }
        }
        is_there
    }

    /// `In 2019 her posts drew anger. She spoke of …`: whether a time in front of a sentence just before leads away from a day.
    fn is_led_away(&self, scene: &Scene, at: SentenceId) -> bool {
        let opens = |a: &&Adverbial| {
            let is_between = a.sentence < at && at.0 - a.sentence.0 <= REACH && !(a.sentence..at).contains(&scene.sentence);
            is_between && self.telling.opens(a.time, a.sentence)
        };
        let today = self.telling.syntax.document.today();
        // a month may only tell what is spoken of
        let is_long_ago = |a: &Adverbial, v: &TimeValue| {
            v.end < today && (v.precision == Precision::Year || v.precision == Precision::Month && a.sentence.0 + 1 == at.0)
        };
        let is_other = |a: &Adverbial| self.telling.expression(a.time).value.is_some_and(|v| is_long_ago(a, &v)) && self.moves(a, scene);
        self.telling.adverbials.iter().filter(opens).any(is_other)
    }

    /// Whether an adverbial leads away from a day of the past: not what lasts, lies ahead, is said in the present, or by somebody in
    /// a course of speech.
    fn moves(&self, adverbial: &Adverbial, scene: &Scene) -> bool {
        let (syntax, time) = (self.telling.syntax, self.telling.expression(adverbial.time));
        let is_open = time.value.is_some_and(|v| !v.is_closed());
        let is_ahead = time.value.and_then(|v| v.begin) > syntax.document.today();
        let is_present = matches!(syntax.document.token(adverbial.verb).xpos.as_str(), "VBZ" | "VBP");
        // "three days after a raid": on to the raid
        let next = time.span.end;
        let days = time.timex.as_deref().is_some_and(|t| t.starts_with('P') && !t.starts_with("PT"));
        let counts = days && syntax.document.sentence(adverbial.sentence).tokens.contains(next) && self.telling.orders(syntax.lemma(next));
        !(time.is_duration && (scene.is_speech() || !counts) || is_open || is_ahead || is_present || adverbial.told && scene.is_speech())
    }
}
