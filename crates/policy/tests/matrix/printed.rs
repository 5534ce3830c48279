//! The matrix as a page that a reviewer reads: what each role may do from the lead unit, from a unit with whom
//! everything is shared, and from one without any relation. A change of policy shows up here as a change of text.

use crate::cases::{Flags, ask, everything, principal};
use crate::world::{
    Case, HOLDER, LEAD, ME, Personal, Res, STRANGER, Shape, concern, file, member, organisation,
    person, referral,
};
use punte_domain::access::{ACTIONS, Role, UnitRes, UserRes};
use punte_domain::compartment::{CompartmentKind, Compartments};
use std::fmt::Write;

const PLAIN: Flags = Flags {
    suspended: false,
    second_factor: true,
    closed: false,
};

fn resource(kind: &str) -> Res {
    match kind {
        "File" => Res::File(file(Shape::All, Personal::Nothing, false)),
        "Concern" => Res::Concern(concern(Shape::All, Personal::Nothing)),
        "Person" => Res::Person(person(Shape::All, Personal::Nothing)),
        "Referral" => Res::Referral(referral()),
        "Unit" => Res::Unit(UnitRes {
            id: LEAD,
            organisation: organisation(LEAD),
        }),
        "User" => Res::User(UserRes { id: ME }),
        "Installation" => Res::Installation,
        other => panic!("{other} is unknown"),
    }
}

fn cell(opened: Option<Compartments>) -> String {
    match opened {
        None => "-".to_owned(),
        Some(Compartments::NONE) => "yes".to_owned(),
        Some(some) => some
            .iter()
            .map(CompartmentKind::name)
            .collect::<Vec<_>>()
            .join(" "),
    }
}

#[test]
fn the_printed_matrix_is_the_reviewed_one() {
    let policy = crate::policy();
    let mut page = String::new();
    for (unit, relation) in [
        (LEAD, "lead unit"),
        (HOLDER, "everything shared"),
        (STRANGER, "no relation"),
    ] {
        writeln!(page, "# {relation}").expect("a string takes text");
        for role in Role::ALL {
            writeln!(page, "\n{}", role.name()).expect("a string takes text");
            for (action, kind) in ACTIONS {
                let who = principal(vec![member(unit, role)], PLAIN);
                let case = Case {
                    action,
                    who,
                    res: resource(kind),
                    asked: everything(),
                };
                let opened = ask(&policy, &case);
                if opened.is_some() {
                    writeln!(page, "  {action:<18} {}", cell(opened)).expect("a string takes text");
                }
            }
        }
        page.push('\n');
    }
    insta::assert_snapshot!(page);
}
