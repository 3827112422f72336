//! The index: an oxigraph store filled from the log, in memory, or on disk with the feature `disk`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, Quad};
use oxigraph::store::StorageError;
use rayon::prelude::*;

use super::log::{Entry, Log};
use super::{Access, ArticleInfo, StoreError};
use crate::rdf;
use crate::resources::Ontology;

/// Articles read before they are added, so that memory holds few parsed graphs at once.
const CHUNK: usize = 256;

/// The articles of a store by key, with their places in the log.
pub(super) type Articles = BTreeMap<String, (ArticleInfo, Entry)>;

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
    /// Opens the index that lies on disk and catches it up with the log; in memory where that cannot be.
    #[cfg(feature = "disk")]
    pub fn open(dir: &Path, access: Access, log: &Log, articles: &Articles) -> Result<Index, StoreError> {
        super::disk::open(dir, access, log, articles)
    }

    /// Builds the index in memory.
    #[cfg(not(feature = "disk"))]
    pub fn open(_dir: &Path, _access: Access, log: &Log, articles: &Articles) -> Result<Index, StoreError> {
        Index::in_memory(log, articles)
    }

    /// Reads all articles into a new index in memory.
    pub fn in_memory(log: &Log, articles: &Articles) -> Result<Index, StoreError> {
        let index = Index {
            store: oxigraph::store::Store::new()?,
            #[cfg(feature = "disk")]
            state: None,
        };
        index.load_ontology()?;
        index.load(log, articles.values().map(|(_, entry)| *entry))?;
        Ok(index)
    }

    pub(super) fn load_ontology(&self) -> Result<(), StoreError> {
        let graph = GraphName::from(rdf::ontology_graph(rdf::DEFAULT_BASE));
        Ok(self.store.extend(Ontology::embedded().triples().iter().map(|t| t.clone().in_graph(graph.clone())))?)
    }

    /// Reads records on all threads and adds their quads.
    pub(super) fn load(&self, log: &Log, entries: impl Iterator<Item = Entry>) -> Result<(), StoreError> {
        let entries: Vec<Entry> = entries.collect();
        for chunk in entries.chunks(CHUNK) {
            let graphs = chunk.par_iter().map(|entry| log.quads(*entry)).collect::<Result<Vec<_>, _>>()?;
            self.add(graphs.into_iter().flatten())?;
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

    /// Notes on disk what the index holds now.
    pub fn settle(&mut self, articles: &Articles) -> Result<(), StoreError> {
        #[cfg(feature = "disk")]
        if let Some(state) = &mut self.state {
            return state.settle(articles);
        }
        let _ = articles;
        Ok(())
    }

    pub fn len(&self) -> Result<usize, StorageError> {
        self.store.len()
    }

    /// All quads but those of the ontology, sorted by their text.
    pub fn quads(&self) -> Result<Vec<Quad>, StoreError> {
        let ontology: NamedNode = rdf::ontology_graph(rdf::DEFAULT_BASE);
        let ours = |quad: &Quad| quad.graph_name.as_ref() != GraphNameRef::NamedNode(ontology.as_ref());
        let mut quads = self.store.iter().filter(|quad| quad.as_ref().map_or(true, ours)).collect::<Result<Vec<_>, _>>()?;
        quads.par_sort_by_cached_key(|quad| {
            (quad.graph_name.to_string(), quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string())
        });
        Ok(quads)
    }
}
