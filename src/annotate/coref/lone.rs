//! Whom a definite noun phrase means where the ranker is sure of nobody and only one can be meant.
//!
//! ```text
//! "Ned Arlen spoke in Leeds. The Reform leader said …"           {Ned Arlen, The Reform leader}
//! "Brexar's head resigned. The company had sued Tolmec's …"      {Brexar, The company}
//! "Arl Jihad took the town. The extremist group killed …"        {Arl Jihad, The extremist group}
//! ```
//! A report calls the person that its last sentence is about by what he is, and a company that it has just named `the company`.

use super::Context;
use super::clusters::Clusters;
use super::equations::office;
use super::quotes::mention_at;
use crate::annotate::names::noun_of;
use crate::document::{EntityType, MentionId, MentionKind, TokenId, is_relation};

/// Kinds of bodies that a bare noun means again.
const KINDS: [EntityType; 3] = [EntityType::Company, EntityType::PoliticalParty, EntityType::MediaOutlet];

/// The one named person that the sentence before is about, or the one body of the kind that it and this one name.
pub(super) fn antecedent(context: &Context, clusters: &Clusters, id: MentionId, allows: &dyn Fn(MentionId) -> bool) -> Option<MentionId> {
    let mention = &context.document.mentions[id.index()];
    let found = match (mention.kind, mention.entity_type) {
        (MentionKind::Pronoun, _) => others_spoken_of(context, clusters, id),
        (MentionKind::Nominal, kind) if is_one_told_before(context, clusters, id) => match kind {
            EntityType::Person => person_spoken_of(context, clusters, id),
            kind if KINDS.contains(&kind) => body_spoken_of(context, clusters, id),
            _ => None,
        },
        (MentionKind::Nominal, kind) => force_spoken_of(context, clusters, id, kind),
        _ => None,
    };
    found.filter(|m| clusters.compatible(*m, id) && allows(*m))
}

/// `the leader`, `the company`: one that the reader knows, told apart by no words of its own (`the head of the bank`).
fn is_one_told_before(context: &Context, clusters: &Clusters, id: MentionId) -> bool {
    is_known(context, id) && !clusters.facts(id).is_plural
}

pub(super) fn is_known(context: &Context, id: MentionId) -> bool {
    let document = context.document;
    let head = document.mentions[id.index()].head;
    let is_definite = document.children_by(head, "det").any(|d| document.token(d).feats.contains("Definite=Def"));
    let tells = |c: TokenId| matches!(&*document.token(c).deprel, "nmod" | "acl" | "acl:relcl" | "appos" | "nummod" | "nmod:poss" | "cop");
    is_definite && !context.is_new(id) && !document.children(head).any(tells)
}

/// `Arlen` for `the Reform leader`, `the 30-year-old` behind `Ned Arlen spoke in Leeds`.
fn person_spoken_of(context: &Context, clusters: &Clusters, id: MentionId) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    let head = document.mentions[id.index()].head;
    let lemma = office(context, head);
    let lemma = lemma.as_str();
    let named = named_lately(context, clusters, id, EntityType::Person);
    let is_one = clusters.only(&named).is_some();
    let is_name = |t: TokenId| document.form(t).starts_with(char::is_uppercase);
    let is_body = |t: TokenId| {
        let entity_type = mention_at(document, t).and_then(|m| clusters.facts(m).entity_type);
        entity_type.is_some_and(|t| t.is_a(EntityType::Organization))
    };
    // of a country's one president it is said at once who he is
    let is_of_state = lexicon.heads_of_state.contains(lemma) && !modifiers(context, head).any(is_body);
    let is_office = lexicon.titles.contains(lemma) && !is_of_state && modifiers(context, head).all(is_name);
    // "the Italian"
    let is_compatriot = lexicon.is_people(document.form(head));
    let is_held = |m: u32| clusters.facts(MentionId(m)).is_named && clusters.facts(MentionId(m)).attributes.contains(lemma);
    let is_vacant = || !(0..document.mentions.len() as u32).any(is_held);
    let is_aged = lexicon.age.last().is_some_and(|old| old == lemma);
    let goes_on = is_topic(context, head) && (is_aged || is_one && is_compatriot || is_one && is_office && is_vacant());
    // "Police arrested Ned Arlen. The 30-year-old"
    let may_mean = |m: &MentionId| is_aged && is_one || is_topic(context, document.mentions[m.index()].head);
    named.into_iter().find(|m| goes_on && may_mean(m))
}

/// `Brexar` for `the company` behind `Brexar's head resigned`.
fn body_spoken_of(context: &Context, clusters: &Clusters, id: MentionId) -> Option<MentionId> {
    let mention = &context.document.mentions[id.index()];
    let refers = noun_of(context.document, context.lexicon, mention.head)?.refers_by_type;
    if !refers || modifiers(context, mention.head).next().is_some() {
        return None;
    }
    clusters.only(&named_lately(context, clusters, id, mention.entity_type))
}

/// Hezbollah for `the group`, the police of Leeds for `the force`: the one such body that this sentence and the one before it name, if they
/// name no other body that the noun may mean.
fn force_spoken_of(context: &Context, clusters: &Clusters, id: MentionId, kind: EntityType) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    let head = document.mentions[id.index()].head;
    let noun = &document.token(head).lemma;
    let (meant, other) = match kind {
        EntityType::Group | EntityType::ArmedGroup | EntityType::ThreatActor if lexicon.bands.contains(noun) => {
            (vec![EntityType::ArmedGroup, EntityType::ThreatActor], EntityType::Organization)
        }
        EntityType::MilitaryForce if lexicon.forces.contains(noun) => (vec![EntityType::SecurityService], EntityType::MilitaryForce),
        _ => return None,
    };
    let is_one = document.token(head).xpos == "NN" && noun_of(document, lexicon, head).is_some_and(|n| n.refers_by_type);
    // "the extremist group", "the Iran-backed group", but not "the protest group"
    let is_plain = modifiers(context, head).all(|t| kind != EntityType::MilitaryForce && document.token(t).upos != "NOUN");
    if !is_one || !is_plain || !is_known(context, id) {
        return None;
    }
    let named: Vec<MentionId> = meant.into_iter().flat_map(|kind| named_lately(context, clusters, id, kind)).collect();
    let others = named_lately(context, clusters, id, other);
    let first = named.first().copied()?;
    let is_rival = |m: &MentionId| !clusters.same(*m, first) && clusters.facts(*m).entity_type.is_some_and(|t| !is_of_state(t));
    (!named.iter().chain(&others).any(is_rival)).then_some(first)
}

/// Whether nobody calls such a body `the group`.
fn is_of_state(kind: EntityType) -> bool {
    [EntityType::MediaOutlet, EntityType::GovernmentBody, EntityType::MilitaryForce].iter().any(|t| kind.is_a(*t))
}

/// Hamas for `the group` in `to fight Hamas because of the group's attack`: the one armed group that the sentence has named.
pub(super) fn own_group(context: &Context, clusters: &Clusters, id: MentionId) -> Option<MentionId> {
    let document = context.document;
    let mention = &document.mentions[id.index()];
    let is_group = mention.kind == MentionKind::Nominal && mention.entity_type == EntityType::Group;
    let group = force_spoken_of(context, clusters, id, EntityType::Group).filter(|_| is_group)?;
    let here = document.sentence_of(mention.head);
    let is_here = since(context, id, document.sentence(here).tokens.start).any(|m| clusters.same(m, group));
    (is_here && clusters.compatible(group, id)).then_some(group)
}

/// Those of a kind whom this sentence up to a mention, and the one before it, name, in order of the text.
fn named_lately(context: &Context, clusters: &Clusters, id: MentionId, kind: EntityType) -> Vec<MentionId> {
    let document = context.document;
    let here = document.sentence_of(document.mentions[id.index()].head).index();
    let from = document.sentences[here.saturating_sub(1)].tokens.start;
    let is_named = |m: &MentionId| {
        let facts = clusters.facts(*m);
        let is_some_body = |t| t == EntityType::Organization && facts.registry.is_none() && kind.is_a(t);
        let fits = facts.entity_type.is_some_and(|t| t.is_a(kind) || is_some_body(t));
        fits && facts.is_named && !facts.is_plural && !clusters.same(*m, id)
    };
    let mut named: Vec<MentionId> = since(context, id, from).filter(is_named).collect();
    named.reverse();
    named
}

/// Mentions before one, nearest first, as far back as a token.
pub(super) fn since<'c>(context: &'c Context, id: MentionId, from: TokenId) -> impl Iterator<Item = MentionId> + 'c {
    (0..id.0).rev().map(MentionId).take_while(move |m| context.document.mentions[m.index()].span.start >= from)
}

/// `couple` in `Agents raided the couple's home and arrested them`: of those in the sentence, the only ones besides whoever does it to *them*.
fn others_spoken_of(context: &Context, clusters: &Clusters, id: MentionId) -> Option<MentionId> {
    let document = context.document;
    let token = document.token(document.mentions[id.index()].head);
    let verb = token.head.filter(|_| token.deprel == "obj" && clusters.facts(id).is_plural)?;
    let first = document.token(verb).head.filter(|_| document.token(verb).deprel == "conj").unwrap_or(verb);
    let doer = [verb, first].into_iter().flat_map(|v| document.children_by(v, "nsubj")).next()?;
    let from = document.sentence(document.sentence_of(verb)).tokens.start;
    let is_other = |m: &MentionId| {
        let facts = clusters.facts(*m);
        let is_people = facts.is_plural && facts.entity_type.is_some_and(|t| t.is_a(EntityType::Agent));
        is_people && !context.is_new(*m) && document.mentions[m.index()].head != doer
    };
    let others: Vec<MentionId> = since(context, id, from).filter(is_other).collect();
    clusters.only(&others)
}

pub(super) fn modifiers<'c>(context: &'c Context, head: TokenId) -> impl Iterator<Item = TokenId> + 'c {
    ["amod", "compound"].into_iter().flat_map(move |r| context.document.children_by(head, r))
}

/// Whether a word is the subject of a verb that its sentence states.
fn is_topic(context: &Context, head: TokenId) -> bool {
    let document = context.document;
    let token = document.token(head);
    let is_main = |verb: TokenId| document.token(verb).head.is_none() || document.token(verb).deprel == "parataxis";
    is_relation(&token.deprel, "nsubj") && token.head.is_some_and(is_main)
}
