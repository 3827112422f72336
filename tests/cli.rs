//! The program as its users meet it: commands, formats, exit codes, and sources that are broken in every way.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use dateline::store::{Access, Store};
use oxigraph::io::{RdfFormat, RdfParser};
use serde_json::Value;
use tempfile::TempDir;

/// A folder in which `dateline demo` has run.
static DEMO: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    dateline(dir.path()).arg("demo").assert().success();
    dir
});

fn dateline(dir: &Path) -> Command {
    let mut command = Command::cargo_bin("dateline").unwrap();
    command.current_dir(dir).env_remove("DATELINE_STORE").timeout(Duration::from_secs(600));
    command
}

fn run(dir: &Path, line: &str) -> Assert {
    dateline(dir).args(line.split_whitespace()).assert()
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

fn demo_articles() -> PathBuf {
    DEMO.path().join("dateline-demo/articles")
}

fn demo_store() -> PathBuf {
    DEMO.path().join("dateline-demo/store")
}

/// Writes a file and extracts it: exit code, standard output, standard error.
fn extract(name: &str, content: &[u8]) -> (i32, String, String) {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(name), content).unwrap();
    let assert = dateline(dir.path()).args(["extract", name]).assert();
    let code = assert.get_output().status.code().expect("the program ends by itself");
    (code, stdout(&assert), stderr(&assert))
}

#[test]
fn the_demo_answers_three_questions_and_draws_a_picture() {
    let dir = DEMO.path().join("dateline-demo");
    let picture = fs::read_to_string(dir.join("graph.svg")).unwrap();
    let mut reader = quick_xml::Reader::from_str(&picture);
    while reader.read_event().expect("the picture is XML") != quick_xml::events::Event::Eof {}
    assert!(picture.contains("Elena Marsh"));
    assert!(fs::read_to_string(dir.join("graph.dot")).unwrap().starts_with("digraph"));
    let again = stdout(&run(DEMO.path(), "demo").success());
    assert!(again.contains("0 new"), "{again}");
    for part in ["1. ", "2. ", "3. ", "Elena Marsh", "Warsaw", "Next:"] {
        assert!(again.contains(part), "{part} is missing in {again}");
    }
    assert!(again.matches('“').count() >= 6, "each answer has its sentences: {again}");
}

/// Every command of the README but the first two blocks, which CI runs itself.
#[test]
fn the_commands_of_the_readme_run() {
    let readme = fs::read_to_string("README.md").unwrap();
    let program = assert_cmd::cargo::cargo_bin("dateline");
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let blocks: Vec<&str> = readme.split("```sh\n").skip(3).map(|block| block.split("```").next().unwrap()).collect();
    let lines: Vec<&str> = blocks.iter().flat_map(|block| block.lines()).filter(|line| !line.trim().is_empty()).collect();
    assert!(lines.len() >= 8, "{lines:?}");
    let dir = tempfile::tempdir().unwrap();
    run(dir.path(), "demo").success();
    for line in lines {
        let output =
            Process::new("sh").args(["-c", line]).current_dir(dir.path()).env("PATH", &path).env_remove("DATELINE_STORE").output().unwrap();
        assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn ingest_skips_what_is_there_and_reports_what_is_bad() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path();
    fs::write(
        path.join("a.jsonl"),
        "{\"id\":\"a\",\"published\":\"2026-03-02\",\"text\":\"Elena Marsh visited Warsaw on Monday.\"}\n{broken\n{\"id\":\"b\"}\n",
    )
    .unwrap();
    let first = stderr(&run(path, "ingest a.jsonl").code(1));
    assert!(first.contains("a.jsonl:2: ") && first.contains("a.jsonl:3: ") && first.contains("1 new, 2 failed"), "{first}");
    let second = stderr(&run(path, "ingest a.jsonl").code(1));
    assert!(second.contains("0 new, 1 unchanged, 2 failed"), "{second}");
    fs::write(path.join("a.jsonl"), "{\"id\":\"a\",\"published\":\"2026-03-02\",\"text\":\"Elena Marsh visited Kyiv on Monday.\"}\n")
        .unwrap();
    assert!(stderr(&run(path, "ingest a.jsonl").success()).contains("0 new, 1 changed"));
    assert_eq!(stderr(&run(path, "ingest --quiet a.jsonl").success()), "");
    let kyiv = run(path, "query --saved travel --format csv --set person=Marsh").get_output().stdout.clone();
    assert!(!String::from_utf8(kyiv).unwrap().contains("Warsaw"));
    assert!(stdout(&run(path, "store articles").success()).starts_with("a\t"));
    run(path, "store verify").success();
    run(path, "store remove nothing").code(1);
    run(path, "store remove a").success();
    run(path, "store compact").success();
    assert!(stdout(&run(path, "store info").success()).contains("articles   0"));
}

#[test]
fn order_and_threads_do_not_matter() {
    let dir = tempfile::tempdir().unwrap();
    let mut files: Vec<PathBuf> = fs::read_dir(demo_articles()).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let quads = |store: &str, threads: &str, files: &[PathBuf]| {
        dateline(dir.path()).args(["ingest", "--store", store, "--threads", threads]).args(files).assert().success();
        run(dir.path(), &format!("export --format nquads --store {store}")).success().get_output().stdout.clone()
    };
    let one = quads("one", "1", &files);
    files.reverse();
    assert_eq!(one, quads("eight", "8", &files));
    for format in ["json", "text", "nquads", "trig", "turtle", "jsonld"] {
        let with = |threads| {
            dateline(dir.path())
                .arg("extract")
                .arg(demo_articles())
                .args(["--format", format, "--threads", threads])
                .assert()
                .success()
                .get_output()
                .stdout
                .clone()
        };
        assert!(with("1") == with("8"), "{format} depends on the number of threads");
    }
}

#[test]
fn every_format_of_extract_can_be_read() {
    let file = demo_articles().join("sanctions.txt");
    let read = |format: &str| {
        stdout(&dateline(Path::new(".")).arg("extract").arg(&file).args(["--format", format, "--detail", "full"]).assert().success())
    };
    let line: Value = serde_json::from_str(&read("json")).unwrap();
    let text: Vec<char> = line["text"].as_str().unwrap().chars().collect();
    for event in line["events"].as_array().unwrap() {
        for trigger in event["triggers"].as_array().unwrap() {
            let (start, end) = (trigger[0].as_u64().unwrap() as usize, trigger[1].as_u64().unwrap() as usize);
            assert_eq!(text[start..end].iter().collect::<String>(), trigger[2].as_str().unwrap());
        }
    }
    for (name, format) in [
        ("nquads", RdfFormat::NQuads),
        ("trig", RdfFormat::TriG),
        ("turtle", RdfFormat::Turtle),
        ("jsonld", RdfFormat::JsonLd { profile: Default::default() }),
    ] {
        let quads = RdfParser::from_format(format).for_slice(read(name).as_bytes()).collect::<Result<Vec<_>, _>>();
        assert!(quads.unwrap_or_else(|error| panic!("{name}: {error}")).len() > 50, "{name}");
    }
    assert!(read("text").contains("published 2026-04-02"));
}

#[test]
fn every_format_of_query_and_export_can_be_written() {
    let store = demo_store();
    let ask = |args: &[&str]| dateline(Path::new(".")).args(args).arg("--store").arg(&store).assert();
    let select = "SELECT ?name { ?x skos:prefLabel ?name } ORDER BY ?name LIMIT 3";
    for (format, part) in [("table", "3 rows"), ("csv", "name\r\n"), ("tsv", "?name\n"), ("xml", "<sparql"), ("json", "\"bindings\"")] {
        let answer = stdout(&ask(&["query", select, "--format", format]).success());
        assert!(answer.contains(part), "{format}: {answer}");
    }
    assert!(
        stdout(&ask(&["query", "CONSTRUCT WHERE { ?x skos:prefLabel ?name }", "--format", "turtle"]).success()).contains("@prefix skos:")
    );
    assert!(stdout(&ask(&["query", select]).success()).starts_with('{'), "JSON in a pipe");
    ask(&["query", "SELECT ?x { ?x a dl:Nothing }"]).code(1);
    let pictures = ["dot", "svg", "mermaid"];
    let files = ["graphml", "gexf", "cytoscape", "csv", "events", "neo4j-nodes", "neo4j-relationships", "icalendar", "timeline", "stix"];
    for format in pictures.into_iter().chain(files).chain(["turtle", "nquads", "trig", "jsonld"]) {
        assert!(!stdout(&ask(&["export", "--format", format]).success()).is_empty(), "{format}");
    }
    let near = stdout(&ask(&["export", "--format", "dot", "--entity", "Elena Marsh"]).success());
    assert!(near.len() < stdout(&ask(&["export", "--format", "dot"])).len());
    assert!(
        stderr(&ask(&["export", "--format", "dot", "--class", "Nonsense"]).code(1)).contains("class \"Nonsense\" is not in the ontology")
    );
    assert!(
        stderr(&ask(&["export", "--format", "dot", "--entity", "Nobody At All"]).code(1))
            .contains("nothing in the store is called \"Nobody At All\"")
    );
}

#[test]
fn mistakes_on_the_command_line_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path();
    let error = |args: &[&str]| stderr(&dateline(path).args(args).assert().code(2));
    assert!(error(&["extract", "--frobnicate", "x"]).contains("--frobnicate"));
    assert!(error(&["query", "ASK {}"]).contains("dateline.store: no store here"));
    assert!(error(&["query", "--saved", "travels"]).contains("did you mean travel?"));
    assert!(error(&["query", "--saved", "zzz"]).contains("who-did-what"));
    assert!(error(&["query", "--saved", "travel", "--set", "prson=x"]).contains("person"));
    assert!(error(&["query", "--list", "--saved", "travel"]).contains("cannot be used with"));
    assert!(error(&["query"]).contains("--saved"));
    assert!(error(&["extract", "--published", "yesterday", "-"]).contains("2023-07-12"));
    assert!(error(&["extract", "--base", "no iri", "-"]).contains("https://example.org/"));
    assert!(error(&["extract", "--min-confidence", "7", "-"]).contains("from 0 to 1"));
    assert!(error(&["store", "compact"]).contains("no store here"));
    let syntax = stderr(&dateline(path).args(["query", "SELECT ?x {\n ?x nonsense:y }", "--store"]).arg(demo_store()).assert().code(2));
    assert!(syntax.contains("line 2, column 5: no prefix \"nonsense\""), "the place of the mistake: {syntax}");
    assert_eq!(syntax.matches("prefix").count(), 1, "told once: {syntax}");
    let update = stderr(&dateline(path).args(["query", "DELETE WHERE { ?s ?p ?o }", "--store"]).arg(demo_store()).assert().code(2));
    assert!(update.contains("updates are not allowed"));
}

#[test]
fn a_query_that_cannot_be_answered_says_why() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "no store").unwrap();
    fs::create_dir(dir.path().join("empty")).unwrap();
    let ask = |store: &Path, args: &[&str]| dateline(dir.path()).arg("query").args(args).arg("--store").arg(store).assert();
    let (demo, names) = (demo_store(), ["SELECT ?name { ?x skos:prefLabel ?name }"]);
    assert!(stderr(&ask(Path::new("file"), &names).code(2)).contains("file: this is not a dateline store"));
    assert!(stderr(&ask(Path::new("empty"), &names).code(2)).contains("empty: no store here"));
    assert!(!dir.path().join("empty/articles.log").exists(), "a question makes no store");
    let near = stderr(&ask(&demo, &["--saved", "travel", "--set", "person=Elena Marsch"]).code(1));
    assert!(near.contains("nothing in the store is named \"Elena Marsch\"; there is Elena Marsh"), "{near}");
    let cased = stdout(&ask(&demo, &["--saved", "travel", "--set", "person=elena marsh", "--format", "csv"]).success());
    assert!(cased.contains("Kyiv"), "{cased}");
    assert!(stderr(&ask(&demo, &["SELECT ?x { ?x a dl:Persn }"]).code(1)).contains("the ontology has no dl:Persn; there is dl:Person"));
    assert!(stderr(&ask(&demo, &["SELECT ?x\n{ ?x a dl:Person"]).code(2)).contains("line 2, column 1: this { is never closed"));
    assert!(stderr(&ask(&demo, &[names[0], "--format", "turtle"]).code(2)).contains("table, json, csv, tsv or xml"));
    assert!(
        stderr(&ask(&demo, &["SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "0.05"]).code(2)).contains("gave up after 0.05 s")
    );
    assert!(stderr(&ask(&demo, &[names[0], "--timeout", "soon"]).code(2)).contains("seconds above 0"));
    assert_eq!(stdout(&ask(&demo, &[names[0], "--format", "csv", "--limit", "2"]).success()).lines().count(), 3);
    let service = stderr(&ask(&demo, &["SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }"]).code(2));
    assert!(service.contains("SERVICE is not allowed"), "{service}");
}

#[test]
fn a_store_is_merged_and_rebuilt_from_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path();
    for store in ["one", "two"] {
        let line = format!("{{\"id\": \"{store}\", \"published\": \"2026-03-02\", \"text\": \"Elena Marsh visited Warsaw on Monday.\"}}\n");
        fs::write(path.join("a.jsonl"), line).unwrap();
        run(path, &format!("ingest a.jsonl --store {store}")).success();
    }
    assert!(stdout(&run(path, "store merge one two --store both").success()).contains("2 articles taken over"));
    assert_eq!(stdout(&run(path, "store articles --store both").success()).lines().count(), 2);
    run(path, "store verify --store both").success();
    assert!(stderr(&run(path, "store merge none --store both").code(2)).contains("none: no store here"));
    let log = path.join("both/articles.log");
    let mut bytes = fs::read(&log).unwrap();
    bytes[20] ^= 1;
    fs::write(&log, &bytes).unwrap();
    assert!(stderr(&run(path, "query ASK{} --store both").code(2)).contains("`dateline store rebuild`"));
    assert!(stdout(&run(path, "store rebuild --store both").code(1)).contains("articles.log.old"));
    assert_eq!(stdout(&run(path, "store articles --store both").success()).lines().count(), 1);
    assert!(stderr(&run(path, "store rebuild --store none").code(2)).contains("no store here"));
}

#[test]
fn every_problem_of_a_frame_file_is_named_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("mine.toml"),
        "format = 1\n\n[[frame]]\nid = \"x.one\"\nclass = \"Nonsense\"\ntrigger = { lemma = [\"go\"], pos = \"VERB\" }\n\n\
         [[frame]]\nid = \"x.two\"\nclass = \"Travel\"\ntrigger = { lemma = [\"go\"] }\nroles.nobody = { slot = \"SUBJECT\" }\n\n\
         [[frame]]\nid = \"x.one\"\nclass = \"Travel\"\ntrigger = { lemma = [\"Go\"], pos = \"VERB\" }\n\n\
         [[role]]\nid = \"x\"\nis.slot = \"OBJECT\"\n\n[[role]]\nid = \"x\"\nis.slot = \"OBJ\"\n",
    )
    .unwrap();
    let error = stderr(&run(dir.path(), "frames list --frames mine.toml").code(2));
    assert!(error.contains("mine.toml:3: ") && error.contains("Nonsense"), "{error}");
    assert!(
        error.contains("mine.toml:8: ") && error.contains("nobody") && error.contains("SUBJECT") && error.contains("trigger.pos"),
        "{error}"
    );
    assert!(error.contains("mine.toml:14: frame `x.one` stands in line 3 too"), "{error}");
    assert!(error.contains("mine.toml:14: frame `x.one`: `Go` is no lemma"), "{error}");
    assert!(error.contains("mine.toml:19: role `x`: slot `OBJECT`"), "{error}");
    assert!(error.contains("mine.toml:23: role `x` stands in line 19 too"), "{error}");
    assert!(error.contains("mine.toml:23: no frame has a role that is like `x`"), "{error}");
    // a shipped file given again replaces itself, with the roles that its frames share
    run(dir.path(), concat!("frames list --frames ", env!("CARGO_MANIFEST_DIR"), "/data/frames/cyber.toml")).success();
    fs::write(dir.path().join("names.tsv"), "company/x\tNonsense\tX\n").unwrap();
    assert!(stderr(&run(dir.path(), "frames list --entities names.tsv").code(2)).contains("names.tsv:1: "));
    assert!(stderr(&run(dir.path(), "frames list --frames none.toml").code(2)).contains("cannot read none.toml"));
}

#[test]
fn known_entities_of_the_user_are_found() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("names.tsv"), "person/elena-marsh\tPerson\tElena Marsh\tE. M. Marsh\n").unwrap();
    let file = demo_articles().join("mail-breach.html");
    let with = dateline(dir.path()).args(["extract", "--format", "json", "--entities", "names.tsv"]).arg(&file).assert().success();
    assert!(stdout(&with).contains("/id/person/elena-marsh\""));
    let without = dateline(dir.path()).args(["extract", "--format", "json"]).arg(&file).assert().success();
    assert!(!stdout(&without).contains("/id/person/elena-marsh\""));
}

#[test]
fn what_is_no_article_is_said_so() {
    for (name, content, message) in [
        ("empty.txt", &b""[..], "empty.txt: empty"),
        ("blank.txt", &b" \n\n\t "[..], "empty"),
        ("picture.bin", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0"[..], "binary data"),
        ("page.html", &b"<!DOCTYPE html><html><body><nav><a href='/'>Home</a></nav></body></html>"[..], "no article found"),
        ("feed.xml", &b"<?xml version='1.0'?><rss><channel></channel></rss>"[..], "feed"),
        ("list.json", &b"[]"[..], "empty"),
        ("record.json", &b"{\"title\": \"x\"}"[..], "no text or html"),
    ] {
        let (code, out, error) = extract(name, content);
        assert_eq!((code, out.as_str()), (1, ""), "{name}: {error}");
        assert!(error.starts_with("dateline: ") && error.contains(message), "{name}: {error}");
    }
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("folder")).unwrap();
    assert!(stderr(&run(dir.path(), "extract folder").code(1)).contains("folder: empty"));
    assert!(stderr(&run(dir.path(), "extract missing.txt").code(1)).contains("missing.txt: no such file"));
}

#[test]
fn broken_text_is_read_as_far_as_it_goes() {
    let sentence = "Elena Marsh visited Warsaw on March 9, 2026, the ministry said in a statement. ";
    let mut bytes = sentence.repeat(3).into_bytes();
    bytes.extend(b"\xff\xfe\xc3( broken \xf0\x9f\x98 Police arrested a man in Tallinn on Friday.");
    let html = format!("<html><body><article><p>{sentence}<p><div><b>{sentence}</i></article><table><<p>{sentence}</bodyy>");
    let lines = sentence.to_owned() + &"\n".repeat(100_000) + sentence;
    let nested = format!("<html><body>{}<article><p>{}</p></article>", "<div>".repeat(50_000), sentence.repeat(4));
    let brackets = format!("{}{sentence}{}", "(".repeat(2_000), "\"".repeat(2_000));
    let cases = [
        ("utf8.txt", bytes),
        ("broken.html", html.into_bytes()),
        ("lines.txt", lines.into_bytes()),
        ("brackets.txt", brackets.into_bytes()),
    ];
    for (name, content) in cases {
        let (code, out, error) = extract(name, &content);
        assert!(code <= 1 && error.is_empty(), "{name}: {code} {error}");
        let line: Value = serde_json::from_str(out.trim()).unwrap();
        assert!(line["entities"].to_string().contains("Elena Marsh"), "{name}: {}", line["entities"]);
    }
    // too deep to be a page, but no reason to fall over
    for (name, content) in [("nested.html", nested), ("nested.json", "[{\"text\":".to_owned() + &"[".repeat(100_000))] {
        let (code, _, error) = extract(name, content.as_bytes());
        assert!(code <= 1, "{name}: {error}");
    }
}

#[test]
fn a_line_of_fifty_megabytes_comes_to_an_end() {
    let sentence = "Elena Marsh visited Warsaw on March 9, 2026. ";
    let (code, out, error) = extract("long.txt", sentence.repeat(50_000_000 / sentence.len()).as_bytes());
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(out.contains("\"text.too-long\""));
    let (code, _, error) = extract("word.txt", &vec![b'x'; 50_000_000]);
    assert_eq!((code, error.as_str()), (1, ""));
    let (code, _, error) = extract("longer.txt", sentence.repeat(70_000_000 / sentence.len()).as_bytes());
    assert_eq!(code, 1);
    assert!(error.contains("longer than the limit"), "{error}");
}

#[test]
fn other_languages_are_told_and_not_misread() {
    let german = "Außenministerin Elena Marsh reiste am Montag nach Warschau und traf dort den polnischen Ministerpräsidenten. \
                  Die Polizei nahm am Dienstag in Köln zwei Männer fest, die eine Bank überfallen haben sollen. ";
    let (code, out, _) = extract("german.txt", german.repeat(2).as_bytes());
    assert_eq!(code, 1);
    let line: Value = serde_json::from_str(out.trim()).unwrap();
    assert_eq!(line["diagnostics"][0]["code"], "language.unsupported");
    assert_eq!(line["events"].as_array().unwrap().len(), 0);
}

#[test]
fn one_writer_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path().join("store"), Access::Write).unwrap();
    let second = || dateline(dir.path()).args(["ingest", "--store", "store"]).arg(demo_articles()).assert();
    assert!(stderr(&second().code(2)).contains("another program is writing"));
    assert!(stdout(&run(dir.path(), "store info --store store").success()).contains("articles   0"), "readers need not wait");
    drop(store);
    second().success();
}

#[test]
fn a_store_that_cannot_be_written_is_named() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "no folder").unwrap();
    let ingest = |store: &str| dateline(dir.path()).args(["ingest", "--store", store]).arg(demo_articles()).assert();
    assert!(stderr(&ingest("file/store").code(2)).contains("file/store: cannot make the folder of the store"));
    let closed = dir.path().join("closed");
    fs::create_dir(&closed).unwrap();
    let mut permissions = fs::metadata(&closed).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&closed, permissions).unwrap();
    // the superuser may write everywhere
    if fs::write(closed.join("probe"), "").is_err() {
        assert!(stderr(&ingest("closed/store").code(2)).contains("a folder that you may write to"));
    }
}

#[test]
fn a_pipe_that_closes_early_is_no_error() {
    let mut extract = Process::new(assert_cmd::cargo::cargo_bin("dateline"));
    extract.arg("extract").args(vec![demo_articles(); 20]);
    let mut query = Process::new(assert_cmd::cargo::cargo_bin("dateline"));
    query.args(["query", "SELECT ?s ?p ?o { ?s ?p ?o }", "--format", "csv", "--store"]).arg(demo_store());
    for (mut command, begin) in [(extract, "{"), (query, "s,p,o")] {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(line.starts_with(begin));
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
    }
}

#[test]
fn annotations_are_written_and_read_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut file = fs::File::create(dir.path().join("a.txt")).unwrap();
    file.write_all("Zoë Álvarez met Elena Marsh in Warsaw on March 9, 2026. They had not talked for two years.".as_bytes()).unwrap();
    let conllu = stdout(&run(dir.path(), "annotate a.txt --format conllu").success());
    fs::write(dir.path().join("a.conllu"), &conllu).unwrap();
    assert_eq!(stdout(&run(dir.path(), "annotate a.conllu --input conllu --format conllu").success()), conllu);
    let layers: Value = serde_json::from_str(&stdout(&run(dir.path(), "annotate a.txt").success())).unwrap();
    let text: Vec<char> = layers["text"].as_str().unwrap().chars().collect();
    for layer in ["mentions", "times"] {
        for item in layers[layer].as_array().unwrap() {
            let (start, end) = (item["at"][0].as_u64().unwrap() as usize, item["at"][1].as_u64().unwrap() as usize);
            assert_eq!(text[start..end].iter().collect::<String>(), item["text"].as_str().unwrap());
        }
    }
    assert_eq!(layers["times"][0]["value"], "2026-03-09");
    let timeml = stdout(&run(dir.path(), "annotate a.txt --format timeml").success());
    assert!(timeml.contains("type=\"DATE\" value=\"2026-03-09\">") && timeml.contains("type=\"DURATION\""), "{timeml}");
    fs::write(dir.path().join("bad.conllu"), "1\tonly\n").unwrap();
    assert!(stderr(&run(dir.path(), "annotate bad.conllu --input conllu").code(2)).contains("bad.conllu: line 1"));
}

#[test]
fn explain_shows_each_step_and_what_stopped_a_frame() {
    let explain = |text: &str| dateline(Path::new(".")).args(["explain", text, "--date", "2026-03-18"]).assert();
    let fired = stdout(&explain("Elena Marsh visited Warsaw on Tuesday.").success());
    for part in [
        "Words",
        "Names and phrases",
        "Elena Marsh: Person",
        "Times",
        "Tuesday: 2026-03-17",
        "Frames that fired",
        "→ Visit (data/frames/movement.toml:",
        "Events",
    ] {
        assert!(fired.contains(part), "{part} is missing in {fired}");
    }
    let missed = stdout(&explain("The train arrived on Tuesday.").code(1));
    assert!(
        missed.contains("No frame fired") && missed.contains("Frames that nearly fired") && missed.contains("nothing fills"),
        "{missed}"
    );
}

#[test]
fn the_shell_and_man_are_served() {
    assert!(stdout(&run(Path::new("."), "completions bash").success()).contains("_dateline"));
    assert!(stdout(&run(Path::new("."), "man").success()).contains(".TH"));
    assert!(stdout(&run(Path::new("."), "help").success()).contains("ingest"));
    assert!(stdout(&run(Path::new("."), "query --list").success()).contains("who-targeted-whom"));
    assert!(stdout(&run(Path::new("."), "frames list").success()).contains("\tTravel\t"));
}
