//! Keys that move with the lead, and keys that go when access ends: thrown away at once, and made anew for those who stay, so
//! that whoever kept a copy of what they held opens nothing that is written from then on.

use crate::files::read::OpenFileState;
use crate::files::roster::holders;
use crate::journal::{Draft, Opened, Pen};
use crate::keyring::{StreamKeys, wrap_to};
use crate::{AppResult, Desk};
use punte_domain::access::Grantee;
use punte_domain::compartment::{Compartment, CompartmentKind, Compartments};
use punte_domain::id::{PersonId, UnitId};
use punte_domain::{AnyEntry, Moment, file};
use punte_store::{RowKey, WrapRow, WrapState};
use punte_vault::Recipient;
use std::collections::BTreeSet;

/// How long somebody who is offered the lead may read before answering.
const OFFER_DAYS: i64 = 14;
/// What the lead holds, and what passes with it. Therapy and counsel stay with the discipline that keeps them.
const LED: [Compartment; 4] = [
    Compartment::Core,
    Compartment::Identity,
    Compartment::Whereabouts,
    Compartment::Justice,
];

/// The two streams that a file's keys lie in: its own, by the pen, and that of the person whom it is about.
struct Keys<'p, 'd> {
    pen: &'p mut Pen<'d>,
    person: Option<PersonId>,
    of_person: Vec<WrapRow>,
}

/// What somebody lost with this change.
#[derive(Default)]
struct Lost {
    of_file: BTreeSet<Compartment>,
    identity: bool,
}

impl Desk {
    /// What entries do to keys. The end of a share, and the lead passing on, take away what the unit held but for its own
    /// record (ruling 1). Who is offered the lead may read core and identity to decide; the rest waits for acceptance.
    pub(super) async fn move_keys(
        &self,
        draft: &mut Draft,
        pen: &mut Pen<'_>,
        after: &OpenFileState,
        written: &[Opened],
    ) -> AppResult<()> {
        let state = &after.state;
        let moves = written.iter().any(|o| moves_keys(&o.entry));
        if !moves && state.transfer.is_none() {
            return Ok(());
        }
        let of_person = match state.person {
            Some(person) => {
                self.app
                    .0
                    .store
                    .relations()
                    .wraps_for(person.into())
                    .await?
            }
            None => Vec::new(),
        };
        let mut keys = Keys {
            pen,
            person: state.person,
            of_person,
        };
        let mut lost = Lost::default();
        for opened in written {
            let AnyEntry::File(entry) = &opened.entry else {
                continue;
            };
            match entry {
                file::Entry::ShareEnded { unit, .. } => {
                    self.take_away(draft, &mut keys, *unit, state, &mut lost);
                    // What was only offered, and thrown away by whoever declined, was shared as well.
                    let ended = state.shares.iter().filter(|s| {
                        s.unit == *unit && s.ended.as_ref().is_some_and(|(at, _)| *at == self.now)
                    });
                    lost.shared(ended.fold(Compartments::NONE, |all, s| {
                        Compartments(all.0 | s.compartments.0)
                    }));
                }
                file::Entry::TransferAccepted => {
                    let before = std::mem::replace(&mut keys.pen.stream.lead, keys.pen.unit);
                    put_in_force(draft, &mut keys);
                    self.take_away(draft, &mut keys, before, state, &mut lost);
                }
                file::Entry::TransferDeclined { .. } => {
                    let unit = keys.pen.unit;
                    drop_offer(draft, &mut keys, unit, &mut lost);
                }
                file::Entry::TransferWithdrawn => {
                    let lead = keys.pen.stream.lead;
                    let units: Vec<UnitId> = holders(&keys.pen.wraps, CompartmentKind::Core)
                        .filter(|unit| *unit != lead)
                        .collect();
                    for unit in units {
                        drop_offer(draft, &mut keys, unit, &mut lost);
                    }
                }
                // No other entry moves keys.
                _ => {}
            }
        }
        if let Some((to, since)) = state.transfer
            && keys.pen.unit == keys.pen.stream.lead
        {
            let until = since.plus_days(OFFER_DAYS);
            self.offer_lead(draft, &mut keys, to, until).await?;
        }
        self.renew_lost(draft, keys, lost).await
    }

    /// Takes from a unit what neither its own record nor a share that goes on gives it, and its line of the roster.
    fn take_away(
        &self,
        draft: &mut Draft,
        keys: &mut Keys<'_, '_>,
        unit: UnitId,
        state: &file::State,
        lost: &mut Lost,
    ) {
        let grantee = Grantee::Unit(unit);
        let lives: Vec<_> = state
            .live_shares(self.now)
            .filter(|s| s.unit == unit)
            .map(|s| s.referral)
            .collect();
        let leads = unit == keys.pen.stream.lead;
        let offered = state.transfer.is_some_and(|(to, _)| to == unit);
        let (file, of_file) = (keys.pen.stream.id, keys.pen.wraps.clone());
        // A compartment that nobody else holds has only this unit's entries in it: without its key they would be lost to all.
        let alone = |row: &WrapRow| {
            let same = |other: &&WrapRow| {
                (other.object, other.compartment, other.owner)
                    == (row.object, row.compartment, row.owner)
            };
            let all = of_file.iter().filter(same);
            all.filter(|o| o.holds(self.now))
                .all(|o| o.grantee == grantee)
        };
        let keep = |row: &WrapRow| {
            let unasked = row.referral == WrapRow::NO_REFERRAL;
            row.grantee != grantee
                || row.compartment == CompartmentKind::Own
                || lives.contains(&Some(row.referral))
                || (unasked && (leads || (offered && row.until.is_some())))
                || (unasked && row.object == file && alone(row))
        };
        let (stay, gone) = std::mem::take(&mut keys.pen.wraps)
            .into_iter()
            .partition(&keep);
        let (persons, persons_gone): (Vec<_>, Vec<_>) = std::mem::take(&mut keys.of_person)
            .into_iter()
            .partition(&keep);
        keys.pen.wraps = stay;
        keys.of_person = persons;
        throw_away(draft, keys, grantee, gone, persons_gone, lost);
    }

    /// Wraps what the lead holds to the unit that is offered it, as far as that has not been done: a compartment may be born
    /// while the offer stands. An offer that has run out is topped up no more.
    async fn offer_lead(
        &self,
        draft: &mut Draft,
        keys: &mut Keys<'_, '_>,
        to: UnitId,
        until: Moment,
    ) -> AppResult<()> {
        if until <= self.now {
            return Ok(());
        }
        let public = self.public_of(to).await?;
        let of_identity = match keys.person {
            Some(person) => self.identity_keys(person).await?,
            None => StreamKeys::default(),
        };
        let to = (&public as &dyn Recipient, Grantee::Unit(to));
        let rng = &*self.app.0.rng;
        let until = Some(until);
        let Keys { pen, of_person, .. } = keys;
        for compartment in LED {
            for key in pen.keys.all(compartment) {
                if is_offered(&pen.wraps, to.1, key.id().0) {
                    continue;
                }
                let state = if matches!(compartment, Compartment::Core | Compartment::Identity) {
                    WrapState::Active
                } else {
                    WrapState::Offered
                };
                let wrap = wrap_to(rng, pen.stream.id, compartment, key, to)?;
                let wrap = WrapRow {
                    state,
                    until,
                    ..wrap
                };
                pen.wraps.push(wrap.clone());
                draft.put(wrap);
            }
        }
        let Some(person) = keys.person else {
            return Ok(());
        };
        for key in of_identity.all(Compartment::Identity) {
            if !is_offered(of_person, to.1, key.id().0) {
                let wrap = wrap_to(rng, person.into(), Compartment::Identity, key, to)?;
                let wrap = WrapRow { until, ..wrap };
                of_person.push(wrap.clone());
                draft.put(wrap);
            }
        }
        Ok(())
    }

    /// New keys for what somebody lost, of the file and of the person.
    async fn renew_lost(&self, draft: &mut Draft, keys: Keys<'_, '_>, lost: Lost) -> AppResult<()> {
        keys.pen.renew_all(draft, &lost.of_file).await?;
        if let (true, Some(person)) = (lost.identity, keys.person) {
            let wraps = &keys.of_person;
            self.renew_stream(draft, person.into(), Compartment::Identity, wraps)
                .await?;
        }
        Ok(())
    }
}

impl Lost {
    fn row(&mut self, row: &WrapRow, of_file: bool) {
        if of_file {
            self.of_file.extend(row.compartment());
        } else {
            self.identity = true;
        }
    }

    /// Identity stands for the file's and the person's.
    fn shared(&mut self, kinds: Compartments) {
        let compartments = kinds
            .iter()
            .filter_map(|k| Compartment::from_parts(k, [0; 16]));
        self.of_file.extend(compartments);
        self.identity |= kinds.has(CompartmentKind::Identity);
    }
}

fn moves_keys(entry: &AnyEntry) -> bool {
    matches!(
        entry,
        AnyEntry::File(
            file::Entry::ShareEnded { .. }
                | file::Entry::TransferOffered { .. }
                | file::Entry::TransferAccepted
                | file::Entry::TransferDeclined { .. }
                | file::Entry::TransferWithdrawn
        )
    )
}

/// The lead is taken over: everything that was offered with it opens, and without an end.
fn put_in_force(draft: &mut Draft, keys: &mut Keys<'_, '_>) {
    let unit = keys.pen.unit;
    let persons = offered_to(&mut keys.of_person, unit);
    for row in offered_to(&mut keys.pen.wraps, unit).chain(persons) {
        row.state = WrapState::Active;
        row.until = None;
        draft.put(row.clone());
    }
}

/// Declined or taken back: the wraps that the offer made are gone at once.
fn drop_offer(draft: &mut Draft, keys: &mut Keys<'_, '_>, unit: UnitId, lost: &mut Lost) {
    let is_offer = |row: &WrapRow| is_offered_to(row, unit);
    let (gone, stay) = std::mem::take(&mut keys.pen.wraps)
        .into_iter()
        .partition(is_offer);
    let (persons_gone, persons) = std::mem::take(&mut keys.of_person)
        .into_iter()
        .partition(is_offer);
    keys.pen.wraps = stay;
    keys.of_person = persons;
    throw_away(draft, keys, Grantee::Unit(unit), gone, persons_gone, lost);
}

fn throw_away(
    draft: &mut Draft,
    keys: &Keys<'_, '_>,
    grantee: Grantee,
    gone: Vec<WrapRow>,
    persons_gone: Vec<WrapRow>,
    lost: &mut Lost,
) {
    for (rows, of_file) in [(gone, true), (persons_gone, false)] {
        for row in rows {
            draft.throw_away(RowKey::from(&row));
            lost.row(&row, of_file);
        }
    }
    let core = |w: &WrapRow| w.grantee == grantee && w.compartment == CompartmentKind::Core;
    if !keys.pen.wraps.iter().any(core) {
        let stream = keys.pen.stream.id;
        draft.throw_away(RowKey::Roster { grantee, stream });
    }
}

/// A wrap that an offer of the lead made for this unit: not by a referral, and with an end.
fn is_offered_to(row: &WrapRow, unit: UnitId) -> bool {
    row.grantee == Grantee::Unit(unit)
        && row.referral == WrapRow::NO_REFERRAL
        && row.until.is_some()
}

fn offered_to(wraps: &mut [WrapRow], unit: UnitId) -> impl Iterator<Item = &mut WrapRow> {
    wraps.iter_mut().filter(move |row| is_offered_to(row, unit))
}

fn is_offered(wraps: &[WrapRow], to: Grantee, key: [u8; 8]) -> bool {
    let same = |w: &&WrapRow| w.grantee == to && w.key_id == key;
    let mut same = wraps.iter().filter(same);
    same.any(|w| w.referral == WrapRow::NO_REFERRAL)
}
