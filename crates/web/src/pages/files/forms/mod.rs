//! Forms that write on a file: each says what it asks, how it starts, and which command it means. One way for all of them:
//! draw, read, carry out; on a refusal the same form with everything that was typed, on a conflict also what others wrote.

pub mod draw;
pub mod notes;
pub mod run;


use crate::http::fields::Shape;
use crate::http::route::{Face, Guard, Method, Route, Takes};
use punte_app::domain::Action;
use punte_app::domain::access::{ReadFile, WriteFile};

/// Longest form: a note of 15,000 characters, each up to twelve bytes when encoded.
const LONGEST: usize = 256 * 1024;

macro_rules! forms {
    ($($path:literal $action:ident $form:path { $($single:literal)* } { $($many:literal)* })*) => {
        /// Two routes for each form: the page, and the writing.
        pub const ROUTES: &[Route] = &[$(
            Route {
                method: Method::Get,
                path: $path,
                face: Face::Page,
                guard: Guard::Action(ReadFile::NAME),
                takes: Takes::Nothing,
                run: |site, ask| Box::pin(run::show(site, ask, &$form)),
            },
            Route {
                method: Method::Post,
                path: $path,
                face: Face::Page,
                guard: Guard::Action($action::NAME),
                takes: Takes::Form(Shape { single: &[$($single),*], many: &[$($many),*] }, LONGEST),
                run: |site, ask| Box::pin(run::write(site, ask, &$form)),
            },
        )*];
    };
}

forms! {
    "/files/{code}/notes/new" WriteFile notes::NEW { "compartment" "kind" "text" "on-day" "on-month" "on-year" "on-about" } {}
    "/files/{code}/notes/{note}/amend" WriteFile notes::AMEND { "text" "reason" } {}
}
