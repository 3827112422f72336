//! Calendar values: what a time expression means, without a clock.
//!
//! A [`TimeValue`] is two optional bounds, a precision and a flag for "about"; it is written as
//! EDTF (Library of Congress, Extended Date/Time Format, level 1):
//! `2023-06-16`, `2023-06`, `2023-05-15/..`, `2023-05-16~`.
//!
//! ```
//! use dateline::calendar::{TimeValue, Unit};
//!
//! let day: TimeValue = "2023-06-16".parse().unwrap();
//! assert_eq!(day.shift(-1, Unit::Month).about().to_string(), "2023-05-16~");
//! ```

mod edtf;
mod value;

pub use edtf::EdtfError;
pub use jiff::civil::{Date, Weekday};
pub use value::{Precision, TimeValue, Unit, days_between, shift_day, some_units};
