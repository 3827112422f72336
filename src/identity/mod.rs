//! What is the same across articles: reports of one happening, copies of one report, two names of one entity.
//!
//! ```text
//! graph …/article/a: event/armed-attack-3a48446b ─┐
//! graph …/article/b: event/armed-attack-91c0d2aa ─┴─ describes → id/event/armed-attack-20250513-maiduguri-5f1e0c2d
//! ```
//! Everything goes into a graph of its own, so that a wrong judgement is undone by dropping it, and it is made again from the
//! articles' graphs at any time. The result depends on what the store holds alone, not on the order in which it came, and a new
//! article costs no more than a look at the reports that share a participant with its own in the same days, or, if it is no country,
//! in the same month.

mod blocks;
mod cluster;
mod compare;
mod copies;
mod decisions;
mod names;
mod people;
mod report;
mod saved;
mod sketch;
mod write;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use oxigraph::model::{GraphName, Quad};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::rdf::vocabulary as v;
use crate::rdf::{article_iri, base_of, entities_graph, homonym_iri, identity_graph};
use blocks::Block;
use cluster::Edges;
use compare::Parties;
use copies::Copies;
pub use decisions::{Decision, DecisionError, Decisions};
use people::People;
pub use people::{Doubt, DoubtKind, Side};
use report::{ArticleReport, Iri, Report};
use sketch::{Entities, Sketch, State};

/// What stands in the identity graph, and what is needed to keep it right when articles come and go.
#[derive(Debug, Default)]
pub struct Identity {
    /// By the name of the article's graph.
    articles: BTreeMap<String, ArticleReport>,
    graph_of: FxHashMap<Iri, String>,
    reports: FxHashMap<Iri, Arc<Report>>,
    /// Entity → events that it takes part in or is a source of.
    events_of: FxHashMap<Iri, BTreeSet<Iri>>,
    /// Event → where its sketch stands.
    places: FxHashMap<Iri, u32>,
    sketches: Vec<Option<Sketch>>,
    blocks: FxHashMap<Block, Vec<u32>>,
    parties: Parties,
    /// State → the reports of it.
    states: FxHashMap<State, BTreeSet<Iri>>,
    alike: Edges,
    /// Single reports and general ones that tell of many such happenings.
    parts: Edges,
    copies: Copies,
    entities: Entities,
    people: People,
    decisions: Decisions,
    /// Event → first member of its cluster.
    cluster_of: FxHashMap<Iri, Iri>,
    /// First member → the cluster and its quads.
    clusters: BTreeMap<Iri, (Vec<Iri>, Vec<Quad>)>,
    /// Quads on single articles and events.
    singles: BTreeMap<Iri, Vec<Quad>>,
}

/// What changed in the identity graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Quads that no longer hold.
    pub removed: Vec<Quad>,
    /// Quads that hold now.
    pub added: Vec<Quad>,
}

/// An article's graph, read for identity.
#[derive(Debug)]
pub struct Reading {
    graph: String,
    report: ArticleReport,
}

/// Reads articles on all threads: the quads of each article's graph, and after them those that name its entities.
pub fn read<'q>(quads: impl IntoIterator<Item = &'q Quad>) -> Vec<Reading> {
    let mut articles: Vec<(&str, Vec<&Quad>, Vec<&Quad>)> = Vec::new();
    for quad in quads {
        let GraphName::NamedNode(name) = &quad.graph_name else { continue };
        let is_shared = *name == entities_graph(base_of(name.as_str().replace("graph/", "id/").as_str()));
        match articles.last_mut() {
            Some((graph, own, _)) if *graph == name.as_str() => own.push(quad),
            Some((.., names)) if is_shared => names.push(quad),
            _ if is_shared => {}
            _ => articles.push((name.as_str(), vec![quad], Vec::new())),
        }
    }
    let reading = |(graph, quads, names): (&str, Vec<&'q Quad>, Vec<&'q Quad>)| {
        Some(Reading { graph: graph.to_owned(), report: ArticleReport::read(quads, names)? })
    };
    articles.into_par_iter().filter_map(reading).collect()
}

impl Identity {
    /// Takes articles out, by the names of their graphs, and puts articles in, of which none may be there already.
    pub fn update<'g>(&mut self, removed: impl IntoIterator<Item = &'g str>, added: Vec<Reading>) -> Change {
        let mut touched = Touched::default();
        for graph in removed {
            if let Some(article) = self.articles.remove(graph) {
                self.take_out(&self.with_homonyms(&article), &mut touched);
            }
        }
        let mut readings = added;
        readings.sort_by(|a, b| a.graph.cmp(&b.graph));
        for Reading { graph, report } in readings {
            if let Some(old) = self.articles.remove(&graph) {
                self.take_out(&self.with_homonyms(&old), &mut touched);
            }
            self.put_in(&self.with_homonyms(&report), &mut touched);
            self.graph_of.insert(report.iri.clone(), graph.clone());
            self.articles.insert(graph, report);
        }
        self.finish(touched)
    }

    /// Puts the user's decisions in place of those of before.
    pub fn decide(&mut self, decisions: Decisions) -> Change {
        let mut touched = Touched::default();
        let about: Vec<Decision> = self.decisions.iter().chain(decisions.iter()).cloned().collect();
        let mut keys: BTreeSet<&str> = BTreeSet::new();
        for decision in &about {
            match decision {
                Decision::Join(a, b) | Decision::Split(a, b) => touched.people.extend([a.as_str().into(), b.as_str().into()]),
                Decision::Homonym { articles, .. } => keys.extend(articles.iter().map(String::as_str)),
            }
        }
        let is_meant = |report: &ArticleReport| keys.iter().any(|key| is_article(&report.iri, key));
        let affected: Vec<ArticleReport> = self.articles.values().filter(|report| is_meant(report)).cloned().collect();
        for article in &affected {
            self.take_out(&self.with_homonyms(article), &mut touched);
        }
        self.decisions = decisions;
        for article in &affected {
            self.put_in(&self.with_homonyms(article), &mut touched);
            let graph = self.articles.iter().find(|(_, report)| report.iri == article.iri).map(|(graph, _)| graph.clone());
            self.graph_of.extend(graph.map(|graph| (article.iri.clone(), graph)));
        }
        self.finish(touched)
    }

    /// The user's decisions.
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// Joins made on evidence, and names that may have been joined or kept apart wrongly.
    pub fn doubts(&self) -> Vec<Doubt> {
        self.people.doubts(&self.decisions)
    }

    /// The article with names of its own for those whom the user tells apart from others of their name.
    fn with_homonyms<'a>(&self, article: &'a ArticleReport) -> Cow<'a, ArticleReport> {
        let mut article = Cow::Borrowed(article);
        for decision in self.decisions.iter() {
            let Decision::Homonym { entity, articles } = decision else { continue };
            if articles.iter().any(|key| is_article(&article.iri, key)) {
                article.to_mut().rename(entity, &homonym_iri(entity, articles).as_str().into());
            }
        }
        article
    }

    fn finish(&mut self, mut touched: Touched) -> Change {
        let moved = self.people.settle(&touched.people, &self.decisions, &mut self.entities.same);
        touched.people.extend(moved.iter().cloned());
        touched.entities.extend(moved);
        // where an entity's kin or its other names changed, all its events are compared anew
        let entities: BTreeSet<Iri> = touched.entities.iter().flat_map(|entity| self.people.group(entity)).collect();
        entities.iter().for_each(|entity| self.entities.changed(entity));
        if !entities.is_empty() {
            let events: BTreeSet<&Iri> = entities.iter().filter_map(|entity| self.events_of.get(entity)).flatten().collect();
            let events = events.into_iter().filter(|event| !touched.fresh.contains(*event));
            let affected: Vec<Arc<Report>> = events.filter_map(|event| self.reports.get(event)).cloned().collect();
            for report in &affected {
                self.forget(report, &mut touched);
            }
            touched.fresh.extend(affected.into_iter().map(|report| report.iri.clone()));
        }
        let fresh = self.place(&mut touched);
        self.compare(fresh, &mut touched);
        self.settle(touched)
    }

    /// Every quad of the identity graph, sorted.
    pub fn quads(&self) -> Vec<Quad> {
        let mut quads: Vec<Quad> =
            self.clusters.values().flat_map(|(_, quads)| quads).chain(self.singles.values().flatten()).cloned().collect();
        quads.par_sort_by_cached_key(ToString::to_string);
        quads
    }

    fn put_in(&mut self, article: &ArticleReport, touched: &mut Touched) {
        for (a, b) in &article.kin {
            let count = self.entities.kin.entry(a.clone()).or_default().entry(b.clone()).or_default();
            *count += 1;
            if *count == 1 {
                touched.entities.insert(a.clone());
            }
        }
        if let Some(print) = article.fingerprint {
            self.copies.add(&article.iri, print);
        }
        self.people.put_in(&article.iri, &article.profiles, &article.mentions);
        touched.people.extend(article.profiles.iter().map(|profile| profile.entity.clone()));
        touched.articles.insert(article.iri.clone());
        for report in &article.events {
            self.reports.insert(report.iri.clone(), report.clone());
            for entity in report.entities() {
                self.events_of.entry(entity.clone()).or_default().insert(report.iri.clone());
            }
            touched.fresh.insert(report.iri.clone());
            touched.events.insert(report.iri.clone());
        }
    }

    fn take_out(&mut self, article: &ArticleReport, touched: &mut Touched) {
        for (a, b) in &article.kin {
            let Some(kin) = self.entities.kin.get_mut(a) else { continue };
            let Some(count) = kin.get_mut(b) else { continue };
            *count -= 1;
            if *count == 0 {
                kin.remove(b);
                touched.entities.insert(a.clone());
            }
        }
        self.people.take_out(&article.iri, &article.profiles);
        touched.people.extend(article.profiles.iter().map(|profile| profile.entity.clone()));
        touched.articles.extend(self.copies.group(&article.iri));
        self.copies.remove(&article.iri);
        self.graph_of.remove(&article.iri);
        for report in &article.events {
            self.forget(report, touched);
            self.reports.remove(&report.iri);
            for entity in report.entities() {
                if let Some(events) = self.events_of.get_mut(entity) {
                    events.remove(&report.iri);
                    if events.is_empty() {
                        self.events_of.remove(entity);
                    }
                }
            }
        }
    }

    /// Takes a report out of blocks and pairs; those it was paired or clustered with have to be clustered anew.
    fn forget(&mut self, report: &Report, touched: &mut Touched) {
        if let Some(place) = self.places.get(&report.iri)
            && let Some(sketch) = self.sketches[*place as usize].take()
        {
            if let Some(state) = sketch.state()
                && let Some(reports) = self.states.get_mut(&state)
            {
                reports.remove(&report.iri);
                if reports.is_empty() {
                    self.states.remove(&state);
                }
            }
            for block in blocks::blocks(&sketch).0 {
                if let Some(events) = self.blocks.get_mut(&block) {
                    events.retain(|event| event != place);
                    if events.is_empty() {
                        self.blocks.remove(&block);
                    }
                }
            }
        }
        for edges in [&mut self.alike, &mut self.parts] {
            for other in edges.remove(&report.iri).unwrap_or_default().into_keys() {
                if let Some(back) = edges.get_mut(&other) {
                    back.remove(&report.iri);
                }
                touched.events.insert(other);
            }
        }
        if let Some((members, _)) = self.cluster_of.get(&report.iri).and_then(|first| self.clusters.get(first)) {
            touched.events.extend(members.iter().cloned());
        }
        touched.events.insert(report.iri.clone());
    }

    /// Puts the fresh reports into their blocks; where they stand and where others like them can be.
    fn place(&mut self, touched: &mut Touched) -> Vec<(u32, Vec<Block>)> {
        let mut fresh: Vec<(u32, Vec<Block>)> = Vec::new();
        for iri in &touched.fresh {
            let Some(sketch) = self.reports.get(iri).and_then(|report| Sketch::new(report.clone(), &mut self.entities)) else { continue };
            if let Some(state) = sketch.state() {
                self.states.entry(state).or_default().insert(iri.clone());
            }
            let next = self.sketches.len() as u32;
            let place = *self.places.entry(iri.clone()).or_insert(next);
            let (own, sought) = blocks::blocks(&sketch);
            own.into_iter().for_each(|block| self.blocks.entry(block).or_default().push(place));
            fresh.push((place, sought));
            if place == next {
                self.sketches.push(Some(sketch));
            } else {
                self.sketches[place as usize] = Some(sketch);
            }
        }
        fresh
    }

    /// Pairs the fresh reports with those of their blocks, and with those of copies of their articles.
    fn compare(&mut self, fresh: Vec<(u32, Vec<Block>)>, touched: &mut Touched) {
        let articles: Vec<Iri> = touched.articles.iter().cloned().collect();
        for article in articles {
            touched.articles.extend(self.copies.group(&article));
        }
        let mut is_fresh = vec![false; self.sketches.len()];
        fresh.iter().for_each(|(place, _)| is_fresh[*place as usize] = true);
        let (this, is_fresh) = (&*self, &is_fresh);
        // the last report that was compared with each
        let seen = || vec![u32::MAX; is_fresh.len()];
        let pairs: Vec<Vec<(u32, u32, f32)>> =
            fresh.par_iter().map_init(seen, |seen, (place, sought)| this.pairs(*place, sought, is_fresh, seen)).collect();
        for (a, b, score) in pairs.into_iter().flatten() {
            let (Some(a), Some(b)) = (&self.sketches[a as usize], &self.sketches[b as usize]) else { continue };
            let (a, b) = (&a.report, &b.report);
            let edges = if a.is_general == b.is_general { &mut self.alike } else { &mut self.parts };
            edges.entry(a.iri.clone()).or_default().insert(b.iri.clone(), score);
            edges.entry(b.iri.clone()).or_default().insert(a.iri.clone(), score);
            touched.events.extend([a.iri.clone(), b.iri.clone()]);
        }
    }

    /// The reports like one, with how much; of two fresh ones, only the one that stands first finds the other.
    fn pairs(&self, place: u32, sought: &[Block], is_fresh: &[bool], seen: &mut [u32]) -> Vec<(u32, u32, f32)> {
        let Some(sketch) = self.sketches[place as usize].as_ref().filter(|sketch| sketch.state().is_none()) else { return Vec::new() };
        let mut found = Vec::new();
        let mut meet = |other: u32, is_copy: bool| {
            if seen[other as usize] == place || is_fresh[other as usize] && other <= place {
                return;
            }
            seen[other as usize] = place;
            let Some(second) = self.sketches[other as usize].as_ref().filter(|sketch| sketch.state().is_none()) else { return };
            let likeness = compare::likeness(sketch, second, &self.parties);
            let score = likeness.or_else(|| is_copy.then(|| compare::copied(sketch, second, &self.parties)).flatten());
            found.extend(score.map(|score| (place, other, score)));
        };
        let copies = self.copies.of(&sketch.report.article);
        let of_copies =
            copies.iter().filter_map(|article| self.articles.get(self.graph_of.get(article)?)).flat_map(|article| &article.events);
        of_copies.filter_map(|event| self.places.get(&event.iri)).for_each(|other| meet(*other, true));
        sought.iter().filter_map(|block| self.blocks.get(block)).flatten().for_each(|other| meet(*other, false));
        found
    }

    /// Clusters what was touched anew, and gives the difference.
    fn settle(&mut self, touched: Touched) -> Change {
        let (mut before, mut after): (Vec<Quad>, Vec<Quad>) = (Vec::new(), Vec::new());
        self.settle_into(touched, Some((&mut before, &mut after)));
        let (before, after): (FxHashSet<Quad>, FxHashSet<Quad>) = (before.into_iter().collect(), after.into_iter().collect());
        let difference = |some: &FxHashSet<Quad>, others: &FxHashSet<Quad>| {
            let mut quads: Vec<Quad> = some.difference(others).cloned().collect();
            quads.sort_by_cached_key(ToString::to_string);
            quads
        };
        Change { removed: difference(&before, &after), added: difference(&after, &before) }
    }

    /// The same, with the quads that were there and those that are there now where they are wanted.
    fn settle_into(&mut self, touched: Touched, mut change: Option<(&mut Vec<Quad>, &mut Vec<Quad>)>) {
        let mut gone = |quads: Vec<Quad>| change.iter_mut().for_each(|(before, _)| before.extend_from_slice(&quads));
        // sources are counted anew wherever an article's copies may have changed
        let of_articles = touched.articles.iter().filter_map(|article| self.articles.get(self.graph_of.get(article)?));
        let events = of_articles.flat_map(|article| article.events.iter().map(|report| report.iri.clone()));
        let mut events: BTreeSet<Iri> = events.chain(touched.events.iter().cloned()).collect();
        let old: BTreeSet<Iri> = events.iter().filter_map(|event| self.cluster_of.get(event)).cloned().collect();
        for first in old {
            let Some((members, quads)) = self.clusters.remove(&first) else { continue };
            gone(quads);
            for member in members {
                self.cluster_of.remove(&member);
                events.insert(member);
            }
        }
        let states: BTreeSet<State> = events.iter().filter_map(|event| self.sketch(event)?.state()).collect();
        let of_states: Vec<Vec<Iri>> =
            states.iter().filter_map(|state| self.states.get(state)).map(|reports| reports.iter().cloned().collect()).collect();
        let is_live = |event: &&Iri| self.reports.contains_key(*event) && self.sketch(event).is_none_or(|sketch| sketch.state().is_none());
        let component = cluster::component(events.iter().filter(is_live).cloned(), &self.alike);
        // the component may reach beyond what was clustered together before
        for event in component.iter().chain(of_states.iter().flatten()) {
            if let Some(first) = self.cluster_of.get(event).cloned()
                && let Some((members, quads)) = self.clusters.remove(&first)
            {
                gone(quads);
                members.iter().for_each(|member| drop(self.cluster_of.remove(member)));
            }
        }
        let sketches: Vec<Option<&Sketch>> = component.iter().map(|event| self.sketch(event)).collect();
        let compatible = |a: usize, b: usize| match (sketches[a], sketches[b]) {
            (Some(a), Some(b)) => compare::compatible(a, b, &self.parties),
            _ => false,
        };
        let mut clusters = cluster::clusters(&component, &self.alike, compatible);
        clusters.extend(of_states);
        let written = |members: Vec<Iri>| {
            let reports: Vec<&Report> = members.iter().map(|member| &*self.reports[member]).collect();
            let quads = write::write(&reports, &self.entities, |article| self.voice(article));
            (members, quads)
        };
        let clusters: Vec<(Vec<Iri>, Vec<Quad>)> = clusters.into_par_iter().map(written).collect();
        for thing in touched.articles.iter().chain(&touched.people).chain(&events) {
            gone(self.singles.remove(thing).unwrap_or_default());
        }
        let mut come = |quads: &[Quad]| change.iter_mut().for_each(|(_, after)| after.extend_from_slice(quads));
        for (members, quads) in clusters {
            come(&quads);
            members.iter().for_each(|member| drop(self.cluster_of.insert(member.clone(), members[0].clone())));
            self.clusters.insert(members[0].clone(), (members, quads));
        }
        for thing in touched.articles.iter().chain(&touched.people).chain(&events) {
            let quads = self.single(thing);
            come(&quads);
            if !quads.is_empty() {
                self.singles.insert(thing.clone(), quads);
            }
        }
    }

    fn sketch(&self, event: &Iri) -> Option<&Sketch> {
        self.sketches[*self.places.get(event)? as usize].as_ref()
    }

    /// What is said of one article, which may be a copy, or of one event, which may be a part of what a general report tells.
    fn single(&self, thing: &Iri) -> Vec<Quad> {
        let quad = |predicate: oxigraph::model::NamedNodeRef<'_>, object: &Iri| {
            Quad::new(write::node(thing), predicate.into_owned(), write::node(object), identity_graph(base_of(thing)))
        };
        if self.graph_of.contains_key(thing) {
            let first = self.copies.group(thing).into_iter().next();
            return first.filter(|first| first != thing).map(|first| quad(v::NEAR_DUPLICATE_OF, &first)).into_iter().collect();
        }
        let homonym = |decision: &Decision| match decision {
            Decision::Homonym { entity, articles } if *homonym_iri(entity, articles).as_str() == **thing => {
                Some(Iri::from(entity.as_str()))
            }
            _ => None,
        };
        if let Some(entity) = self.decisions.iter().find_map(homonym) {
            let articles = self.people.articles(thing);
            let mention = |article: &Iri| Quad { subject: write::node(article).into(), ..quad(v::MENTIONS, thing) };
            let mentions: Vec<Quad> = articles.map(mention).collect();
            let own = (!mentions.is_empty()).then(|| quad(v::HOMONYM_OF, &entity));
            return mentions.into_iter().chain(own).collect();
        }
        if let Some(first) = self.entities.same.get(thing) {
            return vec![quad(v::SAME_ENTITY_AS, first)];
        }
        let is_single = self.reports.get(thing).is_some_and(|report| !report.is_general);
        let wholes = self.parts.get(thing).filter(|_| is_single).into_iter().flat_map(BTreeMap::keys);
        wholes.map(|whole| quad(v::SUB_EVENT_OF, whole)).collect()
    }

    /// Who speaks where an article speaks for itself: its agency or publisher, and for all copies that of the first.
    fn voice(&self, article: &Iri) -> Iri {
        let first = self.copies.group(article).into_iter().next().unwrap_or_else(|| article.clone());
        let publisher = self.graph_of.get(&first).and_then(|graph| self.articles.get(graph)?.publisher.clone());
        publisher.unwrap_or(first)
    }
}

/// Whether the IRI is that of the article of that key.
fn is_article(iri: &str, key: &str) -> bool {
    article_iri(base_of(iri), key, "") == *iri
}

/// What an update has to look at again.
#[derive(Debug, Default)]
struct Touched {
    /// Reports to be compared with those of their blocks.
    fresh: BTreeSet<Iri>,
    /// Events whose clusters may change.
    events: BTreeSet<Iri>,
    /// Articles whose copies may change.
    articles: BTreeSet<Iri>,
    /// Entities whose kin or other names changed.
    entities: FxHashSet<Iri>,
    /// People and bodies of which more or less is known.
    people: BTreeSet<Iri>,
}
