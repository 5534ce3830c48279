//! Public statistics: without a cookie, from what was imported.

use crate::client::World;
use axum::http::StatusCode;
use punte_app::statistics::Dataset;

#[tokio::test]
async fn everybody_sees_what_was_imported() {
    let world = World::new().await;
    let page = world.get("/statistics").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.caching, "public, max-age=300");
    assert!(page.body.contains("href=\"/sign-in\""));
    let elena = world.browser("elena").await;
    let hers = elena.get("/statistics").await;
    assert_eq!(hers.caching, "no-store", "the way back is hers alone");
    assert!(!hers.body.contains("href=\"/sign-in\""));
    assert!(hers.body.contains("Back to work"));
    for (path, kind) in [
        ("/statistics/victims.csv", "text/csv; charset=utf-8"),
        ("/statistics/age.json", "application/json"),
        ("/statistics/justice.svg", "image/svg+xml"),
        ("/api/v1/statistics", "application/json"),
        ("/api/v1/openapi.json", "application/json"),
    ] {
        let got = world.get(path).await;
        assert_eq!(
            (got.status, got.kind.as_str()),
            (StatusCode::OK, kind),
            "{path}"
        );
    }
    for path in [
        "/statistics/victims",
        "/statistics/nothing.csv",
        "/statistics/victims.exe",
        "/api/v1/statistics/x",
    ] {
        assert_eq!(
            world.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let mut other = Dataset::romania().unwrap();
    other.dataset.source.edition = "2031-01-01".into();
    assert!(world.house.app.import_statistics(&other).await.unwrap());
    assert!(
        !world.house.app.import_statistics(&other).await.unwrap(),
        "the same twice is one import"
    );
    assert!(
        world
            .get("/statistics/victims.json")
            .await
            .body
            .contains("2031-01-01")
    );
}
