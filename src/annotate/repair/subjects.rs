//! Which noun is the subject of which verb.
//!
//! ```text
//! "A magnitude 6.4 earthquake struck Taiwan."      two subjects                         →   a compound
//! "Nine people were killed and 14 injured"         an active verb beside a passive      →   passive too
//! "Secret agents arrested Marsh."                  a passive with an object             →   active
//! ```

use compact_str::CompactString;

use super::objects::is_bare_office;
use super::{has_subject, relate, say_past};
use crate::document::{Document, TokenId, is_relation};
use crate::resources::Lexicon;

/// `A magnitude 6.4 earthquake struck Taiwan.`: of two common nouns that are both subjects, with numbers alone between them, the first
/// says of what kind the second is.
pub(super) fn join_subjects(document: &mut Document, verb: TokenId) {
    let is_subject = |c: &TokenId| {
        let token = document.token(*c);
        *c < verb && token.upos == "NOUN" && token.name_tag == "O" && is_relation(&token.deprel, "nsubj")
    };
    let subjects: Vec<TokenId> = document.children(verb).filter(is_subject).collect();
    let &[first, second] = subjects.as_slice() else { return };
    let numbers = (first.0 + 1..second.0).map(TokenId).all(|t| matches!(document.token(t).upos.as_str(), "NUM" | "ADJ"));
    if numbers {
        let determiners: Vec<TokenId> = document.children(first).filter(|c| document.token(*c).deprel == "det").collect();
        determiners.into_iter().for_each(|determiner| relate(document, determiner, Some(second), "det"));
        relate(document, first, Some(second), "compound");
    }
}

/// `A singer from the band Tern died.`, `Rights group Tern says`: of two subjects, a name right behind a common noun at the end of the first
/// names what that noun stands for.
pub(super) fn name_the_kind(document: &mut Document, verb: TokenId) {
    let subjects: Vec<TokenId> = document.children(verb).filter(|c| *c < verb && document.token(*c).deprel == "nsubj").collect();
    let &[first, second] = subjects.as_slice() else { return };
    let start = document.subtree(second).start;
    let noun = start.0.checked_sub(1).map(TokenId).filter(|t| document.subtree(first).contains(*t));
    if noun == Some(first) && document.token(first).upos == "NOUN" && document.token(second).upos == "PROPN" {
        relate(document, first, Some(second), "nmod:desc");
        return;
    }
    let is_common = |t: &TokenId| document.token(*t).upos == "NOUN";
    if let Some(noun) = noun.filter(|t| is_common(t) && document.token(second).upos == "PROPN") {
        relate(document, second, Some(noun), "appos");
    }
}

/// `told the outlet The Paper the case was closed`: of two subjects of what is told, a name right behind a common noun that hears it names that.
pub(super) fn name_the_hearer(document: &mut Document, verb: TokenId) {
    let Some(above) = document.token(verb).head.filter(|_| document.token(verb).deprel == "ccomp") else { return };
    let subjects: Vec<TokenId> =
        document.children(verb).filter(|c| *c < verb && is_relation(&document.token(*c).deprel, "nsubj")).collect();
    let &[name, _] = subjects.as_slice() else { return };
    let start = document.subtree(name).start;
    let is_hearer = |c: &TokenId| matches!(document.token(*c).deprel.as_str(), "obj" | "iobj") && document.token(*c).upos == "NOUN";
    let hearer = document.children(above).find(|c| is_hearer(c) && document.subtree(*c).end == start);
    if let Some(hearer) = hearer.filter(|_| document.token(name).upos == "PROPN") {
        relate(document, name, Some(hearer), "appos");
    }
}

/// `Secret agents arrested Marsh`: what has an object and no auxiliary is no passive.
pub(super) fn make_active(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let children = || document.children(verb);
    // "should have "at once arrested" the fans"
    let is_perfect = children().any(|c| document.token(c).lemma == "have" && document.token(c).deprel == "aux")
        && !children().any(|c| document.token(c).deprel == "aux:pass" || document.token(c).lemma == "be");
    let object = children()
        .find(|c| document.token(*c).deprel == "obj" && *c > verb && matches!(document.token(*c).upos.as_str(), "NOUN" | "PROPN"));
    let patient = children().find(|c| document.token(*c).deprel == "nsubj:pass");
    if let Some(subject) = patient.filter(|_| is_perfect && object.is_some()) {
        relate(document, subject, Some(verb), "nsubj");
        return;
    }
    if token.deprel != "root" || !matches!(token.xpos.as_str(), "VBD" | "VBN") {
        return;
    }
    let is_helper = |c: &TokenId| matches!(document.token(*c).deprel.as_str(), "aux" | "aux:pass" | "nsubj");
    let Some(subject) = children().find(|c| document.token(*c).deprel == "nsubj:pass" && *c < verb) else { return };
    let has_object = children().any(|c| document.token(c).deprel == "obj" && c.0 == verb.0 + 1 && document.token(c).upos == "PROPN");
    if has_object && !children().any(|c| is_helper(&c)) {
        relate(document, subject, Some(verb), "nsubj");
        say_past(document, verb);
    }
}

/// `Police arrested on Friday the editor Tom Hale`: without an auxiliary and without *by* there is no passive; who seems to have done it is
/// the object.
pub(super) fn turn_round_passive(document: &mut Document, verb: TokenId) {
    let is_helped = document.has(verb, "aux");
    let patient = document.children_by(verb, "nsubj:pass").find(|c| *c < verb && !is_helped);
    let agent = document.children_by(verb, "obl:agent").find(|c| *c > verb && document.markers(*c).next().is_none());
    if let Some((subject, object)) = patient.zip(agent) {
        relate(document, subject, Some(verb), "nsubj");
        relate(document, object, Some(verb), "obj");
        say_past(document, verb);
    }
}

/// `An ex-mayor accused of fraud has fled`: no participle is the subject of a verb, but its own subject is, which it describes.
pub(super) fn describe_subject(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let is_subject = is_relation(&token.deprel, "nsubj") && token.xpos == "VBN" && !document.has(participle, "aux");
    let Some(verb) = token.head.filter(|v| is_subject && *v > participle) else { return };
    let relation = if document.has(verb, "aux:pass") { "nsubj:pass" } else { "nsubj" };
    let noun = document.children_by(participle, "nsubj").find(|c| *c < participle);
    if let Some(noun) = noun {
        relate(document, noun, Some(verb), relation);
        relate(document, participle, Some(noun), "acl");
    }
}

/// `The pledge by Marsh to build a dam pleased Chile`: beside a subject there is no second one; an infinitive right behind the subject completes it.
pub(super) fn lower_infinitive(document: &mut Document, infinitive: TokenId) {
    let token = document.token(infinitive);
    let is_second = token.deprel == "csubj" && document.is_marked_by(infinitive, "to");
    let Some(verb) = token.head.filter(|v| is_second && *v > infinitive) else { return };
    let start = document.subtree(infinitive).start;
    let subject = document.children_by(verb, "nsubj").find(|s| document.subtree(*s).end == start && document.token(*s).upos == "NOUN");
    if let Some(subject) = subject {
        relate(document, infinitive, Some(subject), "acl");
    }
}

/// `Minister criticised for skipping vote`: a verb that always has an object is a passive without one.
pub(super) fn make_passive(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let is_bare = token.deprel == "root" && matches!(token.xpos.as_str(), "VBD" | "VBN");
    // in headlines: "Port hit by storm"
    let is_done_by = || {
        let agent = document
            .children(verb)
            .find(|c| *c > verb && document.children(*c).any(|m| m.0 == verb.0 + 1 && document.token(m).lemma == "by"));
        let is_doer = agent.is_some_and(|t| matches!(document.token(t).upos.as_str(), "NOUN" | "PROPN"));
        is_doer && !Lexicon::shipped().by_verbs.contains(&token.lemma) && document.is_headline(document.sentence_of(verb))
    };
    if !is_bare || !Lexicon::shipped().suffered_verbs.contains(&token.lemma) && !is_done_by() {
        return;
    }
    // "Bank fined €5m over breach"
    let is_sum = |c: TokenId| document.token(c).upos == "SYM" && c.0 == verb.0 + 1;
    let is_more = |relation: &str| matches!(relation, "obj" | "ccomp" | "aux" | "aux:pass" | "conj");
    let has_more = document.children(verb).any(|c| is_more(&document.token(c).deprel) && !is_sum(c));
    let subject = document.children(verb).find(|c| document.token(*c).deprel == "nsubj" && *c < verb);
    // "Campaigner appointed minister": nobody appoints "minister"
    let office = document.children(verb).find(|c| document.token(*c).deprel == "obj" && is_bare_office(document, *c));
    if let (Some(subject), Some(office)) = (subject, office)
        && Lexicon::shipped().appointing_verbs.contains(&document.token(verb).lemma)
    {
        relate(document, subject, Some(verb), "nsubj:pass");
        relate(document, office, Some(verb), "xcomp");
        document.tokens[verb.index()].xpos = CompactString::const_new("VBN");
        return;
    }
    // "urged Parliament to act", whatever the parser makes of Parliament
    let next = document.tokens.get(verb.index() + 1).map(|t| t.deprel.as_str());
    let is_alone = matches!(next, None | Some("case" | "mark" | "punct")) || is_sum(TokenId(verb.0 + 1));
    if let Some(subject) = subject.filter(|_| !has_more && is_alone) {
        relate(document, subject, Some(verb), "nsubj:pass");
        document.tokens[verb.index()].xpos = CompactString::const_new("VBN");
    }
}

/// `The bank, said its chairman, lost money.`: of two subjects around a verb, the first is that of the verb which the aside interrupts.
pub(super) fn free_from_aside(document: &mut Document, aside: TokenId) {
    let token = document.token(aside);
    let Some(main) = token.head.filter(|head| *head > aside && matches!(token.deprel.as_str(), "advcl" | "parataxis")) else { return };
    let subjects = |of: TokenId| document.children(of).filter(|c| document.token(*c).deprel == "nsubj");
    let own = subjects(aside).any(|c| c > aside && c < main);
    let first = subjects(aside).find(|c| *c < aside).filter(|_| own && subjects(main).next().is_none());
    if let Some(first) = first.filter(|_| document.token(main).upos == "VERB") {
        relate(document, first, Some(main), "nsubj");
        relate(document, aside, Some(main), "parataxis");
    }
}

/// `Nine people were killed and 14 injured`, `One was arrested and another charged`: beside a passive, a participle with a subject and nothing
/// else to it is passive too, and so is what the tree takes for a past tense behind a bare number.
pub(super) fn share_passive(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let is_passive = |t: TokenId| document.children_by(t, "nsubj:pass").next().is_some();
    if token.deprel != "conj" || !token.head.is_some_and(is_passive) {
        return;
    }
    let has_more =
        document.children(verb).any(|c| matches!(document.token(c).deprel.as_str(), "obj" | "ccomp" | "xcomp" | "aux" | "aux:pass"));
    let Some(subject) = document.children(verb).find(|c| document.token(*c).deprel == "nsubj") else { return };
    let is_bare_number = document.token(subject).upos == "NUM" && subject.0 + 1 == verb.0;
    let fits = match token.xpos.as_str() {
        "VBN" | "JJ" => document.subtree(subject).end == verb,
        "VBD" => is_bare_number || Lexicon::shipped().suffered_verbs.contains(&token.lemma),
        _ => false,
    };
    if fits && !has_more {
        document.tokens[subject.index()].deprel = CompactString::const_new("nsubj:pass");
    }
}

/// `were killed and dozens more wounded`, `and nearly 100 injured`: a count before a word for harm, beside others who came to harm, is
/// of those harmed, and the word is a verb.
pub(super) fn count_casualties(document: &mut Document, word: TokenId) {
    let token = document.token(word);
    let Some(lemma) = Lexicon::shipped().casualty_verbs.get(&token.lemma) else { return };
    let is_harmed = |t: TokenId| document.children_by(t, "nsubj:pass").next().is_some() || document.token(t).lemma == "die";
    let is_taken = has_subject(document, word) || document.children_by(word, "nsubj:pass").next().is_some();
    if token.deprel != "conj" || !token.head.is_some_and(is_harmed) || is_taken {
        return;
    }
    let before = || document.children(word).filter(|c| *c < word);
    let number = before().find(|c| document.token(*c).deprel == "nummod");
    // "dozens more": the tree hangs the count on "more"
    let more = before().find(|c| document.token(*c).lemma == "more");
    let is_count = |c: &TokenId| matches!(document.token(*c).upos.as_str(), "NOUN" | "NUM");
    let counted = more.and_then(|m| document.children(m).find(is_count));
    let Some(subject) = number.or(counted) else { return };
    relate(document, subject, Some(word), "nsubj:pass");
    if let Some(more) = more.filter(|_| number.is_none()) {
        relate(document, more, Some(subject), "amod");
    }
    let token = &mut document.tokens[word.index()];
    token.upos = CompactString::const_new("VERB");
    token.xpos = CompactString::const_new("VBN");
    token.lemma = lemma.clone();
}

/// `the same day Marsh travelled to Warsaw`: a finite clause behind a noun, with neither subject nor relative pronoun, has for subject the
/// name in front of it that seems to stand in apposition to the noun.
pub(super) fn give_relative_its_subject(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let Some(noun) = token.head.filter(|head| *head < verb && token.deprel == "acl:relcl" && token.feats.contains("VerbForm=Fin")) else {
        return;
    };
    let is_subject = |c: TokenId| document.token(c).deprel.contains("subj") || document.token(c).is_relative();
    let is_between = |c: &TokenId| *c > noun && *c < verb && document.token(*c).deprel == "appos" && document.token(*c).upos == "PROPN";
    let is_comma = |t: u32| document.form(TokenId(t)) == ",";
    let name = document.children(noun).find(is_between).filter(|c| !(noun.0 + 1..c.0).any(is_comma));
    if let Some(name) = name.filter(|_| !document.children(verb).any(is_subject)) {
        relate(document, name, Some(verb), "nsubj");
    }
}

/// `Israel, which it says was responsible`: the relative pronoun is no object of the verb of saying where what is said lacks a subject.
pub(super) fn lower_relative(document: &mut Document, verb: TokenId) {
    let is_relative = |c: &TokenId| *c < verb && document.token(*c).deprel == "obj" && document.token(*c).is_relative();
    let Some(pronoun) = document.children(verb).find(is_relative) else { return };
    let is_finite = |t: TokenId| document.token(t).feats.contains("VerbForm=Fin");
    let is_bare = |c: &TokenId| {
        let has_subject = document.children(*c).any(|s| document.token(s).deprel.contains("subj"));
        *c > verb && !has_subject && (is_finite(*c) || document.children(*c).any(is_finite))
    };
    let said = document.children_by(verb, "ccomp").find(is_bare);
    if let Some(said) = said {
        let is_passive = document.children(said).any(|c| document.token(c).deprel == "aux:pass");
        relate(document, pronoun, Some(said), if is_passive { "nsubj:pass" } else { "nsubj" });
    }
}
