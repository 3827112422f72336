//! `dateline extract`: articles in, facts out.

use std::io::Write;
use crate::source::*;
use super::Outcome;
use super::options::Analysis;
use crate::calendar::Date;

/// Arguments of `extract`.
#[derive(clap::Args, Debug)]
pub struct Args {
    paths: Vec<std::path::PathBuf>,
    #[arg(long, default_value = "json")]
    format: String,
    #[arg(long)]
    published: Option<String>,
    #[command(flatten)]
    analysis: Analysis,
}

/// temporary
pub fn simple_article(id: &str, title: Option<&str>, text: &str, published: Option<Date>) -> Article {
    let mut t = String::new();
    let mut blocks = vec![];
    let mut body_start = 0;
    if let Some(title) = title.filter(|t| !t.is_empty()) {
        t.push_str(title);
        blocks.push(Block { kind: BlockKind::Headline, range: crate::text::TextRange::new(0, t.len()) });
        t.push_str("\n\n");
        body_start = t.len();
    }
    let mut at = body_start;
    t.push_str(text);
    for part in text.split_inclusive('\n') {
        let trimmed = part.trim();
        if !trimmed.is_empty() {
            let s = at + part.find(trimmed).unwrap();
            blocks.push(Block { kind: BlockKind::Paragraph, range: crate::text::TextRange::new(s, s + trimmed.len()) });
        }
        at += part.len();
    }
    let mut a = Article { id: id.into(), title: title.map(Into::into), text: t, blocks, body_start, ..Article::default() };
    if let Some(d) = published {
        a.dates.push(DocumentDate { kind: DateKind::MetadataPublication, date: d, confidence: 1.0, approximate: false, rule: "given".into(), evidence: None, quote: d.to_string() });
        a.anchor = Some(0);
    }
    a
}

/// Runs it.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let extractor = args.analysis.extractor()?;
    let options = args.analysis.rdf(&extractor);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in &args.paths {
        let content = std::fs::read_to_string(path)?;
        let articles: Vec<Article> = if content.starts_with('{') {
            content.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok()).map(|v| {
                let s = |k: &str| v.get(k).and_then(|x| x.as_str());
                simple_article(s("id").unwrap_or(""), s("title"), s("text").unwrap_or(""), s("published").and_then(|d| d.get(..10)).and_then(|d| d.parse().ok()))
            }).collect()
        } else { vec![simple_article("x", None, &content, args.published.as_ref().and_then(|d| d.parse().ok()))] };
        for article in articles {
            let extraction = extractor.extract(article);
            if args.format == "text" {
                super::explain::print_events(&mut out, &extraction)?;
            } else {
                writeln!(out, "{}", crate::events::to_json(&extraction, &options))?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}
