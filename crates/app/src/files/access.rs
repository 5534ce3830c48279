//! Who can see what of a file and why, who has looked, and "see it as …".

use crate::auth::principal;
use crate::desk::ALL;
use crate::files::open::code_of;
use crate::files::{FileView, TimelineItem};
use crate::names::Names;
use crate::{AppError, AppResult, Desk};
use punte_domain::Moment;
use punte_domain::access::{FileRes, Grantee, Principal, ReadAccess, Role};
use punte_domain::code::FileCode;
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::{UnitId, UserId};
use punte_ledger::{Leaf, LeafKind};
use punte_policy::{Because, Explained};
use punte_store::ReadNote;
use std::collections::BTreeSet;

/// Leaves that the page shows.
const LEAVES: u32 = 100;

/// Whether one compartment is open to somebody, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Which.
    pub kind: CompartmentKind,
    /// Open?
    pub open: bool,
    /// By which policy (message `policy-<id>`), where it is open.
    pub policy: Option<String>,
    /// The relation behind the answer.
    pub because: Because,
}

/// One person who holds some key to the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub user: UserId,
    /// In which unit.
    pub unit: UnitId,
    /// As what.
    pub role: Role,
    /// One for each compartment, in the order of the tabs.
    pub cells: Vec<Cell>,
}

/// One look or change, from the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// When.
    pub at: Moment,
    /// Who.
    pub user: UserId,
    /// What they did (message `action-<name>`).
    pub action: String,
    /// Whether it was refused.
    pub refused: bool,
    /// Which compartments were opened or written.
    pub compartments: Compartments,
}

/// The page "access and consent".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessView {
    /// Which file.
    pub code: FileCode,
    /// Who holds keys.
    pub holders: Vec<Holder>,
    /// Who has looked, newest first.
    pub readers: Vec<Reader>,
    /// Names of everybody mentioned.
    pub names: Names,
}

impl Desk {
    /// Who can see what of this file and why, and who has looked.
    pub async fn access(&self, code: FileCode) -> AppResult<AccessView> {
        let id = self.file_id(code).await?;
        let store = &self.app.0.store;
        let resource = store.relations().file(id).await?;
        let proof = self.permit::<ReadAccess>(id.0, resource, ALL).await?;
        let holders = self.holders_of(proof.resource()).await?;
        let leaves = store.fetch_leaves_about(&proof, id.0, None, LEAVES).await?;
        let readers = leaves.map(|rows| {
            rows.iter()
                .filter_map(|row| reader(&row.bytes))
                .collect::<Vec<_>>()
        });
        let note = ReadNote {
            request: self.request,
            objects: vec![id.0],
            compartments: Compartments::NONE,
        };
        let readers = store.log_read(&proof, note, readers, self.now).await?;
        let users = holders
            .iter()
            .map(|h| h.user)
            .chain(readers.iter().map(|r| r.user))
            .collect();
        let units = holders.iter().map(|h| h.unit).collect();
        let names = self.app.names(users, units).await?;
        Ok(AccessView {
            code,
            holders,
            readers,
            names,
        })
    }

    async fn holders_of(&self, file: &FileRes) -> AppResult<Vec<Holder>> {
        let units: BTreeSet<UnitId> = file
            .grants
            .iter()
            .filter_map(|g| match g.grantee {
                Grantee::Unit(unit) => Some(unit),
                Grantee::User(_) => None,
            })
            .collect();
        let mut holders = Vec::new();
        for unit in units {
            for member in self.app.0.store.relations().members(unit).await? {
                if member.state != punte_store::MembershipState::Active {
                    continue;
                }
                let principal = self.other(member.user).await?;
                let explained = self.app.0.policy.explain(&principal, file, self.now);
                let cells: Vec<_> = explained.into_iter().map(cell).collect();
                holders.push(Holder {
                    user: member.user,
                    unit,
                    role: member.role,
                    cells,
                });
            }
        }
        holders.sort_by_key(|h| (h.unit != file.lead, h.unit, h.role, h.user));
        Ok(holders)
    }

    /// Somebody else as policy sees them: for explanations only, since no keys come with it.
    async fn other(&self, user: UserId) -> AppResult<Principal> {
        let seats = self.app.0.store.relations().seats(user).await?;
        Ok(principal(user, &seats, true))
    }

    /// The file as somebody else of those who hold keys to it sees it, as far as the asker may see it too.
    ///
    /// What stays hidden from both is not shown: this preview opens nothing.
    pub async fn file_as(&self, code: FileCode, user: UserId) -> AppResult<(FileView, Holder)> {
        let id = self.file_id(code).await?;
        let store = &self.app.0.store;
        let resource = store.relations().file(id).await?;
        let proof = self.permit::<ReadAccess>(id.0, resource, ALL).await?;
        let holders = self.holders_of(proof.resource()).await?;
        let holder = holders
            .into_iter()
            .find(|h| h.user == user)
            .ok_or(AppError::Absent)?;
        let open: Compartments = holder
            .cells
            .iter()
            .filter(|c| c.open)
            .map(|c| c.kind)
            .collect();
        let mut view = self.file(code_of(id)).await?;
        view.narrow(open, holder.unit, user);
        Ok((view, holder))
    }
}

impl FileView {
    /// Leaves only what lies in these compartments, own and private ones only of this unit and user.
    fn narrow(&mut self, open: Compartments, unit: UnitId, user: UserId) {
        use punte_domain::Compartment;
        let visible = |item: &TimelineItem| {
            open.has(item.envelope.compartment.kind())
                && match item.envelope.compartment {
                    Compartment::Private(owner) => owner == user,
                    Compartment::Own(owner) => owner == unit,
                    Compartment::Core
                    | Compartment::Identity
                    | Compartment::Whereabouts
                    | Compartment::Psychosocial
                    | Compartment::Legal
                    | Compartment::Justice => true,
                }
        };
        self.timeline.retain(visible);
        let mut state = punte_domain::file::State::default();
        for item in self.timeline.iter().rev() {
            if let punte_domain::AnyEntry::File(entry) = &item.entry {
                punte_domain::file::evolve(&mut state, &item.envelope, entry);
            }
        }
        self.state = state;
        self.open = self.open.iter().filter(|kind| open.has(*kind)).collect();
        if !open.has(CompartmentKind::Identity) {
            self.person = None;
        }
        self.can = crate::files::Can::default();
        self.referrals.clear();
        self.last_visit = None;
    }
}

fn cell(explained: Explained) -> Cell {
    let policy = explained
        .policies
        .into_iter()
        .next()
        .filter(|_| explained.permitted);
    Cell {
        kind: explained.compartment,
        open: explained.permitted,
        policy,
        because: explained.because,
    }
}

fn reader(bytes: &[u8]) -> Option<Reader> {
    let leaf = Leaf::decode(bytes).ok()?;
    let user = UserId(leaf.actor);
    Some(Reader {
        at: Moment(leaf.at),
        user,
        refused: leaf.kind == LeafKind::Denied,
        compartments: Compartments(leaf.compartments),
        action: leaf.action,
    })
}
