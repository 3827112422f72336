//! Templates: small numbers in a fixed order → numbers of features, apart for each group of later mentions.

use super::info::GROUPS;

/// Sizes of the templates of a pair, in the order in which [`Features::pair`](super::features::Features::pair) fills them; the last nine are those of [`Standings::put`](super::standing::Standings::put) and [`paths::put`](super::paths::put).
const PAIR: &[usize] =
    &[8, 8, 5, 15, 2, 5, 3, 6, 12, 7, 7, 7, 5, 2, 4, 4, 5, 9, 3, 3, 2, 4, 5, 5, 5, 4, 98, 3, 2, 2, 5, 6, 3, 20, 5, 5, 5, 5, 26, 37, 48, 3];

/// How many of them are filled for mentions of every group; the rest for *he* and *she* alone.
const FOR_ALL: usize = 26;

/// Sizes of the templates of a mention, in the order in which [`Features::mention`](super::features::Features::mention) fills them.
const MENTION: &[usize] = &[15, 4, 2, 2, 4, 3, 2, 4, 4, 12, 2, 6, 2, 3, 3, 5, 4];

/// Numbers of features of a pair and of a mention.
pub(super) const COUNTS: (usize, usize) = (SHARED * GROUPS + total(PAIR) - SHARED, total(MENTION) * GROUPS);

/// Values of the templates for mentions of every group.
const SHARED: usize = total(PAIR.split_at(FOR_ALL).0);

const fn total(sizes: &[usize]) -> usize {
    let (mut sum, mut i) = (0, 0);
    while i < sizes.len() {
        sum += sizes[i];
        i += 1;
    }
    sum
}

/// Fills templates in their order.
pub(super) struct Filler<'a> {
    out: &'a mut Vec<u16>,
    sizes: &'static [usize],
    for_all: usize,
    group: usize,
    next: usize,
    offset: usize,
}

impl<'a> Filler<'a> {
    /// For a pair whose later mention is of a group.
    pub fn of_pair(out: &'a mut Vec<u16>, group: usize) -> Self {
        Filler { out, sizes: PAIR, for_all: FOR_ALL, group, next: 0, offset: 0 }
    }

    /// For a mention of a group.
    pub fn of_mention(out: &'a mut Vec<u16>, group: usize) -> Self {
        Filler { out, sizes: MENTION, for_all: MENTION.len(), group, next: 0, offset: 0 }
    }

    /// Fills the next template.
    pub fn put(&mut self, value: usize) {
        let size = self.sizes[self.next];
        let value = self.offset + value.min(size - 1);
        // the pair's templates for *he* and *she* alone have no room for other groups
        let place = if self.next < self.for_all { value * GROUPS + self.group } else { SHARED * (GROUPS - 1) + value };
        self.out.push(place as u16);
        self.offset += size;
        self.next += 1;
    }
}

/// In which of the ranges between the bounds a number lies.
pub(super) fn bucket(n: usize, bounds: &[usize]) -> usize {
    bounds.iter().take_while(|b| n >= **b).count()
}
