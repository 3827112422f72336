//! `dateline store`: what is in a store, and its care.

use std::io::Write;
use std::path::PathBuf;

use clap::Subcommand;
use indicatif::{HumanBytes, HumanCount};

use super::Outcome;
use super::options::{StoreDir, stdout};
use crate::pipeline::{compact, refresh};
use crate::store::{Access, Store};

/// Arguments of `store`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    store: StoreDir,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Figures of the store.
    Info,
    /// Reads everything again and checks every record.
    Verify,
    /// One line an article: key, quads, headline.
    Articles,
    /// Takes articles out.
    Remove {
        /// Keys, as `articles` lists them.
        #[arg(required = true, value_name = "ARTICLE")]
        keys: Vec<String>,
    },
    /// Gives back the space of outdated records.
    Compact,
    /// Puts the articles of other stores into this one; of two versions of an article the one stored later stays.
    Merge {
        /// Folders of the other stores.
        #[arg(required = true, value_name = "STORE")]
        others: Vec<PathBuf>,
    },
    /// Makes a store anew from its records: one that is damaged, or of another version of the program.
    Rebuild,
}

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let (mut out, _) = stdout();
    let open = |access| -> anyhow::Result<Store> {
        let dir = &args.store.store;
        if access == Access::Write {
            // care of a store must not make one
            drop(Store::open(dir, Access::Read)?);
        }
        let store = Store::open(dir, access)?;
        store.notices().iter().for_each(|notice| eprintln!("dateline: {notice}"));
        Ok(store)
    };
    let mut outcome = Outcome::Done;
    match &args.action {
        Action::Info => {
            let info = open(Access::Read)?.info();
            writeln!(out, "articles   {}", HumanCount(info.articles as u64))?;
            writeln!(out, "quads      {}", HumanCount(info.quads as u64))?;
            writeln!(out, "records    {}", HumanCount(info.records as u64))?;
            writeln!(out, "size       {}", HumanBytes(info.bytes))?;
            writeln!(out, "format     {}", info.format)?;
        }
        Action::Verify => {
            let problems = open(Access::Read)?.verify()?;
            for problem in &problems {
                writeln!(out, "{problem}")?;
            }
            if problems.is_empty() {
                writeln!(out, "no problems found")?;
            } else {
                outcome = Outcome::Partial;
            }
        }
        Action::Articles => {
            let store = open(Access::Read)?;
            for (key, article) in store.articles() {
                writeln!(out, "{key}\t{}\t{}", article.quads, store.title(key)?.unwrap_or_default().replace(['\t', '\n'], " "))?;
            }
        }
        Action::Remove { keys } => {
            let mut store = open(Access::Write)?;
            for key in keys {
                if !store.remove(key)? {
                    outcome = Outcome::Partial;
                    eprintln!("dateline: no article {key:?}; `dateline store articles` lists them");
                }
            }
            refresh(&mut store)?;
        }
        Action::Compact => writeln!(out, "{} saved", HumanBytes(compact(&mut open(Access::Write)?)?))?,
        Action::Merge { others } => {
            let taken = Store::merge(others, &args.store.store)?;
            let mut store = open(Access::Write)?;
            refresh(&mut store)?;
            writeln!(out, "{taken} articles taken over; the store has {}", store.info().articles)?;
        }
        Action::Rebuild => {
            let rebuilt = Store::rebuild(&args.store.store)?;
            refresh(&mut open(Access::Write)?)?;
            writeln!(out, "{} records are whole", rebuilt.records)?;
            if let Some(kept) = &rebuilt.kept {
                if rebuilt.lost > 0 {
                    let places = if rebuilt.lost == 1 { "one place".to_owned() } else { format!("{} places", rebuilt.lost) };
                    writeln!(out, "what was damaged in {places} is left out")?;
                }
                writeln!(out, "the log is written anew; the old one is kept as {}", kept.display())?;
            }
            if rebuilt.lost > 0 {
                outcome = Outcome::Partial;
            }
        }
    }
    out.flush()?;
    Ok(outcome)
}
