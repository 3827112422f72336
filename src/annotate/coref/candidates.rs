//! Noun phrases that are no participants but may be what a pronoun stands for: `the deal` … `it`.
//!
//! They stand among the mentions while chains are made; those that end up alone are taken out again.

use crate::annotate::names::phrase;
use crate::document::{Chain, ChainId, Document, EntityType, Mention, MentionId, MentionKind, Resolution, TokenId};

/// Confidence of a noun phrase without a type.
const CONFIDENCE: f32 = 0.5;

/// Adds the noun phrases that are no mentions, in order of the text; the result says of every mention whether it is new.
pub(super) fn add(document: &mut Document) -> Vec<bool> {
    let mut taken = vec![false; document.tokens.len()];
    for t in document.mentions.iter().flat_map(|m| m.span.iter()).chain(document.times.iter().flat_map(|t| t.span.iter())) {
        taken[t.index()] = true;
    }
    let mut all: Vec<(Mention, bool)> = document.mentions.drain(..).map(|m| (m, false)).collect();
    for (i, token) in document.tokens.iter().enumerate() {
        let is_part = matches!(&*token.deprel, "compound" | "fixed" | "flat" | "goeswith" | "nmod:desc" | "obl:unmarked");
        if taken[i] || is_part || !matches!(&*token.upos, "NOUN" | "PROPN") {
            continue;
        }
        let head = TokenId(i as u32);
        let mention = Mention {
            span: phrase(document, head),
            head,
            kind: MentionKind::Nominal,
            entity_type: EntityType::Entity,
            registry: None,
            confidence: CONFIDENCE,
            chain: None,
            resolution: Resolution::NominalCoreference,
            chain_prob: 1.0,
        };
        all.push((mention, true));
    }
    all.sort_by_key(|(m, _)| (m.span.start, std::cmp::Reverse(m.span.end), m.kind));
    let (mentions, new) = all.into_iter().unzip();
    document.mentions = mentions;
    new
}

/// Takes the mentions out that `drop` marks, and the chains that they leave empty.
pub(super) fn remove(mentions: &mut Vec<Mention>, chains: &mut Vec<Chain>, drop: &[bool]) {
    let mut place = Vec::with_capacity(drop.len());
    let mut kept = 0;
    for drop in drop {
        place.push(MentionId(kept));
        kept += u32::from(!drop);
    }
    let mut index = 0..drop.len();
    mentions.retain(|_| index.next().is_some_and(|i| !drop[i]));
    for chain in chains.iter_mut() {
        chain.mentions.retain(|m| !drop[m.index()]);
        chain.mentions.iter_mut().for_each(|m| *m = place[m.index()]);
    }
    chains.retain(|c| !c.mentions.is_empty());
    for (i, chain) in chains.iter().enumerate() {
        for m in &chain.mentions {
            mentions[m.index()].chain = Some(ChainId(i as u32));
        }
    }
}
