//! The quads of an article's graph → what identity looks at: one report an event, with its class, time, participants and claims.
//!
//! An event without a day of its own takes that of an event in the same sentence; else it lies in the days before the article's.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::sync::Arc;

use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};

use super::people::Profile;
use crate::calendar::Date;
use crate::rdf::vocabulary::{self as v, DL};
use crate::rdf::{base_of, is_local};
use crate::resources::Ontology;
use crate::text::{Fingerprint, folded};

/// An IRI; one copy an article.
pub(super) type Iri = Arc<str>;

/// What an article contributes.
#[derive(Clone, Debug)]
pub(super) struct ArticleReport {
    pub head: Head,
    /// In the order of their IRIs, which begin with that of the article.
    pub events: Vec<Arc<Report>>,
    /// Agent → country or body that it is based in, linked to or part of.
    pub kin: Vec<(Iri, Iri)>,
    /// People and bodies with names beyond the article.
    pub profiles: Vec<Arc<Profile>>,
    /// Named things that the article speaks of.
    pub mentions: BTreeSet<Iri>,
}

/// What is asked of an article without what it reports.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Head {
    pub iri: Iri,
    /// An agency, if it wrote it.
    pub publisher: Option<Iri>,
    pub fingerprint: Option<Fingerprint>,
    /// How many.
    pub events: u32,
}

/// An event as one article reports it.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub iri: Iri,
    pub article: Iri,
    pub class: Iri,
    /// The class below `Event` that its class lies under.
    pub group: Iri,
    pub time: Option<When>,
    pub roles: BTreeMap<Iri, Vec<Filler>>,
    /// Places of events in the same sentence, or the one that the article speaks of, if it has none of its own.
    pub nearby: Vec<Iri>,
    /// `nearby` is only what the article speaks of.
    pub is_nearby_vague: bool,
    /// A report of things that happen again and again.
    pub is_general: bool,
    /// Said to have come about, surely or not: neither only planned or tried, nor denied.
    pub is_actual: bool,
    pub claims: Vec<ClaimReport>,
}

impl Report {
    /// Named entities that take part or are sources, and places near.
    pub fn entities(&self) -> impl Iterator<Item = &Iri> {
        let sources = self.claims.iter().filter_map(|claim| claim.source.as_ref());
        let fillers = self.roles.values().flatten().chain(sources);
        fillers.filter_map(|filler| if let Filler::Named(iri) = filler { Some(iri) } else { None }).chain(&self.nearby)
    }
}

/// The days between which an event lies, counted from 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct When {
    pub first: i32,
    pub last: i32,
    pub source: TimeSource,
    pub approximate: bool,
}

/// Where a time comes from, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum TimeSource {
    /// The text dates the event.
    Stated,
    /// Another event of the sentence.
    Sentence,
    /// The date of the article.
    Article,
}

/// Who or what plays a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Filler {
    /// Known beyond the article.
    Named(Iri),
    /// Known in the article only, by its folded description; another event of the article, by its label.
    Described(Arc<str>),
}

/// What one source says of an event.
#[derive(Clone, Debug)]
pub(super) struct ClaimReport {
    pub iri: Iri,
    /// Named or described; `None`: the article itself.
    pub source: Option<Filler>,
    pub factuality: Iri,
    pub quote: Arc<str>,
}

/// Days before the article's within which an undated event is taken to lie.
const EARLIER: i32 = 30;
/// Days after it for a planned one.
const SOON: i32 = 30;

impl ArticleReport {
    /// Reads a graph; `None` if no article stands in it. Quads of other graphs are passed over.
    /// `names` are the quads that tell what its entities are called.
    pub fn read<'q>(quads: impl IntoIterator<Item = &'q Quad>, names: impl IntoIterator<Item = &'q Quad>) -> Option<ArticleReport> {
        let mut graph = Graph::default();
        for quad in quads {
            graph.add(quad);
        }
        let article = graph.of_type("Article").next()?;
        let anchor = graph.node(article, v::ANCHOR_DATE.as_str()).and_then(|date| graph.day(date, v::RESOLVED_DATE.as_str()));
        let claims = graph.claims();
        let events: Vec<&str> = claims.keys().copied().collect();
        let times: FxHashMap<&str, When> = events.iter().filter_map(|event| Some((*event, graph.stated_time(event)?))).collect();
        let mut by_sentence: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for event in &events {
            for sentence in graph.sentences(&claims[event]) {
                by_sentence.entry(sentence).or_default().push(event);
            }
        }
        let mentioned: BTreeSet<&str> = graph
            .all(article, v::MENTIONS.as_str())
            .filter_map(|o| if let Term::NamedNode(o) = o { Some(o.as_str()) } else { None })
            .collect();
        let sole = ["city", "country"].iter().find_map(|wanted| {
            let mut of_kind = mentioned.iter().filter(|iri| kind(iri) == *wanted);
            of_kind.next().map(|first| of_kind.next().is_none().then(|| Iri::from(*first)))
        });
        let sole: Vec<Iri> = sole.flatten().into_iter().collect();
        let reports = events.iter().filter_map(|event| {
            let near: Vec<&str> = graph.sentences(&claims[event]).filter_map(|s| by_sentence.get(s)).flatten().copied().collect();
            graph.report(event, article, &claims[event], &times, &near, anchor, &sole).map(Arc::new)
        });
        let kin = [("basedIn"), ("linkedTo"), ("partOf"), ("memberOf")];
        let kin = graph.subjects.iter().flat_map(|(subject, statements)| {
            let related = statements.iter().filter(|(p, _)| p.strip_prefix(DL).is_some_and(|name| kin.contains(&name)));
            related.filter_map(|(_, object)| match object {
                Term::NamedNode(object) => Some((Iri::from(*subject), Iri::from(object.as_str()))),
                _ => None,
            })
        });
        let mut kin: Vec<_> = kin.collect();
        kin.sort_unstable();
        kin.dedup();
        let mut events: Vec<Arc<Report>> = reports.collect();
        events.sort_by(|a, b| a.iri.cmp(&b.iri));
        let mut called = Graph::default();
        for quad in names {
            called.add(quad);
        }
        let named = |object: &Term| if let Term::NamedNode(node) = object { Some(Iri::from(node.as_str())) } else { None };
        let mentions: BTreeSet<Iri> = graph.all(article, v::MENTIONS.as_str()).filter_map(named).collect();
        Some(ArticleReport {
            profiles: mentions.iter().filter_map(|entity| graph.profile(entity, &called, &events)).map(Arc::new).collect(),
            mentions,
            head: Head {
                iri: article.into(),
                // what an agency wrote is the agency's, whoever prints it
                publisher: graph
                    .node(article, v::SYNDICATED_FROM.as_str())
                    .or_else(|| graph.node(article, v::PUBLISHER.as_str()))
                    .map(Iri::from),
                fingerprint: graph
                    .node(article, v::REVISION_OF_GRAPH.as_str())
                    .and_then(|revision| graph.literal(revision, v::TEXT_FINGERPRINT.as_str()))
                    .and_then(|text| text.parse().ok()),
                events: events.len() as u32,
            },
            events,
            kin,
        })
    }
}

impl ArticleReport {
    /// Gives an entity another name wherever the article speaks of it.
    pub fn rename(&mut self, old: &str, new: &Iri) {
        let rename = |filler: &mut Filler| {
            if matches!(filler, Filler::Named(iri) if **iri == *old) {
                *filler = Filler::Named(new.clone());
            }
        };
        for event in &mut self.events {
            let event = Arc::make_mut(event);
            event.roles.values_mut().flatten().for_each(rename);
            event.claims.iter_mut().filter_map(|claim| claim.source.as_mut()).for_each(rename);
        }
        for profile in self.profiles.iter_mut().filter(|profile| *profile.entity == *old) {
            Arc::make_mut(profile).entity = new.clone();
        }
        if self.mentions.remove(old) {
            self.mentions.insert(new.clone());
        }
    }
}

/// The statements of one article by subject.
#[derive(Default)]
struct Graph<'q> {
    subjects: FxHashMap<&'q str, Vec<(&'q str, &'q Term)>>,
}

impl<'q> Graph<'q> {
    fn add(&mut self, quad: &'q Quad) {
        if let NamedOrBlankNode::NamedNode(subject) = &quad.subject {
            self.subjects.entry(subject.as_str()).or_default().push((quad.predicate.as_str(), &quad.object));
        }
    }

    fn all(&self, subject: &str, predicate: &str) -> impl Iterator<Item = &'q Term> {
        self.subjects.get(subject).into_iter().flatten().filter(move |(p, _)| *p == predicate).map(|(_, object)| *object)
    }

    fn node(&self, subject: &str, predicate: &str) -> Option<&'q str> {
        self.all(subject, predicate).find_map(|object| if let Term::NamedNode(node) = object { Some(node.as_str()) } else { None })
    }

    fn literal(&self, subject: &str, predicate: &str) -> Option<&'q str> {
        self.all(subject, predicate).find_map(|object| if let Term::Literal(literal) = object { Some(literal.value()) } else { None })
    }

    fn of_type(&self, class: &'static str) -> impl Iterator<Item = &'q str> {
        let is = move |(p, object): &(&str, &Term)| {
            *p == v::RDF_TYPE && matches!(object, Term::NamedNode(node) if node.as_str().strip_prefix(DL) == Some(class))
        };
        self.subjects.iter().filter(move |(_, statements)| statements.iter().any(is)).map(|(subject, _)| *subject)
    }

    /// Claims by event, in order.
    fn claims(&self) -> BTreeMap<&'q str, Vec<&'q str>> {
        let mut claims: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for claim in self.of_type("Claim") {
            if let Some(event) = self.node(claim, v::ABOUT_EVENT.as_str()) {
                claims.entry(event).or_default().push(claim);
            }
        }
        claims.values_mut().for_each(|claims| claims.sort_unstable());
        claims
    }

    fn sentences<'c>(&'c self, claims: &'c [&'q str]) -> impl Iterator<Item = &'q str> + use<'c, 'q> {
        claims.iter().filter_map(|claim| self.node(claim, v::EVIDENCE.as_str()))
    }

    fn day(&self, subject: &str, predicate: &str) -> Option<i32> {
        self.literal(subject, predicate)?.parse::<Date>().ok().map(day_number)
    }

    fn stated_time(&self, event: &str) -> Option<When> {
        let (begin, end) = (self.day(event, v::BEGIN_DATE.as_str()), self.day(event, v::END_DATE.as_str()));
        let first = begin.or(end)?;
        let approximate = self.literal(event, v::DATE_APPROXIMATE.as_str()) == Some("true");
        Some(When { first, last: end.unwrap_or(first), source: TimeSource::Stated, approximate })
    }

    fn report(
        &self,
        event: &'q str,
        article: &str,
        claims: &[&'q str],
        times: &FxHashMap<&str, When>,
        near: &[&'q str],
        anchor: Option<i32>,
        sole: &[Iri],
    ) -> Option<Report> {
        let ontology = Ontology::embedded();
        let class = self.all(event, v::RDF_TYPE).find_map(|class| match class {
            Term::NamedNode(class) => ontology.class(class.as_str().strip_prefix(DL)?),
            _ => None,
        })?;
        let status = self.node(event, v::STATUS.as_str()).and_then(|status| status.strip_prefix(DL)).unwrap_or_default();
        let of_sentence = || near.iter().filter_map(|other| times.get(other)).min_by_key(|when| (when.last - when.first, when.first));
        let of_article = || {
            let planned = status == "Planned";
            let (before, after) = if planned { (0, SOON) } else { (EARLIER, 0) };
            anchor.map(|day| When { first: day - before, last: day + after, source: TimeSource::Article, approximate: false })
        };
        let time = times
            .get(event)
            .copied()
            .or_else(|| of_sentence().map(|when| When { source: TimeSource::Sentence, ..*when }))
            .or_else(of_article);
        let roles = self.roles(event);
        let has_place = roles.get("place").into_iter().flatten().any(|filler| matches!(filler, Filler::Named(_)));
        let nearby: BTreeSet<Iri> = near
            .iter()
            .filter(|_| !has_place)
            .flat_map(|other| PLACES.iter().flat_map(move |role| self.all(other, role)))
            .filter_map(|place| match place {
                Term::NamedNode(place) if !is_local(place.as_str()) => Some(Iri::from(place.as_str())),
                _ => None,
            })
            .collect();
        let mut nearby: Vec<Iri> = nearby.into_iter().collect();
        let is_nearby_vague = nearby.is_empty() && !has_place;
        if is_nearby_vague {
            nearby = sole.to_vec();
        }
        let claim = |claim: &&str| ClaimReport {
            iri: (*claim).into(),
            source: self.all(claim, v::ACCORDING_TO.as_str()).find_map(|source| self.filler(source)),
            factuality: self.node(claim, v::FACTUALITY.as_str()).and_then(|f| f.strip_prefix(DL)).unwrap_or_default().into(),
            quote: self
                .node(claim, v::EVIDENCE.as_str())
                .and_then(|words| self.literal(words, v::QUOTE.as_str()))
                .unwrap_or_default()
                .into(),
        };
        let claims: Vec<ClaimReport> = claims.iter().map(claim).collect();
        Some(Report {
            iri: event.into(),
            article: article.into(),
            class: class.name.as_str().into(),
            group: group(&class.name),
            time,
            roles,
            nearby,
            is_nearby_vague,
            is_general: self.literal(event, v::RECURRING.as_str()) == Some("true"),
            is_actual: ACTUAL.contains(&status) && !self.node(event, v::PHASE.as_str()).is_some_and(|phase| TRIED.contains(&phase)),
            claims,
        })
    }

    /// What the article says of a person or body; `None` for a place or a thing.
    fn profile(&self, entity: &Iri, called: &Graph<'q>, events: &[Arc<Report>]) -> Option<Profile> {
        if !["person", "org", "media"].contains(&kind(entity)) {
            return None;
        }
        let names = called.all(entity, v::PREF_LABEL).chain(called.all(entity, v::ALT_LABEL));
        let names = names.filter_map(|name| if let Term::Literal(name) = name { Some(name.value().into()) } else { None });
        let is_it = |filler: &Filler| matches!(filler, Filler::Named(iri) if iri == entity);
        let about: Vec<&Arc<Report>> = events.iter().filter(|event| event.roles.values().flatten().any(is_it)).collect();
        let positions = about.iter().filter_map(|event| event.roles.get("position")).flatten().map(|filler| match filler {
            Filler::Described(words) => words.clone(),
            Filler::Named(iri) => iri.clone(),
        });
        let speaks = |claim: &&ClaimReport| claim.source.as_ref().is_some_and(is_it);
        let said = about.iter().flat_map(|event| &event.claims).chain(events.iter().flat_map(|event| &event.claims).filter(speaks));
        let sentences: BTreeSet<Arc<str>> = said.map(|claim| claim.quote.clone()).collect();
        Some(Profile {
            entity: entity.clone(),
            names: names.collect(),
            positions: positions.collect(),
            sentences: sentences.into_iter().take(2).collect(),
        })
    }

    fn roles(&self, event: &str) -> BTreeMap<Iri, Vec<Filler>> {
        let mut roles: BTreeMap<Iri, Vec<Filler>> = BTreeMap::new();
        for (predicate, object) in self.subjects.get(event).into_iter().flatten() {
            if let Some(role) = predicate.strip_prefix(DL).filter(|name| Ontology::embedded().role(name).is_some())
                && let Some(filler) = self.filler(object)
            {
                roles.entry(role.into()).or_default().push(filler);
            }
        }
        roles
    }

    fn filler(&self, term: &Term) -> Option<Filler> {
        match term {
            Term::NamedNode(node) if is_local(node.as_str()) => {
                let label = self.literal(node.as_str(), v::PREF_LABEL)?;
                Some(Filler::Described(folded(label).as_str().into()))
            }
            Term::NamedNode(node) if self.subjects.contains_key(node.as_str()) && node.as_str().contains("/event/") => {
                let label = self.literal(node.as_str(), v::EVENT_LABEL.as_str())?;
                Some(Filler::Described(folded(label).as_str().into()))
            }
            Term::NamedNode(node) => Some(Filler::Named(node.as_str().into())),
            Term::Literal(words) => Some(Filler::Described(folded(words.value()).as_str().into())),
            _ => None,
        }
    }
}

/// Statuses of what is said to have come about.
const ACTUAL: [&str; 3] = ["Asserted", "Hedged", "Disputed"];
/// Phases of what has not.
const TRIED: [&str; 3] =
    ["https://w3id.org/dateline/ns#Attempted", "https://w3id.org/dateline/ns#Failed", "https://w3id.org/dateline/ns#Foiled"];

const PLACES: [&str; 2] = ["https://w3id.org/dateline/ns#place", "https://w3id.org/dateline/ns#destination"];

/// Letters of a word that says something.
const LONG: usize = 5;

/// Hashes of the longer words, sorted.
pub(super) fn words<'t>(texts: impl Iterator<Item = &'t str>) -> Box<[u64]> {
    let long = texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).filter(|word| word.chars().count() >= LONG);
    let hashes: BTreeSet<u64> = long.map(|word| FxBuildHasher.hash_one(folded(word).as_str())).collect();
    hashes.into_iter().collect()
}

/// The class below `Event` that a class lies under or is.
pub(super) fn group(class: &str) -> Iri {
    let above = Ontology::embedded().lineage(class).take_while(|above| above.parent.is_some()).last();
    above.map_or(class, |above| &above.name).into()
}

/// What kind of thing an IRI names: `person`, `city`.
pub(super) fn kind(iri: &str) -> &str {
    iri[base_of(iri).len().min(iri.len())..].split('/').nth(1).unwrap_or_default()
}

/// Days from 1970.
pub(super) fn day_number(date: Date) -> i32 {
    (date - Date::constant(1970, 1, 1)).get_days()
}

/// The day of that number, and back: `day_of(day_number(d)) == d` for every day that has one.
pub(super) fn day_of(number: i32) -> Option<Date> {
    use jiff::ToSpan;
    Date::constant(1970, 1, 1).checked_add(i64::from(number).days()).ok()
}
