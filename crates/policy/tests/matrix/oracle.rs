//! The independent table: who may do what, in plain Rust, written from the roles' side where the policies are written
//! from the resources' side. Knows nothing of Cedar.

use crate::world::{Case, NOW, Res};
use punte_domain::access::{FileRes, Grant, Grantee, Principal, Role};
use punte_domain::compartment::{CompartmentKind as Kind, Compartments};
use punte_domain::id::UnitId;

/// What one role may do with a compartment that its unit holds (read, write), and what it may begin when nobody holds
/// it (begin). Letters: core identity whereabouts psychosocial legal justice own x (private).
struct Row {
    read: &'static str,
    write: &'static str,
    begin: &'static str,
    share_held: &'static str,
    leads: bool,
}

fn row(role: Role) -> Option<Row> {
    let row = |read, write, begin, share_held, leads| {
        Some(Row {
            read,
            write,
            begin,
            share_held,
            leads,
        })
    };
    match role {
        Role::CaseManager => row("ciwjo", "ciwjo", "jox", "", true),
        Role::Supervisor => row("ciwjo", "ciwjo", "ox", "", true),
        Role::Psychologist => row("ciwpo", "ciwpo", "pox", "p", false),
        Role::Lawyer => row("ciljo", "ciljo", "ljox", "l", false),
        Role::PoliceLiaison | Role::ProsecutorLiaison => row("cijo", "jo", "jox", "", false),
        Role::MonitoringOfficer | Role::DataProtectionOfficer | Role::Administrator => None,
    }
}

fn letter(kind: Kind) -> char {
    match kind {
        Kind::Core => 'c',
        Kind::Identity => 'i',
        Kind::Whereabouts => 'w',
        Kind::Psychosocial => 'p',
        Kind::Legal => 'l',
        Kind::Justice => 'j',
        Kind::Private => 'x',
        Kind::Own => 'o',
        Kind::Open => '?',
    }
}

fn live(grant: &Grant) -> bool {
    let over = matches!(grant.until, Some(end) if end <= NOW);
    grant.active && !over
}

fn unit_holds(grants: &[Grant], unit: UnitId, kind: Kind) -> bool {
    grants
        .iter()
        .any(|g| g.compartment == kind && g.grantee == Grantee::Unit(unit) && live(g))
}

fn i_hold(grants: &[Grant], who: &Principal, kind: Kind) -> bool {
    grants
        .iter()
        .any(|g| g.compartment == kind && g.grantee == Grantee::User(who.user) && live(g))
}

/// The answer: `None` is no, otherwise what is opened.
pub(crate) fn expect(case: &Case) -> Option<Compartments> {
    let who = &case.who;
    if who.suspended || (!who.second_factor && case.action != "account.own") {
        return None;
    }
    match &case.res {
        Res::File(file) if case.action == "file.access" => {
            yes(sees_access(who, file), Compartments::NONE)
        }
        Res::File(file) => {
            let open: Compartments = case
                .asked
                .iter()
                .filter(|k| *k != Kind::Open && compartment(case.action, who, file, *k))
                .collect();
            (!open.is_empty()).then_some(open)
        }
        Res::Concern(concern) => {
            let leads = seats(who, concern.intake).any(|r| r.leads);
            let held = who
                .memberships
                .iter()
                .any(|m| row(m.role).is_some() && unit_holds(&concern.grants, m.unit, Kind::Core));
            let shared = held || i_hold(&concern.grants, who, Kind::Core);
            yes(
                leads || (case.action == "concern.read" && shared),
                Compartments::only(Kind::Core),
            )
        }
        Res::Person(person) => {
            let may = who.memberships.iter().any(|m| {
                unit_holds(&person.grants, m.unit, Kind::Identity)
                    && row(m.role).is_some_and(|r| r.leads || case.action == "person.read")
            });
            yes(may, Compartments::only(Kind::Identity))
        }
        Res::Referral(referral) => {
            let sent = seats(who, referral.from).count() > 0;
            let received = seats(who, referral.to).count() > 0;
            // Liaisons may not take back: of the casework roles exactly those who write the core.
            let takes_back = seats(who, referral.from).any(|r| r.write.contains('c'));
            let may = match case.action {
                "referral.read" => sent || received,
                "referral.answer" => received,
                "referral.revoke" => takes_back,
                other => panic!("{other} is not asked of a referral"),
            };
            yes(may, Compartments::only(Kind::Core))
        }
        Res::Unit(unit) => yes(of_unit(case.action, who, unit.id), Compartments::NONE),
        Res::User(user) => yes(user.id == who.user, Compartments::NONE),
        Res::Installation => yes(of_installation(case.action, who), Compartments::NONE),
    }
}

fn yes(may: bool, opens: Compartments) -> Option<Compartments> {
    may.then_some(opens)
}

/// The casework rows that a person has in one unit.
fn seats(who: &Principal, unit: UnitId) -> impl Iterator<Item = Row> {
    who.memberships
        .iter()
        .filter(move |m| m.unit == unit)
        .filter_map(|m| row(m.role))
}

fn has(who: &Principal, role: Role) -> bool {
    who.memberships.iter().any(|m| m.role == role)
}

fn sees_access(who: &Principal, file: &FileRes) -> bool {
    seats(who, file.lead).count() > 0 || has(who, Role::DataProtectionOfficer)
}

fn compartment(action: &str, who: &Principal, file: &FileRes, kind: Kind) -> bool {
    let holding = || {
        who.memberships
            .iter()
            .filter(|m| unit_holds(&file.grants, m.unit, kind))
            .filter_map(|m| row(m.role))
    };
    let leading = seats(who, file.lead).any(|r| r.leads);
    let mine = kind == Kind::Private && i_hold(&file.grants, who, kind);
    match action {
        "file.read" => mine || holding().any(|r| r.read.contains(letter(kind))),
        "file.write" if file.closed => false,
        "file.write" => {
            let born = file.grants.iter().any(|g| g.compartment == kind);
            let single = !matches!(kind, Kind::Private | Kind::Own);
            let begins = |r: Row| r.begin.contains(letter(kind)) && !(single && born);
            let core = who
                .memberships
                .iter()
                .filter(|m| unit_holds(&file.grants, m.unit, Kind::Core))
                .filter_map(|m| row(m.role));
            mine || holding().any(|r| r.write.contains(letter(kind)))
                || core.into_iter().any(begins)
        }
        "file.lead" => leading && "ciwj".contains(letter(kind)),
        "file.share" => {
            (leading && "ciwj".contains(letter(kind)))
                || holding().any(|r| r.share_held.contains(letter(kind)))
        }
        other => panic!("{other} is not asked of a compartment"),
    }
}

fn of_unit(action: &str, who: &Principal, unit: UnitId) -> bool {
    match action {
        "file.list" | "referral.list" => seats(who, unit).count() > 0,
        "file.open" | "file.take" | "concern.list" => seats(who, unit).any(|r| r.leads),
        "concern.raise" => who.memberships.iter().any(|m| row(m.role).is_some()),
        "directory.hand_over" => {
            has(who, Role::Administrator)
                || who
                    .memberships
                    .iter()
                    .any(|m| m.unit == unit && m.role == Role::Supervisor)
        }
        "directory.confirm" => who.memberships.iter().any(|m| m.unit == unit),
        other => panic!("{other} is not asked of a unit"),
    }
}

fn of_installation(action: &str, who: &Principal) -> bool {
    let any = |roles: &[Role]| roles.iter().any(|r| has(who, *r));
    match action {
        "directory.read" => any(&[
            Role::Administrator,
            Role::DataProtectionOfficer,
            Role::Supervisor,
        ]),
        "directory.change" => any(&[Role::Administrator]),
        "ledger.read" => any(&[Role::DataProtectionOfficer]),
        "reference.import" => any(&[Role::MonitoringOfficer, Role::Administrator]),
        other => panic!("{other} is not asked of the installation"),
    }
}
