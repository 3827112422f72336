//! Column files of names (a word and its label a line, an empty line behind each sentence) → sentences with spans.
//!
//! ```text
//! Kim  B-PER          1  Kim  B-PER  -  -     (IOB2 of Universal NER: numbered, tabs, comments)
//! left O              2  left O      -  -
//! ```
//! IOB1 (`I-PER I-PER` without a B) is read too.

use std::collections::BTreeSet;

use super::EvalError;

/// Words of a sentence with the names in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Labelled {
    /// Line of the first word, from 1.
    pub line: usize,
    pub words: Vec<String>,
    /// First word, one past the last, label.
    pub names: Vec<(usize, usize, String)>,
}

/// The sentences of a file.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Labelled>, EvalError> {
    let mut sentences = Vec::new();
    let (mut sentence, mut tags) = (Labelled::default(), Vec::new());
    for (number, line) in (1..).zip(text.lines().chain([""])) {
        let columns: Vec<&str> = if line.contains('\t') { line.split('\t').collect() } else { line.split_whitespace().collect() };
        let is_tag = |tag: &str| tag == "O" || tag.starts_with("B-") || tag.starts_with("I-");
        let numbered = columns.len() > 2 && columns[0].parse::<u32>().is_ok() && is_tag(columns[2]);
        let (word, tag) = match columns.as_slice() {
            [] | [""] => {
                sentence.names = spans(&tags);
                tags.clear();
                sentences.extend(Some(std::mem::take(&mut sentence)).filter(|s| !s.words.is_empty()));
                continue;
            }
            [_, word, tag, ..] if numbered => (*word, *tag),
            [first, ..] if first.starts_with('#') && columns.len() != 2 => continue,
            [word, .., tag] => (*word, *tag),
            [only] => return Err(EvalError::at(file, number, format!("one column {only:?} where a word and a label are expected"))),
        };
        if !is_tag(tag) {
            return Err(EvalError::at(file, number, format!("label {tag:?} is none of O, B-…, I-…")));
        }
        if sentence.words.is_empty() {
            sentence.line = number;
        }
        sentence.words.push(word.to_owned());
        tags.push(tag.to_owned());
    }
    if sentences.is_empty() {
        return Err(EvalError::of(file, "no sentence in it; a word and a label a line are expected"));
    }
    Ok(sentences)
}

/// All labels in use.
pub(super) fn labels(sentences: &[Labelled]) -> BTreeSet<&str> {
    sentences.iter().flat_map(|s| s.names.iter().map(|n| n.2.as_str())).collect()
}

/// Tags of a sentence → spans of names.
pub(super) fn spans<T: AsRef<str>>(tags: &[T]) -> Vec<(usize, usize, String)> {
    let mut spans: Vec<(usize, usize, String)> = Vec::new();
    for (index, tag) in tags.iter().enumerate() {
        let Some((position, label)) = tag.as_ref().split_once('-') else { continue };
        match spans.last_mut() {
            Some(last) if position == "I" && last.1 == index && last.2 == label => last.1 = index + 1,
            _ => spans.push((index, index + 1, label.to_owned())),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_ways_of_writing() {
        let plain = read("a", "Kim B-PER\nSong I-PER\nleft O\n\n# O\n").unwrap();
        assert_eq!(plain[0].names, [(0, 2, "PER".to_owned())]);
        assert_eq!(plain[1].words, ["#"]);
        let numbered = read("a", "# text = Kim left\n1\tKim\tB-PER\t-\t-\n2\tleft\tO\t-\t-\n").unwrap();
        assert_eq!(numbered, [Labelled { line: 2, words: vec!["Kim".into(), "left".into()], names: vec![(0, 1, "PER".into())] }]);
        assert_eq!(labels(&plain).into_iter().collect::<Vec<_>>(), ["PER"]);
    }

    #[test]
    fn two_names_side_by_side_and_iob1() {
        assert_eq!(spans(&["I-PER", "I-PER", "B-PER", "I-LOC"]).len(), 3);
    }

    #[test]
    fn errors_name_file_and_line() {
        assert_eq!(
            read("a", "Kim B-PER\nleft\n").unwrap_err().to_string(),
            "a:2: one column \"left\" where a word and a label are expected"
        );
        assert!(read("a", "Kim PER\n").unwrap_err().to_string().starts_with("a:1: label"));
        assert!(read("a", "\n").is_err());
    }
}
