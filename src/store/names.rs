//! Names that people type → names as the store has them.
//!
//! ```text
//! elena marsh   →  "Elena Marsh"
//! Elena Marsch  →  nothing; near is "Elena Marsh"
//! Bob Smith     →  "Bob Smith", "Robert Smith" if the two were judged to be one
//! ```

use std::collections::BTreeSet;

use oxigraph::model::{Literal, LiteralRef, NamedNodeRef, NamedOrBlankNode, Term};
use oxigraph::store::Store;
use rayon::prelude::*;

use super::index::Index;
use super::{Answer, QueryError, QueryOptions, StoreError, query};
use crate::rdf::vocabulary::{ALT_LABEL, PREF_LABEL, SAME_ENTITY_AS};

/// How much of a near name must agree, from 0 to 1.
const NEAR: f64 = 0.75;
/// Near names told.
const TOLD: usize = 3;

/// What was found for a name.
#[derive(Debug, PartialEq)]
pub(super) enum Named {
    /// The ways in which it is written in the store.
    Known(Vec<Term>),
    /// Nothing has that name; those that come nearest, best first.
    Unknown(Vec<String>),
}

/// Looks for a name: as it is, then in any case.
pub(super) fn look_up(index: &Index, name: &str) -> Result<Named, QueryError> {
    if has(&index.store, name) {
        return Ok(Named::Known(with_other_names(index, vec![Literal::from(name).into()])?));
    }
    let wanted = name.to_lowercase();
    let names = index.names()?;
    let mut known: Vec<&String> = names.par_iter().filter(|name| name.to_lowercase() == wanted).collect();
    known.sort_unstable();
    known.dedup();
    known.retain(|name| has(&index.store, name));
    if !known.is_empty() {
        return Ok(Named::Known(with_other_names(index, known.into_iter().map(|name| Literal::from(&**name).into()).collect())?));
    }
    let length = wanted.chars().count();
    let score = |name: &String| {
        let lower = name.to_lowercase();
        let is_part = length > 2 && lower.split_whitespace().any(|word| word == wanted);
        let shorter = length.min(lower.chars().count());
        // no more can agree than the shorter one has
        let may_agree = 2.0 * shorter as f64 >= NEAR * (length + lower.chars().count()) as f64;
        let score = match (is_part, may_agree) {
            (true, _) => 1.0,
            (_, true) => rapidfuzz::fuzz::ratio(lower.chars(), wanted.chars()),
            _ => 0.0,
        };
        (score >= NEAR).then_some(score)
    };
    let mut near: Vec<(f64, &String)> = names.par_iter().filter_map(|name| Some((score(name)?, name))).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    near.dedup();
    let near = near.into_iter().map(|(_, name)| name).filter(|name| has(&index.store, name));
    Ok(Named::Unknown(near.take(TOLD).cloned().collect()))
}

/// Whether the store has that name.
pub(super) fn has(store: &Store, name: &str) -> bool {
    let name = LiteralRef::new_simple_literal(name);
    let labels = [PREF_LABEL, ALT_LABEL].map(NamedNodeRef::new_unchecked);
    labels.into_iter().any(|label| store.quads_for_pattern(None, Some(label), Some(name.into()), None).next().is_some())
}

/// Names in the index, each once. The engine reads them by their numbers, so that a name of many articles costs little.
pub(super) fn all(index: &Index) -> Result<Vec<String>, QueryError> {
    const NAMES: &str = "SELECT DISTINCT ?name WHERE { { ?thing skos:prefLabel ?name } UNION { ?thing skos:altLabel ?name } }";
    let rows = match query::run(index, NAMES, &QueryOptions::default())? {
        Answer::Solutions { rows, .. } => rows,
        Answer::Boolean(_) | Answer::Graph(_) => Vec::new(),
    };
    let name = |term: Term| if let Term::Literal(name) = term { Some(name.destruct().0) } else { None };
    Ok(rows.into_iter().flatten().flatten().filter_map(name).collect())
}

/// The names, and those of the entities that were judged to be the same as theirs.
fn with_other_names(index: &Index, mut names: Vec<Term>) -> Result<Vec<Term>, StoreError> {
    let [preferred, other] = [PREF_LABEL, ALT_LABEL].map(NamedNodeRef::new_unchecked);
    let mut named: BTreeSet<String> = BTreeSet::new();
    let mut joined: Vec<Term> = Vec::new();
    for (name, label) in names.iter().flat_map(|name| [(name, preferred), (name, other)]) {
        for quad in index.store.quads_for_pattern(None, Some(label), Some(name.as_ref()), None) {
            let subject = quad?.subject;
            if named.insert(subject.to_string()) {
                joined.extend(same_as(index, &subject)?);
            }
        }
    }
    for entity in joined {
        let Term::NamedNode(entity) = entity else { continue };
        for quad in index.store.quads_for_pattern(Some(entity.as_ref().into()), Some(preferred), None, None) {
            let name = quad?.object;
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    Ok(names)
}

/// The other entities of its group; none for most.
fn same_as(index: &Index, entity: &NamedOrBlankNode) -> Result<Vec<Term>, StoreError> {
    let main = index.store.quads_for_pattern(Some(entity.as_ref()), Some(SAME_ENTITY_AS), None, None).next().transpose()?;
    let main = main.map_or_else(|| entity.clone().into(), |quad| quad.object);
    let members = index.store.quads_for_pattern(None, Some(SAME_ENTITY_AS), Some(main.as_ref()), None);
    let mut group: Vec<Term> = members.map(|quad| Ok(quad?.subject.into())).collect::<Result<_, StoreError>>()?;
    group.push(main);
    group.retain(|member| *member != Term::from(entity.clone()));
    Ok(group)
}
