//! k-anonymous rows: every combination of every length that a published row shows is had by at least k real rows.
//!
//! A published row is a set of values that at least k real rows hold together, so each of its subsets is too: one test
//! of the whole row proves all lengths at once. Each real row is first cut into such sets; then rows are
//! grown anew from pairs that are shown too seldom ([`grow`]), and values move between published rows ([`crate::dp::fit`]), so that
//! pair counts come back towards the true ones, with a test of support before every change. At the end each distinct row is tested again from the bitmaps alone.
//!
//! This is not differential privacy: see `docs/methods/disclose.md` for what an attacker may still learn.
//!
//! Memory: two bits for each row and frequent value (54 MB for 1 million rows and 216 values), 4 bytes for each row of each pair
//! that fewer than one row in 128 has (about 60 bytes a row where rows have nine values), 16 bytes for each pair of frequent values,
//! 2 bytes for each published cell, 12 MB beside.

mod grow;
mod support;

use std::collections::HashMap;

use crate::count;
use crate::dp::fit::{Aim, Search};
use crate::dp::measure::{MAX_VALUES, Measured};
use crate::table::{EMPTY, Table};
use crate::{Error, Fast, Random, Watch};
use grow::{Grower, Seed};
use support::Support;

/// Which counts to keep closest to the truth. Under the rule pairs are lost whenever a rare row is cut, and only more rows than people
/// can make up for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Favour {
    /// Single counts: nearly exact.
    #[default]
    Values,
    /// Pair counts: closer, at the price of single counts that are too high.
    Pairs,
}

impl Favour {
    /// Weight of a value's relative error against a pair's.
    fn singles(self) -> f32 {
        match self {
            Self::Values => 400.0,
            Self::Pairs => 30.0,
        }
    }
}

/// What to synthesize.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Least number of real rows behind anything shown, at least 2.
    pub k: u32,
    /// Which counts to keep closest.
    pub favour: Favour,
    /// Rounds of growing rows anew; 0 publishes the cut rows as they are. Tables of more than 100,000 rows get one at most.
    pub rounds: u32,
    /// Threads for counting.
    pub threads: usize,
    /// Combinations that must never appear: (column, value code) lists of two or more.
    pub structural_zeros: Vec<Vec<(u16, u16)>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            k: 11,
            favour: Favour::Values,
            rounds: 2,
            threads: 2,
            structural_zeros: Vec::new(),
        }
    }
}

/// A k-anonymous table.
#[derive(Debug, Clone)]
pub struct Synthesis {
    /// The rows; usually more than the real ones, because a rare row is shown in pieces.
    pub table: Table,
    /// Values that fewer than k rows have, not shown at all.
    pub values_held_out: usize,
    /// Distinct rows proved, each against the real table.
    pub distinct_rows_proved: usize,
}

/// Synthesizes rows.
///
/// # Errors
/// [`Error::Parameter`], [`Error::TooSmall`] when the table has fewer than k rows or no value with k, [`Error::TooLarge`],
/// [`Error::Cancelled`].
pub fn synthesize(
    table: &Table,
    options: &Options,
    random: &mut dyn Random,
    watch: &dyn Watch,
) -> Result<Synthesis, Error> {
    if options.k < 2 {
        return Err(Error::Parameter(format!(
            "k must be at least 2, not {}",
            options.k
        )));
    }
    if table.rows() < options.k as usize {
        return Err(Error::TooSmall(format!(
            "the table has {} rows, fewer than k = {}",
            table.rows(),
            options.k
        )));
    }
    let mut random = Fast::from(random);
    let (exact, held_out) = exact_counts(table, options)?;
    let mut support = Support::new(table, &exact, options.k, &mut random);
    forbid(&mut support, &exact, options);
    let blocks = count::Options {
        length: 3,
        threshold: options.k,
        threads: options.threads,
    };
    count::count(table, blocks, watch, &mut |block: &count::Block| {
        support.learn(block, &exact);
        Ok::<(), Error>(())
    })?;
    let ids = cut(table, &exact, &mut support, watch)?;
    let targets: Vec<f32> = exact
        .pairs
        .iter()
        .map(|&n| if n < options.k as f32 { 0.0 } else { n })
        .collect();
    let aim = Aim {
        grain: 1.0,
        pair_weight: &|target| 1e4 / (target * target).max(1.0),
        single_weight: &|target| options.favour.singles() * 1e4 / (target * target).max(1.0),
    };
    let mut search = Search::new(&exact, &targets, ids, &aim, support);
    improve(&mut search, table, &exact, options, &mut random, watch)?;
    let (ids, support) = search.into_parts();
    let (rows, proved) = prove(&ids, exact.ids.len(), &support);
    Ok(Synthesis {
        table: into_table(table, &exact, rows, &mut random)?,
        values_held_out: held_out,
        distinct_rows_proved: proved,
    })
}

/// Rounds of growing rows anew, then one proposal for every cell, then once more rows grown anew.
fn improve(
    search: &mut Search<'_, Support>,
    table: &Table,
    exact: &Measured,
    options: &Options,
    random: &mut Fast,
    watch: &dyn Watch,
) -> Result<(), Error> {
    if options.rounds == 0 {
        return Ok(());
    }
    let known = lookup(table, exact);
    let real = |row: usize, into: &mut Vec<u16>| ids_of_row(table, &known, row, into);
    let mut grower = Grower::new(table.rows(), exact.width, real, watch);
    let rounds = if table.rows() > MANY {
        1
    } else {
        options.rounds
    };
    for round in 0..rounds {
        grower.pass(search, Seed::Own, random)?;
        search.reweigh_pairs(weight);
        let mut short = search.short_pairs(SHORT);
        short.retain(|&pair| search.allow.lists(pair));
        grower.pass(search, Seed::AnyOf(&short), random)?;
        search.reweigh_pairs(weight);
        watch.progress("fitting rows", u64::from(round) + 1, u64::from(rounds) + 1);
    }
    search.sweep(random);
    search.reweigh_pairs(weight);
    grower.pass(search, Seed::Own, random)?;
    watch.progress("fitting rows", 1, 1);
    Ok(())
}

/// From here on a second round costs as much as the first and brings pairs less than 1 % closer.
const MANY: usize = 100_000;

/// A pair shown less often than this share of its count is grown from.
const SHORT: f32 = 0.35;

/// Weight of a pair's squared error once rows are there: by it the square behaves like the distance itself, which is
/// what readers are told (mean relative error). Pairs about to vanish weigh more, so that common pairs stay in sight.
fn weight(target: f32, shown: f32) -> f32 {
    let miss = (shown - target).abs().max(0.05 * target);
    let vanishing = if shown < 2.0 { 1.5 } else { 1.0 };
    vanishing * 1e4 / (target * miss).max(1.0)
}

/// Exact singles and pairs of the frequent values, in the shape of the noisy ones.
fn exact_counts(table: &Table, options: &Options) -> Result<(Measured, usize), Error> {
    let mut exact = Measured {
        rows: table.rows() as f64,
        column_of: vec![0],
        code_of: vec![EMPTY],
        ids: Vec::new(),
        singles: vec![0.0],
        pairs: Vec::new(),
        width: 1,
        sigma_singles: 0.0,
        sigma_pairs: 0.0,
        fill_cap: table.columns().len(),
        held_out: 0,
    };
    for (at, column) in table.columns().iter().enumerate() {
        let mut counts = vec![0_u32; column.values().len() + 1];
        for &code in column.codes() {
            counts[usize::from(code)] += 1;
        }
        let first = exact.width;
        for (code, &n) in counts.iter().enumerate().skip(1) {
            if n < options.k {
                exact.held_out += 1;
                continue;
            }
            exact.column_of.push(at as u16);
            exact.code_of.push(code as u16);
            exact.singles.push(f64::from(n));
            exact.width += 1;
        }
        exact.ids.push(first..exact.width);
    }
    if exact.width == 1 {
        return Err(Error::TooSmall(format!(
            "no value is had by k = {} rows or more",
            options.k
        )));
    }
    if exact.width > MAX_VALUES {
        return Err(Error::TooLarge(format!(
            "{} frequent values; at most {MAX_VALUES} can be combined",
            exact.width - 1
        )));
    }
    exact.pairs = vec![0.0; exact.width * exact.width];
    let mut row_ids = Vec::new();
    let lookup = lookup(table, &exact);
    for row in 0..table.rows() {
        ids_of_row(table, &lookup, row, &mut row_ids);
        for (at, &a) in row_ids.iter().enumerate() {
            for &b in &row_ids[at + 1..] {
                exact.pairs[usize::from(a) * exact.width + usize::from(b)] += 1.0;
            }
        }
    }
    for a in 1..exact.width {
        for b in a + 1..exact.width {
            exact.pairs[b * exact.width + a] = exact.pairs[a * exact.width + b];
        }
    }
    let held_out = exact.held_out;
    Ok((exact, held_out))
}

/// For each column, the id of each code; 0 for empty and for values under k.
fn lookup(table: &Table, exact: &Measured) -> Vec<Vec<u16>> {
    let mut ids: Vec<Vec<u16>> = table
        .columns()
        .iter()
        .map(|column| vec![0; column.values().len() + 1])
        .collect();
    for id in 1..exact.width {
        ids[usize::from(exact.column_of[id])][usize::from(exact.code_of[id])] = id as u16;
    }
    ids
}

fn ids_of_row(table: &Table, lookup: &[Vec<u16>], row: usize, into: &mut Vec<u16>) {
    into.clear();
    for (column, ids) in table.columns().iter().zip(lookup) {
        let id = ids[usize::from(column.codes()[row])];
        if id != 0 {
            into.push(id);
        }
    }
}

fn forbid(support: &mut Support, exact: &Measured, options: &Options) {
    for zero in &options.structural_zeros {
        let find = |&(column, code): &(u16, u16)| {
            exact
                .ids
                .get(usize::from(column))?
                .clone()
                .find(|&id| exact.code_of[id] == code)
                .map(|id| id as u16)
        };
        if let Some(ids) = zero.iter().map(find).collect::<Option<Vec<_>>>() {
            support.forbid(ids);
        }
    }
}

/// Cuts every real row into supported sets, rarest values first; gives one line of cells for each set.
fn cut(
    table: &Table,
    exact: &Measured,
    support: &mut Support,
    watch: &dyn Watch,
) -> Result<Vec<u16>, Error> {
    let columns = exact.ids.len();
    let lookup = lookup(table, exact);
    let mut known: HashMap<Vec<u16>, Vec<Vec<u16>>> = HashMap::new();
    let mut out = Vec::with_capacity(table.rows() * columns * 2);
    let mut row_ids = Vec::new();
    for row in 0..table.rows() {
        if row % 4_096 == 0 {
            if watch.cancelled() {
                return Err(Error::Cancelled);
            }
            watch.progress("cutting rows", row as u64, table.rows() as u64);
        }
        ids_of_row(table, &lookup, row, &mut row_ids);
        if !known.contains_key(&row_ids) {
            let pieces = cut_one(&row_ids, exact, support);
            known.insert(row_ids.clone(), pieces);
        }
        for piece in &known[&row_ids] {
            let start = out.len();
            out.resize(start + columns, 0);
            for &id in piece {
                out[start + usize::from(exact.column_of[usize::from(id)])] = id;
            }
        }
    }
    Ok(out)
}

fn cut_one(row: &[u16], exact: &Measured, support: &mut Support) -> Vec<Vec<u16>> {
    use crate::dp::fit::Allow;
    let mut left = row.to_vec();
    left.sort_by(|&a, &b| exact.singles[usize::from(a)].total_cmp(&exact.singles[usize::from(b)]));
    let mut pieces = Vec::new();
    while !left.is_empty() {
        let mut piece: Vec<u16> = Vec::new();
        left.retain(|&id| {
            let fits = piece.is_empty() || support.allows(id, &piece);
            if fits {
                piece.push(id);
            }
            !fits
        });
        pieces.push(piece);
    }
    pieces
}

/// Tests every distinct row against the real table; a row that fails is not published.
fn prove(ids: &[u16], columns: usize, support: &Support) -> (Vec<Vec<u16>>, usize) {
    let mut verdicts: HashMap<&[u16], bool> = HashMap::new();
    let mut rows = Vec::new();
    for row in ids.chunks_exact(columns) {
        let proved = *verdicts.entry(row).or_insert_with(|| {
            let filled: Vec<u16> = row.iter().copied().filter(|&id| id != 0).collect();
            !filled.is_empty() && support.proves(&filled)
        });
        if proved {
            rows.push(row.to_vec());
        }
    }
    (rows, verdicts.values().filter(|&&proved| proved).count())
}

fn into_table(
    like: &Table,
    exact: &Measured,
    mut rows: Vec<Vec<u16>>,
    random: &mut Fast,
) -> Result<Table, Error> {
    for at in (1..rows.len()).rev() {
        rows.swap(at, random.below(at as u64 + 1) as usize);
    }
    let parts = like.columns().iter().enumerate().map(|(at, column)| {
        let ids = &exact.ids[at];
        let values = ids
            .clone()
            .filter_map(|id| column.value(exact.code_of[id]).map(str::to_owned))
            .collect();
        let code = |row: &Vec<u16>| {
            if row[at] == 0 {
                EMPTY
            } else {
                (usize::from(row[at]) - ids.start + 1) as u16
            }
        };
        (
            column.name().to_owned(),
            values,
            rows.iter().map(code).collect(),
        )
    });
    Table::new(parts.collect())
}
