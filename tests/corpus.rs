//! Short articles written for this project, each with what every layer makes of it: `tests/corpus/articles/CASE/` holds `article.txt`
//! (its first line gives the day of publication) and a file a layer, so that a difference shows which stage moved.
//!
//! `UPDATE_CORPUS=1 cargo test --test corpus` writes the files anew; read the difference before you keep it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use dateline::calendar::Date;
use dateline::document::{Document, MentionKind};
use dateline::events::{Event, Extraction, Factuality, Filler, Stance};
use dateline::pipeline::Extractor;
use dateline::rdf::edtf;
use dateline::source::{Article, ReadOptions, read_bytes};

#[test]
fn every_layer_of_every_article_is_as_it_was_read() {
    let extractor = Extractor::shipped().expect("the shipped files are valid");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/articles");
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder).expect("the folder").map(|e| e.expect("an entry").path()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "there are articles");
    let mut differences = Vec::new();
    for case in cases {
        let extraction = extractor.extract(article(&case));
        let document = &extraction.document;
        // from the lowest layer up: the first that differs is the one to look at
        let layers = [
            ("tree.tsv", tree(document)),
            ("names.tsv", names(document)),
            ("times.tsv", times(document)),
            ("events.txt", events(&extraction)),
        ];
        for (layer, found) in layers {
            let path = case.join(layer);
            if env::var_os("UPDATE_CORPUS").is_some() {
                fs::write(&path, &found).expect("the file can be written");
            }
            let wanted = fs::read_to_string(&path).unwrap_or_default();
            differences.extend(first_difference(&wanted, &found).map(|d| format!("{}: {d}", path.display())));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn article(case: &Path) -> Article {
    let text = fs::read_to_string(case.join("article.txt")).expect("article.txt");
    let (day, text) = text.split_once('\n').expect("a line with the day, then the text");
    let published = Some(day.parse::<Date>().expect("a date in the first line"));
    let options = ReadOptions { published, ..ReadOptions::default() };
    read_bytes(text.trim_start().as_bytes(), "article.txt", &options).remove(0).expect("an article")
}

fn first_difference(wanted: &str, found: &str) -> Option<String> {
    let (mut wanted, mut found) = (wanted.lines(), found.lines());
    for line in 1.. {
        match (wanted.next(), found.next()) {
            (None, None) => return None,
            (w, f) if w == f => {}
            (w, f) => return Some(format!("line {line}: was {:?}, is {:?}", w.unwrap_or("(end)"), f.unwrap_or("(end)"))),
        }
    }
    None
}

/// Form, part of speech, relation and head of every word; a blank line between sentences.
fn tree(document: &Document) -> String {
    let mut out = String::new();
    for sentence in &document.sentences {
        for id in sentence.tokens.iter() {
            let token = document.token(id);
            let head = token.head.map_or("", |head| document.form(head));
            let _ = writeln!(out, "{}\t{}\t{}\t{head}", document.form(id), token.upos, token.deprel);
        }
        out.push('\n');
    }
    out
}

/// Every mention with its type and kind, and the chain it belongs to by the first mention of that.
fn names(document: &Document) -> String {
    let mut out = String::new();
    for mention in &document.mentions {
        let first = mention.chain.map(|c| &document.mentions[document.chains[c.index()].mentions[0].index()]);
        let chain = first.filter(|f| f.span != mention.span).map_or("", |f| document.text_of(f.span));
        let kind = match mention.kind {
            MentionKind::Name => "name",
            MentionKind::Nominal => "phrase",
            MentionKind::Pronoun => "pronoun",
        };
        let registry = mention.registry.as_deref().unwrap_or_default();
        let _ = writeln!(out, "{}\t{kind}\t{}\t{registry}\t{chain}", document.text_of(mention.span), mention.entity_type.name());
    }
    out
}

/// Every time expression with its value and the rule that read it.
fn times(document: &Document) -> String {
    let mut out = String::new();
    for time in &document.times {
        let value = time.value.and_then(|v| edtf(&v)).unwrap_or_default();
        let _ = writeln!(out, "{}\t{value}\t{}", document.text_of(time.span), time.rule);
    }
    out
}

fn events(extraction: &Extraction) -> String {
    extraction.events.iter().map(|event| one_event(extraction, event)).collect()
}

fn one_event(extraction: &Extraction, event: &Event) -> String {
    let date = event.time.and_then(|t| edtf(&t.value)).unwrap_or_default();
    let mut out = format!("{} {:?} {date}\n", event.class, event.status);
    if let Some(phase) = event.phase {
        let _ = writeln!(out, "  phase: {phase:?}");
    }
    if event.recurring {
        out.push_str("  recurring\n");
    }
    let triggers: Vec<&str> = event.triggers.iter().map(|t| t.of(&extraction.document.article.text)).collect();
    let _ = writeln!(out, "  words: {}", triggers.join(", "));
    for (role, fillers) in &event.roles {
        let words = |f: &Filler| match f {
            Filler::Event { event, .. } => format!("{} ({})", extraction.words(f), extraction.events[event.0 as usize].class),
            _ => extraction.words(f).to_owned(),
        };
        let _ = writeln!(out, "  {role}: {}", fillers.iter().map(words).collect::<Vec<_>>().join("; "));
    }
    for claim in &event.claims {
        let name = |id| extraction.words(&Filler::Entity(id)).to_owned();
        let relayed: String = claim.relayed_by.iter().map(|r| format!(" via {}", name(*r))).collect();
        let source = claim.source.map_or_else(|| "the article".to_owned(), name);
        let plain = claim.factuality == Factuality::CTpos && matches!(claim.stance, Stance::Asserts | Stance::Presupposes);
        let view = if plain { String::new() } else { format!(": {:?}, {:?}", claim.stance, claim.factuality) };
        let _ = writeln!(out, "  says {source}{relayed}{view}");
    }
    out
}
