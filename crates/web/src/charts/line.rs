//! Lines over years.

use super::scale::{Scale, spread};
use super::svg::{Anchor, Look, Svg, slot, width_of};
use super::{Caption, Ink, Point, Series, Size};
use punte_words::integer;

/// A line for each series, named at its right end with its last value. Series in [`Ink::Grey`] are
/// dashed (targets, other sources).
pub fn line(caption: &Caption, labels: &[String], series: &[Series], size: Size) -> String {
    let mut svg = Svg::new(caption, size, size.height());
    let ends: Vec<String> = series.iter().map(|s| end_label(caption, s)).collect();
    let room = ends.iter().map(|e| width_of(e)).max().unwrap_or(0) + 14;
    let (left, right) = (54, size.width() - room.min(size.width() / 3));
    let (top, bottom) = (14, size.height() - 30);
    let largest = series
        .iter()
        .flat_map(|s| &s.points)
        .filter_map(|p| p.value())
        .max()
        .unwrap_or(0);
    let scale = Scale::new(largest, top, bottom);
    for n in scale.grid() {
        let y = scale.y(n);
        svg.rule(left, right, y, if n == 0 { "#6b7c87" } else { "#dbe3e8" });
        svg.text(
            left - 8,
            y + 4,
            Look {
                anchor: Anchor::End,
                ..Look::AXIS
            },
            &integer(caption.lang, n),
        );
    }
    let x = |i| slot(i, labels.len(), left, right);
    svg.categories(labels, x, size.height() - 8);
    let mut places = Vec::new();
    for s in series {
        let points: Vec<Option<(i64, i64)>> = s
            .points
            .iter()
            .enumerate()
            .map(|(i, p)| Some((x(i), scale.y(p.value()?))))
            .collect();
        svg.path(&points, s.ink.hex(), s.ink == Ink::Grey);
        for (x, y) in points.iter().flatten() {
            svg.dot(*x, *y, s.ink.hex());
        }
        hidden(&mut svg, s, &x, bottom);
        places.push(points.iter().flatten().last().map_or(bottom, |(_, y)| *y));
    }
    spread(&mut places, 17, bottom);
    for ((s, label), y) in series.iter().zip(&ends).zip(places) {
        svg.text(
            right + 6,
            y + 5,
            Look::with(s.ink.text_hex(), Anchor::Start),
            label,
        );
    }
    svg.finish()
}

fn end_label(caption: &Caption, series: &Series) -> String {
    match series.points.iter().rev().find_map(|p| p.value()) {
        Some(n) => format!("{} {}", series.name, integer(caption.lang, n)),
        None => series.name.clone(),
    }
}

fn hidden(svg: &mut Svg, series: &Series, x: &impl Fn(usize) -> i64, bottom: i64) {
    for (i, _) in series
        .points
        .iter()
        .enumerate()
        .filter(|(_, p)| **p == Point::Hidden)
    {
        svg.hatch(x(i) - 6, bottom - 12, 12, 12);
    }
}
