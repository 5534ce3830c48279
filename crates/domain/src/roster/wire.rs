//! A roster row in its bytes: arrays within an array, grouped, the newest field last.

use super::{RosterRow, Waits};
use crate::age::AgeBand;
use crate::code::FileCode;
use crate::file::identification::Status;
use crate::file::stage::Stage;
use crate::id::{FileId, UnitId, UserId};
use crate::time::Moment;
use crate::values::{Code, Sex};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

type Naming = (
    FileId,
    Option<FileCode>,
    Option<String>,
    Vec<String>,
    Vec<String>,
);
type Basics = (Option<(i16, i16)>, AgeBand, Sex, Option<Code>);
type Standing = (Stage, Option<Status>, Option<Code>);
type Leading = (Option<UnitId>, Option<UserId>);
type Times = (
    Option<(Waits, Moment)>,
    Option<Moment>,
    Option<Moment>,
    Option<Moment>,
);

impl Serialize for RosterRow {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        (
            (self.file, self.code, &self.cover, &self.names, &self.folded),
            (self.years, self.band, self.sex, &self.county),
            (self.stage, self.identification, &self.risk),
            (self.lead, self.manager),
            (self.waits, self.due, self.activity, self.closed),
            &self.workers,
        )
            .serialize(out)
    }
}

impl<'de> Deserialize<'de> for RosterRow {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_seq(Groups)
    }
}

struct Groups;

impl<'de> Visitor<'de> for Groups {
    type Value = RosterRow;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a roster row")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut groups: A) -> Result<RosterRow, A::Error> {
        let (file, code, cover, names, folded) = next::<Naming, _>(&mut groups)?;
        let (years, band, sex, county) = next::<Basics, _>(&mut groups)?;
        let (stage, identification, risk) = next::<Standing, _>(&mut groups)?;
        let (lead, manager) = next::<Leading, _>(&mut groups)?;
        let (waits, due, activity, closed) = next::<Times, _>(&mut groups)?;
        // Rows that were written before this was in them have none until the file's next entry.
        let workers = groups.next_element()?.unwrap_or_default();
        Ok(RosterRow {
            file,
            code,
            cover,
            names,
            folded,
            years,
            band,
            sex,
            county,
            stage,
            identification,
            risk,
            lead,
            manager,
            waits,
            due,
            activity,
            closed,
            workers,
        })
    }
}

fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(groups: &mut A) -> Result<T, A::Error> {
    let short = || A::Error::custom("a roster row ends too soon");
    groups.next_element()?.ok_or_else(short)
}
