//! `dateline explain`: how a sentence is read.

use std::io::{self, Write};

use super::{Outcome, show};
use super::options::{Analysis, Rdf, date};
use crate::calendar::Date;
use crate::document::{Document, TokenId};
use crate::source::Article;

/// Arguments of `explain`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The sentence or text.
    text: String,
    /// Date that relative times are counted from.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Date>,
    #[command(flatten)]
    analysis: Analysis,
    #[command(flatten)]
    rdf: Rdf,
}

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let extractor = args.analysis.extractor()?;
    let article = Article::from_text(&args.text);
    let article = match args.date {
        Some(date) => article.published_on(date),
        None => article,
    };
    let document = extractor.annotate(article);
    let mut out = io::BufWriter::new(io::stdout().lock());
    print_tree(&mut out, &document)?;
    let mentions = extractor.find_events(&document);
    for m in &mentions {
        writeln!(out, "{} {} [{}] complete={} {:?}", m.class, m.frame, document.form(m.trigger), m.complete, m.context)?;
    }
    let extraction = extractor.build(document, &mentions);
    show::extraction(&mut out, &extraction, &args.rdf.options(&extractor))?;
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
