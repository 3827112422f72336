//! The layers of a document, as plain data: tokens in sentences, mentions, time expressions, chains.

use std::sync::Arc;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::EntityType;
use crate::calendar::TimeValue;
use crate::source::Article;
use crate::text::TextRange;

macro_rules! index_type {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u32);

        impl $name {
            /// As an index into the layer's vector.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index_type! {
    /// A token, counted from 0 over the whole document.
    TokenId
    /// A sentence, counted from 0.
    SentenceId
    /// A mention, counted from 0 in order of the text.
    MentionId
    /// A time expression, counted from 0 in order of the text.
    TimeId
    /// A coreference chain, counted from 0 in order of its first mention.
    ChainId
}

/// A half-open run of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenSpan {
    /// First token.
    pub start: TokenId,
    /// One past the last token.
    pub end: TokenId,
}

impl TokenSpan {
    /// Tokens from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: TokenId(start as u32), end: TokenId(end as u32) }
    }

    /// The tokens in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = TokenId> + Clone {
        (self.start.0..self.end.0).map(TokenId)
    }

    /// Whether the token lies inside.
    pub fn contains(self, token: TokenId) -> bool {
        self.start <= token && token < self.end
    }

    /// Whether the spans share a token.
    pub fn overlaps(self, other: TokenSpan) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Number of tokens.
    pub fn len(self) -> usize {
        (self.end.0 - self.start.0) as usize
    }

    /// Whether there is no token in it.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// A word or punctuation mark with what the model says of it. Tags are those of Universal Dependencies 2.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Token {
    /// Where it stands.
    pub range: TextRange,
    /// Dictionary form, lower case but for proper nouns: `travel` for `traveled`.
    pub lemma: CompactString,
    /// Universal part of speech: `VERB`.
    pub upos: CompactString,
    /// Probability of the part of speech, 0 to 1.
    pub upos_prob: f32,
    /// Penn Treebank tag: `VBD`.
    pub xpos: CompactString,
    /// Morphological features as in CoNLL-U: `Mood=Ind|Tense=Past|VerbForm=Fin`; `_` if none.
    pub feats: CompactString,
    /// Syntactic head; `None` at the root of the sentence.
    pub head: Option<TokenId>,
    /// Relation to the head: `nsubj:pass`; `root` at the root.
    pub deprel: CompactString,
    /// Probability of the head, 0 to 1.
    pub head_prob: f32,
    /// Name tag of the model in BIO form: `B-PER`, `I-PER`, `O`.
    pub name_tag: CompactString,
    /// Probability of the name tag, 0 to 1.
    pub name_prob: f32,
}

impl Token {
    /// `officers`, `Danes`: by its tag, whatever its features say.
    pub fn is_plural_noun(&self) -> bool {
        matches!(&*self.xpos, "NNS" | "NNPS")
    }

    /// `left`, `leaves`, `leave` where somebody does: by its tag, so that auxiliaries other than modal ones count too.
    pub fn is_finite(&self) -> bool {
        matches!(&*self.xpos, "VBD" | "VBZ" | "VBP")
    }

    /// `who`, `which` and `that` of relative clauses.
    pub fn is_relative(&self) -> bool {
        self.feats.contains("PronType=Rel")
    }
}

/// A sentence, headline, caption or other run of tokens with one dependency tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: TokenSpan,
    /// Index into [`Article::blocks`] of the block it stands in.
    pub block: u32,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// By a proper name: `Antony Blinken`, `the State Department`.
    Name,
    /// By a common noun: `the company`, `about 25 organizations`.
    Nominal,
    /// By a pronoun: `it`, `his`.
    Pronoun,
}

/// A phrase that refers to an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The phrase without a leading article and without title, relative clause or apposition: `Antony Blinken`.
    pub span: TokenSpan,
    /// Syntactic head of the phrase.
    pub head: TokenId,
    /// Name, nominal or pronoun.
    pub kind: MentionKind,
    /// Best type; `Entity` if not known.
    pub entity_type: EntityType,
    /// Key of an entry of the registry that the name surely means: `country/china`.
    pub registry: Option<Arc<str>>,
    /// Confidence that it is a mention of that type, 0 to 1.
    pub confidence: f32,
    /// The chain it belongs to, once coreference has run.
    pub chain: Option<ChainId>,
    /// How it was tied to its chain.
    pub resolution: Resolution,
    /// Probability that it belongs to the chain with the mentions before it, 0 to 1; 1 where a rule or nothing ties it.
    pub chain_prob: f32,
}

/// How a mention was tied to its entity (`dl:Resolution`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Resolution {
    /// Full name or listed alias.
    #[default]
    NameMatch,
    /// Shorter form of a name given in full in the same article.
    PartialName,
    /// Pronoun.
    PronounCoreference,
    /// Common noun phrase such as `the company`.
    NominalCoreference,
    /// Place name used for its government.
    Metonymy,
    /// No own words: understood from the context.
    Implicit,
}

/// A phrase that gives a date, and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// The phrase: `the same day`.
    pub span: TokenSpan,
    /// Its value; `None` if it cannot be known (a bare `Tuesday` in an article without a date).
    pub value: Option<TimeValue>,
    /// What it was counted from.
    pub anchor: TimeAnchor,
    /// Identifier of the rule that read it.
    pub rule: Arc<str>,
    /// Its value as TIMEX3 writes it, where that is not the days of `value`: `P2Y`, `2023-SU`, `2023-07-11TEV`, `PAST_REF`.
    pub timex: Option<Arc<str>>,
    /// Whether it tells how long, how often or vaguely when (`for two years`, `every day`, `now`): such a phrase dates nothing.
    pub is_duration: bool,
}

impl TimeExpression {
    /// Whether it tells how often: `every day`.
    pub fn is_set(&self) -> bool {
        &*self.rule == "set"
    }
}

/// What a relative time expression was counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeAnchor {
    /// Nothing: it is absolute, or has no value.
    #[default]
    None,
    /// The article's anchor date.
    Article,
    /// Another time expression (`the same day`).
    Time(TimeId),
}

/// All mentions of one thing in one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Its mentions in order of the text.
    pub mentions: Vec<MentionId>,
    /// Best type over all mentions.
    pub entity_type: EntityType,
    /// Key of the registry entry it was identified with.
    pub registry: Option<Arc<str>>,
    /// Fullest name: of the longest name mention, or the phrase of the first nominal.
    pub name: CompactString,
}

/// An article and what analysis found in it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The article; its text never changes.
    pub article: Article,
    /// Tokens in order of the text, without overlap.
    pub tokens: Vec<Token>,
    /// What the model makes of each token in its sentence: rows of equal length, one a token; empty if no model has read the text.
    pub vectors: Vec<f32>,
    /// Sentences in order; they cover all tokens.
    pub sentences: Vec<Sentence>,
    /// Mentions in order of the text.
    pub mentions: Vec<Mention>,
    /// Time expressions in order of the text, without overlap.
    pub times: Vec<TimeExpression>,
    /// Coreference chains in order of their first mention.
    pub chains: Vec<Chain>,
}
