//! Pages: typed form -> one application call -> template.

pub mod account;
pub mod admin;
pub mod blocks;
pub mod concern;
pub mod entrance;
pub mod files;
pub mod plain;
pub mod refer;
pub mod statistics;
pub mod today;

use crate::frame::{Demo, Frame, Notice, NoticeKind, Section, SessionLimits, User};
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::site::Site;
use askama::Template;
use punte_app::domain::access::Role;
use punte_app::domain::id::RequestId;
use punte_app::files::Post;
use punte_app::{Desk, Lang, Token};
use punte_words::{T, key};

/// The cookie that switches single-key shortcuts off in one browser. Says nothing else.
pub const SHORTCUTS_OFF: &str = "shortcuts-off";

/// What comes with a change: the form's own id, or a fresh one where none was sent, and the version it was drawn from.
pub fn post_of(ask: &Ask, desk: &Desk) -> Post {
    Post {
        id: ask
            .fields
            .text("id")
            .parse()
            .unwrap_or_else(|_| desk.app().new_entry()),
        version: ask.fields.text("version").parse().ok(),
    }
}

/// Renders a template. Templates are compiled, so failing means a bug in a helper; an empty page is its safe reading.
pub fn render(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}

/// The surroundings of a staff page.
pub fn staff(
    site: &Site,
    ask: &Ask,
    desk: &Desk,
    title: impl Into<String>,
    section: Option<Section>,
) -> Frame {
    let sender = Sender {
        lang: ask.lang,
        path: &ask.path,
        token: ask.token.as_ref(),
        shortcuts_off: ask.has_cookie(SHORTCUTS_OFF),
    };
    let mut frame = surroundings(site, &sender, desk, title, section);
    if let Some(code) = ask.query.get("done") {
        frame.notice = notice(&frame.t, code);
    }
    frame
}

/// What surroundings take from a request; it is there also of a request that no handler can use.
pub struct Sender<'a> {
    /// Language of the answer.
    pub lang: Lang,
    /// The path asked for.
    pub path: &'a str,
    /// The session's token, where the cookie has the shape of one.
    pub token: Option<&'a Token>,
    /// Whether single-key shortcuts are switched off.
    pub shortcuts_off: bool,
}

fn surroundings(
    site: &Site,
    sender: &Sender<'_>,
    desk: &Desk,
    title: impl Into<String>,
    section: Option<Section>,
) -> Frame {
    let t = T::new(sender.lang);
    let role = desk
        .memberships()
        .first()
        .map(|m| t.of("role", m.role.name()))
        .unwrap_or_default();
    let user = User {
        name: desk.user().name.clone(),
        role,
    };
    let open = sections(desk);
    let mut frame = Frame::staff(sender.lang, title, sender.path, user, &open, section);
    if let Some(token) = sender.token {
        frame.csrf = site.app.csrf(token);
    }
    if site.app.is_demo() {
        frame.demo = Some(Demo {
            switch_href: "/demo".into(),
        });
    }
    frame.shortcuts_off = sender.shortcuts_off;
    frame.session = Some(SessionLimits {
        idle_seconds: 1_800,
        warn_seconds: 120,
    });
    frame
}

/// What an action did, by its code in the address: only codes that we have a sentence for.
pub fn notice(t: &T, code: &str) -> Option<Notice> {
    let known = code.len() <= 40 && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let name = format!("done-{code}");
    (known && punte_words::Words::has(t.lang, &name)).then(|| Notice {
        kind: NoticeKind::Success,
        text: t.of("done", code),
    })
}

/// The sections that this person may open.
fn sections(desk: &Desk) -> Vec<(Section, Option<u32>)> {
    let casework = desk.memberships().iter().any(|m| is_casework(m.role));
    let intake = desk.is(Role::CaseManager) || desk.is(Role::Supervisor);
    let mut list = vec![(Section::Today, None)];
    if casework {
        list.push((Section::Files, None));
        list.push((Section::Referrals, None));
    }
    if casework || intake {
        list.push((Section::Concerns, None));
    }
    if may_administer(desk) {
        list.push((Section::Admin, None));
    }
    list
}

/// Whether somebody sees the directory: all of it, or their own units.
fn may_administer(desk: &Desk) -> bool {
    desk.is(Role::Administrator)
        || desk.is(Role::DataProtectionOfficer)
        || desk.is(Role::Supervisor)
}

/// Whether a role works on files.
pub fn is_casework(role: Role) -> bool {
    match role {
        Role::CaseManager
        | Role::Psychologist
        | Role::Lawyer
        | Role::PoliceLiaison
        | Role::ProsecutorLiaison
        | Role::Supervisor => true,
        Role::MonitoringOfficer | Role::DataProtectionOfficer | Role::Administrator => false,
    }
}

/// What a problem's page says.
pub struct Said {
    heading: String,
    text: String,
    fields: Vec<String>,
    reference: String,
}

#[derive(Template)]
#[template(path = "pages/problem.html")]
struct ProblemPage {
    frame: Frame,
    said: Said,
}

#[derive(Template)]
#[template(path = "pages/problem-staff.html")]
struct StaffProblemPage {
    frame: Frame,
    said: Said,
}

/// The page for a problem: a clear sentence, a way on, a number to quote. Nobody's data. Who is signed in sees it in their
/// own surroundings: they stay where they were.
pub async fn problem_page(
    site: &Site,
    problem: &Problem,
    request: RequestId,
    sender: &Sender<'_>,
) -> String {
    let t = T::new(sender.lang);
    let fields = match problem {
        Problem::Invalid(list) => list.iter().map(|i| t.of("refusal", &i.code)).collect(),
        _ => Vec::new(),
    };
    let heading = match problem {
        Problem::NotFound => t.get(key!("problem-heading-not-found")),
        _ => t.get(key!("problem-heading")),
    };
    let title = heading.clone();
    let said = Said {
        text: t.of("problem", problem.code()),
        fields,
        reference: request.to_string(),
        heading,
    };
    match signed_in(site, problem, request, sender).await {
        Some(desk) => {
            let mut frame = surroundings(site, sender, &desk, title, None);
            // What was asked for is not in the page: it is the same for everything that is refused, and there is nothing to
            // come back to.
            "/".clone_into(&mut frame.path);
            render(&StaffProblemPage { frame, said })
        }
        None => render(&ProblemPage {
            frame: Frame::public(sender.lang, title, sender.path),
            said,
        }),
    }
}

/// Who sees the problem. Not asked of a request that no page of ours made, nor of a store that cannot answer.
async fn signed_in(
    site: &Site,
    problem: &Problem,
    request: RequestId,
    sender: &Sender<'_>,
) -> Option<Desk> {
    match problem {
        Problem::SignIn | Problem::Foreign | Problem::LongHeaders | Problem::Unavailable => None,
        Problem::NotFound
        | Problem::TooLong
        | Problem::MediaType
        | Problem::BadForm(_)
        | Problem::BadQuery
        | Problem::BadJson
        | Problem::Invalid(_)
        | Problem::Stale(_)
        | Problem::Reused
        | Problem::VersionMissing
        | Problem::TooMany(_)
        | Problem::Unguarded => {
            let desk = site.app.desk(sender.token?, request).await;
            desk.ok().flatten()
        }
    }
}
