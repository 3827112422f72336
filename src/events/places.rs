//! Where it happened, when the words around the event do not say so themselves.
//!
//! ```text
//! "A drone hit a house in Southport, killing two."      the attack and the killing: Southport
//! "Peru invaded Bolivia." "A court in Lima jailed him."  the attack: Bolivia; the conviction: Lima
//! "Soldiers were deployed in Lima."                      the deployment, that went there: Lima
//! ```
//! Only events without a place of their own get one: that of the things done to, of the court, of the violence that the harm came from.

use super::candidate::{Candidate, Cluster};
use super::classes::{DANGERS, HARM};
use super::harm::is_of_others;
use super::participants::{Filled, Participants};
use super::retold::Retold;
use super::types::Entity;
use crate::document::{EntityType, TokenId};
use crate::frames::{FillerRef, Syntax, find_places, places_below};
use crate::resources::Ontology;

/// The role that is filled here.
const PLACE: &str = "place";

/// Classes of violence that is where it did harm.
const VIOLENCE: [&str; 3] = ["ArmedAttack", "Clash", "HazardEvent"];

/// Roles of what something is done to.
const DONE_TO: [&str; 4] = ["target", "affected", "item", "topic"];

/// Those of them who suffer it.
const SUFFERERS: [&str; 2] = ["target", "affected"];

/// Fills the places of clusters that have none.
pub(super) fn lend_places(
    clusters: &mut [Cluster],
    candidates: &[Candidate<'_>],
    retold: &Retold,
    participants: &mut Participants<'_>,
    syntax: &Syntax<'_>,
    ontology: &Ontology,
) {
    let lender = Lender { syntax, ontology, candidates };
    for cluster in clusters.iter_mut().filter(|c| is_nowhere(c)) {
        let heads = cluster.members(candidates).map(|c| lender.below_participants(c)).find(|heads| !heads.is_empty());
        let found = heads.into_iter().flatten().filter_map(|head| resolve(head, participants, syntax)).collect();
        set_places(cluster, found);
    }
    for cluster in clusters.iter_mut().filter(|c| !is_nowhere(c)) {
        let finer: Vec<_> = cluster.members(candidates).flat_map(|c| lender.behind_front(c)).collect();
        let places = cluster.roles.entry(PLACE.into()).or_default();
        for place in finer.into_iter().filter_map(|head| resolve(head, participants, syntax)) {
            if places.iter().all(|f| f.participant != place.participant) {
                places.push(place);
            }
        }
    }
    // "A man was stabbed. It happened in Lima"
    for cluster in clusters.iter_mut() {
        if cluster.fillers(PLACE).any(|f| is_ground(f, &participants.entities)) {
            continue;
        }
        let triggers: Vec<_> = cluster.members(candidates).map(|c| c.mention.trigger).collect();
        let heads = retold.verbs(&triggers).flat_map(|verb| find_places(syntax, verb, verb));
        let found = cluster.fillers(PLACE).copied().chain(heads.filter_map(|head| resolve(head, participants, syntax))).collect();
        set_places(cluster, found);
    }
    lender.lend_violence(clusters, &VIOLENCE);
    for cluster in clusters.iter_mut().filter(|c| is_nowhere(c) && ontology.is_subclass(&c.class, "ArmedAttack")) {
        let hit = cluster.fillers("target").filter(|f| is_ground(f, &participants.entities)).copied().collect();
        set_places(cluster, hit);
    }
    // "Attacks on Bolivia killed two"
    lender.lend_violence(clusters, &HARM);
    // "Soldiers were deployed in Lima"
    for cluster in clusters.iter_mut().filter(|c| is_nowhere(c)) {
        let is_there = |f: &&Filled| syntax.has_case(f.head, "place") && is_ground(f, &participants.entities) && syntax.is_name(f.head);
        let there = cluster.fillers("destination").filter(is_there).copied().collect();
        set_places(cluster, there);
    }
}

fn resolve(head: TokenId, participants: &mut Participants<'_>, syntax: &Syntax<'_>) -> Option<Filled> {
    let mention = syntax.mention(head)?;
    Some(participants.resolve(PLACE, FillerRef::Mention { mention, metonymy: false }))
}

fn is_nowhere(cluster: &Cluster) -> bool {
    !cluster.roles.contains_key(PLACE)
}

fn set_places(cluster: &mut Cluster, mut places: Vec<Filled>) {
    places.dedup_by_key(|f| f.participant);
    if !places.is_empty() {
        cluster.roles.insert(PLACE.into(), places);
    }
}

/// A country, region or city.
fn is_ground(filled: &Filled, entities: &[Entity]) -> bool {
    filled.entity().is_some_and(|e| [EntityType::Country, EntityType::City, EntityType::Region].contains(&entities[e].entity_type))
}

/// Looks for the places that the words around an event tell.
struct Lender<'a> {
    syntax: &'a Syntax<'a>,
    ontology: &'a Ontology,
    candidates: &'a [Candidate<'a>],
}

impl Lender<'_> {
    /// `a house in Southport`, `a court in Lima`, `workers in Quito`, `the jailing of editors in Lima`: places of what the event is done to, of
    /// the court or police that act, and of those who protest.
    fn below_participants(&self, candidate: &Candidate<'_>) -> Vec<TokenId> {
        let syntax = self.syntax;
        let is_bodily = self.ontology.is_any_of(&candidate.mention.class, &DANGERS);
        let is_judged = self.ontology.is_subclass(&candidate.mention.class, "JusticeEvent");
        let is_protest = self.ontology.is_subclass(&candidate.mention.class, "ProtestEvent");
        let heads = candidate.roles.iter().flat_map(|(role, fillers)| fillers.iter().map(move |f| (&**role, f.head)));
        let tells = |(role, head): &(&str, TokenId)| match *role {
            "actor" => is_protest || is_judged && (syntax.is_listed(*head, "court") || syntax.is_a(*head, EntityType::SecurityService)),
            role => {
                (is_bodily || is_judged && SUFFERERS.contains(&role))
                    && DONE_TO.contains(&role)
                    && syntax.document.sentence_of(*head) == candidate.sentence
            }
        };
        heads.filter(tells).flat_map(|(_, head)| places_below(syntax, head)).collect()
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
        let nowhere = (0..clusters.len()).filter(|i| is_nowhere(&clusters[*i]) && self.ontology.is_any_of(&clusters[*i].class, classes));
        let lent: Vec<(usize, Vec<Filled>)> = nowhere.map(|i| (i, self.of_violence(&clusters[i], clusters))).collect();
        for (i, places) in lent {
            set_places(&mut clusters[i], places);
        }
    }

    /// Where the violence was that the harm came from, or the harm that the violence did: of several what is told nearest to it.
    fn of_violence(&self, cluster: &Cluster, clusters: &[Cluster]) -> Vec<Filled> {
        let goes_together = |a: &str, b: &str| self.ontology.is_any_of(a, &HARM) && self.ontology.is_any_of(b, &VIOLENCE);
        let is_other = |c: &&Cluster| goes_together(&cluster.class, &c.class) || goes_together(&c.class, &cluster.class);
        let placed = || clusters.iter().filter(is_other).filter_map(|c| Some((c, c.roles.get(PLACE)?)));
        let distance = |a: &Candidate<'_>, c: &Cluster| {
            let near = c.members(self.candidates).filter(|b| self.is_near(a, b));
            near.map(|b| a.mention.trigger.0.abs_diff(b.mention.trigger.0)).min()
        };
        let near = |a: &Candidate<'_>| {
            let others = placed().filter_map(|(c, places)| Some((distance(a, c)?, places)));
            others.min_by_key(|(distance, _)| *distance).map(|(_, places)| places.clone())
        };
        cluster.members(self.candidates).find_map(near).unwrap_or_default()
    }

    /// One of the two stands in the clause of the other.
    fn is_near(&self, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
        let holds = |a: &Candidate<'_>, b: &Candidate<'_>| self.syntax.document.subtree(a.clause()).contains(b.mention.trigger);
        // "is targeting Yemen after wiping out its leaders": what came before may have been elsewhere
        let is_apart = |c: &Candidate<'_>| self.ontology.is_any_of(&c.mention.class, &HARM) && self.syntax.has_case(c.clause(), "later");
        // "Two others were hurt": in what the sentence before tells of
        let goes_on = || a.sentence.0.checked_sub(1) == Some(b.sentence.0) && is_of_others(self.syntax, a);
        (a.sentence == b.sentence && (holds(a, b) || holds(b, a)) || goes_on()) && !is_apart(a) && !is_apart(b)
    }
}
