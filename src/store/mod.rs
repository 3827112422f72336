//! The store: articles' graphs in an append-only log on disk, and an index over them that answers SPARQL.
//!
//! ```text
//! DIR/articles.log   the truth: one record an article, compressed, checksummed; a newer record replaces an older one
//! DIR/lock           held by the one writer
//! index              oxigraph in memory, built from the log when the store is opened; with the feature `disk` in DIR/index
//! ```
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
mod position;
mod query;
mod saved;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use oxigraph::model::{NamedNode, Quad};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

pub use answer::{Answer, AnswerFormat, shorten};
pub use error::StoreError;
pub use query::{QueryError, QueryOptions};
pub use saved::{Parameter, SavedQuery, SavedQueryError, saved_queries, saved_query};

use index::Index;
use log::{Entry, Log};

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

/// An article in the store, without its quads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleInfo {
    /// Key, unique in the store.
    pub key: String,
    /// Hash of the article's source.
    pub sha256: String,
    /// Version of the program that made the quads.
    pub tool_version: String,
    /// Hash of the frames and word lists used.
    pub frame_set: String,
    /// Headline.
    #[serde(default)]
    pub title: Option<String>,
    /// Named graph.
    pub graph: String,
    /// Number of quads.
    pub quads: usize,
}

impl ArticleInfo {
    fn of(record: &ArticleRecord) -> Self {
        Self {
            key: record.key.clone(),
            sha256: record.sha256.clone(),
            tool_version: record.tool_version.clone(),
            frame_set: record.frame_set.clone(),
            title: record.title.clone(),
            graph: record.graph.clone(),
            quads: record.quads.len(),
        }
    }
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
    /// Distinct quads in the index, those of the ontology included.
    pub quads: usize,
    /// Records in the log, outdated ones and removals included.
    pub records: usize,
    /// Bytes of the log.
    pub bytes: u64,
    /// Version of the format.
    pub format: u32,
}

/// A folder of articles' graphs with an index over them.
#[derive(Debug)]
pub struct Store {
    dir: PathBuf,
    log: Log,
    index: Index,
    articles: BTreeMap<String, (ArticleInfo, Entry)>,
    notices: Vec<String>,
    /// Unlocked when it is dropped.
    lock: Option<File>,
}

impl Store {
    /// Opens the store in a folder and builds its index. A last record that was not written to its end is left out, and
    /// cut off by a writer; [`notices`](Self::notices) says so. Errors: no such store, another writer, another format, damage.
    pub fn open(dir: impl AsRef<Path>, access: Access) -> Result<Store, StoreError> {
        let dir = dir.as_ref().to_owned();
        let lock = match access {
            Access::Read => None,
            Access::Write => {
                fs::create_dir_all(&dir).map_err(StoreError::at(&dir, "make the folder of the store"))?;
                Some(lock(&dir)?)
            }
        };
        let (log, scan) = Log::open(&dir.join(log::FILE), access)?;
        let mut articles = BTreeMap::new();
        for (entry, head) in scan.records {
            match head {
                log::Head::Article(info) => drop(articles.insert(info.key.clone(), (info, entry))),
                log::Head::Removal { key } => drop(articles.remove(&key)),
            }
        }
        let index = Index::open(&dir, access, &log, &articles)?;
        Ok(Store { dir, log, index, articles, notices: scan.notices, lock })
    }

    /// Puts an article in place of any older version. When this returns, it is on disk.
    pub fn insert(&mut self, record: ArticleRecord) -> Result<Inserted, StoreError> {
        Ok(self.insert_all(vec![record])?.pop().unwrap_or(Inserted::Unchanged))
    }

    /// Puts many articles in with one wait for the disk. Each is there as a whole or not at all, also after a crash.
    pub fn insert_all(&mut self, records: Vec<ArticleRecord>) -> Result<Vec<Inserted>, StoreError> {
        self.check_writable()?;
        let mut outcomes = Vec::with_capacity(records.len());
        let mut changed: BTreeMap<String, ArticleRecord> = BTreeMap::new();
        for record in records {
            let new = ArticleInfo::of(&record);
            let newest = changed.get(&record.key).map(ArticleInfo::of);
            let old = newest.as_ref().or_else(|| self.articles.get(&record.key).map(|(info, _)| info));
            outcomes.push(match old {
                Some(old) if is_unchanged(old, &new) => Inserted::Unchanged,
                Some(_) => Inserted::Replaced,
                None => Inserted::New,
            });
            if outcomes.last() != Some(&Inserted::Unchanged) {
                changed.insert(record.key.clone(), record);
            }
        }
        if changed.is_empty() {
            return Ok(outcomes);
        }
        let changed: Vec<ArticleRecord> = changed.into_values().collect();
        let entries = self.log.append(changed.par_iter().map(log::article).collect::<Result<Vec<_>, _>>()?)?;
        let mut old_graphs = BTreeSet::new();
        let mut quads = Vec::new();
        for (record, entry) in changed.into_iter().zip(entries) {
            let info = ArticleInfo::of(&record);
            quads.extend(record.quads);
            if let Some((old, _)) = self.articles.insert(info.key.clone(), (info, entry)) {
                old_graphs.insert(old.graph);
            }
        }
        self.index.replace(&old_graphs, quads)?;
        self.index.settle(&self.articles)?;
        Ok(outcomes)
    }

    /// Takes an article out; `false` if it was not there. Names of its entities stay in the index until the store is opened anew.
    pub fn remove(&mut self, key: &str) -> Result<bool, StoreError> {
        self.check_writable()?;
        let Some((info, _)) = self.articles.get(key) else { return Ok(false) };
        self.log.append(vec![log::removal(key)?])?;
        self.index.replace(&BTreeSet::from([info.graph.clone()]), Vec::new())?;
        self.articles.remove(key);
        self.index.settle(&self.articles)?;
        Ok(true)
    }

    /// The articles, by key.
    pub fn articles(&self) -> impl Iterator<Item = &ArticleInfo> {
        self.articles.values().map(|(info, _)| info)
    }

    /// The article of that key.
    pub fn article(&self, key: &str) -> Option<&ArticleInfo> {
        self.articles.get(key).map(|(info, _)| info)
    }

    /// Whether an article with this source, program and frames is there already, so that it need not be read again.
    pub fn is_current(&self, key: &str, sha256: &str, tool_version: &str, frame_set: &str) -> bool {
        self.article(key).is_some_and(|a| a.sha256 == sha256 && a.tool_version == tool_version && a.frame_set == frame_set)
    }

    /// The quads of one article as they were inserted.
    pub fn article_quads(&self, key: &str) -> Result<Vec<Quad>, StoreError> {
        self.articles.get(key).map_or_else(|| Ok(Vec::new()), |(_, entry)| self.log.quads(*entry))
    }

    /// Every quad of the index but those of the ontology, sorted.
    pub fn quads(&self) -> Result<Vec<Quad>, StoreError> {
        self.index.quads()
    }

    /// Figures of the store.
    pub fn info(&self) -> Result<Info, StoreError> {
        let (records, bytes) = (self.log.records(), self.log.bytes());
        Ok(Info { articles: self.articles.len(), quads: self.index.len()?, records, bytes, format: log::FORMAT })
    }

    /// Reads the whole log again and checks every record; the problems found, empty if there are none.
    pub fn verify(&self) -> Result<Vec<String>, StoreError> {
        let mut problems = self.log.verify()?;
        for (info, _) in self.articles.values() {
            if NamedNode::new(&info.graph).is_err() && info.quads > 0 {
                problems.push(format!("article {}: {:?} is no name of a graph", info.key, info.graph));
            }
        }
        Ok(problems)
    }

    /// Writes the log anew without outdated records, and puts it in place of the old one in one step. Bytes saved.
    pub fn compact(&mut self) -> Result<u64, StoreError> {
        self.check_writable()?;
        let before = self.log.bytes();
        let entries = self.log.rewrite(self.articles.values().map(|(_, entry)| *entry).collect())?;
        for ((_, entry), new) in self.articles.values_mut().zip(entries) {
            *entry = new;
        }
        Ok(before.saturating_sub(self.log.bytes()))
    }

    /// Saves what can be saved of a damaged log: every record whose checksum is right goes into a new log; the old one is kept
    /// as `articles.log.damaged`. How many records were left out.
    pub fn rebuild(dir: impl AsRef<Path>) -> Result<usize, StoreError> {
        let dir = dir.as_ref();
        let _lock = lock(dir)?;
        Log::salvage(&dir.join(log::FILE))
    }

    /// What a user should know about how the store was found.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Answers a SPARQL 1.1 query over the union of all graphs. Prefixes of [`PREFIXES`](crate::rdf::vocabulary::PREFIXES) are
    /// declared; nothing can be changed and no other server is asked.
    ///
    /// A triple that several articles state counts several times: say `DISTINCT`.
    pub fn query(&self, sparql: &str, options: &QueryOptions) -> Result<Answer, QueryError> {
        query::run(&self.index, sparql, options)
    }

    fn check_writable(&self) -> Result<(), StoreError> {
        if self.lock.is_some() { Ok(()) } else { Err(StoreError::ReadOnly { dir: self.dir.clone() }) }
    }
}

fn is_unchanged(old: &ArticleInfo, new: &ArticleInfo) -> bool {
    let made_of = |info: &ArticleInfo| (info.sha256.clone(), info.tool_version.clone(), info.frame_set.clone(), info.graph.clone());
    made_of(old) == made_of(new)
}

fn lock(dir: &Path) -> Result<File, StoreError> {
    let path = dir.join("lock");
    let at = StoreError::at(&path, "open the lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(at)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { dir: dir.to_owned() }),
        Err(TryLockError::Error(error)) => Err(StoreError::at(&path, "lock")(error)),
    }
}
