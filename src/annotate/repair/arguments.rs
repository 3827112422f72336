//! Objects, outcomes and agents of a verb.
//!
//! ```text
//! "accused Beijing of preparing"                   an indirect object alone             →   the object
//! "shot dead the mayor"                            an adjective as an oblique           →   what comes of it
//! ```

use compact_str::CompactString;

use super::relate;
use crate::document::{Document, TokenId, is_relation};
use crate::resources::Lexicon;

/// `have been displaced, according to the ministry`, `rebels opposed to Reyes`: with another preposition than *by* nobody is the agent.
pub(super) fn free_from_agency(document: &mut Document, phrase: TokenId) {
    let is_agent = document.markers(phrase).next().is_none() || document.is_marked_by(phrase, "by");
    if document.token(phrase).deprel == "obl:agent" && !is_agent {
        document.tokens[phrase.index()].deprel = CompactString::const_new("obl");
    }
}

/// `was accused of race-baiting by the council`: no gerund has an agent, but the passive above it that has none.
pub(super) fn raise_agent(document: &mut Document, gerund: TokenId) {
    let is_agent = |c: &TokenId| document.token(*c).deprel == "obl:agent";
    let Some(agent) = document.children(gerund).find(is_agent).filter(|_| document.token(gerund).xpos == "VBG") else { return };
    let is_helped = document.children_by(gerund, "aux").next().is_some();
    let verb = document.ancestors(gerund).find(|t| document.token(*t).upos == "VERB").filter(|_| !is_helped);
    let is_open =
        |v: &TokenId| document.children(*v).any(|c| document.token(c).deprel == "aux:pass") && !document.children(*v).any(|c| is_agent(&c));
    if let Some(verb) = verb.filter(is_open) {
        document.tokens[agent.index()].head = Some(verb);
    }
}

/// `in response to the attack on the town on 7 October by rebel gunmen`: nobody does an active verb by others; what they did is told by
/// the noun in front, and what stands between belongs to that too.
pub(super) fn lower_agent(document: &mut Document, agent: TokenId) {
    let lexicon = Lexicon::shipped();
    let token = document.token(agent);
    let is_somebody = token.name_tag.ends_with("PER") || token.name_tag.ends_with("ORG") || lexicon.is_person(&token.lemma);
    let is_below = is_relation(&token.deprel, "obl") && document.is_marked_by(agent, "by") && is_somebody;
    let Some(verb) = token.head.filter(|h| *h < agent && is_below) else { return };
    let has = |relation: &str| document.children(verb).any(|c| document.token(c).deprel == relation);
    let is_active = document.token(verb).upos == "VERB" && has("nsubj") && has("obj") && !has("aux:pass");
    let is_deed = |t: &TokenId| {
        let noun = document.token(*t);
        let is_inside = document.ancestors(*t).take_while(|a| *a != verb).all(|a| document.token(a).upos == "NOUN");
        noun.upos == "NOUN"
            && noun.name_tag == "O"
            && matches!(noun.deprel.as_str(), "nmod" | "obj")
            && !lexicon.nouns.contains_key(&*noun.lemma)
            && is_inside
    };
    let below = |t: &TokenId| document.ancestors(*t).any(|a| a == verb);
    let deed = (verb.0 + 1..agent.0).rev().map(TokenId).filter(below).find(is_deed).filter(|_| is_active);
    let Some(deed) = deed else { return };
    let is_oblique = |c: &TokenId| is_relation(&document.token(*c).deprel, "obl");
    let between: Vec<TokenId> = document.children(verb).filter(is_oblique).filter(|c| *c > deed && *c <= agent).collect();
    between.into_iter().for_each(|c| relate(document, c, Some(deed), "nmod"));
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
            && token.feats.contains("PronType=Rel")
            && is_relation(&token.deprel, "obl")
            && document.children(*c).next().is_none()
    };
    let pronoun = document.children(verb).find(is_bare);
    if let Some(pronoun) = pronoun.filter(|_| has(&["nsubj"]) && !has(&["obj", "ccomp", "xcomp"])) {
        document.tokens[pronoun.index()].deprel = CompactString::const_new("obj");
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

/// `responded by attacking sites`: what a conjunction opens is a clause with an object, and no attribute of that.
pub(super) fn open_gerund(document: &mut Document, gerund: TokenId) {
    let token = document.token(gerund);
    let is_marked = || document.children_by(gerund, "mark").any(|m| m.0 + 1 == gerund.0);
    let object = token.head.filter(|o| *o > gerund && token.deprel == "amod" && token.xpos == "VBG" && is_marked());
    let Some((object, above)) = object.and_then(|o| Some((o, document.token(o).head.filter(|a| *a < gerund)?))) else { return };
    relate(document, gerund, Some(above), if document.token(above).upos == "VERB" { "advcl" } else { "acl" });
    relate(document, object, Some(gerund), "obj");
}

/// `is facing mounting criticism`: a gerund in front of the object of the verb before it, with nothing below it, is an attribute of the object.
pub(super) fn lower_attribute(document: &mut Document, gerund: TokenId) {
    let token = document.token(gerund);
    let is_bare = token.deprel == "xcomp" && token.xpos == "VBG" && document.children(gerund).next().is_none();
    let Some(verb) = token.head.filter(|v| *v < gerund && is_bare) else { return };
    let object = document.children_by(verb, "obj").find(|o| document.subtree(*o).start.0 == gerund.0 + 1);
    if let Some(object) = object {
        relate(document, gerund, Some(object), "amod");
    }
}

/// `met Wang Yi in Beijing`, `talks with Wang Yi in Beijing`: nobody's name is told apart by a place, so that is where the verb or noun above went on.
pub(super) fn raise_place(document: &mut Document, place: TokenId) {
    let token = document.token(place);
    let is_setting = document.children_by(place, "case").any(|c| matches!(document.form(c), "in" | "at" | "on"));
    let is_name = token.upos == "PROPN" && (token.name_tag.ends_with("LOC") || token.name_tag == "O");
    let Some(name) = token.head.filter(|head| *head < place && token.deprel == "nmod" && is_setting && is_name) else { return };
    let is_person = |t: TokenId| document.token(t).name_tag.ends_with("PER") && document.token(t).upos == "PROPN";
    let is_subject = is_relation(&document.token(name).deprel, "nsubj");
    let above = document.ancestors(name).find(|t| !is_person(*t)).filter(|t| is_person(name) && !is_subject && *t < name);
    let Some(above) = above else { return };
    match &*document.token(above).upos {
        "VERB" => relate(document, place, Some(above), "obl"),
        "NOUN" if !Lexicon::shipped().is_person(&document.token(above).lemma) => relate(document, place, Some(above), "nmod"),
        _ => {}
    }
}

/// `was shot down over Peru`, `broke out in May`: of two prepositions behind a verb, the first is its particle.
pub(super) fn free_particle(document: &mut Document, verb: TokenId) {
    let particle = TokenId(verb.0 + 1);
    let next = TokenId(verb.0 + 2);
    if next.index() >= document.tokens.len() {
        return;
    }
    let is_case_of = |t: TokenId| document.token(t).head.filter(|_| document.token(t).deprel == "case");
    let is_particle = matches!(document.form(particle), "down" | "out" | "off" | "up" | "away" | "back");
    let is_next = matches!(document.form(next), "in" | "on" | "at" | "near" | "over" | "during" | "after" | "with" | "by");
    let phrase = is_case_of(particle).filter(|p| is_case_of(next) == Some(*p) && document.token(*p).head == Some(verb));
    if phrase.is_some_and(|_| is_particle && is_next) {
        relate(document, particle, Some(verb), "compound:prt");
    }
}

/// `Fighting between the army and rebels broke out`: a gerund for a subject, with nothing below it but phrases, that is a noun as well, is one.
pub(super) fn make_noun(document: &mut Document, gerund: TokenId) {
    let token = document.token(gerund);
    let is_phrase = |c: TokenId| matches!(&*document.token(c).deprel, "obl" | "punct");
    let lemma = document.form(gerund).to_lowercase();
    let is_noun = Lexicon::shipped().gerund_nouns.contains(&*lemma);
    if token.deprel != "csubj" || token.xpos != "VBG" || !is_noun || !document.children(gerund).all(is_phrase) {
        return;
    }
    let below: Vec<TokenId> = document.children_by(gerund, "obl").collect();
    below.into_iter().for_each(|c| relate(document, c, Some(gerund), "nmod"));
    let token = &mut document.tokens[gerund.index()];
    (token.upos, token.xpos, token.lemma, token.deprel) = ("NOUN".into(), "NN".into(), lemma.into(), "nsubj".into());
}

/// `accused the army of war crimes`: what one is accused of is a second thing below the verb, and neither says which army nor whose crimes.
pub(super) fn give_offence_back(document: &mut Document, verb: TokenId) {
    let lexicon = Lexicon::shipped();
    if !lexicon.accusing_verbs.contains(&document.token(verb).lemma) {
        return;
    }
    let Some(object) = document.children_by(verb, "obj").find(|o| *o > verb) else { return };
    let is_of = |c: &TokenId| document.is_marked_by(*c, "of");
    let is_offence = |t: TokenId| lexicon.offences.contains(&document.token(t).lemma);
    // "crimes" below which "the army of war" stands as if it were a compound
    let accused = document.children_by(object, "compound").find(|c| document.children_by(*c, "nmod").any(|n| is_of(&n)));
    let accused = accused.filter(|_| is_offence(object));
    let offence = document.children_by(object, "nmod").filter(is_of).find(|c| is_offence(*c));
    if let Some(accused) = accused {
        let below: Vec<TokenId> = document.children_by(accused, "nmod").filter(is_of).collect();
        for word in below {
            let cases: Vec<TokenId> = document.children_by(word, "case").collect();
            cases.into_iter().for_each(|case| relate(document, case, Some(object), "case"));
            relate(document, word, Some(object), "compound");
        }
        relate(document, accused, Some(verb), "obj");
        relate(document, object, Some(verb), "obl");
        return;
    }
    if let Some(offence) = offence {
        relate(document, offence, Some(verb), "obl");
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
    let is_office = |c: &TokenId| *c > start && document.token(*c).upos == "NOUN";
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

/// `described the claims about its role as "baseless"`: what one judges the object to be is said by the verb, whatever noun stands last in the object.
pub(super) fn raise_judgement(document: &mut Document, verb: TokenId) {
    if !Lexicon::shipped().describing_verbs.contains(&document.token(verb).lemma) {
        return;
    }
    let Some(object) = document.children_by(verb, "obj").find(|o| *o > verb) else { return };
    let is_quoted = |t: TokenId| matches!(document.form(t), "\"" | "“" | "'" | "‘");
    let is_judgement = |t: &TokenId| {
        let Some(case) = document.markers(*t).find(|m| document.token(*m).lemma == "as") else { return false };
        document.token(*t).deprel == "nmod" && (document.token(*t).upos == "ADJ" || is_quoted(TokenId(case.0 + 1)))
    };
    let judgement = document.subtree(object).iter().filter(|t| *t > object).find(is_judgement);
    if let Some(judgement) = judgement {
        relate(document, judgement, Some(verb), "obl");
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

/// `lent dozens more armoured lorries`: a number right in front of the object counts it.
pub(super) fn join_count(document: &mut Document, verb: TokenId) {
    let is_number =
        |c: &TokenId| matches!(document.token(*c).lemma.as_str(), "dozen" | "score" | "hundred" | "thousand" | "million" | "billion");
    let number = document.children_by(verb, "iobj").filter(|c| *c > verb).find(is_number);
    let object = document.children_by(verb, "obj").find(|o| number.is_some_and(|n| document.subtree(n).end == document.subtree(*o).start));
    if let Some((number, object)) = number.zip(object) {
        relate(document, number, Some(object), "nummod");
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
