//! Sending: what the recipient will see is computed once, shown as a preview, and sent as shown.

use crate::desk::ALL;
use crate::files::Post;
use crate::files::command::refused;
use crate::journal::{Draft, Pen, unit_public};
use crate::keyring::{StreamKeys, wrap_to};
use crate::names::Names;
use crate::settle::TRIES;
use crate::{AppError, AppResult, Desk, Invalid};
use punte_domain::access::{Grantee, ReadFile, ShareFile};
use punte_domain::code::FileCode;
use punte_domain::compartment::{Compartment, CompartmentKind, Compartments};
use punte_domain::file::entry::Basis;
use punte_domain::id::{FileId, ReferralId, StreamId, UnitId};
use punte_domain::referral::{self, Payload};
use punte_domain::values::{Code, Urgency};
use punte_domain::{AnyEntry, Authorized, Moment, StreamKind, file};
use punte_store::{ReadNote, StreamRow, WrapRow, WrapState};
use punte_vault::StreamKey;
use std::collections::BTreeSet;

/// What the referral form holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralForm {
    /// Who is asked.
    pub to: UnitId,
    /// Which service (list `service`).
    pub service: Code,
    /// How soon.
    pub urgency: Urgency,
    /// Why and what for, in words that name nobody.
    pub summary: String,
    /// What opens on acceptance.
    pub offered: Compartments,
    /// Why that is lawful.
    pub basis: Basis,
    /// Until when the share would last.
    pub until: Moment,
}

/// Exactly what the recipient will see, before and after accepting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Before: the payload and nothing else.
    pub payload: Payload,
    /// After: the entries of the offered compartments as they stand, newest first. More may be written while the share lasts.
    pub opens: Vec<crate::files::TimelineItem>,
    /// The names that open with identity; none where identity isn't offered.
    pub names_open: Vec<String>,
    /// Compartments that exist, are open to the sender and stay shut to the recipient.
    pub stay_shut: Compartments,
    /// Rules that sending now would break.
    pub problems: Vec<Invalid>,
    /// Whether the summary, which is read before acceptance, has a word of the child's name in it.
    pub names_child: bool,
    /// Names of everybody mentioned.
    pub names: Names,
}

impl Desk {
    /// What the recipient would see if this were sent.
    pub async fn preview_referral(
        &self,
        code: FileCode,
        form: &ReferralForm,
    ) -> AppResult<Preview> {
        let id = self.file_id(code).await?;
        let store = &self.app.0.store;
        let resource = store.relations().file(id).await?;
        let proof = self.permit::<ShareFile>(id.0, resource, ALL).await?;
        let resource = store.relations().file(id).await?;
        let read = self.permit::<ReadFile>(id.0, resource, ALL).await?;
        let opened = self.open_file(&read).await?;
        let note = ReadNote {
            request: self.request,
            objects: vec![id.0],
            compartments: proof.compartments(),
        };
        let opened = store.log_read(&proof, note, opened, self.now).await?;
        let (unit, role) = self.acting(&proof)?;
        let payload = payload(id, form, &opened.state, self);
        let mut problems = self.beyond_the_domain(form, proof.compartments()).await?;
        let ctx = self.ctx(unit, role);
        let send = send_command(form, payload.clone(), &opened.state);
        if let Err(refusal) = referral::decide(&referral::State::default(), &send, &ctx) {
            problems.push(Invalid::new(refusal.field(), refusal.code()));
        }
        if let Err(refusal) = file::decide(
            &opened.state,
            &share_command(form, ReferralId([0; 16])),
            &ctx,
        ) {
            problems.push(Invalid::new(refusal.field(), refusal.code()));
        }
        let mut said = Vec::new();
        problems.retain(|p| {
            let new = !said.contains(p);
            said.push(p.clone());
            new
        });
        let person = match opened.state.person {
            Some(person) => self.person(person).await.ok(),
            None => None,
        };
        let names: Vec<String> = person
            .map(|p| p.names.iter().map(|n| n.value.display()).collect())
            .unwrap_or_default();
        let names_child = mentions(&form.summary, &names);
        let names_open = if form.offered.has(CompartmentKind::Identity) {
            names
        } else {
            Vec::new()
        };
        let stay_shut = proof
            .compartments()
            .iter()
            .filter(|k| !form.offered.has(*k))
            .collect();
        let mut opens: Vec<_> = opened
            .entries
            .into_iter()
            .filter(|o| form.offered.has(o.envelope.compartment.kind()))
            .map(|o| crate::files::TimelineItem {
                envelope: o.envelope,
                entry: o.entry,
            })
            .collect();
        opens.reverse();
        let users = opens.iter().map(|i| i.envelope.author).collect();
        let units = opens
            .iter()
            .map(|i| i.envelope.unit)
            .chain([form.to, unit])
            .collect();
        Ok(Preview {
            payload,
            opens,
            names_open,
            stay_shut,
            problems,
            names_child,
            names: self.app.names(users, units).await?,
        })
    }

    /// Sends it.
    pub async fn send_referral(
        &self,
        code: FileCode,
        form: &ReferralForm,
        post: Post,
    ) -> AppResult<ReferralId> {
        let id = self.file_id(code).await?;
        let outcome = self.ask_and_send(id, form, post).await;
        self.or_first_answer(id, post.id, form, outcome).await
    }

    async fn ask_and_send(
        &self,
        id: FileId,
        form: &ReferralForm,
        post: Post,
    ) -> AppResult<ReferralId> {
        let resource = self.app.0.store.relations().file(id).await?;
        let proof = self.permit::<ShareFile>(id.0, resource, ALL).await?;
        let problems = self.beyond_the_domain(form, proof.compartments()).await?;
        if !problems.is_empty() {
            return Err(AppError::Invalid(problems));
        }
        for _ in 0..TRIES {
            if let Some(referral) = self.try_send(&proof, id, form, post).await? {
                return Ok(referral);
            }
        }
        Err(AppError::Unavailable)
    }

    /// What the deciders can't know: what this sender may share, and what kind of body the recipient is.
    async fn beyond_the_domain(
        &self,
        form: &ReferralForm,
        may: Compartments,
    ) -> AppResult<Vec<Invalid>> {
        let mut problems = Vec::new();
        if form.offered.iter().any(|kind| !may.has(kind)) {
            problems.push(Invalid::new("compartments", "compartments-not-shareable"));
        }
        let Some(kind) = self.kind_of_recipient(form.to).await? else {
            problems.push(Invalid::new("to", "recipient-takes-no-referrals"));
            return Ok(problems);
        };
        if let Basis::Lawful(code) = &form.basis
            && let Some(basis) = self.app.0.pack.basis(code)
            && basis.covers_compartments(form.offered)
            && !basis.covers(kind, form.offered)
        {
            problems.push(Invalid::new("basis", "basis-not-for-recipient"));
        }
        Ok(problems)
    }

    async fn try_send(
        &self,
        proof: &Authorized<ShareFile>,
        id: FileId,
        form: &ReferralForm,
        post: Post,
    ) -> AppResult<Option<ReferralId>> {
        let store = &self.app.0.store;
        let (unit, role) = self.acting(proof)?;
        let ctx = self.ctx(unit, role);
        let resource = store.relations().file(id).await?;
        let read = self.permit::<ReadFile>(id.0, resource, ALL).await?;
        let opened = self.open_file(&read).await?;
        let referral = ReferralId(self.app.new_id());
        let state = opened.peek().state.clone();
        let command = send_command(form, payload(id, form, &state, self), &state);
        let sent =
            referral::decide(&referral::State::default(), &command, &ctx).map_err(refused)?;
        let shared = file::decide(&state, &share_command(form, referral), &ctx).map_err(refused)?;

        let mut draft = Draft::default();
        let recipient = store
            .relations()
            .unit_row(form.to)
            .await?
            .ok_or(AppError::Absent)?;
        if recipient.public.is_empty() {
            return Err(AppError::invalid("to", "recipient-missing"));
        }
        let to = unit_public(&recipient)?;
        // The referral's own stream, open to both sides.
        let mut own = self.new_referral(&mut draft, referral, unit, form.to, &to)?;
        let sent = own.write(
            &mut draft,
            sent.into_iter()
                .map(|d| d.map(AnyEntry::Referral))
                .collect(),
            None,
        )?;
        self.follow_up_plain(&mut draft, &own, &[], &sent).await?;
        draft.put(own.stream.clone());
        // The file's stream says that it was shared; the offered keys wait for acceptance.
        let stream = store
            .relations()
            .stream(id.into())
            .await?
            .ok_or(AppError::Absent)?;
        let wraps = store.relations().wraps_for(id.into()).await?;
        let keys = self.keys_in(&store.fetch_wraps(proof).await?);
        let mut pen = self.pen(unit, stream, keys, wraps).await?;
        let offer = Offer {
            referral,
            until: form.until,
            unit: form.to,
            to: &to,
        };
        self.offer(&mut draft, &mut pen, &state, form.offered, &offer)
            .await?;
        let decided = shared.into_iter().map(|d| d.map(AnyEntry::File)).collect();
        let written = pen.write(&mut draft, decided, Some(post.id))?;
        let after = opened.map(|before| crate::files::command::after(before, &written));
        self.follow_up(&mut draft, &mut pen, (&state, after.peek()), &written, None)
            .await?;
        draft.put(pen.stream.clone());

        self.settle(proof, draft, post.id, form, referral).await
    }

    fn new_referral(
        &self,
        draft: &mut Draft,
        referral: ReferralId,
        from: UnitId,
        to: UnitId,
        to_public: &punte_vault::UnitPublic,
    ) -> AppResult<Pen<'_>> {
        let rng = &*self.app.0.rng;
        let stream = StreamRow {
            id: referral.into(),
            kind: StreamKind::Referral,
            lead: from,
            peer: Some(to),
            version: 0,
            state: StreamRow::OPEN,
        };
        let key = StreamKey::generate(1, rng);
        let own = self.ring.unit(from).ok_or(AppError::Absent)?.public();
        let mut wraps = Vec::new();
        for (public, unit) in [(&own, from), (to_public, to)] {
            let row = wrap_to(
                rng,
                stream.id,
                Compartment::Core,
                &key,
                (public, Grantee::Unit(unit)),
            )?;
            draft.put(row.clone());
            wraps.push(row);
        }
        let mut keys = StreamKeys::default();
        keys.insert(Compartment::Core, key);
        Ok(self.new_pen_on(from, stream, keys, wraps))
    }

    /// Wraps the offered compartments, and the person's identity with the file's, to the recipient: opened by nobody until accepted.
    async fn offer(
        &self,
        draft: &mut Draft,
        pen: &mut Pen<'_>,
        state: &file::State,
        offered: Compartments,
        offer: &Offer<'_>,
    ) -> AppResult<()> {
        for kind in offered.iter() {
            let compartment = Compartment::from_parts(kind, [0; 16]).ok_or(AppError::Absent)?;
            for key in pen.keys.all(compartment) {
                let row = offer.wrap(self, pen.stream.id, compartment, key)?;
                pen.wraps.push(row.clone());
                draft.put(row);
            }
        }
        if let (true, Some(person)) = (offered.has(CompartmentKind::Identity), state.person) {
            let keys = self.identity_keys(person).await?;
            if !keys.has(Compartment::Identity) {
                return Err(AppError::Absent);
            }
            for key in keys.all(Compartment::Identity) {
                draft.put(offer.wrap(self, person.into(), Compartment::Identity, key)?);
            }
        }
        Ok(())
    }
}

/// Whether a text has a word of somebody's name in it, with or without diacritics. Words of two letters are no name.
fn mentions(text: &str, names: &[String]) -> bool {
    let said: BTreeSet<String> = punte_words::tokens(text);
    names
        .iter()
        .flat_map(|name| punte_words::tokens(name))
        .any(|word| word.chars().count() > 2 && said.contains(&word))
}

struct Offer<'a> {
    referral: ReferralId,
    until: Moment,
    unit: UnitId,
    to: &'a punte_vault::UnitPublic,
}

impl Offer<'_> {
    fn wrap(
        &self,
        desk: &Desk,
        stream: StreamId,
        compartment: Compartment,
        key: &StreamKey,
    ) -> AppResult<WrapRow> {
        let to = (
            self.to as &dyn punte_vault::Recipient,
            Grantee::Unit(self.unit),
        );
        let row = wrap_to(&*desk.app.0.rng, stream, compartment, key, to)?;
        Ok(WrapRow {
            referral: self.referral,
            state: WrapState::Offered,
            until: Some(self.until),
            ..row
        })
    }
}

fn payload(id: FileId, form: &ReferralForm, state: &file::State, desk: &Desk) -> Payload {
    Payload {
        file: id,
        service: form.service.clone(),
        urgency: form.urgency,
        age: state.basics.age.band(desk.today()),
        sex: state.basics.sex,
        county: state.basics.county.clone(),
        summary: form.summary.clone(),
        offered: form.offered,
        basis: form.basis.clone(),
        until: form.until,
    }
}

fn send_command(form: &ReferralForm, payload: Payload, state: &file::State) -> referral::Command {
    let consent = match &form.basis {
        Basis::Consent(id) => state.consents.iter().find(|c| c.id == *id).cloned(),
        Basis::Lawful(_) => None,
    };
    referral::Command::Send {
        payload,
        to: form.to,
        consent,
    }
}

fn share_command(form: &ReferralForm, referral: ReferralId) -> file::Command {
    file::Command::Share {
        unit: form.to,
        compartments: form.offered,
        basis: form.basis.clone(),
        referral: Some(referral),
        until: form.until,
    }
}
