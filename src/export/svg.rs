//! The graph as SVG, without other programs: layers from left to right, curved lines with captions, a legend below.

use std::fmt::Write;

use petgraph::Direction::{Incoming, Outgoing};

use super::graph::{EventGraph, edges};
use super::layout::layers;
use super::style::{self, escape, shorten, wrap};

const NODE_HEIGHT: f32 = 40.0;
const ROW: f32 = 66.0;
const GAP: f32 = 250.0;
const MARGIN: f32 = 30.0;
/// Width of an entry of the legend.
const LEGEND: f32 = 100.0;
/// Mean width of a character of the node font, in its size 13.
const CHARACTER: f32 = 7.4;

struct Place {
    x: f32,
    y: f32,
    width: f32,
}

/// Draws the graph. `title` stands above the picture if it is not empty.
pub fn svg(graph: &EventGraph, title: &str) -> String {
    let layers = layers(graph);
    let label = |index: petgraph::graph::NodeIndex| shorten(&graph[index].name, 34);
    let rows = layers.iter().map(Vec::len).max().unwrap_or(0) as f32;
    let top = MARGIN + 30.0;
    let mut places: Vec<Place> = graph.node_indices().map(|_| Place { x: 0.0, y: 0.0, width: 0.0 }).collect();
    let mut x = MARGIN;
    for layer in &layers {
        let width = layer.iter().map(|n| label(*n).chars().count() as f32 * CHARACTER + 26.0).fold(90.0, f32::max);
        let offset = (rows - layer.len() as f32) / 2.0;
        for (i, node) in layer.iter().enumerate() {
            places[node.index()] = Place { x, y: top + (i as f32 + offset) * ROW + ROW / 2.0, width };
        }
        x += width + GAP;
    }
    let (groups, kinds) = style::legend(graph);
    let legend_width = (groups.len() + kinds.len()) as f32 * LEGEND;
    let width = (x - GAP + MARGIN).max(legend_width + 2.0 * MARGIN).max(400.0);
    let height = top + rows * ROW + 60.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" \
         font-family=\"Helvetica, Arial, sans-serif\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    if !title.is_empty() {
        let _ = writeln!(out, "<text x=\"{MARGIN}\" y=\"34\" font-size=\"18\" font-weight=\"bold\">{}</text>", escape(title));
    }
    arrows(&kinds, &mut out);
    let captions = draw_edges(graph, &places, &mut out);
    for index in graph.node_indices() {
        let (node, place) = (&graph[index], &places[index.index()]);
        let style = style::node(node.entity_type);
        let _ = writeln!(
            out,
            "<g><title>{} · {}</title><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{NODE_HEIGHT}\" rx=\"8\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"13\" font-weight=\"bold\" text-anchor=\"middle\">{}</text></g>",
            node.entity_type.name(),
            escape(&node.iri),
            place.x,
            place.y - NODE_HEIGHT / 2.0,
            place.width,
            style.fill,
            style.border,
            place.x + place.width / 2.0,
            place.y + 4.5,
            escape(&label(index)),
        );
    }
    out.push_str(&captions);
    draw_legend(&groups, &kinds, height - 30.0, &mut out);
    out.push_str("</svg>\n");
    out
}

fn arrows(kinds: &[super::EdgeKind], out: &mut String) {
    out.push_str("<defs>\n");
    for kind in kinds {
        let _ = writeln!(
            out,
            "<marker id=\"{}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"{}\"/></marker>",
            kind.word(),
            style::edge(*kind).color
        );
    }
    out.push_str("</defs>\n");
}

/// Draws the lines; gives back their captions, which go on top of everything.
fn draw_edges(graph: &EventGraph, places: &[Place], out: &mut String) -> String {
    let mut captions = String::new();
    let mut parallel = std::collections::BTreeMap::<_, usize>::new();
    for (from, to, edge) in edges(graph) {
        let (a, b) = (&places[from.index()], &places[to.index()]);
        let nth = parallel.entry((from.min(to), from.max(to))).or_default();
        // Lines between the same two nodes bend apart: 0, +1, -1, +2 …
        let bend = 44.0 * nth.div_ceil(2) as f32 * if *nth % 2 == 0 { -1.0 } else { 1.0 };
        *nth += 1;
        let (x1, x2, pull) = if a.x < b.x {
            (a.x + a.width, b.x, GAP * 0.45)
        } else if a.x > b.x {
            (a.x, b.x + b.width, -GAP * 0.45)
        } else {
            (a.x + a.width, b.x + b.width, GAP * 0.6)
        };
        let (cx1, cx2) = (x1 + pull, if a.x == b.x { x2 + pull } else { x2 - pull });
        let (y1, y2) = (a.y + bend * 0.15, b.y + bend * 0.15);
        let style = style::edge(edge.kind);
        let dash = if style.dashed { " stroke-dasharray=\"6 4\"" } else { "" };
        let quotes: Vec<&str> = edge.evidence.iter().map(|evidence| evidence.quote.as_str()).collect();
        let _ = writeln!(
            out,
            "<path d=\"M{x1:.1} {y1:.1}C{cx1:.1} {:.1} {cx2:.1} {:.1} {x2:.1} {y2:.1}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{:.1}\"{dash} marker-end=\"url(#{})\"><title>{}</title></path>",
            y1 + bend,
            y2 + bend,
            style.color,
            1.4 + 0.5 * (edge.articles.len() as f32).log2(),
            edge.kind.word(),
            escape(&shorten(&quotes.join(" | "), 400)),
        );
        // Where lines that share an end have parted: beside the node at the other end.
        let fans_out = graph.neighbors_directed(from, Outgoing).count() >= graph.neighbors_directed(to, Incoming).count();
        let t = if fans_out { 0.77 } else { 0.23 };
        let at = |p0: f32, p1: f32, p2: f32, p3: f32| {
            let u = 1.0 - t;
            u * u * u * p0 + 3.0 * u * u * t * p1 + 3.0 * u * t * t * p2 + t * t * t * p3
        };
        let y = at(y1, y1 + bend, y2 + bend, y2);
        let (near, far) = if fans_out { (x2, x1) } else { (x1, x2) };
        let (x, anchor) = if near > far { (near - 18.0, "end") } else { (near + 18.0, "start") };
        let lines = wrap(&shorten(&edge.caption(), 80), 30);
        let first = y - (lines.len() as f32 - 1.0) * 6.0 - 3.0;
        let _ = write!(
            captions,
            "<text font-size=\"11\" fill=\"{}\" text-anchor=\"{anchor}\" stroke=\"white\" stroke-width=\"4\" paint-order=\"stroke\">",
            style.color
        );
        for (i, line) in lines.iter().enumerate() {
            let _ = write!(captions, "<tspan x=\"{x:.1}\" y=\"{:.1}\">{}</tspan>", first + i as f32 * 12.5, escape(line));
        }
        captions.push_str("</text>\n");
    }
    captions
}

fn draw_legend(groups: &[&style::NodeStyle], kinds: &[super::EdgeKind], y: f32, out: &mut String) {
    let mut x = MARGIN;
    for group in groups {
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{:.1}\" width=\"18\" height=\"12\" rx=\"3\" fill=\"{}\" stroke=\"{}\"/><text x=\"{}\" y=\"{y}\" font-size=\"11\">{}</text>",
            y - 10.0,
            group.fill,
            group.border,
            x + 24.0,
            group.group
        );
        x += LEGEND;
    }
    for kind in kinds {
        let style = style::edge(*kind);
        let dash = if style.dashed { " stroke-dasharray=\"6 4\"" } else { "" };
        let _ = writeln!(
            out,
            "<path d=\"M{x} {:.1}h28\" stroke=\"{}\" stroke-width=\"1.6\"{dash}/><text x=\"{}\" y=\"{y}\" font-size=\"11\">{}</text>",
            y - 4.0,
            style.color,
            x + 34.0,
            kind.word()
        );
        x += LEGEND;
    }
}
