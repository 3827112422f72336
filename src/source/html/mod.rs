//! HTML pages and fragments → articles: `<p>Blinken left for <a href="…">China</a>.</p>` → `"Blinken left for China."`, a link,
//! and an offset map.

mod blocks;
mod content;
mod metadata;
mod tokens;

use std::ops::Range;

use super::build::Draft;
use super::dates::{self, Clue, is_date_line, is_stated_line};
use super::kinds::{key, original_publisher};
use super::plain::ends_sentence;
use super::{Article, Block, BlockKind, Link, ReadOptions, SourceError};
use crate::text::{CodePoints, OffsetMap, TextRange};

pub(super) use self::blocks::{HtmlBlock, blocks, is_block_element};
pub(super) use self::metadata::text_of;
pub(super) use self::tokens::{Token, Tokens};

/// Reads a page, or a fragment such as the body field of a record. Text before byte `from` is left out.
pub(super) fn article(source: &str, from: usize, mut draft: Draft, options: &ReadOptions) -> Result<Article, SourceError> {
    let (mut all, depth) = blocks(source);
    all.retain(|block| block.runs.first().is_some_and(|run| run.source >= from));
    let whole_page =
        Tokens::new(source).any(|token| matches!(token, Token::Start { name, .. } if matches!(name.as_str(), "html" | "head" | "body")));
    let metadata = metadata::metadata(source);
    let chosen = if whole_page { content::article_blocks(source, &all, depth) } else { (0..all.len()).collect() };
    if chosen.is_empty() {
        return Err(SourceError::NoArticle { place: draft.place });
    }
    draft.url = draft.url.or(metadata.url);
    draft.publisher = draft.publisher.or(metadata.publisher);
    draft.language = draft.language.or(metadata.language);
    draft.clues.metadata.extend(metadata.dates);
    let points = CodePoints::new(source);
    let headline = headline(&all, metadata.title.as_deref(), metadata.page_title.as_deref());
    let title = match (draft.title.take(), headline) {
        (Some(title), _) => Some(Title { place: source.find(&title), text: title, block: None }),
        (None, Some(i)) => Some(Title { text: all[i].text.clone(), place: None, block: Some(i) }),
        (None, None) => metadata.title.or(metadata.page_title).map(|title| Title { place: source.find(&title), text: title, block: None }),
    };
    if whole_page {
        draft.clues.lines.extend(lines_near_headline(&all, headline, &chosen, &points));
    }
    let body: Vec<&HtmlBlock> = chosen.iter().filter(|&&i| Some(i) != headline).map(|&i| &all[i]).collect();
    let title_key = title.as_ref().map(|title| key(&title.text));
    let body: Vec<&HtmlBlock> = body.into_iter().filter(|block| block.heading.is_none() || Some(key(&block.text)) != title_key).collect();
    let mut writer = Writer { points: &points, text: String::new(), map: OffsetMap::default(), blocks: Vec::new(), links: Vec::new() };
    if let Some(title) = &title {
        match title.block {
            Some(i) => writer.block(&all[i], BlockKind::Headline, &mut draft),
            None => writer.title(&title.text, title.place.unwrap_or(0)),
        }
    }
    let body_start = if writer.text.is_empty() { 0 } else { writer.text.len() + 2 };
    for block in body {
        if let Some(publisher) = original_publisher(&block.text) {
            draft.publisher.get_or_insert(publisher);
            draft.url = draft.url.take().or_else(|| block.links.last().map(|link| link.url.clone()));
        }
        let kind = if is_list_of_links(block) { BlockKind::Boilerplate } else { block.kind };
        writer.block(block, kind, &mut draft);
    }
    if writer.text.len() < body_start {
        return Err(SourceError::NoArticle { place: draft.place });
    }
    let Writer { text, map, blocks, links, .. } = writer;
    let article = Article { title: title.map(|title| title.text), body_start, text, blocks, links, offsets: map, ..Article::default() };
    Ok(draft.finish(article, source, options))
}

/// A block that is nothing but links and no sentence leads elsewhere: related stories, topics.
fn is_list_of_links(block: &HtmlBlock) -> bool {
    block.kind == BlockKind::Paragraph && !ends_sentence(&block.text) && content::link_share(block) > 0.9
}

struct Title {
    text: String,
    place: Option<usize>,
    block: Option<usize>,
}

/// The headline's block: the one with the words of the metadata, else the first `h1` that the page's title contains, else the only `h1`.
fn headline(all: &[HtmlBlock], title: Option<&str>, page_title: Option<&str>) -> Option<usize> {
    let level = |i: &usize| all[*i].heading.unwrap_or(9);
    let same = |wanted: &str| {
        let wanted = key(wanted);
        (0..all.len()).filter(|&i| level(&i) <= 2 && key(&all[i].text) == wanted).min_by_key(level)
    };
    let h1 = |i: &usize| all[*i].heading == Some(1) && all[*i].text.split_whitespace().count() > 2;
    let within = |i: &usize| {
        [title, page_title].into_iter().flatten().any(|t| key(t).contains(&key(&all[*i].text)) || key(&all[*i].text).contains(&key(t)))
    };
    let only = || (0..all.len()).find(h1).filter(|_| (0..all.len()).filter(h1).count() == 1);
    title.and_then(same).or_else(|| page_title.and_then(same)).or_else(|| (0..all.len()).filter(h1).find(within)).or_else(only)
}

/// Lines that are dates, from the headline to the third block of the article.
fn lines_near_headline(all: &[HtmlBlock], headline: Option<usize>, chosen: &[usize], points: &CodePoints) -> Vec<Clue> {
    let first = chosen.first().copied().unwrap_or(0);
    let start = headline.unwrap_or(first).min(first).saturating_sub(5);
    let end = chosen.get(3).copied().unwrap_or(all.len()).min(start + 40).min(all.len());
    let lines = all[start..end].iter().filter(|block| is_date_line(&block.text) || is_stated_line(&block.text));
    lines
        .map(|block| Clue { text: block.text.clone(), place: Some(dates::place(points, source_range(block))), rule: "line-by-headline" })
        .collect()
}

/// From the first to behind the last run's first character: near enough for a line without mark-up inside.
fn source_range(block: &HtmlBlock) -> Range<usize> {
    let start = block.runs.first().map_or(0, |run| run.source);
    let end = block.runs.last().map_or(start, |run| run.source + run.entity.max(block.text.len() - run.clean));
    start..end.max(start)
}

/// Writes blocks one behind the other, with the way back.
struct Writer<'p> {
    points: &'p CodePoints<'p>,
    text: String,
    map: OffsetMap,
    blocks: Vec<Block>,
    links: Vec<Link>,
}

impl Writer<'_> {
    /// A headline that stands only in metadata.
    fn title(&mut self, title: &str, place: usize) {
        self.map.push_text(title, 0, self.points.at(place));
        self.text.push_str(title);
        self.blocks.push(Block { kind: BlockKind::Headline, range: TextRange::new(0, title.len()) });
    }

    fn block(&mut self, block: &HtmlBlock, kind: BlockKind, draft: &mut Draft) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(&block.text);
        for (i, run) in block.runs.iter().enumerate() {
            let source = self.points.at(run.source);
            if run.entity > 0 {
                self.map.push_wide(start + run.clean, source, self.points.at(run.source + run.entity) - source);
            } else {
                let end = block.runs.get(i + 1).map_or(block.text.len(), |next| next.clean);
                self.map.push_text(&block.text[run.clean..end], start + run.clean, source);
            }
        }
        self.blocks.push(Block { kind, range: TextRange::new(start, self.text.len()) });
        for link in &block.links {
            draft.clues.links.push((link.url.clone(), Some(dates::place(self.points, link.place.clone()))));
            let range = TextRange::new(start + link.range.start, start + link.range.end);
            self.links.push(Link { range, url: link.url.clone() });
        }
    }
}
