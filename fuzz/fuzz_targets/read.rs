//! Any bytes → articles: text, pages, records and what is neither. The offset map of what is read stays inside the text.
#![no_main]

use dateline::source::{ReadOptions, read_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.txt", "a.html", "a.jsonl"] {
        for article in read_bytes(bytes, name, &ReadOptions::default()).into_iter().flatten() {
            for block in &article.blocks {
                assert!(block.range.of(&article.text).len() <= article.text.len());
            }
        }
    }
});
