//! Dates of mentions → dates of events.
//!
//! ```text
//! "… was attacked on Sunday. … the attack …"   the attack: Sunday
//! "… said a day after the fire"                the fire's day and one
//! "At that meeting, Ruiz promised …"           promised: the day of the meeting
//! "The shop burned on Sunday. A guard fled."   fled: Sunday, as the story goes on
//! "Ruiz was killed on Sunday. … Her death …"   death: Sunday, since nobody dies twice
//! ```
//! A date of its own comes first, then one that is counted from another event, that of the occasion, that of the same person's death,
//! that of the story, and last what another event bounds.

use super::cluster::{Candidate, Cluster, DEATHS};
use super::narrative::Narrative;
use super::order::Dated;
use super::participants::{Filled, Participant};
use super::types::{Event, EventId, EventTime};
use crate::calendar::{Date, Precision, TimeValue};
use crate::document::{Document, TimeAnchor, TimeId, TokenId};
use crate::frames::{FrameSet, Syntax};
use crate::resources::Ontology;

/// Days that a state lasts at least: `president from 2019 to 2023`, but not `leader overnight`.
const STATE_DAYS: i64 = 28;

/// The date of each cluster, in order; `silent` are mentions of speech that are no events.
pub fn date_clusters(
    syntax: &Syntax<'_>,
    frames: &FrameSet,
    ontology: &Ontology,
    candidates: &[Candidate<'_>],
    silent: &[Candidate<'_>],
    clusters: &[Cluster],
    is_named_person: &dyn Fn(usize) -> bool,
) -> Vec<Option<EventTime>> {
    let document = syntax.document;
    let narrative = Narrative::new(syntax, frames, ontology, candidates, silent);
    let is_state = |cluster: &Cluster| ontology.is_subclass(&cluster.class, "StateOfAffairs");
    let own = |cluster: &Cluster| {
        let members: Vec<_> = cluster.mentions.iter().map(|m| &candidates[*m]).collect();
        // a day in the sentence tells when somebody spoke of the state, not when it held
        let holds = |t: &EventTime| match t.value.precision {
            Precision::OpenInterval => true,
            Precision::Interval => length_in_days(t.value) > STATE_DAYS,
            // "the 2016 nominee"
            Precision::Year => {
                let year = document.times[t.evidence.index()].span.start;
                members.iter().any(|c| year < c.mention.trigger && syntax.head(year) == Some(c.mention.trigger))
            }
            _ => false,
        };
        event_time(document, &members).filter(|t| !is_state(cluster) || holds(t))
    };
    let continued = |cluster: &Cluster| {
        let unresolved = cluster.mentions.iter().any(|m| candidates[*m].mention.time.is_some());
        cluster.mentions.iter().find_map(|m| narrative.continued[*m]).filter(|_| !unresolved && !is_state(cluster))
    };
    let own: Vec<_> = clusters.iter().map(own).collect();
    let known: Vec<_> = clusters.iter().zip(&own).map(|(c, own)| own.or_else(|| continued(c))).collect();
    let event_at = |token: TokenId, known: &[Option<EventTime>]| {
        let at = |m: &usize| candidates[*m].mention.trigger_words.contains(&token) || candidates[*m].mention.context.clause == Some(token);
        let index = clusters.iter().position(|c| c.mentions.iter().any(at))?;
        Some((&*clusters[index].class, known[index]?))
    };
    let words = |cluster: &Cluster| -> Vec<TokenId> {
        let of_mention = |m: &usize| [Some(candidates[*m].mention.trigger), candidates[*m].mention.context.clause];
        cluster.mentions.iter().flat_map(of_mention).flatten().collect()
    };
    // "a hearing that came a day after the arrest"
    let about = |word: TokenId| syntax.children_by(word, "acl:relcl");
    let counted = |c: &Cluster| {
        let words = words(c).into_iter().flat_map(|word| std::iter::once(word).chain(about(word)));
        let dated = Dated { syntax, frames, of_word: &|token| event_at(token, &known).map(|(_, time)| time) };
        words.into_iter().find_map(|word| dated.counted(word))
    };
    let counted: Vec<_> = clusters.iter().zip(&own).map(|(c, own)| own.or_else(|| if is_state(c) { None } else { counted(c) })).collect();
    let known: Vec<_> = counted.iter().zip(&known).map(|(counted, known)| counted.or(*known)).collect();
    let setting = |c: &Cluster| c.mentions.iter().find_map(|m| narrative.setting(&candidates[*m], &|token| event_at(token, &known)));
    let is_fact = |c: &Cluster| c.mentions.iter().any(|m| candidates[*m].mention.context.is_fact());
    let died = clusters.iter().enumerate().filter(|(_, c)| is_fact(c));
    let deaths: Vec<(usize, usize)> = died.flat_map(|(i, c)| dead(c, is_named_person).map(move |who| (who, i))).collect();
    let died = |i: usize| {
        let others = |who: usize| deaths.iter().filter(move |(other, j)| *other == who && *j != i).filter_map(|(_, j)| own[*j]);
        deaths.iter().filter(|(_, j)| *j == i).find_map(|(who, _)| others(*who).min_by_key(|t| (length_in_days(t.value), t.evidence)))
    };
    let dated =
        |(i, c): (usize, &Cluster)| counted[i].or_else(|| if is_state(c) { None } else { setting(c).or_else(|| died(i)).or(known[i]) });
    let dates: Vec<_> = clusters.iter().enumerate().map(dated).collect();
    let bounds = |c: &Cluster| {
        let is_vague = c.mentions.iter().any(|m| candidates[*m].mention.time.is_some());
        let dated = Dated { syntax, frames, of_word: &|token| event_at(token, &dates).map(|(_, time)| time) };
        if is_vague || is_state(c) { None } else { words(c).into_iter().find_map(|word| dated.bounded(word)) }
    };
    clusters.iter().zip(&dates).map(|(c, date)| date.or_else(|| bounds(c))).collect()
}

/// The named people whom an event takes the life of.
fn dead<'c>(cluster: &'c Cluster, is_named_person: &'c dyn Fn(usize) -> bool) -> impl Iterator<Item = usize> + 'c {
    let fillers = cluster.roles.get("affected").filter(|_| DEATHS.contains(&&*cluster.class));
    let entity = |f: &Filled| if let Participant::Entity(e) = f.participant { Some(e) } else { None };
    fillers.into_iter().flatten().filter_map(entity).filter(|e| is_named_person(*e))
}

/// The most precise date among the mentions; of equally precise ones the first.
fn event_time(document: &Document, members: &[&Candidate<'_>]) -> Option<EventTime> {
    let dated = members.iter().filter_map(|c| Some((c.time?, c.mention.time?)));
    let headline = |id: &TimeId| document.is_headline(document.sentence_of(document.times[id.index()].span.start));
    let (value, evidence) =
        dated.min_by_key(|(value, id)| (value.begin.is_none() || value.end.is_none(), length_in_days(*value), headline(id), *id))?;
    Some(EventTime { value, evidence })
}

/// How far the ends are apart: 0 for a day, and for what has one end only.
fn length_in_days(value: TimeValue) -> i64 {
    let (Some(begin), Some(end)) = (value.begin, value.end) else { return 0 };
    days_between(begin, end)
}

pub(super) fn days_between(from: Date, to: Date) -> i64 {
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

/// Whether the event was over before the article.
pub fn is_before_anchor(document: &Document, time: Option<EventTime>) -> bool {
    let end = time.and_then(|t| t.value.end);
    let anchor = document.article.anchor_date().map(|d| d.date);
    matches!((end, anchor), (Some(end), Some(anchor)) if end < anchor)
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
