//! Mentions → chains of those that mean the same thing, by rules, the surest first.
//!
//! ```text
//! "Microsoft said it …  The company …"   {Microsoft, it, The company}
//! ```
//! 1. names: same registry entry, same form, surname of a full name, acronym ([`names`]);
//! 2. constructions that equate: apposition, copula, *called*, titles ([`equations`]); who is introduced by name ([`introductions`]);
//! 3. definite noun phrases, in order of the text ([`nominals`]);
//! 4. pronouns, in order of the text, those in quotations by their speaker ([`pronouns`], [`quotes`]).
//!
//! Steps 3 and 4 run together from the first word to the last, so that *it* can follow *the company*.

mod antecedents;
mod barred;
mod binding;
mod bodies;
mod candidates;
mod causes;
mod clusters;
mod doers;
mod equations;
mod features;
mod info;
mod introductions;
mod learned;
mod lone;
mod marks;
mod names;
mod nominals;
mod pair;
mod paths;
mod pronouns;
mod quotes;
mod standing;
mod templates;
#[cfg(test)]
mod tests;

use crate::document::{Document, Mention, MentionId, MentionKind};
use crate::link::Registry;
use crate::model::Ranker;
use crate::resources::Lexicon;

use clusters::Clusters;

pub use learned::{COREF_FEATURES, CorefSample, coref_samples};

/// What the rules share.
#[derive(Clone, Copy)]
struct Context<'a> {
    document: &'a Document,
    registry: &'a Registry,
    lexicon: &'a Lexicon,
    /// For every mention whether it is a noun phrase that rules do not look at; empty if there are none.
    new: &'a [bool],
}

impl Context<'_> {
    fn is_new(&self, id: MentionId) -> bool {
        self.new.get(id.index()).is_some_and(|n| *n)
    }
}

/// Fills `document.chains` and the chain and resolution of every mention. Every mention gets a chain, if only its own.
/// Without a ranker, or on a document without vectors, rules alone decide.
pub fn find_chains(document: &mut Document, registry: &Registry, ranker: Option<&Ranker>) {
    let ranker = ranker.filter(|_| !document.vectors.is_empty());
    let new = if ranker.is_some() { candidates::add(document) } else { Vec::new() };
    let context = Context { document, registry, lexicon: Lexicon::shipped(), new: &new };
    let ruled = Ruled::new(&context);
    let (clusters, probabilities) = match ranker {
        Some(ranker) => learned::merge(&context, &ruled, ranker),
        None => (ruled.clusters, Vec::new()),
    };
    let (mut mentions, mut chains) = clusters.into_chains(&context);
    for (mention, probability) in mentions.iter_mut().zip(probabilities) {
        mention.chain_prob = probability;
    }
    let alone = |m: &Mention| m.chain.is_none_or(|c| chains[c.index()].mentions.len() == 1);
    let drop: Vec<bool> = new.iter().zip(&mentions).map(|(new, m)| *new && alone(m)).collect();
    if !drop.is_empty() {
        candidates::remove(&mut mentions, &mut chains, &drop);
    }
    document.mentions = mentions;
    document.chains = chains;
}

/// What the rules find.
struct Ruled {
    /// Chains of names and equations alone.
    named: Clusters,
    quotes: Vec<quotes::Quote>,
    /// Chains of all steps.
    clusters: Clusters,
    /// For each mention the antecedent that steps 3 and 4 choose.
    picks: Vec<Option<MentionId>>,
}

impl Ruled {
    fn new(context: &Context) -> Self {
        let mut named = Clusters::new(context);
        names::merge(context, &mut named);
        equations::merge(context, &mut named);
        introductions::merge(context, &mut named);
        let quotes = quotes::find(context);
        let mut clusters = named.clone();
        let mut picks = Vec::with_capacity(context.document.mentions.len());
        for (i, mention) in context.document.mentions.iter().enumerate() {
            let id = MentionId(i as u32);
            let found = match mention.kind {
                _ if context.is_new(id) => None,
                MentionKind::Name => None,
                MentionKind::Nominal => nominals::antecedent(context, &clusters, id),
                MentionKind::Pronoun => pronouns::antecedent(context, &clusters, &quotes, id),
            };
            picks.push(found.filter(|antecedent| clusters.refer(*antecedent, id)));
        }
        Self { named, quotes, clusters, picks }
    }
}
