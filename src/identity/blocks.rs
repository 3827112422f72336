//! Which reports are compared at all: those of one kind that share a participant or place at about the same time.
//!
//! ```text
//! attack, 13 May, Maiduguri      day 20221 × Maiduguri, Nigeria      month 674 × Maiduguri
//! attack, in May, Maiduguri                                          month 674 × Maiduguri
//! ```
//! A country says little, and much happens in it: its reports are looked up by the day only. Whatever [`likeness`](super::compare::likeness)
//! can join, by day with a country in common or by month with something narrower, has a block in common.

use super::compare::RECENT;
use super::report::{TimeSource, When};
use super::shelf::{Block, Key, key_of};
use super::sketch::{Sketch, Thing, role};

/// A stretch of time, and what kind of times stand in it.
#[derive(Clone, Copy, Debug)]
enum Cell {
    /// Events of few days, under each.
    Day(i32),
    /// Events that the text does not date, under the last day that can be.
    Undated(i32),
    /// Events of few days by the month.
    Month(i32),
    /// Events without a day by the month.
    Loose(i32),
    /// What happens to a person once only, at any time.
    Once,
}

/// Days up to which a time is that of one happening.
pub(super) const FEW: i32 = 7;
/// Days of a month.
const MONTH: i32 = 30;
/// Months of one event; a longer time counts by its first days.
const MONTHS: i32 = 3;

/// Whether the text dates the happening to a few days, or it is a thing said at the time of the report.
pub(super) fn is_precise(when: When) -> bool {
    when.last - when.first < FEW
}

/// The blocks that a report stands in, and those in which it finds others. If one report finds another, that one finds it too.
pub(super) fn blocks(sketch: &Sketch) -> (Vec<Block>, Vec<Block>) {
    let (mut days, mut months, mut sought_days, mut sought_months) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    match sketch.time {
        // known by who takes part alone
        _ if sketch.is_state => {}
        None => {}
        Some(when) => {
            let first = (when.first - 1).div_euclid(MONTH);
            let all = first..=(when.last + 1).div_euclid(MONTH).min(first + MONTHS);
            sought_months.extend(all.clone().map(Cell::Loose));
            if is_precise(when) {
                days.extend((when.first..=when.last).map(Cell::Day));
                sought_days.extend((when.first - 1..=when.last + 1).map(Cell::Day));
                sought_days.extend((when.first - RECENT..=when.last + RECENT).map(Cell::Undated));
                months.extend(all.map(Cell::Month));
            } else {
                months.extend(all.clone().map(Cell::Loose));
                sought_months.extend(all.map(Cell::Month));
                if when.source == TimeSource::Article {
                    days.push(Cell::Undated(when.last));
                    let recent = when.last - RECENT..=when.last + RECENT;
                    sought_days.extend(recent.clone().map(Cell::Undated));
                    sought_days.extend(recent.map(Cell::Day));
                }
            }
        }
    }
    let keys = keys(sketch);
    let under = |days: &[Cell], months: &[Cell]| -> Vec<Block> {
        let of = |(key, is_country): &(Key, bool)| {
            let months = if *is_country { &[] } else { months };
            days.iter().chain(months).map(|cell| block(sketch.root, *cell, *key)).collect::<Vec<_>>()
        };
        keys.iter().flat_map(of).collect()
    };
    let (mut own, mut sought) = (under(&days, &months), under(&sought_days, &sought_months));
    for person in sketch.once_for() {
        own.push(block(sketch.root, Cell::Once, person));
        sought.push(block(sketch.root, Cell::Once, person));
    }
    (own, sought)
}

/// Root of the class, time, participant or place.
fn block(root: u16, cell: Cell, key: Key) -> Block {
    let (kind, time) = match cell {
        Cell::Day(day) => (0_u8, day),
        Cell::Undated(day) => (1, day),
        Cell::Month(month) => (2, month),
        Cell::Loose(month) => (3, month),
        Cell::Once => (4, 0),
    };
    let mut bytes = [0; 15];
    bytes[..2].copy_from_slice(&root.to_le_bytes());
    bytes[2] = kind;
    bytes[3..7].copy_from_slice(&time.to_le_bytes());
    bytes[7..].copy_from_slice(&key.to_le_bytes());
    key_of(&bytes) as Block
}

/// Who and what it is looked up under, with whether that is a country: where nothing is known of what tells it apart, who acts.
fn keys(sketch: &Sketch) -> Vec<(Key, bool)> {
    let identity = sketch.class.identity;
    let decisive = if sketch.fillers.iter().any(|(role, _)| identity & (1 << role) != 0) { identity } else { identity | role("actor") };
    let in_roles = sketch.fillers.iter().filter(|(role, _)| decisive & (1 << role) != 0).map(|(_, thing)| thing);
    let all = in_roles.chain(&sketch.places).chain(sketch.nearby.iter().flatten());
    let named = all.filter_map(|thing| if let Thing::Named(named) = thing { Some(named) } else { None });
    let mut keys: Vec<(Key, bool)> = Vec::new();
    named.for_each(|named| keys.extend(&named.keys));
    keys.sort_unstable();
    keys.dedup();
    keys
}
