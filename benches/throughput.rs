//! Tokens a second of annotation and extraction over the sample articles, and the share of the time that is not the model's.
//!
//! `cargo bench` prints the figures, for one thread; everything behind the model should take at most a quarter of the time.

#![expect(clippy::print_stderr, reason = "the figures are for people")]

use std::time::{Duration, Instant};

use dateline::annotate;
use dateline::document::Document;
use dateline::events::Extraction;
use dateline::model::Model;
use dateline::pipeline::Extractor;
use dateline::resources::{DEMO_FILES, MODEL};
use dateline::source::{Article, ReadOptions, read_bytes};

/// How often the articles are read; the fastest time counts.
const ROUNDS: usize = 5;

fn main() {
    let extractor = Extractor::shipped().expect("the shipped files are valid");
    let model = Model::from_bytes(MODEL).expect("the shipped model is valid");
    let read = |(name, content): &(&str, &str)| read_bytes(content.as_bytes(), name, &ReadOptions::default());
    let articles: Vec<Article> = DEMO_FILES.iter().flat_map(read).map(|article| article.expect("the sample articles are valid")).collect();
    let tokenized = |article: &Article| {
        let mut document = Document { article: article.clone(), ..Document::default() };
        annotate::tokenize(&mut document);
        document
    };
    let tokens: usize = articles.iter().map(|article| tokenized(article).tokens.len()).sum();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    pool.install(|| {
        let of_model = fastest(|| articles.iter().for_each(|article| annotate::apply_model(&mut tokenized(article), &model)));
        let annotated = fastest(|| articles.iter().for_each(|article| drop::<Document>(extractor.annotate(article.clone()))));
        let extracted = fastest(|| articles.iter().for_each(|article| drop::<Extraction>(extractor.extract(article.clone()))));
        let speed = |time: Duration| tokens as f64 / time.as_secs_f64();
        eprintln!("{} articles, {tokens} tokens, one thread", articles.len());
        eprintln!("tokens and model   {:>8.0} tokens a second", speed(of_model));
        eprintln!("annotation         {:>8.0} tokens a second", speed(annotated));
        eprintln!("extraction         {:>8.0} tokens a second", speed(extracted));
        let rest = 1.0 - of_model.as_secs_f64() / extracted.as_secs_f64();
        eprintln!("behind the model   {:>7.0} % of the time", 100.0 * rest.max(0.0));
    });
}

fn fastest(mut work: impl FnMut()) -> Duration {
    let time = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    (0..ROUNDS).map(time).min().unwrap_or_default()
}
