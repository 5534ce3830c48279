//! The closed lists that a country pack must have.

macro_rules! lists {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// A closed list. Its items' texts are the messages `pack-<list>-<id>`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each is the list of its own name")]
        pub enum List {
            $($name,)*
        }
        impl List {
            /// Every list.
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// Its name in files and message keys.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

lists! {
    Worry = "worry",
    ContactWay = "contact_way",
    Reporter = "reporter",
    HowKnown = "how_known",
    NoAction = "no_action",
    Kin = "kin",
    Language = "language",
    Exploitation = "exploitation",
    Act = "act",
    Means = "means",
    Indicator = "indicator",
    Risk = "risk",
    RiskFactor = "risk_factor",
    Note = "note",
    Need = "need",
    Service = "service",
    ServiceOutcome = "service_outcome",
    Placement = "placement",
    Hearing = "hearing",
    Safeguard = "safeguard",
    Told = "told",
    ConsentPurpose = "consent_purpose",
    ConsentFormat = "consent_format",
    ShareEnd = "share_end",
    Closure = "closure",
    Reopening = "reopening",
    Decline = "decline",
    ReferralOutcome = "referral_outcome",
    LawfulBasis = "lawful_basis",
    Authority = "authority",
    InstitutionKind = "institution_kind",
    Sex = "sex",
    Urgency = "urgency",
    Identification = "identification",
    ConsentBy = "consent_by",
    Attendance = "attendance",
    Stage = "stage",
    AgeBand = "age_band",
    Work = "work",
    Clock = "clock",
    Line = "line",
    County = "county",
}
