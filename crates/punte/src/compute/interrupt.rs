//! Ctrl-C and the end that a service manager asks for: the computation stops at its next step and leaves no file behind.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static LISTENING: Once = Once::new();

/// From here on the first signal asks the computation to stop; the second ends the process at once.
pub(crate) fn listen() {
    LISTENING.call_once(|| {
        std::thread::spawn(|| {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
            else {
                return;
            };
            runtime.block_on(async {
                while signal().await {
                    if INTERRUPTED.swap(true, Ordering::Relaxed) {
                        std::process::exit(3);
                    }
                }
            });
        });
    });
}

/// Whether a signal came.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

#[cfg(unix)]
async fn signal() -> bool {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut end) = signal(SignalKind::terminate()) else {
        return tokio::signal::ctrl_c().await.is_ok();
    };
    tokio::select! {
        ended = tokio::signal::ctrl_c() => ended.is_ok(),
        ended = end.recv() => ended.is_some(),
    }
}

#[cfg(not(unix))]
async fn signal() -> bool {
    tokio::signal::ctrl_c().await.is_ok()
}
