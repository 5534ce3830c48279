//! The second factor: time-based one-time passwords (RFC 6238): SHA-1, 6 digits, 30 seconds, the current step only, each step once.

use crate::blob::{Bound, Purpose};
use crate::keys::{UserKeys, UserPublic};
use crate::secret::{Plain, SecretText};
use crate::wrap;
use crate::{Error, Result, Rng};
use totp_rs::{Builder, Totp};
use zeroize::{Zeroize, ZeroizeOnDrop};

const STEP: u64 = 30;
const SCHEMA: u16 = 1;

/// An authenticator's shared secret: 160 bits, as RFC 4226 recommends.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct TotpSecret([u8; 20]);

impl TotpSecret {
    /// A new random secret.
    pub fn generate(rng: &dyn Rng) -> Self {
        let mut out = Self([0; 20]);
        rng.fill(&mut out.0);
        out
    }

    /// The address to draw as a QR code: `otpauth://totp/issuer:account?…`. Neither part may hold a colon; the account is not empty.
    pub fn uri(&self, issuer: &str, account: &str) -> Result<SecretText> {
        let totp = Builder::new()
            .with_secret(self.0)
            .with_issuer(Some(issuer))
            .with_account_name(account)
            .with_skew(0)
            .build()
            .map_err(|_| Error::Name)?;
        totp.to_url().map(SecretText::new).map_err(|_| Error::Name)
    }

    /// The secret in base32, to be typed where no camera is.
    pub fn to_text(&self) -> SecretText {
        SecretText::new(self.totp().secret().to_base32())
    }

    /// The secret that [`TotpSecret::to_text`] wrote.
    pub fn parse(text: &str) -> Result<Self> {
        let secret = totp_rs::Secret::try_from_base32(text).map_err(|_| Error::Format)?;
        let bytes = secret.as_bytes().try_into();
        bytes.map(Self).map_err(|_| Error::Format)
    }

    /// Check a typed code at `now` (seconds since 1970). Gives the step to store as last used; `WrongSecret` if the code
    /// is not the current step's, or the step is not after `last_used`. Spaces do not matter.
    pub fn verify(&self, code: &str, now: u64, last_used: Option<u64>) -> Result<u64> {
        let mut digits: String = code
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(7)
            .collect();
        let matched = self.totp().check(&digits, now);
        digits.zeroize();
        match matched {
            Some(step) if last_used.is_none_or(|last| step > last) => Ok(step),
            _ => Err(Error::WrongSecret),
        }
    }

    fn totp(&self) -> Totp {
        Builder::new()
            .with_secret(self.0)
            .with_skew(0)
            .with_step_duration(STEP)
            .build_noncompliant()
    }

    #[cfg(test)]
    fn code(&self, now: u64) -> String {
        self.totp().generate(now).to_string()
    }
}

/// Seal the secret to its user: it can be checked only after the passphrase has opened the user's keys.
pub fn seal_totp(
    secret: &TotpSecret,
    to: &UserPublic,
    user: &[u8; 16],
    rng: &dyn Rng,
) -> Result<Vec<u8>> {
    wrap::seal_to(to, bound(user), &secret.0, rng)
}

/// Open the sealed secret.
pub fn open_totp(keys: &UserKeys, user: &[u8; 16], blob: &[u8]) -> Result<TotpSecret> {
    let opened: Plain = wrap::open_sealed(keys, bound(user), blob)?;
    opened
        .as_ref()
        .try_into()
        .map(TotpSecret)
        .map_err(|_| Error::Format)
}

fn bound(user: &[u8; 16]) -> Bound<'_> {
    Bound {
        schema: SCHEMA,
        stream: user,
        entry: user,
        compartment: 0,
        purpose: Purpose::SecondFactor,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRng;

    #[test]
    fn rfc_6238_appendix_b_last_six_digits() {
        let secret = TotpSecret(*b"12345678901234567890");
        for (now, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(secret.code(now), code);
            assert_eq!(secret.verify(code, now, None).unwrap(), now / 30);
        }
    }

    #[test]
    fn only_the_current_step_and_only_once() {
        let secret = TotpSecret::generate(&SeededRng::new([1; 32]));
        let now = 1_800_000_015;
        let code = secret.code(now);
        let step = secret
            .verify(&format!(" {} {} ", &code[..3], &code[3..]), now, None)
            .unwrap();
        assert!(secret.verify(&code, now, Some(step)).is_err());
        assert!(secret.verify(&code, now, Some(step + 1)).is_err());
        assert!(secret.verify(&code, now, Some(step - 1)).is_ok());
        assert!(secret.verify(&code, now + 30, None).is_err());
        assert!(secret.verify(&code, now - 30, None).is_err());
        for wrong in ["", "12345", "1234567", "abcdef", "12345６"] {
            assert!(secret.verify(wrong, now, None).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_address_names_issuer_and_account() {
        let secret = TotpSecret(*b"12345678901234567890");
        let uri = secret.uri("Punte", "ana").unwrap();
        assert!(
            uri.starts_with("otpauth://totp/Punte:ana?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
            "{}",
            &*uri
        );
        assert_eq!(&*secret.to_text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let again = TotpSecret::parse(&secret.to_text()).unwrap();
        assert_eq!(&*again.to_text(), &*secret.to_text());
        for wrong in [
            "",
            "GEZDGNBV",
            "gezdgnbvgy3tqojqgezdgnbvgy3tqoj1",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBV",
        ] {
            assert!(TotpSecret::parse(wrong).is_err(), "{wrong}");
        }
        assert!(secret.uri("a:b", "ana").is_err());
        assert!(secret.uri("Punte", "").is_err());
    }

    #[test]
    fn sealed_to_its_user_only() {
        let rng = SeededRng::new([2; 32]);
        let (ana, ion) = (UserKeys::generate(&rng), UserKeys::generate(&rng));
        let secret = TotpSecret::generate(&rng);
        let blob = seal_totp(&secret, &ana.public(), &[1; 16], &rng).unwrap();
        assert!(open_totp(&ana, &[1; 16], &blob).unwrap().0 == secret.0);
        assert!(matches!(open_totp(&ana, &[2; 16], &blob), Err(Error::Open)));
        assert!(matches!(
            open_totp(&ion, &[1; 16], &blob),
            Err(Error::OtherKey)
        ));
    }
}
