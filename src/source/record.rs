//! A JSON object → an article: `{"headline": "Ship seized", "date": "2024-03-02", "body": "Customs …"}`.

use serde_json::{Map, Value};

use super::build::Draft;
use super::data::FIELDS;
use super::dates::{Clue, metadata_date};
use super::html::{self, text_of};
use super::{Article, ReadOptions, SourceError, text};

/// Reads a record that stands at `place`.
pub(super) fn article(value: &Value, place: &str, options: &ReadOptions) -> Result<Article, SourceError> {
    let bad = |problem: String| SourceError::BadRecord { place: place.to_owned(), problem };
    let Value::Object(fields) = value else {
        return Err(bad("not a JSON object".to_owned()));
    };
    let record = Record { fields, options };
    let mut draft = Draft::new(place);
    draft.id = record.text("id", &FIELDS.id);
    draft.url = record.text("url", &FIELDS.url).filter(|url| url.contains("://"));
    draft.title = record.text("title", &FIELDS.title).map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    draft.publisher = record.text("publisher", &FIELDS.publisher).map(host);
    draft.language = record.text("language", &FIELDS.language);
    if let Some(text) = record.published() {
        draft.clues.metadata.push(Clue { text, place: None, rule: "record-field" });
    }
    if let Some(body) = record.find("text", &FIELDS.text, body_of) {
        return if is_html(&body) { html::article(&body, 0, draft, options) } else { text::record(&body, draft, options) };
    }
    match record.find("html", &FIELDS.html, body_of) {
        Some(html) => html::article(&html, 0, draft, options),
        None => {
            let names: Vec<&str> = fields.keys().map(String::as_str).take(12).collect();
            Err(bad(format!("no text or html among its fields ({})", names.join(", "))))
        }
    }
}

struct Record<'r> {
    fields: &'r Map<String, Value>,
    options: &'r ReadOptions,
}

impl Record<'_> {
    /// The first value that `read` accepts: of the field the user names, else of the known names.
    fn find<T>(&self, field: &str, names: &[String], read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        if let Some((_, name)) = self.options.field_map.iter().find(|(mapped, _)| mapped == field) {
            return self.path(name).and_then(read);
        }
        names.iter().find_map(|name| {
            self.fields.iter().find(|(key, value)| normal(key) == *name && read(value).is_some()).and_then(|(_, value)| read(value))
        })
    }

    /// A field by its exact name, or by a path with dots.
    fn path(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).or_else(|| {
            let mut steps = name.split('.');
            let first = self.fields.get(steps.next()?)?;
            steps.try_fold(first, |value, step| value.get(step))
        })
    }

    fn text(&self, field: &str, names: &[String]) -> Option<String> {
        self.find(field, names, text_of)
    }

    /// The first field of a date that can be read as one.
    fn published(&self) -> Option<String> {
        self.find("published", &FIELDS.published, |value| text_of(value).filter(|text| metadata_date(text).is_some()))
    }
}

/// Text as it stands; a list of paragraphs is joined by empty lines.
fn body_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Array(items) => {
            let paragraphs: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            paragraphs.filter(|p| p.iter().any(|p| !p.trim().is_empty())).map(|p| p.join("\n\n"))
        }
        _ => None,
    }
}

/// Whether a body is mark-up: only the end tag of a block shows that for sure.
fn is_html(body: &str) -> bool {
    ["</p>", "</div>", "</P>", "</DIV>"].iter().any(|tag| body.contains(tag))
}

fn normal(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// A publisher given as an address is its host.
fn host(name: String) -> String {
    match name.split_once("://") {
        Some((_, rest)) => rest.split('/').next().unwrap_or(rest).trim_start_matches("www.").to_owned(),
        None => name,
    }
}
