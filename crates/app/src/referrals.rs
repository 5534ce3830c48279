//! Referrals: one organisation asks another's queue for a service.

use crate::desk::kinds;
use crate::files::command::{kept_mac, refused, replayed};
use crate::files::{Post, Written};
use crate::journal::{Draft, Opened, Pen, keys_of, open_entries, unit_public};
use crate::keyring::{StreamKeys, wrap_to};
use crate::{AppError, AppResult, Desk};
use punte_domain::access::{
    AnswerReferral, FileRes, Grantee, ListReferrals, ReadReferral, ReferralRes, RevokeReferral, ShareFile,
};
use punte_domain::code::FileCode;
use punte_domain::compartment::{Compartment, CompartmentKind, Compartments};
use punte_domain::file::entry::Basis;
use punte_domain::id::{FileId, ReferralId, StreamId, UnitId};
use punte_domain::referral::{self, Command, Payload, State, Status};
use punte_domain::values::{Code, Urgency};
use punte_domain::{AnyEntry, Authorized, Moment, StreamKind, file};
use punte_store::{
    Commit, CommitError, ReadNote, ReadsEntries, RowKey, RowOp, StreamRow, WrapRow, WrapState, Writes,
};
