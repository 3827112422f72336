//! `dateline entities`: who is who across articles, as judged by evidence, and as the user decides.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Subcommand;
use oxigraph::model::Literal;

use super::Outcome;
use super::options::{StoreDir, WIDTH, read, stdout, wrap};
use crate::identity::{Decision, Decisions, DoubtKind};
use crate::pipeline::{decide, decisions, doubts};
use crate::rdf::DEFAULT_BASE;
use crate::store::{Access, QueryOptions, Store};

/// Arguments of `entities`.
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    store: StoreDir,
    /// File of decisions to read and write instead of entities.decisions in the store; the store takes them over.
    #[arg(long, value_name = "FILE", global = true)]
    decisions: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Lists joins made on evidence, names that may be of one entity, and names that may be of two, with their sentences.
    Review,
    /// Decides that two names are of one entity.
    Join {
        /// Name or IRI.
        one: String,
        /// Name or IRI.
        other: String,
    },
    /// Decides that two names are of two entities, or that in some articles the name is of somebody else.
    Split {
        /// Name or IRI.
        one: String,
        /// Name or IRI.
        #[arg(required_unless_present = "articles")]
        other: Option<String>,
        /// Articles that speak of somebody else, by key.
        #[arg(long = "in", value_name = "ARTICLE", num_args = 1.., conflicts_with = "other")]
        articles: Vec<String>,
    },
    /// Takes back what was decided on one name or two.
    Undo {
        /// Names or IRIs.
        #[arg(required = true, num_args = 1..=2)]
        entities: Vec<String>,
    },
    /// Lists the decisions.
    List,
}

/// Runs it.
pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let (mut out, _) = stdout();
    let dir = &args.store.store;
    let store = Store::open(dir, Access::Read)?;
    let mut made = match &args.decisions {
        Some(path) if path.exists() => Decisions::parse(&read(path)?).with_context(|| path.display().to_string())?,
        Some(_) => Decisions::default(),
        None => decisions(&store)?,
    };
    let changed = match &args.action {
        Action::Review => return review(&store, &mut out),
        Action::List => {
            write!(out, "{made}")?;
            out.flush()?;
            return Ok(Outcome::Done);
        }
        Action::Join { one, other } => {
            let (one, other) = two(&store, one, other)?;
            made.make(Decision::Join(one, other))
        }
        Action::Split { one, other: Some(other), .. } => {
            let (one, other) = two(&store, one, other)?;
            made.make(Decision::Split(one, other))
        }
        Action::Split { one, other: None, articles } => {
            if let Some(unknown) = articles.iter().find(|key| store.article(key).is_none()) {
                bail!("no article {unknown:?}; `dateline store articles` lists them");
            }
            let articles: BTreeSet<String> = articles.iter().cloned().collect();
            made.make(Decision::Homonym { entity: entity(&store, one)?, articles })
        }
        Action::Undo { entities } => {
            let entities = entities.iter().map(|name| entity(&store, name)).collect::<anyhow::Result<Vec<_>>>()?;
            let undone = made.undo(&entities);
            undone.iter().try_for_each(|decision| writeln!(out, "undone: {decision}"))?;
            !undone.is_empty()
        }
    };
    drop(store);
    if !changed {
        eprintln!("dateline: nothing to change; `dateline entities list` shows the decisions");
        return Ok(Outcome::Partial);
    }
    if let Some(path) = &args.decisions {
        save(path, &made)?;
    }
    decide(&mut Store::open(dir, Access::Write)?, &made)?;
    out.flush()?;
    Ok(Outcome::Done)
}

fn save(path: &Path, decisions: &Decisions) -> anyhow::Result<()> {
    std::fs::write(path, decisions.to_string()).with_context(|| format!("cannot write {}", path.display()))
}

fn review(store: &Store, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Partial;
    for doubt in doubts(store)? {
        let doubt = doubt?;
        outcome = Outcome::Done;
        let what = match doubt.kind {
            DoubtKind::Joined => "joined: two names, something in common",
            DoubtKind::Apart => "apart: two names that may be of one",
            DoubtKind::Homonym => "one name that may be of two",
        };
        writeln!(out, "{what}")?;
        for side in &doubt.sides {
            let keys: Vec<&str> = side.articles.iter().filter_map(|iri| iri.rsplit('/').next()).collect();
            writeln!(out, "  {}  <{}>\n      in {}", side.name, side.iri, keys.join(" "))?;
            for sentence in &side.sentences {
                writeln!(out, "{}", wrap(&format!("“{sentence}”"), "      ", WIDTH))?;
            }
        }
        writeln!(out)?;
    }
    out.flush()?;
    if matches!(outcome, Outcome::Partial) {
        eprintln!("dateline: no name is in doubt");
    }
    Ok(outcome)
}

fn two(store: &Store, one: &str, other: &str) -> anyhow::Result<(String, String)> {
    let (one, other) = (entity(store, one)?, entity(store, other)?);
    if one == other {
        bail!("both names are of <{one}>; `dateline entities split {one} --in ARTICLE` tells two people of one name apart");
    }
    Ok((one, other))
}

/// The IRI of a name; an IRI is taken as it is.
fn entity(store: &Store, name: &str) -> anyhow::Result<String> {
    let trimmed = name.trim_start_matches('<').trim_end_matches('>');
    if trimmed.contains("://") {
        return Ok(trimmed.to_owned());
    }
    if trimmed.contains('/') {
        return Ok(format!("{DEFAULT_BASE}id/{}", trimmed.trim_start_matches("id/")));
    }
    let query = format!(
        "SELECT DISTINCT ?iri {{ ?x skos:prefLabel|skos:altLabel ?name . FILTER (LCASE(STR(?name)) = LCASE({}) && !CONTAINS(STR(?x), \"/local/\")) BIND (STR(?x) AS ?iri) }} ORDER BY ?iri",
        Literal::from(name)
    );
    let rows = store.query(&query, &QueryOptions::default())?.text_rows();
    match rows.as_slice() {
        [] => bail!("no entity is called {name:?} in this store"),
        [row] => Ok(row.concat()),
        many => bail!(
            "several entities are called {name:?}; give the IRI: {}",
            many.iter().map(|row| row.concat()).collect::<Vec<_>>().join(" ")
        ),
    }
}
