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

use super::candidate::{Candidate, Cluster};
use super::classes::DEATHS;
use super::narrative::continue_story;
use super::order::Dated;
use super::retold::Retold;
use super::setting::Settings;
use super::telling::Telling;
use super::types::{Entity, EntityKey, Event, EventId, EventTime};
use crate::calendar::{Precision, days_between};
use crate::document::{Document, EntityType, TimeAnchor, TimeId, TokenId};
use crate::frames::{Syntax, find_time};
use crate::resources::Ontology;

/// Days that a state lasts at least: `president from 2019 to 2023`, but not `leader overnight`.
const STATE_DAYS: i64 = 28;

/// What the dates of events are found from.
pub struct Dating<'a> {
    pub syntax: &'a Syntax<'a>,
    pub ontology: &'a Ontology,
    pub candidates: &'a [Candidate<'a>],
    pub clusters: &'a [Cluster],
    pub entities: &'a [Entity],
}

impl Dating<'_> {
    /// The date of each cluster, in order; `silent` are mentions of speech that are no events.
    pub(super) fn dates(&self, silent: &[Candidate<'_>], retold: &Retold) -> Vec<Option<EventTime>> {
        let telling = Telling::new(self.syntax, self.ontology);
        let continued = continue_story(&telling, self.candidates, silent, retold);
        let own = self.each(|_, c| self.own(c));
        let known = self.each(|i, c| own[i].or_else(|| self.continued(c, &continued)));
        let counted = self.each(|i, c| own[i].or_else(|| if self.is_state(c) { None } else { self.counted(c, &known) }));
        let known = self.each(|i, _| counted[i].or(known[i]));
        let event_of = |word: TokenId| self.event_of(word, &known);
        let settings = Settings::new(&telling, &event_of);
        let setting = |c: &Cluster| c.members(self.candidates).find_map(|m| settings.of(m));
        let deaths = self.deaths();
        let undated = |i: usize, c: &Cluster| setting(c).or_else(|| died(&deaths, &own, i)).or(known[i]);
        let dates = self.each(|i, c| counted[i].or_else(|| if self.is_state(c) { None } else { undated(i, c) }));
        self.each(|i, c| dates[i].or_else(|| self.bounded(c, &dates)).or_else(|| self.term(c, &dates)))
    }

    fn each(&self, date: impl Fn(usize, &Cluster) -> Option<EventTime>) -> Vec<Option<EventTime>> {
        self.clusters.iter().enumerate().map(|(i, c)| date(i, c)).collect()
    }

    fn is_state(&self, cluster: &Cluster) -> bool {
        self.ontology.is_subclass(&cluster.class, "StateOfAffairs")
    }

    /// Whether an expression dates one of the mentions, though it may have no value.
    fn has_expression(&self, cluster: &Cluster) -> bool {
        cluster.members(self.candidates).any(|c| c.mention.time.is_some())
    }

    /// The most precise date among the mentions; of equally precise ones the first.
    fn own(&self, cluster: &Cluster) -> Option<EventTime> {
        let document = self.syntax.document;
        let in_headline = |id: TimeId| document.is_headline(document.sentence_of(document.times[id.index()].span.start));
        let rank = |t: &EventTime| (vagueness(*t), in_headline(t.evidence), t.evidence);
        let time = cluster.members(self.candidates).filter_map(Candidate::dated).min_by_key(rank)?;
        // a day in the sentence tells when somebody spoke of the state, not when it held
        let holds = || match time.value.precision {
            Precision::OpenInterval => true,
            Precision::Interval => !lasts(time, STATE_DAYS),
            // "the 2016 nominee"
            Precision::Year => {
                let year = document.times[time.evidence.index()].span.start;
                let is_in_front = |noun: TokenId| year < noun && self.syntax.head(year) == Some(noun);
                cluster.members(self.candidates).any(|c| is_in_front(c.mention.trigger))
            }
            _ => false,
        };
        (!self.is_state(cluster) || holds()).then_some(time)
    }

    /// The day of the story.
    fn continued(&self, cluster: &Cluster, continued: &[Option<EventTime>]) -> Option<EventTime> {
        let is_apart = self.has_expression(cluster) || self.is_state(cluster);
        cluster.mentions.iter().find_map(|m| continued[*m]).filter(|_| !is_apart)
    }

    /// The class and date of the event that a word tells.
    fn event_of(&self, word: TokenId, dates: &[Option<EventTime>]) -> Option<(&str, EventTime)> {
        let tells = |c: &Candidate<'_>| c.mention.trigger_words.contains(&word) || c.mention.context.clause == Some(word);
        let index = self.clusters.iter().position(|c| c.members(self.candidates).any(tells))?;
        Some((&*self.clusters[index].class, dates[index]?))
    }

    /// Heads of the words that tell the event.
    fn words<'c>(&'c self, cluster: &'c Cluster) -> impl Iterator<Item = TokenId> + 'c {
        cluster.members(self.candidates).flat_map(|c| [Some(c.mention.trigger), c.mention.context.clause]).flatten()
    }

    fn counted(&self, cluster: &Cluster, dates: &[Option<EventTime>]) -> Option<EventTime> {
        let dated = Dated { syntax: self.syntax, of_word: &|word| self.event_of(word, dates).map(|(_, time)| time) };
        // "a hearing that came a day after the arrest"
        let about = |word: TokenId| self.syntax.children_by(word, "acl:relcl");
        self.words(cluster).flat_map(|word| std::iter::once(word).chain(about(word))).find_map(|word| dated.counted(word))
    }

    fn bounded(&self, cluster: &Cluster, dates: &[Option<EventTime>]) -> Option<EventTime> {
        let dated = Dated { syntax: self.syntax, of_word: &|word| self.event_of(word, dates).map(|(_, time)| time) };
        if self.has_expression(cluster) || self.is_state(cluster) { None } else { self.words(cluster).find_map(|word| dated.bounded(word)) }
    }

    /// The named people whom events take the life of, each with the index of the event.
    fn deaths(&self) -> Vec<(usize, usize)> {
        let is_named_person = |e: &usize| {
            let Entity { key, entity_type, .. } = &self.entities[*e];
            entity_type.is_a(EntityType::Person) && *key != EntityKey::Local
        };
        let is_fact = |c: &Cluster| c.members(self.candidates).any(|m| m.mention.context.is_fact());
        let died = self.clusters.iter().enumerate().filter(|(_, c)| DEATHS.contains(&&*c.class) && is_fact(c));
        died.flat_map(|(i, c)| c.fillers("affected").filter_map(|f| f.entity()).filter(is_named_person).map(move |who| (who, i))).collect()
    }
}

/// The most precise date of another event that takes the life of whom this one does.
fn died(deaths: &[(usize, usize)], dates: &[Option<EventTime>], event: usize) -> Option<EventTime> {
    let others = |who: usize| deaths.iter().filter(move |(other, i)| *other == who && *i != event).filter_map(|(_, i)| dates[*i]);
    let dead = deaths.iter().filter(|(_, i)| *i == event).map(|(who, _)| *who);
    dead.filter_map(|who| others(who).min_by_key(|t| (vagueness(*t), t.evidence))).next()
}

/// The longer, the vaguer; most what is open.
fn vagueness(time: EventTime) -> (bool, Option<i64>) {
    (!time.value.is_closed(), time.value.length())
}

/// The time that an expression gives a word.
pub(super) fn time_of(syntax: &Syntax<'_>, word: TokenId) -> Option<EventTime> {
    let (evidence, reach) = find_time(syntax, word, word)?;
    Some(EventTime { value: reach.of(&syntax.document.times[evidence.index()])?, evidence })
}

/// Whether a time has ends at most so many days apart.
pub(super) fn lasts(time: EventTime, days: i64) -> bool {
    time.value.length().is_some_and(|length| length <= days)
}

/// Whether a time that ends so many days after it begins, at most, begins so many days before the article, at most: news.
pub(super) fn is_recent(document: &Document, time: EventTime, days: i64, ago: i64) -> bool {
    let age = time.value.begin.zip(document.today()).map(|(begin, today)| days_between(begin, today));
    lasts(time, days) && age.is_some_and(|age| (-1..=ago).contains(&age))
}

/// An expression that dates the event but has no value.
pub fn unresolved_time(document: &Document, members: &[&Candidate<'_>]) -> Option<TimeId> {
    members.iter().filter_map(|c| c.mention.time).find(|t| document.times[t.index()].value.is_none())
}

/// Whether the event lies ahead of the article.
pub fn is_after_anchor(document: &Document, time: Option<EventTime>) -> bool {
    let begin = time.and_then(|t| t.value.begin);
    matches!((begin, document.today()), (Some(begin), Some(today)) if begin > today.saturating_add(jiff::Span::new().days(1)))
}

/// Whether the event was over before the article.
pub fn is_before_anchor(document: &Document, time: Option<EventTime>) -> bool {
    let end = time.and_then(|t| t.value.end);
    matches!((end, document.today()), (Some(end), Some(today)) if end < today)
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
