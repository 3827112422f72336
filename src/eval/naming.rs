//! Names as annotators and the program write them: `the U.S. government’s` and `US government` are the same.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::mapping::EventRules;

static POSSESSIVE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"'s\b").expect("a fixed pattern"));
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[a-z0-9]+(?:-[a-z0-9]+)*|[^\x00-\x7f]+").expect("a fixed pattern"));

/// The ways in which one participant may be named, each as its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names(Vec<Vec<String>>);

impl Names {
    /// The names; those without a word that counts are left out.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Names {
        let mut names: Vec<_> = names.into_iter().map(words).filter(|n| !n.is_empty()).collect();
        names.sort();
        names.dedup();
        Names(names)
    }

    /// Whether a name of one is the same as a name of the other.
    pub fn matches(&self, other: &Names) -> bool {
        self.0.iter().any(|a| other.0.iter().any(|b| same(a, b)))
    }

    /// One of the names, for a person.
    pub fn shown(&self) -> String {
        self.0.first().map(|n| n.join(" ")).unwrap_or_default()
    }
}

/// Equal, or one is the tail of the other, or its head and longer than a word.
fn same(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    long.ends_with(short) || (short.len() > 1 && long.starts_with(short))
}

fn words(name: &str) -> Vec<String> {
    let plain: String = name.nfkd().collect::<String>().to_lowercase().replace('’', "'");
    let plain: String = plain.chars().filter(|c| !is_combining_mark(*c)).collect();
    let plain = POSSESSIVE.replace_all(&plain, " ").replace('.', "");
    let skipped = &EventRules::shipped().skip_words;
    WORD.find_iter(&plain).map(|m| m.as_str().to_owned()).filter(|w| !skipped.contains(w)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_by_their_tail_or_a_longer_head() {
        let same = |a: &str, b: &str| Names::new([a]).matches(&Names::new([b]));
        assert!(same("the U.S. government’s", "US government"));
        assert!(same("President Elena Marsh", "Marsh"));
        assert!(same("Bank of Norland branch", "the Bank of Norland"));
        assert!(same("Zoë Kravitz", "Zoe Kravitz"));
        assert!(!same("Marsh", "Marsh Foundation"));
        assert!(!same("the", "a"));
    }
}
