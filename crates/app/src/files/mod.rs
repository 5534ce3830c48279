//! Survivor files: open, list, read, write, share.

mod access;
pub(crate) mod command;
mod deed;
mod follow;
mod keys;
pub(crate) mod list;
pub(crate) mod open;
mod people;
pub(crate) mod read;
pub(crate) mod roster;

pub use access::{AccessView, Cell, Holder, Reader};
pub(crate) use command::refused;
pub use command::{Post, Written};
pub use deed::{Can, Deed};
pub(crate) use follow::{seal_fact, work_id};
pub use list::{FileList, FileQuery, FileRow};
pub(crate) use open::code_of;
pub use open::{NewFile, Opened as OpenedFile};
pub use people::{Colleague, Partner};
pub use punte_policy::Because;
pub use read::{FileView, TimelineItem};
pub(crate) use roster::Roster;
