//! Headlines that say more than the text below them.
//!
//! ```text
//! headline  "China hacked ministries"          Hedged, variant of the event of the body
//! body      "Hackers broke into ministries"    Asserted
//! ```

use super::types::{Event, EventId, Status};
use crate::resources::Ontology;

/// A deed found in the headline only, where the body has one of the same class with another actor: the headline is sharper than the text, and is
/// kept apart as a hedged variant.
pub fn mark_headline_variants(events: &mut [Event], ontology: &Ontology) {
    // of what is said and of who is what, an article tells much
    let is_deed = |class: &str| !["CommunicationEvent", "StateOfAffairs"].iter().any(|c| ontology.is_subclass(class, c));
    for i in 0..events.len() {
        if !is_deed(&events[i].class) || !events[i].claims.iter().all(|c| c.in_headline) {
            continue;
        }
        let sibling = (0..events.len()).find(|&j| {
            j != i
                && !events[j].claims.iter().all(|c| c.in_headline)
                && (events[j].class == events[i].class || ontology.is_subclass(&events[j].class, &events[i].class))
                && events[i].roles.get("actor").is_some_and(|a| events[j].roles.get("actor").is_some_and(|b| a != b))
        });
        if let Some(j) = sibling {
            events[i].variant_of = Some(EventId(j as u32));
            if events[i].status == Status::Asserted {
                events[i].status = Status::Hedged;
            }
        }
    }
}
