//! Mends in the model's trees what the grammar of English rules out, so that later stages need not.
//!
//! ```text
//! "Secretary of State Antony Blinken shakes hands"   two subjects side by side   →   the title describes the name
//! "accused Beijing of preparing"                     an indirect object alone    →   the object
//! ```

use compact_str::CompactString;

use crate::document::{Document, TokenId, is_relation};

/// Mends the trees of a document. Linear in its size but for the length of sentences.
pub fn repair_trees(document: &mut Document) {
    for id in (0..document.tokens.len()).map(|i| TokenId(i as u32)) {
        if document.token(id).upos == "VERB" {
            join_title_and_name(document, id);
            promote_lone_indirect_object(document, id);
            promote_counted_object(document, id);
        }
    }
}

/// Two adjacent phrases in the same relation to a verb, the second a person's name: the first is a title of the second.
fn join_title_and_name(document: &mut Document, verb: TokenId) {
    let arguments: Vec<TokenId> =
        document.children(verb).filter(|c| matches!(document.token(*c).deprel.as_str(), "nsubj" | "nsubj:pass" | "obj")).collect();
    for pair in arguments.windows(2) {
        let (title, name) = (pair[0], pair[1]);
        let same_relation = document.token(title).deprel == document.token(name).deprel;
        let adjacent = document.subtree(title).end == document.subtree(name).start;
        let is_noun = matches!(document.token(title).upos.as_str(), "NOUN" | "PROPN");
        if same_relation && adjacent && is_noun && document.token(name).name_tag == "B-PER" && document.token(title).name_tag != "B-PER" {
            document.tokens[title.index()].head = Some(name);
            document.tokens[title.index()].deprel = CompactString::const_new("nmod:desc");
        }
    }
}

fn promote_lone_indirect_object(document: &mut Document, verb: TokenId) {
    let mut objects = document.children(verb).filter(|c| is_relation(&document.token(*c).deprel, "obj"));
    if objects.next().is_none() {
        drop(objects);
        let indirect = document.children(verb).find(|c| document.token(*c).deprel == "iobj");
        if let Some(object) = indirect {
            document.tokens[object.index()].deprel = CompactString::const_new("obj");
        }
    }
}

/// `injured at least 30 people`: a superlative between preposition and number makes no prepositional phrase.
fn promote_counted_object(document: &mut Document, verb: TokenId) {
    let has_object = document.children(verb).any(|c| matches!(document.token(c).deprel.as_str(), "obj" | "nsubj:pass"));
    let counted = document.children(verb).find(|c| {
        *c > verb && document.token(*c).deprel == "obl" && {
            let span = document.subtree(*c);
            let second = TokenId(span.start.0 + 1);
            document.token(span.start).upos == "ADP" && second < *c && matches!(document.token(second).xpos.as_str(), "JJS" | "RBS")
        }
    });
    if let Some(object) = counted.filter(|_| !has_object) {
        document.tokens[object.index()].deprel = CompactString::const_new("obj");
    }
}
