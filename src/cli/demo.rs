//! `dateline demo`: the sample articles → a store, three answers with their sentences, and a picture.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;

use super::Outcome;
use super::ingest::summary;
use super::options::{WIDTH, stdout, wrap};
use crate::export::{Filter, dot, select, svg};
use crate::pipeline::{Extractor, Step, ingest};
use crate::rdf::RdfOptions;
use crate::resources::DEMO_FILES;
use crate::source::{ReadOptions, open};
use crate::store::{Access, Answer, QueryOptions, Store, saved_query};

/// Arguments of `demo`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Folder for the articles, the store and the pictures.
    #[arg(value_name = "DIR", default_value = "dateline-demo")]
    dir: PathBuf,
}

/// A question of the demo: what to ask, and how a row of the answer reads.
struct Question {
    words: &'static str,
    saved: &'static str,
    set: Option<(&'static str, &'static str)>,
    /// A status whose rows the question does not ask for.
    without: Option<&'static str>,
    /// Columns of a line, each with what stands before it.
    columns: &'static [(&'static str, &'static str)],
}

const QUESTIONS: &[Question] = &[
    Question {
        words: "Who did what to whom?",
        saved: "who-did-what",
        set: None,
        without: None,
        columns: &[("", "date"), ("  ", "subject"), (" — ", "predicate"), (" — ", "object"), (", says ", "source")],
    },
    Question {
        words: "Where did Elena Marsh travel, or plan to?",
        saved: "travel",
        set: Some(("person", "Elena Marsh")),
        without: None,
        columns: &[("", "date"), ("  ", "destination"), (" — ", "status")],
    },
    Question {
        words: "What is denied, doubted or only planned?",
        saved: "contested",
        set: None,
        without: Some("Asserted"),
        columns: &[("", "event"), (", says ", "source")],
    },
];

/// Rows shown of an answer.
const ROWS: usize = 5;

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let articles = args.dir.join("articles");
    fs::create_dir_all(&articles).with_context(|| format!("cannot make the folder {}", articles.display()))?;
    for (name, content) in DEMO_FILES {
        write(&articles.join(name), content)?;
    }
    let extractor = Extractor::shipped()?;
    let rdf = RdfOptions { frame_set: extractor.frames.hash.clone(), ..RdfOptions::default() };
    let dir = args.dir.join("store");
    let mut store = Store::open(&dir, Access::Write)?;
    let (mut out, _) = stdout();
    let begun = Instant::now();
    let read = open(std::slice::from_ref(&articles), &ReadOptions::default());
    let report = ingest(&extractor, &mut store, read, &rdf, |step| {
        if let Step::Failed(error) = step {
            eprintln!("dateline: {error}");
        }
    })?;
    writeln!(out, "Articles from {}: {}", articles.display(), summary(&report, begun.elapsed()))?;
    for (number, question) in (1..).zip(QUESTIONS) {
        writeln!(out, "\n{number}. {}", question.words)?;
        ask(&mut out, &store, question)?;
    }
    let graph = select(&store, &Filter::default())?.graph;
    let picture = args.dir.join("graph.svg");
    write(&picture, &svg(&graph, "Who did what to whom"))?;
    write(&args.dir.join("graph.dot"), &dot(&graph, "Who did what to whom"))?;
    let set = |q: &Question| q.set.map(|(name, value)| format!(" --set {name}={value:?}")).unwrap_or_default();
    writeln!(out, "\nThe picture of it all: {}\n\nNext:", picture.display())?;
    for question in QUESTIONS {
        writeln!(out, "  dateline query --saved {}{} --store {}", question.saved, set(question), dir.display())?;
    }
    writeln!(out, "  dateline export --format svg --entity \"Elena Marsh\" --store {} > marsh.svg", dir.display())?;
    writeln!(out, "  dateline explain \"Storm-0558 gained access to email accounts on Tuesday.\" --date 2026-03-18")?;
    writeln!(out, "  dateline ingest YOUR-ARTICLES --store news.store")?;
    out.flush()?;
    Ok(if report.failed > 0 { Outcome::Partial } else { Outcome::Done })
}

fn ask(out: &mut dyn Write, store: &Store, question: &Question) -> anyhow::Result<()> {
    let values = question.set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let answer = store.query(&store.fill(saved_query(question.saved)?, &values)?.sparql, &QueryOptions::default())?;
    let Answer::Solutions { variables, .. } = &answer else { return Ok(()) };
    let place = |column: &str| variables.iter().position(|v| v == column);
    let mut rows = answer.text_rows();
    rows.retain(|row| place("status").is_none_or(|i| Some(row[i].as_str()) != question.without));
    for row in rows.iter().take(ROWS) {
        let value = |column: &str| place(column).map_or("", |i| row[i].as_str());
        let parts = question.columns.iter().map(|(before, column)| (before, value(column))).filter(|(_, value)| !value.is_empty());
        let line: String = parts.map(|(before, value)| format!("{before}{value}")).collect();
        writeln!(out, "   {}", line.trim_start())?;
        writeln!(out, "{}", wrap(&format!("“{}”", value("quote")), "      ", WIDTH))?;
    }
    if rows.len() > ROWS {
        writeln!(out, "   … and {} more", rows.len() - ROWS)?;
    }
    Ok(())
}

fn write(path: &Path, content: &str) -> anyhow::Result<()> {
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}
