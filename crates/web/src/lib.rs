//! Pages, JSON and assets; thin.

pub mod api;
pub mod charts;
pub mod frame;
pub mod http;
pub mod pages;
pub mod routes;
mod serve;
mod site;
pub mod statistics;
pub mod view;

pub use serve::{ServeOptions, router, serve, serve_on};
pub use site::Persona;
pub use site::Site;
