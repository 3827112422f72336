//! What completes a noun or an adjective, or says something of an object.
//!
//! ```text
//! "nations are due to vote"                        a noun behind "due to"           →   a verb
//! "was due to resign"                              a verb with an adjective before it   →   the adjective's complement
//! "condemned the decision to jail him"             an infinitive of the verb            →   of the decision
//! "found Holt guilty of fraud"                     a clause                             →   what is said of the object
//! ```

use compact_str::CompactString;

use super::relate;
use crate::document::{Document, EntityType, TokenId};
use crate::resources::{Control, Lexicon};

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

/// `pressed Peru to free him`: what somebody is urged to do is no aim of the urging.
pub(super) fn complete_request(document: &mut Document, verb: TokenId) {
    let token = document.token(verb);
    let is_infinitive = token.xpos == "VB" && token.deprel == "advcl" && document.is_marked_by(verb, "to");
    let urges = |v: &TokenId| *v < verb && Control::shipped().urging_verbs.contains(&document.token(*v).lemma);
    let Some(above) = token.head.filter(|v| is_infinitive && urges(v)) else { return };
    let start = document.subtree(verb).start;
    if document.children_by(above, "obj").any(|o| o > above && document.subtree(o).end == start) {
        relate(document, verb, Some(above), "xcomp");
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

/// `Nations are due to vote on the plan`: what people are due to do is a verb, which [`raise_adjective`] then makes the complement; `The delays are
/// due to rain` names a cause.
pub(super) fn open_due(document: &mut Document, noun: TokenId) {
    let [to, due] = [1, 2].map(|back| TokenId(noun.0.saturating_sub(back)));
    let is_due = document.token(due).lemma == "due" && document.token(due).head == Some(noun) && document.token(to).head == Some(due);
    let acts = |s: TokenId| {
        let is_agent = |t: EntityType| t.is_a(EntityType::Agent);
        document.token(s).name_tag != "O" || Lexicon::shipped().nouns.get(&document.token(s).lemma).is_some_and(|n| is_agent(n.entity_type))
    };
    if !is_due || document.token(noun).xpos != "NN" || !document.has(noun, "cop") || !document.children_by(noun, "nsubj").any(acts) {
        return;
    }
    let phrases: Vec<TokenId> = document.children_by(noun, "nmod").filter(|c| *c > noun).collect();
    phrases.into_iter().for_each(|c| relate(document, c, Some(noun), "obl"));
    let verb = &mut document.tokens[noun.index()];
    (verb.upos, verb.xpos) = (CompactString::const_new("VERB"), CompactString::const_new("VB"));
    verb.feats = CompactString::const_new("VerbForm=Inf");
}
