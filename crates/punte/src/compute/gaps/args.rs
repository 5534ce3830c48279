//! What `punte gaps` takes, and what it comes to for a given log.

use std::path::PathBuf;

use clap::Args;
use punte_journeys::clocks::ClockSpec;
use punte_journeys::survival::Confidence;
use punte_journeys::time::{DAY, HOUR, parse_moment};
use punte_journeys::waits::WaitSpec;
use punte_journeys::{EventLog, JourneyError};

use super::{GapsError, activity};

/// Directly-follows graph, waiting times with censoring, variants, attrition and clocks from an event log.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  punte gaps cases.csv --dfg steps.csv --waiting waits.csv \\
    --wait 'Referral received => Intake interview' --withdrew 'Case closed' --group agency --as-of 2026-11-23

The kind of the log (CSV, XES, OCEL 2.0 JSON or XML, or one of these packed by gzip) is seen from its content. Times without an offset are taken as UTC.
Exit: 0 done, 2 wrong use or a log that is not one (the sentence names row and column), 3 could not read or write.")]
pub(crate) struct GapsArgs {
    /// The event log.
    pub(crate) log: PathBuf,
    /// Directly-follows counts and durations (CSV).
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) dfg: Option<PathBuf>,
    /// Waiting times (CSV): of each --wait, or of every step to the next one.
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) waiting: Option<PathBuf>,
    /// The curves behind the waiting times (CSV).
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) curves: Option<PathBuf>,
    /// Activities: events, first and last of how many cases (CSV).
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) nodes: Option<PathBuf>,
    /// Variants, the most frequent first (CSV).
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) variants: Option<PathBuf>,
    /// Steps by the time they take in all (CSV).
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) bottlenecks: Option<PathBuf>,
    /// Attrition through --stages (CSV).
    #[arg(long, value_name = "OUT.csv", requires = "stages")]
    pub(crate) funnel: Option<PathBuf>,
    /// Clocks met, missed and running (CSV), for each --clock.
    #[arg(long, value_name = "OUT.csv", requires = "clock")]
    pub(crate) clocks: Option<PathBuf>,
    /// Every case's clocks and how each stands (CSV), for each --clock.
    #[arg(long, value_name = "OUT.csv", requires = "clock")]
    pub(crate) clock_list: Option<PathBuf>,
    /// The graph as a drawing.
    #[arg(long, value_name = "OUT.svg")]
    pub(crate) svg_dfg: Option<PathBuf>,
    /// The first --wait as a drawing: its groups, or its ends.
    #[arg(long, value_name = "OUT.svg", requires = "wait")]
    pub(crate) svg_waiting: Option<PathBuf>,
    /// A wait to measure, from one activity to another.
    #[arg(long, value_name = "FROM => TO")]
    pub(crate) wait: Vec<String>,
    /// An activity that ends a wait otherwise, calls a clock off and leaves the funnel.
    #[arg(long, value_name = "ACTIVITY")]
    pub(crate) withdrew: Vec<String>,
    /// An activity after which nobody waits for a next step.
    #[arg(long, value_name = "ACTIVITY")]
    pub(crate) closing: Vec<String>,
    /// The stages of the funnel, in order.
    #[arg(long, value_name = "A => B => C")]
    pub(crate) stages: Option<String>,
    /// A deadline, for example 'Concern => Safety assessment within 72h' (m, h, d or w).
    #[arg(long, value_name = "FROM => TO within TIME")]
    pub(crate) clock: Vec<String>,
    /// The date of the reading; the log's last moment if not given.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Count every wait of a case, not the first only.
    #[arg(long)]
    pub(crate) every: bool,
    /// Leave out what rests on fewer cases.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) least: u64,
    /// The level of the intervals.
    #[arg(long, default_value_t = 0.95)]
    pub(crate) confidence: f64,
    /// CSV: the column of the case.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) case: Option<String>,
    /// CSV: the column of the activity.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) activity: Option<String>,
    /// CSV: the column of the time.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) time: Option<String>,
    /// The column (CSV) or event attribute (XES) by which waits are compared.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) group: Option<String>,
    /// CSV: the separator, one character (else comma, semicolon or tab by the heading).
    #[arg(long, value_name = "CHARACTER")]
    pub(crate) delimiter: Option<String>,
    /// OCEL: the object type whose objects are the cases.
    #[arg(long, value_name = "TYPE")]
    pub(crate) object_type: Option<String>,
    /// The summary as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

impl GapsArgs {
    /// Every output that was named.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = &PathBuf> {
        [
            &self.dfg,
            &self.waiting,
            &self.curves,
            &self.nodes,
            &self.variants,
            &self.bottlenecks,
            &self.funnel,
            &self.clocks,
            &self.clock_list,
            &self.svg_dfg,
            &self.svg_waiting,
        ]
        .into_iter()
        .flatten()
    }

    /// No output may be named twice or be the log itself.
    pub(crate) fn check_paths(&self) -> Result<(), GapsError> {
        let paths: Vec<&PathBuf> = self.outputs().collect();
        for (index, path) in paths.iter().enumerate() {
            if paths.iter().take(index).any(|other| other == path) {
                return Err(GapsError::Use(format!(
                    "{} is named for two outputs",
                    path.display()
                )));
            }
            let same = |a: &PathBuf, b: &PathBuf| matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b);
            if same(path, &self.log) {
                return Err(GapsError::Use(format!(
                    "{} is the log itself; it would be overwritten",
                    path.display()
                )));
            }
        }
        Ok(())
    }

    /// The separator as a byte.
    pub(crate) fn separator(&self) -> Result<Option<u8>, GapsError> {
        match self.delimiter.as_deref() {
            None => Ok(None),
            Some("\\t" | "tab") => Ok(Some(b'\t')),
            Some(text) => match text.as_bytes() {
                [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => {
                    Ok(Some(*byte))
                }
                _ => Err(GapsError::Use(
                    "--delimiter wants one character, not a quote".to_owned(),
                )),
            },
        }
    }
}

/// What was asked, in the numbers of the log.
pub(crate) struct Plan {
    pub(crate) as_of: i64,
    pub(crate) confidence: Confidence,
    pub(crate) waits: Vec<(String, String, WaitSpec)>,
    pub(crate) withdrew: Vec<u16>,
    pub(crate) closing: Vec<u16>,
    pub(crate) stages: Vec<u16>,
    pub(crate) clocks: Vec<(String, ClockSpec)>,
}

impl Plan {
    pub(crate) fn new(args: &GapsArgs, log: &EventLog) -> Result<Self, GapsError> {
        let as_of = match &args.as_of {
            Some(text) => parse_moment(text.as_bytes())
                .ok_or_else(|| GapsError::Use(format!("--as-of {text}: not a date")))?,
            None => log.latest().unwrap_or_default(),
        };
        let confidence = Confidence::new(args.confidence)
            .map_err(|e: JourneyError| GapsError::Use(e.to_string()))?;
        let number = |name: &String| activity(args, log, name);
        let withdrew = args
            .withdrew
            .iter()
            .map(number)
            .collect::<Result<Vec<u16>, _>>()?;
        let closing = args
            .closing
            .iter()
            .map(number)
            .collect::<Result<Vec<u16>, _>>()?;
        let mut waits = Vec::new();
        for text in &args.wait {
            let (from, to) = text
                .split_once("=>")
                .ok_or_else(|| GapsError::Use(format!("--wait {text}: wanted FROM => TO")))?;
            let (from, to) = (from.trim().to_owned(), to.trim().to_owned());
            let (begin, end) = (activity(args, log, &from)?, activity(args, log, &to)?);
            let other_ends = withdrew
                .iter()
                .copied()
                .filter(|&other| other != end)
                .collect();
            waits.push((
                from,
                to,
                WaitSpec {
                    from: begin,
                    to: end,
                    other_ends,
                    as_of,
                    every: args.every,
                },
            ));
        }
        let stages = args.stages.iter().flat_map(|text| text.split("=>"));
        let stages = stages
            .map(|name| activity(args, log, name))
            .collect::<Result<Vec<u16>, _>>()?;
        let clocks = args
            .clock
            .iter()
            .map(|text| clock(args, log, text, &withdrew))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            as_of,
            confidence,
            waits,
            withdrew,
            closing,
            stages,
            clocks,
        })
    }
}

fn clock(
    args: &GapsArgs,
    log: &EventLog,
    text: &str,
    withdrew: &[u16],
) -> Result<(String, ClockSpec), GapsError> {
    let wanted = || GapsError::Use(format!("--clock {text}: wanted FROM => TO within 72h"));
    let (ends, limit) = text.rsplit_once(" within ").ok_or_else(wanted)?;
    let (from, to) = ends.split_once("=>").ok_or_else(wanted)?;
    let stop = activity(args, log, to)?;
    let cancels = withdrew
        .iter()
        .copied()
        .filter(|&other| other != stop)
        .collect();
    let limit = duration(limit.trim()).ok_or_else(wanted)?;
    Ok((
        text.to_owned(),
        ClockSpec {
            starts: activity(args, log, from)?,
            stops: vec![stop],
            cancels,
            limit,
        },
    ))
}

/// A whole number of minutes, hours, days or weeks, in microseconds.
fn duration(text: &str) -> Option<i64> {
    let unit = match text.chars().last()? {
        'm' => HOUR / 60,
        'h' => HOUR,
        'd' => DAY,
        'w' => 7 * DAY,
        _ => return None,
    };
    let number: u32 = text.get(..text.len() - 1)?.trim().parse().ok()?;
    i64::from(number).checked_mul(unit)
}
