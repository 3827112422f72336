//! What the ranker sees of a mention and of a pair of mentions besides their vectors: small numbers, each of a template.
//!
//! ```text
//! "Microsoft said it …"   it → Microsoft: same sentence, one mention back, subject before subject, company, governs the clause, …
//! ```
//! Every template is taken apart for each group of later mentions: what speaks for an antecedent of *it* need not speak for one of
//! `the company`. `training/coref.py` learns a row of weights for every number.

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::clusters::Clusters;
use super::equations::types_fit;
use super::info::Info;
use super::quotes::Quote;
use super::standing::Standings;
use super::templates::{Filler, bucket};
use super::{Context, Ruled, paths};
use crate::document::{Document, EntityType, Gender, MentionId, MentionKind, TokenId, is_relation};

/// Mentions back in which antecedents are compared.
const WINDOW: u32 = 50;

/// Antecedents compared beside those in the window.
const MORE: usize = 4;

/// Everything that features are made of.
pub(super) struct Features<'a> {
    pub context: &'a Context<'a>,
    /// Chains of names and equations alone.
    pub clusters: &'a Clusters,
    pub infos: &'a [Info],
    pub(super) quotes: &'a [Quote],
    /// Chains that the rules make.
    by_rule: &'a Clusters,
    /// What the rules would choose.
    picks: &'a [Option<MentionId>],
    /// Earlier mentions by the words under which a noun phrase may take them up.
    by_word: FxHashMap<CompactString, Vec<MentionId>>,
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

    /// Antecedents to compare for a mention: those before it, nearest first; for a noun phrase what shares its word further back; for a
    /// pronoun the names behind it in its sentence.
    pub fn candidates(&self, a: MentionId) -> Vec<MentionId> {
        let info = &self.infos[a.index()];
        let fits = |b: &MentionId| {
            let other = &self.infos[b.index()];
            let persons = matches!((info.pronoun, other.pronoun), (Some(x), Some(y)) if x.person != y.person);
            self.clusters.compatible(a, *b)
                && !persons
                && !self.is_barred(info, other)
                && !other.span.overlaps(info.span)
                && !self.clusters.same(*b, a)
        };
        let first = MentionId(a.0.saturating_sub(WINDOW));
        let mut out: Vec<MentionId> = (first.0..a.0).rev().map(MentionId).filter(fits).collect();
        match info.pronoun {
            None => {
                let known = self.by_word.get(&info.lemma).into_iter().flatten().rev().copied();
                out.extend(known.filter(|b| *b < first && fits(b)).take(MORE));
            }
            Some(pronoun) if pronoun.person == 3 => {
                let later = (a.0 + 1..self.infos.len() as u32).map(MentionId);
                let near = later.take_while(|b| self.infos[b.index()].sentence == info.sentence);
                out.extend(near.filter(|b| self.infos[b.index()].kind == MentionKind::Name && fits(b)).take(MORE));
            }
            Some(_) => {}
        }
        out
    }

    /// For every candidate the number of agreeing ones before it.
    pub fn ranks(&self, a: MentionId, candidates: &[MentionId]) -> Vec<usize> {
        let mut count = 0;
        let rank = |b: &MentionId| {
            let rank = count;
            count += usize::from(self.agreement(a, *b) == 0);
            rank
        };
        candidates.iter().map(rank).collect()
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

    /// Features of a pair, `b` being the `agreeing`-th of the candidates in question that agree.
    pub fn pair(&self, a: MentionId, b: MentionId, agreeing: usize, standings: &Standings, out: &mut Vec<u16>) {
        let group = self.infos[a.index()].group;
        let mut f = Filler::of_pair(out, group);
        self.put_distance(a, b, agreeing, &mut f);
        self.put_kinds(a, b, &mut f);
        self.put_setting(a, b, &mut f);
        self.put_by_rule(a, b, &mut f);
        // The rest counts for *he* and *she* alone; the ranker has learned it for no others.
        if group == 0 {
            self.put_of_person(a, b, standings, &mut f);
        }
    }

    /// Sentences, mentions and agreeing candidates between the two.
    fn put_distance(&self, a: MentionId, b: MentionId, agreeing: usize, f: &mut Filler) {
        let (x, y) = (&self.infos[a.index()], &self.infos[b.index()]);
        let sentences = x.sentence.saturating_sub(y.sentence) as usize;
        f.put(if b > a { 7 } else { bucket(sentences, &[1, 2, 3, 5, 9, 15]) });
        f.put(bucket(a.0.abs_diff(b.0) as usize, &[2, 3, 4, 6, 9, 14, 25]));
        f.put(if self.agreement(a, b) == 0 { bucket(agreeing, &[1, 2, 4]) } else { 4 });
    }

    /// What both are: relation, gender, number, type, words.
    fn put_kinds(&self, a: MentionId, b: MentionId, f: &mut Filler) {
        let (x, y) = (&self.infos[a.index()], &self.infos[b.index()]);
        let (own, facts) = (self.clusters.facts(a), self.clusters.facts(b));
        let (s, t) = (own.entity_type.unwrap_or(EntityType::Entity), facts.entity_type.unwrap_or(EntityType::Entity));
        f.put(y.relation);
        f.put(usize::from(x.relation == y.relation));
        f.put(match (own.gender, facts.gender) {
            (Some(g), Some(h)) if g == h => 0,
            (Some(_), Some(_)) => 1,
            (Some(Gender::Male), None) => 2,
            (Some(Gender::Female), None) => 3,
            _ => 4,
        });
        f.put(if own.is_plural == facts.is_plural { usize::from(own.is_plural) } else { 2 });
        f.put(match (s, t) {
            _ if s == t && s != EntityType::Entity => 0,
            (EntityType::Entity, EntityType::Entity) => 1,
            (EntityType::Entity, _) | (_, EntityType::Entity) => 2,
            _ if s.is_a(t) || t.is_a(s) => 3,
            _ if types_fit(s, t) => 4,
            _ => 5,
        });
        f.put(kind_of(t));
        f.put(self.words(a, b));
        f.put(match y.pronoun {
            _ if y.kind == MentionKind::Name => 0,
            None => 1 + y.article.min(3),
            Some(p) if x.pronoun == Some(p) => 5,
            Some(_) => 6,
        });
    }

    /// How they stand in their sentences and in the text.
    fn put_setting(&self, a: MentionId, b: MentionId, f: &mut Filler) {
        let document = self.context.document;
        let (x, y) = (&self.infos[a.index()], &self.infos[b.index()]);
        let sentences = x.sentence.saturating_sub(y.sentence) as usize;
        let facts = self.clusters.facts(b);
        f.put(if sentences == 0 { self.structure(x, y) } else { 6 });
        f.put(self.voices(x, y, b));
        f.put(usize::from(facts.is_named));
        f.put(bucket(facts.mentions.iter().filter(|m| **m < a).count(), &[2, 4, 8]));
        f.put(match self.picks[a.index()] {
            None => 0,
            Some(p) if p == b => 3,
            Some(p) if self.clusters.same(p, b) => 2,
            Some(_) => 1,
        });
        f.put(if sentences == 0 { bucket(x.span.start.0.abs_diff(y.span.end.0) as usize, &[3, 7, 15]) } else { 4 });
        f.put(
            self.agreement(a, b) * 3
                + if y.relation < 2 {
                    0
                } else if y.relation < 4 {
                    1
                } else {
                    2
                },
        );
        f.put(if y.sentence == 0 {
            0
        } else {
            1 + usize::from(y.span.start == document.sentence(document.sentence_of(y.head)).tokens.start)
        });
        f.put(usize::from(x.block == y.block) + 2 * usize::from(x.block == y.block + 1));
        f.put(usize::from(y.is_unlisted));
        f.put(match (x.relation, y.relation) {
            (0 | 1, 0 | 1) => 0,
            (6, 0 | 1) => 1,
            (2..=5, 2..=5) => 2,
            _ => 3,
        });
    }

    /// What tells persons apart.
    fn put_of_person(&self, a: MentionId, b: MentionId, standings: &Standings, f: &mut Filler) {
        let document = self.context.document;
        let (x, y) = (&self.infos[a.index()], &self.infos[b.index()]);
        let sentences = x.sentence.saturating_sub(y.sentence) as usize;
        let (own, facts) = (self.clusters.facts(a), self.clusters.facts(b));
        let coarse = |relation: usize| [0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 6, 6, 5, 5, 6][relation];
        f.put(49 * usize::from(sentences == 0) + 7 * coarse(x.relation) + coarse(y.relation));
        f.put(match (x.governor, y.governor) {
            (Some(g), Some(h)) if g == h => 1,
            (Some(g), Some(h)) if document.token(g).lemma == document.token(h).lemma => 2,
            _ => 0,
        });
        f.put(usize::from(self.is_coordinated(y)));
        f.put(usize::from(self.is_bracketed(y)));
        f.put(self.beside(x, b));
        f.put(if y.kind == MentionKind::Name { usize::from(y.span.len() > 1) + 2 * usize::from(facts.gender.is_some()) } else { 4 });
        let mut leanings = facts.mentions.iter().filter_map(|m| self.infos[m.index()].leaning);
        f.put(own.gender.zip(leanings.next()).map_or(2, |(g, h)| usize::from(g != h)));
        standings.put(self, b, |value| f.put(value));
        paths::put(document, x.head, y.head, if b > a { 0 } else { sentences }, (x.place, y.place), |value| f.put(value));
    }

    /// What the chain that rules made of the earlier mention had up to the later one: its size, the distance of its last mention, that
    /// mention's relation, and its gender.
    fn put_by_rule(&self, a: MentionId, b: MentionId, f: &mut Filler) {
        let chain = self.by_rule.facts(b);
        let before = chain.mentions.partition_point(|m| *m < a);
        f.put(bucket(before, &[1, 2, 4, 8]));
        let last = before.checked_sub(1).map(|i| &self.infos[chain.mentions[i].index()]);
        let x = &self.infos[a.index()];
        f.put(last.map_or(4, |l| bucket(x.sentence.saturating_sub(l.sentence) as usize, &[1, 2, 4])));
        f.put(last.map_or(4, |l| bucket(l.relation, &[2, 5, 8])));
        f.put(match (self.clusters.facts(a).gender, chain.gender) {
            (Some(g), Some(h)) => usize::from(g != h),
            (Some(_), None) => 2,
            _ => 3,
        });
    }

    /// How the words of the later mention are found in the earlier: 0 not, 1 all the same, 2 head and every modifier, 3 head alone, 4 said
    /// of it, 5 head in its name, 6 a name's word.
    fn words(&self, a: MentionId, b: MentionId) -> usize {
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

    /// 0 both outside quotations, 1 in the same, 2 in two, 3 one of them in one, 4 the earlier is the speaker of the later's quotation.
    fn voices(&self, x: &Info, y: &Info, b: MentionId) -> usize {
        let is_speaker = |q: usize| self.quotes[q].speaker.is_some_and(|s| self.clusters.same(s, b));
        match (x.quote, y.quote) {
            (Some(q), None) if is_speaker(q) => 4,
            (None, None) => 0,
            (Some(q), Some(r)) if q == r => 1,
            (Some(_), Some(_)) => 2,
            _ => 3,
        }
    }

    /// What else of its chain of names stands in the later mention's sentence: 0 nothing, 1 something before it, 2 something behind, 3 what
    /// structure bars from being the later mention.
    fn beside(&self, x: &Info, b: MentionId) -> usize {
        let others = self.clusters.facts(b).mentions.iter().filter(|m| **m != b).map(|m| &self.infos[m.index()]);
        let near = others.filter(|m| m.sentence == x.sentence && m.head != x.head);
        let value = |m: &Info| if !x.is_reflexive && self.structure(x, m) < 2 { 3 } else { 1 + usize::from(m.head > x.head) };
        near.map(value).max().unwrap_or(0)
    }

    /// Whether the mention is one of several: `Marsh and Kerr`.
    fn is_coordinated(&self, info: &Info) -> bool {
        info.relation == 9 || self.context.document.children_by(info.head, "conj").next().is_some()
    }

    /// Whether it stands in brackets: `Rigby (Marsh)`.
    fn is_bracketed(&self, info: &Info) -> bool {
        let document = self.context.document;
        info.span.start.0.checked_sub(1).is_some_and(|t| matches!(document.form(TokenId(t)), "(" | "["))
    }
}

/// Mentions by the words under which a noun phrase may take them up: heads, words of names, what is said of names.
fn by_word(infos: &[Info], clusters: &Clusters) -> FxHashMap<CompactString, Vec<MentionId>> {
    let mut out: FxHashMap<CompactString, Vec<MentionId>> = FxHashMap::default();
    for (i, info) in infos.iter().enumerate() {
        let id = MentionId(i as u32);
        let said = clusters.facts(id).attributes.iter().filter(|_| info.kind == MentionKind::Name).cloned();
        let words: FxHashSet<CompactString> = match info.kind {
            MentionKind::Name => info.words.iter().map(CompactString::from).chain(said).collect(),
            MentionKind::Nominal => std::iter::once(info.lemma.clone()).collect(),
            MentionKind::Pronoun => FxHashSet::default(),
        };
        for word in words {
            out.entry(word).or_default().push(id);
        }
    }
    out
}

/// Types in twelve kinds.
fn kind_of(t: EntityType) -> usize {
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
    let is_predicate = document.children_by(info.head, "cop").next().is_some();
    (info.span.start == sentence.start, (is_restricted, is_predicate))
}
