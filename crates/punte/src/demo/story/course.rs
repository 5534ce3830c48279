//! Weeks and months: placement, consent, services, plan, reviews, the way home.

use super::asking::{self, Need as Want};
use super::builder::{Builder, Given};
use super::opening::{self, note};
use super::{courts, transfer};
use crate::demo::people::{
    ANA, DOINA, GEORGE, IRINA, MATEI, MIHAI, RADU, RALUCA, TEODORA, TUDOR, Unit,
};
use crate::demo::script::{Act, Ground, Key, Sitting, Wall};
use crate::demo::words::{ask, care, law};
use punte_domain::file::Command;
use punte_domain::file::entry::{Attendance, Goal, Need};
use punte_domain::values::{Answer, Place};

/// The whole course; stops wherever today is reached.
pub(super) fn run(b: &mut Builder<'_>) {
    let Some(agreed) = start(b) else {
        return;
    };
    let rounds = 4 + b.chance.between(0, 8);
    for round in 0..rounds {
        if !b.later(12, 34) {
            return;
        }
        week(b, round);
        if middle(b, round, agreed).is_none() {
            return;
        }
    }
    home(b);
}

/// Up to the plan and the first services. `None` when today came first.
fn start(b: &mut Builder<'_>) -> Option<Key> {
    place(b);
    courts::presume(b);
    b.later(1, 4).then_some(())?;
    let agreed = asking::consent(b);
    b.later(0, 3).then_some(())?;
    let by = b.chance.of(&[ANA, ANA, TEODORA, MATEI]);
    let want = Want {
        by,
        service: "psychosocial",
        words: b.chance.of(care::ASK_CARE),
        ground: Ground::Consent(agreed),
    };
    asking::service(b, want, |given| given)?;
    plan(b)?;
    b.later(1, 6).then_some(())?;
    if b.chance.percent(62) {
        let by = b.chance.of(&[MIHAI, MIHAI, RALUCA, TUDOR]);
        let want = Want {
            by,
            service: "legal_aid",
            words: b.chance.of(law::ASK_LAW),
            ground: Ground::Consent(agreed),
        };
        asking::service(b, want, |given| Given {
            words: |bags| &mut bags.legal,
            wall: Wall::Legal,
            minutes: &[30, 45, 60],
            ..given
        })?;
    }
    if courts::begins(b) {
        courts::investigate(b)?;
    }
    Some(agreed)
}

/// What comes once, somewhere on the way. `None` when today came first.
fn middle(b: &mut Builder<'_>, round: i64, agreed: Key) -> Option<()> {
    match round {
        1 if b.number % 16 == 2 => asking::revoked(b, agreed)?,
        1 if b.number % 16 == 9 => asking::forgotten(b, agreed),
        2 if b.number % 14 == 5 => asking::take_back(b, agreed, false),
        3 if b.number % 20 == 12 && b.is_child() => asking::take_back(b, agreed, true),
        3 if b.number % 15 == 6 => transfer::taken(b)?,
        3 if b.number % 30 == 17 => transfer::refused(b)?,
        _ => {}
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
    let text = match kind {
        "foster" => "La asistenta maternală, în cartierul de lângă parc",
        "relatives" => "La mătușa din partea tatălui, casa cu cerdac",
        "shelter" => "Apartamentul protejat nr. 2",
        "emergency" => "Centrul de primire în regim de urgență, aripa dinspre livadă",
        _ => "Casa cu obloane albastre, strada Fântânii",
    };
    let hide_from = b.chance.of(&[
        "persoanele cercetate și rudele lor",
        "tatăl vitreg",
        "persoanele cercetate",
        "toată lumea din afara echipei",
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
    set_plan(b);
    Some(())
}

/// A plan, with the day on which it is looked at again.
pub(super) fn set_plan(b: &mut Builder<'_>) {
    let mut goals = Vec::new();
    for _ in 0..b.chance.between(2, 4) {
        let (area, text) = b.bags.goal.draw(&mut b.chance);
        goals.push(Goal {
            area: area.into(),
            text: b.tell(text),
        });
    }
    let review = Some(b.ahead(80, 96));
    let lead = b.lead;
    b.step(lead, Act::Write(Command::SetPlan { goals, review }));
}

/// What happens in a while of work.
fn week(b: &mut Builder<'_>, round: i64) {
    let lead = b.lead;
    for at in 0..b.given.len() {
        let (who, law) = (b.given[at].who, b.given[at].wall == Wall::Legal);
        if b.sees(who.unit()) && b.chance.percent(if law { 45 } else { 80 }) {
            session(b, at);
        }
    }
    if b.chance.percent(65) {
        let text = b.draw(|bags| &mut bags.note);
        let kind = if text.starts_with("Convorbire") || text.starts_with("Telefon") {
            "phone_call"
        } else if text.starts_with("Vizită la") {
            "visit"
        } else {
            "general"
        };
        b.step(lead, note(kind, text));
    }
    if b.chance.percent(15) {
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
    if b.chance.percent(20) {
        errand(b);
    }
    for officer in [RADU, IRINA] {
        if b.chance.percent(12) {
            courts::note(b, officer);
        }
    }
    // Every ten weeks or so, before the reviews fall due: risk anew, and the plan with it.
    if round % 3 == 2 {
        let text = b.tell(ask::REVIEW);
        b.step(lead, note("review", text));
        opening::risk(b);
        set_plan(b);
    }
}

/// A task, done or, now and then, no longer needed.
fn errand(b: &mut Builder<'_>) {
    let (key, lead) = (b.key(), b.lead);
    let title = b.draw(|bags| &mut bags.task);
    let due = b.ahead(2, 7);
    let act = Act::Task {
        key,
        title,
        assignee: Some(lead),
        due,
    };
    b.step(lead, act);
    let act = if b.chance.percent(12) {
        let reason = b.tell(care::CANCELLED);
        Act::TaskCancelled { key, reason }
    } else {
        let text = b.draw(|bags| &mut bags.done);
        Act::TaskDone { key, text }
    };
    b.step(lead, act);
}

fn session(b: &mut Builder<'_>, at: usize) {
    let given = &b.given[at];
    let (service, who, wall) = (given.key, given.who, given.wall);
    let (words, lengths) = (given.words, given.minutes);
    let attendance = match b.chance.below(12) {
        0 => Attendance::Missed,
        1 => Attendance::ChildAskedToStop,
        _ => Attendance::Attended,
    };
    let held = attendance == Attendance::Attended;
    let summary = match attendance {
        Attendance::Attended => b.draw(words),
        Attendance::ChildAskedToStop => b.tell(ask::STOPPED),
        Attendance::Missed | Attendance::Cancelled => String::new(),
    };
    let next_text = if held && wall == Wall::Psychosocial {
        b.draw(|bags| &mut bags.next)
    } else {
        String::new()
    };
    let minutes = if held { b.chance.of(lengths) } else { 15 };
    let next = held.then(|| b.ahead(6, 14));
    let on = b.on();
    b.step(
        who,
        Act::Session(Sitting {
            service,
            on,
            minutes,
            attendance,
            summary,
            next_text,
            next,
            wall,
        }),
    );
}

/// Services end, the child goes home or on its own feet, the file closes; some come back.
fn home(b: &mut Builder<'_>) {
    if end_services(b).is_none() {
        return;
    }
    let needs_help = b.lead.unit() != Unit::Social && b.chance.percent(55);
    if needs_help && help_home(b).is_none() {
        return;
    }
    close(b);
}

fn end_services(b: &mut Builder<'_>) -> Option<()> {
    while !b.given.is_empty() {
        b.later(1, 6).then_some(())?;
        let service = b.given.remove(0);
        let pattern = b.chance.of(care::FINISHED);
        let text = b.tell(pattern);
        let by = if b.sees(service.who.unit()) {
            service.who
        } else {
            b.lead
        };
        b.step(
            by,
            Act::EndService {
                key: service.key,
                outcome: "completed".into(),
                text: text.clone(),
            },
        );
        let finish = Act::Finish {
            key: service.referral,
            outcome: "provided",
            text,
        };
        b.step(service.who, finish);
        asking::answer_read(b, service.referral);
    }
    Some(())
}

/// The first months at home.
fn help_home(b: &mut Builder<'_>) -> Option<()> {
    let again = asking::consent(b);
    let want = Want {
        by: b.chance.of(&[GEORGE, DOINA]),
        service: "reintegration",
        words: b.chance.of(care::ASK_HOME),
        ground: Ground::Consent(again),
    };
    asking::service(b, want, |given| Given {
        wall: Wall::Own,
        words: |bags| &mut bags.social,
        ..given
    })?;
    for _ in 0..3 {
        b.later(16, 34).then_some(())?;
        let last = b.given.len();
        if last > 0 && b.sees(Unit::Social) {
            session(b, last - 1);
        }
    }
    end_services(b)
}

fn close(b: &mut Builder<'_>) {
    if !b.later(6, 30) {
        return;
    }
    let lead = b.lead;
    let reason = if courts::comes_to_nothing(b.number) {
        "not_confirmed"
    } else if b.number % 13 == 8 {
        "moved"
    } else {
        "goals_reached"
    };
    let pattern = match reason {
        "moved" => care::MOVED,
        _ => b.chance.of(care::CLOSED),
    };
    let text = b.tell(pattern);
    let reason = reason.into();
    b.step(lead, Act::Write(Command::Close { reason, text }));
    b.closed = true;
    if b.number % 6 == 1 && b.later(20, 60) {
        let text = b.tell(ask::AGAIN);
        b.step(
            lead,
            Act::Write(Command::Reopen {
                reason: "new_risk".into(),
                text,
            }),
        );
        b.shared.clear();
        b.closed = false;
        opening::risk(b);
    }
}
