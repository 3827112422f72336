//! Whose it is: the state of a bare title, the office that somebody leaves, and who is criticised or praised with what is his.
//!
//! ```text
//! "President Volodymyr Zelensky", in an article that speaks of Ukraine   →   of Ukraine
//! "She criticised Zelensky's visit."                                     →   she criticised the visit, and Zelensky
//! "The city's finance director has resigned."                             →   as finance director
//! ```

use super::candidate::{Candidate, Cluster};
use super::participants::{Filled, Participant, Participants};
use super::types::EntityKey;
use crate::document::{EntityType, TokenId};
use crate::frames::{FillerRef, Syntax};
use crate::link::Registry;

/// The role of what an office belongs to, and of whom something is said.
const TARGET: &str = "target";

/// The role of an office.
const POSITION: &str = "position";

/// How people come to an office, and leave it.
const CHANGES: [&str; 3] = ["Resignation", "Appointment", "Election"];

/// Acts of speech that are as much about people as about what they do.
const JUDGEMENTS: [&str; 3] = ["Criticism", "Endorsement", "Accusation"];

/// Adds the owners of what is judged to the `target` of the judgement.
pub(super) fn judge_owners(clusters: &mut [Cluster], participants: &mut Participants<'_>, syntax: &Syntax<'_>) {
    for cluster in clusters.iter_mut().filter(|c| JUDGEMENTS.contains(&&*c.class)) {
        let judged = cluster.fillers(TARGET);
        let is_agent = |entity_type: EntityType| entity_type.is_a(EntityType::Agent);
        let is_thing = |f: &&Filled| !syntax.mentioned(f.head).is_some_and(|m| is_agent(m.entity_type));
        let owners = judged.filter(is_thing).flat_map(|f| syntax.doers(f.head));
        let mentions: Vec<_> = owners.filter(|o| syntax.is_agent(*o)).filter_map(|o| syntax.mention(o)).collect();
        for mention in mentions {
            let owner = participants.resolve(TARGET, FillerRef::Mention { mention, metonymy: false });
            let is_new = cluster.roles.values().flatten().all(|f| f.participant != owner.participant);
            if is_new && let Some(targets) = cluster.roles.get_mut(TARGET) {
                targets.push(owner);
            }
        }
    }
}

/// Fills the `position` of resignations and appointments that tell neither an office nor a body: the office by which somebody is called, or the
/// only one that the article tells of him. Who quits with a seat in parliament may quit a party.
pub(super) fn lend_positions(
    clusters: &mut [Cluster],
    candidates: &[Candidate<'_>],
    participants: &mut Participants<'_>,
    syntax: &Syntax<'_>,
) {
    let of_tenures: Vec<(Participant, Filled)> = clusters
        .iter()
        .filter(|c| &*c.class == "Tenure")
        .flat_map(|c| c.fillers("actor").flat_map(move |a| c.fillers(POSITION).map(move |p| (a.participant, *p))))
        .collect();
    let only_office = |holder: &Filled| {
        let mut offices = of_tenures.iter().filter(|(of, _)| *of == holder.participant).map(|(_, office)| *office);
        offices.next().filter(|office| offices.all(|other| syntax.lemma(other.head) == syntax.lemma(office.head)))
    };
    let is_past = |office: &Filled| syntax.children(office.head).iter().any(|c| syntax.is_listed(*c, "former-office"));
    for cluster in clusters.iter_mut().filter(|c| CHANGES.contains(&&*c.class)) {
        // "won her primary": who does so has no office by that
        let phrases = cluster.members(candidates).flat_map(|m| syntax.document.subtree(m.clause()).iter());
        let is_first_round = phrases.into_iter().any(|t| syntax.is_listed(t, "first-round"));
        if cluster.roles.contains_key(POSITION) || cluster.roles.contains_key(TARGET) || is_first_round {
            continue;
        }
        let ends = &*cluster.class == "Resignation";
        let is_called_so = |f: &Filled| ends && !syntax.is_name(f.head) && syntax.is_listed(f.head, "position");
        let holders: Vec<Filled> = cluster.fillers("affected").copied().collect();
        let office = |holder: &Filled| match is_called_so(holder) {
            true => Some(participants.resolve(POSITION, FillerRef::Phrase(holder.head))),
            false => only_office(holder),
        };
        let mut offices: Vec<Filled> = holders.iter().filter_map(office).collect();
        let is_chosen =
            |o: &Filled| syntax.is_listed(o.head, "state-office") || &*cluster.class == "Election" && syntax.is_listed(o.head, "elected");
        // a singer who is dismissed from a contest stays one
        let is_left = |o: &Filled| syntax.is_listed(o.head, "position") && !syntax.is_listed(o.head, "seat");
        offices.retain(|o| if ends { is_left(o) } else { is_chosen(o) && !is_past(o) });
        offices.dedup_by_key(|f| f.participant);
        if !offices.is_empty() {
            cluster.roles.insert(POSITION.into(), offices);
        }
    }
}

/// Fills the `target` of tenures of state offices that have none: the registry tells whose citizen somebody is; the article must name the
/// country, and the office must be one of a whole state.
pub(super) fn lend_offices(
    clusters: &mut [Cluster],
    candidates: &[Candidate<'_>],
    participants: &Participants<'_>,
    syntax: &Syntax<'_>,
    registry: &Registry,
) {
    let entities = &participants.entities;
    let country = |holder: &Filled| {
        let EntityKey::Registry(key) = &entities[holder.entity()?].key else { return None };
        let country = registry.entry(key)?.country.as_ref()?;
        entities.iter().position(|e| e.key == EntityKey::Registry(country.clone()))
    };
    for cluster in clusters.iter_mut().filter(|c| &*c.class == "Tenure" && !c.roles.contains_key(TARGET)) {
        let is_of_part = |t: TokenId| syntax.children(t).iter().any(|c| syntax.is_listed(*c, "part-office"));
        let is_title = |t: &TokenId| syntax.is_listed(*t, "state-office") && !is_of_part(*t);
        let title = cluster.members(candidates).map(|c| c.mention.trigger).find(is_title);
        let owner = cluster.fillers("actor").find_map(|h| Some((country(h)?, *h)));
        if let Some(((owner, holder), head)) = owner.zip(title) {
            cluster.roles.insert(TARGET.into(), vec![Filled { participant: Participant::Entity(owner), head, ..holder }]);
        }
    }
}
