//! Checks of what sentences tell of their events, run through the whole pipeline.

use super::types::{Event, Extraction};
use crate::pipeline::Extractor;
use crate::source::Article;

/// Text, a trigger in it, and what is found of the events that it expresses.
pub(super) type Case = (&'static str, &'static str, &'static [&'static str]);

/// Compares what `find` makes of the events of each trigger, in an article of Wednesday, 12 July 2023, with what is wanted.
pub(super) fn check(cases: &[Case], find: impl Fn(&Extraction, &[&Event]) -> Vec<String>) {
    let extractor = Extractor::shipped().unwrap();
    let found = |text: &str, word: &str| {
        let extraction = extractor.extract(Article::from_text(text).published_on("2023-07-12".parse().unwrap()));
        let events: Vec<_> = extraction.events.iter().filter(|e| e.triggers.iter().any(|t| t.of(text) == word)).collect();
        find(&extraction, &events)
    };
    let told = cases.iter().map(|(text, word, wanted)| (text, word, found(text, word), wanted));
    let problems: Vec<_> = told.filter(|(_, _, found, wanted)| found != *wanted).collect();
    assert!(problems.is_empty(), "{problems:#?}");
}
