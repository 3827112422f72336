//! Places that words outside the clause of an event tell.
//!
//! ```text
//! "Marsh flew to Lima, where he met the king."          met: Lima
//! "Rebels stormed Lima. Ten people were killed there."  killed: Lima
//! "Marsh was shot as he spoke in Lima."                 shot: Lima
//! "In Lima, officials said two were killed."            killed: Lima
//! ```

use super::mention::FillerRef;
use super::place::{collect_below, collect_places, is_named_place};
use super::syntax::Syntax;
use crate::document::{EntityType, Mention, MentionKind, SentenceId, TokenId};

/// Places that a word outside the clause tells: `Lima` for `met` in `flew to Lima, where he met the king`, for `were killed there` behind
/// `stormed Lima`, and for `was shot` in `was shot as he spoke in Lima`.
pub(super) fn places_elsewhere(syntax: &Syntax<'_>, trigger: TokenId, clause: TokenId) -> Vec<TokenId> {
    let mut heads = Vec::new();
    if let Some(ground) = ground_of(syntax, clause) {
        collect_places(syntax, ground, &mut heads, 3);
    }
    if heads.is_empty() {
        heads.extend(meant_by_there(syntax, trigger, clause));
    }
    let leads = |c: TokenId| syntax.is(c, "obl") && syntax.has_case(c, "place");
    if heads.is_empty()
        && let Some((above, subject)) = told_in_front(syntax, clause)
    {
        collect_below(syntax, above, &|c| leads(c) && c < subject, &mut heads);
    }
    if heads.is_empty() {
        for beside in going_on(syntax, clause) {
            collect_below(syntax, beside, &leads, &mut heads);
        }
    }
    heads
}

/// The predicate above a clause, with its subject, in front of which a place stands for both: `In Lima, a bridge fell and two were killed`,
/// `In Lima, officials said two were killed`. Where somebody speaks by name, or a state, it is the speaker who is there.
fn told_in_front(syntax: &Syntax<'_>, clause: TokenId) -> Option<(TokenId, TokenId)> {
    let above = syntax.head(clause)?;
    let subject = syntax.children_by(above, "nsubj").next().filter(|s| *s < above && above < clause)?;
    let is_anybody = || {
        let mention = syntax.mentioned(subject);
        let is_state =
            |t: EntityType| [EntityType::Country, EntityType::GovernmentBody, EntityType::MilitaryForce].iter().any(|s| t.is_a(*s));
        mention.is_none_or(|m| m.kind != MentionKind::Pronoun && m.entity_type != EntityType::Person && !is_state(m.entity_type))
    };
    let is_shared = match syntax.relation(clause) {
        "conj" => syntax.has_own_subject(clause),
        "ccomp" => syntax.reports(above) && is_anybody(),
        _ => false,
    };
    is_shared.then_some((above, subject))
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
pub(super) fn in_one_go(syntax: &Syntax<'_>, clause: TokenId) -> Option<TokenId> {
    // the parser takes "attacked boats, sinking two" for two verbs side by side
    let is_loose = |t: TokenId| syntax.is(t, "conj") && !syntax.has(t, "cc") && syntax.head(t).is_some_and(|h| syntax.tag(h) != "VBG");
    let goes_with = |t: TokenId| {
        (syntax.is(t, "advcl") || is_loose(t))
            && syntax.document.token(t).xpos == "VBG"
            && !syntax.children(t).iter().any(|c| matches!(syntax.relation(*c), "mark" | "nsubj" | "aux"))
    };
    let main = syntax.head(clause).filter(|h| syntax.is_verb(*h) && goes_with(clause));
    main.or_else(|| syntax.children_by(clause, "advcl").find(|c| *c < clause && goes_with(*c)))
}

/// `killed` for `seized` in `killed four sailors in the gulf and seized a boat`: what the same people do next in an attack.
pub(super) fn one_blow(syntax: &Syntax<'_>, clause: TokenId) -> Option<TokenId> {
    let is_second = syntax.is(clause, "conj") && !syntax.has_own_subject(clause);
    let is_attack = |v: TokenId| syntax.is_verb(v) && (syntax.is_listed(v, "harm") || syntax.is_listed(v, "blow"));
    syntax.head(clause).filter(|h| is_second && is_attack(*h) && syntax.tag(*h) == syntax.tag(clause))
}

/// `met Ruiz in Leeds and said`: what is said at a meeting is said where it is.
pub(super) fn said_at(syntax: &Syntax<'_>, clause: TokenId) -> Option<TokenId> {
    let is_second = syntax.is(clause, "conj") && !syntax.has_own_subject(clause) && syntax.reports(clause);
    syntax.head(clause).filter(|h| is_second && syntax.is_verb(*h) && syntax.is_listed(*h, "stay"))
}
