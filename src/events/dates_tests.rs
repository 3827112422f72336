//! What a report goes on with, run through the whole pipeline.

use crate::pipeline::Extractor;
use crate::source::{Article, DateKind, DocumentDate};

/// Dates of the events whose trigger is `word`, in an article of Wednesday, 12 July 2023.
fn dates(text: &str, word: &str) -> Vec<String> {
    let day = DocumentDate {
        kind: DateKind::MetadataPublication,
        date: "2023-07-12".parse().unwrap(),
        confidence: 1.0,
        approximate: false,
        rule: "test".into(),
        evidence: None,
        quote: String::new(),
    };
    let article = Article { text: text.into(), anchor: Some(0), dates: vec![day], ..Article::default() };
    let extraction = Extractor::shipped().unwrap().extract(article);
    let has = |e: &&crate::events::Event| e.triggers.iter().any(|t| t.of(text) == word);
    extraction.events.iter().filter(has).map(|e| e.time.map(|t| t.value.to_string()).unwrap_or_default()).collect()
}

#[test]
fn a_speaker_goes_on_at_the_day_of_the_first_statement() {
    let text = "Maria Ruiz told reporters on Monday that the talks were over. Ruiz praised Canada.";
    assert_eq!(dates(text, "praised"), ["2023-07-10"]);
}

#[test]
fn what_lies_before_the_news_is_not_gone_on_with() {
    let text = "Maria Ruiz told reporters in 2019 that the talks were over. Ruiz praised Canada.";
    assert_eq!(dates(text, "praised"), [""]);
}
