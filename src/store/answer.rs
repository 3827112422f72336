//! Answers to queries, and how they are written: table, JSON, CSV, TSV, XML, Turtle.

use std::io::{self, Write};

use comfy_table::{ContentArrangement, Table, presets};
use oxigraph::model::{GraphName, Quad, Term, Triple};
use oxigraph::sparql::Variable;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};

use crate::rdf::vocabulary::PREFIXES;
use crate::rdf::{DEFAULT_BASE, RdfFormat, serialize};

/// The answer to a query.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Of `SELECT`.
    Solutions {
        /// Names of the columns, without `?`.
        variables: Vec<String>,
        /// One value a column; `None` if it is not bound.
        rows: Vec<Vec<Option<Term>>>,
    },
    /// Of `ASK`.
    Boolean(bool),
    /// Of `CONSTRUCT` and `DESCRIBE`, each triple once.
    Graph(Vec<Triple>),
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFormat {
    /// For people, fitted to so many columns of text.
    Table {
        /// Width in characters; `None`: as wide as the content.
        width: Option<u16>,
    },
    /// SPARQL 1.1 Query Results JSON; JSON-LD for a graph.
    Json,
    /// SPARQL 1.1 Query Results CSV; N-Triples for a graph.
    Csv,
    /// SPARQL 1.1 Query Results TSV; N-Triples for a graph.
    Tsv,
    /// SPARQL Query Results XML; RDF/XML for a graph.
    Xml,
    /// Turtle, for a graph; a table for anything else.
    Turtle,
    /// N-Triples, for a graph; a table for anything else.
    NTriples,
}

impl Answer {
    /// The value of an `ASK`.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Answer::Boolean(value) => Some(*value),
            Answer::Solutions { .. } | Answer::Graph(_) => None,
        }
    }

    /// Whether there are no rows, no triples, or the answer is no.
    pub fn is_empty(&self) -> bool {
        match self {
            Answer::Solutions { rows, .. } => rows.is_empty(),
            Answer::Graph(triples) => triples.is_empty(),
            Answer::Boolean(value) => !value,
        }
    }

    /// Keeps so many rows or triples; whether there were more.
    pub fn truncate(&mut self, most: usize) -> bool {
        let length = match self {
            Answer::Solutions { rows, .. } => {
                let length = rows.len();
                rows.truncate(most);
                length
            }
            Answer::Graph(triples) => {
                let length = triples.len();
                triples.truncate(most);
                length
            }
            Answer::Boolean(_) => 0,
        };
        length > most
    }

    /// Rows as people read them; empty for anything but a `SELECT`.
    pub fn text_rows(&self) -> Vec<Vec<String>> {
        match self {
            Answer::Solutions { rows, .. } => {
                rows.iter().map(|row| row.iter().map(|term| term.as_ref().map(shorten).unwrap_or_default()).collect()).collect()
            }
            Answer::Boolean(_) | Answer::Graph(_) => Vec::new(),
        }
    }

    /// Writes the answer.
    pub fn write(&self, format: AnswerFormat, mut out: impl Write) -> io::Result<()> {
        let results = match format {
            AnswerFormat::Table { width } => return self.write_table(width, out),
            AnswerFormat::Turtle => return self.write_graph(RdfFormat::Turtle, out),
            AnswerFormat::NTriples => return self.write_graph(RdfFormat::NTriples, out),
            AnswerFormat::Json => QueryResultsFormat::Json,
            AnswerFormat::Csv => QueryResultsFormat::Csv,
            AnswerFormat::Tsv => QueryResultsFormat::Tsv,
            AnswerFormat::Xml => QueryResultsFormat::Xml,
        };
        let serializer = QueryResultsSerializer::from_format(results);
        match self {
            Answer::Boolean(value) => {
                serializer.serialize_boolean_to_writer(&mut out, *value)?;
                if matches!(format, AnswerFormat::Csv | AnswerFormat::Tsv) {
                    writeln!(out)?;
                }
            }
            Answer::Graph(_) => match format {
                AnswerFormat::Json => self.write_graph(RdfFormat::JsonLd { profile: Default::default() }, &mut out)?,
                AnswerFormat::Xml => self.write_graph(RdfFormat::RdfXml, &mut out)?,
                _ => self.write_graph(RdfFormat::NTriples, &mut out)?,
            },
            Answer::Solutions { variables, rows } => {
                let variables: Vec<Variable> = variables.iter().map(Variable::new_unchecked).collect();
                let mut writer = serializer.serialize_solutions_to_writer(&mut out, variables.clone())?;
                for row in rows {
                    writer.serialize(variables.iter().zip(row).filter_map(|(variable, term)| Some((variable, term.as_ref()?))))?;
                }
                writer.finish()?;
            }
        }
        Ok(())
    }

    fn write_table(&self, width: Option<u16>, mut out: impl Write) -> io::Result<()> {
        let Answer::Solutions { variables, rows } = self else {
            return match self {
                Answer::Boolean(value) => writeln!(out, "{}", if *value { "yes" } else { "no" }),
                _ => self.write_graph(RdfFormat::Turtle, out),
            };
        };
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY);
        table.set_header(variables);
        if let Some(width) = width {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        table.add_rows(self.text_rows());
        writeln!(out, "{table}")?;
        writeln!(out, "{} {}", rows.len(), if rows.len() == 1 { "row" } else { "rows" })
    }

    fn write_graph(&self, format: RdfFormat, out: impl Write) -> io::Result<()> {
        let Answer::Graph(triples) = self else { return self.write_table(None, out) };
        let quads: Vec<Quad> = triples.iter().map(|triple| triple.clone().in_graph(GraphName::DefaultGraph)).collect();
        serialize(&quads, format, out).map(drop)
    }
}

/// A term as people read it: `dl:CyberIntrusion`, `article/news-7#char=10,14`, words without quotation marks.
pub fn shorten(term: &Term) -> String {
    match term {
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.to_string(),
        Term::NamedNode(node) => {
            let iri = node.as_str();
            let prefixed = PREFIXES.iter().find_map(|(prefix, namespace)| Some(format!("{prefix}:{}", iri.strip_prefix(namespace)?)));
            prefixed.unwrap_or_else(|| {
                let resource = iri.strip_prefix(DEFAULT_BASE).map(|path| path.strip_prefix("id/").unwrap_or(path));
                resource.unwrap_or(iri).to_owned()
            })
        }
        Term::Triple(triple) => format!("<< {triple} >>"),
    }
}
