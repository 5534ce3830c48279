//! Each act of a script as the call of the application that it stands for.

use super::{Stage, known};
use crate::demo::people::Who;
use crate::demo::script::{Act, Agreement, Asking, Sitting};
use punte_app::files::NewFile;
use punte_app::referrals::ReferralForm;
use punte_app::{AppError, Desk};
use punte_domain::Moment;
use punte_domain::concern;
use punte_domain::file::entry::{Consent, Task};
use punte_domain::file::{Command, SessionNote};
use punte_domain::id::{ConsentId, ServiceId, TaskId};
use punte_domain::referral;
use punte_domain::values::Answer;

impl Stage<'_> {
    pub(super) async fn on_file(
        &mut self,
        desk: &Desk,
        who: Who,
        act: Act,
    ) -> Result<(), AppError> {
        let command = match act {
            Act::Open(opening) => {
                let form = NewFile {
                    cover_name: opening.cover,
                    name: Some(opening.name),
                    cnp: opening.cnp,
                    basics: opening.basics,
                    from_concern: self.made.concern.filter(|_| opening.from_concern),
                };
                let opened = desk
                    .open_new_file(self.house.unit(who.unit())?, &form, self.post())
                    .await?;
                self.made.file = Some((opened.id, opened.code));
                return Ok(());
            }
            Act::Look => {
                desk.file(self.file()?.1).await?;
                return Ok(());
            }
            Act::Person(command) => {
                desk.write_person(self.file()?.1, command, self.post())
                    .await?;
                return Ok(());
            }
            Act::Write(command) => command,
            Act::Note { wall, kind, text } => Command::AddNote {
                compartment: self.compartment(wall, who)?,
                kind: kind.into(),
                text,
                happened_on: None,
            },
            Act::Assign { who: whom, lead } => Command::Assign {
                user: self.house.seat(whom)?.user,
                unit: self.house.unit(whom.unit())?,
                lead,
            },
            Act::OfferTransfer { to, reason } => Command::OfferTransfer {
                to: self.house.unit(to)?,
                reason,
            },
            Act::AcceptTransfer => Command::AcceptTransfer,
            Act::DeclineTransfer { reason } => Command::DeclineTransfer { reason },
            other => unreachable!("{other:?} is no act on a file"),
        };
        self.write(desk, command).await.map(drop)
    }

    pub(super) async fn on_concern(&mut self, desk: &Desk, act: Act) -> Result<(), AppError> {
        let command = match act {
            Act::Raise { intake, alarm } => {
                let intake = self.house.unit(intake)?;
                self.made.concern = Some(desk.raise_concern(intake, alarm, self.post()).await?);
                return Ok(());
            }
            Act::Supplement { text } => concern::Command::Supplement { text, danger: None },
            Act::TriageToFile { urgency } => concern::Command::Triage {
                outcome: concern::Outcome::FileOpened {
                    file: self.file()?.0,
                },
                urgency,
            },
            Act::Triage { outcome, urgency } => concern::Command::Triage { outcome, urgency },
            other => unreachable!("{other:?} is no act on a concern"),
        };
        let id = self.made.concern.ok_or(AppError::Absent)?;
        desk.write_concern(id, command, self.post()).await?;
        Ok(())
    }

    pub(super) async fn on_task(&mut self, desk: &Desk, act: Act) -> Result<(), AppError> {
        match act {
            Act::Task {
                key,
                title,
                assignee,
                due,
            } => {
                let assignee = assignee
                    .map(|who| self.house.seat(who).map(|seat| seat.user))
                    .transpose()?;
                let task = Command::AddTask(Task {
                    title,
                    assignee,
                    due: Some(due),
                });
                let made = self.write(desk, task).await?;
                self.made.tasks.insert(key, TaskId(made.0));
                Ok(())
            }
            Act::TaskDone { key, text } => self
                .write(
                    desk,
                    Command::DoTask {
                        task: known(&self.made.tasks, key)?,
                        text,
                    },
                )
                .await
                .map(drop),
            Act::TaskCancelled { key, reason } => self
                .write(
                    desk,
                    Command::CancelTask {
                        task: known(&self.made.tasks, key)?,
                        reason,
                    },
                )
                .await
                .map(drop),
            other => unreachable!("{other:?} is no act on a task"),
        }
    }

    pub(super) async fn on_access(
        &mut self,
        desk: &Desk,
        at: Moment,
        act: Act,
    ) -> Result<(), AppError> {
        match act {
            Act::Consent { key, what } => {
                let consent = Command::GiveConsent(self.consent(what, at)?);
                let made = self.write(desk, consent).await?;
                self.made.consents.insert(key, ConsentId(made.0));
                Ok(())
            }
            Act::Withdraw { key, by, reason } => {
                let consent = known(&self.made.consents, key)?;
                self.write(
                    desk,
                    Command::WithdrawConsent {
                        consent,
                        by,
                        reason,
                    },
                )
                .await
                .map(drop)
            }
            Act::Assent { key, said } => {
                let consent = known(&self.made.consents, key)?;
                let assent = Answer::Said(said);
                self.write(desk, Command::RecordAssent { consent, assent })
                    .await
                    .map(drop)
            }
            Act::Share {
                unit,
                compartments,
                ground,
                days,
            } => {
                let (unit, basis) = (self.house.unit(unit)?, self.ground(&ground)?);
                let share = Command::Share {
                    unit,
                    compartments,
                    basis,
                    referral: None,
                    until: at.plus_days(days),
                };
                self.write(desk, share).await.map(drop)
            }
            Act::EndShare { unit, reason } => {
                let unit = self.house.unit(unit)?;
                self.write(
                    desk,
                    Command::EndShare {
                        unit,
                        reason: reason.into(),
                    },
                )
                .await
                .map(drop)
            }
            other => unreachable!("{other:?} is no act on access"),
        }
    }

    fn consent(&self, what: Agreement, at: Moment) -> Result<Consent, AppError> {
        let recipients = what
            .recipients
            .into_iter()
            .map(|unit| self.house.unit(unit));
        Ok(Consent {
            purpose: "joint_work".into(),
            recipients: recipients.collect::<Result<_, _>>()?,
            compartments: what.compartments,
            by: what.by,
            language: Some(what.language.into()),
            format: what.format.into(),
            from: at,
            until: at.plus_days(what.days),
            assent: what.assent,
        })
    }

    pub(super) async fn on_referral(
        &mut self,
        desk: &Desk,
        at: Moment,
        act: Act,
    ) -> Result<(), AppError> {
        let (key, command) = match act {
            Act::Refer { key, what } => {
                let form = self.form(what, at)?;
                let id = desk
                    .send_referral(self.file()?.1, &form, self.post())
                    .await?;
                self.made.referrals.insert(key, id);
                return Ok(());
            }
            Act::ReadReferral { key } => {
                desk.referral(known(&self.made.referrals, key)?).await?;
                return Ok(());
            }
            Act::Revoke { key, reason } => {
                let id = known(&self.made.referrals, key)?;
                desk.revoke_referral(id, reason, self.post()).await?;
                return Ok(());
            }
            Act::Accept { key } => (
                key,
                referral::Command::Accept {
                    assignee: Some(desk.user_id()),
                },
            ),
            Act::Start { key } => (key, referral::Command::StartWork),
            Act::Finish { key, outcome, text } => (
                key,
                referral::Command::Finish {
                    outcome: outcome.into(),
                    text,
                },
            ),
            Act::Decline {
                key,
                reason,
                text,
                suggestion,
            } => (
                key,
                referral::Command::Decline {
                    reason: reason.into(),
                    text,
                    suggestion,
                },
            ),
            other => unreachable!("{other:?} is no act on a referral"),
        };
        desk.answer_referral(known(&self.made.referrals, key)?, command, self.post())
            .await?;
        Ok(())
    }

    fn form(&self, what: Asking, at: Moment) -> Result<ReferralForm, AppError> {
        Ok(ReferralForm {
            to: self.house.unit(what.to)?,
            service: what.service.into(),
            urgency: what.urgency,
            summary: what.summary,
            offered: what.offered,
            basis: self.ground(&what.ground)?,
            until: at.plus_days(what.days),
        })
    }

    pub(super) async fn on_service(
        &mut self,
        desk: &Desk,
        who: Who,
        act: Act,
    ) -> Result<(), AppError> {
        match act {
            Act::Service {
                key,
                kind,
                unit,
                referral,
                on,
            } => {
                let referral = referral
                    .map(|key| known(&self.made.referrals, key))
                    .transpose()?;
                let unit = self.house.unit(unit)?;
                let open = Command::OpenService {
                    kind: kind.into(),
                    unit,
                    referral,
                    happened_on: Some(on),
                };
                let made = self.write(desk, open).await?;
                self.made.services.insert(key, ServiceId(made.0));
                Ok(())
            }
            Act::Session(sitting) => {
                let session = self.session(sitting, who)?;
                self.write(desk, session).await.map(drop)
            }
            Act::EndService { key, outcome, text } => {
                let service = known(&self.made.services, key)?;
                self.write(
                    desk,
                    Command::EndService {
                        service,
                        outcome,
                        text,
                        happened_on: None,
                    },
                )
                .await
                .map(drop)
            }
            other => unreachable!("{other:?} is no act on a service"),
        }
    }

    fn session(&self, sitting: Sitting, who: Who) -> Result<Command, AppError> {
        Ok(Command::RecordSession(SessionNote {
            service: known(&self.made.services, sitting.service)?,
            happened_on: sitting.on,
            minutes: sitting.minutes,
            attendance: sitting.attendance,
            summary: sitting.summary,
            next_text: sitting.next_text,
            next: sitting.next,
            compartment: self.compartment(sitting.wall, who)?,
        }))
    }
}
