use super::{block_on, print_json};
use crate::say::{Failure, pick};
use punte_app::ops::Home;
use punte_app::ops::inspect::{Inspection, inspect_file, inspect_home};
use punte_vault::LedgerVerifier;
use std::path::PathBuf;
use std::process::ExitCode;

/// Recompute the ledger and every stored hash, offline and without any user's key. Exits with 1 when anything does not fit.
#[derive(clap::Args)]
#[command(
    after_help = "Example: punte verify --data /var/lib/punte\n         punte verify --ledger copy.db --key 'punte.example.org+1a2b3c4d+AXk…'"
)]
pub(crate) struct VerifyArgs {
    /// The data directory.
    #[arg(
        long,
        value_name = "DIR",
        required_unless_present = "ledger",
        conflicts_with = "ledger"
    )]
    data: Option<PathBuf>,
    /// A database file somewhere else; give the ledger's public key with --key.
    #[arg(long, value_name = "FILE", requires = "key")]
    ledger: Option<PathBuf>,
    /// The ledger's public key, as `ledger.pub` holds it: the auditor's own copy of it, for it decides what is believed.
    #[arg(long, value_name = "NAME+HASH+KEY")]
    key: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: VerifyArgs) -> Result<ExitCode, Failure> {
    let key = args.key.as_deref().map(LedgerVerifier::parse).transpose();
    let key = key.map_err(|_| {
        Failure::misuse(
            "--key nu este o cheie de registru.",
            "--key is not a ledger's key.",
        )
    })?;
    let file = args
        .ledger
        .or_else(|| args.data.clone().map(|data| Home::at(data).database()));
    let inspection = block_on(async {
        match (file, key, args.data) {
            (Some(file), Some(key), _) => {
                std::fs::metadata(&file).map_err(|error| Failure::file(&file, &error))?;
                Ok(inspect_file(&file, &key).await)
            }
            (_, None, Some(data)) => Ok(inspect_home(&Home::at(data)).await?),
            (_, _, None) | (None, Some(_), Some(_)) => Err(Failure::misuse(
                "Dați --data sau --ledger.",
                "Give --data or --ledger.",
            )),
        }
    })?;
    if args.json {
        print_json(&inspection)?;
    } else {
        show(&inspection);
    }
    Ok(if inspection.clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

fn show(found: &Inspection) {
    for finding in &found.findings {
        println!("{finding}");
    }
    let Inspection {
        leaves,
        checkpoints,
        unintegrated,
        rows,
        root,
        ..
    } = found;
    println!(
        "leaves {leaves}, checkpoints {checkpoints}, unintegrated {unintegrated}, rows {rows}, root {root}"
    );
    if found.clean {
        println!("{}", pick("Totul se potrivește.", "Everything fits."));
    } else {
        println!("{}", pick("Nu se potrivește.", "It does not fit."));
    }
}
