//! Many articles → a store: read in batches, analysed on all threads, written with one wait for the disk a batch.
//!
//! ```text
//! 64 articles ─ unchanged ones fall out ─ the rest in parallel → quads → one `insert_all`
//! ```
//! What stands in the store afterwards does not depend on the order of the articles or on the number of threads. Near-duplicates are kept.

use std::collections::BTreeMap;

use compact_str::CompactString;
use rayon::prelude::*;

use super::{DecisionsError, Extractor, refresh};
use crate::calendar::Date;
use crate::events::Extraction;
use crate::rdf::{Iris, RdfOptions, facts, quads};
use crate::source::{Article, ReadResult, SourceError};
use crate::store::{ArticleRecord, ArticleVersion, Inserted, Store};

/// Articles that are analysed together: enough to keep all cores busy, few enough to keep memory flat.
pub const BATCH: usize = 64;

/// What an ingest did, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IngestReport {
    /// Articles that were not in the store.
    pub new: usize,
    /// Articles that took the place of an older version.
    pub changed: usize,
    /// Articles that were there already, made of the same source with the same program, frames and options.
    pub unchanged: usize,
    /// Sources and records that could not be read.
    pub failed: usize,
    /// Events of the new and changed articles.
    pub events: usize,
    /// Plain triples of the new and changed articles.
    pub facts: usize,
    /// Tokens of the new and changed articles.
    pub tokens: usize,
}

/// What happens on the way.
#[derive(Debug)]
pub enum Step<'s> {
    /// An article is in the store.
    Stored(&'s Extraction),
    /// An article was there already.
    Skipped(&'s Article),
    /// Something could not be read.
    Failed(&'s SourceError),
}

/// Puts articles into a store; what cannot be read is told to `watch`, and the rest goes on.
///
/// # Errors
/// If the store cannot be written. Batches before that are safe.
pub fn ingest(
    extractor: &Extractor,
    store: &mut Store,
    articles: impl IntoIterator<Item = ReadResult>,
    rdf: &RdfOptions,
    mut watch: impl FnMut(Step<'_>),
) -> Result<IngestReport, DecisionsError> {
    let mut report = IngestReport::default();
    let mut seen: BTreeMap<CompactString, (Option<Date>, ArticleVersion)> = BTreeMap::new();
    let settings = settings(rdf);
    let mut articles = articles.into_iter();
    loop {
        let batch: Vec<ReadResult> = articles.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            refresh(store)?;
            return Ok(report);
        }
        let mut fresh: BTreeMap<String, Article> = BTreeMap::new();
        for result in batch {
            match result {
                Err(error) => {
                    report.failed += 1;
                    watch(Step::Failed(&error));
                }
                Ok(article) => {
                    let version = version_of(&article);
                    let is_older = seen.get(article.id.as_str()).is_some_and(|known| *known >= version);
                    if is_older || store.is_current(&article.id, &source_hash(&article), &rdf.tool_version, &settings) {
                        report.unchanged += 1;
                        watch(Step::Skipped(&article));
                        continue;
                    }
                    seen.insert(article.id.as_str().into(), version);
                    if let Some(older) = fresh.insert(article.id.clone(), article) {
                        report.unchanged += 1;
                        watch(Step::Skipped(&older));
                    }
                }
            }
        }
        let made: Vec<(Extraction, ArticleRecord)> = fresh
            .into_par_iter()
            .map(|(_, article)| {
                let extraction = extractor.extract(article);
                let record = record(&extraction, rdf, &settings);
                (extraction, record)
            })
            .collect();
        let (extractions, records): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        for (extraction, inserted) in extractions.iter().zip(store.insert_all(records)?) {
            match inserted {
                Inserted::New => report.new += 1,
                Inserted::Replaced => report.changed += 1,
                Inserted::Unchanged => report.unchanged += 1,
            }
            report.events += extraction.events.len();
            report.facts += facts(extraction, rdf).len();
            report.tokens += extraction.document.tokens.len();
            watch(Step::Stored(extraction));
        }
    }
}

/// An extraction as the store keeps it.
fn record(extraction: &Extraction, rdf: &RdfOptions, settings: &str) -> ArticleRecord {
    let article = &extraction.document.article;
    ArticleRecord {
        key: article.id.clone(),
        sha256: source_hash(article),
        tool_version: rdf.tool_version.clone(),
        frame_set: settings.to_owned(),
        title: article.title.clone(),
        graph: Iris::new(&rdf.base, extraction).graph().into_string(),
        quads: quads(extraction, rdf),
    }
}

/// Of two versions of an article the later one counts, whichever is read first.
fn version_of(article: &Article) -> (Option<Date>, ArticleVersion) {
    (article.anchor_date().map(|d| d.date), ArticleVersion::of(&source_hash(article), "", ""))
}

/// Hash of what an article was made of: its source, and what was said of it beside the source.
fn source_hash(article: &Article) -> String {
    let beside = format!("{:?}", (&article.title, &article.url, &article.publisher, article.anchor_date()));
    format!("{}-{}", article.sha256, &blake3::hash(beside.as_bytes()).to_hex()[..16])
}

/// Hash of everything besides the article that the quads depend on.
fn settings(rdf: &RdfOptions) -> String {
    blake3::hash(format!("{rdf:?}").as_bytes()).to_hex().to_string()
}
