//! Chains → entities: the best name, what the global name rests on, other names, links, and every place of mention.

use crate::document::{Chain, Document, EntityType, MentionKind};
use crate::events::{Entity, EntityKey, EntityMention};

use compact_str::CompactString;

use super::{Entry, Registry};
use crate::resources::Lexicon;
use crate::text::normalized;

/// Aliases of the registry that go along with an entity.
const MAX_REGISTRY_ALIASES: usize = 5;

/// One entity a chain, in order of the chains: `entities(..)[chain.index()]`.
pub fn entities(document: &Document, registry: &Registry) -> Vec<Entity> {
    document.chains.iter().map(|chain| entity(document, registry, chain)).collect()
}

fn entity(document: &Document, registry: &Registry, chain: &Chain) -> Entity {
    let entry = chain.registry.as_deref().and_then(|key| registry.entry(key));
    let body = national_body(document, registry, chain);
    let is_body = body.is_some();
    let name = body.unwrap_or_else(|| entry.map_or(chain.name.as_str(), |e| e.label.as_str()).to_string());
    let mut aliases: Vec<String> = Vec::new();
    let mut mentions = Vec::new();
    for id in &chain.mentions {
        let mention = &document.mentions[id.index()];
        let range = document.range(mention.span);
        mentions.push(EntityMention { range, kind: mention.kind, resolution: mention.resolution });
        let form = one_line(range.of(&document.article.text));
        if mention.kind == MentionKind::Name && form != name && !aliases.contains(&form) {
            aliases.push(form);
        }
    }
    for alias in entry.into_iter().flat_map(|e| e.aliases.iter().take(MAX_REGISTRY_ALIASES)) {
        if !aliases.iter().any(|a| a == alias.as_str()) {
            aliases.push(alias.to_string());
        }
    }
    Entity {
        key: if is_body { EntityKey::Named } else { key(document, chain) },
        name,
        entity_type: chain.entity_type,
        aliases,
        links: entry.map(|e| e.links.iter().map(|l| l.to_string()).collect()).unwrap_or_default(),
        mentions,
    }
}

/// The country whose government a place stands for: China for Beijing.
pub fn government(place: &Entity, registry: &Registry) -> Option<Entity> {
    let EntityKey::Registry(key) = &place.key else { return None };
    let country = registry.government_of(key)?;
    Some(Entity {
        key: EntityKey::Registry(country.key.clone()),
        name: country.label.to_string(),
        entity_type: country.entity_type,
        aliases: Vec::new(),
        links: country.links.iter().map(|l| l.to_string()).collect(),
        mentions: Vec::new(),
    })
}

/// The name under which a body of a country or place is the same in every article: `China's government` → `Chinese government`.
fn national_body(document: &Document, registry: &Registry, chain: &Chain) -> Option<String> {
    use EntityType::{GovernmentBody, Group, MilitaryForce, SecurityService};
    let is_body = [GovernmentBody, SecurityService, MilitaryForce, Group].contains(&chain.entity_type);
    let mentions = || chain.mentions.iter().map(|id| &document.mentions[id.index()]);
    if !is_body || chain.registry.is_some() || mentions().any(|m| m.kind == MentionKind::Name) {
        return None;
    }
    mentions().filter(|m| m.kind == MentionKind::Nominal).find_map(|m| {
        let text = one_line(document.text_of(m.span)).replace('’', "'").replace("'s ", " ").replace("s' ", "s ");
        let words: Vec<&str> = text.split(' ').collect();
        let (owner, length) = (1..words.len().min(4)).rev().find_map(|n| Some((owner(registry, &words[..n].join(" "))?, n)))?;
        let body = words[length..].join(" ").to_lowercase().replace("defence", "defense");
        Lexicon::shipped().national_bodies.contains(&*body).then(|| format!("{owner} {body}"))
    })
}

/// `Chinese` for `China` and `Chinese`, `US` for `American`, `Bradford` for itself.
fn owner<'r>(registry: &'r Registry, word: &str) -> Option<&'r str> {
    let place = |e: &&Entry| e.entity_type.is_a(EntityType::Place) || e.entity_type == EntityType::Country;
    let entry = registry.by_adjective(word).or_else(|| registry.lookup(word).find(place))?;
    let is_initials = |a: &&CompactString| a.len() <= 3 && a.chars().all(|c| c.is_ascii_uppercase());
    let initials = entry.adjectives.iter().find(is_initials);
    Some(initials.or(entry.adjectives.first()).unwrap_or(&entry.label))
}

/// A name is global if it is known, or full: a person needs two words, since a surname alone may be anybody's.
fn key(document: &Document, chain: &Chain) -> EntityKey {
    if let Some(key) = &chain.registry {
        return EntityKey::Registry(key.clone());
    }
    let has_name = chain.mentions.iter().any(|id| document.mentions[id.index()].kind == MentionKind::Name);
    let words = normalized(&chain.name).split(' ').count();
    // "the Foreign Ministry", of which every state has one
    if Lexicon::shipped().national_bodies.contains(&*chain.name.to_lowercase().replace("defence", "defense")) {
        return EntityKey::Local;
    }
    let is_global = match chain.entity_type {
        EntityType::Person | EntityType::Entity | EntityType::Group => words >= 2,
        EntityType::MoneyAmount | EntityType::DataAsset | EntityType::Position => false,
        _ => words >= 2 || chain.name.chars().count() >= 3,
    };
    if has_name && is_global { EntityKey::Named } else { EntityKey::Local }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
