//! Options that several commands share, and what they mean.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};

use crate::calendar::Date;
use crate::pipeline::{BATCH, Extractor};
use crate::rdf::{Detail, RdfOptions, Shortcuts};
use crate::resources::OPEN_RELATIONS;
use crate::source::{ReadOptions, ReadResult, open};

/// Options of every command that analyses text.
#[derive(Args, Debug, Clone)]
pub(super) struct Analysis {
    /// Further frame files; a frame of the same id replaces the shipped one.
    #[arg(long, value_name = "FILE", global = true, help_heading = "Analysis")]
    pub frames: Vec<PathBuf>,
    /// Also finds relations for which there is no class of events, as events of class `Event` with the verb as `relation`.
    #[arg(long, global = true, help_heading = "Analysis")]
    pub open_relations: bool,
    /// Further known entities, as tab-separated lines like those of data/registry.
    #[arg(long, value_name = "FILE", global = true, help_heading = "Analysis")]
    pub entities: Vec<PathBuf>,
    /// Weights of the coreference ranker in place of the shipped ones, to measure them.
    #[arg(long, value_name = "FILE", global = true, hide = true)]
    pub ranker: Option<PathBuf>,
}

/// Options of every command that writes triples.
#[derive(Args, Debug, Clone)]
pub(super) struct Rdf {
    /// Base IRI of resources.
    #[arg(long, value_name = "IRI", default_value = crate::rdf::DEFAULT_BASE, value_parser = base, help_heading = "Triples")]
    pub base: String,
    /// Least confidence, 0 to 1, of an event that becomes a plain triple.
    #[arg(long, value_name = "N", default_value_t = 0.5, value_parser = confidence, help_heading = "Triples")]
    pub min_confidence: f32,
    /// Adds a reifier of RDF 1.2 to every plain triple; for tools that read triple terms.
    #[arg(long, help_heading = "Triples")]
    pub rdf12: bool,
    /// How much RDF to write.
    #[arg(long, value_enum, default_value_t = DetailArg::Normal, help_heading = "Triples")]
    pub detail: DetailArg,
    /// Which stated events also give a plain triple.
    #[arg(long, value_enum, default_value_t = ShortcutsArg::Attributed, help_heading = "Triples")]
    pub shortcuts: ShortcutsArg,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(super) enum DetailArg {
    /// Events, claims, the text and the dates they rest on.
    Normal,
    /// Besides: every mention, time expression, link, trigger and alias.
    Full,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(super) enum ShortcutsArg {
    /// What the article or a source it names states as certain.
    Attributed,
    /// Only what the article's own voice states as certain.
    OwnVoice,
    /// None.
    Off,
}

impl Analysis {
    /// Loads model, frames and registry, for the rest of the run: taking them apart at its end would only cost time.
    pub fn extractor(&self) -> anyhow::Result<&'static Extractor> {
        let open = self.open_relations.then(|| (OPEN_RELATIONS.0.to_owned(), OPEN_RELATIONS.1.to_owned()));
        let mut extractor = Extractor::with_frames(&[read_all(&self.frames)?, open.into_iter().collect()].concat())?;
        if !self.entities.is_empty() {
            extractor = extractor.with_entities(&read_all(&self.entities)?)?;
        }
        if let Some(path) = &self.ranker {
            let weights = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            extractor = extractor.with_ranker(weights.leak())?;
        }
        Ok(Box::leak(Box::new(extractor)))
    }
}

impl Rdf {
    /// What to write as RDF or triples.
    pub fn options(&self, extractor: &Extractor) -> RdfOptions {
        RdfOptions {
            base: self.base.clone(),
            min_confidence: self.min_confidence,
            rdf12: self.rdf12,
            frame_set: extractor.frames.hash.clone(),
            detail: match self.detail {
                DetailArg::Normal => Detail::Normal,
                DetailArg::Full => Detail::Full,
            },
            shortcuts: match self.shortcuts {
                ShortcutsArg::Attributed => Shortcuts::Attributed,
                ShortcutsArg::OwnVoice => Shortcuts::OwnVoice,
                ShortcutsArg::Off => Shortcuts::Off,
            },
            ..RdfOptions::default()
        }
    }
}

fn read_all(paths: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    paths.iter().map(|path| Ok((path.display().to_string(), read(path)?))).collect()
}

/// A file as text; the error names it.
pub(super) fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Reads a number from 0 to 1.
pub(super) fn confidence(text: &str) -> Result<f32, String> {
    text.parse().ok().filter(|n| (0.0..=1.0).contains(n)).ok_or_else(|| "a number from 0 to 1 is wanted".to_owned())
}

fn base(text: &str) -> Result<String, String> {
    let is_iri = oxigraph::model::NamedNode::new(text).is_ok() && text.contains(':');
    if is_iri { Ok(text.to_owned()) } else { Err("an absolute IRI such as https://example.org/ is wanted".to_owned()) }
}

/// `2023-07-12` as a date.
pub(super) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a date such as 2023-07-12 is wanted".to_owned())
}

/// Options of every command that reads articles.
#[derive(Args, Debug, Clone)]
pub(super) struct Input {
    /// Files, folders, patterns (`news/*.jsonl`), or `-` for standard input: text, HTML, JSON records, each also gzipped.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Day of publication of everything that is read.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, help_heading = "Input")]
    pub published: Option<Date>,
    /// How a source of records calls a field: `text=body.content`.
    #[arg(long, value_name = "FIELD=NAME", value_parser = mapping, help_heading = "Input")]
    pub map: Vec<(String, String)>,
    /// Threads; 0: one a core.
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Input")]
    pub threads: usize,
    /// No progress, no summary; only errors.
    #[arg(long, short)]
    pub quiet: bool,
}

impl Input {
    /// All articles in order.
    pub fn articles(&self) -> impl Iterator<Item = ReadResult> + use<> {
        let options = ReadOptions { published: self.published, field_map: self.map.clone(), ..ReadOptions::default() };
        open(&self.paths, &options)
    }

    /// All articles in order, in batches.
    pub fn batches(&self) -> impl Iterator<Item = Vec<ReadResult>> + use<> {
        let mut articles = self.articles();
        std::iter::from_fn(move || Some(articles.by_ref().take(BATCH).collect::<Vec<_>>()).filter(|batch| !batch.is_empty()))
    }

    /// From now on work runs on so many threads.
    pub fn start_threads(&self) -> anyhow::Result<()> {
        rayon::ThreadPoolBuilder::new().num_threads(self.threads).build_global().context("cannot start threads")
    }
}

fn mapping(text: &str) -> Result<(String, String), String> {
    let (field, name) = text.split_once('=').ok_or("FIELD=NAME is wanted, such as text=body")?;
    Ok((field.to_owned(), name.to_owned()))
}

/// Where the store is.
#[derive(Args, Debug, Clone)]
pub(super) struct StoreDir {
    /// Folder of the store.
    #[arg(long, value_name = "DIR", env = "DATELINE_STORE", global = true, default_value = "dateline.store")]
    pub store: PathBuf,
}

/// Standard output, buffered, and whether a person reads it.
pub(super) fn stdout() -> (io::BufWriter<io::StdoutLock<'static>>, bool) {
    let stdout = io::stdout();
    let is_terminal = stdout.is_terminal();
    (io::BufWriter::new(stdout.lock()), is_terminal)
}

/// Width of running text, in characters.
pub(super) const WIDTH: usize = 100;

/// Text on one or more lines, each behind `indent`.
pub(super) fn wrap(text: &str, indent: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{indent}{word}")),
        }
    }
    lines.join("\n")
}
