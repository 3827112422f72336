//! Groups and those who make them up: a participant of several is each of them.
//!
//! ```text
//! "two members, Reyes and Ortiz, were arrested"         arrested: Reyes, Ortiz
//! "Reyes met Ortiz. The two leaders signed …"           signed: Reyes, Ortiz
//! "Reyes and Ortiz said they had signed"                signed: Reyes, Ortiz
//! "The surgeon and former adviser was admitted"         admitted: the surgeon
//! ```

use crate::document::{EntityType, Mention, MentionKind, SentenceId, TokenId};
use crate::frames::syntax::Syntax;
use crate::resources::Lexicon;

/// Those who make up a group, where they are told: with companions and instances, or one by one instead of the group.
pub(super) fn enumerated(syntax: &Syntax<'_>, head: TokenId) -> Vec<TokenId> {
    if let Some(other) = companion(syntax, head) {
        return syntax.conjuncts(head).into_iter().take(1).chain(syntax.conjuncts(other)).collect();
    }
    if syntax.pos(head) != "NOUN" || !syntax.has_feature(head, "Number=Plur") {
        return vec![head];
    }
    if let Some(instance) = instance(syntax, head) {
        return std::iter::once(head).chain(syntax.conjuncts(instance)).collect();
    }
    one_by_one(syntax, head).unwrap_or_else(|| vec![head])
}

/// `Ortiz` in `Bell died alongside Ortiz`, the son in `Bell fled with her son`: who does it too, unless they say something.
fn companion(syntax: &Syntax<'_>, head: TokenId) -> Option<TokenId> {
    let does = |v: &TokenId| syntax.is(head, "nsubj") && syntax.is_agent(head) && syntax.is_verb(*v) && !syntax.speaks(*v);
    let verb = syntax.head(head).filter(does)?;
    // "with her son", "with a friend"
    let is_own = |c: TokenId| syntax.children_by(c, "nmod:poss").any(|p| syntax.pos(p) == "PRON") || syntax.is_indefinite(c);
    let is_taken_along =
        |c: TokenId| syntax.is_listed(verb, "leaving") && syntax.case(c) == "with" && is_own(c) && syntax.is_a(c, EntityType::Person);
    // "fought alongside Peru and Chile"
    let is_named = |c: TokenId| is_one(syntax, c, head) || c > verb && syntax.is_name(c) && syntax.is_a(c, EntityType::Country);
    let goes_too = |c: &TokenId| syntax.has_case(*c, "alongside") && is_named(*c) || is_taken_along(*c);
    syntax.children_by(verb, "obl").find(goes_too)
}

/// `Chile` in `Peru joined Chile in banning the trade`, for what they do in it, and not for the joining.
pub(super) fn joined(syntax: &Syntax<'_>, head: TokenId, trigger: TokenId) -> Vec<TokenId> {
    let joins = |v: &TokenId| *v != trigger && syntax.is(head, "nsubj") && syntax.is_listed(*v, "joining");
    let is_in = |v: TokenId| {
        let top = std::iter::once(trigger).chain(syntax.document.ancestors(trigger)).find(|t| syntax.head(*t) == Some(v));
        top.is_some_and(|t| syntax.is_marked_by(t, "in"))
    };
    let verb = syntax.head(head).filter(|v| joins(v) && is_in(*v));
    let other = verb.and_then(|v| syntax.logical_object(v)).filter(|o| *o != head && syntax.is_agent(*o));
    other.map(|o| syntax.conjuncts(o)).unwrap_or_default()
}

/// Whether the second of two coordinated words is another for the person that the first means: `The surgeon and former adviser was admitted`,
/// with one article, and a verb that speaks of one.
pub(super) fn is_one_person(syntax: &Syntax<'_>, first: TokenId, second: TokenId) -> bool {
    let is_word = |t: TokenId| syntax.tag(t) == "NN";
    let is_begun = |t: TokenId| syntax.children(t).iter().any(|c| matches!(syntax.relation(*c), "det" | "nmod:poss" | "nummod"));
    let is_joined = || syntax.is(second, "conj") && syntax.head(second) == Some(first) && is_begun(first) && !is_begun(second);
    let is_singular = |v: TokenId| syntax.tag(v) == "VBZ" || syntax.document.form(v).eq_ignore_ascii_case("was");
    let verb = syntax.head(first).filter(|_| syntax.is(first, "nsubj"));
    let speaks_of_one = |v: TokenId| syntax.verb_group(v).any(is_singular);
    first != second
        && is_word(first)
        && is_word(second)
        && is_joined()
        && syntax.is_a(first, EntityType::Person)
        && verb.is_some_and(speaks_of_one)
}

/// `Peru` in `countries including Peru and Chile`: these besides the group.
fn instance(syntax: &Syntax<'_>, group: TokenId) -> Option<TokenId> {
    let is_among = |c: &TokenId| {
        let is_marked = ["including", "such_as"].contains(&&*syntax.case(*c)) && syntax.children_by(*c, "case").count() == 1;
        *c > group && syntax.is_name(*c) && is_marked
    };
    ["nmod", "obl", "acl"].iter().find_map(|r| syntax.children_by(group, r).find(is_among))
}

/// `Reyes` and `Ortiz` of `two members, Reyes, 27, and Ortiz`, the numbers of `two flaws, tracked as CVE-2031-1 and CVE-2031-2`: those whom an
/// apposition names instead of the group. What is coordinated with the group is among its conjuncts already.
fn one_by_one(syntax: &Syntax<'_>, group: TokenId) -> Option<Vec<TokenId>> {
    let is_one = |t: &TokenId| is_one(syntax, *t, group);
    let phrases = || syntax.children_by(group, "acl").flat_map(|c| syntax.children_by(c, "obl"));
    let called = || phrases().find(|c| syntax.is_marked_by(*c, "as") && is_one(c));
    let first = syntax.children_by(group, "appos").find(is_one).or_else(called)?;
    let names: Vec<_> = std::iter::once(first).chain(syntax.children_by(first, "conj").filter(is_one)).collect();
    let goes_on = syntax.children_by(group, "conj").any(|c| c > first && is_one(&c));
    (names.len() > 1 || goes_on).then_some(names)
}

/// Whether a word behind a group names a person or a flaw, or behind `two firms` a body.
fn is_one(syntax: &Syntax<'_>, token: TokenId, group: TokenId) -> bool {
    let are_bodies = || syntax.tag(group) == "NNS" && syntax.is_a(group, EntityType::Group) && syntax.is_a(token, EntityType::Organization);
    let is_kind = || [EntityType::Person, EntityType::Vulnerability].iter().any(|t| syntax.is_a(token, *t)) || are_bodies();
    token > group && syntax.is_name(token) && is_kind()
}

/// Sentences before one with `the two` in which they are named.
const PAIR_WITHIN: u32 = 2;

/// Reyes and Ortiz for `the two leaders`, `the couple` behind `Reyes met Ortiz`: the only two of their kind that are named in the last
/// sentence that names any, in what they do together.
pub(super) fn duo(syntax: &Syntax<'_>, head: TokenId) -> Option<[TokenId; 2]> {
    if !is_duo(syntax, head) {
        return None;
    }
    let kind = match syntax.mentioned(head).map(|m| m.entity_type) {
        Some(kind @ (EntityType::Country | EntityType::Company)) => kind,
        _ => EntityType::Person,
    };
    let here = syntax.document.sentence_of(head).0;
    let mut sentences = (0..=PAIR_WITHIN.min(here)).map(|back| named_in(syntax, SentenceId(here - back), head, kind));
    let [first, second] = sentences.find(|named| !named.is_empty())?[..] else { return None };
    // "Reyes and Ortiz", "Reyes met Ortiz"
    let (first, second) = (first.min(second), first.max(second));
    let is_joined = syntax.head(second) == Some(first) && syntax.is(second, "conj") || syntax.head(first) == syntax.head(second);
    is_joined.then_some([first, second])
}

/// Reyes and Ortiz for `they` and `both` behind `Reyes and Ortiz met`: who was named together, where the pronoun stands for one of them or
/// for nobody known.
pub(super) fn together(syntax: &Syntax<'_>, pronoun: TokenId) -> Option<Vec<TokenId>> {
    let document = syntax.document;
    let form = document.form(pronoun).to_lowercase();
    let is_both = !syntax.is_noun(pronoun) && syntax.is_listed(pronoun, "duo");
    if !is_both && !Lexicon::shipped().pronouns.get(&*form).is_some_and(|p| p.person == 3 && p.is_plural) {
        return None;
    }
    let here = document.sentence_of(pronoun).0;
    let named = |m: &&Mention| m.head < pronoun && m.kind != MentionKind::Pronoun;
    let chain = syntax.mentioned(pronoun).and_then(|m| m.chain).map(|c| &document.chains[c.index()]);
    let known = chain.and_then(|c| c.mentions.iter().map(|m| &document.mentions[m.index()]).rfind(named)).map(|m| m.head);
    let one = known.or_else(|| subject_before(syntax, SentenceId(here)))?;
    let first = syntax.head(one).filter(|_| syntax.is(one, "conj")).unwrap_or(one);
    let all = syntax.conjuncts(first);
    let are_near = here - document.sentence_of(first).0 <= PAIR_WITHIN && all.iter().all(|t| syntax.is_agent(*t));
    let are_several = if all.len() > 1 { !document.token(one).is_plural_noun() } else { is_both && document.token(one).is_plural_noun() };
    (are_near && are_several).then_some(all)
}

/// The subject of the sentence before one.
fn subject_before(syntax: &Syntax<'_>, sentence: SentenceId) -> Option<TokenId> {
    let before = syntax.document.sentences[sentence.0.checked_sub(1)? as usize].tokens;
    let root = before.iter().find(|t| syntax.head(*t).is_none())?;
    syntax.children_by(root, "nsubj").next()
}

/// Whether a phrase means two that were named before, and tells no more of them.
fn is_duo(syntax: &Syntax<'_>, head: TokenId) -> bool {
    let is_two = |t: TokenId| syntax.lemma(t) == "two";
    let is_pair = syntax.is_listed(head, "duo") || is_two(head) || syntax.children_by(head, "nummod").any(is_two);
    // "the two envoys, who have met before,"
    let is_aside = |c: TokenId| syntax.relation(c) == "acl:relcl" && syntax.document.is_set_off(c, &[","]);
    let tells_which = |c: &TokenId| {
        let relation = syntax.relation(*c);
        matches!(relation, "nmod" | "acl" | "acl:relcl" | "appos" | "nmod:poss" | "amod" | "compound") && !is_aside(*c)
    };
    // "two men were arrested … The two men": those are known already
    let document = syntax.document;
    let first = || document.chains[syntax.mentioned(head)?.chain?.index()].mentions.first().map(|m| document.mentions[m.index()].head);
    is_pair
        && syntax.is_definite(head)
        && !syntax.children(head).iter().any(tells_which)
        && first().is_none_or(|first| syntax.is_definite(first))
}

/// Heads of the names of a kind in a sentence before a word, one of each chain.
fn named_in(syntax: &Syntax<'_>, sentence: SentenceId, before: TokenId, kind: EntityType) -> Vec<TokenId> {
    let document = syntax.document;
    let takes_part =
        |t: TokenId| matches!(syntax.relation(t), "nsubj" | "nsubj:pass" | "obj" | "obl" | "obl:agent" | "conj" | "nmod:poss" | "nmod");
    let is_meant = |m: &&Mention| m.kind == MentionKind::Name && m.head < before && m.entity_type.is_a(kind) && takes_part(m.head);
    let tokens = document.sentence(sentence).tokens;
    let mut named: Vec<&Mention> = document.mentions.iter().filter(|m| tokens.contains(m.head)).filter(is_meant).collect();
    named.sort_by_key(|m| m.chain);
    named.dedup_by_key(|m| m.chain);
    named.into_iter().map(|m| m.head).collect()
}
