//! The wall clock: the only place that may look at it.

use punte_domain::{Clock, Moment};
use std::time::{SystemTime, UNIX_EPOCH};

/// The system's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "everything else takes this clock as an argument"
    )]
    fn now(&self) -> Moment {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Moment(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}
