//! The names of an index on disk in one file, so that all of them are read at once and not one by one from the index.
//!
//! ```text
//! DIR/index.names    Elena Marsh NUL Port Linden NUL …
//! ```
//! It may have names that are gone from the index, and the same one twice; it lacks none. So a name is on disk here before it goes into
//! the index, and whoever reads it looks whether the index has the name. It is written anew when the index is put in order. It can be
//! taken away: names are looked up slowly until the next writer is done.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use oxigraph::model::{Quad, Term};
use oxigraph::store::Store;

use super::StoreError;
use super::names::has;
use crate::rdf::vocabulary::{ALT_LABEL, PREF_LABEL};

const END: char = '\0';

/// The file of an index.
#[derive(Debug)]
pub(super) struct NameFile(PathBuf);

impl NameFile {
    pub fn of(dir: &Path) -> NameFile {
        NameFile(dir.join("index.names"))
    }

    pub fn is_there(&self) -> bool {
        self.0.exists()
    }

    /// All names, if the file is there.
    pub fn read(&self) -> Option<Vec<String>> {
        let text = fs::read(&self.0).ok()?;
        let names = text.split(|byte| *byte == END as u8).filter_map(|name| std::str::from_utf8(name).ok());
        Some(names.filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    /// Takes in the names that these quads will bring into the index.
    pub fn take_in(&self, store: &Store, quads: &[Quad]) -> Result<(), StoreError> {
        // an incomplete file would be worse than none
        let Ok(mut file) = OpenOptions::new().append(true).open(&self.0) else { return Ok(()) };
        let mut names: BTreeSet<&str> = quads.iter().filter_map(name).collect();
        names.retain(|name| !has(store, name));
        if names.is_empty() {
            return Ok(());
        }
        // what a crash cut off before is ended
        let text: String = names.into_iter().flat_map(|name| [END].into_iter().chain(name.chars())).collect();
        file.write_all(format!("{text}{END}").as_bytes()).and_then(|()| file.sync_data()).map_err(StoreError::at(&self.0, "write"))
    }

    /// Begins an empty one, for an empty index.
    pub fn begin(&self) -> Result<(), StoreError> {
        self.write(&[])
    }

    /// Writes it anew, in one step.
    pub fn write(&self, names: &[String]) -> Result<(), StoreError> {
        let new = self.0.with_extension("names.new");
        let text = names.join(&END.to_string()) + &END.to_string();
        let written = fs::write(&new, text).and_then(|()| File::open(&new)?.sync_all()).and_then(|()| fs::rename(&new, &self.0));
        written.map_err(StoreError::at(&self.0, "write"))
    }
}

fn name(quad: &Quad) -> Option<&str> {
    match &quad.object {
        Term::Literal(name) if [PREF_LABEL, ALT_LABEL].contains(&quad.predicate.as_str()) => Some(name.value()),
        _ => None,
    }
}
