//! One happening, one event: mentions of the same event in an article are joined.
//!
//! ```text
//! "… hacked into email accounts …"  "… the hack …"  "… the intrusion …"   →  one CyberIntrusion with three triggers
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use super::participants::{Filled, Participant};
use super::types::{Entity, EntityKey, Factuality, Temporality};
use crate::calendar::TimeValue;
use crate::document::{Document, SentenceId};
use crate::frames::EventMention;
use crate::resources::Ontology;

/// Mentions of one event with their participants.
#[derive(Debug)]
pub struct Cluster {
    /// Class of the most specific complete mention.
    pub class: Arc<str>,
    /// Indexes of mentions, in order of the text.
    pub mentions: Vec<usize>,
    /// Participants by role.
    pub roles: BTreeMap<Arc<str>, Vec<Filled>>,
}

/// A mention with its participants resolved and its date.
pub struct Candidate<'m> {
    /// The mention.
    pub mention: &'m EventMention,
    /// Participants by role.
    pub roles: BTreeMap<Arc<str>, Vec<Filled>>,
    /// Value of its time expression.
    pub time: Option<TimeValue>,
    /// Where it stands.
    pub sentence: SentenceId,
}

/// What joining needs to know.
pub struct Clusterer<'a> {
    /// Classes, their parents and identity roles.
    pub ontology: &'a Ontology,
    /// The entities that participants point to.
    pub entities: &'a [Entity],
    /// The article.
    pub document: &'a Document,
}

impl Clusterer<'_> {
    /// Joins the candidates, given in order of the text.
    pub fn cluster(&self, candidates: &[Candidate<'_>]) -> Vec<Cluster> {
        let mut clusters: Vec<Cluster> = Vec::new();
        // complete mentions first, so that a bare "the attack" in the headline finds the event of the body
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.sort_by_key(|i| (!candidates[*i].mention.complete, *i));
        for index in order {
            let candidate = &candidates[index];
            let best = clusters
                .iter_mut()
                .enumerate()
                .filter_map(|(i, cluster)| self.kinship(cluster, candidate, candidates).map(|k| (k, i)))
                .max_by_key(|(k, i)| (*k, *i));
            match best {
                Some((_, i)) => self.join(&mut clusters[i], index, candidate),
                None if candidate.mention.complete => {
                    clusters.push(Cluster { class: candidate.mention.class.clone(), mentions: vec![index], roles: candidate.roles.clone() });
                }
                None => {}
            }
        }
        for cluster in &mut clusters {
            cluster.mentions.sort_unstable();
        }
        clusters.sort_by_key(|c| c.mentions[0]);
        clusters
    }

    fn join(&self, cluster: &mut Cluster, index: usize, candidate: &Candidate<'_>) {
        cluster.mentions.push(index);
        if candidate.mention.complete && self.ontology.is_subclass(&candidate.mention.class, &cluster.class) {
            cluster.class = candidate.mention.class.clone();
        }
        for (role, fillers) in &candidate.roles {
            let known = cluster.roles.entry(role.clone()).or_default();
            for filled in fillers {
                if !known.iter().any(|k| k.participant == filled.participant) {
                    known.push(*filled);
                }
            }
        }
    }

    /// How much speaks for the candidate being another mention of the cluster's event; `None`: something speaks against it.
    fn kinship(&self, cluster: &Cluster, candidate: &Candidate<'_>, candidates: &[Candidate<'_>]) -> Option<u32> {
        let mention = candidate.mention;
        let related = *cluster.class == *mention.class
            || self.ontology.is_subclass(&mention.class, &cluster.class)
            || self.ontology.is_subclass(&cluster.class, &mention.class);
        if !related {
            return None;
        }
        let members = || cluster.mentions.iter().map(|i| &candidates[*i]);
        if !members().all(|m| times_agree(m.time, candidate.time)) {
            return None;
        }
        let same_reality = members().any(|m| reality(m.mention) == reality(mention));
        let presupposed = mention.nominal || members().any(|m| m.mention.nominal);
        if !same_reality && !(presupposed && reality(mention) != Reality::Not) {
            return None;
        }
        let mut shared = 0;
        let mut open = 0;
        for role in self.identity_roles(&mention.class) {
            let (ours, theirs) = (cluster.roles.get(role.as_str()), candidate.roles.get(role.as_str()));
            match (ours, theirs) {
                (Some(ours), Some(theirs)) if !ours.is_empty() && !theirs.is_empty() => {
                    if self.overlap(ours, theirs) {
                        shared += 1;
                    } else if self.conflict(ours, theirs) {
                        return None;
                    }
                }
                _ => open += 1,
            }
        }
        // other roles: named participants of the same role must not differ where there is one of each
        for role in ["place", "destination"] {
            if let (Some(ours), Some(theirs)) = (cluster.roles.get(role), candidate.roles.get(role))
                && shared == 0
                && !self.overlap(ours, theirs)
            {
                return None;
            }
        }
        let is_speech = self.ontology.is_subclass(&mention.class, "CommunicationEvent");
        if is_speech && !mention.nominal {
            // speech acts of one speaker are one event only while nobody else speaks and they are close together
            let near = members().any(|m| candidate.sentence.0.abs_diff(m.sentence.0) <= 2);
            return (shared > 0 && near && shared + open >= 1 && same_reality).then_some(shared * 4);
        }
        if mention.nominal && !mention.complete {
            // "the attack" after the attack: nearest first, which the order of clusters sees to
            let near = members().map(|m| candidate.sentence.0.abs_diff(m.sentence.0)).min().unwrap_or(u32::MAX);
            return Some(1 + shared * 4 + 100_u32.saturating_sub(near));
        }
        let nominal_link = presupposed && (shared > 0 || open > 0 && candidate.roles.is_empty());
        (shared >= 2 || shared == 1 && (open == 0 || presupposed || self.shares_other(cluster, candidate)) || nominal_link).then_some(10 + shared * 4)
    }

    fn shares_other(&self, cluster: &Cluster, candidate: &Candidate<'_>) -> bool {
        let identity: Vec<_> = self.identity_roles(&candidate.mention.class).collect();
        candidate.roles.iter().filter(|(role, _)| !identity.iter().any(|i| i.as_str() == &***role)).any(|(role, theirs)| cluster.roles.get(role).is_some_and(|ours| self.overlap(ours, theirs)))
    }

    fn identity_roles(&self, class: &str) -> impl Iterator<Item = &String> {
        self.ontology.class(class).into_iter().flat_map(|c| &c.identity_roles)
    }

    fn overlap(&self, ours: &[Filled], theirs: &[Filled]) -> bool {
        ours.iter().any(|a| theirs.iter().any(|b| a.participant == b.participant || self.same_words(a, b)))
    }

    fn same_words(&self, a: &Filled, b: &Filled) -> bool {
        let lemma = |f: &Filled| self.document.token(f.head).lemma.to_lowercase();
        !(self.is_named(a) && self.is_named(b)) && lemma(a) == lemma(b)
    }

    /// Two sets of fillers without overlap speak against being the same, unless one side is unnamed: an unnamed group or thing
    /// may be whatever the other report names.
    fn conflict(&self, ours: &[Filled], theirs: &[Filled]) -> bool {
        ours.iter().any(|f| self.is_named(f)) == theirs.iter().any(|f| self.is_named(f))
    }

    fn is_named(&self, filled: &Filled) -> bool {
        matches!(filled.participant, Participant::Entity(e) if self.entities[e].key != EntityKey::Local)
    }
}

/// Whether a mention speaks of something real, to come, or not so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reality {
    Fact,
    Open,
    Not,
}

fn reality(mention: &EventMention) -> Reality {
    match mention.context.factuality {
        Factuality::CTneg | Factuality::PRneg | Factuality::PSneg => Reality::Not,
        Factuality::CTpos if mention.context.temporality != Temporality::Future && !mention.context.hypothetical => Reality::Fact,
        _ => Reality::Open,
    }
}

fn times_agree(a: Option<TimeValue>, b: Option<TimeValue>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let starts_before_end = |x: TimeValue, y: TimeValue| match (x.begin, y.end) {
        (Some(begin), Some(end)) => begin <= end,
        _ => true,
    };
    starts_before_end(a, b) && starts_before_end(b, a)
}
