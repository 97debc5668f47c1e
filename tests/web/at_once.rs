//! Many at once: everything is stored, once each.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use futures::future::join_all;

use crate::support::{App, on_both, walk_to_check};

async fn stored(app: &App) -> i64 {
    nuandong::storage::reports::count_up_to(&app.portal.db, 1_000).await.unwrap()
}

on_both! {
    async fn sixty_four_over_the_api(app: App) {
        let calls = (0..64).map(|n| {
            let mut browser = app.browser();
            async move {
                let body = serde_json::json!({ "channel": "lead", "category": "asset", "narrative": format!("第{n}条"), "court": "鲁0102" });
                browser.json(Method::POST, "/api/v1/reports", &[("idempotency-key", &format!("key-{n}"))], Some(body)).await.is(StatusCode::CREATED).json()["number"].to_string()
            }
        });
        let numbers = join_all(calls).await.into_iter().collect::<BTreeSet<_>>();
        assert_eq!((numbers.len(), stored(&app).await), (64, 64));
    }

    async fn sixty_four_through_the_form(app: App) {
        let mut ready = Vec::new();
        for n in 0..64 {
            let mut browser = app.browser();
            let base = walk_to_check(&mut browser, "complaint", "other", &format!("第{n}件")).await;
            ready.push((browser, base));
        }
        let sends = ready.into_iter().map(|(mut browser, base)| async move {
            let address = browser.post(&format!("{base}/send"), &[]).await.is(StatusCode::SEE_OTHER).location();
            crate::form::digits_of(&browser.get(&address).await.is(StatusCode::OK).body, "number")
        });
        let numbers = join_all(sends).await.into_iter().collect::<BTreeSet<_>>();
        assert_eq!((numbers.len(), stored(&app).await), (64, 64));
    }

    async fn the_same_key_sixty_four_times_is_one_report(app: App) {
        let body = serde_json::json!({ "channel": "lead", "category": "asset", "narrative": "同一条" });
        let calls = (0..64).map(|_| {
            let (mut browser, body) = (app.browser(), body.clone());
            async move { browser.json(Method::POST, "/api/v1/reports", &[("idempotency-key", "same")], Some(body)).await.is(StatusCode::CREATED).body }
        });
        let answers = join_all(calls).await.into_iter().collect::<BTreeSet<_>>();
        assert_eq!((answers.len(), stored(&app).await), (1, 1), "{answers:?}");
        let other = serde_json::json!({ "channel": "lead", "category": "asset", "narrative": "另一条" });
        let refused = app.browser().json(Method::POST, "/api/v1/reports", &[("idempotency-key", "same")], Some(other)).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["type"], "idempotency_mismatch");
    }

    async fn thirty_honest_people_behind_one_router_are_not_stopped(app: App) {
        for n in 0..60 {
            app.submit(serde_json::json!({ "channel": "lead", "category": "asset", "narrative": format!("第{n}条"), "court": "鲁0102" })).await;
        }
        let token = app.token("triage", "鲁0102", nuandong::domain::staff::Role::Triage).await;
        let list = app.browser().json(Method::GET, "/api/v1/staff/reports?view=held", &[("authorization", &format!("Bearer {token}"))], None).await.json();
        assert_eq!(list["count"], 20, "beyond forty an hour they are held, never refused");
    }
}
