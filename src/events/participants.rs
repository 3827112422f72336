//! Role fillers as found in the tree → participants: entities of the article, or words.
//!
//! `He` → Antony Blinken (through its chain); `Beijing` → China (where the city stands for its government);
//! `lethal aid` → an entity known in this article only; `it would stop sales` → words.

use rustc_hash::FxHashMap;

use super::types::{Entity, EntityKey, EntityMention};
use crate::document::{Document, EntityType, Mention, MentionKind, Resolution, TokenId, TokenSpan};
use crate::frames::{FillerRef, Syntax};
use crate::link::{self, Registry};
use crate::resources::Lexicon;
use crate::text::TextRange;

/// A participant before events have numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Participant {
    /// Index into the table of entities.
    Entity(usize),
    /// Words of the text.
    Words(TextRange),
}

/// A participant, the head of its phrase, and the phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Who or what.
    pub participant: Participant,
    /// Head of the phrase.
    pub head: TokenId,
    /// The phrase.
    pub words: TextRange,
}

impl Filled {
    /// Index of the entity, where it is one.
    pub fn entity(&self) -> Option<usize> {
        match self.participant {
            Participant::Entity(e) => Some(e),
            Participant::Words(_) => None,
        }
    }
}

/// The entities of an article while events are built: those of its chains, then those that only events mention.
pub struct Participants<'d> {
    syntax: &'d Syntax<'d>,
    /// Entity of each chain at the chain's index, further ones behind.
    pub entities: Vec<Entity>,
    by_description: FxHashMap<String, usize>,
    registry: &'d Registry,
}

impl<'d> Participants<'d> {
    /// Starts from the entities of the chains.
    pub fn new(syntax: &'d Syntax<'d>, registry: &'d Registry) -> Self {
        Self { syntax, entities: link::entities(syntax.document, registry), by_description: FxHashMap::default(), registry }
    }

    /// Resolves the filler of a role.
    pub fn resolve(&mut self, role: &str, filler: FillerRef) -> Filled {
        self.resolve_beside(role, filler, &[])
    }

    /// Resolves the filler of a role beside those of all roles, which are no part of it: `help` in `help to families`, beside the families.
    pub fn resolve_beside(&mut self, role: &str, filler: FillerRef, others: &[TokenId]) -> Filled {
        let document = self.syntax.document;
        match filler {
            FillerRef::Mention { mention, .. } if role == "position" => self.position(document.mentions[mention.index()].head),
            FillerRef::Phrase(head) if role == "position" => self.position(head),
            FillerRef::Mention { mention, metonymy } => {
                let m = &document.mentions[mention.index()];
                let words = document.range(m.span);
                let entity = match m.chain {
                    Some(chain) if metonymy => self.government_of(chain.index(), words),
                    Some(chain) => chain.index(),
                    None => self.describe(m.head, words, m.entity_type),
                };
                Filled { participant: Participant::Entity(entity), head: m.head, words }
            }
            FillerRef::Phrase(head) => {
                let mut span = self.syntax.phrase(head);
                if let Some(other) = self.begin_of_others(head, others) {
                    let last = (head.0..other.0.min(span.end.0)).rfind(|t| self.syntax.pos(TokenId(*t)) != "PUNCT");
                    span.end = TokenId(last.unwrap_or(head.0) + 1);
                }
                // "how many jobs": the question is no part of what
                let asked = span.iter().find(|t| *t < head && document.form(*t).eq_ignore_ascii_case("how"));
                span.start = asked.map_or(span.start, |how| TokenId(how.0 + 2).min(head));
                let words = document.range(span);
                let entity = self.describe(head, words, EntityType::Entity);
                Filled { participant: Participant::Entity(entity), head, words }
            }
            FillerRef::Words(head) => {
                let words = clause_words(document, head, self.begin_of_others(head, others));
                Filled { participant: Participant::Words(words), head, words }
            }
        }
    }

    /// Where the last phrase of a filler begins, if another filler stands in it.
    fn begin_of_others(&self, head: TokenId, others: &[TokenId]) -> Option<TokenId> {
        let document = self.syntax.document;
        let end = |t: TokenId| document.subtree(t).iter().rfind(|t| self.syntax.pos(*t) != "PUNCT");
        let is_apart = |t: &TokenId| self.syntax.has_case(*t, "party");
        let is_last = |t: &TokenId| *t > head && document.ancestors(*t).any(|a| a == head) && end(*t) == end(head);
        others.iter().filter(|t| is_last(t) && is_apart(t)).map(|t| document.subtree(*t).start).min()
    }

    /// A title: its words, whatever else they refer to.
    fn position(&mut self, head: TokenId) -> Filled {
        let document = self.syntax.document;
        let of_type = |t: TokenId, wanted: EntityType| self.syntax.mentioned(t).filter(|m| m.entity_type == wanted);
        let span = of_type(head, EntityType::Position).map_or_else(|| self.syntax.phrase(head), |m| m.span);
        // "security chief Tomas Reyes": without the holder's name, and without "the"; whom an "adviser for Ms Truss" serves stays
        let is_holder = |m: &Mention| !self.syntax.is(m.head, "nmod");
        let name = span.iter().find(|t| *t > head && of_type(*t, EntityType::Person).is_some_and(is_holder));
        let last = name.and_then(|t| of_type(t, EntityType::Person)).map_or(span.end, |m| m.span.start.max(TokenId(head.0 + 1)));
        // "just weeks after the magazine's editor", "the 2016 nominee"
        let before = (span.start.0..head.0).map(TokenId);
        // not "29" in "29-year-old"
        let stands_apart = |t: TokenId| document.token(t).range.end < document.token(TokenId(t.0 + 1)).range.start;
        let case = before.clone().rfind(|t| self.syntax.is(*t, "case") && self.syntax.head(*t) == Some(head) && stands_apart(*t));
        let first = case.map_or(span.start, |c| TokenId(c.0 + 1));
        // "his lawyer"
        let is_possessive = |t: TokenId| self.syntax.is(t, "nmod:poss") && self.syntax.pos(t) == "PRON";
        let is_outside = |t: &TokenId| (self.syntax.is(*t, "det") || self.syntax.is(*t, "nummod") || is_possessive(*t)) && stands_apart(*t);
        let first = (first.0..head.0).map(TokenId).find(|t| !is_outside(t)).unwrap_or(head);
        // "29-year-old researcher"
        let age = &Lexicon::shipped().age;
        let is_aged = document.reads_at(TokenId(first.0 + 1), age);
        let first = if is_aged { TokenId((first.0 + 1 + age.len() as u32).min(head.0)) } else { first };
        let end = (first.0..last.0).rfind(|t| self.syntax.pos(TokenId(*t)) != "PUNCT").map_or(last, |t| TokenId(t + 1));
        let span = TokenSpan { start: first, end };
        let words = document.range(span);
        // "the presidential election": that of a president
        let office = self.syntax.office(head).filter(|_| span.len() == 1);
        let text = office.unwrap_or_else(|| words.of(&document.article.text));
        let entity = self.describe_as(text, head, words, EntityType::Position);
        let is_own = |t: TokenId| matches!(self.syntax.pos(t), "PRON" | "PART" | "NUM");
        let tells_where =
            |t: TokenId| self.syntax.pos(t) == "PROPN" && t != head || self.syntax.mention(t).is_some() && self.syntax.pos(t) == "ADJ";
        if span.iter().any(tells_where) && !span.iter().any(is_own) {
            // "US Secretary of State" means the same everywhere, "director" and "his lawyer" do not
            self.entities[entity].key = EntityKey::Named;
        }
        Filled { participant: Participant::Entity(entity), head, words }
    }

    fn government_of(&mut self, city: usize, words: TextRange) -> usize {
        let Some(country) = link::government(&self.entities[city], self.registry) else {
            return city;
        };
        let mention = EntityMention { range: words, kind: MentionKind::Name, resolution: Resolution::Metonymy };
        let known = self.entities.iter().position(|e| e.key == country.key);
        let index = known.unwrap_or_else(|| {
            self.entities.push(country);
            self.entities.len() - 1
        });
        if !self.entities[index].mentions.contains(&mention) {
            self.entities[index].mentions.push(mention);
        }
        index
    }

    /// An entity known by its description in this article only; the same description is the same entity.
    fn describe(&mut self, head: TokenId, words: TextRange, entity_type: EntityType) -> usize {
        self.describe_as(words.of(&self.syntax.document.article.text), head, words, entity_type)
    }

    /// The same with a description other than the words.
    fn describe_as(&mut self, text: &str, head: TokenId, words: TextRange, entity_type: EntityType) -> usize {
        let mention = EntityMention {
            range: words,
            kind: if self.syntax.pos(head) == "PROPN" { MentionKind::Name } else { MentionKind::Nominal },
            resolution: Resolution::NominalCoreference,
        };
        // "some" need not be those who were called so before
        let known = self.by_description.get(&text.to_lowercase()).filter(|_| !matches!(self.syntax.pos(head), "PRON" | "DET"));
        if let Some(&index) = known {
            if !self.entities[index].mentions.contains(&mention) {
                self.entities[index].mentions.push(mention);
            }
            return index;
        }
        let index = self.entities.len();
        self.by_description.insert(text.to_lowercase(), index);
        self.entities.push(Entity {
            key: EntityKey::Local,
            name: text.split_whitespace().collect::<Vec<_>>().join(" "),
            entity_type,
            aliases: Vec::new(),
            links: Vec::new(),
            mentions: vec![mention],
        });
        index
    }
}

/// The words of a clause or phrase without the conjunction or preposition that it begins with, without the punctuation around it and without a
/// reporting clause at its end; `end`: up to there.
fn clause_words(document: &Document, head: TokenId, end: Option<TokenId>) -> TextRange {
    // "the lives are at risk": the preposition belongs to the predicate
    let is_predicate = document.has(head, "cop");
    // "not to worry", "workers to be treated fairly"
    let precedes_to = |c: TokenId| {
        let token = document.token(c);
        match token.deprel.as_str() {
            "advmod" => matches!(&*token.lemma, "not" | "never" | "how"),
            relation => !matches!(relation, "mark" | "cc" | "case" | "punct" | "discourse"),
        }
    };
    let stays = |t: TokenId| document.token(t).lemma == "to" && document.children(head).any(|c| c < t && precedes_to(c));
    let is_left_out = |t: TokenId| {
        let token = document.token(t);
        let reports = |t: TokenId| document.token(t).deprel == "parataxis";
        let joins = |t: TokenId| {
            let token = document.token(t);
            token.head == Some(head) && (matches!(token.deprel.as_str(), "mark" | "cc") || token.deprel == "case" && !is_predicate)
        };
        // "whether or not"
        joins(t) && !stays(t)
            || token.head.is_some_and(|h| joins(h) && document.token(h).deprel == "mark")
            || std::iter::successors(Some(t).filter(|t| *t != head), |t| document.token(*t).head.filter(|h| *h != head)).any(reports)
    };
    let inside: Vec<TokenId> = document.subtree(head).iter().filter(|t| !is_left_out(*t) && end.is_none_or(|end| *t < end)).collect();
    // the run around the head, so that nothing left out stands in between
    let Some(at) = inside.iter().position(|t| *t == head) else { return document.token(head).range };
    let joined = |pair: &[TokenId]| pair[1].0 == pair[0].0 + 1;
    let first = (0..at).rev().take_while(|i| joined(&inside[*i..=*i + 1])).last().unwrap_or(at);
    let last = (at + 1..inside.len()).take_while(|i| joined(&inside[*i - 1..=*i])).last().unwrap_or(at);
    let is_mark = |t: &&TokenId| document.token(**t).upos == "PUNCT";
    let run = &inside[first..=last];
    let begin = run.iter().find(|t| !is_mark(t)).copied().unwrap_or(head);
    let end = run.iter().rfind(|t| !is_mark(t)).copied().unwrap_or(head);
    document.token(begin).range.join(document.token(end).range)
}
