//! Event mentions → events with participants, dates, claims and a status.
//!
//! ```text
//! "Rebels attacked Lima on Monday, Ruiz said. … The attack …"
//!   candidates   attacked: actor rebels, target Lima; attack       → one cluster, dated Monday
//!   event        ArmedAttack, Asserted, with a claim of Ruiz
//! ```

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::candidate::{Candidate, Cluster};
use super::claims::{View, claims, is_only_awaited, settle, status};
use super::cluster::Clusterer;
use super::confidence::Signals;
use super::dates::{Dating, is_after_anchor, is_before_anchor, link_same_days, unresolved_time};
use super::harm::lend_participants;
use super::headline::mark_variants;
use super::owners::{judge_owners, lend_offices, lend_positions};
use super::participants::{Filled, Participant, Participants};
use super::places::lend_places;
use super::retold::retold;
use super::speech::part;
use super::types::{
    Claim, Diagnostic, Entity, EntityId, EntityKey, Event, EventId, EventTime, Extraction, Factuality, Filler, Status, Temporality,
};
use crate::document::{Document, EntityType, MentionKind, TokenId};
use crate::frames::{EventMention, FillerRef, FrameSet, Syntax};
use crate::link::Registry;
use crate::resources::Ontology;
use crate::text::TextRange;

/// Builds the events of a document from the mentions that `frames` found in it.
pub fn build(document: Document, mentions: &[EventMention], frames: &FrameSet, ontology: &Ontology, registry: &Registry) -> Extraction {
    let syntax = Syntax::new(&document, frames);
    let mut participants = Participants::new(&syntax, registry);
    let (mentions, silent) = part(&syntax, ontology, mentions);
    let candidates: Vec<_> = mentions.iter().map(|m| Candidate::new(&document, m, &mut participants)).collect();
    let silent: Vec<_> = silent.iter().map(|m| Candidate::new(&document, m, &mut participants)).collect();
    let mut voices: Vec<_> = mentions.iter().map(|m| Voices::of(&syntax, ontology, &mut participants, m)).collect();
    voices.iter_mut().zip(&mentions).for_each(|(v, m)| v.hear_denial(&syntax, &mut participants, m));
    let retold = retold(&syntax, ontology, &candidates);

    let clusterer = Clusterer { ontology, registry, entities: &participants.entities, syntax: &syntax };
    let mut clusters = clusterer.cluster(&candidates);
    lend_places(&mut clusters, &candidates, &retold, &mut participants, &syntax, ontology);
    lend_participants(&mut clusters, &candidates, &syntax, ontology);
    judge_owners(&mut clusters, &mut participants, &syntax);
    lend_offices(&mut clusters, &candidates, &participants, &syntax, registry);
    lend_positions(&mut clusters, &candidates, &mut participants, &syntax);

    let entities = participants.entities;
    let dating = Dating { syntax: &syntax, ontology, candidates: &candidates, clusters: &clusters, entities: &entities };
    let times = dating.dates(&silent, &retold);
    // "the deal", of which nothing is told
    let is_dated = |c: &Cluster| c.members(&candidates).any(|m| m.mention.time.is_some());
    let says_something = |c: &Cluster| is_dated(c) || c.roles.values().any(|fillers| !fillers.is_empty());
    let told = clusters.into_iter().zip(times).filter(|(c, time)| time.is_some() || says_something(c));
    let (clusters, times): (Vec<_>, Vec<_>) = told.unzip();
    let builder = Builder { syntax: &syntax, ontology, candidates: &candidates, voices: &voices, entities: &entities };
    let event_of = builder.trigger_index(&clusters);
    let mut events: Vec<Event> = clusters
        .iter()
        .zip(times)
        .enumerate()
        .map(|(i, (c, time))| Event { roles: builder.fillers(c, i, &event_of), ..builder.event(c, time) })
        .collect();
    mark_variants(&mut events, &entities, ontology);
    link_same_days(&document, &mut events);
    prune(document, entities, events)
}

/// Who speaks of what a mention tells: indexes of entities.
struct Voices {
    /// Who says so, innermost first.
    sources: Vec<usize>,
    /// Who denies it.
    denied_by: Option<usize>,
}

impl Voices {
    fn of(syntax: &Syntax<'_>, ontology: &Ontology, participants: &mut Participants<'_>, mention: &EventMention) -> Self {
        let mut sources: Vec<usize> = Vec::new();
        for source in mention.context.sources.iter().filter_map(|head| speaker(syntax, participants, *head)) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        // "Reuters reported that the mayor said he had resigned": who tells of his own speaking does so through whoever tells of that
        let is_speech = sources.len() > 1 && ontology.is_subclass(&mention.class, "CommunicationEvent");
        let speakers: Vec<_> =
            mention.fillers("actor").filter(|_| is_speech).map(|f| participants.resolve("actor", f).participant).collect();
        let is_other = |s: &usize| !speakers.contains(&Participant::Entity(*s));
        if sources.iter().any(is_other) {
            sources.retain(is_other);
        }
        Self { sources, denied_by: None }
    }

    /// Adds who denies it; to deny what somebody said is not to deny that he said it.
    fn hear_denial(&mut self, syntax: &Syntax<'_>, participants: &mut Participants<'_>, mention: &EventMention) {
        let context = &mention.context;
        let is_told = !self.sources.is_empty() || context.hearsay || context.sources.is_empty();
        self.denied_by = context.denied_by.filter(|_| is_told).and_then(|by| speaker(syntax, participants, by));
    }
}

/// The entity that a phrase for a speaker means.
fn speaker(syntax: &Syntax<'_>, participants: &mut Participants<'_>, head: TokenId) -> Option<usize> {
    let filler = syntax.mention(head).map_or(FillerRef::Phrase(head), |mention| FillerRef::Mention { mention, metonymy: false });
    participants.resolve("source", filler).entity()
}

/// Sums up what the mentions of a cluster say.
struct Builder<'a> {
    syntax: &'a Syntax<'a>,
    ontology: &'a Ontology,
    candidates: &'a [Candidate<'a>],
    /// By candidate.
    voices: &'a [Voices],
    entities: &'a [Entity],
}

impl Builder<'_> {
    /// The event of a cluster, but for its roles.
    fn event(&self, cluster: &Cluster, time: Option<EventTime>) -> Event {
        let document = self.syntax.document;
        let members: Vec<_> = cluster.members(self.candidates).collect();
        // the mention that says most comes first: its sentence is the evidence
        let mut by_worth = cluster.mentions.clone();
        by_worth.sort_by_key(|m| (!self.candidates[*m].mention.complete, Reverse(self.candidates[*m].roles.len()), *m));
        let signals: Vec<Signals> = by_worth.iter().map(|m| self.signals(&self.candidates[*m])).collect();
        let (claims, status) = self.claims(&by_worth, &signals, time);
        let best = by_worth.first().map(|m| self.candidates[*m].mention);
        // the surest mention speaks for all
        let surest = signals.iter().copied().max_by(|a, b| a.confidence().total_cmp(&b.confidence())).unwrap_or_default();
        let roles = cluster.roles.values().filter(|fillers| !fillers.is_empty()).count();
        let signals = Signals { roles: roles as u32, mentions: cluster.mentions.len() as u32, ..surest };
        Event {
            class: cluster.class.clone(),
            status,
            roles: BTreeMap::new(),
            time,
            unresolved_time: unresolved_time(document, &members).filter(|_| time.is_none()),
            triggers: triggers(document, &members),
            phase: members.iter().find_map(|c| c.mention.context.phase),
            recurring: best.is_some_and(|m| m.context.recurring) && !self.ontology.is_subclass(&cluster.class, "StateOfAffairs"),
            relation: best.and_then(|m| m.relation.clone()),
            confidence: signals.confidence(),
            signals,
            frame: best.map_or_else(|| Arc::from(""), |m| m.frame.clone()),
            claims,
            variant_of: None,
            same_day_as: Vec::new(),
        }
    }

    /// The claims of the mentions, best first, and the status that they give.
    fn claims(&self, by_worth: &[usize], signals: &[Signals], time: Option<EventTime>) -> (Vec<Claim>, Status) {
        let document = self.syntax.document;
        let mentions: Vec<&EventMention> = by_worth.iter().map(|m| self.candidates[*m].mention).collect();
        let told: Vec<bool> = mentions.iter().map(|m| m.complete && !self.is_signed(m, &mentions)).collect();
        let is_open = told.contains(&true) && mentions.iter().zip(&told).all(|(m, told)| !told || m.context.is_open());
        // "if he wins a majority at the election": a bare noun takes as given what is told elsewhere, and tells nothing
        let tells = |i: usize| !is_open || told[i] || !mentions[i].context.is_fact();
        let views = (0..mentions.len()).filter(|i| tells(*i)).map(|i| {
            let Voices { sources, denied_by } = &self.voices[by_worth[i]];
            View { mention: mentions[i], sources, denied_by: *denied_by, confidence: signals[i].confidence() }
        });
        let mut claims = claims(document, views);
        let has_happened = claims.iter().any(|c| c.factuality == Factuality::CTpos && c.temporality == Temporality::Past);
        let status = match status(&claims) {
            Status::Asserted if is_after_anchor(document, time) && !has_happened => Status::Planned,
            // "ahead of the attack in July", told in August
            Status::Planned if is_before_anchor(document, time) && is_only_awaited(&claims) => Status::Asserted,
            status => status,
        };
        settle(&mut claims, status);
        (claims, status)
    }

    /// `asked Peru to sign the agreement`: what is signed is told by the signing.
    fn is_signed(&self, mention: &EventMention, members: &[&EventMention]) -> bool {
        let verb = self.syntax.head(mention.trigger).filter(|_| mention.nominal && self.syntax.is(mention.trigger, "obj"));
        verb.is_some_and(|verb| members.iter().any(|m| m.trigger == verb && m.complete))
    }

    /// What one mention says for its event.
    fn signals(&self, candidate: &Candidate<'_>) -> Signals {
        let mention = candidate.mention;
        let own = Signals {
            frame: mention.reliability,
            tree: mention.certainty,
            roles: candidate.roles.len() as u32,
            mentions: 1,
            nominal: mention.nominal,
            ..Signals::default()
        };
        let fillers = candidate.roles.iter().filter(|(role, _)| &***role != "position").flat_map(|(_, f)| f);
        own.with_participants(self.syntax, self.entities, fillers)
    }

    /// The roles of an event; what fills one may itself be an event, but whoever is `the president` is somebody.
    fn fillers(&self, cluster: &Cluster, own: usize, event_of: &BTreeMap<TokenId, usize>) -> BTreeMap<Arc<str>, Vec<Filler>> {
        let is_somebody = |e: usize| self.entities[e].entity_type.is_a(EntityType::Agent);
        let fill = |role: &str, filled: &Filled| match (filled.participant, event_of.get(&filled.head).filter(|event| **event != own)) {
            (Participant::Entity(e), None) => Filler::Entity(EntityId(e as u32)),
            (Participant::Entity(e), _) if is_entity_role(role) || is_somebody(e) => Filler::Entity(EntityId(e as u32)),
            (_, Some(event)) => Filler::Event { event: EventId(*event as u32), words: filled.words },
            (Participant::Words(words), None) => Filler::Text(words),
        };
        cluster.roles.iter().map(|(role, fillers)| (role.clone(), fillers.iter().map(|f| fill(role, f)).collect())).collect()
    }

    /// The event that each trigger word tells.
    fn trigger_index(&self, clusters: &[Cluster]) -> BTreeMap<TokenId, usize> {
        let mut index = BTreeMap::new();
        for (i, cluster) in clusters.iter().enumerate() {
            for word in cluster.members(self.candidates).flat_map(|c| &c.mention.trigger_words) {
                index.entry(*word).or_insert(i);
            }
        }
        index
    }
}

/// Roles that are always people, bodies or places, whatever else the word in them may trigger.
fn is_entity_role(role: &str) -> bool {
    !matches!(role, "topic" | "target" | "item" | "content")
}

fn triggers(document: &Document, members: &[&Candidate<'_>]) -> Vec<TextRange> {
    let mut ranges: Vec<TextRange> = members.iter().map(|c| document.token(c.mention.trigger).range).collect();
    ranges.sort_unstable();
    ranges.dedup();
    ranges
}

/// Leaves out entities that are neither named nor used, and numbers the rest anew.
fn prune(document: Document, entities: Vec<Entity>, mut events: Vec<Event>) -> Extraction {
    let mut used = vec![false; entities.len()];
    let mut mark = |id: &EntityId| used[id.0 as usize] = true;
    for event in &events {
        event.roles.values().flatten().for_each(|f| {
            if let Filler::Entity(e) = f {
                mark(e);
            }
        });
        event.claims.iter().for_each(|c| c.source.iter().chain(&c.relayed_by).for_each(&mut mark));
    }
    let keep = |(i, e): &(usize, &Entity)| used[*i] || e.key != EntityKey::Local || e.mentions.iter().any(|m| m.kind == MentionKind::Name);
    let kept: Vec<usize> = entities.iter().enumerate().filter(keep).map(|(i, _)| i).collect();
    let renumber = |id: &mut EntityId| id.0 = kept.binary_search(&(id.0 as usize)).unwrap_or(0) as u32;
    for event in &mut events {
        event.roles.values_mut().flatten().for_each(|f| {
            if let Filler::Entity(e) = f {
                renumber(e);
            }
        });
        event.claims.iter_mut().for_each(|c| c.source.iter_mut().chain(&mut c.relayed_by).for_each(renumber));
    }
    let entities = kept.iter().map(|i| entities[*i].clone()).collect();
    Extraction { document, entities, events, diagnostics: Vec::<Diagnostic>::new() }
}
