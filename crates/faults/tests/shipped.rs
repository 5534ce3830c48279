//! What is shipped holds no planted fault: the binary `punte` is built, and searched for what the planted server prints.

use punte_faults::serve::{DEED, Fault};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The binary `punte` of the same profile, beside the planted server.
fn shipped() -> PathBuf {
    let folder = Path::new(env!("CARGO_BIN_EXE_punte-planted")).parent();
    let folder = folder.expect("a folder");
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--locked", "-p", "punte"]);
    if folder.ends_with("release") {
        build.arg("--release");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    assert!(build.current_dir(root).status().expect("cargo").success());
    folder.join("punte")
}

fn holds(program: &Path, text: &str) -> bool {
    let bytes = std::fs::read(program).expect("a program");
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[test]
fn the_shipped_program_has_no_planted_fault() {
    let planted = Path::new(env!("CARGO_BIN_EXE_punte-planted"));
    let shipped = shipped();
    for text in ["planted", DEED, Fault::EarlyAnswer.name()] {
        // A text that the planted server does not hold either would prove nothing.
        assert!(holds(planted, text), "{text} is nowhere");
        assert!(!holds(&shipped, text), "{text} is in the shipped program");
    }
}
