//! What is the same on every tab of a file: identity bar, stage bar, tabs, actions.

use super::forms::offered;
use super::say::{Say, risk_tone};
use crate::view::mark::{Link, Mark, Tone};
use crate::view::record::{Identity, Step, StepState, Tab};
use punte_app::domain::compartment::CompartmentKind;
use punte_app::domain::pack::List;
use punte_app::files::FileView;

/// A tab of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The first.
    Overview,
    /// Identity.
    Person,
    /// Plan, services, sessions.
    Plan,
    /// Notes of every open compartment.
    Notes,
    /// Therapy and psychosocial notes.
    Psychosocial,
    /// Counsel's notes, hearings, what was already told.
    Legal,
    /// Who sees what and why.
    Access,
}

impl Place {
    /// All, in order.
    pub const ALL: [Self; 7] = [
        Self::Overview,
        Self::Person,
        Self::Plan,
        Self::Notes,
        Self::Psychosocial,
        Self::Legal,
        Self::Access,
    ];

    /// The last part of its address and of its message key (`file-tab-<name>`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Person => "person",
            Self::Plan => "plan",
            Self::Notes => "notes",
            Self::Psychosocial => "psychosocial",
            Self::Legal => "legal",
            Self::Access => "access",
        }
    }

    /// Where it is.
    pub fn href(self, view: &FileView) -> String {
        match self {
            Self::Overview => format!("/files/{}", view.code),
            other => format!("/files/{}/{}", view.code, other.name()),
        }
    }

    /// Whether it opens to the reader. That these compartments exist is no secret: every file has them.
    pub fn opens(self, view: &FileView) -> bool {
        let has = |kind| view.open.has(kind) || view.can.write.has(kind);
        match self {
            Self::Overview | Self::Plan | Self::Notes => true,
            Self::Person => has(CompartmentKind::Identity),
            Self::Psychosocial => has(CompartmentKind::Psychosocial),
            Self::Legal => has(CompartmentKind::Legal) || has(CompartmentKind::Justice),
            Self::Access => view.can.access,
        }
    }
}

/// The head of a file's page.
pub struct Head {
    /// Identity bar.
    pub identity: Identity,
    /// Stage bar.
    pub steps: Vec<Step>,
    /// Tabs.
    pub tabs: Vec<Tab>,
    /// The one primary action.
    pub primary: Option<Link>,
    /// More actions.
    pub more: Vec<Link>,
    /// "You see the file as …", with the way back.
    pub banner: Option<Link>,
}

/// The head as `place` shows it.
pub fn head(say: &Say<'_>, view: &FileView, place: Option<Place>) -> Head {
    Head {
        identity: identity(say, view),
        steps: steps(say, view),
        tabs: tabs(say, view, place),
        primary: (!view.can.write.is_empty()).then(|| {
            Link::new(
                say.t.get("file-add-note"),
                format!("/files/{}/notes/new", view.code),
            )
        }),
        more: more(say, view),
        banner: None,
    }
}

fn identity(say: &Say<'_>, view: &FileView) -> Identity {
    let state = &view.state;
    let age = view
        .person
        .as_ref()
        .map(|(_, p)| p.age())
        .filter(|a| a.range(say.today()).is_some());
    let age = age.unwrap_or(state.basics.age);
    let county = state.basics.county.as_ref().map(|c| {
        say.t
            .with("file-county", "county", say.item(List::County, c))
    });
    let manager = match state.case_manager() {
        Some(user) => say.t.with("file-managed-by", "name", view.names.user(user)),
        None => say.t.get("file-unmanaged"),
    };
    let opened = state.opened_at.map(|at| match say.days_since(at) {
        0 => say.t.get("file-opened-today"),
        days => say.t.n("file-open-for", days),
    });
    let meta = [
        Some(say.age(&age)),
        Some(say.named(List::Sex, state.basics.sex.name())),
        county,
        Some(manager),
        opened,
    ];
    let mut flags = Vec::new();
    if let Some(risk) = state.risk() {
        let text = say
            .t
            .with("file-risk", "level", say.item(List::Risk, &risk.level));
        flags.push(Mark::new(text, risk_tone(&risk.level)));
    }
    if age.is_child(say.today()) {
        flags.push(Mark::new(say.t.get("file-child"), Tone::Blue));
    }
    if let Some(status) = state.identification() {
        flags.push(Mark::new(
            say.named(List::Identification, status.name()),
            Tone::Blue,
        ));
    }
    if state.closed.is_some() {
        flags.push(Mark::new(say.t.get("file-closed"), Tone::Grey));
    }
    if state.transfer.is_some() {
        flags.push(Mark::new(say.t.get("file-transfer-pending"), Tone::Yellow));
    }
    flags.push(Mark::new(say.t.n("file-holders", view.holders), Tone::Grey));
    Identity {
        code: view.code.to_string(),
        alias: state.cover_name.clone(),
        meta: meta.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        flags,
    }
}

fn steps(say: &Say<'_>, view: &FileView) -> Vec<Step> {
    view.stages
        .iter()
        .map(|(stage, at)| Step {
            label: say.named(List::Stage, stage.name()),
            date: at.map(|at| say.day(at)).unwrap_or_default(),
            state: if *stage == view.stage {
                StepState::Now
            } else if at.is_some() {
                StepState::Done
            } else {
                StepState::Todo
            },
        })
        .collect()
}

fn tabs(say: &Say<'_>, view: &FileView, place: Option<Place>) -> Vec<Tab> {
    Place::ALL
        .into_iter()
        .map(|tab| Tab {
            label: say.t.of("file-tab", tab.name()),
            href: tab.opens(view).then(|| tab.href(view)),
            count: None,
            current: Some(tab) == place,
        })
        .collect()
}

fn more(say: &Say<'_>, view: &FileView) -> Vec<Link> {
    let mut links = Vec::new();
    // What is no form of these is a page that the reader has anyway, or asked for before it is added.
    let reach = |rest: &str| matches!(rest, "refer" | "print") || offered(view, rest);
    let mut add = |occasion: bool, key: &str, rest: &str| {
        if occasion && reach(rest) {
            links.push(Link::new(
                say.t.of("file-do", key),
                format!("/files/{}/{rest}", view.code),
            ));
        }
    };
    let open = view.state.closed.is_none();
    add(true, "task", "tasks/new");
    add(true, "service", "services/new");
    add(true, "risk", "risk");
    add(true, "told", "told/new");
    add(true, "hearing", "hearings/new");
    add(true, "identification", "identification");
    add(true, "event", "event");
    add(!view.can.share.is_empty() && open, "refer", "refer");
    add(view.can.lead && open, "consent", "consents/new");
    add(view.can.lead && open, "assign", "team/new");
    add(
        view.can.lead && open && view.state.transfer.is_none(),
        "transfer",
        "transfer",
    );
    add(view.can.lead && open, "close", "close");
    add(view.can.lead && !open, "reopen", "reopen");
    add(true, "print", "print");
    links
}
