//! The command line of Punte: results on stdout, progress and errors on stderr, exit codes 0 (done), 1 (not so), 2 (wrong use),
//! 3 (could not run).

mod clock;
mod compute;
mod config;
mod run;
mod say;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Punte: the working place of child-protection partnerships against child trafficking.
#[derive(Parser)]
#[command(name = "punte", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
#[expect(
    clippy::large_enum_variant,
    reason = "read once, when the program starts"
)]
enum Command {
    Demo(punte::demo::DemoArgs),
    Init(run::init::InitArgs),
    Serve(run::serve::ServeArgs),
    Doctor(run::doctor::DoctorArgs),
    Verify(run::verify::VerifyArgs),
    Backup(run::backup::BackupArgs),
    Restore(run::backup::RestoreArgs),
    /// Public reference data from files.
    #[command(subcommand)]
    Import(run::import::ImportCommand),
    // The commands on plain files are one line here and one below.
    Gaps(compute::gaps::GapsArgs),
    Counts(compute::counts::Args),
    Synth(compute::synth::Args),
    Release(compute::release::Args),
    Link(compute::link::LinkArgs),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
    match cli.command {
        Command::Demo(args) => run::finish(demo(args)),
        Command::Init(args) => run::finish(run::init::run(args)),
        Command::Serve(args) => run::finish(run::serve::run(&args)),
        Command::Doctor(args) => run::finish(run::doctor::run(&args)),
        Command::Verify(args) => run::finish(run::verify::run(args)),
        Command::Backup(args) => run::finish(run::backup::backup(&args)),
        Command::Restore(args) => run::finish(run::backup::restore(&args)),
        Command::Import(command) => run::finish(run::import::run(command)),
        Command::Gaps(args) => compute::gaps::run(&args),
        Command::Counts(args) => compute::counts::run(&args),
        Command::Synth(args) => compute::synth::run(&args),
        Command::Release(args) => compute::release::run(&args),
        Command::Link(args) => {
            ExitCode::from(compute::link::run(&args, &mut std::io::stdout().lock()))
        }
    }
}

fn demo(args: punte::demo::DemoArgs) -> Result<ExitCode, say::Failure> {
    run::block_on(async {
        let shown = punte::demo::run(args, std::sync::Arc::new(clock::SystemClock)).await;
        shown
            .map(|()| ExitCode::SUCCESS)
            .map_err(|error| say::Failure {
                code: error.exit_code(),
                text: say::pick(error.in_romanian(), error.to_string()),
            })
    })
}
