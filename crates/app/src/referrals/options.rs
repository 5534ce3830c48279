//! What a referral form may offer: who takes referrals, what may open, and on which ground.

use crate::desk::ALL;
use crate::ops::create::kind_code;
use crate::{AppResult, Desk};
use punte_domain::Moment;
use punte_domain::access::ShareFile;
use punte_domain::code::FileCode;
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::directory::organisation::Kind;
use punte_domain::file::entry::{Basis, ConsentBy};
use punte_domain::id::UnitId;
use punte_domain::pack::SHAREABLE;
use punte_domain::time::Day;
use punte_domain::values::Code;
use punte_store::{ReadNote, UnitRow};

/// Units whose kind says that they take referrals.
const TAKES_REFERRALS: u8 = 2;

/// A unit that can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Which.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Its organisation's name.
    pub organisation: String,
    /// What its organisation is.
    pub kind: Kind,
    /// County code of its organisation; empty for a national body.
    pub county: String,
}

/// A ground on which a share can rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasisOption {
    /// The ground.
    pub basis: Basis,
    /// The last moment until which it carries a share begun now.
    pub until: Moment,
    /// What it covers.
    pub compartments: Compartments,
    /// Whom it covers: units of a consent; empty where it is the kind of the recipient that counts.
    pub recipients: Vec<UnitId>,
    /// Kinds of organisation that a lawful basis covers; empty for a consent.
    pub kinds: Vec<Kind>,
    /// Purpose and consenter of a consent.
    pub consent: Option<(Code, ConsentBy)>,
}

impl BasisOption {
    /// Whether it carries this.
    pub fn covers(&self, to: &Recipient, offered: Compartments) -> bool {
        let whom = self.recipients.contains(&to.unit) || self.kinds.contains(&to.kind);
        whom && offered.iter().all(|kind| self.compartments.has(kind))
    }

    /// The end of a share that is to last up to and including `day`, whose end is `day_end`.
    ///
    /// A day that begins within what the ground carries is cut to it, so that "+30 days" fits a ground of 30 days.
    pub fn until(&self, day_begins: Moment, day_ends: Moment) -> Moment {
        if day_begins <= self.until {
            day_ends.min(self.until)
        } else {
            day_ends
        }
    }
}

/// What the form of a referral can be filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferOptions {
    /// The file.
    pub code: FileCode,
    /// Its version.
    pub version: i64,
    /// The file's cover name, where identity is open.
    pub cover: Option<String>,
    /// Who can be asked, by organisation and name; never the lead itself.
    pub recipients: Vec<Recipient>,
    /// What this sender may let open, in the order of the tabs.
    pub shareable: Vec<CompartmentKind>,
    /// Grounds: consents in force first, then the lawful bases of the pack.
    pub bases: Vec<BasisOption>,
}

impl Desk {
    /// What a referral from this file can offer.
    pub async fn refer_options(&self, code: FileCode) -> AppResult<ReferOptions> {
        let id = self.file_id(code).await?;
        let store = &self.app.0.store;
        let resource = store.relations().file(id).await?;
        let proof = self.permit::<ShareFile>(id.0, resource, ALL).await?;
        let opened = self.open_file(&proof).await?;
        let note = ReadNote {
            request: self.request,
            objects: vec![id.0],
            compartments: proof.compartments(),
        };
        let opened = store.log_read(&proof, note, opened, self.now).await?;
        let recipients = self.recipients(proof.resource().lead).await?;
        let shareable = SHAREABLE
            .into_iter()
            .filter(|kind| proof.compartments().has(*kind))
            .collect();
        let longest = self.now.plus_days(self.app.0.pack.rules().share_days);
        let consents = opened
            .state
            .consents
            .iter()
            .filter(|c| c.holds(self.now))
            .map(|c| BasisOption {
                basis: Basis::Consent(c.id),
                until: c.what.until.min(longest),
                compartments: c.what.compartments,
                recipients: c.what.recipients.clone(),
                kinds: Vec::new(),
                consent: Some((c.what.purpose.clone(), c.what.by)),
            });
        let lawful = self.app.0.pack.bases().iter().map(|b| BasisOption {
            basis: Basis::Lawful(b.id.clone()),
            until: self.now.plus_days(b.days).min(longest),
            compartments: b.compartments,
            recipients: Vec::new(),
            kinds: b.recipients.clone(),
            consent: None,
        });
        Ok(ReferOptions {
            code,
            version: opened.state.version,
            cover: opened.state.cover_name.clone(),
            recipients,
            shareable,
            bases: consents.chain(lawful).collect(),
        })
    }

    /// Units that take referrals, but `lead`.
    async fn recipients(&self, lead: UnitId) -> AppResult<Vec<Recipient>> {
        let relations = self.app.0.store.relations();
        let units = relations.units_at_work().await?;
        let mut found = Vec::new();
        for unit in units.iter().filter(|u| u.id != lead && takes_referrals(u)) {
            let Some(of) = relations.organisation(unit.organisation).await? else {
                continue;
            };
            found.push(Recipient {
                unit: unit.id,
                name: unit.name.clone(),
                organisation: of.name,
                kind: kind_of(of.kind),
                county: of.county,
            });
        }
        let key = |text: &str| punte_words::sort_key(punte_words::Lang::Ro, text);
        found.sort_by_cached_key(|r: &Recipient| (key(&r.organisation), key(&r.name)));
        Ok(found)
    }

    /// What kind of body a unit belongs to; `None` where it takes no referrals.
    pub(crate) async fn kind_of_recipient(&self, unit: UnitId) -> AppResult<Option<Kind>> {
        let relations = self.app.0.store.relations();
        // Only units at work: a closed one takes nothing.
        let units = relations.units_at_work().await?;
        let Some(row) = units.iter().find(|u| u.id == unit && takes_referrals(u)) else {
            return Ok(None);
        };
        Ok(relations
            .organisation(row.organisation)
            .await?
            .map(|of| kind_of(of.kind)))
    }

    /// First and last moment of a calendar day.
    pub fn bounds_of(&self, day: Day) -> (Moment, Moment) {
        let begins = self.app.start_of(day);
        let ends = day
            .tomorrow()
            .map_or(begins, |next| Moment(self.app.start_of(next).0 - 1));
        (begins, ends)
    }
}

fn takes_referrals(unit: &UnitRow) -> bool {
    unit.kind & TAKES_REFERRALS != 0 && !unit.public.is_empty()
}

/// A number that no kind has is read as the kind that no lawful basis favours.
fn kind_of(code: u8) -> Kind {
    [
        Kind::Ngo,
        Kind::Dgaspc,
        Kind::Police,
        Kind::Prosecution,
        Kind::Donor,
        Kind::Other,
    ]
    .into_iter()
    .find(|kind| kind_code(*kind) == code)
    .unwrap_or(Kind::Donor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_within_the_ground_is_cut_to_it() {
        let ground = BasisOption {
            basis: Basis::Lawful("vital_interest".into()),
            until: Moment(100),
            compartments: Compartments::NONE,
            recipients: Vec::new(),
            kinds: Vec::new(),
            consent: None,
        };
        assert_eq!(ground.until(Moment(10), Moment(20)), Moment(20));
        assert_eq!(ground.until(Moment(90), Moment(110)), Moment(100));
        assert_eq!(
            ground.until(Moment(101), Moment(110)),
            Moment(110),
            "too long stays too long and is refused"
        );
    }

    #[test]
    fn every_kind_is_found_by_its_number() {
        for kind in [
            Kind::Ngo,
            Kind::Dgaspc,
            Kind::Police,
            Kind::Prosecution,
            Kind::Donor,
            Kind::Other,
        ] {
            assert_eq!(kind_of(kind_code(kind)), kind);
        }
        assert_eq!(kind_of(200), Kind::Donor);
    }
}
