//! `punte-planted DIRECTORY [FAULT [URL]]`: the server of the fault campaigns. Logs to standard error, as `punte serve` does;
//! what is logged is chosen by RUST_LOG.

use punte_app::ops::Home;
use punte_faults::serve::{Fault, run};
use std::process::ExitCode;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(directory), fault) = (arguments.next(), arguments.next()) else {
        eprintln!("punte-planted DIRECTORY [none|early-answer|log-line [postgres://…]]");
        return ExitCode::from(2);
    };
    let fault = match fault.as_deref().unwrap_or("none").parse::<Fault>() {
        Ok(fault) => fault,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let database = arguments.next();
    match run(Home::at(directory), fault, database.as_deref()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(3)
        }
    }
}
