//! The annotated document: an article's text and the layers that analysis adds to it.
//!
//! ```text
//! Article ─ tokens, sentences ─ tags, lemmas, heads ─ mentions ─ times ─ chains
//! "Blinken met Xi on Monday."   Blinken ←nsubj─ met ─obj→ Xi     [Blinken] [Xi]   [Monday]
//! ```
//! Every layer refers to tokens by [`TokenId`] and to text by byte range; nothing is copied out of the text.

pub mod conllu;
mod entity_type;
mod gender;
mod layers;
mod tree;

pub use entity_type::EntityType;
pub use gender::Gender;
pub use layers::{
    Chain, ChainId, Document, Mention, MentionId, MentionKind, Resolution, Sentence, SentenceId, TimeAnchor, TimeExpression, TimeId, Token,
    TokenId, TokenSpan,
};
pub use tree::{ADDING, is_relation};
