//! Form fields with their errors, as GOV.UK has them.

/// One line or many lines of text.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// Name in the form, and the element's id.
    pub name: String,
    /// Label.
    pub label: String,
    /// Hint under the label.
    pub hint: Option<String>,
    /// What is in it.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether it may be left empty (said in the label).
    pub optional: bool,
    /// Whether it may be left empty although the label does not say so: another question can stand for it.
    pub may_lack: bool,
    /// Longest text, in characters; shows how many are left from three quarters on.
    pub max: Option<u32>,
    /// `autocomplete`, empty for `off`: browsers must not remember case data.
    pub autocomplete: &'static str,
    /// `type` of an input, empty for `text`.
    pub kind: &'static str,
    /// Rows of a textarea, 0 for five.
    pub rows: u8,
    /// How much is expected: a field is as wide as its answer.
    pub width: Width,
}

/// Questions that few need, folded away under a line that says what is there.
#[derive(Clone, Debug)]
pub struct Fold {
    /// The line.
    pub title: String,
    /// Whether something in it is answered or wrong, so that it must be seen.
    pub open: bool,
}

/// Width of a line of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// The whole form's.
    #[default]
    Whole,
    /// A number of up to three digits.
    Number,
    /// A date or a short code.
    Date,
}

impl Field {
    /// A required field with a value.
    pub fn new(
        name: impl Into<String>,
        label: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            value: value.into(),
            ..Self::default()
        }
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With an error, or none.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// May be left empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// With a longest length in characters.
    #[must_use]
    pub fn max(mut self, characters: u32) -> Self {
        self.max = Some(characters);
        self
    }

    /// Value of `autocomplete`.
    pub fn autocomplete_value(&self) -> &str {
        if self.autocomplete.is_empty() {
            "off"
        } else {
            self.autocomplete
        }
    }

    /// Value of `type`.
    pub fn kind_value(&self) -> &str {
        if self.kind.is_empty() {
            "text"
        } else {
            self.kind
        }
    }

    /// For an answer of that width.
    #[must_use]
    pub fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }

    /// The class of its width, with a space before it.
    pub const fn width_class(&self) -> &'static str {
        match self.width {
            Width::Whole => "",
            Width::Number => " govuk-input--width-4",
            Width::Date => " govuk-input--width-10",
        }
    }

    /// Value of `rows`.
    pub fn rows_value(&self) -> u8 {
        if self.rows == 0 { 5 } else { self.rows }
    }

    /// Value of `aria-describedby`: hint, then error; empty when there is neither.
    pub fn described_by(&self) -> String {
        described_by(&self.name, self.hint.is_some(), self.error.is_some())
    }
}

/// One answer among several.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A line under it.
    pub hint: Option<String>,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
            chosen,
        }
    }
}

/// A question with choices: a select, radios or checkboxes.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Name in the form, and the first element's id.
    pub name: String,
    /// The question.
    pub label: String,
    /// Hint under the question.
    pub hint: Option<String>,
    /// What is wrong with the answer.
    pub error: Option<String>,
    /// Whether it may be left unanswered (said in the question).
    pub optional: bool,
    /// Whether it may be left unanswered although the question does not say so: no answer is one too.
    pub may_lack: bool,
    /// The choices in order.
    pub choices: Vec<Choice>,
    /// Side by side; only for two short choices.
    pub inline: bool,
}

impl Choices {
    /// A question.
    pub fn new(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            choices,
            ..Self::default()
        }
    }

    /// Value of `aria-describedby`.
    pub fn described_by(&self) -> String {
        described_by(&self.name, self.hint.is_some(), self.error.is_some())
    }

    /// Id of the choice at a place from 0; the first bears the field's name, so that errors link to it.
    pub fn id(&self, place: &usize) -> String {
        if *place == 0 {
            self.name.clone()
        } else {
            format!("{}-{}", self.name, place + 1)
        }
    }
}

/// A date of which parts may be unknown: sends `NAME-day`, `NAME-month`, `NAME-year`, `NAME-about`.
#[derive(Clone, Debug, Default)]
pub struct PartialDate {
    /// Stem of the names.
    pub name: String,
    /// The question.
    pub label: String,
    /// Hint under the question.
    pub hint: Option<String>,
    /// What is wrong.
    pub error: Option<String>,
    /// As typed.
    pub day: String,
    /// As typed.
    pub month: String,
    /// As typed.
    pub year: String,
    /// Whether "approximate" is ticked.
    pub approximate: bool,
    /// Whether to offer "approximate".
    pub may_be_approximate: bool,
}

impl PartialDate {
    /// Value of `aria-describedby`.
    pub fn described_by(&self) -> String {
        described_by(&self.name, self.hint.is_some(), self.error.is_some())
    }
}

fn described_by(name: &str, hint: bool, error: bool) -> String {
    match (hint, error) {
        (true, true) => format!("{name}-hint {name}-error"),
        (true, false) => format!("{name}-hint"),
        (false, true) => format!("{name}-error"),
        (false, false) => String::new(),
    }
}

/// An error at the top of the page, with the field that it is about.
#[derive(Clone, Debug)]
pub struct FieldError {
    /// Id of the field.
    pub field: String,
    /// What is wrong and how to mend it: the sentence beside the field, after the field's name where several may lack the same.
    pub message: String,
}
