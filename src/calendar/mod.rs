//! Calendar values: what a time expression means, without a clock.
//!
//! A [`TimeValue`] is two optional bounds, a precision and a flag for "about"; it is written as
//! EDTF (Library of Congress, Extended Date/Time Format, level 1):
//! `2023-06-16`, `2023-06`, `2023-05-15/..`, `2023-05-16~`.

mod value;

pub use jiff::civil::{Date, Weekday};
pub use value::{Precision, TimeValue};
