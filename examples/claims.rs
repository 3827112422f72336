//! Watching claims: who denies, doubts or plans what, as articles come in.
//!
//! `cargo run --release --example claims [FOLDER]`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "examples show what they find")]

use std::path::PathBuf;

use dateline::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/data/demo").into());
    let extractor = Extractor::shipped()?;
    for article in open(&[PathBuf::from(folder)], &ReadOptions::default()) {
        let extraction = extractor.extract(article?);
        let article = &extraction.document.article;
        for (event, claim) in extraction.claims().filter(|(_, claim)| is_watched(claim)) {
            let source = claim.source.map_or("the article", |id| extraction.entities[id.0 as usize].name.as_str());
            println!("{}: {source} {}", article.title.as_deref().unwrap_or(&article.id), verb(claim));
            println!("  {} — “{}”", event.class, claim.evidence.of(&article.text));
        }
    }
    Ok(())
}

fn is_watched(claim: &Claim) -> bool {
    matches!(claim.stance, Stance::Denies | Stance::Suspects | Stance::DeclinesToConfirm) || claim.factuality == Factuality::CTneg
}

fn verb(claim: &Claim) -> &'static str {
    match claim.stance {
        Stance::Suspects => "suspects",
        Stance::DeclinesToConfirm => "will not confirm",
        Stance::Denies => "denies",
        _ => "says it is not so",
    }
}
