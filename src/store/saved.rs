//! Saved queries: files of `ontology/queries` with a title, a question and parameters.
//!
//! ```text
//! # title: Travel of a person
//! # question: Where did a person travel, and when?
//! # name person: name of the person
//! SELECT … WHERE { VALUES ?person { "Antony Blinken" } ?traveller skos:prefLabel|skos:altLabel ?person … }
//! ```
//! A parameter is a variable with one value in `VALUES`, which stands in each part of the query that uses it: a `SELECT` in braces does not
//! see what is outside. When the query is asked, the value stands in place of the variable wherever it
//! occurs, so that the engine can start from it. It is written as a term, never as text of the query, so no value can change what the
//! query does. A parameter that is a name is looked up among the names in the store, in any case.

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
    /// Whether it is the name of somebody or something.
    pub is_name: bool,
    /// The value that the file has.
    pub default: Term,
    /// Where its `VALUES` stand in the text of the query, in bytes.
    places: Vec<std::ops::Range<usize>>,
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
    "who-did-what" "who-targeted-whom" "travel" "timeline" "events-between" "events-in-place" "same-day" "new-since" "planned"
    "claims-by-source" "said-about" "accusations" "attribution-chain" "contested" "disagreement" "conflicts" "evidence"
    "date-provenance" "most-connected" "co-occurrence" "paths" "positions" "cyber-victims" "places-by-month" "classes-by-month"
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
        let lines =
            [("param ", false), ("name ", true)].into_iter().flat_map(|(key, is_name)| header(key).into_iter().map(move |l| (l, is_name)));
        for (line, is_name) in lines {
            let (variable, meaning) =
                line.split_once(':').ok_or_else(|| problem(format!("write \"# param name: meaning\", not {line:?}")))?;
            let start = format!("VALUES ?{variable} {{");
            let mut places = Vec::new();
            for (begin, _) in text.match_indices(&start) {
                let length = text[begin..].find('}').ok_or_else(|| problem(format!("\"{start}\" has no end")))?;
                places.push(begin..begin + length + 1);
            }
            let first = places.first().ok_or_else(|| problem(format!("there is no \"{start} … }}\"")))?;
            if places.iter().any(|place| text[place.clone()] != text[first.clone()]) {
                return Err(problem(format!("?{variable} has two values")));
            }
            let default = term(text[first.start + start.len()..first.end - 1].trim())
                .ok_or_else(|| problem(format!("cannot read the value of ?{variable}")))?;
            parameters.push(Parameter { name: variable.to_owned(), meaning: meaning.trim().to_owned(), is_name, default, places });
        }
        parameters.sort_by_key(|parameter| parameter.places[0].start);
        Ok(SavedQuery { name: name.to_owned(), title: one("title:")?, question: one("question:")?, parameters, sparql: text.to_owned() })
    }

    /// The query with values in place of its parameters, names as they are given.
    pub fn with(&self, values: &BTreeMap<String, String>) -> Result<String, SavedQueryError> {
        Ok(self.fill(self.terms(values)?.into_iter().map(|term| vec![term]).collect()))
    }

    /// The terms of all parameters, in their order: those given, and the defaults of the others.
    pub(super) fn terms(&self, values: &BTreeMap<String, String>) -> Result<Vec<Term>, SavedQueryError> {
        if let Some(name) = values.keys().find(|name| !self.parameters.iter().any(|p| p.name == **name)) {
            let known = self.parameters.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ");
            let known = if known.is_empty() { "none".to_owned() } else { known };
            return Err(SavedQueryError::Parameter { query: self.name.clone(), name: name.clone(), known });
        }
        let term = |parameter: &Parameter| match values.get(&parameter.name) {
            Some(value) => self.value(parameter, value),
            None => Ok(parameter.default.clone()),
        };
        self.parameters.iter().map(term).collect()
    }

    /// The query with terms for each parameter: a single one in place of the variable, several as `VALUES`.
    pub(super) fn fill(&self, terms: Vec<Vec<Term>>) -> String {
        let single: BTreeMap<&str, &Term> = self
            .parameters
            .iter()
            .zip(&terms)
            .filter_map(|(parameter, terms)| Some((parameter.name.as_str(), terms.first().filter(|_| terms.len() == 1)?)))
            .collect();
        let all = self.parameters.iter().zip(&terms);
        let mut places: Vec<_> =
            all.flat_map(|(parameter, terms)| parameter.places.iter().map(move |place| (place, parameter, terms))).collect();
        places.sort_by_key(|(place, ..)| place.start);
        let mut sparql = String::new();
        let mut done = 0;
        for (place, parameter, terms) in places {
            replace_variables(&self.sparql[done..place.start], &single, &mut sparql);
            if !single.contains_key(parameter.name.as_str()) {
                let terms: Vec<String> = terms.iter().map(ToString::to_string).collect();
                sparql.push_str(&format!("VALUES ?{} {{ {} }}", parameter.name, terms.join(" ")));
            }
            done = place.end;
        }
        replace_variables(&self.sparql[done..], &single, &mut sparql);
        sparql
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

/// Copies text, with terms in place of variables. Nothing that was put in is looked at again.
fn replace_variables(text: &str, terms: &BTreeMap<&str, &Term>, out: &mut String) {
    let mut parts = text.split('?');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(part.len());
        match terms.get(&part[..end]) {
            // `LIMIT` takes bare numbers only
            Some(Term::Literal(number)) if number.datatype() == xsd::INTEGER => out.push_str(number.value()),
            Some(term) => out.push_str(&term.to_string()),
            None => out.extend(["?", &part[..end]]),
        }
        out.push_str(&part[end..]);
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
