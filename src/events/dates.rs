//! Dates of mentions → dates of events, and the day that a report goes on with.
//!
//! ```text
//! "Ruiz said on Friday that talks failed. … She added that …"   both statements: Friday
//! "The shop burned on Sunday. A guard was hurt."                both events: Sunday
//! "… said a day after the fire"                                 the fire's day and one
//! ```
//! A sentence in the simple past without a date goes on at the day that the story was last at, if that day is news: at most
//! [`NEWS_DAYS`] old. What people said goes on at the day of what was said, what happened at the day of what happened. States,
//! perfects, nouns and sentences with a time of their own do not.

use std::collections::BTreeSet;

use super::cluster::{Candidate, Cluster};
use super::participants::Participant;
use super::types::{Event, EventId, EventTime};
use crate::calendar::{Date, Precision, TimeValue, Unit, shift_day};
use crate::document::{Document, SentenceId, TimeAnchor, TimeId, TokenId};
use crate::frames::{FrameSet, Syntax, reports};
use crate::resources::Ontology;
use crate::source::BlockKind;

/// Days before the anchor that still are the news of the article.
const NEWS_DAYS: i64 = 7;

/// Classes of happenings that people speak at.
const GATHERINGS: [&str; 3] = ["DiplomaticEvent", "ProtestEvent", "Trial"];

/// Days that a state lasts at least: `president from 2019 to 2023`, but not `leader overnight`.
const STATE_DAYS: i64 = 28;

/// Sentences that a dated one without a shared participant reaches.
const REACH: u32 = 2;

/// The date of each cluster, in order: its own, else the one that it goes on with.
pub fn date_clusters(
    syntax: &Syntax<'_>,
    frames: &FrameSet,
    ontology: &Ontology,
    candidates: &[Candidate<'_>],
    clusters: &[Cluster],
) -> Vec<Option<EventTime>> {
    let document = syntax.document;
    let narrative = Narrative::new(syntax, frames, ontology, candidates);
    let date = |cluster: &Cluster| {
        let members: Vec<_> = cluster.mentions.iter().map(|m| &candidates[*m]).collect();
        if ontology.is_subclass(&cluster.class, "StateOfAffairs") {
            // a day in the sentence tells when somebody spoke of the state, not when it held
            let holds = |t: &EventTime| match t.value.precision {
                Precision::OpenInterval => true,
                Precision::Interval => length_in_days(t.value) > STATE_DAYS,
                _ => false,
            };
            return event_time(document, &members).filter(holds);
        }
        let unresolved = members.iter().any(|c| c.mention.time.is_some());
        let continued = || cluster.mentions.iter().find_map(|m| narrative.continued[*m]);
        event_time(document, &members).or_else(|| if unresolved { None } else { continued() })
    };
    let own: Vec<_> = clusters.iter().map(date).collect();
    let of_trigger = |token: TokenId| {
        let at = |m: &usize| candidates[*m].mention.trigger_words.contains(&token) || candidates[*m].mention.context.clause == Some(token);
        own[clusters.iter().position(|c| c.mentions.iter().any(at))?]
    };
    let counted = |cluster: &Cluster| {
        let words = cluster.mentions.iter().flat_map(|m| {
            let mention = candidates[*m].mention;
            std::iter::once(mention.trigger).chain(mention.context.clause)
        });
        words.into_iter().find_map(|word| counted_from(syntax, word, &of_trigger))
    };
    let is_state = |cluster: &Cluster| ontology.is_subclass(&cluster.class, "StateOfAffairs");
    let explicit = |cluster: &Cluster| cluster.mentions.iter().any(|m| candidates[*m].time.is_some());
    clusters
        .iter()
        .zip(&own)
        .map(|(c, own)| own.filter(|_| explicit(c)).or_else(|| if is_state(c) { None } else { counted(c) }).or(*own))
        .collect()
}

/// `spoke a day after the attack`: counted from the date of the other event.
fn counted_from(syntax: &Syntax<'_>, word: TokenId, of_trigger: &dyn Fn(TokenId) -> Option<EventTime>) -> Option<EventTime> {
    let document = syntax.document;
    syntax.children(word).iter().find_map(|&other| {
        let sign =
            [("after", 1), ("before", -1)].into_iter().find(|(marker, _)| syntax.is_marked_by(other, marker)).map(|(_, sign)| sign)?;
        let marker = syntax.children(other).iter().copied().find(|c| matches!(syntax.relation(*c), "case" | "mark"))?;
        let evidence = syntax.time(TokenId(marker.0.checked_sub(1)?))?;
        let time = &document.times[evidence.index()];
        // "more than five months after" is no date
        let bare = time.span.start.0.checked_sub(1).is_none_or(|t| !matches!(syntax.pos(TokenId(t)), "ADP" | "ADV" | "ADJ" | "SCONJ"));
        let (number, unit) = length(time.timex.as_deref()?)?;
        let day = of_trigger(other).filter(|_| bare)?.value.begin?;
        Some(EventTime { value: unit_of(shift_day(day, sign * number, unit), unit)?, evidence })
    })
}

/// `P3D` → 3 days.
fn length(timex: &str) -> Option<(i64, Unit)> {
    let (number, unit) = timex.strip_prefix('P')?.split_at_checked(timex.len().checked_sub(2)?)?;
    let unit = match unit {
        "D" => Unit::Day,
        "W" => Unit::Week,
        "M" => Unit::Month,
        "Y" => Unit::Year,
        _ => return None,
    };
    Some((number.parse().ok()?, unit))
}

fn unit_of(day: Date, unit: Unit) -> Option<TimeValue> {
    match unit {
        Unit::Week => Some(TimeValue::week(day)),
        Unit::Month => TimeValue::month(day.year(), day.month()),
        Unit::Year => TimeValue::year(day.year()),
        _ => Some(TimeValue::day(day)),
    }
}

/// A day that the article tells of.
struct Scene {
    sentence: SentenceId,
    block: u32,
    time: EventTime,
    participants: BTreeSet<usize>,
    actors: BTreeSet<usize>,
    speech: bool,
    /// People came together, so that what was said there was said then.
    gathering: bool,
}

/// An expression that moves the story: an adverbial, with the verb that it belongs to.
struct Adverbial {
    sentence: SentenceId,
    time: TimeId,
    verb: TokenId,
}

struct Narrative<'a> {
    syntax: &'a Syntax<'a>,
    frames: &'a FrameSet,
    ontology: &'a Ontology,
    /// In order of the text.
    scenes: Vec<Scene>,
    /// In order of the text.
    adverbials: Vec<Adverbial>,
    /// By candidate: the day that an undated one goes on with.
    continued: Vec<Option<EventTime>>,
}

impl<'a> Narrative<'a> {
    fn new(syntax: &'a Syntax<'a>, frames: &'a FrameSet, ontology: &'a Ontology, candidates: &[Candidate<'_>]) -> Self {
        let times = (0..syntax.document.times.len()).map(|i| TimeId(i as u32));
        let adverbials = times.filter_map(|time| adverbial(syntax, time)).collect();
        let mut narrative = Narrative { syntax, frames, ontology, scenes: Vec::new(), adverbials, continued: Vec::new() };
        for candidate in candidates {
            let (Some(value), Some(evidence)) = (candidate.time, candidate.mention.time) else { continue };
            let time = EventTime { value, evidence };
            if narrative.is_news(time, candidate) && narrative.tells(candidate) {
                narrative.scenes.push(narrative.scene(candidate, time));
            }
        }
        let mut told: Vec<Scene> = Vec::new();
        for candidate in candidates {
            let time = narrative.continue_at(candidate, &told);
            if let Some(time) = time {
                told.push(narrative.scene(candidate, time));
            }
            narrative.continued.push(time);
        }
        narrative
    }

    fn scene(&self, candidate: &Candidate<'_>, time: EventTime) -> Scene {
        Scene {
            sentence: candidate.sentence,
            block: self.syntax.document.sentence(candidate.sentence).block,
            time,
            participants: participants(candidate, None),
            actors: participants(candidate, Some("actor")),
            speech: self.is_speech(candidate),
            gathering: GATHERINGS.iter().any(|class| self.ontology.is_subclass(&candidate.mention.class, class)),
        }
    }

    /// The day of the scene that an undated mention belongs to; `told` are earlier ones that go on with a day.
    fn continue_at(&self, candidate: &Candidate<'_>, told: &[Scene]) -> Option<EventTime> {
        let speech = self.is_speech(candidate);
        let at = candidate.sentence;
        let is_told = speech && !self.performs(candidate) && self.reporting(clause(candidate)).next().is_some();
        if candidate.mention.time.is_some() || is_told || !self.tells(candidate) || self.has_time(candidate) {
            return None;
        }
        let performs = self.performs(candidate);
        let before = || self.scenes.iter().chain(told).filter(|s| s.sentence < at || performs && s.speech && s.sentence == at);
        if speech {
            let actors = participants(candidate, Some("actor"));
            let same_speaker = |s: &&Scene| s.speech && !s.actors.is_disjoint(&actors);
            let speaker = || before().filter(same_speaker).max_by_key(|s| s.sentence);
            let later = || self.scenes.iter().filter(|s| s.sentence > at).find(same_speaker);
            if let Some(scene) = speaker().or_else(later) {
                return Some(scene.time);
            }
        }
        let fits = |s: &&Scene| if speech { s.time.value.precision == Precision::Day } else { !s.speech };
        let scene = before().filter(fits).max_by_key(|s| s.sentence)?;
        let distance = at.0 - scene.sentence.0;
        let block = self.syntax.document.sentence(at).block;
        let shares = !scene.participants.is_disjoint(&participants(candidate, None));
        let answers = scene.speech && self.answers(candidate);
        // who speaks of what happened need not have spoken on that day
        let goes_on = block == scene.block && (speech == scene.speech || scene.gathering) || !speech && distance == 1;
        let near = distance <= REACH && (goes_on || shares || answers) || shares && distance <= 3 * REACH;
        (near && self.undisturbed(scene, at)).then_some(scene.time)
    }

    /// Whether the sentence moves the happening to a time of its own; the day on which it is told does not.
    fn has_time(&self, candidate: &Candidate<'_>) -> bool {
        let (document, verb) = (self.syntax.document, clause(candidate));
        let tells_of = |a: &Adverbial| self.reporting(verb).any(|v| v == a.verb);
        let is_vague = |a: &Adverbial| document.times[a.time.index()].is_duration;
        let mut own = self.adverbials.iter().filter(|a| a.sentence == candidate.sentence);
        own.any(|a| if is_vague(a) { a.verb == verb } else { !tells_of(a) })
    }

    /// The verbs of saying that a verb stands in the content of.
    fn reporting(&self, verb: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let document = self.syntax.document;
        let below = std::iter::successors(Some(verb), |t| document.token(*t).head);
        below
            .filter(|t| matches!(self.syntax.relation(*t), "ccomp"))
            .filter_map(|t| document.token(t).head)
            .filter(|v| reports(self.syntax, self.frames, *v))
    }

    /// Whether no other time in between has taken the story elsewhere.
    fn undisturbed(&self, scene: &Scene, at: SentenceId) -> bool {
        let between = self.adverbials.iter().filter(|a| scene.sentence < a.sentence && a.sentence < at);
        let mut times = between.map(|a| (a.time, &self.syntax.document.times[a.time.index()])).filter(|(_, t)| !t.is_duration);
        times.all(|(id, time)| {
            let same = time.value == Some(scene.time.value);
            let of_speech = || !scene.speech && self.scenes.iter().any(|s| s.speech && s.time.evidence == id);
            same || of_speech()
        })
    }

    /// `In response, Ruiz said`, `Ruiz replied`: said on the day of what it answers.
    fn answers(&self, candidate: &Candidate<'_>) -> bool {
        let is_answer = |t: TokenId| self.frames.is_listed(self.syntax.lemma(t), "answer");
        let verb = clause(candidate);
        let is_bare = |t: &TokenId| self.syntax.children(*t).iter().all(|c| matches!(self.syntax.relation(*c), "case" | "punct"));
        is_answer(verb) || self.syntax.children_by(verb, "obl").filter(is_bare).any(is_answer)
    }

    /// `"I condemn it," Ruiz said`: saying so is the act.
    fn performs(&self, candidate: &Candidate<'_>) -> bool {
        let (syntax, verb) = (self.syntax, clause(candidate));
        let is_first = |t: TokenId| syntax.has_feature(t, "Person=1");
        self.is_speech(candidate)
            && !candidate.mention.context.sources.is_empty()
            && syntax.has_feature(verb, "Tense=Pres")
            && syntax.children_by(verb, "nsubj").any(is_first)
    }

    /// A verb in the simple past that states something in a clause of its own.
    fn tells(&self, candidate: &Candidate<'_>) -> bool {
        let (syntax, mention) = (self.syntax, candidate.mention);
        let verb = clause(candidate);
        if self.performs(candidate) && !mention.context.hypothetical && !mention.context.is_negated() {
            return true;
        }
        let auxiliaries: Vec<_> = syntax.children_by(verb, "aux").collect();
        let is_past = |t| syntax.has_feature(t, "Tense=Past") && syntax.has_feature(t, "VerbForm=Fin");
        let simple_past =
            (is_past(verb) || auxiliaries.iter().any(|a| is_past(*a))) && !auxiliaries.iter().any(|a| syntax.lemma(*a) == "have");
        let happens = !self.is_speech(candidate);
        let main = matches!(syntax.relation(verb), "root" | "conj" | "parataxis" | "ccomp") || happens && syntax.is(verb, "acl:relcl");
        simple_past
            && main
            && !self.ontology.is_subclass(&mention.class, "StateOfAffairs")
            && !mention.context.hypothetical
            && (happens || !mention.context.is_negated())
            && !in_headline(syntax.document, candidate.sentence)
    }

    fn is_speech(&self, candidate: &Candidate<'_>) -> bool {
        self.ontology.is_subclass(&candidate.mention.class, "CommunicationEvent")
    }

    /// A day, or for what was not said a night, that is news.
    fn is_news(&self, time: EventTime, candidate: &Candidate<'_>) -> bool {
        let anchor = self.syntax.document.article.anchor_date().map(|d| d.date);
        let (Some(first), Some(last), Some(anchor)) = (time.value.begin, time.value.end, anchor) else { return false };
        days_between(first, last) <= i64::from(!self.is_speech(candidate)) && (-1..=NEWS_DAYS).contains(&days_between(first, anchor))
    }
}

/// The highest predicate that expresses the happening.
fn clause(candidate: &Candidate<'_>) -> TokenId {
    candidate.mention.context.clause.unwrap_or(candidate.mention.trigger)
}

/// The verb that an expression belongs to: `On Friday she left`, `in a talk on Friday she said`; none for `the vote in May`.
fn adverbial(syntax: &Syntax<'_>, time: TimeId) -> Option<Adverbial> {
    let document = syntax.document;
    let span = document.times[time.index()].span;
    let top = span.iter().find(|t| syntax.head(*t).is_none_or(|h| !span.contains(h)))?;
    let mut verb = syntax.head(top)?;
    if syntax.is_noun(verb) && syntax.is(verb, "obl") {
        verb = syntax.head(verb)?;
    }
    let is_predicate = syntax.is_verb(verb) || syntax.children_by(verb, "cop").next().is_some();
    is_predicate.then(|| Adverbial { sentence: document.sentence_of(span.start), time, verb })
}

/// Entities that fill one role, or any.
fn participants(candidate: &Candidate<'_>, role: Option<&str>) -> BTreeSet<usize> {
    let wanted = candidate.roles.iter().filter(|(name, _)| role.is_none_or(|r| ***name == *r));
    wanted
        .flat_map(|(_, fillers)| fillers)
        .filter_map(|f| if let Participant::Entity(e) = f.participant { Some(e) } else { None })
        .collect()
}

/// The most precise date among the mentions; of equally precise ones the first.
fn event_time(document: &Document, members: &[&Candidate<'_>]) -> Option<EventTime> {
    let dated = members.iter().filter_map(|c| Some((c.time?, c.mention.time?)));
    let headline = |id: &TimeId| in_headline(document, document.sentence_of(document.times[id.index()].span.start));
    let (value, evidence) = dated.min_by_key(|(value, id)| (length_in_days(*value), headline(id), *id))?;
    Some(EventTime { value, evidence })
}

/// How far the ends are apart: 0 for a day, and for what has one end only.
fn length_in_days(value: TimeValue) -> i64 {
    let (Some(begin), Some(end)) = (value.begin, value.end) else { return 0 };
    days_between(begin, end)
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(i64::MAX, |span| i64::from(span.get_days()))
}

/// An expression that dates the event but has no value.
pub fn unresolved_time(document: &Document, members: &[&Candidate<'_>]) -> Option<TimeId> {
    members.iter().filter_map(|c| c.mention.time).find(|t| document.times[t.index()].value.is_none())
}

/// Whether the event lies ahead of the article.
pub fn is_after_anchor(document: &Document, time: Option<EventTime>) -> bool {
    let begin = time.and_then(|t| t.value.begin);
    let anchor = document.article.anchor_date().map(|d| d.date);
    matches!((begin, anchor), (Some(begin), Some(anchor)) if begin > anchor.saturating_add(jiff::Span::new().days(1)))
}

fn in_headline(document: &Document, sentence: SentenceId) -> bool {
    let block = document.sentence(sentence).block as usize;
    document.article.blocks.get(block).is_some_and(|b| b.kind == BlockKind::Headline)
}

/// `the same day`: events whose date was counted from another's expression are on the same day as it.
pub fn link_same_days(document: &Document, events: &mut [Event]) {
    let evidence: Vec<Option<TimeId>> = events.iter().map(|e| e.time.map(|t| t.evidence)).collect();
    for (i, event) in events.iter_mut().enumerate() {
        let Some(time) = event.time else { continue };
        let TimeAnchor::Time(anchor) = document.times[time.evidence.index()].anchor else { continue };
        if document.times[anchor.index()].value != Some(time.value) {
            continue;
        }
        event.same_day_as = (0..evidence.len()).filter(|&j| j != i && evidence[j] == Some(anchor)).map(|j| EventId(j as u32)).collect();
    }
}

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
