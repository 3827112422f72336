//! Runs the language model over the sentences of documents and fills tags, lemmas, heads and name tags of their tokens.

use compact_str::{CompactString, format_compact};

use crate::document::{Document, TokenId};
use crate::model::{Model, VECTOR};

/// Fills the model's layer of a document.
pub fn apply_model(document: &mut Document, model: &Model) {
    let sentences: Vec<Vec<&str>> =
        document.sentences.iter().map(|s| s.tokens.iter().map(|t| document.token(t).range.of(&document.article.text)).collect()).collect();
    let analyses = model.analyze(&sentences);
    document.vectors = vec![0.0; document.tokens.len() * VECTOR];
    for (sentence, analysis) in document.sentences.iter().zip(analyses) {
        let start = sentence.tokens.start.index() * VECTOR;
        document.vectors[start..start + analysis.vectors.len()].copy_from_slice(&analysis.vectors);
        for (id, word) in sentence.tokens.iter().zip(analysis.words) {
            let token = &mut document.tokens[id.index()];
            token.upos = CompactString::const_new(word.upos);
            token.upos_prob = word.tag_prob;
            token.xpos = CompactString::const_new(word.xpos);
            token.feats = CompactString::const_new(word.feats);
            token.lemma = word.lemma.into();
            token.head = word.head.map(|h| TokenId(sentence.tokens.start.0 + h as u32));
            token.head_prob = word.head_prob;
            token.deprel = CompactString::const_new(word.deprel);
            token.name_tag = word.name.map_or(CompactString::const_new("O"), |name| {
                format_compact!("{}-{}", if name.begin { "B" } else { "I" }, name.kind.label())
            });
            token.name_prob = word.name_prob;
        }
    }
}
