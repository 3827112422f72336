//! Any text → CoNLL-U → document; what is accepted is written and read again as it was.
#![no_main]

use dateline::document::conllu;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(document) = conllu::read(text) {
        let again = conllu::read(&conllu::write(&document)).expect("what is written can be read");
        assert_eq!(again.tokens.len(), document.tokens.len());
    }
});
