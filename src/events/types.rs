//! Plain data that leaves extraction: entities, events, claims.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::confidence::Signals;
use crate::calendar::TimeValue;
use crate::document::{Document, EntityType, MentionKind, Resolution, TimeId};
use crate::text::TextRange;

/// An entity, counted from 0 within an extraction; written `e1`, `e2` … (from 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// An event, counted from 0 within an extraction; written `v1`, `v2` … (from 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

/// All that was extracted from one article.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// The article with its layers.
    pub document: Document,
    /// Entities that take part in an event, are a source, or are named.
    pub entities: Vec<Entity>,
    /// Events in order of their first trigger.
    pub events: Vec<Event>,
    /// What could not be done, and where.
    pub diagnostics: Vec<Diagnostic>,
}

impl Extraction {
    /// All claims, each with its event, in the order of the events.
    pub fn claims(&self) -> impl Iterator<Item = (&Event, &Claim)> {
        self.events.iter().flat_map(|event| event.claims.iter().map(move |claim| (event, claim)))
    }

    /// What a filler is called: the name of the entity, or the words of the article.
    pub fn words(&self, filler: &Filler) -> &str {
        match filler {
            Filler::Entity(id) => self.entities.get(id.0 as usize).map_or("", |entity| &entity.name),
            Filler::Event { words, .. } => words.of(&self.document.article.text),
            Filler::Text(range) => range.of(&self.document.article.text),
        }
    }
}

/// Something that takes part in events.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What its global name rests on.
    pub key: EntityKey,
    /// Best name.
    pub name: String,
    /// Its class.
    pub entity_type: EntityType,
    /// Other names: those in the article, then those of the registry.
    pub aliases: Vec<String>,
    /// Addresses of the same thing elsewhere: Wikidata, GeoNames, ATT&CK, MISP.
    pub links: Vec<String>,
    /// Where the article speaks of it.
    pub mentions: Vec<EntityMention>,
}

/// What an entity's IRI is made of (`rdf-model`, IRIs).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKey {
    /// An entry of the registry: `country/china`; its IRI is fixed there.
    Registry(Arc<str>),
    /// A full name that is not in the registry: global, made of kind and name.
    Named,
    /// A partial name or description: known inside this article only.
    Local,
}

/// A place where the article speaks of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityMention {
    /// Bytes of the article's text.
    pub range: TextRange,
    /// Name, nominal or pronoun.
    pub kind: MentionKind,
    /// How it was tied to the entity.
    pub resolution: Resolution,
}

/// What one article describes as happening, or as said, planned or denied to happen.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Leaf class of the ontology: `CyberIntrusion`.
    pub class: Arc<str>,
    /// Summary of the claims.
    pub status: Status,
    /// Participants by role name (`actor`, `target` …); `place` is a role like the others here.
    pub roles: BTreeMap<Arc<str>, Vec<Filler>>,
    /// When; `None` if the text does not say.
    pub time: Option<EventTime>,
    /// A time expression that dates the event but has no value.
    pub unresolved_time: Option<TimeId>,
    /// Words that express the event, in order of the text.
    pub triggers: Vec<TextRange>,
    /// Part of the event that is asserted.
    pub phase: Option<Phase>,
    /// Whether it is said to happen again and again.
    pub recurring: bool,
    /// The verb behind an open relation, with its preposition: `supply`, `compete with`, of class `Event`; `None` for every other event.
    pub relation: Option<Arc<str>>,
    /// Belief that the text says this, 0 to 1.
    pub confidence: f32,
    /// What the belief rests on.
    pub signals: Signals,
    /// Identifier of the frame that gave the most of it.
    pub frame: Arc<str>,
    /// Who says so; at least one.
    pub claims: Vec<Claim>,
    /// An event of the body that this one, found in the headline only, puts more sharply.
    pub variant_of: Option<EventId>,
    /// Events said to be on the same day.
    pub same_day_as: Vec<EventId>,
}

/// What fills a role.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filler {
    /// An entity.
    Entity(EntityId),
    /// Another event of the article, and the words that refer to it here.
    Event {
        /// Which event.
        event: EventId,
        /// The words.
        words: TextRange,
    },
    /// Words: content of a statement, an amount, a number of people.
    Text(TextRange),
}

/// When an event happened, and why we think so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventTime {
    /// The value.
    pub value: TimeValue,
    /// The expression it was read from.
    pub evidence: TimeId,
}

/// One source taking one stance on one event.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Whose stance it is; `None`: the article's own voice.
    pub source: Option<EntityId>,
    /// Further sources through which it reached the article, innermost first.
    pub relayed_by: Vec<EntityId>,
    /// What the source does.
    pub stance: Stance,
    /// What the source commits to.
    pub factuality: Factuality,
    /// What the article's own voice commits to.
    pub author_factuality: Factuality,
    /// Past, current or future.
    pub temporality: Temporality,
    /// The sentence or clause that says it.
    pub evidence: TextRange,
    /// Belief that the text says this, 0 to 1.
    pub confidence: f32,
    /// Identifier of the frame that matched.
    pub frame: Arc<str>,
    /// The evidence stands in the headline.
    pub in_headline: bool,
}

/// FactBank value (Saurí and Pustejovsky 2009): how certain, and of which polarity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Factuality {
    /// Certainly so.
    #[default]
    CTpos,
    /// Probably so.
    PRpos,
    /// Possibly so.
    PSpos,
    /// Certainly not so.
    CTneg,
    /// Probably not so.
    PRneg,
    /// Possibly not so.
    PSneg,
    /// The source knows whether, but does not say which.
    CTu,
    /// The source does not commit itself.
    Uu,
}

/// What a source does with a proposition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stance {
    /// States it as so.
    #[default]
    Asserts,
    /// States that it is not so.
    Denies,
    /// Will not say whether it is so.
    DeclinesToConfirm,
    /// Presents it as likely or possible.
    Suspects,
    /// Presents it as an intention.
    Plans,
    /// Asserts it of an opponent, as a wrong.
    Accuses,
    /// Takes it as given.
    Presupposes,
}

/// Where the event lies from the article's date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Temporality {
    /// Before.
    Past,
    /// Going on.
    Current,
    /// After.
    Future,
    /// Not known.
    #[default]
    TimeUnknown,
}

/// Summary of an event's claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Said to be so, and denied by nobody.
    #[default]
    Asserted,
    /// Only probable or possible.
    Hedged,
    /// Said by one source, denied by another.
    Disputed,
    /// Said not to have happened.
    Negated,
    /// Announced, promised or expected.
    Planned,
    /// Conditional, question or purpose.
    Hypothetical,
    /// Mentioned without commitment.
    Uncommitted,
}

/// Part or outcome of an event that is asserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// The start.
    Begin,
    /// It is going on.
    Ongoing,
    /// The finish.
    End,
    /// Tried, outcome open.
    Attempted,
    /// Tried without success.
    Failed,
    /// Stopped by others.
    Foiled,
}

/// Something that could not be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable code: `time.no-anchor`.
    pub code: &'static str,
    /// What and where, for a person.
    pub message: String,
    /// Bytes of the article's text it concerns.
    pub range: Option<TextRange>,
}
