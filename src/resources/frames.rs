//! The frame files of `data/frames/`, embedded: as written, and as JSON by `build.rs`, which is read faster.

macro_rules! frame_files {
    ($($name:literal)*) => {
        /// Name and content of every frame file, in the order in which they are read.
        pub const FRAME_FILES: &[(&str, &str)] = &[
            $((concat!("data/frames/", $name, ".toml"), include_str!(concat!("../../data/frames/", $name, ".toml"))),)*
        ];

        /// The same files as JSON, in the same order; each entry is a pair of the byte at which it stands and what it says.
        pub const BUILT_FRAMES: &[&str] = &[$(include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json")),)*];
    };
}

frame_files! {
    "factuality"
    "communication"
    "inquiry"
    "diplomacy"
    "movement"
    "conflict"
    "justice"
    "protest"
    "hazard"
    "cyber"
    "politics"
    "business"
    "aid"
    "states"
}

/// Name and content of the frames that take any verb between two entities for a relation; read last, and only on request.
pub const OPEN_RELATIONS: (&str, &str) = ("data/frames/open.toml", include_str!("../../data/frames/open.toml"));
