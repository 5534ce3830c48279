//! The plan: a pure function of seed and day.

use super::chance::Chance;
use super::script::Plan;
use super::story;
use punte_domain::time::Day;

/// How far back the partnership's work goes.
pub const HISTORY_DAYS: i64 = 740;

/// Everything that happens in a demo with so many files up to `today`.
pub fn plan(seed: u64, today: Day, files: usize) -> Plan {
    let calendar = story::Calendar::new(today);
    let mut names = story::Names::new(Chance::part(seed, 0));
    let mut open = story::Open::new();
    let files = (0..files)
        .map(|number| story::file(&calendar, (&mut names, &mut open), seed, number))
        .collect();
    Plan {
        files,
        concerns: story::concerns(&calendar, seed),
    }
}

/// What the seizure test looks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Canaries {
    /// Names of children.
    pub names: Vec<String>,
    /// Phrases in notes.
    pub notes: Vec<String>,
    /// Addresses of placements.
    pub addresses: Vec<String>,
}

impl Canaries {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.names
            .iter()
            .chain(&self.notes)
            .chain(&self.addresses)
            .map(String::as_str)
    }
}

/// The same plan with 500 unique canaries in it.
pub fn plan_with_canaries(seed: u64, today: Day, files: usize) -> (Plan, Canaries) {
    let mut plan = plan(seed, today, files);
    let canaries = story::plant(&mut plan, seed);
    (plan, canaries)
}
