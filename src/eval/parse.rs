//! A treebank in CoNLL-U → how many tags, lemmas and heads are right, on given words or on words of our own cutting.

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;

use super::calibration::Calibration;
use super::input::read;
use super::treebank::{Tree, Word, found, read as read_trees};
use super::{Counts, EvalError, Figure, MissKind, Report};
use crate::document::{Document, Token, conllu};
use crate::pipeline::Extractor;
use crate::source::Article;

/// Tags, lemmas and trees on the words and sentences of the file.
///
/// # Errors
/// A file that cannot be read or is not CoNLL-U, with its line.
pub fn parse_gold_tokens(path: &Path, extractor: &Extractor) -> Result<Report, EvalError> {
    let file = path.display().to_string();
    let text = read(path)?;
    conllu::read(&text).map_err(|error| EvalError::of(&file, error))?;
    let pieces: Vec<&str> = documents(&text);
    let gold: Vec<Document> = pieces.iter().filter_map(|piece| conllu::read(piece).ok()).filter(|d| !d.tokens.is_empty()).collect();
    let scores: Vec<([usize; 7], [Calibration; 2])> = gold.par_iter().map(|gold| agreement(gold, extractor)).collect();
    let sum = |k: usize| scores.iter().map(|(counts, _)| counts[k]).sum::<usize>();
    let mut report = Report::default();
    for (k, what) in ["UPOS", "XPOS", "features", "lemmas", "UAS", "LAS"].into_iter().enumerate() {
        report.share(what, sum(k + 1), sum(0));
    }
    for (k, what) in ["calibration error of UPOS", "calibration error of heads"].into_iter().enumerate() {
        let mut all = Calibration::default();
        for (_, parts) in &scores {
            all.merge(&parts[k]);
        }
        report.row(what, Figure::Value(all.error()));
    }
    Ok(report)
}

/// The text cut before each `# newdoc`.
fn documents(text: &str) -> Vec<&str> {
    let mut cuts: Vec<usize> = text.match_indices("\n# newdoc").map(|(at, _)| at + 1).collect();
    cuts.insert(0, 0);
    cuts.push(text.len());
    cuts.windows(2).filter_map(|cut| text.get(cut[0]..cut[1])).collect()
}

/// Words, right tags, lemmas and heads; and how far the probabilities of UPOS and heads are to be trusted.
fn agreement(gold: &Document, extractor: &Extractor) -> ([usize; 7], [Calibration; 2]) {
    let mut ours = gold.clone();
    extractor.annotate_tokens(&mut ours);
    let mut counts = [0; 7];
    let mut probabilities = [Calibration::default(); 2];
    for (g, o) in gold.tokens.iter().zip(&ours.tokens) {
        let same_head = g.head == o.head;
        let is = |same: fn(&Token, &Token) -> bool| usize::from(same(g, o));
        counts[0] += 1;
        counts[1] += is(|g, o| g.upos == o.upos);
        counts[2] += is(|g, o| g.xpos == o.xpos);
        counts[3] += is(|g, o| g.feats == o.feats);
        counts[4] += is(|g, o| g.lemma == o.lemma);
        counts[5] += usize::from(same_head);
        counts[6] += usize::from(same_head && g.deprel == o.deprel);
        probabilities[0].add(o.upos_prob, g.upos == o.upos);
        probabilities[1].add(o.head_prob, same_head);
    }
    (counts, probabilities)
}

/// Words, sentences, tags, lemmas and trees from bare text, aligned as in the CoNLL 2018 shared task: by characters, relations
/// without their subtypes.
///
/// # Errors
/// A file that cannot be read or is not CoNLL-U, with its line.
pub fn parse_raw(path: &Path, extractor: &Extractor) -> Result<Report, EvalError> {
    let trees = read_trees(&path.display().to_string(), &read(path)?)?;
    let results: Vec<(Tree, &Tree)> =
        trees.par_iter().map(|gold| (found(&extractor.annotate(Article::from_text(&gold.text))), gold)).collect();
    let mut sums = [Counts::default(); 7];
    let mut report = Report::default();
    for (ours, gold) in &results {
        for (sum, counts) in sums.iter_mut().zip(compare(ours, gold)) {
            *sum += counts;
        }
        let text: Vec<char> = gold.text.chars().filter(|c| !c.is_whitespace()).collect();
        for span in gold.words.iter().map(|w| w.span).filter(|span| !ours.words.iter().any(|w| w.span == *span)) {
            let start = text.get(span.0.saturating_sub(12)..span.0).unwrap_or_default();
            let word = text.get(span.0..span.1).unwrap_or_default();
            let shown = |chars: &[char]| chars.iter().collect::<String>();
            report.miss(&format!("character {}", span.0), MissKind::Missed, format!("…{}[{}]", shown(start), shown(word)));
        }
    }
    for (what, counts) in ["tokens", "sentences", "words", "UPOS", "lemmas", "UAS", "LAS"].into_iter().zip(sums) {
        report.row(what, Figure::Match(counts));
    }
    Ok(report)
}

fn compare(ours: &Tree, gold: &Tree) -> [Counts; 7] {
    let spans = |ours: &[(usize, usize)], gold: &[(usize, usize)]| Counts {
        right: gold.iter().filter(|span| ours.contains(span)).count(),
        found: ours.len(),
        gold: gold.len(),
    };
    let at: HashMap<(usize, usize), &Word> = ours.words.iter().map(|word| (word.span, word)).collect();
    let head = |tree: &Tree, word: &Word| word.head.and_then(|h| tree.words.get(h)).map(|h| h.span);
    let words = |same: &dyn Fn(&Word, &Word) -> bool| Counts {
        right: gold.words.iter().filter(|g| at.get(&g.span).is_some_and(|o| same(o, g))).count(),
        found: ours.words.len(),
        gold: gold.words.len(),
    };
    let same_head = |o: &Word, g: &Word| head(ours, o) == head(gold, g);
    [
        spans(&ours.tokens, &gold.tokens),
        spans(&ours.sentences, &gold.sentences),
        words(&|_, _| true),
        words(&|o, g| o.upos == g.upos),
        words(&|o, g| o.lemma == g.lemma),
        words(&same_head),
        words(&|o, g| same_head(o, g) && o.relation == g.relation),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = "# newdoc\n# text = Kim left.\n1\tKim\tKim\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\t_\n\
        2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";

    #[test]
    fn equal_trees_agree_and_a_wrong_head_is_seen() {
        let gold = read_trees("a", GOLD).unwrap().remove(0);
        let figures = compare(&gold, &gold);
        assert!(figures.iter().all(|c| c.right == c.gold && c.right == c.found));
        let mut ours = gold.clone();
        ours.words[0].head = Some(2);
        ours.words[2].relation = "dep".into();
        let figures = compare(&ours, &gold);
        assert_eq!((figures[5].right, figures[6].right), (2, 1));
    }

    #[test]
    fn other_cuts_count_against_both() {
        let gold = read_trees("a", GOLD).unwrap().remove(0);
        let mut ours = gold.clone();
        ours.words[0].span = (0, 7);
        ours.words.remove(1);
        assert_eq!(compare(&ours, &gold)[2], Counts { right: 1, found: 2, gold: 3 });
    }

    #[test]
    fn the_file_is_cut_at_its_documents() {
        assert_eq!(documents(&format!("{GOLD}{GOLD}")), [GOLD, GOLD]);
    }
}
