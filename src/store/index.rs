//! The index: an oxigraph store that follows the log, in memory, or on disk with the feature `disk`.
//!
//! It takes in what was written to the log when it is asked next; one on disk also now and then before that.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, TermRef};
use oxigraph::store::StorageError;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::log::{Entry, Log};
#[cfg(feature = "disk")]
use super::namefile::NameFile;
use super::segments::{Contents, Ended, Segments};
use super::{QueryError, StoreError, names};
use crate::rdf;
use crate::resources::Ontology;

/// Articles read before they are added, so that memory holds few parsed graphs at once.
const CHUNK: usize = 128;
/// Changes of derived graphs that are made in one.
const CHANGES: usize = 32;
/// Bytes of the log by which an index on disk is at most behind.
#[cfg(feature = "disk")]
const BEHIND: u64 = 16 << 20;

/// Quads of all articles and of the ontology.
pub(super) struct Index {
    pub store: oxigraph::store::Store,
    place: Mutex<Place>,
    /// Its names, for one on disk.
    #[cfg(feature = "disk")]
    names: Option<NameFile>,
}

/// How far it has followed the log.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// End of what it has taken in.
    pub end: u64,
    /// What the records after that put an end to.
    pub ended: Ended,
    /// Where this is noted, for one on disk.
    #[cfg(feature = "disk")]
    pub note: Option<super::disk::Note>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

impl Index {
    /// A new index in memory.
    pub fn in_memory() -> Result<Index, StoreError> {
        let index = Index::over(oxigraph::store::Store::new()?, Place::default());
        index.load_ontology()?;
        Ok(index)
    }

    pub(super) fn over(store: oxigraph::store::Store, place: Place) -> Index {
        Index {
            store,
            place: Mutex::new(place),
            #[cfg(feature = "disk")]
            names: None,
        }
    }

    /// Hears what was written to the log.
    pub fn hear(&mut self, ended: Ended, segments: &Segments) -> Result<(), StoreError> {
        let place = self.place.get_mut().unwrap_or_else(PoisonError::into_inner);
        place.ended.add(ended);
        #[cfg(feature = "disk")]
        if place.note.is_some() && segments.log.bytes() > place.end + BEHIND {
            return self.follow(segments);
        }
        let _ = segments;
        Ok(())
    }

    /// Takes in what was written to the log since last time. If that fails half way, all of it is taken in again.
    pub fn follow(&self, segments: &Segments) -> Result<(), StoreError> {
        let Segments { log, contents, .. } = segments;
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        if place.end == log.bytes() {
            return Ok(());
        }
        let from = place.end;
        let ended = &place.ended;
        let mut new: Vec<(Entry, &str)> =
            contents.articles.values().filter(|(_, entry)| entry.begin() >= from).map(|(info, entry)| (*entry, &*info.graph)).collect();
        new.sort_unstable();
        if from > 0 {
            // what a crash left in without a note goes out before it comes in again
            let old = ended.articles.iter().map(|(info, _)| &*info.graph).chain(ended.derived.iter().map(String::as_str));
            self.drop_graphs(&old.chain(new.iter().map(|(_, graph)| *graph)).collect())?;
        }
        self.load(log, new.into_iter().map(|(entry, _)| entry).collect())?;
        for derived in contents.graphs() {
            let begin = if ended.derived.contains(&derived.info.graph) { 0 } else { from };
            self.load_changes(log, &derived.entries[derived.entries.partition_point(|entry| entry.begin() < begin)..])?;
        }
        self.retract(ended.shared(log)?, log, contents)?;
        (place.end, place.ended) = (log.bytes(), Ended::default());
        #[cfg(feature = "disk")]
        if let Some(note) = &mut place.note {
            note.write(&self.store, log)?;
        }
        Ok(())
    }

    /// Puts one on disk in order, if it has followed the log.
    #[cfg(feature = "disk")]
    pub fn put_in_order(&mut self, log: &Log) -> Result<(), StoreError> {
        let place = self.place.get_mut().unwrap_or_else(PoisonError::into_inner);
        let is_whole = place.end == log.bytes();
        let Some(note) = place.note.as_mut().filter(|_| is_whole) else { return Ok(()) };
        let is_due = note.is_due(log);
        if is_due {
            note.put_in_order(&self.store, log)?;
        }
        let Some(file) = self.names.as_ref().filter(|names| is_due || !names.is_there()) else { return Ok(()) };
        // names that cannot be asked for now are written another time
        names::all(self).map_or(Ok(()), |names| file.write(&names))
    }

    /// Hears that the records of the log, all of which it has taken in, stand at other places.
    pub fn moved(&mut self, log: &Log) -> Result<(), StoreError> {
        let place = self.place.get_mut().unwrap_or_else(PoisonError::into_inner);
        place.end = log.bytes();
        #[cfg(feature = "disk")]
        if let Some(note) = &mut place.note {
            note.write(&self.store, log)?;
        }
        Ok(())
    }

    /// Makes the changes of a derived graph, many at once.
    fn load_changes(&self, log: &Log, entries: &[Entry]) -> Result<(), StoreError> {
        for some in entries.chunks(CHANGES) {
            let (mut out, mut into): (FxHashSet<Quad>, FxHashSet<Quad>) = Default::default();
            for entry in some {
                let (removed, added) = log.change(*entry)?;
                for quad in removed {
                    into.remove(&quad);
                    out.insert(quad);
                }
                for quad in added {
                    out.remove(&quad);
                    into.insert(quad);
                }
            }
            if !out.is_empty() {
                let mut transaction = self.store.start_transaction()?;
                out.iter().for_each(|quad| transaction.remove(quad));
                transaction.commit()?;
            }
            self.add(into.into_iter().collect())?;
        }
        Ok(())
    }

    /// The same, with its names in a file.
    #[cfg(feature = "disk")]
    pub fn with_names(self, names: NameFile) -> Index {
        Index { names: Some(names), ..self }
    }

    pub(super) fn load_ontology(&self) -> Result<(), StoreError> {
        let graph = GraphName::from(ontology());
        Ok(self.store.extend(Ontology::embedded().triples().iter().map(|t| t.clone().in_graph(graph.clone())))?)
    }

    /// Reads records on all threads and adds their quads, the next ones being read while the last ones are added.
    fn load(&self, log: &Log, entries: Vec<Entry>) -> Result<(), StoreError> {
        let read = |chunk: &[Entry]| chunk.par_iter().map(|entry| log.quads(*entry)).collect::<Result<Vec<_>, _>>();
        let mut chunks = entries.chunks(CHUNK);
        let mut next = chunks.next().map(read).transpose()?;
        while let Some(graphs) = next {
            let following = chunks.next();
            let (added, read) = rayon::join(|| self.add(graphs.concat()), || following.map(read).transpose());
            added?;
            next = read?;
        }
        Ok(())
    }

    fn add(&self, quads: Vec<Quad>) -> Result<(), StoreError> {
        #[cfg(feature = "disk")]
        if let Some(names) = &self.names {
            names.take_in(&self.store, &quads)?;
        }
        let mut loader = self.store.bulk_loader();
        loader.load_quads(quads)?;
        Ok(loader.commit()?)
    }

    /// Takes graphs out, some at a time, since a change is held in memory until it is made.
    fn drop_graphs(&self, graphs: &BTreeSet<&str>) -> Result<(), StoreError> {
        let names: Vec<&&str> = graphs.iter().filter(|name| !name.is_empty()).collect();
        for some in names.chunks(CHUNK) {
            let mut transaction = self.store.start_transaction()?;
            for name in some {
                transaction.remove_named_graph(NamedNodeRef::new_unchecked(name))?;
            }
            transaction.commit()?;
        }
        Ok(())
    }

    /// Takes out those of the quads, all of graphs that articles share, that no article states any more.
    fn retract(&self, quads: Vec<Quad>, log: &Log, contents: &Contents) -> Result<(), StoreError> {
        if quads.is_empty() {
            return Ok(());
        }
        let entries: HashMap<&str, Entry> = contents.articles.values().map(|(info, entry)| (&*info.graph, *entry)).collect();
        let mut read: HashMap<Entry, FxHashSet<Quad>> = HashMap::new();
        let mut transaction = self.store.start_transaction()?;
        for quad in quads {
            if !self.is_stated(&quad, &entries, &mut read, log)? {
                transaction.remove(&quad);
            }
        }
        Ok(transaction.commit()?)
    }

    /// Whether an article states the quad: one of those that speak of its subject.
    fn is_stated(
        &self,
        quad: &Quad,
        entries: &HashMap<&str, Entry>,
        read: &mut HashMap<Entry, FxHashSet<Quad>>,
        log: &Log,
    ) -> Result<bool, StoreError> {
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { return Ok(false) };
        let mut seen = BTreeSet::new();
        for speaking in self.store.quads_for_pattern(None, None, Some(TermRef::NamedNode(subject.as_ref())), None) {
            let GraphName::NamedNode(graph) = speaking?.graph_name else { continue };
            let Some(entry) = entries.get(graph.as_str()).filter(|entry| seen.insert(**entry)) else { continue };
            if !read.contains_key(entry) {
                read.insert(
                    *entry,
                    log.quads(*entry)?.into_iter().filter(|quad| quad.graph_name.as_ref() != graph.as_ref().into()).collect(),
                );
            }
            if read[entry].contains(quad) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// All its names, and some that may be gone from it.
    pub fn names(&self) -> Result<Vec<String>, QueryError> {
        #[cfg(feature = "disk")]
        if let Some(names) = self.names.as_ref().and_then(NameFile::read) {
            return Ok(names);
        }
        names::all(self)
    }

    pub fn len(&self) -> Result<usize, StorageError> {
        self.store.len()
    }

    /// All quads but those of the ontology, sorted by their text.
    pub fn quads(&self) -> Result<Vec<Quad>, StoreError> {
        let ontology = ontology();
        let ours = |quad: &Quad| quad.graph_name.as_ref() != GraphNameRef::NamedNode(ontology.as_ref());
        let mut quads = self.store.iter().filter(|quad| quad.as_ref().map_or(true, ours)).collect::<Result<Vec<_>, _>>()?;
        sort_quads(&mut quads);
        Ok(quads)
    }
}

/// Sorts quads by graph, subject, predicate and object as text: the order of everything that is written.
pub fn sort_quads(quads: &mut [Quad]) {
    quads.par_sort_by_cached_key(|quad| {
        (quad.graph_name.to_string(), quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string())
    });
}

/// Name of the ontology's graph.
pub(super) fn ontology() -> NamedNode {
    rdf::ontology_graph(rdf::DEFAULT_BASE)
}
