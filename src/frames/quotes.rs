//! Quoted passages and who speaks them, also where no verb of saying stands in the sentence itself.
//!
//! ```text
//! "We have not yet made a public attribution," Miller said. "We've certainly noted it."   both: Miller
//! ```

use super::denials::Denials;
use super::slot::Step;
use super::speaker::{can_speak, is_document, voice_of};
use super::syntax::Syntax;
use crate::document::{Document, SentenceId, TokenId, TokenSpan};
use crate::events::Stance;
use crate::source::Block;
use crate::text::quotations;

/// Words of a passage that tells nothing of its own.
const SHORT: usize = 3;
/// Words of the longest name before a colon.
const NAME: usize = 8;

/// Quoted passages of a document with their speakers, and who denies what others say.
#[derive(Debug, Default)]
pub struct Quotes {
    passages: Vec<(TokenSpan, Option<TokenId>)>,
    pub(super) denials: Denials,
}

impl Quotes {
    /// Finds the passages between quotation marks and the speaker of each: the subject of the verb of saying in the same
    /// sentence, else who speaks the passage that goes on there, else who announces it above it, else the subject of the nearest one before it in
    /// the same block, else of the one behind it.
    pub fn find(syntax: &Syntax<'_>) -> Quotes {
        let document = syntax.document;
        let passages = passages(document);
        // who says something in a quotation does not speak those beside it
        let is_quoted = |s: &Speaker| {
            let passage = passages.get(passages.partition_point(|p| p.end <= s.verb)).filter(|p| p.contains(s.verb));
            // of what is never closed, nobody knows where it ends; but no article says *we said*
            passage.is_some_and(|p| is_closed(document, *p) || syntax.has_feature(s.subject, "Person=1") && p.contains(s.subject))
        };
        let speakers: Vec<Speaker> = speakers(syntax).into_iter().filter(|s| !is_quoted(s)).collect();
        let mut with_speaker: Vec<(TokenSpan, Option<TokenId>)> = Vec::new();
        for &span in &passages {
            let own = || speaker_in_sentence(document, &speakers, span).or_else(|| name_before(syntax, span));
            let previous = with_speaker.last().copied();
            let going_on = || previous.filter(|(p, _)| goes_on(document, *p, span)).and_then(|(_, speaker)| speaker);
            // a quotation that goes on in a paragraph of nothing else
            let carried = || {
                let (previous, speaker) = previous?;
                let block = |token: TokenId| document.sentence(document.sentence_of(token)).block;
                (starts_block(document, span) && block(previous.start) + 1 == block(span.start)).then_some(speaker)?
            };
            let announced = || announced_by(syntax, &speakers, span);
            let speaker = own().or_else(going_on).or_else(announced).or_else(|| speaker_near(document, &speakers, span)).or_else(carried);
            with_speaker.push((span, speaker));
        }
        Quotes { passages: with_speaker, denials: Denials::find(syntax) }
    }

    /// The passage that the token stands in and who speaks it; `None` outside quotes and for unknown speakers.
    pub fn passage(&self, token: TokenId) -> Option<(TokenSpan, TokenId)> {
        self.passages.iter().find(|(span, _)| span.contains(token)).and_then(|(span, speaker)| Some((*span, (*speaker)?)))
    }
}

/// Tokens between a verb and a passage.
fn distance(verb: TokenId, span: TokenSpan) -> u32 {
    if verb < span.start { span.start.0 - verb.0 } else { verb.0.saturating_sub(span.end.0) }
}

/// The sentences that a passage begins and ends in.
fn ends_of(document: &Document, span: TokenSpan) -> [SentenceId; 2] {
    [document.sentence_of(span.start), document.sentence_of(TokenId(span.end.0.saturating_sub(1)))]
}

/// The subject of the verb of saying that stands nearest to the passage in its first or last sentence.
fn speaker_in_sentence(document: &Document, speakers: &[Speaker], span: TokenSpan) -> Option<TokenId> {
    let ends = ends_of(document, span);
    let beside = speakers.iter().filter(|s| !span.contains(s.verb) && ends.contains(&document.sentence_of(s.verb)));
    beside.min_by_key(|s| (!s.can_speak, distance(s.verb, span))).map(|s| s.subject)
}

/// The Herald in `The Herald reported:`, `According to the Herald:` above a passage that begins its block.
fn announced_by(syntax: &Syntax<'_>, speakers: &[Speaker], span: TokenSpan) -> Option<TokenId> {
    let document = syntax.document;
    let above = SentenceId(document.sentence_of(span.start).0.checked_sub(1).filter(|_| starts_block(document, span))?);
    let tokens = document.sentence(above).tokens;
    let is_announcement = tokens.iter().last().is_some_and(|t| document.form(t) == ":");
    let reporting = || speakers.iter().rfind(|s| document.sentence_of(s.verb) == above).map(|s| s.subject);
    let cited = || tokens.iter().find(|t| syntax.is_noun(*t) && syntax.has_case(*t, "source"));
    if is_announcement { reporting().or_else(cited) } else { None }
}

/// For a passage that begins its sentence, the subject of a verb of saying just before it or behind it in the same block.
fn speaker_near(document: &Document, speakers: &[Speaker], span: TokenSpan) -> Option<TokenId> {
    let [first, last] = ends_of(document, span);
    let block = document.sentence(first).block;
    if span.start.0 > document.sentence(first).tokens.start.0 + 1 {
        return None;
    }
    let close = speakers.iter().filter(|s| {
        let sentence = document.sentence_of(s.verb);
        let is_close = if sentence < first { first.0 - sentence.0 <= 3 } else { sentence.0 - last.0.min(sentence.0) <= 1 };
        s.can_speak && !span.contains(s.verb) && document.sentence(sentence).block == block && is_close
    });
    close.min_by_key(|s| (s.verb > span.start, distance(s.verb, span))).map(|s| s.subject)
}

/// Whether a quotation mark closes the passage, and does not open the next.
fn is_closed(document: &Document, span: TokenSpan) -> bool {
    let (Some(mark), Some(last)) = (document.tokens.get(span.end.index()), span.end.0.checked_sub(1)) else { return false };
    matches!(document.form(span.end), "\"" | "”") && document.token(TokenId(last)).range.end == mark.range.start
}

/// `"It is late. "We must go."`: whether a passage that is never closed goes on in the next, of nobody else.
fn goes_on(document: &Document, previous: TokenSpan, span: TokenSpan) -> bool {
    let is_end = |t: u32| matches!(document.form(TokenId(t)), "." | "!" | "?");
    previous.end.0 + 1 == span.start.0 && !is_closed(document, previous) && previous.end.0.checked_sub(1).is_some_and(is_end)
}

/// Bell in `Bell: "We will not pay."`, and in what he goes on to say in the passage.
fn name_before(syntax: &Syntax<'_>, span: TokenSpan) -> Option<TokenId> {
    let document = syntax.document;
    let start = document.sentence(document.sentence_of(span.start)).tokens.start;
    let mut before = (start.0..span.start.0).rev().map(TokenId);
    before.by_ref().find(|t| !matches!(document.form(*t), "\"" | "“")).filter(|t| document.form(*t) == ":")?;
    let phrase: Vec<TokenId> = before.collect();
    let is_top = |t: &&TokenId| syntax.head(**t).is_none_or(|h| !phrase.contains(&h));
    let name = phrase.iter().rev().find(is_top).copied().filter(|t| syntax.is_noun(*t) && syntax.is_agent(*t))?;
    let has_verb = phrase.iter().any(|t| syntax.is_verb(*t) || syntax.pos(*t) == "AUX");
    (!has_verb && phrase.len() <= NAME).then_some(name)
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
