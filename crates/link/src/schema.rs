//! What each column means. Only columns with a role are compared; all others are carried along untouched.

use crate::error::{LinkError, Result};
use crate::text::fold::fold;

/// What a column says about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Given name(s), diminutives allowed.
    Given,
    /// Family name; may change with marriage.
    Family,
    /// Name of a parent, shared by siblings.
    Kin,
    /// Date of birth: full, partial, or estimated.
    Birth,
    /// Sex as registered.
    Sex,
    /// Place code or name (SIRUTA code, locality, district, city), shared by a household.
    Place,
    /// Street or other address line, shared by a household.
    Address,
    /// House number, postcode or another short address code, shared by a household.
    AddressCode,
    /// Telephone, often shared by a household.
    Phone,
    /// Electronic mail address.
    Email,
    /// Personal document or number (CNP, passport, file number): one person's alone.
    Document,
}

impl Role {
    /// True for what brothers and sisters under one roof share.
    pub fn shared_by_household(self) -> bool {
        matches!(
            self,
            Self::Family
                | Self::Kin
                | Self::Place
                | Self::Address
                | Self::AddressCode
                | Self::Phone
        )
    }

    /// True for names of persons.
    pub fn is_name(self) -> bool {
        matches!(self, Self::Given | Self::Family | Self::Kin)
    }

    /// The word used for this role in settings (`--role given=prenume`).
    pub fn word(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Family => "family",
            Self::Kin => "kin",
            Self::Birth => "birth",
            Self::Sex => "sex",
            Self::Place => "place",
            Self::Address => "address",
            Self::AddressCode => "address-code",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Document => "document",
        }
    }

    /// The role for a settings word.
    pub fn from_word(word: &str) -> Option<Self> {
        ALL.iter().copied().find(|role| role.word() == word)
    }
}

/// All roles, in the order of comparison.
pub const ALL: [Role; 11] = [
    Role::Given,
    Role::Family,
    Role::Kin,
    Role::Birth,
    Role::Sex,
    Role::Place,
    Role::Address,
    Role::AddressCode,
    Role::Phone,
    Role::Email,
    Role::Document,
];

/// Most columns that take part in one comparison.
pub const MAX_FIELDS: usize = 12;

/// Header words known without being told, folded.
const KNOWN: &[(&str, Role)] = &[
    ("given name", Role::Given),
    ("first name", Role::Given),
    ("forename", Role::Given),
    ("prenume", Role::Given),
    ("prenumele", Role::Given),
    ("prenume copil", Role::Given),
    ("prenumele copilului", Role::Given),
    ("surname", Role::Family),
    ("last name", Role::Family),
    ("family name", Role::Family),
    ("nume", Role::Family),
    ("numele", Role::Family),
    ("nume de familie", Role::Family),
    ("numele de familie", Role::Family),
    ("nume copil", Role::Family),
    ("numele copilului", Role::Family),
    ("mother name", Role::Kin),
    ("father name", Role::Kin),
    ("mama", Role::Kin),
    ("numele mamei", Role::Kin),
    ("prenumele mamei", Role::Kin),
    ("nume mama", Role::Kin),
    ("prenume mama", Role::Kin),
    ("mother", Role::Kin),
    ("mothers name", Role::Kin),
    ("tata", Role::Kin),
    ("numele tatalui", Role::Kin),
    ("prenumele tatalui", Role::Kin),
    ("nume tata", Role::Kin),
    ("prenume tata", Role::Kin),
    ("father", Role::Kin),
    ("fathers name", Role::Kin),
    ("dob", Role::Birth),
    ("date of birth", Role::Birth),
    ("birth date", Role::Birth),
    ("birthdate", Role::Birth),
    ("birthday", Role::Birth),
    ("data nasterii", Role::Birth),
    ("data de nastere", Role::Birth),
    ("data nastere", Role::Birth),
    ("nascut la", Role::Birth),
    ("sex", Role::Sex),
    ("gender", Role::Sex),
    ("gen", Role::Sex),
    ("sexul", Role::Sex),
    ("district", Role::Place),
    ("city", Role::Place),
    ("suburb", Role::Place),
    ("locality", Role::Place),
    ("localitate", Role::Place),
    ("localitatea", Role::Place),
    ("localitate de domiciliu", Role::Place),
    ("comuna", Role::Place),
    ("oras", Role::Place),
    ("siruta", Role::Place),
    ("birth place", Role::Place),
    ("locul nasterii", Role::Place),
    ("address 1", Role::Address),
    ("address 2", Role::Address),
    ("address", Role::Address),
    ("strada", Role::Address),
    ("adresa", Role::Address),
    ("domiciliu", Role::Address),
    ("domiciliul", Role::Address),
    ("street number", Role::AddressCode),
    ("numar", Role::AddressCode),
    ("postcode", Role::AddressCode),
    ("cod postal", Role::AddressCode),
    ("phone", Role::Phone),
    ("phone number", Role::Phone),
    ("telefon", Role::Phone),
    ("telefonul", Role::Phone),
    ("nr telefon", Role::Phone),
    ("numar de telefon", Role::Phone),
    ("telefon mobil", Role::Phone),
    ("mobil", Role::Phone),
    ("mobile", Role::Phone),
    ("email", Role::Email),
    ("e mail", Role::Email),
    ("cnp", Role::Document),
    ("doc id", Role::Document),
    ("soc sec id", Role::Document),
    ("document", Role::Document),
    ("passport", Role::Document),
    ("pasaport", Role::Document),
    ("act de identitate", Role::Document),
    ("document id", Role::Document),
    ("numar document", Role::Document),
    ("nr document", Role::Document),
    ("cod numeric personal", Role::Document),
];

/// One compared column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Header as the first table writes it.
    pub header: String,
    /// What it means.
    pub role: Role,
}

/// The compared columns, in order of [`ALL`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    fields: Vec<Field>,
}

impl Schema {
    /// A schema from explicit fields (1 to [`MAX_FIELDS`], distinct headers, at most one given and one family name).
    pub fn new(mut fields: Vec<Field>) -> Result<Self> {
        if fields.is_empty() {
            return Err(LinkError::BadHeader(
                "no column can be compared; name some with a role (given, family, birth, …)".into(),
            ));
        }
        if fields.len() > MAX_FIELDS {
            return Err(LinkError::BadSettings(format!(
                "{} columns have a role, at most {MAX_FIELDS} can be compared",
                fields.len()
            )));
        }
        fields.sort_by_key(|field| field.role);
        for role in [Role::Given, Role::Family] {
            if fields.iter().filter(|field| field.role == role).count() > 1 {
                return Err(LinkError::BadSettings(format!(
                    "two columns have the role {}",
                    role.word()
                )));
            }
        }
        let mut headers: Vec<&str> = fields.iter().map(|field| field.header.as_str()).collect();
        headers.sort_unstable();
        if let Some(twice) = headers.windows(2).find(|w| w.first() == w.last()) {
            return Err(LinkError::BadSettings(format!(
                "the column {:?} has two roles",
                twice.first().unwrap_or(&"")
            )));
        }
        Ok(Self { fields })
    }

    /// Recognises columns by their header (English and Romanian words); unknown headers get no role.
    pub fn from_headers(headers: &[String]) -> Result<Self> {
        let mut fields: Vec<Field> = Vec::new();
        for header in headers {
            let known = KNOWN
                .iter()
                .find(|(word, _)| *word == fold(header))
                .map(|(_, role)| *role);
            if let Some(role) = known {
                let taken = matches!(role, Role::Given | Role::Family)
                    && fields.iter().any(|f| f.role == role);
                if !taken && fields.len() < MAX_FIELDS {
                    fields.push(Field {
                        header: header.clone(),
                        role,
                    });
                }
            }
        }
        Self::new(fields)
    }

    /// The fields, ordered by role.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    pub(crate) fn position(&self, role: Role) -> Option<usize> {
        self.fields.iter().position(|field| field.role == role)
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Role, Schema};

    #[test]
    fn known_headers_get_roles() {
        let headers: Vec<String> = [
            "rec_id",
            " Prenume",
            "Nume",
            "data_nașterii",
            "CNP",
            "cluster",
        ]
        .iter()
        .map(ToString::to_string)
        .collect();
        let roles: Vec<Role> = Schema::from_headers(&headers)
            .unwrap()
            .fields()
            .iter()
            .map(|f| f.role)
            .collect();
        assert_eq!(
            roles,
            [Role::Given, Role::Family, Role::Birth, Role::Document]
        );
    }

    #[test]
    fn nonsense_is_refused() {
        let field = |header: &str, role| Field {
            header: header.into(),
            role,
        };
        assert!(Schema::new(vec![]).is_err());
        assert!(Schema::new(vec![field("a", Role::Given), field("b", Role::Given)]).is_err());
        assert!(Schema::new(vec![field("a", Role::Given), field("a", Role::Family)]).is_err());
        assert!(Schema::from_headers(&["x".into()]).is_err());
    }
}
