//! How the things that a mention may mean stand to each other in the text: who was spoken of last, most often, first, who is its subject.
//!
//! ```text
//! "Marsh met Kerr. She praised Moore, and her …"   her → Marsh: first, most often, second by nearness;  Moore: nearest
//! ```

use super::features::Features;
use crate::document::{MentionId, MentionKind};

/// A chain of names, or a noun phrase, that agrees with the mention.
struct Rival {
    /// First mention of the chain.
    first: MentionId,
    /// Mentions of it up to the one in question, as rules join them.
    count: usize,
    /// Place of its last mention among those of others.
    nearness: usize,
    /// The same of its last mention as a subject.
    subject: Option<usize>,
}

/// What a mention may mean, the nearest first.
pub(super) struct Standings {
    rivals: Vec<Rival>,
    most: usize,
    earliest: Option<MentionId>,
    subject: Option<MentionId>,
}

impl Standings {
    /// Of the candidates of *he* or *she*, nearest first; of other mentions none is looked at.
    pub fn new(features: &Features, mention: MentionId, candidates: &[MentionId]) -> Self {
        let mut rivals: Vec<Rival> = Vec::new();
        let fits = |b: &&MentionId| features.infos[b.index()].kind != MentionKind::Pronoun && features.agreement(mention, **b) == 0;
        let candidates: &[MentionId] = if features.infos[mention.index()].group > 0 { &[] } else { candidates };
        for (place, b) in candidates.iter().enumerate().filter(|(_, b)| fits(b)) {
            let first = features.first(*b);
            let subject = features.infos[b.index()].is_subject().then_some(place);
            match rivals.iter_mut().find(|r| r.first == first) {
                Some(rival) => rival.subject = rival.subject.or(subject),
                None => rivals.push(Rival { first, count: features.spoken_of(*b, mention), nearness: rivals.len(), subject }),
            }
        }
        let most = rivals.iter().map(|r| r.count).max().unwrap_or(0);
        let subject = rivals.iter().filter(|r| r.subject.is_some()).min_by_key(|r| r.subject).map(|r| r.first);
        let earliest = rivals.iter().map(|r| r.first).min();
        Self { rivals, most, earliest, subject }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rivals.len()
    }

    /// Hands the values of a candidate on: nearness among so many (20 values), then, of 5 values each, whether it is spoken of most often,
    /// first, last as a subject, and how much more often than others.
    pub fn put(&self, features: &Features, b: MentionId, mut put: impl FnMut(usize)) {
        let first = features.first(b);
        let many = self.rivals.len().clamp(1, 4) - 1;
        let Some(rival) = self.rivals.iter().find(|r| r.first == first) else {
            put(many * 5 + 4);
            (1..5).for_each(|_| put(4));
            return;
        };
        let is_alone = self.rivals.len() == 1;
        put(many * 5 + rival.nearness.min(3));
        let ties = self.rivals.iter().filter(|r| r.count == rival.count).count() > 1;
        put(if is_alone {
            3
        } else if rival.count < self.most {
            2
        } else {
            usize::from(ties)
        });
        put(if is_alone { 3 } else { usize::from(self.earliest != Some(first)) });
        put(if is_alone {
            3
        } else if self.subject == Some(first) {
            0
        } else {
            1 + usize::from(rival.subject.is_none())
        });
        let next = self.rivals.iter().filter(|r| r.first != first).map(|r| r.count).max().unwrap_or(0);
        put(if rival.count > next { (rival.count - next).min(3) } else { 0 });
    }
}
