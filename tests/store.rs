//! The store over crashes, two writers, replacements and damage.

mod articles;

use std::fs;
use std::path::Path;

use dateline::store::{Access, Answer, AnswerFormat, ArticleRecord, Inserted, QueryOptions, Store, StoreError, saved_query};

fn keys(store: &Store) -> Vec<String> {
    store.articles().map(|(key, _)| key.to_owned()).collect()
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
    assert_eq!(store.info().articles, 2);
    assert!(store.notices().is_empty());
}

#[test]
fn articles_are_skipped_replaced_and_removed_as_a_whole() {
    let dir = tempfile::tempdir().unwrap();
    let [ledger, _] = filled(dir.path());
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    assert_eq!(store.insert(ledger.clone()).unwrap(), Inserted::Unchanged);
    assert_eq!(store.info().records, 2, "nothing was written");
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
    assert_eq!(store.info().records, 1);
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
fn a_table_of_contents_spares_a_look_at_every_record_and_is_never_believed_against_the_log() {
    let dir = tempfile::tempdir().unwrap();
    let toc = dir.path().join("articles.toc");
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    let small = |key: &str| ArticleRecord { key: key.into(), ..ArticleRecord::default() };
    // a headline counts as head, so that the log gets long at once
    let long = |key: &str| ArticleRecord { title: Some(key.repeat(600_000)), ..small(key) };
    store.insert_all(vec![long("a"), long("b")]).unwrap();
    store.set_derived("all", "1", "https://example.org/all", Vec::new()).unwrap();
    drop(store);
    let first = fs::read(&toc).unwrap();
    assert!(first.len() < 1000);

    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    assert_eq!((keys(&store), store.info().records), (vec!["a".to_owned(), "b".to_owned()], 3));
    assert!(store.is_derived("all", "1"));
    store.insert(small("c")).unwrap();
    store.remove("a").unwrap();
    drop(store);
    assert_eq!(fs::read(&toc).unwrap(), first, "little is read from the log");
    let expected = ["b".to_owned(), "c".to_owned()];
    let look = |what: &str| {
        for access in [Access::Read, Access::Write] {
            let store = Store::open(dir.path(), access).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(keys(&store), expected, "{what}");
            assert!(!store.is_derived("all", "1") && store.info().records == 5, "{what}");
            assert_eq!(store.verify().unwrap(), Vec::<String>::new(), "{what}");
        }
    };
    look("as it was written");
    let mut damaged = first.clone();
    damaged[100] ^= 1;
    for (what, bytes) in [("damaged", &*damaged), ("cut short", &first[..40]), ("empty", &[]), ("whole again", &first)] {
        fs::write(&toc, bytes).unwrap();
        look(what);
    }

    // it is of no other log
    let other = tempfile::tempdir().unwrap();
    let mut store = Store::open(other.path(), Access::Write).unwrap();
    store.insert(long("b")).unwrap();
    store.insert_all(vec![long("a"), small("d")]).unwrap();
    drop(store);
    fs::write(other.path().join("articles.toc"), &first).unwrap();
    assert_eq!(keys(&Store::open(other.path(), Access::Read).unwrap()), ["a", "b", "d"]);

    // nor of a log that was written anew
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    assert!(store.compact().unwrap() > 0 && !toc.exists());
    drop(store);
    assert_eq!(keys(&Store::open(dir.path(), Access::Read).unwrap()), expected);
}

#[test]
fn names_are_found_with_and_without_their_file() {
    let dir = tempfile::tempdir().unwrap();
    let [_, courier] = filled(dir.path());
    let file = dir.path().join("index.names");
    let fill = |access: Access, name: &str| {
        let values = std::collections::BTreeMap::from([("person".to_owned(), name.to_owned())]);
        Store::open(dir.path(), access).unwrap().fill(saved_query("travel").unwrap(), &values).unwrap()
    };
    let look = |what: &str| {
        for access in [Access::Read, Access::Write, Access::Read] {
            assert!(fill(access, "ANA KOVAČ").sparql.contains("\"Ana Kovač\""), "{what}");
            assert_eq!(fill(access, "Anna Kovac").unknown[0].near, ["Ana Kovač"], "{what}");
        }
        assert_eq!(Store::open(dir.path(), Access::Read).unwrap().verify().unwrap(), Vec::<String>::new(), "{what}");
    };
    look("as it was written");
    if cfg!(feature = "disk") {
        let names = fs::read_to_string(&file).unwrap();
        for (what, text) in [("with names that are gone", format!("{names}Ana Kovac\0")), ("cut short", format!("{names}\0Ana"))] {
            fs::write(&file, text).unwrap();
            look(what);
        }
        fs::write(&file, "Somebody Else\0").unwrap();
        assert!(Store::open(dir.path(), Access::Read).unwrap().verify().unwrap()[0].contains("index.names"));
        fs::remove_file(&file).unwrap();
        look("taken away");
        assert!(fs::read_to_string(&file).unwrap().contains("Ana Kovač"), "it is written anew");
    }
    // what goes and comes again is found
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    store.remove(&courier.key).unwrap();
    store.insert(courier).unwrap();
    drop(store);
    look("put in again");
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
        // The checksums of older records are looked at when they are read.
        let error = match Store::open(dir.path(), Access::Write) {
            Err(error) => error.to_string(),
            // the index on disk answers without them
            Ok(store) if cfg!(feature = "disk") => store.verify().unwrap().join("\n"),
            Ok(store) => store.query("ASK { ?s ?p ?o }", &QueryOptions::default()).unwrap_err().to_string(),
        };
        assert!(error.contains("byte 19: ") && error.contains("rebuild"), "{error}");
        assert_eq!(fs::read(log(dir.path())).unwrap(), bytes, "nothing was cut off");
    }
    let rebuilt = Store::rebuild(dir.path()).unwrap();
    assert_eq!((rebuilt.records, rebuilt.lost), (1, 1));
    assert!(fs::metadata(rebuilt.kept.unwrap()).unwrap().len() > 500, "the damaged log is kept");
    assert_eq!(keys(&Store::open(dir.path(), Access::Write).unwrap()), ["courier-7"]);
    // The length of the first record cannot be trusted, but the second record is found.
    let mut bytes = whole.clone();
    bytes[20] ^= 1;
    fs::write(log(dir.path()), &bytes).unwrap();
    Store::rebuild(dir.path()).unwrap();
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
    assert!(matches!(Store::open(dir.path(), Access::Read).unwrap_err(), StoreError::Version { found: 9, .. }));
}

#[test]
fn a_store_of_another_version_says_so_and_is_rebuilt_on_request() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    let mut bytes = fs::read(log(dir.path())).unwrap();
    bytes[15] = 1;
    fs::write(log(dir.path()), &bytes).unwrap();
    let error = Store::open(dir.path(), Access::Read).unwrap_err();
    assert!(matches!(error, StoreError::Version { found: 1, .. }) && error.to_string().contains("dateline store rebuild"), "{error}");
    let rebuilt = Store::rebuild(dir.path()).unwrap();
    assert_eq!((rebuilt.records, rebuilt.lost), (2, 0));
    assert_eq!(fs::read(rebuilt.kept.unwrap()).unwrap(), bytes);
    let store = Store::open(dir.path(), Access::Read).unwrap();
    assert_eq!(keys(&store), ["courier-7", "ledger-1"]);
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn what_only_one_article_states_goes_with_it() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path());
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    let named = |store: &Store, name: &str| count(store, &format!("GRAPH ?g {{ ?x skos:prefLabel \"{name}\" }}"));
    assert_eq!([named(&store, "Ruritania"), named(&store, "Brazil"), named(&store, "Port Authority")], [1, 1, 1]);
    store.remove("ledger-1").unwrap();
    assert_eq!([named(&store, "Ruritania"), named(&store, "Brazil"), named(&store, "Port Authority")], [0, 1, 1]);
    assert_eq!(count(&store, "?x skos:exactMatch ?y"), 1, "Brazil's, which the other article has as well");
    let (live, problems) = (store.quads().unwrap(), store.verify().unwrap());
    assert_eq!(problems, Vec::<String>::new());
    drop(store);
    assert_eq!(Store::open(dir.path(), Access::Read).unwrap().quads().unwrap(), live, "as if it had never been there");
}

#[test]
fn a_derived_graph_lives_as_long_as_what_it_was_made_from() {
    use oxigraph::model::{GraphName, NamedNode, Quad};
    let dir = tempfile::tempdir().unwrap();
    let [ledger, _] = filled(dir.path());
    let node = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
    let quads = || vec![Quad::new(node("one"), node("same"), node("two"), GraphName::from(node("identity")))];
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    let there = |store: &Store| count(store, "?x <https://example.org/same> ?y");
    assert!(!store.is_derived("identity", "1") && there(&store) == 0);
    store.set_derived("identity", "1", node("identity").as_str(), quads()).unwrap();
    assert!(store.is_derived("identity", "1") && !store.is_derived("identity", "2") && there(&store) == 1);
    // A new article: what was found still holds, but there may be more.
    store.insert(articles::record(&articles::variant(5))).unwrap();
    assert!(!store.is_derived("identity", "1") && there(&store) == 1);
    store.set_derived("identity", "1", node("identity").as_str(), quads()).unwrap();
    assert_eq!(there(&store), 1, "put in place of the older one");
    store.compact().unwrap();
    drop(store);
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    assert!(store.is_derived("identity", "1") && there(&store) == 1);
    assert_eq!(store.derived().map(|info| info.quads).collect::<Vec<_>>(), [1]);
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
    // Only what changes is written.
    let other = |name: &str| Quad { object: node(name).into(), ..quads()[0].clone() };
    store.change_derived("identity", "2", Vec::new(), vec![other("three"), other("four")]).unwrap();
    store.change_derived("identity", "3", vec![other("two"), other("three")], Vec::new()).unwrap();
    assert!(store.is_derived("identity", "3") && there(&store) == 1);
    store.compact().unwrap();
    drop(store);
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    assert!(store.is_derived("identity", "3") && there(&store) == 1);
    assert_eq!(store.derived().map(|info| info.quads).collect::<Vec<_>>(), [1]);
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
    // A revised article: the graph may speak of what is gone, until it is changed.
    store.insert(ArticleRecord { sha256: "new".into(), ..ledger }).unwrap();
    assert!(!store.is_derived("identity", "3") && there(&store) == 0);
    drop(store);
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    assert_eq!(there(&store), 0);
    store.change_derived("identity", "4", Vec::new(), vec![other("five")]).unwrap();
    assert!(store.is_derived("identity", "4") && there(&store) == 2);
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn merging_takes_every_article_once_in_its_latest_version() {
    let dir = tempfile::tempdir().unwrap();
    let [one, two, both] = ["one", "two", "both"].map(|name| dir.path().join(name));
    let [ledger, courier] = filled(&one);
    let mut revised = ledger.clone();
    revised.sha256 = "new".into();
    revised.quads.truncate(10);
    std::thread::sleep(std::time::Duration::from_millis(1100)); // the time of storing counts in seconds
    let mut store = Store::open(&two, Access::Write).unwrap();
    store.insert(revised.clone()).unwrap();
    store.insert(articles::record(&articles::variant(3))).unwrap();
    drop(store);
    assert_eq!(Store::merge(&[&one, &two], &both).unwrap(), 4);
    assert_eq!(Store::merge(&[&two, &one], &both).unwrap(), 0, "all is there");
    let store = Store::open(&both, Access::Read).unwrap();
    assert_eq!(keys(&store), ["courier-7", "ledger-1", "ledger-3"]);
    assert_eq!(store.article_quads("ledger-1").unwrap(), revised.quads);
    assert_eq!(store.article_quads("courier-7").unwrap(), courier.quads);
    assert!(matches!(Store::merge(&[dir.path().join("none")], &both).unwrap_err(), StoreError::Missing { .. }));
}

#[test]
fn verify_finds_what_breaks_a_shape() {
    let broken = |name: &str, keep: fn(&oxigraph::model::Quad) -> bool| {
        let dir = tempfile::tempdir().unwrap();
        let mut record = articles::record(&articles::ledger());
        record.quads.retain(keep);
        let mut store = Store::open(dir.path(), Access::Write).unwrap();
        store.insert(record).unwrap();
        let problems = store.verify().unwrap();
        assert!(problems.iter().any(|problem| problem.contains(name)), "{name}: {problems:#?}");
    };
    broken("Shortcut triple", |quad| !quad.predicate.as_str().ends_with("rdf-syntax-ns#subject"));
    broken("EventShape: status: minCount", |quad| !quad.predicate.as_str().ends_with("#status"));
    broken("ClaimShape: evidence: minCount", |quad| !quad.predicate.as_str().ends_with("#evidence"));
    broken("ClaimShape: aboutEvent: class", |quad| !quad.object.to_string().contains("#Travel"));
    broken("RevisionShape: textSha256: minCount", |quad| !quad.predicate.as_str().ends_with("#textSha256"));
}

#[test]
fn readers_beside_a_writer_see_whole_batches() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Store::open(dir.path(), Access::Write).unwrap();
    let is_done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut last = 0;
            while !is_done.load(std::sync::atomic::Ordering::Relaxed) {
                let store = Store::open(dir.path(), Access::Read).unwrap();
                let number = store.articles().count();
                assert!(number >= last, "what was there stays: {last}, {number}");
                assert_eq!(count(&store, "?article dl:revision ?revision"), number);
                last = number;
            }
        });
        for batch in 0..12 {
            writer.insert_all((0..4).map(|number| articles::record(&articles::variant(batch * 4 + number + 1))).collect()).unwrap();
            if batch % 5 == 4 {
                writer.compact().unwrap();
            }
        }
        is_done.store(true, std::sync::atomic::Ordering::Relaxed);
        reader.join().unwrap();
    });
}

/// A real process, killed at 50 moments from its start to its end, each time with every article changed.
#[test]
fn a_process_killed_at_any_moment_leaves_a_whole_store() {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    let dir = tempfile::tempdir().unwrap();
    let lines: String = (0..150)
        .map(|number| format!("{{\"id\": \"a{number}\", \"text\": \"Elena Marsh visited Warsaw on March {}, 2026.\"}}\n", number % 28 + 1))
        .collect();
    fs::write(dir.path().join("articles.jsonl"), lines).unwrap();
    let ingest = |round: u32| {
        Command::new(assert_cmd::cargo::cargo_bin("dateline"))
            .args(["ingest", "articles.jsonl", "--quiet", "--store", "store", "--published"])
            .arg(format!("2026-{:02}-{:02}", round / 28 + 1, round % 28 + 1))
            .current_dir(dir.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let begun = Instant::now();
    assert!(ingest(0).wait().unwrap().success());
    let whole = begun.elapsed();
    let mut chance: u64 = 50;
    for round in 1..=50 {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut process = ingest(round);
        // Nothing is written while the model is loaded: most kills fall behind that.
        let moment = 0.3 + 0.7 * (chance >> 40) as f64 / (1 << 24) as f64;
        std::thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * moment));
        process.kill().unwrap();
        process.wait().unwrap();
        let store = Store::open(dir.path().join("store"), Access::Read).unwrap_or_else(|error| panic!("round {round}: {error}"));
        assert_eq!(store.articles().count(), 150, "round {round}: articles are replaced, never lost");
        if round % 10 == 0 {
            assert_eq!(store.verify().unwrap(), Vec::<String>::new(), "round {round}");
        }
    }
    assert!(ingest(51).wait().unwrap().success());
    let store = Store::open(dir.path().join("store"), Access::Read).unwrap();
    assert!(store.notices().is_empty());
    assert_eq!(count(&store, "?event a dl:Visit ; dl:inArticle ?article"), 150);
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
