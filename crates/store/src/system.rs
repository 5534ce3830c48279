//! What happens while nobody has been authorised: a closed list, each with exactly the rows that it may touch.

use crate::codes::{LockKind, WrapState};
use crate::engine::{Change, Guard, Write};
use crate::rows::{
    EntryRow, InvitationRow, LockRow, MembershipRow, MetaRow, ReferenceRow, SessionRow, StreamRow,
    UserRow, WorkRow, WrapRow,
};
use crate::{CommitError, Committed, RowKey, RowOp, Store};
use punte_domain::Moment;
use punte_domain::access::Grantee;
use punte_domain::id::{RequestId, StreamId, UnitId, UserId, WorkId};
use punte_ledger::{Leaf, LeafKind, leaf};

/// Nobody: the system itself, or somebody whom we do not know.
const NOBODY: [u8; 16] = [0; 16];
/// Action of the first leaf of a demo; `serve` refuses such a store (ruling 18).
pub(crate) const INIT_DEMO: &str = "system.init.demo";
const INIT: &str = "system.init";

/// Something that needs no proof, with what it writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SystemAction {
    /// The first commit of a new installation; refused when there is any leaf.
    Init {
        /// Mark the installation as a demo, for ever.
        demo: bool,
        /// First organisation, units, users, locks, settings.
        rows: Vec<RowOp>,
    },
    /// Somebody signed in.
    SignIn {
        /// The new session; says whose.
        session: SessionRow,
        /// Locks that change with it: stronger parameters, the last used step of the second factor, a new passphrase after recovery.
        locks: Vec<LockRow>,
        /// The user's row, if it changes (a new public key after recovery).
        user: Option<UserRow>,
    },
    /// Somebody failed to sign in.
    FailedSignIn {
        /// Whose sign-in name it was, if anybody's.
        user: Option<UserId>,
    },
    /// Somebody signed out, or their session was ended for them.
    SignOut {
        /// Whose.
        user: UserId,
        /// Hash of the cookie.
        session: [u8; 32],
    },
    /// An invited person makes their account.
    Join(Box<Joined>),
    /// Somebody came back with their recovery code: a new passphrase and second factor, every session over, the code spent.
    Recover {
        /// The new passphrase's lock; says whose.
        lock: LockRow,
        /// The new second factor's, where there is one.
        second_factor: Option<LockRow>,
        /// Word of it to the administrators.
        notices: Vec<WorkRow>,
        /// Hashes of the cookies that end.
        sessions: Vec<[u8; 32]>,
    },
    /// A referral that nobody answered has lapsed: what it offered goes.
    Lapse {
        /// The referral's stream with the version at which nobody had answered.
        expect: (StreamId, i64),
        /// The keys that it offered; any that are in force are left alone.
        offered: Vec<WrapRow>,
        /// Lines of the recipient's roster that came with them.
        lines: Vec<(Grantee, StreamId)>,
        /// The work that waited for the answer.
        asked: WorkId,
        /// Word to the unit that asked.
        answer: WorkRow,
    },
    /// Public reference data and settings, from the command line.
    Import {
        /// Reference data.
        references: Vec<ReferenceRow>,
        /// Settings.
        settings: Vec<MetaRow>,
    },
}

/// The rows of somebody who joins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The invitation, now used.
    pub invitation: InvitationRow,
    /// The new user.
    pub user: UserRow,
    /// Their membership, still without the unit key.
    pub membership: MembershipRow,
    /// Their locks.
    pub locks: Vec<LockRow>,
    /// Their first session.
    pub session: Option<SessionRow>,
    /// Their stream with the entry in it; the version before it must stand there.
    pub stream: StreamRow,
    /// That they came: nobody else was there to write it.
    pub entry: EntryRow,
}

impl Joined {
    /// Guarded by the invitation, which must still be open.
    fn guard(&self) -> Guard {
        Guard::OpenInvitation(self.invitation.hash)
    }

    fn rows(self) -> Vec<RowOp> {
        puts([self.invitation])
            .chain(puts([self.user]))
            .chain(puts([self.membership]))
            .chain(puts(self.locks))
            .chain(puts(self.session))
            .chain(puts([self.stream]))
            .chain(puts([self.entry]))
            .collect()
    }
}

/// One logical change of a demo or a benchmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seed {
    /// When it is to have happened.
    pub at: Moment,
    /// The request.
    pub request: RequestId,
    /// Who is to have done it.
    pub actor: UserId,
    /// The action's name.
    pub action: &'static str,
    /// On what.
    pub object: [u8; 16],
    /// In whose name.
    pub units: Vec<UnitId>,
    /// Its rows.
    pub rows: Vec<RowOp>,
}

impl Seed {
    /// The leaf, which states no rows yet, and the rows.
    pub(crate) fn into_leaf(self) -> (Leaf, Vec<RowOp>) {
        let mut leaf = bare_leaf(
            LeafKind::Write,
            self.action,
            self.actor.0,
            self.object,
            self.request,
            self.at,
        );
        leaf.units = self.units.iter().map(|unit| unit.0).collect();
        (leaf, self.rows)
    }
}

/// What goes when nobody answered, and word of it. Keys that are in force are left alone.
fn lapsed(
    offered: &[WrapRow],
    lines: Vec<(Grantee, StreamId)>,
    asked: WorkId,
    answer: WorkRow,
) -> Vec<RowOp> {
    let offered = offered
        .iter()
        .filter(|wrap| wrap.state == WrapState::Offered)
        .map(|wrap| RowOp::Delete(wrap.into()));
    let lines = lines
        .into_iter()
        .map(|(grantee, stream)| RowOp::Delete(RowKey::Roster { grantee, stream }));
    let ops = offered.chain(lines);
    ops.chain([RowOp::Delete(RowKey::Work(asked))])
        .chain(puts([answer]))
        .collect()
}

impl SystemAction {
    fn into_change(self, request: RequestId, now: Moment) -> Change {
        let mut about = None;
        let mut joins = None;
        let (guard, kind, action, actor, ops) = match self {
            Self::Init { demo, rows } => (
                Guard::Empty,
                LeafKind::System,
                if demo { INIT_DEMO } else { INIT },
                NOBODY,
                rows,
            ),
            Self::SignIn {
                session,
                locks,
                user,
            } => {
                let actor = session.user.0;
                let ops = puts(user)
                    .chain(puts(locks))
                    .chain(puts([session]))
                    .collect();
                (Guard::None, LeafKind::SignIn, "account.sign_in", actor, ops)
            }
            Self::FailedSignIn { user } => {
                let actor = user.map_or(NOBODY, |user| user.0);
                (
                    Guard::None,
                    LeafKind::SignIn,
                    "account.sign_in.failed",
                    actor,
                    Vec::new(),
                )
            }
            Self::SignOut { user, session } => {
                let ops = vec![RowOp::Delete(RowKey::Session(session))];
                (
                    Guard::None,
                    LeafKind::SignIn,
                    "account.sign_out",
                    user.0,
                    ops,
                )
            }
            Self::Join(joined) => {
                let actor = joined.user.id.0;
                joins = Some((joined.stream.id, joined.stream.version - 1));
                let guard = joined.guard();
                (
                    guard,
                    LeafKind::SignIn,
                    "account.join",
                    actor,
                    joined.rows(),
                )
            }
            Self::Recover {
                lock,
                second_factor,
                notices,
                sessions,
            } => {
                let actor = lock.user.0;
                let ended = sessions
                    .into_iter()
                    .map(|hash| RowOp::Delete(RowKey::Session(hash)));
                // In the same commit: a code that lies on paper opens the account once.
                let spent = RowOp::Delete(RowKey::Lock {
                    user: lock.user,
                    kind: LockKind::Recovery,
                });
                let locks = puts([lock]).chain(puts(second_factor)).chain([spent]);
                let ops = locks.chain(puts(notices)).chain(ended).collect();
                (Guard::None, LeafKind::SignIn, "account.recover", actor, ops)
            }
            Self::Lapse {
                expect,
                offered,
                lines,
                asked,
                answer,
            } => {
                about = Some(expect);
                let ops = lapsed(&offered, lines, asked, answer);
                (Guard::None, LeafKind::System, "system.lapse", NOBODY, ops)
            }
            Self::Import {
                references,
                settings,
            } => {
                let ops = puts(references).chain(puts(settings)).collect();
                (Guard::None, LeafKind::System, "system.import", NOBODY, ops)
            }
        };
        let object = about.map_or(actor, |(stream, _)| stream.0);
        let leaf = bare_leaf(kind, action, actor, object, request, now);
        Change {
            guard,
            expect: about.or(joins).into_iter().collect(),
            ops,
            idempotency: None,
            leaf,
        }
    }
}

impl Store {
    /// Do something of the closed list that needs no proof.
    pub async fn system_commit(
        &self,
        action: SystemAction,
        request: RequestId,
        now: Moment,
    ) -> Result<Committed, CommitError> {
        self.change(action.into_change(request, now)).await
    }

    /// Many changes in one transaction, each with its own leaf. Only in a store that was born as a demo.
    pub async fn seed(&self, changes: Vec<Seed>) -> Result<(), CommitError> {
        let changes = changes.into_iter().map(|seed| {
            let (leaf, ops) = seed.into_leaf();
            Change {
                guard: Guard::Demo,
                expect: Vec::new(),
                ops,
                idempotency: None,
                leaf,
            }
        });
        self.write(Write::Many(changes.collect())).await.map(drop)
    }
}

pub(crate) fn bare_leaf(
    kind: LeafKind,
    action: &str,
    actor: [u8; 16],
    object: [u8; 16],
    request: RequestId,
    now: Moment,
) -> Leaf {
    Leaf {
        version: leaf::VERSION,
        at: now.0,
        kind,
        actor,
        action: action.to_owned(),
        object,
        compartments: 0,
        units: Vec::new(),
        decision: String::new(),
        reason_hash: None,
        request: request.0,
        rows: Vec::new(),
    }
}

fn puts<R: Into<crate::Row>>(rows: impl IntoIterator<Item = R>) -> impl Iterator<Item = RowOp> {
    rows.into_iter().map(|row| RowOp::Put(row.into()))
}
