//! Whether two reports can be of one happening, and how much speaks for it.
//!
//! ```text
//! ArmedAttack, Maiduguri, 13 May    ArmedAttack, Maiduguri, target "market", 13 May    → 4.5
//! ArmedAttack, Maiduguri, 13 May    ArmedAttack, Kano, 13 May                          → contradiction
//! ArmedAttack, Russia, Kharkiv, May ArmedAttack, Russia, Kharkiv, May                  → too little: there were many
//! ```
//! Class: equal or one below the other. Time: days that overlap, a day apart if much else agrees; where it is known to the month
//! or year only, or not told, two things that are no countries must agree. Identity roles: at least one shared, none contradictory; what has
//! no name contradicts nothing. Status plays no part: a denial describes the same happening.

use std::collections::BTreeSet;

use super::blocks::is_precise;
use super::report::TimeSource;
use super::sketch::{Roles, Sketch, Thing, common, role};

/// Evidence that two reports share their happening must come to this, if the text dates both to the same day.
const ENOUGH: f32 = 1.5;
/// What is asked besides where the day is less sure: for days side by side, for times that overlap, for an event without a
/// date in an article of the same days, and in a later one.
const DAY_APART: f32 = 2.5;
const LOOSE_DAYS: f32 = 0.5;
const UNDATED: f32 = 1.0;
const LATER: f32 = 2.0;
/// Days before an article in which what it tells without a date happened as a rule.
pub(super) const RECENT: i32 = 4;
/// What sentences with all their words in common are worth.
const SAME_WORDS: f32 = 1.5;
/// Share of the words from which on two statements are about one thing.
const SAME_SUBJECT: f32 = 0.4;
/// Share of the words from which on two statements are one.
const SAME_SENTENCE: f32 = 0.9;
/// Longer words of a sentence that says more than who did what to whom.
const LONG: usize = 8;
/// Things that must agree, and that are no countries, where there is no day.
const SPECIFIC: u32 = 2;
/// What it is worth that one is a part or a place of the other.
const KIN: f32 = 0.75;
/// Share of a description from which on it is the same thing.
const SAME_DESCRIPTION: f32 = 0.5;

/// How much speaks for one happening; `None` if something speaks against it or too little for it.
pub(super) fn likeness(a: &Sketch, b: &Sketch, roles: &Parties) -> Option<f32> {
    let time = time(a, b)?;
    let evidence = agree(a, b, roles)?;
    let (shared, total) = (evidence.identity, evidence.identity + evidence.other);
    if shared <= 0.0 || a.is_speech && (evidence.subject <= 0.0 || evidence.speaker <= 0.0) {
        return None;
    }
    // who attacks whom does so again and again
    if time.is_loose && evidence.specific < SPECIFIC {
        return None;
    }
    (total >= ENOUGH + time.needed).then_some(total + 1.0 - time.needed)
}

/// The same for reports of two articles of which one is a copy of the other: the same sentence tells of both.
pub(super) fn copied(a: &Sketch, b: &Sketch, roles: &Parties) -> Option<f32> {
    if a.report.class != b.report.class || !compatible(a, b, roles) {
        return None;
    }
    let quotes: BTreeSet<&str> = a.report.claims.iter().map(|claim| &*claim.quote).collect();
    b.report.claims.iter().any(|claim| quotes.contains(&*claim.quote)).then_some(ENOUGH)
}

/// Whether nothing speaks against one happening.
pub(super) fn compatible(a: &Sketch, b: &Sketch, roles: &Parties) -> bool {
    time(a, b).is_some() && agree(a, b, roles).is_some()
}

/// Roles that comparison treats in a way of their own.
#[derive(Debug)]
pub(super) struct Parties {
    actor: Roles,
    co_actor: Roles,
    target: Roles,
    affected: Roles,
    about: Roles,
}

impl Default for Parties {
    fn default() -> Parties {
        let about = ["topic", "target", "content", "recipient"].into_iter().fold(0, |all, name| all | role(name));
        Parties { actor: role("actor"), co_actor: role("coActor"), target: role("target"), affected: role("affected"), about }
    }
}

impl Parties {
    /// The role under which a filler is compared: those who meet or deal with each other are one party.
    fn party(&self, role: Roles, identity: Roles) -> Roles {
        if role == self.co_actor && identity & self.co_actor != 0 {
            self.actor
        // who is hacked and whose network is
        } else if role == self.affected && identity & (self.target | self.affected) != 0 {
            self.target
        } else {
            role
        }
    }

    /// The roles under which fillers of identity roles are compared.
    fn identity(&self, identity: Roles) -> Roles {
        let mut parties = identity & !self.co_actor & !self.affected;
        if identity & self.co_actor != 0 {
            parties |= self.actor;
        }
        if identity & self.affected != 0 {
            parties |= self.target;
        }
        parties
    }
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
    /// Things that agree and that are no countries.
    specific: u32,
}

fn agree(a: &Sketch, b: &Sketch, roles: &Parties) -> Option<Evidence> {
    if a.article == b.article || !a.is_related(b) {
        return None;
    }
    let mut evidence = Evidence::default();
    if !a.is_speech {
        if meeting(&a.places, &b.places).is_contradiction() {
            return None;
        }
        let around = meeting(a.nearby.as_ref().unwrap_or(&a.places), b.nearby.as_ref().unwrap_or(&b.places));
        if around.best > 0.0 {
            let is_vague = a.report.is_nearby_vague || b.report.is_nearby_vague;
            evidence.identity += if is_vague { around.best / 2.0 } else { around.best };
            evidence.specific += u32::from(around.is_specific && !is_vague);
        }
    }
    let identity = a.class.identity | b.class.identity;
    let identity_parties = roles.identity(identity);
    let mut meetings = [Meeting::default(); 128];
    let mut met: Roles = 0;
    for (number, one) in &a.fillers {
        let party = roles.party(1 << number, identity);
        for (_, other) in b.fillers.iter().filter(|(number, _)| roles.party(1 << number, identity) == party) {
            met |= party;
            meetings[party.trailing_zeros() as usize].add(one, other);
        }
    }
    while met != 0 {
        let number = met.trailing_zeros();
        let party: Roles = 1 << number;
        met &= !party;
        let (meeting, is_identity) = (meetings[number as usize], identity_parties & party != 0);
        if meeting.is_contradiction() {
            if is_identity {
                return None;
            }
            evidence.other -= 0.5;
        } else if meeting.best > 0.0 {
            if party == roles.actor {
                evidence.speaker += meeting.best;
            }
            if party & roles.about != 0 {
                evidence.subject += meeting.best;
            }
            evidence.specific += u32::from(meeting.is_specific);
            if is_identity {
                evidence.identity += meeting.best;
            } else {
                evidence.other += meeting.best / 2.0;
            }
        }
    }
    let words = share_of_words(&a.report.words, &b.report.words);
    evidence.other += SAME_WORDS * words;
    if words >= SAME_SUBJECT {
        evidence.subject += words;
        evidence.specific += if words >= SAME_SENTENCE && a.report.words.len().min(b.report.words.len()) >= LONG { SPECIFIC } else { 1 };
    }
    Some(evidence)
}

/// What comes of the fillers of one role in two reports.
#[derive(Clone, Copy, Default)]
struct Meeting {
    /// What the best match is worth.
    best: f32,
    /// Something else than a country matches.
    is_specific: bool,
    /// Two cannot be the same.
    clash: bool,
}

impl Meeting {
    fn is_contradiction(self) -> bool {
        self.clash && self.best <= 0.0
    }

    fn add(&mut self, a: &Thing, b: &Thing) {
        match (a, b) {
            (Thing::Named(a), Thing::Named(b)) => {
                if a.number == b.number {
                    self.shared(a.weight, !a.is_country);
                } else if a.is_kin_of(b) {
                    self.shared(KIN, false);
                } else if let Some(weight) = a.as_namesake(b) {
                    self.shared(weight, weight > 0.0);
                } else {
                    self.clash |= a.is_comparable(b);
                }
            }
            (Thing::Described(a), Thing::Described(b)) => {
                let share = words_in_common(a, b);
                self.shared(share, share >= SAME_DESCRIPTION);
            }
            _ => {}
        }
    }

    fn shared(&mut self, weight: f32, is_specific: bool) {
        self.best = self.best.max(weight);
        self.is_specific |= is_specific;
    }
}

fn meeting(a: &[Thing], b: &[Thing]) -> Meeting {
    let mut meeting = Meeting::default();
    a.iter().for_each(|a| b.iter().for_each(|b| meeting.add(a, b)));
    meeting
}

/// Share of the longer words of the sentences of the shorter report that the other has too.
fn share_of_words(a: &[u64], b: &[u64]) -> f32 {
    let least = a.len().min(b.len());
    if least == 0 { 0.0 } else { common(a, b) as f32 / least as f32 }
}

/// Descriptions share what they have in common of their longer words, up to 1.
fn words_in_common(a: &[u64], b: &[u64]) -> f32 {
    let common = common(a, b);
    if common == 0 { 0.0 } else { common as f32 / a.len().min(b.len()).max(2) as f32 }
}

/// How two times meet.
struct Together {
    /// Evidence asked for besides.
    needed: f32,
    /// One of the two may be any of many happenings.
    is_loose: bool,
}

fn time(a: &Sketch, b: &Sketch) -> Option<Together> {
    let state = || Some(Together { needed: LOOSE_DAYS, is_loose: false });
    let (Some(first), Some(second)) = (a.time, b.time) else {
        // a state may have no time at all
        return if a.is_state { state() } else { None };
    };
    if a.is_state && (first.source > TimeSource::Stated || second.source > TimeSource::Stated) {
        return state();
    }
    let apart = first.first.max(second.first) - first.last.min(second.last);
    let source = first.source.max(second.source);
    let is_day = first.first == first.last && second.first == second.last;
    let slack = first.approximate || second.approximate;
    let is_recent = (first.last - second.last).abs() <= RECENT;
    let is_loose = !a.is_state && !(is_precise(first) && is_precise(second));
    match apart {
        ..=0 if source == TimeSource::Article && is_recent => Some(Together { needed: UNDATED, is_loose: !a.is_speech && !a.is_state }),
        ..=0 if source == TimeSource::Article => Some(Together { needed: LATER, is_loose }),
        ..=0 => Some(Together { needed: if is_day && source == TimeSource::Stated { 0.0 } else { LOOSE_DAYS }, is_loose }),
        1 if slack => Some(Together { needed: LOOSE_DAYS, is_loose }),
        1 if !a.is_speech => Some(Together { needed: DAY_APART, is_loose }),
        _ => None,
    }
}
