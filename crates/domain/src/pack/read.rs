//! Reads the pack's files. A mistake in them is told by file and item.

use super::{CountryPack, County, Institution, LawfulBasis, List, Offence, Rules};
use crate::clocks::Clock;
use crate::compartment::{CompartmentKind, Compartments};
use crate::directory::organisation::Kind;
use crate::values::Code;
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with a pack.
#[derive(Debug, thiserror::Error)]
pub enum BadPack {
    /// A file that is no TOML of the wanted shape.
    #[error("{0}: {1}")]
    Toml(&'static str, toml::de::Error),
    /// A table that is no CSV of the wanted shape.
    #[error("{0}: {1}")]
    Csv(&'static str, csv::Error),
    /// A list that the program needs and the pack lacks.
    #[error("list {0} missing")]
    ListMissing(&'static str),
    /// An item that no list has, or that occurs twice.
    #[error("{0}: bad item {1}")]
    Item(&'static str, String),
    /// A time zone that does not exist.
    #[error("time zone: {0}")]
    Zone(jiff::Error),
}

#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BasisRow {
    id: Code,
    recipients: Vec<Kind>,
    compartments: Vec<String>,
    days: i64,
}

#[derive(serde::Deserialize)]
struct Institutions {
    institution: Vec<Institution>,
}

#[derive(serde::Deserialize)]
struct Clocks {
    clock: Vec<Clock>,
}

#[derive(serde::Deserialize)]
struct CountyRow {
    code: Code,
    name: String,
    seat: String,
    siruta_jud_cnp_code: u8,
    nuts3: String,
    development_region: String,
    court_of_appeal_anitp_centre: String,
    population_2011_census: u32,
}

macro_rules! pack_file {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../../../countries/ro/", $name)),
        )
    };
}

pub(super) fn romania() -> Result<CountryPack, BadPack> {
    let rules: Rules = from_toml(pack_file!("pack.toml"))?;
    let mut raw: BTreeMap<String, Vec<Code>> = from_toml(pack_file!("lists.toml"))?;
    let counties = counties(pack_file!("counties.csv"))?;
    raw.insert(
        "county".to_owned(),
        counties.iter().map(|c| c.code.clone()).collect(),
    );
    let lists = lists(&raw)?;
    let institutions: Institutions = from_toml(pack_file!("institutions.toml"))?;
    let clocks: Clocks = from_toml(pack_file!("clocks.toml"))?;
    let offences = from_csv(pack_file!("offences.csv"))?;
    let zone = jiff::tz::TimeZone::get(&rules.time_zone).map_err(BadPack::Zone)?;
    let cnp_counties = counties
        .iter()
        .map(|c| c.cnp)
        .chain(rules.cnp_extra.iter().copied())
        .collect();
    let pack = CountryPack {
        competence: rules
            .competence
            .iter()
            .map(|(k, v)| (Code::new(k), v.clone()))
            .collect(),
        bases: rules.basis.iter().map(basis).collect::<Result<_, _>>()?,
        rules,
        lists,
        counties,
        institutions: institutions.institution,
        clocks: clocks.clock,
        offences,
        zone,
        cnp_counties,
    };
    references(&pack)?;
    Ok(pack)
}

fn from_toml<T: serde::de::DeserializeOwned>(
    (name, text): (&'static str, &str),
) -> Result<T, BadPack> {
    toml::from_str(text).map_err(|e| BadPack::Toml(name, e))
}

fn from_csv<T: serde::de::DeserializeOwned>(
    (name, text): (&'static str, &str),
) -> Result<Vec<T>, BadPack> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|e| BadPack::Csv(name, e))
}

fn counties(file: (&'static str, &str)) -> Result<Vec<County>, BadPack> {
    let rows: Vec<CountyRow> = from_csv(file)?;
    Ok(rows
        .into_iter()
        .map(|row| County {
            code: row.code,
            name: row.name,
            seat: row.seat,
            cnp: row.siruta_jud_cnp_code,
            centre: row.court_of_appeal_anitp_centre,
            region: row.development_region,
            nuts3: row.nuts3,
            population_2011: row.population_2011_census,
        })
        .collect())
}

fn lists(raw: &BTreeMap<String, Vec<Code>>) -> Result<BTreeMap<&'static str, Vec<Code>>, BadPack> {
    let mut lists = BTreeMap::new();
    for list in List::ALL {
        let name = list.name();
        let items = raw.get(name).ok_or(BadPack::ListMissing(name))?;
        let mut seen = BTreeSet::new();
        if let Some(twice) = items.iter().find(|item| !seen.insert(*item)) {
            return Err(BadPack::Item(name, twice.0.clone()));
        }
        lists.insert(name, items.clone());
    }
    match raw.keys().find(|key| !lists.contains_key(key.as_str())) {
        Some(unknown) => Err(BadPack::Item("lists.toml", unknown.clone())),
        None => Ok(lists),
    }
}

fn basis(row: &BasisRow) -> Result<LawfulBasis, BadPack> {
    let kinds: Option<Compartments> = row
        .compartments
        .iter()
        .map(|name| {
            CompartmentKind::OF_FILE
                .into_iter()
                .find(|kind| kind.name() == name)
        })
        .collect();
    Ok(LawfulBasis {
        id: row.id.clone(),
        recipients: row.recipients.clone(),
        compartments: kinds.ok_or_else(|| BadPack::Item("basis", row.id.0.clone()))?,
        days: row.days,
    })
}

/// Every item that one file names stands in the list of the other.
fn references(pack: &CountryPack) -> Result<(), BadPack> {
    let named = pack
        .bases
        .iter()
        .map(|b| (List::LawfulBasis, &b.id))
        .chain(pack.competence.keys().map(|a| (List::Authority, a)))
        .chain(pack.clocks.iter().map(|c| (List::Clock, &c.id)))
        .chain(pack.rules.line.iter().map(|l| (List::Line, &l.id)))
        .chain(
            pack.institutions
                .iter()
                .map(|i| (List::InstitutionKind, &i.kind)),
        )
        .chain(
            pack.institutions
                .iter()
                .filter_map(|i| i.county.as_ref())
                .map(|c| (List::County, c)),
        );
    for (list, code) in named {
        if !pack.has(list, code) {
            return Err(BadPack::Item(list.name(), code.0.clone()));
        }
    }
    offence_days(&pack.offences)
}

fn offence_days(offences: &[Offence]) -> Result<(), BadPack> {
    match offences
        .iter()
        .find(|o| o.valid_to.is_some_and(|to| to < o.valid_from))
    {
        Some(bad) => Err(BadPack::Item("offences.csv", bad.code.0.clone())),
        None => Ok(()),
    }
}
