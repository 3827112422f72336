//! What a verb takes without a preposition: its object, and what becomes of that.
//!
//! ```text
//! "accused Beijing of preparing"                   an indirect object alone             →   the object
//! "laid off 11,000 employees"                      a phrase without preposition         →   the object
//! "shot dead the mayor"                            an adjective as an oblique           →   what comes of it
//! ```

use compact_str::CompactString;

use super::participles::turn_into_noun;
use super::{has_subject, relate};
use crate::document::{Document, TokenId, is_relation};
use crate::resources::Lexicon;

/// `accused Beijing of preparing`: an indirect object beside no other is the object.
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
            let is_superlative = || second < *c && matches!(document.token(second).xpos.as_str(), "JJS" | "RBS");
            // "injured over 90": an adverb for a preposition
            let is_adverb = || document.token(span.start).upos == "ADV" && second == *c && document.token(*c).upos == "NUM";
            document.token(span.start).upos == "ADP" && is_superlative() || document.token(span.start).deprel == "case" && is_adverb()
        }
    });
    if let Some(object) = counted.filter(|_| !has_object) {
        document.tokens[object.index()].deprel = CompactString::const_new("obj");
    }
}

/// `laid off 11,000 employees`: a phrase behind a verb without preposition is its object, unless it tells when or how much.
pub(super) fn promote_bare_oblique(document: &mut Document, verb: TokenId) {
    let has_object = document.children(verb).any(|c| matches!(document.token(c).deprel.as_str(), "obj" | "nsubj:pass" | "ccomp" | "xcomp"));
    let is_bare = |c: &TokenId| *c > verb && document.token(*c).deprel == "obl" && document.markers(*c).next().is_none();
    // "injured over 90,000"
    let is_suffered = || Lexicon::shipped().suffered_verbs.contains(&document.token(verb).lemma);
    let is_thing = |c: &TokenId| document.token(*c).upos == "NOUN" || document.token(*c).upos == "NUM" && is_suffered();
    let bare = document.children(verb).find(is_bare).filter(|c| is_thing(c) && !has_object);
    if let Some(object) = bare {
        document.tokens[object.index()].deprel = CompactString::const_new("obj");
    }
}

/// `cocaine that the gang smuggled`: a relative pronoun without preposition, beside a subject, is the object of a verb that has none.
pub(super) fn promote_relative(document: &mut Document, verb: TokenId) {
    let has = |relations: &[&str]| document.children(verb).any(|c| relations.contains(&document.token(c).deprel.as_str()));
    let is_bare = |c: &TokenId| {
        let token = document.token(*c);
        *c < verb
            && token.upos == "PRON"
            && token.is_relative()
            && is_relation(&token.deprel, "obl")
            && document.children(*c).next().is_none()
    };
    let pronoun = document.children(verb).find(is_bare);
    if let Some(pronoun) = pronoun.filter(|_| has(&["nsubj"]) && !has(&["obj", "ccomp", "xcomp"])) {
        document.tokens[pronoun.index()].deprel = CompactString::const_new("obj");
    }
}

/// `shot dead the mayor`: an adjective right behind the verb, without preposition, is what comes of it; and of what a number counts, an
/// adjective in front of the number.
pub(super) fn promote_outcome(document: &mut Document, verb: TokenId) {
    let lexicon = Lexicon::shipped();
    let next = TokenId(verb.0 + 1);
    let counts = |t: TokenId| document.token(t).upos == "NUM" || lexicon.counting_nouns.contains(&document.token(t).lemma);
    let is_bare = |c: TokenId| document.token(c).deprel == "obl" && document.children(c).next().is_none();
    let is_of_counted = |c: TokenId| {
        let object = document.token(c).head.filter(|_| document.token(c).deprel == "amod");
        object.is_some_and(|o| document.token(o).head == Some(verb) && document.token(o).deprel == "obj" && document.subtree(o).start == c)
            && counts(TokenId(c.0 + 1))
            && lexicon.outcomes.contains(&document.token(c).lemma)
    };
    let is_outcome = document.tokens.get(next.index()).is_some_and(|t| t.upos == "ADJ")
        && (document.token(next).head == Some(verb) && is_bare(next) || is_of_counted(next));
    if is_outcome {
        relate(document, next, Some(verb), "xcomp");
    }
}

/// `downed 38 out of 46 drones`: there is one object, the number, and those are the ones that it is of.
pub(super) fn count_out_of(document: &mut Document, verb: TokenId) {
    let objects: Vec<TokenId> = document.children_by(verb, "obj").collect();
    let &[number, noun] = objects.as_slice() else { return };
    let out = TokenId(number.0 + 1);
    if document.token(number).upos == "NUM" && document.subtree(noun).start == out && document.form(out) == "out" {
        relate(document, noun, Some(number), "nmod");
    }
}

/// `the town that rebels tried to take`: what cannot be tried is the object of the infinitive.
pub(super) fn lower_object(document: &mut Document, verb: TokenId) {
    if !Lexicon::shipped().trying_verbs.contains(&document.token(verb).lemma) {
        return;
    }
    let is_relative = |c: &TokenId| document.token(*c).is_relative() && document.token(*c).deprel == "obj";
    let pronoun = document.children(verb).filter(|c| *c < verb).find(is_relative);
    let infinitive = document.children_by(verb, "xcomp").find(|c| document.is_marked_by(*c, "to") && !document.has(*c, "obj"));
    if let Some((pronoun, infinitive)) = pronoun.zip(infinitive) {
        relate(document, pronoun, Some(infinitive), "obj");
    }
}

/// `the first time that Chile has accused Peru`, `the probability that it killed the men`: beside an object, *that* is none, but joins the
/// clause to the noun.
pub(super) fn demote_second_object(document: &mut Document, verb: TokenId) {
    let objects: Vec<TokenId> = document.children_by(verb, "obj").collect();
    let &[that, object] = objects.as_slice() else { return };
    let lexicon = Lexicon::shipped();
    let is_occasion = |noun: TokenId| {
        let lemma = &document.token(noun).lemma;
        lexicon.occasions.contains(lemma) || lexicon.content_nouns.contains(lemma)
    };
    let is_clause = document.token(verb).deprel == "acl:relcl" && has_subject(document, verb);
    if is_clause
        && document.token(verb).head.is_some_and(is_occasion)
        && document.token(that).lemma == "that"
        && that < verb
        && object > verb
    {
        relate(document, that, Some(verb), "mark");
        document.tokens[verb.index()].deprel = CompactString::const_new("acl");
    }
}

/// `sent tanks, attack drones and missiles`: no verb in its base form goes on with one in another, nor with a noun; in a list it is a part of a name.
pub(super) fn join_list(document: &mut Document, word: TokenId) {
    let token = document.token(word);
    let is_base = matches!(&*token.xpos, "VB" | "VBP") && token.deprel == "conj";
    let is_alone = document.children(word).all(|c| matches!(&*document.token(c).deprel, "punct" | "obj"));
    let Some(first) = token.head.filter(|head| is_base && is_alone && *head < word) else { return };
    let is_behind_comma = word.0.checked_sub(1).is_some_and(|t| document.form(TokenId(t)) == ",");
    let object = document.children_by(word, "obj").find(|o| o.0 == word.0 + 1 && document.token(*o).is_plural_noun());
    let is_listed = |o: &TokenId| document.children_by(*o, "conj").any(|c| document.has(c, "cc"));
    let Some(object) = object.filter(|o| is_behind_comma && is_listed(o)) else { return };
    let above = match document.token(first) {
        noun if noun.upos == "NOUN" => Some(first),
        verb if matches!(&*verb.xpos, "VBD" | "VBN" | "VBZ" | "VBG") => document.children_by(first, "obj").last().filter(|o| *o < word),
        _ => None,
    };
    if let Some(above) = above {
        relate(document, object, Some(above), "conj");
        turn_into_noun(document, word, "compound");
        document.tokens[word.index()].head = Some(object);
    }
}

/// `freed [him] from a tunnel`: what an editor put in brackets is part of the sentence.
pub(super) fn read_brackets(document: &mut Document, verb: TokenId) {
    let is_bracketed = |c: &TokenId| {
        let (before, behind) = (c.0.checked_sub(1).map(TokenId), TokenId(c.0 + 1));
        let opens = before.is_some_and(|t| document.form(t) == "[");
        document.token(*c).deprel == "dep" && opens && behind.index() < document.tokens.len() && document.form(behind) == "]"
    };
    let object = document.children(verb).filter(|c| *c > verb).find(is_bracketed);
    if let Some(object) = object.filter(|_| !document.has(verb, "obj")) {
        relate(document, object, Some(verb), "obj");
    }
}

/// `was re-elected and named a judge`: what somebody is made by a passive is no object.
pub(super) fn complete_appointed(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let is_appointed = token.feats.contains("Voice=Pass") && Lexicon::shipped().appointing_verbs.contains(&token.lemma);
    let office = document.children_by(verb, "obj").find(|o| *o > verb && document.token(*o).upos == "NOUN");
    if let Some(office) = office.filter(|_| is_appointed) {
        relate(document, office, Some(verb), "xcomp");
    }
}

/// `call for Acme to ban it`: what stands behind a preposition in front of the infinitive is no object of it.
pub(super) fn free_from_infinitive(document: &mut Document, verb: TokenId) {
    let Some(to) = document.children_by(verb, "mark").find(|m| document.token(*m).lemma == "to") else { return };
    let is_before = |c: &TokenId| *c < to && document.markers(*c).next().is_some();
    let object = document.children_by(verb, "obj").find(is_before);
    let above = document.token(verb).head.filter(|h| *h < to && document.token(*h).upos == "VERB");
    if let Some((object, above)) = object.zip(above) {
        relate(document, object, Some(above), "obl");
    }
}

/// `appointed Ann Holt prime minister`: a name in front of the office that somebody is given is no part of it, nor is the office part of the name.
pub(super) fn free_appointed(document: &mut Document, verb: TokenId) {
    let lexicon = Lexicon::shipped();
    if !lexicon.appointing_verbs.contains(&document.token(verb).lemma) {
        return;
    }
    let start = TokenId(verb.0 + 1);
    let is_somebody = |c: &TokenId| document.token(*c).name_tag == "B-PER" && document.subtree(*c).start == start;
    let is_office = |c: &TokenId| *c > start && is_bare_office(document, *c);
    let below = |head: TokenId, relation: &'static str| document.children_by(head, relation);
    let of_office =
        document.children(verb).filter(is_office).find_map(|office| Some((below(office, "compound").find(is_somebody)?, office)));
    let of_name = || below(verb, "obj").find(is_somebody).and_then(|name| Some((name, below(name, "flat").find(is_office)?)));
    let both = of_office.or_else(of_name);
    if let Some((name, office)) = both {
        relate(document, name, Some(verb), "obj");
        relate(document, office, Some(verb), "xcomp");
    }
}

/// `minister` or `prime minister`, but not `a minister`, `its minister` or `new minister`: what somebody is made.
pub(super) fn is_bare_office(document: &Document, noun: TokenId) -> bool {
    let token = document.token(noun);
    let has = |relation: &'static str| document.children_by(noun, relation).next().is_some();
    let title = document.children_by(noun, "amod").chain([noun]).map(|t| document.token(t).lemma.as_str()).collect::<Vec<_>>().join(" ");
    token.xpos == "NN" && !has("det") && !has("nmod:poss") && Lexicon::shipped().titles.contains(&*title)
}

/// `lent dozens more armoured lorries`: a number right in front of the object counts it.
pub(super) fn join_count(document: &mut Document, verb: TokenId) {
    let is_number = |c: &TokenId| Lexicon::shipped().counting_nouns.contains(&document.token(*c).lemma);
    let number = document.children_by(verb, "iobj").filter(|c| *c > verb).find(is_number);
    let object = document.children_by(verb, "obj").find(|o| number.is_some_and(|n| document.subtree(n).end == document.subtree(*o).start));
    if let Some((number, object)) = number.zip(object) {
        relate(document, number, Some(object), "nummod");
    }
}
