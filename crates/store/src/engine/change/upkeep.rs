//! Writes that nobody asked for by a command: the tree, whole stores, jobs, what has ended.

use super::super::conn::Conn;
use super::{Change, Done, Failure, Guard, apply_change, one_int, records};
use crate::cell::Field as _;
use crate::leaves::{CheckpointRow, LeafRow};
use crate::query::Query;
use crate::rows::{JobRow, Record as _, Row, SessionRow, StreamRow, WorkRow, WrapRow};
use crate::system::bare_leaf;
use crate::{CommitError, RowOp};
use punte_domain::Moment;
use punte_domain::access::Grantee;
use punte_domain::compartment::CompartmentKind;
use punte_domain::id::{RequestId, StreamId, UnitId};
use punte_domain::work::WorkKind;
use punte_ledger::LeafKind;
use std::collections::BTreeSet;

/// Rows of one table that one statement writes where a whole store is filled: ten columns of so many stay far under the
/// parameters that either engine takes.
const FILLED: usize = 100;
/// At most so many wraps end in one sweep.
const SWEEP: i64 = 1_000;

pub(super) async fn integrate(
    conn: &mut Conn<'_>,
    after: Option<i64>,
    numbers: &[i64],
    checkpoint: &CheckpointRow,
) -> Result<Done, Failure> {
    // Whoever integrated in between has moved the last checkpoint: then this one's root is not the tree's.
    let last = Query::new("SELECT size FROM checkpoints ORDER BY size DESC LIMIT 1");
    if one_int(conn, &last).await? != after {
        return Ok(Done::Count(0));
    }
    let mut index = after.unwrap_or_default();
    for (first, last) in runs(numbers) {
        let query = Query::new("UPDATE leaves SET idx = number + ")
            .arg(&(index - first))
            .sql(" WHERE number BETWEEN ")
            .arg(&first)
            .sql(" AND ")
            .arg(&last)
            .sql(" AND idx IS NULL");
        let count = last - first + 1;
        if i64::try_from(conn.run(&query).await?) != Ok(count) {
            return Err(CommitError::Duplicate.into());
        }
        index += count;
    }
    conn.run(&insert_checkpoint(checkpoint)).await?;
    Ok(Done::Count(numbers.len() as u64))
}

/// Numbers that follow each other, as first and last of each run: mostly all of them are one, which one statement places.
fn runs(numbers: &[i64]) -> Vec<(i64, i64)> {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            Some(_) | None => runs.push((*number, *number)),
        }
    }
    runs
}

fn insert_checkpoint(row: &CheckpointRow) -> Query {
    Query::new("INSERT INTO checkpoints (size, previous, note, frontier) VALUES ").values([
        row.size.cell(),
        row.previous.cell(),
        row.note.cell(),
        row.frontier.cell(),
    ])
}

/// The leaves that are about to be numbered follow the tree as it stands.
pub(super) async fn check_last(conn: &mut Conn<'_>, after: Option<i64>) -> Result<(), Failure> {
    let last = Query::new("SELECT size FROM checkpoints ORDER BY size DESC LIMIT 1");
    let tail = Query::new("SELECT number FROM leaves WHERE idx IS NULL LIMIT 1");
    if one_int(conn, &last).await? == after && one_int(conn, &tail).await?.is_none() {
        Ok(())
    } else {
        Err(CommitError::Barred("the tree has grown meanwhile").into())
    }
}

/// Rows of one table that follow each other go in together: a round trip for each would be most of a restore's time.
pub(super) async fn fill(
    conn: &mut Conn<'_>,
    rows: &[Row],
    leaves: &[LeafRow],
    checkpoints: &[CheckpointRow],
) -> Result<Done, Failure> {
    for alike in rows.chunk_by(|a, b| a.table().number == b.table().number) {
        for some in alike.chunks(FILLED) {
            if let Some(first) = some.first() {
                let cells = some.iter().map(Row::cells).collect();
                conn.run(&Query::insert(first.table(), cells)).await?;
            }
        }
    }
    for some in leaves.chunks(FILLED) {
        let cells = some.iter().map(|leaf| {
            vec![
                leaf.index.cell(),
                leaf.at.cell(),
                leaf.actor.cell(),
                leaf.object.cell(),
                leaf.bytes.cell(),
                leaf.hash.0.cell(),
            ]
        });
        let query = Query::new("INSERT INTO leaves (idx, at, actor, object, bytes, hash) VALUES ");
        conn.run(&query.lists(cells)).await?;
    }
    for checkpoint in checkpoints {
        conn.run(&insert_checkpoint(checkpoint)).await?;
    }
    Ok(Done::Count(
        (rows.len() + leaves.len() + checkpoints.len()) as u64,
    ))
}

pub(super) async fn claim(
    conn: &mut Conn<'_>,
    now: Moment,
    until: Moment,
) -> Result<Done, Failure> {
    let query = Query::select()
        .sql(" WHERE due <= ")
        .arg(&now)
        .sql(" AND (claimed_until IS NULL OR claimed_until <= ")
        .arg(&now)
        .sql(") ORDER BY due, id LIMIT 1")
        .sql(conn.dialect().skip_locked());
    let Some(mut job) = records::<JobRow>(conn, query).await?.pop() else {
        return Ok(Done::Job(None));
    };
    job.tries = job.tries.saturating_add(1);
    job.claimed_until = Some(until);
    conn.run(&Query::upsert(JobRow::TABLE, vec![job.cells()]))
        .await?;
    Ok(Done::Job(Some(job)))
}

pub(super) async fn sweep(
    conn: &mut Conn<'_>,
    now: Moment,
    request: RequestId,
) -> Result<Done, Failure> {
    let ended = Query::new("DELETE FROM ")
        .sql(SessionRow::TABLE.name)
        .sql(" WHERE expires <= ")
        .arg(&now);
    conn.run(&ended).await?;
    let query = Query::select()
        .sql(" WHERE until IS NOT NULL AND until <= ")
        .arg(&now)
        .sql(" ORDER BY until LIMIT ")
        .arg(&SWEEP)
        .sql(conn.dialect().for_update());
    let wraps = records::<WrapRow>(conn, query).await?;
    if wraps.is_empty() {
        return Ok(Done::Count(0));
    }
    let deleted = wraps.iter().map(|wrap| RowOp::Delete(wrap.into()));
    let mut ops: Vec<RowOp> = deleted.collect();
    ops.extend(left_open(conn, &wraps, now).await?);
    let leaf = bare_leaf(
        LeafKind::System,
        "system.expire",
        [0; 16],
        [0; 16],
        request,
        now,
    );
    let change = Change {
        guard: Guard::None,
        expect: Vec::new(),
        ops,
        idempotency: None,
        leaf,
    };
    apply_change(conn, &change).await?;
    Ok(Done::Count(wraps.len() as u64))
}

/// What units leave open whose last hold on a file's core ends here: nobody of theirs may open what their tasks lie in, so
/// these wait in the lead's queue from now on (`punte_domain::work::left_open` does the same where somebody ends a share).
async fn left_open(
    conn: &mut Conn<'_>,
    ended: &[WrapRow],
    now: Moment,
) -> Result<Vec<RowOp>, Failure> {
    let cores = ended.iter().filter_map(|wrap| match wrap.grantee {
        Grantee::Unit(unit) if wrap.compartment == CompartmentKind::Core => {
            Some((wrap.object, unit))
        }
        Grantee::Unit(_) | Grantee::User(_) => None,
    });
    let cores: BTreeSet<(StreamId, UnitId)> = cores.collect();
    let mut ops = Vec::new();
    for (stream, unit) in cores {
        let query = Query::select().sql(" WHERE object = ").arg(&stream);
        let wraps = records::<WrapRow>(conn, query).await?;
        let core = |wrap: &&WrapRow| wrap.compartment == CompartmentKind::Core;
        let mut held = wraps.iter().filter(core);
        if held.any(|wrap| wrap.grantee == Grantee::Unit(unit) && wrap.holds(now)) {
            continue;
        }
        let query = Query::select().sql(" WHERE id = ").arg(&stream);
        let Some(row) = records::<StreamRow>(conn, query).await?.pop() else {
            continue;
        };
        let query = Query::select()
            .sql(" WHERE stream = ")
            .arg(&stream)
            .sql(" AND closed IS NULL");
        for work in records::<WorkRow>(conn, query).await? {
            let kind = u8::try_from(work.kind).ok().and_then(WorkKind::from_code);
            let back = kind.is_some_and(WorkKind::comes_back);
            if back && work.unit == unit && unit != row.lead {
                ops.push(RowOp::Put(Row::Work(WorkRow {
                    unit: row.lead,
                    assignee: None,
                    ..work
                })));
            }
        }
    }
    Ok(ops)
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn runs_hold_every_number_once() {
        assert_eq!(runs(&[]), []);
        assert_eq!(runs(&[5, 6, 7]), [(5, 7)]);
        assert_eq!(runs(&[1, 3, 4, 9]), [(1, 1), (3, 4), (9, 9)]);
    }
}
