//! The table of contents beside the log: what its records say up to some place, so that a store of many articles is opened without
//! a look at each.
//!
//! ```text
//! DIR/articles.toc   checksum (4 bytes) · version of the form (1 byte) · mark, number of records, contents
//! ```
//! It is written when a writer is done and the log has grown; what is behind its mark is read from the log. The log is the truth: a table that is
//! damaged, or whose mark the log does not know, is left aside, and it can be taken away.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::has_grown;
use super::log::Mark;
use super::segments::Contents;

const FILE: &str = "articles.toc";
/// Version of the form.
const FORM: u8 = 1;
/// Part of a log that is read record by record rather than written down anew.
const PART: u64 = 16;

/// What is known of a log.
#[derive(Serialize, Deserialize)]
pub(super) struct Toc<C = Contents> {
    pub mark: Mark,
    pub records: usize,
    pub contents: C,
}

/// Whether a log has so much that is not written down that it is to be.
pub(super) fn is_due(bytes: u64, written: Option<Mark>) -> bool {
    has_grown(bytes, written.map_or(0, |mark| mark.end), PART)
}

/// The table of a store, if there is one.
pub(super) fn read(dir: &Path) -> Option<Toc> {
    let bytes = fs::read(path(dir)).ok()?;
    let (sum, body) = bytes.split_first_chunk()?;
    if checksum(body) != *sum {
        return None;
    }
    postcard::from_bytes(body.strip_prefix(&[FORM])?).ok()
}

impl Toc<&Contents> {
    /// Puts it in place of the old one in one step.
    pub fn write(&self, dir: &Path) -> io::Result<()> {
        let body = postcard::to_extend(self, vec![FORM]).map_err(io::Error::other)?;
        let new = path(dir).with_extension("toc.new");
        let written = fs::write(&new, [&checksum(&body)[..], &body].concat()).and_then(|()| fs::rename(&new, path(dir)));
        written.inspect_err(|_| drop(fs::remove_file(&new)))
    }
}

/// Takes it away.
pub(super) fn remove(dir: &Path) {
    // what stays is known by its mark
    let _ = fs::remove_file(path(dir));
}

fn path(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

fn checksum(bytes: &[u8]) -> [u8; 4] {
    let mut sum = flate2::Crc::new();
    sum.update(bytes);
    sum.sum().to_le_bytes()
}
