//! Which events become plain triples: those that somebody states as certain, between things with a name of their own.
//!
//! ```text
//! Travel  actor = Antony Blinken  destination = China  Asserted   →   Antony Blinken  travelledTo  China
//! ```

use super::iri::is_global;
use super::{RdfOptions, Shortcuts};
use crate::document::EntityType;
use crate::events::{Claim, EntityId, Event, EventId, Extraction, Factuality, Filler, Phase, Status, Temporality};
use crate::resources::{Ontology, RoleKind};

/// A plain triple and the event behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// Who.
    pub subject: EntityId,
    /// Local name of the shortcut property: `travelledTo`.
    pub predicate: String,
    /// Whom or where.
    pub object: EntityId,
    /// The event that says so.
    pub event: EventId,
}

/// All plain triples of an extraction, in order of its events.
pub fn shortcuts(extraction: &Extraction, options: &RdfOptions) -> Vec<Shortcut> {
    (0..extraction.events.len()).flat_map(|i| shortcuts_of(extraction, EventId(i as u32), options)).collect()
}

/// The plain triples of one event.
pub(super) fn shortcuts_of(extraction: &Extraction, id: EventId, options: &RdfOptions) -> Vec<Shortcut> {
    let event = &extraction.events[id.0 as usize];
    let ontology = Ontology::embedded();
    let Some(rule) = ontology.class(&event.class).and_then(|class| class.shortcut.as_ref()) else { return Vec::new() };
    if !is_fact(event, ontology, options) || !event.claims.iter().any(|claim| supports(claim, options)) {
        return Vec::new();
    }
    let named = |role: &str| -> Vec<EntityId> {
        let fillers = event.roles.get(role).map(Vec::as_slice).unwrap_or_default();
        fillers.iter().filter_map(|filler| if let Filler::Entity(entity) = filler { Some(*entity) } else { None }).filter(|e| is_named(extraction, role, *e)).collect()
    };
    let objects: Vec<EntityId> = rule.objects.iter().flat_map(|role| named(role)).collect();
    let pairs = named(&rule.subject).into_iter().flat_map(|s| objects.iter().filter(move |o| **o != s).map(move |o| (s, *o)));
    pairs.map(|(subject, object)| Shortcut { subject, predicate: rule.predicate.clone(), object, event: id }).collect()
}

/// Whether the entity has a name beyond the article and is of a class that the role takes.
fn is_named(extraction: &Extraction, role: &str, entity: EntityId) -> bool {
    let Some(entity) = extraction.entities.get(entity.0 as usize) else { return false };
    let fits = match Ontology::embedded().role(role).map(|r| &r.kind) {
        Some(RoleKind::Thing(Some(class))) => EntityType::from_name(class).is_none_or(|class| entity.entity_type.is_a(class)),
        _ => true,
    };
    is_global(&entity.key) && fits
}

/// Whether the event, as a whole, is said to have happened: asserted, denied by nobody, and not merely tried.
/// A state that has ended ("former minister") is no fact about now.
fn is_fact(event: &Event, ontology: &Ontology, options: &RdfOptions) -> bool {
    let tried = matches!(event.phase, Some(Phase::Attempted | Phase::Failed | Phase::Foiled));
    let ended = event.phase == Some(Phase::End) && ontology.is_subclass(&event.class, "StateOfAffairs");
    let denied = event.claims.iter().any(|claim| claim.factuality == Factuality::CTneg);
    event.status == Status::Asserted && event.confidence >= options.min_confidence && !tried && !ended && !denied
}

/// Whether the claim is firm enough to stand behind a plain triple.
pub(super) fn supports(claim: &Claim, options: &RdfOptions) -> bool {
    let voice = match options.shortcuts {
        Shortcuts::Attributed => true,
        Shortcuts::OwnVoice => claim.author_factuality == Factuality::CTpos,
        Shortcuts::Off => false,
    };
    voice && claim.factuality == Factuality::CTpos && claim.temporality != Temporality::Future && claim.confidence >= options.min_confidence
}
