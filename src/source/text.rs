//! A plain text → an article: date lines above, a headline, the body as it stands.

use super::build::Draft;
use super::dates::{Clue, is_date_line, place};
use super::{Article, Block, BlockKind, Link, ReadOptions, SourceError, plain};
use crate::text::{CodePoints, OffsetMap, TextRange};

/// Reads a whole text file.
pub(super) fn article(source: &str, mut draft: Draft, options: &ReadOptions) -> Result<Article, SourceError> {
    let points = CodePoints::new(source);
    let from = header(source, 0, &points, &mut draft);
    let headline = plain::headline(source, from);
    let body = plain::trimmed(source, headline.as_ref().map_or(from, |line| line.end)..source.len());
    if body.is_empty() {
        return Err(SourceError::Empty { place: draft.place });
    }
    let mut article = Article::default();
    if let Some(line) = headline {
        headed(&mut article, &source[line.clone()], points.at(line.start));
    }
    article.body_start = article.text.len();
    article.text.push_str(&source[body.clone()]);
    article.offsets.push_text(&source[body.clone()], article.body_start, points.at(body.start));
    article.blocks.extend(plain::blocks(&article.text, article.body_start));
    add_bare_links(&mut article, &mut draft);
    Ok(draft.finish(article, source, options))
}

/// Reads the text of a record. The body is kept byte by byte; offsets count in headline, empty line and body.
pub(super) fn record(body: &str, mut draft: Draft, options: &ReadOptions) -> Result<Article, SourceError> {
    if body.trim().is_empty() {
        return Err(SourceError::BadRecord { place: draft.place, problem: "the body is empty".to_owned() });
    }
    let title = draft.title.take().filter(|title| !title.is_empty());
    let mut article = Article::default();
    let repeated = title.as_ref().is_some_and(|title| {
        let first = plain::lines(body, 0).find(|line| !line.is_empty());
        first.is_some_and(|line| body[line] == **title)
    });
    match &title {
        Some(title) if !repeated => headed(&mut article, title, 0),
        _ => {}
    }
    article.body_start = article.text.len();
    article.text.push_str(body);
    article.offsets = OffsetMap::default();
    article.offsets.push_text(&article.text, 0, 0);
    let points = CodePoints::new(&article.text);
    let from = header(&article.text, article.body_start, &points, &mut draft);
    let inner = match &title {
        None => plain::headline(&article.text, from),
        Some(_) if repeated => plain::lines(&article.text, article.body_start).find(|line| !line.is_empty()),
        Some(_) => None,
    };
    if let Some(line) = &inner {
        article.blocks.push(Block { kind: BlockKind::Headline, range: TextRange::new(line.start, line.end) });
    }
    article.title = title.or_else(|| inner.as_ref().map(|line| article.text[line.clone()].to_owned()));
    article.blocks.extend(plain::blocks(&article.text, inner.map_or(article.body_start, |line| line.end)));
    add_bare_links(&mut article, &mut draft);
    let source = article.text.clone();
    Ok(draft.finish(article, &source, options))
}

/// Takes the date lines above everything else as header; gives the byte behind them.
pub(super) fn header(source: &str, from: usize, points: &CodePoints, draft: &mut Draft) -> usize {
    let mut at = from;
    for line in plain::lines(source, from).filter(|line| !line.is_empty()) {
        if !is_date_line(&source[line.clone()]) {
            break;
        }
        at = line.end;
        let text = source[line.clone()].to_owned();
        draft.clues.header.get_or_insert(Clue { text, place: Some(place(points, line)), rule: "header-line" });
    }
    at
}

/// Begins an article with its headline, which stands at code point `source` of the source.
pub(super) fn headed(article: &mut Article, title: &str, source: usize) {
    article.blocks.push(Block { kind: BlockKind::Headline, range: TextRange::new(0, title.len()) });
    article.offsets.push_text(title, 0, source);
    article.text = format!("{title}\n\n");
    article.title = Some(title.to_owned());
}

/// Addresses written out in a text are links to themselves.
fn add_bare_links(article: &mut Article, draft: &mut Draft) {
    let mut at = 0;
    while let Some(start) = article.text[at..].find("http").map(|i| at + i) {
        let rest = &article.text[start..];
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ')' | ']' | '”' | '“')).unwrap_or(rest.len());
        let url = rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
        if url.starts_with("http://") || url.starts_with("https://") {
            let range = TextRange::new(start, start + url.len());
            draft.clues.links.push((url.to_owned(), Some(article.offsets.source(&article.text, range))));
            article.links.push(Link { range, url: url.to_owned() });
        }
        at = start + length.max("http".len());
    }
}
