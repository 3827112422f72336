//! Where it happened, when the words around the event do not say so themselves.
//!
//! ```text
//! "A drone hit a house in Southport, killing two."      the attack and the killing: Southport
//! "Peru invaded Bolivia." "A court in Lima jailed him."  the attack: Bolivia; the conviction: Lima
//! ```
//! Only events without a place of their own get one: that of the things done to, of the court, of the violence that the harm came from.

use super::cluster::{Candidate, Cluster};
use super::narrative::is_of_others;
use super::participants::{Filled, Participant, Participants};
use super::retold::retold;
use super::types::Entity;
use crate::document::{EntityType, TokenId};
use crate::frames::{FillerRef, FrameSet, Syntax, find_places, places_below};
use crate::resources::Ontology;

/// The role that is filled here.
const PLACE: &str = "place";

/// Classes of happenings that are where their victims and objects are.
const BODILY: [&str; 3] = ["ConflictEvent", "HazardEvent", "ProtestEvent"];

/// What people suffer where the violence is.
const HARM: [&str; 3] = ["Killing", "Injury", "Death"];

/// Classes of happenings in which people come to harm.
const VIOLENCE: [&str; 3] = ["ArmedAttack", "Clash", "HazardEvent"];

/// Roles of what something is done to.
const DONE_TO: [&str; 4] = ["target", "affected", "item", "topic"];

/// Fills the places of clusters that have none.
pub(super) fn lend_places(
    clusters: &mut [Cluster],
    candidates: &[Candidate<'_>],
    participants: &mut Participants<'_>,
    syntax: &Syntax<'_>,
    frames: &FrameSet,
    ontology: &Ontology,
) {
    let lender = Lender { syntax, frames, ontology, candidates };
    for cluster in clusters.iter_mut().filter(|c| !c.roles.contains_key(PLACE)) {
        let heads = lender.members(cluster).map(|c| lender.below_participants(c)).find(|heads| !heads.is_empty());
        let mentions = heads.into_iter().flatten().filter_map(|head| syntax.mention(head));
        let found = mentions.map(|mention| participants.resolve(PLACE, FillerRef::Mention { mention, metonymy: false })).collect();
        set_places(cluster, found);
    }
    for cluster in clusters.iter_mut().filter(|c| c.roles.contains_key(PLACE)) {
        let finer: Vec<_> = lender.members(cluster).flat_map(|c| lender.behind_front(c)).filter_map(|head| syntax.mention(head)).collect();
        for mention in finer {
            let place = participants.resolve(PLACE, FillerRef::Mention { mention, metonymy: false });
            let places = cluster.roles.entry(PLACE.into()).or_default();
            if places.iter().all(|f| f.participant != place.participant) {
                places.push(place);
            }
        }
    }
    // "A man was stabbed. It happened in Lima"
    let retold = retold(syntax, frames, ontology, candidates);
    for cluster in clusters.iter_mut() {
        if cluster.roles.get(PLACE).into_iter().flatten().any(|f| is_ground(f, &participants.entities)) {
            continue;
        }
        let triggers: Vec<_> = lender.members(cluster).map(|c| c.mention.trigger).collect();
        let told = retold.iter().filter(|(trigger, _)| triggers.contains(trigger));
        let heads = told.flat_map(|(_, verb)| find_places(syntax, frames, *verb, *verb)).filter_map(|head| syntax.mention(head));
        let found = heads.map(|mention| participants.resolve(PLACE, FillerRef::Mention { mention, metonymy: false }));
        let known = cluster.roles.get(PLACE).cloned().unwrap_or_default();
        set_places(cluster, known.into_iter().chain(found).collect());
    }
    lender.lend_violence(clusters, &VIOLENCE);
    for cluster in clusters.iter_mut().filter(|c| !c.roles.contains_key(PLACE) && ontology.is_subclass(&c.class, "ArmedAttack")) {
        let targets = cluster.roles.get("target").into_iter().flatten();
        let hit = targets.filter(|f| is_ground(f, &participants.entities)).copied().collect();
        set_places(cluster, hit);
    }
    // "Attacks on Bolivia killed two"
    lender.lend_violence(clusters, &HARM);
}

fn set_places(cluster: &mut Cluster, mut places: Vec<Filled>) {
    places.dedup_by_key(|f| f.participant);
    if !places.is_empty() {
        cluster.roles.insert(PLACE.into(), places);
    }
}

/// A country, region or city.
fn is_ground(filled: &Filled, entities: &[Entity]) -> bool {
    let Participant::Entity(e) = filled.participant else { return false };
    [EntityType::Country, EntityType::City, EntityType::Region].contains(&entities[e].entity_type)
}

/// Looks for the places that the words around an event tell.
struct Lender<'a> {
    syntax: &'a Syntax<'a>,
    frames: &'a FrameSet,
    ontology: &'a Ontology,
    candidates: &'a [Candidate<'a>],
}

impl<'a> Lender<'a> {
    fn members<'c>(&'c self, cluster: &'c Cluster) -> impl Iterator<Item = &'a Candidate<'a>> + 'c {
        cluster.mentions.iter().map(|m| &self.candidates[*m])
    }

    fn is_of(&self, class: &str, classes: &[&str]) -> bool {
        classes.iter().any(|c| self.ontology.is_subclass(class, c))
    }

    /// `a house in Southport`, `a court in Lima`: places of what the event is done to, and of the court that acts.
    fn below_participants(&self, candidate: &Candidate<'_>) -> Vec<TokenId> {
        let syntax = self.syntax;
        let is_bodily = self.is_of(&candidate.mention.class, &BODILY);
        let is_judged = self.is_of(&candidate.mention.class, &["JusticeEvent"]);
        let heads = candidate.roles.iter().flat_map(|(role, fillers)| fillers.iter().map(move |f| (&**role, f.head)));
        let tells = |(role, head): &(&str, TokenId)| match *role {
            "actor" => is_judged && self.frames.is_listed(syntax.lemma(*head), "court"),
            role => is_bodily && DONE_TO.contains(&role) && syntax.document.sentence_of(*head) == candidate.sentence,
        };
        heads.filter(tells).flat_map(|(_, head)| places_below(syntax, self.frames, head)).collect()
    }

    /// `Tarija` in `In Bolivia, a man in Tarija was killed`: behind a place in front of the clause what it is done to tells a finer one.
    fn behind_front(&self, candidate: &Candidate<'_>) -> Vec<TokenId> {
        let Some(places) = candidate.roles.get(PLACE) else { return Vec::new() };
        let below = self.below_participants(candidate);
        let is_fronted = |head: &TokenId| {
            let host = self.syntax.head(*head).unwrap_or(*head);
            places.iter().all(|f| f.head < host && f.head < *head)
        };
        if below.iter().all(is_fronted) { below } else { Vec::new() }
    }

    /// Gives the happenings of some classes that have no place that of the harm that they did, or of the violence that they came from.
    fn lend_violence(&self, clusters: &mut [Cluster], classes: &[&str]) {
        let nowhere = (0..clusters.len()).filter(|i| !clusters[*i].roles.contains_key(PLACE) && self.is_of(&clusters[*i].class, classes));
        let lent: Vec<(usize, Vec<Filled>)> = nowhere.map(|i| (i, self.of_violence(&clusters[i], clusters))).collect();
        for (i, places) in lent {
            set_places(&mut clusters[i], places);
        }
    }

    /// Where the violence was that the harm came from, or the harm that the violence did: of several what is told nearest to it.
    fn of_violence(&self, cluster: &Cluster, clusters: &[Cluster]) -> Vec<Filled> {
        let goes_together = |a: &str, b: &str| self.is_of(a, &HARM) && self.is_of(b, &VIOLENCE);
        let is_other = |c: &&Cluster| goes_together(&cluster.class, &c.class) || goes_together(&c.class, &cluster.class);
        let placed = || clusters.iter().filter(is_other).filter_map(|c| Some((c, c.roles.get(PLACE)?)));
        let distance = |a: &Candidate<'_>, c: &Cluster| {
            let near = self.members(c).filter(|b| self.is_near(a, b));
            near.map(|b| a.mention.trigger.0.abs_diff(b.mention.trigger.0)).min()
        };
        let near = |a: &Candidate<'_>| {
            let others = placed().filter_map(|(c, places)| Some((distance(a, c)?, places)));
            others.min_by_key(|(distance, _)| *distance).map(|(_, places)| places.clone())
        };
        self.members(cluster).find_map(near).unwrap_or_default()
    }

    /// One of the two stands in the clause of the other.
    fn is_near(&self, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
        let clause = |c: &Candidate<'_>| c.mention.context.clause.unwrap_or(c.mention.trigger);
        let holds = |a: &Candidate<'_>, b: &Candidate<'_>| self.syntax.document.subtree(clause(a)).contains(b.mention.trigger);
        // "is targeting Yemen after wiping out its leaders": what came before may have been elsewhere
        let is_apart =
            |c: &Candidate<'_>| self.is_of(&c.mention.class, &HARM) && self.frames.is_listed(&self.syntax.case(clause(c)), "later");
        // "Two others were hurt": in what the sentence before tells of
        let goes_on = || a.sentence.0.checked_sub(1) == Some(b.sentence.0) && is_of_others(self.syntax, self.frames, a);
        (a.sentence == b.sentence && (holds(a, b) || holds(b, a)) || goes_on()) && !is_apart(a) && !is_apart(b)
    }
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
