//! Articles that come and go → what changes in the identity graph.
//!
//! ```text
//! articles → their reports → blocks → pairs that are alike → clusters that hang together with them → quads
//! ```
//! Whatever a change can touch is forgotten and found again: the clusters of reports that were paired with one that is gone, the reports
//! of entities that now have other names or kin, the sources of articles whose copies came or went. What comes out as it was is neither
//! read nor written. Of reports only numbers are held; they are read some at a time, so that memory is the same for a store of any size.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use oxigraph::model::Quad;
use rayon::prelude::*;
use redb::{Error, ReadableTable};
use rustc_hash::{FxHashMap, FxHashSet};

use super::compare::{self, Parties};
use super::decisions::is_article;
use super::report::{ArticleReport, Filler, Iri};
use super::shelf::{Block, Cluster, EventId, Key, Placed, Shelf, key, pair, paired, unpair};
use super::sketch::{Entities, Sketch};
use super::write::Happening;
use super::{Change, Decision, Decisions, Reading, blocks, cluster, copies, lines, parsed, people, write};
use crate::rdf::vocabulary as v;
use crate::rdf::{base_of, homonym_iri, identity_graph};

/// One change, from what came to what follows.
pub(super) struct Update<'s, 't> {
    shelf: &'s mut Shelf<'t>,
    entities: Entities,
    /// Some of those that were made.
    sketches: FxHashMap<EventId, Option<Arc<Sketch>>>,
    parties: Parties,
    touched: Touched,
    /// Events that stand in no cluster for now: new ones, and those whose cluster was taken apart.
    loose: FxHashSet<EventId>,
    /// Clusters that were taken apart, by their first members.
    apart: BTreeMap<EventId, Cluster>,
    /// Quads of those of which an article is gone, written from what it said.
    gone: String,
}

/// Reports that are compared with each other.
#[derive(Default)]
struct Desk {
    /// Event → where it stands.
    places: FxHashMap<EventId, u32>,
    events: Vec<EventId>,
    sketches: Vec<Option<Arc<Sketch>>>,
}

impl Desk {
    fn place(&mut self, event: EventId) -> u32 {
        *self.places.entry(event).or_insert_with(|| {
            self.events.push(event);
            self.sketches.push(None);
            self.events.len() as u32 - 1
        })
    }
}

/// Reports that are compared at a time with those of their blocks: about as many as this.
const MANY: usize = 16 << 10;
/// Entities of which it is kept in memory what comparison asks of them.
const ENTITIES: usize = 32 << 10;

/// What has to be looked at again.
#[derive(Debug, Default)]
struct Touched {
    /// Reports to be compared with those of their blocks; of them, and of those in `events`, sources may be others than before.
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
            sketches: FxHashMap::default(),
            parties: Parties::default(),
            touched: Touched::default(),
            loose: FxHashSet::default(),
            apart: BTreeMap::new(),
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
                let is_meant = self.shelf.head(article)?.is_some_and(|head| keys.iter().any(|key| is_article(&head.iri, key)));
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
        if let Some(print) = &article.head.fingerprint {
            copies::add(self.shelf, &article.head.iri, print)?;
        }
        people::put_in(self.shelf, &article)?;
        self.touched.people.extend(article.profiles.iter().map(|profile| profile.entity.clone()));
        self.touched.articles.insert(article.head.iri.clone());
        for entity in beside(&article) {
            self.shelf.beside.insert((key(entity), id), ())?;
        }
        for event in self.shelf.events(id)? {
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
        self.touched.articles.extend(copies::group(self.shelf, &article.head.iri)?.iter().cloned());
        if let Some(print) = &article.head.fingerprint {
            copies::remove(self.shelf, &article.head.iri, print)?;
        }
        for event in self.shelf.events(id)? {
            if let Some(cluster) = self.forget(event)? {
                let quads = self.quads_of(&cluster)?;
                self.gone.push_str(&quads);
                self.shelf.exchange_clusters([&cluster], [])?;
            }
        }
        for entity in beside(&article) {
            self.shelf.beside.remove((key(entity), id))?;
        }
        Ok(())
    }

    /// Takes a report out of blocks and pairs; those it was paired or clustered with have to be clustered anew. The cluster that was
    /// taken apart.
    fn forget(&mut self, event: EventId) -> Result<Option<Cluster>, Error> {
        self.shelf.place(event, None)?;
        self.touched.events.extend(unpair(&mut self.shelf.alike, event)?);
        self.touched.events.extend(unpair(&mut self.shelf.parts, event)?);
        self.touched.events.insert(event);
        let cluster = self.dissolve(event)?;
        self.touched.events.extend(cluster.iter().flat_map(|cluster| &cluster.members));
        Ok(cluster)
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
                let cluster = self.forget(event)?;
                self.put_apart(cluster);
            }
        }
        self.place()?;
        self.compare()?;
        self.settle()
    }

    /// Puts the fresh reports into their blocks.
    fn place(&mut self) -> Result<(), Error> {
        for event in self.touched.fresh.clone() {
            if let Some(sketch) = self.sketch(event)? {
                self.shelf.place(event, Some(Placed::new(blocks::blocks(&sketch).0, sketch.state())))?;
            }
        }
        self.shelf.write_places()
    }

    fn sketch(&mut self, event: EventId) -> Result<Option<Arc<Sketch>>, Error> {
        if let Some(known) = self.sketches.get(&event) {
            return Ok(known.clone());
        }
        if self.sketches.len() >= MANY {
            self.sketches.clear();
        }
        if self.entities.len() > ENTITIES {
            self.entities = Entities::default();
        }
        let report = self.shelf.report(event)?;
        let sketch = report.map_or(Ok(None), |report| Sketch::new(&report, &mut self.entities, self.shelf))?.map(Arc::new);
        self.sketches.insert(event, sketch.clone());
        Ok(sketch)
    }

    /// Pairs the fresh reports with those of their blocks, and with those of copies of their articles.
    fn compare(&mut self) -> Result<(), Error> {
        let mut all = BTreeSet::new();
        for article in &self.touched.articles {
            all.extend(copies::group(self.shelf, article)?.iter().cloned());
        }
        self.touched.articles.extend(all);
        let fresh: Vec<EventId> = self.touched.fresh.iter().copied().collect();
        let mut rest = &fresh[..];
        while !rest.is_empty() {
            rest = &rest[self.compare_first(rest)?..];
        }
        Ok(())
    }

    /// Compares the first of the fresh reports, so many as find about [`MANY`] others; how many.
    fn compare_first(&mut self, fresh: &[EventId]) -> Result<usize, Error> {
        let mut desk = Desk::default();
        let mut seekers: Vec<(u32, Vec<Block>)> = Vec::new();
        let mut blocks: FxHashMap<Block, Vec<u32>> = FxHashMap::default();
        let mut copied: FxHashMap<Key, Vec<u32>> = FxHashMap::default();
        let mut count = 0;
        while let Some(event) = fresh.get(count).filter(|_| desk.events.len() < MANY) {
            count += 1;
            let Some(sketch) = self.sketch(*event)?.filter(|sketch| sketch.state().is_none()) else { continue };
            let sought = blocks::blocks(&sketch).1;
            for block in &sought {
                if !blocks.contains_key(block) {
                    blocks.insert(*block, self.shelf.in_block(*block)?.into_iter().map(|event| desk.place(event)).collect());
                }
            }
            if let Some(head) = self.shelf.head(sketch.article)?.filter(|_| !copied.contains_key(&sketch.article)) {
                let mut events = Vec::new();
                for copy in &*copies::of(self.shelf, &head.iri)? {
                    events.extend(self.shelf.events(key(copy))?.map(|event| desk.place(event)));
                }
                copied.insert(sketch.article, events);
            }
            let place = desk.place(*event);
            desk.sketches[place as usize] = Some(sketch);
            seekers.push((place, sought));
        }
        let mut missing: Vec<usize> = (0..desk.events.len()).filter(|place| desk.sketches[*place].is_none()).collect();
        // article by article
        missing.sort_unstable_by_key(|place| desk.events[*place]);
        for place in missing {
            desk.sketches[place] = self.sketch(desk.events[place])?;
        }
        let is_fresh: Vec<bool> = desk.events.iter().map(|event| self.touched.fresh.contains(event)).collect();
        let (parties, desk) = (&self.parties, &desk);
        // the last report that was compared with each
        let seen = || vec![u32::MAX; desk.events.len()];
        let pairs = |seen: &mut Vec<u32>, (place, sought): &(u32, Vec<Block>)| {
            let found = |sketch: &Sketch| {
                let copies = copied.get(&sketch.article).into_iter().flatten();
                let others = sought.iter().filter_map(|block| blocks.get(block)).flatten();
                let all = copies.map(|other| (*other, true)).chain(others.map(|other| (*other, false)));
                pairs(*place, sketch, all, desk, parties, &is_fresh, seen)
            };
            desk.sketches[*place as usize].as_deref().map(found).unwrap_or_default()
        };
        let pairs: Vec<Vec<(u32, u32, f32)>> = seekers.par_iter().map_init(seen, pairs).collect();
        for (a, b, score) in pairs.into_iter().flatten() {
            let is_general = |place: u32| desk.sketches[place as usize].as_ref().is_some_and(|sketch| sketch.is_general);
            let (one, other) = (desk.events[a as usize], desk.events[b as usize]);
            let table = if is_general(a) == is_general(b) { &mut self.shelf.alike } else { &mut self.shelf.parts };
            pair(table, one, other, score)?;
            self.touched.events.extend([one, other]);
        }
        Ok(count)
    }

    /// Clusters what was touched anew, and gives the difference.
    fn settle(mut self) -> Result<Change, Error> {
        let mut events = std::mem::take(&mut self.touched.events);
        // sources are counted anew wherever an article's copies may have changed
        let mut changed = std::mem::take(&mut self.touched.fresh);
        for article in &self.touched.articles {
            changed.extend(self.shelf.events(key(article))?);
        }
        events.extend(&changed);
        for event in events.clone() {
            let cluster = self.dissolve(event)?;
            events.extend(cluster.iter().flat_map(|cluster| &cluster.members));
            self.put_apart(cluster);
        }
        let (mut states, mut open): (BTreeSet<Key>, Vec<EventId>) = (BTreeSet::new(), Vec::new());
        for event in &events {
            let state = self.shelf.state(*event)?;
            states.extend(state);
            open.extend(state.is_none().then_some(*event));
        }
        let mut clusters: Vec<Vec<EventId>> = Vec::new();
        for state in states {
            let reports = self.shelf.in_state(state)?;
            clusters.push(self.shelf.sorted(reports)?);
        }
        let mut found: FxHashSet<EventId> = FxHashSet::default();
        for event in open {
            if found.insert(event) {
                let component = self.component(event, &mut found)?;
                clusters.extend(self.clusters(component)?);
            }
        }
        // a component may reach beyond what was clustered together before
        for event in clusters.iter().flatten() {
            let cluster = self.dissolve(*event)?;
            self.put_apart(cluster);
        }
        let apart = std::mem::take(&mut self.apart);
        let is_as_before = |members: &[EventId]| {
            let before = members.first().and_then(|first| apart.get(first));
            before.is_some_and(|before| before.members == members && !members.iter().any(|member| changed.contains(member)))
        };
        let (same, other): (Vec<_>, Vec<_>) = clusters.into_iter().partition(|members| is_as_before(members));
        let mut apart = apart;
        same.iter().filter_map(|members| members.first()).for_each(|first| drop(apart.remove(first)));
        let (mut before, mut after) = (std::mem::take(&mut self.gone), String::new());
        let (mut old, mut new) = (Vec::with_capacity(apart.len()), Vec::with_capacity(other.len()));
        for members in other {
            let Some(first) = members.first().copied() else { continue };
            let sources = self.sources(&members)?;
            let cluster = Cluster { members, sources };
            let now = self.quads_of(&cluster)?;
            let mut then = String::new();
            if let Some(cluster) = apart.remove(&first) {
                then = self.quads_of(&cluster)?;
                old.push(cluster);
            }
            let (removed, added) = only(&then, &now);
            before.extend(removed.into_iter().flat_map(|line| [line, "\n"]));
            after.extend(added.into_iter().flat_map(|line| [line, "\n"]));
            new.push(cluster);
        }
        for cluster in apart.into_values() {
            before.push_str(&self.quads_of(&cluster)?);
            old.push(cluster);
        }
        self.shelf.exchange_clusters(&old, &new)?;
        self.singles(&events, &mut before, &mut after)?;
        let (removed, added) = only(&before, &after);
        Ok(Change { removed: parsed(&removed.join("\n")), added: parsed(&added.join("\n")) })
    }

    /// Takes the cluster of an event apart, unless it was.
    fn dissolve(&mut self, event: EventId) -> Result<Option<Cluster>, Error> {
        if self.loose.contains(&event) {
            return Ok(None);
        }
        let cluster = self.shelf.cluster(event)?;
        self.loose.extend(&cluster.members);
        Ok(Some(cluster))
    }

    fn put_apart(&mut self, cluster: Option<Cluster>) {
        self.apart.extend(cluster.and_then(|cluster| Some((*cluster.members.first()?, cluster))));
    }

    /// What the graph says of a cluster.
    fn quads_of(&mut self, Cluster { members, sources }: &Cluster) -> Result<String, Error> {
        let mut happening = Happening::default();
        for member in members {
            if let Some(report) = self.shelf.report(*member)? {
                happening.add(&report);
            }
        }
        Ok(lines(&happening.quads(*sources)))
    }

    /// The reports that hang together with one, in the order of their IRIs.
    fn component(&mut self, event: EventId, found: &mut FxHashSet<EventId>) -> Result<Vec<EventId>, Error> {
        let mut component = vec![event];
        let mut next = 0;
        while let Some(event) = component.get(next) {
            let others = paired(&self.shelf.alike, *event)?;
            component.extend(others.into_iter().map(|(other, _)| other).filter(|other| found.insert(*other)));
            next += 1;
        }
        self.shelf.sorted(component)
    }

    /// Those of a component that are one happening.
    fn clusters(&mut self, component: Vec<EventId>) -> Result<Vec<Vec<EventId>>, Error> {
        if component.len() < 2 {
            return Ok(if component.is_empty() { Vec::new() } else { vec![component] });
        }
        let places: FxHashMap<EventId, usize> = component.iter().copied().zip(0..).collect();
        let (mut pairs, mut sketches) = (Vec::new(), Vec::with_capacity(component.len()));
        for (place, event) in component.iter().enumerate() {
            let others = paired(&self.shelf.alike, *event)?;
            let later = others.into_iter().filter_map(|(other, score)| Some((score, place, *places.get(&other)?)));
            pairs.extend(later.filter(|(_, place, other)| place < other));
            sketches.push(self.sketch(*event)?);
        }
        let compatible = |a: usize, b: usize| match (&sketches[a], &sketches[b]) {
            (Some(a), Some(b)) => compare::compatible(a, b, &self.parties),
            _ => false,
        };
        let clusters = cluster::clusters(component.len(), pairs, compatible);
        Ok(clusters.into_iter().map(|members| members.into_iter().map(|place| component[place]).collect()).collect())
    }

    /// How many independent sources say that it is so: those named, and the articles' own voices.
    fn sources(&mut self, members: &[EventId]) -> Result<u32, Error> {
        let mut sources: BTreeSet<Iri> = BTreeSet::new();
        for member in members {
            let Some(report) = self.shelf.report(*member)? else { continue };
            for claim in report.claims.iter().filter(|claim| &*claim.factuality == "CTpos") {
                sources.insert(match &claim.source {
                    Some(Filler::Named(source)) => self.shelf.resolve(source)?,
                    // "police" of one report are "police" of the next
                    Some(Filler::Described(words)) => words.clone(),
                    None => self.voice(&report.article)?,
                });
            }
        }
        Ok(sources.len() as u32)
    }

    /// Who speaks where an article speaks for itself: its agency or publisher, and for all copies that of the first.
    fn voice(&mut self, article: &Iri) -> Result<Iri, Error> {
        let first = copies::group(self.shelf, article)?.first().unwrap_or(article).clone();
        let publisher = self.shelf.head(key(&first))?.and_then(|head| head.publisher);
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
        let is_there = self.shelf.head(key(article))?.is_some();
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
        let wholes = paired(&self.shelf.parts, event)?;
        if wholes.is_empty() {
            return Ok(Vec::new());
        }
        let Some(report) = self.shelf.report(event)?.filter(|report| !report.is_general) else { return Ok(Vec::new()) };
        let mut quads = Vec::new();
        for whole in self.shelf.sorted(wholes.into_iter().map(|(whole, _)| whole))? {
            quads.extend(self.shelf.report(whole)?.map(|whole| quad(&report.iri, v::SUB_EVENT_OF, &whole.iri)));
        }
        Ok(quads)
    }
}

/// The reports like one, with how much; of two fresh ones, only the one that stands first finds the other.
fn pairs(
    place: u32,
    sketch: &Sketch,
    others: impl Iterator<Item = (u32, bool)>,
    desk: &Desk,
    parties: &Parties,
    is_fresh: &[bool],
    seen: &mut [u32],
) -> Vec<(u32, u32, f32)> {
    let mut found = Vec::new();
    for (other, is_copy) in others {
        let is_found = is_fresh[other as usize] && desk.events[other as usize] <= desk.events[place as usize];
        if seen[other as usize] == place || is_found {
            continue;
        }
        seen[other as usize] = place;
        let Some(second) = desk.sketches[other as usize].as_ref().filter(|sketch| sketch.state().is_none()) else { continue };
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
    Quad { subject: write::node(&article.head.iri).into(), ..quad(entity, predicate, entity) }
}

/// Lines of each of two texts that are not in the other, sorted.
fn only<'t>(one: &'t str, other: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let (one, other): (BTreeSet<&str>, BTreeSet<&str>) = (one.lines().collect(), other.lines().collect());
    (one.difference(&other).copied().collect(), other.difference(&one).copied().collect())
}
