//! Participants that stand beside a trigger and not below it: what else a deed hit, who owns up to it, who kept what was taken, and of
//! what a thing is made up.
//!
//! ```text
//! "Gunmen broke into the bank and stole gold"     stole: also struck, the bank
//! "The ward closed because of the attack"         attack: struck, the ward
//! "The bank admitted that files were stolen"      stolen: avowed by the bank
//! "files kept on the servers of the bank"         files: kept by the servers, the bank
//! "The data includes names and addresses"         data: made up of names
//! ```

use crate::document::TokenId;
use crate::frames::syntax::Syntax;

/// Prepositions before what a deed is done to.
const AIMED: [&str; 9] = ["into", "against", "on", "at", "of", "inside", "within", "in", "to"];

/// What the deed hit that a trigger belongs to, where another word tells it.
pub(super) fn struck(syntax: &Syntax<'_>, trigger: TokenId) -> Vec<TokenId> {
    if syntax.is_noun(trigger) {
        return fallen(syntax, trigger).or_else(|| coping(syntax, trigger)).into_iter().collect();
    }
    let within = syntax.children_by(trigger, "obl").filter(|o| is_deed(syntax, *o)).find_map(|o| hit_by_noun(syntax, o));
    within.or_else(|| companions(syntax, trigger).into_iter().find_map(|v| hit_by_verb(syntax, v))).into_iter().collect()
}

/// `breach` in `stolen in a breach at the bank`: a noun for a deed in the course of which it was done.
fn is_deed(syntax: &Syntax<'_>, noun: TokenId) -> bool {
    ["in", "during", "through"].contains(&&*syntax.case(noun)) && syntax.is_listed(noun, "break-in")
}

/// `at the bank`, but not `in May`.
fn is_aim(syntax: &Syntax<'_>, phrase: TokenId) -> bool {
    syntax.is_marked_by_one(phrase, &AIMED) && syntax.time(phrase).is_none()
}

/// `bank` in `a breach at the bank`.
fn hit_by_noun(syntax: &Syntax<'_>, deed: TokenId) -> Option<TokenId> {
    syntax.children_by(deed, "nmod").find(|c| is_aim(syntax, *c))
}

/// `bank` in `broke into the bank`, `gained access to the bank`, `launched attacks on the bank`.
fn hit_by_verb(syntax: &Syntax<'_>, verb: TokenId) -> Option<TokenId> {
    let object = syntax.logical_object(verb);
    let deed = object.filter(|o| syntax.is_listed(*o, "break-in"));
    if let Some(deed) = deed {
        return hit_by_noun(syntax, deed).or_else(|| syntax.children_by(verb, "obl").find(|c| is_aim(syntax, *c)));
    }
    if !syntax.is_listed(verb, "breaking-in") {
        return None;
    }
    object.or_else(|| syntax.children_by(verb, "obl").find(|o| syntax.is_marked_by(*o, "into")))
}

/// Verbs of the sentence that tell what the same people did, those before the trigger first: `broke` for `stole` in `who broke into the bank
/// stole gold`, and `hacked` for `taken` in `the bank was hacked and money taken`.
fn companions(syntax: &Syntax<'_>, trigger: TokenId) -> Vec<TokenId> {
    let sentence = syntax.document.sentence(syntax.document.sentence_of(trigger));
    let doer = syntax.logical_subject(trigger);
    let is_joined = |v: TokenId| syntax.is(trigger, "conj") && syntax.head(trigger) == Some(v);
    let is_same = |v: TokenId| match doer {
        Some(doer) => syntax.logical_subject(v) == Some(doer),
        None => syntax.is_passive(trigger) && syntax.is_passive(v) && is_joined(v),
    };
    let is_done = |v: TokenId| !syntax.children_by(v, "advmod").any(|a| syntax.lemma(a) == "not");
    let all = sentence.tokens.iter().filter(|v| *v != trigger && syntax.is_verb(*v) && is_done(*v) && is_same(*v));
    let (before, behind): (Vec<_>, Vec<_>) = all.partition(|v| *v < trigger);
    before.into_iter().rev().chain(behind).collect()
}

/// `wards` in `the wards closed because of the attack`, `were down after the attack`: what no longer works since.
fn fallen(syntax: &Syntax<'_>, noun: TokenId) -> Option<TokenId> {
    let predicate = syntax.head(noun).filter(|_| syntax.is(noun, "obl") && syntax.has_case(noun, "brought-by"))?;
    if !syntax.is_listed(predicate, "out-of-action") {
        return None;
    }
    if syntax.is_verb(predicate) && syntax.is_passive(predicate) {
        return syntax.logical_object(predicate);
    }
    syntax.surface_subject(predicate)
}

/// `clinic` in `the clinic is recovering from the attack`, `is dealing with`.
fn coping(syntax: &Syntax<'_>, noun: TokenId) -> Option<TokenId> {
    let is_behind = || syntax.is_marked_by_one(noun, &["from", "with"]);
    let verb = syntax.head(noun).filter(|v| syntax.is(noun, "obl") && is_behind() && syntax.is_listed(*v, "coping"))?;
    syntax.logical_subject(verb)
}

/// `bank` in `the bank admitted that files were stolen`, `confirmed a breach`, `told users of the breach`: who owns up to what befell him.
pub(super) fn avower(syntax: &Syntax<'_>, trigger: TokenId) -> Option<TokenId> {
    let content = undergone(syntax, trigger).unwrap_or(trigger);
    let verb = syntax.head(content).filter(|v| syntax.is_verb(*v))?;
    let is_told = match syntax.relation(content) {
        "ccomp" => true,
        "obj" => syntax.is_noun(trigger),
        "obl" => syntax.is_noun(trigger) && syntax.is_marked_by_one(trigger, &["of", "about", "to"]),
        _ => false,
    };
    let avows = is_told && syntax.is_listed(verb, "avowing") && !syntax.is_passive(verb);
    syntax.logical_subject(verb).filter(|_| avows)
}

/// `had` in `admitted that users had their files stolen`, `suffered` in `admitted that it suffered a breach`.
fn undergone(syntax: &Syntax<'_>, trigger: TokenId) -> Option<TokenId> {
    let above = syntax.head(trigger)?;
    let verb = if syntax.is(trigger, "acl") && syntax.is_noun(above) { syntax.head(above)? } else { above };
    (syntax.is_verb(verb) && syntax.is_listed(verb, "having")).then_some(verb)
}

/// Who keeps a thing, and in what: `servers`, `bank` in `files kept on the servers of the bank`, `files that the bank held`.
pub(super) fn keepers(syntax: &Syntax<'_>, thing: TokenId) -> Vec<TokenId> {
    let keeps = |v: &TokenId| syntax.is_verb(*v) && syntax.is_listed(*v, "keeping") && syntax.logical_object(*v) == Some(thing);
    syntax.children_by(thing, "acl").filter(keeps).flat_map(|v| kept_by(syntax, v)).collect()
}

fn kept_by(syntax: &Syntax<'_>, verb: TokenId) -> Vec<TokenId> {
    let is_in = |c: &TokenId| syntax.is_marked_by_one(*c, &["on", "in", "at", "by", "with", "within"]);
    let kept_in = syntax.children_by(verb, "obl").filter(|c| is_in(c) && syntax.time(*c).is_none());
    let owned = kept_in.flat_map(|place| std::iter::once(place).chain(owners(syntax, place)));
    syntax.logical_subject(verb).filter(|s| !syntax.is(*s, "obl")).into_iter().chain(owned).collect()
}

/// `bank` in `servers of the bank`, `the bank's servers`.
fn owners<'s>(syntax: &'s Syntax<'_>, thing: TokenId) -> impl Iterator<Item = TokenId> + 's {
    let is_of = move |c: &TokenId| syntax.is_marked_by_one(*c, &["of", "at", "belonging_to"]);
    let behind = syntax.children_by(thing, "nmod").filter(move |c| syntax.relation(*c) != "nmod:poss").filter(is_of);
    syntax.children_by(thing, "nmod:poss").chain(behind)
}

/// Of what a thing is made up: `names` in `data including names`, `data such as names`, `the data that was stolen includes names`.
pub(super) fn parts(syntax: &Syntax<'_>, thing: TokenId) -> Vec<TokenId> {
    let holds = |v: &TokenId| syntax.is_verb(*v) && syntax.is_listed(*v, "containing") && syntax.logical_subject(*v) == Some(thing);
    let above = syntax.head(thing).filter(|_| matches!(syntax.relation(thing), "nsubj" | "nsubj:pass"));
    let verbs = above.into_iter().chain(syntax.children_by(thing, "acl")).filter(holds);
    let held =
        verbs.flat_map(|v| syntax.children_by(v, "obj").chain(syntax.children_by(v, "obl").filter(move |o| syntax.is_marked_by(*o, "of"))));
    let is_instance = |c: &TokenId| syntax.has_case(*c, "instance");
    let instances = syntax.children_by(thing, "nmod").filter(is_instance).chain(syntax.children_by(thing, "appos"));
    instances.chain(held).collect()
}

/// `patients` for `their` in `patients had their records stolen`: whose a thing is to whom it befalls.
pub(super) fn haver(syntax: &Syntax<'_>, owner: TokenId) -> Option<TokenId> {
    let thing = syntax.head(owner).filter(|_| syntax.pos(owner) == "PRON" && syntax.is(owner, "nmod:poss"))?;
    let verb = syntax.head(thing).filter(|v| syntax.is(thing, "obj") && syntax.is_listed(*v, "having"))?;
    let befalls = |c: TokenId| syntax.is_verb(c) && c > thing && syntax.is_passive(c);
    let below = || syntax.children_by(thing, "acl").chain(syntax.children_by(verb, "xcomp")).any(befalls);
    syntax.logical_subject(verb).filter(|_| below())
}
