//! The reporting clause that closes a sentence.
//!
//! ```text
//! "Two were hurt, residents and medics said."      a phrase of the clause before   →   who says it
//! "They took two officers, the spokesman added."   a relative clause               →   a report of the whole sentence
//! ```
//! English has no relative clause without a relative pronoun behind a comma, and no verb of saying without a subject behind what is said.

use super::{relate, root_of};
use crate::document::{Document, TokenId, TokenSpan, is_relation};
use crate::resources::Lexicon;

/// Words of the longest phrase for who says something.
const SPEAKER: u32 = 14;

/// Gives the verbs of saying behind a comma and a noun phrase their subject and their place: `…, residents and medics said.`
pub(super) fn read_closing_reports(document: &mut Document, sentence: TokenSpan) {
    let Some(root) = root_of(document, sentence) else { return };
    for verb in sentence.iter().filter(|t| *t > sentence.start) {
        if !reports(document, verb) {
            continue;
        }
        let Some((phrase, speaker)) = speaker_before(document, verb, sentence.start) else { continue };
        let speaker = lead_by_noun(document, speaker);
        if document.token(verb).head.is_none() {
            give_speaker_to_root(document, verb, phrase, speaker);
        } else if root < phrase.start {
            set_report_apart(document, verb, speaker, root);
        }
    }
}

/// Whether a word is a finite verb that may say what stands before it, or a participle for which the parser took one.
fn reports(document: &Document, verb: TokenId) -> bool {
    let token = document.token(verb);
    let lexicon = Lexicon::shipped();
    let is_finite = matches!(&*token.xpos, "VBD" | "VBZ" | "VBP" | "VBN");
    token.upos == "VERB" && is_finite && (lexicon.speech_verbs.contains(&token.lemma) || lexicon.reporting_verbs.contains(&token.lemma))
}

/// The phrase between a comma and the verb and the noun that heads it: `people familiar with the plan` in `…, people familiar with the plan said`.
fn speaker_before(document: &Document, verb: TokenId, start: TokenId) -> Option<(TokenSpan, TokenId)> {
    let is_auxiliary = |t: TokenId| matches!(&*document.token(t).upos, "AUX" | "ADV") && !document.has(t, "cop");
    let end = (start.0..verb.0).rev().map(TokenId).find(|t| !is_auxiliary(*t))?;
    let is_comma = |t: &TokenId| document.form(*t) == ",";
    let comma = (start.0..=end.0).rev().take(SPEAKER as usize + 1).map(TokenId).find(is_comma)?;
    let phrase = TokenSpan { start: TokenId(comma.0 + 1), end: TokenId(end.0 + 1) };
    let is_nominal = |t: TokenId| {
        let token = document.token(t);
        matches!(&*token.upos, "DET" | "ADJ" | "NOUN" | "PROPN" | "NUM" | "ADP" | "CCONJ" | "PART" | "PRON" | "ADV")
            && !token.is_relative()
            && !token.feats.contains("PronType=Int")
    };
    let begins = |t: TokenId| !matches!(&*document.token(t).upos, "CCONJ" | "ADP" | "ADV" | "PART");
    if comma == start || phrase.is_empty() || !begins(phrase.start) || !phrase.iter().all(is_nominal) {
        return None;
    }
    let is_top = |t: &TokenId| document.token(*t).head.is_none_or(|h| !phrase.contains(h));
    let mut tops = phrase.iter().filter(is_top);
    let speaker = tops.next().filter(|t| matches!(&*document.token(*t).upos, "NOUN" | "PROPN" | "PRON" | "ADJ" | "NUM"))?;
    tops.next().is_none().then_some((phrase, speaker))
}

/// `people close to the owner said`: an adjective with a subject of its own says more of that.
fn lead_by_noun(document: &mut Document, speaker: TokenId) -> TokenId {
    let noun = document.children_by(speaker, "nsubj").next().filter(|_| document.token(speaker).upos == "ADJ");
    let Some(noun) = noun.filter(|n| *n < speaker && !document.has(speaker, "cop")) else { return speaker };
    let token = document.token(speaker);
    let (head, relation) = (token.head, token.deprel.clone());
    document.tokens[noun.index()].head = head;
    document.tokens[noun.index()].deprel = relation;
    relate(document, speaker, Some(noun), "amod");
    noun
}

/// `Two were hurt, residents and medics said.`: where what is said stands before and nobody says it, the phrase between is who does.
fn give_speaker_to_root(document: &mut Document, verb: TokenId, phrase: TokenSpan, speaker: TokenId) {
    let has_content = document.children_by(verb, "ccomp").any(|c| c < phrase.start);
    if !has_content && document.token(speaker).head == Some(verb) {
        give_content_to_root(document, verb, phrase);
        return;
    }
    if has_content && !document.has(verb, "nsubj") && !document.has(verb, "expl") {
        relate(document, speaker, Some(verb), "nsubj");
    }
}

/// `In the north, a school was hit, the ministry said.`: behind the comma stands no relative clause of the place, but what is said.
fn give_content_to_root(document: &mut Document, verb: TokenId, phrase: TokenSpan) {
    let is_clause = |c: &TokenId| {
        *c < phrase.start && document.token(*c).deprel == "acl:relcl" && document.has(*c, "nsubj") && document.is_set_off(*c, &[","])
    };
    let has_pronoun = |c: TokenId| document.subtree(c).iter().take_while(|t| *t < c).any(|t| document.token(t).is_relative());
    let places: Vec<TokenId> = document.children_by(verb, "obl").filter(|o| *o < phrase.start).collect();
    let clause = places.iter().find_map(|o| document.children(*o).find(is_clause).map(|c| (*o, c)));
    if let Some((place, clause)) = clause.filter(|(_, c)| !has_pronoun(*c)) {
        relate(document, clause, Some(verb), "ccomp");
        relate(document, place, Some(clause), "obl");
    }
}

/// `They took two officers, the spokesman added.`, `The strike killed a commander, the army and the police said.`, `It hit a school, a UN report found.`
fn set_report_apart(document: &mut Document, verb: TokenId, speaker: TokenId, root: TokenId) {
    let (token, phrase) = (document.token(verb), document.token(speaker));
    let goes_on = document.children(verb).any(|c| {
        let relation = &*document.token(c).deprel;
        c > verb && matches!(relation, "ccomp" | "xcomp") || matches!(relation, "mark" | "cc" | "aux:pass")
    });
    let subject = document.children_by(verb, "nsubj").next();
    let is_clause = match &*token.deprel {
        // no comma stands before a relative clause that has no pronoun
        "acl:relcl" | "advcl:relcl" | "conj" | "advcl" => subject == Some(speaker) && (token.xpos != "VBN" || has_perfect(document, verb)),
        // "a commander, the army said": no second name of what stands before, nor a report of him alone
        "parataxis" if subject.is_none() => matches!(&*phrase.deprel, "appos" | "conj" | "nsubj" | "parataxis"),
        "parataxis" => subject == Some(speaker) && token.head.is_some_and(|h| h != root && document.token(h).upos != "VERB"),
        // "hit a school, a report found": a second subject behind the verb
        "acl" => token.head == Some(speaker) && is_second_subject(document, speaker) && !document.has(verb, "obl:agent"),
        _ => false,
    };
    if goes_on || !is_clause {
        return;
    }
    relate(document, verb, Some(root), "parataxis");
    relate(document, speaker, Some(verb), "nsubj");
}

/// `has found`.
fn has_perfect(document: &Document, verb: TokenId) -> bool {
    document.children_by(verb, "aux").any(|a| document.token(a).lemma == "have")
}

/// Whether a word stands behind its verb as a subject besides the one before it.
fn is_second_subject(document: &Document, noun: TokenId) -> bool {
    let token = document.token(noun);
    let verb = token.head.filter(|h| *h < noun && is_relation(&token.deprel, "nsubj"));
    verb.is_some_and(|v| document.children_by(v, "nsubj").any(|s| s < v))
}
