//! A match → its value: month 6 and day 16 with the anchor 12 July 2023 → 2023-06-16.

use super::context::{Reading, Tense};
use super::pattern::{Found, Read};
use super::words::Words;
use super::{narrative, narrative_anchor};
use crate::calendar::{Date, Precision, TimeValue, Unit, shift_day};
use crate::document::{TimeAnchor, TimeExpression, TokenSpan};

/// Days that a date without a year may lie ahead of the anchor: papers announce the coming week in any tense.
const AHEAD: i64 = 7;

/// Value of a match and what it was counted from.
pub(super) fn value(
    reading: &Reading,
    read: Read,
    found: &Found,
    span: TokenSpan,
    times: &[TimeExpression],
) -> (Option<TimeValue>, TimeAnchor) {
    let anchor = reading.anchor();
    let tense = || reading.tense(span.start);
    let from_article = |value: Option<TimeValue>| (value, if value.is_some() { TimeAnchor::Article } else { TimeAnchor::None });
    let year = found.year.map(|y| y as i16);
    match read {
        Read::Iso => (found.date.map(TimeValue::day), TimeAnchor::None),
        Read::Date if year.is_some() => (year.and_then(|y| date(y, found)).map(TimeValue::day), TimeAnchor::None),
        Read::Month if year.is_some() => (year.and_then(|y| TimeValue::month(y, found.month? as i8)), TimeAnchor::None),
        Read::Date | Read::Month => match anchor {
            Some(anchor) => from_article(with_year(anchor, read, found, tense())),
            None => {
                let year = reading.nearest_year(span.start.index()).map(|y| y as i16);
                (year.and_then(|y| dated(y, read, found)), TimeAnchor::None)
            }
        },
        Read::Year => (year.and_then(TimeValue::year), TimeAnchor::None),
        Read::Decade => (found.decade.and_then(|d| TimeValue::decade(d as i16)), TimeAnchor::None),
        Read::Weekday => from_article(anchor.and_then(|a| weekday(a, found, tense))),
        Read::Deictic => from_article(anchor.map(|a| TimeValue::day(shift_day(a, found.deictic.unwrap_or(0), Unit::Day)))),
        Read::Unit => from_article(anchor.and_then(|a| period(shift_day(a, found.direction.unwrap_or(0), found.unit?), found.unit?))),
        Read::Season if year.is_some() => (year.and_then(|y| season(y, found.season?)), TimeAnchor::None),
        Read::Season => from_article(anchor.and_then(|a| season(season_year(a, found)?, found.season?))),
        Read::Quarter => {
            let quarter = |y: i16| TimeValue::quarter(y, found.ordinal? as i8);
            if let Some(year) = year { (quarter(year), TimeAnchor::None) } else { from_article(anchor.and_then(|a| quarter(a.year()))) }
        }
        Read::Ago => from_article(anchor.and_then(|a| counted(a, -1, found))),
        Read::Stretch => from_article(anchor.and_then(|a| stretch(a, found))),
        Read::Earlier => (narrative(times).and_then(|(_, v)| counted(v.begin?, -1, found)), narrative_anchor(times)),
        Read::Later => (narrative(times).and_then(|(_, v)| counted(v.begin?, 1, found)), narrative_anchor(times)),
        Read::DayAfter => (moved(times, 1), narrative_anchor(times)),
        Read::DayBefore => (moved(times, -1), narrative_anchor(times)),
        Read::Same if reading.has_clause(span) && !same_sentence(reading, span, times) => (None, TimeAnchor::None),
        Read::Same => (moved(times, 0), narrative_anchor(times)),
        Read::Duration => (None, TimeAnchor::None),
    }
}

fn same_sentence(reading: &Reading, span: TokenSpan, times: &[TimeExpression]) -> bool {
    let sentence = |span: TokenSpan| reading.document.sentence_of(span.start);
    narrative(times).is_some_and(|(id, _)| sentence(times[id.index()].span) == sentence(span))
}

/// −1 for a word that counts back from a date, 1 for one that counts on.
pub(super) fn offset_sign(words: &Words, word: &str) -> Option<i64> {
    if words.is_in("before", word) {
        return Some(-1);
    }
    words.is_in("after", word).then_some(1)
}

/// Number and unit of a duration: `two weeks` → 2 weeks.
pub(super) fn length(reading: &Reading, span: TokenSpan) -> Option<(i64, Unit)> {
    let words = || span.iter().map(|t| reading.lower[t.index()].as_str());
    Some((words().find_map(|w| reading.words.number(w))?, words().find_map(|w| reading.words.unit.get(w).copied())?))
}

fn date(year: i16, found: &Found) -> Option<Date> {
    Date::new(year, found.month? as i8, found.day? as i8).ok()
}

fn dated(year: i16, read: Read, found: &Found) -> Option<TimeValue> {
    match read {
        Read::Date => date(year, found).map(TimeValue::day),
        _ => TimeValue::month(year, found.month? as i8),
    }
}

/// The year for a month or a day of a month that has none.
fn with_year(anchor: Date, read: Read, found: &Found, tense: Tense) -> Option<TimeValue> {
    let near = [anchor.year() + 1, anchor.year(), anchor.year() - 1, anchor.year() - 2];
    let mut values = near.into_iter().filter_map(|y| dated(y, read, found));
    let begin = |v: &TimeValue| v.begin.unwrap_or(anchor);
    match (found.direction, tense) {
        (Some(-1), _) => values.into_iter().find(|v| v.end < Some(anchor)),
        (Some(1), _) => values.rfind(|v| begin(v) > anchor),
        (Some(_), _) => dated(anchor.year(), read, found),
        (None, Tense::Future) => values.rfind(|v| v.end >= Some(anchor)),
        (None, _) => {
            let ahead = if read == Read::Date { AHEAD } else { 0 };
            let limit = shift_day(anchor, ahead, Unit::Day);
            values.into_iter().find(|v| begin(v) <= limit)
        }
    }
}

fn weekday(anchor: Date, found: &Found, tense: impl Fn() -> Tense) -> Option<TimeValue> {
    let wanted = found.weekday?;
    let today = i64::from(anchor.weekday().to_monday_one_offset());
    // Days back to the last such day, the anchor itself counted as 0.
    let back = (today - wanted).rem_euclid(7);
    let days = match found.direction {
        Some(-1) if back == 0 => -7,
        Some(-1) => -back,
        Some(1) => 7 - back,
        Some(_) => wanted - today,
        None if tense() == Tense::Future => (7 - back) % 7,
        None => -back,
    };
    Some(TimeValue::day(shift_day(anchor, days, Unit::Day)))
}

/// The calendar unit that holds a day.
fn period(day: Date, unit: Unit) -> Option<TimeValue> {
    match unit {
        Unit::Day => Some(TimeValue::day(day)),
        Unit::Week => Some(TimeValue::week(day)),
        Unit::Month => TimeValue::month(day.year(), day.month()),
        Unit::Quarter => TimeValue::quarter(day.year(), (day.month() + 2) / 3),
        Unit::Year => TimeValue::year(day.year()),
        Unit::Decade => TimeValue::decade(day.year() - day.year().rem_euclid(10)),
    }
}

fn counted(from: Date, sign: i64, found: &Found) -> Option<TimeValue> {
    let unit = found.unit?;
    period(shift_day(from, sign * found.number?, unit), unit)
}

fn stretch(anchor: Date, found: &Found) -> Option<TimeValue> {
    let sign = found.direction?;
    let other = shift_day(anchor, sign * found.number?, found.unit?);
    TimeValue::interval(anchor.min(other), anchor.max(other))
}

fn moved(times: &[TimeExpression], days: i64) -> Option<TimeValue> {
    let (_, value) = narrative(times)?;
    let day = value.begin.filter(|_| value.precision == Precision::Day || value.precision == Precision::OpenInterval)?;
    Some(TimeValue { approximate: value.approximate, ..TimeValue::day(shift_day(day, days, Unit::Day)) })
}

fn season(year: i16, first_month: i64) -> Option<TimeValue> {
    let begin = Date::new(year, first_month as i8, 1).ok()?;
    TimeValue::interval(begin, shift_day(begin, 2, Unit::Month).last_of_month())
}

fn season_year(anchor: Date, found: &Found) -> Option<i16> {
    let year = anchor.year();
    let value = season(year, found.season?)?;
    Some(match found.direction? {
        -1 if value.end < Some(anchor) => year,
        -1 => year - 1,
        1 if value.begin > Some(anchor) => year,
        1 => year + 1,
        _ => year,
    })
}
