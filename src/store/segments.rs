//! The log with what is in it: which article counts, which graphs are derived, who may write.
//!
//! ```text
//! article a · article b · derived identity · article c · article a (revised)
//! ⇒ a (revised), b, c; the derived graph is gone, for a version of a that it was made from is gone
//! ```

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use compact_str::CompactString;
use oxigraph::model::Quad;
use serde::{Deserialize, Serialize};

use super::log::{self, Entry, Log, Mark};
use super::record::{Draft, Head};
use super::toc::{self, Toc};
use super::{Access, ArticleInfo, DerivedInfo, StoreError};

/// How long a writer waits for another to be done.
const PATIENCE: Duration = Duration::from_millis(500);

/// The articles of a store by key, with their places in the log.
pub(super) type Articles = BTreeMap<CompactString, (ArticleInfo, Entry)>;

/// What counts of a log.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Contents {
    pub articles: Articles,
    /// Graphs made from all articles, by name.
    pub derived: BTreeMap<String, Derived>,
}

/// A graph made from all articles.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Derived {
    pub info: DerivedInfo,
    /// Places of the whole and of its changes.
    pub entries: Vec<Entry>,
    /// Quads of all those records.
    pub written: usize,
    /// No article came after.
    pub is_current: bool,
    /// It may speak of what is no longer there, and counts again when it is changed.
    pub is_out: bool,
}

impl Derived {
    fn new(info: DerivedInfo, entry: Entry) -> Derived {
        Derived { written: info.removed + info.added, info, entries: vec![entry], is_current: true, is_out: false }
    }
}

impl Contents {
    /// Takes in the next record; the articles and graphs that it puts an end to.
    pub fn apply(&mut self, entry: Entry, head: Head) -> Ended {
        let mut ended = Ended::default();
        match head {
            Head::Article(head) => {
                ended.articles.extend(self.articles.insert(head.key.as_str().into(), (head.info(), entry)));
                self.derived.values_mut().for_each(|derived| derived.is_current = false);
            }
            Head::Removal { key } => ended.articles.extend(self.articles.remove(key.as_str())),
            Head::Derived(info) => ended.derived.extend(self.derive(entry, info)),
        }
        if !ended.articles.is_empty() {
            for derived in self.derived.values_mut().filter(|derived| !derived.is_out) {
                (derived.is_out, derived.is_current) = (true, false);
                ended.derived.push(derived.info.graph.clone());
            }
        }
        ended
    }

    /// Takes in a derived graph or a change of it; the graph that it puts an end to, or that comes in again as a whole.
    fn derive(&mut self, entry: Entry, info: DerivedInfo) -> Option<String> {
        let known = self.derived.remove(&info.name);
        match (&info.follows, known) {
            (Some(before), Some(mut known)) if *before == known.info.hash => {
                known.entries.push(entry);
                let written = known.written + info.removed + info.added;
                let (name, graph) = (info.name.clone(), info.graph.clone());
                self.derived.insert(name, Derived { info, written, is_current: true, is_out: false, entries: known.entries });
                known.is_out.then_some(graph)
            }
            // what it changes is lost
            (Some(_), known) => known.filter(|known| !known.is_out).map(|known| known.info.graph),
            (None, known) => {
                self.derived.insert(info.name.clone(), Derived::new(info, entry));
                known.filter(|known| !known.is_out).map(|known| known.info.graph)
            }
        }
    }

    /// Places of all records that count or may count again, in the order of the log.
    pub fn entries(&self) -> Vec<Entry> {
        let derived = self.derived.values().flat_map(|derived| derived.entries.iter().copied());
        let mut entries: Vec<Entry> = self.articles.values().map(|(_, entry)| *entry).chain(derived).collect();
        entries.sort();
        entries
    }

    /// Derived graphs that count.
    pub fn graphs(&self) -> impl Iterator<Item = &Derived> {
        self.derived.values().filter(|derived| !derived.is_out)
    }

    /// Puts the places where records lie now in place of the old ones.
    fn moved(&mut self, from: &[Entry], to: Vec<Entry>) {
        let places: BTreeMap<Entry, Entry> = from.iter().copied().zip(to).collect();
        let articles = self.articles.values_mut().map(|(_, entry)| entry);
        for entry in articles.chain(self.derived.values_mut().flat_map(|derived| &mut derived.entries)) {
            *entry = places[entry];
        }
    }
}

/// What a change put an end to.
#[derive(Debug, Default)]
pub(super) struct Ended {
    pub articles: Vec<(ArticleInfo, Entry)>,
    /// Names of derived graphs.
    pub derived: Vec<String>,
}

impl Ended {
    /// What the articles said in graphs that articles share.
    pub fn shared(&self, log: &Log) -> Result<Vec<Quad>, StoreError> {
        let mut shared = Vec::new();
        for (info, entry) in &self.articles {
            shared.extend(log.quads(*entry)?.into_iter().filter(|quad| quad.graph_name.to_string() != format!("<{}>", info.graph)));
        }
        Ok(shared)
    }

    pub fn add(&mut self, other: Ended) {
        self.articles.extend(other.articles);
        self.derived.extend(other.derived);
    }
}

/// The log of a store, and what counts of it.
#[derive(Debug)]
pub(super) struct Segments {
    pub dir: PathBuf,
    pub log: Log,
    pub contents: Contents,
    pub notices: Vec<String>,
    /// Up to where the table of contents tells of the log.
    told: Option<Mark>,
    /// Unlocked when it is dropped.
    lock: Option<File>,
}

impl Segments {
    /// Opens the log in a folder, and reads the heads that its table of contents does not tell of.
    pub fn open(dir: &Path, access: Access) -> Result<Segments, StoreError> {
        Self::open_and_tell(dir, access, u64::MAX, |_, _| {})
    }

    /// The same; tells what each record from a place on puts an end to.
    pub fn open_and_tell(dir: &Path, access: Access, from: u64, mut told: impl FnMut(Entry, Ended)) -> Result<Segments, StoreError> {
        let lock = match access {
            Access::Read => None,
            Access::Write => {
                fs::create_dir_all(dir).map_err(StoreError::at(dir, "make the folder of the store"))?;
                Some(lock(dir)?)
            }
        };
        let mut apply = |contents: &mut Contents, entry: Entry, head| {
            let ended = contents.apply(entry, head);
            if entry.begin() >= from {
                told(entry, ended);
            }
        };
        let (dir, path) = (dir.to_owned(), dir.join(log::FILE));
        if let Some(Toc { mark, records, mut contents }) = toc::read(&dir).filter(|toc| toc.mark.end <= from)
            && let Some((log, notices)) = Log::open_after(&path, access, (mark, records), |entry, head| apply(&mut contents, entry, head))?
        {
            return Ok(Segments { dir, log, contents, notices, told: Some(mark), lock });
        }
        let mut contents = Contents::default();
        let (log, notices) = Log::open(&path, access, |entry, head| apply(&mut contents, entry, head))?;
        Ok(Segments { dir, log, contents, notices, told: None, lock })
    }

    /// Writes the table of contents if much of the log is not in it; where that fails, more of the log is read next time.
    fn tell(&mut self) {
        if toc::is_due(self.log.bytes(), self.told)
            && let Ok(mark) = self.log.mark()
            && (Toc { mark, records: self.log.records(), contents: &self.contents }).write(&self.dir).is_ok()
        {
            self.told = Some(mark);
        }
    }

    /// Whether the heads of all records say what the table of contents told.
    pub fn is_as_told(&self) -> Result<bool, StoreError> {
        if self.told.is_none() {
            return Ok(true);
        }
        let mut contents = Contents::default();
        let (log, _) = Log::open(&self.dir.join(log::FILE), Access::Read, |entry, head| drop(contents.apply(entry, head)))?;
        // another may have written meanwhile
        Ok(contents == self.contents || log.bytes() != self.log.bytes())
    }

    pub fn check_writable(&self) -> Result<(), StoreError> {
        if self.lock.is_some() { Ok(()) } else { Err(StoreError::ReadOnly { dir: self.dir.clone() }) }
    }

    /// Writes records and waits for the disk.
    pub fn append(&mut self, drafts: Vec<Draft>) -> Result<Ended, StoreError> {
        self.check_writable()?;
        let entries = self.log.append(&drafts)?;
        let mut all = Ended::default();
        entries.into_iter().zip(drafts).for_each(|(entry, draft)| all.add(self.contents.apply(entry, draft.head)));
        Ok(all)
    }

    /// Writes the log anew without outdated records, and puts it in place of the old one in one step. Bytes saved.
    pub fn compact(&mut self) -> Result<u64, StoreError> {
        self.check_writable()?;
        let before = self.log.bytes();
        let entries = self.contents.entries();
        let moved = self.log.rewrite(&entries)?;
        self.contents.moved(&entries, moved);
        toc::remove(&self.dir);
        self.told = None;
        Ok(before.saturating_sub(self.log.bytes()))
    }

    /// Takes over the articles of another log that are not here, or were stored later than those here; how many.
    pub fn take_over(&mut self, other: &Segments) -> Result<usize, StoreError> {
        let is_newer = |key: &str, info: &ArticleInfo| self.contents.articles.get(key).is_none_or(|(ours, _)| info.stored > ours.stored);
        let theirs = other.contents.articles.iter().filter(|(key, (info, _))| is_newer(key, info));
        let mut wanted: Vec<Entry> = theirs.map(|(_, (_, entry))| *entry).collect();
        wanted.sort();
        for chunk in wanted.chunks(256) {
            self.append(chunk.iter().map(|entry| other.log.draft(*entry)).collect::<Result<_, _>>()?)?;
        }
        Ok(wanted.len())
    }

    /// Saves what can be saved of a log that is damaged or of another format; the old one is kept beside the new one.
    pub fn rebuild(dir: &Path) -> Result<Rebuilt, StoreError> {
        let path = dir.join(log::FILE);
        // care of a store must not make one
        drop(File::open(&path).map_err(|_| StoreError::Missing { dir: dir.to_owned() })?);
        let _lock = lock(dir)?;
        toc::remove(dir);
        let (mut log, entries, lost) = Log::salvage(&path)?;
        let records = entries.len();
        let kept = if lost > 0 || matches!(Log::open(&path, Access::Read, |_, _| {}), Err(StoreError::Version { .. })) {
            let kept = path.with_extension("log.old");
            fs::copy(&path, &kept).map_err(StoreError::at(&kept, "keep the old log"))?;
            log.rewrite(&entries)?;
            Some(kept)
        } else {
            None
        };
        Ok(Rebuilt { records, lost, kept })
    }
}

impl Drop for Segments {
    fn drop(&mut self) {
        if self.lock.is_some() {
            self.tell();
        }
    }
}

/// What came of rebuilding a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Records that are whole.
    pub records: usize,
    /// Places where something was damaged or cut short, and is left out.
    pub lost: usize,
    /// The old log, if a new one was written.
    pub kept: Option<PathBuf>,
}

/// Keeps writers out as long as the file is held; `None` if one is in already.
#[cfg(feature = "disk")]
pub(super) fn keep_writers_out(dir: &Path) -> Option<File> {
    let file = File::open(dir.join("lock")).ok()?;
    file.try_lock_shared().ok()?;
    Some(file)
}

fn lock(dir: &Path) -> Result<File, StoreError> {
    let path = dir.join("lock");
    let at = StoreError::at(&path, "open the lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(at)?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            // a reader that opens an index on disk keeps writers out for a moment
            Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => std::thread::sleep(PATIENCE / 50),
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked { dir: dir.to_owned() }),
            Err(TryLockError::Error(error)) => return Err(StoreError::at(&path, "lock")(error)),
        }
    }
}
