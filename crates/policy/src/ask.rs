//! Asking: [`Policy::authorize`], the one place in which an `Authorized` is made.

use crate::error::PolicyError;
use crate::model::{Misfit, Names};
use crate::resource::{Asked, Decide};
use crate::set::{self, ActionSet};
use cedar_policy::{Authorizer, Decision, Entities, EntityUid, Request, Response, Schema};
use punte_domain::access::{ACTIONS, Action, Authorized, Principal, seal};
use punte_domain::compartment::Compartments;
use punte_domain::id::UnitId;
use punte_domain::time::Moment;
use std::collections::{BTreeSet, HashMap};
use std::fmt;

/// When, and of which compartments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The moment at which offers and expiries are weighed.
    pub now: Moment,
    /// Which compartments of a file are asked for; at least one. Ignored where the resource has only one compartment
    /// or none, and for `file.access`, which opens nothing.
    pub compartments: Compartments,
}

/// No. Does not say why to anybody outside: absent and forbidden look alike.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("not found")]
pub struct Denied {
    policies: Vec<String>,
}

impl Denied {
    /// The ids of the policies that forbade it, for the ledger; empty when none permitted it.
    #[must_use]
    pub fn policies(&self) -> &[String] {
        &self.policies
    }
}

// Its text reaches logs and panics, so it is as silent as its message.
impl fmt::Debug for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Denied")
    }
}

/// The policies, loaded and validated. Make one at start and share it.
pub struct Policy {
    names: Names,
    schema: Schema,
    sets: HashMap<&'static str, ActionSet>,
    actions: HashMap<&'static str, EntityUid>,
    authorizer: Authorizer,
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Policy").finish_non_exhaustive()
    }
}

/// The answer to one request, before it becomes a proof.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) permitted: bool,
    pub(crate) compartments: Compartments,
    pub(crate) permits: BTreeSet<String>,
    pub(crate) forbids: BTreeSet<String>,
}

impl Policy {
    /// The policies that Punte is built with; complete, or an error.
    pub fn load() -> Result<Self, PolicyError> {
        let policy = Self::from_texts(set::SCHEMA, set::POLICIES)?;
        policy.complete()?;
        Ok(policy)
    }

    /// Other policies (tests, mutants): `files` are pairs of name and text. Validated as strictly as [`Policy::load`]
    /// does, but not required to be complete.
    pub fn from_texts(schema: &str, files: &[(&str, &str)]) -> Result<Self, PolicyError> {
        let names = Names::new()?;
        let schema = set::schema(schema)?;
        let policies = set::parse(&schema, files)?;
        let actions = ACTIONS
            .iter()
            .map(|(action, _)| (*action, Names::uid(&names.action, action)))
            .collect();
        Ok(Self {
            sets: set::by_action(&policies)?,
            names,
            schema,
            actions,
            authorizer: Authorizer::new(),
        })
    }

    /// Whether every action of the code has a permit and a schema entry, and the schema no action besides.
    pub fn complete(&self) -> Result<(), PolicyError> {
        let in_schema: BTreeSet<&str> = self.schema.actions().map(|a| a.id().unescaped()).collect();
        let in_code: BTreeSet<&str> = ACTIONS.iter().map(|(action, _)| *action).collect();
        let mut lacking: BTreeSet<&str> =
            in_schema.symmetric_difference(&in_code).copied().collect();
        let permitless = |action: &&str| self.sets.get(*action).is_none_or(|set| set.permits == 0);
        lacking.extend(in_code.iter().copied().filter(permitless));
        if lacking.is_empty() {
            return Ok(());
        }
        Err(PolicyError::Incomplete(
            lacking.into_iter().map(str::to_owned).collect(),
        ))
    }

    /// Decides, and gives the proof: exactly the compartments that are both asked for and permitted.
    ///
    /// A request for no compartment of a file, or one of which nothing is permitted, is denied.
    pub fn authorize<A>(
        &self,
        principal: &Principal,
        resource: A::Resource,
        context: &Context,
    ) -> Result<Authorized<A>, Denied>
    where
        A: Action,
        A::Resource: Decide,
    {
        let answer = self.answer::<A>(principal, &resource, context);
        if !answer.permitted {
            return Err(Denied {
                policies: answer.forbids.into_iter().collect(),
            });
        }
        let units = self.units::<A>(principal, &resource, context);
        Ok(seal::authorized(
            resource,
            principal.user,
            units,
            answer.compartments,
            answer.permits.into_iter().collect(),
            context.now,
        ))
    }

    /// What `principal` would be permitted, without a proof and so without any way to rows: for "see it as …" and for
    /// showing only the actions that somebody has. `None` is no.
    pub fn decide_for<A>(
        &self,
        principal: &Principal,
        resource: &A::Resource,
        context: &Context,
    ) -> Option<Compartments>
    where
        A: Action,
        A::Resource: Decide,
    {
        let answer = self.answer::<A>(principal, resource, context);
        answer.permitted.then_some(answer.compartments)
    }

    // In whose name: the units whose membership, without the others, permits something that the person is not permitted
    // without any. Own private notes bring no unit in: `store` opens the own records of these units, and a monitoring
    // officer's unit must not ride on the notes of the same person as a lawyer elsewhere.
    fn units<A>(
        &self,
        principal: &Principal,
        resource: &A::Resource,
        context: &Context,
    ) -> Vec<UnitId>
    where
        A: Action,
        A::Resource: Decide,
    {
        let units: BTreeSet<UnitId> = principal.memberships.iter().map(|m| m.unit).collect();
        if units.len() < 2 {
            return units.into_iter().collect();
        }
        let with = |kept: &dyn Fn(UnitId) -> bool| {
            let mut who = principal.clone();
            who.memberships.retain(|m| kept(m.unit));
            self.answer::<A>(&who, resource, context)
        };
        let without = with(&|_| false);
        let counts = |unit: &&UnitId| {
            let there = with(&|other| other == **unit);
            !there.permits.is_subset(&without.permits)
        };
        let counted: Vec<UnitId> = units.iter().filter(counts).copied().collect();
        // Permitted to the person alone: then it is in the name of every unit, and no unit's record is open.
        if counted.is_empty() {
            units.into_iter().collect()
        } else {
            counted
        }
    }

    pub(crate) fn answer<A>(
        &self,
        principal: &Principal,
        resource: &A::Resource,
        context: &Context,
    ) -> Answer
    where
        A: Action,
        A::Resource: Decide,
    {
        let asked = Asked {
            names: &self.names,
            action: A::NAME,
            compartments: context.compartments,
            now: context.now,
        };
        // A misfit is no answer, and no answer is no.
        self.put(principal, resource, asked).unwrap_or_default()
    }

    fn put(
        &self,
        principal: &Principal,
        resource: &impl Decide,
        asked: Asked<'_>,
    ) -> Result<Answer, Misfit> {
        let action = self.actions.get(asked.action).ok_or(Misfit)?;
        let set = self.sets.get(asked.action).ok_or(Misfit)?;
        let who = self.names.principal(principal)?;
        let whom = who.uid();
        let mut entities = vec![who];
        let mut put = Vec::new();
        for question in resource.questions(asked)? {
            entities.extend(question.entity);
            put.push((question.resource, question.opens));
        }
        // Without the schema: checking each entity against it, and adding every action's, costs more than deciding. A
        // test holds the entities to the schema, and one that did not fit would be an evaluation error, which denies.
        let entities = Entities::from_entities(entities, None).map_err(|_| Misfit)?;
        let mut answer = Answer::default();
        for (resource, opens) in put {
            let nothing = cedar_policy::Context::empty();
            let request = Request::new(whom.clone(), action.clone(), resource, nothing, None)
                .map_err(|_| Misfit)?;
            answer.add(
                &self
                    .authorizer
                    .is_authorized(&request, &set.policies, &entities),
                opens,
            )?;
        }
        Ok(answer)
    }
}

impl Answer {
    fn add(&mut self, response: &Response, opens: Compartments) -> Result<(), Misfit> {
        // Cedar skips a policy that fails to evaluate; a skipped forbid would be a hole, so any error denies.
        if response.diagnostics().errors().next().is_some() {
            return Err(Misfit);
        }
        let reasons = response.diagnostics().reason().map(ToString::to_string);
        match response.decision() {
            Decision::Allow => {
                self.permitted = true;
                self.compartments.0 |= opens.0;
                self.permits.extend(reasons);
            }
            Decision::Deny => self.forbids.extend(reasons),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::Questions;
    use punte_domain::access::{
        ConcernRes, FileRes, Grant, Grantee, Membership, PersonRes, ReadAccess, ReadConcern,
        ReadFile, ReadPerson, ReadReferral, ReferralRes, Role,
    };
    use punte_domain::compartment::CompartmentKind;
    use punte_domain::id::{ConcernId, FileId, OrganisationId, PersonId, ReferralId, UserId};

    const UNIT: UnitId = UnitId([1; 16]);
    const ME: UserId = UserId([2; 16]);

    /// Whether everything that is built for this request is what the schema says it is.
    fn fits<A: Action>(policy: &Policy, resource: &A::Resource) -> bool
    where
        A::Resource: Decide,
    {
        let seat = |role| Membership {
            unit: UNIT,
            organisation: OrganisationId([3; 16]),
            role,
        };
        let who = Principal {
            user: ME,
            memberships: Role::ALL.map(seat).to_vec(),
            suspended: false,
            second_factor: true,
        };
        let asked = Asked {
            names: &policy.names,
            action: A::NAME,
            compartments: CompartmentKind::OF_FILE.into_iter().collect(),
            now: Moment(0),
        };
        let who = policy.names.principal(&who).expect("a principal");
        let questions = resource.questions(asked).expect("questions");
        assert!(!questions.is_empty());
        questions.into_iter().all(|question| {
            let request = Request::new(
                who.uid(),
                policy.actions[A::NAME].clone(),
                question.resource,
                cedar_policy::Context::empty(),
                Some(&policy.schema),
            );
            let entities = [who.clone()].into_iter().chain(question.entity);
            request.is_ok() && Entities::from_entities(entities, Some(&policy.schema)).is_ok()
        })
    }

    #[test]
    fn every_entity_fits_the_schema() {
        let policy = Policy::load().expect("valid");
        let to = |grantee| {
            move |compartment| Grant {
                grantee,
                compartment,
                active: true,
                until: None,
            }
        };
        let kinds = CompartmentKind::OF_FILE;
        let grants: Vec<Grant> = kinds
            .map(to(Grantee::Unit(UNIT)))
            .into_iter()
            .chain(kinds.map(to(Grantee::User(ME))))
            .collect();
        let file = FileRes {
            id: FileId([4; 16]),
            lead: UNIT,
            grants: grants.clone(),
            closed: true,
        };
        assert!(fits::<ReadFile>(&policy, &file));
        assert!(fits::<ReadAccess>(&policy, &file));
        let concern = ConcernRes {
            id: ConcernId([5; 16]),
            intake: UNIT,
            grants: grants.clone(),
        };
        assert!(fits::<ReadConcern>(&policy, &concern));
        assert!(fits::<ReadPerson>(
            &policy,
            &PersonRes {
                id: PersonId([6; 16]),
                grants
            }
        ));
        let referral = ReferralRes {
            id: ReferralId([7; 16]),
            from: UNIT,
            to: UNIT,
        };
        assert!(fits::<ReadReferral>(&policy, &referral));
    }

    #[test]
    fn a_policy_that_cannot_be_evaluated_denies() {
        // The schema of this one gives users an attribute that no user has.
        let schema = crate::SCHEMA.replace("suspended: Bool,", "suspended: Bool, absent: Bool,");
        let permit = r#"@id("a") permit (principal, action == Action::"file.read", resource);"#;
        let forbid = r#"@id("b") forbid (principal, action, resource) when { principal.absent };"#;
        let who = Principal {
            user: ME,
            memberships: vec![],
            suspended: false,
            second_factor: true,
        };
        let file = FileRes {
            id: FileId([4; 16]),
            lead: UNIT,
            grants: vec![],
            closed: false,
        };
        let context = Context {
            now: Moment(0),
            compartments: Compartments::only(CompartmentKind::Core),
        };
        let ask = |texts: &[(&str, &str)]| {
            let policy = Policy::from_texts(&schema, texts).expect("valid");
            policy.decide_for::<ReadFile>(&who, &file, &context)
        };
        assert!(ask(&[("a", permit)]).is_some());
        assert!(ask(&[("a", permit), ("b", forbid)]).is_none());
    }
}
