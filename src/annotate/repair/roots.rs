//! What stands at the root: a sentence in the body of a text has a verb there.
//!
//! ```text
//! "Qatar mediated between Israel and Hamas."       a noun with a participle behind it   →   subject and verb
//! "Norland to host talks in May"                   a name with an infinitive            →   what it will do
//! "Behind the plot stood a general."               an object and no subject             →   the subject
//! "Claims that he resigned are false."             a verb with two clauses              →   a noun, the subject of the second
//! ```

use compact_str::CompactString;

use super::{has_subject, relate, root_of, say_past};
use crate::document::{ADDING, Document, TokenId, TokenSpan, is_relation};

/// `Qatar mediated between Israel and Hamas.`: a sentence in the body of a text has a verb at its root; where the tree shows a bare
/// noun with a participle behind it instead, the noun is the verb's subject.
pub(super) fn raise_participle(document: &mut Document, sentence: TokenSpan) {
    let Some(root) = root_of(document, sentence) else { return };
    let last = TokenId(sentence.end.0 - 1);
    let is_noun = matches!(document.token(root).upos.as_str(), "NOUN" | "PROPN");
    let has_verb = document
        .children(root)
        .any(|c| matches!(document.token(c).deprel.as_str(), "cop" | "nsubj" | "aux" | "parataxis" | "conj" | "acl:relcl"));
    if !is_noun || has_verb || document.form(last) != "." {
        return;
    }
    let participle = document.children(root).find(|c| {
        let token = document.token(*c);
        *c > root && token.deprel == "acl" && token.upos == "VERB" && token.feats.contains("Tense=Past")
    });
    let Some(verb) = participle else { return };
    turn_round(document, root, verb, |_, c| c > verb);
}

/// `The UN distributed food in Peru.`: the same where the tree takes the verb for an attribute of its object, and its subject, a name, for one of it.
pub(super) fn raise_attribute(document: &mut Document, sentence: TokenSpan) {
    let Some(object) = root_of(document, sentence) else { return };
    let last = TokenId(sentence.end.0 - 1);
    let is_verb = |c: &TokenId| *c < object && document.token(*c).deprel == "amod" && document.token(*c).feats.contains("Tense=Past");
    let has_verb = ["cop", "nsubj", "aux", "parataxis", "conj", "acl"].iter().any(|r| document.has(object, r));
    let Some(verb) = document.children(object).find(is_verb).filter(|_| !has_verb && document.form(last) == ".") else { return };
    let is_name = |c: &TokenId| c.0 + 1 == verb.0 && document.token(*c).upos == "PROPN" && document.token(*c).name_tag != "O";
    let Some(subject) = document.children_by(verb, "compound").find(is_name) else { return };
    relate(document, verb, None, "root");
    relate(document, object, Some(verb), "obj");
    relate(document, subject, Some(verb), "nsubj");
    relate(document, last, Some(verb), "punct");
    say_past(document, verb);
}

/// `Train derails in Peru, killing two`: in a headline, what goes with a participle behind a comma is a verb and no plural.
pub(super) fn restore_headline_verb(document: &mut Document, sentence: TokenSpan) {
    let Some(verb) = root_of(document, sentence) else { return };
    let last = TokenId(sentence.end.0 - 1);
    if document.token(verb).xpos != "NNS" || document.form(last) == "." {
        return;
    }
    let is_next = |c: &TokenId| c.0 + 1 == verb.0 && document.token(*c).xpos == "NN";
    let is_participle = |c: &TokenId| *c > verb && document.token(*c).xpos == "VBG" && document.is_set_off(*c, &[","]);
    let (subject, participle) =
        (document.children_by(verb, "compound").find(is_next), document.children_by(verb, "acl").find(is_participle));
    let Some((subject, participle)) = subject.zip(participle) else { return };
    let phrases: Vec<TokenId> = document.children_by(verb, "nmod").filter(|c| *c > verb).collect();
    phrases.into_iter().for_each(|c| relate(document, c, Some(verb), "obl"));
    relate(document, subject, Some(verb), "nsubj");
    relate(document, participle, Some(verb), "advcl");
    let token = &mut document.tokens[verb.index()];
    (token.upos, token.xpos) = (CompactString::const_new("VERB"), CompactString::const_new("VBZ"));
    token.feats = CompactString::const_new("Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin");
}

/// `Norland to host talks in May`: no infinitive describes a name; in a headline it is what the name will do.
pub(super) fn raise_infinitive(document: &mut Document, sentence: TokenSpan) {
    let Some(root) = root_of(document, sentence) else { return };
    let token = document.token(root);
    let is_name = token.upos == "PROPN" && token.name_tag != "O";
    let infinitive = document.children(root).find(|c| {
        let is_to = |m: TokenId| document.token(m).deprel == "mark" && document.token(m).xpos == "TO";
        *c > root && document.token(*c).deprel == "acl" && document.token(*c).xpos == "VB" && document.children(*c).any(is_to)
    });
    let Some(verb) = infinitive.filter(|_| is_name) else { return };
    turn_round(document, root, verb, |document, c| c > verb || document.token(c).deprel == "punct");
}

/// `Chile - which backs the rebels - blamed Peru for the deaths.`: a finite verb without a subject behind an aside is what the noun in front does.
pub(super) fn raise_verb_behind_aside(document: &mut Document, sentence: TokenSpan) {
    let Some(noun) = root_of(document, sentence) else { return };
    let is_noun = matches!(document.token(noun).upos.as_str(), "NOUN" | "PROPN");
    let says = ["cop", "nsubj", "aux", "conj"].iter().any(|r| document.has(noun, r));
    let is_aside = |c: TokenId| matches!(document.token(c).deprel.as_str(), "acl:relcl" | "appos") && document.is_set_off(c, ADDING);
    let is_finite = |v: TokenId| document.children_by(v, "aux").chain([v]).any(|t| document.token(t).is_finite());
    let verb = document.children_by(noun, "parataxis").find(|v| {
        *v > noun
            && is_finite(*v)
            && !document.has(*v, "nsubj")
            && document.is_set_off(*v, ADDING)
            && document.children(noun).any(|c| c < *v && is_aside(c))
    });
    let Some(verb) = verb.filter(|_| is_noun && !says) else { return };
    turn_round(document, noun, verb, |_, c| c > verb);
    if document.has(verb, "aux:pass") {
        relate(document, noun, Some(verb), "nsubj:pass");
    }
}

/// Makes the verb the root, the noun that was the root its subject, and gives the verb those dependents of the noun that are its own.
fn turn_round(document: &mut Document, noun: TokenId, verb: TokenId, is_verbs: impl Fn(&Document, TokenId) -> bool) {
    let own: Vec<TokenId> = document.children(noun).filter(|c| is_verbs(document, *c)).collect();
    for child in own {
        document.tokens[child.index()].head = Some(verb);
    }
    relate(document, verb, None, "root");
    relate(document, noun, Some(verb), "nsubj");
}

/// `Behind the plot stood a general.`, `"They lied," shouted one of the men.`: a finite verb that has something else in front, no subject,
/// and an object behind, has its subject there.
pub(super) fn find_inverted_subject(document: &mut Document, sentence: TokenSpan) {
    let Some(verb) = root_of(document, sentence) else { return };
    let is_finite = document.token(verb).upos == "VERB" && matches!(document.token(verb).xpos.as_str(), "VBD" | "VBZ");
    let opens = document.children(verb).any(|c| {
        let is_place = document.token(c).deprel == "obl" && document.subtree(c).start == sentence.start;
        c < verb && (is_place || document.token(c).deprel == "ccomp") && document.token(document.subtree(c).start).deprel != "mark"
    });
    let has_subject =
        document.children(verb).any(|c| ["nsubj", "csubj", "expl", "aux"].iter().any(|r| is_relation(&document.token(c).deprel, r)));
    let object = document.children(verb).find(|c| *c > verb && document.token(*c).deprel == "obj");
    if let Some(subject) = object.filter(|_| is_finite && opens && !has_subject) {
        relate(document, subject, Some(verb), "nsubj");
    }
}

/// `Also charged with murder was Tom Hale.`: a participle in front of *was* is no subject, but says what happened to whom follows.
pub(super) fn find_inverted_patient(document: &mut Document, sentence: TokenSpan) {
    let Some(noun) = root_of(document, sentence) else { return };
    let is_participle = |c: &TokenId| document.token(*c).xpos == "VBN" && !has_subject(document, *c) && !document.has(*c, "mark");
    let Some(be) = document.children_by(noun, "cop").find(|c| *c < noun) else { return };
    let Some(verb) = document.children_by(noun, "csubj").filter(|c| *c < be).find(is_participle) else { return };
    relate(document, verb, None, "root");
    relate(document, be, Some(verb), "aux:pass");
    relate(document, noun, Some(verb), "nsubj:pass");
}

/// `Claims that the mayor resigned are false.`: a plural at the start of a sentence that the tree takes for a verb, with a clause of content
/// and another predicate behind that, is the subject of the predicate.
pub(super) fn restore_noun(document: &mut Document, sentence: TokenSpan) {
    let noun = sentence.start;
    if sentence.is_empty() || document.token(noun).xpos != "VBZ" {
        return;
    }
    let is = |t: TokenId, relations: &[&str]| relations.contains(&document.token(t).deprel.as_str());
    let clause_of = |t: TokenId| document.children(t).find(|c| is(*c, &["ccomp", "csubj"]));
    let that = TokenId(noun.0 + 1);
    let Some(first) = clause_of(noun).filter(|c| *c > that && document.form(that) == "that") else { return };
    let predicate = if document.token(noun).head.is_some() {
        document.token(noun).head.filter(|p| *p > first && is(noun, &["nsubj", "nsubj:pass"]))
    } else {
        std::iter::once(first)
            .chain(document.children(noun))
            .find(|c| *c > that && clause_of(*c).is_some_and(|s| s < *c))
            .or_else(|| document.children(noun).find(|c| *c > first && is(*c, &["ccomp", "parataxis", "conj", "advcl", "xcomp"])))
    };
    let is_told = |p: TokenId| {
        let is_finite = |t: TokenId| is(t, &["cop", "aux", "aux:pass"]) || document.token(t).xpos == "VBD";
        std::iter::once(p).chain(document.children(p)).any(is_finite)
    };
    let Some(predicate) = predicate.filter(|p| is_told(*p)) else { return };
    let content = if predicate == first { clause_of(first) } else { Some(first) };
    let Some(content) =
        content.filter(|c| *c < predicate && !document.children(predicate).any(|c| c > noun && is(c, &["nsubj", "nsubj:pass"])))
    else {
        return;
    };
    if document.token(noun).head.is_none() {
        turn_round(document, noun, predicate, |_, c| c > content);
    }
    relate(document, content, Some(noun), "acl");
    relate(document, that, Some(content), "mark");
    let token = &mut document.tokens[noun.index()];
    token.upos = CompactString::const_new("NOUN");
    token.xpos = CompactString::const_new("NNS");
    token.feats = CompactString::const_new("Number=Plur");
}
