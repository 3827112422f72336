//! Time expressions with their values (TIMEX3) → how many are found and read as annotated.
//!
//! Two kinds of gold: a table of phrases in blocks, each opened by its anchor (`1989-10-30  DATE  1989-10-30`, then
//! `last year  DATE  1988`), and articles of MEANTIME. Values that the calendar does not know (`PAST_REF`, `1989-WXX`) are not scored.

use std::path::Path;

use rayon::prelude::*;

use super::input::{files, read};
use super::meantime::NafArticle;
use super::{Counts, EvalError, Figure, MissKind, Report};
use crate::annotate::timex_value;
use crate::calendar::Date;
use crate::document::TimeExpression;
use crate::pipeline::Extractor;
use crate::source::Article;

/// A phrase with its anchor and value.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    line: usize,
    anchor: Date,
    words: String,
    is_duration: bool,
    value: String,
}

/// Phrases with an anchor, each read alone.
///
/// # Errors
/// A file that cannot be read or is not of the form, with its line.
pub fn timenorm(path: &Path, extractor: &Extractor) -> Result<Report, EvalError> {
    let file = path.display().to_string();
    let phrases = phrases(&file, &read(path)?)?;
    let found: Vec<Option<(String, bool)>> = phrases.par_iter().map(|phrase| value(phrase, extractor)).collect();
    let mut report = Report::default();
    let mut counts = [(0, 0), (0, 0)];
    let mut unread = 0;
    for (phrase, found) in phrases.iter().zip(&found) {
        let right = found.as_ref().is_some_and(|(value, is_duration)| match phrase.is_duration {
            // `the past two months` is a stretch of the calendar and as long as `P2M`
            true => *is_duration || *value == phrase.value,
            false => !is_duration && is_value(value, &phrase.value),
        });
        let kind = &mut counts[usize::from(phrase.is_duration)];
        *kind = (kind.0 + usize::from(right), kind.1 + 1);
        unread += usize::from(found.is_none());
        if !right {
            let place = format!("{file}:{}", phrase.line);
            let kind = if found.is_none() { MissKind::Missed } else { MissKind::Wrong };
            let found = found.as_ref().map_or("-", |(value, _)| value.as_str());
            report.miss(&place, kind, format!("{} ({}): {}, found {found}", phrase.words, phrase.anchor, phrase.value));
        }
    }
    report.share("dates right", counts[0].0, counts[0].1);
    report.share("durations known as such", counts[1].0, counts[1].1);
    report.share("not read", unread, phrases.len());
    Ok(report)
}

fn phrases(file: &str, text: &str) -> Result<Vec<Phrase>, EvalError> {
    let mut phrases = Vec::new();
    let mut anchor: Option<Date> = None;
    for (line, row) in (1..).zip(text.lines()) {
        let columns: Vec<&str> = row.split('\t').collect();
        match (columns.as_slice(), anchor) {
            ([""], _) => anchor = None,
            ([_, _, value], None) => {
                let date = day(value).parse().map_err(|_| EvalError::at(file, line, format!("{value:?} is no date to anchor a block")))?;
                anchor = Some(date);
            }
            ([words, kind, value], Some(anchor)) if is_calendar(value) || value.starts_with('P') && !value.contains("REF") => {
                let (words, is_duration) = ((*words).to_owned(), *kind == "DURATION");
                phrases.push(Phrase { line, anchor, words, is_duration, value: day(value).to_owned() });
            }
            ([_, _, _], Some(_)) => {}
            (other, _) => {
                let problem = format!("{} columns where phrase, type and value are expected, split by tabs", other.len());
                return Err(EvalError::at(file, line, problem));
            }
        }
    }
    if phrases.is_empty() {
        return Err(EvalError::of(file, "no phrase with a calendar value in it"));
    }
    Ok(phrases)
}

/// Whether a TIMEX3 value names days: `2008`, `1989-Q3`, not `PAST_REF` or `1989-WXX`.
pub(super) fn is_calendar(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_digit()) && !value.contains('X')
}

/// The value without the time of day.
pub(super) fn day(value: &str) -> &str {
    if value.starts_with('P') { value } else { value.split('T').next().unwrap_or(value) }
}

/// Whether the value is the annotated one, or an interval inside it (`early December` is annotated as the month).
fn is_value(found: &str, gold: &str) -> bool {
    found == gold || found.contains('/') && found.starts_with(gold)
}

fn value(phrase: &Phrase, extractor: &Extractor) -> Option<(String, bool)> {
    let document = extractor.annotate(Article::from_text(&phrase.words).published_on(phrase.anchor));
    document.times.iter().rev().max_by_key(|time| time.span.len()).map(|time| (found_value(time), time.is_duration))
}

/// The value that the program gives, as TIMEX3 writes it.
pub(super) fn found_value(time: &TimeExpression) -> String {
    timex_value(time).trim_end_matches('~').to_owned()
}

/// Time expressions in articles of MEANTIME: spans, and values of those whose span agrees.
///
/// # Errors
/// A file that cannot be read or is not of the form, with its place.
pub fn meantime_dates(folder: &Path, extractor: &Extractor) -> Result<Report, EvalError> {
    let articles = files(folder, "xml")?.iter().map(|path| NafArticle::read(path)).collect::<Result<Vec<_>, _>>()?;
    let documents: Vec<_> = articles.par_iter().map(|article| article.annotated(extractor)).collect();
    let mut spans = Counts::default();
    let (mut right, mut matched) = (0, 0);
    let mut report = Report::default();
    for (article, document) in articles.iter().zip(&documents) {
        let gold: Vec<_> = article.times().filter(|time| is_calendar(&time.value)).collect();
        let read =
            document.times.iter().filter(|t| !t.is_duration && t.value.is_some() && t.span.start.index() < article.annotated_tokens());
        let found: Vec<_> = read.collect();
        let overlaps = |g: (usize, usize), t: &TimeExpression| g.0 < t.span.end.index() && t.span.start.index() < g.1;
        let others = |t: &&&TimeExpression| article.times().any(|g| overlaps(g.span, t) && !is_calendar(&g.value));
        spans.found += found.len() - found.iter().filter(others).count();
        spans.gold += gold.len();
        for time in &gold {
            let words = article.words(time.span);
            let Some(hit) = found.iter().find(|t| overlaps(time.span, t)) else {
                report.miss(&article.name, MissKind::Missed, format!("{words}: {}", time.value));
                continue;
            };
            spans.right += 1;
            matched += 1;
            let value = found_value(hit);
            if is_value(&value, day(&time.value)) {
                right += 1;
            } else {
                report.miss(&article.name, MissKind::Wrong, format!("{words}: {}, found {value}", time.value));
            }
        }
        for time in found.iter().filter(|t| !article.times().any(|g| overlaps(g.span, t))) {
            report.miss(&article.name, MissKind::Spurious, document.text_of(time.span));
        }
    }
    report.row("time expressions", Figure::Match(spans));
    report.share("their values right", right, matched);
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_begins_with_its_anchor() {
        let text =
            "1998-04-02T22:52:00\tTIME\t1998-04-02T22:52:00\nlast year\tDATE\t1997\nnow\tDATE\tPRESENT_REF\nthree days\tDURATION\tP3D\n";
        let found = phrases("a", text).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].anchor.to_string(), found[0].value.as_str()), ("1998-04-02".to_owned(), "1997"));
        assert!(found[1].is_duration);
    }

    #[test]
    fn errors_name_file_and_line() {
        assert!(phrases("a", "x\tDATE\tsoon\n").unwrap_err().to_string().starts_with("a:1: \"soon\" is no date"));
        assert!(phrases("a", "2020-01-01\tDATE\t2020-01-01\nnow\n").unwrap_err().to_string().starts_with("a:2: 1 columns"));
    }
}
