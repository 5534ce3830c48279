//! Views of the list that somebody keeps for themself.

use crate::client::{Browser, World, between};
use axum::http::StatusCode;
use punte_testkit::both_engines;
use punte_testkit::engines::Place;
use punte_testkit::installation::{ORIGIN, signer};

const ADDRESS: &str = "?county=IS&sort=risk";
const NAME: &str = "Ștefania și frații";

async fn keep(who: &Browser<'_>, name: &str, address: &str) -> StatusCode {
    let fields = [("name", name), ("address", address)];
    who.post("/account/views", &fields).await.status
}

/// Tabs of the list by what stands on them, and which of them is this list.
async fn tabs(who: &Browser<'_>, address: &str) -> (Vec<String>, Option<String>) {
    let body = who.get(&format!("/files{address}")).await.body;
    let (mut all, mut here) = (Vec::new(), None);
    for tab in body.split("app-tabs__link\"").skip(1) {
        let (link, text) = tab.split_once('>').unwrap();
        let text = text.split('<').next().unwrap().to_owned();
        if link.contains("aria-current") {
            assert_eq!(here.replace(text.clone()), None, "one tab is this list");
        }
        all.push(text);
    }
    (all, here)
}

/// The value of a hidden field of the page's own form.
fn hidden(body: &str, name: &str) -> String {
    between(body, &format!("name=\"{name}\" value=\""), "\"")
}

both_engines! {
    async fn a_view_is_kept_by_its_owner_alone_and_taken_away(place: Place) {
        let world = World::on(&place).await;
        let elena = world.browser("elena").await;
        let sorin = world.browser("sorin").await;
        let (ready, here) = tabs(&elena, "").await;
        assert_eq!((ready.len(), here.as_deref()), (5, Some("Team")));
        // The list leads to the form, and the form back to the list.
        let list = elena.get(&format!("/files{ADDRESS}")).await.body;
        let form = format!("href=\"/account/views/new{ADDRESS}\"").replace('&', "&#38;");
        assert!(list.contains(&form), "{list}");
        let page = elena.get(&format!("/account/views/new{ADDRESS}")).await;
        assert_eq!(page.status, StatusCode::OK);
        let (id, address) = (hidden(&page.body, "id"), hidden(&page.body, "address"));
        let fields = [("id", id.as_str()), ("name", NAME), ("address", ADDRESS)];
        assert_eq!(address.replace("&#38;", "&"), ADDRESS);
        for _ in 0..2 {
            // Sent twice it is kept once.
            let kept = elena.post("/account/views", &fields).await;
            assert_eq!((kept.status, kept.location), (StatusCode::SEE_OTHER, format!("/files{ADDRESS}&done=view-kept")));
        }
        let (all, here) = tabs(&elena, ADDRESS).await;
        assert_eq!((all.len(), here.as_deref()), (6, Some(NAME)));
        assert_eq!(tabs(&elena, "").await.1.as_deref(), Some("Team"));
        // Nobody else's, and no word of it lies open in the database.
        assert_eq!(tabs(&sorin, ADDRESS).await.0, ready);
        if let Place::Sqlite(path) = &place {
            let files = [path.clone(), path.with_extension("db-wal")];
            let bytes = files.map(|file| std::fs::read(file).unwrap()).concat();
            let lies_open = |word: &str| bytes.windows(word.len()).any(|at| at == word.as_bytes());
            assert!(lies_open("elena"), "what is clear is found");
            assert!(!lies_open("frații") && !lies_open("county=IS"));
        }
        // Another list under the same name takes its place.
        assert_eq!(keep(&elena, NAME, "?due=week&mine=yes").await, StatusCode::SEE_OTHER);
        assert_eq!(tabs(&elena, "?due=week&mine=yes").await, ([ready.clone(), vec![NAME.to_owned()]].concat(), Some(NAME.to_owned())));
        assert_eq!(tabs(&elena, ADDRESS).await.0.len(), 6);
        // Somebody else cannot take it away, and its owner can.
        let here = elena.get("/files?due=week&mine=yes").await.body;
        let view = hidden(&here, "view");
        assert_eq!(sorin.post("/account/views/remove", &[("view", &view)]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(tabs(&elena, "").await.0.len(), 6);
        let gone = elena.post("/account/views/remove", &[("view", &view)]).await;
        assert_eq!((gone.status, gone.location.as_str()), (StatusCode::SEE_OTHER, "/files?done=view-dropped"));
        assert_eq!(tabs(&elena, "").await.0, ready);
        let store = world.house.app.store();
        while store.integrate(ORIGIN, &signer(), 500).await.unwrap() > 0 {}
        let report = store.verify(ORIGIN, &[&signer().verifier()]).await.unwrap();
        assert!(report.is_clean(), "{report:?}");
    }

    async fn what_cannot_be_kept_comes_back_with_what_was_typed(place: Place) {
        let world = World::on(&place).await;
        let elena = world.browser("elena").await;
        for bad in ["", "  ", &"y".repeat(61), "a\u{202e}b"] {
            let got = elena.post("/account/views", &[("name", bad), ("address", ADDRESS)]).await;
            assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
            assert!(got.body.contains("rite a name of at most 60 characters"), "{bad}: {}", got.body);
            assert!(got.body.contains(&format!("value=\"{}\"", bad.trim())), "{bad}: {}", got.body);
        }
        for bad in ["?name=Irina", "?stage=x", "?page=0", "/files"] {
            assert_eq!(keep(&elena, "A", bad).await, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        }
        assert_eq!(elena.get("/account/views/new?stage=x").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        for n in 0..12 {
            assert_eq!(keep(&elena, &format!("V{n}"), ADDRESS).await, StatusCode::SEE_OTHER);
        }
        let full = elena.post("/account/views", &[("name", "V12"), ("address", ADDRESS)]).await;
        assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(full.body.contains("twelve"), "{}", full.body);
        // Of two that are one list the first is marked, and goes first.
        let (_, here) = tabs(&elena, ADDRESS).await;
        assert_eq!(here.as_deref(), Some("V0"));
        // One of a name that is there takes its place still.
        assert_eq!(keep(&elena, "V3", "").await, StatusCode::SEE_OTHER);
        assert_eq!(tabs(&elena, "").await.0.len(), 17);
    }
}
