//! Writing and reading EDTF: `2023-06-16`, `2023-06`, `199X`, `2023-05-15/..`, `2023-05-16~`.
//!
//! A week, a quarter and any other stretch is printed as an interval of days (`2023-07-01/2023-09-30`).

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use thiserror::Error;

use super::{Precision, TimeValue};

/// A text that is not one of the EDTF forms of this module.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not an EDTF date: {0:?} (try 2023-06-16, 2023-06, 2023, 199X, 2023-05-15/.., 2023-05-16~)")]
pub struct EdtfError(pub String);

impl fmt::Display for TimeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let about = if self.approximate { "~" } else { "" };
        match (self.begin, self.end, self.precision) {
            (Some(day), Some(_), Precision::Day) => write!(f, "{day}{about}"),
            (Some(day), Some(_), Precision::Month) => write!(f, "{:04}-{:02}{about}", day.year(), day.month()),
            (Some(day), Some(_), Precision::Year) => write!(f, "{:04}{about}", day.year()),
            (Some(a), Some(b), _) if !self.approximate && is_decade(a, b) => write!(f, "{:03}X", a.year() / 10),
            (Some(a), Some(b), _) => write!(f, "{a}{about}/{b}{about}"),
            (Some(a), None, _) => write!(f, "{a}{about}/.."),
            (None, Some(b), _) => write!(f, "../{b}{about}"),
            (None, None, _) => write!(f, "../.."),
        }
    }
}

fn is_decade(a: Date, b: Date) -> bool {
    a.year() >= 0 && a.year() % 10 == 0 && TimeValue::decade(a.year()).is_some_and(|d| d.begin == Some(a) && d.end == Some(b))
}

impl FromStr for TimeValue {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        let error = || EdtfError(text.into());
        let Some((from, to)) = text.split_once('/') else { return point(text).ok_or_else(error) };
        let approximate = from.ends_with('~') || to.ends_with('~');
        let value = match (from, to) {
            ("..", "..") => return Err(error()),
            ("..", to) => TimeValue::until(point(to).and_then(|v| v.end).ok_or_else(error)?),
            (from, "..") => TimeValue::since(point(from).and_then(|v| v.begin).ok_or_else(error)?),
            (from, to) => {
                let (from, to) = (point(from).ok_or_else(error)?, point(to).ok_or_else(error)?);
                from.begin.zip(to.end).and_then(|(a, b)| TimeValue::interval(a, b)).ok_or_else(error)?
            }
        };
        Ok(TimeValue { approximate, ..value })
    }
}

/// A single date: day, month, year or decade, with or without `~`.
fn point(text: &str) -> Option<TimeValue> {
    let (bare, approximate) = text.strip_suffix('~').map_or((text, false), |bare| (bare, true));
    if !bare.is_ascii() {
        return None;
    }
    let number = |range: std::ops::Range<usize>| bare.get(range).filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?.parse::<i16>().ok();
    let value = match bare.len() {
        4 if bare.ends_with('X') => TimeValue::decade(number(0..3)? * 10),
        4 => TimeValue::year(number(0..4)?),
        7 if bare.get(4..5) == Some("-") => TimeValue::month(number(0..4)?, number(5..7)? as i8),
        10 if bare.get(4..5) == Some("-") && bare.get(7..8) == Some("-") => {
            Date::new(number(0..4)?, number(5..7)? as i8, number(8..10)? as i8).ok().map(TimeValue::day)
        }
        _ => None,
    }?;
    Some(TimeValue { approximate, ..value })
}

impl TimeValue {
    /// Value as TIMEX3 writes it: a week as `2023-W28`, a quarter as `2023-Q3`, else as EDTF without `~`.
    pub fn timex(&self) -> String {
        match (self.begin, self.precision) {
            (Some(day), Precision::Week) => {
                let week = day.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            (Some(day), Precision::Quarter) => format!("{:04}-Q{}", day.year(), (day.month() + 2) / 3),
            _ => TimeValue { approximate: false, ..*self }.to_string().trim_end_matches('X').to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use jiff::civil::date;

    use super::*;

    #[test]
    fn prints_every_precision() {
        let day = date(2023, 7, 12);
        for (value, wanted) in [
            (Some(TimeValue::day(day)), "2023-07-12"),
            (Some(TimeValue::week(day)), "2023-07-10/2023-07-16"),
            (TimeValue::month(2023, 2), "2023-02"),
            (TimeValue::quarter(2023, 3), "2023-07-01/2023-09-30"),
            (TimeValue::year(2023), "2023"),
            (TimeValue::decade(1990), "199X"),
            (Some(TimeValue::since(day)), "2023-07-12/.."),
            (Some(TimeValue::until(day)), "../2023-07-12"),
            (Some(TimeValue::day(day).about()), "2023-07-12~"),
        ] {
            let value = value.unwrap();
            assert_eq!(value.to_string(), wanted);
            assert_eq!(wanted.parse::<TimeValue>().unwrap().to_string(), wanted);
        }
        assert_eq!(TimeValue::week(day).timex(), "2023-W28");
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in ["", "2023-13", "2023-02-30", "../..", "2023-05-02/2023-05-01", "20X3", "+123"] {
            assert!(text.parse::<TimeValue>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "[0-9X~/.-]{0,22}|\\PC{0,12}") {
            let _ = text.parse::<TimeValue>();
        }
    }
}
