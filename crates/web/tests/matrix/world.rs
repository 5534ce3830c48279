//! A partnership with one file in every relation, and a canary in every compartment.

use axum::Router;
use punte_app::domain::code::FileCode;
use punte_app::domain::compartment::{Compartment, CompartmentKind, Compartments};
use punte_app::domain::file::Command;
use punte_app::domain::file::entry::{Basics, Basis};
use punte_app::domain::id::{ConcernId, ReferralId, UnitId};
use punte_app::domain::person::{Name, NameKind};
use punte_app::domain::referral;
use punte_app::domain::values::Urgency;
use punte_app::files::{NewFile, Post};
use punte_app::referrals::ReferralForm;
use punte_app::{Desk, Lang};
use punte_testkit::engines::Place;
use punte_testkit::installation::{Installation, PEOPLE};
use punte_web::{ServeOptions, router};
use std::sync::Mutex;

/// How a thing stands to Elena, the case manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Hers.
    Own,
    /// Led by the directorate, shown to nobody else.
    OtherOrganisation,
    /// Hers, with core and identity shared to the lawyer.
    SharedInPart,
    /// Hers, once shared to the prosecutor until a moment that is past.
    Expired,
    /// Hers, once shared to the police and taken back.
    Withdrawn,
    /// Nobody's: there is no such thing.
    Nonexistent,
}

pub(crate) const RELATIONS: &[Relation] = &[
    Relation::Own,
    Relation::OtherOrganisation,
    Relation::SharedInPart,
    Relation::Expired,
    Relation::Withdrawn,
    Relation::Nonexistent,
];

impl Relation {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::OtherOrganisation => "other org",
            Self::SharedInPart => "shared in part",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Nonexistent => "nonexistent",
        }
    }
}

pub(crate) struct Person {
    pub(crate) login: String,
    /// Cookie and CSRF token of the session that lives now: some routes end it.
    session: Mutex<(String, String)>,
}

impl Person {
    pub(crate) fn session(&self) -> (String, String) {
        self.session.lock().expect("no panic").clone()
    }
}

/// A thing with its canaries: (text, logins that may see it).
type Canary = (String, Vec<&'static str>);

pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) people: Vec<Person>,
    files: Vec<(Relation, FileCode)>,
    referrals: Vec<(Relation, ReferralId)>,
    concerns: Vec<(Relation, ConcernId)>,
    canaries: Vec<Canary>,
    /// Of administration, by part of the address: people, organisations, units.
    bodies: Vec<(Relation, [String; 3])>,
    house: Installation,
}

/// The case manager's unit sees all of its own file but what a discipline keeps.
const CASEWORK: [&str; 2] = ["elena", "sorin"];

impl World {
    pub(crate) async fn new(place: &Place) -> Self {
        let house = Installation::new(place).await;
        let options = ServeOptions {
            https: false,
            default_lang: Lang::Ro,
            personas: Vec::new(),
        };
        let mut world = Self {
            router: router(house.app.clone(), options),
            people: Vec::new(),
            files: Vec::new(),
            referrals: Vec::new(),
            concerns: Vec::new(),
            canaries: Vec::new(),
            bodies: Vec::new(),
            house,
        };
        world.fill().await;
        for (login, _) in PEOPLE {
            let person = Person {
                login: login.to_owned(),
                session: Mutex::default(),
            };
            world.sign_in(&person).await;
            world.people.push(person);
        }
        world
    }

    /// Gives somebody a new session.
    pub(crate) async fn sign_in(&self, person: &Person) {
        let token = self.house.token(&person.login).await;
        let csrf = self.house.app.csrf(&token);
        *person.session.lock().expect("no panic") = (token.text().to_string(), csrf);
    }

    fn post(&self) -> Post {
        Post {
            id: self.house.app.new_entry(),
            version: None,
        }
    }

    async fn file(
        &mut self,
        desk: &Desk,
        unit: UnitId,
        relation: Relation,
        mark: &str,
        who: &[&'static str],
    ) -> FileCode {
        let form = NewFile {
            cover_name: format!("Acoperit{mark}"),
            name: Some(Name {
                kind: NameKind::Birth,
                given: format!("Canar{mark}"),
                family: format!("Numescu{mark}"),
            }),
            cnp: String::new(),
            basics: Basics::default(),
            from_concern: None,
        };
        let code = desk
            .open_new_file(unit, &form, self.post())
            .await
            .expect("a file")
            .code;
        let write = |compartment, text: String| Command::AddNote {
            compartment,
            kind: "general".into(),
            text,
            happened_on: None,
        };
        for (compartment, name) in [
            (Compartment::Core, "miez"),
            (Compartment::Whereabouts, "adapost"),
            (Compartment::Justice, "dosar"),
        ] {
            let text = format!("canar-{name}-{mark}");
            desk.write_file(code, write(compartment, text.clone()), self.post())
                .await
                .expect("a note");
            if compartment != Compartment::Core {
                self.canaries.push((text, who.to_vec()));
            }
        }
        let private = format!("canar-privat-{mark}");
        let own = desk.user_id();
        desk.write_file(
            code,
            write(Compartment::Private(own), private.clone()),
            self.post(),
        )
        .await
        .expect("a note");
        self.canaries.push((
            private,
            vec![if who[0] == "elena" { "elena" } else { "dora" }],
        ));
        self.files.push((relation, code));
        code
    }

    async fn share(
        &mut self,
        code: FileCode,
        to: UnitId,
        until_days: i64,
        relation: Relation,
    ) -> ReferralId {
        let elena = self.house.desk("elena").await;
        let form = ReferralForm {
            to,
            service: "legal_aid".into(),
            urgency: Urgency::Ordinary,
            summary: "Cerere de sprijin.".to_owned(),
            offered: Compartments::only(CompartmentKind::Core).with(CompartmentKind::Identity),
            basis: Basis::Lawful("vital_interest".into()),
            until: elena.now().plus_days(until_days),
        };
        let id = elena
            .send_referral(code, &form, self.post())
            .await
            .expect("a referral");
        self.referrals.push((relation, id));
        id
    }

    async fn accept(&self, login: &str, id: ReferralId) {
        let desk = self.house.desk(login).await;
        desk.answer_referral(
            id,
            referral::Command::Accept { assignee: None },
            self.post(),
        )
        .await
        .expect("accepted");
    }

    async fn fill(&mut self) {
        let (elena, dora) = (
            self.house.desk("elena").await,
            self.house.desk("dora").await,
        );
        let (casework, dgaspc) = (self.house.units.casework, self.house.units.dgaspc);
        for (relation, desk, unit) in [
            (Relation::Own, &elena, casework),
            (Relation::OtherOrganisation, &dora, dgaspc),
        ] {
            let organisation = desk.memberships()[0].organisation.to_string();
            let ids = [desk.user_id().to_string(), organisation, unit.to_string()];
            self.bodies.push((relation, ids));
        }
        let open_to = |mark: &str, who: &[&'static str]| {
            [
                format!("Canar{mark}"),
                format!("Numescu{mark}"),
                format!("Acoperit{mark}"),
                format!("canar-miez-{mark}"),
            ]
            .map(|text| (text, who.to_vec()))
        };
        self.file(&elena, casework, Relation::Own, "A", &CASEWORK)
            .await;
        self.canaries.extend(open_to("A", &CASEWORK));
        self.file(&dora, dgaspc, Relation::OtherOrganisation, "B", &["dora"])
            .await;
        self.canaries.extend(open_to("B", &["dora"]));
        let shared = self
            .file(&elena, casework, Relation::SharedInPart, "C", &CASEWORK)
            .await;
        self.canaries
            .extend(open_to("C", &["elena", "sorin", "mihai"]));
        let id = self
            .share(shared, self.house.units.legal, 30, Relation::SharedInPart)
            .await;
        self.accept("mihai", id).await;
        let expired = self
            .file(&elena, casework, Relation::Expired, "D", &CASEWORK)
            .await;
        self.canaries.extend(open_to("D", &CASEWORK));
        let id = self
            .share(expired, self.house.units.prosecution, 1, Relation::Expired)
            .await;
        self.accept("petra", id).await;
        let taken = self
            .file(&elena, casework, Relation::Withdrawn, "E", &CASEWORK)
            .await;
        self.canaries.extend(open_to("E", &CASEWORK));
        let id = self
            .share(taken, self.house.units.police, 30, Relation::Withdrawn)
            .await;
        self.accept("radu", id).await;
        let end = Command::EndShare {
            unit: self.house.units.police,
            reason: "withdrawn".into(),
        };
        elena
            .write_file(taken, end, self.post())
            .await
            .expect("ended");
        // The prosecutor's day is over.
        self.house.clock.pass(2 * 24 * 3_600);
    }

    /// The path of a route for a thing in this relation.
    pub(crate) fn path(&self, route: &str, relation: Relation) -> String {
        let nothing = "01900000-0000-7000-8000-000000000000".to_owned();
        let of = |list: &[(Relation, String)]| {
            list.iter()
                .find(|(r, _)| *r == relation)
                .map_or_else(|| nothing.clone(), |(_, id)| id.clone())
        };
        let code = self
            .files
            .iter()
            .find(|(r, _)| *r == relation)
            .map_or_else(|| "RO-0000-00".to_owned(), |(_, code)| code.to_string());
        let strings = |list: &[(Relation, ReferralId)]| {
            list.iter()
                .map(|(r, id)| (*r, id.to_string()))
                .collect::<Vec<_>>()
        };
        let concerns: Vec<_> = self
            .concerns
            .iter()
            .map(|(r, id)| (*r, id.to_string()))
            .collect();
        let body = |place: usize| {
            let found = self.bodies.iter().find(|(r, _)| *r == relation);
            found.map_or_else(|| nothing.clone(), |(_, ids)| ids[place].clone())
        };
        let mut path = String::new();
        for part in route.split('/').skip(1) {
            path.push('/');
            match part {
                "{id}" if route.contains("/people/") => path.push_str(&body(0)),
                "{id}" if route.contains("/organisations/") => path.push_str(&body(1)),
                "{id}" if route.contains("/units/") => path.push_str(&body(2)),
                "{unit}" => path.push_str(&body(2)),
                "{role}" => path.push_str("case_manager"),
                "{code}" => path.push_str(&code),
                "{id}" if route.contains("/referrals/") => {
                    path.push_str(&of(&strings(&self.referrals)));
                }
                "{id}" if route.contains("/concerns/") => path.push_str(&of(&concerns)),
                part if part.starts_with('{') => path.push_str(&nothing),
                part => path.push_str(part),
            }
        }
        path
    }

    /// Canaries that must not reach this person, wherever they look.
    pub(crate) fn canaries_not_for<'a>(
        &'a self,
        person: &'a Person,
    ) -> impl Iterator<Item = &'a str> {
        self.canaries
            .iter()
            .filter(|(_, who)| !who.contains(&person.login.as_str()))
            .map(|(text, _)| text.as_str())
    }
}
