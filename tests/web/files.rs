//! Evidence: what is taken, what is refused and in which words, and what staff get to download.

use std::path::{Path, PathBuf};

use axum::{
    body::{Body, Bytes},
    http::{Method, Request, StatusCode, header},
};
use futures::stream;
use nuandong::{
    config::{Config, FileLimits},
    domain::staff::Role,
    files::Part,
    i18n::Lang,
    storage,
};
use serde_json::{Value, json};

use crate::{
    form::digits_of,
    support::{App, Browser, Page, jpeg, multipart, on_both, walk_to_check},
};

const KB: usize = 1024;
/// A bundle with one stored entry.
const ZIP: [u8; 37] = *b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\x02\0\0\0\x02\0\0\0\x05\0\0\0a.txthi";

on_both! {
    async fn the_copy_for_staff_says_nothing_of_place_and_camera(app: App) {
        let original = photograph();
        let (_, number, code) = sent(&app, &[("车.jpg", &original)]).await;
        let (mut desk, token) = triage(&app, "鲁0102").await;
        let waiting = files_of(&app, &token, &number).await;
        assert_eq!(waiting[0]["state"], "stored");
        let address = download(&number, &waiting[0]);
        desk.get(&address).await.is(StatusCode::NOT_FOUND);
        nuandong::jobs::run_all(&app.portal).await.unwrap();
        assert_eq!(files_of(&app, &token, &number).await[0]["state"], "ready");
        let copy = desk.get(&address).await.is(StatusCode::OK);
        assert_eq!(copy.headers[header::CONTENT_TYPE], "image/jpeg");
        for mark in ["Exif", "MARKED-CAMERA", "MARKED-POSITION"] {
            assert!(holds(&original, mark) && !holds(&copy.bytes, mark), "{mark}");
        }
        let drawn = image::load_from_memory(&copy.bytes).unwrap();
        assert_eq!((drawn.width(), drawn.height()), (64, 48));
        // The original is still there, whole, and sealed.
        let id: uuid::Uuid = waiting[0]["id"].as_str().unwrap().parse().unwrap();
        let row = storage::reports::find_by_code(&app.portal.db, &app.portal.hashes.code.of(&code)).await.unwrap().unwrap();
        let key = row.data_key(&app.portal.keys).unwrap();
        assert_eq!(app.portal.files.read_all(id, Part::Original, &key).await.unwrap(), original);
        let stored = stored(&app);
        assert_eq!(stored.len(), 3, "the picture, its copy, and the copy for the list: {stored:?}");
        for file in stored {
            let sealed = std::fs::read(&file).unwrap();
            assert!(!holds(&sealed, "MARKED-") && !sealed.windows(3).any(|bytes| bytes == b"\xFF\xD8\xFF"), "{}", file.display());
        }
    }

    async fn a_full_disk_refuses_files_and_takes_reports(app: App) {
        let app = app.reopened(|config| Config { limits: FileLimits { reserve: u64::MAX, ..config.limits }, ..config }).await;
        let mut b = app.browser();
        let base = walk_to_check(&mut b, "lead", "other", "一").await;
        let page = b.upload(&format!("{base}/files"), "", &[("好的.txt", b"hello there")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        page.has(&Lang::Zh.t("error-file-no-room"));
        let (_, code) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "x" })).await;
        let (kind, body) = multipart("", &[("好的.txt", b"hello there")]);
        let request = Request::post("/api/v1/follow/files").header("authorization", format!("Receipt {code}")).header(header::CONTENT_TYPE, kind);
        app.browser().send(request.body(body.into()).unwrap()).await.is(StatusCode::SERVICE_UNAVAILABLE).has("no_room");
        let ready = app.browser().get("/readyz").await.json();
        assert_eq!((&ready["ready"], &ready["parts"]["files"]), (&json!(true), &json!("full")));
    }

    async fn each_refusal_has_its_own_words_and_keeps_the_list(app: App) {
        let mut b = app.browser();
        let files = format!("{}/files", walk_to_check(&mut b, "lead", "other", "一").await);
        b.upload(&files, "聊天记录", &[("好的.txt", b"hello there")]).await.is(StatusCode::SEE_OTHER);
        let large = [jpeg(), vec![0; 1100 * KB]].concat();
        let cases: [(&str, &str, &[u8]); 10] = [
            ("type", "setup.exe", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0"),
            ("type", "photo.jpg", b"<!DOCTYPE html><html><script>alert(1)</script></html>"),
            ("type", "photo.jpg", b"<html><script>alert(1)</script></html>"),
            ("type", "picture.jpg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
            ("type", "letter.docx", b"PK\x03\x04 no office document at all"),
            ("empty", "empty.jpg", b""),
            ("archive", "letter.docx", &ZIP),
            ("archive", "photo.jpg", b"7z\xBC\xAF\x27\x1C\0\x04 packed"),
            ("locked", "流水.pdf", include_bytes!("../vectors/files/shut-128.pdf")),
            ("too_large", "large.jpg", &large),
        ];
        for (code, name, bytes) in cases {
            let page = b.upload(&files, "", &[(name, bytes)]).await;
            refused_file(&page, name, code);
            let page = page.has("<title>错误：").has("href=\"#file\"");
            let list = page.body.split("id=\"file-list\"").nth(1).unwrap();
            assert!(list.contains("好的.txt") && list.contains("聊天记录") && !list.contains(name), "{list}");
        }
        // A form without a file, as browsers send it.
        refused(&b.upload(&files, "", &[("", b"")]).await, "none");
        b.get(&files).await.is(StatusCode::OK).has("好的.txt").has_not("file-error");
        assert_eq!(stored(&app).len(), 1, "what was refused is not kept");
        // In the other language, in its words.
        let page = b.upload(&format!("/en{files}"), "", &[("empty.jpg", b"")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(errors_in(&page), [format!("empty.jpg: {}", told(Lang::En, "empty"))]);
    }

    async fn there_is_a_limit_to_their_number_and_to_their_sum(app: App) {
        let mut b = app.browser();
        let files = format!("{}/files", walk_to_check(&mut b, "lead", "other", "一").await);
        let six = ["1", "2", "3", "4", "5", "6"].map(|n| (format!("第{n}个.txt"), format!("text {n}")));
        let six = six.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect::<Vec<_>>();
        let page = b.upload(&files, "", &six).await;
        refused(&page, "too_many");
        page.has("第1个.txt").has("第5个.txt").has_not("第6个.txt");
        assert_eq!(stored(&app).len(), 5);
        refused(&b.upload(&files, "", &[("第7个.txt", b"seven")]).await, "too_many");

        let files = format!("{}/files", walk_to_check(&mut b, "lead", "other", "二").await);
        let document = pdf(950 * KB);
        for n in 1..=4 {
            b.upload(&files, "", &[(&format!("大{n}.pdf"), &document)]).await.is(StatusCode::SEE_OTHER);
        }
        let page = b.upload(&files, "", &[("大5.pdf", &document)]).await;
        refused(&page, "report_too_large");
        page.has("大4.pdf").has_not("大5.pdf");
        assert_eq!(stored(&app).len(), 9);
        // Removing one makes room.
        let list = b.get(&files).await;
        let row = list.body.split("<li ").find(|row| row.contains("大1.pdf")).unwrap();
        let remove = row.split('"').find(|part| part.ends_with("/remove")).unwrap();
        b.submit(remove, &[]).await.has_not("大1.pdf");
        b.upload(&files, "", &[("大5.pdf", &document)]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(stored(&app).len(), 9, "what was removed is gone from the store too");
    }

    async fn videos_may_be_larger_and_may_have_their_index_at_the_end(app: App) {
        let mut b = app.browser();
        let files = format!("{}/files", walk_to_check(&mut b, "lead", "other", "一").await);
        refused_file(&b.upload(&files, "", &[("大.mp4", &film(2100 * KB))]).await, "大.mp4", "too_large");
        // As a telephone records it: first all the pictures, then the index that says that it is a film.
        b.upload(&files, "", &[("车库.mp4", &film(1500 * KB))]).await.is(StatusCode::SEE_OTHER);
        b.get(&files).await.has("车库.mp4").has_not("大.mp4");
        assert_eq!(stored(&app).len(), 1);
    }

    async fn a_download_is_safe_and_keeps_its_chinese_name(app: App) {
        let picture = jpeg();
        let files: [(&str, &[u8]); 3] = [("车 库（北门）.jpg", &picture), ("../../借条.txt", "欠款三万元".as_bytes()), ("a;b'c.pdf", b"%PDF-1.7\n1 0 obj")];
        let (_, number, _) = sent(&app, &files).await;
        nuandong::jobs::run_all(&app.portal).await.unwrap();
        let (mut desk, token) = triage(&app, "鲁0102").await;
        let rows = files_of(&app, &token, &number).await;
        assert_eq!(rows.len(), 3);
        let page = desk.get(&format!("/staff/reports/{number}")).await.is(StatusCode::OK).has("车 库（北门）.jpg");
        let expected = [
            ("车 库（北门）.jpg", "image/jpeg", "attachment; filename=\"_________.jpg\"", "filename*=UTF-8''%E8%BD%A6%20%E5%BA%93%EF%BC%88%E5%8C%97%E9%97%A8%EF%BC%89.jpg"),
            ("借条.txt", "text/plain; charset=utf-8", "attachment; filename=\"__.txt\"", "filename*=UTF-8''%E5%80%9F%E6%9D%A1.txt"),
            ("a;b'c.pdf", "application/pdf", "attachment; filename=\"a_b_c.pdf\"", "filename*=UTF-8''a%3Bb%27c.pdf"),
        ];
        for (name, kind, plain, real) in expected {
            let row = rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("no {name} in {rows:?}"));
            let address = download(&number, row);
            assert!(page.body.contains(&address), "the desk links to {address}");
            let file = desk.get(&address).await.is(StatusCode::OK);
            assert_eq!(file.headers[header::CONTENT_TYPE], kind);
            let disposition = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
            let (start, end) = disposition.rsplit_once("; ").unwrap();
            assert_eq!(end, real);
            // How many underscores stand for the brackets is of no importance.
            assert_eq!(start.replace('_', ""), plain.replace('_', ""));
            assert_eq!(file.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert_eq!(file.headers[header::CACHE_CONTROL], "no-store");
            let policy = file.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.contains("default-src 'none'") && policy.split("; ").any(|part| part == "sandbox"), "{policy}");
        }
        let note = rows.iter().find(|row| row["name"] == "借条.txt").unwrap();
        assert_eq!(desk.get(&download(&number, note)).await.body, "欠款三万元");
    }

    async fn a_file_is_for_those_who_may_see_its_report(app: App) {
        let (_, number, _) = sent(&app, &[("一.txt", b"for the first court")]).await;
        let (_, other, _) = sent(&app, &[("二.txt", b"of another report")]).await;
        let (mut desk, token) = triage(&app, "鲁0102").await;
        let address = download(&number, &files_of(&app, &token, &number).await[0]);
        desk.get(&address).await.is(StatusCode::OK).has("for the first court");
        let (mut elsewhere, _) = triage(&app, "鲁0103").await;
        elsewhere.get(&address).await.is(StatusCode::NOT_FOUND).has_not("for the first court");
        app.person("discipline", "鲁0102", Role::Discipline).await;
        app.signed_in("discipline").await.get(&address).await.is(StatusCode::NOT_FOUND);
        // A file of another report, no file at all, and no identity at all.
        let mixed = format!("/staff/reports/{number}/files/{}", files_of(&app, &token, &other).await[0]["id"].as_str().unwrap());
        desk.get(&mixed).await.is(StatusCode::NOT_FOUND);
        desk.get(&format!("/staff/reports/{number}/files/{}", uuid::Uuid::nil())).await.is(StatusCode::NOT_FOUND);
        assert!(desk.get(&format!("/staff/reports/{number}/files/..")).await.status.is_client_error());
        // And not for somebody who has not signed in, the reporter included.
        app.browser().get(&address).await.is(StatusCode::SEE_OTHER).has_not("for the first court");
    }

    async fn several_in_one_form_and_the_good_ones_are_kept(app: App) {
        let mut b = app.browser();
        let files = format!("{}/files", walk_to_check(&mut b, "complaint", "other", "一").await);
        let picture = jpeg();
        b.upload(&files, "同一天拍的", &[("一.jpg", &picture), ("二.jpg", &picture), ("三.txt", b"three")]).await.is(StatusCode::SEE_OTHER);
        let page = b.get(&files).await.has("一.jpg").has("二.jpg").has("三.txt");
        assert_eq!(page.body.matches("同一天拍的").count(), 3, "the description goes with each");
        let page = b.upload(&files, "", &[("坏.exe", b"MZ\x90\0\x03\0\0\0"), ("四.txt", b"four"), ("空的.jpg", b"")]).await;
        let page = page.is(StatusCode::UNPROCESSABLE_ENTITY).has("一.jpg").has("四.txt");
        // Each that was not taken is named, above and beside the field.
        let said = [("坏.exe", "type"), ("空的.jpg", "empty")].map(|(name, code)| format!("{name}：{}", told(Lang::Zh, code)));
        assert_eq!(errors_in(&page), said);
        for words in said {
            assert_eq!(page.body.matches(&words).count(), 2, "{words}");
        }
        b.get(&files).await.has_not("坏.exe").has_not("空的.jpg");
        assert_eq!(stored(&app).len(), 4);
        // All of them stand on the check page and go with the report.
        let base = files.trim_end_matches("/files");
        b.get(&format!("{base}/check")).await.has("一.jpg").has("四.txt");
        let number = digits_of(&b.submit(&format!("{base}/send"), &[]).await.body, "number");
        let token = app.token("above", "鲁01", Role::Triage).await;
        assert_eq!(files_of(&app, &token, &number).await.len(), 4);
    }

    async fn a_broken_picture_says_so_and_cannot_be_downloaded(app: App) {
        let (mut b, number, code) = sent(&app, &[("坏.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0 and then nothing that could be a picture")]).await;
        nuandong::jobs::run_all(&app.portal).await.unwrap();
        let (mut desk, token) = triage(&app, "鲁0102").await;
        let rows = files_of(&app, &token, &number).await;
        assert_eq!(rows[0]["state"], "broken");
        let address = download(&number, &rows[0]);
        desk.get(&address).await.is(StatusCode::NOT_FOUND);
        desk.get(&format!("/staff/reports/{number}")).await.has("坏.jpg").has(&Lang::Zh.t("file-state-broken")).has_not(&address);
        b.submit("/follow", &[("code", &code)]).await.has("坏.jpg").has(&Lang::Zh.t("file-state-broken"));
        assert_eq!(nuandong::jobs::run_all(&app.portal).await.unwrap(), 0, "trying again would not mend it");
    }

    async fn the_reporter_adds_files_later(app: App) {
        let (mut b, number, code) = sent(&app, &[]).await;
        b.submit("/follow", &[("code", &code)]).await.has("type=\"file\"");
        let address = format!("/follow/{number}/files");
        b.upload(&address, "后来拍的", &[("新照片.jpg", &photograph())]).await.is(StatusCode::SEE_OTHER);
        let page = b.upload(&address, "", &[("x.exe", b"MZ\x90\0\x03\0\0\0")]).await;
        refused_file(&page, "x.exe", "type");
        page.has("新照片.jpg").has("<title>错误：");
        nuandong::jobs::run_all(&app.portal).await.unwrap();
        let page = b.get(&format!("/follow/{number}")).await.has("新照片.jpg").has(&Lang::Zh.t("entry-file"));
        assert!(!page.body.contains("/remove"), "what was sent stays");
        let (mut desk, token) = triage(&app, "鲁0102").await;
        let rows = files_of(&app, &token, &number).await;
        assert_eq!(rows.len(), 1);
        let copy = desk.get(&download(&number, &rows[0])).await.is(StatusCode::OK);
        assert!(!holds(&copy.bytes, "MARKED-"));
        // Not without the code.
        app.browser().upload(&address, "", &[("fremd.txt", b"not mine")]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(files_of(&app, &token, &number).await.len(), 1);
        assert_eq!(stored(&app).len(), 3);
    }

    async fn an_interrupted_body_leaves_nothing_behind(app: App) {
        let mut b = app.browser();
        let files = format!("{}/files", walk_to_check(&mut b, "lead", "other", "一").await);
        let long = [jpeg(), vec![7; 300 * KB]].concat();
        let archive = [b"PK\x03\x04".to_vec(), vec![7; 200 * KB]].concat();
        for content in [long, film(900 * KB), archive, jpeg()] {
            for broken_off in [true, false] {
                let (kind, whole) = multipart("", &[("断了.jpg", &content)]);
                let cut = Bytes::copy_from_slice(&whole[..whole.len() - content.len() / 2]);
                let parts = [Some(Ok(cut)), broken_off.then(|| Err(std::io::Error::other("the line is gone")))];
                let body = Body::from_stream(stream::iter(parts.into_iter().flatten()));
                let request = Request::builder().method(Method::POST).uri(&files).header(header::CONTENT_TYPE, kind);
                let page = b.send(request.body(body).unwrap()).await;
                refused(&page, "interrupted");
                page.has_not("断了.jpg");
                assert_eq!(stored(&app), Vec::<PathBuf>::new());
            }
        }
        b.upload(&files, "", &[("好.txt", b"works again")]).await.is(StatusCode::SEE_OTHER);
    }

    async fn a_browser_that_vanishes_leaves_nothing_behind(app: App) {
        let mut b = app.browser();
        let files = format!("{}/files", walk_to_check(&mut b, "lead", "other", "一").await);
        let (kind, whole) = multipart("", &[("断了.mp4", &film(900 * KB))]);
        let start = Bytes::copy_from_slice(&whole[..400 * KB]);
        // Some bytes, and then silence.
        let body = Body::from_stream(stream::unfold(Some(start), |start| async {
            match start {
                Some(start) => Some((Ok::<_, std::io::Error>(start), None)),
                None => std::future::pending().await,
            }
        }));
        let request = Request::builder().method(Method::POST).uri(&files).header(header::CONTENT_TYPE, kind).body(body).unwrap();
        let mut other = b.clone();
        let upload = tokio::spawn(async move { other.send(request).await.status });
        until(|| !stored(&app).is_empty()).await;
        upload.abort();
        assert!(upload.await.is_err_and(|error| error.is_cancelled()));
        until(|| stored(&app).is_empty()).await;
        b.get(&files).await.is(StatusCode::OK).has_not("断了.mp4");
    }
}

/// Waits for something that another task does.
pub async fn until(mut fine: impl FnMut() -> bool) {
    for _ in 0..1_000 {
        if fine() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("it did not happen");
}

/// Sends a lead about 鲁0102 with files; returns the browser, the number and the code.
pub async fn sent(app: &App, files: &[(&str, &[u8])]) -> (Browser, String, String) {
    let mut b = app.browser();
    let base = walk_to_check(&mut b, "lead", "other", "一条线索").await;
    if !files.is_empty() {
        b.upload(&format!("{base}/files"), "车尾", files).await.is(StatusCode::SEE_OTHER);
    }
    let receipt = b.submit(&format!("{base}/send"), &[]).await;
    (b, digits_of(&receipt.body, "number"), digits_of(&receipt.body, "secret"))
}

/// Somebody of that court, at the desk and with a token.
pub async fn triage(app: &App, court: &str) -> (Browser, String) {
    let username = format!("triage-{}", court.trim_start_matches('鲁'));
    let token = app.token(&username, court, Role::Triage).await;
    (app.signed_in(&username).await, token)
}

pub async fn files_of(app: &App, token: &str, number: &str) -> Vec<Value> {
    let headers = [("authorization", &*format!("Bearer {token}"))];
    let page = app.browser().json(Method::GET, &format!("/api/v1/staff/reports/{number}"), &headers, None).await;
    page.is(StatusCode::OK).json()["files"].as_array().unwrap().clone()
}

pub fn download(number: &str, file: &Value) -> String {
    format!("/staff/reports/{number}/files/{}", file["id"].as_str().unwrap())
}

/// Every file in the store, staged ones included.
pub fn stored(app: &App) -> Vec<PathBuf> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        // A folder or file may go while we look.
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { below(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    below(&app.dir.path().join("files"), &mut found);
    found
}

/// The lines beside the file field.
fn errors_in(page: &Page) -> Vec<String> {
    let rest = page.body.split("<div id=\"file-error\">").nth(1).unwrap_or_else(|| panic!("no error in {}", page.body));
    let lines = rest.split("</div>").next().unwrap().split("<p class=\"error\">").skip(1);
    lines.map(|line| line.split("</p>").next().unwrap().to_owned()).collect()
}

/// Whether the page refuses a file in exactly the words of that code.
#[track_caller]
pub fn refused(page: &Page, code: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert_eq!(errors_in(page), [told(Lang::Zh, code)], "{code}");
}

/// The same of a file, which is named.
#[track_caller]
pub fn refused_file(page: &Page, name: &str, code: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert_eq!(errors_in(page), [format!("{name}：{}", told(Lang::Zh, code))], "{code}");
}

/// The words of an error, with the limits that the tests' portals have.
pub fn told(lang: Lang, code: &str) -> String {
    let limits = [("each", "1"), ("video", "2"), ("count", "5"), ("all", "4")];
    lang.ta(&format!("error-file-{}", code.replace('_', "-")), &limits)
}

#[test]
fn each_cause_has_words_of_its_own() {
    let codes = [
        "empty",
        "type",
        "archive",
        "locked",
        "too_large",
        "too_many",
        "report_too_large",
        "interrupted",
        "store",
        "none",
    ];
    for lang in [Lang::Zh, Lang::En] {
        let texts = codes.map(|code| told(lang, code));
        assert!(texts.iter().all(|text| !text.contains('{') && !text.starts_with("error-")), "{texts:?}");
        assert_eq!(std::collections::BTreeSet::from(texts).len(), codes.len());
    }
}

pub fn holds(bytes: &[u8], mark: &str) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark.as_bytes())
}

/// A JPEG with an EXIF block that names the camera and the place.
pub fn photograph() -> Vec<u8> {
    let plain = jpeg();
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend(b"\x02\0");
    tiff.extend(b"\x10\x01\x02\0\x10\0\0\0\x26\0\0\0"); // model: 16 bytes at 38
    tiff.extend(b"\x25\x88\x04\0\x01\0\0\0\x36\0\0\0"); // position: a block at 54
    tiff.extend(b"\0\0\0\0MARKED-CAMERA-1\0");
    tiff.extend(b"\x01\0\x1C\0\x07\0\x10\0\0\0\x48\0\0\0\0\0\0\0MARKED-POSITION!"); // name of the area: 16 bytes at 72
    let body = [b"Exif\0\0".as_slice(), &tiff].concat();
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], b"\xFF\xE1", &length, &body, &plain[2..]].concat()
}

pub fn pdf(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(size, b' ');
    bytes
}

/// An MP4 file with its pictures first and its index last.
pub fn film(size: usize) -> Vec<u8> {
    let part = |kind: &[u8; 4], body: &[u8]| {
        [&u32::try_from(body.len() + 8).unwrap().to_be_bytes(), kind.as_slice(), body].concat()
    };
    let track = part(b"trak", &part(b"mdia", &part(b"hdlr", b"\0\0\0\0\0\0\0\0vide\0\0\0\0\0\0\0\0\0\0\0\0\0")));
    let (head, index) = (part(b"ftyp", b"isom\0\0\x02\0isomiso2avc1mp41"), part(b"moov", &track));
    let pictures = part(b"mdat", &vec![7; size - head.len() - index.len() - 8]);
    [head, pictures, index].concat()
}
