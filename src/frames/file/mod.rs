//! Frame files as written: TOML → plain data, each entry with its place in the file.
//!
//! The format is documented in `data/frames/README.md`. Nothing is checked here beyond types and field names;
//! [`super::compile`] does the rest and reports all problems at once.

mod factuality;
mod frame;

pub use factuality::{ClaimEntry, EmbedderEntry, LightEntry, LightSubject, ModifierEntry};
pub use frame::{ContentEntry, Form, FrameEntry, ObliqueEntry, RoleEntry, SharedRole, TriggerEntry, WithEntry, Yields};

use serde::Deserialize;
use toml::Spanned;

/// One file of frames and of predicates that set factuality.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameFile {
    /// Version of the format.
    pub format: u32,
    /// Patterns for events.
    #[serde(default, rename = "frame")]
    pub frames: Vec<Spanned<FrameEntry>>,
    /// Roles that are written once for many frames.
    #[serde(default, rename = "role")]
    pub roles: Vec<Spanned<SharedRole>>,
    /// Predicates that embed another event and set its factuality and source.
    #[serde(default, rename = "embedder")]
    pub embedders: Vec<Spanned<EmbedderEntry>>,
    /// Adverbs, auxiliaries and adjectives that change the factuality of the event they modify.
    #[serde(default, rename = "modifier")]
    pub modifiers: Vec<Spanned<ModifierEntry>>,
    /// Verbs that lend their subject to an event noun: `carry out an attack`.
    #[serde(default, rename = "light")]
    pub lights: Vec<Spanned<LightEntry>>,
}

impl FrameFile {
    /// Reads a file as it is written.
    pub fn written(toml: &str) -> Result<FrameFile, toml::de::Error> {
        toml::from_str(toml)
    }

    /// Reads what `build.rs` made of a file.
    pub fn built(json: &str) -> Result<FrameFile, serde_json::Error> {
        #[derive(Deserialize)]
        struct Built {
            format: u32,
            frame: Vec<(usize, FrameEntry)>,
            role: Vec<(usize, SharedRole)>,
            embedder: Vec<(usize, EmbedderEntry)>,
            modifier: Vec<(usize, ModifierEntry)>,
            light: Vec<(usize, LightEntry)>,
        }
        fn placed<T>(entries: Vec<(usize, T)>) -> Vec<Spanned<T>> {
            entries.into_iter().map(|(start, entry)| Spanned::new(start..start, entry)).collect()
        }
        let Built { format, frame, role, embedder, modifier, light } = serde_json::from_str(json)?;
        Ok(FrameFile {
            format,
            frames: placed(frame),
            roles: placed(role),
            embedders: placed(embedder),
            modifiers: placed(modifier),
            lights: placed(light),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::{BUILT_FRAMES, FRAME_FILES};

    fn shown<T: std::fmt::Debug>(entries: &[Spanned<T>]) -> String {
        format!("{:?}", entries.iter().map(|e| (e.span().start, e.as_ref())).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_built_is_what_is_written() {
        assert_eq!(FRAME_FILES.len(), BUILT_FRAMES.len());
        for ((name, toml), json) in FRAME_FILES.iter().zip(BUILT_FRAMES) {
            let (mut written, built) = (FrameFile::written(toml).unwrap(), FrameFile::built(json).unwrap());
            for entry in &mut written.frames {
                entry.get_mut().examples.clear();
                entry.get_mut().rejects.clear();
            }
            assert_eq!(written.format, built.format, "{name}");
            assert!(shown(&written.frames) == shown(&built.frames), "{name}");
            assert!(shown(&written.embedders) == shown(&built.embedders), "{name}");
            assert!(shown(&written.modifiers) == shown(&built.modifiers), "{name}");
            assert!(shown(&written.lights) == shown(&built.lights), "{name}");
        }
    }
}
