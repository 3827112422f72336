//! Events with roles, time and status; their claims with evidence; and the plain triples of the facts among them.

use oxigraph::model::{Literal, NamedNode, Term, Triple};

use super::edtf;
use super::fact::{Fact, facts_of, fits, supports};
use super::vocabulary as v;
use super::writer::{Writer, confidence, date, dl, term};
use crate::calendar::Precision;
use crate::events::{Claim, Event, EventId, EventTime, Factuality, Filler, Phase, Status, Temporality};
use crate::resources::{RoleKind, ShortcutRule};

pub(super) fn write(w: &mut Writer<'_>) {
    for (index, event) in w.extraction.events.iter().enumerate() {
        let node = w.iris.event(EventId(index as u32));
        write_event(w, &node, event);
        let claims: Vec<_> = event.claims.iter().filter_map(|claim| Some((write_claim(w, &node, claim)?, claim))).collect();
        let supporting: Vec<&NamedNode> = claims.iter().filter(|(_, claim)| supports(claim, w.options)).map(|(node, _)| node).collect();
        if !supporting.is_empty() {
            for fact in facts_of(EventId(index as u32), event, w.extraction, w.options) {
                write_fact(w, &node, &fact, &supporting);
            }
        }
    }
}

/// The plain triple, and the statement node that leads from it back to the event and the claims.
fn write_fact(w: &mut Writer<'_>, event: &NamedNode, fact: &Fact, claims: &[&NamedNode]) {
    let (subject, predicate, object) = (w.iris.entity(fact.subject), dl(fact.predicate), w.iris.entity(fact.object));
    w.add(&subject, predicate.clone(), object.clone());
    let statement = w.iris.part("statement", &[subject.as_str(), predicate.as_str(), object.as_str(), event.as_str()]);
    w.add_type(&statement, v::SHORTCUT_STATEMENT);
    if w.options.rdf12 {
        w.add(&statement, term(v::RDF_REIFIES), Triple::new(subject.clone(), predicate.clone(), object.clone()));
    }
    w.add(&statement, term(v::RDF_SUBJECT), subject);
    w.add(&statement, term(v::RDF_PREDICATE), predicate);
    w.add(&statement, term(v::RDF_OBJECT), object);
    w.add(&statement, v::FROM_EVENT, event.clone());
    for claim in claims {
        w.add(&statement, v::FROM_CLAIM, (*claim).clone());
    }
}

fn write_event(w: &mut Writer<'_>, node: &NamedNode, event: &Event) {
    // A class that the ontology does not know is still an event.
    let class = w.ontology.class(&event.class).map_or("Event", |class| class.name.as_str());
    w.add_type(node, dl(class).as_ref());
    let article = w.iris.article();
    w.add(node, v::IN_ARTICLE, article);
    w.add(node, v::STATUS, dl(&format!("{:?}", event.status)));
    w.add(node, v::EVENT_LABEL, Literal::from(label(w, event)));
    for (role, fillers) in &event.roles {
        for filler in fillers {
            write_role(w, node, role, filler);
        }
    }
    if let Some(time) = &event.time {
        write_time(w, node, time);
    }
    if let Some(time) = event.unresolved_time.and_then(|id| w.extraction.document.times.get(id.index())) {
        let words = w.range(time.span).of(w.text());
        w.add(node, v::UNRESOLVED_TIME, Literal::from(words));
    }
    if let Some(phase) = event.phase {
        w.add(node, v::PHASE, dl(&format!("{phase:?}")));
    }
    if let Some(relation) = &event.relation {
        w.add(node, v::RELATION, Literal::from(&**relation));
    }
    if event.recurring {
        w.add(node, v::RECURRING, Literal::from(true));
    }
    if let Some(other) = event.variant_of {
        let other = w.iris.event(other);
        w.add(node, v::VARIANT_OF, other);
    }
    for other in &event.same_day_as {
        let other = w.iris.event(*other);
        w.add(node, v::SAME_DAY_AS, other.clone());
        w.add(&other, v::SAME_DAY_AS, node.clone());
    }
}

/// A filler of a kind that the role does not take (a company as `dl:place`) is kept, but only as `dl:role`.
fn write_role(w: &mut Writer<'_>, node: &NamedNode, role: &str, filler: &Filler) {
    let Some(known) = w.ontology.role(role) else { return };
    if known.kind == RoleKind::Value {
        let words = words(w, filler);
        w.add(node, dl(role), Literal::from(words));
        return;
    }
    let predicate = if fits(w.extraction, role, filler) { dl(role) } else { v::ROLE.into_owned() };
    let object: Term = match filler {
        Filler::Entity(id) => w.iris.entity(*id).into(),
        Filler::Event { event: id, .. } => w.iris.event(*id).into(),
        Filler::Text(range) => {
            let words = range.of(w.text());
            let thing = w.iris.local(words);
            w.add_type(&thing, v::ENTITY);
            w.add(&thing, term(v::PREF_LABEL), Literal::from(words));
            thing.into()
        }
    };
    w.add(node, predicate, object);
}

fn write_time(w: &mut Writer<'_>, node: &NamedNode, time: &EventTime) {
    let value = &time.value;
    let (Some(written), Some(evidence)) = (edtf(value), w.time(time.evidence)) else { return };
    if value.begin.zip(value.end).is_some_and(|(begin, end)| begin > end) {
        return;
    }
    if let Some(begin) = value.begin {
        w.add(node, v::BEGIN_DATE, date(begin));
    }
    if let Some(end) = value.end {
        w.add(node, v::END_DATE, date(end));
    }
    if value.approximate {
        w.add(node, v::DATE_APPROXIMATE, Literal::from(true));
    } else if let (Precision::Day, Some(day)) = (value.precision, value.begin)
        && value.end == Some(day)
    {
        w.add(node, v::DATE, date(day));
    }
    w.add(node, v::DATE_PRECISION, dl(&format!("{:?}", value.precision)));
    w.add(node, v::EDTF, Literal::from(written));
    w.add(node, v::TIME_EVIDENCE, evidence);
}

/// The claim's node; `None` if its evidence is empty, for a claim without words is none.
fn write_claim(w: &mut Writer<'_>, event: &NamedNode, claim: &Claim) -> Option<NamedNode> {
    let evidence = w.evidence(claim.evidence, v::EVIDENCE_CLASS)?;
    let source = claim.source.map(|id| w.iris.entity(id));
    let stance = format!("{:?}", claim.stance);
    let factuality = format!("{:?}", claim.factuality);
    let by = source.as_ref().map_or("", |source| source.as_str());
    let node = w.iris.part("claim", &[event.as_str(), by, &stance, &factuality, evidence.as_str()]);
    // Two readings of the same words that differ in less than their name says are one claim; the first stands.
    if w.has_type(&node, v::CLAIM) {
        return Some(node);
    }
    w.add_type(&node, v::CLAIM);
    w.add(&node, v::ABOUT_EVENT, event.clone());
    w.add(&node, v::STANCE, dl(&stance));
    w.add(&node, v::FACTUALITY, dl(&factuality));
    // What goes without saying: the article means what it says itself, keeps out of what others say, and reports what is past.
    let implied = if claim.source.is_none() { claim.factuality } else { Factuality::Uu };
    if claim.author_factuality != implied || w.full() {
        w.add(&node, v::AUTHOR_FACTUALITY, dl(&format!("{:?}", claim.author_factuality)));
    }
    if matches!(claim.temporality, Temporality::Current | Temporality::Future) || w.full() {
        w.add(&node, v::TEMPORALITY, dl(&format!("{:?}", claim.temporality)));
    }
    w.add(&node, v::CONFIDENCE, confidence(claim.confidence));
    w.add(&node, v::EVIDENCE, evidence);
    if let Some(source) = source {
        w.add(&node, v::ACCORDING_TO, source);
    }
    for relay in &claim.relayed_by {
        let relay = w.iris.entity(*relay);
        w.add(&node, v::RELAYED_BY, relay);
    }
    if claim.in_headline {
        w.add(&node, v::IN_HEADLINE, Literal::from(true));
    }
    if w.full() {
        w.add(&node, v::FRAME, Literal::from(claim.frame.as_ref()));
    }
    Some(node)
}

/// A short line for people: `Antony Blinken travelled to China, 2023-06-16`; `planned: …` if it is not asserted.
fn label(w: &Writer<'_>, event: &Event) -> String {
    let list = |role: &str| {
        let fillers = event.roles.get(role).map(Vec::as_slice).unwrap_or_default();
        fillers.iter().map(|filler| words(w, filler)).collect::<Vec<_>>().join(", ")
    };
    let class = w.ontology.class(&event.class);
    let rule = class.and_then(|class| class.shortcut.as_ref());
    let objects = |rule: &ShortcutRule| {
        let lists = rule.objects.iter().map(|role| list(role)).filter(|list| !list.is_empty());
        lists.collect::<Vec<_>>().join(", ")
    };
    let actor = list("actor");
    let mut label = match rule {
        Some(rule) if !list(&rule.subject).is_empty() && !objects(rule).is_empty() => {
            format!("{} {} {}", list(&rule.subject), w.ontology.label(&rule.predicate), objects(rule))
        }
        _ => {
            let class = event.relation.as_deref().unwrap_or(class.map_or("event", |class| class.label.as_str()));
            let others: Vec<String> =
                event.roles.keys().filter(|role| &***role != "actor").map(|role| list(role)).filter(|list| !list.is_empty()).collect();
            let others = if others.is_empty() { String::new() } else { format!(" ({})", others.join("; ")) };
            if actor.is_empty() { format!("{class}{others}") } else { format!("{actor}: {class}{others}") }
        }
    };
    if let Some(written) = event.time.as_ref().and_then(|time| edtf(&time.value)) {
        label = format!("{label}, {written}");
    }
    if let Some(phase) = event.phase.filter(|phase| *phase != Phase::Ongoing) {
        label = format!("{label} [{}]", w.ontology.label(&format!("{phase:?}")).to_lowercase());
    }
    match event.status {
        Status::Asserted => label,
        status => format!("{}: {label}", format!("{status:?}").to_lowercase()),
    }
}

/// What a filler is called.
fn words(w: &Writer<'_>, filler: &Filler) -> String {
    match filler {
        Filler::Entity(id) => w.extraction.entities.get(id.0 as usize).map(|e| e.name.clone()).unwrap_or_default(),
        Filler::Event { event: id, .. } => {
            let class = w.extraction.events.get(id.0 as usize).map(|event| &*event.class);
            class.map_or_else(String::new, |class| w.ontology.class(class).map_or(class, |c| &c.label).to_owned())
        }
        Filler::Text(range) => range.of(w.text()).to_owned(),
    }
}
