//! The append-only log: one file, a header, then records.
//!
//! ```text
//! header   "dateline store\n" and the format as 4 bytes
//! record   length of the body (4 bytes) · checksum of the length (4 bytes) · checksum of the body (16 bytes) · body
//! body     length of the head (4 bytes) · head: JSON · quads: N-Quads in zlib
//! ```
//! Numbers are little-endian; checksums are the first bytes of BLAKE3. A record that the file's end cuts short, or that is last and has a wrong checksum, was never
//! finished: readers leave it out, a writer cuts it off. A wrong checksum anywhere else is damage, and an error.

use std::fs::{self, File};
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use serde::{Deserialize, Serialize};

use super::position::{read_exact_at, write_all_at};
use super::{Access, ArticleInfo, ArticleRecord, StoreError};
use crate::rdf;

/// Name of the log in the folder of a store.
pub(super) const FILE: &str = "articles.log";
/// Version of the format.
pub(super) const FORMAT: u32 = 1;
const MAGIC: &[u8] = b"dateline store\n";
const HEADER: u64 = MAGIC.len() as u64 + 4;
const CHECKSUM: usize = 16;
const LENGTH: usize = 8;
const FRAME: u64 = (LENGTH + CHECKSUM) as u64;

/// Where a record's body lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    offset: u64,
    length: u32,
}

/// What a record is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Head {
    /// An article, new or replaced.
    Article(ArticleInfo),
    /// An article was taken out.
    Removal {
        /// Its key.
        key: String,
    },
}

/// What was found in a log.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub records: Vec<(Entry, Head)>,
    pub notices: Vec<String>,
    /// One past the last good record.
    end: u64,
}

/// An open log.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: File,
    end: u64,
    records: usize,
}

impl Log {
    /// Opens the log, or begins one if a writer finds none.
    pub fn open(path: &Path, access: Access) -> Result<(Log, Scan), StoreError> {
        let mut file = match access {
            Access::Read => File::open(path),
            Access::Write => File::options().create(true).truncate(false).read(true).write(true).open(path),
        }
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => StoreError::Missing { dir: path.parent().unwrap_or(path).to_owned() },
            _ => StoreError::at(path, "open")(error),
        })?;
        let length = file.metadata().map_err(StoreError::at(path, "read"))?.len();
        if length < HEADER && access == Access::Write {
            // New, or the very first write was cut short.
            check_header(path, &mut file, length)?;
            begin(path, &mut file)?;
        } else {
            check_header(path, &mut file, length)?;
        }
        let scan = scan(path, &file)?;
        let length = length.max(HEADER);
        if access == Access::Write && scan.end < length {
            file.set_len(scan.end).and_then(|()| file.sync_all()).map_err(StoreError::at(path, "cut off an unfinished record"))?;
        }
        Ok((Log { path: path.to_owned(), file, end: scan.end, records: scan.records.len() }, scan))
    }

    /// Adds records and waits until they are on disk. On an error nothing of them stays.
    pub fn append(&mut self, bodies: Vec<Vec<u8>>) -> Result<Vec<Entry>, StoreError> {
        let mut entries = Vec::with_capacity(bodies.len());
        let mut bytes = Vec::with_capacity(bodies.iter().map(|body| body.len() + FRAME as usize).sum());
        for body in bodies {
            let offset = self.end + bytes.len() as u64 + FRAME;
            entries.push(Entry { offset, length: body.len() as u32 });
            bytes.extend_from_slice(&length_field(body.len() as u32));
            bytes.extend_from_slice(&checksum(&body));
            bytes.extend_from_slice(&body);
        }
        let written = write_all_at(&self.file, &bytes, self.end).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            // What cannot be cut off now is cut off when the store is next opened for writing.
            let _ = self.file.set_len(self.end);
            return Err(StoreError::at(&self.path, "write")(error));
        }
        self.end += bytes.len() as u64;
        self.records += entries.len();
        Ok(entries)
    }

    /// The quads of a record.
    pub fn quads(&self, entry: Entry) -> Result<Vec<Quad>, StoreError> {
        let body = self.body(entry)?;
        let damaged = |problem: String| self.damaged(entry, problem);
        let (_, rest) = split(&body).ok_or_else(|| damaged("a record without a head".into()))?;
        let mut text = Vec::new();
        ZlibDecoder::new(rest).read_to_end(&mut text).map_err(|error| damaged(error.to_string()))?;
        let parser = RdfParser::from_format(RdfFormat::NQuads).lenient();
        parser.for_slice(&text).collect::<Result<_, _>>().map_err(|error| damaged(error.to_string()))
    }

    /// Checks every record, its quads included.
    pub fn verify(&self) -> Result<Vec<String>, StoreError> {
        let mut problems = Vec::new();
        let mut offset = HEADER;
        while offset < self.end {
            let entry = self.entry(offset)?;
            match self.body(entry) {
                Err(error) => problems.push(error.to_string()),
                Ok(body) if checksum(&body) != self.stored_checksum(offset)? => {
                    problems.push(self.damaged(entry, "wrong checksum".into()).to_string());
                }
                Ok(body) => match head(&body) {
                    Some(Head::Removal { .. }) => {}
                    Some(Head::Article(info)) => match self.quads(entry) {
                        Err(error) => problems.push(error.to_string()),
                        Ok(quads) if quads.len() != info.quads => {
                            problems.push(format!("article {}: {} quads instead of {}", info.key, quads.len(), info.quads));
                        }
                        Ok(_) => {}
                    },
                    None => problems.push(self.damaged(entry, "a record without a head".into()).to_string()),
                },
            }
            offset = entry.offset + u64::from(entry.length);
        }
        Ok(problems)
    }

    /// Writes a new log of the given records and puts it in place of this one.
    pub fn rewrite(&mut self, entries: Vec<Entry>) -> Result<Vec<Entry>, StoreError> {
        let bodies = entries.into_iter().map(|entry| self.body(entry)).collect::<Result<Vec<_>, _>>()?;
        let fresh = self.path.with_extension("log.new");
        let options = File::options().create(true).truncate(true).read(true).write(true).open(&fresh);
        let mut file = options.map_err(StoreError::at(&fresh, "make"))?;
        begin(&fresh, &mut file)?;
        let mut log = Log { path: fresh.clone(), file, end: HEADER, records: 0 };
        let entries = log.append(bodies)?;
        fs::rename(&fresh, &self.path).map_err(StoreError::at(&self.path, "replace"))?;
        sync_folder(&self.path)?;
        *self = Log { path: self.path.clone(), ..log };
        Ok(entries)
    }

    /// Keeps all good records of a damaged log; how many were left out.
    pub fn salvage(path: &Path) -> Result<usize, StoreError> {
        let at = || StoreError::at(path, "read");
        let mut file = File::open(path).map_err(at())?;
        let length = file.metadata().map_err(at())?.len();
        check_header(path, &mut file, length)?;
        let mut log = Log { path: path.to_owned(), file, end: length, records: 0 };
        let (mut good, mut lost, mut offset) = (Vec::new(), 0, HEADER);
        while offset < length {
            let entry = match log.entry(offset) {
                Ok(entry) if entry.offset + u64::from(entry.length) <= length => entry,
                // Lengths cannot be trusted from here on.
                _ => {
                    lost += 1;
                    break;
                }
            };
            let body = log.body(entry)?;
            if checksum(&body) == log.stored_checksum(offset)? && head(&body).is_some() {
                good.push(entry);
            } else {
                lost += 1;
            }
            offset = entry.offset + u64::from(entry.length);
        }
        let kept = path.with_extension("log.damaged");
        fs::copy(path, &kept).map_err(StoreError::at(&kept, "keep the damaged log"))?;
        log.rewrite(good)?;
        Ok(lost)
    }

    pub fn records(&self) -> usize {
        self.records
    }

    pub fn bytes(&self) -> u64 {
        self.end
    }

    fn entry(&self, offset: u64) -> Result<Entry, StoreError> {
        let mut field = [0; LENGTH];
        read_exact_at(&self.file, &mut field, offset).map_err(StoreError::at(&self.path, "read"))?;
        let wrong = || StoreError::Damaged { path: self.path.clone(), offset, problem: "wrong length".into() };
        Ok(Entry { offset: offset + FRAME, length: read_length(&field).ok_or_else(wrong)? })
    }

    fn stored_checksum(&self, offset: u64) -> Result<[u8; CHECKSUM], StoreError> {
        let mut stored = [0; CHECKSUM];
        read_exact_at(&self.file, &mut stored, offset + LENGTH as u64).map_err(StoreError::at(&self.path, "read"))?;
        Ok(stored)
    }

    fn body(&self, entry: Entry) -> Result<Vec<u8>, StoreError> {
        let mut body = vec![0; entry.length as usize];
        read_exact_at(&self.file, &mut body, entry.offset).map_err(StoreError::at(&self.path, "read"))?;
        Ok(body)
    }

    fn damaged(&self, entry: Entry, problem: String) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), offset: entry.offset - FRAME, problem }
    }
}

/// The body of an article's record.
pub(super) fn article(record: &ArticleRecord) -> Result<Vec<u8>, StoreError> {
    let zlib = ZlibEncoder::new(Vec::new(), Compression::new(5));
    // Writing to memory does not fail; if it did, the count of quads in the head would tell.
    let quads = rdf::serialize(&record.quads, RdfFormat::NQuads, zlib).and_then(ZlibEncoder::finish).unwrap_or_default();
    body(&record.key, &Head::Article(ArticleInfo::of(record)), &quads)
}

/// The body of a removal's record.
pub(super) fn removal(key: &str) -> Result<Vec<u8>, StoreError> {
    body(key, &Head::Removal { key: key.to_owned() }, &[])
}

fn body(key: &str, head: &Head, quads: &[u8]) -> Result<Vec<u8>, StoreError> {
    let head = serde_json::to_vec(head).expect("strings and numbers are always JSON");
    let body = [&(head.len() as u32).to_le_bytes()[..], &head, quads].concat();
    if u32::try_from(body.len()).is_err() {
        return Err(StoreError::TooLarge { key: key.to_owned(), bytes: body.len() });
    }
    Ok(body)
}

fn split(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = body.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

fn head(body: &[u8]) -> Option<Head> {
    serde_json::from_slice(split(body)?.0).ok()
}

/// A length with its checksum, so that a damaged length is not taken for an unfinished record.
fn length_field(length: u32) -> [u8; LENGTH] {
    let mut field = [0; LENGTH];
    field[..4].copy_from_slice(&length.to_le_bytes());
    field[4..].copy_from_slice(&blake3::hash(&length.to_le_bytes()).as_bytes()[..4]);
    field
}

fn read_length(field: &[u8]) -> Option<u32> {
    let length = u32::from_le_bytes(*field.first_chunk()?);
    (length_field(length) == field).then_some(length)
}

fn checksum(body: &[u8]) -> [u8; CHECKSUM] {
    let mut short = [0; CHECKSUM];
    short.copy_from_slice(&blake3::hash(body).as_bytes()[..CHECKSUM]);
    short
}

fn begin(path: &Path, file: &mut File) -> Result<(), StoreError> {
    let header = [MAGIC, &FORMAT.to_le_bytes()].concat();
    write_all_at(file, &header, 0)
        .and_then(|()| file.set_len(HEADER))
        .and_then(|()| file.sync_all())
        .map_err(StoreError::at(path, "write"))?;
    sync_folder(path)
}

/// Makes sure that the name of a new file is on disk too.
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let Some(folder) = path.parent() else { return Ok(()) };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::at(folder, "write"))
}

/// Accepts a whole header of this format, or, in a file shorter than one, its beginning.
fn check_header(path: &Path, file: &mut File, length: u64) -> Result<(), StoreError> {
    let mut header = vec![0; length.min(HEADER) as usize];
    file.seek(SeekFrom::Start(0)).and_then(|_| file.read_exact(&mut header)).map_err(StoreError::at(path, "read"))?;
    let expected = [MAGIC, &FORMAT.to_le_bytes()].concat();
    if expected.starts_with(&header) {
        return Ok(());
    }
    match header.strip_prefix(MAGIC).and_then(|version| version.try_into().ok()) {
        Some(version) => Err(StoreError::Version { path: path.to_owned(), found: u32::from_le_bytes(version), expected: FORMAT }),
        None => Err(StoreError::Foreign { path: path.to_owned() }),
    }
}

/// Reads all heads, from the first record to the last good one.
fn scan(path: &Path, file: &File) -> Result<Scan, StoreError> {
    let at = || StoreError::at(path, "read");
    let length = file.metadata().map_err(at())?.len();
    let mut reader = BufReader::with_capacity(1 << 20, file);
    reader.seek(SeekFrom::Start(HEADER.min(length))).map_err(at())?;
    let mut scan = Scan { end: HEADER, ..Scan::default() };
    while scan.end < length {
        let unfinished = |what: &str| format!("{}: the last record was not finished ({what}) and is left out", path.display());
        if length - scan.end < FRAME {
            scan.notices.push(unfinished("its frame is cut short"));
            break;
        }
        let mut frame = [0; FRAME as usize];
        reader.read_exact(&mut frame).map_err(at())?;
        let (size, stored) = frame.split_at(LENGTH);
        let Some(size) = read_length(size) else {
            if only_zeros(&mut reader, &frame).map_err(at())? {
                scan.notices.push(unfinished("it is empty"));
                break;
            }
            return Err(StoreError::Damaged { path: path.to_owned(), offset: scan.end, problem: "wrong length".into() });
        };
        let next = scan.end + FRAME + u64::from(size);
        if next > length {
            scan.notices.push(unfinished("its body is cut short"));
            break;
        }
        let mut body = vec![0; size as usize];
        reader.read_exact(&mut body).map_err(at())?;
        let head = if checksum(&body) == stored { head(&body) } else { None };
        let Some(head) = head else {
            if next == length || only_zeros(&mut reader, &[]).map_err(at())? {
                scan.notices.push(unfinished("its checksum is wrong"));
                break;
            }
            return Err(StoreError::Damaged { path: path.to_owned(), offset: scan.end, problem: "wrong checksum".into() });
        };
        scan.records.push((Entry { offset: scan.end + FRAME, length: size }, head));
        scan.end = next;
    }
    Ok(scan)
}

/// Whether nothing but zero bytes is left: what a crash leaves when the file's length reached the disk before its content.
fn only_zeros(reader: &mut impl Read, read: &[u8]) -> std::io::Result<bool> {
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest)?;
    Ok([read, &rest].into_iter().flatten().all(|byte| *byte == 0))
}
