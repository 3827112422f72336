//! The examples in the frame files, run through the whole analysis.
//!
//! ```text
//! examples = [{ text = "Storm-0558 hacked Microsoft.", actor = "Storm-0558", target = "Microsoft" }]
//! rejects = ["He breached the contract."]
//! ```

use std::collections::BTreeMap;

use super::Extractor;
use crate::events::{Event, Extraction, Filler};
use crate::frames::{Frame, shipped_examples};
use crate::source::Article;

/// What came of the examples.
#[derive(Debug, Default)]
pub struct CheckReport {
    /// How many examples and rejects came out as written.
    pub passed: usize,
    /// The others: `file:line: frame: sentence: what was wrong`.
    pub failures: Vec<String>,
}

/// Runs the examples of all embedders and modifiers: `class` must be found with the `status` given, and the `source` and `recurring` if given.
pub fn check_contexts(extractor: &Extractor) -> CheckReport {
    let mut report = CheckReport::default();
    for (origin, example) in &extractor.frames.context_examples {
        let text = example.get("text").map_or("", String::as_str);
        match check_context(extractor, text, example) {
            None => report.passed += 1,
            Some(problem) => report.failures.push(format!("{origin}: \"{text}\": {problem}")),
        }
    }
    report
}

fn check_context(extractor: &Extractor, text: &str, example: &BTreeMap<String, String>) -> Option<String> {
    let extraction = extract(extractor, text);
    let class = example.get("class").map_or("", String::as_str);
    let status = example.get("status").map_or("Asserted", String::as_str);
    let source = example.get("source");
    let of_class: Vec<&Event> = extraction.events.iter().filter(|e| &*e.class == class).collect();
    let says = |event: &Event, wanted: &str| {
        event.claims.iter().filter_map(|c| c.source).any(|s| words(&extraction, &Filler::Entity(s)).iter().any(|f| same(f, wanted)))
    };
    let recurring = example.get("recurring").is_some_and(|r| r == "true");
    let fits =
        |event: &&Event| format!("{:?}", event.status) == status && event.recurring == recurring && source.is_none_or(|s| says(event, s));
    if of_class.iter().any(fits) {
        return None;
    }
    let found: Vec<String> = of_class.iter().map(|e| format!("{:?}", e.status)).collect();
    Some(format!("class {class} should be {status}, source {source:?}, recurring {recurring}; found {found:?}"))
}

/// Runs the examples of all frames that are `wanted`.
pub fn check_frames(extractor: &Extractor, wanted: impl Fn(&Frame) -> bool) -> CheckReport {
    let mut report = CheckReport::default();
    let shipped = shipped_examples();
    for frame in extractor.frames.frames.iter().filter(|f| wanted(f)) {
        let own = (&frame.examples, &frame.rejects);
        let (examples, rejects) = match shipped.get(&*frame.id) {
            Some((examples, rejects)) if own.0.is_empty() && own.1.is_empty() => (examples, rejects),
            _ => own,
        };
        let mut record = |text: &str, problem: Option<String>| match problem {
            None => report.passed += 1,
            Some(problem) => report.failures.push(format!("{}: frame `{}`: \"{text}\": {problem}", frame.origin, frame.id)),
        };
        for example in examples {
            let text = example.get("text").map_or("", String::as_str);
            record(text, check_example(extractor, frame, text, example));
        }
        for text in rejects {
            let fired = extract(extractor, text).events.iter().any(|e| e.frame == frame.id);
            record(text, fired.then(|| "the frame fires here, and must not".to_owned()));
        }
    }
    report
}

fn extract(extractor: &Extractor, text: &str) -> Extraction {
    extractor.extract(Article::from_text(text))
}

/// What is wrong with the best event of the frame's class, if anything.
fn check_example(extractor: &Extractor, frame: &Frame, text: &str, example: &BTreeMap<String, String>) -> Option<String> {
    let extraction = extract(extractor, text);
    let problems = |event: &Event| {
        let mut problems = Vec::new();
        for (role, wanted) in example.iter().filter(|(role, _)| !matches!(role.as_str(), "text" | "status")) {
            let found: Vec<String> = event.roles.get(role.as_str()).into_iter().flatten().flat_map(|f| words(&extraction, f)).collect();
            if !found.iter().any(|f| same(f, wanted)) {
                problems.push(format!("{role} should be \"{wanted}\", is {found:?}"));
            }
        }
        let status = example.get("status").map_or("Asserted", String::as_str);
        if format!("{:?}", event.status) != status {
            problems.push(format!("status should be {status}, is {:?}", event.status));
        }
        problems
    };
    let of_class = extraction.events.iter().filter(|e| e.class == frame.class);
    let best = of_class.map(problems).min_by_key(Vec::len);
    match best {
        None => {
            Some(format!("no event of class {}; found {:?}", frame.class, extraction.events.iter().map(|e| &e.class).collect::<Vec<_>>()))
        }
        Some(problems) if problems.is_empty() => None,
        Some(problems) => Some(problems.join("; ")),
    }
}

/// Every name of the filler: the entity's best one and those in the text.
fn words(extraction: &Extraction, filler: &Filler) -> Vec<String> {
    let text = &extraction.document.article.text;
    match filler {
        Filler::Entity(id) => {
            let entity = &extraction.entities[id.0 as usize];
            std::iter::once(entity.name.clone()).chain(entity.mentions.iter().map(|m| m.range.of(text).to_owned())).collect()
        }
        Filler::Event { words, .. } | Filler::Text(words) => vec![words.of(text).to_owned()],
    }
}

/// Whether one begins or ends with the other, without case and article.
fn same(found: &str, wanted: &str) -> bool {
    let plain = |s: &str| s.to_lowercase().trim_start_matches("the ").trim_start_matches("a ").replace('’', "'");
    let (found, wanted) = (plain(found), plain(wanted));
    found.starts_with(&wanted) || found.ends_with(&wanted) || wanted.ends_with(&found) && !found.is_empty()
}
