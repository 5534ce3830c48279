//! The table of routes. A route that isn't here doesn't exist; one whose policy isn't asked answers nothing.

use crate::http::route::Route;
use crate::{api, pages};

/// Every route.
pub fn all() -> impl Iterator<Item = &'static Route> {
    tables().into_iter().flatten()
}

/// One table for each part of the site, in the folder of its pages.
fn tables() -> Vec<&'static [Route]> {
    let mut tables = vec![
        pages::entrance::ROUTES,
        pages::account::ROUTES,
        pages::admin::ROUTES,
        pages::today::ROUTES,
        pages::refer::ROUTES,
        pages::concern::ROUTES,
        pages::statistics::ROUTES,
        pages::plain::ROUTES,
        api::ROUTES,
        api::session::ROUTES,
        api::files::ROUTES,
        api::file_writes::ROUTES,
        api::referrals::ROUTES,
        api::concerns::ROUTES,
        api::statistics::ROUTES,
        api::account::ROUTES,
        api::views::ROUTES,
        api::directory::ROUTES,
        api::directory_writes::ROUTES,
        api::openapi::ROUTES,
    ];
    tables.extend(pages::files::TABLES);
    tables
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_route_stands_twice() {
        let mut seen = BTreeSet::new();
        for route in all() {
            assert!(
                seen.insert((route.path, route.method)),
                "{} {}",
                route.method.name(),
                route.path
            );
        }
    }
}
