//! What the requests hold, read: ids, dates, items of lists. A fault is named by its field.

use crate::http::problem::Problem;
use punte_app::Invalid;
use punte_app::domain::compartment::{CompartmentKind, Compartments};
use punte_app::domain::time::PartialDate;
use punte_app::domain::values::{Answer, Code};
use std::str::FromStr;

pub(super) fn wrong(field: &str, code: &str) -> Problem {
    Problem::Invalid(vec![Invalid::new(field, code)])
}

pub(super) fn id<T: FromStr>(field: &str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| wrong(field, "choice-unknown"))
}

pub(super) fn one_of<T: Copy>(
    field: &str,
    given: &str,
    known: impl IntoIterator<Item = (&'static str, T)>,
) -> Result<T, Problem> {
    let found = known
        .into_iter()
        .find(|(name, _)| *name == given)
        .map(|(_, value)| value);
    found.ok_or_else(|| wrong(field, "choice-unknown"))
}

pub(super) fn partial_needed(field: &str, text: &str) -> Result<PartialDate, Problem> {
    text.parse().map_err(|_| wrong(field, "date-impossible"))
}

pub(super) fn partial(field: &str, text: Option<&str>) -> Result<Option<PartialDate>, Problem> {
    text.map(|text| partial_needed(field, text)).transpose()
}

pub(super) fn codes(given: Vec<String>) -> Vec<Code> {
    given.into_iter().map(Code).collect()
}

pub(super) fn said(given: Option<bool>) -> Answer<bool> {
    given.map_or(Answer::NotAsked, Answer::Said)
}

pub(super) fn kind(field: &str, given: &str) -> Result<CompartmentKind, Problem> {
    one_of(
        field,
        given,
        CompartmentKind::OF_FILE.map(|k| (k.name(), k)),
    )
}

pub(super) fn rooms(field: &str, given: &[String]) -> Result<Compartments, Problem> {
    given.iter().map(|name| kind(field, name)).collect()
}
