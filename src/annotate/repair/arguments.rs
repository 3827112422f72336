//! Objects, outcomes and agents of a verb.
//!
//! ```text
//! "accused Beijing of preparing"                   an indirect object alone             →   the object
//! "shot dead the mayor"                            an adjective as an oblique           →   what comes of it
//! ```

use compact_str::CompactString;

use super::relate;
use crate::document::{Document, TokenId, is_relation};

/// `have been displaced, according to the ministry`, `rebels opposed to Reyes`: with another preposition than *by* nobody is the agent.
pub(super) fn free_from_agency(document: &mut Document, phrase: TokenId) {
    let cases = || document.children_by(phrase, "case");
    let is_agent = cases().next().is_none() || cases().any(|c| document.token(c).lemma == "by");
    if document.token(phrase).deprel == "obl:agent" && !is_agent {
        document.tokens[phrase.index()].deprel = CompactString::const_new("obl");
    }
}

/// `laid off 11,000 employees`: a phrase behind a verb without preposition is its object, unless it tells when or how much.
pub(super) fn promote_bare_oblique(document: &mut Document, verb: TokenId) {
    let has_object = document.children(verb).any(|c| matches!(document.token(c).deprel.as_str(), "obj" | "nsubj:pass" | "ccomp" | "xcomp"));
    let is_bare =
        |c: &TokenId| *c > verb && document.token(*c).deprel == "obl" && !document.children(*c).any(|m| document.token(m).deprel == "case");
    let bare = document.children(verb).find(is_bare).filter(|c| document.token(*c).upos == "NOUN" && !has_object);
    if let Some(object) = bare {
        document.tokens[object.index()].deprel = CompactString::const_new("obj");
    }
}

/// `shot dead the mayor`: an adjective right behind the verb, without preposition, is what comes of it.
pub(super) fn promote_outcome(document: &mut Document, verb: TokenId) {
    let next = TokenId(verb.0 + 1);
    let is_bare = |c: &TokenId| {
        let token = document.token(*c);
        *c == next && token.deprel == "obl" && token.upos == "ADJ" && document.children(*c).next().is_none()
    };
    let outcome = document.children(verb).find(is_bare);
    if let Some(outcome) = outcome {
        relate(document, outcome, Some(verb), "xcomp");
    }
}

pub(super) fn promote_lone_indirect_object(document: &mut Document, verb: TokenId) {
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
pub(super) fn promote_counted_object(document: &mut Document, verb: TokenId) {
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
