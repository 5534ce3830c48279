use super::{Which, block_on, print_json};
use crate::clock::SystemClock;
use crate::say::Failure;
use punte_app::ops::doctor::{Host, Line, Patient, State, examine};
use punte_domain::Clock as _;
use std::process::ExitCode;

/// Check host, engine, keys and backups; one line each. Exits with 1 when something is wrong.
#[derive(clap::Args)]
#[command(after_help = "Example: punte doctor --data /var/lib/punte")]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    which: Which,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &DoctorArgs) -> Result<ExitCode, Failure> {
    let config = args.which.config()?;
    let lines = block_on(async {
        let store = args.which.open(&config).await?;
        let patient = Patient {
            home: Some(args.which.home()),
            keys: config.backup_key.iter().cloned().collect(),
            public_url: config.public_url.clone(),
            now: SystemClock.now(),
        };
        let lines = examine(&store, &patient, &Host::read()).await;
        store.close().await;
        Ok(lines?)
    })?;
    if args.json {
        print_json(&lines)?;
    } else {
        lines.iter().for_each(show);
    }
    let wrong = lines.iter().any(|line| line.state == State::Wrong);
    Ok(if wrong {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

fn show(line: &Line) {
    let state = match line.state {
        State::Fine => "ok     ",
        State::Wrong => "WRONG  ",
        State::Unknown => "unknown",
    };
    println!("{state}  {:<16} {}", line.check, line.found);
}
