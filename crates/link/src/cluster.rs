//! From pairs to persons: clusters that respect what cannot be.
//!
//! Pairs are taken from the surest down. Two clusters join when the mean evidence over *all* their cross pairs speaks
//! for one person and no cross pair forbids it. Three things forbid: two valid CNPs that differ by more than a slip;
//! the household class explaining a pair better than the same-person class; and, whatever the model says, a different
//! given name where family name and date of birth agree and no document or mail address is shared, not even with a slip
//! in it (twins).

use crate::compare::number::Cnp;
use crate::compare::{NEAR, SHORT, compare};
use crate::error::Result;
use crate::model::Scorer;
use crate::run::Linkage;
use crate::schema::Role;
use crate::table::Table;
use crate::text::similar::within_one_edit;
use crate::watch::{Stage, Watch, tick};

/// How to join.
#[derive(Debug, Clone, Copy)]
pub struct ClusterOptions {
    /// Pairs below this probability never join clusters.
    pub join_from: f64,
    /// In a linkage of two tables, at most one record of each table per cluster.
    pub one_to_one: bool,
    /// No cluster grows beyond this many records.
    pub max_size: usize,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        Self {
            join_from: 0.5,
            one_to_one: false,
            max_size: 64,
        }
    }
}

/// Why two clusters were kept apart although a pair spoke for joining them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Two valid, different personal numbers.
    TwoNumbers,
    /// More likely members of one household.
    Household,
    /// Same family name and birth date, different given names: twins.
    Twins,
    /// The other members of the clusters speak against it.
    Others,
    /// Both clusters hold a record of the same table in a one-to-one linkage.
    OneToOne,
    /// The cluster would grow beyond the limit.
    TooLarge,
}

/// A join that was made (`refused` is `None`) or refused; `sizes` are those of the two clusters at that moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Index into [`Linkage::pairs`].
    pub pair: usize,
    /// Sizes of the two clusters met.
    pub sizes: (u32, u32),
    /// Mean log odds over the cross pairs, each held within ±8; of the pair alone when something forbade the join.
    pub log_odds: f32,
    /// Why not, if not.
    pub refused: Option<Refusal>,
}

/// Clusters of records.
#[derive(Debug, Clone)]
pub struct Clusters {
    /// For every record, the smallest record number of its cluster.
    pub of: Vec<u32>,
    /// What was joined and what was refused, from the surest pair down.
    pub steps: Vec<Step>,
}

impl Clusters {
    /// All pairs of records that share a cluster, ordered.
    pub fn pairs(&self) -> Vec<(u32, u32)> {
        let mut order: Vec<(u32, u32)> = (0u32..)
            .zip(&self.of)
            .map(|(record, cluster)| (*cluster, record))
            .collect();
        order.sort_unstable();
        let mut out = Vec::new();
        for group in order.chunk_by(|x, y| x.0 == y.0) {
            for (i, (_, a)) in group.iter().enumerate() {
                out.extend(group.iter().skip(i + 1).map(|(_, b)| (*a, *b)));
            }
        }
        out.sort_unstable();
        out
    }
}

/// Joins the pairs of a linkage. Memory: 12 bytes a record, 32 bytes a pair at or above `join_from`.
pub fn cluster(
    table: &Table,
    linkage: &Linkage,
    options: ClusterOptions,
    watch: Watch<'_>,
) -> Result<Clusters> {
    let scorer = linkage.scorer(table);
    let from = crate::model::narrow(
        (options.join_from / (1.0 - options.join_from).max(1e-12))
            .max(1e-12)
            .ln(),
    );
    let mut order: Vec<usize> = (0..linkage.pairs.len())
        .filter(|i| linkage.pairs.get(*i).is_some_and(|p| p.log_odds >= from))
        .collect();
    let odds = |i: usize| linkage.pairs.get(i).map_or(0.0, |p| p.log_odds);
    order.sort_by(|x, y| odds(*y).total_cmp(&odds(*x)).then(x.cmp(y)));
    let mut forest = Forest::new(table.len());
    let mut steps = Vec::new();
    for (done, i) in order.iter().enumerate() {
        if done % 65_536 == 0 {
            tick(watch, Stage::Cluster, done as u64, order.len() as u64)?;
        }
        let Some(pair) = linkage.pairs.get(*i) else {
            continue;
        };
        let (ra, rb) = (forest.root(pair.a), forest.root(pair.b));
        if ra == rb {
            continue;
        }
        let (ma, mb) = (forest.members(ra), forest.members(rb));
        let (refused, mean) = verdict(&scorer, &ma, &mb, options);
        steps.push(Step {
            pair: *i,
            sizes: (size(&ma), size(&mb)),
            log_odds: mean.unwrap_or(pair.log_odds),
            refused,
        });
        if refused.is_none() {
            forest.join(ra, rb);
        }
    }
    tick(
        watch,
        Stage::Cluster,
        order.len() as u64,
        order.len() as u64,
    )?;
    let of = (0..u32::try_from(table.len()).unwrap_or(u32::MAX))
        .map(|r| forest.root(r))
        .collect();
    Ok(Clusters { of, steps })
}

fn size(members: &[u32]) -> u32 {
    u32::try_from(members.len()).unwrap_or(u32::MAX)
}

/// Whether two clusters may join, and the mean evidence for it where nothing forbids it outright.
fn verdict(
    scorer: &Scorer<'_>,
    a: &[u32],
    b: &[u32],
    options: ClusterOptions,
) -> (Option<Refusal>, Option<f32>) {
    let table = scorer.table;
    if a.len() + b.len() > options.max_size {
        return (Some(Refusal::TooLarge), None);
    }
    let same_table = |x: &u32| b.iter().any(|y| table.is_second(*x) == table.is_second(*y));
    if options.one_to_one && table.two_tables() && a.iter().any(same_table) {
        return (Some(Refusal::OneToOne), None);
    }
    let (mut sum, mut pairs) = (0.0, 0.0);
    for x in a {
        for y in b {
            if let Some(reason) = forbidden(scorer, *x, *y) {
                return (Some(reason), None);
            }
            // A single pair may not outvote all others, neither for nor against.
            sum += scorer.score(*x, *y).log_odds().clamp(-8.0, 8.0);
            pairs += 1.0;
        }
    }
    ((sum < 0.0).then_some(Refusal::Others), Some(sum / pairs))
}

/// Why two records can never be one person.
pub(crate) fn forbidden(scorer: &Scorer<'_>, a: u32, b: u32) -> Option<Refusal> {
    let table = scorer.table;
    let (ra, rb) = (table.row(a), table.row(b));
    let vector = compare(table, ra, rb, scorer.given, scorer.family);
    let mut tied = false;
    let (mut born_same, mut given_differs, mut family_agrees) = (false, false, false);
    for (k, column) in table.columns.iter().enumerate() {
        let level = vector.level[k];
        match column.role {
            Role::Document => {
                tied |= (1..=2).contains(&level);
                let (x, y) = (table.shown(a, k), table.shown(b, k));
                if level > 1
                    && Cnp::parse(x).is_ok()
                    && Cnp::parse(y).is_ok()
                    && !within_one_edit(x.as_bytes(), y.as_bytes())
                {
                    return Some(Refusal::TwoNumbers);
                }
            }
            Role::Email => tied |= (1..=2).contains(&level),
            Role::Birth => born_same |= level == 1,
            Role::Given => given_differs = level > NEAR,
            Role::Family => family_agrees = (1..=SHORT).contains(&level),
            _ => {}
        }
    }
    if given_differs && family_agrees && born_same && !tied {
        return Some(Refusal::Twins);
    }
    let w = scorer.weigh(&vector, ra, rb);
    (!tied && w.household > w.same && w.household > w.community.max(w.different))
        .then_some(Refusal::Household)
}

/// Union-find whose roots are the smallest members, with each set's members in a ring.
struct Forest {
    parent: Vec<u32>,
    next: Vec<u32>,
}

impl Forest {
    fn new(n: usize) -> Self {
        let all: Vec<u32> = (0..u32::try_from(n).unwrap_or(u32::MAX)).collect();
        Self {
            parent: all.clone(),
            next: all,
        }
    }

    fn root(&mut self, mut x: u32) -> u32 {
        loop {
            let up = self.parent.get(x as usize).copied().unwrap_or(x);
            if up == x {
                return x;
            }
            let above = self.parent.get(up as usize).copied().unwrap_or(up);
            if let Some(slot) = self.parent.get_mut(x as usize) {
                *slot = above;
            }
            x = above;
        }
    }

    fn members(&self, root: u32) -> Vec<u32> {
        let mut out = vec![root];
        let mut at = self.next.get(root as usize).copied().unwrap_or(root);
        while at != root {
            out.push(at);
            at = self.next.get(at as usize).copied().unwrap_or(root);
        }
        out
    }

    fn join(&mut self, a: u32, b: u32) {
        let (low, high) = (a.min(b), a.max(b));
        if let Some(slot) = self.parent.get_mut(high as usize) {
            *slot = low;
        }
        self.next.swap(low as usize, high as usize);
    }
}
