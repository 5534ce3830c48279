//! One's own account over HTTP, on both engines: links, passphrase, recovery, sessions, language.

use crate::administration::{NEW, invite, join, version};
use crate::client::{World, between};
use axum::http::StatusCode;
use punte_testkit::both_engines;
use punte_testkit::installation::PASSPHRASE;

const OK: StatusCode = StatusCode::OK;
const GONE_ON: StatusCode = StatusCode::SEE_OTHER;
const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const ABSENT: StatusCode = StatusCode::NOT_FOUND;

both_engines! {
    async fn every_link_that_cannot_be_used_is_one_page(place: Place) {
        let world = World::on(&place).await;
        let unit = world.house.units.casework.to_string();
        let sorin = world.browser("sorin").await;
        let used = invite(&sorin, &unit, "ioana@podul.ro").await;
        join(&world, &used).await;
        let withdrawn = invite(&sorin, &unit, "b@podul.ro").await;
        let list = sorin.get("/admin/invitations").await.body;
        let before = list.split("/withdraw").next().unwrap();
        let id = before[before.len() - 36..].to_owned();
        assert_eq!(sorin.post(&format!("/admin/invitations/{id}/withdraw"), &[]).await.status, GONE_ON);
        assert_eq!(sorin.post(&format!("/admin/invitations/{id}/withdraw"), &[]).await.status, ABSENT);
        let expired = invite(&sorin, &unit, "c@podul.ro").await;
        let closed_unit = {
            let page = sorin.get(&format!("/admin/units/{unit}")).await.body;
            let body = between(&page, "href=\"/admin/organisations/", "\"");
            let fields = [("name", "Echipa nouă"), ("offers", "referrals")];
            let made = sorin.post(&format!("/admin/organisations/{body}/units/new"), &fields).await;
            assert_eq!(made.status, GONE_ON, "{}", made.body);
            let id = made.id();
            let link = invite(&sorin, &id, "d@podul.ro").await;
            let drawn = version(&sorin, &format!("/admin/units/{id}")).await;
            let close = [("reason", "S-a mutat."), ("version", &drawn)];
            assert_eq!(sorin.post(&format!("/admin/units/{id}/close"), &close).await.status, GONE_ON);
            link
        };
        world.house.clock.pass(24 * 3_600);
        let unknown = format!("/join/{}", "0".repeat(32));
        let first = world.get(&unknown).await;
        assert_eq!(first.status, ABSENT);
        for link in [&used, &withdrawn, &expired, &closed_unit, &"/join/zz".to_owned()] {
            let got = world.get(link).await;
            assert_eq!((got.status, &got.body), (ABSENT, &first.body), "{link}");
            let form = [("name", "X"), ("new", NEW), ("again", NEW)];
            assert_eq!(world.post(link, &form).await.body, first.body, "{link}");
            let finish = world.post(&format!("{link}/finish"), &[("carried", "00"), ("code", "1")]).await;
            assert_eq!(finish.body, first.body, "{link}");
        }
    }

    async fn the_passphrase_is_lost_and_comes_back(place: Place) {
        let world = World::on(&place).await;
        let elena = world.browser("elena").await;
        let other = world.browser("elena").await;
        assert_eq!(elena.post("/account/recovery", &[("passphrase", "nu asta")]).await.status, REFUSED);
        let braked = elena.post("/account/recovery", &[("passphrase", PASSPHRASE)]).await;
        assert_eq!(braked.status, StatusCode::TOO_MANY_REQUESTS, "guessed no faster than at the door");
        world.house.clock.pass(2);
        let shown = elena.post("/account/recovery", &[("passphrase", PASSPHRASE)]).await;
        assert_eq!(shown.status, OK, "{}", shown.body);
        let code = between(&shown.body, "id=\"recovery-code\">", "<");
        let sealed = between(&shown.body, "name=\"sealed\" value=\"", "\"");
        let wrong = elena.post("/account/recovery/keep", &[("sealed", &sealed), ("code", "0000")]).await;
        assert_eq!(wrong.status, REFUSED);
        assert!(!wrong.body.contains(&code), "shown once");
        let kept = elena.post("/account/recovery/keep", &[("sealed", &sealed), ("code", &code)]).await;
        assert_eq!(kept.status, GONE_ON, "{}", kept.body);

        // Wrong code and unknown person: the same bytes but for what was typed.
        let try_one = async |login: &str, code: &str, new: &str| {
            let fields = [("login", login), ("code", code), ("new", new), ("again", new)];
            world.post("/recover", &fields).await
        };
        let unknown = try_one("nimeni", &code, NEW).await;
        let other_person = try_one("ana", &code, NEW).await;
        assert_eq!((unknown.status, other_person.status), (REFUSED, REFUSED));
        assert_eq!(unknown.body.replace("nimeni", "X"), other_person.body.replace("value=\"ana\"", "value=\"X\""));
        let wrong = try_one("elena", "0000", NEW).await;
        assert_eq!(wrong.status, REFUSED);
        let locked = try_one("elena", &code, NEW).await;
        assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS, "braked after a wrong code");
        world.house.clock.pass(20);
        assert_eq!(try_one("elena", &code, "scurt").await.status, REFUSED);
        let back = try_one("elena", &code.to_lowercase(), NEW).await;
        assert_eq!((back.status, back.location.as_str()), (GONE_ON, "/sign-in?done=recovered"), "{}", back.body);
        assert!(other.get("/account").await.location.starts_with("/sign-in"), "every session ended");
        let told = world.get("/sign-in?done=recovered").await.body;
        assert!(told.contains("recovery code is used up"), "the person is told that the code is spent");
        let spent = try_one("elena", &code, NEW).await;
        assert_eq!(spent.status, REFUSED, "a code opens once");
        world.house.clock.pass(20);
        let signed_in = world.post("/sign-in", &[("login", "elena"), ("passphrase", NEW)]).await;
        assert_eq!(signed_in.status, GONE_ON);
        let account = world.browser_with(&signed_in.cookie).get("/account").await.body;
        assert!(account.contains("/account/recovery") && account.contains("You have none."), "and can make a new one");
    }

    async fn sessions_passphrase_language(place: Place) {
        let world = World::on(&place).await;
        let (one, two, three) = (world.browser("elena").await, world.browser("elena").await, world.browser("elena").await);
        let page = one.get("/account").await.body;
        let other = between(&page, "name=\"session\" value=\"", "\"");
        assert_eq!(one.post("/account/sessions/end", &[("session", &other)]).await.status, GONE_ON);
        let left = [&two, &three];
        let mut over = 0;
        for browser in left {
            over += usize::from(browser.get("/account").await.location.starts_with("/sign-in"));
        }
        assert_eq!(over, 1, "one session ended");
        assert_eq!(one.post("/account/sessions/end", &[("session", "zz")]).await.status, GONE_ON, "one that has ended is no error");
        assert_eq!(one.post("/account/sessions/end-others", &[]).await.status, GONE_ON);
        for browser in left {
            assert!(browser.get("/account").await.location.starts_with("/sign-in"));
        }
        let change = async |old: &str, new: &str, again: &str| {
            one.post("/account/passphrase", &[("old", old), ("new", new), ("again", again)]).await
        };
        assert_eq!(change(PASSPHRASE, "scurt", "scurt").await.status, REFUSED);
        let long = "ș".repeat(129);
        let too_long = change(PASSPHRASE, &long, &long).await;
        assert_eq!(too_long.status, REFUSED);
        assert!(!too_long.body.contains(&long), "no passphrase comes back with the page");
        let huge = "x".repeat(1 << 20);
        assert_eq!(change(PASSPHRASE, &huge, &huge).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(change("nu asta", NEW, NEW).await.status, REFUSED);
        world.house.clock.pass(2);
        assert_eq!(change(PASSPHRASE, NEW, NEW).await.status, GONE_ON);
        let doubled = format!("csrf={}&language=ro&language=en", one.csrf());
        assert_eq!(one.raw("/account/language", &[crate::client::FORM], doubled).await.status, REFUSED);
        assert_eq!(one.post("/account/language", &[("language", "de")]).await.status, REFUSED);
        let set = one.post("/account/language", &[("language", "ro")]).await;
        assert_eq!(set.status, GONE_ON);
        assert!(set.cookie.contains("lang=ro"));
        assert_eq!(one.post("/account/shortcuts", &[]).await.status, REFUSED);
        assert!(one.post("/account/shortcuts", &[("shortcuts", "off")]).await.cookie.contains("shortcuts-off=1"));
        assert_eq!(one.get("/account/second-factor").await.status, ABSENT, "a demo has none");
    }
}
