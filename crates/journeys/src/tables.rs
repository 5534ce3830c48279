//! Results as CSV (UTF-8, comma, one heading), in a fixed order. A name that a spreadsheet would run as a formula gets an
//! apostrophe before it.
//!
//! `least` leaves out what rests on fewer cases: a first step against pointing at one child, not disclosure control (a
//! difference to a total may still show what is missing; `punte release` is for publication).

use std::borrow::Cow;
use std::io::Write;

use crate::clocks::{ClockCount, ClockReading, ClockState};
use crate::error::Result;
use crate::funnel::Stage;
use crate::graph::Graph;
use crate::log::EventLog;
use crate::performance::{EdgeTime, bottlenecks};
use crate::report::WaitRow;
use crate::time::{days, format_moment};
use crate::variants::Variant;

fn safe(name: &str) -> Cow<'_, str> {
    if name.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{name}"))
    } else {
        Cow::Borrowed(name)
    }
}

fn optional(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn part(of: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| of as f64 / all as f64)
}

/// The directly-follows graph with its durations in seconds: one row per succession, by (from, to) number.
pub fn write_graph(out: impl Write, log: &EventLog, times: &[EdgeTime], least: u64) -> Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "from",
        "to",
        "count",
        "cases",
        "mean_seconds",
        "median_seconds",
        "p90_seconds",
        "min_seconds",
        "max_seconds",
        "deviation_seconds",
        "total_seconds",
    ])?;
    for t in times.iter().filter(|t| t.cases >= least) {
        let mut row = vec![
            safe(log.activity_name(t.from)).into_owned(),
            safe(log.activity_name(t.to)).into_owned(),
        ];
        row.extend([t.count, t.cases].map(|n| n.to_string()));
        row.extend(
            [t.mean, t.median, t.p90, t.min, t.max, t.deviation, t.total].map(|x| x.to_string()),
        );
        csv.write_record(&row)?;
    }
    Ok(csv.flush()?)
}

/// The activities: events, cases that begin and end with each.
pub fn write_nodes(out: impl Write, log: &EventLog, graph: &Graph, least: u64) -> Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["activity", "events", "cases_begin", "cases_end"])?;
    for (number, node) in (0_u16..)
        .zip(&graph.nodes)
        .filter(|(_, node)| node.events >= least)
    {
        let name = safe(log.activity_name(number)).into_owned();
        csv.write_record([
            name,
            node.events.to_string(),
            node.begins.to_string(),
            node.ends.to_string(),
        ])?;
    }
    Ok(csv.flush()?)
}

/// Where the time goes: successions by total time, days.
pub fn write_bottlenecks(
    out: impl Write,
    log: &EventLog,
    times: &[EdgeTime],
    least: u64,
) -> Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "rank",
        "from",
        "to",
        "count",
        "cases",
        "total_days",
        "part_of_all_time",
        "median_days",
        "p90_days",
    ])?;
    let shown = bottlenecks(times)
        .into_iter()
        .filter(|b| b.time.cases >= least);
    for (rank, b) in (1_u64..).zip(shown) {
        let t = b.time;
        let mut row = vec![
            rank.to_string(),
            safe(log.activity_name(t.from)).into_owned(),
        ];
        row.push(safe(log.activity_name(t.to)).into_owned());
        row.extend([t.count, t.cases].map(|n| n.to_string()));
        row.extend(
            [
                t.total / 86_400.0,
                b.share,
                t.median / 86_400.0,
                t.p90 / 86_400.0,
            ]
            .map(|x| x.to_string()),
        );
        csv.write_record(&row)?;
    }
    Ok(csv.flush()?)
}

/// The variants, the most frequent first; activities joined by " → ".
pub fn write_variants(
    out: impl Write,
    log: &EventLog,
    variants: &[Variant<'_>],
    least: u64,
) -> Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["variant", "cases", "part_of_cases", "steps", "activities"])?;
    let all = variants.iter().map(|v| v.cases).sum();
    let mut way = String::new();
    for (number, variant) in (1_u64..).zip(variants.iter().filter(|v| v.cases >= least)) {
        way.clear();
        for (index, &activity) in variant.activities.iter().enumerate() {
            if index > 0 {
                way.push_str(" → ");
            }
            way.push_str(log.activity_name(activity));
        }
        let (number, cases) = (number.to_string(), variant.cases.to_string());
        let (share, steps) = (
            optional(part(variant.cases, all)),
            variant.activities.len().to_string(),
        );
        csv.write_record([number.as_str(), &cases, &share, &steps, &safe(&way)])?;
    }
    Ok(csv.flush()?)
}

/// Waiting times, days: see [`crate::report::WaitSummary`] for each column.
pub fn write_waits(out: impl Write, rows: &[WaitRow]) -> Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "from",
        "to",
        "group",
        "waits",
        "cases",
        "served",
        "ended_otherwise",
        "still_waiting",
        "median_days",
        "median_low",
        "median_high",
        "half_served_days",
        "served_by_30",
        "served_by_90",
        "served_by_365",
        "mean_days",
        "mean_limit_days",
        "mean_error",
        "logrank",
        "logrank_freedom",
        "logrank_p",
    ])?;
    for row in rows {
        let s = &row.summary;
        let mut cells = vec![safe(&row.from).into_owned(), safe(&row.to).into_owned()];
        cells.push(
            row.group
                .as_deref()
                .map_or_else(|| "*".to_owned(), |g| safe(g).into_owned()),
        );
        cells.extend([s.waits, s.cases, s.served, s.otherwise, s.waiting].map(|n| n.to_string()));
        cells.extend([s.median.time, s.median.low, s.median.high, s.half_served].map(optional));
        cells.extend(s.served_by.map(optional));
        cells.extend(
            [
                s.mean.map(|m| m.mean),
                s.mean.map(|m| m.limit),
                s.mean.map(|m| m.error),
            ]
            .map(optional),
        );
        let test = row.difference.as_ref();
        cells.push(optional(test.map(|t| t.statistic)));
        cells.push(test.map_or_else(String::new, |t| t.freedom.to_string()));
        cells.push(optional(test.map(|t| t.p_value)));
        csv.write_record(&cells)?;
    }
    Ok(csv.flush()?)
}

/// The curves behind the waiting times, for drawing elsewhere: part still waiting, and part served, at each day something
/// happened.
pub fn write_curves(out: impl Write, rows: &[WaitRow]) -> Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "from",
        "to",
        "group",
        "days",
        "at_risk",
        "ended",
        "censored",
        "part_waiting",
        "low",
        "high",
        "part_served",
        "served_low",
        "served_high",
    ])?;
    for row in rows {
        let served = row
            .summary
            .incidence
            .ends
            .first()
            .map_or(&[][..], Vec::as_slice);
        let group = row.group.as_deref().map_or(Cow::Borrowed("*"), safe);
        for (p, served) in row.summary.curve.points.iter().zip(served) {
            let mut cells = vec![
                safe(&row.from).into_owned(),
                safe(&row.to).into_owned(),
                group.clone().into_owned(),
            ];
            cells.push(p.time.to_string());
            let (low, high) = served.interval(row.summary.confidence);
            cells.extend([p.at_risk, p.ended, p.censored].map(|n| n.to_string()));
            cells.extend(
                [p.survival, p.low, p.high, served.incidence, low, high].map(|x| x.to_string()),
            );
            csv.write_record(&cells)?;
        }
    }
    Ok(csv.flush()?)
}

/// The funnel.
pub fn write_funnel(out: impl Write, log: &EventLog, stages: &[Stage]) -> Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "stage",
        "reached",
        "part_of_first",
        "part_of_previous",
        "left_after",
        "still_open",
        "median_days_from_previous",
    ])?;
    let first = stages.first().map_or(0, |s| s.reached);
    let mut previous = first;
    for stage in stages {
        csv.write_record([
            safe(log.activity_name(stage.activity)).into_owned(),
            stage.reached.to_string(),
            optional(part(stage.reached, first)),
            optional(part(stage.reached, previous)),
            stage.left.to_string(),
            stage.still_open.to_string(),
            optional(stage.median_days()),
        ])?;
        previous = stage.reached;
    }
    Ok(csv.flush()?)
}

/// Clocks, one row each: how many were met, missed and are running.
pub fn write_clocks(out: impl Write, clocks: &[(String, ClockCount)]) -> Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "clock",
        "started",
        "met",
        "missed",
        "missed_stopped_late",
        "missed_still_open",
        "missed_then_cancelled",
        "running",
        "cancelled",
        "part_met_of_known",
    ])?;
    for (name, c) in clocks {
        let mut row = vec![safe(name).into_owned()];
        let numbers = [
            c.started,
            c.met,
            c.missed(),
            c.missed_stopped,
            c.missed_running,
            c.missed_cancelled,
            c.running,
            c.cancelled,
        ];
        row.extend(numbers.map(|n| n.to_string()));
        row.push(optional(c.part_met()));
        csv.write_record(&row)?;
    }
    Ok(csv.flush()?)
}

/// The clocks of single cases, for the people who work on them: `days` taken, over or left.
pub fn write_clock_list(
    out: impl Write,
    log: &EventLog,
    clocks: &[(String, Vec<ClockReading>)],
) -> Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["clock", "case", "started", "state", "days"])?;
    for (clock, readings) in clocks {
        for reading in readings {
            let (state, micros) = match reading.state {
                ClockState::Met(took) => ("met", Some(took)),
                ClockState::MissedStopped(over) => ("missed, stopped late", Some(over)),
                ClockState::MissedRunning(over) => ("missed, still open", Some(over)),
                ClockState::MissedCancelled(over) => ("missed, then cancelled", Some(over)),
                ClockState::Running(left) => ("running", Some(left)),
                ClockState::Cancelled => ("cancelled", None),
            };
            csv.write_record([
                safe(clock).as_ref(),
                safe(log.case_names().name(reading.case)).as_ref(),
                &format_moment(reading.started),
                state,
                &optional(micros.map(days)),
            ])?;
        }
    }
    Ok(csv.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        for (name, want) in [
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
            ("plain", "plain"),
            ("", ""),
        ] {
            assert_eq!(safe(name), want);
        }
    }
}
