//! Role fillers as found in the tree → participants: entities of the article, or words.
//!
//! `He` → Antony Blinken (through its chain); `Beijing` → China (where the city stands for its government);
//! `lethal aid` → an entity known in this article only; `it would stop sales` → words.

use rustc_hash::FxHashMap;

use super::types::{Entity, EntityKey, EntityMention};
use crate::document::{Document, EntityType, MentionKind, Resolution, TokenId};
use crate::frames::{FillerRef, Syntax};
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

/// The entities of an article while events are built: those of its chains, then those that only events mention.
pub struct Participants<'d, 'f> {
    syntax: &'d Syntax<'d>,
    /// Entity of each chain at the chain's index, further ones behind.
    pub entities: Vec<Entity>,
    by_description: FxHashMap<String, usize>,
    government: &'f dyn Fn(&Entity) -> Option<Entity>,
}

impl<'d, 'f> Participants<'d, 'f> {
    /// Starts from the entities of the chains. `government` gives the country that a capital stands for.
    pub fn new(syntax: &'d Syntax<'d>, entities: Vec<Entity>, government: &'f dyn Fn(&Entity) -> Option<Entity>) -> Self {
        Self { syntax, entities, by_description: FxHashMap::default(), government }
    }

    /// Resolves a filler.
    pub fn resolve(&mut self, filler: FillerRef) -> Filled {
        let document = self.syntax.document;
        match filler {
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
                let words = document.range(self.syntax.phrase(head));
                let entity = self.describe(head, words, EntityType::Entity);
                Filled { participant: Participant::Entity(entity), head, words }
            }
            FillerRef::Words(head) => {
                let words = clause_words(document, head);
                Filled { participant: Participant::Words(words), head, words }
            }
        }
    }

    fn government_of(&mut self, city: usize, words: TextRange) -> usize {
        let Some(country) = (self.government)(&self.entities[city]) else {
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
        let text = words.of(&self.syntax.document.article.text);
        let mention = EntityMention { range: words, kind: if self.syntax.pos(head) == "PROPN" { MentionKind::Name } else { MentionKind::Nominal }, resolution: Resolution::NominalCoreference };
        if let Some(&index) = self.by_description.get(&text.to_lowercase()) {
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

/// The words of a clause or phrase without its conjunction or preposition and without the punctuation around it.
fn clause_words(document: &Document, head: TokenId) -> TextRange {
    let span = document.subtree(head);
    let is_edge = |t: TokenId| {
        let token = document.token(t);
        token.upos == "PUNCT" || token.head == Some(head) && matches!(token.deprel.as_str(), "mark" | "case" | "cc")
    };
    let first = span.iter().find(|t| !is_edge(*t)).unwrap_or(head);
    let last = span.iter().rfind(|t| document.token(*t).upos != "PUNCT").unwrap_or(head);
    document.token(first).range.join(document.token(last).range)
}
