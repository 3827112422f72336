//! HTML → tags and text, with their places: `<p>a` is a start tag at bytes 0–3 and text at 3–4.
//!
//! A tree would lose the places, so this reads the source as it stands. It follows the tokenizer of the HTML standard
//! where pages need it (quoted attributes, comments, raw text of scripts) and is linear in the length of the source.

use std::ops::Range;

/// A piece of HTML; ranges are bytes of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::source) enum Token {
    /// A start tag; `attributes` is what stands between name and `>`.
    Start {
        /// Lower-case element name.
        name: String,
        /// The attributes as written.
        attributes: Range<usize>,
        /// The whole tag.
        range: Range<usize>,
    },
    /// An end tag.
    End {
        /// Lower-case element name.
        name: String,
        /// The whole tag.
        range: Range<usize>,
    },
    /// Text with its entities as written.
    Text(Range<usize>),
}

/// Elements whose content is no mark-up.
const RAW: [&str; 6] = ["script", "style", "textarea", "title", "xmp", "iframe"];

/// Reads a source from its start; comments and declarations are left out.
pub(in crate::source) struct Tokens<'s> {
    source: &'s str,
    at: usize,
    raw: Option<String>,
}

impl<'s> Tokens<'s> {
    /// Reads `source`.
    pub fn new(source: &'s str) -> Self {
        Self { source, at: 0, raw: None }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(name) = self.raw.take() {
            let end = find_end_tag(self.source, self.at, &name);
            if end > self.at {
                return Some(self.text_to(end));
            }
        }
        let bytes = self.source.as_bytes();
        while self.at < bytes.len() {
            let rest = &bytes[self.at..];
            match rest {
                [b'<', b'!', b'-', b'-', ..] => {
                    let end = memchr::memmem::find(&rest[4..], b"-->").map_or(bytes.len(), |i| self.at + 4 + i + 3);
                    self.at = end;
                }
                [b'<', b'!' | b'?', ..] | [b'<', b'/', ..]
                    if !matches!(rest.get(2), Some(c) if rest[1] == b'/' && c.is_ascii_alphabetic()) && rest.len() > 2 =>
                {
                    self.at = memchr::memchr(b'>', rest).map_or(bytes.len(), |i| self.at + i + 1);
                }
                [b'<', b'/', c, ..] if c.is_ascii_alphabetic() => return Some(self.end_tag()),
                [b'<', c, ..] if c.is_ascii_alphabetic() => return Some(self.start_tag()),
                _ => {
                    let end = memchr::memchr(b'<', &rest[1..]).map_or(bytes.len(), |i| self.at + 1 + i);
                    return Some(self.text_to(end));
                }
            }
        }
        None
    }
}

impl Tokens<'_> {
    fn text_to(&mut self, end: usize) -> Token {
        let start = std::mem::replace(&mut self.at, end);
        Token::Text(start..end)
    }

    fn name_end(&self, from: usize) -> usize {
        let bytes = self.source.as_bytes();
        (from..bytes.len()).find(|&i| matches!(bytes[i], b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | 0x0c)).unwrap_or(bytes.len())
    }

    fn end_tag(&mut self) -> Token {
        let start = self.at;
        let name_end = self.name_end(start + 2);
        let name = self.source[start + 2..name_end].to_ascii_lowercase();
        self.at = memchr::memchr(b'>', &self.source.as_bytes()[name_end..]).map_or(self.source.len(), |i| name_end + i + 1);
        Token::End { name, range: start..self.at }
    }

    fn start_tag(&mut self) -> Token {
        let start = self.at;
        let name_end = self.name_end(start + 1);
        let name = self.source[start + 1..name_end].to_ascii_lowercase();
        let bytes = self.source.as_bytes();
        let mut at = name_end;
        // A quote opens a value only behind an equals sign.
        let mut value = false;
        while at < bytes.len() && bytes[at] != b'>' {
            match bytes[at] {
                quote @ (b'"' | b'\'') if value => {
                    at = memchr::memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |i| at + 1 + i);
                    value = false;
                }
                b'=' => value = true,
                b' ' | b'\t' | b'\n' | b'\r' => {}
                _ => value = false,
            }
            at += 1;
        }
        let end = at.min(bytes.len());
        self.at = (end + 1).min(bytes.len());
        if RAW.contains(&name.as_str()) {
            self.raw = Some(name.clone());
        }
        Token::Start { name, attributes: name_end..end, range: start..self.at }
    }
}

/// Start of `</name`, or the end of the source.
fn find_end_tag(source: &str, from: usize, name: &str) -> usize {
    let bytes = source.as_bytes();
    let mut at = from;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"</").map(|i| at + i) {
        let candidate = bytes.get(found + 2..found + 2 + name.len());
        if candidate.is_some_and(|c| c.eq_ignore_ascii_case(name.as_bytes())) {
            return found;
        }
        at = found + 2;
    }
    source.len()
}

/// The value of an attribute and its place in the source, entities as written.
pub(in crate::source) fn attribute(source: &str, attributes: &Range<usize>, wanted: &str) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    let end = attributes.end;
    let mut at = attributes.start;
    let skip = |mut at: usize, stop: &dyn Fn(u8) -> bool| {
        while at < end && !stop(bytes[at]) {
            at += 1;
        }
        at
    };
    while at < end {
        let start = skip(at, &|b| !b.is_ascii_whitespace() && b != b'/');
        let name_end = skip(start, &|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'/'));
        let equals = skip(name_end, &|b| !b.is_ascii_whitespace());
        if equals >= end || bytes[equals] != b'=' {
            at = name_end.max(start + 1);
            continue;
        }
        let value = skip(equals + 1, &|b| !b.is_ascii_whitespace());
        let (range, next) = match bytes.get(value).filter(|_| value < end) {
            Some(&quote @ (b'"' | b'\'')) => {
                let close = skip(value + 1, &|b| b == quote);
                ((value + 1).min(end)..close, close + 1)
            }
            _ => {
                let close = skip(value, &|b| b.is_ascii_whitespace());
                (value.min(end)..close, close)
            }
        };
        if source[start..name_end].eq_ignore_ascii_case(wanted) {
            return Some(range);
        }
        at = next.max(at + 1);
    }
    None
}

/// The character reference at the start of `text` (which begins with `&`): its characters and its length in bytes.
pub(in crate::source) fn entity(text: &str) -> Option<(String, usize)> {
    let head = text.as_bytes();
    let numeric = head.get(1) == Some(&b'#');
    let name = |b: &u8| b.is_ascii_alphanumeric() || *b == b'#';
    let mut length = 1 + head[1..].iter().take(34).take_while(|b| name(b)).count();
    if head.get(length) == Some(&b';') {
        length += 1;
    } else if !numeric {
        // "&T" in AT&T and "&copy" without semicolon: only the parser's own short list counts.
        length = length.min(8);
    }
    if length < 3 {
        return None;
    }
    let written = &text[..length];
    let decoded: String = match written {
        "&amp;" => "&".to_owned(),
        "&nbsp;" | "&#160;" => "\u{a0}".to_owned(),
        "&quot;" => "\"".to_owned(),
        "&lt;" => "<".to_owned(),
        "&gt;" => ">".to_owned(),
        "&#39;" | "&#x27;" | "&apos;" => "'".to_owned(),
        _ => scraper::Html::parse_fragment(written).root_element().text().collect(),
    };
    (decoded != written && !decoded.is_empty()).then(|| {
        // A name without semicolon may have taken letters behind it along: "&copy2023" is "©2023".
        let tail = decoded.chars().skip(1).collect::<String>();
        if !written.ends_with(';') && !tail.is_empty() && written.ends_with(&tail) {
            (decoded.chars().take(1).collect(), length - tail.len())
        } else {
            (decoded, length)
        }
    })
}

/// Text with its character references replaced.
pub(in crate::source) fn decode_entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        match entity(&rest[at..]) {
            Some((characters, length)) => {
                decoded.push_str(&characters);
                rest = &rest[at + length..];
            }
            None => {
                decoded.push('&');
                rest = &rest[at + 1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_tags_and_text_with_their_places() {
        let source = "<!-- x --><P class='a>b' id=c>1 < 2<br/></p><script>if (a</b) '<p>'</script>end";
        let read: Vec<String> = Tokens::new(source)
            .map(|token| match token {
                Token::Start { name, attributes, .. } => format!("+{name}[{}]", &source[attributes]),
                Token::End { name, .. } => format!("-{name}"),
                Token::Text(range) => source[range].to_owned(),
            })
            .collect();
        assert_eq!(read, ["+p[ class='a>b' id=c]", "1 ", "< 2", "+br[/]", "-p", "+script[]", "if (a</b) '<p>'", "-script", "end"]);
    }

    #[test]
    fn reads_attributes_and_entities() {
        let source = r#" data-x href = "a&amp;b" class=c alt='"' "#;
        let value = |name: &str| attribute(source, &(0..source.len()), name).map(|range| &source[range]);
        assert_eq!((value("HREF"), value("class"), value("alt"), value("data-x")), (Some("a&amp;b"), Some("c"), Some("\""), None));
        assert_eq!(decode_entities("AT&T &AMP; &amp; &eacute;&#8217;&hellip; &copy2023 & &unknown;"), "AT&T & & é’… ©2023 & &unknown;");
    }
}
