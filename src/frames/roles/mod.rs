//! Role slots → fillers: follow the slot's path in the tree and check what stands there against the role's types.
//!
//! ```text
//! "Reyes and Ortiz hacked dozens of banks."   SUBJ → Reyes, Ortiz   OBJ → dozens, which stands for banks
//! ```

mod accept;
mod around;
mod deeds;
mod groups;
mod meant;
mod path;
mod predicates;

pub(super) use accept::accept;
pub(super) use path::follow;

use super::frame_set::Role;
use super::mention::FillerRef;
use super::slot::Step;
use super::syntax::Syntax;
use crate::document::{EntityType, TokenId};

/// A filler, its head token, and how sure the tree and its type are, 0 to 1.
pub struct Found {
    /// What fills the role.
    pub filler: FillerRef,
    /// Its head.
    pub head: TokenId,
    /// Probability of the tree's edge, lowered where the type is only guessed.
    pub score: f32,
}

/// Fillers of a role below a trigger: those of the first alternative that yields any.
pub fn fill(syntax: &Syntax<'_>, role: &Role, trigger: TokenId) -> Vec<Found> {
    let of_path = |path: &Vec<Step>| {
        let found = at_path(syntax, role, path, trigger);
        if found.is_empty() { misattached(syntax, role, path, trigger).into_iter().collect() } else { found }
    };
    role.slot.0.iter().map(of_path).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Fillers at the end of a path, each with what is coordinated with it.
fn at_path(syntax: &Syntax<'_>, role: &Role, path: &[Step], trigger: TokenId) -> Vec<Found> {
    // a title or participle belongs to one name of several: "President Biden and Xi", "China-based Huawei and Apple"
    let is_of_one = matches!(path, [Step::Here | Step::Head(_) | Step::Holder]) || syntax.is(trigger, "amod");
    let mut found = Vec::new();
    for head in follow(syntax, path, trigger) {
        // "Lima Police commissioner": of the police of Lima, and of no police besides
        let is_of_name = !role.entry.text && syntax.is_within_name(head) && syntax.mention(head).is_none();
        if is_of_name || is_others(syntax, role, path, trigger, head) {
            continue;
        }
        // a clause has what is coordinated with it in its words
        let alone = is_of_one || role.entry.text && syntax.is_clause(head);
        let heads = if alone { vec![head] } else { members(syntax, role, trigger, head) };
        // "flaws, some of which hackers exploited"
        let heads = heads.into_iter().map(|h| syntax.antecedent_of_relative(h, trigger).unwrap_or(h));
        let heads = heads.flat_map(|h| if h == trigger || role.entry.text { vec![h] } else { predicates::described(syntax, h, trigger) });
        let fit: Vec<_> = heads.map(|h| (h, accept(syntax, role, h))).collect();
        // "the army and the paratroops": one of a kind with what fits
        let any_fits = fit.iter().any(|(_, f)| f.is_some());
        found.extend(fit.into_iter().filter_map(|(h, f)| f.or_else(|| accept::accept_beside(syntax, role, h).filter(|_| any_fits))));
    }
    found
}

/// What a path leads to that belongs to another role.
fn is_others(syntax: &Syntax<'_>, role: &Role, path: &[Step], trigger: TokenId, head: TokenId) -> bool {
    // "the Chad-Libya war" is theirs, and in neither
    let is_party = || syntax.is_agent(head) && syntax.pair_before(trigger).is_some_and(|pair| pair.contains(&head));
    // "were killed in Peru's city of Lima": whose place it is has not done it
    let is_owner = || matches!(syntax.relation(head), "nmod:poss" | "amod" | "compound");
    let is_its = |above: TokenId| above != trigger && syntax.is_a(above, EntityType::Place) && is_owner();
    let owns_place = || path.len() > 1 && syntax.head(head).is_some_and(is_its);
    &*role.name == "place" && is_party() || accept::is_acting(&role.name) && owns_place()
}

/// Those whom a phrase and what is coordinated with it mean.
fn members(syntax: &Syntax<'_>, role: &Role, trigger: TokenId, head: TokenId) -> Vec<TokenId> {
    // "from Peru and into Chile": what stands behind another preposition plays another part
    let first = syntax.case(head);
    let differs = |case: String| !case.is_empty() && case != first;
    let is_apart = |t: &TokenId| *t != head && &*role.name != "place" && !first.is_empty() && differs(syntax.case(*t));
    // "Reyes, who was elected, and Ortiz left": what is said of the first before the second is told of
    let is_about = |clause: TokenId| syntax.document.subtree(clause).contains(trigger);
    let is_aside = trigger > head && syntax.children_by(head, "acl").any(|c| syntax.relation(c) == "acl:relcl" && is_about(c));
    let is_told_later = |t: &TokenId| is_aside && *t > trigger;
    let is_same = |t: &TokenId| groups::is_one_person(syntax, head, *t);
    let group = syntax.conjuncts(meant::named(syntax, role, head)).into_iter();
    let group = group.filter(|t| !is_apart(t) && !is_told_later(t) && !is_same(t));
    let group = group.chain(groups::joined(syntax, head, trigger));
    let each = group.flat_map(|h| if role.entry.text { vec![h] } else { groups::enumerated(syntax, h) });
    each.flat_map(|h| meant::all_meant(syntax, role, h)).collect()
}

/// A participant that the parser hung elsewhere: on another noun before a relative clause, or on another verb of the sentence.
fn misattached(syntax: &Syntax<'_>, role: &Role, path: &[Step], trigger: TokenId) -> Option<Found> {
    let [step @ (Step::Subject | Step::Object)] = path else { return None };
    if path::step_from(syntax, step, trigger).first() == syntax.head(trigger).as_ref()
        && let Some(found) = syntax.other_antecedents(trigger).find_map(|head| accept(syntax, role, head))
    {
        return Some(Found { score: found.score * 0.8, ..found });
    }
    if *step == Step::Object || !syntax.is_verb(trigger) || syntax.is_passive(trigger) {
        return None;
    }
    let found = syntax.other_subjects(trigger).find_map(|head| accept(syntax, role, head))?;
    Some(Found { score: found.score * 0.7, ..found })
}
