//! Whose it is: the state of a bare title, and who is criticised or praised with what is his.
//!
//! ```text
//! "President Volodymyr Zelensky", in an article that speaks of Ukraine   →   of Ukraine
//! "She criticised Zelensky's visit."                                     →   she criticised the visit, and Zelensky
//! ```

use super::candidate::{Candidate, Cluster};
use super::participants::{Filled, Participant, Participants};
use super::types::EntityKey;
use crate::document::{EntityType, TokenId};
use crate::frames::{FillerRef, Syntax};
use crate::link::Registry;

/// The role of what an office belongs to, and of whom something is said.
const TARGET: &str = "target";

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
