//! What the first lines sum up is at the one day on which the article goes on to tell of it.
//!
//! ```text
//! "Six people have been killed. … Shots were fired in a cafe on Friday."   killed: Friday, the one day of such news
//! "Ruiz has criticised Canada. … On Friday Ruiz said …"                    criticised: Friday, the one day on which she spoke
//! ```

use std::collections::BTreeSet;
use std::sync::Arc;

use super::candidate::Candidate;
use super::classes::{BLOWS, GATHERINGS, HARM};
use super::harm::is_of_others;
use super::narrative::{Narrative, Scene};
use super::telling::Telling;
use super::types::EventTime;
use crate::calendar::Precision;
use crate::document::SentenceId;

/// Sentences at the beginning that sum up the rest.
const LEAD: u32 = 2;

/// A happening that has a day of its own.
pub(super) struct Happened {
    sentence: SentenceId,
    class: Arc<str>,
    time: EventTime,
    actors: BTreeSet<usize>,
    /// Told of others than those just told of: `Two others were hurt`.
    others: bool,
}

impl Telling<'_> {
    /// `Ruiz has criticised Canada` in the first lines: what the article goes on to tell in the past.
    pub fn sums_up(&self, candidate: &Candidate<'_>) -> bool {
        self.is_speech(candidate) && self.is_summary(candidate) && candidate.mention.context.is_fact() && !self.has_time(candidate)
    }

    /// Whether a verb in the first lines tells in the perfect what the article goes on to tell.
    fn is_summary(&self, candidate: &Candidate<'_>) -> bool {
        let (syntax, verb) = (self.syntax, candidate.clause());
        let is_main = matches!(syntax.relation(verb), "root" | "conj" | "parataxis");
        self.is_in_lead(candidate) && is_main && syntax.is_present_perfect(verb)
    }

    fn is_in_lead(&self, candidate: &Candidate<'_>) -> bool {
        let back = |first: SentenceId| candidate.sentence.0.checked_sub(first.0);
        self.syntax.document.lead().and_then(back).is_some_and(|sentences| sentences < LEAD)
    }
}

impl Narrative<'_> {
    /// The one day on which the article tells that somebody spoke.
    pub fn told_below(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let actors = candidate.actors();
        let is_said = |s: &&Scene| s.is_speech() && self.telling.reports(s.verb);
        let mut said = self.scenes.iter().filter(is_said).filter(|s| s.sentence > candidate.sentence && !s.actors.is_disjoint(&actors));
        let time = said.next()?.time;
        said.all(|s| s.time.value == time.value).then_some(time)
    }

    /// What happened on a day of the news, as the article itself tells.
    pub fn happening(&self, candidate: &Candidate<'_>) -> Option<Happened> {
        let telling = self.telling;
        let is_fact = || candidate.mention.context.is_fact() && !telling.is_quoted(candidate) && !telling.is_speech(candidate);
        let time = candidate.dated().filter(|time| is_fact() && self.is_news(*time, candidate))?;
        let (class, actors) = (candidate.mention.class.clone(), candidate.actors());
        let others = is_of_others(telling.syntax, candidate);
        Some(Happened { sentence: candidate.sentence, class, time, actors, others })
    }

    /// `Six people have been killed in a shooting` in the first lines: the one day on which the article goes on to tell that such happened.
    pub fn happened_below(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let (telling, verb) = (self.telling, candidate.clause());
        let is_blow = telling.is_of(candidate, &BLOWS);
        let is_news = || telling.syntax.is_noun(verb) && is_blow && !telling.syntax.is_definite(verb);
        let happens = || !telling.is_speech(candidate) && !telling.is_of(candidate, &["StateOfAffairs"]);
        let sums_up = telling.is_in_lead(candidate)
            && candidate.mention.context.is_fact()
            && happens()
            && (is_news() || telling.is_summary(candidate))
            && telling.is_undated(candidate);
        if !sums_up {
            return None;
        }
        // "Five men have been killed. Two others were hurt on Monday"
        let is_harm = |h: &&Happened| is_blow && telling.ontology.is_any_of(&h.class, &HARM);
        let goes_on = |h: &&Happened| h.others && h.sentence.0 == candidate.sentence.0 + 1 && is_harm(h);
        let next = self.happened.iter().find(goes_on).map(|h| h.time);
        next.or_else(|| self.one_day_below(candidate))
    }

    /// The one day on which something alike happened further down.
    fn one_day_below(&self, candidate: &Candidate<'_>) -> Option<EventTime> {
        let (ontology, class) = (self.telling.ontology, &*candidate.mention.class);
        let is_blow = |class: &str| ontology.is_any_of(class, &BLOWS);
        let is_same = |other: &str| ontology.is_subclass(other, class) || ontology.is_subclass(class, other);
        // "Six people have been killed. … Shots were fired on Monday"
        let comes_with = |other: &str| is_blow(other) && is_blow(class);
        // "Peru has bombed a port. … Rebels attacked an airport on Monday"; who meets is told in either role
        let actors = candidate.actors();
        let comes_together = ontology.is_any_of(class, &GATHERINGS);
        let is_other = |h: &Happened| !comes_together && !actors.is_empty() && !h.actors.is_empty() && actors.is_disjoint(&h.actors);
        let is_alike = |h: &&Happened| (is_same(&h.class) || comes_with(&h.class)) && !is_other(h);
        let mut below = self.happened.iter().filter(|h| h.sentence > candidate.sentence).filter(is_alike);
        let time = below.next()?.time;
        let is_day = time.value.precision == Precision::Day;
        (below.all(|h| h.time.value == time.value) && is_day).then_some(time)
    }
}
