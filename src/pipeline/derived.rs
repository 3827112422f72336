//! The graphs that are made from all articles of a store, after it has changed.
//!
//! ```text
//! ingest · remove · merge · rebuild → refresh → the graph of which events are one happening, made anew
//! ```

use oxigraph::model::Quad;

use super::identity::{self, DecisionsError};
use crate::store::Store;

/// A graph made from all articles.
struct Derivation {
    name: &'static str,
    /// What the quads depend on beside the articles: another version, other quads.
    version: fn(&Store) -> Result<String, DecisionsError>,
    /// Named graph and quads, from the store as it is.
    make: fn(&Store) -> Result<(String, Vec<Quad>), DecisionsError>,
}

const DERIVATIONS: &[Derivation] = &[Derivation { name: identity::NAME, version: identity::version, make: identity::quads }];

/// Makes those derived graphs anew that are missing or older than the articles.
///
/// # Errors
/// If the store or what the user decided cannot be read, or the store cannot be written.
pub fn refresh(store: &mut Store) -> Result<(), DecisionsError> {
    for derivation in DERIVATIONS {
        let version = (derivation.version)(store)?;
        if !store.is_derived(derivation.name, &version) {
            let (graph, quads) = (derivation.make)(store)?;
            store.set_derived(derivation.name, &version, &graph, quads)?;
        }
    }
    Ok(())
}
