//! "Search/match" and "Export/report".

use crate::case::{Case, SECRET, escaped, open, text};
use axum::http::StatusCode;
use punte_words::{Lang, T};

#[tokio::test]
async fn what_is_searched_for_is_a_literal() {
    let case = Case::new().await;
    let elena = case.elena().await;
    for (typed, code) in [
        ("", "search-too-short"),
        ("a", "search-too-short"),
        (&*"ț".repeat(201), "search-too-long"),
    ] {
        for lang in [Lang::Ro, Lang::En] {
            let got = elena
                .post(&format!("/search?lang={}", lang.tag()), &[("q", typed)])
                .await;
            assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(
                got.body
                    .contains(&escaped(&T::new(lang).of("problem", code))),
                "{}",
                text(&got.body)
            );
        }
    }
    for typed in [
        "%%",
        "_____",
        "**",
        "%_*",
        ".*",
        "^T.*u$",
        "(a+)+$",
        "[a-z]{2}",
        "' OR 1=1 --",
        "\"; DROP TABLE rosters; --",
        "🙂🙂",
        "\u{1}\u{2}\u{3}",
        "\\\\",
        "<script>",
    ] {
        let got = elena.post("/search", &[("q", typed)]).await;
        assert_eq!(got.status, StatusCode::OK, "{typed}");
        assert!(
            !got.body.contains(&case.code) && !got.body.contains(SECRET),
            "{typed} found what it does not name"
        );
        assert!(!got.body.contains("<script>"), "{typed}");
    }
    let long = elena.post("/search", &[("q", &"a".repeat(10_240))]).await;
    assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
    // Hits and misses go on working.
    assert!(
        elena
            .post("/search", &[("q", "taranu")])
            .await
            .body
            .contains(&case.code)
    );
}

#[tokio::test]
async fn pages_and_filters_that_no_list_has_are_422() {
    let case = Case::new().await;
    let elena = case.elena().await;
    for bad in [
        "page=-1",
        "page=0",
        "page=1000000000",
        "page=1e9",
        "page=99999999999999999999",
        "limit=1000000",
        "sort=everything",
        "dir=up",
        "stage=%27",
    ] {
        for path in ["/files", "/files.csv"] {
            let got = elena.get(&format!("{path}?{bad}")).await;
            assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}?{bad}");
            assert!(!got.body.contains(&case.code));
        }
    }
    for path in [
        "/statistics/nothing.svg",
        "/statistics/..%2F..%2Fetc.csv",
        "/api/v1/statistics/nothing",
    ] {
        assert_eq!(
            case.world.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_cell_that_a_spreadsheet_would_run_is_text() {
    let case = Case::new().await;
    let elena = case.elena().await;
    for cover in [
        "=1+1",
        "+40",
        "-2+3",
        "@SUM(A1)",
        "|calc",
        "  =HYPERLINK(1)",
        "\u{a0}=1",
    ] {
        let code = open(&elena, "").await;
        let path = format!("/files/{code}/cover-name");
        let drawn =
            elena.get(&format!("/api/v1/files/{code}")).await.value()["version"].to_string();
        let got = elena
            .post(&path, &[("version", &drawn), ("cover", cover)])
            .await;
        assert_eq!(
            got.status,
            StatusCode::SEE_OTHER,
            "{cover}: {}",
            text(&got.body)
        );
    }
    let csv = elena.get("/files.csv").await.body;
    // A cover name stands in quotation marks; whatever else begins a cell, none begins with what starts a formula.
    let cells = csv
        .trim_start_matches('\u{feff}')
        .split(['\r', '\n', ','])
        .filter(|cell| !cell.is_empty());
    for cell in cells {
        let inside = cell
            .trim_matches('"')
            .trim_start_matches([' ', '\u{a0}', '\u{feff}']);
        assert!(
            !inside.starts_with(['=', '+', '-', '@', '|', '\t']),
            "{cell}"
        );
    }
    assert!(csv.contains("“=1+1”") && csv.contains("“|calc”"), "{csv}");
}
