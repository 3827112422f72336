//! What tells a noun phrase from others with the same noun: whose, how many, which of several.
//!
//! ```text
//! "Poland's government"   owner country/poland        not  "Ukraine's government"
//! "three workers"         number three                not  "two workers"
//! "the last government"   contrast last               not  "the government"
//! "the people of Chile"    all of them                 not  "two people"
//! ```

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::Context;
use crate::document::{EntityType, MentionId, MentionKind, TokenId};
use crate::text::normalized;

/// Words of a noun phrase by which it differs from others with its noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    noun: CompactString,
    owner: Option<Owner>,
    number: Option<CompactString>,
    contrast: Option<CompactString>,
    is_whole: bool,
}

/// Whose it is: a country, a person or an organisation, and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Owner {
    kind: EntityType,
    name: CompactString,
}

impl Owner {
    fn new(context: &Context, id: MentionId) -> Option<Owner> {
        let mention = &context.document.mentions[id.index()];
        let kinds = [EntityType::Country, EntityType::Person, EntityType::Organization];
        let kind = kinds.into_iter().find(|kind| mention.entity_type.is_a(*kind))?;
        let name = normalized(context.document.text_of(mention.span));
        Some(Owner { kind, name: mention.registry.as_deref().unwrap_or(&name).into() })
    }

    /// Two of a kind, and neither name part of the other: `Omar's bill` may be `Ilhan Omar's bill`, and a Welsh school one of Cardiff.
    fn is_other(&self, other: &Owner) -> bool {
        self.kind == other.kind && !self.name.contains(&*other.name) && !other.name.contains(&*self.name)
    }
}

impl Mark {
    /// Of a noun phrase; `named` leads from the head of a name to its mention.
    pub fn new(context: &Context, id: MentionId, named: &FxHashMap<TokenId, MentionId>) -> Mark {
        let document = context.document;
        let head = document.mentions[id.index()].head;
        let mut mark = Mark {
            noun: document.token(head).lemma.to_lowercase(),
            owner: None,
            number: None,
            contrast: None,
            is_whole: is_whole(context, id, named),
        };
        for child in document.children(head) {
            let token = document.token(child);
            match token.deprel.as_str() {
                "nmod:poss" | "amod" | "compound" | "nmod:desc" if named.contains_key(&child) => {
                    mark.owner = Owner::new(context, named[&child]);
                }
                "nummod" => mark.number = Some(document.form(child).to_lowercase().into()),
                "amod" if context.lexicon.contrasting.contains(&*token.lemma) => mark.contrast = Some(token.lemma.to_lowercase()),
                _ => {}
            }
        }
        mark
    }

    /// Whether the two cannot be the same thing.
    pub fn tells_apart(&self, other: &Mark) -> bool {
        let is_another_s = || self.owner.as_ref().zip(other.owner.as_ref()).is_some_and(|(a, b)| a.is_other(b));
        let are_more = || self.number.as_ref().zip(other.number.as_ref()).is_some_and(|(a, b)| a != b);
        let are_some = || self.is_whole != other.is_whole && (self.number.is_some() || other.number.is_some());
        self.noun == other.noun && (is_another_s() || are_more() || are_some() || self.contrast != other.contrast)
    }
}

/// `the people of Chile`: all of them.
fn is_whole(context: &Context, id: MentionId, named: &FxHashMap<TokenId, MentionId>) -> bool {
    let document = context.document;
    let head = document.mentions[id.index()].head;
    let is_place = |t: &TokenId| named.get(t).is_some_and(|m| document.mentions[m.index()].entity_type.is_a(EntityType::Place));
    let is_definite = || document.children_by(head, "det").any(|d| document.token(d).feats.contains("Definite=Def"));
    let is_counted = || document.has(head, "nummod");
    document.token(head).xpos == "NNS"
        && document.children_by(head, "nmod").any(|t| is_place(&t) && document.is_marked_by(t, "of"))
        && is_definite()
        && !is_counted()
}

/// The mentions that are names, by their heads.
pub(super) fn named(context: &Context) -> FxHashMap<TokenId, MentionId> {
    let mentions = context.document.mentions.iter().enumerate();
    mentions.filter(|(_, m)| m.kind == MentionKind::Name).map(|(i, m)| (m.head, MentionId(i as u32))).collect()
}
