//! Which phrases say where an event happened: `killed in an attack on a church in Nigeria` → Nigeria.

use super::compile::FrameSet;
use super::syntax::Syntax;
use crate::document::{EntityType, MentionKind, TokenId};

/// Heads of place names that say where the event happened: `in`, `at`, `near`, `on` phrases below the trigger, its object or
/// its clause, with the places nested in them.
pub fn find_places(syntax: &Syntax<'_>, frames: &FrameSet, trigger: TokenId, clause: TokenId) -> Vec<TokenId> {
    let place_cases = |case: &str| frames.is_listed(case, "place");
    let mut heads = Vec::new();
    let bases = [Some(trigger), (clause != trigger).then_some(clause), syntax.logical_object(clause).filter(|_| syntax.is_verb(clause))];
    for base in bases.into_iter().flatten() {
        // "spoke during a ceremony in Bratislava"
        let is_occasion = |c: TokenId, case: &str| frames.is_listed(case, "while") && syntax.pos(c) == "NOUN";
        let leads = |c: TokenId, case: &str| matches!(syntax.relation(c), "obl" | "nmod") && (place_cases(case) || is_occasion(c, case));
        collect_below(syntax, base, &leads, &place_cases, &mut heads);
        if !heads.is_empty() {
            break;
        }
    }
    heads.dedup();
    heads
}

/// Heads of the places that a thing or body stands in: `a house in Southport`, `a court in Lima`.
pub fn places_below(syntax: &Syntax<'_>, frames: &FrameSet, thing: TokenId) -> Vec<TokenId> {
    let place_cases = |case: &str| frames.is_listed(case, "place");
    let mut heads = Vec::new();
    let leads = |c: TokenId, case: &str| syntax.is(c, "nmod") && place_cases(case);
    collect_below(syntax, thing, &leads, &place_cases, &mut heads);
    heads
}

/// The places in the phrases of a word that `leads` accepts with their preposition.
fn collect_below(
    syntax: &Syntax<'_>,
    base: TokenId,
    leads: &dyn Fn(TokenId, &str) -> bool,
    place_cases: &dyn Fn(&str) -> bool,
    heads: &mut Vec<TokenId>,
) {
    for &child in syntax.children(base) {
        if leads(child, &syntax.case(child)) {
            for head in syntax.conjuncts(child) {
                collect_places(syntax, head, place_cases, heads, 4);
            }
        }
    }
}

fn collect_places(syntax: &Syntax<'_>, head: TokenId, place_cases: &dyn Fn(&str) -> bool, heads: &mut Vec<TokenId>, fuel: usize) {
    if syntax.time(head).is_some() || fuel == 0 {
        return;
    }
    let mention = syntax.mentioned(head);
    // "in prison", "at school": a state, and no place
    let is_alone = || syntax.children(head).iter().all(|c| *c > head || matches!(syntax.relation(*c), "case" | "nmod:unmarked"));
    let is_state = || syntax.pos(head) == "NOUN" && syntax.has_feature(head, "Number=Sing") && is_alone();
    let is_place = mention.is_some_and(|m| m.entity_type.is_a(EntityType::Place) && !(m.kind == MentionKind::Nominal && is_state()));
    let is_described = mention.is_some_and(|m| m.kind == MentionKind::Nominal);
    if is_place && !heads.contains(&head) && !(is_described && is_named_behind(syntax, head)) {
        heads.push(head);
    }
    // "in an attack on a church in Nigeria", "in the Hall of the People in Beijing", "at a hospital in Lagos": through things, happenings and bodies, not
    // through people
    let is_thing = || mention.is_none_or(|m| !m.entity_type.is_a(EntityType::Agent)) && syntax.pos(head) == "NOUN";
    let is_site = || mention.is_some_and(|m| m.entity_type.is_a(EntityType::Organization));
    let leads_on = is_place || fuel > 1 && (is_thing() || is_site());
    if !leads_on {
        return;
    }
    for &child in syntax.children(head) {
        let relation = syntax.relation(child);
        let nested = matches!(relation, "appos" | "nmod:unmarked" | "list")
            || (relation == "nmod" && (place_cases(&syntax.case(child)) || syntax.is_marked_by(child, "of")));
        if nested {
            collect_places(syntax, child, place_cases, heads, fuel - 1);
        }
    }
}

/// `the West Bank city of Tulkarem` is Tulkarem; `the Kursk region of Russia` is Kursk.
fn is_named_behind(syntax: &Syntax<'_>, head: TokenId) -> bool {
    let mut names = syntax.children_by(head, "nmod").filter(|c| syntax.is_marked_by(*c, "of")).filter_map(|c| syntax.mentioned(c));
    names.any(|m| m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Place) && m.entity_type != EntityType::Country)
}
