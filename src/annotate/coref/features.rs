//! What the ranker sees of a mention besides its vector: small numbers, each of a template. Those of a pair of mentions stand in `pair.rs`.
//!
//! ```text
//! "Microsoft said it …"   it: object, first sentence, outside quotations, one antecedent that agrees, …
//! ```
//! Every template is taken apart for each group of later mentions: what speaks for an antecedent of *it* need not speak for one of
//! `the company`. `training/coref.py` learns a row of weights for every number.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::antecedents::by_word;
use super::clusters::Clusters;
use super::equations::types_fit;
use super::info::Info;
use super::quotes::Quote;
use super::templates::{Filler, bucket};
use super::{Context, Ruled};
use crate::document::{Document, EntityType, MentionId, MentionKind, is_relation};

/// Everything that features are made of.
pub(super) struct Features<'a> {
    pub context: &'a Context<'a>,
    /// Chains of names and equations alone.
    pub clusters: &'a Clusters,
    pub infos: &'a [Info],
    pub(super) quotes: &'a [Quote],
    /// Chains that the rules make.
    pub by_rule: &'a Clusters,
    /// What the rules would choose.
    pub picks: &'a [Option<MentionId>],
    /// Earlier mentions by the words under which a noun phrase may take them up.
    pub by_word: FxHashMap<CompactString, Vec<MentionId>>,
}

impl<'a> Features<'a> {
    pub fn new(context: &'a Context<'a>, ruled: &'a Ruled, infos: &'a [Info]) -> Self {
        let by_word = by_word(infos, &ruled.named);
        Self { context, clusters: &ruled.named, infos, quotes: &ruled.quotes, by_rule: &ruled.clusters, picks: &ruled.picks, by_word }
    }

    /// Whether the two can agree in number, gender and type: 0 yes, 1 perhaps, 2 no.
    pub fn agreement(&self, a: MentionId, b: MentionId) -> usize {
        let (facts, own) = (self.clusters.facts(b), self.clusters.facts(a));
        let t = facts.entity_type.unwrap_or(EntityType::Entity);
        let kind = self.infos[b.index()].kind;
        if let Some(pronoun) = self.infos[a.index()].pronoun {
            return match self.infos[b.index()].pronoun {
                Some(other) => {
                    2 * usize::from(other.person != pronoun.person || other.is_plural != pronoun.is_plural || other.kind != pronoun.kind)
                }
                None if super::pronouns::agrees(pronoun, facts, kind) => 0,
                None => 1 + usize::from(t != EntityType::Entity),
            };
        }
        let fits = types_fit(t, own.entity_type.unwrap_or(EntityType::Entity));
        let genders = facts.gender.is_some() && own.gender.is_some() && facts.gender != own.gender;
        if !fits || genders { 2 } else { usize::from(facts.is_plural != own.is_plural) }
    }

    /// The first mention that names and equations tie it to.
    pub fn first(&self, id: MentionId) -> MentionId {
        self.clusters.facts(id).mentions.first().copied().unwrap_or(id)
    }

    /// How often the rules find it spoken of before another mention.
    pub fn spoken_of(&self, id: MentionId, before: MentionId) -> usize {
        self.by_rule.facts(id).mentions.partition_point(|m| *m < before)
    }

    /// Whether it is the speaker's *I* or *we* in a quotation whose speaker is known.
    pub fn is_voice(&self, a: MentionId) -> bool {
        let info = &self.infos[a.index()];
        info.pronoun.is_some_and(|p| p.person == 1) && info.quote.is_some_and(|q| self.quotes[q].speaker.is_some())
    }

    /// Features of a mention by itself, given its antecedents in question.
    pub fn mention(&self, a: MentionId, candidates: &[MentionId], rivals: usize, out: &mut Vec<u16>) {
        let document = self.context.document;
        let info = &self.infos[a.index()];
        let facts = self.clusters.facts(a);
        let mut f = Filler::of_mention(out, info.group);
        let (before, after) = around(document, info);
        f.put(info.relation);
        f.put(bucket(info.sentence as usize, &[1, 2, 5]));
        f.put(usize::from(info.quote.is_some()));
        f.put(usize::from(self.picks[a.index()].is_some()));
        f.put(bucket(candidates.iter().filter(|b| self.agreement(a, **b) == 0).count(), &[1, 2, 4]));
        f.put(candidates.iter().map(|b| self.words(a, *b)).fold(0, |best, m| {
            best.max(match m {
                1 | 2 | 6 => 2,
                3..=5 => 1,
                _ => 0,
            })
        }));
        f.put(usize::from(after.0));
        f.put(bucket(info.modifiers.len(), &[1, 2, 3]));
        f.put(bucket(
            info.span.start.0.saturating_sub(document.sentence(document.sentence_of(info.head)).tokens.start.0) as usize,
            &[1, 3, 8],
        ));
        f.put(kind_of(facts.entity_type.unwrap_or(EntityType::Entity)));
        f.put(usize::from(facts.is_named));
        f.put(info.article.min(4) + usize::from(info.article == 0 && before));
        f.put(usize::from(facts.is_plural));
        f.put(usize::from(after.1) + usize::from(info.is_reflexive) * 2);
        f.put(usize::from(info.is_unlisted) + usize::from(info.kind == MentionKind::Name) * 2);
        f.put(rivals);
        f.put(info.place);
    }

    /// How the words of the later mention are found in the earlier: 0 not, 1 all the same, 2 head and every modifier, 3 head alone, 4 said
    /// of it, 5 head in its name, 6 a name's word.
    pub(super) fn words(&self, a: MentionId, b: MentionId) -> usize {
        let (x, y) = (&self.infos[a.index()], &self.infos[b.index()]);
        if x.pronoun.is_some() || y.pronoun.is_some() {
            return if x.text == y.text {
                1
            } else if x.pronoun.is_some() && x.pronoun == y.pronoun {
                2
            } else {
                0
            };
        }
        let facts = self.clusters.facts(b);
        if x.text == y.text {
            1
        } else if x.lemma == y.lemma && y.kind == MentionKind::Nominal {
            let has = |w: &String| y.words.contains(w) || facts.attributes.contains(&**w);
            if x.modifiers.iter().all(has) { 2 } else { 3 }
        } else if facts.attributes.contains(&x.lemma) {
            4
        } else if y.kind == MentionKind::Name && y.words.contains(&*x.lemma) {
            if x.group == 9 { 6 } else { 5 }
        } else {
            0
        }
    }
}

/// Types in twelve kinds.
pub(super) fn kind_of(t: EntityType) -> usize {
    use EntityType::*;
    let kinds = [Person, Group, Company, ThreatActor, GovernmentBody, Organization, Country, Place, MoneyAmount, DataAsset];
    kinds.iter().position(|k| t.is_a(*k)).unwrap_or(if t == Entity { 10 } else { 11 })
}

/// Whether the mention stands first in its sentence; whether its head is restricted by what follows, and whether it is a predicate.
fn around(document: &Document, info: &Info) -> (bool, (bool, bool)) {
    let sentence = document.sentence(document.sentence_of(info.head)).tokens;
    let is_restricted = document.children(info.head).any(|c| {
        let deprel = &document.token(c).deprel;
        c > info.head && (is_relation(deprel, "acl") || is_relation(deprel, "nmod"))
    });
    let is_predicate = document.has(info.head, "cop");
    (info.span.start == sentence.start, (is_restricted, is_predicate))
}
