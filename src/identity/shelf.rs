//! What identity keeps between runs: tables in one file, of which an update reads and writes only the rows that it touches.
//!
//! ```text
//! blocks       block, event → ()         who is compared with whom
//! alike        event, event → how much   pairs of reports of one happening
//! clusters     first event → members and the quads about them
//! people       entity → names, offices, joins
//! ```
//! Articles, entities and blocks are known by the hash of their names, an event by its article and its place there. Everything follows
//! from the articles' graphs, so that the file can be taken away at any time.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::sync::{Arc, LazyLock};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use redb::{Error, ReadableTable, Table, TableDefinition, WriteTransaction};
use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::decisions::Decisions;
use super::report::{ArticleReport, Iri, Report};
use crate::rdf::vocabulary as v;
use crate::rdf::{DEFAULT_BASE, identity_graph};

/// The hash of a name.
pub(super) type Key = u64;
/// An article and which of its events.
pub(super) type EventId = (Key, u32);

/// The key of a name; two of ten million names share theirs by a chance of one in a hundred thousand.
pub(super) fn key(name: &str) -> Key {
    key_of(name.as_bytes())
}

pub(super) fn key_of(bytes: &[u8]) -> Key {
    let hash = blake3::hash(bytes);
    hash.as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

type Rows<'t> = Table<'t, (Key, Key, u32), ()>;
type Pairs<'t> = Table<'t, (Key, u32, Key, u32), f32>;

/// The tables, open in a transaction, with what was read of them.
pub(super) struct Shelf<'t> {
    /// Article → its report as it was read, in zlib.
    articles: Table<'t, Key, &'static [u8]>,
    /// Graph → its article and what that was made of.
    pub graphs: Table<'t, &'static str, (Key, &'static str)>,
    /// Entity, country or body that it is of → how many articles say so, and the latter's name.
    pub kin: Table<'t, (Key, Key), (u32, &'static str)>,
    /// Article → its name and fingerprint.
    pub prints: Table<'t, Key, (&'static str, &'static str)>,
    /// Band of a fingerprint, article.
    pub bands: Table<'t, (Key, Key), ()>,
    /// Block, event that stands in it.
    pub blocks: Rows<'t>,
    /// State, report of it.
    pub states: Rows<'t>,
    /// Entity, event that it takes part in or is a source of.
    pub events_of: Rows<'t>,
    /// Event → blocks and state under which it stands.
    pub placed: Table<'t, EventId, &'static [u8]>,
    /// Reports that are alike, with how much.
    pub alike: Pairs<'t>,
    /// Single reports and general ones that tell of many such happenings.
    pub parts: Pairs<'t>,
    /// Event → first member of its cluster.
    pub cluster_of: Table<'t, EventId, EventId>,
    /// First member → the cluster and its quads.
    pub clusters: Table<'t, EventId, &'static [u8]>,
    /// Quads on single articles, entities and events.
    pub singles: Table<'t, EventId, &'static str>,
    /// Entity, article that speaks of it.
    pub mentions: Table<'t, (Key, Key), ()>,
    /// Person or body → what all articles say of it.
    pub people: Table<'t, Key, &'static [u8]>,
    /// Form of a name, entity that bears it → the entity's name.
    pub forms: Table<'t, (Key, Key), &'static str>,
    /// Entity → the one that stands for it.
    pub same: Table<'t, Key, &'static str>,
    /// Facts on the whole, by name.
    pub notes: Table<'t, &'static str, &'static str>,
    read: FxHashMap<Key, Option<Arc<ArticleReport>>>,
    /// The user's; they give entities other names in some articles.
    decisions: Decisions,
}

/// Under which an event stands.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Placed {
    pub blocks: Vec<Key>,
    pub state: Option<Key>,
}

/// A cluster and the quads about it, as N-Quads.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Cluster {
    pub members: Vec<EventId>,
    pub quads: String,
}

impl Cluster {
    /// As bytes, with one letter for what nearly all quads have in common.
    pub fn pack(&self) -> Result<Vec<u8>, Error> {
        let quads = COMMON.iter().fold(self.quads.clone(), |text, (letter, common)| text.replace(common, letter));
        encode(&(&self.members, quads))
    }

    pub fn unpack(bytes: &[u8]) -> Result<Cluster, Error> {
        let (members, quads): (Vec<EventId>, String) = decode(bytes)?;
        Ok(Cluster { members, quads: COMMON.iter().rev().fold(quads, |text, (letter, common)| text.replace(letter, common)) })
    }
}

/// Letters that N-Quads never have, and what they stand for; the longer first.
static COMMON: LazyLock<[(&str, String); 6]> = LazyLock::new(|| {
    let (base, graph) = (DEFAULT_BASE, identity_graph(DEFAULT_BASE));
    let of_type = format!("> <{}> <{}>", v::RDF_TYPE, v::CANONICAL_EVENT.as_str());
    let sources = v::INDEPENDENT_SOURCES.as_str();
    [
        ("\u{1}", format!(" {graph} .\n")),
        ("\u{2}", of_type),
        ("\u{3}", format!("> <{sources}> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer>")),
        ("\u{4}", format!("> <{}> <{base}id/event/", v::DESCRIBES.as_str())),
        ("\u{5}", format!("<{base}id/event/")),
        ("\u{6}", format!("<{base}id/article/")),
    ]
});

impl<'t> Shelf<'t> {
    pub fn open(transaction: &'t WriteTransaction) -> Result<Shelf<'t>, Error> {
        let mut shelf = Shelf {
            articles: transaction.open_table(TableDefinition::new("articles"))?,
            graphs: transaction.open_table(TableDefinition::new("graphs"))?,
            kin: transaction.open_table(TableDefinition::new("kin"))?,
            prints: transaction.open_table(TableDefinition::new("prints"))?,
            bands: transaction.open_table(TableDefinition::new("bands"))?,
            blocks: transaction.open_table(TableDefinition::new("blocks"))?,
            states: transaction.open_table(TableDefinition::new("states"))?,
            events_of: transaction.open_table(TableDefinition::new("events of"))?,
            placed: transaction.open_table(TableDefinition::new("placed"))?,
            alike: transaction.open_table(TableDefinition::new("alike"))?,
            parts: transaction.open_table(TableDefinition::new("parts"))?,
            cluster_of: transaction.open_table(TableDefinition::new("cluster of"))?,
            clusters: transaction.open_table(TableDefinition::new("clusters"))?,
            singles: transaction.open_table(TableDefinition::new("singles"))?,
            mentions: transaction.open_table(TableDefinition::new("mentions"))?,
            people: transaction.open_table(TableDefinition::new("people"))?,
            forms: transaction.open_table(TableDefinition::new("forms"))?,
            same: transaction.open_table(TableDefinition::new("same"))?,
            notes: transaction.open_table(TableDefinition::new("notes"))?,
            read: FxHashMap::default(),
            decisions: Decisions::default(),
        };
        shelf.decisions = Decisions::parse(&shelf.note("decisions")?).unwrap_or_default();
        Ok(shelf)
    }

    /// A fact on the whole; empty if there is none.
    pub fn note(&self, name: &str) -> Result<String, Error> {
        Ok(self.notes.get(name)?.map_or_else(String::new, |note| note.value().to_owned()))
    }

    /// The user's decisions.
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// Puts the user's decisions in place of those of before.
    pub fn decide(&mut self, decisions: Decisions) -> Result<(), Error> {
        self.notes.insert("decisions", decisions.to_string().as_str())?;
        self.decisions = decisions;
        self.read.clear();
        Ok(())
    }

    /// What an article contributes, with the names that the user gave.
    pub fn article(&mut self, article: Key) -> Result<Option<Arc<ArticleReport>>, Error> {
        if let Some(known) = self.read.get(&article) {
            return Ok(known.clone());
        }
        let report = match self.articles.get(article)? {
            None => None,
            Some(bytes) => {
                let mut plain = Vec::new();
                ZlibDecoder::new(bytes.value()).read_to_end(&mut plain)?;
                let mut report: ArticleReport = decode(&plain)?;
                self.decisions.rename(&mut report);
                Some(Arc::new(report))
            }
        };
        self.read.insert(article, report.clone());
        Ok(report)
    }

    /// Puts an article in as it was read.
    pub fn put_article(&mut self, report: &ArticleReport) -> Result<Key, Error> {
        let article = key(&report.iri);
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(&encode(report)?)?;
        self.articles.insert(article, zlib.finish()?.as_slice())?;
        self.read.remove(&article);
        Ok(article)
    }

    pub fn remove_article(&mut self, article: Key) -> Result<(), Error> {
        self.articles.remove(article)?;
        self.read.remove(&article);
        Ok(())
    }

    /// An event's report.
    pub fn report(&mut self, (article, place): EventId) -> Result<Option<Arc<Report>>, Error> {
        Ok(self.article(article)?.and_then(|report| report.events.get(place as usize).cloned()))
    }

    /// The events of an article.
    pub fn events(&mut self, article: Key) -> Result<Vec<EventId>, Error> {
        Ok(self.article(article)?.map_or_else(Vec::new, |report| (0..report.events.len() as u32).map(|place| (article, place)).collect()))
    }

    pub fn placed(&self, event: EventId) -> Result<Option<Placed>, Error> {
        self.placed.get(event)?.map(|bytes| decode(bytes.value())).transpose()
    }

    pub fn cluster(&self, first: EventId) -> Result<Option<Cluster>, Error> {
        self.clusters.get(first)?.map(|bytes| Cluster::unpack(bytes.value())).transpose()
    }

    /// The entity that stands for this one.
    pub fn resolve(&self, entity: &Iri) -> Result<Iri, Error> {
        Ok(self.same.get(key(entity))?.map_or_else(|| entity.clone(), |same| same.value().into()))
    }

    /// Those who bear one of the forms.
    pub fn bearers<'f>(&self, forms: impl IntoIterator<Item = &'f String>) -> Result<BTreeSet<Iri>, Error> {
        let mut bearers = BTreeSet::new();
        for form in forms {
            for row in self.forms.range((key(form), 0)..=(key(form), Key::MAX))? {
                bearers.insert(row?.1.value().into());
            }
        }
        Ok(bearers)
    }
}

/// Events under a key.
pub(super) fn under(rows: &Rows<'_>, first: Key) -> Result<Vec<EventId>, Error> {
    let of = rows.range((first, 0, 0)..=(first, Key::MAX, u32::MAX))?;
    of.map(|row| row.map(|(row, _)| (row.value().1, row.value().2)).map_err(Error::from)).collect()
}

/// Second parts of the rows whose first part is given.
pub(super) fn seconds<V: redb::Value>(rows: &Table<'_, (Key, Key), V>, first: Key) -> Result<Vec<Key>, Error> {
    rows.range((first, 0)..=(first, Key::MAX))?.map(|row| row.map(|(row, _)| row.value().1).map_err(Error::from)).collect()
}

/// Reports paired with one, with how much.
pub(super) fn paired(pairs: &Pairs<'_>, (article, place): EventId) -> Result<Vec<(EventId, f32)>, Error> {
    let of = pairs.range((article, place, 0, 0)..=(article, place, Key::MAX, u32::MAX))?;
    of.map(|row| {
        let (row, score) = row?;
        let (_, _, other, place) = row.value();
        Ok(((other, place), score.value()))
    })
    .collect()
}

pub(super) fn pair(pairs: &mut Pairs<'_>, one: EventId, other: EventId, score: f32) -> Result<(), Error> {
    pairs.insert((one.0, one.1, other.0, other.1), score)?;
    pairs.insert((other.0, other.1, one.0, one.1), score)?;
    Ok(())
}

/// Takes a report out of all its pairs; those it was paired with.
pub(super) fn unpair(pairs: &mut Pairs<'_>, one: EventId) -> Result<Vec<EventId>, Error> {
    let others: Vec<EventId> = paired(pairs, one)?.into_iter().map(|(other, _)| other).collect();
    for other in &others {
        pairs.remove((one.0, one.1, other.0, other.1))?;
        pairs.remove((other.0, other.1, one.0, one.1))?;
    }
    Ok(others)
}

pub(super) fn encode(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    postcard::to_stdvec(value).map_err(|error| Error::Corrupted(error.to_string()))
}

pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    postcard::from_bytes(bytes).map_err(|error| Error::Corrupted(error.to_string()))
}
