//! Articles with nearly the same words: wire copies and reprints, which count as one source.

use std::collections::BTreeSet;
use std::sync::Arc;

use redb::Error;
use rustc_hash::FxHashMap;

use super::report::Iri;
use super::shelf::{Key, Shelf, key, key_of, seconds};
use crate::text::Fingerprint;

/// Share of the runs of words from which on an article is a copy of another.
const COPY: f32 = 0.5;
/// Articles of which the copies are kept in memory.
const KEPT: usize = 4096;

/// What was found of copies; of no use once an article comes or goes.
#[derive(Debug, Default)]
pub(super) struct Copies {
    of: FxHashMap<Key, Arc<BTreeSet<Iri>>>,
    groups: FxHashMap<Key, Arc<BTreeSet<Iri>>>,
}

pub(super) fn add(shelf: &mut Shelf<'_>, article: &Iri, print: &Fingerprint) -> Result<(), Error> {
    for band in bands(print) {
        shelf.bands.insert((band, key(article)), ())?;
    }
    shelf.copies = Copies::default();
    Ok(())
}

pub(super) fn remove(shelf: &mut Shelf<'_>, article: &Iri, print: &Fingerprint) -> Result<(), Error> {
    for band in bands(print) {
        shelf.bands.remove((band, key(article)))?;
    }
    shelf.copies = Copies::default();
    Ok(())
}

/// The articles that are directly like this one, in order.
pub(super) fn of(shelf: &mut Shelf<'_>, article: &Iri) -> Result<Arc<BTreeSet<Iri>>, Error> {
    if let Some(found) = shelf.copies.of.get(&key(article)) {
        return Ok(found.clone());
    }
    let mut copies = BTreeSet::new();
    if let Some((_, print)) = known(shelf, key(article))? {
        let mut near = BTreeSet::new();
        for band in bands(&print) {
            near.extend(seconds(&shelf.bands, band)?);
        }
        near.remove(&key(article));
        for other in near {
            copies.extend(known(shelf, other)?.filter(|(_, other)| other.likeness(&print) >= COPY).map(|(iri, _)| iri));
        }
    }
    let copies = Arc::new(copies);
    if shelf.copies.of.len() >= KEPT {
        shelf.copies = Copies::default();
    }
    shelf.copies.of.insert(key(article), copies.clone());
    Ok(copies)
}

/// The article and all its copies' copies.
pub(super) fn group(shelf: &mut Shelf<'_>, article: &Iri) -> Result<Arc<BTreeSet<Iri>>, Error> {
    if let Some(found) = shelf.copies.groups.get(&key(article)) {
        return Ok(found.clone());
    }
    let mut group = BTreeSet::new();
    let mut open = vec![article.clone()];
    while let Some(next) = open.pop() {
        open.extend(of(shelf, &next)?.iter().filter(|other| !group.contains(*other)).cloned());
        group.insert(next);
    }
    let group = Arc::new(group);
    for member in &*group {
        shelf.copies.groups.insert(key(member), group.clone());
    }
    Ok(group)
}

fn known(shelf: &Shelf<'_>, article: Key) -> Result<Option<(Iri, Fingerprint)>, Error> {
    Ok(shelf.head(article)?.and_then(|head| Some((head.iri, head.fingerprint?))))
}

fn bands(print: &Fingerprint) -> impl Iterator<Item = Key> {
    print.bands().map(|(place, [a, b, c, d])| key_of(&[place, a, b, c, d]))
}
