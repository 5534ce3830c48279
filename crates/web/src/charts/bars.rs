//! Horizontal bars.

use super::svg::{Anchor, Look, Svg, to_i64, width_of};
use super::{Caption, Ink, Point, Size};
use punte_words::integer;

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it counts, written to its left (above it on a narrow screen).
    pub label: String,
    /// The count.
    pub point: Point,
    /// Its colour.
    pub ink: Ink,
}

/// Bars in the order given, each with its number at the end.
pub fn bars(caption: &Caption, rows: &[Bar], size: Size) -> String {
    let narrow = size == Size::Narrow;
    let pitch = if narrow { 52 } else { 42 };
    let mut svg = Svg::new(caption, size, to_i64(rows.len()) * pitch + 8);
    let largest = rows
        .iter()
        .filter_map(|r| r.point.value())
        .max()
        .unwrap_or(1)
        .max(1);
    let widest = rows.iter().map(|r| width_of(&r.label)).max().unwrap_or(0);
    let left = if narrow { 0 } else { widest + 16 };
    let room = size.width() - left - width_of(&integer(caption.lang, largest)) - 14;
    for (i, row) in rows.iter().enumerate() {
        let y = to_i64(i) * pitch + if narrow { 22 } else { 6 };
        if narrow {
            svg.text(0, y - 5, Look::with("#0b1a21", Anchor::Start), &row.label);
        } else {
            let look = Look::with("#0b1a21", Anchor::End);
            svg.text(left - 12, y + 20, look, &row.label);
        }
        let width = match row.point {
            Point::Value(n) => i64::from(n) * room / i64::from(largest),
            Point::Hidden => 24,
            Point::Missing => 0,
        };
        let height = if narrow { 24 } else { 30 };
        match row.point {
            Point::Value(_) => svg.rect(left, y, width.max(1), height, row.ink.hex()),
            Point::Hidden => svg.hatch(left, y, width, height),
            Point::Missing => {}
        }
        let text = row
            .point
            .value()
            .map_or_else(|| "–".to_owned(), |n| integer(caption.lang, n));
        let look = Look {
            anchor: Anchor::Start,
            ..Look::VALUE
        };
        svg.text(left + width + 8, y + height / 2 + 5, look, &text);
    }
    svg.finish()
}
