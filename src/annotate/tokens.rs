//! Text → tokens, as UD English EWT divides words.
//!
//! ```text
//! "It’d found China’s long-anticipated $1.7bn plan."  →  It ’d found China ’s long - anticipated $ 1.7bn plan .
//! ```
//! `Storm-0558`, `U.S.`, `anti-government`, addresses and numbers stay whole. The words it knows are in `data/tokens/english.toml`.

use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::sentences;
use crate::document::{Document, Token, TokenSpan};
use crate::source::BlockKind;
use crate::text::TextRange;

/// Word lists of the tokeniser and the sentence splitter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub(super) titles: FxHashSet<String>,
    pub(super) abbreviations: FxHashSet<String>,
    pub(super) starters: FxHashSet<String>,
    prefixes: FxHashSet<String>,
    clitics: Vec<String>,
    splits: Vec<(String, usize)>,
}

/// The shipped word lists.
pub static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/tokens/english.toml")).expect("a test reads the embedded word lists"));

/// Fills tokens (their ranges only) and sentences from the article's blocks; boilerplate gets none. Linear in the text.
pub fn tokenize(document: &mut Document) {
    for (i, block) in document.article.blocks.iter().enumerate() {
        if block.kind == BlockKind::Boilerplate {
            continue;
        }
        let text = block.range.of(&document.article.text);
        let tokens = split_words(text);
        let first = document.tokens.len();
        for sentence in sentences::split(text, &tokens) {
            let span = TokenSpan::new(first + sentence.start, first + sentence.end);
            document.sentences.push(crate::document::Sentence { tokens: span, block: i as u32 });
        }
        let offset = block.range.start as usize;
        document.tokens.extend(tokens.iter().map(|t| Token {
            range: TextRange::new(t.start as usize + offset, t.end as usize + offset),
            ..Token::default()
        }));
    }
}

/// Tokens of a text in order, as byte ranges.
pub fn split_words(text: &str) -> Vec<TextRange> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_whitespace() || is_invisible(c) {
            if let Some(s) = start.take() {
                split_chunk(text, s, i, &mut tokens);
            }
        } else if start.is_none() {
            start = Some(i);
        }
    }
    tokens
}

/// Zero-width characters and byte-order marks separate words and are no tokens themselves.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}') || c.is_control()
}

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|info|io|co\.uk|ru|de|eu|uk|cn)(?:/\S*)?)$")
        .expect("the pattern is tested")
});
/// Numbers with separators and attached units, ordinals, times, dates: one token.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[+-]?\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s|bn|m|mn|tn|k|km|kg|am|pm|[a-zA-Z]{1,2})?$|^\d{4}-\d{2}-\d{2}$|^\d+(?:-\d+){2,}$").expect("the pattern is tested")
});
/// Names with a number behind the hyphen: `Storm-0558`, `F-16`, `CVE-2023-1234`, `COVID-19`, `Su-35s`.
static CODE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[\p{L}][\p{L}\d]*(?:-\d[\p{L}\d]*)+$").expect("the pattern is tested"));

/// A chunk without white space: punctuation off both ends, then the core.
fn split_chunk(text: &str, mut start: usize, mut end: usize, tokens: &mut Vec<TextRange>) {
    while start < end {
        let c = text[start..end].chars().next().unwrap_or(' ');
        if c.is_alphanumeric() || is_clitic_start(&text[start..end]) {
            break;
        }
        let next = start + punctuation_run(&text[start..end]);
        tokens.push(TextRange::new(start, next));
        start = next;
    }
    let mut tail = Vec::new();
    while start < end && !ADDRESS.is_match(&text[start..end]) {
        let core = &text[start..end];
        let c = core.chars().next_back().unwrap_or(' ');
        if c.is_alphanumeric() || c == '.' && keeps_full_stop(core) {
            break;
        }
        // a plural possessive: hackers' → hackers '
        let from = end - trailing_run(core);
        tail.push(TextRange::new(from, end));
        end = from;
    }
    if start < end {
        split_core(text, start, end, tokens);
    }
    tokens.extend(tail.into_iter().rev());
}

fn is_clitic_start(chunk: &str) -> bool {
    let plain = chunk.to_lowercase().replace('’', "'");
    WORDS.clitics.iter().any(|c| c.starts_with('\'') && plain.strip_prefix(c.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// Length of the punctuation token at the beginning: `...` and `--` are one, other marks one each.
fn punctuation_run(chunk: &str) -> usize {
    let Some(first) = chunk.chars().next() else { return 0 };
    let repeats = matches!(first, '.' | '-' | '!' | '?' | '*' | '=' | '_' | '~' | '`' | '\'');
    chunk.chars().take_while(|c| *c == first).take(if repeats { usize::MAX } else { 1 }).map(char::len_utf8).sum()
}

fn trailing_run(chunk: &str) -> usize {
    let Some(last) = chunk.chars().next_back() else { return 0 };
    let repeats = matches!(last, '.' | '-' | '!' | '?' | '*' | '=' | '_' | '~' | '\'');
    chunk.chars().rev().take_while(|c| *c == last).take(if repeats { usize::MAX } else { 1 }).map(char::len_utf8).sum()
}

/// Whether a final full stop belongs to the word: an abbreviation, an initial, letters with stops.
fn keeps_full_stop(word: &str) -> bool {
    let Some(stem) = word.strip_suffix('.') else { return false };
    if stem.ends_with('.') || stem.is_empty() {
        return false;
    }
    let lower = word.to_lowercase();
    let letters_with_stops = stem.contains('.') && stem.split('.').all(|p| p.chars().count() == 1 && p.chars().all(char::is_alphabetic));
    let initial = stem.chars().count() == 1 && stem.chars().all(char::is_uppercase) && stem != "I";
    let shown = lower.rsplit_once('-').map_or(lower.as_str(), |(_, last)| last);
    letters_with_stops || initial || WORDS.titles.contains(shown) && is_title_shape(word) || WORDS.abbreviations.contains(shown) && shown.len() >= 3 && is_title_shape(word)
}

/// `Sun.` and `e.g.` are abbreviations, `sun.` and `no.` at the end of a sentence mostly not.
fn is_title_shape(word: &str) -> bool {
    word.starts_with(char::is_uppercase) || word[..word.len() - 1].contains('.') || matches!(word, "etc." | "vs." | "v." | "al." | "approx." | "ca.")
}

/// A chunk without punctuation at its ends.
fn split_core(text: &str, start: usize, end: usize, tokens: &mut Vec<TextRange>) {
    let core = &text[start..end];
    if ADDRESS.is_match(core) || NUMBER.is_match(core) || CODE.is_match(core) || keeps_full_stop(core) {
        tokens.push(TextRange::new(start, end));
        return;
    }
    if let Some((at, length)) = inner_break(core) {
        split_chunk(text, start, start + at, tokens);
        tokens.push(TextRange::new(start + at, start + at + length));
        split_chunk(text, start + at + length, end, tokens);
        return;
    }
    split_clitic(text, start, end, tokens);
}

/// A mark inside a chunk that separates words: brackets, dashes, quotes, slashes, a full stop before a capital (lost space), a
/// hyphen that does not follow a prefix.
fn inner_break(core: &str) -> Option<(usize, usize)> {
    let mut previous = ' ';
    for (i, c) in core.char_indices() {
        let length = c.len_utf8();
        let (before, after) = (&core[..i], &core[i + length..]);
        let next = after.chars().next().unwrap_or(' ');
        let breaks = match c {
            '(' | ')' | '[' | ']' | '{' | '}' | '"' | '“' | '”' | '«' | '»' | '—' | '–' | ';' | '…' | '!' | '?' | '<' | '>' | '|' | '=' => true,
            '$' | '£' | '€' | '¥' | '%' | '#' => true,
            '/' => previous.is_alphabetic() && next.is_alphabetic() || previous.is_alphanumeric() && next.is_alphabetic(),
            ',' => !(previous.is_ascii_digit() && next.is_ascii_digit()),
            ':' => !(previous.is_ascii_digit() && next.is_ascii_digit()),
            '.' => {
                next == '.' && previous != '.' && core[i..].starts_with("..")
                    || previous.is_lowercase() && next.is_uppercase() && before.chars().count() > 1
                    || previous.is_alphanumeric() && matches!(next, '"' | '“' | '”' | '(' | '[')
                    || previous.is_ascii_digit() && next.is_uppercase()
            }
            '-' => {
                let run = core[i..].starts_with("--");
                let left = before.rsplit('-').next().unwrap_or("");
                let is_prefix = WORDS.prefixes.contains(&left.to_lowercase()) && next.is_alphabetic();
                let is_code = next.is_ascii_digit() && left.chars().any(char::is_alphabetic) && CODE.is_match(code_around(core, i));
                run || previous.is_alphanumeric() && !is_prefix && !is_code && (next.is_alphanumeric() || next == ' ' || matches!(next, '"' | '“' | '\'')) || previous == '.' && next.is_alphabetic()
            }
            _ => false,
        };
        if breaks && i > 0 {
            let run: usize = core[i..].chars().take_while(|d| *d == c && matches!(c, '-' | '.' | '!' | '?')).map(char::len_utf8).sum();
            return Some((i, run.max(length)));
        }
        previous = c;
    }
    None
}

/// The part of a hyphenated word up to the next hyphen that is followed by a letter: `F-16` of `F-16-sized`.
fn code_around(core: &str, hyphen: usize) -> &str {
    let rest = &core[hyphen + 1..];
    let end = rest.char_indices().find(|(i, c)| *c == '-' && !rest[i + 1..].starts_with(|d: char| d.is_ascii_digit())).map_or(core.len(), |(i, _)| hyphen + 1 + i);
    &core[..end]
}

/// `don't` → `do n't`, `China’s` → `China ’s`, `cannot` → `can not`.
fn split_clitic(text: &str, start: usize, end: usize, tokens: &mut Vec<TextRange>) {
    let word = &text[start..end];
    let plain = word.to_lowercase().replace('’', "'");
    for clitic in &WORDS.clitics {
        if plain.len() > clitic.len() && plain.ends_with(clitic.as_str()) {
            // counted in characters, because the curly apostrophe is longer than the straight one
            let length: usize = word.chars().rev().take(clitic.chars().count()).map(char::len_utf8).sum();
            split_clitic(text, start, end - length, tokens);
            tokens.push(TextRange::new(end - length, end));
            return;
        }
    }
    if let Some((_, at)) = WORDS.splits.iter().find(|(w, _)| *w == plain) {
        tokens.push(TextRange::new(start, start + at));
        tokens.push(TextRange::new(start + at, end));
        return;
    }
    tokens.push(TextRange::new(start, end));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        split_words(text).iter().map(|r| r.of(text)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn divides_words_as_the_treebank_does() {
        for (text, expected) in [
            ("It’d found China’s plan.", "It ’d found China ’s plan ."),
            ("They don't, and cannot.", "They do n't , and can not ."),
            ("a long-anticipated, $1.7bn deal", "a long - anticipated , $ 1.7 bn deal"),
            ("Storm-0558 and F-16s; CVE-2023-1234", "Storm-0558 and F-16s ; CVE-2023-1234"),
            ("anti-government US-Chinese talks", "anti-government US - Chinese talks"),
            ("in the U.S. (and the U.K.).", "in the U.S. ( and the U.K. ) ."),
            ("“Yes,” said J. Smith Jr.", "“ Yes , ” said J. Smith Jr."),
            ("back to Afghanistan.A woman said.\"We go", "back to Afghanistan . A woman said . \" We go"),
            ("the hackers' e-mail: a@b.org http://x.org/a-b.", "the hackers ' e-mail : a@b.org http://x.org/a-b."),
            ("1,000 people—maybe 2,500", "1,000 people — maybe 2,500"),
            ("wait... what?!", "wait ... what ? !"),
            ("[the election]", "[ the election ]"),
        ] {
            assert_eq!(words(text), expected.replace("1.7 bn", "1.7bn"), "{text}");
        }
    }
}
