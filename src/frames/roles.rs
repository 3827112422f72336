//! Role slots → fillers: follow the slot's path in the tree and check what stands there against the role's types.

use super::compile::{Embedder, FrameSet, Role};
use super::embedding::has_particle;
use super::file::{LightSubject, RoleEntry};
use super::mention::FillerRef;
use super::slot::Step;
use super::speaker::{author_before, author_of, is_document, issuer_of};
use super::syntax::Syntax;
use super::trigger::light_verb;
use crate::document::{EntityType, Mention, MentionKind, SentenceId, TokenId};
use crate::events::Stance;

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
pub fn fill(syntax: &Syntax<'_>, frames: &FrameSet, role: &Role, trigger: TokenId) -> Vec<Found> {
    for path in &role.slot.0 {
        // a title or participle belongs to one name of several: "President Biden and Xi", "China-based Huawei and Apple"
        let alone = matches!(path[..], [Step::Here | Step::Head(_) | Step::Holder]) || syntax.is(trigger, "amod");
        let mut found = Vec::new();
        for head in follow(syntax, frames, path, trigger) {
            // "the Chad-Libya war" is theirs, and in neither
            if &*role.name == "place" && syntax.is_agent(head) && syntax.pair_before(trigger).is_some_and(|pair| pair.contains(&head)) {
                continue;
            }
            // "were killed in Peru's city of Lima": whose place it is has not done it
            let is_place = |t: TokenId| syntax.mentioned(t).is_some_and(|m| m.entity_type.is_a(EntityType::Place));
            let is_owner = || matches!(syntax.relation(head), "nmod:poss" | "amod" | "compound");
            let is_its = |above: TokenId| above != trigger && is_place(above) && is_owner();
            if is_acting(&role.name) && path.len() > 1 && syntax.head(head).is_some_and(is_its) {
                continue;
            }
            // a clause has what is coordinated with it in its words
            let alone = alone || role.entry.text && is_predicate(syntax, head);
            let group = if alone { vec![head] } else { syntax.conjuncts(named(syntax, role, head)) };
            let group = group.into_iter().flat_map(|h| if alone || role.entry.text { vec![h] } else { enumerated(syntax, h) });
            let heads = group.flat_map(|h| if alone { vec![h] } else { all_meant(syntax, frames, role, h) });
            // "flaws, some of which hackers exploited"
            let heads = heads.map(|h| syntax.antecedent_of_relative(h, trigger).unwrap_or(h));
            let heads = heads.flat_map(|h| if h == trigger || role.entry.text { vec![h] } else { described(syntax, h, trigger) });
            let fit: Vec<_> = heads.map(|h| (h, accept(syntax, role, h))).collect();
            // "the army and the paratroops": one of a kind with what fits
            let any_fits = fit.iter().any(|(_, f)| f.is_some());
            found.extend(fit.into_iter().filter_map(|(h, f)| f.or_else(|| accept_beside(syntax, role, h).filter(|_| any_fits))));
        }
        if !found.is_empty() {
            return found;
        }
        if let [step @ (Step::Subject | Step::Object)] = &path[..]
            && step_from(syntax, frames, step, trigger).first() == syntax.head(trigger).as_ref()
            && let Some(found) = syntax.other_antecedents(trigger).find_map(|head| accept(syntax, role, head))
        {
            return vec![Found { score: found.score * 0.8, ..found }];
        }
        if matches!(path[..], [Step::Subject]) && syntax.is_verb(trigger) {
            let other = syntax.other_subjects(trigger).find_map(|head| accept(syntax, role, head));
            if let Some(found) = other.filter(|_| !syntax.is_passive(trigger)) {
                return vec![Found { score: found.score * 0.7, ..found }];
            }
        }
    }
    Vec::new()
}

/// `Shukr` in `one of their commanders, Fuad Shukr`, `Calhoun` in `chief executive Dave Calhoun`: the name that stands in
/// apposition to a title or a count, where a participant and not the title is asked for.
fn named(syntax: &Syntax<'_>, role: &Role, head: TokenId) -> TokenId {
    if let Some(name) = name_of_apposition(syntax, role, head) {
        return name;
    }
    let says_little = match syntax.mentioned(head) {
        Some(m) => {
            let is_empty = matches!(m.entity_type, EntityType::Position | EntityType::Entity) || syntax.pos(head) == "NUM";
            m.kind == MentionKind::Nominal && is_empty
        }
        None => syntax.pos(head) != "PROPN",
    };
    if !says_little || role.entry.text || role.entry.types.contains(&EntityType::Position) {
        return head;
    }
    let is_name = |t: &TokenId| syntax.mentioned(*t).is_some_and(|m| m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Agent));
    let beside = syntax.children(head).iter().copied().filter(|c| matches!(syntax.relation(*c), "appos" | "flat")).find(is_name);
    beside.or_else(|| syntax.bearer_behind(head)).unwrap_or(head)
}

/// `Willow Rescue` in `to Willow Rescue, a facility funded by Reyes`: the name that a noun stands in apposition to.
fn name_of_apposition(syntax: &Syntax<'_>, role: &Role, head: TokenId) -> Option<TokenId> {
    let name = syntax.head(head).filter(|_| syntax.is(head, "appos") && !role.entry.text)?;
    let (said, named) = (syntax.mentioned(head)?, syntax.mentioned(name)?);
    let is_name = named.kind == MentionKind::Name && named.entity_type.is_a(EntityType::Organization);
    let is_site = said.kind == MentionKind::Nominal && said.entity_type == EntityType::Facility && syntax.is_indefinite(head);
    (is_name && is_site && accept(syntax, role, name).is_some()).then_some(name)
}

/// Sentences before one with `the two` in which they are named.
const PAIR_WITHIN: u32 = 2;

/// Reyes and Ortiz for `the two leaders`, `the couple` behind `Reyes met Ortiz`: the only two of their kind that are named in the last
/// sentence that names any, in what they do together.
fn duo(syntax: &Syntax<'_>, frames: &FrameSet, head: TokenId) -> Option<[TokenId; 2]> {
    let document = syntax.document;
    let is_two = |t: TokenId| syntax.lemma(t) == "two";
    let is_pair = || frames.is_listed(syntax.lemma(head), "duo") || is_two(head) || syntax.children_by(head, "nummod").any(is_two);
    let tells_which = |c: TokenId| matches!(syntax.relation(c), "nmod" | "acl" | "acl:relcl" | "appos" | "nmod:poss" | "amod" | "compound");
    if !is_pair() || !syntax.is_definite(head) || syntax.children(head).iter().any(|c| tells_which(*c)) {
        return None;
    }
    // "two men were arrested … The two men": those are known already
    let chain = syntax.mentioned(head).and_then(|m| m.chain).map(|c| &document.chains[c.index()].mentions);
    if chain.and_then(|all| all.first()).is_some_and(|m| !syntax.is_definite(document.mentions[m.index()].head)) {
        return None;
    }
    let wanted = match syntax.mentioned(head).map(|m| m.entity_type) {
        Some(EntityType::Country) => EntityType::Country,
        Some(EntityType::Company) => EntityType::Company,
        _ => EntityType::Person,
    };
    let here = document.sentence_of(head);
    let is_meant = |m: &&Mention| {
        let is_own = m.kind == MentionKind::Name && m.head < head && m.entity_type.is_a(wanted);
        is_own && matches!(syntax.relation(m.head), "nsubj" | "nsubj:pass" | "obj" | "obl" | "obl:agent" | "conj" | "nmod:poss" | "nmod")
    };
    let named = |back: u32| {
        let tokens = document.sentence(SentenceId(here.0 - back)).tokens;
        let mut named: Vec<&Mention> = document.mentions.iter().filter(|m| tokens.contains(m.head)).filter(is_meant).collect();
        named.sort_by_key(|m| m.chain);
        named.dedup_by_key(|m| m.chain);
        named
    };
    let found = (0..=PAIR_WITHIN.min(here.0)).map(named).find(|named| !named.is_empty())?;
    let [first, second] = found[..] else { return None };
    // "Reyes and Ortiz", "Reyes met Ortiz"
    let (first, second) = (first.head.min(second.head), first.head.max(second.head));
    let is_joined = syntax.head(second) == Some(first) && syntax.is(second, "conj") || syntax.head(first) == syntax.head(second);
    is_joined.then_some([first, second])
}

/// `Reyes` and `Ortiz` of `two members, Reyes, 27, and Ortiz`, the numbers of `two flaws, CVE-2031-1 and CVE-2031-2`: those whom an
/// apposition names one by one, instead of the group. What is coordinated with the group is among its conjuncts already.
fn enumerated(syntax: &Syntax<'_>, head: TokenId) -> Vec<TokenId> {
    let is_one = |t: &TokenId| {
        let is_kind = |m: &Mention| m.entity_type.is_a(EntityType::Person) || m.entity_type.is_a(EntityType::Vulnerability);
        syntax.mentioned(*t).is_some_and(|m| m.kind == MentionKind::Name && is_kind(m)) && *t > head
    };
    let is_group = syntax.pos(head) == "NOUN" && syntax.has_feature(head, "Number=Plur");
    // "Bell died alongside Ortiz"
    let beside = |verb: TokenId| {
        let is_with = |c: &TokenId| syntax.frames.is_listed(&syntax.case(*c), "alongside") && is_one(c);
        syntax.children_by(verb, "obl").find(is_with)
    };
    let speaks = |verb: TokenId| syntax.frames.embedders(syntax.lemma(verb)).iter().any(|e| e.entry.claim.source);
    let verb = syntax.head(head).filter(|v| syntax.is(head, "nsubj") && syntax.is_agent(head) && syntax.is_verb(*v) && !speaks(*v));
    if let Some(other) = verb.and_then(beside) {
        return syntax.conjuncts(head).into_iter().take(1).chain(syntax.conjuncts(other)).collect();
    }
    // "countries including Peru and Chile": these too
    let is_named = |c: &TokenId| syntax.mentioned(*c).is_some_and(|m| m.kind == MentionKind::Name);
    let is_among = |c: &TokenId| {
        let is_listed = ["including", "such_as"].contains(&&*syntax.case(*c)) && syntax.children_by(*c, "case").count() == 1;
        *c > head && is_named(c) && is_listed
    };
    let member = ["nmod", "obl", "acl"].iter().find_map(|r| syntax.children_by(head, r).find(is_among));
    if let Some(member) = member.filter(|_| is_group) {
        return std::iter::once(head).chain(syntax.conjuncts(member)).collect();
    }
    // "two flaws, tracked as"
    let called =
        || syntax.children_by(head, "acl").flat_map(|c| syntax.children_by(c, "obl")).find(|c| syntax.is_marked_by(*c, "as") && is_one(c));
    let first = syntax.children_by(head, "appos").find(is_one).or_else(called).filter(|_| is_group);
    let Some(first) = first else { return vec![head] };
    let others = syntax.children_by(first, "conj").filter(is_one);
    let names: Vec<_> = std::iter::once(first).chain(others).collect();
    let goes_on = syntax.children_by(head, "conj").any(|c| c > first && is_one(&c));
    if names.len() > 1 || goes_on { names } else { vec![head] }
}

/// `Hamas` in `Hamas is a group that attacked Israel`: of whom a predicate says what they are.
fn described(syntax: &Syntax<'_>, head: TokenId, trigger: TokenId) -> Vec<TokenId> {
    if let Some(counted) = counted_among(syntax, head, trigger) {
        return counted;
    }
    let is_name = |t: &TokenId| syntax.mentioned(*t).is_some_and(|m| m.kind == MentionKind::Name);
    // "Labour became the first party to win"
    let is_above = || syntax.document.ancestors(trigger).any(|t| t == head);
    let is_becoming = |v: &TokenId| syntax.frames.is_listed(syntax.lemma(*v), "becoming");
    let verb = syntax
        .head(head)
        .filter(is_becoming)
        .filter(|v| syntax.is(head, "xcomp") && syntax.children_by(*v, "obj").next().is_none() && is_above());
    let bearer = |of: TokenId| syntax.children_by(of, "nsubj").find(is_name);
    // "Marsh is one of the first women to be elected"
    let one_of = || syntax.head(head).filter(|one| syntax.lemma(*one) == "one" && syntax.is(head, "nmod") && is_predicate(syntax, *one));
    let is_its_subject = syntax.head(trigger) == Some(head) && syntax.is_marked_by(trigger, "to");
    let said_of = verb.or(Some(head).filter(|h| is_predicate(syntax, *h))).filter(|_| syntax.is_noun(head));
    let said_of = said_of.or_else(|| one_of().filter(|_| is_its_subject));
    vec![said_of.and_then(bearer).unwrap_or(head)]
}

/// `Bell` in `Bell was among those arrested`, `Among those who left was Bell`, `Bell is one of several men wanted`; with the people of whom he is
/// one, if their number is told: `one of 12 people arrested`.
fn counted_among(syntax: &Syntax<'_>, head: TokenId, clause: TokenId) -> Option<Vec<TokenId>> {
    let is_said = |t: TokenId| syntax.children_by(t, "cop").next().is_some();
    let is_known = |t: &TokenId| syntax.mentioned(*t).is_some_and(|m| m.kind != MentionKind::Pronoun || m.chain.is_some());
    let subject = |of: TokenId| syntax.children_by(of, "nsubj").find(is_known);
    let above = syntax.head(head);
    let one = above.filter(|one| syntax.is_one_of(*one) && syntax.is(head, "nmod") && !syntax.is_marked_by(clause, "to"));
    // "Among those who left was the adviser Bell": the parser takes either for the predicate
    let behind = || above.filter(|p| *p > head && is_said(*p) && subject(*p).is_none() && !syntax.is(head, "conj"));
    let is_among = syntax.is_marked_by(head, "among");
    let found = match one {
        Some(one) => subject(one),
        None if is_among && is_said(head) => subject(head),
        None if is_among => behind(),
        None => None,
    };
    let is_its_own = syntax.head(clause) == Some(head) && syntax.is(clause, "acl");
    let number = Some(head).filter(|h| syntax.pos(*h) == "NUM" || syntax.children_by(*h, "nummod").next().is_some());
    found.filter(|_| is_its_own).map(|f| syntax.conjuncts(f).into_iter().chain(number).collect())
}

/// Those whom a phrase stands for: `Bell` and `Ortiz` of `a letter by Bell and Ortiz`.
fn all_meant(syntax: &Syntax<'_>, frames: &FrameSet, role: &Role, head: TokenId) -> Vec<TokenId> {
    if let Some(pair) = duo(syntax, frames, head).filter(|pair| pair.iter().all(|t| accept(syntax, role, *t).is_some())) {
        return pair.to_vec();
    }
    let whom = meant(syntax, frames, role, head);
    // "a number of drones and missiles"
    let group = if whom == head { vec![whom] } else { syntax.conjuncts(whom) };
    group.into_iter().map(|h| named(syntax, role, h)).collect()
}

/// What a phrase stands for: behind a document that acts (`Bell's report found`, `a letter signed by lawmakers said`, `the statement added`)
/// its author.
fn meant(syntax: &Syntax<'_>, frames: &FrameSet, role: &Role, head: TokenId) -> TokenId {
    let accepted = |p: &TokenId| accept(syntax, role, *p).is_some();
    let author = || author_of(syntax, head).or_else(|| author_before(syntax, frames, head)).filter(accepted);
    if is_acting(&role.name)
        && !syntax.is_agent(head)
        && is_document(syntax, frames, head)
        && let Some(author) = author()
    {
        return author;
    }
    measured(syntax, frames, head)
}

/// `computers` in `tens of thousands of computers`, `drones` in `29 of the drones`, `Bukavu` in `the city of Bukavu`: what is meant,
/// where the head only counts or says what kind of place it is.
fn measured(syntax: &Syntax<'_>, frames: &FrameSet, head: TokenId) -> TokenId {
    let of = || syntax.children_by(head, "nmod").find(|c| syntax.is_marked_by(*c, "of"));
    // "29 of the drones", but not "29 of them"
    let is_count = syntax.pos(head) == "NUM" && of().is_some_and(|c| syntax.is_noun(c));
    // "creating it was one of his pledges" speaks of the one
    let is_said = syntax.children_by(head, "cop").next().is_some();
    let counts = (is_count || frames.is_listed(syntax.lemma(head), "measure")) && !is_said;
    // "the port of Sidon" is no city
    let is_site = |t: TokenId| syntax.mentioned(t).is_some_and(|m| m.entity_type == EntityType::Facility);
    let is_place = |t: TokenId, kind: MentionKind| {
        let mention = syntax.mentioned(t);
        mention.is_some_and(|m| m.kind == kind && m.entity_type.is_a(EntityType::Place))
    };
    // nor is "the Kursk region of Russia" Russia
    let has_name = || syntax.children(head).iter().any(|c| syntax.is(*c, "compound") && syntax.pos(*c) == "PROPN");
    if is_place(head, MentionKind::Nominal)
        && !is_site(head)
        && !has_name()
        && let Some(name) = of().filter(|n| is_place(*n, MentionKind::Name))
    {
        return name;
    }
    let is_unknown = || syntax.mentioned(head).is_none_or(|m| m.entity_type == EntityType::Entity);
    match of() {
        // "hundreds of thousands"
        Some(meant) if frames.is_listed(syntax.lemma(meant), "measure") && syntax.children_by(meant, "nmod").next().is_none() => head,
        // "tens of thousands of residents"
        Some(meant) if counts && is_unknown() => measured(syntax, frames, meant),
        _ => head,
    }
}

pub(super) fn follow(syntax: &Syntax<'_>, frames: &FrameSet, path: &[Step], trigger: TokenId) -> Vec<TokenId> {
    let mut tokens = vec![trigger];
    for (i, step) in path.iter().enumerate() {
        // "a wave of Russian strikes killed": what stands below may hang on the strikes
        let counted = |t: TokenId| Some(measured(syntax, frames, t)).filter(|m| i > 0 && *m != t);
        let from = tokens.into_iter().flat_map(|t| std::iter::once(t).chain(counted(t)));
        tokens = from.flat_map(|t| step_from(syntax, frames, step, t)).collect();
    }
    tokens
}

fn step_from(syntax: &Syntax<'_>, frames: &FrameSet, step: &Step, token: TokenId) -> Vec<TokenId> {
    match step {
        Step::Here => vec![token],
        Step::Head(case) => {
            let is_marked = case.as_ref().is_none_or(|case| syntax.is_marked_by(token, case));
            syntax.head(token).filter(|_| is_marked).into_iter().collect()
        }
        Step::Holder => holders(syntax, token),
        Step::Pair => syntax.pair_before(token).into_iter().flatten().collect(),
        Step::Subject if syntax.is_noun(token) => {
            let subject = light_argument(syntax, frames, token, LightSubject::Agent);
            if subject.is_empty() { accused(syntax, frames, token).into_iter().collect() } else { subject }
        }
        Step::Object if syntax.is_noun(token) => {
            let struck = light_verb(syntax, frames, token).filter(|(_, entry)| entry.subject == LightSubject::Event);
            match struck.and_then(|(verb, _)| syntax.logical_object(verb)) {
                Some(object) => vec![object],
                None => light_argument(syntax, frames, token, LightSubject::Patient),
            }
        }
        Step::Subject => {
            let subject = syntax.logical_subject(token).and_then(|s| cause(syntax, frames, token, s));
            // "published a letter accusing the firm"
            let issuer = |s: TokenId| {
                let describes = syntax.relation(token) == "acl" && syntax.head(token) == Some(s);
                if describes { issuer_of(syntax, frames, s) } else { None }
            };
            subject.map(|s| issuer(s).unwrap_or(s)).into_iter().collect()
        }
        // "found an intruder entered the server": what is found is the clause
        Step::Object => {
            let clause = syntax.children_by(token, "obj").find(|o| syntax.is_verb(*o) && syntax.children_by(token, "obj").any(|n| n < *o));
            clause.or_else(|| syntax.logical_object(token)).into_iter().collect()
        }
        Step::Clause(mark) => syntax.children(token).iter().copied().filter(|c| is_clause(syntax, *c, mark.as_deref())).collect(),
        Step::Demonym => {
            let is_country = |c: &TokenId| {
                let mention = syntax.mentioned(*c);
                let modifies = matches!(syntax.relation(*c), "amod" | "compound" | "nmod:desc")
                    || syntax.relation(*c) == "nmod" && syntax.case(*c).is_empty();
                let acts = |m: &Mention| {
                    let is_force = m.entity_type.is_a(EntityType::ArmedGroup) || m.entity_type.is_a(EntityType::MilitaryForce);
                    m.entity_type == EntityType::Country || m.kind == MentionKind::Name && is_force
                };
                modifies && mention.is_some_and(acts)
            };
            let own = syntax.children(token).iter().copied();
            own.clone().filter(is_country).chain(own.flat_map(|c| doers(syntax, frames, c))).collect()
        }
        Step::Child { relation, case } => {
            let mut found = children(syntax, token, relation, case.as_deref());
            if found.is_empty() && syntax.is_noun(token) {
                found = shared(syntax, token)
                    .flat_map(|(t, is_both)| children(syntax, t, relation, case.as_deref()).into_iter().filter(is_both))
                    .collect();
            }
            if found.is_empty() && case.is_some() && syntax.is_noun(token) {
                // "launched an attack on", "cancelled a visit to": the phrase may hang on the verb
                let verb = light_verb(syntax, frames, token).map(|(verb, _)| verb).or_else(|| controller(syntax, frames, token));
                return verb.map(|v| children(syntax, v, "obl", case.as_deref())).unwrap_or_default();
            }
            if found.is_empty() && relation == "obl" && case.as_deref() == Some("with") {
                found.extend(used(syntax, frames, token));
            }
            found
        }
    }
}

/// `missiles` at `hit` in `used missiles to hit the port`: with what it is done.
fn used(syntax: &Syntax<'_>, frames: &FrameSet, verb: TokenId) -> Option<TokenId> {
    let is_aim = matches!(syntax.relation(verb), "xcomp" | "advcl") && syntax.is_marked_by(verb, "to");
    let using = syntax.head(verb).filter(|u| is_aim && syntax.is_verb(*u) && frames.is_listed(syntax.lemma(*u), "using"));
    using.and_then(|u| syntax.logical_object(u)).filter(|thing| !syntax.is_agent(*thing))
}

/// Who bears a title; a plural one belongs to all that are coordinated, `Lam and Chung, editors of the Herald`, but in front of a name not to
/// those named before: `Mayor Lam and editors Chung and Holt`.
fn holders(syntax: &Syntax<'_>, title: TokenId) -> Vec<TokenId> {
    let Some(holder) = syntax.holder(title) else { return Vec::new() };
    let first = syntax.head(holder).filter(|_| syntax.is(holder, "conj")).unwrap_or(holder);
    let is_meant = |other: &TokenId| title > holder || *other > title;
    if syntax.has_feature(title, "Number=Plur") { syntax.conjuncts(first).into_iter().filter(is_meant).collect() } else { vec![holder] }
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

fn is_clause(syntax: &Syntax<'_>, token: TokenId, mark: Option<&str>) -> bool {
    let relation = syntax.relation(token);
    match mark {
        Some(mark) => matches!(relation, "advcl" | "xcomp" | "ccomp" | "acl") && syntax.is_marked_by(token, mark),
        None => matches!(relation, "ccomp" | "xcomp") || relation == "acl" && !syntax.is_passive(token),
    }
}

/// `attack` in `an attack on a bus that killed 12`, `army` in `the bus was hit by the army, killing 12`: what a happening does is not
/// done by whom it befell.
fn cause(syntax: &Syntax<'_>, frames: &FrameSet, verb: TokenId, subject: TokenId) -> Option<TokenId> {
    let Some(governor) = syntax.head(verb) else { return Some(subject) };
    if !frames.lights(syntax.lemma(verb)).any(|l| l.subject == LightSubject::Event) {
        return Some(subject);
    }
    let is_victim = ["on", "against", "at"].iter().any(|case| syntax.is_marked_by(subject, case)) && syntax.is(subject, "nmod");
    if syntax.is(verb, "acl:relcl") && governor == subject && is_victim {
        return syntax.head(subject);
    }
    // "was accused of killing two men" tells what the accused did
    let is_bare = syntax.children_by(verb, "mark").next().is_none();
    let follows = is_bare && syntax.is(verb, "advcl") && syntax.is_verb(governor) && syntax.is_passive(governor);
    if follows && syntax.logical_object(governor) == Some(subject) { syntax.logical_subject(governor) } else { Some(subject) }
}

/// `Houthi` at `led` in `the Houthi-led attack`: who does it, before a participle of doing.
fn doers(syntax: &Syntax<'_>, frames: &FrameSet, participle: TokenId) -> Vec<TokenId> {
    let is_doing = frames.is_listed(syntax.lemma(participle), "doing");
    if !is_doing || !syntax.is(participle, "amod") {
        return Vec::new();
    }
    let stands_before =
        |c: &TokenId| *c < participle && matches!(syntax.relation(*c), "compound" | "obl:unmarked" | "obl" | "nmod" | "amod");
    syntax.children(participle).iter().copied().filter(stands_before).filter(|c| syntax.is_agent(*c)).collect()
}

/// `Iran` in `accused Iran of an attack`, `blamed Iran for the attack`: who is said to have done what the noun says. A person who is
/// blamed for a riot need not have rioted.
fn accused(syntax: &Syntax<'_>, frames: &FrameSet, noun: TokenId) -> Option<TokenId> {
    let verb = syntax.head(noun).filter(|v| syntax.is_verb(*v) && syntax.is(noun, "obl"))?;
    let is_person = |t: TokenId| syntax.mentioned(t).is_some_and(|m| m.entity_type == EntityType::Person);
    let is_charge = |object: TokenId| {
        syntax.is_marked_by(noun, "of") || syntax.is_marked_by(noun, "with") || syntax.is_marked_by(noun, "for") && !is_person(object)
    };
    let accuses = frames.embedders(syntax.lemma(verb)).iter().any(|e| e.entry.claim.stance == Stance::Accuses);
    syntax.logical_object(verb).filter(|object| accuses && is_charge(*object) && *object != noun && syntax.is_agent(*object))
}

/// Subject of the light verb above an event noun, if it plays the part asked for, or of a verb that controls it (`cancelled a trip`).
fn light_argument(syntax: &Syntax<'_>, frames: &FrameSet, noun: TokenId, part: LightSubject) -> Vec<TokenId> {
    let light = || light_verb(syntax, frames, noun).filter(|(_, entry)| entry.subject == part).map(|(verb, _)| verb);
    let control = || controller(syntax, frames, noun).filter(|_| part == LightSubject::Agent);
    let subject = light().or_else(control).and_then(|verb| syntax.logical_subject(verb));
    subject.filter(|s| *s != noun).into_iter().collect()
}

/// `cancelled` in `cancelled a trip`: the verb whose subject is the agent of the noun that is its object.
fn controller(syntax: &Syntax<'_>, frames: &FrameSet, noun: TokenId) -> Option<TokenId> {
    let verb = syntax.head(noun).filter(|v| syntax.is_verb(*v) && syntax.logical_object(*v) == Some(noun))?;
    let controls = |e: &Embedder| e.entry.control && e.slot.contains(&Step::Object) && has_particle(syntax, &e.entry, verb);
    frames.embedders(syntax.lemma(verb)).iter().any(controls).then_some(verb)
}

/// Whether the token may fill the role, and as what.
pub(super) fn accept(syntax: &Syntax<'_>, role: &Role, head: TokenId) -> Option<Found> {
    let entry = &role.entry;
    let lemma = syntax.lemma(head);
    if entry.not.iter().any(|l| l == lemma || syntax.antecedent(head).is_some_and(|a| l == syntax.lemma(a))) {
        return None;
    }
    let edge = syntax.document.token(head).head_prob.max(0.05);
    if entry.text {
        if !entry.lemma.is_empty() && !entry.lemma.iter().any(|l| l == lemma) {
            return None;
        }
        return Some(Found { filler: FillerRef::Words(head), head, score: edge });
    }
    let mention = syntax.mention(head);
    let is_title = syntax.is_noun(head) && entry.types == [EntityType::Position];
    // "he is the man who shot them"
    let is_described = !entry.event && syntax.is_noun(head) && mention.is_some();
    if is_predicate(syntax, head) && !is_title && !is_described {
        return entry.event.then_some(Found { filler: FillerRef::Words(head), head, score: edge });
    }
    if mention.is_none() && syntax.time(head).is_some() {
        return None;
    }
    let is_listed = |lemma: &str| entry.lemma.iter().any(|l| l == lemma) || syntax.frames.is_listed(lemma, &entry.list);
    // "it" goes by what it stands for
    let meant = [syntax.made_of(head), syntax.antecedent(head)];
    let listed = is_listed(lemma) || meant.into_iter().flatten().any(|t| is_listed(syntax.lemma(t)));
    if let Some(id) = mention {
        let mention = &syntax.document.mentions[id.index()];
        let entity_type = syntax.document.type_of(mention);
        let is_open_pronoun = mention.kind == MentionKind::Pronoun
            && mention.chain.is_none_or(|c| {
                syntax.document.chains[c.index()].mentions.iter().all(|m| syntax.document.mentions[m.index()].kind == MentionKind::Pronoun)
            });
        if is_open_pronoun {
            return None;
        }
        if entry.named && mention.kind != MentionKind::Name {
            return None;
        }
        if entry.types == [EntityType::Position] && !entity_type.is_a(EntityType::Position) {
            // the title as words, where the entity finder took it for its holder
            return (listed || *role.slot.0[0] == [Step::Here]).then_some(Found { filler: FillerRef::Phrase(head), head, score: edge });
        }
        // "Moscow's attack", but neither "the city's bombardment" nor "the Nottingham protests"
        let is_seat = || mention.kind != MentionKind::Nominal && !syntax.is(head, "compound");
        let metonymy = entry.metonymy && entity_type == EntityType::City && is_seat();
        let factor = if listed || metonymy { Some(1.0) } else { type_fit(entry, entity_type, &role.name, mention.kind) };
        return factor.map(|f| Found { filler: FillerRef::Mention { mention: id, metonymy }, head, score: edge * f });
    }
    // "condemned what he called a mistake"
    let is_open = entry.types.is_empty() && entry.lemma.is_empty();
    if entry.event && is_open && syntax.pos(head) == "PRON" && has_relative(syntax, head) {
        return Some(Found { filler: FillerRef::Words(head), head, score: edge });
    }
    if is_somebody(syntax, head) {
        let fits = entry.types.iter().any(|t| EntityType::Person.is_a(*t)) && !entry.named;
        return fits.then_some(Found { filler: FillerRef::Phrase(head), head, score: edge * 0.8 });
    }
    let is_nominal = matches!(syntax.pos(head), "NOUN" | "PROPN" | "NUM" | "SYM" | "ADJ");
    // "denied allegations that it had paid"
    if entry.event && is_open && syntax.children_by(head, "acl").any(|c| syntax.is_marked_by(c, "that")) {
        return Some(Found { filler: FillerRef::Words(head), head, score: edge });
    }
    let may_be = is_open || !entry.strict && !entry.types.is_empty() && !is_acting(&role.name);
    let fits = listed || is_nominal && may_be;
    fits.then_some(Found { filler: FillerRef::Phrase(head), head, score: if listed || entry.types.is_empty() { edge } else { edge * 0.8 } })
}

/// `some` in `some said`, `those` in `those who boycotted the chain`, but not in `some of the ships`, `how many`: people whom nothing names.
fn is_somebody(syntax: &Syntax<'_>, head: TokenId) -> bool {
    let is_listed = |list: &str| syntax.frames.is_listed(syntax.lemma(head), list);
    let counts = || syntax.children(head).iter().any(|c| syntax.is(*c, "advmod") || syntax.is(*c, "nmod") && syntax.is_marked_by(*c, "of"));
    matches!(syntax.pos(head), "PRON" | "DET" | "NUM" | "ADJ")
        && (is_listed("somebody") || is_listed("whoever") && has_relative(syntax, head))
        && !counts()
}

fn has_relative(syntax: &Syntax<'_>, head: TokenId) -> bool {
    syntax.children(head).iter().any(|c| syntax.relation(*c) == "acl:relcl")
}

/// A verb, or a predicate with its subject: `lives are at risk`.
fn is_predicate(syntax: &Syntax<'_>, head: TokenId) -> bool {
    syntax.is_verb(head) || syntax.children_by(head, "cop").next().is_some() && syntax.children_by(head, "nsubj").next().is_some()
}

/// A common noun of unknown type, coordinated with a filler that fits.
fn accept_beside(syntax: &Syntax<'_>, role: &Role, head: TokenId) -> Option<Found> {
    let listed_only = role.entry.types.is_empty() || role.entry.types == [EntityType::Position] || role.entry.named;
    let mention = syntax.mention(head);
    let is_unknown = mention.is_none_or(|m| syntax.document.mentions[m.index()].entity_type == EntityType::Entity);
    let is_refused = role.entry.not.iter().any(|l| l == syntax.lemma(head));
    if listed_only || !is_unknown || is_refused || syntax.pos(head) != "NOUN" || syntax.time(head).is_some() {
        return None;
    }
    let filler = mention.map_or(FillerRef::Phrase(head), |mention| FillerRef::Mention { mention, metonymy: false });
    Some(Found { filler, head, score: syntax.document.token(head).head_prob.max(0.05) * 0.7 })
}

/// How well a type fits a role: 1 if it is of a wanted type, less if it could be, `None` if it is something else.
fn type_fit(entry: &RoleEntry, entity_type: EntityType, role: &str, kind: MentionKind) -> Option<f32> {
    if entry.types.is_empty() && entry.lemma.is_empty() || entry.types.iter().any(|t| entity_type.is_a(*t)) {
        return Some(1.0);
    }
    if entity_type == EntityType::Entity {
        let may_be = !entry.strict && !entry.types.is_empty() && (kind == MentionKind::Name || !is_acting(role));
        return may_be.then_some(0.7);
    }
    // "the prime minister" who does something is a person
    if entity_type == EntityType::Position && kind == MentionKind::Nominal {
        return entry.types.iter().any(|t| EntityType::Person.is_a(*t)).then_some(0.9);
    }
    // "an organisation" where a company is wanted: it may be one
    let is_body = matches!(entity_type, EntityType::Agent | EntityType::Organization | EntityType::GovernmentBody);
    (is_body && !entry.strict && entry.types.iter().any(|t| t.is_a(entity_type))).then_some(0.85)
}

/// Roles whose filler must be able to act: a common noun of unknown type will not do.
fn is_acting(role: &str) -> bool {
    matches!(role, "actor" | "coActor")
}
