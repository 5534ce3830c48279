//! Content, only with proof. What comes back is [`Unlogged`] until its leaf is committed.

use crate::actions::{ReadsDirectory, ReadsEntries};
use crate::cell::Field;
use crate::query::Query;
use crate::rows::{
    EntryRow, InvitationRow, MembershipRow, OrganisationRow, SessionRow, StreamRow, UnitRow,
    UserRow, ViewRow, WorkRow, WrapRow,
};
use crate::{SealedLines, Store, StoreError, Unlogged};
use punte_domain::access::{
    Authorized, Grantee, ListConcerns, ListFiles, ListReferrals, OwnAccount, ReadFile, ReadToday,
};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::{StreamId, UnitId, UserId, WorkId};
use punte_domain::{Moment, StreamKind};

type Read<T> = Result<Unlogged<Vec<T>>, StoreError>;

/// Where a page of work begins: after this due time and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkCursor {
    /// Due time of the last row shown; `None` sorts last.
    pub due: Option<Moment>,
    /// Its id.
    pub id: WorkId,
}

impl From<&WorkRow> for WorkCursor {
    fn from(row: &WorkRow) -> Self {
        Self {
            due: row.due,
            id: row.id,
        }
    }
}

/// A stream of a list with its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The stream.
    pub stream: StreamRow,
    /// Its entries, in order.
    pub entries: Vec<EntryRow>,
    /// The wraps that the asker or their units hold.
    pub wraps: Vec<WrapRow>,
}

/// Work without a due time sorts after all other.
const NEVER: i64 = i64::MAX;

impl Store {
    /// Entries of the proof's stream after `after_seq`, in order: of `kinds`, those that the proof permits; of private
    /// and own compartments, only the asker's and their units'.
    pub async fn fetch_entries<A: ReadsEntries>(
        &self,
        auth: &Authorized<A>,
        kinds: &[CompartmentKind],
        after_seq: i64,
    ) -> Read<EntryRow> {
        let permitted = A::ALWAYS.unwrap_or(Compartments::NONE).0 | auth.compartments().0;
        let permitted = Compartments(permitted);
        let kinds = kinds
            .iter()
            .filter(|kind| permitted.has(**kind))
            .map(Field::cell);
        let query = Query::select()
            .sql(" WHERE stream = ")
            .arg(&auth.object())
            .sql(" AND seq > ")
            .arg(&after_seq)
            .sql(" AND compartment IN ")
            .list(kinds)
            .sql(" AND (compartment <> ")
            .arg(&CompartmentKind::Private)
            .sql(" OR owner = ")
            .arg(&auth.principal())
            .sql(") AND (compartment <> ")
            .arg(&CompartmentKind::Own)
            .sql(" OR owner IN ")
            .list(auth.units().iter().map(Field::cell))
            .sql(")");
        let mut rows: Vec<EntryRow> = self.many(query).await?;
        rows.sort_unstable_by_key(|row| row.seq);
        Ok(Unlogged::new(rows))
    }

    /// The wraps of the proof's stream that the asker or their units hold at the time of the proof. Keys under keys: they
    /// show nothing by themselves, so they need no leaf of their own.
    pub async fn fetch_wraps<A: ReadsEntries>(
        &self,
        auth: &Authorized<A>,
    ) -> Result<Vec<WrapRow>, StoreError> {
        let query = Query::select()
            .sql(" WHERE object = ")
            .arg(&auth.object())
            .sql(" AND grantee IN ")
            .list(grantees(auth.principal(), auth.units()).map(|grantee| grantee.cell()));
        let mut rows: Vec<WrapRow> = self.many(query).await?;
        rows.sort_unstable_by_key(WrapRow::order);
        rows.retain(|row| row.holds(auth.at()));
        Ok(rows)
    }

    /// What [`Store::fetch_wraps`] gives, out of all wraps of the proof's stream, where policy was asked on these.
    pub fn wraps_within<A: ReadsEntries>(auth: &Authorized<A>, all: &[WrapRow]) -> Vec<WrapRow> {
        let held: Vec<Grantee> = grantees(auth.principal(), auth.units()).collect();
        let within = |row: &&WrapRow| {
            row.object == auth.object() && held.contains(&row.grantee) && row.holds(auth.at())
        };
        all.iter().filter(within).cloned().collect()
    }

    /// The roster of the proof's unit, or the asker's own (walled files): nobody else's. Of a unit's only the lines of files
    /// whose core is open to it at the time of the proof. With `among`, only the lines of these streams, at most a page.
    pub async fn fetch_roster(
        &self,
        auth: &Authorized<ListFiles>,
        grantee: Grantee,
        among: Option<&[StreamId]>,
    ) -> Result<Unlogged<SealedLines>, StoreError> {
        let covered = match grantee {
            Grantee::Unit(unit) => unit == auth.resource().id,
            Grantee::User(user) => user == auth.principal(),
        };
        if !covered {
            return Err(StoreError::OutsideProof);
        }
        SealedLines::fetch(self, grantee, among, auth.at())
            .await
            .map(Unlogged::new)
    }

    /// Open work of the asker's units, soonest first: their own and what nobody has taken.
    pub async fn fetch_work_today(
        &self,
        auth: &Authorized<ReadToday>,
        after: Option<WorkCursor>,
        limit: u32,
    ) -> Read<WorkRow> {
        let query = Query::select()
            .sql(" WHERE closed IS NULL AND unit IN ")
            .list(auth.units().iter().map(Field::cell))
            .sql(" AND (assignee IS NULL OR assignee = ")
            .arg(&auth.principal())
            .sql(")");
        self.work(page_of_work(query, after, limit)).await
    }

    /// Open work that lies in the queues of other units and is given to the asker, soonest first.
    pub async fn fetch_work_elsewhere(
        &self,
        auth: &Authorized<ReadToday>,
        limit: u32,
    ) -> Read<WorkRow> {
        let query = Query::select()
            .sql(" WHERE closed IS NULL AND assignee = ")
            .arg(&auth.principal())
            .sql(" AND unit NOT IN ")
            .list(auth.units().iter().map(Field::cell));
        self.work(page_of_work(query, None, limit)).await
    }

    /// Open work of the proof's unit, soonest first, whoever it is assigned to.
    pub async fn fetch_work_of_unit(
        &self,
        auth: &Authorized<ListFiles>,
        after: Option<WorkCursor>,
        limit: u32,
    ) -> Read<WorkRow> {
        let query = Query::select()
            .sql(" WHERE closed IS NULL AND unit = ")
            .arg(&auth.resource().id);
        self.work(page_of_work(query, after, limit)).await
    }

    async fn work(&self, page: Query) -> Read<WorkRow> {
        let mut rows: Vec<WorkRow> = self.many(page).await?;
        rows.sort_unstable_by_key(|row| (row.due.map_or(NEVER, |due| due.0), row.id));
        Ok(Unlogged::new(rows))
    }

    /// All work of a file, done or not, in the order in which it came up.
    pub async fn fetch_work_of_file(&self, auth: &Authorized<ReadFile>) -> Read<WorkRow> {
        let query = Query::select().sql(" WHERE stream = ").arg(&auth.object());
        self.rows(query.sql(" ORDER BY opened, id"))
            .await
            .map(Unlogged::new)
    }

    /// Concerns of the proof's unit, newest first, after the stream `after` of the last page.
    pub async fn fetch_concerns(
        &self,
        auth: &Authorized<ListConcerns>,
        after: Option<StreamId>,
        limit: u32,
    ) -> Read<Listed> {
        let query = Query::select()
            .sql(" WHERE kind = ")
            .arg(&StreamKind::Concern)
            .sql(" AND lead = ")
            .arg(&auth.resource().id);
        self.listed(
            page_of_streams(query, after, limit),
            auth.principal(),
            auth.units(),
        )
        .await
    }

    /// Referrals by and to the proof's unit, newest first, after the stream `after` of the last page.
    pub async fn fetch_referrals(
        &self,
        auth: &Authorized<ListReferrals>,
        after: Option<StreamId>,
        limit: u32,
    ) -> Read<Listed> {
        let query = referrals_of(auth.resource().id);
        self.listed(
            page_of_streams(query, after, limit),
            auth.principal(),
            auth.units(),
        )
        .await
    }

    /// The sessions of the proof's user that have not ended, newest first.
    pub async fn fetch_sessions(
        &self,
        auth: &Authorized<OwnAccount>,
    ) -> Result<Vec<SessionRow>, StoreError> {
        let query = Query::select()
            .sql(" WHERE \"user\" = ")
            .arg(&auth.resource().id)
            .sql(" AND expires > ")
            .arg(&auth.at());
        self.rows(query.sql(" ORDER BY created DESC, hash")).await
    }

    /// The views that the proof's user keeps, each sealed to them.
    pub async fn fetch_views(
        &self,
        auth: &Authorized<OwnAccount>,
    ) -> Result<Vec<ViewRow>, StoreError> {
        let query = Query::select()
            .sql(" WHERE \"user\" = ")
            .arg(&auth.resource().id);
        self.rows(query.sql(" ORDER BY id")).await
    }

    /// All organisations by name. The directory is clear administrative data and needs no leaf to be read.
    pub async fn fetch_organisations<A: ReadsDirectory>(
        &self,
        _auth: &Authorized<A>,
    ) -> Result<Vec<OrganisationRow>, StoreError> {
        self.rows(Query::select().sql(" ORDER BY name, id")).await
    }

    /// All units by name.
    pub async fn fetch_units<A: ReadsDirectory>(
        &self,
        _auth: &Authorized<A>,
    ) -> Result<Vec<UnitRow>, StoreError> {
        self.rows(Query::select().sql(" ORDER BY name, id")).await
    }

    /// All users by name.
    pub async fn fetch_users<A: ReadsDirectory>(
        &self,
        _auth: &Authorized<A>,
    ) -> Result<Vec<UserRow>, StoreError> {
        self.rows(Query::select().sql(" ORDER BY name, id")).await
    }

    /// All memberships, in every state.
    pub async fn fetch_memberships<A: ReadsDirectory>(
        &self,
        _auth: &Authorized<A>,
    ) -> Result<Vec<MembershipRow>, StoreError> {
        self.rows(Query::select().sql(" ORDER BY \"user\", unit, role"))
            .await
    }

    /// All invitations, in every state.
    pub async fn fetch_invitations<A: ReadsDirectory>(
        &self,
        _auth: &Authorized<A>,
    ) -> Result<Vec<InvitationRow>, StoreError> {
        self.rows(Query::select().sql(" ORDER BY expires, hash"))
            .await
    }

    /// The open entries of an organisation's, unit's or user's stream after `after_seq`, in order.
    pub async fn fetch_directory_entries<A: ReadsDirectory>(
        &self,
        _auth: &Authorized<A>,
        stream: StreamId,
        after_seq: i64,
    ) -> Result<Vec<EntryRow>, StoreError> {
        let query = Query::select()
            .sql(" WHERE stream = ")
            .arg(&stream)
            .sql(" AND seq > ")
            .arg(&after_seq)
            .sql(" AND compartment = ")
            .arg(&CompartmentKind::Open);
        self.rows(query.sql(" ORDER BY stream, seq")).await
    }

    /// The streams of a page, each with its core entries.
    async fn listed(&self, query: Query, user: UserId, units: &[UnitId]) -> Read<Listed> {
        let streams: Vec<StreamRow> = self.rows(query).await?;
        let held = Query::select()
            .sql(" WHERE object IN ")
            .list(streams.iter().map(|stream| stream.id.cell()))
            .sql(" AND grantee IN ")
            .list(grantees(user, units).map(|grantee| grantee.cell()));
        let mut wraps: Vec<WrapRow> = self.many(held).await?;
        wraps.sort_unstable_by_key(WrapRow::order);
        let query = Query::select()
            .sql(" WHERE stream IN ")
            .list(streams.iter().map(|stream| stream.id.cell()))
            .sql(" AND compartment = ")
            .arg(&CompartmentKind::Core);
        let mut entries: Vec<EntryRow> = self.many(query).await?;
        entries.sort_unstable_by_key(|entry| (entry.stream, entry.seq));
        let listed = streams.into_iter().map(|stream| {
            let own = entries.iter().filter(|entry| entry.stream == stream.id);
            let held = wraps.iter().filter(|wrap| wrap.object == stream.id);
            Listed {
                entries: own.cloned().collect(),
                wraps: held.cloned().collect(),
                stream,
            }
        });
        Ok(Unlogged::new(listed.collect()))
    }
}

fn grantees(user: UserId, units: &[UnitId]) -> impl Iterator<Item = Grantee> {
    units
        .iter()
        .copied()
        .map(Grantee::Unit)
        .chain(std::iter::once(Grantee::User(user)))
}

fn page_of_work(query: Query, after: Option<WorkCursor>, limit: u32) -> Query {
    let query = match after {
        None => query,
        Some(cursor) => query
            .sql(" AND (coalesce(due, 9223372036854775807), id) > (")
            .arg(&cursor.due.map_or(NEVER, |due| due.0))
            .sql(", ")
            .arg(&cursor.id)
            .sql(")"),
    };
    query
        .sql(" ORDER BY coalesce(due, 9223372036854775807), id LIMIT ")
        .arg(&i64::from(limit))
}

/// The referrals by and to a unit. Asked with an OR, SQLite would walk those of everybody.
pub(crate) fn referrals_of(unit: UnitId) -> Query {
    let kind = StreamKind::Referral;
    Query::select()
        .sql(" WHERE id IN (SELECT id FROM streams WHERE kind = ")
        .arg(&kind)
        .sql(" AND lead = ")
        .arg(&unit)
        .sql(" UNION ALL SELECT id FROM streams WHERE kind = ")
        .arg(&kind)
        .sql(" AND peer = ")
        .arg(&unit)
        .sql(")")
}

/// Ids are UUIDv7, so their order is the order of creation.
fn page_of_streams(query: Query, after: Option<StreamId>, limit: u32) -> Query {
    let query = match after {
        None => query,
        Some(id) => query.sql(" AND id < ").arg(&id),
    };
    query.sql(" ORDER BY id DESC LIMIT ").arg(&i64::from(limit))
}
