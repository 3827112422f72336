//! What identity keeps between runs: tables in one file, of which an update reads and writes only the rows that it touches.
//!
//! ```text
//! heads        article → IRI, publisher, words    what is asked of it most
//! articles     article → its report                what its graph says, packed
//! blocks       block, article → ()                who is compared with whom
//! alike        event, event → how much            pairs of reports of one happening
//! clusters     first event → members and sources  unless it stands alone, with one source
//! people       entity → names, offices, joins
//! ```
//! Articles, entities and blocks are known by the hash of their names, an event by its article and its place there. Everything follows
//! from the articles' graphs, so that the file can be taken away at any time; what follows from other rows is not written. An article
//! takes about 9 kB. Of what was read a fixed number is kept in memory, however many articles an update has to look at.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use redb::{Error, ReadableTable, Table, TableDefinition, WriteTransaction};
use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::copies::Copies;
use super::decisions::Decisions;
use super::pack::{plain, zlib};
use super::people::Known;
use super::report::{ArticleReport, Head, Iri, Report};

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

/// The hash of what puts reports into one block; a block that two of them share costs some comparisons and no more.
pub(super) type Block = u32;

/// Articles that are looked through at a time.
const SOME: usize = 1024;
/// Articles of which the report, or where its events stand, is kept in memory.
const KEPT: usize = 256;

type Pairs<'t> = Table<'t, (Key, u32, Key, u32), f32>;

/// The tables, open in a transaction, with what was read of them.
pub(super) struct Shelf<'t> {
    /// Article → what is asked of it most.
    heads: Table<'t, Key, &'static [u8]>,
    /// Article → the rest of its report as it was read, in zlib.
    articles: Table<'t, Key, &'static [u8]>,
    /// Graph → its article and what that was made of.
    pub graphs: Table<'t, &'static str, (Key, &'static str)>,
    /// Entity, country or body that it is of → how many articles say so, and the latter's name.
    pub kin: Table<'t, (Key, Key), (u32, &'static str)>,
    /// Band of a fingerprint, article.
    pub bands: Table<'t, (Key, Key), ()>,
    /// Block, article of an event that stands in it.
    blocks: Table<'t, (Block, Key), ()>,
    /// State, article with a report of it.
    states: Table<'t, (Key, Key), ()>,
    /// Article → under which its events stand.
    placed: Table<'t, Key, &'static [u8]>,
    /// Reports that are alike, with how much.
    pub alike: Pairs<'t>,
    /// Single reports and general ones that tell of many such happenings.
    pub parts: Pairs<'t>,
    /// Event → first member of its cluster, if that is another.
    cluster_of: Table<'t, EventId, EventId>,
    /// First member → the cluster, unless it is like most.
    clusters: Table<'t, EventId, &'static [u8]>,
    /// Quads on single articles, entities and events.
    pub singles: Table<'t, EventId, &'static str>,
    /// Entity, article that speaks of it.
    pub mentions: Table<'t, (Key, Key), ()>,
    /// Entity, article that has it in an event without saying that it speaks of it.
    pub beside: Table<'t, (Key, Key), ()>,
    /// Person or body → what all articles say of it.
    pub people: Table<'t, Key, &'static [u8]>,
    /// Form of a name, person or body that bears it.
    pub forms: Table<'t, (Key, Key), ()>,
    /// Entity → the one that stands for it.
    pub same: Table<'t, Key, &'static str>,
    /// Facts on the whole, by name, in zlib.
    notes: Table<'t, &'static str, &'static [u8]>,
    read: FxHashMap<Key, Option<Arc<ArticleReport>>>,
    pub copies: Copies,
    /// Rows of `placed` that were read, as they are now.
    stands: FxHashMap<Key, BTreeMap<u32, Placed>>,
    /// Those of them that are not written yet, as they were.
    moved: BTreeMap<Key, BTreeMap<u32, Placed>>,
    /// The user's; they give entities other names in some articles.
    decisions: Decisions,
}

/// Under which an event stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Placed {
    /// Blocks, as the bytes of their numbers, which are shorter so.
    blocks: Vec<[u8; size_of::<Block>()]>,
    pub state: Option<Key>,
}

impl Placed {
    pub fn new(blocks: impl IntoIterator<Item = Block>, state: Option<Key>) -> Placed {
        Placed { blocks: blocks.into_iter().map(Block::to_le_bytes).collect(), state }
    }

    pub fn blocks(&self) -> impl Iterator<Item = Block> {
        self.blocks.iter().map(|bytes| Block::from_le_bytes(*bytes))
    }
}

/// Reports of one happening.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cluster {
    /// In the order of their IRIs.
    pub members: Vec<EventId>,
    /// Independent sources.
    pub sources: u32,
}

impl Cluster {
    /// A report alone with its one source, as most are.
    fn alone(event: EventId) -> Cluster {
        Cluster { members: vec![event], sources: 1 }
    }
}

impl<'t> Shelf<'t> {
    pub fn open(transaction: &'t WriteTransaction) -> Result<Shelf<'t>, Error> {
        let mut shelf = Shelf {
            heads: transaction.open_table(TableDefinition::new("heads"))?,
            articles: transaction.open_table(TableDefinition::new("articles"))?,
            graphs: transaction.open_table(TableDefinition::new("graphs"))?,
            kin: transaction.open_table(TableDefinition::new("kin"))?,
            bands: transaction.open_table(TableDefinition::new("bands"))?,
            blocks: transaction.open_table(TableDefinition::new("blocks"))?,
            states: transaction.open_table(TableDefinition::new("states"))?,
            placed: transaction.open_table(TableDefinition::new("placed"))?,
            alike: transaction.open_table(TableDefinition::new("alike"))?,
            parts: transaction.open_table(TableDefinition::new("parts"))?,
            cluster_of: transaction.open_table(TableDefinition::new("cluster of"))?,
            clusters: transaction.open_table(TableDefinition::new("clusters"))?,
            singles: transaction.open_table(TableDefinition::new("singles"))?,
            mentions: transaction.open_table(TableDefinition::new("mentions"))?,
            beside: transaction.open_table(TableDefinition::new("beside"))?,
            people: transaction.open_table(TableDefinition::new("people"))?,
            forms: transaction.open_table(TableDefinition::new("forms"))?,
            same: transaction.open_table(TableDefinition::new("same"))?,
            notes: transaction.open_table(TableDefinition::new("notes"))?,
            read: FxHashMap::default(),
            copies: Copies::default(),
            stands: FxHashMap::default(),
            moved: BTreeMap::new(),
            decisions: Decisions::default(),
        };
        shelf.decisions = Decisions::parse(&shelf.note("decisions")?).unwrap_or_default();
        Ok(shelf)
    }

    /// A fact on the whole; empty if there is none.
    pub fn note(&self, name: &str) -> Result<String, Error> {
        let Some(note) = self.notes.get(name)? else { return Ok(String::new()) };
        String::from_utf8(plain(note.value())?).map_err(corrupted)
    }

    /// Notes a fact on the whole.
    pub fn set_note(&mut self, name: &'static str, note: &str) -> Result<(), Error> {
        self.notes.insert(name, zlib(note.as_bytes())?.as_slice())?;
        Ok(())
    }

    /// The user's decisions.
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// Puts the user's decisions in place of those of before.
    pub fn decide(&mut self, decisions: Decisions) -> Result<(), Error> {
        self.set_note("decisions", &decisions.to_string())?;
        self.decisions = decisions;
        self.read.clear();
        Ok(())
    }

    /// What an article contributes, with the names that the user gave.
    pub fn article(&mut self, article: Key) -> Result<Option<Arc<ArticleReport>>, Error> {
        if let Some(known) = self.read.get(&article) {
            return Ok(known.clone());
        }
        let report = match (self.head(article)?, self.articles.get(article)?) {
            (Some(head), Some(bytes)) => {
                let mut report = ArticleReport::unpack(head, bytes.value())?;
                self.decisions.rename(&mut report);
                Some(Arc::new(report))
            }
            _ => None,
        };
        if self.read.len() == KEPT {
            self.read.clear();
        }
        self.read.insert(article, report.clone());
        Ok(report)
    }

    /// What is asked most of an article.
    pub fn head(&self, article: Key) -> Result<Option<Head>, Error> {
        self.heads.get(article)?.map(|bytes| decode(bytes.value())).transpose()
    }

    /// Puts an article in as it was read.
    pub fn put_article(&mut self, report: &ArticleReport) -> Result<Key, Error> {
        let article = key(&report.head.iri);
        self.heads.insert(article, encode(&report.head)?.as_slice())?;
        self.articles.insert(article, report.pack()?.as_slice())?;
        self.read.remove(&article);
        Ok(article)
    }

    pub fn remove_article(&mut self, article: Key) -> Result<(), Error> {
        self.heads.remove(article)?;
        self.articles.remove(article)?;
        self.read.remove(&article);
        Ok(())
    }

    /// An event's report.
    pub fn report(&mut self, (article, place): EventId) -> Result<Option<Arc<Report>>, Error> {
        Ok(self.article(article)?.and_then(|report| report.events.get(place as usize).cloned()))
    }

    /// Those of the events that are there, in the order of their IRIs.
    pub fn sorted(&self, events: impl IntoIterator<Item = EventId>) -> Result<Vec<EventId>, Error> {
        let mut articles: BTreeMap<Key, Vec<u32>> = BTreeMap::new();
        events.into_iter().for_each(|(article, place)| articles.entry(article).or_default().push(place));
        let mut sorted = Vec::with_capacity(articles.len());
        for (article, mut places) in articles {
            if let Some(head) = self.head(article)? {
                places.sort_unstable();
                places.retain(|place| *place < head.events);
                // so the IRIs of its events begin
                sorted.push((format!("{}/", head.iri), article, places));
            }
        }
        sorted.sort_unstable();
        Ok(sorted.into_iter().flat_map(|(_, article, places)| places.into_iter().map(move |place| (article, place))).collect())
    }

    /// The events of an article.
    pub fn events(&self, article: Key) -> Result<impl Iterator<Item = EventId> + use<>, Error> {
        let count = self.head(article)?.map_or(0, |head| head.events);
        Ok((0..count).map(move |place| (article, place)))
    }

    /// Some articles, from one on, and the next of them.
    pub fn from(&self, first: Key) -> Result<(Vec<Key>, Option<Key>), Error> {
        let rows = self.heads.range(first..)?.take(SOME + 1);
        let mut articles = rows.map(|row| row.map(|(article, _)| article.value())).collect::<Result<Vec<Key>, _>>()?;
        let next = if articles.len() > SOME { articles.pop() } else { None };
        Ok((articles, next))
    }

    /// Under which the events of an article stand.
    fn stands(&mut self, article: Key) -> Result<&mut BTreeMap<u32, Placed>, Error> {
        if self.stands.len() >= KEPT && self.moved.is_empty() {
            self.stands.clear();
        }
        Ok(match self.stands.entry(article) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(row) => row.insert(self.placed.get(article)?.map_or_else(|| Ok(BTreeMap::new()), |bytes| decode(bytes.value()))?),
        })
    }

    /// The state of which an event is a report.
    pub fn state(&mut self, (article, place): EventId) -> Result<Option<Key>, Error> {
        Ok(self.stands(article)?.get(&place).and_then(|placed| placed.state))
    }

    /// Puts an event into blocks and its state, or takes it out; [`write_places`](Self::write_places) makes it so in the tables,
    /// when it is called or they are many.
    pub fn place(&mut self, (article, place): EventId, now: Option<Placed>) -> Result<(), Error> {
        if !self.moved.contains_key(&article) {
            let before = self.stands(article)?.clone();
            self.moved.insert(article, before);
        }
        let stands = self.stands(article)?;
        match now {
            Some(now) => stands.insert(place, now),
            None => stands.remove(&place),
        };
        if self.moved.len() < KEPT { Ok(()) } else { self.write_places() }
    }

    /// Writes where the events of each article stand now, once for all of them.
    pub fn write_places(&mut self) -> Result<(), Error> {
        for (article, before) in std::mem::take(&mut self.moved) {
            let now = self.stands.get(&article).cloned().unwrap_or_default();
            if now.is_empty() {
                self.placed.remove(article)?;
            } else {
                self.placed.insert(article, encode(&now)?.as_slice())?;
            }
            let blocks = |stands: &BTreeMap<u32, Placed>| stands.values().flat_map(Placed::blocks).collect();
            exchange(&mut self.blocks, article, &blocks(&before), &blocks(&now))?;
            let states = |stands: &BTreeMap<u32, Placed>| stands.values().filter_map(|placed| placed.state).collect();
            exchange(&mut self.states, article, &states(&before), &states(&now))?;
        }
        Ok(())
    }

    /// The events that stand in a block.
    pub fn in_block(&mut self, block: Block) -> Result<Vec<EventId>, Error> {
        let articles = self.blocks.range((block, 0)..=(block, Key::MAX))?;
        let articles = articles.map(|row| row.map(|(row, _)| row.value().1)).collect::<Result<Vec<_>, _>>()?;
        self.standing(articles, |placed| placed.blocks().any(|other| other == block))
    }

    /// The reports of a state.
    pub fn in_state(&mut self, state: Key) -> Result<Vec<EventId>, Error> {
        let articles = seconds(&self.states, state)?;
        self.standing(articles, |placed| placed.state == Some(state))
    }

    fn standing(&mut self, articles: Vec<Key>, is_it: impl Fn(&Placed) -> bool) -> Result<Vec<EventId>, Error> {
        let mut events = Vec::new();
        for article in articles {
            let stands = self.stands(article)?.iter().filter(|(_, placed)| is_it(placed));
            events.extend(stands.map(|(place, _)| (article, *place)));
        }
        Ok(events)
    }

    /// The cluster in which an event stands.
    pub fn cluster(&self, event: EventId) -> Result<Cluster, Error> {
        let first = self.cluster_of.get(event)?.map_or(event, |first| first.value());
        self.clusters.get(first)?.map_or_else(|| Ok(Cluster::alone(first)), |bytes| decode(bytes.value()))
    }

    /// Puts clusters in place of those that had their members.
    pub fn exchange_clusters<'c>(
        &mut self,
        old: impl IntoIterator<Item = &'c Cluster>,
        new: impl IntoIterator<Item = &'c Cluster>,
    ) -> Result<(), Error> {
        let mut first_of: FxHashMap<EventId, EventId> = FxHashMap::default();
        for Cluster { members, .. } in old {
            let Some((first, others)) = members.split_first() else { continue };
            self.clusters.remove(first)?;
            first_of.extend(others.iter().map(|other| (*other, *first)));
        }
        for cluster in new {
            let Some((first, others)) = cluster.members.split_first() else { continue };
            if *cluster != Cluster::alone(*first) {
                self.clusters.insert(first, encode(cluster)?.as_slice())?;
            }
            for other in others {
                if first_of.remove(other) != Some(*first) {
                    self.cluster_of.insert(other, first)?;
                }
            }
        }
        for alone in first_of.into_keys() {
            self.cluster_of.remove(alone)?;
        }
        Ok(())
    }

    /// The events that an entity takes part in or is a source of.
    pub fn events_of(&mut self, entity: &Iri) -> Result<Vec<EventId>, Error> {
        let mut events = Vec::new();
        for article in seconds(&self.mentions, key(entity))?.into_iter().chain(seconds(&self.beside, key(entity))?) {
            let Some(report) = self.article(article)? else { continue };
            let speaks = |report: &Report| report.entities().any(|other| other == entity);
            events.extend(report.events.iter().zip(0..).filter(|(report, _)| speaks(report)).map(|(_, place)| (article, place)));
        }
        Ok(events)
    }

    /// The entity that stands for this one.
    pub fn resolve(&self, entity: &Iri) -> Result<Iri, Error> {
        Ok(self.same.get(key(entity))?.map_or_else(|| entity.clone(), |same| same.value().into()))
    }

    /// A person or body by the hash of its name, and what all articles say of it.
    pub fn person(&self, entity: Key) -> Result<Option<(Iri, Known)>, Error> {
        self.people.get(entity)?.map(|row| decode(row.value())).transpose()
    }

    /// Those who bear one of the forms.
    pub fn bearers<'f>(&self, forms: impl IntoIterator<Item = &'f String>) -> Result<BTreeSet<Iri>, Error> {
        let mut bearers = BTreeSet::new();
        for form in forms {
            for entity in seconds(&self.forms, key(form))? {
                if let Some(row) = self.people.get(entity)? {
                    // the name stands first
                    bearers.insert(postcard::take_from_bytes(row.value()).map_err(corrupted)?.0);
                }
            }
        }
        Ok(bearers)
    }
}

/// Takes an article from under some and puts it under others.
fn exchange<K: redb::Key + for<'k> redb::Value<SelfType<'k> = K> + Copy + Ord>(
    rows: &mut Table<'_, (K, Key), ()>,
    article: Key,
    before: &BTreeSet<K>,
    now: &BTreeSet<K>,
) -> Result<(), Error> {
    for gone in before.difference(now) {
        rows.remove((*gone, article))?;
    }
    for new in now.difference(before) {
        rows.insert((*new, article), ())?;
    }
    Ok(())
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
    postcard::to_stdvec(value).map_err(corrupted)
}

pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    postcard::from_bytes(bytes).map_err(corrupted)
}

fn corrupted(error: impl std::fmt::Display) -> Error {
    Error::Corrupted(error.to_string())
}
