//! One happening across articles: the same clusters in any order, and how good they are from raw text on.
//!
//! `tests/corpus/identity/*.txt` hold invented reports: a line `= DAY | PUBLISHER`, then the text, in which `{word|h3}` marks the word
//! that tells of happening `h3`. Figures and errors: `cargo test --release --test identity -- --nocapture`.

#![allow(clippy::print_stdout, reason = "with --nocapture it shows the figures")]

use std::collections::{BTreeMap, BTreeSet};

use dateline::events::Extraction;
use dateline::identity::{Change, Identity, read};
use dateline::pipeline::Extractor;
use dateline::rdf::{Iris, RdfOptions, hash_after, quads};
use dateline::source::Article;
use dateline::text::TextRange;
use oxigraph::model::Quad;

/// An article with the words that tell of happenings.
struct Report {
    article: Article,
    marks: Vec<(TextRange, String)>,
}

fn reports(name: &str) -> Vec<Report> {
    let corpus = std::fs::read_to_string(format!("tests/corpus/identity/{name}.txt")).unwrap();
    let parts = corpus.split("\n= ").map(|part| part.trim_start_matches("= ")).filter(|part| !part.starts_with('#'));
    let report = |(number, part): (usize, &str)| {
        let (head, marked) = part.split_once('\n').unwrap();
        let (day, publisher) = head.split_once(" | ").unwrap();
        let (mut text, mut marks) = (String::new(), Vec::new());
        for (place, piece) in
            marked.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n").trim().split('{').enumerate()
        {
            match piece.split_once('}').filter(|_| place > 0) {
                Some((mark, rest)) => {
                    let (word, happening) = mark.split_once('|').unwrap_or_else(|| panic!("{mark}"));
                    marks.push((TextRange::new(text.len(), text.len() + word.len()), happening.to_owned()));
                    text.push_str(word);
                    text.push_str(rest);
                }
                None => text.push_str(piece),
            }
        }
        let mut article = Article::from_text(&text).published_on(day.trim().parse().unwrap());
        article.id = format!("{name}-{number:03}");
        article.sha256 = format!("{number:064x}");
        article.publisher = Some(publisher.trim().to_owned());
        Report { article, marks }
    };
    parts.enumerate().map(report).collect()
}

/// What is known of a mark: its happening, the event found there, the cluster.
#[derive(Debug)]
struct Unit {
    happening: String,
    cluster: String,
    text: String,
    found: bool,
}

fn units(reports: Vec<Report>) -> Vec<Unit> {
    let extractor = Extractor::shipped().unwrap();
    let (articles, marks): (Vec<Article>, Vec<_>) = reports.into_iter().map(|report| (report.article, report.marks)).unzip();
    let extractions: Vec<Extraction> =
        extractor.extract_all(articles.into_iter().map(Ok).collect()).into_iter().map(Result::unwrap).collect();
    let options = RdfOptions::default();
    let all: Vec<Quad> = extractions.iter().flat_map(|extraction| quads(extraction, &options)).collect();
    let mut identity = Identity::in_memory().unwrap();
    identity.update([], read(&all)).unwrap();
    let describes: BTreeMap<String, String> = identity
        .quads()
        .unwrap()
        .iter()
        .filter(|quad| quad.predicate.as_str().ends_with("#describes"))
        .map(|quad| (quad.subject.to_string(), quad.object.to_string()))
        .collect();
    let mut units = Vec::new();
    for (extraction, marks) in extractions.iter().zip(marks) {
        let iris = Iris::new(&options.base, extraction);
        for (range, happening) in marks {
            let at = extraction.events.iter().position(|event| event.triggers.iter().any(|trigger| trigger.overlaps(range)));
            let iri = at.map(|at| iris.event(dateline::events::EventId(at as u32)).to_string());
            let article = &extraction.document.article;
            let nothing = format!("none {} {}", article.id, range.start);
            let event = at.map(|at| &extraction.events[at]);
            let label =
                event.map(|e| format!("{} {:?} {:?}", e.class, e.time.map(|t| t.value.to_string()), e.roles.keys().collect::<Vec<_>>()));
            units.push(Unit {
                happening,
                cluster: iri.map_or(nothing, |iri| describes[&iri].clone()),
                text: format!("{} {:?}: {} [{}]", article.id, range.of(&article.text), article.text, label.unwrap_or_default()),
                found: at.is_some(),
            });
        }
    }
    units
}

/// B³ (Bagga and Baldwin 1998): precision, recall, F1 in percent. A mark where no event was found is a cluster of its own.
fn b_cubed(units: &[Unit]) -> [f64; 3] {
    let share = |of: &dyn Fn(&Unit) -> &str, by: &dyn Fn(&Unit) -> &str| {
        let mean = |unit: &Unit| {
            let group: Vec<&Unit> = units.iter().filter(|other| by(other) == by(unit)).collect();
            group.iter().filter(|other| of(other) == of(unit)).count() as f64 / group.len() as f64
        };
        100.0 * units.iter().map(mean).sum::<f64>() / units.len() as f64
    };
    let precision = share(&|unit| &unit.happening, &|unit| &unit.cluster);
    let recall = share(&|unit| &unit.cluster, &|unit| &unit.happening);
    [precision, recall, 2.0 * precision * recall / (precision + recall)]
}

#[allow(clippy::print_stdout)]
fn measure(name: &str) -> f64 {
    let units = units(reports(name));
    let mut by_happening: BTreeMap<&str, Vec<&Unit>> = BTreeMap::new();
    units.iter().for_each(|unit| by_happening.entry(&unit.happening).or_default().push(unit));
    for (happening, units) in &by_happening {
        let clusters: BTreeSet<&str> = units.iter().map(|unit| unit.cluster.as_str()).collect();
        if clusters.len() > 1 {
            println!("SPLIT {happening}");
            units.iter().for_each(|unit| println!("    {} -> {}", unit.text, unit.cluster));
        }
    }
    for unit in &units {
        if let Some(wrong) = units.iter().find(|other| other.cluster == unit.cluster && other.happening > unit.happening) {
            println!("MERGED {} and {}: {}\n    {}\n    {}", unit.happening, wrong.happening, unit.cluster, unit.text, wrong.text);
        }
    }
    let [precision, recall, f1] = b_cubed(&units);
    let missed = units.iter().filter(|unit| !unit.found).count();
    println!(
        "{name}: {} happenings, {} reports, {missed} not found; B3 P {precision:.1} R {recall:.1} F1 {f1:.1}",
        by_happening.len(),
        units.len()
    );
    f1
}

#[test]
fn development() {
    assert!(measure("development") >= 85.0);
}

/// Of other kinds, written after the first.
#[test]
fn second() {
    assert!(measure("second") >= 83.0);
}

/// Written with the other half, and first measured when the rules stood.
#[test]
fn held_back() {
    assert!(measure("held-back") >= 80.0);
}

/// Who attacks whom in a month may do so often; on one day it is one happening.
#[test]
fn one_month_is_not_one_happening() {
    let extractor = Extractor::shipped().unwrap();
    let happenings = |time: &str| {
        let texts = [
            format!(
                "Russia attacked Kharkiv {time}, and missiles destroyed apartment buildings, schools, warehouses and railway stations."
            ),
            format!(
                "Engineers of the tram company remember that Russia attacked Kharkiv {time} during breakfast, when children were getting ready for school."
            ),
        ];
        let options = RdfOptions::default();
        let graphs = texts.iter().zip(0..).flat_map(|(text, number)| {
            let mut article = Article::from_text(text).published_on("2022-06-01".parse().unwrap());
            article.id = format!("month-{number}");
            quads(&extractor.extract(article), &options)
        });
        let mut identity = Identity::in_memory().unwrap();
        identity.update([], read(&graphs.collect::<Vec<_>>())).unwrap();
        let quads = identity.quads().unwrap();
        let attacks = quads.iter().filter(|quad| quad.predicate.as_str().ends_with("#describes"));
        let attacks = attacks.map(|quad| quad.object.to_string()).filter(|happening| happening.contains("kharkiv"));
        let attacks: Vec<String> = attacks.collect();
        (attacks.len(), attacks.iter().collect::<BTreeSet<_>>().len())
    };
    assert_eq!(happenings("in February 2022"), (2, 2));
    assert_eq!(happenings("on 24 February 2022"), (2, 1));
}

/// Every order, every partition into batches, with articles that come and go and a break after each: the same graph as from nothing.
#[test]
fn the_order_of_arrival_changes_nothing() {
    let extractor = Extractor::shipped().unwrap();
    let articles: Vec<_> = reports("development").into_iter().take(48).map(|report| Ok(report.article)).collect();
    let options = RdfOptions::default();
    let graphs: Vec<(String, Vec<Quad>)> = extractor
        .extract_all(articles)
        .into_iter()
        .map(|extraction| {
            let extraction = extraction.unwrap();
            (Iris::new(&options.base, &extraction).graph().into_string(), quads(&extraction, &options))
        })
        .collect();
    let whole = |graphs: &[&(String, Vec<Quad>)]| {
        let mut identity = Identity::in_memory().unwrap();
        identity.update([], read(graphs.iter().flat_map(|(_, quads)| quads))).unwrap();
        identity.quads().unwrap()
    };
    let expected = whole(&graphs.iter().collect::<Vec<_>>());
    assert!(expected.iter().any(|quad| quad.predicate.as_str().ends_with("isReplacedBy")));
    let mut random = 1_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    let folder = tempfile::tempdir().unwrap();
    for round in 0..20 {
        let mut order: Vec<usize> = (0..graphs.len()).collect();
        (1..order.len()).rev().for_each(|place| order.swap(place, next(place + 1)));
        let file = folder.path().join(round.to_string());
        let mut identity = Some(Identity::open(&file, "1").unwrap());
        let mut live: BTreeSet<String> = BTreeSet::new();
        let mut apply = |identity: &mut Option<Identity>, removed: Vec<&str>, added: Vec<&(String, Vec<Quad>)>| {
            let mut known = identity.take().unwrap();
            let change = known.update(removed, read(added.iter().flat_map(|(_, quads)| quads))).unwrap();
            change.removed.iter().for_each(|quad| assert!(live.remove(&quad.to_string()), "{quad}"));
            change.added.iter().for_each(|quad| assert!(live.insert(quad.to_string()), "{quad}"));
            let found = known.quads().unwrap();
            assert_eq!(live.len(), found.len());
            assert_eq!(known.hashes().unwrap().1, hash_after("", &[], &found));
            assert!(change == Change::default() || known.last_change().unwrap() == change);
            drop(known);
            let kept = Identity::open(&file, "1").unwrap();
            assert!(kept.quads().unwrap() == found, "what is kept is what was found");
            *identity = Some(kept);
        };
        let mut here: Vec<usize> = Vec::new();
        while let Some(one) = order.pop() {
            let mut batch = vec![one];
            batch.extend((0..next(4)).filter_map(|_| order.pop()));
            let gone = if here.len() > 5 && next(3) == 0 { vec![here.swap_remove(next(here.len()))] } else { vec![] };
            apply(&mut identity, gone.iter().map(|i| graphs[*i].0.as_str()).collect(), batch.iter().map(|i| &graphs[*i]).collect());
            here.extend(batch);
            order.splice(0..0, gone);
        }
        assert!(identity.as_ref().unwrap().quads().unwrap() == expected);
        here.truncate(20);
        let gone: Vec<&str> = (0..graphs.len()).filter(|i| !here.contains(i)).map(|i| graphs[i].0.as_str()).collect();
        apply(&mut identity, gone, vec![]);
        assert!(identity.unwrap().quads().unwrap() == whole(&here.iter().map(|i| &graphs[*i]).collect::<Vec<_>>()));
        assert!(Identity::open(&file, "2").unwrap().quads().unwrap().is_empty(), "another version begins anew");
    }
    let broken = folder.path().join("broken");
    std::fs::write(&broken, "no such file").unwrap();
    assert!(Identity::open(&broken, "1").unwrap().quads().unwrap().is_empty());
}
