//! How a synthetic table differs from the real one, combination by combination.
//!
//! Reads the real table without noise: the figures are for the keeper of the data, and are not themselves private.

pub mod membership;

use std::collections::HashMap;

use crate::count::{self, Block, MAX_LENGTH};
use crate::table::{Column, EMPTY, Table};
use crate::{Error, Watch};

/// The comparison at one length.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct AtLength {
    /// Number of attributes in the combinations compared.
    pub length: usize,
    /// Combinations that at least k real rows have.
    pub common: u64,
    /// Those of them that the synthetic table has at all.
    pub common_kept: u64,
    /// Mean of |real - synthetic| / real over the common combinations (a lost one counts 1).
    pub mean_relative_error: f64,
    /// Combinations in the synthetic table.
    pub published: u64,
    /// Combinations in the synthetic table that fewer than k but at least one real row has.
    pub rare_shown: u64,
    /// Combinations in the synthetic table that no real row has.
    pub fabricated: u64,
}

/// Compares lengths 1 to `length`; `k` divides common from rare.
///
/// Memory: every combination of the real table, about 10 bytes each.
///
/// # Errors
/// [`Error::Parameter`] when the columns differ, and those of [`count::count`].
pub fn compare(
    real: &Table,
    synthetic: &Table,
    length: usize,
    k: u32,
    threads: usize,
    watch: &dyn Watch,
) -> Result<Vec<AtLength>, Error> {
    let (real, synthetic) = one_dictionary(real, synthetic)?;
    let options = count::Options {
        length,
        threshold: 1,
        threads,
    };
    let mut truth: HashMap<Vec<u16>, Block> = HashMap::new();
    let mut result: Vec<AtLength> = (1..=length.min(MAX_LENGTH))
        .map(|length| AtLength {
            length,
            ..AtLength::default()
        })
        .collect();
    count::count(&real, options, watch, &mut |block: &Block| {
        let at = &mut result[block.columns.len() - 1];
        let common = block.counts.iter().filter(|&&n| n >= k).count() as u64;
        at.common += common;
        // Until the synthetic table shows it, a common combination is lost: an error of 1.
        at.mean_relative_error += common as f64;
        truth.insert(block.columns.clone(), sorted(block));
        Ok::<(), Error>(())
    })?;
    count::count(&synthetic, options, watch, &mut |block: &Block| {
        let at = &mut result[block.columns.len() - 1];
        at.published += block.counts.len() as u64;
        let Some(known) = truth.get(&block.columns) else {
            at.fabricated += block.counts.len() as u64;
            return Ok(());
        };
        for (codes, n) in block.iter() {
            match find(known, codes) {
                0 => at.fabricated += 1,
                t if t < k => at.rare_shown += 1,
                t => {
                    at.common_kept += 1;
                    at.mean_relative_error += f64::from(t.abs_diff(n)) / f64::from(t) - 1.0;
                }
            }
        }
        Ok::<(), Error>(())
    })?;
    for at in &mut result {
        at.mean_relative_error /= (at.common as f64).max(1.0);
    }
    Ok(result)
}

fn sorted(block: &Block) -> Block {
    let mut entries: Vec<(&[u16], u32)> = block.iter().collect();
    entries.sort_unstable();
    Block {
        columns: block.columns.clone(),
        codes: entries
            .iter()
            .flat_map(|(codes, _)| codes.iter().copied())
            .collect(),
        counts: entries.iter().map(|&(_, n)| n).collect(),
    }
}

/// The count of `codes` in a sorted block; 0 when it is not there.
fn find(block: &Block, codes: &[u16]) -> u32 {
    let width = codes.len();
    let (mut low, mut high) = (0, block.counts.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        match block.codes[middle * width..(middle + 1) * width].cmp(codes) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return block.counts[middle],
        }
    }
    0
}

/// Both tables with one code for one value.
///
/// # Errors
/// [`Error::Parameter`] when the column names or their order differ, or a column has too many values together.
pub fn one_dictionary(a: &Table, b: &Table) -> Result<(Table, Table), Error> {
    let names = |table: &Table| {
        table
            .columns()
            .iter()
            .map(|column| column.name().to_owned())
            .collect::<Vec<_>>()
    };
    if names(a) != names(b) {
        return Err(Error::Parameter(
            "the two tables do not have the same columns in the same order".to_owned(),
        ));
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (x, y) in a.columns().iter().zip(b.columns()) {
        let mut values: Vec<String> = x.values().iter().chain(y.values()).cloned().collect();
        values.sort();
        values.dedup();
        if values.len() >= usize::from(u16::MAX) {
            return Err(Error::TooLarge(format!(
                "column {} has too many values in the two tables together",
                x.name()
            )));
        }
        left.push((x.name().to_owned(), values.clone(), recode(x, &values)));
        right.push((y.name().to_owned(), values.clone(), recode(y, &values)));
    }
    Ok((Table::new(left)?, Table::new(right)?))
}

fn recode(column: &Column, values: &[String]) -> Vec<u16> {
    let mut to = vec![EMPTY; column.values().len() + 1];
    for (code, value) in column.values().iter().enumerate() {
        // Every value is in the union that `values` was made from.
        to[code + 1] = values
            .binary_search(value)
            .map_or(EMPTY, |at| at as u16 + 1);
    }
    column
        .codes()
        .iter()
        .map(|&code| to[usize::from(code)])
        .collect()
}
