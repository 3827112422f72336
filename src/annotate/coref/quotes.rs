//! Quotations and who speaks in them: `"We have not decided," Miller said` → the *we* is Miller's.

use super::Context;
use super::clusters::Clusters;
use super::info::Info;
use crate::document::{Document, EntityType, MentionId, TokenId, is_relation};
use crate::source::Block;
use crate::text::quotations;

/// A quotation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quote {
    /// First byte inside.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Mention of the speaker.
    pub speaker: Option<MentionId>,
}

/// Quotations of the article in order.
pub(super) fn find(context: &Context) -> Vec<Quote> {
    let document = context.document;
    let in_block = |block: &Block| {
        let at = block.range.start;
        let found = quotations(block.range.of(&document.article.text)).into_iter();
        found.map(move |q| Quote { start: at + q.start, end: at + q.end, speaker: None })
    };
    let mut quotes: Vec<Quote> = document.article.blocks.iter().flat_map(in_block).collect();
    for i in 0..quotes.len() {
        let speaker = speaker(context, &quotes, i).or_else(|| {
            // The same paragraph goes on quoting the same person.
            let before = i.checked_sub(1).map(|j| quotes[j])?;
            let gap = document.article.text.get(before.end as usize..quotes[i].start as usize)?;
            (gap.len() < 4 || !gap.contains("\n") && gap.len() < 200).then_some(before.speaker).flatten()
        });
        quotes[i].speaker = speaker;
    }
    quotes
}

/// The subject of the speech verb nearest to the quotation, outside it, in a sentence that touches it.
fn speaker(context: &Context, quotes: &[Quote], index: usize) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    let quote = quotes[index];
    let tokens = &document.tokens;
    let first = tokens.partition_point(|t| t.range.end <= quote.start).min(tokens.len().checked_sub(1)?);
    let last = tokens.partition_point(|t| t.range.start < quote.end).saturating_sub(1).max(first);
    let from = document.sentence(document.sentence_of(TokenId(first as u32))).tokens.start;
    let last_sentence = document.sentence_of(TokenId(last as u32));
    let mut to = document.sentence(last_sentence).tokens.end;
    // `"…?" Miller said.` may be cut into two sentences.
    if let Some(next) = document.sentences.get(last_sentence.index() + 1)
        && next.tokens.len() <= 12
        && next.tokens.start.0 <= last as u32 + 3
    {
        to = next.tokens.end;
    }
    let outside = |t: &TokenId| quote_at(document, quotes, *t).is_none();
    let candidates = (from.0..to.0).map(TokenId).filter(outside).filter(|t| lexicon.speech_verbs.contains(&document.token(*t).lemma));
    let distance = |t: &TokenId| (t.0 as i64 - first as i64).abs().min((t.0 as i64 - last as i64).abs());
    let mut verbs: Vec<TokenId> = candidates.collect();
    verbs.sort_by_key(|t| (distance(t), t.0));
    verbs.into_iter().find_map(|verb| subject(document, verb).and_then(|s| mention_at(document, s)))
}

/// Which of the quotations a token stands in.
pub(super) fn quote_at(document: &Document, quotes: &[Quote], token: TokenId) -> Option<usize> {
    let at = document.token(token).range.start;
    quotes.iter().position(|q| q.start <= at && at < q.end)
}

/// Who speaks, by the subject of a verb of saying: `a winner was declared` by others.
pub(super) fn subject(document: &Document, verb: TokenId) -> Option<TokenId> {
    document.children(verb).find(|c| document.token(*c).deprel == "nsubj")
}

/// Whether a word is the subject of a verb of saying.
pub(super) fn speaks(context: &Context, head: TokenId) -> bool {
    let Context { document, lexicon, .. } = *context;
    let token = document.token(head);
    token.deprel == "nsubj" && token.head.is_some_and(|verb| lexicon.speech_verbs.contains(&document.token(verb).lemma))
}

/// `her employer` in `A reporter has been freed, her employer said`: who tells of others.
pub(super) fn is_source(context: &Context, head: TokenId) -> bool {
    let document = context.document;
    let comes_last = |verb: TokenId| document.token(verb).deprel == "parataxis" || document.children_by(verb, "ccomp").any(|c| c < head);
    speaks(context, head) && document.token(head).head.is_some_and(comes_last)
}

pub(super) fn mention_at(document: &Document, head: TokenId) -> Option<MentionId> {
    document.mentions.iter().position(|m| m.head == head).map(|i| MentionId(i as u32))
}

/// The Journal of `a spokesman for Acme told the Journal. It did not say why`: an outlet that has just been told something is not who goes on.
pub(super) fn is_only_told(context: &Context, clusters: &Clusters, antecedent: MentionId, info: &Info) -> bool {
    let Context { document, lexicon, .. } = *context;
    let is_it = info.pronoun.is_some_and(|p| p.person == 3 && !p.is_plural) && is_relation(&document.token(info.head).deprel, "nsubj");
    let facts = clusters.facts(antecedent);
    if !is_it || !facts.entity_type.is_some_and(|t| t.is_a(EntityType::MediaOutlet)) {
        return false;
    }
    let here = document.sentence_of(info.head).0;
    let heads = facts.mentions.iter().map(|m| document.mentions[m.index()].head);
    let mut near = heads.filter(|head| *head < info.head && document.sentence_of(*head).0 + 1 >= here).peekable();
    let hears = |head: TokenId| {
        let token = document.token(head);
        let says = |verb: TokenId| lexicon.speech_verbs.contains(&document.token(verb).lemma);
        matches!(&*token.deprel, "obj" | "iobj") && token.head.is_some_and(says)
    };
    near.peek().is_some() && near.all(hears)
}
