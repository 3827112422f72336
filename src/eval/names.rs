//! A corpus of names → how many are found with the right span and kind.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::calibration::Calibration;
use super::columns::{Labelled, labels, read as read_columns, spans};
use super::input::{document, read};
use super::mapping::{NameCorpus, NameLabels};
use super::{Counts, EvalError, Figure, MissKind, Report};
use crate::document::{Document, MentionKind};
use crate::pipeline::Extractor;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameLayer {
    /// The tags of the model.
    Tags,
    /// Mentions by name, after registry and rules, which the events rest on.
    Mentions,
}

/// First word, one past the last, our tag.
type Span = (usize, usize, String);

/// A name that was found, with its probability, 0 to 1.
type Found = (Span, f32);

/// Names by kind on given words. `corpus` says whose labels they are; without it, the labels tell. With `seen`, a training file,
/// the names that stand in it are also counted apart from the rest.
///
/// # Errors
/// A file that cannot be read or is not of the form, with its line; labels of no known corpus.
pub fn names(path: &Path, corpus: Option<&str>, layer: NameLayer, seen: Option<&Path>, extractor: &Extractor) -> Result<Report, EvalError> {
    let file = path.display().to_string();
    let sentences = read_columns(&file, &read(path)?)?;
    let known = NameLabels::shipped();
    let corpus = match corpus {
        Some(id) => known.named(id).map_err(|problem| EvalError::of(&file, problem))?,
        None => known.fitting(&labels(&sentences)).ok_or_else(|| {
            let found = labels(&sentences).into_iter().collect::<Vec<_>>().join(", ");
            EvalError::of(&file, format!("no corpus in data/eval/names.toml knows all of its labels: {found}; name one with --labels"))
        })?,
    };
    let seen = seen.map(names_of).transpose()?;
    let found: Vec<Vec<Found>> = sentences.par_iter().map(|sentence| find(sentence, corpus, layer, extractor)).collect();
    Ok(compare(&file, &sentences, &found, corpus, seen.as_ref()))
}

/// The names of a file, as written.
fn names_of(path: &Path) -> Result<BTreeSet<String>, EvalError> {
    let sentences = read_columns(&path.display().to_string(), &read(path)?)?;
    Ok(sentences.iter().flat_map(|s| s.names.iter().map(|n| s.words[n.0..n.1].join(" "))).collect())
}

fn find(sentence: &Labelled, corpus: &NameCorpus, layer: NameLayer, extractor: &Extractor) -> Vec<Found> {
    let mut document = document([sentence.words.iter().map(String::as_str).collect()]);
    extractor.annotate_tokens(&mut document);
    let spans = match layer {
        NameLayer::Tags => spans(&document.tokens.iter().map(|t| t.name_tag.as_str()).collect::<Vec<_>>()),
        NameLayer::Mentions => mentions(&document),
    };
    let probability = |span: &Span| {
        let tokens = &document.tokens[span.0..span.1];
        tokens.iter().map(|t| t.name_prob).sum::<f32>() / tokens.len() as f32
    };
    spans
        .into_iter()
        .filter(|span| corpus.scores(&span.2))
        .map(|span| {
            let p = probability(&span);
            (span, p)
        })
        .collect()
}

fn mentions(document: &Document) -> Vec<Span> {
    let names = document.mentions.iter().filter(|m| m.kind == MentionKind::Name);
    let span = |m: &crate::document::Mention| {
        let tag = NameLabels::shipped().tag_of(m.entity_type)?;
        Some((m.span.start.index(), m.span.end.index(), tag.to_owned()))
    };
    names.filter_map(span).collect()
}

fn compare(file: &str, sentences: &[Labelled], found: &[Vec<Found>], corpus: &NameCorpus, seen: Option<&BTreeSet<String>>) -> Report {
    let mut kinds: BTreeMap<&str, Counts> = BTreeMap::new();
    // names that are in the training file, and those that are not
    let mut apart = [Counts::default(); 2];
    let mut probabilities = Calibration::default();
    let mut report = Report::default();
    for (sentence, found) in sentences.iter().zip(found) {
        let place = format!("{file}:{}", sentence.line);
        let text = |span: &Span| sentence.words[span.0..span.1].join(" ");
        let unseen = |span: &Span| usize::from(seen.is_some_and(|seen| !seen.contains(&text(span))));
        let gold: Vec<Span> = sentence.names.iter().filter_map(|n| Some((n.0, n.1, corpus.tag(&n.2)?.to_owned()))).collect();
        for span in &gold {
            let right = usize::from(found.iter().any(|(f, _)| f == span));
            let counts = Counts { right, found: 0, gold: 1 };
            apart[unseen(span)] += counts;
            *kinds.entry(tag(corpus, &span.2)).or_default() += counts;
            if right == 0 {
                report.miss(&place, MissKind::Missed, format!("{} {}", span.2, text(span)));
            }
        }
        for (span, probability) in found {
            probabilities.add(*probability, gold.contains(span));
            let counts = Counts { found: 1, ..Counts::default() };
            apart[unseen(span)] += counts;
            *kinds.entry(tag(corpus, &span.2)).or_default() += counts;
            if !gold.contains(span) {
                report.miss(&place, MissKind::Spurious, format!("{} {}", span.2, text(span)));
            }
        }
    }
    let mut all = Counts::default();
    for counts in kinds.values() {
        all += *counts;
    }
    report.row(format!("names ({})", corpus.id), Figure::Match(all));
    for (kind, counts) in kinds {
        report.row(kind, Figure::Match(counts));
    }
    if seen.is_some() {
        report.row("seen in training", Figure::Match(apart[0]));
        report.row("unseen", Figure::Match(apart[1]));
    }
    report.row("calibration error", Figure::Value(probabilities.error()));
    report
}

/// The tag as the corpus's list has it, which lives long enough.
fn tag<'c>(corpus: &'c NameCorpus, tag: &str) -> &'c str {
    corpus.tags().find(|t| *t == tag).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_kinds_must_both_be_right() {
        let sentences = read_columns("a", "Kim B-PER\nof O\nPort B-LOC\nLinden I-LOC\n").unwrap();
        let corpus = NameLabels::shipped().named("uner").unwrap();
        let found = vec![vec![((0, 1, "PER".to_owned()), 1.0), ((3, 4, "LOC".to_owned()), 0.5)]];
        let seen = BTreeSet::from(["Kim".to_owned()]);
        let report = compare("a", &sentences, &found, corpus, Some(&seen));
        assert_eq!(report.figure("names (uner)"), Some(Figure::Match(Counts { right: 1, found: 2, gold: 2 })));
        assert_eq!(report.figure("seen in training"), Some(Figure::Match(Counts { right: 1, found: 1, gold: 1 })));
        assert_eq!(report.figure("unseen"), Some(Figure::Match(Counts { right: 0, found: 1, gold: 1 })));
        assert_eq!(report.figure("calibration error"), Some(Figure::Value(0.25)));
        assert_eq!(report.errors.len(), 2);
    }
}
