//! Where a name begins and ends, which the model knows less well than that there is one.
//!
//! ```text
//! `Rafael` in "Rafael "El Tigre" Montez said"        →   Rafael "El Tigre" Montez
//! `Carmaker Orla Motors` in "Carmaker Orla Motors"    →   Orla Motors
//! `President Ann Coe's` in "President Ann Coe's car"  →   Ann Coe
//! ```

use super::spans::Finder;
use crate::document::{EntityType, TokenId, TokenSpan};

/// Most words of a nickname.
const NICKNAME: u32 = 3;

impl Finder<'_> {
    /// `Reyes` in `[mayor Ivan] Reyes`, of which the model tagged more: the article's own words.
    pub fn without_insertion(&self, span: TokenSpan) -> TokenSpan {
        let bracket = span.iter().find(|t| self.document.form(*t) == "]" && t.0 + 1 < span.end.0);
        TokenSpan { start: bracket.map_or(span.start, |t| TokenId(t.0 + 1)), ..span }
    }

    /// `Rafael "El Tigre" Montoya`, of which the model tagged the first word alone.
    pub fn with_nickname(&self, span: TokenSpan) -> TokenSpan {
        let sentence = self.document.sentence(self.document.sentence_of(span.start)).tokens;
        let is_mark = |t: &TokenId| sentence.contains(*t) && matches!(self.document.form(*t), "\"" | "'" | "“" | "”" | "‘" | "’");
        let is_name = |t: &TokenId| sentence.contains(*t) && self.document.token(*t).upos == "PROPN";
        let open = [TokenId(span.end.0 - 1), span.end].into_iter().find(is_mark);
        let close = open.and_then(|open| (open.0 + 2..=open.0 + 1 + NICKNAME).map(TokenId).find(is_mark));
        let last = close.and_then(|close| (close.0 + 1..=close.0 + 2).map(TokenId).take_while(is_name).last());
        TokenSpan { end: last.map_or(span.end, |t| TokenId(t.0 + 1)), ..span }
    }

    /// `Voices for Justice`, of which the model tagged all but the last words.
    pub fn with_object(&self, span: TokenSpan, tag: &str) -> TokenSpan {
        let last = span.iter().next_back().map(|t| &*self.document.token(t).upos);
        let is_open = tag == "ORG" && matches!(last, Some("ADP" | "DET" | "CCONJ"));
        let rest = (span.end.0..).map(TokenId).take_while(|t| is_open && self.is_untagged_name(*t));
        TokenSpan { end: rest.last().map_or(span.end, |t| TokenId(t.0 + 1)), ..span }
    }

    /// A noun in capitals that the model takes for no name.
    pub fn is_untagged_name(&self, t: TokenId) -> bool {
        let token = self.document.tokens.get(t.index());
        let is_noun = |upos: &str| matches!(upos, "PROPN" | "NOUN");
        token.is_some_and(|token| {
            is_noun(&token.upos) && matches!(&*token.name_tag, "" | "O") && self.document.form(t).starts_with(char::is_uppercase)
        })
    }

    /// `Vertan Group`, of which the model tagged the first word alone.
    pub fn with_company_suffix(&self, span: TokenSpan, tag: &str) -> TokenSpan {
        let (last, next) = (TokenId(span.end.0 - 1), span.end);
        let is_suffix = self.is_untagged_name(next)
            && self.document.token(next).upos == "PROPN"
            && self.document.token(last).head == Some(next)
            && self.lexicon.company_suffixes.contains(&*self.title_form(TokenSpan { start: next, end: TokenId(next.0 + 1) }));
        TokenSpan { end: if tag == "ORG" && is_suffix { TokenId(next.0 + 1) } else { span.end }, ..span }
    }

    /// `Han Soo-min`, of which the model tagged what stands in front of the hyphen alone.
    pub fn with_second_half(&self, span: TokenSpan, tag: &str) -> TokenSpan {
        let (hyphen, half) = (span.end, TokenId(span.end.0 + 1));
        let token = |t: TokenId| self.document.tokens.get(t.index());
        let is_joined = |a: TokenId, b: TokenId| token(a).zip(token(b)).is_some_and(|(a, b)| a.range.end == b.range.start);
        let is_half = token(half).is_some_and(|t| t.upos == "PROPN")
            && span.len() > 1
            && self.document.form(hyphen) == "-"
            && is_joined(TokenId(hyphen.0 - 1), hyphen)
            && is_joined(hyphen, half);
        TokenSpan { end: if tag == "PER" && is_half { TokenId(half.0 + 1) } else { span.end }, ..span }
    }

    /// `Greyfield Motors` in `Carmaker Greyfield Motors said`, where the noun begins the sentence and is in capitals for that alone.
    pub fn without_company_noun(&self, span: TokenSpan, tag: &str) -> TokenSpan {
        let rest = TokenSpan { start: TokenId(span.start.0 + 1), ..span };
        let begins = || self.document.sentence(self.document.sentence_of(span.start)).tokens.start == span.start;
        let noun = self.document.form(span.start).to_lowercase();
        let is_company = || self.lexicon.nouns.get(&*noun).is_some_and(|n| n.entity_type == EntityType::Company);
        let is_part_of_names = || self.lexicon.kinds.iter().any(|kind| kind.words.contains(&*noun));
        let is_company_name = || self.lexicon.kind_of_name(self.document.text_of(span)).is_none_or(|kind| kind == EntityType::Company);
        let is_name = || self.document.form(rest.start).starts_with(char::is_uppercase);
        let is_noun = tag == "ORG" && !rest.is_empty() && begins() && is_company() && !is_part_of_names() && is_company_name() && is_name();
        if is_noun && self.entries(span).is_empty() { rest } else { span }
    }

    /// Without article, possessive ending, quotation marks and a preposition at the end; without titles if it is a person.
    pub fn trimmed(&self, mut span: TokenSpan, is_person: bool) -> TokenSpan {
        let lower = |t: TokenId| self.document.form(t).to_lowercase();
        let is_edge = |t: TokenId| {
            let token = self.document.token(t);
            token.upos == "PUNCT" && !self.document.form(t).ends_with('.')
                || token.xpos == "POS"
                || matches!(self.document.form(t), "'s" | "’s" | "'" | "’")
        };
        let is_end = |t: TokenId| is_edge(t) || self.is_preposition(t);
        while !span.is_empty() && is_end(TokenId(span.end.0 - 1)) {
            span.end.0 -= 1;
        }
        while !span.is_empty() && (is_edge(span.start) || self.lexicon.leading_noise.contains(&*lower(span.start))) {
            span.start.0 += 1;
        }
        if is_person {
            while let Some(rest) = self.without_title(span) {
                span = rest;
            }
        }
        span
    }

    /// The span behind its longest title, if something is left; `Chief of` may stand before the span that begins with `Staff`.
    fn without_title(&self, span: TokenSpan) -> Option<TokenSpan> {
        let longest = span.len().checked_sub(1)?.min(5);
        let sentence = self.document.sentence(self.document.sentence_of(span.start)).tokens;
        let starts = || (sentence.start.0.max(span.start.0.saturating_sub(2))..=span.start.0).map(TokenId);
        (1..=longest).rev().flat_map(|n| starts().map(move |start| TokenSpan { start, end: TokenId(span.start.0 + n as u32) })).find_map(
            |title| {
                let rest = TokenSpan { start: title.end, end: span.end };
                let words = self.title_form(title);
                let is_kept = rest.len() <= 2 && self.lexicon.kept_titles.contains(&*words);
                (self.lexicon.titles.contains(&*words) && !is_kept && self.document.token(rest.start).upos != "PUNCT").then_some(rest)
            },
        )
    }

    pub fn title_form(&self, span: TokenSpan) -> String {
        let words: Vec<String> = span.iter().map(|t| self.document.form(t).trim_end_matches('.').to_lowercase()).collect();
        words.join(" ").replace(" - ", "-")
    }
}
