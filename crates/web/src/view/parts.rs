//! A form or page as a list of parts, for pages whose questions follow from data.

use crate::http::fields::Fields;
use crate::view::faults::{Question, Sent};
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

impl Part {
    /// As a question of a form.
    fn question(&mut self) -> Option<Question<'_>> {
        match self {
            Self::Input(f) => Some(Question::Line(f)),
            Self::Area(f) => Some(Question::Words(f)),
            Self::Select(c) | Self::Radios(c) | Self::Checks(c) => Some(Question::Choice(c)),
            Self::Date(d) => Some(Question::Date(d)),
            Self::Fold(f) => Some(Question::Fold(f)),
            Self::Heading(_)
            | Self::Text(_)
            | Self::Phones
            | Self::Rows(_)
            | Self::List(_)
            | Self::Alert(_)
            | Self::FoldEnd => None,
        }
    }
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

    /// Puts what is wrong beside the questions of a form, and gathers it for the top of the page. What is of no question
    /// points at the page itself.
    pub fn mark(&self, parts: &mut [Part]) -> Vec<FieldError> {
        self.sent(parts).mark(self.wrong, |_| &[])
    }

    /// The same where a page has several forms: the one that was sent is the first with a question that is wrong.
    pub fn mark_one<'p>(
        &self,
        forms: impl IntoIterator<Item = &'p mut Vec<Part>>,
    ) -> Vec<FieldError> {
        let is_wrong = |question: Question<'_>| {
            let named = |w: &Invalid| question.name() == Some(w.field.as_str());
            self.wrong.iter().any(named)
        };
        let sent = forms.into_iter().find_map(|parts| {
            let mut questions = parts.iter_mut().filter_map(Part::question);
            questions.any(is_wrong).then_some(parts)
        });
        self.mark(sent.map_or(&mut [], Vec::as_mut_slice))
    }

    /// Marks every question of a form that was left unanswered and must not be.
    pub fn unanswered(&self, parts: &mut [Part]) -> Vec<FieldError> {
        self.sent(parts).unanswered()
    }

    fn sent<'p>(&self, parts: &'p mut [Part]) -> Sent<'_, 'p> {
        Sent {
            t: self.t,
            fields: self.fields,
            questions: parts.iter_mut().filter_map(Part::question).collect(),
            whole: "main",
        }
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
        // Where nothing is one of the answers, it was not left out.
        question.may_lack = question.choices.iter().any(|c| c.value.is_empty());
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
        let mut question = self.one(name, label, std::iter::once(none).chain(choices));
        question.may_lack = false;
        question
    }

    /// A question of which any answers are chosen, or none.
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
        question.may_lack = true;
        question.error = self.error(name);
        question
    }

    /// Yes, no, not sure; who does not answer is not sure.
    pub fn yes_no(&self, name: &str, label: String) -> Choices {
        let choices = ["yes", "no", "not_sure"].map(|v| (v.to_owned(), self.t.of("yes-no", v)));
        let mut question = self.one(name, label, choices);
        question.may_lack = true;
        question
    }
}
