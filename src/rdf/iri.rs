//! IRIs: made of what a thing is, never of counters over the article, so that the same thing has the same name everywhere.
//!
//! ```text
//! registry key country/china           → id/country/china
//! Organization "Acme Holdings"         → id/org/acme-holdings-3f9c21
//! "about 25 organizations" (local)     → id/article/KEY/local/about-25-organizations
//! code points 10 to 14 of article KEY  → id/article/KEY#char=10,14
//! ```

use std::collections::BTreeMap;
use std::fmt::Write;

use oxigraph::model::NamedNode;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::document::EntityType;
use crate::events::{Entity, EntityId, EntityKey, Event, EventId, Extraction, Filler};

/// Where resources live unless the user says otherwise.
pub const DEFAULT_BASE: &str = "https://w3id.org/dateline/";

/// Longest slug, in characters.
const SLUG_LENGTH: usize = 60;

/// The IRIs of one article's extraction.
#[derive(Clone, Debug)]
pub struct Iris {
    base: String,
    article: String,
    entities: Vec<String>,
    events: Vec<String>,
}

impl Iris {
    /// Names everything in `extraction`. `base` ends in `/` or `#`; it is percent-encoded where an IRI needs it.
    pub fn new(base: &str, extraction: &Extraction) -> Iris {
        let base = safe_base(base);
        let article = article_iri(&base, &extraction.document.article.id, &extraction.document.article.sha256);
        let entities = entity_iris(&base, &article, &extraction.entities);
        let events = event_iris(&article, &entities, extraction);
        Iris { base, article, entities, events }
    }

    /// The article.
    pub fn article(&self) -> NamedNode {
        node(&self.article)
    }

    /// The named graph that holds what the article says.
    pub fn graph(&self) -> NamedNode {
        let path = self.article.get(self.base.len() + "id/".len()..).unwrap_or_default();
        node(&format!("{}graph/{path}", self.base))
    }

    /// The named graph of names, types and links of entities that are known beyond one article.
    pub fn entities_graph(&self) -> NamedNode {
        entities_graph(&self.base)
    }

    /// An entity of the extraction; the article's local `unknown` for an id out of range.
    pub fn entity(&self, id: EntityId) -> NamedNode {
        self.entities.get(id.0 as usize).map_or_else(|| self.local("unknown"), |iri| node(iri))
    }

    /// An event of the extraction; the article's local `unknown` for an id out of range.
    pub fn event(&self, id: EventId) -> NamedNode {
        self.events.get(id.0 as usize).map_or_else(|| self.local("unknown"), |iri| node(iri))
    }

    /// A thing known in this article only.
    pub fn local(&self, name: &str) -> NamedNode {
        node(&format!("{}/local/{}", self.article, slug(name)))
    }

    /// A stretch of the decoded source, in code points.
    pub fn char_range(&self, begin: usize, end: usize) -> NamedNode {
        node(&format!("{}#char={begin},{end}", self.article))
    }

    /// Something inside the article, named by the hash of its parts: `…/claim/0123456789`.
    pub fn part(&self, kind: &str, parts: &[&str]) -> NamedNode {
        node(&format!("{}/{kind}/{}", self.article, hash(parts, 10)))
    }

    /// Something inside the article with a name of its own: `…/date/anchor`.
    pub fn named_part(&self, kind: &str, name: &str) -> NamedNode {
        node(&format!("{}/{kind}/{}", self.article, percent(name)))
    }

    /// A version of the program that made graphs.
    pub fn tool(&self, version: &str) -> NamedNode {
        node(&format!("{}id/tool/dateline-{}", self.base, percent(version)))
    }

    /// A named thing that is not among the entities, such as the publisher.
    pub fn named(&self, entity_type: EntityType, name: &str) -> NamedNode {
        node(&named_iri(&self.base, entity_type, name))
    }
}

/// The IRI of an article: its key, or the beginning of the hash of its source if it has none.
pub fn article_iri(base: &str, key: &str, sha256: &str) -> String {
    let key = if key.is_empty() { sha256.get(..16).unwrap_or("unknown") } else { key };
    format!("{}id/article/{}", safe_base(base), percent(key))
}

/// The named graph of entities under a base.
pub fn entities_graph(base: &str) -> NamedNode {
    node(&format!("{}graph/entities", safe_base(base)))
}

/// The named graph of the ontology under a base.
pub fn ontology_graph(base: &str) -> NamedNode {
    node(&format!("{}graph/ontology", safe_base(base)))
}

/// The named graph of what is judged to be the same across articles.
pub fn identity_graph(base: &str) -> NamedNode {
    node(&format!("{}graph/identity", safe_base(base)))
}

/// The base under which the thing of that IRI was named; the default for a foreign one.
pub fn base_of(iri: &str) -> &str {
    iri.find("id/").map_or(DEFAULT_BASE, |end| &iri[..end])
}

/// The happening that an event of an article describes, named after that event alone: class, first day, who takes part, and the
/// beginning of the hash of the event's IRI, so that no other event changes the name.
pub fn canonical_event_iri(event: &str, class: &str, begin: Option<&str>, participants: &[&str]) -> NamedNode {
    let begin = begin.map(|day| day.replace('-', "")).unwrap_or_default();
    let words: Vec<String> = [kebab(class), begin].into_iter().chain(participants.iter().map(|name| slug(name))).collect();
    let words = words.iter().filter(|word| !word.is_empty()).map(String::as_str).collect::<Vec<_>>().join("-");
    node(&format!("{}id/event/{}-{}", base_of(event), slug(&words), hash(&[event], 8)))
}

/// Somebody else of an entity's name, of whom some articles speak.
pub fn homonym_iri(entity: &str, articles: &std::collections::BTreeSet<String>) -> NamedNode {
    let articles: Vec<&str> = articles.iter().map(String::as_str).collect();
    node(&format!("{entity}-{}", hash(&articles, 4)))
}

/// Whether the entity has a name beyond its article.
pub fn is_global(key: &EntityKey) -> bool {
    !matches!(key, EntityKey::Local)
}

/// Whether the IRI is of a thing known in its article only.
pub fn is_local(iri: &str) -> bool {
    iri.contains("id/article/") && iri.contains("/local/")
}

fn entity_iris(base: &str, article: &str, entities: &[Entity]) -> Vec<String> {
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    let name = |entity: &Entity| match &entity.key {
        EntityKey::Registry(key) => format!("{base}id/{}", key.split('/').map(percent).collect::<Vec<_>>().join("/")),
        EntityKey::Named => named_iri(base, entity.entity_type, &entity.name),
        EntityKey::Local => {
            let iri = format!("{article}/local/{}", slug(&entity.name));
            let count = taken.entry(iri.clone()).or_default();
            *count += 1;
            // Two groups of "officials" are two things.
            if *count == 1 { iri } else { format!("{iri}-{count}") }
        }
    };
    entities.iter().map(name).collect()
}

fn named_iri(base: &str, entity_type: EntityType, name: &str) -> String {
    let kind = kind(entity_type);
    let folded: String = name.nfc().collect::<String>().to_lowercase();
    format!("{base}id/{kind}/{}-{}", slug(name), hash(&[&kind, &folded], 6))
}

fn event_iris(article: &str, entities: &[String], extraction: &Extraction) -> Vec<String> {
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    let name = |event: &Event| {
        let key = event_key(event, entities, extraction);
        let iri = format!("{article}/event/{}-{}", kebab(&event.class), hash(&[&key], 8));
        let count = taken.entry(iri.clone()).or_default();
        *count += 1;
        if *count == 1 { iri } else { format!("{iri}-{count}") }
    };
    extraction.events.iter().map(name).collect()
}

/// What an event's name rests on: class, fillers by role, time. Events as fillers count by their class only, which keeps cycles out.
fn event_key(event: &Event, entities: &[String], extraction: &Extraction) -> String {
    let mut key = event.class.to_string();
    for (role, fillers) in &event.roles {
        let mut names: Vec<String> = fillers.iter().map(|filler| filler_key(filler, entities, extraction)).collect();
        names.sort();
        let _ = write!(key, "\n{role}={}", names.join("|"));
    }
    if let Some(time) = &event.time {
        let date = |date: Option<crate::calendar::Date>| date.map(|d| d.to_string()).unwrap_or_default();
        let _ = write!(key, "\ntime={}/{}", date(time.value.begin), date(time.value.end));
    }
    key
}

fn filler_key(filler: &Filler, entities: &[String], extraction: &Extraction) -> String {
    match filler {
        Filler::Entity(id) => entities.get(id.0 as usize).cloned().unwrap_or_default(),
        Filler::Event { event: id, .. } => extraction.events.get(id.0 as usize).map(|e| format!("event:{}", e.class)).unwrap_or_default(),
        Filler::Text(range) => range.of(&extraction.document.article.text).to_owned(),
    }
}

/// The part of the path that says what kind of thing it is.
fn kind(entity_type: EntityType) -> String {
    match entity_type {
        t if t.is_a(EntityType::Organization) => "org".into(),
        EntityType::Country => "country".into(),
        t if t.is_a(EntityType::Place) => "place".into(),
        t => kebab(t.name()),
    }
}

/// `CyberIntrusion` → `cyber-intrusion`.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for (i, c) in name.char_indices() {
        if c.is_uppercase() && i > 0 {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    percent(&out)
}

/// ASCII letters and digits of the name joined by `-`: `Côte d'Ivoire` → `cote-d-ivoire`; `n-` and a hash if there are none.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.nfkd() {
        match c {
            'A'..='Z' | 'a'..='z' | '0'..='9' => out.push(c.to_ascii_lowercase()),
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ı' => out.push('i'),
            'þ' | 'Þ' => out.push_str("th"),
            // Accents, once taken off their letters, leave no gap.
            '\u{300}'..='\u{36f}' => {}
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
    }
    out.truncate(SLUG_LENGTH);
    let trimmed = out.trim_end_matches('-');
    if trimmed.is_empty() { format!("n-{}", hash(&[name], 8)) } else { trimmed.to_owned() }
}

/// The first `digits` hexadecimal digits of the SHA-256 of the parts.
fn hash(parts: &[&str], digits: usize) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part.as_bytes());
    }
    let mut hex = String::with_capacity(64);
    for byte in sha.finalize() {
        let _ = write!(hex, "{byte:02x}");
    }
    hex.truncate(digits);
    hex
}

/// Percent-encodes everything but the unreserved characters of RFC 3986.
fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte as char),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// A base that is an absolute IRI; the default for one that is not.
fn safe_base(base: &str) -> String {
    let with_end = if base.ends_with(['/', '#']) { base.to_owned() } else { format!("{base}/") };
    NamedNode::new(&with_end).map_or_else(|_| DEFAULT_BASE.to_owned(), |_| with_end)
}

fn node(iri: &str) -> NamedNode {
    // Every part is percent-encoded or a slug, and the base is checked.
    NamedNode::new_unchecked(iri)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slugs_are_ascii_and_short() {
        assert_eq!(slug("Côte d'Ivoire"), "cote-d-ivoire");
        assert_eq!(slug("  Łukasz Groß, Jr. "), "lukasz-gross-jr");
        assert!(slug("Россия").starts_with("n-"));
        assert_eq!(slug("a".repeat(99).as_str()).len(), SLUG_LENGTH);
    }

    #[test]
    fn articles_are_named_by_key_or_hash() {
        assert_eq!(article_iri(DEFAULT_BASE, "news 1/ä", ""), "https://w3id.org/dateline/id/article/news%201%2F%C3%A4");
        assert_eq!(article_iri("http://x.org", "", "0123456789abcdef0123"), "http://x.org/id/article/0123456789abcdef");
        assert_eq!(article_iri("no iri", "a", ""), "https://w3id.org/dateline/id/article/a");
    }

    proptest! {
        #[test]
        fn every_name_gives_a_valid_iri(key in ".*", name in ".*") {
            prop_assert!(NamedNode::new(article_iri(DEFAULT_BASE, &key, "")).is_ok());
            prop_assert!(NamedNode::new(named_iri(DEFAULT_BASE, EntityType::Person, &name)).is_ok());
            prop_assert!(slug(&name).chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
        }
    }
}
