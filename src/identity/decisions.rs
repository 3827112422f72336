//! The user's decisions on who is who: a file of lines split by tabs, to be read, written and mended by hand.
//!
//! ```text
//! join   …/person/bob-smith-1a2b3c   …/person/robert-smith-55f7cf        two names of one entity
//! split  …/person/bob-smith-1a2b3c   …/person/robert-smith-55f7cf        two entities
//! split  …/person/jan-novak-77ab01   in   courier-7   ledger-2           in these articles the name is another's
//! ```
//! A later decision on the same entities takes the place of an earlier one. Without its line a decision was never made.

use std::collections::BTreeSet;
use std::fmt;

use super::report::ArticleReport;
use crate::rdf::{article_iri, base_of, homonym_iri};

/// One decision. Entities are IRIs, articles are keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Both are one.
    Join(String, String),
    /// They are two, whatever speaks for one.
    Split(String, String),
    /// In some articles the name is of somebody else.
    Homonym {
        /// The entity.
        entity: String,
        /// Articles that speak of somebody else.
        articles: BTreeSet<String>,
    },
}

/// Decisions in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions(Vec<Decision>);

/// A line that is no decision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {text:?} is no decision; write join A B, split A B, or split A in ARTICLE …, with tabs between")]
pub struct DecisionError {
    /// Line, 1-based.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

const HEADER: &str = "# Decisions on who is who: join A B, split A B, split A in ARTICLE. Take a line out to undo it.\n";

impl Decision {
    fn parse(line: &str) -> Option<Decision> {
        let fields: Vec<&str> = line.split('\t').map(str::trim).filter(|field| !field.is_empty()).collect();
        let iri = |text: &str| oxigraph::model::NamedNode::new(text).ok().map(|node| node.into_string());
        Some(match fields.as_slice() {
            ["split", a, "in", articles @ ..] if !articles.is_empty() => {
                Decision::Homonym { entity: iri(a)?, articles: articles.iter().map(|key| (*key).to_owned()).collect() }
            }
            ["join", a, b] if a != b => Decision::Join(iri(a)?, iri(b)?),
            ["split", a, b] if a != b => Decision::Split(iri(a)?, iri(b)?),
            _ => return None,
        })
    }

    /// What it is about: two decisions on the same cannot both hold.
    fn subject(&self) -> BTreeSet<&str> {
        match self {
            Decision::Join(a, b) | Decision::Split(a, b) => BTreeSet::from([a.as_str(), b.as_str()]),
            Decision::Homonym { entity, .. } => BTreeSet::from([entity.as_str()]),
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Decision::Join(a, b) => write!(f, "join\t{a}\t{b}"),
            Decision::Split(a, b) => write!(f, "split\t{a}\t{b}"),
            Decision::Homonym { entity, articles } => {
                write!(f, "split\t{entity}\tin")?;
                articles.iter().try_for_each(|article| write!(f, "\t{article}"))
            }
        }
    }
}

impl Decisions {
    /// Reads the file.
    ///
    /// # Errors
    /// The first line that is no decision.
    pub fn parse(text: &str) -> Result<Decisions, DecisionError> {
        let mut decisions = Decisions::default();
        for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty() && !text.starts_with('#')) {
            decisions.make(Decision::parse(text).ok_or_else(|| DecisionError { line, text: text.to_owned() })?);
        }
        Ok(decisions)
    }

    /// Adds a decision in place of one on the same entities; `false` if it was made already.
    pub fn make(&mut self, decision: Decision) -> bool {
        if self.0.contains(&decision) {
            return false;
        }
        self.0.retain(|old| old.subject() != decision.subject());
        self.0.push(decision);
        true
    }

    /// Takes back what was decided on these entities; what it was.
    pub fn undo(&mut self, entities: &[String]) -> Vec<Decision> {
        let wanted: BTreeSet<&str> = entities.iter().map(String::as_str).collect();
        let (undone, kept) = std::mem::take(&mut self.0).into_iter().partition(|decision| decision.subject() == wanted);
        self.0 = kept;
        undone
    }

    /// Gives names of their own to those whom the user tells apart from others of their name.
    pub(super) fn rename(&self, article: &mut ArticleReport) {
        for decision in &self.0 {
            if let Decision::Homonym { entity, articles } = decision
                && articles.iter().any(|key| is_article(&article.head.iri, key))
            {
                article.rename(entity, &homonym_iri(entity, articles).as_str().into());
            }
        }
    }

    /// The decisions.
    pub fn iter(&self) -> impl Iterator<Item = &Decision> {
        self.0.iter()
    }
}

impl fmt::Display for Decisions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEADER)?;
        self.0.iter().try_for_each(|decision| writeln!(f, "{decision}"))
    }
}

/// Whether the IRI is that of the article of that key.
pub(super) fn is_article(iri: &str, key: &str) -> bool {
    article_iri(base_of(iri), key, "") == *iri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_read_as_they_are_written_and_taken_back() {
        let (a, b) = ("http://x.org/id/person/a".to_owned(), "http://x.org/id/person/b".to_owned());
        let mut decisions = Decisions::default();
        assert!(decisions.make(Decision::Join(a.clone(), b.clone())));
        assert!(decisions.make(Decision::Homonym { entity: a.clone(), articles: BTreeSet::from(["k 1".into(), "k2".into()]) }));
        assert_eq!(Decisions::parse(&decisions.to_string()), Ok(decisions.clone()));
        assert!(decisions.make(Decision::Split(b.clone(), a.clone())), "takes the place of the join");
        assert_eq!(decisions.iter().count(), 2);
        assert_eq!(decisions.undo(&[a, b]).len(), 1);
        assert_eq!(decisions.iter().count(), 1);
        assert_eq!(Decisions::parse("# x\n\njoin\tone").unwrap_err().line, 3);
    }
}
