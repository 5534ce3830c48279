//! Words for what a file holds: dates in the country's zone, items of the pack's lists, people and units by name.

use crate::view::mark::{Mark, Tone};
use punte_app::domain::CountryPack;
use punte_app::domain::Moment;
use punte_app::domain::compartment::{Compartment, CompartmentKind, Compartments};
use punte_app::domain::id::UserId;
use punte_app::domain::pack::List;
use punte_app::domain::roster::RosterRow;
use punte_app::domain::time::{Day, PartialDate};
use punte_app::domain::values::{Age, Answer, Code};
use punte_app::{Desk, Lang, Names};
use punte_words::T;

/// Years between the ends of an estimate that is worth saying: a wider one says no more than its band.
const ESTIMATED_WITHIN: i16 = 4;

/// The words of one request.
#[derive(Clone, Copy)]
pub struct Say<'a> {
    /// Messages.
    pub t: T,
    /// The country's lists and zone.
    pub pack: &'a CountryPack,
    /// Now.
    pub now: Moment,
    /// Who reads.
    pub me: UserId,
}

impl<'a> Say<'a> {
    /// For a desk.
    pub fn at_desk(desk: &'a Desk, lang: Lang) -> Self {
        Self {
            t: T::new(lang),
            pack: desk.app().pack(),
            now: desk.now(),
            me: desk.user_id(),
        }
    }

    /// The calendar day now.
    pub fn today(&self) -> Day {
        self.pack.day(self.now)
    }

    /// The day of a moment.
    pub fn day(&self, at: Moment) -> String {
        self.t.date(&self.pack.day(at))
    }

    /// A moment, to the minute.
    pub fn moment(&self, at: Moment) -> String {
        self.t.date_time(&self.pack.local(at))
    }

    /// A moment for machines.
    pub fn machine(&self, at: Moment) -> String {
        let local = self.pack.local(at);
        format!("{}T{:02}:{:02}", local.date(), local.hour(), local.minute())
    }

    /// A date as far as it is known.
    pub fn partial(&self, date: &PartialDate) -> String {
        punte_words::partial_date(self.t.lang, date.year, date.month, date.day, date.estimated)
    }

    /// An item of a list.
    pub fn item(&self, list: List, code: &Code) -> String {
        self.named(list, code.as_str())
    }

    /// An item of a list by its id.
    pub fn named(&self, list: List, id: &str) -> String {
        self.t.of(&format!("pack-{}", list.name()), id)
    }

    /// Items of a list, one after the other.
    pub fn items(&self, list: List, codes: &[Code]) -> String {
        codes
            .iter()
            .map(|code| self.item(list, code))
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// A deadline with its tone: late is red, soon is yellow.
    pub fn due(&self, due: Moment) -> Mark {
        let tone = if due < self.now {
            Tone::Red
        } else if due < self.now.plus_days(3) {
            Tone::Yellow
        } else {
            Tone::Grey
        };
        Mark::new(self.t.due(&self.pack.day(due), &self.today()), tone)
    }

    /// A day that something is due on, and how far it is.
    pub fn day_due(&self, due: Moment) -> String {
        let when = self.due(due).text;
        self.t
            .with2("file-review-due", "date", self.day(due), "when", when)
    }

    /// How long ago, in days.
    pub fn since(&self, at: Moment) -> String {
        self.t.n("count-days", self.days_since(at))
    }

    /// Whole days from then to today.
    pub fn days_since(&self, at: Moment) -> i64 {
        let days = self.pack.day(at).duration_until(self.today()).as_hours() / 24;
        days.max(0)
    }

    /// The age as known: years, the years it lies between, or the band.
    pub fn age(&self, age: &Age) -> String {
        let today = self.today();
        match age.range(today) {
            Some(range) if range.1 - range.0 <= ESTIMATED_WITHIN => self.years(range),
            Some(_) | None => self.named(List::AgeBand, age.band(today).name()),
        }
    }

    fn years(&self, (least, most): (i16, i16)) -> String {
        let most = i64::from(most);
        if i64::from(least) == most {
            self.t.n("count-years-old", most)
        } else {
            self.t.n_with("count-years-between", most, "least", least)
        }
    }

    /// The age in a list.
    pub fn age_in_list(&self, line: &RosterRow) -> String {
        match line.years {
            Some(range) => self.years(range),
            None => self.named(List::AgeBand, line.band.name()),
        }
    }

    /// Name of a kind of compartment.
    pub fn part(&self, kind: CompartmentKind) -> String {
        self.t.of("file-part", kind.name())
    }

    /// Names of kinds of compartment.
    pub fn parts(&self, kinds: Compartments) -> String {
        kinds
            .iter()
            .map(|kind| self.part(kind))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Who reads what lies in this compartment, in plain words.
    pub fn readers(&self, compartment: Compartment) -> String {
        self.t.of("file-readers", compartment.kind().name())
    }

    /// Yes, no, or why there is neither.
    pub fn answer(&self, answer: Answer<bool>) -> String {
        self.t.get(answer_key(answer))
    }

    /// Whether a need is met; without an answer, why there is none.
    pub fn met(&self, answer: Answer<bool>) -> String {
        match answer {
            Answer::Said(true) => self.t.get("file-need-met"),
            Answer::Said(false) => self.t.get("file-need-unmet"),
            other => self.answer(other),
        }
    }

    /// Somebody, "you" for the reader.
    pub fn who(&self, names: &Names, user: UserId) -> String {
        let name = names.user(user);
        match names.title(user) {
            "" => name.to_owned(),
            title => format!("{name}, {title}"),
        }
    }
}

/// Message key of an answer.
const fn answer_key(answer: Answer<bool>) -> &'static str {
    match answer {
        Answer::NotAsked => punte_words::key!("file-answer-not-asked"),
        Answer::PrefersNotToSay => punte_words::key!("file-answer-prefers-not"),
        Answer::DoesNotKnow => punte_words::key!("file-answer-does-not-know"),
        Answer::Said(true) => punte_words::key!("file-answer-yes"),
        Answer::Said(false) => punte_words::key!("file-answer-no"),
    }
}

/// How a risk level looks.
pub fn risk_tone(level: &Code) -> Tone {
    match level.as_str() {
        "immediate" | "high" => Tone::Red,
        "medium" => Tone::Yellow,
        "low" => Tone::Green,
        _ => Tone::Grey,
    }
}
