//! What may fill a role, by its types and words: `"paid the firm"` → firm for a role of `Company`, by guess for one of `Organization`.

use super::Found;
use crate::document::{EntityType, MentionKind, TokenId};
use crate::frames::file::RoleEntry;
use crate::frames::frame_set::Role;
use crate::frames::mention::FillerRef;
use crate::frames::slot::Step;
use crate::frames::syntax::Syntax;

/// Whether the token may fill the role, and as what.
pub(in crate::frames) fn accept(syntax: &Syntax<'_>, role: &Role, head: TokenId) -> Option<Found> {
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
    if is_clause(syntax, head) && !is_title && !is_described {
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
    Some(Found { filler, head, score: syntax.document.token(head).head_prob.max(0.05) * 0.7 })
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

/// A verb, or a predicate with its subject: `lives are at risk`.
pub(super) fn is_clause(syntax: &Syntax<'_>, head: TokenId) -> bool {
    syntax.is_verb(head) || syntax.has_copula(head) && syntax.has(head, "nsubj")
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
pub(super) fn is_acting(role: &str) -> bool {
    matches!(role, "actor" | "coActor")
}
