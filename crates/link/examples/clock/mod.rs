//! How long the calling thread has been on a processor: what a measurement says on a machine that others use too.

/// Seconds on a processor so far (Linux; `None` elsewhere).
pub(crate) fn on_processor() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}
