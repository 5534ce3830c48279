//! Who I am here, where I am signed in, how the pages speak to me.

use super::device;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::pages::blocks::{BlockPage, Trouble, when};
use crate::pages::{SHORTCUTS_OFF, post_of, staff};
use crate::site::Site;
use crate::view::blocks::{Block, Cell, Form, Press, Table, Weight};
use crate::view::form::Choice;
use crate::view::list::Column;
use crate::view::mark::{Mark, Tone};
use crate::view::parts::{Asked, Part};
use crate::view::record::Row;
use axum::http::header;
use punte_app::account::{Account, OwnMembership, OwnSession};
use punte_app::directory::MembershipState;
use punte_app::{AppError, Desk, Lang};
use punte_words::T;

/// The page.
pub(super) async fn page(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    draw(&site, &ask, &desk, &Trouble::default()).await
}

async fn draw(site: &Site, ask: &Ask, desk: &Desk, trouble: &Trouble) -> Result<Answer, Problem> {
    let account = desk.account().await?;
    let t = T::new(ask.lang);
    let asked = Asked {
        t,
        fields: &ask.fields,
        wrong: &trouble.wrong,
    };
    let mut frame = staff(site, ask, desk, t.get("account-title"), None);
    "/account".clone_into(&mut frame.path);
    let mut page = BlockPage::new(frame, t.get("account-title"));
    page.blocks = vec![
        Block::Card(vec![Part::Rows(facts(&t, &account))]),
        Block::Table(memberships(&t, desk, &account)),
        Block::Table(sessions(&t, desk, &account)),
    ];
    if account.sessions.len() > 1 {
        page.blocks.push(Block::Form(Form {
            code: "others",
            title: t.get("account-end-others"),
            lead: t.get("account-end-others-lead"),
            action: "/account/sessions/end-others".into(),
            hidden: hidden(desk),
            parts: Vec::new(),
            button: t.get("account-end-others"),
            weight: Weight::Quiet,
            cancel: None,
        }));
    }
    page.blocks
        .push(Block::Form(language_form(&asked, desk, &account)));
    page.blocks
        .push(Block::Form(shortcuts_form(&asked, ask, desk)));
    page.mark(&asked);
    Ok(page.answer().status(trouble.status()))
}

fn hidden(desk: &Desk) -> Vec<(&'static str, String)> {
    vec![("id", desk.app().new_entry().to_string())]
}

fn facts(t: &T, account: &Account) -> Vec<Row> {
    let mut rows = vec![
        Row::new(t.get("account-name"), account.name.clone()),
        Row::new(t.get("sign-in-login"), account.login.clone()),
    ];
    if !account.title.is_empty() {
        rows.push(Row::new(t.get("account-job"), account.title.clone()));
    }
    rows.push(
        Row::new(
            t.get("sign-in-passphrase"),
            t.get("account-passphrase-kept"),
        )
        .change_at("/account/passphrase"),
    );
    let recovery = if account.recovery {
        t.get("account-recovery-there")
    } else {
        t.get("account-recovery-missing")
    };
    rows.push(Row::new(t.get("account-recovery"), recovery).change_at("/account/recovery"));
    if account.second_factor_possible {
        let factor = if account.second_factor {
            t.get("account-factor-there")
        } else {
            t.get("account-factor-missing")
        };
        rows.push(Row::new(t.get("account-factor"), factor).change_at("/account/second-factor"));
    }
    rows
}

fn memberships(t: &T, desk: &Desk, account: &Account) -> Table {
    let row = |m: &OwnMembership| {
        let state = if m.first {
            Cell::Press(Press {
                action: "/account/take-up".into(),
                hidden: vec![
                    ("id", desk.app().new_entry().to_string()),
                    ("unit", m.unit.to_string()),
                ],
                button: t.get("account-take-up"),
                about: m.unit_name.clone(),
            })
        } else {
            Cell::Mark(membership_mark(t, m.state))
        };
        vec![
            Cell::text(&m.unit_name),
            Cell::text(&m.organisation),
            Cell::text(t.of("role", m.role.name())),
            state,
        ]
    };
    Table {
        id: "units",
        title: t.get("account-units"),
        empty: t.get("account-units-none"),
        columns: [
            "admin-unit",
            "admin-organisation",
            "admin-role",
            "admin-state",
        ]
        .map(|k| Column::text(t.get(k)))
        .to_vec(),
        rows: account.memberships.iter().map(row).collect(),
        counted: false,
    }
}

/// Where a membership stands, as a tag.
pub fn membership_mark(t: &T, state: MembershipState) -> Mark {
    let tone = match state {
        MembershipState::Waiting => Tone::Yellow,
        MembershipState::Active => Tone::Green,
        MembershipState::Ended => Tone::Grey,
    };
    Mark::new(t.of("membership", state.name()), tone)
}

fn sessions(t: &T, desk: &Desk, account: &Account) -> Table {
    let row = |s: &OwnSession| {
        let end = if s.current {
            Cell::Mark(Mark::new(t.get("account-this-session"), Tone::Blue))
        } else {
            Cell::Press(Press {
                action: "/account/sessions/end".into(),
                hidden: vec![
                    ("id", desk.app().new_entry().to_string()),
                    ("session", s.id.clone()),
                ],
                button: t.get("account-end-session"),
                about: device::name(t, &s.label),
            })
        };
        vec![
            Cell::text(device::name(t, &s.label)),
            Cell::text(when(desk, t, s.created)),
            Cell::text(when(desk, t, s.seen)),
            end,
        ]
    };
    Table {
        id: "sessions",
        title: t.get("account-sessions"),
        empty: String::new(),
        columns: [
            "account-device-label",
            "account-since",
            "account-seen",
            "account-session-end",
        ]
        .map(|k| Column::text(t.get(k)))
        .to_vec(),
        rows: account.sessions.iter().map(row).collect(),
        counted: true,
    }
}

fn language_form(asked: &Asked<'_>, desk: &Desk, account: &Account) -> Form {
    let t = asked.t;
    let languages = Lang::ALL.map(|l| (l.tag().to_owned(), l.own_name().to_owned()));
    let mut question = asked.one("language", t.get("account-language"), languages);
    question.hint = Some(t.get("account-language-hint"));
    if question.choices.iter().all(|c| !c.chosen) && question.error.is_none() {
        for choice in &mut question.choices {
            choice.chosen = choice.value == account.language;
        }
    }
    Form {
        code: "language-form",
        title: t.get("account-language-title"),
        lead: String::new(),
        action: "/account/language".into(),
        hidden: hidden(desk),
        parts: vec![Part::Radios(question)],
        button: t.get("account-save"),
        weight: Weight::Quiet,
        cancel: None,
    }
}

fn shortcuts_form(asked: &Asked<'_>, ask: &Ask, desk: &Desk) -> Form {
    let t = asked.t;
    let off = ask.has_cookie(SHORTCUTS_OFF);
    let mut question = asked.one("shortcuts", t.get("account-shortcuts"), Vec::new());
    question.choices = vec![
        Choice::new("on", t.get("account-shortcuts-on"), !off),
        Choice::new("off", t.get("account-shortcuts-off"), off),
    ];
    question.hint = Some(t.get("account-shortcuts-hint"));
    Form {
        code: "shortcuts-form",
        title: t.get("shortcuts-title"),
        lead: String::new(),
        action: "/account/shortcuts".into(),
        hidden: hidden(desk),
        parts: vec![Part::Radios(question)],
        button: t.get("account-save"),
        weight: Weight::Quiet,
        cancel: None,
    }
}

/// Ends one session.
pub(super) async fn end_one(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let session = ask.fields.text("session").to_owned();
    desk.end_sessions(Some(&session), post_of(&ask, &desk))
        .await?;
    Ok(Answer::see_other("/account?done=session-ended"))
}

/// Ends all but this one.
pub(super) async fn end_others(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    desk.end_sessions(None, post_of(&ask, &desk)).await?;
    Ok(Answer::see_other("/account?done=sessions-ended"))
}

/// Takes up a unit as its first member.
pub(super) async fn take_up(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let unit = ask
        .fields
        .text("unit")
        .parse()
        .map_err(|_| AppError::Absent)?;
    desk.take_up(unit).await?;
    Ok(Answer::see_other("/account?done=unit-taken-up"))
}

/// The language of one's pages: kept with the account, and for this browser.
pub(super) async fn language(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let language = ask.fields.text("language");
    let outcome = desk.set_language(language, post_of(&ask, &desk)).await;
    if let Some(trouble) = Trouble::of(outcome)? {
        return draw(&site, &ask, &desk, &trouble).await;
    }
    let lang = language.parse().map_err(|_| Problem::NotFound)?;
    Ok(Answer::see_other("/account?done=language-set")
        .with(header::SET_COOKIE, site.language_cookie(lang)))
}

/// Single-key shortcuts on or off, for this browser (WCAG 2.1.4).
pub(super) async fn shortcuts(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    // Asks policy like every other change of the account, although it writes nothing.
    desk.account().await?;
    let off = match ask.fields.text("shortcuts") {
        "on" => false,
        "off" => true,
        _ => {
            let trouble = Trouble::wrong("shortcuts", "choice-unknown");
            return draw(&site, &ask, &desk, &trouble).await;
        }
    };
    Ok(Answer::see_other("/account?done=shortcuts-set")
        .with(header::SET_COOKIE, site.shortcuts_cookie(off)))
}
