//! `verify`: everything recomputed, and each finding as a sentence that names what does not fit.

use super::home::{Home, HomeError};
use ciborium::Value;
use punte_ledger::{RowId, Verifier as _};
use punte_store::{StoreError, VerifyReport, verify_file};
use punte_vault::LedgerVerifier;
use std::path::Path;

/// Findings that are listed one by one; beyond this many the file is beyond a list.
const LISTED: usize = 200;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Inspection {
    /// Whether everything fits.
    pub clean: bool,
    /// Leaves in the tree.
    pub leaves: u64,
    /// Root of the tree, hex.
    pub root: String,
    /// Signed checkpoints that hold.
    pub checkpoints: u64,
    /// Leaves that are committed and not yet in the tree.
    pub unintegrated: u64,
    /// Rows that were compared.
    pub rows: u64,
    /// What does not fit, one sentence each.
    pub findings: Vec<String>,
}

/// Recompute the installation in a data directory, offline and without changing it.
pub async fn inspect_home(home: &Home) -> Result<Inspection, HomeError> {
    if !home.exists() {
        return Err(HomeError::Absent(home.path().to_owned()));
    }
    Ok(inspect_file(&home.database(), &home.verifier()?).await)
}

/// Recompute a SQLite file under a public key that the caller trusts. What cannot be read is a finding.
pub async fn inspect_file(path: &Path, key: &LedgerVerifier) -> Inspection {
    match verify_file(path, key.name(), &[key]).await {
        Ok(report) => Inspection::of(&report),
        Err(error) => Inspection::unreadable(&error),
    }
}

impl Inspection {
    /// From what the store found.
    pub fn of(report: &VerifyReport) -> Self {
        let ledger = &report.ledger;
        let rows = |what: &'static str, rows: &[RowId]| -> Vec<String> {
            rows.iter()
                .map(|row| format!("{}: {what}", name(row)))
                .collect()
        };
        let mut findings: Vec<String> = ledger.first.iter().map(ToString::to_string).collect();
        findings.extend(rows("is not what the ledger says", &ledger.changed));
        findings.extend(rows("is in no entry of the ledger", &ledger.uncovered));
        findings.extend(rows("is missing", &ledger.missing));
        findings.extend(report.misfits.iter().cloned());
        findings.extend(report.engine.iter().map(|said| format!("database: {said}")));
        findings.truncate(LISTED);
        Self {
            clean: report.is_clean(),
            leaves: ledger.size,
            root: hex(&ledger.root.0),
            checkpoints: ledger.checkpoints,
            unintegrated: ledger.tail,
            rows: report.rows,
            findings,
        }
    }

    fn unreadable(error: &StoreError) -> Self {
        Self {
            clean: false,
            leaves: 0,
            root: String::new(),
            checkpoints: 0,
            unintegrated: 0,
            rows: 0,
            findings: vec![format!("the database cannot be read: {error}")],
        }
    }
}

/// A row by its table and key, as an operator can look it up.
fn name(row: &RowId) -> String {
    let table = match row.table {
        1 => "stream",
        2 => "entry",
        3 => "wrap",
        4 => "work",
        5 => "roster line",
        6 => "fact",
        7 => "fact key",
        8 => "organisation",
        9 => "unit",
        10 => "user",
        11 => "membership",
        12 => "lock",
        13 => "invitation",
        14 => "kept answer",
        15 => "reference data",
        16 => "setting",
        other => return format!("row of table {other} with key {}", hex(&row.key)),
    };
    let Ok(Value::Array(parts)) = ciborium::from_reader(row.key.as_slice()) else {
        return format!("{table} {}", hex(&row.key));
    };
    let parts: Vec<String> = parts.iter().map(part).collect();
    format!("{table} {}", parts.join(" "))
}

fn part(value: &Value) -> String {
    match value {
        Value::Bytes(bytes) => {
            uuid::Uuid::from_slice(bytes).map_or_else(|_| hex(bytes), |id| id.to_string())
        }
        Value::Integer(number) => i128::from(*number).to_string(),
        Value::Text(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
            // Writing to a String cannot fail.
            let _ = write!(out, "{byte:02x}");
            out
        })
}
