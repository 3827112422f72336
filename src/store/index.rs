//! The index: an oxigraph store in memory, filled from the log.

use std::collections::BTreeSet;

use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, Quad};
use oxigraph::store::StorageError;
use rayon::prelude::*;

use super::StoreError;
use super::log::{Entry, Log};
use crate::rdf;
use crate::resources::Ontology;

/// Articles read before they are added, so that memory holds few parsed graphs at once.
const CHUNK: usize = 256;

/// Quads of all articles and of the ontology.
pub(super) struct Index {
    pub store: oxigraph::store::Store,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

impl Index {
    /// Reads the given records, on all threads, into a new index.
    pub fn build(log: &Log, entries: impl Iterator<Item = Entry>) -> Result<Index, StoreError> {
        let store = oxigraph::store::Store::new()?;
        let graph = GraphName::from(rdf::ontology_graph(rdf::DEFAULT_BASE));
        store.extend(Ontology::embedded().triples().iter().map(|t| t.clone().in_graph(graph.clone())))?;
        let entries: Vec<Entry> = entries.collect();
        for chunk in entries.chunks(CHUNK) {
            let graphs = chunk.par_iter().map(|entry| log.quads(*entry)).collect::<Result<Vec<_>, _>>()?;
            let mut loader = store.bulk_loader();
            loader.load_quads(graphs.into_iter().flatten())?;
            loader.commit()?;
        }
        Ok(Index { store })
    }

    /// Takes out the graphs of those names and puts in the quads. Nobody can ask in between, for it needs the store for itself.
    pub fn replace(&mut self, old: &BTreeSet<String>, quads: Vec<Quad>) -> Result<(), StoreError> {
        if !old.is_empty() {
            let mut transaction = self.store.start_transaction()?;
            for name in old.iter().filter(|name| !name.is_empty()) {
                transaction.remove_named_graph(NamedNodeRef::new_unchecked(name))?;
            }
            transaction.commit()?;
        }
        let mut loader = self.store.bulk_loader();
        loader.load_quads(quads)?;
        loader.commit()?;
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
