//! Which events become plain triples: those that are asserted, denied by nobody, not merely tried, between named things.
//!
//! ```text
//! Travel  actor = Blinken  destination = China  Asserted, CTpos   →   Blinken travelledTo China
//! Travel  actor = Blinken  destination = China  Planned           →   nothing
//! ```

use super::iri::is_global;
use super::{RdfOptions, Shortcuts};
use crate::document::EntityType;
use crate::events::{Claim, EntityId, Event, EventId, Extraction, Factuality, Filler, Phase, Status, Temporality};
use crate::resources::{Ontology, RoleKind};

/// A relation between two named things that an article states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// Who.
    pub subject: EntityId,
    /// Local name of the shortcut property: `travelledTo`.
    pub predicate: &'static str,
    /// Whom or what.
    pub object: EntityId,
    /// The event behind it.
    pub event: EventId,
}

/// The facts of an article, in the order of its events.
pub fn facts(extraction: &Extraction, options: &RdfOptions) -> Vec<Fact> {
    let events = (0..).map(EventId).zip(&extraction.events);
    events.flat_map(|(id, event)| facts_of(id, event, extraction, options)).collect()
}

pub(super) fn facts_of(id: EventId, event: &Event, extraction: &Extraction, options: &RdfOptions) -> Vec<Fact> {
    let Some(rule) = Ontology::embedded().class(&event.class).and_then(|class| class.shortcut.as_ref()) else { return Vec::new() };
    if !is_fact(event, options) || !event.claims.iter().any(|claim| supports(claim, options)) {
        return Vec::new();
    }
    let global = |id: &EntityId| extraction.entities.get(id.0 as usize).is_some_and(|entity| is_global(&entity.key));
    let named = |role: &str| -> Vec<EntityId> {
        let fillers = event.roles.get(role).map(Vec::as_slice).unwrap_or_default();
        let entity = |filler: &Filler| match filler {
            Filler::Entity(id) if global(id) && fits(extraction, role, filler) => Some(*id),
            _ => None,
        };
        fillers.iter().filter_map(entity).collect()
    };
    let objects: Vec<EntityId> = rule.objects.iter().flat_map(|role| named(role)).collect();
    let subjects = named(&rule.subject);
    let pairs = subjects.iter().flat_map(|subject| objects.iter().map(move |object| (*subject, *object)));
    let pairs = pairs.filter(|(subject, object)| subject != object);
    pairs.map(|(subject, object)| Fact { subject, predicate: &rule.predicate, object, event: id }).collect()
}

/// Whether the claim carries a fact.
pub(super) fn supports(claim: &Claim, options: &RdfOptions) -> bool {
    let voice = match options.shortcuts {
        Shortcuts::Attributed => true,
        Shortcuts::OwnVoice => claim.author_factuality == Factuality::CTpos,
        Shortcuts::Off => false,
    };
    voice && claim.factuality == Factuality::CTpos && claim.temporality != Temporality::Future && claim.confidence >= options.min_confidence
}

/// Whether the event, as a whole, is said to have happened. A state that has ended ("former minister") is no fact about now.
fn is_fact(event: &Event, options: &RdfOptions) -> bool {
    let tried = matches!(event.phase, Some(Phase::Attempted | Phase::Failed | Phase::Foiled));
    let ended = event.phase == Some(Phase::End) && Ontology::embedded().is_subclass(&event.class, "StateOfAffairs");
    let denied = event.claims.iter().any(|claim| claim.factuality == Factuality::CTneg);
    event.status == Status::Asserted && event.confidence >= options.min_confidence && !tried && !ended && !denied
}

/// Whether the ontology lets the filler play the role.
pub(super) fn fits(extraction: &Extraction, role: &str, filler: &Filler) -> bool {
    match Ontology::embedded().role(role).map(|role| &role.kind) {
        Some(RoleKind::Thing(None)) => true,
        Some(RoleKind::Thing(Some(range))) => match filler {
            Filler::Event { .. } => range == "Event",
            Filler::Entity(id) => EntityType::from_name(range)
                .zip(extraction.entities.get(id.0 as usize))
                .is_some_and(|(range, entity)| entity.entity_type.is_a(range)),
            Filler::Text(_) => false,
        },
        Some(RoleKind::Value) | None => false,
    }
}
