//! `dateline annotate`: the layers below the events, as JSON, CoNLL-U or TimeML.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;
use serde_json::{Value, json};

use super::Outcome;
use super::options::{Analysis, date, read, stdout};
use crate::annotate::{COREF_FEATURES, timex_type, timex_value, tokenize};
use crate::calendar::Date;
use crate::document::{Document, Mention, TokenId, TokenSpan, conllu};
use crate::model::VECTOR;
use crate::pipeline::Extractor;
use crate::source::{ReadOptions, open};
use crate::text::{CodePoints, TextRange};

/// Arguments of `annotate`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// A file, or `-` for standard input.
    #[arg(default_value = "-")]
    file: PathBuf,
    /// What is read: articles in any form, or tokens as they stand in CoNLL-U.
    #[arg(long, value_enum, default_value_t = From::Text)]
    input: From,
    /// How to write.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Day of publication, which relative times are counted from.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    published: Option<Date>,
    #[command(flatten)]
    analysis: Analysis,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum From {
    /// Text, HTML or records.
    Text,
    /// CoNLL-U: ID, FORM and `SpaceAfter` are used, the rest is filled anew.
    Conllu,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum Format {
    /// One object an article and line, every layer with offsets in code points of `text`.
    Json,
    /// CoNLL-U, with names as `NER=B-PER` in MISC.
    Conllu,
    /// The text with TIMEX3 elements.
    Timeml,
    /// What the coreference ranker learns from: mentions with their possible antecedents, features and vectors.
    #[value(hide = true)]
    Coref,
}

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let extractor = args.analysis.extractor()?;
    let (mut out, _) = stdout();
    let mut failed = 0;
    match args.input {
        From::Text => {
            let options = ReadOptions { published: args.published, ..ReadOptions::default() };
            for article in open(std::slice::from_ref(&args.file), &options) {
                match article {
                    Ok(article) if matches!(args.format, Format::Coref) => {
                        let mut document = Document { article, ..Document::default() };
                        tokenize(&mut document);
                        writeln!(out, "{}", samples(extractor, document))?;
                    }
                    Ok(article) => write(&mut out, &extractor.annotate(article), args.format)?,
                    Err(error) => {
                        failed += 1;
                        eprintln!("dateline: {error}");
                    }
                }
            }
        }
        From::Conllu => {
            let mut document = conllu::read(&text(args)?).with_context(|| format!("{}", args.file.display()))?;
            if let Some(date) = args.published {
                document.article = document.article.published_on(date);
            }
            if matches!(args.format, Format::Coref) {
                writeln!(out, "{}", samples(extractor, document))?;
                return Ok(Outcome::Done);
            }
            extractor.annotate_tokens(&mut document);
            write(&mut out, &document, args.format)?;
        }
    }
    out.flush()?;
    Ok(if failed > 0 { Outcome::Partial } else { Outcome::Done })
}

fn text(args: &Args) -> anyhow::Result<String> {
    if args.file.as_os_str() != "-" {
        return read(&args.file);
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
    Ok(text)
}

fn write(out: &mut dyn Write, document: &Document, format: Format) -> io::Result<()> {
    match format {
        Format::Json => writeln!(out, "{}", layers(document)),
        Format::Conllu => out.write_all(conllu::write(document).as_bytes()),
        Format::Timeml => timeml(out, document),
        Format::Coref => Ok(()), // written from the samples
    }
}

fn samples(extractor: &Extractor, mut document: Document) -> Value {
    let (samples, firsts) = extractor.coref_samples(&mut document);
    let points = CodePoints::new(&document.article.text);
    let place = |range: TextRange| points.range(range);
    let row = |head: TokenId| document.vectors.get(head.index() * VECTOR..(head.index() + 1) * VECTOR);
    let vector = |m: &Mention| row(m.head).into_iter().flatten().map(|x| (x * 1000.0).round() as i32).collect::<Vec<_>>();
    json!({
        "id": document.article.id,
        "features": COREF_FEATURES,
        "tokens": document.tokens.iter().map(|t| json!([place(t.range), t.head.map(|h| h.0), t.deprel])).collect::<Vec<_>>(),
        "mentions": document.mentions.iter().zip(&firsts).map(|(m, first)| json!({
            "tokens": [m.span.start.0, m.span.end.0], "head": m.head.0, "kind": m.kind, "first": first.0, "vector": vector(m),
        })).collect::<Vec<_>>(),
        "samples": samples.iter().map(|s| json!([s.mention.0, s.features, s.candidates.iter().map(|(m, f)| json!([m.0, f])).collect::<Vec<_>>()])).collect::<Vec<_>>(),
    })
}

fn layers(document: &Document) -> Value {
    let points = CodePoints::new(&document.article.text);
    let place = |range: TextRange| {
        let (start, end) = points.range(range);
        json!([start, end])
    };
    let span = |span: TokenSpan| place(document.range(span));
    json!({
        "id": document.article.id,
        "text": document.article.text,
        "published": document.article.anchor_date().map(|d| d.date.to_string()),
        "tokens": document.tokens.iter().map(|t| json!({
            "at": place(t.range), "form": t.range.of(&document.article.text), "lemma": t.lemma, "upos": t.upos, "xpos": t.xpos, "feats": t.feats,
            "head": t.head.map(|h| h.0), "deprel": t.deprel, "head_prob": t.head_prob, "name": t.name_tag,
        })).collect::<Vec<_>>(),
        "sentences": document.sentences.iter().map(|s| json!({"at": span(s.tokens), "tokens": [s.tokens.start.0, s.tokens.end.0]})).collect::<Vec<_>>(),
        "mentions": document.mentions.iter().map(|m| json!({
            "at": span(m.span), "text": document.text_of(m.span), "kind": m.kind, "type": m.entity_type.name(), "head": m.head.0,
            "registry": m.registry, "chain": m.chain.map(|c| c.0), "resolution": m.resolution, "chain_prob": m.chain_prob,
        })).collect::<Vec<_>>(),
        "times": document.times.iter().map(|t| json!({
            "at": span(t.span), "text": document.text_of(t.span), "value": t.value.as_ref().map(ToString::to_string), "timex": timex_value(t), "rule": t.rule, "duration": t.is_duration,
        })).collect::<Vec<_>>(),
        "chains": document.chains.iter().map(|c| json!({
            "name": c.name, "type": c.entity_type.name(), "registry": c.registry, "mentions": c.mentions.iter().map(|m| m.0).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

/// The text with its time expressions marked as TIMEX3.
fn timeml(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    let text = &document.article.text;
    let date = document.article.anchor_date().map(|d| d.date.to_string()).unwrap_or_default();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TimeML>\n<DOCID>{}</DOCID>", escape(&document.article.id))?;
    writeln!(
        out,
        "<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"{date}\" functionInDocument=\"CREATION_TIME\">{date}</TIMEX3></DCT>\n<TEXT>"
    )?;
    let mut done = 0;
    for (number, time) in (1..).zip(&document.times) {
        let range = document.range(time.span);
        let (start, end) = (range.start as usize, range.end as usize);
        let kind = timex_type(time);
        let value = escape(&timex_value(time));
        let words = escape(range.of(text));
        write!(
            out,
            "{}<TIMEX3 tid=\"t{number}\" type=\"{kind}\" value=\"{value}\">{words}</TIMEX3>",
            escape(text.get(done..start).unwrap_or(""))
        )?;
        done = end;
    }
    writeln!(out, "{}\n</TEXT>\n</TimeML>", escape(text.get(done..).unwrap_or("")))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
