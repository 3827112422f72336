//! Frame files as written: TOML → plain data, each entry with its place in the file.
//!
//! The format is documented in `data/frames/README.md`. Nothing is checked here beyond types and field names;
//! [`super::compile`] does the rest and reports all problems at once.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::document::EntityType;
use crate::events::{Factuality, Phase, Stance, Temporality};

/// One file of frames and of predicates that set factuality.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameFile {
    /// Version of the format.
    pub format: u32,
    /// Patterns for events.
    #[serde(default, rename = "frame")]
    pub frames: Vec<Spanned<FrameEntry>>,
    /// Roles that are written once for many frames.
    #[serde(default, rename = "role")]
    pub roles: Vec<Spanned<SharedRole>>,
    /// Predicates that embed another event and set its factuality and source.
    #[serde(default, rename = "embedder")]
    pub embedders: Vec<Spanned<EmbedderEntry>>,
    /// Adverbs, auxiliaries and adjectives that change the factuality of the event they modify.
    #[serde(default, rename = "modifier")]
    pub modifiers: Vec<Spanned<ModifierEntry>>,
    /// Verbs that lend their subject to an event noun: `carry out an attack`.
    #[serde(default, rename = "light")]
    pub lights: Vec<Spanned<LightEntry>>,
}

impl FrameFile {
    /// Reads a file as it is written.
    pub fn written(toml: &str) -> Result<FrameFile, toml::de::Error> {
        toml::from_str(toml)
    }

    /// Reads what `build.rs` made of a file.
    pub fn built(json: &str) -> Result<FrameFile, serde_json::Error> {
        #[derive(Deserialize)]
        struct Built {
            format: u32,
            frame: Vec<(usize, FrameEntry)>,
            role: Vec<(usize, SharedRole)>,
            embedder: Vec<(usize, EmbedderEntry)>,
            modifier: Vec<(usize, ModifierEntry)>,
            light: Vec<(usize, LightEntry)>,
        }
        fn placed<T>(entries: Vec<(usize, T)>) -> Vec<Spanned<T>> {
            entries.into_iter().map(|(start, entry)| Spanned::new(start..start, entry)).collect()
        }
        let Built { format, frame, role, embedder, modifier, light } = serde_json::from_str(json)?;
        Ok(FrameFile {
            format,
            frames: placed(frame),
            roles: placed(role),
            embedders: placed(embedder),
            modifiers: placed(modifier),
            lights: placed(light),
        })
    }
}

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

/// A predicate that embeds an event.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmbedderEntry {
    /// Lemmas.
    pub lemma: Vec<String>,
    /// Universal part of speech.
    #[serde(default = "default_pos")]
    pub pos: String,
    /// Where the embedded event hangs: relations or `rel:case`, split by `|`.
    pub slot: String,
    /// What it does to the event.
    pub claim: ClaimEntry,
    /// What it does when itself negated: `did not confirm`; default: the event stays uncommitted.
    #[serde(default)]
    pub negated: Option<ClaimEntry>,
    /// Whether its subject is also the agent of an event noun in the slot: `cancelled a trip`, `planned an attack`.
    #[serde(default)]
    pub control: bool,
    /// A particle that must be there: `off` in `call off`; empty means that there may be any.
    #[serde(default)]
    pub particle: Vec<String>,
    /// Only in the passive without an agent: `it is alleged that`, `is said to`.
    #[serde(default)]
    pub impersonal: bool,
    /// Only in the past tense: `had to leave`.
    #[serde(default)]
    pub past: bool,
    /// Only in the progressive: `is going to leave`.
    #[serde(default)]
    pub progressive: bool,
    /// Only if the embedded word is one of these: `faces a sentence`; empty means any.
    #[serde(default)]
    pub of: Vec<String>,
    /// Only with one of these adverbs: `stopped short of`; empty means with any or none.
    #[serde(default)]
    pub adverb: Vec<String>,
    /// Only if the logical subject is one of these: `the court heard`; empty means any.
    #[serde(default)]
    pub by: Vec<String>,
    /// Sentences it works in: `text`, `class` of the embedded event, its `status` if not `Asserted`, its `source` if any.
    #[serde(default)]
    pub examples: Vec<BTreeMap<String, String>>,
}

fn default_pos() -> String {
    "VERB".to_owned()
}

/// Effect of an embedder.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimEntry {
    /// What the source does.
    #[serde(default)]
    pub stance: Stance,
    /// `CTpos` keeps, `CTneg` turns round, `PRpos` and `PSpos` weaken, `Uu` withdraws what the clause itself says.
    #[serde(default)]
    pub factuality: Factuality,
    /// What the article's own voice commits to: `CTpos` (factive) or `Uu`.
    #[serde(default)]
    pub author: Factuality,
    /// Whether the event lies in the future.
    #[serde(default)]
    pub temporality: Option<Temporality>,
    /// Whether the logical subject of the predicate is the source.
    #[serde(default)]
    pub source: bool,
    /// Phase of the embedded event: `try to`, `begin to`.
    #[serde(default)]
    pub phase: Option<Phase>,
}

/// A word that changes the factuality of the event it modifies.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModifierEntry {
    /// Lemmas.
    pub lemma: Vec<String>,
    /// Relations to the trigger, and names of lists of such words.
    #[serde(default)]
    pub rel: Vec<String>,
    /// The office that an adjective tells: `president` for `presidential`.
    #[serde(default)]
    pub office: Option<String>,
    /// A kind of a happening that is none of the others: `flood`.
    #[serde(default)]
    pub kind: Option<String>,
    /// As in [`ClaimEntry::factuality`]; default `CTpos`.
    #[serde(default)]
    pub factuality: Factuality,
    /// Whether the event lies in the future.
    #[serde(default)]
    pub temporality: Option<Temporality>,
    /// What it does beside a negation instead: `could not`.
    #[serde(default)]
    pub negated: Option<Factuality>,
    /// What it does before a perfect instead: `would have done`.
    #[serde(default)]
    pub perfect: Option<Factuality>,
    /// Whether somebody unnamed says so: `reportedly`, `alleged`.
    #[serde(default)]
    pub hearsay: bool,
    /// Whether it happens again and again: `regularly`.
    #[serde(default)]
    pub recurring: bool,
    /// As in [`EmbedderEntry::examples`].
    #[serde(default)]
    pub examples: Vec<BTreeMap<String, String>>,
    /// Phase: `attempted`, `failed`, `ongoing`.
    #[serde(default)]
    pub phase: Option<Phase>,
}

/// A verb that lends its arguments to an event noun.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LightEntry {
    /// Lemmas.
    pub lemma: Vec<String>,
    /// Particle, if one belongs to it: `out` in `carry out`.
    #[serde(default)]
    pub particle: Vec<String>,
    /// Whether its subject does what the noun says, or it is done to it.
    pub subject: LightSubject,
    /// Phase: `begin an investigation`.
    #[serde(default)]
    pub phase: Option<Phase>,
}

/// What the subject of a light verb is to the event noun.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum LightSubject {
    /// `conduct an attack`.
    Agent,
    /// `suffer an attack`.
    Patient,
    /// `the attack continued`: the noun is the verb's subject.
    Event,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::{BUILT_FRAMES, FRAME_FILES};

    fn shown<T: std::fmt::Debug>(entries: &[Spanned<T>]) -> String {
        format!("{:?}", entries.iter().map(|e| (e.span().start, e.as_ref())).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_built_is_what_is_written() {
        assert_eq!(FRAME_FILES.len(), BUILT_FRAMES.len());
        for ((name, toml), json) in FRAME_FILES.iter().zip(BUILT_FRAMES) {
            let (mut written, built) = (FrameFile::written(toml).unwrap(), FrameFile::built(json).unwrap());
            for entry in &mut written.frames {
                entry.get_mut().examples.clear();
                entry.get_mut().rejects.clear();
            }
            assert_eq!(written.format, built.format, "{name}");
            assert!(shown(&written.frames) == shown(&built.frames), "{name}");
            assert!(shown(&written.embedders) == shown(&built.embedders), "{name}");
            assert!(shown(&written.modifiers) == shown(&built.modifiers), "{name}");
            assert!(shown(&written.lights) == shown(&built.lights), "{name}");
        }
    }
}
