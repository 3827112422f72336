//! `dateline extract`: articles in, facts out, no store.

use std::io::{self, Write};

use clap::ValueEnum;

use super::options::{Analysis, Input, Rdf, stdout};
use super::{Outcome, show};
use crate::events::{Extraction, to_json};
use crate::rdf::{RdfFormat, RdfOptions, quads, serialize};

/// Arguments of `extract`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    input: Input,
    /// How to write; the default is `text` on a terminal and `json` in a pipe.
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    analysis: Analysis,
    #[command(flatten)]
    rdf: Rdf,
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
    /// One JSON-LD document an article and line.
    Jsonld,
}

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if args.rdf.rdf12 && args.format == Some(Format::Jsonld) {
        anyhow::bail!("--rdf12: JSON-LD has no triple terms; write nquads, trig or turtle");
    }
    let extractor = args.analysis.extractor()?;
    let rdf = args.rdf.options(extractor);
    let (mut out, is_terminal) = stdout();
    let format = args.format.unwrap_or(if is_terminal { Format::Text } else { Format::Json });
    let mut failed = 0;
    let mut events = 0;
    args.input.start_threads()?;
    for batch in args.input.batches() {
        for result in extractor.extract_all(batch) {
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
    out.write_all(&bytes)?;
    if bytes.ends_with(b"\n") { Ok(()) } else { writeln!(out) }
}
