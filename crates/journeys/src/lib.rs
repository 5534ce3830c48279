//! Clocks, waiting and attrition from event logs (pure compute).
//!
//! An event log is a list of (case, activity, time). From it come the directly-follows graph and its durations
//! ([`directly_follows`], [`performance`], [`bottlenecks`]), the variants ([`variants`]), waits with those that still go on
//! ([`waits`], [`survival`]), attrition ([`funnel`]) and clocks ([`clocks`]); as tables ([`tables`]) and drawings ([`svg`]).
//! Readers ([`read`]) take CSV, XES and OCEL 2.0.
//!
//! Nothing here opens a file, reads a clock or draws a random number. What the figures promise and what they do not:
//! `docs/methods/journeys.md`.
//!
//! ```
//! use punte_journeys::{directly_follows, read::{CsvOptions, Watch, read_csv}, Limits};
//! use std::ops::ControlFlow;
//!
//! let csv = "case,activity,time\n1,alarm,2026-01-01\n1,shelter,2026-01-03\n";
//! let mut go_on = |_| ControlFlow::Continue(());
//! let log = read_csv(csv.as_bytes(), &CsvOptions::default(), Limits::default(), &mut Watch::new(&mut go_on))?;
//! assert_eq!(directly_follows(&log).edges.len(), 1);
//! # Ok::<(), punte_journeys::JourneyError>(())
//! ```

pub mod clocks;
mod error;
mod funnel;
mod graph;
mod log;
mod names;
mod performance;
pub mod read;
pub mod report;
pub mod survival;
pub mod svg;
pub mod tables;
pub mod time;
mod variants;
pub mod waits;

pub use self::error::{JourneyError, Place, Problem, Result};
pub use self::funnel::{Stage, funnel};
pub use self::graph::{Edge, Graph, LiveGraph, Node, directly_follows};
pub use self::log::{Case, EventLog, Group, Limits, LogBuilder};
pub use self::names::Names;
pub use self::performance::{Bottleneck, EdgeTime, bottlenecks, performance};
pub use self::variants::{Variant, variants};
