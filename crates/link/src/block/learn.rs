//! Which rules to block by, learned from the data without labels.
//!
//! On a sample of records, every rule of a large catalogue proposes pairs; EM says which of those are probably one
//! person. Rules are then taken greedily by the probable matches they add per pair they cost, until the budget of
//! pairs is spent or nothing is left to gain.

use crate::block::{Blocks, Part, Rule};
use crate::model::em::{ANCHOR, LogTables, Seen, fit, posterior};
use crate::model::{Model, Scorer};
use crate::schema::{Role, Schema};
use crate::table::{Table, count};

/// Largest block in the learning sample.
const SAMPLE_CAP: usize = 16;
/// Pairs with a lower probability of being one person do not count as gain.
const GAIN_FROM: f64 = 0.2;

/// Every rule worth a trial: single strong parts, and two or three parts of different fields.
pub(crate) fn catalogue(schema: &Schema) -> Vec<Rule> {
    let (mut strong, mut weak) = (Vec::new(), Vec::new());
    for (k, field) in schema.fields().iter().enumerate() {
        match field.role {
            Role::Document | Role::Phone | Role::Email | Role::Address => {
                strong.push(Part::Same(k));
            }
            Role::Given | Role::Family => strong.extend([Part::Sound(k), Part::Head(k)]),
            Role::Kin => strong.push(Part::Sound(k)),
            Role::Birth => {
                strong.extend([Part::Same(k), Part::MonthDay(k)]);
                weak.push(Part::Year(k));
            }
            Role::Place | Role::AddressCode => weak.push(Part::Same(k)),
            Role::Sex => {}
        }
    }
    if let (Some(g), Some(f)) = (schema.position(Role::Given), schema.position(Role::Family)) {
        strong.push(Part::Names(g, f));
    }
    let parts: Vec<Part> = strong.iter().chain(&weak).copied().collect();
    let mut rules: Vec<Rule> = strong.iter().map(|p| vec![*p]).collect();
    for (i, a) in parts.iter().enumerate() {
        for (j, b) in parts.iter().enumerate().skip(i + 1) {
            if overlap(*a, *b) {
                continue;
            }
            rules.push(vec![*a, *b]);
            for c in parts.iter().skip(j + 1).filter(|c| weak.contains(c)) {
                if !overlap(*a, *c) && !overlap(*b, *c) {
                    rules.push(vec![*a, *b, *c]);
                }
            }
        }
    }
    rules
}

fn overlap(a: Part, b: Part) -> bool {
    let (one, two) = (a.fields(), b.fields());
    one.0 == two.0 || one.0 == two.1 || one.1 == two.0 || one.1 == two.1
}

/// A candidate of the learning sample: records and the rules (by number) that propose it.
struct Proposal {
    pair: (u32, u32),
    rules: Vec<u16>,
}

/// What learning yields: the rules in order of worth, and a first model.
pub(crate) struct Learned {
    pub(crate) rules: Vec<Rule>,
    pub(crate) model: Model,
    /// Probable matches of the sample that the rules cover, of those any rule covers.
    pub(crate) covered: f64,
}

/// Learns rules for a table: at most `max_rules`, costing at most `budget` pairs with blocks of at most `cap`.
pub(crate) fn learn(
    scorer: &Scorer<'_>,
    start: &Model,
    sample: &[u32],
    cap: usize,
    budget: f64,
    max_rules: usize,
) -> Learned {
    let table = scorer.table;
    let rules = catalogue(table.schema());
    let growth = count(table.len()) / count(sample.len()).max(1.0);
    let mut proposed: Vec<(u64, u16)> = Vec::new();
    let mut cost = Vec::with_capacity(rules.len());
    for (number, rule) in (0u16..).zip(&rules) {
        let blocks = Blocks::build(table, rule, sample.iter().copied(), usize::MAX);
        let mut pairs = 0.0;
        for block in 0..blocks.len() {
            let members = blocks.members(block);
            let grown = count(members.len()) * growth;
            pairs += grown * grown.min(count(cap)) / 2.0;
            if members.len() <= SAMPLE_CAP {
                propose(table, members, number, &mut proposed);
            }
        }
        cost.push(pairs.max(1.0));
    }
    let proposals = gather(proposed);
    let seen: Vec<Seen> = proposals
        .iter()
        .map(|p| Seen::new(scorer, p.pair.0, p.pair.1))
        .collect();
    let mut model = start.clone();
    let pairs_of_sample = table.all_pairs() / (growth * growth);
    fit(
        &mut model,
        &seen,
        1.0,
        pairs_of_sample,
        ANCHOR * count(sample.len()),
    );
    let tables = LogTables::new(&model);
    let gains: Vec<(f64, &Proposal)> = proposals
        .iter()
        .zip(&seen)
        .map(|(p, s)| (posterior(&tables, s).0, p))
        .filter(|(g, _)| *g >= GAIN_FROM)
        .collect();
    let (chosen, covered) = choose(&gains, &cost, budget, max_rules);
    Learned {
        rules: chosen
            .into_iter()
            .filter_map(|r| rules.get(r).cloned())
            .collect(),
        model,
        covered,
    }
}

fn propose(table: &Table, members: &[u32], rule: u16, out: &mut Vec<(u64, u16)>) {
    for (i, a) in members.iter().enumerate() {
        for b in members.iter().skip(i + 1) {
            if !table.two_tables() || table.is_second(*a) != table.is_second(*b) {
                out.push((u64::from(*a.min(b)) << 32 | u64::from(*a.max(b)), rule));
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "takes a packed pair apart")]
fn gather(mut proposed: Vec<(u64, u16)>) -> Vec<Proposal> {
    proposed.sort_unstable();
    let mut out: Vec<Proposal> = Vec::new();
    for (pair, rule) in proposed {
        let pair = ((pair >> 32) as u32, pair as u32);
        match out.last_mut() {
            Some(last) if last.pair == pair => last.rules.push(rule),
            _ => out.push(Proposal {
                pair,
                rules: vec![rule],
            }),
        }
    }
    out
}

/// Greedy cover: numbers of the rules taken, and the share of probable matches they cover.
fn choose(
    gains: &[(f64, &Proposal)],
    cost: &[f64],
    budget: f64,
    max_rules: usize,
) -> (Vec<usize>, f64) {
    let total: f64 = gains.iter().map(|(g, _)| g).sum();
    let mut open: Vec<bool> = vec![true; gains.len()];
    let mut chosen = Vec::new();
    let (mut spent, mut covered) = (0.0, 0.0);
    while chosen.len() < max_rules {
        let mut gain = vec![0.0; cost.len()];
        for ((g, p), _) in gains.iter().zip(&open).filter(|(_, open)| **open) {
            for rule in &p.rules {
                gain[usize::from(*rule)] += g;
            }
        }
        // The square root keeps cheap, almost useless rules from crowding out dear, useful ones.
        let best = gain
            .iter()
            .zip(cost)
            .enumerate()
            .filter(|(_, (g, c))| **g > total * 2e-4 && spent + **c <= budget)
            .max_by(|(_, (g, c)), (_, (h, d))| (*g / c.sqrt()).total_cmp(&(*h / d.sqrt())));
        let Some((rule, (g, c))) = best else { break };
        chosen.push(rule);
        spent += c;
        covered += g;
        for ((_, p), open) in gains.iter().zip(open.iter_mut()) {
            if usize::from(u16::MAX) > rule && p.rules.iter().any(|r| usize::from(*r) == rule) {
                *open = false;
            }
        }
    }
    (chosen, if total > 0.0 { covered / total } else { 1.0 })
}
