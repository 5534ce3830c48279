//! A form as it was typed. Everything that arrived is kept as text, so that a page which refuses it can show it again whole.

use std::collections::BTreeMap;

/// Why a body is no form that we take. Says nothing of what was in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadForm {
    /// Not UTF-8 after decoding.
    #[error("not UTF-8")]
    Encoding,
    /// A NUL. Other characters that do not belong into a text are the rules' business, which show the form again.
    #[error("NUL")]
    Nul,
    /// A field that this form doesn't have.
    #[error("unknown field")]
    UnknownField,
    /// A field twice that may stand once.
    #[error("duplicate field")]
    Duplicate,
    /// More fields than any of our forms has.
    #[error("too many fields")]
    TooMany,
}

/// What a form may contain: the names that may stand once, and those that may repeat (checkboxes).
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Fields that may stand once.
    pub single: &'static [&'static str],
    /// Fields that may stand several times.
    pub many: &'static [&'static str],
}

/// Fields that every form of a signed-in person carries: the CSRF token, the idempotency key, the version it was drawn from.
const COMMON: &[&str] = &["csrf", "id", "version"];
const MOST_FIELDS: usize = 200;

/// The fields of one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    /// Reads an `application/x-www-form-urlencoded` body.
    pub fn parse(body: &[u8], shape: Shape) -> Result<Self, BadForm> {
        let mut fields = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in Self::pairs(body)? {
            let many = shape.many.contains(&name.as_str());
            if !many && !shape.single.contains(&name.as_str()) && !COMMON.contains(&name.as_str()) {
                return Err(BadForm::UnknownField);
            }
            let values = fields.entry(name).or_default();
            if !many && !values.is_empty() {
                return Err(BadForm::Duplicate);
            }
            values.push(value);
        }
        Ok(Self(fields))
    }

    /// The decoded pairs of a body or a query, in order.
    pub fn pairs(body: &[u8]) -> Result<Vec<(String, String)>, BadForm> {
        let raw: Vec<_> = body
            .split(|b| *b == b'&')
            .filter(|p| !p.is_empty())
            .collect();
        if raw.len() > MOST_FIELDS {
            return Err(BadForm::TooMany);
        }
        raw.into_iter()
            .map(split_pair)
            .map(|(name, value)| Ok((decode(name)?, decode(value)?)))
            .collect()
    }

    /// The text of a field, trimmed; empty where it is absent.
    pub fn text(&self, name: &str) -> &str {
        self.0
            .get(name)
            .and_then(|v| v.first())
            .map_or("", |v| v.trim())
    }

    /// The text of a field, or `None` where it is absent or blank.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|t| !t.is_empty())
    }

    /// All values of a repeated field.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0
            .get(name)
            .map(|v| v.iter().map(String::as_str).collect())
            .unwrap_or_default()
    }

    /// Whether a checkbox or radio has this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0
            .get(name)
            .is_some_and(|v| v.iter().any(|x| x == value))
    }

    /// Sets a field, for a form that opens with values in it.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), vec![value.into()]);
    }

    /// Sets a field that may repeat.
    pub fn set_all(&mut self, name: &str, values: impl IntoIterator<Item = String>) {
        self.0.insert(name.to_owned(), values.into_iter().collect());
    }
}

fn split_pair(pair: &[u8]) -> (&[u8], &[u8]) {
    match pair.iter().position(|b| *b == b'=') {
        Some(at) => (
            pair.get(..at).unwrap_or_default(),
            pair.get(at + 1..).unwrap_or_default(),
        ),
        None => (pair, &[]),
    }
}

fn decode(text: &[u8]) -> Result<String, BadForm> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.iter().copied();
    while let Some(b) = rest.next() {
        match b {
            b'+' => bytes.push(b' '),
            b'%' => {
                let high = rest.next().and_then(hex_digit).ok_or(BadForm::Encoding)?;
                let low = rest.next().and_then(hex_digit).ok_or(BadForm::Encoding)?;
                bytes.push(high << 4 | low);
            }
            other => bytes.push(other),
        }
    }
    let text = String::from_utf8(bytes).map_err(|_| BadForm::Encoding)?;
    if text.contains('\0') {
        return Err(BadForm::Nul);
    }
    // Browsers send CRLF in text areas, word processors a vertical tab or a form feed; everywhere in Punte a line ends with LF.
    let text = text.replace("\r\n", "\n");
    Ok(text.replace(['\u{B}', '\u{C}', '\r'], "\n"))
}

fn hex_digit(b: u8) -> Option<u8> {
    char::from(b)
        .to_digit(16)
        .and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: Shape = Shape {
        single: &["text", "county"],
        many: &["worry"],
    };

    #[test]
    fn keeps_what_was_typed() {
        let f = Fields::parse(
            "text=+%C8%98tefan%0D%0Ax+&worry=a&worry=b&csrf=t".as_bytes(),
            SHAPE,
        )
        .unwrap();
        assert_eq!(f.text("text"), "Ștefan\nx");
        assert_eq!(f.all("worry"), ["a", "b"]);
        assert!(f.has("worry", "b") && !f.has("worry", "c"));
        assert_eq!(f.given("county"), None);
    }

    #[test]
    fn refuses_what_is_no_form_of_ours() {
        for (body, why) in [
            ("text=a&text=b", BadForm::Duplicate),
            ("role=admin", BadForm::UnknownField),
            ("__proto__=x", BadForm::UnknownField),
            ("text=%00", BadForm::Nul),
            ("text=%FF%FE", BadForm::Encoding),
            ("text=%ED%A0%80", BadForm::Encoding),
            ("text=%4", BadForm::Encoding),
            ("text=%zz", BadForm::Encoding),
        ] {
            assert_eq!(Fields::parse(body.as_bytes(), SHAPE), Err(why), "{body}");
        }
        let many = "worry=a&".repeat(MOST_FIELDS + 1);
        assert_eq!(Fields::parse(many.as_bytes(), SHAPE), Err(BadForm::TooMany));
    }
}
