//! Text with HTML in it: feeds that give a header, a headline, the article as HTML, and often the same again as plain text.
//!
//! ```text
//! Sun. Jan 5th, 2025                                                header
//! Ship seized<!-- wp:html --><p>Customs <a href="…">said</a> …</p>  headline, links, captions and credits
//! Customs said …                                                    text and offsets
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

use super::build::Draft;
use super::html::{self, HtmlBlock, Token, Tokens, is_block_element};
use super::kinds::{key, original_publisher, straight_char};
use super::{Article, BlockKind, Link, ReadOptions, SourceError, dates, plain, text};
use crate::text::{CodePoints, TextRange};

/// The plain part is the article again if it has this share of the words of the HTML part.
const REPEATED: f32 = 0.8;

/// Where the HTML of a text stands: from the first to the last block element. `None` if it has no pair of them.
pub(super) fn html_part(source: &str) -> Option<Range<usize>> {
    let tags = Tokens::new(source).filter_map(|token| match token {
        Token::Start { name, range, .. } if is_block_element(&name) => Some((false, range)),
        Token::End { name, range } if is_block_element(&name) => Some((true, range)),
        _ => None,
    });
    let (mut part, mut ended): (Option<Range<usize>>, bool) = (None, false);
    for (end, range) in tags {
        ended |= end && part.is_some();
        part = Some(part.map_or(range.start, |part| part.start)..range.end);
    }
    part.filter(|_| ended)
}

/// Reads a text whose HTML stands at `part`.
pub(super) fn article(source: &str, part: Range<usize>, mut draft: Draft, options: &ReadOptions) -> Result<Article, SourceError> {
    let points = CodePoints::new(source);
    let headline = before(source, part.start, &points, &mut draft);
    let (blocks, _) = html::blocks(&source[part.clone()]);
    let Some(body) = repeated(source, &part, &blocks) else {
        draft.title = headline.map(|line| source[line].to_owned());
        return html::article(source, part.start, draft, options);
    };
    let mut article = Article::default();
    if let Some(line) = headline {
        text::headed(&mut article, &source[line.clone()], points.at(line.start));
    }
    article.body_start = article.text.len();
    article.text.push_str(&source[body.clone()]);
    article.offsets.push_text(&source[body.clone()], article.body_start, points.at(body.start));
    article.blocks.extend(plain::blocks(&article.text, article.body_start));
    carry_over(&blocks, &mut article);
    for block in &blocks {
        for link in &block.links {
            let at = part.start + link.place.start..part.start + link.place.end;
            draft.clues.links.push((link.url.clone(), Some(dates::place(&points, at))));
        }
        if let (Some(publisher), None) = (original_publisher(&block.text), &draft.url) {
            draft.publisher.get_or_insert(publisher);
            let link = block.links.last();
            draft.url = link.map(|link| link.url.clone());
            draft.clues.own_url = link.and_then(|_| draft.clues.links.last()?.1);
        }
    }
    Ok(draft.finish(article, source, options))
}

/// Header dates and the headline, which is the last other line before the HTML.
fn before(source: &str, end: usize, points: &CodePoints, draft: &mut Draft) -> Option<Range<usize>> {
    let from = text::header(source, 0, points, draft).min(end);
    let texts = Tokens::new(&source[from..end]).filter_map(|token| match token {
        Token::Text(range) => Some(from + range.start..from + range.end),
        _ => None,
    });
    let lines = texts.flat_map(|range| plain::lines(&source[..range.end], range.start).collect::<Vec<_>>());
    lines.filter(|line| !line.is_empty()).last()
}

/// The plain text behind the HTML, or before it, that says the same.
fn repeated(source: &str, part: &Range<usize>, blocks: &[HtmlBlock]) -> Option<Range<usize>> {
    let html: String = blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join(" ");
    let after = text_of(source, part.end..source.len());
    Some(after).filter(|range| share(&html, &source[range.clone()]) >= REPEATED)
}

/// From the first to the last text outside comments.
fn text_of(source: &str, range: Range<usize>) -> Range<usize> {
    let texts: Vec<Range<usize>> = Tokens::new(&source[range.clone()])
        .filter_map(|token| match token {
            Token::Text(text) => Some(plain::trimmed(source, range.start + text.start..range.start + text.end)),
            _ => None,
        })
        .filter(|text| !text.is_empty())
        .collect();
    match (texts.first(), texts.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => range.end..range.end,
    }
}

/// The share of the words of `wanted` that `text` has too.
fn share(wanted: &str, text: &str) -> f32 {
    let words = |text: &str| {
        let straight: String = text.chars().map(straight_char).collect();
        straight.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>()
    };
    let mut there: BTreeMap<String, usize> = BTreeMap::new();
    for word in words(text) {
        *there.entry(word).or_default() += 1;
    }
    let wanted = words(wanted);
    let total = wanted.len().max(1);
    let mut found = 0;
    for word in wanted {
        if let Some(count) = there.get_mut(&word).filter(|count| **count > 0) {
            *count -= 1;
            found += 1;
        }
    }
    found as f32 / total as f32
}

/// Gives the plain blocks the kinds and links that the HTML has.
fn carry_over(blocks: &[HtmlBlock], article: &mut Article) {
    let folded = Folded::new(&article.text, article.body_start);
    // A picture's words stand right before its credit.
    let caption = |i: usize| blocks.get(i + 1).is_some_and(|next| next.credit && original_publisher(&next.text).is_none()) && i < 2;
    let mut kinds: BTreeMap<String, BlockKind> = BTreeMap::new();
    for (i, block) in blocks.iter().enumerate() {
        let kind = if caption(i) { BlockKind::Caption } else { block.kind };
        if kind != BlockKind::Paragraph {
            kinds.insert(key(&block.text), kind);
        }
    }
    for block in article.blocks.iter_mut().filter(|block| block.kind != BlockKind::Headline) {
        if let Some(kind) = kinds.get(&key(block.range.of(&article.text))) {
            block.kind = *kind;
        }
    }
    let mut cursor = 0;
    for block in blocks {
        let start = folded.find(&block.text, cursor);
        for link in &block.links {
            let words = &block.text[link.range.clone()];
            let before = Folded::new(&block.text[..link.range.start], 0).text.len();
            let exact = start.map(|start| start + before).filter(|at| folded.find(words, *at) == Some(*at));
            if let Some(at) = exact.or_else(|| folded.find(words, cursor)) {
                let length = Folded::new(words, 0).text.len();
                let range = TextRange::new(folded.start(at), folded.end(at + length));
                article.links.push(Link { range, url: link.url.clone() });
                cursor = at + length;
            }
        }
        cursor = start.map_or(cursor, |start| cursor.max(start + Folded::new(&block.text, 0).text.len()));
    }
    article.links.sort_by_key(|link| link.range);
}

/// A text without white space and with straight quotes, and where its bytes stood.
struct Folded {
    text: String,
    /// For each byte of `text`, the character in the original it came from: start and end in bytes.
    bytes: Vec<(usize, usize)>,
}

impl Folded {
    fn new(text: &str, from: usize) -> Self {
        let mut folded = Self { text: String::new(), bytes: Vec::new() };
        for (byte, c) in text[from..].char_indices() {
            let straight = straight_char(c);
            if !straight.is_whitespace() {
                folded.text.push(straight);
                folded.bytes.resize(folded.text.len(), (from + byte, from + byte + c.len_utf8()));
            }
        }
        folded
    }

    /// Where `words` stand at or behind folded byte `from`.
    fn find(&self, words: &str, from: usize) -> Option<usize> {
        let words = key(words);
        if words.is_empty() {
            return None;
        }
        self.text.get(from..)?.find(&words).map(|at| from + at)
    }

    /// The byte in the original where folded byte `at` begins.
    fn start(&self, at: usize) -> usize {
        self.bytes.get(at).map_or(0, |(start, _)| *start)
    }

    /// The byte in the original behind the character before folded byte `at`.
    fn end(&self, at: usize) -> usize {
        at.checked_sub(1).and_then(|before| self.bytes.get(before)).map_or(0, |(_, end)| *end)
    }
}
