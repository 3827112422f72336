//! Entities: names, types and links. Those known beyond the article stand in the graph of entities, the rest in the article's.

use oxigraph::model::{Literal, NamedNode};

use super::iri::is_global;
use super::vocabulary as v;
use super::writer::{Writer, dl, term};
use crate::events::{Entity, EntityId, EntityKey, Filler};

/// Aliases written at normal detail; a country has dozens in the registry.
const ALIASES: usize = 8;

pub(super) fn write(w: &mut Writer<'_>) {
    let used = used(w);
    for (index, entity) in w.extraction.entities.iter().enumerate() {
        let node = w.iris.entity(EntityId(index as u32));
        if is_global(&entity.key) {
            write_global(w, &node, entity);
        } else if used[index] || w.full() {
            w.add_type(&node, dl(entity.entity_type.name()).as_ref());
            w.add(&node, term(v::PREF_LABEL), Literal::from(entity.name.as_str()));
        }
        if w.full() {
            write_mentions(w, &node, entity);
        }
    }
    if w.full() {
        for index in 0..w.extraction.document.times.len() {
            w.time(crate::document::TimeId(index as u32));
        }
    }
}

fn write_global(w: &mut Writer<'_>, node: &NamedNode, entity: &Entity) {
    let article = w.iris.article();
    w.add(&article, v::MENTIONS, node.clone());
    w.add_entity(node, term(v::RDF_TYPE), dl(entity.entity_type.name()));
    w.add_entity(node, term(v::PREF_LABEL), Literal::from(entity.name.as_str()));
    let limit = if w.full() { usize::MAX } else { ALIASES };
    for alias in entity.aliases.iter().filter(|alias| **alias != entity.name).take(limit) {
        w.add_entity(node, term(v::ALT_LABEL), Literal::from(alias.as_str()));
    }
    if matches!(entity.key, EntityKey::Registry(_)) {
        for link in entity.links.iter().filter_map(|link| NamedNode::new(link).ok()) {
            w.add_entity(node, term(v::EXACT_MATCH), link);
        }
    }
}

fn write_mentions(w: &mut Writer<'_>, entity: &NamedNode, from: &Entity) {
    for mention in &from.mentions {
        if let Some(node) = w.evidence(mention.range, v::MENTION) {
            w.add(&node, v::REFERS_TO, entity.clone());
            w.add(&node, v::RESOLUTION, dl(&format!("{:?}", mention.resolution)));
        }
    }
}

/// Which entities take part in an event or are a source.
fn used(w: &Writer<'_>) -> Vec<bool> {
    let mut used = vec![false; w.extraction.entities.len()];
    for event in &w.extraction.events {
        let fillers = event.roles.values().flatten().filter_map(|filler| match filler {
            Filler::Entity(id) => Some(*id),
            Filler::Event { .. } | Filler::Text(_) => None,
        });
        let sources = event.claims.iter().flat_map(|claim| claim.source.iter().chain(&claim.relayed_by).copied());
        for id in fillers.chain(sources) {
            if let Some(used) = used.get_mut(id.0 as usize) {
                *used = true;
            }
        }
    }
    used
}
