//! The paths of the slot language, walked in the tree: `"OBJ>nmod:in"` from `found` in `found flaws in the router` → router.

use super::meant::measured;
use super::{around, deeds};
use crate::document::{EntityType, MentionKind, TokenId};
use crate::frames::file::LightSubject;
use crate::frames::light::light_verb;
use crate::frames::slot::Step;
use crate::frames::speaker::issuer_of;
use crate::frames::syntax::Syntax;

/// What stands at the end of a path.
pub fn follow(syntax: &Syntax<'_>, path: &[Step], trigger: TokenId) -> Vec<TokenId> {
    let mut tokens = vec![trigger];
    for (i, step) in path.iter().enumerate() {
        // "a wave of Russian strikes killed": what stands below may hang on the strikes
        let counted = |t: TokenId| Some(measured(syntax, t)).filter(|m| i > 0 && *m != t);
        let from = tokens.into_iter().flat_map(|t| std::iter::once(t).chain(counted(t)));
        tokens = from.flat_map(|t| step_from(syntax, step, t)).collect();
    }
    tokens
}

pub(super) fn step_from(syntax: &Syntax<'_>, step: &Step, token: TokenId) -> Vec<TokenId> {
    match step {
        Step::Here => vec![token],
        Step::Head(case) => {
            let is_marked = case.as_ref().is_none_or(|case| syntax.is_marked_by(token, case));
            syntax.head(token).filter(|_| is_marked).into_iter().collect()
        }
        Step::Holder => syntax.holders(token),
        Step::Struck => around::struck(syntax, token),
        Step::Avower => around::avower(syntax, token).into_iter().collect(),
        Step::Keeper => around::keepers(syntax, token),
        Step::Parts => around::parts(syntax, token),
        Step::Pair => syntax.pair_before(token).into_iter().flatten().collect(),
        Step::Subject if syntax.is_noun(token) => deeds::doer(syntax, token).into_iter().collect(),
        Step::Object if syntax.is_noun(token) => deeds::sufferer(syntax, token).into_iter().collect(),
        Step::Subject => subject(syntax, token).into_iter().collect(),
        Step::Object => {
            // "found an intruder entered the server": what is found is the clause
            let clause = syntax.children_by(token, "obj").find(|o| syntax.is_verb(*o) && syntax.children_by(token, "obj").any(|n| n < *o));
            clause.or_else(|| syntax.logical_object(token)).into_iter().collect()
        }
        Step::Clause(mark) => syntax.children(token).iter().copied().filter(|c| is_clause(syntax, *c, mark.as_deref())).collect(),
        Step::Demonym => demonyms(syntax, token),
        Step::Child { relation, case } => {
            let found = children_or_shared(syntax, token, relation, case.as_deref());
            found.into_iter().map(|t| around::haver(syntax, t).unwrap_or(t)).collect()
        }
    }
}

/// Who does what a verb says: behind a letter that accuses whoever published it.
fn subject(syntax: &Syntax<'_>, verb: TokenId) -> Option<TokenId> {
    let subject = syntax.logical_subject(verb).and_then(|s| cause(syntax, verb, s))?;
    let describes = syntax.relation(verb) == "acl" && syntax.head(verb) == Some(subject);
    let issuer = if describes { issuer_of(syntax, subject) } else { None };
    issuer.or(Some(subject))
}

/// `attack` in `an attack on a bus that killed 12`, `army` in `the bus was hit by the army, killing 12`: what a happening does is not
/// done by whom it befell.
fn cause(syntax: &Syntax<'_>, verb: TokenId, subject: TokenId) -> Option<TokenId> {
    let Some(governor) = syntax.head(verb) else { return Some(subject) };
    if !syntax.lights(verb).any(|l| l.subject == LightSubject::Event) {
        return Some(subject);
    }
    let is_victim = syntax.is_marked_by_one(subject, &["on", "against", "at"]) && syntax.is(subject, "nmod");
    if syntax.is(verb, "acl:relcl") && governor == subject && is_victim {
        return syntax.head(subject);
    }
    // "was accused of killing two men" tells what the accused did
    let follows = !syntax.has(verb, "mark") && syntax.is(verb, "advcl") && syntax.is_verb(governor) && syntax.is_passive(governor);
    if follows && syntax.logical_object(governor) == Some(subject) { syntax.logical_subject(governor) } else { Some(subject) }
}

fn is_clause(syntax: &Syntax<'_>, token: TokenId, mark: Option<&str>) -> bool {
    let relation = syntax.relation(token);
    match mark {
        Some(mark) => matches!(relation, "advcl" | "xcomp" | "ccomp" | "acl") && syntax.is_marked_by(token, mark),
        None => matches!(relation, "ccomp" | "xcomp") || relation == "acl" && !syntax.is_passive(token),
    }
}

/// `Chinese` in `the Chinese attack`, `Houthi` in `the Houthi-led attack`: countries and forces that stand before a noun.
fn demonyms(syntax: &Syntax<'_>, noun: TokenId) -> Vec<TokenId> {
    let modifies = |c: TokenId| match syntax.relation(c) {
        "amod" | "compound" | "nmod:desc" => true,
        "nmod" => syntax.case(c).is_empty(),
        _ => false,
    };
    let acts = |c: TokenId| {
        let is_force = || syntax.is_a(c, EntityType::ArmedGroup) || syntax.is_a(c, EntityType::MilitaryForce);
        syntax.mentioned(c).is_some_and(|m| m.entity_type == EntityType::Country || m.kind == MentionKind::Name && is_force())
    };
    let own = syntax.children(noun).iter().copied();
    own.clone().filter(|c| modifies(*c) && acts(*c)).chain(own.flat_map(|c| doers_before(syntax, c))).collect()
}

/// `Houthi` at `led` in `the Houthi-led attack`: who does it, before a participle of doing.
fn doers_before(syntax: &Syntax<'_>, participle: TokenId) -> Vec<TokenId> {
    if !syntax.is_listed(participle, "doing") || !syntax.is(participle, "amod") {
        return Vec::new();
    }
    let stands_before =
        |c: &TokenId| *c < participle && matches!(syntax.relation(*c), "compound" | "obl:unmarked" | "obl" | "nmod" | "amod");
    syntax.children(participle).iter().copied().filter(stands_before).filter(|c| syntax.is_agent(*c)).collect()
}

/// Children with the relation and marker; where there are none, those that a noun shares with another, or with its verb.
fn children_or_shared(syntax: &Syntax<'_>, token: TokenId, relation: &str, case: Option<&str>) -> Vec<TokenId> {
    let mut found = children(syntax, token, relation, case);
    if found.is_empty() && syntax.is_noun(token) {
        let of = |t| children(syntax, t, relation, case).into_iter();
        found = shared(syntax, token).flat_map(|(t, is_both)| of(t).filter(is_both)).collect();
    }
    if found.is_empty() && case.is_some() && syntax.is_noun(token) {
        // "launched an attack on", "cancelled a visit to": the phrase may hang on the verb
        let verb = light_verb(syntax, token).map(|(verb, _)| verb).or_else(|| deeds::controller(syntax, token));
        return verb.map(|v| children(syntax, v, "obl", case)).unwrap_or_default();
    }
    if found.is_empty() && relation == "obl" && case == Some("with") {
        found.extend(used(syntax, token));
    }
    found
}

fn children(syntax: &Syntax<'_>, token: TokenId, relation: &str, case: Option<&str>) -> Vec<TokenId> {
    let fits = |c: &TokenId| match case {
        None => syntax.is(*c, relation),
        Some("by") if relation == "obl" && syntax.relation(*c) == "obl:agent" => true,
        Some(case) => syntax.is(*c, relation) && syntax.is_marked_by(*c, case),
    };
    syntax.children(token).iter().copied().filter(fits).collect()
}

/// `girl` of `rape and murder of a girl` belongs to both, as `Yulia` of `Yulia's rape and murder`: nouns that a noun without an article is
/// coordinated with, and what may hang on either.
fn shared<'s>(syntax: &'s Syntax<'_>, noun: TokenId) -> impl Iterator<Item = (TokenId, impl Fn(&TokenId) -> bool + 's)> {
    let first = syntax.head(noun).filter(|h| syntax.relation(noun) == "conj" && syntax.is_noun(*h));
    let others = first.into_iter().chain(syntax.children_by(noun, "conj").filter(|c| syntax.is_noun(*c)));
    others.filter_map(move |other| {
        let (before, behind) = (noun.min(other), noun.max(other));
        let is_bare = !syntax.children(behind).iter().any(|c| matches!(syntax.relation(*c), "det" | "nmod:poss"));
        let is_both =
            move |t: &TokenId| if syntax.relation(*t) == "nmod:poss" { *t < before } else { syntax.is(*t, "nmod") && *t > behind };
        is_bare.then_some((other, is_both))
    })
}

/// `missiles` at `hit` in `used missiles to hit the port`: with what it is done.
fn used(syntax: &Syntax<'_>, verb: TokenId) -> Option<TokenId> {
    let is_aim = matches!(syntax.relation(verb), "xcomp" | "advcl") && syntax.is_marked_by(verb, "to");
    let using = syntax.head(verb).filter(|u| is_aim && syntax.is_verb(*u) && syntax.is_listed(*u, "using"));
    using.and_then(|u| syntax.logical_object(u)).filter(|thing| !syntax.is_agent(*thing))
}
