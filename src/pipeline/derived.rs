//! The graphs that are made from all articles of a store, after it has changed.
//!
//! ```text
//! ingest · remove · merge · rebuild → refresh → the graph of which events are one happening, made anew
//! ```

use oxigraph::model::Quad;

use crate::store::{Store, StoreError};

/// A graph made from all articles.
struct Derivation {
    name: &'static str,
    /// Raised when the same articles give other quads.
    version: &'static str,
    /// Named graph and quads, from the store as it is.
    make: fn(&Store) -> Result<(String, Vec<Quad>), StoreError>,
}

const DERIVATIONS: &[Derivation] = &[];

/// Makes those derived graphs anew that are missing or older than the articles.
///
/// # Errors
/// If the store cannot be read or written.
pub fn refresh(store: &mut Store) -> Result<(), StoreError> {
    for derivation in DERIVATIONS.iter().filter(|derivation| !store.is_derived(derivation.name, derivation.version)).collect::<Vec<_>>() {
        let (graph, quads) = (derivation.make)(store)?;
        store.set_derived(derivation.name, derivation.version, &graph, quads)?;
    }
    Ok(())
}
