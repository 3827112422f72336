//! Grammar without voice: who is the logical subject, the logical object, the clause below a predicate.
//!
//! ```text
//! "Accounts were hacked by Storm-0558"            logical subject: Storm-0558   logical object: Accounts
//! "an adversary based in China"                   logical object of based: adversary
//! "Blinken accused Beijing of preparing to send"  logical subject of send: Beijing (control)
//! ```
//! Relations are those of Universal Dependencies 2 (English EWT).

mod control;
mod phrases;
mod relatives;
mod subjects;
mod titles;
mod voice;

use compact_str::CompactString;
use rustc_hash::FxHashSet;

use super::file::{LightEntry, ModifierEntry};
use super::frame_set::{Embedder, FrameSet};
use super::mention::FillerRef;
use super::slot::Step;
use crate::document::{Document, EntityType, Mention, MentionId, MentionKind, TimeId, TokenId, is_relation};

/// A document with the look-ups that matching needs: children, mention at a head, time expression at a token.
pub struct Syntax<'d> {
    /// The document.
    pub document: &'d Document,
    children: Vec<Vec<TokenId>>,
    mention_at: Vec<Option<MentionId>>,
    time_at: Vec<Option<TimeId>>,
    within_name: Vec<bool>,
    lemmas: Vec<CompactString>,
    vocabulary: FxHashSet<CompactString>,
    /// Words of one kind, by lists.
    pub frames: &'d FrameSet,
}

impl<'d> Syntax<'d> {
    /// Indexes the document; linear in its size. Words that `frames` knows get the lemma it knows them by.
    pub fn new(document: &'d Document, frames: &'d FrameSet) -> Self {
        let n = document.tokens.len();
        let mut children = vec![Vec::new(); n];
        for (i, token) in document.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                children[head.index()].push(TokenId(i as u32));
            }
        }
        let mut mention_at = vec![None; n];
        for (i, mention) in document.mentions.iter().enumerate() {
            mention_at[mention.head.index()] = Some(MentionId(i as u32));
        }
        let mut within_name = vec![false; n];
        let is_long_name = |m: &&Mention| m.kind == MentionKind::Name && m.span.len() > 1;
        let names_one = |m: &&Mention| m.entity_type.is_a(EntityType::Organization) || m.entity_type.is_a(EntityType::Place);
        for mention in document.mentions.iter().filter(is_long_name).filter(names_one) {
            mention.span.iter().filter(|t| *t != mention.head).for_each(|t| within_name[t.index()] = true);
        }
        let mut time_at = vec![None; n];
        for (i, time) in document.times.iter().enumerate() {
            // no year in `the 1922 Committee`
            for token in time.span.iter().filter(|t| !within_name[t.index()]) {
                time_at[token.index()] = Some(TimeId(i as u32));
            }
        }
        let lemmas: Vec<_> = document.tokens.iter().map(|t| frames.lemma(t.range.of(&document.article.text), &t.lemma, &t.upos)).collect();
        let vocabulary = lemmas.iter().cloned().collect();
        Self { document, children, mention_at, time_at, within_name, lemmas, vocabulary, frames }
    }

    /// Direct dependents in order of the text.
    pub fn children(&self, token: TokenId) -> &[TokenId] {
        &self.children[token.index()]
    }

    /// Direct dependents with a relation or a subtype of it.
    pub fn children_by<'s>(&'s self, token: TokenId, relation: &'s str) -> impl Iterator<Item = TokenId> + 's {
        self.children(token).iter().copied().filter(move |c| self.is(*c, relation))
    }

    /// Whether the token's relation to its head is `relation` or a subtype of it.
    pub fn is(&self, token: TokenId, relation: &str) -> bool {
        is_relation(self.relation(token), relation)
    }

    /// The token's relation to its head.
    pub fn relation(&self, token: TokenId) -> &'d str {
        &self.document.token(token).deprel
    }

    /// The token's tag of the Penn Treebank: `VBG`.
    pub fn tag(&self, token: TokenId) -> &'d str {
        &self.document.token(token).xpos
    }

    /// The token's lemma, lower case.
    pub fn lemma(&self, token: TokenId) -> &str {
        &self.lemmas[token.index()]
    }

    /// Whether the article has a word of that lemma.
    pub fn mentions_word(&self, lemma: &str) -> bool {
        self.vocabulary.contains(lemma)
    }

    /// The token's universal part of speech.
    pub fn pos(&self, token: TokenId) -> &'d str {
        &self.document.token(token).upos
    }

    /// The token's head.
    pub fn head(&self, token: TokenId) -> Option<TokenId> {
        self.document.token(token).head
    }

    /// The mention whose head is the token.
    pub fn mention(&self, token: TokenId) -> Option<MentionId> {
        self.mention_at[token.index()]
    }

    /// What the token mentions as the head of a phrase.
    pub fn mentioned(&self, token: TokenId) -> Option<&'d Mention> {
        self.mention(token).map(|m| &self.document.mentions[m.index()])
    }

    /// The time expression that the token belongs to.
    pub fn time(&self, token: TokenId) -> Option<TimeId> {
        self.time_at[token.index()]
    }

    /// Whether the morphological features hold `feature`, such as `VerbForm=Part`.
    pub fn has_feature(&self, token: TokenId, feature: &str) -> bool {
        self.document.token(token).feats.split('|').any(|f| f == feature)
    }

    /// Whether the token has a dependent with a relation or a subtype of it.
    pub fn has(&self, token: TokenId, relation: &str) -> bool {
        self.children_by(token, relation).next().is_some()
    }

    /// Whether the token is a verb.
    pub fn is_verb(&self, token: TokenId) -> bool {
        self.pos(token) == "VERB"
    }

    /// Whether the token is a common or proper noun.
    pub fn is_noun(&self, token: TokenId) -> bool {
        matches!(self.pos(token), "NOUN" | "PROPN")
    }

    /// Whether the lemma stands in a list of `factuality.toml`: `harm`, `becoming`.
    pub fn is_listed(&self, token: TokenId, list: &str) -> bool {
        self.frames.is_listed(self.lemma(token), list)
    }

    /// Whether the preposition or conjunction in front stands in such a list.
    pub fn has_case(&self, token: TokenId, list: &str) -> bool {
        self.frames.is_listed(&self.case(token), list)
    }

    /// Predicates of the lemma that embed events.
    pub fn embedders(&self, token: TokenId) -> &'d [Embedder] {
        self.frames.embedders(self.lemma(token))
    }

    /// Modifiers of the lemma.
    pub fn modifiers(&self, token: TokenId) -> impl Iterator<Item = &'d ModifierEntry> {
        self.frames.modifiers(self.lemma(token))
    }

    /// Light verbs of the lemma.
    pub fn lights(&self, token: TokenId) -> impl Iterator<Item = &'d LightEntry> {
        self.frames.lights(self.lemma(token))
    }

    /// Whether a noun of the lemma may express an event.
    pub fn is_event_noun(&self, token: TokenId) -> bool {
        self.frames.is_event_noun(self.lemma(token))
    }

    /// Whether a predicate names who says something: `accused`, `added`.
    pub fn speaks(&self, predicate: TokenId) -> bool {
        self.embedders(predicate).iter().any(|e| e.entry.claim.source)
    }

    /// Whether what is said or known hangs below a verb: `said`, `accused`.
    pub fn reports(&self, verb: TokenId) -> bool {
        let takes_content = |s: &Step| matches!(s, Step::Child { relation, .. } if relation == "ccomp");
        self.embedders(verb).iter().any(|e| e.entry.claim.source && e.slot.iter().any(takes_content))
    }

    fn form(&self, token: TokenId) -> String {
        self.document.form(token).to_lowercase()
    }

    /// Whether the token heads a mention of a type, or of one below it.
    pub fn is_a(&self, token: TokenId, entity_type: EntityType) -> bool {
        self.mentioned(token).is_some_and(|m| m.entity_type.is_a(entity_type))
    }

    /// Whether the token heads a name.
    pub fn is_name(&self, token: TokenId) -> bool {
        self.mentioned(token).is_some_and(|m| m.kind == MentionKind::Name)
    }

    /// Whether the token heads a mention of a person, organisation, group or country.
    pub fn is_agent(&self, token: TokenId) -> bool {
        self.is_a(token, EntityType::Agent)
    }

    /// An agent, or a place that may stand for one: "Utah is to vote".
    fn can_act(&self, token: TokenId) -> bool {
        self.is_agent(token) || self.is_a(token, EntityType::Place)
    }

    /// Whether the word is part of the longer name of a body or a place, and not its head: `Referendum` in `the Referendum Party`.
    pub fn is_within_name(&self, token: TokenId) -> bool {
        self.pos(token) == "PROPN" && self.within_name[token.index()]
    }

    /// The declaration for `it` in `The declaration is long. It calls for`: the noun of the same chain that stands last before a pronoun.
    pub fn antecedent(&self, pronoun: TokenId) -> Option<TokenId> {
        let chain = self.mentioned(pronoun).filter(|m| m.kind == MentionKind::Pronoun)?.chain?;
        let mentions = self.document.chains[chain.index()].mentions.iter().map(|m| &self.document.mentions[m.index()]);
        let is_plural = |t: TokenId| self.has_feature(t, "Number=Plur");
        let last = mentions.filter(|m| m.kind != MentionKind::Pronoun && m.head < pronoun).map(|m| m.head).max();
        last.filter(|noun| is_plural(*noun) == is_plural(pronoun))
    }

    /// Whether two fillers are mentions of one chain: `Microsoft`, `the company`.
    pub fn is_same_entity(&self, a: FillerRef, b: FillerRef) -> bool {
        let chain = |filler| match filler {
            FillerRef::Mention { mention, metonymy: false } => self.document.mentions[mention.index()].chain,
            _ => None,
        };
        chain(a).is_some_and(|c| chain(b) == Some(c))
    }
}
