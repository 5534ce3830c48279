//! What is asked, how often, and what must come back.

use crate::chance::Chance;
use crate::client::{Request, field};
use crate::clock::SystemClock;
use crate::house::{Newcomer, PASSPHRASE, Session};
use crate::plan::{self, OWN, Sketch};
use punte_app::ops::new_id;
use punte_domain::Clock as _;
use punte_domain::id::EntryId;
use punte_vault::SystemRng;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A kind of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The page of a file with 200 entries.
    File,
    /// A page of its notes.
    Notes,
    /// The page of an ordinary file.
    Ordinary,
    /// What is to be done today, where everybody begins.
    Today,
    /// The list of the unit with 2,000 files.
    List,
    /// The list of an ordinary unit.
    OtherList,
    /// A name searched for in the unit with 2,000 files.
    Search,
    /// A note added to an ordinary file.
    Append,
    /// Passphrase and second factor.
    SignIn,
}

impl Kind {
    /// Every kind, with how many of a hundred requests are of it.
    pub(crate) const MIX: [(Self, usize); 9] = [
        (Self::File, 25),
        (Self::Notes, 5),
        (Self::Ordinary, 14),
        (Self::Today, 5),
        (Self::List, 10),
        (Self::OtherList, 5),
        (Self::Search, 10),
        (Self::Append, 25),
        (Self::SignIn, 1),
    ];

    /// What the table calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::File => "file page, 200 entries",
            Self::Notes => "a page of its notes",
            Self::Ordinary => "file page, median 12 entries",
            Self::Today => "today",
            Self::List => "list page, own unit",
            Self::OtherList => "list page, other unit",
            Self::Search => "name search, own unit",
            Self::Append => "append an entry",
            Self::SignIn => "sign in",
        }
    }

    /// The bar of design 5 for the 99th percentile, in milliseconds; where it names none, none.
    pub(crate) const fn bar(self, postgres: bool) -> Option<f64> {
        match self {
            Self::File | Self::Notes | Self::Ordinary if postgres => Some(70.0),
            Self::File | Self::Notes | Self::Ordinary | Self::Append => Some(50.0),
            Self::List | Self::OtherList | Self::Search | Self::Today => Some(40.0),
            Self::SignIn => None,
        }
    }

    /// Whether it must not grow with the files of other units.
    pub(crate) const fn flat(self) -> bool {
        match self {
            Self::File
            | Self::Notes
            | Self::Ordinary
            | Self::Today
            | Self::List
            | Self::Search
            | Self::Append => true,
            // Other units do get more files of their own; signing in looks at none.
            Self::OtherList | Self::SignIn => false,
        }
    }

    /// Whether what comes back is a page of somebody's work.
    pub(crate) const fn is_page(self) -> bool {
        self.status() == 200
    }

    /// The one status that is right.
    pub(crate) const fn status(self) -> u16 {
        match self {
            Self::File
            | Self::Notes
            | Self::Ordinary
            | Self::Today
            | Self::List
            | Self::OtherList
            | Self::Search => 200,
            Self::Append | Self::SignIn => 303,
        }
    }

    /// One by the mix.
    pub(crate) fn chosen(chance: &mut Chance) -> Self {
        let mut left = chance.below(Self::MIX.iter().map(|(_, share)| share).sum());
        for (kind, share) in Self::MIX {
            match left.checked_sub(share) {
                None => return kind,
                Some(rest) => left = rest,
            }
        }
        Self::File
    }
}

/// Pages of the notes of a long file.
const NOTE_PAGES: usize = 5;
/// What is asked of the own unit's list: as it opens, further on, sorted, filtered.
const LISTS: &[&str] = &[
    "/files",
    "/files",
    "/files?page=7",
    "/files?sort=name",
    "/files?sort=activity&dir=desc",
    "/files?risk=medium",
    "/files?waits=identification&sort=waiting",
];

/// The files that somebody can ask for.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    long: Vec<Sketch>,
    ordinary: Vec<Sketch>,
}

/// Who asks, and for what.
pub(crate) struct Cast {
    /// Everybody with a session.
    pub(crate) sessions: Vec<Session>,
    newcomers: Vec<Newcomer>,
    turn: AtomicUsize,
    shelves: Vec<Shelf>,
}

/// A code of the second factor that is asked for in its last seconds is another one when it is looked at.
const LAST_SECONDS: i64 = 3;
const STEP: i64 = 30;

impl Cast {
    /// With so many files.
    pub(crate) fn new(sessions: Vec<Session>, newcomers: Vec<Newcomer>, files: usize) -> Self {
        let mut shelves: Vec<Shelf> = sessions.iter().map(|_| Shelf::default()).collect();
        for sketch in (0..files).map(Sketch::of) {
            let at = |session: &Session| session.unit == sketch.unit;
            for (_, shelf) in sessions.iter().zip(&mut shelves).filter(|(s, _)| at(s)) {
                if sketch.is_long() {
                    shelf.long.push(sketch);
                } else {
                    shelf.ordinary.push(sketch);
                }
            }
        }
        Self {
            sessions,
            newcomers,
            turn: AtomicUsize::new(0),
            shelves,
        }
    }

    /// A request of this kind, and the session that it belongs to. Where nobody can sign in at this moment, somebody looks at
    /// their list instead.
    pub(crate) fn request(
        &self,
        kind: Kind,
        chance: &mut Chance,
    ) -> (Kind, Option<usize>, Request) {
        if kind == Kind::SignIn {
            let now = SystemClock.now();
            if now.seconds().rem_euclid(STEP) < STEP - LAST_SECONDS {
                return (kind, None, self.sign_in(now));
            }
            return self.request(Kind::OtherList, chance);
        }
        let fits = |place: &usize| self.fits(kind, *place);
        let places: Vec<usize> = (0..self.sessions.len()).filter(fits).collect();
        let place = *chance.pick(&places);
        let (session, shelf) = (&self.sessions[place], &self.shelves[place]);
        let mut request = Request {
            cookie: Some(session.cookie.clone()),
            ..Request::default()
        };
        match kind {
            Kind::File => request.path = format!("/files/{}", chance.pick(&shelf.long).code),
            Kind::Notes => {
                let page = 1 + chance.below(NOTE_PAGES);
                let code = chance.pick(&shelf.long).code;
                request.path = format!("/files/{code}/notes?page={page}");
            }
            Kind::Ordinary => {
                request.path = format!("/files/{}", chance.pick(&shelf.ordinary).code);
            }
            Kind::Today => "/today".clone_into(&mut request.path),
            Kind::List => (*chance.pick(LISTS)).clone_into(&mut request.path),
            Kind::OtherList | Kind::SignIn => "/files".clone_into(&mut request.path),
            Kind::Search => {
                "/search".clone_into(&mut request.path);
                let (given, family) = chance.pick(&shelf.ordinary).name();
                let mut form = String::new();
                field(&mut form, "csrf", &session.csrf);
                field(&mut form, "q", &format!("{family} {given}"));
                request.form = Some(form);
            }
            Kind::Append => {
                request.path = format!("/files/{}/notes/new", chance.pick(&shelf.ordinary).code);
                request.form = Some(note(session, chance));
            }
        }
        (kind, Some(place), request)
    }

    fn fits(&self, kind: Kind, place: usize) -> bool {
        let own = self.sessions[place].unit == OWN;
        match kind {
            Kind::File | Kind::Notes => !self.shelves[place].long.is_empty(),
            Kind::Ordinary | Kind::Append => !self.shelves[place].ordinary.is_empty(),
            Kind::Today | Kind::List | Kind::Search => own,
            Kind::OtherList => !own,
            Kind::SignIn => false,
        }
    }

    fn sign_in(&self, now: punte_domain::Moment) -> Request {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.newcomers.len();
        let newcomer = &self.newcomers[turn];
        let mut form = String::new();
        field(&mut form, "login", &newcomer.login);
        field(&mut form, "passphrase", PASSPHRASE);
        field(&mut form, "code", &newcomer.code(now));
        Request {
            path: "/sign-in".to_owned(),
            form: Some(form),
            ..Request::default()
        }
    }
}

fn note(session: &Session, chance: &mut Chance) -> String {
    let id = EntryId(new_id(SystemClock.now(), &SystemRng)).to_string();
    let mut form = String::new();
    for (name, value) in [
        ("csrf", session.csrf.as_str()),
        ("id", &id),
        ("version", "1"),
        ("compartment", "core"),
        ("kind", "general"),
        ("text", &plan::text(chance)),
        ("on-day", ""),
        ("on-month", ""),
        ("on-year", ""),
    ] {
        field(&mut form, name, value);
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mix_is_of_a_hundred() {
        assert_eq!(Kind::MIX.iter().map(|(_, share)| share).sum::<usize>(), 100);
        let mut chance = Chance::of(3);
        let count = (0..10_000)
            .filter(|_| Kind::chosen(&mut chance) == Kind::File)
            .count();
        assert!((2_300..2_700).contains(&count), "{count}");
    }
}
