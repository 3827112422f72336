//! Frame files → a checked, indexed [`FrameSet`]; every problem is reported at once, with file and line.
//!
//! ```text
//! data/frames/cyber.toml:12: frame `cyber.hack`: class `CyberIntrusoin` is not in the ontology
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::file::{EmbedderEntry, FrameEntry, FrameFile, LightEntry, ModifierEntry, RoleEntry, TriggerEntry, Yields};
use super::slot::{Slot, Step};
use crate::events::{Phase, Stance};
use crate::resources::{BUILT_FRAMES, FRAME_FILES, Ontology, irregular, stems};

/// Class of what is said and is of no other force.
const STATEMENT: &str = "Statement";

/// Examples and rejects of the shipped frames by id; as they are built in, the frames carry none.
pub fn shipped_examples() -> FxHashMap<String, (Vec<BTreeMap<String, String>>, Vec<String>)> {
    let files = FRAME_FILES.iter().filter_map(|(_, content)| FrameFile::written(content).ok());
    files.flat_map(|file| file.frames).map(|entry| entry.into_inner()).map(|e| (e.id, (e.examples, e.rejects))).collect()
}

/// All frames and factuality predicates, ready to match.
#[derive(Debug, Default)]
pub struct FrameSet {
    /// Frames in order of the files.
    pub frames: Vec<Frame>,
    /// Sentences in which embedders and modifiers work, each with `file:line` and what is expected.
    pub context_examples: Vec<(String, BTreeMap<String, String>)>,
    by_lemma: FxHashMap<String, Vec<usize>>,
    any_lemma: Vec<usize>,
    embedders: FxHashMap<String, Vec<Embedder>>,
    modifiers: FxHashMap<String, Vec<Arc<ModifierEntry>>>,
    lights: FxHashMap<String, Vec<Arc<LightEntry>>>,
    known: FxHashSet<CompactString>,
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

/// Everything that is wrong with the frame files.
#[derive(Debug, thiserror::Error)]
pub struct FrameErrors(pub Vec<String>);

impl fmt::Display for FrameErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl FrameSet {
    /// Compiles files given as name and content. A later frame of the same id replaces one of an earlier file.
    ///
    /// # Errors
    /// All problems of all files, each as `file:line: message`.
    pub fn compile<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>, ontology: &Ontology) -> Result<FrameSet, FrameErrors> {
        Self::compile_parsed(files.into_iter().map(|(name, content)| (name, content, None)), ontology)
    }

    /// Compiles the shipped files, and further ones after them.
    ///
    /// # Errors
    /// Those of [`compile`](Self::compile).
    pub fn shipped_with<'f>(more: impl IntoIterator<Item = (&'f str, &'f str)>, ontology: &Ontology) -> Result<FrameSet, FrameErrors> {
        let shipped = FRAME_FILES.iter().zip(BUILT_FRAMES).map(|((name, content), built)| (*name, *content, FrameFile::built(built).ok()));
        Self::compile_parsed(shipped.chain(more.into_iter().map(|(name, content)| (name, content, None))), ontology)
    }

    fn compile_parsed<'f>(
        files: impl IntoIterator<Item = (&'f str, &'f str, Option<FrameFile>)>,
        ontology: &Ontology,
    ) -> Result<FrameSet, FrameErrors> {
        let mut set = FrameSet::default();
        let mut problems = Vec::new();
        let mut hasher = blake3::Hasher::new();
        // by id, in order of the last definition
        let mut frames: Vec<Option<Frame>> = Vec::new();
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        let mut shared: FxHashMap<String, RoleEntry> = FxHashMap::default();
        let mut shared_at: BTreeMap<String, String> = BTreeMap::new();
        let mut read = Vec::new();
        for (name, content, parsed) in files {
            let lines = Lines::of(content);
            hasher.update(content.as_bytes());
            let mut file = match parsed.map_or_else(|| FrameFile::written(content), Ok) {
                Ok(file) => file,
                Err(error) => {
                    let line = error.span().map_or(1, |span| lines.at(span.start));
                    problems.push(format!("{name}:{line}: {}", error.message()));
                    continue;
                }
            };
            if file.format != 1 {
                problems.push(format!("{name}:1: format {} is unknown; this version reads format 1", file.format));
                continue;
            }
            let mut seen: FxHashMap<String, usize> = FxHashMap::default();
            for role in std::mem::take(&mut file.roles) {
                let line = lines.at(role.span().start);
                let origin = format!("{name}:{line}");
                let role = role.into_inner();
                let slots = in_turn(role.is.clone()).into_iter().filter_map(|(_, entry)| entry.slot.parse::<Slot>().err());
                problems.extend(slots.map(|error| format!("{origin}: role `{}`: {error}", role.id)));
                if let Some(first) = seen.insert(role.id.clone(), line) {
                    problems.push(format!("{origin}: role `{}` stands in line {first} too; give one of them another id", role.id));
                }
                shared_at.insert(role.id.clone(), origin);
                shared.insert(role.id, role.is);
            }
            read.push((name, lines, file));
        }
        let like: FxHashSet<String> =
            read.iter().flat_map(|(_, _, file)| &file.frames).flat_map(|f| f.get_ref().roles.values()).flat_map(likes).collect();
        for (name, lines, file) in read {
            let mut seen: FxHashMap<String, usize> = FxHashMap::default();
            for entry in file.frames {
                let line = lines.at(entry.span().start);
                let origin = format!("{name}:{line}");
                let entry = entry.into_inner();
                if let Some(first) = seen.insert(entry.id.clone(), line) {
                    problems.push(format!("{origin}: frame `{}` stands in line {first} too; give one of them another id", entry.id));
                }
                if let Some(place) = places.remove(&entry.id) {
                    frames[place] = None;
                }
                if !entry.disabled {
                    match compile_frame(entry, origin.clone(), &shared, ontology) {
                        Ok(frame) => {
                            places.insert(frame.id.to_string(), frames.len());
                            frames.push(Some(frame));
                        }
                        Err(messages) => problems.extend(messages.into_iter().map(|m| format!("{origin}: {m}"))),
                    }
                }
            }
            for entry in file.embedders {
                let origin = format!("{name}:{}", lines.at(entry.span().start));
                let mut entry = entry.into_inner();
                set.context_examples.extend(std::mem::take(&mut entry.examples).into_iter().map(|e| (origin.clone(), e)));
                match compile_embedder(&entry) {
                    Ok(slot) => {
                        let entry = Arc::new(entry);
                        for lemma in &entry.lemma {
                            let embedder = Embedder { slot: slot.clone(), entry: entry.clone() };
                            set.embedders.entry(lemma.clone()).or_default().push(embedder);
                        }
                    }
                    Err(message) => problems.push(format!("{origin}: {message}")),
                }
            }
            for entry in file.modifiers {
                let origin = format!("{name}:{}", lines.at(entry.span().start));
                let mut entry = entry.into_inner();
                set.context_examples.extend(std::mem::take(&mut entry.examples).into_iter().map(|e| (origin.clone(), e)));
                let entry = Arc::new(entry);
                for lemma in &entry.lemma {
                    set.modifiers.entry(lemma.clone()).or_default().push(entry.clone());
                }
            }
            for entry in file.lights {
                let entry = Arc::new(entry.into_inner());
                for lemma in &entry.lemma {
                    set.lights.entry(lemma.clone()).or_default().push(entry.clone());
                }
            }
        }
        for (id, origin) in &shared_at {
            if !like.contains(id) {
                problems.push(format!("{origin}: no frame has a role that is like `{id}`; take it out"));
            }
        }
        let frames: Vec<Frame> = frames.into_iter().flatten().collect();
        for (i, frame) in frames.iter().enumerate() {
            if frame.trigger.lemma.is_empty() {
                set.any_lemma.push(i);
            }
            for lemma in frame.trigger.lemma.iter().collect::<BTreeSet<_>>() {
                set.by_lemma.entry(lemma.clone()).or_default().push(i);
            }
        }
        let lists: FxHashSet<&str> = set.modifiers.values().flatten().flat_map(|m| &m.rel).map(String::as_str).collect();
        for frame in &frames {
            let unknown = frame.roles.iter().filter(|r| !r.entry.list.is_empty() && !lists.contains(&*r.entry.list));
            problems.extend(
                unknown.map(|r| format!("{}: frame `{}`: role `{}`: there is no list `{}`", frame.origin, frame.id, r.name, r.entry.list)),
            );
            let words = frame.trigger.lemma.iter().chain(frame.words()).filter_map(|word| Some((word, why_no_lemma(word)?)));
            problems.extend(words.map(|(word, why)| format!("{}: frame `{}`: `{word}` is no lemma; {why}", frame.origin, frame.id)));
        }
        let triggers = set.by_lemma.keys().chain(set.embedders.keys()).chain(set.modifiers.keys()).chain(set.lights.keys());
        set.known = triggers.chain(frames.iter().flat_map(Frame::words)).map(CompactString::from).collect();
        set.frames = frames;
        set.hash = hasher.finalize().to_hex().to_string();
        if problems.is_empty() { Ok(set) } else { Err(FrameErrors(problems)) }
    }

    /// Frames whose trigger may have the lemma.
    pub fn candidates(&self, lemma: &str) -> impl Iterator<Item = &Frame> {
        let listed = self.by_lemma.get(lemma).into_iter().flatten();
        listed.chain(&self.any_lemma).map(|i| &self.frames[*i])
    }

    /// Whether a noun with the lemma may express an event.
    pub fn is_event_noun(&self, lemma: &str) -> bool {
        let listed = self.by_lemma.get(lemma).into_iter().flatten();
        listed.map(|i| &self.frames[*i].trigger).any(|trigger| trigger.pos == "NOUN" || trigger.pos.is_empty())
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
        self.modifiers(lemma).any(|m| m.rel.iter().any(|r| r == list))
    }

    /// Lists of words for one kind of a happening, which is none of the other kinds, that hold the lemma: those whose names begin with `by-`.
    pub fn kinds(&self, lemma: &str) -> impl Iterator<Item = &str> {
        self.modifiers(lemma).flat_map(|m| &m.rel).map(String::as_str).filter(|list| list.starts_with("by-"))
    }

    /// The office that an adjective tells: `president` for `presidential`, by the list `office-president`.
    pub fn office(&self, lemma: &str) -> Option<&str> {
        self.modifiers(lemma).flat_map(|m| &m.rel).find_map(|list| list.strip_prefix("office-"))
    }

    /// Light verbs with the lemma.
    pub fn lights(&self, lemma: &str) -> impl Iterator<Item = &LightEntry> {
        self.lights.get(lemma).into_iter().flatten().map(Arc::as_ref)
    }
}

impl Frame {
    /// Words besides the trigger that the frame looks for.
    fn words(&self) -> impl Iterator<Item = &String> {
        let phrases = self.trigger.with.iter().chain(&self.trigger.without);
        let listed = phrases.flat_map(|w| {
            let oblique = w.oblique.iter().flat_map(|o| &o.lemma);
            w.obj.iter().chain(&w.subj).chain(&w.clause).chain(&w.modifier).chain(oblique)
        });
        let said = self.trigger.content.iter().flat_map(|c| c.aux.iter().chain(&c.lemma).chain(&c.not));
        let listed = listed.chain(&self.trigger.article).chain(said);
        listed.chain(self.roles.iter().flat_map(|r| r.entry.lemma.iter().chain(&r.entry.not)))
    }
}

fn compile_frame(
    entry: FrameEntry,
    origin: String,
    shared: &FxHashMap<String, RoleEntry>,
    ontology: &Ontology,
) -> Result<Frame, Vec<String>> {
    let mut problems = Vec::new();
    let id = &entry.id;
    let class = ontology.class(&entry.class);
    if class.is_none() {
        problems.push(format!("frame `{id}`: class `{}` is not in the ontology", entry.class));
    }
    let mut roles = Vec::new();
    for (name, role) in entry.roles {
        match class {
            Some(class) if !class.allows(&name) => {
                let allowed: Vec<_> = class.roles.iter().map(String::as_str).collect();
                problems.push(format!("frame `{id}`: class `{}` has no role `{name}`; it has {}", entry.class, allowed.join(", ")));
            }
            _ => {}
        }
        let role = match super::shared::resolve(role, shared) {
            Ok(role) => role,
            Err(message) => {
                problems.push(format!("frame `{id}`: role `{name}`: {message}"));
                continue;
            }
        };
        for (turn, entry) in in_turn(role) {
            match entry.slot.parse() {
                Ok(slot) => {
                    let role = Role { name: name.as_str().into(), slot, entry, loose: None, turn };
                    let loose = if turn == Turn::First { super::loose::loosened(&role).map(Box::new) } else { None };
                    roles.push(Role { loose, ..role });
                }
                Err(error) => problems.push(format!("frame `{id}`: role `{name}`: {error}")),
            }
        }
    }
    let require = parse_require(&entry.require).unwrap_or_else(|message| {
        problems.push(format!("frame `{id}`: {message}"));
        Vec::new()
    });
    for name in require.iter().flatten() {
        if !roles.iter().any(|r| r.name == *name) {
            problems.push(format!("frame `{id}`: `require` names `{name}`, which is not among its roles"));
        }
    }
    let yields = entry.yields.unwrap_or(if entry.class == STATEMENT { Yields::Always } else { Yields::Never });
    if entry.trigger.pos.is_empty() {
        problems.push(format!("frame `{id}`: `trigger.pos` is missing"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Frame {
        id: entry.id.into(),
        class: entry.class.into(),
        trigger: entry.trigger,
        roles,
        require,
        stance: entry.stance,
        phase: entry.phase,
        course: entry.course,
        open: entry.open,
        yields,
        reliability: entry.reliability,
        examples: entry.examples,
        rejects: entry.rejects,
        origin,
    })
}

/// The entries of a role in the order in which they are asked.
fn in_turn(mut entry: RoleEntry) -> Vec<(Turn, RoleEntry)> {
    let otherwise = entry.otherwise.take();
    let besides = entry.besides.take();
    let mut all = vec![(Turn::First, entry)];
    for (turn, next) in [(Turn::Otherwise, otherwise), (Turn::Besides, besides)] {
        // what is nested deeper stands in the same place
        all.extend(next.into_iter().flat_map(|next| in_turn(*next)).map(|(inner, e)| (if inner == Turn::First { turn } else { inner }, e)));
    }
    all
}

/// `all(actor, target) any(place, item)` → `[[actor], [target], [place, item]]`.
fn parse_require(text: &str) -> Result<Vec<Vec<Arc<str>>>, String> {
    let mut groups = Vec::new();
    for part in text.split_inclusive(')').map(str::trim).filter(|p| !p.is_empty()) {
        let hint = || format!("`require = \"{text}\"`: write `all(role, …)` and `any(role, …)`");
        let (how, names) = part.strip_suffix(')').and_then(|p| p.split_once('(')).ok_or_else(hint)?;
        let names: Vec<Arc<str>> = names.split(',').map(|n| n.trim().into()).collect();
        match how.trim() {
            "all" => groups.extend(names.into_iter().map(|n| vec![n])),
            "any" => groups.push(names),
            _ => return Err(hint()),
        }
    }
    Ok(groups)
}

/// Why no word of a text has this for its lemma.
fn why_no_lemma(word: &str) -> Option<&'static str> {
    match word {
        _ if word.contains(' ') => Some("give its head alone"),
        _ if word.contains(char::is_uppercase) => Some("lemmas are in lower case"),
        _ => None,
    }
}

/// The shared roles that an entry is like, at any depth.
fn likes(entry: &RoleEntry) -> Vec<String> {
    let next = [&entry.otherwise, &entry.besides].into_iter().flatten().flat_map(|next| likes(next));
    std::iter::once(entry.like.clone()).filter(|like| !like.is_empty()).chain(next).collect()
}

fn compile_embedder(entry: &EmbedderEntry) -> Result<Vec<Step>, String> {
    let slot: Slot = entry.slot.parse().map_err(|e| format!("embedder `{}`: {e}", entry.lemma.join(", ")))?;
    Ok(slot.0.into_iter().flatten().collect())
}

/// Where the lines of a file end.
struct Lines(Vec<usize>);

impl Lines {
    fn of(content: &str) -> Self {
        Lines(memchr::memchr_iter(b'\n', content.as_bytes()).collect())
    }

    /// 1-based line of a byte offset.
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|end| *end < byte) + 1
    }
}
