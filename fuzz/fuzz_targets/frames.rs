//! Any text → frame file: accepted, or refused with its problems.
#![no_main]

use dateline::frames::FrameSet;
use dateline::resources::Ontology;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(errors) = FrameSet::compile([("fuzz.toml", text)], Ontology::embedded()) {
        assert!(!errors.to_string().is_empty());
    }
});
