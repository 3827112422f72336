//! When was it published? Candidates from metadata, text, header and addresses → one anchor, or none.
//!
//! ```text
//! header "Sun. Jan 5th, 2025", links …/2023/07/11/… and …/2023/07/12/…, "Monday, June 19, 2023", "on Tuesday", "Wednesday"
//!     → 2023-07-12, inferred, about; the header is kept but never trusted
//! ```
//! Kinds are trusted in the order of [`DateKind`]. A wrong date is worse than none: it would move every "Tuesday" of the article.

mod written;

use std::ops::Range;

use jiff::civil::Date;

use self::written::{UrlDate, Written};
use super::data::DATES;
use super::{Article, BlockKind, DateKind, DocumentDate};
use crate::text::{CodePoints, TextRange};

pub(super) use self::written::metadata_date;

/// Rule of the date that only tells the year of dates without one ([`Article::year_hint`]).
pub const YEAR_HINT_RULE: &str = "latest-full-date-in-text";

/// A header is not believed if it is this many days later than anything the article itself names.
const HEADER_GAP_DAYS: i32 = 60;

/// First and one past the last code point in the decoded source.
type Place = (usize, usize);

/// What is known about the date before the text is looked at.
#[derive(Default)]
pub(super) struct Clues {
    /// The user's word.
    pub given: Option<Date>,
    /// Metadata of the record or page, most trusted first.
    pub metadata: Vec<Clue>,
    /// A line above the headline.
    pub header: Option<Clue>,
    /// Short lines beside the headline of a page.
    pub lines: Vec<Clue>,
    /// Where addresses stand in the decoded source, in code points: of the article itself, if it does, and of links.
    pub own_url: Option<Place>,
    /// Linked addresses with their place.
    pub links: Vec<(String, Option<Place>)>,
}

/// A piece of source that may give a date.
#[derive(Clone, Debug)]
pub(super) struct Clue {
    /// The words, or the value of the field.
    pub text: String,
    /// Place in the decoded source, in code points.
    pub place: Option<Place>,
    /// What it is: a field name.
    pub rule: &'static str,
}

impl Article {
    /// The date whose year a date without one ("June 16") may take: the anchor, or else the latest full date in the text.
    /// Weekdays and "yesterday" must not be counted from it unless it is the anchor.
    pub fn year_hint(&self) -> Option<&DocumentDate> {
        self.anchor_date().or_else(|| self.dates.iter().find(|candidate| &*candidate.rule == YEAR_HINT_RULE))
    }
}

struct Candidate {
    date: DocumentDate,
    may_anchor: bool,
}

/// Fills `dates` and `anchor` of an article whose text, blocks and offsets stand.
pub(super) fn date_article(article: &mut Article, clues: &Clues) {
    let text = Text::new(article);
    let mut found = Vec::new();
    found.extend(clues.given.map(|date| candidate(DateKind::MetadataPublication, date, 1.0, "given", None, &date.to_string())));
    for (rank, clue) in clues.metadata.iter().enumerate() {
        if let Some(date) = metadata_date(&clue.text) {
            let confidence = (0.95 - 0.05 * rank as f32).max(0.6);
            found.push(candidate(DateKind::MetadataPublication, date, confidence, clue.rule, clue.place, &clue.text));
        }
    }
    found.extend(clues.lines.iter().filter_map(line_date));
    found.extend(text.stated(article));
    let links = Links::new(article, clues);
    found.extend(links.inferred(&text));
    found.extend(clues.header.as_ref().and_then(|header| header_date(header, &text, &links)));
    found.extend(text.dateline(article, &found, &links));
    found.extend(text.latest().map(|(written, place)| {
        let mut hint = candidate(DateKind::InferredPublication, written.date, 0.2, YEAR_HINT_RULE, Some(place), text.quote(&written.range));
        hint.date.approximate = true;
        hint.may_anchor = false;
        hint
    }));
    if clues.given.is_some() {
        // The user's word wins over everything the article says.
        found.iter_mut().skip(1).for_each(|candidate| candidate.may_anchor = false);
    }
    found.sort_by(|a, b| a.date.kind.cmp(&b.date.kind).then(b.date.confidence.total_cmp(&a.date.confidence)));
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in found {
        let known =
            |k: &Candidate| (k.date.kind, k.date.date, &k.date.rule) == (candidate.date.kind, candidate.date.date, &candidate.date.rule);
        if !kept.iter().any(known) {
            kept.push(candidate);
        }
    }
    article.anchor = kept.iter().position(|candidate| candidate.may_anchor);
    article.dates = kept.into_iter().map(|candidate| candidate.date).collect();
}

/// Whether a line is nothing but a date, with at most a time of day beside it.
pub(super) fn is_date_line(line: &str) -> bool {
    let line = line.trim();
    line.len() <= DATES.longest_line
        && written::full_dates(line).first().is_some_and(|written| {
            let rest = line.len() - written.range.len();
            let words = line[..written.range.start].split_whitespace().count() + line[written.range.end..].split_whitespace().count();
            rest <= 24 && words <= 4
        })
}

/// Whether a line gives the date of the article and nothing else: `Published on July 12, 2023`.
pub(super) fn is_stated_line(line: &str) -> bool {
    let line = line.trim();
    let lead = DATES.stated.find(line).or_else(|| DATES.updated.find(line));
    line.len() <= DATES.longest_line && lead.is_some_and(|lead| is_date_line(&line[lead.end()..]))
}

fn candidate(kind: DateKind, date: Date, confidence: f32, rule: &str, evidence: Option<Place>, quote: &str) -> Candidate {
    let date = DocumentDate { kind, date, confidence, approximate: false, rule: rule.into(), evidence, quote: quote.trim().to_owned() };
    Candidate { date, may_anchor: true }
}

/// A line beside the headline of a page: stated, an update, or just a date.
fn line_date(clue: &Clue) -> Option<Candidate> {
    let date = written::full_dates(&clue.text).first()?.date;
    let line = clue.text.trim();
    Some(if DATES.stated.is_match(line) {
        candidate(DateKind::StatedPublication, date, 0.9, "stated", clue.place, line)
    } else if DATES.updated.is_match(line) {
        candidate(DateKind::InferredPublication, date, 0.6, "stated-update", clue.place, line)
    } else {
        candidate(DateKind::InferredPublication, date, 0.75, clue.rule, clue.place, line)
    })
}

fn header_date(header: &Clue, text: &Text, links: &Links) -> Option<Candidate> {
    let date = written::full_dates(&header.text).first()?.date;
    let latest = text.latest().map(|(written, _)| written.date).into_iter().chain(links.latest()).max();
    let stale = latest.is_some_and(|latest| days_between(latest, date) > HEADER_GAP_DAYS);
    let (confidence, rule) = if stale { (0.1, "header-line-too-late") } else { (0.6, "header-line") };
    let mut found = candidate(DateKind::AggregatorHeader, date, confidence, rule, header.place, &header.text);
    found.may_anchor = !stale;
    Some(found)
}

fn days_between(earlier: Date, later: Date) -> i32 {
    later.duration_since(earlier).as_hours() as i32 / 24
}

/// The full dates and weekdays of the text.
struct Text<'a> {
    article: &'a Article,
    dates: Vec<Written>,
    weekdays: Vec<jiff::civil::Weekday>,
}

impl<'a> Text<'a> {
    fn new(article: &'a Article) -> Self {
        let dates = written::full_dates(&article.text);
        let weekdays = written::bare_weekdays(&article.text, &dates);
        Self { article, dates, weekdays }
    }

    fn quote(&self, range: &Range<usize>) -> &str {
        &self.article.text[range.clone()]
    }

    fn place(&self, range: &Range<usize>) -> Place {
        self.article.offsets.source(&self.article.text, TextRange::new(range.start, range.end))
    }

    /// The latest full date; one beside a wrong weekday is an error of somebody and does not count.
    fn latest(&self) -> Option<(&Written, Place)> {
        let right = self.dates.iter().filter(|written| written.weekday.is_none_or(|weekday| weekday == written.date.weekday()));
        right
            .max_by_key(|written| (written.date, std::cmp::Reverse(written.range.start)))
            .map(|written| (written, self.place(&written.range)))
    }

    /// `Published on July 12, 2023` as a block of its own.
    fn stated(&self, article: &Article) -> Vec<Candidate> {
        let mut found = Vec::new();
        for block in &article.blocks {
            let line = block.range.of(&article.text);
            if !is_stated_line(line) {
                continue;
            }
            let place = article.offsets.source(&article.text, block.range);
            found.extend(line_date(&Clue { text: line.to_owned(), place: Some(place), rule: "stated" }));
        }
        found
    }

    /// `LONDON, July 12 (Reuters) -` at the head of the first paragraph; the year comes from the nearest other evidence.
    fn dateline(&self, article: &Article, others: &[Candidate], links: &Links) -> Option<Candidate> {
        let first = article.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).take(3);
        let (block, captures) = first.filter_map(|b| Some((b, DATES.dateline.captures(b.range.of(&article.text))?))).next()?;
        let words = captures.name("date")?;
        let date = match written::full_dates(words.as_str()).first() {
            Some(written) => written.date,
            None => {
                let (month, day) = written::month_day(words.as_str())?;
                // A demoted header gives no year either.
                let context = others.iter().filter(|other| other.may_anchor).map(|other| other.date.date).next();
                let near = context.or_else(|| links.latest()).or_else(|| self.latest().map(|(written, _)| written.date))?;
                let years = [near.year() - 1, near.year(), near.year() + 1];
                years.into_iter().filter_map(|year| Date::new(year, month, day).ok()).min_by_key(|date| days_between(near, *date).abs())?
            }
        };
        let range = block.range.start as usize + words.start()..block.range.start as usize + words.end();
        Some(candidate(DateKind::Dateline, date, 0.85, "dateline", Some(self.place(&range)), words.as_str()))
    }
}

/// What the addresses say.
struct Links<'a> {
    own: Option<(&'a str, UrlDate, Option<Place>)>,
    days: Vec<(&'a str, Date, Option<Place>)>,
    months: Vec<Date>,
}

impl<'a> Links<'a> {
    fn new(article: &'a Article, clues: &'a Clues) -> Self {
        let own = article.url.as_deref().and_then(|url| Some((url, written::url_date(url)?, clues.own_url)));
        let (mut days, mut months) = (Vec::new(), Vec::new());
        for (url, place) in clues.links.iter().filter(|(url, _)| Some(url.as_str()) != article.url.as_deref()) {
            match written::url_date(url) {
                Some(UrlDate::Day(day)) => days.push((url.as_str(), day, *place)),
                Some(UrlDate::Month(month)) => months.push(month),
                None => {}
            }
        }
        Self { own, days, months }
    }

    /// The latest day that an address names; a month counts up to its end.
    fn latest(&self) -> Option<Date> {
        let own = self.own.map(|(_, date, _)| match date {
            UrlDate::Day(day) => day,
            UrlDate::Month(month) => written::end_of_month(month),
        });
        let months = self.months.iter().map(|month| written::end_of_month(*month));
        self.days.iter().map(|(_, day, _)| *day).chain(own).chain(months).max()
    }

    fn inferred(&self, text: &Text) -> Vec<Candidate> {
        let mut found = Vec::new();
        if let Some((url, UrlDate::Day(day), place)) = self.own {
            found.push(candidate(DateKind::InferredPublication, day, 0.9, "own-url-date", place, url));
        }
        let Some((url, day, place)) = self.days.iter().max_by_key(|(_, day, _)| *day) else { return found };
        // Old reports are linked as well, so the latest link alone is weak; the month of the page or a weekday must agree.
        let month = match self.own {
            Some((_, UrlDate::Month(month), _)) => Some(month == day.first_of_month()),
            _ => None,
        };
        let weekday = text.weekdays.contains(&day.weekday());
        let overtaken = text.latest().is_some_and(|(written, _)| days_between(*day, written.date) > 1);
        let (confidence, rule) = match (month, weekday) {
            (Some(true), true) => (0.85, "latest-linked-url-date+weekday-check"),
            (Some(true), false) => (0.7, "latest-linked-url-date+own-url-month"),
            (None, true) => (0.75, "latest-linked-url-date+weekday-check"),
            (None, false) | (Some(false), _) => (0.3, "latest-linked-url-date"),
        };
        let mut link = candidate(DateKind::InferredPublication, *day, confidence, rule, *place, url);
        link.date.approximate = true;
        link.may_anchor = confidence >= 0.5 && !overtaken;
        found.push(link);
        found
    }
}

/// The place of a byte range of the source, in code points.
pub(super) fn place(points: &CodePoints, range: Range<usize>) -> Place {
    (points.at(range.start), points.at(range.end))
}
