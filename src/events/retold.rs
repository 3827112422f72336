//! `A man was stabbed. It happened in Lima on Monday.`: a clause that tells when and where what was told before it happened.
//!
//! ```text
//! "Two were hurt in a crash. The incident took place near Lima on Sunday."   the crash, the injury: Sunday, near Lima
//! "Peru has expelled two envoys. The decision came on Tuesday."              the expulsion: Tuesday
//! ```
//! An incident is violence, an accident or harm, in the nearest of the two sentences before; a decision the main clause of the sentence before.

use super::candidate::Candidate;
use super::classes::{BLOWS, NO_DEEDS};
use crate::document::TokenId;
use crate::frames::Syntax;
use crate::resources::Ontology;

/// Sentences back to the incident.
const REACH: u32 = 2;

/// What a clause tells that something happened as.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// `It happened`, `The incident took place`.
    Incident,
    /// `The move came`.
    Decision,
}

/// Mentions that a later clause tells more of.
pub(super) struct Retold(Vec<(TokenId, TokenId)>);

impl Retold {
    /// The verbs of the clauses that tell more of what some words tell.
    pub fn verbs<'r>(&'r self, triggers: &'r [TokenId]) -> impl Iterator<Item = TokenId> + 'r {
        self.0.iter().filter(|(trigger, _)| triggers.contains(trigger)).map(|(_, verb)| *verb)
    }
}

/// Looks for clauses that tell more of the candidates.
pub(super) fn retold(syntax: &Syntax<'_>, ontology: &Ontology, candidates: &[Candidate<'_>]) -> Retold {
    let mut found = Vec::new();
    let verbs = (0..syntax.document.tokens.len()).map(|i| TokenId(i as u32)).filter(|t| syntax.is_verb(*t));
    for (verb, kind) in verbs.filter_map(|v| Some((v, kind(syntax, v)?))) {
        let at = syntax.document.sentence_of(verb);
        let is_meant = |c: &&Candidate<'_>| {
            let back = at.0.saturating_sub(c.sentence.0);
            let is_of = |classes: &[&str]| ontology.is_any_of(&c.mention.class, classes);
            c.mention.context.is_fact()
                && match kind {
                    Kind::Incident => (1..=REACH).contains(&back) && is_of(&BLOWS),
                    Kind::Decision => back == 1 && syntax.is(c.clause(), "root") && !is_of(&BLOWS) && !is_of(&NO_DEEDS),
                }
        };
        let meant = || candidates.iter().filter(is_meant);
        let nearest = meant().map(|c| c.sentence).max();
        found.extend(meant().filter(|c| Some(c.sentence) == nearest).map(|c| (c.mention.trigger, verb)));
    }
    Retold(found)
}

/// Whether a verb tells of an incident or a decision.
fn kind(syntax: &Syntax<'_>, verb: TokenId) -> Option<Kind> {
    let is_told = syntax.is_preterite(verb) || syntax.children_by(verb, "aux").any(|t| syntax.is_preterite(t));
    let subject = syntax.children_by(verb, "nsubj").next().filter(|_| is_told)?;
    // "took place"
    let is_whole = syntax.children_by(verb, "obj").all(|object| syntax.children(object).is_empty());
    let names = |list: &str| syntax.is_definite(subject) && syntax.is_listed(subject, list);
    if syntax.is_listed(verb, "happening") && is_whole && (names("incident") || syntax.is_listed(subject, "what-was-told")) {
        return Some(Kind::Incident);
    }
    (syntax.is_listed(verb, "done") && names("deed") && is_whole).then_some(Kind::Decision)
}
