//! Constructions that say two phrases are one thing: apposition, copula, `called`, `identified … as`, acronym in brackets, title.

use std::collections::BTreeMap;

use super::Context;
use super::clusters::Clusters;
use crate::annotate::names::{called, title_before};
use crate::document::{Document, EntityType, MentionId, MentionKind, TokenId, is_relation};

/// Merges the clusters that a construction equates, and notes titles as attributes.
pub(super) fn merge(context: &Context, clusters: &mut Clusters) {
    let document = context.document;
    let by_head: BTreeMap<TokenId, MentionId> = (document.mentions.iter().enumerate())
        .map(|(i, m)| (m.head, MentionId(i as u32)))
        .filter(|(_, m)| !context.is_new(*m))
        .rev()
        .collect();
    for i in 0..document.mentions.len() {
        note_title(context, clusters, MentionId(i as u32));
    }
    for (&head, &id) in &by_head {
        for other in equated(context, head) {
            if let Some(&other) = by_head.get(&other)
                && id != other
                && can_equate(context, clusters, id, other)
            {
                clusters.union(id, other);
            }
        }
    }
    bracketed(context, clusters);
}

/// Heads that a construction equates with this one.
fn equated(context: &Context, head: TokenId) -> Vec<TokenId> {
    let Context { document, lexicon, .. } = *context;
    let token = document.token(head);
    let mut out: Vec<TokenId> = document.children_by(head, "appos").filter(|c| !is_listed(document, head, *c)).collect();
    // "Chief of Staff Herzi Halevi", where the parser hangs the name on the title
    out.extend(document.children_by(head, "flat").filter(|c| document.token(*c).upos == "PROPN" && is_office(context, head)));
    // X is a Y: Y is the head, X its subject.
    let is_negated =
        document.children(head).any(|c| document.token(c).feats.contains("Polarity=Neg") || document.form(c).eq_ignore_ascii_case("not"));
    let is_question = document.children_by(head, "aux").any(|c| document.token(c).xpos == "MD");
    // `I was with an agent`: no equation.
    let has_preposition = document.has(head, "case");
    if document.has(head, "cop") && !is_negated && !is_question && !has_preposition {
        out.extend(document.children(head).filter(|c| document.token(*c).deprel == "nsubj"));
    }
    out.extend(called(document, lexicon, head));
    // identified X as Y
    if lexicon.equating_verbs.contains(&token.lemma) && token.upos == "VERB" {
        return Vec::new();
    }
    let is_as = is_relation(&token.deprel, "obl") && document.is_marked_by(head, "as");
    if let Some(verb) = token.head.filter(|v| is_as && lexicon.equating_verbs.contains(&document.token(*v).lemma)) {
        out.extend(document.children_by(verb, "obj").chain(document.children_by(verb, "nsubj:pass")));
    }
    out
}

/// `Oxfam, Save the Children and others`: of names in a row, of which the last has `and` before it, the second is none for the first.
fn is_listed(document: &Document, first: TokenId, second: TokenId) -> bool {
    let is_name = |t: TokenId| document.token(t).upos == "PROPN" && document.token(t).name_tag != "O";
    let goes_on = |t: TokenId| document.children_by(t, "conj").any(|c| c > second);
    is_name(first) && is_name(second) && (goes_on(first) || goes_on(second))
}

fn is_office(context: &Context, head: TokenId) -> bool {
    context.lexicon.is_person_or_title(&context.document.token(head).lemma)
}

fn can_equate(context: &Context, clusters: &Clusters, a: MentionId, b: MentionId) -> bool {
    let document = context.document;
    let (ma, mb) = (&document.mentions[a.index()], &document.mentions[b.index()]);
    // `It is Warhol`, `they are the best`: who is meant shows only later; `she is a lawyer` is safe.
    let is_loose = |m: &crate::document::Mention| m.kind == MentionKind::Pronoun && m.entity_type != EntityType::Person;
    if is_loose(ma) || is_loose(mb) || ma.kind == MentionKind::Pronoun && mb.kind == MentionKind::Pronoun {
        return false;
    }
    let (x, y) = (clusters.facts(a), clusters.facts(b));
    let (tx, ty) = (x.entity_type.unwrap_or(EntityType::Entity), y.entity_type.unwrap_or(EntityType::Entity));
    let both_named = x.is_named && y.is_named;
    // "$250m (£190m)" says one sum in two currencies, each by itself
    if tx == EntityType::MoneyAmount || ty == EntityType::MoneyAmount {
        return false;
    }
    // `Berlin, Germany` and lists are parsed as appositions as well.
    if both_named && (tx.is_a(EntityType::Place) || ty.is_a(EntityType::Place) || tx == EntityType::Person) {
        return false;
    }
    // "the paper's owner Tern"
    let is_role =
        |m: &crate::document::Mention| m.kind == MentionKind::Nominal && context.lexicon.role_nouns.contains(&document.token(m.head).lemma);
    let is_body = |t: EntityType| t.is_a(EntityType::Organization) || t.is_a(EntityType::Country);
    (types_fit(tx, ty) || is_role(ma) && is_body(ty) || is_role(mb) && is_body(tx))
        && (x.is_plural == y.is_plural
            || tx.is_a(EntityType::Organization)
            || ty.is_a(EntityType::Organization)
            || tx == EntityType::ThreatActor
            || ty == EntityType::ThreatActor)
}

/// Bodies that no ministry or parliament is.
const NO_GOVERNMENTS: [EntityType; 3] = [EntityType::Company, EntityType::PoliticalParty, EntityType::MediaOutlet];

/// Whether one thing can be called by words of both types.
pub(super) fn types_fit(a: EntityType, b: EntityType) -> bool {
    let vague = |t| matches!(t, EntityType::Entity | EntityType::Agent);
    let pair = |x: EntityType, y: EntityType| a.is_a(x) && b.is_a(y) || b.is_a(x) && a.is_a(y);
    vague(a)
        || vague(b)
        || a.is_a(b)
        || b.is_a(a)
        || pair(EntityType::Organization, EntityType::Organization) && !NO_GOVERNMENTS.iter().any(|t| pair(*t, EntityType::GovernmentBody))
        || pair(EntityType::Place, EntityType::Place) && (a == EntityType::Place || b == EntityType::Place)
        || pair(EntityType::ThreatActor, EntityType::Group)
        || pair(EntityType::ThreatActor, EntityType::ArmedGroup)
        || pair(EntityType::ThreatActor, EntityType::Person)
        || pair(EntityType::Organization, EntityType::Group)
        || pair(EntityType::Malware, EntityType::Product)
        || pair(EntityType::System, EntityType::Product)
        || pair(EntityType::Product, EntityType::Weapon)
}

/// `X (Y)` and `X [Y]` where both are names and one is short for the other.
fn bracketed(context: &Context, clusters: &mut Clusters) {
    let document = context.document;
    let names: Vec<MentionId> =
        (0..document.mentions.len() as u32).map(MentionId).filter(|m| document.mentions[m.index()].kind == MentionKind::Name).collect();
    for pair in names.windows(2) {
        let (a, b) = (&document.mentions[pair[0].index()], &document.mentions[pair[1].index()]);
        let bracket = a.span.end;
        let is_bracketed = bracket.0 + 1 == b.span.start.0
            && matches!(document.form(bracket), "(" | "[")
            && document.tokens.get(b.span.end.index()).is_some_and(|t| matches!(t.range.of(&document.article.text), ")" | "]"));
        if !is_bracketed {
            continue;
        }
        let initials = |text: &str| -> String {
            text.split([' ', '-', '\u{a0}']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect()
        };
        let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphabetic()).collect() };
        let (x, y) = (document.text_of(a.span), document.text_of(b.span));
        let is_short = |short: &str, long: &str| {
            let letters = letters(short);
            letters.len() >= 2
                && letters.len() < long.len()
                && letters.chars().filter(|c| c.is_uppercase()).count() * 2 >= letters.len()
                && letters.chars().next() == long.chars().next()
                || initials(long) == letters
        };
        if is_short(y, x) || is_short(x, y) {
            clusters.union(pair[0], pair[1]);
        }
    }
}

/// `spokesperson Matthew Miller`, `Ukrainian President Zelensky`: title and country stay with the person, for `the spokesperson` and `the Ukrainian leader`.
fn note_title(context: &Context, clusters: &mut Clusters, id: MentionId) {
    let Context { document, lexicon, .. } = *context;
    let mention = &document.mentions[id.index()];
    if mention.kind == MentionKind::Name && mention.entity_type == EntityType::Person {
        for t in title_before(document, lexicon, mention.span).into_iter().flat_map(|s| s.iter()) {
            clusters.add_attribute(id, &office(context, t));
            if let Some(country) = country_of_word(context, t) {
                clusters.add_country(id, &country);
            }
        }
        return;
    }
    let modifiers =
        document.children(mention.head).filter(|c| matches!(&*document.token(*c).deprel, "amod" | "compound" | "nmod:poss" | "nmod:desc"));
    let countries: Vec<String> =
        modifiers.filter(|_| mention.kind == MentionKind::Nominal).filter_map(|c| country_of_word(context, c)).collect();
    countries.iter().for_each(|c| clusters.add_country(id, c));
}

/// The lemma of a title, with the word before it that makes it a lesser one: `vice president`, which is no `president`.
pub(super) fn office(context: &Context, title: TokenId) -> String {
    let lemma = context.document.token(title).lemma.to_lowercase();
    match lesser(context, title) {
        Some(word) => format!("{} {lemma}", context.document.form(word).to_lowercase()),
        None => lemma.to_string(),
    }
}

/// `vice` in front of `president`, with or without a hyphen.
pub(super) fn lesser(context: &Context, title: TokenId) -> Option<TokenId> {
    let Context { document, lexicon, .. } = *context;
    let before = |n: u32| title.0.checked_sub(n).map(TokenId);
    let word = if before(1).is_some_and(|t| document.form(t) == "-") { before(2) } else { before(1) };
    word.filter(|t| lexicon.lesser_titles.contains(&*document.form(*t).to_lowercase()))
}

fn country_of_word(context: &Context, token: TokenId) -> Option<String> {
    let Context { document, registry, .. } = *context;
    let word = document.form(token);
    let entry = registry.by_adjective(word).or_else(|| registry.lookup(word).find(|e| e.entity_type == EntityType::Country));
    entry.map(|e| e.key.to_string())
}
