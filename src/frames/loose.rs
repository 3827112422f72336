//! Participants that a frame refuses by their type, once the event is known by its other roles.
//!
//! ```text
//! "A man launched an attack on Maria Ortiz."   attack, of a man: an ArmedAttack; on whom it was may then be anybody
//! "Officers were questioned by Ms Gray."        questioned, officers: an Investigation; by whom may then be anybody
//! ```
//! Types and word lists of a role tell one sense of a trigger from another. Where the frame fires without the role there is no sense left to
//! tell apart, and what stands in the slot is taken if it is a person, body, group or country at all.

use super::file::RoleEntry;
use super::frame_set::{Frame, Role, Turn};
use super::mention::{EventMention, RoleFiller};
use super::roles;
use super::slot::{Slot, Step};
use super::syntax::Syntax;
use crate::document::EntityType;

/// Roles of those who take part.
const LOOSE: [&str; 5] = ["actor", "coActor", "target", "affected", "recipient"];

/// The role with any agent for its fillers, in those of its slots that say plainly who takes part; `None` if it has none.
pub(super) fn loosened(role: &Role) -> Option<Role> {
    let entry = &role.entry;
    let takes_agents = entry.types.iter().any(|t| t.is_a(EntityType::Agent) || EntityType::Agent.is_a(*t));
    if !LOOSE.contains(&&*role.name)
        || !takes_agents
        || entry.text
        || entry.named
        || entry.types.contains(&EntityType::Agent) && !entry.strict
    {
        return None;
    }
    let acts = matches!(&*role.name, "actor" | "coActor");
    // anybody will do as it is, but for a city that stands for its government
    if entry.types.contains(&EntityType::Agent) && !entry.strict && (entry.metonymy || !acts) {
        return None;
    }
    let is_plain = |path: &&Vec<Step>| match &path[..] {
        [Step::Subject] => true,
        [Step::Object] => !acts,
        // "Panji's lawyer", where the frame has whose it is in view
        [Step::Child { relation, case: None }] | [Step::Head(None), Step::Child { relation, case: None }] if relation == "nmod:poss" => {
            !acts
        }
        [Step::Child { relation, case: Some(case) }] => match relation.as_str() {
            "obl" | "nmod" if &*role.name == "actor" => case == "by",
            "obl" | "nmod" => true,
            _ => false,
        },
        [Step::Child { relation, case: None }] => relation == "obl:agent" || !acts && matches!(relation.as_str(), "obj" | "iobj"),
        _ => false,
    };
    let slot = Slot(role.slot.0.iter().filter(is_plain).cloned().collect());
    let entry = RoleEntry {
        types: vec![EntityType::Agent],
        lemma: Vec::new(),
        list: String::new(),
        strict: true,
        event: false,
        metonymy: acts,
        ..entry.clone()
    };
    (!slot.0.is_empty()).then(|| Role { name: role.name.clone(), slot, entry, loose: None, turn: Turn::First })
}

/// Fills the roles of an event that its frame left empty.
pub(super) fn fill_loosely(syntax: &Syntax<'_>, frame: &Frame, mention: &mut EventMention) {
    if !mention.complete {
        return;
    }
    for role in &frame.roles {
        let Some(loose) = role.loose.as_deref().filter(|_| mention.fillers(&role.name).next().is_none()) else { continue };
        for found in roles::fill(syntax, loose, mention.trigger) {
            // "the party faced an election": what somebody has to do with a noun need not befall him
            let by_light_verb = mention.nominal && &*role.name != "actor" && syntax.is(found.head, "nsubj");
            let is_other = |f: &RoleFiller| f.filler.head(syntax.document) != found.head && !syntax.is_same_entity(f.filler, found.filler);
            if !by_light_verb && mention.roles.iter().all(is_other) {
                mention.certainty = mention.certainty.min(found.score);
                mention.roles.push(RoleFiller { role: role.name.clone(), filler: found.filler });
            }
        }
    }
}
