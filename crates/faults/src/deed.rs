//! What a person does, as data: for the door of the planted server and for campaigns that need no server.

use punte_app::files::{FileQuery, NewFile, Post};
use punte_app::referrals::ReferralForm;
use punte_app::{AppError, AppResult, Desk};
use punte_domain::code::FileCode;
use punte_domain::compartment::{Compartment, CompartmentKind};
use punte_domain::concern::{Alarm, ChildSketch, HowKnown, Reporter};
use punte_domain::file::Command;
use punte_domain::file::entry::{Basics, Basis, Task};
use punte_domain::id::{EntryId, ReferralId, UnitId};
use punte_domain::person::{Name, NameKind};
use punte_domain::referral;
use punte_domain::values::{Place, SafeContact, Urgency, YesNo};
use serde::{Deserialize, Serialize};

/// One thing that somebody does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is that of the form it stands for")]
pub enum Deed {
    /// Opens a file.
    Open {
        unit: UnitId,
        cover: String,
        given: String,
        family: String,
    },
    /// Writes a note.
    Note {
        code: FileCode,
        compartment: Compartment,
        text: String,
    },
    /// Records where the child lives.
    Placement {
        code: FileCode,
        address: String,
        hide_from: String,
    },
    /// Adds a task.
    Task { code: FileCode, title: String },
    /// Raises an alarm.
    Alarm {
        intake: UnitId,
        what: String,
        child: String,
        address: String,
        reporter: String,
        contact: String,
    },
    /// Refers the child.
    Refer {
        code: FileCode,
        to: UnitId,
        summary: String,
        offered: Vec<CompartmentKind>,
    },
    /// Accepts a referral.
    Accept { referral: ReferralId },
    /// Looks a name up, and opens whatever the list shows.
    Search { text: String },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The file that was opened.
    pub code: Option<FileCode>,
    /// The referral that was sent.
    pub referral: Option<ReferralId>,
    /// How many files a search found.
    pub found: usize,
}

const NOTHING: Outcome = Outcome {
    code: None,
    referral: None,
    found: 0,
};

/// Does it, under this id: done twice it is one.
pub async fn carry_out(desk: &Desk, deed: &Deed, id: EntryId) -> AppResult<Outcome> {
    let post = Post { id, version: None };
    match deed {
        Deed::Open {
            unit,
            cover,
            given,
            family,
        } => {
            let form = new_file(cover, given, family);
            let opened = desk.open_new_file(*unit, &form, post).await?;
            Ok(Outcome {
                code: Some(opened.code),
                ..NOTHING
            })
        }
        Deed::Refer {
            code,
            to,
            summary,
            offered,
        } => {
            let form = referral_form(desk, *to, summary, offered);
            let sent = desk.send_referral(*code, &form, post).await?;
            Ok(Outcome {
                referral: Some(sent),
                ..NOTHING
            })
        }
        Deed::Accept { referral } => {
            let accept = referral::Command::Accept { assignee: None };
            desk.answer_referral(*referral, accept, post).await?;
            Ok(NOTHING)
        }
        Deed::Alarm {
            intake,
            what,
            child,
            address,
            reporter,
            contact,
        } => {
            let mut alarm = alarm(what, child, address);
            alarm.reporter = reporting(reporter, contact);
            desk.raise_concern(*intake, alarm, post).await?;
            Ok(NOTHING)
        }
        Deed::Search { text } => search(desk, text).await,
        Deed::Note { code, .. } | Deed::Placement { code, .. } | Deed::Task { code, .. } => {
            let command = command(deed).ok_or(AppError::Absent)?;
            // Only what replaces a value needs to know which.
            let version = match deed {
                Deed::Placement { .. } => Some(desk.file(*code).await?.version),
                _ => None,
            };
            let post = Post { id, version };
            desk.write_file(*code, command, post).await?;
            Ok(NOTHING)
        }
    }
}

fn new_file(cover: &str, given: &str, family: &str) -> NewFile {
    NewFile {
        cover_name: cover.to_owned(),
        name: Some(Name {
            kind: NameKind::Birth,
            given: given.to_owned(),
            family: family.to_owned(),
        }),
        cnp: String::new(),
        basics: Basics::default(),
        from_concern: None,
    }
}

fn command(deed: &Deed) -> Option<Command> {
    match deed {
        Deed::Note {
            compartment, text, ..
        } => Some(Command::AddNote {
            compartment: *compartment,
            kind: "general".into(),
            text: text.clone(),
            happened_on: None,
        }),
        Deed::Placement {
            address, hide_from, ..
        } => Some(Command::RecordPlacement {
            kind: "shelter".into(),
            place: Place {
                county: None,
                text: address.clone(),
            },
            hide_from: hide_from.clone(),
            happened_on: None,
            until: None,
        }),
        Deed::Task { title, .. } => Some(Command::AddTask(Task {
            title: title.clone(),
            assignee: None,
            due: None,
        })),
        Deed::Open { .. }
        | Deed::Refer { .. }
        | Deed::Accept { .. }
        | Deed::Alarm { .. }
        | Deed::Search { .. } => None,
    }
}

fn referral_form(
    desk: &Desk,
    to: UnitId,
    summary: &str,
    offered: &[CompartmentKind],
) -> ReferralForm {
    ReferralForm {
        to,
        service: "legal_aid".into(),
        urgency: Urgency::Ordinary,
        summary: summary.to_owned(),
        offered: offered.iter().copied().collect(),
        basis: Basis::Lawful("vital_interest".into()),
        until: desk.now().plus_days(20),
    }
}

fn alarm(what: &str, child: &str, address: &str) -> Alarm {
    Alarm {
        worries: vec!["missing".into()],
        what: what.to_owned(),
        child: ChildSketch {
            description: child.to_owned(),
            ..ChildSketch::default()
        },
        place: Place {
            county: None,
            text: address.to_owned(),
        },
        danger: YesNo::NotSure,
        reporter: Reporter::default(),
        known: HowKnown::default(),
    }
}

fn reporting(name: &str, contact: &str) -> Reporter {
    Reporter {
        name: name.to_owned(),
        contact: Some(SafeContact {
            way: "visit".into(),
            value: contact.to_owned(),
            safe: YesNo::Yes,
            note: String::new(),
        }),
        ..Reporter::default()
    }
}

async fn search(desk: &Desk, text: &str) -> AppResult<Outcome> {
    let found = desk.search(text).await?.total;
    desk.files(&FileQuery::default()).await?;
    Ok(Outcome { found, ..NOTHING })
}
