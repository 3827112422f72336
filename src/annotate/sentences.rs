//! Tokens → sentences: where a full stop, question or exclamation mark ends one.
//!
//! ```text
//! … in the U.S. military. “We go,” he said. …   →   two sentences, none after `U.S.`
//! ```

use std::ops::Range;

use super::tokens::WORDS;
use crate::text::TextRange;

/// Longer runs without a full stop are cut at a semicolon or closing quotation mark, so that a page-long list stays workable.
const LONG: usize = 160;

/// Ranges of token indexes, in order, covering all tokens.
pub fn split(text: &str, tokens: &[TextRange]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut i = 0;
    while i < tokens.len() {
        let mut end = i + 1;
        if ends_sentence(text, tokens, i) {
            // closing quotes and brackets belong to the sentence that they close
            while end < tokens.len() && closes(text, tokens, end) {
                end += 1;
            }
        } else if i - start < LONG || !matches!(word(text, tokens, i), ";" | "”" | "\"" | "|" | "•") {
            i += 1;
            continue;
        }
        sentences.push(start..end);
        start = end;
        i = end;
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

fn word<'t>(text: &'t str, tokens: &[TextRange], i: usize) -> &'t str {
    tokens.get(i).map_or("", |t| t.of(text))
}

fn ends_sentence(text: &str, tokens: &[TextRange], i: usize) -> bool {
    let mark = word(text, tokens, i);
    let mut next = i + 1;
    while next < tokens.len() && closes(text, tokens, next) {
        next += 1;
    }
    let following = word(text, tokens, next);
    let quoted = next > i + 1;
    let begins = begins_sentence(following);
    match mark {
        "!" | "?" => begins || following.is_empty(),
        "." => begins || following.is_empty() || following.starts_with(|c: char| c.is_ascii_digit()) && !follows_directly(tokens, i),
        _ if mark.len() > 1 && mark.chars().all(|c| matches!(c, '!' | '?')) => begins,
        "..." | "…" => begins && !quoted && following.chars().next().is_some_and(char::is_uppercase),
        _ => {
            // an abbreviation that may end a sentence, before a word that starts one
            let lower = mark.to_lowercase();
            let may_end = mark.ends_with('.') && mark.len() > 2 && !WORDS.titles.contains(&lower);
            may_end && following.starts_with(char::is_uppercase) && WORDS.starters.contains(&following.to_lowercase())
        }
    }
}

/// Whether no white space stands between token `i` and the next.
fn follows_directly(tokens: &[TextRange], i: usize) -> bool {
    tokens.get(i + 1).is_some_and(|next| next.start == tokens[i].end)
}

fn begins_sentence(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_uppercase() || matches!(c, '"' | '“' | '‘' | '(' | '[' | '-' | '—' | '–' | '•' | '*' | '\'') || c.is_alphabetic() && !c.is_lowercase())
}

/// Whether the token is a closing quote or bracket that belongs to the sentence before it: a straight quote closes where it stands
/// right behind the token before it and not right before the next word.
fn closes(text: &str, tokens: &[TextRange], i: usize) -> bool {
    match word(text, tokens, i) {
        "”" | "’" | ")" | "]" | "»" | "''" => true,
        "\"" | "'" => {
            let attached_left = i > 0 && tokens[i - 1].end == tokens[i].start;
            let attached_right = tokens.get(i + 1).is_some_and(|next| next.start == tokens[i].end);
            attached_left && (!attached_right || opened_before(text, tokens, i))
        }
        _ => false,
    }
}

/// Whether an odd number of straight quotes stands in the stretch before: then this one closes.
fn opened_before(text: &str, tokens: &[TextRange], i: usize) -> bool {
    let window = &tokens[i.saturating_sub(120)..i];
    window.iter().filter(|t| t.of(text) == "\"").count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::super::tokens::split_words;
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let tokens = split_words(text);
        split(text, &tokens).into_iter().map(|r| tokens[r.start].join(tokens[r.end - 1]).of(text)).collect()
    }

    #[test]
    fn ends_sentences_where_a_reader_does() {
        for expected in [
            &["The U.S. Senate met Mr. Smith of Acme Inc. on Monday.", "He left."][..],
            &["“We go,” he said.", "“Now.”", "She stayed."],
            &["He left the U.S.", "The talks went on."],
            &["It cost $1.5 million.", "Why?", "No one knows!"],
            &["She asked: \"Is it true?\"", "He nodded."],
        ] {
            assert_eq!(sentences(&expected.join(" ")), expected);
        }
        assert_eq!(sentences("He went home.\"We go,\" he said.Then it ended."), ["He went home.", "\"We go,\" he said.", "Then it ended."]);
    }
}
