//! The frame files of `data/frames/`, embedded.

macro_rules! frame_files {
    ($($name:literal)*) => {
        /// Name and content of every frame file, in the order in which they are read.
        pub const FRAME_FILES: &[(&str, &str)] = &[
            $((concat!("data/frames/", $name), include_str!(concat!("../../data/frames/", $name))),)*
        ];
    };
}

frame_files! {
    "factuality.toml"
    "communication.toml"
    "inquiry.toml"
    "diplomacy.toml"
    "movement.toml"
    "conflict.toml"
    "justice.toml"
    "protest.toml"
    "hazard.toml"
    "cyber.toml"
    "politics.toml"
    "business.toml"
    "aid.toml"
    "states.toml"
}

/// Name and content of the frames that take any verb between two entities for a relation; read last, and only on request.
pub const OPEN_RELATIONS: (&str, &str) = ("data/frames/open.toml", include_str!("../../data/frames/open.toml"));
