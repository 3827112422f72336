//! The kinds of thing a mention can name: the entity classes of `ontology/dateline.ttl`.

use serde::{Deserialize, Serialize};

macro_rules! entity_types {
    ($($(#[$doc:meta])* $name:ident < $($parent:ident)|* ;)*) => {
        /// An entity class of the ontology.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum EntityType { $($(#[$doc])* $name,)* }

        impl EntityType {
            /// Every type, in the order of the ontology.
            pub const ALL: &[EntityType] = &[$(EntityType::$name,)*];

            /// Local name in the ontology: `Person`.
            pub fn name(self) -> &'static str {
                match self { $(EntityType::$name => stringify!($name),)* }
            }

            /// The type of that name in the ontology.
            pub fn from_name(name: &str) -> Option<EntityType> {
                match name { $(stringify!($name) => Some(EntityType::$name),)* _ => None }
            }

            /// The types directly above; empty for `Entity`.
            pub fn parents(self) -> &'static [EntityType] {
                match self { $(EntityType::$name => &[$(EntityType::$parent,)*],)* }
            }
        }
    };
}

entity_types! {
    /// Anything a role can point to that is not an event.
    Entity < ;
    /// A person, organisation or group able to act.
    Agent < Entity;
    /// A single human being.
    Person < Agent;
    /// A set of people or bodies mentioned together.
    Group < Agent;
    /// A body with its own identity and members.
    Organization < Agent;
    /// A commercial organisation.
    Company < Organization;
    /// A newspaper, broadcaster, agency or news site.
    MediaOutlet < Organization;
    /// A ministry, agency, court or parliament.
    GovernmentBody < Organization;
    /// A police, intelligence or law-enforcement service.
    SecurityService < GovernmentBody;
    /// A body whose members are states.
    InternationalOrganization < Organization;
    /// A political party.
    PoliticalParty < Organization;
    /// A non-state organisation that uses force.
    ArmedGroup < Organization;
    /// An army, navy, air force or unit of a state.
    MilitaryForce < Organization;
    /// An actor or cluster of activity behind hostile cyber operations.
    ThreatActor < Agent;
    /// A location.
    Place < Entity;
    /// A state, as a territory and, by metonymy, as its government.
    Country < Place | Agent;
    /// A populated place.
    City < Place;
    /// An area larger than a city and other than a country.
    Region < Place;
    /// A building, base, port, plant or other built site.
    Facility < Place;
    /// A computer system, account, service or network.
    System < Entity;
    /// A named product, software or service.
    Product < Entity;
    /// Software made to harm.
    Malware < Product;
    /// A weakness, with or without a CVE number.
    Vulnerability < Entity;
    /// Information that can be stolen, leaked or changed.
    DataAsset < Entity;
    /// A weapon or weapon system.
    Weapon < Entity;
    /// A sum of money.
    MoneyAmount < Entity;
    /// A law, treaty, resolution or ruling.
    Law < Entity;
    /// An office or job that a person can hold.
    Position < Entity;
}

impl EntityType {
    /// Whether every thing of this type is one of `other` too: a `Country` is a `Place` and an `Agent`.
    pub fn is_a(self, other: EntityType) -> bool {
        self == other || self.parents().iter().any(|parent| parent.is_a(other))
    }
}
