//! `dateline query`: SPARQL or a saved query over a store.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::bail;
use clap::ValueEnum;
use comfy_table::Table;

use super::Outcome;
use super::options::{StoreDir, read, stdout};
use crate::store::{Access, Answer, AnswerFormat, Filled, QueryOptions, SavedQuery, Store, UnknownName, saved_queries, unknown_terms};

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
    /// Most rows or triples; a terminal shows 1000 if nothing is said.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Seconds after which the query is given up, such as 2.5.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
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
    /// Turtle, for the graph of a CONSTRUCT or DESCRIBE.
    Turtle,
    /// N-Triples, for such a graph.
    Ntriples,
}

/// Rows that a terminal shows if nothing else is said.
const SHOWN: usize = 1000;

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds: &f64| *seconds > 0.0);
    seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).ok_or_else(|| "a number of seconds above 0 is wanted".to_owned())
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
    let query = match (&args.sparql, &args.file, &args.saved) {
        (Some(sparql), ..) => Asked::Free(sparql.clone()),
        (_, Some(file), _) => Asked::Free(read(file)?),
        (_, _, Some(name)) => {
            let (query, values) = (saved(name)?, args.set.iter().cloned().collect());
            // mistakes in the values come before those of the store
            query.with(&values)?;
            Asked::Saved(query, values)
        }
        _ => bail!("give a query, --file, --saved, or --list"),
    };
    let store = Store::open(&args.store.store, Access::Read)?;
    let is_free = matches!(query, Asked::Free(_));
    let Filled { sparql, unknown } = match query {
        Asked::Free(sparql) => Filled { sparql, unknown: Vec::new() },
        Asked::Saved(query, values) => store.fill(query, &values)?,
    };
    let shown = args.limit.unwrap_or(if is_terminal { SHOWN } else { usize::MAX });
    // one more, to know whether there are more
    let options = QueryOptions { limit: Some(shown.saturating_add(1)), timeout: args.timeout };
    let mut answer = store.query(&sparql, &options)?;
    let is_cut = answer.truncate(shown);
    let format = match args.format.unwrap_or(if is_terminal { Format::Table } else { Format::Json }) {
        Format::Table => AnswerFormat::Table { width: if is_terminal { Table::new().width() } else { None } },
        Format::Json => AnswerFormat::Json,
        Format::Csv => AnswerFormat::Csv,
        Format::Tsv => AnswerFormat::Tsv,
        Format::Xml => AnswerFormat::Xml,
        Format::Turtle => AnswerFormat::Turtle,
        Format::Ntriples => AnswerFormat::NTriples,
    };
    if matches!(format, AnswerFormat::Turtle | AnswerFormat::NTriples) && !matches!(answer, Answer::Graph(_)) {
        bail!("turtle and ntriples are for the graph of a CONSTRUCT or DESCRIBE; rows can be written as table, json, csv, tsv or xml");
    }
    answer.write(format, &mut out)?;
    if matches!(format, AnswerFormat::Json | AnswerFormat::Xml) {
        writeln!(out)?;
    }
    out.flush()?;
    if is_cut && args.limit.is_none() {
        eprintln!("dateline: only the first {SHOWN} are shown; give --limit for more");
    }
    if !answer.is_empty() {
        return Ok(Outcome::Done);
    }
    for UnknownName { name, near } in unknown {
        eprintln!("dateline: nothing in the store is named {name:?}{}", told(&near));
    }
    for UnknownName { name, near } in if is_free { unknown_terms(&sparql) } else { Vec::new() } {
        eprintln!("dateline: the ontology has no {name}{}", told(&near));
    }
    Ok(Outcome::Partial)
}

/// Names that come near, for the end of a message.
fn told(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!("; there is {}", near.join(", ")) }
}

/// What is asked.
enum Asked {
    /// SPARQL.
    Free(String),
    /// A saved query with values of its parameters.
    Saved(&'static SavedQuery, BTreeMap<String, String>),
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
            let default = default.strip_prefix("dl:").unwrap_or(&default);
            writeln!(out, "{:<18}   --set {}=\"{default}\"   {}", "", parameter.name, parameter.meaning)?;
        }
    }
    out.flush()
}
