//! Saved queries: files of `ontology/queries` with a title, a question and parameters.
//!
//! ```text
//! # title: Travel of a person
//! # question: Where did a person travel, and when?
//! # param person: name of the person
//! SELECT … WHERE { VALUES ?person { "Antony Blinken" } … }
//! ```
//! A parameter is a variable with one value in `VALUES`; to set it is to put another term there. The new value is written as a
//! term, never as text of the query, so no value can change what the query does.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Term};

use crate::calendar::Date;
use crate::rdf::vocabulary::{DL, PREFIXES};

/// A query with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedQuery {
    /// Name: `travel`.
    pub name: String,
    /// A few words.
    pub title: String,
    /// What it answers.
    pub question: String,
    /// What can be set.
    pub parameters: Vec<Parameter>,
    /// The query with its defaults.
    pub sparql: String,
}

/// What can be set in a saved query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Name of the variable, without `?`.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// The value that the file has.
    pub default: Term,
    /// Where the value stands in the text of the query, in bytes.
    place: std::ops::Range<usize>,
}

/// Why a saved query cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SavedQueryError {
    /// No query of that name.
    #[error("no saved query {name:?}; there are {known}")]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The query has no such parameter.
    #[error("saved query {query} has no parameter {name:?}; it has {known}")]
    Parameter {
        /// The query.
        query: String,
        /// The name given.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The value does not fit.
    #[error("saved query {query}: {name} is to be {expected}, not {value:?}")]
    Value {
        /// The query.
        query: String,
        /// The parameter.
        name: String,
        /// What is expected.
        expected: &'static str,
        /// The value given.
        value: String,
    },
    /// The file is not a saved query.
    #[error("{file}: {problem}")]
    File {
        /// The file.
        file: String,
        /// What is wrong.
        problem: String,
    },
}

macro_rules! files {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../../ontology/queries/", $name, ".rq"))),)*] };
}

const FILES: &[(&str, &str)] = files! {
    "who-did-what" "who-targeted-whom" "travel" "events-between" "same-day" "claims-by-source" "contested" "evidence"
    "most-connected" "places-by-month" "conflicts" "date-provenance" "timeline" "attribution-chain"
    "independent-sources" "contradictions" "reports"
};

/// The queries that are built into the program.
pub fn saved_queries() -> &'static [SavedQuery] {
    static QUERIES: LazyLock<Vec<SavedQuery>> = LazyLock::new(|| {
        let read = |(name, text): &(&str, &str)| SavedQuery::parse(name, text).expect("a test reads the embedded queries");
        FILES.iter().map(read).collect()
    });
    &QUERIES
}

/// The built-in query of that name.
pub fn saved_query(name: &str) -> Result<&'static SavedQuery, SavedQueryError> {
    saved_queries().iter().find(|query| query.name == name).ok_or_else(|| SavedQueryError::Unknown {
        name: name.to_owned(),
        known: saved_queries().iter().map(|query| query.name.as_str()).collect::<Vec<_>>().join(", "),
    })
}

impl SavedQuery {
    /// Reads a query and its header.
    pub fn parse(name: &str, text: &str) -> Result<SavedQuery, SavedQueryError> {
        let problem = |problem: String| SavedQueryError::File { file: format!("{name}.rq"), problem };
        let header = |key: &str| {
            text.lines()
                .filter_map(|line| line.strip_prefix("# ")?.strip_prefix(key))
                .map(|rest| rest.trim().to_owned())
                .collect::<Vec<_>>()
        };
        let one = |key: &str| header(key).into_iter().next().ok_or_else(|| problem(format!("the line \"# {key} …\" is missing")));
        let mut parameters = Vec::new();
        for line in header("param ") {
            let (variable, meaning) =
                line.split_once(':').ok_or_else(|| problem(format!("write \"# param name: meaning\", not {line:?}")))?;
            let start = format!("VALUES ?{variable} {{");
            let begin = text.find(&start).ok_or_else(|| problem(format!("there is no \"{start} … }}\"")))? + start.len();
            let length = text[begin..].find('}').ok_or_else(|| problem(format!("\"{start}\" has no end")))?;
            let default =
                term(text[begin..begin + length].trim()).ok_or_else(|| problem(format!("cannot read the value of ?{variable}")))?;
            parameters.push(Parameter {
                name: variable.to_owned(),
                meaning: meaning.trim().to_owned(),
                default,
                place: begin..begin + length,
            });
        }
        parameters.sort_by_key(|parameter| parameter.place.start);
        Ok(SavedQuery { name: name.to_owned(), title: one("title:")?, question: one("question:")?, parameters, sparql: text.to_owned() })
    }

    /// The query with values in place of the defaults.
    pub fn with(&self, values: &BTreeMap<String, String>) -> Result<String, SavedQueryError> {
        if let Some(name) = values.keys().find(|name| !self.parameters.iter().any(|p| p.name == **name)) {
            let known = self.parameters.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ");
            let known = if known.is_empty() { "none".to_owned() } else { known };
            return Err(SavedQueryError::Parameter { query: self.name.clone(), name: name.clone(), known });
        }
        let mut sparql = String::new();
        let mut done = 0;
        for parameter in &self.parameters {
            let Some(value) = values.get(&parameter.name) else { continue };
            sparql.push_str(&self.sparql[done..parameter.place.start]);
            sparql.push_str(&format!(" {} ", self.value(parameter, value)?));
            done = parameter.place.end;
        }
        sparql.push_str(&self.sparql[done..]);
        Ok(sparql)
    }

    /// A term of the same kind as the default.
    fn value(&self, parameter: &Parameter, value: &str) -> Result<Term, SavedQueryError> {
        let wrong =
            |expected| SavedQueryError::Value { query: self.name.clone(), name: parameter.name.clone(), expected, value: value.to_owned() };
        match &parameter.default {
            Term::Literal(default) if default.datatype() == xsd::DATE => {
                let date: Date = value.parse().map_err(|_| wrong("a day such as 2023-06-16"))?;
                Ok(Literal::new_typed_literal(date.to_string(), xsd::DATE).into())
            }
            Term::Literal(default) if default.datatype() == xsd::STRING => Ok(Literal::from(value).into()),
            Term::Literal(_) => {
                let number: u32 = value.parse().map_err(|_| wrong("a whole number"))?;
                Ok(Literal::from(number).into())
            }
            _ => iri(value).map(Term::from).ok_or_else(|| wrong("a name of the ontology such as CyberIntrusion, or an IRI")),
        }
    }
}

/// The few forms of terms that defaults have: `"words"`, `"2023-06-16"^^xsd:date`, `5`, `dl:Event`.
fn term(text: &str) -> Option<Term> {
    if let Some(rest) = text.strip_prefix('"') {
        let (value, datatype) = rest.rsplit_once('"')?;
        return match datatype {
            "" => Some(Literal::from(value).into()),
            _ => Some(Literal::new_typed_literal(value, iri(datatype.strip_prefix("^^")?)?).into()),
        };
    }
    text.parse::<u32>().map(|number| Literal::from(number).into()).ok().or_else(|| iri(text).map(Term::from))
}

/// `Event` or `dl:Event` or a whole IRI.
fn iri(text: &str) -> Option<NamedNode> {
    if let Some((prefix, local)) = text.split_once(':')
        && let Some((_, namespace)) = PREFIXES.iter().find(|(known, _)| *known == prefix)
    {
        return NamedNode::new(format!("{namespace}{local}")).ok();
    }
    let is_name = !text.is_empty() && text.chars().all(char::is_alphanumeric);
    if is_name { Some(NamedNode::new_unchecked(format!("{DL}{text}"))) } else { NamedNode::new(text.trim_matches(['<', '>'])).ok() }
}
