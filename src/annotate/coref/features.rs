//! What the ranker sees of a mention and of a pair of mentions besides their vectors: small numbers, each of a template.
//!
//! ```text
//! "Microsoft said it …"   it → Microsoft: same sentence, one mention back, subject before subject, company, governs the clause, …
//! ```
//! Every template is taken apart for each [`Group`] of later mentions: what speaks for an antecedent of *it* need not speak for one of
//! `the company`. `training/coref.py` learns a row of weights for every number.

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::clusters::Clusters;
use super::equations::types_fit;
use super::quotes::{Quote, quote_at};
use super::standing::Standings;
use super::{Context, Ruled, paths};
use crate::document::{Document, EntityType, Gender, MentionId, MentionKind, TokenId, TokenSpan, is_relation};
use crate::resources::{Pronoun, PronounKind};

/// Mentions back in which antecedents are compared.
const WINDOW: u32 = 50;

/// Antecedents compared beside those in the window.
const MORE: usize = 4;

/// Kinds of mentions that refer back in ways of their own.
const GROUPS: usize = 10;

/// Sizes of the templates of a pair, in the order in which [`pair`] fills them; the last nine are those of [`Standings::put`] and [`paths::put`].
const PAIR: &[usize] =
    &[8, 8, 5, 15, 2, 5, 3, 6, 12, 7, 7, 7, 5, 2, 4, 4, 5, 9, 3, 3, 2, 4, 5, 5, 5, 4, 98, 3, 2, 2, 5, 6, 3, 20, 5, 5, 5, 5, 26, 37, 48, 3];
/// How many of them are filled for mentions of every group; the rest for *he* and *she* alone.
const FOR_ALL: usize = 26;
/// Sizes of the templates of a mention, in the order in which [`mention`] fills them.
const MENTION: &[usize] = &[15, 4, 2, 2, 4, 3, 2, 4, 4, 12, 2, 6, 2, 3, 3, 5, 4];

/// Numbers of features of a pair and of a mention.
pub(super) const COUNTS: (usize, usize) = (SHARED * GROUPS + total(PAIR) - SHARED, total(MENTION) * GROUPS);

/// Values of the templates for mentions of every group.
const SHARED: usize = total(PAIR.split_at(FOR_ALL).0);

const fn total(sizes: &[usize]) -> usize {
    let (mut sum, mut i) = (0, 0);
    while i < sizes.len() {
        sum += sizes[i];
        i += 1;
    }
    sum
}

/// What is looked up of a mention more than once.
pub(super) struct Info {
    pub group: usize,
    pub pronoun: Option<Pronoun>,
    pub span: TokenSpan,
    pub head: TokenId,
    sentence: u32,
    block: u32,
    relation: usize,
    place: usize,
    pub kind: MentionKind,
    article: usize,
    pub lemma: CompactString,
    text: String,
    modifiers: Vec<String>,
    words: FxHashSet<String>,
    governor: Option<TokenId>,
    pub quote: Option<usize>,
    is_reflexive: bool,
    is_unlisted: bool,
    /// What a name of one word tells if it is a given name, as that of a surname may not.
    leaning: Option<Gender>,
}

/// Gathers it for every mention.
pub(super) fn infos(context: &Context, quotes: &[Quote]) -> Vec<Info> {
    (0..context.document.mentions.len()).map(|i| info(context, quotes, MentionId(i as u32))).collect()
}

fn info(context: &Context, quotes: &[Quote], id: MentionId) -> Info {
    let Context { document, lexicon, .. } = *context;
    let mention = &document.mentions[id.index()];
    let head = document.token(mention.head);
    let text = document.text_of(mention.span).to_lowercase();
    let pronoun = lexicon.pronouns.get(&*text).copied().filter(|_| mention.kind == MentionKind::Pronoun);
    let article = article(context, mention.head);
    let is_plural = head.xpos == "NNS" || head.xpos == "NNPS" || head.feats.contains("Number=Plur");
    let group = match (pronoun, mention.kind) {
        (Some(p), _) if p.person == 1 && p.is_plural => 4,
        (Some(p), _) if p.person == 1 => 3,
        (Some(p), _) if p.person == 2 => 8,
        (Some(p), _) => match p.kind {
            PronounKind::Male | PronounKind::Female => 0,
            PronounKind::Neuter => 1,
            PronounKind::Any => 2,
        },
        (None, MentionKind::Nominal) if head.upos == "PROPN" => 9,
        (None, MentionKind::Nominal) if article == 1 || article == 2 => 5 + usize::from(is_plural),
        (None, MentionKind::Nominal) => 7,
        _ => 8,
    };
    let sentence = document.sentence_of(mention.head);
    let words = mention.span.iter().map(|t| document.token(t));
    let modifiers = mention.span.iter().filter(|t| *t < mention.head).map(|t| document.token(t));
    Info {
        group,
        pronoun,
        span: mention.span,
        head: mention.head,
        sentence: sentence.0,
        block: document.sentence(sentence).block,
        relation: relation(&head.deprel),
        place: paths::place(document, mention.head),
        kind: mention.kind,
        article,
        lemma: head.lemma.to_lowercase(),
        modifiers: modifiers
            .filter(|t| matches!(&*t.upos, "ADJ" | "NOUN" | "PROPN" | "VERB" | "NUM"))
            .map(|t| t.range.of(&document.article.text).to_lowercase())
            .collect(),
        words: words.map(|t| t.range.of(&document.article.text).to_lowercase()).collect(),
        governor: head.head,
        quote: quote_at(document, quotes, mention.head),
        is_reflexive: text.ends_with("self") || text.ends_with("selves"),
        is_unlisted: context.is_new(id),
        leaning: match mention.kind {
            MentionKind::Name if mention.span.len() == 1 => lexicon.gender_of_name(document.text_of(mention.span)),
            _ => None,
        },
        text,
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

/// 0 none, 1 definite, 2 demonstrative, 3 indefinite, 4 possessive.
fn article(context: &Context, head: TokenId) -> usize {
    let document = context.document;
    let is_owned = document.children_by(head, "nmod:poss").next().is_some();
    let of = |t: TokenId| match (&*document.token(t).lemma.to_lowercase(), &*document.token(t).feats) {
        (_, feats) if feats.contains("PronType=Dem") => 2,
        (_, feats) if feats.contains("Definite=Def") => 1,
        _ => 3,
    };
    document.children_by(head, "det").map(of).min().unwrap_or(if is_owned { 4 } else { 0 })
}

/// A syntactic relation in coarse kinds, 15 of them.
fn relation(deprel: &str) -> usize {
    const KINDS: &[&str] =
        &["nsubj:pass", "nsubj", "obj", "iobj", "obl:agent", "obl", "nmod:poss", "nmod", "appos", "conj", "compound", "amod"];
    KINDS.iter().position(|k| is_relation(deprel, k)).unwrap_or(match deprel {
        "root" => 12,
        "ccomp" | "xcomp" | "advcl" | "acl" | "parataxis" | "acl:relcl" => 13,
        _ => 14,
    })
}

fn bucket(n: usize, bounds: &[usize]) -> usize {
    bounds.iter().take_while(|b| n >= **b).count()
}

/// Types in twelve kinds.
fn kind_of(t: EntityType) -> usize {
    use EntityType::*;
    let kinds = [Person, Group, Company, ThreatActor, GovernmentBody, Organization, Country, Place, MoneyAmount, DataAsset];
    kinds.iter().position(|k| t.is_a(*k)).unwrap_or(if t == Entity { 10 } else { 11 })
}

/// Fills templates in their order.
struct Filler<'a> {
    out: &'a mut Vec<u16>,
    sizes: &'static [usize],
    for_all: usize,
    group: usize,
    next: usize,
    offset: usize,
}

impl Filler<'_> {
    fn put(&mut self, value: usize) {
        let size = self.sizes[self.next];
        let value = self.offset + value.min(size - 1);
        // the pair's templates for *he* and *she* alone have no room for other groups
        let place = if self.next < self.for_all { value * GROUPS + self.group } else { SHARED * (GROUPS - 1) + value };
        self.out.push(place as u16);
        self.offset += size;
        self.next += 1;
    }
}

/// Everything that features are made of.
pub(super) struct Features<'a> {
    pub context: &'a Context<'a>,
    /// Chains of names and equations alone.
    pub clusters: &'a Clusters,
    pub infos: &'a [Info],
    quotes: &'a [Quote],
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

    /// What grammar or sense forbids: `Smith saw him` is not Smith, and a phrase that nothing says is a person is no *he*.
    fn is_barred(&self, later: &Info, earlier: &Info) -> bool {
        let is_third = later.pronoun.is_some_and(|p| p.person == 3);
        let is_bound = later.sentence == earlier.sentence && !later.is_reflexive && self.structure(later, earlier) < 2;
        is_third && (is_bound || later.group == 0 && earlier.is_unlisted || earlier.pronoun.is_none() && self.speaks_of(later, earlier))
    }

    /// Mentions of the sentence that grammar tells apart from a later one: `Marsh` in `Marsh met him`, `Marsh met the envoy` and `Marsh said
    /// the envoy was late`. So nothing else that means the same is meant either. A body may well be: `Labour expelled him from the party`.
    pub fn others(&self, a: MentionId) -> Vec<MentionId> {
        let info = &self.infos[a.index()];
        let is_noun = info.kind == MentionKind::Nominal;
        let is_third = info.pronoun.is_some_and(|p| p.person == 3) && !info.is_reflexive;
        let is_person = is_noun && self.context.document.mentions[a.index()].entity_type == EntityType::Person;
        let before = (0..a.0).rev().map(MentionId).take_while(|b| self.infos[b.index()].sentence == info.sentence);
        let is_other = |b: &MentionId| {
            let other = &self.infos[b.index()];
            let is_bound = || (self.structure(info, other) == 0 || self.shares_subject(info, other)) && !self.is_role(info);
            // "Marsh fined the firm", "Marsh was fined by the regulator"
            let is_beside = || matches!(&*self.context.document.token(info.head).deprel, "obj" | "obl:agent");
            let is_object = || other.is_subject() && is_beside();
            (is_third || is_person || is_noun && is_object()) && is_bound() || is_person && self.speaks_of(other, info)
        };
        before.filter(is_other).collect()
    }

    /// `them` and `agents` in `Agents raided a house and arrested them`: the second verb has the subject of the first.
    fn shares_subject(&self, object: &Info, subject: &Info) -> bool {
        let document = self.context.document;
        let token = document.token(object.head);
        let verb = token.head.filter(|v| token.deprel == "obj" && document.token(*v).deprel == "conj");
        let first = verb.filter(|v| document.children_by(*v, "nsubj").next().is_none()).and_then(|v| document.token(v).head);
        first.is_some() && first == document.token(subject.head).head && document.token(subject.head).deprel == "nsubj"
    }

    /// `as the envoy`: what somebody is, and not somebody else.
    fn is_role(&self, info: &Info) -> bool {
        let document = self.context.document;
        document.children_by(info.head, "case").any(|c| document.token(c).lemma == "as")
    }

    /// `she` and `every citizen` in `"Every citizen is free," she added`: who speaks is none of those spoken of by name or noun, as
    /// nothing in the complement of a verb but a pronoun is its subject (principle C; Chomsky 1981).
    fn speaks_of(&self, subject: &Info, other: &Info) -> bool {
        let document = self.context.document;
        if !is_relation(&document.token(subject.head).deprel, "nsubj") {
            return false;
        }
        let Some(verb) = document.token(subject.head).head else { return false };
        let below = || std::iter::once(other.head).chain(document.ancestors(other.head)).find(|t| document.token(*t).head == Some(verb));
        let is_complement = |t: TokenId| ["ccomp", "xcomp", "obj"].iter().any(|r| is_relation(&document.token(t).deprel, r));
        let speaker = || other.quote.and_then(|q| self.quotes[q].speaker);
        below().is_some_and(is_complement) || speaker().is_some_and(|s| self.infos[s.index()].head == subject.head)
    }

    /// Features of a mention by itself, given its antecedents in question.
    pub fn mention(&self, a: MentionId, candidates: &[MentionId], rivals: usize, out: &mut Vec<u16>) {
        let document = self.context.document;
        let info = &self.infos[a.index()];
        let facts = self.clusters.facts(a);
        let mut f = Filler { out, sizes: MENTION, for_all: MENTION.len(), group: info.group, next: 0, offset: 0 };
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

    /// The first mention that names and equations tie it to.
    pub fn first(&self, id: MentionId) -> MentionId {
        self.clusters.facts(id).mentions.first().copied().unwrap_or(id)
    }

    /// How often the rules find it spoken of before another mention.
    pub fn spoken_of(&self, id: MentionId, before: MentionId) -> usize {
        self.by_rule.facts(id).mentions.partition_point(|m| *m < before)
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

    /// Features of a pair, `b` being the `place`-th candidate in question and the `agreeing`-th that agrees.
    pub fn pair(&self, a: MentionId, b: MentionId, agreeing: usize, standings: &Standings, out: &mut Vec<u16>) {
        let document = self.context.document;
        let (x, y) = (&self.infos[a.index()], &self.infos[b.index()]);
        let (own, facts) = (self.clusters.facts(a), self.clusters.facts(b));
        let (s, t) = (own.entity_type.unwrap_or(EntityType::Entity), facts.entity_type.unwrap_or(EntityType::Entity));
        let mut f = Filler { out, sizes: PAIR, for_all: FOR_ALL, group: x.group, next: 0, offset: 0 };
        let sentences = x.sentence.saturating_sub(y.sentence) as usize;
        f.put(if b > a { 7 } else { bucket(sentences, &[1, 2, 3, 5, 9, 15]) });
        f.put(bucket(a.0.abs_diff(b.0) as usize, &[2, 3, 4, 6, 9, 14, 25]));
        f.put(if self.agreement(a, b) == 0 { bucket(agreeing, &[1, 2, 4]) } else { 4 });
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
        self.by_rule(a, b, &mut f);
        // The rest counts for *he* and *she* alone; the ranker has learned it for no others.
        if x.group > 0 {
            return;
        }
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
    fn by_rule(&self, a: MentionId, b: MentionId, f: &mut Filler) {
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

    /// How the two stand in one sentence: 0 arguments of one verb, 1 owner and owned or coordinated, 2 the earlier is subject of a verb above
    /// the later one, 3 another argument of one, 4 the later one's word stands above the earlier, 5 none of these.
    fn structure(&self, x: &Info, y: &Info) -> usize {
        let document = self.context.document;
        let (later, earlier) = (document.token(x.head), document.token(y.head));
        if x.is_reflexive {
            return if y.governor == x.governor { 2 } else { 3 };
        }
        let is_argument = |relation: usize| relation < 6;
        if y.governor.is_some() && y.governor == x.governor {
            return if is_argument(x.relation) && is_argument(y.relation) { 0 } else { 3 };
        }
        if later.head == Some(y.head) || earlier.head == Some(x.head) {
            return 1;
        }
        if document.ancestors(x.head).any(|a| Some(a) == y.governor) {
            return if y.relation < 2 { 2 } else { 3 };
        }
        if document.ancestors(y.head).any(|a| Some(a) == x.governor) { 4 } else { 5 }
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

    /// Whether it is the speaker's *I* or *we* in a quotation whose speaker is known.
    pub fn is_voice(&self, a: MentionId) -> bool {
        let info = &self.infos[a.index()];
        info.pronoun.is_some_and(|p| p.person == 1) && info.quote.is_some_and(|q| self.quotes[q].speaker.is_some())
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

impl Info {
    /// Whether it is the subject of a verb.
    pub fn is_subject(&self) -> bool {
        self.relation < 2
    }

    /// Whether a noun phrase may refer back: not `a company`, nor what is said of something (`is the president`, `Blinken, the minister`).
    pub fn may_refer_back(&self, document: &Document) -> bool {
        let is_apposition = self.relation == 8;
        // "became the first party to win"
        let is_complement = document.token(self.head).deprel == "xcomp";
        self.article != 3 && !is_apposition && !is_complement && document.children_by(self.head, "cop").next().is_none()
    }
}
