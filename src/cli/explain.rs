//! `dateline explain`: how a sentence is read.

use std::io::{self, Write};

use super::Outcome;
use super::options::{Analysis, date};
use crate::calendar::Date;
use crate::document::{Document, TokenId};
use crate::events::{Extraction, Filler};

/// Arguments of `explain`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The sentence or text.
    text: String,
    /// Date that relative times are counted from.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Date>,
    #[command(flatten)]
    analysis: Analysis,
}

/// Runs it.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let extractor = args.analysis.extractor()?;
    let article = super::extract::simple_article("explain", None, &args.text, args.date);
    let document = extractor.annotate(article);
    let mut out = io::BufWriter::new(io::stdout().lock());
    print_tree(&mut out, &document)?;
    let mentions = extractor.find_events(&document);
    for m in &mentions {
        writeln!(out, "{} {} [{}] complete={} {:?}", m.class, m.frame, document.form(m.trigger), m.complete, m.context)?;
    }
    let extraction = extractor.build(document, &mentions);
    print_events(&mut out, &extraction)?;
    out.flush()?;
    Ok(if extraction.events.is_empty() { Outcome::Partial } else { Outcome::Done })
}

/// Tokens with tags, heads and names, one a line.
fn print_tree(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    for sentence in &document.sentences {
        for id in sentence.tokens.iter() {
            let token = document.token(id);
            let head = token.head.map_or_else(|| "root".to_owned(), |h: TokenId| document.form(h).to_owned());
            writeln!(out, "{:>4}  {:<18} {:<16} {:<6} {:<14} {:<16} {}", id.0, document.form(id), token.lemma, token.upos, token.deprel, head, token.name_tag)?;
        }
        writeln!(out)?;
    }
    for (i, mention) in document.mentions.iter().enumerate() {
        writeln!(out, "mention {i}: {} ({:?} {}) chain {:?}", document.text_of(mention.span), mention.kind, mention.entity_type.name(), mention.chain.map(|c| c.0))?;
    }
    for time in &document.times {
        writeln!(out, "time: {} = {:?} by {}", document.text_of(time.span), time.value, time.rule)?;
    }
    Ok(())
}

/// Events in readable form.
pub fn print_events(out: &mut dyn Write, extraction: &Extraction) -> io::Result<()> {
    let text = &extraction.document.article.text;
    if let Some(title) = &extraction.document.article.title {
        writeln!(out, "# {title}")?;
    }
    for (i, event) in extraction.events.iter().enumerate() {
        let date = event.time.and_then(|t| crate::rdf::edtf(&t.value)).unwrap_or_default();
        write!(out, "v{} {} {:?} {date} {:.2} [{}]", i + 1, event.class, event.status, event.confidence, event.triggers.iter().map(|t| t.of(text)).collect::<Vec<_>>().join(", "))?;
        for (role, fillers) in &event.roles {
            for filler in fillers {
                let words = match filler {
                    Filler::Entity(e) => extraction.entities[e.0 as usize].name.clone(),
                    Filler::Event { event, words } => format!("v{} ({})", event.0 + 1, words.of(text)),
                    Filler::Text(words) => format!("\"{}\"", words.of(text)),
                };
                write!(out, " {role}={words};")?;
            }
        }
        for claim in &event.claims {
            let source = claim.source.map_or("article", |s| &extraction.entities[s.0 as usize].name);
            write!(out, "\n     {source}: {:?} {:?} (author {:?}, {:?})", claim.stance, claim.factuality, claim.author_factuality, claim.temporality)?;
            write!(out, " \"{}\"", claim.evidence.of(text).replace('\n', " "))?;
        }
        writeln!(out)?;
    }
    writeln!(out)
}
