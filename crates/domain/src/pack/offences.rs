//! Offences with the days on which each text stood, and their limits; what is not verified gives "cannot tell" (ruling 32).

use super::CountryPack;
use crate::time::Day;
use crate::values::Code;

/// An offence as it stood from one day to another.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offence {
    /// Code, the same over time.
    pub code: Code,
    /// Article of the Penal Code.
    pub article: String,
    /// Name in Romanian, as the source wrote it; shown texts are `pack-offence-<code>`.
    pub name_ro: String,
    /// Name in English.
    pub name_en: String,
    /// First day.
    #[serde(deserialize_with = "day")]
    pub valid_from: Day,
    /// Last day, if it is over.
    #[serde(deserialize_with = "day_or_none")]
    pub valid_to: Option<Day>,
    /// Least prison in years.
    pub min_years: Option<f64>,
    /// Most prison in years.
    pub max_years: Option<f64>,
    /// Remarks.
    pub note: String,
    /// `verified`, `partly verified`, `knowledge` or `unverified`.
    pub evidence: String,
}

fn day<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Day, D::Error> {
    let text = <String as serde::Deserialize>::deserialize(input)?;
    text.parse().map_err(serde::de::Error::custom)
}

fn day_or_none<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Option<Day>, D::Error> {
    let text = <String as serde::Deserialize>::deserialize(input)?;
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

/// The limits of a penalty on a day.
#[derive(Debug, Clone, PartialEq)]
pub enum Limits<'a> {
    /// Years of prison, seen in a source.
    Years {
        /// Least.
        min: f64,
        /// Most.
        max: f64,
        /// Remarks.
        note: &'a str,
    },
    /// The pack cannot tell: no text on that day, no limits in it, or nobody has verified it.
    CannotTell {
        /// How sure the pack is; `none` where there is no text for the day.
        evidence: &'a str,
        /// Remarks.
        note: &'a str,
    },
}

impl CountryPack {
    /// The text of an offence that stood on `day`.
    pub fn offence_on(&self, code: &Code, day: Day) -> Option<&Offence> {
        self.offences.iter().find(|o| {
            o.code == *code && o.valid_from <= day && o.valid_to.is_none_or(|to| day <= to)
        })
    }

    /// The limits of the penalty for an act of `day`. The milder of two laws (Penal Code art. 5) is for a lawyer to choose.
    pub fn limits_on(&self, code: &Code, day: Day) -> Limits<'_> {
        let Some(offence) = self.offence_on(code, day) else {
            return Limits::CannotTell {
                evidence: "none",
                note: "",
            };
        };
        match (
            offence.min_years,
            offence.max_years,
            offence.evidence.as_str(),
        ) {
            (Some(min), Some(max), "verified") => Limits::Years {
                min,
                max,
                note: &offence.note,
            },
            (_, _, evidence) => Limits::CannotTell {
                evidence,
                note: &offence.note,
            },
        }
    }
}
