//! What the ranker sees of a mention and one antecedent in question: how far they stand apart, what both are, how they stand in their
//! sentences, what the rules make of them.
//!
//! ```text
//! "Microsoft said it …"   it → Microsoft: same sentence, one mention back, subject before subject, company, governs the clause, …
//! ```

use super::equations::types_fit;
use super::features::{Features, kind_of};
use super::info::Info;
use super::paths;
use super::standing::Standings;
use super::templates::{Filler, bucket};
use crate::document::{EntityType, Gender, MentionId, MentionKind, TokenId};

impl Features<'_> {
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
        info.relation == 9 || self.context.document.has(info.head, "conj")
    }

    /// Whether it stands in brackets: `Rigby (Marsh)`.
    fn is_bracketed(&self, info: &Info) -> bool {
        let document = self.context.document;
        info.span.start.0.checked_sub(1).is_some_and(|t| matches!(document.form(TokenId(t)), "(" | "["))
    }
}
