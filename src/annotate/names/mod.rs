//! Mentions: names with their types, common noun phrases, pronouns, and demonym adjectives as mentions of their country.
//!
//! ```text
//! "Chinese officials told Secretary of State Antony Blinken that they …"
//!   [Chinese]=country/china  [Chinese officials] Group  [Antony Blinken] Person  [they]
//! ```
//! Names come from patterns, the model's tags, the registry, and runs of proper nouns, in this order of trust ([`spans`]);
//! types from the registry, the words of the name, the tag and the article as a whole ([`types`]).

mod bodies;
mod bounds;
mod called;
mod nominals;
mod registered;
mod spans;
mod titles;
mod types;

pub(super) use called::called;
pub(crate) use nominals::{noun_of, phrase};
pub(crate) use titles::title_before;

use crate::document::{Document, Mention, MentionKind, Resolution, TokenId, TokenSpan};
use crate::link::Registry;
use crate::resources::Lexicon;

/// Fills `document.mentions`, in order of the text; a longer mention stands before the ones inside it.
pub fn find_mentions(document: &mut Document, registry: &Registry) {
    let lexicon = Lexicon::shipped();
    let mut names = spans::find(document, registry, lexicon);
    types::assign(document, registry, lexicon, &mut names);
    spans::add_repeated(document, lexicon, &mut names);

    let mut mentions: Vec<Mention> = names.iter().map(|n| name_mention(document, n)).collect();
    titles::add(document, lexicon, &mut mentions);
    nominals::add_demonyms(document, registry, &mut mentions);
    nominals::add_nominals(document, registry, lexicon, &mut mentions);
    nominals::add_pronouns(document, lexicon, &mut mentions);
    mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.kind));
    mentions.dedup_by_key(|m| (m.span, m.head));
    document.mentions = mentions;
}

fn name_mention(document: &Document, name: &spans::Name) -> Mention {
    Mention {
        span: name.span,
        head: head_of(document, name.span),
        kind: MentionKind::Name,
        entity_type: name.entity_type.unwrap_or(crate::document::EntityType::Entity),
        registry: name.registry.clone(),
        confidence: name.confidence,
        chain: None,
        resolution: Resolution::NameMatch,
        chain_prob: 1.0,
    }
}

/// The first token whose head lies outside the span.
pub(crate) fn head_of(document: &Document, span: TokenSpan) -> TokenId {
    let is_top = |t: &TokenId| document.token(*t).head.is_none_or(|h| !span.contains(h));
    let mut tops = span.iter().filter(is_top);
    let first = tops.next().unwrap_or(span.start);
    // A parse that breaks the name apart: a punctuation mark is never its head, nor an article (`The US` in `the US-led attack`).
    if matches!(&*document.token(first).upos, "PUNCT" | "DET") { tops.next().unwrap_or(first) } else { first }
}
