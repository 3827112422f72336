//! Tokens → time expressions with values: in an article of 12 July 2023 `on Tuesday` is 2023-07-11,
//! `the same day` what the date before it is, `a month before June 16` 2023-05-16~.
//!
//! Words and patterns stand in `data/time/`. [`pattern`] matches, [`resolve`] makes a value of a match, [`timex`] what TIMEX3 calls it, [`context`] reads the
//! sentence around it (tense, words in front), and this module joins the parts (`from June 2 to July 3`, `since May`).

mod context;
mod pattern;
mod resolve;
mod timex;
mod words;

use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use self::context::Reading;
use self::pattern::{Matcher, Read};
use self::words::Words;
use crate::calendar::{Date, Precision, TimeValue, Unit, shift_day};
use crate::document::{Document, TimeAnchor, TimeExpression, TimeId, TokenSpan};

const WORDS: &str = include_str!("../../../data/time/words.toml");
const PATTERNS: &str = include_str!("../../../data/time/patterns.toml");

/// The shipped files are checked by a test, so that loading them cannot fail at run time.
static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::parse(WORDS, PATTERNS).expect("data/time is valid: see the test `the_shipped_rules_load`"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    pattern: Vec<PatternEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternEntry {
    id: String,
    #[serde(rename = "match")]
    lines: Vec<String>,
    read: Read,
    why: String,
    examples: Vec<Example>,
    #[serde(default)]
    rejects: Vec<String>,
}

/// A sentence with what the pattern must read in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "the tests run the examples; loading only checks their form"))]
struct Example {
    text: String,
    quote: String,
    value: Option<String>,
}

struct Rules {
    words: Words,
    patterns: Vec<Rule>,
}

struct Rule {
    id: Arc<str>,
    read: Read,
    matchers: Vec<Matcher>,
}

impl Rules {
    fn parse(words: &str, patterns: &str) -> Result<Rules, String> {
        let words: Words = toml::from_str(words).map_err(|e| format!("data/time/words.toml: {e}"))?;
        let file: File = toml::from_str(patterns).map_err(|e| format!("data/time/patterns.toml: {e}"))?;
        let (mut rules, mut problems) = (Vec::new(), Vec::new());
        for entry in file.pattern {
            let mut matchers = Vec::new();
            for line in &entry.lines {
                match Matcher::compile(line) {
                    Ok(matcher) => matchers.push(matcher),
                    Err(error) => problems.push(format!("data/time/patterns.toml: {}: {error}", entry.id)),
                }
            }
            if entry.why.is_empty() || entry.examples.is_empty() || entry.rejects.iter().any(String::is_empty) {
                problems.push(format!("data/time/patterns.toml: {}: needs `why` and `examples`, and no empty reject", entry.id));
            }
            rules.push(Rule { id: entry.id.into(), read: entry.read, matchers });
        }
        if problems.is_empty() { Ok(Rules { words, patterns: rules }) } else { Err(problems.join("\n")) }
    }
}

/// Finds the time expressions and fills `times` of the document. Tags, lemmas and heads are used where they are given.
///
/// Relative times are counted from [`crate::source::Article::anchor_date`]; without it they have no value.
pub fn find_times(document: &mut Document) {
    let mut reading = Reading::new(document, &RULES.words);
    let mut times = read_times(&reading, document);
    if reading.learn_years(&times) {
        times = read_times(&reading, document);
    }
    document.times = times;
}

fn read_times(reading: &Reading, document: &Document) -> Vec<TimeExpression> {
    let mut times: Vec<TimeExpression> = Vec::new();
    for sentence in &document.sentences {
        let (mut at, end) = (sentence.tokens.start.index(), sentence.tokens.end.index());
        while at < end {
            let Some(mut time) = match_at(reading, at, end, &times) else {
                at += 1;
                continue;
            };
            at = time.span.end.index();
            // A clock of its own in front belongs to the day: `10:30 GMT on Tuesday`.
            let clocks = usize::from(times.last().is_some_and(|t| &*t.rule == "clock"));
            let floor = times[..times.len() - clocks].last().map_or(0, |t| t.span.end.index()).max(sentence.tokens.start.index());
            reading.widen(&mut time, floor, end);
            if times.last().is_some_and(|t| t.span.end > time.span.start) {
                times.pop();
            }
            if let Some(day) = time.value.filter(|v| v.precision == Precision::Day) {
                time.timex = reading.time_of_day(time.span).map(|clock| format!("{}{clock}", day.timex()).into());
            }
            join(reading, &mut time, &mut times, sentence.tokens.start.index());
            at = at.max(time.span.end.index());
            times.push(time);
        }
    }
    times
}

/// The longest time expression that begins at a token.
fn match_at(reading: &Reading, at: usize, end: usize, times: &[TimeExpression]) -> Option<TimeExpression> {
    // No pattern is longer than this; it keeps the slice short.
    let tokens: Vec<&str> = reading.lower[at..end.min(at + 12)].iter().map(|w| w.as_str()).collect();
    let mut best: Option<(usize, &Rule, pattern::Found)> = None;
    for rule in &RULES.patterns {
        for matcher in &rule.matchers {
            if let Some((len, found)) = matcher.find(&tokens, &RULES.words)
                && best.as_ref().is_none_or(|(longest, ..)| len > *longest)
                && reading.allows(rule.read, at, at + len, &found)
            {
                best = Some((len, rule, found));
            }
        }
    }
    let (len, rule, found) = best?;
    let span = TokenSpan::new(at, at + len);
    let (value, anchor) = resolve::value(reading, rule.read, &found, span, times);
    let timex = timex::of_match(reading, rule.read, &found, value, span).map(Arc::from);
    let is_duration = rule.read.dates_nothing() && value.is_none() || rule.read == Read::FirstMonths && value.is_none();
    Some(TimeExpression { span, value, anchor, rule: rule.id.clone(), timex, is_duration })
}

/// Joins the time with the one before it (`from June 2 to July 3`, `a month before June 16`) and with the words in front of it.
fn join(reading: &Reading, time: &mut TimeExpression, times: &mut Vec<TimeExpression>, floor: usize) {
    let Some(value) = time.value.filter(|_| !time.is_duration) else { return };
    let start = time.span.start.index();
    if let Some(last) = times.last().filter(|last| last.span.end.index() < start && last.span.start.index() >= floor).cloned() {
        let between = &reading.lower[last.span.end.index()..start];
        if last.is_duration
            && let [word] = between
            && let Some(sign) = resolve::offset_sign(&RULES.words, word)
        {
            if let Some((amount, unit)) = resolve::length(reading, last.span)
                && let (Some(begin), Some(_)) = (value.begin, value.end)
            {
                let about = reading.list_before("about", last.span.start.index(), floor);
                let moved = TimeValue::day(shift_day(begin, sign * amount, unit));
                // The inner date is no mention of its own: the whole phrase has one value.
                time.span.start = about.unwrap_or(last.span.start);
                time.value = Some(TimeValue { approximate: about.is_some(), ..moved });
                time.timex = Some(moved.timex().into());
                time.rule = "offset-from-date".into();
                times.pop();
            }
            return;
        }
        if let ([word], Some(first)) = (between, last.value)
            && RULES.words.is_in("to", word)
            && let Some(from) = reading.list_before("from", last.span.start.index(), floor)
            && let (Some(begin), Some(end)) = (first.begin, value.end)
            && let Some(interval) = TimeValue::interval(not_after(begin, end), end)
        {
            time.span.start = from;
            time.value = Some(interval);
            time.timex = None;
            time.rule = "from-to".into();
            times.pop();
            return;
        }
        if let ([word], Some(first)) = (between, last.value)
            && RULES.words.is_in("joined", word)
            && let Some(both) = together(first, value).filter(|_| reading.prenominal(time.span).is_none())
        {
            time.span.start = last.span.start;
            time.value = Some(both);
            time.timex = None;
            time.rule = "joined".into();
            times.pop();
            return;
        }
    }
    let floor = times.last().map_or(floor, |t| t.span.end.index().max(floor));
    // TIMEX3 keeps "since", "early" and "about" apart from the value.
    time.timex.get_or_insert_with(|| value.timex().into());
    reading.mark(time, value, floor);
}

/// `from April to July last year`: the first month is of the year of the second.
fn not_after(begin: Date, end: Date) -> Date {
    (0..10).map(|years| shift_day(begin, -years, Unit::Year)).find(|day| *day <= end).unwrap_or(begin)
}

/// `Monday and Tuesday`, `May and June`: two days, months or years of which one follows the other.
fn together(first: TimeValue, second: TimeValue) -> Option<TimeValue> {
    let is_unit = |v: TimeValue| matches!(v.precision, Precision::Day | Precision::Month | Precision::Year) && !v.approximate;
    let follows = first.end?.tomorrow().ok()? == second.begin? && first.precision == second.precision;
    (follows && is_unit(first)).then(|| TimeValue::interval(first.begin?, second.end?)).flatten()
}

/// The value as TIMEX3 writes it: `2023-07-11`, `2023-W28`, `2023-Q3`, `P2Y`; empty if there is none.
pub fn timex_value(time: &TimeExpression) -> String {
    match &time.timex {
        Some(timex) => timex.to_string(),
        None => time.value.map(|value| value.timex()).unwrap_or_default(),
    }
}

/// The type that TIMEX3 gives an expression: `DATE`, `TIME`, `DURATION`, `SET`.
pub fn timex_type(time: &TimeExpression) -> &'static str {
    match time.timex.as_deref() {
        Some(timex) if timex.starts_with("PT") || timex.starts_with('P') && !timex.ends_with("_REF") => {
            if time.is_set() {
                "SET"
            } else {
                "DURATION"
            }
        }
        Some(timex) if timex.contains('T') && !timex.ends_with("_REF") => "TIME",
        _ => "DATE",
    }
}

/// The last time with a value: what `the same day` and `three days later` are counted from.
fn narrative(times: &[TimeExpression]) -> Option<(TimeId, TimeValue)> {
    let (index, time) = times.iter().enumerate().rev().find(|(_, t)| t.value.is_some_and(|v| v.begin.is_some()) && !t.is_duration)?;
    Some((TimeId(index as u32), time.value?))
}

/// Where the narrative time is counted from, as an anchor.
fn narrative_anchor(times: &[TimeExpression]) -> TimeAnchor {
    narrative(times).map_or(TimeAnchor::None, |(id, _)| TimeAnchor::Time(id))
}

#[cfg(test)]
mod tests;
