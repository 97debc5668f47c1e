//! The form without JavaScript: the whole way, every error, and everything that people do to forms.

use axum::http::StatusCode;

use nuandong::i18n::Lang;

use crate::support::{App, on_both, walk_to_check};

on_both! {
    async fn a_lead_goes_from_the_first_page_to_the_queue(app: App) {
        let mut b = app.browser();
        b.get("/").await.is(StatusCode::OK).has("/report/lead").has_not("<script");
        b.get("/report/lead").await.is(StatusCode::OK);
        let kind = b.submit("/report/lead", &[]).await.has("category-whereabouts");
        let _ = kind;
        let base = {
            let page = b.post("/report/lead", &[]).await;
            page.location().trim_end_matches("/kind").to_owned()
        };
        b.submit(&format!("{base}/kind"), &[("category", "asset")]).await.has("case_number").has(&Lang::Zh.t("field-livelihood-lead"));
        // A number just typed is read back first, then taken.
        b.post(&format!("{base}/case"), &[("case_number", "(2019)鲁O102执1234"), ("court", ""), ("read_back", "")]).await
            .is(StatusCode::OK).has("（2019）鲁0102执1234号").has("<option value=\"鲁0102\" selected");
        b.submit(&format!("{base}/case"), &[("case_number", "(2019)鲁O102执1234"), ("court", ""), ("read_back", "(2019)鲁O102执1234")]).await.has("respondent_name");
        b.submit(&format!("{base}/respondent"), &[("respondent_kind", "person"), ("respondent_name", "张三"), ("respondent_id", "")]).await.has("narrative");
        b.submit(&format!("{base}/story"), &[("narrative", "他的车停在楼下。"), ("year", "2026"), ("month", "11"), ("day", "20")]).await.has("q_asset_type");
        b.submit(&format!("{base}/details"), &[("q_asset_type", "vehicle")]).await.has("q_plate");
        b.submit(&format!("{base}/more"), &[("q_plate", "鲁a·12345"), ("q_parked_where", "楼下")]).await.has("type=\"file\"");
        b.get(&format!("{base}/you")).await.has("anonymous");
        b.submit(&format!("{base}/you"), &[("you_seen", "1"), ("anonymous", "yes")]).await
            .has("（2019）鲁0102执1234号").has("张三").has("他的车停在楼下。").has("鲁A12345");
        let receipt = b.submit(&format!("{base}/send"), &[("website", "")]).await;
        let again = b.get(&receipt_address(&base)).await.is(StatusCode::OK);
        assert_eq!(digits_of(&receipt.body, "secret"), digits_of(&again.body, "secret"), "the receipt can be reloaded");
        let code = digits_of(&receipt.body, "secret");
        assert_eq!(code.len(), 20);
        let seen = b.submit("/follow", &[("code", &code)]).await;
        let seen = seen.has(&app.portal.clock.today().format("%Y年").to_string());
        assert!(!seen.body.contains(&code), "the code stands on the receipt only");
        // And in the queue of the court.
        app.person("triage", "鲁0102", nuandong::domain::staff::Role::Triage).await;
        app.signed_in("triage").await.get("/staff/queue").await.is(StatusCode::OK).has("张三").has("（2019）鲁0102执1234号");
    }

    async fn what_was_typed_is_kept_good_and_bad(app: App) {
        let mut b = app.browser();
        let page = b.post("/report/complaint", &[]).await;
        let base = page.location().trim_end_matches("/kind").to_owned();
        b.post(&format!("{base}/kind"), &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("<title>错误：").has("href=\"#category\"").has("autofocus");
        b.post(&format!("{base}/kind"), &[("category", "asset")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        let long = "很长".repeat(10_001);
        b.post(&format!("{base}/story"), &[("narrative", &long), ("year", "2026"), ("month", "13"), ("day", "")]).await
            .is(StatusCode::UNPROCESSABLE_ENTITY).has(&long).has("value=\"13\"").has("narrative-error").has("occurred_on-error");
        b.get(&format!("{base}/story")).await.is(StatusCode::OK).has(&long);
        let evil = "</textarea><script>alert(1)</script>";
        b.post(&format!("{base}/story"), &[("narrative", evil), ("year", "x"), ("month", ""), ("day", "")]).await
            .is(StatusCode::UNPROCESSABLE_ENTITY).has_not("<script>alert").has("&lt;/textarea>");
        b.post(&format!("{base}/you"), &[("you_seen", "1"), ("anonymous", "no"), ("phone", "\"><b>12"), ("email", "x")]).await
            .is(StatusCode::UNPROCESSABLE_ENTITY).has_not("\"><b>").has("phone-error").has("email-error");
        b.post(&format!("{base}/send"), &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).has("row-kind");
        b.post(&format!("{base}/story"), &[("narrative", "x"), ("year", "26"), ("month", "3"), ("day", "5")]).await
            .is(StatusCode::UNPROCESSABLE_ENTITY).has(&Lang::Zh.t("error-occurred-on-short-year"));
        // Read back as they will be kept; typed anew as they were typed.
        let typed = [("you_seen", "1"), ("anonymous", "no"), ("phone", "１３８ ００１３ ８０００"), ("email", "xm＠example.com")];
        b.submit(&format!("{base}/you?from=check"), &typed).await.has(">13800138000<").has(">xm@example.com<");
        b.get(&format!("{base}/you")).await.has("value=\"１３８ ００１３ ８０００\"");
        b.get(&format!("/en{base}/kind")).await.is(StatusCode::OK).has("lang=\"en\"");
    }

    async fn pressing_twice_sends_once(app: App) {
        let mut b = app.browser();
        let base = walk_to_check(&mut b, "lead", "other", "两次").await;
        let (mut one, mut two) = (b.clone(), b.clone());
        let send = format!("{base}/send");
        let (first, second) = tokio::join!(one.post(&send, &[]), two.post(&send, &[]));
        assert_eq!(first.location(), second.location());
        b.post(&send, &[]).await.is(StatusCode::SEE_OTHER);
        b.get(&send).await.is(StatusCode::SEE_OTHER);
        // Back to any page of the form leads to the receipt.
        assert_eq!(b.get(&format!("{base}/story")).await.is(StatusCode::SEE_OTHER).location(), receipt_address(&base));
        // What another tab sends after it is not in the report, and is given back to be copied; choices alone are not.
        let typed = [("narrative", "</dd>后来想起的\r\n第二行"), ("q_notice_what", "城西"), ("year", "2026")];
        let late = b.post(&format!("{base}/story"), &typed).await.is(StatusCode::CONFLICT);
        late.has("&lt;/dd&gt;后来想起的\n第二行").has("城西").has(&receipt_address(&base)).has(&Lang::Zh.t("sent-already-text"));
        b.post(&format!("/en{base}/story"), &typed).await.is(StatusCode::CONFLICT).has(&Lang::En.t("sent-already-title")).has("城西");
        let chosen = b.post(&format!("{base}/livelihood"), &[("livelihood", "none")]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(chosen.location(), receipt_address(&base));
        // The saver is told apart from a fault that it was sent, or that there is none any more.
        for draft in [base.rsplit('/').next().unwrap(), "nothing"] {
            let saved = b.post("/fn/draft", &[("draft", draft), ("fields", "narrative=x")]).await.is(StatusCode::OK);
            assert_eq!(saved.body, "null");
        }
        assert_eq!(nuandong::storage::reports::count_up_to(&app.portal.db, 10).await.unwrap(), 1);
    }

    async fn two_tabs_of_one_draft_and_two_drafts_side_by_side(app: App) {
        let mut b = app.browser();
        let base = walk_to_check(&mut b, "lead", "other", "一").await;
        let other = walk_to_check(&mut b, "lead", "other", "二").await;
        let mut tab = b.clone();
        let (story, livelihood) = (format!("{base}/story"), format!("{base}/livelihood"));
        let (one, two) = tokio::join!(b.post(&story, &[("narrative", "改过")]), tab.post(&livelihood, &[("livelihood", "labor")]));
        assert!(one.status == StatusCode::SEE_OTHER && two.status == StatusCode::SEE_OTHER);
        b.get(&format!("{base}/check")).await.has("改过").has(&Lang::Zh.t("livelihood-labor"));
        b.get(&format!("{other}/check")).await.has("二").has_not("改过");
        // Without a cookie the address alone opens the draft, and the receipt after it.
        let mut bare = app.browser();
        bare.post(&format!("{other}/send"), &[]).await.is(StatusCode::SEE_OTHER);
        bare.get(&receipt_address(&other)).await.is(StatusCode::OK).has("secret");
    }

    async fn a_receipt_is_for_the_browser_that_sent_and_for_a_day(app: App) {
        let mut b = app.browser();
        let base = walk_to_check(&mut b, "lead", "other", "一").await;
        b.post(&format!("{base}/send"), &[]).await.is(StatusCode::SEE_OTHER);
        let address = receipt_address(&base);
        b.get(&address).await.is(StatusCode::OK);
        app.browser().get(&address).await.is(StatusCode::GONE).has_not("class=\"secret\"");
        app.portal.clock.advance(chrono::TimeDelta::hours(25));
        nuandong::jobs::tidy_now(&app.portal).await.unwrap();
        b.get(&address).await.is(StatusCode::GONE).has_not("class=\"secret\"");
    }

    async fn drafts_end_after_seven_days(app: App) {
        let mut b = app.browser();
        let base = walk_to_check(&mut b, "lead", "other", "一").await;
        b.upload(&format!("{base}/files"), "", &[("a.txt", b"hello there")]).await.is(StatusCode::SEE_OTHER);
        app.portal.clock.advance(chrono::TimeDelta::days(8));
        b.get(&format!("{base}/check")).await.is(StatusCode::NOT_FOUND);
        nuandong::jobs::tidy_now(&app.portal).await.unwrap();
        let files = std::fs::read_dir(app.dir.path().join("files")).unwrap().flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().collect::<Vec<_>>());
        assert_eq!(files.count(), 0, "files go with the draft");
    }

    async fn another_number_takes_its_own_court_along(app: App) {
        let mut b = app.browser();
        let base = b.post("/report/lead", &[]).await.location().trim_end_matches("/kind").to_owned();
        let case = format!("{base}/case");
        b.post(&case, &[("case_number", "（2019）鲁0102执1234号"), ("court", ""), ("read_back", "")]).await.has("<option value=\"鲁0102\" selected");
        b.post(&case, &[("case_number", "（2019）鲁0102执1234号"), ("court", "鲁0102"), ("read_back", "（2019）鲁0102执1234号")]).await.is(StatusCode::SEE_OTHER);
        // Corrected later: the list still holds the court of the number before.
        b.post(&case, &[("case_number", "（2019）鲁0302执5号"), ("court", "鲁0102"), ("read_back", "（2019）鲁0102执1234号")]).await.has("<option value=\"鲁0302\" selected");
    }

    async fn numbers_from_elsewhere_are_taken_and_explained(app: App) {
        let mut b = app.browser();
        let page = b.post("/report/lead", &[]).await;
        let base = page.location().trim_end_matches("/kind").to_owned();
        let typed = |number: &'static str| [("case_number", number), ("court", ""), ("read_back", "")];
        b.post(&format!("{base}/case"), &typed("（2016）浙0783执4424号")).await.is(StatusCode::OK).has("浙江省高级人民法院");
        b.post(&format!("{base}/case"), &typed("(2013)青民五终字第1941号")).await.is(StatusCode::OK).has("note green");
        b.post(&format!("{base}/case"), &typed("（2018）鲁1202执1001号")).await.is(StatusCode::OK).has("莱芜区");
        b.post(&format!("{base}/case"), &typed("记不清了")).await.is(StatusCode::OK).has("note amber");
        b.post(&format!("{base}/case"), &[("case_number", "记不清了"), ("read_back", "记不清了")]).await.is(StatusCode::SEE_OTHER);
    }
}

fn receipt_address(base: &str) -> String {
    format!("/receipt/{}", base.rsplit('/').next().unwrap())
}

/// The digits in the element of that class.
pub fn digits_of(html: &str, class: &str) -> String {
    let rest = html.split(&format!("class=\"{class}\">")).nth(1).unwrap_or_else(|| panic!("no {class} in {html}"));
    rest.split('<').next().unwrap().chars().filter(char::is_ascii_digit).collect()
}
