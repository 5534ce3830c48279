//! Progress and cancellation by callback: this crate has no clock and no terminal.

use crate::error::{LinkError, Result};
use std::ops::ControlFlow;

/// The stages of a linkage, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading rows (`done` = rows).
    Read,
    /// Learning which blocks to compare and how to weigh agreement (`done` = steps).
    Learn,
    /// Scoring candidate pairs (`done` = blocks).
    Score,
    /// Joining pairs to clusters (`done` = pairs).
    Cluster,
}

/// Called between units of work, possibly from several threads; `Break` stops the run with [`LinkError::Stopped`].
pub type Watch<'a> = &'a (dyn Fn(Stage, u64, u64) -> ControlFlow<()> + Sync);

/// A watcher that never stops anything.
pub fn unwatched(_: Stage, _: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub(crate) fn tick(watch: Watch<'_>, stage: Stage, done: u64, total: u64) -> Result<()> {
    match watch(stage, done, total) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(LinkError::Stopped),
    }
}
