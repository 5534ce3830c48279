//! C2SP signed notes (<https://c2sp.org/signed-note>): a text, an empty line, and signature lines `— name base64(key id || signature)`.

use crate::Error;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Signature algorithm byte of Ed25519 in the key id of the specification.
pub const ED25519: u8 = 0x01;
/// More signature lines than this are not a note that anybody made in earnest.
const MAX_SIGNATURES: usize = 100;

/// Somebody who signs notes. `vault` holds the implementation with the Ed25519 key.
pub trait Signer {
    /// Key name as it stands in the signature line: no spaces, no plus sign, not empty.
    fn name(&self) -> &str;
    /// First four bytes of the key hash, big-endian: see [`ed25519_key_id`].
    fn key_id(&self) -> u32;
    /// Signature over `message`.
    fn sign(&self, message: &[u8]) -> Vec<u8>;
}

/// Somebody whose signature we know how to check.
pub trait Verifier {
    /// Key name as in [`Signer::name`].
    fn name(&self) -> &str;
    /// Key id as in [`Signer::key_id`].
    fn key_id(&self) -> u32;
    /// Whether `signature` is this key's over `message`.
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool;
}

/// Key id of an Ed25519 key: the first four bytes of SHA-256(name || 0x0A || 0x01 || public key), big-endian.
pub fn ed25519_key_id(name: &str, public_key: &[u8; 32]) -> u32 {
    let hash: [u8; 32] = Sha256::new()
        .chain_update(name.as_bytes())
        .chain_update([0x0A, ED25519])
        .chain_update(public_key)
        .finalize()
        .into();
    let [a, b, c, d, ..] = hash;
    u32::from_be_bytes([a, b, c, d])
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Key name.
    pub name: String,
    /// Key id (a hint: two keys may share one).
    pub key_id: u32,
    /// The signature itself, without the key id.
    pub bytes: Vec<u8>,
}

/// A text and its signatures. Signatures are only believed after [`SignedNote::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<Signature>,
}

impl SignedNote {
    /// Sign `text` (which ends in a newline and has no other control character) with each signer.
    pub fn sign(text: String, signers: &[&dyn Signer]) -> Result<Self, Error> {
        check_text(&text)?;
        let mut note = Self {
            text,
            signatures: Vec::new(),
        };
        for signer in signers {
            note.add(*signer)?;
        }
        Ok(note)
    }

    /// Add one more signature (a witness's, say).
    pub fn add(&mut self, signer: &dyn Signer) -> Result<(), Error> {
        check_name(signer.name())?;
        self.signatures.push(Signature {
            name: signer.name().to_owned(),
            key_id: signer.key_id(),
            bytes: signer.sign(self.text.as_bytes()),
        });
        Ok(())
    }

    /// The signed text, with its last newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signature lines, in order, known and unknown.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// The note as text.
    pub fn encode(&self) -> String {
        let mut out = format!("{}\n", self.text);
        for signature in &self.signatures {
            let mut bytes = signature.key_id.to_be_bytes().to_vec();
            bytes.extend_from_slice(&signature.bytes);
            // Writing to a String cannot fail.
            let _ = writeln!(
                out,
                "\u{2014} {} {}",
                signature.name,
                STANDARD.encode(bytes)
            );
        }
        out
    }

    /// Read a note. Nothing is believed yet.
    pub fn parse(note: &str) -> Result<Self, Error> {
        let (head, lines) = note
            .rsplit_once("\n\n")
            .ok_or(Error::Note("no empty line before the signatures"))?;
        let text = format!("{head}\n");
        check_text(&text)?;
        let lines = lines
            .strip_suffix('\n')
            .ok_or(Error::Note("no newline at the end"))?;
        let signatures = lines
            .split('\n')
            .map(parse_signature)
            .collect::<Result<Vec<_>, _>>()?;
        if signatures.len() > MAX_SIGNATURES {
            return Err(Error::Note("too many signatures"));
        }
        Ok(Self { text, signatures })
    }

    /// The text, if at least one known key signed it and no known key's signature is wrong. Unknown keys are passed over.
    pub fn verify(&self, known: &[&dyn Verifier]) -> Result<&str, Error> {
        let mut good = 0usize;
        for signature in &self.signatures {
            let keys = known
                .iter()
                .filter(|key| key.key_id() == signature.key_id && key.name() == signature.name);
            for key in keys {
                if !key.verify(self.text.as_bytes(), &signature.bytes) {
                    return Err(Error::Signature);
                }
                good += 1;
            }
        }
        if good == 0 {
            Err(Error::Signature)
        } else {
            Ok(&self.text)
        }
    }
}

fn parse_signature(line: &str) -> Result<Signature, Error> {
    let rest = line
        .strip_prefix("\u{2014} ")
        .ok_or(Error::Note("a signature line does not begin with a dash"))?;
    let (name, encoded) = rest
        .split_once(' ')
        .ok_or(Error::Note("a signature line has no signature"))?;
    check_name(name)?;
    let bytes = STANDARD
        .decode(encoded)
        .map_err(|_| Error::Note("a signature is not base64"))?;
    match bytes.split_first_chunk::<4>() {
        Some((id, rest)) if !rest.is_empty() => Ok(Signature {
            name: name.to_owned(),
            key_id: u32::from_be_bytes(*id),
            bytes: rest.to_vec(),
        }),
        _ => Err(Error::Note("a signature is too short")),
    }
}

fn check_text(text: &str) -> Result<(), Error> {
    if !text.ends_with('\n') {
        return Err(Error::Note("the text does not end in a newline"));
    }
    if text.chars().any(|c| c < '\u{20}' && c != '\n') {
        return Err(Error::Note("control character"));
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), Error> {
    if name.is_empty()
        || name
            .chars()
            .any(|c| c.is_whitespace() || c == '+' || c < '\u{20}')
    {
        return Err(Error::Note("key name"));
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::Hash;

    /// Stands in for a signature scheme: SHA-256 of name and message. The real Ed25519 signer is tested in `vault`.
    pub(crate) struct Seal(pub(crate) &'static str);

    impl Seal {
        fn value(&self, message: &[u8]) -> Vec<u8> {
            Hash::of(&[self.0.as_bytes(), message].concat()).0.to_vec()
        }
    }

    impl Signer for Seal {
        fn name(&self) -> &str {
            self.0
        }
        fn key_id(&self) -> u32 {
            7
        }
        fn sign(&self, message: &[u8]) -> Vec<u8> {
            self.value(message)
        }
    }

    impl Verifier for Seal {
        fn name(&self) -> &str {
            self.0
        }
        fn key_id(&self) -> u32 {
            7
        }
        fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
            self.value(message) == signature
        }
    }

    #[test]
    fn key_id_of_the_specifications_example() {
        // The verifier key printed at https://c2sp.org/signed-note: PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
        let key = STANDARD
            .decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
            .unwrap();
        assert_eq!(key[0], ED25519);
        assert_eq!(
            ed25519_key_id("PeterNeumann", key[1..].try_into().unwrap()),
            0xc74f_20a3
        );
    }

    #[test]
    fn a_note_goes_out_and_comes_back() {
        let note = SignedNote::sign(
            "one\n\ntwo\n".to_owned(),
            &[&Seal("punte.example/log"), &Seal("witness")],
        )
        .unwrap();
        let text = note.encode();
        let back = SignedNote::parse(&text).unwrap();
        assert_eq!(back, note);
        assert_eq!(back.encode(), text);
        assert_eq!(back.verify(&[&Seal("witness")]), Ok("one\n\ntwo\n"));
        assert_eq!(back.verify(&[&Seal("stranger")]), Err(Error::Signature));
        assert_eq!(back.verify(&[]), Err(Error::Signature));
    }

    #[test]
    fn a_changed_byte_anywhere_in_the_text_is_seen() {
        let text = SignedNote::sign("origin\n12\nroot\n".to_owned(), &[&Seal("log")])
            .unwrap()
            .encode();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else {
                continue;
            };
            let verdict = SignedNote::parse(&changed)
                .and_then(|note| note.verify(&[&Seal("log")]).map(str::to_owned));
            assert!(verdict.is_err(), "byte {at}");
        }
    }

    #[test]
    fn malformed_notes_are_refused() {
        for note in [
            "",
            "text\n",
            "text\n\n",
            "text\n\n\u{2014} log AAAAAAAA",
            "text\n\n- log AAAAAAAA\n",
            "text\n\n\u{2014} log AAAA\n",
            "text\n\n\u{2014} log ?\n",
            "text\n\n\u{2014} a+b AAAAAAAA\n",
            "te\txt\n\n\u{2014} log AAAAAAAA\n",
            "text\n\n\u{2014} log AAAAAAAA\n\n",
        ] {
            assert!(SignedNote::parse(note).is_err(), "{note:?}");
        }
        assert!(SignedNote::sign("no newline".to_owned(), &[]).is_err());
        assert!(SignedNote::sign("x\n".to_owned(), &[&Seal("a b")]).is_err());
    }
}
