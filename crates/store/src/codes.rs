//! The small closed lists that rows hold as numbers.

use crate::cell::{Cell, Field, Kind};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// The stored number.
            #[must_use]
            pub const fn code(self) -> u8 { match self { $(Self::$variant => $code),* } }
            /// The one with this stored number.
            #[must_use]
            pub const fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
        impl Field for $name {
            const KIND: Kind = Kind::Int;
            fn cell(&self) -> Cell { self.code().cell() }
            fn read(cell: Cell) -> Option<Self> { Self::from_code(u8::read(cell)?) }
        }
    )*};
}

codes! {
    /// Whether a wrap opens anything yet.
    WrapState {
        /// Offered by a referral that nobody has accepted: opens nothing.
        Offered = 0,
        /// In force.
        Active = 1,
    }
    /// Whether an organisation or unit is at work.
    DirectoryState {
        /// At work.
        Active = 0,
        /// Closed: takes nothing new.
        Closed = 1,
    }
    /// Whether a user may sign in.
    UserState {
        /// May sign in.
        Active = 0,
        /// Suspended: forbidden everything.
        Suspended = 1,
        /// Has left.
        Left = 2,
    }
    /// Where a membership stands.
    MembershipState {
        /// Joined, but nobody has wrapped the unit key to the person yet.
        Waiting = 0,
        /// Holds the unit key.
        Active = 1,
        /// Over.
        Ended = 2,
    }
    /// Where an invitation stands.
    InvitationState {
        /// Can be used once until it expires.
        Open = 0,
        /// Used.
        Used = 1,
        /// Taken back.
        Revoked = 2,
    }
    /// What opens a user's key.
    LockKind {
        /// The passphrase.
        Passphrase = 0,
        /// The recovery code.
        Recovery = 1,
        /// The second factor's secret.
        Totp = 2,
    }
}
