//! Any text through the whole analysis: no panic, and every trigger and quote lies inside the text.
#![no_main]

use std::sync::LazyLock;

use dateline::pipeline::Extractor;
use dateline::source::Article;
use libfuzzer_sys::fuzz_target;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::shipped().expect("the shipped files are valid"));

fuzz_target!(|text: &str| {
    let extraction = EXTRACTOR.extract(Article::from_text(text));
    let article = &extraction.document.article.text;
    for event in &extraction.events {
        assert!(event.triggers.iter().all(|t| t.of(article).len() <= article.len()));
        assert!(event.claims.iter().all(|c| c.evidence.of(article).len() <= article.len()));
    }
});
