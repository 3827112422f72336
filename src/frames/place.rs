//! Which phrases say where an event happened.
//!
//! ```text
//! "killed in an attack on a church in Nigeria"   Nigeria, the church
//! "the Brixton riots"                            Brixton
//! "Police clashed with protesters in Lima."      Lima, through the other side
//! ```
//! What words outside the clause tell stands in `elsewhere.rs`.

use super::elsewhere::{in_one_go, one_blow, places_elsewhere, said_at};
use super::syntax::Syntax;
use crate::document::{EntityType, MentionKind, TokenId};

/// Heads of place names that say where the event happened: `in`, `at`, `near`, `on` phrases below the trigger, its object or
/// its clause, with the places nested in them.
pub fn find_places(syntax: &Syntax<'_>, trigger: TokenId, clause: TokenId) -> Vec<TokenId> {
    let object = syntax.logical_object(clause).filter(|_| syntax.is_verb(clause));
    let beside = said_at(syntax, clause).or_else(|| in_one_go(syntax, clause)).or_else(|| one_blow(syntax, clause));
    // "raided a shop and a flat in Leeds"
    let last = object.and_then(|o| syntax.conjuncts(o).pop()).filter(|last| Some(*last) != object && !syntax.is_event_noun(*last));
    let bases =
        [Some(trigger), Some(clause), object, last, beside, beside.and_then(|b| done_to(syntax, b, clause)), opponent_of(syntax, trigger)];
    let mut heads = bases.into_iter().flatten().map(|base| places_of(syntax, base)).find(|heads| !heads.is_empty()).unwrap_or_default();
    // "shot at a rally" is no more than that: the town may stand outside the clause
    if !heads.iter().any(|head| is_named_place(syntax, *head)) {
        let is_all = heads.is_empty();
        heads.extend(places_elsewhere(syntax, trigger, clause).into_iter().filter(|head| is_all || is_named_place(syntax, *head)));
    }
    if heads.is_empty() {
        heads.extend(place_in_front(syntax, trigger));
    }
    // "the city has seen heavy fighting"
    let seeing = || syntax.head(trigger).filter(|v| syntax.is(trigger, "obj") && syntax.is_listed(*v, "seeing"));
    if heads.is_empty()
        && let Some(city) = seeing().and_then(|verb| syntax.children_by(verb, "nsubj").next())
    {
        collect_places(syntax, city, &mut heads, 1);
    }
    heads.dedup();
    heads
}

/// `boats` for `sinking` in `attacked boats in the gulf, sinking two`: what is done to them is done where they are. What somebody says is not.
fn done_to(syntax: &Syntax<'_>, verb: TokenId, clause: TokenId) -> Option<TokenId> {
    let speaks = |v: TokenId| syntax.speaks(v) || syntax.reports(v);
    syntax.logical_object(verb).filter(|_| clause > verb && !speaks(verb) && !speaks(clause))
}

/// The places in the phrases of a word that tell where: `killed in Lima`.
fn places_of(syntax: &Syntax<'_>, word: TokenId) -> Vec<TokenId> {
    let speaks = syntax.reports(word);
    // "said from the museum in Lima"
    let is_studio = |c: TokenId| speaks && syntax.case(c) == "from" && is_place(syntax, c);
    // "spoke during a ceremony in Bratislava"
    let is_occasion = |c: TokenId| syntax.has_case(c, "while") && syntax.pos(c) == "NOUN";
    // "rescued from a house in Lima"
    let is_left = |c: TokenId| syntax.is_listed(word, "taken-away") && syntax.case(c) == "from";
    let tells = |c: TokenId| syntax.has_case(c, "place") || is_occasion(c) || is_studio(c) || is_left(c);
    let mut heads = Vec::new();
    collect_below(syntax, word, &|c| matches!(syntax.relation(c), "obl" | "nmod") && tells(c), &mut heads);
    heads
}

/// `the Brixton riots`; `a Gaza protest` may be about Gaza.
fn place_in_front<'s>(syntax: &'s Syntax<'_>, trigger: TokenId) -> impl Iterator<Item = TokenId> + 's {
    let is_local = |t: EntityType| [EntityType::City, EntityType::Region, EntityType::Facility].iter().any(|kind| t.is_a(*kind));
    let is_ground =
        move |c: &TokenId| *c < trigger && is_named_place(syntax, *c) && syntax.mentioned(*c).is_some_and(|m| is_local(m.entity_type));
    syntax.children_by(trigger, "compound").filter(move |c| syntax.is_listed(trigger, "blow") && is_ground(c))
}

/// Who takes part in violence and a named place tells of: `protesters` in `clashed with protesters in Lima`, `gunmen` in `by gunmen in Lima`,
/// `rebels` in `fighting between the army and rebels in Lima`.
fn opponent_of(syntax: &Syntax<'_>, trigger: TokenId) -> Option<TokenId> {
    let is_violent = syntax.is_listed(trigger, "blow") || syntax.is_listed(trigger, "harm");
    let is_opponent = |c: &TokenId| matches!(syntax.relation(*c), "obl" | "nmod") && syntax.has_case(*c, "opponent") && syntax.is_agent(*c);
    let is_located = |c: &TokenId| syntax.children_by(*c, "nmod").any(|place| is_named_place(syntax, place));
    let sides = syntax.children(trigger).iter().copied().filter(|c| is_violent && is_opponent(c));
    sides.flat_map(|c| syntax.conjuncts(c)).find(is_located)
}

/// Heads of the places that a thing or body stands in: `a house in Southport`, `a court in Lima`; of a thing also `Southport's pier`,
/// `a Southport hotel`.
pub fn places_below(syntax: &Syntax<'_>, thing: TokenId) -> Vec<TokenId> {
    let mut heads = Vec::new();
    let leads = |c: TokenId| syntax.is(c, "nmod") && syntax.has_case(c, "place");
    collect_below(syntax, thing, &leads, &mut heads);
    if heads.is_empty() && syntax.is_noun(thing) && !syntax.is_agent(thing) {
        let owns = |c: &TokenId| *c < thing && matches!(syntax.relation(*c), "nmod:poss" | "compound") && is_named_place(syntax, *c);
        heads.extend(syntax.children(thing).iter().copied().filter(owns));
    }
    heads
}

/// Places that a place lies in: `Nigeria` in `Lagos, Nigeria`, `Donetsk region` in `the city of Pokrovsk in the Donetsk region`.
pub fn places_around(syntax: &Syntax<'_>, place: TokenId) -> Vec<TokenId> {
    let mut heads = vec![place];
    // "the city of Pokrovsk" is Pokrovsk: what follows may hang on either
    let kind = syntax.head(place).filter(|_| syntax.is(place, "nmod") && syntax.is_marked_by(place, "of"));
    let is_kind =
        |t: &TokenId| syntax.mentioned(*t).is_some_and(|m| m.kind == MentionKind::Nominal && m.entity_type.is_a(EntityType::Place));
    for base in std::iter::once(place).chain(kind.filter(is_kind)) {
        collect_nested(syntax, base, &mut heads, 3);
    }
    heads.split_off(1)
}

/// `White House`, `Leeds Grammar School`, `the university`: a body that is also the house that it sits in.
fn is_seat(syntax: &Syntax<'_>, head: TokenId) -> bool {
    let is_house = |t: TokenId| syntax.is_listed(t, "site");
    let is_one = || syntax.children(head).iter().any(|c| matches!(syntax.relation(*c), "det" | "nmod:poss"));
    syntax.mentioned(head).filter(|m| m.entity_type.is_a(EntityType::Organization)).is_some_and(|m| match m.kind {
        MentionKind::Name => m.span.iter().any(is_house),
        MentionKind::Nominal => is_house(head) && is_one(),
        MentionKind::Pronoun => false,
    })
}

fn is_place(syntax: &Syntax<'_>, head: TokenId) -> bool {
    syntax.mentioned(head).is_some_and(|m| m.entity_type.is_a(EntityType::Place))
}

/// `Southport`, `Donetsk region`.
pub(super) fn is_named_place(syntax: &Syntax<'_>, head: TokenId) -> bool {
    syntax.mentioned(head).is_some_and(|m| m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Place))
}

/// The places in the phrases of a word that `leads` accepts.
pub(super) fn collect_below(syntax: &Syntax<'_>, base: TokenId, leads: &dyn Fn(TokenId) -> bool, heads: &mut Vec<TokenId>) {
    let led = || syntax.children(base).iter().copied().filter(|c| leads(*c));
    // "in Lodro, near Lima": in the one, and not in the other
    let is_beside = |c: TokenId| is_near(syntax, c) && is_named_place(syntax, c);
    let is_in = led().any(|c| !is_near(syntax, c) && is_named_place(syntax, c));
    for child in led().filter(|c| !(is_in && is_beside(*c))) {
        for head in syntax.conjuncts(child) {
            collect_places(syntax, head, heads, 4);
        }
    }
}

/// `near Tel Aviv`, `outside Lima`.
fn is_near(syntax: &Syntax<'_>, place: TokenId) -> bool {
    syntax.has_case(place, "near")
}

/// The places that a phrase names, and those in the phrases of it.
pub(super) fn collect_places(syntax: &Syntax<'_>, head: TokenId, heads: &mut Vec<TokenId>, fuel: usize) {
    if syntax.time(head).is_some() || fuel == 0 {
        return;
    }
    let mention = syntax.mentioned(head);
    // "in prison", "at school": a state, and no place
    let is_alone = || syntax.children(head).iter().all(|c| *c > head || matches!(syntax.relation(*c), "case" | "nmod:unmarked"));
    let is_state = || syntax.pos(head) == "NOUN" && syntax.has_feature(head, "Number=Sing") && is_alone();
    let is_place = mention.is_some_and(|m| m.entity_type.is_a(EntityType::Place) && !(m.kind == MentionKind::Nominal && is_state()));
    let is_place = is_place || is_seat(syntax, head);
    let is_described = mention.is_some_and(|m| m.kind == MentionKind::Nominal);
    if is_place && !heads.contains(&head) && !(is_described && is_named_behind(syntax, head)) {
        heads.push(head);
    }
    // "in an attack on a church in Nigeria", "in the Hall of the People in Beijing", "at a hospital in Lagos": through things, happenings and bodies, not
    // through people
    // "in one of the worst incidents in Melbourne"
    let is_count = || syntax.pos(head) == "NUM" && syntax.children_by(head, "nmod").any(|c| syntax.is_marked_by(c, "of"));
    let is_body = || mention.is_some_and(|m| m.entity_type.is_a(EntityType::Agent)) && !syntax.is_listed(head, "occasion");
    let is_thing = || !is_body() && (syntax.pos(head) == "NOUN" || is_count());
    let is_site = || mention.is_some_and(|m| m.entity_type.is_a(EntityType::Organization));
    let leads_on = is_place || fuel > 1 && (is_thing() || is_site());
    if !leads_on {
        return;
    }
    collect_nested(syntax, head, heads, fuel);
}

/// The places in the phrases that a place or thing has behind it.
fn collect_nested(syntax: &Syntax<'_>, head: TokenId, heads: &mut Vec<TokenId>, fuel: usize) {
    let is_named = is_named_place(syntax, head) || is_named_behind(syntax, head);
    for &child in syntax.children(head) {
        let relation = syntax.relation(child);
        if is_named && is_near(syntax, child) && is_named_place(syntax, child) {
            continue;
        }
        let nested = matches!(relation, "appos" | "nmod:unmarked" | "list")
            || (relation == "nmod" && (syntax.has_case(child, "place") || syntax.is_marked_by(child, "of") || is_instance(syntax, child)))
            // "at a Pennsylvania rally"
            || syntax.is_listed(head, "occasion") && relation == "compound" && is_named_place(syntax, child);
        // "in the towns of Lima and Quito"
        for place in syntax.conjuncts(child).into_iter().filter(|_| nested) {
            collect_places(syntax, place, heads, fuel.saturating_sub(1));
        }
    }
}

/// `Lima` in `towns such as Lima`, `areas including Lima`.
fn is_instance(syntax: &Syntax<'_>, place: TokenId) -> bool {
    syntax.has_case(place, "instance")
}

/// `the West Bank city of Tulkarem` is Tulkarem; `the Kursk region of Russia` is Kursk.
fn is_named_behind(syntax: &Syntax<'_>, head: TokenId) -> bool {
    let tells = |c: &TokenId| syntax.is_marked_by(*c, "of") || is_instance(syntax, *c);
    let mut names = syntax.children_by(head, "nmod").filter(tells).filter_map(|c| syntax.mentioned(c));
    names.any(|m| m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Place) && m.entity_type != EntityType::Country)
}
