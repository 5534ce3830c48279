//! Writes a plan through the same functions that people use, several files at a time.

mod acts;

use super::people::{Unit, Who};
use super::script::{Act, Ground, Key, Plan, Script, Wall, When};
use punte_app::files::Post;
use punte_app::{App, AppError, Desk};
use punte_domain::Moment;
use punte_domain::code::FileCode;
use punte_domain::compartment::Compartment;
use punte_domain::file::Command;
use punte_domain::file::entry::Basis;
use punte_domain::id::{
    ConcernId, ConsentId, EntryId, FileId, ReferralId, ServiceId, TaskId, UnitId, UserId,
};
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
}
