//! Numbers in descriptions: `19 people` → 19, unless the sentence says `at least 19 people`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// `data/lexicon/quantities.toml`.
#[derive(Deserialize)]
struct Words {
    number: BTreeMap<String, u64>,
    at_least: BTreeMap<String, u64>,
    vague: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/lexicon/quantities.toml")).expect("a test reads the embedded file"));

/// The value of a numeral: `1,200`, `twelve`.
pub fn numeral(word: &str) -> Option<u64> {
    word.replace(',', "").parse().ok().or_else(|| WORDS.number.get(&word.to_lowercase()).copied())
}

/// The least that a description means which begins with a word for many: `hundreds of people` → 200.
pub fn least(description: &str) -> Option<u64> {
    WORDS.at_least.get(&description.split_whitespace().next()?.to_lowercase()).copied()
}

/// The number that a description begins with, if its sentence gives it as exact.
pub fn exact_number(description: &str, sentence: &str) -> Option<u64> {
    let first = description.split_whitespace().next()?;
    let number = numeral(first)?;
    let sentence = sentence.to_lowercase();
    let before = &sentence[..sentence.find(first)?];
    (!WORDS.vague.iter().any(|words| before.trim_end().ends_with(words.as_str()))).then_some(number)
}

/// The number that a description begins with, exact or not: `about 1,200 people` → 1200.
pub fn number(description: &str) -> Option<u64> {
    let mut words = description.split_whitespace();
    let number = words.by_ref().find_map(|word| {
        let number = numeral(word);
        // what stands before a number of things makes it a bound or a guess
        (number.is_some() || !WORDS.vague.iter().any(|vague| vague.split(' ').any(|part| part == word))).then_some(number)
    })??;
    words.next().map(|_| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_numbers_count() {
        assert_eq!(exact_number("19 people", "A bomb killed 19 people."), Some(19));
        assert_eq!(exact_number("nine miners", "Nine miners died."), Some(9));
        assert_eq!(exact_number("1,200 homes", "The flood destroyed 1,200 homes."), Some(1200));
        assert_eq!(exact_number("19 people", "A bomb killed at least 19 people."), None);
        assert_eq!(exact_number("people", "A bomb killed people."), None);
        assert_eq!(number("more than 1,200 homes"), Some(1200));
        assert_eq!(number("twelve children"), Some(12));
        assert_eq!(number("october 7 attacks"), None);
        assert_eq!(number("19"), None, "of what?");
        assert_eq!((least("hundreds of homes"), least("homes")), (Some(200), None));
    }
}
