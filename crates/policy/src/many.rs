//! One question about many files.

use crate::ask::{Context, Policy};
use punte_domain::access::{Action, FileRes, Principal};
use punte_domain::compartment::Compartments;

impl Policy {
    /// As [`Policy::decide_for`] for each of `files`, in their order. Files of which the same relations hold get the same
    /// answer, so Cedar is asked once for each set of relations: policies know a file by its relations and never by its
    /// name, which a test holds them to.
    pub fn decide_for_each<A>(
        &self,
        principal: &Principal,
        files: &[FileRes],
        context: &Context,
    ) -> Vec<Option<Compartments>>
    where
        A: Action<Resource = FileRes>,
    {
        let mut known: Vec<(&FileRes, Option<Compartments>)> = Vec::new();
        let decide = |file| {
            if let Some((_, answer)) = known.iter().find(|(other, _)| alike(other, file)) {
                return *answer;
            }
            let answer = self.decide_for::<A>(principal, file, context);
            known.push((file, answer));
            answer
        };
        files.iter().map(decide).collect()
    }
}

/// Whether they differ in nothing but their ids.
fn alike(one: &FileRes, other: &FileRes) -> bool {
    let FileRes {
        id: _,
        lead,
        grants,
        closed,
    } = one;
    *lead == other.lead && *closed == other.closed && *grants == other.grants
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::set::POLICIES;
    use punte_domain::Moment;
    use punte_domain::access::{Grant, Grantee, Membership, ReadFile, Role};
    use punte_domain::compartment::CompartmentKind;
    use punte_domain::id::{FileId, OrganisationId, UnitId, UserId};

    fn file(number: u8) -> FileRes {
        let unit = UnitId([number % 3; 16]);
        FileRes {
            id: FileId([number; 16]),
            lead: unit,
            grants: vec![Grant {
                grantee: Grantee::Unit(unit),
                compartment: CompartmentKind::Core,
                active: !number.is_multiple_of(5),
                until: number
                    .is_multiple_of(7)
                    .then_some(Moment(i64::from(number))),
            }],
            closed: number.is_multiple_of(2),
        }
    }

    #[test]
    fn many_at_once_are_decided_as_one_by_one() {
        let policy = Policy::load().expect("valid");
        let who = Principal {
            user: UserId([9; 16]),
            memberships: vec![Membership {
                unit: UnitId([1; 16]),
                organisation: OrganisationId([8; 16]),
                role: Role::CaseManager,
            }],
            suspended: false,
            second_factor: true,
        };
        let context = Context {
            now: Moment(50),
            compartments: Compartments::only(CompartmentKind::Core),
        };
        let files: Vec<FileRes> = (0..=100).map(file).collect();
        let one = |file| policy.decide_for::<ReadFile>(&who, file, &context);
        let expected: Vec<_> = files.iter().map(one).collect();
        let open = expected.iter().flatten().count();
        assert!(open > 10 && open < 90, "{open}");
        let found = policy.decide_for_each::<ReadFile>(&who, &files, &context);
        assert_eq!(found, expected);
    }

    /// A list fetches of a page's files only who of the asker's own holds the core: the answer must be that of the whole.
    #[test]
    fn who_reads_a_core_is_decided_by_ones_own_hold_on_it() {
        let policy = Policy::load().expect("valid");
        let context = Context {
            now: Moment(50),
            compartments: Compartments::only(CompartmentKind::Core),
        };
        let mine = UnitId([1; 16]);
        let me = UserId([9; 16]);
        let mut grants = Vec::new();
        for grantee in [
            Grantee::Unit(mine),
            Grantee::Unit(UnitId([2; 16])),
            Grantee::User(me),
            Grantee::User(UserId([7; 16])),
        ] {
            for compartment in [CompartmentKind::Core, CompartmentKind::Legal] {
                for (active, until) in [(true, None), (false, None), (true, Some(Moment(49)))] {
                    grants.push(Grant {
                        grantee,
                        compartment,
                        active,
                        until,
                    });
                }
            }
        }
        let mut answers = [0; 2];
        for role in Role::ALL {
            let who = Principal {
                user: me,
                memberships: vec![Membership {
                    unit: mine,
                    organisation: OrganisationId([8; 16]),
                    role,
                }],
                suspended: false,
                second_factor: true,
            };
            for pick in 0..1_u32 << 12 {
                // Every second grant or so, in ever other company.
                let chosen = |(at, _): &(usize, &Grant)| pick >> (at / 2) & 1 == 1;
                let grants: Vec<Grant> = grants
                    .iter()
                    .enumerate()
                    .filter(chosen)
                    .map(|(_, grant)| *grant)
                    .collect();
                let whole = FileRes {
                    grants,
                    ..file(u8::try_from(pick % 4).expect("small"))
                };
                let own = |grant: &Grant| {
                    grant.compartment == CompartmentKind::Core
                        && [Grantee::Unit(mine), Grantee::User(me)].contains(&grant.grantee)
                };
                let mut part = whole.clone();
                part.grants.retain(own);
                let answer = policy.decide_for::<ReadFile>(&who, &part, &context);
                assert_eq!(
                    answer,
                    policy.decide_for::<ReadFile>(&who, &whole, &context)
                );
                answers[usize::from(answer.is_some())] += 1;
            }
        }
        assert!(
            answers.into_iter().all(|count| count > 1_000),
            "{answers:?}"
        );
    }

    #[test]
    fn no_policy_names_a_single_file() {
        for (name, text) in POLICIES {
            let named = ["File::\"", "Compartment::\""].map(|kind| text.contains(kind));
            assert_eq!(named, [false; 2], "{name}");
        }
    }
}
