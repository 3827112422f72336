//! A record of the log as bytes: an article, its removal, or a graph derived from all articles.
//!
//! ```text
//! record   length of the body (4 bytes) · checksum of the length (4 bytes) · checksum of the body (16 bytes) · body
//! body     length of the head (4 bytes) · head: JSON · quads: N-Quads in zlib
//! head     {"synced": 4711, "article": {"key": …, "sha256": …}}
//! ```
//! Numbers are little-endian; checksums are the first bytes of BLAKE3. `synced` is the length of the log that was on disk for certain when
//! the record was written: damage before that place is damage, damage behind it is a write that was never finished.

use std::io::{BufWriter, Read};
use std::time::{SystemTime, UNIX_EPOCH};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use serde::{Deserialize, Serialize};

use super::{ArticleInfo, ArticleRecord, ArticleVersion, DerivedInfo, StoreError};
use crate::rdf;

const CHECKSUM: usize = 16;
const LENGTH: usize = 8;
/// Bytes that are compressed at once.
const WRITTEN: usize = 1 << 16;
/// Bytes before the body.
pub(super) const FRAME: usize = LENGTH + CHECKSUM;

/// What is told of an article before its quads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ArticleHead {
    pub key: String,
    pub sha256: String,
    pub tool_version: String,
    pub frame_set: String,
    #[serde(default)]
    pub title: Option<String>,
    pub graph: String,
    pub quads: usize,
    #[serde(default)]
    pub stored: u64,
}

impl ArticleHead {
    fn of(record: &ArticleRecord) -> ArticleHead {
        ArticleHead {
            key: record.key.clone(),
            sha256: record.sha256.clone(),
            tool_version: record.tool_version.clone(),
            frame_set: record.frame_set.clone(),
            title: record.title.clone(),
            graph: record.graph.clone(),
            quads: record.quads.len(),
            stored: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs()),
        }
    }

    /// What is kept in memory of it.
    pub fn info(&self) -> ArticleInfo {
        ArticleInfo {
            graph: self.graph.as_str().into(),
            version: ArticleVersion::of(&self.sha256, &self.tool_version, &self.frame_set),
            quads: self.quads as u32,
            stored: self.stored,
        }
    }
}

/// What a record is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Head {
    /// An article, new or replaced.
    Article(ArticleHead),
    /// An article was taken out.
    Removal {
        /// Its key.
        key: String,
    },
    /// A graph made from all articles before, or how it changed.
    Derived(DerivedInfo),
}

#[derive(Serialize, Deserialize)]
struct Synced<H> {
    synced: Option<u64>,
    #[serde(flatten)]
    head: H,
}

/// A record before its place in the log is known.
#[derive(Debug)]
pub(super) struct Draft {
    pub head: Head,
    /// N-Quads in zlib.
    quads: Vec<u8>,
}

impl Draft {
    pub fn article(record: &ArticleRecord) -> Draft {
        Draft { head: Head::Article(ArticleHead::of(record)), quads: compress(&record.quads, Compression::new(5)) }
    }

    pub fn removal(key: &str) -> Draft {
        Draft { head: Head::Removal { key: key.to_owned() }, quads: Vec::new() }
    }

    /// What is removed stands before what is added.
    pub fn derived(info: DerivedInfo, mut removed: Vec<Quad>, added: &[Quad]) -> Draft {
        removed.extend_from_slice(added);
        Draft { head: Head::Derived(info), quads: compress(&removed, Compression::fast()) }
    }

    /// That of a body, its quads as they are.
    pub fn of(body: &[u8]) -> Option<Draft> {
        Some(Draft { head: head(body)?.1, quads: split(body)?.1.to_vec() })
    }

    /// The whole record.
    pub fn encode(&self, synced: u64) -> Result<Vec<u8>, StoreError> {
        let head = serde_json::to_vec(&Synced { synced: Some(synced), head: &self.head }).expect("strings and numbers are always JSON");
        let length = 4 + head.len() + self.quads.len();
        let name = || match &self.head {
            Head::Article(ArticleHead { key, .. }) | Head::Removal { key } => key.clone(),
            Head::Derived(info) => info.name.clone(),
        };
        let size = u32::try_from(length).map_err(|_| StoreError::TooLarge { key: name(), bytes: length })?;
        let mut record = Vec::with_capacity(FRAME + length);
        record.extend(length_field(size));
        record.extend([0; CHECKSUM]);
        record.extend((head.len() as u32).to_le_bytes());
        record.extend(head);
        record.extend(&self.quads);
        let sum = checksum(&record[FRAME..]);
        record[LENGTH..FRAME].copy_from_slice(&sum);
        Ok(record)
    }
}

/// Length of the body, from the first bytes of a record; `None` if they are damaged.
pub(super) fn body_length(frame: &[u8]) -> Option<u32> {
    let field = frame.get(..LENGTH)?;
    let length = u32::from_le_bytes(*field.first_chunk()?);
    (length_field(length) == field).then_some(length)
}

/// Whether the body of a whole record is what was written.
pub(super) fn is_intact(record: &[u8]) -> bool {
    record.split_at_checked(FRAME).is_some_and(|(frame, body)| frame[LENGTH..] == checksum(body))
}

/// Bytes of a body up to the end of its head.
pub(super) fn head_length(body: &[u8]) -> usize {
    4 + body.first_chunk().map_or(0, |length| u32::from_le_bytes(*length) as usize)
}

/// Head of a body, with the length of the log that was synced before it.
pub(super) fn head(body: &[u8]) -> Option<(Option<u64>, Head)> {
    let Synced { synced, head } = serde_json::from_slice(split(body)?.0).ok()?;
    Some((synced, head))
}

/// The quads of a body, or what is wrong with it.
pub(super) fn quads(body: &[u8]) -> Result<Vec<Quad>, String> {
    let (_, rest) = split(body).ok_or("a record without a head")?;
    if rest.is_empty() {
        return Ok(Vec::new());
    }
    let mut text = Vec::new();
    ZlibDecoder::new(rest).read_to_end(&mut text).map_err(|error| error.to_string())?;
    let parser = RdfParser::from_format(RdfFormat::NQuads).lenient();
    parser.for_slice(&text).collect::<Result<_, _>>().map_err(|error| error.to_string())
}

/// What is soon made anew is not worth much time.
fn compress(quads: &[Quad], level: Compression) -> Vec<u8> {
    if quads.is_empty() {
        return Vec::new();
    }
    // each write to the encoder costs as much as a large one
    let zlib = BufWriter::with_capacity(WRITTEN, ZlibEncoder::new(Vec::new(), level));
    let written = rdf::serialize(quads, RdfFormat::NQuads, zlib).and_then(|zlib| zlib.into_inner()?.finish());
    // Writing to memory does not fail; if it did, the count of quads in the head would tell.
    written.unwrap_or_default()
}

fn split(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = body.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

/// A length with its checksum, so that a damaged length is not taken for an unfinished record.
fn length_field(length: u32) -> [u8; LENGTH] {
    let mut field = [0; LENGTH];
    field[..4].copy_from_slice(&length.to_le_bytes());
    field[4..].copy_from_slice(&blake3::hash(&length.to_le_bytes()).as_bytes()[..4]);
    field
}

fn checksum(body: &[u8]) -> [u8; CHECKSUM] {
    let mut short = [0; CHECKSUM];
    short.copy_from_slice(&blake3::hash(body).as_bytes()[..CHECKSUM]);
    short
}
