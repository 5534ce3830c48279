//! The birth of a unit's keys, with its first member.

use crate::journal::Draft;
use crate::ops::create::{FIRST, UnitSecrets, wrap_roster, wrap_unit};
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{OwnAccount, UserRes};
use punte_domain::compartment::Compartments;
use punte_domain::directory::user;
use punte_domain::id::{EntryId, UnitId};
use punte_domain::{AnyEntry, StreamKind};
use punte_store::{MembershipRow, MembershipState, UnitRow};
use punte_vault::{RosterKey, UnitKeys};

impl Desk {
    /// Takes up a unit that has no keys yet, as its first member: for somebody who has an account already and was added there.
    /// One that has keys by now is no error: its members confirm.
    pub async fn take_up(&self, unit: UnitId) -> AppResult<()> {
        let me = self.user_id();
        self.permit::<OwnAccount>(me.0, Some(UserRes { id: me }), Compartments::NONE)
            .await?;
        let members = self.app.0.store.relations().memberships(me).await?;
        let waits = |m: &MembershipRow| m.unit == unit && m.state == MembershipState::Waiting;
        if !members.iter().any(waits) {
            return Err(AppError::Absent);
        }
        self.bear_unit(unit).await
    }

    /// A unit's keys are born with its first member. Of two who come at once, one bears them and the other waits.
    pub(super) async fn bear_unit(&self, unit: UnitId) -> AppResult<()> {
        let me = self.user_id();
        let row = self.unit_row(unit).await?;
        if !row.public.is_empty() {
            return Ok(());
        }
        let proof = self
            .permit::<OwnAccount>(me.0, Some(UserRes { id: me }), Compartments::NONE)
            .await?;
        let members = self.app.0.store.relations().memberships(me).await?;
        let own = members
            .into_iter()
            .find(|m| m.unit == unit && m.state == MembershipState::Waiting);
        let own = own.ok_or(AppError::Absent)?;
        let rng = &*self.app.0.rng;
        let secrets = UnitSecrets {
            keys: UnitKeys::generate(FIRST, rng),
            roster: RosterKey::generate(FIRST, rng),
        };
        let mut draft = Draft::default();
        let wrapped = wrap_unit(&secrets.keys, unit, (me, &self.ring.user.public()), rng)?;
        draft.put(wrap_roster(&secrets, unit, rng)?);
        draft.put(MembershipRow {
            state: MembershipState::Active,
            generation: i32::from(FIRST),
            wrapped_unit_key: wrapped,
            ..own
        });
        draft.put(UnitRow {
            generation: i32::from(FIRST),
            public: secrets.keys.public().key.to_vec(),
            ..row
        });
        let entry = AnyEntry::User(user::Entry::Confirmed);
        let stream = self.open_stream(me.into(), StreamKind::User, unit).await?;
        self.append(&mut draft, stream, [entry], None, unit);
        // One id per unit: of two first members only one commit can hold it.
        let once = punte_ledger::Hash::of(&[b"punte/unit-keys/1".as_slice(), &unit.0].concat()).0;
        let mut id = [0; 16];
        id.iter_mut().zip(once).for_each(|(to, from)| *to = from);
        match self
            .settle(&proof, draft, EntryId(id), &"unit keys", true)
            .await
        {
            Ok(_) | Err(AppError::Reused) => Ok(()),
            Err(other) => Err(other),
        }
    }
}
