//! The public statistics page and its files, made from the open data set alone.
//!
//! Functions here know nothing of HTTP: a handler reads the stored [`Dataset`] and calls [`page`],
//! [`csv`], [`json`] or [`svg`]. Whatever is wrong with a figure stands beside it.

mod chart;
mod files;
mod story;

pub use chart::ChartId;
pub use files::{csv, json};
pub use story::{Beside, Cell, Key, Note, Story, TableRow};

use crate::charts::Size;
use crate::frame::Frame;
use askama::Template;
use punte_app::statistics::Dataset;
use punte_words::{Lang, T};

/// The page `/statistics`.
#[derive(Template)]
#[template(path = "public/statistics.html")]
pub struct StatisticsPage {
    /// Surroundings.
    pub frame: Frame,
    /// The finding, as a sentence.
    pub hero: String,
    /// One more sentence.
    pub lead: String,
    /// Four numbers, each with the year before.
    pub keys: Vec<Key>,
    /// The charts.
    pub stories: Vec<Story>,
}

/// The page, in the language of its frame.
pub fn page(dataset: &Dataset, frame: Frame) -> StatisticsPage {
    let t = frame.t;
    StatisticsPage {
        hero: story::hero(dataset, t),
        lead: t.with2(
            "stats-lead",
            "publisher",
            &dataset.source.publisher,
            "edition",
            t.iso_date(&dataset.source.edition),
        ),
        keys: story::keys(dataset, t),
        stories: ChartId::ALL
            .into_iter()
            .map(|chart| story::story(dataset, chart, t))
            .collect(),
        frame,
    }
}

/// The page as HTML. The same figures for everybody; whoever came with a session gets a way back to work.
pub fn render_page(
    dataset: &Dataset,
    lang: Lang,
    signed_in: bool,
) -> Result<String, askama::Error> {
    let title = T::new(lang).get("stats-title");
    let mut frame = Frame::public(lang, title, "/statistics");
    frame.signed_in = signed_in;
    page(dataset, frame).render()
}

/// A chart as an SVG file that stands alone.
pub fn svg(dataset: &Dataset, chart: ChartId, lang: Lang) -> String {
    chart::draw(dataset, chart, T::new(lang), Size::Wide)
}
