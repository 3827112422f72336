//! Quoted passages and who speaks them, also where no verb of saying stands in the sentence itself.
//!
//! ```text
//! "We have not yet made a public attribution," Miller said. "We've certainly noted it."   both: Miller
//! ```

use super::denials::Denials;
use super::slot::Step;
use super::speaker::{can_speak, is_document, voice_of};
use super::syntax::Syntax;
use crate::document::{Document, TokenId, TokenSpan};
use crate::events::Stance;
use crate::source::Block;
use crate::text::quotations;

/// Words of a passage that tells nothing of its own.
const SHORT: usize = 3;

/// Quoted passages of a document with their speakers, and who denies what others say.
#[derive(Debug, Default)]
pub struct Quotes {
    passages: Vec<(TokenSpan, Option<TokenId>)>,
    pub(super) denials: Denials,
}

impl Quotes {
    /// Finds the passages between quotation marks and the speaker of each: the subject of the verb of saying in the same
    /// sentence, else of the nearest one before it in the same block, else of the one behind it.
    pub fn find(syntax: &Syntax<'_>) -> Quotes {
        let document = syntax.document;
        let passages = passages(document);
        let speakers = speakers(syntax);
        let mut with_speaker: Vec<(TokenSpan, Option<TokenId>)> = Vec::new();
        for span in passages {
            let own = own_speaker(document, &speakers, span);
            // a quotation that goes on in a paragraph of nothing else
            let carried = || {
                let (previous, speaker) = with_speaker.last()?;
                let block = |token: TokenId| document.sentence(document.sentence_of(token)).block;
                (starts_block(document, span) && block(previous.start) + 1 == block(span.start)).then_some(*speaker)?
            };
            let speaker = own.or_else(carried);
            with_speaker.push((span, speaker));
        }
        Quotes { passages: with_speaker, denials: Denials::find(syntax) }
    }

    /// The passage that the token stands in and who speaks it; `None` outside quotes and for unknown speakers.
    pub fn passage(&self, token: TokenId) -> Option<(TokenSpan, TokenId)> {
        self.passages.iter().find(|(span, _)| span.contains(token)).and_then(|(span, speaker)| Some((*span, (*speaker)?)))
    }
}

/// The subject of the verb of saying that stands nearest to the passage in its first or last sentence; for a passage that begins its
/// sentence, else of one just before it or behind it in the same block.
fn own_speaker(document: &Document, speakers: &[Speaker], span: TokenSpan) -> Option<TokenId> {
    let sentence = document.sentence_of(span.start);
    let last = document.sentence_of(TokenId(span.end.0.saturating_sub(1)));
    let block = document.sentence(sentence).block;
    let distance = |verb: TokenId| if verb < span.start { span.start.0 - verb.0 } else { verb.0.saturating_sub(span.end.0) };
    let outside = || speakers.iter().filter(|s| !span.contains(s.verb));
    let in_sentence = outside().filter(|s| [sentence, last].contains(&document.sentence_of(s.verb)));
    let in_sentence = in_sentence.min_by_key(|s| (!s.can_speak, distance(s.verb)));
    let near = || {
        let begins_sentence = span.start.0 <= document.sentence(sentence).tokens.start.0 + 1;
        let candidates = outside().filter(|s| begins_sentence && document.sentence(document.sentence_of(s.verb)).block == block);
        let close = candidates.filter(|speaker| {
            let s = document.sentence_of(speaker.verb);
            if s < sentence { sentence.0 - s.0 <= 3 } else { s.0 - last.0.min(s.0) <= 1 }
        });
        close.filter(|s| s.can_speak).min_by_key(|s| (s.verb > span.start, distance(s.verb)))
    };
    in_sentence.or_else(near).map(|s| s.subject)
}

/// Whether nothing but the quotation mark stands before the passage in its block.
fn starts_block(document: &Document, span: TokenSpan) -> bool {
    let sentence = document.sentence_of(span.start);
    let is_first = sentence.0 == 0 || document.sentences[sentence.0 as usize - 1].block != document.sentence(sentence).block;
    is_first && span.start.0 <= document.sentence(sentence).tokens.start.0 + 1
}

/// Tokens between quotation marks; short passages (names, scare quotes) are left out.
fn passages(document: &Document) -> Vec<TokenSpan> {
    let tokens = &document.tokens;
    let in_block = |block: &Block| {
        let (at, text) = (block.range.start, block.range.of(&document.article.text));
        let index = move |byte: u32| tokens.partition_point(|t| t.range.start < at + byte);
        quotations(text).into_iter().map(move |q| TokenSpan::new(index(q.start), index(q.end)))
    };
    document.article.blocks.iter().flat_map(in_block).filter(|span| span.len() > SHORT).collect()
}

/// A verb of saying with its subject.
struct Speaker {
    verb: TokenId,
    /// Head of the subject.
    subject: TokenId,
    /// Whether the subject is somebody or a document: no siege that `continues`.
    can_speak: bool,
}

/// Verbs of saying in order of the text, and with somebody as their subject those that say what something is: `called it "…"`.
fn speakers(syntax: &Syntax<'_>) -> Vec<Speaker> {
    let tokens = (0..syntax.document.tokens.len()).map(|i| TokenId(i as u32));
    let speaker = |verb: TokenId| {
        let is_aloud = |stance: Stance| stance != Stance::Suspects || syntax.is_listed(verb, "aloud");
        let embedders = || syntax.embedders(verb).iter().filter(|e| e.entry.pos == syntax.pos(verb));
        let takes = |wanted: &str| {
            let fits = |s: &Step| matches!(s, Step::Child { relation, .. } if relation == wanted);
            embedders().any(|e| e.entry.claim.source && is_aloud(e.entry.claim.stance) && e.slot.iter().any(fits))
        };
        let takes_content = takes("ccomp");
        if !takes_content && !takes("xcomp") {
            return None;
        }
        let subject = voice_of(syntax, syntax.logical_subject(verb)?);
        let can_speak = can_speak(syntax, subject) || is_document(syntax, subject);
        (takes_content || can_speak).then_some(Speaker { verb, subject, can_speak })
    };
    tokens.filter_map(speaker).collect()
}
