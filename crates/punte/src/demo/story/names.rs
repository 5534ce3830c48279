//! Invented children: names from public lists, cover names, impossible personal numbers.

use crate::demo::chance::Chance;
use punte_domain::person::{Name, NameKind};
use punte_domain::time::Day;
use punte_domain::values::Sex;
use std::collections::BTreeMap;

const GIVEN: &str = include_str!("../../../../../data/names/ro_given_names_faker.csv");
const SURNAMES: &str = include_str!("../../../../../data/names/ro_surnames_common.csv");
const COVERS_F: &[&str] = &[
    "Albăstrea",
    "Brândușa",
    "Ciocârlia",
    "Floarea-soarelui",
    "Ghiocel",
    "Iasomia",
    "Lăcrămioara",
    "Levănțica",
    "Luna",
    "Mierla",
    "Narcisa",
    "Rândunica",
    "Romanița",
    "Salvia",
    "Sânziana",
    "Steluța",
    "Toporaș",
    "Trifoi",
    "Vioreaua",
    "Zorea",
    "Mușețel",
    "Privighetoarea",
    "Mărgărita",
    "Scorușa",
];
const COVERS_M: &[&str] = &[
    "Arin",
    "Brad",
    "Bujor",
    "Carpen",
    "Cocor",
    "Frasin",
    "Grangur",
    "Jderul",
    "Lăstun",
    "Mesteacăn",
    "Paltin",
    "Pescăruș",
    "Plop",
    "Sticlete",
    "Stejar",
    "Șoim",
    "Tei",
    "Ulm",
];

/// A child as another organisation may have met it too.
#[derive(Debug, Clone)]
pub(in crate::demo) struct Known {
    pub(in crate::demo) name: Name,
    pub(in crate::demo) sex: Sex,
    pub(in crate::demo) birth: Day,
}

/// Children from across the border, transliterated as on their papers.
const UKRAINIAN_F: &[(&str, &str)] = &[("Daryna", "Kovalchuk"), ("Solomiia", "Bondarenko")];
/// See [`UKRAINIAN_F`].
const UKRAINIAN_M: &[(&str, &str)] = &[("Nazar", "Shevchuk"), ("Danylo", "Moroz")];

/// Names that were not given out yet.
pub(in crate::demo) struct Names {
    chance: Chance,
    /// By the file's number.
    pub(in crate::demo) known: BTreeMap<usize, Known>,
    female: Vec<&'static str>,
    male: Vec<&'static str>,
    surnames: Vec<&'static str>,
    covers: [usize; 2],
}

impl Names {
    pub(in crate::demo) fn new(chance: Chance) -> Self {
        let given = |sex: &'static str| {
            GIVEN.lines().skip(1).filter_map(move |line| {
                line.split_once(',')
                    .filter(|(_, s)| *s == sex)
                    .map(|(name, _)| name)
            })
        };
        Self {
            chance,
            female: given("F").collect(),
            male: given("M").collect(),
            surnames: SURNAMES
                .lines()
                .skip(1)
                .filter_map(|line| line.split(',').nth(1))
                .collect(),
            covers: [0, 0],
            known: BTreeMap::new(),
        }
    }

    pub(in crate::demo) fn ukrainian(&mut self, sex: Sex) -> Name {
        let list = if sex == Sex::Female {
            UKRAINIAN_F
        } else {
            UKRAINIAN_M
        };
        let (given, family) = self.chance.of(list);
        Name {
            kind: NameKind::Birth,
            given: given.to_owned(),
            family: family.to_owned(),
        }
    }

    pub(in crate::demo) fn person(&mut self, sex: Sex) -> Name {
        let list = if sex == Sex::Female {
            &self.female
        } else {
            &self.male
        };
        let given = self.chance.of(list).to_owned();
        let family = self.chance.of(&self.surnames).to_owned();
        Name {
            kind: NameKind::Birth,
            given,
            family,
        }
    }

    /// A cover name; a number after it once all were given out.
    pub(in crate::demo) fn cover(&mut self, sex: Sex) -> String {
        let (at, list) = if sex == Sex::Female {
            (0, COVERS_F)
        } else {
            (1, COVERS_M)
        };
        let turn = self.covers[at];
        self.covers[at] += 1;
        let name = list[turn % list.len()];
        match turn / list.len() {
            0 => name.to_owned(),
            round => format!("{name} {}", round + 1),
        }
    }

    /// A personal number with county code 99, which nobody has.
    pub(in crate::demo) fn cnp(&mut self, sex: Sex, birth: Day) -> String {
        let century = if birth.year() < 2000 { 1 } else { 5 };
        let first = century + i32::from(sex == Sex::Female);
        let body = format!(
            "{first}{:02}{:02}{:02}99{:03}",
            birth.year() % 100,
            birth.month(),
            birth.day(),
            self.chance.between(1, 999)
        );
        let weights = [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9];
        let sum: u32 = body
            .bytes()
            .zip(weights)
            .map(|(digit, weight)| u32::from(digit - b'0') * weight)
            .sum();
        let check = match sum % 11 {
            10 => 1,
            other => other,
        };
        format!("{body}{check}")
    }
}
