//! A query that is not SPARQL → the place where it goes wrong, and what to do about it.
//!
//! ```text
//! SELECT ?x         line 2, column 6: no prefix "foo" is declared
//! { ?x foo:bar ?y }   { ?x foo:bar ?y }
//!                          ^^^^^^^
//!                   there are dl, rdf, …; for another, begin with PREFIX foo: <http://…>
//! ```
//! The engine tells the farthest character that it looked at and all that it hoped to find there, which seldom is the mistake. So the
//! words are looked at first: strings without an end, names that nothing declares, brackets without a partner. Of what is left the
//! engine tells the word that it cannot read.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use oxigraph::sparql::SparqlSyntaxError;
use regex::Regex;

use super::UnknownName;
use crate::rdf::vocabulary::PREFIXES;
use crate::resources::Ontology;

/// Where a query goes wrong, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Line, from 1.
    pub line: usize,
    /// Column, in characters from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The line with marks below the place.
    shown: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}\n{}", self.line, self.column, self.problem, self.shown)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "\n{hint}"))
    }
}

/// Characters of a long line that are shown before and behind the place.
const AROUND: usize = 60;
/// Wider than the longest keyword.
const GAP: &str = "                         ";
/// How much of a near word must agree, from 0 to 1.
const NEAR: f64 = 0.7;
/// Near words told.
const TOLD: usize = 3;

/// What SPARQL knows beside names and variables.
const KEYWORDS: &str = "SELECT CONSTRUCT DESCRIBE ASK WHERE FROM NAMED PREFIX BASE DISTINCT REDUCED AS OPTIONAL UNION MINUS GRAPH SERVICE SILENT FILTER \
    BIND VALUES UNDEF GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET NOT IN EXISTS a true false COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR \
    STR LANG LANGMATCHES LANGDIR DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS \
    STRSTARTS STRENDS STRBEFORE STRAFTER SUBSTR REPLACE REGEX YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 \
    SHA256 SHA384 SHA512 COALESCE IF STRLANG STRLANGDIR STRDT sameTerm isIRI isURI isBLANK isLITERAL isNUMERIC hasLang hasLangDir isTriple \
    TRIPLE SUBJECT PREDICATE OBJECT VERSION INSERT DELETE DATA LOAD CLEAR DROP CREATE ADD MOVE COPY USING WITH INTO TO ALL DEFAULT";

/// What a piece of a query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Iri,
    Name,
    Word,
    Bracket,
    /// A quotation mark of a string without an end.
    Quote,
    Other,
}

#[derive(Clone, Debug)]
struct Piece<'q> {
    kind: Kind,
    text: &'q str,
    range: Range<usize>,
}

static PIECES: LazyLock<Regex> = LazyLock::new(|| {
    let parts = [
        r"(?<comment>#[^\r\n]*)",
        r#"(?<text>"""(?:"{0,2}(?:[^"\\]|\\.))*"""|'''(?:'{0,2}(?:[^'\\]|\\.))*'''|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')"#,
        r#"(?<iri><(?:[^<>"{}|^`\\\s]*|[A-Za-z]+:[^<>"{}|^`\\\r\n]*)>)"#,
        r"(?<other>[?$]\w+|@[A-Za-z][A-Za-z0-9-]*|\d[\w.]*)",
        r"(?<name>(?:\p{L}[\w.-]*|_)?:(?:[\w:%.-]|\\.)*)",
        r"(?<word>[\p{L}_]\w*)",
        r"(?<bracket>[{}()\[\]])",
        r#"(?<quote>["'])"#,
        r"(?<rest>\S)",
    ];
    Regex::new(&format!("(?s){}", parts.join("|"))).expect("a test reads it")
});

fn pieces(sparql: &str) -> Vec<Piece<'_>> {
    const KINDS: [(&str, Kind); 6] = [
        ("text", Kind::Text),
        ("iri", Kind::Iri),
        ("name", Kind::Name),
        ("word", Kind::Word),
        ("bracket", Kind::Bracket),
        ("quote", Kind::Quote),
    ];
    let pieces = PIECES.captures_iter(sparql).filter(|found| found.name("comment").is_none());
    let piece = |found: regex::Captures<'_>| {
        let kind = KINDS.iter().find(|(name, _)| found.name(name).is_some()).map_or(Kind::Other, |(_, kind)| *kind);
        let range = found.get_match().range();
        Piece { kind, text: &sparql[range.clone()], range }
    };
    pieces.map(piece).collect()
}

/// Finds what is wrong with a query that the engine cannot read; `parse` asks the engine.
pub(super) fn explain(sparql: &str, parse: impl Fn(&str) -> Option<SparqlSyntaxError>) -> Mistake {
    let pieces = pieces(sparql);
    let (range, problem, hint) = words(&pieces).or_else(|| brackets(sparql, &pieces)).unwrap_or_else(|| grammar(sparql, &pieces, parse));
    let (number, column) = place(sparql, range.start);
    let line = sparql.lines().nth(number - 1).unwrap_or_default();
    let marked = sparql[range].lines().next().map_or(0, |text| text.chars().count()).max(1);
    let cut = (column - 1).saturating_sub(AROUND);
    let part: String = line.chars().map(|c| if c == '\t' { ' ' } else { c }).skip(cut).take(column - 1 - cut + marked + AROUND).collect();
    let before = if cut > 0 { "…" } else { "" };
    let after = if line.chars().count() > cut + part.chars().count() { "…" } else { "" };
    let indent = column - 1 - cut + before.chars().count();
    let shown = format!("  {before}{part}{after}\n  {:indent$}{}", "", "^".repeat(marked));
    Mistake { line: number, column, problem, hint, shown }
}

type Found = (Range<usize>, String, Option<String>);

/// The first piece that stands for nothing.
fn words(pieces: &[Piece<'_>]) -> Option<Found> {
    let mut declared: BTreeSet<&str> = PREFIXES.iter().map(|(prefix, _)| *prefix).collect();
    let mut last = "";
    for (Piece { kind, text, range }, next) in pieces.iter().zip(pieces.iter().skip(1).map(Some).chain([None])) {
        let found = |problem: String, hint: String| Some((range.clone(), problem, Some(hint)));
        let is_keyword = || KEYWORDS.split_whitespace().any(|word| word.eq_ignore_ascii_case(text));
        match kind {
            Kind::Quote => {
                return found(
                    "this string has no end".into(),
                    format!("it ends with {text}, on the same line; \\{text} stands for the mark itself"),
                );
            }
            Kind::Iri if text.contains(char::is_whitespace) => {
                return found("an IRI has no blanks".into(), "write %20 for a blank".into());
            }
            Kind::Name if last.eq_ignore_ascii_case("PREFIX") => drop(declared.insert(text.trim_end_matches(':'))),
            Kind::Name => {
                let (prefix, local) = text.split_once(':').unwrap_or((text, ""));
                if local.is_empty() && next.is_some_and(|next| next.text == "/") {
                    return found("an address stands in angle brackets".into(), format!("write <{text}//…>"));
                }
                if prefix != "_" && !declared.contains(prefix) {
                    let known = PREFIXES.iter().map(|(prefix, _)| *prefix).collect::<Vec<_>>().join(", ");
                    let hint = format!("there are {known}; for another, begin with PREFIX {prefix}: <http://…>");
                    return found(format!("no prefix {prefix:?} is declared"), hint);
                }
            }
            Kind::Word if !is_keyword() => {
                let hint = if Ontology::embedded().defines(text) {
                    format!("did you mean dl:{text}?")
                } else {
                    let near = near(text, KEYWORDS.split_whitespace());
                    let usual = "variables begin with ?, names of the ontology with dl:, and text stands in quotation marks";
                    if near.is_empty() { usual.to_owned() } else { format!("did you mean {}?", near.join(" or ")) }
                };
                return found(format!("{text:?} is no word of SPARQL"), hint);
            }
            _ => {}
        }
        last = text;
    }
    None
}

/// The first bracket that has no partner.
fn brackets(sparql: &str, pieces: &[Piece<'_>]) -> Option<Found> {
    let mut open: Vec<&Piece<'_>> = Vec::new();
    let partner = |bracket: &str| match bracket {
        "{" => "}",
        "(" => ")",
        _ => "]",
    };
    for piece in pieces.iter().filter(|piece| piece.kind == Kind::Bracket) {
        if matches!(piece.text, "{" | "(" | "[") {
            open.push(piece);
            continue;
        }
        match open.pop() {
            Some(opened) if partner(opened.text) == piece.text => {}
            Some(opened) => {
                let (line, column) = place(sparql, opened.range.start);
                let hint =
                    format!("the {} of line {line}, column {column} is still open: it needs a {} first", opened.text, partner(opened.text));
                return Some((piece.range.clone(), format!("{} closes nothing here", piece.text), Some(hint)));
            }
            None => {
                let hint = format!("take it away, or open with {} before", if piece.text == "}" { "{" } else { "its partner" });
                return Some((piece.range.clone(), format!("{} closes nothing", piece.text), Some(hint)));
            }
        }
    }
    let opened = open.pop()?;
    Some((opened.range.clone(), format!("this {} is never closed", opened.text), Some(format!("add a {}", partner(opened.text)))))
}

/// What the engine says, at the word that it cannot read.
///
/// It compares keywords as a whole, so that the farthest character it saw may lie words behind that one. In a copy of the query with
/// wide gaps it cannot.
fn grammar(sparql: &str, pieces: &[Piece<'_>], parse: impl Fn(&str) -> Option<SparqlSyntaxError>) -> Found {
    let (mut wide, mut begins, mut last) = (String::new(), Vec::new(), 0);
    for Piece { kind, text, range } in pieces {
        if range.start > last || *kind == Kind::Bracket || wide.ends_with(['{', '}', '(', ')', '[', ']']) {
            wide.push_str(GAP);
        }
        begins.push(wide.chars().count());
        wide.push_str(text);
        last = range.end;
    }
    wide.push_str(GAP);
    let end = sparql.trim_end().len();
    let message = parse(&wide).map(|error| error.to_string()).unwrap_or_default().replace('\n', " ");
    let told = message.strip_prefix("error at ").and_then(|message| message.split_once(": expected "));
    let place = told.and_then(|(place, _)| wide_offset(&wide, place));
    let (Some((_, expected)), Some(reached)) = (told, place) else { return (0..end.min(1), message, None) };
    let before = |at: usize| pieces.get(at.wrapping_sub(1)).map_or(String::new(), |piece| format!(" after {}", piece.text));
    let at = begins.iter().rposition(|begin| *begin <= reached).unwrap_or_default();
    let rule =
        expected.strip_prefix("one of ").unwrap_or(expected).split(", ").find(|hope| hope.contains(' ') && !hope.contains(['[', '"']));
    if let Some(rule) = rule {
        // it is looked at when all has been read
        let at = if begins.get(at) == Some(&reached) { at.saturating_sub(1) } else { at };
        return (pieces.get(at).map_or(0..0, |piece| piece.range.clone()), rule.to_owned(), None);
    }
    match pieces.get(at) {
        Some(piece) if reached < wide.chars().count() => {
            (piece.range.clone(), format!("{} cannot stand here{}", piece.text, before(at)), None)
        }
        _ => (end..end, format!("something is missing{}", before(pieces.len())), None),
    }
}

/// The names of the ontology in a query that it does not know, with those that come near.
pub fn unknown_terms(sparql: &str) -> Vec<UnknownName> {
    let ontology = Ontology::embedded();
    let names = pieces(sparql).into_iter().filter(|piece| piece.kind == Kind::Name).filter_map(|piece| piece.text.strip_prefix("dl:"));
    let unknown: BTreeSet<&str> =
        names.map(|name| name.trim_end_matches('.')).filter(|name| !name.is_empty() && !ontology.defines(name)).collect();
    let told = |name: &str| UnknownName {
        name: format!("dl:{name}"),
        near: near(name, ontology.terms()).iter().map(|near| format!("dl:{near}")).collect(),
    };
    unknown.into_iter().map(told).collect()
}

/// Those that come near a word in any case, best first.
fn near<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Vec<&'w str> {
    let wanted = word.to_lowercase();
    let score = |known: &'w str| (rapidfuzz::fuzz::ratio(known.to_lowercase().chars(), wanted.chars()), known);
    let mut found: Vec<(f64, &str)> = known.map(score).filter(|(score, _)| *score >= NEAR).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    found.into_iter().take(TOLD).map(|(_, known)| known).collect()
}

/// Line and column of a byte, from 1.
fn place(sparql: &str, at: usize) -> (usize, usize) {
    let begin = sparql[..at].rfind('\n').map_or(0, |at| at + 1);
    (sparql[..begin].matches('\n').count() + 1, sparql[begin..at].chars().count() + 1)
}

/// The character at a line and column, as in `2:14`.
fn wide_offset(text: &str, place: &str) -> Option<usize> {
    let (line, column) = place.split_once(':')?;
    let lines = text.split_inclusive('\n').take(line.parse::<usize>().ok()? - 1);
    Some(lines.map(|line| line.chars().count()).sum::<usize>() + column.parse::<usize>().ok()? - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::sparql::SparqlEvaluator;

    /// Line, column and problem, with the hint.
    fn wrong(sparql: &str) -> String {
        let engine = PREFIXES.iter().fold(SparqlEvaluator::new(), |engine, (prefix, iri)| engine.with_prefix(*prefix, *iri).unwrap());
        let Mistake { line, column, problem, hint, .. } = explain(sparql, |sparql| engine.clone().parse_query(sparql).err());
        format!("{line}:{column} {problem}; {}", hint.unwrap_or_default())
    }

    #[test]
    fn the_usual_mistakes_are_told_by_their_place() {
        let cases = [
            ("SELECT ?x { ?x foo:bar ?y }", "1:16 no prefix \"foo\" is declared; there are dl, rdf, rdfs, xsd, skos, prov, dcterms, oa;"),
            ("SELECT ?x\n{ ?x a dl:Person", "2:1 this { is never closed; add a }"),
            ("SELECT ?x { ?x a dl:Person }}", "1:29 } closes nothing; take it away"),
            ("SELECT ?x { FILTER(?x = 1 }", "1:27 } closes nothing here; the ( of line 1, column 19 is still open: it needs a ) first"),
            ("SELECT ?x { ?x skos:prefLabel \"Marsh }", "1:31 this string has no end; it ends with \", on the same line"),
            ("SELCT ?x { ?x a dl:Person }", "1:1 \"SELCT\" is no word of SPARQL; did you mean SELECT?"),
            ("SELECT ?x { ?x a Person }", "1:18 \"Person\" is no word of SPARQL; did you mean dl:Person?"),
            ("SELECT ?x { ?x skos:prefLabel Marsh }", "1:31 \"Marsh\" is no word of SPARQL; variables begin with ?"),
            ("SELECT ?x { ?x a <http://a b> }", "1:18 an IRI has no blanks"),
            ("SELECT ?x { ?x a http://a.b/c }", "1:18 an address stands in angle brackets"),
            ("SELECT ?x { ?x a dl:Person } LIMIT", "1:35 something is missing after LIMIT"),
            ("SELECT ?x { ?x a dl:Person } ORDER ?x", "1:36 ?x cannot stand here after ORDER"),
            ("# ü ß\nSELECT ?x { ?x a }", "2:18 } cannot stand here after a"),
            ("SELECT ?x (COUNT(*) AS ?n) { ?x a dl:Person }", "1:45 The SELECT contains a variable that is unbound"),
        ];
        for (sparql, expected) in cases {
            let found = wrong(sparql);
            assert!(found.starts_with(expected), "{sparql}\n{found}");
        }
    }

    #[test]
    fn the_place_is_marked_in_its_line() {
        let engine = SparqlEvaluator::new();
        let show = |sparql: &str| explain(sparql, |sparql| engine.clone().parse_query(sparql).err()).to_string();
        let found = show("SELECT ?x\n{ ?x\tfoo:bar ?y }");
        assert!(found.contains("\n  { ?x foo:bar ?y }\n       ^^^^^^^\n"), "{found}");
        let found = show(&format!("SELECT ?x {{ {} foo:bar ?y {} }}", "?a a ?b . ".repeat(20), "?a a ?b . ".repeat(20)));
        let lines: Vec<&str> = found.lines().collect();
        assert!(lines[1].chars().count() < 2 * AROUND + 15 && lines[1].starts_with("  …"), "{found}");
        let at = lines[2].find('^').unwrap();
        assert_eq!(lines[1].chars().skip(at).take(7).collect::<String>(), "foo:bar");
    }

    #[test]
    fn what_sparql_allows_is_no_mistake() {
        let sparql = "PREFIX ex: <http://e.x/> # it's {\nSELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x ex:a/^dl:date 'it\\'s', \"\"\"a \"b\" {\"\"\"@en ; a [] . _:b ex:c 1.5 \
            FILTER(?x < 3 && STRLEN(?y) > 2) }";
        let pieces = pieces(sparql);
        assert!(words(&pieces).is_none() && brackets(sparql, &pieces).is_none(), "{pieces:?}");
    }

    #[test]
    fn names_that_the_ontology_lacks_are_told_with_near_ones() {
        let unknown = unknown_terms("SELECT ?x { ?x a dl:Persn ; dl:date ?y . ?y a dl:Event. }");
        assert_eq!(unknown.len(), 1);
        assert_eq!((unknown[0].name.as_str(), unknown[0].near[0].as_str()), ("dl:Persn", "dl:Person"));
    }
}
