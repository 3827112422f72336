//! Predicates: of whom they say what he is, where a role's path leads to the predicate.
//!
//! ```text
//! "Hamas is a group that attacked Israel"        attacked: Hamas
//! "Bell was among 12 people arrested"            arrested: Bell, 12 people
//! ```

use crate::document::{MentionKind, TokenId};
use crate::frames::syntax::Syntax;

/// Those of whom a predicate says what they are; else the word itself.
pub(super) fn described(syntax: &Syntax<'_>, head: TokenId, trigger: TokenId) -> Vec<TokenId> {
    counted_among(syntax, head, trigger).unwrap_or_else(|| vec![bearer(syntax, head, trigger).unwrap_or(head)])
}

/// `Hamas` for `group` in `Hamas is a group that attacked Israel`, `Marsh` for `women` in `Marsh is one of the first women to be elected`.
fn bearer(syntax: &Syntax<'_>, head: TokenId, trigger: TokenId) -> Option<TokenId> {
    let is_its_subject = || syntax.head(trigger) == Some(head) && syntax.is_marked_by(trigger, "to");
    let own = becoming(syntax, head, trigger).or_else(|| Some(head).filter(|h| syntax.has_copula(*h))).filter(|_| syntax.is_noun(head));
    let predicate = own.or_else(|| one_of(syntax, head).filter(|_| is_its_subject()))?;
    syntax.children_by(predicate, "nsubj").find(|t| syntax.is_name(*t))
}

/// `became` in `Labour became the first party to win`, from what comes to be.
fn becoming(syntax: &Syntax<'_>, head: TokenId, trigger: TokenId) -> Option<TokenId> {
    let verb = syntax.head(head).filter(|v| syntax.is(head, "xcomp") && syntax.is_listed(*v, "becoming") && !syntax.has(*v, "obj"))?;
    syntax.document.ancestors(trigger).any(|t| t == head).then_some(verb)
}

/// `one` in `is one of several men`, from those among whom it is.
fn one_of(syntax: &Syntax<'_>, group: TokenId) -> Option<TokenId> {
    syntax.head(group).filter(|one| syntax.is_one_of(*one) && syntax.is(group, "nmod"))
}

/// `Bell` in `Bell was among those arrested`, `Among those who left was Bell`, `Bell is one of several men wanted`; with the people of whom he is
/// one, if their number is told: `one of 12 people arrested`.
fn counted_among(syntax: &Syntax<'_>, group: TokenId, clause: TokenId) -> Option<Vec<TokenId>> {
    if syntax.head(clause) != Some(group) || !syntax.is(clause, "acl") {
        return None;
    }
    let is_known = |t: &TokenId| syntax.mentioned(*t).is_some_and(|m| m.kind != MentionKind::Pronoun || m.chain.is_some());
    let subject = |of: TokenId| syntax.children_by(of, "nsubj").find(is_known);
    // "Among those who left was the adviser Bell": the parser takes either for the predicate
    let is_behind = |p: &TokenId| *p > group && syntax.has_copula(*p) && subject(*p).is_none() && !syntax.is(group, "conj");
    let counted = match one_of(syntax, group).filter(|_| !syntax.is_marked_by(clause, "to")) {
        Some(one) => subject(one),
        None if !syntax.is_marked_by(group, "among") => None,
        None if syntax.has_copula(group) => subject(group),
        None => syntax.head(group).filter(is_behind),
    }?;
    let number = Some(group).filter(|g| syntax.pos(*g) == "NUM" || syntax.has(*g, "nummod"));
    Some(syntax.conjuncts(counted).into_iter().chain(number).collect())
}
