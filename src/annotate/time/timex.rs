//! What TIMEX3 writes for a match where a calendar value does not say it: `P2Y`, `2023-SU`, `2023-W27-WE`, `PAST_REF`.

use super::context::Reading;
use super::pattern::{Found, Read};
use crate::calendar::{Precision, TimeValue, Unit};
use crate::document::TokenSpan;

/// The value of a match, `None` where that of [`TimeValue::timex`] will do.
pub(super) fn of_match(reading: &Reading, read: Read, found: &Found, value: Option<TimeValue>, span: TokenSpan) -> Option<String> {
    let begin = value.and_then(|v| v.begin);
    match read {
        Read::PresentRef => Some("PRESENT_REF".into()),
        Read::PastRef => Some("PAST_REF".into()),
        Read::FutureRef => Some("FUTURE_REF".into()),
        Read::Duration | Read::Set | Read::Stretch => Some(period(found)),
        Read::FirstMonths if value.is_none() => found.number.map(|n| format!("P{n}M")),
        Read::Ago | Read::Earlier | Read::Later if value.is_none() => Some(period(found)),
        Read::Season => {
            const NAMES: [&str; 4] = ["SP", "SU", "FA", "WI"];
            Some(format!("{:04}-{}", begin?.year(), NAMES.get(usize::try_from(begin?.month() / 3 - 1).ok()?)?))
        }
        Read::Half => Some(format!("{:04}-H{}", begin?.year(), begin?.month() / 6 + 1)),
        Read::Century => Some(format!("{:02}", begin?.year() / 100)),
        Read::Weekend => Some(format!("{}-WE", TimeValue::week(begin?).timex())),
        Read::Clock => {
            let day = reading.anchor().map_or("XXXX-XX-XX".into(), |d| d.to_string());
            Some(format!("{day}{}", reading.time_of_day(span)?))
        }
        _ => {
            let day = value.filter(|v| v.precision == Precision::Day)?;
            reading.time_of_day(span).map(|time| format!("{}{time}", day.timex()))
        }
    }
}

/// `P3D`, `PT4H`, `PXM`.
fn period(found: &Found) -> String {
    let number = match found.number {
        Some(number) => number.to_string(),
        None if found.vague => "X".into(),
        None => "1".into(),
    };
    let letters = match found.unit {
        Some(Unit::Minute) => ("T", "M"),
        Some(Unit::Hour) => ("T", "H"),
        Some(Unit::Day) => ("", "D"),
        Some(Unit::Week) => ("", "W"),
        Some(Unit::Month) => ("", "M"),
        Some(Unit::Quarter) => ("", "Q"),
        Some(Unit::Year) => ("", "Y"),
        Some(Unit::Decade) => ("", "E"),
        None => ("", "X"),
    };
    format!("P{}{number}{}", letters.0, letters.1)
}
