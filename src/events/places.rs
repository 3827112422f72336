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
use crate::document::{Document, EntityType, TokenId};
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
    for cluster in clusters.iter_mut().filter(|c| !c.roles.contains_key(PLACE)) {
        let heads = cluster.mentions.iter().map(|m| &candidates[*m]).find_map(|c| {
            let heads = below_participants(c, syntax, frames, ontology);
            (!heads.is_empty()).then_some(heads)
        });
        let mentions = heads.into_iter().flatten().filter_map(|head| syntax.mention(head));
        let found: Vec<Filled> =
            mentions.map(|mention| participants.resolve(PLACE, FillerRef::Mention { mention, metonymy: false })).collect();
        set_places(cluster, found);
    }
    let is_of = |class: &str, classes: &[&str]| classes.iter().any(|c| ontology.is_subclass(class, c));
    let together = |a: &str, b: &str| is_of(a, &HARM) && is_of(b, &VIOLENCE) || is_of(a, &VIOLENCE) && is_of(b, &HARM);
    let lent: Vec<Vec<Filled>> = clusters
        .iter()
        .map(|cluster| {
            if cluster.roles.contains_key(PLACE) {
                return Vec::new();
            }
            let ours = cluster.mentions.iter().map(|m| &candidates[*m]);
            let others = || clusters.iter().filter(|c| together(&cluster.class, &c.class)).filter_map(|c| Some((c, c.roles.get(PLACE)?)));
            ours.filter_map(|a| {
                // "is targeting Yemen after wiping out its leaders": what came before may have been elsewhere
                let clause = |c: &Candidate<'_>| c.mention.context.clause.unwrap_or(c.mention.trigger);
                let is_apart = |c: &Candidate<'_>| is_of(&c.mention.class, &HARM) && frames.is_listed(&syntax.case(clause(c)), "later");
                let near = |b: &Candidate<'_>| b.sentence == a.sentence && goes_with(syntax.document, a, b) && !is_apart(a) && !is_apart(b);
                others().find(|(c, _)| c.mentions.iter().any(|m| near(&candidates[*m]))).map(|(_, places)| places.clone())
            })
            .next()
            .unwrap_or_default()
        })
        .collect();
    for (cluster, places) in clusters.iter_mut().zip(lent) {
        set_places(cluster, places);
    }
    for cluster in clusters.iter_mut().filter(|c| !c.roles.contains_key(PLACE) && ontology.is_subclass(&c.class, "ArmedAttack")) {
        let targets = cluster.roles.get("target").into_iter().flatten();
        let hit: Vec<Filled> = targets.filter(|f| is_ground(f, &participants.entities)).copied().collect();
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

/// `a house in Southport`, `a court in Lima`: places of what the event is done to, and of the court that acts.
fn below_participants(candidate: &Candidate<'_>, syntax: &Syntax<'_>, frames: &FrameSet, ontology: &Ontology) -> Vec<TokenId> {
    let class = &*candidate.mention.class;
    let bodily = BODILY.iter().any(|c| ontology.is_subclass(class, c));
    let just = ontology.is_subclass(class, "JusticeEvent");
    let heads = candidate.roles.iter().flat_map(|(role, fillers)| fillers.iter().map(move |f| (&**role, f.head)));
    let tells = |(role, head): &(&str, TokenId)| match *role {
        "actor" => just && frames.is_listed(syntax.lemma(*head), "court"),
        role => bodily && DONE_TO.contains(&role) && syntax.document.sentence_of(*head) == candidate.sentence,
    };
    heads.filter(tells).flat_map(|(_, head)| places_below(syntax, frames, head)).collect()
}

/// One of the two stands in the clause of the other.
fn goes_with(document: &Document, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    let (a, b) = (a.mention, b.mention);
    let clause = |m: &crate::frames::EventMention| m.context.clause.unwrap_or(m.trigger);
    document.subtree(clause(a)).contains(b.trigger) || document.subtree(clause(b)).contains(a.trigger)
}
