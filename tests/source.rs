//! Sources read from files: each format of `tests/fixtures/source`, what is refused, and what must hold for any input.

use std::io::Write;
use std::path::{Path, PathBuf};

use dateline::calendar::Date;
use dateline::source::{Article, BlockKind, DateKind, ReadOptions, ReadResult, SourceError, open, read_bytes};
use dateline::text::{CodePoints, TextRange};
use proptest::prelude::*;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/source").join(name)
}

fn source_of(name: &str) -> String {
    std::fs::read_to_string(fixture(name)).expect("a fixture")
}

fn read(name: &str) -> Vec<ReadResult> {
    open(&[fixture(name)], &ReadOptions::default()).collect()
}

fn one(name: &str) -> Article {
    let mut articles = read(name);
    assert_eq!(articles.len(), 1);
    articles.remove(0).expect("an article")
}

fn from_text(text: &str) -> Article {
    read_bytes(text.as_bytes(), "x", &ReadOptions::default()).remove(0).expect("an article")
}

fn blocks(article: &Article) -> Vec<(BlockKind, &str)> {
    article.blocks.iter().map(|block| (block.kind, block.range.of(&article.text))).collect()
}

/// The source that the first occurrence of `words` in the article came from.
fn traced(article: &Article, source: &str, words: &str) -> String {
    let start = article.text.find(words).unwrap_or_else(|| panic!("{words:?} in {:?}", article.text));
    let (begin, end) = article.offsets.source(&article.text, TextRange::new(start, start + words.len()));
    source.chars().skip(begin).take(end - begin).collect()
}

fn anchor(article: &Article) -> Option<(DateKind, String, &str)> {
    article.anchor_date().map(|date| (date.kind, date.date.to_string(), &*date.rule))
}

#[test]
fn a_page_gives_its_article() {
    let article = one("page.html");
    assert_eq!(article.title.as_deref(), Some("Ferry to Skarholm sails again after dock fire"));
    assert_eq!(article.url.as_deref(), Some("https://www.harbourpost.example/news/ferry-skarholm"));
    assert_eq!(article.publisher.as_deref(), Some("Harbour Post"));
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(anchor(&article), Some((DateKind::MetadataPublication, "2024-03-05".into(), "meta")));
    let kinds: Vec<BlockKind> = article.blocks.iter().map(|block| block.kind).collect();
    use BlockKind::{Boilerplate, Caption, Heading, Headline, Paragraph};
    assert!(blocks(&article).iter().all(|(_, text)| !text.contains("newsletter") && !text.contains("Home") && !text.contains("Copyright")));
    let kinds: Vec<BlockKind> = kinds.into_iter().filter(|kind| *kind != Boilerplate).collect();
    assert_eq!(kinds, [Headline, Caption, Paragraph, Paragraph, Heading, Paragraph, Paragraph]);
    assert!(
        article
            .text
            .contains("Harbour City & Skarholm sailed again on Tuesday, four days after a fire destroyed part of the island’s only dock")
    );
    let source = source_of("page.html");
    assert_eq!(traced(&article, &source, "City & Skarholm"), "City &amp; Skarholm");
    assert_eq!(traced(&article, &source, "island’s"), "island&rsquo;s");
    assert_eq!(traced(&article, &source, "Coast Radio"), "Coast Radio");
    assert_eq!(traced(&article, &source, "Ferry to Skarholm"), "Ferry to Skarholm");
    let link = article.links.iter().find(|link| link.url.contains("radio")).expect("the link");
    assert_eq!(link.range.of(&article.text), "Coast Radio");
}

#[test]
fn text_given_twice_is_one_article() {
    let article = one("mixed.txt");
    let source = source_of("mixed.txt");
    use BlockKind::{Boilerplate, Caption, Headline, Paragraph};
    let kinds: Vec<BlockKind> = article.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Headline, Caption, Paragraph, Paragraph, Paragraph, Paragraph, Boilerplate, Boilerplate], "{:?}", blocks(&article));
    assert_eq!(article.title.as_deref(), Some("Bank says hackers took customer files the day its chief resigned"));
    assert_eq!(article.publisher.as_deref(), Some("The Ledger"));
    assert_eq!(article.url.as_deref(), Some("https://ledger.example/northern-bank-hackers-2024-3"));
    assert_eq!(anchor(&article), Some((DateKind::InferredPublication, "2024-03-06".into(), "latest-linked-url-date+weekday-check")));
    let date = article.anchor_date().expect("an anchor");
    let (begin, end) = date.evidence.expect("a place");
    assert!(
        date.approximate
            && source.chars().skip(begin).take(end - begin).collect::<String>()
                == "https://times.example/2024/03/06/business/northern.html"
    );
    assert!(article.dates.iter().any(|date| date.kind == DateKind::AggregatorHeader && date.date.to_string() == "2024-12-02"));
    let links: Vec<&str> = article.links.iter().map(|link| link.range.of(&article.text)).collect();
    assert_eq!(links, ["wrote in a notice", "The City Times reported", "The Ledger"]);
    // Offsets lead to the plain form, which stands last.
    let start = article.text.find("March 1.").expect("the date");
    let (begin, _) = article.offsets.source(&article.text, TextRange::new(start, start + 7));
    let last = source.rfind("March 1.").expect("the date");
    assert_eq!(begin, source[..last].chars().count());
}

#[test]
fn records_keep_their_body_and_errors_their_line() {
    let read = read("records.jsonl");
    assert_eq!(read.len(), 5);
    let first = read[0].as_ref().expect("an article");
    assert_eq!((first.id.as_str(), first.body()), ("a1", "The mine reopened on Monday.\nIts owner  said so.\n"));
    assert_eq!(first.text, format!("Mine reopens\n\n{}", first.body()));
    assert_eq!(first.publisher.as_deref(), Some("Valley News"));
    assert_eq!(anchor(first), Some((DateKind::MetadataPublication, "2024-05-07".into(), "record-field")));
    assert!(first.origin.ends_with("records.jsonl:1"));
    assert_eq!(first.offsets.source(&first.text, TextRange::new(14, 17)), (14, 17));
    let message = |i: usize| read[i].as_ref().expect_err("an error").to_string();
    assert!(message(1).contains("records.jsonl:2: bad record: not JSON"), "{}", message(1));
    assert!(message(3).contains("records.jsonl:4: bad record: no text or html among its fields (id, title)"), "{}", message(3));
    let third = read[2].as_ref().expect("an article");
    assert_eq!((third.body(), third.links.len()), ("The strike at the mine ended — for now.", 1));
    assert_eq!(anchor(third).map(|a| a.1), Some("2024-05-07".into()));
    let last = read[4].as_ref().expect("an article");
    assert_eq!((last.text.as_str(), last.title.as_deref(), last.body_start), ("Gate opens\n\nThe gate opened.", Some("Gate opens"), 0));
    assert_eq!(blocks(last), [(BlockKind::Headline, "Gate opens"), (BlockKind::Paragraph, "The gate opened.")]);
}

#[test]
fn plain_text_is_dated_by_its_dateline_not_by_a_late_header() {
    let article = one("plain.txt");
    assert_eq!(article.title.as_deref(), Some("Minister drops plan for river dam"));
    assert_eq!(anchor(&article), Some((DateKind::Dateline, "2023-06-14".into(), "dateline")));
    use BlockKind::{Boilerplate, Heading, Headline, Paragraph};
    let kinds: Vec<BlockKind> = article.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Headline, Paragraph, Paragraph, Heading, Paragraph, Boilerplate]);
}

#[test]
fn without_evidence_there_is_no_date_but_a_year() {
    let article = from_text("Sun. Jan 5th, 2025\n\nShip found\n\nIt sank on May 15, 2023. Divers found it on Tuesday.");
    assert_eq!(article.anchor, None);
    assert_eq!(article.year_hint().map(|hint| hint.date.to_string()), Some("2023-05-15".into()));
    assert_eq!(
        anchor(&from_text("Sun. Jan 5th, 2025\n\nShip found\n\nDivers found it on Tuesday.")).map(|a| a.1),
        Some("2025-01-05".into())
    );
    assert_eq!(
        anchor(&from_text("Ship found\n\nPublished on 4 May 2022\n\nDivers found it.")),
        Some((DateKind::StatedPublication, "2022-05-04".into(), "stated"))
    );
    // An old report that is linked does not date the article.
    assert_eq!(from_text("Ship found\n\nDivers found it, see https://a.example/2019/02/03/ship and wait.").anchor, None);
}

#[test]
fn the_users_date_wins() {
    let options = ReadOptions { published: Some("2020-02-02".parse::<Date>().expect("a date")), ..ReadOptions::default() };
    let article = read_bytes(b"Ship found\n\nPublished on 4 May 2022\n\nDivers found it.", "x", &options).remove(0).expect("an article");
    assert_eq!(anchor(&article), Some((DateKind::MetadataPublication, "2020-02-02".into(), "given")));
}

#[test]
fn fields_can_be_named() {
    let map = |pairs: &[(&str, &str)]| pairs.iter().map(|(field, name)| (field.to_string(), name.to_string())).collect();
    let options = ReadOptions { field_map: map(&[("text", "doc.words"), ("published", "when")]), ..ReadOptions::default() };
    let record = br#"{"doc": {"words": "It sank."}, "text": "other", "when": 1689120000}"#;
    let article = read_bytes(record, "x", &options).remove(0).expect("an article");
    assert_eq!((article.text.as_str(), anchor(&article).map(|a| a.1)), ("It sank.", Some("2023-07-12".into())));
}

#[test]
fn one_key_for_one_page() {
    let id = |url: &str| from_text(&format!(r#"{{"url": "{url}", "text": "It sank."}}"#)).id;
    assert_eq!(id("https://www.a.example/x?utm_source=rss"), id("http://a.example/x/"));
    assert_ne!(id("https://a.example/x"), id("https://a.example/y"));
    assert_eq!(id("https://a.example/x").len(), 16);
}

#[test]
fn what_cannot_be_read_is_an_error_with_its_place() {
    let error =
        |bytes: &[u8]| read_bytes(bytes, "x", &ReadOptions { max_bytes: 1000, ..ReadOptions::default() }).remove(0).expect_err("an error");
    assert!(matches!(error(b""), SourceError::Empty { .. }));
    assert!(matches!(error(b" \n\n"), SourceError::Empty { .. }));
    assert!(matches!(error(b"\x7fELF\x02\x01\x01\0\0\0"), SourceError::Binary { .. }));
    assert!(matches!(error(&[b'a'; 2000]), SourceError::TooLarge { limit: 1000, .. }));
    assert!(matches!(error(b"<html><body><nav><a href='/'>Home</a></nav></body></html>"), SourceError::NoArticle { .. }));
    assert!(matches!(error(b"<?xml version='1.0'?><rss></rss>"), SourceError::Unsupported { .. }));
    assert!(matches!(error(b"[{\"text\": 1}"), SourceError::BadRecord { .. }));
    let missing = open(&[PathBuf::from("no-such-file.txt")], &ReadOptions::default()).next();
    assert!(matches!(missing, Some(Err(SourceError::NotFound { .. }))));
}

#[test]
fn a_line_that_is_too_long_does_not_end_the_stream() {
    let long = format!("{{\"text\": \"ok.\"}}\n{{\"text\": \"{}\"}}\n{{\"text\": \"fine.\"}}\n", "a".repeat(3000));
    let read = read_bytes(long.as_bytes(), "x", &ReadOptions { max_bytes: 1000, ..ReadOptions::default() });
    let bodies: Vec<Option<&str>> = read.iter().map(|result| result.as_ref().ok().map(Article::body)).collect();
    assert_eq!(bodies, [Some("ok."), None, Some("fine.")]);
    assert!(read[1].as_ref().expect_err("too long").to_string().starts_with("x:2: longer than the limit"));
}

#[test]
fn folders_are_read_in_order_and_unpacked() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("b")).expect("a folder");
    std::fs::write(folder.path().join("b/2.txt"), "Two came.").expect("written");
    std::fs::write(folder.path().join("c.txt"), "Three came.").expect("written");
    std::fs::write(folder.path().join(".hidden"), "Nobody came.").expect("written");
    let file = std::fs::File::create(folder.path().join("a.jsonl.gz")).expect("a file");
    let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    packed.write_all(b"{\"text\": \"One came.\"}\n{\"text\": \"One left.\"}\n").expect("written");
    packed.finish().expect("written");
    let bodies =
        |path: PathBuf| open(&[path], &ReadOptions::default()).map(|article| article.expect("an article").text).collect::<Vec<_>>();
    assert_eq!(bodies(folder.path().to_owned()), ["One came.", "One left.", "Two came.", "Three came."]);
    assert_eq!(bodies(folder.path().join("*.txt")), ["Three came."]);
}

#[test]
fn hostile_pages_end_quickly_and_without_a_panic() {
    let page = |inner: String| format!("<html><body>{inner}");
    let hostile = [
        page("<div>".repeat(100_000) + "text"),
        page("<p>word ".repeat(100_000)),
        page("<a href=\"".repeat(50_000)),
        page("&a".repeat(100_000)),
        page("</b></i>".repeat(100_000)),
        page("<!--".repeat(100_000)),
        page("<script>".repeat(100_000)),
        "<p>".repeat(100_000),
        "a".repeat(1 << 20),
        "{\"a\":".repeat(100_000),
        "[".repeat(100_000),
        "http://".repeat(50_000),
    ];
    for text in &hostile {
        let start = std::time::Instant::now();
        read_bytes(text.as_bytes(), "x", &ReadOptions::default());
        assert!(start.elapsed().as_secs() < 20, "{} {:?}", &text[..20], start.elapsed());
    }
}

/// Everything that must hold for any article.
fn check(article: &Article) -> Result<(), TestCaseError> {
    let text = &article.text;
    prop_assert!(text.is_char_boundary(article.body_start) && article.body_start <= text.len());
    let mut end = 0;
    let mut traced = 0;
    for block in &article.blocks {
        let (start, stop) = (block.range.start as usize, block.range.end as usize);
        prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(stop), "{:?} {:?}", block, text);
        prop_assert!(end <= start && start < stop, "{:?} {:?}", article.blocks, text);
        end = stop;
        if block.kind != BlockKind::Headline {
            let (begin, stop) = article.offsets.source(text, block.range);
            prop_assert!(traced <= begin && begin < stop);
            traced = begin;
        }
    }
    for link in &article.links {
        prop_assert!(!link.range.of(text).is_empty());
    }
    prop_assert!(article.anchor.is_none_or(|i| i < article.dates.len()));
    prop_assert!(CodePoints::new(text).at(text.len()) == text.chars().count());
    Ok(())
}

/// Pieces of pages, records and texts in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>".to_owned()),
        Just("</p>".to_owned()),
        Just("<div class='caption'>".to_owned()),
        Just("<html><body>".to_owned()),
        Just("<a href='http://a.example/2023/07/12/'>".to_owned()),
        Just("</a>".to_owned()),
        Just("<br>".to_owned()),
        Just("&amp;".to_owned()),
        Just("&#x1F600;".to_owned()),
        Just("<!--".to_owned()),
        Just("-->".to_owned()),
        Just("\n\n".to_owned()),
        Just("\u{a0}".to_owned()),
        Just("Sun. Jan 5th, 2025\n\n".to_owned()),
        Just("Police in Köln said “no” on Monday.".to_owned()),
        Just("<h1>Police in Köln</h1>".to_owned()),
        Just("{\"text\":\"".to_owned()),
        Just("\"}\n".to_owned()),
        Just("LONDON, July 12 (Reuters) - ".to_owned()),
        Just("<script>".to_owned()),
        "\\PC{0,12}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_gives_a_sound_article_or_an_error(text in pieces()) {
        for article in read_bytes(text.as_bytes(), "x", &ReadOptions::default()).into_iter().flatten() {
            check(&article)?;
        }
    }

    #[test]
    fn text_given_twice_stays_sound(text in pieces(), again in pieces()) {
        let twice = format!("{text}<p>{again}</p>{again}");
        for article in read_bytes(twice.as_bytes(), "x", &ReadOptions::default()).into_iter().flatten() {
            check(&article)?;
        }
    }

    #[test]
    fn any_bytes_give_a_sound_article_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for article in read_bytes(&bytes, "x", &ReadOptions::default()).into_iter().flatten() {
            check(&article)?;
        }
    }

    #[test]
    fn a_records_body_is_kept(title in "\\PC{0,20}", body in "(?s).{1,80}") {
        let record = serde_json::json!({"title": title, "text": body}).to_string();
        for article in read_bytes(record.as_bytes(), "x", &ReadOptions::default()).into_iter().flatten() {
            check(&article)?;
            prop_assert_eq!(article.body(), &body);
        }
    }
}
