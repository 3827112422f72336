//! A set of quads → a hash that tells it from others, the same in any order, and known after a change without a look at the rest.
//!
//! ```
//! use dateline::rdf::hash_after;
//! assert_eq!(hash_after("", &[], &[]), "0".repeat(32));
//! ```

use oxigraph::model::Quad;
use rayon::prelude::*;

/// The hash of a set that changes from one of that hash, empty for an empty set: the hashes of quads are added and subtracted.
pub fn hash_after(before: &str, removed: &[Quad], added: &[Quad]) -> String {
    let hash = |quad: &Quad| u128::from_le_bytes(*blake3::hash(quad.to_string().as_bytes()).as_bytes().first_chunk().unwrap_or(&[0; 16]));
    let sum = |quads: &[Quad]| quads.par_iter().map(hash).reduce(|| 0, u128::wrapping_add);
    let before = u128::from_str_radix(before, 16).unwrap_or(0);
    format!("{:032x}", before.wrapping_add(sum(added)).wrapping_sub(sum(removed)))
}
