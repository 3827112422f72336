//! HTML → blocks of visible text, each with the way back to its source:
//! `<p>a &amp; <b>b</b></p>` → `"a & b"`, runs at bytes 3, 5 and 14.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::tokens::{Token, Tokens, attribute, decode_entities, entity};
use crate::source::BlockKind;
use crate::source::data::{BOILERPLATE, Elements, PAGES};
use crate::source::plain::ends_sentence;

/// Deepest nesting that is followed; what lies deeper is read, but taken for part of its ancestor.
const DEEPEST: usize = 512;

/// A block of visible text.
#[derive(Clone, Debug, Default)]
pub(in crate::source) struct HtmlBlock {
    /// Its words, white space collapsed, entities decoded.
    pub text: String,
    /// Where its words stand.
    pub runs: Vec<SourceRun>,
    /// Its links, as byte ranges of `text`.
    pub links: Vec<HtmlLink>,
    /// What its mark-up says it is.
    pub kind: BlockKind,
    /// 1 to 6 for `h1` to `h6`.
    pub heading: Option<u8>,
    /// In a `p`.
    pub paragraph: bool,
    /// In navigation, a footer, a sidebar, or a list of related things.
    pub around: bool,
    /// In a `time` element or one whose class says credit.
    pub credit: bool,
}

/// Text of the source that stands unchanged in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) struct SourceRun {
    /// First byte in the block's text.
    pub clean: usize,
    /// First byte in the source.
    pub source: usize,
    /// Bytes of the source for one character: 0 for "as many as it has", else the length of an entity.
    pub entity: usize,
}

/// A link of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::source) struct HtmlLink {
    /// Bytes of the block's text.
    pub range: Range<usize>,
    /// Where it leads.
    pub url: String,
    /// Bytes of the source where the address stands.
    pub place: Range<usize>,
}

/// Element names as sets.
struct Names {
    block: BTreeSet<&'static str>,
    void: BTreeSet<&'static str>,
    hidden: BTreeSet<&'static str>,
    around: BTreeSet<&'static str>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let set = |names: &'static [String]| names.iter().map(String::as_str).collect();
    let Elements { block, void, hidden, around } = &PAGES.elements;
    Names { block: set(block), void: set(void), hidden: set(hidden), around: set(around) }
});

/// Whether an element begins a block.
pub(in crate::source) fn is_block_element(name: &str) -> bool {
    NAMES.block.contains(name)
}

/// What the open elements say about text.
#[derive(Clone, Copy, Default)]
struct Context {
    hidden: bool,
    around: bool,
    caption: bool,
    credit: bool,
    paragraph: bool,
    heading: Option<u8>,
}

/// The visible blocks of an HTML source in its order, and the deepest nesting of its elements.
pub(in crate::source) fn blocks(source: &str) -> (Vec<HtmlBlock>, usize) {
    let mut builder =
        Builder { source, blocks: Vec::new(), open: HtmlBlock::default(), stack: Vec::new(), link: None, breaks: 0, gap: None };
    let mut deepest = 0;
    for token in Tokens::new(source) {
        match token {
            Token::Text(range) => builder.text(range),
            Token::Start { name, attributes, .. } => builder.start(name, &attributes),
            Token::End { name, .. } => builder.end(&name),
        }
        deepest = deepest.max(builder.stack.len());
    }
    builder.close();
    (builder.blocks, deepest)
}

struct Builder<'s> {
    source: &'s str,
    blocks: Vec<HtmlBlock>,
    open: HtmlBlock,
    stack: Vec<(String, Context)>,
    /// The open link: start in the block's text, address, its place.
    link: Option<(usize, String, Range<usize>)>,
    /// `<br>`s since the last text.
    breaks: usize,
    /// White space since the last text, by its first byte.
    gap: Option<usize>,
}

impl Builder<'_> {
    fn context(&self) -> Context {
        self.stack.last().map_or(Context::default(), |(_, context)| *context)
    }

    fn start(&mut self, name: String, attributes: &Range<usize>) {
        if name == "br" {
            self.breaks += 1;
            if self.breaks > 1 || ends_sentence(&self.open.text) {
                self.close();
            } else {
                self.gap.get_or_insert(attributes.start);
            }
            return;
        }
        if NAMES.block.contains(name.as_str()) {
            self.close();
            self.end_implied(&name);
        }
        if name == "a" {
            self.end_link();
            if let Some(place) = attribute(self.source, attributes, "href") {
                self.link = Some((self.open.text.len(), decode_entities(&self.source[place.clone()]), place));
            }
        }
        // Drawings are not HTML: there `/>` ends an element.
        let ended = name == "svg" && self.source[attributes.clone()].ends_with('/');
        if ended || NAMES.void.contains(name.as_str()) || self.stack.len() >= DEEPEST {
            return;
        }
        let context = self.inside(&name, attributes);
        self.stack.push((name, context));
    }

    /// The context of text directly in the element.
    fn inside(&self, name: &str, attributes: &Range<usize>) -> Context {
        let mut context = self.context();
        context.hidden |= NAMES.hidden.contains(name) || attribute(self.source, attributes, "hidden").is_some();
        context.around |= NAMES.around.contains(name);
        context.caption |= name == "figcaption";
        context.paragraph |= name == "p";
        if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse().ok()).filter(|level| (1..=6).contains(level)) {
            context.heading = Some(level);
        }
        // Classes of the whole page are switches of its software: "f_caption_videos_on".
        if matches!(name, "html" | "body" | "main" | "article") {
            return context;
        }
        for key in ["class", "id"] {
            let Some(value) = attribute(self.source, attributes, key) else { continue };
            for class in self.source[value].split_ascii_whitespace() {
                context.caption |= has_part(class, &BOILERPLATE.caption_classes);
                context.credit |= has_part(class, &BOILERPLATE.credit_classes);
                context.around |= key == "class" && has_part(class, &BOILERPLATE.hidden_classes);
            }
        }
        context
    }

    /// A new block element ends an open `p`; `li` ends `li`.
    fn end_implied(&mut self, name: &str) {
        let ends_itself = matches!(name, "li" | "dt" | "dd" | "tr" | "td" | "th" | "option");
        if self.stack.last().is_some_and(|(open, _)| open == "p" || (ends_itself && open == name)) {
            self.stack.pop();
        }
    }

    fn end(&mut self, name: &str) {
        if NAMES.block.contains(name) {
            self.close();
        }
        if name == "a" {
            self.end_link();
        }
        // Stray end tags are ignored; an end tag closes what was left open inside.
        if let Some(depth) = self.stack.iter().rposition(|(open, _)| open == name) {
            self.stack.truncate(depth);
        }
    }

    fn text(&mut self, range: Range<usize>) {
        if self.context().hidden {
            return;
        }
        let mut at = range.start;
        // Where the last run would go on without a new one.
        let mut expected = None;
        while at < range.end {
            let rest = &self.source[at..range.end];
            let Some(c) = rest.chars().next() else { break };
            if c.is_ascii_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
                self.gap.get_or_insert(at);
                at += c.len_utf8();
                continue;
            }
            if let Some(gap) = self.gap.take()
                && !self.open.text.is_empty()
            {
                self.run(gap, 0);
                self.open.text.push(' ');
                expected = Some(gap + 1);
            }
            self.breaks = 0;
            let decoded = if c == '&' { entity(rest) } else { None };
            match decoded {
                Some((characters, length)) => {
                    for character in characters.chars() {
                        self.run(at, length);
                        self.open.text.push(character);
                    }
                    at += length;
                    expected = None;
                }
                None => {
                    if expected != Some(at) {
                        self.run(at, 0);
                    }
                    self.open.text.push(c);
                    at += c.len_utf8();
                    expected = Some(at);
                }
            }
        }
    }

    fn run(&mut self, source: usize, entity: usize) {
        if self.open.text.is_empty() {
            // The context of its first word is that of the block.
            let context = self.context();
            self.open.around = context.around;
            self.open.credit = context.credit;
            self.open.paragraph = context.paragraph;
            self.open.heading = context.heading;
            self.open.kind = match context {
                Context { credit: true, .. } => BlockKind::Boilerplate,
                Context { caption: true, .. } => BlockKind::Caption,
                Context { heading: Some(_), .. } => BlockKind::Heading,
                _ => BlockKind::Paragraph,
            };
        }
        self.open.runs.push(SourceRun { clean: self.open.text.len(), source, entity });
    }

    fn end_link(&mut self) {
        if let Some((start, url, place)) = self.link.take() {
            let end = self.open.text.len();
            let start = start + self.open.text.get(start..).map_or(0, |t| t.len() - t.trim_start().len());
            if start < end {
                self.open.links.push(HtmlLink { range: start..end, url, place });
            }
        }
    }

    fn close(&mut self) {
        let link = self.link.as_ref().map(|(_, url, place)| (0, url.clone(), place.clone()));
        self.end_link();
        // A link around blocks goes on in the next one.
        self.link = link;
        self.gap = None;
        self.breaks = 0;
        let mut block = std::mem::take(&mut self.open);
        let end = block.text.trim_end().len();
        block.text.truncate(end);
        block.links.retain_mut(|link| {
            link.range.end = link.range.end.min(end);
            link.range.start < link.range.end
        });
        block.runs.retain(|run| run.clean < end);
        // Leading no-break spaces stay in the text but are no words.
        if block.text.chars().any(char::is_alphanumeric) {
            self.blocks.push(block);
        }
    }
}

/// Whether a class name, or it with its joints closed, is one of `names`, or one of its parts is: `wp-caption-text`, `imageCaption`.
fn has_part(class: &str, names: &[String]) -> bool {
    let lower = class.to_ascii_lowercase();
    let closed: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
    let is_name = |part: &str| names.iter().any(|name| name == part);
    is_name(&closed) || lower.split(|c: char| !c.is_ascii_alphanumeric()).any(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_keep_their_places_and_links() {
        let source =
            "<div>\n <p>a &amp; <b>b</b>  <a href='/x?a&amp;b'> c d</a>.<p>e.<br>f</p><figcaption>g</figcaption><nav>h</nav></div>";
        let (blocks, _) = blocks(source);
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["a & b c d.", "e.", "f", "g", "h"]);
        assert_eq!(blocks[3].kind, BlockKind::Caption);
        assert!(blocks[4].around && !blocks[0].around);
        let link = &blocks[0].links[0];
        assert_eq!((&blocks[0].text[link.range.clone()], link.url.as_str(), &source[link.place.clone()]), ("c d", "/x?a&b", "/x?a&amp;b"));
        for block in &blocks {
            for run in block.runs.iter().filter(|run| run.entity == 0) {
                let clean = block.text[run.clean..].chars().next();
                let there = source[run.source..].chars().next();
                assert!(clean == there || clean == Some(' '), "{clean:?} {there:?}");
            }
        }
    }
}
