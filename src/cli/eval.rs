//! `dateline eval`: figures for every layer, measured against gold files that you have.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use comfy_table::{CellAlignment, Table, presets};

use super::Outcome;
use super::options::{Analysis, stdout};
use crate::eval::{
    NameLayer, Report, casie, coref, events, gap, meantime, meantime_dates, names, parse_gold_tokens, parse_raw, plover, timenorm,
};

/// Arguments of `eval`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
    /// How to write the figures.
    #[arg(long, value_enum, default_value_t = Format::Table, global = true)]
    format: Format,
    /// Lists so many of what was missed, spurious or wrong.
    #[arg(long, value_name = "N", default_value_t = 0, global = true)]
    errors: usize,
    #[command(flatten)]
    analysis: Analysis,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// For reading.
    Table,
    /// One object with `rows` and `errors`.
    Json,
}

#[derive(Subcommand, Debug, Clone)]
enum What {
    /// Events, arguments, facts, dates, status and source against annotated articles.
    Events {
        /// Folder of JSON files, one an article: `id`, `article`, `events`.
        gold: PathBuf,
        /// What `extract --format json` wrote; without it, the articles in the gold files are extracted.
        #[arg(long, value_name = "FILE")]
        system: Option<PathBuf>,
    },
    /// Tags, lemmas and trees against a treebank in CoNLL-U.
    Parse {
        /// The treebank.
        file: PathBuf,
        /// From bare text: sentences and words are cut by the program, and aligned by characters.
        #[arg(long)]
        raw: bool,
    },
    /// Names against a corpus in columns (IOB).
    Names {
        /// The corpus.
        file: PathBuf,
        /// Whose labels they are: uner, conll, crossner-politics, cyner, wnut17; without it, the labels tell.
        #[arg(long, value_name = "CORPUS")]
        labels: Option<String>,
        /// Measures the mentions that events rest on, not the tags of the model.
        #[arg(long)]
        mentions: bool,
        /// A training file: the names that stand in it are counted apart from the others.
        #[arg(long, value_name = "FILE")]
        seen: Option<PathBuf>,
    },
    /// Time expressions against phrases with their anchor and value, or against MEANTIME.
    Dates {
        /// Tab-separated phrase, type and value, in blocks that begin with their anchor.
        #[arg(required_unless_present = "meantime")]
        file: Option<PathBuf>,
        /// Folder of MEANTIME articles in XML.
        #[arg(long, value_name = "DIR", conflicts_with = "file")]
        meantime: Option<PathBuf>,
    },
    /// Cyber events against CASIE.
    Casie {
        /// Folder of JSON files, one an article.
        folder: PathBuf,
    },
    /// Participants and dates of events against MEANTIME.
    Meantime {
        /// Folder of articles in XML.
        folder: PathBuf,
    },
    /// Source, target and class of political events against sentences with PLOVER types.
    Plover {
        /// Tab-separated, with the columns sentence, source, target, gold_root and gold_penta.
        file: PathBuf,
    },
    /// Coreference chains against CoNLL files.
    Coref {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Pronouns against GAP.
    Gap {
        /// Tab-separated, as published.
        file: PathBuf,
    },
}

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let extractor = args.analysis.extractor()?;
    let report = match &args.what {
        What::Events { gold, system } => events(gold, system.as_deref(), extractor)?,
        What::Parse { file, raw: true } => parse_raw(file, extractor)?,
        What::Parse { file, raw: false } => parse_gold_tokens(file, extractor)?,
        What::Names { file, labels, mentions, seen } => {
            let layer = if *mentions { NameLayer::Mentions } else { NameLayer::Tags };
            names(file, labels.as_deref(), layer, seen.as_deref(), extractor)?
        }
        What::Dates { meantime: Some(folder), .. } => meantime_dates(folder, extractor)?,
        What::Dates { file, meantime: None } => timenorm(file.as_deref().unwrap_or("-".as_ref()), extractor)?,
        What::Casie { folder } => casie(folder, extractor)?,
        What::Meantime { folder } => meantime(folder, extractor)?,
        What::Plover { file } => plover(file, extractor)?,
        What::Coref { files } => coref(files, extractor)?,
        What::Gap { file } => gap(file, extractor)?,
    };
    let (mut out, _) = stdout();
    match args.format {
        Format::Json => writeln!(out, "{}", report.to_json(args.errors))?,
        Format::Table => table(&mut out, &report, args.errors)?,
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn table(out: &mut dyn Write, report: &Report, errors: usize) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["", "P", "R", "F1 or %", ""]);
    for cells in report.cells() {
        table.add_row(cells);
    }
    for column in table.column_iter_mut().skip(1).take(3) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{}", table.trim_fmt())?;
    for error in report.errors.iter().take(errors) {
        writeln!(out, "{}: {} {}", error.place, error.kind.word(), error.what.split_whitespace().collect::<Vec<_>>().join(" "))?;
    }
    Ok(())
}
