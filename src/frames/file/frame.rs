//! Frames and shared roles as written: `[[frame]]`, `[[role]]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::document::EntityType;
use crate::events::{Phase, Stance};

/// A frame.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameEntry {
    /// Unique name: `cyber.hack`.
    pub id: String,
    /// Event class of the ontology.
    #[serde(default)]
    pub class: String,
    /// Why the frame is as it is, for its reader.
    #[serde(default)]
    #[expect(dead_code, reason = "it is for the reader of the file")]
    pub why: String,
    /// Which token expresses the event.
    #[serde(default)]
    pub trigger: TriggerEntry,
    /// Where the participants stand.
    #[serde(default)]
    pub roles: BTreeMap<String, RoleEntry>,
    /// Roles without which there is no event: `all(actor) any(target, place)`.
    #[serde(default)]
    pub require: String,
    /// Whether a noun that fails `require` is an event where the course that it took or its date is told: `the truce collapsed`.
    #[serde(default)]
    pub course: bool,
    /// What the source does with the event; nouns presuppose.
    #[serde(default)]
    pub stance: Stance,
    /// Part of the event that the trigger asserts.
    #[serde(default)]
    pub phase: Option<Phase>,
    /// How often the frame is right when it fires, 0 to 1.
    #[serde(default = "default_reliability")]
    pub reliability: f32,
    /// Takes any lemma for a relation of its own, and yields to every other frame.
    #[serde(default)]
    pub open: bool,
    /// Whether it gives way to what is said where that is an event of its own; a Statement always does if nothing is said.
    #[serde(default)]
    pub yields: Option<Yields>,
    /// Removes the frame of this id that an earlier file defined.
    #[serde(default)]
    pub disabled: bool,
    /// Sentences it fires on: `text`, and the name that fills each role; `status` if it is not `Asserted`.
    #[serde(default)]
    pub examples: Vec<BTreeMap<String, String>>,
    /// Sentences it must not fire on.
    #[serde(default)]
    pub rejects: Vec<String>,
}

fn default_reliability() -> f32 {
    0.9
}

/// When speech gives way to what is said in it, an event of its own.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Yields {
    /// Never: `urged Israel to withdraw` is a demand, whatever becomes of the withdrawal.
    Never,
    /// Always: the speaker is the source of the event.
    Always,
    /// Unless it has a date of its own: `announced on Tuesday that`.
    Undated,
}

/// Conditions on the trigger token.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriggerEntry {
    /// Lemmas; empty means any.
    #[serde(default)]
    pub lemma: Vec<String>,
    /// Lemmas that it must not have, where any will do.
    #[serde(default)]
    pub not: Vec<String>,
    /// Universal part of speech.
    #[serde(default)]
    pub pos: String,
    /// A particle that must be there: `down` in `step down`; empty means that none may be there.
    #[serde(default)]
    pub particle: Vec<String>,
    /// Phrases that must be there.
    #[serde(default)]
    pub with: Option<WithEntry>,
    /// Phrases that must not be there.
    #[serde(default)]
    pub without: Option<WithEntry>,
    /// `active`, `passive` or `participle`.
    #[serde(default)]
    pub form: Option<Form>,
    /// Types of the mention headed by the trigger.
    #[serde(default)]
    pub entity: Vec<EntityType>,
    /// Relations of the trigger to its head; empty means any.
    #[serde(default)]
    pub rel: Vec<String>,
    /// Only under a negation (`did not confirm`) or only without one.
    #[serde(default)]
    pub negated: Option<bool>,
    /// Lemmas of which one must stand somewhere in the article: a word keeps one sense in one text, and a `patch` beside `malware`
    /// is none on a sleeve.
    #[serde(default)]
    pub article: Vec<String>,
    /// What is said, for verbs of saying.
    #[serde(default)]
    pub content: Option<ContentEntry>,
}

/// The clause that a verb of saying reports: of what force the speech is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentEntry {
    /// Lemmas of an auxiliary that must be there, or of a predicate of which the clause is the infinitive (`needs to`).
    #[serde(default)]
    pub aux: Vec<String>,
    /// Lemmas of its predicate; empty means any.
    #[serde(default)]
    pub lemma: Vec<String>,
    /// Lemmas that its predicate must not have.
    #[serde(default)]
    pub not: Vec<String>,
    /// Part of speech of its predicate; empty means any.
    #[serde(default)]
    pub pos: String,
    /// Whether it must be negated, or must not.
    #[serde(default)]
    pub negated: Option<bool>,
    /// Whether its subject must be the speaker, or somebody else.
    #[serde(default)]
    pub speaker: Option<bool>,
    /// Whether its subject must stand in the first person (`I would`), or must not (`said he would`).
    #[serde(default)]
    pub first_person: Option<bool>,
    /// `active` or `passive`.
    #[serde(default)]
    pub form: Option<Form>,
}

/// Form of a verb.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Not passive, or with the agent named: `was cited by the ministry`.
    Active,
    /// Passive, participles behind nouns included.
    Passive,
    /// A participle that modifies a noun.
    Participle,
}

/// Phrases below a trigger.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithEntry {
    /// Lemmas of the logical object.
    #[serde(default)]
    pub obj: Vec<String>,
    /// Lemmas of the logical subject.
    #[serde(default)]
    pub subj: Vec<String>,
    /// A prepositional phrase.
    #[serde(default)]
    pub oblique: Option<ObliqueEntry>,
    /// Lemmas of a clausal complement (`xcomp`, `ccomp`, `advcl`).
    #[serde(default)]
    pub clause: Vec<String>,
    /// Lemmas of a modifier: `amod`, `compound`, `advmod`.
    #[serde(default)]
    pub modifier: Vec<String>,
    /// Lemmas of the word that the trigger hangs on.
    #[serde(default)]
    pub head: Vec<String>,
}

/// A prepositional phrase below a trigger.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObliqueEntry {
    /// The preposition.
    pub case: String,
    /// Lemmas of the noun; empty means any.
    #[serde(default)]
    pub lemma: Vec<String>,
}

/// A role that is written once for many frames.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedRole {
    /// Name by which `like` calls it.
    pub id: String,
    /// Why it is as it is, for its reader.
    #[serde(default)]
    #[expect(dead_code, reason = "it is for the reader of the file")]
    pub why: String,
    /// What it is.
    pub is: RoleEntry,
}

/// Where a role's filler stands and what it may be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleEntry {
    /// Where to look, in the slot language.
    #[serde(default)]
    pub slot: String,
    /// Name of a shared role that it is like, instead of a slot.
    #[serde(default)]
    pub like: String,
    /// Where the slots of that one begin.
    #[serde(default)]
    pub below: String,
    /// Types that may fill it; sub-types count. Empty means any.
    #[serde(default, rename = "type")]
    pub types: Vec<EntityType>,
    /// Lemmas of the filler's head; with types: either will do.
    #[serde(default)]
    pub lemma: Vec<String>,
    /// Lemmas that the filler's head must not have.
    #[serde(default)]
    pub not: Vec<String>,
    /// A city may stand for its country's government here.
    #[serde(default)]
    pub metonymy: bool,
    /// The filler may be another event.
    #[serde(default)]
    pub event: bool,
    /// The filler is taken as words, not as an entity: content, quantity, amount.
    #[serde(default)]
    pub text: bool,
    /// Name of a list whose words will do besides: `document`, something written that speaks for its authors, `position` or `title`.
    #[serde(default)]
    pub list: String,
    /// A common noun of unknown type will not do.
    #[serde(default)]
    pub strict: bool,
    /// Only a name will do.
    #[serde(default)]
    pub named: bool,
    /// What is asked where this finds nothing, with types of its own.
    #[serde(default)]
    pub otherwise: Option<Box<RoleEntry>>,
    /// What joins the fillers that were found.
    #[serde(default)]
    pub besides: Option<Box<RoleEntry>>,
}

impl RoleEntry {
    /// Whether neither types nor words say what may fill it.
    pub fn takes_any(&self) -> bool {
        self.types.is_empty() && self.lemma.is_empty() && self.list.is_empty()
    }
}
