//! Kills under load: nothing that was answered is lost, and a server that answers too early is caught.

use punte_faults::kill::{Engine, Plan, Report, run};
use punte_faults::random::count;
use punte_faults::serve::Fault;
use punte_testkit::engines::Folder;
use std::path::PathBuf;

/// Kills of the campaign where the environment (PUNTE_KILLS) names no number.
const KILLS: u64 = 200;
/// Kills under which an early answer must have lost something.
const FEW: u64 = 6;
const SEED: u64 = 0x0001_7e57;

fn campaign(kills: u64, fault: Fault, engine: Engine) -> Report {
    let folder = Folder::new();
    let report = run(&Plan {
        program: PathBuf::from(env!("CARGO_BIN_EXE_punte-planted")),
        folder: folder.0.clone(),
        kills,
        fault,
        seed: SEED,
        engine,
    });
    println!(
        "counted: {engine:?}, {} ({}): {} kills and {} crashes of the database in {:.0} s, {} writes acknowledged, {} answers cut off and asked again; {} lost, {} doubled, \
         {} unasked, {} refused, {} findings; {} rows, {} leaves recomputed",
        fault.name(),
        SEED,
        report.kills,
        report.crashes,
        report.seconds,
        report.acknowledged,
        report.cut,
        report.lost.len(),
        report.doubled.len(),
        report.strange.len(),
        report.refused.len(),
        report.findings.len(),
        report.rows,
        report.leaves
    );
    report
}

#[test]
fn no_acknowledged_write_is_lost_under_kills() {
    let kills = count("PUNTE_KILLS", KILLS);
    let report = campaign(kills, Fault::None, Engine::Sqlite);
    prove(&report, kills);
    // A load that the kills never met would prove nothing.
    assert!(report.acknowledged > 5 * kills, "{}", report.acknowledged);
}

/// Half as many where nothing names a number: a restart on PostgreSQL takes longer, and the stage has its five minutes.
#[test]
fn nor_on_postgres_which_crashes_too() {
    let kills = count("PUNTE_KILLS", KILLS / 2);
    let report = campaign(kills, Fault::None, Engine::Postgres);
    prove(&report, kills);
    assert_eq!(report.crashes, kills / 20);
    assert!(report.acknowledged > kills, "{}", report.acknowledged);
}

fn prove(report: &Report, kills: u64) {
    assert!(report.is_clean(), "{report:#?}");
    assert_eq!(report.kills, kills);
    assert!(report.cut > kills / 2, "{}", report.cut);
}

#[test]
fn an_answer_before_the_commit_is_caught() {
    let report = campaign(FEW, Fault::EarlyAnswer, Engine::Sqlite);
    assert!(!report.lost.is_empty(), "{report:#?}");
}
