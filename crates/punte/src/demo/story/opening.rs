//! The first days: alarm, file, duty to alert, risk.

use super::builder::{Builder, SERVICE};
use super::names::Names;
use crate::demo::people::{ADRIAN, CARMEN, DOINA, GEORGE, RADU, SIMONA, Unit, Who};
use crate::demo::script::{Act, Ground, Opening};
use crate::demo::words::alarms::ALARMS;
use jiff::ToSpan as _;
use punte_domain::compartment::{Compartment, CompartmentKind};
use punte_domain::concern::{Alarm, ChildSketch, HowKnown, Reporter};
use punte_domain::file::Command;
use punte_domain::file::entry::Basics;
use punte_domain::time::{Day, PartialDate};
use punte_domain::values::{Age, Answer, Code, Place, Sex, Urgency, YesNo};

const COUNTIES: &[&str] = &[
    "CJ", "IS", "BV", "TM", "BC", "SV", "DJ", "GL", "MS", "B", "VS", "AG", "BH", "PH", "CT", "NT",
    "MM", "HD",
];
const FORMS: &[&[&str]] = &[
    &["sexual"],
    &["sexual", "sexual_online"],
    &["sexual_online"],
    &["labour"],
    &["begging"],
    &["criminality"],
    &["sexual"],
    &["servitude"],
    &["begging", "criminality"],
    &["labour", "servitude"],
    &["marriage"],
    &["sexual_online"],
];

pub(super) fn open(b: &mut Builder<'_>, names: &mut Names) {
    let birth = birth(b);
    b.age = known_age(b, birth);
    let from_concern =
        matches!(b.lead.unit(), Unit::Casework | Unit::Dgaspc) && b.chance.percent(45);
    let county = b.chance.of(COUNTIES).to_owned();
    if from_concern {
        raise(b, &county);
    }
    let basics = Basics {
        sex: b.sex,
        age: b.age,
        county: Some(Code(county)),
        exploitation: b
            .chance
            .of(FORMS)
            .iter()
            .map(|form| Code::new(form))
            .collect(),
        interpreter: Answer::Said(false),
        languages: vec!["ro".into()],
    };
    let cnp = if b.chance.percent(55) {
        names.cnp(b.sex, birth)
    } else {
        String::new()
    };
    let opening = Opening {
        cover: names.cover(b.sex),
        name: names.person(b.sex),
        cnp,
        basics,
        from_concern,
    };
    let lead = b.lead;
    b.step(lead, Act::Open(opening));
    if from_concern {
        b.step(
            lead,
            Act::TriageToFile {
                urgency: Urgency::Urgent,
            },
        );
    }
    let text = b.draw(|bags| &mut bags.first);
    b.step(lead, note("general", text));
    alert(b);
    assess(b);
}

pub(super) fn note(kind: &str, text: String) -> Act {
    Act::Write(Command::AddNote {
        compartment: Compartment::Core,
        kind: kind.into(),
        text,
        happened_on: None,
    })
}

fn birth(b: &mut Builder<'_>) -> Day {
    let years = if b.number % 9 == 7 {
        b.chance.between(18, 24)
    } else {
        b.chance
            .of(&[9, 11, 12, 13, 13, 14, 14, 15, 15, 15, 16, 16, 16, 17])
    };
    b.day
        .saturating_sub((years * 365 + b.chance.between(20, 330)).days())
}

fn known_age(b: &mut Builder<'_>, birth: Day) -> Age {
    let under_18 = if b.number % 9 == 7 {
        YesNo::No
    } else {
        YesNo::Yes
    };
    let birth = match b.chance.below(10) {
        0 => PartialDate::year(birth.year()).estimated(),
        1 => PartialDate::month(birth.year(), birth.month()),
        _ => PartialDate::day(birth),
    };
    Age {
        birth: Some(birth),
        estimate: None,
        under_18,
    }
}

fn raise(b: &mut Builder<'_>, county: &str) {
    let lead = b.lead;
    let others: Vec<Who> = [CARMEN, RADU, ADRIAN, DOINA, GEORGE, SIMONA]
        .into_iter()
        .filter(|who| who.unit() != lead.unit())
        .collect();
    let by = b.chance.of(&others);
    let alarm = alarm(b, county, YesNo::No);
    b.step(
        by,
        Act::Raise {
            intake: lead.unit(),
            alarm,
        },
    );
}

pub(super) fn alarm(b: &mut Builder<'_>, county: &str, danger: YesNo) -> Alarm {
    let (worry, what, child, how) = b.chance.of(ALARMS);
    let (what, description) = (b.tell(what), b.tell(child));
    let since = b.day.saturating_sub(b.chance.between(2, 60).days());
    Alarm {
        worries: vec![worry.into()],
        what,
        child: ChildSketch {
            description,
            sex: if b.sex == Sex::Male {
                Sex::Male
            } else {
                Sex::Female
            },
            years: None,
            under_18: YesNo::NotSure,
        },
        place: Place {
            county: Some(county.into()),
            text: String::new(),
        },
        danger,
        reporter: Reporter {
            anonymous: false,
            name: String::new(),
            capacity: Some("social_worker".into()),
            contact: None,
        },
        known: HowKnown {
            how: Some(how.into()),
            text: String::new(),
            since: Some(PartialDate::month(since.year(), since.month())),
        },
    }
}

/// The directorate learns of every child at once (ruling 31): no consent is waited for.
fn alert(b: &mut Builder<'_>) {
    let lead = b.lead;
    if lead.unit() == Unit::Dgaspc || !b.is_child() {
        return;
    }
    let compartments = SERVICE.with(CompartmentKind::Whereabouts);
    b.step(
        lead,
        Act::Share {
            unit: Unit::Dgaspc,
            compartments,
            ground: Ground::Law("duty_to_alert"),
            days: 90,
        },
    );
    b.share_for(Unit::Dgaspc, 90);
    let text = b.tell(crate::demo::words::notes::ALERTED);
    b.step(lead, note("notified_dgaspc", text));
}

fn assess(b: &mut Builder<'_>) {
    if !b.later(0, 3) {
        return;
    }
    let level = b.chance.of(&["medium", "high", "high", "immediate", "low"]);
    let factors: &[&[&str]] = &[
        &["exploiter_knows_place", "threats"],
        &["online_contact"],
        &["family_involved", "no_safe_home"],
        &["runs_away"],
        &["exploiter_free", "witness"],
    ];
    let factors = b.chance.of(factors).iter().map(|f| Code::new(f)).collect();
    let text = b.draw(|bags| &mut bags.risk);
    let review = Some(b.ahead(60, 95));
    let lead = b.lead;
    b.step(
        lead,
        Act::Write(Command::AssessRisk {
            level: level.into(),
            factors,
            text,
            review,
        }),
    );
}
