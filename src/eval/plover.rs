//! Sentences with a source, a target and a PLOVER root type (tab-separated, with a header) → how many have an event of ours
//! between the two, and of the right class.
//!
//! A sentence may hold more events than the one that is annotated, so that what is found besides is no error.

use std::path::Path;

use rayon::prelude::*;

use super::input::read;
use super::mapping::{EventRules, Plover};
use super::naming::Names;
use super::{EvalError, MissKind, Report};
use crate::events::{Event, Extraction, Filler};
use crate::pipeline::Extractor;
use crate::source::Article;

/// Columns that are used.
const COLUMNS: [&str; 5] = ["sentence", "source", "target", "gold_root", "gold_penta"];

struct Sentence {
    line: usize,
    text: String,
    source: Names,
    target: Names,
    root: String,
    quad: u8,
}

/// Measures against a table of sentences.
///
/// # Errors
/// A file that cannot be read, lacks a column, or has an unknown root type, with its line.
pub fn plover(path: &Path, extractor: &Extractor) -> Result<Report, EvalError> {
    let file = path.display().to_string();
    let sentences = sentences(&file, &read(path)?)?;
    let results: Vec<(Agreement, String)> = sentences
        .par_iter()
        .map(|sentence| {
            let extraction = extractor.extract(Article::from_text(&sentence.text));
            (agreement(sentence, &extraction), described(&extraction))
        })
        .collect();
    let mut report = Report::default();
    let count = |holds: &dyn Fn(&Agreement) -> bool| results.iter().filter(|(a, _)| holds(a)).count();
    let all = sentences.len();
    report.share("root type found", count(&|a| a.root), all);
    report.share("quad class found", count(&|a| a.quad), all);
    report.share("source found as actor", count(&|a| a.source), all);
    report.share("target found", count(&|a| a.target), all);
    let linked = count(&|a| a.linked);
    report.share("an event from source to target", linked, all);
    report.share("of these, root type right", count(&|a| a.linked_root), linked);
    report.share("of these, quad class right", count(&|a| a.linked_quad), linked);
    report.share("source, target and root type", count(&|a| a.linked_root), all);
    for root in Plover::shipped().roots() {
        let of =
            |holds: &dyn Fn(&Agreement) -> bool| sentences.iter().zip(&results).filter(|(s, (a, _))| s.root == root && holds(a)).count();
        report.share(format!("root {root} found"), of(&|a| a.root), of(&|_| true));
    }
    for (sentence, (agreement, found)) in sentences.iter().zip(&results).filter(|(_, (a, _))| !a.linked_root) {
        let kind = if agreement.linked { MissKind::Wrong } else { MissKind::Missed };
        let what = format!(
            "{} from {} to {} in: {} — found: {found}",
            sentence.root,
            sentence.source.shown(),
            sentence.target.shown(),
            sentence.text
        );
        report.miss(&format!("{file}:{}", sentence.line), kind, what);
    }
    Ok(report)
}

fn sentences(file: &str, text: &str) -> Result<Vec<Sentence>, EvalError> {
    let mut rows = (1..).zip(text.lines());
    let header: Vec<&str> = rows.next().map(|(_, row)| row.split('\t').collect()).unwrap_or_default();
    let place = |name: &str| header.iter().position(|h| *h == name).ok_or_else(|| EvalError::at(file, 1, format!("no column {name:?}")));
    let places = COLUMNS.iter().map(|name| place(name)).collect::<Result<Vec<_>, _>>()?;
    let row = |(line, row): (usize, &str)| {
        let cells: Vec<&str> = row.split('\t').collect();
        let cell = |k: usize| cells.get(places[k]).copied().ok_or_else(|| EvalError::at(file, line, format!("no {}", COLUMNS[k])));
        let root = cell(3)?;
        if Plover::shipped().root(root).is_none() {
            return Err(EvalError::at(file, line, format!("{root:?} is no root type of PLOVER")));
        }
        let quad = cell(4)?.parse().map_err(|_| EvalError::at(file, line, "the quad class is no number"))?;
        Ok(Sentence {
            line,
            text: cell(0)?.to_owned(),
            source: Names::new([cell(1)?]),
            target: Names::new([cell(2)?]),
            root: root.to_owned(),
            quad,
        })
    };
    rows.filter(|(_, row)| !row.trim().is_empty()).map(row).collect()
}

/// What of a sentence is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Agreement {
    root: bool,
    quad: bool,
    source: bool,
    target: bool,
    linked: bool,
    linked_root: bool,
    linked_quad: bool,
}

fn agreement(sentence: &Sentence, extraction: &Extraction) -> Agreement {
    let plover = Plover::shipped();
    let rules = EventRules::shipped();
    let mut agreement = Agreement::default();
    for event in &extraction.events {
        let root = plover.root(&sentence.root).is_some_and(|r| r.covers(event));
        let quad = plover.quads(event).contains(&sentence.quad);
        let (actors, others): (Vec<_>, Vec<_>) = participants(event, extraction).partition(|(role, _)| rules.group(role) == "actor");
        let has = |fillers: &[(String, Names)], wanted: &Names| fillers.iter().any(|(_, names)| names.matches(wanted));
        let source = has(&actors, &sentence.source);
        // two who meet are both actors
        let target = has(&others, &sentence.target) || has(&actors, &sentence.target) && actors.len() > 1;
        agreement.root |= root;
        agreement.quad |= quad;
        agreement.source |= source;
        agreement.target |= target;
        agreement.linked |= source && target;
        agreement.linked_root |= source && target && root;
        agreement.linked_quad |= source && target && quad;
    }
    agreement
}

fn participants<'e>(event: &'e Event, extraction: &'e Extraction) -> impl Iterator<Item = (String, Names)> + 'e {
    let text = &extraction.document.article.text;
    let names = move |filler: &Filler| match filler {
        Filler::Entity(id) => {
            let entity = &extraction.entities[id.0 as usize];
            Names::new(entity.mentions.iter().map(|m| m.range.of(text)).chain([entity.name.as_str()]))
        }
        Filler::Event { words, .. } | Filler::Text(words) => Names::new([words.of(text)]),
    };
    event.roles.iter().flat_map(move |(role, fillers)| fillers.iter().map(move |f| (role.to_string(), names(f))))
}

fn described(extraction: &Extraction) -> String {
    let event = |event: &Event| {
        let roles: Vec<_> = participants(event, extraction).map(|(role, names)| format!("{role} {}", names.shown())).collect();
        format!("{} ({}) by {}", event.class, roles.join(", "), event.frame)
    };
    extraction.events.iter().map(event).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Figure;

    const TABLE: &str = "\tsentence\tsource\ttarget\tgold_penta\tgold_root\n\
        1\tPolice arrested the mayor.\tPolice\tthe mayor\t4\tCOERCE\n2\tThe rain fell on Norland.\tKim\tNorland\t3\tACCUSE\n";

    #[test]
    fn source_target_and_class_are_compared() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.tsv");
        std::fs::write(&path, TABLE).unwrap();
        let report = plover(&path, &Extractor::shipped().unwrap()).unwrap();
        assert_eq!(report.figure("source, target and root type"), Some(Figure::Share { right: 1, of: 2 }));
        assert_eq!(report.figure("root ACCUSE found"), Some(Figure::Share { right: 0, of: 1 }));
        assert_eq!(report.errors.len(), 1);
    }

    #[test]
    fn errors_name_file_and_line() {
        let problem = |text: &str| sentences("a", text).err().unwrap().to_string();
        assert_eq!(problem("sentence\tsource\n"), "a:1: no column \"target\"");
        assert!(problem(&TABLE.replace("ACCUSE", "HUG")).starts_with("a:3: \"HUG\""));
    }
}
