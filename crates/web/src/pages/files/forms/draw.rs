//! Drawing a form and reading it back.

use super::super::say::Say;
use crate::http::fields::Fields;
use crate::pages::refer;
use crate::view::form::{Choice, Choices, Field, Fold, PartialDate as DateField, Width};
use crate::view::mark::Link;
use punte_app::Invalid;
use punte_app::domain::access::Membership;
use punte_app::domain::pack::List;
use punte_app::domain::time::{Day, PartialDate};
use punte_app::domain::values::{Answer, Code};
use punte_app::domain::{Moment, Refusal};
use punte_app::files::{Colleague, FileView, Partner};
use std::collections::BTreeMap;

/// One item of a form.
pub enum Item {
    /// A line of text.
    Input(Field),
    /// Lines of text.
    Area(Field),
    /// A choice from a long list.
    Select(Choices),
    /// One of a few.
    Radios(Choices),
    /// Any of several.
    Boxes(Choices),
    /// A date of which parts may be unknown.
    Date(DateField),
    /// A sentence.
    Say(String),
    /// Something that is there already, with its heading.
    Quote(String, String),
    /// A way on to another form.
    Link(Link),
    /// What follows, up to [`Item::FoldEnd`], is folded away under a line of its own.
    Fold(Fold),
    /// The end of what is folded.
    FoldEnd,
}

/// What a form is drawn from and read with.
pub struct Draw<'a> {
    /// Words.
    pub say: &'a Say<'a>,
    /// The file.
    pub view: &'a FileView,
    /// What was typed, or how the form starts.
    pub fields: &'a Fields,
    /// Named parts of the address.
    pub parts: &'a BTreeMap<String, String>,
    /// Who can be given work.
    pub people: &'a [Colleague],
    /// Units that can be named.
    pub units: &'a [Partner],
    /// What the writer is where.
    pub own: &'a [Membership],
}

/// What reading a field gives, or the broken rule.
pub type Read<T> = Result<T, Invalid>;

fn bad<T>(field: &str, refusal: Refusal) -> Read<T> {
    Err(Invalid::new(field, refusal.code()))
}

impl Draw<'_> {
    fn label(&self, name: &str) -> String {
        self.say.t.of("file-field", name)
    }

    fn field(&self, name: &str) -> Field {
        Field::new(name, self.label(name), self.fields.text(name))
    }

    /// A line of text.
    pub fn input(&self, name: &str) -> Item {
        Item::Input(self.field(name))
    }

    /// A number of up to three digits.
    pub fn number(&self, name: &str) -> Item {
        Item::Input(self.field(name).width(Width::Number))
    }

    /// The same with a hint (`file-hint-<name>`), which may stay empty.
    pub fn number_hint(&self, name: &str) -> Item {
        let hint = self.say.t.of("file-hint", name);
        Item::Input(self.field(name).width(Width::Number).hint(hint).optional())
    }

    /// A line that may stay empty.
    pub fn input_optional(&self, name: &str) -> Item {
        Item::Input(self.field(name).optional())
    }

    /// A line with a hint (`file-hint-<name>`).
    pub fn input_hint(&self, name: &str, optional: bool) -> Item {
        let mut field = self.field(name).hint(self.say.t.of("file-hint", name));
        field.optional = optional;
        Item::Input(field)
    }

    /// Lines of text.
    pub fn area(&self, name: &str) -> Item {
        Item::Area(self.field(name).max(15_000))
    }

    /// Lines of text that may stay empty.
    pub fn area_optional(&self, name: &str) -> Item {
        let mut field = self.field(name).max(15_000).optional();
        field.rows = 3;
        Item::Area(field)
    }

    /// A typed day, "azi" and "+90z" among it.
    pub fn typed_day(&self, name: &str, optional: bool) -> Item {
        let mut field = self
            .field(name)
            .hint(self.say.t.get("file-hint-day"))
            .width(Width::Date);
        field.optional = optional;
        Item::Input(field)
    }

    fn chosen(&self, name: &str, items: impl IntoIterator<Item = (String, String)>) -> Vec<Choice> {
        items
            .into_iter()
            .map(|(value, label)| {
                let chosen = self.fields.has(name, &value);
                Choice::new(value, label, chosen)
            })
            .collect()
    }

    fn of_list(&self, list: List) -> Vec<(String, String)> {
        if list == List::County {
            return refer::say::counties(&self.say.t, self.say.pack);
        }
        self.say
            .pack
            .list(list)
            .iter()
            .map(|c| (c.as_str().to_owned(), self.say.item(list, c)))
            .collect()
    }

    /// One of a few.
    pub fn radios(&self, name: &str, items: impl IntoIterator<Item = (String, String)>) -> Item {
        Item::Radios(Choices::new(
            name,
            self.label(name),
            self.chosen(name, items),
        ))
    }

    /// One item of a short list of the pack.
    pub fn radio_list(&self, name: &str, list: List) -> Item {
        self.radios(name, self.of_list(list))
    }

    /// One of many.
    pub fn select(
        &self,
        name: &str,
        optional: bool,
        items: impl IntoIterator<Item = (String, String)>,
    ) -> Item {
        let blank = Choice::new(
            "",
            self.say.t.get("file-choose"),
            self.fields.text(name).is_empty(),
        );
        let all = std::iter::once(blank)
            .chain(self.chosen(name, items))
            .collect();
        let mut question = Choices::new(name, self.label(name), all);
        question.optional = optional;
        Item::Select(question)
    }

    /// One item of a long list of the pack.
    pub fn select_list(&self, name: &str, list: List, optional: bool) -> Item {
        self.select(name, optional, self.of_list(list))
    }

    /// Any of several.
    pub fn boxes(&self, name: &str, items: impl IntoIterator<Item = (String, String)>) -> Item {
        let mut question = Choices::new(name, self.label(name), self.chosen(name, items));
        question.optional = true;
        Item::Boxes(question)
    }

    /// Any of several, at least one.
    pub fn boxes_needed(
        &self,
        name: &str,
        items: impl IntoIterator<Item = (String, String)>,
    ) -> Item {
        let mut item = self.boxes(name, items);
        if let Item::Boxes(question) = &mut item {
            question.optional = false;
        }
        item
    }

    /// Any items of a list of the pack.
    pub fn box_list(&self, name: &str, list: List) -> Item {
        self.boxes(name, self.of_list(list))
    }

    /// A date of which parts may be unknown.
    pub fn date(&self, name: &str) -> Item {
        let text = |part: &str| self.fields.text(&format!("{name}-{part}")).to_owned();
        Item::Date(DateField {
            name: name.to_owned(),
            label: self.label(name),
            hint: Some(self.say.t.get("file-hint-date")),
            error: None,
            day: text("day"),
            month: text("month"),
            year: text("year"),
            approximate: !text("about").is_empty(),
            may_be_approximate: true,
        })
    }

    /// The day of something that the writer did: known to the day.
    pub fn day(&self, name: &str) -> Item {
        let mut item = self.date(name);
        if let Item::Date(date) = &mut item {
            date.hint = None;
            date.may_be_approximate = false;
        }
        item
    }

    /// Today, as a date of a form.
    pub fn today(&self) -> PartialDate {
        PartialDate::day(self.say.today())
    }

    /// The same questions folded away (`file-fold-<name>`), open when one of these fields is answered.
    pub fn fold(
        &self,
        name: &str,
        fields: &[&str],
        items: impl IntoIterator<Item = Item>,
    ) -> Vec<Item> {
        let title = self.say.t.of("file-fold", name);
        let open = fields
            .iter()
            .any(|field| self.fields.given(field).is_some());
        std::iter::once(Item::Fold(Fold { title, open }))
            .chain(items)
            .chain(std::iter::once(Item::FoldEnd))
            .collect()
    }

    /// Yes, no, and why there is neither.
    pub fn answer(&self, name: &str) -> Item {
        let items = ["yes", "no", "does-not-know", "prefers-not", "not-asked"];
        self.radios(
            name,
            items.map(|id| (id.to_owned(), self.say.t.of("file-answer", id))),
        )
    }

    // Reading.

    /// The text of a field.
    pub fn text(&self, name: &str) -> String {
        punte_words::clean_text(self.fields.text(name))
    }

    /// A name, spelled as names are stored; what it may not hold is refused by the decider.
    pub fn name(&self, name: &str) -> String {
        punte_words::spelled(self.fields.text(name))
    }

    /// A chosen item; nothing chosen is refused here, an unknown one by the decider.
    pub fn code(&self, name: &str) -> Read<Code> {
        match self.fields.given(name) {
            Some(given) => Ok(Code::new(given)),
            None => bad(name, Refusal::ChoiceUnknown),
        }
    }

    /// A chosen item, or none.
    pub fn code_optional(&self, name: &str) -> Option<Code> {
        self.fields.given(name).map(Code::new)
    }

    /// Chosen items.
    pub fn codes(&self, name: &str) -> Vec<Code> {
        self.fields
            .all(name)
            .into_iter()
            .filter(|v| !v.is_empty())
            .map(Code::new)
            .collect()
    }

    /// An id of something.
    pub fn id<T: std::str::FromStr>(&self, name: &str) -> Read<T> {
        self.fields
            .text(name)
            .parse()
            .or_else(|_| bad(name, Refusal::ChoiceUnknown))
    }

    /// An id of something, or none.
    pub fn id_optional<T: std::str::FromStr>(&self, name: &str) -> Read<Option<T>> {
        if self.fields.given(name).is_some() {
            self.id(name).map(Some)
        } else {
            Ok(None)
        }
    }

    /// An id in the address.
    pub fn part<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.parts.get(name)?.parse().ok()
    }

    /// As [`Draw::part`]; for a command, whose decider says what is wrong with an id that nothing has.
    pub fn part_read<T: std::str::FromStr>(&self, name: &str) -> Read<T> {
        self.part(name)
            .map_or_else(|| bad("", Refusal::EntryUnknown), Ok)
    }

    /// A date of which parts may be unknown, or none.
    pub fn partial(&self, name: &str) -> Read<Option<PartialDate>> {
        let text = |part: &str| self.fields.text(&format!("{name}-{part}"));
        let (day, month, year) = (text("day"), text("month"), text("year"));
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return Ok(None);
        }
        let small = |t: &str| {
            if t.is_empty() {
                Some(None)
            } else {
                t.parse::<i8>().ok().map(Some)
            }
        };
        let whole = (year.len() == 4)
            .then(|| year.parse::<i16>().ok())
            .flatten();
        let (Some(year), Some(month), Some(day)) = (whole, small(month), small(day)) else {
            return bad(name, Refusal::DateImpossible);
        };
        let date = PartialDate {
            year,
            month,
            day,
            estimated: !text("about").is_empty(),
        };
        match date.check() {
            Ok(()) => Ok(Some(date)),
            Err(fault) => bad(name, fault.into()),
        }
    }

    /// A date that must be there.
    pub fn partial_needed(&self, name: &str) -> Read<PartialDate> {
        self.partial(name)?
            .map_or_else(|| bad(name, Refusal::DateImpossible), Ok)
    }

    /// The end of a typed day, or none.
    pub fn end_of_day(&self, name: &str) -> Read<Option<Moment>> {
        let Some(text) = self.fields.given(name) else {
            return Ok(None);
        };
        end_of_typed_day(self.say, text)
            .map_or_else(|| bad(name, Refusal::DateImpossible), |at| Ok(Some(at)))
    }

    /// Yes, no, or why there is neither.
    pub fn answer_of(&self, name: &str) -> Answer<bool> {
        match self.fields.text(name) {
            "yes" => Answer::Said(true),
            "no" => Answer::Said(false),
            "does-not-know" => Answer::DoesNotKnow,
            "prefers-not" => Answer::PrefersNotToSay,
            _ => Answer::NotAsked,
        }
    }
}

/// The last second of a day as people type it.
fn end_of_typed_day(say: &Say<'_>, text: &str) -> Option<Moment> {
    let day: Day = punte_words::parse_date(text, say.today()).ok()?;
    Some(say.pack.start(day.tomorrow().ok()?).plus_seconds(-1))
}

/// How a field starts that holds an answer.
pub fn answer_name(answer: Answer<bool>) -> &'static str {
    match answer {
        Answer::NotAsked => "not-asked",
        Answer::PrefersNotToSay => "prefers-not",
        Answer::DoesNotKnow => "does-not-know",
        Answer::Said(true) => "yes",
        Answer::Said(false) => "no",
    }
}

/// Starts a date's fields.
pub fn set_date(fields: &mut Fields, name: &str, date: Option<PartialDate>) {
    let Some(date) = date else { return };
    fields.set(&format!("{name}-year"), date.year.to_string());
    if let Some(month) = date.month {
        fields.set(&format!("{name}-month"), month.to_string());
    }
    if let Some(day) = date.day {
        fields.set(&format!("{name}-day"), day.to_string());
    }
    if date.estimated {
        fields.set(&format!("{name}-about"), "yes");
    }
}

impl Item {
    /// The same question under a name of its own.
    #[must_use]
    pub fn labelled(mut self, label: String) -> Self {
        match &mut self {
            Self::Input(f) | Self::Area(f) => f.label = label,
            Self::Select(c) | Self::Radios(c) | Self::Boxes(c) => c.label = label,
            Self::Date(d) => d.label = label,
            Self::Say(_) | Self::Quote(..) | Self::Link(_) | Self::Fold(_) | Self::FoldEnd => {}
        }
        self
    }

    /// The same question with so many rows to write in.
    #[must_use]
    pub fn rows(mut self, rows: u8) -> Self {
        if let Self::Area(field) = &mut self {
            field.rows = rows;
        }
        self
    }
}
