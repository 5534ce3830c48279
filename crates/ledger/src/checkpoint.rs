//! C2SP tlog checkpoints (<https://c2sp.org/tlog-checkpoint>): what a log says about itself, as the text of a signed note.

use crate::{Error, Hash, SignedNote, Signer, Verifier};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// "The log `origin` has `size` entries and this root."
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log: a URL without scheme. One line, not empty.
    pub origin: String,
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree of that size.
    pub root: Hash,
}

impl Checkpoint {
    /// The note text: origin, size in decimal, root in base64, a newline after each.
    pub fn encode(&self) -> Result<String, Error> {
        if self.origin.is_empty() || self.origin.chars().any(char::is_control) {
            return Err(Error::Checkpoint("origin"));
        }
        Ok(format!(
            "{}\n{}\n{}\n",
            self.origin,
            self.size,
            STANDARD.encode(self.root.0)
        ))
    }

    /// Read a note text. Extension lines after the third are allowed by the specification and passed over.
    pub fn decode(text: &str) -> Result<Self, Error> {
        let body = text
            .strip_suffix('\n')
            .ok_or(Error::Checkpoint("no newline at the end"))?;
        let mut lines = body.split('\n');
        let origin = lines
            .next()
            .filter(|line| !line.is_empty())
            .ok_or(Error::Checkpoint("origin"))?;
        let size = lines
            .next()
            .and_then(parse_size)
            .ok_or(Error::Checkpoint("size"))?;
        let root = lines
            .next()
            .and_then(|line| STANDARD.decode(line).ok())
            .and_then(|bytes| Hash::try_from(bytes.as_slice()).ok())
            .ok_or(Error::Checkpoint("root"))?;
        if lines.any(str::is_empty) {
            return Err(Error::Checkpoint("empty line"));
        }
        Ok(Self {
            origin: origin.to_owned(),
            size,
            root,
        })
    }

    /// This checkpoint as a signed note.
    pub fn sign(&self, signers: &[&dyn Signer]) -> Result<SignedNote, Error> {
        SignedNote::sign(self.encode()?, signers)
    }

    /// Read a signed checkpoint and believe it only if a known key signed it and it is about `origin`.
    pub fn open(note: &str, origin: &str, known: &[&dyn Verifier]) -> Result<Self, Error> {
        let note = SignedNote::parse(note)?;
        let checkpoint = Self::decode(note.verify(known)?)?;
        if checkpoint.origin == origin {
            Ok(checkpoint)
        } else {
            Err(Error::Checkpoint("another log's"))
        }
    }
}

fn parse_size(line: &str) -> Option<u64> {
    let canonical =
        line == "0" || (!line.starts_with('0') && line.bytes().all(|byte| byte.is_ascii_digit()));
    canonical.then(|| line.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::tests::Seal;

    fn sample() -> Checkpoint {
        Checkpoint {
            origin: "punte.example/log".to_owned(),
            size: 20,
            root: Hash::of(b"x"),
        }
    }

    #[test]
    fn the_text_is_the_specifications() {
        let text = sample().encode().unwrap();
        assert_eq!(
            text,
            "punte.example/log\n20\nLXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=\n"
        );
        assert_eq!(Checkpoint::decode(&text), Ok(sample()));
        assert_eq!(
            Checkpoint::decode(&format!("{text}extension\n")),
            Ok(sample())
        );
    }

    #[test]
    fn signed_and_opened_by_a_known_key_for_this_log_only() {
        let note = sample().sign(&[&Seal("log")]).unwrap().encode();
        assert_eq!(
            Checkpoint::open(&note, "punte.example/log", &[&Seal("log")]),
            Ok(sample())
        );
        assert_eq!(
            Checkpoint::open(&note, "other", &[&Seal("log")]),
            Err(Error::Checkpoint("another log's"))
        );
        assert_eq!(
            Checkpoint::open(&note, "punte.example/log", &[&Seal("other")]),
            Err(Error::Signature)
        );
    }

    #[test]
    fn other_spellings_are_refused() {
        let root = STANDARD.encode([0; 32]);
        for text in [
            format!("o\n020\n{root}\n"),
            format!("o\n+20\n{root}\n"),
            format!("o\n-1\n{root}\n"),
            format!("o\n99999999999999999999\n{root}\n"),
            format!("\n20\n{root}\n"),
            format!("o\n20\n{root}"),
            format!("o\n20\n{root}\n\n"),
            "o\n20\nAAAA\n".to_owned(),
            "o\n20\n".to_owned(),
        ] {
            assert!(Checkpoint::decode(&text).is_err(), "{text:?}");
        }
        assert!(
            Checkpoint {
                origin: "a\nb".to_owned(),
                ..sample()
            }
            .encode()
            .is_err()
        );
    }
}
