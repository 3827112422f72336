//! CoNLL files of coreference (a word a line, chains in the last column) → MUC, B³, CEAFe and their mean.
//!
//! The columns may be those of CoNLL 2012 (word in the fourth) or number, word, chains. Sentences are cut by us where the file has
//! none. Mentions are compared by their whole span, as the shared task does it, and by their head word, since our mentions
//! carry no article and no relative clause; by that also without what OntoNotes does not mark: `a lawyer` in `she is a lawyer`, appositions,
//! and `Swedish`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use super::chains::{Ratio, b_cubed, ceaf_e, muc};
use super::input::read;
use super::report::mean;
use super::{Counts, EvalError, Figure, Report};
use crate::document::{Document, TokenId, TokenSpan};
use crate::pipeline::Extractor;
use crate::source::Article;

/// Words of a document and the chains over them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Gold {
    words: Vec<String>,
    /// Spans of words by chain, end exclusive.
    chains: Vec<Vec<(usize, usize)>>,
}

/// Measures against one or more files.
///
/// # Errors
/// A file that cannot be read or is not of the form, with its line.
pub fn coref(paths: &[PathBuf], extractor: &Extractor) -> Result<Report, EvalError> {
    let mut golds = Vec::new();
    for path in paths {
        golds.extend(parse(&path.display().to_string(), &read(path)?)?);
    }
    let scores: Vec<[Score; 3]> = golds.par_iter().map(|gold| score(gold, extractor)).collect();
    let mut report = Report::default();
    for (k, how) in ["whole spans", "head words", "head words that OntoNotes marks"].into_iter().enumerate() {
        let mut mentions = Counts::default();
        let mut sums = [Ratio::default(); 3];
        for score in &scores {
            mentions += score[k].mentions;
            sums.iter_mut().zip(score[k].ratios).for_each(|(sum, ratio)| *sum += ratio);
        }
        report.row(format!("mentions in chains, {how}"), Figure::Match(mentions));
        let mut total = 0.0;
        for (name, ratio) in ["MUC", "B3", "CEAFe"].into_iter().zip(sums) {
            let (precision, recall) = ratio.rates();
            total += mean(precision, recall);
            report.row(format!("{name}, {how}"), Figure::Rates { precision, recall });
        }
        report.row(format!("CoNLL mean, {how}"), Figure::Value(total / 3.0));
    }
    Ok(report)
}

fn parse(file: &str, text: &str) -> Result<Vec<Gold>, EvalError> {
    let mut documents = Vec::new();
    let mut gold = Gold::default();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut spans: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines().chain(["#end document"])) {
        if line.starts_with('#') && !line.contains('\t') {
            gold.chains = std::mem::take(&mut spans).into_values().collect();
            if let Some((id, _)) = open.pop() {
                return Err(EvalError::at(file, number, format!("chain {id} is open at the end of the document")));
            }
            documents.extend(Some(std::mem::take(&mut gold)).filter(|g| !g.words.is_empty()));
            continue;
        }
        let columns: Vec<&str> = if line.contains('\t') { line.split('\t').collect() } else { line.split_whitespace().collect() };
        let (word, marks) = match columns.as_slice() {
            [] => continue,
            [_, word, marks] => (*word, *marks),
            [_, _, _, word, .., marks] if columns.len() >= 11 => (*word, *marks),
            _ => return Err(EvalError::at(file, number, format!("{} columns where three or at least eleven are expected", columns.len()))),
        };
        let at = gold.words.len();
        gold.words.push(word.to_owned());
        for mark in marks.split('|').flat_map(marks_of).filter(|m| !matches!(*m, "_" | "-")) {
            let id = mark.trim_matches(['(', ')']);
            if mark.starts_with('(') {
                open.push((id.to_owned(), at));
            }
            if mark.ends_with(')') {
                let begun = open.iter().rposition(|(o, _)| o == id);
                let begun = begun.ok_or_else(|| EvalError::at(file, number, format!("chain {id} ends where it was not begun")))?;
                let (id, start) = open.remove(begun);
                spans.entry(id).or_default().push((start, at + 1));
            }
        }
    }
    if documents.is_empty() { Err(EvalError::of(file, "no words in it")) } else { Ok(documents) }
}

/// `(4(5)6)` → `(4`, `(5)`, `6)`: marks may stand without a bar between them.
fn marks_of(column: &str) -> Vec<&str> {
    let mut marks = Vec::new();
    let mut start = 0;
    for (at, c) in column.char_indices() {
        if c == '(' && at > start {
            marks.extend(column.get(start..at));
            start = at;
        } else if c == ')' {
            marks.extend(column.get(start..=at));
            start = at + 1;
        }
    }
    marks.extend(column.get(start..).filter(|rest| !rest.is_empty()));
    marks
}

#[derive(Clone, Copy, Debug, Default)]
struct Score {
    mentions: Counts,
    ratios: [Ratio; 3],
}

/// By whole spans, by heads, and by those heads that OntoNotes marks.
fn score(gold: &Gold, extractor: &Extractor) -> [Score; 3] {
    let text = gold.words.join(" ");
    let mut starts = Vec::with_capacity(gold.words.len());
    let mut at = 0;
    for word in &gold.words {
        starts.push(at);
        at += word.len() + 1;
    }
    let document = extractor.annotate(Article::from_text(&text));
    let bytes = |&(start, end): &(usize, usize)| (starts[start], starts[end - 1] + gold.words[end - 1].len());
    let gold_spans: Vec<Vec<(usize, usize)>> = gold.chains.iter().map(|c| c.iter().map(bytes).collect()).collect();
    let found = found(&document);
    let span = |span: &TokenSpan| {
        let range = document.range(*span);
        (range.start as usize, range.end as usize)
    };
    let whole: Vec<Vec<_>> = found.iter().map(|c| c.iter().map(|(_, phrase)| span(phrase)).collect()).collect();
    let start = |head: TokenId| document.token(head).range.start as usize;
    let heads: Vec<Vec<_>> = found.iter().map(|c| c.iter().map(|(head, _)| start(*head)).collect()).collect();
    let marked = found.iter().map(|c| c.iter().filter(|(head, _)| is_marked(&document, *head)).map(|(head, _)| start(*head)).collect());
    let marked: Vec<Vec<_>> = marked.filter(|c: &Vec<_>| c.len() > 1).collect();
    let gold_heads: Vec<Vec<usize>> = gold_spans.iter().map(|c| c.iter().map(|s| head_of(&document, *s)).collect()).collect();
    [compare(&gold_spans, &whole), compare(&gold_heads, &heads), compare(&gold_heads, &marked)]
}

/// Whether OntoNotes marks such a mention where it is spoken of again: no predicate, no apposition, no adjective of a nation.
fn is_marked(document: &Document, head: TokenId) -> bool {
    let token = document.token(head);
    token.deprel != "appos" && token.upos != "ADJ" && document.children_by(head, "cop").next().is_none()
}

/// Head and whole phrase of each mention, by chain; chains of one mention refer to nothing again.
fn found(document: &Document) -> Vec<Vec<(TokenId, TokenSpan)>> {
    let chains = document.chains.iter().filter(|chain| chain.mentions.len() > 1);
    let mention = |id: &crate::document::MentionId| {
        let mention = &document.mentions[id.index()];
        (mention.head, phrase(document, mention.head))
    };
    chains.map(|chain| chain.mentions.iter().map(mention).collect()).collect()
}

/// The phrase of a head: all below it but prepositions, conjunctions and marks at its edges, and what is joined to it.
fn phrase(document: &Document, head: TokenId) -> TokenSpan {
    let outside = |t: TokenId| {
        let relation = document.token(t).deprel.split(':').next().unwrap_or_default();
        matches!(relation, "case" | "cc" | "mark" | "punct" | "conj" | "cop" | "nsubj" | "aux" | "advmod" | "parataxis")
    };
    let mut span = TokenSpan { start: head, end: TokenId(head.0 + 1) };
    for child in document.children(head).filter(|c| !outside(*c)) {
        let below = document.subtree(child);
        span = TokenSpan { start: span.start.min(below.start), end: span.end.max(below.end) };
    }
    span
}

/// Where the head of a span of bytes begins: the token whose head lies outside.
fn head_of(document: &Document, (start, end): (usize, usize)) -> usize {
    let inside = |t: &crate::document::Token| start <= t.range.start as usize && (t.range.end as usize) <= end;
    let tokens = document.tokens.iter().filter(|t| inside(t));
    let mut top = tokens.filter(|t| t.head.is_none_or(|h| !inside(document.token(h))));
    top.next().map_or(start, |t| t.range.start as usize)
}

fn compare<M: Eq + std::hash::Hash + Copy>(gold: &[Vec<M>], found: &[Vec<M>]) -> Score {
    let right = found.iter().flatten().filter(|m| gold.iter().flatten().any(|g| g == *m)).count();
    let mentions = Counts { right, found: found.iter().map(Vec::len).sum(), gold: gold.iter().map(Vec::len).sum() };
    Score { mentions, ratios: [muc(gold, found), b_cubed(gold, found), ceaf_e(gold, found)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str =
        "# begin document a\n0\tThe\t(1\n1\tmayor\t1)\n2\tsaid\t_\n3\tshe\t(1)\n4\tlikes\t_\n5\tKim\t(2(3)\n6\t.\t2)\n# end document\n";

    #[test]
    fn reads_chains_of_spans() {
        let gold = parse("a", FILE).unwrap();
        assert_eq!(gold[0].chains, [vec![(0, 2), (3, 4)], vec![(5, 7)], vec![(5, 6)]]);
        assert_eq!(marks_of("(4(5)6)"), ["(4", "(5)", "6)"]);
    }

    #[test]
    fn errors_name_file_and_line() {
        let problem = |from: &str, to: &str| parse("a", &FILE.replace(from, to)).unwrap_err().to_string();
        assert_eq!(problem("mayor\t1)", "mayor\t9)"), "a:3: chain 9 ends where it was not begun");
        assert!(problem("said\t_", "said").starts_with("a:4: 2 columns"));
    }

    fn report_of(text: &str) -> Report {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.conll");
        std::fs::write(&path, text).unwrap();
        coref(&[path], &Extractor::shipped().unwrap()).unwrap()
    }

    #[test]
    fn a_pronoun_is_found() {
        let text =
            "# begin document a\n0\tElena\t(1\n1\tMarsh\t1)\n2\tsaid\t_\n3\tthat\t_\n4\tshe\t(1)\n5\twould\t_\n6\tresign\t_\n7\t.\t_\n";
        assert_eq!(report_of(text).figure("MUC, whole spans"), Some(Figure::Rates { precision: 1.0, recall: 1.0 }));
    }

    #[test]
    fn predicates_may_be_left_out() {
        let text = "# begin document a\n0\tElena\t(1\n1\tMarsh\t1)\n2\tis\t_\n3\ta\t_\n4\tlawyer\t_\n5\t.\t_\n\
            6\tShe\t(1)\n7\tresigned\t_\n8\t.\t_\n";
        let report = report_of(text);
        let muc = |how: &str| report.figure(&format!("MUC, {how}"));
        assert_eq!(muc("head words that OntoNotes marks"), Some(Figure::Rates { precision: 1.0, recall: 1.0 }));
        assert_eq!(muc("head words"), Some(Figure::Rates { precision: 0.5, recall: 1.0 }));
    }
}
