//! Events and claims of an article: what happened, who says so, how firmly, on what words.
//!
//! ```text
//! "The New York Times reported that the hackers are likely linked to China's military."
//!   Event  Affiliation  actor = the hackers  target = China's military   status = Hedged
//!   Claim  source = The New York Times  stance = Suspects  factuality = PRpos  author = Uu
//! ```

mod apart;
mod build;
mod candidate;
mod claims;
mod classes;
mod cluster;
mod confidence;
mod dates;
mod harm;
mod headline;
mod json;
mod kinship;
mod narrative;
mod order;
mod owners;
mod participants;
mod performative;
mod places;
mod retold;
mod setting;
mod sharing;
mod speech;
mod summary;
mod telling;
mod terms;
mod types;

pub use build::build;
pub use confidence::Signals;
pub use json::to_json;
pub use types::{
    Claim, Diagnostic, Entity, EntityId, EntityKey, EntityMention, Event, EventId, EventTime, Extraction, Factuality, Filler, Phase,
    Stance, Status, Temporality,
};

#[cfg(test)]
mod dates_tests;
#[cfg(test)]
mod participants_tests;
#[cfg(test)]
mod places_tests;
#[cfg(test)]
mod tests;
