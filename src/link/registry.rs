//! The registry: names and aliases → known countries, places, organisations, people, threat actors.
//!
//! `data/registry/*.tsv` is embedded; a user's own file of the same form is merged over it (same key: fields added; new key: new entry).
//!
//! ```
//! use dateline::link::Registry;
//! let registry = Registry::shipped();
//! let hit = registry.lookup("the U.S. State Department").next().expect("is in the registry");
//! assert_eq!(&*hit.key, "org/us-department-of-state");
//! ```

use std::path::Path;
use std::sync::{Arc, LazyLock};

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::document::{EntityType, Gender};
use crate::text::{folded, normalized};

/// Files of the registry with their embedded text, in the order in which equal names are preferred.
const FILES: &[(&str, &str)] = &[
    ("countries.tsv", include_str!("../../data/registry/countries.tsv")),
    ("organizations.tsv", include_str!("../../data/registry/organizations.tsv")),
    ("people.tsv", include_str!("../../data/registry/people.tsv")),
    ("legislators.tsv", include_str!("../../data/registry/legislators.tsv")),
    ("companies.tsv", include_str!("../../data/registry/companies.tsv")),
    ("regions.tsv", include_str!("../../data/registry/regions.tsv")),
    ("cities.tsv", include_str!("../../data/registry/cities.tsv")),
    ("threats.tsv", include_str!("../../data/registry/threats.tsv")),
];

const HEADER: &str = "key\ttype\tlabel\taliases\tadjectives\tcountry\tstands_for\tgender\tpopulation\tlinks\tneeds_country";

/// Inhabitants from which on a bare name means the city rather than a region: New York.
const GREAT_CITY: u32 = 5_000_000;

/// A known thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Fixed key: `country/china`.
    pub key: Arc<str>,
    /// Its class.
    pub entity_type: EntityType,
    /// Preferred name.
    pub label: CompactString,
    /// Other names.
    pub aliases: Vec<CompactString>,
    /// Adjectives of a country or region: `Chinese`.
    pub adjectives: Vec<CompactString>,
    /// Key of the country it belongs to or is attributed to.
    pub country: Option<Arc<str>>,
    /// Key of the country whose government the name may stand for: `Beijing`, `the Kremlin`.
    pub stands_for: Option<Arc<str>>,
    /// Of a person.
    pub gender: Option<Gender>,
    /// Inhabitants of a place; 0 if not given.
    pub population: u32,
    /// The same thing elsewhere.
    pub links: Vec<CompactString>,
    /// The name is borne by others too: it means this entry only in an article that speaks of its country.
    pub needs_country: bool,
}

/// Something wrong in a registry file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct Problem {
    /// File name as given.
    pub file: String,
    /// Line, 1-based; 0 if the file could not be read.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// One entry that bears a name; those with the same folded name are chained.
#[derive(Clone, Debug)]
struct Use {
    name: CompactString,
    entry: u32,
    next: Option<u32>,
}

/// All entries with an index of their names.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    entries: Vec<Entry>,
    by_key: FxHashMap<Arc<str>, u32>,
    /// Folded name → first of its uses in `uses`.
    names: FxHashMap<CompactString, u32>,
    uses: Vec<Use>,
    adjectives: FxHashMap<CompactString, u32>,
    longest: usize,
}

impl Registry {
    /// The embedded registry, built once.
    pub fn shipped() -> &'static Registry {
        static SHIPPED: LazyLock<Registry> = LazyLock::new(|| {
            let mut registry = Registry::default();
            let lines = FILES.iter().map(|(_, text)| memchr::memchr_iter(b'\n', text.as_bytes()).count()).sum();
            registry.entries.reserve(lines);
            registry.by_key.reserve(lines);
            registry.names.reserve(2 * lines);
            registry.uses.reserve(2 * lines);
            let problems: Vec<_> = FILES.iter().flat_map(|(file, text)| registry.merge(file, text)).collect();
            debug_assert!(problems.is_empty(), "{problems:?}");
            registry
        });
        &SHIPPED
    }

    /// Merges a file of the user's; gives all its problems if there is one.
    pub fn merge_file(&mut self, path: &Path) -> Result<(), Vec<Problem>> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|e| vec![Problem { file: file.clone(), line: 0, message: e.to_string() }])?;
        let problems = self.merge(&file, &text);
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Merges the lines of a file: good lines are taken, for each bad one a problem is given.
    pub fn merge(&mut self, file: &str, text: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut problem = |line: usize, message: String| problems.push(Problem { file: file.into(), line, message });
        // the keys that others name, checked when all lines are read
        let mut named: Vec<(usize, &str)> = Vec::new();
        for (i, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') || line == HEADER {
                continue;
            }
            match fields(line).and_then(|fields| Ok((parse(&fields)?, fields))) {
                Ok((entry, fields)) => {
                    self.add(entry);
                    named.extend([fields[5], fields[6]].iter().filter(|key| !key.is_empty()).map(|key| (i + 1, *key)));
                }
                Err(message) => problem(i + 1, message),
            }
        }
        for (line, key) in named {
            if !self.by_key.contains_key(key) {
                problem(line, format!("no entry with the key `{key}`; add one or leave the field empty"));
            }
        }
        problems
    }

    fn add(&mut self, new: Entry) {
        match self.by_key.get(&new.key) {
            Some(&id) => {
                self.index(id, &new);
                let old = &mut self.entries[id as usize];
                old.aliases.push(new.label);
                old.aliases.extend(new.aliases);
                old.aliases.sort_unstable();
                old.aliases.dedup();
                old.links.extend(new.links);
                old.links.sort_unstable();
                old.links.dedup();
                old.country = new.country.or(old.country.take());
                old.stands_for = new.stands_for.or(old.stands_for.take());
            }
            None => {
                let id = self.entries.len() as u32;
                self.by_key.insert(new.key.clone(), id);
                self.index(id, &new);
                self.entries.push(new);
            }
        }
    }

    /// Notes that the entry `id` bears the names of `new`.
    fn index(&mut self, id: u32, new: &Entry) {
        for name in std::iter::once(&new.label).chain(&new.aliases).map(|n| normalized(n)) {
            self.longest = self.longest.max(memchr::memchr_iter(b' ', name.as_bytes()).count() + 1);
            let index = self.uses.len() as u32;
            match self.names.entry(folded(&name)) {
                std::collections::hash_map::Entry::Vacant(slot) => {
                    slot.insert(index);
                }
                std::collections::hash_map::Entry::Occupied(slot) => {
                    let mut last = *slot.get();
                    while let Some(next) = self.uses[last as usize].next {
                        last = next;
                    }
                    self.uses[last as usize].next = Some(index);
                }
            }
            self.uses.push(Use { name, entry: id, next: None });
        }
        for adjective in &new.adjectives {
            self.adjectives.entry(normalized(adjective)).or_insert(id);
        }
    }

    /// Entries with that name, best first: written exactly so before differing in case, then the order of the files, then the larger place;
    /// but a capital or a very large city before a region of the same name.
    /// A leading article, the dots of abbreviations and the form of apostrophes do not matter; a name of up to four letters must be written in its own case.
    pub fn lookup(&self, name: &str) -> impl Iterator<Item = &Entry> {
        let name = normalized(name);
        let first = self.names.get(&folded(&name)).copied();
        let uses = std::iter::successors(first, |i| self.uses[*i as usize].next).map(|i| &self.uses[i as usize]);
        let mut ids: Vec<u32> = uses.clone().filter(|u| u.name == name).map(|u| u.entry).collect();
        if ids.is_empty() && name.len() > 4 {
            ids = uses.filter(|u| !self.is_code_name(u)).map(|u| u.entry).collect();
        }
        ids.dedup();
        ids.sort_by_key(|id| {
            let entry = &self.entries[*id as usize];
            entry.entity_type == EntityType::Region
                || entry.entity_type == EntityType::City && entry.stands_for.is_none() && entry.population < GREAT_CITY
        });
        ids.into_iter().map(|id| &self.entries[id as usize])
    }

    /// `SUMMIT`, a group of hackers: a word in capitals that means something else in any other case.
    fn is_code_name(&self, used: &Use) -> bool {
        let is_threat = matches!(self.entries[used.entry as usize].entity_type, EntityType::ThreatActor | EntityType::Malware);
        is_threat && used.name.chars().all(|c| c.is_uppercase())
    }

    /// The entry with that key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.by_key.get(key).map(|id| &self.entries[*id as usize])
    }

    /// The country or region of an adjective: `Chinese`.
    pub fn by_adjective(&self, word: &str) -> Option<&Entry> {
        self.adjectives.get(&normalized(word)).map(|id| &self.entries[*id as usize])
    }

    /// The country for whose government a name may stand: of a country itself, its capital, its seat of government.
    pub fn government_of(&self, key: &str) -> Option<&Entry> {
        let entry = self.entry(key)?;
        if entry.entity_type == EntityType::Country {
            return Some(entry);
        }
        self.entry(entry.stands_for.as_deref()?)
    }

    /// All entries in order of the files.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Words of the longest name.
    pub fn longest_name(&self) -> usize {
        self.longest
    }
}

/// The eleven fields of a line; those left out are empty.
fn fields(line: &str) -> Result<[&str; 11], String> {
    let mut fields = [""; 11];
    let (mut start, mut count) = (0, 0);
    for end in memchr::memchr_iter(b'\t', line.as_bytes()).chain([line.len()]) {
        if let Some(field) = fields.get_mut(count) {
            *field = line[start..end].trim_ascii();
        }
        (start, count) = (end + 1, count + 1);
    }
    if (3..=11).contains(&count) {
        return Ok(fields);
    }
    Err(format!("{count} fields, expected 3 to 11 split by tabs: {}", HEADER.replace('\t', " ")))
}

fn parse(fields: &[&str; 11]) -> Result<Entry, String> {
    let field = |i: usize| fields[i];
    let list = |i: usize| match field(i) {
        "" => Vec::new(),
        names => names.split('|').filter(|s| !s.is_empty()).map(CompactString::from).collect(),
    };
    let key = |i: usize| Some(field(i)).filter(|s| !s.is_empty()).map(Arc::from);
    let well_formed = |key: &str| {
        let slug = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        key.split_once('/').is_some_and(|(kind, name)| slug(kind) && slug(name))
    };
    if !well_formed(field(0)) {
        return Err(format!("the key `{}` is not of the form kind/name in lower-case letters, digits and hyphens", field(0)));
    }
    if field(2).is_empty() {
        return Err("no label in the third field".into());
    }
    let entity_type = EntityType::from_name(field(1)).ok_or_else(|| format!("no entity type `{}` in the ontology", field(1)))?;
    let gender = match field(7) {
        "" => None,
        "m" => Some(Gender::Male),
        "f" => Some(Gender::Female),
        other => return Err(format!("gender `{other}` is neither m nor f")),
    };
    let population = match field(8) {
        "" => 0,
        number => number.parse().map_err(|_| format!("population `{number}` is not a number"))?,
    };
    Ok(Entry {
        key: field(0).into(),
        entity_type,
        label: field(2).into(),
        aliases: list(3),
        adjectives: list(4),
        country: key(5),
        stands_for: key(6),
        gender,
        population,
        links: list(9),
        needs_country: field(10) == "yes",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_files_have_no_problem() {
        let mut registry = Registry::default();
        for (file, text) in FILES {
            assert_eq!(registry.merge(file, text), []);
        }
        assert!(registry.entries().len() > 10_000);
    }

    #[test]
    fn finds_names_in_their_usual_spellings() {
        let registry = Registry::shipped();
        for (name, key) in [
            ("U.S.", "country/united-states"),
            ("the UK", "country/united-kingdom"),
            ("People’s Republic of China", "country/china"),
            ("STATE DEPARTMENT", "org/us-department-of-state"),
            ("Storm-0558", "threat-actor/storm-0558"),
            ("fancy bear", "threat-actor/apt28"),
            ("Kiev", "city/kyiv"),
            ("Volodymyr Zelenskyy", "person/volodymyr-zelensky"),
        ] {
            assert_eq!(registry.lookup(name).next().map(|e| &*e.key), Some(key), "{name}");
        }
        assert_eq!(registry.lookup("us").count(), 0);
        assert_eq!(registry.by_adjective("Chinese").map(|e| &*e.key), Some("country/china"));
        assert_eq!(registry.government_of("city/beijing").map(|e| &*e.key), Some("country/china"));
        assert_eq!(registry.government_of("city/shanghai"), None);
    }

    #[test]
    fn a_code_name_in_capitals_is_no_common_word() {
        let registry = Registry::shipped();
        assert_eq!(registry.lookup("Summit").count(), 0);
        assert_eq!(registry.lookup("SUMMIT").next().map(|e| &*e.key), Some("threat-actor/turla"));
    }

    #[test]
    fn every_bad_line_is_named() {
        let mut registry = Registry::default();
        let problems = registry
            .merge("own.tsv", "org/acme\tCompany\tAcme\nacme\tCompany\tAcme\norg/x\tFirm\tX\norg/y\tCompany\tY\t\t\tcountry/nowhere\n");
        let lines: Vec<_> = problems.iter().map(|p| p.line).collect();
        assert_eq!(lines, [2, 3, 4]);
        assert_eq!(registry.lookup("Acme").count(), 1);
        assert!(problems[1].to_string().starts_with("own.tsv:3: no entity type `Firm`"));
    }

    #[test]
    fn a_user_file_adds_to_an_entry() {
        let mut registry = Registry::shipped().clone();
        assert_eq!(registry.merge("own.tsv", "country/china\tCountry\tMiddle Kingdom\n"), []);
        assert_eq!(registry.lookup("Middle Kingdom").next().map(|e| e.label.as_str()), Some("China"));
    }
}
