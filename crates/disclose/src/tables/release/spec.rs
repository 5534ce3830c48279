//! What a release asks for, as read from `SPEC.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::tables::hierarchy::{ALL, Hierarchy};
use crate::tables::rules::Rules;

/// The category of an empty cell.
pub const NOT_RECORDED: &str = "(not recorded)";

/// Largest base of rounding.
const MOST_ROUND: u32 = 1_000_000;

/// A release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// Name, unique in the release directory.
    pub name: String,
    /// CSV of one row a person; read by the caller.
    #[serde(default)]
    pub input: String,
    /// Rules of suppression.
    pub rules: Rules,
    /// Trees of categories by column; a column without one is flat.
    #[serde(default)]
    pub hierarchies: BTreeMap<String, HierarchySpec>,
    /// The tables, most important first.
    pub tables: Vec<TableSpec>,
    /// Leaves complementary suppression out, so that the attacker can be seen to break the tables. Never publish such a release.
    #[serde(default)]
    pub primary_only: bool,
}

/// A tree of categories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct HierarchySpec {
    /// Names of the levels above the values, nearest first, for instance `["region", "macroregion"]`.
    #[serde(default)]
    pub levels: Vec<String>,
    /// For each value its groups, nearest first.
    #[serde(default)]
    pub groups: BTreeMap<String, Vec<String>>,
    /// CSV of value and groups, instead of `groups`; read by the caller.
    #[serde(default)]
    pub file: Option<String>,
}

/// What may be done when a table cannot be published at the level asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Coarsening {
    /// Nothing: the release is refused.
    #[default]
    None,
    /// The finest coarsening that counts enough people is published.
    Auto,
}

/// A table of a release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSpec {
    /// Name, used for its file.
    pub name: String,
    /// Columns, `county` or `county@region` for a level above the values.
    pub columns: Vec<String>,
    /// Only the people in these categories, for instance `{ quarter = "2026-Q1" }`; categories of any level.
    #[serde(default)]
    pub within: BTreeMap<String, String>,
    /// Published whole whatever the counts: a decision of those who answer for the release, not of this program.
    #[serde(default)]
    pub whole: bool,
    /// What to do when too little can be shown.
    #[serde(default)]
    pub coarsen: Coarsening,
    /// Least share of people, 0 to 1, counted in published inner cells.
    #[serde(default)]
    pub least_counted: f64,
    /// Rounds every count to a neighbouring multiple of this, sums kept, instead of withholding any. At least `rules.k` and above
    /// `rules.width`; only for a release of one table, alone in its directory.
    #[serde(default)]
    pub round: Option<u32>,
}

impl Spec {
    /// Checks what does not depend on the data.
    ///
    /// # Errors
    /// [`Error::Parameter`] naming the field.
    pub fn check(&self) -> Result<(), Error> {
        let wrong = |text: String| Err(Error::Parameter(text));
        if self.name.trim().is_empty() || self.name.contains(['/', '\\', '\0']) {
            return wrong("name: a release needs a name without slashes".to_owned());
        }
        if self.rules.k < 2 {
            return wrong(format!("rules.k: must be at least 2, not {}", self.rules.k));
        }
        if self.rules.width == 0 {
            return wrong("rules.width: must be at least 1".to_owned());
        }
        if let Some(rule) = &self.rules.dominance
            && !(rule.share > 0.0 && rule.share <= 1.0 && rule.largest > 0)
        {
            return wrong(
                "rules.dominance: share must be above 0 and at most 1, largest at least 1"
                    .to_owned(),
            );
        }
        if self.tables.is_empty() {
            return wrong("tables: a release needs at least one table".to_owned());
        }
        for (at, table) in self.tables.iter().enumerate() {
            if table.name.trim().is_empty() || table.name.contains(['/', '\\', '\0']) {
                return wrong(format!(
                    "tables[{at}].name: a table needs a name without slashes"
                ));
            }
            if self.tables[..at]
                .iter()
                .any(|other| other.name == table.name)
            {
                return wrong(format!(
                    "tables[{at}].name: \"{}\" is already used",
                    table.name
                ));
            }
            if table.columns.is_empty() || table.columns.len() > 6 {
                return wrong(format!(
                    "tables[{at}].columns: 1 to 6 columns, not {}",
                    table.columns.len()
                ));
            }
            if !(0.0..=1.0).contains(&table.least_counted) {
                return wrong(format!("tables[{at}].least_counted: must be 0 to 1"));
            }
            if let Some(base) = table.round {
                self.check_rounding(at, table, base)?;
            }
        }
        Ok(())
    }

    fn check_rounding(&self, at: usize, table: &TableSpec, base: u32) -> Result<(), Error> {
        let wrong = |text: String| Err(Error::Parameter(format!("tables[{at}].round: {text}")));
        let least = self.rules.k.max(self.rules.width.saturating_add(1));
        if base < least || base > MOST_ROUND {
            return wrong(format!(
                "must be {least} (rules.k, and above rules.width) to {MOST_ROUND}, not {base}"
            ));
        }
        if self.tables.len() > 1 {
            return wrong("a rounded table is released alone".to_owned());
        }
        if table.whole || self.primary_only || table.coarsen != Coarsening::None {
            return wrong("not together with whole, primary_only or coarsen".to_owned());
        }
        Ok(())
    }
}

impl HierarchySpec {
    /// The tree over the values of a column.
    ///
    /// # Errors
    /// [`Error::Parameter`] when a value has no groups or the tree does not hold together.
    pub(super) fn tree(&self, column: &str, values: &[String]) -> Result<Hierarchy, Error> {
        let mut leaves: Vec<(String, Vec<String>)> = self
            .groups
            .iter()
            .map(|(leaf, path)| (leaf.clone(), path.clone()))
            .collect();
        let depth = self.levels.len();
        for value in values.iter().map(String::as_str).chain([NOT_RECORDED]) {
            if self.groups.contains_key(value) {
                continue;
            }
            if value != NOT_RECORDED && depth > 0 {
                return Err(Error::Parameter(format!(
                    "hierarchies.{column}: the value \"{value}\" is in no group"
                )));
            }
            leaves.push((value.to_owned(), vec![value.to_owned(); depth]));
        }
        if let Some((leaf, path)) = leaves.iter().find(|(_, path)| path.len() != depth) {
            return Err(Error::Parameter(format!(
                "hierarchies.{column}: \"{leaf}\" has {} groups, {depth} levels are named",
                path.len()
            )));
        }
        if leaves
            .iter()
            .any(|(leaf, path)| leaf == ALL || path.iter().any(|group| group == ALL))
        {
            return Err(Error::Parameter(format!(
                "hierarchies.{column}: \"{ALL}\" means everybody and cannot be a category"
            )));
        }
        Hierarchy::new(column, &leaves)
    }
}
