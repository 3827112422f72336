//! Lemma edit scripts, the classes of the lemma head, and what goes before them: a list of known inflected forms, and regular
//! inflection of words that the list does not know.
//!
//! Example: `l3y` = lower-case, drop three letters, add "y": `Parties` -> `party`; `k1` keeps case: `Democrats` ->
//! `Democrat`; the list knows `bought VERB buy`.

use super::ModelError;
use super::chars::plain;
use crate::resources::{irregular_noun, spelling, verb, written_out};
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Lower,
    Keep,
    Title,
}

struct Script {
    case: Case,
    drop: usize,
    add: &'static str,
}

pub struct Lemmas {
    scripts: Vec<Script>,
    known: HashMap<&'static str, Vec<(&'static str, &'static str)>>,
}

impl Lemmas {
    /// `known` holds lines of form, part of speech and lemma, apart by tabs.
    pub fn new(scripts: &[&'static str], known: &[&'static str]) -> Result<Lemmas, ModelError> {
        let mut map: HashMap<_, Vec<_>> = HashMap::new();
        for line in known {
            let mut parts = line.split('\t');
            let (Some(form), Some(upos), Some(lemma)) = (parts.next(), parts.next(), parts.next()) else {
                return Err(ModelError::Tag { tag: (*line).to_owned() });
            };
            map.entry(form).or_default().push((upos, lemma));
        }
        let scripts = scripts.iter().map(|s| parse(s).ok_or_else(|| ModelError::Tag { tag: (*s).to_owned() }));
        Ok(Lemmas { scripts: scripts.collect::<Result<_, _>>()?, known: map })
    }

    /// Lemma of `form`, given its parts of speech and the index of the script the model prefers.
    pub fn lemma(&self, form: &str, upos: &str, xpos: &str, script: usize) -> String {
        let form = plain_text(form);
        let form = form.as_str();
        let lower = form.to_lowercase();
        if let Some(known) = self.known.get(lower.as_str())
            && let Some((_, lemma)) = known.iter().find(|(u, _)| *u == upos)
        {
            return (*lemma).to_owned();
        }
        let is_name = xpos.starts_with("NNP") && matches!(upos, "PROPN" | "ADJ");
        if let Some(lemma) = spelling(&lower).map(str::to_owned).or_else(|| regular(form, &lower, upos, xpos)) {
            return if is_name { name_case(form, lemma) } else { lemma };
        }
        let lemma = match self.scripts.get(script) {
            Some(script) if script.drop > 0 && stands_for_itself(&lower, upos, xpos, script.add) => lower,
            Some(script) => script.apply(form, lower),
            None => lower,
        };
        match upos {
            _ if is_name => name_case(form, lemma),
            "NOUN" if !xpos.starts_with("NNP") && is_capitalised(form) => lemma.to_lowercase(),
            _ => lemma,
        }
    }
}

/// The lemma of a word whose form tells it: `depicting VBG` → `depict`, `Securities NNPS` → `Security`, `1,100 CD` → `1100`,
/// `sooooo` → `so`, `wider JJR` → `wide`, `Sept.` → `September`, `bn CD` → `billion`; an address and dashes stay as they are.
fn regular(form: &str, lower: &str, upos: &str, xpos: &str) -> Option<String> {
    match (upos, xpos) {
        (_, "ADD") => Some(form.to_owned()),
        ("PUNCT", _) => (form.len() > 1 && form.bytes().all(|b| b == b'-')).then(|| form.to_owned()),
        ("ADJ", "JJR" | "JJS") => positive(lower),
        ("ADV" | "ADJ" | "INTJ", _) => drawn_out(lower),
        ("VERB", "VB" | "VBP") => Some(lower.to_owned()),
        ("VERB", _) => verb(lower),
        ("NOUN", "NNS") => singular(lower),
        ("PROPN", "NNPS") => singular(if form.chars().any(char::is_lowercase) { form } else { lower }),
        ("PROPN", "NNP") => written_out(form, upos).map(str::to_owned),
        ("NUM", _) => {
            let digits = form.replace(',', "");
            let is_written_in_digits = digits.bytes().all(|b| b.is_ascii_digit());
            is_written_in_digits.then_some(digits).or_else(|| written_out(lower, upos).map(str::to_owned))
        }
        _ => None,
    }
}

/// Whether a form is its lemma, though the model would shorten it and put `add` behind: no adjective or singular ends otherwise
/// without its `-ing` or `-ed` (`rewarding`, `wrongdoing`), and no plural without `-s` is made a singular by a letter less.
fn stands_for_itself(lower: &str, upos: &str, xpos: &str, add: &str) -> bool {
    match upos {
        "ADJ" | "NOUN" if xpos != "NNS" && lower.ends_with("ing") => true,
        "ADJ" if lower.ends_with("ed") => true,
        "ADJ" | "NOUN" => add.is_empty() && !lower.ends_with('s'),
        _ => false,
    }
}

/// `Campaign`, and not `CEO` or `iPhone`.
fn is_capitalised(form: &str) -> bool {
    let mut letters = form.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.clone().next().is_some() && !letters.any(char::is_uppercase)
}

/// The adjective of a comparative or superlative: `kindest` → `kind`, `larger` → `large`, `easier` → `easy`, `biggest` → `big`.
fn positive(compared: &str) -> Option<String> {
    const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
    let stem = compared.strip_suffix("est").or_else(|| compared.strip_suffix("er")).filter(|stem| stem.len() > 2)?;
    let mut letters = stem.chars().rev();
    let (last, before, third) = (letters.next()?, letters.next()?, letters.next());
    if last == 'i' {
        return Some(format!("{}y", &stem[..stem.len() - 1]));
    }
    if last == before && "bdgmnpt".contains(last) {
        return Some(stem[..stem.len() - 1].to_owned());
    }
    let is_short = stem.chars().filter(|c| VOWELS.contains(c)).count() == 1;
    let is_mute = match last {
        's' => before != 's',
        'c' | 'u' | 'v' | 'z' => true,
        'g' => before != 'n' || third == Some('a'),
        'l' => !VOWELS.contains(&before) && !matches!(before, 'l' | 'r' | 'w'),
        'w' | 'x' | 'y' | 'h' | 'e' => false,
        _ => VOWELS.contains(&before) && is_short,
    };
    Some(if is_mute { format!("{stem}e") } else { stem.to_owned() })
}

/// `sooooo` → `so`: a letter three times or more stands for one.
fn drawn_out(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let is_run = |i: usize| i >= 2 && letters[i].is_alphabetic() && letters[i] == letters[i - 1] && letters[i] == letters[i - 2];
    if !(0..letters.len()).any(is_run) || letters.windows(3).all(|w| w[0] == w[2]) {
        return None;
    }
    let mut out = String::new();
    let mut i = 0;
    while i < letters.len() {
        let run = letters[i..].iter().take_while(|c| **c == letters[i]).count();
        let kept = if run >= 3 && letters[i].is_alphabetic() { 1 } else { run };
        out.extend(std::iter::repeat_n(letters[i], kept));
        i += run;
    }
    Some(out)
}

/// `Parties` → `Party`, `horsemen` → `horseman`, `clashes` → `clash`, `hacks` → `hack`, `heroes` → `hero`, `NGO's` → `ngo`; a decade
/// stays as it is: `1990s`.
fn singular(plural: &str) -> Option<String> {
    if let Some(lemma) = irregular_noun(plural) {
        return Some(lemma.to_owned());
    }
    let changed = |ending: &str, by: &str| plural.strip_suffix(ending).filter(|stem| stem.len() > 1).map(|stem| format!("{stem}{by}"));
    if plural.ends_with("0s") {
        return Some(plural.to_owned());
    }
    if plural.ends_with("'s") {
        return if plural.ends_with("0's") { changed("'s", "s") } else { changed("'s", "") };
    }
    if plural.contains('\'') {
        return None;
    }
    let hissing = || ["sses", "xes", "ches", "shes", "oes"].iter().any(|ending| plural.ends_with(ending));
    changed("ies", "y")
        .or_else(|| changed("men", "man"))
        .or_else(|| changed("es", "").filter(|_| hissing()))
        .or_else(|| changed("s", "").filter(|_| !plural.ends_with("ss")))
}

/// Letters from which on a name in capitals is shouted rather than an acronym.
const SHOUTED: usize = 6;

/// The lemma of a name begins as the name does, and is not shouted: `TEHRAN` → `Tehran`.
fn name_case(form: &str, lemma: String) -> String {
    let is_shouted = lemma.chars().count() >= SHOUTED && lemma.chars().all(char::is_uppercase);
    let mut letters = lemma.chars();
    match letters.next() {
        Some(first) if is_shouted => first.to_string() + &letters.as_str().to_lowercase(),
        Some(first) if form.starts_with(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => lemma,
    }
}

/// Typographic signs as plain ones: the lemma of `’s` is `'s`.
fn plain_text(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for c in form.chars() {
        match plain(c) {
            Some(sign) => out.push_str(sign),
            None => out.push(c),
        }
    }
    out
}

impl Script {
    /// A script that drops more letters than there are leaves the form as it is.
    fn apply(&self, form: &str, lower: String) -> String {
        let mut base = if self.case == Case::Keep { form.to_owned() } else { lower };
        let length = base.chars().count();
        let Some(kept) = length.checked_sub(self.drop) else { return base };
        let end = base.char_indices().nth(kept).map_or(base.len(), |(at, _)| at);
        base.truncate(end);
        base.push_str(self.add);
        let mut letters = base.chars();
        match letters.next() {
            Some(first) if self.case == Case::Title => first.to_uppercase().chain(letters).collect(),
            _ => base,
        }
    }
}

fn parse(script: &'static str) -> Option<Script> {
    let case = match script.as_bytes().first()? {
        b'l' => Case::Lower,
        b'k' => Case::Keep,
        b't' => Case::Title,
        _ => return None,
    };
    let rest = &script[1..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    Some(Script { case, drop: rest[..digits].parse().ok()?, add: &rest[digits..] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_exceptions() {
        let lemmas = Lemmas::new(&["l3y", "k1", "t0", "l9", "l0", "k0"], &["bought\tVERB\tbuy"]).unwrap();
        assert_eq!(lemmas.lemma("Parties", "NOUN", "", 0), "party");
        assert_eq!(lemmas.lemma("Democrats", "PROPN", "", 1), "Democrat");
        assert_eq!(lemmas.lemma("GOOGLE", "PROPN", "", 2), "Google");
        assert_eq!(lemmas.lemma("Été", "NOUN", "", 0), "y");
        assert_eq!(lemmas.lemma("It", "PRON", "", 3), "it");
        assert_eq!(lemmas.lemma("Bought", "VERB", "", 4), "buy");
        assert_eq!(lemmas.lemma("bought", "ADJ", "", 4), "bought");
        assert_eq!(lemmas.lemma("", "X", "", 2), "");
        assert_eq!(lemmas.lemma("’s", "PART", "", 4), "'s");
        assert_eq!(lemmas.lemma("depicting", "VERB", "VBG", 4), "depict");
        assert_eq!(lemmas.lemma("horsemen", "NOUN", "NNS", 4), "horseman");
        for (form, lemma) in [("movies", "movie"), ("heroes", "hero"), ("NGO's", "ngo"), ("80's", "80s"), ("Clothes", "clothes")] {
            assert_eq!(lemmas.lemma(form, "NOUN", "NNS", 4), lemma);
        }
        for (form, lemma) in [("Kindest", "kind"), ("larger", "large"), ("longer", "long"), ("easiest", "easy"), ("bigger", "big")] {
            assert_eq!(lemmas.lemma(form, "ADJ", "JJS", 4), lemma);
        }
        assert_eq!(lemmas.lemma("rewarding", "ADJ", "JJ", 0), "rewarding");
        assert_eq!(lemmas.lemma("footage", "NOUN", "NN", 1), "footage");
        assert_eq!(lemmas.lemma("Campaign", "NOUN", "NN", 5), "campaign");
        assert_eq!(lemmas.lemma("GASES", "PROPN", "NNPS", 4), "Gas");
        assert_eq!(lemmas.lemma("Sept.", "PROPN", "NNP", 5), "September");
        assert_eq!(lemmas.lemma("--", "PUNCT", ",", 1), "--");
        assert_eq!(lemmas.lemma("TEHRAN", "PROPN", "NNP", 5), "Tehran");
        assert_eq!(lemmas.lemma("12,000", "NUM", "CD", 4), "12000");
        assert_eq!(lemmas.lemma("Sooooo", "ADV", "RB", 4), "so");
        assert_eq!(lemmas.lemma("http://a.org/?Q=b", "X", "ADD", 4), "http://a.org/?Q=b");
        assert!(Lemmas::new(&["q1"], &[]).is_err() && Lemmas::new(&["l"], &[]).is_err() && Lemmas::new(&[], &["x"]).is_err());
    }
}
