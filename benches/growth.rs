//! Memory and time of a store that grows to many articles: those of a real store again and again, under other keys, some days later
//! each time, with rare names of their own, put in as `ingest` does, while one thread goes on extracting.
//!
//! `DATELINE_BENCH_STORE=news.store DATELINE_BENCH_ARTICLES=100000 DATELINE_BENCH_DIR=big.store cargo bench --bench growth` prints
//! memory on the way, and the time of each part; the store stays where it is.

#![expect(clippy::print_stderr, reason = "the figures are for people")]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use dateline::pipeline::{Extractor, refresh};
use dateline::resources::DEMO_FILES;
use dateline::source::{ReadOptions, read_bytes};
use dateline::store::{Access, ArticleRecord, Store};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};

/// Articles that are put in together.
const BATCH: usize = 64;
/// Days from one round to the next.
const DAYS: i64 = 40;

fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("one thread");
    let source = env::var_os("DATELINE_BENCH_STORE").map(PathBuf::from).expect("DATELINE_BENCH_STORE is a store");
    let dir = env::var_os("DATELINE_BENCH_DIR").map(PathBuf::from).expect("DATELINE_BENCH_DIR is a folder for the new store");
    let goal: usize = env::var("DATELINE_BENCH_ARTICLES").ok().and_then(|number| number.parse().ok()).unwrap_or(10_000);
    let source = Store::open(&source, Access::Read).expect("a store");
    let keys: Vec<String> = source.articles().map(|(key, _)| key.to_owned()).collect();
    let rare = rare_names(&source, &keys);
    let extractor = Extractor::shipped().expect("the shipped files are valid");
    let mut samples = DEMO_FILES.iter().cycle();

    let mut store = Store::open(&dir, Access::Write).expect("a new store");
    let mut wanted = (0..).flat_map(|round| keys.iter().map(move |key| (round, key))).take(goal).skip(store.info().articles).peekable();
    let (begun, mut number) = (Instant::now(), store.info().articles);
    while wanted.peek().is_some() {
        let (name, content) = samples.next().expect("there are sample articles");
        read_bytes(content.as_bytes(), name, &ReadOptions::default())
            .into_iter()
            .flatten()
            .for_each(|article| drop(extractor.extract(article)));
        let copies: Vec<ArticleRecord> = wanted.by_ref().take(BATCH).map(|(round, key)| copy(&source, key, round, &rare)).collect();
        number += copies.len();
        store.insert_all(copies).expect("the store can be written");
        if number % 6400 < BATCH {
            report("inserted", number, &dir, begun);
        }
    }
    report("inserted", number, &dir, begun);
    let begun = Instant::now();
    refresh(&mut store).expect("the store can be written");
    report("identity", number, &dir, begun);
    drop(store);
    report("closed", number, &dir, begun);
}

fn report(what: &str, articles: usize, dir: &Path, begun: Instant) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let megabytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or_default() / 1024.0
    };
    let size = |file: &str| fs::metadata(dir.join(file)).map_or(0, |file| file.len() >> 20);
    eprintln!(
        "{what} {articles:>7} articles {:>7.1} s, memory {:>4.0} MB now, {:>4.0} at most; log {} MB, identity {} MB",
        begun.elapsed().as_secs_f64(),
        megabytes("VmRSS:"),
        megabytes("VmHWM:"),
        size("articles.log"),
        size("identity.redb"),
    );
}

/// People, bodies and smaller places that a single article speaks of.
fn rare_names(source: &Store, keys: &[String]) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for quad in keys.iter().flat_map(|key| source.article_quads(key).expect("a whole record")) {
        if let (true, Term::NamedNode(name)) = (quad.predicate.as_str().ends_with("#mentions"), quad.object)
            && !name.as_str().contains("/country/")
        {
            *counts.entry(name.into_string()).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count == 1);
    counts
}

/// An article of a later round: other key, other days, other words, rare names that no other round has.
fn copy(source: &Store, key: &str, round: i64, rare: &BTreeMap<String, usize>) -> ArticleRecord {
    let info = source.article(key).expect("a key of the store");
    let (old, new) = (format!("/article/{key}"), format!("/article/{key}-{round}"));
    let name = |iri: &str| {
        let own = if rare.contains_key(iri) { format!("{iri}-{round}") } else { iri.replace(&old, &new) };
        NamedNode::new_unchecked(own)
    };
    let literal = |literal: Literal| match literal.value().parse::<jiff::civil::Date>() {
        Ok(day) => Literal::new_typed_literal((day + jiff::Span::new().days(DAYS * round)).to_string(), literal.datatype()),
        Err(_) if literal.value().len() == 128 => Literal::new_simple_literal(shuffled(literal.value(), round)),
        Err(_) => literal,
    };
    let renamed = |mut quad: Quad| {
        if let (NamedOrBlankNode::NamedNode(node), Term::Literal(label)) = (&quad.subject, &quad.object)
            && rare.contains_key(node.as_str())
            && quad.predicate.as_str().ends_with("Label")
        {
            quad.object = Literal::new_simple_literal(called(label.value(), round)).into();
        }
        let subject = match quad.subject {
            NamedOrBlankNode::NamedNode(node) => name(node.as_str()).into(),
            other @ NamedOrBlankNode::BlankNode(_) => other,
        };
        let object = match quad.object {
            Term::NamedNode(node) => name(node.as_str()).into(),
            Term::Literal(words) => literal(words).into(),
            other => other,
        };
        let graph = match quad.graph_name {
            GraphName::NamedNode(node) => name(node.as_str()).into(),
            other => other,
        };
        Quad::new(subject, quad.predicate, object, graph)
    };
    ArticleRecord {
        key: format!("{key}-{round}"),
        sha256: info.version.to_string(),
        title: source.title(key).expect("a whole record"),
        graph: info.graph.replace(&old, &new),
        quads: source.article_quads(key).expect("a whole record").into_iter().map(renamed).collect(),
        ..ArticleRecord::default()
    }
}

/// A name that no other round has, with other initials: letters further on in the alphabet.
fn called(name: &str, round: i64) -> String {
    let (steps, turns) = ((round % 26) as u8, (round / 26) as usize);
    let further = |c: char| match c {
        'a'..='z' => char::from((c as u8 - b'a' + steps) % 26 + b'a'),
        'A'..='Z' => char::from((c as u8 - b'A' + steps) % 26 + b'A'),
        _ => c,
    };
    name.chars().map(further).chain(std::iter::repeat_n('q', turns)).collect()
}

/// A fingerprint of other words, the same for the same ones.
fn shuffled(print: &str, round: i64) -> String {
    let mix = |place: usize| (((round as usize) << 8 | place).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as u32 & 15;
    let other = |place: usize, digit: u32| if round == 0 { digit } else { digit ^ mix(place) };
    let digit = |(place, digit): (usize, char)| char::from_digit(other(place, digit.to_digit(16)?), 16);
    print.chars().enumerate().map(|each| digit(each).unwrap_or('0')).collect()
}
