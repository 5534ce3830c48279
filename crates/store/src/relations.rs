//! Relations: who leads, who may open, who belongs where. They feed policy and sign-in, and carry no content.

use crate::cell::{Field, Kind};
use crate::codes::{LockKind, MembershipState, WrapState};
use crate::query::Query;
use crate::rows::{
    IdempotencyRow, InvitationRow, LockRow, MembershipRow, MetaRow, OrganisationRow, ReferenceRow,
    SessionRow, StreamRow, UnitRow, UserRow, WrapRow,
};
use crate::{Store, StoreError};
use punte_domain::access::{ConcernRes, FileRes, Grant, PersonRes, ReferralRes, Role, UnitRes};
use punte_domain::id::{
    ConcernId, FileId, OrganisationId, PersonId, ReferralId, StreamId, UnitId, UserId,
};
use punte_domain::{Moment, StreamKind};

type Found<T> = Result<Option<T>, StoreError>;

/// See [`Store::relations`].
#[derive(Debug, Clone, Copy)]
pub struct Relations<'a>(pub(crate) &'a Store);

/// How much work waits in a unit's queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WorkCounts {
    /// Open pieces of work.
    pub open: i64,
    /// Of these, past their due time.
    pub overdue: i64,
    /// Of these, assigned to nobody.
    pub unassigned: i64,
}

impl Relations<'_> {
    /// A survivor file as policy sees it.
    pub async fn file(self, id: FileId) -> Found<FileRes> {
        let Some(row) = self.stream_of(id.into(), StreamKind::File).await? else {
            return Ok(None);
        };
        let grants = self.grants(row.id).await?;
        Ok(Some(FileRes {
            id,
            lead: row.lead,
            grants,
            closed: row.state == StreamRow::CLOSED,
        }))
    }

    /// A concern as policy sees it.
    pub async fn concern(self, id: ConcernId) -> Found<ConcernRes> {
        let Some(row) = self.stream_of(id.into(), StreamKind::Concern).await? else {
            return Ok(None);
        };
        Ok(Some(ConcernRes {
            id,
            intake: row.lead,
            grants: self.grants(row.id).await?,
        }))
    }

    /// A person as policy sees it.
    pub async fn person(self, id: PersonId) -> Found<PersonRes> {
        Ok(self.person_rows(id).await?.map(|rows| rows.person()))
    }

    /// A referral as policy sees it.
    pub async fn referral(self, id: ReferralId) -> Found<ReferralRes> {
        let row = self.stream_of(id.into(), StreamKind::Referral).await?;
        Ok(row.and_then(|row| {
            Some(ReferralRes {
                id,
                from: row.lead,
                to: row.peer?,
            })
        }))
    }

    /// A unit as policy sees it.
    pub async fn unit(self, id: UnitId) -> Found<UnitRes> {
        Ok(self.unit_row(id).await?.map(|row| UnitRes {
            id,
            organisation: row.organisation,
        }))
    }

    /// A stream's row: kind, lead, version, state.
    pub async fn stream(self, id: StreamId) -> Found<StreamRow> {
        self.0
            .row(Query::select().sql(" WHERE id = ").arg(&id))
            .await
    }

    /// A unit's row, with its public key.
    pub async fn unit_row(self, id: UnitId) -> Found<UnitRow> {
        self.0
            .row(Query::select().sql(" WHERE id = ").arg(&id))
            .await
    }

    /// An organisation's row.
    pub async fn organisation(self, id: OrganisationId) -> Found<OrganisationRow> {
        self.0
            .row(Query::select().sql(" WHERE id = ").arg(&id))
            .await
    }

    /// A user's row by id.
    pub async fn user(self, id: UserId) -> Found<UserRow> {
        self.0
            .row(Query::select().sql(" WHERE id = ").arg(&id))
            .await
    }

    /// A user's row by sign-in name.
    pub async fn user_by_login(self, login: &str) -> Found<UserRow> {
        self.0
            .row(
                Query::select()
                    .sql(" WHERE login = ")
                    .arg(&login.to_owned()),
            )
            .await
    }

    /// All of a user's memberships, in every state.
    pub async fn memberships(self, user: UserId) -> Result<Vec<MembershipRow>, StoreError> {
        self.0
            .rows(
                Query::select()
                    .sql(" WHERE \"user\" = ")
                    .arg(&user)
                    .sql(" ORDER BY unit, role"),
            )
            .await
    }

    /// All memberships of a unit, in every state: to wrap a unit key to those who wait, or a new generation to all.
    pub async fn members(self, unit: UnitId) -> Result<Vec<MembershipRow>, StoreError> {
        self.0
            .rows(
                Query::select()
                    .sql(" WHERE unit = ")
                    .arg(&unit)
                    .sql(" ORDER BY \"user\", role"),
            )
            .await
    }

    /// The active memberships of a role, in every unit.
    pub async fn active_as(self, role: Role) -> Result<Vec<MembershipRow>, StoreError> {
        self.0
            .rows(
                Query::select()
                    .sql(" WHERE role = ")
                    .arg(&role)
                    .sql(" AND state = ")
                    .arg(&MembershipState::Active)
                    .sql(" ORDER BY \"user\", unit"),
            )
            .await
    }

    /// One of a user's locks.
    pub async fn lock(self, user: UserId, kind: LockKind) -> Found<LockRow> {
        self.0
            .row(
                Query::select()
                    .sql(" WHERE \"user\" = ")
                    .arg(&user)
                    .sql(" AND kind = ")
                    .arg(&kind),
            )
            .await
    }

    /// A session by the hash of its cookie; `None` when it has ended by `now`.
    pub async fn session(self, hash: [u8; 32], now: Moment) -> Found<SessionRow> {
        self.0
            .row(
                Query::select()
                    .sql(" WHERE hash = ")
                    .arg(&hash)
                    .sql(" AND expires > ")
                    .arg(&now),
            )
            .await
    }

    /// An invitation by the hash of its secret, in every state.
    pub async fn invitation(self, hash: [u8; 32]) -> Found<InvitationRow> {
        self.0
            .row(Query::select().sql(" WHERE hash = ").arg(&hash))
            .await
    }

    /// The kept answer to a command, by the command's id.
    pub async fn kept_answer(self, id: [u8; 16]) -> Found<IdempotencyRow> {
        self.0
            .row(Query::select().sql(" WHERE id = ").arg(&id))
            .await
    }

    /// A setting.
    pub async fn meta(self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let row: Option<MetaRow> = self
            .0
            .row(Query::select().sql(" WHERE key = ").arg(&key.to_owned()))
            .await?;
        Ok(row.map(|row| row.value))
    }

    /// All wraps of a stream, offered and expired ones too.
    pub async fn wraps_for(self, object: StreamId) -> Result<Vec<WrapRow>, StoreError> {
        let query = Query::select().sql(" WHERE object = ").arg(&object);
        let mut rows: Vec<WrapRow> = self.0.many(query).await?;
        rows.sort_unstable_by_key(WrapRow::order);
        Ok(rows)
    }

    /// All wraps that a referral gives or offers.
    pub async fn wraps_of_referral(self, referral: ReferralId) -> Result<Vec<WrapRow>, StoreError> {
        let query = Query::select().sql(" WHERE referral = ").arg(&referral);
        self.0
            .rows(query.sql(" ORDER BY object, compartment, owner, grantee, generation"))
            .await
    }

    /// How much work waits in a unit's queue at `now`.
    pub async fn work_counts(self, unit: UnitId, now: Moment) -> Result<WorkCounts, StoreError> {
        let query = Query::new("SELECT count(*), count(CASE WHEN due < ")
            .arg(&now)
            .sql(" THEN 1 END), count(CASE WHEN assignee IS NULL THEN 1 END) FROM works WHERE unit = ")
            .arg(&unit)
            .sql(" AND closed IS NULL");
        let numbers = self
            .0
            .cells(query, &[Kind::Int; 3])
            .await?
            .into_iter()
            .flatten();
        let mut numbers = numbers.map(|cell| i64::read(cell).unwrap_or_default());
        let mut next = || numbers.next().unwrap_or_default();
        Ok(WorkCounts {
            open: next(),
            overdue: next(),
            unassigned: next(),
        })
    }

    /// An edition of public reference data.
    pub async fn reference(self, name: &str, edition: &str) -> Found<ReferenceRow> {
        let query = Query::select().sql(" WHERE name = ").arg(&name.to_owned());
        self.0
            .row(query.sql(" AND edition = ").arg(&edition.to_owned()))
            .await
    }

    /// Names and editions of all public reference data.
    pub async fn references(self) -> Result<Vec<(String, String)>, StoreError> {
        let query = Query::new("SELECT name, edition FROM reference_data ORDER BY name, edition");
        let rows = self.0.cells(query, &[Kind::Text; 2]).await?;
        let pair = |cells: Vec<_>| {
            let mut cells = cells.into_iter();
            Some((String::read(cells.next()?)?, String::read(cells.next()?)?))
        };
        rows.into_iter()
            .map(pair)
            .collect::<Option<_>>()
            .ok_or(StoreError::Damaged("reference_data"))
    }

    /// Whether a fact key of this unit and day is there already.
    pub async fn fact_key(self, unit: UnitId, day: i32) -> Found<crate::rows::FactKeyRow> {
        self.0
            .row(
                Query::select()
                    .sql(" WHERE unit = ")
                    .arg(&unit)
                    .sql(" AND day = ")
                    .arg(&day),
            )
            .await
    }

    /// The stream, if it is of this kind.
    async fn stream_of(self, id: StreamId, kind: StreamKind) -> Found<StreamRow> {
        Ok(self.stream(id).await?.filter(|row| row.kind == kind))
    }

    async fn grants(self, object: StreamId) -> Result<Vec<Grant>, StoreError> {
        let wraps = self.wraps_for(object).await?;
        Ok(wraps.iter().map(grant).collect())
    }
}

pub(crate) fn grant(row: &WrapRow) -> Grant {
    Grant {
        grantee: row.grantee,
        compartment: row.compartment,
        active: row.state == WrapState::Active,
        until: row.until,
    }
}
