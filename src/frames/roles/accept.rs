//! What may fill a role, by its types and words: `"paid the firm"` → firm for a role of `Company`, by guess for one of `Organization`.

use super::Found;
use crate::document::{EntityType, MentionId, MentionKind, TokenId};
use crate::frames::file::RoleEntry;
use crate::frames::frame_set::Role;
use crate::frames::mention::FillerRef;
use crate::frames::slot::Step;
use crate::frames::syntax::Syntax;

/// Whether the token may fill the role, and as what.
pub(in crate::frames) fn accept(syntax: &Syntax<'_>, role: &Role, head: TokenId) -> Option<Found> {
    let entry = &role.entry;
    let is_in = |list: &[String], t: TokenId| list.iter().any(|l| l == syntax.lemma(t));
    if is_in(&entry.not, head) || syntax.antecedent(head).is_some_and(|a| is_in(&entry.not, a)) {
        return None;
    }
    if entry.text {
        return (entry.lemma.is_empty() || is_in(&entry.lemma, head)).then(|| words(syntax, head));
    }
    let mention = syntax.mention(head);
    let is_title = syntax.is_noun(head) && entry.types == [EntityType::Position];
    // "he is the man who shot them"
    let is_described = !entry.event && syntax.is_noun(head) && mention.is_some();
    if syntax.is_clause(head) && !is_title && !is_described {
        return entry.event.then(|| words(syntax, head));
    }
    // "it" goes by what it stands for
    let meant = [Some(head), syntax.made_of(head), syntax.antecedent(head)];
    let listed = meant.into_iter().flatten().any(|t| is_in(&entry.lemma, t) || syntax.is_listed(t, &entry.list));
    match mention {
        Some(id) => accept_mention(syntax, role, id, listed),
        None if syntax.time(head).is_some() => None,
        None => accept_phrase(syntax, role, head, listed),
    }
}

/// A mention of a type that fits, or of a word that is `listed`.
fn accept_mention(syntax: &Syntax<'_>, role: &Role, id: MentionId, listed: bool) -> Option<Found> {
    let (entry, document) = (&role.entry, syntax.document);
    let mention = &document.mentions[id.index()];
    let (head, entity_type) = (mention.head, document.type_of(mention));
    let is_pronoun = |m: &MentionId| document.mentions[m.index()].kind == MentionKind::Pronoun;
    let is_open = is_pronoun(&id) && mention.chain.is_none_or(|c| document.chains[c.index()].mentions.iter().all(is_pronoun));
    if is_open || entry.named && mention.kind != MentionKind::Name {
        return None;
    }
    if entry.types == [EntityType::Position] && !entity_type.is_a(EntityType::Position) {
        // the title as words, where the entity finder took it for its holder
        let score = edge(syntax, head);
        return (listed || *role.slot.0[0] == [Step::Here]).then_some(Found { filler: FillerRef::Phrase(head), head, score });
    }
    // "Moscow's attack", but neither "the city's bombardment" nor "the Nottingham protests"
    let is_seat = || mention.kind != MentionKind::Nominal && !syntax.is(head, "compound");
    let metonymy = entry.metonymy && entity_type == EntityType::City && is_seat();
    let fit = if listed || metonymy { 1.0 } else { type_fit(entry, entity_type, &role.name, mention.kind)? };
    Some(Found { filler: FillerRef::Mention { mention: id, metonymy }, head, score: edge(syntax, head) * fit })
}

/// A phrase that is no mention: somebody whom nothing names, a word that is `listed`, or a thing of a type unknown.
fn accept_phrase(syntax: &Syntax<'_>, role: &Role, head: TokenId, listed: bool) -> Option<Found> {
    let entry = &role.entry;
    let is_somebody = is_somebody(syntax, head);
    if entry.event && entry.takes_any() && tells_of_event(syntax, head, is_somebody) {
        return Some(words(syntax, head));
    }
    let is_nominal = matches!(syntax.pos(head), "NOUN" | "PROPN" | "NUM" | "SYM" | "ADJ");
    let may_be = entry.takes_any() || !entry.strict && !entry.types.is_empty() && !is_acting(&role.name);
    let fits =
        if is_somebody { entry.types.iter().any(|t| EntityType::Person.is_a(*t)) && !entry.named } else { listed || is_nominal && may_be };
    let is_sure = !is_somebody && (listed || entry.types.is_empty());
    let score = edge(syntax, head) * if is_sure { 1.0 } else { 0.8 };
    fits.then_some(Found { filler: FillerRef::Phrase(head), head, score })
}

/// `condemned what he called a mistake`, `denied allegations that it had paid`.
fn tells_of_event(syntax: &Syntax<'_>, head: TokenId, is_somebody: bool) -> bool {
    let has_content = || syntax.children_by(head, "acl").any(|c| syntax.is_marked_by(c, "that"));
    syntax.pos(head) == "PRON" && has_relative(syntax, head) || !is_somebody && has_content()
}

/// The token and what hangs on it, as words.
fn words(syntax: &Syntax<'_>, head: TokenId) -> Found {
    Found { filler: FillerRef::Words(head), head, score: edge(syntax, head) }
}

/// How sure the parser is of the token's place.
fn edge(syntax: &Syntax<'_>, head: TokenId) -> f32 {
    syntax.document.token(head).head_prob.max(0.05)
}

/// A common noun of unknown type, coordinated with a filler that fits.
pub(super) fn accept_beside(syntax: &Syntax<'_>, role: &Role, head: TokenId) -> Option<Found> {
    let listed_only = role.entry.types.is_empty() || role.entry.types == [EntityType::Position] || role.entry.named;
    let mention = syntax.mention(head);
    let is_unknown = mention.is_none_or(|m| syntax.document.mentions[m.index()].entity_type == EntityType::Entity);
    let is_refused = role.entry.not.iter().any(|l| l == syntax.lemma(head));
    if listed_only || !is_unknown || is_refused || syntax.pos(head) != "NOUN" || syntax.time(head).is_some() {
        return None;
    }
    let filler = mention.map_or(FillerRef::Phrase(head), |mention| FillerRef::Mention { mention, metonymy: false });
    Some(Found { filler, head, score: edge(syntax, head) * 0.7 })
}

/// `some` in `some said`, `those` in `those who boycotted the chain`, but not in `some of the ships`, `how many`: people whom nothing names.
fn is_somebody(syntax: &Syntax<'_>, head: TokenId) -> bool {
    let is_listed = |list: &str| syntax.is_listed(head, list);
    let counts = || syntax.children(head).iter().any(|c| syntax.is(*c, "advmod") || syntax.is(*c, "nmod") && syntax.is_marked_by(*c, "of"));
    matches!(syntax.pos(head), "PRON" | "DET" | "NUM" | "ADJ")
        && (is_listed("somebody") || is_listed("whoever") && has_relative(syntax, head))
        && !counts()
}

fn has_relative(syntax: &Syntax<'_>, head: TokenId) -> bool {
    syntax.children(head).iter().any(|c| syntax.relation(*c) == "acl:relcl")
}

/// How well a type fits a role: 1 if it is of a wanted type, less if it could be, `None` if it is something else.
fn type_fit(entry: &RoleEntry, entity_type: EntityType, role: &str, kind: MentionKind) -> Option<f32> {
    if entry.takes_any() || entry.types.iter().any(|t| entity_type.is_a(*t)) {
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
pub(super) fn is_acting(role: &str) -> bool {
    matches!(role, "actor" | "coActor")
}
