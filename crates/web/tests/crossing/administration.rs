//! Account and administration over HTTP, on both engines: coming, being confirmed, going; and everything typed wrong on the way.

use crate::client::{Browser, World, between};
use crate::pages::sound;
use axum::http::StatusCode;
use punte_testkit::both_engines;
use punte_testkit::installation::{PASSPHRASE, PEOPLE};
use serde_json::json;

pub(crate) const NEW: &str = "altă punte peste altă apă";
const OK: StatusCode = StatusCode::OK;
const GONE_ON: StatusCode = StatusCode::SEE_OTHER;
const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const ABSENT: StatusCode = StatusCode::NOT_FOUND;

/// Makes an invitation; gives the path of its link.
pub(crate) async fn invite(sorin: &Browser<'_>, unit: &str, email: &str) -> String {
    let fields = [
        ("name", "Ioana Nouă"),
        ("email", email),
        ("unit", unit),
        ("role", "case_manager"),
    ];
    let got = sorin.post("/admin/invitations/new", &fields).await;
    assert_eq!(got.status, OK, "{}", got.body);
    let secret = between(&got.body, "/join/", "<");
    format!("/join/{secret}")
}

/// Joins; gives the cookie and the recovery code.
pub(crate) async fn join(world: &World, link: &str) -> (String, String) {
    let form = [
        ("name", "Ioana Nouă"),
        ("title", "asistentă socială"),
        ("new", NEW),
        ("again", NEW),
    ];
    let got = world.post(link, &form).await;
    assert_eq!(got.status, OK, "{}", got.body);
    let code = between(&got.body, "id=\"recovery-code\">", "<");
    let carried = between(&got.body, "name=\"carried\" value=\"", "\"");
    let path = format!("{link}/finish");
    let wrong = world
        .post(&path, &[("carried", &carried), ("code", "0000")])
        .await;
    assert_eq!(wrong.status, REFUSED);
    assert!(!wrong.body.contains(&code), "shown once");
    let typed = code
        .to_lowercase()
        .replace('-', " ")
        .replace('0', "o")
        .replace('1', "l");
    let done = world
        .post(&path, &[("carried", &carried), ("code", &typed)])
        .await;
    assert_eq!(
        (done.status, done.location.as_str()),
        (GONE_ON, "/account?done=joined"),
        "{}",
        done.body
    );
    (done.cookie, code)
}

/// The id of somebody in the list of people.
pub(crate) async fn person(sorin: &Browser<'_>, name: &str) -> String {
    let got = sorin.get("/admin/people").await;
    let at = got.body.rfind(&format!(">{name}<")).expect("listed");
    let before = &got.body[..at];
    let from = before.rfind("/admin/people/").unwrap() + "/admin/people/".len();
    before[from..from + 36].to_owned()
}

pub(crate) async fn version(sorin: &Browser<'_>, path: &str) -> String {
    between(
        &sorin.get(path).await.body,
        "name=\"version\" value=\"",
        "\"",
    )
}

both_engines! {
    async fn somebody_comes_is_confirmed_and_goes(place: Place) {
        let world = World::on(&place).await;
        let unit = world.house.units.casework.to_string();
        let (sorin, elena) = (world.browser("sorin").await, world.browser("elena").await);
        let link = invite(&sorin, &unit, "ioana@podul.ro").await;
        let list = sorin.get("/admin/invitations").await.body;
        assert!(list.contains("ioana@podul.ro") && !list.contains("/join/"), "the link is shown once");
        let page = world.get(&link).await;
        assert_eq!(page.status, OK);
        assert!(page.body.contains("ioana@podul.ro"));
        let (cookie, _) = join(&world, &link).await;

        // In, but with nothing open; the colleague is told and confirms.
        let ioana = world.browser_with(&cookie);
        assert_eq!(ioana.get("/account").await.status, OK);
        assert!(ioana.get("/").await.body.contains("You are waiting to be confirmed."));
        assert_eq!(ioana.get("/files").await.status, ABSENT);
        assert_eq!(ioana.get("/admin/waiting").await.status, ABSENT);
        assert!(elena.get("/").await.body.contains("/admin/waiting"));
        let page = elena.get("/admin/waiting").await.body;
        let user = between(&page, "name=\"user\" value=\"", "\"");
        let fields = [("user", user.as_str()), ("unit", unit.as_str())];
        let done = elena.post("/admin/waiting", &fields).await;
        assert_eq!(done.status, GONE_ON, "{}", done.body);
        assert_eq!(elena.post("/admin/waiting", &fields).await.status, REFUSED, "confirmed already");
        assert_eq!(ioana.get("/files").await.status, OK);

        // Suspended, restored.
        let at = format!("/admin/people/{user}");
        let drawn = version(&sorin, &at).await;
        let reason = [("reason", "Verificare."), ("version", &drawn)];
        assert_eq!(sorin.post(&format!("{at}/suspend"), &reason).await.status, GONE_ON);
        assert!(ioana.get("/files").await.location.starts_with("/sign-in"));
        let stale = sorin.post(&format!("{at}/restore"), &[("version", &drawn)]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.body.contains("Account suspended") && stale.body.contains("Verificare."), "what was written meanwhile");
        let drawn = version(&sorin, &at).await;
        let back = sorin.post(&format!("{at}/restore"), &[("version", &drawn)]).await;
        assert_eq!(back.status, GONE_ON, "{}", back.body);
        // Back without a key, which a colleague gives.
        let done = elena.post("/admin/waiting", &fields).await;
        assert_eq!(done.status, GONE_ON, "{}", done.body);

        // Another role, one more unit, the end.
        let place = format!("{at}/in/{unit}/case_manager");
        let drawn = version(&sorin, &place).await;
        let done = sorin.post(&format!("{place}/role"), &[("role", "supervisor"), ("version", &drawn)]).await;
        assert_eq!(done.status, GONE_ON, "{}", done.body);
        let there = world.house.units.psychosocial.to_string();
        let drawn = version(&sorin, &at).await;
        let add = [("unit", there.as_str()), ("role", "case_manager"), ("version", &drawn)];
        assert_eq!(sorin.post(&format!("{at}/add"), &add).await.status, GONE_ON);
        let waiting = sorin.get("/admin/waiting").await.body;
        assert!(waiting.contains("Ana Test"), "who could confirm in a unit that the administrator is not in");
        assert_eq!(sorin.get(&place).await.status, ABSENT, "that role is over");
        let place = format!("{at}/in/{unit}/supervisor");
        let drawn = version(&sorin, &place).await;
        let done = sorin.post(&format!("{place}/end"), &[("version", &drawn)]).await;
        assert_eq!(done.status, GONE_ON, "{}", done.body);
    }

    async fn walls_of_administration(place: Place) {
        let world = World::on(&place).await;
        let units = &world.house.units;
        let (sorin, elena, vlad, dora) =
            (world.browser("sorin").await, world.browser("elena").await, world.browser("vlad").await, world.browser("dora").await);
        let nothing = "01900000-0000-7000-8000-000000000000";
        let (me, other) = (person(&sorin, "Sorin Test").await, person(&sorin, "Elena Test").await);

        // Who may not is told nothing, whether the thing is there or not.
        for path in ["/admin", "/admin/people", "/admin/invitations", "/admin/invitations/new", "/admin/ledger"] {
            assert_eq!(dora.get(path).await.status, ABSENT, "{path}");
        }
        for (there, not) in [
            (format!("/admin/units/{}", units.casework), format!("/admin/units/{nothing}")),
            (format!("/admin/people/{other}"), format!("/admin/people/{nothing}")),
            (format!("/admin/people/{other}/hand-over/{}", units.casework), format!("/admin/people/{nothing}/hand-over/{nothing}")),
        ] {
            assert_eq!(dora.get(&there).await.without_request(), dora.get(&not).await.without_request(), "{there}");
            assert_eq!(dora.get(&there).await.status, ABSENT);
        }
        let stranger = [("user", other.as_str()), ("unit", nothing)];
        let real = units.casework.to_string();
        let known = [("user", other.as_str()), ("unit", real.as_str())];
        assert_eq!(dora.post("/admin/waiting", &stranger).await.without_request(), dora.post("/admin/waiting", &known).await.without_request());
        assert_eq!(elena.post("/admin/organisations/new", &[("name", "X")]).await.status, ABSENT);
        assert_eq!(vlad.post("/admin/organisations/new", &[("name", "X")]).await.status, ABSENT, "reads, changes nothing");
        assert_eq!(vlad.get("/admin/people").await.status, OK);

        // The last administrator, oneself, a missing version, a doubled field, a unit of nowhere.
        let last = format!("/admin/people/{me}/in/{}/administrator", units.casework);
        let drawn = version(&sorin, &last).await;
        let ended = sorin.post(&format!("{last}/end"), &[("version", &drawn)]).await;
        assert_eq!(ended.status, REFUSED);
        assert!(ended.body.contains("This is the last person who administers."));
        let role = sorin.post(&format!("{last}/role"), &[("version", &drawn), ("role", "case_manager")]).await;
        assert_eq!(role.status, REFUSED, "not one's own role");
        let own = sorin.post(&format!("/admin/people/{me}/suspend"), &[("version", &drawn), ("reason", "x")]).await;
        assert_eq!(own.status, REFUSED);
        let without = sorin.post(&format!("/admin/people/{other}/suspend"), &[("reason", "x")]).await;
        assert_eq!(without.status, StatusCode::PRECONDITION_REQUIRED);
        let doubled = format!("csrf={}&name=a&name=b", sorin.csrf());
        assert_eq!(sorin.raw("/admin/organisations/new", &[crate::client::FORM], doubled).await.status, REFUSED);
        let add = [("unit", nothing), ("role", "lawyer"), ("version", "0")];
        assert_eq!(sorin.post(&format!("/admin/people/{other}/add"), &add).await.status, REFUSED);
        let typed = [("name", "Organizația <b>"), ("kind", "x"), ("regime", "gdpr")];
        let refused = sorin.post("/admin/organisations/new", &typed).await;
        assert_eq!(refused.status, REFUSED);
        assert!(!refused.body.contains("<b>") && refused.body.contains("Organizația &"), "kept, and harmless");
    }

    async fn bodies_change_and_stale_forms_lose_nothing(place: Place) {
        let world = World::on(&place).await;
        let sorin = world.browser("sorin").await;
        let fields = [("name", "Casa Nouă"), ("kind", "ngo"), ("regime", "gdpr"), ("county", "IS")];
        let made = sorin.post("/admin/organisations/new", &fields).await;
        assert_eq!(made.status, GONE_ON, "{}", made.body);
        let path = format!("/admin/organisations/{}", made.id());
        let drawn = version(&sorin, &path).await;
        let rename = |name: &'static str| [("name", name), ("version", drawn.as_str())];
        assert_eq!(sorin.post(&format!("{path}/rename"), &rename("Casa Veche")).await.status, GONE_ON);
        let stale = sorin.post(&format!("{path}/rename"), &rename("Casa Mea")).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.body.contains("value=\"Casa Mea\"") && stale.body.contains("Organisation renamed"), "both: {}", stale.body);
        let drawn = version(&sorin, &path).await;
        let close = [("reason", ""), ("version", drawn.as_str())];
        assert_eq!(sorin.post(&format!("{path}/close"), &close).await.status, REFUSED);
        let close = [("reason", "S-a desființat."), ("version", drawn.as_str())];
        assert_eq!(sorin.post(&format!("{path}/close"), &close).await.status, GONE_ON);
        let unit = sorin.post(&format!("{path}/units/new"), &[("name", "Echipă")]).await;
        assert_eq!(unit.status, REFUSED, "closed");

        let unit = format!("/admin/units/{}", world.house.units.casework);
        let drawn = version(&sorin, &unit).await;
        let offers = [("offers", "casework"), ("offers", "intake"), ("version", drawn.as_str())];
        assert_eq!(sorin.post(&format!("{unit}/offers"), &offers).await.status, GONE_ON);
        let bad = [("offers", "gold"), ("version", drawn.as_str())];
        assert_eq!(sorin.post(&format!("{unit}/offers"), &bad).await.status, REFUSED);
    }

    async fn files_of_a_leaver(place: Place) {
        let world = World::on(&place).await;
        let (sorin, elena, vlad) = (world.browser("sorin").await, world.browser("elena").await, world.browser("vlad").await);
        let unit = world.house.units.casework.to_string();
        let raised = elena.post("/concerns/new", &[("what", "Plânge la poartă.")]).await.id();
        let opened = elena.post(&format!("/concerns/{raised}/open-file"), &[("years", "14"), ("county", "IS")]).await;
        let code = opened.id();
        let (leaver, heir) = (person(&sorin, "Elena Test").await, person(&sorin, "Sorin Test").await);
        let path = format!("/admin/people/{leaver}/hand-over/{unit}");
        assert!(sorin.get(&path).await.body.contains(&code));
        assert_eq!(elena.get(&path).await.status, ABSENT, "not by the leaver");
        let to_oneself = sorin.post(&path, &[("to", &leaver), ("go", "do")]).await;
        assert_eq!(to_oneself.status, REFUSED);
        let look = sorin.post(&path, &[("to", &heir), ("go", "look")]).await;
        assert_eq!(look.status, OK);
        assert!(look.body.contains(&code) && look.body.contains("Sorin Test"));
        let done = sorin.post(&path, &[("to", &heir), ("go", "do")]).await;
        assert_eq!((done.status, done.location.as_str()), (GONE_ON, &*format!("/admin/people/{leaver}?done=admin-handed-over")));
        assert!(sorin.get(&path).await.body.contains("There is nothing to hand over."));

        // The data protection officer sees it, by person, file and day, and takes it home as a file.
        for query in [format!("person={heir}"), format!("file={code}"), "day=today".to_owned()] {
            let page = vlad.get(&format!("/admin/ledger?{query}")).await;
            assert_eq!(page.status, OK, "{query}");
            assert!(page.body.contains("Decided for the file"), "{query}");
        }
        let bad = vlad.get("/admin/ledger?file=x").await;
        assert_eq!(bad.status, REFUSED);
        assert_eq!(vlad.get("/admin/ledger?person=x").await.status, REFUSED);
        let csv = vlad.get(&format!("/admin/ledger.csv?file={code}")).await;
        assert!(csv.kind.starts_with("text/csv") && csv.body.contains(&code) && !csv.body.contains("\"="));
        assert_eq!(sorin.get("/admin/ledger.csv").await.status, ABSENT);
    }

    async fn the_same_as_json(place: Place) {
        let world = World::on(&place).await;
        let (sorin, elena, vlad, dora) =
            (world.browser("sorin").await, world.browser("elena").await, world.browser("vlad").await, world.browser("dora").await);
        let unit = world.house.units.casework.to_string();
        let account = elena.get("/api/v1/account").await.value();
        assert_eq!((account["login"].as_str(), account["sessions"].as_array().map(Vec::len)), (Some("elena"), Some(1)));
        let whole = sorin.get("/api/v1/directory").await.value();
        assert_eq!(whole["people"].as_array().map(Vec::len), Some(PEOPLE.len()));
        assert_eq!(dora.get("/api/v1/directory").await.status, ABSENT);
        let invite = json!({"name": "Ioana Nouă", "email": "ioana@podul.ro", "unit": unit, "role": "lawyer"});
        assert_eq!(elena.json("/api/v1/directory/invitations", &invite).await.status, ABSENT);
        let link = sorin.json("/api/v1/directory/invitations", &invite).await.value()["path"].as_str().unwrap().to_owned();
        join(&world, &link).await;
        let waits = elena.get("/api/v1/directory/waiting").await.value();
        let user = waits["waiting"][0]["user"].as_str().unwrap().to_owned();
        let confirm = json!({"user": user, "unit": unit});
        assert_eq!(elena.json("/api/v1/directory/waiting", &confirm).await.status, OK);
        assert_eq!(elena.json("/api/v1/directory/waiting", &confirm).await.status, REFUSED);

        // A change needs its version; an unknown field and a doubled one are refused; stale is stale.
        let suspend = |version: Option<i64>| json!({"version": version, "change": {"suspend": {"user": user, "reason": "Verificare."}}});
        let path = "/api/v1/directory/changes";
        assert_eq!(dora.json(path, &suspend(Some(1))).await.status, ABSENT);
        assert_eq!(sorin.json(path, &suspend(None)).await.status, StatusCode::PRECONDITION_REQUIRED);
        assert_eq!(sorin.json(path, &suspend(Some(1))).await.status, StatusCode::CONFLICT);
        assert_eq!(sorin.json(path, &json!({"change": {"restore": {"user": user}}, "x": 1})).await.status, REFUSED);
        let version = sorin.get("/api/v1/directory").await.value()["people"].as_array().unwrap().iter()
            .find(|p| p["id"] == user.as_str()).unwrap()["version"].as_i64();
        assert_eq!(sorin.json(path, &suspend(version)).await.status, OK);
        let founded = json!({"change": {"found_organisation": {"name": "Casa", "kind": "ngo", "regime": "gdpr", "county": "ZZ"}}});
        assert_eq!(sorin.json(path, &founded).await.status, REFUSED, "no such county");

        let ledger = vlad.get(&format!("/api/v1/ledger?person={user}")).await.value();
        assert!(ledger["lines"].as_array().unwrap().iter().any(|l| l["action"] == "account.join"));
        assert_eq!(sorin.get("/api/v1/ledger").await.status, ABSENT);
        let offered = elena.json("/api/v1/account/recovery", &json!({"passphrase": PASSPHRASE})).await.value();
        let keep = json!({"sealed": offered["sealed"], "code": offered["secret"]});
        assert_eq!(elena.json("/api/v1/account/recovery/keep", &keep).await.status, OK);
        let language = elena.json("/api/v1/account/language", &json!({"language": "de"})).await;
        assert_eq!(language.value()["fields"][0]["field"], "language");
    }

    async fn pages_are_sound_in_both_languages(place: Place) {
        let world = World::on(&place).await;
        let units = &world.house.units;
        let (sorin, elena, vlad) = (world.browser("sorin").await, world.browser("elena").await, world.browser("vlad").await);
        let link = invite(&sorin, &units.casework.to_string(), "ioana@podul.ro").await;
        let (cookie, _) = join(&world, &link).await;
        let open = invite(&sorin, &units.casework.to_string(), "b@podul.ro").await;
        let ioana = world.browser_with(&cookie);
        let someone = person(&sorin, "Elena Test").await;
        let page = sorin.get(&format!("/admin/units/{}", units.casework)).await.body;
        let body = between(&page, "href=\"/admin/organisations/", "\"");
        let of_admin = [
            "/admin".to_owned(),
            "/admin/people".to_owned(),
            format!("/admin/people?unit={}", units.legal),
            "/admin/invitations".to_owned(),
            "/admin/invitations/new".to_owned(),
            "/admin/waiting".to_owned(),
            "/admin/organisations/new".to_owned(),
            format!("/admin/organisations/{body}"),
            format!("/admin/organisations/{body}/units/new"),
            format!("/admin/units/{}", units.casework),
            format!("/admin/people/{someone}"),
            format!("/admin/people/{someone}/in/{}/case_manager", units.casework),
            format!("/admin/people/{someone}/hand-over/{}", units.casework),
            "/".to_owned(),
        ];
        let refused = [
            ("/admin/organisations/new".to_owned(), ""),
            (format!("/admin/organisations/{body}/rename"), "0"),
            (format!("/admin/organisations/{body}/close"), "0"),
            (format!("/admin/organisations/{body}/units/new"), ""),
            (format!("/admin/units/{}/rename", units.casework), "0"),
            (format!("/admin/units/{}/close", units.casework), "0"),
            (format!("/admin/people/{someone}/suspend"), "0"),
            (format!("/admin/people/{someone}/add"), "0"),
            (format!("/admin/people/{someone}/in/{}/case_manager/role", units.casework), "0"),
            (format!("/admin/people/{someone}/hand-over/{}", units.casework), ""),
            ("/admin/invitations/new".to_owned(), ""),
            ("/account/language".to_owned(), ""),
            ("/account/shortcuts".to_owned(), ""),
            ("/account/passphrase".to_owned(), ""),
            ("/account/recovery".to_owned(), ""),
            ("/account/recovery/keep".to_owned(), ""),
        ];
        for lang in ["ro", "en"] {
            let asked = |path: &str| if path.contains('?') { format!("{path}&lang={lang}") } else { format!("{path}?lang={lang}") };
            for path in &of_admin {
                let got = sorin.get(&asked(path)).await;
                assert_eq!(got.status, OK, "{path}");
                sound(path, &got.body);
            }
            for path in ["/account", "/account/passphrase", "/account/recovery", "/"] {
                let got = ioana.get(&asked(path)).await;
                assert_eq!(got.status, OK, "{path}");
                sound(path, &got.body);
            }
            for path in ["/admin", "/admin/waiting", "/admin/ledger", "/admin/ledger?file=x", "/admin/ledger?day=zz", "/account"] {
                sound(path, &vlad.get(&asked(path)).await.body);
            }
            sound("/admin/waiting", &elena.get(&asked("/admin/waiting")).await.body);
            for path in ["/recover", "/sign-in?done=recovered", open.as_str(), "/join/zz"] {
                sound(path, &world.get(&asked(path)).await.body);
            }
            sound("/recover", &world.post(&asked("/recover"), &[]).await.body);
            sound("join", &world.post(&asked(&open), &[]).await.body);
            let form = [("name", "B"), ("new", NEW), ("again", NEW)];
            sound("join codes", &world.post(&asked(&open), &form).await.body);
            for (path, version) in &refused {
                let fields = [("version", *version)];
                let got = sorin.post(&asked(path), &fields).await;
                assert_eq!(got.status, REFUSED, "{path}");
                assert!(got.body.contains("govuk-error-summary") && got.body.contains("govuk-error-message") || path.contains("keep") || path.contains("hand-over"), "{path}");
                sound(path, &got.body);
            }
        }
    }
}
