//! Walking a document: words of a span, children and ancestors in the dependency tree, the sentence of a token, the type of a mention.

use compact_str::CompactString;
use rustc_hash::FxHashSet;

use super::{Document, EntityType, Mention, Sentence, SentenceId, Token, TokenId, TokenSpan};
use crate::calendar::Date;
use crate::source::BlockKind;
use crate::text::TextRange;

/// Marks that set off what is added to a sentence: `, which he denies`, `– claims he denied`.
pub const ADDING: &[&str] = &[",", "-", "–", "—"];

impl Document {
    /// The token.
    pub fn token(&self, id: TokenId) -> &Token {
        &self.tokens[id.index()]
    }

    /// The word as written.
    pub fn form(&self, id: TokenId) -> &str {
        self.token(id).range.of(&self.article.text)
    }

    /// Whether these words stand in the text from a token on.
    pub fn reads_at(&self, first: TokenId, words: &[CompactString]) -> bool {
        let tokens = self.tokens.get(first.index()..first.index() + words.len());
        tokens.is_some_and(|tokens| tokens.iter().zip(words).all(|(t, word)| t.range.of(&self.article.text) == *word))
    }

    /// The age that stands behind a name which ends in front of a token: 39 in `Lao, 39, was` and `Lao (39)`.
    pub fn age_at(&self, token: TokenId) -> Option<u8> {
        let form = |n: usize| self.tokens.get(token.index() + n).map(|t| t.range.of(&self.article.text));
        let is_set_off = matches!((form(0)?, form(2)?), (",", "," | "." | "-") | ("(", ")"));
        form(1)?.parse().ok().filter(|age| is_set_off && (5..115).contains(age))
    }

    /// Bytes from the first to the last token of the span.
    pub fn range(&self, span: TokenSpan) -> TextRange {
        if span.is_empty() {
            return TextRange::default();
        }
        let last = TokenId(span.end.0 - 1);
        self.token(span.start).range.join(self.token(last).range)
    }

    /// The text of the span as written.
    pub fn text_of(&self, span: TokenSpan) -> &str {
        self.range(span).of(&self.article.text)
    }

    /// The sentence that holds the token. Logarithmic in the number of sentences.
    pub fn sentence_of(&self, id: TokenId) -> SentenceId {
        let index = self.sentences.partition_point(|s| s.tokens.end <= id);
        SentenceId(index as u32)
    }

    /// The sentence.
    pub fn sentence(&self, id: SentenceId) -> &Sentence {
        &self.sentences[id.index()]
    }

    /// Whether the sentence stands in the article's headline.
    pub fn is_headline(&self, id: SentenceId) -> bool {
        let block = self.sentence(id).block as usize;
        self.article.blocks.get(block).is_some_and(|b| b.kind == BlockKind::Headline)
    }

    /// The day that the article speaks from.
    pub fn today(&self) -> Option<Date> {
        self.article.anchor_date().map(|d| d.date)
    }

    /// The first sentence below the headline.
    pub fn lead(&self) -> Option<SentenceId> {
        (0..self.sentences.len()).map(|i| SentenceId(i as u32)).find(|s| !self.is_headline(*s))
    }

    /// Whether what hangs on a word, with the word, begins with one of the marks or stands right behind one: `, which was closed`.
    pub fn is_set_off(&self, id: TokenId, marks: &[&str]) -> bool {
        let start = self.subtree(id).start;
        let is_mark = |t: TokenId| marks.contains(&self.form(t));
        is_mark(start) || start.0.checked_sub(1).is_some_and(|t| is_mark(TokenId(t)))
    }

    /// What a mention's own words say that it is; where they do not say, what its chain is.
    pub fn type_of(&self, mention: &Mention) -> EntityType {
        let chain = mention.chain.filter(|_| mention.entity_type == EntityType::Entity);
        chain.map_or(mention.entity_type, |c| self.chains[c.index()].entity_type)
    }

    /// Direct dependents in order of the text. Linear in the length of the sentence.
    pub fn children(&self, head: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let sentence = self.sentence(self.sentence_of(head));
        sentence.tokens.iter().filter(move |t| self.token(*t).head == Some(head))
    }

    /// Direct dependents with a relation, subtypes included: `nsubj` finds `nsubj:pass` too.
    pub fn children_by<'d>(&'d self, head: TokenId, relation: &'d str) -> impl Iterator<Item = TokenId> + 'd {
        self.children(head).filter(move |t| is_relation(&self.token(*t).deprel, relation))
    }

    /// Whether the token has a dependent with a relation or a subtype of it.
    pub fn has(&self, token: TokenId, relation: &str) -> bool {
        self.children_by(token, relation).next().is_some()
    }

    /// The prepositions and conjunctions of a phrase or clause: `of` in `of fraud`, `after` in `after it fell`.
    pub fn markers(&self, token: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        self.children(token).filter(|c| matches!(&*self.token(*c).deprel, "case" | "mark"))
    }

    /// Whether one of them has the lemma.
    pub fn is_marked_by(&self, token: TokenId, lemma: &str) -> bool {
        self.markers(token).any(|m| self.token(m).lemma == lemma)
    }

    /// Whether one of them stands in a list.
    pub fn is_marked_by_any(&self, token: TokenId, lemmas: &FxHashSet<CompactString>) -> bool {
        self.markers(token).any(|m| lemmas.contains(&self.token(m).lemma))
    }

    /// The heads above a token, nearest first; no more of them than the document has tokens, even in a broken tree.
    pub fn ancestors(&self, id: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        std::iter::successors(self.token(id).head, |t| self.token(*t).head).take(self.tokens.len())
    }

    /// First to last token of the subtree below a token, itself included.
    pub fn subtree(&self, id: TokenId) -> TokenSpan {
        let sentence = self.sentence(self.sentence_of(id)).tokens;
        let below = |t: &TokenId| *t == id || self.ancestors(*t).any(|a| a == id);
        let first = sentence.iter().find(below).unwrap_or(id);
        let last = sentence.iter().rfind(below).unwrap_or(id);
        TokenSpan { start: first, end: TokenId(last.0 + 1) }
    }
}

/// Whether a relation is `wanted` or a subtype of it: `nsubj:pass` is an `nsubj`, not the other way round.
pub fn is_relation(relation: &str, wanted: &str) -> bool {
    relation.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}
