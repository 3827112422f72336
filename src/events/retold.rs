//! `A man was stabbed. It happened in Lima on Monday.`: a clause that tells when and where what was told before it happened.
//!
//! ```text
//! "Two were hurt in a crash. The incident took place near Lima on Sunday."   the crash, the injury: Sunday, near Lima
//! "Peru has expelled two envoys. The decision came on Tuesday."              the expulsion: Tuesday
//! ```
//! An incident is violence, an accident or harm, in the nearest of the two sentences before; a decision the main clause of the sentence before.

use super::cluster::Candidate;
use crate::document::{SentenceId, TokenId};
use crate::frames::{FrameSet, Syntax};
use crate::resources::Ontology;

/// Classes of what incidents are.
const INCIDENTS: [&str; 5] = ["ConflictEvent", "HazardEvent", "Killing", "Injury", "Death"];

/// Classes of what nobody decides.
const NO_DEEDS: [&str; 2] = ["CommunicationEvent", "StateOfAffairs"];

/// Sentences back to the incident.
const REACH: u32 = 2;

/// Triggers of the candidates that a later clause tells more of, with the verb of that clause.
pub(super) fn retold(syntax: &Syntax<'_>, frames: &FrameSet, ontology: &Ontology, candidates: &[Candidate<'_>]) -> Vec<(TokenId, TokenId)> {
    let is_of = |c: &Candidate<'_>, classes: &[&str]| classes.iter().any(|class| ontology.is_subclass(&c.mention.class, class));
    let is_fact = |c: &&Candidate<'_>| c.mention.context.is_fact() && !c.mention.context.is_negated();
    let clause = |c: &Candidate<'_>| c.mention.context.clause.unwrap_or(c.mention.trigger);
    let mut found = Vec::new();
    let verbs = (0..syntax.document.tokens.len()).map(|i| TokenId(i as u32)).filter(|t| syntax.is_verb(*t));
    for (verb, is_incident) in verbs.filter_map(|v| Some((v, kind(syntax, frames, v)?))) {
        let at = syntax.document.sentence_of(verb);
        let is_meant = |c: &&Candidate<'_>| {
            let back = at.0.saturating_sub(c.sentence.0);
            if is_incident {
                (1..=REACH).contains(&back) && is_of(c, &INCIDENTS)
            } else {
                back == 1 && syntax.is(clause(c), "root") && !is_of(c, &INCIDENTS) && !is_of(c, &NO_DEEDS)
            }
        };
        let meant = || candidates.iter().filter(is_meant).filter(is_fact);
        let nearest = meant().map(|c| c.sentence).max().unwrap_or(SentenceId(0));
        found.extend(meant().filter(|c| c.sentence == nearest).map(|c| (c.mention.trigger, verb)));
    }
    found
}

/// Whether a verb tells that an incident happened (`It happened`, `The incident took place`) or that something was decided (`The move came`).
fn kind(syntax: &Syntax<'_>, frames: &FrameSet, verb: TokenId) -> Option<bool> {
    let is_past = |t: TokenId| syntax.has_feature(t, "Tense=Past") && syntax.has_feature(t, "VerbForm=Fin");
    let is_told = is_past(verb) || syntax.children_by(verb, "aux").any(is_past);
    let subject = syntax.children_by(verb, "nsubj").next().filter(|_| is_told)?;
    // "took place"
    let is_whole = syntax.children_by(verb, "obj").all(|object| syntax.children(object).is_empty());
    let names = |list: &str| syntax.is_definite(subject) && frames.is_listed(syntax.lemma(subject), list);
    let happens = frames.is_listed(syntax.lemma(verb), "happening") && is_whole;
    if happens && (names("incident") || frames.is_listed(syntax.lemma(subject), "what-was-told")) {
        return Some(true);
    }
    (frames.is_listed(syntax.lemma(verb), "done") && names("deed") && is_whole).then_some(false)
}
