//! Whose office it is, when only the title is said: `President Volodymyr Zelensky` in an article that speaks of Ukraine → of Ukraine.
//!
//! The registry tells whose citizen somebody is; the article must name the country, and the office must be one of a state.

use super::cluster::{Candidate, Cluster};
use super::participants::{Filled, Participant, Participants};
use super::types::EntityKey;
use crate::document::TokenId;
use crate::frames::{FrameSet, Syntax};
use crate::link::Registry;

/// The role of what an office belongs to.
const TARGET: &str = "target";

/// Fills the `target` of tenures of state offices that have none.
pub(super) fn lend_offices(
    clusters: &mut [Cluster],
    candidates: &[Candidate<'_>],
    participants: &Participants<'_>,
    syntax: &Syntax<'_>,
    frames: &FrameSet,
    registry: &Registry,
) {
    let entities = &participants.entities;
    let country = |holder: &Filled| {
        let Participant::Entity(e) = holder.participant else { return None };
        let EntityKey::Registry(key) = &entities[e].key else { return None };
        let country = registry.entry(key)?.country.as_ref()?;
        entities.iter().position(|e| e.key == EntityKey::Registry(country.clone()))
    };
    for cluster in clusters.iter_mut().filter(|c| &*c.class == "Tenure" && !c.roles.contains_key(TARGET)) {
        let titles = cluster.mentions.iter().map(|m| candidates[*m].mention.trigger);
        let is_listed = |t: TokenId, list: &str| frames.is_listed(syntax.lemma(t), list);
        let is_of_part = |t: TokenId| syntax.children(t).iter().any(|c| is_listed(*c, "part-office"));
        let is_of_state = titles.into_iter().any(|t| is_listed(t, "state-office") && !is_of_part(t));
        let owner = cluster.roles.get("actor").into_iter().flatten().filter(|_| is_of_state).find_map(|h| Some((country(h)?, *h)));
        if let Some((owner, holder)) = owner {
            cluster.roles.insert(TARGET.into(), vec![Filled { participant: Participant::Entity(owner), ..holder }]);
        }
    }
}
