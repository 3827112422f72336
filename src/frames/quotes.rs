//! Quoted passages and who speaks them, also where no verb of saying stands in the sentence itself.
//!
//! ```text
//! "We have not yet made a public attribution," Miller said. "We've certainly noted it."   both: Miller
//! ```

use super::compile::FrameSet;
use super::slot::Step;
use super::syntax::Syntax;
use crate::document::{Document, TokenId, TokenSpan};

/// Quoted passages of a document with their speakers.
#[derive(Debug, Default)]
pub struct Quotes {
    passages: Vec<(TokenSpan, Option<TokenId>)>,
}

impl Quotes {
    /// Finds the passages between quotation marks and the speaker of each: the subject of the verb of saying in the same
    /// sentence, else of the nearest one before it in the same block, else of the one behind it.
    pub fn find(syntax: &Syntax<'_>, frames: &FrameSet) -> Quotes {
        let document = syntax.document;
        let passages = passages(document);
        let speakers = speakers(syntax, frames);
        let with_speaker = passages.into_iter().map(|span| {
            let sentence = document.sentence_of(span.start);
            let block = document.sentence(sentence).block;
            let last = document.sentence_of(TokenId(span.end.0.saturating_sub(1)));
            let same_block = |verb: TokenId| document.sentence(document.sentence_of(verb)).block == block;
            let outside = |verb: TokenId| !span.contains(verb);
            let in_sentence = speakers.iter().find(|(v, _)| {
                let s = document.sentence_of(*v);
                (s == sentence || s == last) && outside(*v)
            });
            let before = || {
                speakers
                    .iter()
                    .rev()
                    .find(|(v, _)| *v < span.start && same_block(*v) && outside(*v) && sentence.0 - document.sentence_of(*v).0 <= 3)
            };
            let after = || speakers.iter().find(|(v, _)| *v >= span.end && same_block(*v) && document.sentence_of(*v).0 - last.0 <= 1);
            let speaker = in_sentence.or_else(before).or_else(after).map(|(_, s)| *s);
            (span, speaker)
        });
        Quotes { passages: with_speaker.collect() }
    }

    /// Who speaks the passage that the token stands in; `None` outside quotes and for unknown speakers.
    pub fn speaker(&self, token: TokenId) -> Option<TokenId> {
        self.passages.iter().find(|(span, _)| span.contains(token)).and_then(|(_, speaker)| *speaker)
    }
}

/// Tokens between an opening and a closing quotation mark; short ones (names, scare quotes) are left out.
fn passages(document: &Document) -> Vec<TokenSpan> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut open_block = 0;
    for sentence in &document.sentences {
        if sentence.block != open_block {
            open = None;
            open_block = sentence.block;
        }
        for token in sentence.tokens.iter() {
            let form = document.form(token);
            let straight = matches!(form, "\"" | "''" | "``");
            let opens = form == "“" || straight && open.is_none();
            let closes = form == "”" || straight && open.is_some();
            if opens {
                open = Some(token.index() + 1);
            } else if closes
                && let Some(start) = open.take()
                && token.index() > start + 3
            {
                found.push(TokenSpan::new(start, token.index()));
            }
        }
    }
    found
}

/// Verbs of saying with the heads of their subjects, in order of the text.
fn speakers(syntax: &Syntax<'_>, frames: &FrameSet) -> Vec<(TokenId, TokenId)> {
    let tokens = (0..syntax.document.tokens.len()).map(|i| TokenId(i as u32));
    tokens
        .filter(|t| {
            let takes_content = |s: &Step| matches!(s, Step::Child { relation, .. } if relation == "ccomp");
            frames
                .embedders(syntax.lemma(*t))
                .iter()
                .any(|e| e.entry.claim.source && e.entry.pos == syntax.pos(*t) && e.slot.iter().any(takes_content))
        })
        .filter_map(|t| syntax.logical_subject(t).map(|s| (t, s)))
        .collect()
}
