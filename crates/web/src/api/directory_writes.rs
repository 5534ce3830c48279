//! Changing the directory as JSON: one request type for what may be asked, the same application function as the forms.

use super::directory::{role, wrong};
use super::openapi::{Documented, Schemas, register};
use super::referrals::post;
use crate::guarded;
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::route::{Route, Takes};
use crate::pages::admin::{kind_name, regime_name};
use crate::site::Site;
use punte_app::directory::{Change, KINDS, Offers, REGIMES};
use punte_app::domain::id::{OrganisationId, UnitId, UserId};
use punte_app::domain::values::Code;
use punte_app::files::Post;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const BYTES: usize = 64 * 1024;

/// Routes of this part.
pub const ROUTES: &[Route] = &[
    guarded!(Post Api "/api/v1/directory/changes", ChangeDirectory, Takes::Json(BYTES), change),
    guarded!(Post Api "/api/v1/directory/units/{id}/pseudonyms", ChangeDirectory, Takes::Json(BYTES), pseudonyms),
];

/// What these routes take and give.
pub const DOCUMENTED: &[Documented] = &[
    Documented::new(
        "/api/v1/directory/changes",
        "POST",
        "Changes an organisation, a unit or a person",
        Some("DirectoryChange"),
        Some("ChangedBody"),
    ),
    Documented::new(
        "/api/v1/directory/units/{id}/pseudonyms",
        "POST",
        "Gives a unit the key of person pseudonyms",
        Some("Key"),
        Some("DoneBody"),
    ),
];

/// Schemas of this part.
pub fn register_schemas(into: &mut Schemas) {
    register::<DirectoryChange>(into);
    register::<WhatToChange>(into);
    register::<OffersBody>(into);
    register::<ChangedBody>(into);
}

/// A change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectoryChange {
    /// Idempotency key.
    id: Option<String>,
    /// Version of what is changed, as it was read; needed for all but what is founded.
    version: Option<i64>,
    /// The change itself.
    change: WhatToChange,
}

/// What a unit offers to others.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OffersBody {
    /// Takes in concerns.
    intake: bool,
    /// Takes referrals.
    referrals: bool,
    /// Leads files.
    casework: bool,
}

/// The change itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum WhatToChange {
    /// A new organisation.
    FoundOrganisation {
        /// Name.
        name: String,
        /// `ngo`, `dgaspc`, `police`, `prosecution`, `donor` or `other`.
        kind: String,
        /// `gdpr` or `law363`.
        regime: String,
        /// List `county`; none for a national body.
        county: Option<String>,
    },
    /// Another name for an organisation.
    RenameOrganisation {
        /// Which.
        organisation: String,
        /// Name.
        name: String,
    },
    /// An organisation leaves the partnership.
    CloseOrganisation {
        /// Which.
        organisation: String,
        /// Why.
        reason: String,
    },
    /// A new unit.
    FoundUnit {
        /// Of which organisation.
        organisation: String,
        /// Name.
        name: String,
        /// List `county`.
        county: Option<String>,
        /// What it offers.
        offers: OffersBody,
    },
    /// Another name for a unit.
    RenameUnit {
        /// Which.
        unit: String,
        /// Name.
        name: String,
    },
    /// What a unit offers.
    SetOffers {
        /// Which.
        unit: String,
        /// What.
        offers: OffersBody,
    },
    /// A unit takes nothing new.
    CloseUnit {
        /// Which.
        unit: String,
        /// Why.
        reason: String,
    },
    /// Out at the next request.
    Suspend {
        /// Whom.
        user: String,
        /// Why.
        reason: String,
    },
    /// In again.
    Restore {
        /// Whom.
        user: String,
    },
    /// One more membership or role; it waits to be confirmed.
    AddMembership {
        /// Whom.
        user: String,
        /// Where.
        unit: String,
        /// As what.
        role: String,
    },
    /// Another role in the same unit.
    SetRole {
        /// Whom.
        user: String,
        /// Where.
        unit: String,
        /// As what now.
        from: String,
        /// As what then.
        to: String,
    },
    /// The end of a membership.
    EndMembership {
        /// Whom.
        user: String,
        /// Where.
        unit: String,
        /// As what.
        role: String,
    },
}

/// What was changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedBody {
    /// Its id.
    id: String,
}

fn offers(body: &OffersBody) -> Offers {
    Offers {
        intake: body.intake,
        referrals: body.referrals,
        casework: body.casework,
    }
}

fn organisation(text: &str) -> Result<OrganisationId, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

fn unit(text: &str) -> Result<UnitId, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

fn user(text: &str) -> Result<UserId, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

fn county(code: Option<String>) -> Option<Code> {
    code.filter(|code| !code.is_empty()).map(Code)
}

fn read(what: WhatToChange) -> Result<Change, Problem> {
    use WhatToChange as W;
    Ok(match what {
        W::FoundOrganisation { .. }
        | W::RenameOrganisation { .. }
        | W::CloseOrganisation { .. } => of_organisation(what)?,
        W::FoundUnit { .. } | W::RenameUnit { .. } | W::SetOffers { .. } | W::CloseUnit { .. } => {
            of_unit(what)?
        }
        W::Suspend { user: id, reason } => Change::Suspend {
            user: user(&id)?,
            reason,
        },
        W::Restore { user: id } => Change::Restore { user: user(&id)? },
        W::AddMembership {
            user: id,
            unit: place,
            role: name,
        } => Change::AddMembership {
            user: user(&id)?,
            unit: unit(&place)?,
            role: role("role", &name)?,
        },
        W::SetRole {
            user: id,
            unit: place,
            from,
            to,
        } => Change::SetRole {
            user: user(&id)?,
            unit: unit(&place)?,
            from: role("from", &from)?,
            to: role("to", &to)?,
        },
        W::EndMembership {
            user: id,
            unit: place,
            role: name,
        } => Change::EndMembership {
            user: user(&id)?,
            unit: unit(&place)?,
            role: role("role", &name)?,
        },
    })
}

fn of_organisation(what: WhatToChange) -> Result<Change, Problem> {
    use WhatToChange as W;
    match what {
        W::FoundOrganisation {
            name,
            kind,
            regime,
            county: code,
        } => Ok(Change::FoundOrganisation {
            name,
            kind: KINDS
                .into_iter()
                .find(|k| kind_name(*k) == kind)
                .ok_or_else(|| wrong("kind", "choice-unknown"))?,
            regime: REGIMES
                .into_iter()
                .find(|r| regime_name(*r) == regime)
                .ok_or_else(|| wrong("regime", "choice-unknown"))?,
            county: county(code),
        }),
        W::RenameOrganisation {
            organisation: id,
            name,
        } => Ok(Change::RenameOrganisation {
            id: organisation(&id)?,
            name,
        }),
        W::CloseOrganisation {
            organisation: id,
            reason,
        } => Ok(Change::CloseOrganisation {
            id: organisation(&id)?,
            reason,
        }),
        _ => Err(Problem::BadJson),
    }
}

fn of_unit(what: WhatToChange) -> Result<Change, Problem> {
    use WhatToChange as W;
    match what {
        W::FoundUnit {
            organisation: id,
            name,
            county: code,
            offers: offered,
        } => Ok(Change::FoundUnit {
            organisation: organisation(&id)?,
            name,
            county: county(code),
            offers: offers(&offered),
        }),
        W::RenameUnit { unit: id, name } => Ok(Change::RenameUnit {
            id: unit(&id)?,
            name,
        }),
        W::SetOffers {
            unit: id,
            offers: offered,
        } => Ok(Change::SetOffers {
            id: unit(&id)?,
            offers: offers(&offered),
        }),
        W::CloseUnit { unit: id, reason } => Ok(Change::CloseUnit {
            id: unit(&id)?,
            reason,
        }),
        _ => Err(Problem::BadJson),
    }
}

async fn change(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: DirectoryChange = ask.body()?;
    let founds = matches!(
        body.change,
        WhatToChange::FoundOrganisation { .. } | WhatToChange::FoundUnit { .. }
    );
    let desk = ask.desk(&site).await?;
    desk.directory_to_change().await?;
    let change = read(body.change)?;
    let Post { id, .. } = post(&desk, body.id.as_deref())?;
    if body.version.is_none() && !founds {
        return Err(Problem::VersionMissing);
    }
    let version = body.version.filter(|_| !founds);
    let changed = desk.change_directory(&change, Post { id, version }).await?;
    Ok(Answer::json(&ChangedBody {
        id: UserId(changed).to_string(),
    }))
}

async fn pseudonyms(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let body: super::directory::Key = ask.body()?;
    let desk = ask.desk(&site).await?;
    let post = post(&desk, body.key())?;
    desk.give_pseudonyms(ask.parsed("id")?, post).await?;
    Ok(super::account::done())
}
