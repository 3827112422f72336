//! `dateline extract`: articles in, facts out, no store.

use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;

use super::options::{Analysis, Input};
use super::{Outcome, show};
use crate::events::{Extraction, to_json};
use crate::rdf::{RdfFormat, RdfOptions, quads, serialize};

/// Arguments of `extract`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// How to write; the default is `text` on a terminal and `json` in a pipe.
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    analysis: Analysis,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// One JSON object an article and line.
    Json,
    /// For reading.
    Text,
    /// N-Quads.
    Nquads,
    /// TriG.
    Trig,
    /// Turtle, without the graphs.
    Turtle,
    /// JSON-LD.
    Jsonld,
}

/// Runs it.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let extractor = args.analysis.extractor()?;
    let rdf = args.analysis.rdf(&extractor);
    let stdout = io::stdout();
    let format = args.format.unwrap_or(if stdout.is_terminal() { Format::Text } else { Format::Json });
    let mut out = BufWriter::new(stdout.lock());
    let mut failed = 0;
    let mut events = 0;
    let pool = args.input.pool()?;
    for batch in args.input.batches() {
        for result in pool.install(|| extractor.extract_all(batch)) {
            match result {
                Ok(extraction) => {
                    events += extraction.events.len();
                    write(&mut out, &extraction, format, &rdf)?;
                }
                Err(error) => {
                    failed += 1;
                    out.flush()?;
                    eprintln!("dateline: {error}");
                }
            }
        }
    }
    out.flush()?;
    Ok(if failed > 0 || events == 0 { Outcome::Partial } else { Outcome::Done })
}

fn write(out: &mut dyn Write, extraction: &Extraction, format: Format, rdf: &RdfOptions) -> io::Result<()> {
    let as_rdf = |format| serialize(&quads(extraction, rdf), format, Vec::new());
    let bytes = match format {
        Format::Json => return writeln!(out, "{}", to_json(extraction, rdf)),
        Format::Text => return show::extraction(out, extraction, rdf),
        Format::Nquads => as_rdf(RdfFormat::NQuads),
        Format::Trig => as_rdf(RdfFormat::TriG),
        Format::Turtle => as_rdf(RdfFormat::Turtle),
        Format::Jsonld => as_rdf(RdfFormat::JsonLd { profile: Default::default() }),
    }?;
    out.write_all(&bytes)
}
