//! The directly-follows graph: which activity came right after which, and how often.
//!
//! Source: W. van der Aalst, *Process Mining: Data Science in Action*, 2nd ed., Springer 2016, §5.2 (the relation `>`).

use std::collections::HashMap;

use crate::log::EventLog;

/// Counts of direct successions. Activities by their numbers in the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// Successions that occur, by (from, to).
    pub edges: Vec<Edge>,
    /// Per activity: its events, and how many cases begin and end with it.
    pub nodes: Vec<Node>,
    /// Cases in the log.
    pub cases: u64,
}

/// One succession.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The earlier activity.
    pub from: u16,
    /// The later one.
    pub to: u16,
    /// How often it occurs (not in how many cases).
    pub count: u64,
}

/// One activity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Node {
    /// Events.
    pub events: u64,
    /// Cases that begin with it.
    pub begins: u64,
    /// Cases that end with it.
    pub ends: u64,
}

/// Up to so many activities the counts are a square table (4 MiB); beyond, a hash table.
const DENSE: usize = 1_024;

/// Builds the graph in one pass over the activity column.
#[must_use]
pub fn directly_follows(log: &EventLog) -> Graph {
    let activities = log.activity_names().len();
    let mut nodes = vec![Node::default(); activities];
    let cases = log.starts().len().saturating_sub(1) as u64;
    for bounds in log.starts().windows(2) {
        let [start, end] = *bounds else { continue };
        let Some(of_case) = log.activity_column().get(start as usize..end as usize) else {
            continue;
        };
        if let Some(node) = of_case.first().and_then(|&a| nodes.get_mut(usize::from(a))) {
            node.begins += 1;
        }
        if let Some(node) = of_case.last().and_then(|&a| nodes.get_mut(usize::from(a))) {
            node.ends += 1;
        }
    }
    let edges = if activities <= DENSE {
        dense(log, activities)
    } else {
        sparse(log)
    };
    // An event is followed by another unless it ends its case.
    for edge in &edges {
        if let Some(node) = nodes.get_mut(usize::from(edge.from)) {
            node.events += edge.count;
        }
    }
    for node in &mut nodes {
        node.events += node.ends;
    }
    Graph {
        edges,
        nodes,
        cases,
    }
}

fn dense(log: &EventLog, width: usize) -> Vec<Edge> {
    // Two tables in turn: the same succession twice running would make the second increment wait for the first. The whole
    // column is one run; the successions from the end of one case to the beginning of the next are taken off after it.
    let mut even = vec![0_u32; width * width];
    let mut odd = vec![0_u32; width * width];
    let column = log.activity_column();
    let cell = |from: u16, to: u16| usize::from(from) * width + usize::from(to);
    let add = |table: &mut [u32], from, to, n: u32| {
        if let Some(count) = table.get_mut(cell(from, to)) {
            *count = count.wrapping_add(n);
        }
    };
    let mut before = column.first().copied().unwrap_or_default();
    let pairs = column.get(1..).unwrap_or_default().chunks_exact(2);
    if let [last] = *pairs.remainder() {
        let from = column
            .len()
            .checked_sub(2)
            .and_then(|i| column.get(i))
            .copied()
            .unwrap_or_default();
        add(&mut odd, from, last, 1);
    }
    for pair in pairs {
        let [first, second] = *pair else { continue };
        add(&mut even, before, first, 1);
        add(&mut odd, first, second, 1);
        before = second;
    }
    let inner = log
        .starts()
        .get(1..log.starts().len().saturating_sub(1))
        .unwrap_or_default();
    for &start in inner {
        let seam = (start as usize)
            .checked_sub(1)
            .and_then(|end| column.get(end..=end + 1));
        if let Some([from, to]) = seam {
            // Either table may go below zero by itself; their sum does not.
            add(&mut even, *from, *to, u32::MAX);
        }
    }
    let mut edges = Vec::new();
    let rows = even
        .chunks_exact(width.max(1))
        .zip(odd.chunks_exact(width.max(1)));
    for (from, (even, odd)) in (0_u16..).zip(rows) {
        for (to, (&a, &b)) in (0_u16..).zip(even.iter().zip(odd)) {
            let count = u64::from(a.wrapping_add(b));
            if count > 0 {
                edges.push(Edge { from, to, count });
            }
        }
    }
    edges
}

fn sparse(log: &EventLog) -> Vec<Edge> {
    let mut counts: HashMap<(u16, u16), u64> = HashMap::new();
    for case in log.cases() {
        for (&from, &to) in case.activity.iter().zip(case.activity.iter().skip(1)) {
            *counts.entry((from, to)).or_default() += 1;
        }
    }
    let mut edges: Vec<Edge> = counts
        .into_iter()
        .map(|((from, to), count)| Edge { from, to, count })
        .collect();
    edges.sort_unstable_by_key(|edge| (edge.from, edge.to));
    edges
}

/// A graph that grows event by event, for a log that never stands still. Events of a case arrive in the order of time.
///
/// Memory: 20 to 40 bytes for each pair of activities that occurred and for each case.
#[derive(Debug, Clone, Default)]
pub struct LiveGraph {
    last: HashMap<u64, u16>,
    edges: HashMap<(u16, u16), u64>,
    nodes: Vec<Node>,
}

impl LiveGraph {
    /// Adds the next event of a case.
    pub fn push(&mut self, case: u64, activity: u16) {
        let index = usize::from(activity);
        if self.nodes.len() <= index {
            self.nodes.resize(index + 1, Node::default());
        }
        let before = self.last.insert(case, activity);
        if let Some(before) = before {
            *self.edges.entry((before, activity)).or_default() += 1;
            if let Some(node) = self.nodes.get_mut(usize::from(before)) {
                node.ends -= 1;
            }
        }
        if let Some(node) = self.nodes.get_mut(index) {
            node.events += 1;
            node.ends += 1;
            node.begins += u64::from(before.is_none());
        }
    }

    /// The graph as of now: equal to [`directly_follows`] of the same events.
    #[must_use]
    pub fn graph(&self) -> Graph {
        let mut edges: Vec<Edge> = self
            .edges
            .iter()
            .map(|(&(from, to), &count)| Edge { from, to, count })
            .collect();
        edges.sort_unstable_by_key(|edge| (edge.from, edge.to));
        Graph {
            edges,
            nodes: self.nodes.clone(),
            cases: self.last.len() as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::{Limits, LogBuilder};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn three_ways_agree(rows in proptest::collection::vec((0_u64..6, 0_u16..5), 1..80)) {
            let mut builder = LogBuilder::new(Limits::default(), false);
            let mut live = LiveGraph::default();
            for (time, (case, activity)) in rows.iter().enumerate() {
                builder.push(&case.to_string(), &activity.to_string(), i64::try_from(time).unwrap(), "").unwrap();
            }
            let log = builder.finish().unwrap();
            for (case, activity) in &rows {
                live.push(*case, log.activity(&activity.to_string()).unwrap());
            }
            let graph = directly_follows(&log);
            prop_assert_eq!(&graph.edges, &sparse(&log));
            prop_assert_eq!(&graph, &live.graph());
            let events: u64 = graph.nodes.iter().map(|n| n.events).sum();
            let follows: u64 = graph.edges.iter().map(|e| e.count).sum();
            prop_assert_eq!(events, rows.len() as u64);
            prop_assert_eq!(follows + graph.cases, events);
            prop_assert_eq!(graph.nodes.iter().map(|n| n.begins).sum::<u64>(), graph.cases);
            // An activity is entered as often as it is left, but for begins and ends.
            for (number, node) in (0_u16..).zip(&graph.nodes) {
                let into: u64 = graph.edges.iter().filter(|e| e.to == number).map(|e| e.count).sum();
                prop_assert_eq!(into + node.begins, node.events);
            }
        }
    }
}
