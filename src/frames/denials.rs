//! Denials of what was said before: who answers an accusation, in the same sentence or in one of the next.
//!
//! ```text
//! "He is accused of killing two men, which he denies."                     killing   denied by he
//! "Reyes accused Peru of attacking the port. Lima denied the allegation."  attacking denied by Lima
//! ```

use super::context::Context;
use super::syntax::Syntax;
use crate::document::{ADDING, Document, TokenId};
use crate::events::{Factuality, Stance};

/// Sentences back in which what is denied was said.
const BACK: u32 = 2;

/// Denials of a document, in order.
#[derive(Debug, Default)]
pub struct Denials {
    denials: Vec<Denial>,
}

#[derive(Debug)]
struct Denial {
    /// Where it begins: what it answers stands before.
    at: TokenId,
    /// Head of the phrase that names who denies.
    by: TokenId,
    /// Whether it is a clause about what its own sentence says: `charges he denies`.
    in_passing: bool,
}

impl Denials {
    /// Finds the verbs of denying whose object stands for what was said before.
    pub fn find(syntax: &Syntax<'_>) -> Denials {
        let verbs = (0..syntax.document.tokens.len()).map(|i| TokenId(i as u32)).filter(|t| syntax.is_verb(*t));
        Denials { denials: verbs.filter(|v| syntax.is_listed(*v, "denying")).filter_map(|v| denial(syntax, v)).collect() }
    }

    /// Who denies what the trigger tells of in its context: what others say in the same sentence, and what somebody is accused of or
    /// suspected of in those before.
    pub fn answer(&self, document: &Document, trigger: TokenId, context: &Context) -> Option<TokenId> {
        let is_said = context.hearsay || !context.sources.is_empty() || context.stance == Stance::Accuses;
        let is_accused = matches!(context.stance, Stance::Accuses | Stance::Suspects);
        let here = document.sentence_of(trigger).0;
        let answers = |d: &&Denial| {
            let behind = document.sentence_of(d.at).0.checked_sub(here);
            d.at > trigger && if behind == Some(0) { is_said } else { is_accused && !d.in_passing && behind.is_some_and(|n| n <= BACK) }
        };
        self.denials.iter().find(answers).map(|d| d.by)
    }
}

fn denial(syntax: &Syntax<'_>, verb: TokenId) -> Option<Denial> {
    let is_negation = |c: &TokenId| syntax.is(*c, "advmod") && syntax.modifiers(*c).any(|m| m.factuality == Factuality::CTneg);
    if syntax.children(verb).iter().any(is_negation) {
        return None;
    }
    let by = syntax.logical_subject(verb)?;
    let is_speech = |noun: TokenId| syntax.is_noun(noun) && syntax.is_listed(noun, "charge");
    let is_set_off = |t: TokenId| syntax.document.is_set_off(t, ADDING);
    let noun = syntax.head(verb).filter(|_| syntax.is(verb, "acl") || syntax.is(verb, "ccomp"));
    if let Some(noun) = noun {
        // "charges he denies"
        if is_speech(noun) && is_set_off(noun) && noun < verb {
            return Some(Denial { at: syntax.document.subtree(noun).start, by, in_passing: true });
        }
        // "which he denies"
        let which = syntax.children_by(verb, "obj").find(|o| syntax.has_feature(*o, "PronType=Rel"));
        return which.filter(|w| is_set_off(verb) && *w < verb).map(|at| Denial { at, by, in_passing: true });
    }
    let object = syntax.logical_object(verb)?;
    let is_all = |c: &TokenId| syntax.is(*c, "det") && syntax.is_listed(*c, "all");
    let is_known = is_speech(object) && (syntax.is_definite(object) || syntax.children(object).iter().any(is_all));
    let says_more = ["acl", "ccomp", "nmod"].iter().any(|r| syntax.has(object, r));
    (is_known && !says_more).then_some(Denial { at: verb, by, in_passing: false })
}
