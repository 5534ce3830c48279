//! Lists every message file of `locales/ro` and `locales/en`, so that adding one needs no edit of Rust.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

fn files(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "ftl") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn main() -> io::Result<()> {
    // Asked when it runs: two checkouts may share a target folder, and this program with it.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = Path::new(&here).join("../../locales");
    let mut out = String::new();
    for lang in ["ro", "en"] {
        let dir = root.join(lang);
        println!("cargo::rerun-if-changed={}", dir.display());
        let _ = writeln!(
            out,
            "pub(crate) static {}: &[(&str, &str)] = &[",
            lang.to_uppercase()
        );
        for path in files(&dir)? {
            println!("cargo::rerun-if-changed={}", path.display());
            let name = path
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            let _ = writeln!(
                out,
                "    ({name:?}, include_str!({:?})),",
                path.display().to_string()
            );
        }
        out.push_str("];\n");
    }
    let target = std::env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    fs::write(target.join("locales.rs"), out)
}
