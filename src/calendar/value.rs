//! A date as news gives it: a day, a month, an interval with an open end, an approximate day.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How finely a time is known (`dl:DatePrecision`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Precision {
    /// One day.
    Day,
    /// A calendar week, Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A calendar year.
    Year,
    /// From one known day to another (seasons and decades too).
    Interval,
    /// From a known day on, or up to one.
    OpenInterval,
}

/// A time with both bounds as days, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeValue {
    /// First day; `None` is open.
    pub begin: Option<Date>,
    /// Last day; `None` is open.
    pub end: Option<Date>,
    /// How finely it is known.
    pub precision: Precision,
    /// "about", "around", "approximately": the EDTF sign `~`.
    pub approximate: bool,
}

impl TimeValue {
    /// One day.
    pub fn day(day: Date) -> Self {
        Self { begin: Some(day), end: Some(day), precision: Precision::Day, approximate: false }
    }

    /// The week, Monday to Sunday, that holds the day.
    pub fn week(day: Date) -> Self {
        let monday = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
        Self { begin: Some(monday), end: Some(monday.saturating_add(6.days())), precision: Precision::Week, approximate: false }
    }

    /// A month, 1 to 12. `None` if there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Self { begin: Some(first), end: Some(first.last_of_month()), precision: Precision::Month, approximate: false })
    }

    /// A quarter, 1 to 4.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        let last = quarter.checked_mul(3)?;
        let (first, last) = (Date::new(year, last.checked_sub(2)?, 1).ok()?, Date::new(year, last, 1).ok()?);
        Some(Self { begin: Some(first), end: Some(last.last_of_month()), precision: Precision::Quarter, approximate: false })
    }

    /// A calendar year.
    pub fn year(year: i16) -> Option<Self> {
        let first = Date::new(year, 1, 1).ok()?;
        Some(Self { begin: Some(first), end: Some(first.last_of_year()), precision: Precision::Year, approximate: false })
    }

    /// The ten years from the given one on.
    pub fn decade(first: i16) -> Option<Self> {
        Self::interval(Date::new(first, 1, 1).ok()?, Date::new(first.checked_add(9)?, 12, 31).ok()?)
    }

    /// From one day to another, both included. `None` if the end lies before the beginning.
    pub fn interval(begin: Date, end: Date) -> Option<Self> {
        (begin <= end).then_some(Self { begin: Some(begin), end: Some(end), precision: Precision::Interval, approximate: false })
    }

    /// From a day on.
    pub fn since(begin: Date) -> Self {
        Self { begin: Some(begin), end: None, precision: Precision::OpenInterval, approximate: false }
    }

    /// Up to a day.
    pub fn until(end: Date) -> Self {
        Self { begin: None, end: Some(end), precision: Precision::OpenInterval, approximate: false }
    }

    /// The same, approximately.
    pub fn about(self) -> Self {
        Self { approximate: true, ..self }
    }

    /// Whether both bounds are known.
    pub fn is_closed(&self) -> bool {
        self.begin.is_some() && self.end.is_some()
    }

    /// Days from the first to the last: 0 for one day; `None` if a bound is open.
    pub fn length(&self) -> Option<i64> {
        Some(days_between(self.begin?, self.end?))
    }

    /// Whether all of `other` lies inside; an open bound reaches without end.
    pub fn contains(&self, other: &TimeValue) -> bool {
        let begins = self.begin.is_none_or(|a| other.begin.is_some_and(|b| a <= b));
        begins && self.end.is_none_or(|a| other.end.is_some_and(|b| b <= a))
    }

    /// Whether the two share a day.
    pub fn overlaps(&self, other: &TimeValue) -> bool {
        let before = |end: Option<Date>, begin: Option<Date>| end.zip(begin).is_some_and(|(end, begin)| end < begin);
        !before(self.end, other.begin) && !before(other.end, self.begin)
    }

    /// Whether both may date the same happening: they overlap, a day apart allowed if one is approximate.
    pub fn compatible(&self, other: &TimeValue) -> bool {
        let slack = i64::from(self.approximate || other.approximate);
        let wider = TimeValue {
            begin: self.begin.map(|d| d.saturating_sub(slack.days())),
            end: self.end.map(|d| d.saturating_add(slack.days())),
            ..*self
        };
        wider.overlaps(other)
    }

    /// Moved by a number of units, which may be negative. A month later than 31 January is 28 or 29 February.
    pub fn shift(&self, amount: i64, unit: Unit) -> Self {
        let whole = |day: Date| shift_day(day, amount, unit);
        let moved = Self { begin: self.begin.map(whole), end: self.end.map(whole), ..*self };
        match (self.precision, moved.begin) {
            // The last day of a month moves to the last day, whatever the lengths are.
            (Precision::Month | Precision::Quarter | Precision::Year, Some(_)) => Self { end: moved.end.map(Date::last_of_month), ..moved },
            _ => moved,
        }
    }
}

/// A unit of the calendar that dates are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A minute: counted in whole days.
    Minute,
    /// An hour: counted in whole days.
    Hour,
    /// A day.
    Day,
    /// Seven days.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
}

/// Days from one day to another, less than none if that lies before it.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(i64::MAX, |span| i64::from(span.get_days()))
}

/// `days later` (sign 1), `weeks before` (−1): about less than one of the next larger unit from a time, and no later than the anchor; without
/// one nothing is later.
pub fn some_units(value: TimeValue, sign: i64, unit: Unit, anchor: Option<Date>) -> Option<TimeValue> {
    let most = match unit {
        Unit::Minute | Unit::Hour => return value.begin.map(TimeValue::day),
        Unit::Day | Unit::Year => 9,
        Unit::Week => 7,
        Unit::Month => 11,
        _ => return None,
    };
    let (begin, end) = (value.begin?, value.end?);
    if sign < 0 {
        return TimeValue::interval(shift_day(begin, -most, unit), end).map(TimeValue::about);
    }
    let last = anchor.map_or(end, |a| a.max(begin)).min(shift_day(end, most, unit));
    // "years later" is not told within the year
    TimeValue::interval(begin, last).map(TimeValue::about).filter(|_| shift_day(begin, 1, unit) <= last)
}

/// The day a number of units later, or earlier if negative; stops at the ends of the calendar (years −9999 to 9999).
pub fn shift_day(day: Date, amount: i64, unit: Unit) -> Date {
    // Bounded, because a span of the calendar library has limits of its own.
    let amount = amount.clamp(-9_999, 9_999);
    match unit {
        Unit::Minute => day.saturating_add((amount / 1440).days()),
        Unit::Hour => day.saturating_add((amount / 24).days()),
        Unit::Day => day.saturating_add(amount.days()),
        Unit::Week => day.saturating_add(amount.weeks()),
        Unit::Month => day.saturating_add(amount.months()),
        Unit::Quarter => day.saturating_add((amount * 3).months()),
        Unit::Year => day.saturating_add(amount.years()),
        Unit::Decade => day.saturating_add((amount.clamp(-999, 999) * 10).years()),
    }
}
