//! `tests/corpus/trees.txt`: headlines, captions, datelines, quotations and inverted order are read as stated there.

use dateline::pipeline::Extractor;
use dateline::source::Article;

#[test]
fn sentences_of_news_are_read_right() {
    let extractor = Extractor::shipped().unwrap();
    let mut wrong = Vec::new();
    let lines = include_str!("corpus/trees.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    for line in lines {
        let (text, relations) = line.split_once(" || ").unwrap_or_else(|| panic!("no ` || ` in {line:?}"));
        let document = extractor.annotate(Article::from_text(text));
        let found: Vec<String> = document
            .tokens
            .iter()
            .map(|t| {
                let form = t.range.of(&document.article.text);
                let head = t.head.map(|h| document.form(h));
                head.map_or_else(|| format!("{}({form})", t.deprel), |head| format!("{}({head}, {form})", t.deprel))
            })
            .collect();
        for wanted in relations.split_inclusive(')').map(str::trim).filter(|w| !found.iter().any(|f| f == w)) {
            wrong.push(format!("{text}\n  no {wanted} in {}", found.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
