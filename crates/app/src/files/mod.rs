//! Survivor files: open, list, read, write, share.

mod access;
pub(crate) mod command;
pub(crate) mod list;
pub(crate) mod open;
pub(crate) mod read;
pub(crate) mod roster;
mod follow;

pub use access::{AccessView, Cell, Holder, Reader};
pub use command::{Post, Written};
pub use list::{FileList, FileQuery, FileRow};
pub use open::{NewFile, Opened as OpenedFile};
pub(crate) use follow::work_id;
pub(crate) use open::code_of;
pub use read::{Can, FileView, ReferralOnFile, TimelineItem};
