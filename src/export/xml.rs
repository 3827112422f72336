//! The graph as GraphML (yEd, Cytoscape, igraph) and as GEXF 1.3 (Gephi, with dates, colours and sizes).

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde_json::Value;

use super::columns::{self, EDGE, Kind, NODE, text};
use super::graph::{Edge, EventGraph, edges, sorted_nodes};
use super::style;

type Xml = Writer<Vec<u8>>;
type Done = io::Result<()>;

/// The graph as GraphML.
pub fn graphml(graph: &EventGraph) -> io::Result<String> {
    document(|xml| {
        let root = xml.create_element("graphml").with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"));
        root.write_inner_content(|xml| {
            for (of, columns) in [("node", NODE), ("edge", EDGE)] {
                for (name, kind) in columns {
                    let attributes =
                        [("id", id(of, name)), ("for", of.into()), ("attr.name", (*name).into()), ("attr.type", xsd(*kind, "int").into())];
                    element(xml, "key", &attributes).write_empty()?;
                }
            }
            element(xml, "graph", &[("edgedefault", "directed".into())]).write_inner_content(|xml| {
                let values = columns::nodes(graph);
                for index in sorted_nodes(graph) {
                    element(xml, "node", &[("id", graph[index].iri.clone())])
                        .write_inner_content(|xml| data(xml, "node", NODE, &values[index.index()]))?;
                }
                for (number, (from, to, edge)) in edges(graph).enumerate() {
                    let ends = [("id", format!("e{number}")), ("source", graph[from].iri.clone()), ("target", graph[to].iri.clone())];
                    element(xml, "edge", &ends).write_inner_content(|xml| data(xml, "edge", EDGE, &columns::edge(edge)))?;
                }
                Ok(())
            })?;
            Ok(())
        })?;
        Ok(())
    })
}

fn data(xml: &mut Xml, of: &str, columns: &[(&str, Kind)], values: &[Value]) -> Done {
    for ((name, _), value) in columns.iter().zip(values) {
        element(xml, "data", &[("key", id(of, name))]).write_text_content(BytesText::new(&clean(&text(value))))?;
    }
    Ok(())
}

/// The graph as GEXF, edges with the days between which they hold.
pub fn gexf(graph: &EventGraph) -> io::Result<String> {
    document(|xml| {
        let root = [("xmlns", "http://gexf.net/1.3"), ("xmlns:viz", "http://gexf.net/1.3/viz"), ("version", "1.3")];
        element(xml, "gexf", &root.map(|(name, value)| (name, value.to_owned()))).write_inner_content(|xml| {
            let kind = [("defaultedgetype", "directed".to_owned()), ("mode", "dynamic".into()), ("timeformat", "date".into())];
            element(xml, "graph", &kind).write_inner_content(|xml| {
                for (of, columns) in [("node", NODE), ("edge", EDGE)] {
                    element(xml, "attributes", &[("class", of.into())]).write_inner_content(|xml| {
                        for (name, kind) in columns {
                            let attributes = [("id", id(of, name)), ("title", (*name).into()), ("type", xsd(*kind, "integer").into())];
                            element(xml, "attribute", &attributes).write_empty()?;
                        }
                        Ok(())
                    })?;
                }
                let values = columns::nodes(graph);
                xml.create_element("nodes").write_inner_content(|xml| {
                    for index in sorted_nodes(graph) {
                        let node = &graph[index];
                        let own = [("id", node.iri.clone()), ("label", clean(&node.name))];
                        element(xml, "node", &own).write_inner_content(|xml| {
                            attvalues(xml, "node", NODE, &values[index.index()])?;
                            looks(xml, style::node(node.entity_type).border, graph.neighbors_undirected(index).count())
                        })?;
                    }
                    Ok(())
                })?;
                xml.create_element("edges").write_inner_content(|xml| {
                    for (number, (from, to, edge)) in edges(graph).enumerate() {
                        let ends = (graph[from].iri.clone(), graph[to].iri.clone());
                        element(xml, "edge", &gexf_edge(number, ends, edge))
                            .write_inner_content(|xml| attvalues(xml, "edge", EDGE, &columns::edge(edge)))?;
                    }
                    Ok(())
                })?;
                Ok(())
            })?;
            Ok(())
        })?;
        Ok(())
    })
}

fn gexf_edge(number: usize, (from, to): (String, String), edge: &Edge) -> Vec<(&'static str, String)> {
    let mut own = vec![("id", format!("e{number}")), ("source", from), ("target", to), ("label", clean(&edge.caption()))];
    own.push(("weight", edge.articles.len().to_string()));
    own.extend(edge.period.0.clone().map(|day| ("start", day)));
    own.extend(edge.period.1.clone().map(|day| ("end", day)));
    own
}

fn attvalues(xml: &mut Xml, of: &str, columns: &[(&str, Kind)], values: &[Value]) -> Done {
    xml.create_element("attvalues").write_inner_content(|xml| {
        for ((name, _), value) in columns.iter().zip(values) {
            element(xml, "attvalue", &[("for", id(of, name)), ("value", clean(&text(value)))]).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Colour by type, size by number of neighbours.
fn looks(xml: &mut Xml, color: &str, degree: usize) -> Done {
    let part = |at: usize| color.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0).to_string();
    element(xml, "viz:color", &[("r", part(1)), ("g", part(3)), ("b", part(5))]).write_empty()?;
    element(xml, "viz:size", &[("value", format!("{:.1}", 8.0 + 6.0 * (degree as f64).sqrt()))]).write_empty()?;
    Ok(())
}

fn document(content: impl FnOnce(&mut Xml) -> Done) -> io::Result<String> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    content(&mut xml)?;
    let mut text = String::from_utf8(xml.into_inner()).map_err(io::Error::other)?;
    text.push('\n');
    Ok(text)
}

fn element<'w>(
    xml: &'w mut Xml,
    name: &'static str,
    attributes: &[(&'static str, String)],
) -> quick_xml::writer::ElementWriter<'w, Vec<u8>> {
    xml.create_element(name).with_attributes(attributes.iter().map(|(name, value)| (*name, value.as_str())))
}

/// Nodes and edges may have columns of the same name.
fn id(of: &str, name: &str) -> String {
    format!("{of}_{name}")
}

fn xsd(kind: Kind, integer: &'static str) -> &'static str {
    match kind {
        Kind::Text => "string",
        Kind::Integer => integer,
        Kind::Number => "double",
    }
}

/// Characters that XML does not allow become spaces.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c }).collect()
}
