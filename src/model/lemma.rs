//! Lemma edit scripts, the classes of the lemma head, and the list of known inflected forms that goes before them.
//!
//! Example: `l3y` = lower-case, drop three letters, add "y": `Parties` -> `party`; `k1` keeps case: `Democrats` ->
//! `Democrat`; the list knows `bought VERB buy`.

use super::ModelError;
use super::chars::plain;
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

    /// Lemma of `form`, given its part of speech and the index of the script the model prefers.
    pub fn lemma(&self, form: &str, upos: &str, script: usize) -> String {
        let form = plain_text(form);
        let form = form.as_str();
        let lower = form.to_lowercase();
        if let Some(known) = self.known.get(lower.as_str())
            && let Some((_, lemma)) = known.iter().find(|(u, _)| *u == upos)
        {
            return (*lemma).to_owned();
        }
        match self.scripts.get(script) {
            Some(script) => script.apply(form, lower),
            None => lower,
        }
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
        let lemmas = Lemmas::new(&["l3y", "k1", "t0", "l9", "l0"], &["bought\tVERB\tbuy"]).unwrap();
        assert_eq!(lemmas.lemma("Parties", "NOUN", 0), "party");
        assert_eq!(lemmas.lemma("Democrats", "PROPN", 1), "Democrat");
        assert_eq!(lemmas.lemma("GOOGLE", "PROPN", 2), "Google");
        assert_eq!(lemmas.lemma("Été", "NOUN", 0), "y");
        assert_eq!(lemmas.lemma("It", "PRON", 3), "it");
        assert_eq!(lemmas.lemma("Bought", "VERB", 4), "buy");
        assert_eq!(lemmas.lemma("bought", "ADJ", 4), "bought");
        assert_eq!(lemmas.lemma("", "X", 2), "");
        assert_eq!(lemmas.lemma("’s", "PART", 4), "'s");
        assert!(Lemmas::new(&["q1"], &[]).is_err() && Lemmas::new(&["l"], &[]).is_err() && Lemmas::new(&[], &["x"]).is_err());
    }
}
