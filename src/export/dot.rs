//! The graph as DOT, for Graphviz: left to right, actors coloured by kind, contested relations dashed, with a legend.

use std::fmt::Write;

use super::graph::EventGraph;
use super::layout::spans;
use super::picture::Picture;
use super::style::{self, escape};

/// Writes the graph in DOT. `title` stands above the picture if it is not empty.
pub fn dot(graph: &EventGraph, title: &str) -> String {
    let picture = Picture::new(graph);
    let mut out = String::from("digraph dateline {\n");
    let label = if title.is_empty() { " ".into() } else { format!("<b>{}</b>", escape(title)) };
    let _ = writeln!(
        out,
        "  graph [rankdir=LR, bgcolor=white, fontname=\"Helvetica\", fontsize=16, labelloc=t, label=<{label}>, nodesep=0.2, ranksep=0.5, pad=0.3];"
    );
    out.push_str(
        "  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=12, margin=\"0.14,0.07\", penwidth=1.4];\n",
    );
    out.push_str("  edge [fontname=\"Helvetica\", fontsize=10, arrowsize=0.8];\n\n");
    for (number, node) in picture.boxes.iter().enumerate() {
        let note = match node.note.as_slice() {
            [] => String::new(),
            note => format!("<br/><font point-size=\"9.5\">{}</font>", lines(note)),
        };
        let _ = writeln!(
            out,
            "  n{number} [label=<<b>{}</b>{note}>, fillcolor=\"{}\", color=\"{}\", tooltip=\"{}\"];",
            lines(&node.name),
            node.style.fill,
            node.style.border,
            quoted(&node.tooltip),
        );
    }
    out.push('\n');
    for line in &picture.lines {
        let _ = writeln!(
            out,
            "  n{} -> n{} [label=<{}>, color=\"{color}\", fontcolor=\"{color}\", style={}, penwidth={:.1}, tooltip=\"{}\"];",
            line.from,
            line.to,
            lines(&line.captions),
            if line.style.dashed { "dashed" } else { "solid" },
            line.width,
            quoted(&line.tooltip),
            color = line.style.color,
        );
    }
    for (last, first) in side_by_side(&picture) {
        let _ = writeln!(out, "  n{last} -> n{first} [style=invis];");
    }
    legend(&picture, &mut out);
    out.push_str("}\n");
    out
}

/// One node with a table, so that no layout can tear the legend apart.
fn legend(picture: &Picture, out: &mut String) {
    let (groups, kinds) = style::legend(picture);
    if groups.is_empty() {
        return;
    }
    out.push_str("\n  legend [shape=plaintext, style=solid, fontsize=10, margin=0, label=<<table border=\"1\" color=\"#bbbbbb\" cellborder=\"0\" cellspacing=\"4\">\n");
    for group in groups {
        let _ = writeln!(
            out,
            "    <tr><td bgcolor=\"{}\" color=\"{}\" border=\"1\">    </td><td align=\"left\">{}</td></tr>",
            group.fill, group.border, group.group
        );
    }
    for kind in kinds {
        let style = style::edge(kind);
        let line = if style.dashed { "- - -" } else { "——" };
        let _ = writeln!(
            out,
            "    <tr><td><font color=\"{}\"><b>{line}</b></font></td><td align=\"left\">{}</td></tr>",
            style.color,
            kind.word()
        );
    }
    out.push_str("  </table>>];\n");
}

/// Lines that are not drawn, from the last box of a part to the first of the next: they put parts that do not hang together side by
/// side, or all would stand in one tall pile.
fn side_by_side(picture: &Picture) -> Vec<(usize, usize)> {
    // A column is about as wide as six boxes are high.
    let columns = (0.24 * picture.boxes.len() as f32).sqrt().ceil() as usize;
    let (mut ties, mut used, mut before) = (Vec::new(), 0, None);
    for part in spans(picture.boxes.len(), picture.lines.iter().map(|line| (line.from, line.to))) {
        match before {
            Some(last) if used + part.columns <= columns => ties.push((last, part.first)),
            _ => used = 0,
        }
        used += part.columns;
        before = Some(part.last);
    }
    ties
}

/// An HTML label of escaped lines.
fn lines(lines: &[String]) -> String {
    lines.iter().map(|line| escape(line)).collect::<Vec<_>>().join("<br/>")
}

/// Text inside double quotes of DOT.
fn quoted(text: &str) -> String {
    escape(text).replace('\\', "\\\\")
}
