//! Relations that lists need: who is among these, what is open to a unit, which stream a code names. No content.

use crate::StoreError;
use crate::cell::{Cell, Field, Kind};
use crate::codes::{DirectoryState, WrapState};
use crate::query::Query;
use crate::relations::Relations;
use crate::rows::{RosterRow, SessionRow, StreamRow, UnitRow, UserRow, WorkRow};
use punte_domain::access::{FileRes, Grant, Grantee};
use punte_domain::code::FileCode;
use punte_domain::compartment::CompartmentKind;
use punte_domain::id::{FileId, StreamId, UnitId, UserId};
use punte_domain::{Moment, StreamKind};
use std::collections::{BTreeMap, HashMap};

/// Ids asked for in one statement; both engines take more, but a plan for thousands of parameters is no plan.
const MOST_IDS: usize = 500;

/// A condition that no index is chosen by. Without statistics SQLite takes a column that is compared for one that few rows
/// agree in, and would walk every file of the nation by its kind, or everything that somebody ever did; and PostgreSQL,
/// whose plans are made for nobody in particular, takes every unit for one with few files.
pub(crate) trait Besides {
    fn besides(self, column: &'static str, value: &impl Field) -> Self;
    fn besides_among(self, column: &'static str, values: impl IntoIterator<Item = Cell>) -> Self;
}

impl Besides for Query {
    fn besides(self, column: &'static str, value: &impl Field) -> Self {
        self.sql(" AND CASE ")
            .sql(column)
            .sql(" WHEN ")
            .arg(value)
            .sql(" THEN 1 ELSE 0 END = 1")
    }

    fn besides_among(self, column: &'static str, values: impl IntoIterator<Item = Cell>) -> Self {
        self.sql(" AND CASE WHEN ")
            .sql(column)
            .sql(" IN ")
            .list(values)
            .sql(" THEN 1 ELSE 0 END = 1")
    }
}

/// The least and the greatest id that begin with this code.
pub(crate) fn code_range(code: FileCode) -> ([u8; 16], [u8; 16]) {
    let (mut low, mut high) = ([0x00; 16], [0xFF; 16]);
    for (at, byte) in code.bits().to_be_bytes().into_iter().enumerate() {
        for bound in [&mut low, &mut high] {
            if let Some(place) = bound.get_mut(at) {
                *place = byte;
            }
        }
    }
    (low, high)
}

/// The first file whose id lies between these.
fn by_code(low: &[u8; 16], high: &[u8; 16]) -> Query {
    Query::select()
        .sql(" WHERE id BETWEEN ")
        .arg(low)
        .sql(" AND ")
        .arg(high)
        .besides("kind", &StreamKind::File)
        .sql(" ORDER BY id LIMIT 1")
}

/// When somebody's last leaf about this was made, before a moment.
fn last_leaf_at(object: [u8; 16], actor: UserId, before: Moment) -> Query {
    Query::new("SELECT at FROM leaves WHERE object = ")
        .arg(&object)
        .besides("actor", &actor)
        .sql(" AND at < ")
        .arg(&before)
        .sql(" ORDER BY number DESC LIMIT 1")
}

/// The last leaves that somebody made about themselves.
fn own_leaves(user: UserId) -> Query {
    Query::new("SELECT bytes FROM leaves WHERE object = ")
        .arg(&user)
        .besides("actor", &user)
        .sql(" ORDER BY number DESC LIMIT 50")
}

impl Relations<'_> {
    /// The file whose id begins with this code: ids carry their file's code in front, so that no index of codes exists.
    pub async fn file_by_code(self, code: FileCode) -> Result<Option<FileId>, StoreError> {
        Ok(self.stream_by_code(code).await?.map(|row| row.id.into()))
    }

    async fn stream_by_code(self, code: FileCode) -> Result<Option<StreamRow>, StoreError> {
        let (low, high) = code_range(code);
        self.0.row(by_code(&low, &high)).await
    }

    /// The users with these ids.
    pub async fn users_among(self, ids: Vec<UserId>) -> Result<Vec<UserRow>, StoreError> {
        let mut found = Vec::new();
        for some in ids.chunks(MOST_IDS) {
            let query = Query::select()
                .sql(" WHERE id IN ")
                .list(some.iter().map(Field::cell));
            found.extend(self.0.rows::<UserRow>(query).await?);
        }
        Ok(found)
    }

    /// The units with these ids.
    pub async fn units_among(self, ids: Vec<UnitId>) -> Result<Vec<UnitRow>, StoreError> {
        let mut found = Vec::new();
        for some in ids.chunks(MOST_IDS) {
            let query = Query::select()
                .sql(" WHERE id IN ")
                .list(some.iter().map(Field::cell));
            found.extend(self.0.rows::<UnitRow>(query).await?);
        }
        Ok(found)
    }

    /// Units at work, by name.
    pub async fn units_at_work(self) -> Result<Vec<UnitRow>, StoreError> {
        let query = Query::select()
            .sql(" WHERE state = ")
            .arg(&DirectoryState::Active);
        self.0.rows(query.sql(" ORDER BY name, id")).await
    }

    /// The streams with these ids.
    pub async fn streams_among(self, ids: &[StreamId]) -> Result<Vec<StreamRow>, StoreError> {
        let mut found = Vec::new();
        for some in ids.chunks(MOST_IDS) {
            let query = Query::select()
                .sql(" WHERE id IN ")
                .list(some.iter().map(Field::cell));
            found.extend(self.0.many::<StreamRow>(query).await?);
        }
        Ok(found)
    }

    /// What these streams are.
    pub async fn kinds_among(
        self,
        ids: &[StreamId],
    ) -> Result<BTreeMap<StreamId, StreamKind>, StoreError> {
        let rows = self.streams_among(ids).await?;
        Ok(rows.into_iter().map(|row| (row.id, row.kind)).collect())
    }

    /// The files among these streams whose core some of these grantees hold, as far as they hold it. Of a whole page that is
    /// enough to decide who of them reads the cores, and nothing else is to be decided by it.
    pub async fn cores_among(
        self,
        streams: &[StreamId],
        grantees: &[Grantee],
    ) -> Result<Vec<FileRes>, StoreError> {
        let mut files: HashMap<StreamId, FileRes> = HashMap::new();
        for some in streams.chunks(MOST_IDS) {
            let found = cores(some, grantees);
            for cells in self.0.many_cells(found, &CORE_KINDS, "wraps").await? {
                let (file, grant) = core(cells).ok_or(StoreError::Damaged("wraps"))?;
                let held = files.entry(file.id.into()).or_insert(file);
                held.grants.push(grant);
            }
        }
        Ok(files.into_values().collect())
    }

    /// The concerns that a unit may open at `now`.
    pub async fn concerns_open_to(
        self,
        unit: UnitId,
        now: Moment,
    ) -> Result<Vec<StreamId>, StoreError> {
        let query = open_cores(
            Query::new("SELECT object FROM wraps"),
            Grantee::Unit(unit),
            now,
        )
        .sql(" AND (SELECT kind FROM streams WHERE streams.id = object) = ")
        .arg(&StreamKind::Concern);
        let rows = self.0.cells(query, &[Kind::Bytes]).await?;
        rows.into_iter()
            .map(|cells| cells.into_iter().next().and_then(StreamId::read))
            .collect::<Option<_>>()
            .ok_or(StoreError::Damaged("wraps"))
    }

    /// The sealed roster lines of a stream, whoever's: what a writer must renew.
    pub async fn roster_lines(self, stream: StreamId) -> Result<Vec<RosterRow>, StoreError> {
        self.0
            .rows(
                Query::select()
                    .sql(" WHERE stream = ")
                    .arg(&stream)
                    .sql(" ORDER BY grantee"),
            )
            .await
    }

    /// A user's sessions that have not ended at `now`, newest first.
    pub async fn sessions(self, user: UserId, now: Moment) -> Result<Vec<SessionRow>, StoreError> {
        let query = Query::select()
            .sql(" WHERE \"user\" = ")
            .arg(&user)
            .sql(" AND expires > ")
            .arg(&now);
        self.0.rows(query.sql(" ORDER BY created DESC, hash")).await
    }

    /// The open work of a stream: what goes when the stream is closed, or passes with its lead.
    pub async fn work_of(self, stream: StreamId) -> Result<Vec<WorkRow>, StoreError> {
        let query = Query::select()
            .sql(" WHERE stream = ")
            .arg(&stream)
            .sql(" AND closed IS NULL");
        self.0.rows(query.sql(" ORDER BY id")).await
    }

    /// When somebody last read or wrote this, before `now`: for "new since your last visit".
    pub async fn last_visit(
        self,
        user: UserId,
        object: [u8; 16],
        now: Moment,
    ) -> Result<Option<Moment>, StoreError> {
        // A page reads several things within one request; what lies within the last minute is this visit, not the last one.
        let query = last_leaf_at(object, user, now.plus_seconds(-60));
        let rows = self.0.cells(query, &[Kind::Int]).await?;
        Ok(rows.into_iter().flatten().next().and_then(Moment::read))
    }

    /// When somebody last came in, as far as the last leaves about their own account say.
    pub async fn last_sign_in(self, user: UserId) -> Result<Option<Moment>, StoreError> {
        let rows = self.0.cells(own_leaves(user), &[Kind::Bytes]).await?;
        let leaves = rows.into_iter().flatten().filter_map(<Vec<u8>>::read);
        Ok(leaves
            .filter_map(|bytes| punte_ledger::Leaf::decode(&bytes).ok())
            .find(|leaf| leaf.action == "account.sign_in")
            .map(|leaf| Moment(leaf.at)))
    }

    /// Open work of one kind whose time is over, whoever it belongs to: for the sweeper. The longest overdue first.
    pub async fn work_due(self, kind: i32, now: Moment) -> Result<Vec<WorkRow>, StoreError> {
        self.0.rows(work_due(kind, now)).await
    }

    /// Open work of a unit that is assigned to this person.
    pub async fn work_assigned(
        self,
        unit: UnitId,
        user: UserId,
    ) -> Result<Vec<WorkRow>, StoreError> {
        let query = Query::select()
            .sql(" WHERE unit = ")
            .arg(&unit)
            .sql(" AND assignee = ")
            .arg(&user)
            .sql(" AND closed IS NULL");
        self.0.rows(query.sql(" ORDER BY id")).await
    }
}

/// Of the wraps those by which a grantee opens cores at `now`: one run of an index.
pub(crate) fn open_cores(wraps: Query, grantee: Grantee, now: Moment) -> Query {
    opens_core(wraps.sql(" WHERE grantee = ").arg(&grantee), now)
}

/// Of the wraps of these streams those by which a grantee opens their cores at `now`.
pub(crate) fn open_cores_among(
    wraps: Query,
    grantee: Grantee,
    streams: &[StreamId],
    now: Moment,
) -> Query {
    let wraps = wraps
        .sql(" WHERE object IN ")
        .list(streams.iter().map(Field::cell));
    opens_core(wraps.besides("grantee", &grantee), now)
}

fn opens_core(wraps: Query, now: Moment) -> Query {
    wraps
        .sql(" AND compartment = ")
        .arg(&CompartmentKind::Core)
        .sql(" AND state = ")
        .arg(&WrapState::Active)
        .sql(" AND (until IS NULL OR until > ")
        .arg(&now)
        .sql(")")
}

const CORE_KINDS: [Kind; 6] = [
    Kind::Bytes,
    Kind::Bytes,
    Kind::Int,
    Kind::Bytes,
    Kind::Int,
    Kind::Int,
];

/// Which of these grantees hold the cores of those of these streams that are files.
fn cores(streams: &[StreamId], grantees: &[Grantee]) -> Query {
    Query::new("SELECT s.id, s.lead, s.state, w.grantee, w.state, w.until FROM wraps w JOIN streams s ON s.id = w.object WHERE w.object IN ")
        .list(streams.iter().map(Field::cell))
        .sql(" AND w.compartment = ")
        .arg(&CompartmentKind::Core)
        .besides_among("w.grantee", grantees.iter().map(Field::cell))
        .besides("s.kind", &StreamKind::File)
}

/// A file without grants, and one of them.
fn core(cells: Vec<Cell>) -> Option<(FileRes, Grant)> {
    let mut cells = cells.into_iter();
    let file = FileRes {
        id: StreamId::read(cells.next()?)?.into(),
        lead: UnitId::read(cells.next()?)?,
        grants: Vec::new(),
        closed: u8::read(cells.next()?)? == StreamRow::CLOSED,
    };
    let grant = Grant {
        grantee: Grantee::read(cells.next()?)?,
        compartment: CompartmentKind::Core,
        active: WrapState::read(cells.next()?)? == WrapState::Active,
        until: Option::read(cells.next()?)?,
    };
    Some((file, grant))
}

fn work_due(kind: i32, now: Moment) -> Query {
    Query::select()
        .sql(" WHERE kind = ")
        .arg(&kind)
        .sql(" AND closed IS NULL AND due <= ")
        .arg(&now)
        .sql(" ORDER BY due, id")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Conn, Dialect};
    use crate::rows::Record as _;
    use sqlx::{Connection as _, SqliteConnection};

    /// How SQLite, which knows nothing of what is stored, finds the rows.
    async fn plan(query: &Query) -> String {
        let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let mut conn = Conn::Sqlite(&mut conn);
        let tables = crate::migrate::rendered(Dialect::Sqlite);
        conn.script(&tables).await.unwrap();
        let explain = Query {
            text: format!("EXPLAIN QUERY PLAN {}", query.text),
            args: query.args.clone(),
        };
        let kinds = [Kind::Int, Kind::Int, Kind::Int, Kind::Text];
        let steps = conn.fetch(&explain, &kinds).await.unwrap();
        let said = steps.into_iter().filter_map(|mut cells| cells.pop());
        said.filter_map(String::read).collect::<Vec<_>>().join("; ")
    }

    #[tokio::test]
    async fn nothing_walks_what_others_have() {
        let user = UserId([1; 16]);
        let unit = UnitId([2; 16]);
        for (query, by) in [
            (
                by_code(&[0; 16], &[1; 16]).of(StreamRow::TABLE),
                "(id>? AND id<?)",
            ),
            (
                last_leaf_at([3; 16], user, Moment(0)),
                "leaves_object (object=?)",
            ),
            (own_leaves(user), "leaves_object (object=?)"),
            (
                work_due(1, Moment(0)).of(WorkRow::TABLE),
                "works_due (kind=? AND due<?)",
            ),
            (
                crate::joined::by_code(FileCode::from_random(7)),
                "SEARCH w USING INDEX sqlite_autoindex_wraps_1 (object>? AND object<?); SEARCH s",
            ),
            (
                cores(
                    &[StreamId([1; 16]), StreamId([2; 16])],
                    &[Grantee::Unit(unit)],
                ),
                "SEARCH s USING INDEX sqlite_autoindex_streams_1 (id=?); SEARCH w USING INDEX sqlite_autoindex_wraps_1 (object=? AND compartment=?)",
            ),
            (
                crate::lines::select(Dialect::Sqlite, Grantee::Unit(unit), None, Moment(0)),
                "wraps USING COVERING INDEX wraps_open (grantee=? AND compartment=?)",
            ),
            (
                crate::lines::select(
                    Dialect::Sqlite,
                    Grantee::Unit(unit),
                    Some(&[StreamId([3; 16])]),
                    Moment(0),
                ),
                "rosters USING INDEX rosters_stream (stream=?)",
            ),
            (
                crate::content::referrals_of(unit).of(StreamRow::TABLE),
                "streams_peer (kind=? AND peer=?)",
            ),
        ] {
            let plan = plan(&query).await;
            assert!(plan.contains(by), "{}: {plan}", query.text);
            assert!(
                !plan.contains("SCAN") && !plan.contains("(kind=?)"),
                "{plan}"
            );
        }
    }
}
