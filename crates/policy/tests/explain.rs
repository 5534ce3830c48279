//! What the page "who can see what and why" is told, and how little a denial tells.

use punte_domain::access::{
    ACTIONS, FileRes, Grant, Grantee, Membership, Principal, ReadFile, ReadToday, Role, UserRes,
};
use punte_domain::compartment::{CompartmentKind as Kind, Compartments};
use punte_domain::id::{FileId, OrganisationId, UnitId, UserId};
use punte_domain::time::Moment;
use punte_policy::{Because, Context, POLICIES, Policy, PolicyError, SCHEMA};

const NOW: Moment = Moment(1_000);
const LEAD: UnitId = UnitId([1; 16]);
const LEGAL_AID: UnitId = UnitId([2; 16]);
const ME: UserId = UserId([9; 16]);

fn policy() -> Policy {
    Policy::load().expect("the policies are valid and complete")
}

fn person(seats: &[(UnitId, Role)]) -> Principal {
    let seat = |(unit, role): &(UnitId, Role)| Membership {
        unit: *unit,
        organisation: OrganisationId(unit.0),
        role: *role,
    };
    Principal {
        user: ME,
        memberships: seats.iter().map(seat).collect(),
        suspended: false,
        second_factor: true,
    }
}

fn grant(grantee: Grantee, compartment: Kind, active: bool, until: Option<i64>) -> Grant {
    Grant {
        grantee,
        compartment,
        active,
        until: until.map(Moment),
    }
}

fn file() -> FileRes {
    let lead = Kind::OF_FILE
        .into_iter()
        .filter(|k| !matches!(k, Kind::Private | Kind::Legal))
        .map(|k| grant(Grantee::Unit(LEAD), k, true, None));
    let aid = |kind, active, until| grant(Grantee::Unit(LEGAL_AID), kind, active, until);
    let others = [
        aid(Kind::Core, true, Some(2_000)),
        aid(Kind::Identity, false, None),
        aid(Kind::Justice, true, Some(900)),
        aid(Kind::Psychosocial, true, None),
        aid(Kind::Own, true, None),
        grant(Grantee::User(ME), Kind::Private, true, None),
    ];
    FileRes {
        id: FileId([7; 16]),
        lead: LEAD,
        grants: lead.chain(others).collect(),
        closed: false,
    }
}

fn because(who: &Principal, kind: Kind) -> (bool, Because) {
    let all = policy().explain(who, &file(), NOW);
    let one = all
        .iter()
        .find(|e| e.compartment == kind)
        .expect("every kind is explained");
    assert_eq!(
        one.permitted,
        !one.policies.is_empty() && one.because != Because::Forbidden
    );
    (one.permitted, one.because)
}

#[test]
fn the_reason_is_the_relation_the_answer_rests_on() {
    let lawyer = person(&[(LEGAL_AID, Role::Lawyer)]);
    let shared = Because::Shared {
        unit: LEGAL_AID,
        until: Some(Moment(2_000)),
    };
    assert_eq!(because(&lawyer, Kind::Core), (true, shared));
    assert_eq!(
        because(&lawyer, Kind::Identity),
        (false, Because::Offered(LEGAL_AID))
    );
    let ended = Because::Ended {
        unit: LEGAL_AID,
        at: Moment(900),
    };
    assert_eq!(because(&lawyer, Kind::Justice), (false, ended));
    assert_eq!(
        because(&lawyer, Kind::Psychosocial),
        (false, Because::OtherDiscipline(LEGAL_AID))
    );
    assert_eq!(
        because(&lawyer, Kind::Whereabouts),
        (false, Because::NotShared)
    );
    assert_eq!(
        because(&lawyer, Kind::Own),
        (true, Because::OwnRecord(LEGAL_AID))
    );
    assert_eq!(
        because(&lawyer, Kind::Private),
        (true, Because::PrivateNotes)
    );
    let manager = person(&[(LEAD, Role::CaseManager)]);
    assert_eq!(because(&manager, Kind::Core), (true, Because::Leads(LEAD)));
}

#[test]
fn of_two_units_the_reason_is_the_one_that_permits() {
    // A monitoring officer of the lead who is also a lawyer at the legal aid reads the core as a lawyer.
    let both = person(&[(LEAD, Role::MonitoringOfficer), (LEGAL_AID, Role::Lawyer)]);
    let shared = Because::Shared {
        unit: LEGAL_AID,
        until: Some(Moment(2_000)),
    };
    assert_eq!(because(&both, Kind::Core), (true, shared));
}

#[test]
fn a_suspended_person_is_told_so_and_by_which_policy() {
    let mut lawyer = person(&[(LEGAL_AID, Role::Lawyer)]);
    lawyer.suspended = true;
    let all = policy().explain(&lawyer, &file(), NOW);
    assert!(
        all.iter()
            .all(|e| e.because == Because::Forbidden && e.policies == ["suspended"])
    );
}

#[test]
fn a_denial_is_silent_but_for_the_ledger() {
    let mut who = person(&[]);
    who.second_factor = false;
    let context = Context {
        now: NOW,
        compartments: Compartments::NONE,
    };
    let denied = policy()
        .authorize::<ReadToday>(&who, UserRes { id: ME }, &context)
        .expect_err("no second factor");
    assert_eq!(
        (format!("{denied:?}"), denied.to_string()),
        ("Denied".into(), "not found".into())
    );
    assert_eq!(denied.policies(), ["second-factor"]);
    let absent = policy()
        .authorize::<ReadFile>(&person(&[]), file(), &context)
        .expect_err("asked for nothing");
    assert_eq!(absent.to_string(), denied.to_string());
    assert!(absent.policies().is_empty());
}

#[test]
fn an_action_without_a_policy_stops_the_start() {
    for (gone, _) in POLICIES.iter().filter(|(name, _)| *name != "always") {
        let rest: Vec<_> = POLICIES
            .iter()
            .copied()
            .filter(|(name, _)| name != gone)
            .collect();
        let policy = Policy::from_texts(SCHEMA, &rest).expect("the rest is valid");
        let Err(PolicyError::Incomplete(actions)) = policy.complete() else {
            panic!("nobody missed {gone}");
        };
        assert!(
            actions
                .iter()
                .all(|a| ACTIONS.iter().any(|(known, _)| known == a))
        );
    }
}

#[test]
fn policies_that_do_not_fit_are_refused() {
    let refused = |text: &str| Policy::from_texts(SCHEMA, &[("odd", text)]).expect_err("refused");
    let no_id = "permit (principal, action, resource);";
    assert!(matches!(refused(no_id), PolicyError::Id { .. }));
    let twice = r#"@id("a") forbid (principal, action, resource) when { principal.suspended };
                   @id("a") forbid (principal, action, resource) when { principal.suspended };"#;
    assert!(matches!(refused(twice), PolicyError::Id { .. }));
    assert!(matches!(refused("permit all"), PolicyError::Syntax { .. }));
    let attribute = r#"@id("a") forbid (principal, action, resource) when { principal.sleepy };"#;
    assert!(matches!(refused(attribute), PolicyError::Invalid(_)));
    let action = r#"@id("a") permit (principal, action == Action::"file.raed", resource);"#;
    assert!(matches!(refused(action), PolicyError::Invalid(_)));
    let kind = r#"@id("a") permit (principal, action == Action::"file.read", resource)
                  when { resource.kind == Kind::"psycho" };"#;
    assert!(matches!(refused(kind), PolicyError::Invalid(_)));
    let template = r#"@id("a") permit (principal == ?principal, action, resource);"#;
    assert!(matches!(refused(template), PolicyError::Template(_)));
    assert!(matches!(
        Policy::from_texts("entity", &[]),
        Err(PolicyError::Schema(_))
    ));
}

#[test]
fn ones_own_notes_bring_no_unit_into_the_proof() {
    // Monitoring officer in one unit, lawyer in the other, and each unit has a record of its own.
    let both = person(&[(LEAD, Role::MonitoringOfficer), (LEGAL_AID, Role::Lawyer)]);
    let asked = Compartments::only(Kind::Private).with(Kind::Own);
    let context = Context {
        now: NOW,
        compartments: asked,
    };
    let proof = policy()
        .authorize::<ReadFile>(&both, file(), &context)
        .expect("as a lawyer");
    assert_eq!(proof.compartments(), asked);
    assert_eq!(proof.units(), [LEGAL_AID]);
}
