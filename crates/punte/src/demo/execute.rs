//! Writes a plan through the same functions that people use, several files at a time.

use super::people::{Unit, Who};
use super::script::{Act, Agreement, Asking, Ground, Key, Plan, Script, Sitting, Wall, When};
use punte_app::files::{NewFile, Post};
use punte_app::referrals::ReferralForm;
use punte_app::{App, AppError, Desk};
use punte_domain::Moment;
use punte_domain::code::FileCode;
use punte_domain::compartment::Compartment;
use punte_domain::concern;
use punte_domain::file::entry::{Basis, Consent, Task};
use punte_domain::file::{Command, SessionNote};
use punte_domain::id::{
    ConcernId, ConsentId, EntryId, FileId, ReferralId, ServiceId, TaskId, UnitId, UserId,
};
use punte_domain::referral;
use punte_domain::values::Answer;
use punte_vault::session::{open_session, seal_session};
use punte_vault::{SessionToken, SystemRng, UserKeys};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::task::JoinSet;

/// Files written at once: their commits share one fsync.
const AT_ONCE: usize = 16;

/// A step that the application refused: a fault of the plan.
#[derive(Debug, thiserror::Error)]
#[error("step {step} of script {script} ({act}): {error:?}")]
pub struct StepError {
    /// Which script.
    pub script: usize,
    /// Which of its steps.
    pub step: usize,
    /// What it tried.
    pub act: String,
    /// Why not.
    pub error: AppError,
}

/// Where somebody of the demo sits: their keys, sealed under a token, so that each script opens its own copy.
struct Seat {
    user: UserId,
    token: SessionToken,
    sealed: Vec<u8>,
}

/// Who and where everything of the partnership is.
pub struct House {
    app: App,
    seats: Vec<Seat>,
    units: BTreeMap<Unit, UnitId>,
    now: Moment,
}

impl House {
    /// From what the installation was born with, in the order of `people::PEOPLE`.
    pub fn new(
        app: App,
        people: &[(UserId, UserKeys)],
        units: BTreeMap<Unit, UnitId>,
    ) -> Result<Self, AppError> {
        let seat = |(user, keys): &(UserId, UserKeys)| {
            let token = SessionToken::generate(&SystemRng);
            let sealed = seal_session(keys, &token, &SystemRng)?;
            Ok::<_, AppError>(Seat {
                user: *user,
                token,
                sealed,
            })
        };
        let seats = people.iter().map(seat).collect::<Result<_, _>>()?;
        let now = app.now();
        Ok(Self {
            app,
            seats,
            units,
            now,
        })
    }

    fn seat(&self, who: Who) -> Result<&Seat, AppError> {
        self.seats.get(who.0).ok_or(AppError::Absent)
    }

    fn unit(&self, unit: Unit) -> Result<UnitId, AppError> {
        self.units.get(&unit).copied().ok_or(AppError::Absent)
    }

    fn moment(&self, when: When) -> Moment {
        match when {
            When::At(at) => at.min(self.now),
            When::MinutesAgo(minutes) => self.now.plus_seconds(-60 * minutes),
        }
    }

    async fn desk(&self, who: Who, at: Moment) -> Result<Desk, AppError> {
        let seat = self.seat(who)?;
        let keys = open_session(&seat.sealed, &seat.token)?;
        self.app.demo_desk(seat.user, keys, at).await
    }
}

/// Write everything.
pub async fn execute(house: Arc<House>, plan: Plan) -> Result<(), StepError> {
    let scripts: VecDeque<_> = plan.scripts().enumerate().collect();
    let queue = Arc::new(Mutex::new(scripts));
    let mut hands = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (house, queue) = (Arc::clone(&house), Arc::clone(&queue));
        hands.spawn(async move {
            loop {
                let next = queue
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .pop_front();
                let Some((at, script)) = next else {
                    return Ok(());
                };
                Box::pin(play(&house, at, script)).await?;
            }
        });
    }
    while let Some(done) = hands.join_next().await {
        match done {
            Ok(result) => result?,
            Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
        }
    }
    Ok(())
}

async fn play(house: &House, number: usize, script: Script) -> Result<(), StepError> {
    let mut stage = Stage {
        house,
        desks: BTreeMap::new(),
        made: Made::default(),
    };
    for (at, step) in script.steps.into_iter().enumerate() {
        let moment = house.moment(step.when);
        let name = format!("{:?}", step.act).chars().take(160).collect();
        let done = stage.take(step.who, moment, step.act).await;
        done.map_err(|error| StepError {
            script: number,
            step: at,
            act: name,
            error,
        })?;
    }
    Ok(())
}

/// What a script has made so far.
#[derive(Default)]
struct Made {
    concern: Option<ConcernId>,
    file: Option<(FileId, FileCode)>,
    tasks: BTreeMap<Key, TaskId>,
    consents: BTreeMap<Key, ConsentId>,
    referrals: BTreeMap<Key, ReferralId>,
    services: BTreeMap<Key, ServiceId>,
}

struct Stage<'a> {
    house: &'a House,
    desks: BTreeMap<Who, Desk>,
    made: Made,
}

fn known<T: Copy>(map: &BTreeMap<Key, T>, key: Key) -> Result<T, AppError> {
    map.get(&key).copied().ok_or(AppError::Absent)
}

impl Stage<'_> {
    async fn take(&mut self, who: Who, at: Moment, act: Act) -> Result<(), AppError> {
        let desk = match self.desks.remove(&who) {
            Some(desk) => desk.demo_at(at)?,
            None => self.house.desk(who, at).await?,
        };
        let done = self.act(&desk, who, at, act).await;
        self.desks.insert(who, desk);
        done
    }

    fn post(&self) -> Post {
        Post {
            id: self.house.app.new_entry(),
            version: None,
        }
    }

    fn file(&self) -> Result<(FileId, FileCode), AppError> {
        self.made.file.ok_or(AppError::Absent)
    }

    /// Gives the id of the first entry, which is that of whatever the command makes.
    async fn write(&self, desk: &Desk, command: Command) -> Result<EntryId, AppError> {
        let written = desk
            .write_file(self.file()?.1, command, self.post())
            .await?;
        Ok(written.entry)
    }

    fn ground(&self, ground: &Ground) -> Result<Basis, AppError> {
        Ok(match ground {
            Ground::Consent(key) => Basis::Consent(known(&self.made.consents, *key)?),
            Ground::Law(code) => Basis::Lawful((*code).into()),
        })
    }

    fn compartment(&self, wall: Wall, who: Who) -> Result<Compartment, AppError> {
        Ok(match wall {
            Wall::Psychosocial => Compartment::Psychosocial,
            Wall::Legal => Compartment::Legal,
            Wall::Own => Compartment::Own(self.house.unit(who.unit())?),
            Wall::Private => Compartment::Private(self.house.seat(who)?.user),
        })
    }

    async fn act(&mut self, desk: &Desk, who: Who, at: Moment, act: Act) -> Result<(), AppError> {
        match act {
            Act::Raise { .. }
            | Act::Supplement { .. }
            | Act::TriageToFile { .. }
            | Act::Triage { .. } => self.on_concern(desk, act).await,
            Act::Refer { .. }
            | Act::ReadReferral { .. }
            | Act::Accept { .. }
            | Act::Start { .. }
            | Act::Finish { .. }
            | Act::Decline { .. }
            | Act::Revoke { .. } => self.on_referral(desk, at, act).await,
            Act::Task { .. } | Act::TaskDone { .. } | Act::TaskCancelled { .. } => {
                self.on_task(desk, act).await
            }
            Act::Consent { .. }
            | Act::Withdraw { .. }
            | Act::Assent { .. }
            | Act::Share { .. }
            | Act::EndShare { .. } => self.on_access(desk, at, act).await,
            Act::Service { .. } | Act::Session(_) | Act::EndService { .. } => {
                self.on_service(desk, who, act).await
            }
            Act::Open(_)
            | Act::Write(_)
            | Act::Note { .. }
            | Act::Assign { .. }
            | Act::OfferTransfer { .. }
            | Act::AcceptTransfer
            | Act::DeclineTransfer { .. }
            | Act::Person(_)
            | Act::Look => self.on_file(desk, who, act).await,
        }
    }

    async fn on_file(&mut self, desk: &Desk, who: Who, act: Act) -> Result<(), AppError> {
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

    async fn on_concern(&mut self, desk: &Desk, act: Act) -> Result<(), AppError> {
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

    async fn on_task(&mut self, desk: &Desk, act: Act) -> Result<(), AppError> {
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

    async fn on_access(&mut self, desk: &Desk, at: Moment, act: Act) -> Result<(), AppError> {
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

    async fn on_referral(&mut self, desk: &Desk, at: Moment, act: Act) -> Result<(), AppError> {
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

    async fn on_service(&mut self, desk: &Desk, who: Who, act: Act) -> Result<(), AppError> {
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
