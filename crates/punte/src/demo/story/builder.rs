//! A story being told: the day it has reached, who leads, what is open to whom.

use crate::demo::chance::{Bag, Chance};
use crate::demo::people::{ANDREI, CARMEN, DOINA, ELENA, FLORIN, IOANA, SIMONA, Unit, Who};
use crate::demo::script::{Act, Key, Step, Wall, When};
use crate::demo::words;
use crate::demo::words::grammar::{Subject, tell};
use jiff::ToSpan as _;
use punte_domain::compartment::{CompartmentKind, Compartments};
use punte_domain::file::Command;
use punte_domain::time::{Day, PartialDate};
use punte_domain::values::{Age, Sex};
use punte_domain::{CountryPack, Moment};
use std::collections::BTreeMap;

/// Days and moments of the demo's country.
pub(in crate::demo) struct Calendar {
    pub(in crate::demo) today: Day,
    pack: Option<&'static CountryPack>,
}

impl Calendar {
    pub(in crate::demo) fn new(today: Day) -> Self {
        Self {
            today,
            pack: CountryPack::romania().ok(),
        }
    }

    /// The moment at so many minutes of a day, Romanian time.
    pub(in crate::demo) fn at(&self, day: Day, minutes: i64) -> Moment {
        self.pack
            .map_or(Moment(0), |pack| pack.start(day))
            .plus_seconds(60 * minutes)
    }

    pub(in crate::demo) fn day(&self, back: i64) -> Day {
        self.today.saturating_sub(back.days())
    }
}

/// Steps that open a file, at most: nothing is written on it before.
const OPENING: usize = 4;

/// Days a share lasts where nothing says otherwise.
pub(super) const SHARE_DAYS: i64 = 360;

pub(super) struct Builder<'a> {
    pub(super) calendar: &'a Calendar,
    pub(super) chance: Chance,
    pub(super) number: usize,
    pub(super) lead: Who,
    pub(super) sex: Sex,
    pub(super) age: Age,
    /// In which the child is spoken to.
    pub(super) language: &'static str,
    pub(super) day: Day,
    opened: Day,
    minutes: i64,
    pub(super) steps: Vec<Step>,
    keys: Key,
    /// From which day and until which a unit sees the file.
    pub(super) shared: BTreeMap<Unit, (Day, Day)>,
    /// Services that are being given.
    pub(super) given: Vec<Given>,
    /// The last day of each consent.
    pub(super) consents: BTreeMap<Key, Day>,
    /// Who sent each referral: the lead may be another by the time it is answered.
    pub(super) asked_by: BTreeMap<Key, Who>,
    /// A referral that nobody answers, and the day on which it was sent.
    pub(super) forgotten: Option<(Key, Day)>,
    pub(super) bags: words::Bags,
    pub(super) closed: bool,
}

/// A service that is being given.
pub(super) struct Given {
    pub(super) key: Key,
    pub(super) referral: Key,
    pub(super) who: Who,
    pub(super) wall: Wall,
    pub(super) minutes: &'static [u16],
    pub(super) words: fn(&mut words::Bags) -> &mut Bag<&'static str>,
}

/// Who leads, by the file's number.
const LEADS: [Who; 12] = [
    ELENA, CARMEN, IOANA, ELENA, DOINA, ANDREI, ELENA, FLORIN, IOANA, SIMONA, CARMEN, ANDREI,
];

impl<'a> Builder<'a> {
    pub(super) fn new(calendar: &'a Calendar, mut chance: Chance, number: usize) -> Self {
        let sex = if chance.percent(72) {
            Sex::Female
        } else {
            Sex::Male
        };
        // The newest are a few days old, the oldest two years; each lead's files are spread over the whole time.
        let turn = i64::try_from(number % 60).unwrap_or(0);
        let back = 3 + (turn * 37 % 60) * 12 + chance.between(0, 8);
        let lead = LEADS[number % LEADS.len()];
        let day = workday(calendar.day(back));
        Self {
            calendar,
            number,
            lead,
            sex,
            age: Age::default(),
            language: "ro",
            day,
            opened: day,
            minutes: chance.between(8 * 60 + 30, 11 * 60),
            chance,
            steps: Vec::new(),
            keys: 0,
            shared: BTreeMap::new(),
            given: Vec::new(),
            consents: BTreeMap::new(),
            asked_by: BTreeMap::new(),
            forgotten: None,
            bags: words::Bags::default(),
            closed: false,
        }
    }

    /// Adds a step now; the next one is a little later.
    pub(super) fn step(&mut self, who: Who, act: Act) {
        let when = When::At(self.calendar.at(self.day, self.minutes));
        self.steps.push(Step { when, who, act });
        self.minutes = (self.minutes + self.chance.between(4, 38)).min(19 * 60 + 50);
    }

    /// Adds a step so many minutes before the demo is made; after everything that is dated.
    pub(super) fn ago(&mut self, minutes: i64, who: Who, act: Act) {
        let when = When::MinutesAgo(minutes);
        self.steps.push(Step { when, who, act });
    }

    /// Puts a step in at nine in the morning of a day, in its place in time, or at the end if the day's place lies before the
    /// file was opened, taken over, closed or opened again. Left out, and given back, if `before` is past then.
    pub(super) fn insert(
        &mut self,
        day: Day,
        before: Moment,
        (who, act): (Who, Act),
    ) -> Option<(Who, Act)> {
        let at = self.calendar.at(day, 9 * 60);
        let earlier = |step: &&Step| matches!(step.when, When::At(when) if when < at);
        let place = self.steps.iter().take_while(earlier).count();
        let turned = self.steps.iter().rposition(|step| {
            matches!(
                step.act,
                Act::AcceptTransfer | Act::Write(Command::Reopen { .. } | Command::Close { .. })
            )
        });
        if place >= OPENING && turned.is_none_or(|turned| turned < place) {
            self.steps.insert(
                place,
                Step {
                    when: When::At(at),
                    who,
                    act,
                },
            );
            return None;
        }
        if self.calendar.at(self.day, self.minutes) < before {
            self.step(who, act);
            return None;
        }
        Some((who, act))
    }

    /// Goes on to a later working day; false when that day is not yet over.
    pub(super) fn later(&mut self, from: i64, to: i64) -> bool {
        let days = self.chance.between(from, to);
        let day = workday(self.day.saturating_add(days.days()));
        if day >= self.calendar.today {
            return false;
        }
        if day > self.day {
            self.minutes = self.chance.between(8 * 60 + 20, 15 * 60 + 30);
        }
        self.day = day;
        true
    }

    /// A moment some days ahead, at an hour when people meet.
    pub(super) fn ahead(&mut self, from: i64, to: i64) -> Moment {
        let days = self.chance.between(from.max(1), to);
        let day = workday(self.day.saturating_add(days.days()));
        let minutes = 9 * 60 + 30 * self.chance.between(0, 15);
        self.calendar.at(day, minutes)
    }

    pub(super) const fn key(&mut self) -> Key {
        self.keys += 1;
        self.keys
    }

    pub(super) fn is_child(&self) -> bool {
        self.age.is_child(self.day)
    }

    pub(super) fn on(&self) -> PartialDate {
        PartialDate::day(self.day)
    }

    fn subject(&self) -> Subject {
        Subject {
            female: self.sex == Sex::Female,
            child: self.is_child(),
        }
    }

    /// A pattern in this story's grammar.
    pub(super) fn tell(&mut self, pattern: &str) -> String {
        let subject = self.subject();
        tell(pattern, subject, &mut self.chance)
    }

    /// The next pattern of a bag.
    pub(super) fn draw(&mut self, bag: fn(&mut words::Bags) -> &mut Bag<&'static str>) -> String {
        let pattern = bag(&mut self.bags).draw(&mut self.chance);
        self.tell(pattern)
    }

    /// Whether a unit sees the file today.
    pub(super) fn sees(&self, unit: Unit) -> bool {
        unit == self.lead.unit()
            || self
                .shared
                .get(&unit)
                .is_some_and(|(_, until)| self.day < *until)
    }

    pub(super) fn share_for(&mut self, unit: Unit, days: i64) {
        let until = self.day.saturating_add((days - 2).days());
        self.shared.insert(unit, (self.day, until));
    }

    /// Days since the file was opened.
    pub(super) fn days_open(&self) -> i64 {
        days_between(self.opened, self.calendar.today)
    }

    /// The authority (list `authority`) that the lead is.
    pub(super) const fn own_authority(&self) -> &'static str {
        match self.lead.unit() {
            Unit::Dgaspc => "dgaspc",
            _ => "ngo",
        }
    }

    /// Whole days from the story's day to today.
    pub(super) fn days_left(&self) -> i64 {
        days_between(self.day, self.calendar.today)
    }
}

/// Whole days from one to the other.
pub(super) fn days_between(from: Day, to: Day) -> i64 {
    to.duration_since(from).as_hours().div_euclid(24)
}

/// The day, or the Monday after a weekend.
fn workday(day: Day) -> Day {
    match day.weekday() {
        jiff::civil::Weekday::Saturday => day.saturating_add(2.days()),
        jiff::civil::Weekday::Sunday => day.saturating_add(1.days()),
        _ => day,
    }
}

/// Core and identity.
pub(super) const SERVICE: Compartments =
    Compartments::only(CompartmentKind::Core).with(CompartmentKind::Identity);
