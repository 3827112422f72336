//! Whom a definite noun phrase means where the ranker is sure of nobody and only one can be meant.
//!
//! ```text
//! "Ned Arlen spoke in Leeds. The Reform leader said …"           {Ned Arlen, The Reform leader}
//! "Brexar's head resigned. The company had sued Tolmec's …"      {Brexar, The company}
//! ```
//! A report calls the person that its last sentence is about by what he is, and a company that it has just named `the company`.

use super::Context;
use super::clusters::Clusters;
use super::quotes::mention_at;
use crate::annotate::names::noun_of;
use crate::document::{EntityType, MentionId, MentionKind, TokenId};

/// Kinds of bodies that a bare noun means again.
const KINDS: [EntityType; 3] = [EntityType::Company, EntityType::PoliticalParty, EntityType::MediaOutlet];

/// The one named person that the sentence before is about, or the one body of the kind that it and this one name.
pub(super) fn antecedent(context: &Context, clusters: &Clusters, id: MentionId, allows: &dyn Fn(MentionId) -> bool) -> Option<MentionId> {
    let Context { document, lexicon, .. } = *context;
    let mention = &document.mentions[id.index()];
    if mention.kind == MentionKind::Pronoun {
        return others_spoken_of(context, clusters, id).filter(|m| clusters.compatible(*m, id) && allows(*m));
    }
    let is_definite = document.children_by(mention.head, "det").any(|d| document.token(d).feats.contains("Definite=Def"));
    let is_plural = clusters.facts(id).is_plural;
    if mention.kind != MentionKind::Nominal || context.is_new(id) || !is_definite || is_plural || is_told_apart(context, mention.head) {
        return None;
    }
    let from = document.sentences[document.sentence_of(mention.head).index().checked_sub(1)?].tokens.start;
    let known = |m: &MentionId| {
        let (other, facts) = (&document.mentions[m.index()], clusters.facts(*m));
        other.head >= from && facts.is_named && !facts.is_plural && !clusters.same(*m, id)
    };
    let earlier: Vec<MentionId> = (0..id.0).map(MentionId).filter(known).collect();
    let kind = mention.entity_type;
    let is_a = |m: &&MentionId| {
        let facts = clusters.facts(**m);
        let is_some_body = |t| t == EntityType::Organization && facts.registry.is_none() && kind.is_a(t);
        facts.entity_type.is_some_and(|t| t.is_a(kind) || is_some_body(t))
    };
    let of_kind: Vec<MentionId> = earlier.iter().filter(is_a).copied().collect();
    let is_one = of_kind.windows(2).all(|pair| clusters.same(pair[0], pair[1]));
    let lemma = &document.token(mention.head).lemma;
    let modifiers = || ["amod", "compound"].into_iter().flat_map(|r| document.children_by(mention.head, r));
    let found = if kind == EntityType::Person {
        // "the 30-year-old"; of a country's one president it is said at once who he is
        let is_age = &**lemma == "old";
        let is_named = |t: TokenId| document.form(t).starts_with(char::is_uppercase);
        let is_of_body = |t: TokenId| {
            let entity_type = mention_at(document, t).and_then(|m| clusters.facts(m).entity_type);
            entity_type.is_some_and(|t| t.is_a(EntityType::Organization))
        };
        let is_of_state = lexicon.heads_of_state.contains(&**lemma) && !modifiers().any(is_of_body);
        let is_any = lexicon.titles.contains(&**lemma) && !is_of_state && modifiers().all(is_named);
        let is_held = || {
            (0..document.mentions.len() as u32)
                .any(|m| clusters.facts(MentionId(m)).attributes.contains(lemma) && clusters.facts(MentionId(m)).is_named)
        };
        let goes_on = (is_one && is_any && !is_held() || is_age) && is_topic(context, mention.head);
        of_kind.into_iter().find(|m| goes_on && is_topic(context, document.mentions[m.index()].head))
    } else {
        let refers = noun_of(document, lexicon, mention.head)?.refers_by_type && KINDS.contains(&kind);
        of_kind.into_iter().next().filter(|_| is_one && refers && modifiers().next().is_none())
    };
    found.filter(|m| clusters.compatible(*m, id) && allows(*m))
}

/// `couple` in `Agents raided the couple's home and arrested them`: of those in the sentence, the only ones besides whoever does it to *them*.
fn others_spoken_of(context: &Context, clusters: &Clusters, id: MentionId) -> Option<MentionId> {
    let document = context.document;
    let pronoun = &document.mentions[id.index()];
    let token = document.token(pronoun.head);
    let verb = token.head.filter(|_| token.deprel == "obj" && clusters.facts(id).is_plural)?;
    let first = document.token(verb).head.filter(|_| document.token(verb).deprel == "conj").unwrap_or(verb);
    let doer = [verb, first].into_iter().flat_map(|v| document.children_by(v, "nsubj")).next()?;
    let sentence = document.sentence(document.sentence_of(pronoun.head)).tokens;
    let is_other = |m: &MentionId| {
        let (other, facts) = (&document.mentions[m.index()], clusters.facts(*m));
        let is_people = facts.entity_type.is_some_and(|t| t.is_a(EntityType::Agent));
        sentence.contains(other.head) && other.head < pronoun.head && other.head != doer && facts.is_plural && is_people
    };
    let others: Vec<MentionId> = (0..id.0).map(MentionId).filter(|m| !context.is_new(*m)).filter(is_other).collect();
    others.first().copied().filter(|_| others.windows(2).all(|pair| clusters.same(pair[0], pair[1])))
}

/// `the company that makes chips`, `the head of the bank`: its own words say which.
fn is_told_apart(context: &Context, head: TokenId) -> bool {
    let document = context.document;
    let tells = |c: TokenId| matches!(&*document.token(c).deprel, "nmod" | "acl" | "acl:relcl" | "appos" | "nummod" | "nmod:poss");
    document.children(head).any(tells) || document.children_by(head, "cop").next().is_some()
}

/// Whether a word is the subject of a verb that its sentence states.
fn is_topic(context: &Context, head: TokenId) -> bool {
    let document = context.document;
    let token = document.token(head);
    let is_main = |verb: TokenId| document.token(verb).head.is_none() || document.token(verb).deprel == "parataxis";
    token.deprel == "nsubj" && token.head.is_some_and(is_main)
}
