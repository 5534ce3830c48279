//! What a page offers: the forms on it, and the links to pages with a form. Who is offered one is not refused it.

use crate::things::{Parts, moves_the_file};
use punte_web::http::route::{Face, Method, Route};
use punte_web::routes;
use std::collections::{BTreeMap, BTreeSet};

/// One offer: to the persona in this place, on a page with this relation, of a form by its method and path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Offer {
    pub(crate) at: usize,
    pub(crate) relation: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) on: String,
}

/// The routes that a page leads to and that lie on the things that it is about, or on nothing in particular.
pub(crate) fn offers(body: &str, parts: &Parts) -> BTreeSet<(&'static str, &'static str)> {
    let mut found = BTreeSet::new();
    for (mark, method) in [(" action=\"", Method::Post), (" href=\"", Method::Get)] {
        for rest in body.split(mark).skip(1) {
            let address = rest.split('"').next().unwrap_or_default();
            let address = address.split(['?', '#']).next().unwrap_or_default();
            let forms = routes::all().filter(|route| route.method == method && has_form(route));
            let route = forms
                .into_iter()
                .find(|route| leads_to(route.path, address, parts));
            found.extend(route.map(|route| (method.name(), route.path)));
        }
    }
    found
}

/// Pages whose address also takes what their form sends, and where that is sent.
fn has_form(route: &Route) -> bool {
    let takes = |other: &Route| other.method == Method::Post && other.path == route.path;
    route.face == Face::Page && routes::all().any(takes)
}

/// Whether an address is of this route, with the row's own thing in the first of its places.
fn leads_to(path: &str, address: &str, parts: &Parts) -> bool {
    let (mut mine, mut first) = (path.split('/'), true);
    let fits = address.split('/').all(|given| match mine.next() {
        Some(part) if part.starts_with('{') => {
            let known = !first || parts.values().any(|value| value == given);
            first = false;
            known
        }
        Some(part) => part == given,
        None => false,
    });
    fits && mine.next().is_none()
}

/// Where the walk sends the form to another thing than the page showed: to a file of its own that nobody shares, because it
/// moves it; to the newcomer of one unit, while each page shows the reader's own; to a file whose offer the one who was asked
/// before has declined.
fn sent_elsewhere(offer: &Offer) -> bool {
    let moved = offer.relation == "shared in part" && moves_the_file(offer.path);
    moved || offer.path == "/admin/waiting" || offer.path.ends_with("/transfer/decline")
}

/// The offers that would be refused by policy.
pub(crate) fn refused(
    offers: &BTreeSet<Offer>,
    rows: &BTreeMap<(String, &'static str), String>,
    who: &[String],
) -> Vec<String> {
    let letter = |offer: &Offer, relation| {
        let route = format!("{:4} {}", offer.method, offer.path);
        rows.get(&(route, relation))
            .and_then(|line| line.chars().nth(offer.at))
    };
    offers
        .iter()
        .filter(|offer| !sent_elsewhere(offer))
        .filter(|offer| letter(offer, offer.relation).or_else(|| letter(offer, "own")) == Some('-'))
        .map(|o| {
            format!(
                "{} is offered {} {} on {} ({})",
                who[o.at], o.method, o.path, o.on, o.relation
            )
        })
        .collect()
}
