//! Principals, files and wraps that nobody thought of.

use crate::cases::{ask, everything};
use crate::oracle::expect;
use crate::world::{Case, ME, NOW, Res, SOMEBODY, UNITS, member};
use proptest::prelude::*;
use punte_domain::access::{FileRes, Grant, Grantee, Membership, Principal, Role};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::FileId;
use punte_domain::time::Moment;
use punte_policy::Policy;
use std::sync::OnceLock;

fn memberships() -> impl Strategy<Value = Vec<Membership>> {
    let one =
        (0..UNITS.len(), 0..Role::ALL.len()).prop_map(|(u, r)| member(UNITS[u], Role::ALL[r]));
    proptest::collection::vec(one, 0..4)
}

fn grant() -> impl Strategy<Value = Grant> {
    let grantee = prop_oneof![
        4 => (0..UNITS.len()).prop_map(|u| Grantee::Unit(UNITS[u])),
        1 => Just(Grantee::User(ME)),
        1 => Just(Grantee::User(SOMEBODY)),
    ];
    let until = prop_oneof![
        Just(None),
        (-2_i64..3).prop_map(|d| Some(Moment(NOW.0 + d)))
    ];
    (grantee, 0..8_usize, any::<bool>(), until).prop_map(|(grantee, kind, active, until)| Grant {
        grantee,
        compartment: CompartmentKind::OF_FILE[kind],
        active,
        until,
    })
}

fn case() -> impl Strategy<Value = Case> {
    let action = prop_oneof![
        Just("file.read"),
        Just("file.write"),
        Just("file.lead"),
        Just("file.share"),
        Just("file.access"),
    ];
    let grants = proptest::collection::vec(grant(), 0..14);
    let flags = (
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.9),
        prop::bool::weighted(0.2),
    );
    (
        action,
        memberships(),
        grants,
        0..UNITS.len(),
        flags,
        any::<u16>(),
    )
        .prop_map(
            |(action, memberships, grants, lead, (suspended, second_factor, closed), asked)| Case {
                action,
                who: Principal {
                    user: ME,
                    memberships,
                    suspended,
                    second_factor,
                },
                res: Res::File(FileRes {
                    id: FileId([7; 16]),
                    lead: UNITS[lead],
                    grants,
                    closed,
                }),
                asked: Compartments(asked & everything().0),
            },
        )
}

fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(crate::policy)
}

/// `cargo xtask soak policy` asks for more through proptest's own variable.
fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    ProptestConfig {
        cases: asked.cases.max(2_000),
        ..asked
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_person_and_any_wraps_agree_with_the_table(case in case()) {
        prop_assert_eq!(ask(policy(), &case), expect(&case));
    }

    #[test]
    fn nothing_is_opened_that_was_not_asked_for(case in case()) {
        let opened = ask(policy(), &case).unwrap_or_default();
        prop_assert_eq!(opened.0 & !case.asked.0, 0);
    }

    #[test]
    fn one_more_wrap_for_somebody_else_never_opens_more_to_read(case in case(), more in grant()) {
        let case = Case { action: "file.read", ..case };
        let Res::File(file) = &case.res else { unreachable!() };
        let mine = match more.grantee {
            Grantee::User(user) => user == ME,
            Grantee::Unit(unit) => case.who.memberships.iter().any(|m| m.unit == unit),
        };
        prop_assume!(!mine);
        let mut wider = file.clone();
        wider.grants.push(more);
        let after = Case { res: Res::File(wider), ..case.clone() };
        prop_assert_eq!(ask(policy(), &case), ask(policy(), &after));
    }
}
