//! Evidence in parts, described, replaced, scanned: what the uploader's calls promise, what the scanner's answers do, and
//! what the small pictures of the list do not say.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes},
    http::{Method, Request, StatusCode, header},
};
use chrono::TimeDelta;
use futures::stream;
use nuandong::{config::Config, i18n::Lang};
use serde_json::Value;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixListener,
};

use crate::{
    files::{download, files_of, film, holds, pdf, photograph, refused, refused_file, sent, stored, told, triage},
    form::digits_of,
    support::{App, Browser, Page, jpeg, on_both, walk_to_check},
};

const KB: usize = 1024;
const HEIC: &[u8] = include_bytes!("../vectors/files/photograph.heic");

/// Announces a file; what the server says.
async fn begin(b: &mut Browser, base: &str, name: &str, size: usize, mark: &str) -> Page {
    b.post(&format!("{base}/uploads"), &[("name", name), ("size", &size.to_string()), ("mark", mark)]).await
}

/// Sends a part.
async fn part(b: &mut Browser, base: &str, id: &str, at: usize, bytes: &[u8]) -> Page {
    let request = Request::builder().method(Method::POST).uri(format!("{base}/uploads/{id}?at={at}"));
    b.send(request.header("sec-fetch-site", "same-origin").body(Body::from(bytes.to_vec())).unwrap()).await
}

/// Sends a whole file in parts of that size; the last answer.
async fn whole(b: &mut Browser, base: &str, name: &str, bytes: &[u8], size: usize) -> Page {
    let begun = begin(b, base, name, bytes.len(), "1-a").await.is(StatusCode::OK).json();
    let id = begun["id"].as_str().unwrap().to_owned();
    let mut last = None;
    for (n, piece) in bytes.chunks(size).enumerate() {
        last = Some(part(b, base, &id, n * size, piece).await);
    }
    last.unwrap()
}

#[track_caller]
fn stands(page: &Page, status: StatusCode, received: usize, done: bool) {
    assert_eq!(page.status, status, "{}", page.body);
    let answer = page.json();
    assert_eq!((&answer["received"], &answer["done"]), (&received.into(), &done.into()), "{}", page.body);
}

fn id_of(page: &Page) -> String {
    page.json()["id"].as_str().unwrap().to_owned()
}

/// The identity of a file in the list.
fn listed(page: &Page, name: &str) -> String {
    let row = page.body.split("<li id=\"file-").skip(1).find(|row| row.contains(&format!("<strong>{name}</strong>")));
    row.unwrap_or_else(|| panic!("no {name} in {}", page.body))[..36].to_owned()
}

/// A draft's address and the address of its files.
async fn draft(app: &App) -> (Browser, String, String) {
    let mut b = app.browser();
    let base = walk_to_check(&mut b, "lead", "other", "一条线索").await;
    let files = format!("{base}/files");
    (b, base, files)
}

on_both! {
    async fn a_file_comes_in_parts(app: App) {
        let (mut b, base, files) = draft(&app).await;
        let video = film(1500 * KB);
        let id = id_of(&begin(&mut b, &base, "车库.mp4", video.len(), "17-abc").await.is(StatusCode::OK));
        stands(&part(&mut b, &base, &id, 0, &video[..1000 * KB]).await, StatusCode::OK, 1000 * KB, false);
        // Until it is whole it stands apart from the files, with its name and how far it has come.
        b.get(&files).await.has("id=\"unfinished\"").has("车库.mp4").has("1000 kB").has_not("id=\"files-here\"");
        // What is too early is told where to begin; what came twice is ignored.
        stands(&part(&mut b, &base, &id, 1200 * KB, &video[1200 * KB..]).await, StatusCode::CONFLICT, 1000 * KB, false);
        stands(&part(&mut b, &base, &id, 0, &video[..1000 * KB]).await, StatusCode::OK, 1000 * KB, false);
        stands(&part(&mut b, &base, &id, 500 * KB, &video[500 * KB..]).await, StatusCode::OK, 1000 * KB, false);
        // Chosen again after a reload, the same file goes on where it was; another one of that name begins anew.
        let again = begin(&mut b, &base, "车库.mp4", video.len(), "17-abc").await;
        stands(&again, StatusCode::OK, 1000 * KB, false);
        assert_eq!(id_of(&again), id);
        let other = begin(&mut b, &base, "车库.mp4", video.len(), "18-abc").await;
        stands(&other, StatusCode::OK, 0, false);
        b.submit(&format!("{files}/{}/remove", id_of(&other)), &[]).await.has("id=\"unfinished\"");
        stands(&part(&mut b, &base, &id, 1000 * KB, &video[1000 * KB..]).await, StatusCode::OK, 1500 * KB, true);
        b.get(&files).await.has("id=\"files-here\"").has("车库.mp4").has_not("id=\"unfinished\"");
        assert_eq!(stored(&app).len(), 1, "the parts are gone");
        // The answer to the last part was lost: asked again, it is the same.
        stands(&part(&mut b, &base, &id, 1000 * KB, &video[1000 * KB..]).await, StatusCode::OK, 1500 * KB, true);
        stands(&begin(&mut b, &base, "车库.mp4", video.len(), "17-abc").await, StatusCode::OK, 1500 * KB, true);
        // It goes with the report, byte for byte.
        let number = digits_of(&b.submit(&format!("{base}/send"), &[]).await.body, "number");
        let (mut desk, token) = triage(&app, "鲁0102").await;
        let rows = files_of(&app, &token, &number).await;
        assert_eq!(rows.len(), 1);
        assert_eq!(desk.get(&download(&number, &rows[0])).await.is(StatusCode::OK).bytes, video);
    }

    async fn parts_are_bounded(app: App) {
        let (mut b, base, files) = draft(&app).await;
        let document = pdf(300 * KB);
        let id = id_of(&begin(&mut b, &base, "一.pdf", document.len(), "1-a").await);
        // More than was announced, in one part or after others.
        part(&mut b, &base, &id, 0, &pdf(301 * KB)).await.is(StatusCode::PAYLOAD_TOO_LARGE);
        stands(&part(&mut b, &base, &id, 0, &document[..200 * KB]).await, StatusCode::OK, 200 * KB, false);
        part(&mut b, &base, &id, 200 * KB, &pdf(101 * KB)).await.is(StatusCode::PAYLOAD_TOO_LARGE);
        // An empty part brings nothing on; more than a part may have is refused.
        part(&mut b, &base, &id, 200 * KB, b"").await.is(StatusCode::UNPROCESSABLE_ENTITY);
        let long = id_of(&begin(&mut b, &base, "长.mp4", 1500 * KB, "1-a").await);
        part(&mut b, &base, &long, 0, &film(1500 * KB)).await.is(StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(stored(&app).len(), 1);
        stands(&part(&mut b, &base, &id, 200 * KB, &document[200 * KB..]).await, StatusCode::OK, 300 * KB, true);
        // A body that breaks off leaves what was there before.
        let cut = [Ok(Bytes::from_static(b"half")), Err(std::io::Error::other("the line is gone"))];
        let request = Request::builder().method(Method::POST).uri(format!("{base}/uploads/{long}?at=0"));
        let answer = b.send(request.body(Body::from_stream(stream::iter(cut))).unwrap()).await;
        assert_eq!(answer.json()["words"], told(Lang::Zh, "interrupted"));
        stands(&begin(&mut b, &base, "长.mp4", 1500 * KB, "1-a").await, StatusCode::OK, 0, false);
        b.get(&files).await.has("一.pdf").has("长.mp4");
        // What is no number, no name, no upload.
        part(&mut b, &base, &id[..8], 0, b"x").await.is(StatusCode::BAD_REQUEST);
        assert!(b.post(&format!("{base}/uploads"), &[("name", "x"), ("size", "-1"), ("mark", "")]).await.status.is_client_error());
        assert!(b.post(&format!("{base}/uploads/{id}"), &[]).await.status.is_client_error());
    }

    async fn an_upload_is_for_its_own_draft_alone(app: App) {
        let (mut b, base, _) = draft(&app).await;
        let text = "张三的车在楼下。".repeat(2000);
        let id = id_of(&begin(&mut b, &base, "一.txt", text.len(), "1-a").await);
        let (mut other, elsewhere, files) = draft(&app).await;
        for at in [0, 10] {
            part(&mut other, &elsewhere, &id, at, b"foreign").await.is(StatusCode::NOT_FOUND);
        }
        other.post(&format!("{files}/{id}/describe"), &[("description", "foreign")]).await.is(StatusCode::NOT_FOUND);
        other.post(&format!("{files}/{id}/remove"), &[]).await.is(StatusCode::SEE_OTHER);
        begin(&mut other, &elsewhere.replace("lead", "complaint"), "x.txt", 10, "").await.is(StatusCode::NOT_FOUND);
        begin(&mut other, "/report/lead/nobody", "x.txt", 10, "").await.is(StatusCode::NOT_FOUND);
        begin(&mut other, "/follow/264839172504", "x.txt", 10, "").await.is(StatusCode::NOT_FOUND);
        // It is still there, and the same file of another draft is another upload.
        assert_ne!(id_of(&begin(&mut other, &elsewhere, "一.txt", text.len(), "1-a").await), id);
        stands(&part(&mut b, &base, &id, 0, text.as_bytes()).await, StatusCode::OK, text.len(), true);
        // Of a report that this visit has not open.
        let (mut follower, number, code) = sent(&app, &[]).await;
        begin(&mut follower, &format!("/follow/{number}"), "x.txt", 10, "").await.is(StatusCode::NOT_FOUND);
        follower.submit("/follow", &[("code", &code)]).await;
        let id = id_of(&begin(&mut follower, &format!("/follow/{number}"), "x.txt", 10, "").await.is(StatusCode::OK));
        part(&mut other, &format!("/follow/{number}"), &id, 0, b"0123456789").await.is(StatusCode::NOT_FOUND);
        stands(&part(&mut follower, &format!("/follow/{number}"), &id, 0, b"0123456789").await, StatusCode::OK, 10, true);
        follower.get(&format!("/follow/{number}")).await.has("x.txt").has(&Lang::Zh.t("entry-file"));
    }

    async fn what_is_not_taken_is_said_with_the_first_part(app: App) {
        let (mut b, base, files) = draft(&app).await;
        let refusals: [(&str, usize, Vec<u8>); 7] = [
            ("type", 900 * KB, [b"MZ\x90\0\x03\0\0\0".to_vec(), vec![0; 100 * KB]].concat()),
            ("archive", 900 * KB, [b"Rar!\x1A\x07\x01\0".to_vec(), vec![7; 100 * KB]].concat()),
            ("too_large", 1500 * KB, [jpeg(), vec![0; 100 * KB]].concat()),
            // These are known at the end alone.
            ("type", 12, b"\x01\x02\x03\xFF\xFE\xFD\x01\x02\x03\xFF\xFE\xFD".to_vec()),
            ("locked", include_bytes!("../vectors/files/shut-aes128.pdf").len(), include_bytes!("../vectors/files/shut-aes128.pdf").to_vec()),
            ("locked", include_bytes!("../vectors/files/shut-256.pdf").len(), include_bytes!("../vectors/files/shut-256.pdf").to_vec()),
            ("type", 0, b"PK\x03\x04 not a zip at all".to_vec()),
        ];
        for (code, size, bytes) in refusals {
            let size = size.max(bytes.len());
            let id = id_of(&begin(&mut b, &base, "照片.jpg", size, "1-a").await.is(StatusCode::OK));
            let answer = part(&mut b, &base, &id, 0, &bytes).await.is(StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(answer.json()["words"], told(Lang::Zh, code), "{code}");
            part(&mut b, &base, &id, 0, &bytes).await.is(StatusCode::NOT_FOUND);
            assert_eq!(stored(&app), Vec::<PathBuf>::new());
        }
        b.get(&files).await.has_not("照片.jpg");
        // Before a byte was sent.
        for (code, size) in [("empty", 0), ("too_large", 2100 * KB)] {
            let answer = begin(&mut b, &base, "大.mp4", size, "1-a").await.is(StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(answer.json()["words"], told(Lang::Zh, code));
        }
        let answer = begin(&mut b, &format!("/en{base}"), "x", 0, "").await;
        assert_eq!(answer.json()["words"], told(Lang::En, "empty"));
        // A PDF that is encrypted and yet open to everybody, as banks send it.
        whole(&mut b, &base, "流水.pdf", include_bytes!("../vectors/files/open-aes128.pdf"), 100).await.is(StatusCode::OK);
    }

    async fn what_is_on_its_way_counts(app: App) {
        let (mut b, base, files) = draft(&app).await;
        let mut ids = Vec::new();
        for n in 0..5 {
            ids.push(id_of(&begin(&mut b, &base, &format!("{n}.pdf"), 100 * KB, "1-a").await.is(StatusCode::OK)));
        }
        let answer = begin(&mut b, &base, "6.pdf", 10, "1-a").await.is(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.json()["words"], told(Lang::Zh, "too_many"));
        refused(&b.upload(&files, "", &[("六.txt", b"six")]).await, "too_many");
        // Taken back, it makes room; finishing one needs none.
        b.submit(&format!("{files}/{}/remove", ids[0]), &[]).await.has_not("0.pdf");
        begin(&mut b, &base, "6.pdf", 10, "1-a").await.is(StatusCode::OK);
        stands(&part(&mut b, &base, &ids[1], 0, &pdf(100 * KB)).await, StatusCode::OK, 100 * KB, true);

        let (mut b, base, files) = draft(&app).await;
        for n in 0..4 {
            begin(&mut b, &base, &format!("{n}.pdf"), 1000 * KB, "1-a").await.is(StatusCode::OK);
        }
        let answer = begin(&mut b, &base, "五.pdf", 200 * KB, "1-a").await.is(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.json()["words"], told(Lang::Zh, "report_too_large"));
        refused(&b.upload(&files, "", &[("五.pdf", &pdf(200 * KB))]).await, "report_too_large");
        // Unfinished uploads are forgotten after a day, with all their parts.
        let id = id_of(&begin(&mut b, &base, "0.pdf", 1000 * KB, "1-a").await);
        part(&mut b, &base, &id, 0, &pdf(500 * KB)).await.is(StatusCode::OK);
        assert_eq!(stored(&app).len(), 2);
        app.portal.clock.advance(TimeDelta::hours(24));
        nuandong::jobs::tidy_now(&app.portal).await.unwrap();
        assert_eq!(stored(&app).len(), 1, "the finished one of the other draft stays");
        part(&mut b, &base, &id, 500 * KB, &pdf(500 * KB)).await.is(StatusCode::NOT_FOUND);
        b.get(&files).await.has_not("0.pdf");
        begin(&mut b, &base, "五.pdf", 200 * KB, "1-a").await.is(StatusCode::OK);
        // And with the draft, however young they are.
        let (mut b, base, _) = draft(&app).await;
        app.portal.clock.advance(TimeDelta::days(7) - TimeDelta::hours(1));
        let id = id_of(&begin(&mut b, &base, "晚.pdf", 1000 * KB, "1-a").await);
        part(&mut b, &base, &id, 0, &pdf(500 * KB)).await.is(StatusCode::OK);
        app.portal.clock.advance(TimeDelta::hours(2));
        nuandong::jobs::tidy_now(&app.portal).await.unwrap();
        assert_eq!(stored(&app), Vec::<PathBuf>::new());
    }

    async fn several_at_once_and_each_only_once(app: App) {
        let (b, base, files) = draft(&app).await;
        let document = pdf(600 * KB);
        // The same file in two tabs at once, and two others beside it.
        let tasks = ["一.pdf", "一.pdf", "二.pdf", "三.pdf"].map(|name| {
            let (mut b, base, document) = (b.clone(), base.clone(), document.clone());
            tokio::spawn(async move {
                let mut at = begin(&mut b, &base, name, document.len(), "1-a").await.is(StatusCode::OK).json();
                let id = at["id"].as_str().unwrap().to_owned();
                while at["done"] != true {
                    let from = usize::try_from(at["received"].as_u64().unwrap()).unwrap();
                    let to = document.len().min(from + 100 * KB);
                    at = part(&mut b, &base, &id, from, &document[from..to]).await.json();
                }
            })
        });
        for task in tasks {
            task.await.unwrap();
        }
        let mut b = b;
        let page = b.get(&files).await;
        for name in ["一.pdf", "二.pdf", "三.pdf"] {
            assert_eq!(page.body.matches(&format!("<strong>{name}</strong>")).count(), 1, "{name}");
        }
        assert_eq!(stored(&app).len(), 3);
    }

    async fn a_file_on_its_way_goes_with_the_report(app: App) {
        let (mut b, base, _) = draft(&app).await;
        let document = pdf(300 * KB);
        let late = id_of(&begin(&mut b, &base, "晚到.pdf", document.len(), "1-a").await);
        let never = id_of(&begin(&mut b, &base, "断了.pdf", document.len(), "1-a").await);
        for id in [&late, &never] {
            part(&mut b, &base, id, 0, &document[..100 * KB]).await.is(StatusCode::OK);
        }
        let receipt = b.submit(&format!("{base}/send"), &[]).await;
        let (number, code) = (digits_of(&receipt.body, "number"), digits_of(&receipt.body, "secret"));
        // The rest of the one is under way in this very moment; new ones cannot be begun.
        stands(&part(&mut b, &base, &late, 100 * KB, &document[100 * KB..]).await, StatusCode::OK, 300 * KB, true);
        begin(&mut b, &base, "新.pdf", 10, "1-a").await.is(StatusCode::NOT_FOUND);
        b.submit("/follow", &[("code", &code)]).await.has("晚到.pdf").has("id=\"unfinished\"").has("断了.pdf");
        // The other one goes on where the report is followed, once the same file is chosen there.
        let base = format!("/follow/{number}");
        let again = begin(&mut b, &base, "断了.pdf", document.len(), "1-a").await;
        stands(&again, StatusCode::OK, 100 * KB, false);
        assert_eq!(id_of(&again), never);
        stands(&part(&mut b, &base, &never, 100 * KB, &document[100 * KB..]).await, StatusCode::OK, 300 * KB, true);
        let (_, token) = triage(&app, "鲁0102").await;
        assert_eq!(files_of(&app, &token, &number).await.len(), 2);
        assert_eq!(stored(&app).len(), 2);
    }

    async fn each_file_is_described_and_replaced(app: App) {
        let (mut b, base, files) = draft(&app).await;
        b.upload(&files, "一起说的", &[("一.txt", b"one"), ("二.txt", b"two")]).await.is(StatusCode::SEE_OTHER);
        let page = b.get(&files).await;
        let ids = ["一.txt", "二.txt"].map(|name| listed(&page, name));
        let page = b.submit(&format!("{files}/{}/describe", ids[1]), &[("description", "<b>收据</b>\r\n")]).await;
        page.has("value=\"一起说的\"").has("value=\"&lt;b&gt;收据&lt;/b&gt;\"");
        b.post(&format!("{files}/{}/describe", uuid::Uuid::nil()), &[("description", "x")]).await.is(StatusCode::NOT_FOUND);
        // One on its way is described before it is here.
        let id = id_of(&begin(&mut b, &base, "三.txt", 5, "1-a").await);
        b.post(&format!("{files}/{id}/describe"), &[("description", "第三个")]).await.is(StatusCode::SEE_OTHER);
        stands(&part(&mut b, &base, &id, 0, b"three").await, StatusCode::OK, 5, true);
        b.get(&files).await.has("value=\"第三个\"");
        // In the place of another one, with the same description; a bad one changes nothing.
        let replace = format!("{files}/{}/replace", ids[0]);
        refused_file(&b.upload(&replace, "", &[("坏.exe", b"MZ\x90\0\x03\0\0\0")]).await, "坏.exe", "type");
        b.get(&files).await.has("一.txt");
        let (kind, body) = crate::support::multipart("", &[("新的.txt", b"new"), ("多余.txt", b"more")]);
        // As browsers send it: that form has no field for a description.
        let cut = body.windows(6).position(|part| part == b"--xxTE").unwrap();
        let second = body[cut + 1..].windows(8).position(|part| part == b"--xxTEST").unwrap() + cut + 1;
        let request = Request::builder().method(Method::POST).uri(&replace).header(header::CONTENT_TYPE, kind);
        b.send(request.body(Body::from(body[second..].to_vec())).unwrap()).await.is(StatusCode::SEE_OTHER);
        let page = b.get(&files).await.has("新的.txt").has_not("一.txt").has_not("多余.txt");
        assert_eq!(page.body.matches("value=\"一起说的\"").count(), 1);
        assert_eq!(stored(&app).len(), 3);
        // Even when no more fit.
        b.upload(&files, "", &[("四.txt", b"four"), ("五.txt", b"five")]).await.is(StatusCode::SEE_OTHER);
        let page = b.upload(&format!("{files}/{}/replace", ids[1]), "", &[("收据.txt", b"receipt")]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(page.location(), files);
        b.get(&files).await.has("收据.txt").has_not("二.txt");
        // The addresses of these forms, bookmarked, lead to the page.
        for what in ["describe", "replace", "remove"] {
            assert_eq!(b.get(&format!("{files}/{}/{what}", ids[1])).await.is(StatusCode::SEE_OTHER).location(), files);
        }
        // What was sent keeps its description, but for ten minutes.
        let (_, number, code) = sent(&app, &[("六.txt", b"six")]).await;
        b.submit("/follow", &[("code", &code)]).await.has("/describe\"").has_not("/replace\"");
        let (_, token) = triage(&app, "鲁0102").await;
        let id = files_of(&app, &token, &number).await[0]["id"].as_str().unwrap().to_owned();
        let address = format!("/follow/{number}/files/{id}");
        b.submit(&format!("{address}/describe"), &[("description", "后来写的")]).await.has("后来写的");
        b.post(&format!("{address}/remove"), &[]).await.is(StatusCode::SEE_OTHER);
        app.portal.clock.advance(TimeDelta::minutes(10));
        b.post(&format!("{address}/describe"), &[("description", "太晚了")]).await.is(StatusCode::NOT_FOUND);
        b.get(&format!("/follow/{number}")).await.has("后来写的").has_not("/describe\"").has_not("太晚了");
    }

    async fn small_pictures_say_nothing_of_place_and_camera(app: App) {
        let (mut b, base, files) = draft(&app).await;
        b.upload(&files, "车尾", &[("一.jpg", &photograph()), ("苹果.heic", HEIC), ("字.txt", b"text")]).await.is(StatusCode::SEE_OTHER);
        assert!(holds(HEIC, "MARKED-CAMERA") && holds(HEIC, "MARKED-POSITION"));
        let before = b.get(&files).await.has_not("/picture\"");
        let ids = ["一.jpg", "苹果.heic", "字.txt"].map(|name| listed(&before, name));
        b.get(&format!("{files}/{}/picture", ids[0])).await.is(StatusCode::NOT_FOUND);
        nuandong::jobs::run_all(&app.portal).await.unwrap();
        let page = b.get(&files).await.has(&Lang::Zh.ta("file-picture", &[("name", "车尾")]));
        assert_eq!(page.body.matches("/picture\"").count(), 2);
        for (id, size) in [(&ids[0], (64, 48)), (&ids[1], (240, 320))] {
            let address = format!("{files}/{id}/picture");
            let small = b.get(&address).await.is(StatusCode::OK);
            assert_eq!(small.headers[header::CONTENT_TYPE], "image/jpeg");
            assert_eq!(small.headers[header::CACHE_CONTROL], "private, max-age=3600");
            assert!(small.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("sandbox"));
            for mark in ["Exif", "MARKED-"] {
                assert!(!holds(&small.bytes, mark), "{mark}");
            }
            let drawn = image::load_from_memory(&small.bytes).unwrap();
            assert_eq!((drawn.width(), drawn.height()), size);
            // Of no other draft, and of no other channel.
            let (mut other, _, elsewhere) = draft(&app).await;
            other.get(&format!("{elsewhere}/{id}/picture")).await.is(StatusCode::NOT_FOUND);
            other.get(&address.replace("lead", "complaint")).await.is(StatusCode::NOT_FOUND);
        }
        b.get(&format!("{files}/{}/picture", ids[2])).await.is(StatusCode::NOT_FOUND);
        // Sent: no longer under the draft's address, but where the report is followed by who has the code.
        let receipt = b.submit(&format!("{base}/send"), &[]).await;
        let (number, code) = (digits_of(&receipt.body, "number"), digits_of(&receipt.body, "secret"));
        b.get(&format!("{files}/{}/picture", ids[0])).await.is(StatusCode::NOT_FOUND);
        let address = format!("/follow/{number}/files/{}/picture", ids[1]);
        b.get(&address).await.is(StatusCode::NOT_FOUND);
        b.submit("/follow", &[("code", &code)]).await.has(&address);
        assert!(!holds(&b.get(&address).await.is(StatusCode::OK).bytes, "MARKED-"));
        app.browser().get(&address).await.is(StatusCode::NOT_FOUND);
        // Staff get the iPhone's picture as a JPEG that says nothing either.
        let (mut desk, token) = triage(&app, "鲁0102").await;
        let row = files_of(&app, &token, &number).await.into_iter().find(|row| row["name"] == "苹果.heic").unwrap();
        let copy = desk.get(&download(&number, &row)).await.is(StatusCode::OK);
        assert_eq!(copy.headers[header::CONTENT_TYPE], "image/jpeg");
        assert!(!holds(&copy.bytes, "MARKED-"));
        let drawn = image::load_from_memory(&copy.bytes).unwrap();
        assert_eq!((drawn.width(), drawn.height()), (480, 640));
    }

    async fn without_a_scanner_everybody_is_told_so(app: App) {
        let (mut b, number, code) = sent(&app, &[("一.txt", b"text")]).await;
        let told = Lang::Zh.t("scan-none");
        b.submit("/follow", &[("code", &code)]).await.has(&told);
        let (mut desk, token) = triage(&app, "鲁0102").await;
        assert_eq!(files_of(&app, &token, &number).await[0]["scan"], "none");
        desk.get(&format!("/staff/reports/{number}")).await.has(&told).has(&Lang::Zh.t("files-not-scanned"));
        let ready = app.browser().get("/readyz").await.is(StatusCode::OK).json();
        assert_eq!(ready["parts"]["virus_scanner"], "absent");
    }
}

// ---- the scanner ----------------------------------------------------------------------------------------------------

/// What our own signature finds; no real program has ever held it.
const MADE_UP: &str = "NUANDONG-MADE-UP-VIRUS-MARK";

/// A real clamd with that one signature, in a folder of its own; ended when dropped.
struct Clamd {
    dir: TempDir,
    child: Option<Child>,
}

impl Clamd {
    /// `None` where it is not installed and nobody promised that it would be.
    fn new() -> Option<Self> {
        let installed = ["/usr/sbin/clamd", "/usr/bin/clamd"].iter().any(|path| Path::new(path).is_file());
        if !installed {
            #[expect(
                clippy::disallowed_methods,
                reason = "whether somebody runs the tests by hand on a machine without clamd"
            )]
            let by_hand = std::env::var_os("CI").is_none() && std::env::var("USER").is_ok_and(|user| user != "root");
            assert!(by_hand, "clamd is not installed: `make setup-tests` installs it (Debian package clamav-daemon)");
            eprintln!("NOT TESTED: clamd is not installed (Debian package clamav-daemon; `sudo make setup-tests`)");
            return None;
        }
        let dir = TempDir::new().unwrap();
        std::fs::create_dir(dir.path().join("db")).unwrap();
        let digits = MADE_UP.bytes().flat_map(|byte| [byte >> 4, byte & 15]);
        let hex = digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect::<String>();
        std::fs::write(dir.path().join("db/own.ndb"), format!("Nuandong.MadeUp:0:*:{hex}\n")).unwrap();
        let at = dir.path().display();
        let settings = format!(
            "DatabaseDirectory {at}/db\nLocalSocket {at}/clamd.sock\nTemporaryDirectory {at}\nForeground yes\n\
             StreamMaxLength 800K\nMaxThreads 2\nBytecode no\nSelfCheck 3600\n"
        );
        std::fs::write(dir.path().join("clamd.conf"), settings).unwrap();
        Some(Self { dir, child: None })
    }

    fn address(&self) -> String {
        format!("unix:{}", self.dir.path().join("clamd.sock").display())
    }

    async fn start(&mut self) {
        let program = if Path::new("/usr/sbin/clamd").is_file() { "/usr/sbin/clamd" } else { "/usr/bin/clamd" };
        let mut command = Command::new(program);
        command.arg("--config-file").arg(self.dir.path().join("clamd.conf"));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        self.child = Some(command.spawn().unwrap());
        let scanner = nuandong::files::scanner::Scanner::parse(&self.address()).unwrap();
        let begun = Instant::now();
        while !scanner.answers().await {
            assert!(begun.elapsed() < Duration::from_secs(30), "clamd did not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Runs a test on both databases with that scanner.
macro_rules! with_scanner {
    ($($name:ident),+) => {
        mod scanner_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(|address| crate::support::App::with(super::scanned_by(address))).await })+
        }
        mod scanner_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(|address| crate::support::App::postgres_with(super::scanned_by(address))).await })+
        }
    };
}
with_scanner!(
    a_real_clamd_tells_the_clean_from_the_infected,
    a_clamd_that_is_away_is_waited_for,
    a_scanner_that_babbles_opens_nothing
);

fn scanned_by(address: String) -> impl FnOnce(Config) -> Config {
    move |config| Config { clamd: Some(address), ..config }
}

async fn a_real_clamd_tells_the_clean_from_the_infected<F: Future<Output = App>>(open: impl FnOnce(String) -> F) {
    let Some(mut clamd) = Clamd::new() else { return };
    clamd.start().await;
    let app = open(clamd.address()).await;
    assert_eq!(app.browser().get("/readyz").await.json()["parts"]["virus_scanner"], "ok");
    let bad = format!("一封信\n{MADE_UP}\n");
    let large = pdf(900 * KB);
    let picture = [jpeg(), MADE_UP.into()].concat();
    let (mut b, number, code) = sent(
        &app,
        &[
            ("好.txt", b"clean"),
            ("坏.txt", bad.as_bytes()),
            ("大.pdf", &large),
            ("好.jpg", &jpeg()),
            ("坏.jpg", &picture),
        ],
    )
    .await;
    let (mut desk, token) = triage(&app, "鲁0102").await;
    // Nothing is opened before it was looked at.
    for row in files_of(&app, &token, &number).await {
        assert_eq!((&row["state"], &row["scan"]), (&"stored".into(), &"waiting".into()));
        desk.get(&download(&number, &row)).await.is(StatusCode::NOT_FOUND);
    }
    b.submit("/follow", &[("code", &code)]).await.has(&Lang::Zh.t("file-state-scanning"));
    nuandong::jobs::run_all(&app.portal).await.unwrap();
    let rows = files_of(&app, &token, &number).await;
    let expected = [
        ("好.txt", "ready", "clean", StatusCode::OK),
        ("坏.txt", "infected", "infected", StatusCode::NOT_FOUND),
        ("大.pdf", "ready", "unscannable", StatusCode::OK),
        ("好.jpg", "ready", "clean", StatusCode::OK),
        ("坏.jpg", "infected", "infected", StatusCode::NOT_FOUND),
    ];
    for (name, state, scan, status) in expected {
        let row = rows.iter().find(|row| row["name"] == name).unwrap();
        assert_eq!((&row["state"], &row["scan"]), (&state.into(), &scan.into()), "{name}");
        let file = desk.get(&download(&number, row)).await.is(status);
        assert!(!holds(&file.bytes, MADE_UP), "{name}");
    }
    // The citizen is told which, and what to do; no picture of it is shown.
    let page = b.get(&format!("/follow/{number}")).await;
    let row = page.body.split("<li id=\"file-").find(|row| row.contains("<strong>坏.jpg")).unwrap();
    let row = row.split("</li>").next().unwrap();
    assert!(
        row.contains(&Lang::Zh.t("file-state-infected")) && row.contains(&Lang::Zh.t("file-infected-add")),
        "{row}"
    );
    assert!(!row.contains("/picture\""));
    page.has(&Lang::Zh.t("entry-file-infected")).has(&Lang::Zh.t("scan-unscannable")).has(&Lang::Zh.t("scan-clean"));
    desk.get(&format!("/staff/reports/{number}"))
        .await
        .has(&Lang::Zh.t("scan-clean"))
        .has(&Lang::Zh.t("file-state-infected"));
    // Before sending: the list of the draft says so, and the file can be removed.
    let (mut b, _, files) = draft(&app).await;
    b.upload(&files, "", &[("坏.txt", bad.as_bytes())]).await.is(StatusCode::SEE_OTHER);
    nuandong::jobs::run_all(&app.portal).await.unwrap();
    b.get(&files).await.has(&Lang::Zh.t("file-infected-replace"));
}

async fn a_clamd_that_is_away_is_waited_for<F: Future<Output = App>>(open: impl FnOnce(String) -> F) {
    let Some(mut clamd) = Clamd::new() else { return };
    let app = open(clamd.address()).await;
    let ready = app.browser().get("/readyz").await.is(StatusCode::OK).json();
    assert_eq!((&ready["ready"], &ready["parts"]["virus_scanner"]), (&true.into(), &"failed".into()));
    let (_, number, _) = sent(&app, &[("好.txt", b"clean")]).await;
    let (mut desk, token) = triage(&app, "鲁0102").await;
    // However long it takes: asked again and again, at least every ten minutes, and never given up.
    for _ in 0..40 {
        nuandong::jobs::run_all(&app.portal).await.unwrap();
        app.portal.clock.advance(TimeDelta::minutes(10));
    }
    let row = files_of(&app, &token, &number).await.remove(0);
    assert_eq!((&row["state"], &row["scan"]), (&"stored".into(), &"waiting".into()));
    let mut desk_again = app.signed_in("triage-0102").await;
    desk_again.get(&download(&number, &row)).await.is(StatusCode::NOT_FOUND);
    clamd.start().await;
    nuandong::jobs::run_all(&app.portal).await.unwrap();
    assert_eq!(files_of(&app, &token, &number).await[0]["scan"], "clean");
    desk_again.get(&download(&number, &row)).await.is(StatusCode::OK).has("clean");
    // It goes away once more.
    clamd.stop();
    assert_eq!(app.browser().get("/readyz").await.json()["parts"]["virus_scanner"], "failed");
    desk.get("/healthz").await.is(StatusCode::OK);
}

/// One that listens and says nothing of use: the file stays shut.
async fn a_scanner_that_babbles_opens_nothing<F: Future<Output = App>>(open: impl FnOnce(String) -> F) {
    let dir = TempDir::new().unwrap();
    let socket = dir.path().join("odd.sock");
    let listener = UnixListener::bind(&socket).unwrap();
    let answers = [&b""[..], b"stream: Can't allocate memory ERROR\0", b"OKAY\0", b"stream: OK\0"];
    let server = tokio::spawn(async move {
        for answer in answers {
            let (mut line, _) = listener.accept().await.unwrap();
            let mut asked = vec![0; 10];
            line.read_exact(&mut asked).await.unwrap();
            assert_eq!(asked, b"zINSTREAM\0");
            // It takes its time and everything that is shown to it.
            tokio::time::sleep(Duration::from_millis(50)).await;
            let mut shown = Vec::new();
            while !shown.ends_with(&[0; 4]) {
                assert_ne!(line.read_buf(&mut shown).await.unwrap(), 0);
            }
            assert_eq!(shown, [&5_u32.to_be_bytes()[..], b"clean", &[0; 4]].concat());
            line.write_all(answer).await.unwrap();
        }
    });
    let app = open(format!("unix:{}", socket.display())).await;
    let (_, number, _) = sent(&app, &[("好.txt", b"clean")]).await;
    let (_, token) = triage(&app, "鲁0102").await;
    for answer in 0..answers.len() {
        assert_eq!(files_of(&app, &token, &number).await[0]["state"], "stored", "before answer {answer}");
        nuandong::jobs::run_all(&app.portal).await.unwrap();
        app.portal.clock.advance(TimeDelta::minutes(10));
    }
    assert_eq!(files_of(&app, &token, &number).await[0]["scan"], "clean");
    server.await.unwrap();
}

/// Files that came before the scanner was set are looked at by and by, and stay open meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn older_files_are_looked_at_later() {
    let Some(mut clamd) = Clamd::new() else { return };
    clamd.start().await;
    let app = App::sqlite().await;
    let bad = format!("{MADE_UP}\n");
    let (_, number, _) = sent(&app, &[("旧.txt", b"old"), ("旧坏.txt", bad.as_bytes()), ("旧.jpg", &jpeg())]).await;
    nuandong::jobs::run_all(&app.portal).await.unwrap();
    let (mut desk, token) = triage(&app, "鲁0102").await;
    let scanned = app.reopened(scanned_by(clamd.address())).await;
    nuandong::jobs::tidy_now(&scanned.portal).await.unwrap();
    let rows = files_of(&scanned, &token, &number).await;
    assert!(rows.iter().all(|row| row["scan"] == "waiting" && row["state"] == "ready"), "{rows:?}");
    desk.get(&download(&number, &rows[0])).await.is(StatusCode::OK);
    nuandong::jobs::run_all(&scanned.portal).await.unwrap();
    let state = |rows: &[Value], name: &str| {
        let row = rows.iter().find(|row| row["name"] == name).unwrap();
        (row["state"].as_str().unwrap().to_owned(), row["scan"].as_str().unwrap().to_owned())
    };
    let rows = files_of(&scanned, &token, &number).await;
    assert_eq!(state(&rows, "旧.txt"), ("ready".into(), "clean".into()));
    assert_eq!(state(&rows, "旧坏.txt"), ("infected".into(), "infected".into()));
    assert_eq!(state(&rows, "旧.jpg"), ("ready".into(), "clean".into()));
    let picture = rows.iter().find(|row| row["name"] == "旧.jpg").unwrap();
    desk.get(&download(&number, picture)).await.is(StatusCode::OK);
}

/// The microphone is for the pages that record, where something records; for no other page and for nobody else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_microphone_is_for_the_pages_that_record() {
    let with_browser_part = |config: Config| {
        let site = config.data_dir.join("site");
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        std::fs::write(site.join("pkg/nuandong.js"), "").unwrap();
        Config { site_dir: Some(site), ..config }
    };
    let app = App::with(with_browser_part).await;
    let (mut b, base, files) = draft(&app).await;
    let (mut follower, number, code) = sent(&app, &[]).await;
    follower.submit("/follow", &[("code", &code)]).await;
    let policies = |page: &Page| {
        let value = |name: &str| page.headers[name].to_str().unwrap().to_owned();
        (
            value("permissions-policy").contains("microphone=(self)"),
            value("content-security-policy").contains("media-src blob:"),
        )
    };
    for address in [&files, &format!("/en{files}")] {
        assert_eq!(policies(&b.get(address).await.is(StatusCode::OK)), (true, true), "{address}");
    }
    assert_eq!(policies(&follower.get(&format!("/follow/{number}")).await.is(StatusCode::OK)), (true, true));
    for address in ["/", "/follow", &format!("{base}/story"), &format!("{base}/check"), "/staff/sign-in", "/nothing"] {
        assert_eq!(policies(&b.get(address).await), (false, false), "{address}");
    }
    let app = App::sqlite().await;
    let (mut b, _, files) = draft(&app).await;
    assert_eq!(policies(&b.get(&files).await), (false, false), "nothing records without the browser part");
}
