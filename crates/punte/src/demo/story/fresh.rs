//! What is still open today: tasks, unanswered referrals, answers nobody has read, offers of the lead, new alarms.

use super::builder::{Builder, Calendar, SERVICE};
use super::{courts, opening};
use crate::demo::chance::{Bag, Chance};
use crate::demo::people::{
    ANA, ANDREI, BIANCA, CARMEN, DOINA, ELENA, FLORIN, GEORGE, IOANA, MATEI, MIHAI, RADU, RALUCA,
    SIMONA, SORIN, TEODORA, TUDOR, Unit, Who,
};
use crate::demo::script::{Act, Agreement, Asking, Ground, Script, Step, When};
use crate::demo::words::{self, ask};
use punte_domain::concern::Outcome;
use punte_domain::file::entry::ConsentBy;
use punte_domain::values::{Answer, Sex, Urgency, YesNo};
use std::collections::BTreeMap;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// Something between two units that waits today.
#[derive(Debug, Clone, Copy)]
enum Scene {
    /// Asked so many minutes ago; not answered.
    Asked(Unit, &'static str, Urgency, i64),
    /// Accepted by somebody; the lead hasn't seen it.
    Accepted(Who, &'static str, i64),
    /// Declined by somebody, for a reason (list `decline`); the lead hasn't seen it.
    Declined(Who, &'static str, &'static str, i64),
    /// The lead is offered.
    Offered(Unit, i64),
}

/// What is still to be left open, so that every desk has enough and none too much, however many files there are.
pub(in crate::demo) struct Open {
    scenes: BTreeMap<Who, Vec<Scene>>,
    dues: BTreeMap<Who, Vec<i64>>,
    /// Due days of tasks that are the casework team's and nobody's.
    team: Vec<i64>,
}

impl Open {
    pub(in crate::demo) fn new() -> Self {
        Self {
            scenes: scenes(),
            dues: dues(),
            team: vec![1, 0, 4],
        }
    }

    fn due(&mut self, who: Who) -> Option<i64> {
        let left = self.dues.get_mut(&who)?;
        (!left.is_empty()).then(|| left.remove(0))
    }

    /// The first scene of this lead that can be played on this file.
    fn scene(&mut self, b: &Builder<'_>) -> Option<Scene> {
        let left = self.scenes.get_mut(&b.lead)?;
        let fits = left.iter().position(|scene| scene.fits(b))?;
        Some(left.remove(fits))
    }
}

/// What waits on each lead's files, the first to be played first.
fn scenes() -> BTreeMap<Who, Vec<Scene>> {
    use Scene::{Accepted, Asked, Declined, Offered};
    use Urgency::{Ordinary, Urgent};
    [
        (
            ELENA,
            vec![
                Asked(Unit::Psychosocial, "psychosocial", Urgent, 95),
                Declined(DOINA, "education", "no_capacity", 20 * HOUR),
                Asked(Unit::Police, "protection", Ordinary, 6 * DAY),
                Accepted(BIANCA, "psychotherapy", 26 * HOUR),
                Asked(Unit::Social, "education", Ordinary, 27 * HOUR),
                Asked(Unit::Prosecution, "protection", Ordinary, 8 * DAY),
            ],
        ),
        (
            CARMEN,
            vec![
                Asked(Unit::Psychosocial, "psychosocial", Ordinary, 25 * HOUR),
                Asked(Unit::Legal, "legal_aid", Ordinary, 4 * DAY),
                Declined(MIHAI, "legal_aid", "conflict", 30 * HOUR),
                Asked(Unit::Prosecution, "protection", Ordinary, 2 * DAY),
            ],
        ),
        (
            IOANA,
            vec![
                Asked(Unit::Legal, "legal_aid", Ordinary, 2 * DAY),
                Offered(Unit::Dgaspc, 2 * DAY),
                Accepted(GEORGE, "reintegration", 22 * HOUR),
                Asked(Unit::Prosecution, "protection", Ordinary, 30 * HOUR),
            ],
        ),
        (
            ANDREI,
            vec![
                Asked(Unit::Police, "protection", Urgent, 3 * HOUR),
                Asked(Unit::Voice, "psychotherapy", Ordinary, 2 * DAY),
                Asked(Unit::Social, "livelihood", Ordinary, 3 * DAY),
            ],
        ),
        (
            DOINA,
            vec![
                Asked(Unit::Legal, "legal_aid", Urgent, 5 * HOUR),
                Asked(Unit::Casework, "practical", Ordinary, 28 * HOUR),
                Asked(Unit::Dgaspc, "child_protection", Ordinary, 26 * HOUR),
                Asked(Unit::Police, "protection", Ordinary, 50 * HOUR),
            ],
        ),
        (
            SIMONA,
            vec![
                Asked(Unit::Casework, "monitoring", Ordinary, 4 * DAY),
                Offered(Unit::Dgaspc, 5 * DAY),
                Asked(Unit::Prosecution, "protection", Ordinary, 26 * HOUR),
            ],
        ),
        (
            FLORIN,
            vec![
                Asked(Unit::Psychosocial, "psychosocial", Ordinary, 6 * DAY),
                Offered(Unit::Casework, 3 * DAY),
                Asked(Unit::Police, "protection", Ordinary, 29 * HOUR),
            ],
        ),
    ]
    .into()
}

/// In how many days each person's tasks are due; the first to be given out first.
fn dues() -> BTreeMap<Who, Vec<i64>> {
    let dues: [(Who, &[i64]); 16] = [
        (ELENA, &[-3, 0, 2, -1, 0, 4, 1, 3, 6, 9, 0, 12]),
        (CARMEN, &[0, -2, 1, 3, 5, -1, 0, 8]),
        (IOANA, &[0, 1, -1, 3, 5, 2]),
        (ANDREI, &[1, 0, -4, 3, 6, 2]),
        (DOINA, &[0, 2, -1, 4, 6]),
        (SIMONA, &[1, 0, 4, -2, 6]),
        (FLORIN, &[2, 0, -1, 5]),
        (ANA, &[0, -1, 1, 3, 0, 5, 2, 8]),
        (TEODORA, &[0, 2, 4]),
        (MATEI, &[1, -1, 5]),
        (MIHAI, &[0, -2, 2, 5, 1, 0, 6, 10]),
        (RALUCA, &[0, 3, -1]),
        (TUDOR, &[2, 4]),
        (BIANCA, &[1, 4]),
        (GEORGE, &[0, 2, 5]),
        (SORIN, &[0, -1, 2, 5]),
    ];
    dues.map(|(who, days)| (who, days.to_vec())).into()
}

impl Scene {
    fn fits(self, b: &Builder<'_>) -> bool {
        let free = |unit| unit != b.lead.unit() && !b.sees(unit);
        match self {
            Self::Asked(unit, ..) => free(unit),
            Self::Accepted(who, ..) | Self::Declined(who, ..) => free(who.unit()),
            Self::Offered(unit, _) => unit != b.lead.unit() && b.days_open() > 60,
        }
    }
}

/// What is left open on a file that is still worked on.
pub(super) fn leave_work(b: &mut Builder<'_>, open: &mut Open) {
    lapse(b);
    if b.closed {
        return;
    }
    let lead = b.lead;
    tasks(b, open, lead, |bags| &mut bags.task);
    let providers: Vec<Who> = b.given.iter().map(|given| given.who).collect();
    for who in providers {
        if b.sees(who.unit()) {
            tasks(b, open, who, words_for(who));
        }
    }
    if lead == IOANA || lead == ELENA {
        tasks(b, open, SORIN, |bags| &mut bags.task_lead);
    }
    if lead == ANDREI && !open.team.is_empty() {
        let due = open.team.remove(0);
        task(b, (lead, None), due, |bags| &mut bags.task);
    }
    for _ in 0..2 {
        if let Some(scene) = open.scene(b) {
            play(b, scene);
        }
    }
}

type Draw = fn(&mut words::Bags) -> &mut Bag<&'static str>;

fn words_for(who: Who) -> Draw {
    match who.unit() {
        Unit::Legal => |bags| &mut bags.task_law,
        Unit::Social => |bags| &mut bags.task,
        _ => |bags| &mut bags.task_care,
    }
}

/// At most two tasks on one file, so that a day is about several children.
fn tasks(b: &mut Builder<'_>, open: &mut Open, who: Who, words: Draw) {
    for _ in 0..2 {
        if let Some(due) = open.due(who) {
            task(b, (who, Some(who)), due, words);
        }
    }
}

fn task(b: &mut Builder<'_>, (who, assignee): (Who, Option<Who>), due: i64, words: Draw) {
    let key = b.key();
    let title = b.draw(words);
    // The end of the working day is not the end of the day: what is due today is so until midnight.
    let until = b.calendar.at(b.calendar.day(-due), DAY - 1);
    let act = Act::Task {
        key,
        title,
        assignee,
        due: until,
    };
    // Written some days before it is due, and not before the writer saw the file.
    let since = b.shared.get(&who.unit()).map(|(from, _)| *from);
    let back = (5 - due).max(1);
    let back = since.map_or(back, |from| {
        back.min(super::builder::days_between(from, b.calendar.today) - 1)
    });
    if back > -due && back > 0 {
        // One that is due before its file was taken over or opened again is left out.
        let _ = b.insert(b.calendar.day(back), until, (who, act));
    }
}

/// Whoever was asked and never answered opens the referral at last, and finds it lapsed.
fn lapse(b: &mut Builder<'_>) {
    let Some((key, sent)) = b.forgotten else {
        return;
    };
    let back = super::builder::days_between(sent, b.calendar.today) - 53;
    if back < 2 {
        return;
    }
    let asker = b.asked_by.get(&key).copied().unwrap_or(b.lead);
    for (who, back) in [(DOINA, back), (asker, back - 1)] {
        let day = b.calendar.day(back);
        let at = b.calendar.at(day, 9 * HOUR);
        let read = (who, Act::ReadReferral { key });
        if let Some((who, act)) = b.insert(day, at, read) {
            b.ago(back * DAY, who, act);
        }
    }
}

fn play(b: &mut Builder<'_>, scene: Scene) {
    match scene {
        Scene::Asked(unit, service, urgency, minutes) => {
            ask_unit(b, unit, service, urgency, minutes);
        }
        Scene::Accepted(who, service, minutes) => {
            let key = ask_unit(b, who.unit(), service, Urgency::Ordinary, minutes + 2 * DAY);
            b.ago(minutes + 9, who, Act::ReadReferral { key });
            b.ago(minutes, who, Act::Accept { key });
        }
        Scene::Declined(who, service, reason, minutes) => {
            let key = ask_unit(b, who.unit(), service, Urgency::Ordinary, minutes + 2 * DAY);
            b.ago(minutes + 14, who, Act::ReadReferral { key });
            let (text, suggestion) = ask::declined(reason);
            let act = Act::Decline {
                key,
                reason,
                text: text.to_owned(),
                suggestion: suggestion.to_owned(),
            };
            b.ago(minutes, who, act);
        }
        Scene::Offered(to, minutes) => {
            let words = if to == Unit::Dgaspc {
                ask::OFFER_DGASPC
            } else {
                ask::OFFER_NGO
            };
            let reason = b.tell(words);
            let lead = b.lead;
            b.ago(minutes, lead, Act::OfferTransfer { to, reason });
        }
    }
}

/// A referral sent so many minutes ago, on the ground that fits who is asked.
fn ask_unit(
    b: &mut Builder<'_>,
    to: Unit,
    service: &'static str,
    urgency: Urgency,
    minutes: i64,
) -> crate::demo::script::Key {
    let (key, lead) = (b.key(), b.lead);
    let ground = match to {
        Unit::Police | Unit::Prosecution => Ground::Law("criminal_proceedings"),
        Unit::Dgaspc => Ground::Law("child_protection"),
        _ => {
            let consent = b.key();
            let what = fresh_consent(b, to);
            b.ago(minutes + 40, lead, Act::Consent { key: consent, what });
            Ground::Consent(consent)
        }
    };
    let pattern = ask::for_unit(to, service);
    let summary = b.tell(pattern);
    let what = Asking {
        to,
        service,
        urgency,
        summary,
        offered: if matches!(to, Unit::Police | Unit::Prosecution) {
            courts::JUDICIAL
        } else {
            SERVICE
        },
        ground,
        days: 180,
    };
    b.ago(minutes, lead, Act::Refer { key, what });
    key
}

fn fresh_consent(b: &Builder<'_>, to: Unit) -> Agreement {
    let child = b.is_child();
    Agreement {
        recipients: vec![to],
        compartments: SERVICE,
        by: if child {
            ConsentBy::Representative
        } else {
            ConsentBy::Adult
        },
        language: b.language,
        format: "written",
        days: 365,
        assent: if child {
            Answer::Said(true)
        } else {
            Answer::NotAsked
        },
    }
}

/// Concerns without a file: who, where to, how long ago, danger, about whom, what came of it.
pub(in crate::demo) fn concerns(calendar: &Calendar, seed: u64) -> Vec<Script> {
    let mut b = Builder::new(calendar, Chance::part(seed, 7), 0);
    let passed = |to: &str| Some(Outcome::PassedOn { to: to.to_owned() });
    let nothing = |reason: &str, text: &str| {
        Some(Outcome::NoFurtherAction {
            reason: reason.into(),
            text: text.to_owned(),
        })
    };
    let told = [
        (CARMEN, Unit::Casework, 25, YesNo::Yes, Sex::Female, None),
        (RADU, Unit::Casework, 190, YesNo::No, Sex::Male, None),
        (
            GEORGE,
            Unit::Casework,
            26 * HOUR,
            YesNo::No,
            Sex::Female,
            None,
        ),
        (ELENA, Unit::Dgaspc, 320, YesNo::NotSure, Sex::Female, None),
        (SIMONA, Unit::Dgaspc, 27 * HOUR, YesNo::No, Sex::Male, None),
        (
            ANA,
            Unit::Casework,
            9 * DAY,
            YesNo::No,
            Sex::Male,
            nothing("other_matter", ask::NOT_TRAFFICKING),
        ),
        (
            RADU,
            Unit::Casework,
            34 * DAY,
            YesNo::No,
            Sex::Female,
            nothing("duplicate", ask::DUPLICATE),
        ),
        (
            DOINA,
            Unit::Casework,
            71 * DAY,
            YesNo::NotSure,
            Sex::Female,
            passed("DGASPC Valea Lină, telefonic și în scris"),
        ),
        (
            MIHAI,
            Unit::Dgaspc,
            16 * DAY,
            YesNo::No,
            Sex::Female,
            nothing("unverifiable", ask::UNVERIFIABLE),
        ),
        (
            IOANA,
            Unit::Dgaspc,
            120 * DAY,
            YesNo::Yes,
            Sex::Male,
            passed("Poliția orașului, prin 112, în timpul apelului"),
        ),
    ];
    told.into_iter()
        .map(|(who, intake, minutes, danger, sex, outcome)| {
            b.sex = sex;
            b.day = b.calendar.day(minutes / DAY);
            b.age = opening::about_fourteen(b.day);
            let alarm = opening::alarm(&mut b, who, "CJ", danger);
            let mut steps = vec![Step {
                when: When::MinutesAgo(minutes),
                who,
                act: Act::Raise { intake, alarm },
            }];
            let triager = if intake == Unit::Dgaspc {
                FLORIN
            } else {
                SORIN
            };
            let urgency = if danger == YesNo::Yes {
                Urgency::Immediate
            } else {
                Urgency::Ordinary
            };
            steps.extend(outcome.map(|outcome| Step {
                when: When::MinutesAgo(minutes - 35),
                who: triager,
                act: Act::Triage { outcome, urgency },
            }));
            Script { steps }
        })
        .collect()
}
