//! What can be wrong with a gold file: every message names the file, and the line where there is one.

use thiserror::Error;

/// Why nothing could be measured.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EvalError {
    /// A file or folder that cannot be read.
    #[error("{place}: cannot be read")]
    Io {
        /// Path.
        place: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file that is not of the form wanted.
    #[error("{place}: {problem}")]
    Form {
        /// `path` or `path:line`.
        place: String,
        /// What is wrong, and what was expected.
        problem: String,
    },
    /// A folder without a file of the kind.
    #[error("{place}: no file ends in .{ending}")]
    Nothing {
        /// Path of the folder.
        place: String,
        /// The ending without its dot.
        ending: &'static str,
    },
}

impl EvalError {
    /// Something wrong at a line, counted from 1.
    pub(super) fn at(file: &str, line: usize, problem: impl ToString) -> EvalError {
        EvalError::Form { place: format!("{file}:{line}"), problem: problem.to_string() }
    }

    /// Something wrong with a file as a whole.
    pub(super) fn of(file: &str, problem: impl ToString) -> EvalError {
        EvalError::Form { place: file.to_owned(), problem: problem.to_string() }
    }
}
