//! The sample articles of `data/demo/`, embedded.

macro_rules! demo_files {
    ($($name:literal)*) => {
        /// Name and content of every sample article or file of articles.
        pub const DEMO_FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../data/demo/", $name))),)*];
    };
}

demo_files! {
    "court.txt"
    "election.html"
    "evening-ledger.jsonl"
    "mail-breach.html"
    "sanctions.txt"
    "wires.jsonl"
}
