//! When somebody held an office, from the events that began and ended it.
//!
//! ```text
//! "Marsh was elected mayor in 2016. … the mayor, Ann Marsh"          mayor: from 2016 on
//! "Banks, the schools chancellor, will step down in December."       chancellor: until December
//! ```
//! The event must be about the same person and office; one that names no office may be about the only one that the person has in the article.

use super::candidate::{Candidate, Cluster};
use super::dates::Dating;
use super::types::{EventTime, Factuality};
use crate::calendar::TimeValue;
use crate::document::TokenId;
use crate::resources::Lexicon;

/// One that does not name the office may be an election that somebody held or lost.
const ELECTION: &str = "Election";

const RESIGNATION: &str = "Resignation";

/// What puts somebody into an office, with him as `affected`.
const BEGINNINGS: [&str; 2] = ["Appointment", ELECTION];

/// What takes somebody out of it, likewise.
const ENDS: [&str; 1] = [RESIGNATION];

impl Dating<'_> {
    /// The time of an office that has none of its own, from the dates of all events.
    pub(super) fn term(&self, office: &Cluster, dates: &[Option<EventTime>]) -> Option<EventTime> {
        if &*office.class != "Tenure" {
            return None;
        }
        let begin = self.change(office, &BEGINNINGS, dates).filter(|_| !self.is_over(office));
        let end = self.change(office, &ENDS, dates);
        let (first, last) = (begin.and_then(|t| t.value.begin), end.and_then(|t| t.value.end));
        let value = match (first, last) {
            (Some(first), Some(last)) => TimeValue::interval(first, last)?,
            (Some(first), None) => TimeValue::since(first),
            (None, last) => TimeValue::until(last?),
        };
        Some(EventTime { value, evidence: begin.or(end)?.evidence })
    }

    /// The only date of such events about the holder in that office.
    fn change(&self, office: &Cluster, classes: &[&str], dates: &[Option<EventTime>]) -> Option<EventTime> {
        let holder = office.fillers("actor").find_map(|f| f.entity())?;
        let is_about = |c: &&Cluster| classes.contains(&&*c.class) && c.fillers("affected").any(|f| f.entity() == Some(holder));
        // "will step down in December" tells when it ends
        let is_certain = |m: &Candidate<'_>| matches!(m.mention.context.factuality, Factuality::CTpos) && !m.mention.context.hypothetical;
        // "was re-elected": he held it before
        let is_again = |m: &Candidate<'_>| self.syntax.is_listed(m.mention.trigger, "once-more");
        let is_told = |c: &&Cluster| c.members(self.candidates).any(is_certain) && !c.members(self.candidates).any(is_again);
        let offices = || self.clusters.iter().filter(|c| c.class == office.class && c.fillers("actor").any(|f| f.entity() == Some(holder)));
        let is_of = |c: &Cluster| c.fillers("target").all(|t| office.fillers("target").any(|o| o.participant == t.participant));
        // "dropped out", "left the party" need not be out of the office
        let is_only = |c: &Cluster| match &*c.class {
            ELECTION => false,
            RESIGNATION => self.is_over(office) && is_of(c),
            _ => offices().count() == 1,
        };
        let is_meant = |c: &&Cluster| {
            let named = c.roles.get("position");
            named.map_or_else(|| is_only(c), |named| named.iter().any(|f| self.names_office(office, f.head)))
        };
        let changes = self.clusters.iter().zip(dates).filter(|(c, _)| is_about(c) && is_told(c) && is_meant(c));
        let mut times = changes.filter_map(|(_, time)| *time);
        let time = times.next().filter(|t| t.value.is_closed())?;
        times.all(|other| other.value == time.value).then_some(time)
    }

    /// Whether a word is that for the office, or for who has it.
    fn names_office(&self, office: &Cluster, word: TokenId) -> bool {
        let triggers = office.members(self.candidates).map(|c| c.mention.trigger);
        let mut words = office.fillers("position").map(|f| f.head).chain(triggers);
        words.any(|t| self.syntax.lemma(t) == self.syntax.lemma(word))
    }

    /// `the former mayor`.
    fn is_over(&self, office: &Cluster) -> bool {
        let words = office.fillers("position").map(|f| f.head).chain(office.members(self.candidates).map(|c| c.mention.trigger));
        let is_past = |t: &TokenId| Lexicon::shipped().past_titles.contains(&*self.syntax.document.form(*t).to_lowercase());
        words.into_iter().any(|t| self.syntax.children(t).iter().any(is_past))
    }
}
