//! Waits in one line each: what a table of gaps shows.

use crate::error::Result;
use crate::log::EventLog;
use crate::survival::{
    Bands, CompetingWait, Confidence, Curve, Incidence, LogRank, Quantile, RestrictedMean, Wait,
    cumulative_incidence, kaplan_meier, log_rank,
};
use crate::waits::{Spell, by_group, cases_of};

/// The days at which the part served is given.
pub const HORIZONS: [f64; 3] = [30.0, 90.0, 365.0];

/// A wait, summed up.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitSummary {
    /// Waits that began.
    pub waits: u64,
    /// Cases they belong to.
    pub cases: u64,
    /// Ended with what was waited for.
    pub served: u64,
    /// Ended otherwise.
    pub otherwise: u64,
    /// Still going on at the date.
    pub waiting: u64,
    /// Days until half no longer waited, for whatever reason, with interval.
    pub median: Quantile,
    /// Days until half were served; `None` when half never were.
    pub half_served: Option<f64>,
    /// Part served within each of [`HORIZONS`]; `None` beyond the longest wait observed, unless nobody waits on.
    pub served_by: [Option<f64>; 3],
    /// Mean days waited, each wait counted up to a year at most (or the longest wait observed, when that is shorter).
    pub mean: Option<RestrictedMean>,
    /// The curve of those who no longer wait, for a drawing.
    pub curve: Curve,
    /// The incidence of each end.
    pub incidence: Incidence,
    /// The level of the intervals.
    pub confidence: Confidence,
}

/// Sums up spells whose ends are numbered below `ends`. No spell at all is refused.
pub fn summarise(spells: &[Spell], ends: u16, confidence: Confidence) -> Result<WaitSummary> {
    let cases = cases_of(spells);
    // Sorted once here, the estimators have nothing left to sort.
    let mut spells = spells.to_vec();
    spells.sort_unstable_by(|a, b| a.days.total_cmp(&b.days));
    let waits: Vec<Wait> = spells.iter().map(Spell::any_end).collect();
    let competing: Vec<CompetingWait> = spells.iter().map(Spell::competing).collect();
    let curve = kaplan_meier(&waits, Bands::LogLog, confidence)?;
    let incidence = cumulative_incidence(&competing, ends)?;
    let count = |f: fn(&Spell) -> bool| spells.iter().filter(|s| f(s)).count() as u64;
    let last = curve.last();
    let nobody_waits = curve.points.last().is_some_and(|p| p.survival <= 0.0);
    let half_served = incidence
        .ends
        .first()
        .and_then(|p| p.iter().find(|p| p.incidence >= 0.5 - 1e-11))
        .map(|p| p.time);
    Ok(WaitSummary {
        waits: curve.waits,
        cases,
        served: count(|s| s.end == Some(0)),
        otherwise: count(|s| s.end.is_some_and(|end| end > 0)),
        waiting: count(|s| s.end.is_none()),
        median: curve.median(),
        half_served,
        served_by: HORIZONS.map(|day| (day <= last || nobody_waits).then(|| incidence.at(0, day))),
        mean: curve.restricted_mean(last.min(365.0)).ok(),
        curve,
        incidence,
        confidence,
    })
}

/// A wait as a row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitRow {
    /// The activity that begins it.
    pub from: String,
    /// What is waited for; empty for "the next step, whichever".
    pub to: String,
    /// The group; `None` for all together.
    pub group: Option<String>,
    /// The figures.
    pub summary: WaitSummary,
    /// How the groups differ, in the row of all together when there are two or more.
    pub difference: Option<LogRank>,
}

/// One row for all spells and, when the log was read with a group column, one for each group with at least `least` cases;
/// the log-rank test compares just these. `Ok(vec![])` when fewer than `least` cases have such a wait at all.
pub fn wait_rows(
    log: &EventLog,
    (from, to): (&str, &str),
    spells: &[Spell],
    ends: u16,
    least: u64,
    confidence: Confidence,
) -> Result<Vec<WaitRow>> {
    if spells.is_empty() || cases_of(spells) < least {
        return Ok(Vec::new());
    }
    let row = |group: Option<&str>, spells: &[Spell]| -> Result<WaitRow> {
        let summary = summarise(spells, ends, confidence)?;
        Ok(WaitRow {
            from: from.to_owned(),
            to: to.to_owned(),
            group: group.map(str::to_owned),
            summary,
            difference: None,
        })
    };
    let mut rows = vec![row(None, spells)?];
    if log.group().is_some() {
        let groups = by_group(log, spells);
        let shown: Vec<&(&str, Vec<Spell>)> = groups
            .iter()
            .filter(|(_, part)| cases_of(part) >= least)
            .collect();
        let waits: Vec<Vec<Wait>> = shown
            .iter()
            .map(|(_, part)| part.iter().map(Spell::any_end).collect())
            .collect();
        if let Some(first) = rows.first_mut() {
            first.difference = log_rank(&waits.iter().map(Vec::as_slice).collect::<Vec<_>>()).ok();
        }
        for (name, part) in shown {
            rows.push(row(Some(name), part)?);
        }
    }
    Ok(rows)
}
