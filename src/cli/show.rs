//! Extractions for reading: each event with its participants, date, status, and the sentence that says so.
//!
//! ```text
//! CyberIntrusion  2023-05-15/..
//!   actor      Storm-0558
//!   target     email accounts
//!   Bell: “… Storm-0558 gained access to email data …”
//! ```

use std::io::{self, Write};

use crate::events::{Claim, Event, Extraction, Factuality, Filler, Status};
use crate::rdf::{RdfOptions, edtf, facts};

/// Writes an extraction: the article, its facts, its events.
pub(super) fn extraction(out: &mut dyn Write, extraction: &Extraction, rdf: &RdfOptions) -> io::Result<()> {
    let article = &extraction.document.article;
    writeln!(out, "{}", article.title.as_deref().unwrap_or("(no title)"))?;
    match article.anchor_date() {
        Some(date) => writeln!(out, "published {} ({}, {:.2})", date.date, date.rule, date.confidence)?,
        None => writeln!(out, "publication date unknown")?,
    }
    let facts = facts(extraction, rdf);
    if !facts.is_empty() {
        writeln!(out, "\nFacts")?;
    }
    for fact in facts {
        let name = |id: crate::events::EntityId| extraction.entities[id.0 as usize].name.as_str();
        let date = extraction.events[fact.event.0 as usize].time.and_then(|t| edtf(&t.value));
        let date = date.map(|d| format!(", {d}")).unwrap_or_default();
        writeln!(out, "  {} — {} — {}{date}", name(fact.subject), fact.predicate, name(fact.object))?;
    }
    if !extraction.events.is_empty() {
        writeln!(out, "\nEvents")?;
    }
    for (i, event) in extraction.events.iter().enumerate() {
        write_event(out, extraction, i, event)?;
    }
    writeln!(out)
}

fn write_event(out: &mut dyn Write, extraction: &Extraction, index: usize, event: &Event) -> io::Result<()> {
    let text = &extraction.document.article.text;
    let date = event.time.and_then(|t| edtf(&t.value)).unwrap_or_default();
    let status = if event.status == Status::Asserted { String::new() } else { format!(" [{:?}]", event.status) };
    let triggers: Vec<_> = event.triggers.iter().map(|t| t.of(text)).collect();
    writeln!(out, "  v{} {}{status} {date} ({}; {:.2} {})", index + 1, event.class, triggers.join(", "), event.confidence, event.frame)?;
    for (role, fillers) in &event.roles {
        let names: Vec<_> = fillers.iter().map(|f| filler(extraction, f)).collect();
        writeln!(out, "      {role:<12} {}", names.join("; "))?;
    }
    for claim in &event.claims {
        write_claim(out, extraction, claim)?;
    }
    Ok(())
}

fn filler(extraction: &Extraction, filler: &Filler) -> String {
    let text = &extraction.document.article.text;
    match filler {
        Filler::Entity(id) => extraction.entities[id.0 as usize].name.clone(),
        Filler::Event { event, words } => format!("{} (v{})", one_line(words.of(text)), event.0 + 1),
        Filler::Text(words) => one_line(words.of(text)),
    }
}

fn write_claim(out: &mut dyn Write, extraction: &Extraction, claim: &Claim) -> io::Result<()> {
    let source = claim.source.map_or("article", |s| &extraction.entities[s.0 as usize].name);
    let firmness =
        if claim.factuality == Factuality::CTpos { String::new() } else { format!(" ({:?}, {:?})", claim.stance, claim.factuality) };
    writeln!(out, "      {source}{firmness}: “{}”", one_line(claim.evidence.of(&extraction.document.article.text)))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
