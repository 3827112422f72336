//! What a phrase stands for: whom a document speaks for, what a measure counts, whom an apposition names.
//!
//! ```text
//! "Bell's report accused Peru"                 report → Bell
//! "tens of thousands of computers"             tens → computers
//! "one of their commanders, Fuad Shukr"        one → Shukr
//! ```

use super::accept::{accept, is_acting};
use super::groups::{duo, together};
use crate::document::{EntityType, Mention, MentionKind, TokenId};
use crate::frames::frame_set::Role;
use crate::frames::speaker::{author_before, author_of, is_document};
use crate::frames::syntax::Syntax;

/// Those whom a phrase stands for: `Bell` and `Ortiz` of `a letter by Bell and Ortiz`.
pub(super) fn all_meant(syntax: &Syntax<'_>, role: &Role, head: TokenId) -> Vec<TokenId> {
    let several = duo(syntax, head).map(Vec::from).or_else(|| together(syntax, head));
    if let Some(all) = several.filter(|all| all.iter().all(|t| accept(syntax, role, *t).is_some())) {
        return all;
    }
    let whom = meant(syntax, role, head);
    // "a number of drones and missiles"
    let group = if whom == head { vec![whom] } else { syntax.conjuncts(whom) };
    group.into_iter().map(|h| named(syntax, role, h)).collect()
}

/// What a phrase stands for: behind a document that acts (`Bell's report found`, `a letter signed by lawmakers said`, `the statement added`)
/// its author.
fn meant(syntax: &Syntax<'_>, role: &Role, head: TokenId) -> TokenId {
    let accepted = |p: &TokenId| accept(syntax, role, *p).is_some();
    let author = || author_of(syntax, head).or_else(|| author_before(syntax, head)).filter(accepted);
    if is_acting(&role.name)
        && !syntax.is_agent(head)
        && is_document(syntax, head)
        && let Some(author) = author()
    {
        return author;
    }
    measured(syntax, head)
}

/// `computers` in `tens of thousands of computers`, `drones` in `29 of the drones`, `Bukavu` in `the city of Bukavu`: what is meant,
/// where the head only counts or says what kind of place it is.
pub(super) fn measured(syntax: &Syntax<'_>, head: TokenId) -> TokenId {
    let Some(of) = syntax.children_by(head, "nmod").find(|c| syntax.is_marked_by(*c, "of")) else { return head };
    if is_kind_of_place(syntax, head) && syntax.is_name(of) && syntax.is_a(of, EntityType::Place) {
        return of;
    }
    // "29 of the drones", but not "29 of them"
    let is_count = syntax.pos(head) == "NUM" && syntax.is_noun(of) || syntax.is_listed(head, "measure");
    // "creating it was one of his pledges" speaks of the one
    let counts = is_count && !syntax.has_copula(head);
    let is_unknown = || syntax.mentioned(head).is_none_or(|m| m.entity_type == EntityType::Entity);
    // "hundreds of thousands"
    let is_number = || syntax.is_listed(of, "measure") && !syntax.has(of, "nmod");
    // "tens of thousands of residents"
    if counts && is_unknown() && !is_number() { measured(syntax, of) } else { head }
}

/// `the city` in `the city of Bukavu`; but `the port of Sidon` is no city, nor is `the Kursk region of Russia` Russia.
fn is_kind_of_place(syntax: &Syntax<'_>, head: TokenId) -> bool {
    let is_named = || syntax.children_by(head, "compound").any(|c| syntax.pos(c) == "PROPN");
    let is_kind = |m: &Mention| m.kind == MentionKind::Nominal && m.entity_type.is_a(EntityType::Place);
    syntax.mentioned(head).is_some_and(|m| is_kind(m) && m.entity_type != EntityType::Facility) && !is_named()
}

/// The name that a phrase goes with in an apposition, where a participant is asked for: of a common noun that says little, the one behind it;
/// of a building, the one before it.
pub(super) fn named(syntax: &Syntax<'_>, role: &Role, head: TokenId) -> TokenId {
    if role.entry.text {
        return head;
    }
    let before = name_before(syntax, head).filter(|name| accept(syntax, role, *name).is_some());
    let behind = || if role.entry.types.contains(&EntityType::Position) { None } else { name_behind(syntax, head) };
    before.or_else(behind).unwrap_or(head)
}

/// `Shukr` in `one of their commanders, Fuad Shukr`, `Calhoun` in `chief executive Dave Calhoun`: the name that is in apposition to a title or
/// a count.
fn name_behind(syntax: &Syntax<'_>, head: TokenId) -> Option<TokenId> {
    let says_little = match syntax.mentioned(head) {
        Some(m) => {
            let is_empty = matches!(m.entity_type, EntityType::Position | EntityType::Entity) || syntax.pos(head) == "NUM";
            m.kind == MentionKind::Nominal && is_empty
        }
        None => syntax.pos(head) != "PROPN",
    };
    let is_beside = |c: &TokenId| matches!(syntax.relation(*c), "appos" | "flat") && syntax.is_name(*c) && syntax.is_agent(*c);
    let beside = || syntax.children(head).iter().copied().find(is_beside).or_else(|| syntax.bearer_behind(head));
    if says_little { beside() } else { None }
}

/// `Willow Rescue` in `to Willow Rescue, a facility funded by Reyes`: the name that a noun is in apposition to.
fn name_before(syntax: &Syntax<'_>, head: TokenId) -> Option<TokenId> {
    let said = syntax.mentioned(head).filter(|m| m.kind == MentionKind::Nominal && m.entity_type == EntityType::Facility)?;
    let name = syntax.head(said.head).filter(|_| syntax.is(head, "appos") && syntax.is_indefinite(head))?;
    (syntax.is_name(name) && syntax.is_a(name, EntityType::Organization)).then_some(name)
}
