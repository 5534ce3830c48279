//! `punte release`: suppressed tables, held against every earlier release.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use punte_disclose::tables::draw::intervals_svg;
use punte_disclose::tables::release::{self, LedgerEntry, PublishedTable, Release, Spec};

use super::disclose_io::{Console, Failure, finish, print, read_table, write_whole};

/// Makes the tables of a release, or refuses when they, or an earlier release through them, could be worked back to people.
///
/// The ledger directory remembers every release with the true values of withheld cells: keep it where the cases are kept.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: punte release 2026-Q3.toml --ledger releases/ --out public/2026-Q3/"
)]
pub(crate) struct Args {
    /// What to release (TOML).
    spec: PathBuf,
    /// Release directory: one file for each earlier release.
    #[arg(long)]
    ledger: PathBuf,
    /// Directory for the tables; must be new or empty.
    #[arg(long)]
    out: PathBuf,
    /// Draws for each table the intervals an attacker is left with (TABLE.svg).
    #[arg(long)]
    svg: bool,
    /// Prints the outcome as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> ExitCode {
    finish("release", make(args))
}

fn make(args: &Args) -> Result<(), Failure> {
    let console = Console::new();
    let spec = read_spec(&args.spec)?;
    let base = args.spec.parent().unwrap_or(Path::new("."));
    let table = read_table(&base.join(&spec.input))?;
    let earlier = read_ledger(&args.ledger)?;
    if earlier.iter().any(|entry| entry.name == spec.name) {
        return Err(Failure::WrongUse(format!(
            "name: the release \"{}\" is already in {}",
            spec.name,
            args.ledger.display()
        )));
    }
    let (tables, entry, narrowest) = match release::make(&spec, &table, &earlier, &console)? {
        Release::Granted {
            tables,
            entry,
            narrowest,
        } => (tables, entry, narrowest),
        Release::Refused(reasons) => {
            if args.json {
                print(&serde_json::json!({ "granted": false, "reasons": reasons }).to_string())?;
            }
            return Err(Failure::NotSo(format!(
                "refused, nothing was written\n{}",
                reasons.join("\n")
            )));
        }
    };
    if spec.primary_only {
        return Err(Failure::NotSo(
            "primary_only: such a release is never written".to_owned(),
        ));
    }
    let summary = serde_json::json!({ "granted": true, "release": spec.name, "tables": tables, "narrowest": finite(narrowest) });
    let staged = Staged::new(&args.out)?;
    for table in &tables {
        write_table(&staged.0.join(format!("{}.csv", table.name)), table)?;
        let drawing = intervals_svg(table, spec.rules.width).filter(|_| args.svg);
        if let Some(drawing) = drawing {
            write_text(&staged.0.join(format!("{}.svg", table.name)), &drawing)?;
        }
    }
    write_text(
        &staged.0.join("report.json"),
        &serde_json::to_string_pretty(&summary).unwrap_or_default(),
    )?;
    std::fs::create_dir_all(&args.ledger)
        .map_err(|error| Failure::CouldNotRun(format!("{}: {error}", args.ledger.display())))?;
    // The ledger first: tables that are out and not remembered would be forgotten by the next attack.
    let text =
        serde_json::to_string(&entry).map_err(|error| Failure::CouldNotRun(error.to_string()))?;
    write_text(&args.ledger.join(format!("{}.json", spec.name)), &text)?;
    staged.publish(&args.out)?;
    if args.json {
        return print(&summary.to_string());
    }
    for table in &tables {
        print(&format!(
            "{}: {} ({:.1} % of the people counted, {} cells withheld)",
            table.name,
            table.columns.join(" x "),
            100.0 * table.counted,
            table.withheld
        ))?;
    }
    match finite(narrowest) {
        Some(width) => print(&format!(
            "narrowest interval an attacker is left with, over all releases: {width}"
        )),
        None => print("no cell is withheld"),
    }
}

/// A directory beside the one asked for, renamed when it is whole, removed otherwise.
struct Staged(PathBuf);

impl Staged {
    fn new(out: &Path) -> Result<Self, Failure> {
        let failed =
            |error: std::io::Error| Failure::CouldNotRun(format!("{}: {error}", out.display()));
        if out.exists() && std::fs::read_dir(out).map_err(failed)?.next().is_some() {
            return Err(Failure::WrongUse(format!(
                "{}: already holds files; a release is written to a new directory",
                out.display()
            )));
        }
        let name = out
            .file_name()
            .ok_or_else(|| Failure::WrongUse(format!("{}: not a directory name", out.display())))?;
        let mut staged = name.to_os_string();
        staged.push(format!(".{}.part", std::process::id()));
        let staged = out.with_file_name(staged);
        std::fs::create_dir_all(&staged).map_err(failed)?;
        Ok(Self(staged))
    }

    fn publish(self, out: &Path) -> Result<(), Failure> {
        std::fs::rename(&self.0, out)
            .map_err(|error| Failure::CouldNotRun(format!("{}: {error}", out.display())))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // After the rename there is nothing to remove.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn finite(width: f64) -> Option<f64> {
    width.is_finite().then_some(width)
}

fn read_spec(path: &Path) -> Result<Spec, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let text = format!("{}: {error}", path.display());
        // Bytes that are no text are a bad specification; anything else is the disk's doing.
        if error.kind() == std::io::ErrorKind::InvalidData {
            Failure::WrongUse(text)
        } else {
            Failure::CouldNotRun(text)
        }
    })?;
    let mut spec: Spec = toml::from_str(&text)
        .map_err(|error| Failure::WrongUse(format!("{}: {error}", path.display())))?;
    let base = path.parent().unwrap_or(Path::new("."));
    for (column, tree) in &mut spec.hierarchies {
        let Some(file) = tree.file.take() else {
            continue;
        };
        let file = base.join(file);
        let wrong = |row: usize, text: &str| {
            Failure::WrongUse(format!("{}: row {row}, {text}", file.display()))
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(true)
            .flexible(true)
            .from_path(&file)
            .map_err(|error| {
                Failure::WrongUse(format!(
                    "hierarchies.{column}.file: {}: {error}",
                    file.display()
                ))
            })?;
        for (at, record) in reader.records().enumerate() {
            let record = record.map_err(|error| wrong(at + 2, &format!("column 1: {error}")))?;
            let mut cells = record.iter().map(|cell| cell.trim().to_owned());
            let leaf = cells.next().unwrap_or_default();
            let groups: Vec<String> = cells.collect();
            if leaf.is_empty() || groups.len() != tree.levels.len() {
                return Err(wrong(
                    at + 2,
                    &format!(
                        "column 1: a value and {} groups are needed",
                        tree.levels.len()
                    ),
                ));
            }
            tree.groups.insert(leaf, groups);
        }
    }
    Ok(spec)
}

fn read_ledger(directory: &Path) -> Result<Vec<LedgerEntry>, Failure> {
    if !directory.exists() {
        return Ok(Vec::new());
    }
    let failed =
        |error: std::io::Error| Failure::CouldNotRun(format!("{}: {error}", directory.display()));
    let mut files: Vec<PathBuf> = std::fs::read_dir(directory)
        .map_err(failed)?
        .map(|item| item.map(|item| item.path()))
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    files.retain(|path| path.extension().is_some_and(|end| end == "json"));
    files.sort();
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::CouldNotRun(format!("{}: {error}", path.display())))?;
        serde_json::from_str(&text)
            .map_err(|error| Failure::CouldNotRun(format!("{}: {error}", path.display())))
    };
    files.iter().map(read).collect()
}

fn write_text(path: &Path, text: &str) -> Result<(), Failure> {
    write_whole(path, |file| {
        writeln!(file, "{text}").map_err(|error| Failure::CouldNotRun(error.to_string()))
    })
}

/// Labels and count; a withheld count is `c`, with the interval an attacker is left with.
fn write_table(path: &Path, table: &PublishedTable) -> Result<(), Failure> {
    write_whole(path, |file| {
        let failed = |error: csv::Error| Failure::CouldNotRun(error.to_string());
        let mut writer = csv::Writer::from_writer(file);
        let tail = ["count", "low", "high"].map(str::to_owned);
        writer
            .write_record(table.columns.iter().chain(&tail))
            .map_err(failed)?;
        for row in &table.rows {
            let number = |value: f64| {
                if value.is_finite() {
                    format!("{value:.0}")
                } else {
                    String::new()
                }
            };
            let (low, high) = row
                .interval
                .map_or((String::new(), String::new()), |(low, high)| {
                    (number(low), number(high))
                });
            let count = row.count.map_or("c".to_owned(), number);
            writer
                .write_record(row.labels.iter().chain([&count, &low, &high]))
                .map_err(failed)?;
        }
        writer
            .flush()
            .map_err(|error| Failure::CouldNotRun(error.to_string()))
    })
}
