//! Counts of every combination of up to [`MAX_LENGTH`] attributes.
//!
//! An attribute is a column with a value; a combination takes at most one value from each column. The columns are
//! walked depth first, emptiest first: each step refines groups of rows that agree so far by one more column, with one
//! dense counter a group and value (or a hash table where that would be mostly air). A group under the threshold is
//! dropped at once, because nothing longer can be above it (Agrawal and Srikant 1994).
//!
//! Memory: the table, 16 bytes a row and level in each thread, the counters of one step, and at most
//! [`IN_FLIGHT`] finished pieces waiting to be delivered in order. It does not grow with the number of combinations.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

use crate::table::{EMPTY, Table};
use crate::{Error, Watch};

/// The longest combination that can be counted.
pub const MAX_LENGTH: usize = 5;
/// Finished pieces that may wait for an earlier one.
pub const IN_FLIGHT: usize = 64;

/// What to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Longest combination, 1 to [`MAX_LENGTH`].
    pub length: usize,
    /// Least count that is delivered, at least 1.
    pub threshold: u32,
    /// Threads, at least 1.
    pub threads: usize,
}

/// All delivered combinations of one set of columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// Columns, ascending in file order.
    pub columns: Vec<u16>,
    /// Value codes, `columns.len()` for each combination.
    pub codes: Vec<u16>,
    /// One count for each combination.
    pub counts: Vec<u32>,
}

impl Block {
    /// Each combination's codes with its count.
    pub fn iter(&self) -> impl Iterator<Item = (&[u16], u32)> {
        self.codes
            .chunks_exact(self.columns.len().max(1))
            .zip(self.counts.iter().copied())
    }
}

/// What was delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Summary {
    /// Combinations at or above the threshold, by length; index 0 is length 1.
    pub combinations: [u64; MAX_LENGTH],
    /// Sum of their counts, by length.
    pub incidences: [u64; MAX_LENGTH],
}

/// Counts, and delivers the blocks in one fixed order whatever the number of threads.
///
/// # Errors
/// [`Error::Parameter`] for options out of range, [`Error::Cancelled`], or the first error of `sink`.
pub fn count<E: From<Error>>(
    table: &Table,
    options: Options,
    watch: &dyn Watch,
    sink: &mut dyn FnMut(&Block) -> Result<(), E>,
) -> Result<Summary, E> {
    check(options)?;
    let plan = Plan::new(table, options);
    let tasks = plan.tasks();
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let mut summary = Summary::default();
    let (sender, receiver) = sync_channel::<(usize, Vec<Block>)>(IN_FLIGHT);
    let outcome = std::thread::scope(|scope| {
        for _ in 0..options.threads.min(tasks.len()).max(1) {
            let (sender, plan, tasks, next, stop) = (sender.clone(), &plan, &tasks, &next, &stop);
            scope.spawn(move || {
                let mut worker = Worker::new(plan);
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&task) = tasks.get(index) else { break };
                    if stop.load(Ordering::Relaxed) || watch.cancelled() {
                        stop.store(true, Ordering::Relaxed);
                        break;
                    }
                    if sender.send((index, worker.run(task))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (index, blocks) in receiver {
            waiting.insert(index, blocks);
            while let Some(blocks) = waiting.remove(&due) {
                for block in &blocks {
                    let at = block.columns.len() - 1;
                    summary.combinations[at] += block.counts.len() as u64;
                    summary.incidences[at] +=
                        block.counts.iter().map(|&n| u64::from(n)).sum::<u64>();
                    if let Err(error) = sink(block) {
                        stop.store(true, Ordering::Relaxed);
                        return Err(error);
                    }
                }
                due += 1;
                watch.progress("counting", due as u64, tasks.len() as u64);
            }
        }
        if due < tasks.len() {
            Err(E::from(Error::Cancelled))
        } else {
            Ok(())
        }
    });
    outcome.map(|()| summary)
}

/// Counts into memory; for tables whose reportable combinations are few enough to hold.
///
/// # Errors
/// As [`count`].
pub fn collect(table: &Table, options: Options, watch: &dyn Watch) -> Result<Vec<Block>, Error> {
    let mut blocks = Vec::new();
    count(table, options, watch, &mut |block: &Block| {
        blocks.push(block.clone());
        Ok::<(), Error>(())
    })?;
    Ok(blocks)
}

fn check(options: Options) -> Result<(), Error> {
    if options.length == 0 || options.length > MAX_LENGTH {
        return Err(Error::Parameter(format!(
            "the length must be 1 to {MAX_LENGTH}, not {}",
            options.length
        )));
    }
    if options.threshold == 0 {
        return Err(Error::Parameter(
            "the threshold k must be at least 1".to_owned(),
        ));
    }
    if options.threads == 0 {
        return Err(Error::Parameter(
            "the number of threads must be at least 1".to_owned(),
        ));
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Task {
    /// One column alone: its values.
    Single(usize),
    /// A pair of columns (places in the walk) and everything longer that starts with it.
    Pair(usize, usize),
}

struct Plan<'t> {
    table: &'t Table,
    options: Options,
    /// Columns in walking order: emptiest first, then fewest values.
    order: Vec<usize>,
}

impl<'t> Plan<'t> {
    fn new(table: &'t Table, options: Options) -> Self {
        let mut order: Vec<usize> = (0..table.columns().len()).collect();
        order.sort_by_cached_key(|&at| {
            let column = &table.columns()[at];
            (
                column.codes().iter().filter(|&&code| code != EMPTY).count(),
                column.values().len(),
                at,
            )
        });
        Self {
            table,
            options,
            order,
        }
    }

    fn tasks(&self) -> Vec<Task> {
        let places = self.order.len();
        let mut tasks = Vec::new();
        for first in 0..places {
            tasks.push(Task::Single(first));
            if self.options.length > 1 {
                tasks.extend((first + 1..places).map(|second| Task::Pair(first, second)));
            }
        }
        tasks
    }
}

/// Rows that agree so far: parallel lists of row and group, and the codes of each group.
#[derive(Default)]
struct Level {
    rows: Vec<u32>,
    groups: Vec<u32>,
    codes: Vec<u16>,
    count: usize,
}

struct Worker<'p> {
    plan: &'p Plan<'p>,
    levels: Vec<Level>,
    /// The first place whose level 0 is loaded.
    loaded: Option<usize>,
    counters: Vec<u32>,
}

impl<'p> Worker<'p> {
    fn new(plan: &'p Plan<'p>) -> Self {
        let levels = (0..plan.options.length).map(|_| Level::default()).collect();
        Self {
            plan,
            levels,
            loaded: None,
            counters: Vec::new(),
        }
    }

    fn run(&mut self, task: Task) -> Vec<Block> {
        let mut out = Vec::new();
        match task {
            Task::Single(first) => {
                self.load(first);
                let level = &self.levels[0];
                let mut counts = vec![0_u32; level.count];
                for &group in &level.groups {
                    counts[group as usize] += 1;
                }
                out.push(Block {
                    columns: vec![self.plan.order[first] as u16],
                    codes: level.codes.clone(),
                    counts,
                });
                out.retain(|block| !block.counts.is_empty());
            }
            Task::Pair(first, second) => {
                self.load(first);
                let mut path = vec![first];
                self.step(&mut path, second, &mut out);
            }
        }
        out
    }

    /// Level 0: the rows that hold a frequent value in the first column.
    fn load(&mut self, first: usize) {
        if self.loaded == Some(first) {
            return;
        }
        let column = &self.plan.table.columns()[self.plan.order[first]];
        let mut counts = vec![0_u32; column.values().len() + 1];
        for &code in column.codes() {
            counts[usize::from(code)] += 1;
        }
        let mut names = vec![u32::MAX; counts.len()];
        let level = &mut self.levels[0];
        level.rows.clear();
        level.groups.clear();
        level.codes.clear();
        level.count = 0;
        for (code, &n) in counts.iter().enumerate().skip(1) {
            if n >= self.plan.options.threshold {
                names[code] = level.count as u32;
                level.codes.push(code as u16);
                level.count += 1;
            }
        }
        for (row, &code) in column.codes().iter().enumerate() {
            let name = names[usize::from(code)];
            if name != u32::MAX {
                level.rows.push(row as u32);
                level.groups.push(name);
            }
        }
        self.loaded = Some(first);
    }

    /// Refines the level at the end of `path` by the column at `place`, delivers it, and goes on below it.
    fn step(&mut self, path: &mut Vec<usize>, place: usize, out: &mut Vec<Block>) {
        let depth = path.len();
        let deeper = depth + 1 < self.plan.options.length && place + 1 < self.plan.order.len();
        if self.levels[depth - 1].rows.len() < self.plan.options.threshold as usize {
            return;
        }
        path.push(place);
        let block = self.refine(path, deeper);
        let frequent = !block.counts.is_empty();
        if frequent {
            out.push(block);
        }
        if deeper && frequent {
            for next in place + 1..self.plan.order.len() {
                self.step(path, next, out);
            }
        }
        path.pop();
    }

    fn refine(&mut self, path: &[usize], deeper: bool) -> Block {
        let depth = path.len() - 1;
        let column = &self.plan.table.columns()[self.plan.order[path[depth]]];
        let (above, below) = self.levels.split_at_mut(depth);
        let level = &above[depth - 1];
        let stride = column.values().len() + 1;
        let cells = level.count.saturating_mul(stride);
        let mut frequent: Vec<(u64, u32)> = Vec::new();
        let threshold = self.plan.options.threshold;
        let dense = cells <= (level.rows.len() * 4).max(1 << 16);
        if dense {
            self.counters.clear();
            self.counters.resize(cells, 0);
            tally(level, column.codes(), stride, &mut self.counters);
            for group in 0..level.count {
                for code in 1..stride {
                    let n = self.counters[group * stride + code];
                    if n >= threshold {
                        frequent.push(((group * stride + code) as u64, n));
                    }
                }
            }
        } else {
            let mut sparse: HashMap<u64, u32> = HashMap::new();
            for (&row, &group) in level.rows.iter().zip(&level.groups) {
                let code = column.codes()[row as usize];
                if code != EMPTY {
                    *sparse
                        .entry(u64::from(group) * stride as u64 + u64::from(code))
                        .or_insert(0) += 1;
                }
            }
            frequent.extend(sparse.into_iter().filter(|&(_, n)| n >= threshold));
            frequent.sort_unstable();
        }
        if deeper {
            let next = &mut below[0];
            if dense {
                descend_dense(
                    level,
                    column.codes(),
                    stride,
                    &frequent,
                    &mut self.counters,
                    next,
                );
            } else {
                descend_sparse(level, column.codes(), stride, &frequent, next);
            }
            next.codes.clear();
            for &(key, _) in &frequent {
                let (group, code) = ((key / stride as u64) as usize, (key % stride as u64) as u16);
                next.codes
                    .extend_from_slice(&level.codes[group * depth..(group + 1) * depth]);
                next.codes.push(code);
            }
            next.count = frequent.len();
        }
        self.deliver(path, depth, stride, &frequent)
    }

    fn deliver(
        &self,
        path: &[usize],
        depth: usize,
        stride: usize,
        frequent: &[(u64, u32)],
    ) -> Block {
        let level = &self.levels[depth - 1];
        let mut order: Vec<usize> = (0..path.len()).collect();
        order.sort_by_key(|&at| self.plan.order[path[at]]);
        let mut block = Block {
            columns: order
                .iter()
                .map(|&at| self.plan.order[path[at]] as u16)
                .collect(),
            codes: Vec::with_capacity(frequent.len() * path.len()),
            counts: Vec::with_capacity(frequent.len()),
        };
        for &(key, n) in frequent {
            let (group, code) = ((key / stride as u64) as usize, (key % stride as u64) as u16);
            for &at in &order {
                block.codes.push(if at == depth {
                    code
                } else {
                    level.codes[group * depth + at]
                });
            }
            block.counts.push(n);
        }
        block
    }
}

/// The hot loop: about 1 to 2 ns a row.
fn tally(level: &Level, codes: &[u16], stride: usize, counters: &mut [u32]) {
    if level.count == 1 {
        for &row in &level.rows {
            counters[usize::from(codes[row as usize])] += 1;
        }
    } else {
        for (&row, &group) in level.rows.iter().zip(&level.groups) {
            counters[group as usize * stride + usize::from(codes[row as usize])] += 1;
        }
    }
}

/// Rows of frequent groups, under their new names; `counters` is reused to hold the names.
fn descend_dense(
    level: &Level,
    codes: &[u16],
    stride: usize,
    frequent: &[(u64, u32)],
    counters: &mut [u32],
    next: &mut Level,
) {
    counters.fill(u32::MAX);
    for (name, &(key, _)) in frequent.iter().enumerate() {
        counters[key as usize] = name as u32;
    }
    next.rows.clear();
    next.groups.clear();
    for (&row, &group) in level.rows.iter().zip(&level.groups) {
        let name = counters[group as usize * stride + usize::from(codes[row as usize])];
        if name != u32::MAX {
            next.rows.push(row);
            next.groups.push(name);
        }
    }
}

fn descend_sparse(
    level: &Level,
    codes: &[u16],
    stride: usize,
    frequent: &[(u64, u32)],
    next: &mut Level,
) {
    let names: HashMap<u64, u32> = frequent
        .iter()
        .enumerate()
        .map(|(name, &(key, _))| (key, name as u32))
        .collect();
    next.rows.clear();
    next.groups.clear();
    for (&row, &group) in level.rows.iter().zip(&level.groups) {
        let key = u64::from(group) * stride as u64 + u64::from(codes[row as usize]);
        if let Some(&name) = names.get(&key) {
            next.rows.push(row);
            next.groups.push(name);
        }
    }
}
