//! What a block is, told from its words: credits, bylines, calls to subscribe and captions that no mark-up names.

use std::ops::Range;

use super::data::{BOILERPLATE, Pattern};
use super::dates;
use super::{Block, BlockKind};

/// The publisher that a syndication note names: `Read the original article on The Tribune`.
pub(super) fn original_publisher(block: &str) -> Option<String> {
    let line = straight(block.trim());
    if line.chars().count() > BOILERPLATE.longest {
        return None;
    }
    BOILERPLATE.original.iter().find_map(|p| Some(p.0.captures(&line)?.name("publisher")?.as_str().trim().to_owned()))
}

/// Whether the words alone show that a block is no part of the article.
pub(super) fn is_boilerplate(block: &str) -> bool {
    let line = straight(block.trim());
    if line.chars().count() > BOILERPLATE.longest {
        return false;
    }
    matches(&BOILERPLATE.boilerplate, &line)
        || matches(&BOILERPLATE.original, &line)
        || dates::is_stated_line(&line)
        || dates::is_date_line(&line)
}

/// Where in a paragraph something stands that is no part of it: credits of pictures, headlines of other articles.
pub(super) fn foreign_parts(paragraph: &str) -> Vec<Range<usize>> {
    let found = BOILERPLATE.inline.iter().flat_map(|p| p.0.captures_iter(paragraph));
    let mut parts: Vec<Range<usize>> = Vec::new();
    for part in found.filter_map(|c| c.name("cut").map(|part| part.range())) {
        // an earlier pattern knows more of what it takes out
        if !parts.iter().any(|known| known.start <= part.start && part.end <= known.end) {
            parts.push(part);
        }
    }
    parts
}

/// Marks blocks that are still plain paragraphs: boilerplate anywhere, captions before the second paragraph.
pub(super) fn mark_by_words(text: &str, blocks: &mut [Block]) {
    let mut paragraphs = 0;
    for block in blocks.iter_mut().filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading)) {
        let words = block.range.of(text);
        if is_boilerplate(words) {
            block.kind = BlockKind::Boilerplate;
        } else if block.kind == BlockKind::Paragraph && paragraphs < 2 && matches(&BOILERPLATE.caption, &straight(words.trim())) {
            block.kind = BlockKind::Caption;
        } else if block.kind == BlockKind::Paragraph {
            paragraphs += 1;
        }
    }
    // An article of nothing but captions is an article.
    if !blocks.iter().any(|block| block.kind == BlockKind::Paragraph) {
        for block in blocks.iter_mut().filter(|block| block.kind == BlockKind::Caption) {
            block.kind = BlockKind::Paragraph;
        }
    }
}

/// Straight quotes, plain spaces: what two forms of one text have in common.
pub(super) fn straight(text: &str) -> String {
    text.chars().map(straight_char).collect()
}

/// See [`straight`].
pub(super) fn straight_char(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201f}' => '"',
        '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
        _ => c,
    }
}

/// The words of a text with nothing between them that could differ between two forms of it: the key for comparing blocks.
pub(super) fn key(text: &str) -> String {
    text.chars().map(straight_char).filter(|c| !c.is_whitespace()).collect()
}

fn matches(patterns: &[Pattern], line: &str) -> bool {
    patterns.iter().any(|pattern| pattern.0.is_match(line))
}
