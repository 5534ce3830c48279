//! Small marks: tags, badges, alerts.

/// Colour of a tag or badge. The text always says it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// No judgement.
    Grey,
    /// Under way.
    Blue,
    /// Done, valid.
    Green,
    /// Soon, attention.
    Yellow,
    /// Overdue, danger, refused.
    Red,
}

impl Tone {
    /// The `govuk-tag` modifier.
    pub const fn tag_class(self) -> &'static str {
        match self {
            Self::Grey => "govuk-tag--grey",
            Self::Blue => "govuk-tag--blue",
            Self::Green => "govuk-tag--green",
            Self::Yellow => "govuk-tag--yellow",
            Self::Red => "govuk-tag--red",
        }
    }

    /// The `app-badge` modifier.
    pub const fn badge_class(self) -> &'static str {
        match self {
            Self::Grey => "app-badge--grey",
            Self::Blue => "app-badge--blue",
            Self::Green => "app-badge--green",
            Self::Yellow => "app-badge--amber",
            Self::Red => "app-badge--red",
        }
    }
}

/// A word with a tone.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The word, in the page's language.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
}

impl Mark {
    /// A mark.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

/// A strip across the page that asks for something.
#[derive(Clone, Debug)]
pub struct Alert {
    /// How serious.
    pub kind: AlertKind,
    /// First sentence, in bold.
    pub lead: String,
    /// The rest.
    pub text: String,
    /// What to do about it.
    pub link: Option<Link>,
}

/// The kind of an [`Alert`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertKind {
    /// Something is due soon.
    Warning,
    /// Danger or refusal.
    Error,
    /// To know.
    Information,
    /// Done.
    Success,
}

impl AlertKind {
    /// The `app-alert` modifier.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Warning => "app-alert--warning",
            Self::Error => "app-alert--error",
            Self::Information => "app-alert--info",
            Self::Success => "app-alert--success",
        }
    }
}

/// A link.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its text.
    pub text: String,
    /// Where it goes. Never anything that identifies a person.
    pub href: String,
}

impl Link {
    /// A link.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
        }
    }
}
