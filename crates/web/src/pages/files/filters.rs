//! What a list of files is narrowed by: filters, and the chips of those that are set.

use super::query::{Address, WAITS};
use super::say::Say;
use crate::pages::refer;
use crate::view::form::{Choice, Choices};
use crate::view::list::Chip;
use punte_app::Names;
use punte_app::domain::file::identification::Status;
use punte_app::domain::file::stage::Stage;
use punte_app::domain::pack::List;
use punte_app::files::FileList;

fn choices(
    say: &Say<'_>,
    here: &Address,
    name: &'static str,
    items: Vec<(String, String)>,
) -> Choices {
    let now = here.get(name);
    let first = Choice::new("", say.t.get("files-any"), now.is_empty());
    let rest = items.into_iter().map(|(value, label)| {
        let chosen = value == now;
        Choice::new(value, label, chosen)
    });
    Choices::new(
        name,
        say.t.of("files-filter", name),
        std::iter::once(first).chain(rest).collect(),
    )
}

/// What a list can be narrowed by.
pub(super) fn filters(say: &Say<'_>, here: &Address, list: &FileList) -> Vec<Choices> {
    let of = |l: List, ids: Vec<&str>| {
        ids.into_iter()
            .map(|id| (id.to_owned(), say.named(l, id)))
            .collect()
    };
    let pack = |l: List| {
        say.pack
            .list(l)
            .iter()
            .map(|c| (c.as_str().to_owned(), say.item(l, c)))
            .collect()
    };
    let own = |family: &str, ids: &[&str]| {
        ids.iter()
            .map(|id| ((*id).to_owned(), say.t.of(family, id)))
            .collect::<Vec<_>>()
    };
    let mut managers = own("files-manager", &["me", "none"]);
    let named = list
        .managers
        .iter()
        .map(|id| (id.to_string(), list.names.user(*id).to_owned()));
    managers.extend(named);
    let waits: Vec<&str> = WAITS.iter().map(|(name, _)| *name).collect();
    vec![
        choices(
            say,
            here,
            "stage",
            of(List::Stage, Stage::ALL.iter().map(|s| s.name()).collect()),
        ),
        choices(say, here, "risk", pack(List::Risk)),
        choices(
            say,
            here,
            "status",
            of(
                List::Identification,
                Status::ALL.iter().map(|s| s.name()).collect(),
            ),
        ),
        choices(say, here, "manager", managers),
        choices(say, here, "county", refer::say::counties(&say.t, say.pack)),
        choices(say, here, "who", own("files-who", &["child", "adult"])),
        choices(
            say,
            here,
            "due",
            own("files-due", &["late", "week", "month"]),
        ),
        choices(say, here, "waits", own("files-waits", &waits)),
        choices(say, here, "closed", own("files-closed", &["yes", "all"])),
    ]
}

/// The filters that are set, each with the way out of it.
pub(super) fn chips(say: &Say<'_>, here: &Address, names: &Names) -> Vec<Chip> {
    let label = |name: &str, value: &str| match name {
        "stage" => say.named(List::Stage, value),
        "risk" => say.named(List::Risk, value),
        "status" => say.named(List::Identification, value),
        "county" => say.named(List::County, value),
        "manager" if matches!(value, "me" | "none") => say.t.of("files-manager", value),
        "manager" => value
            .parse()
            .map(|id| names.user(id).to_owned())
            .unwrap_or_default(),
        "who" => say.t.of("files-who", value),
        "due" => say.t.of("files-due", value),
        "waits" => say.t.of("files-waits", value),
        _ => say.t.of("files-closed", value),
    };
    [
        "mine", "stage", "risk", "status", "manager", "county", "who", "due", "waits", "closed",
    ]
    .into_iter()
    .filter(|name| !here.get(name).is_empty())
    .map(|name| Chip {
        label: match name {
            "mine" => say.t.get("files-view-mine"),
            _ => format!(
                "{}: {}",
                say.t.of("files-filter", name),
                label(name, here.get(name))
            ),
        },
        remove_href: here.with(name, "").href("/files"),
    })
    .collect()
}
