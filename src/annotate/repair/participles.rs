//! Whether a gerund or participle is a verb, a noun or an attribute, and which word it hangs on.
//!
//! ```text
//! "bombs exploded in streets that were full, wounding 30"   a participle of the nearer verb   →   of the one that tells what happened
//! "Police have increased patrols"                  an attribute of the object           →   the verb, and *have* its auxiliary
//! "Fighting between rebels broke out"              a clause for a subject               →   a noun
//! ```

use super::{has_subject, relate, say_past, take_place};
use crate::document::{Document, TokenId, TokenSpan, is_relation};
use crate::resources::Lexicon;

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
    take_place(document, participle, have);
    relate(document, object, Some(participle), "obj");
    relate(document, have, Some(participle), "aux");
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
    say_past(document, verb);
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

/// `follows Chile hitting the port`: beside a subject there is no second one; a gerund behind an object is what the object does.
pub(super) fn give_gerund_its_subject(document: &mut Document, gerund: TokenId) {
    let token = document.token(gerund);
    let is_second = token.deprel == "csubj" && token.xpos == "VBG" && !has_subject(document, gerund);
    let Some(verb) = token.head.filter(|h| is_second && *h < gerund && has_subject(document, *h)) else { return };
    let object = document.children_by(verb, "obj").find(|o| document.subtree(*o).end == gerund);
    if let Some(object) = object {
        relate(document, object, Some(gerund), "nsubj");
        relate(document, gerund, Some(verb), "ccomp");
    }
}

/// `a reaction to Ann Coe being jailed`: a bare noun behind the preposition is who is jailed.
pub(super) fn give_passive_gerund_its_subject(document: &mut Document, verb: TokenId) {
    let Some(being) = document.children_by(verb, "aux:pass").find(|a| document.token(*a).xpos == "VBG") else { return };
    let is_bare = |c: &TokenId| *c < being && document.token(*c).deprel == "obl" && document.children_by(*c, "case").next().is_none();
    let subject = document.children(verb).find(is_bare).filter(|s| document.subtree(*s).end == being && !has_subject(document, verb));
    if let Some(subject) = subject {
        relate(document, subject, Some(verb), "nsubj:pass");
    }
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

/// `Fighting between the army and rebels broke out`, `Her son's killing by a guard shocked Lima`: a gerund for a subject, with nothing below it
/// but phrases, is a noun if it is one elsewhere too, or somebody's.
pub(super) fn make_noun(document: &mut Document, gerund: TokenId) {
    let token = document.token(gerund);
    if !matches!(&*token.deprel, "csubj" | "nsubj") || token.xpos != "VBG" {
        return;
    }
    let lemma = document.form(gerund).to_lowercase();
    let is_owned = |c: TokenId| document.markers(c).any(|m| m.0 + 1 == gerund.0 && is_possessive(document, m));
    let owner = document.children_by(gerund, "nsubj").find(|c| is_owned(*c));
    let is_noun = owner.is_some() || Lexicon::shipped().gerund_nouns.contains(&*lemma);
    let is_phrase = |c: TokenId| Some(c) == owner || matches!(&*document.token(c).deprel, "obl" | "obl:agent" | "punct");
    if !is_noun || !document.children(gerund).all(is_phrase) {
        return;
    }
    if let Some(owner) = owner {
        relate(document, owner, Some(gerund), "nmod:poss");
    }
    turn_into_noun(document, gerund, "nsubj");
    document.tokens[gerund.index()].lemma = lemma.into();
}

/// `halted trade with Peru`: but for a few verbs (`helped build it`) no infinitive stands behind a verb without *to*; what looks like one is a noun.
pub(super) fn make_object(document: &mut Document, word: TokenId) {
    let (token, lexicon) = (document.token(word), Lexicon::shipped());
    let is_verb = token.upos == "VERB" && matches!(&*token.xpos, "VB" | "NN");
    let is_bare = token.deprel == "xcomp" && is_verb && !document.has(word, "mark") && !document.has(word, "aux");
    let Some(verb) = token.head.filter(|v| is_bare && v.0 + 1 == word.0 && document.token(*v).upos == "VERB") else { return };
    let is_phrase = |c: TokenId| matches!(&*document.token(c).deprel, "obl" | "punct");
    let takes_infinitive = lexicon.bare_verbs.contains(&document.token(verb).lemma);
    if !takes_infinitive && !document.has(verb, "obj") && document.children(word).all(is_phrase) {
        turn_into_noun(document, word, "obj");
    }
}

/// Makes a verb a noun, which stands in a relation to the same head and has phrases for attributes.
pub(super) fn turn_into_noun(document: &mut Document, word: TokenId, relation: &'static str) {
    let phrases: Vec<TokenId> = document.children_by(word, "obl").collect();
    phrases.into_iter().for_each(|c| relate(document, c, Some(word), "nmod"));
    let token = &mut document.tokens[word.index()];
    (token.upos, token.xpos, token.deprel) = ("NOUN".into(), "NN".into(), relation.into());
}

/// `no reports of the flaw being exploited`: what is reported is not the flaw, but what is done to it; `stopped short of imposing sanctions`: who
/// stopped imposes none, and *short* does nothing.
pub(super) fn raise_gerund(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let is_clause = matches!(&*token.deprel, "acl" | "advcl");
    let is_gerund = || token.xpos == "VBG" || document.children_by(verb, "aux").any(|a| document.token(a).xpos == "VBG");
    let Some(noun) = token.head.filter(|h| is_clause && *h < verb && is_gerund()) else { return };
    let above = document.token(noun).head;
    if document.token(noun).upos == "ADV" && document.has(verb, "mark") {
        let to = above.filter(|v| document.token(*v).upos == "VERB" && v.0 + 1 == noun.0);
        document.tokens[verb.index()].head = to.or(Some(noun));
        return;
    }
    let is_open = document.token(noun).deprel == "nmod" && document.is_marked_by(noun, "of") && !has_subject(document, verb);
    let is_content = |n: &TokenId| Lexicon::shipped().content_nouns.contains(&document.token(*n).lemma);
    let starts_behind = || document.children(verb).filter(|c| *c > noun).min().unwrap_or(verb).min(verb).0 == noun.0 + 1;
    let Some(content) = above.filter(|n| is_open && is_content(n) && starts_behind()) else { return };
    let of: Vec<TokenId> = document.markers(noun).collect();
    of.into_iter().for_each(|m| relate(document, m, Some(verb), "mark"));
    let relation = if document.has(verb, "aux:pass") { "nsubj:pass" } else { "nsubj" };
    relate(document, noun, Some(verb), relation);
    relate(document, verb, Some(content), "acl");
}

/// `accused Marsh's ruling Unity Party of fraud`: behind a possessive no verb follows, but an attribute and what somebody has.
pub(super) fn free_possessed(document: &mut Document, gerund: TokenId) {
    let token = document.token(gerund);
    let is_clause = matches!(&*token.deprel, "ccomp" | "xcomp") && token.xpos == "VBG";
    let Some(verb) = token.head.filter(|v| is_clause && *v < gerund) else { return };
    let is_owned = |c: &TokenId| document.markers(*c).any(|m| m.0 + 1 == gerund.0 && is_possessive(document, m));
    let owner = document.children(verb).chain(document.children(gerund)).filter(|c| *c < gerund).find(is_owned);
    let thing = document.children_by(gerund, "obj").find(|o| document.subtree(*o).start.0 == gerund.0 + 1);
    let Some((owner, thing)) = owner.zip(thing) else { return };
    let rest: Vec<TokenId> = document.children(gerund).filter(|c| *c != thing && *c > gerund).collect();
    rest.into_iter().for_each(|c| document.tokens[c.index()].head = Some(verb));
    relate(document, thing, Some(verb), "obj");
    relate(document, owner, Some(thing), "nmod:poss");
    relate(document, gerund, Some(thing), "amod");
}

fn is_possessive(document: &Document, word: TokenId) -> bool {
    matches!(document.form(word), "'s" | "’s" | "'" | "’")
}

/// `watched his friends, Ann and Bo, voice support`: an infinitive behind what somebody sees is what that does.
pub(super) fn give_seen_deed(document: &mut Document, infinitive: TokenId) {
    let token = document.token(infinitive);
    let is_bare = token.deprel == "advcl" && token.xpos == "VB" && !document.has(infinitive, "mark") && !document.has(infinitive, "aux");
    let Some(verb) = token.head.filter(|v| is_bare && *v < infinitive && !has_subject(document, infinitive)) else { return };
    let is_seen = document.children_by(verb, "obj").any(|o| o > verb && o < infinitive);
    if is_seen && Lexicon::shipped().bare_verbs.contains(&document.token(verb).lemma) {
        relate(document, infinitive, Some(verb), "xcomp");
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

/// `has claimed an attack that ripped through a market, killing 30`: who speaks kills nobody by that; the participle is that of what is told.
pub(super) fn lower_harm(document: &mut Document, participle: TokenId) {
    let (token, lexicon) = (document.token(participle), Lexicon::shipped());
    let is_harm = token.xpos == "VBG" && token.deprel == "advcl" && matches!(token.lemma.as_str(), "kill" | "wound" | "injure" | "destroy");
    let Some(speaks) = token.head.filter(|h| is_harm && *h < participle) else { return };
    let lemma = &document.token(speaks).lemma;
    if !lexicon.speech_verbs.contains(lemma) && !lexicon.judging_verbs.contains(lemma) {
        return;
    }
    let tells = |t: &TokenId| document.token(*t).deprel == "acl:relcl" && document.token(*t).xpos == "VBD";
    let told = document.subtree(speaks).iter().filter(|t| *t > speaks && *t < participle).rfind(tells);
    if let Some(told) = told.filter(|t| !document.subtree(*t).contains(participle)) {
        document.tokens[participle.index()].head = Some(told);
    }
}

/// `bombs exploded in streets that were full, wounding 30`: a participle behind a comma is no conjunct of a finite verb, and it belongs to
/// the clause that tells what happened, not to one that says which streets; of `is an ally of Marsh, who had resisted, insisting` to the
/// clause with the verb.
pub(super) fn free_participle(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let Some(first) = token.head.filter(|head| *head < participle && token.xpos == "VBG") else { return };
    let is_finite = |t: TokenId| document.token(t).is_finite();
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

/// `rallied against the ban, with police arresting 12`: a clause with a subject of its own behind `with` says nothing of a noun.
pub(super) fn free_absolute(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let Some(noun) = token.head.filter(|_| token.deprel == "acl" && token.xpos == "VBG") else { return };
    let main = document.ancestors(noun).find(|a| document.token(*a).upos == "VERB");
    if let Some(main) = main.filter(|_| document.is_marked_by(participle, "with") && has_subject(document, participle)) {
        relate(document, participle, Some(main), "advcl");
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

/// `were hacked by a group called Grey Heron on Monday`: nobody is called something on a day, so the day is that of the verb above.
pub(super) fn leave_name_alone(document: &mut Document, participle: TokenId) {
    let token = document.token(participle);
    let Some(named) = token.head.filter(|_| token.deprel == "acl" && Lexicon::shipped().naming_participles.contains(&token.lemma)) else {
        return;
    };
    let Some(verb) = document.ancestors(named).find(|a| document.token(*a).upos == "VERB") else { return };
    let is_day =
        |t: &TokenId| document.token(*t).upos == "PROPN" && document.is_marked_by_any(*t, &Lexicon::shipped().setting_prepositions);
    let days: Vec<TokenId> = document.children_by(participle, "obl").filter(is_day).collect();
    for day in days {
        document.tokens[day.index()].head = Some(verb);
    }
}

/// Whether a participle has a conjunction, an auxiliary or a subject: then it is no mere adjunct of the verb before it.
pub(super) fn is_clause_of_its_own(document: &Document, participle: TokenId) -> bool {
    document.children(participle).any(|c| ["cc", "mark", "aux", "nsubj"].iter().any(|r| is_relation(&document.token(c).deprel, r)))
}
