//! `punte gaps` by itself: the very file that the command line compiles, for measuring and testing this crate alone.
//!
//! `cargo run --release -p punte-journeys --example gaps -- LOG.csv --dfg OUT.csv --waiting OUT.csv`

use clap::Parser;

#[path = "../../punte/src/compute/gaps/mod.rs"]
mod gaps;
#[path = "../../punte/src/compute/interrupt.rs"]
mod interrupt;

#[derive(Parser)]
#[command(name = "gaps")]
struct Cli {
    #[command(flatten)]
    gaps: gaps::GapsArgs,
}

fn main() -> std::process::ExitCode {
    gaps::run(&Cli::parse().gaps)
}
