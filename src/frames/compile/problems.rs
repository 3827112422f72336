//! What can be wrong with frame files besides their form: ids that stand twice, lists and words that do not exist, roles that nobody uses.
//!
//! ```text
//! data/frames/cyber.toml:12: frame `cyber.hack`: `Hacked` is no lemma; lemmas are in lower case
//! ```

use rustc_hash::{FxHashMap, FxHashSet};

use crate::frames::file::RoleEntry;
use crate::frames::frame_set::Frame;

/// Lists that a frame names and that do not exist, and its words that no text has for lemmas.
pub(super) fn word_problems(frame: &Frame, lists: &FxHashSet<&str>) -> Vec<String> {
    let place = || format!("{}: frame `{}`", frame.origin, frame.id);
    let unknown = frame.roles.iter().filter(|r| !r.entry.list.is_empty() && !lists.contains(&*r.entry.list));
    let unknown = unknown.map(|r| format!("{}: role `{}`: there is no list `{}`", place(), r.name, r.entry.list));
    let words = frame.trigger.lemma.iter().chain(frame.words()).filter_map(|word| Some((word, why_no_lemma(word)?)));
    unknown.chain(words.map(|(word, why)| format!("{}: `{word}` is no lemma; {why}", place()))).collect()
}

/// What is wrong with an id that stood in the same file before.
pub(super) fn twice(kind: &str, id: &str, line: usize, seen: &mut FxHashMap<String, usize>) -> Option<String> {
    let first = seen.insert(id.to_owned(), line)?;
    Some(format!("{kind} `{id}` stands in line {first} too; give one of them another id"))
}

/// Why no word of a text has this for its lemma.
fn why_no_lemma(word: &str) -> Option<&'static str> {
    match word {
        _ if word.contains(' ') => Some("give its head alone"),
        _ if word.contains(char::is_uppercase) => Some("lemmas are in lower case"),
        _ => None,
    }
}

/// The shared roles that an entry is like, at any depth.
pub(super) fn likes(entry: &RoleEntry) -> Vec<String> {
    let next = [&entry.otherwise, &entry.besides].into_iter().flatten().flat_map(|next| likes(next));
    std::iter::once(entry.like.clone()).filter(|like| !like.is_empty()).chain(next).collect()
}

/// Where the lines of a file end.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub fn of(content: &str) -> Self {
        Lines(memchr::memchr_iter(b'\n', content.as_bytes()).collect())
    }

    /// 1-based line of a byte offset.
    pub fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|end| *end < byte) + 1
    }
}
