//! What a page says about itself: `<meta>`, JSON-LD, `<link rel=canonical>`, `<time>`, `<title>`.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use super::tokens::{Token, Tokens, attribute, decode_entities};
use crate::source::data::{DATES, PAGES};
use crate::source::dates::{Clue, metadata_date};

/// Metadata of a page; places are bytes of the source.
#[derive(Debug, Default)]
pub(in crate::source) struct Metadata {
    /// Headline by JSON-LD or Open Graph.
    pub title: Option<String>,
    /// The `<title>`, which often has the site's name in it.
    pub page_title: Option<String>,
    pub url: Option<String>,
    pub publisher: Option<String>,
    pub language: Option<String>,
    /// Dates of publication, most trusted first; without places, as the text does not hold them.
    pub dates: Vec<Clue>,
}

/// Reads the metadata of a page.
pub(in crate::source) fn metadata(source: &str) -> Metadata {
    let mut found = Metadata::default();
    let mut meta: BTreeMap<String, String> = BTreeMap::new();
    let mut ld: Vec<Value> = Vec::new();
    let mut times: Vec<String> = Vec::new();
    let (mut in_title, mut in_ld) = (false, false);
    for token in Tokens::new(source) {
        match token {
            Token::Start { name, attributes, .. } => {
                let value = |key: &str| attribute(source, &attributes, key).map(|range: Range<usize>| decode_entities(&source[range]));
                match name.as_str() {
                    "meta" => {
                        let key = value("property").or_else(|| value("name")).or_else(|| value("itemprop"));
                        if let (Some(key), Some(content)) = (key, value("content")) {
                            meta.entry(key.trim().to_lowercase()).or_insert_with(|| content.trim().to_owned());
                        }
                    }
                    "link" if value("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                        found.url = found.url.take().or_else(|| value("href"));
                    }
                    "time" => times.extend(value("datetime")),
                    "html" => found.language = value("lang"),
                    "title" => in_title = found.page_title.is_none(),
                    "script" => {
                        in_ld = value("type").is_some_and(|kind| kind.trim().to_ascii_lowercase().starts_with("application/ld+json"));
                    }
                    _ => {}
                }
            }
            Token::Text(range) if in_title => found.page_title = Some(words(&decode_entities(&source[range]))),
            Token::Text(range) if in_ld => ld.extend(json(&source[range])),
            Token::Text(_) => {}
            Token::End { .. } => (in_title, in_ld) = (false, false),
        }
    }
    let first = |names: &[String]| names.iter().find_map(|name| meta.get(name)).filter(|value| !value.is_empty()).cloned();
    let article = ld.iter().find_map(|value| article_object(value, 0));
    let ld_text = |key: &str| article.and_then(|object| text_of(object.get(key)?)).map(|text| words(&decode_entities(&text)));
    found.title = ld_text("headline").or_else(|| first(&PAGES.title)).map(|title| words(&title)).filter(|title| !title.is_empty());
    found.publisher = ld_text("publisher").or_else(|| first(&PAGES.publisher));
    found.url = found.url.or_else(|| first(&PAGES.url)).or_else(|| ld_text("url")).filter(|url| url.contains("://"));
    found.language = found.language.or_else(|| ld_text("inLanguage"));
    let dated = |text: Option<String>, rule| text.filter(|text| metadata_date(text).is_some()).map(|text| Clue { text, place: None, rule });
    found.dates.extend(DATES.json_ld.iter().filter_map(|key| dated(ld_text(key), "json-ld")).take(1));
    found.dates.extend(DATES.meta.iter().filter_map(|name| dated(meta.get(name).cloned(), "meta")).take(1));
    found.dates.extend(times.into_iter().filter_map(|time| dated(Some(time), "time-element")).take(1));
    found
}

/// JSON of a page, which may hold raw line ends and comment marks.
fn json(text: &str) -> Option<Value> {
    let text =
        text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim_end_matches("-->").trim();
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&text.replace(['\n', '\r', '\t'], " ")).ok())
}

/// The first object of an article type, in lists and `@graph` too.
fn article_object(value: &Value, depth: usize) -> Option<&Value> {
    if depth > 8 {
        return None;
    }
    let is_article = |kind: &Value| match kind {
        Value::String(name) => PAGES.json_ld_types.iter().any(|known| known == name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(|name| PAGES.json_ld_types.iter().any(|known| known == name)),
        _ => false,
    };
    match value {
        Value::Array(items) => items.iter().find_map(|item| article_object(item, depth + 1)),
        Value::Object(fields) if fields.get("@type").is_some_and(is_article) => Some(value),
        Value::Object(fields) => {
            ["@graph", "mainEntity", "mainEntityOfPage"].iter().find_map(|key| article_object(fields.get(*key)?, depth + 1))
        }
        _ => None,
    }
}

/// A string, the first of a list, or the `name` of an object.
pub(in crate::source) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => text_of(items.first().filter(|item| !item.is_array())?),
        Value::Object(fields) => {
            text_of(["name", "title", "$date", "@value"].iter().find_map(|key| fields.get(*key))?).filter(|_| !fields.is_empty())
        }
        _ => None,
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_ld_comes_before_meta_tags() {
        let page = r#"<html lang="en-GB"><head><title>Ferry sails again | Harbour Post</title>
            <meta property="og:title" content="Ferry sails"><meta property="article:published_time" content="2024-03-02T23:40:00-05:00">
            <link rel="canonical" href="https://post.example/ferry">
            <script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],"headline":"Ferry sails &amp; returns",
              "datePublished":"2024-03-01","publisher":{"@type":"Organization","name":"Harbour Post"}}]}</script></head>"#;
        let found = metadata(page);
        assert_eq!(found.title.as_deref(), Some("Ferry sails & returns"));
        assert_eq!(found.page_title.as_deref(), Some("Ferry sails again | Harbour Post"));
        assert_eq!(found.publisher.as_deref(), Some("Harbour Post"));
        assert_eq!(found.url.as_deref(), Some("https://post.example/ferry"));
        let dates: Vec<_> = found.dates.iter().map(|clue| (clue.rule, clue.text.as_str())).collect();
        assert_eq!(dates, [("json-ld", "2024-03-01"), ("meta", "2024-03-02T23:40:00-05:00")]);
    }
}
