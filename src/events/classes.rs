//! Classes of happenings that behave alike.

/// Violence and disasters, with the harm that they do.
pub const BLOWS: [&str; 2] = ["ConflictEvent", "HazardEvent"];

/// What people come to harm in, and the harm.
pub const DANGERS: [&str; 3] = ["ConflictEvent", "HazardEvent", "ProtestEvent"];

/// What people suffer in violence and disasters.
pub const HARM: [&str; 3] = ["Killing", "Injury", "Death"];

/// What comes over a person once: done by somebody, and not.
pub const DEATHS: [&str; 2] = ["Killing", "Death"];

/// What is said, and what is so: an article tells much of both, and neither is decided or done by anybody.
pub const NO_DEEDS: [&str; 2] = ["CommunicationEvent", "StateOfAffairs"];

/// What comes one after another from the same side: attacks, journeys, deliveries.
pub const OF_MANY: [&str; 3] = ["ConflictEvent", "MovementEvent", "AidSanctionEvent"];

/// Happenings that people speak at.
pub const GATHERINGS: [&str; 3] = ["DiplomaticEvent", "ProtestEvent", "Trial"];

/// What an article tells much of that has nothing to do with each other: findings, and whatever helpers do.
pub const MANIFOLD: [&str; 2] = ["Discovery", "EmergencyResponse"];
