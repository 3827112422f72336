//! The store over crashes, two writers, replacements and damage.

mod articles;

use std::fs;
use std::path::Path;

use dateline::store::{Access, Answer, AnswerFormat, ArticleRecord, Inserted, QueryOptions, Store, StoreError};

fn keys(store: &Store) -> Vec<String> {
    store.articles().map(|article| article.key.clone()).collect()
}

fn count(store: &Store, pattern: &str) -> usize {
    store.query(&format!("SELECT * {{ {pattern} }}"), &QueryOptions::default()).unwrap().text_rows().len()
}

fn log(dir: &Path) -> std::path::PathBuf {
    dir.join("articles.log")
}

fn filled(dir: &Path) -> [ArticleRecord; 2] {
    let records = [articles::record(&articles::ledger()), articles::record(&articles::courier())];
    let mut store = Store::open(dir, Access::Write).unwrap();
    for record in &records {
        assert_eq!(store.insert(record.clone()).unwrap(), Inserted::New);
    }
    records
}

#[test]
fn what_goes_in_comes_out_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let records = filled(dir.path());
    let store = Store::open(dir.path(), Access::Read).unwrap();
    assert_eq!(keys(&store), ["courier-7", "ledger-1"]);
    for record in &records {
        assert_eq!(store.article_quads(&record.key).unwrap(), record.quads);
    }
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
    assert_eq!(store.info().unwrap().articles, 2);
    assert!(store.notices().is_empty());
}

#[test]
fn articles_are_skipped_replaced_and_removed_as_a_whole() {
    let dir = tempfile::tempdir().unwrap();
    let [ledger, _] = filled(dir.path());
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    assert_eq!(store.insert(ledger.clone()).unwrap(), Inserted::Unchanged);
    assert_eq!(store.info().unwrap().records, 2, "nothing was written");
    assert_eq!(count(&store, "?event dl:inArticle ?article"), 9);

    let mut revised = ledger.clone();
    revised.sha256 = "new".into();
    revised.quads.retain(|quad| !quad.predicate.as_str().ends_with("travelledTo"));
    assert_eq!(store.insert(revised.clone()).unwrap(), Inserted::Replaced);
    assert!(store.is_current("ledger-1", "new", &ledger.tool_version, "f1"));
    assert_eq!(count(&store, "?s dl:travelledTo ?o"), 1, "that of the other article");
    assert!(store.remove("courier-7").unwrap() && !store.remove("courier-7").unwrap());
    assert_eq!(count(&store, "?s dl:travelledTo ?o"), 0);
    let live = store.quads().unwrap();
    drop(store);

    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    assert_eq!(keys(&store), ["ledger-1"]);
    assert_eq!(count(&store, "?event dl:inArticle ?article"), 5);
    let reopened = store.quads().unwrap();
    let in_article = |quads: &[oxigraph::model::Quad]| {
        quads.iter().filter(|q| !q.graph_name.to_string().contains("entities")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(in_article(&reopened), in_article(&live));
    assert!(store.compact().unwrap() > 0);
    assert_eq!(store.info().unwrap().records, 1);
    assert_eq!(store.article_quads("ledger-1").unwrap(), revised.quads);
    store.insert(articles::record(&articles::courier())).unwrap();
    drop(store);
    assert_eq!(keys(&Store::open(dir.path(), Access::Read).unwrap()), ["courier-7", "ledger-1"]);
}

#[test]
fn a_record_cut_at_any_byte_costs_only_itself() {
    let dir = tempfile::tempdir().unwrap();
    let small = |key: &str| ArticleRecord { key: key.into(), ..ArticleRecord::default() };
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    store.insert(small("first")).unwrap();
    let whole_first = fs::metadata(log(dir.path())).unwrap().len() as usize;
    store.insert(small("second")).unwrap();
    drop(store);
    let bytes = fs::read(log(dir.path())).unwrap();
    for length in 0..bytes.len() {
        fs::write(log(dir.path()), &bytes[..length]).unwrap();
        let mut store = Store::open(dir.path(), Access::Write).unwrap_or_else(|error| panic!("{length} bytes: {error}"));
        let expected: &[&str] = if length >= whole_first { &["first"] } else { &[] };
        assert_eq!(keys(&store), expected, "{length} bytes");
        assert_eq!(store.notices().is_empty(), [0, 19, whole_first].contains(&length) || length < 19, "{length} bytes");
        assert_eq!(store.insert(small("third")).unwrap(), Inserted::New);
        drop(store);
        let store = Store::open(dir.path(), Access::Read).unwrap();
        assert_eq!(keys(&store).len(), expected.len() + 1, "{length} bytes");
        assert!(store.notices().is_empty() && store.verify().unwrap().is_empty());
    }
    // The file grew, but its content did not reach the disk.
    let zeros = [&bytes[..whole_first], &[0; 500]].concat();
    fs::write(log(dir.path()), zeros).unwrap();
    assert_eq!(keys(&Store::open(dir.path(), Access::Read).unwrap()), ["first"]);
}

#[test]
fn damage_inside_is_an_error_that_rebuild_repairs() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    let whole = fs::read(log(dir.path())).unwrap();
    // Byte 20 lies in the length of the first record, byte 500 in its body.
    for byte in [20, 500] {
        let mut bytes = whole.clone();
        bytes[byte] ^= 1;
        fs::write(log(dir.path()), &bytes).unwrap();
        let error = Store::open(dir.path(), Access::Write).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { offset: 19, .. }), "{error}");
        assert!(error.to_string().contains("rebuild"));
        assert_eq!(fs::read(log(dir.path())).unwrap(), bytes, "nothing was cut off");
    }
    assert_eq!(Store::rebuild(dir.path()).unwrap(), 1);
    assert_eq!(keys(&Store::open(dir.path(), Access::Write).unwrap()), ["courier-7"]);
}

#[test]
fn one_writer_many_readers() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Access::Write).unwrap();
    assert!(matches!(Store::open(dir.path(), Access::Write).unwrap_err(), StoreError::Locked { .. }));
    let mut reader = Store::open(dir.path(), Access::Read).unwrap();
    assert!(matches!(reader.insert(ArticleRecord::default()).unwrap_err(), StoreError::ReadOnly { .. }));
    drop(store);
    Store::open(dir.path(), Access::Write).unwrap();
}

#[test]
fn what_is_not_a_store_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = dir.path().join("nowhere");
    assert!(matches!(Store::open(&nowhere, Access::Read).unwrap_err(), StoreError::Missing { .. }));
    assert!(!nowhere.exists());
    fs::write(log(dir.path()), "Dear diary, this is no store at all").unwrap();
    assert!(matches!(Store::open(dir.path(), Access::Write).unwrap_err(), StoreError::Foreign { .. }));
    fs::write(log(dir.path()), b"dateline store\n\x09\0\0\0").unwrap();
    assert!(matches!(Store::open(dir.path(), Access::Read).unwrap_err(), StoreError::Version { found: 9, expected: 1, .. }));
}

#[test]
fn answers_are_written_in_each_format() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    let store = Store::open(dir.path(), Access::Read).unwrap();
    let write = |answer: &Answer, format| {
        let mut out = Vec::new();
        answer.write(format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let ask = |sparql: &str| store.query(sparql, &QueryOptions::default()).unwrap();
    let rows = ask("SELECT DISTINCT ?who { ?s dl:travelledTo ?o . ?s skos:prefLabel ?who }");
    assert_eq!(write(&rows, AnswerFormat::Csv), "who\r\nAna Kovač\r\n");
    assert!(write(&rows, AnswerFormat::Json).contains(r#""value":"Ana Kovač""#));
    assert!(write(&rows, AnswerFormat::Tsv).contains("\"Ana Kovač\""));
    assert!(write(&rows, AnswerFormat::Xml).contains("<literal>Ana Kovač</literal>"));
    let table = write(&rows, AnswerFormat::Table { width: Some(40) });
    assert!(table.contains("Ana Kovač") && table.ends_with("1 row\n") && table.lines().all(|line| line.chars().count() <= 40), "{table}");
    let graph = ask("CONSTRUCT { ?s dl:travelledTo ?o } WHERE { ?s dl:travelledTo ?o }");
    assert_eq!(write(&graph, AnswerFormat::Turtle).matches("travelledTo").count(), 1, "each triple once");
    assert_eq!(write(&ask("ASK { ?s dl:sued ?o }"), AnswerFormat::Table { width: None }), "no\n");
}

/// Figures: `cargo test --release --test store -- --ignored --nocapture`.
#[test]
#[ignore = "measures"]
fn measure() {
    use std::time::Instant;
    let dir = tempfile::tempdir().unwrap();
    let clock = Instant::now();
    let records: Vec<ArticleRecord> = (0..1000).map(|number| articles::record(&articles::variant(number))).collect();
    let quads: usize = records.iter().map(|record| record.quads.len()).sum();
    eprintln!("1000 articles to {quads} quads: {:?}", clock.elapsed());
    let clock = Instant::now();
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    for batch in records.chunks(100) {
        store.insert_all(batch.to_vec()).unwrap();
    }
    eprintln!("insert, 100 at a time: {:?}; {:?}", clock.elapsed(), store.info().unwrap());
    drop(store);
    let clock = Instant::now();
    let store = Store::open(dir.path(), Access::Read).unwrap();
    eprintln!("open: {:?}", clock.elapsed());
    let clock = Instant::now();
    assert!(store.verify().unwrap().is_empty());
    eprintln!("verify: {:?}", clock.elapsed());
    for query in dateline::store::saved_queries() {
        let clock = Instant::now();
        let options = QueryOptions { limit: Some(1000), timeout: Some(std::time::Duration::from_secs(10)) };
        let rows = store.query(&query.sparql, &options).map(|answer| answer.text_rows().len());
        eprintln!("{}: {rows:?} rows in {:?}", query.name, clock.elapsed());
    }
    let clock = Instant::now();
    let graph = dateline::export::build(&store, &dateline::export::GraphOptions::default()).unwrap();
    eprintln!("graph of {} nodes: {:?}", graph.node_count(), clock.elapsed());
}
