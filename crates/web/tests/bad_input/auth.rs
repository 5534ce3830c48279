//! "Auth".

use crate::case::{escaped, text};
use crate::client::{FORM, Got, World, encode};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use punte_app::directory::{Finish, InviteForm, JoinForm};
use punte_app::domain::access::Role;
use punte_app::domain::id::UnitId;
use punte_app::{App, AppError, Recover, SignIn, SignInRefusal};
use punte_testkit::installation::{Installation, PASSPHRASE};
use punte_words::{Lang, T};
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

async fn sign_in(world: &World, login: &str, passphrase: &str, lang: Lang) -> Got {
    let request = Request::post(format!("/sign-in?lang={}", lang.tag())).header(FORM.0, FORM.1);
    let body = encode(&[("login", login), ("passphrase", passphrase)]);
    world.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn an_unknown_person_is_told_what_a_wrong_passphrase_is_told() {
    let world = World::new().await;
    for lang in [Lang::Ro, Lang::En] {
        let known = sign_in(&world, "elena", "o parolă greșită", lang).await;
        let unknown = sign_in(&world, "elisa", "o parolă greșită", lang).await;
        let strange = sign_in(&world, "' OR 1=1 --", "o parolă greșită", lang).await;
        assert_eq!(known.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            known
                .body
                .contains(&escaped(&T::new(lang).get("sign-in-wrong"))),
            "{}",
            text(&known.body)
        );
        assert!(
            known.body.contains("value=\"elena\""),
            "the sign-in name is on the page again"
        );
        assert!(!known.body.contains("greșită\""), "the passphrase is not");
        assert_eq!(
            known.without_request(),
            unknown.without_request().replace("elisa", "elena")
        );
        assert_eq!(
            known.without_request(),
            strange
                .without_request()
                .replace("&#39; OR 1=1 --", "elena")
        );
        world.house.clock.pass(60);
    }
}

/// The middle one of so many tries.
fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[tokio::test]
async fn an_unknown_person_takes_as_long_as_a_wrong_passphrase() {
    let world = World::new().await;
    let app = &world.house.app;
    let form = |login: String| SignIn {
        login,
        passphrase: "o parolă greșită".into(),
        code: String::new(),
        address: HOME,
        label: String::new(),
    };
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for round in 0..41 {
        world.house.clock.pass(60);
        for (login, times) in [
            ("elena".to_owned(), &mut known),
            (format!("nimeni{round}"), &mut unknown),
        ] {
            let begun = Instant::now();
            let refused = app.sign_in(form(login), app.new_request()).await.unwrap();
            times.push(begun.elapsed());
            assert_eq!(refused.err(), Some(SignInRefusal::Wrong));
        }
    }
    let (known, unknown) = (median(known).as_secs_f64(), median(unknown).as_secs_f64());
    let ratio = known / unknown;
    // Without the stretching of the unknown the ratio is far beyond ten even at the tests' low cost.
    assert!(
        (0.4..=2.5).contains(&ratio),
        "known {known}, unknown {unknown}"
    );
}

#[tokio::test]
async fn a_passphrase_is_neither_cut_nor_stretched_beyond_its_length() {
    let world = World::new().await;
    let mega = sign_in(&world, "elena", &"a".repeat(1_000_000), Lang::Ro).await;
    assert_eq!(mega.status, StatusCode::PAYLOAD_TOO_LARGE);
    // The right one with more behind it is another one, below the cap and above it.
    for more in ["x".to_owned(), "x".repeat(200)] {
        let got = sign_in(&world, "elena", &format!("{PASSPHRASE}{more}"), Lang::Ro).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            got.body
                .contains(&escaped(&T::new(Lang::Ro).get("sign-in-wrong")))
        );
        world.house.clock.pass(60);
    }
    assert_eq!(
        sign_in(&world, "elena", PASSPHRASE, Lang::Ro).await.status,
        StatusCode::SEE_OTHER
    );
}

struct Joined {
    app: App,
    secret: String,
    recovery: String,
    /// Base32 of the second factor.
    totp: String,
}

const NEW: &str = "altă punte peste altă apă";

async fn invitation(house: &Installation, unit: UnitId, email: &str) -> String {
    let sorin = house.desk("sorin").await;
    let form = InviteForm {
        name: "Ioana Nouă".into(),
        email: email.into(),
        unit,
        role: Role::CaseManager,
    };
    let post = punte_app::files::Post {
        id: house.app.new_entry(),
        version: None,
    };
    sorin.invite(&form, post).await.unwrap()
}

async fn join(house: &Installation) -> Joined {
    let secret = invitation(house, house.units.casework, "ioana@podul.ro").await;
    let app = house.strict();
    let form = JoinForm {
        name: "Ioana Nouă".into(),
        title: String::new(),
        passphrase: NEW.into(),
        again: NEW.into(),
    };
    let begun = app.begin_join(&secret, form).await.unwrap().unwrap();
    let totp = begun.second_factor.unwrap().1.to_string();
    let finish = Finish {
        carried: begun.carried,
        code: begun.recovery.to_string(),
        totp: code(&totp, house, 0),
        label: String::new(),
        lang: Lang::Ro,
    };
    let joined = app
        .finish_join(&secret, finish, app.new_request())
        .await
        .unwrap();
    assert!(joined.is_ok(), "{:?}", joined.err());
    Joined {
        recovery: begun.recovery.to_string(),
        app,
        secret,
        totp,
    }
}

/// RFC 6238 as an authenticator computes it, `steps` of 30 seconds from now.
fn code(base32: &str, house: &Installation, steps: i64) -> String {
    let now = punte_app::domain::Clock::now(&*house.clock).seconds();
    let step = u64::try_from(now.div_euclid(30) + steps).unwrap();
    crate::auth::totp::code(base32, step)
}

#[tokio::test]
async fn a_second_factor_opens_once_and_only_now() {
    let world = World::new().await;
    let house = &world.house;
    let joined = join(house).await;
    let app = &joined.app;
    let form = |code: String| SignIn {
        login: "ioana@podul.ro".into(),
        passphrase: NEW.into(),
        code,
        address: HOME,
        label: String::new(),
    };
    house.clock.pass(90);
    let now = code(&joined.totp, house, 0);
    let spaced = format!("{} {}", &now[..3], &now[3..]);
    for wrong in [
        String::new(),
        spaced,
        format!("{now}0"),
        code(&joined.totp, house, 5),
        code(&joined.totp, house, -3),
        "abcdef".into(),
        "１２３４５６".into(),
    ] {
        let refused = app
            .sign_in(form(wrong.clone()), app.new_request())
            .await
            .unwrap();
        assert_eq!(refused.err(), Some(SignInRefusal::Wrong), "{wrong}");
        house.clock.pass(30);
    }
    let now = code(&joined.totp, house, 0);
    assert!(
        app.sign_in(form(now.clone()), app.new_request())
            .await
            .unwrap()
            .is_ok()
    );
    let again = app.sign_in(form(now), app.new_request()).await.unwrap();
    assert_eq!(
        again.err(),
        Some(SignInRefusal::Wrong),
        "the same code twice"
    );
    let previous = code(&joined.totp, house, -1);
    house.clock.pass(10);
    let older = app
        .sign_in(form(previous), app.new_request())
        .await
        .unwrap();
    assert_eq!(
        older.err(),
        Some(SignInRefusal::Wrong),
        "a step before the last one used"
    );
}

#[tokio::test]
async fn a_recovery_code_is_read_as_it_is_written_by_hand_and_guessed_slowly() {
    let world = World::new().await;
    let house = &world.house;
    let joined = join(house).await;
    let app = &joined.app;
    // The phone is gone with the passphrase: a new second factor comes with the new passphrase.
    let factor = app
        .factor_to_recover("", "ioana@podul.ro")
        .unwrap()
        .unwrap();
    let with = |typed: &str, totp: String| Recover {
        login: "ioana@podul.ro".into(),
        code: typed.into(),
        new: PASSPHRASE.into(),
        again: PASSPHRASE.into(),
        secret: factor.text.to_string(),
        totp,
        address: HOME,
    };
    let form = |typed: &str| with(typed, code(&factor.text, house, 0));
    // Wrong ones: one answer, and each makes the next one wait longer.
    let mut waits = Vec::new();
    for wrong in ["", "0000", &"7".repeat(200), "' OR 1=1"] {
        house.clock.pass(11);
        let refused = app.recover(form(wrong), app.new_request()).await.unwrap();
        assert_eq!(refused, Err(SignInRefusal::Wrong), "{wrong}");
        match app.recover(form(wrong), app.new_request()).await.unwrap() {
            Err(SignInRefusal::Wait(seconds)) => waits.push(seconds),
            other => panic!("{other:?}"),
        }
    }
    assert!(
        waits.is_sorted() && waits.first() < waits.last(),
        "{waits:?}"
    );
    // O for 0, l and I for 1, small letters, other gaps.
    house.clock.pass(60);
    let by_hand = joined
        .recovery
        .replace('0', "O")
        .replace('1', "l")
        .to_lowercase()
        .replace('-', " ");
    // Without a code of it nothing is changed, and the old second factor does not count for it.
    for wrong in [
        String::new(),
        code(&factor.text, house, -1),
        code(&joined.totp, house, 0),
    ] {
        let refused = app.recover(with(&by_hand, wrong), app.new_request()).await;
        let Err(AppError::Invalid(why)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(why[0].code, "totp-wrong");
    }
    let lost = Recover {
        secret: "AAAA".into(),
        ..form(&by_hand)
    };
    assert!(app.recover(lost, app.new_request()).await.is_err());
    assert!(signed_in(app, NEW, code(&joined.totp, house, 0)).await);
    app.recover(form(&by_hand), app.new_request())
        .await
        .unwrap()
        .unwrap();
    house.clock.pass(60);
    for (phrase, secret, goes) in [
        (NEW, &*joined.totp, false),
        (PASSPHRASE, &*joined.totp, false),
        (PASSPHRASE, &*factor.text, true),
    ] {
        let typed = code(secret, house, 0);
        assert_eq!(signed_in(app, phrase, typed).await, goes, "{phrase}");
        house.clock.pass(60);
    }
}

async fn signed_in(app: &App, passphrase: &str, code: String) -> bool {
    let form = SignIn {
        login: "ioana@podul.ro".into(),
        passphrase: passphrase.into(),
        code,
        address: HOME,
        label: String::new(),
    };
    app.sign_in(form, app.new_request()).await.unwrap().is_ok()
}

#[tokio::test]
async fn a_used_an_expired_and_a_foreign_invitation_are_one_page() {
    let world = World::new().await;
    let house = &world.house;
    let used = join(house).await;
    let late = invitation(house, house.units.casework, "b@podul.ro").await;
    house.clock.pass(24 * 3_600);
    let nobodys = "0".repeat(32);
    for lang in [Lang::Ro, Lang::En] {
        let mut pages = Vec::new();
        for secret in [
            &used.secret,
            &late,
            &nobodys,
            "zz-nothing-zz",
            &"f".repeat(1_000),
        ] {
            let got = world
                .get(&format!("/join/{secret}?lang={}", lang.tag()))
                .await;
            assert!(!got.body.contains("podul.ro"), "{}", text(&got.body));
            pages.push((got.status, got.without_request().replace(secret, "")));
        }
        assert!(pages[0].0.is_client_error(), "{}", pages[0].0);
        assert!(text(&pages[0].1).len() > 40);
        for page in &pages {
            assert_eq!(text(&page.1), text(&pages[0].1));
            assert_eq!(page.0, pages[0].0);
        }
    }
    for secret in [&used.secret, &late, &nobodys, "", "../../etc/passwd"] {
        assert_eq!(used.app.invited(secret).await.unwrap(), None, "{secret}");
    }
}

mod totp {
    //! The other side of RFC 6238, for tests.

    /// Six digits of a step.
    pub(super) fn code(base32: &str, step: u64) -> String {
        let key = decode(base32);
        let mac = hmac_sha1(&key, &step.to_be_bytes());
        let at = usize::from(mac[19] & 15);
        let number = u32::from_be_bytes([mac[at] & 0x7f, mac[at + 1], mac[at + 2], mac[at + 3]]);
        format!("{:06}", number % 1_000_000)
    }

    fn decode(text: &str) -> Vec<u8> {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let (mut bits, mut held, mut out) = (0u64, 0, Vec::new());
        for b in text.bytes().filter(u8::is_ascii_alphanumeric) {
            let value = alphabet
                .iter()
                .position(|a| *a == b.to_ascii_uppercase())
                .unwrap();
            bits = bits << 5 | value as u64;
            held += 5;
            if held >= 8 {
                held -= 8;
                out.push(u8::try_from(bits >> held & 0xff).unwrap());
            }
        }
        out
    }

    fn hmac_sha1(key: &[u8], message: &[u8]) -> [u8; 20] {
        let mut block = [0u8; 64];
        block[..key.len()].copy_from_slice(key);
        let pad = |with: u8| block.map(|b| b ^ with).to_vec();
        let inner = sha1(&[pad(0x36), message.to_vec()].concat());
        sha1(&[pad(0x5c), inner.to_vec()].concat())
    }

    /// FIPS 180-4; only authenticators still need it.
    #[expect(clippy::many_single_char_names, reason = "FIPS 180-4's own names")]
    fn sha1(message: &[u8]) -> [u8; 20] {
        let mut state = [
            0x6745_2301u32,
            0xefcd_ab89,
            0x98ba_dcfe,
            0x1032_5476,
            0xc3d2_e1f0,
        ];
        let mut padded = message.to_vec();
        padded.push(0x80);
        while padded.len() % 64 != 56 {
            padded.push(0);
        }
        padded.extend((message.len() as u64 * 8).to_be_bytes());
        for block in padded.chunks(64) {
            let mut w: Vec<u32> = block
                .chunks(4)
                .map(|four| u32::from_be_bytes(four.try_into().unwrap()))
                .collect();
            for at in 16..80 {
                w.push((w[at - 3] ^ w[at - 8] ^ w[at - 14] ^ w[at - 16]).rotate_left(1));
            }
            let [mut a, mut b, mut c, mut d, mut e] = state;
            for (at, word) in w.iter().enumerate() {
                let (mix, constant) = match at / 20 {
                    0 => (b & c | !b & d, 0x5a82_7999),
                    1 => (b ^ c ^ d, 0x6ed9_eba1),
                    2 => (b & c | b & d | c & d, 0x8f1b_bcdc),
                    _ => (b ^ c ^ d, 0xca62_c1d6u32),
                };
                let next = a
                    .rotate_left(5)
                    .wrapping_add(mix)
                    .wrapping_add(e)
                    .wrapping_add(constant)
                    .wrapping_add(*word);
                (a, b, c, d, e) = (next, a, b.rotate_left(30), c, d);
            }
            for (into, from) in state.iter_mut().zip([a, b, c, d, e]) {
                *into = into.wrapping_add(from);
            }
        }
        let mut out = [0; 20];
        for (into, from) in out.chunks_mut(4).zip(state) {
            into.copy_from_slice(&from.to_be_bytes());
        }
        out
    }
}
