//! What `ontology/shapes.ttl` demands, on the quads of the two articles; `tests/tools/check_rdf.py` checks the shapes themselves.

mod articles;

use std::collections::BTreeSet;

use dateline::rdf::vocabulary::DL;
use dateline::rdf::{Detail, RdfFormat, RdfOptions, Shortcuts, facts, quads, serialize};
use dateline::resources::Ontology;
use oxigraph::io::RdfParser;
use oxigraph::model::{Quad, Term};

fn both(options: &RdfOptions) -> Vec<Quad> {
    [articles::ledger(), articles::courier()].iter().flat_map(|extraction| quads(extraction, options)).collect()
}

fn triples<'q>(quads: &'q [Quad], property: &str) -> Vec<(String, &'q Term)> {
    let iri = format!("{DL}{property}");
    quads.iter().filter(|quad| quad.predicate.as_str() == iri).map(|quad| (quad.subject.to_string(), &quad.object)).collect()
}

fn shortcuts(quads: &[Quad]) -> BTreeSet<String> {
    let shortcut = |quad: &&Quad| {
        let name = quad.predicate.as_str().strip_prefix(DL).unwrap_or_default();
        Ontology::embedded().event_classes().any(|class| class.shortcut.as_ref().is_some_and(|rule| rule.predicate == name))
    };
    quads.iter().filter(shortcut).map(|quad| quad.predicate.as_str()[DL.len()..].to_owned() + " " + &quad.object.to_string()).collect()
}

#[test]
fn only_what_is_asserted_becomes_a_plain_triple() {
    let written = shortcuts(&both(&RdfOptions::default()));
    let written: Vec<&str> = written.iter().map(|fact| fact.rsplit_once("/id/").unwrap().1.split('-').next().unwrap()).collect();
    assert_eq!(written, ["org/harbor", "org/port", "country/brazil>"], "not the ministry, Ruritania, the sanction or the foiled attack");
    let predicates: Vec<&str> = facts(&articles::ledger(), &RdfOptions::default()).iter().map(|fact| fact.predicate).collect();
    assert_eq!(predicates, ["targeted", "travelledTo"]);
    let own_voice = RdfOptions { shortcuts: Shortcuts::OwnVoice, ..RdfOptions::default() };
    assert_eq!(shortcuts(&both(&own_voice)).len(), 1, "the journey");
    let sure = RdfOptions { min_confidence: 0.85, ..RdfOptions::default() };
    assert!(shortcuts(&both(&sure)).is_empty());
}

#[test]
fn quotes_are_as_long_as_their_ranges() {
    let quads = both(&RdfOptions { detail: Detail::Full, ..RdfOptions::default() });
    let number = |subject: &str, property: &str| -> usize {
        let found = triples(&quads, property).into_iter().find(|(s, _)| s == subject).unwrap().1.clone();
        let Term::Literal(literal) = found else { panic!("{found}") };
        literal.value().parse().unwrap()
    };
    let quotes = triples(&quads, "quote");
    assert!(quotes.len() > 10);
    for (subject, quote) in quotes {
        let Term::Literal(quote) = quote else { panic!("{quote}") };
        let (begin, end) = (number(&subject, "begin"), number(&subject, "end"));
        assert_eq!(quote.value().chars().count(), end - begin);
        assert!(subject.ends_with(&format!("#char={begin},{end}>")));
    }
}

#[test]
fn every_term_is_in_the_ontology_and_every_event_has_its_parts() {
    let quads = both(&RdfOptions { detail: Detail::Full, ..RdfOptions::default() });
    let ours = |iri: &str| iri.strip_prefix(DL).map(str::to_owned);
    for quad in &quads {
        let object = match &quad.object {
            Term::NamedNode(node) => ours(node.as_str()),
            _ => None,
        };
        for name in ours(quad.predicate.as_str()).into_iter().chain(object) {
            assert!(Ontology::embedded().defines(&name), "{name}");
        }
    }
    let events: BTreeSet<String> = triples(&quads, "inArticle").into_iter().map(|(event, _)| event).collect();
    assert_eq!(events.len(), 9);
    let claimed: BTreeSet<String> = triples(&quads, "aboutEvent").into_iter().map(|(_, event)| event.to_string()).collect();
    assert_eq!(claimed, events);
    for property in ["status", "eventLabel"] {
        assert_eq!(triples(&quads, property).into_iter().map(|(event, _)| event).collect::<BTreeSet<_>>(), events, "{property}");
    }
    let companies_as_places = triples(&quads, "place");
    assert!(companies_as_places.is_empty() && triples(&quads, "role").len() == 1);
}

/// Every event of this article has a sentence, and most a date, of their own: the dearest case.
#[test]
fn graphs_are_economical() {
    let whole = articles::ledger();
    let mut bare = whole.clone();
    bare.events.clear();
    let (all, rest) = (quads(&whole, &RdfOptions::default()), quads(&bare, &RdfOptions::default()));
    let an_event = (all.len() - rest.len()) as f32 / whole.events.len() as f32;
    assert!(an_event <= 29.0 && all.len() <= 300, "{an_event} quads an event, {} in all", all.len());
}

#[test]
fn the_same_extraction_gives_the_same_bytes_and_they_can_be_read_back() {
    let options = RdfOptions::default();
    let first = both(&options);
    assert_eq!(first, both(&options));
    for format in [RdfFormat::NQuads, RdfFormat::TriG, RdfFormat::JsonLd { profile: Default::default() }] {
        let bytes = serialize(&first, format, Vec::new()).unwrap();
        let read: BTreeSet<String> = RdfParser::from_format(format).for_slice(&bytes).map(|quad| quad.unwrap().to_string()).collect();
        assert_eq!(read, first.iter().map(ToString::to_string).collect(), "{format}");
    }
    let turtle = serialize(&first, RdfFormat::Turtle, Vec::new()).unwrap();
    assert!(RdfParser::from_format(RdfFormat::Turtle).for_slice(&turtle).all(|quad| quad.is_ok()));
    if let Some(path) = std::env::var_os("DATELINE_SHAPES_OUT") {
        std::fs::write(path, serialize(&both(&RdfOptions { detail: Detail::Full, ..options }), RdfFormat::Turtle, Vec::new()).unwrap())
            .unwrap();
    }
}

#[test]
fn what_goes_without_saying_is_written_in_full_detail_only() {
    let count = |quads: &[Quad], property: &str| triples(quads, property).len();
    let normal = both(&RdfOptions::default());
    let full = both(&RdfOptions { detail: Detail::Full, ..RdfOptions::default() });
    let claims = count(&normal, "aboutEvent");
    assert_eq!((count(&normal, "authorFactuality"), count(&normal, "temporality")), (0, 1), "the sanction is still to come");
    assert_eq!((count(&full, "authorFactuality"), count(&full, "temporality")), (claims, claims));
    let selectors = |quads: &[Quad]| quads.iter().filter(|quad| quad.predicate.as_str().ends_with("oa#hasSelector")).count();
    assert_eq!((selectors(&normal), selectors(&full)), (0, count(&full, "quote")));
}

#[test]
fn a_claim_has_one_confidence() {
    let mut extraction = articles::courier();
    let mut again = extraction.events[1].claims[0].clone();
    again.confidence = 0.3;
    extraction.events[1].claims.push(again);
    let count = |extraction| triples(&quads(extraction, &RdfOptions::default()), "confidence").len();
    assert_eq!(count(&extraction), count(&articles::courier()));
}

#[test]
fn reifiers_name_the_plain_triples() {
    let quads = both(&RdfOptions { rdf12: true, ..RdfOptions::default() });
    let plain: BTreeSet<String> = quads.iter().map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object)).collect();
    let reified: Vec<&Term> = quads.iter().filter(|quad| quad.predicate.as_str().ends_with("#reifies")).map(|quad| &quad.object).collect();
    assert_eq!(reified.len(), 4);
    for term in reified {
        let Term::Triple(triple) = term else { panic!("{term}") };
        assert!(plain.contains(&triple.to_string()), "{triple}");
    }
    let bytes = serialize(&quads, RdfFormat::NQuads, Vec::new()).unwrap();
    assert_eq!(RdfParser::from_format(RdfFormat::NQuads).for_slice(&bytes).map(Result::unwrap).collect::<Vec<_>>(), quads);
}

#[test]
fn text_that_was_cleaned_is_marked() {
    let mut extraction = articles::courier();
    // The source had a tag inside the first sentence.
    let start = extraction.document.article.text.find("not break").unwrap();
    extraction.document.article.offsets.push(0, 0);
    extraction.document.article.offsets.push(start, extraction.document.article.text[..start].chars().count() + 3);
    let quads = quads(&extraction, &RdfOptions::default());
    let cleaned = triples(&quads, "quoteCleaned");
    assert_eq!(cleaned.len(), 1, "the sentence over the tag, and no other");
}

proptest::proptest! {
    /// Broken layers and any text at all: ids that point nowhere, ranges inside characters.
    #[test]
    fn nothing_makes_it_panic(text in ".{0,60}", key in ".{0,8}", class in ".{0,8}", at in 0usize..80, length in 0usize..40, id in 0u32..20) {
        use dateline::events::{EntityId, EventId, Filler};
        let mut extraction = articles::ledger();
        extraction.document.article.text = text;
        extraction.document.article.id = key;
        extraction.document.times[0].anchor = dateline::document::TimeAnchor::Time(dateline::document::TimeId(id));
        let range = dateline::text::TextRange::new(at, at + length);
        let event = &mut extraction.events[0];
        event.class = class.into();
        event.claims[0].evidence = range;
        event.claims[0].source = Some(EntityId(id));
        event.same_day_as = vec![EventId(id)];
        event.roles.insert("topic".into(), vec![Filler::Entity(EntityId(id)), Filler::Event { event: EventId(id), words: range }, Filler::Text(range)]);
        let quads = quads(&extraction, &RdfOptions { detail: Detail::Full, ..RdfOptions::default() });
        let bytes = serialize(&quads, RdfFormat::NQuads, Vec::new()).unwrap();
        proptest::prop_assert!(RdfParser::from_format(RdfFormat::NQuads).for_slice(&bytes).all(|quad| quad.is_ok()));
    }
}
