//! Frame files → a checked, indexed [`FrameSet`]; every problem is reported at once, with file and line.
//!
//! ```text
//! data/frames/cyber.toml:12: frame `cyber.hack`: class `CyberIntrusoin` is not in the ontology
//! ```

mod frame;
mod problems;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::file::{EmbedderEntry, FrameEntry, FrameFile, LightEntry, ModifierEntry, RoleEntry, SharedRole};
use super::frame_set::{Embedder, Frame, FrameSet};
use super::shared;
use super::slot::{Slot, Step};
use crate::resources::{BUILT_FRAMES, FRAME_FILES, Ontology};
use frame::{compile_frame, in_turn};
use problems::{Lines, likes, twice, word_problems};

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
    /// Those that another shared role is like.
    shared_like: FxHashSet<String>,
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

    fn share(&mut self, name: &str, line: usize, mut role: SharedRole, seen: &mut FxHashMap<String, usize>) {
        let origin = format!("{name}:{line}");
        self.shared_like.extend(likes(&role.is));
        match shared::resolve(role.is.clone(), &self.shared) {
            Ok(resolved) => role.is = resolved,
            Err(message) => return self.problems.push(format!("{origin}: role `{}`: {message}", role.id)),
        }
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
        let unused = self.shared_at.iter().filter(|(id, _)| !like.contains(*id) && !self.shared_like.contains(*id));
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

/// Puts an entry below each of its lemmas.
fn index<T>(by_lemma: &mut FxHashMap<String, Vec<T>>, lemmas: &[String], entry: impl Fn() -> T) {
    for lemma in lemmas {
        by_lemma.entry(lemma.clone()).or_default().push(entry());
    }
}

fn compile_embedder(entry: &EmbedderEntry) -> Result<Vec<Step>, String> {
    let slot: Slot = entry.slot.parse().map_err(|e| format!("embedder `{}`: {e}", entry.lemma.join(", ")))?;
    Ok(slot.0.into_iter().flatten().collect())
}
