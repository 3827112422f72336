//! Event mentions → events with participants, dates, claims and a status.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::claims::{View, claims, is_only_awaited, settle, status};
use super::cluster::{Candidate, Cluster, Clusterer};
use super::confidence::Signals;
use super::dates::{date_clusters, is_after_anchor, is_before_anchor, link_same_days, unresolved_time};
use super::harm::lend_participants;
use super::owners::{judge_owners, lend_offices};
use super::participants::{Filled, Participant, Participants};
use super::places::lend_places;
use super::types::{Diagnostic, Entity, EntityId, EntityKey, Event, EventId, Extraction, Factuality, Filler, Status, Temporality};
use crate::document::{ADDING, Document, EntityType, MentionKind, TokenId};
use crate::frames::{EventMention, FillerRef, FrameSet, Syntax, Yields};
use crate::link::Registry;
use crate::resources::Ontology;
use crate::text::TextRange;

/// Builds the events of a document from the mentions that `frames` found in it.
pub fn build(document: Document, mentions: &[EventMention], frames: &FrameSet, ontology: &Ontology, registry: &Registry) -> Extraction {
    let syntax = Syntax::new(&document, frames);
    let mut participants = Participants::new(&syntax, registry);
    let speeches: BTreeSet<TokenId> =
        mentions.iter().filter(|m| m.complete && ontology.is_subclass(&m.class, "CommunicationEvent")).map(|m| m.trigger).collect();
    let (idle, mentions): (Vec<_>, Vec<_>) = mentions.iter().partition(|m| is_no_act(&syntax, m, &speeches));
    // "said it was too early to conclude that": what is no act is nothing that speech could give way to
    let expressed: BTreeSet<TokenId> = mentions.iter().filter(|m| m.complete).map(|m| m.trigger).collect();
    let (empty, mentions): (Vec<_>, Vec<_>) = mentions.into_iter().partition(|m| is_empty_speech(&document, m, &expressed));
    let silent = idle.into_iter().chain(empty);
    let candidates: Vec<_> = mentions.iter().map(|m| candidate(&document, m, &mut participants)).collect();
    let silent: Vec<_> = silent.map(|m| candidate(&document, m, &mut participants)).collect();
    let sources: Vec<Vec<usize>> = mentions.iter().map(|m| resolve_sources(&syntax, ontology, &mut participants, m)).collect();
    // to deny what somebody said is not to deny that he said it
    let is_told = |i: usize| !sources[i].is_empty() || mentions[i].context.hearsay || mentions[i].context.sources.is_empty();
    let deniers: Vec<Option<usize>> = (0..mentions.len())
        .map(|i| mentions[i].context.denied_by.filter(|_| is_told(i)).and_then(|by| speaker(&syntax, &mut participants, by)))
        .collect();
    let clusterer = Clusterer { ontology, registry, frames, entities: &participants.entities, syntax: &syntax };
    let mut clusters = clusterer.cluster(&candidates);
    lend_places(&mut clusters, &candidates, &mut participants, &syntax, frames, ontology);
    lend_participants(&mut clusters, &candidates, &syntax, ontology);
    judge_owners(&mut clusters, &mut participants, &syntax);
    lend_offices(&mut clusters, &candidates, &participants, &syntax, frames, registry);

    let is_named_person = |e: usize| {
        let entity = &participants.entities[e];
        entity.entity_type.is_a(EntityType::Person) && entity.key != EntityKey::Local
    };
    let times = date_clusters(&syntax, frames, ontology, &candidates, &silent, &clusters, &is_named_person);
    let trigger_event = trigger_index(&candidates, &clusters);
    let mut events: Vec<Event> = clusters
        .iter()
        .enumerate()
        .map(|(i, cluster)| {
            let members: Vec<_> = cluster.mentions.iter().map(|m| &candidates[*m]).collect();
            let time = times[i];
            // the mention that says most comes first: its sentence is the evidence
            let mut by_worth = cluster.mentions.clone();
            by_worth.sort_by_key(|m| (!candidates[*m].mention.complete, std::cmp::Reverse(candidates[*m].roles.len()), *m));
            let signals: Vec<Signals> = by_worth.iter().map(|m| signals(&syntax, &participants.entities, &candidates[*m])).collect();
            // "if he wins a majority at the election": a bare noun takes as given what is told elsewhere, and tells nothing
            // "asked Peru to sign the agreement": what is signed is told by the signing
            let is_signed = |m: &EventMention| {
                let verb = syntax.head(m.trigger).filter(|_| m.nominal && syntax.is(m.trigger, "obj"));
                verb.is_some_and(|verb| members.iter().any(|c| c.mention.trigger == verb && c.mention.complete))
            };
            let told = || members.iter().map(|c| c.mention).filter(|m| m.complete && !is_signed(m));
            let is_open = told().next().is_some() && told().all(|m| m.context.is_open());
            let tells = |m: usize| {
                let mention = candidates[m].mention;
                !is_open || mention.complete && !is_signed(mention) || !mention.context.is_fact()
            };
            let views = by_worth.iter().zip(&signals).filter(|(m, _)| tells(**m));
            let views = views.map(|(m, s)| View {
                mention: candidates[*m].mention,
                sources: sources[*m].as_slice(),
                denied_by: deniers[*m],
                confidence: s.confidence(),
            });
            let mut claims = claims(&document, views);
            let has_happened = claims.iter().any(|c| c.factuality == Factuality::CTpos && c.temporality == Temporality::Past);
            let status = match status(&claims) {
                Status::Asserted if is_after_anchor(&document, time) && !has_happened => Status::Planned,
                // "ahead of the attack in July", told in August
                Status::Planned if is_before_anchor(&document, time) && is_only_awaited(&claims) => Status::Asserted,
                status => status,
            };
            settle(&mut claims, status);
            let best = by_worth.first().map(|m| candidates[*m].mention);
            // the surest mention speaks for all
            let surest = signals.iter().copied().max_by(|a, b| a.confidence().total_cmp(&b.confidence())).unwrap_or_default();
            let roles = cluster.roles.values().filter(|fillers| !fillers.is_empty()).count();
            let signals = Signals { roles: roles as u32, mentions: cluster.mentions.len() as u32, ..surest };
            Event {
                class: cluster.class.clone(),
                status,
                roles: fillers(cluster, i, &trigger_event),
                time,
                unresolved_time: unresolved_time(&document, &members).filter(|_| time.is_none()),
                triggers: triggers(&document, &members),
                phase: members.iter().find_map(|c| c.mention.context.phase),
                recurring: best.is_some_and(|m| m.context.recurring) && !ontology.is_subclass(&cluster.class, "StateOfAffairs"),
                relation: best.and_then(|m| m.relation.clone()),
                confidence: signals.confidence(),
                signals,
                frame: best.map_or_else(|| Arc::from(""), |m| m.frame.clone()),
                claims,
                variant_of: None,
                same_day_as: Vec::new(),
            }
        })
        .collect();
    mark_headline_variants(&mut events, &participants.entities, ontology);
    link_same_days(&document, &mut events);
    let entities = participants.entities;
    prune(document, entities, events)
}

fn candidate<'m>(document: &Document, mention: &'m EventMention, participants: &mut Participants<'_>) -> Candidate<'m> {
    let mut roles: BTreeMap<Arc<str>, Vec<Filled>> = BTreeMap::new();
    let heads: Vec<TokenId> = mention.roles.iter().map(|role| role.filler.head(document)).collect();
    for role in &mention.roles {
        let filled = participants.resolve_beside(&role.role, role.filler, &heads);
        let fillers = roles.entry(role.role.clone()).or_default();
        if !fillers.iter().any(|f| f.participant == filled.participant) {
            fillers.push(filled);
        }
    }
    let time = mention.when(document);
    Candidate { mention, roles, time, sentence: document.sentence_of(mention.trigger) }
}

/// What one mention says for its event.
fn signals(syntax: &Syntax<'_>, entities: &[Entity], candidate: &Candidate<'_>) -> Signals {
    let mention = candidate.mention;
    let own = Signals {
        frame: mention.reliability,
        tree: mention.certainty,
        roles: candidate.roles.len() as u32,
        mentions: 1,
        nominal: mention.nominal,
        ..Signals::default()
    };
    own.with_participants(syntax, entities, candidate.roles.iter().filter(|(role, _)| &***role != "position").flat_map(|(_, f)| f))
}

/// The entity that a phrase for a speaker means.
fn speaker(syntax: &Syntax<'_>, participants: &mut Participants<'_>, head: TokenId) -> Option<usize> {
    let filler = syntax.mention(head).map_or(FillerRef::Phrase(head), |mention| FillerRef::Mention { mention, metonymy: false });
    match participants.resolve("source", filler).participant {
        Participant::Entity(e) => Some(e),
        Participant::Words(_) => None,
    }
}

fn resolve_sources(syntax: &Syntax<'_>, ontology: &Ontology, participants: &mut Participants<'_>, mention: &EventMention) -> Vec<usize> {
    let entities: Vec<usize> = mention.context.sources.iter().filter_map(|head| speaker(syntax, participants, *head)).collect();
    // who speaks is not the source of his own speaking
    let is_speech = ontology.is_subclass(&mention.class, "CommunicationEvent");
    let speakers: Vec<Participant> =
        mention.fillers("actor").filter(|_| is_speech).map(|f| participants.resolve("actor", f).participant).collect();
    let mut unique: Vec<usize> = Vec::new();
    for source in entities {
        if !unique.contains(&source) && !speakers.contains(&Participant::Entity(source)) {
            unique.push(source);
        }
    }
    unique
}

/// A statement whose content is itself an event makes its speaker the source of that event, and is no event of its own; only an
/// announcement with its day is both.
fn is_empty_speech(document: &Document, mention: &EventMention, triggers: &BTreeSet<TokenId>) -> bool {
    let said = || mention.fillers("content").chain(mention.fillers("topic"));
    let gives_way = match mention.yields {
        Yields::Never => false,
        Yields::Always => true,
        Yields::Undated => mention.time.is_none(),
    };
    gives_way && said().any(|c| matches!(c, FillerRef::Words(head) if expresses_event(document, head, triggers)))
}

/// Speech that is no act of its own in the story: what is not said (`failed to say`), what one sentence adds to another act of the same
/// speaker (`praised Canada, adding that`), and who is named in passing as the source of a description (`areas that it said were safe`).
fn is_no_act(syntax: &Syntax<'_>, mention: &EventMention, speeches: &BTreeSet<TokenId>) -> bool {
    let verb = mention.trigger;
    if mention.yields != Yields::Always || !syntax.is_verb(verb) {
        return false;
    }
    let is_unsaid = || mention.context.hypothetical || matches!(mention.context.factuality, Factuality::CTneg | Factuality::Uu);
    let is_gerund = || syntax.is(verb, "advcl") && syntax.document.token(verb).xpos == "VBG" && !syntax.has_own_subject(verb);
    let adds = || {
        syntax
            .head(verb)
            .filter(|h| is_gerund() && speeches.contains(h))
            .is_some_and(|h| syntax.logical_subject(h) == syntax.logical_subject(verb))
    };
    // the relative word belongs into what is said
    let is_in_passing = || {
        let speaks = |c: &TokenId| syntax.has_feature(*c, "PronType=Rel") && syntax.is(*c, "nsubj");
        syntax.relation(verb) == "acl:relcl"
            && syntax.has_own_subject(verb)
            && !syntax.children(verb).iter().any(speaks)
            && !syntax.document.is_set_off(verb, ADDING)
    };
    is_unsaid() || adds() || is_in_passing()
}

/// Whether the clause of `head` states an event: a verb in it, outside relative clauses, is a trigger, or a noun at its top.
fn expresses_event(document: &Document, head: TokenId, triggers: &BTreeSet<TokenId>) -> bool {
    let span = document.subtree(head);
    triggers.range(span.start..span.end).any(|trigger| {
        let path = || std::iter::successors(Some(*trigger), |t| document.token(*t).head.filter(|_| *t != head));
        let relation = |t: TokenId| document.token(t).deprel.as_str();
        // "took steps to secure its systems": the infinitive says what was done; "it is critical, an officer in the east told reporters":
        // the verb of saying behind what it reports is no part of it
        let is_aside = |t: TokenId| match relation(t) {
            "acl:relcl" | "advcl" | "parataxis" => true,
            "acl" => !document.token(t).feats.split('|').any(|f| f == "VerbForm=Inf"),
            _ => false,
        };
        let in_clause = path().last() == Some(head) && !path().any(|t| t != head && is_aside(t));
        let at_top = *trigger == head
            || document.token(*trigger).head == Some(head) && matches!(relation(*trigger), "obj" | "conj" | "xcomp" | "nsubj:pass");
        in_clause && (document.token(*trigger).upos == "VERB" || at_top)
    })
}

fn trigger_index(candidates: &[Candidate<'_>], clusters: &[Cluster]) -> BTreeMap<TokenId, usize> {
    let mut index = BTreeMap::new();
    for (i, cluster) in clusters.iter().enumerate() {
        for m in &cluster.mentions {
            for word in &candidates[*m].mention.trigger_words {
                index.entry(*word).or_insert(i);
            }
        }
    }
    index
}

fn fillers(cluster: &Cluster, own: usize, trigger_event: &BTreeMap<TokenId, usize>) -> BTreeMap<Arc<str>, Vec<Filler>> {
    let fill = |filled: &Filled| match (trigger_event.get(&filled.head), filled.participant) {
        (Some(event), _) if *event != own => Filler::Event { event: EventId(*event as u32), words: filled.words },
        (_, Participant::Entity(e)) => Filler::Entity(EntityId(e as u32)),
        (_, Participant::Words(words)) => Filler::Text(words),
    };
    cluster
        .roles
        .iter()
        .map(|(role, fillers)| {
            (role.clone(), fillers.iter().map(|f| if is_entity_role(role) { entity_only(f, &fill) } else { fill(f) }).collect())
        })
        .collect()
}

/// Roles that are always people, bodies or places, whatever else the word in them may trigger (`the spokesman`).
fn is_entity_role(role: &str) -> bool {
    !matches!(role, "topic" | "target" | "item" | "content")
}

fn entity_only(filled: &Filled, fill: &dyn Fn(&Filled) -> Filler) -> Filler {
    match filled.participant {
        Participant::Entity(e) => Filler::Entity(EntityId(e as u32)),
        Participant::Words(_) => fill(filled),
    }
}

fn triggers(document: &Document, members: &[&Candidate<'_>]) -> Vec<TextRange> {
    let mut ranges: Vec<TextRange> = members.iter().map(|c| document.token(c.mention.trigger).range).collect();
    ranges.sort_unstable();
    ranges.dedup();
    ranges
}

/// An event found in the headline only, where the body has one of the same class with another actor: the headline is sharper than
/// the text, and is kept apart as a hedged variant.
fn mark_headline_variants(events: &mut [Event], entities: &[Entity], ontology: &Ontology) {
    for i in 0..events.len() {
        let is_sharp = events[i].roles.get("actor").is_some_and(|actors| has_name(entities, actors));
        if !is_sharp || !events[i].claims.iter().all(|c| c.in_headline) {
            continue;
        }
        let sibling = (0..events.len()).find(|&j| {
            j != i
                && !events[j].claims.iter().all(|c| c.in_headline)
                && events[j].relation == events[i].relation
                && (events[j].class == events[i].class || ontology.is_subclass(&events[j].class, &events[i].class))
                && events[i].roles.get("actor").is_some_and(|a| events[j].roles.get("actor").is_some_and(|b| a != b))
        });
        if let Some(j) = sibling {
            // who did it is sharper than the text, to whom is the same
            let is_same = OBJECT_ROLES.iter().all(|role| may_be_same(entities, events[i].roles.get(*role), events[j].roles.get(*role)));
            for role in ["target", "affected"].into_iter().filter(|_| is_same) {
                let more = events[i].roles.get(role).cloned().unwrap_or_default();
                let known = events[j].roles.entry(role.into()).or_default();
                more.into_iter().for_each(|f| {
                    if !known.contains(&f) {
                        known.push(f);
                    }
                });
                if known.is_empty() {
                    events[j].roles.remove(role);
                }
            }
            events[i].variant_of = Some(EventId(j as u32));
            if events[i].status == Status::Asserted {
                events[i].status = Status::Hedged;
            }
        }
    }
}

/// Roles that two reports of one happening agree on.
const OBJECT_ROLES: [&str; 4] = ["target", "recipient", "destination", "place"];

/// Whether two lists of fillers can mean the same: one is missing or unnamed, or they share somebody.
fn may_be_same(entities: &[Entity], a: Option<&Vec<Filler>>, b: Option<&Vec<Filler>>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    !has_name(entities, a) || !has_name(entities, b) || a.iter().any(|f| b.contains(f))
}

/// Whether one of the fillers is known by a name.
fn has_name(entities: &[Entity], fillers: &[Filler]) -> bool {
    fillers.iter().any(|f| matches!(f, Filler::Entity(e) if entities[e.0 as usize].key != EntityKey::Local))
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
