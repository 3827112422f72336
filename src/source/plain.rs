//! Plain text → blocks: empty lines part paragraphs, and so do single line ends unless the text is hard-wrapped.
//!
//! ```text
//! Ship seized off Rotterdam          Headline
//!                                →
//! Customs boarded it on Monday.      Paragraph
//! Police confirmed it.               Paragraph
//! ```

use std::ops::Range;

use super::kinds::foreign_parts;
use super::{Block, BlockKind};
use crate::text::TextRange;

/// White space that parts paragraphs in a text whose line ends were lost.
const GAP: &str = "    ";

/// Longest line of hard-wrapped text, in characters.
const WRAP_WIDTH: usize = 100;
/// Longest heading inside a text, in characters.
const HEADING_LENGTH: usize = 70;
/// Longest headline, in characters.
const HEADLINE_LENGTH: usize = 250;

/// The blocks of `text[from..]`, in order, trimmed of white space, none empty, none overlapping.
pub(super) fn blocks(text: &str, from: usize) -> Vec<Block> {
    let mut paragraphs = Vec::new();
    let mut group: Vec<Range<usize>> = Vec::new();
    for line in lines(text, from) {
        let parts = parts(text, line.clone());
        if parts.len() == 1 {
            group.extend(parts);
        } else {
            close(text, &mut group, &mut paragraphs);
            paragraphs.extend(parts);
        }
    }
    close(text, &mut group, &mut paragraphs);
    let is_heading = |i: usize| {
        let next: Option<&Range<usize>> = paragraphs.get(i + 1);
        i > 0 && looks_like_heading(&text[paragraphs[i].clone()]) && next.is_some_and(|next| ends_sentence(&text[next.clone()]))
    };
    let kind = |i| if is_heading(i) { BlockKind::Heading } else { BlockKind::Paragraph };
    paragraphs.iter().enumerate().map(|(i, p)| Block { kind: kind(i), range: TextRange::new(p.start, p.end) }).collect()
}

/// The first line, if it is a headline: short, without final punctuation, an empty line behind it and text after that.
pub(super) fn headline(text: &str, from: usize) -> Option<Range<usize>> {
    let mut lines = lines(text, from).skip_while(|line| line.is_empty());
    let first = lines.next()?;
    let words = &text[first.clone()];
    let fits = words.chars().count() <= HEADLINE_LENGTH && !ends_sentence(words) && words.split_whitespace().count() > 1;
    let apart = lines.next().is_some_and(|line| line.is_empty());
    (fits && apart && lines.any(|line| !line.is_empty())).then_some(first)
}

/// Trimmed lines as byte ranges; an empty range is an empty line.
pub(super) fn lines(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = from;
    text[from..].split_inclusive(['\n', '\u{2028}', '\u{2029}']).map(move |line| {
        let start = at;
        at += line.len();
        trimmed(text, start..at)
    })
}

/// The parts of a line that was several: where a wide gap shows that paragraphs were run together, and around what stands in between
/// but is no text of the article.
fn parts(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[line.clone()];
    let mut cuts: Vec<usize> = words.match_indices(GAP).flat_map(|(at, gap)| [at, at + gap.len()]).collect();
    cuts.extend(foreign_parts(words).into_iter().flat_map(|part| [part.start, part.end]));
    cuts.extend([0, words.len()]);
    cuts.sort_unstable();
    let between = cuts.windows(2).map(|pair| trimmed(text, line.start + pair[0]..line.start + pair[1]));
    between.filter(|part| !part.is_empty()).collect()
}

/// The range without white space at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    start..(start + words.trim().len())
}

/// Whether the last character, quotes and brackets aside, ends a sentence.
pub(super) fn ends_sentence(text: &str) -> bool {
    let closing = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\u{2019}' | '\u{201d}' | ')' | ']' | '»');
    text.trim_end_matches(closing).ends_with(['.', '!', '?', '…', '。', '！', '？', '।'])
}

fn close(text: &str, group: &mut Vec<Range<usize>>, paragraphs: &mut Vec<Range<usize>>) {
    match (group.first(), group.last()) {
        (Some(first), Some(last)) if is_wrapped(text, group) => paragraphs.push(first.start..last.end),
        _ => paragraphs.append(group),
    }
    group.clear();
}

/// Hard-wrapped: lines of like width, of which many end within a sentence.
fn is_wrapped(text: &str, group: &[Range<usize>]) -> bool {
    let Some((_, full)) = group.split_last() else { return false };
    let widths: Vec<usize> = full.iter().map(|line| text[line.clone()].chars().count()).collect();
    let (Some(&widest), Some(&narrowest)) = (widths.iter().max(), widths.iter().min()) else { return false };
    let open = full.iter().filter(|line| !ends_sentence(&text[(*line).clone()])).count();
    widest <= WRAP_WIDTH && narrowest >= 30 && narrowest * 2 >= widest && open * 2 >= full.len()
}

fn looks_like_heading(words: &str) -> bool {
    let capital = words.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    capital && words.chars().count() <= HEADING_LENGTH && !ends_sentence(words) && !words.ends_with([',', ';', ':', '"', '”', '-', '—'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(BlockKind, &str)> {
        blocks(text, 0).into_iter().map(|block| (block.kind, block.range.of(text))).collect()
    }

    #[test]
    fn empty_lines_and_sentence_ends_part_blocks() {
        use BlockKind::{Heading, Paragraph};
        assert_eq!(
            cut("One came.\nTwo left.\r\n\r\n  Three stayed. \n"),
            [(Paragraph, "One came."), (Paragraph, "Two left."), (Paragraph, "Three stayed.")]
        );
        assert_eq!(cut("A came.\n\nBackground\n\nB left."), [(Paragraph, "A came."), (Heading, "Background"), (Paragraph, "B left.")]);
        assert_eq!(cut(" \n\r\n"), []);
    }

    #[test]
    fn what_was_run_together_is_parted() {
        use BlockKind::Paragraph;
        assert_eq!(cut("One came.        Two left."), [(Paragraph, "One came."), (Paragraph, "Two left.")]);
        let parts = cut("One came. Ada Lee/Getty Images Related article Two cities flood The minister left.");
        assert_eq!(parts.last(), Some(&(Paragraph, "The minister left.")));
        assert_eq!(parts[0].1, "One came.");
        let parts = cut("One came. Related article ‘Two cities’ flood in May Several ministers left.");
        assert_eq!(parts.last(), Some(&(Paragraph, "Several ministers left.")));
    }

    #[test]
    fn hard_wrapped_text_stays_together() {
        let text = "The minister said on Friday that the bridge across the river would be\nclosed for repairs until the end of the month, and that the ferry\nwould run at night.";
        assert_eq!(cut(text).len(), 1);
    }

    #[test]
    fn a_short_first_line_is_the_headline() {
        let text = "\nShip seized off Rotterdam\n\nCustoms boarded it.";
        assert_eq!(headline(text, 0).map(|range| &text[range]), Some("Ship seized off Rotterdam"));
        assert_eq!(headline("Customs boarded it.\n\nIt left.", 0), None);
        assert_eq!(headline("Ship seized\nCustoms boarded it.", 0), None);
        assert_eq!(headline("Ship seized", 0), None);
    }
}
