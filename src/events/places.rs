//! Where it happened, when the words around the event do not say so themselves.
//!
//! ```text
//! "A drone hit a house in Southport, killing two."      the attack and the killing: Southport
//! "Peru invaded Bolivia." "A court in Lima jailed him."  the attack: Bolivia; the conviction: Lima
//! ```
//! Only events without a place of their own get one: that of the things done to, of the court, of the violence that the harm came from.

use super::cluster::{Candidate, Cluster};
use super::participants::{Filled, Participant, Participants};
use super::types::Entity;
use crate::document::{EntityType, TokenId};
use crate::frames::{FillerRef, FrameSet, Syntax, places_below};
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
    let nowhere = (0..clusters.len()).filter(|i| !clusters[*i].roles.contains_key(PLACE));
    let lent: Vec<(usize, Vec<Filled>)> = nowhere.map(|i| (i, lender.of_violence(&clusters[i], clusters))).collect();
    for (i, places) in lent {
        set_places(&mut clusters[i], places);
    }
    for cluster in clusters.iter_mut().filter(|c| !c.roles.contains_key(PLACE) && ontology.is_subclass(&c.class, "ArmedAttack")) {
        let targets = cluster.roles.get("target").into_iter().flatten();
        let hit = targets.filter(|f| is_ground(f, &participants.entities)).copied().collect();
        set_places(cluster, hit);
    }
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

    /// Where the violence was that the harm came from, or the harm that the violence did.
    fn of_violence(&self, cluster: &Cluster, clusters: &[Cluster]) -> Vec<Filled> {
        let goes_together = |a: &str, b: &str| self.is_of(a, &HARM) && self.is_of(b, &VIOLENCE);
        let is_other = |c: &&Cluster| goes_together(&cluster.class, &c.class) || goes_together(&c.class, &cluster.class);
        let placed = || clusters.iter().filter(is_other).filter_map(|c| Some((c, c.roles.get(PLACE)?)));
        let near =
            |a: &Candidate<'_>| placed().find(|(c, _)| self.members(c).any(|b| self.is_near(a, b))).map(|(_, places)| places.clone());
        self.members(cluster).find_map(near).unwrap_or_default()
    }

    /// One of the two stands in the clause of the other.
    fn is_near(&self, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
        let clause = |c: &Candidate<'_>| c.mention.context.clause.unwrap_or(c.mention.trigger);
        let holds = |a: &Candidate<'_>, b: &Candidate<'_>| self.syntax.document.subtree(clause(a)).contains(b.mention.trigger);
        // "is targeting Yemen after wiping out its leaders": what came before may have been elsewhere
        let is_apart =
            |c: &Candidate<'_>| self.is_of(&c.mention.class, &HARM) && self.frames.is_listed(&self.syntax.case(clause(c)), "later");
        a.sentence == b.sentence && (holds(a, b) || holds(b, a)) && !is_apart(a) && !is_apart(b)
    }
}
