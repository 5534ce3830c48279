//! The printed recovery code: 128 random bits in Crockford's base32 with a check symbol, and the lock under it.
//!
//! <https://www.crockford.com/base32.html>: 26 symbols (the first at most 7) and the value modulo 37 as the 27th,
//! which finds every single wrong symbol and every swap of two neighbours.

use crate::keys::UserKeys;
use crate::lock;
use crate::secret::{Secret32, SecretText};
use crate::{Error, Result, Rng, kdf};
use zeroize::{Zeroize, ZeroizeOnDrop};

const SYMBOLS: &[u8; 37] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";
const LENGTH: usize = 26;
const GROUP: usize = 4;
const VERSION: u8 = 1;
const KIND_RECOVERY: u8 = 2;
const SALT: usize = 16;
const HEAD: usize = 2 + SALT;

/// A recovery code.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode(u128);

impl RecoveryCode {
    /// A new random code.
    pub fn generate(rng: &dyn Rng) -> Self {
        let mut bytes = [0; 16];
        rng.fill(&mut bytes);
        let code = Self(u128::from_be_bytes(bytes));
        bytes.zeroize();
        code
    }

    /// The code to print: groups of four with dashes, the last of three.
    pub fn to_text(&self) -> SecretText {
        let digits = (0..LENGTH).rev().map(|place| (self.0 >> (5 * place)) & 31);
        // Room for everything at once: a growing text would leave copies behind.
        let mut text = String::with_capacity(LENGTH + 1 + LENGTH / GROUP);
        for (place, value) in digits.chain([self.0 % 37]).enumerate() {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            let symbol = usize::try_from(value)
                .ok()
                .and_then(|value| SYMBOLS.get(value));
            text.extend(symbol.map(|symbol| char::from(*symbol)));
        }
        SecretText::new(text)
    }

    /// Read a typed code: case, spaces and dashes do not matter; O is 0, I and L are 1.
    pub fn parse(typed: &str) -> Result<Self> {
        let mut symbols = typed.chars().filter(|c| !is_separator(*c)).map(value);
        let mut code = Self(0);
        for place in 0..LENGTH {
            let value = symbols
                .next()
                .flatten()
                .filter(|value| *value < 32)
                .ok_or(Error::RecoveryCode)?;
            if place == 0 && value > 7 {
                return Err(Error::RecoveryCode);
            }
            code.0 = code.0 << 5 | value;
        }
        let check = symbols.next().flatten().ok_or(Error::RecoveryCode)?;
        if check == code.0 % 37 && symbols.next().is_none() {
            Ok(code)
        } else {
            Err(Error::RecoveryCode)
        }
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn value(c: char) -> Option<u128> {
    let plain = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = SYMBOLS
        .iter()
        .position(|symbol| char::from(*symbol) == plain)?;
    u128::try_from(place).ok()
}

/// Lock a user's keys under a recovery code. `user` is the user's id: the lock opens for no other.
pub fn lock_with_recovery(
    keys: &UserKeys,
    user: &[u8; 16],
    code: &RecoveryCode,
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    let mut salt = [0; SALT];
    rng.fill(&mut salt);
    let head = [[VERSION, KIND_RECOVERY].as_slice(), &salt].concat();
    lock::lock(&head, &master(code, &salt), user, keys, rng)
}

/// Unlock. `WrongSecret` if the code (or the user) is not the one, or the lock was changed.
pub fn unlock_with_recovery(
    bytes: &[u8],
    user: &[u8; 16],
    code: &RecoveryCode,
) -> Result<UserKeys> {
    let salt = bytes
        .strip_prefix(&[VERSION, KIND_RECOVERY])
        .filter(|_| lock::fits(bytes, HEAD))
        .and_then(|rest| rest.split_first_chunk::<SALT>())
        .map(|(salt, _)| salt)
        .ok_or(Error::Format)?;
    lock::unlock(bytes, HEAD, &master(code, salt), user)
}

/// 128 random bits need no stretching.
fn master(code: &RecoveryCode, salt: &[u8; SALT]) -> Secret32 {
    let mut bytes = code.0.to_be_bytes();
    let master = kdf::derive(&bytes, salt, &[b"punte/recovery/1"]);
    bytes.zeroize();
    master
}
