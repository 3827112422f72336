//! Whether two reports can be of one happening, and how much speaks for it.
//!
//! ```text
//! ArmedAttack, Maiduguri, 13 May    ArmedAttack, Maiduguri, target "market", 13 May    → 4.5
//! ArmedAttack, Maiduguri, 13 May    ArmedAttack, Kano, 13 May                          → contradiction
//! ArmedAttack, Russia, Kharkiv, May ArmedAttack, Russia, Kharkiv, May                  → too little: there were many
//! ```
//! Class: equal, one below the other, or one of those under which the same is told. Time: days that overlap, a day apart if much else
//! agrees; where it is known to the month or year only, or not told, two things that are no countries must agree. Identity roles: at
//! least one shared, none contradictory; what has no name contradicts nothing, but does not pass for the same where the day is unsure.
//! Status plays no part: a denial describes the same happening.

use std::sync::Arc;

use super::blocks::is_precise;
use super::report::TimeSource;
use super::shelf::Key;
use super::sketch::{Description, Roles, Sketch, Thing, Traits, common, role};

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
/// Share of the words from which on two statements are about one thing, if they are so many.
const SAME_SUBJECT: f32 = 0.4;
const WORDS: usize = 3;
/// Share of the words from which on two statements are one.
const SAME_SENTENCE: f32 = 0.9;
/// Longer words of a sentence that says more than who did what to whom.
const LONG: usize = 8;
/// Things that must agree, and that are no countries, where there is no day.
const SPECIFIC: u32 = 2;
/// What it is worth that one is a part or a place of the other.
const KIN: f32 = 0.75;
/// Share of a description above which it is the same thing.
const SAME_DESCRIPTION: f32 = 0.5;
/// A number from which on it says something that two agree in it.
const TELLING: u64 = 10;
/// How many times as many the one may be: the number of the dead rises from report to report.
const GROWTH: u64 = 3;
/// What it costs that two name another actor, or somebody else in another role that does not decide.
const OTHER_ACTOR: f32 = 1.0;
const OTHER_FILLER: f32 = 0.5;

/// How much speaks for one happening; `None` if something speaks against it or too little for it.
pub(super) fn likeness(a: &Sketch, b: &Sketch, roles: &Parties) -> Option<f32> {
    // what is told twice in one article is for the article's own reading to join
    if a.article == b.article || a.is_state {
        return None;
    }
    time(a, b, true)?;
    let evidence = agree(a, b, roles)?;
    let time = time(a, b, evidence.is_once)?;
    let (shared, total) = (evidence.identity, evidence.identity + evidence.other);
    if a.is_speech && (evidence.subject <= 0.0 || evidence.speaker <= 0.0) {
        return None;
    }
    // "fired two missiles on Tuesday", told twice without where: who, with what and the day must do
    let is_one_deed = time.needed <= 0.0 && evidence.speaker > 0.0 && evidence.specific > 0;
    if shared <= 0.0 && (a.is_speech || evidence.is_unconfirmed || !is_one_deed) {
        return None;
    }
    // who attacks whom does so again and again, but who sanctions whom seldom twice in some days, and nobody is extradited twice
    let is_plain = time.is_near && (evidence.named_parties >= 2 && evidence.specific > 0 || evidence.befalls_person);
    if time.is_loose && evidence.specific < SPECIFIC && !is_plain {
        return None;
    }
    // two reports of one day mean the same by "a market" and "the stalls", those of some week need not
    if time.needed > 0.0 && evidence.is_unconfirmed && !evidence.is_same_sentence && !a.is_speech {
        return None;
    }
    (total >= ENOUGH + time.needed).then_some(total + 1.0 - time.needed)
}

/// The same for reports of two articles of which one is a copy of the other: the same sentence tells of both.
pub(super) fn copied(a: &Sketch, b: &Sketch, roles: &Parties) -> Option<f32> {
    let is_same = a.is_of_class(b) && b.sentences.iter().any(|sentence| a.sentences.contains(sentence));
    (is_same && compatible(a, b, roles)).then_some(ENOUGH)
}

/// Whether nothing speaks against one happening.
pub(super) fn compatible(a: &Sketch, b: &Sketch, roles: &Parties) -> bool {
    if time(a, b, true).is_none() {
        return false;
    }
    let Some(evidence) = agree(a, b, roles) else { return false };
    let Some(time) = time(a, b, evidence.is_once) else { return false };
    // an article that tells two happenings apart is believed, unless all that decides is the same
    let is_told_twice = || !a.is_speech && !evidence.is_unconfirmed && evidence.identity >= ENOUGH + time.needed;
    a.article != b.article || is_told_twice()
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

    /// Whether somebody acts in the one to whom it is done in the other, and who does not act there.
    fn suffers(&self, acting: &Sketch, suffering: &Sketch, identity: Roles) -> bool {
        let has = |sketch: &Sketch, role: Roles, number: Key| {
            sketch.fillers.iter().any(|(of, thing)| role & (1 << of) != 0 && matches!(thing, Thing::Named(named) if named.number == number))
        };
        let actors = acting.fillers.iter().filter(|(of, _)| self.actor & (1 << of) != 0);
        actors.filter_map(|(_, thing)| if let Thing::Named(named) = thing { Some(named.number) } else { None }).any(|actor| {
            let done_to = (self.target | self.affected) & identity;
            has(suffering, done_to, actor) && !has(suffering, self.actor, actor) && !has(acting, done_to, actor)
        })
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
    /// Identity roles in which a name agrees.
    named_parties: u32,
    /// A person to whom it is done is in both.
    befalls_person: bool,
    /// Both fill an identity role, and it may be with the same or not.
    is_unconfirmed: bool,
    /// It happens once only to somebody who is in both.
    is_once: bool,
    /// Both stand in the same words.
    is_same_sentence: bool,
}

fn agree(a: &Sketch, b: &Sketch, roles: &Parties) -> Option<Evidence> {
    if !a.is_related(b) {
        return None;
    }
    let mut evidence = Evidence { is_once: a.once_for().any(|person| b.once_for().any(|other| other == person)), ..Evidence::default() };
    let mut specific = Specific::default();
    if !a.is_speech {
        let places = meeting(&a.places, &b.places);
        if places.is_contradiction() {
            return None;
        }
        evidence.is_unconfirmed = !a.places.is_empty() && !b.places.is_empty() && places.best <= 0.0;
        let around = meeting(a.nearby.as_ref().unwrap_or(&a.places), b.nearby.as_ref().unwrap_or(&b.places));
        if around.best > 0.0 {
            let is_vague = a.is_nearby_vague || b.is_nearby_vague;
            evidence.identity += if is_vague { around.best / 2.0 } else { around.best };
            specific.add(around.specific.filter(|_| !is_vague));
        }
    }
    let identity = a.class.identity | b.class.identity;
    let identity_parties = roles.identity(identity);
    if identity & roles.co_actor != 0 && are_other_parties(a, b, roles, identity) {
        return None;
    }
    let reversed = |one: &Sketch, other: &Sketch| roles.suffers(one, other, identity);
    if identity & roles.co_actor == 0 && !a.is_state && (reversed(a, b) || reversed(b, a)) {
        return None;
    }
    // few roles are filled in both
    let mut meetings: Vec<(Roles, Meeting)> = Vec::new();
    let mut is_other_actor = false;
    for (number, one) in &a.fillers {
        let party = roles.party(1 << number, identity);
        for (_, other) in b.fillers.iter().filter(|(number, _)| roles.party(1 << number, identity) == party) {
            let place = meetings.iter().position(|(met, _)| *met == party).unwrap_or_else(|| {
                meetings.push((party, Meeting::default()));
                meetings.len() - 1
            });
            meetings[place].1.add(one, other);
        }
    }
    meetings.sort_by_key(|(party, _)| *party);
    for (party, meeting) in meetings {
        let is_identity = identity_parties & party != 0;
        if meeting.is_contradiction() {
            if is_identity {
                return None;
            }
            is_other_actor |= party == roles.actor;
            evidence.other -= if party == roles.actor { OTHER_ACTOR } else { OTHER_FILLER };
        } else if meeting.best > 0.0 {
            if party == roles.actor {
                evidence.speaker += meeting.best;
            }
            if party & roles.about != 0 {
                evidence.subject += meeting.best;
            }
            specific.add(meeting.specific);
            if is_identity {
                evidence.identity += meeting.best;
                evidence.named_parties += u32::from(meeting.is_named);
                evidence.befalls_person |= party == roles.target && meeting.is_person && !a.is_speech;
            } else {
                evidence.other += meeting.best / 2.0;
            }
        } else {
            evidence.is_unconfirmed |= is_identity;
        }
    }
    let words = share_of_words(&a.words, &b.words);
    let least = a.words.len().min(b.words.len());
    evidence.other += SAME_WORDS * words;
    evidence.is_same_sentence = words >= SAME_SENTENCE && least >= LONG;
    // of one deed two may be accused, but two deeds against one country are two
    if is_other_actor && specific.count == 0 {
        return None;
    }
    evidence.specific = specific.count;
    if words >= SAME_SUBJECT && common(&a.words, &b.words) >= WORDS {
        evidence.subject += words;
        evidence.specific += if evidence.is_same_sentence { SPECIFIC } else { 1 };
    }
    Some(evidence)
}

/// Whether each side of those who meet has somebody whom the other lacks, and they have not two in common.
fn are_other_parties(a: &Sketch, b: &Sketch, roles: &Parties, identity: Roles) -> bool {
    let named = |sketch: &'_ Sketch| {
        let in_party = sketch.fillers.iter().filter(|(number, _)| roles.party(1 << number, identity) == roles.actor);
        in_party.filter_map(|(_, thing)| if let Thing::Named(named) = thing { Some(named.clone()) } else { None }).collect::<Vec<_>>()
    };
    let (first, second) = (named(a), named(b));
    let same = |x: &Traits, y: &Traits| x.number == y.number || x.is_kin_of(y) || x.as_namesake(y).is_some();
    let in_common = first.iter().filter(|x| second.iter().any(|y| same(x, y))).count();
    let others = |here: &[Arc<Traits>], there: &[Arc<Traits>]| -> Vec<Arc<Traits>> {
        here.iter().filter(|x| !there.iter().any(|y| same(x, y))).cloned().collect()
    };
    let (missing, added) = (others(&first, &second), others(&second, &first));
    in_common < 2 && missing.iter().any(|x| added.iter().any(|y| x.is_comparable(y)))
}

/// Things that agree, each once, in whatever roles.
#[derive(Default)]
struct Specific {
    seen: [Key; 8],
    count: u32,
}

impl Specific {
    fn add(&mut self, thing: Option<Key>) {
        let Some(thing) = thing else { return };
        let known = &mut self.seen[..];
        if thing == NAMELESS || !known[..(self.count as usize).min(known.len())].contains(&thing) {
            if let Some(place) = known.get_mut(self.count as usize) {
                *place = thing;
            }
            self.count += 1;
        }
    }
}

/// In place of the number of a thing that has no name.
const NAMELESS: Key = Key::MAX;

/// What comes of the fillers of one role in two reports.
#[derive(Clone, Copy, Default)]
struct Meeting {
    /// What the best match is worth.
    best: f32,
    /// A name matches.
    is_named: bool,
    /// That of a person.
    is_person: bool,
    /// What matches, if it is no country.
    specific: Option<Key>,
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
                    self.is_named = true;
                    self.is_person |= a.is_person();
                    self.shared(a.weight, (!a.is_country).then_some(a.number));
                } else if a.is_kin_of(b) {
                    self.shared(KIN, None);
                } else if let Some(weight) = a.as_namesake(b) {
                    self.shared(weight, (weight > 0.0).then_some(a.number));
                } else {
                    self.clash |= a.is_comparable(b);
                }
            }
            (Thing::Described(a), Thing::Described(b)) => self.described(a, b),
            _ => {}
        }
    }

    fn described(&mut self, a: &Description, b: &Description) {
        let share = words_in_common(&a.words, &b.words);
        let is_same = share > SAME_DESCRIPTION;
        match (a.number, b.number) {
            (Some(x), Some(y)) if x == y && x >= TELLING => self.shared(share.max(1.0), Some(NAMELESS)),
            (Some(x), Some(y)) if x == y => self.shared(share.max(0.5), is_same.then_some(NAMELESS)),
            (Some(x), Some(y)) if share > 0.0 && x.max(y) > x.min(y).saturating_mul(GROWTH) => self.clash = true,
            _ => self.shared(share, is_same.then_some(NAMELESS)),
        }
    }

    fn shared(&mut self, weight: f32, specific: Option<Key>) {
        self.best = self.best.max(weight);
        self.specific = self.specific.or(specific);
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
    /// Neither has a date, or one of them lies in the days of the other's article.
    is_near: bool,
}

/// `is_once`: it cannot have happened at another time.
fn time(a: &Sketch, b: &Sketch, is_once: bool) -> Option<Together> {
    let sure = || Some(Together { needed: LOOSE_DAYS, is_loose: false, is_near: false });
    let (Some(first), Some(second)) = (a.time, b.time) else {
        // a state may have no time at all
        return if a.is_state { sure() } else { None };
    };
    let is_told = first.source == TimeSource::Stated && second.source == TimeSource::Stated;
    if !is_told && (is_once || a.is_state) {
        return sure();
    }
    let apart = first.first.max(second.first) - first.last.min(second.last);
    let source = first.source.max(second.source);
    let is_day = first.first == first.last && second.first == second.last;
    let slack = first.approximate || second.approximate;
    let is_recent = (first.last - second.last).abs() <= RECENT;
    let is_loose = !a.is_state && !(is_precise(first) && is_precise(second));
    match apart {
        ..=0 if source == TimeSource::Article && is_recent => {
            Some(Together { needed: UNDATED, is_loose: !a.is_speech && !a.is_state, is_near: true })
        }
        ..=0 if source == TimeSource::Article => Some(Together { needed: LATER, is_loose, is_near: false }),
        ..=0 => Some(Together { needed: if is_day && source == TimeSource::Stated { 0.0 } else { LOOSE_DAYS }, is_loose, is_near: false }),
        1 if slack => Some(Together { needed: LOOSE_DAYS, is_loose, is_near: false }),
        1 if !a.is_speech => Some(Together { needed: DAY_APART, is_loose, is_near: false }),
        _ => None,
    }
}
