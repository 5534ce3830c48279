//! Typed pieces that the component macros of `templates/components` take.

pub mod assets;
pub mod blocks;
pub mod csv;
pub mod faults;
pub mod form;
pub mod list;
pub mod mark;
pub mod parts;
pub mod qr;
pub mod record;

use crate::frame::Frame;
use askama::Template;

/// The neutral page behind "Ascunde ecranul" for browsers without scripts.
#[derive(Template)]
#[template(path = "hidden.html")]
pub struct HiddenPage {
    /// Surroundings: built with [`Frame::public`], so that no name shows.
    pub frame: Frame,
    /// Where to go back to.
    pub back: String,
}
