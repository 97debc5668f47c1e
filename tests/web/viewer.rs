//! The safe viewer: what is shown, under which headers, for whom; players jump about; nothing infected, nothing that runs.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use nuandong::{domain::staff::Role, i18n::Lang, jobs};

use crate::{
    files::{download, files_of, film, holds, photograph, sent, triage},
    support::{App, Browser, Page, on_both},
};

async fn ranged(b: &mut Browser, path: &str, range: &str) -> Page {
    let request = Request::builder().uri(path).header(header::RANGE, range).body(Body::empty()).unwrap();
    b.send(request).await
}

fn policy(page: &Page) -> &str {
    page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap()
}

on_both! {
    async fn each_kind_is_shown_in_its_own_way(app: App) {
        let picture = photograph();
        let video = film(300 * 1024);
        let text = format!("<script>alert(1)</script>\n{}", "欠款三万元。".repeat(20_000));
        let gbk = b"\xC7\xB7\xBF\xEE\xC8\xFD\xCD\xF2\xD4\xAA";
        let files: [(&str, &[u8]); 5] = [("照片.jpg", &picture), ("录像.mp4", &video), ("记录.txt", text.as_bytes()), ("借条.txt", gbk), ("合同.pdf", b"%PDF-1.7\n1 0 obj")];
        let (_, number, _) = sent(&app, &files).await;
        jobs::run_all(&app.portal).await.unwrap();
        let (mut b, token) = triage(&app, "鲁0102").await;
        let rows = files_of(&app, &token, &number).await;
        let at = |name: &str| download(&number, rows.iter().find(|row| row["name"] == name).unwrap());
        let report = b.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK);
        for name in ["照片.jpg", "录像.mp4", "记录.txt", "借条.txt", "合同.pdf"] {
            assert!(report.body.contains(&format!("{}/view\"", at(name))), "{name}");
        }
        assert!(!policy(&report).contains("media-src") && !policy(&report).contains("frame-src"));

        let page = b.get(&format!("{}/view", at("照片.jpg"))).await.is(StatusCode::OK).has(&format!("<img src=\"{}/inline\"", at("照片.jpg")));
        assert!(!policy(&page).contains("media-src") && !policy(&page).contains("frame-src"));
        let copy = b.get(&format!("{}/inline", at("照片.jpg"))).await.is(StatusCode::OK);
        assert!(!holds(&copy.bytes, "MARKED-"), "position and camera are gone");

        let page = b.get(&format!("{}/view", at("录像.mp4"))).await.is(StatusCode::OK).has("<video src=");
        assert!(policy(&page).contains("media-src 'self'") && !policy(&page).contains("frame-src") && !policy(&page).contains("script-src"));

        let page = b.get(&format!("{}/view", at("合同.pdf"))).await.is(StatusCode::OK).has("<iframe src=");
        assert!(policy(&page).contains("frame-src 'self'") && !policy(&page).contains("media-src"));
        let inner = b.get(&format!("{}/inline", at("合同.pdf"))).await.is(StatusCode::OK);
        assert_eq!((inner.headers[header::CONTENT_TYPE].as_bytes(), inner.headers[header::X_FRAME_OPTIONS].as_bytes()), (&b"application/pdf"[..], &b"SAMEORIGIN"[..]));
        assert!(policy(&inner).contains("default-src 'none'") && policy(&inner).contains("frame-ancestors 'self'") && !policy(&inner).contains("script-src"));

        let page = b.get(&format!("{}/view", at("记录.txt"))).await.is(StatusCode::OK);
        let page = page.has("&lt;script&gt;alert(1)&lt;/script&gt;").has_not("<script>alert").has(&Lang::Zh.t("viewer-more"));
        assert!(page.body.len() < 260 * 1000 && page.body.contains("欠款三万元"));
        b.get(&format!("{}/view", at("借条.txt"))).await.has("欠款三万元").has_not(&Lang::Zh.t("viewer-more"));
        // Text is never handed to the browser to make something of.
        b.get(&format!("{}/inline", at("记录.txt"))).await.is(StatusCode::NOT_FOUND);

        assert_eq!(b.get(&format!("{}/inline", at("录像.mp4"))).await.headers[header::CONTENT_TYPE], "video/mp4");
        for name in ["照片.jpg", "录像.mp4"] {
            let file = b.get(&format!("{}/inline", at(name))).await.is(StatusCode::OK);
            assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("inline; filename="), "{name}");
            assert_eq!(file.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert_eq!(file.headers[header::X_FRAME_OPTIONS], "DENY");
            assert!(policy(&file).split("; ").any(|part| part == "sandbox"), "{name}");
            let saved = b.get(&at(name)).await.is(StatusCode::OK);
            assert!(saved.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment; "), "{name}");
        }
        // From one to the next, by links alone.
        let first = rows[0]["id"].as_str().unwrap();
        let mut page = b.get(&format!("/staff/reports/{number}/files/{first}/view")).await.has_not("id=\"file-previous\"");
        let mut walked = 1;
        while let Some((_, rest)) = page.body.split_once("id=\"file-next\" rel=\"next\" href=\"") {
            let next = rest.split('"').next().unwrap().to_owned();
            page = b.get(&next).await.is(StatusCode::OK).has("id=\"file-previous\"");
            walked += 1;
        }
        assert_eq!(walked, 5);
        page.has(&format!("href=\"/staff/reports/{number}#files\""));
    }

    async fn a_player_gets_the_piece_it_asks_for(app: App) {
        let video = film(300 * 1024);
        let (_, number, _) = sent(&app, &[("录像.mp4", &video)]).await;
        let (mut b, token) = triage(&app, "鲁0102").await;
        let address = format!("{}/inline", download(&number, &files_of(&app, &token, &number).await[0]));
        let whole = b.get(&address).await.is(StatusCode::OK);
        assert!(whole.bytes == video && whole.headers[header::ACCEPT_RANGES] == "bytes");
        let length = video.len();
        // Over the borders of sealed parts (64 kB), the first bytes, the last ones, all of them.
        for (from, to) in [(0, length - 1), (0, 0), (65_535, 65_536), (65_536, 131_071), (70_000, 200_000), (length - 1, length - 1)] {
            let page = ranged(&mut b, &address, &format!("bytes={from}-{to}")).await.is(StatusCode::PARTIAL_CONTENT);
            assert_eq!(page.bytes, video[from..=to], "{from}-{to}");
            assert_eq!(page.headers[header::CONTENT_RANGE].to_str().unwrap(), format!("bytes {from}-{to}/{length}"));
            assert_eq!(page.headers[header::CONTENT_LENGTH].to_str().unwrap(), (to - from + 1).to_string());
        }
        assert_eq!(ranged(&mut b, &address, "bytes=-10").await.bytes, video[length - 10..]);
        assert_eq!(ranged(&mut b, &address, "bytes=200000-").await.bytes, video[200_000..]);
        let beyond = ranged(&mut b, &address, &format!("bytes={length}-")).await.is(StatusCode::RANGE_NOT_SATISFIABLE);
        assert_eq!(beyond.headers[header::CONTENT_RANGE].to_str().unwrap(), format!("bytes */{length}"));
    }

    async fn what_is_not_for_these_eyes_is_not_there(app: App) {
        let (_, number, _) = sent(&app, &[("一.txt", b"for the first court"), ("二.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0 broken")]).await;
        let (_, other, _) = sent(&app, &[("三.txt", b"of another report")]).await;
        jobs::run_all(&app.portal).await.unwrap();
        let (mut b, token) = triage(&app, "鲁0102").await;
        let rows = files_of(&app, &token, &number).await;
        let at = |name: &str| download(&number, rows.iter().find(|row| row["name"] == name).unwrap());
        b.get(&format!("{}/view", at("一.txt"))).await.is(StatusCode::OK).has("for the first court");
        let mixed = format!("/staff/reports/{number}/files/{}", files_of(&app, &token, &other).await[0]["id"].as_str().unwrap());
        let (mut elsewhere, _) = triage(&app, "鲁0103").await;
        app.person("discipline", "鲁0102", Role::Discipline).await;
        let mut discipline = app.signed_in("discipline").await;
        for tail in ["", "/view", "/inline"] {
            for file in [mixed.clone(), at("二.jpg"), format!("/staff/reports/{number}/files/{}", uuid::Uuid::nil())] {
                b.get(&format!("{file}{tail}")).await.is(StatusCode::NOT_FOUND);
            }
            let file = format!("{}{tail}", at("一.txt"));
            elsewhere.get(&file).await.is(StatusCode::NOT_FOUND).has_not("first court");
            discipline.get(&file).await.is(StatusCode::NOT_FOUND).has_not("first court");
            app.browser().get(&file).await.is(StatusCode::SEE_OTHER);
        }
        // Infected since: nobody opens it, on no way.
        let id = rows.iter().find(|row| row["name"] == "一.txt").unwrap()["id"].as_str().unwrap().parse().unwrap();
        let mut tx = app.portal.db.begin().await.unwrap();
        nuandong::storage::files::set_scan(&mut tx, id, "infected").await.unwrap();
        nuandong::storage::files::set_state(&mut tx, id, "infected", false).await.unwrap();
        tx.commit().await.unwrap();
        for tail in ["", "/view", "/inline"] {
            b.get(&format!("{}{tail}", at("一.txt"))).await.is(StatusCode::NOT_FOUND).has_not("first court");
        }
        b.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK).has("一.txt").has_not(&format!("{}/view", at("一.txt")));
    }
}
