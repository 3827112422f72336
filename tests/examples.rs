//! Every example runs and shows what it promises.

use std::process::Command;

/// What an example writes, to standard output and to standard error.
fn run(example: &str) -> String {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--example", example]).current_dir(env!("CARGO_MANIFEST_DIR"));
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    let output = command.output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{example}: {text}");
    text
}

fn shows(example: &str, wanted: &[&str]) {
    let text = run(example);
    for words in wanted {
        assert!(text.contains(words), "{example} does not show {words:?}:\n{text}");
    }
}

#[test]
fn the_examples_show_what_they_promise() {
    shows("extract_text", &["Asserted, 2026-03-17", "actor: Elena Marsh", "Halden Systems: “", "Hedged"]);
    shows("ingest_and_query", &["10 articles", "Who did what to whom?", "Elena Marsh", "Which articles say something of Russia?"]);
    shows("own_frames", &["shipped frames: 0 events", "Tidewatch Initiative — ServiceDisruption", "[own.blackhole]", "org/tidewatch"]);
    shows("neighbourhood", &["1 part", "through Elena Marsh", "digraph dateline", "as GraphML: "]);
    shows("claims", &["Foreign Affairs denies", "suspects"]);
}

#[test]
fn there_is_no_example_that_is_not_run() {
    let mut names: Vec<String> = std::fs::read_dir("examples").unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["claims.rs", "extract_text.rs", "ingest_and_query.rs", "neighbourhood.rs", "own_frames.rs"]);
}
