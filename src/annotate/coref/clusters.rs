//! Clusters of mentions while rules merge them, with what is known of each: type, gender, number, words, country.

use std::sync::Arc;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Context;
use super::marks::{Mark, named};
use crate::annotate::names::{noun_of, title_before};
use crate::document::Gender;
use crate::document::{Chain, ChainId, EntityType, Mention, MentionId, MentionKind, Resolution, TokenId, TokenSpan};
use crate::resources::Lexicon;
use crate::text::normalized;

/// What is known of a cluster.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Members in order of the text.
    pub mentions: Vec<MentionId>,
    /// Best type.
    pub entity_type: Option<EntityType>,
    /// Registry entry.
    pub registry: Option<Arc<str>>,
    /// He or she.
    pub gender: Option<Gender>,
    /// Several people or things.
    pub is_plural: bool,
    /// Whether a member is a name.
    pub is_named: bool,
    /// Lemmas of common nouns said of it: titles, appositions, heads of noun phrases.
    pub attributes: FxHashSet<CompactString>,
    /// Keys of countries said of it: `the Ukrainian president` Zelensky.
    pub countries: FxHashSet<CompactString>,
    /// What tells its noun phrases from others.
    pub marks: Vec<Mark>,
}

/// A disjoint-set forest over the mentions.
#[derive(Clone)]
pub(super) struct Clusters {
    parent: Vec<u32>,
    facts: Vec<Facts>,
}

impl Clusters {
    /// Each mention on its own.
    pub fn new(context: &Context) -> Clusters {
        let mentions = &context.document.mentions;
        let named = named(context);
        let facts = (0..mentions.len()).map(|i| facts_of(context, MentionId(i as u32), &named)).collect();
        Clusters { parent: (0..mentions.len() as u32).collect(), facts }
    }

    fn root(&self, id: MentionId) -> u32 {
        let mut at = id.0;
        while self.parent[at as usize] != at {
            at = self.parent[at as usize];
        }
        at
    }

    /// What is known of the mention's cluster.
    pub fn facts(&self, id: MentionId) -> &Facts {
        &self.facts[self.root(id) as usize]
    }

    /// Whether the two are one already.
    pub fn same(&self, a: MentionId, b: MentionId) -> bool {
        self.root(a) == self.root(b)
    }

    /// The first of the mentions, if they are all of one entity.
    pub fn only(&self, mentions: &[MentionId]) -> Option<MentionId> {
        mentions.first().copied().filter(|first| mentions.iter().all(|m| self.same(*first, *m)))
    }

    /// Adds nouns said of a cluster.
    pub fn add_attribute(&mut self, id: MentionId, lemma: &str) {
        let root = self.root(id) as usize;
        self.facts[root].attributes.insert(lemma.into());
    }

    /// Adds a country said of a cluster.
    pub fn add_country(&mut self, id: MentionId, key: &str) {
        let root = self.root(id) as usize;
        self.facts[root].countries.insert(key.into());
    }

    /// Takes a name for one that the registry does not know, whatever else is called so.
    pub fn forget_entry(&mut self, id: MentionId) {
        let root = self.root(id) as usize;
        self.facts[root].registry = None;
    }

    /// Joins what refers back to what it means, unless both are people with names: `He [Arlen]` is no other whom a name tells.
    pub fn refer(&mut self, antecedent: MentionId, mention: MentionId) -> bool {
        let is_person = |id| self.facts(id).is_named && self.facts(id).entity_type == Some(EntityType::Person);
        (self.same(antecedent, mention) || !is_person(antecedent) || !is_person(mention)) && self.union(antecedent, mention)
    }

    /// Makes the two clusters one, unless they are known to be two things. The earlier one stays the root.
    pub fn union(&mut self, a: MentionId, b: MentionId) -> bool {
        if self.same(a, b) {
            return true;
        }
        if !self.compatible(a, b) {
            return false;
        }
        let (mut a, mut b) = (self.root(a), self.root(b));
        if b < a {
            std::mem::swap(&mut a, &mut b);
        }
        self.parent[b as usize] = a;
        let from = std::mem::take(&mut self.facts[b as usize]);
        let to = &mut self.facts[a as usize];
        to.entity_type = better_type(to, &from);
        to.mentions.extend(from.mentions);
        to.mentions.sort_unstable();
        to.registry = to.registry.take().or(from.registry);
        to.gender = to.gender.or(from.gender);
        to.is_plural = if to.is_named == from.is_named {
            to.is_plural && from.is_plural
        } else if to.is_named {
            to.is_plural
        } else {
            from.is_plural
        };
        to.is_named |= from.is_named;
        to.attributes.extend(from.attributes);
        to.countries.extend(from.countries);
        to.marks.extend(from.marks);
        true
    }

    /// Whether nothing that is known of the two clusters makes them two things.
    pub fn compatible(&self, a: MentionId, b: MentionId) -> bool {
        let (a, b) = (self.facts(a), self.facts(b));
        let differ = |x: &Option<Arc<str>>, y: &Option<Arc<str>>| x.is_some() && y.is_some() && x != y;
        let genders_clash = a.gender.is_some() && b.gender.is_some() && a.gender != b.gender;
        let told_apart = || a.marks.iter().any(|m| b.marks.iter().any(|n| m.tells_apart(n)));
        !differ(&a.registry, &b.registry) && !genders_clash && !told_apart()
    }

    /// Mentions with chain and resolution, and the chains in order of their first mention.
    pub fn into_chains(mut self, context: &Context) -> (Vec<Mention>, Vec<Chain>) {
        let mut mentions = context.document.mentions.clone();
        let mut chains: Vec<Chain> = Vec::new();
        for i in 0..mentions.len() {
            if self.parent[i] != i as u32 {
                continue;
            }
            let facts = std::mem::take(&mut self.facts[i]);
            let id = ChainId(chains.len() as u32);
            let best =
                facts.mentions.iter().copied().max_by_key(|m| (rank(context, *m), std::cmp::Reverse(m.0))).unwrap_or(MentionId(i as u32));
            let full = full_phrase(context, best);
            let name: CompactString = context.document.text_of(full).split_whitespace().collect::<Vec<_>>().join(" ").into();
            let full = normalized(&name);
            for m in &facts.mentions {
                let form = normalized(context.document.text_of(mentions[m.index()].span));
                let mention = &mut mentions[m.index()];
                mention.chain = Some(id);
                if mention.kind == MentionKind::Name && mention.registry.is_none() && form != full && full.contains(&*form) {
                    mention.resolution = Resolution::PartialName;
                    // "Kellan" of "Kellan Foods"
                    if let Some(company) = facts.entity_type.filter(|t| t.is_a(EntityType::Company)) {
                        mention.entity_type = company;
                    }
                }
            }
            let entity_type = facts.entity_type.unwrap_or(EntityType::Entity);
            chains.push(Chain { mentions: facts.mentions, entity_type, registry: facts.registry, name });
        }
        (mentions, chains)
    }
}

/// Names before nominals before pronouns; the longer name first, and `Port Linden` before `PORT LINDEN`; of sums the one told first.
fn rank(context: &Context, id: MentionId) -> (u8, usize, bool) {
    let mention = &context.document.mentions[id.index()];
    match mention.kind {
        MentionKind::Name => {
            let text = context.document.text_of(mention.span);
            let length = if mention.entity_type == EntityType::MoneyAmount { 0 } else { text.chars().count() };
            (2, length, text.contains(char::is_lowercase))
        }
        MentionKind::Nominal => (1, full_phrase(context, id).len(), false),
        MentionKind::Pronoun => (0, 0, false),
    }
}

/// Tokens of a phrase with *of* that a name may have: `members of the Jewish community`.
const LONGEST_PHRASE: usize = 9;

/// A mention with the phrase in *of* behind it, without which `members`, `head` or `use` tells a reader nothing, or with the name of the body
/// that somebody speaks or works for: `spokesperson for the Harbour Board`.
fn full_phrase(context: &Context, id: MentionId) -> TokenSpan {
    let document = context.document;
    let mention = &document.mentions[id.index()];
    if mention.kind != MentionKind::Nominal {
        return with_state(context, mention);
    }
    let tells_whose = |t: TokenId| {
        let case = document.children_by(t, "case").find(|c| *c == mention.span.end);
        match case.map(|c| document.form(c)) {
            Some("of") => true,
            Some("for" | "at") => mention.entity_type == EntityType::Person && document.token(t).upos == "PROPN",
            _ => false,
        }
    };
    let complement = document.children_by(mention.head, "nmod").find(|t| tells_whose(*t));
    // "the home of Ann Coe, his adviser"
    let end_of = |t: TokenId| {
        let end = document.subtree(t).end;
        let last = document.children_by(t, "flat").last().unwrap_or(t).max(t);
        let breaks = |t: &TokenId| matches!(document.form(*t), "," | "-" | "–" | "—" | ";" | ":");
        let cut = (last.0 + 1..end.0).map(TokenId).find(breaks).filter(|_| !document.has(t, "conj"));
        cut.unwrap_or(end)
    };
    let longer = complement.map(|t| TokenSpan { start: mention.span.start, end: end_of(t) });
    let is_plain = |t: TokenId| document.token(t).upos != "PUNCT" && !document.token(t).upos.starts_with("VERB");
    longer
        .filter(|s| s.len() <= LONGEST_PHRASE && TokenSpan { start: mention.span.end, end: s.end }.iter().all(is_plain))
        .unwrap_or(mention.span)
}

/// `Chile's Ministry of Health`, `Chilean Foreign Ministry`: every state has one of that name.
fn with_state(context: &Context, body: &Mention) -> TokenSpan {
    let document = context.document;
    let is_known = body.registry.is_some() || body.kind != MentionKind::Name;
    if is_known || !body.entity_type.is_a(EntityType::GovernmentBody) {
        return body.span;
    }
    let is_state = |m: &&Mention| m.entity_type == EntityType::Country && m.kind == MentionKind::Name;
    let states = document.mentions.iter().filter(is_state);
    let mut owners = states.filter(|m| {
        let owns =
            matches!(&*document.token(m.head).deprel, "nmod:poss" | "amod" | "compound") && document.token(m.head).head == Some(body.head);
        let gap = TokenSpan { start: m.span.end, end: body.span.start };
        owns && m.span.end <= body.span.start && gap.iter().all(|t| document.token(t).xpos == "POS")
    });
    owners.next_back().map_or(body.span, |m| TokenSpan { start: m.span.start, end: body.span.end })
}

/// The type of a name beats that of a noun; a narrower type beats a wider one.
fn better_type(a: &Facts, b: &Facts) -> Option<EntityType> {
    let (Some(x), Some(y)) = (a.entity_type, b.entity_type) else { return a.entity_type.or(b.entity_type) };
    let by_name = if a.registry.is_some() != b.registry.is_some() { Some(a.registry.is_some()) } else { None };
    let narrower = if x != y && y.is_a(x) { y } else { x };
    Some(match by_name {
        Some(true) => x,
        Some(false) => y,
        None if a.is_named == b.is_named || x == EntityType::Entity || y == EntityType::Entity => narrower,
        None if y.is_a(x) || x.is_a(y) => narrower,
        None => {
            if a.is_named {
                x
            } else {
                y
            }
        }
    })
}

fn facts_of(context: &Context, id: MentionId, named: &FxHashMap<TokenId, MentionId>) -> Facts {
    let Context { document, registry, lexicon, .. } = *context;
    let mention = &document.mentions[id.index()];
    let head = document.token(mention.head);
    let text = document.text_of(mention.span);
    let mut facts =
        Facts { mentions: vec![id], entity_type: Some(mention.entity_type), registry: mention.registry.clone(), ..Facts::default() };
    match mention.kind {
        MentionKind::Name => {
            facts.is_named = true;
            let entry = mention.registry.as_deref().and_then(|k| registry.entry(k));
            facts.countries.extend(entry.and_then(|e| e.country.as_deref()).map(CompactString::from));
            if mention.entity_type == EntityType::Person {
                let first = text.split_whitespace().next().unwrap_or("");
                let by_name = || if text.contains(char::is_whitespace) { lexicon.gender_of_name(first) } else { None };
                // "Bishop Angie Holt": a name tells more than an office
                let by_title = |of: fn(&Lexicon, &str) -> Option<Gender>| gender_of_title(context, id, of);
                let by_address = || by_title(Lexicon::gender_of_title);
                let by_office = || by_title(|lexicon, word| lexicon.nouns.get(word).and_then(|n| n.gender));
                facts.gender = entry.and_then(|e| e.gender).or_else(by_address).or_else(by_name).or_else(by_office);
            }
            facts.is_plural =
                mention.entity_type == EntityType::Group || head.xpos == "NNPS" && !mention.entity_type.is_a(EntityType::Country);
        }
        MentionKind::Nominal => {
            let noun = noun_of(document, lexicon, mention.head);
            facts.gender = noun.and_then(|n| n.gender).filter(|_| head.xpos != "NNS");
            facts.is_plural =
                head.xpos == "NNS" || head.feats.contains("Number=Plur") || noun.is_some_and(|n| n.is_collective) || head.upos == "NUM";
            facts.attributes.insert(head.lemma.to_lowercase());
            facts.marks.push(Mark::new(context, id, named));
        }
        MentionKind::Pronoun => {
            use crate::resources::PronounKind;
            if let Some(pronoun) = lexicon.pronouns.get(&*text.to_lowercase()) {
                facts.is_plural = pronoun.is_plural;
                facts.gender = match pronoun.kind {
                    PronounKind::Male => Some(Gender::Male),
                    PronounKind::Female => Some(Gender::Female),
                    _ => None,
                };
            }
        }
    }
    facts
}

/// `Mr Miller`, `spokeswoman Jane`: the gender that a word in front of a name tells.
fn gender_of_title(context: &Context, id: MentionId, gender: fn(&Lexicon, &str) -> Option<Gender>) -> Option<Gender> {
    let Context { document, lexicon, .. } = *context;
    let span = document.mentions[id.index()].span;
    let of = |t: TokenId| {
        let form = document.form(t).trim_end_matches('.').to_lowercase();
        gender(lexicon, &form)
    };
    let before = span.start.0.checked_sub(1).map(TokenId).filter(|t| document.sentence_of(*t) == document.sentence_of(span.start));
    before.and_then(of).or_else(|| title_before(document, lexicon, span)?.iter().rev().find_map(of))
}
