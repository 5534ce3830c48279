//! The list's address: which files, in which order, which page. Never anything that names anybody.

use crate::http::ask::Ask;
use crate::http::problem::Problem;
use punte_app::Desk;
use punte_app::domain::file::identification::Status;
use punte_app::domain::file::stage::Stage;
use punte_app::domain::pack::List;
use punte_app::domain::roster::{Filter, Sort, Waits};
use punte_app::domain::values::Code;
use punte_app::files::FileQuery;
use std::collections::BTreeMap;

/// More pages than any list has. A page past the end of a list that has shrunk is its last one; this is no page at all.
const MOST_PAGES: usize = 100_000;

/// Names that the address may have.
const NAMES: [&str; 15] = [
    "sort", "dir", "page", "mine", "stage", "risk", "county", "status", "manager", "who", "due",
    "closed", "waits", "done", "lang",
];

/// A list's address, as pairs in a fixed order, so that equal views have equal addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address(BTreeMap<&'static str, String>);

/// A page's number as the address has it, from 0; the first where none is said.
pub fn page_number(text: &str) -> Result<usize, Problem> {
    if text.is_empty() {
        return Ok(0);
    }
    let number = text.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    number.filter(|n| *n < MOST_PAGES).ok_or(Problem::BadQuery)
}

impl Address {
    /// From a request. A parameter that no list has is refused: a view must not silently show more than it says.
    pub fn read(ask: &Ask) -> Result<Self, Problem> {
        Self::of(ask.query.iter().map(|(n, v)| (n.as_str(), v.as_str())))
    }

    /// From what [`Address::href`] wrote after the path, with or without its question mark.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let pairs = text.trim_start_matches('?').split('&');
        let pairs = pairs.filter(|pair| !pair.is_empty());
        Self::of(pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))))
    }

    fn of<'q>(query: impl Iterator<Item = (&'q str, &'q str)>) -> Result<Self, Problem> {
        let mut pairs = BTreeMap::new();
        for (name, value) in query {
            let known = NAMES
                .iter()
                .find(|n| **n == name)
                .ok_or(Problem::BadQuery)?;
            let value = value.trim();
            if !value.is_empty() && !matches!(*known, "done" | "lang") {
                pairs.insert(*known, value.to_owned());
            }
        }
        Ok(Self(pairs))
    }

    /// The value of a parameter, or empty.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// With a parameter set, on the first page; an empty value takes it away.
    #[must_use]
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut pairs = self.0.clone();
        pairs.remove("page");
        pairs.remove(name);
        if !value.is_empty() {
            pairs.insert(name, value.to_owned());
        }
        Self(pairs)
    }

    /// The address under `path`. Values are ids and codes of ours, which need no escaping; anything else was refused.
    pub fn href(&self, path: &str) -> String {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if pairs.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", pairs.join("&"))
        }
    }

    /// Up to the page's number.
    pub fn page_stem(&self, path: &str) -> String {
        let rest = self.with("page", "");
        let href = rest.href(path);
        if href.contains('?') {
            format!("{href}&page=")
        } else {
            format!("{href}?page=")
        }
    }

    /// What it asks of the list.
    pub fn query(&self, desk: &Desk) -> Result<FileQuery, Problem> {
        let (sort, descending) = self.order()?;
        let mut filter = Filter {
            stage: self.one_of(Stage::ALL.iter().copied().map(|s| (s.name(), s)), "stage")?,
            identification: self
                .one_of(Status::ALL.iter().copied().map(|s| (s.name(), s)), "status")?,
            risk: self.code(desk, List::Risk, "risk")?,
            county: self.code(desk, List::County, "county")?,
            child: self.one_of([("child", true), ("adult", false)], "who")?,
            closed: Some(false),
            ..Filter::default()
        };
        filter.waits = self.one_of(WAITS, "waits")?;
        match self.get("closed") {
            "" => {}
            "yes" => filter.closed = Some(true),
            "all" => filter.closed = None,
            _ => return Err(Problem::BadQuery),
        }
        filter.due_before = match self.get("due") {
            "" => None,
            "late" => Some(desk.now()),
            "week" => Some(desk.now().plus_days(7)),
            "month" => Some(desk.now().plus_days(30)),
            _ => return Err(Problem::BadQuery),
        };
        filter.worker = self.one_of([("yes", desk.user_id())], "mine")?;
        let unmanaged = self.get("manager") == "none";
        filter.manager = match self.get("manager") {
            "" | "none" => None,
            "me" => Some(desk.user_id()),
            id => Some(id.parse().map_err(|_| Problem::BadQuery)?),
        };
        let page = page_number(self.get("page"))?;
        Ok(FileQuery {
            filter,
            sort,
            descending,
            unmanaged,
            page,
        })
    }

    /// The order, due first where none is said.
    pub fn order(&self) -> Result<(Sort, bool), Problem> {
        let sort = self.one_of(SORTS, "sort")?.unwrap_or(Sort::Due);
        let descending = match self.get("dir") {
            "" => false,
            "desc" => true,
            _ => return Err(Problem::BadQuery),
        };
        Ok((sort, descending))
    }

    fn one_of<T: Copy>(
        &self,
        known: impl IntoIterator<Item = (&'static str, T)>,
        name: &str,
    ) -> Result<Option<T>, Problem> {
        match self.get(name) {
            "" => Ok(None),
            given => known
                .into_iter()
                .find(|(id, _)| *id == given)
                .map(|(_, v)| Some(v))
                .ok_or(Problem::BadQuery),
        }
    }

    fn code(&self, desk: &Desk, list: List, name: &str) -> Result<Option<Code>, Problem> {
        match self.get(name) {
            "" => Ok(None),
            given => Some(Code::new(given))
                .filter(|c| desk.app().pack().has(list, c))
                .map(Some)
                .ok_or(Problem::BadQuery),
        }
    }
}

/// What a file can wait for, by name.
pub const WAITS: [(&str, Waits); 5] = [
    ("transfer", Waits::Transfer),
    ("risk", Waits::Risk),
    ("identification", Waits::Identification),
    ("plan", Waits::Plan),
    ("service", Waits::Service),
];

/// Orders, by name.
pub const SORTS: [(&str, Sort); 9] = [
    ("code", Sort::Code),
    ("name", Sort::Name),
    ("age", Sort::Age),
    ("county", Sort::County),
    ("stage", Sort::Stage),
    ("risk", Sort::Risk),
    ("due", Sort::Due),
    ("waiting", Sort::Waiting),
    ("activity", Sort::Activity),
];

/// The name of what a file waits for.
pub fn waits_name(waits: Waits) -> &'static str {
    WAITS
        .iter()
        .find(|(_, w)| *w == waits)
        .map_or("", |(name, _)| name)
}
