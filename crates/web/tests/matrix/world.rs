//! A partnership with one file in every relation, and a canary in every compartment.

use axum::Router;
use punte_app::domain::code::FileCode;
use punte_app::domain::compartment::{Compartment, CompartmentKind, Compartments};
use punte_app::domain::file::Command;
use punte_app::domain::file::entry::{Basics, Basis};
use punte_app::domain::id::{ReferralId, UnitId, UserId};
use punte_app::domain::person::{Name, NameKind};
use punte_app::domain::referral;
use punte_app::domain::values::Urgency;
use punte_app::files::{NewFile, Post};
use punte_app::referrals::ReferralForm;
use punte_app::{Desk, Lang};
use punte_testkit::engines::Place;
use punte_testkit::installation::{Installation, PEOPLE};
use punte_web::{ServeOptions, router};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// How a thing stands to Elena, the case manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Hers.
    Own,
    /// A colleague's of her own team.
    SameUnit,
    /// Of another team of her organisation.
    OtherUnit,
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
    Relation::SameUnit,
    Relation::OtherUnit,
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
            Self::SameUnit => "same unit",
            Self::OtherUnit => "other unit",
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
    id: String,
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
    canaries: Vec<Canary>,
    /// Sessions of those who prepare things: not those that the walk ends.
    keys: tokio::sync::Mutex<BTreeMap<String, (String, String)>>,
    /// Somebody with nothing to hand over, one for each unit.
    pub(crate) leavers: tokio::sync::Mutex<BTreeMap<UnitId, UserId>>,
    pub(crate) house: Installation,
}

/// The case manager's unit sees all of its own file but what a discipline keeps.
const CASEWORK: [&str; 3] = ["elena", "sorin", "ioana"];

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
            canaries: Vec::new(),
            keys: tokio::sync::Mutex::default(),
            leavers: tokio::sync::Mutex::default(),
            house,
        };
        world.fill().await;
        for (login, _) in PEOPLE {
            let person = Person {
                login: login.to_owned(),
                id: world.house.desk(login).await.user_id().to_string(),
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
        self.canaries.push((private, vec![relation.lead()]));
        self.files.push((relation, code));
        code
    }

    async fn share(
        &self,
        code: FileCode,
        to: UnitId,
        until_days: i64,
        offered: Compartments,
    ) -> ReferralId {
        let elena = self.house.desk("elena").await;
        let form = ReferralForm {
            to,
            service: "legal_aid".into(),
            urgency: Urgency::Ordinary,
            summary: "Cerere de sprijin.".to_owned(),
            offered,
            basis: Basis::Lawful("vital_interest".into()),
            until: elena.now().plus_days(until_days),
        };
        elena
            .send_referral(code, &form, self.post())
            .await
            .expect("a referral")
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
        let usual = Compartments::only(CompartmentKind::Core).with(CompartmentKind::Identity);
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
        let ioana = self.house.desk("ioana").await;
        self.file(&ioana, casework, Relation::SameUnit, "F", &CASEWORK)
            .await;
        self.canaries.extend(open_to("F", &CASEWORK));
        let (gabi, west) = (self.house.desk("gabi").await, self.house.units.west);
        self.file(&gabi, west, Relation::OtherUnit, "G", &["gabi"])
            .await;
        self.canaries.extend(open_to("G", &["gabi"]));
        for (relation, who) in [
            (Relation::Own, CASEWORK.to_vec()),
            (Relation::SameUnit, CASEWORK.to_vec()),
            (Relation::OtherUnit, vec!["gabi"]),
            (Relation::OtherOrganisation, vec!["dora"]),
        ] {
            self.canaries
                .push((format!("canar-alarma-{}", relation.name()), who));
        }
        self.file(&dora, dgaspc, Relation::OtherOrganisation, "B", &["dora"])
            .await;
        self.canaries.extend(open_to("B", &["dora"]));
        let shared = self
            .file(&elena, casework, Relation::SharedInPart, "C", &CASEWORK)
            .await;
        // The lawyer is shown core and identity; the psychologist core and therapy, and no name.
        let [given, family, cover, core] = open_to("C", &["elena", "sorin", "ioana", "mihai"]);
        let core = (core.0, [core.1, vec!["ana"]].concat());
        self.canaries.extend([given, family, cover, core]);
        let only_core = Compartments::only(CompartmentKind::Core);
        let to_ana = self
            .share(shared, self.house.units.psychosocial, 30, only_core)
            .await;
        self.accept("ana", to_ana).await;
        // Therapy's compartment is born with its first entry.
        let therapy = Command::AddNote {
            compartment: Compartment::Psychosocial,
            kind: "general".into(),
            text: "canar-terapie-C".to_owned(),
            happened_on: None,
        };
        let ana = self.house.desk("ana").await;
        ana.write_file(shared, therapy, self.post())
            .await
            .expect("a note");
        self.canaries
            .push(("canar-terapie-C".to_owned(), vec!["ana"]));
        let id = self.share(shared, self.house.units.legal, 30, usual).await;
        self.referrals.push((Relation::SharedInPart, id));
        self.accept("mihai", id).await;
        let expired = self
            .file(&elena, casework, Relation::Expired, "D", &CASEWORK)
            .await;
        self.canaries.extend(open_to("D", &CASEWORK));
        let id = self
            .share(expired, self.house.units.prosecution, 1, usual)
            .await;
        self.referrals.push((Relation::Expired, id));
        self.accept("petra", id).await;
        let taken = self
            .file(&elena, casework, Relation::Withdrawn, "E", &CASEWORK)
            .await;
        self.canaries.extend(open_to("E", &CASEWORK));
        let id = self.share(taken, self.house.units.police, 30, usual).await;
        self.referrals.push((Relation::Withdrawn, id));
        self.accept("radu", id).await;
        self.end_share(&taken.to_string()).await;
        // The prosecutor's day is over.
        self.house.clock.pass(2 * 24 * 3_600);
    }

    /// Time goes on; sessions that end meanwhile are forgotten.
    pub(crate) async fn wait(&self, seconds: i64) {
        self.house.clock.pass(seconds);
        self.keys.lock().await.clear();
    }

    /// The id of somebody.
    pub(crate) fn user(&self, login: &str) -> String {
        let found = self.people.iter().find(|person| person.login == login);
        found.map(|person| person.id.clone()).unwrap_or_default()
    }

    /// A session that is over.
    pub(crate) async fn forget(&self, login: &str) {
        self.keys.lock().await.remove(login);
    }

    /// Cookie and token of somebody who prepares things.
    pub(crate) async fn key(&self, login: &str) -> (String, String) {
        let mut keys = self.keys.lock().await;
        if let Some(found) = keys.get(login) {
            return found.clone();
        }
        let token = self.house.token(login).await;
        let key = (token.text().to_string(), self.house.app.csrf(&token));
        keys.insert(login.to_owned(), key.clone());
        key
    }

    /// The file that stands in this relation.
    pub(crate) fn code(&self, relation: Relation) -> String {
        let found = self.files.iter().find(|(r, _)| *r == relation);
        found.map_or_else(|| "RO-0000-00".to_owned(), |(_, code)| code.to_string())
    }

    /// The referral that made this relation.
    pub(crate) fn referral(&self, relation: Relation) -> Option<String> {
        let found = self.referrals.iter().find(|(r, _)| *r == relation);
        found.map(|(_, id)| id.to_string())
    }

    /// A share taken back.
    pub(crate) async fn end_share(&self, code: &str) {
        let end = Command::EndShare {
            unit: self.house.units.police,
            reason: "withdrawn".into(),
        };
        let code = code.parse().expect("a code");
        let elena = self.house.desk("elena").await;
        elena
            .write_file(code, end, self.post())
            .await
            .expect("ended");
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
