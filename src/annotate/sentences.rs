//! Tokens → sentences: `He fled . " Go , " she said` → `He fled .` and `" Go , " she said`.
//!
//! A sentence ends at a full stop, question or exclamation mark with the quotes and brackets that close behind it, at an empty
//! line, and at a line end that no hard wrap explains. Missing spaces (`Kabul.A woman`) make no difference.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::text::TextRange;

/// Longest sentence, in tokens, that is left whole when it could be cut at a semicolon or closing quote.
const LONG: usize = 300;
/// Longest sentence of all, in tokens: a list or a table, where later steps would take too long for no gain.
const LONGEST: usize = 600;
/// A line at least this long, in bytes, may go on in the next line: it was wrapped.
const WRAPPED: usize = 60;

/// Word lists of the splitter.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentenceRules {
    /// Capitalised words that begin sentences.
    pub starters: FxHashSet<String>,
    /// Verbs of speech.
    pub speech: FxHashSet<String>,
    /// Abbreviations, with full stop, that no sentence ends with.
    #[serde(skip)]
    pub never_last: FxHashSet<String>,
}

/// Numbers of tokens of the sentences, in order; their sum is the number of tokens.
pub(super) fn split(text: &str, tokens: &[TextRange], rules: &SentenceRules) -> Vec<usize> {
    let mut lengths = Vec::new();
    let (mut start, mut quoted, mut line) = (0, false, tokens.first().map_or(0, |t| t.start));
    let mut i = 0;
    while i < tokens.len() {
        if tokens[i].of(text) == "\"" {
            quoted = !quoted;
        }
        let mut end = i + 1;
        let mut ends = false;
        if is_stop(text, tokens, i, rules) {
            // What closes behind the stop still belongs to the sentence.
            while end < tokens.len() && closes(text, tokens, end, quoted) {
                quoted &= tokens[end].of(text) != "\"";
                end += 1;
            }
            ends = end == tokens.len() || begins(text, tokens, i, end, rules);
        }
        let gap = tokens.get(end).map_or("", |next| TextRange { start: tokens[end - 1].end, end: next.start }.of(text));
        if gap.contains('\n') {
            let wrapped = (tokens[end - 1].end - line) as usize >= WRAPPED;
            let next_upper = !tokens[end].of(text).starts_with(char::is_lowercase);
            ends |= gap.matches('\n').count() > 1 || (!wrapped && next_upper);
            line = tokens[end].start;
        }
        let long = end - start > LONG && matches!(tokens[end - 1].of(text), ";" | "”" | "\"");
        if ends || long || end - start >= LONGEST || end == tokens.len() {
            lengths.push(end - start);
            start = end;
            quoted &= !gap.contains('\n');
        }
        i = end;
    }
    lengths
}

/// Whether the token may end a sentence.
fn is_stop(text: &str, tokens: &[TextRange], i: usize, rules: &SentenceRules) -> bool {
    let word = tokens[i].of(text);
    if word.chars().all(|c| matches!(c, '.' | '!' | '?' | '…' | '。')) {
        return true;
    }
    word.len() > 1 && word.ends_with('.') && !rules.never_last.contains(word)
}

fn closes(text: &str, tokens: &[TextRange], i: usize, quoted: bool) -> bool {
    let glued = tokens[i - 1].end == tokens[i].start;
    let before_space = tokens.get(i + 1).is_none_or(|next| next.start > tokens[i].end);
    match tokens[i].of(text) {
        "”" | ")" | "]" | "»" | "’’" | "''" => true,
        "’" | "'" => glued && before_space,
        "\"" => quoted || (glued && before_space),
        _ => false,
    }
}

/// Whether a sentence begins at token `next`, after the stop at `stop` and what closed behind it.
fn begins(text: &str, tokens: &[TextRange], stop: usize, next: usize, rules: &SentenceRules) -> bool {
    let mark = tokens[stop].of(text);
    let word = tokens[next].of(text);
    let lower = word.starts_with(char::is_lowercase);
    let glued = tokens[next - 1].end == tokens[next].start;
    let closed = next > stop + 1;
    if mark.len() > 1 && mark.ends_with('.') && mark.starts_with(char::is_alphabetic) {
        // An abbreviation ends a sentence only when the next word shows a beginning.
        return rules.starters.contains(word) || matches!(word, "“" | "\"") && !glued;
    }
    if word.starts_with(|c: char| c.is_ascii_punctuation() && !matches!(c, '"' | '\'' | '(' | '[' | '$' | '@' | '#' | '-' | '*')) {
        return false;
    }
    if closed && mark.contains(['?', '!']) {
        let speech = tokens[next..].iter().take(3).any(|t| rules.speech.contains(t.of(text)));
        return !lower && !speech;
    }
    if glued && !closed {
        return word.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘'));
    }
    // Lower case behind a full stop and a space: a new sentence in careless text, but not behind ? ! and dots.
    !lower || (mark == "." && !closed)
}
