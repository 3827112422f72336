//! Calendar values as EDTF level 1: a day `2023-06-16`, a month `2023-06`, an open interval `2023-05-15/..`, about a day `2023-05-16~`.

use crate::calendar::{Date, Precision, TimeValue};

/// The value as EDTF; `None` if neither bound is known.
pub fn edtf(value: &TimeValue) -> Option<String> {
    let mark = if value.approximate { "~" } else { "" };
    let day = |date: Date| format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
    Some(match (value.begin, value.end) {
        (None, None) => return None,
        (Some(begin), None) => format!("{}{mark}/..", day(begin)),
        (None, Some(end)) => format!("../{}{mark}", day(end)),
        (Some(begin), Some(end)) => match value.precision {
            Precision::Day if begin == end => format!("{}{mark}", day(begin)),
            Precision::Month => format!("{:04}-{:02}{mark}", begin.year(), begin.month()),
            Precision::Year => format!("{:04}{mark}", begin.year()),
            _ => format!("{}{mark}/{}{mark}", day(begin), day(end)),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn writes_each_precision() {
        let value = |begin, end, precision, approximate| edtf(&TimeValue { begin, end, precision, approximate });
        let (first, last) = (Some(date(2023, 6, 1)), Some(date(2023, 6, 30)));
        assert_eq!(value(first, first, Precision::Day, false).as_deref(), Some("2023-06-01"));
        assert_eq!(value(first, first, Precision::Day, true).as_deref(), Some("2023-06-01~"));
        assert_eq!(value(first, last, Precision::Month, false).as_deref(), Some("2023-06"));
        assert_eq!(value(first, last, Precision::Interval, false).as_deref(), Some("2023-06-01/2023-06-30"));
        assert_eq!(value(first, None, Precision::OpenInterval, false).as_deref(), Some("2023-06-01/.."));
        assert_eq!(value(None, last, Precision::OpenInterval, false).as_deref(), Some("../2023-06-30"));
        assert_eq!(value(None, None, Precision::OpenInterval, false), None);
    }
}
