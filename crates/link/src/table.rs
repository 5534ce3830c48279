//! The people of one or two tables, column by column, every distinct value prepared once.

use crate::compare::date::BirthDate;
use crate::compare::number::canonical_number;
use crate::place::{Gazetteer, Location, region_of_code};
use crate::pool::{Interner, Pool};
use crate::read::Reading;
use crate::schema::{Role, Schema};
use crate::text::diminutive::Diminutives;
use crate::text::fold::fold_into;
use crate::text::similar::letter_bag;
use crate::text::sound::{canonical, skeleton};

/// A distinct value made ready for comparison.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Form {
    /// Consonant skeleton of a name, 0 otherwise.
    pub(crate) sound: u64,
    /// Letters that occur.
    pub(crate) bag: u32,
    /// Packed date, or SIRUTA unit of a place.
    pub(crate) number: u32,
    /// Region of a place, or family of pet forms of a given name.
    pub(crate) group: u32,
    /// Records that carry the value.
    pub(crate) count: u32,
}

/// One compared column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) role: Role,
    /// What is shown to people: folded names, canonical numbers.
    pub(crate) shown: Pool,
    /// What is compared letter by letter (canonical spelling for names, the shown form otherwise).
    pub(crate) spelt: Option<Pool>,
    pub(crate) forms: Vec<Form>,
}

impl Column {
    pub(crate) fn form(&self, id: u32) -> Form {
        self.forms.get(id as usize).copied().unwrap_or_default()
    }

    pub(crate) fn letters(&self, id: u32) -> &[u8] {
        self.spelt.as_ref().unwrap_or(&self.shown).get(id)
    }
}

/// One or two tables read and prepared. Memory: about `4 × (columns + 2)` bytes a row plus about 60 bytes and the
/// letters of every distinct value.
#[derive(Debug, Clone)]
pub struct Table {
    schema: Schema,
    pub(crate) columns: Vec<Column>,
    /// Value numbers, row by row.
    rows: Vec<u32>,
    width: usize,
    /// First row of the second table; the number of rows when there is one table.
    second: usize,
    labels: Pool,
    readings: Vec<Reading>,
}

impl Table {
    /// The compared columns.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// How each file was read; empty for a table built row by row.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    pub(crate) fn with_readings(mut self, readings: Vec<Reading>) -> Self {
        self.readings = readings;
        self
    }

    /// Number of records in both tables together.
    pub fn len(&self) -> usize {
        self.rows.len() / self.width
    }

    /// True without records.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of records of the first table: records from here on are of the second.
    pub fn first_len(&self) -> usize {
        self.second
    }

    /// The name of a record: its identifier column, or its row number in its file.
    pub fn label(&self, record: u32) -> &str {
        self.labels.text(record + 1)
    }

    /// The normalised value of a field, empty when missing.
    pub fn shown(&self, record: u32, field: usize) -> &str {
        let id = self.row(record).get(field).copied().unwrap_or(0);
        self.columns
            .get(field)
            .map_or("", |column| column.shown.text(id))
    }

    pub(crate) fn row(&self, record: u32) -> &[u32] {
        let from = record as usize * self.width;
        self.rows.get(from..from + self.width).unwrap_or_default()
    }

    pub(crate) fn is_second(&self, record: u32) -> bool {
        record as usize >= self.second
    }

    pub(crate) fn two_tables(&self) -> bool {
        self.second < self.len()
    }

    /// Pairs that a comparison of everything with everything would make.
    pub(crate) fn all_pairs(&self) -> f64 {
        let (n, a) = (count(self.len()), count(self.second));
        if self.two_tables() {
            a * (n - a)
        } else {
            n * (n - 1.0) / 2.0
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "row counts stay far below 2^52")]
pub(crate) fn count(n: usize) -> f64 {
    n as f64
}

struct Maker {
    role: Role,
    raw: Interner,
    /// Value number for every raw number.
    value: Vec<u32>,
    values: Interner,
    spelt: Pool,
    forms: Vec<Form>,
}

/// Builds a [`Table`] row by row.
pub struct TableBuilder<'g> {
    schema: Schema,
    makers: Vec<Maker>,
    rows: Vec<u32>,
    labels: Pool,
    second: Option<usize>,
    gazetteer: Option<&'g Gazetteer>,
    pets: Diminutives,
    buffer: String,
}

impl<'g> TableBuilder<'g> {
    /// An empty table with a schema; places are looked up in the gazetteer when there is one.
    pub fn new(schema: Schema, gazetteer: Option<&'g Gazetteer>) -> Self {
        let makers = schema
            .fields()
            .iter()
            .map(|field| Maker {
                role: field.role,
                raw: Interner::default(),
                value: vec![0],
                values: Interner::default(),
                spelt: Pool::default(),
                forms: vec![Form::default()],
            })
            .collect();
        Self {
            schema,
            makers,
            rows: Vec::new(),
            labels: Pool::default(),
            second: None,
            gazetteer,
            pets: Diminutives::default(),
            buffer: String::new(),
        }
    }

    /// Adds one record: its name and one cell per field of the schema (an absent or empty cell is missing).
    pub fn push(&mut self, label: &str, mut cells: impl Iterator<Item = impl AsRef<str>>) {
        self.labels.push(label.as_bytes());
        for maker in &mut self.makers {
            let cell = cells.next();
            let cell = cell.as_ref().map_or("", AsRef::as_ref).trim();
            let id = if cell.is_empty() {
                0
            } else {
                maker.intern(cell, self.gazetteer, &self.pets, &mut self.buffer)
            };
            if let Some(form) = maker.forms.get_mut(id as usize) {
                form.count += 1;
            }
            self.rows.push(id);
        }
    }

    /// Says that all records from here on belong to the second table.
    pub fn begin_second(&mut self) {
        self.second = Some(self.len());
    }

    /// Records so far.
    pub fn len(&self) -> usize {
        self.rows.len() / self.makers.len().max(1)
    }

    /// True before the first record.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// True when a column's distinct text has reached the limit of 2 GiB.
    pub fn is_full(&self) -> bool {
        self.len() >= (u32::MAX / 2) as usize
            || self
                .makers
                .iter()
                .any(|m| m.raw.pool.bytes() > (i32::MAX as usize))
    }

    /// The finished table.
    pub fn finish(self) -> Table {
        let width = self.makers.len();
        let len = self.rows.len() / width;
        let columns = self
            .makers
            .into_iter()
            .map(|m| Column {
                role: m.role,
                shown: m.values.pool,
                spelt: m.role.is_name().then_some(m.spelt),
                forms: m.forms,
            })
            .collect();
        let mut rows = self.rows;
        rows.shrink_to_fit();
        Table {
            schema: self.schema,
            columns,
            rows,
            width,
            second: self.second.unwrap_or(len),
            labels: self.labels,
            readings: Vec::new(),
        }
    }
}

impl Maker {
    fn intern(
        &mut self,
        cell: &str,
        gazetteer: Option<&Gazetteer>,
        pets: &Diminutives,
        buffer: &mut String,
    ) -> u32 {
        let (raw, fresh) = self.raw.intern(cell.as_bytes());
        if !fresh {
            return self.value.get(raw as usize).copied().unwrap_or(0);
        }
        let mut number = 0;
        self.normalise(cell, buffer, &mut number);
        let id = if buffer.is_empty() || is_void(cell) {
            0
        } else {
            self.value_of(cell, buffer, number, gazetteer, pets)
        };
        self.value.push(id);
        id
    }

    /// Puts the normal form in the buffer; an unreadable value leaves it empty.
    fn normalise(&self, cell: &str, buffer: &mut String, number: &mut u32) {
        match self.role {
            Role::Birth => {
                buffer.clear();
                if let Some(date) = BirthDate::parse(cell) {
                    *number = date.packed();
                    *buffer = date.to_string();
                }
            }
            Role::Phone => *buffer = canonical_number(cell, true),
            Role::Document | Role::AddressCode => *buffer = canonical_number(cell, false),
            Role::Email => *buffer = cell.to_lowercase(),
            Role::Sex => {
                fold_into(cell, buffer);
                let letter = match buffer.as_str() {
                    "masculin" | "male" | "barbat" | "baiat" | "m" => "m",
                    "feminin" | "female" | "femeie" | "fata" | "f" => "f",
                    _ => return,
                };
                buffer.clear();
                buffer.push_str(letter);
            }
            _ => fold_into(cell, buffer),
        }
    }

    fn value_of(
        &mut self,
        cell: &str,
        shown: &str,
        number: u32,
        gazetteer: Option<&Gazetteer>,
        pets: &Diminutives,
    ) -> u32 {
        let (id, fresh) = self.values.intern(shown.as_bytes());
        if fresh {
            let mut form = Form {
                number,
                ..Form::default()
            };
            if self.role.is_name() {
                let spelt = canonical(&without_markers(shown));
                form.sound = skeleton(&spelt);
                form.bag = letter_bag(spelt.as_bytes());
                form.group = u32::from(pets.family(shown));
                self.spelt.push(spelt.as_bytes());
            } else {
                form.bag = letter_bag(shown.as_bytes());
            }
            if self.role == Role::Place {
                let Location { unit, region } =
                    gazetteer.map(|g| g.locate(cell)).unwrap_or_default();
                form.number = unit;
                form.group = if region == 0 {
                    region_of_code(cell)
                } else {
                    region
                };
            }
            self.forms.push(form);
        }
        id
    }
}

/// Cells that say "nothing" in words.
fn is_void(cell: &str) -> bool {
    [
        "null",
        "nan",
        "none",
        "n/a",
        "-",
        "?",
        "unknown",
        "necunoscut",
        "necunoscută",
        "necunoscuta",
    ]
    .iter()
    .any(|word| cell.eq_ignore_ascii_case(word))
}

/// A folded name without the words that only announce another name: `ion vasile zis bebe`, `popescu nascuta rusu`.
/// What follows stays, so that either name can be met; Roma children often bear one name on paper and one at home.
fn without_markers(folded: &str) -> String {
    const MARKERS: [&str; 16] = [
        "zis",
        "zisa",
        "alias",
        "poreclit",
        "poreclita",
        "porecla",
        "nascut",
        "nascuta",
        "fost",
        "fosta",
        "casatorita",
        "casatorit",
        "cas",
        "nee",
        "zvana",
        "aka",
    ];
    if !folded.contains(' ') {
        return folded.to_owned();
    }
    folded
        .split(' ')
        .filter(|word| !MARKERS.contains(word))
        .collect::<Vec<_>>()
        .join(" ")
}
