//! Which files there are: how many, whose, how long, and what is in them. The first thousand are the same at every size.

use crate::chance::Chance;
use punte_app::files::NewFile;
use punte_app::ops::scribe::History;
use punte_domain::Moment;
use punte_domain::code::FileCode;
use punte_domain::compartment::Compartment;
use punte_domain::file::Command;
use punte_domain::file::entry::{Basics, Task};
use punte_domain::person::{Name, NameKind};
use punte_domain::values::Place;
use std::sync::LazyLock;

/// Units of the partnership.
pub(crate) const UNITS: usize = 1_000;
/// The unit whose list the bars speak of: 2,000 files at every size of 10,000 or more.
pub(crate) const OWN: usize = 0;
/// Units that are loaded beside it, from 1 on.
pub(crate) const NEIGHBOURS: usize = 25;
/// The unit of those who only sign in.
pub(crate) const DOOR: usize = NEIGHBOURS + 1;
/// Files among which the own unit and its neighbours have all of theirs that are loaded.
const SETTLED: usize = 10_000;
/// Entries of a long file.
pub(crate) const LONG: usize = 200;
/// Entries that opening a file writes.
const OPENING: usize = 4;
/// Median of the others.
const MEDIAN: f64 = 12.0;
/// How unlike they are: the deviation of the logarithm.
const SPREAD: f64 = 0.45;
/// Files are opened within so many days before the seeding.
const DAYS: usize = 700;

static GIVEN: LazyLock<Vec<&str>> =
    LazyLock::new(|| column(include_str!("../../../data/names/ro_given_names_faker.csv")));
static FAMILY: LazyLock<Vec<&str>> =
    LazyLock::new(|| column(include_str!("../../../data/names/ro_surnames_faker.csv")));

fn column(text: &'static str) -> Vec<&'static str> {
    let lines = text.lines().skip(1);
    lines.filter_map(|line| line.split(',').next()).collect()
}

/// What is said of a file before it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// Number of the file, from 0.
    pub(crate) number: usize,
    /// Its code.
    pub(crate) code: FileCode,
    /// Its unit.
    pub(crate) unit: usize,
    /// Its entries.
    pub(crate) entries: usize,
}

impl Sketch {
    /// The file of this number.
    pub(crate) fn of(number: usize) -> Self {
        let mut chance = Chance::of(number as u64);
        let unit = match number % 5 {
            0 if number < SETTLED => OWN,
            1 if number < SETTLED => 1 + number / 5 % NEIGHBOURS,
            _ => 1 + chance.below(UNITS - 1),
        };
        let entries = match number % 200 {
            0 | 1 => LONG,
            _ => {
                // The sum of twelve is near enough to a normal distribution.
                let normal = (0..12).map(|_| chance.unit()).sum::<f64>() - 6.0;
                let count = (MEDIAN * (SPREAD * normal).exp()).round();
                (OPENING + 1).max(whole(count))
            }
        };
        Self {
            number,
            code: code(number),
            unit,
            entries,
        }
    }

    /// Whether it has 200 entries.
    pub(crate) const fn is_long(self) -> bool {
        self.entries == LONG
    }

    /// The name of its person: what a search asks for.
    pub(crate) fn name(self) -> (&'static str, &'static str) {
        let mut chance = Chance::of(!(self.number as u64));
        (*chance.pick::<&str>(&GIVEN), *chance.pick::<&str>(&FAMILY))
    }

    /// The whole history, ended a day before `now`.
    pub(crate) fn history(self, now: Moment) -> History {
        let mut chance = Chance::of(self.number as u64 ^ 0x5eed);
        let days = 10 + chance.below(DAYS - 10);
        let opened = now
            .plus_days(-i64::try_from(days).unwrap_or(1))
            .plus_seconds(-60);
        let later = self.entries - OPENING;
        let span = (now.0 - opened.0 - 86_400_000_000).max(0);
        let step = span / i64::try_from(later + 1).unwrap_or(1);
        let then = (1..=later)
            .map(|at| {
                let at_time = Moment(opened.0 + step * i64::try_from(at).unwrap_or(0));
                (at_time, command(at, at_time, &mut chance))
            })
            .collect();
        History {
            code: self.code,
            form: self.form(),
            opened,
            then,
        }
    }

    fn form(self) -> NewFile {
        let (given, family) = self.name();
        NewFile {
            cover_name: format!("Dosar {}", self.number),
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
}

/// A code that no other number has: an odd factor permutes the 30 bits.
fn code(number: usize) -> FileCode {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    FileCode::from_random(number.wrapping_mul(0x2545_F491).wrapping_add(0x0DEF_ACED))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small count"
)]
fn whole(count: f64) -> usize {
    count as usize
}

const SENTENCES: &[&str] = &[
    "Am vorbit la telefon cu copilul; este bine și merge la școală.",
    "Vizită la locuință împreună cu asistentul social al primăriei.",
    "Copilul a cerut să nu fie sunată familia până la următoarea întâlnire.",
    "S-a convenit programul întâlnirilor cu psihologul pentru luna aceasta.",
    "Mama a confirmat că documentele au fost depuse la starea civilă.",
    "Avocatul a primit copia plângerii și a stabilit o discuție cu procurorul.",
    "S-a evaluat din nou siguranța locuinței; nu sunt semne că adresa este cunoscută.",
    "Profesoara diriginte spune că absențele au încetat.",
];

/// Text of the length that people write: one to five sentences.
pub(crate) fn text(chance: &mut Chance) -> String {
    let count = 1 + chance.below(5);
    let said: Vec<&str> = (0..count).map(|_| *chance.pick(SENTENCES)).collect();
    said.join(" ")
}

fn command(at: usize, now: Moment, chance: &mut Chance) -> Command {
    let note = |compartment, chance: &mut Chance| Command::AddNote {
        compartment,
        kind: "general".into(),
        text: text(chance),
        happened_on: None,
    };
    match (at, chance.below(20)) {
        (1, _) => Command::AssessRisk {
            level: "medium".into(),
            factors: vec!["no_safe_home".into()],
            text: text(chance),
            review: Some(now.plus_days(30)),
        },
        (_, 0 | 1) => Command::AddTask(Task {
            title: "De sunat la școală".to_owned(),
            assignee: None,
            due: Some(now.plus_days(14)),
        }),
        (_, 2) => Command::RecordPlacement {
            kind: "relatives".into(),
            place: Place {
                county: None,
                text: "Strada Podului nr. 7".to_owned(),
            },
            hide_from: String::new(),
            happened_on: None,
            until: None,
        },
        (_, 3 | 4) => note(Compartment::Whereabouts, chance),
        _ => note(Compartment::Core, chance),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn sketches(count: usize) -> Vec<Sketch> {
        (0..count).map(Sketch::of).collect()
    }

    #[test]
    fn the_big_set_is_as_it_is_said_to_be() {
        let all = sketches(100_000);
        let codes: HashSet<_> = all.iter().map(|s| s.code).collect();
        assert_eq!(codes.len(), all.len());
        let units: HashSet<_> = all.iter().map(|s| s.unit).collect();
        assert_eq!(units.len(), UNITS);
        assert_eq!(all.iter().filter(|s| s.is_long()).count(), 1_000);
        let mut lengths: Vec<_> = all.iter().map(|s| s.entries).collect();
        lengths.sort_unstable();
        assert_eq!(lengths[50_000], 12);
    }

    #[test]
    fn the_own_unit_is_the_same_from_ten_thousand_on() {
        let of = |count| {
            let own = sketches(count).into_iter().filter(|s| s.unit == OWN);
            own.collect::<Vec<_>>()
        };
        assert_eq!(of(10_000).len(), 2_000);
        assert_eq!(of(10_000), of(100_000));
        assert_eq!(of(10_000).iter().filter(|s| s.is_long()).count(), 50);
    }
}
