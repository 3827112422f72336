//! The shapes of `ontology/shapes.ttl` as queries over a store: each constraint becomes one that finds what breaks it.
//!
//! ```text
//! sh:targetClass dl:Claim ; sh:property [ sh:path dl:evidence ; sh:minCount 1 ]
//! ⇒ SELECT DISTINCT ?this { ?this a ?class . ?class rdfs:subClassOf* dl:Claim . FILTER NOT EXISTS { ?this dl:evidence ?value } }
//! ```
//! Only the part of SHACL that the file uses is understood; a test sees to it that nothing in the file goes unheard.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, NamedNode, NamedOrBlankNode, NamedOrBlankNodeRef, TermRef, Triple};

use crate::rdf::vocabulary::DL;

const SHACL: &str = "http://www.w3.org/ns/shacl#";

/// A constraint of a shape.
#[derive(Debug)]
pub(super) struct Constraint {
    /// Shape, path and kind: `ClaimShape: evidence: minCount`; or the message of the shape.
    pub name: String,
    /// Finds each `?this` that breaks it.
    pub sparql: String,
}

/// All constraints, in the order of the shapes' names.
pub(super) fn constraints() -> Vec<Constraint> {
    let turtle = include_str!("../../ontology/shapes.ttl");
    let parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle.as_bytes());
    let graph: Graph = parser.map(|quad| Triple::from(quad.expect("a test reads the shapes"))).collect();
    let mut shapes: Vec<NamedOrBlankNode> =
        graph.subjects_for_predicate_object(rdf::TYPE, sh("NodeShape").as_ref()).map(NamedOrBlankNodeRef::into_owned).collect();
    shapes.sort_by_key(ToString::to_string);
    shapes.iter().flat_map(|shape| Shape { graph: &graph, node: shape.as_ref() }.constraints()).collect()
}

fn sh(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{SHACL}{name}"))
}

struct Shape<'g> {
    graph: &'g Graph,
    node: NamedOrBlankNodeRef<'g>,
}

impl<'g> Shape<'g> {
    fn constraints(&self) -> Vec<Constraint> {
        let iri = self.node.to_string();
        let name = iri.trim_matches(['<', '>']).rsplit(['#', '/']).next().unwrap_or_default().to_owned();
        let targets = self.targets();
        let mut found = Vec::new();
        for (kind, value) in self.statements(self.node) {
            let node = match value {
                TermRef::NamedNode(node) => Some(node.into()),
                TermRef::BlankNode(node) => Some(NamedOrBlankNodeRef::from(node)),
                _ => None,
            };
            match (kind.as_str(), node) {
                ("property", Some(property)) => found.extend(self.property(&name, &targets, property)),
                ("sparql", Some(constraint)) => {
                    let text = |key| self.literal(constraint, key);
                    found.push(Constraint { name: text("message"), sparql: text("select") });
                }
                _ => found.extend(self.demand(&name, &targets, "BIND (?this AS ?value)", None, &kind, value)),
            }
        }
        found
    }

    fn property(&self, shape: &str, targets: &str, property: NamedOrBlankNodeRef<'_>) -> Vec<Constraint> {
        let path = match self.graph.object_for_subject_predicate(property, sh("path").as_ref()) {
            Some(TermRef::NamedNode(path)) => path.to_string(),
            Some(TermRef::BlankNode(path)) => match self.graph.object_for_subject_predicate(path, sh("inversePath").as_ref()) {
                Some(inverse) => format!("^{inverse}"),
                None => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        let name = format!("{shape}: {}", path.replace(['<', '>'], "").replace(DL, ""));
        let statements = self.statements(property);
        let step = format!("?this {path} ?value .");
        statements.into_iter().filter_map(|(kind, value)| self.demand(&name, targets, &step, Some(&path), &kind, value)).collect()
    }

    /// One constraint as a query: `step` leads from `?this` to `?value`.
    fn demand(&self, name: &str, targets: &str, step: &str, path: Option<&str>, kind: &str, value: TermRef<'_>) -> Option<Constraint> {
        let on_values = |condition: String| format!("{step} FILTER ({condition})");
        let body = match (kind, path) {
            ("minCount", Some(_)) => format!("FILTER NOT EXISTS {{ {step} }}"),
            ("maxCount", Some(path)) => format!("{step} ?this {path} ?other . FILTER (!sameTerm(?value, ?other))"),
            ("class", _) => format!("{step} FILTER NOT EXISTS {{ ?value a ?type . ?type rdfs:subClassOf* {value} }}"),
            ("datatype", _) => on_values(format!("datatype(?value) != {value}")),
            ("nodeKind", _) => on_values("!isIRI(?value)".to_owned()),
            ("in", _) => on_values(format!("?value NOT IN ({})", self.list(value).join(", "))),
            ("pattern", _) => on_values(format!("!REGEX(STR(?value), {value})")),
            ("minLength", _) => on_values(format!("STRLEN(STR(?value)) < {value}")),
            ("minInclusive", _) => on_values(format!("?value < {value}")),
            ("maxInclusive", _) => on_values(format!("?value > {value}")),
            ("lessThan", _) => format!("{step} ?this {value} ?bound . FILTER (?value >= ?bound)"),
            ("lessThanOrEquals", _) => format!("{step} ?this {value} ?bound . FILTER (?value > ?bound)"),
            _ => return None,
        };
        Some(Constraint { name: format!("{name}: {kind}"), sparql: format!("SELECT DISTINCT ?this {{ {targets} {body} }}") })
    }

    /// The pattern that finds what the shape is about.
    fn targets(&self) -> String {
        let of =
            |kind: &str| self.graph.objects_for_subject_predicate(self.node, sh(kind).as_ref()).map(|t| t.to_string()).collect::<Vec<_>>();
        let classes = of("targetClass").into_iter().map(|class| format!("{{ ?this a ?class . ?class rdfs:subClassOf* {class} }}"));
        let subjects = of("targetSubjectsOf").into_iter().map(|path| format!("{{ ?this {path} ?object }}"));
        let objects = of("targetObjectsOf").into_iter().map(|path| format!("{{ ?subject {path} ?this }}"));
        classes.chain(subjects).chain(objects).collect::<Vec<_>>().join(" UNION ")
    }

    /// What is said of a node in the vocabulary of shapes, sorted.
    fn statements(&self, node: NamedOrBlankNodeRef<'_>) -> Vec<(String, TermRef<'g>)> {
        let mut found: Vec<(String, TermRef<'g>)> = Vec::new();
        for triple in self.graph.triples_for_subject(node) {
            if let Some(kind) = triple.predicate.as_str().strip_prefix(SHACL) {
                found.push((kind.to_owned(), triple.object));
            }
        }
        found.sort_by_key(|(kind, value)| (kind.clone(), value.to_string()));
        found
    }

    fn literal(&self, node: NamedOrBlankNodeRef<'_>, key: &str) -> String {
        match self.graph.object_for_subject_predicate(node, sh(key).as_ref()) {
            Some(TermRef::Literal(text)) => text.value().to_owned(),
            _ => String::new(),
        }
    }

    fn list(&self, mut head: TermRef<'g>) -> Vec<String> {
        let mut items = Vec::new();
        while let TermRef::BlankNode(node) = head {
            items.extend(self.graph.object_for_subject_predicate(node, rdf::FIRST).map(|item| item.to_string()));
            let Some(rest) = self.graph.object_for_subject_predicate(node, rdf::REST) else { break };
            head = rest;
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::index::Index;

    /// Kinds that say something about a shape instead of demanding something of the data.
    const DESCRIPTIONS: [&str; 9] =
        ["property", "path", "message", "sparql", "select", "prefixes", "targetClass", "targetSubjectsOf", "targetObjectsOf"];
    /// What the graphs of a store do not need: labels have no language, and prefixes are known.
    const UNHEARD: [&str; 5] = ["uniqueLang", "declare", "prefix", "namespace", "inversePath"];

    #[test]
    fn every_constraint_of_the_file_is_a_query_that_runs() {
        let found = constraints();
        let turtle = include_str!("../../ontology/shapes.ttl");
        let demands: Vec<&str> = turtle
            .split("sh:")
            .skip(1)
            .map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap())
            .filter(|kind| kind.starts_with(char::is_lowercase) && !DESCRIPTIONS.contains(kind) && !UNHEARD.contains(kind))
            .collect();
        let selects = turtle.matches("sh:select").count();
        assert_eq!(found.len(), demands.len() + selects, "{:#?}", found.iter().map(|c| &c.name).collect::<Vec<_>>());
        let index = Index::in_memory().unwrap();
        for constraint in found {
            crate::store::query::run(&index, &constraint.sparql, &crate::store::QueryOptions::default())
                .unwrap_or_else(|error| panic!("{}: {error}\n{}", constraint.name, constraint.sparql));
        }
    }
}
