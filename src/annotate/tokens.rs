//! Text → tokens, as Universal Dependencies English (EWT, GUM) cuts it:
//! `Blinken’s US-Chinese trip didn't cost $7.9bn.` → `Blinken ’s US - Chinese trip did n't cost $ 7.9 bn .`
//!
//! The patterns and word lists stand in `data/tokens/tokens.toml`.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::sentences::{SentenceRules, split};
use crate::document::{Document, Sentence, Token, TokenSpan};
use crate::source::BlockKind;
use crate::text::TextRange;

const SOURCE: &str = include_str!("../../data/tokens/tokens.toml");

/// The shipped file is checked by a test, so that loading it cannot fail at run time.
static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::parse(SOURCE).expect("data/tokens/tokens.toml is valid: see the test `the_shipped_rules_load`"));

/// Fills `tokens` (ranges only) and `sentences` of the document from its blocks. Boilerplate blocks get no tokens.
/// Text without blocks is taken as one block. Tokens and sentences that were there are replaced.
pub fn tokenize(document: &mut Document) {
    let text = &document.article.text;
    let whole = [(0, TextRange::new(0, text.len()))];
    let blocks: Vec<(u32, TextRange)> = document
        .article
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| block.kind != BlockKind::Boilerplate)
        .map(|(index, block)| (index as u32, block.range))
        .collect();
    let blocks: &[(u32, TextRange)] = if document.article.blocks.is_empty() { &whole } else { &blocks };
    let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
    let words = LazyCell::new(|| words(text));
    for &(block, range) in blocks {
        let ranges = RULES.tokens(text, range, &|word| words.contains(word));
        let mut start = tokens.len();
        let opening = RULES.dateline.find(range.of(text)).map_or(range.start, |m| range.start + m.end() as u32);
        let (dateline, report) = ranges.split_at(ranges.partition_point(|t| t.end <= opening));
        let dateline = (!dateline.is_empty() && !report.is_empty()).then_some(dateline.len());
        let report = if dateline.is_some() { report } else { &ranges };
        for len in dateline.into_iter().chain(split(text, report, &RULES.sentences)) {
            sentences.push(Sentence { tokens: TokenSpan::new(start, start + len), block });
            start += len;
        }
        tokens.extend(ranges.into_iter().map(|range| Token { range, ..Token::default() }));
    }
    document.tokens = tokens;
    document.sentences = sentences;
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    dateline: Dateline,
    pattern: Vec<Pattern>,
    clitics: Clitics,
    split: BTreeMap<String, usize>,
    units: Units,
    joined: Joined,
    abbreviations: Abbreviations,
    sentences: SentenceRules,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "the tests run the examples"))]
struct Pattern {
    id: String,
    regex: String,
    #[serde(default, rename = "why")]
    _why: String,
    examples: Vec<String>,
}

/// Place, date and agency that open a report.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "the tests run the examples"))]
struct Dateline {
    regex: String,
    examples: Vec<String>,
}

#[derive(Deserialize)]
struct Clitics {
    ends: Vec<String>,
}

#[derive(Deserialize)]
struct Units {
    before_number: FxHashSet<String>,
    after_number: FxHashSet<String>,
}

/// Words that a name may have been joined to by mistake.
#[derive(Deserialize)]
struct Joined {
    before_capital: FxHashSet<String>,
    after_name: Vec<String>,
}

#[derive(Deserialize)]
struct Abbreviations {
    before_name: FxHashSet<String>,
    anywhere: FxHashSet<String>,
    before_number: FxHashSet<String>,
    calendar: FxHashSet<String>,
}

struct Rules {
    dateline: Regex,
    token: Regex,
    clitics: Vec<String>,
    split: FxHashMap<String, usize>,
    units: Units,
    joined: FxHashSet<String>,
    after_name: Vec<String>,
    abbreviations: Abbreviations,
    sentences: SentenceRules,
}

impl Rules {
    fn parse(source: &str) -> Result<Rules, String> {
        let file: File = toml::from_str(source).map_err(|e| e.to_string())?;
        let dateline = Regex::new(&file.dateline.regex).map_err(|e| format!("dateline: {e}"))?;
        let all: Vec<String> = file.pattern.iter().map(|p| format!("(?:{})", p.regex)).collect();
        let token = RegexBuilder::new(&(all.join("|") + r"|\S")).size_limit(1 << 26).build().map_err(|e| e.to_string())?;
        let mut sentences = file.sentences;
        sentences.never_last = file.abbreviations.before_name.iter().map(|w| format!("{w}.")).collect();
        Ok(Rules {
            dateline,
            token,
            clitics: file.clitics.ends,
            split: file.split.into_iter().collect(),
            units: file.units,
            joined: file.joined.before_capital,
            after_name: file.joined.after_name,
            abbreviations: file.abbreviations,
            sentences,
        })
    }

    /// The tokens of a block; `occurs` tells whether something is a word of the text.
    fn tokens(&self, text: &str, block: TextRange, occurs: &dyn Fn(&str) -> bool) -> Vec<TextRange> {
        let mut tokens: Vec<TextRange> = Vec::new();
        let mut at = block.start as usize;
        let body = text.get(..block.end as usize).unwrap_or("");
        while let Some(found) = self.token.find_at(body, at) {
            let range = TextRange::new(found.start(), found.end());
            let word = found.as_str();
            at = found.end();
            if let Some(digits) = glued_number(word, &body[at..]).or_else(|| self.units.currency(word, &body[at..])) {
                at = found.start() + digits;
                tokens.push(TextRange::new(found.start(), at));
            } else if let Some(cut) = self.cut(word, &tokens, text, range.start, occurs) {
                tokens.push(TextRange::new(found.start(), found.start() + cut));
                tokens.push(TextRange::new(found.start() + cut, found.end()));
            } else if body[at..].starts_with('.') && self.owns_stop(word, &body[at + 1..]) && !is_network(word, &tokens, text) {
                at += 1;
                tokens.push(TextRange::new(found.start(), at));
            } else {
                tokens.push(range);
            }
        }
        tokens
    }

    /// Where inside a matched word a second token begins.
    fn cut(&self, word: &str, before: &[TextRange], text: &str, start: u32, occurs: &dyn Fn(&str) -> bool) -> Option<usize> {
        let lower = word.to_lowercase().replace('’', "'");
        if let Some(&characters) = self.split.get(&lower) {
            return word.char_indices().nth(characters).map(|(i, _)| i);
        }
        // `fromRussia`, `PresidentBiden`: a page that lost a space beside a link
        let capital = word.char_indices().skip(1).find(|(_, c)| c.is_uppercase()).map(|(i, _)| i);
        if let Some(i) = capital.filter(|i| self.joined.contains(&word[..*i]) && word[*i..].chars().nth(1).is_some_and(char::is_lowercase))
        {
            return Some(i);
        }
        // `Bidenhas`, of whom the text speaks elsewhere
        let verb = self.after_name.iter().find_map(|verb| word.strip_suffix(verb.as_str()));
        if let Some(name) = verb.filter(|name| name.len() > 3 && name.starts_with(char::is_uppercase) && occurs(name)) {
            return Some(name.len());
        }
        // A unit glued to a number is already apart (`7.9`, `bn`); glued letters that are none stay one word with what follows.
        let glued = before.last().is_some_and(|t| t.end == start && t.of(text).ends_with(|c: char| c.is_ascii_digit()));
        if glued && self.units.after_number.contains(word) {
            return None;
        }
        let clitic = self.clitics.iter().filter(|c| lower.len() > c.len() && lower.ends_with(c.as_str())).max_by_key(|c| c.len())?;
        // Counted in characters from the end: the curly apostrophe has three bytes.
        word.char_indices().rev().nth(clitic.chars().count() - 1).map(|(i, _)| i).filter(|i| *i > 0)
    }

    /// Whether the full stop behind a word belongs to it.
    fn owns_stop(&self, word: &str, rest: &str) -> bool {
        let next = rest.trim_start();
        let abbreviations = &self.abbreviations;
        if abbreviations.before_name.contains(word) || abbreviations.anywhere.contains(word) || abbreviations.calendar.contains(word) {
            return true;
        }
        if abbreviations.before_number.contains(word) {
            return next.starts_with(|c: char| c.is_ascii_digit());
        }
        // An initial: `J. Smith`, not `Plan B. The army`.
        let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase) && word != "I";
        let follower: &str = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        initial
            && rest.starts_with(|c: char| c.is_whitespace() || c.is_uppercase())
            && follower.starts_with(char::is_uppercase)
            && !self.sentences.starters.contains(follower)
    }
}

impl Units {
    /// Letters of a currency in `R7` in front of `.5bn`, in `RM6m`; not of the road `N2`.
    fn currency(&self, word: &str, rest: &str) -> Option<usize> {
        let digits = word.find(|c: char| c.is_ascii_digit())?;
        let (letters, number) = word.split_at(digits);
        let unit = number.trim_start_matches(|c: char| c.is_ascii_digit());
        let goes_on = || rest.starts_with(['.', ',']) && rest[1..].starts_with(|c: char| c.is_ascii_digit());
        let is_amount = if unit.is_empty() { letters.len() > 1 || goes_on() } else { self.after_number.contains(unit) };
        (self.before_number.contains(letters) && is_amount).then_some(digits)
    }
}

/// The words of a text between all that is neither letter nor digit.
fn words(text: &str) -> FxHashSet<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Letters of `wounded4` in front of `,000`.
fn glued_number(word: &str, rest: &str) -> Option<usize> {
    let digits = word.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = word.split_at(digits);
    let is_word = letters.len() > 3 && letters.chars().all(|c| c.is_ascii_lowercase());
    let is_number = number.len() < 4 && number.chars().all(|c| c.is_ascii_digit());
    let is_thousands = || {
        let mut next = rest.chars();
        next.next() == Some(',') && next.by_ref().take(3).filter(char::is_ascii_digit).count() == 3
    };
    (is_word && is_number && is_thousands()).then_some(digits)
}

/// `wrote on X. The army`: the network is no initial.
fn is_network(word: &str, before: &[TextRange], text: &str) -> bool {
    word == "X" && before.last().is_some_and(|t| matches!(t.of(text), "on" | "via"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Article, Block};

    fn document(text: &str) -> Document {
        let range = TextRange::new(0, text.len());
        let article = Article { text: text.into(), blocks: vec![Block { kind: BlockKind::Paragraph, range }], ..Article::default() };
        let mut document = Document { article, ..Document::default() };
        tokenize(&mut document);
        document
    }

    fn shown(text: &str) -> String {
        let document = document(text);
        let sentence = |s: &Sentence| s.tokens.iter().map(|t| document.form(t)).collect::<Vec<_>>().join(" ");
        document.sentences.iter().map(sentence).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn the_shipped_rules_load() {
        Rules::parse(SOURCE).map(|_| ()).unwrap();
    }

    #[test]
    fn patterns_match_their_examples() {
        let file: File = toml::from_str(SOURCE).unwrap();
        for pattern in &file.pattern {
            let regex = Regex::new(&format!("^(?:{})$", pattern.regex)).unwrap();
            for example in &pattern.examples {
                assert!(regex.is_match(example), "pattern {}: {example:?}", pattern.id);
            }
        }
        let dateline = Regex::new(&file.dateline.regex).unwrap();
        for example in &file.dateline.examples {
            assert!(dateline.is_match(example), "dateline: {example:?}");
        }
    }

    #[test]
    fn a_lost_space_is_found_again() {
        assert_eq!(shown("Kovacshas met envoys. Kovacs held4,500 men."), "Kovacs has met envoys . | Kovacs held 4,500 men .");
    }

    #[test]
    fn cuts_tokens_and_sentences() {
        for (text, wanted) in [
            ("Kim’s envoys don't know it’d fail.", "Kim ’s envoys do n't know it ’d fail ."),
            ("They cannot pay $7.9bn, or 1,000% more.", "They can not pay $ 7.9 bn , or 1,000 % more ."),
            ("Dr. Ana Ruiz of the U.S. Army met J. R. Olsen.", "Dr. Ana Ruiz of the U.S. Army met J. R. Olsen ."),
            ("The hackers' tools, e.g. CVE-2023-1234.", "The hackers ' tools , e.g. CVE-2023-1234 ."),
            ("A long-planned US-Dutch visit by Storm-0558", "A long - planned US - Dutch visit by Storm - 0558"),
            ("He fled to Kabul.A woman said no.", "He fled to Kabul . | A woman said no ."),
            ("\"We won,\" he said.\"We have more.\"", "\" We won , \" he said . | \" We have more . \""),
            ("“Who won?” Lee asked. “We did.” Rain fell.", "“ Who won ? ” Lee asked . | “ We did . ” | Rain fell ."),
            ("He joined Apple Inc. The deal closed.", "He joined Apple Inc. | The deal closed ."),
            ("The same day\u{a0}Ruiz left.\u{a0}It rained.", "The same day Ruiz left . | It rained ."),
            ("Talks … went on... They ended", "Talks … went on ... | They ended"),
            ("Meet on Feb. 3 at 10:30 or 7pm.", "Meet on Feb. 3 at 10:30 or 7 pm ."),
            ("News fromRussia: PresidentReyes met McKay of YouTube.", "News from Russia : President Reyes met McKay of YouTube ."),
            ("One story\nEnds here.\n\nNext begins", "One story | Ends here . | Next begins"),
        ] {
            assert_eq!(shown(text), wanted);
        }
    }

    #[test]
    fn reading_is_linear_in_the_length_of_a_line() {
        for piece in ["a.", "word ", "a@", "1-", "((", "Mr. ", "'", "\"."] {
            let text = piece.repeat(300_000 / piece.len());
            let start = std::time::Instant::now();
            assert!(!document(&text).tokens.is_empty());
            assert!(start.elapsed().as_secs() < 20, "{piece:?} took {:?}", start.elapsed());
        }
    }

    proptest! {
        #[test]
        fn tokens_cover_the_text_and_stay_in_order(text in "\\PC{0,60}|[a-zA-Z.'’\"“” \n0-9$-]{0,80}") {
            let document = document(&text);
            let mut end = 0;
            for token in &document.tokens {
                prop_assert!(token.range.start >= end && !token.range.of(&text).is_empty());
                prop_assert!(text[end as usize..token.range.start as usize].trim().is_empty());
                end = token.range.end;
            }
            prop_assert!(text[end as usize..].trim().is_empty());
            prop_assert_eq!(document.sentences.iter().map(|s| s.tokens.len()).sum::<usize>(), document.tokens.len());
        }
    }
}
