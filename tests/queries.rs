//! Every saved query on a small store, with the rows it must give.

mod articles;

use std::collections::BTreeMap;

use dateline::store::{Access, ArticleRecord, QueryError, QueryOptions, Store, saved_queries, saved_query};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad};

fn store() -> (tempfile::TempDir, Store) {
    filled(vec![articles::record(&articles::ledger()), articles::record(&articles::courier())])
}

fn filled(records: Vec<ArticleRecord>) -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    store.insert_all(records).unwrap();
    (dir, store)
}

/// Rows of a saved query, the article IRI cut to its key.
fn rows(name: &str, values: &[(&str, &str)]) -> Vec<String> {
    let (_dir, store) = store();
    rows_of(&store, name, values)
}

fn rows_of(store: &Store, name: &str, values: &[(&str, &str)]) -> Vec<String> {
    let values: BTreeMap<String, String> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let filled = store.fill(saved_query(name).unwrap(), &values).unwrap();
    let answer = store.query(&filled.sparql, &QueryOptions::default()).unwrap();
    answer.text_rows().into_iter().map(|row| row.join(" | ").replace("article/", "")).collect()
}

const HACK: &str = "The hacking group Storm-0999 broke into the network of Harbor Lines on March 4, 2024, Harbor Lines said.";

#[test]
fn every_query_has_a_header_and_runs() {
    let (_dir, store) = store();
    assert!(saved_queries().len() >= 20);
    for query in saved_queries() {
        assert!(!query.title.is_empty() && query.question.ends_with('?'), "{}", query.name);
        let sparql = query.with(&BTreeMap::new()).unwrap();
        for parameter in &query.parameters {
            assert!(!parameter.meaning.is_empty() && !sparql.contains(&format!("?{} ", parameter.name)), "{}", query.name);
        }
        store.query(&sparql, &QueryOptions::default()).unwrap_or_else(|error| panic!("{}: {error}", query.name));
    }
}

#[test]
fn a_name_with_two_spellings_is_meant_in_every_part_of_a_query() {
    let mut records = vec![articles::record(&articles::ledger()), articles::record(&articles::courier())];
    // things of which nothing is said, written in capitals
    for name in ["ANA KOVAČ", "BRAZIL"] {
        let thing = NamedNode::new(format!("https://example.org/{}", name.len())).unwrap();
        let label = NamedNode::new("http://www.w3.org/2004/02/skos/core#prefLabel").unwrap();
        let graph = GraphName::from(NamedNode::new(records[0].graph.as_str()).unwrap());
        records[0].quads.push(Quad::new(thing, label, Literal::from(name), graph));
    }
    let (_dir, store) = filled(records);
    let mut told = Vec::new();
    for query in saved_queries().iter().filter(|query| query.parameters.iter().any(|parameter| parameter.is_name)) {
        let names = query.parameters.iter().filter(|parameter| parameter.is_name).map(|parameter| match parameter.name.as_str() {
            "object" | "to" | "place" => (parameter.name.as_str(), "Brazil"),
            other => (other, "Ana Kovač"),
        });
        let exact: Vec<(&str, &str)> = names.collect();
        let lower: Vec<(&str, String)> = exact.iter().map(|(parameter, name)| (*parameter, name.to_lowercase())).collect();
        let lower: Vec<(&str, &str)> = lower.iter().map(|(parameter, name)| (*parameter, name.as_str())).collect();
        let rows = rows_of(&store, &query.name, &exact);
        assert_eq!(rows_of(&store, &query.name, &lower), rows, "{}", query.name);
        told.extend((!rows.is_empty()).then_some(query.name.as_str()));
    }
    for name in ["co-occurrence", "evidence", "paths", "timeline"] {
        assert!(told.contains(&name), "{name} tells nothing");
    }
}

#[test]
fn all_facts() {
    assert_eq!(
        rows("who-did-what", &[]),
        [
            "Ana Kovač | travelled to | Brazil | 2024-03-05 |  | Ana Kovač landed in Brazil on March 5, 2024. | courier-7".to_owned(),
            "Ana Kovač | travelled to | Brazil | 2024-03-04 |  | Foreign Minister Ana Kovač traveled to Brazil the same day. | ledger-1".into(),
            format!("Storm-0999 | targeted | Harbor Lines | 2024-03-04 | Harbor Lines | {HACK} | ledger-1"),
            "Storm-0999 | targeted | Port Authority |  | Audit Office | the Audit Office found that Storm-0999 had hacked Port Authority | courier-7".into(),
        ]
    );
}

#[test]
fn of_many_facts_the_latest_are_told() {
    let facts = rows("who-did-what", &[("most", "1")]);
    assert!(facts.len() == 1 && facts[0].contains("2024-03-05"), "{facts:?}");
}

#[test]
fn relations() {
    assert_eq!(rows("who-targeted-whom", &[]), ["Storm-0999 | Port Authority |  | 1", "Storm-0999 | Harbor Lines | 2024-03-04 | 1"]);
    assert_eq!(rows("who-targeted-whom", &[("relation", "travelledTo")]), ["Ana Kovač | Brazil | 2024-03-04 | 2"]);
}

#[test]
fn travel_of_a_person() {
    assert!(rows("travel", &[]).is_empty());
    assert_eq!(
        rows("travel", &[("person", "ana kovač")]),
        [
            "2024-03-04 | Brazil | Asserted | Foreign Minister Ana Kovač traveled to Brazil the same day. | ledger-1",
            "2024-03-05 | Brazil | Asserted | Ana Kovač landed in Brazil on March 5, 2024. | courier-7",
        ]
    );
}

#[test]
fn events_in_a_period() {
    let period = [("from", "2024-03-05"), ("to", "2024-04-01")];
    assert_eq!(
        rows("events-between", &period),
        [
            "2024-03-05 | Ana Kovač travelled to Brazil, 2024-03-05 | travel | Asserted | courier-7",
            "2024-04 | planned: United States sanctioned Storm-0999, 2024-04 | sanction | Planned | ledger-1",
        ]
    );
    assert_eq!(rows("events-between", &[&period[..], &[("class", "MovementEvent")]].concat()).len(), 1);
}

#[test]
fn same_day() {
    assert_eq!(
        rows("same-day", &[("day", "2024-03-04")]),
        ["Ana Kovač travelled to Brazil, 2024-03-04 | Storm-0999 targeted the network of Harbor Lines, Harbor Lines, 2024-03-04 | true"]
            .map(str::to_owned)
    );
}

#[test]
fn claims_by_source() {
    assert_eq!(rows("claims-by-source", &[("source", "analysts")]).len(), 1);
    assert_eq!(
        rows("claims-by-source", &[("source", "Ana Kovač")]),
        [
            "Denies | CTneg | negated: Storm-0999 targeted Foreign Ministry | Kovač denied that Storm-0999 had reached the Foreign Ministry. | ledger-1"
        ]
    );
}

#[test]
fn contested() {
    let statuses: Vec<String> = rows("contested", &[]).iter().map(|row| row.split(" | ").take(3).collect::<Vec<_>>().join(" | ")).collect();
    assert_eq!(
        statuses,
        [
            "Hedged | hedged: Storm-0999 linked to Ruritania | analysts",
            "Negated | negated: Storm-0999 targeted Foreign Ministry | Ana Kovač",
            "Negated | negated: Storm-0999 targeted Harbor Lines | ",
            "Planned | planned: United States sanctioned Storm-0999, 2024-04 | United States",
        ]
    );
}

#[test]
fn evidence_of_a_fact() {
    let values = [("subject", "Storm-0999"), ("relation", "targeted"), ("object", "Harbor Lines")];
    assert_eq!(rows("evidence", &values), [format!("ledger-1 | 32 | 136 | Harbor Lines | CTpos | 0.8 | {HACK}")]);
}

#[test]
fn most_connected() {
    assert_eq!(
        rows("most-connected", &[]),
        ["Storm-0999 | 2 | 2", "Ana Kovač | 2 | 1", "Brazil | 2 | 1", "Harbor Lines | 1 | 1", "Port Authority | 1 | 1"]
    );
    assert_eq!(rows("most-connected", &[("most", "2")]).len(), 2);
}

#[test]
fn places_by_month() {
    assert_eq!(rows("places-by-month", &[("from", "2024-01-01"), ("to", "2024-12-31")]), ["2024-03 | Brazil | 2"]);
}

#[test]
fn conflicts() {
    let found = rows("conflicts", &[("actor", "Ana Kovač")]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("date | Ana Kovač travelled to Brazil, 2024-03-04 | 2024-03-04 | ledger-1"), "{found:#?}");
    let found = rows("conflicts", &[("actor", "Storm-0999")]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("status | Storm-0999 targeted") && found[0].ends_with("Negated | courier-7"), "{found:#?}");
}

#[test]
fn provenance_of_dates() {
    assert_eq!(
        rows("date-provenance", &[("entity", "Brazil")]),
        [
            "Ana Kovač travelled to Brazil, 2024-03-04 | 2024-03-04 | the same day | test-rule | March 4, 2024 | ledger-1",
            "Ana Kovač travelled to Brazil, 2024-03-05 | 2024-03-05 | March 5, 2024 | test-rule |  | courier-7",
        ]
    );
    assert_eq!(
        rows("date-provenance", &[("entity", "United States")]),
        [
            "planned: United States sanctioned Storm-0999, 2024-04 | 2024-04 | in April | test-rule | MetadataPublication 2024-03-12 | ledger-1"
        ]
    );
}

#[test]
fn timeline_of_an_entity() {
    let events: Vec<String> =
        rows("timeline", &[("entity", "Brazil")]).iter().map(|row| row.split(" | ").take(4).collect::<Vec<_>>().join(" | ")).collect();
    assert_eq!(
        events,
        [
            "2024-03-04 | Ana Kovač travelled to Brazil, 2024-03-04 | Asserted | destination",
            "2024-03-05 | Ana Kovač travelled to Brazil, 2024-03-05 | Asserted | destination",
            " | Storm-0999 attacked Brazil [foiled] | Asserted | target",
        ]
    );
}

#[test]
fn attribution_chain() {
    assert_eq!(
        rows("attribution-chain", &[]),
        [
            "Audit Office | Jan Ito | Evening Courier | Storm-0999 targeted Port Authority | the Audit Office found that Storm-0999 had hacked Port Authority | courier-7"
        ]
    );
}

#[test]
fn events_in_a_place() {
    assert_eq!(
        rows("events-in-place", &[("place", "brazil")]),
        [
            " | Storm-0999 attacked Brazil [foiled] | Asserted | target | courier-7",
            "2024-03-04 | Ana Kovač travelled to Brazil, 2024-03-04 | Asserted | destination | ledger-1",
            "2024-03-05 | Ana Kovač travelled to Brazil, 2024-03-05 | Asserted | destination | courier-7",
        ]
    );
}

#[test]
fn what_a_source_says_about_somebody() {
    assert_eq!(
        rows("said-about", &[("source", "Ana Kovač"), ("about", "Foreign Ministry")]),
        [
            "Denies | CTneg | negated: Storm-0999 targeted Foreign Ministry | Kovač denied that Storm-0999 had reached the Foreign Ministry. | ledger-1"
        ]
    );
    assert!(rows("said-about", &[("source", "Ana Kovač"), ("about", "Brazil")]).is_empty());
}

#[test]
fn planned_events() {
    let quote = "The United States plans to sanction Storm-0999 in April.";
    let expected = format!("2024-04 | planned: United States sanctioned Storm-0999, 2024-04 | sanction | {quote} | ledger-1");
    assert_eq!(rows("planned", &[("from", "2024-03-20")]), [expected]);
    assert!(rows("planned", &[("from", "2024-05-01")]).is_empty());
}

#[test]
fn new_since_a_day() {
    let since = |day: &str| rows("new-since", &[("since", day)]);
    assert_eq!(since("2024-03-01").len(), 5);
    assert_eq!(
        since("2024-03-13"),
        [
            "2024-03-14 | Storm-0999 attacked Brazil [foiled] |  | courier-7",
            "2024-03-14 | Storm-0999 targeted Port Authority |  | courier-7",
            "2024-03-14 | Ana Kovač travelled to Brazil, 2024-03-05 | 2024-03-05 | courier-7",
        ]
    );
}

#[test]
fn named_together() {
    let found = rows("co-occurrence", &[("entity", "Storm-0999")]);
    assert_eq!(found[..3], ["Ana Kovač | 2", "Brazil | 2", "Harbor Lines | 2"], "{found:#?}");
    assert!(found.contains(&"Ruritania | 1".to_owned()), "{found:#?}");
}

#[test]
fn paths_between_two() {
    assert_eq!(rows("paths", &[("from", "Ana Kovač"), ("to", "Brazil")]), ["travelled to |  | "]);
    assert_eq!(rows("paths", &[("from", "Harbor Lines"), ("to", "Port Authority")]), ["targeted | Storm-0999 | targeted"]);
    assert!(rows("paths", &[("from", "Harbor Lines"), ("to", "Brazil")]).is_empty());
}

#[test]
fn victims_of_cyber_events() {
    let victims = |class: &str| rows("cyber-victims", &[("class", class)]);
    let found = victims("CyberIntrusion");
    assert!(found.contains(&"Port Authority |  | cyber intrusion | Storm-0999 | Asserted | courier-7".to_owned()), "{found:#?}");
    assert!(found.contains(&"Harbor Lines | 2024-03-04 | cyber intrusion | Storm-0999 | Asserted | ledger-1".to_owned()), "{found:#?}");
    assert!(found.contains(&"Harbor Lines |  | cyber intrusion | Storm-0999 | Negated | courier-7".to_owned()), "{found:#?}");
    assert_eq!(victims("CyberEvent"), found);
    assert!(victims("Ransomware").is_empty());
}

#[test]
fn classes_by_month() {
    assert_eq!(
        rows("classes-by-month", &[("from", "2024-01-01"), ("to", "2024-12-31")]),
        ["2024-03 | travel | 2", "2024-03 | cyber intrusion | 1"]
    );
}

#[test]
fn positions_accusations_and_disagreement() {
    let (_dir, store) = filled(vec![articles::record(&articles::bulletin())]);
    assert_eq!(rows_of(&store, "positions", &[]), ["Ana Kovač | foreign minister | 1"]);
    assert_eq!(
        rows_of(&store, "accusations", &[]),
        [
            "Ana Kovač | Storm-0999 | disputed: Storm-0999 targeted Harbor Lines | Asserted | Foreign minister Ana Kovač accused Storm-0999 of hacking Harbor Lines. | bulletin-2"
        ]
    );
    assert_eq!(
        rows_of(&store, "disagreement", &[]),
        ["disputed: Storm-0999 targeted Harbor Lines | Ana Kovač | Harbor Lines | Harbor Lines denied it. | bulletin-2"]
    );
}

#[test]
fn names_are_found_in_any_case_and_near_ones_are_told() {
    let (_dir, store) = store();
    let fill = |name: &str| {
        let values = BTreeMap::from([("person".to_owned(), name.to_owned())]);
        store.fill(saved_query("travel").unwrap(), &values).unwrap()
    };
    assert!(fill("ANA KOVAČ").sparql.contains("\"Ana Kovač\"") && fill("ANA KOVAČ").unknown.is_empty());
    let unknown = fill("Anna Kovac").unknown;
    assert_eq!((unknown[0].name.as_str(), unknown[0].near.as_slice()), ("Anna Kovac", &["Ana Kovač".to_owned()][..]));
    assert_eq!(fill("Kovač").unknown[0].near, ["Ana Kovač"]);
    assert!(fill("Zebedee Quux").unknown[0].near.is_empty());
    assert!(fill("?event").sparql.contains("\"?event\""), "a value is not looked at again");
}

#[test]
fn values_are_data_and_never_query_text() {
    let attack = "x\" } UNION { ?s ?p ?o } #";
    assert!(rows("travel", &[("person", attack)]).is_empty());
    let wrong = |name: &str, parameter: &str, value: &str| {
        let values = BTreeMap::from([(parameter.to_owned(), value.to_owned())]);
        saved_query(name).unwrap().with(&values).unwrap_err().to_string()
    };
    assert!(wrong("events-between", "from", "June").contains("a day such as"));
    assert!(wrong("events-between", "class", "a> } #").contains("a name of the ontology"));
    assert!(wrong("travel", "place", "China").contains("it has person"));
    assert!(saved_query("nothing").unwrap_err().to_string().contains("travel"));
}

#[test]
fn queries_are_read_only_and_errors_say_where() {
    let (_dir, store) = store();
    let error = |sparql: &str| store.query(sparql, &QueryOptions::default()).unwrap_err();
    assert!(matches!(error("DELETE WHERE { ?s ?p ?o }"), QueryError::Update));
    assert!(matches!(error("SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }"), QueryError::Service));
    let syntax = error("SELECT *\nWHERE { ?s ?p }").to_string();
    assert!(syntax.starts_with("query: line 2, column 15: } cannot stand here after ?p\n  WHERE { ?s ?p }\n                ^"), "{syntax}");
    assert!(matches!(error(" \n"), QueryError::Empty));
    let timeout = QueryOptions { timeout: Some(std::time::Duration::from_millis(50)), ..QueryOptions::default() };
    let slow = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    assert!(matches!(store.query(slow, &timeout), Err(QueryError::Timeout(_))));
    // the engine counts what it holds without looking up
    let endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    assert!(matches!(store.query(endless, &timeout), Err(QueryError::Timeout(_))));
    let limit = QueryOptions { limit: Some(3), ..QueryOptions::default() };
    assert_eq!(store.query("SELECT * { ?s ?p ?o }", &limit).unwrap().text_rows().len(), 3);
}
