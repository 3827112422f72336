//! Places for a picture without other programs: layers from left to right (Sugiyama, Tagawa and Toda 1981), captions in columns of
//! their own, so that no caption lies on a box, and parts that do not hang together packed side by side.
//!
//! ```text
//! column 0   1 (captions)   2
//! [Marsh]────met with──────▶[Tusk]
//!        ╰───accused────────▶[Russia]
//! ```

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;

/// Room between columns, in which lines bend.
const BEND: f32 = 34.0;
/// Room between things in a column.
const GAP: f32 = 10.0;
/// Room between parts.
const APART: f32 = 34.0;
/// How wide a picture of many parts is, against its height.
const RATIO: f32 = 1.7;
/// Passes over the columns that untangle lines, and that move things beside their neighbours.
const SWEEPS: usize = 16;
const MOVES: usize = 24;

/// Width and height.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    pub width: f32,
    pub height: f32,
}

/// Where a line runs, from its beginning to its end, and the middle of the upper edge of its caption.
#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    pub points: Vec<(f32, f32)>,
    pub caption: (f32, f32),
}

/// Middles of the boxes and routes of the lines, in the order in which they were given.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub size: Size,
    pub boxes: Vec<(f32, f32)>,
    pub routes: Vec<Route>,
}

/// Places boxes, and lines given as first box, second box and size of the caption.
pub(super) fn lay_out(boxes: &[Size], lines: &[(usize, usize, Size)]) -> Layout {
    let mut whole = Layout { boxes: vec![(0.0, 0.0); boxes.len()], routes: vec![Route::default(); lines.len()], ..Layout::default() };
    let parts = parts(boxes.len(), lines.iter().map(|(from, to, _)| (*from, *to)));
    let mut placed: Vec<(Columns, Vec<usize>)> = Vec::new();
    for part in parts {
        let own: Vec<usize> = (0..lines.len()).filter(|line| part.contains(&lines[*line].0)).collect();
        placed.push((Columns::new(boxes, lines, &part, &own), own));
    }
    placed.sort_by(|a, b| b.0.size.height.total_cmp(&a.0.size.height));
    let sizes: Vec<Size> = placed.iter().map(|(columns, _)| columns.size).collect();
    for ((columns, own), (x, y)) in placed.iter().zip(pack(&sizes)) {
        let shift = |(px, py): (f32, f32)| (px + x, py + y);
        for (node, middle) in &columns.boxes {
            whole.boxes[*node] = shift(*middle);
        }
        for (line, route) in own.iter().zip(&columns.routes) {
            whole.routes[*line] = Route { points: route.points.iter().copied().map(shift).collect(), caption: shift(route.caption) };
        }
        whole.size.width = whole.size.width.max(x + columns.size.width);
        whole.size.height = whole.size.height.max(y + columns.size.height);
    }
    whole
}

/// The boxes that hang together, each part in order, parts by their first box.
pub(super) fn parts(boxes: usize, lines: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut sets = UnionFind::new(boxes);
    for (from, to) in lines {
        sets.union(from, to);
    }
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut number: BTreeMap<usize, usize> = BTreeMap::new();
    for node in 0..boxes {
        let part = *number.entry(sets.find(node)).or_insert_with(|| {
            parts.push(Vec::new());
            parts.len() - 1
        });
        parts[part].push(node);
    }
    parts
}

/// How many columns of boxes a part takes, and a box in its first and in its last column.
pub(super) struct Span {
    pub columns: usize,
    pub first: usize,
    pub last: usize,
}

/// The spans of all parts, the widest first.
pub(super) fn spans(boxes: usize, lines: impl Iterator<Item = (usize, usize)> + Clone) -> Vec<Span> {
    let depth = depths(boxes, &lines.clone().collect::<Vec<_>>());
    let span = |part: Vec<usize>| {
        let first = part.iter().copied().min_by_key(|node| depth[*node]).unwrap_or(0);
        let last = part.iter().copied().max_by_key(|node| depth[*node]).unwrap_or(0);
        Span { columns: depth[last] - depth[first] + 1, first, last }
    };
    let mut spans: Vec<Span> = parts(boxes, lines).into_iter().map(span).collect();
    spans.sort_by_key(|span| std::cmp::Reverse(span.columns));
    spans
}

/// Upper left corners for parts, each as high up as it fits beside the ones before (skyline).
fn pack(sizes: &[Size]) -> Vec<(f32, f32)> {
    let area: f32 = sizes.iter().map(|size| (size.width + APART) * (size.height + APART)).sum();
    let widest = sizes.iter().map(|size| size.width + APART).fold(0.0, f32::max);
    let width = widest.max((area * RATIO).sqrt());
    // Stretches of the lower edge so far: where each begins and how far down it is.
    let mut skyline: Vec<(f32, f32)> = vec![(0.0, 0.0)];
    let mut corners = Vec::with_capacity(sizes.len());
    for size in sizes {
        let (w, h) = (size.width + APART, size.height + APART);
        let down = |x: f32, skyline: &[(f32, f32)]| {
            let end = |i: usize| skyline.get(i + 1).map_or(f32::MAX, |next| next.0);
            (0..skyline.len()).filter(|i| skyline[*i].0 < x + w && end(*i) > x).map(|i| skyline[i].1).fold(0.0, f32::max)
        };
        let fits = skyline.iter().map(|(x, _)| *x).filter(|x| x + w <= width + 0.5);
        let best = fits.map(|x| (x, down(x, &skyline))).min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)));
        let (x, y) = best.unwrap_or((0.0, down(0.0, &skyline)));
        let after = skyline.iter().rfind(|(begin, _)| *begin <= x + w).map_or(0.0, |(_, depth)| *depth);
        skyline.retain(|(begin, _)| *begin < x || *begin > x + w);
        skyline.extend([(x, y + h), (x + w, after)]);
        skyline.sort_by(|a, b| a.0.total_cmp(&b.0));
        corners.push((x, y));
    }
    corners
}

/// A thing in a column: a box, a caption, or the place where a long line passes.
struct Item {
    column: usize,
    size: Size,
    y: f32,
    left: Vec<usize>,
    right: Vec<usize>,
}

/// One part, laid out from its own corner.
struct Columns {
    size: Size,
    boxes: Vec<(usize, (f32, f32))>,
    routes: Vec<Route>,
}

impl Columns {
    fn new(boxes: &[Size], lines: &[(usize, usize, Size)], part: &[usize], own: &[usize]) -> Columns {
        let local: BTreeMap<usize, usize> = part.iter().enumerate().map(|(i, node)| (*node, i)).collect();
        let ends: Vec<(usize, usize)> = own.iter().map(|line| (local[&lines[*line].0], local[&lines[*line].1])).collect();
        let depth = depths(part.len(), &ends);
        let item = |column: usize, size: Size| Item { column, size, y: 0.0, left: Vec::new(), right: Vec::new() };
        let mut items: Vec<Item> = part.iter().enumerate().map(|(i, node)| item(2 * depth[i], boxes[*node])).collect();
        // The items that each line runs through, from left to right, and which of them is its caption.
        let mut chains: Vec<(Vec<usize>, usize)> = Vec::new();
        for (line, (from, to)) in own.iter().zip(&ends) {
            let (a, b) = if depth[*from] < depth[*to] { (*from, *to) } else { (*to, *from) };
            let (first, last) = (2 * depth[a] + 1, 2 * depth[b]);
            let middle = first + (depth[b] - depth[a] - 1) / 2 * 2;
            let mut chain = vec![a];
            for column in first..last {
                let size = if column == middle { lines[*line].2 } else { Size { width: 0.0, height: 4.0 } };
                chain.push(items.len());
                items.push(item(column, size));
            }
            chain.push(b);
            for pair in chain.windows(2) {
                items[pair[0]].right.push(pair[1]);
                items[pair[1]].left.push(pair[0]);
            }
            chains.push((chain, middle - first + 1));
        }
        let columns = order(&items);
        place(&mut items, &columns);
        Columns::drawn(&items, &columns, part, &chains, &ends)
    }

    fn drawn(items: &[Item], columns: &[Vec<usize>], part: &[usize], chains: &[(Vec<usize>, usize)], ends: &[(usize, usize)]) -> Columns {
        let top = items.iter().map(|item| item.y - item.size.height / 2.0).fold(f32::MAX, f32::min);
        let bottom = items.iter().map(|item| item.y + item.size.height / 2.0).fold(f32::MIN, f32::max);
        // Left and right edge of each column.
        let mut edges: Vec<(f32, f32)> = Vec::new();
        let mut x = 0.0;
        for column in columns {
            let width = column.iter().map(|i| items[*i].size.width).fold(0.0, f32::max);
            edges.push((x, x + width));
            x += width + BEND;
        }
        let middle = |i: usize| ((edges[items[i].column].0 + edges[items[i].column].1) / 2.0, items[i].y - top);
        let boxes = part.iter().enumerate().map(|(i, node)| (*node, middle(i))).collect();
        // Lines leave and reach a box side by side, in the order in which they come.
        let port = |node: usize, other: usize, right: bool| {
            let mut all = if right { items[node].right.clone() } else { items[node].left.clone() };
            all.sort_by(|a, b| items[*a].y.total_cmp(&items[*b].y).then(a.cmp(b)));
            let place = all.iter().position(|i| *i == other).unwrap_or(0) as f32 + 1.0;
            let (x, y) = middle(node);
            let half = items[node].size.width / 2.0;
            (if right { x + half } else { x - half }, y + items[node].size.height * (place / (all.len() as f32 + 1.0) - 0.5))
        };
        let route = |(chain, caption): &(Vec<usize>, usize), (from, _): &(usize, usize)| {
            let last = chain.len() - 1;
            let mut points = vec![port(chain[0], chain[1], true)];
            for i in &chain[1..last] {
                let item = &items[*i];
                // Below the caption, straight through the column.
                let y = item.y - top + item.size.height / 2.0 - 2.0;
                points.extend([(edges[item.column].0, y), (edges[item.column].1, y)]);
            }
            points.push(port(chain[last], chain[last - 1], false));
            if chain[0] != *from {
                points.reverse();
            }
            let (x, y) = middle(chain[*caption]);
            Route { points, caption: (x, y - items[chain[*caption]].size.height / 2.0) }
        };
        let routes = chains.iter().zip(ends).map(|(chain, ends)| route(chain, ends)).collect();
        Columns { size: Size { width: x - BEND, height: bottom - top }, boxes, routes }
    }
}

/// The items of each column from top to bottom, ordered so that lines cross little.
fn order(items: &[Item]) -> Vec<Vec<usize>> {
    let count = items.iter().map(|item| item.column + 1).max().unwrap_or(0);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); count];
    // At first in the order of a walk along the lines, which keeps neighbours together.
    let mut seen = BTreeSet::new();
    for start in 0..items.len() {
        let mut open = vec![start];
        while let Some(item) = open.pop() {
            if seen.insert(item) {
                columns[items[item].column].push(item);
                open.extend(items[item].right.iter().rev().chain(items[item].left.iter().rev()));
            }
        }
    }
    let mut best = (crossings(items, &columns), columns.clone());
    for sweep in 0..SWEEPS {
        let forward = sweep % 2 == 0;
        let turns: Vec<usize> = if forward { (1..count).collect() } else { (0..count.saturating_sub(1)).rev().collect() };
        for turn in turns {
            let mut rank = vec![0.0; items.len()];
            for column in &columns {
                for (i, item) in column.iter().enumerate() {
                    rank[*item] = i as f32;
                }
            }
            let wish = |item: &usize| {
                let beside = if forward { &items[*item].left } else { &items[*item].right };
                if beside.is_empty() { rank[*item] } else { beside.iter().map(|i| rank[*i]).sum::<f32>() / beside.len() as f32 }
            };
            columns[turn].sort_by(|a, b| wish(a).total_cmp(&wish(b)));
        }
        let found = crossings(items, &columns);
        if found < best.0 {
            best = (found, columns.clone());
        }
    }
    best.1
}

/// How often lines cross between neighbouring columns.
fn crossings(items: &[Item], columns: &[Vec<usize>]) -> usize {
    let mut rank = vec![0; items.len()];
    for column in columns {
        for (i, item) in column.iter().enumerate() {
            rank[*item] = i;
        }
    }
    let between = |column: &Vec<usize>| {
        let links: Vec<(usize, usize)> = column.iter().flat_map(|i| items[*i].right.iter().map(|j| (rank[*i], rank[*j]))).collect();
        let crosses = |i: usize| {
            links[..i]
                .iter()
                .filter(|other| (other.0 < links[i].0 && other.1 > links[i].1) || (other.0 > links[i].0 && other.1 < links[i].1))
                .count()
        };
        (0..links.len()).map(crosses).sum::<usize>()
    };
    columns.iter().map(between).sum()
}

/// Moves the items of each column up and down to where their neighbours are, without touching the order.
fn place(items: &mut [Item], columns: &[Vec<usize>]) {
    let settle = |items: &mut [Item], column: &[usize], wish: &dyn Fn(&[Item], usize) -> f32| {
        let wishes: Vec<f32> = column.iter().map(|i| wish(items, *i)).collect();
        let heights: Vec<f32> = column.iter().map(|i| items[*i].size.height).collect();
        for (i, y) in column.iter().zip(apart(&wishes, &heights)) {
            items[*i].y = y;
        }
    };
    for column in columns {
        settle(items, column, &|_, _| 0.0);
    }
    for turn in 0..MOVES {
        let both = turn >= MOVES - 4;
        let forward = turn % 2 == 0;
        let wish = |items: &[Item], i: usize| {
            let sides = [&items[i].left, &items[i].right];
            let beside: Vec<f32> = match (both, forward) {
                (true, _) => sides.into_iter().flatten().map(|j| items[*j].y).collect(),
                (false, true) => sides[0].iter().map(|j| items[*j].y).collect(),
                (false, false) => sides[1].iter().map(|j| items[*j].y).collect(),
            };
            if beside.is_empty() { items[i].y } else { beside.iter().sum::<f32>() / beside.len() as f32 }
        };
        for step in 0..columns.len() {
            let column = if forward { step } else { columns.len() - 1 - step };
            settle(items, &columns[column], &wish);
        }
    }
}

/// Places as near to the wishes as the heights allow, in the same order: isotonic regression by pooling adjacent violators.
fn apart(wishes: &[f32], heights: &[f32]) -> Vec<f32> {
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(wishes.len());
    for i in 0..wishes.len() {
        if i > 0 {
            offset += (heights[i - 1] + heights[i]) / 2.0 + GAP;
        }
        offsets.push(offset);
    }
    // Sum and number of the pooled wishes.
    let mut pools: Vec<(f32, usize)> = Vec::new();
    for (wish, offset) in wishes.iter().zip(&offsets) {
        pools.push((wish - offset, 1));
        while let [.., a, b] = pools[..]
            && a.0 / a.1 as f32 > b.0 / b.1 as f32
        {
            pools.truncate(pools.len() - 2);
            pools.push((a.0 + b.0, a.1 + b.1));
        }
    }
    let means = pools.iter().flat_map(|(sum, count)| std::iter::repeat_n(sum / *count as f32, *count));
    means.zip(&offsets).map(|(mean, offset)| mean + offset).collect()
}

/// Length of the longest way to each box, over lines that close no circle; a box that nothing leads to stands just before its first neighbour.
fn depths(count: usize, lines: &[(usize, usize)]) -> Vec<usize> {
    let forward = acyclic(count, lines);
    let mut depth = vec![0; count];
    // As many rounds as the longest way has lines; fewer than there are boxes.
    for _ in 0..count {
        let mut changed = false;
        for &(from, to) in &forward {
            if depth[to] < depth[from] + 1 {
                depth[to] = depth[from] + 1;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    let led_to: BTreeSet<usize> = forward.iter().map(|(_, to)| *to).collect();
    for node in (0..count).filter(|node| !led_to.contains(node)) {
        let first = forward.iter().filter(|(from, _)| *from == node).map(|(_, to)| depth[*to]).min();
        depth[node] = first.map_or(0, |first| first - 1);
    }
    depth
}

/// The lines without those that lead back to a box on the way (found by depth-first search from the busiest actors on).
fn acyclic(count: usize, lines: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut incoming = vec![0; count];
    for &(from, to) in lines {
        next[from].push(to);
        incoming[to] += 1;
    }
    let mut starts: Vec<usize> = (0..count).collect();
    starts.sort_by_key(|node| (incoming[*node], std::cmp::Reverse(next[*node].len())));
    let (mut open, mut done) = (vec![false; count], vec![false; count]);
    let mut kept = Vec::new();
    for start in starts {
        if done[start] {
            continue;
        }
        let mut stack = vec![(start, 0)];
        while let Some((node, i)) = stack.pop() {
            open[node] = true;
            match next[node].get(i) {
                None => (open[node], done[node]) = (false, true),
                Some(&other) => {
                    stack.push((node, i + 1));
                    if !open[other] {
                        kept.push((node, other));
                        if !done[other] {
                            stack.push((other, 0));
                        }
                    }
                }
            }
        }
    }
    kept
}
