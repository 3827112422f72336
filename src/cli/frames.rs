//! `dateline frames`: the frame library, and its examples run through the whole analysis.

use std::io::{self, Write};

use clap::Subcommand;

use super::Outcome;
use super::options::Analysis;
use crate::pipeline::{check_contexts, check_frames};

/// Arguments of `frames`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    analysis: Analysis,
}

#[derive(Subcommand, Debug, Clone)]
enum Action {
    /// One line a frame: id, class, triggers.
    List,
    /// Runs the examples and rejects of the frames through the analysis.
    Check {
        /// Only frames whose id begins so.
        prefix: Option<String>,
    },
}

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let extractor = args.analysis.extractor()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    match &args.action {
        Action::List => {
            for frame in &extractor.frames.frames {
                writeln!(out, "{}\t{}\t{}", frame.id, frame.class, frame.trigger.lemma.join(" "))?;
            }
            out.flush()?;
            Ok(Outcome::Done)
        }
        Action::Check { prefix } => {
            let mut report = check_frames(&extractor, prefix.as_deref().unwrap_or(""));
            if prefix.is_none() {
                let contexts = check_contexts(&extractor);
                report.passed += contexts.passed;
                report.failures.extend(contexts.failures);
            }
            for failure in &report.failures {
                writeln!(out, "{failure}")?;
            }
            writeln!(out, "{} examples and rejects hold, {} do not", report.passed, report.failures.len())?;
            out.flush()?;
            Ok(if report.failures.is_empty() { Outcome::Done } else { Outcome::Partial })
        }
    }
}
