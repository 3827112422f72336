//! Who does what an infinitive says, by the word above it: in `promised Chile to free the sailors` who promises, in `appealed to Chile to
//! free the sailors` Chile.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use compact_str::CompactString;
use rustc_hash::FxHashSet;
use serde::Deserialize;

type Words = FxHashSet<CompactString>;

/// `data/lexicon/control.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Nouns for a decision, plan or attempt, whose owner does it.
    pub deed_nouns: Words,
    /// Nouns of asking: who is asked does it.
    pub asking_nouns: Words,
    /// Nouns for leave to do something: who is given it does it.
    pub licence_nouns: Words,
    /// Verbs of giving such leave.
    pub granting_verbs: Words,
    /// Verbs of asking by the preposition before who is asked.
    asking_verbs: BTreeMap<CompactString, Words>,
    /// Verbs whose subject does it even with somebody for object.
    pub promising_verbs: Words,
    /// Verbs of asking and pressing somebody to do it.
    pub urging_verbs: Words,
    /// Verbs of which the object is what others do.
    pub judging_verbs: Words,
    /// Verbs of turning to somebody, whose subject does what an infinitive of [`Self::callers_words`] behind the object says.
    calling_verbs: Words,
    /// What one says to somebody whom one calls: `complain`.
    callers_words: Words,
}

static CONTROL: LazyLock<Control> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/lexicon/control.toml")).expect("a test reads the embedded file"));

impl Control {
    /// The shipped lists.
    pub fn shipped() -> &'static Control {
        &CONTROL
    }

    /// Prepositions behind which a verb has those whom it asks: `to` of `appeal`, `on` of any.
    pub fn before_asked(&self, verb: &str) -> impl Iterator<Item = &str> {
        let listed = self.asking_verbs.iter().filter(move |(_, verbs)| verbs.contains(verb));
        std::iter::once("on").chain(listed.map(|(preposition, _)| &**preposition))
    }

    /// `called Reyes to apologise`: whether the caller does what the infinitive says.
    pub fn calls(&self, verb: &str, infinitive: &str) -> bool {
        self.calling_verbs.contains(verb) && self.callers_words.contains(infinitive)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let control = Control::shipped();
        assert_eq!(control.before_asked("appeal").collect::<Vec<_>>(), ["on", "for", "to"]);
        assert_eq!(control.before_asked("urge").collect::<Vec<_>>(), ["on"]);
        assert!(control.calls("phone", "apologise") && !control.calls("urge", "apologise"));
        let both: Vec<_> = control.deed_nouns.intersection(&control.asking_nouns).collect();
        assert!(both.is_empty(), "nouns of both kinds: {both:?}");
    }
}
