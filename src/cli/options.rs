//! Options that several commands share, and what they mean.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use crate::calendar::Date;
use crate::pipeline::Extractor;
use crate::source::{ReadOptions, ReadResult, open};
use crate::rdf::RdfOptions;

/// Options of every command that analyses text.
#[derive(Args, Debug, Clone)]
pub struct Analysis {
    /// Further frame files; a frame of the same id replaces the shipped one.
    #[arg(long, value_name = "FILE")]
    pub frames: Vec<PathBuf>,
    /// Base IRI of resources.
    #[arg(long, value_name = "IRI", default_value = crate::rdf::DEFAULT_BASE)]
    pub base: String,
    /// Least confidence, 0 to 1, of an event that becomes a plain triple.
    #[arg(long, value_name = "N", default_value_t = 0.5, value_parser = confidence)]
    pub min_confidence: f32,
}

fn confidence(text: &str) -> Result<f32, String> {
    text.parse().ok().filter(|n| (0.0..=1.0).contains(n)).ok_or_else(|| "a number from 0 to 1 is wanted".to_owned())
}

impl Analysis {
    /// Loads model, frames and registry.
    pub fn extractor(&self) -> anyhow::Result<Extractor> {
        let files: Vec<_> = self.frames.iter().map(|path| Ok((path.display().to_string(), read(path)?))).collect::<anyhow::Result<_>>()?;
        Ok(Extractor::with_frames(&files)?)
    }

    /// What to write as RDF or triples.
    pub fn rdf(&self, extractor: &Extractor) -> RdfOptions {
        RdfOptions { base: self.base.clone(), min_confidence: self.min_confidence, frame_set: extractor.frames.hash.clone(), ..RdfOptions::default() }
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// `2023-07-12` as a date.
pub fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a date such as 2023-07-12 is wanted".to_owned())
}

/// Options of every command that reads articles.
#[derive(Args, Debug, Clone)]
pub struct Input {
    /// Files, folders, patterns (`news/*.jsonl`), or `-` for standard input: text, HTML, JSON records, each also gzipped.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Day of publication of everything that is read.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub published: Option<Date>,
    /// How a source of records calls a field: `text=body.content`.
    #[arg(long, value_name = "FIELD=NAME", value_parser = mapping)]
    pub map: Vec<(String, String)>,
    /// Threads; default: one a core.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

/// Articles read before they are analysed together: enough to keep all cores busy, few enough to keep memory flat.
const BATCH: usize = 64;

impl Input {
    /// All articles in order, in batches.
    pub fn batches(&self) -> impl Iterator<Item = Vec<ReadResult>> {
        let options = ReadOptions { published: self.published, field_map: self.map.clone(), ..ReadOptions::default() };
        let mut articles = open(&self.paths, &options);
        std::iter::from_fn(move || Some(articles.by_ref().take(BATCH).collect::<Vec<_>>()).filter(|batch| !batch.is_empty()))
    }

    /// Threads of the wanted number.
    pub fn pool(&self) -> anyhow::Result<rayon::ThreadPool> {
        rayon::ThreadPoolBuilder::new().num_threads(self.threads).build().context("cannot start threads")
    }
}

fn mapping(text: &str) -> Result<(String, String), String> {
    let (field, name) = text.split_once('=').ok_or("FIELD=NAME is wanted, such as text=body")?;
    Ok((field.to_owned(), name.to_owned()))
}
