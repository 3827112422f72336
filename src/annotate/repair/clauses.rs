//! Which verb a clause hangs on.
//!
//! ```text
//! "bombs exploded in streets that were full, wounding 30"   a participle of the nearer verb   →   of the one that tells what happened
//! "was due to resign"                                       a verb with an adjective before it   →   the adjective's complement
//! ```

use compact_str::CompactString;

use super::{has_subject, relate};
use crate::document::{Document, TokenId, TokenSpan, is_relation};
use crate::resources::{Control, Lexicon};

/// `made an effort to calm Peru after it shot down a balloon`: a finite clause behind *after* or *because* says nothing of a noun, but when the
/// verb above it happened.
pub(super) fn free_adverbial_clause(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let is_finite = |t: TokenId| matches!(document.token(t).xpos.as_str(), "VBD" | "VBZ" | "VBP");
    let is_clause =
        token.deprel == "acl" && (is_finite(verb) || document.children_by(verb, "aux").any(is_finite) || has_subject(document, verb));
    let marks = &Lexicon::shipped().adverbial_conjunctions;
    if !is_clause || !document.children_by(verb, "mark").any(|m| marks.contains(&document.token(m).lemma)) {
        return;
    }
    let above = document.ancestors(verb).find(|a| document.token(*a).upos == "VERB" && *a < verb);
    if let Some(above) = above {
        relate(document, verb, Some(above), "advcl");
    }
}

/// `the trial of a man, accused of fraud`: no trial is accused, but the man.
pub(super) fn give_participle_to_person(document: &mut Document, participle: TokenId) {
    let (token, lexicon) = (document.token(participle), Lexicon::shipped());
    let is_prosecuted = token.deprel == "acl" && token.xpos == "VBN" && lexicon.prosecuting_verbs.contains(&token.lemma);
    let Some(noun) = token.head.filter(|n| is_prosecuted && *n < participle) else { return };
    let is_person = |t: TokenId| {
        matches!(document.token(t).upos.as_str(), "NOUN" | "PROPN")
            && (lexicon.is_person(&document.token(t).lemma) || document.token(t).upos == "PROPN")
    };
    let of = document.children_by(noun, "nmod").filter(|c| *c < participle && document.is_marked_by(*c, "of"));
    if let Some(person) = of.last().filter(|p| document.token(noun).upos == "NOUN" && !is_person(noun) && is_person(*p)) {
        relate(document, participle, Some(person), "acl");
    }
}

/// `bombs exploded in streets that were full, wounding 30`: a participle behind a comma is no conjunct of a finite verb, and it belongs to
/// the clause that tells what happened, not to one that says which streets; of `is an ally of Marsh, who had resisted, insisting` to the
/// clause with the verb.
pub(super) fn free_participle(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let Some(first) = token.head.filter(|head| *head < participle && token.xpos == "VBG") else { return };
    let is_finite = |t: TokenId| matches!(document.token(t).xpos.as_str(), "VBD" | "VBZ" | "VBP");
    let is_relative = |t: TokenId| document.token(t).deprel == "acl:relcl";
    let up = |t: &TokenId| document.token(*t).head.filter(|_| document.token(*t).deprel == "xcomp");
    let clause = std::iter::successors(Some(first), up).last().unwrap_or(first);
    let is_clause = |t: &TokenId| document.token(*t).upos == "VERB" && is_relative(*t) && document.is_set_off(*t, &[","]);
    let is_noun = matches!(document.token(first).upos.as_str(), "NOUN" | "PROPN");
    let within = is_noun.then(|| document.subtree(first));
    let behind_noun = within.into_iter().flat_map(TokenSpan::iter).filter(|t| *t > first && *t < participle).find(is_clause);
    // "withdrew the accreditation of six diplomats, accusing them": who withdrew accused
    let above = || document.ancestors(clause).find(|a| document.token(*a).upos == "VERB");
    let of_object = || std::iter::once(first).chain(document.ancestors(first)).find(|t| !is_relation(&document.token(*t).deprel, "nmod"));
    let is_object = |t: TokenId| ["obj", "obl"].iter().any(|r| is_relation(&document.token(t).deprel, r));
    let of_clause =
        above().filter(|v| token.deprel == "acl" && *v < first && of_object().is_some_and(is_object) && has_subject(document, *v));
    let is_beside = token.deprel == "advcl"
        || token.deprel == "conj" && is_finite(first)
        || token.deprel == "acl" && (behind_noun.is_some() || of_clause.is_some());
    let is_behind_comma = || participle.0.checked_sub(1).is_some_and(|t| document.form(TokenId(t)) == ",");
    if !is_beside || !is_behind_comma() || is_clause_of_its_own(document, participle) {
        return;
    }
    // "struck a house where rebels had met, killing two", "expelled members said to have lied, adding that": who met, who lied is told of by the
    // noun only
    let is_clause_of_noun = match document.token(clause).deprel.as_str() {
        "acl:relcl" => is_finite(clause) || document.children_by(clause, "aux").any(is_finite),
        "acl" => document.token(clause).xpos == "VBN",
        _ => false,
    };
    let restricts = is_clause_of_noun && !document.is_set_off(clause, &[","]);
    let main = || above().filter(|_| restricts);
    let told = behind_noun.or_else(main).or(of_clause);
    relate(document, participle, Some(told.unwrap_or(first)), "advcl");
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

/// `says 13 have been killed and accused security forces of using force`: a noun is no conjunct of a verb, the participle in front of it is
/// one; of the verb of saying above, if it says something too.
pub(super) fn restore_verb(document: &mut Document, verb: TokenId) {
    let (token, lexicon) = (document.token(verb), Lexicon::shipped());
    let Some(object) = token.head.filter(|h| *h > verb && token.deprel == "amod" && matches!(token.xpos.as_str(), "VBN" | "VBD")) else {
        return;
    };
    let noun = document.token(object);
    // an agent without *by* is none
    let is_bare = document.markers(object).next().is_none();
    let is_astray = noun.deprel == "conj" || noun.deprel == "obl:agent" && is_bare;
    let Some(first) = noun.head.filter(|f| is_astray && *f < verb && document.token(*f).upos == "VERB") else { return };
    let joins = |c: &TokenId| c.0 + 1 == verb.0 && document.token(*c).deprel == "cc";
    let Some(conjunction) = document.children(verb).chain(document.children(object)).find(joins) else { return };
    let speaks = lexicon.speech_verbs.contains(&token.lemma) || lexicon.judging_verbs.contains(&token.lemma);
    let said = document.token(first).head.filter(|_| document.token(first).deprel == "ccomp");
    let of_what = |c: &TokenId| *c > object && matches!(document.token(*c).deprel.as_str(), "advcl" | "acl");
    let clause = document.children(first).chain(document.children(object)).filter(of_what).find(|c| document.is_marked_by(*c, "of"));
    relate(document, verb, said.filter(|_| speaks).or(Some(first)), "conj");
    relate(document, object, Some(verb), "obj");
    relate(document, conjunction, Some(verb), "cc");
    if let Some(clause) = clause {
        relate(document, clause, Some(verb), "advcl");
    }
    let token = &mut document.tokens[verb.index()];
    token.xpos = "VBD".into();
    token.feats = "Mood=Ind|Tense=Past|VerbForm=Fin".into();
}

/// `He revealed that Peru had tested a missile, but declined to say more`: behind *but*, a simple past is no conjunct of a past perfect, but of the
/// simple past above.
pub(super) fn raise_second_verb(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let Some(first) = token.head.filter(|_| token.deprel == "conj" && token.xpos == "VBD") else { return };
    let is_contrast = document.children_by(verb, "cc").any(|c| document.token(c).lemma == "but");
    let is_perfect = document.children_by(first, "aux").any(|a| document.token(a).lemma == "have");
    let is_said = document.token(first).deprel == "ccomp";
    let above = document.token(first).head.filter(|a| is_said && is_perfect && document.token(*a).xpos == "VBD" && *a < first);
    if let Some(above) = above.filter(|_| is_contrast && !has_subject(document, verb) && document.children_by(verb, "aux").next().is_none())
    {
        document.tokens[verb.index()].head = Some(above);
    }
}

/// `began on 7 May after rebels, who hold the north, killed 12`: no finite verb is joined without a conjunction to another whose last words
/// may be its subject behind a conjunction.
pub(super) fn open_clause(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let has_object = || document.children_by(verb, "obj").any(|c| c > verb);
    let is_finite = matches!(token.xpos.as_str(), "VBD" | "VBZ" | "VBP") || token.xpos == "VBN" && has_object();
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
    let token = &mut document.tokens[verb.index()];
    if token.xpos == "VBN" {
        token.xpos = "VBD".into();
        token.feats = "Mood=Ind|Tense=Past|VerbForm=Fin".into();
    }
}

/// `sailed just weeks after a mine blast at the yard injured 14`: a phrase right in front of a finite verb and below it, which a
/// conjunction of time may open, is the subject of the verb, and the conjunction opens the clause.
pub(super) fn open_adverbial(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let opens = |m: TokenId| matches!(document.token(m).lemma.as_str(), "after" | "before" | "since" | "until");
    // "days after an attack killed 12": no passive has an object, and it tells nothing of the days
    let is_of_time = |t: TokenId| document.token(t).deprel == "obl:unmarked";
    let above = token.head.filter(|h| token.deprel == "acl" && is_of_time(*h)).and_then(|h| document.token(h).head);
    let has = |relation: &str| document.children_by(verb, relation).next().is_some();
    let subject = document.children(verb).find(|c| document.token(*c).deprel == "nsubj:pass").filter(|_| !has("aux") && has("obj"));
    if let Some((above, subject)) = above.zip(subject).filter(|_| document.children_by(verb, "mark").any(opens)) {
        relate(document, verb, Some(above), "advcl");
        relate(document, subject, Some(verb), "nsubj");
        return;
    }
    let is_finite = token.xpos == "VBD" || token.xpos == "VBN" && has("obj") && !has("aux");
    if token.deprel != "advcl" || !is_finite || has("mark") {
        return;
    }
    let conjunction = |c: TokenId| document.children_by(c, "case").find(|m| *m < c && opens(*m));
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

/// `rallied against the ban, with police arresting 12`: a clause with a subject of its own behind `with` says nothing of a noun.
pub(super) fn free_absolute(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let Some(noun) = token.head.filter(|_| token.deprel == "acl" && token.xpos == "VBG") else { return };
    let main = document.ancestors(noun).find(|a| document.token(*a).upos == "VERB");
    if let Some(main) = main.filter(|_| document.is_marked_by(participle, "with") && has_subject(document, participle)) {
        relate(document, participle, Some(main), "advcl");
    }
}

/// `was due to resign`: no preposition stands before a verb in its base form, so the adjective that the tree takes for a part of one is what is
/// said, and the verb its complement.
pub(super) fn raise_adjective(document: &mut Document, verb: TokenId) {
    // "to be published"
    let is_base = |t: TokenId| document.token(t).xpos == "VB" && (t == verb || document.token(t).head == Some(verb));
    let is_before_to = |m: TokenId| {
        let to = TokenId(m.0 + 1);
        to < verb && (document.token(to).deprel == "fixed" || document.token(to).xpos == "TO") && is_base(TokenId(to.0 + 1))
    };
    let is_marker = |m: &TokenId| matches!(document.token(*m).deprel.as_str(), "mark" | "case");
    let is_adjective = |m: &TokenId| is_marker(m) && document.token(*m).upos == "ADJ" && is_before_to(*m);
    let Some(adjective) = document.children(verb).find(is_adjective) else { return };
    let is_above = |c: &TokenId| *c < adjective || *c > verb && document.is_set_off(*c, &[","]);
    let above: Vec<TokenId> = document.children(verb).filter(is_above).collect();
    let (head, deprel) = (document.token(verb).head, document.token(verb).deprel.clone());
    above.into_iter().for_each(|child| document.tokens[child.index()].head = Some(adjective));
    relate(document, TokenId(adjective.0 + 1), Some(verb), "mark");
    relate(document, verb, Some(adjective), "xcomp");
    let token = &mut document.tokens[adjective.index()];
    token.head = head;
    token.deprel = deprel;
}

/// `has become the latest country to recognise Kosovo`: what the latest or first of something has done completes the noun.
pub(super) fn complete_latest(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let Some(above) = token.head.filter(|h| *h < verb && token.xpos == "VB" && matches!(token.deprel.as_str(), "xcomp" | "advcl")) else {
        return;
    };
    let tells_apart = |c: TokenId| ["Degree=Sup", "NumType=Ord"].iter().any(|f| document.token(c).feats.contains(f));
    let noun = document.children_by(above, "xcomp").find(|n| {
        let is_before = *n < verb && document.subtree(*n).end == document.subtree(verb).start;
        is_before && document.token(*n).upos == "NOUN" && document.children_by(*n, "amod").any(tells_apart)
    });
    if let Some(noun) = noun {
        relate(document, verb, Some(noun), "acl");
    }
}

/// `condemned the decision of the court to jail him`: an infinitive right behind the object completes it if that is a decision or attempt
/// and not what something is done with: `used the deal to press him`.
pub(super) fn complete_deed(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let is_infinitive = token.xpos == "VB" && matches!(token.deprel.as_str(), "xcomp" | "advcl");
    let Some(above) = token.head.filter(|h| *h < verb && is_infinitive && document.token(*h).lemma != "use") else { return };
    let start = document.subtree(verb).start;
    let is_to = document.children_by(verb, "mark").any(|m| m == start && document.token(m).lemma == "to");
    let is_deed = |n: &TokenId| {
        let (control, lemma) = (Control::shipped(), &document.token(*n).lemma);
        let is_listed = control.deed_nouns.contains(lemma) || control.asking_nouns.contains(lemma);
        *n < verb && is_listed && document.subtree(*n).end == start
    };
    let deed = document.children_by(above, "obj").find(|n| is_to && is_deed(n));
    if let Some(noun) = deed {
        relate(document, verb, Some(noun), "acl");
    }
}

/// `agreed a truce brokered by Qatar`: but for a few verbs (`had the bill passed`), a participle behind an object says which.
pub(super) fn free_small_clause(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let Some(verb) = token.head.filter(|v| *v < participle && token.deprel == "xcomp" && token.xpos == "VBN") else { return };
    let is_agentive = document.children_by(participle, "obl:agent").next().is_some();
    let thing = document.children_by(participle, "nsubj:pass").find(|s| *s > verb && document.subtree(*s).end == participle);
    if let Some(thing) = thing.filter(|_| is_agentive && !Lexicon::shipped().causing_verbs.contains(&document.token(verb).lemma)) {
        relate(document, thing, Some(verb), "obj");
        relate(document, participle, Some(thing), "acl");
    }
}

/// `is due to take place`: an infinitive right behind an adjective that is said of somebody completes it.
pub(super) fn complete_adjective(document: &mut Document, verb: TokenId) {
    let Some(adjective) = document.token(verb).head.filter(|h| document.token(*h).upos == "ADJ" && h.0 + 2 == verb.0) else { return };
    if document.is_marked_by(verb, "to")
        && document.token(verb).deprel == "advcl"
        && document.children_by(adjective, "cop").next().is_some()
    {
        relate(document, verb, Some(adjective), "xcomp");
    }
}

/// `found Holt guilty of fraud`: an adjective behind an object, with no subject of its own, is said of that.
pub(super) fn complete_object(document: &mut Document, verb: TokenId) {
    let object = document.children_by(verb, "obj").find(|o| *o > verb);
    let is_bare = |t: TokenId| !document.children(t).any(|c| matches!(document.token(c).deprel.as_str(), "cop" | "nsubj" | "mark" | "aux"));
    let is_said = |t: &TokenId| document.token(*t).upos == "ADJ" && object.is_some_and(|o| document.subtree(o).end == *t) && is_bare(*t);
    let adjective = document.children_by(verb, "ccomp").find(is_said);
    if let Some(adjective) = adjective {
        relate(document, adjective, Some(verb), "xcomp");
    }
}

/// `were hacked by a group called Grey Heron on Monday`: nobody is called something on a day, so the day is that of the verb above.
pub(super) fn leave_name_alone(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let Some(named) = token.head.filter(|_| token.deprel == "acl" && Lexicon::shipped().naming_participles.contains(&token.lemma)) else {
        return;
    };
    let Some(verb) = document.ancestors(named).find(|a| document.token(*a).upos == "VERB") else { return };
    let is_day = |t: TokenId| document.children_by(t, "case").any(|c| matches!(&*document.form(c).to_lowercase(), "on" | "in" | "since"));
    let days: Vec<TokenId> = document.children_by(participle, "obl").filter(|t| document.token(*t).upos == "PROPN" && is_day(*t)).collect();
    for day in days {
        document.tokens[day.index()].head = Some(verb);
    }
}

/// `the suspect that police caught`: a clause behind a noun with a relative pronoun for subject or object is a relative clause.
pub(super) fn name_relative(document: &mut Document, verb: TokenId) {
    let is_argument = |c: TokenId| ["nsubj", "nsubj:pass", "obj"].contains(&document.token(c).deprel.as_str());
    let relates = |c: TokenId| is_argument(c) && document.token(c).feats.contains("PronType=Rel");
    // "theories that he tried to kill her": the clause has no gap
    let is_full = || document.children(verb).any(|c| matches!(document.token(c).deprel.as_str(), "xcomp" | "ccomp"));
    let describes = document.token(verb).deprel == "acl" && document.token(verb).head.is_some_and(|noun| noun < verb);
    if describes && document.children(verb).any(relates) && !is_full() {
        document.tokens[verb.index()].deprel = CompactString::const_new("acl:relcl");
    }
}

/// Whether a participle has a conjunction, an auxiliary or a subject: then it is no mere adjunct of the verb before it.
pub(super) fn is_clause_of_its_own(document: &Document, participle: TokenId) -> bool {
    document.children(participle).any(|c| ["cc", "mark", "aux", "nsubj"].iter().any(|r| is_relation(&document.token(c).deprel, r)))
}

/// `Police have increased patrols`: an auxiliary has no object; the participle behind it is the verb, and no attribute of the object.
pub(super) fn open_perfect(document: &mut Document, have: TokenId) {
    let token = document.token(have);
    let participle = TokenId(have.0 + 1);
    if !matches!(token.upos.as_str(), "AUX" | "VERB") || token.lemma != "have" || participle.index() >= document.tokens.len() {
        return;
    }
    let word = document.token(participle);
    let is_verb = word.deprel == "amod" && word.upos == "VERB" && word.xpos == "VBN";
    let object = document.children_by(have, "obj").find(|o| is_verb && word.head == Some(*o));
    let Some(object) = object.filter(|o| document.subtree(*o).start == participle) else { return };
    let (head, relation) = (token.head, token.deprel.clone());
    let below: Vec<TokenId> = document.children(have).collect();
    below.into_iter().for_each(|c| document.tokens[c.index()].head = Some(participle));
    relate(document, object, Some(participle), "obj");
    relate(document, have, Some(participle), "aux");
    let word = &mut document.tokens[participle.index()];
    (word.head, word.deprel) = (head, relation);
}
