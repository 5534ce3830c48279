//! Identification, police and prosecutors, the hearing.

use super::asking::{self, Need};
use super::builder::Builder;
use crate::demo::people::{ADRIAN, IRINA, RADU, Unit, Who};
use crate::demo::script::{Act, Ground, Key};
use crate::demo::words::{ask, law};
use punte_domain::Compartment;
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::file::Command;
use punte_domain::file::entry::Hearing;
use punte_domain::file::identification::{Decision, Status};
use punte_domain::values::{Answer, Code};

/// What judicial bodies are shown: core and justice.
pub(super) const JUDICIAL: Compartments =
    Compartments::only(CompartmentKind::Core).with(CompartmentKind::Justice);

/// Indicators.
pub(super) fn signs(b: &mut Builder<'_>) -> Vec<Code> {
    let signs: &[&[&str]] = &[
        &["controlled", "fear"],
        &["online_contact", "gifts"],
        &["missing_episodes", "older_partner"],
        &["begging_seen", "school_left"],
        &["no_documents", "wages_taken"],
    ];
    b.chance.of(signs).iter().map(|s| Code::new(s)).collect()
}

/// A decision of an authority, by a document that has a number or none.
pub(super) fn decision(
    b: &mut Builder<'_>,
    status: Status,
    (authority, paper): (&str, &str),
    ground: &str,
    indicators: Vec<Code>,
) -> Decision {
    Decision {
        status,
        authority: authority.into(),
        decided_on: b.on(),
        ground: b.tell(ground),
        indicators,
        self_identified: false,
        document_ref: paper.to_owned(),
        consent: Answer::Said(true),
    }
}

/// The team presumes.
pub(super) fn presume(b: &mut Builder<'_>) {
    let authority = b.own_authority();
    let indicators = signs(b);
    let presumed = decision(
        b,
        Status::Presumed,
        (authority, ""),
        ask::PRESUMED,
        indicators,
    );
    let lead = b.lead;
    b.step(lead, Act::Write(Command::DecideIdentification(presumed)));
}

/// Whether the investigators will find no ground.
pub(super) const fn comes_to_nothing(number: usize) -> bool {
    number % 15 == 11
}

/// Whether there are criminal proceedings.
pub(super) fn begins(b: &mut Builder<'_>) -> bool {
    b.chance.percent(44) || comes_to_nothing(b.number)
}

/// Police and prosecutors: core and justice only, on the ground of the criminal proceedings.
pub(super) fn investigate(b: &mut Builder<'_>) -> Option<()> {
    let officer = b.chance.of(&[RADU, RADU, ADRIAN]);
    let words = b.chance.of(law::ASK_POLICE);
    let police = liaison(b, officer, words)?;
    note(b, officer);
    b.later(4, 15).then_some(())?;
    let prosecution = liaison(b, IRINA, ask::ASK_PROSECUTOR)?;
    note(b, IRINA);
    b.later(5, 20).then_some(())?;
    hear(b);
    if comes_to_nothing(b.number) {
        b.later(5, 25).then_some(())?;
        let paper = format!("{}/P/{}", b.chance.between(100, 999), b.day.year());
        found(
            b,
            Status::NotConfirmed,
            ("dcco", &paper),
            ask::NOT_CONFIRMED,
        );
        done(b, officer, police);
        done(b, IRINA, prosecution);
    } else if b.chance.percent(70) {
        b.later(5, 25).then_some(())?;
        let ground = b.chance.of(law::IDENTIFIED);
        let paper = format!("{}/II-5/{}", b.chance.between(100, 999), b.day.year());
        found(b, Status::Identified, ("diicot", &paper), ground);
        done(b, officer, police);
    }
    Some(())
}

fn liaison(b: &mut Builder<'_>, who: Who, words: &str) -> Option<Key> {
    let need = Need {
        by: who,
        service: "protection",
        words,
        ground: Ground::Law("criminal_proceedings"),
    };
    asking::accepted(b, &need)
}

fn found(b: &mut Builder<'_>, status: Status, by: (&str, &str), ground: &str) {
    let decided = decision(b, status, by, ground, vec!["controlled".into()]);
    let lead = b.lead;
    b.step(lead, Act::Write(Command::DecideIdentification(decided)));
}

fn hear(b: &mut Builder<'_>) {
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
    let (lead, happened_on) = (b.lead, b.on());
    b.step(
        lead,
        Act::Write(Command::NoteHearing {
            hearing,
            happened_on,
        }),
    );
}

/// The liaison has done what was asked.
fn done(b: &mut Builder<'_>, who: Who, key: Key) {
    let text = b.tell(law::DONE);
    let act = Act::Finish {
        key,
        outcome: "provided",
        text,
    };
    b.step(who, act);
    asking::answer_read(b, key);
}

/// A liaison's own note, in the justice compartment.
pub(super) fn note(b: &mut Builder<'_>, who: Who) {
    if !b.sees(who.unit()) {
        return;
    }
    let text = if who.unit() == Unit::Police {
        b.draw(|bags| &mut bags.police)
    } else {
        b.draw(|bags| &mut bags.justice)
    };
    b.step(
        who,
        Act::Write(Command::AddNote {
            compartment: Compartment::Justice,
            kind: "general".into(),
            text,
            happened_on: None,
        }),
    );
}
