//! What surrounds every page: language, the person signed in, navigation, the demo notice.
//!
//! A page's template struct has a field `frame: Frame` and begins `{% extends "layout/staff.html" %}`
//! (or `layout/public.html`, `layout/plain.html`). The title never holds anything about a person.

use crate::view::assets;
use punte_words::{Lang, T, key};

/// The surroundings of one page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The words of the page's language.
    pub t: T,
    /// Page title, without the product's name. Never a child's name, number or whereabouts.
    pub title: String,
    /// Who is signed in; `None` on public and sign-in pages.
    pub user: Option<User>,
    /// Primary navigation, already cut to what this person may open.
    pub nav: Vec<NavItem>,
    /// Present on a demonstration directory.
    pub demo: Option<Demo>,
    /// Token that every POST of this page carries as `csrf`; empty on public pages, whose language is
    /// chosen by a link (`?lang=en`) instead of a form.
    pub csrf: String,
    /// Path and query of this page, to come back to after switching language.
    pub path: String,
    /// What the last action did, shown once.
    pub notice: Option<Notice>,
    /// When the session ends without activity; `None` when nobody is signed in.
    pub session: Option<SessionLimits>,
    /// On a public page, whether somebody came with a session: they are shown the way back instead of the way in.
    pub signed_in: bool,
    /// Whether the person switched the single-key shortcuts off (WCAG 2.1.4).
    pub shortcuts_off: bool,
}

/// The person signed in, as the header shows them.
#[derive(Clone, Debug)]
pub struct User {
    /// Display name.
    pub name: String,
    /// Role and organisation, in the page's language.
    pub role: String,
}

/// One entry of the primary navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Which section.
    pub section: Section,
    /// How many things wait there, if any do.
    pub count: Option<u32>,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// The sections of the staff application, in the order of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// The work queue.
    Today,
    /// Survivor files.
    Files,
    /// Concerns to triage.
    Concerns,
    /// Referrals sent and received.
    Referrals,
    /// Organisations, units, people.
    Admin,
}

impl Section {
    /// Message key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Today => key!("nav-today"),
            Self::Files => key!("nav-files"),
            Self::Concerns => key!("nav-concerns"),
            Self::Referrals => key!("nav-referrals"),
            Self::Admin => key!("nav-admin"),
        }
    }

    /// Where it is.
    pub const fn href(self) -> &'static str {
        match self {
            Self::Today => "/",
            Self::Files => "/files",
            Self::Concerns => "/concerns",
            Self::Referrals => "/referrals",
            Self::Admin => "/admin",
        }
    }

    /// The keys that open it.
    pub const fn shortcut(self) -> &'static str {
        match self {
            Self::Today => "g a",
            Self::Files => "g c",
            Self::Concerns => "g s",
            Self::Referrals => "g r",
            Self::Admin => "g d",
        }
    }
}

/// The demonstration notice: who is being played, and who else can be.
#[derive(Clone, Debug)]
pub struct Demo {
    /// Where to choose another persona.
    pub switch_href: String,
}

/// What an action did, shown at the top of the next page.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Whether it succeeded.
    pub kind: NoticeKind,
    /// The sentence, in the page's language.
    pub text: String,
}

/// The kind of a [`Notice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// It is done.
    Success,
    /// Something to know.
    Information,
}

impl Notice {
    /// The `app-alert` modifier.
    pub const fn class(&self) -> &'static str {
        match self.kind {
            NoticeKind::Success => "app-alert--success",
            NoticeKind::Information => "app-alert--info",
        }
    }
}

/// Limits that the browser warns of; the server alone enforces them.
#[derive(Clone, Copy, Debug)]
pub struct SessionLimits {
    /// Seconds without a request after which the session ends.
    pub idle_seconds: u32,
    /// Seconds before the end at which to warn.
    pub warn_seconds: u32,
}

impl Frame {
    /// A page for somebody not signed in.
    pub fn public(lang: Lang, title: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            t: T::new(lang),
            title: title.into(),
            user: None,
            nav: Vec::new(),
            demo: None,
            csrf: String::new(),
            path: path.into(),
            notice: None,
            session: None,
            signed_in: false,
            shortcuts_off: false,
        }
    }

    /// A staff page. `sections` are those this person may open, with what waits in each.
    pub fn staff(
        lang: Lang,
        title: impl Into<String>,
        path: impl Into<String>,
        user: User,
        sections: &[(Section, Option<u32>)],
        current: Option<Section>,
    ) -> Self {
        let mut nav: Vec<NavItem> = sections
            .iter()
            .map(|&(section, count)| NavItem {
                section,
                count,
                current: current == Some(section),
            })
            .collect();
        nav.sort_by_key(|item| item.section);
        Self {
            user: Some(user),
            nav,
            ..Self::public(lang, title, path)
        }
    }

    /// Whether the search of names is for this reader: it goes through the lists of their files.
    pub fn searches(&self) -> bool {
        self.nav.iter().any(|item| item.section == Section::Files)
    }

    /// With the token that forms carry.
    #[must_use]
    pub fn with_csrf(mut self, csrf: impl Into<String>) -> Self {
        self.csrf = csrf.into();
        self
    }

    /// Address of an asset, with its content hash.
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }

    /// A case manager's page, for tests and the gallery.
    pub fn sample(lang: Lang) -> Self {
        let user = User {
            name: "Elena Dumitru".into(),
            role: match lang {
                Lang::Ro => "Manager de caz, Asociația Podul".into(),
                Lang::En => "Case manager, Asociația Podul".into(),
            },
        };
        let sections = [
            (Section::Today, None),
            (Section::Files, None),
            (Section::Concerns, Some(3)),
            (Section::Referrals, Some(1)),
            (Section::Admin, None),
        ];
        let mut frame = Self::staff(
            lang,
            "RO-7K3F-9Q",
            "/files/RO-7K3F-9Q",
            user,
            &sections,
            Some(Section::Files),
        );
        frame.csrf = "sample-token".into();
        frame.demo = Some(Demo {
            switch_href: "/demo".into(),
        });
        frame.session = Some(SessionLimits {
            idle_seconds: 900,
            warn_seconds: 120,
        });
        frame
    }
}
