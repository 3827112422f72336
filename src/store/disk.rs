//! The index on disk: RocksDB beside the log, with a note of how far it has followed it, so that it is opened at once and only caught up.
//!
//! ```text
//! DIR/index        RocksDB; its names in DIR/index.names
//! DIR/index.json   the version of the ontology in it, and the end of the log up to which it has taken everything in
//! ```
//! The log is the truth. The note is written now and then, always after the index is on disk, so that after a crash some records are
//! taken in once more, which changes nothing.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::index::{Index, Place};
use super::log::{Log, Mark, sync_folder};
use super::namefile::NameFile;
use super::segments::{self, Ended, Segments};
use super::{Access, HALF, StoreError, has_grown};

/// What the index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Held<'v> {
    /// Version of the program, whose ontology is in it.
    ontology: &'v str,
    /// What it has taken in of the log.
    log: Mark,
    /// Bytes of the log when it was put in order.
    #[serde(default)]
    in_order: u64,
}

/// The note of an index.
#[derive(Debug)]
pub(super) struct Note {
    path: PathBuf,
    noted: Option<Mark>,
    in_order: u64,
}

/// Opens a store with its index; without one for a reader if it lags behind the log or a writer has it open, who gets one in memory when
/// he asks.
pub(super) fn open(dir: &Path, access: Access) -> Result<(Segments, Option<Index>), StoreError> {
    let (path, place, names) = (dir.join("index.json"), dir.join("index"), NameFile::of(dir));
    let (noted, in_order) = read(&path).unzip();
    let from = noted.map_or(0, |mark| mark.end);
    let mut ended = Ended::default();
    let segments = Segments::open_and_tell(dir, access, from, |_, by| ended.add(by))?;
    let noted = noted.filter(|mark| segments.log.knows(*mark));
    if access == Access::Read {
        // a writer may put in more than was noted, and take files away
        let is_whole = noted.is_some_and(|mark| mark.end == segments.log.bytes());
        let unwritten = is_whole.then(|| segments::keep_writers_out(dir)).flatten();
        let store = unwritten.as_ref().and_then(|_| oxigraph::store::Store::open_read_only(&place).ok());
        let index = store.map(|store| Index::over(store, Place { end: from, ..Place::default() }).with_names(names));
        return Ok((segments, index));
    }
    let store = oxigraph::store::Store::open(&place)?;
    let note = Some(Note { path, noted, in_order: in_order.filter(|_| noted.is_some()).unwrap_or_default() });
    let index = match noted {
        Some(mark) => Index::over(store, Place { end: mark.end, ended, note }),
        None => {
            store.clear()?;
            names.begin()?;
            let index = Index::over(store, Place { note, ..Place::default() });
            index.load_ontology()?;
            index
        }
    };
    Ok((segments, Some(index.with_names(names))))
}

fn read(path: &Path) -> Option<(Mark, u64)> {
    let bytes = fs::read(path).ok()?;
    let held: Held<'_> = serde_json::from_slice(&bytes).ok()?;
    (held.ontology == env!("CARGO_PKG_VERSION")).then_some((held.log, held.in_order))
}

/// Takes the index away; it is built again when the store is next opened.
pub(super) fn remove(dir: &Path) -> Result<(), StoreError> {
    for path in [dir.join("index.json"), dir.join("index.names"), dir.join("index")] {
        let gone = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match gone {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::at(&path, "remove the old index")(error)),
            _ => {}
        }
    }
    Ok(())
}

impl Note {
    /// Notes in one step that the index holds the whole log.
    pub fn write(&mut self, store: &oxigraph::store::Store, log: &Log) -> Result<(), StoreError> {
        let mark = log.mark()?;
        if self.noted == Some(mark) {
            return Ok(());
        }
        store.flush()?;
        self.put(mark)
    }

    /// Whether the log has grown so much since the index was put in order that it is to be again.
    pub fn is_due(&self, log: &Log) -> bool {
        has_grown(log.bytes(), self.in_order, HALF)
    }

    /// Puts the index in order, so that questions are answered in half the time.
    pub fn put_in_order(&mut self, store: &oxigraph::store::Store, log: &Log) -> Result<(), StoreError> {
        store.optimize()?;
        store.flush()?;
        self.in_order = log.bytes();
        self.put(log.mark()?)
    }

    fn put(&mut self, mark: Mark) -> Result<(), StoreError> {
        let new = self.path.with_extension("json.new");
        let bytes =
            serde_json::to_vec(&Held { ontology: env!("CARGO_PKG_VERSION"), log: mark, in_order: self.in_order }).unwrap_or_default();
        let written = fs::write(&new, bytes).and_then(|()| File::open(&new)?.sync_all()).and_then(|()| fs::rename(&new, &self.path));
        written.map_err(StoreError::at(&self.path, "write"))?;
        self.noted = Some(mark);
        sync_folder(&self.path)
    }
}
