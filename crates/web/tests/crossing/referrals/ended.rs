//! Referrals that end: one of two, a refused one, one that nobody has answered.

use super::Case;
use axum::http::StatusCode;

#[tokio::test]
async fn revoking_one_of_two_leaves_the_other() {
    let case = Case::new().await;
    let (first, second) = (case.sent().await, case.sent().await);
    let mihai = case.world.browser("mihai").await;
    for id in [&first, &second] {
        assert_eq!(
            mihai
                .post(&format!("/referrals/{id}/accept"), &[])
                .await
                .status,
            StatusCode::SEE_OTHER
        );
    }
    let elena = case.world.browser("elena").await;
    let got = elena
        .post(
            &format!("/referrals/{first}/revoke"),
            &[("reason", "Dublură.")],
        )
        .await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let code = case.code.parse().unwrap();
    assert!(
        case.world
            .house
            .desk("mihai")
            .await
            .file(code)
            .await
            .is_ok(),
        "the other referral still opens it"
    );
    let got = elena
        .post(
            &format!("/referrals/{second}/revoke"),
            &[("reason", "Și aceasta.")],
        )
        .await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    assert!(
        case.world
            .house
            .desk("mihai")
            .await
            .file(code)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_refusal_is_read_and_ends_the_offer() {
    let case = Case::new().await;
    let id = case.sent().await;
    let mihai = case.world.browser("mihai").await;
    let path = format!("/referrals/{id}/decline");
    let bare = mihai
        .post(
            &path,
            &[
                ("reason", ""),
                ("text", "Nu avem loc."),
                ("suggestion", "Baroul."),
            ],
        )
        .await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        bare.body.contains("Nu avem loc.") && bare.body.contains("Baroul."),
        "nothing typed is lost"
    );
    let got = mihai
        .post(
            &path,
            &[
                ("reason", "no_capacity"),
                ("text", "Nu avem loc."),
                ("suggestion", "Baroul."),
            ],
        )
        .await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let again = mihai.post(&format!("/referrals/{id}/accept"), &[]).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "answered once"
    );
    let elena = case.world.browser("elena").await;
    let page = elena.get(&format!("/referrals/{id}")).await;
    assert!(page.body.contains("Nu avem loc.") && page.body.contains("Baroul."));
    let own = case
        .world
        .house
        .desk("elena")
        .await
        .file(case.code.parse().unwrap())
        .await
        .unwrap();
    assert!(own.state.shares.iter().all(|s| s.ended.is_some()));
    assert!(
        case.world
            .house
            .desk("mihai")
            .await
            .file(case.code.parse().unwrap())
            .await
            .is_err()
    );
}

#[tokio::test]
async fn what_is_only_offered_is_taken_back_where_it_was_asked() {
    let case = Case::new().await;
    let id = case.sent().await;
    let elena = case.world.browser("elena").await;
    let access = format!("/files/{}/access?lang=en", case.code);
    let end = format!("shares/{}/end", case.world.house.units.legal);
    let revoke = format!("href=\"/referrals/{id}\">Take the referral back</a>");
    let offered = elena.get(&access).await.body;
    assert!(offered.contains("Awaits an answer") && offered.contains(&revoke));
    assert!(!offered.contains(&end), "nothing is shared that could end");
    // The key lies there, and opens nothing yet.
    assert!(offered.contains("One unit has access"));
    let mihai = case.world.browser("mihai").await;
    let accepted = mihai.post(&format!("/referrals/{id}/accept"), &[]).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.body);
    let shared = elena.get(&access).await.body;
    assert!(shared.contains(&end) && !shared.contains(&revoke));
    assert!(shared.contains("2 units have access"));
}
