//! The small world in which every relation occurs once.

use punte_domain::access::{
    ConcernRes, FileRes, Grant, Grantee, InstallationRes, Membership, PersonRes, Principal,
    ReferralRes, Role, UnitRes, UserRes,
};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::{ConcernId, FileId, OrganisationId, PersonId, ReferralId, UnitId, UserId};
use punte_domain::time::Moment;

pub(crate) const NOW: Moment = Moment(1_700_000_000_000_000);
pub(crate) const ME: UserId = UserId([0xee; 16]);
pub(crate) const SOMEBODY: UserId = UserId([0xdd; 16]);

/// Leads the file, takes in the concern, sent the referral.
pub(crate) const LEAD: UnitId = UnitId([1; 16]);
/// Another unit of the lead's organisation: no relation but the organisation.
pub(crate) const SIBLING: UnitId = UnitId([2; 16]);
/// Holds a share now; was asked in the referral.
pub(crate) const HOLDER: UnitId = UnitId([3; 16]);
/// Was offered a share and has not accepted.
pub(crate) const OFFERED: UnitId = UnitId([4; 16]);
/// Held a share that ends at this very moment.
pub(crate) const ENDED: UnitId = UnitId([5; 16]);
/// Another organisation without any relation.
pub(crate) const STRANGER: UnitId = UnitId([6; 16]);

pub(crate) const UNITS: [UnitId; 6] = [LEAD, SIBLING, HOLDER, OFFERED, ENDED, STRANGER];

pub(crate) fn organisation(unit: UnitId) -> OrganisationId {
    let own = if unit == SIBLING { LEAD } else { unit };
    OrganisationId(own.0)
}

pub(crate) fn member(unit: UnitId, role: Role) -> Membership {
    Membership {
        unit,
        organisation: organisation(unit),
        role,
    }
}

/// What is asked for, of whichever type.
#[derive(Debug, Clone)]
pub(crate) enum Res {
    File(FileRes),
    Concern(ConcernRes),
    Person(PersonRes),
    Referral(ReferralRes),
    Unit(UnitRes),
    User(UserRes),
    Installation,
}

impl Res {
    pub(crate) const fn installation() -> InstallationRes {
        InstallationRes
    }
}

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) action: &'static str,
    pub(crate) who: Principal,
    pub(crate) res: Res,
    pub(crate) asked: Compartments,
}

/// How the compartments of a thing are wrapped to units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Nobody holds anything.
    Bare,
    /// Every kind to every unit with a relation.
    All,
    /// Core alone: nothing else is born.
    CoreOnly,
    /// The lead holds everything, others the core.
    SharedCore,
    /// Lead and holder hold the core; everything else is only offered.
    RestOffered,
    /// One kind alone.
    Only(CompartmentKind),
}

/// What is wrapped to the asking person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Personal {
    Nothing,
    /// Own private notes.
    Private,
    /// Every kind: only private notes may open.
    Everything,
    /// Own private notes until this very moment.
    Ended,
    /// Somebody else's private notes.
    Foreign,
}

/// The first two are the furthest apart.
pub(crate) const PERSONAL: [Personal; 5] = [
    Personal::Nothing,
    Personal::Everything,
    Personal::Private,
    Personal::Ended,
    Personal::Foreign,
];

pub(crate) fn shapes() -> Vec<Shape> {
    let one = CompartmentKind::OF_FILE.map(Shape::Only);
    [
        Shape::Bare,
        Shape::All,
        Shape::CoreOnly,
        Shape::SharedCore,
        Shape::RestOffered,
    ]
    .into_iter()
    .chain(one)
    .collect()
}

fn to_unit(unit: UnitId, compartment: CompartmentKind) -> Grant {
    let (active, until) = if unit == LEAD {
        (true, None)
    } else if unit == HOLDER {
        (true, Some(Moment(NOW.0 + 1)))
    } else if unit == OFFERED {
        (false, None)
    } else {
        (true, Some(NOW))
    };
    Grant {
        grantee: Grantee::Unit(unit),
        compartment,
        active,
        until,
    }
}

fn to_user(user: UserId, compartment: CompartmentKind, until: Option<Moment>) -> Grant {
    Grant {
        grantee: Grantee::User(user),
        compartment,
        active: true,
        until,
    }
}

pub(crate) fn grants(shape: Shape, personal: Personal) -> Vec<Grant> {
    let related = [LEAD, HOLDER, OFFERED, ENDED];
    let every = CompartmentKind::OF_FILE
        .into_iter()
        .filter(|k| *k != CompartmentKind::Private);
    let to = |units: &[UnitId], kind| units.iter().map(|u| to_unit(*u, kind)).collect::<Vec<_>>();
    let mut grants: Vec<Grant> = match shape {
        Shape::Bare => Vec::new(),
        Shape::All => every.flat_map(|k| to(&related, k)).collect(),
        Shape::CoreOnly => to(&related, CompartmentKind::Core),
        Shape::SharedCore => every
            .flat_map(|k| {
                to(
                    if k == CompartmentKind::Core {
                        &related
                    } else {
                        &[LEAD]
                    },
                    k,
                )
            })
            .collect(),
        Shape::RestOffered => every
            .flat_map(|k| {
                to(
                    if k == CompartmentKind::Core {
                        &[LEAD, HOLDER]
                    } else {
                        &[OFFERED]
                    },
                    k,
                )
            })
            .collect(),
        Shape::Only(kind) => to(&related, kind),
    };
    let private = CompartmentKind::Private;
    match personal {
        Personal::Nothing => {}
        Personal::Private => grants.push(to_user(ME, private, None)),
        Personal::Everything => {
            grants.extend(CompartmentKind::OF_FILE.map(|k| to_user(ME, k, None)));
        }
        Personal::Ended => grants.push(to_user(ME, private, Some(NOW))),
        Personal::Foreign => grants.push(to_user(SOMEBODY, private, None)),
    }
    grants
}

pub(crate) fn file(shape: Shape, personal: Personal, closed: bool) -> FileRes {
    FileRes {
        id: FileId([0xf1; 16]),
        lead: LEAD,
        grants: grants(shape, personal),
        closed,
    }
}

pub(crate) fn concern(shape: Shape, personal: Personal) -> ConcernRes {
    ConcernRes {
        id: ConcernId([0xc0; 16]),
        intake: LEAD,
        grants: grants(shape, personal),
    }
}

pub(crate) fn person(shape: Shape, personal: Personal) -> PersonRes {
    PersonRes {
        id: PersonId([0xbe; 16]),
        grants: grants(shape, personal),
    }
}

pub(crate) fn referral() -> ReferralRes {
    ReferralRes {
        id: ReferralId([0xef; 16]),
        from: LEAD,
        to: HOLDER,
    }
}
