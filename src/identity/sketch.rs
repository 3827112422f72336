//! A report made ready for comparison: roles, names and words as numbers, so that a pair costs no look-up and no copy.
//!
//! ```text
//! target: id/city/maiduguri-…    → (target, number 0x5f1e…, weight 2, country 0x9c21…)
//! ```

use std::collections::BTreeSet;
use std::hash::BuildHasher;
use std::sync::{Arc, LazyLock};

use redb::{Error, ReadableTable};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::report::{Filler, Iri, Report, TimeSource, When, kind, words};
use super::shelf::{Key, Shelf, key};
use crate::link::Registry;
use crate::rdf::base_of;
use crate::resources::Ontology;
use crate::resources::number;

/// What is known of entities beyond their names, as far as it was asked.
#[derive(Debug, Default)]
pub(super) struct Entities(FxHashMap<Iri, Arc<Traits>>);

/// What comparison asks of one entity.
#[derive(Debug)]
pub(super) struct Traits {
    pub number: Key,
    /// How much it says that two reports share it: a person more than a country.
    pub weight: f32,
    pub is_country: bool,
    /// Where it lies and what it belongs to, sorted.
    kin: Box<[Key]>,
    /// Under what an event that it takes part in is looked up, and whether that is a country.
    pub keys: Box<[(Key, bool)]>,
    family: Family,
    /// A body of no country: the European Union.
    is_nobodys: bool,
    /// Hashes of the words of a person's name.
    name: Box<[u64]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Person,
    Country,
    City,
    ThreatActor,
    Place,
    Body,
}

impl Entities {
    /// How many were asked for.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    fn traits(&mut self, iri: &Iri, shelf: &Shelf<'_>) -> Result<Arc<Traits>, Error> {
        if let Some(known) = self.0.get(iri) {
            return Ok(known.clone());
        }
        let name = iri;
        let iri = shelf.resolve(iri)?;
        let number = key(&iri);
        let mut kin: Vec<Iri> = country(&iri).into_iter().collect();
        for row in shelf.kin.range((number, 0)..=(number, Key::MAX))? {
            kin.push(row?.1.value().1.into());
        }
        let family = match kind(&iri) {
            "person" => Family::Person,
            "country" => Family::Country,
            "city" => Family::City,
            "threat-actor" => Family::ThreatActor,
            "place" | "region" => Family::Place,
            _ => Family::Body,
        };
        let mut keys = vec![(number, family == Family::Country)];
        // a country's people are no block
        if family != Family::Person {
            keys.extend(kin.iter().map(|iri| (key(iri), kind(iri) == "country")));
        }
        let mut kin: Vec<Key> = kin.iter().map(|iri| key(iri)).collect();
        kin.sort_unstable();
        kin.dedup();
        keys.sort_unstable();
        keys.dedup();
        let entry = iri[base_of(&iri).len()..].strip_prefix("id/").and_then(|key| Registry::shipped().entry(key));
        let traits = Arc::new(Traits {
            number,
            weight: match family {
                Family::Country => 1.0,
                Family::Person | Family::ThreatActor | Family::City => 2.0,
                Family::Place | Family::Body => 1.5,
            },
            is_country: family == Family::Country,
            kin: kin.into(),
            keys: keys.into(),
            family,
            is_nobodys: entry.is_some_and(|entry| entry.country.is_none() && entry.stands_for.is_none()),
            name: if family == Family::Person { name_words(&iri) } else { Box::default() },
        });
        self.0.insert(name.clone(), traits.clone());
        Ok(traits)
    }
}

/// The country that the registry places it in, as an IRI.
fn country(iri: &str) -> Option<Iri> {
    let base = base_of(iri);
    let key = iri[base.len()..].strip_prefix("id/")?;
    let country = match Registry::shipped().entry(key) {
        Some(entry) => entry.stands_for.as_ref().or(entry.country.as_ref())?,
        // "Estonian government"
        None => {
            let adjective = key.strip_prefix("org/")?.split('-').next()?;
            let initials = adjective.len() <= 2;
            let capital = if initials { adjective.len() } else { 1 };
            let adjective = format!("{}{}", adjective.get(..capital)?.to_uppercase(), adjective.get(capital..)?);
            &Registry::shipped().by_adjective(&adjective)?.key
        }
    };
    Some(format!("{base}id/{country}").into())
}

fn name_words(iri: &str) -> Box<[u64]> {
    let mut words: Vec<&str> = iri.rsplit('/').next().unwrap_or_default().split('-').collect();
    // the hash of a name that the registry does not know
    words.pop_if(|last| last.len() == 6 && last.bytes().all(|b| b.is_ascii_hexdigit()) && last.bytes().any(|b| b.is_ascii_digit()));
    words.iter().map(|word| FxBuildHasher.hash_one(word)).collect()
}

impl Traits {
    pub fn is_person(&self) -> bool {
        self.family == Family::Person
    }

    /// Whether one is a place in, a body of, or said to belong to the other.
    pub fn is_kin_of(&self, other: &Traits) -> bool {
        let says = |a: &Traits, b: &Traits| a.kin.binary_search(&b.number).is_ok();
        says(self, other) || says(other, self)
    }

    /// Whether both are names of things of one kind, so that one cannot be the other.
    pub fn is_comparable(&self, other: &Traits) -> bool {
        match (self.family, other.family) {
            (Family::Place, _) | (_, Family::Place) => false,
            (Family::Country, Family::Body) => other.is_nobodys,
            (Family::Body, Family::Country) => self.is_nobodys,
            (one, other) => one == other,
        }
    }

    /// What it is worth that two people have a surname in common: nothing, but no contradiction; more if one name is a part of
    /// the other. `None` if they have not.
    pub fn as_namesake(&self, other: &Traits) -> Option<f32> {
        let (a, b) = (&self.name, &other.name);
        let is_part = a.len() >= 2 && b.len() >= 2 && (a.ends_with(b) || b.ends_with(a));
        (a.last()? == b.last()?).then_some(if is_part { 1.5 } else { 0.0 })
    }
}

/// What comparison asks of a class.
#[derive(Debug)]
pub(super) struct Class {
    number: u16,
    /// Itself and those above it.
    lineage: Box<[u16]>,
    /// Other classes under which the same happening is told.
    also: Box<[u16]>,
    /// The class below the group that it lies under or is, or that of a class in `also`: the same for all that may be of one happening.
    root: u16,
    pub identity: Roles,
    /// Roles of a person to whom it happens once only.
    once_for: Roles,
}

/// A set of roles, one bit each.
pub(super) type Roles = u128;

/// Roles by name; their numbers are in the order of the names.
pub(super) static ROLES: LazyLock<FxHashMap<&'static str, u8>> =
    LazyLock::new(|| Ontology::embedded().roles().map(|role| role.name.as_str()).zip(0..128).collect());

/// The set of one role; empty if there is no such role.
pub(super) fn role(name: &str) -> Roles {
    ROLES.get(name).map_or(0, |number| 1 << number)
}

static CLASSES: LazyLock<FxHashMap<&'static str, Class>> = LazyLock::new(|| {
    let ontology = Ontology::embedded();
    let numbers: FxHashMap<&str, u16> = ontology.event_classes().map(|class| class.name.as_str()).zip(0..).collect();
    let root = |name: &str| {
        let lineage: Vec<&str> = ontology.lineage(name).filter(|above| above.parent.is_some()).map(|above| above.name.as_str()).collect();
        numbers[lineage.iter().rev().nth(1).copied().unwrap_or(name)]
    };
    let roles = |names: &BTreeSet<String>| names.iter().map(|name| role(name)).fold(0, |all, one| all | one);
    let class = |class: &'static crate::resources::EventClass| Class {
        number: numbers[class.name.as_str()],
        lineage: ontology.lineage(&class.name).map(|above| numbers[above.name.as_str()]).collect(),
        also: class.reported_also_as.iter().map(|name| numbers[name.as_str()]).collect(),
        root: class.reported_also_as.iter().map(|name| root(name)).fold(root(&class.name), u16::min),
        identity: roles(&class.identity_roles),
        once_for: roles(&class.once_for),
    };
    ontology.event_classes().map(|event_class| (event_class.name.as_str(), class(event_class))).collect()
});

/// A report ready for comparison.
#[derive(Debug)]
pub(super) struct Sketch {
    pub article: Key,
    pub is_general: bool,
    is_actual: bool,
    /// Places near are only what the article speaks of.
    pub is_nearby_vague: bool,
    /// Hashes of the longer words of its sentences, sorted.
    pub words: Box<[u64]>,
    /// Hashes of its sentences.
    pub sentences: Box<[u64]>,
    /// Number of the class under which it is looked up.
    pub root: u16,
    pub class: &'static Class,
    /// No more is known than the broad class.
    is_group: bool,
    pub is_speech: bool,
    pub is_state: bool,
    pub time: Option<When>,
    /// Who plays which role, but for places.
    pub fillers: Box<[(u8, Thing)]>,
    pub places: Box<[Thing]>,
    /// Places of its sentence or article, if it has no named one of its own.
    pub nearby: Option<Box<[Thing]>>,
}

/// A filler ready for comparison.
#[derive(Debug)]
pub(super) enum Thing {
    Named(Arc<Traits>),
    Described(Description),
}

/// What has no name beyond the article.
#[derive(Debug)]
pub(super) struct Description {
    /// Hashes of the longer words, sorted.
    pub words: Box<[u64]>,
    /// How many there are.
    pub number: Option<u64>,
}

impl Sketch {
    /// `None` for a class that the ontology does not know, and for open relations, in which no role tells one happening from another.
    pub fn new(report: &Report, entities: &mut Entities, shelf: &Shelf<'_>) -> Result<Option<Sketch>, Error> {
        let Some(class) = CLASSES.get(&*report.class).filter(|_| &*report.class != "Event") else { return Ok(None) };
        let mut things = |fillers: &[Filler]| -> Result<Box<[Thing]>, Error> {
            let thing = |filler: &Filler| match filler {
                Filler::Named(iri) => entities.traits(iri, shelf).map(Thing::Named),
                Filler::Described(words) => Ok(Thing::Described(Description { words: longer_words(words), number: number(words) })),
            };
            fillers.iter().map(thing).collect()
        };
        let places = things(report.roles.get("place").map_or(&[], Vec::as_slice))?;
        let has_named = places.iter().any(|place| matches!(place, Thing::Named(_)));
        let near: Vec<Filler> = report.nearby.iter().cloned().map(Filler::Named).collect();
        let nearby = (!has_named).then(|| things(&near)).transpose()?;
        let mut fillers = Vec::new();
        for (name, of_role) in report.roles.iter().filter(|(name, _)| &***name != "place") {
            if let Some(number) = ROLES.get(&**name) {
                fillers.extend(things(of_role)?.into_iter().map(|thing| (*number, thing)));
            }
        }
        let is_speech = &*report.group == "CommunicationEvent";
        let window = |when: When| match when.source {
            // what is said is said on the day before the report or on its day
            TimeSource::Article if is_speech => When { first: when.first.max(when.last - 1), ..when },
            _ => when,
        };
        Ok(Some(Sketch {
            article: key(&report.article),
            is_general: report.is_general,
            is_actual: report.is_actual,
            is_nearby_vague: report.is_nearby_vague,
            words: words(report.claims.iter().map(|claim| &*claim.quote)),
            sentences: report.claims.iter().map(|claim| FxBuildHasher.hash_one(&*claim.quote)).collect(),
            root: class.root,
            class,
            is_group: report.class == report.group,
            is_speech,
            is_state: &*report.group == "StateOfAffairs",
            time: report.time.map(window),
            fillers: fillers.into(),
            places,
            nearby,
        }))
    }

    /// Whether the classes are the same.
    pub fn is_of_class(&self, other: &Sketch) -> bool {
        self.class.number == other.class.number
    }

    /// Whether the classes are the same or one lies under the other.
    pub fn is_related(&self, other: &Sketch) -> bool {
        let (a, b) = (self.class, other.class);
        a.number == b.number
            || a.also.contains(&b.number)
            || !self.is_group && b.lineage.contains(&a.number)
            || !other.is_group && a.lineage.contains(&b.number)
    }

    /// The people to whom this happened as it does once only.
    pub fn once_for(&self) -> impl Iterator<Item = Key> {
        let in_role = move |(role, _): &&(u8, Thing)| self.is_actual && self.class.once_for & (1 << role) != 0;
        self.fillers.iter().filter(in_role).filter_map(|(_, thing)| match thing {
            Thing::Named(person) if person.family == Family::Person => Some(person.number),
            _ => None,
        })
    }

    /// What makes it the same state as another, if it is a state and each identity role has a name: who holds which office.
    pub fn state(&self) -> Option<Key> {
        if !self.is_state {
            return None;
        }
        let mut things: Vec<(u8, Key)> = Vec::new();
        let place = ROLES.get("place").copied();
        let fillers = self.fillers.iter().map(|(role, thing)| (*role, thing));
        for (role, thing) in fillers.chain(place.into_iter().flat_map(|role| self.places.iter().map(move |thing| (role, thing)))) {
            if let Thing::Named(named) = thing
                && self.class.identity & (1 << role) != 0
            {
                things.push((role, named.number));
            }
        }
        things.sort_unstable();
        things.dedup();
        let filled = things.iter().fold(0, |all: Roles, (role, _)| all | 1 << role);
        (filled == self.class.identity).then(|| key(&format!("{} {things:?}", self.root)))
    }
}

fn longer_words(text: &str) -> Box<[u64]> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
    let mut words: Vec<u64> = words.map(|word| FxBuildHasher.hash_one(word)).collect();
    words.sort_unstable();
    words.dedup();
    words.into()
}

/// How many of two sorted lists are in both.
pub(super) fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        count += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}
