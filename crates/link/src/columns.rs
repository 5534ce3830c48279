//! From the columns of a file to the fields that are compared: most are taken as they stand; a full name is taken apart, a date
//! of birth or a sex that is missing is filled in from a valid CNP, a date of birth also from an age.

use crate::compare::date::BirthDate;
use crate::compare::number::{Cnp, CnpSex};
use crate::error::{LinkError, Result};
use crate::read::ReadOptions;
use crate::schema::{Field, MAX_FIELDS, Role, Schema};
use crate::text::fold::fold;
use crate::text::full_name::split_name;
use csv::ByteRecord;
use std::borrow::Cow;
use std::collections::HashMap;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Input {
    /// A field, as it stands.
    Field(Role),
    /// Given and family name in one cell, in this order; `POPESCU Ion` and `Popescu, Ion` are understood whatever the order says.
    FullName(NameOrder),
    /// Age in years, often estimated: `13`, `~13`, `12-14`, `13 ani`. Needs a date at which it was true.
    Age,
    /// Date at which the age was true, as of the record's making.
    AgeDate,
}

/// Which name comes first in a cell that holds both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameOrder {
    /// `Ion Popescu`: the last word is the family name.
    GivenFirst,
    /// `Popescu Ion`: the first word is the family name.
    FamilyFirst,
}

impl Input {
    /// From a settings word: those of [`Role::word`], `full-name`, `full-name-family-first`, `age`, `age-date`.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "full-name" => Self::FullName(NameOrder::GivenFirst),
            "full-name-family-first" => Self::FullName(NameOrder::FamilyFirst),
            "age" => Self::Age,
            "age-date" => Self::AgeDate,
            _ => Self::Field(Role::from_word(word)?),
        })
    }

    /// Header words known without being told; those of plain fields are the schema's.
    fn of_header(header: &str) -> Option<Self> {
        Some(match fold(header).as_str() {
            "full name" | "name" | "prenume si nume" | "prenumele si numele" | "nume complet" => {
                Self::FullName(NameOrder::GivenFirst)
            }
            "nume si prenume" | "numele si prenumele" | "nume prenume" | "nume/prenume" => {
                Self::FullName(NameOrder::FamilyFirst)
            }
            "age" | "estimated age" | "varsta" | "varsta estimata" => Self::Age,
            "age date" | "registered" | "registration date" | "data inregistrarii"
            | "data evaluarii" => Self::AgeDate,
            _ => return None,
        })
    }
}

/// How one field comes about; `C` is a column's header, or its place once a file is open.
#[derive(Debug, Clone)]
enum Make<C> {
    /// The table has no such column: missing in all its records.
    Nothing,
    Cell(C),
    Given(C, NameOrder),
    Family(C, NameOrder),
    Birth {
        written: Option<C>,
        documents: Vec<C>,
        age: Option<(C, Option<C>)>,
    },
    Sex {
        written: Option<C>,
        documents: Vec<C>,
    },
}

impl<C> Make<C> {
    /// The columns it reads, the strongest first.
    fn sources(&self) -> Vec<&C> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Cell(c) | Self::Given(c, _) | Self::Family(c, _) => vec![c],
            Self::Birth {
                written,
                documents,
                age,
            } => {
                let aged = age
                    .iter()
                    .flat_map(|(age, at)| std::iter::once(age).chain(at));
                written.iter().chain(documents).chain(aged).collect()
            }
            Self::Sex { written, documents } => written.iter().chain(documents).collect(),
        }
    }

    fn bind<D>(&self, column: &dyn Fn(&C) -> Result<D>) -> Result<Make<D>> {
        let some = |c: &Option<C>| c.as_ref().map(column).transpose();
        let all = |list: &[C]| list.iter().map(column).collect::<Result<Vec<D>>>();
        Ok(match self {
            Self::Nothing => Make::Nothing,
            Self::Cell(c) => Make::Cell(column(c)?),
            Self::Given(c, order) => Make::Given(column(c)?, *order),
            Self::Family(c, order) => Make::Family(column(c)?, *order),
            Self::Birth {
                written,
                documents,
                age,
            } => Make::Birth {
                written: some(written)?,
                documents: all(documents)?,
                age: match age {
                    Some((age, at)) => Some((column(age)?, some(at)?)),
                    None => None,
                },
            },
            Self::Sex { written, documents } => Make::Sex {
                written: some(written)?,
                documents: all(documents)?,
            },
        })
    }
}

/// The fields of a run and how each comes about, by header.
#[derive(Debug, Clone)]
pub(crate) struct Recipe {
    pub(crate) schema: Schema,
    makes: Vec<Make<String>>,
    age_at: Option<BirthDate>,
}

/// The same for one open file.
pub(crate) struct Bound {
    makes: Vec<Make<usize>>,
    age_at: Option<BirthDate>,
}

impl Recipe {
    /// Decides what the columns mean; `label` is the place of the column that names a record.
    pub(crate) fn new(
        headers: &[String],
        label: Option<usize>,
        options: &ReadOptions<'_>,
    ) -> Result<Self> {
        let told = Told::new(headers, label, options);
        let mut made: Vec<(Field, Make<String>)> = Vec::new();
        let mut add = |header: String, role, make| made.push((Field { header, role }, make));
        let documents: Vec<String> = told.of(Role::Document).cloned().collect();
        let age = told.age(options)?;
        let mut births = 0;
        for (header, input) in &told.inputs {
            match *input {
                Input::Field(Role::Birth) if births == 0 => {
                    births += 1;
                    let make = Make::Birth {
                        written: Some(header.clone()),
                        documents: documents.clone(),
                        age: age.clone(),
                    };
                    add(header.clone(), Role::Birth, make);
                }
                Input::Field(Role::Sex) => {
                    let make = Make::Sex {
                        written: Some(header.clone()),
                        documents: documents.clone(),
                    };
                    add(header.clone(), Role::Sex, make);
                }
                Input::Field(role) => add(header.clone(), role, Make::Cell(header.clone())),
                Input::FullName(order) => {
                    let (given, family) = (format!("{header}/given"), format!("{header}/family"));
                    add(given, Role::Given, Make::Given(header.clone(), order));
                    add(family, Role::Family, Make::Family(header.clone(), order));
                }
                Input::Age | Input::AgeDate => {}
            }
        }
        // Without a column of its own, what the number or the age says is a field by itself.
        let cnp: Vec<String> = documents
            .iter()
            .filter(|h| ["cnp", "cod numeric personal"].contains(&fold(h).as_str()))
            .cloned()
            .collect();
        let source = cnp.first().or(age.as_ref().map(|(column, _)| column));
        if let (0, Some(header)) = (births, source) {
            let make = Make::Birth {
                written: None,
                documents: cnp.clone(),
                age: age.clone(),
            };
            add(format!("{header}/birth"), Role::Birth, make);
        }
        if let (None, Some(header)) = (told.of(Role::Sex).next(), cnp.first()) {
            let make = Make::Sex {
                written: None,
                documents: cnp.clone(),
            };
            add(format!("{header}/sex"), Role::Sex, make);
        }
        Self::close(made, options.age_at)
    }

    fn close(made: Vec<(Field, Make<String>)>, age_at: Option<BirthDate>) -> Result<Self> {
        let schema = Schema::new(made.iter().map(|(field, _)| field.clone()).collect())?;
        let mut by_header: HashMap<String, Make<String>> = made
            .into_iter()
            .map(|(field, make)| (field.header, make))
            .collect();
        let makes = schema
            .fields()
            .iter()
            .filter_map(|field| by_header.remove(&field.header))
            .collect();
        Ok(Self {
            schema,
            makes,
            age_at,
        })
    }

    /// The same fields from a second table, whose columns may have other names: a field is made from the column of the same
    /// name, otherwise from the next one of the same meaning, otherwise it is missing throughout.
    pub(crate) fn for_second(&self, own: &Self) -> Result<Self> {
        let mut left: Vec<Option<(&Field, &Make<String>)>> = own
            .schema
            .fields()
            .iter()
            .zip(&own.makes)
            .map(Some)
            .collect();
        let mut take = |test: &dyn Fn(&Field) -> bool| {
            let found = left
                .iter_mut()
                .find(|slot| slot.is_some_and(|(f, _)| test(f)));
            found.and_then(Option::take).map(|(_, make)| make.clone())
        };
        let fields = self.schema.fields();
        let mut makes: Vec<Option<Make<String>>> =
            fields.iter().map(|field| take(&|f| f == field)).collect();
        for (make, field) in makes.iter_mut().zip(fields) {
            if make.is_none() {
                *make = take(&|f| f.role == field.role);
            }
        }
        if makes.iter().all(Option::is_none) {
            return Err(LinkError::BadHeader(
                "no column means the same as one of the first table; name some with a role (given, family, birth, …)".into(),
            ));
        }
        Ok(Self {
            schema: self.schema.clone(),
            makes: makes
                .into_iter()
                .map(|m| m.unwrap_or(Make::Nothing))
                .collect(),
            age_at: self.age_at,
        })
    }

    /// For each field the columns that it is read from, the strongest first.
    pub(crate) fn sources(&self) -> Vec<Vec<String>> {
        let names = |make: &Make<String>| make.sources().into_iter().cloned().collect();
        self.makes.iter().map(names).collect()
    }

    /// The places of the columns in a file with these headers.
    pub(crate) fn bind(&self, headers: &[String]) -> Result<Bound> {
        let place = |header: &String| {
            headers
                .iter()
                .position(|h| h == header)
                .ok_or_else(|| LinkError::BadHeader(format!("there is no column {header:?}")))
        };
        let makes = self.makes.iter().map(|make| make.bind(&place));
        Ok(Bound {
            makes: makes.collect::<Result<_>>()?,
            age_at: self.age_at,
        })
    }
}

/// The meanings of the columns: told ones, and known words where nothing was told.
struct Told {
    inputs: Vec<(String, Input)>,
    explicit_age: bool,
}

impl Told {
    fn new(headers: &[String], label: Option<usize>, options: &ReadOptions<'_>) -> Self {
        let chosen: Vec<(String, Input)> = options
            .roles
            .iter()
            .filter(|(header, _)| headers.contains(header))
            .filter_map(|(header, input)| Some((header.clone(), (*input)?)))
            .collect();
        let has = |inputs: &[(String, Input)], role: Role| {
            inputs.iter().any(|(_, input)| match input {
                Input::Field(r) => *r == role,
                Input::FullName(_) => matches!(role, Role::Given | Role::Family),
                Input::Age | Input::AgeDate => false,
            })
        };
        let free: Vec<String> = headers
            .iter()
            .enumerate()
            .filter(|(at, h)| {
                Some(*at) != label && options.roles.iter().all(|(told, _)| told != *h)
            })
            .map(|(_, h)| h.clone())
            .collect();
        let known: Vec<Field> = Schema::from_headers(&free)
            .map(|schema| schema.fields().to_vec())
            .unwrap_or_default()
            .into_iter()
            .filter(|f| !matches!(f.role, Role::Given | Role::Family) || !has(&chosen, f.role))
            .collect();
        // Where no column holds given names, one called "nume" holds both.
        let given = has(&chosen, Role::Given) || known.iter().any(|f| f.role == Role::Given);
        let input = |f: &Field| {
            if !given && ["nume", "numele"].contains(&fold(&f.header).as_str()) {
                Input::FullName(NameOrder::FamilyFirst)
            } else {
                Input::Field(f.role)
            }
        };
        let mut inputs = chosen;
        inputs.extend(known.into_iter().map(|f| (f.header.clone(), input(&f))));
        let explicit_age = inputs.iter().any(|(_, input)| *input == Input::Age);
        for header in free {
            let Some(input) = Input::of_header(&header) else {
                continue;
            };
            let taken = match input {
                Input::FullName(_) => has(&inputs, Role::Given) || has(&inputs, Role::Family),
                other => inputs.iter().any(|(_, input)| *input == other),
            };
            if !taken && inputs.len() < MAX_FIELDS && inputs.iter().all(|(h, _)| *h != header) {
                inputs.push((header, input));
            }
        }
        Self {
            inputs,
            explicit_age,
        }
    }

    fn of(&self, role: Role) -> impl Iterator<Item = &String> {
        self.inputs
            .iter()
            .filter(move |(_, input)| *input == Input::Field(role))
            .map(|(header, _)| header)
    }

    /// The column of the age and that of its date; an age of no date is left out, unless it was asked for.
    fn age(&self, options: &ReadOptions<'_>) -> Result<Option<(String, Option<String>)>> {
        let find = |wanted: Input| {
            let found = self.inputs.iter().find(|(_, input)| *input == wanted);
            found.map(|(header, _)| header.clone())
        };
        let (age, at) = (find(Input::Age), find(Input::AgeDate));
        if age.is_some() && self.explicit_age && at.is_none() && options.age_at.is_none() {
            return Err(LinkError::BadSettings(
                "an age needs a date at which it was true: a column of the role age-date, or one date for all (--age-at)".into(),
            ));
        }
        Ok(age
            .filter(|_| at.is_some() || options.age_at.is_some())
            .map(|age| (age, at)))
    }
}

impl Bound {
    /// One cell for each field, in the order of the schema.
    pub(crate) fn cells<'c>(
        &'c self,
        record: &'c ByteRecord,
    ) -> impl Iterator<Item = Cow<'c, str>> {
        let cell = move |at: usize| {
            let bytes = record.get(at).unwrap_or_default();
            std::str::from_utf8(bytes).unwrap_or_default()
        };
        self.makes.iter().map(move |make| match make {
            Make::Nothing => Cow::Borrowed(""),
            Make::Cell(at) => Cow::Borrowed(cell(*at)),
            Make::Given(at, order) => Cow::Owned(split_name(cell(*at), *order).0),
            Make::Family(at, order) => Cow::Owned(split_name(cell(*at), *order).1),
            Make::Birth {
                written,
                documents,
                age,
            } => {
                let own = written.map_or("", cell);
                if documents.is_empty() && age.is_none() || BirthDate::parse(own).is_some() {
                    return Cow::Borrowed(own);
                }
                let by_number = || first_cnp(documents, cell).and_then(|cnp| cnp.birth());
                let by_age = || {
                    let (age, at) = age.as_ref()?;
                    let at = at
                        .and_then(|at| BirthDate::parse(cell(at)))
                        .or(self.age_at)?;
                    BirthDate::from_age(written_age(cell(*age))?, at)
                };
                by_number()
                    .or_else(by_age)
                    .map_or(Cow::Borrowed(own), |date| Cow::Owned(date.to_string()))
            }
            Make::Sex { written, documents } => {
                let own = written.map_or("", cell);
                if !own.trim().is_empty() || documents.is_empty() {
                    return Cow::Borrowed(own);
                }
                Cow::Borrowed(match first_cnp(documents, cell).and_then(|cnp| cnp.sex()) {
                    Some(CnpSex::Male) => "m",
                    Some(CnpSex::Female) => "f",
                    None => "",
                })
            }
        })
    }
}

fn first_cnp<'c>(documents: &[usize], cell: impl Fn(usize) -> &'c str) -> Option<Cnp> {
    documents
        .iter()
        .find_map(|at| Cnp::parse(cell(*at).trim()).ok())
}

/// Whole years; of a range the middle. Ages above 120 are refused.
fn written_age(text: &str) -> Option<u32> {
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let age = match numbers[..] {
        [age] => age,
        [low, high] if low <= high => u32::midpoint(low, high),
        _ => return None,
    };
    (age <= 120).then_some(age)
}

#[cfg(test)]
mod tests {
    use super::written_age;

    #[test]
    fn ages_as_written() {
        for (text, age) in [
            ("13", Some(13)),
            ("~13", Some(13)),
            ("12-14", Some(13)),
            ("aprox. 13 ani", Some(13)),
            ("", None),
            ("minor", None),
            ("14-12", None),
            ("999", None),
            ("1-2-3", None),
            ("99999999999", None),
        ] {
            assert_eq!(written_age(text), age, "{text}");
        }
    }
}
