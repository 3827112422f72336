//! Events in order of time: as iCalendar for calendars, as TimelineJS JSON for pages.

use serde_json::{Value, json};

use super::graph::EdgeKind;
use super::read::{ArticleRow, EventRow};
use super::select::Selection;
use crate::calendar::Date;

/// Octets after which RFC 5545 folds a line.
const FOLD: usize = 75;

/// Events with a first day, by day and label.
fn dated(selection: &Selection) -> Vec<(Date, &String, &EventRow, ArticleRow)> {
    let mut rows: Vec<(Date, &String, &EventRow, ArticleRow)> = Vec::new();
    for (iri, event) in &selection.events {
        let article = selection.articles.get(&event.article).cloned().unwrap_or_default();
        rows.extend(event.begin.map(|begin| (begin, iri, event, article)));
    }
    rows.sort_by(|a, b| (a.0, &a.2.label, a.1).cmp(&(b.0, &b.2.label, b.1)));
    rows
}

/// The events with a date as all-day entries of a calendar (RFC 5545). What is denied is marked as cancelled, what is hedged or planned as tentative.
pub fn icalendar(selection: &Selection) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".into(),
        concat!("PRODID:-//dateline//", env!("CARGO_PKG_VERSION"), "//EN").into(),
        "CALSCALE:GREGORIAN".into(),
    ];
    for (begin, iri, event, article) in dated(selection) {
        let day = |day: Date| day.strftime("%Y%m%d").to_string();
        // The end of an entry is the first day after it.
        let after = event.end.unwrap_or(begin).tomorrow().unwrap_or(begin);
        let status = match event.kind() {
            Some(EdgeKind::Fact | EdgeKind::Attempted | EdgeKind::Ended) => "CONFIRMED",
            Some(EdgeKind::Denied) => "CANCELLED",
            _ => "TENTATIVE",
        };
        lines.extend(["BEGIN:VEVENT".to_owned(), format!("UID:{iri}")]);
        // No clock: the stamp is the day of the article.
        lines.push(format!("DTSTAMP:{}T000000Z", day(article.published.unwrap_or(begin))));
        lines.push(format!("DTSTART;VALUE=DATE:{}", day(begin)));
        lines.push(format!("DTEND;VALUE=DATE:{}", day(after)));
        lines.push(format!("SUMMARY:{}", escape(&event.label)));
        lines.push(format!("DESCRIPTION:{}", escape(&described(event, &article))));
        lines.push(format!("CATEGORIES:{}", escape(&event.class)));
        lines.push(format!("STATUS:{status}"));
        lines.push("TRANSP:TRANSPARENT".into());
        lines.extend(article.url.map(|url| format!("URL:{url}")));
        lines.push("END:VEVENT".into());
    }
    lines.push("END:VCALENDAR".into());
    lines.iter().map(|line| fold(line) + "\r\n").collect()
}

/// The events with a date as JSON for TimelineJS, grouped by class.
pub fn timeline(selection: &Selection) -> String {
    let date = |day: Date| json!({ "year": day.year(), "month": day.month(), "day": day.day() });
    let slide = |(begin, iri, event, article): (Date, &String, &EventRow, ArticleRow)| {
        let mut slide = json!({
            "unique_id": iri,
            "start_date": date(begin),
            "text": { "headline": html(&event.label), "text": html(&described(event, &article)) },
            "group": event.class,
            "status": event.status,
        });
        if let (Some(end), Value::Object(slide)) = (event.end.filter(|end| *end > begin), &mut slide) {
            slide.insert("end_date".into(), date(end));
        }
        slide
    };
    let slides: Vec<Value> = dated(selection).into_iter().map(slide).collect();
    format!("{}\n", json!({ "title": { "text": { "headline": "Timeline" } }, "events": slides }))
}

/// The words, and who says them where.
fn described(event: &EventRow, article: &ArticleRow) -> String {
    let claim = event.claims.first();
    let quote = claim.map_or("", |claim| claim.evidence.quote.as_str());
    let by = claim.and_then(|claim| claim.source.clone()).map(|source| format!(" (according to {source})")).unwrap_or_default();
    let place: Vec<String> = [article.publisher.clone(), article.headline.clone(), article.url.clone()].into_iter().flatten().collect();
    format!("“{quote}”{by}\n{}", place.join(", "))
}

fn html(text: &str) -> String {
    super::style::escape(text).replace('\n', "<br>")
}

/// Text of a property in iCalendar.
fn escape(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Breaks a line after so many octets, never inside a character.
fn fold(line: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > FOLD {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out
}
