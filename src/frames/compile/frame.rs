//! One frame as written → the frame with its class, roles and requirements checked, or all that is wrong with it.
//!
//! ```text
//! require = "all(actor, target) any(place, item)"   →   [[actor], [target], [place, item]]
//! ```

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::frames::file::{FrameEntry, RoleEntry, Yields};
use crate::frames::frame_set::{Frame, Role, Turn};
use crate::frames::{loose, shared};
use crate::resources::Ontology;

/// Class of what is so and does not happen.
const STATE: &str = "StateOfAffairs";
/// Class of what is said and is of no other force.
const STATEMENT: &str = "Statement";

/// A frame with its class, roles and requirements checked; else all that is wrong with it.
pub(super) fn compile_frame(
    entry: FrameEntry,
    origin: String,
    shared: &FxHashMap<String, RoleEntry>,
    ontology: &Ontology,
) -> Result<Frame, Vec<String>> {
    let mut problems = Vec::new();
    let class = ontology.class(&entry.class);
    if class.is_none() {
        problems.push(format!("class `{}` is not in the ontology", entry.class));
    }
    let mut roles = Vec::new();
    for (name, role) in entry.roles {
        if let Some(class) = class.filter(|class| !class.allows(&name)) {
            problems.push(format!(
                "class `{}` has no role `{name}`; it has {}",
                entry.class,
                class.roles.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
            ));
        }
        match compile_role(&name, role, shared) {
            Ok(entries) => roles.extend(entries),
            Err(messages) => problems.extend(messages.into_iter().map(|message| format!("role `{name}`: {message}"))),
        }
    }
    let require = parse_require(&entry.require).unwrap_or_else(|message| {
        problems.push(message);
        Vec::new()
    });
    let missing = require.iter().flatten().filter(|name| !roles.iter().any(|r: &Role| r.name == **name));
    problems.extend(missing.map(|name| format!("`require` names `{name}`, which is not among its roles")));
    if entry.trigger.pos.is_empty() {
        problems.push("`trigger.pos` is missing".to_owned());
    }
    if !problems.is_empty() {
        return Err(problems.into_iter().map(|problem| format!("frame `{}`: {problem}", entry.id)).collect());
    }
    let yields = entry.yields.unwrap_or(if entry.class == STATEMENT { Yields::Always } else { Yields::Never });
    Ok(Frame {
        id: entry.id.into(),
        is_state: ontology.is_subclass(&entry.class, STATE),
        class: entry.class.into(),
        trigger: entry.trigger,
        roles,
        require,
        stance: entry.stance,
        phase: entry.phase,
        course: entry.course,
        open: entry.open,
        yields,
        reliability: entry.reliability,
        examples: entry.examples,
        rejects: entry.rejects,
        origin,
    })
}

/// A role and what is asked after it, in turn.
fn compile_role(name: &str, role: RoleEntry, shared: &FxHashMap<String, RoleEntry>) -> Result<Vec<Role>, Vec<String>> {
    let (mut roles, mut problems) = (Vec::new(), Vec::new());
    for (turn, entry) in in_turn(shared::resolve(role, shared).map_err(|message| vec![message])?) {
        match entry.slot.parse() {
            Ok(slot) => {
                let role = Role { name: name.into(), slot, entry, loose: None, turn };
                let loose = if turn == Turn::First { loose::loosened(&role).map(Box::new) } else { None };
                roles.push(Role { loose, ..role });
            }
            Err(error) => problems.push(error.to_string()),
        }
    }
    if problems.is_empty() { Ok(roles) } else { Err(problems) }
}

/// The entries of a role in the order in which they are asked.
pub(super) fn in_turn(mut entry: RoleEntry) -> Vec<(Turn, RoleEntry)> {
    let otherwise = entry.otherwise.take();
    let besides = entry.besides.take();
    let mut all = vec![(Turn::First, entry)];
    for (turn, next) in [(Turn::Otherwise, otherwise), (Turn::Besides, besides)] {
        // what is nested deeper stands in the same place
        all.extend(next.into_iter().flat_map(|next| in_turn(*next)).map(|(inner, e)| (if inner == Turn::First { turn } else { inner }, e)));
    }
    all
}

/// `all(actor, target) any(place, item)` → `[[actor], [target], [place, item]]`.
fn parse_require(text: &str) -> Result<Vec<Vec<Arc<str>>>, String> {
    let mut groups = Vec::new();
    for part in text.split_inclusive(')').map(str::trim).filter(|p| !p.is_empty()) {
        let hint = || format!("`require = \"{text}\"`: write `all(role, …)` and `any(role, …)`");
        let (how, names) = part.strip_suffix(')').and_then(|p| p.split_once('(')).ok_or_else(hint)?;
        let names: Vec<Arc<str>> = names.split(',').map(|n| n.trim().into()).collect();
        match how.trim() {
            "all" => groups.extend(names.into_iter().map(|n| vec![n])),
            "any" => groups.push(names),
            _ => return Err(hint()),
        }
    }
    Ok(groups)
}
