//! `Article` → `Extraction`: the analysis of one article, with everything it needs loaded once.
//!
//! ```no_run
//! use dateline::pipeline::Extractor;
//! use dateline::source::Article;
//!
//! let extractor = Extractor::shipped()?;
//! let extraction = extractor.extract(Article::default());
//! assert!(extraction.events.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::borrow::Cow;

use rayon::prelude::*;

use super::limits;
use crate::annotate;
use crate::document::{Document, MentionId};
use crate::events::{Extraction, build};
use crate::frames::{EventMention, FrameErrors, FrameSet, find_events};
use crate::link::Registry;
use crate::model::{Model, ModelError, Ranker};
use crate::resources::{COREF, MODEL, Ontology, TEMPERATURES};
use crate::source::{Article, ReadResult, SourceError};

/// Everything that analysis needs, loaded; threads share it.
pub struct Extractor {
    /// Event classes and roles.
    pub ontology: &'static Ontology,
    /// Frames in use.
    pub frames: FrameSet,
    /// Known entities.
    pub registry: Cow<'static, Registry>,
    model: Model,
    ranker: Ranker,
}

/// Why an extractor could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractorError {
    /// The weights of the language model.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Frame files; one line each problem.
    #[error(transparent)]
    Frames(#[from] FrameErrors),
    /// Files of known entities; one line each problem.
    #[error("{0}")]
    Entities(String),
}

impl Extractor {
    /// With the shipped model, frames and registry.
    ///
    /// # Errors
    /// None in a build whose tests pass.
    pub fn shipped() -> Result<Extractor, ExtractorError> {
        Self::with_frames(&[])
    }

    /// With further frame files, given as name and content, read after the shipped ones: one's own, or
    /// [`OPEN_RELATIONS`](crate::resources::OPEN_RELATIONS).
    ///
    /// # Errors
    /// All problems of the files, each with file and line.
    pub fn with_frames(files: &[(String, String)]) -> Result<Extractor, ExtractorError> {
        let ontology = Ontology::embedded();
        let more = files.iter().map(|(name, content)| (name.as_str(), content.as_str()));
        let frames = FrameSet::shipped_with(more, ontology)?;
        Ok(Extractor {
            ontology,
            frames,
            registry: Cow::Borrowed(Registry::shipped()),
            model: Model::from_bytes(MODEL)?.with_temperatures(TEMPERATURES)?,
            ranker: Ranker::from_bytes(COREF, annotate::COREF_FEATURES)?,
        })
    }

    /// With further known entities, given as name and content of files; an entry of the same key extends the shipped one.
    ///
    /// # Errors
    /// All problems of the files, each with file and line.
    pub fn with_entities(mut self, files: &[(String, String)]) -> Result<Extractor, ExtractorError> {
        let registry = self.registry.to_mut();
        let problems: Vec<_> = files.iter().flat_map(|(name, content)| registry.merge(name, content)).collect();
        if !problems.is_empty() {
            return Err(ExtractorError::Entities(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")));
        }
        // what is extracted depends on them as on the frames
        let hashed: String = files.iter().map(|(_, content)| content.as_str()).collect();
        self.frames.hash = blake3::hash(format!("{}{hashed}", self.frames.hash).as_bytes()).to_hex().to_string();
        Ok(self)
    }

    /// With other weights of the coreference ranker, those of `training/coref.py`.
    ///
    /// # Errors
    /// If they are none, or were made for other features.
    pub fn with_ranker(mut self, weights: &'static [u8]) -> Result<Extractor, ExtractorError> {
        self.ranker = Ranker::from_bytes(weights, annotate::COREF_FEATURES)?;
        Ok(self)
    }

    /// All layers below the events.
    pub fn annotate(&self, article: Article) -> Document {
        let mut document = Document { article, ..Document::default() };
        annotate::tokenize(&mut document);
        self.annotate_tokens(&mut document);
        document
    }

    /// The layers above given tokens and sentences.
    pub fn annotate_tokens(&self, document: &mut Document) {
        self.annotate_mentions(document);
        annotate::find_chains(document, &self.registry, Some(&self.ranker));
    }

    /// What the coreference ranker learns from, of given tokens and sentences; and the mentions' first names (see [`coref_samples`]).
    ///
    /// [`coref_samples`]: annotate::coref_samples
    pub fn coref_samples(&self, document: &mut Document) -> (Vec<annotate::CorefSample>, Vec<MentionId>) {
        self.annotate_mentions(document);
        annotate::coref_samples(document, &self.registry)
    }

    /// The layers up to the mentions.
    fn annotate_mentions(&self, document: &mut Document) {
        annotate::apply_model(document, &self.model);
        annotate::repair_trees(document);
        annotate::find_times(document);
        annotate::find_mentions(document, &self.registry);
    }

    /// Event mentions of an annotated document.
    pub fn find_events(&self, document: &Document) -> Vec<EventMention> {
        find_events(document, &self.frames)
    }

    /// Entities, events and claims of an article. A text that is surely not in English, and what lies beyond 200,000 bytes, is
    /// left out with a diagnostic.
    pub fn extract(&self, mut article: Article) -> Extraction {
        if let Some(diagnostic) = limits::other_language(&article) {
            return Extraction {
                document: Document { article, ..Document::default() },
                diagnostics: vec![diagnostic],
                ..Extraction::default()
            };
        }
        let too_long = limits::cap(&mut article);
        let document = self.annotate(article);
        let mentions = self.find_events(&document);
        let mut extraction = self.build(document, &mentions);
        extraction.diagnostics.extend(too_long);
        extraction
    }

    /// The same for many articles, in parallel and in the same order; what could not be read passes through.
    pub fn extract_all(&self, articles: Vec<ReadResult>) -> Vec<Result<Extraction, SourceError>> {
        articles.into_par_iter().map(|article| article.map(|a| self.extract(a))).collect()
    }

    /// Entities, events and claims of an annotated document with its event mentions.
    pub fn build(&self, document: Document, mentions: &[EventMention]) -> Extraction {
        build(document, mentions, &self.frames, self.ontology, &self.registry)
    }
}
