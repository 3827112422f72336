//! What a phrase with a preposition hangs on, and who of those in such phrases is an agent.
//!
//! ```text
//! "accused the army of war crimes"                 a phrase of the army                 →   of the verb
//! "was accused of race-baiting by the council"     an agent of the gerund               →   of the passive
//! "was shot down over Peru"                        two prepositions of one phrase       →   a particle and a preposition
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

/// `following the death of Marsh in a helicopter crash`: what somebody comes to harm in belongs to the harm right in front of it.
pub(super) fn lower_cause(document: &mut Document, phrase: TokenId) {
    let token = document.token(phrase);
    let is_accident = token.deprel == "obl" && document.is_marked_by(phrase, "in") && token.upos == "NOUN" && token.name_tag == "O";
    let Some(verb) = token.head.filter(|v| is_accident && *v < phrase) else { return };
    let start = document.subtree(phrase).start;
    let is_harm = |c: &TokenId| {
        let relation = &*document.token(*c).deprel;
        *c > verb
            && matches!(relation, "obl" | "obj")
            && Lexicon::shipped().harm_nouns.contains(&document.token(*c).lemma)
            && document.subtree(*c).end == start
    };
    let is_known = document.children_by(phrase, "det").any(|d| document.token(d).lemma != "a");
    let harm = document.children(verb).find(is_harm).filter(|_| !is_known);
    if let Some(harm) = harm {
        relate(document, phrase, Some(harm), "nmod");
    }
}

/// `was accused of race-baiting by the council`, `were denounced as spies by the paper`: no gerund has an agent, nor what somebody is called,
/// but the passive above it that has none.
pub(super) fn raise_agent(document: &mut Document, below: TokenId) {
    let is_agent = |c: &TokenId| document.token(*c).deprel == "obl:agent";
    let token = document.token(below);
    let is_role = token.deprel == "obl" && token.upos == "NOUN" && document.is_marked_by(below, "as");
    let Some(agent) = document.children(below).find(is_agent).filter(|_| token.xpos == "VBG" || is_role) else { return };
    let is_helped = document.children_by(below, "aux").next().is_some();
    let verb = document.ancestors(below).find(|t| document.token(*t).upos == "VERB").filter(|_| !is_helped);
    let is_open =
        |v: &TokenId| document.children(*v).any(|c| document.token(c).deprel == "aux:pass") && !document.children(*v).any(|c| is_agent(&c));
    if let Some(verb) = verb.filter(is_open) {
        document.tokens[agent.index()].head = Some(verb);
    }
}

/// `The ministers conferred by video link`: what has no article behind *by* is how they did it, and the verb is no passive without helper.
pub(super) fn name_means(document: &mut Document, verb: TokenId) {
    let is_means = |c: &TokenId| {
        let token = document.token(*c);
        let is_bare = document.children(*c).all(|d| document.token(d).deprel != "det");
        token.deprel == "obl:agent" && is_bare && Lexicon::shipped().means.contains(&token.lemma)
    };
    let Some(means) = document.children(verb).find(is_means) else { return };
    relate(document, means, Some(verb), "obl");
    let subject = document.children_by(verb, "nsubj:pass").next();
    if let Some(subject) = subject.filter(|_| document.children_by(verb, "aux:pass").next().is_none()) {
        relate(document, subject, Some(verb), "nsubj");
    }
}

/// `claimed the attack on its website`: where somebody says something is where he says it, and no target.
pub(super) fn raise_outlet(document: &mut Document, outlet: TokenId) {
    let lexicon = Lexicon::shipped();
    let token = document.token(outlet);
    let is_outlet = is_relation(&token.deprel, "nmod") && document.is_marked_by(outlet, "on");
    let is_own = |t: TokenId| document.children_by(t, "nmod:poss").any(|c| document.token(c).upos == "PRON");
    let is_listed = is_outlet && lexicon.outlets.contains(&*token.lemma.to_lowercase());
    let Some(noun) = token.head.filter(|_| is_listed && (is_own(outlet) || token.upos == "PROPN")) else { return };
    let verb = document.token(noun).head.filter(|_| document.token(noun).deprel == "obj");
    if let Some(verb) = verb.filter(|v| *v < noun && lexicon.speech_verbs.contains(&document.token(*v).lemma)) {
        relate(document, outlet, Some(verb), "obl");
    }
}

/// `at a dinner marking the founding of the state on Monday`: the day at the end is that of the dinner.
pub(super) fn raise_day(document: &mut Document, marking: TokenId) {
    let token = document.token(marking);
    let is_marking = token.deprel == "acl" && token.xpos == "VBG" && Lexicon::shipped().marking_verbs.contains(&token.lemma);
    let Some(occasion) = token.head.filter(|_| is_marking) else { return };
    let inside = document.subtree(marking);
    let is_day = |t: &TokenId| {
        let token = document.token(*t);
        let is_last = document.subtree(*t).end == inside.end && is_relation(&token.deprel, "nmod");
        is_last && document.is_marked_by(*t, "on") && token.lemma.ends_with("day") && token.upos == "PROPN"
    };
    if let Some(day) = inside.iter().find(is_day) {
        relate(document, day, Some(occasion), "nmod");
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

/// `met Wang Yi in Beijing`, `talks with Wang Yi in Beijing`: nobody's name is told apart by a place, so that is where the verb or noun above went on.
pub(super) fn raise_place(document: &mut Document, place: TokenId) {
    let token = document.token(place);
    let is_setting = document.is_marked_by_any(place, &Lexicon::shipped().setting_prepositions);
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

/// `sentenced Marsh to 11 years in prison for taking bribes`: what one is punished for is no matter of the prison, nor of the years.
pub(super) fn give_reason_back(document: &mut Document, deed: TokenId) {
    let token = document.token(deed);
    let is_reason = token.deprel == "acl" && token.xpos == "VBG" && document.is_marked_by(deed, "for");
    let Some(noun) = token.head.filter(|n| is_reason && *n < deed) else { return };
    let is_term = |t: TokenId| Lexicon::shipped().terms.contains(&document.token(t).lemma);
    let verb = document.ancestors(noun).find(|t| document.token(*t).upos == "VERB").filter(|v| *v < noun && is_term(noun));
    if let Some(verb) = verb {
        relate(document, deed, Some(verb), "advcl");
    }
}

/// `released a statement calling on Chile to act`: a phrase right behind a verb, in front of what else belongs to that, is no phrase of a
/// verb further up.
pub(super) fn lower_crossing(document: &mut Document, phrase: TokenId) {
    let token = document.token(phrase);
    if token.deprel != "obl" || document.markers(phrase).next().is_none() {
        return;
    }
    let span = document.subtree(phrase);
    let Some(verb) = span.start.0.checked_sub(1).map(TokenId).filter(|v| document.token(*v).upos == "VERB") else { return };
    let is_above = token.head.is_some_and(|h| document.ancestors(verb).any(|a| a == h));
    if is_above && document.children(verb).any(|c| c >= span.end && document.token(c).upos != "PUNCT") {
        document.tokens[phrase.index()].head = Some(verb);
    }
}

/// `accused the army of war crimes`, `accused the firm of tracking users`: what one is accused of is a second thing below the verb, and
/// neither says which army nor whose crimes.
pub(super) fn give_offence_back(document: &mut Document, verb: TokenId) {
    let lexicon = Lexicon::shipped();
    if !lexicon.accusing_verbs.contains(&document.token(verb).lemma) {
        return;
    }
    let Some(object) = document.children_by(verb, "obj").find(|o| *o > verb) else { return };
    // "convicted an aide to a lawmaker of spying"
    let is_deed = |t: &TokenId| document.token(*t).deprel == "acl" && document.is_marked_by(*t, "of");
    let is_inside = |t: TokenId| document.ancestors(t).take_while(|a| *a != object).all(|a| document.token(a).deprel == "nmod");
    let deeds: Vec<TokenId> = document.subtree(object).iter().filter(is_deed).filter(|t| is_inside(*t)).collect();
    deeds.into_iter().for_each(|deed| relate(document, deed, Some(verb), "advcl"));
    let is_of = |c: &TokenId| document.is_marked_by(*c, "of");
    let is_offence = |t: TokenId| lexicon.offences.contains(&document.token(t).lemma);
    // "crimes" below which "the army of war" stands as if it were a compound
    let accused = document.children_by(object, "compound").find(|c| document.children_by(*c, "nmod").any(|n| is_of(&n)));
    let accused = accused.filter(|_| is_offence(object));
    // "its leader of cowardice": what is somebody's is of nobody else
    let is_owned = document.has(object, "nmod:poss");
    let is_deed_of = |t: TokenId| is_offence(t) || is_owned && document.token(t).upos == "NOUN" && !document.has(t, "det");
    let offence = document.children_by(object, "nmod").filter(is_of).find(|c| is_deed_of(*c));
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

/// `was taken from her home by masked men`: somebody's home, behind a preposition, is a place and no adverb.
pub(super) fn name_home(document: &mut Document, word: TokenId) {
    let token = document.token(word);
    let is_adverb = token.lemma == "home" && token.upos == "ADV";
    if is_adverb && token.deprel == "advmod" && document.has(word, "case") && document.has(word, "nmod:poss") {
        let token = &mut document.tokens[word.index()];
        (token.upos, token.xpos, token.deprel) = ("NOUN".into(), "NN".into(), "obl".into());
    }
}

/// `freed 14 prisoners, among them the writer Leo Paz`: *them* are those of whom he is one, and it is no word of his title.
pub(super) fn raise_among(document: &mut Document, pronoun: TokenId) {
    let token = document.token(pronoun);
    let is_before = |title: &TokenId| document.children_by(*title, "det").any(|d| d.0 == pronoun.0 + 1);
    let is_pronoun = token.upos == "PRON" && token.deprel == "nmod" && document.is_marked_by(pronoun, "among");
    let Some(title) = token.head.filter(|h| is_pronoun && *h > pronoun).filter(is_before) else { return };
    let is_title = |t: &TokenId| document.token(*t).deprel == "nmod:desc";
    let above = std::iter::successors(Some(title), |t| document.token(*t).head.filter(|_| is_title(t))).last();
    if let Some(whole) = above.and_then(|name| document.token(name).head).filter(|whole| *whole < pronoun) {
        relate(document, pronoun, Some(whole), "nmod");
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

/// `was shot down over Peru`, `broke out in May`: of two prepositions behind a verb, the first is its particle.
pub(super) fn free_particle(document: &mut Document, verb: TokenId) {
    let particle = TokenId(verb.0 + 1);
    let next = TokenId(verb.0 + 2);
    if next.index() >= document.tokens.len() {
        return;
    }
    let is_case_of = |t: TokenId| document.token(t).head.filter(|_| document.token(t).deprel == "case");
    let Lexicon { particles, behind_particles, .. } = Lexicon::shipped();
    let are_two = particles.contains(&document.token(particle).lemma) && behind_particles.contains(&document.token(next).lemma);
    let phrase = is_case_of(particle).filter(|p| is_case_of(next) == Some(*p) && document.token(*p).head == Some(verb));
    if phrase.is_some_and(|_| are_two) {
        relate(document, particle, Some(verb), "compound:prt");
    }
}
