//! What may be wrong with names: joins made on evidence, names that may be of one, names that may be of two.
//!
//! They are told in a fixed order. What is found is written to a file without a name and sorted there, so that memory is the same for a
//! store of any size, but for the list of the articles that speak of one name; and the store is free again when the first is told.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use redb::{AccessGuard, Database, Error, ReadableDatabase, ReadableTable, Table, TableDefinition};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::decisions::{Decision, Decisions};
use super::people::{bearers, have_evidence, is_registered, known, may_be_one, profile, telling};
use super::report::{Iri, kind};
use super::shelf::{Key, Shelf, decode, encode, key, seconds};
use super::{Identity, IdentityError, scratch};
use crate::rdf::homonym_iri;

/// Something that the user may want to decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doubt {
    /// What it is.
    pub kind: DoubtKind,
    /// Each side: its name, its IRI, the articles that speak of it, and a sentence or two.
    pub sides: Vec<Side>,
}

/// What is in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtKind {
    /// Two names were joined on evidence.
    Joined,
    /// Two names may be of one entity, but nothing speaks for it.
    Apart,
    /// One full name may be of two: the articles have nothing in common.
    Homonym,
}

/// One side of a doubt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Side {
    /// Name.
    pub name: String,
    /// IRI.
    pub iri: String,
    /// IRIs of the articles.
    pub articles: Vec<String>,
    /// What is said, in the articles' words.
    pub sentences: Vec<String>,
}

/// Sentences shown of a side.
const SENTENCES: usize = 2;
/// People and bodies that are read at a time.
const SOME: usize = 1024;
/// Kinds as they stand in the file, in their order.
const KINDS: [(&str, DoubtKind); 3] = [("0", DoubtKind::Joined), ("1", DoubtKind::Apart), ("2", DoubtKind::Homonym)];
/// Kind, then name and IRI of each side, in the order of the doubts.
const FOUND: TableDefinition<'_, &str, ()> = TableDefinition::new("found");
/// IRI, which group of its articles from 1 on, or 0 for all of them → the side.
const SIDES: TableDefinition<'_, (&str, u32), &[u8]> = TableDefinition::new("sides");

/// What may be wrong, in a fixed order; what the user decided is settled.
#[derive(Debug)]
pub struct Doubts {
    found: Database,
    /// What was told last.
    last: String,
}

impl Doubts {
    pub(super) fn of(identity: &Identity) -> Result<Doubts, Error> {
        let found = scratch()?;
        let transaction = found.begin_write()?;
        let mut desk = Desk { found: transaction.open_table(FOUND)?, sides: transaction.open_table(SIDES)? };
        identity.look(|shelf| desk.find(shelf))?;
        drop(desk);
        transaction.commit()?;
        Ok(Doubts { found, last: String::new() })
    }

    fn tell(&mut self) -> Result<Option<Doubt>, Error> {
        let transaction = self.found.begin_read()?;
        let (found, sides) = (transaction.open_table(FOUND)?, transaction.open_table(SIDES)?);
        let Some(row) = found.range::<&str>((Bound::Excluded(&*self.last), Bound::Unbounded))?.next() else { return Ok(None) };
        self.last = row?.0.value().to_owned();
        let parts: Vec<&str> = self.last.split('\0').collect();
        let kind = KINDS.iter().find(|(digit, _)| parts.first() == Some(digit)).map_or(DoubtKind::Homonym, |(_, kind)| *kind);
        let side = |row: Option<AccessGuard<'_, &[u8]>>| row.map(|row| decode::<Side>(row.value())).transpose();
        let sides = match parts[1..] {
            [_, one, _, other] => [side(sides.get((one, 0))?)?, side(sides.get((other, 0))?)?].into_iter().flatten().collect(),
            [_, iri] => sides
                .range((iri, 1)..=(iri, u32::MAX))?
                .filter_map(|row| side(row.ok().map(|row| row.1)).transpose())
                .collect::<Result<_, _>>()?,
            _ => Vec::new(),
        };
        Ok(Some(Doubt { kind, sides }))
    }
}

impl Iterator for Doubts {
    type Item = Result<Doubt, IdentityError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.tell().map_err(IdentityError::from).transpose()
    }
}

/// Where doubts are written.
struct Desk<'t> {
    found: Table<'t, &'static str, ()>,
    sides: Table<'t, (&'static str, u32), &'static [u8]>,
}

impl Desk<'_> {
    /// Finds all doubts.
    fn find(&mut self, shelf: &mut Shelf<'_>) -> Result<(), Error> {
        let decisions = shelf.decisions().clone();
        let mut from = Some(0);
        while let Some(first) = from {
            let some = shelf.people.range(first..)?.take(SOME).map(|row| row.map(|(entity, _)| entity.value()));
            let some = some.collect::<Result<Vec<Key>, _>>()?;
            from = some.last().filter(|_| some.len() == SOME).and_then(|last| last.checked_add(1));
            for entity in some {
                let Some((entity, what)) = shelf.person(entity)?.filter(|(_, known)| known.articles > 0) else { continue };
                for other in bearers(shelf, &entity)? {
                    if entity < other && !is_decided(&decisions, &entity, &other) && may_be_one(shelf, &entity, &other)? {
                        let kind = if have_evidence(shelf, &entity, &other)? { DoubtKind::Joined } else { DoubtKind::Apart };
                        let (one, two) = (self.whole(shelf, &entity)?, self.whole(shelf, &other)?);
                        self.note(kind, &[&one, &entity, &two, &other])?;
                    }
                }
                let is_named = kind(&entity) == "person" && !is_registered(&entity);
                if is_named && what.articles > 1 && !is_decided(&decisions, &entity, &entity) {
                    self.homonyms(shelf, &entity)?;
                }
            }
        }
        Ok(())
    }

    fn note(&mut self, kind: DoubtKind, sides: &[&str]) -> Result<(), Error> {
        let digit = KINDS.iter().filter(|(_, known)| *known == kind).map(|(digit, _)| (*digit).to_owned());
        let parts: Vec<String> = digit.chain(sides.iter().map(|part| part.replace('\0', " "))).collect();
        self.found.insert(&*parts.join("\0"), ())?;
        Ok(())
    }

    /// Writes the side of all articles on an entity, once; its name.
    fn whole(&mut self, shelf: &mut Shelf<'_>, entity: &Iri) -> Result<String, Error> {
        let name = longest(known(shelf, entity)?.names.keys());
        if self.sides.get((&**entity, 0))?.is_none() {
            let articles = articles(shelf, entity)?;
            self.side(shelf, 0, &name, entity, articles)?;
        }
        Ok(name)
    }

    fn homonyms(&mut self, shelf: &mut Shelf<'_>, entity: &Iri) -> Result<(), Error> {
        let groups = groups(shelf, entity)?;
        if let Some(first) = groups.first() {
            self.note(DoubtKind::Homonym, &[&longest(&first.names), entity])?;
        }
        for (group, number) in groups.into_iter().zip(1..) {
            self.side(shelf, number, &longest(&group.names), entity, group.articles)?;
        }
        Ok(())
    }

    fn side(&mut self, shelf: &mut Shelf<'_>, number: u32, name: &str, entity: &Iri, articles: Vec<(String, Key)>) -> Result<(), Error> {
        let mut sentences: Vec<String> = Vec::new();
        for (_, article) in &articles {
            if let Some(article) = shelf.article(*article)? {
                let said = profile(&article, entity).into_iter().flat_map(|profile| &profile.sentences);
                sentences.extend(said.take(SENTENCES - sentences.len()).map(ToString::to_string));
            }
            if sentences.len() == SENTENCES {
                break;
            }
        }
        let articles = articles.into_iter().map(|(iri, _)| iri).collect();
        let side = Side { name: name.to_owned(), iri: entity.to_string(), articles, sentences };
        self.sides.insert((&**entity, number), encode(&side)?.as_slice())?;
        Ok(())
    }
}

/// The articles that speak of an entity, by IRI.
fn articles(shelf: &Shelf<'_>, entity: &Iri) -> Result<Vec<(String, Key)>, Error> {
    let mut articles = Vec::new();
    for article in seconds(&shelf.mentions, key(entity))? {
        articles.extend(shelf.head(article)?.map(|head| (head.iri.to_string(), article)));
    }
    articles.sort_unstable();
    Ok(articles)
}

/// The longest of some names.
fn longest<'n>(names: impl IntoIterator<Item = &'n Arc<str>>) -> String {
    let longest = names.into_iter().max_by_key(|name| (name.chars().count(), std::cmp::Reverse(*name)));
    longest.map(ToString::to_string).unwrap_or_default()
}

/// Whether the user said whether they are the same.
fn is_decided(decisions: &Decisions, a: &Iri, b: &Iri) -> bool {
    decisions.iter().any(|decision| match decision {
        Decision::Join(x, y) | Decision::Split(x, y) => BTreeSet::from([x.as_str(), y.as_str()]) == BTreeSet::from([&**a, &**b]),
        Decision::Homonym { entity, articles } => {
            let is_it = |iri: &Iri| entity.as_str() == &**iri || homonym_iri(entity, articles).as_str() == &**iri;
            is_it(a) && is_it(b)
        }
    })
}

/// Articles on one name that have something in common.
#[derive(Default)]
struct Group {
    /// Offices, and what the articles speak of; no two groups share one.
    marks: FxHashSet<Key>,
    has_office: bool,
    countries: FxHashSet<Key>,
    names: BTreeSet<Arc<str>>,
    articles: Vec<(String, Key)>,
}

impl Group {
    /// Takes in another, of which more is known or less.
    fn join(&mut self, mut other: Group) {
        if other.marks.len() > self.marks.len() {
            std::mem::swap(self, &mut other);
        }
        self.marks.extend(other.marks);
        self.has_office |= other.has_office;
        self.countries.extend(other.countries);
        self.names.extend(other.names);
        self.articles.extend(other.articles);
    }

    fn shares(&self, other: &Group) -> bool {
        let (few, many) = if self.marks.len() < other.marks.len() { (self, other) } else { (other, self) };
        few.marks.iter().any(|mark| many.marks.contains(mark))
    }
}

/// The articles on an entity by what they have in common; one group unless offices or countries differ.
fn groups(shelf: &mut Shelf<'_>, entity: &Iri) -> Result<Vec<Group>, Error> {
    let mut groups: Vec<Group> = Vec::new();
    for (iri, id) in articles(shelf, entity)? {
        let Some(article) = shelf.article(id)? else { continue };
        let mut group = Group { articles: vec![(iri, id)], ..Group::default() };
        group.marks.extend(telling(&article).filter(|other| *other != entity).map(|other| key(other)));
        group.countries.extend(article.mentions.iter().filter(|other| kind(other) == "country").map(|other| key(other)));
        if let Some(profile) = profile(&article, entity) {
            group.marks.extend(profile.positions.iter().map(|office| key(office)));
            group.has_office = !profile.positions.is_empty();
            group.names.extend(profile.names.iter().cloned());
        }
        let mut apart = Vec::with_capacity(groups.len() + 1);
        for other in groups {
            if other.shares(&group) { group.join(other) } else { apart.push(other) }
        }
        groups = apart;
        groups.push(group);
    }
    groups.iter_mut().for_each(|group| group.articles.sort_unstable());
    // two offices of two groups are not the same
    let offices = groups.iter().filter(|group| group.has_office).count();
    let countries: Vec<&FxHashSet<Key>> = groups.iter().map(|group| &group.countries).filter(|countries| !countries.is_empty()).collect();
    let differ = || countries.iter().enumerate().any(|(place, a)| countries[place + 1..].iter().any(|b| a.is_disjoint(b)));
    Ok(if groups.len() > 1 && (offices > 1 || differ()) { groups } else { Vec::new() })
}
