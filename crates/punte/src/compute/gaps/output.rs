//! What `punte gaps` writes and says.

use std::fmt::Write as _;
use std::io::Write;

use punte_journeys::clocks::{ClockCount, ClockReading, read_clocks};
use punte_journeys::report::{WaitRow, wait_rows};
use punte_journeys::svg::{CurveWords, GraphWords, Series, curves, process_graph};
use punte_journeys::time::format_moment;
use punte_journeys::waits::{next_step_spells, spells};
use punte_journeys::{EdgeTime, EventLog, Graph, JourneyError, Variant, funnel, tables};

use super::args::Plan;
use super::files::Outputs;
use super::input::Kind;
use super::{GapsArgs, GapsError, of_log};

/// All that was computed.
pub(super) struct Results<'a> {
    pub(super) log: &'a EventLog,
    pub(super) graph: &'a Graph,
    pub(super) times: &'a [EdgeTime],
    pub(super) ways: &'a [Variant<'a>],
    pub(super) waits: &'a [WaitRow],
}

/// The waits asked for, or else from every step to the next.
pub(super) fn waits(
    args: &GapsArgs,
    plan: &Plan,
    log: &EventLog,
) -> Result<Vec<WaitRow>, GapsError> {
    let mut rows = Vec::new();
    for (from, to, spec) in &plan.waits {
        let ends = u16::try_from(spec.other_ends.len() + 1).unwrap_or(u16::MAX);
        let spells = spells(log, spec);
        rows.extend(
            wait_rows(log, (from, to), &spells, ends, args.least, plan.confidence)
                .map_err(of_log(args))?,
        );
    }
    if plan.waits.is_empty() && (args.waiting.is_some() || args.curves.is_some()) {
        for (number, spells) in (0_u16..).zip(next_step_spells(log, &plan.closing, plan.as_of)) {
            let names = (log.activity_name(number), "");
            rows.extend(
                wait_rows(log, names, &spells, 1, args.least, plan.confidence)
                    .map_err(of_log(args))?,
            );
        }
    }
    Ok(rows)
}

/// Writes every output that was named; all of them, or none.
pub(super) fn write(args: &GapsArgs, plan: &Plan, r: &Results<'_>) -> Result<(), GapsError> {
    let mut out = Outputs::default();
    let least = args.least;
    let mut table =
        |path: &Option<std::path::PathBuf>,
         fill: &dyn Fn(&mut dyn Write) -> Result<(), JourneyError>| match path {
            Some(path) => out.write(path, |writer| {
                fill(writer).map_err(|error| GapsError::Log {
                    path: path.display().to_string(),
                    error: Box::new(error),
                })
            }),
            None => Ok(()),
        };
    table(&args.dfg, &|w| {
        tables::write_graph(w, r.log, r.times, least)
    })?;
    table(&args.nodes, &|w| {
        tables::write_nodes(w, r.log, r.graph, least)
    })?;
    table(&args.variants, &|w| {
        tables::write_variants(w, r.log, r.ways, least)
    })?;
    table(&args.bottlenecks, &|w| {
        tables::write_bottlenecks(w, r.log, r.times, least)
    })?;
    table(&args.waiting, &|w| tables::write_waits(w, r.waits))?;
    table(&args.curves, &|w| tables::write_curves(w, r.waits))?;
    table(&args.funnel, &|w| {
        tables::write_funnel(
            w,
            r.log,
            &funnel(r.log, &plan.stages, &plan.withdrew, plan.as_of),
        )
    })?;
    table(&args.clocks, &|w| {
        tables::write_clocks(w, &clock_counts(&clock_readings(plan, r.log)))
    })?;
    table(&args.clock_list, &|w| {
        tables::write_clock_list(w, r.log, &clock_readings(plan, r.log))
    })?;
    table(&args.svg_dfg, &|w| {
        Ok(w.write_all(graph_drawing(r, least).as_bytes())?)
    })?;
    table(&args.svg_waiting, &|w| {
        Ok(w.write_all(wait_drawing(args, r).as_bytes())?)
    })?;
    out.keep()
}

fn clock_readings(plan: &Plan, log: &EventLog) -> Vec<(String, Vec<ClockReading>)> {
    let read = |spec| read_clocks(log, spec, plan.as_of);
    plan.clocks
        .iter()
        .map(|(name, spec)| (name.clone(), read(spec)))
        .collect()
}

fn clock_counts(readings: &[(String, Vec<ClockReading>)]) -> Vec<(String, ClockCount)> {
    readings
        .iter()
        .map(|(name, all)| (name.clone(), ClockCount::of(all)))
        .collect()
}

fn graph_drawing(r: &Results<'_>, least: u64) -> String {
    let title = format!("Steps of {} cases", r.graph.cases);
    let description = format!(
        "{} activities and the steps between them, from {} events. The strongest steps:",
        r.graph.nodes.len(),
        r.log.len()
    );
    let words = GraphWords {
        id: "punte-steps",
        title: &title,
        description: &description,
        days: "d",
    };
    process_graph(r.log, r.graph, r.times, least, &words)
}

/// The groups of the first wait beside each other; without groups, who still waits and each way in which waits ended.
fn wait_drawing(args: &GapsArgs, r: &Results<'_>) -> String {
    let Some(all) = r.waits.first() else {
        return curves(&[], &curve_words("", "No such wait began."));
    };
    let same = |row: &&WaitRow| row.from == all.from && row.to == all.to && row.group.is_some();
    let mut series: Vec<Series> = r
        .waits
        .iter()
        .filter(same)
        .map(|row| Series::waiting(row.group.clone().unwrap_or_default(), &row.summary.curve))
        .collect();
    if series.is_empty() {
        series.push(Series::waiting(
            "still waiting".to_owned(),
            &all.summary.curve,
        ));
        let names = std::iter::once(all.to.as_str()).chain(
            args.withdrew
                .iter()
                .map(String::as_str)
                .filter(|w| *w != all.to),
        );
        for (name, points) in names.zip(&all.summary.incidence.ends) {
            series.push(Series::ended(
                name.to_owned(),
                points,
                all.summary.confidence,
            ));
        }
    }
    let s = &all.summary;
    let median = s
        .median
        .time
        .map_or_else(|| "not reached".to_owned(), |m| format!("{m:.1} days"));
    let title = format!("From {} to {}", all.from, all.to);
    let description = format!(
        "{} waits: {} served, {} ended otherwise, {} still going on. Half no longer waited after: {median}.",
        s.waits, s.served, s.otherwise, s.waiting
    );
    curves(&series, &curve_words(&title, &description))
}

fn curve_words<'a>(title: &'a str, description: &'a str) -> CurveWords<'a> {
    CurveWords {
        id: "punte-wait",
        title,
        description,
        days: "days",
        at_risk: "under observation",
    }
}

/// The summary for stdout.
pub(super) fn summary(args: &GapsArgs, plan: &Plan, r: &Results<'_>, kind: Kind) -> String {
    let follows: u64 = r.graph.edges.iter().map(|e| e.count).sum();
    let (first, last) = (
        r.log.earliest().unwrap_or_default(),
        r.log.latest().unwrap_or_default(),
    );
    let clocks = clock_counts(&clock_readings(plan, r.log));
    if args.json {
        let waits: Vec<_> = r.waits.iter().map(wait_json).collect();
        let clocks: Vec<_> = clocks
            .iter()
            .map(|(name, c)| serde_json::json!({"clock": name, "met": c.met, "missed": c.missed(), "running": c.running, "cancelled": c.cancelled}))
            .collect();
        let all = serde_json::json!({
            "kind": kind.name(), "events": r.log.len(), "cases": r.graph.cases, "activities": r.graph.nodes.len(),
            "edges": r.graph.edges.len(), "successions": follows, "variants": r.ways.len(), "reordered": r.log.reordered(),
            "first": format_moment(first), "last": format_moment(last), "as_of": format_moment(plan.as_of),
            "waits": waits, "clocks": clocks,
        });
        return format!("{all}\n");
    }
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{}: {} events, {} cases, {} activities",
        kind.name(),
        r.log.len(),
        r.graph.cases,
        r.graph.nodes.len()
    );
    let _ = writeln!(
        text,
        "{} different steps, {follows} in all; {} variants",
        r.graph.edges.len(),
        r.ways.len()
    );
    let _ = writeln!(
        text,
        "from {} to {}, read as of {}",
        format_moment(first),
        format_moment(last),
        format_moment(plan.as_of)
    );
    if r.log.reordered() > 0 {
        let _ = writeln!(
            text,
            "{} events stood after a later one of their case and were put in order",
            r.log.reordered()
        );
    }
    if !plan.waits.is_empty() {
        for row in r.waits {
            wait_line(&mut text, row);
        }
    }
    for (name, c) in clocks {
        let _ = writeln!(
            text,
            "{name}: {} met, {} missed, {} running, {} called off",
            c.met,
            c.missed(),
            c.running,
            c.cancelled
        );
    }
    text
}

fn wait_line(text: &mut String, row: &WaitRow) {
    let s = &row.summary;
    let group = row
        .group
        .as_deref()
        .map(|g| format!(" ({g})"))
        .unwrap_or_default();
    let days = |d: Option<f64>| d.map_or_else(|| "?".to_owned(), |d| format!("{d:.1}"));
    let _ = writeln!(
        text,
        "{} => {}{group}: {} waits, {} served, {} otherwise, {} waiting; half no longer wait after {} days ({} to {})",
        row.from,
        row.to,
        s.waits,
        s.served,
        s.otherwise,
        s.waiting,
        days(s.median.time),
        days(s.median.low),
        days(s.median.high)
    );
    if let Some(test) = &row.difference {
        let _ = writeln!(
            text,
            "  between groups: log-rank {:.2} on {}, p = {:.2e}",
            test.statistic, test.freedom, test.p_value
        );
    }
}

fn wait_json(row: &WaitRow) -> serde_json::Value {
    let s = &row.summary;
    serde_json::json!({
        "from": row.from, "to": row.to, "group": row.group, "waits": s.waits, "cases": s.cases, "served": s.served,
        "ended_otherwise": s.otherwise, "still_waiting": s.waiting, "median_days": s.median.time,
        "median_low": s.median.low, "median_high": s.median.high, "half_served_days": s.half_served,
        "mean_days": s.mean.map(|m| m.mean), "mean_limit_days": s.mean.map(|m| m.limit),
        "logrank_p": row.difference.as_ref().map(|t| t.p_value),
    })
}
