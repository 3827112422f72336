//! An extraction as one JSON object: the contract of `extract --format json`.
//!
//! Offsets count Unicode code points of `text` (the article's body), 0-based, end exclusive; what stands in the headline counts in
//! the title and is marked `in_title`.

use serde_json::{Map, Value, json};

use super::types::{Claim, Entity, EntityId, Event, EventId, Extraction, Filler};
use crate::rdf::{Iris, RdfOptions, facts};
use crate::text::{CodePoints, TextRange};

/// The extraction as JSON; the options give the base IRI and say which events become triples.
pub fn to_json(extraction: &Extraction, options: &RdfOptions) -> Value {
    let article = &extraction.document.article;
    let iris = Iris::new(&options.base, extraction);
    let writer = Writer { extraction, points: CodePoints::new(&article.text), iris };
    let anchor = article.anchor_date();
    json!({
        "article": {
            "id": article.id,
            "iri": writer.iris.article().as_str(),
            "title": article.title,
            "url": article.url,
            "publisher": article.publisher,
            "language": article.language,
            "published": anchor.map(|d| d.date.to_string()),
            "published_basis": anchor.map(|d| d.rule.to_string()),
            "published_confidence": anchor.map(|d| two_places(d.confidence)),
            "sha256": article.sha256,
        },
        "text": article.body(),
        "entities": extraction.entities.iter().enumerate().map(|(i, e)| writer.entity(i, e)).collect::<Vec<_>>(),
        "events": extraction.events.iter().enumerate().map(|(i, e)| writer.event(i, e)).collect::<Vec<_>>(),
        "triples": facts(extraction, options).into_iter().map(|s| json!({
            "subject": entity_name(s.subject), "predicate": s.predicate, "object": entity_name(s.object), "event": event_name(s.event),
        })).collect::<Vec<_>>(),
        "diagnostics": extraction.diagnostics.iter().map(|d| {
            let mut value = Map::new();
            value.insert("code".into(), d.code.into());
            value.insert("message".into(), d.message.clone().into());
            if let Some(range) = d.range {
                writer.place(&mut value, range);
            }
            Value::Object(value)
        }).collect::<Vec<_>>(),
    })
}

struct Writer<'e> {
    extraction: &'e Extraction,
    points: CodePoints<'e>,
    iris: Iris,
}

impl Writer<'_> {
    fn entity(&self, index: usize, entity: &Entity) -> Value {
        let mentions = entity.mentions.iter().map(|m| {
            let mut value = Map::new();
            self.place(&mut value, m.range);
            value.insert("text".into(), self.text(m.range).into());
            value.insert("kind".into(), json!(m.kind));
            Value::Object(value)
        });
        json!({
            "id": entity_name(EntityId(index as u32)),
            "iri": self.iris.entity(EntityId(index as u32)).as_str(),
            "name": entity.name,
            "type": entity.entity_type.name(),
            "aliases": entity.aliases,
            "links": entity.links,
            "mentions": mentions.collect::<Vec<_>>(),
        })
    }

    fn event(&self, index: usize, event: &Event) -> Value {
        let mut roles = Map::new();
        let mut role_events = Map::new();
        for (role, fillers) in &event.roles {
            if &**role != "place" {
                roles.insert(role.to_string(), fillers.iter().map(|f| self.filler(f)).collect());
            }
            let events: Vec<Value> = fillers
                .iter()
                .filter_map(|f| if let Filler::Event { event, .. } = f { Some(event_name(*event).into()) } else { None })
                .collect();
            if !events.is_empty() {
                role_events.insert(role.to_string(), events.into());
            }
        }
        let (in_title, in_body): (Vec<TextRange>, Vec<TextRange>) = event.triggers.iter().partition(|t| self.in_title(**t));
        let places = event.roles.get("place").into_iter().flatten().map(|f| self.filler(f));
        let mut value = json!({
            "id": event_name(EventId(index as u32)),
            "iri": self.iris.event(EventId(index as u32)).as_str(),
            "class": event.class,
            "status": event.status,
            "roles": roles,
            "role_events": role_events,
            "place": places.collect::<Vec<_>>(),
            "date": event.time.map(|t| crate::rdf::edtf(&t.value)),
            "begin": event.time.and_then(|t| t.value.begin).map(|d| d.to_string()),
            "end": event.time.and_then(|t| t.value.end).map(|d| d.to_string()),
            "precision": event.time.map(|t| t.value.precision),
            "date_text": event.time.map(|t| self.extraction.document.text_of(self.extraction.document.times[t.evidence.index()].span)),
            "triggers": in_body.iter().map(|t| self.trigger(*t)).collect::<Vec<_>>(),
            "confidence": two_places(event.confidence),
            "signals": signals(&event.signals),
            "frame": event.frame,
            "claims": event.claims.iter().map(|c| self.claim(c)).collect::<Vec<_>>(),
        });
        let extra = value.as_object_mut().expect("json! made an object");
        if !in_title.is_empty() {
            extra.insert("title_triggers".into(), in_title.iter().map(|t| self.trigger(*t)).collect());
        }
        if let Some(phase) = event.phase {
            extra.insert("phase".into(), json!(phase));
        }
        if let Some(relation) = &event.relation {
            extra.insert("relation".into(), (**relation).into());
        }
        if event.recurring {
            extra.insert("recurring".into(), true.into());
        }
        if let Some(time) = event.unresolved_time {
            let document = &self.extraction.document;
            extra.insert("unresolved_time".into(), document.text_of(document.times[time.index()].span).into());
        }
        if let Some(body) = event.variant_of {
            extra.insert("variant_of".into(), event_name(body).into());
        }
        if !event.same_day_as.is_empty() {
            extra.insert("same_day_as".into(), event.same_day_as.iter().map(|e| event_name(*e)).collect());
        }
        value
    }

    fn claim(&self, claim: &Claim) -> Value {
        let mut evidence = Map::new();
        self.place(&mut evidence, claim.evidence);
        evidence.insert("quote".into(), self.text(claim.evidence).into());
        let mut value = json!({
            "source": claim.source.map(entity_name),
            "stance": claim.stance,
            "factuality": claim.factuality,
            "author_factuality": claim.author_factuality,
            "temporality": claim.temporality,
            "confidence": two_places(claim.confidence),
            "frame": claim.frame,
            "evidence": [evidence],
        });
        if !claim.relayed_by.is_empty() {
            value["relayed_by"] = claim.relayed_by.iter().map(|e| entity_name(*e)).collect();
        }
        value
    }

    fn filler(&self, filler: &Filler) -> Value {
        match filler {
            Filler::Entity(id) => entity_name(*id).into(),
            // the words say what is meant; `role_events` has the link
            Filler::Event { words, .. } | Filler::Text(words) => self.text(*words).into(),
        }
    }

    fn trigger(&self, range: TextRange) -> Value {
        let (start, end) = self.offsets(range);
        json!([start, end, self.text(range)])
    }

    fn place(&self, value: &mut Map<String, Value>, range: TextRange) {
        let (start, end) = self.offsets(range);
        value.insert("start".into(), start.into());
        value.insert("end".into(), end.into());
        if self.in_title(range) {
            value.insert("in_title".into(), true.into());
        }
    }

    fn in_title(&self, range: TextRange) -> bool {
        (range.start as usize) < self.extraction.document.article.body_start
    }

    fn offsets(&self, range: TextRange) -> (usize, usize) {
        let (start, end) = self.points.range(range);
        let shift = if self.in_title(range) { 0 } else { self.points.at(self.extraction.document.article.body_start) };
        (start - shift, end - shift)
    }

    fn text(&self, range: TextRange) -> &str {
        range.of(&self.extraction.document.article.text)
    }
}

fn entity_name(id: EntityId) -> String {
    format!("e{}", id.0 + 1)
}

fn event_name(id: EventId) -> String {
    format!("v{}", id.0 + 1)
}

fn two_places(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}

/// What the confidence rests on, shares with two places.
fn signals(signals: &super::confidence::Signals) -> Value {
    json!({
        "frame": two_places(signals.frame),
        "tree": two_places(signals.tree),
        "named": two_places(signals.named),
        "resolved": two_places(signals.resolved),
        "roles": signals.roles,
        "mentions": signals.mentions,
        "nominal": signals.nominal,
    })
}
