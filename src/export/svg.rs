//! The graph as SVG, without other programs: layers from left to right, curved lines with captions, a legend above.

use std::fmt::Write;

use super::graph::EventGraph;
use super::layout::{Route, Size, lay_out};
use super::picture::{Box, Line, Picture};
use super::style::{self, escape};

const MARGIN: f32 = 28.0;
/// Font sizes and heights of lines: names, offices, captions.
const NAME: (f32, f32) = (13.0, 16.0);
const NOTE: (f32, f32) = (10.5, 13.0);
const CAPTION: (f32, f32) = (11.0, 12.5);

/// Draws the graph. `title` stands above the picture if it is not empty.
pub fn svg(graph: &EventGraph, title: &str) -> String {
    let picture = Picture::new(graph);
    let sizes: Vec<Size> = picture.boxes.iter().map(box_size).collect();
    let lines: Vec<(usize, usize, Size)> = picture.lines.iter().map(|line| (line.from, line.to, caption_size(line))).collect();
    let layout = lay_out(&sizes, &lines);
    let (legend, legend_width) = draw_legend(&picture, if title.is_empty() { MARGIN } else { MARGIN + 30.0 });
    let top = if title.is_empty() { MARGIN + 26.0 } else { MARGIN + 56.0 };
    let width = layout.size.width.max(legend_width).max(width(title, 18.0)) + 2.0 * MARGIN;
    let height = top + layout.size.height + MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" \
         font-family=\"Helvetica, Arial, sans-serif\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    if !title.is_empty() {
        let _ = writeln!(out, "<text x=\"{MARGIN}\" y=\"{}\" font-size=\"18\" font-weight=\"bold\">{}</text>", MARGIN + 8.0, escape(title));
    }
    arrows(&picture, &mut out);
    out.push_str(&legend);
    let _ = writeln!(out, "<g transform=\"translate({MARGIN} {top})\">");
    for (line, route) in picture.lines.iter().zip(&layout.routes) {
        draw_line(line, route, &mut out);
    }
    for ((node, size), middle) in picture.boxes.iter().zip(&sizes).zip(&layout.boxes) {
        draw_box(node, *size, *middle, &mut out);
    }
    for (line, route) in picture.lines.iter().zip(&layout.routes) {
        draw_caption(line, route, &mut out);
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn box_size(node: &Box) -> Size {
    let names = node.name.iter().map(|line| width(line, NAME.0) * 1.07);
    let notes = node.note.iter().map(|line| width(line, NOTE.0));
    let height = node.name.len() as f32 * NAME.1 + node.note.len() as f32 * NOTE.1 + 14.0;
    Size { width: names.chain(notes).fold(60.0, f32::max) + 22.0, height }
}

fn caption_size(line: &Line) -> Size {
    let widest = line.captions.iter().map(|line| width(line, CAPTION.0)).fold(40.0, f32::max);
    Size { width: widest + 8.0, height: line.captions.len() as f32 * CAPTION.1 + 6.0 }
}

/// About how wide a text is drawn, from the widths of letters in Helvetica.
fn width(text: &str, size: f32) -> f32 {
    let of = |c: char| match c {
        'i' | 'j' | 'l' | '.' | ',' | '\'' | ':' | '|' | 'I' => 0.28,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '-' | '·' | '\u{a0}' => 0.34,
        'm' | 'M' | 'W' | '…' => 0.88,
        'w' => 0.74,
        c if c.is_uppercase() => 0.7,
        c if c.is_ascii() => 0.56,
        _ => 0.62,
    };
    text.chars().map(of).sum::<f32>() * size
}

fn arrows(picture: &Picture, out: &mut String) {
    out.push_str("<defs>\n");
    for kind in style::legend(picture).1 {
        let _ = writeln!(
            out,
            "<marker id=\"{}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerUnits=\"userSpaceOnUse\" markerWidth=\"10\" markerHeight=\"10\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"{}\"/></marker>",
            kind.word(),
            style::edge(kind).color
        );
    }
    out.push_str("</defs>\n");
}

fn draw_line(line: &Line, route: &Route, out: &mut String) {
    let mut path = String::new();
    for (i, (x, y)) in route.points.iter().enumerate() {
        let _ = match i.checked_sub(1).map(|before| route.points[before]) {
            None => write!(path, "M{x:.1} {y:.1}"),
            Some((_, before)) if (before - y).abs() < 0.05 => write!(path, "L{x:.1} {y:.1}"),
            Some((bx, by)) => write!(path, "C{0:.1} {by:.1} {0:.1} {y:.1} {x:.1} {y:.1}", (bx + x) / 2.0),
        };
    }
    let dash = if line.style.dashed { " stroke-dasharray=\"6 4\"" } else { "" };
    let _ = writeln!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{:.1}\"{dash} marker-end=\"url(#{})\"><title>{}</title></path>",
        line.style.color,
        line.width,
        line.kind.word(),
        escape(&line.tooltip),
    );
}

fn draw_box(node: &Box, size: Size, (x, y): (f32, f32), out: &mut String) {
    let _ = write!(
        out,
        "<g><title>{}</title><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"8\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"/><text text-anchor=\"middle\">",
        escape(&node.tooltip),
        x - size.width / 2.0,
        y - size.height / 2.0,
        size.width,
        size.height,
        node.style.fill,
        node.style.border,
    );
    let mut baseline = y - size.height / 2.0 + 4.0;
    for (lines, (font, step), look) in [(&node.name, NAME, " font-weight=\"bold\""), (&node.note, NOTE, " fill=\"#444444\"")] {
        for line in lines {
            baseline += step;
            let _ = write!(out, "<tspan x=\"{x:.1}\" y=\"{baseline:.1}\" font-size=\"{font}\"{look}>{}</tspan>", escape(line));
        }
    }
    out.push_str("</text></g>\n");
}

fn draw_caption(line: &Line, route: &Route, out: &mut String) {
    let mut text = String::new();
    for (i, caption) in line.captions.iter().enumerate() {
        let y = route.caption.1 + (i as f32 + 0.8) * CAPTION.1;
        let _ = write!(text, "<tspan x=\"{:.1}\" y=\"{y:.1}\">{}</tspan>", route.caption.0, escape(caption));
    }
    // twice, since not every program knows `paint-order`
    for look in [" stroke=\"white\" stroke-width=\"3\"", ""] {
        let (size, color) = (CAPTION.0, line.style.color);
        let _ = writeln!(out, "<text font-size=\"{size}\" fill=\"{color}\" text-anchor=\"middle\"{look}>{text}</text>");
    }
}

/// The legend and its width.
fn draw_legend(picture: &Picture, y: f32) -> (String, f32) {
    let (groups, kinds) = style::legend(picture);
    let mut out = String::new();
    let mut x = MARGIN;
    let mut entry = |mark: String, mark_width: f32, text: &str| {
        let _ = writeln!(out, "{mark}<text x=\"{:.0}\" y=\"{y}\" font-size=\"11\">{text}</text>", x + mark_width + 6.0);
        x += mark_width + 6.0 + width(text, 11.0) + 20.0;
        x
    };
    let mut at = MARGIN;
    for group in groups {
        let mark = format!(
            "<rect x=\"{at:.0}\" y=\"{:.0}\" width=\"18\" height=\"12\" rx=\"3\" fill=\"{}\" stroke=\"{}\"/>",
            y - 10.0,
            group.fill,
            group.border
        );
        at = entry(mark, 18.0, group.group);
    }
    for kind in kinds {
        let style = style::edge(kind);
        let dash = if style.dashed { " stroke-dasharray=\"6 4\"" } else { "" };
        let mark = format!("<path d=\"M{at:.0} {:.0}h28\" stroke=\"{}\" stroke-width=\"1.6\"{dash}/>", y - 4.0, style.color);
        at = entry(mark, 28.0, kind.word());
    }
    (out, at - MARGIN)
}
