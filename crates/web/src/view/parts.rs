//! A form or page as a list of parts, for pages whose questions follow from data.

use crate::http::fields::Fields;
use crate::view::form::{Choice, Choices, Field, FieldError, Fold, PartialDate};
use crate::view::mark::Alert;
use crate::view::record::Row;
use punte_app::Invalid;
use punte_words::T;

/// One part, in the order of the page.
#[derive(Clone, Debug)]
pub enum Part {
    /// A heading between questions.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// One line of text.
    Input(Field),
    /// Many lines.
    Area(Field),
    /// One of many.
    Select(Choices),
    /// One of few.
    Radios(Choices),
    /// Any of few.
    Checks(Choices),
    /// A date of which parts may be unknown.
    Date(PartialDate),
    /// 112, 119 and the line against trafficking.
    Phones,
    /// Facts.
    Rows(Vec<Row>),
    /// A list.
    List(Vec<String>),
    /// A strip that asks for something.
    Alert(Alert),
    /// What follows, up to [`Part::FoldEnd`], is folded away under a line of its own.
    Fold(Fold),
    /// The end of what is folded.
    FoldEnd,
}

/// What was typed, with what is wrong about it: makes questions that keep their answers.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The words.
    pub t: T,
    /// What was typed.
    pub fields: &'a Fields,
    /// What is wrong.
    pub wrong: &'a [Invalid],
}

impl Asked<'_> {
    /// What is wrong with a field, as a sentence.
    pub fn error(&self, name: &str) -> Option<String> {
        self.wrong
            .iter()
            .find(|w| w.field == name)
            .map(|w| self.t.of("refusal", &w.code))
    }

    /// The errors for the top of the page. Those of no field point at the page itself.
    pub fn errors(&self) -> Vec<FieldError> {
        let field = |w: &Invalid| {
            if w.field.is_empty() {
                "main".to_owned()
            } else {
                w.field.clone()
            }
        };
        self.wrong
            .iter()
            .map(|w| FieldError {
                field: field(w),
                message: self.t.of("refusal", &w.code),
            })
            .collect()
    }

    /// A text field.
    pub fn field(&self, name: &str, label: String) -> Field {
        Field::new(name, label, self.fields.text(name)).error(self.error(name))
    }

    /// A question of which one answer is chosen.
    pub fn one(
        &self,
        name: &str,
        label: String,
        choices: impl IntoIterator<Item = (String, String)>,
    ) -> Choices {
        let chosen = self.fields.text(name);
        let choices = choices.into_iter().map(|(v, l)| {
            let on = v == chosen;
            Choice::new(v, l, on)
        });
        let mut question = Choices::new(name, label, choices.collect());
        question.error = self.error(name);
        question
    }

    /// A question with a first, empty line.
    pub fn pick(
        &self,
        name: &str,
        label: String,
        choices: impl IntoIterator<Item = (String, String)>,
    ) -> Choices {
        let none = (String::new(), self.t.get("choose-one"));
        self.one(name, label, std::iter::once(none).chain(choices))
    }

    /// A question of which any answers are chosen.
    pub fn many(
        &self,
        name: &str,
        label: String,
        choices: impl IntoIterator<Item = (String, String)>,
    ) -> Choices {
        let choices = choices.into_iter().map(|(v, l)| {
            let on = self.fields.has(name, &v);
            Choice::new(v, l, on)
        });
        let mut question = Choices::new(name, label, choices.collect());
        question.error = self.error(name);
        question
    }

    /// Yes, no, not sure.
    pub fn yes_no(&self, name: &str, label: String) -> Choices {
        let choices = ["yes", "no", "not_sure"].map(|v| (v.to_owned(), self.t.of("yes-no", v)));
        self.one(name, label, choices)
    }
}
