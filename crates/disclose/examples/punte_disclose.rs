//! The three commands of this crate, to try before `punte` wires them in: `counts`, `synth`, `release`.

#[path = "../../punte/src/compute/mod.rs"]
mod compute;

use clap::Parser;

#[derive(Parser)]
enum Command {
    Counts(compute::counts::Args),
    Synth(compute::synth::Args),
    Release(compute::release::Args),
}

fn main() -> std::process::ExitCode {
    match Command::parse() {
        Command::Counts(args) => compute::counts::run(&args),
        Command::Synth(args) => compute::synth::run(&args),
        Command::Release(args) => compute::release::run(&args),
    }
}
