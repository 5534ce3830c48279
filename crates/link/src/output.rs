//! Results as CSV. Columns are fixed; numbers use a point.

use crate::cluster::{Clusters, Refusal};
use crate::error::Result;
use crate::review::Question;
use crate::run::Linkage;
use crate::table::Table;
use std::collections::HashMap;
use std::io::Write;

/// In words, as the files write it.
pub fn refusal_word(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::TwoNumbers => "two different valid personal numbers",
        Refusal::Household => "more likely one household",
        Refusal::Twins => "same family name and birth date, other given name",
        Refusal::Others => "other records of the clusters speak against it",
        Refusal::OneToOne => "one record of each table at most",
        Refusal::TooLarge => "cluster would be too large",
    }
}

/// Scored pairs: `record_a, record_b, probability, bits, joined, refused`, ordered as in the tables.
///
/// `joined` is `yes` when both records ended in one cluster, directly or through others.
pub fn write_pairs(
    to: impl Write,
    table: &Table,
    linkage: &Linkage,
    clusters: &Clusters,
) -> Result<()> {
    let refused: HashMap<usize, Refusal> = clusters
        .steps
        .iter()
        .filter_map(|s| Some((s.pair, s.refused?)))
        .collect();
    let mut out = csv::Writer::from_writer(to);
    let fail = |e: csv::Error| std::io::Error::other(e.to_string());
    out.write_record([
        "record_a",
        "record_b",
        "probability",
        "bits",
        "joined",
        "refused",
    ])
    .map_err(fail)?;
    for (i, pair) in linkage.pairs.iter().enumerate() {
        let joined = clusters.of.get(pair.a as usize) == clusters.of.get(pair.b as usize);
        let why = if joined {
            ""
        } else {
            refused.get(&i).map_or("", |r| refusal_word(*r))
        };
        let bits = f64::from(pair.log_odds) / std::f64::consts::LN_2;
        out.write_record([
            table.label(pair.a),
            table.label(pair.b),
            &format!("{:.6}", pair.probability()),
            &format!("{bits:.2}"),
            if joined { "yes" } else { "no" },
            why,
        ])
        .map_err(fail)?;
    }
    out.flush()?;
    Ok(())
}

/// Clusters: `cluster, table, record`, one row per record; a cluster bears the name of its first record.
pub fn write_clusters(to: impl Write, table: &Table, clusters: &Clusters) -> Result<()> {
    let mut out = csv::Writer::from_writer(to);
    let fail = |e: csv::Error| std::io::Error::other(e.to_string());
    out.write_record(["cluster", "table", "record"])
        .map_err(fail)?;
    let mut order: Vec<(u32, u32)> = (0u32..).zip(&clusters.of).map(|(r, c)| (*c, r)).collect();
    order.sort_unstable();
    for (cluster, record) in order {
        let side = if table.is_second(record) { "B" } else { "A" };
        out.write_record([table.label(cluster), side, table.label(record)])
            .map_err(fail)?;
    }
    out.flush()?;
    Ok(())
}

/// The review list: `rank, record_a, record_b, probability, joined, refused, worth`.
pub fn write_review(
    to: impl Write,
    table: &Table,
    linkage: &Linkage,
    questions: &[Question],
) -> Result<()> {
    let mut out = csv::Writer::from_writer(to);
    let fail = |e: csv::Error| std::io::Error::other(e.to_string());
    out.write_record([
        "rank",
        "record_a",
        "record_b",
        "probability",
        "joined",
        "refused",
        "worth",
    ])
    .map_err(fail)?;
    for (rank, question) in (1u64..).zip(questions) {
        let Some(pair) = linkage.pairs.get(question.pair) else {
            continue;
        };
        out.write_record([
            rank.to_string().as_str(),
            table.label(pair.a),
            table.label(pair.b),
            &format!("{:.6}", pair.probability()),
            if question.joined { "yes" } else { "no" },
            question.refused.map_or("", refusal_word),
            &format!("{:.4}", question.worth),
        ])
        .map_err(fail)?;
    }
    out.flush()?;
    Ok(())
}
