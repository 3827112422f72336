//! Articles that come and go → what changes in the identity graph.
//!
//! ```text
//! articles → their reports → blocks → pairs that are alike → clusters that hang together with them → quads
//! ```
//! Whatever a change can touch is forgotten and found again: the clusters of reports that were paired with one that is gone, the reports
//! of entities that now have other names or kin, the sources of articles whose copies came or went.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use oxigraph::model::Quad;
use rayon::prelude::*;
use redb::{Error, ReadableTable};
use rustc_hash::{FxHashMap, FxHashSet};

use super::compare::{self, Parties};
use super::decisions::is_article;
use super::report::{ArticleReport, Filler, Iri, Report};
use super::shelf::{Block, Cluster, EventId, Key, Placed, Shelf, key, pair, paired, unpair};
use super::sketch::{Entities, Sketch};
use super::{Change, Decision, Decisions, Reading, blocks, cluster, copies, lines, parsed, people, write};
use crate::rdf::vocabulary as v;
use crate::rdf::{base_of, homonym_iri, identity_graph};

/// One change, from what came to what follows.
pub(super) struct Update<'s, 't> {
    shelf: &'s mut Shelf<'t>,
    entities: Entities,
    /// Event → where its sketch stands.
    places: FxHashMap<EventId, u32>,
    sketches: Vec<Option<Sketch>>,
    parties: Parties,
    touched: Touched,
    /// Events that stand in no cluster for now: new ones, and those whose cluster was taken apart.
    loose: FxHashSet<EventId>,
    /// Quads of clusters that were taken apart, which are written from what their articles said then.
    gone: String,
}

/// What has to be looked at again.
#[derive(Debug, Default)]
struct Touched {
    /// Reports to be compared with those of their blocks.
    fresh: BTreeSet<EventId>,
    /// Events whose clusters may change.
    events: BTreeSet<EventId>,
    /// Articles whose copies may change.
    articles: BTreeSet<Iri>,
    /// Entities whose kin or other names changed.
    entities: FxHashSet<Iri>,
    /// People and bodies of which more or less is known.
    people: BTreeSet<Iri>,
}

/// In place of the event, where something is said of an article or entity as a whole.
const WHOLE: u32 = u32::MAX;

impl<'s, 't> Update<'s, 't> {
    pub fn new(shelf: &'s mut Shelf<'t>) -> Update<'s, 't> {
        Update {
            shelf,
            entities: Entities::default(),
            places: FxHashMap::default(),
            sketches: Vec::new(),
            parties: Parties::default(),
            touched: Touched::default(),
            loose: FxHashSet::default(),
            gone: String::new(),
        }
    }

    /// Takes articles out, by the names of their graphs, and puts articles in.
    pub fn articles<'g>(mut self, removed: impl IntoIterator<Item = &'g str>, mut added: Vec<Reading>) -> Result<Change, Error> {
        for graph in removed {
            self.forget_article(graph)?;
        }
        added.sort_by(|a, b| a.graph.cmp(&b.graph));
        for reading in added {
            self.forget_article(&reading.graph)?;
            let article = self.shelf.put_article(&reading.report)?;
            self.shelf.graphs.insert(&*reading.graph, (article, &*reading.made_of))?;
            self.put_in(article)?;
        }
        self.finish()
    }

    /// Puts the user's decisions in place of those of before.
    pub fn decide(mut self, decisions: Decisions) -> Result<Change, Error> {
        let about: Vec<Decision> = self.shelf.decisions().iter().chain(decisions.iter()).cloned().collect();
        let mut keys: BTreeSet<&str> = BTreeSet::new();
        for decision in &about {
            match decision {
                Decision::Join(a, b) | Decision::Split(a, b) => self.touched.people.extend([a.as_str().into(), b.as_str().into()]),
                Decision::Homonym { articles, .. } => keys.extend(articles.iter().map(String::as_str)),
            }
        }
        let mut affected: Vec<Key> = Vec::new();
        if !keys.is_empty() {
            let all: Vec<Key> = self.shelf.graphs.iter()?.map(|row| row.map(|(_, row)| row.value().0)).collect::<Result<_, _>>()?;
            for article in all {
                let is_meant = self.shelf.article(article)?.is_some_and(|report| keys.iter().any(|key| is_article(&report.iri, key)));
                affected.extend(is_meant.then_some(article));
            }
        }
        for article in &affected {
            self.take_out(*article)?;
        }
        self.shelf.decide(decisions)?;
        for article in affected {
            self.put_in(article)?;
        }
        self.finish()
    }

    fn forget_article(&mut self, graph: &str) -> Result<(), Error> {
        let article = self.shelf.graphs.remove(graph)?.map(|row| row.value().0);
        if let Some(article) = article {
            self.take_out(article)?;
            self.shelf.remove_article(article)?;
        }
        Ok(())
    }

    fn put_in(&mut self, id: Key) -> Result<(), Error> {
        let Some(article) = self.shelf.article(id)? else { return Ok(()) };
        for (a, b) in &article.kin {
            let row = (key(a), key(b));
            let count = self.shelf.kin.get(row)?.map_or(0, |row| row.value().0) + 1;
            self.shelf.kin.insert(row, (count, &**b))?;
            if count == 1 {
                self.touched.entities.insert(a.clone());
            }
        }
        if let Some(print) = &article.fingerprint {
            copies::add(self.shelf, &article.iri, print)?;
        }
        people::put_in(self.shelf, &article)?;
        self.touched.people.extend(article.profiles.iter().map(|profile| profile.entity.clone()));
        self.touched.articles.insert(article.iri.clone());
        for entity in beside(&article) {
            self.shelf.beside.insert((key(entity), id), ())?;
        }
        for event in (0..article.events.len() as u32).map(|place| (id, place)) {
            self.loose.insert(event);
            self.touched.fresh.insert(event);
            self.touched.events.insert(event);
        }
        Ok(())
    }

    fn take_out(&mut self, id: Key) -> Result<(), Error> {
        let Some(article) = self.shelf.article(id)? else { return Ok(()) };
        for (a, b) in &article.kin {
            let row = (key(a), key(b));
            let count = self.shelf.kin.get(row)?.map_or(0, |row| row.value().0);
            match count {
                0 | 1 => {
                    self.shelf.kin.remove(row)?;
                    self.touched.entities.insert(a.clone());
                }
                count => drop(self.shelf.kin.insert(row, (count - 1, &**b))?),
            }
        }
        people::take_out(self.shelf, &article)?;
        self.touched.people.extend(article.profiles.iter().map(|profile| profile.entity.clone()));
        self.touched.articles.extend(copies::group(self.shelf, &article.iri)?.iter().cloned());
        if let Some(print) = &article.fingerprint {
            copies::remove(self.shelf, &article.iri, print)?;
        }
        for place in 0..article.events.len() as u32 {
            self.forget((id, place))?;
        }
        for entity in beside(&article) {
            self.shelf.beside.remove((key(entity), id))?;
        }
        Ok(())
    }

    /// Takes a report out of blocks and pairs; those it was paired or clustered with have to be clustered anew.
    fn forget(&mut self, event: EventId) -> Result<(), Error> {
        self.shelf.place(event, None)?;
        self.touched.events.extend(unpair(&mut self.shelf.alike, event)?);
        self.touched.events.extend(unpair(&mut self.shelf.parts, event)?);
        let members = self.dissolve(event)?;
        self.touched.events.extend(members);
        self.touched.events.insert(event);
        Ok(())
    }

    fn finish(mut self) -> Result<Change, Error> {
        let moved = people::settle(self.shelf, &self.touched.people)?;
        self.touched.people.extend(moved.iter().cloned());
        self.touched.entities.extend(moved);
        // where an entity's kin or its other names changed, all its events are compared anew
        let mut entities: BTreeSet<Iri> = BTreeSet::new();
        for entity in &self.touched.entities {
            entities.extend(people::group(self.shelf, entity)?);
        }
        let mut affected: BTreeSet<EventId> = BTreeSet::new();
        for entity in entities {
            affected.extend(self.shelf.events_of(&entity)?);
        }
        for event in affected {
            if self.touched.fresh.insert(event) {
                self.forget(event)?;
            }
        }
        let fresh = self.place()?;
        self.compare(fresh)?;
        self.settle()
    }

    /// Puts the fresh reports into their blocks; where they stand and where others like them can be.
    fn place(&mut self) -> Result<Vec<(u32, Vec<Block>)>, Error> {
        let mut fresh: Vec<(u32, Vec<Block>)> = Vec::new();
        for event in std::mem::take(&mut self.touched.fresh) {
            let place = self.stand(event)?;
            let Some(sketch) = &self.sketches[place as usize] else { continue };
            let ((blocks, sought), state) = (blocks::blocks(sketch), sketch.state());
            self.shelf.place(event, Some(Placed::new(blocks, state)))?;
            fresh.push((place, sought));
        }
        self.shelf.write_places()?;
        Ok(fresh)
    }

    /// Where the sketch of an event stands.
    fn stand(&mut self, event: EventId) -> Result<u32, Error> {
        if let Some(place) = self.places.get(&event) {
            return Ok(*place);
        }
        let sketch = match self.shelf.report(event)? {
            Some(report) => Sketch::new(report, &mut self.entities, self.shelf)?,
            None => None,
        };
        let place = self.sketches.len() as u32;
        self.sketches.push(sketch);
        self.places.insert(event, place);
        Ok(place)
    }

    /// Pairs the fresh reports with those of their blocks, and with those of copies of their articles.
    fn compare(&mut self, fresh: Vec<(u32, Vec<Block>)>) -> Result<(), Error> {
        let mut all = BTreeSet::new();
        for article in &self.touched.articles {
            all.extend(copies::group(self.shelf, article)?.iter().cloned());
        }
        self.touched.articles.extend(all);
        let mut blocks: FxHashMap<Block, Vec<u32>> = FxHashMap::default();
        let mut copied: FxHashMap<Key, Vec<u32>> = FxHashMap::default();
        for (place, sought) in &fresh {
            for block in sought {
                if !blocks.contains_key(block) {
                    let events = self.shelf.in_block(*block)?;
                    blocks.insert(*block, events.into_iter().map(|event| self.stand(event)).collect::<Result<_, _>>()?);
                }
            }
            let article = self.sketches[*place as usize].as_ref().map(|sketch| sketch.report.article.clone());
            if let Some(article) = article.filter(|article| !copied.contains_key(&key(article))) {
                let mut events = Vec::new();
                for copy in &*copies::of(self.shelf, &article)? {
                    for event in self.shelf.events(key(copy))? {
                        events.push(self.stand(event)?);
                    }
                }
                copied.insert(key(&article), events);
            }
        }
        let mut is_fresh = vec![false; self.sketches.len()];
        fresh.iter().for_each(|(place, _)| is_fresh[*place as usize] = true);
        let (sketches, parties, is_fresh) = (&self.sketches, &self.parties, &is_fresh);
        // the last report that was compared with each
        let seen = || vec![u32::MAX; is_fresh.len()];
        let pairs = |seen: &mut Vec<u32>, (place, sought): &(u32, Vec<Block>)| {
            let found = |sketch: &Sketch| {
                let copies = copied.get(&sketch.article).into_iter().flatten();
                let others = sought.iter().filter_map(|block| blocks.get(block)).flatten();
                let all = copies.map(|other| (*other, true)).chain(others.map(|other| (*other, false)));
                pairs(*place, sketch, all, sketches, parties, is_fresh, seen)
            };
            sketches[*place as usize].as_ref().filter(|sketch| sketch.state().is_none()).map(found).unwrap_or_default()
        };
        let pairs: Vec<Vec<(u32, u32, f32)>> = fresh.par_iter().map_init(seen, pairs).collect();
        let mut events: Vec<EventId> = vec![(0, 0); self.sketches.len()];
        self.places.iter().for_each(|(event, place)| events[*place as usize] = *event);
        for (a, b, score) in pairs.into_iter().flatten() {
            let is_general = |place: u32| self.sketches[place as usize].as_ref().is_some_and(|sketch| sketch.report.is_general);
            let (one, other) = (events[a as usize], events[b as usize]);
            let table = if is_general(a) == is_general(b) { &mut self.shelf.alike } else { &mut self.shelf.parts };
            pair(table, one, other, score)?;
            self.touched.events.extend([one, other]);
        }
        Ok(())
    }

    /// Clusters what was touched anew, and gives the difference.
    fn settle(mut self) -> Result<Change, Error> {
        let mut events = std::mem::take(&mut self.touched.events);
        // sources are counted anew wherever an article's copies may have changed
        for article in &self.touched.articles {
            events.extend(self.shelf.events(key(article))?);
        }
        for event in events.clone() {
            events.extend(self.dissolve(event)?);
        }
        let (mut states, mut open): (BTreeSet<Key>, Vec<EventId>) = (BTreeSet::new(), Vec::new());
        for event in &events {
            let state = self.shelf.state(*event)?;
            states.extend(state);
            if state.is_none() && self.shelf.report(*event)?.is_some() {
                open.push(*event);
            }
        }
        let mut clusters: Vec<Vec<(Arc<Report>, EventId)>> = Vec::new();
        for state in states {
            let reports = self.shelf.in_state(state)?;
            clusters.push(self.shelf.reports(reports)?);
        }
        let component = self.component(open)?;
        // the component may reach beyond what was clustered together before
        for (_, event) in clusters.iter().flatten().chain(&component) {
            self.dissolve(*event)?;
        }
        clusters.extend(self.clusters(component)?);
        let voices = self.voices(&clusters)?;
        let written: Vec<(u32, String)> = clusters
            .par_iter()
            .map(|members| {
                let reports: Vec<&Report> = members.iter().map(|(report, _)| &**report).collect();
                let sources = write::sources(&reports, &voices);
                (sources, lines(&write::write(&reports, sources)))
            })
            .collect();
        let (mut before, mut after) = (std::mem::take(&mut self.gone), String::new());
        for (members, (sources, quads)) in clusters.into_iter().zip(written) {
            after.push_str(&quads);
            let members = members.into_iter().map(|(_, event)| event).collect();
            self.shelf.put_cluster(&Cluster { members, sources })?;
        }
        self.singles(&events, &mut before, &mut after)?;
        Ok(difference(&before, &after))
    }

    /// Takes the cluster of an event apart; its members.
    fn dissolve(&mut self, event: EventId) -> Result<Vec<EventId>, Error> {
        if self.loose.contains(&event) {
            return Ok(Vec::new());
        }
        let cluster = self.shelf.cluster(event)?;
        self.shelf.remove_cluster(&cluster)?;
        let reports = self.shelf.reports(cluster.members.iter().copied())?;
        let reports: Vec<&Report> = reports.iter().map(|(report, _)| &**report).collect();
        self.gone.push_str(&lines(&write::write(&reports, cluster.sources)));
        self.loose.extend(&cluster.members);
        Ok(cluster.members)
    }

    /// The reports that hang together with some.
    fn component(&mut self, mut open: Vec<EventId>) -> Result<Vec<(Arc<Report>, EventId)>, Error> {
        let mut found: BTreeSet<EventId> = open.iter().copied().collect();
        while let Some(event) = open.pop() {
            open.extend(paired(&self.shelf.alike, event)?.into_iter().map(|(other, _)| other).filter(|other| found.insert(*other)));
        }
        self.shelf.reports(found)
    }

    /// Those that are one happening.
    fn clusters(&mut self, component: Vec<(Arc<Report>, EventId)>) -> Result<Vec<Vec<(Arc<Report>, EventId)>>, Error> {
        let places: FxHashMap<EventId, usize> = component.iter().map(|(_, event)| *event).zip(0..).collect();
        let (mut pairs, mut stands) = (Vec::new(), Vec::with_capacity(component.len()));
        for (place, (_, event)) in component.iter().enumerate() {
            let others = paired(&self.shelf.alike, *event)?;
            let later = others.into_iter().filter_map(|(other, score)| Some((score, place, *places.get(&other)?)));
            pairs.extend(later.filter(|(_, place, other)| place < other));
            stands.push(self.stand(*event)? as usize);
        }
        let compatible = |a: usize, b: usize| match (&self.sketches[stands[a]], &self.sketches[stands[b]]) {
            (Some(a), Some(b)) => compare::compatible(a, b, &self.parties),
            _ => false,
        };
        let clusters = cluster::clusters(component.len(), pairs, compatible);
        Ok(clusters.into_iter().map(|members| members.into_iter().map(|place| component[place].clone()).collect()).collect())
    }

    /// Sources named in the clusters → who stands for them; articles → who speaks where they speak for themselves.
    fn voices(&mut self, clusters: &[Vec<(Arc<Report>, EventId)>]) -> Result<FxHashMap<Iri, Iri>, Error> {
        let mut voices: FxHashMap<Iri, Iri> = FxHashMap::default();
        for (report, _) in clusters.iter().flatten() {
            if !voices.contains_key(&report.article) {
                let voice = self.voice(&report.article)?;
                voices.insert(report.article.clone(), voice);
            }
            for claim in &report.claims {
                if let Some(Filler::Named(source)) = &claim.source
                    && !voices.contains_key(source)
                {
                    voices.insert(source.clone(), self.shelf.resolve(source)?);
                }
            }
        }
        Ok(voices)
    }

    /// Who speaks where an article speaks for itself: its agency or publisher, and for all copies that of the first.
    fn voice(&mut self, article: &Iri) -> Result<Iri, Error> {
        let first = copies::group(self.shelf, article)?.first().unwrap_or(article).clone();
        let publisher = self.shelf.article(key(&first))?.and_then(|report| report.publisher.clone());
        Ok(publisher.unwrap_or(first))
    }

    /// Puts in anew what is said of single articles, entities and events.
    fn singles(&mut self, events: &BTreeSet<EventId>, before: &mut String, after: &mut String) -> Result<(), Error> {
        let mut now: BTreeMap<EventId, Vec<Quad>> = BTreeMap::new();
        for article in self.touched.articles.clone() {
            now.insert((key(&article), WHOLE), self.of_article(&article)?);
        }
        for entity in self.touched.people.clone() {
            now.insert((key(&entity), WHOLE), self.of_entity(&entity)?);
        }
        for event in events {
            now.insert(*event, self.of_event(*event)?);
        }
        for (thing, quads) in now {
            if let Some(old) = self.shelf.singles.remove(thing)? {
                before.push_str(old.value());
            }
            if !quads.is_empty() {
                let quads = lines(&quads);
                after.push_str(&quads);
                self.shelf.singles.insert(thing, &*quads)?;
            }
        }
        Ok(())
    }

    /// An article may be a copy.
    fn of_article(&mut self, article: &Iri) -> Result<Vec<Quad>, Error> {
        let first = copies::group(self.shelf, article)?.first().filter(|first| *first != article).cloned();
        let is_there = self.shelf.article(key(article))?.is_some();
        Ok(first.filter(|_| is_there).map(|first| quad(article, v::NEAR_DUPLICATE_OF, &first)).into_iter().collect())
    }

    /// An entity may be somebody else of its name, or have another name.
    fn of_entity(&mut self, entity: &Iri) -> Result<Vec<Quad>, Error> {
        let homonym = |decision: &Decision| match decision {
            Decision::Homonym { entity: known, articles } if *homonym_iri(known, articles).as_str() == **entity => {
                Some(Iri::from(known.as_str()))
            }
            _ => None,
        };
        let known = self.shelf.decisions().iter().find_map(homonym);
        if let Some(known) = known {
            let mentions = people::articles(self.shelf, entity)?;
            let mut quads: Vec<Quad> = mentions.iter().map(|article| about(article, v::MENTIONS, entity)).collect();
            quads.extend((!mentions.is_empty()).then(|| quad(entity, v::HOMONYM_OF, &known)));
            return Ok(quads);
        }
        let same = self.shelf.resolve(entity)?;
        Ok((same != *entity).then(|| quad(entity, v::SAME_ENTITY_AS, &same)).into_iter().collect())
    }

    /// An event may be a part of what a general report tells.
    fn of_event(&mut self, event: EventId) -> Result<Vec<Quad>, Error> {
        let Some(report) = self.shelf.report(event)?.filter(|report| !report.is_general) else { return Ok(Vec::new()) };
        let wholes = paired(&self.shelf.parts, event)?;
        let wholes = self.shelf.reports(wholes.into_iter().map(|(whole, _)| whole))?;
        Ok(wholes.iter().map(|(whole, _)| quad(&report.iri, v::SUB_EVENT_OF, &whole.iri)).collect())
    }
}

/// The reports like one, with how much; of two fresh ones, only the one that stands first finds the other.
fn pairs(
    place: u32,
    sketch: &Sketch,
    others: impl Iterator<Item = (u32, bool)>,
    sketches: &[Option<Sketch>],
    parties: &Parties,
    is_fresh: &[bool],
    seen: &mut [u32],
) -> Vec<(u32, u32, f32)> {
    let mut found = Vec::new();
    for (other, is_copy) in others {
        if seen[other as usize] == place || is_fresh[other as usize] && other <= place {
            continue;
        }
        seen[other as usize] = place;
        let Some(second) = sketches[other as usize].as_ref().filter(|sketch| sketch.state().is_none()) else { continue };
        let likeness = compare::likeness(sketch, second, parties);
        let score = likeness.or_else(|| is_copy.then(|| compare::copied(sketch, second, parties)).flatten());
        found.extend(score.map(|score| (place, other, score)));
    }
    found
}

/// Entities of an article's events that are not among those it speaks of.
fn beside(article: &ArticleReport) -> impl Iterator<Item = &Iri> {
    article.events.iter().flat_map(|report| report.entities()).filter(|entity| !article.mentions.contains(*entity))
}

fn quad(thing: &Iri, predicate: oxigraph::model::NamedNodeRef<'_>, object: &Iri) -> Quad {
    Quad::new(write::node(thing), predicate.into_owned(), write::node(object), identity_graph(base_of(thing)))
}

fn about(article: &ArticleReport, predicate: oxigraph::model::NamedNodeRef<'_>, entity: &Iri) -> Quad {
    Quad { subject: write::node(&article.iri).into(), ..quad(entity, predicate, entity) }
}

/// Lines of the one text that are not in the other, and the other way round.
fn difference(before: &str, after: &str) -> Change {
    let (before, after): (BTreeSet<&str>, BTreeSet<&str>) = (before.lines().collect(), after.lines().collect());
    let only = |some: &BTreeSet<&str>, others: &BTreeSet<&str>| {
        let lines: Vec<&str> = some.difference(others).copied().collect();
        parsed(&lines.join("\n"))
    };
    Change { removed: only(&before, &after), added: only(&after, &before) }
}
