//! What every page needs together, asked for together: a statement costs more than the rows that it finds.

use crate::StoreError;
use crate::cell::{Cell, Field, Kind};
use crate::codes::LockKind;
use crate::lookups::{Besides as _, code_range};
use crate::query::Query;
use crate::relations::Relations;
use crate::rows::{MembershipRow, Record, SessionRow, StreamRow, UserRow, WrapRow};
use punte_domain::access::{FileRes, Grant, PersonRes};
use punte_domain::code::FileCode;
use punte_domain::id::{OrganisationId, PersonId, UnitId, UserId};
use punte_domain::{Moment, StreamKind};

/// A session that has not ended, whose it is, and what they are in which units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub session: SessionRow,
    /// The person.
    pub user: UserRow,
    /// Whether a second factor locks their account.
    pub second_factor: bool,
    /// All their memberships, in every state.
    pub seats: Vec<Seat>,
}

/// A membership, in any state, and the organisation of its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The membership.
    pub membership: MembershipRow,
    /// The unit's organisation.
    pub organisation: OrganisationId,
}

/// A stream's row and all its wraps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamRows {
    /// The row.
    pub stream: StreamRow,
    /// The wraps, offered and expired ones too.
    pub wraps: Vec<WrapRow>,
}

impl StreamRows {
    /// What policy sees of the wraps.
    fn grants(&self) -> Vec<Grant> {
        self.wraps.iter().map(crate::relations::grant).collect()
    }

    /// A file as policy sees it.
    pub fn file(&self) -> FileRes {
        FileRes {
            id: self.stream.id.into(),
            lead: self.stream.lead,
            grants: self.grants(),
            closed: self.stream.state == StreamRow::CLOSED,
        }
    }

    /// A person as policy sees them.
    pub fn person(&self) -> PersonRes {
        PersonRes {
            id: self.stream.id.into(),
            grants: self.grants(),
        }
    }
}

/// A unit and its organisation by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitName {
    /// Its name.
    pub name: String,
    /// Its organisation.
    pub organisation: OrganisationId,
    /// That one's name.
    pub organisation_name: String,
}

/// People by name and title, units by name.
pub type PeopleAndUnits = (Vec<(UserId, String, String)>, Vec<(UnitId, UnitName)>);

const BY_SEAT: &str = " ORDER BY m.unit, m.role";
const NAMES: [Kind; 5] = [Kind::Int, Kind::Bytes, Kind::Text, Kind::Text, Kind::Bytes];

fn kinds<R: Record>() -> impl Iterator<Item = Kind> {
    R::TABLE.columns.iter().map(|column| column.kind)
}

/// The first cells as a row, and what is left.
fn split<R: Record>(mut cells: Vec<Cell>) -> Option<(R, Vec<Cell>)> {
    let rest = cells.split_off(R::TABLE.columns.len().min(cells.len()));
    Some((R::from_cells(cells)?, rest))
}

/// A membership and the organisation of its unit.
fn seat(cells: Vec<Cell>) -> Option<Seat> {
    let (membership, rest) = split::<MembershipRow>(cells)?;
    let organisation = OrganisationId::read(rest.into_iter().next()?)?;
    Some(Seat {
        membership,
        organisation,
    })
}

/// A session without seats, and one of its seats where there is one.
fn session_and_seat(cells: Vec<Cell>) -> Option<(SignedIn, Option<Seat>)> {
    let (session, rest) = split::<SessionRow>(cells)?;
    let (user, mut rest) = split::<UserRow>(rest)?;
    let seat_cells = rest.split_off(1.min(rest.len()));
    let signed_in = SignedIn {
        session,
        user,
        second_factor: i64::read(rest.pop()?)? > 0,
        seats: Vec::new(),
    };
    // Whoever is in no unit has one row without a membership.
    let seat = match seat_cells.first()? {
        Cell::Bytes(None) => None,
        Cell::Bytes(Some(_)) | Cell::Int(_) | Cell::Text(_) => Some(seat(seat_cells)?),
    };
    Some((signed_in, seat))
}

impl Relations<'_> {
    /// Whose session this is, by the hash of its cookie; `None` when it has ended by `now`.
    pub async fn signed_in(
        self,
        hash: [u8; 32],
        now: Moment,
    ) -> Result<Option<SignedIn>, StoreError> {
        // A row for each membership, and one for somebody who has none.
        let query = Query::new("SELECT ")
            .columns::<SessionRow>("s.")
            .sql(", ")
            .columns::<UserRow>("u.")
            .sql(", (SELECT count(*) FROM locks WHERE locks.\"user\" = u.id AND locks.kind = ")
            .arg(&LockKind::Totp)
            .sql("), ")
            .columns::<MembershipRow>("m.")
            .sql(", units.organisation FROM sessions s JOIN users u ON u.id = s.\"user\" ")
            .sql("LEFT JOIN memberships m ON m.\"user\" = u.id LEFT JOIN units ON units.id = m.unit WHERE s.hash = ")
            .arg(&hash)
            .sql(" AND s.expires > ")
            .arg(&now)
            .sql(BY_SEAT);
        let all: Vec<Kind> = kinds::<SessionRow>()
            .chain(kinds::<UserRow>())
            .chain([Kind::Int])
            .chain(kinds::<MembershipRow>())
            .chain([Kind::Bytes])
            .collect();
        let mut found: Option<SignedIn> = None;
        for cells in self.0.cells(query, &all).await? {
            let (one, seat) = session_and_seat(cells).ok_or(StoreError::Damaged("sessions"))?;
            found.get_or_insert(one).seats.extend(seat);
        }
        Ok(found)
    }

    /// All of a user's memberships, in every state, with the organisations of their units.
    pub async fn seats(self, user: UserId) -> Result<Vec<Seat>, StoreError> {
        let query = Query::new("SELECT ")
            .columns::<MembershipRow>("m.")
            .sql(", units.organisation FROM memberships m JOIN units ON units.id = m.unit WHERE m.\"user\" = ")
            .arg(&user)
            .sql(BY_SEAT);
        let kinds: Vec<Kind> = kinds::<MembershipRow>().chain([Kind::Bytes]).collect();
        let rows = self.0.cells(query, &kinds).await?;
        let seats: Option<_> = rows.into_iter().map(seat).collect();
        seats.ok_or(StoreError::Damaged("memberships"))
    }

    /// The file whose id begins with this code, with its wraps: what is read, and what a change is decided on.
    pub async fn file_rows(self, code: FileCode) -> Result<Option<StreamRows>, StoreError> {
        self.with_wraps(by_code(code)).await
    }

    /// A person with their wraps.
    pub async fn person_rows(self, id: PersonId) -> Result<Option<StreamRows>, StoreError> {
        let query = with_wraps().sql("s.id = ").arg(&id);
        self.with_wraps(query.besides("s.kind", &StreamKind::Person))
            .await
    }

    /// What nobody holds a key to is not there: a stream without a wrap is not found.
    async fn with_wraps(self, query: Query) -> Result<Option<StreamRows>, StoreError> {
        let kinds: Vec<Kind> = kinds::<StreamRow>().chain(kinds::<WrapRow>()).collect();
        let mut found: Option<StreamRows> = None;
        for cells in self.0.many_cells(query, &kinds, "wraps").await? {
            let read = split::<StreamRow>(cells).and_then(|(stream, rest)| {
                let (wrap, _) = split::<WrapRow>(rest)?;
                Some((stream, wrap))
            });
            let (stream, wrap) = read.ok_or(StoreError::Damaged("wraps"))?;
            let rows = found.get_or_insert_with(|| StreamRows {
                stream: stream.clone(),
                wraps: Vec::new(),
            });
            if rows.stream.id == stream.id {
                rows.wraps.push(wrap);
            }
        }
        if let Some(rows) = &mut found {
            rows.wraps.sort_unstable_by_key(WrapRow::order);
        }
        Ok(found)
    }

    /// The people and the units with these ids by name; as many as a page shows.
    pub async fn names(
        self,
        users: impl IntoIterator<Item = UserId>,
        units: impl IntoIterator<Item = UnitId>,
    ) -> Result<PeopleAndUnits, StoreError> {
        let query = Query::new("SELECT CAST(0 AS BIGINT), id, name, title, id FROM users WHERE id IN ")
            .list(users.into_iter().map(|id| id.cell()))
            .sql(" UNION ALL SELECT CAST(1 AS BIGINT), u.id, u.name, o.name, o.id FROM units u JOIN organisations o ON o.id = u.organisation WHERE u.id IN ")
            .list(units.into_iter().map(|id| id.cell()));
        let mut names = PeopleAndUnits::default();
        for cells in self.0.cells(query, &NAMES).await? {
            named(cells, &mut names).ok_or(StoreError::Damaged("units"))?;
        }
        Ok(names)
    }
}

fn named(cells: Vec<Cell>, (users, units): &mut PeopleAndUnits) -> Option<()> {
    let mut cells = cells.into_iter();
    let unit = i64::read(cells.next()?)? == 1;
    let id = <[u8; 16]>::read(cells.next()?)?;
    let name = String::read(cells.next()?)?;
    let second = String::read(cells.next()?)?;
    if unit {
        let name = UnitName {
            name,
            organisation: OrganisationId::read(cells.next()?)?,
            organisation_name: second,
        };
        units.push((UnitId(id), name));
    } else {
        users.push((UserId(id), name, second));
    }
    Some(())
}

fn with_wraps() -> Query {
    Query::new("SELECT ")
        .columns::<StreamRow>("s.")
        .sql(", ")
        .columns::<WrapRow>("w.")
        .sql(" FROM streams s JOIN wraps w ON w.object = s.id WHERE ")
}

pub(crate) fn by_code(code: FileCode) -> Query {
    let (low, high) = code_range(code);
    let query = with_wraps()
        .sql("s.id BETWEEN ")
        .arg(&low)
        .sql(" AND ")
        .arg(&high);
    query.besides("s.kind", &StreamKind::File)
}
