//! Opening a file.

use super::read::{codes, id, one_of, partial};
use crate::http::answer::Answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::site::Site;
use axum::http::StatusCode;
use punte_app::domain::file::entry::Basics;
use punte_app::domain::person::{Name, NameKind};
use punte_app::domain::time::PartialDate;
use punte_app::domain::values::{Age, AgeEstimate, Code, Sex, YesNo};
use punte_app::files::{NewFile, Post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A new file. Everything but the unit and the idempotency key may be missing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenRequest {
    /// Idempotency key: a UUID.
    pub id: String,
    /// The unit that leads.
    pub unit: String,
    /// Cover name.
    #[serde(default)]
    pub cover_name: String,
    /// Given names.
    #[serde(default)]
    pub given: String,
    /// Family names.
    #[serde(default)]
    pub family: String,
    /// Personal code. A wrong one is kept as unverified.
    #[serde(default)]
    pub cnp: String,
    /// Sex (list `sex`).
    pub sex: Option<String>,
    /// Date of birth as far as known.
    pub birth: Option<String>,
    /// Estimated age in years, today.
    pub years: Option<u8>,
    /// Whether under 18; left out means not sure, which is treated as a child.
    pub under_18: Option<bool>,
    /// County.
    pub county: Option<String>,
    /// Forms of exploitation.
    #[serde(default)]
    pub exploitation: Vec<String>,
}

/// A file that was opened.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OpenedBody {
    /// Its code.
    pub code: String,
}

pub(super) async fn open(site: Site, ask: Ask) -> Result<Answer, Problem> {
    let desk = ask.desk(&site).await?;
    let request: OpenRequest = ask.body()?;
    let sex = request
        .sex
        .as_deref()
        .map(|s| one_of("sex", s, Sex::ALL.map(|x| (x.name(), x))))
        .transpose()?;
    let on = PartialDate::day(desk.today());
    let age = Age {
        birth: partial("birth", request.birth.as_deref())?,
        estimate: request.years.map(|years| AgeEstimate { years, on }),
        under_18: request.under_18.map_or(
            YesNo::NotSure,
            |yes| if yes { YesNo::Yes } else { YesNo::No },
        ),
    };
    let named = !request.given.is_empty() || !request.family.is_empty();
    let name = named.then_some(Name {
        kind: NameKind::Used,
        given: request.given,
        family: request.family,
    });
    let basics = Basics {
        sex: sex.unwrap_or_default(),
        age,
        county: request.county.map(Code),
        exploitation: codes(request.exploitation),
        ..Basics::default()
    };
    let form = NewFile {
        cover_name: request.cover_name,
        name,
        cnp: request.cnp,
        basics,
        from_concern: None,
    };
    let post = Post {
        id: id("id", &request.id)?,
        version: None,
    };
    let opened = desk
        .open_new_file(id("unit", &request.unit)?, &form, post)
        .await?;
    Ok(Answer::json(&OpenedBody {
        code: opened.code.to_string(),
    })
    .status(StatusCode::CREATED))
}
