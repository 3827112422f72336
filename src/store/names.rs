//! Names that people type → names as the store has them.
//!
//! ```text
//! elena marsh   →  "Elena Marsh"
//! Elena Marsch  →  nothing; near is "Elena Marsh"
//! Bob Smith     →  "Bob Smith", "Robert Smith" if the two were judged to be one
//! ```

use std::collections::BTreeSet;

use oxigraph::model::{Literal, NamedNodeRef, NamedOrBlankNode, Term, TermRef};

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
    let labels = [PREF_LABEL, ALT_LABEL].map(NamedNodeRef::new_unchecked);
    let exact = Literal::from(name);
    for label in labels {
        if index.store.quads_for_pattern(None, Some(label), Some(TermRef::Literal(exact.as_ref())), None).next().is_some() {
            return Ok(Named::Known(with_other_names(index, vec![exact.into()])?));
        }
    }
    let wanted = name.to_lowercase();
    let mut known = names(index, &format!("FILTER (LCASE(?name) = {})", Literal::from(&*wanted)))?;
    known.sort_unstable();
    if !known.is_empty() {
        return Ok(Named::Known(with_other_names(index, known.into_iter().map(|name| Literal::from(name).into()).collect())?));
    }
    let score = |name: &String| {
        let lower = name.to_lowercase();
        let is_part = wanted.chars().count() > 2 && lower.split_whitespace().any(|word| word == wanted);
        if is_part { 1.0 } else { rapidfuzz::fuzz::ratio(lower.chars(), wanted.chars()) }
    };
    let mut near: Vec<(f64, String)> =
        names(index, "")?.into_iter().map(|name| (score(&name), name)).filter(|(score, _)| *score >= NEAR).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(Named::Unknown(near.into_iter().take(TOLD).map(|(_, name)| name).collect()))
}

/// Names in the store, each once. The engine reads them by their numbers, so that a name of many articles costs little.
fn names(index: &Index, filter: &str) -> Result<Vec<String>, QueryError> {
    let sparql =
        format!("SELECT DISTINCT ?name WHERE {{ {{ ?thing skos:prefLabel ?name }} UNION {{ ?thing skos:altLabel ?name }} {filter} }}");
    let rows = match query::run(index, &sparql, &QueryOptions::default())? {
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
