//! What is the same across articles: reports of one happening, copies of one report, two names of one entity.
//!
//! ```text
//! graph …/article/a: event/armed-attack-3a48446b ─┐
//! graph …/article/b: event/armed-attack-91c0d2aa ─┴─ describes → id/event/armed-attack-20250513-maiduguri-5f1e0c2d
//! ```
//! Everything goes into a graph of its own, so that a wrong judgement is undone by dropping it, and it is made again from the
//! articles' graphs at any time. The result depends on what the store holds alone, not on the order in which it came, and a new
//! article costs no more than a look at the reports that share a participant with its own in the same days, or, if it is no country,
//! in the same month: what is known stands in a file (`shelf.rs`), of which only that is read.

mod blocks;
mod cluster;
mod compare;
mod copies;
mod decisions;
mod doubts;
mod names;
mod pack;
mod people;
mod report;
mod shelf;
mod sketch;
mod update;
mod write;

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};
use rayon::prelude::*;
use redb::backends::InMemoryBackend;
use redb::{Database, DatabaseError, Error, ReadableTable, WriteTransaction};
use rustc_hash::FxHashSet;

use crate::rdf::{base_of, entities_graph, hash_after};
pub use decisions::{Decision, DecisionError, Decisions};
pub use doubts::{Doubt, DoubtKind, Doubts, Side};
use report::ArticleReport;
use shelf::{Cluster, Key, Shelf, key};
use update::Update;
use write::Happening;

/// Bytes of the file that are kept in memory.
const CACHE: usize = 64 << 20;
/// How long to wait for another who has the file open.
const PATIENCE: Duration = Duration::from_secs(3);

/// What stands in the identity graph, and what is needed to keep it right when articles come and go: a file, or memory.
#[derive(Debug)]
pub struct Identity {
    database: Database,
}

/// The file cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("what is known of articles' happenings and names cannot be read or written: {error}; {hint}", error = .0, hint = hint(.0))]
pub struct IdentityError(Box<Error>);

fn hint(error: &Error) -> &'static str {
    match error {
        Error::Io(error) if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
            "make room and start again, the articles are stored"
        }
        _ => "the file identity.redb can be taken away, and is made anew",
    }
}

impl From<Error> for IdentityError {
    fn from(error: Error) -> Self {
        IdentityError(Box::new(error))
    }
}

/// What changed in the identity graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Quads that no longer hold.
    pub removed: Vec<Quad>,
    /// Quads that hold now.
    pub added: Vec<Quad>,
}

/// What came and went since the file was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference<'s> {
    /// Graphs of articles that are gone.
    pub gone: Vec<String>,
    /// Graphs of articles that are new or made of something else.
    pub new: FxHashSet<&'s str>,
}

/// An article's graph, read for identity.
#[derive(Debug)]
pub struct Reading {
    graph: String,
    made_of: String,
    report: ArticleReport,
}

impl Reading {
    /// Notes what the article was made of, so that [`Identity::difference`] knows it again.
    #[must_use]
    pub fn made_of(mut self, what: &str) -> Reading {
        what.clone_into(&mut self.made_of);
        self
    }
}

/// Reads articles on all threads: the quads of each article's graph, and after them those that name its entities.
pub fn read<'q>(quads: impl IntoIterator<Item = &'q Quad>) -> Vec<Reading> {
    let mut articles: Vec<(&str, Vec<&Quad>, Vec<&Quad>)> = Vec::new();
    for quad in quads {
        let GraphName::NamedNode(name) = &quad.graph_name else { continue };
        let is_shared = *name == entities_graph(base_of(name.as_str().replace("graph/", "id/").as_str()));
        match articles.last_mut() {
            Some((graph, own, _)) if *graph == name.as_str() => own.push(quad),
            Some((.., names)) if is_shared => names.push(quad),
            _ if is_shared => {}
            _ => articles.push((name.as_str(), vec![quad], Vec::new())),
        }
    }
    let reading = |(graph, quads, names): (&str, Vec<&'q Quad>, Vec<&'q Quad>)| {
        Some(Reading { graph: graph.to_owned(), made_of: String::new(), report: ArticleReport::read(quads, names)? })
    };
    articles.into_par_iter().filter_map(reading).collect()
}

impl Identity {
    /// Knows nothing yet, and keeps what it finds in memory.
    ///
    /// # Errors
    /// If there is no memory for it.
    pub fn in_memory() -> Result<Identity, IdentityError> {
        let database = Database::builder().create_with_backend(InMemoryBackend::new()).map_err(Error::from)?;
        Ok(Identity { database })
    }

    /// Knows nothing yet, and keeps what it finds in a file that is gone when it is.
    ///
    /// # Errors
    /// If there is no room for the file.
    pub fn aside() -> Result<Identity, IdentityError> {
        Ok(Identity { database: scratch()? })
    }

    /// Goes on from a file; with nothing if it was written by another version, is damaged, or is not there.
    ///
    /// # Errors
    /// If the file cannot be opened, or another has it open.
    pub fn open(path: &Path, version: &str) -> Result<Identity, IdentityError> {
        match Identity::create(path) {
            Ok(identity) if identity.look(|shelf| shelf.note("version")).is_ok_and(|found| found == version) => return Ok(identity),
            Ok(_) | Err(Error::Corrupted(_) | Error::UpgradeRequired(_)) => {}
            // what is no such file at all
            Err(Error::Io(error)) if error.kind() == ErrorKind::InvalidData => {}
            Err(error) => return Err(error.into()),
        }
        std::fs::remove_file(path).map_err(Error::from)?;
        let identity = Identity::create(path)?;
        identity.change(|shelf| shelf.set_note("version", version))?;
        Ok(identity)
    }

    fn create(path: &Path) -> Result<Identity, Error> {
        let begun = Instant::now();
        loop {
            match Database::builder().set_cache_size(CACHE).create(path) {
                // one who looks at doubts is soon done
                Err(DatabaseError::DatabaseAlreadyOpen) if begun.elapsed() < PATIENCE => std::thread::sleep(PATIENCE / 100),
                opened => return Ok(Identity { database: opened? }),
            }
        }
    }

    /// Takes articles out, by the names of their graphs, and puts articles in, in place of those of the same graphs.
    ///
    /// # Errors
    /// If the file cannot be read or written; nothing has changed then.
    pub fn update<'g>(&mut self, removed: impl IntoIterator<Item = &'g str>, added: Vec<Reading>) -> Result<Change, IdentityError> {
        Ok(self.change(|shelf| noted(shelf, |shelf| Update::new(shelf).articles(removed, added)))?)
    }

    /// Puts the user's decisions in place of those of before.
    ///
    /// # Errors
    /// If the file cannot be read or written; nothing has changed then.
    pub fn decide(&mut self, decisions: Decisions) -> Result<Change, IdentityError> {
        Ok(self.change(|shelf| noted(shelf, |shelf| Update::new(shelf).decide(decisions)))?)
    }

    /// Gives room back that the file has no use for.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn compact(&mut self, file: &Path) -> Result<(), IdentityError> {
        while self.database.compact().map_err(Error::from)? {}
        let bytes = size(file)?;
        Ok(self.change(|shelf| shelf.set_note("bytes", &bytes.to_string()))?)
    }

    /// The same if `has_grown` finds, of the file's bytes now and when that was done last, that it pays.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn compact_if(&mut self, file: &Path, has_grown: impl Fn(u64, u64) -> bool) -> Result<(), IdentityError> {
        let last: u64 = self.look(|shelf| shelf.note("bytes"))?.parse().unwrap_or_default();
        if has_grown(size(file)?, last) { self.compact(file) } else { Ok(()) }
    }

    /// The user's decisions.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn decisions(&self) -> Result<Decisions, IdentityError> {
        Ok(self.look(|shelf| Ok(shelf.decisions().clone()))?)
    }

    /// Joins made on evidence, and names that may have been joined or kept apart wrongly, in a fixed order.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn doubts(&self) -> Result<Doubts, IdentityError> {
        Ok(Doubts::of(self)?)
    }

    /// Hashes of the identity graph before the last change and now.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn hashes(&self) -> Result<(String, String), IdentityError> {
        Ok(self.look(|shelf| Ok((shelf.note("before")?, hash(shelf)?)))?)
    }

    /// The last change again, for one to whom it may not have come.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn last_change(&self) -> Result<Change, IdentityError> {
        Ok(self.look(|shelf| Ok(Change { removed: parsed(&shelf.note("removed")?), added: parsed(&shelf.note("added")?) }))?)
    }

    /// What came and went, given what is there now: each graph with what its article was made of.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn difference<'s>(&self, now: impl Iterator<Item = (&'s str, String)>) -> Result<Difference<'s>, IdentityError> {
        Ok(self.look(|shelf| {
            let mut difference = Difference::default();
            // hashes, for there may be many
            let mut seen: FxHashSet<Key> = FxHashSet::default();
            for (graph, made_of) in now {
                seen.insert(key(graph));
                if shelf.graphs.get(graph)?.is_none_or(|row| row.value().1 != made_of) {
                    difference.new.insert(graph);
                }
            }
            for row in shelf.graphs.iter()? {
                let graph = row?.0;
                difference.gone.extend((!seen.contains(&key(graph.value()))).then(|| graph.value().to_owned()));
            }
            Ok(difference)
        })?)
    }

    /// Every quad of the identity graph, sorted.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn quads(&self) -> Result<Vec<Quad>, IdentityError> {
        let (mut quads, mut next) = (Vec::new(), Some(0));
        while let Some(from) = next {
            let (some, after) = self.some_quads(from)?;
            quads.extend(some);
            next = after;
        }
        quads.par_sort_by_cached_key(ToString::to_string);
        Ok(quads)
    }

    /// Some quads of the identity graph, sorted: those from a place on; and the place of the next. The first place is 0.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn some_quads(&self, from: u64) -> Result<(Vec<Quad>, Option<u64>), IdentityError> {
        let (mut quads, next) = self.look(|shelf| {
            let mut quads = Vec::new();
            let (articles, next) = shelf.from(from)?;
            for article in articles {
                for event in shelf.events(article)? {
                    let Cluster { members, sources } = shelf.cluster(event)?;
                    if members.first() == Some(&event) {
                        let mut happening = Happening::default();
                        for member in members {
                            shelf.report(member)?.iter().for_each(|report| happening.add(report));
                        }
                        quads.extend(happening.quads(sources));
                    }
                }
            }
            for row in shelf.singles.range((from, 0)..)? {
                let (thing, row) = row?;
                if next.is_some_and(|next| thing.value().0 >= next) {
                    break;
                }
                quads.extend(parsed(row.value()));
            }
            Ok((quads, next))
        })?;
        quads.par_sort_by_cached_key(ToString::to_string);
        Ok((quads, next))
    }

    /// What happens to the tables is kept if all of it happens.
    fn change<T>(&self, work: impl FnOnce(&mut Shelf<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let transaction = self.database.begin_write()?;
        let done = work(&mut Shelf::open(&transaction)?)?;
        transaction.commit()?;
        Ok(done)
    }

    /// A look at the tables.
    fn look<T>(&self, work: impl FnOnce(&mut Shelf<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let transaction: WriteTransaction = self.database.begin_write()?;
        let seen = work(&mut Shelf::open(&transaction)?)?;
        transaction.abort()?;
        Ok(seen)
    }
}

fn size(file: &Path) -> Result<u64, Error> {
    Ok(std::fs::metadata(file)?.len())
}

/// A database in a file without a name, which is gone when it is closed.
fn scratch() -> Result<Database, Error> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let path = std::env::temp_dir().join(format!("dateline-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
    let file = File::options().read(true).write(true).create_new(true).open(&path)?;
    let database = Database::builder().set_cache_size(CACHE).create_file(file);
    std::fs::remove_file(&path)?;
    Ok(database?)
}

/// Hash of the identity graph.
fn hash(shelf: &Shelf<'_>) -> Result<String, Error> {
    Ok(hash_after(&shelf.note("now")?, &[], &[]))
}

/// A change, kept to be told again.
fn noted(shelf: &mut Shelf<'_>, work: impl FnOnce(&mut Shelf<'_>) -> Result<Change, Error>) -> Result<Change, Error> {
    let before = hash(shelf)?;
    let change = work(shelf)?;
    if change != Change::default() {
        let now = hash_after(&before, &change.removed, &change.added);
        let notes = [("before", before), ("now", now), ("removed", lines(&change.removed)), ("added", lines(&change.added))];
        for (name, note) in notes {
            shelf.set_note(name, &note)?;
        }
    }
    Ok(change)
}

/// Quads as N-Quads.
fn lines(quads: &[Quad]) -> String {
    quads.iter().map(|quad| format!("{quad} .\n")).collect()
}

/// Quads of N-Quads that were written here.
fn parsed(text: &str) -> Vec<Quad> {
    RdfParser::from_format(RdfFormat::NQuads).lenient().for_slice(text.as_bytes()).filter_map(Result::ok).collect()
}
