//! Frames and the words that set factuality, ready to match: looked up by lemma.
//!
//! ```text
//! "hacked"   lemma: hack   candidates: cyber.hack, …     "reportedly"   modifiers: hearsay
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::file::{EmbedderEntry, LightEntry, ModifierEntry, RoleEntry, TriggerEntry, Yields};
use super::slot::{Slot, Step};
use crate::events::{Phase, Stance};
use crate::resources::{irregular, stems};

/// All frames and factuality predicates, ready to match.
#[derive(Debug, Default)]
pub struct FrameSet {
    /// Frames in order of the files.
    pub frames: Vec<Frame>,
    /// Sentences in which embedders and modifiers work, each with `file:line` and what is expected.
    pub context_examples: Vec<(String, BTreeMap<String, String>)>,
    pub(super) by_lemma: FxHashMap<String, Vec<usize>>,
    pub(super) any_lemma: Vec<usize>,
    pub(super) embedders: FxHashMap<String, Vec<Embedder>>,
    pub(super) modifiers: FxHashMap<String, Vec<Arc<ModifierEntry>>>,
    pub(super) lights: FxHashMap<String, Vec<Arc<LightEntry>>>,
    pub(super) known: FxHashSet<CompactString>,
    /// BLAKE3 of all files, hexadecimal: goes into the provenance of what the frames extract.
    pub hash: String,
}

/// A compiled frame.
#[derive(Debug)]
pub struct Frame {
    /// Unique name.
    pub id: Arc<str>,
    /// Event class of the ontology.
    pub class: Arc<str>,
    /// Whether that is a state of affairs, and no happening.
    pub is_state: bool,
    /// Conditions on the trigger.
    pub trigger: TriggerEntry,
    /// Roles with their slots.
    pub roles: Vec<Role>,
    /// Groups of roles; of each group at least one must be filled.
    pub require: Vec<Vec<Arc<str>>>,
    /// What the source does with the event.
    pub stance: Stance,
    /// Part of the event that is asserted.
    pub phase: Option<Phase>,
    /// Whether the course that it took, or its date, is enough for an event.
    pub course: bool,
    /// Whether any lemma is a relation of its own.
    pub open: bool,
    /// Whether it gives way to what is said where that is an event of its own.
    pub yields: Yields,
    /// How often it is right, 0 to 1.
    pub reliability: f32,
    /// Sentences it fires on, with the expected fillers.
    pub examples: Vec<BTreeMap<String, String>>,
    /// Sentences it must not fire on.
    pub rejects: Vec<String>,
    /// `file:line`.
    pub origin: String,
}

/// A role of a frame.
#[derive(Debug)]
pub struct Role {
    /// Name in the ontology: `actor`.
    pub name: Arc<str>,
    /// Where to look.
    pub slot: Slot,
    /// What may fill it.
    pub entry: RoleEntry,
    /// What may fill it where the event is known by its other roles.
    pub loose: Option<Box<Role>>,
    /// How it stands to an entry of the same role before it.
    pub turn: Turn,
}

/// When an entry of a role is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Always.
    First,
    /// Where those before it found nothing.
    Otherwise,
    /// Where those before it found something.
    Besides,
}

impl Turn {
    /// Whether it is its turn, by whether the role is filled.
    pub fn has_come(self, filled: bool) -> bool {
        match self {
            Turn::First => true,
            Turn::Otherwise => !filled,
            Turn::Besides => filled,
        }
    }
}

/// A compiled embedder.
#[derive(Debug)]
pub struct Embedder {
    /// Where the embedded event hangs: alternatives of one step.
    pub slot: Vec<Step>,
    /// As written.
    pub entry: Arc<EmbedderEntry>,
}

impl Embedder {
    /// Whether the event word is among those that the entry is written for: `sentence` for `faces a sentence`.
    pub fn is_of(&self, lemma: &str) -> bool {
        self.entry.of.iter().any(|l| l == lemma)
    }
}

impl FrameSet {
    /// Frames whose trigger may have the lemma.
    pub fn candidates(&self, lemma: &str) -> impl Iterator<Item = &Frame> {
        let listed = self.by_lemma.get(lemma).into_iter().flatten();
        listed.chain(&self.any_lemma).map(|i| &self.frames[*i])
    }

    /// Whether a noun with the lemma may express a happening: `attack`, but not `president`.
    pub fn is_event_noun(&self, lemma: &str) -> bool {
        let listed = self.by_lemma.get(lemma).into_iter().flatten();
        listed.map(|i| &self.frames[*i]).any(|frame| !frame.is_state && (frame.trigger.pos == "NOUN" || frame.trigger.pos.is_empty()))
    }

    /// The lemma under which the frames know a word, lower case: of an irregular verb the right one, else that of the model if the
    /// frames know it or know nothing better, else one that the form is a regular inflection of.
    pub fn lemma(&self, form: &str, model: &str, pos: &str) -> CompactString {
        let model = model.to_lowercase();
        let form = form.to_lowercase();
        if pos == "VERB"
            && let Some(lemma) = irregular(&form)
        {
            return lemma.into();
        }
        if self.known.contains(&*model) || !form.is_ascii() {
            return model.into();
        }
        let known = stems(&form).into_iter().find(|stem| self.known.contains(&**stem));
        known.map_or_else(|| model.into(), CompactString::from)
    }

    /// Embedders with the lemma.
    pub fn embedders(&self, lemma: &str) -> &[Embedder] {
        self.embedders.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Modifiers with the lemma.
    pub fn modifiers(&self, lemma: &str) -> impl Iterator<Item = &ModifierEntry> {
        self.modifiers.get(lemma).into_iter().flatten().map(Arc::as_ref)
    }

    /// Whether a modifier entry with the relation, or with the name of a list such as `speaker`, has the lemma.
    pub fn is_listed(&self, lemma: &str, list: &str) -> bool {
        self.modifiers(lemma).any(|m| m.is(list))
    }

    /// Kinds of a happening that a word tells, each of which is none of the others: `wind` and `rain` for `typhoon`.
    pub fn kinds(&self, lemma: &str) -> impl Iterator<Item = &str> {
        self.modifiers(lemma).filter_map(|m| m.kind.as_deref())
    }

    /// The office that an adjective tells: `president` for `presidential`.
    pub fn office(&self, lemma: &str) -> Option<&str> {
        self.modifiers(lemma).find_map(|m| m.office.as_deref())
    }

    /// Light verbs with the lemma.
    pub fn lights(&self, lemma: &str) -> impl Iterator<Item = &LightEntry> {
        self.lights.get(lemma).into_iter().flatten().map(Arc::as_ref)
    }
}

impl Frame {
    /// Words besides the trigger that the frame looks for.
    pub(super) fn words(&self) -> impl Iterator<Item = &String> {
        let phrases = self.trigger.with.iter().chain(&self.trigger.without);
        let listed = phrases.flat_map(|w| {
            let oblique = w.oblique.iter().flat_map(|o| &o.lemma);
            w.obj.iter().chain(&w.subj).chain(&w.clause).chain(&w.modifier).chain(&w.head).chain(oblique)
        });
        let said = self.trigger.content.iter().flat_map(|c| c.aux.iter().chain(&c.lemma).chain(&c.not));
        let listed = listed.chain(&self.trigger.article).chain(said);
        listed.chain(self.roles.iter().flat_map(|r| r.entry.lemma.iter().chain(&r.entry.not)))
    }
}
