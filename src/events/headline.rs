//! Headlines that sum up what the first lines tell, or say more than the text below them.
//!
//! ```text
//! headline  "Two killed in crash"          the crash in which two people died, told again
//! headline  "China hacked ministries"          Hedged, variant of the event of the body
//! body      "Hackers broke into ministries"    Asserted
//! ```

use super::apart::Report;
use super::candidate::{Candidate, Roles};
use super::classes::NO_DEEDS;
use super::cluster::Clusterer;
use super::participants::Filled;
use super::sharing::{STATE, Side};
use super::types::{Entity, EntityKey, Event, EventId, Filler, Status};
use crate::document::EntityType;
use crate::resources::Ontology;

/// Roles that two reports of one happening agree on.
const OBJECT_ROLES: [&str; 4] = ["target", "recipient", "destination", "place"];

impl Clusterer<'_> {
    /// `Two killed as helicopter crashes`: of what the first lines tell, the headline tells again whatever does not contradict it.
    pub(super) fn is_headline_of(&self, known: &Report<'_>, candidate: &Candidate<'_>) -> bool {
        let mention = candidate.mention;
        self.syntax.document.is_headline(candidate.sentence)
            && mention.complete
            && !self.ontology.is_any_of(&mention.class, &NO_DEEDS)
            && self.may_sum_up(&mention.class, &candidate.roles, known.roles)
    }

    /// Whether a headline with some roles may sum up what is told with others: where it was, and who did it, the headline may say in wider
    /// terms.
    fn may_sum_up(&self, class: &str, headline: &Roles, told: &Roles) -> bool {
        let is_known = |roles: &Roles| roles.get("place").is_some_and(|sites| sites.iter().all(|f| self.registry_key(f).is_some()));
        let are_known = is_known(headline) && is_known(told);
        let mut headline = headline.clone();
        headline.retain(|role, _| are_known || &**role != "place");
        if self.act_for(told, &headline) {
            headline.remove("actor");
        }
        self.shared(class, &headline, told).is_some()
    }

    /// `The European Commission has imposed`, `President Noboa declared`: what one does for a state or a union, the headline says that does.
    fn act_for(&self, told: &Roles, headline: &Roles) -> bool {
        let all = |roles: &Roles, is: &dyn Fn(&Filled) -> bool| roles.get("actor").is_some_and(|actors| actors.iter().all(is));
        let is_of = |f: &Filled, types: &[EntityType]| types.iter().any(|t| self.is_a(f, *t));
        let is_union = |f: &Filled| is_of(f, &[EntityType::Country, EntityType::InternationalOrganization]);
        let sides: Vec<Side> = headline.get("actor").into_iter().flatten().filter_map(|f| self.side(f)).collect();
        let may_act = |f: &Filled| {
            let is_servant = is_of(f, &STATE[1..]) || is_of(f, &[EntityType::Person]);
            self.is_a(f, EntityType::InternationalOrganization) || is_servant && self.side(f).is_none_or(|side| sides.contains(&side))
        };
        all(headline, &is_union) && all(told, &may_act)
    }

    /// Whether whom a headline names in a role says more than those whom the text names there: `Ecuador declares emergency`, below which its
    /// president does, and `Two activists arrested`, below which more is told of them, do not.
    pub(super) fn says_more(&self, role: &str, filled: &Filled, told: &[Filled]) -> bool {
        told.is_empty() || self.is_named(filled) && !(role == "actor" && told.iter().any(|f| self.is_named(f)))
    }
}

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
