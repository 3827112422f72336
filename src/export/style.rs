//! Colours and lines of pictures: the same in DOT, SVG and Mermaid.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::EdgeKind;
use super::picture::Picture;
use crate::document::EntityType;

/// What a node of a type looks like.
pub(super) struct NodeStyle {
    /// Name in the legend.
    pub group: &'static str,
    pub fill: &'static str,
    pub border: &'static str,
}

/// Groups of types, the first that fits counts. Light fills with a darker border of the same hue, told apart in grey too by the legend.
const GROUPS: &[(EntityType, NodeStyle)] = &[
    (EntityType::ThreatActor, NodeStyle { group: "threat actor", fill: "#fde0dc", border: "#c0392b" }),
    (EntityType::Person, NodeStyle { group: "person", fill: "#fff3cd", border: "#b8860b" }),
    (EntityType::Country, NodeStyle { group: "country", fill: "#d5f0e3", border: "#1e8449" }),
    (EntityType::Place, NodeStyle { group: "place", fill: "#e8f5e0", border: "#5d8a3a" }),
    (EntityType::GovernmentBody, NodeStyle { group: "government", fill: "#dbe9fb", border: "#1f5fa8" }),
    (EntityType::Organization, NodeStyle { group: "organisation", fill: "#e6e3fa", border: "#5b4bb5" }),
    (EntityType::Group, NodeStyle { group: "group", fill: "#fbe4f3", border: "#a8408a" }),
];
const OTHER: NodeStyle = NodeStyle { group: "other", fill: "#eeeeee", border: "#666666" };

pub(super) fn node(entity_type: EntityType) -> &'static NodeStyle {
    GROUPS.iter().find(|(group, _)| entity_type.is_a(*group)).map_or(&OTHER, |(_, style)| style)
}

/// What an edge looks like.
pub(super) struct EdgeStyle {
    pub color: &'static str,
    pub dashed: bool,
}

pub(super) fn edge(kind: EdgeKind) -> EdgeStyle {
    let color = match kind {
        EdgeKind::Fact => "#333333",
        EdgeKind::Hedged => "#b8730b",
        EdgeKind::Disputed => "#8e44ad",
        EdgeKind::Denied => "#c0392b",
        EdgeKind::Planned => "#2471a3",
        EdgeKind::Attempted | EdgeKind::Ended => "#7f8c8d",
    };
    EdgeStyle { color, dashed: kind != EdgeKind::Fact }
}

/// Groups of boxes and kinds of lines that are in the picture.
pub(super) fn legend(picture: &Picture) -> (Vec<&'static NodeStyle>, Vec<EdgeKind>) {
    let groups: BTreeMap<&str, &NodeStyle> = picture.boxes.iter().map(|node| (node.style.group, node.style)).collect();
    let kinds: BTreeSet<EdgeKind> = picture.lines.iter().map(|line| line.kind).collect();
    (groups.into_values().collect(), kinds.into_iter().collect())
}

/// Escapes text for XML and for DOT's HTML labels; characters that XML does not allow become spaces.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push(' '),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// At most `length` characters, the last an ellipsis if something was cut.
pub(super) fn shorten(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let kept: String = text.chars().take(length.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Lines of at most `width` characters, broken at spaces; a `·` at which a line is broken falls away.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut gap = " ";
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if word == "·" {
            gap = " · ";
            continue;
        }
        match lines.last_mut() {
            Some(line) if line.chars().count() + gap.chars().count() + word.chars().count() <= width => {
                line.push_str(gap);
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
        gap = " ";
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn a_dot_stands_between_words_of_one_line_only() {
        assert_eq!(wrap("downgraded relations with · 2026-04-02", 30), ["downgraded relations with", "2026-04-02"]);
        assert_eq!(wrap("met with · 2026-04-07 (planned) · 2 articles", 24), ["met with · 2026-04-07", "(planned) · 2 articles"]);
    }
}
