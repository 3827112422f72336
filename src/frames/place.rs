//! Which phrases say where an event happened: `killed in an attack on a church in Nigeria` → Nigeria.

use super::compile::FrameSet;
use super::syntax::Syntax;
use crate::document::{EntityType, MentionKind, TokenId};

/// Heads of place names that say where the event happened: `in`, `at`, `near`, `on` phrases below the trigger, its object or
/// its clause, with the places nested in them.
pub fn find_places(syntax: &Syntax<'_>, frames: &FrameSet, trigger: TokenId, clause: TokenId) -> Vec<TokenId> {
    let place_cases = |case: &str| frames.is_listed(case, "place");
    let mut heads = Vec::new();
    let object = |verb: TokenId| syntax.logical_object(verb).filter(|_| syntax.is_verb(verb));
    let beside = going_with(syntax, clause);
    let bases = [Some(trigger), (clause != trigger).then_some(clause), object(clause), beside];
    for base in bases.into_iter().flatten() {
        // "spoke during a ceremony in Bratislava"
        let is_occasion = |c: TokenId, case: &str| frames.is_listed(case, "while") && syntax.pos(c) == "NOUN";
        let leads = |c: TokenId, case: &str| matches!(syntax.relation(c), "obl" | "nmod") && (place_cases(case) || is_occasion(c, case));
        collect_below(syntax, base, &leads, &place_cases, &mut heads);
        if !heads.is_empty() {
            break;
        }
    }
    // "the city has seen heavy fighting"
    let seeing = || syntax.head(trigger).filter(|v| syntax.is(trigger, "obj") && frames.is_listed(syntax.lemma(*v), "seeing"));
    if heads.is_empty()
        && let Some(city) = seeing().and_then(|verb| syntax.children_by(verb, "nsubj").next())
    {
        collect_places(syntax, city, &place_cases, &mut heads, 1);
    }
    heads.dedup();
    heads
}

/// `speaking` for `announced` in `Speaking in Leeds, he announced`, `waited` for `offering` in `Lawyers waited in Leeds, offering advice`:
/// what somebody does with a participle is done in one place.
fn going_with(syntax: &Syntax<'_>, clause: TokenId) -> Option<TokenId> {
    let goes_with = |t: TokenId| {
        syntax.is(t, "advcl")
            && syntax.document.token(t).xpos == "VBG"
            && !syntax.children(t).iter().any(|c| matches!(syntax.relation(*c), "mark" | "nsubj" | "aux"))
    };
    let main = syntax.head(clause).filter(|h| goes_with(clause) && syntax.is_verb(*h));
    main.or_else(|| syntax.children_by(clause, "advcl").find(|c| *c < clause && goes_with(*c)))
}

/// Heads of the places that a thing or body stands in: `a house in Southport`, `a court in Lima`; of a thing also `Southport's pier`,
/// `a Southport hotel`.
pub fn places_below(syntax: &Syntax<'_>, frames: &FrameSet, thing: TokenId) -> Vec<TokenId> {
    let place_cases = |case: &str| frames.is_listed(case, "place");
    let mut heads = Vec::new();
    let leads = |c: TokenId, case: &str| syntax.is(c, "nmod") && place_cases(case);
    collect_below(syntax, thing, &leads, &place_cases, &mut heads);
    if heads.is_empty() && syntax.is_noun(thing) && !syntax.is_agent(thing) {
        let owns = |c: &TokenId| *c < thing && matches!(syntax.relation(*c), "nmod:poss" | "compound") && is_named_place(syntax, *c);
        heads.extend(syntax.children(thing).iter().copied().filter(owns));
    }
    heads
}

/// Places that a place lies in: `Nigeria` in `Lagos, Nigeria`, `Donetsk region` in `the city of Pokrovsk in the Donetsk region`.
pub fn places_around(syntax: &Syntax<'_>, frames: &FrameSet, place: TokenId) -> Vec<TokenId> {
    let place_cases = |case: &str| frames.is_listed(case, "place");
    let mut heads = vec![place];
    // "the city of Pokrovsk" is Pokrovsk: what follows may hang on either
    let kind = syntax.head(place).filter(|_| syntax.is(place, "nmod") && syntax.is_marked_by(place, "of"));
    let is_kind =
        |t: &TokenId| syntax.mentioned(*t).is_some_and(|m| m.kind == MentionKind::Nominal && m.entity_type.is_a(EntityType::Place));
    for base in std::iter::once(place).chain(kind.filter(is_kind)) {
        collect_nested(syntax, base, &place_cases, &mut heads, 3);
    }
    heads.split_off(1)
}

/// `White House`, `Leeds Grammar School`, `the university`: a body that is also the house that it sits in.
fn is_seat(syntax: &Syntax<'_>, head: TokenId) -> bool {
    let is_house = |t: TokenId| syntax.frames.is_listed(syntax.lemma(t), "site");
    let is_one = || syntax.children(head).iter().any(|c| matches!(syntax.relation(*c), "det" | "nmod:poss"));
    syntax.mentioned(head).filter(|m| m.entity_type.is_a(EntityType::Organization)).is_some_and(|m| match m.kind {
        MentionKind::Name => m.span.iter().any(is_house),
        MentionKind::Nominal => is_house(head) && is_one(),
        MentionKind::Pronoun => false,
    })
}

/// `Southport`, `Donetsk region`.
fn is_named_place(syntax: &Syntax<'_>, head: TokenId) -> bool {
    syntax.mentioned(head).is_some_and(|m| m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Place))
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
    let is_place = is_place || is_seat(syntax, head);
    let is_described = mention.is_some_and(|m| m.kind == MentionKind::Nominal);
    if is_place && !heads.contains(&head) && !(is_described && is_named_behind(syntax, head)) {
        heads.push(head);
    }
    // "in an attack on a church in Nigeria", "in the Hall of the People in Beijing", "at a hospital in Lagos": through things, happenings and bodies, not
    // through people
    // "in one of the worst incidents in Melbourne"
    let is_count = || syntax.pos(head) == "NUM" && syntax.children_by(head, "nmod").any(|c| syntax.is_marked_by(c, "of"));
    let is_thing = || mention.is_none_or(|m| !m.entity_type.is_a(EntityType::Agent)) && (syntax.pos(head) == "NOUN" || is_count());
    let is_site = || mention.is_some_and(|m| m.entity_type.is_a(EntityType::Organization));
    let leads_on = is_place || fuel > 1 && (is_thing() || is_site());
    if !leads_on {
        return;
    }
    collect_nested(syntax, head, place_cases, heads, fuel);
}

/// The places in the phrases that a place or thing has behind it.
fn collect_nested(syntax: &Syntax<'_>, head: TokenId, place_cases: &dyn Fn(&str) -> bool, heads: &mut Vec<TokenId>, fuel: usize) {
    for &child in syntax.children(head) {
        let relation = syntax.relation(child);
        let nested = matches!(relation, "appos" | "nmod:unmarked" | "list")
            || (relation == "nmod" && (place_cases(&syntax.case(child)) || syntax.is_marked_by(child, "of")));
        if nested {
            collect_places(syntax, child, place_cases, heads, fuel.saturating_sub(1));
        }
    }
}

/// `the West Bank city of Tulkarem` is Tulkarem; `the Kursk region of Russia` is Kursk.
fn is_named_behind(syntax: &Syntax<'_>, head: TokenId) -> bool {
    let mut names = syntax.children_by(head, "nmod").filter(|c| syntax.is_marked_by(*c, "of")).filter_map(|c| syntax.mentioned(c));
    names.any(|m| m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Place) && m.entity_type != EntityType::Country)
}
