//! `dateline frames`: the frame library, and its examples run through the whole analysis.

use std::io::{self, Write};
use std::path::PathBuf;

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
        /// A frame file of your own, or the beginning of the ids of the frames to check; all without it.
        #[arg(value_name = "FILE|PREFIX")]
        which: Option<String>,
    },
}

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut analysis = args.analysis.clone();
    let file = match &args.action {
        Action::Check { which: Some(which) } => Some(PathBuf::from(which)).filter(|path| path.is_file()),
        _ => None,
    };
    analysis.frames.extend(file.clone());
    let extractor = analysis.extractor()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    match &args.action {
        Action::List => {
            for frame in &extractor.frames.frames {
                writeln!(out, "{}\t{}\t{}", frame.id, frame.class, frame.trigger.lemma.join(" "))?;
            }
            out.flush()?;
            Ok(Outcome::Done)
        }
        Action::Check { which } => {
            let origin = file.map(|path| format!("{}:", path.display()));
            let mut report = check_frames(extractor, |frame| match (&origin, which) {
                (Some(origin), _) => frame.origin.starts_with(origin.as_str()),
                (None, Some(prefix)) => frame.id.starts_with(prefix.as_str()),
                (None, None) => true,
            });
            if let (None, Some(which), 0, true) = (&origin, which, report.passed, report.failures.is_empty()) {
                anyhow::bail!("{which}: no such file, and no frame with examples whose id begins so; `dateline frames list` shows the ids");
            }
            if which.is_none() {
                let contexts = check_contexts(extractor);
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
