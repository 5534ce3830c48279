//! How long the calling thread has been on a processor: what a measurement says on a machine that others use too.

use rustix::time::{ClockId, clock_gettime};

/// Seconds on a processor so far, to the nanosecond.
#[expect(
    clippy::cast_precision_loss,
    reason = "a measurement: seconds and their parts are far below 2^52"
)]
pub(crate) fn on_processor() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
