//! Inflected words → their stems: `fled` → `flee`, `denied` → `deny`, `staging` → `stage`; careless spellings → the word: `b/c` → `because`.
//!
//! Irregular verbs and nouns stand in `data/lexicon/irregular_verbs.tsv` and `irregular_nouns.tsv`; of the stems that a regular form of
//! a verb may have, the right one is that which is a word (`data/lexicon/verbs.txt`).

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// The lemma of an irregular verb form: `fled` → `flee`.
pub fn irregular(form: &str) -> Option<&'static str> {
    static FORMS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| pairs(include_str!("../../data/lexicon/irregular_verbs.tsv")));
    FORMS.get(form).copied()
}

/// The lemma of a plural that the rules would get wrong: `feet` → `foot`, `movies` → `movie`; of words without a singular, themselves:
/// `clothes`, `Netherlands`.
pub fn irregular_noun(plural: &str) -> Option<&'static str> {
    static FORMS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| pairs(include_str!("../../data/lexicon/irregular_nouns.tsv")));
    FORMS.get(plural).copied()
}

/// The word that a form is short for as a part of speech (UPOS) or in a relation: `Sept.`, a proper noun → `September`; `bn`, a number →
/// `billion`; `Gen` before a name, `nmod:desc` → `General`.
pub fn written_out(short: &str, used_as: &str) -> Option<&'static str> {
    static WORDS: LazyLock<FxHashMap<&str, (&str, &str)>> = LazyLock::new(|| {
        let rows = include_str!("../../data/lexicon/abbreviations.tsv").lines().skip(1);
        rows.filter_map(|row| row.split_once('\t')).filter_map(|(form, rest)| Some((form, rest.split_once('\t')?))).collect()
    });
    WORDS.get(short).filter(|(of, _)| *of == used_as).map(|(_, word)| *word)
}

/// The lemma of a word as careless hands write it, in lower case: `definately` → `definitely`.
pub fn spelling(form: &str) -> Option<&'static str> {
    static FORMS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| pairs(include_str!("../../data/lexicon/spellings.tsv")));
    FORMS.get(form).copied()
}

fn pairs(file: &'static str) -> FxHashMap<&'static str, &'static str> {
    file.lines().skip(1).filter_map(|line| line.split_once('\t')).collect()
}

/// The verb that a form in lower case belongs to, if the lists know it.
pub fn verb(form: &str) -> Option<String> {
    static VERBS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| include_str!("../../data/lexicon/verbs.txt").lines().collect());
    irregular(form).map(str::to_owned).or_else(|| stems(form).into_iter().skip(1).find(|stem| VERBS.contains(stem.as_str())))
}

/// Stems that a form may be a regular inflection of, the form itself first and the likeliest next; lower case in, lower case out.
pub fn stems(form: &str) -> Vec<String> {
    let mut found = vec![form.to_owned()];
    let mut add = |stem: &str, ending: &str| {
        if stem.len() >= 2 {
            found.push(format!("{stem}{ending}"));
        }
    };
    if let Some(stem) = form.strip_suffix("ies").or_else(|| form.strip_suffix("ied")) {
        add(stem, "y");
    }
    for suffix in ["s", "es", "ed", "ing"] {
        let Some(stem) = form.strip_suffix(suffix) else { continue };
        // staged, staging → stage
        if matches!(suffix, "ed" | "ing") {
            add(stem, "e");
        }
        let mut letters = stem.chars().rev();
        if let (Some(last), Some(before)) = (letters.next(), letters.next())
            && matches!(suffix, "ed" | "ing")
            && last == before
        {
            // stopped → stop
            add(&stem[..stem.len() - last.len_utf8()], "");
        }
        add(stem, "");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_stem_of_every_regular_inflection() {
        for (form, stem) in [
            ("insisted", "insist"),
            ("endorsed", "endorse"),
            ("stopped", "stop"),
            ("denies", "deny"),
            ("denied", "deny"),
            ("accusing", "accuse"),
            ("planning", "plan"),
            ("clashes", "clash"),
            ("says", "say"),
            ("visit", "visit"),
        ] {
            assert!(stems(form).iter().any(|s| s == stem), "{form}: {:?}", stems(form));
        }
    }

    #[test]
    fn a_stem_is_a_word() {
        for (form, lemma) in [("depicting", "depict"), ("staged", "stage"), ("fled", "flee"), ("mopping", "mop"), ("falling", "fall")] {
            assert_eq!(verb(form).as_deref(), Some(lemma));
        }
        assert_eq!(verb("googlezoned"), None);
    }
}
