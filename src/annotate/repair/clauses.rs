//! Which verb a finite clause hangs on, and what joins it to that.
//!
//! ```text
//! "hoped that he would go and called a vote"       a conjunct of the infinitive         →   of the finite verb
//! "sailed after a mine blast injured 14"           a phrase behind *after*              →   the subject of a clause
//! ```

use compact_str::CompactString;

use super::{comma_before, has_subject, relate, say_past};
use crate::document::{Document, TokenId};
use crate::resources::Lexicon;

/// `made an effort to calm Peru after it shot down a balloon`: a finite clause behind *after* or *because* says nothing of a noun, but when the
/// verb above it happened.
pub(super) fn free_adverbial_clause(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let is_finite = |t: TokenId| document.token(t).is_finite();
    let is_clause =
        token.deprel == "acl" && (is_finite(verb) || document.children_by(verb, "aux").any(is_finite) || has_subject(document, verb));
    if !is_clause || !document.is_marked_by_any(verb, &Lexicon::shipped().adverbial_conjunctions) {
        return;
    }
    let above = document.ancestors(verb).find(|a| document.token(*a).upos == "VERB" && *a < verb);
    if let Some(above) = above {
        relate(document, verb, Some(above), "advcl");
    }
}

/// `Marsh hoped that he would go and called a vote`: a finite verb is no conjunct of an infinitive, but of the finite verb above.
pub(super) fn free_finite(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let Some(first) = token.head.filter(|_| token.deprel == "conj") else { return };
    let is_told = |t: TokenId| {
        let is_present_or_past = |w: TokenId| matches!(document.token(w).xpos.as_str(), "VBD" | "VBZ");
        let auxiliaries = || document.children_by(t, "aux");
        if auxiliaries().next().is_some() { auxiliaries().any(is_present_or_past) } else { is_present_or_past(t) }
    };
    let is_base = |t: TokenId| document.token(t).xpos == "VB";
    let is_infinitive = is_base(first) || document.children_by(first, "cop").any(is_base);
    if !is_infinitive || !is_told(verb) || has_subject(document, verb) {
        return;
    }
    let above = document.ancestors(first).find(|a| document.token(*a).upos == "VERB" && is_told(*a));
    if let Some(above) = above {
        document.tokens[verb.index()].head = Some(above);
    }
}

/// `He revealed that Peru had tested a missile, but declined to say more`: behind *but*, a simple past is no conjunct of a past perfect, but of the
/// simple past above; nor ever of an infinitive: `was due to reach Lima but sank`.
pub(super) fn raise_second_verb(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let Some(first) = token.head.filter(|_| token.deprel == "conj" && token.xpos == "VBD") else { return };
    let (before, is_verb_of_its_own) = (document.token(first), has_subject(document, verb) || document.has(verb, "aux"));
    let is_contrast = document.children_by(verb, "cc").any(|c| document.token(c).lemma == "but");
    let is_perfect = document.children_by(first, "aux").any(|a| document.token(a).lemma == "have");
    let told = || before.head.filter(|a| is_contrast && before.deprel == "ccomp" && is_perfect && document.token(*a).xpos == "VBD");
    // "to cut and set": the form tells nothing
    let is_past = || document.form(verb).to_lowercase() != token.lemma;
    let is_infinitive = || before.xpos == "VB" && before.deprel == "xcomp" && document.is_marked_by(first, "to");
    let above = told().or_else(|| before.head.filter(|_| is_infinitive() && is_past()));
    if let Some(above) = above.filter(|a| *a < first && !is_verb_of_its_own) {
        document.tokens[verb.index()].head = Some(above);
    }
}

/// `was among those rescued and has been arrested`: no finite verb is joined to a bare participle, but to what is said above it.
pub(super) fn raise_finite(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let is_finite = || document.children_by(verb, "aux").any(|a| document.token(a).is_finite());
    let Some(first) = token.head.filter(|f| token.deprel == "conj" && *f < verb && is_finite()) else { return };
    let participle = document.token(first);
    let is_bare = participle.deprel == "acl" && participle.xpos == "VBN" && !document.has(first, "aux");
    let is_open = is_bare && document.has(verb, "cc") && !has_subject(document, verb);
    let says = |t: &TokenId| *t < first && (document.token(*t).upos == "VERB" || document.has(*t, "cop")) && has_subject(document, *t);
    let above = document.ancestors(first).find(says).filter(|_| is_open);
    if let Some(above) = above {
        document.tokens[verb.index()].head = Some(above);
    }
}

/// `began on 7 May after rebels, who hold the north, killed 12`: no finite verb is joined without a conjunction to another whose last words
/// may be its subject behind a conjunction.
pub(super) fn open_clause(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let has_object = || document.children_by(verb, "obj").any(|c| c > verb);
    let is_finite = token.is_finite() || token.xpos == "VBN" && has_object();
    let Some(first) = token.head.filter(|_| token.deprel == "conj" && is_finite) else { return };
    if has_subject(document, verb) || document.children(verb).any(|c| c < verb && matches!(document.token(c).deprel.as_str(), "cc" | "aux"))
    {
        return;
    }
    let ends_before = |t: TokenId| (document.subtree(t).end.0..verb.0).all(|i| document.form(TokenId(i)) == ",");
    let opens = |m: TokenId| document.token(m).deprel == "case" && document.token(m).upos == "SCONJ";
    let phrase = document.children(first).find(|c| {
        let is_phrase = document.token(*c).deprel == "obl" && *c > first && *c < verb;
        is_phrase && ends_before(*c) && document.children(*c).any(opens)
    });
    let Some(subject) = phrase else { return };
    let conjunctions: Vec<TokenId> = document.children(subject).filter(|c| opens(*c)).collect();
    conjunctions.into_iter().for_each(|c| relate(document, c, Some(verb), "mark"));
    relate(document, subject, Some(verb), "nsubj");
    relate(document, verb, Some(first), "advcl");
    if document.token(verb).xpos == "VBN" {
        say_past(document, verb);
    }
}

/// `sailed just weeks after a mine blast at the yard injured 14`: a phrase right in front of a finite verb and below it, which a
/// conjunction of time may open, is the subject of the verb, and the conjunction opens the clause.
pub(super) fn open_adverbial(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let conjunctions = &Lexicon::shipped().adverbial_conjunctions;
    // "days after an attack killed 12": no passive has an object, and it tells nothing of the days
    let is_of_time = |t: TokenId| document.token(t).deprel == "obl:unmarked";
    let above = token.head.filter(|h| token.deprel == "acl" && is_of_time(*h)).and_then(|h| document.token(h).head);
    let has = |relation: &str| document.children_by(verb, relation).next().is_some();
    let subject = document.children(verb).find(|c| document.token(*c).deprel == "nsubj:pass").filter(|_| !has("aux") && has("obj"));
    if let Some((above, subject)) = above.zip(subject).filter(|_| document.is_marked_by_any(verb, conjunctions)) {
        relate(document, verb, Some(above), "advcl");
        relate(document, subject, Some(verb), "nsubj");
        return;
    }
    let is_finite = token.xpos == "VBD" || token.xpos == "VBN" && has("obj") && !has("aux");
    if token.deprel != "advcl" || !is_finite || has("mark") {
        return;
    }
    let conjunction = |c: TokenId| document.markers(c).find(|m| *m < c && conjunctions.contains(&document.token(*m).lemma));
    let ends_before = |c: TokenId| c < verb && document.subtree(c).end == verb;
    // no subject has a preposition
    let relation = if has("nsubj") { "nsubj" } else { "obl" };
    let subject = document.children_by(verb, relation).find(|c| ends_before(*c) && conjunction(*c).is_some());
    let Some((subject, mark)) = subject.and_then(|s| Some((s, conjunction(s)?))) else { return };
    // "just days after"
    let distance: Vec<TokenId> = document.children(subject).filter(|c| *c < mark).collect();
    distance.into_iter().for_each(|c| document.tokens[c.index()].head = Some(verb));
    relate(document, mark, Some(verb), "mark");
    relate(document, subject, Some(verb), "nsubj");
}

/// `the suspect that police caught`: a clause behind a noun with a relative pronoun for subject or object is a relative clause; `among the
/// states to have signed` has none.
pub(super) fn name_relative(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let is_argument = |c: TokenId| ["nsubj", "nsubj:pass", "obj"].contains(&document.token(c).deprel.as_str());
    let is_relative = || document.children(verb).any(|c| is_argument(c) && document.token(c).is_relative());
    // "theories that he tried to kill her": the clause has no gap
    let is_full = || document.children(verb).any(|c| matches!(document.token(c).deprel.as_str(), "xcomp" | "ccomp"));
    let describes = token.deprel == "acl" && token.head.is_some_and(|noun| noun < verb);
    let is_open = || document.is_marked_by(verb, "to") && !has_subject(document, verb);
    if describes && is_relative() && !is_full() {
        document.tokens[verb.index()].deprel = CompactString::const_new("acl:relcl");
    } else if token.deprel == "acl:relcl" && is_open() && !is_relative() {
        document.tokens[verb.index()].deprel = CompactString::const_new("acl");
    }
}

/// `since 2019, when police killed 12`: a clause with *when* behind a year tells what was then.
pub(super) fn give_year_its_clause(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let Some(above) = token.head.filter(|h| *h < verb && token.deprel == "advcl") else { return };
    let comma = comma_before(document, document.subtree(verb).start).filter(|c| *c < verb && document.form(TokenId(c.0 + 1)) == "when");
    let year = comma.and_then(|c| c.0.checked_sub(1)).map(TokenId).filter(|y| *y != above);
    if let Some(year) = year.filter(|y| document.token(*y).upos == "NUM" && document.form(*y).len() == 4) {
        relate(document, verb, Some(year), "acl:relcl");
    }
}

/// `in the event that rebels attack the port`: a clause that lacks nothing is the content of the noun.
pub(super) fn name_content(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let names = |noun: TokenId| Lexicon::shipped().content_nouns.contains(&document.token(noun).lemma);
    let is_relative = token.deprel == "acl:relcl" && token.head.is_some_and(|noun| noun < verb && names(noun));
    let is_that = |c: &TokenId| document.form(*c) == "that" && document.token(*c).deprel == "obl:unmarked";
    let that = document.children(verb).find(is_that).filter(|_| is_relative && has_subject(document, verb));
    if let Some(that) = that {
        relate(document, that, Some(verb), "mark");
        document.tokens[verb.index()].deprel = CompactString::const_new("acl");
    }
}

/// `fired 300 missiles at Peru, most of which missed`: of what there are several, it is things that *which* stands for, and not a clause.
pub(super) fn give_relative_its_noun(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let Some(above) = token.head.filter(|h| token.deprel == "advcl:relcl" && *h < verb) else { return };
    let is_of_which = |c: TokenId| document.token(c).is_relative() && document.is_marked_by(c, "of");
    if !document.children_by(verb, "nsubj").any(|s| document.children_by(s, "nmod").any(is_of_which)) {
        return;
    }
    let of =
        |relation: &'static str| document.children_by(above, relation).filter(|c| *c < verb && document.token(*c).is_plural_noun()).last();
    if let Some(noun) = of("obj").or_else(|| of("obl")).or_else(|| of("nsubj")) {
        relate(document, verb, Some(noun), "acl:relcl");
    }
}

/// `looked into how they died`: what stands behind the preposition is a question, and not the word that asks.
pub(super) fn open_question(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let asks = |w: TokenId| document.token(w).xpos == "WRB" && document.is_marked_by_any(w, &Lexicon::shipped().question_prepositions);
    let Some(word) = token.head.filter(|w| token.deprel.ends_with(":relcl") && *w < verb && asks(*w)) else { return };
    let Some(above) = document.token(word).head.filter(|a| *a < word) else { return };
    let markers: Vec<TokenId> = document.markers(word).collect();
    markers.into_iter().for_each(|m| relate(document, m, Some(verb), "mark"));
    relate(document, word, Some(verb), "advmod");
    relate(document, verb, Some(above), "advcl");
}
