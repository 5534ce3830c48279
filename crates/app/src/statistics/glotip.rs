//! The published table of UNODC's Global Report on Trafficking in Persons.

use serde::{Deserialize, Serialize};

/// A figure as the source gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A count of persons or offences.
    Exact(u32),
    /// Hidden by the source: anything from 0 to one less than this ("<5").
    Below(u32),
}

impl Value {
    /// The count, if the source gives it.
    pub const fn exact(self) -> Option<u32> {
        match self {
            Self::Exact(n) => Some(n),
            Self::Below(_) => None,
        }
    }

    /// The largest count it can be.
    pub const fn at_most(self) -> u32 {
        match self {
            Self::Exact(n) => n,
            Self::Below(n) => n.saturating_sub(1),
        }
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Indicator {
    /// Victims detected by the country's authorities in the year.
    Victims,
    /// Offences of trafficking in persons recorded.
    Offences,
    /// Persons brought into formal contact with police or prosecution (suspects).
    Suspects,
    /// Persons prosecuted.
    Prosecuted,
    /// Persons convicted.
    Convicted,
}

/// Sex as the table has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sex {
    /// Both and unknown.
    Total,
    /// Female.
    Female,
    /// Male.
    Male,
    /// Other.
    Other,
    /// Not known.
    Unknown,
}

/// Age as the table has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AgeGroup {
    /// All ages.
    Total,
    /// 0 to 17 years.
    Children,
    /// 18 years or over.
    Adults,
    /// Not known.
    Unknown,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Line in the file, from 1; the heading is line 1.
    pub line: u32,
    /// What is counted.
    pub indicator: Indicator,
    /// What the row is broken down by (`Total`, `by form of exploitation`, `by citizenship`, …).
    pub dimension: String,
    /// The part of the dimension.
    pub category: String,
    /// Sex.
    pub sex: Sex,
    /// Age.
    pub age: AgeGroup,
    /// Calendar year.
    pub year: u16,
    /// The figure.
    pub value: Value,
}

/// A row that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct RowError {
    /// Line in the file, from 1.
    pub line: u32,
    /// What is wrong.
    pub fault: RowFault,
}

/// Why a row was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum RowFault {
    /// A column of the heading is missing.
    #[error("there is no column {0}")]
    NoColumn(String),
    /// Not a row of comma-separated values with the heading's number of columns.
    #[error("not a row of the table: {0}")]
    NotARow(String),
    /// A cell that is not understood.
    #[error("column {column} holds {cell:?}")]
    Cell {
        /// The column.
        column: String,
        /// What it holds.
        cell: String,
    },
    /// A row about another country.
    #[error("the row is about {0}")]
    OtherCountry(String),
}

const COLUMNS: [&str; 9] = [
    "Iso3_code",
    "Indicator",
    "Dimension",
    "Category",
    "Sex",
    "Age",
    "Year",
    "Unit of measurement",
    "txtVALUE",
];

/// Reads the table of one country. Gives every row that is not understood, not only the first.
pub(super) fn read(text: &str, country: &str) -> Result<Vec<Record>, Vec<RowError>> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let columns = columns(&mut reader, &COLUMNS).map_err(|e| vec![e])?;
    let mut rows = Vec::new();
    let mut refused = Vec::new();
    for (index, row) in reader.records().enumerate() {
        let line = line_of(index);
        let parsed = row
            .map_err(|e| RowFault::NotARow(e.to_string()))
            .and_then(|row| {
                record(
                    line,
                    &columns.map(|i| row.get(i).unwrap_or_default()),
                    country,
                )
            });
        match parsed {
            Ok(row) => rows.push(row),
            Err(fault) => refused.push(RowError { line, fault }),
        }
    }
    if refused.is_empty() {
        Ok(rows)
    } else {
        Err(refused)
    }
}

/// The line of the row at `index` from 0: no cell of these tables has a line end in it.
pub(super) fn line_of(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(2)
}

/// Places of the wanted columns in the heading.
pub(super) fn columns<const N: usize>(
    reader: &mut csv::Reader<&[u8]>,
    wanted: &[&str; N],
) -> Result<[usize; N], RowError> {
    let fault = |fault| RowError { line: 1, fault };
    let heading = reader
        .headers()
        .map_err(|e| fault(RowFault::NotARow(e.to_string())))?;
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(wanted) {
        *place = heading
            .iter()
            .position(|h| h == *name)
            .ok_or_else(|| fault(RowFault::NoColumn((*name).to_owned())))?;
    }
    Ok(places)
}

fn record(line: u32, cells: &[&str; 9], country: &str) -> Result<Record, RowFault> {
    let [
        iso,
        indicator,
        dimension,
        category,
        sex,
        age,
        year,
        unit,
        value,
    ] = *cells;
    let bad = |column: &str, cell: &str| RowFault::Cell {
        column: column.into(),
        cell: cell.into(),
    };
    if iso != country {
        return Err(RowFault::OtherCountry(iso.to_owned()));
    }
    if unit != "Counts" {
        return Err(bad("Unit of measurement", unit));
    }
    Ok(Record {
        line,
        indicator: indicator_of(indicator).ok_or_else(|| bad("Indicator", indicator))?,
        dimension: dimension.to_owned(),
        category: category.to_owned(),
        sex: sex_of(sex).ok_or_else(|| bad("Sex", sex))?,
        age: age_of(age).ok_or_else(|| bad("Age", age))?,
        year: year_of(year).ok_or_else(|| bad("Year", year))?,
        value: value_of(value).ok_or_else(|| bad("txtVALUE", value))?,
    })
}

fn indicator_of(text: &str) -> Option<Indicator> {
    Some(match text {
        "Detected trafficking victims" => Indicator::Victims,
        "Offences of trafficking in persons" => Indicator::Offences,
        "Persons brought into formal contact" => Indicator::Suspects,
        "Persons prosecuted" => Indicator::Prosecuted,
        "Persons convicted" => Indicator::Convicted,
        _ => return None,
    })
}

fn sex_of(text: &str) -> Option<Sex> {
    Some(match text {
        "Total" => Sex::Total,
        "Female" => Sex::Female,
        "Male" => Sex::Male,
        "Other" => Sex::Other,
        "Unknown" => Sex::Unknown,
        _ => return None,
    })
}

fn age_of(text: &str) -> Option<AgeGroup> {
    Some(match text {
        "Total" => AgeGroup::Total,
        "0 to 17 years" => AgeGroup::Children,
        "18 years or over" => AgeGroup::Adults,
        "Unknown" => AgeGroup::Unknown,
        _ => return None,
    })
}

/// A calendar year between 1990 and 2100.
pub(super) fn year_of(text: &str) -> Option<u16> {
    text.parse().ok().filter(|y| (1990..=2100).contains(y))
}

/// `1,011` or `<5`. Commas stand only between groups of three digits.
pub(super) fn value_of(text: &str) -> Option<Value> {
    if let Some(limit) = text.strip_prefix('<') {
        return count(limit).map(Value::Below);
    }
    count(text).map(Value::Exact)
}

fn count(text: &str) -> Option<u32> {
    let groups: Vec<&str> = text.split(',').collect();
    let shaped = groups.iter().enumerate().all(|(i, g)| {
        let digits = !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
        digits && (groups.len() == 1 || if i == 0 { g.len() <= 3 } else { g.len() == 3 })
    });
    if shaped {
        groups.concat().parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_published() {
        assert_eq!(value_of("1,011"), Some(Value::Exact(1011)));
        assert_eq!(value_of("342"), Some(Value::Exact(342)));
        assert_eq!(value_of("2296"), Some(Value::Exact(2296)));
        assert_eq!(value_of("<5"), Some(Value::Below(5)));
        for bad in ["", "1,01", "1.5", "-3", "<", "n/a", ",011", "1011,000,"] {
            assert_eq!(value_of(bad), None, "{bad}");
        }
    }
}
