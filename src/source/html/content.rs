//! Which blocks of a page are the article: the choice of the readability algorithm, or else the longest run of paragraphs.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};

use super::blocks::{HtmlBlock, blocks};
use crate::source::BlockKind;
use crate::source::kinds::key;

/// Pages longer than this, in bytes, or nested deeper are left to the simple choice: the library works on a tree, recursively in part.
const LONGEST: usize = 8 << 20;
const DEEPEST: usize = 200;
/// A page with fewer characters of running text has no article.
const SHORTEST: usize = 80;

/// The indexes of the blocks of the article, in order; empty if the page has none.
pub(in crate::source) fn article_blocks(source: &str, all: &[HtmlBlock], depth: usize) -> Vec<usize> {
    let simple = longest_run(all);
    let readable = if source.len() <= LONGEST && depth <= DEEPEST { readable(source, all) } else { Vec::new() };
    // The library sometimes takes a teaser for the article; the run of paragraphs is then much longer.
    let chosen = if length(all, &readable) * 3 < length(all, &simple) { simple } else { readable };
    if length(all, &chosen) < SHORTEST { Vec::new() } else { chosen }
}

fn length(all: &[HtmlBlock], chosen: &[usize]) -> usize {
    chosen.iter().filter(|&&i| all[i].kind == BlockKind::Paragraph).map(|&i| all[i].text.len()).sum()
}

/// The blocks that the readability algorithm keeps, found again in the source by their words.
fn readable(source: &str, all: &[HtmlBlock]) -> Vec<usize> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    // A panic inside the library must not end a run over many pages; its work is only a choice, with a fallback.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        Readability::new(source, None, Some(config)).ok()?.parse().ok().map(|article| article.content.to_string())
    }));
    let Some(content) = parsed.ok().flatten() else { return Vec::new() };
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for block in blocks(&content).0 {
        *wanted.entry(key(&block.text)).or_default() += 1;
    }
    let keys: Vec<String> = all.iter().map(|block| key(&block.text)).collect();
    let mut present: BTreeMap<&str, usize> = BTreeMap::new();
    for key in &keys {
        *present.entry(key).or_default() += 1;
    }
    // Blocks that stand in the page as often as in the choice are sure, and span the article.
    let sure = |i: &usize| wanted.get(&keys[*i]).is_some_and(|count| present[keys[*i].as_str()] <= *count);
    let first = (0..all.len()).find(sure).unwrap_or(0);
    let last = (0..all.len()).rfind(sure).unwrap_or(all.len());
    let (inside, outside): (Vec<usize>, Vec<usize>) = (0..all.len()).partition(|i| (first..=last).contains(i));
    let mut chosen: Vec<usize> = Vec::new();
    for i in inside.into_iter().chain(outside) {
        if let Some(count) = wanted.get_mut(&keys[i]).filter(|count| **count > 0) {
            *count -= 1;
            chosen.push(i);
        }
    }
    chosen.sort_unstable();
    chosen
}

/// The longest run, by length of text, of paragraphs outside navigation; a few other blocks may stand between.
fn longest_run(all: &[HtmlBlock]) -> Vec<usize> {
    const GAP: usize = 3;
    let running = |block: &HtmlBlock| block.paragraph && !block.around && block.kind == BlockKind::Paragraph && link_share(block) < 0.5;
    let mut best: (usize, Vec<usize>) = (0, Vec::new());
    let mut run: (usize, Vec<usize>) = (0, Vec::new());
    let mut last = None;
    for (i, block) in all.iter().enumerate().filter(|(_, block)| running(block)) {
        if last.is_some_and(|last| i - last > GAP + 1) {
            best = longer(best, std::mem::take(&mut run));
        }
        last = Some(i);
        run.0 += block.text.len();
        run.1.push(i);
    }
    longer(best, run).1
}

fn longer(a: (usize, Vec<usize>), b: (usize, Vec<usize>)) -> (usize, Vec<usize>) {
    if b.0 > a.0 { b } else { a }
}

/// The share of a block's bytes that are links.
pub(in crate::source) fn link_share(block: &HtmlBlock) -> f32 {
    block.links.iter().map(|link| link.range.len()).sum::<usize>() as f32 / block.text.len().max(1) as f32
}
