//! The word lists and patterns of `data/source/`, compiled once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

/// Names of the fields of records (`fields.toml`).
#[derive(Deserialize)]
pub(super) struct Fields {
    pub id: Vec<String>,
    pub url: Vec<String>,
    pub title: Vec<String>,
    pub published: Vec<String>,
    pub publisher: Vec<String>,
    pub language: Vec<String>,
    pub text: Vec<String>,
    pub html: Vec<String>,
}

/// What is known about pages (`pages.toml`).
#[derive(Deserialize)]
pub(super) struct Pages {
    pub title: Vec<String>,
    pub publisher: Vec<String>,
    pub url: Vec<String>,
    pub json_ld_types: Vec<String>,
    pub tracking: Vec<String>,
    pub elements: Elements,
}

/// Kinds of HTML element.
#[derive(Deserialize)]
pub(super) struct Elements {
    pub block: Vec<String>,
    pub void: Vec<String>,
    pub hidden: Vec<String>,
    pub around: Vec<String>,
}

/// Which blocks are not running text (`boilerplate.toml`).
#[derive(Deserialize)]
pub(super) struct Boilerplate {
    pub longest: usize,
    pub boilerplate: Vec<Pattern>,
    pub original: Vec<Pattern>,
    pub caption: Vec<Pattern>,
    pub inline: Vec<Pattern>,
    pub caption_classes: Vec<String>,
    pub credit_classes: Vec<String>,
    pub hidden_classes: Vec<String>,
}

/// How dates are written (`dates.toml`), with `{month}` and `{weekday}` filled in.
pub(super) struct DatePatterns {
    /// Lower-case name → 1 to 12.
    pub months: BTreeMap<String, i8>,
    /// Lower-case name → 1 (Monday) to 7.
    pub weekdays: BTreeMap<String, i8>,
    pub weekday: Regex,
    pub full: Vec<Regex>,
    pub month_day: Vec<Regex>,
    pub dateline: Regex,
    pub stated: Regex,
    pub updated: Regex,
    pub longest_line: usize,
    pub url_day: Vec<Regex>,
    pub url_month: Vec<Regex>,
    pub meta: Vec<String>,
    pub json_ld: Vec<String>,
}

#[derive(Deserialize)]
struct RawDates {
    months: Vec<Vec<String>>,
    weekdays: Vec<Vec<String>>,
    full: Vec<String>,
    month_day: Vec<String>,
    dateline: String,
    stated: String,
    updated: String,
    longest_line: usize,
    url_day: Vec<String>,
    url_month: Vec<String>,
    meta: Vec<String>,
    json_ld: Vec<String>,
}

/// A regular expression of a data file, without regard to case.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Pattern(pub Regex);

impl TryFrom<String> for Pattern {
    type Error = regex::Error;
    fn try_from(pattern: String) -> Result<Self, regex::Error> {
        Ok(Self(Regex::new(&format!("(?i){pattern}"))?))
    }
}

// The files are embedded and a test below reads them, so they are right by construction of the binary.
pub(super) static FIELDS: LazyLock<Fields> = LazyLock::new(|| embedded(include_str!("../../data/source/fields.toml"), "fields.toml"));
pub(super) static PAGES: LazyLock<Pages> = LazyLock::new(|| embedded(include_str!("../../data/source/pages.toml"), "pages.toml"));
pub(super) static BOILERPLATE: LazyLock<Boilerplate> =
    LazyLock::new(|| embedded(include_str!("../../data/source/boilerplate.toml"), "boilerplate.toml"));
pub(super) static DATES: LazyLock<DatePatterns> =
    LazyLock::new(|| date_patterns(embedded(include_str!("../../data/source/dates.toml"), "dates.toml")));
/// ISO 639-3 → ISO 639-1.
pub(super) static LANGUAGES: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/source/languages.tsv").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect()
});

fn embedded<T: for<'de> Deserialize<'de>>(text: &str, name: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| panic!("embedded data/source/{name}: {error}"))
}

fn date_patterns(raw: RawDates) -> DatePatterns {
    let numbered = |lists: &[Vec<String>]| -> BTreeMap<String, i8> {
        (1..).zip(lists).flat_map(|(number, names)| names.iter().map(move |name| (name.clone(), number))).collect()
    };
    let (months, weekdays) = (numbered(&raw.months), numbered(&raw.weekdays));
    let month = alternatives(&months);
    let weekday = alternatives(&weekdays);
    let compile = |pattern: &String| {
        let pattern = pattern.replace("{month}", &month).replace("{weekday}", &weekday);
        Regex::new(&pattern).unwrap_or_else(|error| panic!("embedded data/source/dates.toml: {error}"))
    };
    DatePatterns {
        weekday: compile(&r"(?i)\b(?:{weekday})\b".to_owned()),
        full: raw.full.iter().map(compile).collect(),
        month_day: raw.month_day.iter().map(compile).collect(),
        dateline: compile(&raw.dateline),
        stated: compile(&raw.stated),
        updated: compile(&raw.updated),
        longest_line: raw.longest_line,
        url_day: raw.url_day.iter().map(compile).collect(),
        url_month: raw.url_month.iter().map(compile).collect(),
        meta: raw.meta,
        json_ld: raw.json_ld,
        months,
        weekdays,
    }
}

/// All names as one group, longer names first so that "june" is not read as "jun".
fn alternatives(names: &BTreeMap<String, i8>) -> String {
    let mut names: Vec<&str> = names.keys().map(String::as_str).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_file_is_well_formed() {
        assert_eq!(FIELDS.text[0], "text");
        assert!(PAGES.elements.block.iter().any(|name| name == "p"));
        assert!(BOILERPLATE.boilerplate.iter().any(|p| p.0.is_match("By Ada Miller")));
        assert_eq!(DATES.months["july"], 7);
        assert_eq!(LANGUAGES["eng"], "en");
    }
}
