//! Every example of the frame files yields its event, and every reject does not.

use dateline::pipeline::{Extractor, check_contexts, check_frames};
use dateline::resources::OPEN_RELATIONS;

#[test]
fn examples_and_rejects_of_all_frames_hold() {
    let extractor = Extractor::shipped().expect("the shipped files are valid");
    let report = check_frames(&extractor, |_| true);
    assert!(report.passed > 0, "there are examples");
    assert!(report.failures.is_empty(), "{} hold, {} do not:\n{}", report.passed, report.failures.len(), report.failures.join("\n"));
}

#[test]
fn examples_of_embedders_and_modifiers_hold() {
    let extractor = Extractor::shipped().expect("the shipped files are valid");
    let report = check_contexts(&extractor);
    assert!(report.passed > 0, "there are examples");
    assert!(report.failures.is_empty(), "{} hold, {} do not:\n{}", report.passed, report.failures.len(), report.failures.join("\n"));
}

#[test]
fn open_relations_are_found_on_request_and_yield_to_frames() {
    let open = (OPEN_RELATIONS.0.to_owned(), OPEN_RELATIONS.1.to_owned());
    let extractor = Extractor::with_frames(&[open]).expect("the shipped files are valid");
    let report = check_frames(&extractor, |frame| frame.open);
    assert!(report.passed > 0, "there are examples");
    assert!(report.failures.is_empty(), "{}", report.failures.join("\n"));
}
