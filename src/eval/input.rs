//! Gold files → text, and words → documents that analysis can go on with.

use std::fs;
use std::path::{Path, PathBuf};

use super::EvalError;
use crate::document::{Document, Sentence, Token, TokenSpan};
use crate::source::{Block, BlockKind};
use crate::text::TextRange;

/// A file as text.
pub(super) fn read(path: &Path) -> Result<String, EvalError> {
    fs::read_to_string(path).map_err(|source| EvalError::Io { place: path.display().to_string(), source })
}

/// The files of a folder with an ending, by name.
pub(super) fn files(folder: &Path, ending: &'static str) -> Result<Vec<PathBuf>, EvalError> {
    let io = |source| EvalError::Io { place: folder.display().to_string(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(EvalError::Nothing { place: folder.display().to_string(), ending });
    }
    Ok(found)
}

/// Words in sentences as a document with text and tokens: words are split by spaces, sentences by lines.
pub(super) fn document<'w>(sentences: impl IntoIterator<Item = Vec<&'w str>>) -> Document {
    let mut document = Document::default();
    for words in sentences {
        let start = document.tokens.len();
        let block = document.article.blocks.len() as u32;
        let text = &mut document.article.text;
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let from = text.len();
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                text.push(' ');
            }
            let at = text.len();
            text.push_str(word);
            document.tokens.push(Token { range: TextRange::new(at, text.len()), ..Token::default() });
        }
        document.article.blocks.push(Block { kind: BlockKind::Paragraph, range: TextRange::new(from, text.len()) });
        document.sentences.push(Sentence { tokens: TokenSpan::new(start, document.tokens.len()), block });
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_a_document() {
        let document = document([vec!["Kim", "left", "."], vec!["Good", "."]]);
        assert_eq!(document.article.text, "Kim left .\n\nGood .");
        assert_eq!(document.text_of(document.sentences[1].tokens), "Good .");
    }

    #[test]
    fn an_empty_folder_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(files(folder.path(), "json").unwrap_err().to_string().ends_with("no file ends in .json"));
    }
}
