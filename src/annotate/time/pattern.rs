//! Patterns over tokens: `WEEKDAY? ,? MONTH DAY` matches `Monday, June 19` with month 6 and day 19.

use serde::Deserialize;

use super::words::{self, Words};
use crate::calendar::{Date, Unit};

/// How the value of a match is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Read {
    Date,
    Iso,
    Month,
    Year,
    Decade,
    Century,
    Weekday,
    WeekdayOfWeek,
    Weekend,
    Deictic,
    DeicticTwice,
    NightBefore,
    Overnight,
    Unit,
    WholeUnit,
    Season,
    Quarter,
    Half,
    FirstMonths,
    UpTo,
    YearAgo,
    Ago,
    Earlier,
    Later,
    DayAfter,
    DayBefore,
    Same,
    SameUnit,
    ThatTime,
    UnitAfter,
    UnitBefore,
    LatestQuarter,
    PastUnit,
    YearEnd,
    Stretch,
    Duration,
    Set,
    Clock,
    PresentRef,
    PastRef,
    FutureRef,
}

impl Read {
    /// Whether such an expression tells how long, how often or vaguely when: it dates nothing.
    pub fn dates_nothing(self) -> bool {
        matches!(self, Read::Duration | Read::Set | Read::Clock | Read::PresentRef | Read::PastRef | Read::FutureRef)
    }
}

/// What a match found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found {
    pub year: Option<i64>,
    /// Second year of a range.
    pub last_year: Option<i64>,
    pub month: Option<i64>,
    pub day: Option<i64>,
    /// Second day of a range.
    pub last_day: Option<i64>,
    pub weekday: Option<i64>,
    pub unit: Option<Unit>,
    pub number: Option<i64>,
    /// `several`, `few`: a number that is not known.
    pub vague: bool,
    pub ordinal: Option<i64>,
    pub direction: Option<i64>,
    pub deictic: Option<i64>,
    pub season: Option<i64>,
    pub decade: Option<i64>,
    pub century: Option<i64>,
    pub date: Option<Date>,
}

#[derive(Debug)]
enum Item {
    Word(String),
    Class(Class),
}

macro_rules! classes {
    ($($variant:ident $name:literal)*) => {
        #[derive(Clone, Copy, Debug)]
        enum Class { $($variant,)* }

        impl Class {
            fn named(name: &str) -> Option<Class> {
                match name { $($name => Some(Class::$variant),)* _ => None }
            }
        }
    };
}

classes! {
    Month "MONTH" Day "DAY" Year "YEAR" ShortYear "SHORTYEAR" Weekday "WEEKDAY" Unit "UNIT" Number "NUMBER" Ordinal "ORDINAL" Quarter "QUARTER"
    Direction "DIRECTION" Deictic "DEICTIC" Season "SEASON" Decade "DECADE" Iso "ISO"
    UnitYear "UNITYEAR" Units "UNITS" Vague "VAGUE" Regular "REGULAR" Century "CENTURY" Clock "CLOCK" Holiday "HOLIDAY"
}

/// One alternative of a pattern, compiled.
#[derive(Debug)]
pub(super) struct Matcher {
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    choice: Vec<Item>,
    optional: bool,
}

impl Matcher {
    /// Compiles a line of `match`.
    pub fn compile(line: &str) -> Result<Matcher, String> {
        let step = |text: &str| {
            let (text, optional) = text.strip_suffix('?').map_or((text, false), |t| (t, true));
            let item = |t: &str| match Class::named(t) {
                Some(class) => Ok(Item::Class(class)),
                None if t.is_empty() || t.chars().any(char::is_uppercase) => Err(format!("unknown class {t:?}")),
                None => Ok(Item::Word(t.into())),
            };
            Ok(Step { choice: text.split('|').map(item).collect::<Result<_, String>>()?, optional })
        };
        let steps: Vec<Step> = line.split_whitespace().map(step).collect::<Result<_, String>>()?;
        if steps.iter().all(|s| s.optional) {
            return Err(format!("{line:?} matches nothing"));
        }
        Ok(Matcher { steps })
    }

    /// The longest match at the start of `tokens` (lower-case words): number of tokens and what was found.
    pub fn find(&self, tokens: &[&str], words: &Words) -> Option<(usize, Found)> {
        let found = run(&self.steps, tokens, words, Found::default());
        found.map(|(rest, found)| (tokens.len() - rest, found)).filter(|(len, _)| *len > 0)
    }
}

/// Number of tokens left behind the longest match.
fn run(steps: &[Step], tokens: &[&str], words: &Words, found: Found) -> Option<(usize, Found)> {
    let Some((step, rest)) = steps.split_first() else { return Some((tokens.len(), found)) };
    let taken = tokens.split_first().and_then(|(word, _)| {
        step.choice.iter().find_map(|item| {
            let (len, found) = item.take(word, tokens, words, found)?;
            run(rest, &tokens[len..], words, found)
        })
    });
    match taken {
        None if step.optional => run(rest, tokens, words, found),
        taken => taken,
    }
}

impl Item {
    fn take(&self, word: &str, tokens: &[&str], words: &Words, mut found: Found) -> Option<(usize, Found)> {
        let class = match self {
            Item::Word(wanted) => return (wanted == word).then_some((1, found)),
            Item::Class(class) => class,
        };
        let mut len = 1;
        match class {
            Class::Month => found.month = Some(*words.month.get(word)?),
            Class::Day if found.day.is_some() => found.last_day = Some(words::day(word)?),
            Class::Day => found.day = Some(words::day(word)?),
            Class::Year if found.year.is_some() => found.last_year = Some(words::year(word)?),
            Class::Year => found.year = Some(words::year(word)?),
            // `1948-49`
            Class::ShortYear => {
                let short: i64 = word.parse().ok().filter(|_| word.len() == 2)?;
                let first = found.year.filter(|y| y % 100 < short)?;
                found.last_year = Some(first - first % 100 + short);
            }
            Class::Weekday => found.weekday = Some(*words.weekday.get(word)?),
            Class::Unit => found.unit = Some(*words.unit.get(word)?),
            Class::Ordinal => found.ordinal = Some(*words.ordinal.get(word).filter(|_| !word.starts_with('q'))?),
            Class::Quarter => found.ordinal = Some(*words.ordinal.get(word).filter(|_| word.starts_with('q'))?),
            Class::Direction => found.direction = Some(*words.direction.get(word)?),
            Class::Deictic => found.deictic = Some(*words.deictic.get(word)?),
            Class::Season => found.season = Some(*words.season.get(word)?),
            Class::Decade => found.decade = Some(words::decade(word)?),
            Class::Century => found.century = Some(words::century(word)?),
            Class::UnitYear => found.unit = Some(words.unit.get(word).copied().filter(|u| *u == Unit::Year)?),
            Class::Units => {
                found.vague = true;
                found.unit = Some(*words.unit.get(word)?);
                return words.is_in("plural_unit", word).then_some((1, found));
            }
            Class::Vague => {
                found.vague = true;
                return words.is_in("vague", word).then_some((1, found));
            }
            Class::Regular => found.unit = Some(*words.regular.get(word)?),
            Class::Clock => {
                words::clock(word)?;
            }
            Class::Holiday => {
                let fits = |name: &str| tokens.len() >= name.split(' ').count() && name.split(' ').zip(tokens).all(|(a, b)| a == *b);
                let (name, &(month, day)) = words.holiday.iter().find(|(name, _)| fits(name))?;
                (found.month, found.day, len) = (Some(month), Some(day), name.split(' ').count());
            }
            Class::Iso => found.date = Some(words::digits(word)?),
            Class::Number => {
                let mut number = words.number(word)?;
                match tokens {
                    // `twenty - five`, `a couple`
                    [_, "-", ones, ..] if number >= 20 && number % 10 == 0 && words.number(ones).is_some_and(|n| n < 10) => {
                        number += words.number(ones)?;
                        len = 3;
                    }
                    ["a", next, ..] if words.number(next).is_some_and(|n| n > 1) => {
                        number = words.number(next)?;
                        len = 2;
                    }
                    _ => {}
                }
                found.number = Some(number);
            }
        }
        Some((len, found))
    }
}
