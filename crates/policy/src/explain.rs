//! Why somebody can or cannot read a part of a file, for the page "who can see what and why".

use crate::ask::{Answer, Context, Policy};
use punte_domain::access::{FileRes, Grant, Grantee, Principal, ReadFile};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::id::UnitId;
use punte_domain::time::Moment;

/// The relation behind an answer. For a yes, the wrap that it rests on; for a no, the nearest thing to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// This unit leads the file.
    Leads(UnitId),
    /// Shared with this unit, until then if it ends.
    Shared {
        /// The unit.
        unit: UnitId,
        /// When it ends.
        until: Option<Moment>,
    },
    /// This unit's own statutory record.
    OwnRecord(UnitId),
    /// One's own private notes.
    PrivateNotes,
    /// No: the unit holds it, but the person's role there is of another discipline.
    OtherDiscipline(UnitId),
    /// No: offered to this unit in a referral that is not accepted yet.
    Offered(UnitId),
    /// No: the share with this unit ended then.
    Ended {
        /// The unit.
        unit: UnitId,
        /// When it ended.
        at: Moment,
    },
    /// No: a policy forbids it whatever is shared (suspended, no second factor).
    Forbidden,
    /// No: nobody shared it with the person or the person's units.
    NotShared,
}

/// One compartment of a file as one person meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Which compartment.
    pub compartment: CompartmentKind,
    /// Whether the person may read it.
    pub permitted: bool,
    /// The policies that decided; message keys are `policy-` and the id.
    pub policies: Vec<String>,
    /// The relation behind it.
    pub because: Because,
}

impl Policy {
    /// Says of each compartment whether `principal` may read it, by which policy and on which relation, in the order of
    /// the tabs.
    pub fn explain(&self, principal: &Principal, file: &FileRes, now: Moment) -> Vec<Explained> {
        CompartmentKind::OF_FILE
            .iter()
            .map(|kind| self.explain_one(principal, file, *kind, now))
            .collect()
    }

    fn explain_one(
        &self,
        principal: &Principal,
        file: &FileRes,
        kind: CompartmentKind,
        now: Moment,
    ) -> Explained {
        let context = Context {
            now,
            compartments: Compartments::only(kind),
        };
        let answer = self.answer::<ReadFile>(principal, file, &context);
        let because = if answer.permitted {
            self.why(principal, file, kind, now)
        } else {
            why_not(principal, file, kind, now, &answer)
        };
        Explained {
            compartment: kind,
            permitted: answer.permitted,
            policies: answer.permits.into_iter().chain(answer.forbids).collect(),
            because,
        }
    }

    // Of several units of one person, the reason is one in which the person would be permitted alone.
    fn why(
        &self,
        principal: &Principal,
        file: &FileRes,
        kind: CompartmentKind,
        now: Moment,
    ) -> Because {
        let context = Context {
            now,
            compartments: Compartments::only(kind),
        };
        let alone = |unit: UnitId| {
            let mut there = principal.clone();
            there.memberships.retain(|m| m.unit == unit);
            self.answer::<ReadFile>(&there, file, &context).permitted
        };
        wraps(principal, file, kind)
            .filter(|grant| grant.holds(now))
            .find_map(|grant| match grant.grantee {
                Grantee::User(_) => {
                    (kind == CompartmentKind::Private).then_some(Because::PrivateNotes)
                }
                Grantee::Unit(unit) => alone(unit).then(|| reason(file, kind, unit, grant.until)),
            })
            .unwrap_or(Because::NotShared)
    }
}

fn reason(file: &FileRes, kind: CompartmentKind, unit: UnitId, until: Option<Moment>) -> Because {
    if kind == CompartmentKind::Own {
        Because::OwnRecord(unit)
    } else if unit == file.lead {
        Because::Leads(unit)
    } else {
        Because::Shared { unit, until }
    }
}

fn why_not(
    principal: &Principal,
    file: &FileRes,
    kind: CompartmentKind,
    now: Moment,
    answer: &Answer,
) -> Because {
    if !answer.forbids.is_empty() {
        return Because::Forbidden;
    }
    // The nearest miss first: held but not theirs to read, then offered, then ended.
    let misses = wraps(principal, file, kind).filter_map(|grant| {
        let Grantee::Unit(unit) = grant.grantee else {
            return None;
        };
        Some(match (grant.active, grant.until) {
            (true, Some(at)) if at <= now => (2, Because::Ended { unit, at }),
            (true, _) => (0, Because::OtherDiscipline(unit)),
            (false, _) => (1, Because::Offered(unit)),
        })
    });
    misses
        .min_by_key(|(rank, _)| *rank)
        .map_or(Because::NotShared, |(_, because)| because)
}

/// The wraps of a compartment to the person or to a unit of theirs.
fn wraps<'a>(
    principal: &'a Principal,
    file: &'a FileRes,
    kind: CompartmentKind,
) -> impl Iterator<Item = &'a Grant> {
    file.grants.iter().filter(move |grant| {
        grant.compartment == kind
            && match grant.grantee {
                Grantee::User(user) => user == principal.user,
                Grantee::Unit(unit) => principal.memberships.iter().any(|m| m.unit == unit),
            }
    })
}
