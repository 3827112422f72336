//! One source → its articles, whatever the format: told by the content, not by the name of the file.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use serde_json::Value;

use super::build::Draft;
use super::{Article, ReadOptions, SourceError, decode, html, mixed, record, text};

/// An article, or why there is none. An error ends only its own file or record.
pub type ReadResult = Result<Article, SourceError>;

/// Longest first line that is read to tell the format.
const PEEK: u64 = 64 * 1024;

/// Reads the articles in `bytes`; `origin` is named in errors and in [`Article::origin`].
///
/// ```
/// use dateline::source::{ReadOptions, read_bytes};
///
/// let articles = read_bytes(b"Ship seized off Rotterdam\n\nCustoms boarded it on Monday.", "note.txt", &ReadOptions::default());
/// let article = articles[0].as_ref().unwrap();
/// assert_eq!(article.title.as_deref(), Some("Ship seized off Rotterdam"));
/// assert_eq!(article.body(), "Customs boarded it on Monday.");
/// ```
pub fn read_bytes(bytes: &[u8], origin: &str, options: &ReadOptions) -> Vec<ReadResult> {
    read_stream(Cursor::new(bytes.to_vec()), origin.to_owned(), options.clone()).collect()
}

/// Reads the articles of a stream one after the other; JSON lines are never held as a whole.
pub(super) fn read_stream(reader: impl Read + 'static, place: String, options: ReadOptions) -> Box<dyn Iterator<Item = ReadResult>> {
    let mut reader = BufReader::new(reader);
    let packed = reader.fill_buf().is_ok_and(|head| head.starts_with(&[0x1f, 0x8b]));
    if packed { read_plain(BufReader::new(MultiGzDecoder::new(reader)), place, options) } else { read_plain(reader, place, options) }
}

fn read_plain(mut reader: impl BufRead + 'static, place: String, options: ReadOptions) -> Box<dyn Iterator<Item = ReadResult>> {
    let one = |result| Box::new(std::iter::once(result)) as Box<dyn Iterator<Item = ReadResult>>;
    let head = match read_head(&mut reader) {
        Ok(head) => head,
        Err(source) => return one(Err(SourceError::Io { place, source })),
    };
    let reader = Cursor::new(head.bytes).chain(reader);
    if head.json_lines {
        return Box::new(Lines { reader, place, line: 0, options });
    }
    let mut bytes = Vec::new();
    if let Err(source) = reader.take(options.max_bytes + 1).read_to_end(&mut bytes) {
        return one(Err(SourceError::Io { place, source }));
    }
    if bytes.len() as u64 > options.max_bytes {
        return one(Err(SourceError::TooLarge { place, limit: options.max_bytes }));
    }
    match decode::decode(&bytes, &place) {
        Ok(source) => Box::new(read_text(&source, &place, &options).into_iter()),
        Err(error) => one(Err(error)),
    }
}

/// The first lines of a stream.
struct Head {
    bytes: Vec<u8>,
    json_lines: bool,
}

/// Reads until it is clear whether these are JSON lines, which takes one or two lines.
fn read_head(reader: &mut impl BufRead) -> std::io::Result<Head> {
    let mut bytes = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    while starts.len() < 2 && (bytes.len() as u64) < PEEK {
        let start = bytes.len();
        if reader.by_ref().take(PEEK - start as u64).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let Some(first) = bytes[start..].iter().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0xef | 0xbb | 0xbf)) else { continue };
        if *first != b'{' {
            // The first line of a record over many lines, or no record at all.
            return Ok(Head { bytes, json_lines: false });
        }
        let complete = serde_json::from_slice::<Value>(without_mark(&bytes[start..])).is_ok_and(|value| value.is_object());
        let endless = bytes.len() as u64 >= PEEK;
        if complete || endless {
            return Ok(Head { bytes, json_lines: true });
        }
        starts.push(start);
    }
    // Two lines that both begin a record: JSON lines whose first is broken.
    let json_lines = starts.len() == 2;
    Ok(Head { bytes, json_lines })
}

fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line)
}

/// JSON lines, one article a line.
struct Lines<R> {
    reader: R,
    place: String,
    line: usize,
    options: ReadOptions,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = ReadResult;

    fn next(&mut self) -> Option<ReadResult> {
        loop {
            let mut bytes = Vec::new();
            self.line += 1;
            let place = format!("{}:{}", self.place, self.line);
            match self.reader.by_ref().take(self.options.max_bytes).read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(source) => {
                    // Nothing more can be read; the next call must end.
                    self.options.max_bytes = 0;
                    return Some(Err(SourceError::Io { place, source }));
                }
            }
            if bytes.len() as u64 == self.options.max_bytes && bytes.last() != Some(&b'\n') && self.skip_line() {
                return Some(Err(SourceError::TooLarge { place, limit: self.options.max_bytes }));
            }
            let line = without_mark(&bytes).trim_ascii();
            if !line.is_empty() {
                return Some(read_line(line, &place, &self.options));
            }
        }
    }
}

impl<R: BufRead> Lines<R> {
    /// Passes over the rest of a line; tells whether there was any.
    fn skip_line(&mut self) -> bool {
        let mut any = false;
        while let Ok(buffer) = self.reader.fill_buf() {
            let Some(length) = memchr::memchr(b'\n', buffer).map(|i| i + 1).or(Some(buffer.len()).filter(|l| *l > 0)) else { break };
            let ended = buffer[length - 1] == b'\n';
            any |= length > 1 || !ended;
            self.reader.consume(length);
            if ended {
                break;
            }
        }
        any
    }
}

fn read_line(line: &[u8], place: &str, options: &ReadOptions) -> ReadResult {
    let text = match std::str::from_utf8(line) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(decode::decode(line, place)?),
    };
    match serde_json::from_str(&text) {
        Ok(value) => record::article(&value, place, options),
        Err(error) => Err(bad_json(place, &error)),
    }
}

fn bad_json(place: &str, error: &serde_json::Error) -> SourceError {
    SourceError::BadRecord { place: place.to_owned(), problem: format!("not JSON: {error}") }
}

/// Reads a whole decoded source.
fn read_text(source: &str, place: &str, options: &ReadOptions) -> Vec<ReadResult> {
    let start = source.trim_start();
    if start.is_empty() {
        return vec![Err(SourceError::Empty { place: place.to_owned() })];
    }
    let second = start[start.chars().next().map_or(0, char::len_utf8)..].trim_start().chars().next();
    match (start.chars().next(), second) {
        (Some('{'), Some('"' | '}')) => return vec![read_line(start.as_bytes(), place, options)],
        (Some('['), Some('{' | ']')) => return read_list(start, place, options),
        _ => {}
    }
    let draft = Draft::new(place);
    let result = match markup(start) {
        Markup::Page => html::article(source, 0, draft, options),
        Markup::Feed => Err(SourceError::Unsupported { place: place.to_owned(), what: "an XML document or feed" }),
        Markup::None => match mixed::html_part(source) {
            Some(part) => mixed::article(source, part, draft, options),
            None => text::article(source, draft, options),
        },
    };
    vec![result]
}

/// A JSON array of records.
fn read_list(source: &str, place: &str, options: &ReadOptions) -> Vec<ReadResult> {
    match serde_json::from_str::<Vec<Value>>(source) {
        Ok(values) if values.is_empty() => vec![Err(SourceError::Empty { place: place.to_owned() })],
        Ok(values) => (1..).zip(&values).map(|(i, value)| record::article(value, &format!("{place}[{i}]"), options)).collect(),
        Err(error) => vec![Err(bad_json(place, &error))],
    }
}

enum Markup {
    Page,
    Feed,
    None,
}

fn markup(start: &str) -> Markup {
    let head: String = start.chars().take(4096).collect::<String>().to_ascii_lowercase();
    let is_page = head.starts_with('<') && ["<!doctype html", "<html", "<head>", "<body"].iter().any(|mark| head.contains(mark));
    let is_feed = head.starts_with("<?xml") || head.starts_with("<rss") || head.starts_with("<feed");
    match (is_page, is_feed) {
        (true, _) => Markup::Page,
        (false, true) => Markup::Feed,
        (false, false) => Markup::None,
    }
}
