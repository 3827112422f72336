//! The graph as a Mermaid flowchart, for Markdown pages.

use std::fmt::Write;

use super::graph::EventGraph;
use super::picture::Picture;
use super::style;

/// Writes the graph as a flowchart.
pub fn mermaid(graph: &EventGraph) -> String {
    let picture = Picture::new(graph);
    let mut out = String::from("flowchart LR\n");
    for (number, node) in picture.boxes.iter().enumerate() {
        let text: Vec<String> = node.name.iter().chain(&node.note).map(|line| safe(line)).collect();
        let _ = writeln!(out, "  n{number}[\"{}\"]:::{}", text.join("<br/>"), class(node.style.group));
    }
    for (number, line) in picture.lines.iter().enumerate() {
        let caption = line.captions.iter().map(|line| safe(line)).collect::<Vec<_>>().join("<br/>");
        let arrow = if line.style.dashed { "-.->" } else { "-->" };
        let _ = writeln!(out, "  n{} {arrow}|\"{caption}\"| n{}", line.from, line.to);
        let _ = writeln!(out, "  linkStyle {number} stroke:{color},color:{color}", color = line.style.color);
    }
    for group in style::legend(&picture).0 {
        let _ = writeln!(out, "  classDef {} fill:{},stroke:{},color:#000000", class(group.group), group.fill, group.border);
    }
    out
}

fn class(group: &str) -> String {
    group.replace(' ', "_")
}

/// Text inside double quotes of Mermaid, where entities are written with `#`.
fn safe(text: &str) -> String {
    style::escape(text).replace('#', "#35;").replace('&', "#")
}
