//! Mentions with the participants that their roles mean, and those of them that are one event.
//!
//! ```text
//! "He hacked the accounts … The hack …"   candidate: hacked, actor Ruiz, target the accounts; cluster: hacked, hack
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::participants::{Filled, Participants};
use super::types::EventTime;
use crate::calendar::TimeValue;
use crate::document::{Document, SentenceId, TokenId};
use crate::frames::EventMention;

/// Participants by role.
pub(super) type Roles = BTreeMap<Arc<str>, Vec<Filled>>;

/// A mention with its participants resolved and its date.
pub struct Candidate<'m> {
    /// The mention.
    pub mention: &'m EventMention,
    /// Participants by role.
    pub roles: Roles,
    /// Value of its time expression.
    pub time: Option<TimeValue>,
    /// Where it stands.
    pub sentence: SentenceId,
}

impl<'m> Candidate<'m> {
    /// Resolves the fillers of the mention.
    pub fn new(document: &Document, mention: &'m EventMention, participants: &mut Participants<'_>) -> Self {
        let mut roles = Roles::new();
        let heads: Vec<TokenId> = mention.roles.iter().map(|role| role.filler.head(document)).collect();
        for role in &mention.roles {
            let filled = participants.resolve_beside(&role.role, role.filler, &heads);
            let fillers = roles.entry(role.role.clone()).or_default();
            if !fillers.iter().any(|f| f.participant == filled.participant) {
                fillers.push(filled);
            }
        }
        // "the victim was named as Ann Coe": she is not what it is about as well
        let target = roles.get("target").cloned().unwrap_or_default();
        if let Some(topic) = roles.get_mut("topic") {
            topic.retain(|t| target.iter().all(|f| f.participant != t.participant));
        }
        roles.retain(|_, fillers| !fillers.is_empty());
        Self { mention, roles, time: mention.when(document), sentence: document.sentence_of(mention.trigger) }
    }

    /// The highest predicate that expresses the happening.
    pub fn clause(&self) -> TokenId {
        self.mention.context.clause.unwrap_or(self.mention.trigger)
    }

    /// The time of its own expression.
    pub fn dated(&self) -> Option<EventTime> {
        Some(EventTime { value: self.time?, evidence: self.mention.time? })
    }

    /// Entities that fill one role, or any.
    pub fn entities(&self, role: Option<&str>) -> BTreeSet<usize> {
        let wanted = self.roles.iter().filter(|(name, _)| role.is_none_or(|r| ***name == *r));
        wanted.flat_map(|(_, fillers)| fillers).filter_map(|f| f.entity()).collect()
    }

    /// Those who did it.
    pub fn actors(&self) -> BTreeSet<usize> {
        self.entities(Some("actor"))
    }

    /// What fills a role.
    pub fn fillers(&self, role: &str) -> impl Iterator<Item = &Filled> {
        self.roles.get(role).into_iter().flatten()
    }
}

/// Mentions of one event with their participants.
#[derive(Debug)]
pub struct Cluster {
    /// Class of the most specific complete mention.
    pub class: Arc<str>,
    /// Indexes of mentions, in order of the text.
    pub mentions: Vec<usize>,
    /// Participants by role.
    pub roles: Roles,
}

impl Cluster {
    /// The mentions.
    pub fn members<'c, 'm>(&'c self, candidates: &'c [Candidate<'m>]) -> impl Iterator<Item = &'c Candidate<'m>> + use<'c, 'm> {
        self.mentions.iter().map(|m| &candidates[*m])
    }

    /// What fills a role.
    pub fn fillers(&self, role: &str) -> impl Iterator<Item = &Filled> {
        self.roles.get(role).into_iter().flatten()
    }
}
