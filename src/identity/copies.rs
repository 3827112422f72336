//! Articles with nearly the same words: wire copies and reprints, which count as one source.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::report::Iri;
use crate::text::Fingerprint;

/// Share of the runs of words from which on an article is a copy of another.
const COPY: f32 = 0.5;

/// All articles with a fingerprint.
#[derive(Debug, Default)]
pub(super) struct Copies {
    prints: FxHashMap<Iri, Fingerprint>,
    bands: FxHashMap<(u8, [u8; 4]), BTreeSet<Iri>>,
}

impl Copies {
    pub fn add(&mut self, article: &Iri, print: Fingerprint) {
        self.prints.insert(article.clone(), print);
        for band in print.bands() {
            self.bands.entry(band).or_default().insert(article.clone());
        }
    }

    pub fn remove(&mut self, article: &Iri) {
        for band in self.prints.remove(article).iter().flat_map(Fingerprint::bands) {
            if let Some(articles) = self.bands.get_mut(&band) {
                articles.remove(article);
                if articles.is_empty() {
                    self.bands.remove(&band);
                }
            }
        }
    }

    /// The articles that are directly like this one, in order.
    pub fn of(&self, article: &Iri) -> BTreeSet<Iri> {
        let Some(print) = self.prints.get(article) else { return BTreeSet::new() };
        let near = print.bands().filter_map(|band| self.bands.get(&band)).flatten();
        let near: BTreeSet<&Iri> = near.filter(|other| *other != article).collect();
        near.into_iter().filter(|other| self.prints[*other].likeness(print) >= COPY).cloned().collect()
    }

    /// The article and all its copies' copies.
    pub fn group(&self, article: &Iri) -> BTreeSet<Iri> {
        let mut group = BTreeSet::new();
        let mut open = vec![article.clone()];
        while let Some(next) = open.pop() {
            open.extend(self.of(&next).into_iter().filter(|other| !group.contains(other)));
            group.insert(next);
        }
        group
    }
}
