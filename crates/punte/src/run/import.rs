use super::{Which, block_on, print_json};
use crate::clock::SystemClock;
use crate::say::{Failure, pick};
use clap::Subcommand;
use punte_app::ops::import::glotip;
use punte_domain::Clock as _;
use punte_vault::SystemRng;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(crate) enum ImportCommand {
    Glotip(GlotipArgs),
}

/// The series that Romania reports to UNODC (GLOTIP), with other published figures beside it. All rows or none.
#[derive(clap::Args)]
#[command(
    after_help = "Example: punte import glotip --data /var/lib/punte --published figures.csv --dry-run series.csv"
)]
pub(crate) struct GlotipArgs {
    /// The series, CSV.
    file: PathBuf,
    /// Other published figures, CSV.
    #[arg(long, value_name = "FILE")]
    published: PathBuf,
    #[command(flatten)]
    which: Which,
    /// Read and report, write nothing.
    #[arg(long)]
    dry_run: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(command: ImportCommand) -> Result<ExitCode, Failure> {
    let ImportCommand::Glotip(args) = command;
    let read =
        |path: &PathBuf| std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error));
    let (series, published) = (read(&args.file)?, read(&args.published)?);
    let config = args.which.config()?;
    let imported = block_on(async {
        let store = args.which.open(&config).await?;
        let imported = glotip(
            &store,
            (&series, &published),
            args.dry_run,
            &SystemRng,
            SystemClock.now(),
        )
        .await;
        store.close().await;
        Ok(imported?)
    })?;
    if args.json {
        print_json(&imported)?;
        return Ok(ExitCode::SUCCESS);
    }
    let report = &imported.report;
    println!(
        "edition {}: {} rows, {} hidden, {} published figures, {} known errors of the source",
        imported.edition,
        report.series_rows,
        report.hidden_values,
        report.published_rows,
        report.known_errors.len(),
    );
    let done = match (imported.written, args.dry_run) {
        (true, _) => pick("Importat.", "Imported."),
        (false, true) => pick(
            "Probă: nu s-a scris nimic.",
            "Dry run: nothing was written.",
        ),
        (false, false) => pick(
            "Era deja: nu s-a scris nimic.",
            "There already: nothing was written.",
        ),
    };
    println!("{done}");
    Ok(ExitCode::SUCCESS)
}
