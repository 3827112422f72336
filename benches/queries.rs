//! Times of a store and of each saved query, with copies of the articles of a real store under other keys: the processor time of the
//! thread that answers, which others on the machine do not change, and the time that passes; medians.
//!
//! `DATELINE_BENCH_STORE=news.store DATELINE_BENCH_QUADS=1000000 cargo bench --bench queries` prints the figures; without a store it
//! takes the sample articles. A store that has so many quads is asked as it is; the graph of happenings is not among the copies, so that
//! what asks it is empty there. Names are set to the one who takes part in most facts, days to the one with most events.
//! `DATELINE_BENCH_QUERIES` is a folder of queries to ask instead, `DATELINE_BENCH_ANSWERS` one for the answers.

#![expect(clippy::print_stderr, reason = "the figures are for people")]

use std::collections::BTreeMap;
use std::env;
use std::time::{Duration, Instant};

use dateline::pipeline::{Extractor, ingest};
use dateline::rdf::RdfOptions;
use dateline::resources::DEMO_FILES;
use dateline::source::{ReadOptions, read_bytes};
use dateline::store::{Access, ArticleRecord, QueryOptions, SavedQuery, Store, saved_queries};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};

/// How often a query is asked.
const ROUNDS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a folder for the store");
    let goal = env::var("DATELINE_BENCH_QUADS").ok().and_then(|number| number.parse().ok()).unwrap_or(100_000);
    let source = env::var_os("DATELINE_BENCH_STORE").map_or_else(|| sample(folder.path()), std::path::PathBuf::from);
    let store = Store::open(&source, Access::Read).expect("a store");
    let dir = if store.info().quads < goal { folder.path().join("copies") } else { source };
    if store.info().quads < goal {
        fill(&store, &dir, goal);
    }
    drop(store);

    let begun = Instant::now();
    let store = Store::open(&dir, Access::Read).expect("the store was written");
    eprintln!("{:?}", store.info());
    eprintln!("{:<20} {:>9.1?}", "open", begun.elapsed());
    let begun = Instant::now();
    store.query("ASK { ?s ?p ?o }", &QueryOptions::default()).expect("the index can be built");
    eprintln!("{:<20} {:>9.1?}", "first answer after", begun.elapsed());

    let first = |sparql: &str| {
        let rows = store.query(sparql, &QueryOptions::default()).expect("a query of this file").text_rows();
        rows.first().and_then(|row| row.first().cloned()).unwrap_or_default()
    };
    let name =
        first("SELECT ?name (COUNT(*) AS ?n) { ?s rdf:subject ?x . ?x skos:prefLabel ?name } GROUP BY ?name ORDER BY DESC(?n) LIMIT 1");
    let day = first("SELECT ?day (COUNT(*) AS ?n) { ?e dl:date ?day } GROUP BY ?day ORDER BY DESC(?n) LIMIT 1");
    for query in &queries() {
        let value = |parameter: &dateline::store::Parameter| match parameter.default.to_string() {
            _ if parameter.is_name => Some(name.clone()),
            default if default.contains("XMLSchema#date") => Some(day.clone()),
            _ => None,
        };
        let values: BTreeMap<String, String> = query.parameters.iter().filter_map(|p| Some((p.name.clone(), value(p)?))).collect();
        let mut rows = 0;
        let mut times: [Vec<Duration>; 2] = Default::default();
        for _ in 0..ROUNDS {
            let (begun, worked) = (Instant::now(), processor_time());
            let filled = store.fill(query, &values).expect("the values fit");
            rows = store.query(&filled.sparql, &QueryOptions::default()).expect("a saved query").text_rows().len();
            times[0].push(processor_time().saturating_sub(worked));
            times[1].push(begun.elapsed());
        }
        times.iter_mut().for_each(|times| times.sort());
        if let Some(folder) = env::var_os("DATELINE_BENCH_ANSWERS") {
            let filled = store.fill(query, &values).expect("the values fit");
            let rows = store.query(&filled.sparql, &QueryOptions::default()).expect("a saved query").text_rows();
            let lines: String = rows.iter().map(|row| format!("{}\n", row.join("\t"))).collect();
            std::fs::write(std::path::Path::new(&folder).join(&query.name), lines).expect("the answer can be written");
        }
        let [worked, passed] = times.map(|times| times[ROUNDS / 2].as_secs_f64() * 1000.0);
        eprintln!("{:<20} {worked:>9.1} ms of a processor {passed:>9.1} ms passed {rows:>8} rows", query.name);
    }
}

/// The queries of the program, or those of a folder in `DATELINE_BENCH_QUERIES`, so that shapes can be tried.
fn queries() -> Vec<SavedQuery> {
    let Some(folder) = env::var_os("DATELINE_BENCH_QUERIES") else { return saved_queries().to_vec() };
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    let mut paths: Vec<_> = files.filter(|path| path.extension().is_some_and(|ending| ending == "rq")).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        SavedQuery::parse(&name, &std::fs::read_to_string(path).expect("a text")).expect("a saved query")
    };
    paths.iter().map(read).collect()
}

/// What this thread has worked, as Linux tells; nothing elsewhere.
fn processor_time() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|nanoseconds| nanoseconds.parse().ok()).unwrap_or_default())
}

/// A store of the sample articles.
fn sample(folder: &std::path::Path) -> std::path::PathBuf {
    let dir = folder.join("sample");
    let mut store = Store::open(&dir, Access::Write).expect("a new store");
    let read = |(name, content): &(&str, &str)| read_bytes(content.as_bytes(), name, &ReadOptions::default());
    let extractor = Extractor::shipped().expect("the shipped files are valid");
    ingest(&extractor, &mut store, DEMO_FILES.iter().flat_map(read), &RdfOptions::default(), |_| {}).expect("the store can be written");
    dir
}

/// Copies articles round by round until there are so many quads.
fn fill(source: &Store, dir: &std::path::Path, goal: usize) {
    let mut store = Store::open(dir, Access::Write).expect("a new store");
    let mut quads = 0;
    for round in 0.. {
        for chunk in source.articles().collect::<Vec<_>>().chunks(256) {
            let copies: Vec<ArticleRecord> = chunk
                .iter()
                .map(|(key, info)| {
                    let (old, new) = (format!("/article/{key}"), format!("/article/{key}-{round}"));
                    let rename = |iri: &str| NamedNode::new_unchecked(iri.replace(&old, &new));
                    ArticleRecord {
                        key: format!("{key}-{round}"),
                        sha256: info.version.to_string(),
                        graph: info.graph.replace(&old, &new),
                        quads: source.article_quads(key).expect("a whole record").into_iter().map(|q| renamed(q, &rename)).collect(),
                        ..ArticleRecord::default()
                    }
                })
                .collect();
            quads += copies.iter().map(|copy| copy.quads.len()).sum::<usize>();
            store.insert_all(copies).expect("the store can be written");
            if quads >= goal {
                return;
            }
        }
    }
}

fn renamed(quad: Quad, rename: &impl Fn(&str) -> NamedNode) -> Quad {
    let subject = match quad.subject {
        NamedOrBlankNode::NamedNode(node) => NamedOrBlankNode::NamedNode(rename(node.as_str())),
        other @ NamedOrBlankNode::BlankNode(_) => other,
    };
    let object = match quad.object {
        Term::NamedNode(node) => rename(node.as_str()).into(),
        other => other,
    };
    let graph = match quad.graph_name {
        GraphName::NamedNode(node) => rename(node.as_str()).into(),
        other => other,
    };
    Quad::new(subject, quad.predicate, object, graph)
}
