//! Mentions → chains of those that mean the same thing, by rules, the surest first.
//!
//! ```text
//! "Microsoft said it …  The company …"   {Microsoft, it, The company}
//! ```
//! 1. names: same registry entry, same form, surname of a full name, acronym ([`names`]);
//! 2. constructions that equate: apposition, copula, *called*, titles ([`equations`]);
//! 3. definite noun phrases, in order of the text ([`nominals`]);
//! 4. pronouns, in order of the text, those in quotations by their speaker ([`pronouns`], [`quotes`]).
//!
//! Steps 3 and 4 run together from the first word to the last, so that *it* can follow *the company*.

mod clusters;
mod equations;
mod names;
mod nominals;
mod pronouns;
mod quotes;
#[cfg(test)]
mod tests;

use crate::document::{Document, MentionId, MentionKind};
use crate::link::Registry;
use crate::resources::Lexicon;

use clusters::Clusters;

/// What the rules share.
struct Context<'a> {
    document: &'a Document,
    registry: &'a Registry,
    lexicon: &'a Lexicon,
}

/// Fills `document.chains` and the chain and resolution of every mention. Every mention gets a chain, if only its own.
pub fn find_chains(document: &mut Document, registry: &Registry) {
    let context = Context { document, registry, lexicon: Lexicon::shipped() };
    let mut clusters = Clusters::new(&context);
    names::merge(&context, &mut clusters);
    equations::merge(&context, &mut clusters);
    let quotes = quotes::find(&context);
    for i in 0..document.mentions.len() {
        let id = MentionId(i as u32);
        let found = match document.mentions[i].kind {
            MentionKind::Name => None,
            MentionKind::Nominal => nominals::antecedent(&context, &clusters, id),
            MentionKind::Pronoun => pronouns::antecedent(&context, &clusters, &quotes, id),
        };
        if let Some(antecedent) = found {
            clusters.union(&context, antecedent, id);
        }
    }
    let (mentions, chains) = clusters.into_chains(&context);
    document.mentions = mentions;
    document.chains = chains;
}
