//! Light verbs: the verb that brings about what an event noun says, `carried` for `attack` in `carried out an attack`.

use super::file::{LightEntry, LightSubject};
use super::syntax::Syntax;
use crate::document::TokenId;

/// The light verb above an event noun: `carried` for `attack` in `carried out an attack` and `an attack carried out by`.
pub fn light_verb<'d>(syntax: &Syntax<'d>, noun: TokenId) -> Option<(TokenId, &'d LightEntry)> {
    // "held a round of talks", "launched a series of attacks": the verb stands above what counts them
    let counted_by = |t: &TokenId| syntax.is(noun, "nmod") && syntax.is_marked_by(noun, "of") && syntax.is_listed(*t, "measure");
    let own = noun;
    let noun = syntax.head(noun).filter(counted_by).unwrap_or(noun);
    // "called the raid an ambush": a verb that says what the noun is does not bring it about
    let is_judged = |verb: TokenId| {
        let said = |c: &TokenId| *c > noun && matches!(syntax.relation(*c), "xcomp" | "obj") && !syntax.is_verb(*c);
        syntax.is(noun, "obj") && syntax.children(verb).iter().any(said)
    };
    let above = syntax.head(noun).filter(|v| !is_judged(*v)).filter(|v| {
        let relation = syntax.relation(noun);
        let is_object = syntax.logical_object(*v) == Some(noun) || relation == "obl" && syntax.logical_object(*v).is_none();
        is_object || matches!(relation, "nsubj" | "nsubj:pass" | "obl:agent")
    });
    let below = syntax.children_by(own, "acl").find(|v| syntax.logical_object(*v) == Some(own));
    above.into_iter().chain(below).find_map(|verb| {
        let fits = |entry: &&LightEntry| {
            let particle = syntax.children_by(verb, "compound:prt").next();
            let particle_fits = match particle {
                Some(p) => entry.particle.iter().any(|l| l == syntax.lemma(p)),
                None => entry.particle.is_empty() || syntax.is(noun, "obl") && entry.particle.iter().any(|p| syntax.is_marked_by(noun, p)),
            };
            let is_event_subject = syntax.head(noun) == Some(verb)
                && matches!(syntax.relation(noun), "nsubj" | "obl:agent")
                && syntax.logical_subject(verb) == Some(noun);
            particle_fits
                && (entry.subject == LightSubject::Event) == is_event_subject
                && (!syntax.is(noun, "obl") || !entry.particle.is_empty())
        };
        syntax.lights(verb).find(fits).map(|entry| (verb, entry))
    })
}
