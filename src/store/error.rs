//! What can go wrong with a store on disk.

use std::io;
use std::path::{Path, PathBuf};

/// Why a store cannot be opened, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The operating system refused.
    #[error("{path}: cannot {what}: {error}{}", hint(.error))]
    Io {
        /// File or folder.
        path: PathBuf,
        /// What was tried.
        what: &'static str,
        /// The system's answer.
        error: io::Error,
    },
    /// There is no store in the folder.
    #[error("{dir}: no store here; `dateline ingest` makes one")]
    Missing {
        /// The folder.
        dir: PathBuf,
    },
    /// The file is not the log of a store.
    #[error("{path}: this is not a dateline store")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The store was written by another version of the program.
    #[error("{path}: store format {found}, but this program reads format {expected}; `dateline store rebuild` takes over what it can read")]
    Version {
        /// The file.
        path: PathBuf,
        /// Format found.
        found: u32,
        /// Format known.
        expected: u32,
    },
    /// Another process writes.
    #[error("{dir}: another program is writing to this store; wait until it has finished")]
    Locked {
        /// The folder.
        dir: PathBuf,
    },
    /// A change was asked of a store opened for reading.
    #[error("{dir}: the store was opened for reading only")]
    ReadOnly {
        /// The folder.
        dir: PathBuf,
    },
    /// A record is damaged, and good ones follow.
    #[error("{path}: byte {offset}: {problem}; `dateline store rebuild` saves the other records")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where the record begins.
        offset: u64,
        /// What is wrong.
        problem: String,
    },
    /// A record is longer than the format allows.
    #[error("article {key}: its record has {bytes} bytes, the limit is 4 GiB")]
    TooLarge {
        /// The article.
        key: String,
        /// Length.
        bytes: usize,
    },
    /// A shape of the ontology cannot be asked for.
    #[error("shape {name}: {problem}")]
    Shape {
        /// The constraint.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// The index failed.
    #[error("index: {0}")]
    Index(#[from] oxigraph::store::StorageError),
}

impl StoreError {
    pub(super) fn at(path: &Path, what: &'static str) -> impl FnOnce(io::Error) -> StoreError {
        let path = path.to_owned();
        move |error| StoreError::Io { path, what, error }
    }
}

fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "; make room and start again, articles stored so far are safe",
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => "; choose a folder that you may write to",
        _ => "",
    }
}
