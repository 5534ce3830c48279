//! The country pack: a country's lists, clocks, authorities, offences and phone lines, as data in `countries/`.

mod list;
mod offences;
mod read;

pub use list::List;
pub use offences::{Limits, Offence};
pub use read::BadPack;

use crate::clocks::Clock;
use crate::compartment::{CompartmentKind, Compartments};
use crate::directory::organisation::Kind;
use crate::file::identification::Status;
use crate::time::{Day, Moment};
use crate::values::{Code, Urgency};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// A country's lists and rules.
#[derive(Debug)]
pub struct CountryPack {
    pub(crate) rules: Rules,
    pub(crate) lists: BTreeMap<&'static str, Vec<Code>>,
    pub(crate) counties: Vec<County>,
    pub(crate) institutions: Vec<Institution>,
    pub(crate) competence: BTreeMap<Code, Vec<Status>>,
    pub(crate) bases: Vec<LawfulBasis>,
    pub(crate) clocks: Vec<Clock>,
    pub(crate) offences: Vec<Offence>,
    pub(crate) zone: jiff::tz::TimeZone,
    pub(crate) cnp_counties: BTreeSet<u8>,
}

/// Ages, lengths, lines.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// IANA name.
    pub time_zone: String,
    /// A child until this age in completed years.
    pub child_until: i16,
    /// A child of this age must be asked for assent.
    pub assent_from: i16,
    /// A child of this age may consent by itself.
    pub child_consent_from: i16,
    /// Longest consent in days.
    pub consent_days: i64,
    /// Longest share in days.
    pub share_days: i64,
    /// An unanswered referral lapses after this many response clocks.
    pub expiry_factor: i64,
    /// A consent is renewed this many days before it ends.
    pub renewal_days: i64,
    /// Further county parts of the CNP that are given out.
    pub cnp_extra: Vec<u8>,
    /// Phone lines.
    pub line: Vec<Line>,
    pub(crate) competence: BTreeMap<String, Vec<Status>>,
    pub(crate) basis: Vec<read::BasisRow>,
}

/// A phone line.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Id in the list `line`.
    pub id: Code,
    /// Number as written.
    pub number: String,
    /// How sure the pack is of it.
    pub evidence: String,
}

/// A county, or the capital.
#[derive(Debug, Clone)]
pub struct County {
    /// Two letters, one for the capital (list `county`).
    pub code: Code,
    /// Name.
    pub name: String,
    /// Seat.
    pub seat: String,
    /// Its part of the CNP.
    pub cnp: u8,
    /// Seat of the court of appeal that ANITP's centres, DIICOT and DCCO follow.
    pub centre: String,
    /// Development region.
    pub region: String,
    /// NUTS 3.
    pub nuts3: String,
    /// Inhabitants at the census of 2011.
    pub population_2011: u32,
}

/// A public institution.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Institution {
    /// Id.
    pub id: Code,
    /// Kind (list `institution_kind`).
    pub kind: Code,
    /// Official name.
    pub name: String,
    /// County.
    pub county: Option<Code>,
    /// Regional centre.
    pub region: Option<String>,
    /// Sector of the capital.
    pub sector: Option<u8>,
    /// How sure the pack is of it.
    pub evidence: String,
}

/// A named lawful basis.
#[derive(Debug, Clone)]
pub struct LawfulBasis {
    /// Id in the list `lawful_basis`.
    pub id: Code,
    /// To which kinds of organisation.
    pub recipients: Vec<Kind>,
    /// Which compartments at most.
    pub compartments: Compartments,
    /// For how many days at most.
    pub days: i64,
}

/// The duty to alert DGASPC, 119 or 112: never blocked by a missing consent (ruling 31).
pub const DUTY_TO_ALERT: &str = "duty_to_alert";

impl CountryPack {
    /// Romania's, parsed once. A broken pack is a broken build: a test parses it.
    pub fn romania() -> Result<&'static Self, &'static BadPack> {
        static ROMANIA: OnceLock<Result<CountryPack, BadPack>> = OnceLock::new();
        ROMANIA.get_or_init(read::romania).as_ref()
    }

    /// Ages, lengths, lines.
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }
    /// The items of a list, in the order of the form.
    pub fn list(&self, list: List) -> &[Code] {
        self.lists.get(list.name()).map_or(&[], Vec::as_slice)
    }
    /// Whether a list has this item.
    pub fn has(&self, list: List, code: &Code) -> bool {
        self.list(list).contains(code)
    }
    /// The message key of an item.
    pub fn key(list: List, code: &Code) -> String {
        format!("pack-{}-{}", list.name(), code.as_str())
    }
    /// Counties, the capital among them.
    pub fn counties(&self) -> &[County] {
        &self.counties
    }
    /// The county with this code.
    pub fn county(&self, code: &Code) -> Option<&County> {
        self.counties.iter().find(|county| county.code == *code)
    }
    /// Public institutions.
    pub fn institutions(&self) -> &[Institution] {
        &self.institutions
    }
    /// The regional centre of ANITP for a county.
    pub fn anitp_centre(&self, county: &Code) -> Option<&Institution> {
        let centre = &self.county(county)?.centre;
        self.institutions
            .iter()
            .find(|i| i.kind.as_str() == "anitp_centre" && i.region.as_ref() == Some(centre))
    }
    /// The child-protection directorates of a county (six in the capital).
    pub fn dgaspc(&self, county: &Code) -> impl Iterator<Item = &Institution> {
        self.institutions
            .iter()
            .filter(move |i| i.kind.as_str() == "dgaspc" && i.county.as_ref() == Some(county))
    }
    /// Whether this kind of authority may decide this status.
    pub fn may_decide(&self, authority: &Code, status: Status) -> bool {
        self.competence
            .get(authority)
            .is_some_and(|may| may.contains(&status))
    }
    /// The kinds of authority that may decide this status.
    pub fn deciders(&self, status: Status) -> impl Iterator<Item = &Code> {
        self.competence
            .iter()
            .filter(move |(_, may)| may.contains(&status))
            .map(|(authority, _)| authority)
    }
    /// Named lawful bases.
    pub fn bases(&self) -> &[LawfulBasis] {
        &self.bases
    }
    /// The lawful basis of this name.
    pub fn basis(&self, id: &Code) -> Option<&LawfulBasis> {
        self.bases.iter().find(|basis| basis.id == *id)
    }
    /// Clock definitions.
    pub fn clocks(&self) -> &[Clock] {
        &self.clocks
    }
    /// The clock of this id.
    pub fn clock(&self, id: &str) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.id.as_str() == id)
    }
    /// Hours to triage a concern.
    pub fn triage_hours(&self, danger: bool) -> i64 {
        let (id, fallback) = if danger {
            ("triage_danger", 1)
        } else {
            ("triage", 24)
        };
        self.clock(id).map_or(fallback, |clock| clock.hours)
    }
    /// Hours to answer a referral.
    pub fn answer_hours(&self, urgency: Urgency) -> i64 {
        let (id, fallback) = match urgency {
            Urgency::Immediate => ("referral_immediate", 4),
            Urgency::Urgent => ("referral_urgent", 24),
            Urgency::Ordinary => ("referral_ordinary", 120),
        };
        self.clock(id).map_or(fallback, |clock| clock.hours)
    }
    /// Offences, each with the time in which it stood so.
    pub fn offences(&self) -> &[Offence] {
        &self.offences
    }
    /// The moment this calendar day begins in the country's time zone; where a clock change skips midnight, the first moment after it.
    pub fn start(&self, day: Day) -> Moment {
        let at = self
            .zone
            .to_ambiguous_timestamp(day.at(0, 0, 0, 0))
            .compatible();
        at.map_or(Moment(0), |at| Moment(at.as_microsecond()))
    }
    /// The calendar day at this moment in the country's time zone.
    pub fn day(&self, moment: Moment) -> Day {
        let at = jiff::Timestamp::from_microsecond(moment.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.zone.to_datetime(at).date()
    }
    /// Wall-clock date and time at this moment in the country's time zone.
    pub fn local(&self, moment: Moment) -> jiff::civil::DateTime {
        let at = jiff::Timestamp::from_microsecond(moment.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.zone.to_datetime(at)
    }
    /// Whether a county part of a CNP is one that is given out.
    pub fn cnp_county(&self, code: u8) -> bool {
        self.cnp_counties.contains(&code)
    }
}

impl LawfulBasis {
    /// Whether it allows these compartments to this kind of organisation.
    pub fn covers(&self, recipient: Kind, compartments: Compartments) -> bool {
        self.recipients.contains(&recipient) && self.covers_compartments(compartments)
    }
    /// Whether it allows these compartments at all.
    pub fn covers_compartments(&self, compartments: Compartments) -> bool {
        compartments.iter().all(|kind| self.compartments.has(kind))
    }
}

/// The compartments that can be shared at all: private and own ones stay with their owner.
pub const SHAREABLE: [CompartmentKind; 6] = [
    CompartmentKind::Core,
    CompartmentKind::Identity,
    CompartmentKind::Whereabouts,
    CompartmentKind::Psychosocial,
    CompartmentKind::Legal,
    CompartmentKind::Justice,
];

#[cfg(test)]
mod tests;
