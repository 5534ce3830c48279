//! Drawings as SVG, with no script and no outside reference: they print, and pass a strict content policy.
//!
//! Each has `role="img"`, a title and a description in words, labels beside what they name instead of a legend, and the
//! petrol ramp of the interface. Words come in as arguments, so a drawing speaks the page's language.

mod curves;
mod layout;
mod process;
#[cfg(test)]
mod tests;

pub use self::curves::{CurveWords, Series, SeriesPoint, curves};
pub use self::process::{GraphWords, process_graph};

use std::fmt::Write;

/// The ramp, dark to light.
pub(crate) const PETROL: [&str; 5] = ["#0b4f6c", "#3a7390", "#6d9ab0", "#a5c3d1", "#dbe8ee"];
/// Text that is not the message: 5.3 to 1 on white.
pub(crate) const GREY: &str = "#5b6770";
/// Lines to read against.
pub(crate) const GRID: &str = "#dfe5e8";
const FONT: &str = "'Public Sans', system-ui, sans-serif";

/// Text for an SVG: the five characters of XML replaced, and what XML 1.0 cannot hold.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Cuts a label to `most` characters.
pub(crate) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most.saturating_sub(1)).collect();
    out.push('…');
    out
}

/// Opens a drawing. `id` keeps title and description apart from those of other drawings on the page: it must be a word of
/// ASCII letters, digits and dashes, and what is not is dropped.
pub(crate) fn open(id: &str, width: f64, height: f64, title: &str, description: &str) -> String {
    let id: String = id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\" font-family=\"{FONT}\" font-size=\"14\">\n\
         <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
        escape(title),
        escape(description)
    );
    svg
}

/// A piece of text at a place.
pub(crate) struct Label<'a> {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) anchor: &'a str,
    pub(crate) fill: &'a str,
    pub(crate) bold: bool,
    pub(crate) size: u8,
}

impl Label<'_> {
    pub(crate) fn write(&self, svg: &mut String, text: &str) {
        let weight = if self.bold {
            " font-weight=\"600\""
        } else {
            ""
        };
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{}\" fill=\"{}\" font-size=\"{}\"{weight}>{}</text>",
            self.x,
            self.y,
            self.anchor,
            self.fill,
            self.size,
            escape(text)
        );
    }
}
