//! The shipped weights against `golden.tsv`, which `training/golden.py` wrote from the same checkpoint in Python.

use super::*;
use std::sync::OnceLock;

fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/models/en/model.bin");
        let bytes = std::fs::read(path).expect("the tests need data/models/en/model.bin");
        Model::from_bytes(bytes.leak()).expect("the shipped weights load")
    })
}

/// The rows of the golden file, sentence by sentence.
fn golden() -> Vec<Vec<Vec<&'static str>>> {
    let blocks = include_str!("golden.tsv").split("\n\n").filter(|b| !b.trim().is_empty());
    blocks.map(|b| b.lines().map(|line| line.split('\t').collect()).collect()).collect()
}

fn words(rows: &[Vec<&'static str>]) -> Vec<&'static str> {
    rows.iter().map(|r| r[0]).collect()
}

fn tag_name(tag: Option<NameTag>) -> String {
    let Some(tag) = tag else {
        return "O".to_owned();
    };
    let kind = match tag.kind {
        NameType::Person => "PER",
        NameType::Organisation => "ORG",
        NameType::Location => "LOC",
        NameType::Group => "NORP",
        NameType::Product => "PRODUCT",
        NameType::Malware => "MALWARE",
        NameType::Vulnerability => "VULN",
        NameType::Event => "EVENT",
        NameType::Weapon => "WEAPON",
        NameType::Other => "MISC",
    };
    format!("{}-{kind}", if tag.begin { "B" } else { "I" })
}

#[test]
fn pieces_and_shapes_are_those_of_python() {
    for sentence in golden() {
        for (i, row) in sentence.iter().enumerate() {
            let mut pieces = Vec::new();
            model().vocabulary.encode(row[0], &mut pieces);
            let pieces: Vec<String> = pieces.iter().map(u32::to_string).collect();
            assert_eq!(pieces.join(" "), row[1], "pieces of {:?}", row[0]);
            assert_eq!(wordpiece::shape(row[0], i == 0).to_string(), row[2], "shape of {:?}", row[0]);
        }
    }
}

#[test]
fn analyses_are_those_of_python() {
    let golden = golden();
    let sentences: Vec<_> = golden.iter().map(|s| words(s)).collect();
    let (mut total, mut same, mut distance) = (0, 0, 0.0);
    for (rows, analysis) in golden.iter().zip(model().analyze(&sentences)) {
        assert_eq!(rows.len(), analysis.words.len());
        for (row, word) in rows.iter().zip(&analysis.words) {
            let head = word.head.map_or(0, |h| h + 1).to_string();
            let found = [word.upos, &word.lemma, &head, word.deprel, &tag_name(word.name)];
            total += 1;
            same += usize::from(found[..] == row[3..8]);
            for (expected, found) in row[8..].iter().zip([word.tag_prob, word.head_prob, word.name_prob]) {
                distance += (expected.parse::<f32>().expect("a probability") - found).abs();
            }
        }
    }
    // Eight bits move a probability here and there; a wrong formula would move them all.
    assert!(same * 100 >= total * 97, "{same} of {total} words are analysed as in Python");
    assert!(distance / (3.0 * total as f32) < 0.01, "probabilities differ by {} on average", distance / (3.0 * total as f32));
}

#[test]
fn neighbours_and_processors_change_nothing() {
    let golden = golden();
    let sentences: Vec<_> = golden.iter().map(|s| words(s)).collect();
    let together = model().analyze(&sentences);
    for (sentence, analysis) in sentences.iter().zip(&together) {
        assert_eq!(&model().analyze(std::slice::from_ref(sentence))[0], analysis, "{sentence:?}");
    }
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/models/en/model.bin")).expect("weights");
    let mut other = Model::from_bytes(bytes.leak()).expect("weights");
    for isa in Isa::available() {
        other.isa = isa;
        assert_eq!(other.analyze(&sentences[9..12]), together[9..12], "{isa:?}");
    }
}

#[test]
fn any_text_gives_a_tree() {
    let long = "x".repeat(5000);
    let mut sentences = vec![vec![], vec![""], vec!["\u{0}", "\u{feff}", "🦀🦀", long.as_str(), " ", "e\u{301}"], vec!["."; 420]];
    sentences.push((0..450).map(|i| if i % 97 == 0 { "," } else { "https://a.b/c-d_e?f=g" }).collect());
    for (sentence, analysis) in sentences.iter().zip(model().analyze(&sentences)) {
        assert_eq!(analysis.words.len(), sentence.len());
        let heads: Vec<_> = analysis.words.iter().map(|w| w.head).collect();
        assert_eq!(heads.iter().filter(|h| h.is_none()).count(), usize::from(!sentence.is_empty()));
        for start in 0..heads.len() {
            let steps = std::iter::successors(Some(start), |&at| heads[at]).take(heads.len() + 1).count();
            assert!(steps <= heads.len(), "word {start} never reaches the root");
        }
        assert!(analysis.words.iter().all(|w| (w.deprel == "root") == w.head.is_none()));
    }
}
