//! The end of what a referral opened: the share on the file, and the work that waited for the answer.

use crate::desk::ALL;
use crate::files::command::after;
use crate::journal::Draft;
use crate::{AppResult, Desk};
use punte_domain::access::{ReadReferral, ShareFile};
use punte_domain::id::{FileId, ReferralId};
use punte_domain::referral::{State, Status};
use punte_domain::values::Code;
use punte_domain::work::{WorkChange, WorkKind, answer_read};
use punte_domain::{AnyEntry, Decided, Envelope, file};

impl Desk {
    /// The sender's side has seen how the referral stands: the work that waited for it ends, and so does a share that came to nothing.
    pub(crate) async fn answer_was_read(&self, id: ReferralId, state: &State) -> AppResult<()> {
        let reason = match state.status {
            Some(Status::Declined) => Some("declined"),
            Some(Status::Expired) => Some("lapsed"),
            Some(Status::Revoked) => Some("revoked"),
            Some(
                Status::Sent | Status::Read | Status::Accepted | Status::InProgress | Status::Done,
            )
            | None => None,
        };
        self.close_answer(id).await?;
        match reason {
            Some(reason) => self.end_share(id, state, reason).await,
            None => Ok(()),
        }
    }

    async fn close_answer(&self, id: ReferralId) -> AppResult<()> {
        let store = &self.app.0.store;
        let change = answer_read(id.into());
        let WorkChange::Close { key } = change else {
            return Ok(());
        };
        debug_assert_eq!(key.kind, WorkKind::ReferralAnswer);
        let row = crate::files::work_id(&key);
        let open = store.relations().work_of(id.into()).await?;
        if open.iter().all(|work| work.id != row) {
            return Ok(());
        }
        let resource = store.relations().referral(id).await?;
        let proof = self
            .permit::<ReadReferral>(id.0, resource, super::CORE)
            .await?;
        let mut draft = Draft::default();
        self.work(&mut draft, vec![change]).await?;
        self.settle(&proof, draft, self.app.new_entry(), &"answer read", ())
            .await?;
        Ok(())
    }

    /// Ends the share of a referral that came to nothing, where this person decides for the file.
    async fn end_share(&self, id: ReferralId, state: &State, reason: &str) -> AppResult<()> {
        let Some(payload) = &state.payload else {
            return Ok(());
        };
        let Some(resource) = self.app.0.store.relations().file(payload.file).await? else {
            return Ok(());
        };
        if self.may::<ShareFile>(&resource, ALL).is_none() {
            return Ok(());
        }
        let proof = self
            .permit::<ShareFile>(payload.file.0, Some(resource), ALL)
            .await?;
        let mut draft = Draft::default();
        self.draft_end_of_share(&mut draft, id, state, reason)
            .await?;
        if !draft.rows.is_empty() {
            // Somebody faster has ended it, or the next reading will.
            self.settle(&proof, draft, self.app.new_entry(), &"share ended", ())
                .await?;
        }
        Ok(())
    }

    /// Adds the end of a referral's share to a draft, where this person decides for the file. Other shares of the same unit go on.
    pub(crate) async fn draft_end_of_share(
        &self,
        draft: &mut Draft,
        referral: ReferralId,
        state: &State,
        reason: &str,
    ) -> AppResult<()> {
        let (Some(payload), Some(to)) = (&state.payload, state.to) else {
            return Ok(());
        };
        let store = &self.app.0.store;
        let Some(resource) = store.relations().file(payload.file).await? else {
            return Ok(());
        };
        if self.may::<ShareFile>(&resource, ALL).is_none() {
            return Ok(());
        }
        let proof = self
            .permit::<ShareFile>(payload.file.0, Some(resource), ALL)
            .await?;
        let (unit, role) = self.acting(&proof)?;
        let opened = self.open_file(&proof).await?;
        let before = opened.peek().state.clone();
        if !before
            .shares
            .iter()
            .any(|s| s.referral == Some(referral) && s.ended.is_none())
        {
            return Ok(());
        }
        let ctx = self.ctx(unit, role);
        let end = file::Command::EndShare {
            unit: to,
            reason: Code::new(reason),
        };
        // A closed file takes no entries any more; the keys are thrown away all the same.
        let Ok(mut decided) = file::decide(&before, &end, &ctx) else {
            return Ok(());
        };
        let mut now = before.clone();
        for d in &decided {
            file::evolve(&mut now, &self.imagined_on(payload.file, unit, d), &d.entry);
        }
        let others = before
            .live_shares(self.now)
            .filter(|s| s.unit == to && s.referral != Some(referral));
        for other in others {
            let again = file::Command::Share {
                unit: other.unit,
                compartments: other.compartments,
                basis: other.basis.clone(),
                referral: other.referral,
                until: other.until,
            };
            // What no longer has a ground isn't said again.
            let Ok(said) = file::decide(&now, &again, &ctx) else {
                continue;
            };
            for d in said {
                file::evolve(
                    &mut now,
                    &self.imagined_on(payload.file, unit, &d),
                    &d.entry,
                );
                decided.push(d);
            }
        }
        let stream = store.relations().stream(payload.file.into()).await?;
        let Some(stream) = stream else { return Ok(()) };
        let wraps = store.relations().wraps_for(payload.file.into()).await?;
        let keys = self.keys_in(&store.fetch_wraps(&proof).await?);
        let mut pen = self.pen(unit, stream, keys, wraps).await?;
        let decided = decided.into_iter().map(|d| d.map(AnyEntry::File)).collect();
        let written = pen.write(draft, decided, None)?;
        let opened = opened.map(|before| after(before, &written));
        self.follow_up(draft, &mut pen, (&before, opened.peek()), &written, None)
            .await?;
        draft.put(pen.stream.clone());
        Ok(())
    }

    /// The envelope that an entry will have, as far as the fold looks at it.
    fn imagined_on<E>(
        &self,
        file: FileId,
        unit: punte_domain::id::UnitId,
        decided: &Decided<E>,
    ) -> Envelope {
        Envelope {
            id: punte_domain::id::EntryId([0; 16]),
            stream: file.into(),
            seq: 0,
            compartment: decided.compartment,
            happened_on: decided.happened_on,
            recorded_at: self.now,
            author: self.user_id(),
            unit,
        }
    }
}
