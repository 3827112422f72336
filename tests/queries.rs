//! Every saved query on a small store, with the rows it must give.

mod articles;

use std::collections::BTreeMap;

use dateline::store::{Access, QueryError, QueryOptions, Store, saved_queries, saved_query};

fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    store.insert_all(vec![articles::record(&articles::ledger()), articles::record(&articles::courier())]).unwrap();
    (dir, store)
}

/// Rows of a saved query, the article IRI cut to its key.
fn rows(name: &str, values: &[(&str, &str)]) -> Vec<String> {
    let (_dir, store) = store();
    let values: BTreeMap<String, String> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let sparql = saved_query(name).unwrap().with(&values).unwrap();
    let answer = store.query(&sparql, &QueryOptions::default()).unwrap();
    answer.text_rows().into_iter().map(|row| row.join(" | ").replace("article/", "")).collect()
}

const HACK: &str = "The hacking group Storm-0999 broke into the network of Harbor Lines on March 4, 2024, Harbor Lines said.";

#[test]
fn every_query_has_a_header_and_runs() {
    let (_dir, store) = store();
    assert!(saved_queries().len() >= 10);
    for query in saved_queries() {
        assert!(!query.title.is_empty() && query.question.ends_with('?'), "{}", query.name);
        let sparql = query.with(&BTreeMap::new()).unwrap();
        assert_eq!(sparql, query.sparql);
        store.query(&sparql, &QueryOptions::default()).unwrap_or_else(|error| panic!("{}: {error}", query.name));
    }
}

#[test]
fn all_facts() {
    assert_eq!(
        rows("who-did-what", &[]),
        [
            "Storm-0999 | targeted | Port Authority |  | Audit Office | the Audit Office found that Storm-0999 had hacked Port Authority | courier-7".to_owned(),
            "Ana Kovač | travelled to | Brazil | 2024-03-04 |  | Foreign Minister Ana Kovač traveled to Brazil the same day. | ledger-1".into(),
            format!("Storm-0999 | targeted | Harbor Lines | 2024-03-04 | Harbor Lines | {HACK} | ledger-1"),
            "Ana Kovač | travelled to | Brazil | 2024-03-05 |  | Ana Kovač landed in Brazil on March 5, 2024. | courier-7".into(),
        ]
    );
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
            "2024-03-05 | Ana Kovač travelled to Brazil, 2024-03-05 | dl:Event | Asserted | courier-7",
            "2024-04 | planned: United States sanctioned Storm-0999, 2024-04 | dl:Event | Planned | ledger-1",
        ]
    );
    assert_eq!(rows("events-between", &[&period[..], &[("class", "MovementEvent")]].concat()).len(), 1);
}

#[test]
fn same_day() {
    assert_eq!(
        rows("same-day", &[]),
        ["2024-03-04 | Ana Kovač travelled to Brazil, 2024-03-04 | Storm-0999 targeted the network of Harbor Lines, Harbor Lines, 2024-03-04 | true"]
            .map(str::to_owned)
    );
}

#[test]
fn claims_by_source() {
    assert_eq!(rows("claims-by-source", &[]).len(), 5);
    assert_eq!(
        rows("claims-by-source", &[("source", "Ana Kovač")]),
        [
            "Ana Kovač | Denies | CTneg | negated: Storm-0999 targeted Foreign Ministry | Kovač denied that Storm-0999 had reached the Foreign Ministry. | ledger-1"
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
    assert_eq!(rows("most-connected", &[("least", "2")]), ["Storm-0999 | 3 | 4", "Ana Kovač | 2 | 0"]);
}

#[test]
fn places_by_month() {
    assert_eq!(rows("places-by-month", &[]), ["2024-03 | Brazil | 2"]);
}

#[test]
fn conflicts() {
    let found = rows("conflicts", &[]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("date | Ana Kovač travelled to Brazil, 2024-03-04 | 2024-03-04 | ledger-1"), "{found:#?}");
    assert!(found[1].starts_with("status | Storm-0999 targeted") && found[1].ends_with("Negated | courier-7"), "{found:#?}");
}

#[test]
fn provenance_of_dates() {
    assert_eq!(
        rows("date-provenance", &[]),
        [
            "Ana Kovač travelled to Brazil, 2024-03-04 | 2024-03-04 | the same day | test-rule | March 4, 2024 | ledger-1",
            "Ana Kovač travelled to Brazil, 2024-03-05 | 2024-03-05 | March 5, 2024 | test-rule |  | courier-7",
            "Storm-0999 targeted the network of Harbor Lines, Harbor Lines, 2024-03-04 | 2024-03-04 | March 4, 2024 | test-rule |  | ledger-1",
            "planned: United States sanctioned Storm-0999, 2024-04 | 2024-04 | in April | test-rule | MetadataPublication 2024-03-12 | ledger-1",
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
    let chains = rows("attribution-chain", &[]);
    assert!(
        chains.iter().any(|row| row.starts_with("Audit Office | Jan Ito | Evening Courier | Storm-0999 targeted Port Authority")),
        "{chains:#?}"
    );
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
    assert!(syntax.contains('2'), "{syntax}");
    let timeout = QueryOptions { timeout: Some(std::time::Duration::from_millis(50)), ..QueryOptions::default() };
    let slow = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    assert!(matches!(store.query(slow, &timeout), Err(QueryError::Timeout(_))));
    let limit = QueryOptions { limit: Some(3), ..QueryOptions::default() };
    assert_eq!(store.query("SELECT * { ?s ?p ?o }", &limit).unwrap().text_rows().len(), 3);
}
