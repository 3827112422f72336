//! `data/eval/*.toml` → which of our classes, roles and labels answer to those of a corpus.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::document::EntityType;
use crate::events::{Event, Phase, Status};

/// How events are compared (`events.toml`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventRules {
    pub skip_words: BTreeSet<String>,
    pub unscored: BTreeSet<String>,
    pub optional: BTreeSet<String>,
    groups: BTreeMap<String, BTreeSet<String>>,
}

impl EventRules {
    pub fn shipped() -> &'static EventRules {
        static RULES: LazyLock<EventRules> = LazyLock::new(|| load(include_str!("../../data/eval/events.toml")));
        &RULES
    }

    /// The group of a role; a role of none counts as itself.
    pub fn group<'r>(&'r self, role: &'r str) -> &'r str {
        self.groups.iter().find(|(_, roles)| roles.contains(role)).map_or(role, |(group, _)| group)
    }
}

/// Labels of the name corpora (`names.toml`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameLabels {
    corpus: Vec<NameCorpus>,
    mention: Vec<MentionTag>,
}

/// Labels of one corpus.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameCorpus {
    pub id: String,
    labels: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MentionTag {
    tag: String,
    classes: Vec<EntityType>,
}

impl NameCorpus {
    /// Our tag for a label; `None` if that kind of name is not scored.
    pub fn tag(&self, label: &str) -> Option<&str> {
        self.labels.get(label).map(String::as_str).filter(|tag| !tag.is_empty())
    }

    /// Our tags that are scored.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.labels.values().map(String::as_str).filter(|tag| !tag.is_empty())
    }

    /// Whether a tag of ours is scored.
    pub fn scores(&self, tag: &str) -> bool {
        self.tags().any(|t| t == tag)
    }
}

impl NameLabels {
    pub fn shipped() -> &'static NameLabels {
        static LABELS: LazyLock<NameLabels> = LazyLock::new(|| load(include_str!("../../data/eval/names.toml")));
        &LABELS
    }

    /// The corpus of that id.
    pub fn named(&self, id: &str) -> Result<&NameCorpus, String> {
        let ids = || self.corpus.iter().map(|c| c.id.as_str()).collect::<Vec<_>>().join(", ");
        self.corpus.iter().find(|c| c.id == id).ok_or_else(|| format!("no labels of {id:?} are known; there are {}", ids()))
    }

    /// The first corpus that knows all labels.
    pub fn fitting(&self, labels: &BTreeSet<&str>) -> Option<&NameCorpus> {
        self.corpus.iter().find(|c| labels.iter().all(|l| c.labels.contains_key(*l)))
    }

    /// The tag of a mention by its type.
    pub fn tag_of(&self, entity_type: EntityType) -> Option<&str> {
        self.mention.iter().find(|m| m.classes.iter().any(|c| entity_type.is_a(*c))).map(|m| m.tag.as_str())
    }
}

/// Types and roles of CASIE (`casie.toml`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Casie {
    classes: BTreeMap<String, Vec<String>>,
    also: Also,
    roles: BTreeMap<String, Vec<String>>,
    numbers: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Also {
    classes: BTreeSet<String>,
}

impl Casie {
    pub fn shipped() -> &'static Casie {
        static CASIE: LazyLock<Casie> = LazyLock::new(|| load(include_str!("../../data/eval/casie.toml")));
        &CASIE
    }

    /// All types of the corpus.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        self.classes.keys().map(String::as_str)
    }

    /// Whether an event of our class may be one of the corpus's type.
    pub fn accepts(&self, kind: &str, class: &str) -> bool {
        self.classes.get(kind).is_some_and(|classes| classes.iter().any(|c| c == class))
    }

    /// Type under which an event of our class counts if it matches nothing; `None` if it is no error.
    pub fn counts_as(&self, class: &str) -> Option<&str> {
        let kind = self.classes.iter().find(|(_, classes)| classes.iter().any(|c| c == class)).map(|(kind, _)| kind.as_str());
        kind.filter(|_| !self.also.classes.contains(class))
    }

    /// Whether our role answers to the corpus's.
    pub fn same_role(&self, theirs: &str, ours: &str) -> bool {
        self.roles.get(theirs).is_some_and(|roles| roles.iter().any(|r| r == ours))
    }

    /// Whether a role of the corpus is a number that stands in the phrase of our role.
    pub fn counts(&self, theirs: &str, ours: &str) -> bool {
        self.numbers.get(theirs).is_some_and(|roles| roles.iter().any(|r| r == ours))
    }

    /// Whether a role of the corpus is scored.
    pub fn scores(&self, theirs: &str) -> bool {
        self.roles.contains_key(theirs) || self.numbers.contains_key(theirs)
    }

    /// Whether a role of ours answers to any.
    pub fn has_role(&self, ours: &str) -> bool {
        self.roles.values().any(|roles| roles.iter().any(|r| r == ours))
    }
}

/// Root types of PLOVER (`plover.toml`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plover {
    root: Vec<Root>,
}

/// A root type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Root {
    pub id: String,
    pub quad: u8,
    pub classes: Vec<String>,
    /// Classes that answer to it only where the event lies ahead.
    #[serde(default)]
    pub planned: Vec<String>,
    /// Where it is said not to be.
    #[serde(default)]
    pub negated: Vec<String>,
    /// Where it comes to its end.
    #[serde(default)]
    pub ended: Vec<String>,
}

impl Root {
    /// Whether an event of ours is of this type.
    pub fn covers(&self, event: &Event) -> bool {
        let lists = |classes: &[String]| classes.iter().any(|c| **c == *event.class);
        lists(&self.classes)
            || event.status == Status::Planned && lists(&self.planned)
            || event.status == Status::Negated && lists(&self.negated)
            || event.phase == Some(Phase::End) && lists(&self.ended)
    }
}

impl Plover {
    pub fn shipped() -> &'static Plover {
        static PLOVER: LazyLock<Plover> = LazyLock::new(|| load(include_str!("../../data/eval/plover.toml")));
        &PLOVER
    }

    /// The names of the root types.
    pub fn roots(&self) -> impl Iterator<Item = &str> {
        self.root.iter().map(|r| r.id.as_str())
    }

    /// The root type of that name.
    pub fn root(&self, id: &str) -> Option<&Root> {
        self.root.iter().find(|r| r.id == id)
    }

    /// Quad classes that an event of ours may have.
    pub fn quads(&self, event: &Event) -> BTreeSet<u8> {
        self.root.iter().filter(|r| r.covers(event)).map(|r| r.quad).collect()
    }
}

/// A shipped file; a test loads them all.
fn load<T: for<'de> Deserialize<'de>>(text: &str) -> T {
    toml::from_str(text).expect("data/eval is valid: see the test `the_shipped_files_load_and_name_what_exists`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::Ontology;

    #[test]
    fn the_shipped_files_load_and_name_what_exists() {
        let ontology = Ontology::embedded();
        let classes = Casie::shipped()
            .classes
            .values()
            .flatten()
            .chain(Plover::shipped().root.iter().flat_map(|r| [&r.classes, &r.planned, &r.negated, &r.ended]).flatten());
        for class in classes.chain(&Casie::shipped().also.classes) {
            assert!(ontology.class(class).is_some(), "{class}");
        }
        for role in Casie::shipped()
            .roles
            .values()
            .chain(Casie::shipped().numbers.values())
            .flatten()
            .chain(EventRules::shipped().groups.values().flatten())
        {
            assert!(ontology.role(role).is_some(), "{role}");
        }
        assert_eq!(EventRules::shipped().group("coActor"), "actor");
        assert!(Plover::shipped().root.iter().all(|r| (1..=4).contains(&r.quad)));
    }

    #[test]
    fn the_corpus_is_known_by_its_labels() {
        let labels = NameLabels::shipped();
        let fits = |found: &[&'static str]| labels.fitting(&found.iter().copied().collect()).map(|c| c.id.as_str());
        assert_eq!(fits(&["PER", "LOC"]), Some("uner"));
        assert_eq!(fits(&["Malware", "System"]), Some("cyner"));
        assert_eq!(fits(&["gizmo"]), None);
        assert_eq!(labels.tag_of(EntityType::Country), Some("LOC"));
        assert!(labels.named("gizmo").unwrap_err().contains("uner"));
    }
}
