//! The command line: arguments → configuration → a call into the library, one file a command.
//!
//! Exit codes: 0 done, 1 nothing found or some items failed, 2 the command cannot be carried out as given.

#![expect(clippy::print_stderr, reason = "this is where the program speaks to people")]

mod annotate;
mod demo;
mod entities;
mod eval;
mod explain;
mod export;
mod extract;
mod frames;
mod ingest;
mod manual;
mod options;
mod query;
mod show;
mod store;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Turns news articles into a knowledge graph: who did what to whom, where, on which date, and who says so.
#[derive(Parser, Debug)]
#[command(name = "dateline", version, about, propagate_version = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Reads the sample articles that are built in, answers three questions and draws a picture.
    Demo(demo::Args),
    /// Articles in, facts out: no store, one article at a time.
    Extract(extract::Args),
    /// Articles into a store: parallel, and what is there already is skipped.
    Ingest(ingest::Args),
    /// Asks a store: SPARQL, or one of the saved queries.
    Query(query::Args),
    /// Draws a store or writes it for other programs.
    Export(export::Args),
    /// Looks after a store.
    Store(store::Args),
    /// Who is who across articles: what is in doubt, and what you decide.
    Entities(entities::Args),
    /// Shows how a sentence is read: words, tree, names, times, and which frames fired or nearly fired.
    Explain(explain::Args),
    /// Writes the layers below the events: tokens, tree, names, times, chains.
    Annotate(annotate::Args),
    /// Lists or checks the event frames.
    Frames(frames::Args),
    /// Measures the layers against annotated corpora that you have.
    Eval(eval::Args),
    /// Completions for a shell.
    Completions(manual::Completions),
    /// The manual as troff, for `man`.
    Man,
}

/// What a command came to.
enum Outcome {
    /// Exit code 0.
    Done,
    /// Exit code 1: nothing found, or some items failed.
    Partial,
}

/// Carries out a command line.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // help and version go to stdout and are no errors; a broken pipe behind them is none either
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let result = match cli.command {
        Command::Demo(args) => demo::run(&args),
        Command::Extract(args) => extract::run(&args),
        Command::Ingest(args) => ingest::run(&args),
        Command::Query(args) => query::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Store(args) => store::run(&args),
        Command::Entities(args) => entities::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Annotate(args) => annotate::run(&args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man => manual::man(),
        Command::Frames(args) => frames::run(&args),
        Command::Eval(args) => eval::run(&args),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Partial) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dateline: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// `dateline extract … | head` is fine.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}
