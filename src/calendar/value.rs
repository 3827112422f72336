//! A date as news gives it: a day, a month, an interval with an open end, an approximate day.

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
