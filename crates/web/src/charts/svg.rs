//! Writing SVG: every text escaped, every number a whole pixel.

use super::{Caption, Size};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const FONT: &str = "Public Sans Variable, system-ui, Segoe UI, Roboto, sans-serif";

/// A drawing. Marks of one look are gathered, since a page of charts must stay small.
pub(super) struct Svg {
    head: String,
    rules: BTreeMap<&'static str, String>,
    boxes: BTreeMap<String, String>,
    lines: String,
    texts: BTreeMap<Look, String>,
    id: String,
    size: Size,
    hatched: bool,
}

/// How a text stands to its point.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A text's look.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    pub(super) fill: &'static str,
    pub(super) bold: bool,
    pub(super) anchor: Anchor,
}

impl Look {
    pub(super) const AXIS: Self = Self {
        fill: "#4a5860",
        bold: false,
        anchor: Anchor::Middle,
    };
    pub(super) const VALUE: Self = Self {
        fill: "#0b1a21",
        bold: true,
        anchor: Anchor::Middle,
    };

    pub(super) const fn with(fill: &'static str, anchor: Anchor) -> Self {
        Self {
            fill,
            bold: true,
            anchor,
        }
    }
}

impl Svg {
    pub(super) fn new(caption: &Caption, size: Size, height: i64) -> Self {
        let id = format!("{}-{}", caption.id, size.suffix());
        let (w, h) = (size.width(), height);
        let mut head = String::with_capacity(512);
        let _ = write!(
            head,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" role=\"img\" \
             aria-labelledby=\"{id}-t {id}-d\" font-family=\"{FONT}\" font-size=\"13\">\
             <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            escape(&caption.title),
            escape(&caption.description)
        );
        Self {
            head,
            rules: BTreeMap::new(),
            boxes: BTreeMap::new(),
            lines: String::new(),
            texts: BTreeMap::new(),
            id,
            size,
            hatched: false,
        }
    }

    pub(super) fn text(&mut self, x: i64, y: i64, look: Look, text: &str) {
        let group = self.texts.entry(look).or_default();
        let _ = write!(group, "<text x=\"{x}\" y=\"{y}\">{}</text>", escape(text));
    }

    pub(super) fn rect(&mut self, x: i64, y: i64, w: i64, h: i64, fill: &str) {
        let (w, h) = (w.max(0), h.max(0));
        let group = self.boxes.entry(fill.to_owned()).or_default();
        let _ = write!(group, "M{x} {y}h{w}v{h}h{}z", -w);
    }

    pub(super) fn rule(&mut self, x1: i64, x2: i64, y: i64, stroke: &'static str) {
        let group = self.rules.entry(stroke).or_default();
        let _ = write!(group, "M{x1} {y}H{x2}");
    }

    /// Lines through runs of points; a gap where a point is missing.
    pub(super) fn path(&mut self, points: &[Option<(i64, i64)>], stroke: &str, dashed: bool) {
        let mut d = String::new();
        let mut drawing = false;
        for point in points {
            if let Some((x, y)) = point {
                let _ = write!(d, "{}{x} {y}", if drawing { 'L' } else { 'M' });
            }
            drawing = point.is_some();
        }
        let dash = if dashed {
            " stroke-dasharray=\"6 5\""
        } else {
            ""
        };
        let _ = write!(
            self.lines,
            "<path d=\"{d}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"3\" \
             stroke-linejoin=\"round\" stroke-linecap=\"round\"{dash}/>"
        );
    }

    pub(super) fn dot(&mut self, x: i64, y: i64, fill: &str) {
        let _ = write!(
            self.lines,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"4\" fill=\"{fill}\"/>"
        );
    }

    /// A hatched box: something is there, and is hidden.
    pub(super) fn hatch(&mut self, x: i64, y: i64, w: i64, h: i64) {
        if !self.hatched {
            self.hatched = true;
            let _ = write!(
                self.head,
                "<defs><pattern id=\"{}-h\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
                 patternTransform=\"rotate(45)\"><path d=\"M0 0V6\" stroke=\"#6b7c87\" \
                 stroke-width=\"3\"/></pattern></defs>",
                self.id
            );
        }
        let fill = format!("url(#{}-h)", self.id);
        self.rect(x, y, w, h, &fill);
    }

    /// Labels under a category axis; the last is always written.
    pub(super) fn categories(&mut self, labels: &[String], x: impl Fn(usize) -> i64, y: i64) {
        let step = self.size.label_step(labels.len());
        for (i, label) in labels.iter().enumerate() {
            if (labels.len() - 1 - i).is_multiple_of(step) {
                self.text(x(i), y, Look::AXIS, label);
            }
        }
    }

    pub(super) fn finish(self) -> String {
        let mut out = self.head;
        for (stroke, d) in &self.rules {
            let _ = write!(out, "<path d=\"{d}\" stroke=\"{stroke}\"/>");
        }
        for (fill, d) in &self.boxes {
            let _ = write!(out, "<path d=\"{d}\" fill=\"{fill}\"/>");
        }
        out.push_str(&self.lines);
        for (look, texts) in &self.texts {
            let weight = if look.bold {
                " font-weight=\"600\""
            } else {
                ""
            };
            let (fill, anchor) = (look.fill, look.anchor.word());
            let _ = write!(
                out,
                "<g fill=\"{fill}\"{weight} text-anchor=\"{anchor}\">{texts}</g>"
            );
        }
        out.push_str("</svg>");
        out
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// A place in a row of `count` equal slots between two pixels: the middle of slot `i`.
pub(super) fn slot(i: usize, count: usize, left: i64, right: i64) -> i64 {
    let (i, count) = (to_i64(i), to_i64(count).max(1));
    left + ((right - left) * (2 * i + 1)) / (2 * count)
}

pub(super) fn to_i64(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// About how wide a text of the chart's size is, in pixels.
pub(super) fn width_of(text: &str) -> i64 {
    to_i64(text.chars().count()) * 15 / 2
}
