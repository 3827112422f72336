//! Roles that are written once for many frames (`[[role]]`): `like = "flawed", below = "OBJ"` → the entry of that name, each of its slots
//! taken from what stands at `below`.
//!
//! ```text
//! [[role]]                        roles.item = { like = "flawed", below = "OBJ | obl:of" }
//! id = "flawed"                →  roles.item = { slot = "OBJ>nmod:in | obl:of>nmod:in", type = ["Product"] }
//! is.slot = "nmod:in"
//! is.type = ["Product"]
//! ```
//! A shared role may itself be like those before it.

use rustc_hash::FxHashMap;

use super::file::RoleEntry;

/// The entry with what it is like in its place.
pub(super) fn resolve(entry: RoleEntry, shared: &FxHashMap<String, RoleEntry>) -> Result<RoleEntry, String> {
    let nested = |entry: Option<Box<RoleEntry>>| entry.map(|e| resolve(*e, shared).map(Box::new)).transpose();
    let otherwise = nested(entry.otherwise.clone())?;
    let besides = nested(entry.besides.clone())?;
    if entry.like.is_empty() {
        return Ok(RoleEntry { otherwise, besides, ..entry });
    }
    if !entry.slot.is_empty() {
        return Err("give either `slot` or `like`".to_owned());
    }
    let mut found = shared.get(&entry.like).cloned().ok_or_else(|| format!("there is no role `{}` to be like", entry.like))?;
    place_below(&mut found, &entry.below);
    put_last(&mut found, otherwise, |e| &mut e.otherwise);
    put_last(&mut found, besides, |e| &mut e.besides);
    Ok(found)
}

/// Puts an entry behind all that already stand at `next`.
fn put_last(entry: &mut RoleEntry, last: Option<Box<RoleEntry>>, next: fn(&mut RoleEntry) -> &mut Option<Box<RoleEntry>>) {
    match next(entry) {
        Some(following) => put_last(following, last, next),
        none => *none = last,
    }
}

/// Every path of the slot from every place: `nmod:in` below `OBJ | obl:of` is `OBJ>nmod:in | obl:of>nmod:in`.
fn place_below(entry: &mut RoleEntry, below: &str) {
    if !below.is_empty() {
        let paths = below.split('|').flat_map(|place| entry.slot.split('|').map(move |path| format!("{}>{}", place.trim(), path.trim())));
        entry.slot = paths.collect::<Vec<_>>().join(" | ");
    }
    for next in [&mut entry.otherwise, &mut entry.besides].into_iter().flatten() {
        place_below(next, below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(toml: &str) -> RoleEntry {
        toml::from_str(toml).unwrap()
    }

    #[test]
    fn a_shared_role_stands_below_each_place() {
        let shared = FxHashMap::from_iter([("flawed".to_owned(), entry("slot = 'nmod:in | compound'\notherwise = { slot = 'obl:in' }"))]);
        let resolve = |toml: &str| resolve(entry(toml), &shared);
        let found = resolve("like = 'flawed'\nbelow = 'OBJ | obl:of'\notherwise = { slot = 'SUBJ' }").unwrap();
        assert_eq!(found.slot, "OBJ>nmod:in | OBJ>compound | obl:of>nmod:in | obl:of>compound");
        let second = found.otherwise.unwrap();
        assert_eq!(second.slot, "OBJ>obl:in | obl:of>obl:in");
        assert_eq!(second.otherwise.unwrap().slot, "SUBJ", "its own comes last");
        let shared = FxHashMap::from_iter([("owned".to_owned(), entry("slot = 'nmod:of'\nbesides = { slot = 'nmod:poss' }"))]);
        let found = super::resolve(entry("like = 'owned'\nbesides = { slot = 'SUBJ' }"), &shared).unwrap();
        assert_eq!(found.besides.unwrap().besides.unwrap().slot, "SUBJ", "so does what joins them");
        assert!(resolve("like = 'gizmo'").unwrap_err().contains("gizmo"));
        assert!(resolve("like = 'flawed'\nslot = 'OBJ'").is_err());
    }
}
