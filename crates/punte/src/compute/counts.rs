//! `punte counts`: reportable k-way counts.

use std::path::PathBuf;
use std::process::ExitCode;

use punte_disclose::count::{self, Block, Options};

use super::disclose_io::{Console, Failure, finish, print, read_table, write_whole};

/// Counts every combination of up to LENGTH attributes that at least K rows have.
///
/// The output has one line a combination: `length,count`, then a column name and a value for each attribute.
/// Counts are exact: a list of them can still give people away by differences, see the method page.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: punte counts cases.csv counts.csv --length 3 --k 10")]
pub(crate) struct Args {
    /// Table of categories with a header line; an empty cell is no attribute.
    input: PathBuf,
    /// CSV to write.
    output: PathBuf,
    /// Longest combination, 1 to 5.
    #[arg(long, default_value_t = 3)]
    length: usize,
    /// Least count that is reported.
    #[arg(long, default_value_t = 10)]
    k: u32,
    /// Rounds counts down to multiples of this number.
    #[arg(long, default_value_t = 1)]
    round_down: u32,
    /// Threads.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Prints the summary as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> ExitCode {
    finish("counts", counts(args))
}

fn counts(args: &Args) -> Result<(), Failure> {
    if args.round_down == 0 || args.round_down > args.k {
        return Err(Failure::WrongUse(format!(
            "--round-down must be 1 to k = {}, not {}",
            args.k, args.round_down
        )));
    }
    let console = Console::new();
    let table = read_table(&args.input)?;
    let options = Options {
        length: args.length,
        threshold: args.k,
        threads: args.threads,
    };
    let mut summary = None;
    write_whole(&args.output, |file| {
        let mut writer = csv::WriterBuilder::new()
            .buffer_capacity(1 << 16)
            .from_writer(file);
        let failed = |error: csv::Error| Failure::CouldNotRun(error.to_string());
        let mut header = vec!["length".to_owned(), "count".to_owned()];
        for at in 1..=args.length.min(count::MAX_LENGTH) {
            header.extend([format!("column_{at}"), format!("value_{at}")]);
        }
        writer.write_record(&header).map_err(failed)?;
        let mut number = String::new();
        let found = count::count::<Failure>(&table, options, &console, &mut |block: &Block| {
            let columns: Vec<_> = block
                .columns
                .iter()
                .filter_map(|&at| table.columns().get(usize::from(at)))
                .collect();
            let length = columns.len().to_string();
            for (codes, n) in block.iter() {
                number.clear();
                number.push_str(&(n / args.round_down * args.round_down).to_string());
                writer.write_field(&length).map_err(failed)?;
                writer.write_field(&number).map_err(failed)?;
                for (column, &code) in columns.iter().zip(codes) {
                    writer.write_field(column.name()).map_err(failed)?;
                    writer
                        .write_field(column.value(code).unwrap_or(""))
                        .map_err(failed)?;
                }
                for _ in columns.len()..args.length {
                    writer.write_field("").map_err(failed)?;
                    writer.write_field("").map_err(failed)?;
                }
                writer.write_record(None::<&[u8]>).map_err(failed)?;
            }
            Ok(())
        })?;
        writer
            .flush()
            .map_err(|error| Failure::CouldNotRun(error.to_string()))?;
        if found.combinations.iter().sum::<u64>() == 0 {
            return Err(Failure::NotSo(format!(
                "no value is had by k = {} rows or more; nothing was written",
                args.k
            )));
        }
        summary = Some(found);
        Ok(())
    })?;
    let Some(found) = summary else { return Ok(()) };
    if args.json {
        let text = serde_json::json!({ "rows": table.rows(), "k": args.k, "combinations": &found.combinations[..args.length] });
        return print(&text.to_string());
    }
    for (at, n) in found.combinations.iter().take(args.length).enumerate() {
        print(&format!(
            "{}-way: {n} combinations with {} rows or more",
            at + 1,
            args.k
        ))?;
    }
    Ok(())
}
