//! Step curves of parts over days, with bands, labelled where they end, and the numbers at risk below.

use std::fmt::Write;

use super::{GREY, GRID, Label, PETROL, open, short};
use crate::survival::{Confidence, Curve, IncidencePoint};

/// A point of a series: from this day on, the part is so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesPoint {
    /// The day.
    pub days: f64,
    /// The part, 0 ..= 1.
    pub part: f64,
    /// Its interval; `(part, part)` draws none.
    pub band: (f64, f64),
    /// How many were still under observation just before.
    pub at_risk: u64,
}

/// One curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What stands at its end.
    pub label: String,
    /// The part at day 0: 1 for those who still wait, 0 for those served.
    pub start: f64,
    /// In the order of days.
    pub points: Vec<SeriesPoint>,
}

impl Series {
    /// The part still waiting.
    #[must_use]
    pub fn waiting(label: String, curve: &Curve) -> Self {
        let points = curve.points.iter();
        let points = points.map(|p| SeriesPoint {
            days: p.time,
            part: p.survival,
            band: (p.low, p.high),
            at_risk: p.at_risk,
        });
        Self {
            label,
            start: 1.0,
            points: points.collect(),
        }
    }

    /// The part that has ended in one way.
    #[must_use]
    pub fn ended(label: String, points: &[IncidencePoint], confidence: Confidence) -> Self {
        let points = points.iter();
        let points = points.map(|p| SeriesPoint {
            days: p.time,
            part: p.incidence,
            band: p.interval(confidence),
            at_risk: p.at_risk,
        });
        Self {
            label,
            start: 0.0,
            points: points.collect(),
        }
    }

    fn at_risk(&self, day: f64) -> u64 {
        let from = self.points.partition_point(|p| p.days < day);
        self.points.get(from).map_or(0, |p| p.at_risk)
    }

    fn end(&self) -> (f64, f64) {
        self.points
            .last()
            .map_or((0.0, self.start), |p| (p.days, p.part))
    }
}

/// The words of the drawing.
#[derive(Debug, Clone, Copy)]
pub struct CurveWords<'a> {
    /// Makes the ids in the drawing its own.
    pub id: &'a str,
    /// The title, read out and not drawn.
    pub title: &'a str,
    /// What it shows, in a sentence or two, for who does not see it.
    pub description: &'a str,
    /// Under the axis: "days".
    pub days: &'a str,
    /// Before the numbers below the axis: "under observation".
    pub at_risk: &'a str,
}

/// The lighter half of the ramp is too pale for a line on white: there the dash tells the curves apart.
const STROKES: [(&str, &str); 5] = [
    (PETROL[0], ""),
    (PETROL[1], " stroke-dasharray=\"8 4\""),
    (PETROL[0], " stroke-dasharray=\"2 3\""),
    (PETROL[2], ""),
    (PETROL[1], " stroke-dasharray=\"10 3 2 3\""),
];

const WIDTH: f64 = 760.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 560.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 320.0;

/// Draws up to five curves (more cannot be told apart; the rest are left to the table under the drawing).
#[must_use]
pub fn curves(series: &[Series], words: &CurveWords<'_>) -> String {
    let shown = series.get(..series.len().min(5)).unwrap_or(series);
    let longest = shown.iter().map(|s| s.end().0).fold(0.0, f64::max);
    let (step, ticks) = scale(longest);
    let span = step * f64::from(ticks);
    let x = |day: f64| LEFT + (RIGHT - LEFT) * day / span;
    let rows = shown.len().max(1);
    let height = BOTTOM + 76.0 + 20.0 * f64::from(u8::try_from(rows).unwrap_or(5));
    let mut svg = open(words.id, WIDTH, height, words.title, words.description);
    axes(&mut svg, step, ticks, &x, words.days);
    // Bands over more than three curves hide each other; the table under the drawing has them all.
    for (one, (colour, _)) in shown.iter().zip(STROKES).filter(|_| shown.len() <= 3) {
        band(&mut svg, one, &x, colour);
    }
    for (one, (colour, dash)) in shown.iter().zip(STROKES) {
        svg.push_str("<path d=\"");
        path(&mut svg, &steps(one, &x, |p| p.part));
        let _ = writeln!(
            svg,
            "\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\"{dash}/>"
        );
    }
    end_labels(&mut svg, shown);
    let label = |y| Label {
        x: LEFT,
        y,
        anchor: "start",
        fill: GREY,
        bold: false,
        size: 13,
    };
    label(BOTTOM + 62.0).write(&mut svg, words.at_risk);
    for (row, one) in (0_u8..).zip(shown) {
        let y = BOTTOM + 82.0 + 20.0 * f64::from(row);
        for tick in 0..=ticks {
            let day = step * f64::from(tick);
            let place = Label {
                x: x(day),
                y,
                anchor: "middle",
                fill: GREY,
                bold: false,
                size: 13,
            };
            place.write(&mut svg, &one.at_risk(day).to_string());
        }
        if shown.len() > 1 {
            let place = Label {
                x: RIGHT + 24.0,
                y,
                anchor: "start",
                fill: GREY,
                bold: false,
                size: 13,
            };
            place.write(&mut svg, &short(&one.label, 26));
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// A round step and how many of it reach `longest`: 1, 2 or 5 times a power of ten.
fn scale(longest: f64) -> (f64, u8) {
    let longest = if longest.is_finite() && longest > 0.0 {
        longest
    } else {
        1.0
    };
    let power = 10_f64.powf((longest / 5.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .map(|m| m * power)
        .into_iter()
        .find(|s| longest / s <= 5.0)
        .unwrap_or(power * 10.0);
    let ticks = (1..=6)
        .find(|&n| step * f64::from(n) >= longest)
        .unwrap_or(6);
    (step, ticks)
}

fn y(part: f64) -> f64 {
    BOTTOM - (BOTTOM - TOP) * part.clamp(0.0, 1.0)
}

fn axes(svg: &mut String, step: f64, ticks: u8, x: &impl Fn(f64) -> f64, days: &str) {
    for quarter in 0..=4_u8 {
        let part = f64::from(quarter) / 4.0;
        let _ = writeln!(
            svg,
            "<line x1=\"{LEFT}\" x2=\"{RIGHT}\" y1=\"{0:.1}\" y2=\"{0:.1}\" stroke=\"{GRID}\"/>",
            y(part)
        );
        let place = Label {
            x: LEFT - 8.0,
            y: y(part) + 5.0,
            anchor: "end",
            fill: GREY,
            bold: false,
            size: 14,
        };
        place.write(svg, &format!("{} %", u32::from(quarter) * 25));
    }
    for tick in 0..=ticks {
        let day = step * f64::from(tick);
        let place = Label {
            x: x(day),
            y: BOTTOM + 22.0,
            anchor: "middle",
            fill: GREY,
            bold: false,
            size: 14,
        };
        place.write(svg, &format!("{}", (day * 1e6).round() / 1e6));
    }
    let place = Label {
        x: RIGHT + 24.0,
        y: BOTTOM + 22.0,
        anchor: "start",
        fill: GREY,
        bold: false,
        size: 14,
    };
    place.write(svg, days);
}

/// Steps of a value: across, then up or down.
fn steps(
    one: &Series,
    x: &impl Fn(f64) -> f64,
    value: impl Fn(&SeriesPoint) -> f64,
) -> Vec<(f64, f64)> {
    let mut out = vec![(x(0.0), y(one.start))];
    let mut before = y(one.start);
    for point in &one.points {
        let (at, now) = (x(point.days), y(value(point)));
        // Steps below a pixel are not seen: a million events must not make a million lines.
        let last = out.last().map_or(0.0, |p| p.0);
        if (now - before).abs() >= 1.0 || (at - last >= 4.0 && (now - before).abs() > 0.05) {
            out.extend([(at, before), (at, now)]);
            before = now;
        }
    }
    if let Some(last) = one.points.last() {
        out.extend([(x(last.days), before), (x(last.days), y(value(last)))]);
    }
    out
}

fn path(svg: &mut String, points: &[(f64, f64)]) {
    let mut before: Option<(f64, f64)> = None;
    for &(x, y) in points {
        let _ = match before {
            None => write!(svg, "M{x:.1} {y:.1}"),
            Some(b) if b.1.total_cmp(&y).is_eq() => write!(svg, "H{x:.1}"),
            Some(b) if b.0.total_cmp(&x).is_eq() => write!(svg, "V{y:.1}"),
            Some(_) => write!(svg, "L{x:.1} {y:.1}"),
        };
        before = Some((x, y));
    }
}

fn band(svg: &mut String, one: &Series, x: &impl Fn(f64) -> f64, colour: &str) {
    let mut outline = steps(one, x, |p| p.band.1);
    let mut lower = steps(one, x, |p| p.band.0);
    lower.reverse();
    outline.append(&mut lower);
    svg.push_str("<path d=\"");
    path(svg, &outline);
    let _ = writeln!(svg, "Z\" fill=\"{colour}\" fill-opacity=\"0.13\"/>");
}

/// Beside the end of the axis, each with a piece of its line before it, in the order in which the curves end.
fn end_labels(svg: &mut String, shown: &[Series]) {
    let mut ends: Vec<(f64, usize)> = shown
        .iter()
        .enumerate()
        .map(|(n, one)| (y(one.end().1), n))
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    // Spread from the bottom up, so that five curves that end at 0 % do not run into the axis.
    let mut lowest = BOTTOM + 20.0;
    for (height, _) in ends.iter_mut().rev() {
        *height = height.min(lowest - 20.0);
        lowest = *height;
    }
    let mut highest = TOP - 20.0;
    for (height, number) in ends {
        let height = height.max(highest + 20.0);
        highest = height;
        let (Some(one), Some((colour, dash))) = (shown.get(number), STROKES.get(number)) else {
            continue;
        };
        let x = RIGHT + 10.0;
        let _ = writeln!(
            svg,
            "<path d=\"M{x:.1} {height:.1}h26\" stroke=\"{colour}\" stroke-width=\"2.5\"{dash}/>"
        );
        let place = Label {
            x: x + 32.0,
            y: height + 5.0,
            anchor: "start",
            fill: PETROL[0],
            bold: true,
            size: 14,
        };
        place.write(
            svg,
            &format!("{} {:.0} %", short(&one.label, 16), one.end().1 * 100.0),
        );
    }
}
