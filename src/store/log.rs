//! The append-only log: one file, a header, then records.
//!
//! ```text
//! header   "dateline store\n" and the format as 4 bytes
//! records  see `record`
//! ```
//! Records are written many at a time and then waited for. What the file's end cuts short, or is wrong and has nothing behind it that was
//! written after it had been waited for, was never finished: readers leave it out, a writer cuts it off. Anything else is damage, and an error.
//!
//! Opening a log reads the heads alone, those behind a place up to which it is known (`toc.rs`), and the checksums of what was written last; those of
//! older records are looked at when they are read.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use oxigraph::model::Quad;
use serde::{Deserialize, Serialize};

use super::medium::Medium;
use super::record::{self, Draft, FRAME, Head};
use super::{Access, StoreError};

/// Name of the log in the folder of a store.
pub(super) const FILE: &str = "articles.log";
/// Version of the format.
pub(super) const FORMAT: u32 = 2;
const MAGIC: &[u8] = b"dateline store\n";
const HEADER: u64 = MAGIC.len() as u64 + 4;
/// Bytes that are copied before the next are read.
const COPIED: usize = 8 << 20;
/// Bytes of a record that are read for its head; most heads are shorter.
const HEAD: usize = 1024;
/// Bytes before the end of a log by which it is known again.
const MARK: u64 = 256;

/// Where a record's body lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct Entry {
    offset: u64,
    length: u32,
}

impl Entry {
    /// Where its record begins.
    pub fn begin(self) -> u64 {
        self.offset - FRAME as u64
    }

    fn end(self) -> u64 {
        self.offset + u64::from(self.length)
    }
}

/// The end of a log at some time, by which it is known again when more has been written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    pub end: u64,
    /// Hash of what stands before it.
    before: u64,
}

/// How far a log is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reached {
    /// One past the last known record.
    end: u64,
    records: usize,
}

impl Default for Reached {
    fn default() -> Self {
        Reached { end: HEADER, records: 0 }
    }
}

/// What was found in a log.
struct Scan {
    records: usize,
    notices: Vec<String>,
    /// One past the last good record.
    end: u64,
}

/// An open log.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: Box<dyn Medium>,
    end: u64,
    records: usize,
}

impl Log {
    /// Opens the log, or begins one if a writer finds none. Its good records are told one by one; what is left out is in the notices.
    pub fn open(path: &Path, access: Access, told: impl FnMut(Entry, Head)) -> Result<(Log, Vec<String>), StoreError> {
        Self::over(file(path, access)?, path, access, Reached::default(), told)
    }

    /// The same, but only what comes after that mark, of so many records; `None` if that was no end of this log.
    pub fn open_after(
        path: &Path,
        access: Access,
        (mark, records): (Mark, usize),
        told: impl FnMut(Entry, Head),
    ) -> Result<Option<(Log, Vec<String>)>, StoreError> {
        let file = file(path, access)?;
        let length = file.length().map_err(StoreError::at(path, "read"))?;
        if !is_mark(&*file, length, mark) {
            return Ok(None);
        }
        Self::over(file, path, access, Reached { end: mark.end, records }, told).map(Some)
    }

    /// The same over any medium, from a place on.
    pub(super) fn over(
        file: Box<dyn Medium>,
        path: &Path,
        access: Access,
        from: Reached,
        told: impl FnMut(Entry, Head),
    ) -> Result<(Log, Vec<String>), StoreError> {
        let length = file.length().map_err(StoreError::at(path, "read"))?;
        if !check_header(path, &*file, length)? && access == Access::Write {
            // New, or the very first write was cut short.
            begin(path, &*file)?;
        }
        let scan = scan(path, &*file, from, told)?;
        if access == Access::Write && scan.end < length {
            file.set_length(scan.end).and_then(|()| file.sync()).map_err(StoreError::at(path, "cut off an unfinished record"))?;
        }
        Ok((Log { path: path.to_owned(), file, end: scan.end, records: scan.records }, scan.notices))
    }

    /// Adds records and waits until they are on disk. On an error nothing of them stays.
    pub fn append(&mut self, drafts: &[Draft]) -> Result<Vec<Entry>, StoreError> {
        let mut entries = Vec::with_capacity(drafts.len());
        let mut bytes = Vec::new();
        for draft in drafts {
            let record = draft.encode(self.end)?;
            entries.push(Entry { offset: self.end + (bytes.len() + FRAME) as u64, length: (record.len() - FRAME) as u32 });
            bytes.extend(record);
        }
        let written = self.file.write_all_at(&bytes, self.end).and_then(|()| self.file.sync());
        if let Err(error) = written {
            // What cannot be cut off now is cut off when the store is next opened for writing.
            let _ = self.file.set_length(self.end);
            return Err(StoreError::at(&self.path, "write")(error));
        }
        self.end += bytes.len() as u64;
        self.records += entries.len();
        Ok(entries)
    }

    /// The end of the log as it is now.
    pub fn mark(&self) -> Result<Mark, StoreError> {
        mark_at(&*self.file, self.end).map_err(StoreError::at(&self.path, "read"))
    }

    /// Whether that was an end of this log.
    #[cfg(feature = "disk")]
    pub fn knows(&self, mark: Mark) -> bool {
        is_mark(&*self.file, self.end, mark)
    }

    /// The quads of a record.
    pub fn quads(&self, entry: Entry) -> Result<Vec<Quad>, StoreError> {
        Ok(self.check(entry)?.1)
    }

    /// What a record of a derived graph takes out and puts in.
    pub fn change(&self, entry: Entry) -> Result<(Vec<Quad>, Vec<Quad>), StoreError> {
        let (head, mut removed) = self.check(entry)?;
        let count = if let Head::Derived(info) = head { info.removed } else { 0 };
        let added = removed.split_off(count.min(removed.len()));
        Ok((removed, added))
    }

    /// The headline in the head of an article's record.
    pub fn title(&self, entry: Entry) -> Result<Option<String>, StoreError> {
        let found = read_head(&*self.file, entry.begin(), entry.end()).map_err(StoreError::at(&self.path, "read"))?;
        match found.map_err(|problem| self.damaged(entry.begin(), problem.to_owned()))?.head {
            Head::Article(head) => Ok(head.title),
            Head::Removal { .. } | Head::Derived(_) => Ok(None),
        }
    }

    /// The record, to be written to another log.
    pub fn draft(&self, entry: Entry) -> Result<Draft, StoreError> {
        let bytes = self.bytes_of(entry)?;
        let draft = Draft::of(&bytes[FRAME..]).filter(|_| record::is_intact(&bytes));
        draft.ok_or_else(|| self.damaged(entry.begin(), "its checksum is wrong".into()))
    }

    /// Reads a record again: its head and its quads, or what is wrong.
    pub fn check(&self, entry: Entry) -> Result<(Head, Vec<Quad>), StoreError> {
        let bytes = self.bytes_of(entry)?;
        let wrong = |problem: &str| self.damaged(entry.begin(), problem.to_owned());
        if record::body_length(&bytes) != Some(entry.length) {
            return Err(wrong("its length is wrong"));
        }
        if !record::is_intact(&bytes) {
            return Err(wrong("its checksum is wrong"));
        }
        let (_, head) = record::head(&bytes[FRAME..]).ok_or_else(|| wrong("its head cannot be read"))?;
        Ok((head, record::quads(&bytes[FRAME..]).map_err(|problem| wrong(&problem))?))
    }

    /// Writes a new log of the given records, in that order, and puts it in place of this one.
    pub fn rewrite(&mut self, entries: &[Entry]) -> Result<Vec<Entry>, StoreError> {
        let path = self.path.with_extension("log.new");
        let file = File::options().create(true).truncate(true).read(true).write(true).open(&path);
        let file = file.map_err(StoreError::at(&path, "make"))?;
        begin(&path, &file)?;
        let mut new = Log { path, file: Box::new(file), end: HEADER, records: 0 };
        let mut moved = Vec::with_capacity(entries.len());
        let mut buffer = Vec::with_capacity(COPIED);
        for entry in entries {
            moved.push(Entry { offset: new.end + (buffer.len() + FRAME) as u64, length: entry.length });
            buffer.extend(self.bytes_of(*entry)?);
            if buffer.len() >= COPIED {
                new.copy(&mut buffer)?;
            }
        }
        new.copy(&mut buffer)?;
        new.records = moved.len();
        let Log { path: fresh, file, .. } = &new;
        file.sync().map_err(StoreError::at(fresh, "write"))?;
        fs::rename(fresh, &self.path).map_err(StoreError::at(&self.path, "replace"))?;
        sync_folder(&self.path)?;
        *self = Log { path: self.path.clone(), ..new };
        Ok(moved)
    }

    fn copy(&mut self, buffer: &mut Vec<u8>) -> Result<(), StoreError> {
        self.file.write_all_at(buffer, self.end).map_err(StoreError::at(&self.path, "write"))?;
        self.end += buffer.len() as u64;
        buffer.clear();
        Ok(())
    }

    /// Opens a log of any format, damaged or not, for its good records; in how many places something was lost.
    pub fn salvage(path: &Path) -> Result<(Log, Vec<Entry>, usize), StoreError> {
        let file = File::open(path).map_err(|error| unopened(path, error))?;
        let length = file.length().map_err(StoreError::at(path, "read"))?;
        match check_header(path, &file, length) {
            Err(StoreError::Version { .. }) | Ok(_) => {}
            Err(error) => return Err(error),
        }
        let mut found = Vec::new();
        let (mut offset, mut lost) = (HEADER, 0);
        while offset < length {
            let entry = match read(&file, offset, length).map_err(StoreError::at(path, "read"))? {
                Ok(read) => read.entry,
                Err(_) => {
                    lost += 1;
                    let Some(next) = next_good(&file, offset + 1, length).map_err(StoreError::at(path, "read"))? else { break };
                    next.entry
                }
            };
            found.push(entry);
            offset = entry.end();
        }
        Ok((Log { path: path.to_owned(), file: Box::new(file), end: length, records: found.len() }, found, lost))
    }

    pub fn records(&self) -> usize {
        self.records
    }

    pub fn bytes(&self) -> u64 {
        self.end
    }

    /// Frame and body of a record.
    fn bytes_of(&self, entry: Entry) -> Result<Vec<u8>, StoreError> {
        let mut bytes = vec![0; FRAME + entry.length as usize];
        self.file.read_exact_at(&mut bytes, entry.begin()).map_err(StoreError::at(&self.path, "read"))?;
        Ok(bytes)
    }

    fn damaged(&self, offset: u64, problem: String) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), offset, problem }
    }
}

fn file(path: &Path, access: Access) -> Result<Box<dyn Medium>, StoreError> {
    let file = match access {
        Access::Read => File::open(path),
        Access::Write => File::options().create(true).truncate(false).read(true).write(true).open(path),
    };
    Ok(Box::new(file.map_err(|error| unopened(path, error))?))
}

fn mark_at(file: &dyn Medium, end: u64) -> std::io::Result<Mark> {
    let begin = end.saturating_sub(MARK);
    let mut bytes = vec![0; (end - begin) as usize];
    file.read_exact_at(&mut bytes, begin)?;
    let before = blake3::hash(&bytes).as_bytes().first_chunk().map_or(0, |hash| u64::from_le_bytes(*hash));
    Ok(Mark { end, before })
}

fn is_mark(file: &dyn Medium, length: u64, mark: Mark) -> bool {
    (HEADER..=length).contains(&mark.end) && mark_at(file, mark.end).is_ok_and(|found| found == mark)
}

fn unopened(path: &Path, error: std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::Missing { dir: path.parent().unwrap_or(path).to_owned() },
        std::io::ErrorKind::NotADirectory => StoreError::Foreign { path: path.parent().unwrap_or(path).to_owned() },
        _ => StoreError::at(path, "open")(error),
    }
}

fn header() -> Vec<u8> {
    [MAGIC, &FORMAT.to_le_bytes()].concat()
}

fn begin(path: &Path, file: &dyn Medium) -> Result<(), StoreError> {
    let written = file.write_all_at(&header(), 0).and_then(|()| file.set_length(HEADER)).and_then(|()| file.sync());
    written.map_err(StoreError::at(path, "write"))?;
    sync_folder(path)
}

/// Makes sure that the name of a new file is on disk too.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let Some(folder) = path.parent().filter(|folder| folder.is_dir()) else { return Ok(()) };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::at(folder, "write"))
}

/// Whether there is a whole header of this format; `false` if its writing was cut short.
fn check_header(path: &Path, file: &dyn Medium, length: u64) -> Result<bool, StoreError> {
    let mut found = vec![0; length.min(HEADER) as usize];
    file.read_exact_at(&mut found, 0).map_err(StoreError::at(path, "read"))?;
    if header() == found {
        return Ok(true);
    }
    // A power cut can leave a part of it, or its length without its bytes.
    if length <= HEADER && found.iter().zip(header()).all(|(found, wanted)| *found == 0 || *found == wanted) {
        return Ok(false);
    }
    match found.strip_prefix(MAGIC).and_then(|version| version.try_into().ok()) {
        Some(version) => Err(StoreError::Version { path: path.to_owned(), found: u32::from_le_bytes(version), expected: FORMAT }),
        None => Err(StoreError::Foreign { path: path.to_owned() }),
    }
}

struct Found {
    entry: Entry,
    synced: Option<u64>,
    head: Head,
}

/// Reads all heads, from a place on to the last good one. Each is told when it is certain that it was on disk, the last ones after
/// a look at their checksums.
fn scan(path: &Path, file: &dyn Medium, from: Reached, mut told: impl FnMut(Entry, Head)) -> Result<Scan, StoreError> {
    let at = || StoreError::at(path, "read");
    let length = file.length().map_err(at())?;
    let mut scan = Scan { records: from.records, notices: Vec::new(), end: from.end };
    let mut unfinished = None;
    let mut fresh: Vec<(Entry, Head)> = Vec::new();
    while scan.end < length {
        match read_head(file, scan.end, length).map_err(at())? {
            Ok(found) => {
                scan.end = found.entry.end();
                scan.records += 1;
                let safe = found.synced.unwrap_or(scan.end);
                fresh.push((found.entry, found.head));
                let certain = fresh.partition_point(|(entry, _)| entry.begin() < safe);
                fresh.drain(..certain).for_each(|(entry, head)| told(entry, head));
            }
            Err(problem) => {
                let next = next_good(file, scan.end + 1, length).map_err(at())?;
                if next.is_some_and(|next| next.synced.is_none_or(|synced| synced > scan.end)) {
                    return Err(StoreError::Damaged { path: path.to_owned(), offset: scan.end, problem: problem.to_owned() });
                }
                unfinished = Some(problem);
                break;
            }
        }
    }
    let mut fresh = fresh.into_iter();
    for (entry, head) in fresh.by_ref() {
        if let Err(problem) = read(file, entry.begin(), length).map_err(at())? {
            unfinished = Some(problem);
            scan.end = entry.begin();
            scan.records -= fresh.len() + 1;
            break;
        }
        told(entry, head);
    }
    if let Some(problem) = unfinished {
        scan.notices.push(format!("{}: the last record was not finished ({problem}) and is left out", path.display()));
    }
    Ok(scan)
}

/// Reads the head of the record at a place, without a look at its checksum.
fn read_head(file: &dyn Medium, offset: u64, length: u64) -> std::io::Result<Result<Found, &'static str>> {
    let mut bytes = vec![0; HEAD.min((length - offset) as usize)];
    file.read_exact_at(&mut bytes, offset)?;
    if bytes.len() < FRAME {
        return Ok(Err("its frame is cut short"));
    }
    let Some(size) = record::body_length(&bytes) else { return Ok(Err("its length is wrong")) };
    let entry = Entry { offset: offset + FRAME as u64, length: size };
    if entry.end() > length {
        return Ok(Err("its body is cut short"));
    }
    let needed = FRAME + record::head_length(&bytes[FRAME..]).min(size as usize);
    if needed > bytes.len() {
        bytes.resize(needed, 0);
        file.read_exact_at(&mut bytes, offset)?;
    }
    Ok(record::head(&bytes[FRAME..]).map(|(synced, head)| Found { entry, synced, head }).ok_or("its head cannot be read"))
}

/// The first good record that begins at a place or behind it.
fn next_good(file: &dyn Medium, from: u64, length: u64) -> std::io::Result<Option<Found>> {
    let mut window = vec![0; 1 << 16];
    let mut begin = from;
    while begin + (FRAME as u64) < length {
        let size = (length - begin).min(window.len() as u64) as usize;
        file.read_exact_at(&mut window[..size], begin)?;
        for place in 0..size.saturating_sub(FRAME - 1) {
            if record::body_length(&window[place..size]).is_some()
                && let Ok(found) = read(file, begin + place as u64, length)?
            {
                return Ok(Some(found));
            }
        }
        begin += (size - FRAME + 1) as u64;
    }
    Ok(None)
}

/// Reads the record at a place with its checksum, or says what is wrong with it.
fn read(file: &dyn Medium, offset: u64, length: u64) -> std::io::Result<Result<Found, &'static str>> {
    let found = match read_head(file, offset, length)? {
        Ok(found) => found,
        Err(problem) => return Ok(Err(problem)),
    };
    let mut bytes = vec![0; FRAME + found.entry.length as usize];
    file.read_exact_at(&mut bytes, offset)?;
    Ok(if record::is_intact(&bytes) { Ok(found) } else { Err("its checksum is wrong") })
}
