//! One article with many voices about one breach: each happening is one event, with its date, its source and its certainty, and
//! nothing that is hedged, denied or planned becomes a triple.

use std::sync::LazyLock;

use dateline::calendar::Date;
use dateline::events::{Event, Extraction, Filler, Status};
use dateline::pipeline::Extractor;
use dateline::rdf::{RdfOptions, facts};
use dateline::source::{Article, ReadOptions, read_bytes};

static EXTRACTION: LazyLock<Extraction> = LazyLock::new(|| {
    let body = include_str!("articles/mail-servers.txt");
    let paragraphs: String = body.split("\n\n").map(|p| format!("<p>{}</p>", p.trim())).collect();
    let title = "Siemens found German foreign ministry servers were being hacked by Iran";
    let page = format!("<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>");
    let article: Article = read_bytes(page.as_bytes(), "breach.html", &ReadOptions::default()).remove(0).expect("a page");
    let article = article.published_on("2024-04-10".parse::<Date>().expect("a date"));
    Extractor::shipped().expect("the shipped files are valid").extract(article)
});

fn name(filler: &Filler) -> String {
    match filler {
        Filler::Entity(e) => EXTRACTION.entities[e.0 as usize].name.clone(),
        Filler::Event { words, .. } | Filler::Text(words) => words.of(&EXTRACTION.document.article.text).to_owned(),
    }
}

fn names(event: &Event, role: &str) -> Vec<String> {
    event.roles.get(role).into_iter().flatten().map(name).collect()
}

fn has(event: &Event, role: &str, wanted: &str) -> bool {
    names(event, role).iter().any(|n| n.contains(wanted))
}

fn sources(event: &Event) -> Vec<&str> {
    event.claims.iter().filter_map(|c| c.source).map(|s| EXTRACTION.entities[s.0 as usize].name.as_str()).collect()
}

fn date(event: &Event) -> String {
    event.time.and_then(|t| dateline::rdf::edtf(&t.value)).unwrap_or_default()
}

/// The one event of a class whose participants are these.
fn only(class: &str, roles: &[(&str, &str)]) -> &'static Event {
    let found: Vec<&Event> =
        EXTRACTION.events.iter().filter(|e| &*e.class == class && roles.iter().all(|(role, who)| has(e, role, who))).collect();
    assert_eq!(found.len(), 1, "{class} {roles:?}: {found:#?}");
    found[0]
}

#[test]
fn the_breach_is_one_event_with_all_that_is_said_of_it() {
    let breach = only("CyberIntrusion", &[("actor", "Storm-7731")]);
    assert_eq!(names(breach, "actor"), ["Storm-7731"]);
    assert!(has(breach, "affected", "German government agencies") && has(breach, "affected", "30 companies"));
    assert_eq!((breach.status, date(breach).as_str()), (Status::Asserted, "2024-02-10/.."));
    assert!(sources(breach).contains(&"Siemens") && sources(breach).contains(&"Jonas Brandt"));
    let only_war = EXTRACTION.events.iter().filter(|e| &*e.class == "ArmedAttack").all(|e| e.triggers.len() == 1);
    assert!(only_war, "the attack of the article is no part of the war");
}

#[test]
fn a_sharper_headline_is_a_hedged_variant() {
    let headline = only("CyberIntrusion", &[("actor", "Iran")]);
    assert_eq!(headline.status, Status::Hedged);
    assert!(headline.variant_of.is_some());
}

#[test]
fn journeys_and_meetings_have_their_days() {
    let travel = only("Travel", &[("destination", "Turkey")]);
    assert!(has(travel, "actor", "Clara Reuter") && has(travel, "destination", "Istanbul"));
    assert_eq!(date(travel), "2024-03-12");
    let meeting = only("Meeting", &[("actor", "Clara Reuter")]);
    assert_eq!(date(meeting), "2024-03-14");
    let investigation = only("Investigation", &[("actor", "Siemens")]);
    assert_eq!(date(investigation), "2024-03-12");
    assert_eq!(date(only("Statement", &[("actor", "Siemens")])), "2024-04-09");
}

#[test]
fn what_is_cancelled_planned_or_suspected_is_no_fact() {
    assert_eq!(only("Cancellation", &[("actor", "Clara Reuter")]).status, Status::Asserted);
    let trips = EXTRACTION.events.iter().filter(|e| &*e.class == "Travel" && e.status == Status::Negated).count();
    assert_eq!(trips, 1, "the cancelled trip");
    let shipment = only("Shipment", &[("actor", "Iran"), ("recipient", "Russia")]);
    assert_eq!((shipment.status, sources(shipment)), (Status::Planned, vec!["Clara Reuter"]));
    let link = only("Affiliation", &[("actor", "Storm-7731")]);
    assert_eq!((link.status, sources(link)), (Status::Hedged, vec!["The Guardian"]));
    let attribution = only("Attribution", &[("actor", "German Foreign")]);
    assert_eq!((attribution.status, sources(attribution)), (Status::Negated, vec!["Emil Voss"]));
}

#[test]
fn refusals_and_reports_have_the_ministry_as_actor() {
    let refusals: Vec<&Event> = EXTRACTION.events.iter().filter(|e| &*e.class == "NonConfirmation").collect();
    assert!(refusals.iter().all(|e| e.status == Status::Asserted && has(e, "actor", "German Foreign")), "{refusals:#?}");
    assert!(refusals.iter().any(|e| date(e) == "2024-04-10"));
    let report = only("Notification", &[("actor", "German Foreign")]);
    assert!(has(report, "recipient", "Siemens"));
}

#[test]
fn only_facts_become_triples() {
    let facts = facts(&EXTRACTION, &RdfOptions::default());
    let entity = |id: dateline::events::EntityId| EXTRACTION.entities[id.0 as usize].name.as_str();
    let triples: Vec<_> = facts.iter().map(|f| (entity(f.subject), f.predicate, entity(f.object))).collect();
    assert!(triples.contains(&("Storm-7731", "targeted", "German government agencies")), "{triples:#?}");
    assert!(triples.contains(&("Storm-7731", "basedIn", "Iran")), "{triples:#?}");
    assert!(triples.contains(&("Clara Reuter", "travelledTo", "Turkey")), "{triples:#?}");
    assert!(triples.contains(&("Clara Reuter", "accused", "Iran")), "{triples:#?}");
    assert!(!triples.iter().any(|(s, p, _)| *s == "Iran" && *p == "targeted"), "{triples:#?}");
    assert!(!triples.iter().any(|(_, p, o)| *p == "linkedTo" || *o == "Russia"), "{triples:#?}");
    assert!(!triples.iter().any(|(s, p, o)| *s == "Siemens" && *p != "investigated" && *o == "Storm-7731"), "{triples:#?}");
}
