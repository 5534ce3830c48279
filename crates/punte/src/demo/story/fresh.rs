//! What is still open today: tasks, unanswered referrals, a concern with danger, a transfer.

use super::builder::{Builder, Calendar};
use super::opening;
use crate::demo::chance::Chance;
use crate::demo::people::{CARMEN, RADU, Unit};
use crate::demo::script::{Act, Script, Step, When};
use punte_domain::values::YesNo;

/// Open tasks around today, for files that are still worked on.
pub(super) fn leave_work(b: &mut Builder<'_>) {
    if b.closed {
        return;
    }
    let day = 24 * 60;
    let dues: &[&[i64]] = &[
        &[-2 * day, day],
        &[0],
        &[2 * day, 5 * day],
        &[-5 * day],
        &[0, 3 * day],
        &[4 * day],
        &[day],
    ];
    for due in dues[b.number % dues.len()] {
        let key = b.key();
        let title = b.draw(|bags| &mut bags.task);
        let days = due / day;
        // The end of the working day is not the end of the day: what is due today is so until midnight.
        let due = b.calendar.at(b.calendar.day(-days), day - 1);
        let lead = b.lead;
        let act = Act::Task {
            key,
            title,
            assignee: Some(lead),
            due,
        };
        b.insert(b.calendar.day((5 - days).max(1)), due, (lead, act));
    }
}

/// Concerns without a file.
pub(in crate::demo) fn concerns(calendar: &Calendar, seed: u64) -> Vec<Script> {
    let mut b = Builder::new(calendar, Chance::part(seed, 7), 0);
    let mut scripts = Vec::new();
    for (who, intake, minutes, danger) in [
        (CARMEN, Unit::Casework, 25, YesNo::Yes),
        (RADU, Unit::Casework, 190, YesNo::No),
        (
            crate::demo::people::ELENA,
            Unit::Dgaspc,
            320,
            YesNo::NotSure,
        ),
    ] {
        let alarm = opening::alarm(&mut b, "CJ", danger);
        let step = Step {
            when: When::MinutesAgo(minutes),
            who,
            act: Act::Raise { intake, alarm },
        };
        scripts.push(Script { steps: vec![step] });
    }
    scripts
}
