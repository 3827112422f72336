//! Names on the command line → sources: files, folders with all below them in order of name, patterns, `-` for standard input.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::read::{ReadResult, read_stream};
use super::{ReadOptions, SourceError};

/// Reads every article of the named files, folders (all files below, hidden ones left out, in order of name), patterns
/// (`news/*.jsonl`) and `-` (standard input). A thing that cannot be read is an error in its place; the rest goes on.
pub fn open(paths: &[PathBuf], options: &ReadOptions) -> impl Iterator<Item = ReadResult> + use<> {
    let options = options.clone();
    let files: Vec<Result<PathBuf, SourceError>> = paths.iter().flat_map(|path| expand(path)).collect();
    files.into_iter().flat_map(move |file| match file {
        Ok(path) => open_file(&path, &options),
        Err(error) => Box::new(std::iter::once(Err(error))),
    })
}

fn open_file(path: &Path, options: &ReadOptions) -> Box<dyn Iterator<Item = ReadResult>> {
    let place = path.display().to_string();
    if place == "-" {
        return read_stream(std::io::stdin(), place, options.clone());
    }
    match File::open(path) {
        Ok(file) => read_stream(file, place, options.clone()),
        Err(source) => Box::new(std::iter::once(Err(SourceError::Io { place, source }))),
    }
}

fn expand(path: &Path) -> Vec<Result<PathBuf, SourceError>> {
    let name = path.to_string_lossy();
    if name == "-" || path.is_file() {
        return vec![Ok(path.to_owned())];
    }
    if path.is_dir() {
        let mut files = Vec::new();
        below(path, &mut files);
        return if files.is_empty() { vec![Err(SourceError::Empty { place: name.into_owned() })] } else { files };
    }
    let matches: Vec<PathBuf> = match glob::glob(&name) {
        Ok(found) if name.contains(['*', '?', '[']) => found.filter_map(Result::ok).collect(),
        _ => Vec::new(),
    };
    match (matches.is_empty(), path.exists()) {
        (false, _) => matches.iter().flat_map(|path| expand(path)).collect(),
        // A pipe or device.
        (true, true) => vec![Ok(path.to_owned())],
        (true, false) => vec![Err(SourceError::NotFound { place: name.into_owned() })],
    }
}

/// All files below a folder. Links to folders are not followed, so a circle cannot trap it.
fn below(folder: &Path, files: &mut Vec<Result<PathBuf, SourceError>>) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(source) => return files.push(Err(SourceError::Io { place: folder.display().to_string(), source })),
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() && !path.is_symlink() {
            below(&path, files);
        } else if path.is_file() {
            files.push(Ok(path));
        }
    }
}
