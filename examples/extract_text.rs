//! One text → its events: who did what to whom, when, how certainly, and on which words.
//!
//! `cargo run --release --example extract_text`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "examples show what they find")]

use dateline::prelude::*;

const TEXT: &str = "Elena Marsh visited Warsaw on Tuesday. \
    Halden Systems said Storm-9127 had hacked the harbour authority. The group may be linked to Ruritania, analysts said.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let extractor = Extractor::shipped()?;
    // Relative dates are counted from the day of publication.
    let article = Article::from_text(TEXT).published_on("2026-03-18".parse()?);
    let extraction = extractor.extract(article);
    for event in &extraction.events {
        let day = event.time.map(|time| time.value.to_string()).unwrap_or_else(|| "no date".into());
        println!("{} ({:?}, {day})", event.class, event.status);
        for (role, fillers) in &event.roles {
            for filler in fillers {
                println!("  {role}: {}", extraction.words(filler));
            }
        }
        for claim in &event.claims {
            let source = claim.source.map_or("the article", |id| extraction.entities[id.0 as usize].name.as_str());
            println!("  {source}: “{}”", claim.evidence.of(&extraction.document.article.text));
        }
    }
    Ok(())
}
