//! Which mentions the ranker compares as antecedents of another.
//!
//! ```text
//! "Ned Arlen met Jo Marsh. He said …"    He → Jo Marsh, Ned Arlen: those before it, nearest first
//! ```

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::clusters::Clusters;
use super::features::Features;
use super::info::Info;
use crate::document::{MentionId, MentionKind};

/// Mentions back in which antecedents are compared.
const WINDOW: u32 = 50;

/// Antecedents compared beside those in the window.
const MORE: usize = 4;

impl Features<'_> {
    /// Antecedents to compare for a mention: those before it, nearest first; for a noun phrase what shares its word further back; for a
    /// pronoun the names behind it in its sentence.
    pub fn candidates(&self, a: MentionId) -> Vec<MentionId> {
        let info = &self.infos[a.index()];
        let fits = |b: &MentionId| {
            let other = &self.infos[b.index()];
            let persons = matches!((info.pronoun, other.pronoun), (Some(x), Some(y)) if x.person != y.person);
            self.clusters.compatible(a, *b)
                && !persons
                && !self.is_barred(info, other)
                && !other.span.overlaps(info.span)
                && !self.clusters.same(*b, a)
        };
        let first = MentionId(a.0.saturating_sub(WINDOW));
        let mut out: Vec<MentionId> = (first.0..a.0).rev().map(MentionId).filter(fits).collect();
        match info.pronoun {
            None => {
                let known = self.by_word.get(&info.lemma).into_iter().flatten().rev().copied();
                out.extend(known.filter(|b| *b < first && fits(b)).take(MORE));
            }
            Some(pronoun) if pronoun.person == 3 => {
                let later = (a.0 + 1..self.infos.len() as u32).map(MentionId);
                let near = later.take_while(|b| self.infos[b.index()].sentence == info.sentence);
                out.extend(near.filter(|b| self.infos[b.index()].kind == MentionKind::Name && fits(b)).take(MORE));
            }
            Some(_) => {}
        }
        out
    }

    /// For every candidate the number of agreeing ones before it.
    pub fn ranks(&self, a: MentionId, candidates: &[MentionId]) -> Vec<usize> {
        let mut count = 0;
        let rank = |b: &MentionId| {
            let rank = count;
            count += usize::from(self.agreement(a, *b) == 0);
            rank
        };
        candidates.iter().map(rank).collect()
    }
}

/// Mentions by the words under which a noun phrase may take them up: heads, words of names, what is said of names.
pub(super) fn by_word(infos: &[Info], clusters: &Clusters) -> FxHashMap<CompactString, Vec<MentionId>> {
    let mut out: FxHashMap<CompactString, Vec<MentionId>> = FxHashMap::default();
    for (i, info) in infos.iter().enumerate() {
        let id = MentionId(i as u32);
        let said = clusters.facts(id).attributes.iter().filter(|_| info.kind == MentionKind::Name).cloned();
        let words: FxHashSet<CompactString> = match info.kind {
            MentionKind::Name => info.words.iter().map(CompactString::from).chain(said).collect(),
            MentionKind::Nominal => std::iter::once(info.lemma.clone()).collect(),
            MentionKind::Pronoun => FxHashSet::default(),
        };
        for word in words {
            out.entry(word).or_default().push(id);
        }
    }
    out
}
