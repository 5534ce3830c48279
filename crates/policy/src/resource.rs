//! What each resource looks like to the policies, and which questions one request is made of.

use crate::model::{Attributes, Holders, Misfit, Names, entity};
use cedar_policy::{Entity, EntityUid, RestrictedExpression};
use punte_domain::access::{
    Action, ConcernRes, FileRes, Grant, InstallationRes, PersonRes, ReadAccess, ReferralRes,
    Resource, UnitRes, UserRes,
};
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::time::Moment;

mod sealed {
    use super::{Asked, Misfit, Question};

    /// Unreachable outside this crate, so nobody adds a resource type without its entity.
    pub trait Questions {
        /// The questions of one request; no question, no permission.
        fn questions(&self, asked: Asked<'_>) -> Result<Vec<Question>, Misfit>;
    }
}
pub(crate) use sealed::Questions;

/// One question to Cedar.
#[derive(Debug)]
pub struct Question {
    pub(crate) resource: EntityUid,
    /// `None` where the policies ask only who the resource is.
    pub(crate) entity: Option<Entity>,
    /// What a yes opens.
    pub(crate) opens: Compartments,
}

/// What is asked, apart from who asks.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub(crate) names: &'a Names,
    pub(crate) action: &'static str,
    pub(crate) compartments: Compartments,
    pub(crate) now: Moment,
}

/// A resource that policy can decide about. Sealed: a resource type without an entity cannot be asked for.
pub trait Decide: Resource + sealed::Questions {}
impl<R: Resource + sealed::Questions> Decide for R {}

impl Questions for FileRes {
    fn questions(&self, asked: Asked<'_>) -> Result<Vec<Question>, Misfit> {
        if asked.action == ReadAccess::NAME {
            return Ok(vec![whole_file(self, asked.names)?]);
        }
        asked
            .compartments
            .iter()
            .filter(|kind| CompartmentKind::OF_FILE.contains(kind))
            .map(|kind| compartment(self, kind, asked))
            .collect()
    }
}

// Who may see a file is asked of the file; the answer opens nothing of it.
fn whole_file(file: &FileRes, names: &Names) -> Result<Question, Misfit> {
    let attributes = [("lead".to_owned(), names.unit(file.lead))];
    question(
        Names::uid(&names.file, file.id),
        attributes,
        Compartments::NONE,
    )
}

fn compartment(
    file: &FileRes,
    kind: CompartmentKind,
    asked: Asked<'_>,
) -> Result<Question, Misfit> {
    let names = asked.names;
    let holders = Holders::of(&file.grants, kind, asked.now);
    let core = Holders::of(&file.grants, CompartmentKind::Core, asked.now);
    let attributes = [
        ("kind".to_owned(), names.kind(kind)),
        ("lead".to_owned(), names.unit(file.lead)),
        (
            "closed".to_owned(),
            RestrictedExpression::new_bool(file.closed),
        ),
        (
            "born".to_owned(),
            RestrictedExpression::new_bool(holders.born),
        ),
        ("units".to_owned(), names.units(holders.units)),
        ("users".to_owned(), names.users(holders.users)),
        ("core_units".to_owned(), names.units(core.units)),
    ];
    let uid = Names::uid(
        &names.compartment,
        format_args!("{}/{}", file.id, kind.name()),
    );
    question(uid, attributes, Compartments::only(kind))
}

impl Questions for ConcernRes {
    fn questions(&self, asked: Asked<'_>) -> Result<Vec<Question>, Misfit> {
        let names = asked.names;
        let holders = Holders::of(&self.grants, CompartmentKind::Core, asked.now);
        let attributes = [
            ("intake".to_owned(), names.unit(self.intake)),
            ("units".to_owned(), names.units(holders.units)),
            ("users".to_owned(), names.users(holders.users)),
        ];
        one(question(
            Names::uid(&names.concern, self.id),
            attributes,
            Compartments::only(CompartmentKind::Core),
        ))
    }
}

impl Questions for PersonRes {
    fn questions(&self, asked: Asked<'_>) -> Result<Vec<Question>, Misfit> {
        let names = asked.names;
        let identity = identity(&self.grants, asked.now);
        one(question(
            Names::uid(&names.person, self.id),
            [("units".to_owned(), names.units(identity.units))],
            Compartments::only(CompartmentKind::Identity),
        ))
    }
}

fn identity(grants: &[Grant], now: Moment) -> Holders {
    Holders::of(grants, CompartmentKind::Identity, now)
}

impl Questions for ReferralRes {
    fn questions(&self, asked: Asked<'_>) -> Result<Vec<Question>, Misfit> {
        let names = asked.names;
        let attributes = [
            ("from".to_owned(), names.unit(self.from)),
            ("to".to_owned(), names.unit(self.to)),
        ];
        one(question(
            Names::uid(&names.referral, self.id),
            attributes,
            Compartments::only(CompartmentKind::Core),
        ))
    }
}

impl Questions for UnitRes {
    fn questions(&self, asked: Asked<'_>) -> Result<Vec<Question>, Misfit> {
        Ok(vec![bare(Names::uid(&asked.names.unit, self.id))])
    }
}

impl Questions for UserRes {
    fn questions(&self, asked: Asked<'_>) -> Result<Vec<Question>, Misfit> {
        Ok(vec![bare(Names::uid(&asked.names.user, self.id))])
    }
}

impl Questions for InstallationRes {
    fn questions(&self, asked: Asked<'_>) -> Result<Vec<Question>, Misfit> {
        Ok(vec![bare(Names::uid(&asked.names.installation, "punte"))])
    }
}

fn bare(resource: EntityUid) -> Question {
    Question {
        resource,
        entity: None,
        opens: Compartments::NONE,
    }
}

fn question<const N: usize>(
    uid: EntityUid,
    attributes: [(String, RestrictedExpression); N],
    opens: Compartments,
) -> Result<Question, Misfit> {
    let entity = entity(uid.clone(), Attributes::from(attributes))?;
    Ok(Question {
        resource: uid,
        entity: Some(entity),
        opens,
    })
}

fn one(question: Result<Question, Misfit>) -> Result<Vec<Question>, Misfit> {
    question.map(|q| vec![q])
}
