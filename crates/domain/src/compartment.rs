//! Compartments: the parts of a file with walls of their own (design 6, ruling 3). An entry lies in exactly one.

use crate::id::{UnitId, UserId};
use serde::{Deserialize, Serialize};

/// A compartment of a stream. Each has a key of its own, wrapped only to those who may open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Compartment {
    /// Service facts: stage, plan, services, clocks. Concerns and referrals have only this one.
    Core,
    /// The link to the person and the cover name; on a person stream: names, numbers, kin.
    Identity,
    /// Where the child is now.
    Whereabouts,
    /// Therapy and psychosocial notes.
    Psychosocial,
    /// Privileged notes of the child's counsel.
    Legal,
    /// The criminal matter, as far as the protection file holds it.
    Justice,
    /// Notes of one author for nobody else.
    Private(UserId),
    /// A unit's own statutory record; stays the unit's when a share ends (ruling 1).
    Own(UnitId),
}

/// The kinds of compartment, without the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum CompartmentKind {
    /// See [`Compartment::Core`].
    Core = 0,
    /// See [`Compartment::Identity`].
    Identity = 1,
    /// See [`Compartment::Whereabouts`].
    Whereabouts = 2,
    /// See [`Compartment::Psychosocial`].
    Psychosocial = 3,
    /// See [`Compartment::Legal`].
    Legal = 4,
    /// See [`Compartment::Justice`].
    Justice = 5,
    /// See [`Compartment::Private`].
    Private = 6,
    /// See [`Compartment::Own`].
    Own = 7,
    /// Not a compartment of a file: directory entries (organisations, units, users), which are clear.
    Open = 8,
}

impl CompartmentKind {
    /// All kinds that a survivor file can have, in the order of the tabs.
    pub const OF_FILE: [Self; 8] = [
        Self::Core,
        Self::Identity,
        Self::Whereabouts,
        Self::Psychosocial,
        Self::Legal,
        Self::Justice,
        Self::Private,
        Self::Own,
    ];

    /// The stored number.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The kind with this stored number.
    #[must_use]
    pub const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::Core,
            1 => Self::Identity,
            2 => Self::Whereabouts,
            3 => Self::Psychosocial,
            4 => Self::Legal,
            5 => Self::Justice,
            6 => Self::Private,
            7 => Self::Own,
            8 => Self::Open,
            _ => return None,
        })
    }

    /// The name used in policies, JSON and message keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Identity => "identity",
            Self::Whereabouts => "whereabouts",
            Self::Psychosocial => "psychosocial",
            Self::Legal => "legal",
            Self::Justice => "justice",
            Self::Private => "private",
            Self::Own => "own",
            Self::Open => "open",
        }
    }
}

impl Compartment {
    /// Its kind.
    #[must_use]
    pub const fn kind(self) -> CompartmentKind {
        match self {
            Self::Core => CompartmentKind::Core,
            Self::Identity => CompartmentKind::Identity,
            Self::Whereabouts => CompartmentKind::Whereabouts,
            Self::Psychosocial => CompartmentKind::Psychosocial,
            Self::Legal => CompartmentKind::Legal,
            Self::Justice => CompartmentKind::Justice,
            Self::Private(_) => CompartmentKind::Private,
            Self::Own(_) => CompartmentKind::Own,
        }
    }

    /// Its owner as 16 bytes; zero where the compartment has none. With the kind's code this is the stored key.
    #[must_use]
    pub const fn owner(self) -> [u8; 16] {
        match self {
            Self::Private(user) => user.0,
            Self::Own(unit) => unit.0,
            Self::Core
            | Self::Identity
            | Self::Whereabouts
            | Self::Psychosocial
            | Self::Legal
            | Self::Justice => [0; 16],
        }
    }

    /// The compartment stored under this kind and owner; `None` for a pair that no compartment has.
    #[must_use]
    pub fn from_parts(kind: CompartmentKind, owner: [u8; 16]) -> Option<Self> {
        let plain = owner == [0; 16];
        Some(match kind {
            CompartmentKind::Private if !plain => Self::Private(UserId(owner)),
            CompartmentKind::Own if !plain => Self::Own(UnitId(owner)),
            CompartmentKind::Core if plain => Self::Core,
            CompartmentKind::Identity if plain => Self::Identity,
            CompartmentKind::Whereabouts if plain => Self::Whereabouts,
            CompartmentKind::Psychosocial if plain => Self::Psychosocial,
            CompartmentKind::Legal if plain => Self::Legal,
            CompartmentKind::Justice if plain => Self::Justice,
            CompartmentKind::Core
            | CompartmentKind::Identity
            | CompartmentKind::Whereabouts
            | CompartmentKind::Psychosocial
            | CompartmentKind::Legal
            | CompartmentKind::Justice
            | CompartmentKind::Private
            | CompartmentKind::Own
            | CompartmentKind::Open => return None,
        })
    }
}

/// A set of compartment kinds, as bits by [`CompartmentKind::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Compartments(pub u16);

impl Compartments {
    /// The empty set: opens nothing.
    pub const NONE: Self = Self(0);

    /// The set of one.
    #[must_use]
    pub const fn only(kind: CompartmentKind) -> Self {
        Self(1 << kind.code())
    }
    /// With `kind` added.
    #[must_use]
    pub const fn with(self, kind: CompartmentKind) -> Self {
        Self(self.0 | (1 << kind.code()))
    }
    /// Whether `kind` is in the set.
    #[must_use]
    pub const fn has(self, kind: CompartmentKind) -> bool {
        self.0 & (1 << kind.code()) != 0
    }
    /// Whether nothing is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// The kinds in the set, in order.
    pub fn iter(self) -> impl Iterator<Item = CompartmentKind> {
        (0..9)
            .filter_map(CompartmentKind::from_code)
            .filter(move |k| self.has(*k))
    }
}

impl FromIterator<CompartmentKind> for Compartments {
    fn from_iter<I: IntoIterator<Item = CompartmentKind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::NONE, Self::with)
    }
}
