//! An article: cleaned text in blocks, what is known about it, and the way back to its source.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::text::{OffsetMap, TextRange};

/// An article as analysis sees it.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// Key given by the user or feed, or made from URL or text; unique in a store.
    pub id: String,
    /// Canonical address.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Language as an ISO 639-1 code, if recognised.
    pub language: Option<String>,
    /// Every candidate for the date of the document, most trusted first.
    pub dates: Vec<DocumentDate>,
    /// Index into `dates` of the one that relative times are counted from. `None`: no date can be trusted.
    pub anchor: Option<usize>,
    /// Cleaned text: the headline, if there is one, and an empty line, then the body. Blocks are separated by empty lines
    /// where the source was, or as the source had them.
    pub text: String,
    /// Byte where the body begins in `text`: 0, or behind the headline and its empty line.
    pub body_start: usize,
    /// Blocks in order of the text; they do not overlap.
    pub blocks: Vec<Block>,
    /// Links in the text.
    pub links: Vec<Link>,
    /// From `text` back to the decoded source.
    pub offsets: OffsetMap,
    /// SHA-256 of the decoded source in UTF-8, lower-case hexadecimal.
    pub sha256: String,
    /// File or stream it came from, with the line for records: `news.jsonl:17`. Empty if unknown.
    pub origin: Arc<str>,
}

/// A headline, paragraph, caption or the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the text.
    pub range: TextRange,
}

/// What a block of an article is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The title.
    Headline,
    /// Running text.
    #[default]
    Paragraph,
    /// A heading inside the text.
    Heading,
    /// Words under a picture.
    Caption,
    /// Credit, byline, syndication note: kept for its place, not analysed.
    Boilerplate,
}

/// A link: a hint of who or what is meant and of dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The linked words.
    pub range: TextRange,
    /// Where it leads.
    pub url: String,
}

/// A candidate for the date of the document, with its reason (`dl:DocumentDate`).
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentDate {
    /// What kind of date it is.
    pub kind: DateKind,
    /// The date.
    pub date: Date,
    /// Belief that it is the day of publication, 0 to 1.
    pub confidence: f32,
    /// Whether it may be a day or two off.
    pub approximate: bool,
    /// Identifier of the rule that found it.
    pub rule: Arc<str>,
    /// Where it stands in the decoded source, in code points; `None` if it came from metadata outside the text.
    pub evidence: Option<(usize, usize)>,
    /// The words it was read from.
    pub quote: String,
}

/// Kinds of document date, most trusted first (`dl:DateKind`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DateKind {
    /// The article itself gives its publication.
    StatedPublication,
    /// Feed, record or page metadata.
    MetadataPublication,
    /// The dateline.
    Dateline,
    /// Worked out from addresses, links and full dates in the text.
    InferredPublication,
    /// Printed by a feed or aggregator.
    AggregatorHeader,
}

impl Article {
    /// The date that relative times are counted from.
    pub fn anchor_date(&self) -> Option<&DocumentDate> {
        self.anchor.and_then(|i| self.dates.get(i))
    }

    /// The body without the headline.
    pub fn body(&self) -> &str {
        self.text.get(self.body_start..).unwrap_or("")
    }
}

impl Article {
    /// A bare text: one block a line, no date.
    pub fn from_text(text: &str) -> Article {
        let mut blocks = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim();
            if !trimmed.is_empty() {
                let start = at + (line.len() - line.trim_start().len());
                blocks.push(Block { kind: BlockKind::Paragraph, range: TextRange::new(start, start + trimmed.len()) });
            }
            at += line.len();
        }
        Article { text: text.to_owned(), blocks, ..Article::default() }
    }

    /// The article with a day of publication that was given from outside and wins over all others.
    pub fn published_on(mut self, date: Date) -> Article {
        let given = DocumentDate {
            kind: DateKind::MetadataPublication,
            date,
            confidence: 1.0,
            approximate: false,
            rule: Arc::from("given"),
            evidence: None,
            quote: date.to_string(),
        };
        self.dates.insert(0, given);
        self.anchor = Some(0);
        self
    }
}
