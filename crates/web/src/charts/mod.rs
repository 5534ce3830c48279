//! Charts as SVG text: direct labels, one petrol ramp, hatch for what is hidden; no script, no style
//! attribute, so the strict policy holds and the same file prints and stands alone.
//!
//! Coordinates are whole pixels of the view box; a chart is drawn twice, [`Size::Wide`] and
//! [`Size::Narrow`], so that its text stays readable at 320 px.

mod bars;
mod columns;
mod line;
mod scale;
mod svg;

pub use bars::{Bar, bars};
pub use columns::{grouped, stacked};
pub use line::line;

use punte_words::Lang;

/// A figure of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// A count.
    Value(u32),
    /// Hidden to protect people: drawn as hatch, never as zero.
    Hidden,
    /// Not published.
    Missing,
}

impl From<Option<u32>> for Point {
    fn from(value: Option<u32>) -> Self {
        value.map_or(Self::Missing, Self::Value)
    }
}

impl Point {
    /// The count, if there is one.
    pub const fn value(self) -> Option<u32> {
        match self {
            Self::Value(n) => Some(n),
            Self::Hidden | Self::Missing => None,
        }
    }
}

/// A series of a chart, one point for each label of the axis.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its name, written beside it.
    pub name: String,
    /// Its points.
    pub points: Vec<Point>,
    /// Its colour.
    pub ink: Ink,
}

/// The colours of charts, dark enough to stand on white with three to one, apart without colour vision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Darkest petrol.
    Deep,
    /// The brand's petrol.
    Petrol,
    /// Middle petrol.
    Middle,
    /// Pale petrol, only beside a darker one and with a white gap.
    Pale,
    /// Grey for targets and other sources.
    Grey,
}

impl Ink {
    /// Hexadecimal colour.
    pub const fn hex(self) -> &'static str {
        match self {
            Self::Deep => "#0b2f40",
            Self::Petrol => "#0b4f6c",
            Self::Middle => "#4a8dab",
            Self::Pale => "#a9cbd9",
            Self::Grey => "#6b7c87",
        }
    }

    /// Colour of text that names this series on white.
    pub const fn text_hex(self) -> &'static str {
        match self {
            Self::Deep => "#0b2f40",
            Self::Petrol => "#0b4f6c",
            Self::Middle => "#2b6a86",
            Self::Pale | Self::Grey => "#4a5860",
        }
    }

    /// Colour of text written inside a bar of this colour.
    pub const fn inside_hex(self) -> &'static str {
        match self {
            Self::Deep | Self::Petrol => "#ffffff",
            Self::Middle | Self::Pale | Self::Grey => "#0b1a21",
        }
    }
}

/// What every chart says of itself.
#[derive(Clone, Debug)]
pub struct Caption {
    /// Id of the chart, the stem of ids inside it.
    pub id: String,
    /// The finding, as a sentence.
    pub title: String,
    /// What is drawn, for those who cannot see it.
    pub description: String,
    /// Language of numbers.
    pub lang: Lang,
}

/// For which screen a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 960 × 340, for pages and files.
    Wide,
    /// 360 × 280, for telephones.
    Narrow,
}

impl Size {
    const fn width(self) -> i64 {
        match self {
            Self::Wide => 960,
            Self::Narrow => 360,
        }
    }

    const fn height(self) -> i64 {
        match self {
            Self::Wide => 340,
            Self::Narrow => 280,
        }
    }

    const fn suffix(self) -> &'static str {
        match self {
            Self::Wide => "w",
            Self::Narrow => "n",
        }
    }

    /// Every how many labels of the axis are written.
    const fn label_step(self, labels: usize) -> usize {
        match self {
            Self::Wide if labels > 24 => 2,
            Self::Narrow if labels > 12 => 5,
            Self::Narrow if labels > 6 => 3,
            Self::Wide | Self::Narrow => 1,
        }
    }
}

#[cfg(test)]
mod tests;
