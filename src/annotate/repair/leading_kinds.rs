//! Kinds of things that stand before their names: `Hurricane Helene` is a storm, and `Helene` nobody; `Flight 12` is a flight.
//!
//! ```text
//! "Hurricane Helene struck Florida."       Helene struck, Hurricane its title   →   a hurricane struck, whose name is Helene
//! "Helene had killed 12."                  a woman                              →   the name of an event
//! ```

use compact_str::CompactString;

use super::relate;
use crate::document::{Document, TokenId};
use crate::resources::Lexicon;

/// Makes the word for the kind the head of the name, and takes the name for no person in the rest of the article.
pub(super) fn lead_names(document: &mut Document) {
    let named: Vec<(TokenId, TokenId)> =
        (0..document.tokens.len()).map(|i| TokenId(i as u32)).filter_map(|kind| Some((kind, end_of_name(document, kind)?))).collect();
    for &(kind, last) in &named {
        lead_by_kind(document, kind, last);
    }
    let forms: Vec<String> =
        named.iter().filter(|(kind, last)| kind.0 + 1 == last.0).map(|(_, last)| document.form(*last).to_string()).collect();
    for id in (0..document.tokens.len()).map(|i| TokenId(i as u32)) {
        let token = document.token(id);
        let is_alone = token.name_tag.starts_with("B-") && !document.children(id).any(|c| document.token(c).deprel == "flat");
        if is_alone && token.name_tag != "B-EVENT" && forms.iter().any(|form| form == document.form(id)) {
            document.tokens[id.index()].name_tag = CompactString::const_new("B-EVENT");
        }
    }
}

/// The last word of the name behind a kind: `Helene` behind `Hurricane`, but none behind `Storm` in `Storm Thorgerson`, who is somebody, or in
/// `Storm-1234`.
fn end_of_name(document: &Document, kind: TokenId) -> Option<TokenId> {
    let token = document.token(kind);
    let first = TokenId(kind.0 + 1);
    let is_inside = |t: TokenId| document.sentence(document.sentence_of(kind)).tokens.contains(t);
    // "rebels stormed Lima", "the Cyclone Warning Centre"
    let is_kind = matches!(&*token.upos, "NOUN" | "PROPN") && !token.name_tag.starts_with("I-");
    if !is_kind || !is_inside(first) || !Lexicon::shipped().leading_kinds.contains(&*token.lemma.to_lowercase()) {
        return None;
    }
    let next = document.token(first);
    let is_beside = token.head == next.head && token.deprel == next.deprel;
    let last = token.head.filter(|head| *head > kind && matches!(&*token.deprel, "compound" | "nmod:desc"));
    let last = last.or_else(|| Some(first).filter(|_| is_beside || next.head == Some(kind)))?;
    let is_of_name = |t: TokenId| {
        let is_tied = t == last || document.token(t).head == Some(last) || document.token(t).head == Some(kind);
        is_tied && document.form(t).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    };
    let is_somebody = token.name_tag == "B-PER" && next.name_tag == "I-PER";
    let is_name = (first.0..=last.0).map(TokenId).all(is_of_name) && document.token(last).upos == "PROPN";
    let is_body = token.name_tag == "B-ORG";
    (is_name && !is_somebody && !is_body).then_some(last)
}

/// Turns a phrase round: the kind governs what the name governed.
fn lead_by_kind(document: &mut Document, kind: TokenId, last: TokenId) {
    if document.token(last).head != Some(kind) {
        let (head, deprel) = (document.token(last).head, document.token(last).deprel.clone());
        (document.tokens[kind.index()].head, document.tokens[kind.index()].deprel) = (head, deprel);
    }
    let below: Vec<TokenId> = document.children(last).filter(|c| *c != kind).collect();
    below.into_iter().for_each(|c| document.tokens[c.index()].head = Some(kind));
    let lemma = document.token(kind).lemma.to_lowercase();
    let token = &mut document.tokens[kind.index()];
    (token.upos, token.xpos, token.lemma, token.name_tag) = ("NOUN".into(), "NN".into(), lemma, "B-EVENT".into());
    for word in (kind.0 + 1..=last.0).map(TokenId) {
        relate(document, word, Some(kind), "flat");
        document.tokens[word.index()].name_tag = CompactString::const_new("I-EVENT");
    }
}
