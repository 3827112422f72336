//! Articles with nearly the same words: wire copies and reprints, which count as one source.

use std::collections::BTreeSet;

use redb::Error;

use super::report::Iri;
use super::shelf::{Key, Shelf, key, key_of, seconds};
use crate::text::Fingerprint;

/// Share of the runs of words from which on an article is a copy of another.
const COPY: f32 = 0.5;

pub(super) fn add(shelf: &mut Shelf<'_>, article: &Iri, print: &Fingerprint) -> Result<(), Error> {
    for band in bands(print) {
        shelf.bands.insert((band, key(article)), ())?;
    }
    Ok(())
}

pub(super) fn remove(shelf: &mut Shelf<'_>, article: &Iri, print: &Fingerprint) -> Result<(), Error> {
    for band in bands(print) {
        shelf.bands.remove((band, key(article)))?;
    }
    Ok(())
}

/// The articles that are directly like this one, in order.
pub(super) fn of(shelf: &mut Shelf<'_>, article: &Iri) -> Result<BTreeSet<Iri>, Error> {
    let mut copies = BTreeSet::new();
    let Some((_, print)) = known(shelf, key(article))? else { return Ok(copies) };
    let mut near = BTreeSet::new();
    for band in bands(&print) {
        near.extend(seconds(&shelf.bands, band)?);
    }
    near.remove(&key(article));
    for other in near {
        copies.extend(known(shelf, other)?.filter(|(_, other)| other.likeness(&print) >= COPY).map(|(iri, _)| iri));
    }
    Ok(copies)
}

/// The article and all its copies' copies.
pub(super) fn group(shelf: &mut Shelf<'_>, article: &Iri) -> Result<BTreeSet<Iri>, Error> {
    let mut group = BTreeSet::new();
    let mut open = vec![article.clone()];
    while let Some(next) = open.pop() {
        open.extend(of(shelf, &next)?.into_iter().filter(|other| !group.contains(other)));
        group.insert(next);
    }
    Ok(group)
}

fn known(shelf: &mut Shelf<'_>, article: Key) -> Result<Option<(Iri, Fingerprint)>, Error> {
    Ok(shelf.article(article)?.and_then(|report| Some((report.iri.clone(), report.fingerprint?))))
}

fn bands(print: &Fingerprint) -> impl Iterator<Item = Key> {
    print.bands().map(|(place, [a, b, c, d])| key_of(&[place, a, b, c, d]))
}
