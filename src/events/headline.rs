//! Headlines that say more than the text below them.
//!
//! ```text
//! headline  "China hacked ministries"          Hedged, variant of the event of the body
//! body      "Hackers broke into ministries"    Asserted
//! ```

use super::types::{Entity, EntityKey, Event, EventId, Filler, Status};
use crate::resources::Ontology;

/// Roles that two reports of one happening agree on.
const OBJECT_ROLES: [&str; 4] = ["target", "recipient", "destination", "place"];

/// Marks events found in the headline only, where the body has one of the same class with another actor: who did it is sharper than the
/// text, and is kept apart as a hedged variant; to whom is the same.
pub(super) fn mark_variants(events: &mut [Event], entities: &[Entity], ontology: &Ontology) {
    for i in 0..events.len() {
        let may_be_one =
            |j: usize| OBJECT_ROLES.iter().all(|role| may_be_same(entities, events[i].roles.get(*role), events[j].roles.get(*role)));
        let is_it = |j: &usize| is_sharper(&events[i], &events[*j], entities, ontology) && may_be_one(*j);
        let Some(j) = (0..events.len()).find(is_it) else { continue };
        for role in ["target", "affected"] {
            let more = events[i].roles.get(role).cloned().unwrap_or_default();
            add(&mut events[j], role, more);
        }
        events[i].variant_of = Some(EventId(j as u32));
        if events[i].status == Status::Asserted {
            events[i].status = Status::Hedged;
        }
    }
}

/// Whether an event of the headline names who did what the body tells of somebody else.
fn is_sharper(headline: &Event, body: &Event, entities: &[Entity], ontology: &Ontology) -> bool {
    let in_headline = |event: &Event| event.claims.iter().all(|c| c.in_headline);
    let (Some(named), Some(told)) = (headline.roles.get("actor"), body.roles.get("actor")) else { return false };
    has_name(entities, named)
        && named != told
        && in_headline(headline)
        && !in_headline(body)
        && body.relation == headline.relation
        && !ontology.is_subclass(&body.class, "StateOfAffairs")
        && ontology.is_subclass(&body.class, &headline.class)
}

fn add(event: &mut Event, role: &str, more: Vec<Filler>) {
    for filler in more {
        let known = event.roles.entry(role.into()).or_default();
        if !known.contains(&filler) {
            known.push(filler);
        }
    }
}

/// Whether two lists of fillers can mean the same: one is missing or unnamed, or they share somebody.
fn may_be_same(entities: &[Entity], a: Option<&Vec<Filler>>, b: Option<&Vec<Filler>>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    !has_name(entities, a) || !has_name(entities, b) || a.iter().any(|f| b.contains(f))
}

/// Whether one of the fillers is known by a name.
fn has_name(entities: &[Entity], fillers: &[Filler]) -> bool {
    fillers.iter().any(|f| matches!(f, Filler::Entity(e) if entities[e.0 as usize].key != EntityKey::Local))
}
