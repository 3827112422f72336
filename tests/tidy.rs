//! The order of the project itself: headers of files, dependencies between modules, origin of data, no traces of machines.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Files below a folder with one of the endings, in order.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if endings.is_empty() || path.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn report(problems: &[String]) {
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_source_file_says_what_it_is_and_is_not_too_long() {
    let mut problems = Vec::new();
    for path in ["src", "tests", "benches", "examples"].into_iter().flat_map(|folder| files(folder, &["rs"])) {
        let text = fs::read_to_string(&path).unwrap();
        if !text.starts_with("//! ") && !text.starts_with("#![doc = include_str!") {
            problems.push(format!("{}: does not begin with //!", path.display()));
        }
        let lines = text.lines().count();
        if lines > 800 {
            problems.push(format!("{}: {lines} lines", path.display()));
        }
    }
    report(&problems);
}

#[test]
fn no_file_names_a_machine_or_leaves_a_mark_of_unfinished_work() {
    let marks = ["/home/", "/root/", "/Users/", "/work/", "TODO", "FIXME", "under construction"];
    let mut problems = Vec::new();
    let kinds = ["rs", "toml", "md", "py", "ttl", "rq", "txt", "tsv", "sh"];
    let folders = ["src", "data", "ontology", "training", "benches", "examples"].into_iter().flat_map(|folder| files(folder, &kinds));
    let top = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "Cargo.toml", ".ci/run"].into_iter().map(PathBuf::from);
    for path in folders.chain(top) {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (number, line) in (1..).zip(text.lines()) {
            problems.extend(marks.iter().filter(|mark| line.contains(**mark)).map(|mark| format!("{}:{number}: {mark}", path.display())));
        }
    }
    report(&problems);
}

/// The table of ARCHITECTURE.md: module → modules it may use. "all" and "all above" are the rows before.
fn allowed() -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string("ARCHITECTURE.md").unwrap();
    let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut above: Vec<String> = Vec::new();
    for line in text.lines().skip_while(|line| !line.starts_with("| folder of `src/`")).skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let module = cells[0].trim_matches('`').to_owned();
        let may = match cells[2] {
            cell if cell.starts_with("all") => above.clone(),
            cell => cell.split(',').map(|name| name.split('(').next().unwrap_or(name).trim().to_owned()).collect(),
        };
        above.push(module.clone());
        table.insert(module, may);
    }
    table
}

#[test]
fn modules_use_only_what_the_architecture_allows() {
    let table = allowed();
    let modules: Vec<String> = table.keys().cloned().collect();
    assert!(modules.len() >= 15, "{modules:?}");
    let mut problems = Vec::new();
    for module in fs::read_dir("src").unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let name = module.file_name().unwrap().to_string_lossy().into_owned();
        let Some(may) = table.get(&name) else {
            problems.push(format!("ARCHITECTURE.md does not list {name}"));
            continue;
        };
        for path in files(&module.to_string_lossy(), &["rs"]) {
            let text = fs::read_to_string(&path).unwrap();
            // tests may use what they like
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(&text);
            let is_tests = path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("tests"));
            for (number, line) in (1..).zip(code.lines()).filter(|(_, line)| !is_tests && !line.trim_start().starts_with("//")) {
                for used in line.split("crate::").skip(1).flat_map(first_names) {
                    if modules.contains(&used) && used != name && !may.contains(&used) {
                        problems.push(format!("{}:{number}: {name} uses {used}", path.display()));
                    }
                }
            }
        }
    }
    report(&problems);
}

/// `events::{Event}` → events; `{annotate, rdf::quads}` → annotate, rdf.
fn first_names(path: &str) -> Vec<String> {
    let first = |text: &str| text.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_owned();
    match path.strip_prefix('{') {
        Some(list) => list.split(',').map(first).collect(),
        None => vec![first(path)],
    }
}

#[test]
fn only_the_allowed_modules_use_the_store_and_the_graph_library() {
    let mut problems = Vec::new();
    for (word, home) in
        [("oxigraph::store", "src/store"), ("petgraph", "src/export"), ("unsafe", "src/model/kernels.rs"), ("println!(", "src/cli")]
    {
        for path in files("src", &["rs"]).into_iter().filter(|path| !path.starts_with(home)) {
            let text = fs::read_to_string(&path).unwrap();
            for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//")) {
                if line.contains(word) && !line.contains("unsafe_code") {
                    problems.push(format!("{}:{number}: {word} stands outside {home}", path.display()));
                }
            }
        }
    }
    report(&problems);
}

#[test]
fn all_data_has_its_origin_and_licence_told() {
    let readme = fs::read_to_string("data/README.md").unwrap();
    let told = |path: &Path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let folder = path.strip_prefix("data").unwrap().components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        readme.contains(&format!("`{name}`")) || readme.contains(&format!("`{folder}/`"))
    };
    report(
        &files("data", &[])
            .iter()
            .filter(|path| path.parent() != Some(Path::new("data")) && !told(path))
            .map(|p| p.display().to_string())
            .collect::<Vec<_>>(),
    );
    for folder in fs::read_dir("data").unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let has_section = readme.lines().any(|line| line.starts_with("## ") && line.contains(&format!("`{name}/")));
        assert!(has_section, "data/README.md has no section on {name}");
    }
}

#[test]
fn the_readme_begins_with_the_two_commands_that_ci_runs() {
    let readme = fs::read_to_string("README.md").unwrap();
    let blocks: Vec<&str> = readme.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap().trim()).collect();
    assert_eq!(blocks[..2], ["cargo run --release -- demo", "cargo test --release"], "what CI runs");
}
