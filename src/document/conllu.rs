//! CoNLL-U ↔ document: ten columns a token, an empty line behind each sentence.
//!
//! ```text
//! 1   Kim    Kim    PROPN  NNP  _  2  nsubj  _  NER=B-PER      "Kim left."  with tokens, tags, heads
//! 2   left   leave  VERB   VBD  _  0  root   _  SpaceAfter=No
//! 3   .      .      PUNCT  .    _  2  punct  _  _
//! ```
//! Multi-word ranges (`1-2`) and empty nodes (`8.1`) are skipped.

use compact_str::CompactString;
use thiserror::Error;

use super::{Document, Sentence, Token, TokenId, TokenSpan};
use crate::source::{Block, BlockKind};
use crate::text::TextRange;

/// What is wrong with a CoNLL-U text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConlluError {
    /// A token line without ten columns.
    #[error("line {line}: {found} columns where CoNLL-U has ten (they are separated by tabs)")]
    Columns {
        /// 1-based line.
        line: usize,
        /// Columns found.
        found: usize,
    },
    /// The ID column does not count on from 1.
    #[error("line {line}: ID {id:?} where {expected} should follow")]
    Id {
        /// 1-based line.
        line: usize,
        /// What stands there.
        id: String,
        /// The number that should.
        expected: usize,
    },
    /// An empty FORM.
    #[error("line {line}: empty FORM")]
    Form {
        /// 1-based line.
        line: usize,
    },
    /// A HEAD that is no token of the sentence.
    #[error("line {line}: HEAD {head:?} is no token of the sentence (0 is the root, _ is unknown)")]
    Head {
        /// 1-based line.
        line: usize,
        /// What stands there.
        head: String,
    },
}

/// Reads CoNLL-U as one document with one block. The text is rebuilt from FORM and `SpaceAfter`;
/// `# newdoc` and `# newpar` become an empty line. Tags, lemmas and heads are kept where they are given.
///
/// # Errors
/// At the first line that is not CoNLL-U, with its number.
pub fn read(text: &str) -> Result<Document, ConlluError> {
    let mut document = Document::default();
    let mut reader = Reader { document: &mut document, start: 0, heads: Vec::new(), glue: true };
    for (index, line) in text.lines().enumerate() {
        let (number, line) = (index + 1, line.trim_end_matches('\r'));
        if line.trim().is_empty() {
            reader.end_sentence()?;
        } else if let Some(comment) = line.strip_prefix('#') {
            reader.comment(comment.trim());
        } else {
            reader.token(number, line)?;
        }
    }
    reader.end_sentence()?;
    let range = TextRange::new(0, document.article.text.len());
    document.article.blocks = vec![Block { kind: BlockKind::Paragraph, range }];
    Ok(document)
}

struct Reader<'d> {
    document: &'d mut Document,
    /// First token of the sentence being read.
    start: usize,
    /// HEAD columns of the sentence with their lines.
    heads: Vec<(usize, String)>,
    /// Whether the next token follows without a space.
    glue: bool,
}

impl Reader<'_> {
    fn comment(&mut self, comment: &str) {
        let new = comment.starts_with("newdoc") || comment.starts_with("newpar");
        let text = &mut self.document.article.text;
        if new && !text.is_empty() && !text.ends_with('\n') {
            text.push_str("\n\n");
            self.glue = true;
        }
    }

    fn token(&mut self, line: usize, row: &str) -> Result<(), ConlluError> {
        let columns: Vec<&str> = row.split('\t').collect();
        let &[id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = columns.as_slice() else {
            return Err(ConlluError::Columns { line, found: columns.len() });
        };
        if id.contains(['-', '.']) {
            return Ok(());
        }
        let expected = self.document.tokens.len() - self.start + 1;
        if id != expected.to_string() {
            return Err(ConlluError::Id { line, id: id.into(), expected });
        }
        if form.is_empty() {
            return Err(ConlluError::Form { line });
        }
        let text = &mut self.document.article.text;
        if !self.glue {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(form);
        let given = |column: &str| if column == "_" { CompactString::default() } else { column.into() };
        let misc: Vec<&str> = misc.split('|').collect();
        self.glue = misc.contains(&"SpaceAfter=No");
        self.document.tokens.push(Token {
            range: TextRange::new(start, text.len()),
            lemma: if form == "_" { lemma.into() } else { given(lemma) },
            upos: given(upos),
            xpos: given(xpos),
            feats: feats.into(),
            deprel: given(deprel),
            name_tag: misc.iter().find_map(|m| m.strip_prefix("NER=")).unwrap_or("").into(),
            ..Token::default()
        });
        self.heads.push((line, head.into()));
        Ok(())
    }

    fn end_sentence(&mut self) -> Result<(), ConlluError> {
        let len = self.heads.len();
        for (index, (line, head)) in std::mem::take(&mut self.heads).into_iter().enumerate() {
            let number = match head.as_str() {
                "_" => 0,
                other => {
                    other.parse().ok().filter(|n| *n <= len && *n != index + 1).ok_or(ConlluError::Head { line, head: head.clone() })?
                }
            };
            self.document.tokens[self.start + index].head = (number > 0).then(|| TokenId((self.start + number - 1) as u32));
        }
        if len > 0 {
            let tokens = TokenSpan::new(self.start, self.start + len);
            self.document.sentences.push(Sentence { tokens, block: 0 });
            self.start += len;
        }
        Ok(())
    }
}

/// Writes the document as CoNLL-U; names go to MISC as `NER=B-PER`. What is not known is `_`.
pub fn write(document: &Document) -> String {
    let mut out = String::new();
    let mut block = None;
    for (number, sentence) in document.sentences.iter().enumerate() {
        if block != Some(sentence.block) {
            out.push_str(if block.is_none() { "# newdoc\n# newpar\n" } else { "# newpar\n" });
            block = Some(sentence.block);
        }
        let text = document.text_of(sentence.tokens).split_whitespace().collect::<Vec<_>>().join(" ");
        out.push_str(&format!("# sent_id = {}\n# text = {text}\n", number + 1));
        for (index, id) in sentence.tokens.iter().enumerate() {
            out.push_str(&row(document, sentence.tokens, index + 1, id));
        }
        out.push('\n');
    }
    out
}

fn row(document: &Document, sentence: TokenSpan, number: usize, id: TokenId) -> String {
    let token = document.token(id);
    let or_blank = |s: &str| if s.is_empty() { "_".to_string() } else { s.to_string() };
    let head = match token.head {
        Some(head) => (head.0.saturating_sub(sentence.start.0) + 1).to_string(),
        None if token.deprel.is_empty() => "_".into(),
        None => "0".into(),
    };
    let glued = document.tokens.get(id.index() + 1).is_some_and(|next| next.range.start == token.range.end);
    let name = Some(&token.name_tag).filter(|tag| !matches!(tag.as_str(), "" | "O")).map(|tag| format!("NER={tag}"));
    let misc = [name, glued.then(|| "SpaceAfter=No".to_string())].into_iter().flatten().collect::<Vec<_>>().join("|");
    let form = document.form(id).replace(char::is_whitespace, " ");
    let columns = [
        number.to_string(),
        form,
        or_blank(&token.lemma),
        or_blank(&token.upos),
        or_blank(&token.xpos),
        or_blank(&token.feats),
        head,
        or_blank(&token.deprel),
        "_".into(),
        or_blank(&misc),
    ];
    columns.join("\t") + "\n"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "# newdoc\n# newpar\n# sent_id = 1\n# text = Kim left.\n\
        1\tKim\tKim\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\tNER=B-PER\n\
        2\tleft\tleave\tVERB\tVBD\tTense=Past\t0\troot\t_\tSpaceAfter=No\n\
        3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";

    #[test]
    fn reads_and_writes_the_same() {
        let document = read(TEXT).unwrap();
        assert_eq!(document.article.text, "Kim left.");
        assert_eq!(document.tokens[0].head, Some(TokenId(1)));
        assert_eq!(document.tokens[1].head, None);
        assert_eq!(write(&document), TEXT);
    }

    #[test]
    fn skips_ranges_and_empty_nodes() {
        let cut = TEXT.replace("2\tleft", "2-3\tleft.\t_\t_\t_\t_\t_\t_\t_\t_\n1.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n2\tleft");
        assert_eq!(read(&cut).unwrap().tokens.len(), 3);
    }

    #[test]
    fn errors_name_the_line() {
        let error = |from: &str, to: &str| read(&TEXT.replace(from, to)).unwrap_err().to_string();
        assert!(error("\tnsubj", "").starts_with("line 5: 9 columns"));
        assert!(error("2\tleft", "4\tleft").starts_with("line 6: ID \"4\""));
        assert!(error("\t2\tpunct", "\t9\tpunct").starts_with("line 7: HEAD \"9\""));
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "([0-9]{1,2}\t|_\t|#|\n|\\PC){0,60}") {
            let _ = read(&text);
        }
    }
}
