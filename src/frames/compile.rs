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

use super::file::{EmbedderEntry, FrameEntry, FrameFile, LightEntry, ModifierEntry, RoleEntry, SharedRole, Yields};
use super::frame_set::{Embedder, Frame, FrameSet, Role, Turn};
use super::slot::{Slot, Step};
use crate::resources::{BUILT_FRAMES, FRAME_FILES, Ontology};

/// Class of what is so and does not happen.
const STATE: &str = "StateOfAffairs";
/// Class of what is said and is of no other force.
const STATEMENT: &str = "Statement";

/// Examples and rejects of the shipped frames by id; as they are built in, the frames carry none.
pub fn shipped_examples() -> FxHashMap<String, (Vec<BTreeMap<String, String>>, Vec<String>)> {
    let files = FRAME_FILES.iter().filter_map(|(_, content)| FrameFile::written(content).ok());
    files.flat_map(|file| file.frames).map(|entry| entry.into_inner()).map(|e| (e.id, (e.examples, e.rejects))).collect()
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
        let mut compiler = Compiler::default();
        let mut hasher = blake3::Hasher::new();
        let mut sources = Vec::new();
        for (name, content, parsed) in files {
            hasher.update(content.as_bytes());
            sources.extend(compiler.read(name, content, parsed));
        }
        compiler.check_shared(&sources);
        for source in sources {
            compiler.add(source, ontology);
        }
        compiler.set.hash = hasher.finalize().to_hex().to_string();
        compiler.finish()
    }
}

/// A file that could be read, without its shared roles.
struct Source<'f> {
    name: &'f str,
    lines: Lines,
    file: FrameFile,
}

/// What the files say so far, and what is wrong with it.
#[derive(Default)]
struct Compiler {
    set: FrameSet,
    problems: Vec<String>,
    /// In order of the last definition of each id.
    frames: Vec<Option<Frame>>,
    /// Where among them an id stands.
    places: FxHashMap<String, usize>,
    shared: FxHashMap<String, RoleEntry>,
    shared_at: BTreeMap<String, String>,
}

impl Compiler {
    /// Reads a file and takes its shared roles, which the frames of all files may be like.
    fn read<'f>(&mut self, name: &'f str, content: &str, parsed: Option<FrameFile>) -> Option<Source<'f>> {
        let lines = Lines::of(content);
        let mut file = match parsed.map_or_else(|| FrameFile::written(content), Ok) {
            Ok(file) => file,
            Err(error) => {
                let line = error.span().map_or(1, |span| lines.at(span.start));
                self.problems.push(format!("{name}:{line}: {}", error.message()));
                return None;
            }
        };
        if file.format != 1 {
            self.problems.push(format!("{name}:1: format {} is unknown; this version reads format 1", file.format));
            return None;
        }
        let mut seen = FxHashMap::default();
        for role in std::mem::take(&mut file.roles) {
            self.share(name, lines.at(role.span().start), role.into_inner(), &mut seen);
        }
        Some(Source { name, lines, file })
    }

    fn share(&mut self, name: &str, line: usize, role: SharedRole, seen: &mut FxHashMap<String, usize>) {
        let origin = format!("{name}:{line}");
        let slots = in_turn(role.is.clone()).into_iter().filter_map(|(_, entry)| entry.slot.parse::<Slot>().err());
        self.problems.extend(slots.map(|error| format!("{origin}: role `{}`: {error}", role.id)));
        self.problems.extend(twice("role", &role.id, line, seen).map(|problem| format!("{origin}: {problem}")));
        self.shared_at.insert(role.id.clone(), origin);
        self.shared.insert(role.id, role.is);
    }

    /// Names the shared roles that no frame is like.
    fn check_shared(&mut self, sources: &[Source<'_>]) {
        let frames = sources.iter().flat_map(|source| &source.file.frames);
        let like: FxHashSet<String> = frames.flat_map(|f| f.get_ref().roles.values()).flat_map(likes).collect();
        let unused = self.shared_at.iter().filter(|(id, _)| !like.contains(*id));
        self.problems.extend(unused.map(|(id, origin)| format!("{origin}: no frame has a role that is like `{id}`; take it out")));
    }

    fn add(&mut self, source: Source<'_>, ontology: &Ontology) {
        let Source { name, lines, file } = source;
        let mut seen = FxHashMap::default();
        for entry in file.frames {
            self.add_frame(name, lines.at(entry.span().start), entry.into_inner(), &mut seen, ontology);
        }
        let origin = |start: usize| format!("{name}:{}", lines.at(start));
        for entry in file.embedders {
            self.add_embedder(&origin(entry.span().start), entry.into_inner());
        }
        for entry in file.modifiers {
            self.add_modifier(&origin(entry.span().start), entry.into_inner());
        }
        for entry in file.lights {
            let entry: Arc<LightEntry> = Arc::new(entry.into_inner());
            index(&mut self.set.lights, &entry.lemma, || entry.clone());
        }
    }

    /// A later frame takes the place of one of the same id; a disabled one leaves it empty.
    fn add_frame(&mut self, name: &str, line: usize, entry: FrameEntry, seen: &mut FxHashMap<String, usize>, ontology: &Ontology) {
        let origin = format!("{name}:{line}");
        self.problems.extend(twice("frame", &entry.id, line, seen).map(|problem| format!("{origin}: {problem}")));
        if let Some(place) = self.places.remove(&entry.id) {
            self.frames[place] = None;
        }
        if entry.disabled {
            return;
        }
        match compile_frame(entry, origin.clone(), &self.shared, ontology) {
            Ok(frame) => {
                self.places.insert(frame.id.to_string(), self.frames.len());
                self.frames.push(Some(frame));
            }
            Err(messages) => self.problems.extend(messages.into_iter().map(|m| format!("{origin}: {m}"))),
        }
    }

    fn add_embedder(&mut self, origin: &str, mut entry: EmbedderEntry) {
        self.keep_examples(origin, &mut entry.examples);
        match compile_embedder(&entry) {
            Ok(slot) => {
                let entry = Arc::new(entry);
                index(&mut self.set.embedders, &entry.lemma, || Embedder { slot: slot.clone(), entry: entry.clone() });
            }
            Err(message) => self.problems.push(format!("{origin}: {message}")),
        }
    }

    fn add_modifier(&mut self, origin: &str, mut entry: ModifierEntry) {
        self.keep_examples(origin, &mut entry.examples);
        let entry = Arc::new(entry);
        index(&mut self.set.modifiers, &entry.lemma, || entry.clone());
    }

    fn keep_examples(&mut self, origin: &str, examples: &mut Vec<BTreeMap<String, String>>) {
        self.set.context_examples.extend(std::mem::take(examples).into_iter().map(|e| (origin.to_owned(), e)));
    }

    /// Indexes the frames and checks what can be known of them only now.
    fn finish(self) -> Result<FrameSet, FrameErrors> {
        let Compiler { mut set, mut problems, frames, .. } = self;
        set.frames = frames.into_iter().flatten().collect();
        for (i, frame) in set.frames.iter().enumerate() {
            if frame.trigger.lemma.is_empty() {
                set.any_lemma.push(i);
            }
            let lemmas: BTreeSet<&String> = frame.trigger.lemma.iter().collect();
            lemmas.into_iter().for_each(|lemma| set.by_lemma.entry(lemma.clone()).or_default().push(i));
        }
        let lists: FxHashSet<&str> = set.modifiers.values().flatten().flat_map(|m| &m.rel).map(String::as_str).collect();
        problems.extend(set.frames.iter().flat_map(|frame| word_problems(frame, &lists)));
        let triggers = set.by_lemma.keys().chain(set.embedders.keys()).chain(set.modifiers.keys()).chain(set.lights.keys());
        set.known = triggers.chain(set.frames.iter().flat_map(Frame::words)).map(CompactString::from).collect();
        if problems.is_empty() { Ok(set) } else { Err(FrameErrors(problems)) }
    }
}

/// Lists that a frame names and that do not exist, and its words that no text has for lemmas.
fn word_problems(frame: &Frame, lists: &FxHashSet<&str>) -> Vec<String> {
    let place = || format!("{}: frame `{}`", frame.origin, frame.id);
    let unknown = frame.roles.iter().filter(|r| !r.entry.list.is_empty() && !lists.contains(&*r.entry.list));
    let unknown = unknown.map(|r| format!("{}: role `{}`: there is no list `{}`", place(), r.name, r.entry.list));
    let words = frame.trigger.lemma.iter().chain(frame.words()).filter_map(|word| Some((word, why_no_lemma(word)?)));
    unknown.chain(words.map(|(word, why)| format!("{}: `{word}` is no lemma; {why}", place()))).collect()
}

/// What is wrong with an id that stood in the same file before.
fn twice(kind: &str, id: &str, line: usize, seen: &mut FxHashMap<String, usize>) -> Option<String> {
    let first = seen.insert(id.to_owned(), line)?;
    Some(format!("{kind} `{id}` stands in line {first} too; give one of them another id"))
}

/// Puts an entry below each of its lemmas.
fn index<T>(by_lemma: &mut FxHashMap<String, Vec<T>>, lemmas: &[String], entry: impl Fn() -> T) {
    for lemma in lemmas {
        by_lemma.entry(lemma.clone()).or_default().push(entry());
    }
}

/// A frame with its class, roles and requirements checked; else all that is wrong with it.
fn compile_frame(
    entry: FrameEntry,
    origin: String,
    shared: &FxHashMap<String, RoleEntry>,
    ontology: &Ontology,
) -> Result<Frame, Vec<String>> {
    let mut problems = Vec::new();
    let class = ontology.class(&entry.class);
    if class.is_none() {
        problems.push(format!("class `{}` is not in the ontology", entry.class));
    }
    let mut roles = Vec::new();
    for (name, role) in entry.roles {
        if let Some(class) = class.filter(|class| !class.allows(&name)) {
            problems.push(format!(
                "class `{}` has no role `{name}`; it has {}",
                entry.class,
                class.roles.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
            ));
        }
        match compile_role(&name, role, shared) {
            Ok(entries) => roles.extend(entries),
            Err(messages) => problems.extend(messages.into_iter().map(|message| format!("role `{name}`: {message}"))),
        }
    }
    let require = parse_require(&entry.require).unwrap_or_else(|message| {
        problems.push(message);
        Vec::new()
    });
    let missing = require.iter().flatten().filter(|name| !roles.iter().any(|r: &Role| r.name == **name));
    problems.extend(missing.map(|name| format!("`require` names `{name}`, which is not among its roles")));
    if entry.trigger.pos.is_empty() {
        problems.push("`trigger.pos` is missing".to_owned());
    }
    if !problems.is_empty() {
        return Err(problems.into_iter().map(|problem| format!("frame `{}`: {problem}", entry.id)).collect());
    }
    let yields = entry.yields.unwrap_or(if entry.class == STATEMENT { Yields::Always } else { Yields::Never });
    Ok(Frame {
        id: entry.id.into(),
        is_state: ontology.is_subclass(&entry.class, STATE),
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

/// A role and what is asked after it, in turn.
fn compile_role(name: &str, role: RoleEntry, shared: &FxHashMap<String, RoleEntry>) -> Result<Vec<Role>, Vec<String>> {
    let (mut roles, mut problems) = (Vec::new(), Vec::new());
    for (turn, entry) in in_turn(super::shared::resolve(role, shared).map_err(|message| vec![message])?) {
        match entry.slot.parse() {
            Ok(slot) => {
                let role = Role { name: name.into(), slot, entry, loose: None, turn };
                let loose = if turn == Turn::First { super::loose::loosened(&role).map(Box::new) } else { None };
                roles.push(Role { loose, ..role });
            }
            Err(error) => problems.push(error.to_string()),
        }
    }
    if problems.is_empty() { Ok(roles) } else { Err(problems) }
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
