//! Files as they come, cut, doubled, mixed and soiled: no input makes reading or analysis panic, and what is accepted holds together.
//!
//! A seeded generator makes the inputs, so a failure comes again; `DATELINE_ROUNDS=100000 cargo test --release --test mutations` tries
//! more of them than the few of an ordinary run. It is no coverage-guided fuzzer: it does not see which inputs reach new code.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use dateline::document::conllu;
use dateline::frames::FrameSet;
use dateline::pipeline::Extractor;
use dateline::resources::{FRAME_FILES, Ontology};
use dateline::source::{Article, ReadOptions, read_bytes};

const TREES: &str = include_str!("corpus/trees.txt");
const ARTICLE: &str = include_str!("articles/mail-servers.txt");
const PAGES: &[&str] = &[
    include_str!("fixtures/source/page.html"),
    include_str!("fixtures/source/records.jsonl"),
    include_str!("fixtures/source/mixed.txt"),
    include_str!("../data/demo/election.html"),
    include_str!("../data/demo/wires.jsonl"),
    include_str!("../data/demo/sanctions.txt"),
];
/// Texts that once made the analysis panic.
const BROKE: &[&str] = &["Two soldier|s killed in border clashed in border clash"];
/// What breaks readers elsewhere.
const DIRT: &[&str] = &[
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{a0}",
    "\u{301}",
    "’",
    "\r\n",
    "\n\n",
    "\t",
    "\"",
    "\\",
    "\\u12",
    "{",
    "}]",
    "[[",
    "]]>",
    "<!--",
    "<script",
    "</p>",
    "&#x110000;",
    "&nbsp",
    "= ",
    "'''",
    "1e999",
    "-0",
    "0000-00-00",
    "99/99/9999",
    "February 30",
    "— ",
    "(Reuters) - ",
    "🏳️‍🌈",
    "ß",
    "İ",
    "中文",
    "\n1\t",
    "1-2\t",
    "8.1\t_\t",
    "|",
    "#",
    "…",
    "said",
    "not",
    "\" said he, \"",
];

/// Splitmix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    /// A seed with one to eight changes, at most `longest` bytes.
    fn mutant(&mut self, seeds: &[String], longest: usize) -> Vec<u8> {
        let seed = seeds[self.below(seeds.len())].as_bytes();
        let start = self.below(seed.len().saturating_sub(longest));
        let mut bytes = seed[start..seed.len().min(start + longest)].to_vec();
        for _ in 0..=self.below(8) {
            let at = self.below(bytes.len() + 1);
            let end = (at + 1 + self.below(40)).min(bytes.len()).max(at);
            match self.below(6) {
                0 => drop(bytes.drain(at..end)),
                1 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
                2 => drop(bytes.splice(at..at, DIRT[self.below(DIRT.len())].bytes())),
                3 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                4 => {
                    let other = seeds[self.below(seeds.len())].as_bytes();
                    let from = self.below(other.len());
                    drop(bytes.splice(at..end, other[from..other.len().min(from + 60)].iter().copied()));
                }
                _ => bytes.truncate(at.max(bytes.len() / 2)),
            }
        }
        bytes
    }
}

/// Runs as many mutants as wanted, and shows the one that panics.
fn rounds(usual: usize, seeds: &[String], longest: usize, check: impl Fn(&[u8])) {
    let wanted = std::env::var("DATELINE_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let mut dice = Dice(1);
    for round in 0..wanted {
        let bytes = dice.mutant(seeds, longest);
        let done = catch_unwind(AssertUnwindSafe(|| check(&bytes)));
        assert!(done.is_ok(), "round {round} of {wanted}: {:?}", String::from_utf8_lossy(&bytes));
    }
}

fn texts() -> Vec<String> {
    TREES.lines().filter_map(|line| line.split_once(" || ")).map(|(text, _)| text.to_owned()).chain([ARTICLE.to_owned()]).collect()
}

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::shipped().unwrap());

#[test]
fn any_text_can_be_analysed() {
    for text in BROKE {
        EXTRACTOR.extract(Article::from_text(text));
    }
    rounds(60, &texts(), 600, |bytes| {
        let extraction = EXTRACTOR.extract(Article::from_text(&String::from_utf8_lossy(bytes)));
        let text = &extraction.document.article.text;
        for event in &extraction.events {
            assert!(event.triggers.iter().chain(event.claims.iter().map(|c| &c.evidence)).all(|r| !r.of(text).is_empty()));
        }
    });
}

#[test]
fn any_bytes_are_articles_or_an_error() {
    let seeds: Vec<String> = PAGES.iter().map(|&page| page.to_owned()).collect();
    rounds(150, &seeds, 6000, |bytes| {
        for name in ["a.txt", "a.html", "a.jsonl"] {
            for article in read_bytes(bytes, name, &ReadOptions::default()).into_iter().flatten() {
                assert!(article.blocks.iter().all(|block| block.range.of(&article.text).len() <= article.text.len()));
            }
        }
    });
}

#[test]
fn a_treebank_is_read_and_written_or_refused() {
    let seeds: Vec<String> = texts().iter().take(12).map(|text| conllu::write(&EXTRACTOR.annotate(Article::from_text(text)))).collect();
    rounds(2000, &seeds, 2000, |bytes| {
        if let Ok(document) = conllu::read(&String::from_utf8_lossy(bytes)) {
            let again = conllu::read(&conllu::write(&document)).expect("what is written can be read");
            assert_eq!(again.tokens.len(), document.tokens.len());
        }
    });
}

#[test]
fn a_frame_file_is_accepted_or_refused_with_its_problems() {
    let entries = |(_, content): &(&str, &str)| content.split("\n\n").map(|entry| format!("format = 1\n{entry}\n")).collect::<Vec<_>>();
    let seeds: Vec<String> = FRAME_FILES.iter().flat_map(entries).collect();
    rounds(1000, &seeds, 3000, |bytes| {
        if let Err(errors) = FrameSet::compile([("mutant.toml", &*String::from_utf8_lossy(bytes))], Ontology::embedded()) {
            assert!(!errors.to_string().is_empty());
        }
    });
}
