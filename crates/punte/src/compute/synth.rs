//! `punte synth`: synthetic case-level data.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use punte_disclose::dp::{self, Fabrication, Source};
use punte_disclose::evaluate::{self, AtLength, membership};
use punte_disclose::table::Table;
use punte_disclose::{Fast, Random, Watch, kanon};
use rand::{Rng, SeedableRng};

use super::disclose_io::{Console, Failure, finish, print, read_table, write_whole};

/// How the rows are protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Mode {
    /// Differential privacy.
    Dp,
    /// Every combination shown is had by k real rows.
    KAnonymous,
}

/// How hard combinations that nobody has are held out (differential privacy only).
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Control {
    /// Counts closest to the truth, most fabricated combinations.
    Light,
    /// Between the two.
    Balanced,
    /// Fewest fabricated combinations.
    Minimal,
}

/// Which counts k-anonymous rows keep closest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Favour {
    /// Single counts, nearly exact.
    Values,
    /// Pair counts; single counts come out too high.
    Pairs,
}

/// Makes synthetic rows from a table of people; one row is one person.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: punte synth cases.csv synthetic.csv --mode dp --epsilon 12 --report report.json"
)]
pub(crate) struct Args {
    /// Table of categories with a header line; an empty cell is no attribute.
    input: PathBuf,
    /// CSV to write.
    output: PathBuf,
    /// How the rows are protected.
    #[arg(long, value_enum, default_value = "dp")]
    mode: Mode,
    /// ε of the release (dp).
    #[arg(long, default_value_t = 12.0)]
    epsilon: f64,
    /// δ of the release (dp); by default 1/(n ln n), n the row count rounded up to one digit.
    #[arg(long)]
    delta: Option<f64>,
    /// Least number of real rows behind anything shown (k-anonymous).
    #[arg(long, default_value_t = 11)]
    k: u32,
    /// Which counts to keep closest (k-anonymous).
    #[arg(long, value_enum, default_value = "values")]
    favour: Favour,
    /// Longest combination the report compares, 1 to 5.
    #[arg(long, default_value_t = 3)]
    length: usize,
    /// Threads for counting.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Control of fabricated combinations (dp).
    #[arg(long, value_enum, default_value = "balanced")]
    fabrication: Control,
    /// The values of each column are public, so none is held out for rarity (dp).
    #[arg(long)]
    public_values: bool,
    /// CSV of combinations that must never appear: in each line column, value, column, value ...
    #[arg(long)]
    zeros: Option<PathBuf>,
    /// Repeatable randomness. The output is then NOT PRIVATE, and is marked so.
    #[arg(long)]
    seed: Option<u64>,
    /// JSON report for the keeper of the data; it is computed from the real rows and is itself not private.
    #[arg(long)]
    report: Option<PathBuf>,
    /// Prints the summary as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Report {
    mode: &'static str,
    rows_in: usize,
    rows_out: usize,
    randomness: Source,
    private: bool,
    parameters: serde_json::Value,
    common_at_least: u32,
    lengths: Vec<AtLength>,
    membership: membership::Advantage,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> ExitCode {
    finish("synth", synth(args))
}

fn synth(args: &Args) -> Result<(), Failure> {
    if args.length == 0 || args.length > punte_disclose::count::MAX_LENGTH {
        return Err(Failure::WrongUse(format!(
            "--length must be 1 to 5, not {}",
            args.length
        )));
    }
    if args.threads == 0 {
        return Err(Failure::WrongUse("--threads must be at least 1".to_owned()));
    }
    let console = Console::new();
    let table = read_table(&args.input)?;
    let zeros = args
        .zeros
        .as_deref()
        .map_or(Ok(Vec::new()), |path| read_zeros(path, &table))?;
    let source = if args.seed.is_some() {
        Source::SeedNotPrivate
    } else {
        Source::OperatingSystem
    };
    let mut generator = generator(args.seed)?;
    let mut random = || generator.next_u64();
    let (made, parameters) = make(args, &table, &zeros, &mut random, &console)?;
    if let Some(path) = &args.report {
        let report = report(
            args,
            &table,
            &made,
            parameters.clone(),
            &zeros,
            source,
            &console,
        )?;
        let text = serde_json::to_string_pretty(&report)
            .map_err(|error| Failure::CouldNotRun(error.to_string()))?;
        write_whole(path, |file| {
            writeln!(file, "{text}").map_err(|error| Failure::CouldNotRun(error.to_string()))
        })?;
    }
    write_whole(&args.output, |file| {
        made.write(file)
            .map_err(|error| Failure::CouldNotRun(error.to_string()))
    })?;
    mark(args, source)?;
    if args.json {
        return print(&serde_json::json!({ "rows": made.rows(), "randomness": source, "parameters": parameters }).to_string());
    }
    print(&format!(
        "{} rows in, {} rows out",
        table.rows(),
        made.rows()
    ))
}

/// A seeded output carries a file that says what it is; an unseeded one removes such a file of an earlier run.
fn mark(args: &Args, source: Source) -> Result<(), Failure> {
    let mut name = args.output.clone().into_os_string();
    name.push(".NOT-PRIVATE.txt");
    let path = PathBuf::from(name);
    if source == Source::OperatingSystem {
        // Usually there is none.
        let _ = std::fs::remove_file(&path);
        return Ok(());
    }
    let sentence = "NOT PRIVATE: made with a seed. Whoever has the seed can take the noise away. For tests only; do not publish.";
    write_whole(&path, |file| {
        writeln!(file, "{sentence}").map_err(|error| Failure::CouldNotRun(error.to_string()))
    })?;
    print(sentence)
}

fn generator(seed: Option<u64>) -> Result<rand::rngs::StdRng, Failure> {
    match seed {
        Some(seed) => Ok(rand::rngs::StdRng::seed_from_u64(seed)),
        None => rand::rngs::StdRng::try_from_rng(&mut rand::rngs::SysRng).map_err(|error| {
            Failure::CouldNotRun(format!("the operating system gave no randomness: {error}"))
        }),
    }
}

type Zeros = Vec<Vec<(u16, u16)>>;

fn make(
    args: &Args,
    table: &Table,
    zeros: &Zeros,
    random: &mut dyn Random,
    watch: &dyn Watch,
) -> Result<(Table, serde_json::Value), Failure> {
    match args.mode {
        Mode::Dp => {
            let options = dp::Options {
                epsilon: args.epsilon,
                delta: args.delta,
                fabrication: match args.fabrication {
                    Control::Light => Fabrication::Light,
                    Control::Balanced => Fabrication::Balanced,
                    Control::Minimal => Fabrication::Minimal,
                },
                public_values: args.public_values,
                structural_zeros: zeros.clone(),
                ..dp::Options::default()
            };
            let made = dp::synthesize(table, &options, random, watch)?;
            let parameters = serde_json::json!({
                "epsilon": made.epsilon, "delta": made.delta, "rho": made.rho, "rho_spent": made.rho_spent,
                "payments": made.payments, "fill_cap": made.fill_cap, "values_held_out": made.values_held_out,
                "pair_threshold": made.pair_threshold, "unit_of_privacy": "one row",
            });
            Ok((made.table, parameters))
        }
        Mode::KAnonymous => {
            let favour = match args.favour {
                Favour::Values => kanon::Favour::Values,
                Favour::Pairs => kanon::Favour::Pairs,
            };
            let options = kanon::Options {
                k: args.k,
                favour,
                threads: args.threads,
                structural_zeros: zeros.clone(),
                ..kanon::Options::default()
            };
            let made = kanon::synthesize(table, &options, random, watch)?;
            let parameters = serde_json::json!({
                "k": args.k, "values_held_out": made.values_held_out, "distinct_rows_proved": made.distinct_rows_proved,
            });
            Ok((made.table, parameters))
        }
    }
}

fn report(
    args: &Args,
    table: &Table,
    made: &Table,
    parameters: serde_json::Value,
    zeros: &Zeros,
    source: Source,
    watch: &dyn Watch,
) -> Result<Report, Failure> {
    let common = if args.mode == Mode::KAnonymous {
        args.k
    } else {
        10
    };
    let lengths = evaluate::compare(table, made, args.length, common, args.threads, watch)?;
    let mut split = Fast::seeded(args.seed.unwrap_or(1));
    let epsilon = (args.mode == Mode::Dp).then_some(args.epsilon);
    let membership = membership::attack(table, epsilon, &mut split, watch, &mut |half: &Table| {
        let mut random = Fast::seeded(7);
        make(args, half, zeros, &mut random, watch).map(|(made, _)| made)
    })?;
    Ok(Report {
        mode: if args.mode == Mode::Dp {
            "dp"
        } else {
            "k-anonymous"
        },
        rows_in: table.rows(),
        rows_out: made.rows(),
        randomness: source,
        private: source == Source::OperatingSystem,
        parameters,
        common_at_least: common,
        lengths,
        membership,
    })
}

fn read_zeros(path: &Path, table: &Table) -> Result<Zeros, Failure> {
    let wrong = |row: usize, text: String| {
        Failure::WrongUse(format!("{}: row {row}, {text}", path.display()))
    };
    let file = std::fs::File::open(path)
        .map_err(|error| Failure::WrongUse(format!("{}: {error}", path.display())))?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(file);
    let mut zeros = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(|error| wrong(at + 1, format!("column 1: {error}")))?;
        let cells: Vec<&str> = record
            .iter()
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect();
        if cells.len() < 4 || cells.len() % 2 == 1 {
            return Err(wrong(
                at + 1,
                "column 1: a combination is two or more pairs of column and value".to_owned(),
            ));
        }
        let mut zero = Vec::new();
        let mut known = true;
        for (pair, cells) in cells.chunks_exact(2).enumerate() {
            let (Some(name), Some(value)) = (cells.first(), cells.get(1)) else {
                continue;
            };
            let column = table
                .columns()
                .iter()
                .position(|column| column.name() == *name)
                .ok_or_else(|| {
                    wrong(
                        at + 1,
                        format!(
                            "column {}: the table has no column \"{name}\"",
                            pair * 2 + 1
                        ),
                    )
                })?;
            match table.columns()[column]
                .values()
                .iter()
                .position(|known| known == value)
            {
                Some(code) => zero.push((
                    u16::try_from(column).unwrap_or(u16::MAX),
                    u16::try_from(code + 1).unwrap_or(u16::MAX),
                )),
                // A value that no row has cannot appear anyway.
                None => known = false,
            }
        }
        if known {
            zeros.push(zero);
        }
    }
    Ok(zeros)
}
