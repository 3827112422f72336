//! Names that mean the same: one entry of the registry, one form, a part of a full name, an acronym.

use compact_str::CompactString;

use super::Context;
use super::clusters::Clusters;
use crate::document::{EntityType, MentionId, MentionKind, TokenId};
use crate::text::{folded, normalized};

struct NameMention {
    id: MentionId,
    words: Vec<CompactString>,
    entity_type: EntityType,
    known: bool,
}

/// Merges the clusters of names.
pub(super) fn merge(context: &Context, clusters: &mut Clusters) {
    let names: Vec<NameMention> = (context.document.mentions.iter().enumerate())
        .filter(|(_, m)| m.kind == MentionKind::Name && m.entity_type != EntityType::MoneyAmount)
        .map(|(i, m)| NameMention {
            id: MentionId(i as u32),
            words: words(context, context.document.text_of(m.span)),
            entity_type: m.entity_type,
            known: m.registry.is_some(),
        })
        .collect();
    for (i, name) in names.iter().enumerate() {
        if let Some(full) = names[..i].iter().rev().find(|full| is_outlet_short(name, full)) {
            clusters.forget_entry(name.id);
            clusters.union(full.id, name.id);
        }
    }
    for (i, name) in names.iter().enumerate() {
        let same: Vec<MentionId> = names[..i].iter().rev().filter(|other| is_same(context, clusters, other, name)).map(|n| n.id).collect();
        join_first(clusters, &same, name.id);
    }
    // What is left short may have its full form later, if it has none before: a headline comes before the body.
    for (i, name) in names.iter().enumerate() {
        let is_known = |j: usize| names[..j].iter().any(|full| is_part(context, &names[j], full));
        let shorter = |j: &usize| !clusters.same(names[*j].id, name.id) && is_part(context, &names[*j], name) && !is_known(*j);
        let others: Vec<MentionId> = (0..i).filter(shorter).map(|j| names[j].id).collect();
        for other in others {
            if !clusters.facts(other).mentions.iter().any(|m| names.iter().any(|n| n.id == *m && n.words.len() > 1)) {
                clusters.union(other, name.id);
            }
        }
    }
    // Partial names, the nearest full name first, else the next one after.
    for (i, name) in names.iter().enumerate() {
        if is_settled(context, clusters, &names, name) {
            continue;
        }
        let full = |other: &&NameMention| is_part(context, name, other);
        let mut full: Vec<MentionId> = names[..i].iter().rev().chain(&names[i + 1..]).filter(full).map(|n| n.id).collect();
        // "Mr Arlen" is Ned, not Jo of whom nothing is known
        let gender = clusters.facts(name.id).gender;
        let is_other = |f: MentionId| gender.is_some() && clusters.facts(f).gender != gender;
        let is_aside = |f: MentionId| clusters.facts(f).mentions.first().is_some_and(|m| is_aside(context, *m));
        full.sort_by_key(|f| (is_other(*f), is_aside(*f)));
        join_first(clusters, &full, name.id);
    }
}

/// `the Journal` of `The Weekly Journal`, though there may be another that is called so.
fn is_outlet_short(short: &NameMention, full: &NameMention) -> bool {
    let bare = |n: &NameMention| n.words.iter().filter(|w| *w != "the").cloned().collect::<Vec<_>>();
    let (short_words, full_words) = (bare(short), bare(full));
    let is_outlet = |t: EntityType| t.is_a(EntityType::MediaOutlet);
    let fits = is_outlet(short.entity_type) || short.entity_type == EntityType::Organization && !short.known;
    is_outlet(full.entity_type) && fits && short_words.len() == 1 && full_words.len() > 1 && full_words.ends_with(&short_words)
}

/// Whether somebody is introduced only to say who another is, as somebody's relative, or as dead: `Ned Arlen, son of the late Senator Jo
/// Arlen`, `His father, Jo Arlen,`.
fn is_aside(context: &Context, person: MentionId) -> bool {
    let document = context.document;
    let mention = &document.mentions[person.index()];
    let is_somebodys = |t: TokenId| {
        let noun = document.token(t);
        noun.upos == "NOUN" && context.lexicon.is_person(&noun.lemma.to_lowercase()) && document.has(t, "nmod:poss")
    };
    let token = document.token(mention.head);
    let kin = token
        .head
        .filter(|_| token.deprel == "appos")
        .into_iter()
        .chain(document.children(mention.head).filter(|c| matches!(&*document.token(*c).deprel, "nmod:desc" | "appos" | "compound")));
    if kin.into_iter().any(is_somebodys) {
        return true;
    }
    let is_person =
        |t: TokenId| document.mentions.iter().any(|m| m.head == t && m.kind == MentionKind::Name && m.entity_type == EntityType::Person);
    let is_late = |t: TokenId| t < mention.head && document.token(t).upos == "ADJ" && document.token(t).lemma == "late";
    document.ancestors(mention.head).take_while(|t| document.token(*t).upos != "VERB").any(is_person)
        || document.subtree(mention.head).iter().any(is_late)
}

/// Joins the first that nothing speaks against: `Mr Walz` is Tim, where Gwen was named last.
fn join_first(clusters: &mut Clusters, others: &[MentionId], name: MentionId) {
    let _ = others.iter().any(|other| clusters.union(*other, name));
}

/// Whether the cluster has a longer name already.
fn is_settled(context: &Context, clusters: &Clusters, names: &[NameMention], name: &NameMention) -> bool {
    names.iter().any(|n| n.words.len() > name.words.len() && clusters.same(n.id, name.id) && is_part(context, name, n))
}

fn is_same(context: &Context, clusters: &Clusters, a: &NameMention, b: &NameMention) -> bool {
    let (fa, fb) = (clusters.facts(a.id), clusters.facts(b.id));
    if let (Some(x), Some(y)) = (&fa.registry, &fb.registry) {
        return x == y;
    }
    let equal = a.words == b.words && fit(a.entity_type, b.entity_type);
    equal || is_acronym(context, a, b) || is_acronym(context, b, a)
}

/// Whether two types can be two views of one thing.
fn fit(a: EntityType, b: EntityType) -> bool {
    let vague = |t| matches!(t, EntityType::Entity | EntityType::Agent | EntityType::Group);
    let both = |t: EntityType| a.is_a(t) && b.is_a(t);
    a == b
        || vague(a)
        || vague(b)
        || both(EntityType::Organization)
        || both(EntityType::Place)
        || both(EntityType::Product)
        || [(a, b), (b, a)].iter().any(|(x, y)| x.is_a(EntityType::Organization) && y.is_a(EntityType::Place))
}

/// Whether `short` is a shorter form of `full`: surname, given name, `State Department` of `US State Department`.
fn is_part(context: &Context, short: &NameMention, full: &NameMention) -> bool {
    // `BBC` is not `BBC Persian`: a name known by itself is no short form of another, unless of a person (`Zelensky`).
    if short.words.len() >= full.words.len() || short.words.is_empty() || short.known && full.entity_type != EntityType::Person {
        return false;
    }
    let is_tail = full.words.ends_with(&short.words);
    let is_head = full.words.starts_with(&short.words);
    // `González` of `Pompeyo González Pascual`
    let is_inner = short.words.len() == 1 && full.words.len() > 2 && full.words.contains(&short.words[0]);
    let organizations = |n: &NameMention| n.entity_type.is_a(EntityType::Organization);
    match (short.entity_type, full.entity_type) {
        (EntityType::Person | EntityType::Entity, EntityType::Person) => {
            is_tail || is_inner || is_head && (short.words.len() == 1 || full.words.len() > 2)
        }
        _ if organizations(full) && (organizations(short) || short.entity_type == EntityType::Entity) => {
            let is_long_enough = short.words.len() > 1 || short.words[0].chars().count() > 3;
            let is_common = short.words.len() == 1 && context.lexicon.nouns.contains_key(&short.words[0]);
            let is_of_part = full.words.last().is_some_and(|w| context.lexicon.inner_bodies.contains(w));
            is_head && is_long_enough && !is_common && !is_of_part || is_tail && short.words.len() > 1
        }
        (EntityType::ThreatActor, EntityType::ThreatActor) => is_head,
        // "Kellan" of "Kellan Foods", which by itself looks like the name of somebody
        (EntityType::Person | EntityType::Place, _) if full.entity_type.is_a(EntityType::Company) => is_head && short.words.len() == 1,
        _ => false,
    }
}

/// `NSF` of `National Science Forum`.
fn is_acronym(context: &Context, short: &NameMention, full: &NameMention) -> bool {
    let text = context.document.text_of(context.document.mentions[short.id.index()].span);
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    if full.words.len() < 3 && !(full.words.len() == 2 && letters.len() == 2)
        || letters.len() < 2
        || !letters.chars().all(|c| c.is_uppercase())
    {
        return false;
    }
    if short.known || !fit(short.entity_type, full.entity_type) || full.entity_type == EntityType::Person {
        return false;
    }
    let full_text = context.document.text_of(context.document.mentions[full.id.index()].span);
    let capitals: String =
        full_text.split(|c: char| c.is_whitespace() || c == '-').filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
    let all: String =
        full_text.split(|c: char| c.is_whitespace() || c == '-').filter_map(|w| w.chars().next()).flat_map(char::to_uppercase).collect();
    capitals == letters || all == letters
}

/// Words under which a name is compared: lower case, without company form and possessive ending.
fn words(context: &Context, text: &str) -> Vec<CompactString> {
    let lower = folded(&normalized(text));
    let mut words: Vec<CompactString> = lower
        .split([' ', ','])
        .map(|w| w.trim_end_matches("'s").trim_end_matches('.'))
        .filter(|w| !w.is_empty())
        .map(CompactString::from)
        .collect();
    while words.len() > 1 && words.last().is_some_and(|w| context.lexicon.company_suffixes.contains(w)) {
        words.pop();
    }
    words
}
