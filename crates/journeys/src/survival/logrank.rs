//! The log-rank test: do groups wait equally long?
//!
//! Sources: N. Mantel, Cancer Chemotherapy Reports 50 (1966) 163-170; R. Peto, J. Peto, JRSS A 135 (1972) 185-207;
//! Kalbfleisch and Prentice 2002 §1.5 (several groups, hypergeometric covariance with ties).

use super::special::chi_square_tail;
use super::{Wait, check, float};
use crate::error::{JourneyError, Result};

/// One group in the comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupCount {
    /// Waits.
    pub waits: u64,
    /// Ends observed.
    pub observed: f64,
    /// Ends expected were all groups alike.
    pub expected: f64,
}

/// The outcome of the test.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// Per group, in the order given.
    pub groups: Vec<GroupCount>,
    /// The chi-square statistic.
    pub statistic: f64,
    /// Its degrees of freedom: groups that were ever at risk when a wait ended, less one.
    pub freedom: u32,
    /// The chance of so great a difference, or a greater one, were all groups alike.
    pub p_value: f64,
}

struct Row {
    time: f64,
    ended: bool,
    group: usize,
}

/// Compares two or more groups. Refused: fewer than two groups with waits, or no wait that ended.
///
/// Read it with care: a small p-value says that the groups differ somewhere, not where nor why; crossing curves can hide
/// from it; and children who differ in age or county make agencies differ that do not.
pub fn log_rank(groups: &[&[Wait]]) -> Result<LogRank> {
    check(groups.iter().flat_map(|g| g.iter().map(|w| w.time)))?;
    if groups.iter().filter(|g| !g.is_empty()).count() < 2 {
        return Err(JourneyError::TooLittle(
            "a comparison needs two groups with waits",
        ));
    }
    let mut rows: Vec<Row> = groups
        .iter()
        .enumerate()
        .flat_map(|(group, waits)| {
            waits.iter().map(move |w| Row {
                time: w.time,
                ended: w.ended,
                group,
            })
        })
        .collect();
    rows.sort_unstable_by(|a, b| a.time.total_cmp(&b.time));
    if !rows.iter().any(|r| r.ended) {
        return Err(JourneyError::TooLittle(
            "no wait has ended, so there is nothing to compare",
        ));
    }
    let n = groups.len();
    let mut at_risk: Vec<u64> = groups.iter().map(|g| g.len() as u64).collect();
    let mut counts: Vec<GroupCount> = groups
        .iter()
        .map(|g| GroupCount {
            waits: g.len() as u64,
            observed: 0.0,
            expected: 0.0,
        })
        .collect();
    let mut covariance = vec![vec![0.0; n]; n];
    for same in rows.chunk_by(|a, b| a.time.total_cmp(&b.time).is_eq()) {
        let all = float(at_risk.iter().sum());
        let ended = float(same.iter().filter(|r| r.ended).count() as u64);
        if ended > 0.0 {
            for (count, &risk) in counts.iter_mut().zip(&at_risk) {
                count.expected += ended * float(risk) / all;
            }
            let factor = if all > 1.0 {
                ended * (all - ended) / (all - 1.0)
            } else {
                0.0
            };
            for (i, (line, &mine)) in covariance.iter_mut().zip(&at_risk).enumerate() {
                for (j, (cell, &theirs)) in line.iter_mut().zip(&at_risk).enumerate() {
                    let share = float(theirs) / all;
                    *cell += factor * float(mine) / all * (f64::from(u8::from(i == j)) - share);
                }
            }
        }
        for row in same {
            if let (Some(count), Some(risk)) =
                (counts.get_mut(row.group), at_risk.get_mut(row.group))
            {
                count.observed += f64::from(u8::from(row.ended));
                *risk -= 1;
            }
        }
    }
    // The differences sum to 0: one group is left out. So is one that was never at risk when a wait ended.
    let used: Vec<usize> = (0..n)
        .filter(|&g| counts.get(g).is_some_and(|c| c.expected > 0.0))
        .collect();
    let kept = used.get(..used.len().saturating_sub(1)).unwrap_or_default();
    let difference = |g: usize| counts.get(g).map_or(0.0, |c| c.observed - c.expected);
    let mut system: Vec<Vec<f64>> = kept
        .iter()
        .map(|&i| {
            let line = covariance.get(i).map_or(&[][..], Vec::as_slice);
            let left = kept.iter().map(|&j| line.get(j).copied().unwrap_or(0.0));
            left.chain([difference(i)]).collect()
        })
        .collect();
    let (solved, rank) = solve(&mut system);
    let statistic: f64 = kept
        .iter()
        .zip(&solved)
        .map(|(&g, x)| difference(g) * x)
        .sum();
    Ok(LogRank {
        groups: counts,
        statistic,
        freedom: rank,
        p_value: chi_square_tail(statistic, rank),
    })
}

/// Solves a symmetric system [A | b] by elimination with pivots; a dependent equation gives 0 and does not count in the rank.
fn solve(system: &mut [Vec<f64>]) -> (Vec<f64>, u32) {
    let n = system.len();
    let get = |s: &[Vec<f64>], i: usize, j: usize| {
        s.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0.0)
    };
    let scale = (0..n).map(|i| get(system, i, i).abs()).fold(0.0, f64::max);
    let mut pivots = vec![None; n];
    let mut rank = 0;
    for column in 0..n {
        let best = (rank..n).max_by(|&a, &b| {
            get(system, a, column)
                .abs()
                .total_cmp(&get(system, b, column).abs())
        });
        let Some(best) = best.filter(|&row| get(system, row, column).abs() > scale * 1e-12) else {
            continue;
        };
        system.swap(rank, best);
        let pivot_row = system.get(rank).cloned().unwrap_or_default();
        let pivot = pivot_row.get(column).copied().unwrap_or(1.0);
        for (index, row) in system.iter_mut().enumerate() {
            let factor = row.get(column).copied().unwrap_or(0.0) / pivot;
            if index != rank && factor != 0.0 {
                for (cell, p) in row.iter_mut().zip(&pivot_row) {
                    *cell -= factor * p;
                }
            }
        }
        if let Some(slot) = pivots.get_mut(column) {
            *slot = Some(rank);
        }
        rank += 1;
    }
    let solution = pivots
        .iter()
        .enumerate()
        .map(|(column, pivot)| {
            pivot.map_or(0.0, |row| get(system, row, n) / get(system, row, column))
        })
        .collect();
    (solution, u32::try_from(rank).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn needs_something_to_compare() {
        let some = [Wait {
            time: 1.0,
            ended: true,
        }];
        let open = [Wait {
            time: 1.0,
            ended: false,
        }];
        assert!(log_rank(&[&some]).is_err());
        assert!(log_rank(&[&some, &[]]).is_err());
        assert!(log_rank(&[&open, &open]).is_err());
    }

    proptest! {
        #[test]
        fn equal_groups_do_not_differ(data in proptest::collection::vec((0_u8..20, any::<bool>()), 2..40)) {
            let waits: Vec<Wait> = data.iter().map(|&(t, ended)| Wait { time: f64::from(t), ended }).collect();
            if waits.iter().any(|w| w.ended) {
                let test = log_rank(&[&waits, &waits, &waits]).unwrap();
                prop_assert!(test.statistic.abs() < 1e-9);
                prop_assert!(test.p_value > 1.0 - 1e-4);
            }
        }

        #[test]
        fn order_of_groups_does_not_matter(
            a in proptest::collection::vec((0_u8..20, any::<bool>()), 3..20),
            b in proptest::collection::vec((0_u8..20, any::<bool>()), 3..20),
            c in proptest::collection::vec((0_u8..20, any::<bool>()), 3..20),
        ) {
            let waits = |d: &[(u8, bool)]| -> Vec<Wait> { d.iter().map(|&(t, ended)| Wait { time: f64::from(t), ended }).collect() };
            let (a, b, c) = (waits(&a), waits(&b), waits(&c));
            if let (Ok(x), Ok(y)) = (log_rank(&[&a, &b, &c]), log_rank(&[&c, &a, &b])) {
                prop_assert!((x.statistic - y.statistic).abs() < 1e-7 * (1.0 + x.statistic));
                let (o, e): (f64, f64) = x.groups.iter().fold((0.0, 0.0), |s, g| (s.0 + g.observed, s.1 + g.expected));
                prop_assert!((o - e).abs() < 1e-9);
            }
        }
    }
}
