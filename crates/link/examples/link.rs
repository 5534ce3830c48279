//! Runs the command `punte link` by itself: `cargo run --release -p punte-link --example link -- A.csv --out PAIRS.csv`.

#[path = "../../punte/src/compute/link.rs"]
mod command;
#[path = "../../punte/src/compute/interrupt.rs"]
mod interrupt;

use clap::Parser;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "link")]
struct Cli {
    #[command(flatten)]
    args: command::LinkArgs,
}

fn main() -> ExitCode {
    ExitCode::from(command::run(
        &Cli::parse().args,
        &mut std::io::stdout().lock(),
    ))
}
