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
use crate::frames::Syntax;
use crate::resources::Ontology;
use crate::source::BlockKind;

/// Days before the anchor that still are the news of the article.
const NEWS_DAYS: i64 = 7;

/// Sentences that a dated one without a shared participant reaches.
const REACH: u32 = 2;

/// The date of each cluster, in order: its own, else the one that it goes on with.
pub fn date_clusters(
    syntax: &Syntax<'_>,
    ontology: &Ontology,
    candidates: &[Candidate<'_>],
    clusters: &[Cluster],
) -> Vec<Option<EventTime>> {
    let document = syntax.document;
    let narrative = Narrative::new(syntax, ontology, candidates);
    let date = |cluster: &Cluster| {
        let members: Vec<_> = cluster.mentions.iter().map(|m| &candidates[*m]).collect();
        if ontology.is_subclass(&cluster.class, "StateOfAffairs") {
            // a day in the sentence tells when somebody spoke of the state, not when it held
            let holds = |t: &EventTime| matches!(t.value.precision, Precision::OpenInterval | Precision::Interval);
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
}

struct Narrative<'a> {
    syntax: &'a Syntax<'a>,
    ontology: &'a Ontology,
    /// In order of the text.
    scenes: Vec<Scene>,
    /// Sentences that hold a time expression, and which.
    timed: BTreeSet<(SentenceId, TimeId)>,
    /// By candidate: the day that an undated one goes on with.
    continued: Vec<Option<EventTime>>,
}

impl<'a> Narrative<'a> {
    fn new(syntax: &'a Syntax<'a>, ontology: &'a Ontology, candidates: &[Candidate<'_>]) -> Self {
        let document = syntax.document;
        let times = (0..document.times.len()).map(|i| TimeId(i as u32)).filter(|t| !document.times[t.index()].is_duration);
        let timed = times.map(|t| (document.sentence_of(document.times[t.index()].span.start), t)).collect();
        let mut narrative = Narrative { syntax, ontology, scenes: Vec::new(), timed, continued: Vec::new() };
        for candidate in candidates {
            let (Some(value), Some(evidence)) = (candidate.time, candidate.mention.time) else { continue };
            let time = EventTime { value, evidence };
            if narrative.is_news(time) && narrative.tells(candidate) {
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
        }
    }

    /// The day of the scene that an undated mention belongs to; `told` are earlier ones that go on with a day.
    fn continue_at(&self, candidate: &Candidate<'_>, told: &[Scene]) -> Option<EventTime> {
        let speech = self.is_speech(candidate);
        let at = candidate.sentence;
        if candidate.mention.time.is_some() || !self.tells(candidate) || self.has_time(at) {
            return None;
        }
        let before = || self.scenes.iter().chain(told).filter(|s| s.sentence < at);
        if speech {
            let actors = participants(candidate, Some("actor"));
            let same_speaker = |s: &&Scene| s.speech && !s.actors.is_disjoint(&actors);
            let speaker = || before().filter(same_speaker).max_by_key(|s| s.sentence);
            let later = || self.scenes.iter().filter(|s| s.sentence > at).find(same_speaker);
            if let Some(scene) = speaker().or_else(later) {
                return Some(scene.time);
            }
        }
        let scene = before().filter(|s| speech || !s.speech).max_by_key(|s| s.sentence)?;
        let distance = at.0 - scene.sentence.0;
        let block = self.syntax.document.sentence(at).block;
        let shares = !scene.participants.is_disjoint(&participants(candidate, None));
        let near = distance <= REACH && (block == scene.block || shares) || shares && distance <= 3 * REACH;
        (near && self.undisturbed(scene, at)).then_some(scene.time)
    }

    fn has_time(&self, sentence: SentenceId) -> bool {
        self.timed.range((sentence, TimeId(0))..(SentenceId(sentence.0 + 1), TimeId(0))).next().is_some()
    }

    /// Whether no other time in between has taken the story elsewhere.
    fn undisturbed(&self, scene: &Scene, at: SentenceId) -> bool {
        let mut between = self.timed.range((SentenceId(scene.sentence.0 + 1), TimeId(0))..(at, TimeId(0)));
        between.all(|(_, t)| {
            let same = self.syntax.document.times[t.index()].value == Some(scene.time.value);
            let of_speech = || !scene.speech && self.scenes.iter().any(|s| s.speech && s.time.evidence == *t);
            same || of_speech()
        })
    }

    /// A verb in the simple past that states something in a clause of its own.
    fn tells(&self, candidate: &Candidate<'_>) -> bool {
        let (syntax, mention) = (self.syntax, candidate.mention);
        let verb = mention.context.clause.unwrap_or(mention.trigger);
        let auxiliaries: Vec<_> = syntax.children_by(verb, "aux").collect();
        let is_past = |t| syntax.has_feature(t, "Tense=Past") && syntax.has_feature(t, "VerbForm=Fin");
        let simple_past =
            (is_past(verb) || auxiliaries.iter().any(|a| is_past(*a))) && !auxiliaries.iter().any(|a| syntax.lemma(*a) == "have");
        let main = matches!(syntax.relation(verb), "root" | "conj" | "parataxis" | "ccomp");
        simple_past
            && main
            && !self.ontology.is_subclass(&mention.class, "StateOfAffairs")
            && !mention.context.hypothetical
            && !mention.context.is_negated()
            && !in_headline(syntax.document, candidate.sentence)
    }

    fn is_speech(&self, candidate: &Candidate<'_>) -> bool {
        self.ontology.is_subclass(&candidate.mention.class, "CommunicationEvent")
    }

    fn is_news(&self, time: EventTime) -> bool {
        let anchor = self.syntax.document.article.anchor_date().map(|d| d.date);
        let (Some(day), Some(anchor), Precision::Day) = (time.value.begin, anchor, time.value.precision) else { return false };
        let age = day.until(anchor).map_or(i64::MAX, |span| i64::from(span.get_days()));
        (-1..=NEWS_DAYS).contains(&age)
    }
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
    let (value, evidence) = dated.min_by_key(|(value, id)| (rank(value.precision), headline(id), *id))?;
    Some(EventTime { value, evidence })
}

fn rank(precision: Precision) -> u8 {
    match precision {
        Precision::Day | Precision::OpenInterval => 0,
        Precision::Interval | Precision::Week => 1,
        Precision::Month => 2,
        Precision::Quarter => 3,
        Precision::Year => 4,
    }
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
