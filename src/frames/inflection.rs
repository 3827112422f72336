//! Inflected words → lemmas that the frames know.
//!
//! ```text
//! insisted → insist (known to a frame)      insisted → insiste (a guess of the model that nothing knows)
//! ```
//! The model guesses the lemma of a word from its ending; where a frame knows a word that the form is a regular inflection of,
//! that word is right.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The lemma of an irregular verb form: `fled` → `flee`; from `data/lexicon/irregular_verbs.tsv`.
pub fn irregular(form: &str) -> Option<&'static str> {
    static FORMS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
        let lines = include_str!("../../data/lexicon/irregular_verbs.tsv").lines().skip(1);
        lines.filter_map(|line| line.split_once('\t')).collect()
    });
    FORMS.get(form).copied()
}

/// Stems that a form may be a regular inflection of, the form itself first; lower case in, lower case out.
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
    for (suffix, is_plain_e) in [("s", false), ("es", false), ("ed", false), ("d", true), ("ing", false)] {
        let Some(stem) = form.strip_suffix(suffix) else { continue };
        if is_plain_e && !stem.ends_with('e') {
            continue;
        }
        add(stem, "");
        if suffix == "ing" {
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
    }
    found
}

#[cfg(test)]
mod tests {
    use super::stems;

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
}
