//! The directly-follows graph as boxes and arrows.

use std::fmt::Write;

use super::layout::layout;
use super::{GREY, Label, PETROL, escape, open, short};
use crate::graph::{Edge, Graph};
use crate::log::EventLog;
use crate::performance::EdgeTime;

/// The words of the drawing.
#[derive(Debug, Clone, Copy)]
pub struct GraphWords<'a> {
    /// Makes the ids in the drawing its own.
    pub id: &'a str,
    /// The title, read out and not drawn.
    pub title: &'a str,
    /// What it shows, for who does not see it; the drawing adds the strongest steps in words.
    pub description: &'a str,
    /// Behind a median on an arrow: "d" for days.
    pub days: &'a str,
}

const BOX: (f64, f64) = (176.0, 46.0);
const GAP: (f64, f64) = (44.0, 58.0);
const MARGIN: f64 = 70.0;
/// More boxes than this cannot be read.
const MOST_NODES: usize = 40;

/// Draws the activities (at most 40, the most frequent) and the arrows that matter: the strongest into and out of every
/// box, then the strongest of the rest up to twice as many arrows as boxes. Arrows of fewer than `least` cases are left
/// out. On an arrow: how often, and the median days.
#[must_use]
pub fn process_graph(
    log: &EventLog,
    graph: &Graph,
    times: &[EdgeTime],
    least: u64,
    words: &GraphWords<'_>,
) -> String {
    let mut shown: Vec<u16> = (0_u16..)
        .zip(&graph.nodes)
        .filter(|(_, n)| n.events >= least.max(1))
        .map(|(a, _)| a)
        .collect();
    let events = |a: u16| graph.nodes.get(usize::from(a)).map_or(0, |n| n.events);
    shown.sort_by_key(|&a| (std::cmp::Reverse(events(a)), a));
    shown.truncate(MOST_NODES);
    let arrows = choose(graph, times, &shown, least);
    let edges: Vec<Edge> = arrows
        .iter()
        .map(|t| Edge {
            from: t.from,
            to: t.to,
            count: t.count,
        })
        .collect();
    let placed = layout(&shown, &edges, &course(log));
    let widest = placed.layers.iter().map(Vec::len).max().unwrap_or(0);
    let size = |n: usize, cell: f64, gap: f64| {
        f64::from(u32::try_from(n).unwrap_or(0)) * (cell + gap) - gap + 2.0 * MARGIN
    };
    let (width, height) = (
        size(widest, BOX.0, GAP.0),
        size(placed.layers.len(), BOX.1, GAP.1),
    );
    let mut centre = vec![(0.0, 0.0); graph.nodes.len()];
    for (row, layer) in (0_u32..).zip(&placed.layers) {
        let free = width - (size(layer.len(), BOX.0, GAP.0) - 2.0 * MARGIN);
        for (column, &activity) in (0_u32..).zip(layer) {
            if let Some(slot) = centre.get_mut(usize::from(activity)) {
                let x = free / 2.0 + f64::from(column) * (BOX.0 + GAP.0) + BOX.0 / 2.0;
                let y = MARGIN + f64::from(row) * (BOX.1 + GAP.1) + BOX.1 / 2.0;
                *slot = (x, y);
            }
        }
    }
    let mut svg = open(
        words.id,
        width.max(240.0),
        height.max(80.0),
        words.title,
        &described(log, &arrows, words),
    );
    let at = |a: u16| centre.get(usize::from(a)).copied().unwrap_or((0.0, 0.0));
    let most = arrows.iter().map(|t| t.count).max().unwrap_or(1);
    for t in &arrows {
        arrow(&mut svg, at(t.from), at(t.to), share(t.count, most));
    }
    let most = shown.iter().map(|&a| events(a)).max().unwrap_or(1);
    for &activity in &shown {
        node(
            &mut svg,
            at(activity),
            log.activity_name(activity),
            events(activity),
            share(events(activity), most),
        );
    }
    let boxes: Vec<(f64, f64)> = shown.iter().map(|&a| at(a)).collect();
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for t in &arrows {
        arrow_label(
            &mut svg,
            at(t.from),
            at(t.to),
            t,
            words.days,
            &boxes,
            &mut taken,
        );
    }
    svg.push_str("</svg>\n");
    svg
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn share(count: u64, most: u64) -> f64 {
    (count as f64 / most.max(1) as f64).sqrt()
}

/// The mean position of each activity within its cases, 0 first ..= 1 last.
#[expect(
    clippy::cast_precision_loss,
    reason = "cases are far shorter than 2^53"
)]
fn course(log: &EventLog) -> Vec<f64> {
    let mut sums = vec![(0.0_f64, 0.0_f64); log.activity_names().len()];
    for case in log.cases() {
        let last = case.activity.len().saturating_sub(1).max(1) as f64;
        for (index, &activity) in case.activity.iter().enumerate() {
            if let Some((sum, count)) = sums.get_mut(usize::from(activity)) {
                *sum += index as f64 / last;
                *count += 1.0;
            }
        }
    }
    sums.into_iter()
        .map(|(sum, count)| if count > 0.0 { sum / count } else { 0.0 })
        .collect()
}

fn choose<'a>(
    graph: &Graph,
    times: &'a [EdgeTime],
    shown: &[u16],
    least: u64,
) -> Vec<&'a EdgeTime> {
    let mut visible = vec![false; graph.nodes.len()];
    for &a in shown {
        if let Some(slot) = visible.get_mut(usize::from(a)) {
            *slot = true;
        }
    }
    let seen = |a: u16| visible.get(usize::from(a)).copied().unwrap_or(false);
    let mut sorted: Vec<&EdgeTime> = times
        .iter()
        .filter(|t| t.cases >= least && seen(t.from) && seen(t.to))
        .collect();
    sorted.sort_by_key(|t| (std::cmp::Reverse(t.count), t.from, t.to));
    let mut has_out = vec![false; graph.nodes.len()];
    let mut has_in = vec![false; graph.nodes.len()];
    let mut chosen = Vec::new();
    let mut rest = Vec::new();
    for t in sorted {
        let out = has_out
            .get_mut(usize::from(t.from))
            .is_some_and(|had| !std::mem::replace(had, true));
        let into = has_in
            .get_mut(usize::from(t.to))
            .is_some_and(|had| !std::mem::replace(had, true));
        if out || into {
            chosen.push(t);
        } else {
            rest.push(t);
        }
    }
    let room = (2 * shown.len()).saturating_sub(chosen.len());
    chosen.extend(rest.into_iter().take(room));
    chosen
}

fn described(log: &EventLog, arrows: &[&EdgeTime], words: &GraphWords<'_>) -> String {
    let mut text = words.description.to_owned();
    let mut strongest = arrows.to_vec();
    strongest.sort_by_key(|t| (std::cmp::Reverse(t.count), t.from, t.to));
    for t in strongest.iter().take(5) {
        let _ = write!(
            text,
            " {} → {}: {}.",
            log.activity_name(t.from),
            log.activity_name(t.to),
            t.count
        );
    }
    text
}

/// The ends and the two handles of an arrow's curve: down from box to box, up again along the right, level ones below.
fn bend(from: (f64, f64), to: (f64, f64)) -> [(f64, f64); 4] {
    let (half_w, half_h) = (BOX.0 / 2.0, BOX.1 / 2.0);
    let (across, down) = (to.0 - from.0, to.1 - from.1);
    if across == 0.0 && down == 0.0 {
        let left = from.0 - half_w;
        return [
            (left, from.1 - 9.0),
            (left - 38.0, from.1 - 22.0),
            (left - 38.0, from.1 + 22.0),
            (left, from.1 + 9.0),
        ];
    }
    let port = (across * 0.15).clamp(-70.0, 70.0);
    if down > 1.0 {
        let (start, end) = (
            (from.0 + port, from.1 + half_h),
            (to.0 - port, to.1 - half_h),
        );
        let pull = (end.1 - start.1) * 0.5;
        return [start, (start.0, start.1 + pull), (end.0, end.1 - pull), end];
    }
    if down < -1.0 {
        let (start, end) = ((from.0 + half_w, from.1 - 8.0), (to.0 + half_w, to.1 + 8.0));
        let out = 34.0 + (down.abs() * 0.12).min(60.0);
        let far = start.0.max(end.0) + out;
        return [start, (far, start.1), (far, end.1), end];
    }
    let sign = across.signum();
    if across.abs() < BOX.0 + GAP.0 + 1.0 {
        let level = from.1 + 9.0 * sign;
        let (start, end) = (
            (from.0 + sign * half_w, level),
            (to.0 - sign * half_w, level),
        );
        let third = (end.0 - start.0) / 3.0;
        return [start, (start.0 + third, level), (end.0 - third, level), end];
    }
    let (start, end) = (
        (from.0 + 50.0 * sign, from.1 + half_h),
        (to.0 - 50.0 * sign, to.1 + half_h),
    );
    [
        start,
        (start.0 + 30.0 * sign, start.1 + 40.0),
        (end.0 - 30.0 * sign, end.1 + 40.0),
        end,
    ]
}

fn arrow(svg: &mut String, from: (f64, f64), to: (f64, f64), strength: f64) {
    let [a, b, c, d] = bend(from, to);
    let width = 1.0 + 5.0 * strength;
    let colour = if strength > 0.5 { PETROL[1] } else { PETROL[2] };
    let _ = writeln!(
        svg,
        "<path d=\"M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}\" fill=\"none\" stroke=\"{colour}\" \
         stroke-width=\"{width:.1}\" stroke-opacity=\"0.75\"/>",
        a.0, a.1, b.0, b.1, c.0, c.1, d.0, d.1
    );
    let angle = (d.1 - c.1).atan2(d.0 - c.0);
    let corner = |turn: f64| {
        (
            d.0 - 11.0 * (angle + turn).cos(),
            d.1 - 11.0 * (angle + turn).sin(),
        )
    };
    let (left, right) = (corner(0.45), corner(-0.45));
    let _ = writeln!(
        svg,
        "<path d=\"M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z\" fill=\"{colour}\"/>",
        d.0, d.1, left.0, left.1, right.0, right.1
    );
}

/// Writes a label where there is room along its arrow; where there is none, the table under the drawing has it.
fn arrow_label(
    svg: &mut String,
    from: (f64, f64),
    to: (f64, f64),
    t: &EdgeTime,
    unit: &str,
    boxes: &[(f64, f64)],
    taken: &mut Vec<(f64, f64)>,
) {
    let curve = bend(from, to);
    let free = |(x, y): (f64, f64)| {
        let on_box = |b: &(f64, f64)| {
            (b.0 - x).abs() < BOX.0 / 2.0 + 30.0 && (b.1 - y).abs() < BOX.1 / 2.0 + 7.0
        };
        let on_label = |l: &(f64, f64)| (l.0 - x).abs() < 74.0 && (l.1 - y).abs() < 14.0;
        !boxes.iter().any(on_box) && !taken.iter().any(on_label)
    };
    let tries = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
    let Some((x, y)) = tries
        .into_iter()
        .map(|part| along(&curve, part))
        .find(|&place| free(place))
    else {
        return;
    };
    taken.push((x, y));
    let days = t.median / 86_400.0;
    let text = if days >= 9.95 {
        format!("{days:.0}")
    } else {
        format!("{days:.1}")
    };
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"{GREY}\" font-size=\"11\" stroke=\"#fff\" \
         stroke-width=\"3\" paint-order=\"stroke\">{} · {text} {}</text>",
        y + 4.0,
        t.count,
        escape(unit)
    );
}

/// The point of a cubic Bézier curve at a part of its way.
fn along(curve: &[(f64, f64); 4], part: f64) -> (f64, f64) {
    let rest = 1.0 - part;
    let weights = [
        rest.powi(3),
        3.0 * rest * rest * part,
        3.0 * rest * part * part,
        part.powi(3),
    ];
    curve
        .iter()
        .zip(weights)
        .fold((0.0, 0.0), |sum, (p, w)| (sum.0 + w * p.0, sum.1 + w * p.1))
}

fn node(svg: &mut String, (x, y): (f64, f64), name: &str, events: u64, strength: f64) {
    let dark = strength > 0.8;
    let fill = match strength {
        s if s > 0.8 => PETROL[0],
        s if s > 0.45 => PETROL[3],
        _ => PETROL[4],
    };
    let ink = if dark { "#fff" } else { "#0b2230" };
    let _ = writeln!(
        svg,
        "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{}\" height=\"{}\" rx=\"5\" fill=\"{fill}\" stroke=\"{}\"><title>{}</title></rect>",
        x - BOX.0 / 2.0,
        y - BOX.1 / 2.0,
        BOX.0,
        BOX.1,
        PETROL[0],
        escape(name)
    );
    let label = |y, bold, size| Label {
        x,
        y,
        anchor: "middle",
        fill: ink,
        bold,
        size,
    };
    label(y - 3.0, true, 13).write(svg, &short(name, 21));
    label(y + 15.0, false, 12).write(svg, &events.to_string());
}
