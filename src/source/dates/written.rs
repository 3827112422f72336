//! Dates as written: `Monday, June 19, 2023` in text, `2023-07-12T08:30:00-04:00` in metadata, `/2023/07/12/` in addresses.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use regex::{Captures, Regex};

use crate::source::data::DATES;

/// A full date in running text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The day.
    pub date: Date,
    /// The weekday written with it, whether or not it is right.
    pub weekday: Option<Weekday>,
}

/// What an address says about its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UrlDate {
    /// `/2023/07/12/`
    Day(Date),
    /// `-2023-7`: the first of the month.
    Month(Date),
}

/// Every full date (day, month, year) of a text, in its order. Numeric forms with day and month in unclear order are left out.
pub(super) fn full_dates(text: &str) -> Vec<Written> {
    let mut found: Vec<Written> = Vec::new();
    for pattern in &DATES.full {
        for captures in pattern.captures_iter(text) {
            let Some(date) = day(&captures) else { continue };
            let weekday = captures.name("wd").and_then(|name| weekday(name.as_str()));
            let range = captures.get(0).map_or(0..0, |all| all.range());
            found.push(Written { range, date, weekday });
        }
    }
    found.sort_by_key(|written| (written.range.start, std::cmp::Reverse(written.range.end)));
    let mut end = 0;
    found.retain(|written| {
        let fresh = written.range.start >= end;
        end = end.max(written.range.end);
        fresh
    });
    found
}

/// Month and day without a year, at the start of `text`.
pub(super) fn month_day(text: &str) -> Option<(i8, i8)> {
    let captures = DATES.month_day.iter().find_map(|p| p.captures(text))?;
    Some((month(&captures)?, captures.name("d")?.as_str().parse().ok()?))
}

/// The weekdays that a text names without a date beside them.
pub(super) fn bare_weekdays(text: &str, dates: &[Written]) -> Vec<Weekday> {
    let outside = |at: usize| !dates.iter().any(|written| written.range.contains(&at));
    DATES.weekday.find_iter(text).filter(|found| outside(found.start())).filter_map(|found| weekday(found.as_str())).collect()
}

/// The day that a metadata value gives, as written there (no change of time zone): ISO 8601, `20230712`, a mail date,
/// a written date, or seconds or milliseconds since 1970 (UTC).
pub(in crate::source) fn metadata_date(value: &str) -> Option<Date> {
    let value = value.trim();
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    match (digits, value.len()) {
        (true, 8) => return plausible(value[..4].parse().ok()?, value[4..6].parse().ok()?, value[6..].parse().ok()?),
        (true, 9..=10) => return epoch_day(value.parse::<i64>().ok()?),
        (true, 12..=13) => return epoch_day(value.parse::<i64>().ok()? / 1000),
        _ => {}
    }
    full_dates(value).first().map(|written| written.date)
}

/// The last day or month that an address gives.
pub(super) fn url_date(url: &str) -> Option<UrlDate> {
    let find = |patterns: &[Regex]| patterns.iter().find_map(|p| p.captures_iter(url).filter_map(|c| day(&c)).last());
    find(&DATES.url_day).map(UrlDate::Day).or_else(|| find(&DATES.url_month).map(UrlDate::Month))
}

/// The last day of the month of `date`.
pub(super) fn end_of_month(date: Date) -> Date {
    date.last_of_month()
}

fn epoch_day(seconds: i64) -> Option<Date> {
    let day = date(1970, 1, 1).checked_add((seconds / 86_400).days()).ok()?;
    (1990..2100).contains(&day.year()).then_some(day)
}

fn day(captures: &Captures) -> Option<Date> {
    let year = captures.name("y")?.as_str().parse().ok()?;
    let day = captures.name("d").map_or(Some(1), |d| d.as_str().parse().ok())?;
    plausible(year, month(captures)?, day)
}

fn month(captures: &Captures) -> Option<i8> {
    match (captures.name("m"), captures.name("mon")) {
        (Some(number), _) => number.as_str().parse().ok(),
        (None, Some(name)) => DATES.months.get(&name.as_str().to_lowercase()).copied(),
        (None, None) => None,
    }
}

fn weekday(name: &str) -> Option<Weekday> {
    Weekday::from_monday_one_offset(*DATES.weekdays.get(&name.to_lowercase())?).ok()
}

fn plausible(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok().filter(|date| (1900..2100).contains(&date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_of_text() {
        let read = |text: &str| full_dates(text).into_iter().map(|w| (w.date.to_string(), w.weekday)).collect::<Vec<_>>();
        assert_eq!(read("Sun. Jan 5th, 2025"), [("2025-01-05".into(), Some(Weekday::Sunday))]);
        assert_eq!(read("on Monday, June 19, 2023."), [("2023-06-19".into(), Some(Weekday::Monday))]);
        assert_eq!(read("the 3rd of March 2021, 12 July 2023"), [("2021-03-03".into(), None), ("2023-07-12".into(), None)]);
        assert_eq!(read("2023-07-12T23:59:00-04:00"), [("2023-07-12".into(), None)]);
        assert_eq!(read("February 30, 2023, 12/07/2023, mayor 3, 2020"), []);
    }

    #[test]
    fn reads_dates_of_metadata_and_addresses() {
        for value in
            ["2023-07-12T23:30:00-04:00", "20230712", "1689120000", "1689120000000", "Wed, 12 Jul 2023 10:00:00 GMT", "July 12, 2023"]
        {
            assert_eq!(metadata_date(value), Some(date(2023, 7, 12)), "{value}");
        }
        assert_eq!(metadata_date("yesterday"), None);
        assert_eq!(url_date("https://a.example/2023/07/12/x.html"), Some(UrlDate::Day(date(2023, 7, 12))));
        assert_eq!(url_date("https://a.example/2023/jul/12/x"), Some(UrlDate::Day(date(2023, 7, 12))));
        assert_eq!(url_date("https://a.example/x-2023-07-12"), Some(UrlDate::Day(date(2023, 7, 12))));
        assert_eq!(url_date("https://a.example/n/20230712-x"), Some(UrlDate::Day(date(2023, 7, 12))));
        assert_eq!(url_date("https://a.example/blinken-beijing-2023-7"), Some(UrlDate::Month(date(2023, 7, 1))));
        assert_eq!(url_date("https://a.example/story-19991"), None);
    }
}
