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

/// A name of a person, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Person {
    /// What is compared first: full given name, surname, and `jr` or the like; without what stands between.
    pub form: String,
    /// What stands between: names, and initials of one letter.
    pub middle: Vec<String>,
    /// Whether `jr` or the like is there.
    pub has_generation: bool,
}

/// Takes a name of a person apart; `None` for a name of one word, which may be anybody's, and for a mere title.
pub(super) fn person(name: &str) -> Option<Person> {
    let lexicon = Lexicon::shipped();
    let name = normalized(name);
    let mut words: Vec<&str> = name.split(' ').map(|word| word.trim_matches(['.', ','])).filter(|word| !word.is_empty()).collect();
    let is_title = |words: &[&str]| lexicon.titles.contains(&*words.join(" ").to_lowercase());
    if is_title(&words) {
        return None;
    }
    while let Some(length) = (1..words.len().saturating_sub(1)).rev().find(|length| is_title(&words[..*length])) {
        words.drain(..length);
    }
    let generation = words.last().map(|word| folded(word)).filter(|word| words.len() > 2 && lexicon.generations.contains(&**word));
    if generation.is_some() {
        words.pop();
    }
    let is_long = |word: &&str| word.chars().count() > 1;
    let (first, last) = (words.iter().position(is_long)?, words.iter().rposition(is_long)?);
    let (given, surname) = (folded(words[first]), folded(words[last]));
    let mut form = format!("{} {surname}", NICKNAMES.get(&*given).map_or(&*given, String::as_str));
    form.extend(generation.iter().flat_map(|generation| [" ", generation]));
    let middle = words.get(first + 1..last)?.iter().filter(|word| word.starts_with(char::is_alphabetic)).flat_map(|word| {
        let are_initials = word.chars().count() <= 3 && word.chars().all(char::is_uppercase);
        if are_initials {
            word.chars().map(|c| folded(c.encode_utf8(&mut [0; 4])).to_string()).collect()
        } else {
            vec![folded(word).to_string()]
        }
    });
    (first < last).then(|| Person { form, middle: middle.collect(), has_generation: generation.is_some() })
}

/// Whether what stands between given name and surname can be of one person: `Mohan` and `M`, but not `W` and `H W`.
pub(super) fn go_together(one: &[String], other: &[String]) -> bool {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let is_initial = |word: &str| word.chars().count() == 1;
    let fits = |a: &str, b: &str| a == b || (is_initial(a) || is_initial(b)) && a.chars().next() == b.chars().next();
    let mut rest = many.iter();
    let all_fit = few.iter().all(|word| rest.any(|other| fits(word, other)));
    all_fit && (few.len() == many.len() || few.iter().any(|word| !is_initial(word) && many.contains(word)))
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

/// Whether a form of a name is what a body of that name is called for short: `welsh labour` of `Welsh Labour Grassroots`, but not `scottish labour`
/// of `Scottish Labour Party`, since a party is what it is.
pub(super) fn is_short_for(form: &str, name: &str) -> bool {
    let lexicon = Lexicon::shipped();
    let says_kind = |word: &str| lexicon.company_suffixes.contains(word) || lexicon.kinds.iter().any(|kind| kind.words.contains(word));
    let name = folded(&normalized(name));
    let mut left: Vec<&str> = name.split(' ').collect();
    let is_part = form.split(' ').all(|word| left.iter().position(|other| *other == word).map(|place| left.remove(place)).is_some());
    is_part && !left.iter().all(|word| says_kind(word))
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
    fn middle_names_tell_people_apart() {
        let go = |one: &str, other: &str| go_together(&person(one).unwrap().middle, &person(other).unwrap().middle);
        assert!(go("Ana Maria Reyes", "Ana M. Reyes") && go("Ana de la Cruz Reyes", "Ana de la Cruz Vega Reyes"));
        assert!(!go("Ana W. Reyes", "Ana HW Reyes") && !go("Ana Maria Reyes", "Ana Lucia Reyes"));
        assert_eq!(person("Ana “Nita” Reyes").unwrap().middle, Vec::<String>::new());
    }

    #[test]
    fn forms_of_one_name_are_one() {
        let form = |name| person(name).map(|person| person.form);
        assert_eq!(form("Bob Smith"), form("Robert J. Smith"));
        assert_ne!(form("Bob Smith"), form("Rita Smith"));
        assert_eq!(form("Ch. Supt Bob Smith"), form("Robert Smith"));
        assert_eq!((form("Smith"), form("Chief Inspector"), form("J. Smith")), (None, None, None));
        assert_eq!(form("Bob Smith Jr."), Some("robert smith jr".into()));
        let agency = body(["International Atomic Energy Agency"].into_iter());
        assert!(!agency.is_disjoint(&body(["IAEA"].into_iter())));
        assert!(body(["Agency"].into_iter()).is_empty());
        assert!(is_national_body("supreme court") && is_national_body("ministry of trade and industry"));
        assert!(!is_national_body("ministry of defence of austria") && !is_national_body("sand court"));
        assert!(is_short_for("north harbour", "North Harbour Volunteers") && !is_short_for("north harbour", "North Harbour"));
        assert!(!is_short_for("north harbour", "North Harbour Party") && !is_short_for("north harbour", "Harbour Volunteers"));
        assert!(are_alike("Equality and Rights Commission", "Equalities and Rights Commission"));
        assert!(!are_alike("Ministry of Defence of Austria", "Ministry of Defence of Australia"));
    }
}
