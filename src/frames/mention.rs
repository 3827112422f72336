//! What matching yields: an event mention, one trigger with its roles, context and time.

use std::sync::Arc;

use super::context::Context;
use super::file::Yields;
use super::when::Reach;
use crate::calendar::TimeValue;
use crate::document::{Document, MentionId, TimeId, TokenId};
use crate::events::Stance;

/// A trigger that a frame matched, with what stands around it.
#[derive(Clone, Debug)]
pub struct EventMention {
    /// Event class.
    pub class: Arc<str>,
    /// Identifier of the frame.
    pub frame: Arc<str>,
    /// What an open frame takes its trigger for: `supply`, `compete with`.
    pub relation: Option<Arc<str>>,
    /// The head of the trigger.
    pub trigger: TokenId,
    /// All words of the trigger, in order: `took`, `part`.
    pub trigger_words: Vec<TokenId>,
    /// How narrow the frame's condition is: words of the trigger, and further conditions.
    pub rank: usize,
    /// Whether the trigger is a noun.
    pub nominal: bool,
    /// Fillers in order of the roles' names.
    pub roles: Vec<RoleFiller>,
    /// Polarity, certainty, source.
    pub context: Context,
    /// Stance of the frame itself.
    pub stance: Stance,
    /// The expression that dates it.
    pub time: Option<TimeId>,
    /// How much of what the expression names is the event's.
    pub reach: Reach,
    /// Whether `require` of the frame is met; if not, the mention can only join another.
    pub complete: bool,
    /// Whether it is an event even if there is none to join: `the truce collapsed` tells of nobody, but of its course.
    pub stands_alone: bool,
    /// Whether the mention gives way to what is said in it, where that is an event of its own.
    pub yields: Yields,
    /// How often the frame is right, 0 to 1.
    pub reliability: f32,
    /// How sure the tree's edges and the types of the fillers are: the least of them, 0 to 1.
    pub certainty: f32,
}

/// A role and what fills it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleFiller {
    /// Role name.
    pub role: Arc<str>,
    /// What fills it.
    pub filler: FillerRef,
}

/// A filler as found in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FillerRef {
    /// A mention of an entity; `metonymy` if a city stands for its government.
    Mention {
        /// Which.
        mention: MentionId,
        /// Whether the place stands for its government.
        metonymy: bool,
    },
    /// A noun phrase that is no mention: `lethal aid`. The token is its head.
    Phrase(TokenId),
    /// A clause or phrase taken as words. The token is its head.
    Words(TokenId),
}

impl FillerRef {
    /// The head of the phrase.
    pub fn head(self, document: &Document) -> TokenId {
        match self {
            FillerRef::Mention { mention, .. } => document.mentions[mention.index()].head,
            FillerRef::Phrase(head) | FillerRef::Words(head) => head,
        }
    }
}

impl EventMention {
    /// When it was, as far as its expression has a value.
    pub fn when(&self, document: &Document) -> Option<TimeValue> {
        self.reach.of(&document.times[self.time?.index()])
    }

    /// Fillers of a role.
    pub fn fillers<'e>(&'e self, role: &'e str) -> impl Iterator<Item = FillerRef> + 'e {
        self.roles.iter().filter(move |r| *r.role == *role).map(|r| r.filler)
    }
}
