//! The index: an oxigraph store filled from the log, in memory, or on disk with the feature `disk`.

use std::collections::{BTreeSet, HashMap};

use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, TermRef};
use oxigraph::store::StorageError;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::StoreError;
use super::log::{Entry, Log};
use super::segments::{Contents, Derived, Segments};
use crate::rdf;
use crate::resources::Ontology;

/// Articles read before they are added, so that memory holds few parsed graphs at once.
const CHUNK: usize = 256;

/// Quads of all articles and of the ontology.
pub(super) struct Index {
    pub store: oxigraph::store::Store,
    /// What a store on disk holds; nothing to keep for one in memory.
    #[cfg(feature = "disk")]
    pub(super) state: Option<super::disk::State>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

impl Index {
    /// Reads all articles into a new index in memory.
    pub fn in_memory(segments: &Segments) -> Result<Index, StoreError> {
        let index = Index {
            store: oxigraph::store::Store::new()?,
            #[cfg(feature = "disk")]
            state: None,
        };
        index.load_ontology()?;
        index.load_all(segments)?;
        Ok(index)
    }

    /// All articles and derived graphs.
    pub(super) fn load_all(&self, segments: &Segments) -> Result<(), StoreError> {
        let Segments { log, contents, .. } = segments;
        let mut articles: Vec<Entry> = contents.articles.values().map(|(_, entry)| *entry).collect();
        articles.sort();
        self.load(log, articles)?;
        contents.graphs().try_for_each(|derived| self.load_derived(log, derived))
    }

    /// A derived graph, change by change.
    pub(super) fn load_derived(&self, log: &Log, derived: &Derived) -> Result<(), StoreError> {
        derived.entries.iter().try_for_each(|entry| {
            let (removed, added) = log.change(*entry)?;
            self.exchange(&removed, added)
        })
    }

    /// Takes quads out and puts others in.
    pub(super) fn exchange(&self, removed: &[Quad], added: Vec<Quad>) -> Result<(), StoreError> {
        if !removed.is_empty() {
            let mut transaction = self.store.start_transaction()?;
            removed.iter().for_each(|quad| transaction.remove(quad));
            transaction.commit()?;
        }
        self.add(added)
    }

    pub(super) fn load_ontology(&self) -> Result<(), StoreError> {
        let graph = GraphName::from(ontology());
        Ok(self.store.extend(Ontology::embedded().triples().iter().map(|t| t.clone().in_graph(graph.clone())))?)
    }

    /// Reads records on all threads and adds their quads, the next ones being read while the last ones are added.
    pub(super) fn load(&self, log: &Log, entries: Vec<Entry>) -> Result<(), StoreError> {
        let read = |chunk: &[Entry]| chunk.par_iter().map(|entry| log.quads(*entry)).collect::<Result<Vec<_>, _>>();
        let mut chunks = entries.chunks(CHUNK);
        let mut next = chunks.next().map(read).transpose()?;
        while let Some(graphs) = next {
            let following = chunks.next();
            let (added, read) = rayon::join(|| self.add(graphs.into_iter().flatten()), || following.map(read).transpose());
            added?;
            next = read?;
        }
        Ok(())
    }

    fn add(&self, quads: impl IntoIterator<Item = Quad>) -> Result<(), StoreError> {
        let mut loader = self.store.bulk_loader();
        loader.load_quads(quads)?;
        Ok(loader.commit()?)
    }

    /// Takes out the graphs of those names and puts in the quads. Nobody can ask in between, for it needs the store for itself.
    pub fn replace(&mut self, old: &BTreeSet<String>, quads: Vec<Quad>) -> Result<(), StoreError> {
        self.drop_graphs(old)?;
        self.add(quads)
    }

    pub(super) fn drop_graphs(&self, graphs: &BTreeSet<String>) -> Result<(), StoreError> {
        if graphs.is_empty() {
            return Ok(());
        }
        let mut transaction = self.store.start_transaction()?;
        for name in graphs.iter().filter(|name| !name.is_empty()) {
            transaction.remove_named_graph(NamedNodeRef::new_unchecked(name))?;
        }
        Ok(transaction.commit()?)
    }

    /// Takes out those of the quads, all of graphs that articles share, that no article states any more.
    pub fn retract(&mut self, quads: Vec<Quad>, log: &Log, contents: &Contents) -> Result<(), StoreError> {
        if quads.is_empty() {
            return Ok(());
        }
        let entries: HashMap<&str, Entry> = contents.articles.values().map(|(info, entry)| (info.graph.as_str(), *entry)).collect();
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

    /// Notes on disk what the index holds now.
    pub fn settle(&mut self, contents: &Contents) -> Result<(), StoreError> {
        #[cfg(feature = "disk")]
        if let Some(state) = &mut self.state {
            return state.settle(&self.store, contents);
        }
        let _ = contents;
        Ok(())
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
