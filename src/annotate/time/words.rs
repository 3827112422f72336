//! Words of time → what they can be: `May` is a month, `16th` a day of a month, `2023` a year.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::calendar::{Date, Unit};

/// `data/time/words.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub month: FxHashMap<String, i64>,
    pub weekday: FxHashMap<String, i64>,
    pub unit: FxHashMap<String, Unit>,
    pub number: FxHashMap<String, i64>,
    pub ordinal: FxHashMap<String, i64>,
    pub direction: FxHashMap<String, i64>,
    pub deictic: FxHashMap<String, i64>,
    pub season: FxHashMap<String, i64>,
    pub part: FxHashMap<String, i64>,
    pub day_part: FxHashMap<String, String>,
    pub half_day: FxHashMap<String, i64>,
    pub regular: FxHashMap<String, Unit>,
    pub holiday: BTreeMap<String, (i64, i64)>,
    pub lists: BTreeMap<String, Vec<String>>,
}

impl Words {
    /// Whether the word stands in a list.
    pub fn is_in(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).is_some_and(|words| words.iter().any(|w| w == word))
    }

    /// A number in digits or in one word: `10`, `ten`.
    pub fn number(&self, word: &str) -> Option<i64> {
        self.number.get(word).copied().or_else(|| word.parse().ok().filter(|n| (1..10_000).contains(n)))
    }
}

/// A four-digit year of modern history.
pub(super) fn year(word: &str) -> Option<i64> {
    (word.len() == 4).then(|| word.parse().ok())?.filter(|y| (1700..2100).contains(y))
}

/// A day of a month: `16`, `16th`.
pub(super) fn day(word: &str) -> Option<i64> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| word.strip_suffix(s)).unwrap_or(word);
    (digits.len() <= 2).then(|| digits.parse().ok())?.filter(|d| (1..=31).contains(d))
}

/// First year of a decade: `1990s`, `'90s`.
pub(super) fn decade(word: &str) -> Option<i64> {
    let digits = word.strip_suffix('s')?.trim_start_matches(['\'', '’']);
    let number: i64 = digits.parse().ok().filter(|n| n % 10 == 0)?;
    match digits.len() {
        4 => Some(number).filter(|n| (1700..2100).contains(n)),
        2 if digits.len() < word.len() - 1 => Some(1900 + number),
        _ => None,
    }
}

/// First year of a century: `20th` → 1900.
pub(super) fn century(word: &str) -> Option<i64> {
    let number = day(word).filter(|_| word.ends_with(char::is_alphabetic))?;
    (number <= 21).then_some((number - 1) * 100)
}

/// A time of day, hour and minute: `10:30`, `7:49pm`, `7pm`, `7`; the caller adds the half of the day that stands behind.
pub(super) fn clock(word: &str) -> Option<(i64, Option<i64>)> {
    let digits = word.trim_end_matches(char::is_alphabetic);
    let (hour, minute) = digits.split_once(':').map_or((digits, None), |(h, m)| (h, Some(m)));
    let hour: i64 = hour.parse().ok().filter(|h| (0..25).contains(h))?;
    let minute = match minute {
        Some(minute) => Some(minute.parse().ok().filter(|m| minute.len() == 2 && (0..60).contains(m))?),
        None => None,
    };
    Some((hour, minute))
}

/// A date in digits, if only one reading is possible: `2023-05-15`, `15/05/2023`, not `05/04/2023`.
pub(super) fn digits(word: &str) -> Option<Date> {
    let separator = word.chars().find(|c| matches!(c, '-' | '/'))?;
    let parts: Vec<i16> = word.split(separator).map(|p| p.parse().ok()).collect::<Option<_>>()?;
    let &[a, b, c] = parts.as_slice() else { return None };
    let date = |y: i16, m: i16, d: i16| Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok();
    if a > 999 {
        return date(a, b, c);
    }
    match (c > 999, date(c, b, a), date(c, a, b)) {
        (true, Some(one), None) | (true, None, Some(one)) => Some(one),
        (true, Some(one), Some(other)) if one == other => Some(one),
        _ => None,
    }
}
