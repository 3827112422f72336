//! `dateline ingest`: articles → a store.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use super::Outcome;
use super::options::{Analysis, Input, Rdf, StoreDir};
use crate::pipeline::{IngestReport, Step, ingest};
use crate::store::{Access, Store};

/// Arguments of `ingest`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    store: StoreDir,
    /// One line an article.
    #[arg(long, short)]
    verbose: bool,
    #[command(flatten)]
    analysis: Analysis,
    #[command(flatten)]
    rdf: Rdf,
}

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    args.input.start_threads()?;
    let extractor = args.analysis.extractor()?;
    let rdf = args.rdf.options(extractor);
    let mut store = Store::open(&args.store.store, Access::Write)?;
    for notice in store.notices() {
        eprintln!("dateline: {notice}");
    }
    let bar = progress(args.input.quiet);
    let begun = Instant::now();
    let report = ingest(extractor, &mut store, args.input.articles(), &rdf, |step| {
        bar.inc(1);
        match step {
            Step::Failed(error) => bar.suspend(|| eprintln!("dateline: {error}")),
            Step::Stored(extraction) if args.verbose => {
                let article = &extraction.document.article;
                bar.suspend(|| {
                    eprintln!(
                        "{}: {} events: {}",
                        article.origin,
                        extraction.events.len(),
                        article.title.as_deref().unwrap_or(&article.id)
                    );
                });
            }
            Step::Skipped(article) if args.verbose => bar.suspend(|| eprintln!("{}: unchanged", article.origin)),
            Step::Stored(_) | Step::Skipped(_) => {}
        }
    })?;
    bar.finish_and_clear();
    if !args.input.quiet {
        eprintln!("{}", summary(&report, begun.elapsed()));
    }
    Ok(if report.failed > 0 { Outcome::Partial } else { Outcome::Done })
}

/// A line on the terminal; nothing in a pipe.
fn progress(quiet: bool) -> ProgressBar {
    if quiet || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}, {elapsed}").expect("the template is valid"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// `5 new, 0 unchanged: 41 events, 17 facts (9,120 tokens, 3,400 a second)`.
pub(super) fn summary(report: &IngestReport, time: Duration) -> String {
    let mut counts = format!("{} new", report.new);
    for (number, what) in [(report.changed, "changed"), (report.unchanged, "unchanged"), (report.failed, "failed")] {
        if number > 0 {
            counts.push_str(&format!(", {number} {what}"));
        }
    }
    if report.tokens == 0 {
        return counts;
    }
    let speed = (report.tokens as f64 / time.as_secs_f64().max(0.001)) as u64;
    format!(
        "{counts}: {} events, {} facts ({} tokens, {} a second)",
        report.events,
        report.facts,
        HumanCount(report.tokens as u64),
        HumanCount(speed)
    )
}
