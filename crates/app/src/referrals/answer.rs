//! Answering, working on, finishing and taking back a referral.

use super::{CORE, ReferralPage, view};
use crate::files::command::refused;
use crate::files::{Post, Written};
use crate::journal::Draft;
use crate::settle::TRIES;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{AnswerReferral, Grantee, ReadFile, RevokeReferral};
use punte_domain::id::{ReferralId, StreamId, UnitId};
use punte_domain::referral::{self, Command, Status};
use punte_domain::{AnyEntry, Authorized};
use punte_store::{ReadsEntries, Row, RowKey, RowOp, WrapRow, WrapState, Writes};
use std::collections::BTreeSet;

impl Desk {
    /// A referral's page. The recipient's first look is noted: the sender sees that it was read, and when.
    pub async fn referral(&self, id: ReferralId) -> AppResult<ReferralPage> {
        let store = &self.app.0.store;
        let (entries, state) = self.read_referral(id).await?;
        let found = state.status;
        let state = self.lapsed_by_now(id, state).await?;
        let mut changed = state.status != found;
        let resource = store
            .relations()
            .referral(id)
            .await?
            .ok_or(AppError::Absent)?;
        let can_answer = self.may::<AnswerReferral>(&resource, CORE).is_some();
        let can_revoke = self.may::<RevokeReferral>(&resource, CORE).is_some();
        if can_answer && state.status == Some(Status::Sent) {
            let post = Post {
                id: self.app.new_entry(),
                version: None,
            };
            match self.answer_referral(id, Command::MarkRead, post).await {
                Ok(_) | Err(AppError::Invalid(_)) => {}
                Err(other) => return Err(other),
            }
            changed = true;
        }
        let (entries, state) = if changed {
            self.read_referral(id).await?
        } else {
            (entries, state)
        };
        let version = entries.last().map_or(0, |e| e.envelope.seq);
        let history = entries
            .into_iter()
            .filter_map(|o| match o.entry {
                AnyEntry::Referral(entry) => Some((o.envelope, entry)),
                AnyEntry::Concern(_)
                | AnyEntry::Person(_)
                | AnyEntry::File(_)
                | AnyEntry::Organisation(_)
                | AnyEntry::Unit(_)
                | AnyEntry::User(_) => None,
            })
            .collect::<Vec<_>>();
        let file = match &state.payload {
            Some(payload) => self.code_if_open(payload.file).await?,
            None => None,
        };
        let ours = self
            .principal
            .memberships
            .iter()
            .any(|m| m.unit == resource.from);
        if ours {
            self.answer_was_read(id, &state).await?;
        }
        let colleagues = if can_answer {
            self.colleagues(resource.to).await?
        } else {
            Vec::new()
        };
        let mut users: BTreeSet<_> = history.iter().map(|(e, _)| e.author).collect();
        users.extend(state.sender.iter().chain(&state.assignee));
        let names = self
            .app
            .names(users, [resource.from, resource.to].into())
            .await?;
        let view = view(id, state, self.now);
        Ok(ReferralPage {
            view,
            history,
            version,
            can_answer,
            can_revoke,
            ours,
            file,
            colleagues,
            names,
        })
    }

    /// The code of a file that is open to the reader; nothing otherwise.
    async fn code_if_open(
        &self,
        file: punte_domain::id::FileId,
    ) -> AppResult<Option<punte_domain::code::FileCode>> {
        let Some(resource) = self.app.0.store.relations().file(file).await? else {
            return Ok(None);
        };
        let open = self.may::<ReadFile>(&resource, CORE);
        Ok(open.map(|_| crate::files::open::code_of(file)))
    }

    /// Live members of a unit of the person's, by name.
    pub(crate) async fn colleagues(
        &self,
        unit: UnitId,
    ) -> AppResult<Vec<(punte_domain::id::UserId, String)>> {
        let members = self.app.0.store.relations().members(unit).await?;
        let ids: BTreeSet<_> = members
            .iter()
            .filter(|m| m.state == punte_store::MembershipState::Active)
            .map(|m| m.user)
            .collect();
        let names = self.app.names(ids, BTreeSet::new()).await?;
        let mut list: Vec<_> = names.users.into_iter().collect();
        list.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(list)
    }

    /// Accepts, declines, starts or finishes.
    pub async fn answer_referral(
        &self,
        id: ReferralId,
        command: Command,
        post: Post,
    ) -> AppResult<Written> {
        let resource = self.app.0.store.relations().referral(id).await?;
        let proof = self.permit::<AnswerReferral>(id.0, resource, CORE).await?;
        self.on_referral(&proof, id, &command, post).await
    }

    /// Takes back. What the recipient may have read stays read; the page says so.
    pub async fn revoke_referral(
        &self,
        id: ReferralId,
        reason: String,
        post: Post,
    ) -> AppResult<Written> {
        let resource = self.app.0.store.relations().referral(id).await?;
        let proof = self.permit::<RevokeReferral>(id.0, resource, CORE).await?;
        self.on_referral(&proof, id, &Command::Revoke { reason }, post)
            .await
    }

    pub(super) async fn on_referral<A: Writes + ReadsEntries>(
        &self,
        proof: &Authorized<A>,
        id: ReferralId,
        command: &Command,
        post: Post,
    ) -> AppResult<Written> {
        for _ in 0..TRIES {
            let tried = match self.try_on_referral(proof, id, command, post).await {
                Ok(None) => continue,
                Ok(Some(written)) => Ok(written),
                Err(error) => Err(error),
            };
            return self.or_first_answer(id, post.id, command, tried).await;
        }
        Err(AppError::Unavailable)
    }

    async fn try_on_referral<A: Writes + ReadsEntries>(
        &self,
        proof: &Authorized<A>,
        id: ReferralId,
        command: &Command,
        post: Post,
    ) -> AppResult<Option<Written>> {
        let store = &self.app.0.store;
        let (unit, role) = self.acting(proof)?;
        let stream = store
            .relations()
            .stream(id.into())
            .await?
            .ok_or(AppError::Absent)?;
        let (opened, keys) = self.open_referral(proof).await?;
        let decided = referral::decide(&opened.peek().state, command, &self.ctx(unit, role))
            .map_err(refused)?;
        let version = stream.version;
        if decided.is_empty() {
            return Ok(Some(Written {
                entry: post.id,
                version,
            }));
        }
        let wraps = store.relations().wraps_for(id.into()).await?;
        let mut draft = Draft::default();
        let mut pen = self.pen(unit, stream, keys, wraps).await?;
        let decided = decided
            .into_iter()
            .map(|d| d.map(AnyEntry::Referral))
            .collect();
        let written = pen.write(&mut draft, decided, Some(post.id))?;
        self.follow_up_plain(&mut draft, &pen, &opened.peek().entries, &written)
            .await?;
        if matches!(command, Command::Revoke { .. }) {
            self.draft_end_of_share(&mut draft, id, &opened.peek().state, "revoked")
                .await?;
        }
        self.turn_keys(&mut draft, id, command).await?;
        draft.put(pen.stream.clone());
        let answer = Written {
            entry: post.id,
            version: pen.stream.version,
        };
        self.settle(proof, draft, post.id, command, answer).await
    }

    /// Accepting puts the offered keys in force; declining and taking back throw them away.
    async fn turn_keys(
        &self,
        draft: &mut Draft,
        id: ReferralId,
        command: &Command,
    ) -> AppResult<()> {
        let wraps = self.app.0.store.relations().wraps_of_referral(id).await?;
        match command {
            Command::Accept { .. } => {
                for row in wraps {
                    draft.put(WrapRow {
                        state: WrapState::Active,
                        ..row
                    });
                }
            }
            Command::Decline { .. } | Command::Revoke { .. } | Command::Expire => {
                let ended: BTreeSet<(StreamId, Grantee)> =
                    wraps.iter().map(|w| (w.object, w.grantee)).collect();
                for row in &wraps {
                    draft.throw_away(RowKey::from(row));
                }
                self.end_lines(draft, id, &ended).await?;
                if matches!(command, Command::Revoke { .. }) {
                    self.renew_revoked(draft, &wraps).await?;
                }
            }
            Command::Send { .. }
            | Command::MarkRead
            | Command::StartWork
            | Command::Finish { .. } => {}
        }
        Ok(())
    }

    /// New keys for what was taken back, where the file's own entry has not made them: who takes back a referral may no
    /// longer decide for the file. What is declined or has lapsed was never in force; its keys are renewed when the sender's
    /// side has seen it (`ending.rs`).
    async fn renew_revoked(&self, draft: &mut Draft, gone: &[WrapRow]) -> AppResult<()> {
        let places: BTreeSet<_> = gone
            .iter()
            .filter_map(|row| Some((row.object, row.compartment()?)))
            .collect();
        for (stream, compartment) in places {
            let renewed = draft.rows.iter().any(|op| {
                matches!(op, RowOp::Put(Row::Wrap(row))
                    if row.object == stream && row.compartment() == Some(compartment))
            });
            if !renewed {
                let mut wraps = self.app.0.store.relations().wraps_for(stream).await?;
                wraps.retain(|row| !gone.contains(row));
                self.renew_stream(draft, stream, compartment, &wraps)
                    .await?;
            }
        }
        Ok(())
    }

    /// Takes the lines of a unit out of its roster, unless another wrap still gives it the file.
    async fn end_lines(
        &self,
        draft: &mut Draft,
        referral: ReferralId,
        ended: &BTreeSet<(StreamId, Grantee)>,
    ) -> AppResult<()> {
        for (stream, grantee) in ended {
            let left = self.app.0.store.relations().wraps_for(*stream).await?;
            let still = left
                .iter()
                .any(|w| w.grantee == *grantee && w.referral != referral);
            if !still {
                draft.throw_away(RowKey::Roster {
                    grantee: *grantee,
                    stream: *stream,
                });
            }
        }
        Ok(())
    }
}
