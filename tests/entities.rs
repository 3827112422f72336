//! What is the same across articles in a store: copies of one report, names of one entity, the user's decisions over re-ingestion.

mod articles;

use std::collections::BTreeSet;

use articles::Builder;
use dateline::document::EntityType;
use dateline::events::{Factuality, Filler, Stance, Status};
use dateline::identity::{Decision, Decisions, Doubt, DoubtKind};
use dateline::pipeline::{self, decide, refresh};
use dateline::store::{Access, ArticleRecord, QueryOptions, Store};

/// An article of one sentence, in which somebody of that name holds an office and something else is mentioned, perhaps by two names.
fn article(key: &str, name: &str, office: &str, context: &[(&'static str, EntityType, &str)]) -> ArticleRecord {
    let names = |name: &'static str| name.split_once('|').map_or((name, None), |(name, alias)| (name, Some(alias)));
    let others: Vec<&str> = context.iter().map(|(name, ..)| names(name).0).collect();
    let sentence = format!("{name}, {office}, spoke of {}.", others.join(" and "));
    let mut b = Builder::new(key, "A speech", "The Daily Ledger", "2024-03-12", &sentence);
    let person = b.entity(name, EntityType::Person, "named");
    let position = b.entity(office, EntityType::Position, "local");
    for (name, entity_type, key) in context {
        let (name, alias) = names(name);
        let entity = b.entity(name, *entity_type, key);
        b.0.entities[entity.0 as usize].aliases.extend(alias.map(Into::into));
    }
    let claim = b.claim(&sentence, None, Stance::Asserts, Factuality::CTpos);
    b.event("Tenure", &[("actor", Filler::Entity(person)), ("position", Filler::Entity(position))], None, vec![claim]);
    articles::record(&b.0)
}

fn same(store: &Store) -> Vec<String> {
    let query = "SELECT ?a ?b { ?a dl:sameEntityAs ?b } ORDER BY ?a";
    store.query(query, &QueryOptions::default()).unwrap().text_rows().into_iter().map(|row| row.join(" = ")).collect()
}

fn doubts(store: &Store) -> Vec<Doubt> {
    pipeline::doubts(store).unwrap().collect::<Result<_, _>>().unwrap()
}

fn filled(dir: &std::path::Path) -> Store {
    let mut store = Store::open(dir, Access::Write).unwrap();
    let halden = ("Halden Council", EntityType::GovernmentBody, "named");
    let dynamo = ("Dynamo Halden", EntityType::Organization, "named");
    let austria = ("Austria", EntityType::Country, "country/austria");
    let czechia = ("Czechia", EntityType::Country, "country/czechia");
    let records = [
        article("a1", "Bob Smith", "mayor of Halden", &[halden]),
        article("a2", "Robert Smith", "mayor of Halden", &[austria]),
        article("a3", "Rob Smith", "striker", &[dynamo]),
        article("a4", "Jan Novak", "goalkeeper", &[czechia]),
        article("a5", "Jan Novak", "minister", &[austria]),
        article("a6", "Jan Novak", "minister", &[austria, halden]),
    ];
    store.insert_all(records.to_vec()).unwrap();
    refresh(&mut store).unwrap();
    store
}

#[test]
fn names_are_joined_on_evidence_and_doubts_are_listed() {
    let dir = tempfile::tempdir().unwrap();
    let store = filled(dir.path());
    let joined = same(&store);
    assert_eq!(joined.len(), 1, "{joined:?}");
    assert!(joined[0].contains("robert-smith") && joined[0].contains("bob-smith"), "{joined:?}");
    let listed = doubts(&store);
    let kinds: Vec<_> = listed.iter().map(|doubt| (doubt.kind, doubt.sides[0].name.as_str(), doubt.sides[1].name.as_str())).collect();
    assert_eq!(
        kinds,
        [
            (DoubtKind::Joined, "Bob Smith", "Robert Smith"),
            (DoubtKind::Apart, "Bob Smith", "Rob Smith"),
            (DoubtKind::Apart, "Rob Smith", "Robert Smith"),
            (DoubtKind::Homonym, "Jan Novak", "Jan Novak"),
        ]
    );
    assert!(listed.iter().flat_map(|doubt| &doubt.sides).all(|side| !side.sentences.is_empty()));
}

#[test]
fn a_short_name_of_a_body_is_that_of_the_one_name_with_which_it_is_explained() {
    let joined = |names: &[&'static str]| {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path(), Access::Write).unwrap();
        let dynamo = ("Dynamo Halden", EntityType::Organization, "named");
        let body = |name: &'static str| (name, EntityType::GovernmentBody, "named");
        let people = [("b1", "Ann Lee", "mayor of Halden"), ("b2", "Ben Orr", "striker"), ("b3", "Cara Poe", "painter")];
        let records = people.iter().zip(names).map(|((key, who, office), name)| article(key, who, office, &[body(name), dynamo]));
        store.insert_all(records.collect()).unwrap();
        refresh(&mut store).unwrap();
        same(&store).len()
    };
    assert_eq!(joined(&["Halden Radio Council|HRC", "HRC"]), 1);
    assert_eq!(joined(&["Halden Radio Council", "HRC"]), 0, "nobody says so");
    assert_eq!(joined(&["Halden Radio Council|HRC", "Halden Roads Commission"]), 0);
    assert_eq!(joined(&["Halden Radio Council|HRC", "HRC", "Halden Roads Commission|HRC"]), 0, "it may be either's");
    assert_eq!(joined(&["Halden Equality Council|HEC", "HEC", "Halden Equalities Council|HEC"]), 2, "the same but for an ending");
    assert_eq!(joined(&["Halden Radio Council|NGO", "NGO"]), 0, "many are");
    assert_eq!(joined(&["Ruritanian Trade Ministry|Trade Ministry", "Trade Ministry"]), 0, "each country has one");
    assert_eq!(joined(&["Halden Port Authority|Port Authority", "Port Authority"]), 0, "each port has one");
    assert_eq!(joined(&["Halden Harbour Volunteers|Halden Harbour", "Halden Harbour"]), 0, "what is called so for short is another");
    assert_eq!(joined(&["Halden Harbour Party|Halden Harbour", "Halden Harbour"]), 1);
}

#[test]
fn second_given_names_and_generations_tell_people_apart() {
    let joined = |names: &[&'static str]| {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path(), Access::Write).unwrap();
        let dynamo = ("Dynamo Halden", EntityType::Organization, "named");
        let people = [("b1", "Ann Lee", "mayor of Halden"), ("b2", "Ben Orr", "striker")];
        let records = people
            .iter()
            .zip(names)
            .map(|((key, who, office), name)| article(key, who, office, &[(name, EntityType::Person, "named"), dynamo]));
        store.insert_all(records.collect()).unwrap();
        refresh(&mut store).unwrap();
        same(&store).len()
    };
    assert_eq!(joined(&["Ida Maria Moe", "Ida Moe"]), 1, "something that few know is in both");
    assert_eq!(joined(&["Ida M. Moe", "Ida Maria Moe"]), 1);
    assert_eq!(joined(&["Ida W. Moe|Ida Moe", "Ida HW Moe|Ida Moe"]), 0);
    assert_eq!(joined(&["Leo Moe III|Leo Moe", "Leo Moe"]), 0);
    assert_eq!(joined(&["Leo B. Moe Jr.", "Leo Moe Jr"]), 1);
    assert_eq!(joined(&["Ch Supt Moe|Ch Supt", "Ch Supt"]), 0, "a title is no name");
}

#[test]
fn decisions_outlive_the_articles_and_can_be_undone() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = filled(dir.path());
    let (before, quads) = (same(&store), store.quads().unwrap());
    let listed = doubts(&store);
    let iri = |name: &str| listed.iter().flat_map(|doubt| &doubt.sides).find(|side| side.name == name).unwrap().iri.clone();
    let (bob, robert, rob, jan) = (iri("Bob Smith"), iri("Robert Smith"), iri("Rob Smith"), iri("Jan Novak"));
    let mut decisions = Decisions::default();
    decisions.make(Decision::Split(bob.clone(), robert.clone()));
    decisions.make(Decision::Join(rob.clone(), robert.clone()));
    decisions.make(Decision::Homonym { entity: jan.clone(), articles: BTreeSet::from(["a4".to_owned()]) });
    decide(&mut store, &decisions).unwrap();
    let after = same(&store);
    assert!(after.len() == 1 && after[0].contains("/rob-smith") && after[0].contains("robert-smith"), "{after:?}");
    assert_eq!(doubts(&store).iter().filter(|doubt| doubt.kind == DoubtKind::Homonym).count(), 0);
    let homonyms = "SELECT ?article ?x { ?x dl:homonymOf ?y . GRAPH ?g { ?article dl:mentions ?x } }";
    assert_eq!(store.query(homonyms, &QueryOptions::default()).unwrap().text_rows().len(), 1);
    let decided = store.quads().unwrap();
    drop(store);

    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    assert_eq!(pipeline::decisions(&store).unwrap(), decisions);
    assert!(store.quads().unwrap() == decided, "made again from the log");
    store.remove("a3").unwrap();
    refresh(&mut store).unwrap();
    assert!(same(&store).is_empty() || same(&store) == after);
    filled_again(&mut store);
    assert!(store.quads().unwrap() == decided, "an article that comes back finds the decisions");
    for entities in [vec![bob, robert.clone()], vec![rob, robert], vec![jan]] {
        assert_eq!(decisions.undo(&entities).len(), 1);
    }
    decide(&mut store, &decisions).unwrap();
    assert_eq!(same(&store), before);
    assert!(store.quads().unwrap() == quads);
}

fn filled_again(store: &mut Store) {
    store.insert(article("a3", "Rob Smith", "striker", &[("Dynamo Halden", EntityType::Organization, "named")])).unwrap();
    refresh(store).unwrap();
}

/// What is known from last time and the log may be of two moments, after a crash or when files were copied.
#[test]
fn what_is_known_from_last_time_may_be_of_another_moment() {
    let dir = tempfile::tempdir().unwrap();
    let (file, log) = (dir.path().join("identity.redb"), dir.path().join("articles.log"));
    let open = || Store::open(dir.path(), Access::Write).unwrap();
    let third = article("a3", "Rob Smith", "striker", &[("Dynamo Halden", EntityType::Organization, "named")]);
    let mut store = filled(dir.path());
    store.remove("a3").unwrap();
    refresh(&mut store).unwrap();
    drop(store);
    let (old_file, old_log) = (std::fs::read(&file).unwrap(), std::fs::read(&log).unwrap());
    open().insert(third.clone()).unwrap();
    let cut_log = std::fs::read(&log).unwrap();
    refresh(&mut open()).unwrap();
    let (new_file, new_log) = (std::fs::read(&file).unwrap(), std::fs::read(&log).unwrap());
    let store = open();
    let (expected, doubted) = (store.quads().unwrap(), doubts(&store));
    drop(store);
    let foreign = b"nothing of the kind".to_vec();
    for (known, written) in [
        (&new_file, &cut_log),
        (&old_file, &cut_log),
        (&old_file, &new_log),
        (&new_file, &old_log),
        (&foreign, &cut_log),
        (&foreign, &new_log),
    ] {
        std::fs::write(&file, known).unwrap();
        std::fs::write(&log, written).unwrap();
        let mut store = open();
        store.insert(third.clone()).unwrap();
        refresh(&mut store).unwrap();
        assert!(store.quads().unwrap() == expected);
        assert_eq!(store.verify().unwrap(), Vec::<String>::new());
        assert_eq!(doubts(&store), doubted);
    }
}

#[test]
fn copies_count_once_and_contradictions_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), Access::Write).unwrap();
    let copy = |key: &str, publisher: &str, denied: bool| {
        let mut extraction = articles::ledger();
        extraction.document.article.id = key.into();
        extraction.document.article.publisher = Some(publisher.into());
        let travel = extraction.events.iter_mut().find(|event| &*event.class == "Travel").unwrap();
        if denied {
            (travel.status, travel.claims[0].stance, travel.claims[0].factuality) = (Status::Negated, Stance::Denies, Factuality::CTneg);
        }
        articles::record(&extraction)
    };
    let records = [copy("a", "The Daily Ledger", false), copy("b", "Evening Courier", false), copy("c", "Coast Radio", true)];
    store.insert_all(records.to_vec()).unwrap();
    refresh(&mut store).unwrap();
    let rows = |query: &str| store.query(query, &QueryOptions::default()).unwrap().text_rows();
    assert_eq!(rows("SELECT ?a { ?a dl:nearDuplicateOf ?b }").len(), 2);
    let travel =
        "SELECT DISTINCT ?happening ?sources { ?e a dl:Travel ; dl:describes ?happening . ?happening dl:independentSources ?sources }";
    let travel = rows(travel);
    assert_eq!((travel.len(), travel[0][1].as_str()), (1, "1"), "one happening, one source in two copies");
    let saved = |name: &str| rows(&dateline::store::saved_query(name).unwrap().sparql);
    assert_eq!(saved("contradictions").len(), 1);
    assert_eq!(rows("SELECT ?x { ?x a dl:CanonicalEvent ; dl:role|dl:actor|dl:place ?y }").len(), 0);
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
}
