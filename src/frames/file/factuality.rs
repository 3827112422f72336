//! Words that set how an event is presented, as written: `[[embedder]]`, `[[modifier]]`, `[[light]]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::events::{Factuality, Phase, Stance, Temporality};

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

impl ModifierEntry {
    /// Whether it is for words of a relation, or one of a list.
    pub fn is(&self, rel: &str) -> bool {
        self.rel.iter().any(|r| r == rel)
    }
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
