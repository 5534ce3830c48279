//! Columns over years: stacked and grouped.

use super::scale::{Scale, spread};
use super::svg::{Anchor, Look, Svg, slot, to_i64, width_of};
use super::{Caption, Point, Series, Size};
use punte_words::integer;

struct Ground {
    scale: Scale,
    left: i64,
    right: i64,
    bottom: i64,
}

impl Ground {
    fn lay(svg: &mut Svg, caption: &Caption, size: Size, largest: u32, room: i64) -> Self {
        let (left, right) = (54, size.width() - room);
        let (top, bottom) = (20, size.height() - 30);
        let scale = Scale::new(largest, top, bottom);
        for n in scale.grid() {
            let y = scale.y(n);
            svg.rule(left, right, y, if n == 0 { "#6b7c87" } else { "#dbe3e8" });
            let look = Look {
                anchor: Anchor::End,
                ..Look::AXIS
            };
            svg.text(left - 8, y + 4, look, &integer(caption.lang, n));
        }
        Self {
            scale,
            left,
            right,
            bottom,
        }
    }
}

fn label_room(series: &[Series], size: Size) -> i64 {
    let widest = series.iter().map(|s| width_of(&s.name)).max().unwrap_or(0) + 14;
    widest.min(size.width() / 3)
}

/// One column for each label, the series on top of each other, the first at the foot; the parts are named
/// beside the last column and their numbers written inside where there is room.
pub fn stacked(caption: &Caption, labels: &[String], series: &[Series], size: Size) -> String {
    let mut svg = Svg::new(caption, size, size.height());
    let total = |i: usize| -> u32 {
        series
            .iter()
            .filter_map(|s| s.points.get(i)?.value())
            .fold(0, u32::saturating_add)
    };
    let largest = (0..labels.len()).map(total).max().unwrap_or(0);
    let ground = Ground::lay(&mut svg, caption, size, largest, label_room(series, size));
    let slot_width = (ground.right - ground.left) / to_i64(labels.len()).max(1);
    let width = (slot_width * 4 / 5).clamp(3, 56);
    let mut names = Vec::new();
    for i in 0..labels.len() {
        let x = slot(i, labels.len(), ground.left, ground.right) - width / 2;
        names = stack(&mut svg, caption, &ground, series, i, x, width);
    }
    svg.categories(
        labels,
        |i| slot(i, labels.len(), ground.left, ground.right),
        size.height() - 8,
    );
    spread(&mut names, 17, ground.bottom);
    for (s, y) in series.iter().zip(names) {
        svg.text(
            ground.right + 4,
            y + 5,
            Look::with(s.ink.text_hex(), Anchor::Start),
            &s.name,
        );
    }
    svg.finish()
}

/// Draws one column; gives the middle of each part, where its name goes.
fn stack(
    svg: &mut Svg,
    caption: &Caption,
    ground: &Ground,
    series: &[Series],
    i: usize,
    x: i64,
    width: i64,
) -> Vec<i64> {
    let mut below: u32 = 0;
    let mut middles = Vec::new();
    for s in series {
        let point = s.points.get(i).copied().unwrap_or(Point::Missing);
        let foot = ground.scale.y(below);
        let n = point.value().unwrap_or(0);
        below = below.saturating_add(n);
        let head = ground.scale.y(below);
        match point {
            Point::Value(0) | Point::Missing => {}
            Point::Hidden => svg.hatch(x, foot - 8, width, 8),
            Point::Value(n) => {
                svg.rect(x, head, width, foot - head - 1, s.ink.hex());
                let text = integer(caption.lang, n);
                if foot - head >= 17 && width >= width_of(&text) + 4 {
                    let look = Look::with(s.ink.inside_hex(), Anchor::Middle);
                    svg.text(x + width / 2, i64::midpoint(head, foot) + 4, look, &text);
                }
            }
        }
        middles.push(i64::midpoint(head, foot));
    }
    middles
}

/// Columns side by side for each label, each with its number on top when there is room; series are named
/// in a line above.
pub fn grouped(caption: &Caption, labels: &[String], series: &[Series], size: Size) -> String {
    let mut svg = Svg::new(caption, size, size.height());
    let largest = series
        .iter()
        .flat_map(|s| &s.points)
        .filter_map(|p| p.value())
        .max()
        .unwrap_or(0);
    let ground = Ground::lay(&mut svg, caption, size, largest, 8);
    let slot_width = (ground.right - ground.left) / to_i64(labels.len()).max(1);
    let width = (slot_width * 4 / 5 / to_i64(series.len()).max(1)).clamp(2, 40);
    for i in 0..labels.len() {
        let middle = slot(i, labels.len(), ground.left, ground.right);
        for (k, s) in series.iter().enumerate() {
            let x = middle - width * to_i64(series.len()) / 2 + width * to_i64(k);
            column(&mut svg, caption, &ground, s, i, x, width);
        }
    }
    svg.categories(
        labels,
        |i| slot(i, labels.len(), ground.left, ground.right),
        size.height() - 8,
    );
    let mut x = ground.left;
    for s in series {
        svg.rect(x, 2, 11, 11, s.ink.hex());
        svg.text(
            x + 16,
            12,
            Look::with(s.ink.text_hex(), Anchor::Start),
            &s.name,
        );
        x += width_of(&s.name) + 34;
    }
    svg.finish()
}

fn column(
    svg: &mut Svg,
    caption: &Caption,
    ground: &Ground,
    s: &Series,
    i: usize,
    x: i64,
    width: i64,
) {
    match s.points.get(i).copied().unwrap_or(Point::Missing) {
        Point::Missing => {}
        Point::Hidden => svg.hatch(x, ground.bottom - 10, width - 1, 10),
        Point::Value(n) => {
            let head = ground.scale.y(n);
            svg.rect(x, head, width - 1, ground.bottom - head, s.ink.hex());
            let text = integer(caption.lang, n);
            if width >= width_of(&text) {
                svg.text(x + width / 2, head - 4, Look::VALUE, &text);
            }
        }
    }
}
