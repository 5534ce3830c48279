//! Survivor files: open, list, read, write, share.

mod access;
mod command;
mod list;
mod open;
mod read;
mod roster;

pub use access::{AccessView, Cell, Holder, Reader};
pub use command::{Post, Written};
pub use list::{FileFilter, FileList, FileRow, SortKey};
pub use open::{NewFile, Opened as OpenedFile};
pub use read::{Can, FileView, ReferralOnFile, TimelineItem};
