//! Whether two reports can be of one happening, and how much speaks for it.
//!
//! ```text
//! ArmedAttack, Maiduguri, 13 May    ArmedAttack, Maiduguri, target "market", 13 May    → 4.5
//! ArmedAttack, Maiduguri, 13 May    ArmedAttack, Kano, 13 May                          → contradiction
//! ```
//! Class: equal or one below the other. Time: days that overlap, a day apart if much else agrees. Identity roles: at least one
//! shared, none contradictory; what has no name contradicts nothing. Status plays no part: a denial describes the same happening.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::report::{Filler, Iri, Report, TimeSource, When, kind};
use crate::link::Registry;
use crate::rdf::base_of;
use crate::resources::Ontology;

/// What is known of entities beyond their names.
#[derive(Debug, Default)]
pub(super) struct Entities {
    /// Entity → the one that stands for all that are the same.
    pub same: FxHashMap<Iri, Iri>,
    /// Entity → those that it is based in, linked to or part of, as articles say; with the number of articles.
    pub kin: FxHashMap<Iri, FxHashMap<Iri, u32>>,
}

impl Entities {
    /// The entity that stands for this one.
    pub fn resolve<'e>(&'e self, iri: &'e Iri) -> &'e Iri {
        self.same.get(iri).unwrap_or(iri)
    }

    /// The country that the registry places it in, as an IRI.
    pub fn country(iri: &str) -> Option<Iri> {
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

    /// Whether one is a place in, a body of, or said to belong to the other, or both to a third.
    fn are_kin(&self, a: &Iri, b: &Iri) -> bool {
        let says = |a: &Iri, b: &Iri| self.kin.get(a).is_some_and(|kin| kin.contains_key(b)) || Self::country(a).as_ref() == Some(b);
        says(a, b) || says(b, a)
    }
}

/// Evidence that two reports share their happening must come to this, if the text dates both to the same day.
const ENOUGH: f32 = 1.5;
/// What is asked besides where the day is less sure: for days side by side, for times that overlap, for an event without a
/// date in an article of the same days, and in a later one.
const DAY_APART: f32 = 2.5;
const LOOSE_DAYS: f32 = 0.5;
const UNDATED: f32 = 1.0;
const LATER: f32 = 2.0;
/// Days before an article in which what it tells without a date happened as a rule.
const RECENT: i32 = 4;
/// What sentences with all their words in common are worth.
const SAME_WORDS: f32 = 1.5;
/// Share of the words from which on two statements are about one thing.
const SAME_SUBJECT: f32 = 0.4;

/// How much speaks for one happening; `None` if something speaks against it or too little for it.
pub(super) fn likeness(a: &Report, b: &Report, entities: &Entities) -> Option<f32> {
    let time = time(a, b)?;
    let evidence = agree(a, b, entities)?;
    let (shared, total) = (evidence.identity, evidence.identity + evidence.other);
    if shared <= 0.0 || is_speech(a) && (evidence.subject <= 0.0 || evidence.speaker <= 0.0) {
        return None;
    }
    (total >= ENOUGH + time.needed).then_some(total + 1.0 - time.needed)
}

/// The same for reports of two articles of which one is a copy of the other: the same sentence tells of both.
pub(super) fn copied(a: &Report, b: &Report, entities: &Entities) -> Option<f32> {
    let quotes = |report: &Report| -> BTreeSet<Iri> { report.claims.iter().map(|claim| claim.quote.clone()).collect() };
    let is_same = a.class == b.class && !quotes(a).is_disjoint(&quotes(b));
    (is_same && compatible(a, b, entities)).then_some(ENOUGH)
}

/// Whether nothing speaks against one happening.
pub(super) fn compatible(a: &Report, b: &Report, entities: &Entities) -> bool {
    a.article != b.article && time(a, b).is_some() && agree(a, b, entities).is_some()
}

/// Evidence in what is said.
#[derive(Default)]
struct Evidence {
    /// From identity roles and places.
    identity: f32,
    /// From the rest.
    other: f32,
    /// From what a statement is about.
    subject: f32,
    /// From who speaks.
    speaker: f32,
}

fn is_speech(report: &Report) -> bool {
    &*report.group == "CommunicationEvent"
}

fn is_state(report: &Report) -> bool {
    &*report.group == "StateOfAffairs"
}

/// Whether the classes are the same or one lies under the other.
fn related(a: &Report, b: &Report) -> bool {
    let ontology = Ontology::embedded();
    a.class == b.class
        || a.class != a.group && ontology.is_subclass(&b.class, &a.class)
        || b.class != b.group && ontology.is_subclass(&a.class, &b.class)
}

/// The role under which a filler is compared: those who meet or deal with each other are one party.
fn party<'r>(role: &'r str, identity: &BTreeSet<String>) -> &'r str {
    match role {
        "coActor" if identity.contains("coActor") => "actor",
        // who is hacked and whose network is
        "affected" if identity.contains("target") || identity.contains("affected") => "target",
        _ => role,
    }
}

/// Identity roles of the two classes.
fn identity_roles(report: &Report) -> &'static BTreeSet<String> {
    static NONE: BTreeSet<String> = BTreeSet::new();
    Ontology::embedded().class(&report.class).map_or(&NONE, |class| &class.identity_roles)
}

fn agree(a: &Report, b: &Report, entities: &Entities) -> Option<Evidence> {
    if a.article == b.article || !related(a, b) {
        return None;
    }
    let identity: BTreeSet<String> = identity_roles(a).union(identity_roles(b)).cloned().collect();
    let mut evidence = Evidence::default();
    let words = share_of_words(a, b);
    evidence.other += SAME_WORDS * words;
    if words >= SAME_SUBJECT {
        evidence.subject += words;
    }
    let mut roles: BTreeSet<&str> = a.roles.keys().chain(b.roles.keys()).map(|role| party(role, &identity)).collect();
    roles.remove("place");
    for role in roles {
        let of = |report: &'_ Report| -> Vec<Filler> {
            report.roles.iter().filter(|(name, _)| party(name, &identity) == role).flat_map(|(_, fillers)| fillers.clone()).collect()
        };
        let is_identity = identity.iter().any(|name| party(name, &identity) == role);
        match meeting(&of(a), &of(b), entities) {
            Meeting::Contradiction if is_identity => return None,
            Meeting::Contradiction => evidence.other -= 0.5,
            Meeting::Nothing => {}
            Meeting::Shared(weight) => {
                if role == "actor" {
                    evidence.speaker += weight;
                }
                if ["topic", "target", "content", "recipient"].contains(&role) {
                    evidence.subject += weight;
                }
                if is_identity {
                    evidence.identity += weight;
                } else {
                    evidence.other += weight / 2.0;
                }
            }
        }
    }
    let places = |report: &Report| report.roles.get("place").cloned().unwrap_or_default();
    let around = |report: &Report| -> Vec<Filler> {
        let own = places(report);
        let is_named = own.iter().any(|place| matches!(place, Filler::Named(_)));
        if !is_named { report.nearby.iter().cloned().map(Filler::Named).collect() } else { own }
    };
    if !is_speech(a) {
        if let Meeting::Contradiction = meeting(&places(a), &places(b), entities) {
            return None;
        }
        if let Meeting::Shared(weight) = meeting(&around(a), &around(b), entities) {
            let is_vague = a.is_nearby_vague || b.is_nearby_vague;
            evidence.identity += if is_vague { weight / 2.0 } else { weight };
        }
    }
    Some(evidence)
}

/// What comes of the fillers of one role in two reports.
enum Meeting {
    Shared(f32),
    Contradiction,
    Nothing,
}

fn meeting(a: &[Filler], b: &[Filler], entities: &Entities) -> Meeting {
    let pairs = || a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
    let mut best = 0.0_f32;
    let mut clash = false;
    for (a, b) in pairs() {
        match (a, b) {
            (Filler::Named(a), Filler::Named(b)) => {
                let (a, b) = (entities.resolve(a), entities.resolve(b));
                if a == b {
                    best = best.max(weight(a));
                } else if entities.are_kin(a, b) {
                    best = best.max(0.75);
                } else if let Some(weight) = namesakes(a, b) {
                    best = best.max(weight);
                } else {
                    clash |= comparable(a, b);
                }
            }
            (Filler::Described(a), Filler::Described(b)) => best = best.max(words_in_common(a, b)),
            _ => {}
        }
    }
    match (best > 0.0, clash) {
        (true, _) => Meeting::Shared(best),
        (false, true) => Meeting::Contradiction,
        (false, false) => Meeting::Nothing,
    }
}

/// How much a shared name says: a person more than a country.
fn weight(iri: &str) -> f32 {
    match kind(iri) {
        "country" => 1.0,
        "person" | "threat-actor" | "city" => 2.0,
        _ => 1.5,
    }
}

/// Whether two names are of things of one kind, so that one cannot be the other.
fn comparable(a: &str, b: &str) -> bool {
    // the European Union is no country's
    let is_nobodys = |iri: &str| {
        let key = iri[base_of(iri).len()..].strip_prefix("id/");
        key.and_then(|key| Registry::shipped().entry(key)).is_some_and(|entry| entry.country.is_none() && entry.stands_for.is_none())
    };
    let family = |iri| match kind(iri) {
        kind @ ("person" | "country" | "city" | "threat-actor") => kind,
        "place" | "region" => "place",
        _ => "body",
    };
    match (family(a), family(b)) {
        ("place", _) | (_, "place") => false,
        ("country", "body") => is_nobodys(b),
        ("body", "country") => is_nobodys(a),
        (one, other) => one == other,
    }
}

/// Share of the longer words of the sentences of the shorter report that the other has too.
fn share_of_words(a: &Report, b: &Report) -> f32 {
    let least = a.words.len().min(b.words.len());
    if least == 0 { 0.0 } else { a.words.iter().filter(|word| b.words.binary_search(word).is_ok()).count() as f32 / least as f32 }
}

/// What it is worth that two people have a surname in common: nothing, but no contradiction; more if one name is a part of the other.
/// `None` if they have not.
fn namesakes(a: &str, b: &str) -> Option<f32> {
    let words = |iri: &str| -> Option<Vec<String>> {
        let name = iri.rsplit('/').next().filter(|_| kind(iri) == "person")?;
        let mut words: Vec<String> = name.split('-').map(str::to_owned).collect();
        // the hash of a name that the registry does not know
        words.pop_if(|last| last.len() == 6 && last.bytes().all(|b| b.is_ascii_hexdigit()) && last.bytes().any(|b| b.is_ascii_digit()));
        Some(words)
    };
    let (a, b) = (words(a)?, words(b)?);
    let is_part = a.len() >= 2 && b.len() >= 2 && (a.ends_with(&b) || b.ends_with(&a));
    (a.last() == b.last()).then_some(if is_part { 1.5 } else { 0.0 })
}

/// Descriptions share what they have in common of their longer words, up to 1.
fn words_in_common(a: &str, b: &str) -> f32 {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3).map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    let common = a.intersection(&b).count();
    if common == 0 { 0.0 } else { common as f32 / a.len().min(b.len()).max(2) as f32 }
}

/// How two times meet.
struct Together {
    /// Evidence asked for besides.
    needed: f32,
}

fn time(a: &Report, b: &Report) -> Option<Together> {
    let (Some(first), Some(second)) = (a.time, b.time) else {
        // a state may have no time at all
        return is_state(a).then_some(Together { needed: LOOSE_DAYS });
    };
    if is_state(a) && (first.source > TimeSource::Stated || second.source > TimeSource::Stated) {
        return Some(Together { needed: LOOSE_DAYS });
    }
    let speech = is_speech(a);
    let window = |when: When| match when.source {
        // what is said is said on the day before the report or on its day
        TimeSource::Article if speech => When { first: when.first.max(when.last - 1), ..when },
        _ => when,
    };
    let (first, second) = (window(first), window(second));
    let apart = first.first.max(second.first) - first.last.min(second.last);
    let source = first.source.max(second.source);
    let is_day = first.first == first.last && second.first == second.last;
    let slack = first.approximate || second.approximate;
    match apart {
        ..=0 if source == TimeSource::Article => {
            Some(Together { needed: if (first.last - second.last).abs() <= RECENT { UNDATED } else { LATER } })
        }
        ..=0 => Some(Together { needed: if is_day && source == TimeSource::Stated { 0.0 } else { LOOSE_DAYS } }),
        1 if slack => Some(Together { needed: LOOSE_DAYS }),
        1 if !speech => Some(Together { needed: DAY_APART }),
        _ => None,
    }
}

/// Under which an event is looked up: the root of its class, a month, and a named participant or place. Two events that can be one share a key.
pub(super) type Block = (Iri, i32, Iri);

/// Days of a block.
const MONTH: i32 = 30;
/// A state is looked up without regard to time.
const TIMELESS: i32 = i32::MIN;
/// Blocks of one event in time; a longer time counts by its first days.
const MONTHS: i32 = 3;

pub(super) fn blocks(report: &Report, entities: &Entities) -> BTreeSet<Block> {
    let months = match report.time {
        _ if is_state(report) => TIMELESS..=TIMELESS,
        None => return BTreeSet::new(),
        Some(when) => {
            let first = (when.first - 1).div_euclid(MONTH);
            first..=(when.last + 1).div_euclid(MONTH).min(first + MONTHS)
        }
    };
    let identity = identity_roles(report);
    let named =
        report.roles.iter().filter(|(role, _)| identity.contains::<str>(role) || &***role == "place").flat_map(|(_, fillers)| fillers);
    let named = named.filter_map(|filler| if let Filler::Named(iri) = filler { Some(iri) } else { None }).chain(&report.nearby);
    let mut keys: BTreeSet<Iri> = BTreeSet::new();
    for iri in named {
        let iri = entities.resolve(iri);
        // a country's people and all their offices would be one block
        if kind(iri) != "person" && !is_state(report) {
            keys.extend(Entities::country(iri));
            keys.extend(entities.kin.get(iri).into_iter().flat_map(|kin| kin.keys().cloned()));
        }
        keys.insert(iri.clone());
    }
    months
        .flat_map(|month| keys.iter().map(move |key| (month, key.clone())))
        .map(|(month, key)| (report.root.clone(), month, key))
        .collect()
}
