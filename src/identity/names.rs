//! Names that can be of one entity: `Bob Smith` and `Robert J. Smith`, `IAEA` and `International Atomic Energy Agency`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::resources::Lexicon;
use crate::text::{folded, normalized};

/// Short given name → full one, folded.
static NICKNAMES: LazyLock<FxHashMap<String, String>> = LazyLock::new(|| {
    let lines = include_str!("../../data/lexicon/nicknames.tsv").lines().skip(1);
    lines.filter_map(|line| line.split_once('\t')).map(|(short, full)| (short.to_lowercase(), full.to_lowercase())).collect()
});

/// Letters that two forms of a word have in common at least.
const STEM: usize = 4;
/// Letters behind them at most.
const ENDING: usize = 3;

/// The form under which names of a person are compared: full given name and surname, without what stands between. `None`
/// for a name of one word, which may be anybody's.
pub(super) fn person(name: &str) -> Option<String> {
    let name = folded(&normalized(name));
    let words: Vec<&str> = name.split(' ').filter(|word| word.trim_end_matches('.').chars().count() > 1).collect();
    let (given, surname) = (words.first()?, words.last()?);
    (words.len() >= 2).then(|| format!("{} {surname}", NICKNAMES.get(*given).map_or(*given, String::as_str)))
}

/// The forms under which names of a body are compared: each name of more than one word, abbreviations, and initials.
pub(super) fn body<'n>(names: impl Iterator<Item = &'n str>) -> BTreeSet<String> {
    let mut forms = BTreeSet::new();
    for name in names {
        let name = normalized(name);
        let words: Vec<&str> = name.split([' ', '-']).filter(|word| !word.is_empty()).collect();
        if words.len() >= 2 {
            forms.insert(folded(&name).to_string());
            let initials: String = words.iter().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect();
            if initials.chars().count() >= 3 {
                forms.insert(initials);
            }
        } else if is_abbreviation(&name) {
            forms.insert(name.to_string());
        }
    }
    forms
}

/// `IAEA`.
pub(super) fn is_abbreviation(name: &str) -> bool {
    name.chars().count() >= 3 && name.chars().all(char::is_uppercase) && !Lexicon::shipped().kind_abbreviations.contains(name)
}

/// Whether a form of a name says which of the bodies of a country is meant, but not of which: `supreme court`, `ministry of trade`.
pub(super) fn is_national_body(form: &str) -> bool {
    let lexicon = Lexicon::shipped();
    let words: Vec<&str> = form.split(' ').collect();
    match words[..] {
        [_, last] if lexicon.national_departments.contains(last) => true,
        [first, "of", ref what @ ..] if lexicon.national_departments.contains(first) => !what.contains(&"of"),
        _ => lexicon.national_bodies.contains(form) || lexicon.national_courts.contains(form),
    }
}

/// Whether two names of several words are the same but for endings: `Equality Commission`, `Equalities Commission`.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    let same = |a: &str, b: &str| {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let common = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
        a == b || common >= STEM && common + ENDING >= a.len().max(b.len())
    };
    let (one, other) = (folded(&normalized(one)), folded(&normalized(other)));
    let (one, other): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    one.len() >= 2 && one.len() == other.len() && one.iter().zip(&other).all(|(a, b)| same(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_are_one() {
        assert_eq!(person("Bob Smith"), person("Robert J. Smith"));
        assert_ne!(person("Bob Smith"), person("Rita Smith"));
        assert_eq!(person("Smith"), None);
        let agency = body(["International Atomic Energy Agency"].into_iter());
        assert!(!agency.is_disjoint(&body(["IAEA"].into_iter())));
        assert!(body(["Agency"].into_iter()).is_empty());
        assert!(is_national_body("supreme court") && is_national_body("ministry of trade and industry"));
        assert!(!is_national_body("ministry of defence of austria") && !is_national_body("sand court"));
        assert!(are_alike("Equality and Rights Commission", "Equalities and Rights Commission"));
        assert!(!are_alike("Ministry of Defence of Austria", "Ministry of Defence of Australia"));
    }
}
