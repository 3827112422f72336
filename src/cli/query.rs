//! `dateline query`: SPARQL or a saved query over a store.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::bail;
use clap::ValueEnum;
use comfy_table::Table;

use super::Outcome;
use super::options::{StoreDir, read, stdout};
use crate::store::{Access, Answer, AnswerFormat, QueryOptions, SavedQuery, Store, saved_queries};

/// Arguments of `query`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// SPARQL 1.1; prefixes are declared (`dateline query --list` shows saved queries).
    #[arg(conflicts_with_all = ["file", "saved", "list"])]
    sparql: Option<String>,
    /// A file with the query.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["saved", "list"])]
    file: Option<PathBuf>,
    /// A saved query by its name.
    #[arg(long, value_name = "NAME", conflicts_with = "list")]
    saved: Option<String>,
    /// Value of a parameter of the saved query.
    #[arg(long, value_name = "PARAMETER=VALUE", value_parser = setting, requires = "saved")]
    set: Vec<(String, String)>,
    /// Lists the saved queries with their parameters.
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    store: StoreDir,
    /// How to write; the default is `table` on a terminal and `json` in a pipe.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Most rows.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Seconds after which the query is given up.
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<u64>,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
enum Format {
    /// For reading.
    Table,
    /// SPARQL Query Results JSON; JSON-LD for a graph.
    Json,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// SPARQL Query Results XML; RDF/XML for a graph.
    Xml,
    /// Turtle, for a graph.
    Turtle,
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("PARAMETER=VALUE is wanted, such as person=\"Elena Marsh\"")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let (mut out, is_terminal) = stdout();
    if args.list {
        list(&mut out)?;
        return Ok(Outcome::Done);
    }
    let sparql = match (&args.sparql, &args.file, &args.saved) {
        (Some(sparql), ..) => sparql.clone(),
        (_, Some(file), _) => read(file)?,
        (_, _, Some(name)) => saved(name)?.with(&args.set.iter().cloned().collect())?,
        _ => bail!("give a query, --file, --saved, or --list"),
    };
    let store = Store::open(&args.store.store, Access::Read)?;
    let options = QueryOptions { limit: args.limit, timeout: args.timeout.map(Duration::from_secs) };
    let answer = store.query(&sparql, &options)?;
    let format = match args.format.unwrap_or(if is_terminal { Format::Table } else { Format::Json }) {
        Format::Table => AnswerFormat::Table { width: if is_terminal { Table::new().width() } else { None } },
        Format::Json => AnswerFormat::Json,
        Format::Csv => AnswerFormat::Csv,
        Format::Tsv => AnswerFormat::Tsv,
        Format::Xml => AnswerFormat::Xml,
        Format::Turtle => AnswerFormat::Turtle,
    };
    answer.write(format, &mut out)?;
    if matches!(format, AnswerFormat::Json | AnswerFormat::Xml) {
        writeln!(out)?;
    }
    out.flush()?;
    let is_empty = match &answer {
        Answer::Solutions { rows, .. } => rows.is_empty(),
        Answer::Graph(triples) => triples.is_empty(),
        Answer::Boolean(value) => !value,
    };
    Ok(if is_empty { Outcome::Partial } else { Outcome::Done })
}

/// The saved query of that name, or an error with names that are near.
fn saved(name: &str) -> anyhow::Result<&'static SavedQuery> {
    let near = |query: &&SavedQuery| rapidfuzz::fuzz::ratio(query.name.chars(), name.chars()) > 0.6 || query.name.contains(name);
    crate::store::saved_query(name).or_else(|error| {
        let near: Vec<_> = saved_queries().iter().filter(near).map(|query| query.name.as_str()).collect();
        if near.is_empty() {
            return Err(error.into());
        }
        bail!("no saved query {name:?}; did you mean {}? (`dateline query --list` shows all)", near.join(" or "))
    })
}

fn list(out: &mut dyn Write) -> std::io::Result<()> {
    for query in saved_queries() {
        writeln!(out, "{:<18} {}", query.name, query.question)?;
        for parameter in &query.parameters {
            let default = crate::store::shorten(&parameter.default);
            writeln!(out, "{:<18}   --set {}=\"{default}\"   {}", "", parameter.name, parameter.meaning)?;
        }
    }
    out.flush()
}
