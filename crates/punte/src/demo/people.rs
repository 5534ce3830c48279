//! The partnership: invented organisations, invented people.

use punte_app::ops::create::{At, OrganisationSpec, PersonSpec, UnitKind, UnitSpec};
use punte_domain::access::Role;
use punte_domain::directory::organisation::{Kind, Regime};
use punte_words::Lang;
use zeroize::Zeroizing;

/// A unit of the partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Casework team of the leading organisation.
    Casework,
    /// Its psychosocial team.
    Psychosocial,
    /// The partnership's office: monitoring, data protection, administration.
    Office,
    /// Legal aid.
    Legal,
    /// Victims of sexual crimes.
    Voice,
    /// Social services.
    Social,
    /// The child-protection directorate.
    Dgaspc,
    /// The police unit.
    Police,
    /// The prosecutor's office.
    Prosecution,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Casework,
        Self::Psychosocial,
        Self::Office,
        Self::Legal,
        Self::Voice,
        Self::Social,
        Self::Dgaspc,
        Self::Police,
        Self::Prosecution,
    ];

    /// Its place among the organisations.
    pub const fn at(self) -> At {
        let (organisation, unit) = match self {
            Self::Casework => (0, 0),
            Self::Psychosocial => (0, 1),
            Self::Office => (0, 2),
            Self::Legal => (1, 0),
            Self::Voice => (2, 0),
            Self::Social => (3, 0),
            Self::Dgaspc => (4, 0),
            Self::Police => (5, 0),
            Self::Prosecution => (6, 0),
        };
        At { organisation, unit }
    }
}

/// Somebody of the partnership, by the place in [`PEOPLE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Who(pub usize);

/// The case manager of the first click.
pub const ELENA: Who = Who(0);
/// The psychologist.
pub const ANA: Who = Who(1);
/// The lawyer of another organisation.
pub const MIHAI: Who = Who(2);
/// The directorate's case manager.
pub const CARMEN: Who = Who(3);
/// The police liaison.
pub const RADU: Who = Who(4);
/// The prosecutor liaison.
pub const IRINA: Who = Who(5);
/// The monitoring officer: holds the statistics key.
pub const DAN: Who = Who(6);
/// The case manager's supervisor, administrator too.
pub const SORIN: Who = Who(8);
/// Case managers beside Elena.
pub const IOANA: Who = Who(9);
/// See [`IOANA`].
pub const ANDREI: Who = Who(10);
/// Psychosocial team beside Ana.
pub const TEODORA: Who = Who(11);
/// See [`TEODORA`].
pub const MATEI: Who = Who(12);
/// Lawyers beside Mihai.
pub const RALUCA: Who = Who(13);
/// See [`RALUCA`].
pub const TUDOR: Who = Who(14);
/// Case manager for victims of sexual crimes.
pub const SIMONA: Who = Who(15);
/// Psychologist there.
pub const BIANCA: Who = Who(16);
/// Case manager of the social services.
pub const DOINA: Who = Who(17);
/// Social worker there.
pub const GEORGE: Who = Who(18);
/// The directorate's second case manager.
pub const FLORIN: Who = Who(19);
/// The directorate's supervisor.
pub const MARCELA: Who = Who(20);
/// The second police liaison.
pub const ADRIAN: Who = Who(21);

/// A person of the demo.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// Sign-in name.
    pub login: &'static str,
    /// Name.
    pub name: &'static str,
    /// What they are, in Romanian.
    pub title: &'static str,
    /// The same in English.
    pub title_en: &'static str,
    /// Where, as what.
    pub memberships: &'static [(Unit, Role)],
}

const fn member(
    login: &'static str,
    name: &'static str,
    title: (&'static str, &'static str),
    memberships: &'static [(Unit, Role)],
) -> Member {
    Member {
        login,
        name,
        title: title.0,
        title_en: title.1,
        memberships,
    }
}

/// Everybody's passphrase in a demo; printed at start.
pub const PASSPHRASE: &str = "o punte peste ape";
/// The first so many are the personas of the demo page.
pub const PERSONAS: usize = 9;

/// Everybody.
pub const PEOPLE: [Member; 22] = [
    member(
        "elena",
        "Elena Brădet",
        ("Manager de caz", "Case manager"),
        &[(Unit::Casework, Role::CaseManager)],
    ),
    member(
        "ana",
        "Ana Runcu",
        ("Psihologă", "Psychologist"),
        &[(Unit::Psychosocial, Role::Psychologist)],
    ),
    member(
        "mihai",
        "Mihai Codrea",
        ("Avocat", "Lawyer"),
        &[(Unit::Legal, Role::Lawyer)],
    ),
    member(
        "carmen",
        "Carmen Lunca",
        (
            "Manager de caz, DGASPC",
            "Case manager, child-protection directorate",
        ),
        &[(Unit::Dgaspc, Role::CaseManager)],
    ),
    member(
        "radu",
        "Radu Stânga",
        ("Ofițer de legătură, poliție", "Police liaison"),
        &[(Unit::Police, Role::PoliceLiaison)],
    ),
    member(
        "irina",
        "Irina Dealu",
        ("Procuroare de legătură", "Prosecutor liaison"),
        &[(Unit::Prosecution, Role::ProsecutorLiaison)],
    ),
    member(
        "dan",
        "Dan Poiană",
        (
            "Responsabil cu monitorizarea și evaluarea",
            "Monitoring officer",
        ),
        &[(Unit::Office, Role::MonitoringOfficer)],
    ),
    member(
        "vlad",
        "Vlad Câmpean",
        (
            "Responsabil cu protecția datelor",
            "Data-protection officer",
        ),
        &[(Unit::Office, Role::DataProtectionOfficer)],
    ),
    member(
        "sorin",
        "Sorin Văleanu",
        (
            "Coordonator de echipă și administrator",
            "Team supervisor and administrator",
        ),
        &[
            (Unit::Casework, Role::Supervisor),
            (Unit::Office, Role::Administrator),
        ],
    ),
    member(
        "ioana",
        "Ioana Fântâneru",
        ("Manager de caz", "Case manager"),
        &[(Unit::Casework, Role::CaseManager)],
    ),
    member(
        "andrei",
        "Andrei Păltiniș",
        ("Manager de caz", "Case manager"),
        &[(Unit::Casework, Role::CaseManager)],
    ),
    member(
        "teodora",
        "Teodora Izvoran",
        ("Psihologă", "Psychologist"),
        &[(Unit::Psychosocial, Role::Psychologist)],
    ),
    member(
        "matei",
        "Matei Lăstun",
        ("Asistent social", "Social worker"),
        &[(Unit::Psychosocial, Role::Psychologist)],
    ),
    member(
        "raluca",
        "Raluca Arin",
        ("Avocată", "Lawyer"),
        &[(Unit::Legal, Role::Lawyer)],
    ),
    member(
        "tudor",
        "Tudor Vadu",
        ("Avocat", "Lawyer"),
        &[(Unit::Legal, Role::Lawyer)],
    ),
    member(
        "simona",
        "Simona Câmpu",
        ("Manager de caz", "Case manager"),
        &[(Unit::Voice, Role::CaseManager)],
    ),
    member(
        "bianca",
        "Bianca Rovină",
        ("Psihologă", "Psychologist"),
        &[(Unit::Voice, Role::Psychologist)],
    ),
    member(
        "doina",
        "Doina Pădureț",
        ("Manager de caz", "Case manager"),
        &[(Unit::Social, Role::CaseManager)],
    ),
    member(
        "george",
        "George Țarină",
        ("Asistent social", "Social worker"),
        &[(Unit::Social, Role::Psychologist)],
    ),
    member(
        "florin",
        "Florin Râpă",
        (
            "Manager de caz, DGASPC",
            "Case manager, child-protection directorate",
        ),
        &[(Unit::Dgaspc, Role::CaseManager)],
    ),
    member(
        "marcela",
        "Marcela Zăvoi",
        (
            "Șefă de serviciu, DGASPC",
            "Head of service, child-protection directorate",
        ),
        &[(Unit::Dgaspc, Role::Supervisor)],
    ),
    member(
        "adrian",
        "Adrian Gruiu",
        ("Ofițer de legătură, poliție", "Police liaison"),
        &[(Unit::Police, Role::PoliceLiaison)],
    ),
];

impl Who {
    /// Their entry.
    ///
    /// # Panics
    /// For a number that no constant above has.
    pub const fn member(self) -> &'static Member {
        &PEOPLE[self.0]
    }

    /// The unit in which they work on files.
    pub const fn unit(self) -> Unit {
        self.member().memberships[0].0
    }
}

const TAKES: UnitKind = UnitKind::REFERRALS;

/// The organisations as the installation is born with them.
pub fn organisations() -> Vec<OrganisationSpec> {
    let casework = TAKES.and(UnitKind::CASEWORK);
    let intake = casework.and(UnitKind::INTAKE);
    let organisation =
        |name: &str, (kind, regime), county: &str, units: &[(&str, UnitKind)]| OrganisationSpec {
            name: name.to_owned(),
            kind,
            regime,
            county: county.to_owned(),
            units: units
                .iter()
                .map(|(name, kind)| UnitSpec {
                    name: (*name).to_owned(),
                    kind: *kind,
                })
                .collect(),
        };
    let (ngo, dgaspc) = ((Kind::Ngo, Regime::Gdpr), (Kind::Dgaspc, Regime::Gdpr));
    vec![
        organisation(
            "Asociația Cărarea",
            ngo,
            "CJ",
            &[
                ("Management de caz", intake),
                ("Sprijin psihosocial", TAKES),
                ("Coordonarea parteneriatului", UnitKind::NONE),
            ],
        ),
        organisation(
            "Asociația Pavăza",
            ngo,
            "B",
            &[("Asistență juridică", TAKES)],
        ),
        organisation(
            "Fundația Glas Ocrotit",
            ngo,
            "IS",
            &[("Sprijin pentru victimele infracțiunilor sexuale", casework)],
        ),
        organisation(
            "Asociația Casa cu Tei",
            ngo,
            "BV",
            &[("Servicii sociale și reintegrare", casework)],
        ),
        organisation(
            "DGASPC Valea Lină (instituție fictivă)",
            dgaspc,
            "",
            &[("Serviciul management de caz", intake)],
        ),
        organisation(
            "Brigada de poliție Valea Lină (instituție fictivă)",
            (Kind::Police, Regime::Law363),
            "",
            &[("Ofițeri de legătură", TAKES)],
        ),
        organisation(
            "Parchetul Valea Lină (instituție fictivă)",
            (Kind::Prosecution, Regime::Law363),
            "",
            &[("Procurori de legătură", TAKES)],
        ),
    ]
}

/// Everybody as the installation is born with them.
pub fn people(passphrase: &str) -> Vec<PersonSpec> {
    let one = |member: &Member| PersonSpec {
        login: member.login.to_owned(),
        name: member.name.to_owned(),
        title: member.title.to_owned(),
        lang: Lang::Ro,
        passphrase: Zeroizing::new(passphrase.to_owned()),
        memberships: member
            .memberships
            .iter()
            .map(|(unit, role)| (unit.at(), *role))
            .collect(),
    };
    PEOPLE.iter().map(one).collect()
}

/// Name of the organisation of a persona.
pub fn organisation_of(who: Who) -> String {
    let at = who.unit().at();
    organisations()
        .into_iter()
        .nth(at.organisation)
        .map_or_else(String::new, |of| of.name)
}
