//! Encrypted files of any length (backups, exports): chunks of 64 KiB, each sealed with its number and whether it is the last.
//!
//! `magic 8 | kind 1 | cost 12 | salt 32 | commitment 32`, then chunks of `ciphertext | tag 16`. The nonce of a chunk is
//! `0 7 | number 4 | last 1` (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár 2015); the key is fresh for each file.
//! The commitment lets a wrong key be told from a damaged file before the first chunk. Chunks cannot be reordered,
//! left out, doubled or cut off. **Output is only good once `open_stream` has returned `Ok`**: until then, discard it.

use crate::passphrase::{self, Cost};
use crate::secret::{Plain, Secret32};
use crate::{Error, Result, Rng, aead, kdf};
use std::io::{Read, Write};
use zeroize::Zeroize;

const MAGIC: &[u8; 8] = b"PUNTEBK1";
const CHUNK: usize = 64 * 1024;
const SEALED: usize = CHUNK + aead::TAG;
const KIND_PASSPHRASE: u8 = 1;
const KIND_KEY: u8 = 2;
const SALT: usize = 32;
const FIXED: usize = 8 + 1 + 12 + SALT;

/// A 256-bit key for files.
pub struct BackupKey(Secret32);

impl BackupKey {
    /// A new random key.
    pub fn generate(rng: &dyn Rng) -> Self {
        Self(Secret32::random(rng))
    }

    /// From stored bytes (32).
    pub fn import(bytes: &[u8]) -> Result<Self> {
        Secret32::from_slice(bytes).map(Self)
    }

    /// To be stored apart from the backups.
    pub fn export(&self) -> Plain {
        Plain::new(self.0.0.to_vec())
    }
}

/// With what a file is sealed or opened.
pub enum BackupSecret<'a> {
    /// A passphrase. The cost counts for sealing; opening takes it from the file.
    Passphrase(&'a str, Cost),
    /// A key.
    Key(&'a BackupKey),
}

struct FileKeys {
    seal: Secret32,
    commit: Secret32,
}

/// Seal everything that `from` gives into `to`. Gives the number of content bytes.
pub fn seal_stream(
    from: &mut dyn Read,
    to: &mut dyn Write,
    secret: &BackupSecret<'_>,
    rng: &dyn Rng,
) -> Result<u64> {
    let mut salt = [0; SALT];
    rng.fill(&mut salt);
    let (kind, cost) = match secret {
        BackupSecret::Passphrase(_, cost) => (KIND_PASSPHRASE, cost.encode()),
        BackupSecret::Key(_) => (KIND_KEY, [0; 12]),
    };
    let head = [MAGIC.as_slice(), &[kind], &cost, &salt].concat();
    let keys = file_keys(secret, &head, &salt)?;
    to.write_all(&head)?;
    to.write_all(&kdf::hmac(&keys.commit.0, &[&head]))?;
    let mut total = 0u64;
    in_chunks(from, CHUNK, |number, chunk, last| {
        total += u64::try_from(chunk.len()).unwrap_or(0);
        let sealed = aead::seal(&keys.seal, nonce(number, last), b"", chunk.to_vec())?;
        to.write_all(&sealed).map_err(Error::from)
    })?;
    to.flush()?;
    Ok(total)
}

/// Open a sealed file into `to`. Gives the number of content bytes. `WrongSecret` for another passphrase or key, `Truncated` for
/// a file that ends too early, `Open` for a damaged one, `Format` for something else.
pub fn open_stream(
    from: &mut dyn Read,
    to: &mut dyn Write,
    secret: &BackupSecret<'_>,
) -> Result<u64> {
    let head: [u8; FIXED] = read_exact(from)?;
    let commitment: [u8; 32] = read_exact(from)?;
    let (kind, cost, salt) = read_head(&head)?;
    let keys = match (secret, kind) {
        (BackupSecret::Passphrase(text, _), KIND_PASSPHRASE) => file_keys(
            &BackupSecret::Passphrase(text, Cost::decode(cost)?),
            &head,
            &salt,
        )?,
        (BackupSecret::Key(_), KIND_KEY) => file_keys(secret, &head, &salt)?,
        (BackupSecret::Passphrase(..) | BackupSecret::Key(_), KIND_PASSPHRASE | KIND_KEY) => {
            return Err(Error::WrongSecret);
        }
        _ => return Err(Error::Format),
    };
    if !kdf::equal(&kdf::hmac(&keys.commit.0, &[&head]), &commitment) {
        return Err(Error::WrongSecret);
    }
    let mut total = 0u64;
    in_chunks(from, SEALED, |number, chunk, last| {
        let opened = aead::open(&keys.seal, nonce(number, last), b"", chunk).map_err(|error| {
            // It opens as a chunk in the middle, but nothing follows: the rest is gone.
            let middle = last && aead::open(&keys.seal, nonce(number, false), b"", chunk).is_ok();
            if middle || (last && chunk.len() < aead::TAG) {
                Error::Truncated
            } else {
                error
            }
        })?;
        total += u64::try_from(opened.len()).unwrap_or(0);
        to.write_all(&opened).map_err(Error::from)
    })?;
    to.flush()?;
    Ok(total)
}

fn read_head(head: &[u8; FIXED]) -> Result<(u8, [u8; 12], [u8; SALT])> {
    let rest = head.strip_prefix(MAGIC).ok_or(Error::Format)?;
    let (kind, rest) = rest.split_first().ok_or(Error::Format)?;
    let (cost, rest) = rest.split_first_chunk().ok_or(Error::Format)?;
    let salt = rest.try_into().map_err(|_| Error::Format)?;
    Ok((*kind, *cost, salt))
}

fn file_keys(secret: &BackupSecret<'_>, head: &[u8], salt: &[u8; SALT]) -> Result<FileKeys> {
    let stretched;
    let master = match secret {
        BackupSecret::Passphrase(text, cost) => {
            stretched = passphrase::stretch(text, salt, *cost)?;
            &stretched
        }
        BackupSecret::Key(key) => &key.0,
    };
    Ok(FileKeys {
        seal: kdf::derive(&master.0, salt, &[b"punte/backup/seal/1", head]),
        commit: kdf::derive(&master.0, salt, &[b"punte/backup/commit/1", head]),
    })
}

fn nonce(number: u32, last: bool) -> [u8; aead::NONCE] {
    let [a, b, c, d] = number.to_be_bytes();
    [0, 0, 0, 0, 0, 0, 0, a, b, c, d, u8::from(last)]
}

/// Call `each` with every chunk of `size` bytes, its number and whether it is the last (which may be shorter, or empty if there is nothing).
fn in_chunks(
    from: &mut dyn Read,
    size: usize,
    mut each: impl FnMut(u32, &[u8], bool) -> Result<()>,
) -> Result<()> {
    let mut now = read_up_to(from, size)?;
    let mut number = 0u32;
    loop {
        let mut next = if now.len() < size {
            Vec::new()
        } else {
            read_up_to(from, size)?
        };
        let last = next.is_empty();
        let done = each(number, &now, last);
        now.zeroize();
        if done.is_err() || last {
            next.zeroize();
            return done;
        }
        now = next;
        number = number.checked_add(1).ok_or(Error::TooLarge)?;
    }
}

fn read_up_to(from: &mut dyn Read, size: usize) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(size);
    from.take(u64::try_from(size).map_err(|_| Error::TooLarge)?)
        .read_to_end(&mut out)?;
    Ok(out)
}

fn read_exact<const N: usize>(from: &mut dyn Read) -> Result<[u8; N]> {
    let mut out = [0; N];
    from.read_exact(&mut out).map_err(|error| {
        if error.kind() == std::io::ErrorKind::UnexpectedEof {
            Error::Truncated
        } else {
            Error::Io(error)
        }
    })?;
    Ok(out)
}
