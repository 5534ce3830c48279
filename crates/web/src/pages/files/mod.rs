//! Survivor files: list, search, the pages of one file, the forms that write on it.

pub mod access;
pub mod child;
pub mod entries;
mod filters;
pub mod forms;
pub mod head;
pub mod list;
pub mod open;
pub mod page;
pub mod parts;
pub mod query;
pub mod rooms;
pub mod say;
pub mod story;
pub mod tabs;
mod views;

use crate::http::route::Route;

/// The tables of routes of this part.
pub const TABLES: &[&[Route]] = &[
    list::ROUTES,
    views::ROUTES,
    open::ROUTES,
    page::ROUTES,
    forms::ROUTES,
];
