//! Which names are of one entity: joined where a name fits and something else speaks for it, left apart and listed where not.
//!
//! ```text
//! Bob Smith, mayor of Halden (a)      Robert Smith, mayor of Halden (b)     joined: they share an office
//! Bob Smith, striker (a)              Robert Smith, mayor of Halden (b)     apart, listed
//! Jan Novak, goalkeeper, Ostrava (a)  Jan Novak, minister, Vienna (b)       one IRI by name, listed as doubtful
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use redb::{Error, ReadableTable};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::decisions::{Decision, Decisions};
use super::names;
use super::report::{ArticleReport, Iri, kind};
use super::shelf::{Key, Shelf, encode, key, seconds};
use crate::link::Registry;
use crate::rdf::{base_of, homonym_iri};
use crate::text::{folded, normalized};

/// What one article says of a person or body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Profile {
    pub entity: Iri,
    /// Names as written.
    pub names: BTreeSet<Arc<str>>,
    /// Offices and jobs, folded.
    pub positions: BTreeSet<Arc<str>>,
    /// A sentence or two about it.
    pub sentences: Vec<Arc<str>>,
}

/// What all articles say of a person or body.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Known {
    /// How many articles.
    pub articles: u32,
    /// Name → how many articles write it so.
    pub names: BTreeMap<Arc<str>, u32>,
    /// Office → how many articles tell of it.
    positions: BTreeMap<Arc<str>, u32>,
    /// Those with whom it is one.
    joins: BTreeSet<Iri>,
}

/// What stands on the shelf of a person or body.
pub(super) fn known(shelf: &Shelf<'_>, entity: &Iri) -> Result<Known, Error> {
    Ok(shelf.person(key(entity))?.map(|(_, known)| known).unwrap_or_default())
}

fn keep(shelf: &mut Shelf<'_>, entity: &Iri, known: &Known) -> Result<(), Error> {
    if known.articles == 0 && known.joins.is_empty() {
        shelf.people.remove(key(entity))?;
    } else {
        shelf.people.insert(key(entity), encode(&(entity, known))?.as_slice())?;
    }
    Ok(())
}

pub(super) fn put_in(shelf: &mut Shelf<'_>, article: &ArticleReport) -> Result<(), Error> {
    for entity in &article.mentions {
        shelf.mentions.insert((key(entity), key(&article.head.iri)), ())?;
    }
    for profile in &article.profiles {
        change(shelf, &profile.entity, |known| {
            known.articles += 1;
            profile.names.iter().for_each(|name| *known.names.entry(name.clone()).or_default() += 1);
            profile.positions.iter().for_each(|office| *known.positions.entry(office.clone()).or_default() += 1);
        })?;
    }
    Ok(())
}

pub(super) fn take_out(shelf: &mut Shelf<'_>, article: &ArticleReport) -> Result<(), Error> {
    for entity in &article.mentions {
        shelf.mentions.remove((key(entity), key(&article.head.iri)))?;
    }
    for profile in &article.profiles {
        change(shelf, &profile.entity, |known| {
            known.articles = known.articles.saturating_sub(1);
            profile.names.iter().for_each(|name| less(&mut known.names, name));
            profile.positions.iter().for_each(|office| less(&mut known.positions, office));
        })?;
    }
    Ok(())
}

/// Changes what is known of an entity, and under which forms of its names it is found.
fn change(shelf: &mut Shelf<'_>, entity: &Iri, work: impl FnOnce(&mut Known)) -> Result<(), Error> {
    let mut known = known(shelf, entity)?;
    let before = forms(entity, &known);
    work(&mut known);
    let now = forms(entity, &known);
    for form in before.difference(&now) {
        shelf.forms.remove((key(form), key(entity)))?;
    }
    for form in now.difference(&before) {
        shelf.forms.insert((key(form), key(entity)), ())?;
    }
    keep(shelf, entity, &known)
}

fn less(counts: &mut BTreeMap<Arc<str>, u32>, name: &Arc<str>) {
    if let Some(count) = counts.get_mut(name) {
        *count -= 1;
    }
    counts.retain(|_, count| *count > 0);
}

/// Decides anew on the entities that changed; those that now stand for another than before.
pub(super) fn settle(shelf: &mut Shelf<'_>, changed: &BTreeSet<Iri>) -> Result<FxHashSet<Iri>, Error> {
    // how many bear an abbreviation counts for all who bear it
    let mut open: BTreeSet<Iri> = changed.clone();
    for entity in changed {
        open.extend(bearers(shelf, entity)?);
        open.extend(known(shelf, entity)?.joins);
    }
    let mut affected = open.clone();
    for entity in &open {
        let mut one = known(shelf, entity)?;
        for other in std::mem::take(&mut one.joins) {
            let mut back = known(shelf, &other)?;
            back.joins.remove(entity);
            keep(shelf, &other, &back)?;
            affected.insert(other);
        }
        keep(shelf, entity, &one)?;
    }
    for entity in &open {
        let mut others: BTreeSet<Iri> = bearers(shelf, entity)?.into_iter().chain(decided(shelf.decisions(), entity)).collect();
        others.remove(entity);
        for other in others {
            if is_joined(shelf, entity, &other)? {
                for (one, other) in [(entity, &other), (&other, entity)] {
                    let mut known = known(shelf, one)?;
                    if known.joins.insert(other.clone()) {
                        keep(shelf, one, &known)?;
                    }
                }
                affected.insert(other);
            }
        }
    }
    elect(shelf, affected)
}

/// Others of whom the user said that they are the same, or are not.
fn decided(decisions: &Decisions, entity: &Iri) -> Vec<Iri> {
    let other = |decision: &Decision| match decision {
        Decision::Join(a, b) | Decision::Split(a, b) if a.as_str() == &**entity => Some(Iri::from(b.as_str())),
        Decision::Join(a, b) | Decision::Split(a, b) if b.as_str() == &**entity => Some(Iri::from(a.as_str())),
        _ => None,
    };
    decisions.iter().filter_map(other).collect()
}

/// Finds who stands for whom among those that hang together with `entities`.
fn elect(shelf: &mut Shelf<'_>, entities: BTreeSet<Iri>) -> Result<FxHashSet<Iri>, Error> {
    let mut moved = FxHashSet::default();
    let mut done: BTreeSet<Iri> = BTreeSet::new();
    for entity in entities {
        if done.contains(&entity) {
            continue;
        }
        let group = group(shelf, &entity)?;
        let Some(first) = group.iter().min_by_key(|iri| (!is_registered(iri), (*iri).clone())).cloned() else { continue };
        for member in &group {
            let old = if *member == first {
                shelf.same.remove(key(member))?.map(|old| Iri::from(old.value()))
            } else {
                shelf.same.insert(key(member), &*first)?.map(|old| Iri::from(old.value()))
            };
            if old != (*member != first).then(|| first.clone()) {
                moved.insert(member.clone());
            }
        }
        done.extend(group);
    }
    Ok(moved)
}

/// An entity and all that are joined with it.
pub(super) fn group(shelf: &Shelf<'_>, entity: &Iri) -> Result<BTreeSet<Iri>, Error> {
    let mut group = BTreeSet::new();
    let mut open = vec![entity.clone()];
    while let Some(next) = open.pop() {
        open.extend(known(shelf, &next)?.joins.into_iter().filter(|other| !group.contains(other)));
        group.insert(next);
    }
    Ok(group)
}

/// The articles that speak of an entity.
pub(super) fn articles(shelf: &mut Shelf<'_>, entity: &Iri) -> Result<Vec<Arc<ArticleReport>>, Error> {
    let mut articles = Vec::new();
    for article in seconds(&shelf.mentions, key(entity))? {
        articles.extend(shelf.article(article)?);
    }
    articles.sort_by(|a, b| a.head.iri.cmp(&b.head.iri));
    Ok(articles)
}

fn forms(entity: &Iri, known: &Known) -> BTreeSet<String> {
    let all = known.names.keys().map(|name| &**name);
    let is_person = kind(entity) == "person";
    let forms: BTreeSet<String> =
        if is_person { all.filter_map(names::person).map(|person| person.form).collect() } else { names::body(all) };
    let family = if is_person { "person" } else { "body" };
    forms.into_iter().map(|form| format!("{family} {form}")).collect()
}

/// Others with a form of the entity's name.
pub(super) fn bearers(shelf: &Shelf<'_>, entity: &Iri) -> Result<BTreeSet<Iri>, Error> {
    let mut bearers = shelf.bearers(&forms(entity, &known(shelf, entity)?))?;
    bearers.remove(entity);
    Ok(bearers)
}

fn is_joined(shelf: &mut Shelf<'_>, a: &Iri, b: &Iri) -> Result<bool, Error> {
    let about = |x: &str, y: &str| (x == &**a && y == &**b) || (x == &**b && y == &**a);
    for decision in shelf.decisions().iter() {
        match decision {
            Decision::Join(x, y) if about(x, y) => return Ok(true),
            Decision::Split(x, y) if about(x, y) => return Ok(false),
            Decision::Homonym { entity, articles } if about(entity, homonym_iri(entity, articles).as_str()) => return Ok(false),
            _ => {}
        }
    }
    Ok(may_be_one(shelf, a, b)? && have_evidence(shelf, a, b)?)
}

/// A form of the name is shared, the registry does not know both, and no article tells them apart.
pub(super) fn may_be_one(shelf: &Shelf<'_>, a: &Iri, b: &Iri) -> Result<bool, Error> {
    let (one, other) = (known(shelf, a)?, known(shelf, b)?);
    let may = has_common_name((a, &one), (b, &other)) != InCommon::Nothing && !(is_registered(a) && is_registered(b));
    Ok(may && !are_together(shelf, key(a), key(b))?)
}

/// What two names have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InCommon {
    Nothing,
    /// One is an abbreviation, which fits the other.
    Initials,
    /// What may be of many: the body of a country, of which each has one; what one is called for short; the name of parent and child.
    Loose,
    /// One has a second given name, and the other none.
    Part,
    Name,
}

/// Two names with the same initials share nothing: `BBC Radio London` and `BBC Radio Lancashire`; unless one is the abbreviation alone, or
/// they are the same but for endings.
fn has_common_name((a, one): (&Iri, &Known), (b, other): (&Iri, &Known)) -> InCommon {
    let (mine, theirs) = (forms(a, one), forms(b, other));
    if kind(a) == "person" || kind(b) == "person" {
        let is_common = |form: &str| [&mine, &theirs].into_iter().all(|forms| forms.contains(&format!("person {form}")));
        return persons(one, other, is_common);
    }
    let (initials, names): (Vec<&str>, Vec<&str>) =
        mine.intersection(&theirs).filter_map(|form| Some(form.split_once(' ')?.1)).partition(|form| names::is_abbreviation(form));
    let bears = |known: &Known, word: &str| known.names.keys().any(|name| *normalized(name) == *word);
    let are_alike = || one.names.keys().any(|name| other.names.keys().any(|second| names::are_alike(name, second)));
    match initials.iter().any(|word| bears(one, word) || bears(other, word)) {
        _ if names.iter().any(|name| !names::is_national_body(name) && is_own(a, one, name) && is_own(b, other, name)) => InCommon::Name,
        true if are_alike() => InCommon::Name,
        true if is_bare(one) || is_bare(other) => InCommon::Initials,
        _ if !names.is_empty() => InCommon::Loose,
        _ => InCommon::Nothing,
    }
}

/// What two people's names have in common, given which forms of them are.
fn persons(one: &Known, other: &Known, is_common: impl Fn(&str) -> bool) -> InCommon {
    let parsed = |known: &Known| known.names.keys().filter_map(|name| names::person(name)).collect::<Vec<_>>();
    let (one, other) = (parsed(one), parsed(other));
    let common = |names: &[names::Person]| -> BTreeSet<Vec<String>> {
        names.iter().filter(|name| is_common(&name.form)).map(|name| name.middle.clone()).collect()
    };
    let (mine, theirs) = (common(&one), common(&other));
    let have_more = |middles: &BTreeSet<Vec<String>>| middles.iter().any(|middle| !middle.is_empty());
    let fit =
        |middle: &Vec<String>| !middle.is_empty() && theirs.iter().any(|second| !second.is_empty() && names::go_together(middle, second));
    let has_generation = |names: &[names::Person]| names.iter().any(|name| name.has_generation);
    if mine.is_empty() {
        InCommon::Nothing
    } else if has_generation(&one) != has_generation(&other) {
        InCommon::Loose
    } else if have_more(&mine) && have_more(&theirs) {
        if mine.iter().any(fit) { InCommon::Name } else { InCommon::Loose }
    } else if mine.is_disjoint(&theirs) {
        InCommon::Part
    } else {
        InCommon::Name
    }
}

/// Whether a form of the body's name is one that it has, and not what articles call it for short that also write it out.
fn is_own(entity: &Iri, known: &Known, form: &str) -> bool {
    let names = || known.names.iter().filter(|(name, _)| *folded(&normalized(name)) == *form);
    let written = names().map(|(_, articles)| *articles).max().unwrap_or_default();
    let is_short = known.names.iter().any(|(name, articles)| *articles >= written && names::is_short_for(form, name));
    !is_short || Registry::shipped().lookup(form).any(|entry| registry_key(entity) == Some(&*entry.key))
}

/// Whether no name of it is spelled out.
fn is_bare(known: &Known) -> bool {
    known.names.keys().all(|name| names::is_abbreviation(&normalized(name)))
}

/// Whether an article speaks of both: steps from the articles of the one to those of the other.
fn are_together(shelf: &Shelf<'_>, a: Key, b: Key) -> Result<bool, Error> {
    let next = |entity: Key, from: Key| -> Result<Option<Key>, Error> {
        let row = shelf.mentions.range((entity, from)..=(entity, Key::MAX))?.next().transpose()?;
        Ok(row.map(|(row, _)| row.value().1))
    };
    let (mut here, mut there) = (a, b);
    let mut at = next(here, 0)?;
    while let Some(article) = at {
        at = next(there, article)?;
        if at == Some(article) {
            return Ok(true);
        }
        std::mem::swap(&mut here, &mut there);
    }
    Ok(false)
}

/// Something speaks for their being one, but not where the name may be of many, as that of a ministry of some country. An abbreviation is that of a name with
/// which an article explains it, if of no other such name.
pub(super) fn have_evidence(shelf: &mut Shelf<'_>, a: &Iri, b: &Iri) -> Result<bool, Error> {
    let (one, other) = (known(shelf, a)?, known(shelf, b)?);
    match has_common_name((a, &one), (b, &other)) {
        InCommon::Initials => {}
        InCommon::Loose => return Ok(false),
        InCommon::Part => return Ok(share_office(&one, &other) || share_something(shelf, a, b, MUCH)?),
        InCommon::Name | InCommon::Nothing => return Ok(share_office(&one, &other) || share_something(shelf, a, b, 1)?),
    }
    let (bare, whole, name) = if is_bare(&one) { (a, b, &other) } else { (b, a, &one) };
    let abbreviations = known(shelf, bare)?.names;
    let explains = |known: &Known| !is_bare(known) && abbreviations.keys().any(|word| known.names.contains_key(word));
    if !explains(name) || !each_shares_enough(shelf, bare, whole)? {
        return Ok(false);
    }
    for rival in bearers(shelf, bare)? {
        let known = known(shelf, &rival)?;
        let is_other = rival != *whole && has_common_name((&rival, &known), (whole, name)) == InCommon::Nothing;
        if is_other && explains(&known) && share_something(shelf, bare, &rival, 1)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What is needed where the names alone say little: something that is not known to all, or three things that are, as two networks are.
const MUCH: u32 = 3;
/// What is needed of each article on an abbreviation.
const ENOUGH: u32 = 2;

/// They hold one office.
fn share_office(one: &Known, other: &Known) -> bool {
    one.positions.keys().any(|office| office.contains(' ') && other.positions.contains_key(office))
}

/// So much that is no country and no paper is spoken of in the articles on either.
fn share_something(shelf: &mut Shelf<'_>, a: &Iri, b: &Iri, wanted: u32) -> Result<bool, Error> {
    let (few, many) = if known(shelf, a)?.articles <= known(shelf, b)?.articles { (a, b) } else { (b, a) };
    let mut asked: BTreeSet<Iri> = BTreeSet::from([a.clone(), b.clone()]);
    let mut found = 0;
    for article in seconds(&shelf.mentions, key(few))? {
        let Some(article) = shelf.article(article)? else { continue };
        found += shared(shelf, &article, many, &mut asked, wanted - found)?;
        if found >= wanted {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Each article on an abbreviation speaks of what those on the whole name do: else it is also that of another.
fn each_shares_enough(shelf: &mut Shelf<'_>, bare: &Iri, whole: &Iri) -> Result<bool, Error> {
    for article in seconds(&shelf.mentions, key(bare))? {
        let Some(article) = shelf.article(article)? else { continue };
        let mut asked = BTreeSet::from([bare.clone(), whole.clone()]);
        if shared(shelf, &article, whole, &mut asked, ENOUGH)? < ENOUGH {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How much of what an article speaks of stands also in articles on another; a look at what was not asked before, until enough is found.
fn shared(shelf: &Shelf<'_>, article: &ArticleReport, other: &Iri, asked: &mut BTreeSet<Iri>, wanted: u32) -> Result<u32, Error> {
    let mut found = 0;
    for thing in telling(article) {
        if found < wanted && asked.insert(thing.clone()) && are_together(shelf, key(thing), key(other))? {
            found += if is_registered(thing) { 1 } else { MUCH };
        }
    }
    Ok(found)
}

/// What an article mentions, but for countries and media, which say little.
pub(super) fn telling(article: &ArticleReport) -> impl Iterator<Item = &Iri> {
    article.mentions.iter().filter(|iri| !["country", "media"].contains(&kind(iri)))
}

pub(super) fn profile<'a>(article: &'a ArticleReport, entity: &Iri) -> Option<&'a Arc<Profile>> {
    article.profiles.iter().find(|profile| profile.entity == *entity)
}

/// Whether the registry knows it, rather than its name alone.
pub(super) fn is_registered(iri: &str) -> bool {
    registry_key(iri).is_some_and(|key| Registry::shipped().entry(key).is_some())
}

fn registry_key(iri: &str) -> Option<&str> {
    iri[base_of(iri).len()..].strip_prefix("id/")
}
