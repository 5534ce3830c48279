//! Where alarms go, who raised which, and what became of them.

use super::{ConcernView, INTAKE};
use crate::files::code_of;
use crate::files::open::Opened;
use crate::files::{NewFile, Post, Written};
use crate::names::Names;
use crate::referrals::CORE;
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{Membership, RaiseConcern, ReadFile, Role, TriageConcern};
use punte_domain::code::FileCode;
use punte_domain::compartment::Compartments;
use punte_domain::concern::{Command, Outcome};
use punte_domain::id::{ConcernId, FileId, StreamId, UnitId};
use punte_domain::values::Urgency;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Concerns raised by one's units that a list shows, newest first.
const RAISED: usize = 50;

/// Untriaged first, then newest.
pub(super) fn in_order(views: &mut [ConcernView]) {
    views.sort_by_key(|v| (v.state.triage.is_some(), Reverse(v.state.raised_at)));
}

/// A unit that takes in concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// Which.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Its organisation's name.
    pub organisation: String,
    /// County code of its organisation; empty for a national body.
    pub county: String,
    /// Whether the person belongs to it.
    pub own: bool,
}

/// The person's concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcernLists {
    /// Of the units in which the person triages, untriaged first; `None` where the person triages nowhere.
    pub intake: Option<Vec<ConcernView>>,
    /// Raised by the person's units to others, newest first.
    pub raised: Vec<ConcernView>,
    /// Names of everybody mentioned.
    pub names: Names,
}

impl Desk {
    /// Where an alarm can go: one's own unit first, then those of one's county, then by name.
    pub async fn raise_options(&self) -> AppResult<Vec<Intake>> {
        let relations = self.app.0.store.relations();
        let units = relations.units_at_work().await?;
        let mine: BTreeSet<UnitId> = self.principal.memberships.iter().map(|m| m.unit).collect();
        let (mut found, mut counties) = (Vec::new(), BTreeSet::new());
        for unit in &units {
            let Some(of) = relations.organisation(unit.organisation).await? else {
                continue;
            };
            let own = mine.contains(&unit.id);
            if own {
                counties.insert(of.county.clone());
            }
            if unit.kind & INTAKE != 0 {
                let (unit, name) = (unit.id, unit.name.clone());
                found.push(Intake {
                    unit,
                    name,
                    organisation: of.name,
                    county: of.county,
                    own,
                });
            }
        }
        let key = |text: &str| punte_words::sort_key(punte_words::Lang::Ro, text);
        found.sort_by_cached_key(|i| {
            (
                !i.own,
                !counties.contains(&i.county),
                key(&i.organisation),
                key(&i.name),
            )
        });
        let first = found.first().map(|i| i.unit);
        let resource = match first {
            Some(unit) => relations.unit(unit).await?,
            None => None,
        };
        self.permit::<RaiseConcern>(first.map_or([0; 16], |u| u.0), resource, Compartments::NONE)
            .await?;
        Ok(found)
    }

    /// In the name of which unit somebody raises an alarm: the intake unit itself if they work in it, else their first casework unit.
    pub(crate) fn raises_as(&self, intake: UnitId) -> Option<&Membership> {
        let works = |m: &&Membership| {
            let casework = match m.role {
                Role::CaseManager
                | Role::Psychologist
                | Role::Lawyer
                | Role::PoliceLiaison
                | Role::ProsecutorLiaison
                | Role::Supervisor => true,
                Role::MonitoringOfficer | Role::DataProtectionOfficer | Role::Administrator => {
                    false
                }
            };
            casework && self.ring.unit(m.unit).is_some()
        };
        let memberships = || self.principal.memberships.iter().filter(works);
        memberships()
            .find(|m| m.unit == intake)
            .or_else(|| memberships().next())
    }

    /// The concerns that the person triages, and those that their units raised to others.
    pub async fn concern_lists(&self) -> AppResult<ConcernLists> {
        let intake = match self.concerns().await {
            Ok(list) => Some(list),
            Err(AppError::Absent) => None,
            Err(other) => return Err(other),
        };
        if intake.is_none() && self.raises_as(UnitId([0; 16])).is_none() {
            return Err(AppError::Absent);
        }
        let raised = self.raised(intake.as_deref().unwrap_or_default()).await?;
        let views = || intake.iter().flatten().chain(&raised);
        let users = views().filter_map(|v| v.state.raised_by).collect();
        let units = views()
            .flat_map(|v| v.state.intake.into_iter().chain(v.state.raised_in))
            .collect();
        let names = self.app.names(users, units).await?;
        Ok(ConcernLists {
            intake,
            raised,
            names,
        })
    }

    /// What the person's units hold a key to without triaging it: what they raised.
    async fn raised(&self, seen: &[ConcernView]) -> AppResult<Vec<ConcernView>> {
        let relations = self.app.0.store.relations();
        let units: BTreeSet<UnitId> = self.principal.memberships.iter().map(|m| m.unit).collect();
        let mut held: BTreeSet<StreamId> = BTreeSet::new();
        for unit in units {
            held.extend(relations.concerns_open_to(unit, self.now).await?);
        }
        held.retain(|id| !seen.iter().any(|v| StreamId::from(v.id) == *id));
        // Identifiers begin with the moment of their making.
        let newest = held.into_iter().rev().take(RAISED);
        let mut views = Vec::new();
        for id in newest {
            match self.concern(id.into()).await {
                Ok(view) => views.push(view),
                Err(AppError::Absent) => {}
                Err(other) => return Err(other),
            }
        }
        // What was taken over from elsewhere has its identifier from that day, not from the day of the alarm.
        in_order(&mut views);
        Ok(views)
    }

    /// The file that triage named, where it is open to the reader.
    pub(crate) async fn file_of_outcome(&self, outcome: &Outcome) -> AppResult<Option<FileCode>> {
        let (Outcome::FileOpened { file } | Outcome::LinkedToFile { file }) = outcome else {
            return Ok(None);
        };
        let resource = self.app.0.store.relations().file(*file).await?;
        Ok(resource
            .filter(|r| self.may::<ReadFile>(r, CORE).is_some())
            .map(|_| code_of(*file)))
    }

    /// A concern as its triage sees it.
    pub async fn concern_to_triage(&self, id: ConcernId) -> AppResult<ConcernView> {
        let resource = self.app.0.store.relations().concern(id).await?;
        self.permit::<TriageConcern>(id.0, resource, CORE).await?;
        self.concern(id).await
    }

    /// Opens a file from a concern and triages the concern with it. Sending the form again finds both done.
    pub async fn open_file_from(
        &self,
        id: ConcernId,
        form: &NewFile,
        urgency: Urgency,
        (opens, triages): (Post, Post),
    ) -> AppResult<Opened> {
        let resource = self.app.0.store.relations().concern(id).await?;
        let proof = self.permit::<TriageConcern>(id.0, resource, CORE).await?;
        let (unit, _) = self.acting(&proof)?;
        let view = self.concern(id).await?;
        if let Some(triage) = &view.state.triage {
            return self.opened_already(&triage.outcome).await;
        }
        let form = NewFile {
            from_concern: Some(id),
            ..form.clone()
        };
        let opened = self.open_new_file(unit, &form, opens).await?;
        let command = Command::Triage {
            outcome: Outcome::FileOpened { file: opened.id },
            urgency,
        };
        self.write_concern(id, command, triages).await?;
        Ok(opened)
    }

    async fn opened_already(&self, outcome: &Outcome) -> AppResult<Opened> {
        match (outcome, self.file_of_outcome(outcome).await?) {
            (Outcome::FileOpened { file }, Some(code)) => Ok(Opened { id: *file, code }),
            _ => Err(AppError::invalid("", "already-triaged")),
        }
    }

    /// Triages a concern as belonging to a file that the person can read.
    pub async fn link_concern(
        &self,
        id: ConcernId,
        code: FileCode,
        urgency: Urgency,
        post: Post,
    ) -> AppResult<Written> {
        let resource = self.app.0.store.relations().concern(id).await?;
        self.permit::<TriageConcern>(id.0, resource, CORE).await?;
        let file: FileId = self.file_id(code).await?;
        let resource = self.app.0.store.relations().file(file).await?;
        match self.permit::<ReadFile>(file.0, resource, CORE).await {
            Ok(_) => {}
            Err(AppError::Absent) => return Err(AppError::invalid("file", "file-not-open")),
            Err(other) => return Err(other),
        }
        let outcome = Outcome::LinkedToFile { file };
        self.write_concern(id, Command::Triage { outcome, urgency }, post)
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use punte_domain::Moment;
    use punte_domain::concern::{State, Triage};
    use punte_domain::id::UserId;

    #[test]
    fn whatever_the_identifiers_say_the_newest_alarm_comes_first() {
        let triaged = Triage {
            outcome: Outcome::PassedOn { to: String::new() },
            urgency: Urgency::Ordinary,
            at: Moment(4),
            by: UserId([0; 16]),
        };
        let view = |id: u8, at: i64, triage: Option<&Triage>| ConcernView {
            id: ConcernId([id; 16]),
            state: State {
                raised_at: Some(Moment(at)),
                triage: triage.cloned(),
                ..State::default()
            },
            history: Vec::new(),
            version: 1,
            can_triage: false,
            file: None,
            names: Names::default(),
        };
        let mut views = vec![
            view(9, 1, Some(&triaged)),
            view(8, 3, Some(&triaged)),
            view(7, 2, None),
        ];
        in_order(&mut views);
        let ids: Vec<_> = views.iter().map(|v| v.id.0[0]).collect();
        assert_eq!(ids, [7, 8, 9]);
    }
}
