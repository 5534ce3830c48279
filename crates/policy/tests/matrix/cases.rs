//! Every request of the small world, and how to put one to the policies.

use crate::world::{
    Case, HOLDER, LEAD, ME, NOW, PERSONAL, Personal, Res, SOMEBODY, STRANGER, Shape, UNITS,
    concern, file, member, organisation, person, referral, shapes,
};
use punte_domain::access::{self, ACTIONS, Membership, Principal, Role, UnitRes, UserRes};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_policy::{Context, Policy};

/// Suspended, second factor, closed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flags {
    pub(crate) suspended: bool,
    pub(crate) second_factor: bool,
    pub(crate) closed: bool,
}

pub(crate) fn all_flags() -> impl Iterator<Item = Flags> {
    (0..8).map(|bits| Flags {
        suspended: bits & 1 != 0,
        second_factor: bits & 2 == 0,
        closed: bits & 4 != 0,
    })
}

pub(crate) fn everything() -> Compartments {
    CompartmentKind::OF_FILE.into_iter().collect()
}

pub(crate) fn principal(memberships: Vec<Membership>, flags: Flags) -> Principal {
    Principal {
        user: ME,
        memberships,
        suspended: flags.suspended,
        second_factor: flags.second_factor,
    }
}

/// Nobody, every role in every unit, and every pair of roles in two units: a role counts only where one has it.
pub(crate) fn memberships() -> Vec<Vec<Membership>> {
    let mut all = vec![Vec::new()];
    for unit in UNITS {
        all.extend(Role::ALL.map(|role| vec![member(unit, role)]));
    }
    for (one, other) in [(STRANGER, HOLDER), (LEAD, HOLDER), (STRANGER, LEAD)] {
        for first in Role::ALL {
            all.extend(Role::ALL.map(|second| vec![member(one, first), member(other, second)]));
        }
    }
    all
}

/// Everything that can be asked for by `action`, for one set of flags.
fn resources(action: &str, kind: &str, flags: Flags, personal: &[Personal]) -> Vec<Res> {
    let shaped = |make: &dyn Fn(Shape, Personal) -> Res| {
        shapes()
            .into_iter()
            .flat_map(|shape| personal.iter().map(move |p| (shape, *p)))
            .map(|(shape, personal)| make(shape, personal))
            .collect()
    };
    match kind {
        "File" => shaped(&|shape, personal| Res::File(file(shape, personal, flags.closed))),
        "Concern" => shaped(&|shape, personal| Res::Concern(concern(shape, personal))),
        "Person" => shaped(&|shape, personal| Res::Person(person(shape, personal))),
        "Referral" => vec![Res::Referral(referral())],
        "Unit" => vec![Res::Unit(UnitRes {
            id: LEAD,
            organisation: organisation(LEAD),
        })],
        "User" => vec![
            Res::User(UserRes { id: ME }),
            Res::User(UserRes { id: SOMEBODY }),
        ],
        "Installation" => vec![Res::Installation],
        other => panic!("{action} is asked of {other}, which the matrix does not know"),
    }
}

/// The whole matrix. A person of one unit meets every flag and every personal wrap; one of two units no
/// flag, and all personal wraps or none.
pub(crate) fn whole() -> Vec<Case> {
    let mut cases = Vec::new();
    for flags in all_flags() {
        let plain = !flags.suspended && flags.second_factor && !flags.closed;
        for memberships in memberships() {
            let pair = memberships.len() > 1;
            if pair && !plain {
                continue;
            }
            let personal: &[Personal] = if pair { &PERSONAL[..2] } else { &PERSONAL };
            for (action, kind) in ACTIONS {
                for res in resources(action, kind, flags, personal) {
                    let who = principal(memberships.clone(), flags);
                    cases.push(Case {
                        action,
                        who,
                        res,
                        asked: everything(),
                    });
                }
            }
        }
    }
    cases
}

/// A part of the matrix in which every flag, relation, shape and wrap occurs: for mutants.
pub(crate) fn sample() -> Vec<Case> {
    whole()
        .into_iter()
        .filter(|case| {
            let flags = u8::from(case.who.suspended) + u8::from(!case.who.second_factor);
            flags < 2
        })
        .collect()
}

macro_rules! dispatch {
    ($($marker:ident $variant:ident),* $(,)?) => {
        /// Puts a request to the policies: what is opened, or `None`.
        pub(crate) fn ask(policy: &Policy, case: &Case) -> Option<Compartments> {
            let context = Context { now: NOW, compartments: case.asked };
            $(if case.action == <access::$marker as access::Action>::NAME {
                dispatch!(@ask $marker $variant policy case context);
            })*
            panic!("{} is missing from the matrix's list", case.action)
        }

        /// The same by `authorize`: the proof's compartments, or the ids of what forbade it.
        pub(crate) fn prove(policy: &Policy, case: &Case) -> Result<Proof, Vec<String>> {
            let context = Context { now: NOW, compartments: case.asked };
            $(if case.action == <access::$marker as access::Action>::NAME {
                dispatch!(@prove $marker $variant policy case context);
            })*
            panic!("{} is missing from the matrix's list", case.action)
        }
    };
    (@ask $marker:ident Installation $policy:ident $case:ident $context:ident) => {
        return $policy.decide_for::<access::$marker>(&$case.who, &Res::installation(), &$context)
    };
    (@ask $marker:ident $variant:ident $policy:ident $case:ident $context:ident) => {
        if let Res::$variant(res) = &$case.res {
            return $policy.decide_for::<access::$marker>(&$case.who, res, &$context);
        }
    };
    (@prove $marker:ident Installation $policy:ident $case:ident $context:ident) => {
        return proof($policy.authorize::<access::$marker>(&$case.who, Res::installation(), &$context))
    };
    (@prove $marker:ident $variant:ident $policy:ident $case:ident $context:ident) => {
        if let Res::$variant(res) = &$case.res {
            return proof($policy.authorize::<access::$marker>(&$case.who, res.clone(), &$context));
        }
    };
}

/// What a proof says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Proof {
    pub(crate) compartments: Compartments,
    pub(crate) policies: Vec<String>,
    pub(crate) units: Vec<punte_domain::id::UnitId>,
}

fn proof<A: access::Action>(
    answer: Result<access::Authorized<A>, punte_policy::Denied>,
) -> Result<Proof, Vec<String>> {
    answer
        .map(|yes| Proof {
            compartments: yes.compartments(),
            policies: yes.policies().to_vec(),
            units: yes.units().to_vec(),
        })
        .map_err(|no| no.policies().to_vec())
}

dispatch! {
    ReadToday User, OwnAccount User,
    ListFiles Unit, OpenFile Unit, TakeFile Unit, RaiseConcern Unit, ListConcerns Unit, ListReferrals Unit, HandOver Unit, ConfirmMember Unit,
    ReadFile File, WriteFile File, LeadFile File, ShareFile File, ReadAccess File,
    ReadConcern Concern, TriageConcern Concern,
    ReadPerson Person, WritePerson Person,
    ReadReferral Referral, AnswerReferral Referral, RevokeReferral Referral,
    ReadDirectory Installation, ChangeDirectory Installation, ReadLedger Installation, ImportReference Installation,
}
