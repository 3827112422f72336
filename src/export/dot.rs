//! The graph as DOT, for Graphviz: left to right, actors coloured by kind, contested relations dashed, with a legend.

use std::fmt::Write;

use super::graph::{EventGraph, edges, sorted_nodes};
use super::style::{self, escape, shorten, wrap};

/// From so many nodes on, a force-directed layout with short captions reads better than layers; the rest is in the tooltips.
const LARGE: usize = 60;
/// Evidence shown when the mouse rests on an edge, in characters.
const TOOLTIP: usize = 400;

/// Writes the graph in DOT. `title` stands above the picture if it is not empty.
pub fn dot(graph: &EventGraph, title: &str) -> String {
    let mut out = String::from("digraph dateline {\n");
    let large = graph.node_count() >= LARGE;
    let layout = if large { "layout=sfdp, overlap=prism, splines=true, K=1.6, " } else { "" };
    let _ = writeln!(
        out,
        "  graph [{layout}rankdir=LR, bgcolor=white, fontname=\"Helvetica\", fontsize=16, labelloc=t, label=<{}>, nodesep=0.35, ranksep=1.1, pad=0.3];",
        if title.is_empty() { " ".into() } else { format!("<b>{}</b>", escape(title)) }
    );
    out.push_str(
        "  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=12, margin=\"0.16,0.09\", penwidth=1.4];\n",
    );
    let _ = writeln!(out, "  edge [fontname=\"Helvetica\", fontsize={}, arrowsize=0.8, penwidth=1.3];\n", if large { 8 } else { 10 });
    let mut names = vec![0; graph.node_count()];
    for (number, index) in sorted_nodes(graph).into_iter().enumerate() {
        names[index.index()] = number;
        let node = &graph[index];
        let style = style::node(node.entity_type);
        let _ = writeln!(
            out,
            "  n{number} [label=<<b>{}</b>>, fillcolor=\"{}\", color=\"{}\", tooltip=\"{}\"];",
            lines(&shorten(&node.name, 60), 24),
            style.fill,
            style.border,
            quoted(&format!("{} · {}", node.entity_type.name(), node.iri)),
        );
    }
    out.push('\n');
    for (from, to, edge) in edges(graph) {
        let style = style::edge(edge.kind);
        let caption = edge.caption();
        let quotes: Vec<&str> = edge.evidence.iter().map(|evidence| evidence.quote.as_str()).collect();
        let _ = writeln!(
            out,
            "  n{} -> n{} [label=<{}>, color=\"{}\", fontcolor=\"{}\", style={}, penwidth={:.1}, tooltip=\"{}\"];",
            names[from.index()],
            names[to.index()],
            lines(&shorten(if large { &edge.relation } else { &caption }, 90), 28),
            style.color,
            style.color,
            if style.dashed { "dashed" } else { "solid" },
            1.3 + 0.5 * (edge.articles.len() as f32).log2(),
            quoted(&shorten(&format!("{caption}: {}", quotes.join(" | ")), TOOLTIP)),
        );
    }
    legend(graph, &mut out);
    out.push_str("}\n");
    out
}

/// One node with a table, so that no layout can tear the legend apart.
fn legend(graph: &EventGraph, out: &mut String) {
    let (groups, kinds) = style::legend(graph);
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

/// An HTML label of escaped lines.
fn lines(text: &str, width: usize) -> String {
    wrap(text, width).iter().map(|line| escape(line)).collect::<Vec<_>>().join("<br/>")
}

/// Text inside double quotes of DOT.
fn quoted(text: &str) -> String {
    escape(text).replace('\\', "\\\\")
}
