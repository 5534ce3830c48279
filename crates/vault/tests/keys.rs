//! Keys: wrapped for one recipient in one context; locked under a passphrase, a code, a cookie.

use proptest::prelude::*;
use punte_ledger::{Checkpoint, Hash};
use punte_vault::facts::{
    encapsulate_fact_key, encapsulations, fact_key, is_encapsulated, open_fact_key,
};
use punte_vault::passphrase::{
    lock_cost, lock_user_key, refuse_unknown_user, unlock_with_passphrase,
};
use punte_vault::recovery::{lock_with_recovery, unlock_with_recovery};
use punte_vault::session::{
    check_csrf, csrf_token, idempotency_mac, open_session, seal_session, session_id,
};
use punte_vault::wrap::*;
use punte_vault::*;

const ANA: [u8; 16] = [1; 16];
const ION: [u8; 16] = [2; 16];
const FILE: [u8; 16] = [7; 16];

fn rng() -> SeededRng {
    SeededRng::new([5; 32])
}

fn context() -> WrapContext<'static> {
    WrapContext {
        subject: &FILE,
        compartment: 3,
        recipient: &ANA,
    }
}

fn bound() -> Bound<'static> {
    Bound {
        schema: 1,
        stream: &FILE,
        entry: &ANA,
        compartment: 3,
        purpose: Purpose::Entry,
    }
}

#[test]
fn a_wrapped_stream_key_opens_for_its_recipient_in_its_context() {
    let rng = rng();
    let key = StreamKey::generate(2, &rng);
    let (user, unit) = (UserKeys::generate(&rng), UnitKeys::generate(4, &rng));
    let blob = key.seal(bound(), b"x", &rng).unwrap();
    let for_user = wrap_stream_key(&key, &user.public(), context(), &rng).unwrap();
    let for_unit = wrap_stream_key(&key, &unit.public(), context(), &rng).unwrap();
    assert_eq!(
        &*open_stream_key(&user, context(), &for_user)
            .unwrap()
            .open(bound(), &blob)
            .unwrap(),
        b"x"
    );
    assert_eq!(
        &*open_stream_key(&unit, context(), &for_unit)
            .unwrap()
            .open(bound(), &blob)
            .unwrap(),
        b"x"
    );
    assert!(matches!(
        open_stream_key(&user, context(), &for_unit),
        Err(Error::OtherKey)
    ));
    for wrong in [
        WrapContext {
            subject: &ANA,
            ..context()
        },
        WrapContext {
            compartment: 2,
            ..context()
        },
        WrapContext {
            recipient: &ION,
            ..context()
        },
        WrapContext {
            subject: &ANA,
            recipient: &FILE,
            ..context()
        },
    ] {
        assert!(
            matches!(open_stream_key(&user, wrong, &for_user), Err(Error::Open)),
            "{wrong:?}"
        );
    }
    // One kind of key never opens as another, though roster and stream keys have the same form.
    assert!(matches!(
        open_roster_key(&user, context(), &for_user),
        Err(Error::Open)
    ));
    assert!(open_unit_key(&user, context(), &for_user).is_err());
    assert!(open_statistics_key(&user, context(), &for_user).is_err());
    assert!(open_pseudonym_key(&user, context(), &for_user).is_err());
    for at in 0..for_user.len() {
        let mut changed = for_user.clone();
        changed[at] ^= 1;
        assert!(
            open_stream_key(&user, context(), &changed).is_err(),
            "byte {at}"
        );
        assert!(open_stream_key(&user, context(), &for_user[..at]).is_err());
    }
}

#[test]
fn the_whole_ladder_from_user_to_entry() {
    let rng = rng();
    let (ana, ion) = (UserKeys::generate(&rng), UserKeys::generate(&rng));
    let unit = UnitKeys::generate(1, &rng);
    let wrapped = wrap_unit_key(&unit, &ana.public(), context(), &rng).unwrap();
    let opened = open_unit_key(&ana, context(), &wrapped).unwrap();
    assert_eq!(opened.public(), unit.public());
    assert!(matches!(
        open_unit_key(&ion, context(), &wrapped),
        Err(Error::OtherKey)
    ));
    // What a member holds of a later generation is appended, and each opens by itself.
    let later = UnitKeys::generate(2, &rng);
    let held = [
        wrapped.as_slice(),
        &wrap_unit_key(&later, &ana.public(), context(), &rng).unwrap(),
    ]
    .concat();
    let both: Vec<_> = unit_wraps(&held)
        .map(|one| open_unit_key(&ana, context(), one).unwrap().public())
        .collect();
    assert_eq!(both, [unit.public(), later.public()]);
    let roster_key = RosterKey::generate(1, &rng);
    let wrapped = wrap_roster_key(&roster_key, &unit.public(), context(), &rng).unwrap();
    assert_eq!(
        open_roster_key(&opened, context(), &wrapped).unwrap().id(),
        roster_key.id()
    );
    let statistics = StatisticsKeys::generate(&rng);
    let wrapped = wrap_statistics_key(&statistics, &ana.public(), context(), &rng).unwrap();
    assert_eq!(
        open_statistics_key(&ana, context(), &wrapped)
            .unwrap()
            .public(),
        statistics.public()
    );
    let pseudonyms = PersonPseudonymKey::generate(&rng);
    let wrapped = wrap_pseudonym_key(&pseudonyms, &unit.public(), context(), &rng).unwrap();
    let opened = open_pseudonym_key(&unit, context(), &wrapped).unwrap();
    assert_eq!(opened.pseudonym(&FILE), pseudonyms.pseudonym(&FILE));
    assert_ne!(opened.pseudonym(&FILE), pseudonyms.pseudonym(&ANA));
}

#[test]
fn another_generation_of_a_unit_is_another_key() {
    let rng = rng();
    let unit = UnitKeys::generate(1, &rng);
    let key = StreamKey::generate(0, &rng);
    let mut wrapped = wrap_stream_key(&key, &unit.public(), context(), &rng).unwrap();
    wrapped[11] = 2;
    assert!(matches!(
        open_stream_key(&unit, context(), &wrapped),
        Err(Error::OtherKey)
    ));
    let claimed = UnitPublic {
        generation: 2,
        ..unit.public()
    };
    let forged = wrap_stream_key(&key, &claimed, context(), &rng).unwrap();
    assert!(matches!(
        open_stream_key(&unit, context(), &forged),
        Err(Error::OtherKey)
    ));
}

#[test]
fn facts_open_for_every_writer_of_the_unit_and_for_analysts() {
    let rng = rng();
    let (unit, other) = (UnitKeys::generate(1, &rng), UnitKeys::generate(1, &rng));
    let statistics = StatisticsKeys::generate(&rng);
    let key = fact_key(&unit, 20_780);
    let fact = key.seal(bound(), b"form=labour", &rng).unwrap();
    assert_eq!(
        &*fact_key(&unit, 20_780).open(bound(), &fact).unwrap(),
        b"form=labour"
    );
    for wrong in [fact_key(&unit, 20_781), fact_key(&other, 20_780)] {
        assert!(matches!(wrong.open(bound(), &fact), Err(Error::OtherKey)));
    }
    let sealed = encapsulate_fact_key(&key, &statistics.public(), &FILE, 20_780, &rng).unwrap();
    let opened = open_fact_key(&statistics, &FILE, 20_780, &sealed).unwrap();
    assert_eq!(&*opened.open(bound(), &fact).unwrap(), b"form=labour");
    assert!(open_fact_key(&statistics, &FILE, 20_781, &sealed).is_err());
    assert!(open_fact_key(&statistics, &ANA, 20_780, &sealed).is_err());
    assert!(open_fact_key(&StatisticsKeys::generate(&rng), &FILE, 20_780, &sealed).is_err());
    let later = fact_key(&UnitKeys::generate(2, &rng), 20_780);
    assert!(is_encapsulated(&sealed, &key) && !is_encapsulated(&sealed, &later));
    let more = encapsulate_fact_key(&later, &statistics.public(), &FILE, 20_780, &rng).unwrap();
    let day = [sealed, more].concat();
    let names: Vec<_> = encapsulations(&day)
        .map(|one| open_fact_key(&statistics, &FILE, 20_780, one).unwrap().id())
        .collect();
    assert_eq!(names, [key.id(), later.id()]);
}

#[test]
fn a_passphrase_opens_its_lock_for_its_user() {
    let rng = rng();
    let keys = UserKeys::generate(&rng);
    let lock = lock_user_key(&keys, &ANA, "pădurea de argint 7", Cost::TEST, &rng).unwrap();
    assert_eq!(
        unlock_with_passphrase(&lock, &ANA, "pădurea de argint 7")
            .unwrap()
            .public(),
        keys.public()
    );
    // The same words typed with combining marks (as some keyboards do).
    assert!(unlock_with_passphrase(&lock, &ANA, "pa\u{306}durea de argint 7").is_ok());
    assert_eq!(lock_cost(&lock).unwrap(), Cost::TEST);
    assert!(!Cost::TEST.at_least(Cost::STANDARD) && Cost::STANDARD.at_least(Cost::TEST));
    assert!(matches!(
        unlock_with_passphrase(&lock, &ANA, "padurea de argint 7"),
        Err(Error::WrongSecret)
    ));
    assert!(matches!(
        unlock_with_passphrase(&lock, &ANA, ""),
        Err(Error::WrongSecret)
    ));
    assert!(matches!(
        unlock_with_passphrase(&lock, &ION, "pădurea de argint 7"),
        Err(Error::WrongSecret)
    ));
}

#[test]
fn every_changed_byte_and_length_of_a_lock_is_refused() {
    let rng = rng();
    let lock = lock_user_key(&UserKeys::generate(&rng), &ANA, "x", Cost::TEST, &rng).unwrap();
    for at in 0..lock.len() {
        let mut changed = lock.clone();
        changed[at] ^= 1;
        assert!(
            unlock_with_passphrase(&changed, &ANA, "x").is_err(),
            "byte {at}"
        );
        assert!(matches!(
            unlock_with_passphrase(&lock[..at], &ANA, "x"),
            Err(Error::Format)
        ));
    }
    // Cost parameters that would take a terabyte are refused before any work.
    let mut greedy = lock.clone();
    greedy[2..6].copy_from_slice(&u32::MAX.to_be_bytes());
    assert!(matches!(
        unlock_with_passphrase(&greedy, &ANA, "x"),
        Err(Error::Cost)
    ));
    // A recovery lock is not a passphrase lock.
    let code = RecoveryCode::generate(&rng);
    assert!(matches!(
        unlock_with_recovery(&lock, &ANA, &code),
        Err(Error::Format)
    ));
}

#[test]
fn long_passphrases_are_refused_unhashed_and_unknown_users_cost_the_same() {
    let rng = rng();
    let keys = UserKeys::generate(&rng);
    let (most, more) = ("ț".repeat(128), "ț".repeat(129));
    assert!(lock_user_key(&keys, &ANA, &most, Cost::TEST, &rng).is_ok());
    let standard = Cost::STANDARD;
    assert!(matches!(
        lock_user_key(&keys, &ANA, &more, standard, &rng),
        Err(Error::PassphraseTooLong)
    ));
    assert!(matches!(
        refuse_unknown_user(&more, standard),
        Error::PassphraseTooLong
    ));
    assert!(matches!(
        refuse_unknown_user("x", Cost::TEST),
        Error::WrongSecret
    ));
    let cost = Cost::new(32 * 1024, 1, 1).unwrap();
    let lock = lock_user_key(&keys, &ANA, "x", cost, &rng).unwrap();
    let time = |work: &dyn Fn()| {
        (0..5)
            .map(|_| {
                let start = std::time::Instant::now();
                work();
                start.elapsed()
            })
            .min()
            .unwrap()
    };
    let known = time(&|| assert!(unlock_with_passphrase(&lock, &ANA, "y").is_err()));
    let unknown = time(&|| drop(refuse_unknown_user("y", cost)));
    let ratio = known.as_secs_f64() / unknown.as_secs_f64();
    assert!((0.5..2.0).contains(&ratio), "{known:?} {unknown:?}");
}

#[test]
fn a_recovery_code_survives_handwriting() {
    let rng = rng();
    let keys = UserKeys::generate(&rng);
    let code = RecoveryCode::generate(&rng);
    let lock = lock_with_recovery(&keys, &ANA, &code, &rng).unwrap();
    let text = code.to_text();
    assert_eq!(text.len(), 33);
    assert!(
        text.split('-').rev().skip(1).all(|group| group.len() == 4),
        "{}",
        &*text
    );
    let variants = [
        text.to_lowercase(),
        text.replace('-', ""),
        text.replace('-', " \u{2013} "),
        text.replace('0', "O").replace('1', "l"),
        text.replace('0', "o").replace('1', "I"),
        format!("  {}\n", &*text),
    ];
    for typed in variants {
        let parsed = RecoveryCode::parse(&typed).unwrap();
        assert_eq!(
            unlock_with_recovery(&lock, &ANA, &parsed).unwrap().public(),
            keys.public(),
            "{typed}"
        );
    }
    let other = RecoveryCode::generate(&rng);
    assert!(matches!(
        unlock_with_recovery(&lock, &ANA, &other),
        Err(Error::WrongSecret)
    ));
    assert!(matches!(
        unlock_with_recovery(&lock, &ION, &code),
        Err(Error::WrongSecret)
    ));
    for at in 0..lock.len() {
        let mut changed = lock.clone();
        changed[at] ^= 1;
        assert!(unlock_with_recovery(&changed, &ANA, &code).is_err());
        assert!(unlock_with_recovery(&lock[..at], &ANA, &code).is_err());
    }
}

#[test]
fn every_wrong_symbol_and_swapped_neighbours_in_a_code_are_seen() {
    let text = RecoveryCode::generate(&rng()).to_text().replace('-', "");
    for at in 0..text.len() {
        for symbol in "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U".chars() {
            let mut typed: Vec<char> = text.chars().collect();
            if typed[at] == symbol {
                continue;
            }
            typed[at] = symbol;
            let typed: String = typed.into_iter().collect();
            assert!(RecoveryCode::parse(&typed).is_err(), "{typed}");
        }
        if at > 0 {
            let mut typed: Vec<char> = text.chars().collect();
            typed.swap(at, at - 1);
            let swapped: String = typed.into_iter().collect();
            assert!(
                swapped == text || RecoveryCode::parse(&swapped).is_err(),
                "{swapped}"
            );
        }
    }
    for typed in [
        "",
        "0",
        &text[..26],
        &format!("{text}0"),
        "Z0000000000000000000000000Z",
    ] {
        assert!(
            matches!(RecoveryCode::parse(typed), Err(Error::RecoveryCode)),
            "{typed}"
        );
    }
}

#[test]
fn a_session_opens_with_its_cookie_only() {
    let rng = rng();
    let keys = UserKeys::generate(&rng);
    let (token, other) = (SessionToken::generate(&rng), SessionToken::generate(&rng));
    let sealed = seal_session(&keys, &token, &rng).unwrap();
    let cookie = SessionToken::parse(&token.to_text()).unwrap();
    assert_eq!(
        open_session(&sealed, &cookie).unwrap().public(),
        keys.public()
    );
    assert_eq!(session_id(&cookie), session_id(&token));
    assert!(matches!(
        open_session(&sealed, &other),
        Err(Error::WrongSecret)
    ));
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(open_session(&changed, &token).is_err());
        assert!(open_session(&sealed[..at], &token).is_err());
    }
    // A cookie has one spelling: unused bits, padding and other alphabets are refused.
    let text = token.to_text();
    let alphabet = ('A'..='Z')
        .chain('a'..='z')
        .chain('0'..='9')
        .chain(['-', '_']);
    let accepted =
        alphabet.filter(|last| SessionToken::parse(&format!("{}{last}", &text[..42])).is_ok());
    assert_eq!(
        accepted.count(),
        16,
        "the last symbol carries four bits; its two spare bits must be zero"
    );
    for wrong in [
        "",
        "AAAA",
        &format!("{}=", &*text),
        &text[1..],
        &"+".repeat(43),
        &"B".repeat(43),
    ] {
        assert!(SessionToken::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn csrf_and_idempotency_belong_to_their_session_and_user() {
    let rng = rng();
    let (token, other) = (SessionToken::generate(&rng), SessionToken::generate(&rng));
    let form = csrf_token(&token, "file.write");
    assert_eq!(form.len(), 43);
    assert!(check_csrf(&token, "file.write", &form));
    assert!(!check_csrf(&token, "file.read", &form));
    assert!(!check_csrf(&other, "file.write", &form));
    assert!(!check_csrf(&token, "file.write", &form[..42]));
    assert!(!check_csrf(&token, "file.write", ""));
    let (ana, ion) = (UserKeys::generate(&rng), UserKeys::generate(&rng));
    assert_eq!(idempotency_mac(&ana, b"x"), idempotency_mac(&ana, b"x"));
    assert_ne!(idempotency_mac(&ana, b"x"), idempotency_mac(&ana, b"y"));
    assert_ne!(idempotency_mac(&ana, b"x"), idempotency_mac(&ion, b"x"));
}

#[test]
fn a_checkpoint_signed_by_the_vault_is_believed_and_no_other() {
    let rng = rng();
    let name = "punte.example/log";
    let signer = LedgerSigner::generate(name, &rng).unwrap();
    let again = LedgerSigner::from_seed(name, &signer.seed()).unwrap();
    let verifier = LedgerVerifier::parse(&signer.verifier().to_text()).unwrap();
    assert_eq!(verifier, again.verifier());
    let checkpoint = Checkpoint {
        origin: name.to_owned(),
        size: 5,
        root: Hash::of(b"x"),
    };
    let note = checkpoint.sign(&[&again]).unwrap().encode();
    assert_eq!(Checkpoint::open(&note, name, &[&verifier]), Ok(checkpoint));
    let stranger = LedgerSigner::generate(name, &rng).unwrap().verifier();
    assert!(Checkpoint::open(&note, name, &[&stranger]).is_err());
    let text = verifier.to_text();
    for wrong in [
        "",
        "x",
        "x+00000000+AAAA",
        &text.replace('+', " "),
        &text.to_uppercase(),
    ] {
        assert!(LedgerVerifier::parse(wrong).is_err(), "{wrong}");
    }
    // The specification's own key.
    let published = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    assert_eq!(
        LedgerVerifier::parse(published).unwrap().to_text(),
        published
    );
    assert!(LedgerSigner::generate("two words", &rng).is_err());
    assert!(LedgerSigner::from_seed(name, &[0; 31]).is_err());
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(text: String) {
        let _ = RecoveryCode::parse(&text);
        let _ = SessionToken::parse(&text);
        let _ = LedgerVerifier::parse(&text);
    }

    #[test]
    fn every_code_round_trips(seed: [u8; 32]) {
        let code = RecoveryCode::generate(&SeededRng::new(seed));
        let again = RecoveryCode::parse(&code.to_text()).unwrap();
        prop_assert_eq!(&*again.to_text(), &*code.to_text());
    }
}
