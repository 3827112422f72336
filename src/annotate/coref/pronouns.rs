//! Antecedents of pronouns: agreement first, then place in the sentence and distance.

use super::Context;
use super::clusters::{Clusters, Facts};
use super::quotes::{Quote, quote_at};
use crate::annotate::names::title_before;
use crate::document::Gender;
use crate::document::{EntityType, Mention, MentionId, MentionKind, TokenId, is_relation};
use crate::resources::{Pronoun, PronounKind};

/// Sentences back in which an antecedent is looked for.
const WINDOW: u32 = 3;

/// Advantage of a common noun that is no mention: *it* stands for such more often than for a participant.
const RIVAL_ADVANTAGE: f32 = 0.3;

/// The mention that a pronoun stands for.
pub(super) fn antecedent(context: &Context, clusters: &Clusters, quotes: &[Quote], id: MentionId) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    let mention = &document.mentions[id.index()];
    let form = document.text_of(mention.span).to_lowercase();
    let pronoun = *lexicon.pronouns.get(&*form).filter(|p| p.person != 2)?;
    let quote = quote_at(document, quotes, mention.head);
    if pronoun.person == 1 {
        return first_person(context, clusters, quotes, id, pronoun);
    }
    let reflexive = form.ends_with("self") || form.ends_with("selves");
    let mut best: Option<(f32, MentionId)> = None;
    let here = document.sentence_of(mention.head).0;
    for other in (0..document.mentions.len() as u32).map(MentionId) {
        let candidate = &document.mentions[other.index()];
        let there = document.sentence_of(candidate.head).0;
        if there > here {
            break;
        }
        let is_later = candidate.span.start > mention.span.start;
        if other == id || context.is_new(other) || here - there > WINDOW || is_later && !is_cataphoric(context, id, other) {
            continue;
        }
        let facts = clusters.facts(other);
        let is_other_person = candidate.kind == MentionKind::Pronoun
            && !facts.is_named
            && lexicon.pronouns.get(&*document.text_of(candidate.span).to_lowercase()).is_some_and(|p| p.person != 3);
        if is_other_person
            || candidate.span.contains(mention.head)
            || !agrees(pronoun, facts, candidate.kind)
            || clashes(context, other, id, reflexive)
        {
            continue;
        }
        if quote.and_then(|q| quotes[q].speaker).is_some_and(|s| clusters.same(s, other))
            && quote_at(document, quotes, candidate.head).is_none()
        {
            continue; // inside a quotation the speaker is I, not he
        }
        let score = score(context, clusters, pronoun, id, other) - if is_later { 3.0 } else { 0.0 };
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, other));
        }
    }
    let (score, other) = best?;
    let rival = rival(context, pronoun, id, here);
    (rival.is_none_or(|r| r <= score)).then_some(other)
}

/// The best score of a common noun that is no mention (`the deal`, `the attack`) but may be what *it* or *they* stands for.
fn rival(context: &Context, pronoun: Pronoun, id: MentionId, here: u32) -> Option<f32> {
    let document = context.document;
    let mention = &document.mentions[id.index()];
    let owns = document.token(mention.head).deprel == "nmod:poss";
    if owns || matches!(pronoun.kind, PronounKind::Male | PronounKind::Female) {
        return None;
    }
    let from = document.sentences[here.saturating_sub(1) as usize].tokens.start;
    let nouns = (from.0..mention.span.start.0).map(TokenId).filter(|t| {
        let token = document.token(*t);
        let is_plural = token.xpos == "NNS";
        let is_argument = ["nsubj", "obj", "root", "appos"].iter().any(|r| is_relation(&token.deprel, r));
        let governs = document.ancestors(mention.head).any(|a| a == *t);
        token.upos == "NOUN"
            && is_plural == pronoun.is_plural
            && is_argument
            && !governs
            && !document.mentions.iter().enumerate().any(|(i, m)| m.span.contains(*t) && !context.is_new(MentionId(i as u32)))
    });
    let head = document.token(mention.head);
    nouns
        .filter(|t| !(document.token(*t).head == head.head && is_relation(&head.deprel, "obj")))
        .map(|t| place_score(context, id, t) + RIVAL_ADVANTAGE)
        .max_by(f32::total_cmp)
}

/// `I` is the speaker; `we` the body the speaker speaks for. Where nobody is known to speak, the last pronoun of the same kind in the same voice.
fn first_person(context: &Context, clusters: &Clusters, quotes: &[Quote], id: MentionId, pronoun: Pronoun) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    let quote_of = |m: MentionId| quote_at(document, quotes, document.mentions[m.index()].head);
    let quote = quote_of(id);
    let speaker = quote.and_then(|q| quotes[q].speaker);
    if let Some(speaker) = speaker {
        let speaker_type = clusters.facts(speaker).entity_type.unwrap_or(EntityType::Entity);
        let is_body = [EntityType::Organization, EntityType::Group, EntityType::Country].iter().any(|t| speaker_type.is_a(*t));
        if pronoun.is_plural == is_body {
            return Some(speaker);
        }
        if pronoun.is_plural {
            // "We urge them to go": of nobody knows whom, but who says it urges
            let urges = || (speaker_type == EntityType::Person && performs(context, id)).then_some(speaker);
            if let Some(body) = body_of(context, clusters, speaker).or_else(urges) {
                return Some(body);
            }
        }
    }
    let same_voice = |m: MentionId| match (quote_of(m), quote) {
        (None, None) => true,
        (Some(a), Some(b)) => a == b || speaker.is_some_and(|s| quotes[a].speaker.is_some_and(|o| clusters.same(o, s))),
        _ => false,
    };
    (0..id.0).rev().map(MentionId).find(|m| {
        let other = &document.mentions[m.index()];
        let is_alike = other.kind == MentionKind::Pronoun
            && lexicon
                .pronouns
                .get(&*document.text_of(other.span).to_lowercase())
                .is_some_and(|p| p.person == 1 && p.is_plural == pronoun.is_plural);
        is_alike && same_voice(*m)
    })
}

/// Whether a pronoun is the subject of what is done by saying it (Austin 1962), or of what the speaker feels or means to do: `We urge`,
/// `We are proud`, `We will`.
fn performs(context: &Context, pronoun: MentionId) -> bool {
    let Context { document, lexicon, .. } = *context;
    let pronoun = document.token(document.mentions[pronoun.index()].head);
    let Some(verb) = pronoun.head.filter(|_| pronoun.deprel == "nsubj") else { return false };
    let token = document.token(verb);
    let mut helpers = document.children_by(verb, "aux");
    let says = || token.xpos == "VBP" && lexicon.speech_verbs.contains(&token.lemma);
    match helpers.next() {
        None => says() || token.upos == "ADJ" && document.has(verb, "cop"),
        Some(helper) => document.token(helper).lemma == "will" && helpers.next().is_none(),
    }
}

/// `State Department spokesperson Matthew Miller` speaks for the State Department, `Ann Holt, the council's manager,` for the council.
fn body_of(context: &Context, clusters: &Clusters, speaker: MentionId) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    let names = clusters.facts(speaker).mentions.iter().map(|m| &document.mentions[m.index()]).filter(|m| m.kind == MentionKind::Name);
    let said_of = |m: &Mention| {
        let office = document.children_by(m.head, "appos").find(|t| *t > m.head && lexicon.is_person(&document.token(*t).lemma));
        title_before(document, lexicon, m.span).into_iter().chain(office.map(|t| document.subtree(t)))
    };
    let mut phrases = names.flat_map(said_of);
    phrases.find_map(|phrase| {
        let is_body = |id: &MentionId| {
            let mention = &document.mentions[id.index()];
            let is_inside = phrase.start <= mention.span.start && mention.span.end <= phrase.end;
            is_inside && mention.entity_type.is_a(EntityType::Organization) && clusters.facts(*id).is_named
        };
        (0..document.mentions.len() as u32).map(MentionId).find(is_body)
    })
}

/// Whether the pronoun can stand for a thing of which that is known.
pub(super) fn agrees(pronoun: Pronoun, facts: &Facts, kind: MentionKind) -> bool {
    let t = facts.entity_type.unwrap_or(EntityType::Entity);
    let is_person = t == EntityType::Person;
    let is_unknown_pronoun = kind == MentionKind::Pronoun && t == EntityType::Entity;
    match pronoun.kind {
        PronounKind::Male => is_person && !facts.is_plural && facts.gender != Some(Gender::Female),
        PronounKind::Female => is_person && !facts.is_plural && facts.gender != Some(Gender::Male),
        PronounKind::Neuter => {
            !is_person && t != EntityType::Group && !facts.is_plural && t != EntityType::MoneyAmount && facts.gender.is_none()
                || t == EntityType::Group && !facts.is_plural
                || is_unknown_pronoun && !facts.is_plural
        }
        PronounKind::Any => {
            facts.is_plural
                || t == EntityType::Group
                || t.is_a(EntityType::Organization) && kind != MentionKind::Pronoun
                || t == EntityType::ThreatActor
        }
    }
}

/// Structure forbids it: `Smith saw him` is not Smith.
fn clashes(context: &Context, candidate: MentionId, pronoun: MentionId, reflexive: bool) -> bool {
    let document = context.document;
    let (c, p) = (document.mentions[candidate.index()].head, document.mentions[pronoun.index()].head);
    let (ct, pt) = (document.token(c), document.token(p));
    if reflexive {
        return false;
    }
    let is_argument = |d: &str| ["nsubj", "obj", "iobj", "obl"].iter().any(|r| is_relation(d, r)) && d != "obl:unmarked";
    let same_clause = ct.head.is_some() && ct.head == pt.head && is_argument(&ct.deprel) && is_argument(&pt.deprel);
    let same_possessive = pt.deprel == "nmod:poss" && pt.head == Some(c);
    let coordinated =
        ct.deprel == "conj" && document.ancestors(c).any(|a| a == p) || pt.deprel == "conj" && document.ancestors(p).any(|a| a == c);
    same_clause || same_possessive || coordinated
}

/// `After his visit, Blinken said`: only a subject of the main clause, from a clause put before it.
fn is_cataphoric(context: &Context, pronoun: MentionId, later: MentionId) -> bool {
    let document = context.document;
    let (p, l) = (document.mentions[pronoun.index()].head, document.mentions[later.index()].head);
    let later_token = document.token(l);
    let Some(root) = later_token.head else { return false };
    let is_main_subject = is_relation(&later_token.deprel, "nsubj") && document.mentions[later.index()].kind == MentionKind::Name;
    is_main_subject
        && document
            .ancestors(p)
            .take_while(|a| *a != root)
            .any(|a| document.token(a).head == Some(root) && matches!(&*document.token(a).deprel, "advcl" | "obl"))
        && document.ancestors(p).any(|a| a == root)
}

fn score(context: &Context, clusters: &Clusters, pronoun: Pronoun, id: MentionId, other: MentionId) -> f32 {
    let document = context.document;
    let (mention, candidate) = (&document.mentions[id.index()], &document.mentions[other.index()]);
    let facts = clusters.facts(other);
    let mut score = place_score(context, id, candidate.head);
    if candidate.kind != MentionKind::Nominal {
        score += 0.5;
    }
    score += (facts.mentions.len() as f32).ln() * 0.35;
    if facts.gender.is_some() && mention.entity_type == EntityType::Person {
        score += 0.6;
    }
    let t = facts.entity_type.unwrap_or(EntityType::Entity);
    if pronoun.kind == PronounKind::Neuter {
        let owns = document.token(mention.head).deprel == "nmod:poss";
        let is_placed = !owns && matches!(&*document.token(candidate.head).deprel, "obl" | "nmod");
        score += match t {
            _ if t.is_a(EntityType::Organization) => 0.6,
            EntityType::Country => {
                if is_placed {
                    -0.8
                } else {
                    0.6
                }
            }
            _ if t.is_a(EntityType::Place) => -0.8,
            _ => 0.0,
        };
    }
    if pronoun.is_plural {
        score += if facts.is_plural { 0.8 } else { -0.6 };
    }
    score
}

/// What speaks for a word as antecedent by its place alone: distance, relation, parallel to the pronoun's.
fn place_score(context: &Context, id: MentionId, candidate: TokenId) -> f32 {
    let document = context.document;
    let mention = &document.mentions[id.index()];
    let (head, c) = (document.token(mention.head), document.token(candidate));
    let distance = document.sentence_of(mention.head).0.saturating_sub(document.sentence_of(candidate).0) as f32;
    let mut score = -1.6 * distance;
    score += match &*c.deprel {
        d if is_relation(d, "nsubj") => 1.6,
        "obj" | "iobj" => 0.6,
        "root" | "obl:agent" | "appos" => 0.4,
        "nmod:poss" => 0.3,
        "compound" | "amod" | "nmod:desc" => -1.5,
        "nmod" => -0.4,
        _ => 0.0,
    };
    // Parallel places: subject to subject.
    if is_relation(&head.deprel, "nsubj") && is_relation(&c.deprel, "nsubj")
        || is_relation(&head.deprel, "obj") && is_relation(&c.deprel, "obj")
    {
        score += 0.7;
    }
    // Of two in one sentence the nearer, a little.
    score -= mention.span.start.0.abs_diff(candidate.0) as f32 * 0.012;
    // A subject of the clause that governs the pronoun's clause: `Microsoft said it …`.
    if c.head.is_some_and(|verb| document.ancestors(mention.head).any(|a| a == verb)) && is_relation(&c.deprel, "nsubj") {
        score += 0.8;
    }
    score
}
