//! Changing the directory: one command, one commit of entry and rows.

mod person;

use super::types::{kind_from, regime_from};
use super::{Offers, entries};
use crate::files::{Post, refused};
use crate::journal::Draft;
use crate::ops::create::{kind_code, regime_code};
use crate::settle::TRIES;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{ChangeDirectory, Role};
use punte_domain::directory::organisation::{self, Kind, Regime};
use punte_domain::directory::unit;
use punte_domain::id::{OrganisationId, UnitId, UserId};
use punte_domain::values::Code;
use punte_domain::{AnyEntry, Authorized, StreamKind};
use punte_store::{DirectoryState, OrganisationRow, UnitRow};

/// What can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each field is that of the domain's command of the same name"
)]
pub enum Change {
    /// A new organisation.
    FoundOrganisation {
        name: String,
        kind: Kind,
        regime: Regime,
        county: Option<Code>,
    },
    /// Another name.
    RenameOrganisation { id: OrganisationId, name: String },
    /// Left the partnership.
    CloseOrganisation { id: OrganisationId, reason: String },
    /// A new unit. Its keys are born with its first member.
    FoundUnit {
        organisation: OrganisationId,
        name: String,
        county: Option<Code>,
        offers: Offers,
    },
    /// Another name.
    RenameUnit { id: UnitId, name: String },
    /// What it offers.
    SetOffers { id: UnitId, offers: Offers },
    /// Takes nothing new.
    CloseUnit { id: UnitId, reason: String },
    /// Out at the next request.
    Suspend { user: UserId, reason: String },
    /// In again.
    Restore { user: UserId },
    /// One more membership, or one more role in a unit. It waits until somebody there confirms it.
    AddMembership {
        user: UserId,
        unit: UnitId,
        role: Role,
    },
    /// Another role in the same unit, at once: whoever holds the unit's key goes on holding it, and nobody else gets it.
    SetRole {
        user: UserId,
        unit: UnitId,
        from: Role,
        to: Role,
    },
    /// No longer there: the unit's key is taken away and every session ends.
    EndMembership {
        user: UserId,
        unit: UnitId,
        role: Role,
    },
}

impl Desk {
    /// Changes the directory. Answers with the id of what was changed or founded.
    pub async fn change_directory(&self, change: &Change, post: Post) -> AppResult<[u8; 16]> {
        let proof = self.administer().await?;
        let outcome = self.try_change(&proof, change, post).await;
        self.or_first_answer(proof.object(), post.id, change, outcome)
            .await
    }

    async fn try_change(
        &self,
        proof: &Authorized<ChangeDirectory>,
        change: &Change,
        post: Post,
    ) -> AppResult<[u8; 16]> {
        for _ in 0..TRIES {
            let mut draft = Draft::default();
            let id = self.draft_change(proof, &mut draft, change, post).await?;
            if let Some(id) = self.settle(proof, draft, post.id, change, id).await? {
                return Ok(id);
            }
        }
        Err(AppError::Unavailable)
    }

    async fn draft_change(
        &self,
        proof: &Authorized<ChangeDirectory>,
        draft: &mut Draft,
        change: &Change,
        post: Post,
    ) -> AppResult<[u8; 16]> {
        use organisation::Command as O;
        use unit::Command as U;
        match change.clone() {
            Change::FoundOrganisation {
                name,
                kind,
                regime,
                county,
            } => {
                // The form's own id makes the organisation's, so that a repeated form founds no second one.
                let id = OrganisationId(post.id.0);
                let command = O::Found {
                    name,
                    kind,
                    regime,
                    county,
                };
                self.draft_organisation(proof, draft, id, None, &command, post)
                    .await
            }
            Change::RenameOrganisation { id, name } => {
                let row = self.organisation_row(id).await?;
                self.draft_organisation(proof, draft, id, Some(row), &O::Rename(name), post)
                    .await
            }
            Change::CloseOrganisation { id, reason } => {
                let row = self.organisation_row(id).await?;
                self.draft_organisation(proof, draft, id, Some(row), &O::Close { reason }, post)
                    .await
            }
            Change::FoundUnit {
                organisation,
                name,
                county,
                offers,
            } => {
                let command = U::Found {
                    organisation,
                    name,
                    county,
                    intake: offers.intake,
                    services: Vec::new(),
                };
                self.draft_new_unit(proof, draft, organisation, (&command, offers), post)
                    .await
            }
            Change::RenameUnit { id, name } => {
                self.draft_same_offers(proof, draft, id, &U::Rename(name), post)
                    .await
            }
            Change::SetOffers { id, offers } => {
                let row = self.unit_row(id).await?;
                let command = U::SetIntake(offers.intake);
                self.draft_unit(proof, draft, (id, Some(row)), (&command, offers), post)
                    .await
            }
            Change::CloseUnit { id, reason } => {
                self.draft_same_offers(proof, draft, id, &U::Close { reason }, post)
                    .await
            }
            change @ (Change::Suspend { .. }
            | Change::Restore { .. }
            | Change::AddMembership { .. }
            | Change::SetRole { .. }
            | Change::EndMembership { .. }) => {
                self.draft_person_change(proof, draft, change, post).await
            }
        }
    }

    /// A change that leaves what the unit offers as it is.
    async fn draft_same_offers(
        &self,
        proof: &Authorized<ChangeDirectory>,
        draft: &mut Draft,
        id: UnitId,
        command: &unit::Command,
        post: Post,
    ) -> AppResult<[u8; 16]> {
        let row = self.unit_row(id).await?;
        let offers = Offers::from_code(row.kind);
        self.draft_unit(proof, draft, (id, Some(row)), (command, offers), post)
            .await
    }

    async fn draft_new_unit(
        &self,
        proof: &Authorized<ChangeDirectory>,
        draft: &mut Draft,
        organisation: OrganisationId,
        founding: (&unit::Command, Offers),
        post: Post,
    ) -> AppResult<[u8; 16]> {
        if self.organisation_row(organisation).await?.state == DirectoryState::Closed {
            return Err(AppError::invalid("organisation", "body-closed"));
        }
        let id = UnitId(post.id.0);
        self.draft_unit(proof, draft, (id, None), founding, post)
            .await
    }

    async fn organisation_row(&self, id: OrganisationId) -> AppResult<OrganisationRow> {
        self.app
            .0
            .store
            .relations()
            .organisation(id)
            .await?
            .ok_or(AppError::Absent)
    }

    async fn draft_organisation(
        &self,
        proof: &Authorized<ChangeDirectory>,
        draft: &mut Draft,
        id: OrganisationId,
        row: Option<OrganisationRow>,
        command: &organisation::Command,
        post: Post,
    ) -> AppResult<[u8; 16]> {
        let (unit, _) = self.office()?;
        let stream = self
            .open_stream(id.into(), StreamKind::Organisation, unit)
            .await?;
        self.fresh(proof, &stream.row, post).await?;
        let mut state = row
            .as_ref()
            .map_or_else(organisation::State::default, |row| organisation::State {
                name: row.name.clone(),
                kind: Some(kind_from(row.kind)),
                regime: Some(regime_from(row.regime)),
                county: None,
                closed: row.state == DirectoryState::Closed,
                version: stream.row.version,
            });
        let decided =
            organisation::decide(&state, command, &self.office_ctx()?).map_err(refused)?;
        let county = match command {
            organisation::Command::Found { county, .. } => county
                .as_ref()
                .map_or_else(String::new, |c| c.as_str().to_owned()),
            organisation::Command::Rename(_) | organisation::Command::Close { .. } => {
                row.map_or_else(String::new, |row| row.county)
            }
        };
        for d in &decided {
            let envelope = self.envelope(id.into(), d, unit);
            organisation::evolve(&mut state, &envelope, &d.entry);
        }
        draft.put(OrganisationRow {
            id,
            name: state.name.clone(),
            kind: kind_code(state.kind.unwrap_or(Kind::Other)),
            regime: regime_code(state.regime.unwrap_or(Regime::Gdpr)),
            county,
            state: directory_state(state.closed),
        });
        self.append(
            draft,
            stream,
            entries(decided, AnyEntry::Organisation),
            Some(post.id),
            unit,
        );
        Ok(id.0)
    }

    async fn draft_unit(
        &self,
        proof: &Authorized<ChangeDirectory>,
        draft: &mut Draft,
        (id, row): (UnitId, Option<UnitRow>),
        (command, offers): (&unit::Command, Offers),
        post: Post,
    ) -> AppResult<[u8; 16]> {
        let stream = self.open_stream(id.into(), StreamKind::Unit, id).await?;
        self.fresh(proof, &stream.row, post).await?;
        let mut state = row
            .as_ref()
            .map_or_else(unit::State::default, |row| unit::State {
                organisation: Some(row.organisation),
                name: row.name.clone(),
                intake: Offers::from_code(row.kind).intake,
                closed: row.state == DirectoryState::Closed,
                version: stream.row.version,
                ..unit::State::default()
            });
        let decided = unit::decide(&state, command, &self.office_ctx()?).map_err(refused)?;
        let (own, _) = self.office()?;
        for d in &decided {
            let envelope = self.envelope(id.into(), d, own);
            unit::evolve(&mut state, &envelope, &d.entry);
        }
        draft.put(UnitRow {
            id,
            organisation: state.organisation.ok_or(AppError::Absent)?,
            name: state.name.clone(),
            kind: offers.code(),
            generation: row.as_ref().map_or(0, |row| row.generation),
            public: row.map_or_else(Vec::new, |row| row.public),
            state: directory_state(state.closed),
        });
        self.append(
            draft,
            stream,
            entries(decided, AnyEntry::Unit),
            Some(post.id),
            own,
        );
        Ok(id.0)
    }

    fn envelope<T>(
        &self,
        stream: punte_domain::id::StreamId,
        decided: &punte_domain::Decided<T>,
        unit: UnitId,
    ) -> punte_domain::Envelope {
        punte_domain::Envelope {
            id: punte_domain::id::EntryId([0; 16]),
            stream,
            seq: 0,
            compartment: decided.compartment,
            happened_on: decided.happened_on,
            recorded_at: self.now,
            author: self.user_id(),
            unit,
        }
    }
}

fn directory_state(closed: bool) -> DirectoryState {
    if closed {
        DirectoryState::Closed
    } else {
        DirectoryState::Active
    }
}
