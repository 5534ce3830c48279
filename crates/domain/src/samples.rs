//! One sample of every variant of every entry, and circumstances for tests. The samples' bytes are frozen: add, never change.

use crate::access::Role;
use crate::age::AgeBand;
use crate::code::FileCode;
use crate::compartment::{Compartment, CompartmentKind, Compartments};
use crate::concern::{Alarm, ChildSketch, HowKnown, Outcome, Reporter};
use crate::context::{Ctx, Decided, Envelope};
use crate::directory::{organisation, unit, user};
use crate::entry::AnyEntry;
use crate::file::entry::{
    Attendance, Basics, Basis, Consent, ConsentBy, Entry, Goal, Hearing, Need, Task,
};
use crate::file::identification::{Decision, Status};
use crate::file::trafficking::Event;
use crate::id::{
    ConcernId, ConsentId, EntryId, FileId, OrganisationId, PersonId, ReferralId, ServiceId,
    SessionId, StreamId, TaskId, UnitId, UserId,
};
use crate::pack::CountryPack;
use crate::person::{self, Check, IdentifierKind, Kin, Name, NameKind};
use crate::time::{Day, Moment, PartialDate};
use crate::values::{Age, AgeEstimate, Answer, Code, Place, SafeContact, Sex, Urgency, YesNo};
use crate::{concern, file as survivor, referral};

pub(crate) const TODAY: Day = Day::constant(2026, 11, 23);
/// 2026-11-23 10:00 UTC.
pub(crate) const NOW: Moment = Moment(1_795_428_000_000_000);
pub(crate) const LEAD: UnitId = UnitId([1; 16]);
pub(crate) const OTHER: UnitId = UnitId([2; 16]);
pub(crate) const ANA: UserId = UserId([11; 16]);
pub(crate) const DAN: UserId = UserId([12; 16]);

pub(crate) fn ctx(role: Role) -> Ctx<'static> {
    Ctx {
        now: NOW,
        today: TODAY,
        author: ANA,
        unit: LEAD,
        role,
        pack: CountryPack::romania().unwrap(),
        fresh: [7; 16],
    }
}

pub(crate) fn envelope(
    seq: u8,
    ctx: &Ctx<'_>,
    compartment: Compartment,
    on: Option<PartialDate>,
) -> Envelope {
    Envelope {
        id: EntryId([seq; 16]),
        stream: StreamId([9; 16]),
        seq: i64::from(seq),
        compartment,
        happened_on: on,
        recorded_at: ctx.now,
        author: ctx.author,
        unit: ctx.unit,
    }
}

/// Writes what was decided; entry ids count up from `seq`.
pub(crate) fn write<S, E>(
    state: &mut S,
    version: i64,
    decided: Vec<Decided<E>>,
    ctx: &Ctx<'_>,
    evolve: impl Fn(&mut S, &Envelope, &E),
) {
    for (seq, one) in (version + 1..).zip(decided) {
        let env = envelope(
            u8::try_from(seq).unwrap(),
            ctx,
            one.compartment,
            one.happened_on,
        );
        evolve(state, &env, &one.entry);
    }
}

pub(crate) fn code(text: &str) -> Code {
    Code::new(text)
}

pub(crate) fn date(text: &str) -> PartialDate {
    text.parse().unwrap()
}

pub(crate) fn place() -> Place {
    Place {
        county: Some(code("CJ")),
        text: "lângă gară".to_owned(),
    }
}

pub(crate) fn contact() -> SafeContact {
    SafeContact {
        way: code("phone"),
        value: "0700 000 000".to_owned(),
        safe: YesNo::Yes,
        note: "după ora 18".to_owned(),
    }
}

pub(crate) fn alarm() -> Alarm {
    Alarm {
        worries: vec![code("sexual_exploitation"), code("missing")],
        what: "O fată a fost dusă cu mașina".to_owned(),
        child: ChildSketch {
            description: "fată, păr scurt".to_owned(),
            sex: Sex::Female,
            years: Some(14),
            under_18: YesNo::Yes,
        },
        place: place(),
        danger: YesNo::Yes,
        reporter: Reporter {
            anonymous: false,
            name: "Vecina".to_owned(),
            capacity: Some(code("neighbour")),
            contact: Some(contact()),
        },
        known: HowKnown {
            how: Some(code("seen")),
            text: "de la fereastră".to_owned(),
            since: Some(date("2026-11")),
        },
    }
}

pub(crate) fn child() -> Basics {
    Basics {
        sex: Sex::Female,
        age: Age {
            birth: Some(date("2012-05")),
            estimate: None,
            under_18: YesNo::Yes,
        },
        county: Some(code("CJ")),
        exploitation: vec![code("sexual")],
        interpreter: Answer::Said(false),
        languages: vec![code("ro")],
    }
}

pub(crate) fn adult() -> Basics {
    Basics {
        age: Age {
            birth: Some(date("1999")),
            ..Age::default()
        },
        ..child()
    }
}

pub(crate) fn decision(status: Status, authority: &str) -> Decision {
    Decision {
        status,
        authority: code(authority),
        decided_on: date("2026-11-20"),
        ground: "indicatori".to_owned(),
        indicators: vec![code("controlled")],
        self_identified: false,
        document_ref: "123/2026".to_owned(),
        consent: Answer::NotAsked,
    }
}

pub(crate) fn core_and_identity() -> Compartments {
    Compartments::only(CompartmentKind::Core).with(CompartmentKind::Identity)
}

pub(crate) fn consent() -> Consent {
    Consent {
        purpose: code("referral"),
        recipients: vec![OTHER],
        compartments: core_and_identity(),
        by: ConsentBy::Guardian,
        language: Some(code("ro")),
        format: code("easy_read"),
        from: NOW,
        until: NOW.plus_days(180),
        assent: Answer::Said(true),
    }
}

pub(crate) fn payload(basis: Basis) -> referral::Payload {
    referral::Payload {
        file: FileId([9; 16]),
        service: code("legal_aid"),
        urgency: Urgency::Urgent,
        age: AgeBand::From12To14,
        sex: Sex::Female,
        county: Some(code("CJ")),
        summary: "Are nevoie de un avocat pentru audiere".to_owned(),
        offered: core_and_identity(),
        basis,
        until: NOW.plus_days(60),
    }
}

pub(crate) fn duty() -> Basis {
    Basis::Lawful(code("duty_to_alert"))
}

pub(crate) fn concern() -> Vec<concern::Entry> {
    use concern::Entry as E;
    let triaged = |outcome| E::Triaged {
        outcome,
        urgency: Urgency::Urgent,
    };
    vec![
        E::Raised {
            alarm: alarm(),
            intake: LEAD,
        },
        E::Supplemented {
            text: "s-a întors".to_owned(),
            danger: Some(YesNo::No),
        },
        triaged(Outcome::FileOpened {
            file: FileId([9; 16]),
        }),
        triaged(Outcome::LinkedToFile {
            file: FileId([9; 16]),
        }),
        triaged(Outcome::PassedOn {
            to: "școala".to_owned(),
        }),
        triaged(Outcome::NoFurtherAction {
            reason: code("duplicate"),
            text: String::new(),
        }),
        E::Reopened {
            reason: "fapte noi".to_owned(),
        },
    ]
}

pub(crate) fn name() -> Name {
    Name {
        kind: NameKind::Used,
        given: "Ștefania".to_owned(),
        family: "Pop-Țurcanu".to_owned(),
    }
}

pub(crate) fn person() -> Vec<person::Entry> {
    use person::Entry as E;
    let estimate = AgeEstimate {
        years: 14,
        on: date("2026-11"),
    };
    vec![
        E::Registered {
            name: Some(name()),
            sex: Sex::Female,
            age: child().age,
        },
        E::NameRecorded(Name {
            kind: NameKind::Nickname,
            ..name()
        }),
        E::SexRecorded(Sex::Other),
        E::AgeRecorded(Age {
            estimate: Some(estimate),
            ..Age::default()
        }),
        E::IdentifierRecorded {
            kind: IdentifierKind::Cnp,
            value: "6120501990012".to_owned(),
            check: Check::Unverified(vec![person::cnp::Warning::County]),
        },
        E::IdentifierRecorded {
            kind: IdentifierKind::Other,
            value: "X 1".to_owned(),
            check: Check::Checked,
        },
        E::CitizenshipRecorded(Answer::Said(vec![code("RO")])),
        E::LanguagesRecorded {
            languages: vec![code("rom")],
            interpreter: Answer::PrefersNotToSay,
        },
        E::KinRecorded(Kin {
            relation: code("mother"),
            name: "M. P.".to_owned(),
            person: Some(PersonId([5; 16])),
            legal_representative: true,
            safe: YesNo::No,
            contact: None,
        }),
        E::SafeContactRecorded(contact()),
        E::Voided {
            entry: EntryId([1; 16]),
            reason: "greșit".to_owned(),
        },
    ]
}

#[expect(clippy::too_many_lines, reason = "one sample per entry")]
pub(crate) fn file() -> Vec<Entry> {
    let service = ServiceId([4; 16]);
    let (session, task, given) = (SessionId([5; 16]), TaskId([6; 16]), ConsentId([7; 16]));
    let text = || "text".to_owned();
    vec![
        Entry::Opened {
            code: FileCode::from_random(1234),
            lead: LEAD,
            from_concern: Some(ConcernId([3; 16])),
        },
        Entry::CoverNameSet("Mara".to_owned()),
        Entry::PersonLinked(PersonId([5; 16])),
        Entry::BasicsRecorded(child()),
        Entry::EventRecorded(Event {
            acts: vec![code("recruit")],
            means: Vec::new(),
            purposes: vec![code("sexual")],
            places: vec![place()],
            from: Some(date("~2025")),
            to: None,
            apparent_consent: Answer::Said(true),
            text: text(),
        }),
        Entry::RiskAssessed {
            level: code("high"),
            factors: vec![code("threats")],
            text: text(),
            review: Some(NOW.plus_days(7)),
        },
        Entry::IdentificationDecided(decision(Status::Presumed, "dgaspc")),
        Entry::NoteAdded {
            kind: code("general"),
            text: text(),
        },
        Entry::NoteAmended {
            note: EntryId([8; 16]),
            text: text(),
            reason: text(),
        },
        Entry::NeedsRecorded(vec![Need {
            area: code("health"),
            met: Answer::DoesNotKnow,
            text: text(),
        }]),
        Entry::PlanSet {
            goals: vec![Goal {
                area: code("safety"),
                text: text(),
            }],
            review: None,
        },
        Entry::ServiceOpened {
            service,
            kind: code("psychosocial"),
            unit: LEAD,
            referral: Some(ReferralId([2; 16])),
        },
        Entry::SessionRecorded {
            session,
            service,
            minutes: 50,
            attendance: Attendance::ChildAskedToStop,
            next: None,
        },
        Entry::SessionSummary {
            session,
            text: text(),
            next: text(),
        },
        Entry::ServiceEnded {
            service,
            outcome: code("completed"),
            text: text(),
        },
        Entry::TaskAdded {
            task,
            what: Task {
                title: text(),
                assignee: Some(DAN),
                due: Some(NOW),
            },
        },
        Entry::TaskDone { task, text: text() },
        Entry::TaskCancelled {
            task,
            reason: text(),
        },
        Entry::TaskReassigned {
            task,
            assignee: None,
            due: None,
        },
        Entry::PlacementRecorded {
            kind: code("emergency"),
            place: place(),
            hide_from: text(),
            until: Some(date("2027-01")),
        },
        Entry::HearingNoted(Hearing {
            kind: code("interview"),
            child_interviewed: true,
            safeguards: vec![code("recording")],
            text: text(),
        }),
        Entry::AlreadyTold {
            about: code("journey"),
            to: text(),
            text: text(),
        },
        Entry::ConsentGiven {
            consent: given,
            what: consent(),
        },
        Entry::AssentRecorded {
            consent: given,
            assent: Answer::Said(false),
        },
        Entry::ConsentWithdrawn {
            consent: given,
            by: ConsentBy::Child,
            reason: text(),
        },
        Entry::Shared {
            unit: OTHER,
            compartments: core_and_identity(),
            basis: Basis::Consent(given),
            referral: None,
            until: NOW,
        },
        Entry::Shared {
            unit: OTHER,
            compartments: core_and_identity(),
            basis: duty(),
            referral: Some(ReferralId([2; 16])),
            until: NOW,
        },
        Entry::ShareEnded {
            unit: OTHER,
            reason: code("done"),
        },
        Entry::Assigned {
            user: DAN,
            unit: LEAD,
            lead: false,
        },
        Entry::Unassigned { user: DAN },
        Entry::TransferOffered {
            to: OTHER,
            reason: text(),
        },
        Entry::TransferAccepted,
        Entry::TransferDeclined { reason: text() },
        Entry::TransferWithdrawn,
        Entry::Closed {
            reason: code("moved"),
            text: text(),
        },
        Entry::Reopened {
            reason: code("returned"),
            text: text(),
        },
    ]
}

pub(crate) fn referral() -> Vec<referral::Entry> {
    use referral::Entry as E;
    let text = || "text".to_owned();
    vec![
        E::Sent {
            payload: payload(duty()),
            from: LEAD,
            to: OTHER,
            answer_by: NOW,
            expires_at: NOW,
        },
        E::Read,
        E::Accepted {
            assignee: Some(DAN),
        },
        E::Declined {
            reason: code("no_capacity"),
            text: text(),
            suggestion: text(),
        },
        E::Revoked { reason: text() },
        E::Expired,
        E::WorkStarted,
        E::Done {
            outcome: code("provided"),
            text: text(),
        },
    ]
}

fn directory() -> Vec<AnyEntry> {
    use organisation::Entry as O;
    use unit::Entry as U;
    let text = || "text".to_owned();
    let mut all: Vec<AnyEntry> = vec![
        O::Founded {
            name: text(),
            kind: organisation::Kind::Dgaspc,
            regime: organisation::Regime::Gdpr,
            county: Some(code("CJ")),
        }
        .into(),
        O::Renamed(text()).into(),
        O::Closed { reason: text() }.into(),
        U::Founded {
            organisation: OrganisationId([1; 16]),
            name: text(),
            county: None,
            intake: true,
            services: vec![code("health")],
        }
        .into(),
        U::Renamed(text()).into(),
        U::ServicesSet(Vec::new()).into(),
        U::IntakeSet(false).into(),
        U::Closed { reason: text() }.into(),
        U::KeysRenewed { generation: 2 }.into(),
    ];
    all.extend(user().into_iter().map(AnyEntry::from));
    all
}

pub(crate) fn user() -> Vec<user::Entry> {
    use user::Entry as E;
    let text = || "text".to_owned();
    vec![
        E::Invited {
            name: text(),
            email: "a@example.org".to_owned(),
            unit: LEAD,
            role: Role::Lawyer,
            until: NOW,
        },
        E::InvitationLapsed,
        E::Accepted,
        E::Confirmed,
        E::Suspended { reason: text() },
        E::Restored,
        E::Left { reason: text() },
        E::MembershipAdded {
            unit: OTHER,
            role: Role::Supervisor,
        },
        E::MembershipEnded { unit: OTHER },
        E::LanguageSet("ro".to_owned()),
        E::Renamed(text()),
    ]
}

pub(crate) fn all() -> Vec<AnyEntry> {
    let mut all: Vec<AnyEntry> = concern().into_iter().map(AnyEntry::from).collect();
    all.extend(person().into_iter().map(AnyEntry::from));
    all.extend(file().into_iter().map(AnyEntry::from));
    all.extend(referral().into_iter().map(AnyEntry::from));
    all.extend(directory());
    all
}

/// A file that Ana opened in the lead unit.
pub(crate) fn opened(basics: Basics) -> survivor::State {
    let ctx = ctx(Role::CaseManager);
    let mut state = survivor::State::default();
    let command = survivor::Command::Open {
        code: FileCode::from_random(1),
        from_concern: None,
        basics,
    };
    let decided = survivor::decide(&state, &command, &ctx).unwrap();
    write(&mut state, 0, decided, &ctx, survivor::evolve);
    state
}
