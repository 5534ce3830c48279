//! The first days: alarm, file, duty to alert, risk.

use super::builder::{Builder, SERVICE};
use super::names::{Known, Names};
use crate::demo::people::{ADRIAN, CARMEN, DOINA, GEORGE, RADU, SIMONA, Unit, Who};
use crate::demo::script::{Act, Ground, Opening};
use crate::demo::words::alarms::ALARMS;
use crate::demo::words::{ask, notes};
use jiff::ToSpan as _;
use punte_domain::compartment::{Compartment, CompartmentKind};
use punte_domain::concern::{Alarm, ChildSketch, HowKnown, Reporter};
use punte_domain::file::Command;
use punte_domain::file::entry::Basics;
use punte_domain::file::identification::Status;
use punte_domain::person::{self, Kin, Name, NameKind};
use punte_domain::time::{Day, PartialDate};
use punte_domain::values::{Age, AgeEstimate, Answer, Code, Place, Sex, Urgency, YesNo};

const COUNTIES: &[&str] = &[
    "CJ", "IS", "BV", "TM", "BC", "SV", "DJ", "GL", "MS", "B", "VS", "AG", "BH", "PH", "CT", "NT",
    "MM", "HD",
];
const FORMS_F: &[&[&str]] = &[
    &["sexual"],
    &["sexual", "sexual_online"],
    &["sexual_online"],
    &["sexual"],
    &["begging"],
    &["servitude"],
    &["labour", "servitude"],
    &["marriage"],
    &["sexual_online"],
];
const FORMS_M: &[&[&str]] = &[
    &["labour"],
    &["begging"],
    &["criminality"],
    &["begging", "criminality"],
    &["sexual_online"],
    &["labour"],
];

/// Files about a child that another organisation knows already, and which: a match to be found.
const TWINS: [(usize, usize); 2] = [(43, 36), (57, 51)];
/// Files of children from Ukraine.
const UKRAINIAN: [usize; 2] = [13, 38];

/// What is known of a child when its file opens.
struct Child {
    name: Name,
    cnp: String,
    ukrainian: bool,
}

pub(super) fn open(b: &mut Builder<'_>, names: &mut Names) {
    let child = child(b, names);
    let from_concern =
        matches!(b.lead.unit(), Unit::Casework | Unit::Dgaspc) && b.chance.percent(45);
    let county = b.chance.of(COUNTIES).to_owned();
    if from_concern {
        raise(b, &county);
    }
    let forms = if b.sex == Sex::Female {
        FORMS_F
    } else {
        FORMS_M
    };
    let basics = Basics {
        sex: b.sex,
        age: b.age,
        county: Some(Code(county)),
        exploitation: b.chance.of(forms).iter().map(|f| Code::new(f)).collect(),
        interpreter: Answer::Said(child.ukrainian),
        languages: if child.ukrainian {
            vec!["uk".into(), "ro".into()]
        } else {
            vec!["ro".into()]
        },
    };
    let ukrainian = child.ukrainian;
    let opening = Opening {
        cover: names.cover(b.sex),
        name: child.name,
        cnp: child.cnp,
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
    identity(b, ukrainian);
    if b.number.is_multiple_of(3) {
        let authority = b.own_authority();
        let signs = super::courts::signs(b);
        let decision =
            super::courts::decision(b, Status::Potential, (authority, ""), ask::SIGNS, signs);
        b.step(lead, Act::Write(Command::DecideIdentification(decision)));
    }
    assess(b);
}

/// The child, as far as it is known.
fn child(b: &mut Builder<'_>, names: &mut Names) -> Child {
    let twin = TWINS
        .iter()
        .find(|(number, _)| *number == b.number)
        .and_then(|(_, other)| names.known.get(other).cloned());
    if let Some(twin) = twin {
        b.sex = twin.sex;
        b.age = Age {
            birth: Some(PartialDate::year(twin.birth.year()).estimated()),
            estimate: None,
            under_18: YesNo::Yes,
        };
        return Child {
            name: misheard(&twin.name),
            cnp: String::new(),
            ukrainian: false,
        };
    }
    let ukrainian = UKRAINIAN.contains(&b.number);
    if b.number == UKRAINIAN[0] || b.number == 0 {
        b.sex = Sex::Female;
    } else if ukrainian {
        b.sex = Sex::Male;
    }
    let birth = birth(b);
    b.age = known_age(b, birth);
    let mut name = if ukrainian {
        b.language = "uk";
        names.ukrainian(b.sex)
    } else {
        names.person(b.sex)
    };
    if b.number == 0 {
        "Maria".clone_into(&mut name.given);
    }
    let exact = b.age.birth.is_some_and(|birth| birth.day.is_some());
    let cnp = if exact && !ukrainian && b.chance.percent(70) {
        names.cnp(b.sex, birth)
    } else {
        String::new()
    };
    let known = Known {
        name: name.clone(),
        sex: b.sex,
        birth,
    };
    names.known.insert(b.number, known);
    Child {
        name,
        cnp,
        ukrainian,
    }
}

/// The same name as somebody else wrote it down: by ear, without diacritics.
fn misheard(name: &Name) -> Name {
    let plain = |text: &str| -> String {
        text.chars()
            .map(|letter| match letter {
                'ă' | 'â' => 'a',
                'î' => 'i',
                'ș' => 's',
                'ț' => 't',
                'Ș' => 'S',
                'Ț' => 'T',
                'Î' => 'I',
                other => other,
            })
            .collect()
    };
    let first = name.given.split(['-', ' ']).next().unwrap_or_default();
    Name {
        kind: NameKind::Used,
        given: plain(first),
        family: plain(&name.family),
    }
}

/// What else is learnt of who the child is.
fn identity(b: &mut Builder<'_>, ukrainian: bool) {
    let lead = b.lead;
    if ukrainian {
        let citizenship = person::Command::RecordCitizenship(Answer::Said(vec!["UA".into()]));
        b.step(lead, Act::Person(citizenship));
        let languages = person::Command::RecordLanguages {
            languages: vec!["uk".into(), "ro".into()],
            interpreter: Answer::Said(true),
        };
        b.step(lead, Act::Person(languages));
        let text = b.tell(notes::INTERPRETER);
        b.step(lead, note("wishes", text));
        return;
    }
    if b.number % 4 == 1 && b.is_child() {
        let safe = if b.chance.percent(70) {
            YesNo::Yes
        } else {
            YesNo::NotSure
        };
        let kin = Kin {
            relation: "grandparent".into(),
            name: "bunica din partea mamei".to_owned(),
            person: None,
            legal_representative: false,
            safe,
            contact: None,
        };
        b.step(lead, Act::Person(person::Command::RecordKin(kin)));
    }
}

pub(super) fn note(kind: &str, text: String) -> Act {
    Act::Write(Command::AddNote {
        compartment: Compartment::Core,
        kind: kind.into(),
        text,
        happened_on: None,
    })
}

/// Young adults among the children.
const fn is_adult(number: usize) -> bool {
    number % 9 == 7 && number != TWINS[0].0
}

fn birth(b: &mut Builder<'_>) -> Day {
    let years = if is_adult(b.number) {
        b.chance.between(18, 24)
    } else {
        b.chance
            .of(&[9, 11, 12, 13, 13, 14, 14, 15, 15, 15, 16, 16, 16, 17])
    };
    b.day
        .saturating_sub((years * 365 + b.chance.between(20, 330)).days())
}

fn known_age(b: &mut Builder<'_>, birth: Day) -> Age {
    let adult = is_adult(b.number);
    let under_18 = if adult { YesNo::No } else { YesNo::Yes };
    let said = |birth| Age {
        birth: Some(birth),
        estimate: None,
        under_18,
    };
    match b.chance.below(10) {
        0 if !adult => Age {
            birth: None,
            estimate: Some(AgeEstimate {
                years: u8::try_from(b.day.year().saturating_sub(birth.year()).clamp(8, 17))
                    .unwrap_or(15),
                on: b.on(),
            }),
            under_18: YesNo::NotSure,
        },
        1 => said(PartialDate::year(birth.year()).estimated()),
        2 => said(PartialDate::month(birth.year(), birth.month())),
        _ => said(PartialDate::day(birth)),
    }
}

/// A child of about fourteen on a day: for alarms without a file.
pub(super) fn about_fourteen(day: Day) -> Age {
    Age {
        birth: None,
        estimate: Some(AgeEstimate {
            years: 14,
            on: PartialDate::month(day.year(), day.month()),
        }),
        under_18: YesNo::NotSure,
    }
}

fn raise(b: &mut Builder<'_>, county: &str) {
    let lead = b.lead;
    let others: Vec<Who> = [CARMEN, RADU, ADRIAN, DOINA, GEORGE, SIMONA]
        .into_iter()
        .filter(|who| who.unit() != lead.unit())
        .collect();
    let by = b.chance.of(&others);
    let alarm = alarm(b, by, county, YesNo::No);
    b.step(
        by,
        Act::Raise {
            intake: lead.unit(),
            alarm,
        },
    );
}

/// An alarm that fits the child's sex and age.
pub(super) fn alarm(b: &mut Builder<'_>, by: Who, county: &str, danger: YesNo) -> Alarm {
    let years = b.age.range(b.day).map_or(14, |(least, _)| least);
    let fitting: Vec<usize> = (0..ALARMS.len())
        .filter(|at| {
            let alarm = &ALARMS[*at];
            alarm.sex.is_none_or(|sex| sex == b.sex)
                && (alarm.ages.0..=alarm.ages.1).contains(&years.clamp(7, 24))
        })
        .collect();
    let words = &ALARMS[b.chance.of(&fitting)];
    let (what, description) = (b.tell(words.what), b.tell(words.child));
    let since = b.day.saturating_sub(b.chance.between(2, 60).days());
    let capacity = match by.unit() {
        Unit::Police | Unit::Prosecution => "police",
        Unit::Dgaspc => "social_worker",
        _ => "ngo",
    };
    Alarm {
        worries: vec![words.worry.into()],
        what,
        child: ChildSketch {
            description,
            sex: b.sex,
            years: None,
            under_18: if years >= 18 {
                YesNo::No
            } else {
                YesNo::NotSure
            },
        },
        place: Place {
            county: Some(county.into()),
            text: String::new(),
        },
        danger,
        reporter: Reporter {
            anonymous: false,
            name: String::new(),
            capacity: Some(capacity.into()),
            contact: None,
        },
        known: HowKnown {
            how: Some(words.how.into()),
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
    let text = b.tell(notes::ALERTED);
    b.step(lead, note("notified_dgaspc", text));
}

fn assess(b: &mut Builder<'_>) {
    // The newest file's assessment is still owed: its clock runs.
    if b.days_left() < 4 || !b.later(0, 3) {
        return;
    }
    risk(b);
}

/// A risk assessment, with the day on which it is looked at again.
pub(super) fn risk(b: &mut Builder<'_>) {
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
