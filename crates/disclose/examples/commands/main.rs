//! `punte counts`, `punte synth` and `punte release` by themselves: the very files that the command line compiles, for measuring and
//! testing this crate alone.
//!
//! `cargo run --release -p punte-disclose --example commands -- counts IN.csv OUT.csv`

use clap::{Parser, Subcommand};

#[path = "../../../punte/src/compute/counts.rs"]
mod counts;
#[path = "../../../punte/src/compute/disclose_io.rs"]
mod disclose_io;
#[path = "../../../punte/src/compute/interrupt.rs"]
mod interrupt;
#[path = "../../../punte/src/compute/release.rs"]
mod release;
#[path = "../../../punte/src/compute/synth.rs"]
mod synth;

#[derive(Parser)]
#[command(name = "commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Counts(counts::Args),
    Synth(synth::Args),
    Release(release::Args),
}

fn main() -> std::process::ExitCode {
    match Cli::parse().command {
        Command::Counts(args) => counts::run(&args),
        Command::Synth(args) => synth::run(&args),
        Command::Release(args) => release::run(&args),
    }
}
