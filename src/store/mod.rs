//! The store: articles' graphs in an append-only log on disk, and an index over them that answers SPARQL.
//!
//! ```text
//! DIR/articles.log   the truth: one record an article, compressed, checksummed; a newer record replaces an older one
//! DIR/articles.toc   what its records say, so that they need not be read one by one; can be taken away
//! DIR/lock           held by the one writer
//! DIR/identity.redb  what `pipeline::refresh` knows from last time; can be taken away
//! index              oxigraph in memory, built from the log at the first question; with the feature `disk` in DIR/index, its names in DIR/index.names
//! ```
//! Beside the articles' own graphs there are derived ones, made from all articles (which events are one happening): they can be made
//! anew at any time, and are gone as soon as an article they may rest on is.
//! ```
//! use dateline::store::{Access, ArticleRecord, Inserted, QueryOptions, Store};
//!
//! let dir = tempfile::tempdir().unwrap();
//! let mut store = Store::open(dir.path(), Access::Write).unwrap();
//! let record = ArticleRecord { key: "a".into(), sha256: "0".into(), ..ArticleRecord::default() };
//! assert_eq!(store.insert(record.clone()).unwrap(), Inserted::New);
//! assert_eq!(store.insert(record).unwrap(), Inserted::Unchanged);
//! assert_eq!(store.query("ASK { ?c rdfs:subClassOf dl:Event }", &QueryOptions::default()).unwrap().as_bool(), Some(true));
//! ```

mod answer;
#[cfg(feature = "disk")]
mod disk;
mod error;
mod index;
mod log;
mod medium;
#[cfg(feature = "disk")]
mod namefile;
mod names;
mod query;
mod record;
mod saved;
mod segments;
mod shapes;
mod syntax;
#[cfg(test)]
mod tests;
mod toc;
mod verify;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

pub use answer::{Answer, AnswerFormat, shorten};
pub use error::StoreError;
pub use index::sort_quads;
pub use query::{QueryError, QueryOptions};
pub use saved::{Parameter, SavedQuery, SavedQueryError, saved_queries, saved_query};
pub use segments::Rebuilt;
pub use syntax::{Mistake, unknown_terms};

use crate::rdf::hash_after;
use index::Index;
use names::Named;
use record::Draft;
use segments::Segments;

/// What a store is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Queries only; any number of readers.
    Read,
    /// Queries and changes; one writer at a time. The folder is made if it is not there.
    Write,
}

/// An article with its quads, as it goes into the store.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleRecord {
    /// Key, unique in the store.
    pub key: String,
    /// Hash of the article's source.
    pub sha256: String,
    /// Version of the program that made the quads.
    pub tool_version: String,
    /// Hash of the frames and word lists used.
    pub frame_set: String,
    /// Headline, for lists.
    pub title: Option<String>,
    /// Its own named graph, replaced as a whole; quads of other graphs (entities) are only added.
    pub graph: String,
    /// What the article says.
    pub quads: Vec<Quad>,
}

/// An article in the store, without its quads; small, for there may be many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleInfo {
    /// Named graph.
    pub graph: Box<str>,
    /// What it was made of.
    pub version: ArticleVersion,
    /// Number of quads.
    pub quads: u32,
    /// When it was put in: seconds since 1970.
    pub stored: u64,
}

/// Hash of what an article was made of: its source, the program, and the frames and word lists; written as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArticleVersion([u8; 8]);

impl ArticleVersion {
    /// Of the fields of those names of an [`ArticleRecord`].
    pub fn of(sha256: &str, tool_version: &str, frame_set: &str) -> ArticleVersion {
        let hash = blake3::hash(format!("{sha256} {tool_version} {frame_set}").as_bytes());
        ArticleVersion(hash.as_bytes().first_chunk().copied().unwrap_or_default())
    }
}

impl std::fmt::Display for ArticleVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A graph that was made from all articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivedInfo {
    /// What it is: `identity`.
    pub name: String,
    /// Version of what made it.
    pub version: String,
    /// Named graph.
    pub graph: String,
    /// Number of quads.
    pub quads: usize,
    /// Hash of the quads: the sum of theirs, the same in any order.
    pub hash: String,
    /// Hash of the graph of which this is a change; `None` if it is the whole graph.
    #[serde(default)]
    pub follows: Option<String>,
    /// Quads of this record that no longer hold.
    #[serde(default)]
    pub removed: usize,
    /// Quads of this record that hold now.
    #[serde(default)]
    pub added: usize,
}

/// What an insertion did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inserted {
    /// The article was not there.
    New,
    /// It took the place of an older version.
    Replaced,
    /// The same source, program and frames: nothing was done.
    Unchanged,
}

/// The state of a store in figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Info {
    /// Articles that count.
    pub articles: usize,
    /// What the articles state and what was derived from them, in quads.
    pub quads: usize,
    /// Records in the log, outdated ones and removals included.
    pub records: usize,
    /// Bytes of the log.
    pub bytes: u64,
    /// Version of the format.
    pub format: u32,
}

/// A saved query, ready to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The query with all its values.
    pub sparql: String,
    /// Names among the values that nothing in the store has.
    pub unknown: Vec<UnknownName>,
}

/// A name that nothing in the store has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// The name.
    pub name: String,
    /// Names that come near, best first.
    pub near: Vec<String>,
}

/// Bytes by which a file grows at least before it is gone over again.
const GROWN: u64 = 1 << 20;
/// Part by which a file grows before it is put in order, so that this takes a part of the time that the writing took.
pub(crate) const HALF: u64 = 2;

/// Whether a file has grown by a part, such as a half, since it was gone over, so that it pays to do so again.
pub(crate) fn has_grown(bytes: u64, last: u64, part: u64) -> bool {
    bytes > last + last / part + GROWN
}

/// A folder of articles' graphs with an index over them.
#[derive(Debug)]
pub struct Store {
    segments: Segments,
    /// Built when it is first needed.
    index: OnceLock<Index>,
}

impl Store {
    /// Opens the store in a folder. A last record that was not written to its end is left out, and cut off by a writer;
    /// [`notices`](Self::notices) says so. Errors: no such store, another writer, another format, damage.
    pub fn open(dir: impl AsRef<Path>, access: Access) -> Result<Store, StoreError> {
        #[cfg(feature = "disk")]
        let (segments, index) = disk::open(dir.as_ref(), access)?;
        #[cfg(not(feature = "disk"))]
        let (segments, index) = (Segments::open(dir.as_ref(), access)?, None::<Index>);
        Ok(Store { segments, index: index.map_or_else(OnceLock::new, OnceLock::from) })
    }

    /// Puts an article in place of any older version. When this returns, it is on disk.
    pub fn insert(&mut self, record: ArticleRecord) -> Result<Inserted, StoreError> {
        Ok(self.insert_all(vec![record])?.pop().unwrap_or(Inserted::Unchanged))
    }

    /// Puts many articles in with one wait for the disk. Each is there as a whole or not at all, also after a crash.
    pub fn insert_all(&mut self, records: Vec<ArticleRecord>) -> Result<Vec<Inserted>, StoreError> {
        self.segments.check_writable()?;
        let mut outcomes = Vec::with_capacity(records.len());
        let mut changed: BTreeMap<String, ArticleRecord> = BTreeMap::new();
        for record in records {
            let newest = changed.get(&record.key).map(made_of);
            let old = newest.or_else(|| self.article(&record.key).map(|known| (known.version, &*known.graph)));
            outcomes.push(match old {
                Some(old) if old == made_of(&record) => Inserted::Unchanged,
                Some(_) => Inserted::Replaced,
                None => Inserted::New,
            });
            if outcomes.last() != Some(&Inserted::Unchanged) {
                changed.insert(record.key.clone(), record);
            }
        }
        if !changed.is_empty() {
            let changed: Vec<ArticleRecord> = changed.into_values().collect();
            self.append(changed.par_iter().map(Draft::article).collect())?;
        }
        Ok(outcomes)
    }

    /// Takes an article out, with what only it stated; `false` if it was not there.
    pub fn remove(&mut self, key: &str) -> Result<bool, StoreError> {
        self.segments.check_writable()?;
        if self.article(key).is_none() {
            return Ok(false);
        }
        self.append(vec![Draft::removal(key)])?;
        Ok(true)
    }

    /// Puts a graph that was made from all articles in place of the last one of that name. It goes out by itself when an article
    /// is replaced or removed, and [`is_derived`](Self::is_derived) tells when it is time to make it again.
    pub fn set_derived(&mut self, name: &str, version: &str, graph: &str, quads: Vec<Quad>) -> Result<(), StoreError> {
        let info = DerivedInfo {
            name: name.into(),
            version: version.into(),
            graph: graph.into(),
            quads: quads.len(),
            hash: hash_after("", &[], &quads),
            follows: None,
            removed: 0,
            added: quads.len(),
        };
        self.append(vec![Draft::derived(info, Vec::new(), &quads)])
    }

    /// Changes the derived graph of that name, and makes it one of that version. Nothing is done if there is no such graph.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn change_derived(&mut self, name: &str, version: &str, removed: Vec<Quad>, added: Vec<Quad>) -> Result<(), StoreError> {
        let Some(known) = self.segments.contents.derived.get(name) else { return Ok(()) };
        let info = DerivedInfo {
            version: version.into(),
            quads: (known.info.quads + added.len()).saturating_sub(removed.len()),
            hash: hash_after(&known.info.hash, &removed, &added),
            follows: Some(known.info.hash.clone()),
            removed: removed.len(),
            added: added.len(),
            ..known.info.clone()
        };
        self.append(vec![Draft::derived(info, removed, &added)])
    }

    /// Hash of the derived graph of that name, also of one that is out until it is changed; with how many times its quads were written.
    pub fn derived_hash(&self, name: &str) -> Option<(&str, usize)> {
        let derived = self.segments.contents.derived.get(name)?;
        Some((&derived.info.hash, derived.written / derived.info.quads.max(1)))
    }

    /// Whether the derived graph of that name and version is there and made from the articles as they are.
    pub fn is_derived(&self, name: &str, version: &str) -> bool {
        self.segments.contents.derived.get(name).is_some_and(|derived| derived.is_current && derived.info.version == version)
    }

    /// The folder that it lies in.
    pub fn folder(&self) -> &Path {
        &self.segments.dir
    }

    /// The articles by key, in order.
    pub fn articles(&self) -> impl Iterator<Item = (&str, &ArticleInfo)> {
        self.segments.contents.articles.iter().map(|(key, (info, _))| (&**key, info))
    }

    /// The graphs made from all articles.
    pub fn derived(&self) -> impl Iterator<Item = &DerivedInfo> {
        self.segments.contents.graphs().map(|derived| &derived.info)
    }

    /// The article of that key.
    pub fn article(&self, key: &str) -> Option<&ArticleInfo> {
        self.segments.contents.articles.get(key).map(|(info, _)| info)
    }

    /// Headline of the article of that key, read from the log.
    pub fn title(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.segments.contents.articles.get(key).map_or(Ok(None), |(_, entry)| self.segments.log.title(*entry))
    }

    /// Whether an article with this source, program and frames is there already, so that it need not be read again.
    pub fn is_current(&self, key: &str, sha256: &str, tool_version: &str, frame_set: &str) -> bool {
        self.article(key).is_some_and(|known| known.version == ArticleVersion::of(sha256, tool_version, frame_set))
    }

    /// The quads of one article as they were inserted, read from the log; empty if it is not there.
    pub fn article_quads(&self, key: &str) -> Result<Vec<Quad>, StoreError> {
        self.segments.contents.articles.get(key).map_or_else(|| Ok(Vec::new()), |(_, entry)| self.segments.log.quads(*entry))
    }

    /// Every quad of the index but those of the ontology, sorted.
    pub fn quads(&self) -> Result<Vec<Quad>, StoreError> {
        self.index()?.quads()
    }

    /// Every quad of the index with that subject.
    pub fn quads_about(&self, subject: &NamedOrBlankNode) -> Result<Vec<Quad>, StoreError> {
        let quads = self.index()?.store.quads_for_pattern(Some(subject.as_ref()), None, None, None);
        Ok(quads.collect::<Result<_, _>>()?)
    }

    /// Figures of the store.
    pub fn info(&self) -> Info {
        let Segments { log, contents, .. } = &self.segments;
        let quads = self.articles().map(|(_, info)| info.quads as usize).chain(self.derived().map(|info| info.quads)).sum();
        Info { articles: contents.articles.len(), quads, records: log.records(), bytes: log.bytes(), format: log::FORMAT }
    }

    /// Reads everything again and proves what a store promises; the problems found, empty if there are none.
    ///
    /// Every record is as it was written, the index holds what the records that count say and nothing else, and what they say keeps to
    /// `ontology/shapes.ttl`: no plain triple without an asserted event behind it, no claim without words.
    pub fn verify(&self) -> Result<Vec<String>, StoreError> {
        verify::run(&self.segments, self.index()?)
    }

    /// Writes the log anew without outdated records, and puts it in place of the old one in one step. Bytes saved.
    pub fn compact(&mut self) -> Result<u64, StoreError> {
        if let Some(index) = self.index.get() {
            index.follow(&self.segments)?;
        }
        let saved = self.segments.compact()?;
        self.index.get_mut().map_or(Ok(saved), |index| index.moved(&self.segments.log).map(|()| saved))
    }

    /// Puts the articles of other stores into the one in `dir`, which is made if it is not there. Of two versions of an article the one
    /// that was stored later stays, then the one of the store named first. How many articles were taken over.
    pub fn merge(others: &[impl AsRef<Path>], dir: impl AsRef<Path>) -> Result<usize, StoreError> {
        let others = others.iter().map(|other| Segments::open(other.as_ref(), Access::Read)).collect::<Result<Vec<_>, _>>()?;
        let mut segments = Segments::open(dir.as_ref(), Access::Write)?;
        others.iter().map(|other| segments.take_over(other)).sum()
    }

    /// Saves what can be saved of a store whose log is damaged or of another format: every record that is whole goes into a new log. An
    /// index on disk is made anew.
    pub fn rebuild(dir: impl AsRef<Path>) -> Result<Rebuilt, StoreError> {
        let rebuilt = Segments::rebuild(dir.as_ref())?;
        #[cfg(feature = "disk")]
        disk::remove(dir.as_ref())?;
        Ok(rebuilt)
    }

    /// What a user should know about how the store was found.
    pub fn notices(&self) -> &[String] {
        &self.segments.notices
    }

    /// Answers a SPARQL 1.1 query over the union of all graphs. Prefixes of [`PREFIXES`](crate::rdf::vocabulary::PREFIXES) are
    /// declared; nothing can be changed and no other server is asked.
    ///
    /// A triple that several articles state counts several times: say `DISTINCT`.
    pub fn query(&self, sparql: &str, options: &QueryOptions) -> Result<Answer, QueryError> {
        query::run(self.index()?, sparql, options)
    }

    /// Fills in a saved query. Names are looked up in the store, in any case; those that it does not have are told.
    pub fn fill(&self, query: &SavedQuery, values: &BTreeMap<String, String>) -> Result<Filled, QueryError> {
        let mut unknown = Vec::new();
        let mut terms = Vec::new();
        for (parameter, term) in query.parameters.iter().zip(query.terms(values)?) {
            let found = match &term {
                Term::Literal(name) if parameter.is_name => names::look_up(self.index()?, name.value())?,
                _ => Named::Known(vec![term.clone()]),
            };
            terms.push(match found {
                Named::Known(terms) => terms,
                Named::Unknown(near) => {
                    unknown.push(UnknownName { name: shorten(&term), near });
                    vec![term]
                }
            });
        }
        Ok(Filled { sparql: query.fill(terms), unknown })
    }

    /// The index, brought to what the log says now.
    fn index(&self) -> Result<&Index, StoreError> {
        if self.index.get().is_none() {
            // Of two threads that come here at once one builds in vain.
            let _ = self.index.set(Index::in_memory()?);
        }
        let index = self.index.get().expect("it was set above");
        index.follow(&self.segments)?;
        Ok(index)
    }

    /// Writes records, and tells the index.
    fn append(&mut self, drafts: Vec<Draft>) -> Result<(), StoreError> {
        let ended = self.segments.append(drafts)?;
        self.index.get_mut().map_or(Ok(()), |index| index.hear(ended, &self.segments))
    }
}

#[cfg(feature = "disk")]
impl Drop for Store {
    fn drop(&mut self) {
        if let Some(index) = self.index.get_mut() {
            // What is not taken in now is when the store is next opened.
            let _ = index.follow(&self.segments).and_then(|()| index.put_in_order(&self.segments.log));
        }
    }
}

fn made_of(record: &ArticleRecord) -> (ArticleVersion, &str) {
    (ArticleVersion::of(&record.sha256, &record.tool_version, &record.frame_set), &record.graph)
}
