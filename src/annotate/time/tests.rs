//! Runs the examples of `data/time/patterns.toml`, and what several patterns give together.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::annotate::tokenize;
use crate::source::{Article, DateKind, DocumentDate};

fn read(text: &str, anchor: Option<&str>) -> Document {
    let dates = anchor.map(|day| DocumentDate {
        kind: DateKind::MetadataPublication,
        date: day.parse().unwrap(),
        confidence: 1.0,
        approximate: false,
        rule: Arc::from("test"),
        evidence: None,
        quote: String::new(),
    });
    let article =
        Article { text: text.into(), anchor: dates.as_ref().map(|_| 0), dates: dates.into_iter().collect(), ..Article::default() };
    let mut document = Document { article, ..Document::default() };
    tokenize(&mut document);
    find_times(&mut document);
    document
}

fn shown(document: &Document) -> Vec<(String, String)> {
    let value = |t: &TimeExpression| t.value.map(|v| v.to_string()).unwrap_or_default();
    document.times.iter().map(|t| (document.text_of(t.span).to_string(), value(t))).collect()
}

#[test]
fn the_shipped_rules_load() {
    Rules::parse(WORDS, PATTERNS).map(|_| ()).unwrap();
}

#[test]
fn examples_and_rejects_of_the_patterns_hold() {
    let file: File = toml::from_str(PATTERNS).unwrap();
    let mut problems = Vec::new();
    for entry in &file.pattern {
        for example in &entry.examples {
            let document = read(&example.text, Some("2023-07-12"));
            let wanted = (example.quote.clone(), example.value.clone().unwrap_or_default());
            if !shown(&document).contains(&wanted) {
                problems.push(format!("{}: {:?}: wanted {wanted:?}, got {:?}", entry.id, example.text, shown(&document)));
            }
        }
        for text in &entry.rejects {
            let document = read(text, Some("2023-07-12"));
            if !document.times.is_empty() {
                problems.push(format!("{}: {text:?}: {:?} is no time", entry.id, shown(&document)));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn times_are_joined_with_the_words_around_them() {
    for (text, quote, value) in [
        ("It found that the hacks began approximately a month before June 16.", "approximately a month before June 16", "2023-05-16~"),
        ("It said that beginning on May 15, 2023, thieves had access.", "beginning on May 15, 2023", "2023-05-15/.."),
        ("It ran since May 15.", "since May 15", "2023-05-15/.."),
        ("It ran from June 2 to July 3.", "from June 2 to July 3", "2023-06-02/2023-07-03"),
        ("It closed on Monday and Tuesday.", "Monday and Tuesday", "2023-07-10/2023-07-11"),
        ("It closed on Monday and Saturday.", "Saturday", "2023-07-08"),
        ("It closed by the end of June.", "by the end of June", "../2023-06-30"),
        ("It closed in mid-June.", "mid-June", "2023-06-11/2023-06-20"),
        ("It came at 10:30 GMT on Tuesday.", "10:30 GMT on Tuesday", "2023-07-11"),
        ("It fell on Monday. They began the same day she left.", "the same day", ""),
        ("That week came late in 2022. It fell on June 16. That same day, she left.", "That same day", "2023-06-16"),
    ] {
        let found = shown(&read(text, Some("2023-07-12")));
        assert!(found.contains(&(quote.into(), value.into())), "{text}: {found:?}");
    }
}

#[test]
fn without_an_anchor_only_full_dates_lend_a_year() {
    let document = read("On June 19, 2023, he left. It began on June 16. He spoke on Tuesday.", None);
    let wanted = [("June 19, 2023", "2023-06-19"), ("June 16", "2023-06-16"), ("Tuesday", "")];
    assert_eq!(shown(&document), wanted.map(|(a, b)| (a.to_string(), b.to_string())));
}

proptest! {
    #[test]
    fn reading_never_panics(text in "(on |June|16|, |2023| since |last |week| |two |days |before |the same day|\\PC){0,24}") {
        let document = read(&text, Some("2023-07-12"));
        prop_assert!(document.times.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    }
}
