//! GAP (a pronoun and two names in a text, tab-separated) → how often the pronoun is tied to the right name.

use std::path::Path;

use rayon::prelude::*;

use super::input::read;
use super::{Counts, EvalError, Figure, MissKind, Report};
use crate::document::{ChainId, Document};
use crate::pipeline::Extractor;
use crate::source::Article;
use crate::text::CodePoints;

/// A pronoun with two names that may be meant.
struct Case {
    line: usize,
    text: String,
    pronoun: (usize, usize),
    /// Code points, and whether it is meant.
    names: [((usize, usize), bool); 2],
}

/// Measures against a table of GAP.
///
/// # Errors
/// A file that cannot be read or is not of the form, with its line.
pub fn gap(path: &Path, extractor: &Extractor) -> Result<Report, EvalError> {
    let file = path.display().to_string();
    let cases = cases(&file, &read(path)?)?;
    let found: Vec<[bool; 2]> = cases
        .par_iter()
        .map(|case| {
            let document = extractor.annotate(Article::from_text(&case.text));
            let pronoun = chains_at(&document, case.pronoun);
            case.names.map(|(place, _)| chains_at(&document, place).iter().any(|chain| pronoun.contains(chain)))
        })
        .collect();
    let mut counts = Counts::default();
    let mut both_right = 0;
    let mut report = Report::default();
    for (case, found) in cases.iter().zip(&found) {
        let mut all = true;
        for ((place, is_meant), found) in case.names.iter().zip(found) {
            counts += Counts { right: usize::from(*is_meant && *found), found: usize::from(*found), gold: usize::from(*is_meant) };
            if is_meant != found {
                all = false;
                let words = |(start, end): (usize, usize)| case.text.chars().skip(start).take(end - start).collect::<String>();
                let kind = if *is_meant { MissKind::Missed } else { MissKind::Spurious };
                let what = format!("{} = {} in: {}", words(case.pronoun), words(*place), case.text);
                report.miss(&format!("{file}:{}", case.line), kind, what);
            }
        }
        both_right += usize::from(all);
    }
    report.row("names that the pronoun means", Figure::Match(counts));
    report.share("cases with both names right", both_right, cases.len());
    Ok(report)
}

fn cases(file: &str, text: &str) -> Result<Vec<Case>, EvalError> {
    let mut cases = Vec::new();
    for (line, row) in (1..).zip(text.lines()).skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let &[_, text, pronoun, at, a, a_at, a_is, b, b_at, b_is, ..] = columns.as_slice() else {
            return Err(EvalError::at(file, line, format!("{} columns where GAP has eleven", columns.len())));
        };
        let place = |word: &str, at: &str| {
            let start: usize = at.parse().map_err(|_| EvalError::at(file, line, format!("offset {at:?} is no number")))?;
            Ok::<_, EvalError>((start, start + word.chars().count()))
        };
        let is_meant = |value: &str| value.eq_ignore_ascii_case("true");
        cases.push(Case {
            line,
            text: text.to_owned(),
            pronoun: place(pronoun, at)?,
            names: [(place(a, a_at)?, is_meant(a_is)), (place(b, b_at)?, is_meant(b_is))],
        });
    }
    if cases.is_empty() { Err(EvalError::of(file, "no case below the header")) } else { Ok(cases) }
}

/// Chains with a mention whose head lies in the place.
fn chains_at(document: &Document, place: (usize, usize)) -> Vec<ChainId> {
    let points = CodePoints::new(&document.article.text);
    let inside = |start: usize, end: usize| place.0 <= start && end <= place.1;
    let mentions = document.mentions.iter().filter(|m| {
        let (start, end) = points.range(document.token(m.head).range);
        inside(start, end)
    });
    mentions.filter_map(|m| m.chain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n\
        1\tElena Marsh met Boris Kerr before she resigned.\tshe\t34\tElena Marsh\t0\tTRUE\tBoris Kerr\t16\tFALSE\tx\n";

    #[test]
    fn the_pronoun_is_tied_to_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.tsv");
        std::fs::write(&path, TABLE).unwrap();
        let report = gap(&path, &Extractor::shipped().unwrap()).unwrap();
        assert_eq!(report.figure("cases with both names right"), Some(Figure::Share { right: 1, of: 1 }));
    }

    #[test]
    fn errors_name_file_and_line() {
        assert!(cases("a", "header\nx\ty\n").err().unwrap().to_string().starts_with("a:2: 2 columns"));
        assert!(cases("a", &TABLE.replace("\t34\t", "\tx\t")).err().unwrap().to_string().starts_with("a:2: offset"));
    }
}
