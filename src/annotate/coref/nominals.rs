//! Antecedents of definite noun phrases: `the company`, `the department`, `the Ukrainian leader`, `the hackers`.

use compact_str::CompactString;

use super::Context;
use super::clusters::{Clusters, Facts};
use super::equations::types_fit;
use crate::annotate::names::noun_of;
use crate::document::{EntityType, MentionId, MentionKind, TokenId, is_relation};

/// Sentences back in which an antecedent of the right type is looked for that shares no word.
const TYPE_WINDOW: u32 = 4;

/// The mention that a definite noun phrase refers back to.
pub(super) fn antecedent(context: &Context, clusters: &Clusters, id: MentionId) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    let mention = &document.mentions[id.index()];
    let facts = clusters.facts(id);
    if mention.entity_type == EntityType::Position
        || !is_definite(context, id)
        || is_predicate(context, mention.head)
        || is_restricted(context, mention.head)
    {
        return None;
    }
    // Named by an equation already (`identified the threat actor as … Storm-0558`): what is left is an unnamed first mention.
    if facts.is_named {
        let is_first = facts.mentions.first() == Some(&id);
        let unnamed = |m: &MentionId| {
            let f = clusters.facts(*m);
            let kind = document.mentions[m.index()].kind;
            kind == MentionKind::Nominal && !context.is_new(*m) && !f.is_named && f.entity_type == facts.entity_type && !f.is_plural
        };
        let is_actor = facts.entity_type == Some(EntityType::ThreatActor);
        return (0..id.0).rev().map(MentionId).filter(|_| is_first && is_actor).find(unnamed);
    }
    let head: CompactString = document.token(mention.head).lemma.to_lowercase();
    let modifiers = modifiers(context, id);
    let earlier = || (0..id.0).rev().map(MentionId).filter(|m| !context.is_new(*m) && !clusters.same(*m, id) && !overlaps(context, *m, id));
    let here = document.sentence_of(mention.head);

    // The same head: `the department` after `the State Department` or `the department`.
    let shares_head = |m: &MentionId| {
        let other = &document.mentions[m.index()];
        let f = clusters.facts(*m);
        let in_name = f.is_named && (f.entity_type.is_some_and(|t| t != EntityType::Person)) && name_has_word(context, clusters, *m, &head);
        let same_noun = other.kind == MentionKind::Nominal
            && document.token(other.head).lemma.eq_ignore_ascii_case(&head)
            && f.is_plural == facts.is_plural;
        let fits = f.entity_type.is_none_or(|t| types_fit(t, mention.entity_type));
        fits && (in_name || same_noun) && agree(f, facts) && modifiers_fit(context, clusters, *m, &modifiers)
    };
    let by_attribute = |m: &MentionId| {
        let f = clusters.facts(*m);
        f.is_named
            && f.attributes.contains(&head)
            && f.entity_type.is_none_or(|t| types_fit(t, mention.entity_type))
            && !facts.is_plural
            && agree(f, facts)
            && modifiers_fit(context, clusters, *m, &modifiers)
    };
    if let Some(found) = earlier().find(|m| shares_head(m) || by_attribute(m)) {
        return Some(found);
    }

    // By type alone, near by: `the company` → Microsoft.
    let noun = noun_of(document, lexicon, mention.head)?;
    let office = modifiers.iter().map(String::as_str).filter(|w| !is_country_word(context, w)).chain([&*head]);
    let office = office.collect::<Vec<_>>().join(" ");
    let leader = mention.entity_type == EntityType::Person && !facts.countries.is_empty() && lexicon.heads_of_state.contains(&*office);
    let may_lead = |f: &Facts| {
        let bears = |office: &CompactString| office.split(' ').all(|word| f.attributes.contains(word));
        f.attributes.is_empty() || lexicon.heads_of_state.iter().any(bears)
    };
    // `the Chinese government` is none of its ministries.
    let names_its_country = noun.entity_type != EntityType::Region && !noun.entity_type.is_a(EntityType::GovernmentBody);
    let says_no_more = || modifiers.iter().all(|w| names_its_country && is_country_word(context, w));
    if !leader && !(noun.refers_by_type && says_no_more()) {
        return None;
    }
    let single_type = noun.entity_type;
    earlier()
        .take_while(|m| here.0 - document.sentence_of(document.mentions[m.index()].head).0 <= TYPE_WINDOW)
        .filter(|m| {
            let other = &document.mentions[m.index()];
            let f = clusters.facts(*m);
            let of_type = f.entity_type.is_some_and(|t| {
                t.is_a(single_type)
                    || t == EntityType::Organization && other.registry.is_none() && single_type.is_a(EntityType::Organization) && f.is_named
            });
            let one_actor = single_type == EntityType::ThreatActor || !facts.is_plural;
            let countries_fit = facts.countries.is_empty()
                || facts
                    .countries
                    .iter()
                    .any(|c| f.countries.contains(c) || f.registry.as_deref() == Some(&**c) && single_type == EntityType::Country);
            other.kind != MentionKind::Pronoun
                && (f.is_named || single_type == EntityType::ThreatActor)
                && of_type
                && one_actor
                && agree(f, facts)
                && countries_fit
                && (!leader || may_lead(f))
                && (!is_modifier(context, *m) || single_type == EntityType::Country)
        })
        .max_by_key(|m| {
            let (role, count) = salience(context, clusters, *m, here.0);
            // `the Israeli premier told the country's army`: a country named in the same sentence comes first.
            let is_near = single_type == EntityType::Country && document.sentence_of(document.mentions[m.index()].head) == here;
            (role + if is_near { 3 } else { 0 }, count)
        })
}

/// Subjects before objects before the rest, then the nearer sentence, then the more often named.
fn salience(context: &Context, clusters: &Clusters, id: MentionId, here: u32) -> (i32, usize) {
    let document = context.document;
    let head = document.mentions[id.index()].head;
    let distance = (here - document.sentence_of(head).0) as i32;
    let role = if is_relation(&document.token(head).deprel, "nsubj") { 2 } else { 0 };
    (role - distance * 2, clusters.facts(id).mentions.len())
}

fn is_definite(context: &Context, id: MentionId) -> bool {
    let document = context.document;
    let head = document.mentions[id.index()].head;
    document
        .children_by(head, "det")
        .any(|d| matches!(&*document.token(d).lemma.to_lowercase(), "the" | "this" | "that" | "these" | "those" | "both"))
}

/// `He is the president`: said of something, refers to nothing of its own; the copula rule has dealt with it.
fn is_predicate(context: &Context, head: TokenId) -> bool {
    context.document.has(head, "cop")
}

/// `the company that makes chips`, `the head of the bank`: its own words say which.
fn is_restricted(context: &Context, head: TokenId) -> bool {
    let document = context.document;
    document.children(head).any(|c| {
        let token = document.token(c);
        c > head && (is_relation(&token.deprel, "acl") || token.deprel == "nmod") || token.deprel == "nummod" && c < head
    })
}

/// `EU` in `EU leaders`: not what `the organisation` speaks of.
fn is_modifier(context: &Context, id: MentionId) -> bool {
    let document = context.document;
    matches!(&*document.token(document.mentions[id.index()].head).deprel, "compound" | "amod")
}

fn agree(a: &Facts, b: &Facts) -> bool {
    a.gender.is_none() || b.gender.is_none() || a.gender == b.gender
}

fn overlaps(context: &Context, a: MentionId, b: MentionId) -> bool {
    let mentions = &context.document.mentions;
    mentions[a.index()].span.overlaps(mentions[b.index()].span)
}

/// Lemmas before the head, without articles and numbers.
fn modifiers(context: &Context, id: MentionId) -> Vec<String> {
    let document = context.document;
    let mention = &document.mentions[id.index()];
    let words = mention.span.iter().filter(|t| *t < mention.head).map(|t| document.token(t));
    words
        .filter(|t| matches!(&*t.upos, "ADJ" | "NOUN" | "PROPN" | "VERB"))
        .map(|t| t.range.of(&document.article.text).to_lowercase())
        .collect()
}

fn is_country_word(context: &Context, word: &str) -> bool {
    let mut chars = word.chars();
    let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    context.registry.by_adjective(&capital).is_some() || context.registry.lookup(&capital).any(|e| e.entity_type == EntityType::Country)
}

/// Every modifier of the later phrase must be said of the earlier thing.
fn modifiers_fit(context: &Context, clusters: &Clusters, id: MentionId, modifiers: &[String]) -> bool {
    let document = context.document;
    let own = |m: &MentionId| document.text_of(document.mentions[m.index()].span).to_lowercase();
    let words: Vec<String> = clusters.facts(id).mentions.iter().map(own).collect();
    let attributes = &clusters.facts(id).attributes;
    modifiers.iter().all(|modifier| {
        attributes.contains(&**modifier)
            || words.iter().any(|w| w.split(|c: char| !c.is_alphanumeric()).any(|x| x == modifier))
            || fits_country(context, clusters, id, modifier)
    })
}

fn fits_country(context: &Context, clusters: &Clusters, id: MentionId, word: &str) -> bool {
    let mut chars = word.chars();
    let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    let key = context.registry.by_adjective(&capital).map(|e| e.key.clone());
    key.is_some_and(|k| clusters.facts(id).countries.contains(&*k))
}

fn name_has_word(context: &Context, clusters: &Clusters, id: MentionId, word: &str) -> bool {
    let document = context.document;
    let names = clusters.facts(id).mentions.iter().map(|m| &document.mentions[m.index()]).filter(|m| m.kind == MentionKind::Name);
    names
        .into_iter()
        .any(|m| m.span.len() > 1 && document.text_of(m.span).split(|c: char| !c.is_alphanumeric()).any(|w| w.eq_ignore_ascii_case(word)))
}
