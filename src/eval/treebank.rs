//! CoNLL-U → text, words and trees with their places counted in characters without white space, so that words that were cut
//! otherwise can be compared: `can not` and `cannot` begin and end at the same places.

use super::EvalError;
use crate::document::Document;

/// A word with its tree, as annotated or as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// First and one past the last character that is no white space, counted over the document.
    pub span: (usize, usize),
    pub upos: String,
    pub lemma: String,
    /// Index of the head; `None` at the root.
    pub head: Option<usize>,
    /// Relation without its subtype.
    pub relation: String,
}

/// A document of a treebank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    /// Text as the treebank has it, a paragraph a line.
    pub text: String,
    pub words: Vec<Word>,
    /// Tokens as written: a contraction is one.
    pub tokens: Vec<(usize, usize)>,
    pub sentences: Vec<(usize, usize)>,
}

/// The documents of a CoNLL-U file, cut at `# newdoc`.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Tree>, EvalError> {
    let mut trees = Vec::new();
    let mut reader = Reader::default();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            reader.end_sentence().map_err(|problem| EvalError::at(file, number, problem))?;
        } else if let Some(comment) = line.strip_prefix('#') {
            if comment.trim().starts_with("newdoc") && !reader.tree.words.is_empty() {
                trees.push(std::mem::take(&mut reader).tree);
            }
            reader.comment(comment.trim());
        } else {
            reader.row(line).map_err(|problem| EvalError::at(file, number, problem))?;
        }
    }
    let last = text.lines().count();
    reader.end_sentence().map_err(|problem| EvalError::at(file, last, problem))?;
    trees.extend(Some(reader.tree).filter(|tree| !tree.words.is_empty()));
    if trees.is_empty() {
        return Err(EvalError::of(file, "no sentence in it; CoNLL-U is expected"));
    }
    Ok(trees)
}

#[derive(Default)]
struct Reader {
    tree: Tree,
    /// Characters so far.
    at: usize,
    /// First word and first character of the sentence.
    start: (usize, usize),
    /// Heads of the sentence as numbers.
    heads: Vec<usize>,
    /// Words of the contraction that is being read, its last number, and its span.
    contraction: Option<(usize, (usize, usize), String)>,
    given: Option<String>,
    forms: String,
    new_paragraph: bool,
}

impl Reader {
    fn comment(&mut self, comment: &str) {
        if comment.starts_with("newdoc") || comment.starts_with("newpar") {
            self.new_paragraph = true;
        } else if let Some(text) = comment.strip_prefix("text = ") {
            self.given = Some(text.to_owned());
        }
    }

    fn row(&mut self, line: &str) -> Result<(), String> {
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, _, _, head, relation, _, misc] = columns.as_slice() else {
            return Err(format!("{} columns where CoNLL-U has ten (they are separated by tabs)", columns.len()));
        };
        if id.contains('.') {
            return Ok(());
        }
        let length = form.chars().filter(|c| !c.is_whitespace()).count();
        if let Some((_, last)) = id.split_once('-') {
            let last = last.parse().map_err(|_| format!("ID {id:?} is no range"))?;
            let span = (self.at, self.at + length);
            self.tree.tokens.push(span);
            self.contraction = Some((last, span, form.to_owned()));
            self.written(form, misc);
            return Ok(());
        }
        let number: usize = id.parse().map_err(|_| format!("ID {id:?} is no number"))?;
        let mut span = (self.at, self.at + length);
        match &self.contraction {
            Some((last, whole, _)) => {
                span = (span.0.min(whole.1), span.1.min(whole.1));
                self.at = if number >= *last { whole.1 } else { span.1 };
                if number >= *last {
                    span.1 = whole.1;
                    self.contraction = None;
                }
            }
            None => {
                self.tree.tokens.push(span);
                self.at = span.1;
                self.written(form, misc);
            }
        }
        self.heads.push(head.parse().map_err(|_| format!("HEAD {head:?} is no number"))?);
        self.tree.words.push(Word {
            span,
            upos: upos.to_owned(),
            lemma: lemma.to_owned(),
            head: None,
            relation: universal(relation).to_owned(),
        });
        Ok(())
    }

    fn written(&mut self, form: &str, misc: &str) {
        self.forms.push_str(form);
        if !misc.split('|').any(|m| m == "SpaceAfter=No") {
            self.forms.push(' ');
        }
    }

    fn end_sentence(&mut self) -> Result<(), String> {
        if self.heads.is_empty() {
            return Ok(());
        }
        let count = self.heads.len();
        for (index, head) in std::mem::take(&mut self.heads).into_iter().enumerate() {
            if head > count {
                return Err(format!("HEAD {head} is no word of the sentence of {count}"));
            }
            self.tree.words[self.start.0 + index].head = (head > 0).then(|| self.start.0 + head - 1);
        }
        self.tree.sentences.push((self.start.1, self.at));
        self.start = (self.tree.words.len(), self.at);
        let forms = std::mem::take(&mut self.forms);
        if !self.tree.text.is_empty() {
            self.tree.text.push_str(if self.new_paragraph { "\n\n" } else { " " });
        }
        self.tree.text.push_str(&self.given.take().unwrap_or_else(|| forms.trim_end().to_owned()));
        self.new_paragraph = false;
        self.contraction = None;
        Ok(())
    }
}

/// The same of what the program found.
pub(super) fn found(document: &Document) -> Tree {
    let mut places = Vec::with_capacity(document.tokens.len());
    let (mut at, mut byte) = (0, 0);
    let text = &document.article.text;
    let solid = |from: usize, to: usize| text.get(from..to).unwrap_or("").chars().filter(|c| !c.is_whitespace()).count();
    for token in &document.tokens {
        let (start, end) = (token.range.start as usize, token.range.end as usize);
        at += solid(byte, start);
        let length = solid(start, end);
        places.push((at, at + length));
        at += length;
        byte = end;
    }
    let words = document.tokens.iter().zip(&places).map(|(token, span)| Word {
        span: *span,
        upos: token.upos.to_string(),
        lemma: token.lemma.to_string(),
        head: token.head.map(|h| h.index()),
        relation: universal(&token.deprel).to_owned(),
    });
    let sentence = |s: &crate::document::Sentence| {
        let (first, last) = (s.tokens.start.index(), s.tokens.end.index().checked_sub(1)?);
        Some((places.get(first)?.0, places.get(last)?.1))
    };
    Tree {
        text: String::new(),
        words: words.collect(),
        tokens: places.clone(),
        sentences: document.sentences.iter().filter_map(sentence).collect(),
    }
}

fn universal(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# newdoc\n# newpar\n# text = I can't go.\n1\tI\tI\tPRON\tPRP\t_\t4\tnsubj\t_\t_\n\
        2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tca\tcan\tAUX\tMD\t_\t4\taux\t_\t_\n3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n\
        4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n";

    #[test]
    fn a_contraction_is_one_token_and_two_words() {
        let trees = read("a.conllu", FILE).unwrap();
        let tree = &trees[0];
        assert_eq!(tree.text, "I can't go.");
        assert_eq!(tree.tokens, [(0, 1), (1, 6), (6, 8), (8, 9)]);
        assert_eq!(tree.words.iter().map(|w| w.span).collect::<Vec<_>>(), [(0, 1), (1, 3), (3, 6), (6, 8), (8, 9)]);
        assert_eq!(tree.sentences, [(0, 9)]);
    }

    #[test]
    fn errors_name_file_and_line() {
        let error = |from: &str, to: &str| read("a.conllu", &FILE.replace(from, to)).unwrap_err().to_string();
        assert!(error("\tnsubj", "").starts_with("a.conllu:4: 9 columns"));
        assert!(error("\t4\tnsubj", "\tx\tnsubj").starts_with("a.conllu:4: HEAD \"x\""));
        assert!(read("a.conllu", "").unwrap_err().to_string().contains("no sentence"));
    }
}
