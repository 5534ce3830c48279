//! `punte link`: who is in these files twice, or in both of them?

use super::interrupt::{interrupted, listen};
use clap::Args;
use punte_link::cluster::ClusterOptions;
use punte_link::columns::Input;
use punte_link::compare::date::BirthDate;
use punte_link::draw::waterfall_svg;
use punte_link::output::{write_clusters, write_pairs, write_review};
use punte_link::place::Gazetteer;
use punte_link::read::{ReadOptions, Reading};
use punte_link::review::{Prices, review};
use punte_link::run::LinkOptions;
use punte_link::table::Table;
use punte_link::watch::Stage;
use punte_link::{LinkError, LinkSettings, Outcome, link};
use std::fmt::Write as _;
use std::fs::{File, remove_file, rename};
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Scores pairs of records that may be one person and joins them to clusters.
///
/// Example: punte link dgaspc.csv ong.csv --out pairs.csv --clusters persons.csv --review questions.csv
#[derive(Debug, Args)]
pub(crate) struct LinkArgs {
    /// Table of persons (CSV, UTF-8, header in the first row).
    first: PathBuf,
    /// Second table: links the two instead of looking for duplicates in one.
    second: Option<PathBuf>,
    /// Where the scored pairs go.
    #[arg(long)]
    out: PathBuf,
    /// Where the clusters go.
    #[arg(long)]
    clusters: Option<PathBuf>,
    /// Where the questions for a person go, the most valuable first.
    #[arg(long)]
    review: Option<PathBuf>,
    /// Most questions.
    #[arg(long, default_value_t = 500)]
    questions: usize,
    /// Meaning of a column: given, family, full-name, full-name-family-first, kin, birth, age, age-date, sex, place, address,
    /// address-code, phone, email, document, none.
    #[arg(long = "role", value_name = "ROLE=COLUMN")]
    roles: Vec<String>,
    /// Date at which ages were true, where no column (age-date) says it.
    #[arg(long, value_name = "DATE")]
    age_at: Option<String>,
    /// Column that names a record.
    #[arg(long)]
    label: Option<String>,
    /// SIRUTA, to compare places by commune and county.
    #[arg(long)]
    siruta: Option<PathBuf>,
    /// Pairs from this probability on are joined.
    #[arg(long, default_value_t = 0.5)]
    join: f64,
    /// Pairs from this probability on are written.
    #[arg(long, default_value_t = 0.05)]
    keep: f64,
    /// At most one record of each table per person.
    #[arg(long)]
    one_to_one: bool,
    /// Worker threads.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Two records whose score is to be explained on stdout (may be repeated).
    #[arg(long, num_args = 2, value_names = ["RECORD", "RECORD"])]
    explain: Vec<String>,
    /// The first of these explanations as a drawing.
    #[arg(long, value_name = "OUT.svg", requires = "explain")]
    svg_explain: Option<PathBuf>,
    /// Summary as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command; the number is the exit status (0 done, 2 wrong use or a file that cannot be linked, 3 could not run).
pub(crate) fn run(args: &LinkArgs, out: &mut dyn Write) -> u8 {
    match work(args, out) {
        Ok(()) => 0,
        Err(Trouble { file, error }) => {
            let file = file.map_or(String::new(), |f| format!("{}: ", f.display()));
            eprintln!("punte link: {file}{error}");
            status(&error)
        }
    }
}

fn status(error: &LinkError) -> u8 {
    match error {
        LinkError::BadInput { .. } | LinkError::BadHeader(_) | LinkError::BadSettings(_) => 2,
        LinkError::Io(_) | LinkError::Stopped => 3,
        LinkError::Second(inner) => status(inner),
    }
}

struct Trouble {
    file: Option<PathBuf>,
    error: LinkError,
}

impl From<LinkError> for Trouble {
    fn from(error: LinkError) -> Self {
        Self { file: None, error }
    }
}

fn at(file: &Path) -> impl Fn(std::io::Error) -> Trouble + '_ {
    move |e| Trouble {
        file: Some(file.to_owned()),
        error: LinkError::Io(e),
    }
}

fn work(args: &LinkArgs, out: &mut dyn Write) -> Result<(), Trouble> {
    listen();
    let roles = args
        .roles
        .iter()
        .map(|r| role(r))
        .collect::<Result<Vec<_>, LinkError>>()?;
    let open = |path: &Path| File::open(path).map_err(at(path));
    let gazetteer = match &args.siruta {
        Some(path) => Some(
            Gazetteer::read_siruta(open(path)?).map_err(|error| Trouble {
                file: Some(path.clone()),
                error,
            })?,
        ),
        None => None,
    };
    let settings = LinkSettings {
        read: ReadOptions {
            roles,
            age_at: args.age_at.as_deref().map(date).transpose()?,
            label: args.label.clone(),
            gazetteer: gazetteer.as_ref(),
        },
        link: LinkOptions {
            threads: args.threads,
            keep_from: args.keep,
            ..LinkOptions::default()
        },
        cluster: ClusterOptions {
            join_from: probability(args.join)?,
            one_to_one: args.one_to_one,
            ..ClusterOptions::default()
        },
    };
    let first = open(&args.first)?;
    let second = args.second.as_deref().map(open).transpose()?;
    let shown = AtomicU64::new(u64::MAX);
    let watch = |stage: Stage, done: u64, total: u64| {
        let mark = (stage as u64) << 8 | done.saturating_mul(10).checked_div(total).unwrap_or(0);
        if shown.swap(mark, Ordering::Relaxed) != mark {
            eprintln!(
                "{stage:?} {done}{}",
                if total > 0 {
                    format!(" of {total}")
                } else {
                    String::new()
                }
            );
        }
        if interrupted() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let outcome = link(first, second, &settings, &watch).map_err(|error| match error {
        LinkError::Second(inner) => Trouble {
            file: args.second.clone(),
            error: *inner,
        },
        error => Trouble {
            file: Some(args.first.clone()),
            error,
        },
    })?;
    write_all(args, &outcome)?;
    report(args, &outcome, out)
}

fn probability(p: f64) -> Result<f64, LinkError> {
    if (0.0..=1.0).contains(&p) {
        Ok(p)
    } else {
        Err(LinkError::BadSettings(format!("{p} is not a probability")))
    }
}

fn date(text: &str) -> Result<BirthDate, LinkError> {
    BirthDate::parse(text)
        .filter(|date| date.month() != 0)
        .ok_or_else(|| LinkError::BadSettings(format!("{text:?} is not a date like 2026-11-24")))
}

fn role(text: &str) -> Result<(String, Option<Input>), LinkError> {
    let bad = || LinkError::BadSettings(format!("{text:?} is not ROLE=COLUMN with a known role"));
    let (word, column) = text.split_once('=').ok_or_else(bad)?;
    match word {
        "none" => Ok((column.to_owned(), None)),
        _ => Input::from_word(word)
            .map(|input| (column.to_owned(), Some(input)))
            .ok_or_else(bad),
    }
}

/// All files under temporary names first, then all renamed: no file is ever half there under its own name.
fn write_all(args: &LinkArgs, outcome: &Outcome) -> Result<(), Trouble> {
    let Outcome {
        table,
        linkage,
        clusters,
    } = outcome;
    let mut pending = Pending::default();
    pending.write(&args.out, |to| write_pairs(to, table, linkage, clusters))?;
    if let Some(path) = &args.clusters {
        pending.write(path, |to| write_clusters(to, table, clusters))?;
    }
    if let Some(path) = &args.review {
        let questions = review(linkage, clusters, Prices::default(), args.questions);
        pending.write(path, |to| write_review(to, table, linkage, &questions))?;
    }
    if let (Some(path), [a, b, ..]) = (&args.svg_explain, args.explain.as_slice()) {
        let waterfall = linkage.explain(table, find(table, a)?, find(table, b)?);
        pending.write(path, |to| {
            Ok(to.write_all(waterfall_svg(&waterfall).as_bytes())?)
        })?;
    }
    pending.publish()
}

/// The record of that name.
fn find(table: &Table, name: &str) -> Result<u32, LinkError> {
    (0u32..)
        .take(table.len())
        .find(|record| table.label(*record) == name)
        .ok_or_else(|| LinkError::BadSettings(format!("there is no record {name:?}")))
}

/// Files written but not yet in their place; what is not published is removed.
#[derive(Default)]
struct Pending {
    files: Vec<(PathBuf, PathBuf)>,
}

impl Pending {
    fn write(
        &mut self,
        path: &Path,
        content: impl FnOnce(&mut BufWriter<File>) -> punte_link::Result<()>,
    ) -> Result<(), Trouble> {
        let name = path.file_name().ok_or_else(|| {
            LinkError::BadSettings(format!("{} is not a file name", path.display()))
        })?;
        let part = path.with_file_name(format!(
            ".{}.{}.part",
            name.to_string_lossy(),
            std::process::id()
        ));
        let mut to = BufWriter::new(File::create(&part).map_err(at(path))?);
        self.files.push((part, path.to_owned()));
        content(&mut to)?;
        to.into_inner()
            .map_err(std::io::IntoInnerError::into_error)
            .and_then(|f| f.sync_all())
            .map_err(at(path))
    }

    fn publish(mut self) -> Result<(), Trouble> {
        if interrupted() {
            return Err(LinkError::Stopped.into());
        }
        while let Some((part, path)) = self.files.first() {
            rename(part, path).map_err(at(path))?;
            self.files.remove(0);
        }
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        for (part, _) in &self.files {
            // Nothing more can be done about a temporary file that will not go.
            let _ = remove_file(part);
        }
    }
}

/// What each column was taken for, so that a wrong guess is seen before anybody believes the result.
fn in_words(file: &Path, table: &Table, reading: &Reading) -> String {
    let fields = table.schema().fields().iter().zip(&reading.columns);
    let fields: Vec<String> = fields
        .map(|(field, columns)| match columns.as_slice() {
            [] => format!("{}: none", field.role.word()),
            some => format!("{}={}", field.role.word(), some.join(" else ")),
        })
        .collect();
    let delimiter = match reading.delimiter {
        '\t' => "tab".to_owned(),
        other => format!("{other:?}"),
    };
    let label = match &reading.label {
        Some(column) => format!("the column {column:?}"),
        None => "row numbers (the header is row 1)".to_owned(),
    };
    let left_out = match reading.left_out.as_slice() {
        [] => "nothing".to_owned(),
        some => some.join(", "),
    };
    format!(
        "{}: {}\n  cells parted by {delimiter}; records named by {label}; not compared: {left_out}\n",
        file.display(),
        fields.join(", ")
    )
}

fn as_json(table: &Table, reading: &Reading) -> String {
    let fields = table.schema().fields().iter().zip(&reading.columns);
    let fields: Vec<String> = fields
        .map(|(field, columns)| {
            format!(
                "{{\"role\":{},\"columns\":{}}}",
                quoted(field.role.word()),
                list(columns.iter())
            )
        })
        .collect();
    format!(
        "{{\"delimiter\":{},\"label\":{},\"fields\":[{}],\"left_out\":{}}}",
        quoted(reading.delimiter.encode_utf8(&mut [0; 4])),
        reading.label.as_deref().map_or("null".to_owned(), quoted),
        fields.join(","),
        list(reading.left_out.iter())
    )
}

fn list(texts: impl Iterator<Item = impl AsRef<str>>) -> String {
    let texts: Vec<String> = texts.map(|t| quoted(t.as_ref())).collect();
    format!("[{}]", texts.join(","))
}

/// A JSON string. Headers may hold anything.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

fn report(args: &LinkArgs, outcome: &Outcome, out: &mut dyn Write) -> Result<(), Trouble> {
    let Outcome {
        table,
        linkage,
        clusters,
    } = outcome;
    let persons = (0u32..)
        .zip(&clusters.of)
        .filter(|(record, cluster)| record == *cluster)
        .count();
    let text = if args.json {
        let tables: Vec<String> = table.readings().iter().map(|r| as_json(table, r)).collect();
        let fields = table.schema().fields().iter();
        let fields = fields.map(|f| format!("{}={}", f.role.word(), f.header));
        format!(
            "{{\"records\":{},\"compared\":{},\"pairs\":{},\"persons\":{persons},\"fields\":{},\"tables\":[{}]}}\n",
            table.len(),
            linkage.compared,
            linkage.pairs.len(),
            list(fields),
            tables.join(",")
        )
    } else {
        let files = std::iter::once(&args.first).chain(&args.second);
        let read = files.zip(table.readings());
        let read: String = read.map(|(file, r)| in_words(file, table, r)).collect();
        format!(
            "{read}{} records, {} pairs compared, {} kept, {persons} persons\n",
            table.len(),
            linkage.compared,
            linkage.pairs.len()
        )
    };
    out.write_all(text.as_bytes())
        .map_err(at(Path::new("stdout")))?;
    for two in args.explain.chunks(2) {
        if let [a, b] = two {
            let waterfall = linkage.explain(table, find(table, a)?, find(table, b)?);
            writeln!(out, "{a} and {b}: {waterfall}").map_err(at(Path::new("stdout")))?;
        }
    }
    Ok(())
}
