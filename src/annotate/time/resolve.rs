//! A match → its value: month 6 and day 16 with the anchor 12 July 2023 → 2023-06-16.

use super::context::{Prenominal, Reading, Tense};
use super::pattern::{Found, Read};
use super::words::Words;
use super::{narrative, narrative_anchor};
use crate::calendar::{Date, Precision, TimeValue, Unit, shift_day, some_units};
use crate::document::{TimeAnchor, TimeExpression, TimeId, TokenSpan};

/// Months ahead that a date without a year is not, even beside a verb that looks ahead.
const FAR_AHEAD: i64 = 10;

/// Value of a match and what it was counted from.
pub(super) fn value(
    reading: &Reading,
    read: Read,
    found: &Found,
    span: TokenSpan,
    times: &[TimeExpression],
) -> (Option<TimeValue>, TimeAnchor) {
    let anchor = reading.anchor();
    let tense = || reading.tense(span);
    let from_article = |value: Option<TimeValue>| (value, if value.is_some() { TimeAnchor::Article } else { TimeAnchor::None });
    let from_text = |value: Option<TimeValue>| (value, narrative_anchor(times));
    let story = || narrative(times).map(|(_, v)| v);
    // `June last year`
    let relative_year = found.direction.filter(|_| found.unit == Some(Unit::Year)).zip(anchor).map(|(d, a)| a.year() + d as i16);
    let year = found.year.map(|y| y as i16);
    let either = year.or(relative_year);
    let of_year = |value: Option<TimeValue>| if year.is_some() { (value, TimeAnchor::None) } else { from_article(value) };
    match read {
        Read::Iso => (found.date.map(TimeValue::day), TimeAnchor::None),
        Read::Date if found.last_day.is_some() => {
            let first = match (either, anchor) {
                (Some(year), _) => date(year, found),
                (None, Some(anchor)) => with_year(anchor, read, found, tense(), reading.prenominal(span)).and_then(|v| v.begin),
                _ => None,
            };
            let last = found.last_day.and_then(|day| Date::new(first?.year(), first?.month(), day as i8).ok());
            of_year(first.zip(last).and_then(|(a, b)| TimeValue::interval(a, b)))
        }
        Read::Date | Read::Month if either.is_some() => of_year(either.and_then(|y| dated(y, read, found))),
        Read::Date | Read::Month => match anchor {
            Some(anchor) => {
                // `have agreed to a debate on September 10`: beside the perfect no day is the verb's
                let tense = match tense() {
                    Tense::Perfect if reading.is_behind_plan(span) => Tense::Unknown,
                    // `were barred from the vote on 5 November`
                    Tense::Past if reading.is_of_plan(span) => Tense::Unknown,
                    // `were held until 30 October`: it may be to come
                    Tense::Past | Tense::Perfect if reading.list_before("until", span.start.index(), 0).is_some() => Tense::Unknown,
                    tense => tense,
                };
                let nearest = || with_year(anchor, read, found, Tense::Unknown, None);
                let marked = reading.anniversary(span).and_then(|years| Some(nearest()?.shift(-years, Unit::Year)));
                let value = marked.or_else(|| with_year(anchor, read, found, tense, reading.prenominal(span)));
                let beside = || if tense.is_past() { beside_date(reading, read, found, span, times) } else { None };
                from_article(in_known_year(reading, beside().or(value)))
            }
            None => {
                let year = reading.nearest_year(span.start.index()).map(|y| y as i16);
                (year.and_then(|y| dated(y, read, found)), TimeAnchor::None)
            }
        },
        Read::Year => match (year.and_then(TimeValue::year), found.last_year.and_then(|y| TimeValue::year(y as i16))) {
            (Some(first), Some(last)) => (first.begin.zip(last.end).and_then(|(a, b)| TimeValue::interval(a, b)), TimeAnchor::None),
            (first, _) => (first, TimeAnchor::None),
        },
        Read::Decade => (found.decade.and_then(|d| TimeValue::decade(d as i16)), TimeAnchor::None),
        Read::Century => (found.century.and_then(|c| years(c as i16, 100)), TimeAnchor::None),
        Read::Weekday => {
            // "Saturday's attack comes amid outrage"
            let has_happened = reading.prenominal(span) == Some(Prenominal::Happened);
            let tense = || if has_happened { Tense::Past } else { tense() };
            from_article(anchor.and_then(|a| weekday(a, found, tense)))
        }
        Read::WeekdayOfWeek => from_article(anchor.and_then(|a| weekday_of_week(a, found))),
        Read::Weekend => from_article(anchor.and_then(|a| weekend(a, found, tense))),
        Read::Deictic => from_article(anchor.map(|a| TimeValue::day(shift_day(a, found.deictic.unwrap_or(0), Unit::Day)))),
        Read::DeicticTwice => from_article(anchor.map(|a| TimeValue::day(shift_day(a, 2 * found.deictic.unwrap_or(0), Unit::Day)))),
        Read::NightBefore => from_article(anchor.map(|a| TimeValue::day(shift_day(a, -1, Unit::Day)))),
        Read::Overnight => from_article(anchor.and_then(|a| TimeValue::interval(shift_day(a, -1, Unit::Day), a))),
        Read::Unit => from_article(anchor.and_then(|a| period(shift_day(a, found.direction.unwrap_or(0), found.unit?), found.unit?))),
        Read::WholeUnit => {
            // `by the end of the year` in a story of 2019 is 2019, `later in the day` the day that the text has reached
            let told =
                story().and_then(|v| v.begin).filter(|day| found.unit == Some(Unit::Day) || tense().is_past() && Some(*day) < anchor);
            match (told, found.unit) {
                (Some(day), Some(unit)) => from_text(period(day, unit)),
                (None, Some(unit)) => from_article(anchor.and_then(|a| period(a, unit))),
                _ => (None, TimeAnchor::None),
            }
        }
        Read::Season => of_year(match either {
            Some(year) => season(year, found.season),
            None => anchor.and_then(|a| season(season_year(a, found, tense)?, found.season)),
        }),
        Read::Quarter => of_year(match (either, anchor) {
            (Some(year), _) => TimeValue::quarter(year, found.ordinal.unwrap_or(0) as i8),
            (None, Some(anchor)) => found.ordinal.and_then(|q| quarter(anchor, q as i8, tense)),
            _ => None,
        }),
        Read::Half => of_year(either.or(anchor.map(Date::year)).and_then(|y| months(y, (found.ordinal? as i8 - 1) * 6 + 1, 6))),
        Read::FirstMonths => of_year(either.and_then(|y| months(y, 1, found.number?))),
        // what is counted up to a month is over, or goes on in it
        Read::UpTo => of_year({
            let read = if found.day.is_some() { Read::Date } else { Read::Month };
            let last = || match (year, anchor) {
                (Some(year), _) => dated(year, read, found),
                (None, Some(anchor)) => with_year(anchor, read, found, Tense::Past, None),
                _ => None,
            };
            last().and_then(|last| up_to(last.end?, found))
        }),
        Read::YearAgo => from_text(story().filter(|v| v.precision != Precision::Day).map(|v| v.shift(-1, Unit::Year))),
        // figures of a quarter are compared with those of a year ago
        Read::Ago if found.unit == Some(Unit::Year) && story().is_some_and(|v| v.precision == Precision::Quarter) => {
            from_text(story().and_then(|v| moved_on(v, -1, found, anchor)))
        }
        // "a year ago": about this time of it
        Read::Ago if found.unit == Some(Unit::Year) && found.number == Some(1) => {
            from_article(anchor.and_then(|a| period(shift_day(a, -1, Unit::Year), Unit::Month)).map(TimeValue::about))
        }
        Read::Ago => from_article(anchor.and_then(|a| counted(a, -1, found))),
        Read::PastUnit => from_article(anchor.and_then(|a| stretch(a, &Found { direction: Some(-1), ..*found }))),
        Read::Stretch => from_article(anchor.and_then(|a| stretch(a, found))),
        Read::Earlier => from_text(story().and_then(|v| moved_on(v, -1, found, anchor))),
        Read::Later => from_text(story().and_then(|v| moved_on(v, 1, found, anchor))),
        Read::DayAfter => from_text(moved(times, 1)),
        Read::DayBefore => from_text(moved(times, -1)),
        Read::Same if reading.has_clause(span) && !same_sentence(reading, span, times) => (None, TimeAnchor::None),
        Read::Same => from_text(moved(times, 0)),
        // `The news comes in the same week the president left`
        Read::SameUnit if reading.has_clause(span) && tense() == Tense::Present => {
            from_article(anchor.and_then(|a| period(a, found.unit?)))
        }
        Read::SameUnit => from_text(story().and_then(|v| period(v.begin?, found.unit?))),
        Read::ThatTime => {
            // what reaches up to now is not "the time"
            let is_over = |v: &TimeValue| v.begin.is_some() && v.end.is_some() && v.end < anchor;
            let told = times.iter().rposition(|t| !t.is_duration && t.value.is_some_and(|v| is_over(&v)));
            told.map_or((None, TimeAnchor::None), |i| (times[i].value, TimeAnchor::Time(TimeId(i as u32))))
        }
        Read::UnitAfter | Read::UnitBefore => {
            let sign = if read == Read::UnitAfter { 1 } else { -1 };
            let beside = |day: Date| period(shift_day(day, sign, found.unit?), found.unit?);
            match story().and_then(|v| v.begin) {
                Some(day) => from_text(beside(day)),
                None => from_article(anchor.and_then(beside)),
            }
        }
        Read::LatestQuarter => match (story().filter(|v| v.precision == Precision::Quarter), anchor) {
            (Some(value), _) => from_text(Some(value)),
            (None, Some(anchor)) => from_article(period(shift_day(anchor, -1, Unit::Quarter), Unit::Quarter)),
            _ => (None, TimeAnchor::None),
        },
        Read::YearEnd => from_article(anchor.map(|a| TimeValue::day(a.last_of_year()))),
        Read::Duration => from_article(reading.lasting(found, span)),
        Read::Set | Read::Clock | Read::PresentRef | Read::PastRef | Read::FutureRef => (None, TimeAnchor::None),
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
///
/// In front of a noun the verb tells nothing: of what is planned (`November's election`) the nearest is meant, of the rest (`the 7 October
/// attack`) the last.
fn with_year(anchor: Date, read: Read, found: &Found, tense: Tense, prenominal: Option<Prenominal>) -> Option<TimeValue> {
    let near = [anchor.year() + 1, anchor.year(), anchor.year() - 1, anchor.year() - 2];
    let mut values = near.into_iter().filter_map(|y| dated(y, read, found));
    let begin = |v: &TimeValue| v.begin.unwrap_or(anchor);
    let distance = |day: Date| day.until(anchor).map_or(i32::MAX / 2, |span| span.get_days().abs());
    match (found.direction, tense) {
        (Some(-1), _) => values.into_iter().find(|v| v.end < Some(anchor)),
        (Some(1), _) => values.rfind(|v| begin(v) > anchor),
        (Some(_), _) => dated(anchor.year(), read, found),
        (None, _) if prenominal == Some(Prenominal::Planned) => values.min_by_key(|v| distance(begin(v))),
        // the day itself would be called today, or by its weekday
        (None, _) if prenominal == Some(Prenominal::Happened) => values.into_iter().find(|v| begin(v) < anchor),
        // without a year, nothing lies most of a year ahead
        (None, Tense::Future) => {
            let ahead = |v: &TimeValue| v.end >= Some(anchor) && begin(v) < shift_day(anchor, FAR_AHEAD, Unit::Month);
            values.clone().rfind(ahead).or_else(|| values.find(|v| begin(v) <= anchor))
        }
        // `to be held on May 3`: the nearest, in doubt a past one
        (None, Tense::Unknown | Tense::Present) => values.min_by_key(|v| distance(begin(v)) * if v.end < Some(anchor) { 1 } else { 2 }),
        (None, Tense::Past | Tense::Perfect) => values.into_iter().find(|v| begin(v) <= anchor),
    }
}

/// `was hurt in June 2021 and died on 3 July`: in the past a month or day goes on from the date with a year in front of it in the sentence; behind
/// `in 2021, when` it is of that year.
fn beside_date(reading: &Reading, read: Read, found: &Found, span: TokenSpan, times: &[TimeExpression]) -> Option<TimeValue> {
    let sentence = reading.document.sentence(reading.document.sentence_of(span.start)).tokens;
    let is_full = |t: &&TimeExpression| {
        let has_year = matches!(&*t.rule, "month-day-year" | "month-year") || &*t.rule == "year" && reading.is_told_of(t.span);
        has_year && !t.value.is_some_and(|v| v.approximate)
    };
    let before = times.iter().rev().take_while(|t| sentence.contains(t.span.start)).find(is_full)?.value?;
    let (begin, anchor) = (before.begin.filter(|_| before.end.is_some())?, reading.anchor()?);
    let follows = |v: &TimeValue| v.end >= Some(begin) && v.begin <= Some(anchor);
    [begin.year(), begin.year() + 1].into_iter().filter_map(|y| dated(y, read, found)).find(follows).filter(|_| found.direction.is_none())
}

/// The same day in the year that the rest of the article means.
fn in_known_year(reading: &Reading, value: Option<TimeValue>) -> Option<TimeValue> {
    let day = value?.begin.filter(|_| value.is_some_and(|v| v.precision == Precision::Day));
    let known = day.and_then(|d| Date::new(reading.known_year(d)?, d.month(), d.day()).ok());
    known.map(TimeValue::day).or(value)
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
        None if matches!(tense(), Tense::Future | Tense::Present) => (7 - back) % 7,
        None => -back,
    };
    Some(TimeValue::day(shift_day(anchor, days, Unit::Day)))
}

/// `Tuesday of last week`.
fn weekday_of_week(anchor: Date, found: &Found) -> Option<TimeValue> {
    let today = i64::from(anchor.weekday().to_monday_one_offset());
    Some(TimeValue::day(shift_day(anchor, found.weekday? - today + 7 * found.direction?, Unit::Day)))
}

/// The calendar unit that holds a day.
fn period(day: Date, unit: Unit) -> Option<TimeValue> {
    match unit {
        Unit::Minute | Unit::Hour | Unit::Day => Some(TimeValue::day(day)),
        Unit::Week => Some(TimeValue::week(day)),
        Unit::Month => TimeValue::month(day.year(), day.month()),
        Unit::Quarter => TimeValue::quarter(day.year(), (day.month() + 2) / 3),
        Unit::Year => TimeValue::year(day.year()),
        Unit::Decade => TimeValue::decade(day.year() - day.year().rem_euclid(10)),
    }
}

fn counted(from: Date, sign: i64, found: &Found) -> Option<TimeValue> {
    let unit = found.unit?;
    let number = match (found.number, unit) {
        (Some(number), _) => number,
        // `hours later` is the same day
        (None, Unit::Minute | Unit::Hour) => 0,
        (None, _) => return None,
    };
    period(shift_day(from, sign * number, unit), unit)
}

/// `a year earlier` behind a quarter is that quarter of the year before; behind a day it is the year before. Days are not counted
/// from a month, nor months from a year.
fn moved_on(value: TimeValue, sign: i64, found: &Found, anchor: Option<Date>) -> Option<TimeValue> {
    match (value.precision, found.unit?) {
        (_, unit) if found.number.is_none() => some_units(value, sign, unit, anchor),
        (Precision::Month | Precision::Quarter, Unit::Year) => Some(value.shift(sign * found.number?, Unit::Year)),
        (Precision::Month | Precision::Quarter | Precision::Year, Unit::Minute | Unit::Hour | Unit::Day) => None,
        (Precision::Year, Unit::Week | Unit::Month) => None,
        _ => counted(value.begin?, sign, found),
    }
}

fn stretch(anchor: Date, found: &Found) -> Option<TimeValue> {
    let sign = found.direction?;
    let number = match found.number {
        None if found.vague => return None,
        number => number.unwrap_or(1),
    };
    let other = shift_day(anchor, sign * number, found.unit?);
    TimeValue::interval(anchor.min(other), anchor.max(other))
}

fn moved(times: &[TimeExpression], days: i64) -> Option<TimeValue> {
    let (_, value) = narrative(times)?;
    let day = value.begin.filter(|_| value.precision == Precision::Day || value.precision == Precision::OpenInterval)?;
    Some(TimeValue { approximate: value.approximate, ..TimeValue::day(shift_day(day, days, Unit::Day)) })
}

/// `the three months to June`: so long up to a day.
fn up_to(end: Date, found: &Found) -> Option<TimeValue> {
    let next = end.tomorrow().ok()?;
    TimeValue::interval(shift_day(next, -found.number.unwrap_or(1), found.unit?), end)
}

/// A number of months from the first of one.
fn months(year: i16, first: i8, number: i64) -> Option<TimeValue> {
    let begin = Date::new(year, first, 1).ok()?;
    TimeValue::interval(begin, shift_day(begin, number - 1, Unit::Month).last_of_month())
}

fn years(first: i16, number: i16) -> Option<TimeValue> {
    TimeValue::interval(Date::new(first, 1, 1).ok()?, Date::new(first.checked_add(number - 1)?, 12, 31).ok()?)
}

fn season(year: i16, first_month: Option<i64>) -> Option<TimeValue> {
    months(year, first_month? as i8, 3)
}

/// `this summer` is that of the year, `last summer` the latest that is over; a bare one has begun, unless the verb looks ahead.
fn season_year(anchor: Date, found: &Found, tense: impl Fn() -> Tense) -> Option<i16> {
    let year = anchor.year();
    let value = season(year, found.season)?;
    Some(match found.direction {
        Some(-1) if value.end < Some(anchor) => year,
        Some(-1) => year - 1,
        Some(1) if value.begin > Some(anchor) => year,
        Some(1) => year + 1,
        None if value.begin > Some(anchor) && tense().is_past() => year - 1,
        None if value.end < Some(anchor) && tense() == Tense::Future => year + 1,
        _ => year,
    })
}

/// A quarter without a year: the one that is nearest, of the past unless the verb looks ahead.
fn quarter(anchor: Date, number: i8, tense: impl Fn() -> Tense) -> Option<TimeValue> {
    let this = TimeValue::quarter(anchor.year(), number)?;
    let tense = tense();
    let ahead = this.begin > Some(shift_day(anchor, 1, Unit::Month));
    match tense {
        Tense::Future if this.end < Some(anchor) => TimeValue::quarter(anchor.year() + 1, number),
        Tense::Past | Tense::Perfect if this.begin > Some(anchor) => TimeValue::quarter(anchor.year() - 1, number),
        Tense::Unknown | Tense::Present if ahead => TimeValue::quarter(anchor.year() - 1, number),
        _ => Some(this),
    }
}

/// Saturday and Sunday: the latest that have begun, or the next ones with a future verb.
fn weekend(anchor: Date, found: &Found, tense: impl Fn() -> Tense) -> Option<TimeValue> {
    let weekday = i64::from(anchor.weekday().to_monday_zero_offset());
    let in_weekend = weekday >= 5;
    // Weeks from the weekend of the anchor's week.
    let weeks = match found.direction {
        Some(-1) => -1,
        Some(1) if in_weekend => 1,
        Some(1) => 0,
        _ if in_weekend || matches!(tense(), Tense::Future | Tense::Present) => 0,
        // shortly before one, that of last week would be called so
        Some(_) if weekday > 2 => 0,
        Some(_) if weekday > 1 && !tense().is_past() => 0,
        _ => -1,
    };
    let saturday = shift_day(anchor, 5 - weekday + 7 * weeks, Unit::Day);
    TimeValue::interval(saturday, shift_day(saturday, 1, Unit::Day))
}
