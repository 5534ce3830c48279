//! Weeks and months: identification, consent, referrals, services, plan, reviews, the way home.

use super::builder::{Builder, SERVICE, SHARE_DAYS};
use super::opening::note;
use crate::demo::chance::Bag;
use crate::demo::people::{
    ADRIAN, ANA, DOINA, GEORGE, IRINA, MATEI, MIHAI, RADU, RALUCA, TEODORA, TUDOR, Unit, Who,
};
use crate::demo::script::{Act, Agreement, Asking, Ground, Key, Sitting, Wall};
use crate::demo::words::{self, care, law};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::file::Command;
use punte_domain::file::entry::{Attendance, ConsentBy, Goal, Hearing, Need};
use punte_domain::file::identification::{Decision, Status};
use punte_domain::values::{Answer, Code, Place, Urgency};

/// A service that is being given.
struct Given {
    key: Key,
    referral: Key,
    who: Who,
    wall: Wall,
    minutes: &'static [u16],
    words: fn(&mut words::Bags) -> &mut Bag<&'static str>,
}

/// The whole course; stops wherever today is reached.
pub(super) fn run(b: &mut Builder<'_>) {
    let mut given = Vec::new();
    let told = start(b, &mut given);
    if told.is_none() {
        return;
    }
    let rounds = 9 + b.chance.between(0, 14);
    for round in 0..rounds {
        if !b.later(5, 16) {
            return;
        }
        week(b, &given, round);
    }
    home(b, &mut given);
}

/// Up to the plan. `None` when today came first.
fn start(b: &mut Builder<'_>, given: &mut Vec<Given>) -> Option<()> {
    place(b);
    presume(b);
    b.later(1, 4).then_some(())?;
    let agreed = consent(b);
    b.later(0, 3).then_some(())?;
    let by = b.chance.of(&[ANA, ANA, TEODORA, MATEI]);
    let ask = b.chance.of(care::ASK_CARE);
    if let Some(service) = refer(b, by, "psychosocial", (ask, Ground::Consent(agreed)))? {
        given.push(Given {
            words: |bags| &mut bags.session,
            ..service
        });
    }
    plan(b)?;
    b.later(1, 6).then_some(())?;
    if b.chance.percent(75) {
        let by = b.chance.of(&[MIHAI, MIHAI, RALUCA, TUDOR]);
        let ask = b.chance.of(law::ASK_LAW);
        if let Some(service) = refer(b, by, "legal_aid", (ask, Ground::Consent(agreed)))? {
            given.push(Given {
                words: |bags| &mut bags.legal,
                wall: Wall::Legal,
                minutes: &[30, 45, 60],
                ..service
            });
        }
    }
    if b.chance.percent(60) {
        investigate(b)?;
    }
    if b.number % 12 == 5 {
        b.later(3, 10).then_some(())?;
        let (lead, by) = (
            b.lead,
            if b.is_child() {
                ConsentBy::Representative
            } else {
                ConsentBy::Adult
            },
        );
        let reason = b.tell("@S a cerut ca lucrurile să rămână, o vreme, numai între noi.");
        b.step(
            lead,
            Act::Withdraw {
                key: agreed,
                by,
                reason,
            },
        );
        b.shared.retain(|unit, _| {
            *unit == Unit::Dgaspc || *unit == Unit::Police || *unit == Unit::Prosecution
        });
    }
    Some(())
}

fn place(b: &mut Builder<'_>) {
    let lead = b.lead;
    let kind = if b.is_child() {
        b.chance
            .of(&["emergency", "foster", "residential", "relatives", "shelter"])
    } else {
        "shelter"
    };
    let text = b.chance.of(&[
        "Casa cu obloane albastre, strada Fântânii",
        "Apartamentul protejat nr. 2",
        "Asistentă maternală, cartierul de lângă parc",
        "Centrul de primire, aripa dinspre livadă",
        "La mătușa din partea tatălui, casa cu cerdac",
    ]);
    let hide_from = b.chance.of(&[
        "fostul partener și rudele lui",
        "tatăl vitreg",
        "persoanele cercetate",
        "toată lumea în afara echipei",
        "",
    ]);
    let place = Place {
        county: None,
        text: text.to_owned(),
    };
    b.step(
        lead,
        Act::Write(Command::RecordPlacement {
            kind: kind.into(),
            place,
            hide_from: hide_from.to_owned(),
            happened_on: Some(b.on()),
            until: None,
        }),
    );
    let (about, to, text) = b.bags.told.draw(&mut b.chance);
    let text = b.tell(text);
    b.step(
        lead,
        Act::Write(Command::NoteTold {
            about: about.into(),
            to: to.to_owned(),
            text,
            happened_on: Some(b.on()),
        }),
    );
}

fn presume(b: &mut Builder<'_>) {
    let lead = b.lead;
    let authority = if lead.unit() == Unit::Dgaspc {
        "dgaspc"
    } else {
        "ngo"
    };
    let signs: &[&[&str]] = &[
        &["controlled", "fear"],
        &["online_contact", "gifts"],
        &["missing_episodes", "older_partner"],
        &["begging_seen", "school_left"],
        &["no_documents", "wages_taken"],
    ];
    let indicators = b
        .chance
        .of(signs)
        .iter()
        .map(|sign| Code::new(sign))
        .collect();
    let ground =
        "Indicatorii au fost observați direct de echipă și confirmați într-o a doua întâlnire."
            .to_owned();
    b.step(
        lead,
        Act::Write(Command::DecideIdentification(decision(
            b,
            Status::Presumed,
            authority,
            ground,
            indicators,
            "",
        ))),
    );
}

fn decision(
    b: &Builder<'_>,
    status: Status,
    authority: &str,
    ground: String,
    indicators: Vec<Code>,
    paper: &str,
) -> Decision {
    Decision {
        status,
        authority: authority.into(),
        decided_on: b.on(),
        ground,
        indicators,
        self_identified: false,
        document_ref: paper.to_owned(),
        consent: Answer::Said(true),
    }
}

fn consent(b: &mut Builder<'_>) -> Key {
    let (key, lead, child) = (b.key(), b.lead, b.is_child());
    let recipients = [Unit::Psychosocial, Unit::Legal, Unit::Social]
        .into_iter()
        .filter(|unit| *unit != lead.unit())
        .collect();
    let by = if child {
        b.chance.of(&[
            ConsentBy::Representative,
            ConsentBy::Representative,
            ConsentBy::Guardian,
            ConsentBy::Parent,
        ])
    } else {
        ConsentBy::Adult
    };
    let what = Agreement {
        recipients,
        compartments: SERVICE,
        by,
        format: b.chance.of(&["written", "easy_read", "spoken"]),
        days: 720,
        assent: if child {
            Answer::Said(true)
        } else {
            Answer::NotAsked
        },
    };
    b.step(lead, Act::Consent { key, what });
    key
}

/// What came of asking: `None` when today came before the answer, `Some(None)` when nobody gives a service by it.
type Asked = Option<Option<Given>>;

/// Asks another unit.
fn refer(
    b: &mut Builder<'_>,
    by: Who,
    service: &'static str,
    (ask, ground): (&str, Ground),
) -> Asked {
    let unit = by.unit();
    if unit == b.lead.unit() {
        return Some(None);
    }
    let offered = match ground {
        Ground::Law(_) => Compartments::only(CompartmentKind::Core).with(CompartmentKind::Justice),
        Ground::Consent(_) => SERVICE,
    };
    let (referral, key, lead) = (b.key(), b.key(), b.lead);
    let summary = b.tell(ask);
    let what = Asking {
        to: unit,
        service,
        urgency: Urgency::Ordinary,
        summary,
        offered,
        ground,
        days: SHARE_DAYS,
    };
    b.step(
        lead,
        Act::Refer {
            key: referral,
            what,
        },
    );
    b.later(1, 3).then_some(())?;
    b.step(by, Act::ReadReferral { key: referral });
    if b.number % 11 == 3 && service == "psychosocial" {
        let text =
            "Avem listă de așteptare de cinci săptămâni, prea mult pentru ce descrieți.".to_owned();
        let suggestion =
            "Colegii de la Fundația Glas Ocrotit au locuri de luna aceasta.".to_owned();
        b.step(
            by,
            Act::Decline {
                key: referral,
                reason: "no_capacity",
                text,
                suggestion,
            },
        );
        return Some(None);
    }
    b.step(by, Act::Accept { key: referral });
    b.share_for(unit, SHARE_DAYS);
    b.step(by, Act::Start { key: referral });
    // Liaisons write in the justice compartment alone: the answer itself is what they give.
    if matches!(unit, Unit::Police | Unit::Prosecution) {
        return Some(None);
    }
    b.step(
        by,
        Act::Service {
            key,
            kind: service,
            unit,
            referral: Some(referral),
            on: b.on(),
        },
    );
    Some(Some(Given {
        key,
        referral,
        who: by,
        wall: Wall::Psychosocial,
        minutes: &[45, 50, 50, 60],
        words: |bags| &mut bags.session,
    }))
}

fn plan(b: &mut Builder<'_>) -> Option<()> {
    b.later(2, 9).then_some(())?;
    let lead = b.lead;
    let mut needs = Vec::new();
    for _ in 0..b.chance.between(2, 4) {
        let (area, text) = b.bags.need.draw(&mut b.chance);
        needs.push(Need {
            area: area.into(),
            met: Answer::Said(b.chance.percent(20)),
            text: b.tell(text),
        });
    }
    b.step(
        lead,
        Act::Write(Command::RecordNeeds {
            compartment: punte_domain::Compartment::Core,
            needs,
            happened_on: Some(b.on()),
        }),
    );
    let mut goals = Vec::new();
    for _ in 0..b.chance.between(2, 4) {
        let (area, text) = b.bags.goal.draw(&mut b.chance);
        goals.push(Goal {
            area: area.into(),
            text: b.tell(text),
        });
    }
    let review = Some(b.ahead(75, 92));
    b.step(lead, Act::Write(Command::SetPlan { goals, review }));
    Some(())
}

/// Police and prosecutors: core and justice only, on the ground of the criminal proceedings.
fn investigate(b: &mut Builder<'_>) -> Option<()> {
    let officer = b.chance.of(&[RADU, RADU, ADRIAN]);
    let ask = b.chance.of(law::ASK_POLICE);
    refer(
        b,
        officer,
        "protection",
        (ask, Ground::Law("criminal_proceedings")),
    )?;
    justice_note(b, officer);
    b.later(4, 15).then_some(())?;
    let ask = "Vă rugăm să confirmați organizarea audierii în condiții speciale.";
    refer(
        b,
        IRINA,
        "protection",
        (ask, Ground::Law("criminal_proceedings")),
    )?;
    justice_note(b, IRINA);
    b.later(5, 20).then_some(())?;
    let pattern = b.chance.of(law::HEARING);
    let text = b.tell(pattern);
    let safeguards = [
        "child_room",
        "recording",
        "psychologist",
        "lawyer",
        "no_contact",
    ]
    .map(Code::new)
    .to_vec();
    let hearing = Hearing {
        kind: "recorded".into(),
        child_interviewed: true,
        safeguards,
        text,
    };
    let lead = b.lead;
    b.step(
        lead,
        Act::Write(Command::NoteHearing {
            hearing,
            happened_on: b.on(),
        }),
    );
    if b.chance.percent(70) {
        b.later(5, 25).then_some(())?;
        let ground = b.chance.of(law::IDENTIFIED).to_owned();
        let paper = format!("{}/II-5/{}", b.chance.between(100, 999), b.day.year());
        let identified = decision(
            b,
            Status::Identified,
            "diicot",
            ground,
            vec!["controlled".into()],
            &paper,
        );
        let lead = b.lead;
        b.step(lead, Act::Write(Command::DecideIdentification(identified)));
    }
    Some(())
}

fn justice_note(b: &mut Builder<'_>, who: Who) {
    let text = b.draw(|bags| &mut bags.justice);
    let compartment = punte_domain::Compartment::Justice;
    // What the liaison said, written down by the lead.
    let who = if matches!(who.unit(), Unit::Police | Unit::Prosecution) {
        b.lead
    } else {
        who
    };
    b.step(
        who,
        Act::Write(Command::AddNote {
            compartment,
            kind: "general".into(),
            text,
            happened_on: None,
        }),
    );
}

/// What happens in a week of work.
fn week(b: &mut Builder<'_>, given: &[Given], round: i64) {
    let lead = b.lead;
    for service in given {
        if b.sees(service.who.unit())
            && b.chance
                .percent(if service.wall == Wall::Legal { 35 } else { 65 })
        {
            session(b, service);
        }
    }
    if b.chance.percent(70) {
        let text = b.draw(|bags| &mut bags.note);
        let kind = if text.starts_with("Convorbire") || text.starts_with("Telefon") {
            "phone_call"
        } else if text.starts_with("Vizită") {
            "visit"
        } else {
            "general"
        };
        b.step(lead, note(kind, text));
    }
    if b.chance.percent(22) {
        let text = b.draw(|bags| &mut bags.own);
        b.step(
            lead,
            Act::Note {
                wall: Wall::Own,
                kind: "team",
                text,
            },
        );
    }
    if b.chance.percent(35) {
        let key = b.key();
        let title = b.draw(|bags| &mut bags.task);
        let due = b.ahead(2, 7);
        b.step(
            lead,
            Act::Task {
                key,
                title,
                assignee: Some(lead),
                due,
            },
        );
        let text = b.draw(|bags| &mut bags.done);
        b.step(lead, Act::TaskDone { key, text });
    }
    for officer in [RADU, IRINA] {
        if b.sees(officer.unit()) && b.chance.percent(12) {
            justice_note(b, officer);
        }
    }
    if round % 7 == 6 {
        let text = b.tell("Reevaluare la trei luni, împreună cu @s. Planul rămâne, cu două ajustări cerute de {ea|el}.");
        b.step(lead, note("review", text));
    }
}

fn session(b: &mut Builder<'_>, service: &Given) {
    let attendance = match b.chance.below(12) {
        0 => Attendance::Missed,
        1 => Attendance::ChildAskedToStop,
        _ => Attendance::Attended,
    };
    let held = attendance == Attendance::Attended;
    let summary = match attendance {
        Attendance::Attended => b.draw(service.words),
        Attendance::ChildAskedToStop => b.tell("După un sfert de oră, @s a spus cuvântul de oprire și ne-am oprit. A băut apă și a plecat {liniștită|liniștit}."),
        Attendance::Missed | Attendance::Cancelled => String::new(),
    };
    let next_text = if held {
        b.draw(|bags| &mut bags.next)
    } else {
        String::new()
    };
    let next_text = if service.wall == Wall::Psychosocial {
        next_text
    } else {
        String::new()
    };
    let minutes = if held {
        b.chance.of(service.minutes)
    } else {
        15
    };
    let next = held.then(|| b.ahead(6, 14));
    let on = b.on();
    b.step(
        service.who,
        Act::Session(Sitting {
            service: service.key,
            on,
            minutes,
            attendance,
            summary,
            next_text,
            next,
            wall: service.wall,
        }),
    );
}

/// Services end, the child goes home or on its own feet, the file closes; some come back.
fn home(b: &mut Builder<'_>, given: &mut Vec<Given>) {
    if b.number % 10 == 4 && b.lead.unit() != Unit::Dgaspc && transfer(b).is_none() {
        return;
    }
    let lead = b.lead;
    for service in given.drain(..) {
        if !b.later(1, 6) {
            return;
        }
        let pattern = b.chance.of(care::FINISHED);
        let text = b.tell(pattern);
        let by = if b.sees(service.who.unit()) {
            service.who
        } else {
            lead
        };
        b.step(
            by,
            Act::EndService {
                key: service.key,
                outcome: "completed".into(),
                text: text.clone(),
            },
        );
        b.step(
            service.who,
            Act::Finish {
                key: service.referral,
                outcome: "provided",
                text,
            },
        );
    }
    if lead.unit() != Unit::Social {
        let again = consent(b);
        let by = b.chance.of(&[GEORGE, DOINA]);
        let ask = b.chance.of(care::ASK_HOME);
        let Some(Some(mut service)) = refer(b, by, "reintegration", (ask, Ground::Consent(again)))
        else {
            return;
        };
        service.wall = Wall::Own;
        service.words = |bags| &mut bags.social;
        for _ in 0..4 {
            if !b.later(10, 24) {
                return;
            }
            session(b, &service);
        }
        let pattern = b.chance.of(care::FINISHED);
        let text = b.tell(pattern);
        b.step(
            by,
            Act::EndService {
                key: service.key,
                outcome: "completed".into(),
                text: text.clone(),
            },
        );
        b.step(
            by,
            Act::Finish {
                key: service.referral,
                outcome: "provided",
                text,
            },
        );
    }
    close(b);
}

fn close(b: &mut Builder<'_>) {
    if !b.later(6, 30) {
        return;
    }
    let lead = b.lead;
    let pattern = b.chance.of(care::CLOSED);
    let text = b.tell(pattern);
    b.step(
        lead,
        Act::Write(Command::Close {
            reason: "goals_reached".into(),
            text,
        }),
    );
    b.closed = true;
    if b.number % 6 == 1 && b.later(20, 60) {
        let text = b.tell("@S a sunat și a cerut ajutor: a fost {căutată|căutat} pe o rețea socială de cineva din trecut.");
        b.step(
            lead,
            Act::Write(Command::Reopen {
                reason: "new_risk".into(),
                text,
            }),
        );
        b.closed = false;
    }
}

/// The lead is offered to the directorate, which has yet to answer; the story waits for it.
fn transfer(b: &mut Builder<'_>) -> Option<()> {
    b.later(1, 5).then_some(())?;
    let lead = b.lead;
    let compartments = SERVICE
        .with(CompartmentKind::Whereabouts)
        .with(CompartmentKind::Justice);
    b.step(
        lead,
        Act::Share {
            unit: Unit::Dgaspc,
            compartments,
            ground: Ground::Law("child_protection"),
            days: 300,
        },
    );
    let reason = b.tell("@S locuiește acum în grija directă a direcției; managerul de caz de acolo {o|îl} cunoaște.");
    b.step(
        lead,
        Act::OfferTransfer {
            to: Unit::Dgaspc,
            reason,
        },
    );
    None
}
