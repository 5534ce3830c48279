//! The directory: organisations, units, people, invitations, and the ledger that says who saw what.
//!
//! Its rows are clear administrative data. Every change appends to the stream of the organisation, unit or person in the same
//! commit as the rows, in the open compartment. No key is ever made readable to somebody by an office they hold.

mod bear;
mod change;
mod confirm;
mod hand_over;
mod invite;
mod join;
mod leave;
mod ledger;
mod membership;
mod people;
mod read;
mod types;

pub use change::Change;
pub use confirm::Waiting;
pub use hand_over::{HandedOver, Leaver};
pub use invite::{Invitation, InviteForm};
pub use join::{Begun, Carried, Finish, Invited, JoinForm, JoinRefusal};
pub use ledger::{LEDGER_FILE, LedgerFilter, LedgerLine, LedgerPage};
pub use people::{Belongs, Person};
pub use read::{Directory, Organisation, Unit};
pub use types::{KINDS, MembershipState, Offers, REGIMES, Standing};

use crate::files::Post;
use crate::journal::Draft;
use crate::{AppError, AppResult, Desk, Meanwhile, Stale};
use punte_domain::access::Role;
use punte_domain::compartment::CompartmentKind;
use punte_domain::entry::{decode_body, encode_body};
use punte_domain::id::{StreamId, UnitId};
use punte_domain::{AnyEntry, Authorized, Ctx, Decided, StreamKind};
use punte_store::{EntryRow, ReadsDirectory, StreamRow};

/// A directory stream that is being written.
pub(crate) struct OpenStream {
    /// Its row; version 0 where it begins now.
    pub(crate) row: StreamRow,
}

impl Desk {
    /// In whose name a directory change is made: the unit of an administrator, or the first of any.
    pub(crate) fn office(&self) -> AppResult<(UnitId, Role)> {
        self.principal
            .memberships
            .iter()
            .min_by_key(|m| m.role != Role::Administrator)
            .map(|m| (m.unit, m.role))
            .ok_or(AppError::Absent)
    }

    pub(crate) fn office_ctx(&self) -> AppResult<Ctx<'_>> {
        let (unit, role) = self.office()?;
        Ok(self.ctx(unit, role))
    }

    /// The stream of an organisation, a unit or a person. Those that are older than their stream begin it now.
    pub(crate) async fn open_stream(
        &self,
        id: StreamId,
        kind: StreamKind,
        lead: UnitId,
    ) -> AppResult<OpenStream> {
        let row = self.app.0.store.relations().stream(id).await?;
        let fresh = StreamRow {
            id,
            kind,
            lead,
            peer: None,
            version: 0,
            state: StreamRow::OPEN,
        };
        Ok(OpenStream {
            row: row.unwrap_or(fresh),
        })
    }

    /// Appends what was decided to a directory stream, in the clear.
    pub(crate) fn append(
        &self,
        draft: &mut Draft,
        stream: OpenStream,
        entries: impl IntoIterator<Item = AnyEntry>,
        first: Option<punte_domain::id::EntryId>,
        unit: UnitId,
    ) {
        let mut row = stream.row;
        draft.expect.push((row.id, row.version));
        let mut first = first;
        for entry in entries {
            row.version += 1;
            draft.put(EntryRow {
                stream: row.id,
                seq: row.version,
                id: first.take().unwrap_or_else(|| self.app.new_entry()),
                compartment: CompartmentKind::Open,
                owner: [0; 16],
                recorded_at: self.now,
                author: self.user_id(),
                unit,
                body: encode_body(&entry),
            });
        }
        draft.put(row);
    }

    /// Refuses a replacement that was drawn from an older state, with what others wrote meanwhile.
    pub(crate) async fn fresh<A: ReadsDirectory>(
        &self,
        proof: &Authorized<A>,
        row: &StreamRow,
        post: Post,
    ) -> AppResult<()> {
        let Some(drawn) = post.version.filter(|drawn| *drawn != row.version) else {
            return Ok(());
        };
        let rows = self
            .app
            .0
            .store
            .fetch_directory_entries(proof, row.id, drawn)
            .await?;
        let authors = rows.iter().map(|r| r.author).collect();
        let names = self.app.names(authors, [].into()).await?;
        let meanwhile = rows
            .iter()
            .filter_map(|r| {
                let entry = decode_body(row.kind, &r.body).ok()?;
                Some(Meanwhile {
                    author: r.author,
                    author_name: names.user(r.author).to_owned(),
                    at: r.recorded_at,
                    kind: crate::entries::kind(&entry).to_owned(),
                    summary: crate::entries::words(&entry).to_owned(),
                })
            })
            .collect();
        Err(AppError::Stale(Box::new(Stale {
            drawn_from: drawn,
            version: row.version,
            meanwhile,
        })))
    }
}

/// What the domain decided, as entries of any stream.
pub(crate) fn entries<T>(decided: Vec<Decided<T>>, any: fn(T) -> AnyEntry) -> Vec<AnyEntry> {
    decided.into_iter().map(|d| any(d.entry)).collect()
}
