//! Dates of mentions → dates of events, and the day that a report goes on with.
//!
//! ```text
//! "Ruiz said on Friday that talks failed. … She added that …"   both statements: Friday
//! ```
//! A sentence in the simple past without a date goes on at the day that the same people were last seen at, if that day is news:
//! at most [`NEWS_DAYS`] old. States, perfects, nouns and sentences with a time of their own do not.

use std::collections::BTreeSet;

use super::cluster::{Candidate, Cluster};
use super::participants::Participant;
use super::types::{Event, EventId, EventTime};
use crate::calendar::Precision;
use crate::document::{Document, SentenceId, TimeAnchor, TimeId};
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
        let unresolved = members.iter().any(|c| c.mention.time.is_some());
        event_time(document, &members).or_else(|| if unresolved { None } else { members.iter().find_map(|c| narrative.continued(c)) })
    };
    clusters.iter().map(date).collect()
}

/// A day that the article tells of, in order of the text.
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
    scenes: Vec<Scene>,
    /// Sentences that hold a time expression.
    timed: BTreeSet<SentenceId>,
}

impl<'a> Narrative<'a> {
    fn new(syntax: &'a Syntax<'a>, ontology: &'a Ontology, candidates: &[Candidate<'_>]) -> Self {
        let document = syntax.document;
        let timed = document.times.iter().filter(|t| !t.is_duration).map(|t| document.sentence_of(t.span.start)).collect();
        let mut narrative = Narrative { syntax, ontology, scenes: Vec::new(), timed };
        for candidate in candidates {
            let (Some(value), Some(evidence)) = (candidate.time, candidate.mention.time) else { continue };
            let time = EventTime { value, evidence };
            if narrative.is_news(time) && narrative.tells(candidate) {
                let scene = Scene {
                    sentence: candidate.sentence,
                    block: document.sentence(candidate.sentence).block,
                    time,
                    participants: participants(candidate, None),
                    actors: participants(candidate, Some("actor")),
                    speech: narrative.is_speech(candidate),
                };
                narrative.scenes.push(scene);
            }
        }
        narrative
    }

    /// The day of the scene that an undated mention belongs to.
    fn continued(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        if !self.tells(candidate) || self.timed.contains(&candidate.sentence) {
            return None;
        }
        let at = candidate.sentence;
        let before = || self.scenes.iter().rev().filter(|s| s.sentence < at);
        if self.is_speech(candidate) {
            let actors = participants(candidate, Some("actor"));
            let same_speaker = |s: &&Scene| s.speech && !s.actors.is_disjoint(&actors);
            let speaker = before().find(same_speaker).or_else(|| self.scenes.iter().filter(|s| s.sentence > at).find(same_speaker));
            if let Some(scene) = speaker {
                return Some(scene.time);
            }
        }
        let scene = before().next()?;
        let distance = at.0 - scene.sentence.0;
        let block = self.syntax.document.sentence(at).block;
        let shares = !scene.participants.is_disjoint(&participants(candidate, None));
        // another time in between has taken the story elsewhere
        let undisturbed = self.timed.range(SentenceId(scene.sentence.0 + 1)..at).next().is_none();
        (undisturbed && (distance <= REACH && (block == scene.block || shares) || shares && distance <= 3 * REACH)).then_some(scene.time)
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
        let is_state = self.ontology.is_subclass(&mention.class, "StateOfAffairs");
        simple_past
            && main
            && !is_state
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
