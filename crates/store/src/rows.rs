//! Every table as a typed row. The order of the fields is the order of the columns and of the canonical encoding;
//! the first `key` of them are the primary key. Times are microseconds since 1970-01-01T00:00:00Z.

use crate::cell::{Cell, Field, Kind};
use crate::codes::{
    DirectoryState, InvitationState, LockKind, MembershipState, UserState, WrapState,
};
use punte_domain::access::{Grantee, Role};
use punte_domain::compartment::CompartmentKind;
use punte_domain::id::{EntryId, OrganisationId, ReferralId, StreamId, UnitId, UserId, WorkId};
use punte_domain::{Compartment, Moment, StreamKind};

/// What may happen to a stored row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Written once.
    Append,
    /// Replaced and deleted by its key.
    Replace,
}

#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    #[cfg(test)]
    pub(crate) null: bool,
}

#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) number: u8,
    pub(crate) name: &'static str,
    pub(crate) mode: Mode,
    /// How many of the first columns are the primary key.
    pub(crate) keys: usize,
    /// Whether the ledger states its rows (ruling 13: all but sessions and jobs).
    pub(crate) hashed: bool,
    pub(crate) columns: &'static [Column],
}

pub(crate) trait Record: Sized {
    const TABLE: &'static Table;
    fn cells(&self) -> Vec<Cell>;
    /// `None` when a value is not one that its column can have.
    fn from_cells(cells: Vec<Cell>) -> Option<Self>;
}

macro_rules! records {
    ($($(#[$doc:meta])* $variant:ident $name:ident = $number:literal $table:literal $mode:ident $hashed:literal key $keys:literal {
        $($(#[$fdoc:meta])* $field:ident: $ty:ty),* $(,)?
    })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $name { $($(#[$fdoc])* pub $field: $ty),* }

            impl Record for $name {
                const TABLE: &'static Table = &Table {
                    number: $number, name: $table, mode: Mode::$mode, keys: $keys, hashed: $hashed,
                    columns: &[$(Column {
                        name: stringify!($field), kind: <$ty as Field>::KIND,
                        #[cfg(test)]
                        null: <$ty as Field>::NULL,
                    }),*],
                };
                fn cells(&self) -> Vec<Cell> { vec![$(self.$field.cell()),*] }
                fn from_cells(cells: Vec<Cell>) -> Option<Self> {
                    let mut cells = cells.into_iter();
                    let row = Self { $($field: <$ty as Field>::read(cells.next()?)?),* };
                    cells.next().is_none().then_some(row)
                }
            }
            impl From<$name> for Row { fn from(row: $name) -> Self { Self::$variant(row) } }
        )*

        /// Any row.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Row { $($(#[$doc])* $variant($name)),* }

        impl Row {
            pub(crate) fn table(&self) -> &'static Table {
                match self { $(Self::$variant(_) => $name::TABLE),* }
            }
            pub(crate) fn cells(&self) -> Vec<Cell> {
                match self { $(Self::$variant(row) => row.cells()),* }
            }
            pub(crate) fn from_cells(table: u8, cells: Vec<Cell>) -> Option<Self> {
                match table { $($number => $name::from_cells(cells).map(Self::$variant),)* _ => None }
            }
        }

        /// Every table of rows, in an order in which no row comes before one that it refers to.
        pub(crate) const TABLES: &[&Table] = &[$($name::TABLE),*];
    };
}

records! {
    /// An organisation.
    Organisation OrganisationRow = 8 "organisations" Replace true key 1 {
        /// Its id.
        id: OrganisationId,
        /// Name, clear.
        name: String,
        /// Kind (NGO, DGASPC, police …); the domain's list.
        kind: u8,
        /// Which law its data stand under (GDPR or Law 363/2018); the domain's list (ruling 32).
        regime: u8,
        /// County code, e.g. `CJ`.
        county: String,
        /// At work or closed.
        state: DirectoryState,
    }
    /// A unit: a team in an organisation, the holder of keys.
    Unit UnitRow = 9 "units" Replace true key 1 {
        /// Its id.
        id: UnitId,
        /// Its organisation.
        organisation: OrganisationId,
        /// Name, clear.
        name: String,
        /// Kind; the domain's list.
        kind: u8,
        /// Generation of its key pair.
        generation: i32,
        /// Public key.
        public: Vec<u8>,
        /// At work or closed.
        state: DirectoryState,
    }
    /// A user of Punte (staff).
    User UserRow = 10 "users" Replace true key 1 {
        /// Their id.
        id: UserId,
        /// Sign-in name; unique.
        login: String,
        /// Name, clear.
        name: String,
        /// Professional title, clear.
        title: String,
        /// Public key.
        public: Vec<u8>,
        /// May sign in or not.
        state: UserState,
        /// Language of the pages: `ro` or `en`.
        lang: String,
    }
    /// A stream of the journal and its relations: what policy needs to know, no content.
    Stream StreamRow = 1 "streams" Replace true key 1 {
        /// Its id.
        id: StreamId,
        /// What it is about.
        kind: StreamKind,
        /// Lead unit; of a concern the intake unit, of a referral who refers.
        lead: UnitId,
        /// The other unit, where there is one: of a referral who is asked.
        peer: Option<UnitId>,
        /// Number of its last entry; 0 before the first.
        version: i64,
        /// [`StreamRow::OPEN`], [`StreamRow::CLOSED`] or a number of the application's.
        state: u8,
    }
    /// An entry of the journal, sealed.
    Entry EntryRow = 2 "entries" Append true key 2 {
        /// Its stream.
        stream: StreamId,
        /// Its number in the stream, from 1.
        seq: i64,
        /// Its id; unique, also the idempotency key of its command.
        id: EntryId,
        /// Kind of the one compartment in which it lies.
        compartment: CompartmentKind,
        /// Owner of the compartment, or zero.
        owner: [u8; 16],
        /// When it was recorded.
        recorded_at: Moment,
        /// Who wrote it.
        author: UserId,
        /// In whose name.
        unit: UnitId,
        /// Sealed body.
        body: Vec<u8>,
    }
    /// A compartment's key, wrapped to a unit or a person.
    Wrap WrapRow = 3 "wraps" Replace true key 6 {
        /// The stream.
        object: StreamId,
        /// Kind of the compartment.
        compartment: CompartmentKind,
        /// Owner of the compartment, or zero.
        owner: [u8; 16],
        /// To whom.
        grantee: Grantee,
        /// Generation of the compartment's key.
        generation: i32,
        /// The referral that gives it; zero where none does. Part of the key, so that two referrals to one unit end apart.
        referral: ReferralId,
        /// Id of the wrapped key; of a key without one, of the grantee's key under which it is wrapped.
        key_id: [u8; 8],
        /// The wrapped key.
        wrapped: Vec<u8>,
        /// Offered or in force.
        state: WrapState,
        /// When it ends; `None` for the lead unit's and one's own.
        until: Option<Moment>,
    }
    /// Who must do what by when, by opaque id (the Work plane, clear).
    Work WorkRow = 4 "works" Replace true key 1 {
        /// Its id.
        id: WorkId,
        /// The stream.
        stream: StreamId,
        /// Whose queue.
        unit: UnitId,
        /// Who does it, if somebody is named.
        assignee: Option<UserId>,
        /// Kind, from the published list.
        kind: i32,
        /// By when.
        due: Option<Moment>,
        /// Since when.
        opened: Moment,
        /// When it was done or fell away.
        closed: Option<Moment>,
    }
    /// A line of a roster: the sealed copy of what a list shows of a file.
    Roster RosterRow = 5 "rosters" Replace true key 2 {
        /// Whose roster: a unit's, or a person's for walled files (ruling 10).
        grantee: Grantee,
        /// The file.
        stream: StreamId,
        /// Form of the sealed line.
        form: u8,
        /// The sealed line.
        sealed: Vec<u8>,
    }
    /// A statistical fact, sealed (the Facts plane).
    Fact FactRow = 6 "facts" Append true key 1 {
        /// Its id.
        id: [u8; 16],
        /// The unit that stated it.
        unit: UnitId,
        /// Day, in days since 1970-01-01.
        day: i32,
        /// Sealed under the key of unit and day.
        sealed: Vec<u8>,
    }
    /// The key of a unit's facts of one day, encapsulated to the statistics key.
    FactKey FactKeyRow = 7 "fact_keys" Replace true key 2 {
        /// The unit.
        unit: UnitId,
        /// Day, in days since 1970-01-01.
        day: i32,
        /// The encapsulated key; several where the unit's keys were renewed on that day.
        encapsulated: Vec<u8>,
    }
    /// What somebody is in a unit, and the unit's key wrapped to them.
    Membership MembershipRow = 11 "memberships" Replace true key 3 {
        /// Who.
        user: UserId,
        /// Where.
        unit: UnitId,
        /// What.
        role: Role,
        /// Waiting, active or ended.
        state: MembershipState,
        /// Newest generation of the unit key that is wrapped here.
        generation: i32,
        /// The unit key of each generation, wrapped to the user, oldest first; empty while waiting and after the end.
        wrapped_unit_key: Vec<u8>,
    }
    /// What opens a user's key.
    Lock LockRow = 12 "locks" Replace true key 2 {
        /// Whose.
        user: UserId,
        /// Passphrase, recovery code or second factor.
        kind: LockKind,
        /// Parameters and wrapped key, as the vault encodes them.
        blob: Vec<u8>,
    }
    /// A view of the list of files that somebody keeps for themself.
    View ViewRow = 19 "views" Replace true key 2 {
        /// Whose.
        user: UserId,
        /// Its id.
        id: EntryId,
        /// Its name and address, sealed to them.
        sealed: Vec<u8>,
    }
    /// A single-use invitation.
    Invitation InvitationRow = 13 "invitations" Replace true key 1 {
        /// Hash of its secret.
        hash: [u8; 32],
        /// The organisation.
        organisation: OrganisationId,
        /// The unit.
        unit: UnitId,
        /// The role offered.
        role: Role,
        /// The sign-in name that the person will have.
        login: String,
        /// When it lapses.
        expires: Moment,
        /// Open, used or revoked.
        state: InvitationState,
    }
    /// The first answer to a command, kept for its repetition.
    Idempotency IdempotencyRow = 14 "idempotency" Append true key 1 {
        /// Id of the command.
        id: [u8; 16],
        /// Who gave it.
        user: UserId,
        /// Keyed hash of the command: the same id with another content is a clash.
        mac: [u8; 32],
        /// The answer.
        answer: Vec<u8>,
        /// When.
        at: Moment,
    }
    /// Public reference data (the open plane, clear).
    Reference ReferenceRow = 15 "reference_data" Replace true key 2 {
        /// Name of the series or list.
        name: String,
        /// Edition.
        edition: String,
        /// Content.
        body: Vec<u8>,
    }
    /// Settings of the installation.
    Meta MetaRow = 16 "meta" Replace true key 1 {
        /// Name.
        key: String,
        /// Value.
        value: Vec<u8>,
    }
    /// A session. Not in the ledger: it opens nothing without its cookie and is gone within a day.
    Session SessionRow = 17 "sessions" Replace false key 1 {
        /// Hash of the cookie.
        hash: [u8; 32],
        /// Whose.
        user: UserId,
        /// The session's private key, sealed under the cookie.
        sealed: Vec<u8>,
        /// Since when.
        created: Moment,
        /// Last use, coarse.
        seen: Moment,
        /// When it ends.
        expires: Moment,
        /// What the person called the device.
        label: String,
    }
    /// Something to do later. Not in the ledger.
    Job JobRow = 18 "jobs" Replace false key 1 {
        /// Its id.
        id: [u8; 16],
        /// Kind; the application's list.
        kind: i32,
        /// What to do, by opaque ids.
        payload: Vec<u8>,
        /// Not before.
        due: Moment,
        /// How often it was begun.
        tries: i32,
        /// Who began it holds it until then.
        claimed_until: Option<Moment>,
    }
}

impl StreamRow {
    /// Open for new entries.
    pub const OPEN: u8 = 0;
    /// Closed: takes no new entries but a reopening.
    pub const CLOSED: u8 = 1;
}

impl EntryRow {
    /// The compartment; `None` for an open directory entry or a stored pair that no compartment has.
    #[must_use]
    pub fn compartment(&self) -> Option<Compartment> {
        Compartment::from_parts(self.compartment, self.owner)
    }
}

impl WrapRow {
    /// The referral of a wrap that no referral gives.
    pub const NO_REFERRAL: ReferralId = ReferralId([0; 16]);

    /// The compartment; `None` for a stored pair that no compartment has.
    #[must_use]
    pub fn compartment(&self) -> Option<Compartment> {
        Compartment::from_parts(self.compartment, self.owner)
    }

    /// The order in which wraps of one stream stand: that of their key.
    pub(crate) fn order(&self) -> impl Ord + use<> {
        let owned = (self.compartment.code(), self.owner);
        (owned, self.grantee, self.generation, self.referral)
    }

    /// Whether it opens anything at `now`.
    #[must_use]
    pub fn holds(&self, now: Moment) -> bool {
        self.state == WrapState::Active && self.until.is_none_or(|until| now < until)
    }
}
