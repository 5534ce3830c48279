//! The languages in which every screen exists.

use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Romanian, the source language.
    #[default]
    Ro,
    /// English.
    En,
}

/// A language tag that names none of [`Lang::ALL`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown language {0:?}; known are ro and en")]
pub struct UnknownLang(pub String);

impl Lang {
    /// Every language, source language first.
    pub const ALL: [Self; 2] = [Self::Ro, Self::En];

    /// The BCP 47 tag, for `lang=` and `Content-Language`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ro => "ro",
            Self::En => "en",
        }
    }

    /// The language's name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Ro => "Română",
            Self::En => "English",
        }
    }

    /// The other language, for a switch between two.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ro => Self::En,
            Self::En => Self::Ro,
        }
    }

    /// Chooses by an `Accept-Language` header: the first tag we speak, by weight; Romanian otherwise.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(Self, f32)> = None;
        for part in header.split(',') {
            let mut pieces = part.trim().split(';');
            let tag = pieces.next().unwrap_or_default();
            let Ok(lang) = tag.parse::<Self>() else {
                continue;
            };
            let weight = pieces
                .find_map(|p| p.trim().strip_prefix("q=")?.parse::<f32>().ok())
                .unwrap_or(1.0);
            if weight > 0.0 && best.is_none_or(|(_, w)| weight > w) {
                best = Some((lang, weight));
            }
        }
        best.map_or(Self::Ro, |(lang, _)| lang)
    }
}

impl std::str::FromStr for Lang {
    type Err = UnknownLang;

    /// Reads `ro`, `en` or a tag that begins with one of them (`en-GB`).
    fn from_str(tag: &str) -> Result<Self, UnknownLang> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|l| l.tag().eq_ignore_ascii_case(primary))
            .ok_or_else(|| UnknownLang(tag.to_owned()))
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_chooses_by_weight_and_falls_back_to_romanian() {
        assert_eq!(
            Lang::from_accept_language("en-GB,en;q=0.9,ro;q=0.8"),
            Lang::En
        );
        assert_eq!(
            Lang::from_accept_language("fr, en;q=0.2, ro;q=0.7"),
            Lang::Ro
        );
        assert_eq!(Lang::from_accept_language("en;q=0, fr"), Lang::Ro);
        assert_eq!(Lang::from_accept_language(""), Lang::Ro);
    }
}
