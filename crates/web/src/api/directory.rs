//! The directory as JSON: organisations, units, people, invitations, newcomers, hand-over, the ledger.

use super::account::done;
use super::openapi::{Documented, Schemas, register};
use super::referrals::post;
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::admin::{kind_name, regime_name, role_of};
use crate::site::Site;
use punte_app::Invalid;
use punte_app::directory::{Directory, InviteForm, LedgerFilter};
use punte_app::domain::access::Role;
use punte_app::domain::compartment::CompartmentKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const BYTES: usize = 64 * 1024;

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Get Api "/api/v1/directory", ReadDirectory, Takes::Nothing, read),
    guarded!(Post Api "/api/v1/directory/invitations", ChangeDirectory, Takes::Json(BYTES), invite),
    guarded!(Post Api "/api/v1/directory/invitations/{id}/withdraw", ChangeDirectory, Takes::Json(BYTES), withdraw),
    guarded!(Get Api "/api/v1/directory/waiting", ConfirmMember, Takes::Nothing, waiting),
    guarded!(Post Api "/api/v1/directory/waiting", ConfirmMember, Takes::Json(BYTES), confirm),
    guarded!(Get Api "/api/v1/directory/people/{id}/hand-over/{unit}", HandOver, Takes::Nothing, leaver),
    guarded!(Post Api "/api/v1/directory/people/{id}/hand-over/{unit}", HandOver, Takes::Json(BYTES), hand_over),
    guarded!(Get Api "/api/v1/ledger", ReadLedger, Takes::Nothing, ledger),
];

/// What these routes take and give.
pub const DOCUMENTED: &[Documented] = &[
    Documented::new(
        "/api/v1/directory",
        "GET",
        "The directory as far as one may see it",
        None,
        Some("DirectoryBody"),
    ),
    Documented::new(
        "/api/v1/directory/invitations",
        "POST",
        "Invites somebody; the secret of the link is given once",
        Some("Invite"),
        Some("InvitedBody"),
    ),
    Documented::new(
        "/api/v1/directory/invitations/{id}/withdraw",
        "POST",
        "Takes an invitation back",
        Some("Key"),
        Some("DoneBody"),
    ),
    Documented::new(
        "/api/v1/directory/waiting",
        "GET",
        "Newcomers whom one can confirm",
        None,
        Some("WaitingBody"),
    ),
    Documented::new(
        "/api/v1/directory/waiting",
        "POST",
        "Gives a newcomer the unit's key",
        Some("Confirm"),
        Some("DoneBody"),
    ),
    Documented::new(
        "/api/v1/directory/people/{id}/hand-over/{unit}",
        "GET",
        "What somebody would leave behind",
        None,
        Some("LeaverBody"),
    ),
    Documented::new(
        "/api/v1/directory/people/{id}/hand-over/{unit}",
        "POST",
        "Hands it over",
        Some("HandOverRequest"),
        Some("HandedOverBody"),
    ),
    Documented::new(
        "/api/v1/ledger",
        "GET",
        "Who did what and when; filters person, file, day, before",
        None,
        Some("LedgerBody"),
    ),
];

/// Schemas of this part.
pub fn register_schemas(into: &mut Schemas) {
    register::<DirectoryBody>(into);
    register::<OrganisationBody>(into);
    register::<UnitBody>(into);
    register::<PersonBody>(into);
    register::<MembershipBody>(into);
    register::<InvitationBody>(into);
    register::<Invite>(into);
    register::<InvitedBody>(into);
    register::<Key>(into);
    register::<WaitingBody>(into);
    register::<NewcomerBody>(into);
    register::<Confirm>(into);
    register::<LeaverBody>(into);
    register::<SuccessorBody>(into);
    register::<HandOverRequest>(into);
    register::<HandedOverBody>(into);
    register::<LedgerBody>(into);
    register::<LedgerLineBody>(into);
}

/// An organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationBody {
    id: String,
    name: String,
    /// `ngo`, `dgaspc`, `police`, `prosecution`, `donor` or `other`.
    kind: &'static str,
    /// `gdpr` or `law363`.
    regime: &'static str,
    /// County code; empty for a national body.
    county: String,
    closed: bool,
    version: i64,
}

/// A unit.
#[derive(Debug, Serialize, ToSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an answer of its own"
)]
pub struct UnitBody {
    id: String,
    organisation: String,
    name: String,
    intake: bool,
    referrals: bool,
    casework: bool,
    /// Whether it has keys.
    keyed: bool,
    /// Whether the asker holds its key.
    held: bool,
    closed: bool,
    version: i64,
}

/// What somebody is where.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipBody {
    unit: String,
    role: &'static str,
    /// `waiting`, `active` or `ended`.
    state: &'static str,
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonBody {
    id: String,
    login: String,
    name: String,
    title: String,
    /// `active`, `suspended` or `left`.
    standing: &'static str,
    memberships: Vec<MembershipBody>,
    /// Seconds since 1970.
    last_sign_in: Option<i64>,
    version: i64,
}

/// An invitation that can still be used.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationBody {
    id: String,
    login: String,
    unit: String,
    role: &'static str,
    /// Seconds since 1970.
    expires: i64,
}

/// The directory.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectoryBody {
    organisations: Vec<OrganisationBody>,
    units: Vec<UnitBody>,
    people: Vec<PersonBody>,
    invitations: Vec<InvitationBody>,
    may_change: bool,
    may_read_ledger: bool,
}

/// Whom to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// Idempotency key: the same sent again gives the same link.
    id: Option<String>,
    name: String,
    /// Becomes the sign-in name.
    email: String,
    unit: String,
    role: String,
}

/// The invitation's link, once.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitedBody {
    /// Path of the page on which the person joins.
    path: String,
}

/// Nothing but a key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Idempotency key.
    id: Option<String>,
}

impl Key {
    /// The key.
    pub(super) fn key(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

/// Somebody who waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewcomerBody {
    user: String,
    name: String,
    login: String,
    unit: String,
    role: &'static str,
}

/// Who waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingBody {
    waiting: Vec<NewcomerBody>,
}

/// Whom to confirm, where.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// Idempotency key.
    id: Option<String>,
    user: String,
    unit: String,
}

/// Who can take over.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuccessorBody {
    user: String,
    name: String,
}

/// What somebody would leave behind.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeaverBody {
    /// Whether the asker holds the unit's key; without it nothing can be handed over.
    held: bool,
    /// Codes of open files of which they are case manager.
    files: Vec<String>,
    /// Open pieces of work.
    work: usize,
    successors: Vec<SuccessorBody>,
}

/// To whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverRequest {
    /// Idempotency key.
    id: Option<String>,
    to: String,
}

/// What was handed over.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandedOverBody {
    moved: Vec<String>,
    stayed: Vec<String>,
    work: usize,
}

/// A line of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerLineBody {
    number: i64,
    /// Microseconds since 1970.
    at: i64,
    /// Nobody for the system or somebody unknown.
    actor: Option<String>,
    action: String,
    refused: bool,
    /// The file's code.
    file: Option<String>,
    compartments: Vec<&'static str>,
}

/// A page of the ledger, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerBody {
    lines: Vec<LedgerLineBody>,
    /// Where the next page begins (`before`); none at the end.
    next: Option<i64>,
}

fn said(directory: Directory) -> DirectoryBody {
    DirectoryBody {
        organisations: directory
            .organisations
            .into_iter()
            .map(organisation)
            .collect(),
        units: directory.units.into_iter().map(unit).collect(),
        people: directory.people.into_iter().map(person).collect(),
        invitations: directory
            .invitations
            .into_iter()
            .map(|i| InvitationBody {
                id: i.id.to_string(),
                login: i.login,
                unit: i.unit.to_string(),
                role: i.role.name(),
                expires: i.expires.seconds(),
            })
            .collect(),
        may_change: directory.may_change,
        may_read_ledger: directory.may_read_ledger,
    }
}

fn organisation(o: punte_app::directory::Organisation) -> OrganisationBody {
    OrganisationBody {
        id: o.id.to_string(),
        name: o.name,
        kind: kind_name(o.kind),
        regime: regime_name(o.regime),
        county: o.county,
        closed: o.closed,
        version: o.version,
    }
}

fn unit(u: punte_app::directory::Unit) -> UnitBody {
    UnitBody {
        id: u.id.to_string(),
        organisation: u.organisation.to_string(),
        name: u.name,
        intake: u.offers.intake,
        referrals: u.offers.referrals,
        casework: u.offers.casework,
        keyed: u.keyed,
        held: u.held,
        closed: u.closed,
        version: u.version,
    }
}

fn person(p: punte_app::directory::Person) -> PersonBody {
    PersonBody {
        id: p.id.to_string(),
        login: p.login,
        name: p.name,
        title: p.title,
        standing: p.standing.name(),
        memberships: p
            .memberships
            .into_iter()
            .map(|m| MembershipBody {
                unit: m.unit.to_string(),
                role: m.role.name(),
                state: m.state.name(),
            })
            .collect(),
        last_sign_in: p.last_sign_in.map(punte_app::domain::Moment::seconds),
        version: p.version,
    }
}

async fn read(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let directory = ask.desk(&site).await?.directory().await?;
    Ok(Answer::json(&said(directory)))
}

/// One broken rule.
pub(super) fn wrong(field: &str, code: &str) -> Problem {
    Problem::Invalid(vec![Invalid::new(field, code)])
}

/// A role by its name.
pub(super) fn role(field: &str, name: &str) -> Result<Role, Problem> {
    role_of(name).ok_or_else(|| wrong(field, "choice-unknown"))
}

async fn invite(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: Invite = ask.body()?;
    let desk = ask.desk(&site).await?;
    let form = InviteForm {
        name: body.name,
        email: body.email,
        unit: body
            .unit
            .parse()
            .map_err(|_| wrong("unit", "choice-unknown"))?,
        role: role("role", &body.role)?,
    };
    let secret = desk.invite(&form, post(&desk, body.id.as_deref())?).await?;
    Ok(Answer::json(&InvitedBody {
        path: format!("/join/{secret}"),
    }))
}

async fn withdraw(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: Key = ask.body()?;
    let desk = ask.desk(&site).await?;
    let post = post(&desk, body.key())?;
    desk.revoke_invitation(ask.parsed("id")?, post).await?;
    Ok(done())
}

async fn waiting(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let waiting = ask.desk(&site).await?.waiting().await?;
    let waiting = waiting.into_iter().map(|w| NewcomerBody {
        user: w.user.to_string(),
        name: w.name,
        login: w.login,
        unit: w.unit.to_string(),
        role: w.role.name(),
    });
    Ok(Answer::json(&WaitingBody {
        waiting: waiting.collect(),
    }))
}

async fn confirm(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: Confirm = ask.body()?;
    let desk = ask.desk(&site).await?;
    let user = body.user.parse().map_err(|_| Problem::NotFound)?;
    let unit = body.unit.parse().map_err(|_| Problem::NotFound)?;
    desk.confirm(user, unit, post(&desk, body.id.as_deref())?)
        .await?;
    Ok(done())
}

async fn leaver(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let leaver = desk.leaver(ask.parsed("id")?, ask.parsed("unit")?).await?;
    let successors = leaver.successors.into_iter();
    Ok(Answer::json(&LeaverBody {
        held: leaver.held,
        files: leaver.files.iter().map(ToString::to_string).collect(),
        work: leaver.work,
        successors: successors
            .map(|(id, name)| SuccessorBody {
                user: id.to_string(),
                name,
            })
            .collect(),
    }))
}

async fn hand_over(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: HandOverRequest = ask.body()?;
    let desk = ask.desk(&site).await?;
    let to = body.to.parse().map_err(|_| wrong("to", "choice-unknown"))?;
    let post = post(&desk, body.id.as_deref())?;
    let done = desk
        .hand_over(ask.parsed("id")?, ask.parsed("unit")?, to, post)
        .await?;
    Ok(Answer::json(&HandedOverBody {
        moved: done.moved.iter().map(ToString::to_string).collect(),
        stayed: done.stayed.iter().map(ToString::to_string).collect(),
        work: done.work,
    }))
}

fn filter(ask: &Ask) -> Result<LedgerFilter, Problem> {
    fn part<A: std::str::FromStr>(ask: &Ask, name: &str) -> Result<Option<A>, Problem> {
        match ask.query(name) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Problem::BadQuery),
        }
    }
    Ok(LedgerFilter {
        person: part(ask, "person")?,
        file: part(ask, "file")?,
        day: part(ask, "day")?,
        before: part(ask, "before")?,
    })
}

async fn ledger(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let page = ask.desk(&site).await?.ledger(filter(&ask)?).await?;
    let lines = page.lines.into_iter().map(|line| LedgerLineBody {
        number: line.number,
        at: line.at.0,
        actor: line.actor.map(|id| id.to_string()),
        refused: line.refused,
        file: line.file.map(|code| code.to_string()),
        compartments: line
            .compartments
            .iter()
            .map(CompartmentKind::name)
            .collect(),
        action: line.action,
    });
    Ok(Answer::json(&LedgerBody {
        lines: lines.collect(),
        next: page.next,
    }))
}
