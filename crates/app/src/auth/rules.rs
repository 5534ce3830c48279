//! Which passphrases are taken (security.md §3.8): length, nothing of the commonest, nothing of the sign-in name. No rule about composition.

use super::sign_in::LONGEST_PASSPHRASE;
use crate::Invalid;

/// Fewest characters.
const SHORTEST: usize = 12;
/// Shortest part of a sign-in name that counts as contained.
const PART: usize = 4;

/// The commonest of twelve characters and more, folded: sequences, keyboard walks and phrases that lead every published list,
/// and what people of this country and this product would think of first.
const COMMON: &[&str] = &[
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123456789012345",
    "1234567891011",
    "123123123123",
    "111111111111",
    "000000000000",
    "aaaaaaaaaaaa",
    "qwertyuiopas",
    "qwertyuiop123",
    "qwertyuiopasdfghjkl",
    "asdfghjklzxcvbnm",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "qazwsxedcrfv",
    "zaq12wsxcde3",
    "password1234",
    "password12345",
    "passwordpassword",
    "password123!",
    "passw0rd1234",
    "administrator",
    "administrator1",
    "adminadminadmin",
    "iloveyou1234",
    "letmeinletmein",
    "welcome12345",
    "correcthorsebatterystaple",
    "correct horse battery staple",
    "thisisapassword",
    "changeme1234",
    "parolaparola",
    "parola123456",
    "parola1234567",
    "parolamea123",
    "parolamea1234",
    "parola12345678",
    "teiubesc1234",
    "tequierotequiero",
    "steauabucuresti",
    "dinamobucuresti",
    "romania12345",
    "romaniaromania",
    "bucuresti123",
    "bucuresti1234",
    "mamatatamama",
    "mamaiubita12",
    "punte1234567",
    "puntepunte12",
    "puntepuntepunte",
    "dgaspcdgaspc",
    "protectiacopilului",
    "nu-mi amintesc",
    "abcdefghijkl",
    "abcdefghijklmnop",
    "abcd12345678",
    "superman1234",
    "football1234",
];

/// What is wrong with a new passphrase, if anything. `again` is the same typed a second time.
pub(crate) fn check(login: &str, phrase: &str, again: &str) -> Vec<Invalid> {
    let mut wrong = Vec::new();
    let count = phrase.chars().count();
    if count < SHORTEST {
        wrong.push(Invalid::new("new", "passphrase-short"));
    } else if count > LONGEST_PASSPHRASE {
        wrong.push(Invalid::new("new", "passphrase-long"));
    } else if is_common(phrase) {
        wrong.push(Invalid::new("new", "passphrase-common"));
    } else if holds_login(login, phrase) {
        wrong.push(Invalid::new("new", "passphrase-login"));
    } else if phrase != again {
        wrong.push(Invalid::new("again", "passphrase-differs"));
    }
    wrong
}

fn is_common(phrase: &str) -> bool {
    let folded = phrase.trim().to_lowercase();
    let mut characters = folded.chars();
    let first = characters.next();
    COMMON.contains(&folded.as_str()) || characters.all(|c| Some(c) == first)
}

fn holds_login(login: &str, phrase: &str) -> bool {
    let phrase = phrase.to_lowercase();
    let login = login.trim().to_lowercase();
    let name = login.split('@').next().unwrap_or_default();
    [login.as_str(), name]
        .iter()
        .any(|part| part.chars().count() >= PART && phrase.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(login: &str, phrase: &str) -> Option<String> {
        check(login, phrase, phrase)
            .into_iter()
            .next()
            .map(|i| i.code)
    }

    #[test]
    fn any_composition_is_taken_that_is_long_enough_and_not_guessed_first() {
        for good in [
            "o punte peste apă",
            "douăsprezece",
            "aaaaaaaaaaaab",
            &"ș".repeat(127).replacen('ș', "t", 1),
        ] {
            assert_eq!(code("elena@podul.ro", good), None, "{good}");
        }
        for (bad, why) in [
            ("unsprezece1", "passphrase-short"),
            (&*format!("t{}", "ș".repeat(128)), "passphrase-long"),
            ("Parola123456", "passphrase-common"),
            ("ssssssssssssss", "passphrase-common"),
            ("eu sunt ELENA din Iași", "passphrase-login"),
        ] {
            assert_eq!(code("elena@podul.ro", bad).as_deref(), Some(why), "{bad}");
        }
        assert_eq!(
            check("x", "o punte peste apă", "o punte")[0].code,
            "passphrase-differs"
        );
    }
}
