//! How a file's story goes: a careful team at work, day after day, until the story ends or today is reached.

mod asking;
mod builder;
mod canary;
mod course;
mod courts;
mod fresh;
mod names;
mod opening;
mod transfer;

pub(super) use builder::Calendar;
pub(super) use canary::plant;
pub(super) use fresh::{Open, concerns};
pub(super) use names::Names;

use super::chance::Chance;
use super::script::Script;
use builder::Builder;

/// The story of one file.
pub(super) fn file(
    calendar: &Calendar,
    (names, open): (&mut Names, &mut Open),
    seed: u64,
    number: usize,
) -> Script {
    let part = u64::try_from(number).unwrap_or(0) + 1_000;
    let mut builder = Builder::new(calendar, Chance::part(seed, part), number);
    opening::open(&mut builder, names);
    course::run(&mut builder);
    fresh::leave_work(&mut builder, open);
    Script {
        steps: builder.steps,
    }
}
