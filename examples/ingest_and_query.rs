//! A folder of articles → a store → answers to a saved question and to SPARQL.
//!
//! `cargo run --release --example ingest_and_query [FOLDER]`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "examples show what they find")]

use std::path::PathBuf;

use dateline::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/data/demo").into());
    let extractor = Extractor::shipped()?;
    let dir = tempfile::tempdir()?;
    let mut store = Store::open(dir.path(), Access::Write)?;

    let rdf = RdfOptions { frame_set: extractor.frames.hash.clone(), ..RdfOptions::default() };
    let articles = open(&[PathBuf::from(folder)], &ReadOptions::default());
    let report = ingest(&extractor, &mut store, articles, &rdf, |step| {
        if let Step::Failed(error) = step {
            eprintln!("{error}");
        }
    })?;
    println!("{} articles, {} events, {} facts", report.new, report.events, report.facts);

    println!("\nWho did what to whom?");
    let question = saved_query("who-did-what")?.with(&Default::default())?;
    store.query(&question, &QueryOptions::default())?.write(AnswerFormat::Table { width: Some(120) }, std::io::stdout())?;

    println!("\nWhich articles say something of Russia?");
    let sparql = "SELECT DISTINCT ?headline { ?russia skos:prefLabel 'Russia' . ?article dl:mentions ?russia ; dl:headline ?headline } ORDER BY ?headline";
    for row in store.query(sparql, &QueryOptions { limit: Some(5), ..QueryOptions::default() })?.text_rows() {
        println!("  {}", row.join(" "));
    }
    Ok(())
}
