//! What the people of the demo write. Nobody is named; nothing is told that a careful worker would not write.

pub(in crate::demo) mod alarms;
pub(in crate::demo) mod ask;
pub(in crate::demo) mod care;
pub(in crate::demo) mod grammar;
pub(in crate::demo) mod law;
pub(in crate::demo) mod notes;

use super::chance::Bag;

/// What one story has not said yet.
pub(in crate::demo) struct Bags {
    pub(in crate::demo) first: Bag<&'static str>,
    pub(in crate::demo) note: Bag<&'static str>,
    pub(in crate::demo) own: Bag<&'static str>,
    pub(in crate::demo) risk: Bag<&'static str>,
    pub(in crate::demo) session: Bag<&'static str>,
    pub(in crate::demo) next: Bag<&'static str>,
    pub(in crate::demo) social: Bag<&'static str>,
    pub(in crate::demo) legal: Bag<&'static str>,
    pub(in crate::demo) justice: Bag<&'static str>,
    pub(in crate::demo) task: Bag<&'static str>,
    pub(in crate::demo) task_care: Bag<&'static str>,
    pub(in crate::demo) task_law: Bag<&'static str>,
    pub(in crate::demo) task_lead: Bag<&'static str>,
    pub(in crate::demo) police: Bag<&'static str>,
    pub(in crate::demo) done: Bag<&'static str>,
    pub(in crate::demo) goal: Bag<(&'static str, &'static str)>,
    pub(in crate::demo) need: Bag<(&'static str, &'static str)>,
    pub(in crate::demo) told: Bag<(&'static str, &'static str, &'static str)>,
}

impl Default for Bags {
    fn default() -> Self {
        Self {
            first: Bag::new(notes::FIRST),
            note: Bag::new(notes::NOTES),
            own: Bag::new(notes::OWN),
            risk: Bag::new(notes::RISKS),
            session: Bag::new(care::SESSIONS),
            next: Bag::new(care::NEXT),
            social: Bag::new(care::SOCIAL),
            legal: Bag::new(law::LEGAL),
            justice: Bag::new(law::JUSTICE),
            task: Bag::new(notes::TASKS),
            task_care: Bag::new(care::TASKS),
            task_law: Bag::new(law::TASKS),
            task_lead: Bag::new(notes::TASKS_LEAD),
            police: Bag::new(law::POLICE),
            done: Bag::new(notes::DONE),
            goal: Bag::new(care::GOALS),
            need: Bag::new(care::NEEDS),
            told: Bag::new(care::TOLD),
        }
    }
}
