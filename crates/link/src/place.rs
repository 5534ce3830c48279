//! Places: SIRUTA, the official list of Romanian localities, and codes that carry their region in front.

use crate::error::{LinkError, Result};
use crate::text::fold::fold;
use std::collections::HashMap;
use std::io::Read;

/// Where a written place lies. Zero stands for "not known".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Location {
    /// SIRUTA code of the commune, town or city.
    pub unit: u32,
    /// County code of SIRUTA (1 to 52), or a hash of the region part of another code.
    pub region: u32,
}

/// Localities by SIRUTA code and by name.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    by_code: HashMap<u32, Location>,
    by_name: HashMap<String, Location>,
}

impl Gazetteer {
    /// Reads SIRUTA as published: `;` between columns, with `SIRUTA`, `DENLOC`, `JUD`, `SIRSUP`, `NIV`.
    ///
    /// A name borne by localities of several counties keeps neither unit nor county: guessing would be worse.
    pub fn read_siruta(source: impl Read) -> Result<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(source);
        let header = reader
            .headers()
            .map_err(|e| LinkError::BadHeader(e.to_string()))?
            .clone();
        let column = |name: &str| {
            header
                .iter()
                .position(|h| h.trim() == name)
                .ok_or_else(|| LinkError::BadHeader(format!("SIRUTA has no column {name}")))
        };
        let (code, name, county, above, level) = (
            column("SIRUTA")?,
            column("DENLOC")?,
            column("JUD")?,
            column("SIRSUP")?,
            column("NIV")?,
        );
        let mut list = Self::default();
        for (row, record) in (2u64..).zip(reader.records()) {
            let record = record.map_err(|e| LinkError::BadInput {
                row,
                column: "any".into(),
                problem: e.to_string(),
            })?;
            let number = |at: usize, column: &str| {
                record
                    .get(at)
                    .and_then(|cell| cell.trim().parse::<u32>().ok())
                    .ok_or_else(|| LinkError::BadInput {
                        row,
                        column: column.into(),
                        problem: "not a number".into(),
                    })
            };
            let own = number(code, "SIRUTA")?;
            let unit = match number(level, "NIV")? {
                1 => 0,
                2 => own,
                _ => number(above, "SIRSUP")?,
            };
            list.add(
                own,
                record.get(name).unwrap_or_default(),
                Location {
                    unit,
                    region: number(county, "JUD")?,
                },
            );
        }
        Ok(list)
    }

    fn add(&mut self, code: u32, name: &str, location: Location) {
        self.by_code.insert(code, location);
        self.by_name
            .entry(bare(name))
            .and_modify(|known| {
                if known.region != location.region {
                    *known = Location::default();
                } else if known.unit != location.unit {
                    known.unit = 0;
                }
            })
            .or_insert(location);
    }

    /// Finds a written place: a SIRUTA code or a name, with or without "municipiul", "comuna", "sat".
    pub fn locate(&self, raw: &str) -> Location {
        if let Ok(code) = raw.trim().parse::<u32>() {
            return self.by_code.get(&code).copied().unwrap_or_default();
        }
        self.by_name.get(&bare(raw)).copied().unwrap_or_default()
    }

    /// Number of localities.
    pub fn len(&self) -> usize {
        self.by_code.len()
    }

    /// True when nothing was read.
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }
}

/// A locality's name without the word for its rank.
fn bare(name: &str) -> String {
    let folded = fold(name);
    for rank in [
        "judetul ",
        "municipiul ",
        "orasul ",
        "oras ",
        "comuna ",
        "satul ",
        "sat ",
        "mun ",
        "com ",
        "jud ",
    ] {
        if let Some(rest) = folded.strip_prefix(rank) {
            return rest.to_owned();
        }
    }
    folded
}

/// Region part of a code such as `UA-012` (ISO 3166-2 and its like): letters, a hyphen, then the rest.
pub(crate) fn region_of_code(raw: &str) -> u32 {
    match raw.split_once('-') {
        Some((head, tail))
            if (2..=3).contains(&head.len())
                && head.bytes().all(|b| b.is_ascii_uppercase())
                && !tail.is_empty() =>
        {
            head.bytes()
                .fold(1 << 24, |region, b| region << 5 ^ u32::from(b))
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Gazetteer, Location, region_of_code};

    const SAMPLE: &str = "SIRUTA;DENLOC;JUD;SIRSUP;NIV\n10;JUDEȚUL ALBA;1;1;1\n1017;MUNICIPIUL ALBA IULIA;1;10;2\n1026;ALBA IULIA;1;1017;3\n\
        2000;COMUNA BUCIUM;1;10;2\n2001;BUCIUM;1;2000;3\n3001;BUCIUM;22;3000;3\n";

    #[test]
    fn codes_and_names() {
        let list = Gazetteer::read_siruta(SAMPLE.as_bytes()).unwrap();
        assert_eq!(list.len(), 6);
        assert_eq!(
            list.locate("1026"),
            Location {
                unit: 1017,
                region: 1
            }
        );
        assert_eq!(
            list.locate("mun. Alba-Iulia"),
            Location {
                unit: 1017,
                region: 1
            }
        );
        assert_eq!(list.locate("Bucium"), Location::default());
        assert_eq!(list.locate("nowhere"), Location::default());
    }

    #[test]
    fn a_damaged_list_names_the_row() {
        let error = Gazetteer::read_siruta("SIRUTA;DENLOC;JUD;SIRSUP;NIV\n10;X;?;1;1\n".as_bytes())
            .unwrap_err();
        assert_eq!(error.to_string(), "row 2, column JUD: not a number");
        assert!(Gazetteer::read_siruta("A;B\n".as_bytes()).is_err());
    }

    #[test]
    fn codes_with_a_region() {
        assert_eq!(region_of_code("UA-012"), region_of_code("UA-101"));
        assert_ne!(region_of_code("UA-012"), region_of_code("RO-012"));
        assert_eq!(region_of_code("Bistrița-Năsăud"), 0);
    }
}
