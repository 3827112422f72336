//! Which phrases say where an event happened: `killed in an attack on a church in Nigeria` → Nigeria.

use super::mention::FillerRef;
use super::syntax::Syntax;
use super::when::reports;
use crate::document::{EntityType, Mention, MentionKind, SentenceId, TokenId};

/// Heads of place names that say where the event happened: `in`, `at`, `near`, `on` phrases below the trigger, its object or
/// its clause, with the places nested in them.
pub fn find_places(syntax: &Syntax<'_>, trigger: TokenId, clause: TokenId) -> Vec<TokenId> {
    let mut heads = Vec::new();
    let object = |verb: TokenId| syntax.logical_object(verb).filter(|_| syntax.is_verb(verb));
    let beside = said_at(syntax, clause).or_else(|| in_one_go(syntax, clause));
    let opponent = opponent_of(syntax, trigger);
    let bases = [Some(trigger), (clause != trigger).then_some(clause), object(clause), beside, opponent];
    for base in bases.into_iter().flatten() {
        // "spoke during a ceremony in Bratislava"
        let is_occasion = |c: TokenId| syntax.has_case(c, "while") && syntax.pos(c) == "NOUN";
        // "said from the museum in Lima"
        let speaks = reports(syntax, syntax.frames, base);
        let is_studio = |c: TokenId| {
            let is_place = || syntax.mentioned(c).is_some_and(|m| m.entity_type.is_a(EntityType::Place));
            speaks && syntax.case(c) == "from" && is_place()
        };
        let leads =
            |c: TokenId| matches!(syntax.relation(c), "obl" | "nmod") && (syntax.has_case(c, "place") || is_occasion(c) || is_studio(c));
        collect_below(syntax, base, &leads, &mut heads);
        if !heads.is_empty() {
            break;
        }
    }
    // "shot at a rally" is no more than that: the town may stand outside the clause
    if !heads.iter().any(|head| is_named_place(syntax, *head)) {
        let outside = around_clause(syntax, trigger, clause);
        heads.extend(outside.into_iter().filter(|head| heads.is_empty() || is_named_place(syntax, *head)).collect::<Vec<_>>());
    }
    // "the Brixton riots"; "a Gaza protest" may be about Gaza
    if heads.is_empty() && syntax.is_listed(trigger, "blow") {
        let is_ground = |c: &TokenId| {
            let is_local = |t: EntityType| [EntityType::City, EntityType::Region, EntityType::Facility].iter().any(|kind| t.is_a(*kind));
            *c < trigger && is_named_place(syntax, *c) && syntax.mentioned(*c).is_some_and(|m| is_local(m.entity_type))
        };
        heads.extend(syntax.children_by(trigger, "compound").filter(is_ground));
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

/// The other side of violence that a named place tells of: `protesters` in `clashed with protesters in Lima`.
fn opponent_of(syntax: &Syntax<'_>, trigger: TokenId) -> Option<TokenId> {
    let is_violent = syntax.is_listed(trigger, "blow") || syntax.is_listed(trigger, "harm");
    let is_opponent = |c: &TokenId| matches!(syntax.relation(*c), "obl" | "nmod") && syntax.has_case(*c, "opponent") && syntax.is_agent(*c);
    let is_located = |c: &TokenId| syntax.children_by(*c, "nmod").any(|place| is_named_place(syntax, place));
    syntax.children(trigger).iter().copied().filter(|_| is_violent).find(|c| is_opponent(c) && is_located(c))
}

/// Places that a word outside the clause tells: `Lima` for `met` in `flew to Lima, where he met the king`, for `were killed there` behind
/// `stormed Lima`, and for `was shot` in `was shot as he spoke in Lima`.
fn around_clause(syntax: &Syntax<'_>, trigger: TokenId, clause: TokenId) -> Vec<TokenId> {
    let mut heads = Vec::new();
    if let Some(ground) = ground_of(syntax, clause) {
        collect_places(syntax, ground, &mut heads, 3);
    }
    if heads.is_empty() {
        heads.extend(meant_by_there(syntax, trigger, clause));
    }
    let leads = |c: TokenId| syntax.is(c, "obl") && syntax.has_case(c, "place");
    if heads.is_empty() {
        for beside in going_on(syntax, clause) {
            collect_below(syntax, beside, &leads, &mut heads);
        }
    }
    heads
}

/// What a clause with `where` or `in which` is about.
fn ground_of(syntax: &Syntax<'_>, clause: TokenId) -> Option<TokenId> {
    let document = syntax.document;
    let goes_up = |t: &TokenId| !syntax.is(*t, "acl:relcl") && ["conj", "xcomp", "ccomp", "obj"].iter().any(|r| syntax.is(*t, r));
    let mut path = vec![clause];
    while let Some(above) = path.last().filter(|t| goes_up(t) && path.len() < 5).and_then(|t| syntax.head(*t)) {
        path.push(above);
    }
    let is_where = |t: &TokenId| syntax.is(*t, "advmod") && syntax.is_listed(*t, "where");
    let is_which = |t: &TokenId| syntax.has_feature(*t, "PronType=Rel") && syntax.has_case(*t, "place");
    let top = *path.last()?;
    let relative = path.iter().flat_map(|t| syntax.children(*t)).copied().find(|t| is_where(t) || syntax.is(top, "acl") && is_which(t))?;
    // the noun right in front, else what the parser hangs the clause on
    let sentence = document.sentence(document.sentence_of(relative)).tokens;
    let before = (sentence.start.0..relative.0).rev().map(TokenId).find(|t| !matches!(syntax.pos(*t), "PUNCT" | "ADP"))?;
    let is_in_front = |m: &&Mention| m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Place) && m.span.contains(before);
    let in_front = document.mentions.iter().find(is_in_front).map(|m| m.head);
    // "in areas where": anywhere
    let is_one =
        |t: TokenId| syntax.pos(t) == "PROPN" || syntax.children(t).iter().any(|c| matches!(syntax.relation(*c), "det" | "nmod:poss"));
    let is_ground = |h: &TokenId| syntax.is(top, "acl") && syntax.is_noun(*h) && *h < relative && is_one(*h);
    let noun = in_front.or_else(|| syntax.head(top).filter(is_ground))?;
    // "Lima, the city where": Lima
    let named = syntax.head(noun).filter(|h| syntax.is(noun, "appos") && is_named_place(syntax, *h));
    Some(named.unwrap_or(noun))
}

/// The place that `there` in a clause means: the last one named before it, in its sentence or the one before, that does not act itself.
fn meant_by_there(syntax: &Syntax<'_>, trigger: TokenId, clause: TokenId) -> Option<TokenId> {
    let document = syntax.document;
    let is_there = |t: &TokenId| syntax.is(*t, "advmod") && syntax.is_listed(*t, "there");
    let below = |t: TokenId| syntax.children(t).iter().copied();
    // "the release of hostages there", "a fire at a depot there"
    let within = |t: TokenId| below(t).filter(move |c| *c > t && ["obj", "nmod", "obl"].iter().any(|r| syntax.is(*c, r)));
    let bases = [trigger, clause].into_iter().chain(within(trigger)).chain(within(clause));
    let there = bases.flat_map(below).find(is_there)?;
    // "Peru said that two were killed there", "Peru's army": not in Peru
    let acts = |t: TokenId| match syntax.relation(t) {
        "nsubj" => true,
        "nmod:poss" | "compound" => syntax.head(t).is_some_and(|h| syntax.is_agent(h)),
        _ => false,
    };
    let is_left = |t: TokenId| syntax.is_marked_by(t, "from");
    let here = document.sentence_of(there);
    let last_in = |sentence| {
        let names = document
            .mentions
            .iter()
            .filter(|m| m.head < there && document.sentence_of(m.head) == sentence && is_named_place(syntax, m.head));
        names.map(|m| m.head).filter(|t| !acts(*t) && !is_left(*t)).max()
    };
    let place = last_in(here).or_else(|| here.0.checked_sub(1).and_then(|before| last_in(SentenceId(before))))?;
    // "in Butler, Pennsylvania": Butler
    let inner = document.ancestors(place).take_while(|t| is_named_place(syntax, *t)).last();
    Some(inner.unwrap_or(place))
}

/// Clauses of what went on at the same time, with somebody of this one: `was shot as he spoke in Lima`.
fn going_on(syntax: &Syntax<'_>, clause: TokenId) -> Vec<TokenId> {
    let filler = |t: TokenId| syntax.mention(t).map(|mention| FillerRef::Mention { mention, metonymy: false });
    let ours = [syntax.logical_object(clause), syntax.surface_subject(clause)];
    let is_ours = |t: TokenId| {
        let is_one = |own: TokenId| own == t || filler(own).zip(filler(t)).is_some_and(|(a, b)| syntax.is_same_entity(a, b));
        ours.into_iter().flatten().any(is_one)
    };
    let is_meanwhile = |c: &TokenId| {
        let marks = |t: &TokenId| matches!(syntax.relation(*t), "mark" | "advmod") && syntax.is_listed(*t, "meanwhile");
        syntax.children(*c).iter().any(marks)
    };
    let clauses = syntax.children_by(clause, "advcl").filter(|c| syntax.is_verb(*c) && is_meanwhile(c));
    clauses.filter(|c| syntax.surface_subject(*c).is_some_and(is_ours)).collect()
}

/// `speaking` for `announced` in `Speaking in Leeds, he announced`, `waited` for `offering` in `Lawyers waited in Leeds, offering advice`:
/// what somebody does with a participle is done in one place.
fn in_one_go(syntax: &Syntax<'_>, clause: TokenId) -> Option<TokenId> {
    let goes_with = |t: TokenId| {
        syntax.is(t, "advcl")
            && syntax.document.token(t).xpos == "VBG"
            && !syntax.children(t).iter().any(|c| matches!(syntax.relation(*c), "mark" | "nsubj" | "aux"))
    };
    let main = syntax.head(clause).filter(|h| syntax.is_verb(*h) && goes_with(clause));
    main.or_else(|| syntax.children_by(clause, "advcl").find(|c| *c < clause && goes_with(*c)))
}

/// `met Ruiz in Leeds and said`: what is said at a meeting is said where it is.
fn said_at(syntax: &Syntax<'_>, clause: TokenId) -> Option<TokenId> {
    let is_second = syntax.is(clause, "conj") && !syntax.has_own_subject(clause) && reports(syntax, syntax.frames, clause);
    syntax.head(clause).filter(|h| is_second && syntax.is_verb(*h) && syntax.is_listed(*h, "stay"))
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

/// `Southport`, `Donetsk region`.
pub(super) fn is_named_place(syntax: &Syntax<'_>, head: TokenId) -> bool {
    syntax.mentioned(head).is_some_and(|m| m.kind == MentionKind::Name && m.entity_type.is_a(EntityType::Place))
}

/// The places in the phrases of a word that `leads` accepts.
fn collect_below(syntax: &Syntax<'_>, base: TokenId, leads: &dyn Fn(TokenId) -> bool, heads: &mut Vec<TokenId>) {
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

fn collect_places(syntax: &Syntax<'_>, head: TokenId, heads: &mut Vec<TokenId>, fuel: usize) {
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
