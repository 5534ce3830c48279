//! Referrals: one organisation asks another's queue for a service.

mod answer;
mod ending;
pub(crate) mod lapse;
mod options;
mod send;

pub use options::{BasisOption, Recipient, ReferOptions};
pub use send::{Preview, ReferralForm};

use crate::desk::kinds;
use crate::journal::{Opened, open_entries};
use crate::keyring::StreamKeys;
use crate::names::Names;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{ListReferrals, ReadReferral, RevokeReferral};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::{ReferralId, UnitId};
use punte_domain::referral::{self, State};
use punte_domain::{AnyEntry, Authorized, Moment, StreamKind};
use punte_store::{Listed, ReadNote, ReadsEntries, Unlogged};
use std::collections::BTreeSet;

/// Referrals have one compartment.
pub(crate) const CORE: Compartments = Compartments::only(CompartmentKind::Core);
/// Referrals that an inbox shows at once.
const PAGE: u32 = 200;

/// A referral as the page of a file mentions it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralOnFile {
    /// Which.
    pub id: ReferralId,
    /// How it stands, for those who may read it.
    pub view: Option<ReferralView>,
    /// Whether the reader could take it back.
    pub can_revoke: bool,
}

/// A referral as its two sides see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralView {
    /// Which.
    pub id: ReferralId,
    /// Who refers.
    pub from: UnitId,
    /// Who is asked.
    pub to: UnitId,
    /// How it stands.
    pub state: State,
    /// Whether the answer is late, now.
    pub late: bool,
}

/// The inbox and outbox of the person's units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralList {
    /// To the person's units, the most urgent answer first.
    pub received: Vec<ReferralView>,
    /// By the person's units, newest first.
    pub sent: Vec<ReferralView>,
    /// Names of everybody mentioned.
    pub names: Names,
}

/// One referral's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralPage {
    /// The referral.
    pub view: ReferralView,
    /// Its history, oldest first.
    pub history: Vec<(punte_domain::Envelope, referral::Entry)>,
    /// The stream's version.
    pub version: i64,
    /// Whether the reader can answer it.
    pub can_answer: bool,
    /// Whether the reader can take it back.
    pub can_revoke: bool,
    /// Whether the reader's unit is the one that asked.
    pub ours: bool,
    /// The file's code, once it is open to the reader.
    pub file: Option<punte_domain::code::FileCode>,
    /// Colleagues to whom the work can be given: id and name.
    pub colleagues: Vec<(punte_domain::id::UserId, String)>,
    /// Names of everybody mentioned.
    pub names: Names,
}

pub(crate) fn fold(entries: &[Opened]) -> State {
    let mut state = State::default();
    for opened in entries {
        if let AnyEntry::Referral(entry) = &opened.entry {
            referral::evolve(&mut state, &opened.envelope, entry);
        }
    }
    state
}

pub(crate) fn view(id: ReferralId, state: State, now: Moment) -> ReferralView {
    let late = state.answered_at.is_none() && state.answer_by.is_some_and(|by| by < now);
    let nobody = UnitId([0; 16]);
    ReferralView {
        id,
        from: state.from.unwrap_or(nobody),
        to: state.to.unwrap_or(nobody),
        state,
        late,
    }
}

/// An opened referral with the keys it opened with.
pub(crate) struct OpenReferral {
    pub(crate) entries: Vec<Opened>,
    pub(crate) state: State,
}

/// What waits for an answer first, by its clock; then the rest, newest first.
fn in_order(view: &ReferralView) -> impl Ord + use<> {
    let waits = view.state.answered_at.is_none();
    (
        !waits,
        waits.then_some(view.state.answer_by),
        std::cmp::Reverse(view.state.sent_at),
        std::cmp::Reverse(view.id),
    )
}

impl Desk {
    /// Opens a referral's entries under a proof.
    pub(crate) async fn open_referral<A: ReadsEntries>(
        &self,
        proof: &Authorized<A>,
    ) -> AppResult<(Unlogged<OpenReferral>, StreamKeys)> {
        let store = &self.app.0.store;
        let rows = store.fetch_entries(proof, &kinds(CORE), 0).await?;
        let keys = self.keys_in(&store.fetch_wraps(proof).await?);
        let opened = rows.try_map(|rows| {
            let entries = open_entries(StreamKind::Referral, &keys, rows)?;
            let state = fold(&entries);
            Ok::<_, AppError>(OpenReferral { entries, state })
        })?;
        Ok((opened, keys))
    }

    pub(crate) async fn read_referral(&self, id: ReferralId) -> AppResult<(Vec<Opened>, State)> {
        let store = &self.app.0.store;
        let resource = store.relations().referral(id).await?;
        let proof = self.permit::<ReadReferral>(id.0, resource, CORE).await?;
        let (opened, _) = self.open_referral(&proof).await?;
        let note = ReadNote {
            request: self.request,
            objects: vec![id.0],
            compartments: CORE,
        };
        let opened = store.log_read(&proof, note, opened, self.now).await?;
        if opened.state.status.is_none() {
            return Err(AppError::Absent);
        }
        Ok((opened.entries, opened.state))
    }

    /// A referral that a page mentions. Whoever may not read it is shown that it is there and no more; they did not ask for
    /// it, so the ledger does not say that they were refused.
    pub(crate) async fn mentioned(&self, id: ReferralId) -> AppResult<ReferralOnFile> {
        let mut mentioned = ReferralOnFile {
            id,
            view: None,
            can_revoke: false,
        };
        let resource = self.app.0.store.relations().referral(id).await?;
        let Some(resource) = resource.filter(|r| self.may::<ReadReferral>(r, CORE).is_some())
        else {
            return Ok(mentioned);
        };
        mentioned.can_revoke = self.may::<RevokeReferral>(&resource, CORE).is_some();
        match self.read_referral(id).await {
            Ok((_, state)) => mentioned.view = Some(view(id, state, self.now)),
            Err(AppError::Absent) => {}
            Err(other) => return Err(other),
        }
        Ok(mentioned)
    }

    /// What the person's units were asked and have asked.
    pub async fn referrals(&self) -> AppResult<ReferralList> {
        let (mut all, units) = self.all_referrals().await?;
        if self.let_lapse(&all).await? {
            (all, _) = self.all_referrals().await?;
        }
        let (mut received, mut sent): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|v| units.contains(&v.to));
        received.sort_by_key(in_order);
        sent.sort_by_key(in_order);
        let names = self
            .names_of_referrals(received.iter().chain(&sent))
            .await?;
        Ok(ReferralList {
            received,
            sent,
            names,
        })
    }

    async fn all_referrals(&self) -> AppResult<(Vec<ReferralView>, BTreeSet<UnitId>)> {
        let store = &self.app.0.store;
        let mut all = Vec::new();
        let units: BTreeSet<UnitId> = self.principal.memberships.iter().map(|m| m.unit).collect();
        let mut permitted = units.is_empty();
        for unit in &units {
            let resource = store.relations().unit(*unit).await?;
            let proof = match self
                .permit::<ListReferrals>(unit.0, resource, Compartments::NONE)
                .await
            {
                Ok(proof) => proof,
                // A unit in which the person has no casework role adds nothing; only all of them together refuse the page.
                Err(AppError::Absent) => continue,
                Err(other) => return Err(other),
            };
            permitted = true;
            let listed = store.fetch_referrals(&proof, None, PAGE).await?;
            let views = listed
                .try_map(|listed| self.open_listed(listed))
                .map_err(|e: AppError| e)?;
            let objects = views.peek().iter().map(|v| v.id.0).collect();
            let note = ReadNote {
                request: self.request,
                objects,
                compartments: CORE,
            };
            all.extend(store.log_read(&proof, note, views, self.now).await?);
        }
        if !permitted {
            return Err(AppError::Absent);
        }
        Ok((all, units))
    }

    fn open_listed(&self, listed: Vec<Listed>) -> AppResult<Vec<ReferralView>> {
        let mut views = Vec::with_capacity(listed.len());
        for item in listed {
            let keys = self.keys_in(&item.wraps);
            let entries = open_entries(StreamKind::Referral, &keys, item.entries)?;
            let state = fold(&entries);
            if state.status.is_some() {
                views.push(view(item.stream.id.into(), state, self.now));
            }
        }
        Ok(views)
    }

    async fn names_of_referrals(
        &self,
        views: impl Iterator<Item = &ReferralView>,
    ) -> AppResult<Names> {
        let (mut users, mut units) = (BTreeSet::new(), BTreeSet::new());
        for v in views {
            units.extend([v.from, v.to]);
            users.extend(
                v.state
                    .sender
                    .iter()
                    .chain(&v.state.answered_by)
                    .chain(&v.state.assignee),
            );
        }
        self.app.names(users, units).await
    }
}
