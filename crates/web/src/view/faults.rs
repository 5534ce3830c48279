//! What is wrong with a form that was sent: each fault beside its question, and all of them at the top of the page.

use super::form::{Choices, Field, FieldError, Fold, PartialDate, Width};
use crate::http::fields::Fields;
use punte_app::Invalid;
use punte_words::T;

/// One question of a form, or the fold that hides some.
pub enum Question<'a> {
    /// A line of text.
    Line(&'a mut Field),
    /// Text in which something is told.
    Words(&'a mut Field),
    /// One or several of a list.
    Choice(&'a mut Choices),
    /// A date of which parts may be unknown.
    Date(&'a mut PartialDate),
    /// What may hide what is wrong.
    Fold(&'a mut Fold),
}

/// A form as it was sent.
pub struct Sent<'a, 'f> {
    /// Words.
    pub t: T,
    /// What was sent. A secret does not come back with the page, and yet it was answered.
    pub fields: &'a Fields,
    /// Its questions in their order.
    pub questions: Vec<Question<'f>>,
    /// Id of what stands for the whole form.
    pub whole: &'static str,
}

impl Sent<'_, '_> {
    /// Puts each broken rule beside its question, and gathers them for the top of the page. `others`: the questions that a
    /// rule's field may mean, where none has its name.
    pub fn mark(
        mut self,
        wrong: &[Invalid],
        others: fn(&str) -> &'static [&'static str],
    ) -> Vec<FieldError> {
        if !wrong.is_empty() {
            self.unfold();
        }
        let mut errors: Vec<_> = wrong
            .iter()
            .map(|invalid| {
                let message = self.t.of("refusal", &invalid.code);
                let place = self.place_of(&invalid.field, others(&invalid.field));
                match place.and_then(|place| self.questions.get_mut(place)) {
                    Some(question) => question.fault(self.t, message, self.whole),
                    None => FieldError {
                        field: self.whole.to_owned(),
                        message,
                    },
                }
            })
            .collect();
        if errors.iter().any(|error| error.field != self.whole) {
            errors.extend(self.unanswered());
        }
        errors.sort_by_key(|error| {
            let here = |question: &Question<'_>| question.name() == Some(error.field.as_str());
            self.questions.iter().position(here)
        });
        errors
    }

    /// Every other question that must be answered and is not: a form is read until its first fault, but nobody wants to hear
    /// of faults one by one.
    pub fn unanswered(&mut self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for question in &mut self.questions {
            let Some(code) = question.missing(self.fields) else {
                continue;
            };
            let message = self.t.of("refusal", code);
            errors.push(question.fault(self.t, message, self.whole));
        }
        errors
    }

    /// What is wrong may lie folded away.
    fn unfold(&mut self) {
        for question in &mut self.questions {
            if let Question::Fold(fold) = question {
                fold.open = true;
            }
        }
    }

    fn place_of(&self, field: &str, others: &[&str]) -> Option<usize> {
        let at = |name: &str| self.questions.iter().position(|q| q.name() == Some(name));
        (!field.is_empty())
            .then(|| at(field).or_else(|| others.iter().find_map(|other| at(other))))
            .flatten()
    }
}

impl Question<'_> {
    /// The name of its field.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Line(f) | Self::Words(f) => Some(&f.name),
            Self::Choice(c) => Some(&c.name),
            Self::Date(d) => Some(&d.name),
            Self::Fold(_) => None,
        }
    }

    /// What it asks; empty where it asks nothing.
    fn label(&self) -> &str {
        match self {
            Self::Line(f) | Self::Words(f) => &f.label,
            Self::Choice(c) => &c.label,
            Self::Date(d) => &d.label,
            Self::Fold(_) => "",
        }
    }

    fn wrong(&mut self, message: String) {
        match self {
            Self::Line(f) | Self::Words(f) => f.error = Some(message),
            Self::Choice(c) => c.error = Some(message),
            Self::Date(d) => d.error = Some(message),
            Self::Fold(_) => {}
        }
    }

    /// Says it beside the question, and for the top of the page with the question's name: several may lack the same.
    fn fault(&mut self, t: T, message: String, whole: &str) -> FieldError {
        self.wrong(message.clone());
        let field = self.name().unwrap_or(whole).to_owned();
        let message = match self.label() {
            "" => message,
            // A question that ends with its own mark needs no colon.
            asked if asked.ends_with('?') => format!("{asked} {message}"),
            asked => {
                let fault = after_colon(&message);
                t.with2("form-fault", "question", asked, "fault", fault)
            }
        };
        FieldError { field, message }
    }

    /// What is wrong with an empty answer, where one is needed and nothing was said about it yet.
    fn missing(&self, sent: &Fields) -> Option<&'static str> {
        match self {
            Self::Choice(c) => {
                let answered = c.choices.iter().any(|c| c.chosen && !c.value.is_empty());
                let needed = !c.optional && !c.may_lack && c.error.is_none();
                (needed && !answered).then_some("choice-unknown")
            }
            Self::Line(f) => lacks(f, sent).then_some("answer-missing"),
            Self::Words(f) => lacks(f, sent).then_some("text-missing"),
            Self::Date(_) | Self::Fold(_) => None,
        }
    }
}

fn lacks(field: &Field, sent: &Fields) -> bool {
    let empty = field.value.trim().is_empty() && sent.given(&field.name).is_none();
    let needed = field.width == Width::Whole && !field.optional && !field.may_lack;
    empty && needed && field.error.is_none()
}

/// A sentence as it goes on after a colon; a word in capitals keeps them.
fn after_colon(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => sentence.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::form::Choice;
    use punte_app::Lang;

    fn question(name: &str, label: &str, chosen: bool) -> Choices {
        Choices::new(name, label, vec![Choice::new("a", "A", chosen)])
    }

    /// What is said of a form whose second and further questions stand under a fold, and whether the fold opens.
    fn marked(wrong: &[Invalid]) -> (Vec<(String, String)>, bool) {
        let mut fields = Fields::default();
        fields.set("secret", "typed");
        let mut by = question("by", "Who consents", false);
        let mut fold = Fold {
            title: String::new(),
            open: false,
        };
        let mut held = question("held", "Was it held?", false);
        let mut answered = question("answered", "Answered", true);
        let mut also = question("also", "And", false);
        also.optional = true;
        let mut perhaps = question("perhaps", "Perhaps", false);
        perhaps.may_lack = true;
        let mut title = Field::new("title", "What is to be done", "");
        let mut minutes = Field::new("minutes", "Minutes", "").width(Width::Number);
        let mut secret = Field::new("secret", "Passphrase", "");
        let mut again = Field::new("again", "Again", "");
        let sent = Sent {
            t: T::new(Lang::En),
            fields: &fields,
            questions: vec![
                Question::Choice(&mut by),
                Question::Fold(&mut fold),
                Question::Choice(&mut held),
                Question::Choice(&mut answered),
                Question::Choice(&mut also),
                Question::Choice(&mut perhaps),
                Question::Words(&mut title),
                Question::Line(&mut minutes),
                Question::Line(&mut secret),
                Question::Line(&mut again),
            ],
            whole: "form",
        };
        let errors = sent.mark(wrong, |field| match field {
            "choice" => &["by"],
            _ => &[],
        });
        let said = errors.into_iter().map(|e| (e.field, e.message)).collect();
        (said, fold.open)
    }

    #[test]
    fn all_that_is_missing_is_said_at_once_in_the_order_of_the_form() {
        let (said, open) = marked(&[Invalid::new("held", "choice-unknown")]);
        let fields: Vec<_> = said.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["by", "held", "title", "again"]);
        assert!(open, "what is wrong is not hidden");
        let messages: Vec<_> = said.iter().map(|(_, said)| said.as_str()).collect();
        assert_eq!(
            messages,
            [
                "Who consents: choose one of the items in the list.",
                "Was it held? Choose one of the items in the list.",
                "What is to be done: write a few words.",
                "Again: fill this in.",
            ]
        );
    }

    #[test]
    fn a_rule_finds_its_question_by_another_name() {
        let (said, _) = marked(&[Invalid::new("choice", "assent-missing")]);
        assert_eq!(said[0].0, "by");
        assert!(said[0].1.starts_with("Who consents: the child is old"));
    }

    #[test]
    fn a_refusal_of_the_whole_form_says_nothing_of_its_questions() {
        let (said, _) = marked(&[Invalid::new("", "file-closed")]);
        assert_eq!(said.len(), 1);
        assert_eq!(said[0].0, "form");
        let (said, open) = marked(&[]);
        assert!(said.is_empty() && !open);
    }

    #[test]
    fn a_sentence_goes_on_after_a_colon() {
        for (sentence, goes_on) in [
            ("Scrieți motivul.", "scrieți motivul."),
            ("CNP greșit.", "CNP greșit."),
            ("Înscrierea lipsește.", "înscrierea lipsește."),
            ("", ""),
        ] {
            assert_eq!(after_colon(sentence), goes_on);
        }
    }
}
